//! How far apart two cohorts of different people are: shares, and typical values.

use super::normal;
use super::rank::{EXACT_UNDER, rank_sum_ways};
use super::share;
use super::sorted::Sorted;
use super::sum::Sum;
use crate::analysis::{Interval, Unmeasurable};

/// A difference of two shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareDifference {
    /// The first share less the second, −1 to 1.
    pub value: f64,
    /// Newcombe's interval.
    pub interval: Interval,
}

/// The typical difference between a value of one cohort and a value of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HodgesLehmann {
    /// The median of all differences, first cohort less second.
    pub value: f64,
    /// An end is absent where the samples do not reach it.
    pub interval: Interval,
    /// Whether the interval comes from the exact distribution of ranks.
    pub exact: bool,
}

/// The difference of two (share, interval) pairs: Newcombe's square-and-add of whatever intervals the shares have.
///
/// For plain, weighted or clustered shares alike; an end that needs an absent one is absent.
/// Source: Newcombe 1998, method 10; statsmodels 0.15.0 `confint_proportions_2indep(method="newcomb")` on Wilson's intervals.
pub fn newcombe(a: (f64, Interval), b: (f64, Interval)) -> ShareDifference {
    let ((share_a, of_a), (share_b, of_b)) = (a, b);
    let value = share_a - share_b;
    let low = of_a
        .low
        .zip(of_b.high)
        .map(|(low_a, high_b)| (value - (share_a - low_a).hypot(high_b - share_b)).max(-1.0));
    let high = of_a
        .high
        .zip(of_b.low)
        .map(|(high_a, low_b)| (value + (high_a - share_a).hypot(share_b - low_b)).min(1.0));
    ShareDifference {
        value,
        interval: Interval {
            low,
            high,
            level: of_a.level,
        },
    }
}

/// The two-sided p-value that the interval of a difference amounts to: under 1 less its level where, and only where, 0 lies outside.
///
/// None where the end towards 0 is absent or is the value itself. Source: Altman and Bland 2011, "How to obtain the P value from a
/// confidence interval", with the standard error from the end towards 0, for Newcombe's intervals are not symmetric.
pub fn p_of_interval(value: f64, interval: &Interval) -> Option<f64> {
    let towards = match value >= 0.0 {
        true => interval.low,
        false => interval.high,
    };
    let reach = (value - towards?).abs();
    (reach > 0.0).then(|| normal::two_sided(value / reach * normal::z(interval.level)))
}

/// [`newcombe`] for counts with Wilson's intervals: `a` and `b` are (hits, n), which may be fractional.
///
/// Refuses a side without anybody.
pub fn newcombe_counts(
    a: (f64, f64),
    b: (f64, f64),
    level: f64,
) -> Result<ShareDifference, Unmeasurable> {
    let of_a = share::wilson(a.0, a.1, level)?;
    let of_b = share::wilson(b.0, b.1, level)?;
    Ok(newcombe((a.0 / a.1, of_a), (b.0 / b.1, of_b)))
}

/// The typical difference of two cohorts' values, each sorted, with Moses's interval.
///
/// Refuses a cohort without values. The value is the median of all differences; R's own estimate solves a normal score instead
/// where there are ties or fifty values. Source: the interval is R `wilcox.test(a, b, conf.int = TRUE)`.
pub fn hodges_lehmann(a: &Sorted, b: &Sorted, level: f64) -> Result<HodgesLehmann, Unmeasurable> {
    if a.is_empty() || b.is_empty() {
        return Err(Unmeasurable::Empty);
    }
    let differences = Differences { a, b };
    let pairs = differences.count();
    let mut found = Ranks::new(&differences);
    let value = if pairs % 2 == 1 {
        found.nth(pairs / 2 + 1)
    } else {
        0.5 * (found.nth(pairs / 2) + found.nth(pairs / 2 + 1))
    };
    let exact = a.len() < EXACT_UNDER && b.len() < EXACT_UNDER && !differences.has_ties();
    let rank = if exact {
        exact_rank(a.len() as usize, b.len() as usize, level)
    } else {
        differences.normal_rank(level)
    };
    let interval = match rank {
        0 => Interval {
            low: None,
            high: None,
            level,
        },
        _ => Interval {
            low: Some(found.nth(rank)),
            high: Some(found.nth(pairs + 1 - rank)),
            level,
        },
    };
    Ok(HodgesLehmann {
        value,
        interval,
        exact,
    })
}

/// The differences around a limit.
struct Around {
    /// How many are at or below it.
    at_or_below: u64,
    /// The greatest of these.
    last: f64,
    /// The smallest above it.
    next: f64,
}

/// All differences of a value of `a` less a value of `b`, both sorted and not empty, never written out.
struct Differences<'a> {
    a: &'a Sorted,
    b: &'a Sorted,
}

