//! What repairs what, what is known of changes beside their own export, and what a ledger answers.

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::ledger::{ask, board, ledger, opened};

use denominator::delivery::{
    Asked, Blame, Board, By, Evidence, Export, Exposure, Follow, Guess, History, Kind, Ledger,
    Links, Question, Remedy, Rival, Role, Rules, Signs, Step, Subject, Value, Who, Zone,
};
use std::rc::Rc;

fn history(files: &[(&str, &str)]) -> History {
    let exports: Vec<Export> = files
        .iter()
        .map(|(name, text)| Export::of(name, opened(name, text)).expect("it is an export"))
        .collect();
    History::of(
        &exports.into_iter().map(Rc::new).collect::<Vec<_>>(),
        &Rules::default(),
    )
}

/// Repairs as "what repaired: what was repaired", with what says so.
fn repairs(history: &History, blame: Blame) -> Vec<(String, Evidence)> {
    let rules = Rules {
        blame,
        ..Rules::default()
    };
    let id = |at: usize| &history.deployments[at].id;
    let links = Links::of(history, &rules);
    let mut all: Vec<(String, Evidence)> = links
        .remedied
        .iter()
        .map(|one| {
            (
                format!("{}: {}", id(one.remedy), id(one.failed)),
                one.evidence,
            )
        })
        .collect();
    all.sort();
    all
}

fn pairs(wanted: &[(&str, Evidence)]) -> Vec<(String, Evidence)> {
    wanted
        .iter()
        .map(|(pair, evidence)| ((*pair).to_owned(), *evidence))
        .collect()
}

const HEAD: &str = "deployment_id,service,environment,status,version,finished_at,pr\n";

/// A log of one service: id and version, an hour apart.
fn log(rows: &[(&str, &str)]) -> String {
    let lines = rows.iter().enumerate().map(|(hour, (id, version))| {
        format!("{id},shop,production,success,{version},2026-03-02T{hour:02}:00:00Z,\n")
    });
    HEAD.to_owned() + &lines.collect::<String>()
}

#[test]
fn an_earlier_version_that_comes_back_is_one_rollback() {
    let text = log(&[("a", "1.1"), ("b", "1.2"), ("c", "1.3"), ("d", "1.1")]);
    let history = history(&[("deployments.csv", &text)]);
    let back: Vec<Option<Remedy>> = history.deployments.iter().map(|one| one.remedy).collect();
    assert_eq!(back, [None, None, None, Some(Remedy::Rollback)]);
    let by_version = Evidence::Version;
    assert_eq!(
        repairs(&history, Blame::FirstAfterTarget),
        pairs(&[("d: b", by_version)])
    );
    assert_eq!(
        repairs(&history, Blame::LastBefore),
        pairs(&[("d: c", by_version)])
    );
    assert_eq!(repairs(&history, Blame::Never), []);
}

#[test]
fn versions_that_come_back_all_the_time_are_of_several_things() {
    // The one is three versions ahead of the other, and goes back once.
    let rows: Vec<String> = (0..40_usize)
        .map(|at| {
            let (day, hour) = (2 + at / 24, at % 24);
            let minor = match at {
                30 => 11,
                at if at % 2 == 0 => at / 2,
                at => (at / 2).saturating_sub(3),
            };
            let service = ["shop", "pay"][at % 2];
            format!(
                "d{at},{service},production,success,1.{minor}.0,2026-03-0{day}T{hour:02}:00:00Z,\n"
            )
        })
        .collect();
    let apart = HEAD.to_owned() + &rows.concat();
    let one = apart.replace("pay", "shop");
    let rollbacks = |text: &str| {
        let history = history(&[("deployments.csv", text)]);
        let all = history.deployments.iter();
        let back = all.filter(|one| one.remedy == Some(Remedy::Rollback));
        let mixed = history.deployments.iter().filter(|one| one.is_mixed);
        (back.count(), mixed.count())
    };
    assert_eq!(rollbacks(&apart), (1, 0));
    let (found, mixed) = rollbacks(&one);
    assert!(found == 0 && mixed > 13, "{found}, {mixed}");
    // Each of these goes back and out again.
    let again = [
        "1.0", "1.1", "1.0", "1.1", "1.2", "1.3", "1.2", "1.3", "1.4", "1.5", "1.4", "1.5",
    ];
    let named: Vec<String> = (0..rows.len()).map(|at| format!("d{at}")).collect();
    let rows: Vec<(&str, &str)> = named.iter().map(String::as_str).zip(again).collect();
    assert_eq!(rollbacks(&log(&rows)), (6, 0));
}

