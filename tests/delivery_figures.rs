//! Figures of deliveries: whatever the history, they are drawn within their edges, and their words are true of it.

#[allow(dead_code)]
#[path = "../examples/sample/main.rs"]
mod sample;

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::ledger::view;
use common::scene::hold;
use denominator::delivery::{
    Asked, Behind, Board, By, Deployed, Ledger, Question, Rules, Subject, Who,
};
use denominator::figure::delivery::{
    Card, Opens, View, hidden, notices, opens, rivals, title_of_window, who,
};
use denominator::figure::{Lens, Locale, Mark, Shape, Sheet, Theme};
use denominator::render::svg;
use denominator::source::Reader;
use proptest::prelude::*;

fn board(files: &[(String, String)], asked: &Asked) -> Option<Board> {
    let mut ledger = Ledger::default();
    let mut numbers = BTreeSet::new();
    for (number, (name, text)) in files.iter().enumerate() {
        let mut reader = Reader::new(name);
        reader.push(text.as_bytes());
        if ledger
            .add(number as u32, name, reader.finish().ok()?)
            .is_some()
        {
            numbers.insert(number as u32);
        }
    }
    let files = numbers.into_iter().map(|number| (number, None)).collect();
    let question = Question {
        files,
        asked: asked.clone(),
    };
    let beginning = ledger.beginning(&question)?;
    let board = ledger.ask(&question)?;
    hold_beginning(beginning, &board, asked);
    Some(board)
}

/// Holds what comes first of an answer to all of it: what it has is the same, and so is what the first figures show.
fn hold_beginning(beginning: Board, board: &Board, asked: &Asked) {
    assert!(beginning.is_beginning && !board.is_beginning);
    let locale = Locale::default();
    let theme = Theme::light();
    let sheet = Sheet::new(460.0, Lens::Percent, &theme, &locale);
    let view = view(asked, false);
    for card in Card::ALL.into_iter().filter(|card| card.comes_first()) {
        assert_eq!(card.is_told(&beginning), card.is_told(board), "{card:?}");
        if !card.is_told(board) {
            continue;
        }
        let shown = |of: &Board| {
            let words = card.words(of, view, &locale);
            let table = card.table(of, view, &locale);
            let drawn = svg(&card.draw(of, view, &sheet), &words.title, "");
            (words, table, drawn)
        };
        assert_eq!(shown(&beginning), shown(board), "{card:?}");
    }
    let rest = board.clone();
    let filled = Board {
        is_beginning: false,
        control: rest.control,
        wait_control: rest.wait_control,
        trends: rest.trends,
        lead: rest.lead,
        merge: rest.merge,
        stages: rest.stages,
        stages_backwards: rest.stages_backwards,
        waits: rest.waits,
        waits_left_out: rest.waits_left_out,
        fixes: rest.fixes,
        merged: rest.merged,
        following: rest.following,
        load: rest.load,
        rivals: rest.rivals,
        ..beginning
    };
    assert_eq!(filled, *board);
}

fn teams() -> Vec<(String, String)> {
    let files = sample::team::Team::make().files().into_iter();
    files.map(|(name, text)| (name.to_owned(), text)).collect()
}

fn as_texts(files: &[(String, String)]) -> Vec<(&str, &str)> {
    let files = files.iter();
    files
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

/// Draws and words everything of a board, on every width.
fn hold_all(board: &Board, asked: &Asked, what: &str) {
    let locale = Locale::default();
    for describes in [false, true] {
        let view = View {
            // Marks of what was published have to stay within the edges too.
            shows_published: describes,
            ..view(asked, describes)
        };
        for card in Card::ALL {
            let what = format!("{what}, {}", card.id());
            if !card.is_told(board) {
                continue;
            }
            let words = card.words(board, view, &locale);
            assert!(
                !words.title.is_empty() && words.strip.len() >= 2,
                "{what}: {words:?}"
            );
            let all: Vec<&String> = words.strip.iter().map(|(_, text)| text).collect();
            for text in [&words.title, &words.subtitle, &words.source]
                .into_iter()
                .chain(all)
            {
                assert!(
                    !text.contains("NaN") && !text.contains("inf"),
                    "{what}: {text}"
                );
            }
            let table = card.table(board, view, &locale);
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{what}: {row:?}");
            }
            for width in [240.0, 330.0, 460.0, 700.0, 1100.0] {
                let theme = Theme::light();
                let sheet = Sheet::new(width, Lens::Percent, &theme, &locale);
                hold(
                    &card.draw(board, view, &sheet),
                    &format!("{what} at {width}"),
                );
            }
        }
        assert!(!title_of_window(board, view).contains("NaN"));
        let _ = (
            rivals(Subject::FailRate, board, view, &locale),
            notices(board, view),
        );
        for unlabelled in [0.0, 0.3, 0.95] {
            let told = hidden(board, view, unlabelled, 1.0, &locale);
            let is_right =
                |told: String| !told.contains("NaN") && (!describes || !told.contains("plausibly"));
            assert!(told.is_none_or(|told| is_right(told.finding)));
        }
    }
}

