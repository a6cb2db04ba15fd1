//! Encodings that guessing leaves out: those of old Macs, told by whether the text they give looks like words.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, X_MAC_CYRILLIC};

/// Bytes of lines beyond ASCII that are looked at.
const SEEN: usize = 64 << 10;

/// An old encoding that reads `lines` clearly better than the one that was guessed.
pub(super) fn better<'a>(
    guessed: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]>,
) -> Option<&'static Encoding> {
    let name = guessed.name();
    let rival = if guessed == WINDOWS_1251 {
        X_MAC_CYRILLIC
    } else if [
        "windows-1250",
        "windows-1252",
        "windows-1254",
        "windows-1257",
        "windows-1258",
    ]
    .contains(&name)
        || name.starts_with("ISO-8859-")
    {
        MACINTOSH
    } else {
        return None;
    };
    let (mut own, mut other, mut seen) = (0, 0, 0);
    for line in lines.filter(|line| !line.is_ascii()) {
        own += likeness(&guessed.decode_without_bom_handling(line).0);
        other += likeness(&rival.decode_without_bom_handling(line).0);
        seen += line.len();
        if seen > SEEN {
            break;
        }
    }
    (other > own + 2).then_some(rival)
}

/// How much the characters beyond ASCII stand as they do in words and sentences.
fn likeness(text: &str) -> i64 {
    const COMMON: &str =
        "äöüßéèêëàâáãåæçñíìîïóòôõøúùûýœąćęłńśźżčďěňřšťůžőűğışабвгдежзийклмнопрстуфхцчшщъыьэюяєіїґё";
    const RARE: &str = "ЋЉЊЏћљњџЅѕЃѓЌќþðÞÐ";
    let chars: Vec<char> = text.chars().collect();
    let mut sum = 0;
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let near = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
        let inside = before.is_alphabetic() && after.is_alphabetic();
        let beside = before.is_alphabetic() || after.is_alphabetic();
        sum += match c {
            '\u{80}'..='\u{9f}' => -5,
            '\u{2019}' if inside => 2,
            // Opening marks stand before a word, closing ones after it, dashes between spaces, the euro beside a figure.
            '\u{2018}' | '\u{201c}' | '\u{ab}' | '\u{bf}' | '\u{a1}' if !before.is_alphabetic() => {
                2
            }
            '\u{2019}' | '\u{201d}' | '\u{bb}' | '\u{2026}' if !after.is_alphabetic() => 2,
            '\u{2013}' | '\u{2014}' | '\u{a0}' if !inside => 2,
            '\u{20ac}' if before.is_ascii_digit() || after.is_ascii_digit() => 2,
            c if c.is_alphabetic() && (before.is_ascii_digit() || after.is_ascii_digit()) => -1,
            c if c.is_alphabetic() && !beside => 0,
            c if RARE.contains(*c) => -2,
            c if c.is_uppercase() && before.is_lowercase() => -3,
            c if c.is_uppercase() => 1,
            c if COMMON.contains(*c) => 2,
            c if c.is_alphabetic() => 0,
            _ if inside => -3,
            _ if beside => -1,
            _ => 0,
        };
    }
    sum
}
