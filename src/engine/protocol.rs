//! What page and worker say to each other: one enum each way, as postcard bytes with an id.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::EngineError;
use crate::analysis::{Partial, Plan};
use crate::source::{ReadAs, Transcoded};
use crate::table::{Exclusion, FileSummary, Quality, RawRow, Scan, Schema, Which};

/// A file in the engine, by the page's number.
pub type FileNumber = u32;

/// Something asked of the shard of one file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Request {
    /// Comes back with the reply.
    pub id: u32,
    /// The file.
    pub file: FileNumber,
    /// What is asked.
    pub ask: Ask,
}

/// How a file is read.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Scanning {
    /// Name of the file, for messages.
    pub name: String,
    /// What a person says about how bytes become records.
    pub read_as: ReadAs,
    /// The columns that are kept, counted from 0; all where nothing is said.
    pub columns: Option<Vec<u32>>,
    /// How the text came from the file, where it was transcoded and the handle is the text's.
    pub transcoded: Option<Transcoded>,
}

/// What can be asked of a shard.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Ask {
    /// Read the file whose handle comes with the message, and give evidence of its columns.
    Scan(Scanning),
    /// Stop reading and forget what was read.
    Stop,
    /// Build typed columns.
    Build {
        /// What the columns are.
        schema: Schema,
        /// Which records are left out.
        exclusions: Vec<Exclusion>,
    },
    /// Say what of the records, as they were built, a person should look at.
    Quality,
    /// Answer plans, in order.
    Run(Vec<Plan>),
    /// Give records as they stand in the file.
    Rows {
        /// Which records.
        which: Which,
        /// Which of their cells, by column of the file.
        columns: Vec<u32>,
        /// No more records than this.
        most: u32,
    },
}

/// What comes back.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reply {
    /// Id of the request.
    pub id: u32,
    /// The answer, or why there is none.
    pub answer: Result<Answer, EngineError>,
}

/// An answer of a shard.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Answer {
    /// The worker can be asked; sent once, with id 0.
    Ready,
    /// Still reading; more comes under the same id.
    Progress(Progress),
    /// Reading was stopped.
    Stopped,
    /// To `Scan`.
    Scanned(Scanned),
    /// To `Build`.
    Built(Box<FileSummary>),
    /// To `Quality`.
    Quality(Quality),
    /// To `Run`: what the next rows answer. More comes under the same id as long as these are not the last.
    Ran(Counted),
    /// To `Run`, where something newer was asked of the same file meanwhile.
    Stale,
    /// To `Rows`.
    Rows(Vec<RawRow>),
}

impl Answer {
    /// Whether more comes under the same id.
    pub fn is_news(&self) -> bool {
        match self {
            Answer::Progress(_) => true,
            Answer::Ran(counted) => counted.rows < counted.of_rows,
            _ => false,
        }
    }
}

/// Rows counted in one go, between which a worker hears messages: some ten milliseconds of all that a page of figures asks.
pub const AT_ONCE: usize = 1 << 20;

/// What some rows of a table answer; what the rows before answer merges with it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Counted {
    /// One per plan.
    pub partials: Vec<Partial>,
    /// Rows counted by now.
    pub rows: u64,
    /// Rows of the table.
    pub of_rows: u64,
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in the file.
    pub of_bytes: u64,
    /// Records seen.
    pub rows: u64,
}

/// What was seen of a file, before types are decided.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scanned {
    /// Names of the columns.
    pub names: Vec<String>,
    /// Evidence per column.
    pub scan: Scan,
}

/// A message as bytes.
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    encode_within(message, 0)
}

/// A message as bytes, of which there will be about so many.
pub fn encode_within<T: Serialize>(message: &T, bytes: usize) -> Vec<u8> {
    // Holds because the messages have no map with unknown length and write to memory.
    postcard::to_extend(message, Vec::with_capacity(bytes)).expect("messages can be written")
}

/// A message from bytes.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, EngineError> {
    postcard::from_bytes(bytes).map_err(|_| EngineError::Garbled)
}
