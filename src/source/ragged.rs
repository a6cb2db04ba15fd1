//! Records that are longer or shorter than the header.

use super::problems::{ProblemKind, Problems};
use super::records::Records;

/// Columns that records may add to the header; further cells stay in their records only.
const EXTRA: usize = 1000;

/// How wide a table is.
pub(super) struct Extent {
    /// Its columns, also those that only some records have.
    pub width: usize,
    /// Whether the header lacks the name of the first column.
    pub shift: bool,
}

/// The extent of the table with header records `heads` and data records `body`, noting records that do not fit.
///
/// Blank cells beyond the header, as a delimiter at the end of each record makes, add nothing.
pub(super) fn shape(
    records: &Records,
    heads: &[usize],
    body: &[usize],
    usual: usize,
    problems: &mut Problems,
) -> Extent {
    let of_heads = |measure: fn(&Records, usize) -> usize| {
        heads
            .iter()
            .map(|row| measure(records, *row))
            .max()
            .unwrap_or(usual)
    };
    let (mut named, mut needed) = (of_heads(Records::width), of_heads(Records::reach));
    let shift = !heads.is_empty() && lacks_first_name(records, named, body);
    if shift {
        named += 1;
        needed += 1;
    }
    let mut width = named;
    // Records that are held so are filled, and as wide as the header.
    let body = match records.even_width() {
        Some(_) => &[],
        None => body,
    };
    for &row in body {
        let cells = records.width(row);
        if cells > named {
            let filled = records.reach(row);
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
    Extent {
        width: width.min(named + EXTRA),
        shift,
    }
}

/// Whether all records have one filled cell more than the header, and the first of them is a row name.
fn lacks_first_name(records: &Records, named: usize, body: &[usize]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    body.len() >= 2
        && named >= 1
        && body.iter().all(|row| {
            records.width(*row) == named + 1
                && !records.cell(*row, 0).trim().is_empty()
                && seen.insert(records.cell(*row, 0))
        })
        && body
            .iter()
            .any(|row| !records.cell(*row, named).trim().is_empty())
}
