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
