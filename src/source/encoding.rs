//! Which encoding a file is in, and the way back from its text to its bytes.
//!
//! UTF-8 is read as it stands; everything else is decoded by [`super::transcode`], which the worker's program does without.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The encoding a file was read in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Encoding {
    /// Name as in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1251`.
    pub name: String,
    /// How it was found.
    pub how: How,
}

impl Encoding {
    /// UTF-8.
    pub(super) fn utf_8(how: How) -> Encoding {
        Encoding {
            name: "UTF-8".to_owned(),
            how,
        }
    }
}

/// How an encoding was found.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum How {
    /// A byte order mark says so.
    Bom,
    /// The whole file is valid in it.
    Valid,
    /// A guess from the bytes, which leave no doubt.
    Evident,
    /// A guess from the bytes.
    Guessed,
    /// A person said so.
    Said,
}

/// A file's text, with the way back to its bytes.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: Encoding,
    /// Offsets in the file of lines in another encoding than the rest.
    pub mixed: Vec<u64>,
    /// For each line: where it starts in `text` and in the file. Without lines, text and file differ by `start` only.
    pub lines: Vec<(usize, u64)>,
    pub start: u64,
}

impl Decoded<'_> {
    /// Offset in the file of what is at `at` in the text; of its line where the text was decoded.
    pub fn byte(&self, at: usize) -> u64 {
        if self.lines.is_empty() {
            return self.start + at as u64;
        }
        let line = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines
            .get(line.wrapping_sub(1))
            .map_or(0, |(_, byte)| *byte)
    }
}

/// How the text of a file came from its bytes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Transcoded {
    /// The encoding and how it was found.
    pub encoding: Encoding,
    /// Offsets in the file of lines in another encoding than the rest.
    pub mixed: Vec<u64>,
    /// For each line: where it starts in the text and in the file. Without lines, text and file differ by `start` only.
    pub lines: Vec<(u64, u64)>,
    /// Bytes in the file before the text.
    pub start: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Which byte of a unit comes first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    Little,
    Big,
}

/// Bytes that are valid UTF-8, with or without its mark, as text.
pub(super) fn valid(bytes: &[u8]) -> Option<Decoded<'_>> {
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf");
    // Letters with a NUL after each are valid UTF-8 as well.
    if marked.is_none() && is_utf_16(bytes) {
        return None;
    }
    let text = std::str::from_utf8(marked.unwrap_or(bytes)).ok()?;
    Some(Decoded {
        text: Cow::Borrowed(text),
        encoding: Encoding::utf_8(if marked.is_some() {
            How::Bom
        } else {
            How::Valid
        }),
        mixed: Vec::new(),
        lines: Vec::new(),
        start: (bytes.len() - text.len()) as u64,
    })
}

/// Text that was transcoded, as what it was made of.
pub(super) fn transcoded(text: Cow<'_, str>, from: Transcoded) -> Decoded<'_> {
    let lines = from.lines.into_iter();
    Decoded {
        text,
        encoding: from.encoding,
        mixed: from.mixed,
        lines: lines.map(|(text, file)| (text as usize, file)).collect(),
        start: from.start,
    }
}

/// UTF-16 without its mark: Latin text has a NUL in every second byte.
pub(super) fn unmarked_utf_16(bytes: &[u8]) -> Option<Order> {
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nuls = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    if odd * 10 >= pairs * 4 && even * 20 <= pairs {
        Some(Order::Little)
    } else if even * 10 >= pairs * 4 && odd * 20 <= pairs {
        Some(Order::Big)
    } else {
        None
    }
}

/// Whether `bytes` are UTF-16 text, with or without a byte order mark.
pub(super) fn is_utf_16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || unmarked_utf_16(bytes).is_some()
}
