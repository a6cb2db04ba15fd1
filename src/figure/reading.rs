//! An estimate in words: value, interval and fraction, which always travel together.

use super::format::{self, Locale};
use super::sheet::Lens;
use crate::analysis::{Estimate, Headline, Interval, Number, Shape, Unit};

/// What an estimate's value is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A share, 0 to 1.
    Share,
    /// A number from 0 to 100 that respondents gave.
    Percent,
    /// Hours.
    Hours,
    /// A number without a unit we know.
    Plain,
}

/// Percentages from here on are not what was asked for, and are written like any large number.
const UNREAL: f64 = 1e6;

/// An estimate in words.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reading {
    /// What stands first: "45 %", "5 h"; "0 of 12" where nobody was counted.
    pub value: String,
    /// The interval without unit; empty where there is none.
    pub range: String,
    /// The other reading of a share: "54 of 120"; empty for numbers.
    pub fraction: String,
}

/// What the headlines of a shape are.
pub fn kind(shape: &Shape) -> Kind {
    match shape {
        Shape::Levels(_) | Shape::Options(_) => Kind::Share,
        Shape::Number(Number {
            unit: Unit::Percent,
            ..
        }) => Kind::Percent,
        Shape::Number(Number {
            unit: Unit::Hours, ..
        }) => Kind::Hours,
        Shape::Number(Number {
            unit: Unit::Plain, ..
        }) => Kind::Plain,
    }
}

/// What the headline of a shape is called.
pub fn headline_name(shape: &Shape) -> &str {
    match shape {
        Shape::Levels(levels) => &levels.top_name,
        Shape::Options(_) => "Chosen",
        Shape::Number(Number {
            headline: Headline::Mean,
            unit: Unit::Percent,
        }) => "Mean estimate",
        Shape::Number(Number {
            headline: Headline::Mean,
            ..
        }) => "Mean",
        Shape::Number(Number {
            headline: Headline::Median,
            ..
        }) => "Median",
    }
}

/// The estimate in words.
pub fn reading(estimate: &Estimate, kind: Kind, lens: Lens, locale: &Locale) -> Reading {
    let range = estimate
        .interval
        .as_ref()
        .map(|interval| range(interval, estimate, kind, locale))
        .unwrap_or_default();
    let value = value(estimate.value, estimate.base.used, kind, locale);
    let Some(hits) = estimate.hits.filter(|_| kind == Kind::Share) else {
        return Reading {
            value,
            range,
            fraction: String::new(),
        };
    };
    let fraction = format::fraction(hits, estimate.base.used, locale);
    match lens {
        _ if hits == 0 => Reading {
            value: fraction,
            range,
            fraction: String::new(),
        },
        // A weighted share is not its count of people over its base, so the two do not stand together.
        Lens::Percent if estimate.base.weighted.is_some() => Reading {
            value,
            range,
            fraction: String::new(),
        },
        Lens::Percent => Reading {
            value,
            range,
            fraction,
        },
        Lens::Fraction => Reading {
            value: fraction,
            range,
            fraction: value,
        },
    }
}

/// A value of a base of `n` with its unit.
pub fn value(value: f64, n: u64, kind: Kind, locale: &Locale) -> String {
    match kind {
        Kind::Share => format::percent(value, n, locale),
        Kind::Percent if value.abs() >= UNREAL => {
            format!("{}{}%", format::number(value, locale), format::TIE)
        }
        Kind::Percent => format::plain_percent(value, n, locale),
        Kind::Hours => format::hours(value, locale),
        Kind::Plain => format::number(value, locale),
    }
}

fn range(interval: &Interval, estimate: &Estimate, kind: Kind, locale: &Locale) -> String {
    let Interval { low, high, .. } = *interval;
    let n = estimate.base.used;
    match kind {
        Kind::Share => format::span(low, high, n, locale),
        Kind::Percent
            if [low, high]
                .into_iter()
                .flatten()
                .any(|end| end.abs() >= UNREAL) =>
        {
            format::number_span(low, high, locale)
        }
        Kind::Percent => format::span(
            low.map(|end| end / 100.0),
            high.map(|end| end / 100.0),
            n,
            locale,
        ),
        Kind::Hours => format::hours_span(low, high, estimate.value, locale),
        Kind::Plain => format::number_span(low, high, locale),
    }
}
