//! What an export is of, and which of its columns tells what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::deployment::{deploys, is_environment, is_outcome};
use super::header::Header;
use super::names::{
    ASSISTED, AUTHORS, CHANGE, COMMITS, DEPLOYMENT, FINDINGS, INCIDENT_TIMES, JOBS, LEAD_TIMES,
    MERGED, OF_DEPLOYMENTS, OF_INCIDENTS, OUTCOMES, PEOPLE, RUNS, SERVICES, SEVERITIES, TITLES,
    VERDICTS, known,
};
use super::role::Role;
use super::telling::{are_mostly, is_told_by_labels, roles};
use crate::table::words;

/// What the rows of an export are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Deployments, or commits of deployments.
    Deployments,
    /// Incidents, or events of incidents.
    Incidents,
    /// Pull or merge requests.
    Changes,
    /// Commits.
    Commits,
    /// Reviews of changes.
    Reviews,
    /// Events of changes.
    Events,
    /// Runs of pipelines and tests.
    Runs,
    /// Security findings.
    Findings,
    /// A team's own log of what was made with AI.
    Labels,
    /// Which incident which deployment caused, or which board has it.
    Links,
    /// Which repository or board belongs to which project.
    Projects,
    /// Which commits are new with which deployed one.
    Diffs,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 12] = [
        Kind::Deployments,
        Kind::Incidents,
        Kind::Changes,
        Kind::Commits,
        Kind::Reviews,
        Kind::Events,
        Kind::Runs,
        Kind::Findings,
        Kind::Labels,
        Kind::Links,
        Kind::Projects,
        Kind::Diffs,
    ];

    /// Its name, as files are called after it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Deployments => "deployments",
            Kind::Incidents => "incidents",
            Kind::Changes => "changes",
            Kind::Commits => "commits",
            Kind::Reviews => "reviews",
            Kind::Events => "events",
            Kind::Runs => "runs",
            Kind::Findings => "findings",
            Kind::Labels => "labels",
            Kind::Links => "links",
            Kind::Projects => "projects",
            Kind::Diffs => "diffs",
        }
    }
}

/// What an export is taken for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Guess {
    /// What its rows are.
    pub kind: Kind,
    /// Which column tells what, by its place.
    pub roles: BTreeMap<Role, usize>,
    /// Whether dates start with the day, where somebody says so; without that the dates tell it, or the marks between their parts.
    #[serde(default)]
    pub day_first: Option<bool>,
}

/// What a file of that name with these columns is; nothing where it is no export of a delivery tool. `values` gives a few of the
/// answers of a column.
pub fn recognise<'c>(
    file: &str,
    names: &[String],
    values: impl Fn(usize) -> Vec<&'c str>,
) -> Option<Guess> {
    let columns = Header::of(names, &values);
    let kind = kind(file, &columns, &values)?;
    Some(Guess {
        kind,
        roles: roles(kind, &columns, values),
        day_first: None,
    })
}

/// What columns of these names tell where the rows are of that kind.
pub fn roles_of(kind: Kind, names: &[String]) -> BTreeMap<Role, usize> {
    roles(kind, &Header::of_names(names), |_| vec![""])
}

/// Columns of a table that tells nothing but what is of what, at most.
const PAIR: usize = 2;
/// A third of the answers of a column at least have to be known for it to be of a kind.
const PART: usize = 3;

