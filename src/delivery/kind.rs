//! What an export is of, and which of its columns tells what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::deployment::is_outcome;
use super::role::Role;
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
    /// Which incident which deployment caused.
    Links,
    /// Which repository or board belongs to which project.
    Projects,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 11] = [
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
    /// Whether dates start with the day, where somebody says so; without that the dates tell it, or are read month first.
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
    let columns = Columns::of(names);
    let kind = kind(file, &columns, &values)?;
    let mut roles = BTreeMap::new();
    let mut taken = Vec::new();
    for (role, known) in known(kind) {
        let free = known
            .iter()
            .filter_map(|name| columns.place(name))
            .find(|column| !taken.contains(column));
        if let Some(column) = free {
            taken.push(column);
            roles.insert(*role, column);
        }
    }
    if is_told_by_labels(&columns, &values)
        && let Some(labels) = columns.place("labels")
    {
        roles.insert(Role::Type, labels);
    }
    Some(Guess {
        kind,
        roles,
        day_first: None,
    })
}

/// The names of columns in small words.
struct Columns(Vec<String>);

impl Columns {
    fn of(names: &[String]) -> Columns {
        Columns(names.iter().map(|name| words(name).join(" ")).collect())
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|own| own == name)
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.place(name).is_some())
    }

    /// Whether some column is called as points in time are in some export.
    fn has_time(&self) -> bool {
        let roles = Kind::ALL.iter().flat_map(|kind| known(*kind));
        let mut times = roles.filter(|(role, _)| role.is_time());
        self.has(&["timestamp", "time"]) || times.any(|(_, names)| self.has(names))
    }
}

/// A third of the answers of a column at least have to be known for it to be of a kind.
const PART: usize = 3;

/// What the rows are. A file's name only supports what its columns say.
fn kind<'c>(
    file: &str,
    columns: &Columns,
    values: &impl Fn(usize) -> Vec<&'c str>,
) -> Option<Kind> {
    let file = words(file).join(" ");
    let has = |names: &[&str]| columns.has(names);
    let cells = |names: &[&str]| -> Vec<&'c str> {
        let places = names.iter().filter_map(|name| columns.place(name));
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
    let goes_somewhere = has(&["environment", "env", "environment name"]) && has_outcome;
    let names_deployments = has(DEPLOYMENT) || has(OF_DEPLOYMENTS);
    if has(&["project name", "project"]) && has(&["table"]) && has(&["row id"]) {
        return Some(Kind::Projects);
    }
    let of_incident = has(&["incident id", "incident", "incident number"]);
    if has(DEPLOYMENT) && !has_time && (of_incident || file.contains("incident")) {
        return Some(Kind::Links);
    }
    if has(MERGED) && has_time && has(&["title", "author", "user", "author username"]) {
        return Some(Kind::Changes);
    }
    let is_request = has(&[
        "source branch",
        "head ref name",
        "base ref name",
        "destination branch",
        "target branch",
    ]);
    if is_request && has(TITLES) && has(AUTHORS) && (has_time || has(&["state", "status"])) {
        return Some(Kind::Changes);
    }
    if of_change
        && (has(&["submitted at", "reviewed at", "approved at"])
            || holds(&["state", "verdict"], &is_one_of(VERDICTS)))
    {
        return Some(Kind::Reviews);
    }
    if of_change && has(&["event", "event type"]) && has_time {
        return Some(Kind::Events);
    }
    if has(RUNS) && has(OUTCOMES) && !names_deployments {
        return Some(Kind::Runs);
    }
    if has(&["severity"])
        && has(&[
            "cve",
            "cve id",
            "cwe",
            "rule",
            "rule id",
            "ghsa id",
            "advisory",
            "vulnerability",
            "package",
        ])
    {
        return Some(Kind::Findings);
    }
    if is_told_by_labels(columns, values) {
        return Some(Kind::Incidents);
    }
    let types = ["type", "issue type", "original type"];
    if cells(&types).into_iter().any(is_incident)
        || has_time
            && (has(INCIDENT_TIMES)
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
        "application",
        "repository",
    ]);
    let is_deployment = holds(&types, &is_one_of(&["deployment"]))
        || has(OF_DEPLOYMENTS)
        || goes_somewhere
        || (has(DEPLOYMENT) || file.contains("deploy")) && (has_outcome || where_to);
    if is_deployment && (has_time || has_outcome) {
        return Some(Kind::Deployments);
    }
    let is_ticket = has(&["urgency", "impact", "priority"])
        && has(&["resolved at", "resolution date", "acknowledged at"]);
    let is_named = file.contains("incident")
        && has(&["id", "number", "key"])
        && (has(&["scope id", "severity", "priority", "status"]) || has(SERVICES));
    if has_time && !has(&types) && (is_ticket || is_named) {
        return Some(Kind::Incidents);
    }
    if of_change && has(ASSISTED) {
        return Some(Kind::Labels);
    }
    if has(&["sha", "commit sha", "commit", "hash"]) && has(&["message", "subject", "commit msg"]) {
        return Some(Kind::Commits);
    }
    None
}

