//! The normal distribution, and chi-square, the sum of its squares.

use statrs::distribution::{ChiSquared, ContinuousCDF};
use statrs::function::erf;

/// The two-sided quantile: a normal value lies within ± this of its mean with probability `level` (above 0, under 1).
///
/// Source: R `qnorm((1 + level) / 2)`.
pub fn z(level: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf::erfc_inv(1.0 - level)
}

/// The probability of a value above `z`, from the survival function so that far tails keep their digits.
///
/// Source: R `pnorm(z, lower.tail = FALSE)`.
pub fn tail(z: f64) -> f64 {
    let half = 0.5 * two_sided(z);
    if z < 0.0 { 1.0 - half } else { half }
}

/// The probability of a value at least as far from 0 as `z`: the two-sided p-value.
///
/// Source: R `2 * pnorm(-abs(z))`. Not by statrs's `erfc`, which is right to eleven digits only.
pub fn two_sided(z: f64) -> f64 {
    chi_square_tail(z * z, 1)
}

/// The probability of a chi-square value above `statistic`; `df` is at least 1.
///
/// Source: R `pchisq(statistic, df, lower.tail = FALSE)`.
pub fn chi_square_tail(statistic: f64, df: u64) -> f64 {
    // Holds because a whole number from 1 up is a valid number of degrees of freedom.
    ChiSquared::new(df.max(1) as f64)
        .expect("at least one degree of freedom")
        .sf(statistic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_tails_agree_with_mpmath() {
        for (level, expected) in [
            (0.5, 0.674_489_750_196_081_7),
            (0.8, 1.281_551_565_544_600_5),
            (0.95, 1.959_963_984_540_054_2),
        ] {
            assert!(
                (z(level) / expected - 1.0).abs() < 1e-14,
                "{level}: {}",
                z(level)
            );
        }
        for (z, expected) in [
            (0.3, 0.382_088_577_811_047_4),
            (3.0, 0.001_349_898_031_630_094_5),
            (10.0, 7.619_853_024_160_526e-24),
            (30.0, 4.906_713_927_148_187e-198),
        ] {
            assert!((tail(z) / expected - 1.0).abs() < 1e-12, "{z}: {}", tail(z));
            assert!((tail(-z) + tail(z) - 1.0).abs() < 1e-15);
        }
        assert_eq!((tail(0.0), two_sided(0.0)), (0.5, 1.0));
    }
}
