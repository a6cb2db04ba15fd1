//! What becomes of changes: when they are merged and deployed, and what follows them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::cohort::{Division, Who};
use super::columns::NEVER;
use super::curve::Curve;
use super::deployment::Remedy;
use super::floor::is_small;
use super::history::History;
use super::link::Links;
use super::metrics::{Metrics, Rate, Window};
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::difference::newcombe;
use crate::analysis::stats::rank::mann_whitney_of_ordered;
use crate::analysis::stats::survival::Lengths;
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

/// Whose a change is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Whose {
    /// It is not looked at.
    NotInView,
    /// It was made with AI.
    Assisted,
    /// Nothing says so.
    Other,
}

/// The sides that changes are compared by.
pub(super) const SIDES: [(Who, Whose); 2] = [
    (Who::Assisted, Whose::Assisted),
    (Who::Unlabelled, Whose::Other),
];

/// Whose each change is: merged ones of services that are looked at, in the window or at no time that is told.
pub(super) fn whose_of(
    history: &History,
    asked: &Asked,
    assisted: &[bool],
    window: Window,
) -> Vec<Whose> {
    let columns = &history.columns;
    let are_looked_at = columns.service.which(|service| asked.looks_at(service));
    let whose = |at: usize| {
        let merged = columns.merged[at];
        let is_in_view = columns.is_merged(at)
            && (merged == NEVER || (window.from..window.to).contains(&merged))
            && are_looked_at[columns.service.of[at] as usize];
        match (is_in_view, assisted[at]) {
            (false, _) => Whose::NotInView,
            (true, true) => Whose::Assisted,
            (true, false) => Whose::Other,
        }
    };
    (0..history.changes.len()).map(whose).collect()
}

/// What became of each deployment, a bit for each thing.
pub(super) struct Fates(Vec<u8>);

impl Fates {
    /// It is in view.
    const VIEWED: u8 = 1;
    /// It had time to fail.
    const JUDGED: u8 = 2;
    const FAILED: u8 = 4;
    const INCIDENT: u8 = 8;
    const ROLLED_BACK: u8 = 16;
    const HOTFIXED: u8 = 32;

    pub fn of(history: &History, links: &Links, whole: &Metrics) -> Fates {
        let mut fates = vec![0; history.deployments.len()];
        for at in &whole.deployments {
            fates[*at] |= Fates::VIEWED;
        }
        for at in &whole.judged {
            fates[*at] |= Fates::JUDGED;
        }
        for at in &whole.failed {
            fates[*at] |= Fates::FAILED;
        }
        for at in links.caused.keys() {
            fates[*at] |= Fates::INCIDENT;
        }
        for one in &links.remedied {
            fates[one.failed] |= match history.columns.remedy[one.remedy] {
                Some(Remedy::Rollback) => Fates::ROLLED_BACK,
                Some(Remedy::Rollforward) => Fates::HOTFIXED,
                None => 0,
            };
        }
        Fates(fates)
    }

    /// The bit of what follows a change by what becomes of its deployments.
    fn bit(what: Follow) -> u8 {
        match what {
            Follow::Failure => Fates::FAILED,
            Follow::Incident => Fates::INCIDENT,
            Follow::Rollback => Fates::ROLLED_BACK,
            Follow::Hotfix => Fates::HOTFIXED,
            Follow::Rerun | Follow::Finding => 0,
        }
    }

    /// The deployments with a change, of those that had time to fail, that say that something followed it.
    pub fn carriers_with(&self, history: &History, what: Follow, change: usize) -> Vec<usize> {
        let with = history.columns.carriers.with(change).iter();
        let with = with.map(|at| *at as usize);
        let says = |at: &usize| {
            let own = self.0[*at];
            own & Fates::JUDGED > 0 && own & Fates::bit(what) > 0
        };
        with.filter(says).collect()
    }

    /// Whether something followed a change.
    pub fn has_followed(&self, history: &History, what: Follow, change: usize) -> bool {
        let is_judged = || {
            let mut with = history.columns.carriers.with(change).iter();
            with.any(|at| self.0[*at as usize] & Fates::JUDGED > 0)
        };
        match what {
            Follow::Rerun => history.trail.reruns.contains(&change),
            Follow::Finding => history.trail.findings.contains(&change),
            Follow::Rollback if is_judged() && is_taken_back(history, change) => true,
            _ => !self.carriers_with(history, what, change).is_empty(),
        }
    }
}

