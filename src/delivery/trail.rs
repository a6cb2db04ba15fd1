//! What other exports say of changes: labels, messages of commits, tests that ran again, and security findings.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::export::Export;
use super::floor::is_small;
use super::kind::Kind;
use super::known::Known;
use super::role::Role;

/// What the sheet of a label log calls the change of its first line, which shows how to fill it in.
pub const EXAMPLE: &str = "(example: delete this line)";
/// Names that found nothing and are told, at most.
const ASTRAY: usize = 12;

/// How rows of one kind found those of another that they name.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Join {
    /// What the rows are.
    pub from: Kind,
    /// What they name.
    pub to: Kind,
    /// Rows that name one that is known.
    pub found: u64,
    /// Rows that name one that is not, or that several are called by.
    pub astray: u64,
    /// Those of them whose name several have.
    pub several: u64,
    /// Rows that name none.
    pub silent: u64,
    /// Rows that only the time goes with one.
    pub by_time: u64,
    /// The first names that found nothing, but for such as are words.
    pub names: Vec<String>,
}

impl Join {
    pub(super) fn new(from: Kind, to: Kind) -> Join {
        Join {
            from,
            to,
            found: 0,
            astray: 0,
            several: 0,
            silent: 0,
            by_time: 0,
            names: Vec::new(),
        }
    }

    /// Counts a row.
    pub(super) fn add(&mut self, is_found: bool, name: &str) {
        match (is_found, name) {
            (true, _) => self.found += 1,
            (false, "") => self.silent += 1,
            (false, name) => {
                self.astray += 1;
                let is_new = self.names.iter().all(|known| known != name);
                // What somebody wrote in their own words is nobody's name, and may tell of people.
                let is_name = !name.contains(char::is_whitespace);
                if is_new && is_name && self.names.len() < ASTRAY {
                    self.names.push(name.to_owned());
                }
            }
        }
    }

    /// Counts a row that names a change of a service.
    pub(super) fn look_up(&mut self, is_found: bool, name: &str, known: &Known<'_>, service: &str) {
        self.add(is_found, name);
        self.several += u64::from(!is_found && known.have_several(name, service));
    }

    /// All of its rows.
    pub fn rows(&self) -> u64 {
        self.found + self.astray + self.silent + self.by_time
    }
}

/// What followed changes, by their places in the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// Changes on which a pipeline or test ran again without a new commit.
    pub reruns: BTreeSet<usize>,
    /// Changes of which any run is known.
    pub ran: BTreeSet<usize>,
    /// Changes with a security finding.
    pub findings: BTreeSet<usize>,
    /// Runs, and those of them that are second tries.
    pub tries: (u64, u64),
    /// Whether an export of findings tells whose they are: without one no change is known to have none.
    pub has_findings: bool,
}

/// What a team's own logs say of AI.
#[derive(Default)]
pub(super) struct Log {
    /// What is said of each change that they name, by its place; the last holds.
    said: BTreeMap<usize, BTreeSet<Entry>>,
    /// The changes that something is said of.
    pub told: BTreeSet<usize>,
    /// How many entries say what, in small letters; also those of changes that are not known.
    pub words: BTreeMap<String, u64>,
}

/// When something was said, and what, in small letters and as it was written. Of several without a time the last in the order of
/// letters holds, for then "yes" goes before "no" whichever row comes first.
type Entry = (Option<i64>, String, String);

impl Log {
    /// Reads the changes that a log names, and their labels.
    pub fn add(&mut self, changes: &mut [Change], export: &Export) -> Join {
        let tells = |role| export.tells(role);
        if tells(Role::Author) && !tells(Role::Change) && !tells(Role::Commit) {
            return label_by_people(changes, export);
        }
        let is_example = |row: &usize| export.text(*row, Role::Change) == EXAMPLE;
        let rows = (0..export.rows()).filter(|row| !is_example(row));
        if tells(Role::Assisted) {
            for row in rows.clone() {
                let said = export.text(row, Role::Assisted).to_lowercase();
                *self.words.entry(said).or_default() += 1;
            }
        }
        let (rows, join) = named(changes, export, rows);
        for (row, place) in rows {
            let label = export.text(row, Role::Labels);
            if !label.is_empty() {
                changes[place].add(Role::Labels, ',', label);
                self.told.insert(place);
            }
            let said = export.text(row, Role::Assisted);
            if !said.is_empty() {
                let at = export.time(row, Role::Created);
                let entry = (at, said.to_lowercase(), said.to_owned());
                self.said.entry(place).or_default().insert(entry);
                self.told.insert(place);
            }
        }
        join
    }

    /// Has the changes say what the logs say; tells how many of them are told of in several ways, and the first of their names.
    pub fn finish(self, changes: &mut [Change]) -> (u64, Vec<String>) {
        let (mut contradicted, mut names) = (0, Vec::new());
        for (place, entries) in self.said {
            let words: BTreeSet<&str> = entries.iter().map(|(_, said, _)| said.as_str()).collect();
            if words.len() > 1 {
                contradicted += 1;
                if names.len() < ASTRAY {
                    let change = &changes[place];
                    let own = [change.number(), change.id()].into_iter();
                    let own = own.filter(|name| !name.is_empty()).take(1);
                    names.extend(own.map(str::to_owned));
                }
            }
            if let Some((.., said)) = entries.last() {
                changes[place].say(Role::Assisted, said);
            }
        }
        (contradicted, names)
    }
}

