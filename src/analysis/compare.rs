//! Cohorts against the reference cohort, and one test over all of them.

use super::answer::{Gap, Headline, Row, Shape, Test};
use super::estimate::{Interval, LEVEL, Showing, Unmeasurable};
use super::stats::{adjust, difference, mean, rank, sorted::Sorted, table};

/// Each row against the reference. Small bases are never compared.
pub(super) fn gaps(
    rows: &[Row],
    reference: Option<usize>,
    shape: &Shape,
    weighted: bool,
) -> Vec<Option<Gap>> {
    let Some(reference) = reference
        .map(|at| &rows[at])
        .filter(|row| row.showing == Showing::Full)
    else {
        return vec![None; rows.len()];
    };
    let compared = |row: &Row| row.showing == Showing::Full && row.cohort.id != reference.cohort.id;
    rows.iter()
        .map(|row| {
            if compared(row) {
                gap(row, reference, shape, weighted)
            } else {
                None
            }
        })
        .collect()
}

fn gap(row: &Row, reference: &Row, shape: &Shape, weighted: bool) -> Option<Gap> {
    match shape {
        Shape::Options(_) => None,
        Shape::Levels(_) => {
            let method = if weighted {
                "Newcombe on the effective bases"
            } else {
                "Newcombe"
            };
            from_intervals(row, reference, method, |a, b| {
                difference::newcombe(a, b).interval
            })
        }
        Shape::Number(_) if weighted => from_intervals(
            row,
            reference,
            "squared and added from both intervals",
            square_and_add,
        ),
        Shape::Number(number) => match number.headline {
            Headline::Mean => {
                let (Ok(a), Ok(b)) = (&row.headline, &reference.headline) else {
                    return None;
                };
                let value = a.value - b.value;
                Some(
                    match mean::welch(&row.values.moments(), &reference.values.moments(), LEVEL) {
                        Ok(welch) => Gap {
                            value: welch.value,
                            interval: Ok(welch.interval),
                            method: "Welch",
                        },
                        Err(reason) => Gap {
                            value,
                            interval: Err(reason),
                            method: "Welch",
                        },
                    },
                )
            }
            Headline::Median => {
                let typical =
                    difference::hodges_lehmann(&row.values, &reference.values, LEVEL).ok()?;
                Some(Gap {
                    value: typical.value,
                    interval: Ok(typical.interval),
                    method: "Hodges–Lehmann, typical difference",
                })
            }
        },
    }
}

/// The gap of two numbers from their own intervals, without the bounds of a share (Zou and Donner 2008).
fn square_and_add(a: (f64, Interval), b: (f64, Interval)) -> Interval {
    let reach = |value: f64, end: Option<f64>| end.map(|end| value - end);
    let (value, away) = (a.0 - b.0, |x: Option<f64>, y: Option<f64>| {
        x.zip(y).map(|(x, y)| x.hypot(y))
    });
    let below = away(reach(a.0, a.1.low), reach(b.0, b.1.high));
    let above = away(reach(a.0, a.1.high), reach(b.0, b.1.low));
    Interval {
        low: below.map(|d| value - d),
        high: above.map(|d| value + d),
        level: a.1.level,
    }
}

fn from_intervals(
    row: &Row,
    reference: &Row,
    method: &'static str,
    interval: impl Fn((f64, Interval), (f64, Interval)) -> Interval,
) -> Option<Gap> {
    let (Ok(a), Ok(b)) = (&row.headline, &reference.headline) else {
        return None;
    };
    let value = a.value - b.value;
    let interval = match (a.interval, b.interval) {
        (Ok(of_a), Ok(of_b)) => Ok(interval((a.value, of_a), (b.value, of_b))),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    };
    Some(Gap {
        value,
        interval,
        method,
    })
}

/// The test over the cohorts whose base is not small.
pub(super) fn test(
    rows: &[Row],
    shape: &Shape,
    ordered: bool,
    weighted: bool,
) -> Result<Test, Unmeasurable> {
    if weighted {
        return Err(Unmeasurable::Weighted);
    }
    let full: Vec<&Row> = rows
        .iter()
        .filter(|row| row.showing == Showing::Full)
        .collect();
    if full.len() < 2 {
        return Err(Unmeasurable::OneGroup);
    }
    match shape {
        Shape::Options(_) => Err(Unmeasurable::Overlapping),
        Shape::Levels(levels) => {
            let counts: Vec<Vec<u64>> = full
                .iter()
                .map(|row| row.levels.iter().map(|level| level.count).collect())
                .collect();
            let chi = table::chi_square(&counts)?;
            if chi.least_expected < 1.0 || chi.share_expected_under_5 > 0.2 {
                return Err(Unmeasurable::TooThin);
            }
            let hits: Vec<u64> = full
                .iter()
                .rev()
                .map(|row| levels.top.clone().map(|i| row.levels[i].count).sum())
                .collect();
            let n: Vec<u64> = full.iter().rev().map(|row| row.base.used).collect();
            let trend = if ordered { trend(&hits, &n) } else { None };
            Ok(Test {
                name: "chi-square",
                statistic: chi.statistic,
                df: Some(chi.df),
                p: chi.p,
                adjusted: None,
                cramers_v: Some(chi.cramers_v),
                trend,
            })
        }
        Shape::Number(_) => {
            let groups: Vec<&Sorted> = full.iter().map(|row| &row.values).collect();
            let kruskal = rank::kruskal_wallis(&groups)?;
            Ok(Test {
                name: "Kruskal–Wallis",
                statistic: kruskal.h,
                df: Some(kruskal.df),
                p: kruskal.p,
                adjusted: None,
                cramers_v: None,
                trend: None,
            })
        }
    }
}

/// Cochran–Armitage over cohorts from the least exposed up; none where fewer than five say yes or say no.
fn trend(hits: &[u64], n: &[u64]) -> Option<(f64, f64)> {
    let (yes, all): (u64, u64) = (hits.iter().sum(), n.iter().sum());
    if yes < 5 || all - yes < 5 {
        return None;
    }
    let scores: Vec<f64> = (1..=hits.len()).map(|i| i as f64).collect();
    table::trend(hits, n, &scores)
        .ok()
        .map(|trend| (trend.z, trend.p))
}

/// Adjusts the p-values of tests that are shown together, by Benjamini and Hochberg; refused tests take no part.
pub fn adjust_together<'a>(answers: impl Iterator<Item = &'a mut super::Answer>) {
    let mut tests: Vec<&mut Test> = answers
        .filter_map(|answer| answer.test.as_mut().ok())
        .collect();
    let p: Vec<Option<f64>> = tests.iter().map(|test| Some(test.p)).collect();
    for (test, adjusted) in tests.iter_mut().zip(adjust::benjamini_hochberg(&p)) {
        test.adjusted = adjusted;
    }
}
