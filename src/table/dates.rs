//! Reads dates and times as survey and delivery tools write them, strictly.
//!
//! A date always has three parts, so that bands such as `1-10` or `Oct-49` never become dates.

/// What a date's order of day and month can be told from itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    /// Year first, or the month by name.
    Plain,
    /// The first part is above 12.
    DayFirst,
    /// The second part is above 12.
    MonthFirst,
    /// Both parts could be a month, with slashes between.
    EitherSlash,
    /// Both parts could be a month, with dashes or points between.
    EitherOther,
}

/// The order of day and month in `text` (trimmed), if it is a date.
pub(super) fn order(text: &str) -> Option<Order> {
    let (_, order) = read(text, None)?;
    Some(order)
}

/// Seconds since 1970 of `text` (trimmed), if it is a date; without a time zone it is read as UTC, fractions are cut.
pub(super) fn seconds(text: &str, day_first: bool) -> Option<i64> {
    let (seconds, _) = read(text, Some(day_first))?;
    Some(seconds)
}

/// Reads a date; without `day_first` the order of day and month is taken as it fits.
fn read(text: &str, day_first: Option<bool>) -> Option<(i64, Order)> {
    // The shortest is `7/2/20`; the longest has nanoseconds and a named zone.
    if !(6..=40).contains(&text.len()) || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let mut rest = Rest(text.as_bytes());
    let (days, order) = date(&mut rest, day_first)?;
    let seconds = if rest.0.is_empty() {
        0
    } else {
        time(&mut rest)?
    };
    rest.0
        .is_empty()
        .then_some((days * 86_400 + seconds, order))
}

/// Days since 1970.
fn date(rest: &mut Rest, day_first: Option<bool>) -> Option<(i64, Order)> {
    let (first, length) = rest.digits(4)?;
    let sign = rest.any(b"-/.")?;
    if length == 4 && sign != b'.' {
        let (month, _) = rest.digits(2)?;
        rest.any(&[sign])?;
        let (day, _) = rest.digits(2)?;
        return Some((days(first, month, day)?, Order::Plain));
    }
    if length > 2 {
        return None;
    }
    let named = rest.month();
    let second = match named {
        Some(month) => month,
        None => rest.digits(2)?.0,
    };
    rest.any(&[sign])?;
    let year = match rest.digits(4)? {
        (year, 4) => year,
        (year, 2) if sign == b'/' || named.is_some() => year + if year < 70 { 2000 } else { 1900 },
        _ => return None,
    };
    let order = match (first > 12, second > 12) {
        _ if named.is_some() => Order::Plain,
        (true, _) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ if sign == b'/' => Order::EitherSlash,
        _ => Order::EitherOther,
    };
    let (day, month) = match order {
        Order::Plain | Order::DayFirst if day_first != Some(false) || named.is_some() => {
            (first, second)
        }
        Order::MonthFirst if day_first != Some(true) => (second, first),
        Order::EitherSlash | Order::EitherOther if day_first == Some(true) => (first, second),
        Order::EitherSlash | Order::EitherOther => (second, first),
        _ => return None,
    };
    Some((days(year, month, day)?, order))
}

/// Seconds since midnight UTC; below 0 or above a day where a zone says so.
fn time(rest: &mut Rest) -> Option<i64> {
    rest.skip(b",");
    if !rest.skip(b"T") && !rest.spaces() {
        return None;
    }
    let (mut hour, _) = rest.digits(2)?;
    rest.any(b":")?;
    let (minute, 2) = rest.digits(2)? else {
        return None;
    };
    let mut second = 0;
    if rest.skip(b":") {
        second = match rest.digits(2)? {
            (second, 2) => second,
            _ => return None,
        };
        if rest.skip(b".") || rest.skip(b",") {
            rest.digits(9)?;
        }
    }
    rest.spaces();
    let (morning, evening) = (rest.word(b"AM"), rest.word(b"PM"));
    if morning || evening {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if evening { 12 } else { 0 };
    }
    rest.spaces();
    let offset = zone(rest)?;
    (hour < 24 && minute < 60 && second <= 60)
        .then_some(hour * 3600 + minute * 60 + second - offset)
}

