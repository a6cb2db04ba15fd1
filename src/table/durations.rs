//! Reads lengths of time: `2h 30m`, `90 min`, `1.5 days`, `PT1H30M`, `26:30:00`.
//!
//! Months and years have no fixed length, so they are none.

use super::numbers::number;

/// How a length of time is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Style {
    /// With its units.
    Worded,
    /// With colons, below a day: it could be a time of day as well.
    Clock,
    /// With colons, a day or longer.
    LongClock,
}

/// Spellings of a unit in small letters, in English, German, French, Spanish and Ukrainian, with its length in hours.
const UNITS: [(&[&str], f64); 5] = [
    (
        &[
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "sek",
            "sekunde",
            "sekunden",
            "seconde",
            "secondes",
            "seg",
            "segundo",
            "segundos",
            "с",
            "сек",
            "секунда",
            "секунди",
            "секунд",
        ],
        1.0 / 3600.0,
    ),
    (
        &[
            "m",
            "min",
            "mins",
            "mn",
            "minute",
            "minutes",
            "minuten",
            "minuto",
            "minutos",
            "хв",
            "хвилина",
            "хвилини",
            "хвилин",
        ],
        1.0 / 60.0,
    ),
    (
        &[
            "h",
            "hr",
            "hrs",
            "hour",
            "hours",
            "std",
            "stunde",
            "stunden",
            "heure",
            "heures",
            "hora",
            "horas",
            "год",
            "година",
            "години",
            "годину",
            "годин",
        ],
        1.0,
    ),
    (
        &[
            "d", "day", "days", "tag", "tage", "tagen", "j", "jour", "jours", "día", "días", "dia",
            "dias", "д", "дн", "день", "дні", "днів",
        ],
        24.0,
    ),
    (
        &[
            "w",
            "wk",
            "wks",
            "week",
            "weeks",
            "woche",
            "wochen",
            "sem",
            "semaine",
            "semaines",
            "semana",
            "semanas",
            "тиж",
            "тиждень",
            "тижні",
            "тижнів",
        ],
        168.0,
    ),
];

/// Hours in `text` (trimmed), if it is a length of time, and how it is written.
pub(super) fn hours(text: &str) -> Option<(f64, Style)> {
    if text.len() > 48 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.as_bytes()[0] {
        b'P' => iso(&text[1..]).map(|hours| (hours, Style::Worded)),
        b'0'..=b'9' | b'.' => {
            clock(text).or_else(|| worded(text).map(|hours| (hours, Style::Worded)))
        }
        _ => None,
    }
}

/// Hours in a cell, if it is a length of time.
pub fn hours_in(cell: &str) -> Option<f64> {
    hours(cell.trim()).map(|(hours, _)| hours)
}

/// Length in hours of the unit that `word` (in small letters) names.
pub fn hours_of_unit(word: &str) -> Option<f64> {
    UNITS
        .iter()
        .find(|(words, _)| words.contains(&word))
        .map(|(_, hours)| *hours)
}

/// ISO 8601 without years and months: `1DT2H`, `T45.5S`, `2W`.
fn iso(text: &str) -> Option<f64> {
    let (mut total, mut rest, mut time, mut least) = (0.0, text, false, f64::INFINITY);
    while !rest.is_empty() {
        if let Some(more) = rest.strip_prefix('T').filter(|_| !time) {
            (time, rest) = (true, more);
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_uppercase())?;
        let value = number(&rest[..end], false, true).filter(|value| *value >= 0.0)?;
        let hours = match (&rest[end..=end], time) {
            ("W", false) => 168.0,
            ("D", false) => 24.0,
            ("H", true) => 1.0,
            ("M", true) => 1.0 / 60.0,
            ("S", true) => 1.0 / 3600.0,
            _ => return None,
        };
        (hours < least).then_some(())?;
        (total, least, rest) = (total + value * hours, hours, &rest[end + 1..]);
    }
    least.is_finite().then_some(total)
}

