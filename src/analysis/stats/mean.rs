//! Means, their spread and intervals, and differences of means, from values in order.

use super::sorted::Tie;
use super::student;
use super::sum::Sum;
use crate::analysis::{Interval, Unmeasurable};

/// Moments of weighted values, stable far from zero (two passes, the second around the mean); unweighted values have weight 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: u64,
    weightless: u64,
    is_weighted: bool,
    has_bad_weight: bool,
    /// Around the mean.
    plain: Centred,
    /// With squared weights, around their own mean: the variance of a weighted mean needs Σw²(y − m)².
    squared: Centred,
}

/// A mean of unweighted values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanInterval {
    /// Values.
    pub n: u64,
    /// In the unit of the values.
    pub mean: f64,
    /// Standard deviation; absent for a single value.
    pub sd: Option<f64>,
    /// Student's t interval, or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
}

/// A mean of weighted values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedMean {
    /// Values with a weight above 0.
    pub people: u64,
    /// Kish's effective number.
    pub effective: f64,
    /// In the unit of the values.
    pub mean: f64,
    /// Linearised standard error; absent for a single value.
    pub se: Option<f64>,
    /// Degrees of freedom of the interval.
    pub df: u64,
    /// t interval, or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
}

/// A difference of two means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first mean less the second.
    pub value: f64,
    /// t interval.
    pub interval: Interval,
    /// Degrees of freedom, seldom whole.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
}

impl Moments {
    /// The moments of `ties`; a value that is not finite is no answer, and one with weight 0 is not counted.
    pub fn of_ties(ties: &[Tie]) -> Self {
        let mut moments = Self::default();
        ties.iter().for_each(|tie| moments.note(tie));
        let used = ties.iter().filter(|tie| Self::uses(tie));
        moments.plain = Centred::of(used.clone().map(|tie| (tie.value, tie.whole())));
        moments.squared = if moments.is_weighted {
            Centred::of(used.map(|tie| (tie.value, tie.weight * tie.whole())))
        } else {
            moments.plain
        };
        moments
    }

    /// Whether the value and its weight are of use.
    fn uses(tie: &Tie) -> bool {
        tie.value.is_finite() && tie.weight > 0.0 && (tie.weight * tie.weight).is_finite()
    }

    /// Counts values and sees what weights they have.
    fn note(&mut self, tie: &Tie) {
        let Tie {
            value,
            weight,
            count,
        } = *tie;
        if !value.is_finite() {
            return;
        }
        self.is_weighted |= weight != 1.0;
        if Self::uses(tie) {
            self.count += count;
        } else if weight == 0.0 {
            self.weightless += count;
        } else {
            self.has_bad_weight = true;
        }
    }

    /// Values with a weight above 0.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Sum of weights; the count where there are none.
    pub fn weight(&self) -> f64 {
        self.plain.total.value()
    }

    /// The mean, weighted where the values are.
    ///
    /// Refuses no values, no weight and bad weights.
    pub fn mean(&self) -> Result<f64, Unmeasurable> {
        self.refuse()?;
        Ok(self.plain.mean.value())
    }

    /// The standard deviation with n − 1, weighted where the values are.
    ///
    /// Refuses as [`Moments::mean`] does, and a single value.
    pub fn sd(&self) -> Result<f64, Unmeasurable> {
        self.refuse()?;
        self.refuse_single()?;
        let n = self.count as f64;
        Ok((self.plain.spread / self.plain.total.value() * (n / (n - 1.0))).sqrt())
    }

    /// The mean of unweighted values with Student's t interval.
    ///
    /// Refuses no values, and weighted ones, for which there is [`Moments::mean_weighted`]. One value, or values that are all
    /// equal, have a mean without interval. Source: R `t.test(x)`.
    pub fn mean_t(&self, level: f64) -> Result<MeanInterval, Unmeasurable> {
        self.refuse()?;
        self.refuse_weighted()?;
        let (mean, sd) = (self.plain.mean.value(), self.sd());
        let interval = sd.and_then(|sd| {
            t_interval(
                mean,
                sd / (self.count as f64).sqrt(),
                self.count as f64 - 1.0,
                mean.abs(),
                level,
            )
        });
        Ok(MeanInterval {
            n: self.count,
            mean,
            sd: sd.ok(),
            interval,
        })
    }

