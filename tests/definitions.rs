//! Definitions that sources disagree on: each can be put in force, says so, and gives what its rival in the X-ray gave before.

#[allow(dead_code)]
#[path = "../examples/sample/main.rs"]
mod sample;

#[allow(dead_code)]
mod common;

use std::fmt::Write;

use common::ledger::{ask, board, ledger, view};
use denominator::delivery::{
    Asked, Behind, Board, By, LeadStart, Led, Measure, Point, Question, RateBase, RecoveryEnd,
    RecoveryStart, Rework, Rival, Rivalry, Rules, Subject, Uncounted, Value, Who,
};
use denominator::figure::Locale;
use denominator::figure::delivery::{Card, View, rivals};

fn asked(rules: Rules) -> Asked {
    Asked {
        by: By::Everyone,
        rules,
        ..Asked::default()
    }
}

/// Ten deployments a day apart, of which the third is rolled back by the fourth, whose rollback fails itself, and the sixth is mended
/// by the seventh.
const LOG: &str = "\
deployment_id,service,environment,status,type,finished_at
d1,pay,production,success,release,2026-03-01 10:00
d2,pay,production,success,release,2026-03-02 10:00
d3,pay,production,success,release,2026-03-03 10:00
d4,pay,production,success,rollback,2026-03-04 10:00
d5,pay,production,success,release,2026-03-05 10:00
d6,pay,production,success,release,2026-03-06 10:00
d7,pay,production,success,hotfix,2026-03-07 10:00
d8,pay,production,success,release,2026-03-08 10:00
d9,pay,production,success,release,2026-03-09 10:00
d10,pay,production,success,release,2026-03-10 10:00
";

/// Four incidents with every point in time that is told of one, and one that goes on.
const BROKEN: &str = "\
incident_id,service,impact_started_at,detected_at,created_at,mitigated_at,resolved_at,closed_at,caused_by_deployment
i1,pay,2026-03-03 11:00,2026-03-03 11:30,2026-03-03 12:00,2026-03-03 14:00,2026-03-03 15:00,2026-03-04 10:00,d3
i2,pay,2026-03-04 10:30,2026-03-04 10:40,2026-03-04 11:00,2026-03-04 12:00,2026-03-04 13:00,2026-03-05 10:00,d4
i3,pay,2026-03-06 12:00,2026-03-06 13:00,2026-03-06 13:10,2026-03-06 18:00,2026-03-06 19:00,2026-03-07 12:00,d6
i4,pay,2026-03-09 10:10,2026-03-09 10:15,2026-03-09 10:20,2026-03-09 11:00,2026-03-09 11:30,2026-03-09 12:00,d9
i5,pay,2026-03-10 11:00,2026-03-10 11:05,2026-03-10 11:10,,,,d10
";

/// What is open is seen until this day, on which something else ended.
const LATER: &str = "\
incident_id,service,impact_started_at,mitigated_at
o1,shop,2026-04-20 10:00,2026-04-20 10:00
";

fn files() -> [(&'static str, &'static str); 3] {
    [
        ("deployments.csv", LOG),
        ("incidents.csv", BROKEN),
        ("others.csv", LATER),
    ]
}

fn rival(board: &Board, of: Subject, rival: Rival) -> &Rivalry {
    let mut all = board.rivals.iter();
    let found = all.find(|one| (one.of, one.rival) == (of, rival));
    found.unwrap_or_else(|| panic!("no {rival:?} of {of:?}"))
}

