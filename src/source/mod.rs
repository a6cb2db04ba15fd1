//! Turns any uploaded file into records of text with places.
//!
//! Content cannot make reading fail: [`Reader::finish`] gives records and [`Problems`], and a [`SourceError`] only when
//! nothing at all can be read. The result never depends on how the file was cut into slices.

mod around;
mod breaks;
mod cells;
#[cfg(feature = "legacy")]
mod charset;
mod dialect;
#[cfg(feature = "legacy")]
mod east_asian;
mod encoding;
mod error;
mod first_row;
mod foreign;
mod header;
mod heads;
mod layout;
#[cfg(feature = "legacy")]
mod likeness;
mod marks;
mod metadata;
#[cfg(feature = "legacy")]
mod old;
mod opened;
mod parser;
mod part;
mod portion;
mod problems;
mod ragged;
mod reader;
mod records;
mod second;
mod second_row;
mod several;
mod sniff;
mod strict;
mod texts;
mod tool;
#[cfg(feature = "legacy")]
mod transcode;
mod wrapped;

pub use dialect::{Dialect, Escape, LineEnd};
pub use encoding::{Encoding, How, Transcoded};
pub use error::SourceError;
pub use foreign::Foreign;
pub use header::Header;
pub use layout::Span;
pub use metadata::is_metadata;
pub use opened::{Opened, ReadAs};
pub use part::{Assembly, Cut, From, HEAD, Part, Unread};
pub use portion::{BLOCK, blocks};
pub use problems::{ProblemKind, Problems, Trouble};
pub use reader::Reader;
pub use records::{Coded, Records};
pub use tool::Tool;
#[cfg(feature = "legacy")]
pub use transcode::transcode;
