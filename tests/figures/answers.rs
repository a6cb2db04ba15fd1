//! Answers made by hand that resemble the mockups', and odd ones.

use denominator::analysis::metrics::Metric;
use denominator::analysis::*;

pub const METRIC: Metric = Metric {
    id: "made-up",
    label: "Deployment frequency",
    definition: "Made up by hand for tests",
    source: "tests/figures/answers.rs",
};

const NAMES: [&str; 4] = ["Several times a day", "Daily", "Weekly", "Less often"];

/// A cohort of the ordered ramp, heaviest first.
pub fn cohort(at: usize, of: usize) -> Cohort {
    let ink = match of {
        2..=7 => CohortInk::Step {
            step: (of - at) as u8,
            of: of as u8,
        },
        _ if at < 6 => CohortInk::Kind(at as u8 + 1),
        _ => CohortInk::Rest,
    };
    let name = if of == 4 {
        NAMES[at].to_owned()
    } else {
        format!("Cohort {}", at + 1)
    };
    Cohort { id: at, name, ink }
}

pub fn showing(n: u64) -> Showing {
    match n {
        0..5 => Showing::Hidden,
        5..30 => Showing::Faint,
        _ => Showing::Full,
    }
}

pub fn base(n: u64) -> Base {
    Base {
        asked: n,
        answered: n,
        used: n,
        weighted: None,
    }
}

pub fn wilson(hits: u64, n: u64) -> Result<Estimate, Unmeasurable> {
    if n == 0 {
        return Err(Unmeasurable::Empty);
    }
    let interval = |z: f64, level| {
        let (p, n) = (hits as f64 / n as f64, n as f64);
        let (d, c) = (1.0 + z * z / n, p + z * z / (2.0 * n));
        let h = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        Interval {
            low: Some((c - h) / d),
            high: Some((c + h) / d),
            level,
        }
    };
    Ok(Estimate {
        value: hits as f64 / n as f64,
        interval: Ok(interval(1.959964, LEVEL)),
        inner: Some(interval(1.281552, INNER_LEVEL)),
        hits: Some(hits),
        base: base(n),
        method: "Wilson",
        notes: Vec::new(),
    })
}

fn row(cohort: Cohort, n: u64, headline: Result<Estimate, Unmeasurable>) -> Row {
    Row {
        cohort,
        base: base(n),
        showing: showing(n),
        headline,
        beside: None,
        levels: Vec::new(),
        options: Vec::new(),
        values: Default::default(),
    }
}

pub fn answer(shape: Shape, rows: Vec<Row>, everyone: Row) -> Answer {
    let gaps = vec![None; rows.len()];
    Answer {
        metric: &METRIC,
        called: "Q7".to_owned(),
        wording: "How often does your team deploy?".to_owned(),
        shape,
        rows,
        everyone,
        reference: None,
        gaps,
        test: Err(Unmeasurable::OneGroup),
        left_out: Vec::new(),
        by_choice: Vec::new(),
        in_view: 401,
        weight: None,
    }
}

fn all_cohorts() -> Cohort {
    Cohort {
        id: usize::MAX,
        name: "everyone".to_owned(),
        ink: CohortInk::Rest,
    }
}

pub fn levels(
    names: &[&str],
    ramp: Ramp,
    top: std::ops::Range<usize>,
    top_name: &str,
    middle: Option<usize>,
) -> Levels {
    Levels {
        names: names.iter().map(|&name| name.to_owned()).collect(),
        ramp,
        top,
        top_name: top_name.to_owned(),
        middle,
    }
}

pub fn of_levels(levels: Levels, counts: &[Vec<u64>]) -> Answer {
    let make = |cohort: Cohort, counts: &[u64]| {
        let n: u64 = counts.iter().sum();
        let hits = counts[levels.top.clone()].iter().sum();
        let share = |&count: &u64| LevelShare {
            count,
            share: if n > 0 { count as f64 / n as f64 } else { 0.0 },
        };
        Row {
            levels: counts.iter().map(share).collect(),
            ..row(cohort, n, wilson(hits, n))
        }
    };
    let rows = counts
        .iter()
        .enumerate()
        .map(|(at, one)| make(cohort(at, counts.len()), one))
        .collect();
    let sums: Vec<u64> = (0..levels.names.len())
        .map(|level| counts.iter().map(|counts| counts[level]).sum())
        .collect();
    let everyone = make(all_cohorts(), &sums);
    answer(Shape::Levels(levels), rows, everyone)
}

