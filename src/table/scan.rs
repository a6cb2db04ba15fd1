//! Evidence of all columns.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::bitmap::Bitmap;
use super::evidence::{Evidence, Gathering, Run, TELLING};
use super::fold::{self, Group};
use super::plain::Plain;
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

/// What was seen of a part of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PartScan {
    /// Records of the part.
    rows: usize,
    /// Evidence of their columns, where somebody looked.
    scan: Option<Scan>,
}

impl PartScan {
    /// So many records that nobody looked at.
    pub fn unseen(rows: usize) -> PartScan {
        PartScan { rows, scan: None }
    }

    /// So many records and the evidence of their columns.
    pub fn seen(rows: usize, scan: Scan) -> PartScan {
        let scan = Some(scan);
        PartScan { rows, scan }
    }
}

impl Scan {
    /// Scans a whole file.
    pub fn of(opened: &Opened) -> Scan {
        let width = opened.header.names.len();
        Scan::of_records(&opened.records, width, opened.bytes).with_groups(opened)
    }

    /// Scans some columns of a whole file, each by itself; the others are as if they were blank.
    pub fn of_columns(opened: &Opened, is_wanted: impl Fn(usize) -> bool) -> Scan {
        let records = &opened.records;
        let all = 0..records.len();
        let columns = (0..opened.header.names.len()).map(|column| match is_wanted(column) {
            true => evidence_of(records, column, all.clone()),
            false => blank(records.len() as u64),
        });
        Scan {
            columns: columns.collect(),
            rows: records.len() as u64,
            bytes: opened.bytes,
            ..Scan::default()
        }
    }

    /// Puts together what was seen of the parts of a file; looks at those again in which some row turned out to be no record.
    pub fn of_parts(opened: &Opened, parts: Vec<PartScan>) -> Scan {
        let (records, width) = (&opened.records, opened.header.names.len());
        let mut whole = Scan::default();
        let (mut lines, mut from) = (0, 0);
        for part in parts {
            lines += part.rows as u64;
            let mut to = from;
            while to < records.len() && records.place(to, None).row <= lines {
                to += 1;
            }
            let seen = part
                .scan
                .filter(|scan| to - from == part.rows && scan.columns.len() == width);
            whole.merge(seen.unwrap_or_else(|| Scan::of_range(records, from..to, width, 0)));
            from = to;
        }
        if from < records.len() {
            // Records that are no lines of the parts: they were read in another way after all.
            return Scan::of(opened);
        }
        whole.bytes = opened.bytes;
        whole.with_groups(opened)
    }

    /// Adds what the header and all columns together say.
    fn with_groups(mut self, opened: &Opened) -> Scan {
        self.groups = fold::groups(&opened.header, opened.tool, &opened.records, &self.columns);
        self.asked = (0..self.columns.len())
            .map(|column| opened.header.asked(column))
            .collect();
        self
    }

    /// Scans `records` as a table of `width` columns; short rows are blank at the end.
    pub fn of_records(records: &Records, width: usize, bytes: u64) -> Scan {
        Scan::of_range(records, 0..records.len(), width, bytes)
    }

    /// Scans these records, as [`Scan::of_records`].
    pub fn of_range(records: &Records, rows: Range<usize>, width: usize, bytes: u64) -> Scan {
        Scan::gather(records, rows, width, bytes, Gathering::default).0
    }

    /// Scans these records of a part of a file; also gives what the cells of each column plainly say.
    pub fn of_part(records: &Records, rows: Range<usize>, bytes: u64) -> (Scan, Vec<Plain>) {
        Scan::gather(records, rows, records.widest(), bytes, Gathering::keeping)
    }

    fn gather(
        records: &Records,
        rows: Range<usize>,
        width: usize,
        bytes: u64,
        new: impl Fn() -> Gathering,
    ) -> (Scan, Vec<Plain>) {
        let columns = (0..width).map(|column| match records.coded(column) {
            Some(coded) => (Evidence::of_coded(coded, rows.clone()), Plain::default()),
            None => {
                let mut gathering = new();
                let first = rows.start..rows.end.min(rows.start + TELLING);
                gathering.foresee(first.map(|row| records.cell(row, column)));
                records.each_cell(column, rows.clone(), |_, cell| gathering.add(cell));
                gathering.finish_both()
            }
        });
        let (columns, plain) = columns.unzip();
        let scan = Scan {
            columns,
            rows: rows.len() as u64,
            bytes,
            ..Scan::default()
        };
        (scan, plain)
    }

    /// Scans the records that are `kept`, as [`Scan::of_records`].
    pub fn of_kept(records: &Records, kept: &Bitmap, width: usize, bytes: u64) -> Scan {
        let rows = || (0..records.len()).filter(|row| kept.get(*row));
        Scan::of_rows(records, rows, width, bytes)
    }

    fn of_rows<R: Iterator<Item = usize>>(
        records: &Records,
        rows: impl Fn() -> R,
        width: usize,
        bytes: u64,
    ) -> Scan {
        let columns = (0..width).map(|column| evidence_of(records, column, rows()));
        Scan {
            columns: columns.collect(),
            rows: rows().count() as u64,
            bytes,
            ..Scan::default()
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

/// Evidence of a column's cells in these rows.
fn evidence_of(records: &Records, column: usize, rows: impl Iterator<Item = usize>) -> Evidence {
    match records.coded(column) {
        Some(coded) => Evidence::of_coded(coded, rows),
        None => Evidence::of(rows.map(|row| records.cell(row, column))),
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

    #[test]
    fn columns_that_are_wanted_look_as_in_the_whole_and_others_blank() {
        let mut text = String::from("number,day,word\n");
        for at in 0..3000 {
            text += &format!("{at},{:02}/03/2026,{}\n", 1 + at % 28, ["yes", ""][at % 2]);
        }
        let mut reader = crate::source::Reader::new("a.csv");
        reader.push(text.as_bytes());
        let opened = reader.finish().unwrap();
        let whole = Scan::of_records(&opened.records, 3, opened.bytes);
        for wanted in 0..3 {
            let some = Scan::of_columns(&opened, |column| column == wanted);
            assert_eq!((some.rows, some.bytes), (whole.rows, whole.bytes));
            for (column, evidence) in some.columns.iter().enumerate() {
                let other = blank(3000);
                let expected = match column == wanted {
                    true => &whole.columns[column],
                    false => &other,
                };
                assert_eq!(evidence, expected, "column {column}, wanted {wanted}");
            }
        }
    }

    #[test]
    fn texts_held_once_look_as_if_each_cell_was_looked_at() {
        let mut text = String::from("number,word,several,long,dates,many\n");
        for at in 0..4000 {
            let word = ["", "yes", " no", "N/A", "-99", "weekly or so"][at * at % 6];
            let several = ["a; b", "\"a, b\"", "\"b, c, d\"", "x"][at % 4];
            let long = if at % 700 == 3 {
                "long ".repeat(120)
            } else {
                String::new()
            };
            text += &format!(
                "{at},{word},{several},{long},2026-03-{:02},{}\n",
                1 + at % 28,
                at / 5
            );
        }
        let mut reader = crate::source::Reader::new("a.csv");
        reader.push(text.as_bytes());
        let records = reader.finish().unwrap().records;
        assert!(records.coded(0).is_none() && (1..6).all(|column| records.coded(column).is_some()));
        let scan = Scan::of_records(&records, 6, 0);
        for (column, evidence) in scan.columns.iter().enumerate() {
            let cells = (0..records.len()).map(|row| records.cell(row, column));
            assert_eq!(*evidence, Evidence::of(cells), "column {column}");
        }
    }
}
