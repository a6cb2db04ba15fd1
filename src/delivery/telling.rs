//! Which column of an export tells what: by its name and, where no name does, by its answers.

use std::collections::BTreeMap;

use super::deployment::{is_environment, is_word, is_yes, is_yes_or_no, tell_ends};
use super::header::Header;
use super::jobs::{self, deploys};
use super::kind::{Kind, is_incident, is_of_pipelines};
use super::known::split;
use super::names::{PRODUCTION, known};
use super::role::Role;
use super::rules::is_usual_production;
use super::times::is_certain;

/// What addresses are called.
const ADDRESSES: &[&str] = &[
    "url", "html url", "web url", "pr url", "mr url", "link", "pr link",
];
/// What reviews are called that are of no step.
const KINDS_OF_REVIEWS: [&str; 3] = ["REVIEW", "DIFF", "NORMAL"];

/// Which column tells what where the rows are of that kind; `values` gives a few of the answers of a column.
pub(super) fn roles<'c>(
    kind: Kind,
    columns: &Header,
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
        // What is called as a time is may be a flag, or who reported something.
        let may_be = |cell: &str| is_certain(cell) || cell.bytes().any(|b| b.is_ascii_digit());
        let timed = free().find(|column| role.is_time() && values(*column).into_iter().any(may_be));
        if let Some(column) = timed.or(telling).or_else(|| free().next()) {
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
        // What is called a type may tell of outcomes alone.
        if let Some(told) = roles.get(&Role::Type).copied()
            && columns.names[told] == "type"
            && !roles.contains_key(&Role::Outcome)
            && !roles.contains_key(&Role::State)
            && tell_ends(&values(told))
        {
            roles.remove(&Role::Type);
            roles.insert(Role::Outcome, told);
        }
        // Where no environment is called production, a column may tell which are.
        let called = roles.get(&Role::Environment).map(|column| values(*column));
        let is_called = called.is_some_and(|called| called.into_iter().any(is_usual_production));
        let mut flags = columns.places(PRODUCTION).into_iter();
        let flag = flags.find(|column| {
            let cells = values(*column);
            // GitHub says yes of what is called production alone.
            let may_lack = columns.names[*column] != "production environment";
            let tells = may_lack || cells.iter().any(|cell| is_yes(cell));
            !cells.is_empty() && tells && cells.into_iter().all(is_yes_or_no)
        });
        if let Some(flag) = flag.filter(|_| !is_called) {
            roles.insert(Role::Environment, flag);
        }
        let environment = free
            .into_iter()
            .find(|column| are_mostly(&values(*column), is_environment));
        // Jobs that deploy say where to.
        let jobs = || jobs::column(columns, |column| are_mostly(&values(column), deploys));
        if !roles.contains_key(&Role::Environment)
            && let Some(environment) = jobs().or(environment)
        {
            roles.insert(Role::Environment, environment);
        }
    }
    if kind == Kind::Deployments && !roles.contains_key(&Role::Undone) {
        // What has a time at which it was deployed got there: that it failed is to say that it did not do well.
        let failed = columns.place("failed").filter(|column| {
            columns.has(&["deployed at", "deployed on", "deployed"])
                && are_mostly(&values(*column), is_yes_or_no)
        });
        roles.extend(failed.map(|column| (Role::Undone, column)));
    }
    // A release is none of the deployments that it goes out in.
    if kind == Kind::Deployments
        && roles.contains_key(&Role::Deployment)
        && let Some(id) = roles.get(&Role::Id)
        && columns.names[*id] == "release id"
    {
        let release = *id;
        roles.remove(&Role::Id);
        roles.entry(Role::Version).or_insert(release);
    }
    // How many incidents there were names none.
    if kind == Kind::Deployments
        && let Some(column) = roles.get(&Role::Incident)
    {
        let cells = values(*column);
        let are_counts = cells.iter().all(|cell| cell.parse::<u32>().is_ok());
        if columns.names[*column] == "incidents" && are_counts && cells.contains(&"0") {
            roles.remove(&Role::Incident);
        }
    }
    // In DevLake's tables what a thing belongs to goes before a part of that.
    if kind == Kind::Incidents
        && columns.has(&["table"])
        && let Some(scope) = columns.place("scope id")
    {
        roles.insert(Role::Service, scope);
    }
    // A "resolution time" may be when it was over or how long it took.
    if let Some(column) = roles.get(&Role::Duration).copied()
        && are_mostly(&values(column), |cell| !cell.is_empty() && is_certain(cell))
    {
        roles.remove(&Role::Duration);
        roles.entry(Role::Restored).or_insert(column);
    }
    if kind == Kind::Changes && !roles.contains_key(&Role::Service) {
        // Where nothing else tells the repository, addresses of changes do.
        let leads_to_one = |cell: &str| split(cell).is_some();
        let mut addresses = columns.places(ADDRESSES).into_iter();
        let address = addresses.find(|column| are_mostly(&values(*column), leads_to_one));
        roles.extend(address.map(|column| (Role::Service, column)));
    }
    if kind == Kind::Changes && is_of_gerrit(columns, &values) {
        roles.extend(
            columns
                .place("submitted")
                .map(|column| (Role::Merged, column)),
        );
    }
    // That a job is done says nothing of how it ended, where another column has that in the words of its tool.
    let of_state = |column: &usize| ["status", "state"].contains(&columns.names[*column].as_str());
    if roles.contains_key(&Role::OwnOutcome)
        && roles.get(&Role::Outcome).is_none_or(of_state)
        && let Some(result) = columns.place("result")
    {
        roles.insert(Role::Outcome, result);
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
    columns: &Header,
    some: &[usize],
    values: &impl Fn(usize) -> Vec<&'c str>,
) -> Option<usize> {
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
pub(super) fn are_mostly(values: &[&str], is: impl Fn(&str) -> bool) -> bool {
    let known = values.iter().filter(|cell| is(cell)).count();
    !values.is_empty() && known * 2 >= values.len()
}

/// Whether changes are of Gerrit, where what is merged was submitted.
pub(super) fn is_of_gerrit<'c>(columns: &Header, values: &impl Fn(usize) -> Vec<&'c str>) -> bool {
    let is_state = |cell: &str| ["NEW", "MERGED", "ABANDONED", "DRAFT"].contains(&cell);
    let states = columns.place("status").map(values).unwrap_or_default();
    let has = |name| columns.has(&[name]);
    has("change id") && has("subject") && has("submitted") && are_mostly(&states, is_state)
}

/// Whether tickets are of a tracker that has no types, and labels tell which of them are incidents.
pub(super) fn is_told_by_labels<'c>(
    columns: &Header,
    values: &impl Fn(usize) -> Vec<&'c str>,
) -> bool {
    let is_issue = columns.has(&["issue id", "issue iid"])
        // As Linear exports them.
        || ["id", "title", "priority", "cycle number"].iter().all(|name| columns.has(&[name]));
    // As GitHub's own program lists them.
    let addresses = columns.places(&["url", "html url", "web url"]).into_iter();
    let is_issue = is_issue
        || addresses
            .flat_map(values)
            .any(|address| address.contains("/issues/"));
    let labels = columns.place("labels").map(values).unwrap_or_default();
    let ends = columns.places(&["closed at", "closed at utc", "completed"]);
    let is_tracker = is_issue && !ends.is_empty() && !columns.has(&["issue type", "type"]);
    is_tracker && labels.into_iter().any(is_incident)
}
