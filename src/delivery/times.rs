//! Points in time as only programs write them: without marks between their parts, with the weekday first, in microseconds, or in the
//! days of a sheet.

use super::export::is_blank;
use crate::source::Records;
use crate::table::{Column, Table, is_time, time_of};

/// Days that a sheet counts from the end of 1899 to 1970.
const SHEET: f64 = 25_569.0;
/// Days of a sheet that are taken for points in time: those of 1982 to 2064.
const DAYS: std::ops::Range<f64> = 30_000.0..60_000.0;
/// Seconds within which one export tells all that it tells: five years beside what its other columns tell.
const FAR: i64 = 5 * 366 * 86_400;
/// Points in time that tell when an export is of: what is before or after stands for none.
const KNOWN: std::ops::Range<i64> = 315_532_800..4_102_444_800;
/// All but one in so many cells of a column of a sheet's days are such.
const MOST: usize = 5;
/// Digits of seconds since 1970, and of milliseconds.
const EPOCHS: [usize; 2] = [10, 13];
/// Digits of microseconds and nanoseconds.
const FINER: [usize; 2] = [16, 19];

/// Reads the cells of columns of points in time that are written as no survey writes them.
///
/// Numbers are days of a sheet where nearly all of a column are that are no times, and no other column tells of quite another time.
pub(super) fn fill(times: &mut Table, records: &Records) {
    let mut told: Option<(i64, i64)> = None;
    let mut sheets = Vec::new();
    for (at, column) in times.columns.iter_mut().enumerate() {
        let Column::DateTime { seconds, valid, .. } = column else {
            continue;
        };
        let mut unread = Vec::new();
        for (row, second) in seconds.iter_mut().enumerate() {
            let cell = records.cell(row, at).trim();
            if !valid.get(row) && !is_blank(cell) {
                match plain(cell).and_then(|plain| time_of(&plain, false)) {
                    Some(read) => {
                        *second = read;
                        valid.set(row);
                    }
                    None => unread.push((row, days(cell))),
                }
            }
            if valid.get(row) && KNOWN.contains(second) {
                let (first, last) = told.unwrap_or((*second, *second));
                told = Some((first.min(*second), last.max(*second)));
            }
        }
        sheets.push((at, unread));
    }
    let (first, last) = told.unwrap_or((i64::MIN / 2, i64::MAX / 2));
    let is_near = |at: i64| (first - FAR..=last + FAR).contains(&at);
    for (at, unread) in sheets {
        let is_day = |(_, days): &&(usize, Option<i64>)| days.is_some_and(is_near);
        let read = unread.iter().filter(is_day);
        let is_sheet = read.clone().count() * MOST >= unread.len() * (MOST - 1);
        if let Some(Column::DateTime { seconds, valid, .. }) =
            times.columns.get_mut(at).filter(|_| is_sheet)
        {
            for (row, days) in read {
                seconds[*row] = days.unwrap_or_default();
                valid.set(*row);
            }
        }
    }
}

/// Whether a cell is a point in time whatever its column is; the days of a sheet are numbers elsewhere.
pub(super) fn is_certain(cell: &str) -> bool {
    is_time(cell) || plain(cell.trim()).is_some_and(|plain| is_time(&plain))
}

/// Seconds since 1970 of days as a sheet counts them.
fn days(cell: &str) -> Option<i64> {
    let days: f64 = cell.parse().ok()?;
    // Holds because the days are few.
    let seconds = || ((days - SHEET) * 86_400.0).round() as i64;
    DAYS.contains(&days).then(seconds)
}

/// The same as people write it; nothing where it is none of these.
fn plain(cell: &str) -> Option<String> {
    if !cell.is_ascii() || cell.len() > 90 {
        return None;
    }
    by_number(cell)
        .or_else(|| without_marks(cell))
        .or_else(|| weekday_first(cell))
        .or_else(|| with_zone_twice(cell))
}

/// "1772528850.123" and "1772528850123456".
fn by_number(cell: &str) -> Option<String> {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    if whole.is_empty() || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    match whole.len() {
        len if FINER.contains(&len) => Some(whole[..EPOCHS[1]].to_owned()),
        len if EPOCHS.contains(&len) && !part.is_empty() => Some(whole.to_owned()),
        _ => None,
    }
}

