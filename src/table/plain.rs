//! What the cells of a column plainly say, whatever its schema: numbers and moments, kept while evidence is gathered, so that no
//! cell is read twice.

use serde::{Deserialize, Serialize};

use super::cell::{Cell, trimmed};
use super::looks::Look;

/// Stands for a cell without anything in it.
const BLANK: u64 = 0x7ff8_0000_0000_0b1a;
/// Stands for a cell that has to be read again.
const ODD: u64 = 0x7ff8_0000_0000_0dd0;
/// Cells after which it is known whether most have to be read again.
const SOME: usize = 64;

/// What the cells of one column say, one after the other.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Plain {
    kind: Option<PlainKind>,
    #[serde(with = "crate::codes::packed")]
    bits: Vec<u64>,
}

/// What kind of thing cells say.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) enum PlainKind {
    /// Numbers that are the same wherever commas are no decimal marks.
    Number,
    /// Seconds since 1970.
    Moment,
}

/// What one cell says plain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    Blank,
    /// It has to be read again.
    Odd,
    /// The bits of a number, or of seconds.
    Bits(u64),
}

/// What the cells of a column plainly say, in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Taking {
    plain: Plain,
    odd: usize,
    is_given_up: bool,
}

impl Cell {
    /// What this cell says whatever the schema, if anything.
    fn plain(&self) -> Option<(PlainKind, u64)> {
        const BY_MARK: u32 = 1 << Look::Comma as u32 | 1 << Look::GroupedPoint as u32;
        match (self.number, self.seconds) {
            (Some(number), _) if self.looks & BY_MARK == 0 => {
                Some((PlainKind::Number, number.to_bits()))
            }
            (None, Some(seconds)) => Some((PlainKind::Moment, seconds as u64)),
            _ => None,
        }
    }
}

impl Taking {
    /// Adds a blank cell.
    pub fn blank(&mut self) {
        if !self.is_given_up {
            self.plain.bits.push(BLANK);
        }
    }

    /// Adds a cell.
    pub fn add(&mut self, cell: &Cell) {
        if self.is_given_up {
            return;
        }
        let said = cell.plain();
        if self.plain.kind.is_none() {
            self.plain.kind = said.map(|(kind, _)| kind);
        }
        let bits = said.filter(|(kind, _)| Some(*kind) == self.plain.kind);
        self.odd += usize::from(bits.is_none());
        self.plain.bits.push(bits.map_or(ODD, |(_, bits)| bits));
        if self.odd >= SOME && self.odd * 4 > self.plain.bits.len() {
            self.is_given_up = true;
            self.plain = Plain::default();
        }
    }

    /// What was said, where that is most of the cells.
    pub fn finish(self) -> Plain {
        match self.plain.kind {
            Some(_) => self.plain,
            None => Plain::default(),
        }
    }
}

impl Plain {
    /// Whether the cells plainly say anything.
    pub fn says_anything(&self) -> bool {
        self.kind.is_some()
    }

    /// What the cells say, if anything.
    pub(super) fn kind(&self) -> Option<PlainKind> {
        self.kind
    }

    /// What each cell says.
    pub(super) fn said(&self, line: usize) -> Said {
        match self.bits.get(line) {
            Some(&BLANK) => Said::Blank,
            None | Some(&ODD) => Said::Odd,
            Some(&bits) => Said::Bits(bits),
        }
    }

    /// The bits of what a text says, for this kind of column.
    pub(super) fn bits_of(&self, text: &str) -> Option<u64> {
        let text = trimmed(text);
        let said = (!text.is_empty()).then(|| Cell::of(text).plain())?;
        said.filter(|(kind, _)| Some(*kind) == self.kind)
            .map(|(_, bits)| bits)
    }

    /// Adds what `more` says of the lines from `from` on; of lines between, and of all where it speaks of other things, nothing is said.
    pub fn append(&mut self, from: usize, more: Plain) {
        if self.kind.is_none() {
            self.kind = more.kind;
        }
        if more.kind.is_some() && more.kind == self.kind {
            self.bits.resize(from, ODD);
            self.bits.extend(more.bits);
        }
    }

    /// Bytes that it takes in a message.
    pub fn size(&self) -> usize {
        size_of_val(&self.bits[..])
    }

    /// Makes room for so many lines, where anything is said.
    pub fn make_room(&mut self, lines: usize) {
        if self.kind.is_some() {
            self.bits
                .reserve_exact(lines.saturating_sub(self.bits.len()));
        }
    }
}
