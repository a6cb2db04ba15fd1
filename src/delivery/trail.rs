//! What other exports say of changes: labels, messages of commits, tests that ran again, and security findings.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Known};
use super::export::Export;
use super::role::Role;

/// How many rows of an export name a change that is known.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Matched {
    /// Rows that name one.
    pub rows: u64,
    /// Rows that name none that is known.
    pub astray: u64,
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
    /// Whether an export of findings is there at all: without one no change is known to have none.
    pub has_findings: bool,
    /// How the rows of these exports found their changes.
    pub matched: Matched,
}

/// Reads what a team's own log says of AI into the changes that it names.
pub(super) fn label(changes: &mut [Change], export: &Export, matched: &mut Matched) {
    let said: Vec<(usize, String)> = named(changes, export, matched)
        .into_iter()
        .map(|(row, place)| (place, export.text(row, Role::Assisted).to_owned()))
        .collect();
    for (place, said) in said.into_iter().filter(|(_, said)| !said.is_empty()) {
        changes[place].assisted = said;
    }
}

/// Adds the messages of commits to the changes that they are of, so that their trailers are seen.
pub(super) fn read_messages(changes: &mut [Change], export: &Export, matched: &mut Matched) {
    let mut said: BTreeMap<usize, String> = BTreeMap::new();
    for (row, place) in named(changes, export, matched) {
        let message = said.entry(place).or_default();
        for role in [Role::Title, Role::Body] {
            message.push('\n');
            message.push_str(export.text(row, role));
        }
    }
    for (place, message) in said {
        changes[place].body.push('\n');
        changes[place].body.push_str(&message);
    }
}

impl Trail {
    /// Takes in runs of pipelines and tests: a second try is a rerun, and so is a second run of the same thing on the same commit.
    pub(super) fn add_runs(&mut self, changes: &[Change], export: &Export) {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (row, place) in named(changes, export, &mut self.matched) {
            self.ran.insert(place);
            let (name, commit) = (
                export.text(row, Role::Title),
                export.text(row, Role::Commit),
            );
            let is_second = export
                .text(row, Role::Attempt)
                .parse::<u32>()
                .is_ok_and(|attempt| attempt > 1);
            let is_again = !commit.is_empty() && !name.is_empty() && !seen.insert((name, commit));
            if is_second || is_again {
                self.reruns.insert(place);
            }
        }
    }

    /// Takes in security findings.
    pub(super) fn add_findings(&mut self, changes: &[Change], export: &Export) {
        self.has_findings = true;
        let found = named(changes, export, &mut self.matched);
        self.findings
            .extend(found.into_iter().map(|(_, place)| place));
    }
}

/// Rows with the places of the changes that they name, by id, number or commit.
fn named(changes: &[Change], export: &Export, matched: &mut Matched) -> Vec<(usize, usize)> {
    let known = Known::of(changes);
    let mut found = Vec::new();
    for row in 0..export.rows() {
        let names = [Role::Change, Role::Commit].map(|role| export.text(row, role));
        let place = names.iter().find_map(|name| known.place(last_part(name)));
        match place {
            Some(place) => found.push((row, place)),
            None => matched.astray += u64::from(names.iter().any(|name| !name.is_empty())),
        }
        matched.rows += u64::from(place.is_some());
    }
    found
}

/// What a link to a change or a number with its sign ends in: "…/pull/41" and "#41" are 41.
fn last_part(name: &str) -> &str {
    let name = name.trim_end_matches('/');
    let end = match name.contains("://") {
        true => name.rsplit('/').next().unwrap_or(name),
        false => name,
    };
    end.trim_start_matches(['#', '!'])
}