#[test]
fn the_same_version_again_is_no_rollback_and_neither_is_a_branch() {
    let again = log(&[("a", "1.1"), ("b", "1.1")]);
    let branches = log(&[("a", "main"), ("b", "feature"), ("c", "main")]);
    for text in [again, branches] {
        let history = history(&[("deployments.csv", &text)]);
        assert!(history.deployments.iter().all(|one| one.remedy.is_none()));
        assert_eq!(repairs(&history, Blame::FirstAfterTarget), []);
    }
}

#[test]
fn a_rollback_of_a_rollback_fails_the_rollback() {
    let text = log(&[("a", "1.1"), ("b", "1.2"), ("c", "1.1"), ("d", "1.2")]);
    let history = history(&[("deployments.csv", &text)]);
    assert_eq!(
        repairs(&history, Blame::FirstAfterTarget),
        pairs(&[("c: b", Evidence::Version), ("d: c", Evidence::Version)])
    );
}

#[test]
fn a_revert_fails_what_it_takes_back_unless_both_came_at_once() {
    let changes = "number,repo,title,body,author,state,created_at,merged_at,merge_commit_sha\n\
        1,shop,Add a door,,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,aaa\n\
        2,shop,Paint it,,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,bbb\n\
        3,shop,\"Revert \"\"Add a door\"\"\",Reverts acme/shop#1,bo,merged,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,ccc\n\
        4,shop,\"Revert \"\"Paint it\"\"\",,bo,merged,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,ddd\n";
    let row = |id: &str, hour: u8, changes: &str, kind: &str| {
        format!("{id},shop,production,success,2026-03-02T{hour:02}:00:00Z,{changes},{kind}\n")
    };
    let head = "deployment_id,service,environment,status,finished_at,pr,kind\n";
    let apart = head.to_owned()
        + &row("a", 1, "1", "normal")
        + &row("b", 2, "2", "normal")
        + &row("c", 3, "3", "revert")
        + &row("d", 40 % 24, "4", "revert");
    let files = [
        ("pull_requests.csv", changes),
        ("deployments.csv", apart.as_str()),
    ];
    assert_eq!(
        repairs(&history(&files), Blame::FirstAfterTarget),
        pairs(&[("c: a", Evidence::Revert), ("d: b", Evidence::Revert)])
    );
    let at_once = head.to_owned() + &row("a", 1, "1; 3", "normal");
    let files = [
        ("pull_requests.csv", changes),
        ("deployments.csv", at_once.as_str()),
    ];
    assert_eq!(repairs(&history(&files), Blame::FirstAfterTarget), []);
}

#[test]
fn a_hotfix_repairs_what_came_just_before_and_nothing_after_the_gap() {
    let text = "deployment_id,service,environment,status,kind,finished_at\n\
        a,shop,production,success,normal,2026-03-02T08:00:00Z\n\
        b,shop,production,success,hotfix,2026-03-02T10:00:00Z\n\
        c,pay,production,success,normal,2026-03-02T08:00:00Z\n\
        d,pay,production,success,hotfix,2026-03-04T08:00:00Z\n";
    assert_eq!(
        repairs(
            &history(&[("deployments.csv", text)]),
            Blame::FirstAfterTarget
        ),
        pairs(&[("b: a", Evidence::Label)])
    );
}

const CHANGES: &str = "number,repo,title,author,state,created_at,merged_at,merge_commit_sha\n\
    1,shop,Add a door,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,aaa\n\
    2,shop,Paint it,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,bbb\n\
    3,shop,Oil it,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,ccc\n";

