//! Deployments: change sets that reach an environment, each once however many rows an export has of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use hashbrown::HashTable;

use super::export::Export;
use super::header::Header;
use super::jobs::{self, deploys};
use super::kind::is_deployment;
use super::listed::Listed;
use super::names::{JOBS, OF_TOOLS, PRODUCTION, RUN_IDS};
use super::outcomes::{is_later, is_no, is_undone, is_yes, titled, told_outcome, told_remedy};
use super::recall::{Recall, Shared};
use super::role::Role;
use super::rules::{is_never, is_plain, is_usual_production};
use crate::table::{hash, words};

/// Where a deployment goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Environment {
    /// Where users are.
    Production,
    /// Anywhere else, in the words of the export.
    Other(Rc<str>),
    /// The export does not say.
    Unsaid,
}

/// Columns that may tell what came of a deployment.
const OUTCOMES: [Role; 4] = [Role::Outcome, Role::OwnOutcome, Role::OwnState, Role::State];
/// Words that are not known which are told, at most.
const WORDS: usize = 8;

/// What came of a deployment.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// It reached its environment.
    Reached,
    /// It did not: a pipeline that fails is no failed change.
    Failed,
    /// It was given up before.
    Cancelled,
    /// It still runs, or waits.
    Running,
    /// The export says it in words that are not known here.
    Unknown,
    /// The export says nothing: what is listed as a deployment is taken for one.
    Unsaid,
}

/// What a deployment is made for, where it undoes or repairs another; the surest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Remedy {
    /// An earlier version comes back.
    Rollback,
    /// New code repairs what is out.
    Rollforward,
}

/// A deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    /// What it is known by.
    pub id: String,
    /// What its rows are known by, where that is something else.
    pub parts: Listed,
    /// What is deployed; empty where the export does not say.
    pub service: Rc<str>,
    /// Where to.
    pub environment: Environment,
    /// What came of it.
    pub outcome: Outcome,
    /// When it ended, in seconds since 1970: the last of its jobs.
    pub finished: Option<i64>,
    /// Whether its version comes back where so many do that they are of several things.
    pub is_mixed: bool,
    /// What it repairs, if anything.
    pub remedy: Option<Remedy>,
    /// Whether its own row says that it was rolled back or failed after it was there.
    pub is_undone: bool,
    /// Who deployed which team's work; empty where the export does not say.
    pub team: Rc<str>,
    /// What the export says of AI, as it says it.
    pub assisted: Rc<str>,
    /// Its commits.
    pub commits: Listed,
    /// Its changes.
    pub changes: Listed,
    /// The versions that it brings.
    pub versions: Listed,
    /// The incidents that its rows name.
    pub incidents: Listed,
    /// Each of its rows: file, row, service, when it ended and whether that reached its environment.
    pub rows: Vec<Part>,
}

/// A row of a deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which export.
    pub export: usize,
    /// Which of its rows.
    pub row: usize,
    /// What is deployed.
    pub service: Rc<str>,
    /// When it ended.
    pub finished: Option<i64>,
    /// What came of it.
    pub outcome: Outcome,
    /// Whether it tells what became of it later: that it was replaced or taken back.
    pub is_later: bool,
}

impl Deployment {
    /// Whether it reached production: what every rate of deployments is out of.
    pub fn counts(&self) -> bool {
        self.environment == Environment::Production
            && matches!(self.outcome, Outcome::Reached | Outcome::Unsaid)
    }
}

/// Which words of an export mean production.
pub(super) struct Places {
    /// The words that do.
    production: BTreeSet<String>,
    /// Whether saying nothing does.
    is_unsaid: bool,
    /// The only word there is, where it stands for production though it is no name of it.
    pub stands_for_production: Option<String>,
    /// Whether the words are names of jobs, of which only those that deploy count.
    are_jobs: bool,
    /// Whether these also say what is deployed, for nothing else does.
    say_what: bool,
    /// Those of the words that mean the same place: all, where ids are those of runs, each of which may go to several regions; else
    /// whatever is called production and no region of it.
    same: BTreeSet<String>,
}

