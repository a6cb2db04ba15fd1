//! Names that cells list.

use std::collections::BTreeSet;

/// What stands between the names of a cell.
const BETWEEN: [char; 3] = [',', ';', '|'];

/// What stands around names where a program lists them.
const AROUND: [char; 6] = ['[', ']', '{', '}', '"', '\''];
/// What a program calls the name of a thing of which it tells several.
const NAMES: [&str; 5] = ["name", "login", "title", "number", "summary"];

/// The names in a cell, which may hold several, also as a program lists them: `["a", "b"]`, or `[{"id": 7, "name": "a"}]`.
pub(super) fn listed(cell: &str) -> impl Iterator<Item = &str> + Clone {
    let names = cell.split(BETWEEN).map(str::trim).filter_map(bare);
    names.filter(|name| !name.is_empty())
}

/// A name without what stands around it; none for what a program tells of a thing beside its name.
fn bare(name: &str) -> Option<&str> {
    if !name.starts_with(AROUND) {
        return Some(name);
    }
    let inner = name.trim_matches(AROUND);
    let told = inner.split_once("\":");
    match told.or_else(|| inner.split_once("':")) {
        None => Some(inner),
        Some((key, value)) => NAMES
            .contains(&key)
            .then(|| value.trim().trim_matches(AROUND)),
    }
}

/// Names in one text: a history has several such lists for each of its deployments, most of them of one name or none.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Listed(String);

impl Listed {
    /// Adds the names of a cell.
    pub(super) fn add(&mut self, cell: &str) {
        for name in listed(cell) {
            if !self.0.is_empty() {
                self.0.push(BETWEEN[0]);
            }
            self.0.push_str(name);
        }
    }

    /// Puts the names in order, each once.
    pub(super) fn settle(&mut self) {
        if self.0.contains(BETWEEN[0]) {
            let names: BTreeSet<&str> = self.iter().collect();
            let names: Vec<&str> = names.into_iter().collect();
            self.0 = names.join(",");
        }
        self.0.shrink_to_fit();
    }

    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        listed(&self.0)
    }

    /// The first name, if there is any.
    pub fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    /// The name, where it is the only one.
    pub fn only(&self) -> Option<&str> {
        let mut names = self.iter();
        let first = names.next()?;
        names.next().is_none().then_some(first)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_several_cells_are_in_order_and_each_once() {
        let mut names = Listed::default();
        for cell in ["", "42; 41", "41|  7 ,", "é"] {
            names.add(cell);
        }
        names.settle();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["41", "42", "7", "é"]);
        assert_eq!((names.first(), names.only()), (Some("41"), None));
        for (cell, wanted) in [
            (r#"["ai-assisted","bug"]"#, "ai-assisted bug"),
            ("['ai-assisted', 'bug']", "ai-assisted bug"),
            (
                r#"[{"id":"L1","name":"ai-assisted","color":"ededed"},{"name":"bug"}]"#,
                "ai-assisted bug",
            ),
            (r#"[{"number": 12}, {"number": 13}]"#, "12 13"),
            (r#"{"is_bot":true,"login":"ann"}"#, "ann"),
            ("[{'id': 7, 'name': 'bug'}]", "bug"),
            ("[]", ""),
        ] {
            let found: Vec<&str> = listed(cell).collect();
            assert_eq!(found.join(" "), wanted, "{cell}");
        }
        let mut one = Listed::default();
        one.add(" 41 ");
        one.settle();
        assert_eq!((one.only(), one.is_empty()), (Some("41"), false));
        assert!(Listed::default().is_empty() && Listed::default().first().is_none());
    }
}