    /// The weighted mean with a t interval on the linearised standard error and n − 1 degrees of freedom.
    ///
    /// Refuses no values, no weight and bad weights; one value, or values that are all equal, have a mean without interval.
    /// Equal weights give [`Moments::mean_t`]. Source: R survey 4.1.1 `svymean` on `svydesign(~1, weights, data = cohort)`.
    pub fn mean_weighted(&self, level: f64) -> Result<WeightedMean, Unmeasurable> {
        self.refuse()?;
        let n = self.count as f64;
        let (total, squares) = (self.plain.total.value(), self.squared.total.value());
        if squares <= 0.0 {
            return Err(Unmeasurable::NoWeight);
        }
        let mean = self.plain.mean.value();
        let se = self.refuse_single().map(|()| {
            let apart = self.squared.mean.minus(self.plain.mean);
            let spread = self.squared.spread + squares * apart * apart;
            (n / (n - 1.0) * spread).sqrt() / total
        });
        Ok(WeightedMean {
            people: self.count,
            effective: total * (total / squares),
            mean,
            se: se.ok(),
            df: self.count - 1,
            interval: se.and_then(|se| t_interval(mean, se, n - 1.0, mean.abs(), level)),
        })
    }

    fn refuse(&self) -> Result<(), Unmeasurable> {
        match self {
            Self {
                has_bad_weight: true,
                ..
            } => Err(Unmeasurable::BadWeight),
            Self {
                count: 0,
                weightless: 0,
                ..
            } => Err(Unmeasurable::Empty),
            Self { count: 0, .. } => Err(Unmeasurable::NoWeight),
            _ => Ok(()),
        }
    }

    fn refuse_weighted(&self) -> Result<(), Unmeasurable> {
        if self.is_weighted {
            Err(Unmeasurable::Weighted)
        } else {
            Ok(())
        }
    }

    fn refuse_single(&self) -> Result<(), Unmeasurable> {
        if self.count < 2 {
            Err(Unmeasurable::TooFew {
                used: self.count,
                least: 2,
            })
        } else {
            Ok(())
        }
    }
}

/// The mean of `a` less the mean of `b`, with Welch's interval and test, for unweighted values of different people.
///
/// Refuses a side without values or with one, weighted values, and two sides without any spread. Source: R `t.test(a, b)`.
pub fn welch(a: &Moments, b: &Moments, level: f64) -> Result<Difference, Unmeasurable> {
    for side in [a, b] {
        side.refuse()?;
        side.refuse_weighted()?;
        side.refuse_single()?;
    }
    let value = a.plain.mean.minus(b.plain.mean);
    let (n_a, n_b) = (a.count as f64, b.count as f64);
    let (of_a, of_b) = (a.sd()?.powi(2) / n_a, b.sd()?.powi(2) / n_b);
    let se = (of_a + of_b).sqrt();
    let largest = a.plain.mean.value().abs().max(b.plain.mean.value().abs());
    let share_a = of_a / (of_a + of_b);
    let df = 1.0 / (share_a * share_a / (n_a - 1.0) + (1.0 - share_a).powi(2) / (n_b - 1.0));
    let interval = t_interval(value, se, df, largest, level)?;
    Ok(Difference {
        value,
        interval,
        df,
        p: student::two_sided(value / se, df),
    })
}

/// value ± t·se; refused as no spread where `se` is nothing but rounding beside values as large as `largest` (R's rule).
fn t_interval(
    value: f64,
    se: f64,
    df: f64,
    largest: f64,
    level: f64,
) -> Result<Interval, Unmeasurable> {
    if se <= 10.0 * f64::EPSILON * largest {
        return Err(Unmeasurable::NoSpread);
    }
    let half = student::t(level, df) * se;
    Ok(Interval {
        low: Some(value - half),
        high: Some(value + half),
        level,
    })
}

/// Total weight, mean, and weighted squares around the mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Centred {
    total: Sum,
    mean: Sum,
    spread: f64,
}

