//! What an export is of, and which of its columns tells what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::content::Content;
use super::header::Header;
use super::jobs::{self, deploys};
use super::names::{
    ASSISTED, AUTHORS, CHANGE, COMMITS, DEPLOYMENT, FINDINGS, INCIDENT_TIMES, LEAD_TIMES, MERGED,
    OF_DEPLOYMENTS, OF_INCIDENTS, OUTCOMES, PEOPLE, RUNS, SERVICES, SEVERITIES, TITLES, VERDICTS,
};
use super::role::Role;
use super::role_names::known;
use super::telling::{are_mostly, is_of_gerrit, is_told_by_labels, roles};

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
    let kind = kind(&Content::of(file, &columns, &values))?;
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

/// Whether rows are of a kind.
type Test = fn(&Content<'_, '_>) -> bool;

/// What rows are, the surest first: what is true of one kind may be of one below, too.
const KINDS: [(Kind, Test); 18] = [
    (Kind::Projects, are_projects),
    (Kind::Diffs, are_diffs),
    (Kind::Links, are_links),
    (Kind::Deployments, is_log_of_deployments),
    (Kind::Changes, are_changes),
    (Kind::Reviews, are_reviews),
    (Kind::Events, are_events),
    (Kind::Labels, are_labels_of_changes),
    (Kind::Commits, are_commits_of_others),
    (Kind::Deployments, are_jobs_that_deploy),
    (Kind::Runs, are_runs),
    (Kind::Findings, are_findings),
    (Kind::Incidents, are_incidents),
    (Kind::Deployments, are_deployments),
    (Kind::Incidents, are_tickets),
    (Kind::Labels, is_log_of_labels),
    (Kind::Commits, are_commits),
    (Kind::Changes, are_told_by_states),
];

fn kind(content: &Content<'_, '_>) -> Option<Kind> {
    let found = KINDS.iter().find(|(_, are_so)| are_so(content));
    found.map(|(kind, _)| *kind)
}

/// Columns of a table that tells nothing but what is of what, at most.
const PAIR: usize = 2;
/// What tells how soon somebody wants a ticket seen to.
const URGENT: &[&str] = &["urgency", "impact", "priority"];
/// What states of changes are called.
const STATES: &[&str] = &["merged", "open", "opened", "closed", "draft", "declined"];
/// What tells the repository that something is in.
const REPOSITORIES: &[&str] = &[
    "repo",
    "repository",
    "repo name",
    "repository name",
    "repo full name",
    "repository full name",
    "repo url",
    "repository url",
];
/// What tells how much of it changes.
const OF_DIFFS: &[&str] = &["additions", "deletions", "changed files", "review count"];
/// What types of tickets and jobs are called.
const TYPES: &[&str] = &["type", "issue type", "original type"];

fn are_projects(content: &Content<'_, '_>) -> bool {
    content.has(&["project name", "project"]) && content.has(&["table"]) && content.has(&["row id"])
}

fn are_diffs(content: &Content<'_, '_>) -> bool {
    let both = content.has(&["old commit sha"]) && content.has(&["new commit sha"]);
    both && content.has(&["commit sha"])
}

fn are_links(content: &Content<'_, '_>) -> bool {
    let is_pair = content.columns.told() <= PAIR;
    if content.has(&["board id"]) && content.has(&["issue id"]) && is_pair {
        return true;
    }
    let of_incident = content.has(&["incident id", "incident", "incident number"])
        || content.file.contains("incident");
    let of_project = content.has(&["project name"]) && !content.has_outcome;
    content.has(DEPLOYMENT) && !content.has_time && (of_incident || of_project)
}

/// A log of deployments may tell of their changes, approvals and incidents, too.
fn is_log_of_deployments(content: &Content<'_, '_>) -> bool {
    // Where each row has an incident, incidents are what it is about.
    let incidents = content.filled(&["incident id", "incident number", "incident"]);
    let is_of_incidents =
        incidents.is_some_and(|incidents| Some(incidents) >= content.filled(DEPLOYMENT));
    let are_tickets = content.has(&["original type", "issue type"]);
    let is_log = content.has(DEPLOYMENT) && content.goes_somewhere && content.has_time;
    is_log && !is_of_incidents && !are_tickets
}

