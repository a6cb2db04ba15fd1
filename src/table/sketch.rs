//! About how many distinct texts there are, in little space.

use serde::{Deserialize, Serialize};

use crate::merge::Merge;

/// Hashes kept; the estimate is off by about 1 / sqrt(`KEPT`), 3 %.
const KEPT: usize = 1024;

/// The smallest hashes seen (k minimum values: Bar-Yossef et al. 2002).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Sketch {
    /// In rising order, each once.
    least: Vec<u64>,
    /// Added since, below the greatest of a full list; in no order. None once [`Sketch::settle`]d.
    #[serde(skip)]
    fresh: Vec<u64>,
}

impl Sketch {
    /// Adds one text by its hash.
    pub fn add(&mut self, hash: u64) {
        if self.least.get(KEPT - 1).is_some_and(|most| hash >= *most) {
            return;
        }
        self.fresh.push(hash);
        if self.fresh.len() >= KEPT {
            self.settle();
        }
    }

    /// Puts what was added in its place.
    pub fn settle(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.sort_unstable();
        let (mut old, mut new) = (self.least.iter().peekable(), fresh.iter().peekable());
        let mut least = Vec::with_capacity(KEPT);
        while least.len() < KEPT {
            let next = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) if a < b => old.next(),
                (Some(_), None) => old.next(),
                _ => new.next(),
            };
            let Some(next) = next else { break };
            if least.last() != Some(next) {
                least.push(*next);
            }
        }
        self.least = least;
    }

    /// About how many distinct texts were added; exact below `KEPT`.
    pub fn distinct(&self) -> u64 {
        match self.least.get(KEPT - 1) {
            Some(most) => ((KEPT - 1) as f64 / (*most as f64 / 2_f64.powi(64))) as u64,
            None => self.least.len() as u64,
        }
    }
}

impl Merge for Sketch {
    fn merge(&mut self, other: Self) {
        other.least.into_iter().for_each(|hash| self.add(hash));
        other.fresh.into_iter().for_each(|hash| self.add(hash));
        self.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::super::levels::hash;
    use super::*;

    #[test]
    fn the_estimate_is_near() {
        for count in [10, 1023, 3_000, 50_000] {
            let mut sketch = Sketch::default();
            (0..count).for_each(|number| sketch.add(hash(&format!("R_{number}"))));
            sketch.settle();
            let off = sketch.distinct() as f64 / count as f64 - 1.0;
            assert!(
                off.abs() < if count < 1024 { 1e-12 } else { 0.09 },
                "{count}: off by {off}"
            );
        }
    }
}