#[test]
fn a_gap_without_hidden_labels_is_that_of_the_fail_rates() {
    let asked = Asked {
        by: By::Exposure,
        ..Asked::default()
    };
    let board = board(&teams(), &asked).unwrap();
    let (view, locale) = (view(&asked, false), Locale::default());
    let of = |unlabelled: f64, times: f64| {
        let told = hidden(&board, view, unlabelled, times, &locale).unwrap();
        (told.finding.replace('\u{a0}', " "), told.turns)
    };
    let title = Card::FailRate.words(&board, view, &locale).title;
    let title = title.replace('\u{a0}', " ");
    let (_, span) = title.split_once("plausibly ").unwrap();
    let (finding, turns) = of(0.0, 1.0);
    assert!(finding.ends_with(span), "{finding} beside {title}");
    assert!(turns.starts_with("With nothing hidden"), "{turns}");
    // What it says of other factors is what it says at these.
    let (_, turns) = of(0.3, 1.0);
    let (_, span) = turns.split_once("if hidden ones fail ").unwrap();
    let mut ends = span.split(' ').filter_map(|word| word.parse::<f64>().ok());
    let low = ends.next().unwrap();
    let high = ends.next().unwrap_or(f64::INFINITY);
    for at in 0..=300_u32 {
        let times = f64::from(at) / 100.0;
        let (finding, turns) = of(0.3, times);
        let is_clear = !turns.starts_with("Whether there is a gap at all cannot be told");
        let is_possible = !finding.starts_with("These counts cannot be so");
        if is_possible {
            assert_eq!(is_clear, (low..=high).contains(&times), "{times}: {turns}");
        }
    }
}

#[test]
fn what_is_said_of_hidden_labels_holds_for_every_factor() {
    // Of those with a sign and of those without: failed, and all.
    let said = |labelled: (usize, usize), other: (usize, usize), unlabelled: f64, times: f64| {
        let mut deployments =
            "deployment_id,service,environment,status,finished_at,ai_assisted\n".to_owned();
        let mut incidents = "incident_id,service,started_at,restored_at,caused_by\n".to_owned();
        for (said, (failed, all)) in [("yes", labelled), ("no", other)] {
            for at in 0..all {
                let (day, hour) = (1 + at / 24, at % 24);
                let time = format!("2026-03-{day:02}T{hour:02}");
                deployments +=
                    &format!("{said}{at},shop,production,success,{time}:00:00Z,{said}\n");
                if at < failed {
                    incidents +=
                        &format!("i{said}{at},shop,{time}:10:00Z,{time}:50:00Z,{said}{at}\n");
                }
            }
        }
        let mut asked = Asked {
            by: By::Exposure,
            ..Asked::default()
        };
        asked.rules.follow_up_days = 0.0;
        let files = [
            ("deployments.csv", &*deployments),
            ("incidents.csv", &*incidents),
        ];
        let board = common::ledger::board(&files, asked.clone());
        hidden(
            &board,
            view(&asked, false),
            unlabelled,
            times,
            &Locale::default(),
        )
        .unwrap()
    };
    // The gap is clear at both ends, one way and the other.
    let both = said((64, 200), (40, 100), 0.15, 1.0).turns;
    assert_eq!(
        both,
        "Whether there is a gap at all cannot be told here; it can be if hidden ones fail up to 0.73, or 2.97 or more times as often as labelled ones"
    );
    let far = said((17, 100), (56, 400), 0.3, 1.0).turns;
    assert!(far.contains("fail 4.36 or more times"), "{far}");
    let none = said((0, 30), (24, 60), 0.45, 1.0).turns;
    assert!(none.starts_with("No labelled one failed"), "{none}");
    let few = said((4, 40), (52, 100), 0.55, 0.1).finding;
    assert!(few.contains("they can fail 0."), "{few}");
}

