//! What the columns are called: names, wordings and options from one or several header rows.

use std::collections::{BTreeMap, BTreeSet};

use super::heads::{Heads, Shape};
use super::problems::{ProblemKind, Problems};
use super::records::Records;
use super::second_row::is_filler;

/// The header of a table, each list with one entry per column.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Header {
    /// Names, each once: as in the file, without the white space around them.
    pub names: Vec<String>,
    /// Names as the file gives them, blank and repeated ones too; only for columns that the header has.
    pub given: Vec<String>,
    /// What was asked, where the file says it apart from the name; else blank.
    pub wordings: Vec<String>,
    /// The option that the column stands for, where the file says it apart from the question; else blank.
    pub options: Vec<String>,
    /// How many records at the top are header.
    pub rows: u32,
    /// Places of columns that the file's own header rows name otherwise: a person said how many header rows there are.
    pub by_hand: Vec<usize>,
}

impl Header {
    /// What was asked in a column, with the option that the column stands for; blank where the file says no more than the name.
    pub fn asked(&self, column: usize) -> String {
        let of = |texts: &[String]| texts.get(column).cloned().unwrap_or_default();
        let (wording, option) = (of(&self.wordings), of(&self.options));
        let asked = if wording.is_empty() || option.is_empty() {
            wording
        } else {
            format!("{wording} [{option}]")
        };
        if self.names.get(column) == Some(&asked) {
            String::new()
        } else {
            asked
        }
    }

    /// Places of columns that `own` does not name, or names otherwise.
    pub(super) fn differs(&self, own: &Header) -> Vec<usize> {
        let of = |header: &Header, at: usize| {
            let texts = [&header.names, &header.wordings, &header.options];
            texts.map(|texts| texts.get(at).cloned())
        };
        (0..self.names.len())
            .filter(|&at| of(self, at) != of(own, at))
            .collect()
    }
}

/// Names `width` columns from the header records `rows`; later columns than they have are named by number.
///
/// `shift` says that the header lacks the name of the first column, as R writes row names.
pub(super) fn header(
    records: &Records,
    rows: &[usize],
    heads: &Heads,
    width: usize,
    shift: bool,
    problems: &mut Problems,
) -> Header {
    let named = rows
        .iter()
        .map(|row| records.width(*row) + usize::from(shift))
        .max()
        .unwrap_or(0);
    let mut header = Header {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        ..Header::default()
    };
    let cell = |row: usize, column: usize| -> String {
        let at = column.checked_sub(usize::from(shift));
        let text = at.map_or("", |column| records.cell(rows[row], column));
        text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .to_owned()
    };
    let mut above = vec![String::new(); rows.len()];
    for column in 0..named {
        let lower: Vec<String> = (0..rows.len()).map(|row| cell(row, column)).collect();
        // A name over several columns stands over the first of them.
        for (above, text) in above.iter_mut().zip(&lower) {
            if !text.is_empty() {
                above.clone_from(text);
            }
        }
        let (given, wording, option) = match heads.shape {
            Shape::Plain => (
                lower.first().cloned().unwrap_or_default(),
                String::new(),
                String::new(),
            ),
            Shape::Qualtrics | Shape::Wordings => {
                (lower[0].clone(), lower[1].clone(), String::new())
            }
            Shape::Units => {
                let unit = lower[1].trim_matches(['(', ')', '[', ']']);
                let wording = if unit.is_empty() {
                    String::new()
                } else {
                    format!("{} ({unit})", lower[0])
                };
                (lower[0].clone(), wording, String::new())
            }
            Shape::Options | Shape::IdsAndOptions => {
                let last = rows.len() - 1;
                let question = if lower[last - 1].is_empty() && lower[last].is_empty() {
                    String::new()
                } else {
                    above[last - 1].clone()
                };
                let filler = lower[last].is_empty() || is_filler(&lower[last]);
                let option = if filler {
                    String::new()
                } else {
                    lower[last].clone()
                };
                let id = match heads.shape {
                    Shape::IdsAndOptions if !above[0].is_empty() => above[0].clone(),
                    _ => question.clone(),
                };
                let given = match (id.is_empty(), option.is_empty()) {
                    (_, true) => id,
                    (true, false) => option.clone(),
                    (false, false) => format!("{id} [{option}]"),
                };
                (given, question, option)
            }
            Shape::Groups => {
                // The lowest row names the column; a group goes over the columns without a name in its row.
                let parts: Vec<&str> = lower
                    .iter()
                    .zip(&above)
                    .enumerate()
                    .map(|(at, (own, group))| {
                        if own.is_empty() && at + 1 < rows.len() {
                            group
                        } else {
                            own
                        }
                    })
                    .map(String::as_str)
                    .filter(|part| !part.is_empty())
                    .collect();
                (parts.join(" "), String::new(), String::new())
            }
        };
        header.given.push(given);
        header.wordings.push(wording);
        header.options.push(option);
    }
    header.wordings.resize(width, String::new());
    header.options.resize(width, String::new());
    header.given.truncate(width);
    header.names = unique(&header.given, width, |kind, column| {
        if let Some(row) = rows.first() {
            problems.note(kind, records.place(*row, Some(column)));
        }
    });
    header
}

/// Each name once: blank ones by number, repeated ones with a number.
fn unique(given: &[String], width: usize, mut note: impl FnMut(ProblemKind, usize)) -> Vec<String> {
    let (mut taken, mut next) = (BTreeSet::new(), BTreeMap::new());
    let mut names = Vec::with_capacity(width);
    for column in 0..width {
        let name = given.get(column).map_or("", String::as_str);
        let wanted = if name.is_empty() {
            format!("column {}", column + 1)
        } else {
            name.to_owned()
        };
        let name = unused(&wanted, &taken, &mut next);
        // Columns beyond the header are told with the records that have them.
        if given.get(column).is_some_and(String::is_empty) {
            note(ProblemKind::BlankHeader, column);
        } else if name != wanted {
            note(ProblemKind::RepeatedHeader, column);
        }
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// `wanted`, or `wanted (2)`, `wanted (3)` and so on, whichever is free first; `next` knows which were taken.
fn unused(wanted: &str, taken: &BTreeSet<String>, next: &mut BTreeMap<String, usize>) -> String {
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    let number = next.entry(wanted.to_owned()).or_insert(2);
    loop {
        let name = format!("{wanted} ({number})");
        *number += 1;
        if !taken.contains(&name) {
            return name;
        }
    }
}
