//! When things happen, as it is drawn.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::columns::NEVER;
use super::floor::alone;
use super::history::History;
use super::incident::Began;
use super::kind::Kind;
use super::metrics::{Metrics, Window};
use super::weeks::{Load, Workday};
use crate::analysis::stats::share;
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;
/// Events of which it is told when they happen, and people who are known to have made them, at least: well-being is more private than
/// a rate.
pub const LEAST: u64 = 10;

/// When something happens.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LoadOf {
    /// Deployments, incidents or reviews.
    pub what: Told,
    /// How many.
    pub n: u64,
    /// Times of day, or why they are not told.
    pub load: Result<Load, Few>,
    /// Those that are left out, for another choice of services would tell of them alone.
    pub held_back: u64,
    /// Share outside the workday, with its interval.
    pub after_hours: Option<(f64, Interval)>,
    /// People who did it, and how many of it outside the workday each of them did a month; none where too few people are known.
    pub a_person_month: Option<(u64, f64)>,
}

/// Of what there is so little that nothing is told of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Few {
    /// Of the events.
    Events,
    /// Of the people who made them.
    People,
}

/// What an export tells.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Told {
    /// Deployments.
    Deployments,
    /// Incidents.
    Incidents,
    /// Reviews.
    Reviews,
}

impl Told {
    fn kind(self) -> Kind {
        match self {
            Told::Deployments => Kind::Deployments,
            Told::Incidents => Kind::Incidents,
            Told::Reviews => Kind::Reviews,
        }
    }
}

/// What is told by the day alone: everything of it is said to be at the stroke of a midnight by UTC, as days without a time of day are
/// read.
pub(super) fn by_day(history: &History) -> Vec<Kind> {
    let columns = &history.columns;
    let incidents = history.incidents.iter();
    let incidents = incidents.flat_map(|one| [one.started, one.restored]);
    let of_columns = |columns: &[&[i64]]| {
        let all = columns.iter().copied().flatten().copied();
        are_days(all.filter(|at| *at != NEVER))
    };
    let told = [
        (Kind::Deployments, of_columns(&[&columns.finished])),
        (Kind::Incidents, are_days(incidents.flatten())),
        (
            Kind::Changes,
            of_columns(&[&columns.created, &columns.merged]),
        ),
        (Kind::Reviews, of_columns(&[&columns.reviewed])),
    ];
    let by_day = told.into_iter().filter(|(_, is_by_day)| *is_by_day);
    by_day.map(|(kind, _)| kind).collect()
}

/// Whether there is any, and each is the beginning of a day.
fn are_days(times: impl Iterator<Item = i64>) -> bool {
    let mut times = times.peekable();
    times.peek().is_some() && times.all(|at| at.rem_euclid(DAY) == 0)
}

/// When deployments end, incidents begin and reviews are written; nothing of what is told by the day alone. `of_services` has the
/// deployments of each service in the window.
pub(super) fn load(
    history: &History,
    asked: &Asked,
    (whole, of_services): (&Metrics, &[u64]),
    window: Window,
    began: &Began,
    by_day: &[Kind],
) -> Vec<LoadOf> {
    let is_in = |at: i64| (window.from..window.to).contains(&at);
    let columns = &history.columns;
    let facts = &history.facts;
    let ended = Events {
        of: of_services.to_vec(),
        is_in_view: facts
            .services
            .iter()
            .map(|name| asked.looks_at(name))
            .collect(),
        each: whole
            .deployments
            .iter()
            .map(|at| Event {
                service: facts.service_of[*at],
                at: columns.finished[*at],
                by: None,
            })
            .collect(),
    };
    let began = {
        let services = &columns.incident_of;
        let each = began.inside.iter().filter_map(|at| {
            Some(Event {
                service: services.of[*at] as usize,
                at: history.incidents[*at].started?,
                by: None,
            })
        });
        Events {
            of: began.of.clone(),
            is_in_view: services.which(|service| asked.looks_at(service)),
            each: each.collect(),
        }
    };
    // A review of no change that is known here is of no service.
    let nowhere = columns.service.names.len();
    let mut are_looked_at = columns.service.which(|service| asked.looks_at(service));
    are_looked_at.push(asked.looks_at(""));
    let mut reviewed = Events {
        of: vec![0; nowhere + 1],
        is_in_view: are_looked_at,
        each: Vec::new(),
    };
    for (review, at) in columns.reviewed.iter().copied().enumerate() {
        if !is_in(at) {
            continue;
        }
        let change = columns.review_of[review];
        let service = change.map_or(nowhere, |at| columns.service.of[at as usize] as usize);
        reviewed.of[service] += 1;
        if reviewed.is_in_view[service] {
            let by = columns.reviewer.of[review];
            reviewed.each.push(Event {
                service,
                at,
                by: Some(by).filter(|by| !columns.reviewer.names[*by as usize].is_empty()),
            });
        }
    }
    let months = (window.to - window.from) as f64 / (DAY as f64 * 365.25 / 12.0);
    [
        (Told::Deployments, ended),
        (Told::Incidents, began),
        (Told::Reviews, reviewed),
    ]
    .into_iter()
    .filter(|(what, events)| !events.each.is_empty() && !by_day.contains(&what.kind()))
    .map(|(what, events)| {
        let is_out = alone(&events.of, &events.is_in_view, LEAST);
        let told = || events.each.iter().filter(|event| !is_out[event.service]);
        // People of services that are left out are told of as little as their events.
        let people: BTreeSet<u32> = told().filter_map(|event| event.by).collect();
        let people = people.len() as u64;
        let times = told().map(|event| event.at);
        let load = asked
            .zone
            .with_clock(|clock| Load::of(times, Workday::default(), clock));
        let n = load.all();
        let few = match (n < LEAST, (1..LEAST).contains(&people)) {
            (true, _) => Some(Few::Events),
            (_, true) => Some(Few::People),
            _ => None,
        };
        let after = load.after_hours() as f64;
        let interval = share::wilson(after, n as f64, LEVEL).ok();
        let interval = interval.filter(|_| few.is_none());
        LoadOf {
            what,
            n,
            load: few.map_or(Ok(load), Err),
            held_back: events.each.len() as u64 - n,
            after_hours: interval.map(|interval| (after / n as f64, interval)),
            a_person_month: (few.is_none() && people > 0)
                .then(|| (people, after / (people as f64 * months))),
        }
    })
    .collect()
}

/// When something happened, by the places of services.
struct Events {
    /// How often in the window, in view or not.
    of: Vec<u64>,
    /// Whether each service is looked at.
    is_in_view: Vec<bool>,
    /// Each of those that are.
    each: Vec<Event>,
}

/// Something that happened.
struct Event {
    service: usize,
    at: i64,
    /// Who did it, where that is known.
    by: Option<u32>,
}
