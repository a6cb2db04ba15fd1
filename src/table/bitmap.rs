//! One bit per row.

use std::ops::Range;

/// One bit per row, all off at first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// `len` bits, all off.
    pub fn new(len: usize) -> Bitmap {
        Bitmap {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// `len` bits, all on.
    pub fn full(len: usize) -> Bitmap {
        let mut words = vec![u64::MAX; len.div_ceil(64)];
        if let (Some(last), 1..) = (words.last_mut(), len % 64) {
            *last = (1 << (len % 64)) - 1;
        }
        Bitmap { words, len }
    }

    /// Number of bits.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Turns bit `row` on.
    pub fn set(&mut self, row: usize) {
        debug_assert!(row < self.len, "row {row} of {}", self.len);
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Whether bit `row` is on; rows beyond the end are off.
    pub fn get(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Turns off what is off in `other`.
    pub fn and(&mut self, other: &Bitmap) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or_default();
        }
    }

    /// Calls `act` with each row in `rows` whose bit is on.
    pub fn each_of(&self, rows: Range<usize>, act: &mut dyn FnMut(usize)) {
        let words = rows.start / 64..rows.end.div_ceil(64).min(self.words.len());
        for at in words {
            let mut word = self.words[at];
            while word > 0 {
                let row = at * 64 + word.trailing_zeros() as usize;
                if rows.contains(&row) {
                    act(row);
                }
                word &= word - 1;
            }
        }
    }

    /// How many bits are on.
    pub fn count(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_set_counted_and_found() {
        let mut bits = Bitmap::new(130);
        [0, 63, 64, 129].into_iter().for_each(|row| bits.set(row));
        assert_eq!((bits.count(), bits.len()), (4, 130));
        for len in [0, 1, 64, 130] {
            let mut all = Bitmap::full(len);
            assert_eq!((all.count(), all.len()), (len as u64, len));
            all.and(&bits);
            assert!((0..len).all(|row| all.get(row) == bits.get(row)));
        }
        let on: Vec<usize> = (0..200).filter(|row| bits.get(*row)).collect();
        assert_eq!(on, [0, 63, 64, 129]);
        for rows in [0..0, 0..130, 0..129, 63..65, 64..64, 65..500, 200..300] {
            let mut seen = Vec::new();
            bits.each_of(rows.clone(), &mut |row| seen.push(row));
            let among = on.iter().copied().filter(|row| rows.contains(row));
            assert!(among.eq(seen), "{rows:?}");
        }
    }
}