#[test]
fn the_teams_are_drawn_by_whatever_divides_them() {
    let files = teams();
    for by in [
        By::Fitting,
        By::Everyone,
        By::Exposure,
        By::Bands,
        By::Service,
        By::Team,
    ] {
        let asked = Asked {
            by,
            ..Asked::default()
        };
        let board = board(&files, &asked).unwrap();
        hold_all(&board, &asked, &format!("{by:?}"));
    }
}

#[test]
fn an_answer_in_two_steps_is_the_answer() {
    let files = teams();
    let files = as_texts(&files);
    let numbers: Vec<u32> = (0..files.len() as u32).collect();
    let question = |by: By| Question {
        files: numbers.iter().map(|number| (*number, None)).collect(),
        asked: Asked {
            by,
            ..Asked::default()
        },
    };
    let mut stepwise = common::ledger::ledger(&files);
    for by in [By::Exposure, By::Service, By::Team] {
        let mut once = common::ledger::ledger(&files);
        let wanted = once.ask(&question(by)).unwrap();
        // What else is asked in between, and whether it is asked for its beginning alone, changes nothing.
        assert!(stepwise.beginning(&question(by)).unwrap().is_beginning);
        stepwise.beginning(&question(By::Everyone)).unwrap();
        assert_eq!(stepwise.ask(&question(by)).unwrap(), wanted, "{by:?}");
        stepwise.beginning(&question(By::Bands)).unwrap();
        stepwise.beginning(&question(by)).unwrap();
        assert_eq!(stepwise.ask(&question(by)).unwrap(), wanted, "{by:?}");
        // So few rows are answered at once.
        assert_eq!(
            once.soon(&question(By::Team)),
            stepwise.ask(&question(By::Team))
        );
    }
}

#[test]
fn every_bar_of_deployments_opens_as_many_rows_as_it_says() {
    let files = teams();
    let files = as_texts(&files);
    let mut ledger = common::ledger::ledger(&files);
    let locale = Locale::default();
    let theme = Theme::light();
    let mut opened = 0;
    for by in [By::Exposure, By::Service, By::Team] {
        let question = Question {
            files: (0..files.len() as u32)
                .map(|number| (number, None))
                .collect(),
            asked: Asked {
                by,
                ..Asked::default()
            },
        };
        let board = ledger.ask(&question).unwrap();
        for width in [330.0, 460.0, 1100.0] {
            let sheet = Sheet::new(width, Lens::Percent, &theme, &locale);
            let scene = Card::Frequency.draw(&board, view(&question.asked, false), &sheet);
            for region in scene.regions.iter().step_by(5) {
                let Some(Opens::Changes(behind)) = opens(Card::Frequency, &board, region.datum)
                else {
                    panic!("{} opens nothing", region.label)
                };
                let rows = ledger.rows(&question, &behind).unwrap();
                let (_, said) = region.label.rsplit_once(": ").unwrap();
                let said: String = said.chars().take_while(char::is_ascii_digit).collect();
                let said: u64 = said.parse().unwrap();
                assert!(!rows.is_withheld);
                assert_eq!(rows.all, said, "{} at {width}", region.label);
                assert!(rows.told.is_sorted_by(|a, b| a.at >= b.at));
                opened += usize::from(said > 0);
            }
        }
    }
    assert!(opened > 100, "{opened}");
}

#[test]
fn every_point_of_a_metric_opens_the_deployments_that_it_is_out_of() {
    let files = teams();
    let files = as_texts(&files);
    let mut ledger = common::ledger::ledger(&files);
    let (locale, theme) = (Locale::default(), Theme::light());
    let mut opened = 0;
    for by in [By::Exposure, By::Service] {
        let question = Question {
            files: (0..files.len() as u32)
                .map(|number| (number, None))
                .collect(),
            asked: Asked {
                by,
                ..Asked::default()
            },
        };
        let board = ledger.ask(&question).unwrap();
        for width in [330.0, 1100.0] {
            let sheet = Sheet::new(width, Lens::Percent, &theme, &locale);
            let scene = Card::Trends.draw(&board, view(&question.asked, false), &sheet);
            let levels: BTreeSet<_> = scene.regions.iter().map(|one| one.datum).collect();
            assert_eq!(
                levels.len(),
                scene.regions.len(),
                "two regions of one datum"
            );
            for region in &scene.regions {
                let Some(Opens::Changes(behind)) = opens(Card::Trends, &board, region.datum) else {
                    let is_told = region.label.contains("plausibly");
                    assert!(
                        !is_told || region.label.contains("lead time"),
                        "{}",
                        region.label
                    );
                    continue;
                };
                // "…: 25 %, 12 of 48, plausibly 15–39 %".
                let Some((_, said)) = region.label.split_once("\u{a0}of\u{a0}") else {
                    continue;
                };
                let said: String = said.chars().take_while(char::is_ascii_digit).collect();
                let rows = ledger.rows(&question, &behind).unwrap();
                assert!(!rows.is_withheld);
                assert_eq!(rows.all, said.parse::<u64>().unwrap(), "{}", region.label);
                opened += 1;
            }
        }
    }
    assert!(opened > 150, "{opened}");
}

