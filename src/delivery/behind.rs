//! The changes that a number is made of.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::change::Change;
use super::chosen::Chosen;
use super::cohort::{Division, Who};
use super::compared::Compared;
use super::defined::{Defined, is_any_small, longest_changes};
use super::fate::fates;
use super::fixes::Fixes;
use super::floor::is_small;
use super::following::{Carried, Follow, carriers_with, following, has_followed};
use super::history::History;
use super::in_view::InView;
use super::incident::began_in;
use super::link::Links;
use super::metrics::{Metrics, Window};
use super::rivals::{Rival, Subject};
use super::span::window_of;
use super::steps::{Step, approved};
use super::tally::Counted;
use super::waiting::waiters;
use super::ways::hours;
use super::weeks::{WEEK, Weeks};
use crate::analysis::LEVEL;

/// Changes that are told one by one at most.
const TOLD: usize = 1000;
/// Changes of a deployment that are named at most.
const CHANGES: usize = 8;

/// A number whose changes are asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Behind {
    /// Changes of a cohort that something followed.
    Followed(Follow, Who),
    /// Changes that are a kind of fix.
    Fixes(String),
    /// Changes that waited to the end, the longest first.
    Waited(Waited),
    /// Deployments of a cohort in some weeks.
    Deployed(Deployed),
    /// What a value of the X-ray is made of.
    Defined(Subject, Rival),
    /// Changes of a cohort that came into production in some weeks, those that took longest first.
    Led(Led),
    /// Changes that were first approved in the week that begins at a second of local time, those that waited longest first.
    Approved(i64),
}

/// Where changes waited.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Waited {
    /// The step of approval as the export calls it, or the service whose changes waited; all where none is given.
    pub name: Option<String>,
    /// The part of the way; none for a step that the export names.
    pub step: Option<Step>,
    /// Whether the changes were made with AI, where only those are meant that were, or only the others.
    pub assisted: Option<bool>,
}

/// Which deployments of some weeks.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Deployed {
    /// Whose.
    pub who: Who,
    /// Of which services.
    pub services: Vec<String>,
    /// When the first week begins, at a second of local time.
    pub start: i64,
    /// How many weeks these are.
    pub weeks: u32,
}

/// Changes of which cohort, and in which weeks.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Led {
    /// Whose.
    pub who: Who,
    /// When the first week begins, at a second of local time.
    pub start: i64,
    /// How many weeks these are.
    pub weeks: u32,
}

/// A change behind a number, a deployment or an incident.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Told {
    /// What people call it.
    pub name: String,
    /// What it changes.
    pub service: String,
    /// Its title; of a deployment, the changes that it brings or what it is linked to; of an incident, the deployments that caused it.
    pub title: String,
    /// When it was merged, the deployment ended or the incident began, in seconds since 1970.
    pub at: Option<i64>,
    /// Hours that it waited or took, where that was asked.
    pub hours: Option<f64>,
    /// Whether it took at least that long, for it was not over when the exports were made.
    pub goes_on: bool,
    /// The deployments that say so.
    pub deployments: Vec<String>,
}

/// The changes behind a number.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Rows {
    /// Some of them.
    pub told: Vec<Told>,
    /// How many there are.
    pub all: u64,
    /// Whether they are so few that the rows would tell of each one.
    pub is_withheld: bool,
}

impl Rows {
    /// Too few.
    pub(super) fn withheld() -> Rows {
        Rows {
            is_withheld: true,
            ..Rows::default()
        }
    }

    /// Those of some places, as many as are told, in their order.
    pub(super) fn of<T>(some: Vec<T>, told: impl Fn(T) -> Told) -> Rows {
        Rows {
            all: some.len() as u64,
            is_withheld: false,
            told: some.into_iter().take(TOLD).map(told).collect(),
        }
    }

    /// Those that took longest first.
    pub(super) fn longest(mut all: Vec<Told>) -> Rows {
        let hours = |one: &Told| one.hours.unwrap_or_default();
        all.sort_by(|one, other| {
            hours(other)
                .total_cmp(&hours(one))
                .then_with(|| one.name.cmp(&other.name))
        });
        Rows::of(all, |one| one)
    }
}