impl Centred {
    /// Of values with their weights, which are above 0.
    fn of(weighted: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let total = Sum::of(weighted.clone().map(|(_, weight)| weight));
        let all = total.value();
        if all <= 0.0 {
            return Self::default();
        }
        let near = Sum::of(
            weighted
                .clone()
                .map(|(value, weight)| value * (weight / all)),
        )
        .value();
        // What is left around a value so near the mean is small, and so is what rounding takes of it.
        let (mut left, mut spread) = (Sum::default(), Sum::default());
        for (value, weight) in weighted {
            let apart = value - near;
            left.add(apart * weight);
            spread.add(apart * apart * weight);
        }
        let left = left.value();
        spread.add(-left * (left / all));
        Self {
            total,
            mean: Sum::of([near, left / all]),
            spread: spread.value().max(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sorted::Sorted;
    use super::*;

    fn moments(values: &[f64], weight: f64) -> Moments {
        let sorted: Sorted = values.iter().map(|value| (*value, weight)).collect();
        sorted.moments()
    }

    fn ends(interval: Result<Interval, Unmeasurable>) -> (f64, f64) {
        let interval = interval.unwrap();
        (interval.low.unwrap(), interval.high.unwrap())
    }

    #[test]
    fn equal_weights_give_the_t_interval() {
        let values = [3.0, 8.5, -1.0, 40.0, 2.0, 2.0];
        let plain = moments(&values, 1.0).mean_t(0.95).unwrap();
        for weight in [1.0, 0.2, 7.0] {
            let weighted = moments(&values, weight).mean_weighted(0.95).unwrap();
            let ((low, high), (plain_low, plain_high)) =
                (ends(weighted.interval), ends(plain.interval));
            assert!(
                (low - plain_low).abs() < 1e-12 && (high - plain_high).abs() < 1e-12,
                "{weight}"
            );
            assert!((moments(&values, weight).sd().unwrap() - plain.sd.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn nothing_is_lost_far_from_zero() {
        let rows: Vec<(f64, f64)> = (0..10_000_u32)
            .map(|row| {
                (
                    1e9 + f64::from(row * 7_919 % 1_000) / 57.0,
                    0.5 + f64::from(row % 7),
                )
            })
            .collect();
        let sorted: Sorted = rows.iter().copied().collect();
        let whole = sorted.moments();
        assert_eq!(whole.count(), 10_000);
        let whole = whole.mean_weighted(0.95).unwrap();

        // The same rows around 0, where plain sums are safe.
        let near: Vec<(f64, f64)> = rows
            .iter()
            .map(|&(value, weight)| (value - 1e9, weight))
            .collect();
        let total = Sum::of(near.iter().map(|row| row.1)).value();
        let mean = Sum::of(near.iter().map(|(value, weight)| value * weight)).value() / total;
        let spread = Sum::of(
            near.iter()
                .map(|(value, weight)| (weight * (value - mean)).powi(2)),
        )
        .value();
        let se = (10_000.0 / 9_999.0 * spread).sqrt() / total;
        assert!((whole.mean - 1e9 - mean).abs() < 1e-6);
        assert!((whole.se.unwrap() / se - 1.0).abs() < 1e-12);
    }

    #[test]
    fn equal_values_have_no_spread() {
        for value in [0.1, 1e9 + 0.3, -7.7, 1e300] {
            for weight in [1.0, 0.3] {
                assert_eq!(moments(&[value; 7], weight).sd(), Ok(0.0), "{value}");
            }
        }
    }

    #[test]
    fn turning_a_difference_round_changes_its_sign() {
        let (a, b) = (
            moments(&[1.0, 2.0, 6.0], 1.0),
            moments(&[4.0, 9.0, 9.0, 12.0], 1.0),
        );
        let (there, back) = (welch(&a, &b, 0.95).unwrap(), welch(&b, &a, 0.95).unwrap());
        assert_eq!(there.value, -back.value);
        let ((low, high), (back_low, back_high)) =
            (ends(Ok(there.interval)), ends(Ok(back.interval)));
        assert!(
            (low + back_high).abs() < 1e-12
                && (high + back_low).abs() < 1e-12
                && (there.p - back.p).abs() < 1e-12
        );
    }

    #[test]
    fn weighted_values_have_no_plain_interval() {
        let weighted = moments(&[1.0, 2.0, 3.0], 2.0);
        assert_eq!(weighted.mean_t(0.95), Err(Unmeasurable::Weighted));
        assert_eq!(
            welch(&weighted, &weighted, 0.95),
            Err(Unmeasurable::Weighted)
        );
        assert_eq!(moments(&[1.0], 0.0).mean(), Err(Unmeasurable::NoWeight));
        assert_eq!(moments(&[1.0], -1.0).mean(), Err(Unmeasurable::BadWeight));
        assert_eq!(Moments::default().mean(), Err(Unmeasurable::Empty));
    }
}
