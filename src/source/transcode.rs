//! Decodes what is not valid UTF-8: byte order mark, else UTF-16 without one, else a guess from the whole file.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::charset::{Charset, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use super::encoding::{Decoded, Encoding, How, Order, Transcoded, unmarked_utf_16};
use super::likeness::{in_a_code_page, in_a_language, is_evident};
use super::{east_asian, old};

/// Bytes of lines beyond ASCII that are told to chardetng in any case.
const TOLD: usize = 1 << 20;
/// Bytes beyond ASCII below which a guess among Latin alphabets is chance.
const FEW: usize = 6;

/// Characters of UTF-8 in one line that are none by chance.
const SURE: usize = 4;

/// The text of `bytes`, in the encoding `label` if one is given, and how it came from them.
pub fn transcode<'a>(bytes: &'a [u8], label: Option<&str>) -> (Cow<'a, str>, Transcoded) {
    let Decoded {
        text,
        encoding,
        mixed,
        lines,
        start,
    } = decode(bytes, label);
    let lines = lines.into_iter().map(|(text, file)| (text as u64, file));
    let from = Transcoded {
        encoding,
        mixed,
        lines: lines.collect(),
        start,
        bytes: bytes.len() as u64,
    };
    (text, from)
}

/// How the bytes of a file are characters.
struct Detected {
    encoding: Charset,
    /// Length of the byte order mark.
    mark: usize,
    how: How,
    /// For lines that are not in `encoding`.
    other: Option<Charset>,
}

/// Reads `bytes` as text, in the encoding `label` if one is given; bytes that are no character become U+FFFD.
fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = utf_32(bytes).filter(|_| label.is_none()) {
        return decoded;
    }
    let said = label.and_then(Charset::for_label);
    let found = match said {
        Some(encoding) => Detected {
            encoding,
            mark: Charset::for_bom(bytes)
                .filter(|(marked, _)| *marked == encoding)
                .map_or(0, |(_, mark)| mark),
            how: How::Said,
            other: None,
        },
        None => detect(bytes),
    };
    let encoding = Encoding {
        name: found.encoding.name().to_owned(),
        how: found.how,
    };
    if found.encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(&bytes[found.mark..])
    {
        return Decoded {
            text: Cow::Borrowed(text),
            encoding,
            mixed: Vec::new(),
            lines: Vec::new(),
            start: found.mark as u64,
        };
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let (mut lines, mut mixed) = (Vec::new(), Vec::new());
    let mut start = found.mark;
    while start < bytes.len() {
        let end = start + line_length(&bytes[start..], found.encoding);
        lines.push((text.len(), start as u64));
        let line = &bytes[start..end];
        let own = match found.other {
            Some(other) if is_foreign_line(line) => {
                mixed.push(start as u64);
                other
            }
            _ => found.encoding,
        };
        text.push_str(&own.decode(line));
        start = end;
    }
    Decoded {
        text: Cow::Owned(text),
        encoding,
        mixed,
        lines,
        start: found.mark as u64,
    }
}

/// UTF-32 by its mark. The Encoding Standard has done away with it, and some programs still write it.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (name, is_little) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => ("UTF-32LE", true),
        [0, 0, 0xFE, 0xFF, ..] => ("UTF-32BE", false),
        _ => return None,
    };
    let mut text = String::with_capacity(bytes.len() / 4);
    let mut lines = vec![(0, 4)];
    for (unit, at) in bytes[4..].chunks(4).zip((8..).step_by(4)) {
        let code = match <[u8; 4]>::try_from(unit) {
            Ok(unit) if is_little => u32::from_le_bytes(unit),
            Ok(unit) => u32::from_be_bytes(unit),
            Err(_) => u32::MAX,
        };
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        text.push(character);
        if matches!(character, '\n' | '\r') {
            lines.push((text.len(), at));
        }
    }
    Some(Decoded {
        text: Cow::Owned(text),
        encoding: Encoding {
            name: name.to_owned(),
            how: How::Bom,
        },
        mixed: Vec::new(),
        lines,
        start: 4,
    })
}

