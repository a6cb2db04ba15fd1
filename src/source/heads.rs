//! How many header rows a table has, and what each of them says.

use std::collections::BTreeSet;

use super::records::Records;
use super::sniff::is_figure;

/// Records below the header that are looked at.
pub(super) const BODY: usize = 200;
/// Header rows at most.
const MOST: usize = 4;

/// The header rows of a table.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Heads {
    /// How many; 0 where the table starts with an answer.
    pub rows: usize,
    /// How they belong together.
    pub shape: Shape,
    /// Whether that is a guess.
    pub doubtful: bool,
}

/// How several header rows belong together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Shape {
    /// One row of names, or none.
    #[default]
    Plain,
    /// Names, wordings, and a row of JSON with import ids, as Qualtrics writes them.
    Qualtrics,
    /// Questions over their first column only, options below, as SurveyMonkey writes them.
    Options,
    /// Ids, then questions over their first column only, then options.
    IdsAndOptions,
    /// Names, then wordings.
    Wordings,
    /// Names, then units or tags.
    Units,
    /// Groups over names.
    Groups,
}

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

/// The header rows among the records `rows` of one table.
pub(super) fn find(records: &Records, rows: &[usize], width: usize, given: Option<usize>) -> Heads {
    let found = guess(records, rows, width);
    match given {
        Some(given) if given != found.rows => Heads {
            rows: given.min(rows.len()),
            shape: match given {
                0 | 1 => Shape::Plain,
                _ if is_sparse(records, rows[0], rows[1.min(rows.len() - 1)]) => Shape::Options,
                _ => Shape::Groups,
            },
            doubtful: false,
        },
        _ => found,
    }
}

fn guess(records: &Records, rows: &[usize], width: usize) -> Heads {
    let headless = Heads {
        rows: 0,
        shape: Shape::Plain,
        doubtful: true,
    };
    // The same figures twice are an answer that two gave.
    if let [first, second, ..] = rows
        && is_same(records, *first, *second, width)
        && records.cells(*first).any(|cell| is_figure(cell.trim()))
    {
        return headless;
    }
    let several = several(records, rows, width);
    if several.rows > 1 {
        return several;
    }
    if !is_header(records, rows, width) {
        return headless;
    }
    Heads {
        rows: 1,
        shape: Shape::Plain,
        doubtful: false,
    }
}

/// Columns that hold figures in nearly all of `rows`.
pub(super) fn figures(records: &Records, rows: &[usize], width: usize) -> Vec<usize> {
    (0..width)
        .filter(|column| {
            let (mut figures, mut filled) = (0, 0);
            for row in rows.iter().take(BODY) {
                let cell = records.cell(*row, *column).trim();
                if !cell.is_empty() && !is_absent(cell) {
                    filled += 1;
                    figures += usize::from(is_figure(cell));
                }
            }
            filled > 0 && figures * 10 >= filled * 9
        })
        .collect()
}

fn is_absent(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "na" | "n/a" | "null" | "none" | "-" | "?" | "nan" | "." | ".." | ":" | "#n/a" | "*****"
    )
}

/// Whether the first of `rows` is a header, unless evidence against it is strong.
pub(super) fn is_header(records: &Records, rows: &[usize], width: usize) -> bool {
    let Some((&head, body)) = rows.split_first() else {
        return false;
    };
    let typed = figures(records, body, width);
    let (mut words, mut alike) = (0, Vec::new());
    for column in typed {
        let cell = records.cell(head, column).trim();
        if is_figure(cell) {
            alike.push(column);
        } else if !cell.is_empty() {
            words += 1;
        }
    }
    if body.is_empty() {
        return true;
    }
    // Figures over columns of words are numbers of questions.
    let numbered = (0..width).filter(|column| {
        let name = records.cell(head, *column).trim();
        let mut cells = body
            .iter()
            .take(BODY)
            .map(|row| records.cell(*row, *column).trim());
        is_figure(name)
            && name.len() <= 4
            && !is_year(name)
            && cells.clone().any(|cell| !cell.is_empty())
            && !cells.any(is_figure)
    });
    let numbered = numbered.count();
    if numbered >= 2 && numbered > alike.len() {
        return true;
    }
    if !alike.is_empty() {
        if are_numbered_names(records, head, &alike, body)
            || are_other_figures(records, head, &alike, body)
        {
            return true;
        }
        return words > alike.len()
            && !(0..width).any(|column| is_date(records.cell(head, column)));
    }
    if words > 0 {
        return true;
    }
    // Text only: an answer comes back in its column, and with it others of the same record.
    let filled: Vec<usize> = (0..width)
        .filter(|column| !records.cell(head, *column).trim().is_empty())
        .collect();
    let comes_back = |column: &&usize| {
        let name = records.cell(head, **column).trim();
        // A column that holds nothing but its own name stands for an option.
        if body.iter().take(BODY).all(|row| matches!(records.cell(*row, **column).trim(), cell if cell.is_empty() || cell == name)) {
            return false;
        }
        body.iter()
            .take(BODY)
            .filter(|row| !is_same(records, head, **row, width))
            .any(|row| records.cell(*row, **column).trim() == name)
    };
    let back = filled.iter().filter(comes_back).count();
    !(body.len() >= 3 && filled.len() >= 2 && back * 2 > filled.len()
        || back == filled.len() && back > 1)
}