/// Reads what people say of themselves into their changes, where nothing closer says anything of these. An answer of so few that it
/// would tell of each of them is left out, and nobody is named.
fn label_by_people(changes: &mut [Change], export: &Export) -> Join {
    let known_as = |name: &str| name.trim().trim_start_matches('@').to_lowercase();
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, change) in changes.iter().enumerate() {
        places
            .entry(known_as(change.author()))
            .or_default()
            .push(place);
    }
    places.remove("");
    let mut join = Join::new(export.kind, Kind::Changes);
    // Whoever answers twice means what they said last.
    let mut answers: BTreeMap<String, String> = BTreeMap::new();
    for row in 0..export.rows() {
        let person = known_as(export.text(row, Role::Author));
        let said = known_as(export.text(row, Role::Assisted));
        match (said.as_str(), places.contains_key(&person)) {
            ("", _) => join.silent += 1,
            _ if person.is_empty() => join.silent += 1,
            (_, false) => join.astray += 1,
            (_, true) => {
                let before = answers.insert(person, said);
                join.silent += u64::from(before.is_some());
            }
        }
    }
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (person, said) in &answers {
        alike.entry(said).or_default().push(person);
    }
    for (said, people) in alike {
        if is_small(people.len() as u64) {
            join.astray += people.len() as u64;
            continue;
        }
        join.found += people.len() as u64;
        for place in people.into_iter().flat_map(|person| &places[person]) {
            let change = &mut changes[*place];
            if change.assisted().is_empty() {
                change.say(Role::Assisted, said);
            }
        }
    }
    join
}

/// Adds the messages of commits to the changes that they are of, so that their trailers are seen, and the files that they touch; and
/// tells when the first of each change was made.
pub(super) fn read_commits(
    changes: &mut [Change],
    commits: &[(String, usize)],
    first: &mut BTreeMap<usize, i64>,
    export: &Export,
) -> Join {
    let (rows, join) = named_with(changes, commits, export, 0..export.rows());
    let mut said: BTreeMap<usize, String> = BTreeMap::new();
    for (row, place) in rows {
        let paths = export.text(row, Role::Paths);
        if !paths.is_empty() {
            changes[place].add(Role::Paths, '\n', paths);
        }
        // What a change became when it was merged is as young as that.
        let is_merge = export.text(row, Role::Commit) == changes[place].commit();
        if let Some(at) = export.time(row, Role::Created).filter(|_| !is_merge) {
            let earliest = first.entry(place).or_insert(at);
            *earliest = at.min(*earliest);
        }
        let message = said.entry(place).or_default();
        for role in [Role::Title, Role::Body] {
            message.push('\n');
            message.push_str(export.text(row, role));
        }
    }
    let said = said.into_iter();
    for (place, message) in said.filter(|(_, message)| !message.trim().is_empty()) {
        changes[place].add(Role::Body, '\n', &message);
    }
    join
}

impl Trail {
    /// Takes in runs of pipelines and tests: a second try is a rerun, and so is a second run of the same thing on the same commit.
    pub(super) fn add_runs(
        &mut self,
        changes: &[Change],
        export: &Export,
        rows: impl Iterator<Item = usize>,
    ) -> Join {
        let all: Vec<usize> = rows.collect();
        let (rows, join) = named(changes, export, all.iter().copied());
        let is_second = |row: usize| {
            let attempt = export.text(row, Role::Attempt).parse::<u32>();
            attempt.is_ok_and(|attempt| attempt > 1)
        };
        self.tries.0 += all.len() as u64;
        self.tries.1 += all.iter().filter(|row| is_second(**row)).count() as u64;
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (row, place) in rows {
            self.ran.insert(place);
            let (name, commit) = (
                export.text(row, Role::Title),
                export.text(row, Role::Commit),
            );
            let is_again = !commit.is_empty() && !name.is_empty() && !seen.insert((name, commit));
            if is_second(row) || is_again {
                self.reruns.insert(place);
            }
        }
        join
    }

    /// Takes in security findings.
    pub(super) fn add_findings(&mut self, changes: &[Change], export: &Export) -> Join {
        // Without the change or the commit of each it says of none that there is nothing.
        let names = |row| [Role::Change, Role::Commit].map(|role| export.text(row, role));
        self.has_findings |= (0..export.rows()).any(|row| names(row) != ["", ""]);
        let (rows, join) = named(changes, export, 0..export.rows());
        let told = rows
            .into_iter()
            .filter(|(row, _)| !is_of_style(export.text(*row, Role::Type)));
        self.findings.extend(told.map(|(_, place)| place));
        join
    }
}

/// Whether a type of finding is none of security: scanners of code tell of its style and of bugs, too.
fn is_of_style(kind: &str) -> bool {
    ["CODE_SMELL", "BUG"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(kind))
}

/// Some rows with the places of the changes that they name, by id, number or commit.
pub(super) fn named(
    changes: &[Change],
    export: &Export,
    rows: impl Iterator<Item = usize>,
) -> (Vec<(usize, usize)>, Join) {
    named_with(changes, &[], export, rows)
}

/// The same, also by other commits of changes.
fn named_with(
    changes: &[Change],
    commits: &[(String, usize)],
    export: &Export,
    rows: impl Iterator<Item = usize>,
) -> (Vec<(usize, usize)>, Join) {
    let known = Known::of(changes, commits);
    let mut join = Join::new(export.kind, Kind::Changes);
    let mut found = Vec::new();
    for row in rows {
        let names = [Role::Change, Role::Commit].map(|role| export.text(row, role));
        let service = export.text(row, Role::Service);
        let place = names.iter().find_map(|name| known.place(name, service));
        found.extend(place.map(|place| (row, place)));
        let name = names.into_iter().find(|name| !name.is_empty());
        let name = name.unwrap_or_default();
        join.look_up(place.is_some(), name, &known, service);
    }
    (found, join)
}
