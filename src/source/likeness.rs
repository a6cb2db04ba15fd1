//! Whether characters beyond ASCII stand where words and sentences have them, which bytes read in a wrong encoding do not.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::charset::{
    CODE_PAGES, Charset, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257,
};

/// Bytes of lines beyond ASCII that are looked at.
const SEEN: usize = 256 << 10;
/// Characters beyond ASCII that tell an encoding from all others.
const MANY: usize = 200;
/// Letters that do where each has one byte and all stand as they do in words.
const FEW: usize = 8;
/// The same for old Macs and DOS, which are rarer: what they seem to have written may be of another system.
const FEW_IF_OLD: usize = 60;
/// The same for other alphabets than Latin and Cyrillic, whose letters seem Greek or Hebrew in several character sets.
const FEW_IF_OTHER: usize = 24;
/// One letter of so many may be of another language.
const STRANGE: usize = 20;
/// What stands at the same place in all of Windows' encodings, and marks of writing more than letters.
const SHARED: &str = "\u{20ac}\u{201a}\u{201e}\u{2026}\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{a0}\u{ab}\u{bb}\u{a9}\u{ae}\u{b0}\u{b7}\u{a7}\u{2122}";

/// Letters beyond ASCII of languages that are written in Latin, in small letters.
const ALPHABETS: [&str; 18] = [
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
    // Danish, Norwegian
    "åæøéüóòôê",
    // Swedish, Finnish
    "åäöéüà",
    // Icelandic
    "áæðéíóöúýþ",
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
/// Character sets of Latin letters, the commoner first.
const LATIN: [Charset; 6] = [
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    ISO_8859_2,
    MACINTOSH,
];

fn is_latin(charset: Charset) -> bool {
    let of_other_alphabets = ["ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8"];
    LATIN.contains(&charset)
        || charset.name().starts_with("ISO-8859-") && !of_other_alphabets.contains(&charset.name())
        || matches!(charset, Charset::Dos(_))
}

/// The lines beyond ASCII as `encoding` has them, up to the one that makes them more than `most` bytes.
pub(super) fn decoded<'a>(
    charset: Charset,
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
        .map(move |line| charset.decode(line))
}

/// What lines say in a character set of Latin letters.
struct Said {
    /// Their characters beyond ASCII.
    text: String,
    /// Letters that the language has not in which they are fewest; none where signs stand that nobody writes.
    strange: Option<usize>,
    fit: i64,
}

impl Said {
    fn of<'a>(charset: Charset, lines: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut text, mut fit) = (String::new(), 0);
        for line in decoded(charset, lines, SEEN) {
            text.extend(line.chars().filter(|c| !c.is_ascii()));
            fit += likeness(&line);
        }
        Self {
            strange: strange_letters(&text),
            text,
            fit,
        }
    }

    fn is_one_language(&self) -> bool {
        self.strange.is_some()
    }

    /// Whether the letters stand as they do in words of one language as well.
    fn is_in_words(&self) -> bool {
        self.is_one_language() && self.fit >= self.text.chars().count() as i64
    }
}

/// Letters of `text` that are strange to the language that has most of them, where these are few and of other languages' names.
fn strange_letters(text: &str) -> Option<usize> {
    let mut letters: BTreeMap<char, usize> = BTreeMap::new();
    let small = text.chars().filter(|c| c.is_alphabetic());
    // The small letter of "İ" is two characters.
    let small = small.flat_map(char::to_lowercase);
    for letter in small.filter(|c| c.is_alphabetic() && !c.is_ascii()) {
        *letters.entry(letter).or_default() += 1;
    }
    let is_usual = |c: char| c.is_alphabetic() || SHARED.contains(c) || "¿¡ªº²³½¼£¥".contains(c);
    let is_clean = text.chars().all(is_usual) && letters.keys().all(|c| is_of_latin(*c));
    let strange = ALPHABETS.iter().map(|alphabet| -> usize {
        let strange = letters.iter().filter(|(c, _)| !alphabet.contains(**c));
        strange.map(|(_, many)| many).sum()
    });
    let all: usize = letters.values().sum();
    strange
        .min()
        .filter(|few| is_clean && all > 0 && few * STRANGE <= all)
}

/// The character set of Latin letters in which `lines` are in one language, where they are in none in the one that was guessed.
pub(super) fn in_a_language<'a>(
    guessed: Charset,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> Option<Charset> {
    if !is_latin(guessed) || Said::of(guessed, lines.clone()).is_one_language() {
        return None;
    }
    let mut all = LATIN.into_iter().filter(|other| *other != guessed);
    all.find(|other| Said::of(*other, lines.clone()).is_one_language())
}

/// The code page of DOS in which `lines` are in one language and stand as in words, where they do not in the one that was guessed.
pub(super) fn in_a_code_page<'a>(
    guessed: Charset,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> Option<Charset> {
    let is_in_words = |charset| Said::of(charset, lines.clone()).is_in_words();
    let is_plausible = match is_latin(guessed) {
        true => is_in_words(guessed),
        false => decoded(guessed, lines.clone(), SEEN).all(|text| torn_words(&text) == 0),
    };
    let mut pages = CODE_PAGES.iter().map(Charset::Dos);
    pages.find(|page| !is_plausible && is_in_words(*page))
}

