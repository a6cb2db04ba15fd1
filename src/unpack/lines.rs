//! Writes comma-separated text (RFC 4180, with line feeds), quoted only where it must be.

/// Appends one cell.
pub(super) fn push_cell(out: &mut Vec<u8>, text: &str) {
    let must_quote = text
        .bytes()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if !must_quote {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for (i, part) in text.split('"').enumerate() {
        if i > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part.as_bytes());
    }
    out.push(b'"');
}

/// A number as text: whole ones without a fraction, others with the fewest digits that read back the same.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-7..1e21).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// The text of a number in the form of [`number`]; whole numbers keep the digits they have, and what is no number stays.
pub(super) fn tidy(text: &str) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    match text.parse::<f64>() {
        Ok(value) if !is_plain && value.is_finite() => number(value),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_only_where_they_must_be() {
        for (text, expected) in [
            ("plain; text", "plain; text"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("\"", "\"\"\"\""),
        ] {
            let mut out = Vec::new();
            push_cell(&mut out, text);
            assert_eq!(out, expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn numbers_are_short_and_read_back() {
        for (value, expected) in [
            (5.0, "5"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1.0 / 3.0, "0.3333333333333333"),
            (1e20, "100000000000000000000"),
            (1e300, "1e300"),
            (2.5e-9, "2.5e-9"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn whole_numbers_keep_their_digits() {
        for (text, expected) in [
            ("12345678901234567890", "12345678901234567890"),
            ("5.0", "5"),
            ("1.0000000000000001E-2", "0.01"),
            ("007", "7"),
            ("x", "x"),
        ] {
            assert_eq!(tidy(text), expected);
        }
    }
}
