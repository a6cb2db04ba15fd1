//! Records that are longer or shorter than the header.

use super::problems::{ProblemKind, Problems};
use super::records::Records;

/// Columns that records may add to the header; further cells stay in their records only.
const EXTRA: usize = 1000;

/// Width of the table whose header is the first `rows` of `records`, noting records that do not fit.
///
/// Blank cells beyond the header, as a delimiter at the end of each record makes, add nothing.
pub(super) fn width(records: &Records, rows: usize, problems: &mut Problems) -> usize {
    let named = records.width(0);
    let needed = filled(records, 0);
    let mut width = named;
    for row in rows..records.len() {
        let cells = records.width(row);
        if cells > named {
            let filled = filled(records, row);
            if filled > named {
                problems.note(ProblemKind::RaggedLong, records.place(row, Some(named)));
                width = width.max(filled);
            }
        } else if cells < needed {
            problems.note(ProblemKind::RaggedShort, records.place(row, Some(cells)));
        }
        if records.cells(row).all(|cell| cell.trim().is_empty()) {
            problems.note(ProblemKind::BlankRecord, records.place(row, None));
        }
    }
    width.min(named + EXTRA)
}

/// Cells of `row` up to its last one that is not blank.
fn filled(records: &Records, row: usize) -> usize {
    let width = records.width(row);
    let blanks = (0..width)
        .rev()
        .take_while(|column| records.cell(row, *column).trim().is_empty())
        .count();
    width - blanks
}
