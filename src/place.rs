//! Where in a file something is.

use serde::{Deserialize, Serialize};

/// A place in a file, all parts counted from 1 save the byte.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Place {
    /// Record, counted from 1; the header is record 1.
    pub row: u64,
    /// Column, counted from 1; 0 where the whole record is meant.
    pub column: u32,
    /// Offset of the record in the file, in bytes from 0.
    pub byte: u64,
}