#[test]
fn the_base_of_the_fail_rate_is_a_rule() {
    let of = |base: RateBase| {
        let rules = Rules {
            base,
            ..Rules::default()
        };
        board(&files(), asked(rules))
    };
    let told = |board: &Board| (board.everyone.failed.hits, board.everyone.failed.n);
    let [all, without_rollbacks, without_remedies] = [
        RateBase::All,
        RateBase::WithoutRollbacks,
        RateBase::WithoutRemedies,
    ]
    .map(of);
    // The rollback failed, too.
    assert_eq!(told(&all), (5, 10));
    assert_eq!(told(&without_rollbacks), (4, 9));
    assert_eq!(told(&without_remedies), (4, 8));
    // Each stands in the X-ray of the others, with what it gives when it is in force.
    let rate = |board: &Board, one: Rival| match rival(board, Subject::FailRate, one).value {
        Value::Rate(rate) => (rate.hits, rate.n),
        ref other => panic!("{other:?}"),
    };
    assert_eq!(rate(&all, Rival::WithoutRollbacks), (4, 9));
    assert_eq!(rate(&all, Rival::WithoutRemedies), (4, 8));
    assert_eq!(rate(&without_rollbacks, Rival::OfAll), (5, 10));
    assert_eq!(rate(&without_rollbacks, Rival::InForce), (4, 9));
    assert_eq!(rate(&without_rollbacks, Rival::WithoutRemedies), (4, 8));
    let is_there = |board: &Board, one: Rival| board.rivals.iter().any(|other| other.rival == one);
    assert!(!is_there(&all, Rival::OfAll));
    assert!(!is_there(&without_rollbacks, Rival::WithoutRollbacks));
    let changing = rival(&without_rollbacks, Subject::FailRate, Rival::OfAll);
    assert_eq!(changing.more.1, 1);
    // The rows behind the number say which of them the rate does not count.
    assert_eq!(without_rollbacks.chained, (4, 1));
    let uncounted = without_rollbacks.chains.iter().filter_map(|chain| {
        let why = chain.uncounted?;
        Some((chain.deployment.as_str(), why))
    });
    assert_eq!(
        uncounted.collect::<Vec<_>>(),
        [("d4", Uncounted::OutOfBase)]
    );
}

/// Minutes after which each recovery was over, how many there are and how many go on.
fn recoveries(recovery_from: RecoveryStart, recovery_to: RecoveryEnd) -> (Vec<i64>, u64, u64) {
    let rules = Rules {
        recovery_from,
        recovery_to,
        ..Rules::default()
    };
    let board = board(&files(), asked(rules));
    let all = &board.everyone.recovery;
    let minutes = all.points.iter().map(|(at, _)| (at * 60.0).round() as i64);
    (minutes.filter(|at| *at > 0).collect(), all.n, all.open)
}

#[test]
fn recovery_is_from_and_to_what_the_rules_say() {
    use RecoveryEnd::{Closed, Remedied, Resolved, Restored};
    use RecoveryStart::{Began, Created, Deployed, Detected};
    let all = |minutes: [i64; 4]| (minutes.to_vec(), 5, 1);
    assert_eq!(recoveries(Deployed, Restored), all([60, 120, 240, 480]));
    assert_eq!(recoveries(Began, Restored), all([50, 90, 180, 360]));
    assert_eq!(recoveries(Detected, Restored), all([45, 80, 150, 300]));
    assert_eq!(recoveries(Created, Restored), all([40, 60, 120, 290]));
    assert_eq!(recoveries(Created, Resolved), all([70, 120, 180, 350]));
    assert_eq!(recoveries(Created, Closed), all([100, 1320, 1370, 1380]));
    // Two were repaired, which is too few to be told of; the others are none of these.
    assert_eq!(recoveries(Deployed, Remedied), (Vec::new(), 2, 0));
}

#[test]
fn what_is_not_told_is_no_recovery() {
    let mut broken = "incident_id,service,started_at,restored_at,caused_by\n".to_owned();
    for day in [1, 3, 5, 6, 8, 9] {
        writeln!(
            broken,
            "i{day},pay,2026-03-{day:02} 11:00,2026-03-{day:02} 14:00,d{day}"
        )
        .unwrap();
    }
    let files = [("deployments.csv", LOG), ("incidents.csv", &broken)];
    let of = |recovery_from, recovery_to| {
        let rules = Rules {
            recovery_from,
            recovery_to,
            ..Rules::default()
        };
        board(&files, asked(rules))
    };
    let board = of(RecoveryStart::Detected, RecoveryEnd::Restored);
    assert_eq!((board.everyone.recovery.n, board.untold), (0, 6));
    // Nothing tells when any was closed, so that none is known to be.
    let board = of(RecoveryStart::Deployed, RecoveryEnd::Closed);
    assert_eq!(
        (board.everyone.recovery.n, board.everyone.recovery.open),
        (6, 6)
    );
    let plain = board_of(&files);
    assert_eq!(
        (plain.everyone.recovery.n, plain.everyone.recovery.open),
        (6, 0)
    );
    for absent in [Rival::FromDetected, Rival::ToRestored] {
        let mut all = plain.rivals.iter();
        assert!(all.all(|one| one.rival != absent), "{absent:?}");
    }
}

