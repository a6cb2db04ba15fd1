//! Which records are the header, and what the columns are called.

use std::collections::BTreeSet;

use super::problems::{ProblemKind, Problems};
use super::records::Records;

/// The header of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// One name per column, each once: as in the file, without the white space around it.
    pub names: Vec<String>,
    /// How many records at the top are header.
    pub rows: u32,
}

/// How many records at the top of `records` are header.
pub(super) fn rows(records: &Records) -> u32 {
    u32::from(!records.is_empty())
}

/// Names `width` columns from the first record of `records`; later columns than it has are named by number.
pub(super) fn header(
    records: &Records,
    rows: u32,
    width: usize,
    problems: &mut Problems,
) -> Header {
    let mut taken = BTreeSet::new();
    let mut names = Vec::with_capacity(width);
    for column in 0..width {
        let given = records
            .cell(0, column)
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let wanted = if given.is_empty() {
            format!("column {}", column + 1)
        } else {
            given.to_owned()
        };
        let name = unused(&wanted, &taken);
        // Columns beyond the header are told with the records that have them.
        if given.is_empty() && column < records.width(0) {
            problems.note(ProblemKind::BlankHeader, records.place(0, Some(column)));
        } else if name != wanted {
            problems.note(ProblemKind::RepeatedHeader, records.place(0, Some(column)));
        }
        taken.insert(name.clone());
        names.push(name);
    }
    Header { names, rows }
}

/// `wanted`, or `wanted (2)`, `wanted (3)` and so on, whichever is free first.
fn unused(wanted: &str, taken: &BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2_usize;
    while taken.contains(&name) {
        name = format!("{wanted} ({number})");
        number += 1;
    }
    name
}