#[test]
fn logs_and_messages_label_the_changes_that_they_name() {
    let log = "date,pull_request,ai_assisted,tool\n\
        2026-03-01,#1,yes,x\n\
        2026-03-01,https://git.example/shop/pull/3,no,\n\
        2026-03-01,#77,yes,x\n";
    let commits = "sha,message,author,date\n\
        bbb,\"Paint it\n\nCo-authored-by: Claude <noreply@anthropic.com>\",ann,2026-03-01\n\
        zzz,Something else,ann,2026-03-01\n";
    let history = history(&[
        ("pull_requests.csv", CHANGES),
        ("label-log.csv", log),
        ("commits.csv", commits),
    ]);
    let signs = Signs::default();
    let told: Vec<Exposure> = history.changes.iter().map(|one| signs.of(one)).collect();
    assert!(matches!(told[0], Exposure::Assisted(_)));
    assert!(matches!(told[1], Exposure::Assisted(_)));
    assert_eq!(told[2], Exposure::Other { against: None });
    let joins: Vec<(Kind, u64, u64)> = history
        .joins
        .iter()
        .map(|join| (join.from, join.found, join.astray))
        .collect();
    assert_eq!(joins, [(Kind::Commits, 1, 1), (Kind::Labels, 2, 1)]);
}

#[test]
fn runs_that_came_again_and_findings_follow_their_changes() {
    let runs = "run_id,workflow_name,run_attempt,conclusion,head_sha,pr_number,started_at\n\
        1,tests,1,failure,aaa,1,2026-03-01T08:00:00Z\n\
        2,tests,2,success,aaa,1,2026-03-01T08:10:00Z\n\
        3,tests,1,success,bbb,2,2026-03-01T08:00:00Z\n\
        4,lint,1,success,bbb,2,2026-03-01T08:00:00Z\n";
    let findings = "finding_id,rule_id,severity,pr_number,found_at\n\
        F1,weak-hash,high,3,2026-03-01T08:00:00Z\n";
    let history = history(&[
        ("pull_requests.csv", CHANGES),
        ("ci-runs.csv", runs),
        ("findings.csv", findings),
    ]);
    assert_eq!(history.trail.reruns, BTreeSet::from([0]));
    assert_eq!(history.trail.ran, BTreeSet::from([0, 1]));
    assert_eq!(history.trail.findings, BTreeSet::from([2]));
}

/// A ledger of files, and what it answers about all of them.
/// Deployments of two services, every six hours of March; every third says that AI had to do with it.
fn march() -> String {
    let rows = (0..120).map(|at| {
        format!(
            "d{at},{},production,success,2026-03-{:02}T{:02}:30:00Z,{}\n",
            ["shop", "pay"][at % 2],
            1 + at / 4,
            at % 4 * 6,
            ["yes", "no", "no"][at % 3]
        )
    });
    "deployment_id,service,environment,status,finished_at,ai_assisted\n".to_owned()
        + &rows.collect::<String>()
}

#[test]
fn only_files_that_take_part_are_counted_and_none_is_no_answer() {
    let other = march().replace("\nd", "\nother");
    let mut ledger = ledger(&[("deployments.csv", &march()), ("deployments.csv", &other)]);
    let count = |board: Option<Board>| board.map(|board| board.deployments);
    assert_eq!(count(ask(&mut ledger, &[0], Asked::default())), Some(120));
    assert_eq!(
        count(ask(&mut ledger, &[0, 1], Asked::default())),
        Some(240)
    );
    ledger.remove(0);
    assert_eq!(
        count(ask(&mut ledger, &[0, 1], Asked::default())),
        Some(120)
    );
    assert_eq!(count(ask(&mut ledger, &[0], Asked::default())), None);
}

#[test]
fn what_somebody_says_of_a_column_holds_until_it_is_taken_back() {
    let mut ledger = ledger(&[("deployments.csv", &march())]);
    let assisted = |board: Board| {
        let of = board
            .cohorts
            .into_iter()
            .find(|one| one.who == Who::Assisted);
        of.map(|cohort| cohort.deployments)
    };
    let seen = ask(&mut ledger, &[0], Asked::default()).unwrap();
    assert_eq!(assisted(seen), Some(40));
    let roles = [
        (Role::Deployment, 0),
        (Role::Service, 1),
        (Role::Environment, 2),
        (Role::Finished, 4),
    ];
    let said = Guess {
        kind: Kind::Deployments,
        roles: BTreeMap::from(roles),
        day_first: None,
    };
    let asked = Asked {
        by: By::Exposure,
        ..Asked::default()
    };
    let question = Question {
        files: BTreeMap::from([(0, Some(said))]),
        asked,
    };
    assert_eq!(assisted(ledger.ask(&question).unwrap()), Some(0));
    let seen = ask(&mut ledger, &[0], Asked::default()).unwrap();
    assert_eq!(assisted(seen), Some(40), "as it looked at first");
}

