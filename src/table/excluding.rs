//! Which records a person's exclusions leave out, and what the notes call them.

use std::collections::BTreeSet;

use super::aside::is_aside;
use super::bitmap::Bitmap;
use super::cell::trimmed;
use super::levels::{fold_in, hash};
use super::reading::Exclusion;
use super::schema::{ColumnSchema, Kind, Schema};
use super::units::Unit;
use super::{dates, durations, numbers};
use crate::source::{Coded, Records};

/// Which records stay, and how many each exclusion took, in their order.
///
/// A record that several rules would take is counted by the first of them that looks. Rules that look at one record look
/// before those that compare records, so that nobody leaves as the twin of a record that left as well; which records
/// stay does not depend on the order of the list. A rule about columns that are not there takes nothing.
pub fn kept(records: &Records, schema: &Schema, exclusions: &[Exclusion]) -> (Bitmap, Vec<u64>) {
    if exclusions.is_empty() {
        return (Bitmap::full(records.len()), Vec::new());
    }
    let mut stays = vec![true; records.len()];
    let mut counts = vec![0; exclusions.len()];
    let turn = |exclusion: &Exclusion| match exclusion {
        Exclusion::Copies => 1,
        Exclusion::Duplicates { .. } => 2,
        _ => 0,
    };
    for now in 0..=2 {
        let all = exclusions.iter().zip(&mut counts);
        for (exclusion, count) in all.filter(|(exclusion, _)| turn(exclusion) == now) {
            for row in taken(records, schema, exclusion, &|row| stays[row]) {
                stays[row] = false;
                *count += 1;
            }
        }
    }
    let mut kept = Bitmap::new(records.len());
    (0..records.len())
        .filter(|row| stays[*row])
        .for_each(|row| kept.set(row));
    (kept, counts)
}

/// The records, in order, that `exclusion` takes of those that are there.
pub(super) fn taken(
    records: &Records,
    schema: &Schema,
    exclusion: &Exclusion,
    there: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let rows = || (0..records.len()).filter(|row| there(*row));
    let column = |name: &str| Source::named(records, schema, name);
    match exclusion {
        Exclusion::Duplicates { column: name } => {
            let Some(column) = column(name) else {
                return Vec::new();
            };
            let (_, taken) = column.repeated(rows());
            in_order(&taken, records.len())
        }
        Exclusion::Copies => copies(records, rows()),
        Exclusion::Previews { column: name } => column(name).map_or_else(Vec::new, |column| {
            rows().filter(|row| is_preview(column.text(*row))).collect()
        }),
        Exclusion::Partial { column: name } => column(name).map_or_else(Vec::new, |column| {
            rows()
                .filter(|row| is_partial(name, column.text(*row)))
                .collect()
        }),
        Exclusion::Speeders {
            column: name,
            least_thousandths,
        } => column(name).map_or_else(Vec::new, |column| {
            let least = *least_thousandths as f64 / 1000.0;
            let is_fast = |value: f64| value >= 0.0 && value < least;
            rows()
                .filter(|row| column.number(*row).is_some_and(is_fast))
                .collect()
        }),
        Exclusion::Hasty {
            start,
            end,
            least_seconds,
        } => {
            let is_fast = |seconds: i64| seconds >= 0 && (seconds as u64) < *least_seconds;
            match Span::between(records, schema, start, end) {
                Some(span) => rows()
                    .filter(|row| span.seconds(*row).is_some_and(is_fast))
                    .collect(),
                None => Vec::new(),
            }
        }
        Exclusion::StraightLiners { columns } => {
            let columns: Option<Vec<Source>> = columns.iter().map(|name| column(name)).collect();
            match columns.as_deref() {
                Some([first, rest @ ..]) if !rest.is_empty() => rows()
                    .filter(|row| {
                        let text = first.text(*row);
                        // Whoever says throughout that the questions are none of theirs has read them.
                        let is_answer = !text.is_empty() && !is_aside(text);
                        is_answer && rest.iter().all(|other| other.text(*row) == text)
                    })
                    .collect(),
                _ => Vec::new(),
            }
        }
        Exclusion::ImpossibleTimes { start, end } => {
            match Span::between(records, schema, start, end) {
                Some(span) => rows()
                    .filter(|row| span.seconds(*row).is_some_and(|seconds| seconds < 0))
                    .collect(),
                None => Vec::new(),
            }
        }
    }
}

