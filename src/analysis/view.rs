//! The rows that are gone through, a run at a time: few enough that what is read of them stays in the nearest memory.

use std::ops::Range;

use crate::codes::{RUN, read};
use crate::table::Bitmap;

/// Rows of a table, rising.
pub(super) enum Rows {
    /// All between two.
    Every(Range<usize>),
    /// Those that a filter keeps.
    These(Vec<u32>),
}

/// Some rows on end of those.
#[derive(Clone, Copy)]
pub(super) enum Run<'r> {
    Every(usize, usize),
    These(&'r [u32]),
}

impl Rows {
    /// The rows in `range` that `kept` has.
    pub(super) fn kept(range: Range<usize>, kept: &Bitmap) -> Self {
        let mut rows = Vec::with_capacity(range.len().min(kept.count() as usize));
        kept.each_of(range, &mut |row| rows.push(row as u32));
        Self::These(rows)
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Every(rows) => rows.len(),
            Self::These(rows) => rows.len(),
        }
    }

    /// Which row of the table is at `at`.
    pub(super) fn row(&self, at: usize) -> usize {
        match self {
            Self::Every(rows) => rows.start + at,
            Self::These(rows) => rows[at] as usize,
        }
    }

    /// Calls `act` with each run and where among these rows it starts.
    pub(super) fn runs(&self, act: &mut dyn FnMut(usize, Run<'_>)) {
        for start in (0..self.len()).step_by(RUN) {
            let end = self.len().min(start + RUN);
            let run = match self {
                Self::Every(rows) => Run::Every(rows.start + start, rows.start + end),
                Self::These(rows) => Run::These(&rows[start..end]),
            };
            act(start, run);
        }
    }
}

impl Run<'_> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Every(start, end) => end - start,
            Self::These(rows) => rows.len(),
        }
    }

    /// Which row of the table is at `at`.
    pub(super) fn row(self, at: usize) -> usize {
        match self {
            Self::Every(start, _) => start + at,
            Self::These(rows) => rows[at] as usize,
        }
    }

    /// Puts what `from` has for each of these rows, which there must be.
    pub(super) fn read<T: Copy + Into<u32>>(self, from: &[T], into: &mut Vec<u32>) {
        match self {
            Self::Every(start, end) => read(&from[start..end], into),
            Self::These(rows) => into.extend(rows.iter().map(|row| from[*row as usize].into())),
        }
    }
}