#[test]
fn each_export_alone_is_drawn_or_says_what_is_lacking() {
    for file in teams() {
        let asked = Asked::default();
        if let Some(board) = board(std::slice::from_ref(&file), &asked) {
            hold_all(&board, &asked, &file.0);
        }
    }
    let staging = "deployment_id,service,environment,status,finished_at\n\
        a,shop,staging,success,2026-03-02T08:00:00Z\n";
    let files = [("deployments.csv".to_owned(), staging.to_owned())];
    let board = board(&files, &Asked::default()).unwrap();
    assert!(said_of(&board)[0].contains("production"));
}

/// What is said of a board that nothing was asked of.
fn said_of(board: &Board) -> Vec<String> {
    let asked = Asked::default();
    notices(board, view(&asked, false))
}

/// A deployment a day of a service, from a day of 2026 on.
fn daily(days: std::ops::Range<u64>, at: &str) -> String {
    let row = |day: u64| {
        let (month, day) = (1 + day / 28, 1 + day % 28);
        format!("d{month}-{day},shop,production,success,2026-{month:02}-{day:02}{at}\n")
    };
    let rows: String = days.map(row).collect();
    format!("deployment_id,service,environment,status,finished_at\n{rows}")
}

#[test]
fn incidents_of_another_time_do_not_say_that_nothing_failed() {
    let of = |incidents: &str| {
        let incidents = format!("incident_id,service,started_at,restored_at\n{incidents}");
        let files = [
            ("deployments.csv".to_owned(), daily(0..84, "T10:00:00Z")),
            ("incidents.csv".to_owned(), incidents),
        ];
        board(&files, &Asked::default()).unwrap()
    };
    let later = of("i1,shop,2026-11-03T10:00:00Z,2026-11-03T12:00:00Z\n\
        i2,shop,2026-11-03T14:00:00Z,2026-11-03T15:00:00Z\n");
    assert!(!Card::FailRate.is_told(&later) && !Card::Control.is_told(&later));
    assert_eq!(
        said_of(&later),
        [
            "All incidents here began 3 November 2026, and none of the deployments that are looked at is of that time: nothing says which of them failed, so no fail rate is shown. Open the incidents of 1 January to 28 March 2026 too."
        ]
    );
    // Of the last weeks only.
    let late: String = (0..20)
        .map(|n| {
            format!(
                "i{n},shop,2026-03-{:02}T10:30:00Z,2026-03-{:02}T12:00:00Z\n",
                9 + n,
                9 + n
            )
        })
        .collect();
    let late = of(&late);
    assert!(Card::FailRate.is_told(&late));
    assert!(said_of(&late)[0].starts_with(
        "All incidents here began 9 March to 28 March 2026, but deployments are looked at from 1 January to 28 March 2026."
    ), "{:?}", said_of(&late));
    // All the time.
    let ever: String = (0..12)
        .map(|n| {
            format!(
                "i{n},shop,2026-{:02}-{:02}T10:30:00Z,2026-{:02}-{:02}T12:00:00Z\n",
                1 + n / 4,
                3 + n % 4 * 7,
                1 + n / 4,
                3 + n % 4 * 7
            )
        })
        .collect();
    let ever = of(&ever);
    assert!(Card::FailRate.is_told(&ever) && said_of(&ever).is_empty());
}

