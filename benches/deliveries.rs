//! How long a history of many deployments takes: reading, the first answer, and the answer to another question.
//!
//!     cargo run --release --example deliveries -- DEPLOYMENTS CHANGES

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use denominator::delivery::{Asked, By, Ledger, Question};
use denominator::source::Reader;

const START: i64 = 1_600_000_000;

fn main() -> std::io::Result<()> {
    let mut counts = std::env::args()
        .skip(1)
        .filter_map(|count| count.parse().ok());
    let deployments: usize = counts.next().unwrap_or(100_000);
    let changes: usize = counts.next().unwrap_or(0);
    let mut out = std::io::stdout();
    let mut ledger = Ledger::default();
    let mut files = BTreeMap::new();
    let mut texts = vec![("deployments.csv", deployments_csv(deployments, changes))];
    texts.push(("incidents.csv", incidents_csv(deployments)));
    if changes > 0 {
        texts.push(("pull_requests.csv", changes_csv(changes)));
    }
    for (number, (name, text)) in texts.iter().enumerate() {
        let since = Instant::now();
        let mut reader = Reader::new(name);
        reader.push(text.as_bytes());
        let opened = reader.finish().map_err(std::io::Error::other)?;
        let read = since.elapsed();
        ledger.add(number as u32, name, opened);
        writeln!(
            out,
            "{name}: {} MB, read in {:.2} s, taken in {:.2} s",
            text.len() / 1_000_000,
            read.as_secs_f64(),
            (since.elapsed() - read).as_secs_f64()
        )?;
        files.insert(number as u32, None);
    }
    let by = |by: By| Asked {
        by,
        ..Asked::default()
    };
    let services = |names: &[&str]| Asked {
        services: names.iter().map(|name| (*name).to_owned()).collect(),
        ..by(By::Exposure)
    };
    let window = |from: i64, to: i64| Asked {
        window: Some((from, to)),
        ..by(By::Exposure)
    };
    let end = START + deployments as i64 * 90;
    for (what, asked) in [
        ("first answer", by(By::Exposure)),
        ("by service", by(By::Service)),
        ("by exposure again, from memory", by(By::Exposure)),
        ("one service", services(&["service-1"])),
        (
            "three services",
            services(&["service-2", "service-3", "service-6"]),
        ),
        (
            "half a year",
            window(START + 86_400 * 30, START + 86_400 * 212),
        ),
        ("all but a week", window(START, end - 86_400 * 7)),
        ("all again, from memory", by(By::Exposure)),
    ] {
        let question = Question {
            files: files.clone(),
            asked,
        };
        let since = Instant::now();
        ledger.soon(&question);
        let soon = since.elapsed().as_secs_f64();
        let board = ledger.ask(&question);
        let counted = board.map_or(0, |board| board.deployments);
        writeln!(
            out,
            "{what}: begun in {soon:.3} s, {:.3} s, {counted} deployments",
            since.elapsed().as_secs_f64()
        )?;
    }
    // Letting go of everything is no part of an answer.
    std::mem::forget(ledger);
    Ok(())
}

fn time(at: i64) -> String {
    let day = denominator::calendar::iso(at.div_euclid(86_400));
    let of_day = at.rem_euclid(86_400);
    format!(
        "{day}T{:02}:{:02}:{:02}Z",
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    )
}

fn deployments_csv(many: usize, changes: usize) -> String {
    let mut text = String::from(
        "deployment_id,service,environment,status,version,finished_at,ai_assisted,pr\n",
    );
    let each = changes.checked_div(many).unwrap_or(0);
    for at in 0..many {
        let numbers: Vec<String> = (0..each).map(|one| (at * each + one).to_string()).collect();
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "run-{at},service-{},{},success,1.{at},{},{},{}",
            at % 40,
            if at % 5 == 0 { "staging" } else { "production" },
            time(START + at as i64 * 90),
            if at % 3 == 0 { "yes" } else { "no" },
            numbers.join("; ")
        );
    }
    text
}

fn incidents_csv(deployments: usize) -> String {
    let mut text = String::from("incident_id,service,started_at,restored_at,caused_by\n");
    for at in (1..deployments).step_by(11) {
        let began = START + at as i64 * 90 + 600;
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "INC-{at},service-{},{},{},{}",
            at % 40,
            time(began),
            time(began + 3600 + (at as i64 % 97) * 300),
            if at % 2 == 0 {
                format!("run-{at}")
            } else {
                String::new()
            }
        );
    }
    text
}

fn changes_csv(many: usize) -> String {
    let mut text = String::from(
        "number,repo,title,labels,author,state,created_at,merged_at,merge_commit_sha\n",
    );
    for at in 0..many {
        let merged = START + at as i64 * 18;
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "{at},service-{},Change the handler,{},engineer-{},merged,{},{},{:x}",
            at % 40,
            if at % 4 == 0 { "ai-assisted" } else { "" },
            at % 300,
            time(merged - 3_600 - (at as i64 * 7_919) % 700_001),
            time(merged),
            at * 7919 + 1_000_000_007
        );
    }
    text
}
