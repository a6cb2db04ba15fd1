//! Which column of an export tells what: by its name and, where no name does or it misleads, by its answers.

use std::collections::BTreeMap;

use super::corrections::Told;
use super::header::Header;
use super::kind::{Kind, is_incident};
use super::role::Role;
use super::role_names::known;
use super::times::is_certain;

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
    Told {
        columns,
        values: &values,
        taken,
        roles,
    }
    .corrected(kind)
}

/// Whether half of some answers at least are of a kind.
pub(super) fn are_mostly(values: &[&str], is: impl Fn(&str) -> bool) -> bool {
    let known = values.iter().filter(|cell| is(cell)).count();
    !values.is_empty() && known * 2 >= values.len()
}

/// Whether changes are of Gerrit, where what is merged was submitted.
pub(super) fn is_of_gerrit<'c>(columns: &Header, values: &dyn Fn(usize) -> Vec<&'c str>) -> bool {
    let is_state = |cell: &str| ["NEW", "MERGED", "ABANDONED", "DRAFT"].contains(&cell);
    let states = columns.place("status").map(values).unwrap_or_default();
    let has = |name| columns.has(&[name]);
    has("change id") && has("subject") && has("submitted") && are_mostly(&states, is_state)
}

/// Whether tickets are of a tracker that has no types, and labels tell which of them are incidents.
pub(super) fn is_told_by_labels<'c>(
    columns: &Header,
    values: &dyn Fn(usize) -> Vec<&'c str>,
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
