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
/// What one cell looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Its looks, a bit each.
    pub looks: u32,
    /// What else is true of it, a bit each.
    marks: u8,
    /// Its number, if it is one.
    pub number: Option<f64>,
    /// Its seconds since 1970, if it is a moment as programs write it.
    pub seconds: Option<i64>,
    /// Sign of the unit beside its number.
    pub unit: Option<&'static str>,
}

/// What is true of a cell beside its looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    /// There is white space in it; numbers have none.
    Spaced,
    /// It has a digit and no white space.
    Coded,
    /// It says yes or no.
    YesNo,
    /// It is a number with words after it.
    Labelled,
    /// It holds a `;` and no line break.
    Joined,
    /// It holds a `,` and no line break.
    Comma,
    /// It says "no answer".
    Aside,
    /// Its number often stands for "no answer".
    Sentinel,
}

/// What cells have in common that are counted alike, whatever they say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Likeness {
    pub looks: u32,
    marks: u8,
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

    fn mark(&mut self, mark: Mark, is: bool) {
        self.marks |= u8::from(is) << mark as u8;
    }

    /// Whether this is true of it.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks >> mark as u8 & 1 == 1
    }

    /// Its number in digits alone, where the next row may count on.
    pub fn whole(&self) -> Option<i64> {
        let is_whole = self.looks >> Look::Whole as u32 & 1 == 1;
        let value = self.number.filter(|value| is_whole && value.abs() < 1e15);
        value.map(|value| value as i64)
    }

    /// What it has in common with others; nothing where what it says is counted too.
    pub fn likeness(&self) -> Option<Likeness> {
        let Cell { looks, marks, .. } = *self;
        (self.unit.is_none() && marks < 1 << Mark::Joined as u8)
            .then_some(Likeness { looks, marks })
    }
}

impl Likeness {
    /// Whether this is true of such cells.
    pub fn has(self, mark: Mark) -> bool {
        self.marks >> mark as u8 & 1 == 1
    }
}

/// Points in time and keys as programs write them, which are most of what differs in every record.
fn quick(text: &str) -> Option<Cell> {
    let mut cell = Cell::default();
    let is_dated = text.as_bytes().get(4) == Some(&b'-');
    if is_dated && let Some((seconds, zoned)) = dates::by_program(text) {
        if zoned {
            cell.is(Look::Zoned);
        }
        cell.is(Look::PlainDate);
        let is_spaced = text.as_bytes().get(10) == Some(&b' ');
        cell.mark(Mark::Spaced, is_spaced);
        cell.mark(Mark::Coded, !is_spaced);
        cell.seconds = Some(seconds);
        return Some(cell);
    }
    // Longer than any date or length of time without a gap.
    if text.len() < LONG_KEY || text.len() > LONGEST_JOINED {
        return None;
    }
    let has = classes(text);
    cell.is(Look::Words);
    cell.mark(Mark::Coded, true);
    (has & (DIGIT | LETTER | OTHER) == DIGIT | LETTER).then_some(cell)
}

const GAP: u8 = 1;
const DIGIT: u8 = 1 << 1;
/// A small letter but `e`, which stands in numbers.
const LETTER: u8 = 1 << 2;
/// Neither a digit nor an ASCII letter.
const OTHER: u8 = 1 << 3;
const AT: u8 = 1 << 4;
const JOINT: u8 = 1 << 5;
const COMMA: u8 = 1 << 6;
const BREAK: u8 = 1 << 7;

/// Of each byte, of which kinds it is.
const CLASSES: [u8; 256] = {
    let (mut classes, mut at) = ([0; 256], 0);
    while at < classes.len() {
        let byte = at as u8;
        classes[at] = match byte {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'd' | b'f'..=b'z' => LETTER,
            b'e' | b'A'..=b'Z' => 0,
            b'@' => AT | OTHER,
            b';' => JOINT | OTHER,
            b',' => COMMA | OTHER,
            b'\n' => BREAK | GAP | OTHER,
            _ if byte.is_ascii_whitespace() => GAP | OTHER,
            _ => OTHER,
        };
        at += 1;
    }
    classes
};

/// Which kinds of bytes are in a text.
fn classes(text: &str) -> u8 {
    let kinds = text.bytes().map(|byte| CLASSES[usize::from(byte)]);
    kinds.fold(0, |all, kind| all | kind)
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
        ..Cell::default()
    };
    cell.mark(Mark::Coded, true);
    cell.mark(Mark::Sentinel, is_sentinel(value));
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
    let has = if text.len() <= LONGEST_JOINED {
        classes(text)
    } else {
        let or = |sign, class| if text.contains(sign) { class } else { 0 };
        GAP | or(',', COMMA) | or('\n', BREAK)
    };
    let [space, digit, at] = [GAP, DIGIT, AT].map(|class| has & class != 0);
    let is_line = has & BREAK == 0;
    let mut cell = Cell::default();
    cell.mark(Mark::Spaced, space);
    cell.mark(Mark::Coded, digit && !space);
    cell.mark(Mark::Joined, is_line && has & JOINT != 0);
    cell.mark(Mark::Comma, is_line && has & COMMA != 0);
    cell.mark(Mark::YesNo, is_yes_or_no(text));
    if (digit || at) && look(text, &mut cell) {
        return cell;
    }
    if is_aside(text) {
        cell.mark(Mark::Aside, true);
    } else {
        cell.is(Look::Words);
        cell.mark(Mark::Labelled, digit && is_labelled(text));
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

/// Whether a number often stands for "no answer" or "never".
fn is_sentinel(value: f64) -> bool {
    let whole = value as i32;
    f64::from(whole) == value
        && matches!(
            whole,
            -1 | -9 | 77 | 88 | 98 | 99 | 999 | 9999 | -77 | -88 | -98 | -99 | -999 | -9999
        )
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
