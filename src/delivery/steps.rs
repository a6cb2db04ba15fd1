//! What changes wait for on their way, and the steps of approval that reviews name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::chosen::Chosen;
use super::history::History;
use super::review::Verdict;
use super::ways::lasting;
use crate::analysis::stats::survival::{Lasting, Lengths};

/// A step on the way of a change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Step {
    /// From opened to the first approval: the two that follow together, which [`waits`](super::waits) does not tell.
    FirstApproval,
    /// From the first commit to opened.
    Coding,
    /// From opened to the first review of any kind.
    FirstReview,
    /// From the first review to the first approval.
    Approval,
    /// From the first approval to merged.
    Merge,
    /// From merged to the end of the first deployment with it.
    Deploy,
}

/// How long changes wait for the steps of approval that their reviews name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Approvals {
    /// Steps with the hours from asked to approved: of the changes made with AI, and of the others.
    pub steps: BTreeMap<String, [Lengths; 2]>,
    /// Approvals that say no time to wait from or to, or would have waited backwards.
    pub left_out: u64,
}

/// How long a change waited for a step of approval.
pub(super) struct ApprovedStep<'h> {
    /// Which change.
    pub change: usize,
    /// The step, as the export calls it.
    pub step: &'h str,
    /// How long.
    pub seconds: i64,
}

/// The waits of some changes for each step; `assisted` says whether each change was made with AI.
pub(super) fn approvals(history: &History, some: &Chosen, assisted: &[bool]) -> Approvals {
    let (all, left_out) = approved(history, some);
    let mut steps: BTreeMap<String, [Vec<Lasting>; 2]> = BTreeMap::new();
    for one in all {
        let own = steps.entry(one.step.to_owned()).or_default();
        own[usize::from(!assisted[one.change])].push(lasting(one.seconds, true));
    }
    let sides = |own: [Vec<Lasting>; 2]| own.map(|lengths| lengths.into_iter().collect());
    let steps = steps.into_iter();
    Approvals {
        steps: steps.map(|(step, own)| (step, sides(own))).collect(),
        left_out,
    }
}

/// The waits of some changes: from when a review was asked for or, failing that, the change was opened, until it was first
/// approved at that step; and how many approvals are in none.
pub(super) fn approved<'h>(history: &'h History, some: &Chosen) -> (Vec<ApprovedStep<'h>>, u64) {
    let mut left_out = 0;
    // Where requests are told, a change that tells none has not waited since it was opened.
    let are_told = history
        .reviews
        .iter()
        .any(|review| review.requested.is_some());
    let mut first: BTreeMap<(usize, &str), (Option<i64>, i64)> = BTreeMap::new();
    for review in &history.reviews {
        if review.verdict != Verdict::Approved || review.step.is_empty() {
            continue;
        }
        let Some(place) = review.place else {
            continue;
        };
        let Some(at) = review.at else {
            left_out += u64::from(some.has(place));
            continue;
        };
        if !some.has(place) {
            continue;
        }
        let asked = match are_told {
            true => review.requested,
            false => history.changes[place].created,
        };
        let earliest = first.entry((place, &review.step)).or_insert((asked, at));
        if at < earliest.1 {
            *earliest = (asked, at);
        }
    }
    let mut found = Vec::new();
    for ((change, step), (asked, at)) in first {
        match asked.filter(|asked| *asked <= at) {
            Some(asked) => found.push(ApprovedStep {
                change,
                step,
                seconds: at - asked,
            }),
            None => left_out += 1,
        }
    }
    (found, left_out)
}
