//! What every result is made of: a value, how sure it is, and out of how many.
//!
//! There is no bare number here: an [`Estimate`] cannot be made without its [`Base`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// The level of the outer interval.
pub const LEVEL: f64 = 0.95;
/// The level of the inner band of the interval mark.
pub const INNER_LEVEL: f64 = 0.80;

/// Why a number cannot be given.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub enum Unmeasurable {
    /// Nobody answered.
    Empty,
    /// Fewer answers than the method needs.
    TooFew {
        /// Answers there are.
        used: u64,
        /// Answers the method needs.
        least: u64,
    },
    /// Every answer is the same.
    NoSpread,
    /// The weights add up to nothing.
    NoWeight,
    /// A weight is below zero or not a number.
    BadWeight,
    /// Fewer than two rows or columns of the table hold anything.
    DegenerateTable,
    /// There is only one cohort to compare.
    OneGroup,
    /// Expected counts are too small for the test.
    TooThin,
    /// The answers are weighted and the method has no weighted form here.
    Weighted,
    /// Nothing happened.
    NoEvents,
    /// Fewer services, teams or repositories than their differences can be told from.
    TooFewClusters {
        /// How many there are.
        clusters: u64,
    },
    /// What is assumed cannot be with these counts.
    Impossible,
    /// People may give several answers, so the answers are not a table of separate people.
    Overlapping,
    /// Fewer than ten different values: a median jumps between them and has no useful interval.
    FewValues {
        /// Different values there are.
        distinct: u64,
    },
}

impl Unmeasurable {
    /// The short name of the reason, as reference results spell it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooFew { .. } => "too_few",
            Self::NoSpread => "no_spread",
            Self::NoWeight => "no_weight",
            Self::BadWeight => "bad_weight",
            Self::DegenerateTable => "degenerate_table",
            Self::OneGroup => "one_group",
            Self::TooThin => "too_thin",
            Self::Weighted => "weighted",
            Self::NoEvents => "no_events",
            Self::TooFewClusters { .. } => "too_few_clusters",
            Self::Impossible => "impossible",
            Self::Overlapping => "overlapping",
            Self::FewValues { .. } => "few_values",
        }
    }
}

impl fmt::Display for Unmeasurable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "nobody answered"),
            Self::TooFew { used, least } => {
                write!(f, "{used} answers, and at least {least} are needed")
            }
            Self::NoSpread => write!(f, "every answer is the same"),
            Self::NoWeight => write!(f, "the weights add up to nothing"),
            Self::BadWeight => write!(f, "a weight is below zero or not a number"),
            Self::DegenerateTable => {
                write!(f, "fewer than two cohorts or two answers hold anything")
            }
            Self::OneGroup => write!(f, "there is only one cohort to compare"),
            Self::TooThin => write!(f, "too thin to test: merge cohorts or answers"),
            Self::Weighted => write!(f, "the answers are weighted"),
            Self::NoEvents => write!(f, "nothing happened"),
            Self::TooFewClusters { clusters } => write!(
                f,
                "only {clusters} to tell from how much they differ, and at least 3 are needed: look at each"
            ),
            Self::Impossible => write!(f, "the counts cannot be so"),
            Self::Overlapping => write!(f, "several answers may stand in one row"),
            Self::FewValues { distinct } => {
                write!(
                    f,
                    "no interval, because there are only {distinct} different values"
                )
            }
        }
    }
}

/// A range at a stated level. An absent end is not reached by the sample.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end, in the unit of the value.
    pub low: Option<f64>,
    /// Upper end, in the unit of the value.
    pub high: Option<f64>,
    /// Nominal level, 0 to 1.
    pub level: f64,
}

/// Weighted counterparts of a base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// Sum of weights.
    pub sum: f64,
    /// Kish's effective number of respondents.
    pub effective: f64,
}

/// Out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Base {
    /// Respondents in the cohort and in view.
    pub asked: u64,
    /// Of these, those who gave any answer, "don't know" among them.
    pub answered: u64,
    /// Of these, those the number is made of.
    pub used: u64,
    /// Present when the answers are weighted.
    pub weighted: Option<Weighted>,
}

/// A number with its interval, its base and the name of its method.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Share (0 to 1), or a value in the unit of the question.
    pub value: f64,
    /// The interval at [`LEVEL`], or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
    /// The interval at [`INNER_LEVEL`], where there is one.
    pub inner: Option<Interval>,
    /// Respondents counted in the numerator; for shares only.
    pub hits: Option<u64>,
    /// Out of how many.
    pub base: Base,
    /// Name of the interval's method, for the strip: "Wilson", "t", "order statistics".
    pub method: &'static str,
    /// What a reader should know before trusting the value.
    pub notes: Vec<Note>,
}

/// What a reader should know before trusting a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The mean is over twice the median: a few long answers carry it.
    LongTail {
        /// Share of the total (0 to 1) that the highest tenth of the answers holds.
        top_tenth: f64,
    },
    /// The effective base is under 60 % of the people.
    UnevenWeights {
        /// Effective base.
        effective: f64,
        /// People.
        people: u64,
    },
    /// The values are shown in another unit than the file gives them in.
    Converted {
        /// Unit in the file.
        from: &'static str,
    },
    /// Values below zero are among the answers.
    Negative {
        /// How many.
        count: u64,
    },
}

/// How a base of this size may be drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Showing {
    /// Drawn in full and tested.
    Full,
    /// Drawn faintly and never tested alone.
    Faint,
    /// Not drawn; the reason stands in its place.
    Hidden,
}
