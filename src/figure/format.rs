//! Numbers as people read them. Nothing else in the code turns a number into text for reading.
//!
//! Shares are whole percent, the interval carries no sign, and what belongs together is tied by no-break spaces.

use crate::analysis::stats::base::HIDE;
/// Space that keeps a number and its unit on one line.
pub const TIE: char = '\u{a0}';
/// The minus sign; a hyphen is too short beside figures.
pub const MINUS: char = '\u{2212}';
/// Bases from this on carry a decimal.
const PRECISE: u64 = 1_000;
const DAY: f64 = 24.0;

/// Separators of numbers, as the reader is used to them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Locale {
    /// Before decimals.
    pub decimal: char,
    /// Between thousands.
    pub group: char,
}

impl Default for Locale {
    fn default() -> Self {
        Self {
            decimal: '.',
            group: ',',
        }
    }
}

/// A share (0 to 1) of `n` as percent. Callers write [`fraction`] where nobody was counted.
pub fn percent(share: f64, n: u64, locale: &Locale) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 1.0 && n < PRECISE {
        return format!("under{TIE}1{TIE}%");
    }
    format!("{}{TIE}%", decimals(percent, share_decimals(n), locale))
}

/// The interval of a share (ends 0 to 1) in percent without sign; an absent end is not reached.
pub fn span(low: Option<f64>, high: Option<f64>, n: u64, locale: &Locale) -> String {
    let places = share_decimals(n);
    let end = |share: f64, places: usize| decimals(share * 100.0, places, locale);
    // What goes up to something must not seem to go up to nothing.
    let upper = high.filter(|high| *high > 0.0).map_or(places, |high| {
        let mut enough = (places..4).skip_while(|places| end(high, *places) == end(0.0, *places));
        enough.next().unwrap_or(places)
    });
    between(
        low.map(|low| end(low, places)),
        high.map(|high| end(high, upper)),
    )
}

/// "54 of 120".
pub fn fraction(hits: u64, n: u64, locale: &Locale) -> String {
    format!("{}{TIE}of{TIE}{}", count(hits, locale), count(n, locale))
}

/// A text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}

/// A text with its first letter small, but where it starts with several large ones, as "AI" does.
pub fn small(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => text.to_owned(),
    }
}

/// A whole number with its thousands apart.
pub fn count(n: u64, locale: &Locale) -> String {
    grouped(&n.to_string(), locale)
}

/// "n = 120".
pub fn base(n: u64, locale: &Locale) -> String {
    format!("n{TIE}={TIE}{}", count(n, locale))
}

/// Why a small base is not shown.
pub fn floor() -> String {
    under(HIDE)
}

/// The reason where another floor holds.
pub fn under(least: u64) -> String {
    format!("n under{TIE}{least}")
}

/// A count with what is counted: "1 change", "1,204 changes".
pub fn noun(n: u64, one: &str, many: &str, locale: &Locale) -> String {
    format!("{} {}", count(n, locale), if n == 1 { one } else { many })
}

/// A text as it stands within a sentence: with a small letter first, unless that begins an abbreviation.
pub fn small_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().collect::<String>() + chars.as_str()
        }
        _ => text.to_string(),
    }
}

/// A duration in the unit that suits its size: "30 min", "5 h", "1.3 days".
pub fn hours(hours: f64, locale: &Locale) -> String {
    let unit = TimeUnit::of(hours);
    let value = hours / unit.hours();
    let text = match value.abs() {
        size if size < 10.0 => trimmed(value, 1, locale),
        size if size < 1e6 => decimals(value, 0, locale),
        _ => number(value, locale),
    };
    let name = match unit {
        TimeUnit::Seconds => "s",
        TimeUnit::Minutes => "min",
        TimeUnit::Hours => "h",
        TimeUnit::Days if text == "1" => "day",
        TimeUnit::Days => "days",
    };
    format!("{text}{TIE}{name}")
}

/// The interval of a duration, in the unit [`hours`] gives `beside` and without naming it.
pub fn hours_span(low: Option<f64>, high: Option<f64>, beside: f64, locale: &Locale) -> String {
    let unit = TimeUnit::of(beside);
    let largest = [low, high]
        .into_iter()
        .flatten()
        .fold(0.0_f64, |most, end| most.max(end.abs()))
        / unit.hours();
    if largest >= 1e6 {
        return number_span(
            low.map(|end| end / unit.hours()),
            high.map(|end| end / unit.hours()),
            locale,
        );
    }
    let end = |hours: f64| {
        decimals(
            hours / unit.hours(),
            if largest < 10.0 { 1 } else { 0 },
            locale,
        )
    };
    match (low, high) {
        // One end alone reads as what the value is at least or at most.
        (Some(low), None) => format!("interval from {} up", hours(low, locale)),
        (None, Some(high)) => format!("interval up to {}", hours(high, locale)),
        _ => between(low.map(end), high.map(end)),
    }
}

