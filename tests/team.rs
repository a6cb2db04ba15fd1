//! The exports of the invented teams are what their generator makes, and the app finds in them what the generator put in.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use denominator::delivery::{
    Asked, Behind, Board, By, Evidence, Follow, Following, Kind, KindOfFix, Ledger, Question,
    Rival, Sorting, Step, Subject, Told, Value, Waited, Who, Zone,
};
use denominator::source::Reader;

#[allow(dead_code)]
#[path = "../examples/sample/main.rs"]
mod sample;

use sample::team::{Shows, Team, Truth};

/// The files, what they were taken for, and the ledger that holds them.
fn opened() -> (Truth, Ledger, Vec<Option<Kind>>) {
    let mut team = Team::make();
    let mut ledger = Ledger::default();
    let mut kinds = Vec::new();
    for (number, (name, text)) in team.files().into_iter().enumerate() {
        let mut reader = Reader::new(name);
        reader.push(text.as_bytes());
        let taken = ledger.add(number as u32, name, reader.finish().unwrap());
        kinds.push(taken.map(|taken| taken.guess.kind));
    }
    (team.truth, ledger, kinds)
}

/// What all seven files answer.
fn ask(ledger: &mut Ledger, asked: Asked) -> Board {
    let files = (0..7).map(|number| (number, None)).collect();
    ledger.ask(&Question { files, asked }).unwrap()
}

fn board() -> (Truth, Board) {
    let (truth, mut ledger, _) = opened();
    let asked = Asked {
        window: Some(sample::team::WINDOW),
        ..Asked::default()
    };
    let board = ask(&mut ledger, asked);
    (truth, board)
}

#[test]
fn committed_files_are_what_the_generator_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/sample/team");
    for (name, text) in Team::make().files() {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == text,
            "{name} differs; run: cargo run --example sample -- public/sample"
        );
    }
}

#[test]
fn each_file_is_known_for_what_it_is() {
    use Kind::{Changes, Deployments, Findings, Incidents, Labels, Reviews, Runs};
    let kinds = [
        Deployments,
        Incidents,
        Changes,
        Reviews,
        Runs,
        Findings,
        Labels,
    ];
    assert_eq!(opened().2, kinds.map(Some));
}

#[test]
fn deployments_are_counted_once_and_in_production() {
    let (truth, board) = board();
    let sorting = &board.sorting;
    assert_eq!(board.deployments, truth.deployments as u64);
    assert_eq!(
        sorting.rows - sorting.deployments,
        truth.reruns as u64,
        "rows of pipelines with several jobs"
    );
    let staging = BTreeMap::from([("staging".to_owned(), truth.staging as u64)]);
    assert_eq!(sorting.elsewhere, staging);
    assert_eq!(sorting.unreached, truth.unreached as u64);
    assert_eq!(board.weeks.len(), 26);
    let by_week = |week: usize| {
        let all = board.everyone.weekly.values();
        all.map(|weeks| weeks[week]).sum::<u64>()
    };
    assert_eq!(by_week(3), 0, "the week of the freeze is kept as nought");
    let weekly: u64 = (0..26).map(by_week).sum();
    assert_eq!(weekly, truth.deployments as u64, "26 full weeks are all");
}

#[test]
fn exposure_is_what_is_labelled() {
    let (truth, board) = board();
    let of = |who: Who| board.cohorts.iter().find(|cohort| cohort.who == who);
    let assisted = of(Who::Assisted).unwrap();
    assert_eq!(assisted.deployments, truth.labelled as u64);
    // Rollbacks and hotfixes bring no change that is known.
    let others: u64 = [Who::Unlabelled, Who::Unknown]
        .into_iter()
        .filter_map(|who| of(who).map(|cohort| cohort.deployments))
        .sum();
    assert_eq!(
        assisted.deployments + others,
        truth.deployments as u64,
        "cohorts add up"
    );
    assert_eq!(
        board.merged,
        (truth.changes.0 as u64, truth.changes.1 as u64)
    );
    let mut joins = board.sorting.joins.iter();
    let log = joins.find(|join| join.from == Kind::Labels).unwrap();
    assert_eq!(log.astray, truth.astray as u64);
}

