//! What becomes of changes: when they are merged and deployed, and what follows them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::By;
use super::chosen::Chosen;
use super::cohort::{Division, Who};
use super::compared::Compared;
use super::curve::Curve;
use super::definitions::LeadStart;
use super::fate::Fate;
use super::floor::is_small;
use super::history::History;
use super::metrics::Rate;
use super::ways::{Leads, Led};
use crate::analysis::stats::adjust::benjamini_hochberg;
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::difference::{newcombe, p_of_interval};
use crate::analysis::stats::rank::mann_whitney_of_ties;
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
    /// The p-value of the gap, adjusted for all of these that are compared (Benjamini and Hochberg).
    pub adjusted_p: Option<f64>,
}

/// What of this deployment says that something followed the changes in it.
fn fate(what: Follow) -> Option<Fate> {
    match what {
        Follow::Failure => Some(Fate::FAILED),
        Follow::Incident => Some(Fate::INCIDENT),
        Follow::Rollback => Some(Fate::ROLLED_BACK),
        Follow::Hotfix => Some(Fate::HOTFIXED),
        Follow::Rerun | Follow::Finding => None,
    }
}

/// The deployments with a change, of those that had time to fail, that say that something followed it.
pub(super) fn carriers_with(
    history: &History,
    fates: &[Fate],
    what: Follow,
    change: usize,
) -> Vec<usize> {
    let Some(wanted) = fate(what) else {
        return Vec::new();
    };
    let with = history.columns.carriers.of(change).iter();
    let with = with.map(|at| *at as usize);
    with.filter(|at| fates[*at].has(Fate::JUDGED) && fates[*at].has(wanted))
        .collect()
}

/// Whether something followed a change.
pub(super) fn has_followed(history: &History, fates: &[Fate], what: Follow, change: usize) -> bool {
    let is_judged = || {
        let mut with = history.columns.carriers.of(change).iter();
        with.any(|at| fates[*at as usize].has(Fate::JUDGED))
    };
    match what {
        Follow::Rerun => history.trail.reruns.contains(&change),
        Follow::Finding => history.trail.findings.contains(&change),
        Follow::Rollback if is_judged() && history.columns.is_taken_back[change] => true,
        _ => !carriers_with(history, fates, what, change).is_empty(),
    }
}

/// How long changes took to somewhere.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Reached {
    /// Hours of the changes of each cohort.
    pub of: Vec<(Who, Curve)>,
    /// Hours of all of these together.
    pub all: Curve,
    /// P-value of whether one of two cohorts took longer, by Mann and Whitney; none where either is too small to compare.
    pub p: Option<f64>,
    /// Changes that would have got there before they were opened.
    pub backwards: u64,
    /// Other changes that are in view and did not get there, or do not say when.
    pub untold: u64,
}

impl Reached {
    /// The cohorts with the lengths of theirs; of names, the one with most goes first.
    fn of(
        whos: Vec<Who>,
        lengths: Vec<Lengths>,
        by: By,
        (all_of_them, backwards): (u64, u64),
    ) -> Reached {
        let told_of: u64 = lengths.iter().map(Lengths::len).sum();
        let mut groups: Vec<(Who, Lengths)> = whos.into_iter().zip(lengths).collect();
        if by.is_by_name() {
            groups.retain(|(_, hours)| !hours.is_empty());
            groups.sort_by_key(|(_, hours)| Reverse(hours.len()));
        }
        let is_compared = |(who, hours): &&(Who, Lengths)| who.is_known() && !hours.is_empty();
        let compared: Vec<&(Who, Lengths)> = groups.iter().filter(is_compared).collect();
        let p = match compared.as_slice() {
            [(_, one), (_, other)] if one.len().min(other.len()) >= FAINT => {
                let test = mann_whitney_of_ties(one.over(), other.over());
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
            backwards,
            untold: all_of_them.saturating_sub(told_of + backwards),
        }
    }
}

/// Changes by the deployments in view that brought them into production, with the cohort of each.
///
/// Where deployments are divided by something else than AI, a change is of the cohort of the first deployment with it, and cohorts
/// that are too small have none.
pub(super) struct Carried<'a> {
    fates: &'a [Fate],
    compared: &'a Compared<'a>,
    division: &'a Division,
    whos: Vec<Who>,
    is_small: Vec<bool>,
    /// Whether changes are of cohorts of their own.
    is_of_side: bool,
}

