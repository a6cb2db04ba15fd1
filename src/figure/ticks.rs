//! Round values for axes: three to six, further apart than their labels are wide.

use super::format::{Locale, count, number};
use super::scale::Scale;

/// Fewest ticks where there is a choice.
const FEWEST: usize = 3;
/// Most ticks.
const MOST: usize = 6;
/// Least room between two labels.
const GAP: f64 = 10.0;

const MINUTE: f64 = 1.0 / 60.0;
const DAY: f64 = 24.0;
const MONTH: f64 = 730.5;
const YEAR: f64 = 8766.0;

/// Three to six round values that reach from `low` or below to `high` or above.
pub fn around(low: f64, high: f64) -> Vec<f64> {
    spread(low, high, |_| true)
}

/// Three to six whole values from 0 to `most` or above.
pub fn counts(most: u64) -> Vec<f64> {
    spread(0.0, most.max(2) as f64, |step| step.fract() == 0.0)
}

/// Round values as far apart as `is_fit` allows.
fn spread(low: f64, high: f64, is_fit: impl Fn(f64) -> bool) -> Vec<f64> {
    let (low, high) = if low < high {
        (low, high)
    } else {
        (low, low + low.abs().max(1.0))
    };
    let mut best: Option<Vec<f64>> = None;
    for step in steps(low, high).into_iter().filter(|step| is_fit(*step)) {
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        let count = last - first + 1.0;
        if !(FEWEST as f64..=MOST as f64).contains(&count) {
            continue;
        }
        let ticks: Vec<f64> = (0..count as usize)
            .map(|at| (first + at as f64) * step)
            .collect();
        let wider = |best: &Vec<f64>| {
            ticks[ticks.len() - 1] - ticks[0] < (best[best.len() - 1] - best[0]) * 0.95
        };
        if best.as_ref().is_none_or(wider) {
            best = Some(ticks);
        }
    }
    best.unwrap_or_else(|| vec![low, low / 2.0 + high / 2.0, high])
}

/// Up to six round values between `low` and `high`.
pub fn within(low: f64, high: f64) -> Vec<f64> {
    let ticks = around(low, high);
    let slack = (high - low).abs() * 1e-9;
    let kept: Vec<f64> = ticks
        .into_iter()
        .filter(|tick| *tick >= low - slack && *tick <= high + slack)
        .collect();
    if kept.is_empty() {
        vec![low, high]
    } else {
        kept
    }
}

/// Times with their names along a logarithmic axis of hours: at most `most`, evenly apart, labels apart by their `width`.
pub fn times(
    scale: &Scale,
    most: usize,
    locale: &Locale,
    width: impl Fn(&str) -> f64,
) -> Vec<(f64, String)> {
    let (low, high) = scale.ends();
    let all: Vec<Candidate> = names(low, high, locale)
        .into_iter()
        .map(|(hours, name)| {
            let wide = width(&name);
            (hours, name, scale.at(hours), wide)
        })
        .collect();
    let all = sparse(all);
    let mut chosen = Choice::default();
    choose(&all, most, scale.room(), &mut Vec::new(), &mut chosen);
    all.into_iter()
        .enumerate()
        .filter(|(at, _)| chosen.ticks.contains(at))
        .map(|(_, (hours, name, ..))| (hours, name))
        .collect()
}

/// The best set of ticks so far, by index, and what speaks against it.
struct Choice {
    cost: f64,
    ticks: Vec<usize>,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            cost: f64::INFINITY,
            ticks: Vec::new(),
        }
    }
}

/// Every second, third … candidate where there are too many to try them all.
fn sparse(all: Vec<Candidate>) -> Vec<Candidate> {
    let step = all.len().div_ceil(16).max(1);
    all.into_iter().step_by(step).collect()
}

/// Hours, name, centre and width of a label.
type Candidate = (f64, String, f64, f64);

/// Tries every set of up to `most` ticks whose labels are apart.
fn choose(
    all: &[Candidate],
    most: usize,
    room: (f64, f64),
    taken: &mut Vec<usize>,
    best: &mut Choice,
) {
    let cost = cost(all, room, taken);
    if cost < best.cost {
        *best = Choice {
            cost,
            ticks: taken.clone(),
        };
    }
    if taken.len() == most {
        return;
    }
    for next in taken.last().map_or(0, |last| last + 1)..all.len() {
        let apart =
            |&last: &usize| all[next].2 - all[last].2 >= (all[last].3 + all[next].3) / 2.0 + GAP;
        if taken.last().is_none_or(apart) {
            taken.push(next);
            choose(all, most, room, taken, best);
            taken.pop();
        }
    }
}

/// Uneven gaps and bare ends speak against a set; every tick speaks for it.
fn cost(all: &[Candidate], (from, to): (f64, f64), taken: &[usize]) -> f64 {
    let (Some(&first), Some(&last)) = (taken.first(), taken.last()) else {
        return f64::INFINITY;
    };
    let gaps = taken.windows(2).map(|pair| all[pair[1]].2 - all[pair[0]].2);
    let (least, most) = gaps.fold((f64::INFINITY, 0.0_f64), |(least, most), gap| {
        (least.min(gap), most.max(gap))
    });
    let uneven = if taken.len() > 2 { most - least } else { 0.0 };
    let scarce = FEWEST.saturating_sub(taken.len()) as f64 * (to - from);
    uneven + (all[first].2 - from) + (to - all[last].2) + scarce - 16.0 * taken.len() as f64
}

