//! Where changes wait: from opened to reviewed, to approved, to merged, to deployed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change::State;
use super::history::History;
use super::review::Verdict;
use crate::analysis::Unmeasurable;
use crate::analysis::stats::survival::{Lasting, Survival};

/// A step on the way of a change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Step {
    /// From opened to the first approval: the two that follow together, which [`waits`] does not tell.
    FirstApproval,
    /// From opened to the first review of any kind.
    FirstReview,
    /// From the first review to the first approval.
    Approval,
    /// From the first approval to merged.
    Merge,
    /// From merged to the end of the first deployment with it.
    Deploy,
}

/// How long some changes wait at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Which changes, as whoever asks calls them: by service, team or cohort.
    pub of: String,
    /// At which step.
    pub step: Step,
    /// Hours, with those that still wait, or why there are none.
    pub hours: Result<Survival, Unmeasurable>,
    /// Each of them.
    pub lengths: Vec<Lasting>,
}

/// How long changes wait for the steps of approval that their reviews name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Approvals {
    /// Steps with the hours of each change from asked to approved.
    pub steps: BTreeMap<String, Vec<Lasting>>,
    /// Approvals that say no time to wait from or to, or would have waited backwards.
    pub left_out: u64,
}

/// The waits of changes for which `is_in` says so: from when a review was asked for or, failing that, the change was opened, until
/// it was first approved at that step.
pub(super) fn approvals(history: &History, is_in: &dyn Fn(usize) -> bool) -> Approvals {
    let mut found = Approvals::default();
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
            found.left_out += u64::from(is_in(place));
            continue;
        };
        if !is_in(place) {
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
    for ((_, step), (asked, at)) in first {
        let hours = asked.map(|asked| (at - asked) as f64 / 3600.0);
        match hours.filter(|hours| *hours >= 0.0) {
            Some(time) => found
                .steps
                .entry(step.to_owned())
                .or_default()
                .push(Lasting {
                    time,
                    is_over: true,
                }),
            None => found.left_out += 1,
        }
    }
    found
}

/// How long changes wait at each step, by `of`; `exported` says when they were last seen, in seconds since 1970.
///
/// A change that was closed without being merged is left out.
pub fn waits(history: &History, exported: i64, of: &dyn Fn(usize) -> String) -> Vec<Wait> {
    let mut first: BTreeMap<usize, [Option<i64>; 2]> = BTreeMap::new();
    for review in &history.reviews {
        let (Some(at), Some(place)) = (review.at, review.place) else {
            continue;
        };
        let of_it = first.entry(place).or_default();
        let earlier = |so_far: Option<i64>| Some(so_far.map_or(at, |so_far| so_far.min(at)));
        of_it[0] = earlier(of_it[0]);
        if review.verdict == Verdict::Approved {
            of_it[1] = earlier(of_it[1]);
        }
    }
    let mut deployed: BTreeMap<usize, i64> = BTreeMap::new();
    let counted = history.deployments.iter().zip(&history.brings);
    for (deployment, brings) in counted.filter(|(one, _)| one.counts()) {
        let Some(at) = deployment.finished else {
            continue;
        };
        for place in brings.iter().copied() {
            let earliest = deployed.entry(place).or_insert(at);
            *earliest = (*earliest).min(at);
        }
    }
    // Where deployments name but some of what is merged, the rest has not waited: it is not known.
    let mut out: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, change) in history
        .changes
        .iter()
        .enumerate()
        .filter(|(_, change)| change.is_merged())
    {
        let (named, all) = out.entry(&change.service).or_default();
        *named += usize::from(deployed.contains_key(&at));
        *all += 1;
    }
    let are_named = |service: &str| {
        out.get(service)
            .is_some_and(|(named, all)| named * 2 >= *all)
    };
    let mut lengths: BTreeMap<(Step, String), Vec<Lasting>> = BTreeMap::new();
    for (at, change) in history.changes.iter().enumerate() {
        let Some(created) = change.created else {
            continue;
        };
        if change.state == State::Closed {
            continue;
        }
        let [reviewed, approved] = first.get(&at).copied().unwrap_or_default();
        let mut wait = |step: Step, from: Option<i64>, to: Option<i64>| {
            let Some(from) = from else { return };
            let hours = (to.unwrap_or(exported) - from) as f64 / 3600.0;
            if hours >= 0.0 {
                lengths.entry((step, of(at))).or_default().push(Lasting {
                    time: hours,
                    is_over: to.is_some(),
                });
            }
        };
        // Where nobody reviews, or nothing says what was deployed, nothing waits for that.
        if !history.reviews.is_empty() {
            // What was merged without a review did not wait for one.
            let went_without = reviewed.is_none() && change.is_merged();
            if !went_without {
                wait(Step::FirstReview, Some(created), reviewed);
            }
            if approved.is_some() || !change.is_merged() {
                wait(Step::Approval, reviewed, approved);
            }
            // Some exports say that a change is merged, and not when.
            if change.merged.is_some() || !change.is_merged() {
                wait(Step::Merge, approved, change.merged);
            }
        }
        if are_named(&change.service) {
            wait(Step::Deploy, change.merged, deployed.get(&at).copied());
        }
    }
    let wait = |((step, of), lengths): ((Step, String), Vec<Lasting>)| Wait {
        of,
        step,
        hours: Survival::of(&lengths),
        lengths,
    };
    lengths.into_iter().map(wait).collect()
}

/// The slowest waits with at least `least` changes, by median; what half of the changes still wait for comes first.
pub fn slowest(waits: Vec<Wait>, most: usize, least: u64) -> Vec<Wait> {
    let median = |wait: &Wait| {
        let curve = wait.hours.as_ref().ok()?;
        Some(curve.quantile(0.5, 0.95).0.unwrap_or(f64::INFINITY))
    };
    let big = |wait: &Wait| wait.hours.as_ref().is_ok_and(|curve| curve.n >= least);
    let mut sorted: Vec<(f64, Wait)> = waits
        .into_iter()
        .filter(big)
        .filter_map(|wait| Some((median(&wait)?, wait)))
        .collect();
    sorted.sort_unstable_by(|(a, one), (b, other)| {
        b.total_cmp(a)
            .then_with(|| (one.step, &one.of).cmp(&(other.step, &other.of)))
    });
    sorted
        .into_iter()
        .take(most)
        .map(|(_, wait)| wait)
        .collect()
}