pub fn deploys() -> Answer {
    let names = ["Rarer", "Monthly", "Weekly", "Daily", "On demand"];
    let counts = [
        vec![5, 18, 43, 36, 18],
        vec![9, 35, 50, 33, 11],
        vec![19, 42, 41, 14, 4],
        vec![7, 9, 5, 2, 0],
    ];
    of_levels(
        levels(&names, Ramp::Threshold, 3..5, "Daily or more", None),
        &counts,
    )
}

pub fn burnout() -> Answer {
    let names = [
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
    ];
    let counts = [
        vec![9, 22, 25, 38, 24],
        vec![13, 33, 33, 39, 17],
        vec![14, 32, 30, 30, 11],
        vec![3, 6, 6, 6, 2],
    ];
    of_levels(
        levels(&names, Ramp::Agree, 3..5, "Agree in all", Some(2)),
        &counts,
    )
}

/// Wording, one hidden cohort, one nobody is in, one without a single hit.
pub fn thin() -> Answer {
    let names = ["Never", "Sometimes", "Often"];
    let counts = [
        vec![1, 2, 1],
        vec![0, 0, 0],
        vec![7, 5, 0],
        vec![20, 30, 14],
    ];
    let mut answer = of_levels(levels(&names, Ramp::Ordered, 2..3, "Often", None), &counts);
    answer.rows[0].cohort.name =
        "Design, research and accessibility guild (contractors included)".to_owned();
    answer
}

pub fn of_values(number: Number, values: Vec<Vec<f64>>) -> Answer {
    let make = |cohort: Cohort, values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (mean, median) = (mean(&sorted), median(&sorted));
        let (headline, beside) = if number.headline == Headline::Mean {
            (mean, median)
        } else {
            (median, mean)
        };
        let n = sorted.len() as u64;
        let values = sorted.into_iter().map(|value| (value, 1.0)).collect();
        Row {
            values,
            beside: Some(beside),
            ..row(cohort, n, headline)
        }
    };
    let total = values.len();
    let all: Vec<f64> = values.iter().flatten().copied().collect();
    let rows = values
        .iter()
        .enumerate()
        .map(|(at, values)| make(cohort(at, total), values))
        .collect();
    answer(Shape::Number(number), rows, make(all_cohorts(), &all))
}

fn mean(sorted: &[f64]) -> Result<Estimate, Unmeasurable> {
    if sorted.is_empty() {
        return Err(Unmeasurable::Empty);
    }
    let n = sorted.len() as f64;
    let value = sorted.iter().map(|value| value / n).sum::<f64>();
    let spread = (sorted
        .iter()
        .map(|v| (v - value).powi(2) / (n - 1.0).max(1.0))
        .sum::<f64>()
        / n)
        .sqrt();
    let around = |z: f64, level| Interval {
        low: Some(value - z * spread),
        high: Some(value + z * spread),
        level,
    };
    Ok(Estimate {
        value,
        interval: if spread > 0.0 {
            Ok(around(1.98, LEVEL))
        } else {
            Err(Unmeasurable::NoSpread)
        },
        inner: (spread > 0.0).then(|| around(1.29, INNER_LEVEL)),
        hits: None,
        base: base(sorted.len() as u64),
        method: "t",
        notes: Vec::new(),
    })
}

