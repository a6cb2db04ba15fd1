//! Reads dates and times as survey and delivery tools write them, strictly.
//!
//! A date always has three parts, so that bands such as `1-10` or `Oct-49` never become dates. Digits alone (`20241125`,
//! seconds since 1970) are dates only in a column that is known to hold dates.

use super::months;

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

/// The order of day and month in `text` (trimmed), if it is a date, and whether it names a time zone.
pub(super) fn look(text: &str) -> Option<(Order, bool)> {
    let read = read(text, None)?;
    Some((read.order, read.zoned))
}

/// Seconds since 1970 of `text` if it is a date in the way that programs write it, and whether it names a time zone.
pub(super) fn by_program(text: &str) -> Option<(i64, bool)> {
    let read = iso(text.as_bytes())?;
    Some((read.seconds, read.zoned))
}

/// Seconds since 1970 of `text` (trimmed), if it is a date; without a time zone it is read as UTC, fractions are cut.
pub fn seconds(text: &str, day_first: bool) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(text).or_else(|| epoch(text));
    }
    Some(read(text, Some(day_first))?.seconds)
}

/// Whether a cell says a point in time.
pub fn is_time(text: &str) -> bool {
    let text = text.trim();
    seconds(text, true)
        .or_else(|| seconds(text, false))
        .is_some()
}

/// Seconds since 1970 of eight digits that are a date of 1900 to 2099, such as `20241125`.
pub(super) fn compact(digits: &str) -> Option<i64> {
    if digits.len() != 8 {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let year = number / 10_000;
    let days = days(year, number / 100 % 100, number % 100)?;
    (1900..2100).contains(&year).then_some(days * 86_400)
}

/// Seconds since 1970 of a count of seconds (10 digits) or milliseconds (13 digits) between the years 2001 and 2100.
pub(super) fn epoch(digits: &str) -> Option<i64> {
    if !matches!(digits.len(), 10 | 13) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    let seconds = match digits.len() {
        10 => number,
        _ => number / 1000,
    };
    (1_000_000_000..4_102_444_800)
        .contains(&seconds)
        .then_some(seconds)
}

/// A date as read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Read {
    seconds: i64,
    order: Order,
    zoned: bool,
}

/// Reads a date; without `day_first` the order of day and month is taken as it fits.
fn read(text: &str, day_first: Option<bool>) -> Option<Read> {
    // The shortest is `7/2/20`; the longest is a browser's, with a zone in brackets.
    if !(6..=90).contains(&text.len()) || !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    // Behind a name there is a gap, and a day before long.
    let is_named = !text.as_bytes()[0].is_ascii_digit();
    if is_named {
        let bytes = text.as_bytes();
        // A no-break space starts with 0xc2.
        let is_gap = |byte: &u8| matches!(byte, b' ' | b'-' | 0xc2);
        if !(months::may_start(text)
            && bytes.iter().any(is_gap)
            && bytes.iter().any(u8::is_ascii_digit))
        {
            return None;
        }
    }
    if let Some(read) = iso(text.as_bytes()) {
        return Some(read);
    }
    by_rules(text, day_first)
}

/// Reads a date in the way that programs write: `2026-03-01`, `2026-03-01 10:15:30`, `2026-03-01T10:15:30Z`. Most dates are such.
fn iso(text: &[u8]) -> Option<Read> {
    let (date, time) = text.split_first_chunk::<10>()?;
    let digits = DATE.digits(date.first_chunk()?)?;
    let day = [date[8].wrapping_sub(b'0'), date[9].wrapping_sub(b'0')];
    if day.iter().any(|digit| *digit > 9) {
        return None;
    }
    let year = two(&digits, 0) * 100 + two(&digits, 2);
    let days = days(year, two(&digits, 5), two(&day, 0))?;
    let (seconds, zoned) = match time {
        [] => (0, false),
        [b'T' | b' ', clock @ ..] => {
            let (clock, zone) = clock.split_first_chunk()?;
            let digits = CLOCK.digits(clock)?;
            let (hour, minute, second) = (two(&digits, 0), two(&digits, 3), two(&digits, 6));
            if !matches!(zone, [] | [b'Z']) || hour > 23 || minute > 59 || second > 60 {
                return None;
            }
            (hour * 3600 + minute * 60 + second, !zone.is_empty())
        }
        _ => return None,
    };
    Some(Read {
        seconds: days * 86_400 + seconds,
        order: Order::Plain,
        zoned,
    })
}

