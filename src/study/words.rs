//! How the text of an answer is compared: case, quotes, numbering and spaces do not matter.

use crate::table::says_nothing_abroad;

/// Reduces an answer to what scales are compared by: small letters, plain apostrophes, single spaces, no leading
/// number ("4 - Often" is "often"), no bracketed remark and no closing punctuation.
pub fn plain(text: &str) -> String {
    let mut depth = 0u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '’' | '‘' | '`' => kept.push('\''),
            '–' | '—' => kept.push('-'),
            '\u{a0}' | '\u{feff}' => kept.push(' '),
            _ => kept.extend(c.to_lowercase()),
        }
    }
    let words: Vec<&str> = kept.split_whitespace().collect();
    let joined = words.join(" ");
    let unnumbered = without_number(&joined);
    unnumbered
        .trim_end_matches(['.', ',', ';', ':', '!'])
        .trim()
        .to_string()
}

/// Takes "4 - " or "2. " off the front; leaves bands such as "1-10" and bare numbers alone.
fn without_number(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return text;
    }
    let rest = &text[digits..];
    for mark in [" - ", ". ", ") ", ": ", "- ", " = "] {
        if let Some(words) = rest.strip_prefix(mark)
            && words.starts_with(|c: char| c.is_alphabetic())
        {
            return words;
        }
    }
    text
}

/// Whether an answer stands outside every scale: don't know, not applicable, prefer not to say.
pub fn is_aside(text: &str) -> bool {
    const WHOLE: &[&str] = &[
        "na",
        "n/a",
        "n.a",
        "none given",
        "unsure",
        "not sure",
        "i'm not sure",
        "i am not sure",
        "maybe/not sure",
        "dk",
        "idk",
        "?",
        "no opinion",
        "no answer",
        "can't say",
        "cannot say",
        "can't tell",
        "unknown",
        "refused",
        "skip",
        "skipped",
        "-",
        "null",
        "not asked",
        "not seen",
    ];
    const START: &[&str] = &[
        "don't know",
        "dont know",
        "do not know",
        "i don't know",
        "i do not know",
        "not applicable",
        "does not apply",
        "doesn't apply",
        "prefer not",
        "i prefer not",
        "rather not",
        "i'd rather not",
        "n/a",
        "no opinion",
        "can't say",
        "not eligible",
    ];
    let text = plain(text);
    WHOLE.contains(&text.as_str())
        || START.iter().any(|start| text.starts_with(start))
        || says_nothing_abroad(&text)
}

/// Whether an answer opts out of the question though it is an answer: "I don't use AI for complex tasks".
/// Such an answer stays in the base, below the scale.
pub fn is_opting_out(text: &str) -> bool {
    let text = plain(text);
    [
        "i don't ",
        "i do not ",
        "we don't ",
        "we do not ",
        "none of ",
        "not used",
        "haven't ",
        "i have not ",
        "i haven't ",
    ]
    .iter()
    .any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_drops_what_scales_do_not_differ_by() {
        assert_eq!(plain("4 - Very  impressive"), "very impressive");
        assert_eq!(plain("I don’t know."), "i don't know");
        assert_eq!(
            plain("Very frequently (multiple times per day)"),
            "very frequently"
        );
        assert_eq!(plain("1-10"), "1-10");
        assert_eq!(plain("\u{feff}1 (None at all)"), "1");
    }

    #[test]
    fn not_applicable_stands_aside_and_opting_out_does_not() {
        assert!(is_aside("Not applicable to me") && is_aside("Don’t Know") && is_aside("N/A"));
        assert!(!is_aside("Never") && !is_aside("No change") && !is_aside("None of these"));
        assert!(is_opting_out("I don't use AI for complex tasks"));
        assert!(!is_aside("I don't use AI for complex tasks"));
    }
}