/// Bytes of the first line of `bytes`, with its line feed or carriage return.
///
/// In all encodings that are guessed, bytes of line ends are never part of a longer character; in UTF-16 they can be.
fn line_length(bytes: &[u8], encoding: Charset) -> usize {
    const ENDS: [u8; 2] = [b'\n', b'\r'];
    let end = if encoding == UTF_16LE {
        let end = |unit: &[u8]| unit.len() == 2 && ENDS.contains(&unit[0]) && unit[1] == 0;
        bytes.chunks(2).position(end).map(|at| at * 2 + 2)
    } else if encoding == UTF_16BE {
        let end = |unit: &[u8]| unit.len() == 2 && ENDS.contains(&unit[1]) && unit[0] == 0;
        bytes.chunks(2).position(end).map(|at| at * 2 + 2)
    } else {
        memchr::memchr2(b'\n', b'\r', bytes).map(|at| at + 1)
    };
    end.unwrap_or(bytes.len())
}

fn detect(bytes: &[u8]) -> Detected {
    let found = |encoding, mark, how| Detected {
        encoding,
        mark,
        how,
        other: None,
    };
    if let Some((encoding, mark)) = Charset::for_bom(bytes) {
        // A UTF-8 mark over bytes of another encoding: a spreadsheet's mistake.
        let broken = encoding == UTF_8 && std::str::from_utf8(bytes).is_err();
        let mut marked = found(encoding, mark, How::Bom);
        if broken {
            marked.other = Some(guess(foreign_lines(bytes)));
        }
        return marked;
    }
    if let Some(order) = unmarked_utf_16(bytes) {
        let encoding = match order {
            Order::Little => UTF_16LE,
            Order::Big => UTF_16BE,
        };
        let how = if is_latin_utf_16(bytes, encoding) {
            How::Valid
        } else {
            How::Guessed
        };
        return found(encoding, 0, how);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return found(UTF_8, 0, How::Valid);
    }
    let (mut whole, mut foreign, mut damaged, mut sure) = (0_u64, 0_u64, 0_u64, false);
    for line in bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.is_ascii())
    {
        // Two bytes of another encoding can be one character of UTF-8 by chance, and never several in a row.
        let chars = || line.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
        sure |= chars().filter(|c| !c.is_ascii()).count() >= SURE;
        match std::str::from_utf8(line) {
            Ok(_) => whole += 1,
            Err(_) if is_foreign_line(line) => foreign += 1,
            Err(_) => damaged += 1,
        }
    }
    let utf_8 = whole + damaged;
    if utf_8 > 0 && (utf_8 >= foreign || sure && utf_8 * 10 >= foreign) {
        let mut mixed = found(UTF_8, 0, How::Guessed);
        if foreign > 0 {
            mixed.other = Some(guess(foreign_lines(bytes)));
        }
        return mixed;
    }
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let encoding = guess(lines.clone());
    let how = if is_evident(encoding, lines.clone()) || east_asian::is_evident(encoding, lines) {
        How::Evident
    } else {
        How::Guessed
    };
    found(encoding, 0, how)
}

/// Whether a line is no UTF-8 and has no whole UTF-8 character beyond ASCII either.
fn is_foreign_line(line: &[u8]) -> bool {
    // A character cut at the end of the file is damage, not another encoding.
    let cut = std::str::from_utf8(line).is_err_and(|error| error.error_len().is_none());
    if cut {
        return false;
    }
    let (mut whole, mut broken) = (0, 0);
    for chunk in line.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken > whole
}

fn foreign_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| is_foreign_line(line))
}

/// Whether all of `bytes` are valid UTF-16 and most characters ASCII, which bytes of anything else are not by chance.
fn is_latin_utf_16(bytes: &[u8], encoding: Charset) -> bool {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if encoding == UTF_16LE {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    };
    let (mut all, mut ascii) = (0_u64, 0_u64);
    for c in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
        let Ok(c) = c else {
            return false;
        };
        all += 1;
        ascii += u64::from(matches!(c, ' '..='~' | '\n' | '\r' | '\t'));
    }
    bytes.len().is_multiple_of(2) && ascii * 10 >= all * 9
}

