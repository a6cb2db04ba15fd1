//! The cells of one column: each text once where few differ, else one text after the other.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::texts::{Listed, Texts};
use crate::codes::Codes;

/// Distinct texts from which on a column is no longer looked through for texts that came before, unless each comes often.
const MANY: usize = 1024;

/// The cells of one column, in file order.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) enum Cells {
    /// Each text once, and which of them stands in each record.
    Coded(Texts, Codes),
    /// A text for each record.
    Listed(Listed),
}

/// A place in a hash table of texts.
#[derive(Clone, Copy, Default)]
struct Slot {
    key: Key,
    /// The text's number from 1; 0 where the place is free.
    code: u32,
}

/// What tells short texts apart by itself, and long ones nearly always.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
struct Key {
    /// The bytes of a text of eight at most; a hash of a longer one.
    word: u64,
    /// How long it is; [`LONG`] where longer than eight bytes.
    length: u8,
}

const LONG: u8 = 9;

/// Cells on their way into a column.
#[derive(Default)]
pub(super) struct Gatherer {
    cells: Cells,
    /// A hash table of texts.
    slots: Vec<Slot>,
    /// Those that come after the others, where each record has a text of its own.
    open: Texts,
}

impl Default for Cells {
    fn default() -> Cells {
        Cells::Coded(Texts::default(), Codes::default())
    }
}

impl Cells {
    /// The cell at `at`.
    pub fn get(&self, at: usize) -> &str {
        match self {
            Cells::Coded(texts, codes) => texts.get(codes.get(at) as usize),
            Cells::Listed(listed) => listed.get(at),
        }
    }

    /// The cells, where each record has a text of its own.
    pub fn as_listed(&self) -> Option<&Listed> {
        match self {
            Cells::Coded(..) => None,
            Cells::Listed(listed) => Some(listed),
        }
    }

    /// Calls `act` with each of these cells' text by its number, where each is held once.
    pub fn each_code(&self, cells: Range<usize>, mut act: impl FnMut(usize, usize)) {
        if let Cells::Coded(_, codes) = self {
            codes.each_of(cells, |at, code| act(at, code as usize));
        }
    }

    /// The cells that hold one of these bytes.
    pub fn with_any(&self, bytes: [u8; 3]) -> Vec<usize> {
        match self {
            Cells::Coded(texts, codes) => {
                let of_texts = texts.with_any(bytes);
                let is_one =
                    |at: &usize| of_texts.binary_search(&(codes.get(*at) as usize)).is_ok();
                match of_texts.len() {
                    0 => of_texts,
                    _ => (0..codes.rows()).filter(is_one).collect(),
                }
            }
            Cells::Listed(listed) => listed.with_any(bytes),
        }
    }

    /// Whether the texts are of visible ASCII alone.
    pub fn are_words(&self) -> bool {
        match self {
            Cells::Coded(texts, _) => texts.are_words(),
            Cells::Listed(listed) => listed.are_words(),
        }
    }

    /// What `new` has for the text of each of these cells; nothing where each has its own.
    pub fn recoded(&self, cells: Range<usize>, new: &[u32]) -> Codes {
        let mut recoded = Codes::default();
        if let Cells::Coded(_, codes) = self {
            recoded.append(codes, cells, new);
        }
        recoded
    }

    /// How many different texts there are, where each is held once.
    pub fn distinct(&self) -> Option<usize> {
        match self {
            Cells::Coded(texts, _) => Some(texts.len()),
            Cells::Listed(_) => None,
        }
    }

    /// Text `code` of those that are held once.
    pub fn text(&self, code: usize) -> &str {
        match self {
            Cells::Coded(texts, _) => texts.get(code),
            Cells::Listed(_) => "",
        }
    }

    /// The number of the text at `at`, where each is held once.
    pub fn code(&self, at: usize) -> Option<usize> {
        match self {
            Cells::Coded(_, codes) => Some(codes.get(at) as usize),
            Cells::Listed(_) => None,
        }
    }

