//! Shares and their intervals, with and without weights.

use serde::{Deserialize, Serialize};

use super::normal;
use super::sum::Sum;
use crate::analysis::{Interval, Unmeasurable};
use crate::merge::Merge;

/// What the weights of some respondents add up to.
///
/// A weight that is below zero or not finite spoils the sums, and every method then refuses them as `BadWeight`.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct WeightSums {
    /// Respondents with a weight above 0.
    pub count: u64,
    /// Sum of weights.
    pub sum: f64,
    /// Sum of squared weights.
    pub squares: f64,
    /// Respondents with weight 0; they are in nothing else.
    pub weightless: u64,
    /// What rounding took from `sum`; 0 where the sum was made elsewhere.
    pub sum_lost: f64,
    /// What rounding took from `squares`; 0 where the sum was made elsewhere.
    pub squares_lost: f64,
}

/// A weighted share with the counts that say how much it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedShare {
    /// 0 to 1.
    pub share: f64,
    /// Kish's effective number of respondents.
    pub effective: f64,
    /// The effective number the interval is made with: the smaller of Kish's and the linearised one.
    pub effective_for_interval: f64,
    /// Wilson's interval on the effective number.
    pub interval: Interval,
}

/// How much uneven weights cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kish {
    /// The number of evenly weighted respondents that would tell as much.
    pub effective: f64,
    /// Respondents over `effective`, 1 and up.
    pub design_effect: f64,
}

impl WeightSums {
    /// Takes in the weight of one respondent.
    pub fn add(&mut self, weight: f64) {
        self.add_many(weight, 1);
    }

    /// Takes in the same weight of `count` respondents.
    // Called from several places, and long.
    #[inline(never)]
    pub fn add_many(&mut self, weight: f64, count: u64) {
        let square = weight * weight;
        if weight.is_nan() || weight < 0.0 || !square.is_finite() {
            self.sum = f64::NAN;
            self.squares = f64::NAN;
        } else if weight == 0.0 {
            self.weightless += count;
        } else {
            self.count += count;
            let times = count as f64;
            self.take_in(Sum::of([weight * times]), Sum::of([square * times]));
        }
    }

    fn take_in(&mut self, weights: Sum, squares: Sum) {
        let mut sum = Sum::from_parts(self.sum, self.sum_lost);
        sum.merge(weights);
        (self.sum, self.sum_lost) = (sum.value(), sum.lost());
        let mut sum = Sum::from_parts(self.squares, self.squares_lost);
        sum.merge(squares);
        (self.squares, self.squares_lost) = (sum.value(), sum.lost());
    }

    fn refuse(&self) -> Result<(), Unmeasurable> {
        if !(self.sum.is_finite() && self.squares.is_finite()) || self.sum < 0.0 {
            return Err(Unmeasurable::BadWeight);
        }
        if self.count == 0 && self.weightless == 0 {
            return Err(Unmeasurable::Empty);
        }
        if self.sum <= 0.0 || self.squares <= 0.0 {
            return Err(Unmeasurable::NoWeight);
        }
        Ok(())
    }
}

impl Merge for WeightSums {
    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.weightless += other.weightless;
        self.take_in(
            Sum::from_parts(other.sum, other.sum_lost),
            Sum::from_parts(other.squares, other.squares_lost),
        );
    }
}

