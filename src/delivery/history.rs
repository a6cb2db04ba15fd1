//! All that the exports of a team tell, in one value.

use std::collections::BTreeMap;

use super::change::{self, Change};
use super::deployment::{self, Deployment, Environment};
use super::export::Export;
use super::incident::{self, Incident};
use super::kind::Kind;
use super::review::{self, Review};
use super::role::Role;
use super::rules::Rules;

/// A delivery history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Deployments, each once.
    pub deployments: Vec<Deployment>,
    /// Incidents, each once.
    pub incidents: Vec<Incident>,
    /// Changes.
    pub changes: Vec<Change>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Incidents with the deployments that a file of links gives them.
    pub pairs: Vec<(String, String)>,
    /// The projects of each entry of a tool's tables.
    pub projects: BTreeMap<(String, String), Vec<String>>,
    /// The one environment that stands for production where no name of one does.
    pub stands_for_production: Option<String>,
}

impl History {
    /// What some exports tell together; their order and that of their rows changes nothing but places.
    pub fn of(exports: &[Export<'_>], rules: &Rules) -> History {
        let mut history = History::default();
        for (number, export) in exports.iter().enumerate() {
            match export.kind {
                Kind::Deployments => {
                    let is_production = |name: &str| rules.is_production(name);
                    history
                        .deployments
                        .extend(deployment::fold(number, export, &is_production));
                }
                Kind::Incidents => history.incidents.extend(incident::fold(number, export)),
                Kind::Changes => history.changes.extend(change::fold(number, export)),
                Kind::Reviews => history.reviews.extend(review::fold(export)),
                Kind::Links => history.pairs.extend(pairs(export)),
                Kind::Projects => {
                    for row in 0..export.rows() {
                        let text = |role| export.text(row, role).to_owned();
                        let entry = (text(Role::Table), text(Role::Entry));
                        history
                            .projects
                            .entry(entry)
                            .or_default()
                            .push(text(Role::Project));
                    }
                }
                Kind::Commits | Kind::Events | Kind::Runs | Kind::Findings | Kind::Labels => {}
            }
        }
        history.settle_environments();
        history
    }

    /// Where no environment is called production, the only one there is stands for it; deployments to none in particular are
    /// taken for production where no deployment names one.
    fn settle_environments(&mut self) {
        let mut others: Vec<&str> = Vec::new();
        for deployment in &self.deployments {
            match &deployment.environment {
                Environment::Production => return,
                Environment::Other(name) if !others.contains(&name.as_str()) => others.push(name),
                Environment::Other(_) | Environment::Unsaid => {}
            }
        }
        let only = match others[..] {
            [] => Environment::Unsaid,
            [only] => {
                self.stands_for_production = Some(only.to_owned());
                Environment::Other(only.to_owned())
            }
            _ => return,
        };
        for deployment in self
            .deployments
            .iter_mut()
            .filter(|deployment| deployment.environment == only)
        {
            deployment.environment = Environment::Production;
        }
    }
}

fn pairs(export: &Export<'_>) -> Vec<(String, String)> {
    let pair = |row| {
        let text = |role| export.text(row, role).to_owned();
        (text(Role::Incident), text(Role::Deployment))
    };
    (0..export.rows()).map(pair).collect()
}
