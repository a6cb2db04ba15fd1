//! Control charts: which weeks differ from the others by more than weeks do (Shewhart; Wheeler for single values; Laney 2002).

use crate::analysis::Unmeasurable;

/// The mean range of two draws from a normal distribution, in standard deviations.
const D2: f64 = 1.128;
/// Three standard deviations above the mean range of two, over that mean.
const D4: f64 = 3.267;
/// Values on one side of the mean that are a run.
const RUN: usize = 8;

/// Limits of a weekly share.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    /// The share of all weeks together.
    pub mean: f64,
    /// Limits of each week; none where nothing happened in it.
    pub limits: Vec<Option<(f64, f64)>>,
    /// Weeks outside their limits, counted from 0.
    pub outside: Vec<usize>,
    /// How much more weeks vary than chance has it; above 1.3 single values are the better chart. Absent with one week.
    pub sigma_z: Option<f64>,
}

/// Limits of single values.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChart {
    /// Of all values.
    pub mean: f64,
    /// Mean distance of neighbours.
    pub moving_range: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// Upper limit of the distance of neighbours.
    pub moving_range_high: f64,
    /// Values outside the limits, counted from 0.
    pub outside: Vec<usize>,
    /// Values that are at least the eighth in a row on one side of the mean.
    pub in_run: Vec<usize>,
}

/// The p-chart of weekly counts: `hits` of `n`, each week with its own limits.
///
/// Refuses no weeks, and where all or nothing hit. Source: Montgomery, statistical quality control.
pub fn p_chart(hits: &[u64], n: &[u64]) -> Result<ShareChart, Unmeasurable> {
    let all: u64 = n.iter().sum();
    if all == 0 {
        return Err(Unmeasurable::Empty);
    }
    let mean = hits.iter().sum::<u64>() as f64 / all as f64;
    if mean <= 0.0 || mean >= 1.0 {
        return Err(Unmeasurable::NoSpread);
    }
    let sigma = |n: u64| (mean * (1.0 - mean) / n as f64).sqrt();
    let limits = n.iter().map(|n| {
        let half = 3.0 * sigma(*n);
        (*n > 0).then(|| ((mean - half).max(0.0), (mean + half).min(1.0)))
    });
    let limits: Vec<_> = limits.collect();
    let share = |week: usize| hits[week] as f64 / n[week] as f64;
    let is_outside = |week: &usize| {
        limits[*week].is_some_and(|(low, high)| share(*week) < low || share(*week) > high)
    };
    let seen = (0..n.len()).filter(|week| n[*week] > 0);
    let z: Vec<f64> = seen
        .map(|week| (share(week) - mean) / sigma(n[week]))
        .collect();
    Ok(ShareChart {
        mean,
        outside: (0..n.len()).filter(is_outside).collect(),
        limits,
        sigma_z: moving_range(&z).map(|range| range / D2),
    })
}

/// The chance of at least so many `hits` of `n` where each hits with chance `p`, for where few are expected: its time grows with `hits`.
///
/// Source: R `pbinom(hits - 1, n, p, lower.tail = FALSE)`.
pub fn at_least(hits: u64, n: u64, p: f64) -> f64 {
    let mut term = (n as f64 * (-p).ln_1p()).exp();
    let mut fewer = 0.0;
    for seen in 0..hits.min(n + 1) {
        fewer += term;
        term *= (n - seen) as f64 / (seen + 1) as f64 * p / (1.0 - p);
    }
    (1.0 - fewer).clamp(0.0, 1.0)
}

/// The XmR chart of single values.
///
/// Refuses fewer than three values, and equal ones. Source: NIST/SEMATECH e-Handbook 6.3.2.2.
pub fn xmr(values: &[f64]) -> Result<ValueChart, Unmeasurable> {
    if values.len() < 3 {
        return Err(Unmeasurable::TooFew {
            used: values.len() as u64,
            least: 3,
        });
    }
    let moving_range = moving_range(values).filter(|range| *range > 0.0);
    let moving_range = moving_range.ok_or(Unmeasurable::NoSpread)?;
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let half = 3.0 * moving_range / D2;
    let (low, high) = (mean - half, mean + half);
    let (mut in_run, mut run) = (Vec::new(), 0);
    for (at, value) in values.iter().enumerate() {
        let side = |value: &f64| value.partial_cmp(&mean);
        let goes_on = at > 0 && side(value) == side(&values[at - 1]);
        run = match (*value == mean, goes_on) {
            (true, _) => 0,
            (false, true) => run + 1,
            (false, false) => 1,
        };
        if run >= RUN {
            in_run.push(at);
        }
    }
    let is_outside = |at: &usize| values[*at] < low || values[*at] > high;
    Ok(ValueChart {
        mean,
        moving_range,
        low,
        high,
        moving_range_high: D4 * moving_range,
        outside: (0..values.len()).filter(is_outside).collect(),
        in_run,
    })
}

/// The mean distance of neighbours; none with fewer than two values.
fn moving_range(values: &[f64]) -> Option<f64> {
    let ranges = values.windows(2).map(|two| (two[1] - two[0]).abs());
    (values.len() > 1).then(|| ranges.sum::<f64>() / (values.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_hits_are_as_likely_as_the_binomial_has_them() {
        // What the first terms leave of one, added by hand, and the last term alone.
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} {other}");
        near(at_least(1, 17, 0.005), 1.0 - 0.995_f64.powi(17));
        near(
            at_least(2, 40, 0.01),
            1.0 - 0.99_f64.powi(40) - 40.0 * 0.01 * 0.99_f64.powi(39),
        );
        near(at_least(3, 12, 0.2), 0.441_654_251_520_000_3);
        near(at_least(12, 12, 0.2), 0.2_f64.powi(12));
        near(at_least(0, 12, 0.2), 1.0);
        near(at_least(13, 12, 0.2), 0.0);
    }

    #[test]
    fn a_value_on_the_mean_ends_a_run() {
        let mut values = vec![1.0; 7];
        values.push(2.0);
        values.extend([1.0; 7]);
        values.extend([3.0; 14]);
        let chart = xmr(&values).unwrap();
        assert_eq!(chart.mean, 2.0);
        assert_eq!(chart.in_run, (22..29).collect::<Vec<_>>());
    }
}
