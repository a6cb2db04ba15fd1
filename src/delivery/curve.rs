//! Curves of what is over by when, as they are drawn.

use serde::{Deserialize, Serialize};

use crate::analysis::stats::survival::{Lasting, Survival};
use crate::analysis::{Interval, LEVEL};

/// Points of a curve that cross at most: more than a screen can show.
const POINTS: usize = 600;

/// A curve of what is over by when, in hours.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Curve {
    /// How many there are.
    pub n: u64,
    /// How many were not over when last seen.
    pub open: u64,
    /// Hours and the share that is over by then, in order.
    pub points: Vec<(f64, f64)>,
    /// When those that are not over were last seen, in hours and share.
    pub open_at: Vec<(f64, f64)>,
    /// Hours by which half are over; none where that is not reached.
    pub median: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Hours by which a quarter, three quarters and nine tenths are over.
    pub others: [Option<f64>; 3],
    /// Mean hours of those that are over.
    pub mean: Option<f64>,
    /// The longest that was seen.
    pub longest: f64,
}

impl Curve {
    /// Of lengths of time.
    pub(super) fn of(lengths: &[Lasting]) -> Curve {
        let Ok(curve) = Survival::of(lengths) else {
            return Curve::default();
        };
        Curve::from(&curve, lengths)
    }

    pub(super) fn from(curve: &Survival, lengths: &[Lasting]) -> Curve {
        let (median, interval) = curve.quantile(0.5, LEVEL);
        let step = curve.drops().div_ceil(POINTS).max(1);
        let last = curve.drops().saturating_sub(1);
        let points = curve.points().enumerate();
        let points = points
            .filter(|(at, _)| at % step == 0 || *at == last)
            .map(|(_, (at, left))| (at, 1.0 - left))
            .collect();
        let over = || lengths.iter().filter(|one| one.is_over);
        let count = over().count();
        let is_open = |one: &&Lasting| !one.is_over;
        let share = |one: &Lasting| (one.time, 1.0 - curve.open_at(one.time, LEVEL).0);
        Curve {
            n: curve.n,
            open: curve.n - curve.over,
            points,
            open_at: lengths
                .iter()
                .filter(is_open)
                .take(POINTS)
                .map(share)
                .collect(),
            median,
            interval: Some(interval),
            others: [0.25, 0.75, 0.9].map(|p| curve.time_of(p)),
            mean: (count > 0).then(|| over().map(|one| one.time).sum::<f64>() / count as f64),
            longest: curve.longest,
        }
    }
}