fn are_changes(content: &Content<'_, '_>) -> bool {
    // Numbers of changes with both of their times are changes, whatever else is told.
    let has_both_times = || {
        content.is_timed(&["merged at", "merged", "merge time", "merged date"])
            && content.is_timed(&[
                "created at",
                "opened at",
                "created date",
                "created",
                "opened",
            ])
    };
    let is_described = content.has(&[
        "title",
        "author",
        "user",
        "author username",
        "merge commit sha",
    ]) || content.has(LEAD_TIMES)
        || content.has(CHANGE) && has_both_times();
    if content.is_timed(MERGED) && content.has_time && is_described {
        return true;
    }
    if is_of_gerrit(content.columns, &content.values) {
        return true;
    }
    let is_request = content.has(&[
        "source branch",
        "source branch name",
        "source ref name",
        "head ref name",
        "base ref name",
        "destination branch",
        "target branch",
    ]);
    let goes_on = content.has_time || content.has(&["state", "status"]);
    is_request && content.has(TITLES) && content.has(AUTHORS) && goes_on
}

fn are_told_by_states(content: &Content<'_, '_>) -> bool {
    // Whatever else is told, nothing but changes is merged or open.
    let states = content.cells(&["state", "status"]);
    let are_states = states.iter().all(|cell| is_one_of(STATES, cell))
        && states.iter().any(|cell| is_one_of(&["merged"], cell));
    let is_of_code = content.has(REPOSITORIES) && (content.has(AUTHORS) || content.has(OF_DIFFS));
    let are_others = [
        SEVERITIES,
        OF_INCIDENTS,
        INCIDENT_TIMES,
        URGENT,
        &["resolved at"],
    ];
    let are_others = are_others.into_iter().any(|names| content.has(names));
    let is_told = content.has(&["title"]) && content.has_time && !content.has(TYPES);
    are_states && is_of_code && is_told && !are_others
}

fn are_reviews(content: &Content<'_, '_>) -> bool {
    let is_verdict = |cell: &str| is_one_of(VERDICTS, cell);
    // As GitHub's own program lists those of one change.
    if content.has(&["number"])
        && content.has(&["submitted at"])
        && content.holds(&["state"], &is_verdict)
    {
        return true;
    }
    let says_so = content.is_timed(&["submitted at", "reviewed at", "approved at"])
        || content.holds(&["state", "verdict", "decision", "result"], &is_verdict)
        || content.holds(&["code review"], &|cell| is_vote(cell));
    // Comments are reviews that say neither yes nor no.
    let are_comments = content.has(&["account id", "review id", "github submit at"])
        && content.has_time
        && !content.has(&["environment", "service", "version"]);
    content.has(CHANGE) && (says_so || are_comments)
}

fn are_events(content: &Content<'_, '_>) -> bool {
    content.has(CHANGE) && content.has(&["event", "event type"]) && content.has_time
}

fn are_labels_of_changes(content: &Content<'_, '_>) -> bool {
    content.has(CHANGE) && content.has(&["label name", "label names"])
}

/// Commits of changes, or of pipelines.
fn are_commits_of_others(content: &Content<'_, '_>) -> bool {
    let is_bare = content.has(&["commit authored date"]) || content.columns.told() <= PAIR;
    let of_changes = content.has(CHANGE) && is_bare;
    let of_pipelines = content.has(&["pipeline id"]) && !content.has_time;
    content.has(&["commit sha"]) && (of_changes || of_pipelines) && !content.has_outcome
}

/// Those of jobs that deploy are listed alone; what tickets and findings are called says nothing.
fn are_jobs_that_deploy(content: &Content<'_, '_>) -> bool {
    let all_deploy = |column: usize| {
        let called = (content.values)(column);
        !called.is_empty() && called.into_iter().all(deploys)
    };
    let are_others = [SEVERITIES, OF_INCIDENTS, INCIDENT_TIMES, URGENT];
    let are_others = are_others.into_iter().any(|names| content.has(names))
        || content.is_timed(&["resolved at", "resolution date"]);
    content.has_outcome
        && content.has_time
        && !are_others
        && jobs::column(content.columns, all_deploy).is_some()
}

fn are_runs(content: &Content<'_, '_>) -> bool {
    let deploys_none = !content.cells(&["type"]).into_iter().any(is_deployment);
    let is_anywhere = content.has(&["environment", "env", "environment name"]);
    let are_jobs =
        is_of_pipelines(content.columns) || content.has(&["pipeline number"]) && !is_anywhere;
    let are_runs = content.has(RUNS) || are_jobs && deploys_none;
    are_runs && content.has(OUTCOMES) && !content.names_deployments
}