    /// The texts of all records, where each is held once; nothing where they would be longer than 4 GiB.
    fn written_out(texts: &Texts, codes: &Codes) -> Option<Texts> {
        let mut all = Texts::default();
        let mut each = codes.iter().map(|code| texts.get(code as usize));
        each.try_for_each(|text| all.push(text))?;
        Some(all)
    }
}

impl Gatherer {
    /// Adds the next cell; nothing where the column would be too long.
    pub fn push(&mut self, cell: &str) -> Option<()> {
        match &mut self.cells {
            Cells::Coded(texts, codes) => {
                let known = texts.len();
                codes.push(number(texts, &mut self.slots, cell)?);
                if texts.len() > known && come_seldom_again(texts.len(), codes.rows()) {
                    return self.list();
                }
                Some(())
            }
            Cells::Listed(_) => self.open.push(cell),
        }
    }

    /// Makes room for so many times the cells that are here.
    pub fn make_room(&mut self, times: f64) {
        if let Cells::Coded(_, codes) = &mut self.cells {
            codes.reserve((codes.rows() as f64 * (times - 1.0)).max(0.0) as usize);
        }
    }

    /// Adds the cells of another part of the column; nothing where it would be too long.
    pub fn absorb(&mut self, more: Cells) -> Option<()> {
        match (&mut self.cells, more) {
            (Cells::Coded(own, codes), Cells::Coded(texts, more)) => {
                // Each text is looked up once.
                let mut new = Vec::with_capacity(texts.len());
                for code in 0..texts.len() {
                    new.push(number(own, &mut self.slots, texts.get(code))?);
                }
                codes.append(&more, 0..more.rows(), &new);
                if come_seldom_again(own.len(), codes.rows()) {
                    self.list()?;
                }
            }
            (Cells::Coded(..), more @ Cells::Listed(_)) => {
                self.list()?;
                return self.absorb(more);
            }
            (Cells::Listed(listed), more) => {
                listed.append(std::mem::take(&mut self.open).into());
                listed.append(match more {
                    Cells::Coded(texts, codes) => Cells::written_out(&texts, &codes)?.into(),
                    Cells::Listed(more) => more,
                });
            }
        }
        Some(())
    }

    /// Puts the cells one after the other.
    fn list(&mut self) -> Option<()> {
        if let Cells::Coded(texts, codes) = &self.cells {
            self.open = Cells::written_out(texts, codes)?;
            self.cells = Cells::Listed(Listed::default());
            self.slots = Vec::new();
        }
        Some(())
    }

    /// The column.
    pub fn finish(mut self) -> Cells {
        if let Cells::Listed(listed) = &mut self.cells {
            self.open.close();
            listed.append(self.open.into());
        }
        self.cells
    }
}

/// Whether texts come so seldom again that looking for them costs more than holding each.
fn come_seldom_again(texts: usize, cells: usize) -> bool {
    texts >= MANY && texts * 4 > cells
}

/// The number of `text`, which is added where it is new; nothing where there would be too many.
fn number(texts: &mut Texts, slots: &mut Vec<Slot>, text: &str) -> Option<u32> {
    if (texts.len() + 1) * 2 > slots.len() {
        grow(slots, texts);
    }
    let (hash, key) = hash(text.as_bytes());
    let mask = slots.len() - 1;
    let mut at = hash as usize & mask;
    loop {
        let slot = slots[at];
        if slot.code == 0 {
            break;
        }
        let is_same =
            || key.length < LONG || are_same(texts.bytes(slot.code as usize - 1), text.as_bytes());
        if slot.key == key && is_same() {
            return Some(slot.code - 1);
        }
        at = (at + 1) & mask;
    }
    let code = u32::try_from(texts.len()).ok()?;
    texts.push(text)?;
    slots[at] = Slot {
        key,
        code: code + 1,
    };
    Some(code)
}

fn word(bytes: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*bytes)
}

/// Whether texts of eight bytes and more are the same: eight bytes at once, for WebAssembly compares them one by one.
fn are_same(a: &[u8], b: &[u8]) -> bool {
    let (parts, others) = (a.as_chunks().0, b.as_chunks().0);
    a.len() == b.len()
        && a.last_chunk().map(word) == b.last_chunk().map(word)
        && parts.iter().map(word).eq(others.iter().map(word))
}

