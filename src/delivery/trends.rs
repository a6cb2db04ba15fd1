//! How each metric of each cohort moves over the weeks, and which stretches of weeks differ by more than these do.

use std::ops::Range;

use super::cohort::Who;
use super::ending::Ending;
use super::floor::withheld_cells;
use super::following::{Carried, Reached};
use super::kind::Kind;
use super::metrics::Recovery;
use super::rules::Rules;
use super::sides::Sides;
use super::stretches::{Measure, Middle, Plan, Trend, told_median, told_share};
use super::tally::Counted;
use super::weeks::{Calendar, Today, WEEK, Workday};
use crate::analysis::stats::survival::Lengths;

/// Full weeks that a point may be of.
const SPANS: [usize; 3] = [1, 2, 4];
/// Cohorts that are told of at most, those that stand first.
const MOST: usize = 6;
/// Points that a trend has at least.
const POINTS: usize = 3;
/// A deployment that ended in no full week.
const NO_WEEK: u16 = u16::MAX;

/// What is counted of a week.
#[derive(Clone, Copy, Default)]
struct Week {
    all: u32,
    judged: u32,
    rated: u32,
    failed: u32,
    repaired: u32,
    rollbacks: u32,
    reworked: u32,
    after_hours: u32,
}

impl Week {
    fn add(&mut self, one: Ending, rules: &Rules, is_after_hours: bool) {
        self.all += 1;
        self.rollbacks += u32::from(one.is_rollback());
        self.reworked += u32::from(one.is_rework());
        self.after_hours += u32::from(is_after_hours);
        if !(one.is_young() && rules.leaves_out_young) {
            self.judged += 1;
            self.repaired += u32::from(one.is_repaired());
        }
        if rules.rates(one) {
            self.rated += 1;
            self.failed += u32::from(one.has_failed());
        }
    }

    /// Hits, and out of how many.
    fn of(&self, measure: Measure) -> (u64, u64) {
        let (hits, n) = match measure {
            Measure::FailRate => (self.failed, self.rated),
            Measure::RepairedRate => (self.repaired, self.judged),
            Measure::RollbackRate => (self.rollbacks, self.all),
            Measure::ReworkRate => (self.reworked, self.all),
            Measure::AfterHours => (self.after_hours, self.all),
            Measure::LeadTime | Measure::Recovery => (0, 0),
        };
        (hits.into(), n.into())
    }
}

/// What trends are told from.
pub(super) struct Moving<'a> {
    pub counted: Counted<'a>,
    pub sides: &'a Sides,
    pub carried: &'a Carried<'a>,
    /// Whether cohorts have rollbacks and repairs of their own.
    pub is_by_name: bool,
    /// What is told by the day alone.
    pub by_day: &'a [Kind],
}

/// Lead times as a whole, and over the weeks.
pub(super) struct Lead {
    pub reached: Reached,
    pub trend: Option<Trend>,
}

