//! Medians and other quantiles, and what their intervals are.

use super::beta;
use super::sorted::{Sorted, Tie};
use super::sum::Sum;
use crate::analysis::{Interval, Unmeasurable};

/// How near a cumulated share counts as having reached one exactly: weights of 0.1 must answer as weights of 1.
const NEAR: f64 = 1e-12;
/// Slack of a binomial quantile, as in R's `qbinom`.
const SLACK: f64 = 64.0 * f64::EPSILON;

/// An interval of a quantile between two of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrderInterval {
    /// An end is absent where the sample does not reach it.
    pub interval: Interval,
    /// Rank of the lower end, from 1.
    pub low_rank: Option<u64>,
    /// Rank of the upper end, from 1.
    pub high_rank: Option<u64>,
    /// The coverage it really has, at least the level; absent with either end.
    pub coverage: Option<f64>,
}

/// A quantile of weighted values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedQuantile {
    /// In the unit of the values.
    pub value: f64,
    /// Weighted share of values at or below `value`.
    pub share_at_or_below: f64,
    /// Lower limit of that share, where there is one.
    pub p_low: Option<f64>,
    /// Upper limit of that share, where there is one.
    pub p_high: Option<f64>,
    /// The values at those limits, or why there are none.
    pub interval: Result<Interval, Unmeasurable>,
}

/// The quantile at share `p` (0 to 1) of `sorted` values, linear between neighbours; at ½ the ordinary median.
///
/// Refuses no values. Source: R `quantile(x, p, type = 7)`.
pub fn type7(sorted: &Sorted, p: f64) -> Result<f64, Unmeasurable> {
    let Some(last) = sorted.len().checked_sub(1) else {
        return Err(Unmeasurable::Empty);
    };
    let place = last as f64 * p.clamp(0.0, 1.0);
    let below = place.floor() as u64;
    let (low, high) = (sorted.at(below), sorted.at((below + 1).min(last)));
    Ok(low + (place - place.floor()) * (high - low))
}

/// The interval of the quantile at share `p` between two of the `sorted` values; ties need nothing special.
///
/// Source: scipy 1.17.1 `quantile_test(x, p=p).confidence_interval(level)`; R `sort(x)[c(qbinom(α/2, n, p), qbinom(1 − α/2, n, p) + 1)]`.
pub fn order_interval(sorted: &Sorted, p: f64, level: f64) -> OrderInterval {
    let binomial = Binomial::new(sorted.len(), p);
    let (low_rank, high_rank) = ends(&binomial, sorted.len(), level);
    let at = |rank: u64| sorted.at(rank - 1);
    OrderInterval {
        interval: Interval {
            low: low_rank.map(at),
            high: high_rank.map(at),
            level,
        },
        low_rank,
        high_rank,
        coverage: low_rank
            .zip(high_rank)
            .map(|(low, high)| binomial.share_between(low, high)),
    }
}

/// The ranks, from 1, of the values that [`order_interval`] has as its ends, where there are so many.
pub fn order_ranks(n: u64, p: f64, level: f64) -> (Option<u64>, Option<u64>) {
    ends(&Binomial::new(n, p), n, level)
}

fn ends(binomial: &Binomial, n: u64, level: f64) -> (Option<u64>, Option<u64>) {
    let tail = 0.5 * (1.0 - level) * (1.0 + SLACK);
    let (low, high) = binomial.ranks(tail);
    ((low >= 1).then_some(low), (high <= n).then_some(high))
}

