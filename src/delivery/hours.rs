//! When things happen, as it is drawn.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::cohort::{Division, Who};
use super::columns::NEVER;
use super::compared::Compared;
use super::floor::{alone, withheld_cells};
use super::following::gap;
use super::history::History;
use super::incident::Began;
use super::kind::Kind;
use super::metrics::Rate;
use super::sides::Sides;
use super::tally::Counted;
use super::weeks::{Load, Workday};
use crate::analysis::stats::share;
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;
/// Events of which it is told when they happen, and people who are known to have made them, at least: well-being is more private than
/// a rate.
pub const LEAST: u64 = 10;

/// Counts by cohort and service that are kept at most: with more, cohorts are not told apart.
const CELLS: usize = 1 << 21;

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
    /// The share outside the workday of each cohort: of its deployments, of the incidents that these caused, and of the reviews of its
    /// changes; none where there is but one.
    pub sides: Vec<(Who, Rate)>,
    /// The first cohort less the second, where there are two that are known.
    pub gap: Option<(f64, Interval)>,
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

/// What it is told from when things happen.
pub(super) struct Watch<'a> {
    pub counted: Counted<'a>,
    pub asked: &'a Asked,
    pub sides: &'a Sides,
    pub division: &'a Division,
    pub changes: &'a Compared<'a>,
    /// Deployments of each service in the window.
    pub of_services: &'a [u64],
    pub began: &'a Began,
    /// What is told by the day alone.
    pub by_day: &'a [Kind],
}