fn is_same(records: &Records, a: usize, b: usize, width: usize) -> bool {
    (0..width).all(|column| records.cell(a, column) == records.cell(b, column))
}

/// Whether text is a date or a point in time, which no column is called.
fn is_date(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let marks = cell
        .chars()
        .filter(|c| matches!(c, '-' | '/' | ':' | '.'))
        .count();
    digits >= 4 && marks >= 2 && is_figure(cell.trim())
}

/// Whether figures in the header are names: years or numbers that count up by one, unlike the values below.
fn are_numbered_names(records: &Records, head: usize, columns: &[usize], body: &[usize]) -> bool {
    const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;
    let numbers: Option<Vec<i64>> = columns
        .iter()
        .map(|column| records.cell(head, *column).trim().parse().ok())
        .collect();
    let Some(numbers) = numbers else { return false };
    let counts = |numbers: &[i64]| {
        numbers.len() >= 2
            && numbers
                .windows(2)
                .all(|pair| (pair[1] - pair[0]).abs() == 1)
    };
    let years = numbers.iter().all(|number| YEARS.contains(number));
    let distinct: BTreeSet<i64> = numbers.iter().copied().collect();
    if distinct.len() < numbers.len() || !(counts(&numbers) || years) {
        return false;
    }
    let alike = |row: &&usize| {
        let values: Option<Vec<i64>> = columns
            .iter()
            .map(|column| records.cell(**row, *column).trim().parse().ok())
            .collect();
        values.is_some_and(|values| match years {
            true => values.iter().all(|value| YEARS.contains(value)),
            false => counts(&values),
        })
    };
    body.iter().take(20).filter(alike).count() * 2 < body.len().min(20)
}

/// Whether the figures in the header are written otherwise than those below: `18-24` over `0.35`.
fn are_other_figures(records: &Records, head: usize, columns: &[usize], body: &[usize]) -> bool {
    let outline = |cell: &str| {
        let mut outline = String::new();
        for c in cell.trim().chars() {
            let c = if c.is_ascii_digit() { '0' } else { c };
            if !(c == '0' && outline.ends_with('0')) {
                outline.push(c);
            }
        }
        outline
    };
    let dates = columns
        .iter()
        .all(|column| is_date(records.cell(head, *column)));
    (columns.len() >= 2 || dates)
        && columns.iter().all(|column| {
            let own = outline(records.cell(head, *column));
            own != "0"
                && (dates || own.contains(['-', '\u{2013}', '<', '>', '+', '=']))
                && body
                    .iter()
                    .take(BODY)
                    .all(|row| outline(records.cell(*row, *column)) != own)
        })
}

/// Two and more header rows, or none.
fn several(records: &Records, rows: &[usize], width: usize) -> Heads {
    let none = Heads::default();
    let at = |row: usize| rows.get(row).copied();
    let (Some(first), Some(_)) = (at(0), at(1)) else {
        return none;
    };
    let sure = |rows, shape| Heads {
        rows,
        shape,
        doubtful: false,
    };
    let unsure = |rows, shape| Heads {
        rows,
        shape,
        doubtful: true,
    };
    // A row of import ids ends the header.
    for (at, &row) in rows.iter().enumerate().take(MOST).skip(1) {
        let ids = records
            .cells(row)
            .filter(|cell| {
                let cell = cell.trim_start();
                cell.starts_with('{') && (cell.contains("ImportId") || cell.contains("importId"))
            })
            .count();
        if ids > 0 && ids * 2 >= records.filled(row) {
            return sure(at + 1, Shape::Qualtrics);
        }
    }
    if is_exported_twice(records, first, rows[1]) {
        return sure(2, Shape::Wordings);
    }
    if is_numbered(records, first) && rows.len() >= 2 {
        return sure(2, Shape::Wordings);
    }
    for row in (1..rows.len().min(MOST)).rev() {
        if has_fillers(records, rows, row, width) {
            let shape = if row >= 2 {
                Shape::IdsAndOptions
            } else {
                Shape::Options
            };
            return sure(row + 1, shape);
        }
    }
    let body = |from: usize| rows.get(from..).unwrap_or(&[]);
    if are_tags(records, rows[1], body(2)) {
        return sure(2, Shape::Units);
    }
    if rows.len() >= 3 && are_units(records, rows[1], &figures(records, body(2), width)) {
        return unsure(2, Shape::Units);
    }
    if rows.len() >= 3 && are_wordings(records, first, rows[1], body(2), width) {
        return unsure(2, Shape::Wordings);
    }
    // The most rows that are words over columns of figures.
    for count in (2..=MOST.min(rows.len().saturating_sub(1))).rev() {
        if (1..count).all(|at| is_header_too(records, rows, at, count, width)) {
            return unsure(count, Shape::Groups);
        }
    }
    if are_options(records, rows, width) {
        return sure(2, Shape::Options);
    }
    if are_names_in_gaps(records, rows, width) || are_names_under_groups(records, rows, width) {
        return unsure(2, Shape::Groups);
    }
    none
}

