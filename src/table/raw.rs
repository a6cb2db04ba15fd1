//! Records as they stand in the file, to show beside their reading.

use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::doubts::Concerned;
use crate::source::Records;

/// Which records are wanted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Which {
    /// From this one on, counted from 0 behind the header.
    From(u64),
    /// Those with a cell in this column of the file that a doubt is about.
    Concerned {
        /// The column.
        column: u32,
        /// What the doubt is about.
        cells: Concerned,
    },
}

/// A record as it stands in the file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RawRow {
    /// Its place among the records of the file, header included, from 1.
    pub row: u64,
    /// Where it starts in the file, in bytes.
    pub byte: u64,
    /// The cells asked for, without the quotes around them; long ones whole.
    pub cells: Vec<String>,
}

/// The first `most` of the records that are wanted, with the cells of `columns`.
pub fn raw_rows(records: &Records, which: &Which, columns: &[u32], most: usize) -> Vec<RawRow> {
    let raw = |row: usize| {
        let place = records.place(row, None);
        RawRow {
            row: place.row,
            byte: place.byte,
            cells: columns
                .iter()
                .map(|column| records.cell(row, *column as usize).to_owned())
                .collect(),
        }
    };
    match which {
        Which::From(first) => {
            let first = usize::try_from(*first).unwrap_or(usize::MAX);
            (first..records.len()).take(most).map(raw).collect()
        }
        Which::Concerned { column, cells } => (0..records.len())
            .filter(|row| cells.has(records.cell(*row, *column as usize).trim()))
            .take(most)
            .map(raw)
            .collect(),
    }
}

impl Concerned {
    /// Whether a trimmed cell is one of these.
    fn has(&self, cell: &str) -> bool {
        match self {
            Concerned::Texts(texts) => texts.iter().any(|text| text == cell),
            Concerned::Looks(looks) => !cell.is_empty() && Cell::of(cell).looks & looks != 0,
            Concerned::Endings(endings) => endings.iter().any(|end| cell.ends_with(end.as_str())),
            Concerned::All => !cell.is_empty(),
        }
    }
}
