//! Whether several rows at the top of a table are header: by what tools write, by gaps under groups, by words over figures.

use super::heads::{BODY, Heads, Shape, distinct, figures, is_absent, is_same, is_year};
use super::records::Records;
use super::second_row::{are_units, are_wordings, has_fillers};
use super::sniff::is_figure;

/// Header rows at most.
const MOST: usize = 4;

/// Two and more header rows, or none.
pub(super) fn several(records: &Records, rows: &[usize], width: usize) -> Heads {
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
        let typed = figures(records, body(2), width);
        // Words over figures are no answer.
        let worded = typed.iter().filter(|column| {
            let cell = records.cell(rows[1], **column).trim();
            cell.contains(' ') && !is_figure(cell)
        });
        return match worded.count() {
            0 | 1 => unsure(2, Shape::Wordings),
            _ => sure(2, Shape::Wordings),
        };
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

/// Whether `row` holds hashtags of the Humanitarian Exchange Language, as `#adm1+name`, and nothing else; answers have none.
fn are_tags(records: &Records, row: usize, body: &[usize]) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let is_tag = |cell: &str| {
        let words = cell.strip_prefix('#').unwrap_or("").split(['+', ' ']);
        let mut words = words.filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && words.all(is_word)
    };
    let tags = records
        .cells(row)
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    let mut tags = tags.peekable();
    tags.peek().is_some()
        && tags.all(is_tag)
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
    const PAIRS: [(&str, &str); 6] = [
        ("StartDate", "Start Date"),
        ("EndDate", "End Date"),
        ("RecordedDate", "Recorded Date"),
        ("ResponseId", "Response ID"),
        ("ResponseID", "ResponseID"),
        ("ResponseSet", "ResponseSet"),
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
    let names = distinct(names()).len();
    let (mut back, mut again) = (0, 0);
    for column in 0..width {
        let cells = body.iter().take(BODY);
        let cells: Vec<&str> = cells
            .map(|row| records.cell(*row, column).trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let different = distinct(cells.iter().copied());
        let name = records.cell(*row, column).trim();
        back += usize::from(different.binary_search(&name).is_ok());
        again += usize::from(different.len() * 2 <= cells.len() && cells.len() >= 4);
    }
    // A tracker repeats the name of a field that holds several values.
    names * 4 >= width * 3 && back == 0 && again + figures(records, body, width).len() >= 2
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

/// Whether `upper` has gaps that `lower` fills: names over their first column only.
pub(super) fn is_sparse(records: &Records, upper: usize, lower: usize) -> bool {
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
