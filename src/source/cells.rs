//! The cells of one column: each text once where few differ, else one text after the other.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::codes::Codes;

/// Distinct texts from which on a column is no longer looked through for texts that came before, unless each comes often.
const MANY: usize = 1024;

/// The cells of one column, in file order.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Cells {
    texts: Texts,
    /// Which text stands in each record; none where every record has a text of its own.
    codes: Option<Codes>,
}

/// Texts in one arena.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
struct Texts {
    text: String,
    /// Where each ends; it starts where the one before it ends.
    #[serde(with = "crate::codes::packed")]
    ends: Vec<u32>,
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
    len: usize,
}

impl Texts {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn range(&self, at: usize) -> Range<usize> {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start as usize..self.ends[at] as usize
    }

    fn get(&self, at: usize) -> &str {
        &self.text[self.range(at)]
    }

    fn bytes(&self, at: usize) -> &[u8] {
        &self.text.as_bytes()[self.range(at)]
    }

    /// Adds a text; nothing where all would be longer than 4 GiB.
    fn push(&mut self, text: &str) -> Option<()> {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).ok()?);
        Some(())
    }

    /// Adds all of `others`; nothing where all would be longer than 4 GiB.
    fn append(&mut self, others: &Texts) -> Option<()> {
        let so_far = u32::try_from(self.text.len()).ok()?;
        u32::try_from(self.text.len() + others.text.len()).ok()?;
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| so_far + end));
        Some(())
    }
}

impl Cells {
    /// The cell at `at`.
    pub fn get(&self, at: usize) -> &str {
        match &self.codes {
            Some(codes) => self.texts.get(codes.get(at) as usize),
            None => self.texts.get(at),
        }
    }

    /// Calls `act` with each of these cells.
    pub fn each<'c>(&'c self, cells: Range<usize>, mut act: impl FnMut(usize, &'c str)) {
        match &self.codes {
            Some(_) => cells.for_each(|at| act(at, self.get(at))),
            None => {
                let texts = &self.texts;
                let start = match cells.start {
                    0 => 0,
                    at => texts.ends[at - 1] as usize,
                };
                let mut rest = &texts.text[start..];
                let mut from = start;
                for at in cells {
                    let end = texts.ends[at] as usize;
                    let (cell, after) = rest.split_at(end - from);
                    (rest, from) = (after, end);
                    act(at, cell);
                }
            }
        }
    }

    /// Calls `act` with each of these cells' text by its number, where each is held once.
    pub fn each_code(&self, cells: Range<usize>, mut act: impl FnMut(usize, usize)) {
        if let Some(codes) = &self.codes {
            codes.each_of(cells, |at, code| act(at, code as usize));
        }
    }

    /// Whether the texts hold one of these bytes anywhere.
    pub fn hold_any(&self, bytes: [u8; 3]) -> bool {
        holds_any(&self.texts.text, bytes)
    }

    /// Whether the texts are of visible ASCII alone.
    pub fn are_words(&self) -> bool {
        self.texts.text.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// What `new` has for the text of each of these cells; nothing where each has its own.
    pub fn recoded(&self, cells: Range<usize>, new: &[u32]) -> Codes {
        let mut recoded = Codes::default();
        if let Some(codes) = &self.codes {
            recoded.append(codes, cells, new);
        }
        recoded
    }

    /// How many different texts there are, where each is held once.
    pub fn distinct(&self) -> Option<usize> {
        self.codes.as_ref().map(|_| self.texts.len())
    }

    /// Text `code` of those that are held once.
    pub fn text(&self, code: usize) -> &str {
        self.texts.get(code)
    }

    /// The number of the text at `at`, where each is held once.
    pub fn code(&self, at: usize) -> Option<usize> {
        self.codes.as_ref().map(|codes| codes.get(at) as usize)
    }
}

impl Gatherer {
    /// Adds the next cell; nothing where the column would be too long.
    pub fn push(&mut self, cell: &str) -> Option<()> {
        self.len += 1;
        let Some(codes) = &mut self.cells.codes else {
            if self.len > 1 {
                return self.cells.texts.push(cell);
            }
            self.cells.codes = Some(Codes::default());
            self.len -= 1;
            return self.push(cell);
        };
        let texts = &mut self.cells.texts;
        let known = texts.len();
        codes.push(number(texts, &mut self.slots, cell)?);
        if texts.len() > known && come_seldom_again(texts.len(), self.len) {
            return self.list();
        }
        Some(())
    }

    /// Makes room for so many times the cells that are here.
    pub fn make_room(&mut self, times: f64) {
        let more = |length: usize| (length as f64 * (times - 1.0)).max(0.0) as usize;
        match &mut self.cells.codes {
            Some(codes) => codes.reserve(more(self.len)),
            None => {
                let texts = &mut self.cells.texts;
                texts.text.reserve_exact(more(texts.text.len()));
                texts.ends.reserve_exact(more(texts.ends.len()));
            }
        }
    }

    /// Adds the cells of another part of the column; nothing where it would be too long.
    pub fn absorb(&mut self, cells: &Cells) -> Option<()> {
        if cells.texts.len() == 0 {
            return Some(());
        }
        let Some(codes) = &cells.codes else {
            if self.len > 0 && self.cells.codes.is_some() {
                self.list()?;
            }
            self.cells.codes = None;
            self.len += cells.texts.len();
            return self.cells.texts.append(&cells.texts);
        };
        if self.len > 0 && self.cells.codes.is_none() {
            self.len += codes.rows();
            let mut texts = codes.iter().map(|code| cells.texts.get(code as usize));
            return texts.try_for_each(|text| self.cells.texts.push(text));
        }
        // Each text is looked up once.
        let own = self.cells.codes.get_or_insert_default();
        let rows = own.rows();
        let mut new = Vec::with_capacity(cells.texts.len());
        for code in 0..cells.texts.len() {
            new.push(number(
                &mut self.cells.texts,
                &mut self.slots,
                cells.texts.get(code),
            )?);
        }
        own.append(codes, 0..codes.rows(), &new);
        self.len = rows + codes.rows();
        if come_seldom_again(self.cells.texts.len(), self.len) {
            return self.list();
        }
        Some(())
    }

    /// Puts the cells one after the other.
    fn list(&mut self) -> Option<()> {
        let mut texts = Texts::default();
        for at in 0..self.len {
            texts.push(self.cells.get(at))?;
        }
        self.cells = Cells { texts, codes: None };
        self.slots = Vec::new();
        Some(())
    }

    /// The column.
    pub fn finish(self) -> Cells {
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

/// Whether `text` holds one of these bytes.
pub(super) fn holds_any(text: &str, [a, b, c]: [u8; 3]) -> bool {
    memchr::memchr3(a, b, c, text.as_bytes()).is_some()
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
