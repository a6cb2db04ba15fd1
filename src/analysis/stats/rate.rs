//! Rates of events over observed time.

use statrs::function::gamma;

use super::beta;
use super::root::{At, root};
use crate::analysis::{Interval, Unmeasurable};

/// Outcomes count as no likelier than the one that came when they are less than this above it, as R has it.
const SLACK: f64 = 1.0 + 1e-7;

/// Two rates compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// The first rate over the second; absent where nothing happened in the second.
    pub ratio: Option<f64>,
    /// Exact conditional interval of it.
    pub interval: Interval,
    /// Two-sided: the share of outcomes that are no likelier.
    pub p: f64,
}

/// The exact interval of a rate of `count` events in `exposure`, in events per unit of exposure.
///
/// Refuses no exposure. Source: R `poisson.test(count, exposure)$conf.int` (Garwood 1936).
pub fn poisson(count: u64, exposure: f64, level: f64) -> Result<Interval, Unmeasurable> {
    if exposure.is_nan() || exposure <= 0.0 {
        return Err(Unmeasurable::Empty);
    }
    let tail = (1.0 - level) / 2.0;
    let events = count as f64;
    let low = match count {
        0 => 0.0,
        _ => gamma_quantile(events, Tail::Below(tail)),
    };
    Ok(Interval {
        low: Some(low / exposure),
        high: Some(gamma_quantile(events + 1.0, Tail::Above(tail)) / exposure),
        level,
    })
}

/// The first of two rates over the second, each as events and exposure, given how many events came in all.
///
/// Refuses no exposure and no events. Source: R `poisson.test(c(x1, x2), c(T1, T2))`.
pub fn ratio(first: (u64, f64), second: (u64, f64), level: f64) -> Result<RateRatio, Unmeasurable> {
    let ((x, exposure), (y, other)) = (first, second);
    let is_seen = |exposure: f64| exposure > 0.0;
    if !is_seen(exposure) || !is_seen(other) || x + y == 0 {
        return Err(Unmeasurable::Empty);
    }
    let (hits, misses) = (x as f64, y as f64);
    let tail = (1.0 - level) / 2.0;
    let scale = other / exposure;
    // Clopper–Pearson for the share of events that are the first's, as odds.
    let odds = |share: f64| share / (1.0 - share) * scale;
    let low = match x {
        0 => 0.0,
        _ => odds(beta::quantile(hits, misses + 1.0, tail)),
    };
    let high = (y > 0).then(|| odds(beta::quantile(hits + 1.0, misses, 1.0 - tail)));
    Ok(RateRatio {
        ratio: (y > 0).then(|| hits / misses * scale),
        interval: Interval {
            low: Some(low),
            high,
            level,
        },
        p: no_likelier(x, x + y, exposure / (exposure + other)),
    })
}

/// The share of outcomes of `n` draws with chance `p` that are no likelier than `hits`.
fn no_likelier(hits: u64, n: u64, p: f64) -> f64 {
    let log_chance = |k: u64| {
        let (k, rest) = (k as f64, (n - k) as f64);
        gamma::ln_gamma(n as f64 + 1.0) - gamma::ln_gamma(k + 1.0) - gamma::ln_gamma(rest + 1.0)
            + k * p.ln()
            + rest * (-p).ln_1p()
    };
    let limit = log_chance(hits).exp() * SLACK;
    let chances = (0..=n).map(|k| log_chance(k).exp());
    chances
        .filter(|chance| *chance <= limit)
        .sum::<f64>()
        .min(1.0)
}

/// A share of a distribution.
#[derive(Clone, Copy)]
enum Tail {
    Below(f64),
    Above(f64),
}

/// The point of a gamma distribution of scale 1 that has so much below or above it.
fn gamma_quantile(shape: f64, tail: Tail) -> f64 {
    // All but nothing lies below.
    let high = shape + 40.0 + 12.0 * shape.sqrt();
    root(0.0, high, shape, |x| {
        let off = match tail {
            Tail::Below(share) => gamma::gamma_lr(shape, x) - share,
            Tail::Above(share) => share - gamma::gamma_ur(shape, x),
        };
        let density = (shape - 1.0) * x.ln() - x - gamma::ln_gamma(shape);
        At {
            off,
            slope: density.exp(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_events_and_a_lower_level_are_surer() {
        let width = |count: u64, level: f64| {
            let interval = poisson(count, 1.0, level).unwrap();
            (interval.high.unwrap() - interval.low.unwrap()) / count as f64
        };
        assert!(width(100, 0.95) < width(10, 0.95) && width(10, 0.8) < width(10, 0.95));
        assert!(width(1_000_000, 0.95) < 0.004);
    }

    #[test]
    fn turning_two_rates_turns_the_ratio() {
        let there = ratio((7, 20.0), (4, 33.0), 0.95).unwrap();
        let back = ratio((4, 33.0), (7, 20.0), 0.95).unwrap();
        let near = |a: f64, b: f64| (a * b - 1.0).abs() < 1e-9;
        assert!(near(there.ratio.unwrap(), back.ratio.unwrap()));
        assert!(near(
            there.interval.low.unwrap(),
            back.interval.high.unwrap()
        ));
        assert!((there.p - back.p).abs() < 1e-12);
    }
}
