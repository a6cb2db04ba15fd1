//! The codes that a column gives to rows: its own, or the bands of its numbers and dates.

use super::plan::Coding;
use crate::codes::Codes as ByRow;
use crate::table::{Column, Numbers, Table};

/// Codes of one column by row: 0 where it has none.
pub(super) enum Codes<'t> {
    Given {
        by_row: &'t ByRow,
        many: usize,
    },
    /// The bands of numbers that have codes themselves, by these.
    Banded {
        by_row: &'t [u16],
        bands: Vec<u32>,
        many: usize,
    },
    /// The bands of numbers and dates that have none.
    Cut {
        by_row: Vec<u32>,
        many: usize,
    },
    /// No column that has any.
    Absent {
        rows: usize,
        many: usize,
    },
}

impl<'t> Codes<'t> {
    pub(super) fn of(table: &'t Table, coding: &Coding) -> Self {
        let cuts = &coding.cuts;
        match table.columns.get(coding.column as usize) {
            Some(Column::Category {
                codes_by_row,
                levels,
            }) => Self::Given {
                by_row: codes_by_row,
                many: levels.len(),
            },
            Some(Column::Number { numbers, .. }) => match numbers {
                Numbers::Coded { distinct, codes } => {
                    let cut = Bands::of(cuts);
                    let bands = distinct.iter().map(|value| cut.band(*value));
                    Self::Banded {
                        by_row: codes,
                        bands: std::iter::once(0).chain(bands).collect(),
                        many: cuts.len() + 1,
                    }
                }
                Numbers::Plain(values) => {
                    let bands = Bands::of(cuts);
                    let code = |value: f64| match value.is_nan() {
                        true => 0,
                        false => bands.band(value),
                    };
                    Self::Cut {
                        by_row: values.iter().map(|value| code(*value)).collect(),
                        many: cuts.len() + 1,
                    }
                }
            },
            Some(Column::DateTime { seconds, valid, .. }) => {
                let bands = Bands::of(cuts);
                let code = |(row, at): (usize, &i64)| match valid.get(row) {
                    true => bands.band(*at as f64),
                    false => 0,
                };
                Self::Cut {
                    by_row: seconds.iter().enumerate().map(code).collect(),
                    many: cuts.len() + 1,
                }
            }
            _ => Self::Absent {
                rows: table.rows as usize,
                many: cuts.len() + 1,
            },
        }
    }

    /// The highest code there can be.
    pub(super) fn many(&self) -> usize {
        match self {
            Self::Given { many, .. }
            | Self::Banded { many, .. }
            | Self::Cut { many, .. }
            | Self::Absent { many, .. } => *many,
        }
    }

    /// Calls `act` with each row and its code.
    pub(super) fn each(&self, mut act: impl FnMut(usize, u32)) {
        match self {
            Self::Given { by_row, .. } => by_row.each(act),
            Self::Banded { by_row, bands, .. } => {
                let codes = by_row.iter().enumerate();
                codes.for_each(|(row, code)| act(row, bands[usize::from(*code)]));
            }
            Self::Cut { by_row, .. } => {
                by_row
                    .iter()
                    .enumerate()
                    .for_each(|(row, code)| act(row, *code));
            }
            Self::Absent { rows, .. } => (0..*rows).for_each(|row| act(row, 0)),
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
