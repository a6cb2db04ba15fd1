//! The records of a file: record by record, all cell text in one string, or column by column where all are equally wide.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::texts::first_of;
use crate::codes::Codes;
use crate::place::Place;

/// The records of a file as text; rows and columns are counted from 0.
///
/// A record keeps all its own cells, so rows can differ in width; beyond its end a row reads as blank.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Records {
    held: Held,
}

/// Where the cells are.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Held {
    ByRecord {
        text: String,
        /// Where each cell ends in `text`; a cell starts where the one before it ends.
        ends: Vec<usize>,
        rows: Vec<Row>,
    },
    ByColumn {
        columns: Vec<Cells>,
        lines: Lines,
        kept: Kept,
    },
}

impl Default for Records {
    fn default() -> Records {
        Records::by_column(Vec::new(), Lines::default())
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

/// Records that are equally wide, filled and follow each other without blank lines.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Lines {
    /// Where each starts in the file.
    #[serde(with = "crate::codes::packed")]
    pub starts: Vec<u64>,
    /// Whether some blank cell of it is spelt out in quotes.
    pub spelt: Vec<bool>,
}

/// Which lines are records in use.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Kept {
    Run(Range<usize>),
    Some(Vec<u32>),
}

impl Kept {
    fn len(&self) -> usize {
        match self {
            Kept::Run(run) => run.len(),
            Kept::Some(rows) => rows.len(),
        }
    }

    fn get(&self, row: usize) -> usize {
        match self {
            Kept::Run(run) => run.start + row,
            Kept::Some(rows) => rows[row] as usize,
        }
    }
}

impl Kept {
    /// Which record a line is, if it is one.
    fn row_of(&self, line: usize) -> Option<usize> {
        match self {
            Kept::Run(run) => run.contains(&line).then(|| line - run.start),
            Kept::Some(rows) => rows.binary_search(&(line as u32)).ok(),
        }
    }
}

impl Records {
    /// Puts records together.
    pub(super) fn new(text: String, ends: Vec<usize>, rows: Vec<Row>) -> Records {
        let held = Held::ByRecord { text, ends, rows };
        Records { held }
    }

    /// Puts records together that are equally wide.
    pub(super) fn by_column(columns: Vec<Cells>, lines: Lines) -> Records {
        let kept = Kept::Run(0..lines.starts.len());
        let held = Held::ByColumn {
            columns,
            lines,
            kept,
        };
        Records { held }
    }

