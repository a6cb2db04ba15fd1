//! Days, times and spans as workbooks keep them (serial numbers under a number format), written out in ISO 8601.

use crate::calendar::iso;

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shown {
    /// A number.
    Number,
    /// A day, or a day with its time.
    Date,
    /// A day with its time.
    DateTime,
    /// A time of day.
    Time,
    /// Hours that may go beyond a day.
    Span,
}

/// What the formats make of a number that need no text because every program knows them by number (ECMA-376, 18.8.30).
pub(super) fn built_in(id: u32) -> Shown {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Date,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shown::Time,
        22 => Shown::DateTime,
        46 => Shown::Span,
        _ => Shown::Number,
    }
}

/// What a format's text makes of a number: its first section, without literals, colours and conditions.
pub(super) fn shown(format: &str) -> Shown {
    if format.eq_ignore_ascii_case("general") || format.eq_ignore_ascii_case("standard") {
        return Shown::Number;
    }
    let (mut days, mut months, mut clock) = (false, false, false);
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                let is_span = inside
                    .chars()
                    .all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
                if is_span && !inside.is_empty() {
                    return Shown::Span;
                }
            }
            ';' => break,
            'y' | 'd' => days = true,
            'm' => months = true,
            'h' | 's' => clock = true,
            _ => {}
        }
    }
    match (days || (months && !clock), clock) {
        (true, true) => Shown::DateTime,
        (true, false) => Shown::Date,
        (false, true) => Shown::Time,
        (false, false) => Shown::Number,
    }
}

/// A serial number as text: `2024-11-25`, `2024-11-25 09:07:42`, `09:07:42` or `26:30:00`, to the second; `None` where it is
/// outside what a workbook calls a date, so that it stays a number.
///
/// Days count from 1899-12-31 with a 29 February 1900 that never was, or from 1904-01-01 (ECMA-376, 18.17.4).
pub(super) fn written(serial: f64, shown: Shown, is_1904: bool) -> Option<String> {
    if shown == Shown::Number || !serial.is_finite() || serial.abs() >= 2_958_466.0 {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    if shown == Shown::Span {
        let sign = if seconds < 0 { "-" } else { "" };
        return Some(format!("{sign}{}", clock(seconds.unsigned_abs())));
    }
    if seconds < 0 {
        return None;
    }
    let (day, time) = (seconds / 86_400, (seconds % 86_400) as u64);
    if day == 0 && (shown == Shown::Time || !is_1904) {
        return Some(clock(time));
    }
    let date = match (is_1904, day) {
        (false, 60) => "1900-02-29".to_owned(),
        (false, ..60) => iso(day - 25_568),
        (false, _) => iso(day - 25_569),
        (true, _) => iso(day - 24_107),
    };
    if time == 0 && shown == Shown::Date {
        return Some(date);
    }
    Some(format!("{date} {}", clock(time)))
}

/// Hours, minutes and seconds.
fn clock(seconds: u64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A day or moment that is ISO 8601 already, as the table writes it: a blank between, whole seconds, no empty time.
pub(super) fn from_iso(text: &str) -> String {
    let text = text.trim();
    let Some((date, time)) = text.split_once('T') else {
        return text.to_owned();
    };
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let time = time.split(['.', ',']).next().unwrap_or(time);
    format!("{date} {time}{zone}")
}

/// A span such as `PT26H30M00S` as hours, minutes and seconds; what is no span stays as it is.
pub(super) fn from_span(text: &str) -> String {
    let read = || {
        let (sign, span) = match text.trim().strip_prefix('-') {
            Some(span) => ("-", span),
            None => ("", text.trim()),
        };
        let (days, span) = span.strip_prefix('P')?.split_once('T')?;
        let mut seconds = match days.strip_suffix('D') {
            Some(days) => days.parse::<f64>().ok()? * 86_400.0,
            None if days.is_empty() => 0.0,
            None => return None,
        };
        let mut from = 0;
        for (at, unit) in span.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()) {
            let amount: f64 = span[from..at].replace(',', ".").parse().ok()?;
            seconds += amount
                * match unit {
                    'H' => 3600.0,
                    'M' => 60.0,
                    'S' => 1.0,
                    _ => return None,
                };
            from = at + 1;
        }
        let in_reach = (0.0..1e12).contains(&seconds) && from == span.len();
        in_reach.then(|| format!("{sign}{}", clock(seconds.round() as u64)))
    };
    read().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart() {
        for (format, expected) in [
            ("General", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("#,##0.00 [$€-407]", Shown::Number),
            ("0 \"days\"", Shown::Number),
            ("[Red]0.0;[Blue]-0.0", Shown::Number),
            ("yyyy\\-mm\\-dd", Shown::Date),
            ("[$-409]mmm d, yyyy;@", Shown::Date),
            ("mmm", Shown::Date),
            ("m/d/yy h:mm", Shown::DateTime),
            ("h:mm AM/PM", Shown::Time),
            ("mm:ss.0", Shown::Time),
            ("[h]:mm", Shown::Span),
            ("[mm]:ss", Shown::Span),
        ] {
            assert_eq!(shown(format), expected, "{format}");
        }
    }

    fn check(serial: f64, shown: Shown, is_1904: bool, expected: &str) {
        let text = written(serial, shown, is_1904);
        assert_eq!(text.as_deref().unwrap_or("a number"), expected, "{serial}");
    }

    #[test]
    fn serial_numbers_become_dates() {
        check(45_621.0, Shown::Date, false, "2024-11-25");
        check(
            45_621.380_347_222,
            Shown::Date,
            false,
            "2024-11-25 09:07:42",
        );
        check(45_621.0, Shown::DateTime, false, "2024-11-25 00:00:00");
        check(45_620.999_999_9, Shown::Date, false, "2024-11-25");
        check(44_159.0, Shown::Date, true, "2024-11-25");
        check(1.0, Shown::Date, false, "1900-01-01");
        check(59.0, Shown::Date, false, "1900-02-28");
        check(60.0, Shown::Date, false, "1900-02-29");
        check(61.0, Shown::Date, false, "1900-03-01");
        check(0.0, Shown::Date, true, "1904-01-01");
        check(2_958_465.0, Shown::Date, false, "9999-12-31");
        check(2_958_466.0, Shown::Date, false, "a number");
        check(-1.0, Shown::Date, false, "a number");
        check(f64::NAN, Shown::Date, false, "a number");
    }

    #[test]
    fn times_and_spans_have_no_day() {
        check(0.380_347_222, Shown::Time, false, "09:07:42");
        check(0.380_347_222, Shown::Time, true, "09:07:42");
        check(26.5 / 24.0, Shown::Span, false, "26:30:00");
        check(-0.5, Shown::Span, false, "-12:00:00");
    }

    #[test]
    fn iso_dates_and_spans_are_written_alike() {
        assert_eq!(from_iso("2024-11-25"), "2024-11-25");
        assert_eq!(from_iso("2024-11-25T09:07:42.120"), "2024-11-25 09:07:42");
        assert_eq!(from_iso("2024-11-25T09:07:42Z"), "2024-11-25 09:07:42Z");
        assert_eq!(from_span("PT26H30M00S"), "26:30:00");
        assert_eq!(from_span("PT09H07M42.4S"), "09:07:42");
        assert_eq!(from_span("-P1DT2H"), "-26:00:00");
        assert_eq!(from_span("later"), "later");
    }
}