fn board_of(files: &[(&str, &str)]) -> Board {
    board(files, asked(Rules::default()))
}

/// Six changes of which the first commit was made a day before they were opened, and which were merged an hour after that and
/// deployed two hours later.
fn changes() -> (String, String) {
    let mut changes = "pr_id,service,title,first_commit_at,created_at,merged_at\n".to_owned();
    let mut log = "deployment_id,service,environment,status,finished_at,pr\n".to_owned();
    for at in 1..=6 {
        let title = if at == 2 {
            "fix: rounding"
        } else {
            "feat: more"
        };
        let (before, day) = (at, at + 1);
        writeln!(
            changes,
            "{at},pay,{title},2026-03-{before:02} 10:00,2026-03-{day:02} 10:00,2026-03-{day:02} 11:00"
        )
        .unwrap();
        writeln!(
            log,
            "d{at},pay,production,success,2026-03-{day:02} 13:00,{at}"
        )
        .unwrap();
    }
    (changes, log)
}

#[test]
fn lead_time_begins_where_the_rules_say() {
    let (changes, log) = changes();
    let files = [("changes.csv", changes.as_str()), ("deployments.csv", &log)];
    let of = |lead_from| {
        let rules = Rules {
            lead_from,
            ..Rules::default()
        };
        board(&files, asked(rules))
    };
    let median = |board: &Board, one: Rival| match &rival(board, Subject::LeadTime, one).value {
        Value::Hours(curve) => (curve.n, curve.median),
        other => panic!("{other:?}"),
    };
    let [committed, opened, merged] =
        [LeadStart::Committed, LeadStart::Opened, LeadStart::Merged].map(of);
    for (board, hours) in [(&committed, 27.0), (&opened, 3.0), (&merged, 2.0)] {
        assert_eq!((board.lead.all.n, board.lead.all.median), (6, Some(hours)));
        assert_eq!(median(board, Rival::InForce), (6, Some(hours)));
    }
    assert_eq!(median(&opened, Rival::FromCommit), (6, Some(27.0)));
    assert_eq!(median(&committed, Rival::FromOpened), (6, Some(3.0)));
    assert_eq!(median(&committed, Rival::FromMerge), (6, Some(2.0)));
    assert!(
        opened
            .rivals
            .iter()
            .all(|one| one.rival != Rival::FromOpened)
    );
}

#[test]
fn rework_is_what_the_rules_say() {
    let (changes, log) = changes();
    // The first is rolled back by the second without an incident, the third mended after one.
    let log = log
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line},type"),
            2 => format!("{line},rollback"),
            4 => format!("{line},hotfix"),
            _ => format!("{line},release"),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let broken = "incident_id,service,started_at,restored_at,caused_by\ni1,pay,2026-03-04 14:00,2026-03-04 15:00,d3\n";
    let changes = changes.replace("5,pay,feat: more", "5,pay,fix: sums");
    let files = [
        ("changes.csv", changes.as_str()),
        ("deployments.csv", &log),
        ("incidents.csv", broken),
    ];
    let mut open = ledger(&files);
    let mut of = |rework, fixes: Option<usize>| {
        let rules = Rules {
            rework,
            ..Rules::default()
        };
        let mut asked = asked(rules);
        if let Some(most) = fixes {
            asked.fixes.truncate(most);
        }
        let board = ask(&mut open, &[0, 1, 2], asked.clone()).unwrap();
        // What was asked before leaves nothing behind.
        let afresh = ask(&mut ledger(&files), &[0, 1, 2], asked).unwrap();
        assert_eq!(board, afresh);
        (board.everyone.reworked.hits, board.everyone.reworked.n)
    };
    let with_fixes = of(Rework::WithFixes, None);
    assert_eq!(with_fixes, (3, 6));
    assert_eq!(of(Rework::Remedies, None), (2, 6));
    assert_eq!(of(Rework::AfterIncident, None), (1, 6));
    // Without rules that tell fixes no change mends anything.
    assert_eq!(of(Rework::WithFixes, Some(0)), (2, 6));
    assert_eq!(of(Rework::WithFixes, None), with_fixes);
}

