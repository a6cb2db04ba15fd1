//! Curves of what is over by when, as they are drawn.

use serde::{Deserialize, Serialize};

use crate::analysis::stats::survival::{Lengths, Survival};
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
    /// The longest tenth of these: how many, and their share of all hours.
    pub tail: Option<(u64, f64)>,
    /// The longest that was seen.
    pub longest: f64,
    /// What the median is at least: what it would be had all ended when they were last seen.
    pub least: f64,
}

impl Curve {
    /// Of lengths of time.
    pub(super) fn of(lengths: &Lengths) -> Curve {
        let Ok(curve) = Survival::of(lengths) else {
            return Curve::default();
        };
        let (median, interval) = curve.quantile(0.5, LEVEL);
        let points = curve.points(POINTS).into_iter();
        let points = points.map(|(at, left)| (at, 1.0 - left));
        let share = |time: f64| (time, 1.0 - curve.open_at(time, LEVEL).0);
        let over = lengths.over();
        let hours: f64 = over.clone().map(|(time, many)| time * many as f64).sum();
        let tenth = curve.over.div_ceil(10);
        let longest = hours_of_longest(over, tenth);
        Curve {
            n: curve.n,
            open: curve.n - curve.over,
            points: points.collect(),
            open_at: lengths
                .open()
                .take(POINTS)
                .map(|(time, _)| share(time))
                .collect(),
            median,
            interval: Some(interval),
            others: [0.25, 0.75, 0.9].map(|p| curve.time_of(p)),
            mean: (curve.over > 0).then(|| hours / curve.over as f64),
            tail: (hours > 0.0).then(|| (tenth, longest / hours)),
            longest: curve.longest,
            least: match median {
                Some(median) => median,
                None => had_all_ended(lengths),
            },
        }
    }
}

/// What so many of some lengths add up to, the longest of them; they are in order, each with how many are alike.
fn hours_of_longest(ordered: impl DoubleEndedIterator<Item = (f64, u64)>, many: u64) -> f64 {
    let (mut left, mut hours) = (many, 0.0);
    for (time, alike) in ordered.rev() {
        let own = alike.min(left);
        hours += time * own as f64;
        left -= own;
        if left == 0 {
            break;
        }
    }
    hours
}

/// The median of some lengths of time had all ended when they were last seen.
fn had_all_ended(lengths: &Lengths) -> f64 {
    let all = lengths.had_all_ended();
    let median = Survival::of(&all).ok().and_then(|curve| curve.time_of(0.5));
    median.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::stats::survival::Lasting;

    #[test]
    fn a_median_that_is_not_reached_is_at_least_what_it_would_be_had_all_ended() {
        let lengths = |is_over: fn(usize) -> bool| -> Lengths {
            let days = [74.0, 74.0, 26.0, 15.0, 15.0, 12.0, 0.0]
                .into_iter()
                .enumerate();
            days.map(|(at, time)| Lasting {
                time,
                is_over: is_over(at),
            })
            .collect()
        };
        let open = Curve::of(&lengths(|_| false));
        assert_eq!((open.median, open.least, open.longest), (None, 15.0, 74.0));
        let over = Curve::of(&lengths(|_| true));
        assert_eq!((over.median, over.least), (Some(15.0), 15.0));
    }
    #[test]
    fn the_longest_are_counted_one_by_one_also_where_many_are_alike() {
        let each = [0.5, 1.0, 1.0, 1.0, 2.0, 7.0, 7.0];
        let ties = [(0.5, 1), (1.0, 3), (2.0, 1), (7.0, 2)];
        for many in 0..=each.len() {
            let wanted: f64 = each.iter().rev().take(many).sum();
            assert_eq!(
                hours_of_longest(ties.into_iter(), many as u64),
                wanted,
                "{many}"
            );
        }
    }
}
