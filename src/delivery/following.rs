//! What becomes of changes: when they are merged and deployed, and what follows them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::curve::Curve;
use super::deployment::Remedy;
use super::floor::is_small;
use super::history::History;
use super::link::Links;
use super::metrics::{Metrics, Rate};
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::difference::newcombe;
use crate::analysis::stats::survival::Lasting;
use crate::analysis::{Interval, LEVEL};

/// What can follow a change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Follow {
    /// The deployment with it failed.
    Failure,
    /// An incident was linked to the deployment with it.
    Incident,
    /// It was taken back, or its deployment rolled back.
    Rollback,
    /// A deployment called a hotfix repaired the one with it.
    Hotfix,
    /// Tests ran again without a new commit.
    Rerun,
    /// It has a security finding.
    Finding,
}

impl Follow {
    /// Everything.
    pub const ALL: [Follow; 6] = [
        Follow::Failure,
        Follow::Incident,
        Follow::Rollback,
        Follow::Hotfix,
        Follow::Rerun,
        Follow::Finding,
    ];
}

/// How often something followed the changes of a cohort.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Following {
    /// What.
    pub what: Follow,
    /// Whose changes, and how many of how many.
    pub rates: Vec<(Who, Rate)>,
    /// First cohort less second.
    pub gap: Option<(f64, Interval)>,
}

/// Hours of changes from opened to the end of the first deployment with them; those that are in none are left out.
pub(super) fn lead(history: &History, deployed: &[Vec<usize>], changes: &[usize]) -> Curve {
    let hours = |at: &usize| {
        let first = deployed[*at].iter().copied();
        let first = first
            .filter_map(|one| history.deployments[one].finished)
            .min()?;
        let time = (first - history.changes[*at].created?) as f64 / 3600.0;
        let is_over = true;
        (time >= 0.0).then_some(Lasting { time, is_over })
    };
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>()).withheld()
}

/// Hours of changes from opened to merged.
pub(super) fn merge(history: &History, changes: &[usize]) -> Curve {
    let hours = |at: &usize| {
        let time = history.changes[*at].hours_to_merge()?;
        let is_over = true;
        (time >= 0.0).then_some(Lasting { time, is_over })
    };
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>()).withheld()
}

/// The deployments of each change, of those in view.
pub(super) fn deployed(history: &History, whole: &Metrics) -> Vec<Vec<usize>> {
    let mut deployed = vec![Vec::new(); history.changes.len()];
    for at in &whole.deployments {
        for place in &history.brings[*at] {
            deployed[*place].push(*at);
        }
    }
    deployed
}

/// What followed changes that were made with AI, and others.
pub(super) fn following(
    history: &History,
    links: &Links,
    (whole, deployed): (&Metrics, &[Vec<usize>]),
    with: &[usize],
    without: &[usize],
) -> Vec<Following> {
    let repaired = |wanted: Remedy| -> BTreeSet<usize> {
        let of_kind = links
            .remedied
            .iter()
            .filter(|one| history.deployments[one.remedy].remedy == Some(wanted));
        of_kind.map(|one| one.failed).collect()
    };
    let (rolled_back, hotfixed) = (repaired(Remedy::Rollback), repaired(Remedy::Rollforward));
    let reverts = history.originals.iter();
    let taken_back: BTreeSet<usize> = reverts
        .filter(|(revert, _)| history.changes[**revert].is_merged())
        .map(|(_, original)| *original)
        .collect();
    // What had no time to fail is left out here as everywhere.
    let judged: Vec<Vec<usize>> = deployed
        .iter()
        .map(|all| {
            let is_judged = |at: &usize| whole.judged.binary_search(at).is_ok();
            all.iter().copied().filter(is_judged).collect()
        })
        .collect();
    let trail = &history.trail;
    let is_asked = |what: Follow, at: usize| match what {
        Follow::Incident => !history.incidents.is_empty() && !judged[at].is_empty(),
        Follow::Failure | Follow::Rollback | Follow::Hotfix => !judged[at].is_empty(),
        Follow::Rerun => trail.ran.contains(&at),
        Follow::Finding => trail.has_findings,
    };
    let is_hit = |what: Follow, at: usize| {
        let mut of_it = judged[at].iter();
        match what {
            Follow::Failure => of_it.any(|one| whole.failed.contains(one)),
            Follow::Incident => of_it.any(|one| links.caused.contains_key(one)),
            Follow::Rollback => {
                taken_back.contains(&at) || of_it.any(|one| rolled_back.contains(one))
            }
            Follow::Hotfix => of_it.any(|one| hotfixed.contains(one)),
            Follow::Rerun => trail.reruns.contains(&at),
            Follow::Finding => trail.findings.contains(&at),
        }
    };
    let rate = |what: Follow, changes: &[usize]| {
        // Changes that go out together fail together; each runs and is scanned by itself.
        let mut together: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        let mut alone = Vec::new();
        for at in changes.iter().copied().filter(|at| is_asked(what, *at)) {
            let hit = u64::from(is_hit(what, at));
            let cluster = match what {
                Follow::Rerun | Follow::Finding => None,
                _ => judged[at].first(),
            };
            match cluster {
                Some(deployment) => {
                    let (hits, n) = together.entry(*deployment).or_default();
                    *hits += hit;
                    *n += 1;
                }
                None => alone.push(hit),
            }
        }
        // So few deployments are told apart by their changes.
        if is_small(together.len() as u64) {
            let clusters = together.len() as u64;
            return Rate::of(&[(0, clusters)], LEVEL).withheld();
        }
        match together.is_empty() {
            true => Rate::of(&[(alone.iter().sum(), alone.len() as u64)], LEVEL),
            false => Rate::of(&together.into_values().collect::<Vec<_>>(), LEVEL),
        }
        .withheld()
    };
    let all = Follow::ALL.into_iter().map(|what| {
        let (one, other) = (rate(what, with), rate(what, without));
        Following {
            what,
            gap: gap(&one, &other).map(|(value, interval, _)| (value, interval)),
            rates: vec![(Who::Assisted, one), (Who::Unlabelled, other)],
        }
    });
    all.filter(|row| row.rates.iter().any(|(_, rate)| rate.n > 0))
        .collect()
}

/// One rate less another in points of one, with its interval and the inner one; none where either has too few to be compared.
pub(super) fn gap(one: &Rate, other: &Rate) -> Option<(f64, Interval, Option<Interval>)> {
    if one.n < FAINT || other.n < FAINT {
        return None;
    }
    let (a, b) = (one.value()?, other.value()?);
    let at = |one: Interval, other: Interval| newcombe((a, one), (b, other));
    let outer = at(one.interval.ok()?, other.interval.ok()?);
    let inner = match (one.inner, other.inner) {
        (Some(one), Some(other)) => Some(at(one, other).interval),
        _ => None,
    };
    Some((outer.value, outer.interval, inner))
}