impl Differences<'_> {
    fn count(&self) -> u64 {
        self.a.len() * self.b.len()
    }

    fn around(&self, limit: f64) -> Around {
        let mut around = Around {
            at_or_below: 0,
            last: f64::NEG_INFINITY,
            next: f64::INFINITY,
        };
        let all = self.b.len();
        let mut rest = self.b.ties().iter();
        let (mut before, mut passed) = (0, f64::NEG_INFINITY);
        let mut first = rest.next();
        for tie in self.a.ties() {
            while let Some(other) = first
                && tie.value - other.value > limit
            {
                passed = other.value;
                before += other.count;
                first = rest.next();
            }
            if let Some(other) = first {
                let apart = tie.value - other.value;
                if apart > around.last {
                    around.last = apart;
                }
            }
            let apart = tie.value - passed;
            if apart < around.next {
                around.next = apart;
            }
            around.at_or_below += tie.count * (all - before);
        }
        around
    }

    /// Whether any value occurs twice, in one cohort or across both.
    fn has_ties(&self) -> bool {
        let has_twins = |sorted: &Sorted| sorted.counts().any(|(_, count)| count > 1);
        let is_in_b = |(value, _)| {
            let at = self.b.below(value);
            at < self.b.len() && self.b.at(at) == value
        };
        has_twins(self.a) || has_twins(self.b) || self.a.counts().any(is_in_b)
    }

    /// Rank of the lower end by the normal approximation; 0 where the sample does not reach it.
    fn normal_rank(&self, level: f64) -> u64 {
        let pairs = self.count() as f64;
        let n = (self.a.len() + self.b.len()) as f64;
        let sizes = [self.a, self.b]
            .into_iter()
            .flat_map(|sorted| sorted.counts())
            .map(|(_, count)| count as f64);
        let ties = Sum::of(sizes.map(|size| size * (size * size - 1.0))).value();
        let variance = pairs / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)));
        let rank = (0.5 * pairs - 0.5 - normal::z(level) * variance.sqrt()).floor() + 1.0;
        if rank >= 1.0 { rank as u64 } else { 0 }
    }
}

/// Finds differences by their rank; what one search learned, the next starts from.
struct Ranks<'a> {
    differences: &'a Differences<'a>,
    /// Limits looked at, in order.
    known: Vec<Known>,
}

/// What a look at a limit told, numbers by their keys.
#[derive(Clone, Copy)]
struct Known {
    limit: u64,
    /// How many differences are at or below it.
    at_or_below: u64,
    /// The greatest of these.
    last: u64,
    /// The smallest above it.
    next: u64,
}

/// Guesses in a row that may follow the shape of the differences before the range of numbers is halved.
const GUESSES: u32 = 3;

impl<'a> Ranks<'a> {
    fn new(differences: &'a Differences<'a>) -> Self {
        let (a, b) = (differences.a, differences.b);
        let least = order_key(a.at(0) - b.at(b.len() - 1));
        let most = order_key(a.at(a.len() - 1) - b.at(0));
        let ends = [
            Known {
                limit: least - 1,
                at_or_below: 0,
                last: least,
                next: least,
            },
            Known {
                limit: most,
                at_or_below: differences.count(),
                last: most,
                next: most,
            },
        ];
        Ranks {
            differences,
            known: ends.to_vec(),
        }
    }

    /// The `rank`th smallest difference, from 1: the smallest number with so many differences at or below it.
    ///
    /// Guesses where it lies between two differences whose ranks are known, and now and then halves the range of representable
    /// numbers between them, so that few counts find it however the differences lie.
    fn nth(&mut self, rank: u64) -> f64 {
        let mut guesses = 0;
        loop {
            let above = self.known.partition_point(|known| known.at_or_below < rank);
            let (below, above) = (self.known[above - 1], self.known[above]);
            let (low, high) = (below.next, above.last);
            if low >= high {
                // Adding 0 turns −0, which sorts just under the difference 0, into 0.
                return of_order_key(low) + 0.0;
            }
            guesses += 1;
            let middle = if guesses % (GUESSES + 1) == 0 {
                low + (high - low) / 2
            } else {
                let (from, to) = (of_order_key(low), of_order_key(high));
                let between = (above.at_or_below - below.at_or_below) as f64;
                let share = ((rank - below.at_or_below) as f64 - 0.5) / between;
                // A range that overflows gives no number, which sorts above all.
                order_key(from + (to - from) * share).clamp(low, high - 1)
            };
            self.look(middle);
        }
    }

    /// Counts the differences at or below the number of key `limit`.
    fn look(&mut self, limit: u64) {
        let around = self.differences.around(of_order_key(limit));
        let looked = Known {
            limit,
            at_or_below: around.at_or_below,
            // Both zeros are one number with two keys.
            last: order_key(around.last).min(limit),
            next: order_key(around.next).max(limit + 1),
        };
        let at = self.known.partition_point(|known| known.limit < limit);
        self.known.insert(at, looked);
    }
}

