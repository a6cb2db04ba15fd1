//! Changes: pull and merge requests.

use std::collections::BTreeMap;
use std::rc::Rc;

use hashbrown::HashTable;

use super::export::Export;
use super::known::parts;
use super::listed::listed;
use super::outcomes::is_yes;
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

/// What changes are called that were closed without being merged.
const CLOSED: [&str; 9] = [
    "closed",
    "declined",
    "abandoned",
    "superseded",
    "rejected",
    "cancelled",
    "canceled",
    "withdrawn",
    "dismissed",
];

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
            None if is(&CLOSED) => State::Closed,
            // Without a word of its state the time tells.
            None if said.is_empty() && export.time(row, Role::Closed).is_some() => State::Closed,
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

    /// When its first commit was made, where its own export says so.
    pub fn committed(&self) -> Option<i64> {
        let export = self.export.as_ref()?;
        export.time(self.row as usize, Role::Committed)
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