/// "20260303T090730Z" and "20260303090730".
fn without_marks(cell: &str) -> Option<String> {
    let (date, rest) = cell.split_at_checked(8)?;
    let rest = rest.strip_prefix(['T', ' ', '-', '_']).unwrap_or(rest);
    let clock = rest
        .find(|sign: char| !sign.is_ascii_digit())
        .unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock);
    if !are_digits(date) || !matches!(clock.len(), 4 | 6) {
        return None;
    }
    let second = if clock.len() == 6 { &clock[4..] } else { "00" };
    Some(format!(
        "{}-{}-{} {}:{}:{second}{zone}",
        &date[..4],
        &date[4..6],
        &date[6..],
        &clock[..2],
        &clock[2..4],
    ))
}

/// "Tue Mar 3 09:07:30 2026 +0000", as git tells it, and "Tue Mar  3 09:07:30 UTC 2026".
fn weekday_first(cell: &str) -> Option<String> {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let words: Vec<&str> = cell.split_whitespace().collect();
    let [weekday, month, day, clock, rest @ ..] = words.as_slice() else {
        return None;
    };
    let begins = weekday.get(..3)?.to_lowercase();
    if !WEEKDAYS.contains(&begins.as_str()) || !are_digits(day) || !clock.contains(':') {
        return None;
    }
    let is_year = |word: &str| word.len() == 4 && are_digits(word);
    let (year, zone) = match rest {
        [year] if is_year(year) => (year, ""),
        [year, zone] if is_year(year) => (year, *zone),
        [zone, year] if is_year(year) => (year, *zone),
        _ => return None,
    };
    Some(
        format!("{day} {month} {year} {clock} {zone}")
            .trim_end()
            .to_owned(),
    )
}

/// "2026-03-03 09:07:30 +0000 UTC" and "2026-03-03T09:07:30+01:00[Europe/Berlin]".
fn with_zone_twice(cell: &str) -> Option<String> {
    if let Some((told, rest)) = cell.split_once('[') {
        return rest.ends_with(']').then(|| told.to_owned());
    }
    let (told, zone) = cell.rsplit_once(' ')?;
    let (_, offset) = told.rsplit_once(' ')?;
    let is_name = !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_name && offset.starts_with(['+', '-'])).then(|| told.to_owned())
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds_of(cell: &str) -> Option<i64> {
        time_of(&plain(cell)?, false).or_else(|| days(cell))
    }

    #[test]
    fn what_programs_write_is_the_same_second() {
        // 2026-03-03 09:07:30.
        let wanted = 1_772_528_850;
        for cell in [
            "20260303T090730Z",
            "20260303T090730",
            "20260303T090730.123Z",
            "20260303T100730+0100",
            "20260303090730",
            "20260303_090730",
            "Tue Mar 3 09:07:30 2026 +0000",
            "Tue Mar  3 10:07:30 2026 +0100",
            "Tue Mar 3 09:07:30 2026",
            "Tue Mar  3 09:07:30 UTC 2026",
            "1772528850.123",
            "1772528850123456",
            "1772528850123456789",
            "2026-03-03 09:07:30 +0000 UTC",
            "2026-03-03 10:07:30.5 +0100 CET",
            "2026-03-03T10:07:30+01:00[Europe/Berlin]",
        ] {
            assert_eq!(seconds_of(cell), Some(wanted), "{cell}");
            assert!(is_certain(cell), "{cell}");
        }
        assert_eq!(days("46084.38020833"), Some(wanted));
        assert_eq!(days("46084"), Some(wanted - 9 * 3600 - 7 * 60 - 30));
        assert!(!is_certain("46084.38"));
    }

    #[test]
    fn what_is_no_point_in_time_is_none() {
        for cell in [
            "",
            "7",
            "2026",
            "20261303T090730Z",
            "20260303T990730Z",
            "Tuesday",
            "Tue Mar 3",
            "Tue Mar 3 09:07:30 UTC",
            "Tue Foo 3 09:07:30 2026",
            "61000",
            "29999.9",
            "177252885012345678",
            "é0260303T090730Z",
            "2026-03-03T10:07:30[",
        ] {
            assert_eq!((seconds_of(cell), days(cell)), (None, None), "{cell}");
        }
    }
}
