//! How many header rows a table has, and what each of them says.

use super::first_row::{is_answer, tells_who};
use super::records::Records;
use super::several::{is_sparse, several};
use super::sniff::is_figure;
use crate::order::rising;

/// Records below the header that are looked at.
pub(super) const BODY: usize = 200;

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
    if tells_who(records, rows, width) || !is_header(records, rows, width) {
        return Heads {
            doubtful: !is_answer(records, rows, width),
            ..headless
        };
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

/// Texts that stand where nothing is.
const ABSENT: [&str; 12] = [
    "na", "n/a", "null", "none", "-", "?", "nan", ".", "..", ":", "#n/a", "*****",
];

pub(super) fn is_absent(cell: &str) -> bool {
    ABSENT.iter().any(|text| text.eq_ignore_ascii_case(cell))
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

pub(super) fn is_same(records: &Records, a: usize, b: usize, width: usize) -> bool {
    (0..width).all(|column| records.cell(a, column) == records.cell(b, column))
}

/// Whether text is a date or a point in time, which no column is called.
pub(super) fn is_date(cell: &str) -> bool {
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
    let different = distinct(numbers.iter().copied()).len();
    if different < numbers.len() || !(counts(&numbers) || years) {
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
                && (dates || own.contains(['-', '\u{2013}', '<', '>', '+', '=', '%']))
                && body
                    .iter()
                    .take(BODY)
                    .all(|row| outline(records.cell(*row, *column)) != own)
        })
}

pub(super) fn is_year(cell: &str) -> bool {
    cell.parse()
        .is_ok_and(|year: u32| (1900..=2100).contains(&year))
}

/// The different ones of some things, in order.
pub(super) fn distinct<T: Ord>(things: impl Iterator<Item = T>) -> Vec<T> {
    let mut things = rising(things.collect::<Vec<T>>());
    things.dedup();
    things
}