impl Watch<'_> {
    /// When deployments end, incidents begin and reviews are written; nothing of what is told by the day alone.
    pub fn load(&self) -> Vec<LoadOf> {
        let all = [
            (Told::Deployments, self.ended()),
            (Told::Incidents, self.began()),
            (Told::Reviews, self.reviewed()),
        ];
        all.into_iter()
            .filter(|(what, events)| !events.each.is_empty() && !self.by_day.contains(&what.kind()))
            .map(|(what, events)| self.load_of(what, &events))
            .collect()
    }

    fn ended(&self) -> Events {
        let history = self.counted.history;
        let (columns, facts) = (&history.columns, &history.facts);
        let each = self.sides.whole.deployments.iter().map(|at| Event {
            service: facts.service_of[*at],
            at: columns.finished[*at],
            by: None,
            whose: self.division.code(*at),
        });
        Events {
            of: self.of_services.to_vec(),
            is_in_view: facts
                .services
                .iter()
                .map(|name| self.asked.looks_at(name))
                .collect(),
            each: each.collect(),
            whos: self.division.whos().to_vec(),
        }
    }

    /// Incidents with the cohort of the deployments that caused them, where that is one.
    fn began(&self) -> Events {
        let Counted { history, links, .. } = self.counted;
        let services = &history.columns.incident_of;
        let mut whose = vec![NOBODY; history.incidents.len()];
        let mut are_torn = vec![false; history.incidents.len()];
        for link in &links.links {
            let (own, code) = (
                &mut whose[link.incident],
                self.division.code(link.deployment),
            );
            are_torn[link.incident] |= *own != NOBODY && *own != code;
            *own = code;
        }
        let each = self.began.inside.iter().filter_map(|at| {
            Some(Event {
                service: services.of[*at] as usize,
                at: history.incidents[*at].started?,
                by: None,
                whose: if are_torn[*at] { NOBODY } else { whose[*at] },
            })
        });
        Events {
            of: self.began.of.clone(),
            is_in_view: services.which(|service| self.asked.looks_at(service)),
            each: each.collect(),
            whos: self.division.whos().to_vec(),
        }
    }

    /// Reviews with the cohort of the merged change that they are of.
    fn reviewed(&self) -> Events {
        let Counted {
            history, window, ..
        } = self.counted;
        let columns = &history.columns;
        // A review of no change that is known here is of no service.
        let nowhere = columns.service.names.len();
        let looks_at = |service: &str| self.asked.looks_at(service);
        let mut are_looked_at = columns.service.which(looks_at);
        are_looked_at.push(looks_at(""));
        let mut reviewed = Events {
            of: vec![0; nowhere + 1],
            is_in_view: are_looked_at,
            each: Vec::new(),
            whos: self.changes.whos().cloned().collect(),
        };
        for (review, at) in columns.reviewed.iter().copied().enumerate() {
            if !(window.from..window.to).contains(&at) {
                continue;
            }
            let change = columns.review_of[review].map(|change| change as usize);
            let service = change.map_or(nowhere, |at| columns.service.of[at] as usize);
            reviewed.of[service] += 1;
            if !reviewed.is_in_view[service] {
                continue;
            }
            let compared = change.filter(|change| self.changes.changes.has(*change));
            let by = columns.reviewer.of[review];
            reviewed.each.push(Event {
                service,
                at,
                by: Some(by).filter(|by| !columns.reviewer.names[*by as usize].is_empty()),
                whose: compared.map_or(NOBODY, |change| self.changes.place(change) as u32),
            });
        }
        reviewed
    }

    fn load_of(&self, what: Told, events: &Events) -> LoadOf {
        let Counted { window, zone, .. } = self.counted;
        let months = (window.to - window.from) as f64 / (DAY as f64 * 365.25 / 12.0);
        let is_out = alone(&events.of, &events.is_in_view, LEAST);
        let told = || events.each.iter().filter(|event| !is_out[event.service]);
        // People of services that are left out are told of as little as their events.
        let people: BTreeSet<u32> = told().filter_map(|event| event.by).collect();
        let people = people.len() as u64;
        let times = told().map(|event| event.at);
        let load = zone.with_clock(|clock| Load::of(times, Workday::default(), clock));
        let n = load.all();
        let few = match (n < LEAST, (1..LEAST).contains(&people)) {
            (true, _) => Some(Few::Events),
            (_, true) => Some(Few::People),
            _ => None,
        };
        let after = load.after_hours() as f64;
        let interval = share::wilson(after, n as f64, LEVEL).ok();
        let interval = interval.filter(|_| few.is_none());
        // How many incidents a cohort caused tells what became of it.
        let are_told =
            what != Told::Incidents || self.sides.small.is_empty() && self.sides.are_failures_told;
        let sides = match few {
            None if are_told => self.sides_of(events, &is_out),
            _ => Vec::new(),
        };
        // One gap is told where there are two sides.
        let known: Vec<&Rate> = sides
            .iter()
            .filter(|(who, _)| who.is_known())
            .map(|(_, rate)| rate)
            .collect();
        let gap = match known.as_slice() {
            [one, other] => gap(one, other).map(|(value, interval, _)| (value, interval)),
            _ => None,
        };
        LoadOf {
            what,
            n,
            load: few.map_or(Ok(load), Err),
            held_back: events.each.len() as u64 - n,
            after_hours: interval.map(|interval| (after / n as f64, interval)),
            a_person_month: (few.is_none() && people > 0)
                .then(|| (people, after / (people as f64 * months))),
            sides,
            gap,
        }
    }

    /// The share outside the workday of each cohort; nothing where there is but one.
    fn sides_of(&self, events: &Events, is_out: &[bool]) -> Vec<(Who, Rate)> {
        let is_one = events.whos.len() < 2;
        if is_one || events.whos.len() * events.of.len() > CELLS {
            return Vec::new();
        }
        let (many, services) = (events.whos.len(), events.of.len());
        let mut counts = vec![vec![(0_u64, 0_u64); services]; many];
        let mut people = vec![BTreeSet::new(); many];
        // Those of nobody are told by what the others leave of all.
        let mut of_nobody = 0;
        self.counted.zone.with_clock(|clock| {
            let day = Workday::default();
            let told = events.each.iter().filter(|event| !is_out[event.service]);
            for event in told {
                let whose = event.whose as usize;
                let Some(own) = counts.get_mut(whose) else {
                    of_nobody += 1;
                    continue;
                };
                let (hits, n) = &mut own[event.service];
                *hits += u64::from(!day.holds(clock.local(event.at)));
                *n += 1;
                people[whose].extend(event.by);
            }
        });
        for own in &mut counts {
            own.retain(|(_, n)| *n > 0);
        }
        let n = |own: &Vec<(u64, u64)>| own.iter().map(|(_, n)| n).sum();
        let mut cells: Vec<Vec<u64>> = counts.iter().map(|own| vec![n(own)]).collect();
        cells.push(vec![of_nobody]);
        // Hours of so few people are told by what the others leave of all, too.
        let are_few = |people: &BTreeSet<u32>| (1..LEAST).contains(&(people.len() as u64));
        if people.iter().any(are_few) {
            return Vec::new();
        }
        let small = self.division.which(&self.sides.small);
        let is_of_division = events.whos.as_slice() == self.division.whos();
        let is_small = |at: usize| is_of_division && small[at];
        let mut out: Vec<bool> = (0..many).map(is_small).collect();
        out.push(false);
        let withheld = withheld_cells(&cells, &out, LEAST);
        let place = |who: &Who| {
            let mut sides = self.sides.sides.iter();
            let own = sides.position(|side| side.cohort.who == *who);
            own.unwrap_or(usize::MAX)
        };
        let rates = counts.iter().enumerate().map(|(at, own)| {
            let rate = Rate::of(own, LEVEL);
            match withheld[at][0] {
                true => rate.hidden(LEAST),
                false => rate,
            }
        });
        let mut sides: Vec<(Who, Rate)> = events.whos.iter().cloned().zip(rates).collect();
        sides.retain(|(_, rate)| rate.n > 0);
        sides.sort_by_key(|(who, _)| place(who));
        match sides.len() {
            0 | 1 => Vec::new(),
            _ => sides,
        }
    }
}

/// An event of no cohort that is compared.
const NOBODY: u32 = u32::MAX;

/// When something happened, by the places of services.
struct Events {
    /// How often in the window, in view or not.
    of: Vec<u64>,
    /// Whether each service is looked at.
    is_in_view: Vec<bool>,
    /// Each of those that are.
    each: Vec<Event>,
    /// Everyone who is compared.
    whos: Vec<Who>,
}

/// Something that happened.
struct Event {
    service: usize,
    at: i64,
    /// Who did it, where that is known.
    by: Option<u32>,
    /// The cohort that it is of, by its place among those that are compared, or [`NOBODY`].
    whose: u32,
}
