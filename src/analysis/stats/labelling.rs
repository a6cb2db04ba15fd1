//! What a gap between labelled and other changes would be were some labels missing.

use super::share;
use crate::analysis::{Interval, Unmeasurable};

/// Failures of changes with the label and of the others, each as failures of how many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// With the label.
    pub labelled: (u64, u64),
    /// Without it.
    pub other: (u64, u64),
}

/// What is assumed of labels; that none is false always is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumed {
    /// The share of what should have the label that has none, 0 to below 1.
    pub unlabelled: f64,
    /// How often these fail, as a multiple of how often labelled ones do.
    pub times: f64,
}

/// The gap when it is corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// How many changes without the label should have it.
    pub hidden: f64,
    /// The share of the rest that failed.
    pub other: f64,
    /// The labelled share less that.
    pub gap: f64,
    /// How many times the gap as labelled this is, where hidden changes fail as labelled ones do.
    pub factor: f64,
    /// The interval of `gap`.
    pub interval: Interval,
    /// How often hidden changes would have to fail, as a multiple of how often labelled ones do, for the gap to be nought; absent
    /// where nothing is hidden, no labelled change failed or it never is.
    pub flips_at: Option<f64>,
}

/// The gap between changes with and without a label, corrected for missing labels, where changes do not hang together.
///
/// Refuses what [`corrected_within`] refuses.
pub fn corrected(counts: Counts, assumed: Assumed, level: f64) -> Result<Corrected, Unmeasurable> {
    let wilson = |(hits, n): (u64, u64)| share::wilson(hits as f64, n as f64, level);
    let ends = (wilson(counts.labelled)?, wilson(counts.other)?);
    corrected_within(counts, ends, assumed)
}

/// The same where the interval of each share, of labelled and of other changes, is known.
///
/// Refuses no changes on a side, and assumptions that would need more hidden changes, or more failures among them, than there
/// are. The interval is Newcombe's of both shares with the factors that they have here (MOVER: Zou and Donner 2008).
pub fn corrected_within(
    counts: Counts,
    ends: (Interval, Interval),
    assumed: Assumed,
) -> Result<Corrected, Unmeasurable> {
    let ((hits, n), (other_hits, other_n)) = (counts.labelled, counts.other);
    if n == 0 || other_n == 0 {
        return Err(Unmeasurable::Empty);
    }
    let [hits, n, other_hits, other_n] = [hits, n, other_hits, other_n].map(|count| count as f64);
    let told = |interval: Interval| (interval.low.unwrap_or(0.0), interval.high.unwrap_or(1.0));
    let (p, (low, high)) = (hits / n, told(ends.0));
    let (q, (other_low, other_high)) = (other_hits / other_n, told(ends.1));
    let hidden = n * assumed.unlabelled / (1.0 - assumed.unlabelled);
    let rest = other_n - hidden;
    let hidden_hits = hidden * p * assumed.times;
    let is_possible = (0.0..1.0).contains(&assumed.unlabelled)
        && assumed.times >= 0.0
        && rest > 0.0
        && hidden_hits <= other_hits
        && hidden_hits <= hidden
        && other_hits - hidden_hits <= rest;
    if !is_possible {
        return Err(Unmeasurable::Impossible);
    }
    let other = (other_hits - hidden_hits) / rest;
    // The gap is a sum of both shares with these factors.
    let (of_p, of_q) = (1.0 + assumed.times * hidden / rest, other_n / rest);
    let distance = |own: f64, others: f64| (of_p * own).hypot(of_q * others);
    let gap = p - other;
    Ok(Corrected {
        hidden,
        other,
        gap,
        factor: of_q,
        interval: Interval {
            low: Some(gap - distance(p - low, other_high - q)),
            high: Some(gap + distance(high - p, q - other_low)),
            level: ends.0.level,
        },
        flips_at: (hidden * p > 0.0)
            .then(|| (q * other_n - p * rest) / (hidden * p))
            .filter(|times| *times >= 0.0 && times * p <= 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: Counts = Counts {
        labelled: (22, 100),
        other: (30, 200),
    };

    fn with(unlabelled: f64, times: f64) -> Result<Corrected, Unmeasurable> {
        corrected(COUNTS, Assumed { unlabelled, times }, 0.95)
    }

    #[test]
    fn with_every_label_the_gap_is_as_it_stands() {
        let corrected = with(0.0, 1.0).unwrap();
        assert!((corrected.gap - 0.07).abs() < 1e-12 && corrected.factor == 1.0);
        assert_eq!(corrected.flips_at, None);
    }

    #[test]
    fn where_it_flips_the_gap_is_nought() {
        let counts = Counts {
            labelled: (10, 100),
            other: (30, 200),
        };
        let with = |times: f64| {
            corrected(
                counts,
                Assumed {
                    unlabelled: 0.3,
                    times,
                },
                0.95,
            )
            .unwrap()
        };
        let flips_at = with(1.0).flips_at.unwrap();
        assert!(with(flips_at).gap.abs() < 1e-12, "{flips_at}");
        assert!(with(flips_at - 0.1).gap < 0.0 && with(flips_at + 0.1).gap > 0.0);
        assert_eq!(self::with(0.3, 1.0).unwrap().flips_at, None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert_eq!(with(0.7, 1.0).err(), Some(Unmeasurable::Impossible));
        assert_eq!(with(0.3, 9.0).err(), Some(Unmeasurable::Impossible));
        assert_eq!(with(1.0, 1.0).err(), Some(Unmeasurable::Impossible));
    }
}
