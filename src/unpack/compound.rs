//! Streams of a compound file (MS-CFB), the folder-like file that old workbooks and locked new ones are kept in.

use super::bytes::{Bytes, from, wide};

/// Numbers from here on are no sectors but marks.
const MARKS: u32 = 0xffff_fffa;
/// Ends a chain of sectors.
const END: u32 = 0xffff_fffe;
/// Streams shorter than this stand in the small sectors.
const SMALL: u64 = 4096;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The sector after each sector.
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: u64,
}

impl<'a> Compound<'a> {
    /// Reads the tables of a compound file; `None` where they contradict themselves or the file ends before them.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let header = bytes.get(..512)?;
        let sector = match from(header, 30)?.u16()? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut fields = from(header, 48)?;
        let first_entry = fields.u32()?;
        fields.take(8)?;
        let small_table = fields.u32()?;
        fields.take(4)?;
        let (mut list, _) = (fields.u32()?, fields.u32()?);
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        // The table of sectors is listed in the header, and goes on in a chain whose last number is the next link.
        let mut tables = numbers(from(header, 76)?);
        for _ in 0..=bytes.len() / sector {
            if list >= MARKS {
                break;
            }
            let mut more = numbers(Bytes(file.at(list)?));
            list = more.pop()?;
            tables.extend(more);
        }
        for table in tables.into_iter().filter(|table| *table < MARKS) {
            // A table twice would make the whole longer than the file has sectors.
            if file.next.len() > bytes.len() / sector + sector / 4 {
                return None;
            }
            let table = numbers(Bytes(file.at(table)?));
            file.next.extend(table);
        }
        let folder = file.chain(first_entry, u64::MAX)?;
        file.entries = folder.chunks_exact(128).filter_map(entry).collect();
        let root = file.entries.first()?;
        if small_table < MARKS {
            let (start, length) = (root.start, root.length);
            file.small_next = numbers(Bytes(&file.chain(small_table, u64::MAX)?));
            file.small = file.chain(start, length)?;
        }
        Some(file)
    }

    /// Whether a stream or folder of this name is there.
    pub fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The bytes of a stream; `None` where it is missing or ends too early.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        if entry.length >= SMALL {
            return self.chain(entry.start, entry.length);
        }
        let mut out = Vec::new();
        let mut at = entry.start;
        while (out.len() as u64) < entry.length {
            let start = (at as usize).checked_mul(64)?;
            let end = (start + 64).min(self.small.len());
            out.extend_from_slice(self.small.get(start..end).filter(|part| !part.is_empty())?);
            at = *self.small_next.get(at as usize).unwrap_or(&END);
        }
        out.truncate(entry.length as usize);
        Some(out)
    }

    /// A sector; the last one of a file may be cut short.
    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize + 1).checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|part| !part.is_empty())
    }

    /// The bytes of a chain of sectors, at most `length` and never more than the file has.
    fn chain(&self, first: u32, length: u64) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut at = first;
        while at < MARKS && (out.len() as u64) < length {
            if out.len() > self.bytes.len() {
                return None;
            }
            out.extend_from_slice(self.at(at)?);
            at = *self.next.get(at as usize)?;
        }
        if length != u64::MAX {
            if (out.len() as u64) < length {
                return None;
            }
            out.truncate(length as usize);
        }
        Some(out)
    }
}

fn numbers(mut bytes: Bytes<'_>) -> Vec<u32> {
    std::iter::from_fn(|| bytes.u32()).collect()
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let mut fields = Bytes(bytes);
    let mut name = Bytes(fields.take(64)?);
    let length = usize::from(fields.u16()?) / 2;
    let units = std::iter::from_fn(|| name.u16()).take(length.saturating_sub(1));
    let name = wide(units);
    let mut fields = from(bytes, 116)?;
    let start = fields.u32()?;
    // Files of small sectors keep garbage in the upper half.
    let length = u64::from(fields.u32()?);
    Some(Entry {
        name,
        start,
        length,
    })
}
