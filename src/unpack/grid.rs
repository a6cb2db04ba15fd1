//! Cells of a sheet or of JSON records in any order, and the used range written as comma-separated text.

use super::budget::Budget;
use super::error::UnpackError;
use super::lines;

/// Rows and columns that a spreadsheet can have; what lies outside is no cell of one.
pub(super) const MOST_ROWS: u32 = 1 << 20;
/// See [`MOST_ROWS`].
pub(super) const MOST_COLUMNS: u32 = 1 << 14;

/// Bytes a cell costs beside its text.
const CELL: usize = size_of::<Cell>();

/// One cell: its place and where its text stands.
#[derive(Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    length: u32,
}

/// Text that many cells share.
#[derive(Clone, Copy)]
pub(super) struct Shared(u32, u32);

impl Shared {
    /// Whether it has no letters.
    pub fn is_empty(self) -> bool {
        self.1 == 0
    }
}

/// The cells that hold something.
#[derive(Default)]
pub(super) struct Grid {
    text: String,
    cells: Vec<Cell>,
    /// Bytes of shared text, which outlive a sheet.
    shared: usize,
    taken: usize,
}

impl Grid {
    /// Keeps text that cells of every sheet may refer to; only before the first cell is put.
    pub fn share(
        &mut self,
        text: &str,
        file: &str,
        budget: &mut Budget,
    ) -> Result<Shared, UnpackError> {
        budget.take(file, text.len())?;
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.shared = self.text.len();
        Ok(Shared(start, text.len() as u32))
    }

    /// Puts text into a cell; the later of two in one place stays. Empty text is no cell.
    pub fn put(
        &mut self,
        (row, column): (u32, u32),
        text: &str,
        file: &str,
        budget: &mut Budget,
    ) -> Result<(), UnpackError> {
        if text.is_empty() {
            return Ok(());
        }
        let taken = CELL + text.len();
        budget.take(file, taken)?;
        self.taken += taken;
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.cells.push(Cell {
            row,
            column,
            start,
            length: text.len() as u32,
        });
        Ok(())
    }

    /// Puts shared text into a cell, even if it is empty.
    pub fn put_shared(
        &mut self,
        (row, column): (u32, u32),
        Shared(start, length): Shared,
        file: &str,
        budget: &mut Budget,
    ) -> Result<(), UnpackError> {
        budget.take(file, CELL)?;
        self.taken += CELL;
        self.cells.push(Cell {
            row,
            column,
            start,
            length,
        });
        Ok(())
    }

    /// Says that there is a row, even if none of its cells holds anything.
    pub fn mark(&mut self, row: u32, file: &str, budget: &mut Budget) -> Result<(), UnpackError> {
        self.put_shared((row, 0), Shared(0, 0), file, budget)
    }

    /// Whether no cell was put.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether any cell holds text.
    pub fn has_text(&self) -> bool {
        self.cells.iter().any(|cell| cell.length > 0)
    }

    /// Writes the used range and forgets the cells; nothing where there is none.
    ///
    /// A row without any cell becomes an empty line, which readers pass over, so that row numbers stay those of the sheet.
    pub fn write(
        &mut self,
        file: &str,
        budget: &mut Budget,
    ) -> Result<Option<Vec<u8>>, UnpackError> {
        let in_order =
            |pair: &[Cell]| (pair[0].row, pair[0].column) < (pair[1].row, pair[1].column);
        if !self.cells.windows(2).all(in_order) {
            // Stable, so that the later of two cells in one place stays the later.
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        let columns = self.cells.iter().map(|cell| cell.column);
        let (Some(left), Some(right)) = (columns.clone().min(), columns.max()) else {
            return Ok(None);
        };
        let mut out = Vec::new();
        let mut row = self.cells[0].row;
        let mut cells = self.cells.as_slice();
        while let Some(first) = cells.first() {
            let before = out.len();
            while row < first.row {
                out.push(b'\n');
                row += 1;
            }
            let many = cells.iter().take_while(|cell| cell.row == row).count();
            let (here, rest) = cells.split_at(many);
            cells = rest;
            let mut column = left;
            for (i, cell) in here.iter().enumerate() {
                if here
                    .get(i + 1)
                    .is_some_and(|next| next.column == cell.column)
                {
                    continue;
                }
                out.extend(std::iter::repeat_n(b',', (cell.column - column) as usize));
                column = cell.column;
                let start = cell.start as usize;
                lines::push_cell(&mut out, &self.text[start..start + cell.length as usize]);
            }
            out.extend(std::iter::repeat_n(b',', (right - column) as usize));
            if left == right && out.last().is_none_or(|byte| *byte == b'\n') {
                out.extend_from_slice(b"\"\"");
            }
            out.push(b'\n');
            row += 1;
            budget.take(file, out.len() - before)?;
        }
        self.cells = Vec::new();
        self.text.truncate(self.shared);
        budget.give(std::mem::take(&mut self.taken));
        Ok(Some(out))
    }
}
