//! Reads numbers as people and tools of any country write them.
//!
//! A cell says what it can: `1,5` has a decimal comma, `1,234` may have one. What a column means is decided from all of
//! its cells in `infer`.

use super::units;

/// How a number is written, apart from its sign and its unit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// Digits only.
    Whole {
        /// How many.
        digits: usize,
        /// Whether the first of several is 0, as in an identifier.
        padded: bool,
    },
    /// Spaces or apostrophes between thousands and no decimals, such as `1 234`.
    Spaced,
    /// With a decimal point that can be nothing else.
    Point,
    /// With a decimal comma that can be nothing else.
    Comma,
    /// With one point before three digits, such as `1.234`.
    EitherPoint,
    /// With one comma before three digits, such as `1,234`.
    EitherComma,
    /// With commas between thousands, such as `1,234,567`, `1,00,000` or `1,234.5`.
    GroupedComma,
    /// With points between thousands, such as `1.234.567` or `1.234,5`.
    GroupedPoint,
    /// With an exponent, such as `1.14E+11`.
    Power,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    pub form: Form,
    /// Sign of its currency, or `%`.
    pub unit: Option<&'static str>,
    /// The value, with the comma of `EitherComma` between thousands and the point of `EitherPoint` before decimals.
    pub value: f64,
}

/// The number that `text` (trimmed) is, if any.
pub(super) fn written(text: &str) -> Option<Written> {
    if let Some((form, value)) = plain(text) {
        let unit = None;
        return Some(Written { form, unit, value });
    }
    let bracketed = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let mut rest = bracketed.unwrap_or(text);
    let (mut sign, mut unit) = (None, None);
    // A currency stands before or after the sign.
    for _ in 0..2 {
        let before = rest.len();
        if sign.is_none()
            && let Some(more) = rest.strip_prefix(['-', '+', '\u{2212}'])
        {
            sign = rest.chars().next();
            rest = more;
        }
        if unit.is_none()
            && let Some((named, more)) = units::before(rest)
        {
            (unit, rest) = (Some(named), more);
        }
        if rest.len() == before {
            break;
        }
    }
    let end = rest.rfind(|c: char| c.is_ascii_digit())? + 1;
    // Dates, codes and sentences are no numbers whatever stands behind them.
    if !rest[..end].chars().all(is_of_a_number) {
        return None;
    }
    let tail = rest[end..].trim_start();
    if !tail.is_empty() {
        let named = units::after(tail)?;
        if unit.replace(named).is_some() {
            return None;
        }
    }
    let (form, value) = unsigned(&rest[..end])?;
    let called = form == Form::Spaced && sign == Some('+');
    if called || (bracketed.is_some() && sign.is_some()) {
        return None;
    }
    let negative = bracketed.is_some() || matches!(sign, Some('-' | '\u{2212}'));
    value.is_finite().then_some(Written {
        form,
        unit,
        value: if negative { -value } else { value },
    })
}

/// The value of a number in a column whose decimal mark is a comma or a point; with `either`, cells that can only have
/// the other mark are read by it too. Percent keeps its size (`45%` is 45).
pub(super) fn number(text: &str, decimal_comma: bool, either: bool) -> Option<f64> {
    let Written { form, value, .. } = written(text)?;
    match form {
        Form::Whole { .. } | Form::Spaced | Form::Power => Some(value),
        Form::Point | Form::GroupedComma => (!decimal_comma || either).then_some(value),
        Form::Comma | Form::GroupedPoint => (decimal_comma || either).then_some(value),
        Form::EitherComma if decimal_comma => Some(value / 1000.0),
        Form::EitherPoint if decimal_comma => Some((value * 1000.0).round()),
        Form::EitherComma | Form::EitherPoint => Some(value),
    }
}

/// What stands between thousands and is no mark of decimals.
const GAPS: &str = "'\u{2019} \u{a0}\u{202f}\u{2009}";

/// Whether a character stands in some number.
fn is_of_a_number(c: char) -> bool {
    matches!(c, '0'..='9' | '.' | ',' | 'e' | 'E' | '+' | '-') || GAPS.contains(c)
}

