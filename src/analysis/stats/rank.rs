//! Tests on ranks.

use super::normal;
use super::sorted::Sorted;
use super::sum::Sum;
use crate::analysis::Unmeasurable;

/// Whether several groups of values differ in level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KruskalWallis {
    /// The statistic, corrected for ties.
    pub h: f64,
    /// Groups with values, less one.
    pub df: u64,
    /// The p-value.
    pub p: f64,
}

/// Kruskal and Wallis's test; groups without values are left out.
///
/// Refuses no values at all, a single group, and values that are all equal. Source: R `kruskal.test`.
pub fn kruskal_wallis(groups: &[&Sorted]) -> Result<KruskalWallis, Unmeasurable> {
    let groups: Vec<&Sorted> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    if groups.is_empty() {
        return Err(Unmeasurable::Empty);
    }
    if groups.len() == 1 {
        return Err(Unmeasurable::OneGroup);
    }
    let mut ties: Vec<(f64, u64, usize)> = groups
        .iter()
        .enumerate()
        .flat_map(|(group, values)| {
            values
                .counts()
                .map(move |(value, count)| (value, count, group))
        })
        .collect();
    ties.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = groups.iter().map(|group| group.len()).sum::<u64>() as f64;
    let middle = 0.5 * (n + 1.0);

    // Ranks are taken from their middle, so their sums stay small; they are halves, so the sums are exact.
    let mut rank_sums = vec![0.0; groups.len()];
    let mut tied = Sum::default();
    let mut before = 0;
    for same in ties.chunk_by(|a, b| a.0 == b.0) {
        let many: u64 = same.iter().map(|(_, count, _)| count).sum();
        let size = many as f64;
        let rank = before as f64 + 0.5 * (size + 1.0) - middle;
        for &(_, count, group) in same {
            rank_sums[group] += rank * count as f64;
        }
        tied.add(size * (size * size - 1.0));
        before += many;
    }
    let untied = n * (n * n - 1.0);
    if tied.value() >= untied {
        return Err(Unmeasurable::NoSpread);
    }
    let between = Sum::of(
        rank_sums
            .iter()
            .zip(&groups)
            .map(|(sum, group)| sum * sum / group.len() as f64),
    )
    .value();
    let h = 12.0 * between / (n * (n + 1.0)) / (1.0 - tied.value() / untied);
    let df = groups.len() as u64 - 1;
    Ok(KruskalWallis {
        h,
        df,
        p: normal::chi_square_tail(h, df),
    })
}

/// Under this size, and without ties, the test is exact.
pub(super) const EXACT_UNDER: u64 = 50;

/// Whether the values of one cohort tend to be higher than those of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// Pairs in which the first cohort's value is the higher one; a tie is half a pair.
    pub u: f64,
    /// Two-sided.
    pub p: f64,
    /// Whether it comes from the exact distribution of ranks.
    pub exact: bool,
    /// The share of pairs, 0 to 1: how often a value of the first cohort is higher than one of the second.
    pub superiority: f64,
}

/// Mann and Whitney's test: exact without ties and under 50 on both sides, else by the normal curve, corrected for ties and for
/// whole numbers.
///
/// Refuses a side without values, and values that are all equal. Source: R 4.2.2 `wilcox.test`.
pub fn mann_whitney(a: &Sorted, b: &Sorted) -> Result<MannWhitney, Unmeasurable> {
    let [a, b] = [a, b].map(|some| some.ties().iter().map(|tie| (tie.value, tie.count)));
    mann_whitney_of_ties(a, b)
}

/// The same of different values in order with how many there are of each.
pub fn mann_whitney_of_ties(
    a: impl Iterator<Item = (f64, u64)> + Clone,
    b: impl Iterator<Item = (f64, u64)> + Clone,
) -> Result<MannWhitney, Unmeasurable> {
    let a_len: u64 = a.clone().map(|(_, count)| count).sum();
    let b_len: u64 = b.clone().map(|(_, count)| count).sum();
    if a_len == 0 || b_len == 0 {
        return Err(Unmeasurable::Empty);
    }
    let mut others = b.peekable();
    let (mut u, mut tied, mut has_ties, mut before) = (0.0, Sum::default(), false, 0);
    let mut tie = |size: u64| {
        if size > 1 {
            has_ties = true;
            let size = size as f64;
            tied.add(size * (size * size - 1.0));
        }
    };
    for (value, count) in a {
        while let Some((_, size)) = others.next_if(|(other, _)| *other < value) {
            tie(size);
            before += size;
        }
        let alike = others.next_if(|(other, _)| *other == value);
        let alike = alike.map_or(0, |(_, size)| size);
        u += count as f64 * (before as f64 + 0.5 * alike as f64);
        tie(count + alike);
        before += alike;
    }
    others.for_each(|(_, size)| tie(size));
    let (m, n) = (a_len as f64, b_len as f64);
    let (pairs, all) = (m * n, m + n);
    let exact = !has_ties && a_len < EXACT_UNDER && b_len < EXACT_UNDER;
    let p = if exact {
        let ways = rank_sum_ways(a_len as usize, b_len as usize);
        // The shorter of both tails, which are alike.
        let end = u.min(pairs - u) as usize;
        let below: i128 = ways[..=end].iter().sum();
        let in_all: i128 = ways.iter().sum();
        (2.0 * below as f64 / in_all as f64).min(1.0)
    } else {
        let variance = pairs / 12.0 * (all + 1.0 - tied.value() / (all * (all - 1.0)));
        if variance <= 0.0 {
            return Err(Unmeasurable::NoSpread);
        }
        let off = ((u - 0.5 * pairs).abs() - 0.5).max(0.0);
        normal::two_sided(off / variance.sqrt())
    };
    Ok(MannWhitney {
        u,
        p,
        exact,
        superiority: u / pairs,
    })
}

/// In how many ways m + n ranks give each Mann–Whitney count 0 to m·n: the coefficients of a Gaussian binomial.
///
/// Under 50 on both sides they stay below 10²⁹ in all, so whole numbers hold them exactly.
pub(super) fn rank_sum_ways(m: usize, n: usize) -> Vec<i128> {
    let mut ways = vec![0_i128; m * n + 1];
    ways[0] = 1;
    for step in 1..=m {
        for sum in (n + step..ways.len()).rev() {
            ways[sum] -= ways[sum - n - step];
        }
        for sum in step..ways.len() {
            ways[sum] += ways[sum - step];
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::rank_sum_ways;

    #[test]
    fn rank_sums_are_counted_exactly() {
        assert_eq!(rank_sum_ways(2, 2), [1, 1, 2, 1, 1]);
        assert_eq!(
            rank_sum_ways(49, 49).iter().sum::<i128>(),
            25_477_612_258_980_856_902_730_428_600
        );
    }
}