#[test]
fn those_without_time_to_fail_are_left_out_and_counted() {
    let mut ledger = ledger(&[("deployments.csv", &march())]);
    let board = ask(&mut ledger, &[0], Asked::default()).unwrap();
    // The last is of the 30th at 18:30, so that what came after the 16th at 18:30 is too young.
    assert_eq!((board.deployments, board.judged), (120, 64));
    assert_eq!(board.everyone.failed.n, 64);
    let rules = Rules {
        leaves_out_young: false,
        ..Rules::default()
    };
    let asked = Asked {
        rules,
        ..Asked::default()
    };
    assert_eq!(ask(&mut ledger, &[0], asked).unwrap().judged, 120);
}

#[test]
fn a_service_and_a_window_are_all_that_is_counted() {
    let mut ledger = ledger(&[("deployments.csv", &march())]);
    let asked = Asked {
        services: BTreeSet::from(["shop".to_owned()]),
        window: Some((1_772_409_600, 1_772_409_600 + 7 * 86_400)),
        ..Asked::default()
    };
    let board = ask(&mut ledger, &[0], asked).unwrap();
    assert_eq!(board.deployments, 14, "two a day for a week");
    assert_eq!(board.weeks.len(), 1);
    assert_eq!(board.everyone.weekly, BTreeMap::from([(0, vec![14])]));
    let listed: Vec<(String, u64)> = board
        .services
        .iter()
        .map(|one| (one.name.clone(), one.deployments))
        .collect();
    assert_eq!(
        listed.len(),
        2,
        "the other service can be chosen again: {listed:?}"
    );
}

#[test]
fn days_follow_the_zone() {
    let text = "deployment_id,service,environment,status,finished_at\n\
        a,shop,production,success,2026-03-02T23:30:00Z\n\
        b,shop,production,success,2026-03-03T01:00:00Z\n";
    let mut ledger = ledger(&[("deployments.csv", text)]);
    let days = |ledger: &mut Ledger, ahead: i64| {
        let zone = Zone {
            name: "somewhere".to_owned(),
            changes: vec![(0, ahead)],
            first_day: 0,
        };
        let asked = Asked {
            zone,
            ..Asked::default()
        };
        ask(ledger, &[0], asked).unwrap().everyone.days
    };
    assert_eq!(days(&mut ledger, 0), 2);
    assert_eq!(days(&mut ledger, 3600), 1);
}

#[test]
fn small_cohorts_are_not_told_row_by_row() {
    let rows = march()
        .replace("d0,shop,", "d0,tiny,")
        .replace("d4,shop,", "d4,tiny,");
    let incidents = "incident_id,service,started_at,restored_at,caused_by\n\
        i1,tiny,2026-03-01T01:00:00Z,2026-03-01T02:00:00Z,d0\n\
        i2,shop,2026-03-01T13:00:00Z,2026-03-01T15:00:00Z,d2\n";
    let mut ledger = ledger(&[("deployments.csv", &rows), ("incidents.csv", incidents)]);
    let asked = Asked {
        by: By::Service,
        ..Asked::default()
    };
    let board = ask(&mut ledger, &[0, 1], asked).unwrap();
    let told: Vec<&str> = board
        .chains
        .iter()
        .map(|one| one.deployment.as_str())
        .collect();
    assert_eq!(told, ["d2"]);
}

#[test]
fn nothing_follows_where_no_deployment_names_a_change() {
    let mut ledger = ledger(&[("pull_requests.csv", CHANGES)]);
    let board = ask(&mut ledger, &[0], Asked::default()).unwrap();
    assert_eq!(board.deployments, 0);
    let failures = board
        .following
        .iter()
        .filter(|one| one.what == Follow::Failure);
    assert_eq!(failures.count(), 0);
    assert_eq!(board.merged, (0, 3));
}

