//! Fail rates and waits by week, and which weeks differ by more than weeks do.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::chosen::Chosen;
use super::floor::is_small;
use super::history::History;
use super::link::Links;
use super::metrics::Metrics;
use super::steps::Step;
use super::ways::lasting;
use super::weeks::{Calendar, WEEK, Weeks};
use crate::analysis::stats::control::{at_least, p_chart, xmr};
use crate::analysis::stats::quantile::type7;
use crate::analysis::stats::sorted::Sorted;

/// Points that limits are told from, at least.
const LEAST: usize = 12;
/// Where points vary by so much more than chance has it, their own variation gives the limits (Laney 2002).
const VARIES: f64 = 1.3;

/// The chance of a normal value more than three standard deviations above its mean.
const BEYOND: f64 = 0.001_35;

/// Within what points in a row stay if nothing changes, and which do not.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Limits {
    /// Of rates: of all together, or the mean of the rates where these give the limits. Of values: their mean.
    pub mean: f64,
    /// Limits of each; none where it is not told of.
    pub ends: Vec<Option<(f64, f64)>>,
    /// Those above their limits, counted from 0.
    pub above: Vec<usize>,
    /// Those below them.
    pub below: Vec<usize>,
    /// Those that are at least the eighth in a row on one side of the mean.
    pub in_run: Vec<usize>,
    /// Whether rates vary by more than chance, so that the limits come from how they vary.
    pub varies: bool,
}

impl Limits {
    /// Of rates, as hits out of how many; none where too few are told of, or all are alike.
    pub(super) fn of_rates(counts: &[Option<(u64, u64)>]) -> Option<Limits> {
        let told: Vec<(u64, u64)> = counts.iter().flatten().copied().collect();
        if told.len() < LEAST {
            return None;
        }
        let (hits, n): (Vec<u64>, Vec<u64>) = told.iter().copied().unzip();
        let chart = p_chart(&hits, &n).ok()?;
        let rates = told.iter().map(|(hits, n)| *hits as f64 / *n as f64);
        let rates: Vec<f64> = rates.collect();
        let own = match chart.sigma_z {
            Some(sigma) if sigma > VARIES => xmr(&rates).ok(),
            _ => None,
        };
        let varies = own.is_some();
        let (mean, ends, in_run) = match own {
            Some(own) => {
                let ends = Some((own.low.max(0.0), own.high.min(1.0)));
                (own.mean, vec![ends; rates.len()], own.in_run)
            }
            None => (chart.mean, chart.limits, Vec::new()),
        };
        let rates = spread(counts, rates);
        let mut limits = Limits {
            varies,
            ..Limits::around(mean, &rates, spread(counts, ends), &in_run)
        };
        // Where under one hit is expected, three standard errors are less than one hit, which chance gives often.
        let is_likely = |at: &usize| {
            let (hits, n) = counts[*at].unwrap_or_default();
            (n as f64) * mean < 1.0 && at_least(hits, n, mean) > BEYOND
        };
        limits.above.retain(|at| !is_likely(at));
        Some(limits)
    }

    /// Of values that are not negative; none where too few are told of, or all are alike.
    pub(super) fn of_values(values: &[Option<f64>]) -> Option<Limits> {
        let told: Vec<f64> = values.iter().flatten().copied().collect();
        if told.len() < LEAST {
            return None;
        }
        let chart = xmr(&told).ok()?;
        let ends = vec![Some((chart.low.max(0.0), chart.high)); told.len()];
        let ends = spread(values, ends);
        Some(Limits::around(chart.mean, values, ends, &chart.in_run))
    }

    /// `in_run` are those in a run among those that are told of.
    fn around(
        mean: f64,
        values: &[Option<f64>],
        ends: Vec<Option<Option<(f64, f64)>>>,
        in_run: &[usize],
    ) -> Limits {
        let ends: Vec<Option<(f64, f64)>> = ends.into_iter().map(Option::flatten).collect();
        let places = |is: fn(f64, (f64, f64)) -> bool| {
            let both = values.iter().zip(&ends).enumerate();
            let is_one = |value: &Option<f64>, ends: &Option<(f64, f64)>| {
                value
                    .zip(*ends)
                    .is_some_and(|(value, ends)| is(value, ends))
            };
            both.filter(|(_, (value, ends))| is_one(value, ends))
                .map(|(at, _)| at)
                .collect()
        };
        let seen: Vec<usize> = (0..values.len())
            .filter(|at| values[*at].is_some())
            .collect();
        Limits {
            mean,
            above: places(|value, (_, high)| value > high),
            below: places(|value, (low, _)| value < low),
            in_run: in_run.iter().map(|at| seen[*at]).collect(),
            varies: false,
            ends,
        }
    }

