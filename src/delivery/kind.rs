//! What an export is of, and which of its columns tells what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::alias::{Alias, alias};
use super::deployment::{is_environment, is_outcome, is_yes_or_no};
use super::names::{
    ASSISTED, AUTHORS, CHANGE, COMMITS, DEPLOYMENT, INCIDENT_TIMES, LEAD_TIMES, MERGED,
    OF_DEPLOYMENTS, OF_INCIDENTS, OUTCOMES, PEOPLE, RUNS, SERVICES, TITLES, VERDICTS, known,
};
use super::role::Role;
use super::tongues::in_english;
use crate::table::{is_time, words};

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
    let columns = Columns::of(names, &values);
    let kind = kind(file, &columns, &values)?;
    Some(Guess {
        kind,
        roles: roles(kind, &columns, values),
        day_first: None,
    })
}

/// What columns of these names tell where the rows are of that kind.
pub fn roles_of(kind: Kind, names: &[String]) -> BTreeMap<Role, usize> {
    roles(kind, &Columns::of_names(names), |_| vec![""])
}

fn roles<'c>(
    kind: Kind,
    columns: &Columns,
    values: impl Fn(usize) -> Vec<&'c str>,
) -> BTreeMap<Role, usize> {
    let mut roles = BTreeMap::new();
    let mut taken = Vec::new();
    for (role, known) in known(kind) {
        let free = || {
            let named = known.iter().filter_map(|name| columns.place(name));
            // Other words for a name tell less than the name.
            let alike = known.iter().filter_map(|name| columns.alike(name, kind));
            named.chain(alike).filter(|column| !taken.contains(column))
        };
        // A column that says nothing tells less than another that does.
        let telling = free().find(|column| !values(*column).is_empty());
        if let Some(column) = telling.or_else(|| free().next()) {
            taken.push(column);
            roles.insert(*role, column);
        }
    }
    if kind == Kind::Deployments {
        let free = |column: &usize| !taken.contains(column);
        let free: Vec<usize> = (0..columns.names.len()).filter(free).collect();
        if let Some(outcome) = outcome(columns, &free, &values)
            && !roles.contains_key(&Role::Outcome)
            && !roles.contains_key(&Role::State)
        {
            roles.insert(Role::Outcome, outcome);
        }
        let environment = free
            .into_iter()
            .find(|column| are_mostly(&values(*column), is_environment));
        if let Some(environment) = environment {
            roles.entry(Role::Environment).or_insert(environment);
        }
    }
    if kind == Kind::Deployments
        && is_of_pipelines(columns)
        && let Some(run) = columns.place("pipeline id")
    {
        // The jobs of a run are one deployment.
        roles.entry(Role::Deployment).or_insert(run);
    }
    if kind == Kind::Reviews
        && let Some(step) = roles.get(&Role::Type)
        && values(*step)
            .into_iter()
            .all(|said| KINDS_OF_REVIEWS.contains(&said))
    {
        roles.remove(&Role::Type);
    }
    if kind == Kind::Incidents
        && is_told_by_labels(columns, &values)
        && let Some(labels) = columns.place("labels")
    {
        roles.insert(Role::Type, labels);
        // When somebody began to work on it is not when it broke.
        if roles.contains_key(&Role::Created) {
            roles.remove(&Role::Started);
        }
    }
    // A cause in words alone is a sort of cause, and no name of a deployment.
    if let Some(cause) = roles.get(&Role::CausedBy)
        && columns.names[*cause] == "cause"
        && !values(*cause)
            .iter()
            .any(|cell| cell.contains(|sign: char| sign.is_ascii_digit()))
    {
        roles.remove(&Role::CausedBy);
    }
    roles
}

/// Of some columns that no name tells anything of, the one whose answers tell how deployments ended.
fn outcome<'c>(
    columns: &Columns,
    some: &[usize],
    values: &impl Fn(usize) -> Vec<&'c str>,
) -> Option<usize> {
    let is_word = |cell: &str| is_outcome(cell) && !is_yes_or_no(cell);
    let by_words = |column: &&usize| are_mostly(&values(**column), is_word);
    let by_name = |column: &&usize| {
        let name = columns.names[**column].as_str();
        let name = name.strip_prefix("is ").unwrap_or(name);
        SUCCESS.contains(&name) && are_mostly(&values(**column), is_yes_or_no)
    };
    let found = some.iter().find(by_words);
    found.or_else(|| some.iter().find(by_name)).copied()
}