/// The form and value of digits alone, or with one point that can only be a decimal one: most numbers are such.
pub(super) fn plain(text: &str) -> Option<(Form, f64)> {
    const TENS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let bytes = text.as_bytes();
    // Fifteen digits and a power of ten that is as short are exact, and so is what divides them.
    if bytes.len() > 15 {
        return None;
    }
    let (mut number, mut point) = (0_u64, None);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    match point {
        None if bytes.is_empty() => None,
        None => {
            let (digits, padded) = (bytes.len(), bytes.len() > 1 && bytes[0] == b'0');
            Some((Form::Whole { digits, padded }, number as f64))
        }
        Some(at) => {
            let decimals = bytes.len() - at - 1;
            let is_sure = at > 0 && !matches!(decimals, 0 | 3);
            is_sure.then(|| (Form::Point, number as f64 / TENS[decimals]))
        }
    }
}

/// The form and value of a number without sign and unit.
fn unsigned(body: &str) -> Option<(Form, f64)> {
    if let Some(plain) = plain(body) {
        return Some(plain);
    }
    if body.bytes().all(|byte| byte.is_ascii_digit()) {
        let (digits, padded) = (body.len(), body.len() > 1 && body.starts_with('0'));
        return Some((Form::Whole { digits, padded }, body.parse().ok()?));
    }
    // One point, and not before three digits, which might be thousands.
    if let Some((whole, part)) = body.split_once('.')
        && !whole.is_empty()
        && !matches!(part.len(), 0 | 3)
        && whole
            .bytes()
            .chain(part.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return Some((Form::Point, body.parse().ok()?));
    }
    if let Some(at) = body.find(['e', 'E']) {
        let (head, power) = (&body[..at], &body[at + 1..]);
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        let is_power = (1..=3).contains(&power.len())
            && power.bytes().all(|byte| byte.is_ascii_digit())
            && head.starts_with(|c: char| c.is_ascii_digit())
            && head.bytes().filter(|byte| *byte == b'.').count() < 2
            && head
                .bytes()
                .all(|byte| byte == b'.' || byte.is_ascii_digit());
        return is_power.then_some((Form::Power, body.parse().ok()?));
    }
    let (mut digits, mut groups, mut marks) =
        (String::with_capacity(body.len() + 1), vec![0], vec![]);
    for c in body.chars() {
        match c {
            '0'..='9' => {
                digits.push(c);
                *groups.last_mut()? += 1;
                continue;
            }
            '.' | ',' => marks.push(c),
            c if GAPS.contains(c) => marks.push(' '),
            _ => return None,
        }
        groups.push(0);
    }
    let (&last, before) = marks.split_last()?;
    let decimals = *groups.last()?;
    if decimals == 0 {
        return None;
    }
    let padded = body.starts_with('0');
    let grouped = |groups: &[usize], mark: char| !padded && is_grouped(groups, mark);
    let (form, decimals) = match before.first() {
        None if last != ' ' && grouped(&groups, last) => match last {
            ',' => (Form::EitherComma, 0),
            _ => (Form::EitherPoint, decimals),
        },
        None if last == ',' => (Form::Comma, decimals),
        None if last == '.' => (Form::Point, decimals),
        // Thousands only.
        _ if before.iter().all(|mark| *mark == last) && grouped(&groups, last) => match last {
            ',' => (Form::GroupedComma, 0),
            '.' if is_address(body) => return None,
            '.' => (Form::GroupedPoint, 0),
            _ => (Form::Spaced, 0),
        },
        // Thousands, then decimals behind another mark.
        Some(&first)
            if last != ' '
                && first != last
                && before.iter().all(|mark| *mark == first)
                && grouped(&groups[..groups.len() - 1], first) =>
        {
            let form = match (first, last) {
                (' ', '.') => Form::Point,
                (' ', _) => Form::Comma,
                (_, '.') => Form::GroupedComma,
                _ => Form::GroupedPoint,
            };
            (form, decimals)
        }
        _ => return None,
    };
    digits.insert(digits.len() - decimals, '.');
    Some((form, digits.parse().ok()?))
}

/// Whether marks stand between groups of three digits, or, commas, as in India: `1,00,000`.
fn is_grouped(groups: &[usize], mark: char) -> bool {
    let [first, inner @ .., last] = groups else {
        return (1..=3).contains(&groups[0]);
    };
    let all = |size: usize| inner.iter().all(|group| *group == size);
    *last == 3
        && (((1..=3).contains(first) && all(3))
            || (mark == ',' && (1..=2).contains(first) && !inner.is_empty() && all(2)))
}