/// Whether tickets are of a tracker that has no types, and labels tell which of them are incidents.
fn is_told_by_labels<'c>(columns: &Columns, values: &impl Fn(usize) -> Vec<&'c str>) -> bool {
    let is_tracker = columns.has(&["issue id", "issue iid"])
        && columns.has(&["closed at", "closed at utc"])
        && !columns.has(&["issue type", "type"]);
    let labels = columns.place("labels").map(values).unwrap_or_default();
    is_tracker && labels.into_iter().any(is_incident)
}

/// Whether a type of ticket is that of incidents.
pub(super) fn is_incident(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    kind.contains("incident") || kind.contains("outage")
}

const MERGED: &[&str] = &["merged at", "merged", "merge time", "merged date", "mr id"];
const RUNS: &[&str] = &[
    "run attempt",
    "run number",
    "build number",
    "workflow id",
    "workflow name",
    "workflow",
];
const INCIDENT_TIMES: &[&str] = &[
    "restored at",
    "mitigated at",
    "impact began",
    "impact started at",
    "seconds to resolve",
    "seconds to first ack",
    "caused by",
    "incident state",
    "caused by deployment",
    "causing deployment",
];
const OUTCOMES: &[&str] = &["result", "outcome", "conclusion", "status", "state"];
const OF_DEPLOYMENTS: &[&str] = &[
    "deployed at",
    "deployed by",
    "deployment time",
    "deploy time",
    "deployment type",
    "deployment status",
    "deployment environment",
    "deployed on",
    "deployment source",
    "deploy started at",
    "change failure",
];
const OF_INCIDENTS: &[&str] = &[
    "incident id",
    "incident number",
    "incident key",
    "incident status",
    "alert id",
    "incident priority",
];
const DEPLOYMENT: &[&str] = &[
    "deployment id",
    "cicd deployment id",
    "deploy id",
    "deployment",
];
const CHANGE: &[&str] = &[
    "pr id",
    "pull request id",
    "pull request",
    "pull request number",
    "pr number",
    "pr",
    "merge request",
    "mr id",
    "merge request id",
    "change id",
    "change",
    "pr link",
    "pull request url",
];
const ASSISTED: &[&str] = &[
    "ai assisted",
    "assisted",
    "ai",
    "ai tool",
    "assistance",
    "ai label",
    "ai use",
    "assistant",
    "made with ai",
    "agent",
];
const VERDICTS: &[&str] = &[
    "approved",
    "changes_requested",
    "commented",
    "dismissed",
    "pending",
];
const SERVICES: &[&str] = &[
    "service",
    "service name",
    "application",
    "app",
    "component",
    "components",
    "component s",
    "cmdb ci",
    "cicd scope id",
    "scope id",
    "repo",
    "repository",
    "repo name",
    "full name",
    "repo url",
    "repo id",
    "project",
    "project name",
    "job",
    "job name",
    "deployment source",
    "pipeline",
    "pipeline name",
];
const TEAMS: &[&str] = &[
    "team",
    "team name",
    "squad",
    "assignment group",
    "teams",
    "group",
];
const TITLES: &[&str] = &[
    "title",
    "display title",
    "summary",
    "subject",
    "message",
    "commit msg",
    "name",
];
const AUTHORS: &[&str] = &[
    "author",
    "author username",
    "user",
    "creator",
    "creator name",
    "reporter",
    "assignee name",
    "actor",
    "deployed by",
    "opened by",
];
/// Columns of the files that a change touches.
const PATHS: &[&str] = &[
    "files",
    "paths",
    "file paths",
    "changed files",
    "changed paths",
    "touched files",
    "touched paths",
    "modified files",
    "filename",
    "filenames",
];
const LABELS: &[&str] = &["labels", "label", "tags"];
const BRANCHES: &[&str] = &[
    "branch",
    "head branch",
    "source branch",
    "head ref",
    "head ref name",
    "ref name",
    "ref",
];
const COMMITS: &[&str] = &[
    "commit sha",
    "sha",
    "commit",
    "head sha",
    "commit id",
    "merge commit sha",
    "revision",
    "hash",
];
const BODIES: &[&str] = &["body", "description"];

