//! The codes that a column gives to rows: its own, or the bands of its numbers and dates.

use std::borrow::Cow;
use std::ops::Range;

use super::plan::Coding;
use crate::codes::Codes as ByRow;
use crate::table::{Column, Numbers, Table};

/// Codes of one column by row: 0 where it has none.
pub(super) struct Codes<'t> {
    by_row: Cow<'t, ByRow>,
    /// Which of them.
    rows: Range<usize>,
    /// The highest code there can be.
    pub(super) many: usize,
}

impl<'t> Codes<'t> {
    /// The codes of some rows, which are counted from the first of them.
    // Called from several places, and long.
    #[inline(never)]
    pub(super) fn of(table: &'t Table, coding: &Coding, rows: Range<usize>) -> Self {
        let bands = Bands::of(&coding.cuts);
        let many = coding.cuts.len() + 1;
        let by_row = match table.columns.get(coding.column as usize) {
            Some(Column::Category {
                codes_by_row,
                levels,
            }) => {
                return Self {
                    by_row: Cow::Borrowed(codes_by_row),
                    rows,
                    many: levels.len(),
                };
            }
            Some(Column::Number { numbers, .. }) => match numbers {
                Numbers::Coded { distinct, codes } => {
                    let bands = distinct.iter().map(|value| bands.band(*value));
                    let bands: Vec<u32> = std::iter::once(0).chain(bands).collect();
                    let codes = codes[rows.clone()].iter();
                    ByRow::up_to(many, codes.map(|code| bands[usize::from(*code)]))
                }
                Numbers::Plain(values) => ByRow::up_to(
                    many,
                    values[rows.clone()]
                        .iter()
                        .map(|value| match value.is_nan() {
                            true => 0,
                            false => bands.band(*value),
                        }),
                ),
            },
            Some(Column::DateTime { seconds, valid, .. }) => ByRow::up_to(
                many,
                rows.clone().map(|row| match valid.get(row) {
                    true => bands.band(seconds[row] as f64),
                    false => 0,
                }),
            ),
            // No column that has any.
            _ => ByRow::up_to(0, rows.clone().map(|_| 0)),
        };
        Self {
            by_row: Cow::Owned(by_row),
            rows: 0..rows.len(),
            many,
        }
    }

    /// Calls `act` with each row and its code.
    pub(super) fn each(&self, mut act: impl FnMut(usize, u32)) {
        let start = self.rows.start;
        let act = |row: usize, code: u32| act(row - start, code);
        self.by_row.each_of(self.rows.clone(), act);
    }

    /// The same where it is not asked so often that it should be a program of its own.
    pub(super) fn each_dyn(&self, act: &mut dyn FnMut(usize, u32)) {
        self.each(act);
    }
}

/// The bands between rising cuts.
struct Bands {
    cuts: Vec<f64>,
    /// Where many cuts start, and how many there are to 1: most are as far apart as weeks are.
    even: Option<(f64, f64)>,
}

impl Bands {
    /// Cuts from which on a guess is quicker than a search.
    const MANY: usize = 16;

    fn of(cuts: &[f64]) -> Self {
        let even = match cuts {
            [first, .., last] if cuts.len() >= Self::MANY => {
                Some((*first, (cuts.len() - 1) as f64 / (last - first)))
            }
            _ => None,
        };
        Self {
            cuts: cuts.to_vec(),
            even,
        }
    }

    /// The band that a value is in, from 1; a cut belongs to the band above it.
    fn band(&self, value: f64) -> u32 {
        let cuts = &self.cuts;
        if let Some((first, per)) = self.even {
            let below = ((value - first) * per + 1.0) as usize;
            if let [.., low, high] = cuts.get(..=below).unwrap_or_default()
                && *low <= value
                && value < *high
            {
                return below as u32 + 1;
            }
        }
        cuts.partition_point(|cut| *cut <= value) as u32 + 1
    }
}