/// What the rows are. A file's name only supports what its columns say.
fn kind<'c>(file: &str, columns: &Header, values: &impl Fn(usize) -> Vec<&'c str>) -> Option<Kind> {
    let file = words(file).join(" ");
    let has = |names: &[&str]| columns.has(names);
    let cells = |names: &[&str]| -> Vec<&'c str> {
        let places = columns.places(names).into_iter();
        places.flat_map(values).collect()
    };
    let holds = |names: &[&str], is_known: &dyn Fn(&str) -> bool| {
        let cells = cells(names);
        !cells.is_empty()
            && cells.iter().filter(|cell| is_known(cell)).count() * PART >= cells.len()
    };
    let is_one_of = |known: &'static [&'static str]| {
        move |cell: &str| known.iter().any(|known| known.eq_ignore_ascii_case(cell))
    };
    let has_time = columns.has_time();
    let of_change = has(CHANGE);
    let has_outcome = holds(OUTCOMES, &|cell| is_outcome(cell));
    let environments = columns.places(&["environment", "env", "environment name"]);
    let mut all = 0..columns.names.len();
    let mut environments = environments.into_iter();
    let goes_somewhere = has_outcome
        && (environments.any(|column| !values(column).is_empty())
            || all.any(|column| are_mostly(&values(column), is_environment)));
    let names_deployments = has(DEPLOYMENT) || has(OF_DEPLOYMENTS);
    if has(&["project name", "project"]) && has(&["table"]) && has(&["row id"]) {
        return Some(Kind::Projects);
    }
    if has(&["old commit sha"]) && has(&["new commit sha"]) && has(&["commit sha"]) {
        return Some(Kind::Diffs);
    }
    if has(&["board id"]) && has(&["issue id"]) && columns.told() <= PAIR {
        return Some(Kind::Links);
    }
    let of_incident = has(&["incident id", "incident", "incident number"]);
    let of_project = has(&["project name"]) && !has_outcome;
    if has(DEPLOYMENT) && !has_time && (of_incident || of_project || file.contains("incident")) {
        return Some(Kind::Links);
    }
    // A log of deployments may tell of their changes, approvals and incidents, too.
    let filled = |names: &[&str]| {
        let own = columns.places(names).into_iter();
        own.map(|column| values(column).len()).max()
    };
    // Where each row has an incident, incidents are what it is about.
    let is_of_incidents = filled(&["incident id", "incident number", "incident"])
        .is_some_and(|incidents| Some(incidents) >= filled(DEPLOYMENT));
    let is_log = has(DEPLOYMENT) && goes_somewhere && has_time;
    if is_log && !is_of_incidents && !has(&["original type", "issue type"]) {
        return Some(Kind::Deployments);
    }
    let is_described = has(&[
        "title",
        "author",
        "user",
        "author username",
        "merge commit sha",
    ]) || has(LEAD_TIMES);
    // Numbers of changes with both of their times are changes, whatever else is told.
    let is_timed = |names: &[&str]| !columns.places(names).is_empty();
    let is_described = is_described
        || of_change
            && is_timed(&["merged at", "merged", "merge time", "merged date"])
            && is_timed(&[
                "created at",
                "opened at",
                "created date",
                "created",
                "opened",
            ]);
    if is_timed(MERGED) && has_time && is_described {
        return Some(Kind::Changes);
    }
    // As Gerrit lists them.
    if has(&["change id"]) && has(&["subject"]) && has(&["submitted"]) {
        return Some(Kind::Changes);
    }
    let is_request = has(&[
        "source branch",
        "source branch name",
        "source ref name",
        "head ref name",
        "base ref name",
        "destination branch",
        "target branch",
    ]);
    if is_request && has(TITLES) && has(AUTHORS) && (has_time || has(&["state", "status"])) {
        return Some(Kind::Changes);
    }
    let is_verdict = is_one_of(VERDICTS);
    if has(&["number"]) && has(&["submitted at"]) && holds(&["state"], &is_verdict) {
        return Some(Kind::Reviews);
    }
    if of_change
        && (is_timed(&["submitted at", "reviewed at", "approved at"])
            || holds(&["state", "verdict", "decision", "result"], &is_verdict)
            || has(&["code review"])
            // Comments are reviews that say neither yes nor no.
            || has(&["account id", "review id", "github submit at"])
                && has_time
                && !has(&["environment", "service", "version"]))
    {
        return Some(Kind::Reviews);
    }
    if of_change && has(&["event", "event type"]) && has_time {
        return Some(Kind::Events);
    }
    if of_change && has(&["label name", "label names"]) {
        return Some(Kind::Labels);
    }
    let is_of_commits = has(&["commit authored date"]) || columns.told() <= PAIR;
    if of_change && has(&["commit sha"]) && is_of_commits && !has_outcome {
        return Some(Kind::Commits);
    }
    if has(&["pipeline id"]) && has(&["commit sha"]) && !has_time && !has_outcome {
        return Some(Kind::Commits);
    }
    if has_outcome && has_time && !has(SEVERITIES) && are_called_deployments(columns, values) {
        return Some(Kind::Deployments);
    }
    let deploys_none = !cells(&["type"]).into_iter().any(is_deployment);
    let is_of_jobs = is_of_pipelines(columns) || has(&["pipeline number"]);
    let is_run = has(RUNS) || is_of_jobs && deploys_none;
    if is_run && has(OUTCOMES) && !names_deployments {
        return Some(Kind::Runs);
    }
    let is_of_code = of_change || has(&["commit", "commit sha", "sha"]);
    let is_called_so = ["finding", "security", "vulnerab"]
        .iter()
        .any(|word| file.contains(word))
        || has(&["scanner", "tool", "finding", "finding id", "alert"]);
    if has(SEVERITIES) && (is_of_code && is_called_so && !has_outcome || has(FINDINGS)) {
        return Some(Kind::Findings);
    }
    if is_told_by_labels(columns, values) {
        return Some(Kind::Incidents);
    }
    // Who asks people of incidents asks neither when each was over nor how long it took.
    let ends = [Role::Restored, Role::Duration];
    let tells_ends = known(Kind::Incidents)
        .iter()
        .any(|(role, names)| ends.contains(role) && is_timed(names));
    let is_log_of_incidents = has(&["incident", "outage"]) && has(SERVICES) && tells_ends;
    let types = ["type", "issue type", "original type"];
    if cells(&types).into_iter().any(is_incident)
        || has_time
            && (has(INCIDENT_TIMES)
                || is_log_of_incidents && !names_deployments
                || has(OF_INCIDENTS)
                    && (!(names_deployments || goes_somewhere)
                        || has(&["resolved at", "resolution date"])))
    {
        return Some(Kind::Incidents);
    }
    let where_to = has(&[
        "environment",
        "env",
        "version",
        "commit",
        "commit sha",
        "sha",
        "service",
        "services",
        "application",
        "repository",
        "repo url",
    ]);
    // Tests run in environments, too.
    let says_what = has(SERVICES)
        || has(COMMITS)
        || has(DEPLOYMENT)
        || has(&["version", "release", "tag"])
        || file.contains("deploy");
    let are_deployments = holds(&types, &is_one_of(&["deployment"]))
        || has(OF_DEPLOYMENTS)
        || goes_somewhere && says_what
        // As Heroku lists its releases.
        || has_outcome && has(SERVICES) && has(&["version"])
        || (has(DEPLOYMENT) || file.contains("deploy")) && (has_outcome || where_to);
    if (are_deployments || is_of_pipelines(columns)) && (has_time || has_outcome) {
        return Some(Kind::Deployments);
    }
    let is_ticket = has(&["urgency", "impact", "priority"])
        && has(&["resolved at", "resolution date", "acknowledged at"]);
    let is_named = file.contains("incident")
        && has(&["id", "number", "key", "nr"])
        && (has(&[
            "scope id",
            "severity",
            "severity name",
            "priority",
            "status",
        ]) || has(SERVICES));
    if has_time && !has(&types) && (is_ticket || is_named) {
        return Some(Kind::Incidents);
    }
    // What people say of themselves names no changes; a survey asks for more than a log tells.
    let told = known(Kind::Labels);
    let is_of_log = columns.are_all(told);
    let is_of_people = is_of_log && (has(AUTHORS) || has(PEOPLE));
    if (of_change || has(COMMITS) || is_of_people) && has(ASSISTED) {
        return Some(Kind::Labels);
    }
    if has(&["sha", "commit sha", "commit", "hash"]) && has(&["message", "subject", "commit msg"]) {
        return Some(Kind::Commits);
    }
    None
}

