//! How names find changes: by ids, numbers and links, and by commits in full or shortened.

use std::cell::OnceCell;

use hashbrown::HashTable;

use super::change::Change;
use super::columns::Grouped;
use crate::table::hash;

/// Changes by what others call them: ids, commits and numbers.
pub(super) struct Known<'c> {
    changes: &'c [Change],
    /// Commits of changes beside those that they became.
    others: HashTable<(&'c str, u32)>,
    /// The changes by each of [`NAMES`].
    names: [Called<'c>; 3],
    /// The first signs of commits with the places of their changes, in order; put together once somebody looks for a part of one.
    commits: OnceCell<Vec<([u8; SHORT], u32)>>,
}

/// Changes by one of their names.
struct Called<'c> {
    changes: &'c [Change],
    name: fn(&Change) -> &str,
    /// How many changes have that name.
    many: usize,
    /// A bit for each length of these: what is as long as none of them, as a number beside commits, is looked for nowhere.
    lengths: u64,
    /// Put together once somebody looks for a name.
    places: OnceCell<Places>,
}

/// The places of changes by one of their names.
struct Places {
    /// Of those that are called by a number, by it: neighbours are mostly looked for one after the other.
    numbers: Grouped,
    /// Of the others, with the keys of their names.
    names: HashTable<(u64, u32)>,
}

/// Where the highest number is at most so many times as high as there are names, each has a place of its own.
const SPARSE: usize = 4;

/// What a name is as a number, where it is one as it is counted with: digits alone, without noughts before them.
fn number(name: &str) -> Option<usize> {
    let is_plain = name.len() < 10 && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_counted = is_plain && (name == "0" || !name.starts_with('0'));
    name.parse().ok().filter(|_| is_counted)
}

/// What a name is found by: a short one itself, so that no text is read to know it, and a longer one's hash.
fn key(name: &str, hash: u64) -> u64 {
    let bytes = name.as_bytes();
    match bytes.len() {
        len @ ..=SELF => {
            let mut own = [0; 8];
            own[..len].copy_from_slice(bytes);
            own[SELF] = len as u8;
            u64::from_le_bytes(own)
        }
        _ => hash | LONG,
    }
}

/// Bytes of a name that is its own key, at most.
const SELF: usize = 7;
/// What the key of a longer one has, and of a shorter one not.
const LONG: u64 = 0xff << 56;

impl<'c> Called<'c> {
    fn of(changes: &'c [Change], name: fn(&Change) -> &str) -> Called<'c> {
        let (mut many, mut lengths) = (0, 0);
        for name in changes.iter().map(name).filter(|name| !name.is_empty()) {
            many += 1;
            lengths |= length(name);
        }
        Called {
            changes,
            name,
            many,
            lengths,
            places: OnceCell::new(),
        }
    }

    /// Those that are called so; `hash` is that of the name.
    fn places(&self, name: &str, hash: u64) -> impl Iterator<Item = usize> {
        let is_there = self.lengths & length(name) > 0;
        let places = is_there.then(|| self.places.get_or_init(|| self.by_name()));
        let numbered = places.map_or(&[][..], |places| places.numbered(name));
        let names = places.filter(|_| numbered.is_empty());
        let alike = names
            .into_iter()
            .flat_map(move |places| places.names.iter_hash(hash));
        let wanted = key(name, hash);
        let is_so = move |at: usize| name.len() <= SELF || (self.name)(&self.changes[at]) == name;
        let alike = alike.filter(move |(known, _)| *known == wanted);
        let alike = alike.map(|(_, at)| *at as usize);
        let numbered = numbered.iter().map(|at| *at as usize);
        numbered.chain(alike.filter(move |at| is_so(*at)))
    }

    fn by_name(&self) -> Places {
        let names = || self.changes.iter().map(self.name).zip(0..);
        let highest = names().filter_map(|(name, _)| number(name)).max();
        let numbers = highest.filter(|highest| *highest <= self.many * SPARSE);
        let numbers = numbers.map_or(0, |highest| highest + 1);
        let own_number = |name: &str| number(name).filter(|number| *number < numbers);
        let mut named = HashTable::new();
        let hash_of = |(_, at): &(u64, u32)| hash((self.name)(&self.changes[*at as usize]));
        for (name, at) in names() {
            if !name.is_empty() && own_number(name).is_none() {
                let own = hash(name);
                named.insert_unique(own, (key(name, own), at), hash_of);
            }
        }
        Places {
            numbers: Grouped::from_pairs(numbers, || {
                names().filter_map(|(name, at)| Some((own_number(name)?, at)))
            }),
            names: named,
        }
    }
}

impl Places {
    /// Of those that are called by a number.
    fn numbered(&self, name: &str) -> &[u32] {
        let number = number(name).filter(|number| *number < self.numbers.len());
        number.map_or(&[], |number| self.numbers.of(number))
    }
}

/// The bit of a name's length.
fn length(name: &str) -> u64 {
    1 << name.len().min(63)
}

/// What a change is called by, the surest first.
const NAMES: [fn(&Change) -> &str; 3] = [Change::id, Change::commit, Change::number];
/// Signs of a shortened commit, at least.
pub(super) const SHORT: usize = 7;

impl<'c> Known<'c> {
    /// Of some changes, and of some commits with the places of theirs.
    pub fn of(changes: &'c [Change], commits: &'c [(String, usize)]) -> Known<'c> {
        let mut others = HashTable::with_capacity(commits.len());
        for (commit, at) in commits {
            // Holds because rows are counted by `u32`.
            let entry = (commit.as_str(), *at as u32);
            others.insert_unique(hash(commit), entry, |(commit, _)| hash(commit));
        }
        Known {
            changes,
            others,
            names: NAMES.map(|name| Called::of(changes, name)),
            commits: OnceCell::new(),
        }
    }