/// Every named time from `low` to `high` hours.
fn names(low: f64, high: f64, locale: &Locale) -> Vec<(f64, String)> {
    let known = [
        (MINUTE / 60.0, "1 s"),
        (MINUTE / 12.0, "5 s"),
        (MINUTE / 4.0, "15 s"),
        (MINUTE / 2.0, "30 s"),
        (MINUTE, "1 min"),
        (5.0 * MINUTE, "5 min"),
        (15.0 * MINUTE, "15 min"),
        (0.5, "30 min"),
        (1.0, "1 h"),
        (2.0, "2 h"),
        (4.0, "4 h"),
        (8.0, "8 h"),
        (DAY, "1 day"),
        (3.0 * DAY, "3 days"),
        (7.0 * DAY, "1 week"),
        (MONTH, "1 month"),
        (3.0 * MONTH, "3 months"),
        (YEAR, "1 year"),
        (3.0 * YEAR, "3 years"),
        (10.0 * YEAR, "10 years"),
    ];
    let mut all: Vec<(f64, String)> = known
        .map(|(hours, name)| (hours, name.replace(' ', "\u{a0}")))
        .into();
    let mut years = 100.0;
    while years * YEAR <= high && all.len() < 60 {
        let name = if years < 1e6 {
            count(years as u64, locale)
        } else {
            number(years, locale)
        };
        all.push((years * YEAR, format!("{name}\u{a0}years")));
        years *= if years < 1e6 { 10.0 } else { 1e6 };
    }
    let mut seconds = 0.1;
    while seconds / 3600.0 >= low && all.len() < 90 {
        all.insert(
            0,
            (
                seconds / 3600.0,
                format!("{}\u{a0}s", number(seconds, locale)),
            ),
        );
        seconds /= 10.0;
    }
    all.retain(|(hours, _)| (low..=high).contains(hours));
    all
}

/// Steps of 1, 2, 2.5 and 5 times a power of ten around a sixth to a half of the range.
fn steps(low: f64, high: f64) -> Vec<f64> {
    let power = 10_f64.powf(((high - low) / MOST as f64).log10().floor());
    let mut all = Vec::new();
    for scale in [power, power * 10.0] {
        for factor in [1.0, 2.0, 2.5, 5.0] {
            all.push(scale * factor);
        }
    }
    all.retain(|step| step.is_finite() && *step > 0.0);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(low: f64, high: f64, expected: Expect) {
        expected.assert_eq(
            &around(low, high)
                .iter()
                .map(|tick| number(*tick, &Locale::default()))
                .collect::<Vec<_>>()
                .join(" "),
        );
    }

    fn check_times(low: f64, high: f64, room: f64, most: usize, expected: Expect) {
        let scale = Scale::log((low, high), (0.0, room));
        let found = times(&scale, most, &Locale::default(), |name| {
            name.chars().count() as f64 * 6.0
        });
        expected.assert_eq(
            &found
                .into_iter()
                .map(|(_, name)| name.replace('\u{a0}', " "))
                .collect::<Vec<_>>()
                .join(", "),
        );
    }

    #[test]
    fn linear_ticks_enclose_the_range() {
        check(0.0, 58.0, expect!["0 20 40 60"]);
        check(0.0, 1.0, expect!["0 0.2 0.4 0.6 0.8 1"]);
        check(-3.0, 17.0, expect!["−5 0 5 10 15 20"]);
        check(5.0, 5.0, expect!["5 6 7 8 9 10"]);
        check(
            0.0,
            1e12,
            expect!["0 200 billion 400 billion 600 billion 800 billion 1 trillion"],
        );
        check(
            1e15,
            1e15 + 8.0,
            expect!["1.0e15 1.0e15 1.0e15 1.0e15 1.0e15"],
        );
    }

    #[test]
    fn counts_are_whole_and_none_is_cut() {
        for most in (0..3000).chain([12_345, 999_999, 1 << 40]) {
            let ticks = counts(most);
            assert!((FEWEST..=MOST).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(
                ticks.iter().all(|tick| tick.fract() == 0.0),
                "{most}: {ticks:?}"
            );
            assert_eq!(ticks[0], 0.0);
            assert!(ticks[ticks.len() - 1] >= most as f64, "{most}: {ticks:?}");
        }
    }

    #[test]
    fn times_spread_evenly_and_never_touch() {
        check_times(
            0.5,
            76.0,
            242.0,
            5,
            expect!["30 min, 2 h, 8 h, 1 day, 3 days"],
        );
        check_times(0.5, 76.0, 297.0, 4, expect!["30 min, 2 h, 8 h, 3 days"]);
        check_times(0.001, 0.2, 242.0, 5, expect!["5 s, 15 s, 1 min, 5 min"]);
        check_times(
            1.0,
            9000.0,
            242.0,
            5,
            expect!["1 h, 8 h, 3 days, 1 month, 1 year"],
        );
        check_times(
            1.0,
            1e12,
            242.0,
            5,
            expect!["1 h, 3 years, 1 million years"],
        );
        check_times(3.0, 9.0, 242.0, 5, expect!["4 h, 8 h"]);
    }
}
