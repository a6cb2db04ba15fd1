//! Evidence of all columns.

use serde::{Deserialize, Serialize};

use super::bitmap::Bitmap;
use super::evidence::{Evidence, Gathering, Run};
use super::fold::{self, Group};
use crate::merge::Merge;
use crate::source::{Opened, Records};

/// What all columns of a file, or of a part of it, look like.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Scan {
    /// One per column.
    pub columns: Vec<Evidence>,
    /// Columns that may be the options of one question.
    pub groups: Vec<Group>,
    /// What was asked in each column, where the file says it apart from the name; else blank.
    pub asked: Vec<String>,
    /// Records seen.
    pub rows: u64,
    /// Bytes they came from.
    pub bytes: u64,
}

impl Scan {
    /// Scans a whole file.
    pub fn of(opened: &Opened) -> Scan {
        let mut scan = Scan::of_records(&opened.records, opened.header.names.len(), opened.bytes);
        scan.groups = fold::groups(&opened.header, opened.tool, &opened.records, &scan.columns);
        scan.asked = (0..scan.columns.len())
            .map(|column| opened.header.asked(column))
            .collect();
        scan
    }

    /// Scans `records` as a table of `width` columns; short rows are blank at the end.
    pub fn of_records(records: &Records, width: usize, bytes: u64) -> Scan {
        Scan::of_rows(records, 0..records.len(), width, bytes)
    }

    /// Scans the records that are `kept`, as [`Scan::of_records`].
    pub fn of_kept(records: &Records, kept: &Bitmap, width: usize, bytes: u64) -> Scan {
        let rows = (0..records.len()).filter(|row| kept.get(*row));
        Scan::of_rows(records, rows, width, bytes)
    }

    fn of_rows(
        records: &Records,
        from: impl Iterator<Item = usize>,
        width: usize,
        bytes: u64,
    ) -> Scan {
        let mut columns = vec![Gathering::default(); width];
        let mut rows = 0;
        for row in from {
            rows += 1;
            let mut cells = records.cells(row);
            for column in &mut columns {
                column.add(cells.next().unwrap_or(""));
            }
        }
        Scan {
            columns: columns.into_iter().map(Gathering::finish).collect(),
            groups: Vec::new(),
            asked: Vec::new(),
            rows,
            bytes,
        }
    }
}

impl Merge for Scan {
    fn merge(&mut self, other: Self) {
        // Columns that only one side has were blank on the other.
        let width = self.columns.len().max(other.columns.len());
        self.columns.resize_with(width, || blank(self.rows));
        let mut more = other.columns;
        more.resize_with(width, || blank(other.rows));
        for (column, more) in self.columns.iter_mut().zip(more) {
            column.merge(more);
        }
        fold::merge(&mut self.groups, other.groups);
        if self.asked.is_empty() {
            self.asked = other.asked;
        }
        self.rows += other.rows;
        self.bytes += other.bytes;
    }
}

/// Evidence of `rows` blank cells.
fn blank(rows: u64) -> Evidence {
    let run = if rows == 0 { Run::None } else { Run::Broken };
    Evidence {
        rows,
        blanks: rows,
        run,
        ..Evidence::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(cell: &str) -> Evidence {
        Evidence::of([cell])
    }

    #[test]
    fn columns_missing_from_a_part_were_blank_there() {
        let mut narrow = Scan {
            columns: vec![evidence("1")],
            groups: Vec::new(),
            asked: Vec::new(),
            rows: 1,
            bytes: 2,
        };
        let wide = Scan {
            columns: vec![evidence("2"), evidence("x")],
            groups: Vec::new(),
            asked: Vec::new(),
            rows: 1,
            bytes: 4,
        };
        narrow.merge(wide);
        assert_eq!(
            (
                narrow.columns[1].rows,
                narrow.columns[1].blanks,
                narrow.bytes
            ),
            (2, 1, 6)
        );
    }
}
