//! Deployments: change sets that reach an environment, each once however many rows an export has of it.

use std::collections::BTreeMap;

use super::export::Export;
use super::role::Role;

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
    /// The export does not say.
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
    /// The incident that its row names.
    pub incident: String,
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

/// The deployments of an export, each once: rows with the same id are one, and so are rows without one that agree in service,
/// version and minute.
pub(super) fn fold(
    number: usize,
    export: &Export<'_>,
    is_production: &dyn Fn(&str) -> bool,
) -> Vec<Deployment> {
    let mut found: Vec<Deployment> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..export.rows() {
        let text = |role| export.text(row, role);
        let times = [Role::Finished, Role::Started, Role::Created];
        let finished = times.into_iter().find_map(|role| export.time(row, role));
        let id = [Role::Deployment, Role::Id]
            .into_iter()
            .map(text)
            .find(|id| !id.is_empty());
        let key = match (id, finished) {
            (Some(id), _) => id.to_owned(),
            (None, Some(at)) => format!(
                "{}\n{}\n{}",
                text(Role::Service),
                text(Role::Version),
                at.div_euclid(60)
            ),
            (None, None) => format!("{}\n{row}", export.file),
        };
        let part = Part {
            export: number,
            row,
            service: text(Role::Service).to_owned(),
            finished,
            outcome: outcome(
                text(Role::Outcome),
                text(Role::OwnOutcome),
                text(Role::State),
            ),
        };
        let own_words = [Role::Outcome, Role::OwnOutcome, Role::State].map(text);
        let was_undone = own_words.iter().any(|said| read(said) == "rolled_back");
        let at = *known.entry(key).or_insert_with(|| {
            found.push(Deployment {
                id: id.map_or_else(|| format!("row {}", row + 1), str::to_owned),
                service: part.service.clone(),
                environment: environment(text(Role::Environment), is_production),
                outcome: part.outcome,
                finished: None,
                remedy: None,
                is_undone: false,
                team: text(Role::Team).to_owned(),
                assisted: text(Role::Assisted).to_owned(),
                commits: Vec::new(),
                changes: Vec::new(),
                incident: text(Role::Incident).to_owned(),
                rows: Vec::new(),
            });
            found.len() - 1
        });
        let deployment = &mut found[at];
        deployment.finished = deployment.finished.max(finished);
        // Jobs that fan out: what one of them brought there is there.
        deployment.outcome = deployment.outcome.min(part.outcome);
        deployment.remedy = deployment
            .remedy
            .or_else(|| remedy(text(Role::Type), text(Role::Undoes), text(Role::Title)));
        deployment.is_undone |= is_yes(text(Role::Undone)) || was_undone;
        for (list, role) in [
            (&mut deployment.commits, Role::Commit),
            (&mut deployment.changes, Role::Change),
        ] {
            let said = export.text(row, role);
            if !said.is_empty() && !list.iter().any(|known| known == said) {
                list.push(said.to_owned());
            }
        }
        deployment.rows.push(part);
    }
    found
}

/// What an export says of where a deployment went.
fn environment(said: &str, is_production: &dyn Fn(&str) -> bool) -> Environment {
    match said {
        "" => Environment::Unsaid,
        said if is_production(said) => Environment::Production,
        said => Environment::Other(said.to_owned()),
    }
}

/// What came of a deployment, by the first of these columns that tells.
fn outcome(result: &str, own: &str, state: &str) -> Outcome {
    let told = [result, own, state].into_iter().map(read_outcome);
    told.into_iter()
        .find(|outcome| *outcome != Outcome::Unsaid)
        .unwrap_or(Outcome::Unsaid)
}

fn read_outcome(said: &str) -> Outcome {
    match read(said).as_str() {
        // What was replaced, or taken away later, was there: replaced is not failed.
        "success" | "succeeded" | "successful" | "completed" | "complete" | "passed" | "ok"
        | "deployed" | "active" | "inactive" | "finished" | "replaced" | "undeployed"
        | "rolled_back" | "unstable" | "healthy" | "live" | "done" | "true" => Outcome::Reached,
        "failure" | "failed" | "error" | "errored" | "timed_out" | "startup_failure" | "broken"
        | "degraded" | "false" => Outcome::Failed,
        "cancelled" | "canceled" | "aborted" | "stopped" | "skipped" | "never" | "not_built"
        | "not_build" | "stale" | "neutral" => Outcome::Cancelled,
        "in_progress" | "pending" | "queued" | "running" | "waiting" | "requested"
        | "action_required" | "created" => Outcome::Running,
        _ => Outcome::Unsaid,
    }
}

/// A word of a tool in small letters, joined.
fn read(said: &str) -> String {
    said.to_lowercase().replace(['-', ' '], "_")
}

fn is_yes(said: &str) -> bool {
    matches!(read(said).as_str(), "true" | "yes" | "1" | "y")
}

/// What a deployment repairs, by its type, a column that says so, or its title.
fn remedy(kind: &str, undoes: &str, title: &str) -> Option<Remedy> {
    let kind = kind.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if says(&["rollback", "roll back", "roll-back", "revert"]) || is_yes(undoes) {
        return Some(Remedy::Rollback);
    }
    if says(&[
        "hotfix",
        "hot fix",
        "hot-fix",
        "rollforward",
        "fix-forward",
        "fix forward",
        "patch",
    ]) {
        return Some(Remedy::Rollforward);
    }
    let title = title.to_lowercase();
    if title.starts_with("rollback")
        || title.starts_with("roll back")
        || title.starts_with("revert \"")
    {
        Some(Remedy::Rollback)
    } else if title.starts_with("hotfix") || title.starts_with("hot fix") {
        Some(Remedy::Rollforward)
    } else {
        None
    }
}