/// The quantile at share `p` of weighted values, with Woodruff's interval.
///
/// Where the cumulated share meets `p` it is halfway to the next value, else the first value beyond `p`: at ½ and equal weights
/// the ordinary median, but elsewhere not [`type7`]. Refuses no rows, no weight and bad weights; one value, or values that are
/// all equal, have no interval. Where all weight is at or below the quantile, both ends are absent.
/// Source: statsmodels 0.15.0 `DescrStatsW(x, weights).quantile(p)`; limits as R survey 4.1.1
/// `svyquantile(qrule = "school", interval.type = "beta")`, read by the same rule.
pub fn weighted(sorted: &Sorted, p: f64, level: f64) -> Result<WeightedQuantile, Unmeasurable> {
    let ties = sorted.ties();
    let is_bad = |weight: f64| !(weight * weight).is_finite() || weight < 0.0;
    if ties.iter().any(|tie| is_bad(tie.weight)) {
        return Err(Unmeasurable::BadWeight);
    }
    if sorted.is_empty() {
        return Err(Unmeasurable::Empty);
    }
    let total = Sum::of(ties.iter().map(Tie::whole)).value();
    if total <= 0.0 {
        return Err(Unmeasurable::NoWeight);
    }
    let shares = cumulated(ties, total);
    let value = reading(&shares, p);
    let share = shares[shares.partition_point(|point| point.0 <= value).max(1) - 1].1;
    let heard = ties.iter().filter(|tie| tie.weight > 0.0);
    let n: u64 = heard.map(|tie| tie.count).sum();

    let without = |interval| WeightedQuantile {
        value,
        share_at_or_below: share,
        p_low: None,
        p_high: None,
        interval,
    };
    if n < 2 {
        return Ok(without(Err(Unmeasurable::TooFew { used: n, least: 2 })));
    }
    if shares.len() == 1 {
        return Ok(without(Err(Unmeasurable::NoSpread)));
    }
    let of_tie = |tie: &Tie| {
        let apart = if tie.value <= value {
            1.0 - share
        } else {
            share
        };
        (tie.weight / total * apart).powi(2) * tie.count as f64
    };
    let variance = Sum::of(ties.iter().map(of_tie)).value() * n as f64 / (n as f64 - 1.0);
    let effective = share * (1.0 - share) / variance;
    if share >= 1.0 || !effective.is_normal() || !(effective * share).is_normal() {
        return Ok(without(Ok(Interval {
            low: None,
            high: None,
            level,
        })));
    }
    let tail = 0.5 * (1.0 - level);
    let p_low = beta::quantile(effective * share, effective * (1.0 - share) + 1.0, tail);
    let p_high = beta::quantile(
        effective * share + 1.0,
        effective * (1.0 - share),
        1.0 - tail,
    );
    let interval = Interval {
        low: Some(reading(&shares, p_low)),
        high: Some(reading(&shares, p_high)),
        level,
    };
    Ok(WeightedQuantile {
        value,
        share_at_or_below: share,
        p_low: Some(p_low),
        p_high: Some(p_high),
        interval: Ok(interval),
    })
}

/// (value, weighted share at or below it), once per value that has weight; the last share is exactly 1.
fn cumulated(ties: &[Tie], total: f64) -> Vec<(f64, f64)> {
    let mut shares: Vec<(f64, f64)> = Vec::new();
    let mut below = Sum::default();
    for tie in ties.iter().filter(|tie| tie.weight > 0.0) {
        let value = tie.value;
        below.add(tie.whole());
        let share = below.value() / total;
        match shares.last_mut() {
            Some(last) if last.0 == value => last.1 = share,
            _ => shares.push((value, share)),
        }
    }
    shares
}

/// The value at share `p`: halfway to the next where a share is met, else the first beyond.
fn reading(shares: &[(f64, f64)], p: f64) -> f64 {
    let at = shares
        .partition_point(|point| point.1 < p - NEAR)
        .min(shares.len() - 1);
    let (value, share) = shares[at];
    match shares.get(at + 1) {
        Some(next) if share <= p + NEAR => 0.5 * (value + next.0),
        _ => value,
    }
}

/// Binomial probabilities around the mode, out to where they no longer matter.
struct Binomial {
    /// Successes of the first term.
    first: u64,
    terms: Vec<f64>,
}

impl Binomial {
    /// Terms by their ratios from the mode outwards, so nothing is lost to factorials however large `n` is.
    fn new(n: u64, p: f64) -> Self {
        const LEAST: f64 = 1e-30;
        let p = p.clamp(0.0, 1.0);
        let mode = (((n + 1) as f64 * p).floor() as u64).min(n);
        let odds = p / (1.0 - p);
        let mut below = Vec::new();
        let (mut k, mut term) = (mode, 1.0);
        while k > 0 && term > LEAST {
            term *= k as f64 / ((n - k + 1) as f64 * odds);
            k -= 1;
            below.push(term);
        }
        let first = k;
        below.reverse();
        let mut terms = below;
        terms.push(1.0);
        let (mut k, mut term) = (mode, 1.0);
        while k < n && term > LEAST {
            term *= (n - k) as f64 * odds / (k + 1) as f64;
            k += 1;
            terms.push(term);
        }
        let total = Sum::of(terms.iter().copied()).value();
        for term in &mut terms {
            *term /= total;
        }
        Self { first, terms }
    }