#[test]
fn failures_are_found_by_what_shows_them() {
    let (truth, board) = board();
    let of = |shows: Shows| {
        let (one, other) = truth.failed.get(&shows).copied().unwrap_or_default();
        (one + other) as u64
    };
    let found = |evidence: Evidence| board.evidence.get(&evidence).copied().unwrap_or(0);
    let pairs = [
        (Evidence::Named, Shows::Named),
        (Evidence::Version, Shows::Version),
        (Evidence::Revert, Shows::Revert),
        (Evidence::Label, Shows::Hotfix),
        (Evidence::Time, Shows::Time),
    ];
    for (evidence, shows) in pairs {
        assert_eq!(found(evidence), of(shows), "{evidence:?}");
    }
    let assisted = board
        .cohorts
        .iter()
        .find(|cohort| cohort.who == Who::Assisted)
        .unwrap();
    assert_eq!(
        (assisted.failed.hits, assisted.failed.n),
        (truth.judged_failed.0 as u64, truth.judged.0 as u64)
    );
    assert_eq!(
        board.judged,
        (truth.judged.0 + truth.judged.1) as u64,
        "those with time to fail"
    );
    assert_eq!(board.everyone.recovery.open, truth.open as u64);
    assert_eq!(board.sorting.unlinked, Some(truth.unlinked as u64));
}

#[test]
fn what_followed_changes_is_what_was_put_in() {
    let (truth, board) = board();
    let of = |what: Follow| {
        let row = board.following.iter().find(|row| row.what == what).unwrap();
        let hits: Vec<u64> = row.rates.iter().map(|(_, rate)| rate.hits).collect();
        (hits[0] as usize, hits[1] as usize)
    };
    assert_eq!(of(Follow::Rerun), truth.rerun_changes);
    assert_eq!(of(Follow::Finding), truth.findings);
    assert_eq!(board.waits_left_out, truth.unasked as u64);
    let slowest: Vec<&str> = board.waits.iter().map(|wait| wait.name.as_str()).collect();
    assert_eq!(
        slowest[..3],
        [
            "Security review",
            "Change board",
            "Code owner, second review"
        ]
    );
    assert!(board.fixes.len() >= 3 && board.fixes[0].all() > 0);
    let reviews = board.load.iter().find(|load| load.what == Told::Reviews);
    assert_eq!(
        reviews.unwrap().a_person_month.map(|(people, _)| people),
        Some(14)
    );
}

#[test]
fn all_together_are_the_same_however_they_are_divided() {
    let (_, mut ledger, _) = opened();
    let whole = ask(&mut ledger, Asked::default()).window;
    let half = (whole.from + whole.to) / 2;
    let windows = [
        None,
        Some((whole.from + 12_345, half)),
        Some((half, whole.to)),
    ];
    let mut compared = 0;
    // An hour is added in the middle of what is looked at.
    let moves = Zone {
        name: "moves".to_owned(),
        changes: vec![(i64::MIN, 3600), (half + 1, 7200)],
        first_day: 6,
    };
    for (window, zone) in windows
        .into_iter()
        .flat_map(|window| [Zone::default(), moves.clone()].map(|zone| (window, zone)))
    {
        let mut by = |by: By| {
            let asked = Asked {
                by,
                window,
                zone: zone.clone(),
                ..Asked::default()
            };
            ask(&mut ledger, asked)
        };
        let one = by(By::Everyone);
        assert!(one.everyone.weekly.values().flatten().sum::<u64>() > 200);
        let all = [By::Exposure, By::Bands, By::Service, By::Team].map(by);
        // Small cohorts may be left out of what is told of all.
        for by in all.into_iter().filter(|by| by.is_whole) {
            compared += usize::from(by.cohorts.len() > 1);
            assert_eq!(by.everyone, one.everyone, "{:?}", by.by);
            let told = |board: &Board| (board.judged, board.untold, board.evidence.clone());
            assert_eq!(told(&by), told(&one), "{:?}", by.by);
        }
    }
    assert!(compared >= 12, "{compared}");
}