const DATE: Pattern = Pattern::of(b"0000-00-");
const CLOCK: Pattern = Pattern::of(b"00:00:00");

/// Eight bytes that are looked at at once: digits where it has a 0, its own signs elsewhere.
struct Pattern {
    text: u64,
    /// What takes the highest bit of each byte that is too high.
    reach: u64,
}

impl Pattern {
    const fn of(text: &[u8; 8]) -> Pattern {
        let (mut reach, mut at) = ([0; 8], 0);
        while at < text.len() {
            reach[at] = if text[at] == b'0' { 0x7f - 9 } else { 0x7f };
            at += 1;
        }
        Pattern {
            text: u64::from_le_bytes(*text),
            reach: u64::from_le_bytes(reach),
        }
    }

    /// The digits of a text that is such, each in its place.
    fn digits(&self, text: &[u8; 8]) -> Option<[u8; 8]> {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let off = u64::from_le_bytes(*text) ^ self.text;
        let is_off = (((off & LOW) + self.reach) | off) & !LOW != 0;
        (!is_off).then(|| off.to_le_bytes())
    }
}

/// The number of the two digits at `at`.
fn two(digits: &[u8], at: usize) -> i64 {
    i64::from(digits[at]) * 10 + i64::from(digits[at + 1])
}

/// Reads a date by all rules; without `day_first` the order of day and month is taken as it fits.
fn by_rules(text: &str, day_first: Option<bool>) -> Option<Read> {
    let mut rest = Rest(text);
    let (days, order) = date(&mut rest, day_first)?;
    let (mut seconds, mut zoned) = (0, false);
    if !rest.0.is_empty() {
        (seconds, zoned) = time(&mut rest)?;
    }
    rest.0.is_empty().then_some(Read {
        seconds: days * 86_400 + seconds,
        order,
        zoned,
    })
}

/// Days since 1970.
fn date(rest: &mut Rest, day_first: Option<bool>) -> Option<(i64, Order)> {
    if rest.0.starts_with(char::is_alphabetic) {
        let whole = rest.0;
        if let Some(days) = month_first(rest) {
            return Some((days, Order::Plain));
        }
        // `mar` is March and, in French and Spanish, Tuesday.
        rest.0 = whole;
        months::is_weekday(rest.word()).then_some(())?;
        rest.any(".");
        rest.any(",");
        rest.spaces().then_some(())?;
        if rest.0.starts_with(char::is_alphabetic) {
            return Some((month_first(rest)?, Order::Plain));
        }
    }
    let (first, length) = rest.digits(4)?;
    if length == 4 {
        let sign = rest.any("-/")?;
        let (month, _) = rest.digits(2)?;
        (rest.any("-/")? == sign).then_some(())?;
        let (day, _) = rest.digits(2)?;
        return Some((days(first, month, day)?, Order::Plain));
    }
    if length > 2 {
        return None;
    }
    let after = rest.0;
    if let Some(days) = month_by_name(rest, first) {
        return Some((days, Order::Plain));
    }
    rest.0 = after;
    let sign = rest.any("-/.")?;
    let (second, _) = rest.digits(2)?;
    (rest.any("-/.")? == sign).then_some(())?;
    let year = match rest.digits(4)? {
        (year, 4) => year,
        // With a time after it, it is no version.
        (year, 2) if sign == '/' || rest.is_at_clock() => century(year),
        _ => return None,
    };
    let order = match (first > 12, second > 12) {
        (true, _) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ if sign == '/' => Order::EitherSlash,
        _ => Order::EitherOther,
    };
    let (day, month) = match order {
        Order::DayFirst if day_first != Some(false) => (first, second),
        Order::MonthFirst if day_first != Some(true) => (second, first),
        Order::EitherSlash | Order::EitherOther if day_first == Some(true) => (first, second),
        Order::EitherSlash | Order::EitherOther => (second, first),
        _ => return None,
    };
    Some((days(year, month, day)?, order))
}

/// `Nov 25, 2024`, `November 25th 2024`.
fn month_first(rest: &mut Rest) -> Option<i64> {
    let month = months::month(rest.word())?;
    rest.any(".");
    (rest.spaces() || rest.any("-/").is_some()).then_some(())?;
    let (day, _) = rest.digits(2)?;
    rest.either(&["st", "nd", "rd", "th"]);
    rest.any(",-/");
    rest.spaces();
    match rest.digits(4)? {
        (year, 4) => days(year, month, day),
        _ => None,
    }
}