impl Places {
    /// Of an export. Where it names no production, nor what is mostly called so, the only environment that it names stands for it,
    /// beside those for trying out; deployments to none in particular are production where none is named so.
    pub fn of(export: &Export, is_production: &dyn Fn(&str) -> bool) -> Places {
        let rows = 0..export.rows();
        let mut named: BTreeSet<&str> = rows
            .map(|row| export.text(row, Role::Environment))
            .collect();
        let columns = Header::of_names(export.names());
        let called = |role: Role, names: &[&str]| {
            let name = export
                .roles
                .get(&role)
                .map(|column| &columns.names[*column]);
            name.is_some_and(|name| names.contains(&name.as_str()))
        };
        let are_jobs = called(Role::Environment, JOBS) && named.iter().any(|name| deploys(name));
        if are_jobs {
            // Other jobs go nowhere.
            named.retain(|name| deploys(name));
        }
        // A column may tell of nothing but whether it was production.
        let is_flag = called(Role::Environment, PRODUCTION);
        let production: BTreeSet<String> = named
            .iter()
            .filter(|name| is_production(name) || is_flag && is_yes(name))
            .map(|name| (*name).to_owned())
            .collect();
        // Beside one that is called nothing else, what has more in its name is none: "training-prod".
        let production = match !are_jobs && production.iter().any(|name| is_plain(name)) {
            true => {
                let is_one = |name: &String| is_plain(name) || !is_usual_production(name);
                production.into_iter().filter(is_one).collect()
            }
            false => production,
        };
        let column = |role| export.roles.get(&role);
        let places = Places {
            production,
            is_unsaid: false,
            stands_for_production: None,
            are_jobs,
            say_what: are_jobs && column(Role::Service) == column(Role::Environment),
            same: BTreeSet::new(),
        };
        let are_runs = called(Role::Deployment, RUN_IDS);
        let same = |production: &BTreeSet<String>| -> BTreeSet<String> {
            let is_same = |name: &&String| are_runs || words(name).len() < 2;
            production.iter().filter(is_same).cloned().collect()
        };
        let is_told = is_flag || named.iter().any(|name| is_usual_production(name));
        if !places.production.is_empty() || is_told {
            return Places {
                same: same(&places.production),
                ..places
            };
        }
        let mut others = named.iter().filter(|name| !is_never(name));
        let only = others.next().filter(|name| !name.is_empty());
        let only = only.filter(|_| others.next().is_none());
        let production: BTreeSet<String> =
            only.into_iter().map(|name| (*name).to_owned()).collect();
        Places {
            same: same(&production),
            production,
            is_unsaid: true,
            stands_for_production: only.map(|name| (*name).to_owned()),
            ..places
        }
    }

    /// What a row deploys.
    fn service<'e>(&self, export: &'e Export, row: usize) -> Cow<'e, str> {
        let told = export.text(row, Role::Service);
        match self.say_what {
            true => Cow::Owned(jobs::deployed(told)),
            false => Cow::Borrowed(told),
        }
    }

    fn environment(&self, said: &str, shared: &mut Shared) -> Environment {
        match self.other(said) {
            None => Environment::Production,
            Some("") => Environment::Unsaid,
            Some(said) => Environment::Other(shared.of(said)),
        }
    }

    /// An environment that is not production.
    fn other<'s>(&self, said: &'s str) -> Option<&'s str> {
        let is_production = match said {
            "" => self.is_unsaid,
            said => self.production.contains(said),
        };
        (!is_production).then_some(said)
    }
}

/// Deployments on their way, by what tells them apart.
#[derive(Default)]
pub(super) struct Folding {
    pub found: Vec<Deployment>,
    /// Rows that are runs of pipelines and no deployments.
    pub runs: u64,
    /// Some of the words for outcomes that are not known here.
    pub unknown_words: BTreeSet<String>,
    known: HashTable<u32>,
    /// What means production in each export, by its number.
    places: BTreeMap<usize, Places>,
    shared: Shared,
}