/// The changes behind a number of the board, which says whether no cohort is too small. If one is, rows that name failed deployments
/// might be its own.
pub(super) fn rows(
    history: &History,
    links: &Links,
    (assisted, division): (&[bool], &Division),
    fixes: &[Fixes],
    asked: &Asked,
    is_whole: bool,
    behind: &Behind,
) -> Rows {
    let (window, _) = window_of(history, asked);
    let counted = Counted {
        history,
        links,
        rules: &asked.rules,
        window,
        weeks: &Weeks::default(),
        zone: &asked.zone,
    };
    // What becomes of deployments and whose changes are is needed for some rows alone.
    let compare = || {
        let InView { viewed, .. } = InView::of(history, asked, window, division.by);
        let whole = Metrics::of(history, links, &asked.rules, window, &viewed, LEVEL);
        let fates = fates(links, &whole, &history.columns.finished);
        let compared = Compared::of(history, asked, assisted, window, &fates, division);
        (whole, fates, compared)
    };
    let told = |at: usize| {
        let change = &history.changes[at];
        Told {
            name: called(change).to_owned(),
            service: change.service().to_owned(),
            title: change.title().to_owned(),
            at: change.merged,
            hours: None,
            goes_on: false,
            deployments: Vec::new(),
        }
    };
    match behind {
        Behind::Deployed(wanted) => deployed(history, division, asked, window, wanted),
        Behind::Defined(..) if !is_whole => Rows::withheld(),
        Behind::Defined(of, rival) => {
            let (whole, fates, compared) = compare();
            let carried = Carried::of(&fates, &compared, division, &BTreeSet::new());
            let defined = Defined {
                counted,
                whole: &whole,
                carried: &carried,
                began: &began_in(history, asked, window),
                fixes,
            };
            defined.rows(*of, *rival)
        }
        Behind::Led(_) if !is_whole => Rows::withheld(),
        Behind::Led(wanted) => {
            let (_, fates, compared) = compare();
            let carried = Carried::of(&fates, &compared, division, &BTreeSet::new());
            let place = carried.whos().iter().position(|who| *who == wanted.who);
            let end = wanted.start + i64::from(wanted.weeks) * WEEK;
            let weeks = asked.zone.utc(wanted.start)..asked.zone.utc(end);
            let led = carried.led(history, asked.rules.lead_from);
            if is_any_small(&carried, &led) {
                return Rows::withheld();
            }
            let own = led.into_iter().filter(|(cohort, one)| {
                let finished = history.columns.finished[one.first as usize];
                Some(*cohort) == place && weeks.contains(&finished)
            });
            longest_changes(counted, own.map(|(_, one)| one).collect())
        }
        Behind::Fixes(name) => {
            let (.., compared) = compare();
            let own = fixes.iter().find(|kind| kind.name == *name);
            let own = own.map_or(&[][..], |kind| kind.changes.as_slice());
            let own = own.iter().copied();
            latest(
                history,
                own.filter(|at| compared.changes.has(*at)).collect(),
                told,
            )
        }
        Behind::Followed(what, who) => {
            let (_, fates, compared) = compare();
            let rates = following(history, &fates, &compared);
            let rate = rates.iter().find(|one| one.what == *what);
            let rate = rate.and_then(|one| one.rates.iter().find(|(of, _)| of == who));
            let place = compared.whos().position(|of| of == who);
            let (Some((_, rate)), Some(place)) = (rate, place) else {
                return Rows::default();
            };
            if is_small(rate.n) || !is_whole {
                return Rows::withheld();
            }
            let own = compared.changes.places();
            let own = own.filter(|at| compared.place(*at) == place);
            let hit = own
                .filter(|at| has_followed(history, &fates, *what, *at))
                .collect();
            latest(history, hit, |at| {
                let with = carriers_with(history, &fates, *what, at).into_iter();
                Told {
                    deployments: with.map(|at| history.deployments[at].id.clone()).collect(),
                    ..told(at)
                }
            })
        }
        Behind::Waited(wanted) => {
            let mut waited = waited(history, &waiters(history, asked), wanted);
            waited.retain(|(at, _)| wanted.assisted.is_none_or(|with| assisted[*at] == with));
            longest(waited, told)
        }
        Behind::Approved(start) => {
            let all = Chosen::of(history, asked, |_| true);
            let mut waited = history.ways().over(Step::FirstApproval, &all);
            let created = &history.columns.created;
            let week = asked.zone.utc(*start)..asked.zone.utc(*start + WEEK);
            waited.retain(|(at, seconds)| week.contains(&(created[*at] + seconds)));
            longest(waited, told)
        }
    }
}

