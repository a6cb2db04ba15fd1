//! Numbers in order, each with how many gave it: as exact as the list of all, and as long as there are different ones.

use serde::{Deserialize, Serialize};

use super::mean::Moments;
use super::share::WeightSums;

/// Respondents who gave the same number with the same weight.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Tie {
    /// What they gave.
    pub value: f64,
    /// The weight of each; 1 where there are none.
    pub weight: f64,
    /// How many they are.
    pub count: u64,
}

impl Tie {
    /// The order of ties: by value, then by weight.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let by_value = self.value.total_cmp(&other.value);
        by_value.then(self.weight.total_cmp(&other.weight))
    }

    /// The weight of all of them.
    pub fn whole(&self) -> f64 {
        self.weight * self.count as f64
    }

    /// Puts `ties` in order and those together that are alike.
    pub fn settle(ties: &mut Vec<Tie>) {
        ties.sort_unstable_by(Tie::order);
        ties.dedup_by(|next, kept| {
            let is_same = next.value == kept.value && next.weight == kept.weight;
            kept.count += if is_same { next.count } else { 0 };
            is_same
        });
    }
}

/// Numbers in order, with their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sorted {
    ties: Vec<Tie>,
    /// How many numbers there are up to the end of each tie.
    ends: Vec<u64>,
}

impl Sorted {
    /// The numbers of `ties`, in any order.
    pub fn of_ties(mut ties: Vec<Tie>) -> Self {
        Tie::settle(&mut ties);
        let mut end = 0;
        let ends = ties.iter().map(|tie| {
            end += tie.count;
            end
        });
        Self {
            ends: ends.collect(),
            ties,
        }
    }

    /// The numbers, each once per weight.
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The numbers with how many gave each, whatever their weights.
    pub fn counts(&self) -> impl Iterator<Item = (f64, u64)> {
        let same = self.ties.chunk_by(|a, b| a.value == b.value);
        same.map(|same| (same[0].value, same.iter().map(|tie| tie.count).sum()))
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ties.is_empty()
    }

    /// The number of rank `rank`, from 0; there must be more than that.
    pub fn at(&self, rank: u64) -> f64 {
        self.ties[self.ends.partition_point(|end| *end <= rank)].value
    }

    /// How many stand before the tie at `tie`.
    fn before(&self, tie: usize) -> u64 {
        tie.checked_sub(1).map_or(0, |last| self.ends[last])
    }

    /// How many are less than `limit`.
    pub fn below(&self, limit: f64) -> u64 {
        self.before(self.ties.partition_point(|tie| tie.value < limit))
    }

    /// What the numbers' weights add up to.
    pub fn weights(&self) -> WeightSums {
        let mut sums = WeightSums::default();
        for tie in &self.ties {
            sums.add_many(tie.weight, tie.count);
        }
        sums
    }

    /// The moments of the numbers.
    pub fn moments(&self) -> Moments {
        Moments::of_ties(&self.ties)
    }
}

impl FromIterator<f64> for Sorted {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        values.into_iter().map(|value| (value, 1.0)).collect()
    }
}

impl FromIterator<(f64, f64)> for Sorted {
    fn from_iter<T: IntoIterator<Item = (f64, f64)>>(values: T) -> Self {
        let ties = values.into_iter().map(|(value, weight)| Tie {
            value,
            weight,
            count: 1,
        });
        Self::of_ties(ties.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rank_and_limit_is_as_in_the_list() {
        let mut list = [3.0, -1.0, 2.0, 2.0, 9.5, 3.0, 2.0];
        let sorted: Sorted = list.iter().copied().collect();
        list.sort_by(f64::total_cmp);
        assert_eq!(sorted.len(), 7);
        for (rank, value) in list.iter().enumerate() {
            assert_eq!(sorted.at(rank as u64), *value);
        }
        for limit in [-2.0, -1.0, 2.0, 2.5, 9.5, 10.0] {
            let below = list.iter().filter(|value| **value < limit).count();
            assert_eq!(sorted.below(limit), below as u64, "{limit}");
        }
        let counts: Vec<(f64, u64)> = sorted.counts().collect();
        assert_eq!(counts, [(-1.0, 1), (2.0, 3), (3.0, 2), (9.5, 1)]);
    }

    #[test]
    fn weights_keep_ties_apart_and_counts_together() {
        let sorted: Sorted = [(2.0, 1.0), (2.0, 0.5), (2.0, 1.0)].into_iter().collect();
        assert_eq!(sorted.ties().len(), 2);
        assert_eq!(sorted.counts().collect::<Vec<_>>(), [(2.0, 3)]);
        let mut sums = WeightSums::default();
        for weight in [1.0, 0.5, 1.0] {
            sums.add(weight);
        }
        assert_eq!(sorted.weights(), sums);
    }
}