#[test]
fn deployments_are_divided_by_what_suits_the_files() {
    let by = |files: &[(&str, &str)]| {
        let numbers: Vec<u32> = (0..files.len() as u32).collect();
        ask(&mut ledger(files), &numbers, Asked::default())
            .unwrap()
            .by
    };
    assert_eq!(by(&[("deployments.csv", &march())]), By::Exposure);
    let plain = log(&[("a", "1.1"), ("b", "1.2")]);
    assert_eq!(by(&[("deployments.csv", &plain)]), By::Everyone);
    let two = plain.replace("b,shop", "b,pay");
    assert_eq!(by(&[("deployments.csv", &two)]), By::Service);
}

#[test]
fn incidents_and_changes_alone_say_how_long_they_took() {
    let incidents = "incident_id,service,started_at,restored_at\n\
        i1,shop,2026-03-01T08:00:00Z,2026-03-01T10:00:00Z\n\
        i2,shop,2026-03-01T08:00:00Z,2026-03-01T14:00:00Z\n\
        i3,shop,2026-03-01T08:00:00Z,\n\
        i4,shop,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z\n\
        i5,shop,2026-03-01T08:00:00Z,2026-03-01T15:00:00Z\n";
    let mut incidents = ledger(&[("incidents.csv", incidents)]);
    let board = ask(&mut incidents, &[0], Asked::default()).unwrap();
    let curve = &board.incidents.hours;
    assert_eq!((curve.n, curve.open, curve.median), (5, 1, Some(6.0)));
    let more = ["4", "5"].map(|number| {
        format!(
            "{number},shop,More,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,x{number}\n"
        )
    });
    let changes = CHANGES.to_owned() + &more.concat();
    let mut changes = ledger(&[("pull_requests.csv", &changes)]);
    let board = ask(&mut changes, &[0], Asked::default()).unwrap();
    let of = |who: Who| board.merge.of.iter().find(|(of, _)| *of == who).unwrap();
    assert_eq!(of(Who::Unlabelled).1.median, Some(1.0));
    assert_eq!(of(Who::Assisted).1.n, 0);
}

#[test]
fn a_wrong_year_does_not_stretch_the_time_looked_at() {
    let text = march()
        .replace("2026-03-30T18", "9999-03-30T18")
        .replace("2026-03-01T00", "1970-01-01T00");
    let mut ledger = ledger(&[("deployments.csv", &text)]);
    let board = ask(&mut ledger, &[0], Asked::default()).unwrap();
    assert_eq!((board.deployments, board.sorting.outside), (118, 2));
    assert_eq!(board.weeks.len(), 4);
}

#[test]
fn a_team_is_measured_by_its_own_services() {
    let mut ledger = ledger(&[("deployments.csv", &march())]);
    let of = |ledger: &mut Ledger, by: By| {
        let asked = Asked {
            by,
            ..Asked::default()
        };
        let board = ask(ledger, &[0], asked).unwrap();
        let all = board.cohorts.iter().map(|one| one.frequency.unwrap().0);
        all.collect::<Vec<f64>>()
    };
    // Four a day over two services.
    assert_eq!(of(&mut ledger, By::Everyone), [14.0]);
    assert_eq!(of(&mut ledger, By::Service), [14.0, 14.0]);
}