/// Records that equal an earlier one in every cell; blank cells at the end do not count.
fn copies(records: &Records, rows: impl Iterator<Item = usize>) -> Vec<usize> {
    // A hash of each record up to its last cell that is not blank.
    let mut so_far = vec![(0_u64, 0_u64); records.len()];
    for column in 0..records.widest() {
        let hashes = records.of_each(column, |cell| match trimmed(cell) {
            "" => None,
            text => Some(hash(text)),
        });
        for ((all, filled), hash) in so_far.iter_mut().zip(hashes) {
            *all = fold_in(*all, hash.unwrap_or(0));
            if hash.is_some() {
                *filled = *all;
            }
        }
    }
    let cells = |row: usize| {
        let mut cells: Vec<&str> = records.cells(row).map(str::trim).collect();
        while cells.pop_if(|cell| cell.is_empty()).is_some() {}
        cells
    };
    let mut marked: Vec<(u64, usize)> = rows
        .map(|row| (so_far[row].1, row))
        .filter(|(hash, _)| *hash != 0)
        .collect();
    marked.sort_unstable();
    let mut copies = Vec::new();
    for alike in marked.chunk_by(|a, b| a.0 == b.0) {
        let mut first: Vec<usize> = Vec::new();
        for (_, row) in alike {
            match first.iter().any(|earlier| cells(*earlier) == cells(*row)) {
                true => copies.push(*row),
                false => first.push(*row),
            }
        }
    }
    in_order(&copies, records.len())
}

/// These rows of `all` in their order.
fn in_order(rows: &[usize], all: usize) -> Vec<usize> {
    let mut is_one = vec![false; all];
    rows.iter().for_each(|row| is_one[*row] = true);
    (0..all).filter(|row| is_one[*row]).collect()
}

/// Whether a survey tool says with `text` that nobody answered in earnest: Qualtrics in words or by its codes.
fn is_preview(text: &str) -> bool {
    let text = text.to_lowercase();
    ["preview", "vorschau", "spam"]
        .iter()
        .any(|word| text.contains(word))
        || matches!(
            text.as_str(),
            "survey test" | "test" | "1" | "2" | "8" | "9" | "12" | "17" | "40"
        )
}

/// Whether a survey tool says with `text` in column `name` that somebody did not finish.
fn is_partial(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    let small = text.to_lowercase();
    let is = |any: &[&str]| any.contains(&small.as_str());
    match name.as_str() {
        "progress" => text
            .trim_end_matches('%')
            .parse()
            .is_ok_and(|progress: f64| progress < 100.0),
        "finished" => is(&["false", "0", "no", "falsch", "faux", "falso", "nein", "non"]),
        _ if name.ends_with("_complete") => is(&["0", "1", "incomplete", "unverified"]),
        _ if name.contains("submit") => text.is_empty(),
        _ => is(&["partial", "disqualified", "incomplete"]),
    }
}

/// A column of the file as its cells are read.
pub(super) struct Source<'r> {
    records: &'r Records,
    pub column: &'r ColumnSchema,
    /// Its place in the file.
    pub at: usize,
    /// What its texts are read as, where they are held once each.
    known: Option<(Coded<'r>, Vec<&'r str>)>,
}

impl<'r> Source<'r> {
    /// The column called `name`, unless it is spread over several.
    pub fn named(records: &'r Records, schema: &'r Schema, name: &str) -> Option<Source<'r>> {
        let at = schema.columns.iter().position(|c| c.name == name)?;
        Source::at(records, schema, at)
    }

    /// Column `at` of the schema, unless it is spread over several.
    pub fn at(records: &'r Records, schema: &'r Schema, at: usize) -> Option<Source<'r>> {
        let column = &schema.columns[at];
        match column.columns(at)[..] {
            [at] => {
                let known = records.coded(at).map(|coded| {
                    let texts = (0..coded.distinct()).map(|code| read(column, coded.text(code)));
                    (coded, texts.collect())
                });
                Some(Source {
                    records,
                    column,
                    at,
                    known,
                })
            }
            _ => None,
        }
    }

    /// What stands in `row`; nothing where it counts as blank.
    pub fn text(&self, row: usize) -> &'r str {
        match &self.known {
            Some((coded, texts)) => texts[coded.code(row)],
            None => read(self.column, self.records.cell(row, self.at)),
        }
    }

    /// The different texts of all records.
    pub fn distinct(&self) -> BTreeSet<&'r str> {
        let rows = 0..self.records.len();
        match &self.known {
            Some((coded, texts)) => {
                let mut is_there = vec![false; texts.len()];
                rows.for_each(|row| is_there[coded.code(row)] = true);
                let there = texts.iter().zip(is_there).filter(|(_, there)| *there);
                there.map(|(text, _)| *text).collect()
            }
            None => rows.map(|row| self.text(row)).collect(),
        }
    }

    /// How many of `rows` have a text, and those of them whose text comes again in a later one.
    pub fn repeated(&self, rows: impl Iterator<Item = usize>) -> (usize, Vec<usize>) {
        let rows = rows.map(|row| (self.text(row), row));
        let mut hashed: Vec<(u64, usize)> = rows
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, row)| (hash(text), row))
            .collect();
        hashed.sort_unstable();
        let mut repeated = Vec::new();
        for alike in hashed
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|alike| alike.len() > 1)
        {
            for (at, (_, row)) in alike.iter().enumerate() {
                let later = &alike[at + 1..];
                if later
                    .iter()
                    .any(|(_, other)| self.text(*other) == self.text(*row))
                {
                    repeated.push(*row);
                }
            }
        }
        (hashed.len(), repeated)
    }

    /// The number in `row`.
    pub fn number(&self, row: usize) -> Option<f64> {
        let text = self.text(row);
        match self.column.unit {
            Some(Unit::Hours) => durations::hours(text).map(|(hours, _)| hours),
            _ => numbers::number(text, self.column.decimal_comma, self.column.either_mark),
        }
    }
}

