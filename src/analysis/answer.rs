//! A question answered for every cohort: what a figure draws, a table lists and a file saves.

use std::ops::Range;

use super::estimate::{Base, Estimate, Interval, Showing, Unmeasurable};
use super::metrics::Metric;
use super::stats::sorted::Sorted;
pub use crate::study::{CohortInk, Ramp};

/// A question answered for every cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How the question was turned into numbers.
    pub metric: &'static Metric,
    /// What the question is called in few words.
    pub called: String,
    /// The question as respondents read it; the column's name where the file has no wording.
    pub wording: String,
    /// What one answer looks like.
    pub shape: Shape,
    /// One per cohort, in display order: heaviest exposure first.
    pub rows: Vec<Row>,
    /// All cohorts together.
    pub everyone: Row,
    /// Index in `rows` of the cohort the others are compared with.
    pub reference: Option<usize>,
    /// One per row: the row against the reference; none for the reference itself and for bases too small to compare.
    pub gaps: Vec<Option<Gap>>,
    /// The test over all cohorts in full view, or why there is none.
    pub test: Result<Test, Unmeasurable>,
    /// Who is not in the base, and why; zero counts are left away.
    pub left_out: Vec<LeftOut>,
    /// Which records of the file are left out of everything by choice, with how many.
    pub by_choice: Vec<(String, u64)>,
    /// Respondents in view in any cohort, hidden ones too.
    pub in_view: u64,
    /// Name of the weight column, where the answers are weighted.
    pub weight: Option<String>,
}

/// What one answer looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One of several answers.
    Levels(Levels),
    /// A number.
    Number(Number),
    /// Any of several answers.
    Options(Vec<String>),
}

/// The answers to choose from, in scale order.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// Names as they stand in the file, in scale order, empty levels kept.
    pub names: Vec<String>,
    /// How the levels are coloured and split.
    pub ramp: Ramp,
    /// The levels that the headline share counts.
    pub top: Range<usize>,
    /// What the headline share is called: "Daily or more", "Agree in all".
    pub top_name: String,
    /// The neutral level of a scale with a middle.
    pub middle: Option<usize>,
}

/// What the numbers of an answer mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Unit of the values.
    pub unit: Unit,
    /// What the headline is.
    pub headline: Headline,
}

/// Unit of a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// 0 to 100.
    Percent,
    /// Hours; drawn on a log axis.
    Hours,
    /// Whatever the question asked for.
    Plain,
}

/// Which summary of a number stands first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Headline {
    /// Mean with t interval.
    Mean,
    /// Median with order-statistic interval.
    Median,
}

/// One cohort's answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose answers.
    pub cohort: Cohort,
    /// Out of how many.
    pub base: Base,
    /// How this base may be drawn.
    pub showing: Showing,
    /// The number that stands at the row's end.
    pub headline: Result<Estimate, Unmeasurable>,
    /// For numbers: the other summary (the mean beside a median, the median beside a mean).
    pub beside: Option<Result<Estimate, Unmeasurable>>,
    /// For levels: one per level of the shape. Empty otherwise.
    pub levels: Vec<LevelShare>,
    /// For options: one per option of the shape. Empty otherwise.
    pub options: Vec<Result<Estimate, Unmeasurable>>,
    /// For numbers: all of them, in the unit shown. Empty otherwise.
    pub values: Sorted,
}

/// How often one level was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelShare {
    /// Respondents.
    pub count: u64,
    /// Share of the base, 0 to 1, weighted where the answers are.
    pub share: f64,
}

/// A cohort as it is named and coloured everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Its place in the study's list of cohorts; stays the same while cohorts are filtered or hidden.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub ink: CohortInk,
}

/// A cohort against the reference cohort: row minus reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Difference of shares (−1 to 1), of means, or the typical difference of values.
    pub value: f64,
    /// Its interval at [`super::estimate::LEVEL`], or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
    /// Name of the method.
    pub method: &'static str,
}

impl Gap {
    /// Whether the interval leaves no room for "no gap".
    pub fn is_clear(&self) -> bool {
        match self.interval {
            Ok(Interval { low: Some(low), .. }) if low > 0.0 => true,
            Ok(Interval {
                high: Some(high), ..
            }) if high < 0.0 => true,
            _ => false,
        }
    }
}

/// A test over all cohorts.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// "chi-square", "Cochran–Armitage trend".
    pub name: &'static str,
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom, where the test has them.
    pub df: Option<u64>,
    /// Two-sided p-value.
    pub p: f64,
    /// Cramér's V, for tables.
    pub cramers_v: Option<f64>,
    /// The p-value adjusted for the tests shown together (Benjamini and Hochberg), once they are known.
    pub adjusted: Option<f64>,
    /// A trend beside the table test, where cohorts are ordered: (z, p).
    pub trend: Option<(f64, f64)>,
}

/// Respondents that a figure does not count.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// In a few words: "with no AI answer", "don't know".
    pub why: String,
    /// How many.
    pub count: u64,
}