/// Wilson's score interval for `hits` of `n`; both may be fractional, `hits` within 0 to `n`.
///
/// Exactly 0 below where nobody hit and exactly 1 above where all did. Refuses n = 0.
/// Source: R `prop.test(hits, n, correct = FALSE)$conf.int`.
pub fn wilson(hits: f64, n: f64, level: f64) -> Result<Interval, Unmeasurable> {
    if n.is_nan() || n <= 0.0 {
        return Err(Unmeasurable::Empty);
    }
    let z = normal::z(level);
    let share = (hits / n).clamp(0.0, 1.0);
    let scale = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / scale;
    let half = z / scale * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let high = if share >= 1.0 {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    // The ends are roots of a quadratic; by their product the lower keeps its digits near 0, and is 0 where nobody hit.
    let low = share * (share / (scale * (centre + half)));
    Ok(Interval {
        low: Some(low),
        high: Some(high),
        level,
    })
}

/// The weighted share of those in `hit` among `all`, who contain them, with Wilson's interval on an effective number.
///
/// The effective number is the smaller of Kish's and the linearised one; at 0 and 1 it is Kish's. Equal weights give [`wilson`].
/// Refuses no rows, no weight and bad weights. Source: R survey 4.1.1 `svymean` for the linearised variance, base `prop.test`.
pub fn weighted_share(
    hit: WeightSums,
    all: WeightSums,
    level: f64,
) -> Result<WeightedShare, Unmeasurable> {
    let Kish { effective, .. } = kish(&all)?;
    let share = if hit.count == 0 {
        0.0
    } else if hit.count == all.count {
        1.0
    } else {
        (hit.sum / all.sum).clamp(0.0, 1.0)
    };
    let effective_for_interval = if share <= 0.0 || share >= 1.0 {
        effective
    } else {
        // Σw²(y − p)², split into those who hit and those who did not.
        let missed = (all.squares - hit.squares).max(0.0);
        let spread = (1.0 - share).powi(2) * hit.squares + share * share * missed;
        effective.min(share * (1.0 - share) * all.sum * (all.sum / spread))
    };
    let interval = wilson(
        share * effective_for_interval,
        effective_for_interval,
        level,
    )?;
    Ok(WeightedShare {
        share,
        effective,
        effective_for_interval,
        interval,
    })
}

/// Kish's effective number of respondents and the design effect of weighting.
///
/// Refuses no rows, no weight and bad weights. Source: Kish 1965; R `1 / sum((w / sum(w))^2)`.
pub fn kish(all: &WeightSums) -> Result<Kish, Unmeasurable> {
    all.refuse()?;
    let effective = all.sum * (all.sum / all.squares);
    Ok(Kish {
        effective,
        design_effect: all.count as f64 / effective,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(weights: &[f64]) -> WeightSums {
        let mut sums = WeightSums::default();
        for &weight in weights {
            sums.add(weight);
        }
        sums
    }

    fn ends(interval: Interval) -> (f64, f64) {
        (interval.low.unwrap(), interval.high.unwrap())
    }

    #[test]
    fn equal_weights_give_the_plain_interval() {
        for weight in [1.0, 0.37, 12.5] {
            for (hits, n) in [(0, 7), (3, 7), (7, 7), (40, 1_000)] {
                let weighted =
                    weighted_share(sums(&vec![weight; hits]), sums(&vec![weight; n]), 0.95)
                        .unwrap();
                let (low, high) = ends(weighted.interval);
                let (plain_low, plain_high) = ends(wilson(hits as f64, n as f64, 0.95).unwrap());
                assert!(
                    (low - plain_low).abs() < 1e-12 && (high - plain_high).abs() < 1e-12,
                    "{hits} of {n} at {weight}"
                );
            }
        }
    }

    #[test]
    fn those_who_did_not_hit_are_the_mirror() {
        for (hits, n) in [(0.0, 1.0), (3.0, 11.0), (1.5, 9.25), (500.0, 1_000.0)] {
            let (low, high) = ends(wilson(hits, n, 0.8).unwrap());
            let (mirror_low, mirror_high) = ends(wilson(n - hits, n, 0.8).unwrap());
            assert!(
                (low - (1.0 - mirror_high)).abs() < 1e-15
                    && (high - (1.0 - mirror_low)).abs() < 1e-15,
                "{hits} of {n}"
            );
        }
    }

    #[test]
    fn scale_and_weightless_rows_change_nothing() {
        let plain = kish(&sums(&[1.0, 2.0, 3.0])).unwrap();
        let scaled = kish(&sums(&[10.0, 0.0, 20.0, 30.0, 0.0])).unwrap();
        assert!(
            (plain.effective - scaled.effective).abs() < 1e-13
                && (plain.design_effect - scaled.design_effect).abs() < 1e-13
        );
    }

    #[test]
    fn weights_are_refused_by_name() {
        assert_eq!(kish(&sums(&[])), Err(Unmeasurable::Empty));
        assert_eq!(kish(&sums(&[0.0])), Err(Unmeasurable::NoWeight));
        assert_eq!(
            kish(&sums(&[1.0, f64::INFINITY])),
            Err(Unmeasurable::BadWeight)
        );
        let mut spoiled = sums(&[-1.0]);
        spoiled.merge(sums(&[2.0, 3.0]));
        assert_eq!(kish(&spoiled), Err(Unmeasurable::BadWeight));
    }

    #[test]
    fn merging_equals_adding_and_empty_changes_nothing() {
        let mut merged = WeightSums::default();
        merged.merge(sums(&[0.1, 0.2, 0.0]));
        merged.merge(WeightSums::default());
        merged.merge(sums(&[0.7]));
        let whole = sums(&[0.1, 0.2, 0.0, 0.7]);
        assert_eq!(
            (merged.count, merged.weightless, merged.sum),
            (whole.count, whole.weightless, whole.sum)
        );
    }
}
