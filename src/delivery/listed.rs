//! Names that cells list.

use std::collections::BTreeSet;

/// What stands between the names of a cell.
const BETWEEN: [char; 3] = [',', ';', '|'];

/// The names in a cell, which may hold several.
pub(super) fn listed(cell: &str) -> impl Iterator<Item = &str> + Clone {
    let names = cell.split(BETWEEN).map(str::trim);
    names.filter(|name| !name.is_empty())
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
        let mut one = Listed::default();
        one.add(" 41 ");
        one.settle();
        assert_eq!((one.only(), one.is_empty()), (Some("41"), false));
        assert!(Listed::default().is_empty() && Listed::default().first().is_none());
    }
}