#[test]
fn the_ends_of_a_range_that_may_be_chance_are_called_so() {
    let title = |failed: [usize; 3], describes: bool| {
        let rows = ["pay", "shop", "web"].into_iter().zip(failed);
        let rows = rows.flat_map(|(service, failed)| {
            (0..60).map(move |at| {
                let (month, day) = (1 + at / 28, 1 + at % 28);
                let is = at < failed;
                format!("{service}{at},{service},success,2026-{month:02}-{day:02}T10:00:00Z,{is}\n")
            })
        });
        let head = "deployment_id,service,status,finished_at,was_rolled_back\n";
        let text = head.to_owned() + &rows.collect::<String>();
        let asked = Asked {
            by: By::Service,
            ..Asked::default()
        };
        let board = board(&[("deployments.csv".to_owned(), text)], &asked).unwrap();
        let words = Card::FailRate.words(&board, view(&asked, describes), &Locale::default());
        words.title.replace('\u{a0}', " ")
    };
    let close = title([3, 5, 6], false);
    assert!(close.ends_with("of “web”, which may be chance"), "{close}");
    let far = title([3, 5, 40], false);
    assert!(far.ends_with("of “web”"), "{far}");
    let past = title([3, 5, 6], true);
    assert!(past.ends_with("of “web”"), "{past}");
}

#[test]
fn days_without_times_say_nothing_of_hours_outside_the_workday() {
    let incidents = "incident_id,service,started_at,restored_at\n\
        i1,shop,2026-01-20,2026-01-20\ni2,shop,2026-02-20,2026-02-22\ni3,shop,2026-03-20,2026-03-20\n";
    let of = |at: &str| {
        let files = [
            ("deployments.csv".to_owned(), daily(0..84, at)),
            ("incidents.csv".to_owned(), incidents.to_owned()),
        ];
        board(&files, &Asked::default()).unwrap()
    };
    let days = of("");
    assert!(!Card::Load.is_told(&days));
    let said = said_of(&days);
    assert!(
        said.iter().any(|said| said.starts_with(
            "The exports tell the day of deployments and incidents, and no time of day"
        )),
        "{said:?}"
    );
    let timed = of("T10:00:00Z");
    assert_eq!(timed.load.len(), 1);
    let said = said_of(&timed);
    assert!(
        said.iter()
            .any(|said| said
                .starts_with("The exports tell the day of incidents, and no time of day")),
        "{said:?}"
    );
}

#[test]
fn what_is_said_is_what_was_counted() {
    let asked = Asked::default();
    let board = board(&teams(), &asked).unwrap();
    let view = View {
        asked: &asked,
        describes: false,
        is_synthetic: true,
        shows_published: true,
        exports: &[],
    };
    let locale = Locale::default();
    let said = |card: Card| {
        let words = card.words(&board, view, &locale);
        let strip: Vec<String> = words.strip.into_iter().map(|(_, text)| text).collect();
        format!("{} | {}", words.title, strip.join(" | ")).replace('\u{a0}', " ")
    };
    let assisted = board.cohorts[0].deployments;
    let frequency = said(Card::Frequency);
    assert!(
        frequency.contains(&format!("{assisted} of {}", board.deployments)),
        "{frequency}"
    );
    let failed = said(Card::FailRate);
    let (hits, n) = (board.cohorts[0].failed.hits, board.cohorts[0].failed.n);
    assert!(
        failed.contains(&format!("{hits} of {n} against")),
        "{failed}"
    );
    let young = board.deployments - board.judged;
    assert!(
        failed.contains(&format!("{young} too recent to judge")),
        "{failed}"
    );
    let recovery = said(Card::Recovery);
    assert!(
        recovery.contains("3 not known to be restored"),
        "{recovery}"
    );
    assert!(said(Card::Fixes).contains("Three kinds of fix"));
    assert!(
        Card::Load
            .words(&board, view, &locale)
            .source
            .contains("invented")
    );
}

/// A row of a messy log: when, by minutes; which service, outcome, version and change.
type Row = (i64, u8, u8, u8, u8);