    /// Whether any is outside the limits or late in a run.
    pub fn stands_out(&self, at: usize) -> bool {
        [&self.above, &self.below, &self.in_run]
            .iter()
            .any(|places| places.contains(&at))
    }
}

/// What those that are told of have, one after the other, at the places of these.
fn spread<T, U>(told: &[Option<T>], each: Vec<U>) -> Vec<Option<U>> {
    let mut each = each.into_iter();
    told.iter()
        .map(|one| one.as_ref().and_then(|_| each.next()))
        .collect()
}

/// Fail rates by week with their limits.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Control {
    /// Failed and judged by full week; of weeks with too few to be told of, only how many were judged.
    pub weeks: Vec<(u64, u64)>,
    /// Limits of each week.
    pub limits: Limits,
    /// A week that is not told of, because it would give away those with too few.
    pub held_back: Option<usize>,
}

impl Control {
    /// Of judged deployments; none where too few weeks have enough of them, or all weeks are alike.
    pub(super) fn of(
        history: &History,
        asked: &Asked,
        links: &Links,
        rated: &Metrics,
        weeks: &Weeks,
        exported: i64,
    ) -> Option<Control> {
        let mut counts = vec![(0, 0); weeks.starts.len()];
        asked.zone.with_clock(|clock| {
            let mut calendar = Calendar::of(weeks, clock);
            for at in rated.deployments.iter().copied() {
                let finished = history.columns.finished[at];
                let week = calendar.day(finished).week;
                let is_rated = rated.judges(finished) && asked.rules.base.holds(links.endings[at]);
                if let Some(week) = week.filter(|_| is_rated) {
                    let (failed, judged) = &mut counts[week];
                    *failed += u64::from(links.has_failed[at]);
                    *judged += 1;
                }
            }
        });
        // Weeks whose deployments had no time to fail set no limits, even where rates keep them.
        let follow_up = asked.rules.follow_up();
        let is_over = |start: &i64| start + WEEK + follow_up <= exported;
        let told = counts.into_iter().zip(&weeks.starts);
        let told = told.map(|(week, start)| if is_over(start) { week } else { (0, 0) });
        let (weeks, held_back) = held_back(told.collect());
        let control = Control::from(weeks)?;
        Some(Control {
            held_back,
            ..control
        })
    }

    fn from(weeks: Vec<(u64, u64)>) -> Option<Control> {
        let told: Vec<Option<(u64, u64)>> = weeks
            .iter()
            .map(|week| Some(*week).filter(|week| is_seen(*week)))
            .collect();
        Some(Control {
            limits: Limits::of_rates(&told)?,
            weeks,
            held_back: None,
        })
    }

    /// Failed and judged of a week; none where it has too few to be told of.
    pub fn told(&self, week: usize) -> Option<(u64, u64)> {
        self.weeks.get(week).copied().filter(|week| is_seen(*week))
    }
}

/// How long changes waited for their first approval, by week.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WaitControl {
    /// Median hours of the changes that were first approved in each full week, and how many these are; none of a week with too few.
    pub weeks: Vec<Option<(f64, u64)>>,
    /// Limits of the medians.
    pub limits: Limits,
}

impl WaitControl {
    /// Of changes to services that are looked at; none where too few weeks have enough of them, or all weeks are alike.
    pub(super) fn of(history: &History, asked: &Asked, weeks: &Weeks) -> Option<WaitControl> {
        if !history.ways().has(Step::FirstApproval) {
            return None;
        }
        let mut hours: Vec<Vec<f64>> = vec![Vec::new(); weeks.starts.len()];
        let some = Chosen::of(history, asked, |_| true);
        asked.zone.with_clock(|clock| {
            for (at, waited) in history.ways().over(Step::FirstApproval, &some) {
                let approved = history.columns.created[at] + waited;
                if let Some(week) = weeks.place(approved, clock) {
                    hours[week].push(lasting(waited, true).time);
                }
            }
        });
        WaitControl::from(hours)
    }

    fn from(hours: Vec<Vec<f64>>) -> Option<WaitControl> {
        let week = |hours: Vec<f64>| {
            let n = hours.len() as u64;
            let sorted: Sorted = hours.into_iter().collect();
            let median = type7(&sorted, 0.5).ok()?;
            is_seen((0, n)).then_some((median, n))
        };
        let weeks: Vec<Option<(f64, u64)>> = hours.into_iter().map(week).collect();
        let medians: Vec<Option<f64>> = weeks
            .iter()
            .map(|week| week.map(|(median, _)| median))
            .collect();
        Some(WaitControl {
            limits: Limits::of_values(&medians)?,
            weeks,
        })
    }
}