/// Doubles a hash table of texts.
fn grow(slots: &mut Vec<Slot>, texts: &Texts) {
    let size = (slots.len() * 2).max(8);
    slots.clear();
    slots.resize(size, Slot::default());
    // Holds because texts are numbered by `u32`.
    for code in 1..=texts.len() as u32 {
        let (hash, key) = hash(texts.get(code as usize - 1).as_bytes());
        let mut at = hash as usize & (size - 1);
        while slots[at].code != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = Slot { key, code };
    }
}

/// A hash of a text and what tells it apart: quick for short ones, which cells are.
fn hash(bytes: &[u8]) -> (u64, Key) {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let length = bytes.len();
    let mut all = (length as u64).wrapping_mul(MIX);
    // Of up to eight bytes, each is in here.
    let last = if let Some(last) = bytes.last_chunk() {
        for part in bytes.as_chunks().0 {
            all = (all ^ word(part)).wrapping_mul(MIX);
            all ^= all >> 29;
        }
        word(last)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let half = |part: &[u8; 4]| u64::from(u32::from_le_bytes(*part));
        half(first) << 32 | half(last)
    } else {
        bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte))
    };
    all = (all ^ last).wrapping_mul(MIX);
    all ^= all >> 32;
    let all = all.wrapping_mul(MIX);
    let key = Key {
        word: if length <= 8 { last } else { all },
        length: length.min(LONG.into()) as u8,
    };
    (all, key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gathered(cells: &[String]) -> Cells {
        let mut gatherer = Gatherer::default();
        cells.iter().for_each(|cell| gatherer.push(cell).unwrap());
        gatherer.finish()
    }

    proptest! {
        #[test]
        fn parts_come_together_in_their_order(
            parts in proptest::collection::vec(
                prop_oneof![
                    proptest::collection::vec("[a-c]{0,2}", 0..50),
                    proptest::collection::vec("[a-zäß]{6,20}", 1100..1200),
                ],
                0..6,
            ),
            range in any::<(usize, usize)>(),
        ) {
            let mut whole = Gatherer::default();
            parts.iter().for_each(|part| whole.absorb(gathered(part)).unwrap());
            let (whole, one) = (whole.finish(), gathered(&parts.concat()));
            let cells = parts.concat();
            for (at, cell) in cells.iter().enumerate() {
                prop_assert_eq!(whole.get(at), cell);
                prop_assert_eq!(one.get(at), cell);
            }
            let (a, b) = (range.0 % (cells.len() + 1), range.1 % (cells.len() + 1));
            let mut seen = Vec::new();
            if let Some(listed) = whole.as_listed() {
                listed.each(a.min(b)..a.max(b), |at, cell| seen.push((at, cell.to_owned())));
                let expected = (a.min(b)..a.max(b)).map(|at| (at, cells[at].clone()));
                prop_assert_eq!(seen, expected.collect::<Vec<_>>());
            }
            if let (Cells::Listed(parts), Cells::Listed(one)) = (&whole, &one) {
                prop_assert!(parts == one);
            }
        }

        #[test]
        fn every_cell_comes_back(
            few in proptest::collection::vec("[a-c]{0,2}", 0..50),
            many in proptest::collection::vec("[a-zäß]{0,20}", 0..3000),
        ) {
            for cells in [&few[..], &many[..], &[few.clone(), many.clone()].concat()] {
                let held = gathered(cells);
                for (at, cell) in cells.iter().enumerate() {
                    prop_assert_eq!(held.get(at), cell);
                }
            }
        }
    }

    #[test]
    fn few_texts_are_held_once_and_many_one_by_one() {
        let few: Vec<String> = (0..3000).map(|n| (n % 300).to_string()).collect();
        assert_eq!(gathered(&few).distinct(), Some(300));
        let many: Vec<String> = (0..3000).map(|n| n.to_string()).collect();
        assert_eq!(gathered(&many).distinct(), None);
    }
}
