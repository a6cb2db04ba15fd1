//! Usual ways to say "no answer" in a column of numbers or dates.

/// In lower case, with straight apostrophes.
const TOKENS: [&str; 16] = [
    "-",
    "--",
    "?",
    "don't know",
    "dont know",
    "i don't know",
    "n/a",
    "na",
    "nan",
    "none",
    "not applicable",
    "not sure",
    "null",
    "prefer not to answer",
    "prefer not to say",
    "unsure",
];

/// Whether `text` says "no answer" rather than something else, in any case and with any apostrophe.
pub(super) fn is_aside(text: &str) -> bool {
    let likely = matches!(
        text.as_bytes().first(),
        Some(b'-' | b'?' | b'd' | b'D' | b'i' | b'I' | b'n' | b'N' | b'p' | b'P' | b'u' | b'U')
    );
    likely && text.len() <= 24 && {
        let text = text.replace('\u{2019}', "'").to_ascii_lowercase();
        TOKENS.binary_search(&text.as_str()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_sorted_and_known_in_any_case() {
        assert!(TOKENS.is_sorted());
        assert!(
            [
                "NA",
                "n/a",
                "NULL",
                "?",
                "-",
                "Don\u{2019}t know",
                "Prefer not to say"
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
                "Unlikely"
            ]
            .into_iter()
            .any(is_aside)
        );
    }
}