    /// The columns and lines, where cells are held by column.
    pub(super) fn into_columns(self) -> Option<(Vec<Cells>, Lines)> {
        match self.held {
            Held::ByColumn { columns, lines, .. } => Some((columns, lines)),
            Held::ByRecord { .. } => None,
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        match &self.held {
            Held::ByRecord { rows, .. } => rows.len(),
            Held::ByColumn { kept, .. } => kept.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many cells record `row` has.
    pub fn width(&self, row: usize) -> usize {
        match &self.held {
            Held::ByRecord { rows, .. } => rows[row].end - rows[row].start,
            Held::ByColumn { columns, .. } => columns.len(),
        }
    }

    /// How many cells the longest record has.
    pub fn widest(&self) -> usize {
        match &self.held {
            Held::ByRecord { .. } => (0..self.len())
                .map(|row| self.width(row))
                .max()
                .unwrap_or(0),
            Held::ByColumn { columns, .. } => columns.len(),
        }
    }

    /// How many cells every record has, where records are held so that all have as many.
    pub(super) fn even_width(&self) -> Option<usize> {
        match &self.held {
            Held::ByRecord { .. } => None,
            Held::ByColumn { columns, .. } => Some(columns.len()),
        }
    }

    /// The records and the columns that may hold one of these bytes: those that do where records are held by column.
    pub(super) fn with_any(&self, bytes: [u8; 3]) -> (Vec<usize>, Vec<usize>) {
        let (rows, columns) = (0..self.len(), 0..self.widest());
        match &self.held {
            Held::ByRecord { text, .. } if first_of(text, bytes).is_none() => Default::default(),
            Held::ByRecord { .. } => (rows.collect(), columns.collect()),
            Held::ByColumn {
                columns: cells,
                kept,
                ..
            } => {
                let mut is_one = vec![false; self.len()];
                let mut hold_any = |column: &usize| {
                    let lines = cells[*column].with_any(bytes);
                    let rows = lines.iter().filter_map(|line| kept.row_of(*line));
                    rows.map(|row| is_one[row] = true).count() > 0
                };
                let columns = columns.filter(|column| hold_any(column)).collect();
                (rows.filter(|row| is_one[*row]).collect(), columns)
            }
        }
    }

    fn row(&self, row: usize) -> Row {
        match &self.held {
            Held::ByRecord { rows, .. } => rows[row],
            Held::ByColumn { lines, kept, .. } => {
                let at = kept.get(row);
                Row {
                    start: at,
                    end: at + 1,
                    byte: lines.starts[at],
                    number: at as u64 + 1,
                    gap: false,
                    bare: false,
                    spelt: lines.spelt[at],
                }
            }
        }
    }

    /// Text of a cell, unquoted; empty beyond the end of a short row.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        match &self.held {
            Held::ByRecord { text, ends, rows } => {
                let Row { start, end, .. } = rows[row];
                match column < end - start {
                    true => at(text, ends, start + column),
                    false => "",
                }
            }
            Held::ByColumn { columns, kept, .. } => columns
                .get(column)
                .map_or("", |cells| cells.get(kept.get(row))),
        }
    }

    /// The cells that record `row` has.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// Where record `row` starts in the file, in bytes.
    pub fn byte(&self, row: usize) -> u64 {
        self.row(row).byte
    }

    /// The place of a cell, or of the record's start if `column` is `None`.
    pub fn place(&self, row: usize, column: Option<usize>) -> Place {
        Place {
            row: self.row(row).number,
            column: column.map_or(0, |column| u32::try_from(column + 1).unwrap_or(u32::MAX)),
            byte: self.byte(row),
        }
    }

    /// The line of record `row` among all that were read, counted from 0, also those that are no records.
    pub(crate) fn line_of(&self, row: usize) -> usize {
        match &self.held {
            Held::ByRecord { rows, .. } => rows[row].number as usize - 1,
            Held::ByColumn { kept, .. } => kept.get(row),
        }
    }

    /// Whether blank lines stand before record `row`.
    pub(super) fn has_gap(&self, row: usize) -> bool {
        self.row(row).gap
    }

    /// Whether record `row` is delimiters and white space alone; quotes around nothing are an answer that was left blank.
    pub(super) fn is_bare(&self, row: usize) -> bool {
        self.row(row).bare
    }

    /// Whether some blank cell of record `row` is spelt out in quotes, as nobody does in a note.
    pub(super) fn is_spelt(&self, row: usize) -> bool {
        self.row(row).spelt
    }

    /// How many cells of record `row` hold anything.
    pub(super) fn filled(&self, row: usize) -> usize {
        self.cells(row).filter(|cell| !is_blank(cell)).count()
    }

    /// Cells of `row` up to its last one that is not blank.
    pub(super) fn reach(&self, row: usize) -> usize {
        let blanks = (0..self.width(row))
            .rev()
            .take_while(|column| is_blank(self.cell(row, *column)))
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

    /// Keeps these records alone, which rise; they keep their numbers.
    pub(super) fn keep(&mut self, records: &[usize]) {
        match &mut self.held {
            Held::ByRecord { rows, .. } => *rows = records.iter().map(|row| rows[*row]).collect(),
            Held::ByColumn { kept, .. } => {
                let ends = records.first().zip(records.last());
                let (first, last) =
                    ends.map_or((0, 0), |(first, last)| (kept.get(*first), kept.get(*last)));
                let is_run = records.is_empty() || last - first + 1 == records.len();
                // Holds because lines of 2^32 records fit no memory this runs in.
                let line = |row: &usize| u32::try_from(kept.get(*row)).expect("fewer than 2^32");
                *kept = match is_run {
                    true => Kept::Run(first..first + records.len()),
                    false => Kept::Some(records.iter().map(line).collect()),
                };
            }
        }
    }

    /// Whether each cell of a column is known to be visible ASCII alone.
    pub(super) fn are_words(&self, column: usize) -> bool {
        match &self.held {
            Held::ByRecord { .. } => false,
            Held::ByColumn { columns, .. } => columns.get(column).is_some_and(Cells::are_words),
        }
    }

    /// Replaces each record's offset.
    pub(super) fn map_bytes(&mut self, offset: impl Fn(u64) -> u64) {
        match &mut self.held {
            Held::ByRecord { rows, .. } => {
                rows.iter_mut().for_each(|row| row.byte = offset(row.byte))
            }
            Held::ByColumn { lines, .. } => lines
                .starts
                .iter_mut()
                .for_each(|start| *start = offset(*start)),
        }
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

    /// Calls `act` with each of these records and its cell in a column.
    pub fn each_cell<'r>(
        &'r self,
        column: usize,
        rows: Range<usize>,
        mut act: impl FnMut(usize, &'r str),
    ) {
        match &self.held {
            Held::ByColumn {
                columns,
                kept: Kept::Run(run),
                ..
            } if let Some(listed) = columns.get(column).and_then(Cells::as_listed) => {
                let lines = run.start + rows.start..run.start + rows.end;
                listed.each(lines, |at, cell| act(at - run.start, cell));
            }
            _ => rows.for_each(|row| act(row, self.cell(row, column))),
        }
    }

    /// The different texts of a column and which of them stands in each record; none where they are not held so.
    pub fn coded(&self, column: usize) -> Option<Coded<'_>> {
        let Held::ByColumn { columns, kept, .. } = &self.held else {
            return None;
        };
        let cells = columns.get(column)?;
        let distinct = cells.distinct()?;
        Some(Coded {
            cells,
            distinct,
            kept,
        })
    }
}

/// A column whose different texts are held once each.
#[derive(Clone, Copy)]
pub struct Coded<'r> {
    cells: &'r Cells,
    distinct: usize,
    kept: &'r Kept,
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

    /// Calls `act` with each record and the number of its text.
    pub fn each(self, mut act: impl FnMut(usize, usize)) {
        match self.kept {
            Kept::Run(run) => self
                .cells
                .each_code(run.clone(), |at, code| act(at - run.start, code)),
            Kept::Some(_) => (0..self.kept.len()).for_each(|row| act(row, self.code(row))),
        }
    }

    /// What `new` has for the text of each record.
    pub fn recoded(self, new: &[u32]) -> Codes {
        match self.kept {
            Kept::Run(run) => self.cells.recoded(run.clone(), new),
            Kept::Some(_) => (0..self.kept.len())
                .map(|row| new[self.code(row)])
                .collect(),
        }
    }

    /// The number of the text of record `row`.
    pub fn code(self, row: usize) -> usize {
        self.cells.code(self.kept.get(row)).unwrap_or(0)
    }
}

/// Whether a cell holds nothing but white space.
pub(super) fn is_blank(cell: &str) -> bool {
    match cell.as_bytes().first() {
        None => true,
        Some(b'!'..=b'~') => false,
        Some(_) => cell.trim().is_empty(),
    }
}

fn at<'r>(text: &'r str, ends: &[usize], cell: usize) -> &'r str {
    let start = if cell == 0 { 0 } else { ends[cell - 1] };
    &text[start..ends[cell]]
}
