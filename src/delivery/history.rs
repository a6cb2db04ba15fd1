//! All that the exports of a team tell, in one value.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{self, Change};
use super::deployment::{self, Deployment, Places};
use super::export::Export;
use super::incident::{self, Incident};
use super::kind::Kind;
use super::remedies::tell_rollbacks_by_version;
use super::review::{self, Review};
use super::role::Role;
use super::rules::Rules;
use super::trail::{self, Matched, Trail};

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
    /// What followed changes.
    pub trail: Trail,
    /// How the rows of logs and commits found their changes.
    pub labelled: Matched,
    /// Environments that stand for production in an export that names none so.
    pub stand_for_production: BTreeSet<String>,
}

impl History {
    /// What some exports tell together.
    pub fn of(exports: &[&Export], rules: &Rules) -> History {
        let mut history = History::default();
        let (mut deployments, mut incidents) =
            (deployment::Folding::default(), incident::Folding::default());
        let mut changes = change::Folding::default();
        for (number, export) in exports.iter().copied().enumerate() {
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
                // These are about changes, which are all there only after the last export.
                Kind::Commits | Kind::Runs | Kind::Findings | Kind::Labels => {}
                // Known for what they are, and not yet part of a history.
                Kind::Events => {}
            }
        }
        history.deployments = deployments.finish();
        tell_rollbacks_by_version(&mut history.deployments);
        history.incidents = incidents.found;
        history.changes = changes.found;
        history.add_to_changes(exports);
        history
    }

    /// What a log says of a change goes before what its own export says.
    fn add_to_changes(&mut self, exports: &[&Export]) {
        let of = |kind: Kind| {
            let all = exports.iter().copied();
            all.filter(move |export| export.kind == kind)
        };
        for export in of(Kind::Commits) {
            trail::read_messages(&mut self.changes, export, &mut self.labelled);
        }
        for export in of(Kind::Labels) {
            trail::label(&mut self.changes, export, &mut self.labelled);
        }
        for export in of(Kind::Runs) {
            self.trail.add_runs(&self.changes, export);
        }
        for export in of(Kind::Findings) {
            self.trail.add_findings(&self.changes, export);
        }
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

fn pairs(export: &Export) -> Vec<(String, String)> {
    let pair = |row| {
        let text = |role| export.text(row, role).to_owned();
        (text(Role::Incident), text(Role::Deployment))
    };
    (0..export.rows()).map(pair).collect()
}
