//! Sufficient statistics: what a shard sends instead of rows. Each can take in another, and counts who is missing.

use serde::{Deserialize, Serialize};

use super::stats::share::WeightSums;
use super::stats::sorted::Tie;
use crate::merge::Merge;

/// The answer of one shard to one plan.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Partial {
    /// One per group, in the order of the plan.
    pub cells: Vec<Cell>,
    /// Respondents in view who belong to no group.
    pub outside: u64,
}

/// What is known of one group.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cell {
    /// Respondents of the group in view.
    pub asked: u64,
    /// Of these, those left out because they have no weight above zero.
    pub without_weight: u64,
    /// The statistic.
    pub body: Body,
}

/// A sufficient statistic.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Body {
    /// Only how many.
    Nothing,
    /// How often each code was chosen.
    Counts(Counts),
    /// The values.
    Values(Values),
}

/// How often each code was chosen.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Counts {
    /// Respondents without an answer.
    pub blank: u64,
    /// Respondents who chose nothing but options that are set aside.
    pub only_aside: u64,
    /// Respondents with any answer.
    pub any: WeightSums,
    /// Per code; code k is at k − 1.
    pub by_code: Vec<WeightSums>,
}

/// Values with their weights.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Values {
    /// Respondents without an answer.
    pub blank: u64,
    /// Respondents who gave a word instead of a number, per word of the column.
    pub aside: Vec<u64>,
    /// The values with their weights, in order.
    pub ties: Vec<Tie>,
}

impl Partial {
    /// How many numbers it holds, about.
    pub fn weight(&self) -> usize {
        let of = |cell: &Cell| match &cell.body {
            Body::Nothing => 1,
            Body::Counts(counts) => 1 + counts.by_code.len(),
            Body::Values(values) => 1 + values.aside.len() + values.ties.len(),
        };
        self.cells.iter().map(of).sum()
    }
}

impl Merge for Partial {
    fn merge(&mut self, other: Self) {
        if self.cells.is_empty() {
            self.cells = other.cells;
        } else {
            for (mine, theirs) in self.cells.iter_mut().zip(other.cells) {
                mine.merge(theirs);
            }
        }
        self.outside += other.outside;
    }
}

impl Merge for Cell {
    fn merge(&mut self, other: Self) {
        self.asked += other.asked;
        self.without_weight += other.without_weight;
        match (&mut self.body, other.body) {
            (Body::Counts(mine), Body::Counts(theirs)) => mine.merge(theirs),
            (Body::Values(mine), Body::Values(theirs)) => mine.merge(theirs),
            _ => {}
        }
    }
}

impl Merge for Counts {
    fn merge(&mut self, other: Self) {
        self.blank += other.blank;
        self.only_aside += other.only_aside;
        self.any.merge(other.any);
        if self.by_code.len() < other.by_code.len() {
            self.by_code
                .resize(other.by_code.len(), WeightSums::default());
        }
        for (mine, theirs) in self.by_code.iter_mut().zip(other.by_code) {
            mine.merge(theirs);
        }
    }
}

impl Merge for Values {
    fn merge(&mut self, other: Self) {
        self.blank += other.blank;
        if self.aside.len() < other.aside.len() {
            self.aside.resize(other.aside.len(), 0);
        }
        for (mine, theirs) in self.aside.iter_mut().zip(other.aside) {
            *mine += theirs;
        }
        // Two runs in order: what sorts them merges them.
        self.ties.extend(other.ties);
        Tie::settle(&mut self.ties);
    }
}
