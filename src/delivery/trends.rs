//! How each metric of each cohort moves over the weeks, and which stretches of weeks differ by more than these do.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::control::Limits;
use super::ending::Ending;
use super::floor::withheld_cells;
use super::following::{Carried, Reached};
use super::hours::LEAST;
use super::kind::Kind;
use super::metrics::Recovery;
use super::sides::Sides;
use super::tally::Counted;
use super::ways::Since;
use super::weeks::{Calendar, Today, WEEK, Workday};
use crate::analysis::stats::base::HIDE;
use crate::analysis::stats::share;
use crate::analysis::stats::survival::{Lengths, Survival};
use crate::analysis::{Interval, LEVEL};

/// Cohorts that are told of at most.
const MOST: usize = 6;
/// Full weeks that a point may be of.
const SPANS: [usize; 3] = [1, 2, 4];
/// Points that a trend has at least.
const POINTS: usize = 3;
/// Events that points have in the middle, where they are not of the longest stretch.
const USUAL: u64 = 10;
/// A deployment that ended in no full week.
const NO_WEEK: u16 = u16::MAX;

/// What moves.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Measure {
    /// Failed deployments out of those that had time to.
    FailRate,
    /// Rollbacks out of all.
    RollbackRate,
    /// Rollbacks and repairs out of all.
    ReworkRate,
    /// Deployments that another one rolled back or repaired, out of those that had time to fail.
    RepairedRate,
    /// Hours from a change opened to the end of the first deployment with it, by when that ended.
    LeadTime,
    /// Hours until service was back, by when the failed deployment ended.
    Recovery,
    /// Deployments outside the workday, out of all.
    AfterHours,
}

impl Measure {
    /// Whether it is a share.
    pub fn is_rate(self) -> bool {
        !matches!(self, Measure::LeadTime | Measure::Recovery)
    }

    /// Whether only what had time to fail is in it.
    fn is_judged(self) -> bool {
        matches!(self, Measure::FailRate | Measure::RepairedRate)
    }

    /// Of fewer nothing is told.
    pub fn least(self) -> u64 {
        match self {
            Measure::AfterHours => LEAST,
            _ => HIDE,
        }
    }
}

/// What is told of a stretch of weeks.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub enum Point {
    /// A share or median hours, out of how many, and its interval; how many were hits, of a share.
    Told {
        /// Share, or hours.
        value: f64,
        /// Out of how many.
        n: u64,
        /// Hits of a share; 0 of hours.
        hits: u64,
        /// Wilson's of a share, Kaplan and Meier's of a median.
        interval: Interval,
    },
    /// Half of so many are not over.
    NotReached(u64),
    /// There is nothing.
    Nothing,
    /// Too few.
    Few,
    /// Those with too few would be known if this was.
    HeldBack,
}

impl Point {
    /// Its value, if it has one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Point::Told { value, .. } => Some(*value),
            _ => None,
        }
    }
}

/// How a measure of a cohort moves.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Course {
    /// Whose.
    pub who: Who,
    /// What is told of each stretch of weeks.
    pub points: Vec<Point>,
    /// Within what they stay if nothing changes; none where too few are told of, or all are alike.
    pub limits: Option<Limits>,
}

/// How a measure of all cohorts moves.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Trend {
    /// What moves.
    pub measure: Measure,
    /// Full weeks that each point is of.
    pub span: usize,
    /// Full weeks before the first point, which would make no whole stretch.
    pub first: usize,
    /// Each cohort of which anything is told.
    pub courses: Vec<Course>,
}

/// What is counted of a week.
#[derive(Clone, Copy, Default)]
struct Week {
    all: u32,
    judged: u32,
    failed: u32,
    repaired: u32,
    rollbacks: u32,
    remedies: u32,
    after_hours: u32,
}

impl Week {
    fn add(&mut self, one: Ending, is_judged: bool, is_after_hours: bool) {
        self.all += 1;
        self.rollbacks += u32::from(one.is_rollback());
        self.remedies += u32::from(one.is_remedy());
        self.after_hours += u32::from(is_after_hours);
        if is_judged {
            self.judged += 1;
            self.failed += u32::from(one.has_failed());
            self.repaired += u32::from(one.is_repaired());
        }
    }