/// The names that tell a role, the surest first, in the order in which columns are given away.
fn known(kind: Kind) -> &'static [(Role, &'static [&'static str])] {
    use Role::*;
    const CREATED: &[&str] = &[
        "created at",
        "created date",
        "created",
        "created at utc",
        "created on",
        "opened at",
        "opened",
        "created at date",
        "github created at",
    ];
    match kind {
        Kind::Deployments => &[
            (
                Deployment,
                &[
                    "cicd deployment id",
                    "deployment id",
                    "deploy id",
                    "run id",
                    "deployment",
                ],
            ),
            (Id, &["id", "key", "number"]),
            (Commit, COMMITS),
            (Service, SERVICES),
            (
                Environment,
                &[
                    "environment",
                    "env",
                    "environment name",
                    "target environment",
                    "stage",
                    "original environment",
                ],
            ),
            (Outcome, OUTCOMES),
            (OwnOutcome, &["original result"]),
            (OwnState, &["original status"]),
            (State, &["status", "state"]),
            (
                Finished,
                &[
                    "finished at",
                    "finished date",
                    "finished",
                    "deployed at",
                    "deployed",
                    "completed at",
                    "completed",
                    "ended at",
                    "end time",
                    "finish time",
                    "finished on",
                    "deployed on",
                    "deployment time",
                    "deploy time",
                    "date",
                    "timestamp",
                    "time",
                ],
            ),
            (
                Started,
                &[
                    "started at",
                    "started date",
                    "started",
                    "start time",
                    "deploy started at",
                ],
            ),
            (Created, CREATED),
            (Undoes, &["is rollback", "rollback", "is revert"]),
            (
                Undone,
                &[
                    "rolled back",
                    "was rolled back",
                    "reverted",
                    "change failure",
                ],
            ),
            (Type, &["kind", "type", "deployment type", "reason"]),
            (Incident, &["incident id", "incident", "incidents"]),
            (
                Change,
                &["pull requests", "merge requests", "prs", "changes"],
            ),
            (Change, CHANGE),
            (
                Version,
                &["version", "release", "tag", "build", "ref name", "artifact"],
            ),
            (Team, TEAMS),
            (Author, AUTHORS),
            (Title, TITLES),
            (Assisted, ASSISTED),
        ],
        Kind::Incidents => &[
            (
                Id,
                &[
                    "incident id",
                    "id",
                    "number",
                    "incident number",
                    "issue key",
                    "alert id",
                    "key",
                    "issue id",
                ],
            ),
            (
                CausedBy,
                &[
                    "caused by",
                    "causing deployment",
                    "caused by deployment",
                    "deployment id",
                    "deployment",
                    "cause",
                ],
            ),
            (
                Started,
                &[
                    "impact began",
                    "impact started at",
                    "started at",
                    "start time",
                    "started",
                    "began at",
                    "opened at",
                    "opened",
                ],
            ),
            (Created, CREATED),
            (
                Restored,
                &[
                    "restored at",
                    "mitigated at",
                    "resolved at",
                    "resolved on",
                    "resolution date",
                    "resolved",
                    "recovered at",
                    "end time",
                    "ended at",
                    "fixed at",
                ],
            ),
            (
                Closed,
                &["closed at", "closed at utc", "closed", "closed date"],
            ),
            (
                Updated,
                &[
                    "sys updated at",
                    "updated at",
                    "updated date",
                    "updated at utc",
                    "last updated",
                    "updated",
                ],
            ),
            (Table, &["table"]),
            (Service, SERVICES),
            (Type, &["type", "issue type", "original type", "kind"]),
            (
                State,
                &["incident state", "status", "state", "original status"],
            ),
            (Severity, &["severity", "priority", "urgency", "impact"]),
            (Team, TEAMS),
            (Title, TITLES),
            (Commit, COMMITS),
            (Change, CHANGE),
            (Version, &["version", "release", "fix version", "rfc"]),
        ],
        Kind::Changes => &[
            (Id, &["id", "mr id", "pr id"]),
            (Number, &["number", "pr number", "iid"]),
            (State, &["state", "status"]),
            (
                Merged,
                &["merged at", "merged", "merge time", "merged date"],
            ),
            (Closed, &["closed at", "closed at utc", "closed"]),
            (Created, CREATED),
            (
                Service,
                &[
                    "service",
                    "full name",
                    "repo",
                    "repository",
                    "repo name",
                    "repo url",
                    "source project id",
                    "repo id",
                    "project",
                ],
            ),
            (Title, TITLES),
            (Body, BODIES),
            (Author, AUTHORS),
            (Labels, LABELS),
            (Paths, PATHS),
            (Branch, BRANCHES),
            (
                Commit,
                &[
                    "merge commit sha",
                    "merge commit",
                    "head sha",
                    "sha",
                    "commit sha",
                ],
            ),
            (
                Assisted,
                &[
                    "ai assisted",
                    "assisted",
                    "ai",
                    "ai tool",
                    "assistant",
                    "ai label",
                    "made with ai",
                    "agent",
                    "pr type",
                ],
            ),
            (Deployment, DEPLOYMENT),
            (Team, TEAMS),
        ],
        Kind::Commits => &[
            (Commit, COMMITS),
            (Title, &["message", "subject", "commit msg", "title"]),
            (Body, BODIES),
            (Author, AUTHORS),
            (Paths, PATHS),
            (
                Created,
                &[
                    "authored at",
                    "authored date",
                    "committed at",
                    "committed date",
                    "date",
                    "timestamp",
                    "created at",
                ],
            ),
            (Change, CHANGE),
            (Service, SERVICES),
        ],
        Kind::Reviews => &[
            (Change, CHANGE),
            (Id, &["id", "review id"]),
            (State, &["state", "verdict", "status", "result"]),
            (
                Finished,
                &[
                    "submitted at",
                    "reviewed at",
                    "approved at",
                    "created at",
                    "date",
                ],
            ),
            (Author, &["user", "reviewer", "author", "approver"]),
            (Body, BODIES),
            (
                Started,
                &["requested at", "review requested at", "asked at"],
            ),
            (Type, &["step", "stage", "approval step", "type"]),
            (Service, SERVICES),
        ],
        Kind::Events => &[
            (Change, CHANGE),
            (Event, &["event", "event type"]),
            (Created, CREATED),
            (Author, AUTHORS),
            (Commit, &["commit id", "commit sha", "sha"]),
            (Labels, LABELS),
            (Body, &["message", "body", "commit message"]),
            (Service, SERVICES),
        ],
        Kind::Runs => &[
            (Id, &["id", "run id", "number"]),
            (Attempt, &["run attempt", "attempt", "retry"]),
            (Outcome, &["conclusion", "result", "outcome", "status"]),
            (State, &["status", "state"]),
            (Commit, COMMITS),
            (Branch, BRANCHES),
            (
                Started,
                &[
                    "run started at",
                    "started at",
                    "start time",
                    "github created at",
                    "created at",
                ],
            ),
            (
                Finished,
                &[
                    "github updated at",
                    "finished at",
                    "completed at",
                    "updated at",
                ],
            ),
            (Title, &["name", "workflow", "workflow name", "job name"]),
            (Service, SERVICES),
            (Change, CHANGE),
        ],
        Kind::Findings => &[
            (Id, &["id", "number", "alert number", "finding id"]),
            (Severity, &["severity"]),
            (
                Created,
                &[
                    "found at",
                    "detected at",
                    "created at",
                    "first seen",
                    "date",
                ],
            ),
            (Change, CHANGE),
            (Commit, COMMITS),
            (Service, SERVICES),
            (
                Title,
                &[
                    "rule",
                    "rule id",
                    "title",
                    "cve",
                    "vulnerability",
                    "advisory",
                    "package",
                ],
            ),
        ],
        Kind::Labels => &[
            (Assisted, ASSISTED),
            (Change, CHANGE),
            (Commit, COMMITS),
            (Created, &["date", "day", "created at", "logged at"]),
            (Author, AUTHORS),
            (Team, TEAMS),
            (Service, SERVICES),
        ],
        Kind::Links => &[
            (Deployment, DEPLOYMENT),
            (Incident, &["incident id", "incident", "id"]),
            (Project, &["project name", "project"]),
        ],
        Kind::Projects => &[
            (Project, &["project name", "project"]),
            (Table, &["table"]),
            (Entry, &["row id"]),
        ],
    }
}
