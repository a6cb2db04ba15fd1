//! The records of a file: record by record, all cell text in one string, or column by column where all are equally wide.

use super::cells::{Cells, holds_any};
use crate::place::Place;

/// The records of a file as text; rows and columns are counted from 0.
///
/// A record keeps all its own cells, so rows can differ in width; beyond its end a row reads as blank.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Records {
    held: Held,
    rows: Vec<Row>,
}

/// Where the cells are.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Held {
    ByRecord {
        text: String,
        /// Where each cell ends in `text`; a cell starts where the one before it ends.
        ends: Vec<usize>,
    },
    ByColumn(Vec<Cells>),
}

impl Default for Held {
    fn default() -> Held {
        Held::ByColumn(Vec::new())
    }
}

/// One record.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Row {
    /// Index of its first cell; of its cell in each column where records are held by column.
    pub start: usize,
    /// Index after its last cell.
    pub end: usize,
    /// Where it starts in the file.
    pub byte: u64,
    /// Its number in the file, from 1.
    pub number: u64,
    /// Whether blank lines stand before it.
    pub gap: bool,
    /// Whether it has no text and no quotes either: delimiters alone.
    pub bare: bool,
    /// Whether some blank cell of it is spelt out in quotes.
    pub spelt: bool,
}

impl Records {
    /// Puts records together.
    pub(super) fn new(text: String, ends: Vec<usize>, rows: Vec<Row>) -> Records {
        let held = Held::ByRecord { text, ends };
        Records { held, rows }
    }

    /// Puts records together that are equally wide.
    pub(super) fn by_column(columns: Vec<Cells>, rows: Vec<Row>) -> Records {
        let held = Held::ByColumn(columns);
        Records { held, rows }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many cells record `row` has.
    pub fn width(&self, row: usize) -> usize {
        match &self.held {
            Held::ByRecord { .. } => self.rows[row].end - self.rows[row].start,
            Held::ByColumn(columns) => columns.len(),
        }
    }

    /// How many cells the longest record has.
    pub fn widest(&self) -> usize {
        match &self.held {
            Held::ByRecord { .. } => (0..self.len())
                .map(|row| self.width(row))
                .max()
                .unwrap_or(0),
            Held::ByColumn(columns) => columns.len(),
        }
    }

    /// Columns of which some cell may hold one of these bytes.
    pub(super) fn columns_with(&self, bytes: [u8; 3]) -> Vec<usize> {
        match &self.held {
            Held::ByRecord { text, .. } if !holds_any(text, bytes) => Vec::new(),
            Held::ByRecord { .. } => (0..self.widest()).collect(),
            Held::ByColumn(columns) => (0..columns.len())
                .filter(|column| columns[*column].hold_any(bytes))
                .collect(),
        }
    }

    /// Text of a cell, unquoted; empty beyond the end of a short row.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let Row { start, end, .. } = self.rows[row];
        match &self.held {
            Held::ByRecord { text, ends } if column < end - start => at(text, ends, start + column),
            Held::ByRecord { .. } => "",
            Held::ByColumn(columns) => columns.get(column).map_or("", |cells| cells.get(start)),
        }
    }

    /// The cells that record `row` has.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// Where record `row` starts in the file, in bytes.
    pub fn byte(&self, row: usize) -> u64 {
        self.rows[row].byte
    }

    /// The place of a cell, or of the record's start if `column` is `None`.
    pub fn place(&self, row: usize, column: Option<usize>) -> Place {
        Place {
            row: self.rows[row].number,
            column: column.map_or(0, |column| u32::try_from(column + 1).unwrap_or(u32::MAX)),
            byte: self.byte(row),
        }
    }

    /// Whether blank lines stand before record `row`.
    pub(super) fn has_gap(&self, row: usize) -> bool {
        self.rows[row].gap
    }

    /// Whether record `row` is delimiters and white space alone; quotes around nothing are an answer that was left blank.
    pub(super) fn is_bare(&self, row: usize) -> bool {
        self.rows[row].bare
    }

    /// Whether some blank cell of record `row` is spelt out in quotes, as nobody does in a note.
    pub(super) fn is_spelt(&self, row: usize) -> bool {
        self.rows[row].spelt
    }

    /// How many cells of record `row` hold anything.
    pub(super) fn filled(&self, row: usize) -> usize {
        self.cells(row)
            .filter(|cell| !cell.trim().is_empty())
            .count()
    }

    /// Cells of `row` up to its last one that is not blank.
    pub(super) fn reach(&self, row: usize) -> usize {
        let blanks = (0..self.width(row))
            .rev()
            .take_while(|column| self.cell(row, *column).trim().is_empty())
            .count();
        self.width(row) - blanks
    }

    /// The filled cells of `row`, joined, as one line of text.
    pub(super) fn line(&self, row: usize) -> String {
        let filled: Vec<&str> = self
            .cells(row)
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        filled.join(" ")
    }

    /// Keeps the records for which `keep` says so; the others keep their numbers.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            keep(at - 1)
        });
    }

    /// Replaces each record's offset.
    pub(super) fn map_bytes(&mut self, offset: impl Fn(u64) -> u64) {
        self.rows
            .iter_mut()
            .for_each(|row| row.byte = offset(row.byte));
    }

    /// What `of` says of the cell of each record in a column; each text is looked at once where texts are held so.
    pub fn of_each<T: Copy>(&self, column: usize, of: impl Fn(&str) -> T) -> Vec<T> {
        let rows = 0..self.len();
        match self.coded(column) {
            Some(coded) => {
                let texts = (0..coded.distinct()).map(|code| of(coded.text(code)));
                let known: Vec<T> = texts.collect();
                rows.map(|row| known[coded.code(row)]).collect()
            }
            None => rows.map(|row| of(self.cell(row, column))).collect(),
        }
    }

    /// The different texts of a column and which of them stands in each record; none where they are not held so.
    pub fn coded(&self, column: usize) -> Option<Coded<'_>> {
        let Held::ByColumn(columns) = &self.held else {
            return None;
        };
        let cells = columns.get(column)?;
        let distinct = cells.distinct()?;
        let start = |row: Option<&Row>| row.map_or(0, |row| row.start);
        let (first, last) = (start(self.rows.first()), start(self.rows.last()));
        Some(Coded {
            cells,
            distinct,
            rows: &self.rows,
            first: (last - first + 1 == self.rows.len()).then_some(first),
        })
    }
}

/// A column whose different texts are held once each.
#[derive(Clone, Copy)]
pub struct Coded<'r> {
    cells: &'r Cells,
    distinct: usize,
    rows: &'r [Row],
    /// Where the first record stands, if the others follow.
    first: Option<usize>,
}

impl<'r> Coded<'r> {
    /// How many different texts there are, also of rows that are no records.
    pub fn distinct(self) -> usize {
        self.distinct
    }

    /// One of them.
    pub fn text(self, code: usize) -> &'r str {
        self.cells.text(code)
    }

    /// The number of the text of record `row`.
    pub fn code(self, row: usize) -> usize {
        let at = match self.first {
            Some(first) => first + row,
            None => self.rows[row].start,
        };
        self.cells.code(at).unwrap_or(0)
    }
}

fn at<'r>(text: &'r str, ends: &[usize], cell: usize) -> &'r str {
    let start = if cell == 0 { 0 } else { ends[cell - 1] };
    &text[start..ends[cell]]
}