/// A number of no known unit, in at most three figures.
pub fn number(value: f64, locale: &Locale) -> String {
    let size = value.abs();
    if size >= 999_500.0 {
        let names = [(1e6, "million"), (1e9, "billion"), (1e12, "trillion")];
        let (scale, name) = names
            .into_iter()
            .rev()
            .find(|(scale, _)| size >= scale * 0.9995)
            .unwrap_or(names[0]);
        if size < 1e15 {
            return format!("{}{TIE}{name}", number(value / scale, locale));
        }
        let text = format!("{value:.1e}").replace('.', &locale.decimal.to_string());
        return text.replace('-', &MINUS.to_string());
    }
    let places = match size {
        _ if size >= 100.0 => 0,
        _ if size >= 1.0 => 1,
        _ if size >= 0.1 || size == 0.0 => 2,
        _ if size >= 0.01 => 3,
        _ if size >= 0.001 => 4,
        _ => {
            let text = format!("{value:.1e}").replace('.', &locale.decimal.to_string());
            return text.replace('-', &MINUS.to_string());
        }
    };
    trimmed(value, places, locale)
}

/// The interval of a number of no known unit.
pub fn number_span(low: Option<f64>, high: Option<f64>, locale: &Locale) -> String {
    between(
        low.map(|end| number(end, locale)),
        high.map(|end| number(end, locale)),
    )
}

/// A value from 0 to 100 that is a percentage already: "22 %".
pub fn plain_percent(value: f64, n: u64, locale: &Locale) -> String {
    percent(value / 100.0, n, locale)
}

/// A difference of shares (−1 to 1) in points, with its sign: "+8", "−2".
pub fn points(gap: f64, locale: &Locale) -> String {
    let text = decimals(gap * 100.0, 0, locale);
    if gap > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// The same as [`points`] with the decimals that the marks of an axis have: "+2.5".
pub fn mark_points(gap: f64, locale: &Locale) -> String {
    let sign = if gap > 0.0 { "+" } else { "" };
    format!("{sign}{}", trimmed(gap * 100.0, 2, locale))
}

/// A number of points with its unit: "+1 point", "8 points".
pub fn with_points(number: String) -> String {
    let unit = match number.trim_start_matches(['+', MINUS]) {
        "1" => "point",
        _ => "points",
    };
    format!("{number} {unit}")
}

/// The same as [`points`] without its plus: in tenths of a point where no whole one is left, so that it is seen on which side of none it is.
pub fn exact_points(gap: f64, locale: &Locale) -> String {
    match decimals(gap * 100.0, 0, locale) {
        text if text == "0" => trimmed(gap * 100.0, 1, locale),
        text => text,
    }
}

/// The interval of a difference of shares in points, an end in tenths of one where no whole one is left: "3 to 14", "−0.1 to 21".
pub fn points_span(low: Option<f64>, high: Option<f64>, locale: &Locale) -> String {
    let end = |gap: f64| exact_points(gap, locale);
    match (low, high) {
        (Some(low), Some(high)) => format!("{}{TIE}to{TIE}{}", end(low), end(high)),
        (low, high) => between(low.map(end), high.map(end)),
    }
}

/// Two ends of an interval: "36–54", "−2 to 17", "at least 14", and nothing where neither is reached.
pub fn between(low: Option<String>, high: Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low.starts_with(MINUS) || high.starts_with(MINUS) => {
            format!("{low}{TIE}to{TIE}{high}")
        }
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("at least{TIE}{low}"),
        (None, Some(high)) => format!("at most{TIE}{high}"),
        (None, None) => String::new(),
    }
}

/// `value` with exactly `places` decimals; never "−0".
pub fn decimals(value: f64, places: usize, locale: &Locale) -> String {
    let text = format!("{:.places$}", rounded(value.abs(), places));
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        out.push(MINUS);
    }
    out.push_str(&grouped(whole, locale));
    if !part.is_empty() {
        out.push(locale.decimal);
        out.push_str(part);
    }
    out
}

/// `value` with up to `places` decimals, zeros at the end left away.
pub fn trimmed(value: f64, places: usize, locale: &Locale) -> String {
    let text = decimals(value, places, locale);
    if places == 0 {
        return text;
    }
    text.trim_end_matches('0')
        .trim_end_matches(locale.decimal)
        .to_owned()
}

