//! From the bytes of any container to the text tables in it.

use super::budget::Budget;
use super::error::UnpackError;
use super::grid::Grid;
use super::{Container, archive, container, json, xls};

/// A text table that was in a container.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// Its own name in the archive, or the container's with that of the sheet.
    pub name: String,
    /// The table as a file of its own.
    pub bytes: Vec<u8>,
    /// Whether it was written here: UTF-8, separated by commas, a line feed after each record.
    pub dialect_known: bool,
}

/// The tables in a container, in its own order, hidden sheets last; at least one.
///
/// Members of an archive come as they are; sheets and JSON records are written as comma-separated text, with days and times
/// in ISO 8601, and with whole numbers as they stood. Members that are no tables are passed over.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Vec<Part>, UnpackError> {
    let parts = unpack_inner(name, bytes, 0, &mut Budget::new(bytes.len()))?;
    if parts.is_empty() {
        return Err(UnpackError::NoTable {
            file: name.into(),
            holds: "every sheet is empty".into(),
        });
    }
    Ok(parts)
}

/// The same at some depth of containers in containers.
pub(super) fn unpack_inner(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    match container(&bytes[..bytes.len().min(4096)], name) {
        Some(Container::Gzip) => archive::gzip(name, bytes, depth, budget),
        Some(Container::Json) => json::records(name, bytes, budget),
        Some(Container::Workbook) if bytes.starts_with(b"\xd0\xcf") => {
            xls::sheets(name, bytes, budget)
        }
        Some(Container::Zip | Container::Workbook) => archive::zip(name, bytes, depth, budget),
        None => {
            Err(
                archive::packed_otherwise(name, bytes).unwrap_or_else(|| UnpackError::NoTable {
                    file: name.into(),
                    holds: "it is neither packed, nor a workbook, nor JSON".into(),
                }),
            )
        }
    }
}

/// What was put into the grid as a part; nothing where the sheet is empty.
pub(super) fn sheet_part(
    file: &str,
    grid: &mut Grid,
    budget: &mut Budget,
) -> Result<Option<Part>, UnpackError> {
    Ok(grid.write(file, budget)?.map(|bytes| Part {
        name: file.to_owned(),
        bytes,
        dialect_known: true,
    }))
}

/// Bytes that contradict themselves.
pub(super) fn damaged(file: &str, what: &'static str) -> UnpackError {
    UnpackError::Damaged {
        file: file.to_owned(),
        what,
    }
}