/// All rules that a person can put in force, one other than usual in each.
fn others() -> Vec<Rules> {
    let plain = Rules::default();
    let mut all = Vec::new();
    for base in [RateBase::WithoutRollbacks, RateBase::WithoutRemedies] {
        all.push(Rules {
            base,
            ..plain.clone()
        });
    }
    for rework in [Rework::AfterIncident, Rework::WithFixes] {
        all.push(Rules {
            rework,
            ..plain.clone()
        });
    }
    for lead_from in [LeadStart::Committed, LeadStart::Merged] {
        all.push(Rules {
            lead_from,
            ..plain.clone()
        });
    }
    for recovery_from in [
        RecoveryStart::Began,
        RecoveryStart::Detected,
        RecoveryStart::Created,
    ] {
        all.push(Rules {
            recovery_from,
            ..plain.clone()
        });
    }
    for recovery_to in [
        RecoveryEnd::Remedied,
        RecoveryEnd::Resolved,
        RecoveryEnd::Closed,
    ] {
        all.push(Rules {
            recovery_to,
            ..plain.clone()
        });
    }
    all
}

#[test]
fn the_sample_says_under_each_figure_which_definition_is_in_force() {
    let files = sample::team::Team::make().files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let numbers: Vec<u32> = (0..files.len() as u32).collect();
    let mut open = ledger(&files);
    let locale = Locale::default();
    let strip = |board: &Board, view: View<'_>, card: Card| -> String {
        let words = card.words(board, view, &locale);
        words
            .strip
            .iter()
            .map(|(term, said)| format!("{term}: {said}\n"))
            .collect()
    };
    let mut of = |rules: Rules| {
        let asked = Asked {
            rules,
            ..Asked::default()
        };
        let board = ask(&mut open, &numbers, asked.clone()).unwrap();
        (board, asked)
    };
    let (plain, plainly) = of(Rules::default());
    for rules in others() {
        let (board, asked) = of(rules.clone());
        let (card, subject) = match &rules {
            rules if rules.base != RateBase::All => (Card::FailRate, Subject::FailRate),
            rules if rules.rework != Rework::Remedies => (Card::Rework, Subject::Rework),
            rules if rules.lead_from != LeadStart::Opened => (Card::LeadTime, Subject::LeadTime),
            _ => (Card::Recovery, Subject::Recovery),
        };
        let (one, other) = (
            strip(&plain, view(&plainly, false), card),
            strip(&board, view(&asked, false), card),
        );
        let definition = |strip: &str| strip.lines().next().map(str::to_owned);
        assert_ne!(definition(&one), definition(&other), "{rules:?}");
        if card == Card::Rework {
            let title =
                |board: &Board, asked: &Asked| card.words(board, view(asked, false), &locale).title;
            let (usual, own) = (title(&plain, &plainly), title(&board, &asked));
            assert!(usual.contains("undo or repair another; "), "{usual}");
            let ends = ["that an incident is linked to", "that mends something"];
            assert!(ends.iter().any(|end| own.contains(end)), "{own}");
        }
        // The X-ray names what is in force by the same definition, and lists the usual one beside it.
        let rows = rivals(subject, &board, view(&asked, false), &locale);
        assert!(rows[0].is_in_force);
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let mut apart = names.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), names.len(), "{names:?}");
        let usual = rivals(subject, &plain, view(&plainly, false), &locale);
        let own = |rows: &[denominator::figure::delivery::RivalRow], name: &str| {
            rows.iter()
                .find(|row| row.name == name)
                .map(|row| (row.value.clone(), row.beside.clone()))
        };
        // What both tell of they tell alike.
        for name in names.iter().skip(1) {
            let (here, there) = (own(&rows, name), own(&usual, name));
            // Links by other rules are counted by the base in force.
            let is_told = |row: &Option<(String, String)>| {
                row.as_ref().is_some_and(|(value, _)| value != "withheld")
            };
            if subject != Subject::FailRate && is_told(&here) && is_told(&there) {
                assert_eq!(here, there, "{name} under {rules:?}");
            }
        }
    }
}