/// Whether the second row names every column under a first row with gaps: words that differ and never come below, over
/// columns where other things come again or are figures.
fn are_names_under_groups(records: &Records, rows: &[usize], width: usize) -> bool {
    let [head, row, body @ ..] = rows else {
        return false;
    };
    if body.len() < 2 || width < 3 || !is_sparse(records, *head, *row) {
        return false;
    }
    let names = || (0..width).map(|column| records.cell(*row, column).trim());
    if names().any(|name| name.is_empty() || is_figure(name)) {
        return false;
    }
    let names: BTreeSet<&str> = names().collect();
    let (mut back, mut again) = (0, 0);
    for column in 0..width {
        let cells = body.iter().take(BODY);
        let cells: Vec<&str> = cells
            .map(|row| records.cell(*row, column).trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let distinct: BTreeSet<&str> = cells.iter().copied().collect();
        back += usize::from(distinct.contains(records.cell(*row, column).trim()));
        again += usize::from(distinct.len() * 2 <= cells.len() && cells.len() >= 4);
    }
    // A tracker repeats the name of a field that holds several values.
    names.len() * 4 >= width * 3 && back == 0 && again + figures(records, body, width).len() >= 2
}

/// Whether `row` holds hashtags of the Humanitarian Exchange Language, as `#adm1+name`, and nothing else; answers have none.
fn are_tags(records: &Records, row: usize, body: &[usize]) -> bool {
    let is_tag = |cell: &str| {
        let words = cell.strip_prefix('#').unwrap_or("").split(['+', ' ']);
        words.filter(|word| !word.is_empty()).count() > 0
            && cell[1..].split(['+', ' ']).all(|word| {
                word.is_empty()
                    || word.starts_with(|c: char| c.is_ascii_lowercase())
                        && word
                            .chars()
                            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            })
    };
    let tags = records
        .cells(row)
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    let mut tags = tags.peekable();
    tags.peek().is_some()
        && tags.all(|cell| cell.starts_with('#') && is_tag(cell))
        && !body
            .iter()
            .take(BODY)
            .any(|row| records.cells(*row).any(|cell| cell.trim().starts_with('#')))
}

/// Whether the second row holds options: it fills the gaps of the first, and below it stands nothing else.
fn are_options(records: &Records, rows: &[usize], width: usize) -> bool {
    let [head, row, body @ ..] = rows else {
        return false;
    };
    if body.is_empty()
        || !records.cell(*row, 0).trim().is_empty()
        || !is_sparse(records, *head, *row)
    {
        return false;
    }
    let mut found = 0;
    for column in 0..width {
        let option = records.cell(*row, column).trim();
        if option.is_empty() {
            continue;
        }
        let own = |row: &usize| matches!(records.cell(*row, column).trim(), cell if cell.is_empty() || cell == option);
        found += usize::from(body.iter().take(BODY).all(own));
    }
    found >= 2 && found * 2 >= records.filled(*row)
}

/// Whether Qualtrics' own columns are there by name and, below, in words: an export without its third row.
fn is_exported_twice(records: &Records, head: usize, row: usize) -> bool {
    const PAIRS: [(&str, &str); 4] = [
        ("StartDate", "Start Date"),
        ("EndDate", "End Date"),
        ("RecordedDate", "Recorded Date"),
        ("ResponseId", "Response ID"),
    ];
    let pairs = records
        .cells(head)
        .zip(records.cells(row))
        .filter(|(name, words)| PAIRS.contains(&(name.trim(), words.trim())));
    pairs.count() >= 2
}

/// Whether the second row only fills gaps of the first, under groups of columns, with words that never come below.
fn are_names_in_gaps(records: &Records, rows: &[usize], width: usize) -> bool {
    let [head, row, body @ ..] = rows else {
        return false;
    };
    let blank = |row: usize, column: usize| records.cell(row, column).trim().is_empty();
    let under = (0..width).all(|column| {
        let name = records.cell(*row, column).trim();
        name.is_empty()
            || !is_figure(name)
                && body
                    .iter()
                    .take(BODY)
                    .all(|row| records.cell(*row, column).trim() != name)
    });
    // Every column has a name in one row or under the group of the other.
    body.len() >= 2
        && under
        && blank(*row, 0)
        && !blank(*head, 0)
        && body.iter().take(BODY).all(|row| !blank(*row, 0))
        && (0..width).all(|column| !blank(*head, column) || !blank(*row, column))
        && (1..width).any(|column| blank(*head, column))
}

/// Whether a record is `V1`, `V2` and so on, as old Qualtrics exports and R number their columns.
fn is_numbered(records: &Records, row: usize) -> bool {
    let numbered = records
        .cells(row)
        .enumerate()
        .take_while(|(at, cell)| *cell == format!("V{}", at + 1))
        .count();
    numbered >= 5 && numbered < records.reach(row)
}

/// Whether row `at` says "Response" and the like under the questions above it.
fn has_fillers(records: &Records, rows: &[usize], at: usize, width: usize) -> bool {
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

/// Whether `upper` has gaps that `lower` fills: names over their first column only.
fn is_sparse(records: &Records, upper: usize, lower: usize) -> bool {
    let reach = records.reach(upper).max(records.reach(lower));
    let gaps = (1..reach)
        .filter(|column| {
            records.cell(upper, *column).trim().is_empty()
                && !records.cell(lower, *column).trim().is_empty()
        })
        .count();
    let filled = records.filled(upper);
    filled > 0 && gaps > 0 && gaps * 4 >= reach - 1
}

/// Whether `row` holds units of the columns of figures below it.
fn are_units(records: &Records, row: usize, typed: &[usize]) -> bool {
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
fn are_wordings(records: &Records, head: usize, row: usize, body: &[usize], width: usize) -> bool {
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

/// Whether record `at` is one of `count` header rows: words over columns of figures, and never a figure there.
fn is_header_too(records: &Records, rows: &[usize], at: usize, count: usize, width: usize) -> bool {
    let row = rows[at];
    let body = &rows[count..];
    let typed = figures(records, body, width);
    if typed.len() < 2 || body.len() < 2 {
        return false;
    }
    if is_same(records, rows[0], row, width) {
        return true;
    }
    let cells = |row: usize| {
        typed
            .iter()
            .map(move |column| records.cell(row, *column).trim())
    };
    // Years and months are names where groups stand over them, and no values.
    let are_periods = are_periods(records, rows[at - 1], row, &typed, body);
    let words = cells(row)
        .filter(|cell| !cell.is_empty() && !is_absent(cell) && (!is_figure(cell) || are_periods))
        .count();
    let blanks = cells(row).filter(|cell| cell.is_empty()).count();
    let whole = words + blanks == typed.len() && words * 2 >= typed.len() && words >= 2;
    // The first row over the same columns must be names as well.
    whole
        && !cells(rows[0]).any(|cell| is_figure(cell) && !is_year(cell))
        && (records.filled(row) * 2 >= width || is_sparse(records, rows[at - 1], row))
}

/// Whether `row` names the columns of figures by years or months under groups with gaps, and no value below is one.
fn are_periods(
    records: &Records,
    groups: usize,
    row: usize,
    typed: &[usize],
    body: &[usize],
) -> bool {
    let is_period = |cell: &str| {
        let (year, month) = cell.split_once('-').unwrap_or((cell, "1"));
        is_year(year)
            && month.len() <= 2
            && month
                .parse()
                .is_ok_and(|month: u32| (1..=12).contains(&month))
    };
    let all = |row: usize| {
        let mut cells = typed.iter().map(|column| records.cell(row, *column).trim());
        cells.all(is_period)
    };
    let has_groups = typed.iter().any(|column| {
        let group = records.cell(groups, *column).trim();
        !group.is_empty() && !is_figure(group)
    });
    typed.len() >= 2
        && has_groups
        && !typed
            .iter()
            .any(|column| is_figure(records.cell(groups, *column).trim()))
        && all(row)
        && !body.iter().take(20).any(|row| all(*row))
}

fn is_year(cell: &str) -> bool {
    cell.parse()
        .is_ok_and(|year: u32| (1900..=2100).contains(&year))
}
