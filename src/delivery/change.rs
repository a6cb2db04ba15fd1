//! Changes: pull and merge requests.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use hashbrown::HashTable;

use super::columns::Grouped;
use super::deployment::is_yes;
use super::export::Export;
use super::listed::listed;
use super::role::Role;
use super::ways::hours;
use crate::table::hash;

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

/// A change: a row of an export, which its texts stay in, and what others add to it.
#[derive(Clone)]
pub struct Change {
    /// How far it is.
    pub state: State,
    /// When it was opened, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was merged.
    pub merged: Option<i64>,
    export: Option<Rc<Export>>,
    row: u32,
    /// What is said of it elsewhere than in its row, and goes before that; of most nothing is.
    told: Option<Box<Said>>,
}

/// What is said of a change elsewhere than in its row.
#[derive(Clone, Default)]
struct Said(BTreeMap<Role, String>);

impl Change {
    fn of(export: &Rc<Export>, row: usize) -> Change {
        let merged = export.time(row, Role::Merged);
        let said = export.text(row, Role::State);
        let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(said));
        let state = match merged {
            Some(_) => State::Merged,
            // Some exports say whether, and not when.
            None if is_yes(export.text(row, Role::Merged)) => State::Merged,
            None if is(&["merged", "completed"]) => State::Merged,
            None if is(&["closed", "declined", "abandoned"]) => State::Closed,
            None => State::Open,
        };
        // What is merged is closed at that time.
        let closed = || export.time(row, Role::Closed);
        let merged = match state {
            State::Merged => merged.or_else(closed),
            _ => merged,
        };
        Change {
            state,
            created: export.time(row, Role::Created),
            merged,
            export: Some(export.clone()),
            // Holds because records are counted by `u32`.
            row: row as u32,
            told: None,
        }
    }

    /// One that is in no export.
    #[cfg(test)]
    pub(super) fn told(told: &[(Role, &str)]) -> Change {
        let told = told.iter().map(|(role, text)| (*role, (*text).to_owned()));
        Change {
            state: State::Open,
            created: None,
            merged: None,
            export: None,
            row: 0,
            told: Some(Box::new(Said(told.collect()))),
        }
    }

    fn text(&self, role: Role) -> &str {
        if let Some(told) = self.told.as_ref().and_then(|told| told.0.get(&role)) {
            return told;
        }
        let export = self.export.as_ref();
        export.map_or("", |export| export.text(self.row as usize, role))
    }

    /// What it is known by.
    pub fn id(&self) -> &str {
        self.text(Role::Id)
    }

    /// Its number, as people say it.
    pub fn number(&self) -> &str {
        // Some exports give its address instead, or a sign before it.
        parts(self.text(Role::Number)).0
    }

    /// What it changes.
    pub fn service(&self) -> &str {
        self.text(Role::Service)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.text(Role::Title)
    }

    /// Its text.
    pub fn body(&self) -> &str {
        self.text(Role::Body)
    }

    /// Who made it.
    pub fn author(&self) -> &str {
        let author = self.text(Role::Author);
        // GitHub's own program writes all that it knows of somebody, and "app/" before the names of programs.
        let login = match author.starts_with('{') {
            true => listed(author).next().unwrap_or_default(),
            false => author,
        };
        login.strip_prefix("app/").unwrap_or(login)
    }

    /// Its branch.
    pub fn branch(&self) -> &str {
        let branch = self.text(Role::Branch);
        branch.strip_prefix("refs/heads/").unwrap_or(branch)
    }

    /// Its labels, as written.
    pub fn labels(&self) -> &str {
        self.text(Role::Labels)
    }

    /// The files that it touches, as written.
    pub fn paths(&self) -> &str {
        self.text(Role::Paths)
    }

    /// What the exports say of AI, as they say it.
    pub fn assisted(&self) -> &str {
        self.text(Role::Assisted)
    }

    /// The commit that it became.
    pub fn commit(&self) -> &str {
        self.text(Role::Commit)
    }

    /// The deployment that brings it, where it says so itself.
    pub fn deployment(&self) -> &str {
        self.text(Role::Deployment)
    }

    /// Hours from opened to merged.
    pub fn hours_to_merge(&self) -> Option<f64> {
        Some(hours(self.merged? - self.created?))
    }

    /// Whether it is merged, also where nothing says when.
    pub fn is_merged(&self) -> bool {
        self.state == State::Merged
    }

    /// Says something instead of what was said so far.
    pub(super) fn say(&mut self, role: Role, text: &str) {
        self.told
            .get_or_insert_default()
            .0
            .insert(role, text.to_owned());
    }

    /// Adds to what was said so far.
    pub(super) fn add(&mut self, role: Role, between: char, text: &str) {
        let told = self.told.as_mut();
        let mut own = match told.and_then(|told| told.0.remove(&role)) {
            Some(own) => own,
            None => self.text(role).to_owned(),
        };
        own.push(between);
        own.push_str(text);
        self.told.get_or_insert_default().0.insert(role, own);
    }

    /// Takes from another row of the same what is not told so far.
    fn fill(&mut self, other: &Change) {
        self.created = self.created.or(other.created);
        if self.merged.is_none() && other.merged.is_some() {
            self.merged = other.merged;
            self.state = State::Merged;
        }
        if self.deployment().is_empty() && !other.deployment().is_empty() {
            self.say(Role::Deployment, other.deployment());
        }
    }

    /// What tells which of two rows of one change holds, whatever their order: the greater one.
    fn how_far(&self) -> impl Ord + use<'_> {
        let state = match self.state {
            State::Merged => 2,
            State::Closed => 1,
            State::Open => 0,
        };
        let cells = self.export.iter().flat_map(|export| {
            let columns = 0..export.names().len();
            columns.map(|column| export.said(self.row as usize, column))
        });
        let cells: Vec<&str> = cells.collect();
        (state, self.merged, cells.len(), cells)
    }

    /// What tells it apart in its service: its id or, without one, its number.
    fn key(&self) -> (&str, &str) {
        let id = match self.id() {
            "" => self.number(),
            id => id,
        };
        (self.service(), id)
    }
}