/// Names of columns that say yes of what got there, and no of what did not.
const SUCCESS: [&str; 5] = ["success", "successful", "succeeded", "passed", "ok"];

/// Whether half of some answers at least are of a kind.
fn are_mostly(values: &[&str], is: impl Fn(&str) -> bool) -> bool {
    let known = values.iter().filter(|cell| is(cell)).count();
    !values.is_empty() && known * 2 >= values.len()
}

/// The names of columns in small words.
struct Columns {
    names: Vec<String>,
    /// What columns are called elsewhere that have names of their own.
    aliases: Vec<Option<Alias>>,
}

impl Columns {
    fn of<'c>(names: &[String], values: &impl Fn(usize) -> Vec<&'c str>) -> Columns {
        let small = names.iter().map(|name| words(name).join(" "));
        let names: Vec<String> = small.map(in_english).collect();
        let aliases = names.iter().enumerate().map(|(column, name)| {
            // How long something took may be called as the point in time is at which it was over.
            let is_told = |alias: &Alias| !alias.is_time || holds_times(&values(column));
            alias(name).filter(is_told)
        });
        Columns {
            aliases: aliases.collect(),
            names,
        }
    }

    /// Where nothing is known but the names.
    fn of_names(names: &[String]) -> Columns {
        Columns::of(names, &|_| vec![""])
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    /// The column that is called so in other words where the rows are of that kind.
    fn alike(&self, name: &str, kind: Kind) -> Option<usize> {
        let is_so = |column: &usize| {
            let alias = self.aliases[*column].as_ref();
            alias
                .is_some_and(|alias| alias.name == name && alias.kind.is_none_or(|own| own == kind))
        };
        let is_known = |column: &usize| {
            let own = self.names[*column].as_str();
            known(kind).iter().any(|(_, names)| names.contains(&own))
        };
        (0..self.names.len()).find(|column| is_so(column) && !is_known(column))
    }

    /// The columns that are called one of these, also in other words.
    fn places(&self, names: &[&str]) -> Vec<usize> {
        let is_so = |column: &usize| {
            let alias = self.aliases[*column].as_ref().map(|alias| alias.name);
            let own = self.names[*column].as_str();
            names.contains(&own) || alias.is_some_and(|alias| names.contains(&alias))
        };
        (0..self.names.len()).filter(is_so).collect()
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.place(name).is_some())
    }

    /// Whether each is called as some export calls what tells one of these.
    fn are_all(&self, told: &[(Role, &[&str])]) -> bool {
        let is_told = |name: &String| told.iter().any(|(_, known)| known.contains(&name.as_str()));
        self.names.iter().all(is_told)
    }

    /// Whether some column is called as points in time are in some export.
    fn has_time(&self) -> bool {
        let roles = Kind::ALL.iter().flat_map(|kind| known(*kind));
        let mut times = roles.filter(|(role, _)| role.is_time());
        let is_time = |alias: &Alias| alias.is_time;
        self.has(&["timestamp", "time"])
            || times.any(|(_, names)| self.has(names))
            || self.aliases.iter().flatten().any(is_time)
    }
}

/// Whether some answers of a column are points in time, as far as they are known.
fn holds_times(values: &[&str]) -> bool {
    let mut told = values.iter();
    told.any(|cell| cell.is_empty() || is_time(cell))
}

