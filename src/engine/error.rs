//! Why the engine could not answer.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::source::SourceError;

/// Why the engine could not answer.
#[derive(Clone, Debug, Deserialize, Eq, Error, PartialEq, Serialize)]
pub enum EngineError {
    /// Nothing at all could be read of the file; the sentence says why.
    #[error("{0}")]
    Unreadable(String),
    /// The file is in another encoding than UTF-8, and has to be transcoded first.
    #[error(
        "{file} is not in UTF-8, and the part of the page that reads other encodings did not load or broke: save it as CSV (UTF-8) and choose that file."
    )]
    NotUtf8 {
        /// Its name.
        file: String,
    },
    /// Columns were to be left out of a file that only the whole tells the records of.
    #[error(
        "{file} cannot be read without some of its columns, for not all of its records are written in the same way. Choose it again, and read all of it."
    )]
    NeedsAllColumns {
        /// Its name.
        file: String,
    },
    /// The file went away, or may no longer be read.
    #[error(
        "{file} could no longer be read after {bytes} bytes: it was moved, deleted or changed. Choose it again."
    )]
    FileGone {
        /// Its name.
        file: String,
        /// Bytes read until then.
        bytes: u64,
    },
    /// The file is not (or no longer) held.
    #[error("That file is not open here any more: choose it again.")]
    NotOpen,
    /// A message could not be understood; page and worker are of different releases.
    #[error(
        "The page and its worker do not understand each other, as after an update. Reload the page."
    )]
    Garbled,
    /// The worker stopped.
    #[error(
        "The counting stopped: the worker ran into an error or out of memory while it held this file. Open a smaller part of it."
    )]
    Stopped,
}

impl From<SourceError> for EngineError {
    fn from(error: SourceError) -> EngineError {
        match error {
            SourceError::NotUtf8 { file } => EngineError::NotUtf8 { file },
            other => EngineError::Unreadable(other.to_string()),
        }
    }
}
