//! How the gap moves if some changes that were made with AI do not say so.

use super::View;
use crate::analysis::Interval;
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::labelling::{Assumed, Corrected, Counts, corrected_within};
use crate::delivery::{Board, Rate, Who};
use crate::figure::Locale;
use crate::figure::format;

/// What an assumption gives, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    /// The corrected rates and the gap.
    pub finding: String,
    /// How many deployments are taken to be hidden.
    pub hidden: String,
    /// Where the conclusion would turn.
    pub turns: String,
}

/// Whether labels that are missing could move a gap that is told.
pub fn is_moved_by_labels(board: &Board) -> bool {
    labelled(board).is_some()
}

/// The fail rates of what carries a sign of AI and of what does not; none where the cohorts are not these, or too small to be
/// compared.
fn labelled(board: &Board) -> Option<(Rate, Rate)> {
    let rate = |wanted: &Who| {
        let of = board.cohorts.iter().find(|cohort| cohort.who == *wanted)?;
        (of.failed.n >= FAINT).then_some(of.failed)
    };
    Some((rate(&Who::Assisted)?, rate(&Who::Unlabelled)?))
}

/// Whether a gap may as well be none.
fn is_unclear(ends: Interval) -> bool {
    let (low, high) = (ends.low.unwrap_or(-1.0), ends.high.unwrap_or(1.0));
    low <= 0.0 && high >= 0.0
}

/// The gap of fail rates if `unlabelled` of the AI-assisted deployments (0 to 1) carry no sign, and these fail `times` as often as
/// the labelled ones; none where the cohorts are not these, or too small to be compared.
pub fn hidden(
    board: &Board,
    view: View<'_>,
    unlabelled: f64,
    times: f64,
    locale: &Locale,
) -> Option<Hidden> {
    let (one, other) = labelled(board)?;
    let gap = Gap {
        counts: Counts {
            labelled: (one.hits, one.n),
            other: (other.hits, other.n),
        },
        ends: (one.interval.ok()?, other.interval.ok()?),
        unlabelled,
    };
    let (labelled, all) = gap.counts.labelled;
    Some(match gap.at(times) {
        Some(told) => Hidden {
            finding: format!(
                "{} of labelled AI-assisted deployments, {}, against {} of those made without AI, a gap of {}{}",
                format::percent(labelled as f64 / all as f64, all, locale),
                format::fraction(labelled, all, locale),
                format::percent(told.other, other.n, locale),
                format::with_points(format::exact_points(told.gap, locale)),
                match view.describes {
                    true => String::new(),
                    false => format!(
                        ", plausibly {}",
                        format::points_span(
                            told.interval.low.map(|low| low.max(-1.0)),
                            told.interval.high.map(|high| high.min(1.0)),
                            locale
                        )
                    ),
                }
            ),
            hidden: format!(
                "About {} of the {} deployments without a sign would be AI-assisted ones{}",
                format::decimals(told.hidden, 0, locale),
                format::count(other.n, locale),
                denied(board.denied, locale)
            ),
            turns: match view.describes {
                true => gap.vanishes(&told, locale),
                false => gap.turns(&told, locale),
            },
        },
        None => Hidden {
            finding: gap.impossible(locale),
            ..Hidden::default()
        },
    })
}

/// Factors that hidden deployments may fail by, in hundredths: those that can be asked for.
const TIMES: std::ops::RangeInclusive<u32> = 0..=300;

/// The gap where some labels are missing.
struct Gap {
    counts: Counts,
    /// The intervals of both rates.
    ends: (Interval, Interval),
    unlabelled: f64,
}

impl Gap {
    /// What it is where hidden ones fail so many times as often as labelled ones; none where the counts cannot be so.
    fn at(&self, times: f64) -> Option<Corrected> {
        let assumed = Assumed {
            unlabelled: self.unlabelled,
            times,
        };
        corrected_within(self.counts, self.ends, assumed).ok()
    }

    /// The least and the greatest factor for which something is true of it; none where it never is.
    fn range(&self, is: impl Fn(&Corrected) -> bool) -> Option<(f64, f64)> {
        let factors = TIMES.map(|times| f64::from(times) / 100.0);
        let found: Vec<f64> = factors
            .filter(|times| self.at(*times).is_some_and(|told| is(&told)))
            .collect();
        Some((*found.first()?, *found.last()?))
    }

    /// Where the gap would be none.
    fn vanishes(&self, told: &Corrected, locale: &Locale) -> String {
        match told.flips_at {
            _ if told.hidden == 0.0 => {
                "With nothing hidden, this is the gap under “Change fail rate”".to_owned()
            }
            Some(at) => format!(
                "The gap would vanish if hidden ones failed {} times as often as labelled ones",
                format::trimmed(at, 2, locale)
            ),
            None => "However often hidden ones fail, the gap between labelled ones and those made without AI does not turn around".to_owned(),
        }
    }

    /// The same, and where it could not be told from chance.
    fn turns(&self, told: &Corrected, locale: &Locale) -> String {
        let times = |at: f64| format::trimmed(at, 2, locale);
        let span = |(low, high): (f64, f64)| match low == high {
            true => times(low),
            false => format!("{} to {}", times(low), times(high)),
        };
        let clear = self.range(|told| !is_unclear(told.interval));
        let unclear = self.range(|told| is_unclear(told.interval));
        match (clear, unclear) {
            _ if told.hidden == 0.0 => self.vanishes(told, locale),
            (None, _) => "Whether there is a gap at all cannot be told from these counts, however often hidden ones fail".to_owned(),
            (Some(clear), _) if is_unclear(told.interval) => format!(
                "Whether there is a gap at all cannot be told here; it can be if hidden ones fail {} times as often as labelled ones",
                span(clear)
            ),
            (_, Some(unclear)) => format!(
                "{}. Whether there is one at all could not be told if they failed {} times as often",
                self.vanishes(told, locale),
                span(unclear)
            ),
            (_, None) => self.vanishes(told, locale),
        }
    }

    /// Why the counts cannot be so, and how they can.
    fn impossible(&self, locale: &Locale) -> String {
        let ((_, labelled), (_, other)) = (self.counts.labelled, self.counts.other);
        let many = labelled as f64 * self.unlabelled / (1.0 - self.unlabelled);
        if many >= other as f64 {
            return format!(
                "These counts cannot be so: {} deployments would be hidden, and only {} carry no sign",
                format::decimals(many, 0, locale),
                format::count(other, locale)
            );
        }
        let why = "These counts cannot be so: there would be more hidden failures than failures, or fewer deployments without AI than failures of theirs";
        match self.range(|_| true) {
            None => why.to_owned(),
            Some((low, high)) => format!(
                "{why}. With that many hidden, they can fail {} to {} times as often as labelled ones",
                format::trimmed(low, 2, locale),
                format::trimmed(high, 2, locale)
            ),
        }
    }
}

/// How many changes are said to be made without AI, whom this does not take at their word.
fn denied(changes: u64, locale: &Locale) -> String {
    let said = format::noun(changes, "change is", "changes are", locale);
    match changes {
        0 => String::new(),
        _ => format!(", also where {said} said to be made without it"),
    }
}
