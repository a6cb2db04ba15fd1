//! Deployments: change sets that reach an environment, each once however many rows an export has of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hashbrown::HashTable;

use super::export::Export;
use super::kind::{is_deployment, tells_pipelines};
use super::role::Role;
use crate::table::{hash, words};

/// Where a deployment goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Environment {
    /// Where users are.
    Production,
    /// Anywhere else, in the words of the export.
    Other(String),
    /// The export does not say.
    Unsaid,
}

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

/// What a deployment is made for, where it undoes or repairs another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
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
    pub parts: Vec<String>,
    /// What is deployed; empty where the export does not say.
    pub service: String,
    /// Where to.
    pub environment: Environment,
    /// What came of it.
    pub outcome: Outcome,
    /// When it ended, in seconds since 1970: the last of its jobs.
    pub finished: Option<i64>,
    /// What it repairs, if anything.
    pub remedy: Option<Remedy>,
    /// Whether its own row says that it was rolled back or failed after it was there.
    pub is_undone: bool,
    /// Who deployed which team's work; empty where the export does not say.
    pub team: String,
    /// What the export says of AI, as it says it.
    pub assisted: String,
    /// Its commits.
    pub commits: Vec<String>,
    /// Its changes.
    pub changes: Vec<String>,
    /// The versions that it brings.
    pub versions: Vec<String>,
    /// The incidents that its rows name.
    pub incidents: Vec<String>,
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
    pub service: String,
    /// When it ended.
    pub finished: Option<i64>,
    /// What came of it.
    pub outcome: Outcome,
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
}

/// Environments that are never production, by their first word.
const NEVER: [&str; 14] = [
    "staging",
    "stage",
    "stg",
    "dev",
    "development",
    "test",
    "testing",
    "qa",
    "uat",
    "preview",
    "review",
    "sandbox",
    "canary",
    "pr",
];

impl Places {
    /// Of an export. Where it names no production, the only environment that it names stands for it, unless that is one for
    /// trying out; deployments to none in particular are production where none is named so.
    pub fn of(export: &Export, is_production: &dyn Fn(&str) -> bool) -> Places {
        let rows = 0..export.rows();
        let named: BTreeSet<&str> = rows
            .map(|row| export.text(row, Role::Environment))
            .collect();
        let production: BTreeSet<String> = named
            .iter()
            .filter(|name| is_production(name))
            .map(|name| (*name).to_owned())
            .collect();
        if !production.is_empty() {
            return Places {
                production,
                is_unsaid: false,
                stands_for_production: None,
            };
        }
        let only = match named.len() {
            1 => named
                .first()
                .filter(|name| !name.is_empty() && !is_never(name)),
            _ => None,
        };
        Places {
            production: only.into_iter().map(|name| (*name).to_owned()).collect(),
            is_unsaid: true,
            stands_for_production: only.map(|name| (*name).to_owned()),
        }
    }

    fn environment(&self, said: &str) -> Environment {
        match said {
            "" if self.is_unsaid => Environment::Production,
            "" => Environment::Unsaid,
            said if self.production.contains(said) => Environment::Production,
            said => Environment::Other(said.to_owned()),
        }
    }
}

fn is_never(name: &str) -> bool {
    words(name)
        .first()
        .is_some_and(|word| NEVER.contains(&word.as_str()))
}

/// Deployments on their way, by what tells them apart.
#[derive(Default)]
pub(super) struct Folding {
    pub found: Vec<Deployment>,
    /// Rows that are runs of pipelines and no deployments.
    pub runs: u64,
    known: HashTable<(Box<str>, u32)>,
}