/// What people call a change.
pub(super) fn called(change: &Change) -> &str {
    match change.number() {
        "" => change.id(),
        number => number,
    }
}

/// Deployments of some weeks, the latest first; none is told where a cohort has too few in all.
fn deployed(
    history: &History,
    division: &Division,
    asked: &Asked,
    window: Window,
    wanted: &Deployed,
) -> Rows {
    let (columns, facts) = (&history.columns, &history.facts);
    let InView { viewed, .. } = InView::of(history, asked, window, division.by);
    let inside = |at: &usize| (window.from..window.to).contains(&columns.finished[*at]);
    let all: Vec<usize> = viewed.into_iter().filter(inside).collect();
    let groups = division.groups(columns, &all);
    // Rows of the others would tell, taken from all, which are those of a small cohort; a service says itself what it is of.
    let is_small_told = |some: &[usize]| division.by != By::Service && is_small(some.len() as u64);
    let is_any_small = groups.iter().any(|(_, some)| is_small_told(some));
    let own = groups.into_iter().find(|(who, _)| *who == wanted.who);
    let own = own.map_or_else(Vec::new, |(_, some)| some);
    if is_small(own.len() as u64) || is_any_small {
        return Rows::withheld();
    }
    let end = wanted.start + i64::from(wanted.weeks) * WEEK;
    let weeks = asked.zone.utc(wanted.start)..asked.zone.utc(end);
    let is_of = |at: &usize| {
        let service = &facts.services[facts.service_of[*at]];
        weeks.contains(&columns.finished[*at]) && wanted.services.contains(service)
    };
    let mut own: Vec<usize> = own.into_iter().filter(is_of).collect();
    own.sort_unstable_by_key(|at| (Reverse(columns.finished[*at]), *at));
    Rows::of(own, |at| told_deployment(history, at))
}

/// A deployment with the changes that it brings.
pub(super) fn told_deployment(history: &History, at: usize) -> Told {
    let brought = history.brings[at].iter();
    let brought = brought.map(|change| called(&history.changes[*change]));
    let named: Vec<&str> = brought.take(CHANGES + 1).collect();
    let more = if named.len() > CHANGES { ", …" } else { "" };
    let facts = &history.facts;
    Told {
        name: history.deployments[at].id.clone(),
        service: facts.services[facts.service_of[at]].clone(),
        title: named[..named.len().min(CHANGES)].join(", ") + more,
        at: history.deployments[at].finished,
        hours: None,
        goes_on: false,
        deployments: Vec::new(),
    }
}

/// Changes with the seconds that they waited, the longest first; too few would be told one by one.
fn longest(mut waited: Vec<(usize, i64)>, told: impl Fn(usize) -> Told) -> Rows {
    if is_small(waited.len() as u64) {
        return Rows::withheld();
    }
    waited.sort_unstable_by_key(|(at, seconds)| (Reverse(*seconds), *at));
    Rows::of(waited, |(at, seconds)| Told {
        hours: Some(hours(seconds)),
        ..told(at)
    })
}

/// The latest of some changes.
fn latest(history: &History, mut some: Vec<usize>, told: impl Fn(usize) -> Told) -> Rows {
    some.sort_unstable_by_key(|at| (Reverse(history.columns.merged[*at]), *at));
    Rows::of(some, told)
}

/// Changes with the seconds that they waited, of those that did to the end.
fn waited(history: &History, waiters: &Chosen, wanted: &Waited) -> Vec<(usize, i64)> {
    let service = &history.columns.service;
    let name = wanted.name.as_deref();
    match wanted.step {
        None => {
            let (all, _) = approved(history, waiters);
            let own = all.into_iter().filter(|one| name == Some(one.step));
            own.map(|one| (one.change, one.seconds)).collect()
        }
        Some(step) => {
            let is_own = |at: usize| name.is_none_or(|name| service.name(at) == name);
            let mut all = history.ways().over(step, waiters);
            all.retain(|(change, _)| is_own(*change));
            all
        }
    }
}
