//! What one cell looks like by itself.

use super::aside::is_aside;
use super::dates::{self, Order};
use super::durations::{self, Style};
use super::looks::Look;
use super::numbers::{Form, Written, written};
use super::personal;

/// Answers longer than this, in bytes, are never joined choices.
const LONGEST_JOINED: usize = 2000;
/// Letters and digits alone, so many of them, are no date and no length of time.
const LONG_KEY: usize = 32;
/// From this many digits on a number is an identifier, for `f64` holds about 15.
const LONG_DIGITS: usize = 15;
/// A spreadsheet shows whole numbers from here on with an exponent.
const RUINED: f64 = 1e11;
/// Numbers that often stand for "no answer" or "never".
const SENTINELS: [f64; 14] = [
    -1.0, -9.0, -77.0, -88.0, -98.0, -99.0, -999.0, -9999.0, 77.0, 88.0, 98.0, 99.0, 999.0, 9999.0,
];

/// What one cell looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Its looks, a bit each.
    pub looks: u32,
    /// Its number, if it is one.
    pub number: Option<f64>,
    /// Its number in digits alone, where the next row may count on.
    pub whole: Option<i64>,
    /// Its seconds since 1970, if it is a moment as programs write it.
    pub seconds: Option<i64>,
    /// Sign of the unit beside its number.
    pub unit: Option<&'static str>,
    /// Whether its number often stands for "no answer".
    pub sentinel: bool,
    /// Whether there is white space in it; numbers have none.
    pub spaced: bool,
    /// Whether it has a digit and no white space.
    pub coded: bool,
    /// Whether it says yes or no.
    pub yes_no: bool,
    /// Whether it is a number with words after it.
    pub labelled: bool,
    /// Whether it holds a `;` and no line break.
    pub joined: bool,
    /// Whether it holds a `,` and no line break.
    pub comma: bool,
    /// Whether it says "no answer".
    pub aside: bool,
}

/// `cell` without white space around it.
pub(super) fn trimmed(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    match (bytes.first(), bytes.last()) {
        // Nearly always: nothing but visible ASCII at both ends.
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => cell,
        _ => cell.trim(),
    }
}

impl Cell {
    /// What `text` (trimmed, not blank) looks like.
    pub fn of(text: &str) -> Cell {
        quick(text).unwrap_or_else(|| Cell::by_rules(text))
    }

    fn by_rules(text: &str) -> Cell {
        number(text).unwrap_or_else(|| word(text))
    }

    fn is(&mut self, look: Look) {
        self.looks |= 1 << look as u32;
    }
}

/// Points in time and keys as programs write them, which are most of what differs in every record.
fn quick(text: &str) -> Option<Cell> {
    let mut cell = Cell::default();
    if let Some((seconds, zoned)) = dates::by_program(text) {
        if zoned {
            cell.is(Look::Zoned);
        }
        cell.is(Look::PlainDate);
        cell.spaced = text.as_bytes().get(10) == Some(&b' ');
        cell.coded = !cell.spaced;
        cell.seconds = Some(seconds);
        return Some(cell);
    }
    // Longer than any date or length of time without a gap.
    if text.len() < LONG_KEY || text.len() > LONGEST_JOINED {
        return None;
    }
    let (mut digit, mut letter, mut other) = (false, false, false);
    for byte in text.bytes() {
        digit |= byte.is_ascii_digit();
        letter |= matches!(byte, b'a'..=b'd' | b'f'..=b'z');
        other |= !byte.is_ascii_alphanumeric();
    }
    cell.is(Look::Words);
    cell.coded = digit;
    (digit && letter && !other).then_some(cell)
}