/// Seconds that the zone is ahead of UTC.
fn zone(rest: &mut Rest) -> Option<i64> {
    if rest.word(b"Z") || rest.0.is_empty() {
        return Some(0);
    }
    let named = rest.word(b"UTC") || rest.word(b"GMT");
    if named && rest.0.is_empty() {
        return Some(0);
    }
    let ahead = rest.any(b"+-")? == b'+';
    let (hours, minutes) = match rest.digits(4)? {
        (both, 4) => (both / 100, both % 100),
        (hours, 1 | 2) if rest.skip(b":") => (hours, rest.digits(2)?.0),
        (hours, 1 | 2) => (hours, 0),
        _ => return None,
    };
    let offset = hours * 3600 + minutes * 60;
    (hours < 15 && minutes < 60).then_some(if ahead { offset } else { -offset })
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) || year < 1000 {
        return None;
    }
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// One to `most` digits: their value and how many.
    fn digits(&mut self, most: usize) -> Option<(i64, usize)> {
        let length = self
            .0
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let value = self.0[..length]
            .iter()
            .fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
        self.0 = &self.0[length..];
        (length > 0).then_some((value, length))
    }

    /// One of `bytes`.
    fn any(&mut self, bytes: &[u8]) -> Option<u8> {
        let (&byte, rest) = self
            .0
            .split_first()
            .filter(|(byte, _)| bytes.contains(byte))?;
        self.0 = rest;
        Some(byte)
    }

    fn skip(&mut self, byte: &[u8; 1]) -> bool {
        self.any(byte).is_some()
    }

    fn spaces(&mut self) -> bool {
        let before = self.0.len();
        self.0 = self.0.trim_ascii_start();
        self.0.len() < before
    }

    /// `word` in any case.
    fn word(&mut self, word: &[u8]) -> bool {
        match self.0.split_at_checked(word.len()) {
            Some((head, rest)) if head.eq_ignore_ascii_case(word) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// A month by its first three English letters.
    fn month(&mut self) -> Option<i64> {
        const MONTHS: [&[u8]; 12] = [
            b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
            b"dec",
        ];
        let at = (0..12).find(|at| self.word(MONTHS[*at]))?;
        Some(at as i64 + 1)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let said = order(text).map(|order| {
            format!(
                "{order:?} {:?} {:?}",
                seconds(text, true),
                seconds(text, false)
            )
        });
        expected.assert_eq(&said.unwrap_or_else(|| "text".to_owned()));
    }

    #[test]
    fn iso_dates_and_times() {
        check("1970-01-01", expect!["Plain Some(0) Some(0)"]);
        check(
            "2000-02-29",
            expect!["Plain Some(951782400) Some(951782400)"],
        );
        check(
            "2025-06-19T01:41:54Z",
            expect!["Plain Some(1750297314) Some(1750297314)"],
        );
        check(
            "2024-11-25 9:07:42",
            expect!["Plain Some(1732525662) Some(1732525662)"],
        );
        check(
            "2023-4-10 6:51:47",
            expect!["Plain Some(1681109507) Some(1681109507)"],
        );
        check(
            "2022-07-17 07:15:55.959+00:00",
            expect!["Plain Some(1658042155) Some(1658042155)"],
        );
        check(
            "2017-10-23T05:40:39.000-04:00",
            expect!["Plain Some(1508751639) Some(1508751639)"],
        );
        check(
            "2024/01/15 10:30:00 AM GMT+1",
            expect!["Plain Some(1705311000) Some(1705311000)"],
        );
    }

    #[test]
    fn day_and_month_are_told_apart_where_they_can_be() {
        check(
            "4/22/2016 19:57:50",
            expect!["MonthFirst None Some(1461355070)"],
        );
        check(
            "29-02-2016 01:16",
            expect!["DayFirst Some(1456708560) None"],
        );
        check(
            "7/2/20 11:00:22",
            expect!["EitherSlash Some(1581073222) Some(1593687622)"],
        );
        check(
            "05.07.2011 21:15:39",
            expect!["EitherOther Some(1309900539) Some(1304802939)"],
        );
        check(
            "07/10/2022 12:22:10 PM",
            expect!["EitherSlash Some(1665145330) Some(1657455730)"],
        );
        check(
            "14/Jul/25 3:42 PM",
            expect!["Plain Some(1752507720) Some(1752507720)"],
        );
    }

    #[test]
    fn bands_versions_and_impossible_dates_are_text() {
        for text in [
            "1-10",
            "26-50",
            "Oct-49",
            "01-May",
            "Jun-25",
            "2024-11",
            "1.2.3",
            "1.2.24",
            "10.0.0.1",
            "2023-02-29",
            "13/13/2020",
            "2024-11-25 25:00",
            "2024-11-25x",
            "20241125",
            "555-12-1234",
        ] {
            check(text, expect!["text"]);
        }
    }
}
