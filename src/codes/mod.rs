//! Small numbers by row, in one, two or four bytes each, as the largest of them needs.

pub(crate) mod packed;

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Numbers in a run: few enough to stay in the nearest memory.
pub(crate) const RUN: usize = 1024;

/// Numbers by row, as narrow as they can be.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Codes {
    /// None above 255.
    One(#[serde(with = "crate::codes::packed")] Vec<u8>),
    /// None above 65,535.
    Two(#[serde(with = "crate::codes::packed")] Vec<u16>),
    /// Any.
    Four(#[serde(with = "crate::codes::packed")] Vec<u32>),
}

impl Default for Codes {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl Codes {
    /// Adds the number of the next row.
    #[inline]
    pub fn push(&mut self, code: u32) {
        match self {
            Self::One(codes) if code <= u8::MAX.into() => codes.push(code as u8),
            Self::Two(codes) if code <= u16::MAX.into() => codes.push(code as u16),
            Self::Four(codes) => codes.push(code),
            _ => {
                self.widen();
                self.push(code);
            }
        }
    }

    /// The highest number that finds room.
    fn most(&self) -> u32 {
        match self {
            Self::One(_) => u8::MAX.into(),
            Self::Two(_) => u16::MAX.into(),
            Self::Four(_) => u32::MAX,
        }
    }

    /// Makes each number wider.
    #[cold]
    fn widen(&mut self) {
        fn wider<T: Copy, W: From<T>>(codes: &[T]) -> Vec<W> {
            let mut wide = Vec::with_capacity(2 * codes.len());
            wide.extend(codes.iter().map(|code| W::from(*code)));
            wide
        }
        match self {
            Self::One(codes) => *self = Self::Two(wider(codes)),
            Self::Two(codes) => *self = Self::Four(wider(codes)),
            Self::Four(_) => {}
        }
    }

    /// Adds what `new` has for the numbers of these rows of `more`, which there must be.
    pub fn append(&mut self, more: &Codes, rows: Range<usize>, new: &[u32]) {
        let most = new.iter().copied().max().unwrap_or(0);
        while most > self.most() {
            self.widen();
        }
        // What comes first has the room that it needs; with what follows, room doubles as it is needed.
        if self.rows() == 0 {
            self.reserve(rows.len());
        }
        let mut run = Vec::with_capacity(RUN);
        for start in rows.clone().step_by(RUN) {
            let rows = start..rows.end.min(start + RUN);
            run.clear();
            match more {
                Self::One(codes) => read(&codes[rows], &mut run),
                Self::Two(codes) => read(&codes[rows], &mut run),
                Self::Four(codes) => read(&codes[rows], &mut run),
            }
            let new = run.iter().map(|code| new[*code as usize]);
            match self {
                Self::One(codes) => codes.extend(new.map(|code| code as u8)),
                Self::Two(codes) => codes.extend(new.map(|code| code as u16)),
                Self::Four(codes) => codes.extend(new),
            }
        }
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        match self {
            Self::One(codes) => codes.reserve_exact(more),
            Self::Two(codes) => codes.reserve_exact(more),
            Self::Four(codes) => codes.reserve_exact(more),
        }
    }

    /// Adds the numbers of the next rows.
    pub fn extend(&mut self, codes: impl Iterator<Item = u32>) {
        codes.for_each(|code| self.push(code));
    }

    /// The number of row `at`, which there must be.
    pub fn get(&self, at: usize) -> u32 {
        match self {
            Self::One(codes) => u32::from(codes[at]),
            Self::Two(codes) => u32::from(codes[at]),
            Self::Four(codes) => codes[at],
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match self {
            Self::One(codes) => codes.len(),
            Self::Two(codes) => codes.len(),
            Self::Four(codes) => codes.len(),
        }
    }

    /// Calls `act` with each row and its number.
    pub fn each(&self, act: impl FnMut(usize, u32)) {
        self.each_of(0..self.rows(), act);
    }

    /// Calls `act` with each of these rows, which there must be, and its number.
    pub fn each_of(&self, rows: Range<usize>, act: impl FnMut(usize, u32)) {
        match self {
            Self::One(codes) => each(codes, rows, act),
            Self::Two(codes) => each(codes, rows, act),
            Self::Four(codes) => each(codes, rows, act),
        }
    }

    /// The numbers in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.rows()).map(|row| self.get(row))
    }
}

/// Adds numbers to `into`, as wide as all are.
pub(crate) fn read<T: Copy + Into<u32>>(codes: &[T], into: &mut Vec<u32>) {
    into.extend(codes.iter().map(|code| (*code).into()));
}

fn each<T: Copy + Into<u32>>(codes: &[T], rows: Range<usize>, mut act: impl FnMut(usize, u32)) {
    for (row, code) in rows.clone().zip(&codes[rows]) {
        act(row, (*code).into());
    }
}

impl FromIterator<u32> for Codes {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut all = Self::default();
        all.extend(codes.into_iter());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_narrow_as_the_largest_lets_them_be() {
        for (most, bytes) in [(255, 1), (256, 2), (65_535, 2), (65_536, 4)] {
            let numbers = [0, most, 7, 1];
            let codes: Codes = numbers.into_iter().collect();
            let found = match &codes {
                Codes::One(_) => 1,
                Codes::Two(_) => 2,
                Codes::Four(_) => 4,
            };
            assert_eq!(found, bytes, "{most}");
            assert!(codes.iter().eq(numbers));
            let mut seen = Vec::new();
            codes.each(|row, code| seen.push((row, code)));
            assert!(seen.into_iter().eq(numbers.into_iter().enumerate()));
            // What comes of appending, in runs, is what comes of adding one by one.
            let long: Codes = (0..3000).map(|row| row % 4).collect();
            let (mut appended, mut added) = (codes.clone(), codes);
            appended.append(&long, 0..3000, &numbers);
            added.extend(long.iter().map(|code| numbers[code as usize]));
            assert_eq!(appended, added);
            appended = long.clone();
            appended.append(&Codes::default(), 0..0, &[most]);
            assert!(appended.iter().eq(long.iter()), "{most}");
            appended.append(&long, 1..2, &numbers);
            assert_eq!((appended.rows(), appended.get(3000)), (3001, most));
        }
    }
}