/// What reviews are called that are of no step.
const KINDS_OF_REVIEWS: [&str; 3] = ["REVIEW", "DIFF", "NORMAL"];
/// Columns of a table that tells nothing but what is of what, at most.
const PAIR: usize = 2;
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
    let goes_somewhere = !environments.is_empty() && has_outcome;
    let names_deployments = has(DEPLOYMENT) || has(OF_DEPLOYMENTS);
    if has(&["project name", "project"]) && has(&["table"]) && has(&["row id"]) {
        return Some(Kind::Projects);
    }
    if has(&["old commit sha"]) && has(&["new commit sha"]) && has(&["commit sha"]) {
        return Some(Kind::Diffs);
    }
    if has(&["board id"]) && has(&["issue id"]) && columns.names.len() <= PAIR {
        return Some(Kind::Links);
    }
    let of_incident = has(&["incident id", "incident", "incident number"]);
    let of_project = has(&["project name"]) && !has_outcome;
    if has(DEPLOYMENT) && !has_time && (of_incident || of_project || file.contains("incident")) {
        return Some(Kind::Links);
    }
    // A log of deployments may tell of their changes, approvals and incidents, too.
    if has(DEPLOYMENT) && goes_somewhere && has_time && !has(&["original type", "issue type"]) {
        return Some(Kind::Deployments);
    }
    let is_described = has(&[
        "title",
        "author",
        "user",
        "author username",
        "merge commit sha",
    ]) || has(LEAD_TIMES);
    if !columns.places(MERGED).is_empty() && has_time && is_described {
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
            || holds(&["state", "verdict"], &is_one_of(VERDICTS))
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
    let is_of_commits = has(&["commit authored date"]) || columns.names.len() <= PAIR;
    if of_change && has(&["commit sha"]) && is_of_commits && !has_outcome {
        return Some(Kind::Commits);
    }
    if has(&["pipeline id"]) && has(&["commit sha"]) && !has_time && !has_outcome {
        return Some(Kind::Commits);
    }
    let is_run =
        has(RUNS) || is_of_pipelines(columns) && !cells(&["type"]).into_iter().any(is_deployment);
    if is_run && has(OUTCOMES) && !names_deployments {
        return Some(Kind::Runs);
    }
    let is_of_code = of_change || has(&["commit", "commit sha", "sha"]);
    let is_called_so = ["finding", "security", "vulnerab"]
        .iter()
        .any(|word| file.contains(word))
        || has(&["scanner", "tool", "finding", "finding id", "alert"]);
    if has(&["severity"])
        && (is_of_code && is_called_so && !has_outcome
            || has(&[
                "cve",
                "cve id",
                "cwe",
                "rule",
                "rule id",
                "ghsa id",
                "advisory",
                "vulnerability",
                "package",
            ]))
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
    // Tests run in environments, too.
    let says_what = has(SERVICES)
        || has(COMMITS)
        || has(DEPLOYMENT)
        || has(&["version", "release", "tag"])
        || file.contains("deploy");
    let are_deployments = holds(&types, &is_one_of(&["deployment"]))
        || has(OF_DEPLOYMENTS)
        || goes_somewhere && says_what
        || (has(DEPLOYMENT) || file.contains("deploy")) && (has_outcome || where_to);
    if (are_deployments || is_of_pipelines(columns)) && (has_time || has_outcome) {
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
    // What people say of themselves names no changes; a survey asks for more than a log tells.
    let told = known(Kind::Labels);
    let is_of_log = columns.are_all(told);
    let is_of_people = is_of_log && (has(AUTHORS) || has(PEOPLE));
    if (of_change || is_of_people) && has(ASSISTED) {
        return Some(Kind::Labels);
    }
    if has(&["sha", "commit sha", "commit", "hash"]) && has(&["message", "subject", "commit msg"]) {
        return Some(Kind::Commits);
    }
    None
}

/// Whether an export with these columns tells lead times of changes that another tells of.
pub(super) fn tells_lead_times(names: &[String]) -> bool {
    Columns::of_names(names).has(LEAD_TIMES)
}

/// Whether an export with these columns is of pipelines, or of their jobs, of which only some deploy.
pub(super) fn tells_pipelines(names: &[String]) -> bool {
    is_of_pipelines(&Columns::of_names(names))
}

/// Whether rows are pipelines, or jobs of these, as DevLake tells them.
fn is_of_pipelines(columns: &Columns) -> bool {
    columns.has(&["type"])
        && columns.has(&["result"])
        && columns.has(&["status"])
        && columns.has(&["environment"])
        && columns.has(&["duration sec"])
        && !columns.has(DEPLOYMENT)
        && !columns.has(&["cicd pipeline id"])
}

/// Whether a type of pipeline is that of deployments.
pub(super) fn is_deployment(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("deployment")
}

/// Whether tickets are of a tracker that has no types, and labels tell which of them are incidents.
fn is_told_by_labels<'c>(columns: &Columns, values: &impl Fn(usize) -> Vec<&'c str>) -> bool {
    let is_issue = columns.has(&["issue id", "issue iid"])
        // As Linear exports them.
        || ["id", "title", "priority", "cycle number"].iter().all(|name| columns.has(&[name]));
    let is_tracker = is_issue
        && columns.has(&["closed at", "closed at utc", "completed"])
        && !columns.has(&["issue type", "type"]);
    let labels = columns.place("labels").map(values).unwrap_or_default();
    is_tracker && labels.into_iter().any(is_incident)
}

/// Whether a type of ticket is that of incidents.
pub(super) fn is_incident(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    // In German, French and Spanish, too.
    ["incident", "outage", "störung", "vorfall", "panne"]
        .iter()
        .any(|word| kind.contains(word))
}
