//! All that the exports of a team tell, in one value.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::change::{self, Change, Known};
use super::columns::{Coded, Columns};
use super::deployment::{self, Deployment, Places};
use super::events;
use super::export::Export;
use super::facts::{Facts, originals, tell_rollbacks_by_version};
use super::incident::{self, Incident};
use super::kind::Kind;
use super::others::others;
use super::review::{self, Review};
use super::role::Role;
use super::rules::Rules;
use super::sorting::{Sorting, sorting_of};
use super::span::ends_of;
use super::steps::Ways;
use super::trail::{self, Join, Trail};

/// A delivery history.
#[derive(Default)]
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
    /// The changes that each deployment brings, by their places.
    pub brings: Vec<Vec<usize>>,
    /// What can be told whatever the rules are.
    pub facts: Facts,
    /// What questions look at in every row.
    pub columns: Columns,
    /// What else deployments can be divided by, by the names of their columns.
    pub others: BTreeMap<String, Coded>,
    /// What becomes of the rows, whatever is asked.
    pub sorting: Sorting,
    /// The first and the last time that it tells of, and when the exports were made; none where it tells no time.
    pub ends: Option<(i64, i64, i64)>,
    /// The change that each revert takes back, by their places.
    pub originals: BTreeMap<usize, usize>,
    /// How rows of one kind found those of another.
    pub joins: Vec<Join>,
    /// When changes pass the points of their way.
    pub ways: Ways,
    /// What followed changes.
    pub trail: Trail,
    /// Environments that stand for production in an export that names none so.
    pub stand_for_production: BTreeSet<String>,
}

impl History {
    /// What some exports tell together.
    pub fn of(exports: &[Rc<Export>], rules: &Rules) -> History {
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
                Kind::Changes => changes.add(export),
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
                Kind::Commits | Kind::Runs | Kind::Findings | Kind::Labels | Kind::Events => {}
            }
        }
        history.deployments = deployments.finish();
        tell_rollbacks_by_version(&mut history.deployments);
        history.others = others(exports, &history.deployments);
        history.incidents = incidents.found;
        history.changes = changes.found;
        history.add_to_changes(exports);
        history.join();
        history
    }

    /// Finds the changes that deployments, reviews and reverts name.
    fn join(&mut self) {
        let known = Known::of(&self.changes);
        let mut deployed = Join::new(Kind::Deployments, Kind::Changes);
        self.brings = self
            .deployments
            .iter()
            .map(|one| {
                let names = one.changes.iter().chain(&one.commits);
                let mut places: Vec<usize> = names
                    .filter_map(|name| known.place(name, &one.service))
                    .collect();
                places.sort_unstable();
                places.dedup();
                if one.counts() {
                    let name = one.changes.first().or(one.commits.first());
                    deployed.add(!places.is_empty(), name.map_or("", String::as_str));
                }
                places
            })
            .collect();
        let mut reviewed = Join::new(Kind::Reviews, Kind::Changes);
        for review in &mut self.reviews {
            // A timeline knows already which change its reviews are of.
            review.place = review
                .place
                .or_else(|| known.place(&review.change, &review.service));
            reviewed.add(review.place.is_some(), &review.change);
        }
        self.originals = originals(&self.changes, &known);
        self.facts = Facts::of(
            &self.deployments,
            &self.incidents,
            &self.pairs,
            &self.brings,
            &self.originals,
        );
        self.columns = Columns::of(
            &self.deployments,
            &self.changes,
            &self.reviews,
            &self.brings,
        );
        self.ways = Ways::of(self);
        self.ends = ends_of(self);
        let mut all = vec![deployed, reviewed];
        all.append(&mut self.joins);
        let has_changes = !self.changes.is_empty();
        self.joins = all
            .into_iter()
            .filter(|join| has_changes && join.rows() > 0)
            .collect();
        self.sorting = sorting_of(self);
    }

    /// What a log says of a change goes before what its own export says.
    fn add_to_changes(&mut self, exports: &[Rc<Export>]) {
        let of = |kind: Kind| {
            let all = exports.iter();
            all.filter(move |export| export.kind == kind)
        };
        let has_reviews = !self.reviews.is_empty();
        for export in of(Kind::Events) {
            let (join, reviews) = events::add(&mut self.changes, export);
            self.joins.push(join);
            // An export of reviews tells the same ones, with what they say.
            if !has_reviews {
                self.reviews.extend(reviews);
            }
        }
        for export in of(Kind::Commits) {
            let join = trail::read_messages(&mut self.changes, export);
            self.joins.push(join);
        }
        for export in of(Kind::Labels) {
            let join = trail::label(&mut self.changes, export);
            self.joins.push(join);
        }
        for export in of(Kind::Runs) {
            let join = self.trail.add_runs(&self.changes, export);
            self.joins.push(join);
        }
        for export in of(Kind::Findings) {
            let join = self.trail.add_findings(&self.changes, export);
            self.joins.push(join);
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