/// What follows the day in `25 November 2024`, `14/Jul/25`, `25. Nov. 2024`, `25 de noviembre de 2024`, `25 листопада 2024 р.`.
fn month_by_name(rest: &mut Rest, day: i64) -> Option<i64> {
    rest.either(&["st", "nd", "rd", "th", "er"]);
    rest.any(".");
    let joined = rest.any("-/").is_some();
    rest.spaces();
    if rest.either(&["de ", "of "]) {
        rest.spaces();
    }
    let month = months::month(rest.word())?;
    rest.any(".");
    rest.any("-/,");
    rest.spaces();
    if rest.either(&["de ", "del "]) {
        rest.spaces();
    }
    let year = match rest.digits(4)? {
        (year, 4) => year,
        (year, 2) if joined || rest.is_at_clock() => century(year),
        _ => return None,
    };
    let after = rest.0;
    rest.spaces();
    if !rest.either(&["р.", "року"]) {
        rest.0 = after;
    }
    days(year, month, day)
}

/// Seconds since midnight UTC, below 0 or above a day where a zone says so; and whether there is a zone.
fn time(rest: &mut Rest) -> Option<(i64, bool)> {
    rest.any(",");
    if rest.any("T").is_none() && !rest.spaces() {
        return None;
    }
    while rest.either(&["at ", "um ", "à ", "a las ", "о ", "- "]) {
        rest.spaces();
    }
    let (mut hour, _) = rest.digits(2)?;
    let (mut minute, mut second) = (0, 0);
    let clock = rest.any(":").is_some();
    if clock {
        minute = rest.two()?;
        if rest.any(":").is_some() {
            second = rest.two()?;
            if rest.any(".,").is_some() {
                rest.digits(9)?;
            }
        }
    }
    rest.spaces();
    let morning = rest.either(&["am", "a.m.", "a. m."]);
    let evening = !morning && rest.either(&["pm", "p.m.", "p. m."]);
    if morning || evening {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if evening { 12 } else { 0 };
    } else if !clock {
        return None;
    }
    rest.either(&["Uhr"]);
    rest.spaces();
    let zoned = !rest.0.is_empty();
    let offset = zone(rest)?;
    (hour < 24 && minute < 60 && second <= 60)
        .then_some((hour * 3600 + minute * 60 + second - offset, zoned))
}

/// Seconds that the zone is ahead of UTC.
fn zone(rest: &mut Rest) -> Option<i64> {
    /// Hours ahead of UTC.
    const NAMED: [(&str, i64); 15] = [
        ("cest", 2),
        ("cet", 1),
        ("eest", 3),
        ("eet", 2),
        ("bst", 1),
        ("msk", 3),
        ("est", -5),
        ("edt", -4),
        ("cst", -6),
        ("cdt", -5),
        ("mst", -7),
        ("mdt", -6),
        ("pst", -8),
        ("pdt", -7),
        ("z", 0),
    ];
    if rest.0.is_empty() {
        return Some(0);
    }
    let mut offset = None;
    if rest.either(&["utc", "gmt"]) {
        offset = Some(0);
    } else if let Some((_, hours)) = NAMED.iter().find(|(name, _)| rest.either(&[*name])) {
        offset = Some(hours * 3600);
    }
    if let Some(sign) = rest.any("+-") {
        let (hours, minutes) = match rest.digits(4)? {
            (both, 4) => (both / 100, both % 100),
            (hours, 1 | 2) if rest.any(":").is_some() => (hours, rest.digits(2)?.0),
            (hours, 1 | 2) => (hours, 0),
            _ => return None,
        };
        let ahead = hours * 3600 + minutes * 60;
        (hours < 15 && minutes < 60).then_some(())?;
        offset = Some(if sign == '+' { ahead } else { -ahead });
    }
    // Browsers add the zone's name: `GMT+0100 (Central European Standard Time)`.
    rest.spaces();
    if rest.0.starts_with('(') && rest.0.ends_with(')') {
        rest.0 = "";
    }
    offset
}

/// Years written with two digits lie between 1970 and 2069.
fn century(year: i64) -> i64 {
    year + if year < 70 { 2000 } else { 1900 }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    // Small numbers are divided faster.
    let small = |number: i64| i32::try_from(number).ok();
    let (year, month, day) = (small(year)?, small(month)?, small(day)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) || year < 1000 {
        return None;
    }
    let year = year - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some(days.into())
}

