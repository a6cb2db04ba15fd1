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
    /// The file is in another encoding than UTF-8, and this program decodes no other.
    #[error(
        "{file} is not in UTF-8, the only encoding read here: save it as CSV (UTF-8) and choose that file."
    )]
    NotUtf8 {
        /// Name of the file.
        file: String,
    },
}
