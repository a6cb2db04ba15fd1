//! How the gap moves if some changes that were made with AI do not say so.

use super::View;
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::labelling::{Assumed, Counts, corrected};
use crate::analysis::{Interval, LEVEL};
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
    let counts = Counts {
        labelled: (one.hits, one.n),
        other: (other.hits, other.n),
    };
    let alike = match one.pooled.or(other.pooled) {
        Some(_) => {
            ", if services did not differ; as they do, it is wider, as under “Change fail rate”"
        }
        None => "",
    };
    let assumed = Assumed { unlabelled, times };
    let many = counts.labelled.1 as f64 * unlabelled / (1.0 - unlabelled);
    let labelled = counts.labelled.0 as f64 / counts.labelled.1 as f64;
    Some(match corrected(counts, assumed, LEVEL) {
        Ok(told) => Hidden {
            finding: format!(
                "{} of labelled AI-assisted deployments, {}, against {} of those made without AI, a gap of {}{}",
                format::percent(labelled, counts.labelled.1, locale),
                format::fraction(counts.labelled.0, counts.labelled.1, locale),
                format::percent(told.other, counts.other.1, locale),
                format::with_points(format::exact_points(told.gap, locale)),
                match view.describes {
                    true => String::new(),
                    false => format!(
                        ", plausibly {}{alike}",
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
                format::count(counts.other.1, locale),
                denied(board.denied, locale)
            ),
            turns: match told.flips_at {
                _ if is_unclear(told.interval) && !view.describes => {
                    "Whether there is a gap at all cannot be told from these counts".to_owned()
                }
                Some(at) => format!(
                    "The gap would vanish if hidden ones failed {} times as often as labelled ones",
                    format::trimmed(at, 2, locale)
                ),
                None => "However often hidden ones fail, the gap between labelled ones and those made without AI does not turn around".to_owned(),
            },
        },
        Err(_) => Hidden {
            finding: match many >= counts.other.1 as f64 {
                true => format!(
                    "These counts cannot be so: {} deployments would be hidden, and only {} carry no sign",
                    format::decimals(many, 0, locale),
                    format::count(counts.other.1, locale)
                ),
                false => "These counts cannot be so: there would be more hidden failures than failures, or fewer deployments without AI than failures of theirs"
                    .to_owned(),
            },
            ..Hidden::default()
        },
    })
}

/// How many changes are said to be made without AI, whom this does not take at their word.
fn denied(changes: u64, locale: &Locale) -> String {
    let said = format::noun(changes, "change is", "changes are", locale);
    match changes {
        0 => String::new(),
        _ => format!(", also where {said} said to be made without it"),
    }
}
