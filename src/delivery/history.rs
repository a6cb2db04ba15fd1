//! All that the exports of a team tell, in one value.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{self, Change};
use super::deployment::{self, Deployment, Places};
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
    /// Changes, each once.
    pub changes: Vec<Change>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Incidents with the deployments that a file of links gives them.
    pub pairs: Vec<(String, String)>,
    /// The projects of each entry of a tool's tables.
    pub projects: BTreeMap<(String, String), BTreeSet<String>>,
    /// Environments that stand for production in an export that names none so.
    pub stand_for_production: BTreeSet<String>,
}

impl History {
    /// What some exports tell together.
    pub fn of(exports: &[Export<'_>], rules: &Rules) -> History {
        let mut history = History::default();
        let (mut deployments, mut incidents) =
            (deployment::Folding::default(), incident::Folding::default());
        let mut changes = change::Folding::default();
        for (number, export) in exports.iter().enumerate() {
            match export.kind {
                Kind::Deployments => {
                    let places = Places::of(export, &|name| rules.is_production(name));
                    deployments.add(number, export, &places);
                    history
                        .stand_for_production
                        .extend(places.stands_for_production);
                }
                Kind::Incidents => incidents.add(number, export),
                Kind::Changes => changes.add(number, export),
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
                            .insert(text(Role::Project));
                    }
                }
                // Known for what they are, and not yet part of a history.
                Kind::Commits | Kind::Events | Kind::Runs | Kind::Findings | Kind::Labels => {}
            }
        }
        history.deployments = deployments.finish();
        history.incidents = incidents.found;
        history.changes = changes.found;
        history
    }

    /// The projects of an entry of one of a tool's tables.
    pub(super) fn projects_of(
        &self,
        table: &str,
        entry: &str,
    ) -> impl Iterator<Item = &str> + use<'_> {
        let of = self.projects.get(&(table.to_owned(), entry.to_owned()));
        of.into_iter().flatten().map(String::as_str)
    }
}

fn pairs(export: &Export<'_>) -> Vec<(String, String)> {
    let pair = |row| {
        let text = |role| export.text(row, role).to_owned();
        (text(Role::Incident), text(Role::Deployment))
    };
    (0..export.rows()).map(pair).collect()
}
