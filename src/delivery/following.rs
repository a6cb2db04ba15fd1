//! What becomes of changes: when they are merged and deployed, and what follows them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::curve::Curve;
use super::deployment::Remedy;
use super::history::History;
use super::link::Links;
use super::metrics::{Metrics, Rate};
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
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>())
}

/// Hours of changes from opened to merged.
pub(super) fn merge(history: &History, changes: &[usize]) -> Curve {
    let hours = |at: &usize| {
        let time = history.changes[*at].hours_to_merge()?;
        let is_over = true;
        (time >= 0.0).then_some(Lasting { time, is_over })
    };
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>())
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
    let with_incident: BTreeSet<usize> = links.links.iter().map(|link| link.deployment).collect();
    let repaired = |wanted: Remedy| -> BTreeSet<usize> {
        let of_kind = links
            .remedied
            .iter()
            .filter(|one| history.deployments[one.remedy].remedy == Some(wanted));
        of_kind.map(|one| one.failed).collect()
    };
    let (rolled_back, hotfixed) = (repaired(Remedy::Rollback), repaired(Remedy::Rollforward));
    let taken_back: BTreeSet<usize> = history.originals.values().copied().collect();
    let any = |at: usize, set: &BTreeSet<usize>| deployed[at].iter().any(|one| set.contains(one));
    let trail = &history.trail;
    let is_deployed = |at: usize| !deployed[at].is_empty();
    type Test<'t> = Box<dyn Fn(usize) -> bool + 't>;
    let rows: [(Follow, Test<'_>, Test<'_>); 6] = [
        (
            Follow::Failure,
            Box::new(is_deployed),
            Box::new(|at| any(at, &whole.failed)),
        ),
        (
            Follow::Incident,
            Box::new(move |at| !history.incidents.is_empty() && is_deployed(at)),
            Box::new(|at| any(at, &with_incident)),
        ),
        (
            Follow::Rollback,
            Box::new(is_deployed),
            Box::new(|at| any(at, &rolled_back) || taken_back.contains(&at)),
        ),
        (
            Follow::Hotfix,
            Box::new(is_deployed),
            Box::new(|at| any(at, &hotfixed)),
        ),
        (
            Follow::Rerun,
            Box::new(|at| trail.ran.contains(&at)),
            Box::new(|at| trail.reruns.contains(&at)),
        ),
        (
            Follow::Finding,
            Box::new(|_| trail.has_findings),
            Box::new(|at| trail.findings.contains(&at)),
        ),
    ];
    rows.iter()
        .map(|(what, is_asked, is_hit)| {
            let rate = |changes: &[usize]| {
                let asked = || changes.iter().filter(|at| is_asked(**at));
                let hits = asked().filter(|at| is_hit(**at)).count() as u64;
                Rate::of(&[(hits, asked().count() as u64)], LEVEL)
            };
            let (one, other) = (rate(with), rate(without));
            Following {
                what: *what,
                gap: gap(&one, &other).map(|(value, interval, _)| (value, interval)),
                rates: vec![(Who::Assisted, one), (Who::Unlabelled, other)],
            }
        })
        .filter(|row| row.rates.iter().any(|(_, rate)| rate.n > 0))
        .collect()
}

/// One rate less another in points of one, with its interval and the inner one; none where a rate has none.
pub(super) fn gap(one: &Rate, other: &Rate) -> Option<(f64, Interval, Option<Interval>)> {
    let (a, b) = (one.value()?, other.value()?);
    let at = |one: Interval, other: Interval| newcombe((a, one), (b, other));
    let outer = at(one.interval.ok()?, other.interval.ok()?);
    let inner = match (one.inner, other.inner) {
        (Some(one), Some(other)) => Some(at(one, other).interval),
        _ => None,
    };
    Some((outer.value, outer.interval, inner))
}