#[test]
fn repairs_after_incidents_tell_nothing_of_small_cohorts() {
    // Twelve deployments of one service, of which one repairs a deployment of another that has but three.
    let mut log = "deployment_id,service,environment,status,type,finished_at,caused\n".to_owned();
    for at in 1..=12 {
        let kind = if at == 5 { "hotfix" } else { "release" };
        writeln!(
            log,
            "a{at},pay,production,success,{kind},2026-03-{at:02} 10:00,"
        )
        .unwrap();
    }
    for at in 1..=3 {
        writeln!(
            log,
            "b{at},shop,production,success,release,2026-03-{at:02} 11:00,"
        )
        .unwrap();
    }
    let broken = "incident_id,service,started_at,restored_at,caused_by\ni1,pay,2026-03-04 14:00,2026-03-04 15:00,a4\n";
    let files = [("deployments.csv", log.as_str()), ("incidents.csv", broken)];
    let of = |rework| {
        let rules = Rules {
            rework,
            ..Rules::default()
        };
        board(
            &files,
            Asked {
                by: By::Service,
                rules,
                ..Asked::default()
            },
        )
    };
    let plain = of(Rework::Remedies);
    assert!(plain.small.contains(&Who::Named("shop".to_owned())));
    assert!(plain.everyone.reworked.n > 0);
    assert!(rival(&plain, Subject::Rework, Rival::AfterIncident).is_withheld);
    let board = of(Rework::AfterIncident);
    assert_eq!(board.everyone.reworked.n, 0);
    let asked = asked(Rules {
        rework: Rework::AfterIncident,
        ..Rules::default()
    });
    let title = Card::Rework
        .words(&board, view(&asked, false), &Locale::default())
        .title;
    assert!(title.ends_with("would tell of cohorts under 5"), "{title}");
    assert!(board.cohorts.iter().all(|cohort| cohort.reworked.n == 0));
    assert!(rival(&board, Subject::Rework, Rival::InForce).is_withheld);
}

#[test]
fn changes_of_a_small_cohort_of_deployments_are_not_listed_among_the_others() {
    // Two deployments of a service bring six changes.
    let mut log = "deployment_id,service,environment,status,finished_at,pr\n".to_owned();
    let mut changes = "pr_id,service,title,created_at,merged_at\n".to_owned();
    for at in 1..=20 {
        let (service, deployment) = match at {
            1..=6 => ("shop", format!("b{}", at % 2)),
            _ => ("pay", format!("a{at}")),
        };
        writeln!(
            changes,
            "{at},{service},feat: more,2026-03-{at:02} 09:00,2026-03-{at:02} 10:00"
        )
        .unwrap();
        if at > 6 {
            writeln!(
                log,
                "{deployment},{service},production,success,2026-03-{at:02} 13:00,{at}"
            )
            .unwrap();
        }
    }
    log.push_str("b0,shop,production,success,2026-03-07 13:00,\"2; 4; 6\"\nb1,shop,production,success,2026-03-08 13:00,\"1; 3; 5\"\n");
    let files = [("changes.csv", changes.as_str()), ("deployments.csv", &log)];
    let mut open = ledger(&files);
    let mut question = Question {
        files: [(0, None), (1, None)].into(),
        asked: Asked {
            by: By::Service,
            ..Asked::default()
        },
    };
    let behind = Behind::Defined(Subject::LeadTime, Rival::InForce);
    let board = open.ask(&question).unwrap();
    assert!(board.small.contains(&Who::Named("shop".to_owned())));
    assert!(open.rows(&question, &behind).unwrap().is_withheld);
    question.asked.by = By::Everyone;
    // Of all together the service is left out, for another choice of services would tell of it alone.
    let board = open.ask(&question).unwrap();
    let rows = open.rows(&question, &behind).unwrap();
    assert_eq!((rows.all, rows.is_withheld), (14, false));
    assert_eq!(board.lead.all.n, 14);
}

/// The middle of some hours; between the two middle ones where there are two.
fn middle(mut hours: Vec<f64>) -> f64 {
    hours.sort_by(f64::total_cmp);
    let half = hours.len() / 2;
    match hours.len() % 2 {
        1 => hours[half],
        _ => (hours[half - 1] + hours[half]) / 2.0,
    }
}

