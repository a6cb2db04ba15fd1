//! What the columns of an export are called.

use super::alias::{Alias, alias};
use super::kind::Kind;
use super::role::Role;
use super::role_names::known;
use super::times::is_certain;
use super::tongues::in_english;
use crate::table::words;

/// The names of columns in small words.
pub(super) struct Header {
    /// The names.
    pub names: Vec<String>,
    /// What columns are called elsewhere that have names of their own.
    aliases: Vec<Option<Alias>>,
}

impl Header {
    pub fn of<'c>(names: &[String], values: &impl Fn(usize) -> Vec<&'c str>) -> Header {
        let small = names.iter().map(|name| words(name).join(" "));
        let mut names: Vec<String> = small.map(in_english).collect();
        forget_storage(&mut names);
        let aliases = names.iter().enumerate().map(|(column, name)| {
            // How long something took may be called as the point in time is at which it was over.
            let is_told = |alias: &Alias| !alias.is_time || holds_times(&values(column));
            alias(name).filter(is_told)
        });
        Header {
            aliases: aliases.collect(),
            names,
        }
    }

    /// Where nothing is known but the names.
    pub fn of_names(names: &[String]) -> Header {
        Header::of(names, &|_| vec![""])
    }

    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    /// The column that is called so in other words where the rows are of that kind.
    pub fn alike(&self, name: &str, kind: Kind) -> Option<usize> {
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
    pub fn places(&self, names: &[&str]) -> Vec<usize> {
        let is_so = |column: &usize| {
            let alias = self.aliases[*column].as_ref().map(|alias| alias.name);
            let own = self.names[*column].as_str();
            names.contains(&own) || alias.is_some_and(|alias| names.contains(&alias))
        };
        (0..self.names.len()).filter(is_so).collect()
    }

    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.place(name).is_some())
    }

    /// How many columns tell something.
    pub fn told(&self) -> usize {
        self.names.iter().filter(|name| !name.is_empty()).count()
    }

    /// Whether each is called as some export calls what tells one of these.
    pub fn are_all(&self, told: &[(Role, &[&str])]) -> bool {
        let is_told = |name: &&String| told.iter().any(|(_, known)| known.contains(&name.as_str()));
        let mut names = self.names.iter().filter(|name| !name.is_empty());
        names.all(|name| is_told(&name))
    }

    /// Whether some column is called as points in time are in some export.
    pub fn has_time(&self) -> bool {
        let roles = Kind::ALL.iter().flat_map(|kind| known(*kind));
        let mut times = roles.filter(|(role, _)| role.is_time());
        let is_time = |alias: &Alias| alias.is_time;
        self.has(&["timestamp", "time"])
            || times.any(|(_, names)| self.has(names))
            || self.aliases.iter().flatten().any(is_time)
    }
}

/// Takes the names from the columns in which DevLake keeps where a row came from and when it was stored: they tell nothing of the row.
fn forget_storage(names: &mut [String]) {
    let is_raw = |name: &str| name.starts_with("raw data ");
    // A remark alone is what tests have.
    let is_stored = names
        .iter()
        .any(|name| is_raw(name) && name != "raw data remark");
    for name in names {
        if is_raw(name) || is_stored && ["created at", "updated at"].contains(&name.as_str()) {
            name.clear();
        }
    }
}

/// Whether some answers of a column are points in time, as far as they are known.
fn holds_times(values: &[&str]) -> bool {
    let mut told = values.iter();
    told.any(|cell| cell.is_empty() || is_certain(cell))
}
