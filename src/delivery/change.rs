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
    /// The files that it touches, as written.
    pub paths: String,
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
        paths: text(Role::Paths),
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

/// Changes by what others call them: ids, commits and numbers, in order of these.
pub(super) struct Known<'c> {
    /// A name, how sure it is (an id before a commit, and this before a number), and the place of the change that has it.
    names: Vec<(&'c str, usize, usize)>,
    changes: &'c [Change],
}

/// Signs of a shortened commit, at least.
const SHORT: usize = 7;

impl<'c> Known<'c> {
    /// Of some changes.
    pub fn of(changes: &'c [Change]) -> Known<'c> {
        let names: [fn(&Change) -> &str; 3] = [
            |change| &change.id,
            |change| &change.commit,
            |change| &change.number,
        ];
        let mut all: Vec<(&str, usize, usize)> = Vec::new();
        for (rank, name) in names.into_iter().enumerate() {
            let named = changes.iter().enumerate();
            let named = named.map(|(at, change)| (name(change), rank, at));
            all.extend(named.filter(|(name, ..)| !name.is_empty()));
        }
        all.sort_unstable();
        Known {
            names: all,
            changes,
        }
    }

    /// The place of the change that is called so by something of `service`: by its own name, a link to it, its number with a sign,
    /// or a commit in full or shortened.
    ///
    /// Of several changes that are called so, as by numbers of several repositories, the one of that service, or of the repository
    /// that a link leads to; else none.
    pub fn place(&self, name: &str, service: &str) -> Option<usize> {
        let (end, repository) = parts(name);
        if let Some(repository) = repository {
            // A link says which repository it means: a change of another one is not meant.
            let is_meant = |at: &usize| {
                let own = &self.changes[*at].service;
                let is_told = own.bytes().any(|byte| byte.is_ascii_alphabetic());
                !is_told || is_same_repository(own, repository)
            };
            let found = self.one_of(self.called(end), repository);
            return found.filter(is_meant).or_else(|| self.shortened(end));
        }
        let exact = |name: &str| self.one_of(self.called(name), service);
        exact(name)
            .or_else(|| (end != name).then(|| exact(end)).flatten())
            .or_else(|| self.shortened(end))
    }

    /// All that are called exactly so, by their surest names.
    fn called(&self, name: &str) -> &[(&'c str, usize, usize)] {
        let from = self.names.partition_point(|(known, ..)| *known < name);
        let Some((known, rank, _)) = self.names.get(from) else {
            return &[];
        };
        if *known != name {
            return &[];
        }
        let alike = self.names[from..].iter();
        let many = alike.take_while(|(known, own, _)| *known == name && own == rank);
        &self.names[from..from + many.count()]
    }

    fn one_of(&self, all: &[(&str, usize, usize)], service: &str) -> Option<usize> {
        if let [(.., at)] = all {
            return Some(*at);
        }
        let is_of = |at: &usize| is_same_repository(&self.changes[*at].service, service);
        let mut of_service = all.iter().map(|(.., at)| *at).filter(is_of);
        match (of_service.next(), of_service.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// By a commit of which one side tells the first signs only.
    fn shortened(&self, name: &str) -> Option<usize> {
        let is_commit = name.len() >= SHORT && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        // A number is as long as a short commit, and no part of one.
        if !is_commit || name.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let only = |mut found: Vec<usize>| {
            found.dedup();
            match found.as_slice() {
                [only] => Some(*only),
                _ => None,
            }
        };
        let from = self.names.partition_point(|(known, ..)| *known < name);
        let longer = self.names[from..]
            .iter()
            .take_while(|(known, ..)| known.starts_with(name));
        let longer = longer.filter(|(_, rank, _)| *rank == COMMIT);
        only(longer.map(|(.., at)| *at).collect()).or_else(|| {
            let shorter = (SHORT..name.len())
                .rev()
                .map(|end| self.called(&name[..end]));
            let of_commits = shorter.flatten().filter(|(_, rank, _)| *rank == COMMIT);
            only(of_commits.map(|(.., at)| *at).collect())
        })
    }
}

/// How sure the name of a commit is.
const COMMIT: usize = 1;

/// What a name ends in, and the repository that it leads to: "https://host/owner/shop/pull/41" and "owner/shop#41" are 41 of
/// owner/shop, "#41" and "!41" are 41.
fn parts(name: &str) -> (&str, Option<&str>) {
    let name = name.trim_end_matches('/');
    if let Some((_, path)) = name.split_once("://") {
        let ways = [
            "/-/merge_requests/",
            "/-/commit/",
            "/pull/",
            "/pulls/",
            "/pull-requests/",
            "/commit/",
        ];
        return match ways.iter().find_map(|way| path.split_once(way)) {
            // What follows is a part of the page: "…/pull/41/files".
            Some((repository, rest)) => {
                let end = rest.split(['/', '?', '#']).next().unwrap_or(rest);
                (end, Some(repository))
            }
            None => (path.rsplit('/').next().unwrap_or(path), None),
        };
    }
    match name.rsplit_once(['#', '!']) {
        Some((repository, end)) => (end, Some(repository).filter(|name| !name.is_empty())),
        None => (name, None),
    }
}

/// Whether two names are of one repository, in any case of letters: their last parts are alike and, where both tell owners, these.
fn is_same_repository(one: &str, other: &str) -> bool {
    let parts = |name: &'_ str| -> (String, Option<String>) {
        let name = name.trim_end_matches('/').trim_end_matches(".git");
        let mut parts = name.rsplit('/').map(str::to_lowercase);
        (parts.next().unwrap_or_default(), parts.next())
    };
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let ((name, owner), (other_name, other_owner)) = (parts(one), parts(other));
    let are_alike = match (owner, other_owner) {
        (Some(owner), Some(other_owner)) => owner == other_owner,
        _ => true,
    };
    name == other_name && are_alike
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(number: &str, commit: &str) -> Change {
        Change {
            id: String::new(),
            number: number.to_owned(),
            service: String::new(),
            title: String::new(),
            body: String::new(),
            author: String::new(),
            branch: String::new(),
            labels: String::new(),
            paths: String::new(),
            assisted: String::new(),
            state: State::Open,
            created: None,
            merged: None,
            commit: commit.to_owned(),
            place: (0, 0),
        }
    }

    #[test]
    fn what_two_changes_are_called_names_none() {
        let change = |id: &str, number: &str, commit: &str| Change {
            id: id.to_owned(),
            ..blank(number, commit)
        };
        let changes = [
            change("100", "7", "abc"),
            change("101", "7", ""),
            change("7x", "100", ""),
        ];
        let known = Known::of(&changes);
        let places = ["100", "101", "7", "abc", ""].map(|name| known.place(name, "shop"));
        assert_eq!(places, [Some(0), Some(1), None, Some(0), None]);
    }

    #[test]
    fn numbers_of_several_repositories_are_told_apart() {
        let change = |service: &str, number: &str, commit: &str| Change {
            id: String::new(),
            service: service.to_owned(),
            ..blank(number, commit)
        };
        let changes = [
            change(
                "acme/shop",
                "41",
                "1f3c9e2aab00000000000000000000000000000a",
            ),
            change("acme/pay", "41", "2f3c9e2aab00000000000000000000000000000b"),
            change("acme/pay", "42", "3f3c9e2"),
        ];
        let known = Known::of(&changes);
        let of_pay = [
            "41",
            "#41",
            "!41",
            "acme/pay#41",
            "https://github.com/acme/pay/pull/41",
            "https://gitlab.com/acme/pay/-/merge_requests/41/",
            "2f3c9e2a",
        ];
        for name in of_pay {
            assert_eq!(known.place(name, "pay"), Some(1), "{name}");
        }
        // A link says more than where it stands.
        let link = "https://github.com/acme/shop/pull/41";
        assert_eq!(known.place(link, "pay"), Some(0));
        assert_eq!(known.place(&format!("{link}/files"), "pay"), Some(0));
        assert_eq!(
            known.place("https://github.com/acme/pay/pull/43", "pay"),
            None
        );
        assert_eq!(
            known.place("https://github.com/acme/shop/pull/42", "pay"),
            None
        );
        assert_eq!(
            known.place("https://github.com/other/pay/pull/42", "pay"),
            None
        );
        assert_eq!(known.place("41", "mail"), None);
        assert_eq!(known.place("#42", "mail"), Some(2), "only one is called so");
        let full = "3f3c9e2aab00000000000000000000000000000c";
        assert_eq!(known.place(full, ""), Some(2));
        assert_eq!(known.place("0000000", ""), None);
    }
}