impl Moving<'_> {
    /// The trends of everything of which enough is told; `lead` is that of lead time.
    pub fn trends(&self, week_of: &[u16], lead: Option<Trend>) -> Vec<Trend> {
        let many = self.counted.weeks.starts.len();
        if many < POINTS {
            return Vec::new();
        }
        let sides = &self.sides.sides;
        let counts: Vec<Vec<Week>> = sides
            .iter()
            .map(|side| self.count(&side.metrics.deployments, week_of))
            .collect();
        let rates: &[Measure] = match self.is_by_name {
            true => &[
                Measure::FailRate,
                Measure::RollbackRate,
                Measure::ReworkRate,
            ],
            false => &[Measure::FailRate, Measure::RepairedRate],
        };
        let rate = |measure: Measure| {
            if measure == Measure::ReworkRate && !self.sides.tells_rework(self.counted.rules) {
                return None;
            }
            let of = |row: usize, weeks: Range<usize>| {
                let each = counts[row][weeks].iter().map(|week| week.of(measure));
                each.fold((0, 0), |(hits, n), (more, all)| (hits + more, n + all))
            };
            let plan = self.plan(measure, sides.len(), &|row, weeks| of(row, weeks).1)?;
            let told = |row: usize, weeks: Range<usize>| {
                let (hits, n) = of(row, weeks);
                told_share(hits, n)
            };
            let whos = sides.iter().map(|side| side.cohort.who.clone());
            Some(plan.trend(whos.collect(), &told))
        };
        let recovery = || {
            let failed: Vec<Vec<Vec<usize>>> = sides
                .iter()
                .map(|side| {
                    let mut of = vec![Vec::new(); many];
                    for at in side.metrics.failed.iter().copied() {
                        if let Some(own) = of.get_mut(usize::from(week_of[at])) {
                            own.push(at);
                        }
                    }
                    of
                })
                .collect();
            let lengths = |row: usize, weeks: Range<usize>| {
                let failed = failed[row][weeks].concat();
                Recovery::of(self.counted, &failed).lengths
            };
            let plan = self.plan(Measure::Recovery, sides.len(), &|row, weeks| {
                lengths(row, weeks).len()
            })?;
            let whos = sides.iter().map(|side| side.cohort.who.clone());
            Some(plan.trend(whos.collect(), &|row, weeks| {
                told_median(&lengths(row, weeks))
            }))
        };
        let mut all: Vec<Trend> = rates.iter().copied().filter_map(rate).collect();
        all.extend(lead);
        all.extend(recovery());
        all.extend(rate(Measure::AfterHours).filter(|_| self.tells_time()));
        let shown: Vec<&Who> = sides
            .iter()
            .take(MOST)
            .map(|side| &side.cohort.who)
            .collect();
        for trend in &mut all {
            trend.courses.retain(|course| shown.contains(&&course.who));
        }
        all.retain(|trend| !trend.courses.is_empty());
        all
    }

    /// Whether deployments have a time of day.
    fn tells_time(&self) -> bool {
        !self.by_day.contains(&Kind::Deployments)
    }

    /// The full week that each deployment in view ended in.
    pub fn week_of(&self) -> Vec<u16> {
        let columns = &self.counted.history.columns;
        let mut of = vec![NO_WEEK; columns.finished.len()];
        self.counted.zone.with_clock(|clock| {
            let mut calendar = Calendar::of(self.counted.weeks, clock);
            for at in &self.sides.whole.deployments {
                let Today { week, .. } = calendar.day(columns.finished[*at]);
                of[*at] = week
                    .and_then(|week| u16::try_from(week).ok())
                    .unwrap_or(NO_WEEK);
            }
        });
        of
    }

    /// What is counted of some deployments in each full week.
    fn count(&self, some: &[usize], week_of: &[u16]) -> Vec<Week> {
        let Counted {
            history,
            links,
            rules,
            weeks,
            ..
        } = self.counted;
        let finished = &history.columns.finished;
        let old_until = self.counted.old_until();
        let (mut counts, day) = (
            vec![Week::default(); weeks.starts.len()],
            Workday::default(),
        );
        self.counted.zone.with_clock(|clock| {
            for at in some.iter().copied() {
                let Some(week) = counts.get_mut(usize::from(week_of[at])) else {
                    continue;
                };
                let one = links.endings[at].aged(finished[at] > old_until);
                let is_after_hours = !day.holds(clock.local(finished[at]));
                week.add(one, rules, is_after_hours);
            }
        });
        counts
    }

    /// How the measure of so many cohorts is cut into stretches, where `n` tells how many events each has in some weeks; none where
    /// too few stretches are told of.
    fn plan(
        &self,
        measure: Measure,
        rows: usize,
        n: &dyn Fn(usize, Range<usize>) -> u64,
    ) -> Option<Plan> {
        let Counted {
            window,
            rules,
            weeks,
            ..
        } = self.counted;
        let is_over = |start: &&i64| **start + WEEK + rules.follow_up() <= window.exported;
        // What had no time to fail is not told of, even where rates keep it in.
        let last = match measure.is_judged() {
            true => weeks.starts.iter().take_while(is_over).count(),
            false => weeks.starts.len(),
        };
        let is_small: Vec<bool> = self
            .sides
            .sides
            .iter()
            .map(|side| side.is_small())
            .collect();
        let plans = SPANS.into_iter().filter(|span| last / span >= POINTS);
        let plans = plans.map(|span| {
            let (first, many) = (last % span, last / span);
            let cells: Vec<Vec<u64>> = (0..rows)
                .map(|row| {
                    let points = 0..many;
                    let weeks = points.map(|at| first + at * span..first + (at + 1) * span);
                    weeks.map(|weeks| n(row, weeks)).collect()
                })
                .collect();
            // Of a cohort that is too small altogether nothing is told in any week.
            let is_out = |row: usize| measure != Measure::LeadTime && is_small[row];
            let is_out: Vec<bool> = (0..rows).map(is_out).collect();
            Plan {
                measure,
                span,
                first,
                withheld: withheld_cells(&cells, &is_out, measure.least()),
                is_out,
                n: cells,
            }
        });
        let mut others = Vec::new();
        for plan in plans.filter(|plan| plan.told().len() >= POINTS) {
            if plan.is_enough() {
                return Some(plan);
            }
            others.push(plan);
        }
        // Of those that leave out as little, the one with the most in a point.
        let share = |plan: &Plan| plan.share_told();
        others
            .into_iter()
            .max_by(|one, other| share(one).total_cmp(&share(other)))
    }

    /// How long changes take into production, and that by the week in which they come there.
    pub fn lead(&self, week_of: &[u16]) -> Lead {
        let history = self.counted.history;
        let weeks = self.counted.weeks.starts.len();
        let whos = self.carried.whos();
        // What came in no full week has a code after those of weeks.
        let code = |row: usize, first: u32| {
            let week = usize::from(week_of[first as usize]).min(weeks);
            (row * (weeks + 1) + week) as u32
        };
        let since = self.counted.rules.lead_from;
        let leads = self.carried.leads(history, since, code);
        let counts = leads.counts(whos.len() * (weeks + 1));
        let n = |row: usize, some: Range<usize>| {
            let from = row * (weeks + 1);
            counts[from + some.start..from + some.end].iter().sum()
        };
        let plan = self.plan(Measure::LeadTime, whos.len(), &n);
        let many = plan.as_ref().map_or(0, Plan::many);
        let point = |week: usize| {
            let plan = plan.as_ref()?;
            let point = week.checked_sub(plan.first)? / plan.span;
            Some(point).filter(|point| *point < many)
        };
        // The cohort that each code is of, and the stretch, if any.
        let rows = (0..whos.len()).flat_map(|row| (0..=weeks).map(move |week| (row, week)));
        let places: Vec<(usize, Option<usize>)> = rows
            .map(|(row, week)| (row, point(week).map(|point| row * many + point)))
            .collect();
        let mut lengths = vec![Lengths::default(); whos.len()];
        let mut middles: Vec<Middle> = plan
            .iter()
            .flat_map(|plan| plan.n.iter().flatten())
            .map(|n| Middle::of(*n))
            .collect();
        leads.each(|code, lasting| {
            let (row, stretch) = places[code as usize];
            lengths[row].push(lasting);
            if let Some(stretch) = stretch {
                middles[stretch].see(lasting.time);
            }
        });
        let trend = plan.as_ref().map(|plan| {
            plan.trend(whos.to_vec(), &|row, weeks| {
                let point = (weeks.start - plan.first) / plan.span;
                middles[row * many + point].told()
            })
        });
        Lead {
            reached: self.carried.reached(history, since, lengths),
            trend,
        }
    }
}
