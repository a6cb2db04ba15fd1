//! Whether characters beyond ASCII stand where words and sentences have them, which bytes read in a wrong encoding do not.

use std::borrow::Cow;
use std::collections::BTreeSet;

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
};

/// Bytes of lines beyond ASCII that are looked at.
const SEEN: usize = 256 << 10;
/// Characters beyond ASCII that tell an encoding from all others.
const MANY: usize = 200;
/// Letters that do where each has one byte and all stand as they do in words.
const FEW: usize = 8;
/// The same for old Macs, which are rarer: what they seem to have written may be of another system.
const FEW_ON_MACS: usize = 60;
/// What stands at the same place in all of Windows' encodings, and marks of writing more than letters.
const SHARED: &str = "\u{20ac}\u{201a}\u{201e}\u{2026}\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{a0}\u{ab}\u{bb}\u{a9}\u{ae}\u{b0}\u{b7}\u{a7}\u{2122}";

/// Letters beyond ASCII of languages that are written in Latin, in small letters.
const ALPHABETS: [&str; 16] = [
    // French
    "àâæçéèêëîïôœùûüÿ",
    // German
    "äöüßéà",
    // Spanish, Catalan
    "áéíñóúüçàèòï",
    // Portuguese
    "ãáâàçéêíõóôúü",
    // Italian
    "àèéìíîòóùú",
    // Danish, Norwegian, Swedish, Finnish, Icelandic
    "åäöæøéüáíóúýþð",
    // Dutch
    "ëïéèöüáíóĳ",
    // Polish
    "ąćęłńóśźż",
    // Czech
    "áčďéěíňóřšťúůýž",
    // Slovak
    "áäčďéíĺľňóôŕšťúýž",
    // Hungarian
    "áéíóöőúüű",
    // Romanian
    "ăâîșțşţ",
    // Turkish
    "çğıöşüâîû",
    // Slovenian, Croatian, Serbian
    "čšžćđ",
    // Lithuanian, Latvian
    "ąčęėįšųūžāēģīķļņ",
    // Estonian
    "äöüõšž",
];
/// Encodings of Latin letters, the commoner first.
const LATIN: [&Encoding; 6] = [
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    ISO_8859_2,
    MACINTOSH,
];

fn is_latin(encoding: &'static Encoding) -> bool {
    LATIN.contains(&encoding) || encoding.name().starts_with("ISO-8859-")
}

/// The lines beyond ASCII as `encoding` has them, up to the one that makes them more than `most` bytes.
pub(super) fn decoded<'a>(
    encoding: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]>,
    most: usize,
) -> impl Iterator<Item = Cow<'a, str>> {
    let mut seen = 0;
    lines
        .filter(|line| !line.is_ascii())
        .take_while(move |line| {
            let is_within = seen <= most;
            seen += line.len();
            is_within
        })
        .map(|line| encoding.decode_without_bom_handling(line).0)
}

/// What `lines` say in `encoding`, and whether all their letters belong to one language.
fn in_one_language<'a>(
    encoding: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]>,
) -> (String, bool) {
    let mut said = String::new();
    for text in decoded(encoding, lines, SEEN) {
        said.extend(text.chars().filter(|c| !c.is_ascii()));
    }
    let letters: BTreeSet<char> = said
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    // Signs that nobody writes speak for another encoding.
    let is_usual = |c: char| c.is_alphabetic() || SHARED.contains(c) || "¿¡ªº²³½¼£¥".contains(c);
    let is_clean = said.chars().all(is_usual);
    let is_one = !letters.is_empty()
        && ALPHABETS
            .iter()
            .any(|alphabet| letters.iter().all(|letter| alphabet.contains(*letter)));
    (said, is_clean && is_one)
}

/// The encoding of Latin letters in which `lines` are in one language, where they are in none in the one that was guessed.
pub(super) fn in_a_language<'a>(
    guessed: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> Option<&'static Encoding> {
    if !is_latin(guessed) || in_one_language(guessed, lines.clone()).1 {
        return None;
    }
    let mut all = LATIN.into_iter();
    all.find(|other| *other != guessed && in_one_language(other, lines.clone()).1)
}

/// Whether the letters of `lines` are in one language in `encoding`, and in no other encoding otherwise.
fn is_of_one_language<'a>(
    encoding: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> bool {
    let (said, is_one) = in_one_language(encoding, lines.clone());
    is_one
        && LATIN
            .iter()
            .filter(|other| **other != encoding)
            .all(|other| {
                let (otherwise, is_one) = in_one_language(other, lines.clone());
                !is_one || otherwise == said
            })
}