fn are_findings(content: &Content<'_, '_>) -> bool {
    let is_of_code = content.has(CHANGE) || content.has(&["commit", "commit sha", "sha"]);
    let mut words = ["finding", "security", "vulnerab"].iter();
    let is_called_so = words.any(|word| content.file.contains(word))
        || content.has(&["scanner", "tool", "finding", "finding id", "alert"]);
    let are_called_so = is_of_code && is_called_so && !content.has_outcome;
    // What monitors tell has rules, too, and what is deployed is a package.
    let is_rule = is_of_code && content.has(&["rule name", "package"]);
    content.has(SEVERITIES) && (are_called_so || is_rule || content.has(FINDINGS))
}

fn are_incidents(content: &Content<'_, '_>) -> bool {
    let are_labelled = is_told_by_labels(content.columns, &content.values);
    if are_labelled || content.cells(TYPES).into_iter().any(is_incident) {
        return true;
    }
    // Who asks people of incidents asks neither when each was over nor how long it took.
    let ends = [Role::Restored, Role::Duration];
    let tells_ends = known(Kind::Incidents)
        .iter()
        .any(|(role, names)| ends.contains(role) && content.is_timed(names));
    let is_log = content.has(&["incident", "outage"]) && content.has(SERVICES) && tells_ends;
    let is_of_deployments = content.names_deployments || content.goes_somewhere;
    let are_named = content.has(OF_INCIDENTS)
        && (!is_of_deployments || content.has(&["resolved at", "resolution date"]));
    let are_so = content.has(INCIDENT_TIMES) || is_log && !content.names_deployments || are_named;
    content.has_time && are_so
}

fn are_deployments(content: &Content<'_, '_>) -> bool {
    let where_to = content.has(&[
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
    let says_what = content.has(SERVICES)
        || content.has(COMMITS)
        || content.has(DEPLOYMENT)
        || content.has(&["version", "release", "tag"])
        || content.file.contains("deploy");
    // As Heroku lists its releases.
    let are_releases = content.has_outcome
        && content.has(&["app", "app name", "application"])
        && content.has(&["version"])
        && are_mostly(&content.cells(&["description", "title"]), deploys);
    let are_called_so = content.has(DEPLOYMENT) || content.file.contains("deploy");
    let are_so = content.holds(TYPES, &is_deployment)
        || content.has(OF_DEPLOYMENTS)
        || content.goes_somewhere && says_what
        || are_releases
        || are_called_so && (content.has_outcome || where_to)
        || is_of_pipelines(content.columns);
    are_so && (content.has_time || content.has_outcome)
}

fn are_tickets(content: &Content<'_, '_>) -> bool {
    let are_urgent =
        content.has(URGENT) && content.has(&["resolved at", "resolution date", "acknowledged at"]);
    let says_how_bad = content.has(&[
        "scope id",
        "severity",
        "severity name",
        "priority",
        "status",
    ]) || content.has(SERVICES);
    let are_called_so = content.file.contains("incident")
        && content.has(&["id", "number", "key", "nr"])
        && says_how_bad;
    content.has_time && !content.has(TYPES) && (are_urgent || are_called_so)
}

/// What people say of themselves names no changes; a survey asks for more than a log tells.
fn is_log_of_labels(content: &Content<'_, '_>) -> bool {
    let is_of_log = content.columns.are_all(known(Kind::Labels));
    let is_of_people = is_of_log && (content.has(AUTHORS) || content.has(PEOPLE));
    let is_of_changes = content.has(CHANGE) || content.has(COMMITS);
    (is_of_changes || is_of_people) && content.has(ASSISTED)
}

fn are_commits(content: &Content<'_, '_>) -> bool {
    let are_told = content.has(&[
        "message",
        "subject",
        "commit msg",
        "authored date",
        "authored at",
    ]);
    content.has(&["sha", "commit sha", "commit", "hash"]) && are_told
}

/// Whether a cell is a vote, as Gerrit has them: "+2", "-1".
fn is_vote(cell: &str) -> bool {
    let number = cell.parse::<i8>();
    number.is_ok_and(|vote| vote.abs() <= 2) && cell.starts_with(['+', '-'])
}

fn is_one_of(known: &[&str], cell: &str) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(cell))
}

/// Whether an export with these columns tells lead times of changes that another tells of.
pub(super) fn tells_lead_times(names: &[String]) -> bool {
    Header::of_names(names).has(LEAD_TIMES)
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

/// Whether a type of pipeline is that of deployments.
pub(super) fn is_deployment(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("deployment")
}

/// Whether a type of ticket is that of incidents.
pub(super) fn is_incident(kind: &str) -> bool {
    // What is written about one afterwards is none.
    let kind = kind.to_lowercase().replace("post-incident", "");
    // In German, French and Spanish, too.
    ["incident", "outage", "störung", "vorfall", "panne"]
        .iter()
        .any(|word| kind.contains(word))
}