    /// The place of the change that is called so by something of `service`: by its own name, a link to it, its number with a sign,
    /// or a commit in full or shortened.
    ///
    /// Of several changes that are called so, as by numbers of several repositories, the one of that service, or of the repository
    /// that a link leads to; else none.
    pub fn place(&self, name: &str, service: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let (end, repository) = parts(name);
        if let Some(repository) = repository {
            // A link says which repository it means: a change of another one is not meant.
            let is_meant = |at: &usize| {
                let own = self.changes[*at].service();
                let is_told = own.bytes().any(|byte| byte.is_ascii_alphabetic());
                !is_told || is_same_repository(own, repository)
            };
            let found = self.called(end, repository);
            return found
                .filter(is_meant)
                .or_else(|| self.holding(end))
                .or_else(|| self.shortened(end));
        }
        self.called(name, service)
            .or_else(|| (end != name).then(|| self.called(end, service)).flatten())
            .or_else(|| self.holding(end))
            .or_else(|| self.shortened(end))
    }

    /// Whether several are called so: of the repository that a link leads to, else of that service, if it is told.
    pub fn have_several(&self, name: &str, service: &str) -> bool {
        let (end, repository) = parts(name);
        let of = repository.unwrap_or(service);
        let own = hash(end);
        let is_of_it =
            |at: &usize| of.is_empty() || is_same_repository(self.changes[*at].service(), of);
        let mut kinds = self.names.iter();
        !end.is_empty()
            && kinds.any(|names| names.places(end, own).filter(is_of_it).nth(1).is_some())
    }

    /// The only one with a commit that it did not become.
    fn holding(&self, commit: &str) -> Option<usize> {
        let all = self.others.iter_hash(hash(commit));
        let mut all: Vec<usize> = all
            .filter(|(known, _)| *known == commit)
            .map(|(_, at)| *at as usize)
            .collect();
        all.dedup();
        only(all.into_iter())
    }

    /// The one that is called exactly so, by its surest name; of several the one of that service.
    fn called(&self, name: &str, service: &str) -> Option<usize> {
        let own = hash(name);
        for names in &self.names {
            let mut places = names.places(name, own);
            let Some(first) = places.next() else {
                continue;
            };
            let Some(second) = places.next() else {
                return Some(first);
            };
            let all = [first, second].into_iter().chain(places);
            return only(all.filter(|at| is_same_repository(self.changes[*at].service(), service)));
        }
        None
    }

    /// By a commit of which one side tells the first signs only.
    fn shortened(&self, name: &str) -> Option<usize> {
        // Digits alone may be one too: that a number has the signs of a commit by chance is rarer than such commits are.
        if !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let first = *name.as_bytes().first_chunk::<SHORT>()?;
        let commits = self.commits.get_or_init(|| {
            let all = self.changes.iter().zip(0..);
            let all = all.filter_map(|(change, at)| {
                Some((*change.commit().as_bytes().first_chunk::<SHORT>()?, at))
            });
            let mut all: Vec<([u8; SHORT], u32)> = all.collect();
            all.sort_unstable();
            all
        });
        let from = commits.partition_point(|(known, _)| *known < first);
        let alike = commits[from..].iter();
        let alike = || alike.clone().take_while(|(known, _)| *known == first);
        let of = |is: &dyn Fn(&str) -> bool| {
            let all = alike().map(|(_, at)| *at as usize);
            only(all.filter(|at| is(self.changes[*at].commit())))
        };
        of(&|commit| commit.starts_with(name)).or_else(|| of(&|commit| name.starts_with(commit)))
    }
}

