//! Why a container gave no table.

use thiserror::Error;

/// Why a container gave no table; `file` names it, with the member or sheet where that says more.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum UnpackError {
    /// The file ends too early, or what it holds contradicts itself.
    #[error(
        "{file} is damaged ({what}): download it again, or save it anew in the program it comes from."
    )]
    Damaged {
        /// The container, and where in it.
        file: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A zip archive that needs a password.
    #[error("{file} is locked with a password: unpack it yourself and choose the file inside.")]
    LockedArchive {
        /// The archive, and the locked member.
        file: String,
    },
    /// A workbook that needs a password.
    #[error(
        "{file} is locked with a password: open it in a spreadsheet program, save it without one and choose it again."
    )]
    LockedWorkbook {
        /// The workbook.
        file: String,
    },
    /// It would unpack to more than fits.
    #[error(
        "{file} unpacks to more than {most_mb} MB, {cause}: unpack it yourself and choose a smaller CSV file.",
        cause = if *.is_bomb { "far more than its size explains" } else { "more than fits in a tab" }
    )]
    TooBig {
        /// The container, and where in it.
        file: String,
        /// Megabytes it may unpack to.
        most_mb: u64,
        /// Whether it is packed more tightly than tables are.
        is_bomb: bool,
    },
    /// An archive of too many files.
    #[error(
        "{file} holds {members} files, and at most {most} are looked at: pack only the tables and choose it again."
    )]
    TooMany {
        /// The archive.
        file: String,
        /// Files in it.
        members: u64,
        /// Files that are looked at.
        most: u64,
    },
    /// Archives in archives.
    #[error(
        "{file} is packed in an archive inside an archive: unpack it yourself and choose the file inside."
    )]
    TooDeep {
        /// The innermost container that was reached.
        file: String,
    },
    /// Packed in a way that cannot be read.
    #[error("{file} is {what}, which cannot be unpacked here: {advice}.")]
    Unsupported {
        /// The container, and where in it.
        file: String,
        /// What it is.
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Nothing in it is a table.
    #[error(
        "{file} holds no table ({holds}): choose a file that holds a CSV file, a workbook or JSON records."
    )]
    NoTable {
        /// The container.
        file: String,
        /// What it holds instead.
        holds: String,
    },
    /// A JSON text that says something instead of listing records.
    #[error(
        "{file} is a JSON message, not a table: {message}. Ask for the export again and choose what comes then."
    )]
    JsonMessage {
        /// The file.
        file: String,
        /// At most 80 characters of what it says.
        message: String,
    },
    /// A JSON text with several lists of records.
    #[error(
        "{file} holds several lists of records ({lists}): save the one you want as a file of its own."
    )]
    SeveralLists {
        /// The file.
        file: String,
        /// Their names.
        lists: String,
    },
    /// A JSON text with something that is no record.
    #[error(
        "{file} is JSON, but line {line} has {found} where a record was expected: save a list of records, or one record a line."
    )]
    NoRecord {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: u64,
        /// What stands there.
        found: &'static str,
    },
    /// A text that begins as JSON and goes on otherwise.
    #[error(
        "{file} begins as JSON, but line {line}, column {column} has {found}: export it again, or save it as CSV."
    )]
    BrokenJson {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: u64,
        /// Byte in the line, counted from 1.
        column: u64,
        /// What stands there.
        found: &'static str,
    },
}

impl UnpackError {
    /// Whether the bytes are sound but hold no table, so that other members of the same archive can still be used.
    pub(super) fn is_no_table(&self) -> bool {
        matches!(
            self,
            Self::NoTable { .. }
                | Self::JsonMessage { .. }
                | Self::SeveralLists { .. }
                | Self::NoRecord { .. }
                | Self::BrokenJson { .. }
                | Self::Unsupported { .. }
        )
    }
}
