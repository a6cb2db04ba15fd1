//! The beta distribution, for Student's t and for limits of weighted quantiles.
//!
//! statrs stops its continued fraction after 140 terms and takes differences of log-gamma values, which costs digits from
//! about ten thousand people on; here the leading term is Loader's (2000) deviance form and the fraction ends when it settles.

use super::root::{At, root};

/// More terms than the fraction needs for a billion people.
const MOST_TERMS: u32 = 200_000;

/// The share of a beta(`a`, `b`) below and above a point, given as `x` and `y` = 1 − x so that neither end loses digits.
///
/// Both parameters above 0. The first is the regularised incomplete beta function Iₓ(a, b).
pub(super) fn tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    let leading = leading(a, b, x, y);
    let apart = apart(a, b, x, y);
    if apart > 0.0 {
        let below = (leading * fraction(a, b, x, y, apart)).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (leading * fraction(b, a, y, x, -apart)).min(1.0);
        (1.0 - above, above)
    }
}

/// The point of a beta(`a`, `b`) with share `p` below it.
pub(super) fn quantile(a: f64, b: f64, p: f64) -> f64 {
    root(0.0, 1.0, a / (a + b), |x| {
        let (below, above) = tails(a, b, x, 1.0 - x);
        let off = if p < 0.5 {
            below - p
        } else {
            (1.0 - p) - above
        };
        At {
            off,
            slope: leading(a, b, x, 1.0 - x) / (x * (1.0 - x)),
        }
    })
}

/// a − (a + b)·x, by the smaller of `x` and `y`: the larger is rounded too coarsely for large parameters.
fn apart(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= y {
        a - (a + b) * x
    } else {
        (a + b) * y - b
    }
}

/// xᵃ·yᵇ / B(a, b).
fn leading(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let apart = apart(a, b, x, y);
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x, apart)
        - deviance(b, n * y, -apart);
    (a / n * b / std::f64::consts::TAU).sqrt() * exponent.exp()
}

/// ln Γ(a) less Stirling's formula for it.
fn stirling_error(a: f64) -> f64 {
    let mut a = a;
    let mut error = 0.0;
    while a < 15.0 {
        error += (a + 0.5) * (1.0 / a).ln_1p() - 1.0;
        a += 1.0;
    }
    let square = a * a;
    let series = 1.0 / 1_188.0;
    let series = 1.0 / 1_680.0 - series / square;
    let series = 1.0 / 1_260.0 - series / square;
    let series = 1.0 / 360.0 - series / square;
    error + (1.0 / 12.0 - series / square) / a
}

/// a·ln(a/m) + m − a, without cancellation where `apart` = a − m is small.
fn deviance(a: f64, m: f64, apart: f64) -> f64 {
    if apart.abs() >= 0.1 * (a + m) {
        return a * (a / m).ln() - apart;
    }
    let ratio = apart / (a + m);
    let mut sum = apart * ratio;
    let mut term = 2.0 * a * ratio;
    // Each term is at most a hundredth of the one before.
    for power in 1..40 {
        term *= ratio * ratio;
        let next = sum + term / f64::from(2 * power + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The continued fraction of the incomplete beta function for x up to the mean; `apart` is a − (a + b)·x.
///
/// Source: Didonato and Morris 1992, `BFRAC` of TOMS 708, which R uses; it never takes `x` from 1.
fn fraction(a: f64, b: f64, x: f64, y: f64, apart: f64) -> f64 {
    let first = 1.0 + apart;
    let scale = 1.0 + 1.0 / a;
    let (mut numerator, mut denominator) = (0.0, 1.0);
    let (mut next_numerator, mut next_denominator) = (1.0, first / scale);
    let mut value = scale / first;
    let mut above = 1.0;
    let mut below = a + 1.0;
    for term in 1..MOST_TERMS {
        let n = f64::from(term);
        let w = n * (b - n) * x;
        let ratio = a / below;
        let alpha = above * (above + b / a) * ratio * ratio * (w * x);
        let share = (n / a + 1.0) / (scale + 2.0 * n / a);
        let beta = n + w / below + share * (first + n * (1.0 + y));
        above = n / a + 1.0;
        below += 2.0;

        let sum = alpha * numerator + beta * next_numerator;
        (numerator, next_numerator) = (next_numerator, sum);
        let sum = alpha * denominator + beta * next_denominator;
        (denominator, next_denominator) = (next_denominator, sum);
        let before = value;
        value = next_numerator / next_denominator;
        if (value - before).abs() <= f64::EPSILON * value {
            break;
        }
        numerator /= next_denominator;
        denominator /= next_denominator;
        next_numerator = value;
        next_denominator = 1.0;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(ours: f64, expected: f64, relative: f64) -> bool {
        (ours - expected).abs() <= relative * expected.abs()
    }

    #[test]
    fn closed_forms_hold() {
        for x in [1e-9, 0.01, 0.3, 0.77, 0.999] {
            assert!(
                is_near(tails(1.0, 3.0, x, 1.0 - x).1, (1.0 - x).powi(3), 1e-13),
                "{x}"
            );
            assert!(
                is_near(tails(2.5, 1.0, x, 1.0 - x).0, x.powf(2.5), 1e-13),
                "{x}"
            );
        }
    }

    #[test]
    fn shares_agree_with_mpmath_in_small_and_large() {
        for (a, b, x, y, below, above) in [
            (
                0.4,
                0.6,
                0.1,
                0.9,
                0.304_890_662_832_153_26,
                0.695_109_337_167_846_7,
            ),
            (
                3.0,
                0.01,
                0.5,
                0.5,
                0.000_688_262_810_289_661_1,
                0.999_311_737_189_710_3,
            ),
            (
                9_000.5,
                1_000.25,
                0.905,
                0.095,
                0.954_401_632_713_051,
                0.045_598_367_286_948_99,
            ),
            (
                5e4,
                50_001.0,
                0.497,
                0.503,
                0.029_097_500_484_828_33,
                0.970_902_499_515_171_7,
            ),
            (
                2e5,
                3e5,
                0.399,
                0.601,
                0.074_427_855_755_673_96,
                0.925_572_144_244_326,
            ),
        ] {
            let ours = tails(a, b, x, y);
            assert!(
                is_near(ours.0, below, 1e-12) && is_near(ours.1, above, 1e-12),
                "{a} {b}: {ours:?}"
            );
        }
    }

    #[test]
    fn quantile_undoes_the_share_below() {
        for (a, b) in [(0.4, 0.6), (1.0, 1.0), (3.2, 57.0), (5e4, 5e4), (9.0, 2e6)] {
            for p in [1e-6, 0.025, 0.3, 0.5, 0.9, 0.975] {
                let x = quantile(a, b, p);
                assert!(
                    is_near(tails(a, b, x, 1.0 - x).0, p, 1e-9),
                    "{a} {b} {p}: {x}"
                );
            }
        }
    }
}
