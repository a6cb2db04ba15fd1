//! Stretches of weeks that a metric of a cohort is told by.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::control::Limits;
use super::hours::LEAST;
use crate::analysis::stats::base::HIDE;
use crate::analysis::stats::quantile::order_ranks;
use crate::analysis::stats::share;
use crate::analysis::stats::survival::{Lengths, Survival};
use crate::analysis::{Interval, LEVEL};

/// The share of stretches that has to be told of for a shorter one to be enough.
const MOSTLY: f64 = 0.75;
/// Events that points have in the middle, where they are not of the longest stretch.
const USUAL: u64 = 10;

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
    pub(super) fn is_judged(self) -> bool {
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
        /// Wilson's of a share; of a median Kaplan and Meier's where some are not over, and otherwise that between two values.
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

/// How a measure is cut into stretches.
pub(super) struct Plan {
    pub measure: Measure,
    pub span: usize,
    pub first: usize,
    /// Events of each cohort in each stretch.
    pub n: Vec<Vec<u64>>,
    /// Cohorts that are too small altogether: nothing is told of them, not even in which weeks nothing became of them.
    pub is_out: Vec<bool>,
    /// Which of them are not told of.
    pub withheld: Vec<Vec<bool>>,
}

impl Plan {
    pub fn many(&self) -> usize {
        self.n.first().map_or(0, Vec::len)
    }

    /// Events of all stretches that have any, and whether these are told of.
    fn cells(&self) -> impl Iterator<Item = (u64, bool)> {
        let both = self.n.iter().flatten().zip(self.withheld.iter().flatten());
        let any = both.filter(|(n, _)| **n > 0);
        any.map(|(n, withheld)| (*n, !withheld))
    }

    /// Events of those that are told of.
    pub fn told(&self) -> Vec<u64> {
        let told = self.cells().filter(|(_, is_told)| *is_told);
        told.map(|(n, _)| n).collect()
    }

    /// The share of stretches with any events that is told of.
    pub fn share_told(&self) -> f64 {
        self.told().len() as f64 / self.cells().count().max(1) as f64
    }

    /// Whether most stretches are told of, and most of these have enough.
    pub fn is_enough(&self) -> bool {
        let mut told = self.told();
        told.sort_unstable();
        let usual = told.get(told.len() / 2).copied().unwrap_or(0);
        self.share_told() >= MOSTLY && usual >= USUAL
    }

    /// The trend, where `told` tells of a cohort in some weeks.
    pub fn trend(&self, whos: Vec<Who>, told: &dyn Fn(usize, Range<usize>) -> Point) -> Trend {
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
        let rows = whos.into_iter().enumerate();
        let told_of = rows.filter(|(row, _)| !self.is_out[*row]);
        let courses = told_of.map(course);
        let is_any = |course: &Course| {
            let mut points = course.points.iter();
            points.any(|point| !matches!(point, Point::Nothing))
        };
        Trend {
            measure: self.measure,
            span: self.span,
            first: self.first,
            courses: courses.filter(is_any).collect(),
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

/// The median of so many values that are seen in order, and its interval between two of them.
pub(super) struct Middle {
    n: u64,
    seen: u64,
    /// The next of the wanted ranks.
    next: u64,
    /// Ranks that are looked for, from 1, in order, with the values there: the low end, both in the middle, the high end.
    wanted: [(Option<u64>, f64); 4],
}

impl Middle {
    pub fn of(n: u64) -> Middle {
        let (low, high) = order_ranks(n, 0.5, LEVEL);
        let middle = [n.div_ceil(2), n / 2 + 1].map(Some);
        let mut middle = Middle {
            n,
            seen: 0,
            next: 0,
            wanted: [low, middle[0], middle[1], high].map(|rank| (rank, 0.0)),
        };
        middle.look_on();
        middle
    }

    pub fn see(&mut self, value: f64) {
        self.seen += 1;
        if self.seen == self.next {
            for (rank, found) in &mut self.wanted {
                if *rank == Some(self.seen) {
                    *found = value;
                }
            }
            self.look_on();
        }
    }

    /// Finds the next rank that is wanted.
    fn look_on(&mut self) {
        let ranks = self.wanted.iter().filter_map(|(rank, _)| *rank);
        let next = ranks.filter(|rank| *rank > self.seen).min();
        self.next = next.unwrap_or(u64::MAX);
    }

    pub fn told(&self) -> Point {
        let [low, one, other, high] = self.wanted;
        let end = |(rank, value): (Option<u64>, f64)| rank.map(|_| value);
        Point::Told {
            value: (one.1 + other.1) / 2.0,
            n: self.n,
            hits: 0,
            interval: Interval {
                low: end(low),
                high: end(high),
                level: LEVEL,
            },
        }
    }
}

pub(super) fn told_share(hits: u64, n: u64) -> Point {
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

pub(super) fn told_median(lengths: &Lengths) -> Point {
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