/// What chardetng makes of the lines beyond ASCII: the first mebibyte of them, then only those with a byte not seen before.
///
/// All lines would tell hardly more, and chardetng, with a score for each encoding, reads some 10 MB a second.
fn guess<'a>(lines: impl Iterator<Item = &'a [u8]> + Clone) -> Charset {
    if is_mac_roman(lines.clone()) {
        return MACINTOSH;
    }
    let again = lines.clone();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut told, mut told_high, mut seen) = (0, 0, [false; 256]);
    for line in lines.filter(|line| !line.is_ascii()) {
        let mut new = false;
        for byte in line.iter().filter(|byte| !byte.is_ascii()) {
            new |= !std::mem::replace(&mut seen[usize::from(*byte)], true);
            told_high += 1;
        }
        if new || told < TOLD {
            detector.feed(line, false);
            told += line.len();
        }
    }
    detector.feed(b"", true);
    let guessed = Charset::Standard(detector.guess(None, Utf8Detection::Deny));
    // A handful of bytes tells Latin alphabets apart by chance only; the most common one is the safest.
    let latin = [
        "windows-1250",
        "windows-1254",
        "windows-1257",
        "windows-1258",
        "ISO-8859-2",
        "ISO-8859-4",
    ];
    let best = if let Some(mac) = old::better(guessed, again.clone()) {
        mac
    } else if told_high >= FEW {
        in_a_language(guessed, again.clone()).unwrap_or(guessed)
    } else if latin.contains(&guessed.name()) {
        WINDOWS_1252
    } else {
        guessed
    };
    in_a_code_page(best, again).unwrap_or(best)
}

/// Whether the bytes are English from an old Mac spreadsheet, which chardetng never guesses.
///
/// There nearly all bytes above ASCII are curly quotes, dashes, dots and no-break spaces (0xC9, 0xCA, 0xD0 to 0xD5); read
/// as Windows-1252 they would be capital letters in the middle of words, as in "donÕt".
fn is_mac_roman<'a>(lines: impl Iterator<Item = &'a [u8]>) -> bool {
    const MARKS: RangeInclusive<u8> = 0xd0..=0xd5;
    let (mut high, mut marks, mut apostrophes) = (0_u64, 0_u64, 0_u64);
    for line in lines.filter(|line| !line.is_ascii()) {
        for (at, byte) in line.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let near = |at: Option<usize>| at.and_then(|at| line.get(at)).copied().unwrap_or(b' ');
            let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
            high += 1;
            let between_capitals = before.is_ascii_uppercase() && after.is_ascii_uppercase();
            marks += u64::from(
                (MARKS.contains(byte) || matches!(byte, 0xc9 | 0xca)) && !between_capitals,
            );
            apostrophes += u64::from(
                *byte == 0xd5 && before.is_ascii_lowercase() && after.is_ascii_lowercase(),
            );
        }
    }
    apostrophes > 0 && marks * 10 >= high * 9
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(bytes: &[u8], expected: Expect) {
        let decoded = decode(bytes, None);
        let Encoding { name, how } = &decoded.encoding;
        let starts: Vec<u64> = decoded.lines.iter().map(|(_, byte)| *byte).collect();
        let mixed = if decoded.mixed.is_empty() {
            String::new()
        } else {
            format!(" mixed {:?}", decoded.mixed)
        };
        expected.assert_eq(&format!(
            "{name} {how:?} {:?} {starts:?}{mixed}",
            decoded.text
        ));
    }

    #[test]
    fn utf_16_is_known_without_its_mark() {
        check(b"a\0,\0b\0\n\0", expect![[r#"UTF-16LE Valid "a,b\n" [0]"#]]);
        check(b"\0a\0,\0b\0\n", expect![[r#"UTF-16BE Valid "a,b\n" [0]"#]]);
    }

    #[test]
    fn an_encoding_that_changes_is_followed_line_by_line() {
        check(
            b"caf\xc3\xa9\nna\xefve\nok\n",
            expect![[r#"UTF-8 Guessed "café\nnaïve\nok\n" [0, 6, 12] mixed [6]"#]],
        );
    }

    #[test]
    fn utf_32_with_its_mark() {
        for is_little in [true, false] {
            let units = "\u{feff}name,läuft\nÅsa,\u{1f600}\n".chars().map(u32::from);
            let bytes: Vec<u8> = units
                .flat_map(|unit| {
                    if is_little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            let cut = [&bytes[..], &[0x41]].concat();
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, "name,läuft\nÅsa,\u{1f600}\n");
            assert_eq!(decoded.encoding.how, How::Bom);
            let second = decoded.text.find("Åsa").unwrap();
            assert_eq!(decoded.byte(second), 4 + 4 * 11);
            assert!(decode(&cut, None).text.ends_with('\u{fffd}'));
        }
    }

    #[test]
    fn utf_16_with_its_mark() {
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
            expect![[r#"macintosh Evident "I don’t know\n" [0]"#]],
        );
    }

    #[test]
    fn accents_of_an_old_mac_are_known() {
        check(
            b"Stra\xa7e;Gr\x9a\xa7e\nM\x9fllerweg;gro\xa7\n",
            expect![[r#"macintosh Guessed "Straße;Größe\nMüllerweg;groß\n" [0, 13]"#]],
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
