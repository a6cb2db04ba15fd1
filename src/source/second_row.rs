//! What a second header row says: that answers stand below, in which unit, or what was asked.

use std::collections::BTreeSet;

use super::heads::BODY;
use super::records::Records;
use super::several::is_sparse;
use super::sniff::is_figure;

/// What a header row under a question says where the question has no options.
const FILLERS: &[&str] = &[
    "response",
    "open-ended response",
    "other (please specify)",
    "other (please specify):",
    "antwort",
    "offene antwort",
    "sonstiges (bitte angeben)",
    "réponse",
    "réponse libre",
    "réponse ouverte",
    "autre (veuillez préciser)",
    "respuesta",
    "respuesta abierta",
    "otro (especifique)",
    "відповідь",
    "resposta",
    "risposta",
    "antwoord",
    "回答",
    "応答",
    "自由回答",
];

/// Whether a header cell says only that answers stand below, and names no option.
pub(super) fn is_filler(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    FILLERS.contains(&text.as_str()) && !text.contains('(')
}

/// Whether row `at` says "Response" and the like under the questions above it.
pub(super) fn has_fillers(records: &Records, rows: &[usize], at: usize, width: usize) -> bool {
    let row = rows[at];
    let mut fillers = 0;
    for column in 0..width {
        let cell = records.cell(row, column).trim().to_lowercase();
        if FILLERS.contains(&cell.as_str()) {
            let back = rows[at + 1..]
                .iter()
                .take(BODY)
                .filter(|below| records.cell(**below, column).trim().to_lowercase() == cell)
                .count();
            fillers += usize::from(back == 0);
        }
    }
    let above = rows[at - 1];
    fillers > 0
        && (records.cell(row, 0).trim().is_empty()
            || fillers >= 2
            || is_sparse(records, above, row))
}

/// Whether `row` holds units of the columns of figures below it.
pub(super) fn are_units(records: &Records, row: usize, typed: &[usize]) -> bool {
    const UNITS: &[&str] = &[
        "%", "s", "sec", "seconds", "ms", "min", "minutes", "h", "hr", "hrs", "hours", "days",
        "weeks", "months", "years", "kg", "g", "m", "cm", "mm", "km", "usd", "eur", "$", "€", "£",
        "°c", "c", "count", "number", "n", "score", "points", "percent", "yes/no", "1-5", "text",
        "date", "string", "int", "integer", "float", "numeric", "boolean", "bool", "varchar",
        "datetime", "category", "unit", "kpa", "pa", "bar", "v", "hz", "w", "kw", "kwh", "l", "ml",
        "lb", "lbs", "ft", "mi", "km/h", "mph", "m/s", "deg", "degrees", "°f", "ppm", "db", "px",
        "bytes", "kb", "mb", "gb", "units", "id", "double", "long", "char", "persons", "people",
    ];
    if typed.is_empty() {
        return false;
    }
    let is_unit = |cell: &str| {
        let cell = cell.trim();
        let bracketed = (cell.starts_with('(') && cell.ends_with(')'))
            || (cell.starts_with('[') && cell.ends_with(']'));
        bracketed && !is_figure(cell) || UNITS.contains(&cell.to_lowercase().as_str())
    };
    let filled: Vec<&str> = records
        .cells(row)
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    let units = filled.iter().filter(|cell| is_unit(cell)).count();
    units * 10 >= filled.len() * 7
        && typed
            .iter()
            .any(|column| is_unit(records.cell(row, *column)))
        && typed.iter().all(|column| {
            !is_figure(records.cell(row, *column).trim()) || is_unit(records.cell(row, *column))
        })
}

/// Whether `row` holds the wordings of the short names in `head`: long, each once, never below.
pub(super) fn are_wordings(
    records: &Records,
    head: usize,
    row: usize,
    body: &[usize],
    width: usize,
) -> bool {
    let (mut long, mut short, mut filled, mut back, mut longer) = (0, 0, 0, 0, 0);
    let mut asked = 0;
    let mut seen = BTreeSet::new();
    for column in 0..width {
        let (name, wording) = (
            records.cell(head, column).trim(),
            records.cell(row, column).trim(),
        );
        if wording.is_empty() || name.is_empty() {
            continue;
        }
        filled += 1;
        long += usize::from(wording.len() >= 25 && wording.contains(' '));
        short += usize::from(name.len() <= 24 && name.split_whitespace().count() <= 2);
        seen.insert(wording);
        asked += usize::from(
            wording.ends_with(['?', ':', '\u{2026}', '\u{ff1f}']) || wording.contains(" - "),
        );
        let cells = || {
            body.iter()
                .take(50)
                .map(|row| records.cell(*row, column).trim())
        };
        back += usize::from(cells().any(|cell| cell == wording));
        let usual: usize = cells().map(str::len).sum::<usize>() / body.len().clamp(1, 50);
        longer += usize::from(wording.len() > 2 * usual);
    }
    let codes = (0..width)
        .filter(|column| {
            let name = records.cell(head, *column).trim();
            !name.contains(' ') && name.contains(|c: char| c == '_' || c.is_ascii_digit())
        })
        .count();
    filled >= 3
        && long * 2 >= filled
        && short * 10 >= filled * 8
        && seen.len() * 10 >= filled * 8
        && back == 0
        && (longer * 10 >= filled * 7
            // Codes over long answers: only questions are told from the first answer.
            || codes * 10 >= filled * 7 && (asked * 2 >= filled || longer * 10 >= filled * 4))
}