/// Whether a merged change takes another back.
fn is_taken_back(history: &History, change: usize) -> bool {
    let mut reverts = history.originals.iter();
    reverts.any(|(revert, original)| *original == change && history.columns.is_merged(*revert))
}

/// How long changes took to somewhere.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reached {
    /// Hours of the changes of each cohort.
    pub of: Vec<(Who, Curve)>,
    /// Hours of all of these together.
    pub all: Curve,
    /// P-value of whether one of two cohorts took longer, by Mann and Whitney; none where either is too small to compare.
    pub p: Option<f64>,
}

impl Reached {
    /// The cohorts with the lengths of theirs; of names, the one with most goes first.
    fn of(whos: Vec<Who>, lengths: Vec<Lengths>, by: By) -> Reached {
        let mut groups: Vec<(Who, Lengths)> = whos.into_iter().zip(lengths).collect();
        if by.is_by_name() {
            groups.retain(|(_, hours)| !hours.is_empty());
            groups.sort_by_key(|(_, hours)| Reverse(hours.len()));
        }
        let is_compared = |(who, hours): &&(Who, Lengths)| who.is_known() && !hours.is_empty();
        let compared: Vec<&(Who, Lengths)> = groups.iter().filter(is_compared).collect();
        let p = match compared.as_slice() {
            [(_, one), (_, other)] if one.len().min(other.len()) >= FAINT => {
                let test = mann_whitney_of_ordered(one.over(), other.over());
                test.ok().map(|test| test.p)
            }
            _ => None,
        };
        let told = groups.iter().filter(|(_, hours)| !is_small(hours.len()));
        let all = Curve::of(&Lengths::together(told.map(|(_, hours)| hours)));
        let of = groups.into_iter();
        let of = of.map(|(who, hours)| (who, Curve::of(&hours).withheld()));
        Reached {
            of: of.collect(),
            all,
            p,
        }
    }
}

/// Changes made with AI, and others; all together where nothing is compared.
fn sides(by: By) -> Vec<Who> {
    match by {
        By::Everyone => vec![Who::Everyone],
        _ => SIDES.iter().map(|(who, _)| who.clone()).collect(),
    }
}

/// Which of these a change is of.
fn side(by: By, whose: Whose) -> Option<usize> {
    match (whose, by) {
        (Whose::NotInView, _) => None,
        (_, By::Everyone) | (Whose::Assisted, _) => Some(0),
        (Whose::Other, _) => Some(1),
    }
}

/// Hours of changes from opened to the end of the first deployment with them of those in view; those that are in none are left out.
///
/// Where deployments are divided by something else than AI, a change is of the cohort of that deployment, and `small` cohorts have
/// none.
pub(super) fn lead(
    history: &History,
    fates: &Fates,
    whose: &[Whose],
    division: &Division,
    small: &BTreeSet<Who>,
) -> Reached {
    let Division { by, .. } = *division;
    let is_viewed = |at: u32| fates.0[at as usize] & Fates::VIEWED > 0;
    let is_of_side = matches!(by, By::Exposure | By::Everyone | By::Fitting);
    let whos = match is_of_side {
        true => sides(by),
        false => division.whos().to_vec(),
    };
    let is_small: Vec<bool> = whos.iter().map(|who| small.contains(who)).collect();
    let of = |change: usize, first: u32| {
        if is_of_side {
            return side(by, whose[change]);
        }
        let code = division.code(first as usize) as usize;
        (!is_small[code]).then_some(code)
    };
    let in_view = |change: usize| whose[change] != Whose::NotInView;
    let ways = &history.ways;
    let lengths = ways.lead(&history.columns, whos.len(), in_view, is_viewed, of);
    Reached::of(whos, lengths, by)
}

