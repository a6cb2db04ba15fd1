//! What is asked of the rows, as a plain comparable value.

use serde::{Deserialize, Serialize};

use super::cell::Partial;
use crate::merge::Merge;

/// A question to the rows. Equal plans have equal answers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Plan {
    /// Who is in view; every clause must hold.
    pub filter: Vec<Keep>,
    /// Who is compared; none: everyone in one cell.
    pub groups: Option<Groups>,
    /// What is summed up.
    pub need: Need,
    /// Column of weights.
    pub weight: Option<u32>,
}

/// How a column divides rows: by its codes, or, for numbers and dates, by the bands between cuts.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Coding {
    /// The column.
    pub column: u32,
    /// Rising cuts for a column of numbers, or of dates in seconds since 1970; empty for categories.
    pub cuts: Vec<f64>,
}

/// Rows whose code is kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Keep {
    /// Where the code comes from.
    pub coding: Coding,
    /// Codes kept, from 1, rising.
    pub codes: Vec<u32>,
}

/// Which cell a row belongs to.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Groups {
    /// Where the code comes from.
    pub coding: Coding,
    /// Place of the group per code; code k is at k − 1.
    pub group_by_code: Vec<Option<u8>>,
    /// Number of groups.
    pub many: u8,
}

/// The sufficient statistic asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Need {
    /// How many respondents.
    Respondents,
    /// How many chose each code.
    Counts(Coding),
    /// How many chose each option of a multiple-answer column.
    Options {
        /// The column.
        column: u32,
        /// Codes that are no choice, rising; who has only these counts apart.
        aside: Vec<u32>,
    },
    /// The values themselves, sorted.
    Values(u32),
}

impl Merge for Vec<Partial> {
    fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.merge(theirs);
        }
    }
}