#[test]
fn cohorts_of_any_kind_add_up() {
    let (truth, mut ledger, _) = opened();
    let mut of_changes = None;
    for by in [By::Everyone, By::Exposure, By::Bands, By::Service, By::Team] {
        let asked = Asked {
            by,
            ..Asked::default()
        };
        let board = ask(&mut ledger, asked);
        let sum: u64 = board.cohorts.iter().map(|cohort| cohort.deployments).sum();
        assert_eq!(sum, truth.deployments as u64, "{by:?}");
        let failed: u64 = board.cohorts.iter().map(|cohort| cohort.failed.hits).sum();
        assert_eq!(failed, board.everyone.failed.hits, "{by:?}");
        // So do the changes, whoever is told apart.
        let rates = |one: &Following| {
            let n: u64 = one.rates.iter().map(|(_, rate)| rate.n).sum();
            let hits: u64 = one.rates.iter().map(|(_, rate)| rate.hits).sum();
            (one.what, hits, n)
        };
        let mut stages: BTreeMap<Step, u64> = BTreeMap::new();
        for stage in &board.stages {
            *stages.entry(stage.step).or_default() += stage.hours.n;
        }
        let found = (
            board.following.iter().map(rates).collect::<Vec<_>>(),
            stages,
            board.fixes.iter().map(KindOfFix::all).collect::<Vec<_>>(),
            board.merged,
            board.merge.all.n,
        );
        assert_eq!(
            *of_changes.get_or_insert_with(|| found.clone()),
            found,
            "{by:?}"
        );
        let whos = board.following[0].rates.iter().map(|(who, _)| who);
        let known = whos.filter(|who| who.is_known()).count();
        assert_eq!(
            known,
            board
                .cohorts
                .iter()
                .filter(|one| one.who.is_known())
                .count(),
            "{by:?}"
        );
    }
}

#[test]
fn the_rows_behind_a_number_are_as_many_as_it_says() {
    let (_, mut ledger, _) = opened();
    let files: BTreeMap<u32, _> = (0..7).map(|number| (number, None)).collect();
    let asked = Asked {
        window: Some(sample::team::WINDOW),
        ..Asked::default()
    };
    let question = Question { files, asked };
    let board = ledger.ask(&question).unwrap();
    for by in [By::Exposure, By::Team, By::Service, By::Bands] {
        let mut question = question.clone();
        question.asked.by = by;
        let board = ledger.ask(&question).unwrap();
        assert_eq!(board.following.len(), Follow::ALL.len());
        for one in &board.following {
            for (who, rate) in &one.rates {
                let behind = Behind::Followed(one.what, who.clone());
                let rows = ledger.rows(&question, &behind).unwrap();
                assert_eq!(rows.all, rate.hits, "{behind:?}");
                assert_eq!(rows.told.len() as u64, rows.all.min(1000));
            }
        }
    }
    assert!(!board.fixes.is_empty());
    for kind in &board.fixes {
        let rows = ledger.rows(&question, &Behind::Fixes(kind.name.clone()));
        assert_eq!(rows.unwrap().all, kind.all(), "{}", kind.name);
        let merged = board.merged.0 + board.merged.1;
        assert_eq!((kind.rate.hits, kind.rate.n), (kind.all(), merged));
        assert!(kind.rate.interval.is_ok(), "{}", kind.name);
    }
    assert!(board.waits.len() > 2);
    let mut listed = 0;
    for wait in &board.waits {
        let over = |ledger: &mut Ledger, assisted: Option<bool>| {
            let behind = Behind::Waited(Waited {
                name: Some(wait.name.clone()),
                step: wait.step,
                assisted,
            });
            ledger.rows(&question, &behind).unwrap()
        };
        let rows = over(&mut ledger, None);
        assert_eq!(rows.all, wait.hours.n - wait.hours.open, "{}", wait.name);
        // Every change is on one side.
        let [(Who::Assisted, with), (Who::Unlabelled, without)] = wait.sides.as_slice() else {
            panic!("{}: {:?}", wait.name, wait.sides);
        };
        assert_eq!(with.n + without.n, wait.hours.n);
        for (side, assisted) in [(with, true), (without, false)] {
            let own = over(&mut ledger, Some(assisted));
            assert_eq!(own.all, side.n - side.open, "{}", wait.name);
            let mut hours: Vec<f64> = own.told.iter().filter_map(|one| one.hours).collect();
            if (hours.len() as u64) < own.all {
                continue;
            }
            // Those in the middle wait as long as the curve says.
            listed += 1;
            hours.sort_by(f64::total_cmp);
            let middle = &hours[(hours.len() - 1) / 2..=hours.len() / 2];
            let middle = middle.iter().sum::<f64>() / middle.len() as f64;
            assert!(
                (side.median.unwrap() - middle).abs() < 1e-9,
                "{}",
                wait.name
            );
        }
        let hours: Vec<f64> = rows.told.iter().filter_map(|one| one.hours).collect();
        assert!(hours.is_sorted_by(|a, b| a >= b) && !hours.is_empty());
    }
    assert!(listed >= 3);
    let control = board.wait_control.as_ref().unwrap();
    let mut weeks = 0;
    for (start, told) in board.weeks.iter().zip(&control.weeks) {
        let rows = ledger.rows(&question, &Behind::Approved(*start)).unwrap();
        let Some((_, n)) = told else {
            assert!(rows.is_withheld || rows.all == 0, "{start}");
            continue;
        };
        assert_eq!(rows.all, *n, "{start}");
        weeks += 1;
    }
    assert!(weeks >= 12);
    // Following a rival definition gives the rate that it is told with.
    let mut told = 0;
    let of_failures = board.rivals.iter();
    for one in of_failures.filter(|one| one.of == Subject::FailRate) {
        let (Some(rules), Value::Rate(rate)) = (one.rival.rules(&question.asked.rules), &one.value)
        else {
            continue;
        };
        let mut under = question.clone();
        under.asked.rules = rules;
        let there = ledger.ask(&under).unwrap();
        let failed = there.everyone.failed;
        assert_eq!(
            (failed.hits, failed.n),
            (rate.hits, rate.n),
            "{:?}",
            one.rival
        );
        told += 1;
    }
    assert_eq!(told, 10);
    // Back under the first rules everything is as it was.
    assert_eq!(ledger.ask(&question).unwrap(), board);
}

