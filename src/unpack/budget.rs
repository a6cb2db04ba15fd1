//! How much may be unpacked, so that no file however made fills the memory.

use super::error::UnpackError;

/// Bytes that may be held unpacked at once.
const MOST: u64 = 1 << 30;
/// Bytes that any file may unpack to, however tightly it is packed.
const FREE: u64 = 100_000_000;
/// Above [`FREE`], how many times its size a file may unpack to; a text table rarely packs 20 times.
const RATIO: u64 = 200;
/// Files of an archive that are looked at.
pub(super) const MOST_MEMBERS: u64 = 10_000;

/// How many times what may be held at once may be made in all, so that no file keeps its reader busy for long.
const TURNOVER: u64 = 4;

/// What is left to unpack of one container.
pub(super) struct Budget {
    packed: u64,
    held: u64,
    made: u64,
}

impl Budget {
    /// A budget for a container of so many bytes.
    pub fn new(packed: usize) -> Self {
        Self {
            packed: packed as u64,
            held: 0,
            made: 0,
        }
    }

    /// Takes bytes before they are made; refuses what would be too much.
    pub fn take(&mut self, file: &str, bytes: usize) -> Result<(), UnpackError> {
        self.held += bytes as u64;
        self.made += bytes as u64;
        let most = MOST.min(FREE.max(self.packed.saturating_mul(RATIO)));
        if self.held <= most && self.made <= most * TURNOVER {
            return Ok(());
        }
        Err(UnpackError::TooBig {
            file: file.to_owned(),
            most_mb: most / 1_000_000,
            is_bomb: most < MOST,
        })
    }

    /// Gives bytes back that are held no longer.
    pub fn give(&mut self, bytes: usize) {
        self.held = self.held.saturating_sub(bytes as u64);
    }
}
