//! Which encoding a file is in: byte order mark, else valid UTF-8, else a guess from the whole file.

use std::ops::RangeInclusive;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

/// Bytes of lines beyond ASCII that are told to chardetng in any case.
const TOLD: usize = 1 << 20;

/// The encoding a file was read in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Encoding {
    /// Name as in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1251`.
    pub name: String,
    /// How it was found.
    pub how: How,
}

/// How an encoding was found.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum How {
    /// A byte order mark says so.
    Bom,
    /// The whole file is valid in it.
    Valid,
    /// A guess from the bytes.
    Guessed,
}

/// A file's text, with the way back to its bytes.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// Whether some bytes were no character and became U+FFFD.
    pub lossy: bool,
    /// For each line: where it starts in `text` and in the file.
    lines: Vec<(usize, u64)>,
}

impl Decoded {
    /// Offset in the file of the line that starts at `at` in the text.
    pub fn byte(&self, at: usize) -> u64 {
        let line = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines
            .get(line.wrapping_sub(1))
            .map_or(0, |(_, byte)| *byte)
    }
}

/// Reads `bytes`, which are not plain UTF-8, as text; bytes that are no character become U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, mark, how) = detect(bytes);
    let mut decoded = Decoded {
        text: String::with_capacity(bytes.len() + bytes.len() / 2),
        encoding: Encoding {
            name: encoding.name().to_owned(),
            how,
        },
        lossy: false,
        lines: Vec::new(),
    };
    let mut start = mark;
    while start < bytes.len() {
        let end = start + line_length(&bytes[start..], encoding);
        decoded.lines.push((decoded.text.len(), start as u64));
        let (line, bad) = encoding.decode_without_bom_handling(&bytes[start..end]);
        decoded.text.push_str(&line);
        decoded.lossy |= bad;
        start = end;
    }
    decoded
}

/// Bytes of the first line of `bytes`, with its line feed or carriage return.
///
/// In all encodings that are guessed, bytes of line ends are never part of a longer character; in UTF-16 they can be.
fn line_length(bytes: &[u8], encoding: &encoding_rs::Encoding) -> usize {
    const ENDS: [u8; 2] = [b'\n', b'\r'];
    let end = if encoding == UTF_16LE {
        let end = |unit: &[u8]| unit.len() == 2 && ENDS.contains(&unit[0]) && unit[1] == 0;
        bytes.chunks(2).position(end).map(|at| at * 2 + 2)
    } else if encoding == UTF_16BE {
        let end = |unit: &[u8]| unit.len() == 2 && ENDS.contains(&unit[1]) && unit[0] == 0;
        bytes.chunks(2).position(end).map(|at| at * 2 + 2)
    } else {
        bytes
            .iter()
            .position(|byte| ENDS.contains(byte))
            .map(|at| at + 1)
    };
    end.unwrap_or(bytes.len())
}

/// Encoding, length of the byte order mark, and how it was found.
fn detect(bytes: &[u8]) -> (&'static encoding_rs::Encoding, usize, How) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return (encoding, mark, How::Bom);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, 0, How::Valid);
    }
    if is_damaged_utf8(bytes) {
        return (UTF_8, 0, How::Guessed);
    }
    if is_mac_roman(bytes) {
        return (MACINTOSH, 0, How::Guessed);
    }
    (guess(bytes), 0, How::Guessed)
}

/// What chardetng makes of the lines beyond ASCII: the first mebibyte of them, then only those with a byte not seen before.
///
/// All lines would tell hardly more, and chardetng, with a score for each encoding, reads some 10 MB a second.
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut told, mut seen) = (0, [false; 256]);
    for line in bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.is_ascii())
    {
        let mut new = false;
        for byte in line.iter().filter(|byte| !byte.is_ascii()) {
            new |= !std::mem::replace(&mut seen[usize::from(*byte)], true);
        }
        if new || told < TOLD {
            detector.feed(line, false);
            told += line.len();
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether whole UTF-8 characters outnumber broken ones by far, as when a file was cut or one cell was spoilt.
///
/// chardetng drops an encoding at its first error; text of another encoding almost never looks like UTF-8 by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 10 * broken
}

/// Whether the bytes are English from an old Mac spreadsheet, which chardetng never guesses.
///
/// There nearly all bytes above ASCII are curly quotes, dashes, dots and no-break spaces (0xC9, 0xCA, 0xD0 to 0xD5); read
/// as Windows-1252 they would be capital letters in the middle of words, as in "donÕt".
fn is_mac_roman(bytes: &[u8]) -> bool {
    const MARKS: RangeInclusive<u8> = 0xd0..=0xd5;
    let (mut high, mut marks, mut apostrophes) = (0_u64, 0_u64, 0_u64);
    for (at, byte) in bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| !byte.is_ascii())
    {
        let near = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
        high += 1;
        let between_capitals = before.is_ascii_uppercase() && after.is_ascii_uppercase();
        marks +=
            u64::from((MARKS.contains(byte) || matches!(byte, 0xc9 | 0xca)) && !between_capitals);
        apostrophes +=
            u64::from(*byte == 0xd5 && before.is_ascii_lowercase() && after.is_ascii_lowercase());
    }
    apostrophes > 0 && marks * 10 >= high * 9
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(bytes: &[u8], expected: Expect) {
        let decoded = decode(bytes);
        let Encoding { name, how } = &decoded.encoding;
        let starts: Vec<u64> = decoded.lines.iter().map(|(_, byte)| *byte).collect();
        expected.assert_eq(&format!("{name} {how:?} {:?} {starts:?}", decoded.text));
    }

    #[test]
    fn utf_16_needs_its_mark() {
        check(
            b"\xff\xfea\0\n\0\xe9\0",
            expect![[r#"UTF-16LE Bom "a\né" [2, 6]"#]],
        );
        check(
            b"\xfe\xff\0a\0\n\0\xe9",
            expect![[r#"UTF-16BE Bom "a\né" [2, 6]"#]],
        );
    }

    #[test]
    fn a_utf_16_character_that_holds_a_line_end_byte_is_no_line_end() {
        check(
            "\u{feff}\u{010a}b"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
                .as_slice(),
            expect![[r#"UTF-16LE Bom "Ċb" [2]"#]],
        );
    }

    #[test]
    fn a_half_character_at_the_end_keeps_utf_8() {
        check(
            "ключ,значення\nодин,два\u{44f}"
                .as_bytes()
                .split_last()
                .unwrap()
                .1,
            expect![[r#"UTF-8 Guessed "ключ,значення\nодин,два�" [0, 26]"#]],
        );
    }

    #[test]
    fn curly_apostrophes_of_an_old_mac_are_known() {
        check(
            b"I don\xd5t know\n",
            expect![[r#"macintosh Guessed "I don’t know\n" [0]"#]],
        );
    }

    #[test]
    fn windows_1252_dashes_are_guessed() {
        check(
            b"10 \x96 20, caf\xe9\n",
            expect![[r#"windows-1252 Guessed "10 – 20, café\n" [0]"#]],
        );
    }
}