#[test]
fn the_rows_of_a_definition_are_those_that_its_value_is_told_from() {
    let files = sample::team::Team::make().files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut open = ledger(&files);
    let numbers = (0..files.len() as u32)
        .map(|number| (number, None))
        .collect();
    let question = Question {
        files: numbers,
        asked: asked(Rules::default()),
    };
    let board = open.ask(&question).unwrap();
    let (mut compared, mut withheld) = (0, 0);
    for one in &board.rivals {
        let behind = Behind::Defined(one.of, one.rival);
        let rows = open.rows(&question, &behind).unwrap();
        let is_told = match &one.value {
            Value::Hours(curve) => curve.n >= 5 && !one.is_withheld,
            Value::Rate(_) => one.of == Subject::Rework,
            Value::Ratio(..) | Value::AWeek(_) => continue,
        };
        if !is_told {
            withheld += u32::from(rows.is_withheld);
            continue;
        }
        assert!(!rows.is_withheld, "{:?} {:?}", one.of, one.rival);
        match &one.value {
            Value::Rate(rate) => assert_eq!(rows.all, rate.hits, "{:?}", one.rival),
            Value::Hours(curve) => {
                assert_eq!(rows.all, curve.n, "{:?} {:?}", one.of, one.rival);
                let open = rows.told.iter().filter(|row| row.goes_on).count() as u64;
                assert_eq!(open, curve.open, "{:?}", one.rival);
                let hours = rows.told.iter().map(|row| row.hours.unwrap());
                assert!(hours.clone().is_sorted_by(|one, next| one >= next));
                // As many rows are told as there may be, so that the middle is that of all.
                if rows.told.len() as u64 == rows.all && open == 0 {
                    let told = middle(hours.collect());
                    assert!(
                        (told - curve.median.unwrap()).abs() < 1e-9,
                        "{:?}",
                        one.rival
                    );
                }
            }
            _ => unreachable!("it is no such value"),
        }
        compared += 1;
    }
    assert!(compared >= 11, "{compared} compared, {withheld} withheld");
    // What stays open when it comes into force tells the same rows.
    let mut rows = |rival| open.rows(&question, &Behind::Defined(Subject::LeadTime, rival));
    let in_force = rows(Rival::InForce).unwrap();
    assert!(in_force.all > 0);
    assert_eq!(rows(Rival::FromOpened), Some(in_force));
}

#[test]
fn a_point_of_lead_time_opens_the_changes_that_it_is_told_from() {
    let files = sample::team::Team::make().files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut open = ledger(&files);
    let numbers = (0..files.len() as u32)
        .map(|number| (number, None))
        .collect();
    let mut question = Question {
        files: numbers,
        asked: Asked {
            window: Some(sample::team::WINDOW),
            ..Asked::default()
        },
    };
    let mut told = 0;
    for by in [By::Exposure, By::Service] {
        question.asked.by = by;
        let board = open.ask(&question).unwrap();
        let mut trends = board.trends.iter();
        let trend = trends.find(|one| one.measure == Measure::LeadTime).unwrap();
        for course in &trend.courses {
            for (at, point) in course.points.iter().enumerate() {
                let Point::Told { value, n, .. } = *point else {
                    continue;
                };
                let behind = Behind::Led(Led {
                    who: course.who.clone(),
                    start: board.weeks[trend.first + at * trend.span],
                    weeks: trend.span as u32,
                });
                let rows = open.rows(&question, &behind).unwrap();
                assert_eq!(rows.all, n, "{:?} {at}", course.who);
                let hours = rows.told.iter().map(|row| row.hours.unwrap());
                assert!((middle(hours.collect()) - value).abs() < 1e-9);
                told += 1;
            }
        }
    }
    assert!(told >= 20, "{told}");
    // Of a cohort with under five changes nothing is listed, nor of the others.
    question.asked.by = By::Exposure;
    question.asked.window = Some((sample::team::WINDOW.0, sample::team::WINDOW.0 + 86_400));
    let behind = Behind::Defined(Subject::LeadTime, Rival::InForce);
    assert!(open.rows(&question, &behind).unwrap().is_withheld);
}
