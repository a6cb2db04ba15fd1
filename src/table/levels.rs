//! Distinct texts with their counts, in order of first appearance.

use serde::{Deserialize, Serialize};

use crate::merge::Merge;

/// Distinct texts, numbered from 1 in order of first appearance, with how often each was added.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Levels {
    names: Vec<String>,
    counts: Vec<u64>,
    /// Open addressing from hash to code, 0 where free; rebuilt after it crossed to or from a worker.
    #[serde(skip)]
    slots: Vec<u32>,
}

impl Levels {
    /// Adds `text` once and gives its code, from 1.
    pub fn add(&mut self, text: &str) -> u32 {
        self.add_hashed(text, hash(text), 1)
    }

    /// Adds `text` so many times and gives its code, from 1.
    pub fn add_times(&mut self, text: &str, times: u64) -> u32 {
        self.add_hashed(text, hash(text), times)
    }

    /// The texts in order of first appearance; code `k` is `names()[k - 1]`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How often each text was added, in the same order.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Number of distinct texts.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Texts with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.names
            .iter()
            .map(String::as_str)
            .zip(self.counts.iter().copied())
    }

    /// The texts alone.
    pub fn into_names(self) -> Vec<String> {
        self.names
    }

    /// Adds `text` with the hash `hash` gave for it `count` times.
    pub(super) fn add_hashed(&mut self, text: &str, hash: u64, count: u64) -> u32 {
        if self.slots.len() < (self.names.len() + 1) * 2 {
            self.grow();
        }
        let slot = self.slot(text, hash);
        if self.slots[slot] == 0 {
            self.names.push(text.to_owned());
            self.counts.push(0);
            // Holds because a column has fewer than 2^32 rows, let alone distinct texts.
            self.slots[slot] = u32::try_from(self.names.len()).expect("fewer than 2^32 levels");
        }
        let code = self.slots[slot];
        self.counts[code as usize - 1] += count;
        code
    }

    /// The slot that holds `text`, or the free one where it belongs.
    fn slot(&self, text: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return slot,
                code if self.names[code as usize - 1] == text => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.names.len() * 4).next_power_of_two().max(16)];
        for at in 0..self.names.len() {
            let slot = self.slot(&self.names[at], hash(&self.names[at]));
            self.slots[slot] = at as u32 + 1;
        }
    }
}

impl PartialEq for Levels {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names && self.counts == other.counts
    }
}

impl Merge for Levels {
    fn merge(&mut self, other: Self) {
        for (text, count) in other.iter() {
            self.add_hashed(text, hash(text), count);
        }
    }
}

/// Folds a word into a hash, as rustc's FxHash does.
pub(super) fn fold_in(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// A hash that is the same on every machine.
///
/// Words are folded in one after the other, then mixed as at the end of MurmurHash3, for `Sketch` needs all bits even.
pub(crate) fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks();
    for word in words {
        hash = fold_in(hash, u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        let word = match bytes.last_chunk() {
            // Some of these are in there already, which does no harm.
            Some(last) => u64::from_le_bytes(*last),
            // Byte by byte: WebAssembly copies little slowly.
            None => rest
                .iter()
                .rev()
                .fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        hash = fold_in(hash, word);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_first_appearance() {
        let mut levels = Levels::default();
        let codes: Vec<u32> = ["b", "a", "b", "", "a"]
            .into_iter()
            .map(|text| levels.add(text))
            .collect();
        assert_eq!(codes, [1, 2, 1, 3, 2]);
        assert_eq!(
            levels.iter().collect::<Vec<_>>(),
            [("b", 2), ("a", 2), ("", 1)]
        );
    }

    #[test]
    fn many_levels_stay_apart_and_cross_as_postcard() {
        let mut levels = Levels::default();
        (0..5000).for_each(|number| assert_eq!(levels.add(&number.to_string()), number + 1));
        let bytes = postcard::to_stdvec(&levels).unwrap();
        let mut crossed: Levels = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(crossed, levels);
        assert_eq!(crossed.add("4999"), 5000);
        assert_eq!(crossed.len(), 5000);
    }
}
