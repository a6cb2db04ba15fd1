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

/// Factors that are tried, at least so far apart and at most so many.
const STEP: f64 = 0.01;
const TRIED: f64 = 2_000.0;

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

    /// How many are hidden.
    fn hidden(&self) -> f64 {
        self.counts.labelled.1 as f64 * self.unlabelled / (1.0 - self.unlabelled)
    }

    /// The greatest factor that there are enough failures and hidden ones for.
    fn most(&self) -> f64 {
        let ((hits, n), (other_hits, _)) = (self.counts.labelled, self.counts.other);
        let share = hits as f64 / n as f64;
        (1.0 / share).min(other_hits as f64 / (self.hidden() * share))
    }

    /// How far apart factors are tried.
    fn step(&self) -> f64 {
        STEP.max(self.most() / TRIED)
    }

    /// The stretches of factors for which something is true of it, each with its ends.
    fn stretches(&self, is: impl Fn(&Corrected) -> bool) -> Vec<(f64, f64)> {
        let (most, step) = (self.most(), self.step());
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        let mut before = false;
        for at in 0..=(most / step) as u32 {
            let times = f64::from(at) * step;
            let is_one = self.at(times).is_some_and(|told| is(&told));
            match stretches.last_mut().filter(|_| before) {
                Some((_, high)) if is_one => *high = times,
                _ if is_one => stretches.push((times, times)),
                _ => {}
            }
            before = is_one;
        }
        stretches
    }

    /// Stretches of factors in words: "up to 0.5, or 2 or more".
    fn said(&self, stretches: &[(f64, f64)], locale: &Locale) -> String {
        let times = |at: f64| format::trimmed(at, 2, locale);
        let last = self.most() - self.step();
        let each = stretches.iter().map(|(low, high)| match (*low, *high) {
            (low, high) if low == high => times(low),
            (0.0, high) => format!("up to {}", times(high)),
            (low, high) if high >= last => format!("{} or more", times(low)),
            (low, high) => format!("{} to {}", times(low), times(high)),
        });
        each.collect::<Vec<_>>().join(", or ")
    }

    /// Where the gap would be none.
    fn vanishes(&self, told: &Corrected, locale: &Locale) -> String {
        match told.flips_at {
            _ if told.hidden == 0.0 => {
                "With nothing hidden, this is the gap under “Change fail rate”".to_owned()
            }
            _ if self.counts.labelled.0 == 0 => {
                "No labelled one failed, and no multiple of that says how often hidden ones do"
                    .to_owned()
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
        if told.hidden == 0.0 || self.counts.labelled.0 == 0 {
            return self.vanishes(told, locale);
        }
        let clear = self.stretches(|told| !is_unclear(told.interval));
        let unclear = self.stretches(|told| is_unclear(told.interval));
        match is_unclear(told.interval) {
            true if clear.is_empty() => "Whether there is a gap at all cannot be told from these counts, however often hidden ones fail".to_owned(),
            true => format!(
                "Whether there is a gap at all cannot be told here; it can be if hidden ones fail {} times as often as labelled ones",
                self.said(&clear, locale)
            ),
            false if unclear.is_empty() => self.vanishes(told, locale),
            false => format!(
                "{}. Whether there is one at all could not be told if they failed {} times as often",
                self.vanishes(told, locale),
                self.said(&unclear, locale)
            ),
        }
    }

    /// Why the counts cannot be so, and how they can.
    fn impossible(&self, locale: &Locale) -> String {
        let (many, (_, other)) = (self.hidden(), self.counts.other);
        if many >= other as f64 {
            return format!(
                "These counts cannot be so: {} deployments would be hidden, and only {} carry no sign",
                format::decimals(many, 0, locale),
                format::count(other, locale)
            );
        }
        let why = "These counts cannot be so: there would be more hidden failures than failures, or fewer deployments without AI than failures of theirs";
        let possible = match self.counts.labelled.0 {
            // Of none no factor makes more.
            0 => Vec::new(),
            _ => self.stretches(|_| true),
        };
        match possible.as_slice() {
            [(low, high)] if high > low => format!(
                "{why}. With that many hidden, they can fail {} to {} times as often as labelled ones",
                format::trimmed(*low, 2, locale),
                format::trimmed(*high, 2, locale)
            ),
            _ => why.to_owned(),
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