fn median(sorted: &[f64]) -> Result<Estimate, Unmeasurable> {
    if sorted.is_empty() {
        return Err(Unmeasurable::Empty);
    }
    let n = sorted.len() as f64;
    let reach = |z: f64, level| {
        let half = z * n.sqrt() / 2.0;
        let (low, high) = ((n / 2.0 - half).floor() - 1.0, (n / 2.0 + half).ceil());
        let at = |place: f64| {
            (place >= 0.0)
                .then(|| sorted.get(place as usize).copied())
                .flatten()
        };
        Interval {
            low: at(low),
            high: at(high),
            level,
        }
    };
    Ok(Estimate {
        value: sorted[(sorted.len() - 1) / 2] / 2.0 + sorted[sorted.len() / 2] / 2.0,
        interval: Ok(reach(1.96, LEVEL)),
        inner: Some(reach(1.28, INNER_LEVEL)),
        hits: None,
        base: base(sorted.len() as u64),
        method: "order statistics",
        notes: Vec::new(),
    })
}

/// The mockups' generator of chance.
struct Chance(u32);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6d2b79f5);
        let mut t = self.0;
        t = (t ^ (t >> 15)).wrapping_mul(t | 1);
        t ^= t.wrapping_add((t ^ (t >> 7)).wrapping_mul(t | 61));
        f64::from(t ^ (t >> 14)) / 4294967296.0
    }

    fn gauss(&mut self) -> f64 {
        (-2.0 * (1.0 - self.next()).ln()).sqrt() * (std::f64::consts::TAU * self.next()).cos()
    }
}

pub fn rollback() -> Answer {
    let draw = |seed, n: usize, mean: f64, sd: f64| {
        let mut chance = Chance(seed);
        let mut values: Vec<f64> = (0..n)
            .map(|_| {
                (mean + sd * (0.8 * chance.gauss() + 0.35 * (chance.gauss().powi(2) - 1.0)))
                    .max(0.0)
            })
            .collect();
        for _ in 0..3 {
            let off = mean - values.iter().sum::<f64>() / n as f64;
            values
                .iter_mut()
                .for_each(|value| *value = (*value + off).round().clamp(0.0, 58.0));
        }
        values
    };
    let values = vec![
        draw(11, 120, 22.0, 13.0),
        draw(12, 138, 20.0, 12.5),
        draw(13, 120, 15.0, 11.0),
        draw(14, 23, 14.0, 11.0),
    ];
    of_values(
        Number {
            unit: Unit::Percent,
            headline: Headline::Mean,
        },
        values,
    )
}

pub fn recovery() -> Answer {
    let draw = |seed, n: usize, median: f64, s: f64| {
        let mut chance = Chance(seed);
        let value = |_| {
            let hours: f64 = median * (s * chance.gauss()).exp();
            if hours < 10.0 {
                ((hours * 4.0).round() / 4.0).max(0.5)
            } else {
                hours.round().min(74.0)
            }
        };
        (0..n).map(value).collect::<Vec<f64>>()
    };
    let values = vec![
        draw(31, 120, 5.4, 0.86),
        draw(42, 138, 4.3, 0.84),
        draw(33, 119, 4.5, 0.9),
        draw(37, 22, 5.0, 0.9),
    ];
    of_values(
        Number {
            unit: Unit::Hours,
            headline: Headline::Median,
        },
        values,
    )
}

pub fn of_options(names: &[&str], counts: &[(u64, Vec<u64>)]) -> Answer {
    let total = counts.len();
    let make = |cohort: Cohort, n: u64, hits: &[u64]| Row {
        options: hits.iter().map(|&hits| wilson(hits, n)).collect(),
        ..row(cohort, n, Err(Unmeasurable::Empty))
    };
    let rows = counts
        .iter()
        .enumerate()
        .map(|(at, (n, hits))| make(cohort(at, total), *n, hits))
        .collect();
    let sums: Vec<u64> = (0..names.len())
        .map(|option| counts.iter().map(|(_, hits)| hits[option]).sum())
        .collect();
    let everyone = make(all_cohorts(), counts.iter().map(|(n, _)| n).sum(), &sums);
    answer(
        Shape::Options(names.iter().map(|&name| name.to_owned()).collect()),
        rows,
        everyone,
    )
}

pub fn blockers() -> Answer {
    let names = ["Waiting for review", "Flaky tests", "Change board"];
    let counts = [
        (120, vec![71, 52, 12]),
        (138, vec![66, 49, 20]),
        (120, vec![48, 30, 31]),
        (23, vec![8, 4, 0]),
    ];
    of_options(&names, &counts)
}