impl Folding {
    /// Takes in the rows of an export. Rows with the same id, service and environment are one deployment, also of several
    /// exports, and so are rows without an id that agree in service, environment, version and minute.
    pub fn add(&mut self, number: usize, export: &Export, places: &Places) {
        let is_mixed = tells_pipelines(export.names())
            && (0..export.rows()).any(|row| is_deployment(export.text(row, Role::Type)));
        let mut key = String::new();
        self.known.reserve(export.rows(), |(key, _)| hash(key));
        for row in 0..export.rows() {
            let text = |role| export.text(row, role);
            let is_run = || remedy(text(Role::Type), "", "").is_none();
            if is_mixed && !is_deployment(text(Role::Type)) && is_run() {
                self.runs += 1;
                continue;
            }
            let finished = finished(export, row);
            let ids = [Role::Deployment, Role::Id].map(text);
            let id = ids.into_iter().find(|id| !id.is_empty());
            let (service, environment) = (text(Role::Service), text(Role::Environment));
            key.clear();
            // Writing to a text does not fail.
            let _ = match (id, finished) {
                (Some(id), _) => write!(key, "{service}\n{environment}\n{id}"),
                (None, Some(at)) => write!(
                    key,
                    "{service}\n{environment}\n{}\n{}\n",
                    text(Role::Version),
                    at.div_euclid(60)
                ),
                (None, None) => write!(key, "{number}\n\n\n{row}"),
            };
            let part = Part {
                export: number,
                row,
                service: service.to_owned(),
                finished,
                outcome: outcome(export, row),
            };
            let own = hash(&key);
            let known = self.known.find(own, |(known, _)| **known == *key);
            let at = known.map(|(_, at)| *at as usize).unwrap_or_else(|| {
                self.found.push(Deployment {
                    id: id.map_or_else(|| format!("row {}", row + 1), str::to_owned),
                    parts: Vec::new(),
                    service: part.service.clone(),
                    environment: places.environment(environment),
                    outcome: part.outcome,
                    finished: None,
                    remedy: None,
                    is_undone: false,
                    team: text(Role::Team).to_owned(),
                    assisted: text(Role::Assisted).to_owned(),
                    commits: Vec::new(),
                    changes: Vec::new(),
                    versions: Vec::new(),
                    incidents: Vec::new(),
                    rows: Vec::new(),
                });
                let at = self.found.len() - 1;
                // Holds because rows are counted by `u32`.
                let entry = (key.as_str().into(), at as u32);
                self.known.insert_unique(own, entry, |(key, _)| hash(key));
                at
            });
            let deployment = &mut self.found[at];
            // Jobs that fan out: what one of them brought there is there.
            deployment.outcome = deployment.outcome.min(part.outcome);
            let remedy = || remedy(text(Role::Type), text(Role::Undoes), text(Role::Title));
            deployment.remedy = deployment.remedy.or_else(remedy);
            let own_words =
                [Role::Outcome, Role::OwnOutcome, Role::OwnState, Role::State].map(text);
            let was_undone = own_words.iter().any(|said| read(said) == "rolled_back");
            deployment.is_undone |= is_yes(text(Role::Undone)) || was_undone;
            if let [run, own] = ids
                && !run.is_empty()
                && !own.is_empty()
                && run != own
            {
                deployment.parts.push(own.to_owned());
            }
            deployment.commits.extend(listed(text(Role::Commit)));
            deployment.changes.extend(listed(text(Role::Change)));
            deployment.versions.extend(listed(text(Role::Version)));
            deployment.incidents.extend(listed(text(Role::Incident)));
            deployment.rows.push(part);
        }
    }

    /// The deployments, with each name once.
    pub fn finish(mut self) -> Vec<Deployment> {
        for deployment in &mut self.found {
            let rows = &mut deployment.rows;
            // The same row of two exports that overlap is one.
            rows.dedup_by(|a, b| {
                a.export != b.export
                    && (&a.service, a.finished, a.outcome) == (&b.service, b.finished, b.outcome)
            });
            let reached = rows.iter().filter(|row| row.outcome == Outcome::Reached);
            let last = reached.filter_map(|row| row.finished).max();
            deployment.finished = last.or_else(|| rows.iter().filter_map(|row| row.finished).max());
            for names in [
                &mut deployment.parts,
                &mut deployment.commits,
                &mut deployment.changes,
                &mut deployment.versions,
                &mut deployment.incidents,
            ] {
                names.sort_unstable();
                names.dedup();
            }
        }
        self.found
    }
}

/// The names in a cell, which may hold several.
pub(super) fn listed(cell: &str) -> impl Iterator<Item = String> {
    let names = cell.split([',', ';', '|']).map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned)
}

