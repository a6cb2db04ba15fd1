//! Small cohorts give nothing away, and what would be counted for too much is not.

#[allow(dead_code)]
mod common;

use std::collections::BTreeSet;

use common::ledger::{board, view};
use denominator::delivery::{
    Asked, Attribution, Board, By, Curve, Evidence, Few, Follow, Kind, LoadOf, Rival, Rules,
    Subject, Told, Value, Who,
};
use denominator::figure::Locale;
use denominator::figure::delivery::{Card, hidden, rivals};
use proptest::prelude::*;

const HEAD: &str =
    "deployment_id,service,team,environment,status,finished_at,ai_assisted,was_rolled_back\n";

/// A deployment: its service, team, whether AI had to do with it, and whether it was rolled back.
type Row<'r> = (&'r str, &'r str, &'r str, bool);

/// A log of these, an hour apart from the first of March on.
fn log(rows: &[Row<'_>]) -> String {
    log_every(1, rows)
}

/// The same, so many hours apart.
fn log_every(hours: usize, rows: &[Row<'_>]) -> String {
    let lines = rows.iter().enumerate().map(|(at, (service, team, ai, undone))| {
        let (day, hour) = (at * hours / 24, at * hours % 24);
        let (month, day) = (3 + day / 31, 1 + day % 31);
        format!(
            "d{at},{service},{team},production,success,2026-{month:02}-{day:02}T{hour:02}:00:00Z,{ai},{undone}\n"
        )
    });
    HEAD.to_owned() + &lines.collect::<String>()
}

fn asked(by: By) -> Asked {
    Asked {
        by,
        rules: Rules {
            leaves_out_young: false,
            ..Rules::default()
        },
        ..Asked::default()
    }
}

#[test]
fn a_cohort_of_four_is_told_by_its_size_only() {
    let row = |at: usize| {
        (
            "shop",
            "",
            if at < 60 { "no" } else { "yes" },
            at.is_multiple_of(10),
        )
    };
    let rows: Vec<Row<'_>> = (0..64).map(row).collect();
    let asked = asked(By::Exposure);
    let board = board(&[("deployments.csv", &log(&rows))], asked.clone());
    let of = |who: Who| board.cohorts.iter().find(|one| one.who == who).unwrap();
    let few = of(Who::Assisted);
    assert_eq!((few.deployments, few.failed.n, few.failed.hits), (4, 4, 0));
    assert!(few.failed.interval.is_err() && few.failed.inner.is_none());
    let many = of(Who::Unlabelled);
    assert_eq!((many.failed.n, many.failed.hits), (60, 6));
    let all = &board.everyone;
    assert_eq!((all.failed.n, all.failed.hits), (60, 6), "and not the four");
    assert_eq!((all.deployments, board.told_of), (64, 60));
    assert_eq!(board.gap, None);
    assert_eq!(board.small, [Who::Assisted]);
    let locale = Locale::default();
    let view = view(&asked, false);
    assert_eq!(hidden(&board, view, 0.3, 1.0, &locale), None);
    let words = Card::FailRate.words(&board, view, &locale);
    assert_eq!(
        words.title,
        "6\u{a0}of\u{a0}60 deployments failed; too few of “AI-assisted” to compare"
    );
    let left_out = words.strip.iter().find(|(name, _)| name == "Left out");
    assert_eq!(
        left_out.map(|(_, text)| text.as_str()),
        Some("4 of cohorts so small that the others would give them away")
    );
    for rival in rivals(Subject::FailRate, &board, view, &locale) {
        assert!(!rival.changes.contains("d60"), "{rival:?}");
    }
}

#[test]
fn four_deployments_in_all_tell_no_rate_anywhere() {
    let rows = [("shop", "", "", true); 4];
    let asked = asked(By::Everyone);
    let board = board(&[("deployments.csv", &log(&rows))], asked.clone());
    assert_eq!(
        (board.everyone.failed.n, board.everyone.failed.hits),
        (4, 0)
    );
    assert!(board.evidence.is_empty() && board.chains.is_empty());
    let locale = Locale::default();
    let view = view(&asked, true);
    assert_eq!(
        Card::FailRate.words(&board, view, &locale).title,
        "Too few deployments to say how many of them failed"
    );
    for rival in rivals(Subject::FailRate, &board, view, &locale) {
        assert!(
            ["hidden", "none to judge"].contains(&rival.value.as_str()),
            "{rival:?}"
        );
        assert_eq!(rival.changes, "");
    }
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![Just(By::Exposure), Just(By::Service), Just(By::Team)]
}

proptest! {
    /// Whatever became of the deployments of the one small cohort, everything that crosses to the page is the same.
    #[test]
    fn what_became_of_a_small_cohort_changes_nothing(
        by in by(),
        others in proptest::collection::vec(any::<bool>(), 5..60),
        few in proptest::collection::vec((any::<bool>(), any::<bool>()), 1..5),
    ) {
        let text = |second: bool| {
            let mut rows: Vec<Row<'_>> = others.iter().map(|undone| ("shop", "blue", "no", *undone)).collect();
            rows.extend(few.iter().map(|(one, other)| ("pay", "red", "yes", if second { *other } else { *one })));
            log(&rows)
        };
        let of = |second: bool| board(&[("deployments.csv", &text(second))], asked(by));
        prop_assert_eq!(of(false), of(true));
    }
}

proptest! {
    /// Neither does it over the weeks.
    #[test]
    fn what_became_of_a_small_cohort_is_told_in_no_week(
        by in by(),
        others in proptest::collection::vec(any::<bool>(), 90..96),
        few in proptest::collection::vec((0..40_usize, any::<bool>(), any::<bool>()), 1..5),
    ) {
        let text = |second: bool| {
            let mut rows: Vec<Row<'_>> = others.iter().map(|undone| ("shop", "blue", "no", *undone)).collect();
            for (at, one, other) in &few {
                rows.insert(*at, ("pay", "red", "yes", if second { *other } else { *one }));
            }
            log_every(14, &rows)
        };
        let of = |second: bool| board(&[("deployments.csv", &text(second))], asked(by));
        let first = of(false);
        prop_assert!(!first.trends.is_empty());
        prop_assert_eq!(first, of(true));
    }
}

#[test]
fn incidents_of_a_small_cohort_are_not_told_by_those_of_others() {
    let log = |with: usize| {
        let rows = (0..84).map(|at| {
            let ai = if at % 20 == 3 && at / 20 < with {
                "yes"
            } else {
                "no"
            };
            ("shop", "blue", ai, false)
        });
        log_every(12, &rows.collect::<Vec<Row<'_>>>())
    };
    let incidents: String = (0..84)
        .filter(|at| at % 3 == 0)
        .map(|at| {
            let (day, hour) = (at / 2, at % 2 * 12 + 1);
            let (month, day) = (3 + day / 31, 1 + day % 31);
            format!("i{at},shop,2026-{month:02}-{day:02}T{hour:02}:00:00Z,d{at}\n")
        })
        .collect();
    let incidents = "incident_id,service,started_at,caused_by\n".to_owned() + &incidents;
    let sides = |text: &str| {
        let files = [
            ("deployments.csv", text),
            ("incidents.csv", incidents.as_str()),
        ];
        let board = board(&files, asked(By::Exposure));
        let told = |what: Told| {
            let load = board.load.iter().find(|load| load.what == what);
            load.map(|load| load.sides.len())
        };
        (told(Told::Deployments), told(Told::Incidents))
    };
    assert_eq!(sides(&log(4)), (Some(2), Some(0)));
    let many = log(4)
        .replace(",no,", ",yes,")
        .replacen(",yes,", ",no,", 40);
    assert_eq!(sides(&many), (Some(2), Some(2)));
}

#[test]
fn recovery_of_a_few_is_not_told_by_that_of_all() {
    let rows: Vec<Row<'_>> = (0..80)
        .map(|at| (if at < 40 { "shop" } else { "pay" }, "", "", false))
        .collect();
    // Ten failures of one service, and three of the other that last for days.
    let incidents = (0..13).map(|at| {
        let (deployment, hours) = if at < 10 { (at, 1) } else { (30 + at, 100) };
        let service = if at < 10 { "shop" } else { "pay" };
        format!(
            "i{at},{service},d{deployment},2026-03-10T00:00:00Z,2026-03-{:02}T{:02}:00:00Z\n",
            10 + hours / 24,
            hours % 24
        )
    });
    let incidents = "incident_id,service,caused_by_deployment,started_at,restored_at\n".to_owned()
        + &incidents.collect::<String>();
    let files = [
        ("deployments.csv", log(&rows)),
        ("incidents.csv", incidents),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let board = board(&files, asked(By::Service));
    let of = |name: &str| {
        let named = Who::Named(name.to_owned());
        &board
            .cohorts
            .iter()
            .find(|one| one.who == named)
            .unwrap()
            .recovery
    };
    assert_eq!((of("shop").n, of("pay").n), (10, 3));
    assert_eq!((of("pay").median, of("pay").mean), (None, None));
    assert_eq!(
        (of("shop").mean, board.everyone.recovery.mean),
        (board.everyone.recovery.mean, of("shop").mean)
    );
    assert_eq!(board.everyone.recovery.n, 10);
    let rivals = board.rivals.iter();
    let hours: Vec<u64> = rivals
        .filter(|one| one.rival != Rival::AllIncidents)
        .filter_map(|one| match &one.value {
            Value::Hours(curve) if one.is_withheld => Some(curve.n + curve.open),
            Value::Hours(curve) => Some(curve.n),
            _ => None,
        })
        .collect();
    // By the definition in force ten; from the beginning of incidents none, from which the three could be told.
    assert_eq!(hours, [10, 0]);
}

#[test]
fn how_many_of_a_small_cohort_recovered_is_not_told() {
    let row = |at: usize| match at < 90 {
        true => ("shop", "Blue", "", false),
        false => ("pay", "Red", "", false),
    };
    let rows: Vec<Row<'_>> = (0..94).map(row).collect();
    let incidents = (0..22).map(|at| {
        let (deployment, service) = if at < 20 {
            (at, "shop")
        } else {
            (70 + at, "pay")
        };
        format!(
            "i{at},{service},d{deployment},2026-03-04T22:00:00Z,2026-03-05T0{}:00:00Z\n",
            1 + at % 9
        )
    });
    let incidents = "incident_id,service,caused_by_deployment,started_at,restored_at\n".to_owned()
        + &incidents.collect::<String>();
    let log = log(&rows);
    let files = [
        ("deployments.csv", log.as_str()),
        ("incidents.csv", incidents.as_str()),
    ];
    let of_teams = board(&files, asked(By::Team));
    let board = board(&files, asked(By::Service));
    let pay = Who::Named("pay".to_owned());
    let few = board.cohorts.iter().find(|one| one.who == pay).unwrap();
    assert_eq!(
        (few.failed.n, few.failed.hits, few.recovery.n, few.doubtful),
        (4, 0, 0, 0)
    );
    assert_eq!((board.everyone.recovery.n, board.untold), (20, 0));
    assert!(!board.is_whole);
    // How long incidents last tells nothing of a cohort as long as nothing tells how many of them have a deployment.
    assert_eq!(board.incidents.hours.n, 22);
    let linked = |board: &Board| {
        let sorting = &board.sorting;
        let joined = sorting
            .joins
            .iter()
            .any(|join| join.from == Kind::Incidents);
        (sorting.unlinked, sorting.incidents_elsewhere, joined)
    };
    assert_eq!(linked(&of_teams), (None, None, false));
    assert_eq!(linked(&board), (None, None, false));
    let told = |rival: Rival| {
        let one = board.rivals.iter().find(|one| one.rival == rival).unwrap();
        (one.value.clone(), one.is_withheld)
    };
    // All incidents over all deployments tell of no cohort; how long those last that have a deployment does.
    let all = Value::Ratio(22, board.deployments);
    assert_eq!(told(Rival::IncidentsPerDeployment), (all, false));
    let none = Value::Hours(Curve::default());
    assert_eq!(told(Rival::FromIncident), (none, true));
}

#[test]
fn people_of_a_service_that_is_held_back_make_no_hours_told() {
    let deployments = log(&vec![("shop", "", "", false); 60]);
    let mut changes = "number,repo,title,author,state,created_at,merged_at\n".to_owned();
    let mut reviews = "pr_number,repo,user,state,submitted_at\n".to_owned();
    for at in 0..40 {
        changes +=
            &format!("{at},shop,Paint,ann,merged,2026-03-01T08:00:00Z,2026-03-02T08:00:00Z\n");
        reviews += &format!(
            "{at},shop,person-{},APPROVED,2026-03-01T2{}:00:00Z\n",
            at % 9,
            at % 4
        );
    }
    let few = |services: usize| {
        let (mut changes, mut reviews) = (changes.clone(), reviews.clone());
        for at in 40..40 + services {
            changes +=
                &format!("{at},pay,Paint,ann,merged,2026-03-01T08:00:00Z,2026-03-02T08:00:00Z\n");
            reviews += &format!("{at},pay,other-{at},APPROVED,2026-03-01T09:00:00Z\n");
        }
        let files = [
            ("deployments.csv", deployments.as_str()),
            ("pull_requests.csv", changes.as_str()),
            ("reviews.csv", reviews.as_str()),
        ];
        let load = board(&files, asked(By::Everyone)).load;
        load.into_iter()
            .find(|one| one.what == Told::Reviews)
            .unwrap()
    };
    // Nine people are too few, and four of a service that is left out are none more.
    let (shop, both) = (few(0), few(4));
    assert_eq!((shop.n, shop.load), (40, Err(Few::People)));
    assert_eq!(
        (both.n, both.held_back, both.load),
        (40, 4, Err(Few::People))
    );
    // Of a service with enough reviews they count.
    let all = few(12);
    assert!(all.load.is_ok() && all.held_back == 0);
    assert_eq!(all.a_person_month.unwrap().0, 21);
}

#[test]
fn hours_of_a_cohort_that_few_people_review_are_not_told_by_those_of_others() {
    let deployments = log(&vec![("shop", "", "", false); 60]);
    let sides = |people: usize| {
        let mut changes = "number,repo,title,author,labels,state,created_at,merged_at\n".to_owned();
        let mut reviews = "pr_number,repo,user,state,submitted_at\n".to_owned();
        for at in 0..80 {
            let label = if at % 2 == 0 { "ai-assisted" } else { "" };
            changes += &format!(
                "{at},shop,Paint,ann,{label},merged,2026-03-01T08:00:00Z,2026-03-02T08:00:00Z\n"
            );
            let by = if at % 2 == 0 {
                at / 2 % people
            } else {
                50 + at / 2 % 12
            };
            reviews += &format!(
                "{at},shop,person-{by},APPROVED,2026-03-01T1{}:00:00Z\n",
                at % 10
            );
        }
        let files = [
            ("deployments.csv", deployments.as_str()),
            ("pull_requests.csv", changes.as_str()),
            ("reviews.csv", reviews.as_str()),
        ];
        let load = board(&files, asked(By::Exposure)).load;
        let reviews = load.into_iter().find(|one| one.what == Told::Reviews);
        reviews.unwrap().sides
    };
    assert_eq!(sides(9), []);
    let told = sides(10);
    assert_eq!(
        told.iter().map(|(_, rate)| rate.n).collect::<Vec<_>>(),
        [40, 40]
    );
}

#[test]
fn no_choice_of_services_tells_of_one_with_few() {
    let row = |at: usize| (["shop", "pay"][usize::from(at >= 60)], "", "", at >= 61);
    let rows: Vec<Row<'_>> = (0..64).map(row).collect();
    let log = log(&rows);
    for by in [By::Everyone, By::Exposure, By::Team, By::Service] {
        let of = |services: &[&str]| {
            let services = services.iter().map(|name| (*name).to_owned()).collect();
            let asked = Asked {
                services,
                ..asked(by)
            };
            board(&[("deployments.csv", &log)], asked)
        };
        let (all, shop, pay) = (of(&[]), of(&["shop"]), of(&["pay"]));
        // Whoever takes one from the other learns nothing.
        assert_eq!(all.everyone.failed, shop.everyone.failed, "{by:?}");
        assert_eq!(all.everyone.recovery, shop.everyone.recovery, "{by:?}");
        assert_eq!(
            all.load,
            shop.load
                .iter()
                .map(|load| {
                    let held_back = if by == By::Service { 4 } else { 0 };
                    LoadOf {
                        held_back,
                        ..load.clone()
                    }
                })
                .collect::<Vec<_>>(),
            "{by:?}"
        );
        let held_back = if by == By::Service { 0 } else { 4 };
        assert_eq!(
            (all.deployments, all.held_back),
            (64 - held_back, held_back)
        );
        let words = Card::FailRate.words(&all, view(&asked(by), false), &Locale::default());
        let left_out = words.strip.iter().find(|(term, _)| term == "Left out");
        assert!(
            left_out.unwrap().1.starts_with("4 of "),
            "{by:?}: {:?}",
            words.strip
        );
        // By itself it is told by its size only.
        assert_eq!(
            (pay.deployments, pay.everyone.failed.hits),
            (4, 0),
            "{by:?}"
        );
        assert_eq!(pay.everyone.recovery, Curve::default(), "{by:?}");
        assert!(pay.evidence.is_empty() && pay.chains.is_empty(), "{by:?}");
        assert_eq!(
            (pay.sorting.unlinked, pay.chained),
            (None, (0, 0)),
            "{by:?}"
        );
    }
}

#[test]
fn one_end_in_a_wrong_year_makes_nothing_old_and_nothing_last() {
    let rows = [("shop", "", "", false); 48];
    let incidents = "incident_id,service,started_at,restored_at,closed_at\n\
        i1,shop,2026-03-01T01:30:00Z,2026-03-01T02:30:00Z,2026-03-01T03:00:00Z\n\
        i2,shop,2026-03-01T02:30:00Z,2026-03-01T03:30:00Z,2026-03-01T03:00:00Z\n\
        i3,shop,2026-03-01T03:30:00Z,2026-03-01T04:30:00Z,2026-03-01T03:00:00Z\n\
        i4,shop,2026-03-01T04:30:00Z,2026-03-01T05:30:00Z,2026-03-01T03:00:00Z\n\
        i5,shop,2026-03-01T05:30:00Z,,\n\
        i6,shop,2026-03-01T06:30:00Z,,9999-03-02T03:00:00Z\n\
        i7,shop,2026-03-01T07:30:00Z,9999-03-02T03:00:00Z,\n";
    let files = [
        ("deployments.csv", &*log(&rows)),
        ("incidents.csv", incidents),
    ];
    let board = board(&files, Asked::default());
    let last = 1_772_323_200 + 47 * 3600;
    assert_eq!(board.window.exported, last, "the last deployment");
    assert_eq!(board.judged, 0, "none is two weeks old");
    let told = &board.incidents;
    assert_eq!((told.hours.n, told.hours.open), (6, 2));
    assert_eq!((told.left_out, told.outside), (1, 0));
    assert!(told.hours.longest < 48.0, "{}", told.hours.longest);
}

#[test]
fn what_is_named_or_shared_counts_where_time_does_not() {
    let deployments = "deployment_id,service,environment,status,finished_at,commit\n\
        a,shop,production,success,2026-03-01T00:00:00Z,1f3c9e2\n\
        b,shop,production,success,2026-03-01T01:00:00Z,\n";
    let incidents = "incident_id,service,started_at,restored_at,commit\n\
        i1,shop,2026-03-01T02:00:00Z,2026-03-01T03:00:00Z,1f3c9e2\n\
        i2,shop,2026-03-01T02:00:00Z,2026-03-01T03:00:00Z,\n";
    let asked = Asked {
        rules: Rules {
            attribution: Attribution::Never,
            leaves_out_young: false,
            ..Rules::default()
        },
        ..Asked::default()
    };
    let more: String = (0..6)
        .map(|at| format!("c{at},shop,production,success,2026-03-01T1{at}:00:00Z,\n"))
        .collect();
    let deployments = deployments.to_owned() + &more;
    let board = board(
        &[
            ("deployments.csv", &deployments),
            ("incidents.csv", incidents),
        ],
        asked,
    );
    let evidence: Vec<(Evidence, u64)> = board.evidence.into_iter().collect();
    assert_eq!(evidence, [(Evidence::Shared, 1)]);
}

#[test]
fn a_run_of_several_services_fails_the_one_that_broke() {
    let deployments: String = ["shop", "pay", "mail"]
        .iter()
        .flat_map(|service| {
            (0..4).map(move |hour| {
                format!("run{hour},{service},production,success,2026-03-01T0{hour}:00:00Z\n")
            })
        })
        .collect();
    let deployments =
        "deployment_id,service,environment,status,finished_at\n".to_owned() + &deployments;
    let incidents = "incident_id,service,caused_by_deployment,started_at,restored_at\n\
        i1,pay,run1,2026-03-01T01:30:00Z,2026-03-01T02:30:00Z\n\
        i2,other,run2,2026-03-01T02:30:00Z,2026-03-01T03:30:00Z\n";
    let board = board(
        &[
            ("deployments.csv", &deployments),
            ("incidents.csv", incidents),
        ],
        asked(By::Everyone),
    );
    let mut failed: Vec<(&str, &str)> = board
        .chains
        .iter()
        .map(|chain| (chain.service.as_str(), chain.deployment.as_str()))
        .collect();
    failed.sort_unstable();
    // The second names a service that the run did not deploy: one incident is not made three failures, and it is told.
    assert_eq!(failed, [("pay", "run1")]);
    assert_eq!(board.sorting.several_causes, ["run2"]);
}

#[test]
fn what_names_no_team_is_a_cohort_that_is_not_compared() {
    let rows: Vec<Row<'_>> = (0..90)
        .map(|at| ("shop", ["blue", "red", ""][at % 3], "", false))
        .collect();
    let board = board(&[("deployments.csv", &log(&rows))], asked(By::Team));
    let names: BTreeSet<&Who> = board.cohorts.iter().map(|one| &one.who).collect();
    assert!(names.contains(&Who::Unnamed) && !names.contains(&Who::Unknown));
    assert!(board.gap.is_some(), "two teams are compared");
}

#[test]
fn changes_follow_what_had_time_and_was_merged() {
    // Two changes a deployment; the last deployments are too young; change 1 is reverted, and the revert of change 3 never merged.
    let mut changes =
        "number,repo,title,body,author,state,created_at,merged_at,merge_commit_sha\n".to_owned();
    let mut deployments =
        "deployment_id,service,environment,status,finished_at,pull_requests\n".to_owned();
    for at in 0..20 {
        let day = 1 + at;
        for number in [2 * at + 1, 2 * at + 2] {
            changes += &format!(
                "{number},shop,Change {number},,ann,merged,2026-03-{day:02}T01:00:00Z,2026-03-{day:02}T02:00:00Z,{number:07x}\n"
            );
        }
        deployments += &format!(
            "d{at},shop,production,success,2026-03-{day:02}T03:00:00Z,#{};#{}\n",
            2 * at + 1,
            2 * at + 2
        );
    }
    changes += "51,shop,Revert \"Change 1\",,ann,merged,2026-03-02T01:00:00Z,2026-03-02T02:00:00Z,abcdef1\n";
    changes += "52,shop,Revert \"Change 3\",,ann,closed,2026-03-02T01:00:00Z,,\n";
    let files = [
        ("deployments.csv", deployments),
        ("pull_requests.csv", changes),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let board = board(&files, Asked::default());
    let row = |what: Follow| board.following.iter().find(|one| one.what == what).unwrap();
    let other = |what: Follow| row(what).rates[1].1;
    // Deployments of the first six days are two weeks older than the last.
    assert_eq!(other(Follow::Rollback).n, 12);
    assert_eq!(other(Follow::Rollback).hits, 1);
    assert_eq!(
        other(Follow::Failure).pooled,
        Some(6),
        "changes of one deployment are taken together"
    );
}

#[test]
fn the_first_of_several_repairs_ends_a_failure() {
    let log = "deployment_id,service,environment,status,version,finished_at\n\
        a,shop,production,success,1.0,2026-03-01T00:00:00Z\n\
        b,shop,production,success,1.1,2026-03-01T01:00:00Z\n\
        c,shop,production,success,1.0,2026-03-01T03:00:00Z\n\
        e,shop,production,success,1.2,2026-03-01T04:00:00Z\n\
        f,shop,production,success,1.0,2026-03-01T09:00:00Z\n\
        g,shop,production,success,1.3,2026-03-01T10:00:00Z\n";
    let board = board(&[("deployments.csv", log)], asked(By::Everyone));
    let failed: Vec<&str> = board
        .chains
        .iter()
        .map(|one| one.deployment.as_str())
        .collect();
    assert_eq!(failed, ["e", "b"]);
}

#[test]
fn a_thousand_services_and_a_slip_of_the_year_stay_small() {
    let rows: String = (0..3000)
        .map(|at| {
            format!(
                "d{at},service-{},production,success,20{:02}-{:02}-{:02}T00:00:00Z\n",
                at % 1000,
                16 + at / 300,
                1 + at % 12,
                1 + at % 28
            )
        })
        .collect();
    let text = "deployment_id,service,environment,status,finished_at\n".to_owned() + &rows;
    let asked = Asked {
        by: By::Service,
        window: Some((-60_000_000_000, 60_000_000_000)),
        ..Asked::default()
    };
    let board = board(&[("deployments.csv", &text)], asked);
    assert_eq!(board.cohorts.len(), 1000);
    assert!(board.weeks.len() < 53 * 13, "{}", board.weeks.len());
    let lines: usize = board.cohorts.iter().map(|one| one.weekly.len()).sum();
    assert_eq!(lines, 1000, "each service has its own weeks and no others");
}

#[test]
fn fixes_of_a_few_changes_are_not_told_apart() {
    let row = |at: usize, label: &str, title: &str| {
        format!("{at},shop,{title},{label},2026-03-01T00:00:00Z,2026-03-02T00:00:00Z\n")
    };
    let of = |assisted: usize| {
        let mut text = "number,repo,title,labels,created_at,merged_at\n".to_owned();
        for at in 0..assisted {
            text += &row(at, "ai-assisted", "fix: crash in the cart");
        }
        for at in assisted..60 {
            text += &row(at, "", "fix: typo in the docs");
        }
        board(&[("pull_requests.csv", &text)], Asked::default())
    };
    let told = |assisted: usize| -> Vec<(String, Vec<Who>, u64)> {
        let fixes = of(assisted).fixes.into_iter();
        let row = fixes.map(|kind| {
            let n = kind.all();
            let whose = kind.of.into_iter().map(|(who, _)| who).collect();
            (kind.name, whose, n)
        });
        row.collect()
    };
    for (assisted, whose) in [
        (3, vec![Who::Everyone]),
        (5, vec![Who::Assisted, Who::Unlabelled]),
    ] {
        let found = told(assisted);
        let all: u64 = found.iter().map(|(.., n)| n).sum();
        assert_eq!((found.len(), all), (2, 60));
        assert!(found.iter().all(|(_, own, _)| *own == whose), "{found:?}");
    }
}

#[test]
fn exports_that_tell_different_outcomes_are_said_to() {
    let row = |at: usize| {
        format!(
            "d{at},shop,,production,{},2026-03-01T{at:02}:00:00Z,no,false\n",
            "success"
        )
    };
    let one: String = (0..12).map(row).collect();
    let other = one.replacen("success", "failure", 5);
    let asked = asked(By::Everyone);
    let texts = [
        ("deployments.csv", HEAD.to_owned() + &one),
        ("releases.csv", HEAD.to_owned() + &other),
    ];
    let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
    let both = board(&texts, asked.clone());
    assert_eq!((both.sorting.disagreeing, both.deployments), (5, 12));
    assert_eq!((both.sorting.rows, both.sorting.copies), (17, 7));
    assert_eq!(board(&texts[..1], asked).sorting.disagreeing, 0);
}

#[test]
fn changes_that_would_be_merged_before_they_were_opened_are_counted_as_left_out() {
    let mut text = String::from("number,repo,title,author,state,created_at,merged_at\n");
    for at in 0..40 {
        let (from, to) = if at % 4 == 0 { (9, 3) } else { (3, 9) };
        text += &format!(
            "{at},shop,Change,ann,merged,2026-03-{from:02}T10:00:00Z,2026-03-{to:02}T10:00:00Z\n"
        );
    }
    let asked = asked(By::Everyone);
    let board = board(&[("pull_requests.csv", &text)], asked.clone());
    let merge = &board.merge;
    assert_eq!((merge.all.n, merge.backwards, merge.untold), (30, 10, 0));
    let view = view(&asked, false);
    let words = Card::Merge.words(&board, view, &Locale::default());
    let left_out = words.strip.iter().find(|(name, _)| name == "Left out");
    let said = left_out.map(|(_, text)| text.as_str());
    assert_eq!(said, Some("10 merged before they were opened"));
}

#[test]
fn words_for_outcomes_that_are_not_known_are_named() {
    let rows = (0..12).map(|at| {
        let said = if at % 3 == 0 { "vaporised" } else { "success" };
        format!("d{at},shop,,production,{said},2026-03-01T{at:02}:00:00Z,no,false\n")
    });
    let text = HEAD.to_owned() + &rows.collect::<String>();
    let told = board(&[("deployments.csv", &text)], asked(By::Everyone));
    let words: Vec<&str> = told
        .sorting
        .unknown_words
        .iter()
        .map(String::as_str)
        .collect();
    assert_eq!((told.sorting.unknown, words), (4, vec!["vaporised"]));
    assert_eq!(told.deployments, 8);
}
