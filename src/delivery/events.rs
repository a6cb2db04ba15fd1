//! What a timeline tells of changes: labels, messages of commits, requests for review, reviews, and when a change was merged.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, State};
use super::export::Export;
use super::review::{Review, Verdict};
use super::role::Role;
use super::trail::{Join, named};

/// What a timeline tells beside what it adds to changes.
pub(super) struct Told {
    /// How its rows found their changes.
    pub join: Join,
    pub reviews: Vec<Review>,
    /// Commits with the places of the changes that they belong to, or that became them.
    pub commits: Vec<(String, usize)>,
}

/// Adds what some rows say that happened to changes, in the order of time. What the changes' own export says goes before.
pub(super) fn add(
    changes: &mut [Change],
    export: &Export,
    rows: impl Iterator<Item = usize>,
) -> Told {
    let (mut rows, join) = named(changes, export, rows);
    // What says no time, as commits do, keeps the place that it has.
    rows.sort_by_key(|(row, place)| (*place, export.time(*row, Role::Created)));
    let mut labels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut requested: BTreeMap<usize, i64> = BTreeMap::new();
    let (mut reviews, mut commits) = (Vec::new(), Vec::new());
    for (row, place) in rows {
        let text = |role| export.text(row, role);
        let event = text(Role::Event).to_lowercase();
        let commit = text(Role::Commit);
        if !commit.is_empty() && ["committed", "merged"].contains(&event.as_str()) {
            commits.push((commit.to_owned(), place));
        }
        let at = export.time(row, Role::Created);
        let change = &mut changes[place];
        match event.as_str() {
            "labeled" | "labelled" => {
                labels.entry(place).or_default().insert(text(Role::Labels));
            }
            "unlabeled" | "unlabelled" => {
                labels.entry(place).or_default().remove(text(Role::Labels));
            }
            "committed" => {
                change.add(Role::Body, '\n', text(Role::Body));
            }
            "merged" if change.merged.is_none() => {
                change.merged = at;
                change.state = State::Merged;
            }
            "closed" if change.state == State::Open => change.state = State::Closed,
            "reopened" if change.state == State::Closed => change.state = State::Open,
            "review_requested" => {
                if let Some(at) = at {
                    requested.entry(place).or_insert(at);
                }
            }
            "reviewed" => reviews.push(Review {
                change: text(Role::Change).to_owned(),
                service: text(Role::Service).to_owned(),
                place: Some(place),
                verdict: Verdict::Commented,
                by: text(Role::Author).to_owned(),
                step: String::new(),
                requested: requested.get(&place).copied(),
                at,
            }),
            _ => {}
        }
    }
    for (place, labels) in labels {
        for label in labels {
            changes[place].add(Role::Labels, ',', label);
        }
    }
    Told {
        join,
        reviews,
        commits,
    }
}