#[test]
fn rows_of_so_few_are_not_told() {
    let (_, mut ledger, _) = opened();
    let files: BTreeMap<u32, _> = (0..7).map(|number| (number, None)).collect();
    let (from, _) = sample::team::WINDOW;
    let asked = Asked {
        window: Some((from, from + 86_400)),
        ..Asked::default()
    };
    let question = Question { files, asked };
    let behind = Behind::Followed(Follow::Failure, Who::Assisted);
    let rows = ledger.rows(&question, &behind).unwrap();
    assert!(rows.is_withheld && rows.told.is_empty(), "{rows:?}");
}

#[test]
fn deployments_that_change_sides_are_those_that_rates_differ_by() {
    let (_, board) = board();
    let failed = board.everyone.failed.hits;
    let mut compared = 0;
    let repaired = board.everyone.reworked.hits;
    for one in &board.rivals {
        let in_force = match one.of {
            Subject::FailRate
                if one
                    .rival
                    .rules(&denominator::delivery::Rules::default())
                    .is_some() =>
            {
                failed
            }
            // Those that were rolled back are others than those that roll back.
            Subject::Rework if one.rival != Rival::RolledBack => repaired,
            _ => continue,
        };
        let Value::Rate(rate) = one.value else {
            continue;
        };
        assert_eq!(
            rate.hits,
            in_force + one.more.1 - one.fewer.1,
            "{:?}",
            one.rival
        );
        compared += 1;
    }
    assert_eq!(compared, 10 + 4);
    let (judged, young) = board.chained;
    assert_eq!(judged, failed);
    let listed = |is_young: bool| {
        let chains = board.chains.iter();
        chains
            .filter(|one| one.uncounted.is_some() == is_young)
            .count() as u64
    };
    assert_eq!((listed(false), listed(true)), (judged, young));
    assert!(young > 0);
}

#[test]
fn what_is_left_out_is_of_the_services_that_are_looked_at() {
    let (_, mut ledger, _) = opened();
    let all = ask(&mut ledger, Asked::default());
    let told = |sorting: &Sorting| {
        [
            sorting.rows,
            sorting.deployments,
            sorting.elsewhere.values().sum(),
            sorting.unreached,
            sorting.unknown,
            sorting.timeless,
        ]
    };
    assert_eq!(told(&all.viewed), told(&all.sorting));
    let mut sums = [0; 6];
    for service in &all.services {
        let own = ask(
            &mut ledger,
            Asked {
                services: [service.name.clone()].into(),
                ..Asked::default()
            },
        );
        for (sum, own) in sums.iter_mut().zip(told(&own.viewed)) {
            *sum += own;
        }
    }
    assert_eq!(sums, told(&all.sorting));
    assert!(sums.iter().take(4).all(|sum| *sum > 0));
}

#[test]
fn what_was_answered_before_is_answered_alike_until_files_change() {
    let (_, mut ledger, _) = opened();
    let of = |service: &str| Asked {
        services: [service.to_owned()].into(),
        ..Asked::default()
    };
    let all = ask(&mut ledger, Asked::default());
    let one = ask(&mut ledger, of("search"));
    assert_ne!(all, one);
    assert_eq!(ask(&mut ledger, Asked::default()), all);
    assert_eq!(ask(&mut ledger, of("search")), one);
    ledger.remove(1);
    let without = ask(&mut ledger, Asked::default());
    assert_eq!(
        (all.sorting.incidents > 0, without.sorting.incidents),
        (true, 0)
    );
}
