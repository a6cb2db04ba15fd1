//! Usual ways to say "no answer": what tools write where nothing was answered, and what people say who do not answer.

use super::firsts::Firsts;

/// What tools and spreadsheets write where there is no answer, in lower case.
const MISSING: [&str; 14] = [
    "#div/0!",
    "#n/a",
    "#null!",
    "#ref!",
    "#value!",
    "(null)",
    ".",
    "<na>",
    "?",
    "[not completed]",
    "\\n",
    "na",
    "nan",
    "null",
];

/// What people and tools say, in lower case with straight apostrophes.
const TOKENS: [&str; 14] = [
    "-",
    "--",
    "don't know",
    "dont know",
    "i don't know",
    "n.a.",
    "n/a",
    "none",
    "not applicable",
    "not sure",
    "prefer not to answer",
    "prefer not to say",
    "skipped",
    "unsure",
];

/// How such answers start in German, French, Spanish and Ukrainian.
const ABROAD: [&str; 41] = [
    "weiß nicht",
    "weiss nicht",
    "ich weiß nicht",
    "weiß ich nicht",
    "keine angabe",
    "keine antwort",
    "k. a.",
    "k.a.",
    "k.a",
    "trifft nicht zu (n",
    "nicht zutreffend",
    "nicht anwendbar",
    "möchte ich nicht",
    "möchte nicht",
    "je ne sais pas",
    "ne sait pas",
    "ne sais pas",
    "nsp",
    "sans objet",
    "non applicable",
    "sans réponse",
    "ne se prononce pas",
    "préfère ne pas",
    "je préfère ne pas",
    "no sé",
    "no sabe",
    "no lo sé",
    "no aplica",
    "no procede",
    "no corresponde",
    "no contesta",
    "sin respuesta",
    "prefiero no",
    "ns/nc",
    "не знаю",
    "важко відповісти",
    "важко сказати",
    "важко визначит",
    "не застосовується",
    "не стосується",
    "не хочу відповідати",
];

/// First letters of all of these.
const FIRSTS: Firsts = Firsts::NONE.and(&MISSING).and(&TOKENS).and(&ABROAD);

/// Numbers that tools write where a question was seen and not answered.
pub(super) const MISSING_NUMBERS: [f64; 2] = [-99.0, -999.0];

/// Whether `text` says "no answer" rather than something else, in any case and with any apostrophe.
pub(super) fn is_aside(text: &str) -> bool {
    if !FIRSTS.may_start(text) {
        return false;
    }
    if is_missing(text) {
        return true;
    }
    if text.len() > 60 {
        return false;
    }
    let likely = matches!(
        text.as_bytes().first(),
        Some(
            b'-' | b'd'
                | b'D'
                | b'i'
                | b'I'
                | b'n'
                | b'N'
                | b'p'
                | b'P'
                | b's'
                | b'S'
                | b'u'
                | b'U'
        )
    );
    if likely && text.len() <= 24 {
        let text = text.replace('\u{2019}', "'").to_ascii_lowercase();
        if TOKENS.binary_search(&text.as_str()).is_ok() {
            return true;
        }
    }
    // Nearly every other answer differs in its first letters; Cyrillic ones, в and н here, change their bytes with case.
    let start = text.as_bytes().get(..3).unwrap_or_default();
    let likely = matches!(start, [0xd0, 0x92 | 0x9d | 0xb2 | 0xbd, _])
        || ABROAD
            .iter()
            .any(|known| known.as_bytes()[..3].eq_ignore_ascii_case(start));
    likely && says_nothing_abroad(&text.to_lowercase())
}

/// Whether `text` is what a tool or a spreadsheet writes where there is no answer.
pub(super) fn is_missing(text: &str) -> bool {
    let first = text.as_bytes().first();
    let likely = text.len() <= 15
        && matches!(
            first,
            Some(b'#' | b'(' | b'.' | b'<' | b'?' | b'[' | b'\\' | b'n' | b'N')
        );
    likely
        && MISSING
            .binary_search(&text.to_ascii_lowercase().as_str())
            .is_ok()
}

/// Whether `text`, in small letters, says in German, French, Spanish or Ukrainian that somebody does not know, does not want to
/// say or is not concerned.
pub fn says_nothing_abroad(text: &str) -> bool {
    ABROAD.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_sorted_and_known_in_any_case() {
        assert!(TOKENS.is_sorted() && MISSING.is_sorted());
        assert!(
            [
                "NA",
                "n/a",
                "NULL",
                "?",
                "-",
                "Don\u{2019}t know",
                "Prefer not to say",
                "Weiß nicht",
                "Keine Angabe",
                "Je ne sais pas",
                "Prefiero no responder",
                "Важко відповісти",
            ]
            .into_iter()
            .all(is_aside)
        );
        assert!(
            ![
                "",
                "no",
                "Neither",
                "-1",
                "Not applicable to me",
                "Unlikely",
                "Nie",
                "Non",
                "Ні",
                "Nunca",
            ]
            .into_iter()
            .any(is_aside)
        );
    }

    #[test]
    fn only_tools_write_what_is_missing() {
        assert!(
            ["NA", "#N/A", "NULL", "[not completed]", ".", "?", "NaN"]
                .into_iter()
                .all(is_missing)
        );
        assert!(
            !["N/A", "None", "no", "Don't know", "-"]
                .into_iter()
                .any(is_missing)
        );
    }
}