    /// The smallest count with at least `tail` at or below it, and one more than the smallest with at most `tail` above it.
    fn ranks(&self, tail: f64) -> (u64, u64) {
        let least = tail * (1.0 - SLACK) * (1.0 - SLACK);
        let mut below = Sum::default();
        let low = self.terms.iter().position(|&term| {
            below.add(term);
            below.value() >= least
        });
        let mut above = Sum::default();
        let high = self.terms.iter().rposition(|&term| {
            above.add(term);
            above.value() > tail
        });
        (
            self.first + low.unwrap_or(0) as u64,
            self.first + high.unwrap_or(0) as u64 + 1,
        )
    }

    /// Probability of `low` to `high` − 1 successes.
    fn share_between(&self, low: u64, high: u64) -> f64 {
        let (from, to) = ((low - self.first) as usize, (high - self.first) as usize);
        Sum::of(self.terms[from..to.max(from)].iter().copied()).value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_ordinary_median() {
        for n in 1..40_u32 {
            let values: Sorted = (0..n).map(|value| f64::from(value * value) / 7.0).collect();
            for weight in [1.0, 0.1, 0.37] {
                let rows = values.counts().map(|(value, _)| (value, weight)).collect();
                let ours = weighted(&rows, 0.5, 0.95).unwrap().value;
                assert!(
                    (ours - type7(&values, 0.5).unwrap()).abs() < 1e-12,
                    "{n} at {weight}"
                );
            }
        }
    }

    #[test]
    fn rows_without_weight_and_scale_change_nothing() {
        let rows = [(1.0, 1.0), (2.0, 3.0), (2.0, 0.5), (5.0, 2.0), (9.0, 0.25)];
        let more = [
            (0.0, 0.0),
            (1.0, 4.0),
            (2.0, 12.0),
            (2.0, 2.0),
            (4.0, 0.0),
            (5.0, 8.0),
            (9.0, 1.0),
        ];
        let [rows, more] = [&rows[..], &more[..]].map(|rows| rows.iter().copied().collect());
        assert_eq!(weighted(&rows, 0.5, 0.8), weighted(&more, 0.5, 0.8));
    }

    #[test]
    fn weights_are_refused_by_name() {
        let weighted = |rows: &[(f64, f64)]| weighted(&rows.iter().copied().collect(), 0.5, 0.95);
        assert_eq!(weighted(&[]), Err(Unmeasurable::Empty));
        assert_eq!(weighted(&[(1.0, 0.0)]), Err(Unmeasurable::NoWeight));
        assert_eq!(
            weighted(&[(1.0, 1.0), (2.0, f64::NAN)]),
            Err(Unmeasurable::BadWeight)
        );
        assert_eq!(
            weighted(&[(1.0, 1.0)]).unwrap().interval,
            Err(Unmeasurable::TooFew { used: 1, least: 2 })
        );
    }

    #[test]
    fn a_tail_met_exactly_is_met() {
        // Of five, none is below the median with probability 1/32: at level 1 − 2/32 R's qbinom(1/32) is 0, qbinom(31/32) is 4.
        let five = [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().collect();
        assert_eq!(
            order_interval(&five, 0.5, 0.9375).interval,
            Interval {
                low: None,
                high: Some(5.0),
                level: 0.9375
            }
        );
        let inside = order_interval(&five, 0.5, 0.93);
        assert_eq!(
            (inside.low_rank, inside.high_rank, inside.coverage),
            (Some(1), Some(5), Some(0.9375))
        );
        assert_eq!(
            order_interval(&Sorted::default(), 0.5, 0.95).interval,
            Interval {
                low: None,
                high: None,
                level: 0.95
            }
        );
        assert_eq!(order_interval(&five, 0.0, 0.95).high_rank, Some(1));
        assert_eq!(order_interval(&five, 1.0, 0.95).low_rank, Some(5));
    }
}
