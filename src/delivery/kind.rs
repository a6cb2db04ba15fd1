//! What an export is of, and which of its columns tells what.

use std::collections::BTreeMap;

use super::role::Role;
use crate::table::words;

/// What the rows of an export are.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// What its rows are.
    pub kind: Kind,
    /// Which column tells what, by its place.
    pub roles: BTreeMap<Role, usize>,
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
    Some(Guess { kind, roles })
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
}

/// One answer of so many has to be known for a column to be of a kind.
const MOST: usize = 3;

fn kind<'c>(
    file: &str,
    columns: &Columns,
    values: &impl Fn(usize) -> Vec<&'c str>,
) -> Option<Kind> {
    let file = words(file).join(" ");
    let is_called = |names: &[&str]| names.iter().any(|name| file.contains(name));
    let holds = |name: &str, known: &[&str]| {
        let cells = columns.place(name).map(values).unwrap_or_default();
        let is_known = |cell: &&&str| known.iter().any(|known| known.eq_ignore_ascii_case(cell));
        !cells.is_empty() && cells.iter().filter(is_known).count() * MOST >= cells.len()
    };
    let has = |names: &[&str]| columns.has(names);
    let has_time = has(TIMES);
    let of_change = has(CHANGE);
    if has(&["project name", "project"]) && has(&["table"]) && has(&["row id"]) {
        return Some(Kind::Projects);
    }
    if has(DEPLOYMENT)
        && !has_time
        && (has(&["incident id", "incident"]) || is_called(&["incident"]))
    {
        return Some(Kind::Links);
    }
    if of_change
        && (has(&["submitted at", "reviewed at", "approved at"]) || holds("state", VERDICTS))
    {
        return Some(Kind::Reviews);
    }
    if of_change && has(&["event", "event type"]) && has_time {
        return Some(Kind::Events);
    }
    if has(&[
        "run attempt",
        "run number",
        "build number",
        "workflow id",
        "workflow name",
        "workflow",
    ]) && has(OUTCOMES)
        && !has(DEPLOYMENT)
    {
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
    let types = ["type", "issue type", "original type"];
    let is_of = |what: &str| types.iter().any(|name| holds(name, &[what]));
    if is_of("incident") || has(OF_INCIDENTS) && has_time && !has(OF_DEPLOYMENTS) {
        return Some(Kind::Incidents);
    }
    let is_of_deployments =
        has(DEPLOYMENT) || has(OF_DEPLOYMENTS) || is_of("deployment") || is_called(&["deploy"]);
    if is_of_deployments && (has_time || has(OUTCOMES)) || has(&["environment"]) && has(OUTCOMES) {
        return Some(Kind::Deployments);
    }
    let is_ticket = has(&["urgency", "impact", "priority"])
        && has(&["resolved at", "resolution date", "acknowledged at"]);
    if is_ticket && !has(&types) || is_called(&["incident"]) && has_time {
        return Some(Kind::Incidents);
    }
    if of_change && has(ASSISTED) || is_called(&["label log"]) {
        return Some(Kind::Labels);
    }
    let is_opened =
        has(&["merged at", "merged", "merge time", "mr id"]) || has(&["number"]) && has(&["state"]);
    if is_opened && has_time && has(&["title", "author", "user"]) {
        return Some(Kind::Changes);
    }
    if has(&["sha", "commit sha", "commit", "hash"]) && has(&["message", "subject", "commit msg"]) {
        return Some(Kind::Commits);
    }
    None
}

const TIMES: &[&str] = &[
    "created at",
    "created date",
    "created",
    "opened at",
    "opened",
    "started at",
    "started date",
    "started",
    "start time",
    "finished at",
    "finished date",
    "finished",
    "deployed at",
    "deployed",
    "completed at",
    "completed",
    "ended at",
    "end time",
    "deployment time",
    "deploy time",
    "submitted at",
    "restored at",
    "resolved at",
    "resolution date",
    "closed at",
    "merged at",
    "timestamp",
    "date",
    "time",
    "created at date",
    "created at utc",
    "run started at",
    "github created at",
    "authored at",
    "authored date",
    "created on",
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
];
const OF_INCIDENTS: &[&str] = &[
    "incident id",
    "incident number",
    "incident state",
    "incident key",
    "incident",
    "incident status",
    "caused by",
    "restored at",
    "mitigated at",
    "seconds to resolve",
    "seconds to first ack",
    "alert id",
    "impact began",
];
const DEPLOYMENT: &[&str] = &[
    "deployment id",
    "cicd deployment id",
    "deployment",
    "deploy id",
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
    "agent",
    "assistance",
    "ai label",
    "ai use",
    "assistant",
    "made with ai",
    "ai share",
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
const LABELS: &[&str] = &["labels", "label", "tags"];
const BRANCHES: &[&str] = &[
    "branch",
    "head branch",
    "source branch",
    "head ref",
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
                    "pipeline id",
                    "release id",
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
            (OwnOutcome, &["original status", "original result"]),
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
                    "deployment time",
                    "deploy time",
                    "date",
                    "timestamp",
                    "time",
                ],
            ),
            (
                Started,
                &["started at", "started date", "started", "start time"],
            ),
            (Created, CREATED),
            (Undoes, &["is rollback", "rollback", "is revert"]),
            (
                Undone,
                &["rolled back", "was rolled back", "reverted", "failed"],
            ),
            (Type, &["kind", "type", "deployment type", "reason"]),
            (Incident, &["incident id", "incident", "incidents"]),
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
                    "number",
                    "incident id",
                    "incident number",
                    "issue key",
                    "alert id",
                    "id",
                    "key",
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
                    "resolution date",
                    "resolved",
                    "recovered at",
                    "end time",
                    "ended at",
                    "fixed at",
                ],
            ),
            (Closed, &["closed at", "closed", "closed date"]),
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
                    "pr type",
                    "ai assisted",
                    "assisted",
                    "ai",
                    "agent",
                    "ai tool",
                    "assistant",
                    "ai label",
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
            (Type, &["step", "stage", "type"]),
        ],
        Kind::Events => &[
            (Change, CHANGE),
            (Event, &["event", "event type"]),
            (Created, CREATED),
            (Author, AUTHORS),
            (Commit, &["commit id", "commit sha", "sha"]),
            (Labels, LABELS),
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
