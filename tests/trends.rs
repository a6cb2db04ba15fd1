//! What is told by weeks is what those weeks alone are told by.

#[allow(dead_code)]
#[path = "../examples/sample/main.rs"]
mod sample;

#[allow(dead_code)]
mod common;

use std::fmt::Write;

use common::ledger::{ask, board, ledger};
use denominator::delivery::{
    Asked, Board, By, Cohort, Measure, Point, Rate, Told, Trend, WEEK, Who,
};

fn trend(board: &Board, measure: Measure) -> Option<&Trend> {
    board.trends.iter().find(|trend| trend.measure == measure)
}

/// The share of a cohort that a measure is of.
fn rate(measure: Measure, board: &Board, cohort: &Cohort) -> Option<Rate> {
    match measure {
        Measure::FailRate => Some(cohort.failed),
        Measure::RollbackRate => Some(cohort.rolled_back),
        Measure::ReworkRate => Some(cohort.reworked),
        Measure::RepairedRate => Some(cohort.repaired),
        Measure::AfterHours => {
            let load = board
                .load
                .iter()
                .find(|load| load.what == Told::Deployments)?;
            let own = load.sides.iter().find(|(who, _)| *who == cohort.who)?;
            Some(own.1)
        }
        Measure::LeadTime | Measure::Recovery => None,
    }
}

#[test]
fn a_point_is_what_its_weeks_alone_are_told_by() {
    let files = sample::team::Team::make().files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut ledger = ledger(&files);
    let numbers: Vec<u32> = (0..files.len() as u32).collect();
    let mut compared = [0; 2];
    for by in [By::Exposure, By::Service] {
        let asked = Asked {
            by,
            window: Some(sample::team::WINDOW),
            ..Asked::default()
        };
        let whole = ask(&mut ledger, &numbers, asked.clone()).unwrap();
        assert!(whole.trends.len() >= 5, "{:?}", whole.trends);
        for trend in &whole.trends {
            let points = trend
                .courses
                .first()
                .map_or(0, |course| course.points.len());
            for at in 0..points {
                let from = whole.weeks[trend.first + at * trend.span];
                let window = Some((from, from + trend.span as i64 * WEEK));
                let part = Asked {
                    window,
                    ..asked.clone()
                };
                let part = ask(&mut ledger, &numbers, part).unwrap();
                for course in &trend.courses {
                    let own = part.cohorts.iter().find(|cohort| cohort.who == course.who);
                    let (Some(own), Point::Told { value, n, hits, .. }) = (own, course.points[at])
                    else {
                        continue;
                    };
                    if let Some(rate) =
                        rate(trend.measure, &part, own).filter(|rate| rate.interval.is_ok())
                    {
                        assert_eq!(
                            (hits, n),
                            (rate.hits, rate.n),
                            "{:?} {:?}",
                            trend.measure,
                            course.who
                        );
                        compared[0] += 1;
                    } else if trend.measure == Measure::Recovery {
                        assert_eq!((Some(value), n), (own.recovery.median, own.recovery.n));
                        compared[1] += 1;
                    }
                }
            }
        }
    }
    assert!(compared[0] > 150 && compared[1] > 10, "{compared:?}");
}

/// Changes that go out one by one: in each week so many, each opened some hours before its deployment ended.
fn log(weeks: &[&[i64]]) -> (String, String) {
    let mut changes = "number,title,created_at,merged_at,ai_assisted\n".to_owned();
    let mut deployments = "deployment_id,status,environment,finished_at,pull_requests\n".to_owned();
    let mut number = 0;
    for (week, hours) in weeks.iter().enumerate() {
        for (place, hours) in hours.iter().enumerate() {
            number += 1;
            // 2026-03-02, a Monday, at 12.
            let ended = 1_772_452_800 + week as i64 * WEEK + place as i64 * 3600;
            let iso = |at: i64| {
                let day = (at - 1_772_409_600).div_euclid(86_400);
                let (month, day) = if day < 30 {
                    (3, day + 2)
                } else {
                    (4, day - 29)
                };
                let (hour, minute) = (at.rem_euclid(86_400) / 3600, at % 3600 / 60);
                format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
            };
            let opened = ended - hours * 3600;
            writeln!(
                changes,
                "{number},Change {number},{},{},no",
                iso(opened),
                iso(ended - 600)
            )
            .unwrap();
            writeln!(
                deployments,
                "d{number},success,production,{},{number}",
                iso(ended)
            )
            .unwrap();
        }
    }
    (changes, deployments)
}

#[test]
fn lead_time_is_told_by_the_week_of_the_deployment() {
    let weeks: [&[i64]; 5] = [
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        &[4; 10],
        &[1, 2, 3, 4],
        &[2, 2, 2, 2, 2, 2, 8, 8, 8, 8, 8, 8, 8],
        &[3; 12],
    ];
    let (changes, deployments) = log(&weeks);
    let asked = Asked {
        by: By::Everyone,
        window: Some((1_772_409_600, 1_772_409_600 + 5 * WEEK)),
        ..Asked::default()
    };
    let board = board(
        &[("pulls.csv", &changes), ("deployments.csv", &deployments)],
        asked,
    );
    let lead = trend(&board, Measure::LeadTime).unwrap();
    assert_eq!((lead.span, lead.first), (1, 0));
    let [course] = lead.courses.as_slice() else {
        panic!("{lead:?}");
    };
    assert_eq!(course.who, Who::Everyone);
    let told = course.points.iter().map(|point| match point {
        Point::Told { value, n, .. } => Ok((*value, *n)),
        other => Err(*other),
    });
    let told: Vec<_> = told.collect();
    // Of four nothing is told, and four are what the others leave of all.
    assert_eq!(
        told,
        [
            Ok((6.0, 11)),
            Err(Point::HeldBack),
            Err(Point::Few),
            Ok((8.0, 13)),
            Ok((3.0, 12)),
        ]
    );
    assert!(course.limits.is_none(), "of so few points");
}

#[test]
fn weeks_too_recent_to_judge_are_in_no_rate_and_in_other_counts() {
    let days = (0..56).flat_map(|day| (0..3).map(move |hour| (day, hour)));
    let rows: String = days
        .map(|(day, hour)| {
            let (month, date) = if day < 31 { (3, day + 1) } else { (4, day - 30) };
            let undone = if (day + hour) % 5 == 0 { "yes" } else { "no" };
            format!("d{day}-{hour},shop,production,success,2026-{month:02}-{date:02}T{:02}:00:00Z,{undone}\n", 9 + 6 * hour)
        })
        .collect();
    let text =
        "deployment_id,service,environment,status,finished_at,was_rolled_back\n".to_owned() + &rows;
    let asked = Asked {
        by: By::Service,
        ..Asked::default()
    };
    let board = board(&[("deployments.csv", &text)], asked);
    let points = |measure: Measure| {
        let trend = trend(&board, measure).unwrap();
        assert_eq!(trend.span, 1);
        trend.first + trend.courses[0].points.len()
    };
    let weeks = board.weeks.len();
    assert_eq!(points(Measure::AfterHours), weeks);
    // Fourteen days and a part of a week.
    assert_eq!(points(Measure::FailRate), weeks - 2);
    let after = trend(&board, Measure::AfterHours).unwrap();
    for point in &after.courses[0].points {
        // At 21 on five days, and all of Saturday and Sunday.
        let Point::Told { hits, n, .. } = point else {
            panic!("{point:?}")
        };
        assert_eq!((*hits, *n), (5 + 6, 21));
    }
}