/// Whether four numbers to 255 stand between points.
fn is_address(body: &str) -> bool {
    body.split('.').count() == 4 && body.split('.').all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_numbers_have_the_value_that_the_library_reads(text in "[0-9]{1,16}|[0-9]{1,8}[.][0-9]{1,8}|[0-9.]{1,6}") {
            if let Some((_, value)) = plain(&text) {
                prop_assert_eq!(value, text.parse::<f64>().unwrap());
            }
        }
    }

    fn check(text: &str, expected: Expect) {
        let said = written(text).map(|Written { form, unit, value }| {
            let unit = unit.map(|unit| format!(" in {unit}")).unwrap_or_default();
            format!("{value} {form:?}{unit}")
        });
        expected.assert_eq(&said.unwrap_or_else(|| "text".to_owned()));
    }

    #[test]
    fn numbers_are_read_as_written() {
        check("12", expect!["12 Whole { digits: 2, padded: false }"]);
        check("007", expect!["7 Whole { digits: 3, padded: true }"]);
        check("-1", expect!["-1 Whole { digits: 1, padded: false }"]);
        check("\u{2212}1.5", expect!["-1.5 Point"]);
        check("(12.5)", expect!["-12.5 Point"]);
        check(".73809522", expect!["0.73809522 Point"]);
        check("1.14E+11", expect!["114000000000 Power"]);
        check("1,54", expect!["1.54 Comma"]);
        check("0,125", expect!["0.125 Comma"]);
        check("0.125", expect!["0.125 Point"]);
    }

    #[test]
    fn thousands_are_read_in_any_country() {
        check("1,234", expect!["1234 EitherComma"]);
        check("1.234", expect!["1.234 EitherPoint"]);
        check("1,234,567", expect!["1234567 GroupedComma"]);
        check("12,345.67", expect!["12345.67 GroupedComma"]);
        check("1,00,000", expect!["100000 GroupedComma"]);
        check("1.234,56", expect!["1234.56 GroupedPoint"]);
        check("1.234.567", expect!["1234567 GroupedPoint"]);
        check("1 234", expect!["1234 Spaced"]);
        check("1\u{a0}234,5", expect!["1234.5 Comma"]);
        check("1\u{202f}234\u{202f}567", expect!["1234567 Spaced"]);
        check("1\u{2009}234.5", expect!["1234.5 Point"]);
        check("1'234.50", expect!["1234.5 Point"]);
        check("1\u{2019}234", expect!["1234 Spaced"]);
    }

    #[test]
    fn units_stand_on_either_side() {
        check(
            "45 %",
            expect!["45 Whole { digits: 2, padded: false } in %"],
        );
        check("12,5%", expect!["12.5 Comma in %"]);
        check(
            "\u{20ac} 12",
            expect!["12 Whole { digits: 2, padded: false } in €"],
        );
        check(
            "12\u{a0}\u{20ac}",
            expect!["12 Whole { digits: 2, padded: false } in €"],
        );
        check("$1,200.50", expect!["1200.5 GroupedComma in $"]);
        check("-$5", expect!["-5 Whole { digits: 1, padded: false } in $"]);
        check("$-5", expect!["-5 Whole { digits: 1, padded: false } in $"]);
        check(
            "($5)",
            expect!["-5 Whole { digits: 1, padded: false } in $"],
        );
        check(
            "USD 12",
            expect!["12 Whole { digits: 2, padded: false } in $"],
        );
        check("12 000 грн", expect!["12000 Spaced in ₴"]);
    }

    #[test]
    fn a_number_has_the_decimal_mark_of_its_column() {
        let read = |text| (number(text, false, false), number(text, true, false));
        assert_eq!(read("1,5"), (None, Some(1.5)));
        assert_eq!(read("1.5"), (Some(1.5), None));
        assert_eq!(read("1,234"), (Some(1234.0), Some(1.234)));
        assert_eq!(read("1.234"), (Some(1.234), Some(1234.0)));
        assert_eq!(read("1 234"), (Some(1234.0), Some(1234.0)));
        assert_eq!(
            (number("1,5", false, true), number("1.5", true, true)),
            (Some(1.5), Some(1.5))
        );
    }

    #[test]
    fn bands_names_and_junk_are_text() {
        for text in [
            "",
            "-",
            ".",
            ",",
            "1-10",
            "Oct-49",
            "10+",
            "1.2.3",
            "1,23,4",
            "e5",
            "1e",
            "inf",
            "NaN",
            "5,",
            "5.",
            "0x1f",
            "- 5",
            "5-",
            "(-5)",
            "192.168.100.200",
            "+380 501 234",
            "1 23",
            "12 people",
            "€",
            "$ 5 %",
            "Team 5",
            "1 234 5",
            "01 234",
        ] {
            check(text, expect!["text"]);
        }
    }
}
