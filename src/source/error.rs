//! Why nothing at all could be read.

use thiserror::Error;

use super::Foreign;

/// Why a file could not be read at all.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum SourceError {
    /// The file holds no text.
    #[error("{file} is empty: choose a CSV file with a header line and one record per answer.")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// The file is something other than a text table.
    #[error("{file} is {foreign}: {}.", foreign.advice())]
    Foreign {
        /// Name of the file.
        file: String,
        /// What the file is instead.
        foreign: Foreign,
    },
}
