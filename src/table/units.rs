//! What stands beside a number: a currency, a percent sign. To add one, add its spellings to [`ALL`].

use std::fmt;

use serde::{Deserialize, Serialize};

use super::firsts::Firsts;

/// What the numbers of a column count.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Parts of 100; `45%` is 45.
    Percent,
    /// Money, by its sign or code.
    Currency(String),
    /// Lengths of time, each read in its own unit and held in hours.
    Hours,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Percent => "percent",
            Self::Currency(sign) => sign,
            Self::Hours => "hours",
        })
    }
}

/// The sign a unit is known by, then further spellings in small letters.
const ALL: &[&[&str]] = &[
    &["%", "percent", "pct", "prozent", "pour cent", "por ciento"],
    &["€", "eur", "euro", "euros", "євро"],
    &["$", "usd", "us$", "dollars"],
    &["£", "gbp"],
    &["¥", "jpy", "cny"],
    &["₹", "inr", "rs.", "rs"],
    &["₴", "uah", "грн", "грн."],
    &["zł", "pln"],
    &["CHF", "chf", "fr."],
    &["kr", "sek", "nok", "dkk", "kr."],
    &["Kč", "czk", "kč"],
    &["₽", "rub"],
    &["R$", "brl", "r$"],
    &["C$", "cad", "ca$"],
    &["A$", "aud", "a$"],
];

/// The most bytes that a unit has.
const LONGEST: usize = 12;

/// First letters of the spellings of each length in bytes; none where there is no spelling of it.
const FIRSTS: [Option<Firsts>; LONGEST + 1] = {
    let (mut firsts, mut unit) = ([None; LONGEST + 1], 0);
    while unit < ALL.len() {
        let mut at = 0;
        while at < ALL[unit].len() {
            let name = ALL[unit][at];
            let so_far = match firsts[name.len()] {
                Some(so_far) => so_far,
                None => Firsts::NONE,
            };
            firsts[name.len()] = Some(so_far.and(&[name]));
            at += 1;
        }
        unit += 1;
    }
    firsts
};

impl Unit {
    /// The unit of a sign that [`before`] or [`after`] gave.
    pub(super) fn of(sign: &str) -> Unit {
        match sign {
            "%" => Unit::Percent,
            sign => Unit::Currency(sign.to_owned()),
        }
    }
}

/// The sign of the currency that `text` starts with, and what follows it.
pub(super) fn before(text: &str) -> Option<(&'static str, &str)> {
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let end = text
        .find(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '\u{2212}'))?;
    let (head, rest) = text.split_at(end);
    after(head)
        .filter(|sign| *sign != "%")
        .map(|sign| (sign, rest.trim_start()))
}

/// The sign of the unit that `text` is.
pub(super) fn after(text: &str) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    if text.is_ascii() {
        // Words are looked up often, and most are of other lengths and letters.
        FIRSTS[text.len()].filter(|firsts| firsts.may_start(text))?;
        let is_small = |name: &str| !name.bytes().any(|byte| byte.is_ascii_uppercase());
        let is = |name: &&str| name.eq_ignore_ascii_case(text) && is_small(name);
        let is_known = |unit: &&&[&str]| unit[0] == text || unit.iter().any(is);
        return ALL.iter().find(is_known).map(|unit| unit[0]);
    }
    let small = text.to_lowercase();
    ALL.iter()
        .find(|unit| unit[0] == text || unit.contains(&small.as_str()))
        .map(|unit| unit[0])
}