#[test]
fn lead_time_is_told_from_the_first_commit_too() {
    let mut changes = "number,title,created_at,merged_at,merge_commit_sha\n".to_owned();
    let mut commits = "sha,message,date,pull_request\n".to_owned();
    let mut deployments = "deployment_id,status,environment,finished_at,pull_requests\n".to_owned();
    for at in 0..6 {
        let day = 10 + at;
        changes +=
            &format!("{at},Change {at},2026-03-{day}T12:00:00Z,2026-03-{day}T18:00:00Z,m{at}\n");
        // Two before it was opened, one after, and what it became, whose date says nothing of when it was begun.
        commits += &format!(
            "a{at},One,2026-03-{day}T08:00:00Z,{at}\nb{at},Two,2026-03-{day}T09:00:00Z,{at}\nc{at},Three,2026-03-{day}T13:00:00Z,{at}\nm{at},Squashed,2026-03-01T00:00:00Z,{at}\n"
        );
        deployments += &format!("d{at},success,production,2026-03-{day}T20:00:00Z,{at}\n");
    }
    let files = [
        ("pulls.csv", changes.as_str()),
        ("commits.csv", commits.as_str()),
        ("deployments.csv", deployments.as_str()),
    ];
    let median = |board: &Board, wanted: Rival| {
        let mut all = board
            .rivals
            .iter()
            .filter(|one| one.of == Subject::LeadTime);
        let one = all.find(|one| one.rival == wanted)?;
        match &one.value {
            Value::Hours(curve) => Some((curve.median?, curve.n)),
            other => panic!("{other:?}"),
        }
    };
    let with = board(&files, Asked::default());
    assert_eq!(median(&with, Rival::InForce), Some((8.0, 6)));
    assert_eq!(median(&with, Rival::FromCommit), Some((12.0, 6)));
    assert_eq!(median(&with, Rival::FromMerge), Some((2.0, 6)));
    let coding = with.stages.iter().find(|stage| stage.step == Step::Coding);
    assert_eq!(coding.and_then(|stage| stage.hours.median), Some(4.0));
    // Without commits it is told from opened alone.
    let without = board(&[files[0], files[2]], Asked::default());
    assert_eq!(median(&without, Rival::FromCommit), None);
    assert!(
        without
            .stages
            .iter()
            .all(|stage| stage.step != Step::Coding)
    );
    // Some exports say it of each change.
    let told: Vec<String> = changes
        .lines()
        .map(|line| match line.starts_with("number") {
            true => format!("{line},first_commit_at\n"),
            false => format!("{line},{}T10:00:00Z\n", &line[11..21]),
        })
        .collect();
    let files = [
        ("pulls.csv", told.concat()),
        ("deployments.csv", deployments),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let board = board(&files, Asked::default());
    assert_eq!(median(&board, Rival::FromCommit), Some((10.0, 6)));
}

#[test]
fn rework_is_told_by_what_it_follows() {
    // A failure with an incident, one without, a hotfix for each, and a deployment that brings a fix.
    let mut deployments =
        "deployment_id,service,status,environment,finished_at,title,pull_requests\n".to_owned();
    for day in 1..20 {
        let title = match day {
            6 | 12 => "Hotfix: put it right",
            _ => "Release",
        };
        deployments +=
            &format!("d{day},shop,success,production,2026-01-{day:02}T12:00:00Z,{title},{day}\n");
    }
    let incidents = "incident_id,service,started_at,resolved_at,deployment_id\ni1,shop,2026-01-05T13:00:00Z,2026-01-06T13:00:00Z,d5\n";
    let mut changes = "number,title,labels,created_at,merged_at\n".to_owned();
    for day in 1..20 {
        let (title, label) = match day {
            9 => ("Fix the migration of carts", "bug"),
            _ => ("Cart", ""),
        };
        changes += &format!(
            "{day},{title},{label},2026-01-{day:02}T02:00:00Z,2026-01-{day:02}T08:00:00Z\n"
        );
    }
    let files = [
        ("deployments.csv", deployments.as_str()),
        ("incidents.csv", incidents),
        ("pulls.csv", changes.as_str()),
    ];
    let rules = Rules {
        leaves_out_young: false,
        ..Rules::default()
    };
    let board = board(
        &files,
        Asked {
            rules,
            ..Asked::default()
        },
    );
    let told = |rival: Rival| {
        let mut all = board.rivals.iter().filter(|one| one.of == Subject::Rework);
        let one = all.find(|one| one.rival == rival).unwrap();
        match &one.value {
            Value::Rate(rate) => (rate.hits, rate.n, one.more.0.clone(), one.fewer.0.clone()),
            other => panic!("{other:?}"),
        }
    };
    let names = |all: &[&str]| -> Vec<String> { all.iter().map(|one| (*one).to_owned()).collect() };
    assert_eq!(told(Rival::InForce), (2, 19, names(&[]), names(&[])));
    assert_eq!(
        told(Rival::AfterIncident),
        (1, 19, names(&[]), names(&["d12"]))
    );
    assert_eq!(
        told(Rival::RollbacksOnly),
        (0, 19, names(&[]), names(&["d12", "d6"]))
    );
    assert_eq!(told(Rival::WithFixes), (3, 19, names(&["d9"]), names(&[])));
    assert_eq!(told(Rival::RolledBack), (0, 19, names(&[]), names(&[])));
}