fn hash_of_key((service, id): (&str, &str)) -> u64 {
    hash(service).rotate_left(32) ^ hash(id)
}

/// Changes on their way, by service and id.
#[derive(Default)]
pub(super) struct Folding {
    pub found: Vec<Change>,
    known: HashTable<u32>,
}

impl Folding {
    /// Takes in the changes of an export; of several rows with one id, also of several exports, the one that is further holds.
    pub fn add(&mut self, export: &Rc<Export>) {
        self.add_rows(export, 0..export.rows());
    }

    fn add_rows(
        &mut self,
        export: &Rc<Export>,
        rows: impl ExactSizeIterator<Item = usize> + Clone,
    ) {
        let Folding { found, known } = self;
        // In most exports no row is told twice, and then nothing needs to be found again.
        if found.is_empty() {
            found.extend(rows.clone().map(|row| Change::of(export, row)));
            if are_all_different(found) {
                return;
            }
            found.clear();
        }
        found.reserve(rows.len());
        known.reserve(rows.len(), |at| hash_of_key(found[*at as usize].key()));
        // What was told before is looked for only now.
        let untold = if known.is_empty() {
            0..found.len()
        } else {
            0..0
        };
        for at in untold {
            let key = found[at].key();
            if !key.1.is_empty() {
                let rehash = |at: &u32| hash_of_key(found[*at as usize].key());
                known.insert_unique(hash_of_key(key), at as u32, rehash);
            }
        }
        for row in rows {
            let change = Change::of(export, row);
            let key = change.key();
            // What has neither id nor number is like no other.
            if let (_, "") = key {
                found.push(change);
                continue;
            }
            let hash = hash_of_key(key);
            let same = known.find(hash, |at| found[*at as usize].key() == key);
            match same.copied() {
                Some(at) => {
                    let known = &mut found[at as usize];
                    if change.how_far() >= known.how_far() {
                        *known = change;
                    }
                }
                None => {
                    found.push(change);
                    let rehash = |at: &u32| hash_of_key(found[*at as usize].key());
                    known.insert_unique(hash, found.len() as u32 - 1, rehash);
                }
            }
        }
    }
}

/// Whether no two of some changes have the same key, as far as hashes tell: that of two keys may be one.
fn are_all_different(changes: &[Change]) -> bool {
    let keys = changes.iter().map(Change::key);
    let keys = keys.filter(|(_, id)| !id.is_empty());
    let mut hashes: Vec<u64> = keys.map(hash_of_key).collect();
    hashes.sort_unstable();
    hashes.is_sorted_by(|one, next| one < next)
}

impl Folding {
    /// Takes in an export of lead times, which names no repositories. What has the id of a change that is known is that, and tells of
    /// it what is not told so far; where several have it, it is one of these, and nothing tells which.
    pub fn add_lead_times(&mut self, export: &Rc<Export>) {
        let mut known: HashTable<u32> = HashTable::with_capacity(self.found.len());
        for (at, change) in self.found.iter().enumerate() {
            let rehash = |at: &u32| hash(self.found[*at as usize].id());
            // Holds because rows are counted by `u32`.
            known.insert_unique(hash(change.id()), at as u32, rehash);
        }
        let mut is_new = Vec::new();
        for row in 0..export.rows() {
            let change = Change::of(export, row);
            let id = change.id();
            let same = known.iter_hash(hash(id));
            let same: Vec<u32> = same
                .copied()
                .filter(|at| !id.is_empty() && self.found[*at as usize].id() == id)
                .collect();
            match same.as_slice() {
                [] => is_new.push(row),
                [only] => self.found[*only as usize].fill(&change),
                _ => {}
            }
        }
        self.add_rows(export, is_new.into_iter());
    }
}

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
    if memchr::memchr3(b'/', b'#', b'!', name.as_bytes()).is_none() {
        return (name, None);
    }
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
