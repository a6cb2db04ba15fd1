//! A file that is read by several hands, in any order and with losses, is the file that is read in one piece.

use denominator::engine::Shard;
use denominator::engine::parts::{Order, Parts, Whole};
use denominator::engine::protocol::{Answer, Ask};
use denominator::source::{Cut, HEAD, Opened, ProblemKind, ReadAs, Reader, Unread};
use denominator::table::{Bitmap, Kind, Scan, build_kept, infer};
use proptest::prelude::*;

/// The sample so often that it is longer than its beginning tells, with free text between.
fn survey(times: usize) -> String {
    let sample = include_str!("../public/sample/survey.csv");
    let (header, records) = sample.split_once('\n').unwrap();
    let mut text = format!("{header},comment\n");
    for time in 0..times {
        // Every record starts so, and some hold line breaks.
        let records = records.trim_end().split("\nsynthetic-");
        for (at, record) in records.enumerate() {
            let comment = match (at + time) % 5 {
                0 => "\"slow, as \"\"ever\"\"\n1,2,3\nstill\"",
                1 => "fine",
                _ => "",
            };
            text += &format!("{record},{comment}\n");
        }
    }
    text
}

fn whole(bytes: &[u8]) -> Whole {
    let mut reader = Reader::new("a.csv");
    reader.push(bytes);
    let opened = reader.finish().unwrap();
    let scan = Scan::of(&opened);
    let plain = Vec::new();
    Whole {
        opened,
        scan,
        plain,
    }
}

/// Reads as a worker does: with more bytes behind the part until its last record is whole.
fn read(bytes: &[u8], order: &Order) -> Result<denominator::engine::parts::Done, Unread> {
    let mut behind = 1 << 10;
    loop {
        let end = (order.until as usize + behind).min(bytes.len());
        match order.read(&bytes[order.at() as usize..end]) {
            Err(Unread::More) if end < bytes.len() => behind *= 4,
            read => return read,
        }
    }
}

fn cut(bytes: &[u8]) -> Cut {
    let head = &bytes[..HEAD.min(bytes.len())];
    Cut::of("a.csv", head, bytes.len() as u64, &ReadAs::default()).expect("parts are enough")
}

/// Reads by so many hands, of which each draw says who gives what it took or loses it.
fn by_hands(bytes: &[u8], length: u64, hands: usize, draws: &[u8]) -> Whole {
    let mut parts = Parts::of_length(cut(bytes), bytes.len() as u64, length);
    let mut held: Vec<Order> = Vec::new();
    let mut draws = draws.iter().cycle();
    while !parts.are_whole() {
        assert!(!parts.needs_whole());
        while held.len() < hands
            && let Some(order) = parts.take()
        {
            held.push(order);
        }
        let draw = *draws.next().unwrap_or(&0) as usize;
        if held.is_empty() {
            continue;
        }
        let order = held.remove(draw % held.len());
        match draw % 5 {
            4 => parts.lose(order.number),
            _ => parts.give(order.number, read(bytes, &order)),
        }
    }
    parts.finish("a.csv", &ReadAs::default()).unwrap()
}

fn assert_alike(parts: &Whole, whole: &Whole) {
    assert_eq!(parts.scan, whole.scan);
    let (parts, whole) = (&parts.opened, &whole.opened);
    assert_eq!(parts.header, whole.header);
    assert_eq!(parts.problems, whole.problems);
    assert_eq!(parts.records.len(), whole.records.len());
    for row in 0..whole.records.len() {
        assert!(parts.records.cells(row).eq(whole.records.cells(row)));
        let place = |opened: &Opened| opened.records.place(row, None);
        assert_eq!(place(parts), place(whole));
    }
}

/// What the page is told of a file.
fn summary(whole: Whole) -> Answer {
    let schema = infer(&whole.opened.header.names, &whole.scan);
    let exclusions = Vec::new();
    let mut shard = Shard::of(whole);
    shard.answer(Ask::Build { schema, exclusions }).unwrap()
}

#[test]
fn one_two_three_or_seven_hands_give_what_one_reader_gives() {
    let text = survey(16);
    let alone = whole(text.as_bytes());
    for hands in [1, 2, 3, 7] {
        let length = text.len() as u64 / (hands as u64 * 4);
        let together = by_hands(text.as_bytes(), length, hands, &[0, 3, 1, 2]);
        assert_alike(&together, &alone);
        assert_eq!(summary(together), summary(whole(text.as_bytes())));
    }
}

#[test]
fn titles_notes_and_totals_are_no_evidence_in_parts_either() {
    let mut text = String::from("team,hours,share\n");
    for row in 0..40_000 {
        text += &format!("team {},{},{}%\n", row % 30, row % 17, row % 101);
        if row == 20_000 {
            text += "team,hours,share\n";
        }
    }
    text += "Total,319985,\n\"Source: made up\",,\n";
    let alone = whole(text.as_bytes());
    assert_eq!(alone.opened.records.len(), 40_000);
    assert_alike(&by_hands(text.as_bytes(), 60_000, 3, &[1, 0, 2]), &alone);
}