fn number(text: &str) -> Option<Cell> {
    let bytes = text.as_bytes();
    let (first, last) = (bytes[0], bytes[bytes.len() - 1]);
    // A currency may stand before; then a digit or a bracket ends the cell.
    let likely = matches!(first, b'0'..=b'9' | b'-' | b'+' | b'.' | b',' | b'(')
        || ((last.is_ascii_digit() || last == b')') && first != b'P');
    if !likely || text.len() > 40 {
        return None;
    }
    let Written { form, unit, value } = written(text)?;
    let mut cell = Cell {
        number: Some(value),
        unit,
        sentinel: SENTINELS.contains(&value),
        coded: true,
        ..Cell::default()
    };
    match form {
        Form::Whole { digits, padded } => {
            cell.is(Look::Whole);
            if padded {
                cell.is(Look::Padded);
            }
            if digits >= LONG_DIGITS {
                cell.is(Look::Long);
            }
            if dates::compact(text).is_some() {
                cell.is(Look::CompactDate);
            }
            if dates::epoch(text).is_some() {
                cell.is(Look::Epoch);
            }
            cell.whole = (value.abs() < 1e15).then_some(value as i64);
        }
        Form::Spaced => cell.is(Look::Spaced),
        Form::Point => cell.is(Look::Point),
        Form::Comma => cell.is(Look::Comma),
        Form::EitherPoint => cell.is(Look::EitherPoint),
        Form::EitherComma => cell.is(Look::EitherComma),
        Form::GroupedComma => cell.is(Look::GroupedComma),
        Form::GroupedPoint => cell.is(Look::GroupedPoint),
        Form::Power => {
            cell.is(Look::Power);
            if value.abs() >= RUINED && value.fract() == 0.0 {
                cell.is(Look::Long);
            }
        }
    }
    if value.fract() != 0.0 && form != Form::EitherPoint {
        cell.is(Look::Fraction);
    }
    Some(cell)
}

fn word(text: &str) -> Cell {
    let (mut space, mut digit, mut at, mut joint, mut line) = (false, false, false, false, false);
    let mut comma = false;
    if text.len() <= LONGEST_JOINED {
        for byte in text.bytes() {
            space |= byte.is_ascii_whitespace();
            digit |= byte.is_ascii_digit();
            at |= byte == b'@';
            joint |= byte == b';';
            comma |= byte == b',';
            line |= byte == b'\n';
        }
    } else {
        space = true;
        comma = text.contains(',');
        line = text.contains('\n');
    }
    let mut cell = Cell {
        spaced: space,
        coded: digit && !space,
        joined: joint && !line,
        comma: comma && !line,
        yes_no: is_yes_or_no(text),
        ..Cell::default()
    };
    if (digit || at) && look(text, &mut cell) {
        return cell;
    }
    cell.aside = is_aside(text);
    if !cell.aside {
        cell.is(Look::Words);
        cell.labelled = digit && is_labelled(text);
    }
    cell
}

/// Whether a text with a digit or an `@` looks like a date, a length of time or like who somebody is.
fn look(text: &str, cell: &mut Cell) -> bool {
    let found = if let Some((order, zoned)) = dates::look(text) {
        if zoned {
            cell.is(Look::Zoned);
        }
        Some(match order {
            Order::Plain => Look::PlainDate,
            Order::DayFirst => Look::DayFirst,
            Order::MonthFirst => Look::MonthFirst,
            Order::EitherSlash => Look::EitherSlash,
            Order::EitherOther => Look::EitherOther,
        })
    } else if let Some((_, style)) = durations::hours(text) {
        Some(match style {
            Style::Worded => Look::Duration,
            Style::Clock => Look::Clock,
            Style::LongClock => Look::LongClock,
        })
    } else {
        personal::look(text)
    };
    if let Some(look) = found {
        cell.is(look);
    }
    found.is_some()
}

fn is_yes_or_no(text: &str) -> bool {
    const YES_NO: [&str; 14] = [
        "yes", "no", "true", "false", "y", "n", "ja", "nein", "oui", "non", "sí", "si", "так", "ні",
    ];
    text.len() <= 6 && {
        let small = text.to_lowercase();
        YES_NO.contains(&small.as_str())
    }
}

/// Whether `text` is a number, then words.
fn is_labelled(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    words.len() < text.len()
        && words.starts_with([' ', '(', '=', ':'])
        && words.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_seen_at_once_is_seen_so_by_all_rules(
            text in prop_oneof![
                "[0-9a-z]{20,45}",
                "[0-9a-f]{32,45}",
                "[0-9A-Za-z-]{30,40}",
                "(PT)?[0-9]{30}[hmsdHMSD]",
                "[0-9]{1,16}|-?[0-9]{1,8}[.][0-9]{1,8}",
                "20[0-9]{2}-[01][0-9]-[0-3][0-9][T ]?([0-2][0-9]:[0-6][0-9]:[0-6][0-9])?Z?",
            ],
        ) {
            if let Some(cell) = quick(&text) {
                if let Some(seconds) = cell.seconds {
                    prop_assert_eq!(dates::seconds(&text, true), Some(seconds));
                }
                let seconds = None;
                prop_assert_eq!(Cell { seconds, ..cell }, Cell::by_rules(&text));
            }
        }
    }
}
