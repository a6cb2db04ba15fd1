//! Who deployments and changes are divided by: columns of their own, what people answered, and what brought them out.

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;

use common::ledger::{board, view};
use denominator::delivery::{Asked, Board, By, Levels, Who};
use denominator::figure::Locale;
use denominator::figure::delivery::Card;

/// Twelve deployments to each of two regions by two teams, half of them with a change each.
fn files() -> [(&'static str, String); 2] {
    let mut deployments =
        "deployment_id,service,team,environment,status,finished_at,region,deployed_by,ticket,pr\n"
            .to_owned();
    let mut changes = "number,repo,title,created_at,merged_at\n".to_owned();
    for at in 0..48 {
        let (day, hour) = (1 + at / 24, at % 24);
        let (service, team) = [("shop", "Blue"), ("pay", "Red")][at % 2];
        let region = ["north", "south"][at / 24];
        deployments += &format!(
            "d{at},{service},{team},production,success,2026-03-0{day}T{hour:02}:30:00Z,{region},p{at},T-{at},{at}\n"
        );
        // Changes to the one service wait an hour, those to the other four.
        let wait = [1, 4][at % 2];
        changes +=
            &format!("{at},{service},Mend {at},2026-03-01T00:00:00Z,2026-03-01T0{wait}:00:00Z\n");
    }
    [
        ("deployments.csv", deployments),
        ("pull_requests.csv", changes),
    ]
}

fn of(asked: Asked) -> Board {
    let files = files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    board(&files, asked)
}

fn sizes(board: &Board) -> Vec<(Who, u64)> {
    let cohorts = board.cohorts.iter();
    cohorts
        .map(|cohort| (cohort.who.clone(), cohort.deployments))
        .collect()
}

fn named(name: &str) -> Who {
    Who::Named(name.to_owned())
}

#[test]
fn any_column_divides_that_tells_no_person_and_no_id() {
    let region = of(Asked {
        by: By::Column,
        column: "region".to_owned(),
        ..Asked::default()
    });
    assert_eq!(
        region.others,
        ["region"],
        "not who deployed, nor the ticket"
    );
    assert_eq!(sizes(&region), [(named("north"), 24), (named("south"), 24)]);
    let sum: u64 = region.cohorts.iter().map(|one| one.deployments).sum();
    assert_eq!(sum, region.deployments);
    // A column that another month does not have divides nothing.
    let gone = of(Asked {
        by: By::Column,
        column: "zone".to_owned(),
        ..Asked::default()
    });
    assert_eq!(gone.by, By::Exposure);
}

#[test]
fn teams_are_divided_by_what_they_answered() {
    // The highest first: in any other order than that of their letters.
    let names = ["Weekly", "Daily"];
    let levels = |of: &[(&str, usize)], are_services: bool| Levels {
        question: "AI use".to_owned(),
        are_services,
        names: names.map(str::to_owned).to_vec(),
        of: of
            .iter()
            .map(|(name, level)| ((*name).to_owned(), *level))
            .collect::<BTreeMap<String, usize>>(),
    };
    let at = |level: usize| Who::Level(level as u8, 2, names[level].to_owned());
    let by = |levels: Levels| {
        sizes(&of(Asked {
            by: By::Answers,
            levels,
            ..Asked::default()
        }))
    };
    let both = levels(&[("blue", 1), ("red", 0)], false);
    assert_eq!(by(both), [(at(0), 24), (at(1), 24)]);
    let one = levels(&[("blue", 1)], false);
    assert_eq!(by(one), [(at(1), 24), (Who::Unnamed, 24)]);
    let services = levels(&[("shop", 1), ("pay", 1)], true);
    assert_eq!(by(services), [(at(1), 48)]);
}

#[test]
fn of_many_services_the_rest_is_told_together() {
    let told = |sizes: &[usize]| -> Vec<(Who, u64)> {
        let mut changes = "number,repo,title,created_at,merged_at\n".to_owned();
        let mut number = 0;
        for (service, size) in sizes.iter().enumerate() {
            for _ in 0..*size {
                number += 1;
                changes += &format!(
                    "{number},s{service},fix: crash {number},2026-03-01T00:00:00Z,2026-03-01T02:00:00Z\n"
                );
            }
        }
        let asked = Asked {
            by: By::Service,
            ..Asked::default()
        };
        let board = board(&[("pull_requests.csv", &changes)], asked);
        assert_eq!(board.fixes.len(), 1);
        assert_eq!(board.fixes[0].all(), number);
        board.fixes[0].of.clone()
    };
    let named = |at: usize, n: u64| (Who::Named(format!("s{at}")), n);
    let mut all: Vec<(Who, u64)> = (0..6).map(|at| named(at, 20 - 2 * at as u64)).collect();
    all.push((Who::Others, 11));
    assert_eq!(told(&[20, 18, 16, 14, 12, 10, 8, 3]), all);
    assert_eq!(told(&[18, 20]), [named(1, 20), named(0, 18)]);
    // Three of one service would be known from all others.
    assert_eq!(told(&[20, 18, 3]), [named(0, 20), (Who::Others, 21)]);
    assert_eq!(told(&[7, 3]), [(Who::Everyone, 10)]);
    assert_eq!(told(&[3]), [(Who::Everyone, 3)]);
}

#[test]
fn changes_are_of_the_cohort_that_brought_them_out() {
    let by = |by: By| {
        of(Asked {
            by,
            column: "region".to_owned(),
            ..Asked::default()
        })
    };
    let region = by(By::Column);
    let lead: Vec<(Who, u64)> = region
        .lead
        .of
        .iter()
        .map(|(who, curve)| (who.clone(), curve.n))
        .collect();
    assert_eq!(lead, [(named("north"), 24), (named("south"), 24)]);
    let service = by(By::Service);
    let merge: Vec<(Who, u64, Option<f64>)> = service
        .merge
        .of
        .iter()
        .map(|(who, curve)| (who.clone(), curve.n, curve.median))
        .collect();
    assert_eq!(
        merge,
        [
            (named("pay"), 24, Some(4.0)),
            (named("shop"), 24, Some(1.0))
        ]
    );
    assert_eq!((service.merge.all.n, service.lead.all.n), (48, 48));
    assert_eq!(by(By::Everyone).lead.of.len(), 1);
    let asked = Asked {
        by: By::Service,
        ..Asked::default()
    };
    let view = view(&asked, false);
    let locale = Locale::default();
    let title = Card::Merge.words(&service, view, &locale).title;
    assert!(
        title.starts_with("Half of 48 changes are merged within 2.5"),
        "{title}"
    );
}
