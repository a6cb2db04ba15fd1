//! Encodings that guessing leaves out: those of old Macs, told by whether the text they give looks like words.

use super::charset::{Charset, MACINTOSH, WINDOWS_1251, X_MAC_CYRILLIC};
use super::likeness::{decoded, likeness};

/// Bytes of lines beyond ASCII that are looked at.
const SEEN: usize = 64 << 10;

/// An old encoding that reads `lines` clearly better than the one that was guessed.
pub(super) fn better<'a>(
    guessed: Charset,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> Option<Charset> {
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
    let fit = |charset, lines| -> i64 {
        decoded(charset, lines, SEEN)
            .map(|text| likeness(&text))
            .sum()
    };
    let (own, other) = (fit(guessed, lines.clone()), fit(rival, lines));
    (other > own + 2).then_some(rival)
}
