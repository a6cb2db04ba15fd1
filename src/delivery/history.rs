//! All that the exports of a team tell, in one value.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::causes;
use super::change::{self, Change, State};
use super::columns::{Coded, Columns, Grouped};
use super::copies::Copies;
use super::deployment::{self, Deployment, Places, Remedy};
use super::events;
use super::export::Export;
use super::facts::{Facts, tell_rollbacks_by_version};
use super::incident::{self, Incident};
use super::kind::{Kind, tells_lead_times};
use super::known::Known;
use super::linked::Linked;
use super::listed::listed;
use super::others::others;
use super::outcomes::titled;
use super::reverts::originals;
use super::review::{self, Review};
use super::role::Role;
use super::rules::Rules;
use super::sorting::{Sorting, sorting_by_service, sorting_of};
use super::span::ends_of;
use super::spelling::Spellings;
use super::trail::{self, Join, Trail};
use super::ways::Ways;

/// What a project's mapping calls the table of boards.
const BOARDS: &str = "boards";

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
    /// Commits of changes, beside those that they became, with the places of the changes.
    pub commits: Vec<(String, usize)>,
    /// When the first of the commits of a change was made that exports of commits tell, by the places of the changes.
    pub first_commits: BTreeMap<usize, i64>,
    /// Rows of exports of incidents that are of other tickets.
    pub tickets: u64,
    /// Rows of deployments that are runs of pipelines.
    pub runs: u64,
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
    /// What becomes of the deployments of each service.
    pub sorting_of: Vec<Sorting>,
    /// The first and the last time that it tells of, and when the exports were made; none where it tells no time.
    pub ends: Option<(i64, i64, i64)>,
    /// The change that each revert takes back, by their places.
    pub originals: BTreeMap<usize, usize>,
    /// How rows of one kind found those of another.
    pub joins: Vec<Join>,
    /// What followed changes.
    pub trail: Trail,
    /// Environments that stand for production in an export that names none so.
    pub stand_for_production: BTreeSet<String>,
    /// Some of the words for outcomes of deployments that are not known here.
    pub unknown_words: BTreeSet<String>,
    /// How many entries of label logs say what.
    pub logged: BTreeMap<String, u64>,
    /// Merged changes that label logs say something of.
    pub labelled: u64,
    /// Changes that a label log tells of twice, and not the same; and the first of their names.
    pub contradicted: (u64, Vec<String>),
    /// Services that are spelled in several ways.
    pub spellings: Spellings,
    /// Rows that stand in several exports alike, beside the first of each.
    pub copies: u64,
    /// Whether any column of deployments can tell that one undoes or repairs another.
    pub tells_remedies: bool,
    // These are found once somebody needs them, which what comes first of an answer does not.
    pub(super) linked: OnceCell<Linked>,
    pub(super) ways: OnceCell<Ways>,
}

impl History {
    /// How many things it tells of.
    pub fn size(&self) -> usize {
        self.deployments.len() + self.incidents.len() + self.changes.len() + self.reviews.len()
    }

    /// What some exports tell together.
    pub fn of(exports: &[Rc<Export>], rules: &Rules) -> History {
        let mut history = History::default();
        let mut deployments = deployment::Folding::default();
        let mut incidents = incident::Folding::of(of(exports, Kind::Incidents));
        let mut changes = change::Folding::default();
        let mut boards = BTreeMap::new();
        let copies = Copies::of(exports);
        for (number, export) in exports.iter().enumerate() {
            match export.kind {
                Kind::Deployments => {
                    let places = Places::of(export, &|name| rules.is_production(name));
                    let stands = places.stands_for_production.clone();
                    history.stand_for_production.extend(stands);
                    deployments.add(number, exports, places);
                }
                Kind::Incidents => incidents.add(number, export),
                Kind::Changes if !tells_lead_times(export.names()) => changes.add(export),
                Kind::Reviews => {
                    history
                        .reviews
                        .extend(review::fold(export, copies.others(export)));
                }
                Kind::Links => {
                    history
                        .pairs
                        .extend(told(export, Role::Incident, Role::Deployment));
                    boards.extend(told(export, Role::Incident, Role::Entry));
                }
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
                Kind::Changes
                | Kind::Commits
                | Kind::Runs
                | Kind::Findings
                | Kind::Labels
                | Kind::Events
                | Kind::Diffs => {}
            }
        }
        // These are mostly of changes that another export tells of.
        for export in of(exports, Kind::Changes).filter(|one| tells_lead_times(one.names())) {
            changes.add_lead_times(export);
        }
        let tells = |roles: &[Role]| {
            let mut logs = of(exports, Kind::Deployments);
            logs.any(|export| roles.iter().any(|role| export.tells(*role)))
        };
        history.tells_remedies = tells(&[Role::Undoes, Role::Type, Role::Title]);
        let tells_versions = tells(&[Role::Version]);
        history.runs = deployments.runs;
        history.unknown_words = std::mem::take(&mut deployments.unknown_words);
        (history.deployments, history.copies) = deployments.finish();
        history.copies += copies.count() + incidents.copies;
        history.tickets = incidents.others;
        history.incidents = incidents.found;
        for one in &mut history.incidents {
            if let Some(board) = boards.get(&one.id)
                && one.table.is_empty()
            {
                (one.table, one.service) = (BOARDS.to_owned(), board.clone());
            }
        }
        history.changes = changes.found;
        history.spellings =
            Spellings::of(&history.deployments, &history.incidents, &history.changes);
        history
            .spellings
            .spell(&mut history.deployments, &mut history.incidents);
        by_service(&mut history.deployments, |one| &one.service);
        add_commits(&mut history.deployments, exports);
        let are_told = tell_rollbacks_by_version(&mut history.deployments);
        history.tells_remedies |= tells_versions && are_told;
        history.others = others(exports, &history.deployments);
        by_service(&mut history.changes, Change::service);
        history.add_to_changes(exports, &copies);
        history.join();
        history
    }