/// R's `qwilcox(α/2, m, n)`: the smallest rank sum with at least α/2 at or below it.
fn exact_rank(m: usize, n: usize, level: f64) -> u64 {
    let ways = rank_sum_ways(m, n);
    let all: i128 = ways.iter().sum();
    let tail = 0.5 * (1.0 - level) - 10.0 * f64::EPSILON;
    let mut below = 0_i128;
    let reached = ways.iter().position(|ways| {
        below += ways;
        below as f64 / all as f64 >= tail
    });
    reached.unwrap_or(0) as u64
}

/// A key that sorts as the number does.
fn order_key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

/// The number with this key.
fn of_order_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 {
        key & !(1 << 63)
    } else {
        !key
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_p_value_and_its_interval_say_the_same() {
        let (reach, level) = (normal::z(0.95), 0.95);
        let of = |value: f64| Interval {
            low: Some(value - reach),
            high: Some(value + reach),
            level,
        };
        // R: 2 * pnorm(-3).
        for value in [3.0, -3.0] {
            let p = p_of_interval(value, &of(value)).unwrap();
            assert!((p / 0.002_699_796_063_260_19 - 1.0).abs() < 1e-12, "{p}");
        }
        assert_eq!(p_of_interval(0.0, &of(0.0)), Some(1.0));
        let mut clear = 0;
        for hits in 0..=40 {
            let told = newcombe_counts((f64::from(hits), 40.0), (11.0, 60.0), level).unwrap();
            let is_out = told.interval.low > Some(0.0) || told.interval.high < Some(0.0);
            let p = p_of_interval(told.value, &told.interval).unwrap();
            assert_eq!(p < 1.0 - level, is_out, "{hits}: {p}, {told:?}");
            clear += u32::from(is_out);
        }
        assert!((10..40).contains(&clear), "{clear}");
        let open = Interval {
            low: None,
            high: None,
            level,
        };
        assert_eq!(p_of_interval(0.1, &open), None);
    }

    /// Seeded values with as many ties as `kinds` leaves room for.
    fn values(seed: u64, n: usize, kinds: u64) -> Vec<f64> {
        let mut state = seed;
        let mut values: Vec<f64> = (0..n)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                ((state >> 33) % kinds) as f64 / 8.0 - 3.0
            })
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    }

    fn sorted(values: &[f64]) -> Sorted {
        values.iter().copied().collect()
    }

    #[test]
    fn counting_finds_what_the_full_list_holds() {
        for (seed, m, n, kinds) in [
            (1, 1, 1, 9),
            (2, 7, 5, 12),
            (3, 30, 41, 60),
            (4, 25, 8, 1_000_000),
            (5, 6, 6, 1),
        ] {
            let (a, b) = (values(seed, m, kinds), values(seed + 100, n, kinds));
            let mut list: Vec<f64> = a
                .iter()
                .flat_map(|a| b.iter().map(move |b| a - b))
                .collect();
            list.sort_unstable_by(f64::total_cmp);
            let (a, b) = (sorted(&a), sorted(&b));
            let differences = Differences { a: &a, b: &b };
            let mut found = Ranks::new(&differences);
            for (at, expected) in list.iter().enumerate() {
                let rank = at as u64 + 1;
                assert_eq!(found.nth(rank), *expected, "{seed} {at}");
                assert_eq!(
                    Ranks::new(&differences).nth(rank),
                    *expected,
                    "{seed} {at} alone"
                );
            }
        }
    }

    #[test]
    fn turning_a_gap_round_changes_its_sign() {
        for kinds in [20, 1_000_000] {
            let (a, b) = (
                sorted(&values(11, 24, kinds)),
                sorted(&values(12, 19, kinds)),
            );
            let (there, back) = (
                hodges_lehmann(&a, &b, 0.95).unwrap(),
                hodges_lehmann(&b, &a, 0.95).unwrap(),
            );
            assert_eq!(there.value, -back.value);
            assert_eq!(there.interval.low, back.interval.high.map(|end| -end));
            assert_eq!(there.interval.high, back.interval.low.map(|end| -end));
            assert_eq!((there.exact, back.exact), (kinds != 20, kinds != 20));
        }
        let there = newcombe_counts((56.0, 70.0), (48.0, 80.0), 0.95).unwrap();
        let back = newcombe_counts((48.0, 80.0), (56.0, 70.0), 0.95).unwrap();
        assert_eq!(there.value, -back.value);
        assert_eq!(there.interval.low, back.interval.high.map(|end| -end));
    }

    #[test]
    fn ten_thousand_by_ten_thousand_is_no_list() {
        let a = sorted(&values(21, 10_000, 1 << 31));
        let b = sorted(&values(22, 10_000, 1 << 31));
        let gap = hodges_lehmann(&a, &b, 0.95).unwrap();
        assert!(
            !gap.exact && gap.interval.low < Some(gap.value) && Some(gap.value) < gap.interval.high
        );
    }
}