fn messy(rows: &[Row]) -> Vec<(String, String)> {
    let time = |minutes: i64| {
        let at = jiff::Timestamp::from_second(1_772_409_600 + minutes * 60).unwrap();
        at.to_string()
    };
    let mut deployments =
        "deployment_id,service,team,environment,status,kind,version,finished_at,pr\n".to_owned();
    let mut changes =
        "number,repo,title,labels,author,state,created_at,merged_at,merge_commit_sha\n".to_owned();
    let mut incidents = "incident_id,service,started_at,restored_at,caused_by\n".to_owned();
    for (at, (minutes, service, outcome, version, change)) in rows.iter().enumerate() {
        let when = match outcome % 7 {
            6 => String::new(),
            _ => time(*minutes),
        };
        deployments += &format!(
            "d{at},s{},t{},{},{},{},1.{},{when},{change}\n",
            service % 5,
            service % 2,
            ["production", "staging", "prod"][usize::from(outcome % 3)],
            ["success", "failure", "success", ""][usize::from(outcome % 4)],
            ["normal", "rollback", "hotfix", ""][usize::from(version % 4)],
            version % 3,
        );
        changes += &format!(
            "{change},s{},{},{},ann,merged,{},{},c{change}\n",
            service % 5,
            ["Add it", "Fix flaky test", "Revert \"\"Add it\"\""][usize::from(change % 3)]
                .replace("\"\"", "'"),
            ["ai", "", "bug"][usize::from(change % 3)],
            time(minutes - 500),
            time(minutes - i64::from(*version) * 9),
        );
        if outcome % 3 == 0 {
            let end = match outcome % 2 {
                0 => String::new(),
                _ => time(minutes + i64::from(*version) * 11 - 100),
            };
            incidents += &format!("i{at},s{},{},{end},\n", service % 5, time(minutes + 5));
        }
    }
    [
        ("deployments.csv", deployments),
        ("pull_requests.csv", changes),
        ("incidents.csv", incidents),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_history_breaks_a_figure(
        rows in proptest::collection::vec((0_i64..200_000, any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()), 0..60),
        by in prop::sample::select(vec![By::Fitting, By::Exposure, By::Bands, By::Service, By::Team]),
        young in any::<bool>(),
    ) {
        let rules = Rules { leaves_out_young: young, ..Rules::default() };
        let asked = Asked { by, rules, ..Asked::default() };
        if let Some(board) = board(&messy(&rows), &asked) {
            hold_all(&board, &asked, "messy");
        }
    }
}

#[test]
fn a_saved_figure_names_its_exports() {
    let asked = Asked::default();
    let board = board(&teams(), &asked).unwrap();
    let source = |names: &[&str], is_synthetic: bool| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let view = View {
            asked: &asked,
            describes: false,
            is_synthetic,
            shows_published: false,
            exports: &names,
        };
        Card::FailRate
            .words(&board, view, &Locale::default())
            .source
    };
    let told = source(&["deployments.csv", "incidents.csv"], false);
    assert!(
        told.starts_with("deployments.csv, incidents.csv, "),
        "{told}"
    );
    let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let told = source(&many, false);
    assert!(
        told.starts_with("a, b, c, d, e, f, g, h and 2 more exports, "),
        "{told}"
    );
    assert!(source(&many, true).starts_with("Synthetic sample"));
    // What it is of is a part of where it is from.
    let asked = Asked {
        services: ["checkout", "search"].map(str::to_owned).into(),
        ..Asked::default()
    };
    let words = Card::FailRate.words(&board, view(&asked, false), &Locale::default());
    let said = ", only the services checkout, search.";
    assert!(words.source.contains(said), "{}", words.source);
}

#[test]
fn services_that_are_left_out_are_no_part_of_what_is_divided_by() {
    let mut text = "deployment_id,service,environment,status,finished_at\n".to_owned();
    for at in 0..83 {
        let service = ["rare", "shop", "pay"][if at < 3 { 0 } else { 1 + at % 2 }];
        let (month, day) = (3 + at / 28, 1 + at % 28);
        text += &format!("d{at},{service},production,success,2026-{month:02}-{day:02}T10:00:00Z\n");
    }
    let asked = Asked {
        by: By::Everyone,
        ..Asked::default()
    };
    let board = board(&[("deployments.csv".to_owned(), text)], &asked).unwrap();
    assert_eq!((board.deployments, board.held_back), (80, 3));
    let weeks = (board.window.to - board.window.from) as f64 / (7.0 * 86_400.0);
    let (per, _) = board.everyone.frequency.unwrap();
    assert!((per - 80.0 / weeks / 2.0).abs() < 1e-9, "{per}");
    let words = Card::Frequency.words(&board, view(&asked, false), &Locale::default());
    let base = &words
        .strip
        .iter()
        .find(|(term, _)| term == "Base")
        .unwrap()
        .1;
    assert!(base.starts_with("80 deployments of 2 services"), "{base}");
}