/// What came of a row's deployment, by the first column that tells; before the words of the tool that it came from, whether it
/// still runs.
fn outcome(export: &Export, row: usize) -> Outcome {
    let of = |role| match (role, export.text(row, role)) {
        (_, "") => None,
        // Yes and no mean an outcome in a column of outcomes alone.
        (Role::Outcome, said) if is_yes(said) => Some(Outcome::Reached),
        (Role::Outcome, said) if is_no(said) => Some(Outcome::Failed),
        (_, said) if is_yes(said) || is_no(said) => None,
        (_, said) => Some(read_outcome(said)),
    };
    let running = of(Role::State).filter(|state| *state == Outcome::Running);
    let order = [
        of(Role::Outcome),
        running,
        of(Role::OwnOutcome),
        of(Role::State),
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

/// When a row's deployment ended or, where nothing tells that, when it began or was made.
fn finished(export: &Export, row: usize) -> Option<i64> {
    let time = |role| export.time(row, role);
    let after = |start: i64| {
        let seconds = export.text(row, Role::Duration).parse::<f64>();
        let seconds = seconds
            .ok()
            .filter(|seconds| (0.0..LONGEST).contains(seconds));
        // Holds because that is checked to be few seconds.
        start + seconds.unwrap_or_default() as i64
    };
    time(Role::Finished)
        .or_else(|| time(Role::Started).map(after))
        .or_else(|| time(Role::Created))
}

/// Seconds that a deployment takes at most: a year.
const LONGEST: f64 = 366.0 * 86_400.0;

/// Whether a word is known as an outcome.
pub(super) fn is_outcome(said: &str) -> bool {
    is_yes(said) || is_no(said) || read_outcome(said) != Outcome::Unknown
}

fn read_outcome(said: &str) -> Outcome {
    match read(said).as_str() {
        // What was replaced, or taken back later, was there: replaced is not failed.
        "success"
        | "succeeded"
        | "successful"
        | "completed"
        | "complete"
        | "passed"
        | "ok"
        | "deployed"
        | "active"
        | "inactive"
        | "finished"
        | "replaced"
        | "destroyed"
        | "rolled_back"
        | "healthy"
        | "live"
        | "done"
        | "succeeded_with_issues" => Outcome::Reached,
        "failure" | "failed" | "fail" | "error" | "errored" | "timed_out" | "timeout"
        | "startup_failure" | "broken" | "degraded" => Outcome::Failed,
        "cancelled" | "canceled" | "aborted" | "abort" | "abandoned" | "stopped" | "skipped"
        | "never" | "not_built" | "not_build" | "stale" | "neutral" | "not_deployed"
        | "undeployed" | "rejected" | "expired" => Outcome::Cancelled,
        "in_progress" | "pending" | "queued" | "running" | "waiting" | "requested"
        | "action_required" | "manual" | "on_hold" | "created" | "blocked" | "scheduled"
        | "building" => Outcome::Running,
        _ => Outcome::Unknown,
    }
}

/// A word of a tool in small letters, joined.
fn read(said: &str) -> String {
    words(said).join("_")
}

fn is_yes(said: &str) -> bool {
    ["true", "yes", "1", "y"]
        .iter()
        .any(|yes| yes.eq_ignore_ascii_case(said))
}

fn is_no(said: &str) -> bool {
    ["false", "no", "0", "n"]
        .iter()
        .any(|no| no.eq_ignore_ascii_case(said))
}

/// What a deployment repairs, by its type, a column that says so, or its title. New code that takes back a change rolls forward.
fn remedy(kind: &str, undoes: &str, title: &str) -> Option<Remedy> {
    let kind = format!(" {} ", words(kind).join(" "));
    let says = |known: &[&str]| {
        known
            .iter()
            .any(|known| kind.contains(&format!(" {known} ")))
    };
    if is_yes(undoes)
        || says(&[
            "rollback",
            "roll back",
            "rolled back",
            "redeploy of earlier version",
        ])
    {
        return Some(Remedy::Rollback);
    }
    if says(&[
        "hotfix",
        "hot fix",
        "rollforward",
        "roll forward",
        "fix forward",
        "revert",
        "emergency fix",
    ]) {
        return Some(Remedy::Rollforward);
    }
    let title = title.to_lowercase();
    let starts = |known: &[&str]| known.iter().any(|known| title.starts_with(known));
    if starts(&["rollback", "roll back"]) {
        Some(Remedy::Rollback)
    } else if starts(&["hotfix", "hot fix", "revert \"", "[hotfix]"]) {
        Some(Remedy::Rollforward)
    } else {
        None
    }
}