/// Whether each row is of a job that deploys: those of one that does are listed alone.
fn are_called_deployments<'c>(columns: &Header, values: &impl Fn(usize) -> Vec<&'c str>) -> bool {
    columns.places(JOBS).into_iter().any(|column| {
        let called = values(column);
        !called.is_empty() && called.into_iter().all(deploys)
    })
}

/// Whether an export with these columns tells lead times of changes that another tells of.
pub(super) fn tells_lead_times(names: &[String]) -> bool {
    Header::of_names(names).has(LEAD_TIMES)
}

/// Whether an export with these columns is of pipelines, or of their jobs, of which only some deploy.
pub(super) fn tells_pipelines(names: &[String]) -> bool {
    is_of_pipelines(&Header::of_names(names))
}

/// Whether rows are pipelines, or jobs of these, as DevLake tells them.
pub(super) fn is_of_pipelines(columns: &Header) -> bool {
    columns.has(&["type"])
        && columns.has(&["result"])
        && columns.has(&["status"])
        && columns.has(&["environment"])
        && columns.has(&["duration sec", "pipeline id"])
        && !columns.has(DEPLOYMENT)
        && !columns.has(&["cicd pipeline id"])
}

/// What DevLake calls the type of a job that deploys.
pub(super) const DEPLOYMENT_TYPE: &str = "DEPLOYMENT";

/// Whether a type of pipeline is that of deployments.
pub(super) fn is_deployment(kind: &str) -> bool {
    kind.eq_ignore_ascii_case(DEPLOYMENT_TYPE)
}

/// Whether a type of ticket is that of incidents.
pub(super) fn is_incident(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    // In German, French and Spanish, too.
    ["incident", "outage", "störung", "vorfall", "panne"]
        .iter()
        .any(|word| kind.contains(word))
}