/// Weeks without what is told of too few; where these are so few together that the others would give them away, without the
/// smallest of the others, too, and which that is.
fn held_back(weeks: Vec<(u64, u64)>) -> (Vec<(u64, u64)>, Option<usize>) {
    let small: u64 = weeks.iter().map(|(_, n)| *n).filter(|n| is_small(*n)).sum();
    let partner = match is_small(small) {
        true => (0..weeks.len())
            .filter(|at| is_seen(weeks[*at]))
            .min_by_key(|at| weeks[*at].1),
        false => None,
    };
    let weeks = weeks.into_iter().enumerate();
    let weeks = weeks.map(|(at, week)| match Some(at) == partner {
        true => (0, 0),
        false => withheld(week),
    });
    (weeks.collect(), partner)
}

fn withheld((failed, n): (u64, u64)) -> (u64, u64) {
    (if is_small(n) { 0 } else { failed }, n)
}

fn is_seen((_, n): (u64, u64)) -> bool {
    n > 0 && !is_small(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_weeks_give_no_limits() {
        assert_eq!(Control::from(vec![(2, 20); 11]), None);
        let weeks = [vec![(2, 20); 11], vec![(4, 4)]].concat();
        assert_eq!(Control::from(weeks), None, "one of them is not told of");
    }

    #[test]
    fn a_week_stands_out_above_or_below() {
        let mut weeks: Vec<(u64, u64)> = (0..20).map(|at| (19 + at % 3, 100)).collect();
        weeks[4] = (60, 100);
        weeks[15] = (0, 100);
        weeks.push(withheld((3, 4)));
        let control = Control::from(weeks).unwrap();
        assert_eq!(control.weeks[20], (0, 4), "nothing is told of four");
        assert_eq!((control.told(20), control.limits.ends[20]), (None, None));
        assert_eq!(control.limits.above, [4]);
        assert!(control.limits.stands_out(4) && !control.limits.stands_out(5));
        let quiet: Vec<(u64, u64)> = (0..20).map(|at| (19 + at % 3, 100)).collect();
        let quiet = Control::from(quiet).unwrap();
        assert_eq!(
            (quiet.limits.above, quiet.limits.below, quiet.limits.varies),
            (vec![], vec![], false)
        );
    }

    #[test]
    fn one_hit_where_none_is_expected_is_no_signal() {
        // A limit of three standard errors is 5.4 % where one of 17 is 5.9 %, which comes once in twelve points.
        let mut weeks: Vec<(u64, u64)> = vec![(0, 17); 12];
        weeks[5] = (1, 17);
        let limits = |weeks: &[(u64, u64)]| {
            let control = Control::from(weeks.to_vec());
            control.map(|control| control.limits)
        };
        let one = limits(&weeks).unwrap();
        assert!(one.ends[5].unwrap().1 < 1.0 / 17.0);
        assert_eq!(one.above, Vec::<usize>::new());
        weeks[5] = (4, 17);
        assert_eq!(limits(&weeks).unwrap().above, [5]);
    }

    #[test]
    fn a_week_of_long_waits_stands_out() {
        let mut weeks: Vec<Vec<f64>> = (0..16)
            .map(|at| vec![10.0 + f64::from(at % 2); 6])
            .collect();
        weeks[9] = vec![60.0; 6];
        weeks.push(vec![500.0; 4]);
        let control = WaitControl::from(weeks).unwrap();
        assert_eq!(control.weeks[0], Some((10.0, 6)));
        assert_eq!(control.weeks[16], None, "nothing is told of four");
        let limits = control.limits;
        assert_eq!((limits.above, limits.below), (vec![9], vec![]));
        assert_eq!(WaitControl::from(vec![vec![1.0; 9]; 11]), None);
    }

    #[test]
    fn weeks_that_vary_by_themselves_give_their_own_limits() {
        // Each far outside what chance gives, and all alike.
        let weeks: Vec<(u64, u64)> = (0..20).map(|at| (200 + 200 * (at % 2), 1000)).collect();
        let control = Control::from(weeks).unwrap();
        let limits = control.limits;
        assert!(limits.varies);
        assert_eq!((limits.above, limits.below), (vec![], vec![]));
    }
}