/// What tells a row's deployment apart.
#[derive(PartialEq)]
enum Key<'e> {
    /// Its id, in a service and an environment; one run that goes to several regions of production is one.
    Id(Cow<'e, str>, Option<&'e str>, &'e str),
    /// The version that it brings to a service and an environment, and the minute.
    Version(Cow<'e, str>, &'e str, &'e str, i64),
    /// Nothing: each row is one.
    Row(usize, usize),
}

impl<'e> Key<'e> {
    fn of(number: usize, export: &'e Export, row: usize, places: &Places) -> Key<'e> {
        let text = |role| export.text(row, role);
        let service = places.service(export, row);
        let environment = text(Role::Environment);
        if let Some(id) = id(export, row) {
            let is_same = match environment {
                "" => places.is_unsaid,
                environment => places.same.contains(environment),
            };
            return Key::Id(service, (!is_same).then_some(environment), id);
        }
        match finished(export, row) {
            Some(at) => Key::Version(service, environment, text(Role::Version), at.div_euclid(60)),
            None => Key::Row(number, row),
        }
    }

    fn hash(&self) -> u64 {
        match self {
            // Most ids are of one service and one environment alone.
            Key::Id(service, _, id) => hash(service).rotate_left(32) ^ hash(id),
            Key::Version(service, _, version, minute) => {
                hash(service).rotate_left(32) ^ hash(version) ^ hash(&minute.to_string())
            }
            Key::Row(number, row) => hash(&row.to_string()).rotate_left(*number as u32),
        }
    }
}

impl Folding {
    /// Takes in the rows of an export, the one of these with a number. Rows with the same id, service and environment are one
    /// deployment, also of several exports, and so are rows without an id that agree in service, environment, version and minute.
    pub fn add(&mut self, number: usize, exports: &[Rc<Export>], places: Places) {
        let export = &*exports[number];
        let is_mixed = has_other_jobs(export);
        let version = export.roles.get(&Role::Version);
        let columns = Header::of_names(export.names());
        let are_releases = version.is_some_and(|at| columns.names[*at] == "release id");
        let Folding {
            found,
            runs,
            unknown_words,
            known,
            places: all_places,
            shared,
        } = self;
        all_places.insert(number, places);
        let places = &all_places[&number];
        let key_of = |found: &[Deployment], at: u32| {
            let Part { export, row, .. } = found[at as usize].rows[0];
            Key::of(export, &exports[export], row, &all_places[&export])
        };
        known.reserve(export.rows(), |at| key_of(found, *at).hash());
        let mut words = Words::default();
        for row in 0..export.rows() {
            let text = |role| export.text(row, role);
            let kind = words.of(text(Role::Type));
            let is_other_type =
                is_mixed && !is_deployment(text(Role::Type)) && kind.remedy.is_none();
            if is_other_type || places.are_jobs && !deploys(text(Role::Environment)) {
                *runs += 1;
                continue;
            }
            let key = Key::of(number, export, row, places);
            let own = key.hash();
            let part = Part {
                export: number,
                row,
                service: shared.of(&places.service(export, row)),
                finished: finished(export, row),
                outcome: outcome(export, row, &mut words),
                is_later: OUTCOMES.iter().any(|role| words.of(text(*role)).is_later),
            };
            if part.outcome == Outcome::Unknown && unknown_words.len() < WORDS {
                let told = OUTCOMES.into_iter().map(text);
                let mut told = told.filter(|said| !said.is_empty());
                let unknown = told.find(|said| words.of(said).outcome == Outcome::Unknown);
                unknown_words.extend(unknown.map(str::to_owned));
            }
            let same = known.find(own, |at| key_of(found, *at) == key);
            let at = same.map(|at| *at as usize).unwrap_or_else(|| {
                let id = id(export, row);
                let at = found.len();
                found.push(Deployment {
                    id: id.map_or_else(|| format!("row {}", row + 1), str::to_owned),
                    service: part.service.clone(),
                    environment: places.environment(text(Role::Environment), shared),
                    outcome: part.outcome,
                    finished: None,
                    is_mixed: false,
                    remedy: None,
                    is_undone: false,
                    team: shared.of(""),
                    assisted: shared.of(""),
                    parts: Listed::default(),
                    commits: Listed::default(),
                    changes: Listed::default(),
                    versions: Listed::default(),
                    incidents: Listed::default(),
                    rows: Vec::with_capacity(1),
                });
                // Holds because rows are counted by `u32`.
                known.insert_unique(own, at as u32, |at| key_of(found, *at).hash());
                at
            });
            let deployment = &mut found[at];
            // Jobs that fan out: what one of them brought there is there.
            deployment.outcome = deployment.outcome.min(part.outcome);
            let remedy = match is_yes(text(Role::Undoes)) {
                true => Some(Remedy::Rollback),
                false => {
                    let job = Role::Environment;
                    let job = places.are_jobs.then(|| titled(text(job))).flatten();
                    kind.remedy.or_else(|| titled(text(Role::Title))).or(job)
                }
            };
            // Whatever the order of rows: the surest sort of remedy, and of two texts the last in the order of letters.
            deployment.remedy = [deployment.remedy, remedy].into_iter().flatten().min();
            for (role, own) in [
                (Role::Team, &mut deployment.team),
                (Role::Assisted, &mut deployment.assisted),
            ] {
                let said = text(role);
                if *said > **own {
                    *own = shared.of(said);
                }
            }
            let was_undone = OUTCOMES
                .into_iter()
                .any(|role| words.of(text(role)).is_undone);
            let undone = words.of(text(Role::Undone));
            let is_said = undone.is_yes || undone.outcome == Outcome::Failed;
            deployment.is_undone |= is_said || was_undone;
            let [run, own] = [Role::Deployment, Role::Id].map(text);
            if !run.is_empty() && !own.is_empty() && run != own {
                deployment.parts.add(own);
            }
            deployment.commits.add(text(Role::Commit));
            deployment.changes.add(match text(Role::Change) {
                "" => squashed(text(Role::Title)),
                change => change,
            });
            let version = text(Role::Version);
            deployment.versions.add(version);
            if are_releases {
                // Links may name the release.
                deployment.parts.add(version);
            }
            deployment.incidents.add(text(Role::Incident));
            deployment.rows.push(part);
        }
    }

    /// The deployments, with each name once; and how many rows stand in several exports alike, beside the first of each.
    pub fn finish(mut self) -> (Vec<Deployment>, u64) {
        let mut copies = 0;
        for deployment in &mut self.found {
            let rows = &mut deployment.rows;
            copies += drop_copies(rows);
            // A log of statuses tells when it got there, and when another took its place.
            let last = |are_later: bool| {
                let reached = rows.iter().filter(|row| row.outcome == Outcome::Reached);
                let those = reached.filter(|row| row.is_later == are_later);
                those.filter_map(|row| row.finished).max()
            };
            let last = last(false).or_else(|| last(true));
            deployment.finished = last.or_else(|| rows.iter().filter_map(|row| row.finished).max());
            for names in [
                &mut deployment.parts,
                &mut deployment.commits,
                &mut deployment.changes,
                &mut deployment.versions,
                &mut deployment.incidents,
            ] {
                names.settle();
            }
        }
        self.found.shrink_to_fit();
        (self.found, copies)
    }
}

/// What a row tells of its deployment.
type What = (Rc<str>, Option<i64>, Outcome, bool);

/// Drops the rows that another export has, too: of rows that are alike as many stay as the export with most of them has. Tells how
/// many were dropped.
fn drop_copies(rows: &mut Vec<Part>) -> u64 {
    let first = rows.first().map(|row| row.export);
    if rows.iter().all(|row| Some(row.export) == first) {
        return 0;
    }
    let all = rows.len();
    let mut met: BTreeMap<What, BTreeMap<usize, u32>> = BTreeMap::new();
    rows.retain(|row| {
        let alike = met
            .entry((row.service.clone(), row.finished, row.outcome, row.is_later))
            .or_default();
        let here = alike.get(&row.export).copied().unwrap_or_default() + 1;
        let most = alike.iter().filter(|(export, _)| **export != row.export);
        let most = most.map(|(_, many)| *many).max().unwrap_or_default();
        alike.insert(row.export, here);
        here > most
    });
    (all - rows.len()) as u64
}

/// Whether rows are jobs of which only those of a type deploy, as DevLake tells them.
fn has_other_jobs(export: &Export) -> bool {
    let mut types = (0..export.rows()).map(|row| export.text(row, Role::Type));
    let columns = Header::of_names(export.names());
    // What sort of change it is says nothing of jobs.
    let type_of = export.roles.get(&Role::Type);
    let is_of_changes = type_of.is_some_and(|at| columns.names[*at] == "change type");
    columns.has(OF_TOOLS) && !is_of_changes && types.any(is_deployment)
}

/// What a row's deployment is known by.
fn id(export: &Export, row: usize) -> Option<&str> {
    let ids = [Role::Deployment, Role::Id].map(|role| export.text(row, role));
    ids.into_iter().find(|id| !id.is_empty())
}

/// What a word of a tool says, whatever column it stands in.
#[derive(Clone, Copy)]
struct Word {
    is_yes: bool,
    is_no: bool,
    outcome: Outcome,
    /// Whether it got there, and did not stay or do well.
    is_undone: bool,
    /// Whether it is told of what got there before.
    is_later: bool,
    /// What is repaired, where it is a type.
    remedy: Option<Remedy>,
}

/// Words of an export.
#[derive(Default)]
struct Words<'e>(Recall<'e, Word>);

impl<'e> Words<'e> {
    fn of(&mut self, said: &'e str) -> Word {
        self.0.of(said, |said| Word {
            is_yes: is_yes(said),
            is_no: is_no(said),
            outcome: told_outcome(said),
            is_undone: is_undone(said),
            is_later: is_later(said),
            remedy: told_remedy(said),
        })
    }
}

/// What came of a row's deployment, by the first column that tells; before the words of the tool that it came from, whether it
/// still runs.
fn outcome<'e>(export: &'e Export, row: usize, words: &mut Words<'e>) -> Outcome {
    let mut of = |role| {
        let said = export.text(row, role);
        if said.is_empty() {
            return None;
        }
        let word = words.of(said);
        match role {
            // Yes and no mean an outcome in a column of outcomes alone.
            Role::Outcome if word.is_yes => Some(Outcome::Reached),
            Role::Outcome if word.is_no => Some(Outcome::Failed),
            _ => (!word.is_yes && !word.is_no).then_some(word.outcome),
        }
    };
    let state = of(Role::State);
    let order = [
        of(Role::Outcome),
        state.filter(|state| *state == Outcome::Running),
        of(Role::OwnOutcome),
        state,
        of(Role::OwnState),
    ];
    let (mut is_odd, mut told) = (false, Outcome::Unsaid);
    for (place, outcome) in order.into_iter().enumerate() {
        match outcome {
            None => {}
            Some(Outcome::Unknown) => {
                told = Outcome::Unknown;
                // In a column of outcomes, not of how far it is.
                is_odd |= place == 0 || place == 2;
            }
            // That something is done does not say that it went well, where its outcome is told in words that are not known.
            Some(Outcome::Reached) if is_odd => {}
            Some(outcome) => return outcome,
        }
    }
    told
}

/// The number that a squash merge leaves at the end of its title, "Add a door (#4)", with its sign.
fn squashed(title: &str) -> &str {
    let last = title.trim_end().strip_suffix(')');
    let last = last
        .and_then(|rest| rest.rsplit_once('('))
        .map(|(_, last)| last);
    let is_number = |last: &&str| {
        let digits = last.strip_prefix('#').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    last.filter(is_number).unwrap_or_default()
}

/// When a row's deployment ended or, where nothing tells that, when it began or was made.
fn finished(export: &Export, row: usize) -> Option<i64> {
    let time = |role| export.time(row, role);
    let after = |start: i64| {
        let seconds = export.seconds(row, Role::Duration);
        let seconds = seconds.filter(|seconds| (0.0..LONGEST).contains(seconds));
        // Holds because that is checked to be few seconds.
        start + seconds.unwrap_or_default() as i64
    };
    time(Role::Finished)
        .or_else(|| time(Role::Started).map(after))
        .or_else(|| time(Role::Created))
}

/// Seconds that a deployment takes at most: a year.
const LONGEST: f64 = 366.0 * 86_400.0;
