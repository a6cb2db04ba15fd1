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
    /// Which changes, by the number that whoever asks gave them.
    pub of: usize,
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

/// When changes pass the points of their way, each by its place in the history; and what they are changes of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// The first review of any kind.
    reviewed: Vec<Option<i64>>,
    /// The first approval.
    approved: Vec<Option<i64>>,
    /// The end of the first deployment with the change.
    deployed: Vec<Option<i64>>,
    /// Whether deployments name so much of what is merged to the change's service that the rest of it waits.
    are_named: Vec<bool>,
    /// Names of services in order.
    pub services: Vec<String>,
    /// The service of each change, by its place among these.
    pub service_of: Vec<usize>,
}

impl Ways {
    /// The ways of the changes of a history whose reviews and deployments know theirs.
    pub(super) fn of(history: &History) -> Ways {
        let changes = &history.changes;
        let mut services: Vec<String> = changes.iter().map(|one| one.service.clone()).collect();
        services.sort_unstable();
        services.dedup();
        let place = |name: &String| services.partition_point(|own| own < name);
        let service_of: Vec<usize> = changes.iter().map(|one| place(&one.service)).collect();
        let none = || vec![None; changes.len()];
        let (mut reviewed, mut approved, mut deployed) = (none(), none(), none());
        let earlier = |so_far: &mut Option<i64>, at: i64| {
            *so_far = Some(so_far.map_or(at, |so_far| so_far.min(at)));
        };
        for review in &history.reviews {
            let (Some(at), Some(place)) = (review.at, review.place) else {
                continue;
            };
            earlier(&mut reviewed[place], at);
            if review.verdict == Verdict::Approved {
                earlier(&mut approved[place], at);
            }
        }
        let counted = history.deployments.iter().zip(&history.brings);
        for (deployment, brings) in counted.filter(|(one, _)| one.counts()) {
            if let Some(at) = deployment.finished {
                for place in brings {
                    earlier(&mut deployed[*place], at);
                }
            }
        }
        // Where deployments name but some of what is merged, the rest has not waited: it is not known.
        let mut out = vec![(0, 0); services.len()];
        for (at, _) in changes
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_merged())
        {
            let (named, all): &mut (usize, usize) = &mut out[service_of[at]];
            *named += usize::from(deployed[at].is_some());
            *all += 1;
        }
        let are_named = service_of.iter().map(|service| {
            let (named, all) = out[*service];
            all > 0 && named * 2 >= all
        });
        Ways {
            are_named: are_named.collect(),
            reviewed,
            approved,
            deployed,
            services,
            service_of,
        }
    }
}

/// How long changes wait at each step, by the group that `of` gives each, and without those that it gives none; `exported` says
/// when they were last seen, in seconds since 1970.
///
/// A change that was closed without being merged is left out.
pub fn waits(history: &History, exported: i64, of: &dyn Fn(usize) -> Option<usize>) -> Vec<Wait> {
    let ways = &history.ways;
    let mut lengths: BTreeMap<(Step, usize), Vec<Lasting>> = BTreeMap::new();
    for (at, change) in history.changes.iter().enumerate() {
        let Some(created) = change.created.filter(|_| change.state != State::Closed) else {
            continue;
        };
        let Some(group) = of(at) else {
            continue;
        };
        let (reviewed, approved) = (ways.reviewed[at], ways.approved[at]);
        let mut wait = |step: Step, from: Option<i64>, to: Option<i64>| {
            let Some(from) = from else { return };
            let hours = (to.unwrap_or(exported) - from) as f64 / 3600.0;
            if hours >= 0.0 {
                lengths.entry((step, group)).or_default().push(Lasting {
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
        if ways.are_named[at] {
            wait(Step::Deploy, change.merged, ways.deployed[at]);
        }
    }
    let wait = |((step, of), lengths): ((Step, usize), Vec<Lasting>)| Wait {
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
            .then_with(|| (one.step, one.of).cmp(&(other.step, other.of)))
    });
    sorted
        .into_iter()
        .take(most)
        .map(|(_, wait)| wait)
        .collect()
}