impl<'a> Carried<'a> {
    pub fn of(
        fates: &'a [Fate],
        compared: &'a Compared<'a>,
        division: &'a Division,
        small: &BTreeSet<Who>,
    ) -> Carried<'a> {
        let is_of_side = matches!(division.by, By::Exposure | By::Everyone | By::Fitting);
        let whos: Vec<Who> = match is_of_side {
            true => compared.whos().cloned().collect(),
            false => division.whos().to_vec(),
        };
        Carried {
            is_small: whos.iter().map(|who| small.contains(who)).collect(),
            fates,
            compared,
            division,
            whos,
            is_of_side,
        }
    }

    /// Everyone who is compared.
    pub fn whos(&self) -> &[Who] {
        &self.whos
    }

    /// The changes.
    pub fn changes(&self) -> &Chosen {
        &self.compared.changes
    }

    /// Whether a deployment is in view.
    pub fn is_viewed(&self, at: u32) -> bool {
        self.fates[at as usize].has(Fate::VIEWED)
    }

    /// The cohort of a change that this deployment brought first, by its place among these; none where that is too small.
    pub fn cohort(&self, change: usize, first: u32) -> Option<usize> {
        if self.is_of_side {
            return Some(self.compared.place(change));
        }
        let code = self.division.code(first as usize) as usize;
        (!self.is_small[code]).then_some(code)
    }
}

impl Carried<'_> {
    /// How long the changes took into production, each with the code that `code` gives its cohort and deployment.
    pub fn leads<'h>(
        &self,
        history: &'h History,
        since: LeadStart,
        code: impl Fn(usize, u32) -> u32,
    ) -> Leads<'h> {
        let columns = &history.columns;
        history.ways().leads(
            (columns, since),
            self.changes(),
            |at| self.is_viewed(at),
            |change, first| Some(code(self.cohort(change, first)?, first)),
        )
    }

    /// How long the changes of each cohort took into production.
    pub fn leading(&self, history: &History, since: LeadStart) -> Reached {
        let lengths = history.ways().leading_by(
            (&history.columns, since),
            self.changes(),
            |at| self.is_viewed(at),
            (self.whos.len(), |change, first| self.cohort(change, first)),
        );
        self.reached(history, since, lengths)
    }

    /// How long each of the changes took into production, with its cohort.
    pub fn led(&self, history: &History, since: LeadStart) -> Vec<(usize, Led)> {
        let from = (&history.columns, since);
        let is_viewed = |at| self.is_viewed(at);
        let all = history.ways().led(from, self.changes(), is_viewed);
        let own = all.into_iter();
        own.filter_map(|one| Some((self.cohort(one.change, one.first)?, one)))
            .collect()
    }

    /// What is told of the lead times of each cohort.
    pub fn reached(&self, history: &History, since: LeadStart, lengths: Vec<Lengths>) -> Reached {
        let changes = self.changes();
        let early = history.ways().deployed_early(since, changes);
        let of_all = (changes.len() as u64, early);
        Reached::of(self.whos.clone(), lengths, self.division.by, of_all)
    }
}

/// Hours of changes from opened to merged; where deployments are divided by service, every service has its own.
pub(super) fn merge(history: &History, compared: &Compared, by: By) -> Reached {
    let services = &history.columns.service;
    let whos: Vec<Who> = match by {
        By::Service => services.names.iter().map(|name| Who::named(name)).collect(),
        _ => compared.whos().cloned().collect(),
    };
    let of = |change: usize| match by {
        By::Service => services.of[change] as usize,
        _ => compared.place(change),
    };
    let of = |change: usize| Some(of(change));
    let lengths = history.ways().merging(&compared.changes, whos.len(), of);
    let early = history.ways().merged_early(&compared.changes);
    Reached::of(whos, lengths, by, (compared.changes.len() as u64, early))
}

/// Changes of a cohort that went out together, by the first of their deployments that had time to fail: how many there are, and how
/// many had which fate.
#[derive(Clone, Copy, Default)]
struct Together {
    /// What was deployed.
    service: usize,
    n: u32,
    failed: u32,
    incident: u32,
    rolled_back: u32,
    hotfixed: u32,
}