/// The only one of some.
fn only(mut some: impl Iterator<Item = usize>) -> Option<usize> {
    let first = some.next()?;
    some.next().is_none().then_some(first)
}

/// What a name ends in, and the repository that it leads to: "https://host/owner/shop/pull/41" and "owner/shop#41" are 41 of
/// owner/shop, "#41" and "!41" are 41.
pub(super) fn parts(name: &str) -> (&str, Option<&str>) {
    if name.starts_with(['P', 'p', 'M', 'm'])
        && let Some(number) = spoken(name)
    {
        return (number, None);
    }
    if memchr::memchr3(b'/', b'#', b'!', name.as_bytes()).is_none() {
        return (name, None);
    }
    let name = name.trim_end_matches('/');
    if let Some((_, path)) = name.split_once("://") {
        return match split(path) {
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

/// The number of a change as people say it: "PR 41", "PR-41", "pull request #41", "MR !41".
fn spoken(name: &str) -> Option<&str> {
    let number = name.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let said = name[..name.len() - number.len()].trim_end_matches([' ', '-', '#', '!', ':']);
    let is_change = ["pr", "mr", "pull request", "merge request"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(said));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_change && is_number).then_some(number)
}

/// An address of a change or commit, parted between its repository and what it is called there.
pub(super) fn split(address: &str) -> Option<(&str, &str)> {
    let ways = [
        "/-/merge_requests/",
        "/-/commit/",
        "/pull/",
        "/pulls/",
        "/pull-requests/",
        "/pullrequest/",
        "/commit/",
    ];
    ways.iter().find_map(|way| address.split_once(way))
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
    use crate::delivery::role::Role;

    fn change(told: [(Role, &str); 3]) -> Change {
        Change::told(&told)
    }

    #[test]
    fn what_two_changes_are_called_names_none() {
        let change = |id, number, commit| {
            change([
                (Role::Id, id),
                (Role::Number, number),
                (Role::Commit, commit),
            ])
        };
        let changes = [
            change("100", "7", "abc"),
            change("101", "7", ""),
            change("7x", "100", ""),
        ];
        let known = Known::of(&changes, &[]);
        let places = ["100", "101", "7", "abc", ""].map(|name| known.place(name, "shop"));
        assert_eq!(places, [Some(0), Some(1), None, Some(0), None]);
    }

    #[test]
    fn names_of_any_kind_are_found_where_going_through_all_finds_them() {
        let numbers: Vec<String> = (0..40).map(|at| (at * 3).to_string()).collect();
        let odd = [
            "007",
            "00",
            "+7",
            "7 ",
            " 7",
            "4000000000",
            "999999999",
            "12345678",
            "1234567",
            "abcdefg",
            "abcdefgh",
            "abcdefgi",
            "ü",
            "\u{0}",
            "a\u{0}",
            "a",
            "7",
            "7",
            "9",
            "0",
        ];
        let close: Vec<&str> = numbers.iter().map(String::as_str).chain(odd).collect();
        // With one far away most numbers have no place of their own.
        for far in [None, Some("98765432")] {
            let names: Vec<&str> = close.iter().copied().chain(far).collect();
            let changes: Vec<Change> = names
                .iter()
                .map(|name| Change::told(&[(Role::Number, name)]))
                .collect();
            let called = Called::of(&changes, Change::number);
            let asked = names
                .iter()
                .copied()
                .chain(["", "1", "121", "120", "70", "abcdef", "98765433"]);
            for name in asked {
                let mut found: Vec<usize> = called.places(name, hash(name)).collect();
                found.sort_unstable();
                let all = names.iter().enumerate();
                let own = all.filter(|(_, own)| **own == name && !name.is_empty());
                let own: Vec<usize> = own.map(|(at, _)| at).collect();
                assert_eq!(found, own, "{name:?} beside {far:?}");
            }
        }
    }

    #[test]
    fn numbers_of_several_repositories_are_told_apart() {
        let change = |service, number, commit| {
            let service = (Role::Service, service);
            change([service, (Role::Number, number), (Role::Commit, commit)])
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
        let known = Known::of(&changes, &[]);
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
