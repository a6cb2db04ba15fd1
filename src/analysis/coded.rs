//! The codes that a column gives to rows: its own, or the bands of its numbers and dates.

use super::plan::Coding;
use super::view::{Rows, Run};
use crate::codes::{Codes as ByRow, RUN};
use crate::table::{Bitmap, Column, Numbers, Table};

/// Codes of one column by row: 0 where it has none.
pub(super) struct Codes<'t> {
    from: From<'t>,
    /// The highest code there can be.
    pub(super) many: usize,
}

/// Where they come from.
enum From<'t> {
    One(&'t [u8]),
    Two(&'t [u16]),
    Four(&'t [u32]),
    /// The code of each number's band.
    Numbers(&'t [u16], Vec<u32>),
    Values(&'t [f64], Bands),
    Dates(&'t [i64], &'t Bitmap, Bands),
    /// No column that has any.
    Nothing,
}

impl<'t> Codes<'t> {
    /// The codes of a coding's column.
    pub(super) fn of(table: &'t Table, coding: &Coding) -> Self {
        let bands = Bands::of(&coding.cuts);
        let many = coding.cuts.len() + 1;
        let (from, many) = match table.columns.get(coding.column as usize) {
            Some(Column::Category {
                codes_by_row,
                levels,
            }) => {
                let from = match codes_by_row {
                    ByRow::One(codes) => From::One(codes),
                    ByRow::Two(codes) => From::Two(codes),
                    ByRow::Four(codes) => From::Four(codes),
                };
                (from, levels.len())
            }
            Some(Column::Number {
                numbers: Numbers::Coded { distinct, codes },
                ..
            }) => {
                let each = distinct.iter().map(|value| bands.band(*value));
                (
                    From::Numbers(codes, std::iter::once(0).chain(each).collect()),
                    many,
                )
            }
            Some(Column::Number {
                numbers: Numbers::Plain(values),
                ..
            }) => (From::Values(values, bands), many),
            Some(Column::DateTime { seconds, valid, .. }) => {
                (From::Dates(seconds, valid, bands), many)
            }
            _ => (From::Nothing, many),
        };
        Self { from, many }
    }

    /// The numbers' own codes.
    pub(super) fn of_numbers(codes: &'t [u16], many: usize) -> Self {
        Self {
            from: From::Two(codes),
            many,
        }
    }

    /// The codes of words that stand where others have numbers.
    pub(super) fn of_words(codes: &'t [u8], many: usize) -> Self {
        Self {
            from: From::One(codes),
            many,
        }
    }

    /// Calls `act` with the codes of each run of `rows`, to do with as it likes, and where that starts.
    // Called from several places, and long.
    #[inline(never)]
    pub(super) fn runs(&self, rows: &Rows, act: &mut dyn FnMut(usize, &mut [u32])) {
        let mut read: Vec<u32> = Vec::with_capacity(RUN);
        rows.runs(&mut |start, run| {
            read.clear();
            self.read(run, &mut read);
            act(start, &mut read);
        });
    }

    fn read(&self, run: Run<'_>, into: &mut Vec<u32>) {
        match &self.from {
            From::One(codes) => run.read(codes, into),
            From::Two(codes) => run.read(codes, into),
            From::Four(codes) => run.read(codes, into),
            From::Numbers(codes, of) => {
                run.read(codes, into);
                into.iter_mut().for_each(|code| *code = of[*code as usize]);
            }
            From::Values(values, bands) => {
                into.extend((0..run.len()).map(|at| match values[run.row(at)] {
                    value if value.is_nan() => 0,
                    value => bands.band(value),
                }));
            }
            From::Dates(seconds, valid, bands) => {
                into.extend((0..run.len()).map(|at| {
                    let row = run.row(at);
                    match valid.get(row) {
                        true => bands.band(seconds[row] as f64),
                        false => 0,
                    }
                }));
            }
            From::Nothing => into.resize(run.len(), 0),
        }
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
