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
use crate::analysis::stats::control::{p_chart, xmr};
use crate::analysis::stats::quantile::type7;
use crate::analysis::stats::sorted::Sorted;

/// Weeks that limits are told from, at least.
const WEEKS: usize = 12;
/// Where weeks vary by so much more than chance has it, their own variation gives the limits (Laney 2002).
const VARIES: f64 = 1.3;

/// Fail rates by week with their limits.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Control {
    /// Failed and judged by full week; of weeks with too few to be told of, only how many were judged.
    pub weeks: Vec<(u64, u64)>,
    /// Of all weeks that are told of: together, or the mean of their rates where these give the limits.
    pub mean: f64,
    /// Limits of each week; none where it is not told of.
    pub limits: Vec<Option<(f64, f64)>>,
    /// Weeks above their limits, counted from 0.
    pub above: Vec<usize>,
    /// Weeks below them.
    pub below: Vec<usize>,
    /// Weeks that are at least the eighth in a row on one side of the mean.
    pub in_run: Vec<usize>,
    /// Whether weeks vary by more than chance, so that the limits come from how they vary.
    pub varies: bool,
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
                if let Some(week) = week.filter(|_| rated.judges(finished)) {
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
        let seen: Vec<usize> = (0..weeks.len()).filter(|at| is_seen(weeks[*at])).collect();
        if seen.len() < WEEKS {
            return None;
        }
        let (hits, n): (Vec<u64>, Vec<u64>) = seen.iter().map(|at| weeks[*at]).unzip();
        let chart = p_chart(&hits, &n).ok()?;
        let rate = |at: usize| weeks[at].0 as f64 / weeks[at].1 as f64;
        let rates: Vec<f64> = seen.iter().map(|at| rate(*at)).collect();
        let own = match chart.sigma_z {
            Some(sigma) if sigma > VARIES => xmr(&rates).ok(),
            _ => None,
        };
        let varies = own.is_some();
        let (mean, some, runs) = match own {
            Some(own) => {
                let ends = Some((own.low.max(0.0), own.high.min(1.0)));
                (own.mean, vec![ends; seen.len()], own.in_run)
            }
            None => (chart.mean, chart.limits, Vec::new()),
        };
        let mut limits = vec![None; weeks.len()];
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (at, ends) in seen.iter().copied().zip(some) {
            limits[at] = ends;
            match ends {
                Some((_, high)) if rate(at) > high => above.push(at),
                Some((low, _)) if rate(at) < low => below.push(at),
                _ => {}
            }
        }
        let in_run = runs.into_iter().map(|at| seen[at]).collect();
        Some(Control {
            weeks,
            mean,
            limits,
            above,
            below,
            in_run,
            varies,
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
    /// Mean of the weeks.
    pub mean: f64,
    /// Their limits.
    pub limits: (f64, f64),
    /// Weeks above the limits, counted from 0.
    pub above: Vec<usize>,
    /// Weeks below them.
    pub below: Vec<usize>,
    /// Weeks that are at least the eighth in a row on one side of the mean.
    pub in_run: Vec<usize>,
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
        let seen: Vec<usize> = (0..weeks.len()).filter(|at| weeks[*at].is_some()).collect();
        if seen.len() < WEEKS {
            return None;
        }
        let values: Vec<f64> = weeks.iter().flatten().map(|(median, _)| *median).collect();
        let chart = xmr(&values).ok()?;
        let (low, high) = (chart.low.max(0.0), chart.high);
        let places = |is: &dyn Fn(f64) -> bool| {
            let pairs = seen.iter().zip(&values);
            pairs
                .filter(|(_, value)| is(**value))
                .map(|(at, _)| *at)
                .collect()
        };
        Some(WaitControl {
            mean: chart.mean,
            limits: (low, high),
            above: places(&|value| value > high),
            below: places(&|value| value < low),
            in_run: chart.in_run.into_iter().map(|at| seen[at]).collect(),
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
        assert_eq!((control.told(20), control.limits[20]), (None, None));
        assert!(control.above.contains(&4) && !control.below.contains(&4));
        let quiet: Vec<(u64, u64)> = (0..20).map(|at| (19 + at % 3, 100)).collect();
        let quiet = Control::from(quiet).unwrap();
        assert_eq!(
            (quiet.above, quiet.below, quiet.varies),
            (vec![], vec![], false)
        );
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
        assert_eq!((control.above, control.below), (vec![9], vec![]));
        assert_eq!(WaitControl::from(vec![vec![1.0; 9]; 11]), None);
    }

    #[test]
    fn weeks_that_vary_by_themselves_give_their_own_limits() {
        // Each far outside what chance gives, and all alike.
        let weeks: Vec<(u64, u64)> = (0..20).map(|at| (200 + 200 * (at % 2), 1000)).collect();
        let control = Control::from(weeks).unwrap();
        assert!(control.varies);
        assert_eq!((control.above, control.below), (vec![], vec![]));
    }
}
