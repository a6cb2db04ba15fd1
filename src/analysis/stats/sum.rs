//! Long sums that keep what rounding would lose.

use crate::merge::Merge;

/// A sum of many terms, right to the last digit whatever their order (double-double; Dekker 1971, Knuth's two-sum).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// The sum of `terms`.
    pub fn of(terms: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }

    /// A sum from its rounded value and what rounding lost.
    pub(super) fn from_parts(high: f64, low: f64) -> Self {
        Self { high, low }
    }

    /// Takes in one term.
    pub fn add(&mut self, term: f64) {
        let rounded = self.high + term;
        let of_term = rounded - self.high;
        let lost = (self.high - (rounded - of_term)) + (term - of_term);
        let low = self.low + lost;
        self.high = rounded + low;
        self.low = low - (self.high - rounded);
    }

    /// The sum, rounded once.
    pub fn value(self) -> f64 {
        self.high
    }

    /// What rounding took from [`Sum::value`].
    pub(super) fn lost(self) -> f64 {
        self.low
    }

    /// This sum less another, so that near sums leave their true difference.
    pub(super) fn minus(self, other: Self) -> f64 {
        (self.high - other.high) + (self.low - other.low)
    }
}

impl Merge for Sum {
    fn merge(&mut self, other: Self) {
        self.add(other.high);
        self.add(other.low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(Sum::of([1e16, 1.0, -1e16]).value(), 1.0);
        assert_eq!(Sum::of([0.1; 10]).value(), 1.0);
    }

    #[test]
    fn merging_equals_adding() {
        let mut left = Sum::of([1e16, 1.0]);
        left.merge(Sum::of([3.0, -1e16]));
        assert_eq!(left.value(), 4.0);
        left.merge(Sum::default());
        assert_eq!(left.value(), 4.0);
    }
}