/// What followed the changes of each cohort.
pub(super) fn following(history: &History, fates: &[Fate], compared: &Compared) -> Vec<Following> {
    let trail = &history.trail;
    let out = out_together(history, fates, compared);
    let services = history.facts.services.len();
    let together = |of: usize, hits: fn(&Together) -> u32| {
        let out = &out[of];
        let deployments = out.len() as u64;
        // So few deployments are told apart by their changes.
        if is_small(deployments) {
            return Rate::of(&[(0, deployments)], LEVEL);
        }
        let mut by_service = vec![(0_u64, 0_u64); services];
        for one in out {
            let (all_hits, n) = &mut by_service[one.service];
            *all_hits += u64::from(hits(one));
            *n += u64::from(one.n);
        }
        by_service.retain(|(_, n)| *n > 0);
        // Services differ by more than the deployments of each; of one or two nothing tells by how much.
        match by_service.len() {
            0..3 => {
                let each = out.iter().map(|one| (hits(one).into(), one.n.into()));
                Rate::of(&each.collect::<Vec<(u64, u64)>>(), LEVEL)
            }
            _ => Rate::of(&by_service, LEVEL),
        }
    };
    // Each change runs and is scanned by itself.
    let alone = |hits: u64, n: u64| Rate::of(&[(hits, n)], LEVEL);
    let counted = |some: &BTreeSet<usize>| compared.count(some.iter().copied());
    let [ran, reruns, findings] = [&trail.ran, &trail.reruns, &trail.findings].map(counted);
    let all = compared.numbers();
    let rate = |what: Follow, of: usize| match what {
        Follow::Failure => together(of, |one| one.failed),
        Follow::Incident if history.incidents.is_empty() => alone(0, 0),
        Follow::Incident => together(of, |one| one.incident),
        Follow::Rollback => together(of, |one| one.rolled_back),
        Follow::Hotfix => together(of, |one| one.hotfixed),
        Follow::Rerun => alone(reruns[of], ran[of]),
        Follow::Finding if !trail.has_findings => alone(0, 0),
        Follow::Finding => alone(findings[of], all[of]),
    };
    let all = Follow::ALL.into_iter().map(|what| {
        let whos = compared.whos().cloned().enumerate();
        let rates = whos.map(|(of, who)| (who, rate(what, of).withheld()));
        let rates: Vec<(Who, Rate)> = rates.collect();
        // One gap is told where there are two sides.
        let gap = match rates.as_slice() {
            [(one, first), (other, second)] if one.is_known() && other.is_known() => {
                gap(first, second).map(|(value, interval, _)| (value, interval))
            }
            _ => None,
        };
        Following {
            what,
            rates,
            gap,
            adjusted_p: None,
        }
    });
    let all = all.filter(|row| row.rates.iter().any(|(_, rate)| rate.n > 0));
    let mut all: Vec<Following> = all.collect();
    let p = all.iter().map(|one| {
        let (value, interval) = one.gap.as_ref()?;
        p_of_interval(*value, interval)
    });
    let adjusted = benjamini_hochberg(&p.collect::<Vec<_>>());
    for (one, adjusted) in all.iter_mut().zip(adjusted) {
        one.adjusted_p = adjusted;
    }
    all
}

/// Changes by the deployment that they went out with, for each cohort.
fn out_together(history: &History, fates: &[Fate], compared: &Compared) -> Vec<Vec<Together>> {
    let columns = &history.columns;
    let cohorts = compared.whos().len();
    let mut out = vec![Vec::new(); cohorts];
    // Where each deployment is among those of each cohort, counted from 1.
    let mut places = vec![0_u32; history.deployments.len() * cohorts];
    for change in compared.changes.places() {
        // What had no time to fail is left out here as everywhere.
        let (mut first, mut fate) = (None, Fate::default());
        for at in columns.carriers.of(change) {
            let own = fates[*at as usize];
            if own.has(Fate::JUDGED) {
                let ended = (columns.finished[*at as usize], *at as usize);
                first = Some(first.map_or(ended, |so_far: (i64, usize)| so_far.min(ended)));
                fate = fate.and(own);
            }
        }
        let Some((_, first)) = first else { continue };
        let of = compared.place(change);
        let (out, place) = (&mut out[of], &mut places[first * cohorts + of]);
        if *place == 0 {
            out.push(Together {
                service: history.facts.service_of[first],
                ..Together::default()
            });
            *place = out.len() as u32;
        }
        let has = |what: Fate| u32::from(fate.has(what));
        let one = &mut out[*place as usize - 1];
        one.n += 1;
        one.failed += has(Fate::FAILED);
        one.incident += has(Fate::INCIDENT);
        one.rolled_back += has(Fate::ROLLED_BACK).max(columns.is_taken_back[change].into());
        one.hotfixed += has(Fate::HOTFIXED);
    }
    out
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