/// What is left to read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// One to `most` digits: their value and how many.
    fn digits(&mut self, most: usize) -> Option<(i64, usize)> {
        let length = self
            .0
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        Some((digits.parse().ok()?, length))
    }

    /// Whether a time of day follows, such as ` 9:05`.
    fn is_at_clock(&self) -> bool {
        let mut rest = Rest(self.0);
        rest.spaces() && rest.digits(2).is_some() && rest.0.starts_with(':')
    }

    /// Two digits.
    fn two(&mut self) -> Option<i64> {
        self.digits(2)
            .filter(|(_, length)| *length == 2)
            .map(|(value, _)| value)
    }

    /// One of `signs`.
    fn any(&mut self, signs: &str) -> Option<char> {
        let sign = self.0.chars().next().filter(|sign| signs.contains(*sign))?;
        self.0 = &self.0[sign.len_utf8()..];
        Some(sign)
    }

    fn spaces(&mut self) -> bool {
        let before = self.0.len();
        self.0 = self.0.trim_start();
        self.0.len() < before
    }

    /// The letters that come next.
    fn word(&mut self) -> &'a str {
        let end = self
            .0
            .find(|c: char| !c.is_alphabetic() && c != '\'')
            .unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    /// One of `words`, in any case of English letters.
    fn either(&mut self, words: &[&str]) -> bool {
        let head = |word: &&&str| {
            self.0
                .get(..word.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(word))
        };
        let Some(word) = words.iter().find(head) else {
            return false;
        };
        self.0 = &self.0[word.len()..];
        true
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let said = look(text).map(|(order, zoned)| {
            format!(
                "{order:?}{} {:?} {:?}",
                if zoned { " zoned" } else { "" },
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
            expect!["Plain zoned Some(1750297314) Some(1750297314)"],
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
            expect!["Plain zoned Some(1658042155) Some(1658042155)"],
        );
        check(
            "2017-10-23T05:40:39.000-04:00",
            expect!["Plain zoned Some(1508751639) Some(1508751639)"],
        );
        check(
            "2024/01/15 10:30:00 AM GMT+1",
            expect!["Plain zoned Some(1705311000) Some(1705311000)"],
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
            "05.07.11 21:15",
            expect!["EitherOther Some(1309900500) Some(1304802900)"],
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
            "1.2.24 beta",
            "1.2.24 9",
            "10.0.0.1",
            "2023-02-29",
            "13/13/2020",
            "2024-11-25 25:00",
            "2024-11-25x",
            "20241125",
            "Oct 49",
            "May 2024",
            "Team 25 2024",
            "25 items 2024",
            "Wave 1, 2024",
            "555-12-1234",
        ] {
            check(text, expect!["text"]);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_at_once_is_read_so_by_all_rules(text in "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+]02|)|)") {
            if let Some(read) = iso(text.as_bytes()) {
                proptest::prop_assert_eq!(by_rules(&text, Some(true)), Some(read));
            }
        }
    }

    #[test]
    fn months_by_name_stand_anywhere() {
        for text in [
            "Nov 25, 2024 4:05pm",
            "November 25th, 2024 16:05",
            "Mon Nov 25 2024 18:05:00 GMT+0200 (Eastern European Standard Time)",
            "25 November 2024 4:05 p.m.",
            "Montag, 25. November 2024 um 16:05 Uhr",
            "lun. 25 nov. 2024 16:05",
            "25 novembre 2024 à 16:05",
            "25 de noviembre de 2024 a las 16:05",
            "25 листопада 2024 р. о 16:05",
            "25-Nov-2024 16:05",
            "25/Nov/24 4:05 PM",
            "25.Nov.24 16:05",
            "2024-11-25T16:05Z",
            "2024-11-25 17:05 CET",
        ] {
            assert_eq!(seconds(text, false), Some(1_732_550_700), "{text}");
        }
    }

    #[test]
    fn digits_alone_are_dates_where_dates_are_known() {
        assert_eq!(compact("20241125"), Some(1_732_492_800));
        assert_eq!(epoch("1732550700"), Some(1_732_550_700));
        assert_eq!(seconds("1732550700123", true), Some(1_732_550_700));
        assert_eq!((compact("12345678"), epoch("12345678901")), (None, None));
    }
}