#[test]
fn where_a_cohort_is_small_no_bar_opens_its_deployments() {
    let deployments = |with: u64| {
        let rows = (0..60).map(|at| {
            let ai = if at < with { "yes" } else { "no" };
            format!(
                "d{at},shop,production,success,2026-03-{:02}T10:00:00Z,{ai}\n",
                2 + at % 14
            )
        });
        let head = "deployment_id,service,environment,status,finished_at,ai_assisted\n";
        format!("{head}{}", rows.collect::<String>())
    };
    for (with, is_withheld) in [(3, true), (20, false)] {
        let text = deployments(with);
        let mut ledger = common::ledger::ledger(&[("deployments.csv", &text)]);
        let question = Question {
            files: [(0, None)].into(),
            asked: Asked::default(),
        };
        let board = ledger.ask(&question).unwrap();
        for who in [Who::Assisted, Who::Unlabelled] {
            let behind = Behind::Deployed(Deployed {
                who,
                services: vec!["shop".to_owned()],
                start: board.weeks[0],
                weeks: 1,
            });
            let rows = ledger.rows(&question, &behind).unwrap();
            assert_eq!(rows.is_withheld, is_withheld, "{behind:?}");
            assert_eq!(rows.told.is_empty(), is_withheld);
        }
    }
}

#[test]
fn a_median_has_its_interval_where_its_place_is() {
    let asked = Asked::default();
    let board = board(&teams(), &asked).unwrap();
    let (theme, locale) = (Theme::light(), Locale::default());
    let sheet = Sheet::new(460.0, Lens::Percent, &theme, &locale);
    let drawn = |card: Card, describes: bool| {
        let view = view(&asked, describes);
        card.draw(&board, view, &sheet)
    };
    let mut at_nothing = 0;
    for card in [Card::Stages, Card::Waits] {
        let scene = drawn(card, false);
        for region in &scene.regions {
            let own = || scene.marks.iter().filter(|m| m.about == Some(region.datum));
            let line = own().find_map(|mark| match mark.shape {
                Shape::Line { x1, x2, .. } => Some((x1, x2)),
                _ => None,
            });
            let dot = own().find_map(|mark| match mark.shape {
                Shape::Dot { x, .. } => Some(x),
                _ => None,
            });
            // What took no time has no place on a log scale.
            if region.label.contains("median 0") {
                at_nothing += 1;
                assert_eq!((line, dot), (None, None), "{}", region.label);
                continue;
            }
            let ((from, to), dot) = (line.unwrap(), dot.unwrap());
            assert!(from <= dot && dot <= to && from < to, "{}", region.label);
            assert!(region.label.contains("plausibly"), "{}", region.label);
        }
        let lines = |mark: &&Mark| mark.about.is_some() && matches!(mark.shape, Shape::Line { .. });
        assert_eq!(drawn(card, true).marks.iter().filter(lines).count(), 0);
    }
    assert!(at_nothing > 0);
}

#[test]
fn a_cohort_has_one_colour_in_every_figure_of_changes() {
    let (theme, locale) = (Theme::light(), Locale::default());
    let sheet = Sheet::new(700.0, Lens::Percent, &theme, &locale);
    for by in [By::Service, By::Team, By::Bands] {
        let asked = Asked {
            by,
            ..Asked::default()
        };
        let board = board(&teams(), &asked).unwrap();
        let view = view(&asked, true);
        let mut inks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for card in [Card::Following, Card::Stages, Card::Merge, Card::LeadTime] {
            let scene = card.draw(&board, view, &sheet);
            for cohort in board.cohorts.iter().filter(|one| one.who.is_known()) {
                let name = who(&cohort.who);
                let own = scene.regions.iter().find(|one| one.label.contains(&name));
                let own = own.unwrap_or_else(|| panic!("{name} is not in {}", card.id()));
                let dots = scene.marks.iter().filter(|m| m.about == Some(own.datum));
                let mut dots = dots.filter_map(|mark| match mark.shape {
                    Shape::Dot { fill, .. } => Some(format!("{fill:?}")),
                    _ => None,
                });
                inks.entry(name).or_default().extend(dots.next());
            }
        }
        assert!(inks.len() > 2, "{by:?}");
        assert!(
            inks.values().all(|inks| inks.len() == 1),
            "{by:?}: {inks:?}"
        );
    }
}