/// Whether the letters of `lines` are in one language in `charset`, and in no other otherwise that reads as well.
fn is_of_one_language<'a>(charset: Charset, lines: impl Iterator<Item = &'a [u8]> + Clone) -> bool {
    let own = Said::of(charset, lines.clone());
    let mut rivals = LATIN.into_iter().filter(|other| *other != charset);
    own.is_one_language()
        && !rivals.any(|other| {
            let rival = Said::of(other, lines.clone());
            rival.strange == Some(0) && rival.text != own.text && rival.fit >= own.fit
        })
}

/// Whether `lines` read in `encoding` leave no doubt that it is the one: they have only marks that all encodings of its family
/// have at the same place, or so many characters that none fits by chance; and all stand as they do in words.
pub(super) fn is_evident<'a>(
    charset: Charset,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> bool {
    let again = lines.clone();
    let (mut all, mut shared, mut fit, mut torn) = (0_usize, 0, 0, 0);
    for text in decoded(charset, lines, SEEN) {
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
    let family = charset.name().starts_with("windows-125") || charset.name() == "macintosh";
    let is_known = !is_latin(charset) || is_of_one_language(charset, again);
    let is_old = charset.name().contains("mac") || matches!(charset, Charset::Dos(_));
    let few = match charset.name() {
        _ if is_old => FEW_IF_OLD,
        "windows-1253" | "windows-1255" | "windows-1256" | "windows-874" | "ISO-8859-7"
        | "ISO-8859-8" => FEW_IF_OTHER,
        _ => FEW,
    };
    let fits = match all {
        MANY.. => fit >= all as i64 / 2 && torn * 20 <= all,
        _ if all >= few => {
            charset.is_single_byte() && fit * 2 >= 3 * all as i64 && torn * 50 <= all
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

fn is_of_latin(c: char) -> bool {
    ALPHABETS.iter().any(|alphabet| alphabet.contains(c)) || c == 'œ'
}

/// How much the characters beyond ASCII stand as they do in words and sentences.
pub(super) fn likeness(text: &str) -> i64 {
    const COMMON: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґёαβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋ\
        אבגדהוזחטיכלמנסעפצקרשת";
    // They end a word.
    const LAST: &str = "ςךםןףץ";
    const RARE: &str = "ЋЉЊЏћљњџЅѕЃѓЌќþðÞÐŕĺ";
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
            '\u{ab}' | '\u{bf}' | '\u{a1}' | '\u{201a}' | '\u{201e}' if !before.is_alphabetic() => {
                2
            }
            // They open in English and close in German.
            '\u{2018}' | '\u{201c}' if !inside => 2,
            '\u{2019}' | '\u{201d}' | '\u{bb}' | '\u{2026}' if !after.is_alphabetic() => 2,
            '\u{2013}' | '\u{2014}' | '\u{a0}' if !inside => 2,
            // A space as any other, which the capital letter that it may be instead is not after a small one.
            '\u{a0}' if before.is_lowercase() => 2,
            '\u{20ac}' if !beside => 2,
            c if c.is_alphabetic() && (before.is_ascii_digit() || after.is_ascii_digit()) => -1,
            c if c.is_alphabetic() && !beside => 0,
            // Thai and Arabic.
            '\u{e01}'..='\u{e5b}' | '\u{621}'..='\u{652}' => 2,
            c if RARE.contains(*c) => -2,
            c if c.is_uppercase() && before.is_lowercase() => -3,
            c if c.is_uppercase() => 1,
            c if LAST.contains(*c) && after.is_alphabetic() => -3,
            c if COMMON.contains(*c) || LAST.contains(*c) || is_of_latin(*c) => 2,
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
    use super::super::charset::WINDOWS_1251;

    use super::*;

    #[test]
    fn only_what_fits_in_one_way_is_evident() {
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
            ("it\u{2019}s fine\n", WINDOWS_1252, MACINTOSH, false),
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
            let bytes = written.encode(text);
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
            let bytes = written.encode(text);
            let lines = bytes.split_inclusive(|byte| *byte == b'\n');
            let guessed = WINDOWS_1252;
            assert_eq!(in_a_language(guessed, lines), expected, "{text}");
        }
    }

    #[test]
    fn letters_of_one_language_tell_a_code_page() {
        let [western, central, turkish, _] = [0, 1, 2, 3].map(|at| Charset::Dos(&CODE_PAGES[at]));
        for (text, written, expected) in [
            ("Größere Büros wären schön\n", western, Some(western)),
            (
                "Zbyt długie spotkania, częściowo, źle działają\n",
                central,
                Some(central),
            ),
            (
                "Toplantılar çok uzun, değişiklik, güzel\n",
                turkish,
                Some(turkish),
            ),
            ("Größere Büros wären schön\n", WINDOWS_1252, None),
            ("“Fine” – isn’t it…\n", WINDOWS_1252, None),
            ("Кілька разів на день\n", WINDOWS_1251, None),
        ] {
            let bytes = written.encode(text);
            let lines = bytes.split_inclusive(|byte| *byte == b'\n');
            let guessed = match expected {
                Some(_) => WINDOWS_1252,
                None => written,
            };
            assert_eq!(in_a_code_page(guessed, lines), expected, "{text}");
        }
    }
}