    /// Hits, and out of how many.
    fn of(&self, measure: Measure) -> (u64, u64) {
        let (hits, n) = match measure {
            Measure::FailRate => (self.failed, self.judged),
            Measure::RepairedRate => (self.repaired, self.judged),
            Measure::RollbackRate => (self.rollbacks, self.all),
            Measure::ReworkRate => (self.remedies, self.all),
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
                let is_young = finished[at] > old_until;
                let is_judged = !(is_young && rules.leaves_out_young);
                let is_after_hours = !day.holds(clock.local(finished[at]));
                week.add(links.endings[at], is_judged, is_after_hours);
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
            let out: Vec<bool> = (0..rows).map(is_out).collect();
            Plan {
                measure,
                span,
                first,
                withheld: withheld_cells(&cells, &out, measure.least()),
                n: cells,
            }
        });
        let mut best: Option<Plan> = None;
        for plan in plans {
            if plan.is_enough() {
                return Some(plan);
            }
            best = Some(plan);
        }
        best.filter(|plan| plan.told().len() >= POINTS)
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
        let place = |code: u32| (code as usize / (weeks + 1), code as usize % (weeks + 1));
        let leads = self.carried.leads(history, Since::Opened, code);
        let mut counts = vec![vec![0_u64; weeks + 1]; whos.len()];
        leads.each(|code, _| {
            let (row, week) = place(code);
            counts[row][week] += 1;
        });
        let n = |row: usize, weeks: Range<usize>| counts[row][weeks].iter().sum();
        let plan = self.plan(Measure::LeadTime, whos.len(), &n);
        let many = plan.as_ref().map_or(0, Plan::many);
        let point = |week: usize| {
            let plan = plan.as_ref()?;
            let point = week.checked_sub(plan.first)? / plan.span;
            Some(point).filter(|point| *point < many)
        };
        let points: Vec<Option<usize>> = (0..=weeks).map(point).collect();
        let mut lengths = vec![Lengths::default(); whos.len()];
        let mut parts = vec![Lengths::default(); whos.len() * many];
        leads.each(|code, lasting| {
            let (row, week) = place(code);
            lengths[row].push(lasting);
            if let Some(point) = points[week] {
                parts[row * many + point].push(lasting);
            }
        });
        let trend = plan.as_ref().map(|plan| {
            plan.trend(whos.to_vec(), &|row, weeks| {
                let point = (weeks.start - plan.first) / plan.span;
                told_median(&parts[row * many + point])
            })
        });
        Lead {
            reached: self.carried.reached(history, lengths),
            trend,
        }
    }
}

/// How a measure is cut into stretches.
struct Plan {
    measure: Measure,
    span: usize,
    first: usize,
    /// Events of each cohort in each stretch.
    n: Vec<Vec<u64>>,
    /// Which of them are not told of.
    withheld: Vec<Vec<bool>>,
}

impl Plan {
    fn many(&self) -> usize {
        self.n.first().map_or(0, Vec::len)
    }

    /// Events of all stretches that have any, and whether these are told of.
    fn cells(&self) -> impl Iterator<Item = (u64, bool)> {
        let both = self.n.iter().flatten().zip(self.withheld.iter().flatten());
        let any = both.filter(|(n, _)| **n > 0);
        any.map(|(n, withheld)| (*n, !withheld))
    }

    /// Events of those that are told of.
    fn told(&self) -> Vec<u64> {
        let told = self.cells().filter(|(_, is_told)| *is_told);
        told.map(|(n, _)| n).collect()
    }

    /// Whether most stretches are told of, and most of these have enough.
    fn is_enough(&self) -> bool {
        let mut told = self.told();
        told.sort_unstable();
        let usual = told.get(told.len() / 2).copied().unwrap_or(0);
        told.len() * 4 >= self.cells().count() * 3 && usual >= USUAL
    }

    /// The trend, where `told` tells of a cohort in some weeks.
    fn trend(&self, whos: Vec<Who>, told: &dyn Fn(usize, Range<usize>) -> Point) -> Trend {
        let course = |(row, who): (usize, Who)| {
            let points = (0..self.many()).map(|at| {
                let from = self.first + at * self.span;
                match (self.n[row][at], self.withheld[row][at]) {
                    (0, _) => Point::Nothing,
                    (_, false) => told(row, from..from + self.span),
                    (n, true) if n < self.measure.least() => Point::Few,
                    (_, true) => Point::HeldBack,
                }
            });
            let points: Vec<Point> = points.collect();
            Course {
                who,
                limits: limits(self.measure, &points),
                points,
            }
        };
        let courses = whos.into_iter().enumerate().map(course);
        let is_any = |course: &Course| {
            let mut points = course.points.iter();
            points.any(|point| !matches!(point, Point::Nothing))
        };
        Trend {
            measure: self.measure,
            span: self.span,
            first: self.first,
            courses: courses.filter(is_any).take(MOST).collect(),
        }
    }
}

fn limits(measure: Measure, points: &[Point]) -> Option<Limits> {
    match measure.is_rate() {
        true => {
            let counts = points.iter().map(|point| match point {
                Point::Told { hits, n, .. } => Some((*hits, *n)),
                _ => None,
            });
            Limits::of_rates(&counts.collect::<Vec<_>>())
        }
        false => {
            let values: Vec<Option<f64>> = points.iter().map(Point::value).collect();
            Limits::of_values(&values)
        }
    }
}

fn told_share(hits: u64, n: u64) -> Point {
    match share::wilson(hits as f64, n as f64, LEVEL) {
        Ok(interval) => Point::Told {
            value: hits as f64 / n as f64,
            n,
            hits,
            interval,
        },
        Err(_) => Point::Nothing,
    }
}

fn told_median(lengths: &Lengths) -> Point {
    let Ok(curve) = Survival::of(lengths) else {
        return Point::Nothing;
    };
    match curve.quantile(0.5, LEVEL) {
        (Some(value), interval) => Point::Told {
            value,
            n: curve.n,
            hits: 0,
            interval,
        },
        (None, _) => Point::NotReached(curve.n),
    }
}