/// Halves go up as readers expect, where Rust's formatting would go to the even neighbour.
fn rounded(value: f64, places: usize) -> f64 {
    let scale = 10_f64.powi(places as i32);
    let moved = (value * scale).round() / scale;
    if moved.is_finite() { moved } else { value }
}

fn share_decimals(n: u64) -> usize {
    usize::from(n >= PRECISE)
}

fn grouped(digits: &str, locale: &Locale) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(locale.group);
        }
        out.push(digit);
    }
    out
}

#[derive(Clone, Copy)]
enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    fn of(hours: f64) -> Self {
        match hours.abs() {
            size if size >= DAY => Self::Days,
            size if size >= 1.0 || size == 0.0 => Self::Hours,
            size if size >= 1.0 / 60.0 => Self::Minutes,
            _ => Self::Seconds,
        }
    }

    fn hours(self) -> f64 {
        match self {
            Self::Seconds => 1.0 / 3600.0,
            Self::Minutes => 1.0 / 60.0,
            Self::Hours => 1.0,
            Self::Days => DAY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const HERE: Locale = Locale {
        decimal: '.',
        group: ',',
    };

    fn check(said: &[String], expected: Expect) {
        expected.assert_eq(&said.join(" | ").replace(TIE, "_"));
    }

    #[test]
    fn shares_are_whole_percent_until_a_thousand() {
        let said = [
            (0.45, 120),
            (0.4567, 1000),
            (0.004, 500),
            (0.004, 1000),
            (0.0, 12),
            (1.0, 3),
            (0.125, 8),
        ];
        let said = said.map(|(share, n)| percent(share, n, &HERE));
        check(
            &said,
            expect!["45_% | 45.7_% | under_1_% | 0.4_% | 0_% | 100_% | 13_%"],
        );
    }

    #[test]
    fn intervals_carry_no_sign_and_spell_out_absent_ends() {
        let said = [
            span(Some(0.361), Some(0.539), 120, &HERE),
            span(Some(0.361), None, 120, &HERE),
            points_span(Some(-0.02), Some(0.17), &HERE),
            number_span(Some(-2.0), Some(17.0), &HERE),
            number_span(None, Some(17.0), &HERE),
            number_span(None, None, &HERE),
        ];
        check(
            &said,
            expect!["36–54 | at least_36 | −2_to_17 | −2_to_17 | at most_17 | "],
        );
    }

    #[test]
    fn fractions_and_counts_keep_together() {
        let other = Locale {
            decimal: ',',
            group: '.',
        };
        let said = [
            fraction(54, 120, &HERE),
            fraction(1234, 1_234_567, &HERE),
            count(98_114, &other),
            base(23, &HERE),
            floor(),
        ];
        check(
            &said,
            expect!["54_of_120 | 1,234_of_1,234,567 | 98.114 | n_=_23 | n under_5"],
        );
    }

    #[test]
    fn durations_pick_their_unit() {
        let said = [
            0.0, 0.001, 0.5, 0.99, 1.0, 5.04, 9.96, 14.4, 24.0, 31.2, 480.0, -3.0,
        ]
        .map(|value| hours(value, &HERE));
        check(
            &said,
            expect![
                "0_h | 3.6_s | 30_min | 59_min | 1_h | 5_h | 10_h | 14_h | 1_day | 1.3_days | 20_days | −3_h"
            ],
        );
    }

    #[test]
    fn intervals_of_durations_share_the_unit_of_the_value() {
        let said = [
            hours_span(Some(4.3), Some(6.0), 5.0, &HERE),
            hours_span(Some(0.5), Some(30.0), 5.0, &HERE),
            hours_span(Some(18.0), Some(60.0), 30.0, &HERE),
            hours_span(Some(3.0), None, 5.0, &HERE),
        ];
        check(
            &said,
            expect!["4.3–6.0 | 1–30 | 0.8–2.5 | interval from 3_h up"],
        );
    }

    #[test]
    fn plain_numbers_keep_three_figures() {
        let said = [
            0.0, 0.25, 0.0123, 3.0, 3.25, 45.67, 1234.5, 999_999.0, 1.25e9, -7.5, 1e300, 1e-9,
        ];
        check(
            &said.map(|value| number(value, &HERE)),
            expect![
                "0 | 0.25 | 0.012 | 3 | 3.3 | 45.7 | 1,235 | 1_million | 1.3_billion | −7.5 | 1.0e300 | 1.0e−9"
            ],
        );
    }

    #[test]
    fn gaps_have_a_sign_unless_they_round_to_nothing() {
        check(
            &[0.08, -0.02, 0.001, -0.001, 0.0].map(|gap| points(gap, &HERE)),
            expect!["+8 | −2 | 0 | 0 | 0"],
        );
    }
}
