//! What is counted in one walk along deployments, and what their metrics are made of.

use std::ops::Range;

use super::asked::Zone;
use super::columns::NEVER;
use super::ending::Ending;
use super::history::History;
use super::link::Links;
use super::metrics::Window;
use super::rules::Rules;
use super::weeks::{Calendar, Clock, Today, Weeks};

const DAY: i64 = 86_400;

/// What is counted, and how.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    pub history: &'a History,
    pub links: &'a Links,
    pub rules: &'a Rules,
    pub window: Window,
    /// The weeks that are counted by.
    pub weeks: &'a Weeks,
    /// Where days and weeks begin.
    pub zone: &'a Zone,
}

impl Counted<'_> {
    /// What ended by then had time to fail.
    pub fn old_until(self) -> i64 {
        self.window.exported.saturating_sub(self.rules.follow_up())
    }

    /// Points in time in the window; what nothing tells is none.
    pub fn inside(self) -> Range<i64> {
        self.window.from.max(NEVER + 1)..self.window.to
    }
}

/// Deployments that reached production in the window, by their places in the history in order.
#[derive(Default)]
pub(super) struct Inside {
    /// All of them.
    pub deployments: Vec<usize>,
    /// Those that failed.
    pub failed: Vec<usize>,
}

impl Inside {
    /// Those among some.
    pub fn of(counted: Counted<'_>, among: &[usize]) -> Inside {
        let columns = &counted.history.columns;
        let (mut inside, window) = (Inside::for_some(among), counted.inside());
        for at in among.iter().copied() {
            if columns.counts[at] && window.contains(&columns.finished[at]) {
                inside.push(at, counted.links.has_failed[at]);
            }
        }
        inside
    }

    fn for_some(among: &[usize]) -> Inside {
        Inside {
            deployments: Vec::with_capacity(among.len()),
            failed: Vec::new(),
        }
    }

    fn push(&mut self, at: usize, has_failed: bool) {
        self.deployments.push(at);
        if has_failed {
            self.failed.push(at);
        }
    }
}

/// How many there are of what.
#[derive(Default)]
pub(super) struct Tally {
    by_service: Vec<Counts>,
    /// By UTC.
    days: Days,
    /// By local time.
    local_days: Days,
}

impl Tally {
    /// Counts some deployments, given by their places in the history in order.
    pub fn of(counted: Counted<'_>, some: &[usize]) -> (Tally, Inside) {
        counted
            .zone
            .with_clock(|clock| Tally::by_clock(counted, some, clock))
    }

    fn by_clock(counted: Counted<'_>, some: &[usize], clock: Clock<'_>) -> (Tally, Inside) {
        let (columns, links) = (&counted.history.columns, counted.links);
        let facts = &counted.history.facts;
        let old_until = counted.old_until();
        let window = counted.inside();
        let mut inside = Inside::for_some(some);
        let mut tally = Tally {
            by_service: vec![Counts::default(); facts.services.len()],
            ..Tally::default()
        };
        // Rows mostly come in the order of time, so that many follow each other on one day.
        let (mut day, mut today) = (0..0, Today::default());
        let mut calendar = Calendar::of(counted.weeks, clock);
        for at in some.iter().copied().filter(|at| columns.counts[*at]) {
            // Those that were never deployed in the window were looked at all the same.
            let counts = &mut tally.by_service[facts.service_of[at]];
            counts.is_looked_at = true;
            let finished = columns.finished[at];
            if !window.contains(&finished) {
                continue;
            }
            if !day.contains(&finished) {
                let number = finished.div_euclid(DAY);
                tally.days.add(number);
                day = number * DAY..(number + 1) * DAY;
            }
            let local = calendar.day(finished);
            if local != today || tally.local_days.is_empty() {
                tally.local_days.add(local.day);
                today = local;
            }
            let ending = links.endings[at].aged(finished > old_until);
            counts.add(ending, local.week, counted.weeks);
            inside.push(at, ending.has_failed());
        }
        (tally, inside)
    }

    /// Takes in what was counted of others.
    pub fn add(&mut self, others: &Tally) {
        let services = others.by_service.len();
        self.by_service.resize(services, Counts::default());
        let looked_at = self.by_service.iter_mut().zip(&others.by_service);
        looked_at
            .filter(|(_, more)| more.is_looked_at)
            .for_each(|(own, more)| own.add_all(more));
        self.days.add_all(&others.days);
        self.local_days.add_all(&others.local_days);
    }

