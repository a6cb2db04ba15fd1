//! Counts how records end.

use serde::{Deserialize, Serialize};

use super::dialect::LineEnd;
use super::problems::{ProblemKind, Problems};
use super::records::Records;
use crate::order::rising;
use crate::place::Place;

/// Records told of each way.
const FIRSTS: usize = 5;

/// How records end, and where each way first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Breaks {
    /// Ends by line feed, carriage return and line feed, carriage return.
    counts: [u64; 3],
    /// The first five records of each.
    firsts: [Vec<usize>; 3],
}

impl Breaks {
    const KINDS: [LineEnd; 3] = [LineEnd::Lf, LineEnd::Crlf, LineEnd::Cr];

    /// Counts one record that ends in way `kind`.
    pub fn count(&mut self, kind: usize, row: usize) {
        self.counts[kind] += 1;
        if self.firsts[kind].len() < FIRSTS {
            self.firsts[kind].push(row);
        }
    }

    /// Adds the counts of records that come after `rows` others.
    pub fn add(&mut self, other: &Breaks, rows: usize) {
        for kind in 0..3 {
            self.counts[kind] += other.counts[kind];
            let firsts = &mut self.firsts[kind];
            let room = FIRSTS - firsts.len();
            firsts.extend(other.firsts[kind].iter().take(room).map(|row| rows + row));
        }
    }

    /// What ends the records; records that end otherwise than most are noted in `problems`.
    pub fn line_end(&self, records: &Records, problems: &mut Problems) -> LineEnd {
        let most = (0..3)
            .rev()
            .max_by_key(|kind| self.counts[*kind])
            .unwrap_or(0);
        let others = || (0..3).filter(|kind| *kind != most);
        let odd: Vec<usize> = others()
            .flat_map(|kind| self.firsts[kind].iter().copied())
            .collect();
        let places: Vec<Place> = rising(odd)
            .iter()
            .map(|row| records.place(*row, None))
            .collect();
        problems.note_many(
            ProblemKind::MixedLineEnds,
            others().map(|kind| self.counts[kind]).sum(),
            &places,
        );
        if places.is_empty() {
            Self::KINDS[most]
        } else {
            LineEnd::Mixed
        }
    }
}
