//! Reads numbers as survey tools write them.

use std::borrow::Cow;

/// How a number is written, apart from sign and percent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// Digits only.
    Whole {
        /// How many.
        digits: usize,
        /// Whether the first of several is 0, as in an identifier.
        padded: bool,
    },
    /// With a decimal point, or an exponent.
    Point,
    /// With one comma that can only be a decimal comma, such as `1,5`.
    Comma,
    /// With one comma before three digits, such as `1,234`: decimal comma or thousands.
    Either,
    /// With commas between thousands, such as `1,234,567` or `1,234.5`.
    Grouped,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    pub form: Form,
    pub percent: bool,
    /// The value, `Either` read as thousands.
    pub value: f64,
}

/// The number that `text` (trimmed) is, if any.
pub(super) fn written(text: &str) -> Option<Written> {
    let (body, percent) = match text.strip_suffix('%') {
        Some(body) => (body.trim_end(), true),
        None => (text, false),
    };
    let plain = match body.strip_prefix('\u{2212}') {
        Some(rest) => Cow::Owned(format!("-{rest}")),
        None => Cow::Borrowed(body),
    };
    let form = form(plain.strip_prefix(['-', '+']).unwrap_or(&plain))?;
    let value: f64 = match form {
        Form::Whole { .. } | Form::Point => plain.parse().ok()?,
        Form::Comma => plain.replace(',', ".").parse().ok()?,
        Form::Either | Form::Grouped => plain.replace(',', "").parse().ok()?,
    };
    value.is_finite().then_some(Written {
        form,
        percent,
        value,
    })
}

/// The value of `text` (trimmed) in a column whose decimal sign is a comma or a point; percent keeps its size (`45%` is 45).
pub(super) fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let Written { form, value, .. } = written(text)?;
    match form {
        Form::Whole { .. } => Some(value),
        Form::Point | Form::Grouped => (!decimal_comma).then_some(value),
        Form::Comma => decimal_comma.then_some(value),
        // `1,234`: the comma stands before three digits.
        Form::Either => Some(if decimal_comma { value / 1000.0 } else { value }),
    }
}

/// The form of an unsigned number.
fn form(body: &str) -> Option<Form> {
    let bytes = body.as_bytes();
    let (mut digits, mut points, mut commas) = (0, 0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            b',' => commas += 1,
            b'e' | b'E' if digits > 0 && commas == 0 && points < 2 => {
                let power = &bytes[at + 1..];
                let power = power
                    .strip_prefix(b"+")
                    .or(power.strip_prefix(b"-"))
                    .unwrap_or(power);
                let whole = (1..=3).contains(&power.len()) && power.iter().all(u8::is_ascii_digit);
                return whole.then_some(Form::Point);
            }
            _ => return None,
        }
    }
    match (digits, points, commas) {
        (0, _, _) => None,
        (_, 0, 0) => Some(Form::Whole {
            digits,
            padded: digits > 1 && bytes[0] == b'0',
        }),
        (_, 1, 0) => Some(Form::Point),
        (_, 0, 1) if is_grouped(body) => Some(Form::Either),
        (_, 0, 1) => body
            .split(',')
            .next_back()
            .filter(|part| !part.is_empty())
            .map(|_| Form::Comma),
        (_, 0 | 1, _) => {
            is_grouped(body.split('.').next().unwrap_or(body)).then_some(Form::Grouped)
        }
        _ => None,
    }
}

/// Whether commas stand between groups of three digits.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let said = written(text).map(
            |Written {
                 form,
                 percent,
                 value,
             }| {
                format!("{value} {form:?}{}", if percent { " percent" } else { "" })
            },
        );
        expected.assert_eq(&said.unwrap_or_else(|| "text".to_owned()));
    }

    #[test]
    fn numbers_are_read_as_written() {
        check("12", expect!["12 Whole { digits: 2, padded: false }"]);
        check("007", expect!["7 Whole { digits: 3, padded: true }"]);
        check("-1", expect!["-1 Whole { digits: 1, padded: false }"]);
        check("\u{2212}1.5", expect!["-1.5 Point"]);
        check(".73809522", expect!["0.73809522 Point"]);
        check("1.14E+11", expect!["114000000000 Point"]);
        check(
            "45 %",
            expect!["45 Whole { digits: 2, padded: false } percent"],
        );
        check("1,54", expect!["1.54 Comma"]);
        check("0,125", expect!["0.125 Comma"]);
        check("1,234", expect!["1234 Either"]);
        check("1,234,567", expect!["1234567 Grouped"]);
        check("12,345.67", expect!["12345.67 Grouped"]);
    }

    #[test]
    fn bands_names_and_junk_are_text() {
        for text in [
            "", "-", ".", ",", "1-10", "Oct-49", "10+", "1.2.3", "1,23,4", "e5", "1e", "inf",
            "NaN", "5,", "0x1f",
        ] {
            check(text, expect!["text"]);
        }
    }
}
