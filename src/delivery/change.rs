//! Changes: pull and merge requests.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::export::Export;
use super::role::Role;

/// How far a change is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is merged.
    Merged,
    /// It was closed without that.
    Closed,
    /// It is open.
    Open,
}

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is known by.
    pub id: String,
    /// Its number, as people say it.
    pub number: String,
    /// What it changes.
    pub service: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Who made it.
    pub author: String,
    /// Its branch.
    pub branch: String,
    /// Its labels, as written.
    pub labels: String,
    /// What the export says of AI, as it says it.
    pub assisted: String,
    /// How far it is.
    pub state: State,
    /// When it was opened, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was merged.
    pub merged: Option<i64>,
    /// The commit that it became.
    pub commit: String,
    /// Which export and which of its rows.
    pub place: (usize, usize),
}

impl Change {
    /// Hours from opened to merged.
    pub fn hours_to_merge(&self) -> Option<f64> {
        Some((self.merged? - self.created?) as f64 / 3600.0)
    }
}

impl Change {
    /// Whether it is merged, also where nothing says when.
    pub fn is_merged(&self) -> bool {
        self.state == State::Merged
    }
}

/// Changes on their way, by service and id.
#[derive(Default)]
pub(super) struct Folding {
    pub found: Vec<Change>,
    known: BTreeMap<(String, String), usize>,
}

impl Folding {
    /// Takes in the changes of an export; of several rows with one id, also of several exports, the last holds.
    pub fn add(&mut self, number: usize, export: &Export) {
        for row in 0..export.rows() {
            let change = read(number, export, row);
            let id = match (change.id.as_str(), change.number.as_str()) {
                ("", "") => format!("{number}\n{row}"),
                ("", number) => number.to_owned(),
                (id, _) => id.to_owned(),
            };
            match self.known.entry((change.service.clone(), id)) {
                Entry::Occupied(known) => self.found[*known.get()] = change,
                Entry::Vacant(free) => {
                    free.insert(self.found.len());
                    self.found.push(change);
                }
            }
        }
    }
}

fn read(number: usize, export: &Export, row: usize) -> Change {
    let text = |role| export.text(row, role).to_owned();
    let merged = export.time(row, Role::Merged);
    let said = text(Role::State).to_lowercase();
    Change {
        id: text(Role::Id),
        number: text(Role::Number),
        service: text(Role::Service),
        title: text(Role::Title),
        body: text(Role::Body),
        author: text(Role::Author),
        branch: text(Role::Branch),
        labels: text(Role::Labels),
        assisted: text(Role::Assisted),
        state: match said.as_str() {
            _ if merged.is_some() => State::Merged,
            "merged" => State::Merged,
            "closed" | "declined" | "abandoned" => State::Closed,
            _ => State::Open,
        },
        created: export.time(row, Role::Created),
        merged,
        commit: text(Role::Commit),
        place: (number, row),
    }
}

/// Changes by what others call them, in order.
pub(super) struct Known<'c>(Vec<(&'c str, Option<usize>)>);

impl<'c> Known<'c> {
    /// By ids, commits and numbers; what several changes are called, as numbers of several repositories are, names none.
    pub fn of(changes: &'c [Change]) -> Known<'c> {
        let names: [fn(&Change) -> &str; 3] = [
            |change| &change.id,
            |change| &change.commit,
            |change| &change.number,
        ];
        // An id goes before a commit, and this before a number that looks like it.
        let mut all: Vec<(&str, usize, usize)> = Vec::new();
        for (rank, name) in names.into_iter().enumerate() {
            let named = changes.iter().enumerate();
            let named = named.map(|(at, change)| (name(change), rank, at));
            all.extend(named.filter(|(name, ..)| !name.is_empty()));
        }
        all.sort_unstable();
        let of_name = all.chunk_by(|one, other| one.0 == other.0).map(|alike| {
            let (name, rank, at) = alike[0];
            let is_alone = alike.get(1).is_none_or(|(_, next, _)| *next != rank);
            (name, is_alone.then_some(at))
        });
        Known(of_name.collect())
    }

    /// The place of the change that is called so.
    pub fn place(&self, name: &str) -> Option<usize> {
        let at = self.0.binary_search_by(|(known, _)| (*known).cmp(name));
        self.0[at.ok()?].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_changes_are_called_names_none() {
        let change = |id: &str, number: &str, commit: &str| Change {
            id: id.to_owned(),
            number: number.to_owned(),
            service: String::new(),
            title: String::new(),
            body: String::new(),
            author: String::new(),
            branch: String::new(),
            labels: String::new(),
            assisted: String::new(),
            state: State::Open,
            created: None,
            merged: None,
            commit: commit.to_owned(),
            place: (0, 0),
        };
        let changes = [
            change("100", "7", "abc"),
            change("101", "7", ""),
            change("7x", "100", ""),
        ];
        let known = Known::of(&changes);
        let places = ["100", "101", "7", "abc", ""].map(|name| known.place(name));
        assert_eq!(places, [Some(0), Some(1), None, Some(0), None]);
    }
}