/// Hours of changes from opened to merged; where deployments are divided by service, so are changes.
pub(super) fn merge(history: &History, whose: &[Whose], by: By) -> Reached {
    let services = &history.columns.service;
    let (whos, lengths) = match by {
        By::Service => {
            let whos: Vec<Who> = services.names.iter().map(|name| Who::named(name)).collect();
            let lengths = history.ways.merging(whos.len(), |change| {
                let service = services.of[change] as usize;
                (whose[change] != Whose::NotInView).then_some(service)
            });
            (whos, lengths)
        }
        _ => {
            let whos = sides(by);
            let of = |change: usize| side(by, whose[change]);
            let lengths = history.ways.merging(whos.len(), of);
            (whos, lengths)
        }
    };
    Reached::of(whos, lengths, by)
}

/// Changes of a side that went out together, by the first of their deployments that had time to fail: how many there are, and how
/// many had which fate.
#[derive(Clone, Copy, Default)]
struct Together {
    n: u32,
    failed: u32,
    incident: u32,
    rolled_back: u32,
    hotfixed: u32,
}

/// The changes of a side.
struct Followed {
    /// By deployment.
    together: Vec<Together>,
    /// All of them.
    changes: u64,
}

/// What followed changes that were made with AI, and others.
pub(super) fn following(history: &History, fates: &Fates, whose: &[Whose]) -> Vec<Following> {
    let followed = SIDES.map(|(_, side)| followed(history, fates, whose, side));
    let trail = &history.trail;
    // So few deployments are told apart by their changes.
    let together = |side: usize, hits: fn(&Together) -> u32| {
        let out = followed[side].together.iter().filter(|one| one.n > 0);
        let out: Vec<(u64, u64)> = out.map(|one| (hits(one).into(), one.n.into())).collect();
        let clusters = out.len() as u64;
        match is_small(clusters) {
            true => Rate::of(&[(0, clusters)], LEVEL),
            false => Rate::of(&out, LEVEL),
        }
    };
    // Each change runs and is scanned by itself.
    let alone = |hits: u64, n: u64| Rate::of(&[(hits, n)], LEVEL);
    let of_side = |side: usize, all: &BTreeSet<usize>| {
        let own = all.iter().filter(|at| whose[**at] == SIDES[side].1);
        own.count() as u64
    };
    let rate = |what: Follow, side: usize| match what {
        Follow::Failure => together(side, |one| one.failed),
        Follow::Incident if history.incidents.is_empty() => alone(0, 0),
        Follow::Incident => together(side, |one| one.incident),
        Follow::Rollback => together(side, |one| one.rolled_back),
        Follow::Hotfix => together(side, |one| one.hotfixed),
        Follow::Rerun => alone(of_side(side, &trail.reruns), of_side(side, &trail.ran)),
        Follow::Finding if !trail.has_findings => alone(0, 0),
        Follow::Finding => alone(of_side(side, &trail.findings), followed[side].changes),
    };
    let all = Follow::ALL.into_iter().map(|what| {
        let [one, other] = [0, 1].map(|side| rate(what, side).withheld());
        Following {
            what,
            gap: gap(&one, &other).map(|(value, interval, _)| (value, interval)),
            rates: vec![(Who::Assisted, one), (Who::Unlabelled, other)],
        }
    });
    all.filter(|row| row.rates.iter().any(|(_, rate)| rate.n > 0))
        .collect()
}

fn followed(history: &History, fates: &Fates, whose: &[Whose], side: Whose) -> Followed {
    let mut is_taken_back = vec![false; history.changes.len()];
    for (revert, original) in &history.originals {
        if history.columns.is_merged(*revert) {
            is_taken_back[*original] = true;
        }
    }
    let mut together = vec![Together::default(); history.deployments.len()];
    let mut changes = 0;
    for change in (0..whose.len()).filter(|change| whose[*change] == side) {
        changes += 1;
        // What had no time to fail is left out here as everywhere.
        let (mut first, mut fate) = (None, 0);
        for at in history.columns.carriers.with(change) {
            let own = fates.0[*at as usize];
            if own & Fates::JUDGED > 0 {
                first.get_or_insert(*at as usize);
                fate |= own;
            }
        }
        let Some(first) = first else { continue };
        let has = |bit: u8| u32::from(fate & bit > 0);
        let one = &mut together[first];
        one.n += 1;
        one.failed += has(Fates::FAILED);
        one.incident += has(Fates::INCIDENT);
        one.rolled_back += has(Fates::ROLLED_BACK).max(is_taken_back[change].into());
        one.hotfixed += has(Fates::HOTFIXED);
    }
    Followed { together, changes }
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