    /// Finds the changes that deployments, reviews and reverts name.
    fn join(&mut self) {
        let known = Known::of(&self.changes, &self.commits);
        let mut deployed = Join::new(Kind::Deployments, Kind::Changes);
        self.brings = self
            .deployments
            .iter()
            .zip(named_by(&self.changes, &self.deployments))
            .map(|(one, named_by)| {
                let names = one.changes.iter().chain(one.commits.iter());
                let mut places: Vec<usize> = names
                    .filter_map(|name| known.place(name, &one.service))
                    .collect();
                places.extend(named_by);
                places.sort_unstable();
                places.dedup();
                if one.counts() {
                    let name = one.changes.first().or(one.commits.first());
                    let name = name.unwrap_or_default();
                    deployed.look_up(!places.is_empty(), name, &known, &one.service);
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
            let is_found = review.place.is_some();
            reviewed.look_up(is_found, &review.change, &known, &review.service);
        }
        self.originals = originals(&self.changes, &known);
        self.tells_remedies |= self.brings.iter().any(|changes| !changes.is_empty());
        for (one, brought) in self.deployments.iter_mut().zip(&self.brings) {
            // What came at once with its revert never reached anybody.
            let undoes = |change: &usize| match self.originals.get(change) {
                Some(original) => !brought.contains(original),
                None => is_repair(&self.changes[*change]),
            };
            if one.remedy.is_none() && brought.iter().any(undoes) {
                one.remedy = Some(Remedy::Rollforward);
            }
        }
        let sources = causes::Sources {
            deployments: &self.deployments,
            incidents: &self.incidents,
            pairs: &self.pairs,
            brings: &self.brings,
            known: &known,
        };
        self.facts = Facts::of(&sources, &self.originals);
        self.columns = Columns::of(self);
        self.ends = ends_of(self);
        let mut all = vec![deployed, reviewed];
        all.append(&mut self.joins);
        let has_changes = !self.changes.is_empty();
        self.joins = all
            .into_iter()
            .filter(|join| has_changes && join.rows() > 0)
            .collect();
        self.sorting_of = sorting_by_service(&self.deployments, &self.facts);
        self.sorting = sorting_of(self);
    }

    /// What a log says of a change goes before what its own export says.
    fn add_to_changes(&mut self, exports: &[Rc<Export>], copies: &Copies<'_>) {
        let of = |kind: Kind| of(exports, kind);
        for export in of(Kind::Commits).filter(|export| export.tells(Role::Change)) {
            self.commits.extend(commits_of(&self.changes, export));
        }
        let has_reviews = !self.reviews.is_empty();
        for export in of(Kind::Events) {
            let told = events::add(&mut self.changes, export, copies.others(export));
            self.joins.push(told.join);
            self.commits.extend(told.commits);
            // An export of reviews tells the same ones, with what they say.
            if !has_reviews {
                self.reviews.extend(told.reviews);
            }
        }
        for export in of(Kind::Commits) {
            let first = &mut self.first_commits;
            let join = trail::read_commits(&mut self.changes, &self.commits, first, export);
            self.joins.push(join);
        }
        let mut log = trail::Log::default();
        for export in of(Kind::Labels) {
            let join = log.add(&mut self.changes, export);
            self.joins.push(join);
        }
        self.logged = std::mem::take(&mut log.words);
        let is_merged = |at: &&usize| self.changes[**at].state == State::Merged;
        self.labelled = log.told.iter().filter(is_merged).count() as u64;
        self.contradicted = log.finish(&mut self.changes);
        for export in of(Kind::Runs) {
            let join = self
                .trail
                .add_runs(&self.changes, export, copies.others(export));
            self.joins.push(join);
        }
        for export in of(Kind::Findings) {
            let join = self.trail.add_findings(&self.changes, export);
            self.joins.push(join);
        }
    }

    /// Merged changes that are linked to another or to an incident.
    pub fn linked(&self) -> &Linked {
        self.linked.get_or_init(|| {
            let known = Known::of(&self.changes, &self.commits);
            Linked::of(&self.changes, &known, &self.originals, &self.incidents)
        })
    }

    /// When changes pass the points of their way.
    pub fn ways(&self) -> &Ways {
        self.ways.get_or_init(|| Ways::of(self))
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

/// Puts rows of one service side by side, in the order in which they were told: most questions are about some services, and memory
/// that lies together is read sooner.
fn by_service<T>(rows: &mut [T], service: impl Fn(&T) -> &str) {
    let Coded { names, of } = Coded::of(rows.iter().map(service));
    if of.is_sorted() {
        return;
    }
    let each = || of.iter().map(|service| *service as usize).zip(0..);
    let mut order = Grouped::from_pairs(names.len(), each).into_rows();
    // Where they are, for a second place for each would be much memory: along every round of rows of which each takes the place of
    // the one before.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at as u32) as usize;
            if from == start {
                break;
            }
            rows.swap(at, from);
            at = from;
        }
    }
}

/// The exports of a kind.
fn of(exports: &[Rc<Export>], kind: Kind) -> impl Iterator<Item = &Rc<Export>> {
    exports.iter().filter(move |export| export.kind == kind)
}

/// Gives deployments the commits that other exports say are theirs: by the commit that was deployed, or by their own ids.
fn add_commits(deployments: &mut [Deployment], exports: &[Rc<Export>]) {
    let mut new: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let of_deployments = of(exports, Kind::Commits).filter(|export| export.tells(Role::Deployment));
    for export in of(exports, Kind::Diffs).chain(of_deployments) {
        for row in 0..export.rows() {
            let text = |role| export.text(row, role);
            new.entry(text(Role::Deployment))
                .or_default()
                .push(text(Role::Commit));
        }
    }
    if new.is_empty() {
        return;
    }
    new.remove("");
    for one in deployments {
        let known = one.commits.clone();
        let names = known.iter().chain(one.parts.iter());
        let found = names.chain([one.id.as_str()]);
        let found = found.filter_map(|name| new.get(name));
        found.flatten().for_each(|commit| one.commits.add(commit));
        one.commits.settle();
    }
}

/// The changes that say themselves that each deployment brings them.
fn named_by(changes: &[Change], deployments: &[Deployment]) -> Vec<Vec<usize>> {
    let mut named_by = vec![Vec::new(); deployments.len()];
    if changes.iter().all(|change| change.deployment().is_empty()) {
        return named_by;
    }
    let mut known: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in deployments.iter().enumerate() {
        for name in one.parts.iter().chain([one.id.as_str()]) {
            known.entry(name).or_default().push(at);
        }
    }
    for (change, one) in changes.iter().enumerate() {
        for name in listed(one.deployment()) {
            let places = known.get(name).map_or(&[][..], Vec::as_slice);
            let own = places
                .iter()
                .filter(|at| places.len() == 1 || *deployments[**at].service == *one.service());
            own.for_each(|at| named_by[*at].push(change));
        }
    }
    named_by
}

/// The commits of changes that an export names, with the places of these.
fn commits_of(changes: &[Change], export: &Export) -> Vec<(String, usize)> {
    let known = Known::of(changes, &[]);
    let commit = |row: usize| {
        let text = |role| export.text(row, role);
        let place = known.place(text(Role::Change), text(Role::Service))?;
        Some((text(Role::Commit).to_owned(), place))
    };
    let all = (0..export.rows()).filter_map(commit);
    all.filter(|(commit, _)| !commit.is_empty()).collect()
}

/// Whether a change says itself that it repairs what is out, by its title or by a label.
fn is_repair(change: &Change) -> bool {
    let is_told = |said: &str| titled(said) == Some(Remedy::Rollforward);
    is_told(change.title()) || listed(change.labels()).any(is_told)
}

/// Rows that tell both.
fn told(export: &Export, one: Role, other: Role) -> impl Iterator<Item = (String, String)> {
    let pair = move |row| [one, other].map(|role| export.text(row, role).to_owned());
    let all = (0..export.rows()).map(pair);
    all.filter(|pair| pair.iter().all(|name| !name.is_empty()))
        .map(|[one, other]| (one, other))
}

#[cfg(test)]
mod tests {
    use super::by_service;

    #[test]
    fn rows_of_a_service_lie_together_in_the_order_in_which_they_were_told() {
        for (many, services) in [(0, 1), (1, 1), (7, 3), (1000, 37), (1000, 1000)] {
            let service = |at: usize| format!("service {:04}", at * 7919 % services);
            let mut rows: Vec<(String, usize)> = (0..many).map(|at| (service(at), at)).collect();
            let mut wanted = rows.clone();
            wanted.sort();
            by_service(&mut rows, |(service, _)| service);
            assert_eq!(rows, wanted, "{many} of {services}");
        }
    }
}