/// `0:45` and `1:30:00`, hours first.
fn clock(text: &str) -> Option<(f64, Style)> {
    let mut parts = text.split(':');
    let digits = |part: &str, length: std::ops::RangeInclusive<usize>| {
        (length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<f64>().ok())
            .flatten()
    };
    let hours = digits(parts.next()?, 1..=4)?;
    let minutes = digits(parts.next()?, 2..=2)?;
    let seconds = match parts.next() {
        None => 0.0,
        Some(part) => {
            let (whole, fraction) = part.split_once('.').unwrap_or((part, "0"));
            digits(fraction, 1..=9)?;
            digits(whole, 2..=2)? + format!("0.{fraction}").parse::<f64>().ok()?
        }
    };
    if minutes >= 60.0 || seconds >= 60.0 || parts.next().is_some() {
        return None;
    }
    let style = if hours < 24.0 {
        Style::Clock
    } else {
        Style::LongClock
    };
    Some((hours + minutes / 60.0 + seconds / 3600.0, style))
}

/// Numbers with units, largest unit first: `2h 30m`, `1 hour and 30 minutes`; `2h30` ends in minutes.
fn worded(text: &str) -> Option<f64> {
    let (mut total, mut rest, mut least) = (0.0, text, f64::INFINITY);
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(rest.len());
        let value = number(&rest[..end], false, true)?;
        rest = rest[end..].trim_start();
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let hours = match rest[..end].to_lowercase().as_str() {
            "" if least == 1.0 && rest.is_empty() && value < 60.0 => 1.0 / 60.0,
            "" => return None,
            word => hours_of_unit(word)?,
        };
        (hours < least).then_some(())?;
        (total, least) = (total + value * hours, hours);
        rest = rest[end..]
            .trim_start_matches('.')
            .trim_start_matches(',')
            .trim_start();
        for and in ["and ", "und ", "et ", "y ", "і ", "та "] {
            rest = rest.strip_prefix(and).unwrap_or(rest);
        }
    }
    least.is_finite().then_some(total)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let said = hours(text).map(|(hours, style)| format!("{hours} {style:?}"));
        expected.assert_eq(&said.unwrap_or_else(|| "text".to_owned()));
    }

    #[test]
    fn units_add_up_in_any_language() {
        check("2h 30m", expect!["2.5 Worded"]);
        check("2h30", expect!["2.5 Worded"]);
        check("90 min", expect!["1.5 Worded"]);
        check("90 minutes", expect!["1.5 Worded"]);
        check("1.5 days", expect!["36 Worded"]);
        check("1,5 Tage", expect!["36 Worded"]);
        check("1 hour and 30 minutes", expect!["1.5 Worded"]);
        check("3 weeks", expect!["504 Worded"]);
        check("45s", expect!["0.0125 Worded"]);
        check("2 Std.", expect!["2 Worded"]);
        check("1 jour", expect!["24 Worded"]);
        check("2 години", expect!["2 Worded"]);
        check("PT1H30M", expect!["1.5 Worded"]);
        check("P1DT2H", expect!["26 Worded"]);
    }

    #[test]
    fn clocks_are_hours_first() {
        check("0:45", expect!["0.75 Clock"]);
        check("1:30:00", expect!["1.5 Clock"]);
        check("0:00:01.800", expect!["0.0005 Clock"]);
        check("26:30:00", expect!["26.5 LongClock"]);
    }

    #[test]
    fn dates_bands_and_calendar_units_are_none() {
        for text in [
            "1-4 hours",
            "2 years",
            "3 months",
            "90",
            "1:5",
            "12:60",
            "P",
            "PT",
            "P1Y",
            "30m 2h",
            "5 people",
            "10:30 PM",
            "1:2:3:4",
        ] {
            check(text, expect!["text"]);
        }
    }
}
