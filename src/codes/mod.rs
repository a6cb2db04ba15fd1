//! Small numbers by row, in one, two or four bytes each, as the largest of them needs.

pub(crate) mod packed;

use std::ops::Range;

use serde::{Deserialize, Serialize};

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
            _ => self.widen(code),
        }
    }

    /// Makes each number wider, and adds one that found no room.
    #[cold]
    fn widen(&mut self, code: u32) {
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
        self.push(code);
    }

    /// What `of` has at each of the places that `each` puts, of which there are so many.
    pub fn of_each(rows: usize, of: &[u32], each: impl FnOnce(&mut dyn FnMut(usize))) -> Self {
        fn narrow<T: TryFrom<u32> + Copy + Default>(
            rows: usize,
            of: &[u32],
            each: impl FnOnce(&mut dyn FnMut(usize)),
        ) -> Vec<T> {
            let of: Vec<T> = of
                .iter()
                .map(|code| T::try_from(*code).unwrap_or_default())
                .collect();
            let mut codes = Vec::with_capacity(rows);
            each(&mut |at| codes.push(of[at]));
            codes
        }
        match of.iter().max() {
            Some(0x100..=0xffff) => Self::Two(narrow(rows, of, each)),
            Some(0x1_0000..) => Self::Four(narrow(rows, of, each)),
            _ => Self::One(narrow(rows, of, each)),
        }
    }

    /// Codes of which none is above `most`.
    pub fn up_to(most: usize, codes: impl Iterator<Item = u32>) -> Self {
        match most {
            0..=0xff => Self::One(codes.map(|code| code as u8).collect()),
            0x100..=0xffff => Self::Two(codes.map(|code| code as u16).collect()),
            _ => Self::Four(codes.collect()),
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
            assert_eq!(Codes::up_to(most as usize, numbers.into_iter()), codes);
            let mut seen = Vec::new();
            codes.each(|row, code| seen.push((row, code)));
            assert!(seen.into_iter().eq(numbers.into_iter().enumerate()));
        }
    }
}