/// What a cell of `column` is read as; nothing where it counts as blank.
fn read<'r>(column: &ColumnSchema, cell: &'r str) -> &'r str {
    let text = trimmed(cell);
    match column.missing.iter().any(|missing| missing == text) {
        true => "",
        false => text,
    }
}

/// The time between two columns.
pub(super) struct Span<'r>(Source<'r>, Source<'r>);

impl<'r> Span<'r> {
    /// From `start` to `end`, where both hold points in time.
    pub fn between(
        records: &'r Records,
        schema: &'r Schema,
        start: &str,
        end: &str,
    ) -> Option<Span<'r>> {
        let moment =
            |name| Source::named(records, schema, name).filter(|s| s.column.kind == Kind::DateTime);
        Some(Span(moment(start)?, moment(end)?))
    }

    /// Seconds in `row`; whole days where one side has no time, none where only one side names its zone.
    pub fn seconds(&self, row: usize) -> Option<i64> {
        let [start, end] = [&self.0, &self.1].map(|source| {
            let text = source.text(row);
            let seconds = dates::seconds(text, source.column.day_first)?;
            let zoned = dates::look(text).is_some_and(|(_, zoned)| zoned);
            Some((seconds, zoned, text.contains(':')))
        });
        let ((start, start_zoned, start_timed), (end, end_zoned, end_timed)) = (start?, end?);
        if start_timed && end_timed {
            return (start_zoned == end_zoned).then_some(end - start);
        }
        let is_clock = |timed: bool, seconds: i64| timed || seconds.rem_euclid(86_400) != 0;
        if is_clock(start_timed, start) && is_clock(end_timed, end) {
            return Some(end - start);
        }
        let days = end.div_euclid(86_400) - start.div_euclid(86_400);
        Some(days * 86_400)
    }
}

impl Exclusion {
    /// What the notes call `count` records that were left out by it, after the count.
    pub fn told(&self, count: u64) -> String {
        let records = if count == 1 { "record" } else { "records" };
        match self {
            Exclusion::Duplicates { column } => format!("{records} with a repeated {column}"),
            Exclusion::Copies => format!("{records} equal to an earlier one"),
            Exclusion::Previews { .. } if count == 1 => "preview".to_owned(),
            Exclusion::Previews { .. } => "previews".to_owned(),
            Exclusion::Partial { column } => format!("{records} not finished ({column})"),
            Exclusion::Speeders {
                column,
                least_thousandths,
            } => format!(
                "{records} with {column} under {}",
                thousandths(*least_thousandths)
            ),
            Exclusion::Hasty { least_seconds, .. } => {
                format!("{records} answered in under {least_seconds} seconds")
            }
            Exclusion::StraightLiners { columns } => {
                format!(
                    "{records} with one and the same answer to {} questions",
                    columns.len()
                )
            }
            Exclusion::ImpossibleTimes { start, end } => {
                format!("{records} with {end} before {start}")
            }
        }
    }
}

/// A number of thousandths as a decimal.
pub(super) fn thousandths(number: u64) -> String {
    match number % 1000 {
        0 => (number / 1000).to_string(),
        part => format!("{}.{part:03}", number / 1000)
            .trim_end_matches('0')
            .to_owned(),
    }
}