/// Whether `lines` read in `encoding` leave no doubt that it is the one: they have only marks that all encodings of its family
/// have at the same place, or so many characters that none fits by chance; and all stand as they do in words.
pub(super) fn is_evident<'a>(
    encoding: &'static Encoding,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> bool {
    let again = lines.clone();
    let (mut all, mut shared, mut fit, mut torn) = (0_usize, 0, 0, 0);
    for text in decoded(encoding, lines, SEEN) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            if c == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(&c) {
                return false;
            }
            all += 1;
            shared += usize::from(SHARED.contains(c));
        }
        fit += likeness(&text);
        torn += torn_words(&text);
    }
    let family = encoding.name().starts_with("windows-125") || encoding.name() == "macintosh";
    let is_known = !is_latin(encoding) || is_of_one_language(encoding, again);
    let is_mac = encoding.name().contains("mac");
    let fits = match all {
        MANY.. => fit >= all as i64 / 2 && torn * 20 <= all,
        FEW.. if !is_mac || all >= FEW_ON_MACS => {
            encoding.is_single_byte() && fit * 2 >= 3 * all as i64 && torn == 0
        }
        _ => false,
    };
    fits && is_known || family && shared == all && fit > 0
}

/// How often a letter of another script stands beside a Latin one, or, for a fifth, one Latin letter with a mark beside another.
fn torn_words(text: &str) -> usize {
    let is_other = |c: char| c.is_alphabetic() && c >= '\u{370}';
    let is_marked = |c: char| c.is_alphabetic() && !c.is_ascii() && c < '\u{250}';
    let (mut torn, mut marked) = (0, 0);
    for (a, b) in text.chars().zip(text.chars().skip(1)) {
        torn += usize::from(
            is_other(a) && b.is_ascii_alphabetic() || a.is_ascii_alphabetic() && is_other(b),
        );
        marked += usize::from(is_marked(a) && is_marked(b));
    }
    torn + marked / 5
}

/// How much the characters beyond ASCII stand as they do in words and sentences.
pub(super) fn likeness(text: &str) -> i64 {
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

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1251;

    use super::*;

    #[test]
    fn only_what_fits_in_one_way_is_evident() {
        let bytes = |text: &str, encoding: &'static Encoding| encoding.encode(text).0.into_owned();
        let french = "Équipe très fatiguée, déjà à l\u{2019}aise; où est le problème?\n".repeat(40);
        for (text, written, read, expected) in [
            (&french[..], WINDOWS_1252, WINDOWS_1252, true),
            (&french[..], WINDOWS_1252, WINDOWS_1251, false),
            (&french[..], WINDOWS_1252, WINDOWS_1250, false),
            ("déjà\n", WINDOWS_1252, WINDOWS_1252, false),
            (
                "it\u{2019}s \u{201c}fine\u{201d}\n",
                WINDOWS_1252,
                WINDOWS_1252,
                true,
            ),
            (
                "it\u{2019}s fine\n",
                WINDOWS_1252,
                encoding_rs::MACINTOSH,
                false,
            ),
            (
                &"Кілька разів на день, щодня\n".repeat(20),
                WINDOWS_1251,
                WINDOWS_1251,
                true,
            ),
            (
                &"Кілька разів на день, щодня\n".repeat(20),
                WINDOWS_1251,
                WINDOWS_1252,
                false,
            ),
        ] {
            let bytes = bytes(text, written);
            let lines = bytes.split_inclusive(|byte| *byte == b'\n');
            assert_eq!(
                is_evident(read, lines),
                expected,
                "{} as {}: {text}",
                written.name(),
                read.name()
            );
        }
    }

    #[test]
    fn letters_of_one_language_tell_the_encoding() {
        for (text, written, expected) in [
            (
                "Őri Ödön, Győr, túl sok értekezlet, fűtés\n",
                WINDOWS_1250,
                Some(WINDOWS_1250),
            ),
            ("Žiga, preveč sestankov\n", WINDOWS_1250, Some(WINDOWS_1250)),
            ("Nežinau, šį mėnesį\n", WINDOWS_1257, Some(WINDOWS_1257)),
            ("où est l'équipe\n", WINDOWS_1252, None),
        ] {
            let bytes = written.encode(text).0.into_owned();
            let lines = bytes.split_inclusive(|byte| *byte == b'\n');
            assert_eq!(in_a_language(WINDOWS_1252, lines), expected, "{text}");
        }
    }
}
