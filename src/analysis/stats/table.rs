//! Tests on tables of counts.

use super::normal;
use super::sum::Sum;
use crate::analysis::Unmeasurable;

/// Whether rows of a table differ in how they are spread over its columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Pearson's statistic, without correction.
    pub statistic: f64,
    /// (rows − 1)·(columns − 1), of those that hold anything.
    pub df: u64,
    /// The p-value.
    pub p: f64,
    /// Cramér's V, 0 to 1.
    pub cramers_v: f64,
    /// The smallest expected count.
    pub least_expected: f64,
    /// Share of cells with an expected count under 5.
    pub share_expected_under_5: f64,
    /// All counts together.
    pub n: u64,
}

/// Whether a share rises or falls over ordered cohorts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Above 0 where the share rises with the scores.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// The square of `z`.
    pub chi2: f64,
}

/// Pearson's chi-square test of a table of counts, one `Vec` per row; empty rows and columns are dropped first.
///
/// Refuses fewer than two rows or columns with anything in them. Thin tables have numbers here: the caller reads
/// `least_expected` and `share_expected_under_5`. Source: R `chisq.test(t, correct = FALSE)`, vcd 1.4.11 `assocstats(t)$cramer`.
pub fn chi_square(rows: &[Vec<u64>]) -> Result<ChiSquare, Unmeasurable> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut column_sums = vec![0_u64; width];
    let mut kept = Vec::new();
    for row in rows {
        for (sum, count) in column_sums.iter_mut().zip(row) {
            *sum += count;
        }
        let sum: u64 = row.iter().sum();
        if sum > 0 {
            kept.push((row, sum));
        }
    }
    let columns: Vec<usize> = (0..width)
        .filter(|&column| column_sums[column] > 0)
        .collect();
    if kept.len() < 2 || columns.len() < 2 {
        return Err(Unmeasurable::DegenerateTable);
    }

    let n: u64 = kept.iter().map(|(_, sum)| sum).sum();
    let mut statistic = Sum::default();
    let mut least_expected = f64::INFINITY;
    let mut under_5 = 0_u32;
    for &(row, row_sum) in &kept {
        for &column in &columns {
            let expected = row_sum as f64 * column_sums[column] as f64 / n as f64;
            let observed = row.get(column).copied().unwrap_or(0) as f64;
            statistic.add((observed - expected).powi(2) / expected);
            least_expected = least_expected.min(expected);
            under_5 += u32::from(expected < 5.0);
        }
    }
    let statistic = statistic.value();
    let df = (kept.len() as u64 - 1) * (columns.len() as u64 - 1);
    let least_side = kept.len().min(columns.len()) - 1;
    Ok(ChiSquare {
        statistic,
        df,
        p: normal::chi_square_tail(statistic, df),
        cramers_v: (statistic / n as f64 / least_side as f64).sqrt(),
        least_expected,
        share_expected_under_5: f64::from(under_5) / (kept.len() * columns.len()) as f64,
        n,
    })
}

/// Cochran and Armitage's test for trend: `hits[i]` of `n[i]` people in the cohort with `scores[i]`; empty cohorts are left out.
///
/// Refuses nobody at all, fewer than two different scores, and answers that are all yes or all no.
/// Source: R `prop.trend.test(hits, n, scores)`; z has the sign of the slope.
pub fn trend(hits: &[u64], n: &[u64], scores: &[f64]) -> Result<Trend, Unmeasurable> {
    let cohorts: Vec<(f64, f64, f64)> = hits
        .iter()
        .zip(n)
        .zip(scores)
        .filter(|((_, n), _)| **n > 0)
        .map(|((&hits, &n), &score)| (hits as f64, n as f64, score))
        .collect();
    let Some(&(_, _, first)) = cohorts.first() else {
        return Err(Unmeasurable::Empty);
    };
    if cohorts.iter().all(|&(_, _, score)| score == first) {
        return Err(Unmeasurable::OneGroup);
    }
    let all = Sum::of(cohorts.iter().map(|&(_, n, _)| n)).value();
    let share = Sum::of(cohorts.iter().map(|&(hits, _, _)| hits)).value() / all;
    if share <= 0.0 || share >= 1.0 {
        return Err(Unmeasurable::NoSpread);
    }
    let middle = Sum::of(cohorts.iter().map(|&(_, n, score)| n * score)).value() / all;
    let slope = Sum::of(
        cohorts
            .iter()
            .map(|&(hits, n, score)| (score - middle) * (hits - n * share)),
    )
    .value();
    let spread = Sum::of(
        cohorts
            .iter()
            .map(|&(_, n, score)| n * (score - middle).powi(2)),
    )
    .value();
    let z = slope / (share * (1.0 - share) * spread).sqrt();
    Ok(Trend {
        z,
        p: normal::two_sided(z),
        chi2: z * z,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_the_table_changes_nothing() {
        let table = chi_square(&[vec![12, 5, 0, 9], vec![7, 14, 0, 8], vec![0, 0, 0, 0]]).unwrap();
        let turned = chi_square(&[vec![12, 7], vec![5, 14], vec![9, 8]]).unwrap();
        assert!((table.statistic - turned.statistic).abs() < 1e-12);
        assert_eq!((table.df, table.n), (turned.df, turned.n));
    }

    #[test]
    fn an_empty_cohort_takes_no_part_in_a_trend() {
        assert_eq!(
            trend(&[4, 0, 9], &[20, 0, 22], &[1.0, 2.0, 3.0]),
            trend(&[4, 9], &[20, 22], &[1.0, 3.0])
        );
        assert_eq!(
            trend(&[4, 0], &[20, 0], &[1.0, 2.0]),
            Err(Unmeasurable::OneGroup)
        );
        assert_eq!(trend(&[], &[], &[]), Err(Unmeasurable::Empty));
    }
}
