//! Student's t distribution, for any degrees of freedom from 1 up, whole or not.

use super::beta;

/// The two-sided quantile: a t value lies within ± this of 0 with probability `level` (above 0, under 1).
///
/// Source: R `qt((1 + level) / 2, df)`.
pub(super) fn t(level: f64, df: f64) -> f64 {
    // t² / (df + t²) is beta(½, df/2), which stays far from 1 and so keeps its digits however many degrees there are.
    let y = beta::quantile(0.5, 0.5 * df, level);
    (df * y / (1.0 - y)).sqrt()
}

/// The probability of a value at least as far from 0 as `t`: the two-sided p-value.
///
/// Source: R `2 * pt(-abs(t), df)`.
pub(super) fn two_sided(t: f64, df: f64) -> f64 {
    let square = t * t;
    if !square.is_finite() {
        return 0.0;
    }
    beta::tails(0.5 * df, 0.5, df / (df + square), square / (df + square)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_mpmath_from_one_degree_to_a_million() {
        for (level, df, expected) in [
            (0.99, 1.0, 63.656_741_162_871_58),
            (0.95, 3.7, 2.867_520_707_191_189_5),
            (0.8, 242.986_361_148_283_1, 1.285_045_336_229_701),
            (0.95, 1e6, 1.959_966_356_814_107),
        ] {
            let ours = t(level, df);
            assert!(
                (ours / expected - 1.0).abs() < 1e-12,
                "{level} {df}: {ours}"
            );
            assert!((two_sided(-ours, df) - (1.0 - level)).abs() < 1e-13);
        }
    }
}
