//! Lines that a second export wrapped in quotes: `"id,name,""a note"""`.

use super::dialect::Dialect;
use super::records::Records;
use super::sniff::{sniff, usual_width};

/// The text inside the quotes, one line a record, if whole lines were wrapped; and where in it each record starts.
pub(super) fn unwrapped(records: &Records, dialect: &Dialect) -> Option<(String, Vec<usize>)> {
    let rows = records.len();
    if rows < 2 || dialect.quote != Some('"') {
        return None;
    }
    let wrapped = |row: usize| {
        let mut cells = records.cells(row);
        let first = cells.next().unwrap_or("");
        first.contains([',', ';', '\t', '|'])
            && !first.contains('\n')
            && cells.all(|cell| cell.trim().is_empty())
    };
    let seen = rows.min(200);
    if (0..seen).filter(|row| wrapped(*row)).count() * 10 < seen * 9 {
        return None;
    }
    let (mut text, mut starts) = (String::new(), Vec::with_capacity(rows));
    for row in 0..rows {
        starts.push(text.len());
        text.push_str(records.cell(row, 0));
        text.push('\n');
    }
    let found = sniff(&text);
    let inside = super::parser::parse(&text, 0, &found.dialect, found.width, 300).records;
    let same = (0..inside.len())
        .filter(|row| inside.width(*row) == found.width)
        .count();
    (found.width >= 2 && usual_width(&inside) == found.width && same * 10 >= inside.len() * 8)
        .then_some((text, starts))
}