    /// Services with any deployment, also outside the window.
    pub fn services(&self) -> u64 {
        let looked_at = self.by_service.iter().filter(|one| one.is_looked_at);
        looked_at.count() as u64
    }

    /// Days with a deployment: by UTC, and by local time.
    pub fn days(&self) -> (u64, u64) {
        (self.days.count(), self.local_days.count())
    }

    /// Deployments of each service, and those by full week; none by week where there is none.
    pub fn by_service(&self) -> impl Iterator<Item = (u64, &[u64])> + Clone {
        let many = |one: &Counts| one.each().map(|(_, n)| n).sum();
        let services = self.by_service.iter();
        services.map(move |one| (many(one), one.weekly.as_slice()))
    }

    /// How many became what is asked.
    pub fn many(&self, is_one: fn(Ending) -> bool) -> u64 {
        let each = self.by_service.iter().flat_map(Counts::each);
        let some = each.filter(|(ending, _)| is_one(*ending));
        some.map(|(_, n)| n).sum()
    }

    /// Of each service, how many are a hit among some and how many these are.
    pub fn out_of(
        &self,
        among: &dyn Fn(Ending) -> bool,
        is_hit: &dyn Fn(Ending) -> bool,
    ) -> Vec<(u64, u64)> {
        let services = self.by_service.iter();
        services.map(|own| own.out_of(among, is_hit)).collect()
    }
}

/// What is counted of the deployments of a service.
#[derive(Clone)]
struct Counts {
    is_looked_at: bool,
    /// How many ended in each full week; nothing where none ended at all.
    weekly: Vec<u64>,
    /// How many became what.
    of: [u32; Ending::ALL],
}

impl Default for Counts {
    fn default() -> Self {
        Counts {
            is_looked_at: false,
            weekly: Vec::new(),
            of: [0; Ending::ALL],
        }
    }
}

impl Counts {
    fn add(&mut self, ending: Ending, week: Option<usize>, weeks: &Weeks) {
        self.of[ending.place()] += 1;
        if self.weekly.is_empty() {
            self.weekly.resize(weeks.starts.len(), 0);
        }
        if let Some(week) = week {
            self.weekly[week] += 1;
        }
    }

    fn add_all(&mut self, others: &Counts) {
        self.is_looked_at |= others.is_looked_at;
        let of = self.of.iter_mut().zip(others.of);
        of.for_each(|(own, more)| *own += more);
        if self.weekly.is_empty() {
            self.weekly.resize(others.weekly.len(), 0);
        }
        let weekly = self.weekly.iter_mut().zip(&others.weekly);
        weekly.for_each(|(own, more)| *own += more);
    }

    /// What became of them, with how many there are of each kind.
    fn each(&self) -> impl Iterator<Item = (Ending, u64)> {
        let each = self.of.iter().enumerate().filter(|(_, n)| **n > 0);
        each.map(|(place, n)| (Ending::at(place), u64::from(*n)))
    }

    /// How many are a hit among some, and how many these are.
    fn out_of(
        &self,
        among: &dyn Fn(Ending) -> bool,
        is_hit: &dyn Fn(Ending) -> bool,
    ) -> (u64, u64) {
        let some = self.each().filter(|(one, _)| among(*one));
        some.fold((0, 0), |(hits, all), (one, n)| {
            (hits + if is_hit(one) { n } else { 0 }, all + n)
        })
    }
}

/// Days on which something happened.
#[derive(Default)]
pub(super) struct Days {
    /// Whether something did on each day from the first on.
    are: Vec<bool>,
    first: i64,
}

impl Days {
    /// Takes a day in.
    pub fn add(&mut self, day: i64) {
        if self.are.is_empty() {
            self.first = day;
        }
        if let Ok(before @ 1..) = usize::try_from(self.first - day) {
            self.are.splice(0..0, vec![false; before]);
            self.first = day;
        }
        // Holds because it is not before the first.
        let at = (day - self.first) as usize;
        if at >= self.are.len() {
            self.are.resize(at + 1, false);
        }
        self.are[at] = true;
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.are.is_empty()
    }

    /// Takes in those of others.
    pub fn add_all(&mut self, others: &Days) {
        let each = others.are.iter().zip(others.first..);
        each.filter(|(is, _)| **is)
            .for_each(|(_, day)| self.add(day));
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.are.iter().filter(|is| **is).count() as u64
    }
}