#[test]
fn a_header_that_is_wrapped_whole_is_unwrapped_from_parts_too() {
    let mut text = String::from("\"team,hours,note\",,\n");
    for row in 0..40_000 {
        text += &format!("team {},{},\"so, so\"\n", row % 30, row % 17);
    }
    let alone = whole(text.as_bytes());
    assert_eq!(alone.opened.header.names, ["team", "hours", "note"]);
    assert_eq!(alone.opened.problems.count(ProblemKind::WrappedLines), 1);
    assert_alike(&by_hands(text.as_bytes(), 60_000, 3, &[1, 0, 2]), &alone);
}

#[test]
fn what_cells_plainly_say_builds_the_columns_that_reading_them_again_does() {
    let mut text = String::from("export of a tool,,,,,\nid,hours,started,share,key,note\n");
    for row in 0..30_000 {
        let hours = match row % 97 {
            0 => String::new(),
            1 => "-99".to_owned(),
            2 => "7".to_owned(),
            3 => "7.0".to_owned(),
            4 => "unknown".to_owned(),
            5 => "\"1,250\"".to_owned(),
            _ => format!("{}.{:02}", row / 7, row % 89),
        };
        let started = match row % 61 {
            0 => String::new(),
            1 => "soon".to_owned(),
            2 => "03/04/2026".to_owned(),
            3 => "1980-01-01 00:00:00".to_owned(),
            n if n % 2 == 0 => format!(
                "2026-01-{:02}T{:02}:{:02}:{:02}Z",
                row % 28 + 1,
                row % 24,
                row % 60,
                row % 59
            ),
            _ => format!(
                "2026-02-{:02} 10:{:02}:{:02}",
                row % 28 + 1,
                row % 60,
                row % 59
            ),
        };
        let note = if row < 20_000 {
            row.to_string()
        } else {
            format!("note {row}")
        };
        text += &format!(
            "{row},{hours},{started},\"{},{:03}\",{row:040x},{note}\n",
            row,
            row % 1000
        );
        if row == 15_000 {
            text += "id,hours,started,share,key,note\n";
        }
    }
    let read = by_hands(text.as_bytes(), 200_000, 3, &[1, 0, 2]);
    let (records, names) = (&read.opened.records, &read.opened.header.names);
    assert_eq!(records.len(), 30_000);
    let inferred = infer(names, &read.scan);
    assert_eq!(inferred.columns[1].kind, Kind::Number);
    assert_eq!(inferred.columns[2].kind, Kind::DateTime);
    let mut with_commas = inferred.clone();
    let mut other_kinds = inferred.clone();
    let mut more_missing = inferred.clone();
    with_commas
        .columns
        .iter_mut()
        .for_each(|column| column.decimal_comma = true);
    for (column, kind) in other_kinds.columns.iter_mut().zip([
        Kind::DateTime,
        Kind::DateTime,
        Kind::Number,
        Kind::Number,
    ]) {
        column.kind = kind;
    }
    for column in &mut more_missing.columns {
        column.kind = if column.name == "started" {
            Kind::DateTime
        } else {
            Kind::Number
        };
        column.sensitive = None;
        column
            .missing
            .extend(["7", "12", "2026-01-05T04:04:04Z"].map(str::to_owned));
    }
    let mut some = Bitmap::new(records.len());
    (0..records.len())
        .filter(|row| row % 3 > 0)
        .for_each(|row| some.set(row));
    for schema in [inferred, with_commas, other_kinds, more_missing] {
        for kept in [&Bitmap::full(records.len()), &some] {
            let plainly = build_kept(records, &schema, kept, read.plain.clone());
            assert!(
                plainly == build_kept(records, &schema, kept, Vec::new()),
                "{schema:?}"
            );
        }
    }
    assert!(
        read.plain
            .iter()
            .filter(|plain| plain.says_anything())
            .count()
            >= 4
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn who_reads_what_and_when_changes_nothing(
        length in 20_000_u64..400_000,
        hands in 1_usize..8,
        draws in proptest::collection::vec(any::<u8>(), 1..40),
        rows in 1_usize..400,
    ) {
        // At least one draw gives what was taken.
        prop_assume!(draws.iter().any(|draw| draw % 5 != 4));
        let text = survey(3);
        let end = text.match_indices('\n').rev().nth(rows).map_or(text.len(), |(at, _)| at + 1);
        // A cut inside a cell leaves an open quote, which is no matter for parts.
        prop_assume!(text[..end].matches('"').count().is_multiple_of(2));
        let bytes = &text.as_bytes()[..end];
        assert_alike(&by_hands(bytes, length, hands, &draws), &whole(bytes));
    }
}
