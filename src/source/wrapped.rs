//! Lines that a second export wrapped in quotes: `"id,name,""a note"""`.

use super::dialect::Dialect;
use super::records::Records;
use super::sniff::{is_figure, sniff, usual_width};

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
    let most = (1..seen).filter(|row| wrapped(*row)).count() * 10 >= (seen - 1) * 9;
    let header =
        wrapped(0) && records.filled(1) >= 2 && records.cells(1).any(|cell| is_figure(cell.trim()));
    if !(header || most && (wrapped(0) || records.filled(0) >= 2)) {
        return None;
    }
    // Lines that were not wrapped are written anew, so that all can be read alike.
    let plain = Dialect::of(",");
    let (mut text, mut starts) = (String::new(), Vec::with_capacity(rows));
    for row in 0..rows {
        starts.push(text.len());
        match wrapped(row) {
            true => text.push_str(records.cell(row, 0)),
            false => {
                let cells: Vec<String> = records.cells(row).map(|cell| plain.write(cell)).collect();
                text.push_str(&cells.join(","));
            }
        }
        text.push('\n');
    }
    let found = sniff(&text);
    let inside = super::parser::parse(&text, 0, &found.dialect, found.width, 300).records;
    let same = (0..inside.len())
        .filter(|row| inside.width(*row) == found.width)
        .count();
    let whole = same == inside.len() || !header && same * 10 >= inside.len() * 8;
    (found.width >= 2 && usual_width(&inside) == found.width && whole).then_some((text, starts))
}
