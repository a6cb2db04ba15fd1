//! Records of a file in one arena: all cell text in one string, and where each cell and record ends.

use crate::place::Place;

/// The records of a file as text; rows and columns are counted from 0.
///
/// A record keeps all its own cells, so rows can differ in width; beyond its end a row reads as blank.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Records {
    text: String,
    /// Where each cell ends in `text`; a cell starts where the one before it ends.
    ends: Vec<usize>,
    /// Index of each record's first cell in `ends`, then their number.
    starts: Vec<usize>,
    /// Where each record starts in the file.
    bytes: Vec<u64>,
    /// Records at the front that belong to the header.
    first: usize,
}

impl Records {
    /// Puts records together; `starts` is one longer than `bytes`.
    pub(super) fn new(
        text: String,
        ends: Vec<usize>,
        starts: Vec<usize>,
        bytes: Vec<u64>,
    ) -> Records {
        Records {
            text,
            ends,
            starts,
            bytes,
            first: 0,
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.bytes.len() - self.first
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many cells record `row` has.
    pub fn width(&self, row: usize) -> usize {
        self.starts[self.first + row + 1] - self.starts[self.first + row]
    }

    /// Text of a cell, unquoted; empty beyond the end of a short row.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if column < self.width(row) {
            self.at(self.starts[self.first + row] + column)
        } else {
            ""
        }
    }

    /// The cells that record `row` has.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (self.starts[self.first + row]..self.starts[self.first + row + 1]).map(|cell| self.at(cell))
    }

    /// Where record `row` starts in the file, in bytes.
    pub fn byte(&self, row: usize) -> u64 {
        self.bytes[self.first + row]
    }

    /// The place of a cell, or of the record's start if `column` is `None`.
    pub fn place(&self, row: usize, column: Option<usize>) -> Place {
        Place {
            row: (self.first + row + 1) as u64,
            column: column.map_or(0, |column| u32::try_from(column + 1).unwrap_or(u32::MAX)),
            byte: self.byte(row),
        }
    }

    /// Takes `rows` more records off the front; they keep their numbers in places.
    pub(super) fn skip(&mut self, rows: usize) {
        self.first += rows.min(self.len());
    }

    /// Replaces each record's offset.
    pub(super) fn map_bytes(&mut self, offset: impl Fn(u64) -> u64) {
        self.bytes.iter_mut().for_each(|byte| *byte = offset(*byte));
    }

    fn at(&self, cell: usize) -> &str {
        let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
        &self.text[start..self.ends[cell]]
    }
}
