//! How a person wants a file read, as a value that can be kept, undone and done again on another file.

use serde::{Deserialize, Serialize};

use super::correction::Correction;
use super::folds::Fold;
use crate::source::ReadAs;

/// How a person wants a file read; nothing said is decided from the file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// How bytes become records.
    pub read_as: ReadAs,
    /// Columns that are one question.
    pub folds: Vec<Fold>,
    /// Questions over several columns that are taken apart, by name.
    pub spread: Vec<String>,
    /// What was put right about columns, by name, in the order in which it was said.
    pub corrections: Vec<(String, Correction)>,
    /// Which records are left out of everything, and why.
    pub exclusions: Vec<Exclusion>,
}

/// A rule by which records are left out; each is chosen by a person, counted, and told in the notes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Records whose identifier in this column came before; the later one stays.
    Duplicates {
        /// Name of the column.
        column: String,
    },
    /// Records that equal an earlier one in every cell.
    Copies,
    /// Records that the survey tool marks as a preview or a test.
    Previews {
        /// Name of the column that says so.
        column: String,
    },
    /// Records that the survey tool marks as not finished.
    Partial {
        /// Name of the column that says so.
        column: String,
    },
    /// Records that were answered in less time than this.
    Speeders {
        /// Name of the column with the time taken.
        column: String,
        /// Least time, in the column's unit, in thousandths.
        least_thousandths: u64,
    },
    /// Records that were answered in less time than this from start to end.
    Hasty {
        /// Name of the column with the start.
        start: String,
        /// Name of the column with the end.
        end: String,
        /// Least time in seconds.
        least_seconds: u64,
    },
    /// Records that give one and the same answer to all of these questions.
    StraightLiners {
        /// Names of the columns.
        columns: Vec<String>,
    },
    /// Records that end before they start.
    ImpossibleTimes {
        /// Name of the column with the start.
        start: String,
        /// Name of the column with the end.
        end: String,
    },
}

impl Exclusion {
    /// Names of the columns it looks at; none where it looks at all.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Exclusion::Copies => Vec::new(),
            Exclusion::Duplicates { column }
            | Exclusion::Previews { column }
            | Exclusion::Partial { column }
            | Exclusion::Speeders { column, .. } => vec![column.clone()],
            Exclusion::StraightLiners { columns } => columns.clone(),
            Exclusion::Hasty { start, end, .. } | Exclusion::ImpossibleTimes { start, end } => {
                vec![start.clone(), end.clone()]
            }
        }
    }
}
