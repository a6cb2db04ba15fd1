//! What a column's cells look like, counted in one pass.
//!
//! Every part merges to what one pass over the whole gives, wherever the file is cut: counts add up, and lists that are
//! too long are given up altogether instead of being cut.

use serde::{Deserialize, Serialize};

use super::cell::{Cell, Likeness, Mark, trimmed};
use super::levels::{Levels, hash};
use super::looks::Looks;
use super::plain::{Plain, Taking};
use super::sketch::Sketch;
use crate::merge::Merge;
use crate::source::Coded;

/// Distinct texts kept for a column; with more, none are.
const MOST_LEVELS: usize = 1000;
/// Answers longer than this, in bytes, are never kept as levels.
const LONGEST_LEVEL: usize = 500;
const EXAMPLES: usize = 5;
/// Cells that tell beforehand that there are more distinct texts.
pub(super) const TELLING: usize = MOST_LEVELS + 100;
/// Places for them, few of which lie side by side.
const ROOM: usize = (2 * TELLING).next_power_of_two();

/// What one column's cells look like.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Evidence {
    /// Cells seen.
    pub rows: u64,
    /// Cells with nothing but white space.
    pub blanks: u64,
    /// Cells by what they look like.
    pub looks: Looks,
    /// Units that stand beside numbers, by their sign.
    pub units: Levels,
    /// Numbers that often stand for "no answer", such as `-99`, as written.
    pub sentinels: Levels,
    /// Least and greatest number but for these.
    pub range: Option<(f64, f64)>,
    /// Cells that say yes, no, true, false, y or n.
    pub yes_no: u64,
    /// Cells that hold a `;` and no line break.
    pub joined: u64,
    /// Cells that end with `;`, among these.
    pub joined_ends: u64,
    /// Cells with white space inside.
    pub spaced: u64,
    /// Cells with a number and words after it, such as `10 (all my time)`.
    pub labelled: u64,
    /// Cells with a digit but no white space.
    pub coded: u64,
    /// Longest answer, in characters.
    pub longest: u64,
    /// All answers together, in bytes.
    pub length: u64,
    /// Whether the cells count up.
    pub run: Run,
    /// Distinct answers in order of first appearance; empty once there are too many.
    pub levels: Levels,
    /// Whether there were too many distinct answers to keep.
    pub overflow: bool,
    /// Answers too long to be kept as levels.
    pub long_answers: u64,
    /// Distinct parts of the joined cells; empty once there are too many.
    pub parts: Levels,
    /// Whether there were too many distinct parts to keep.
    pub parts_overflow: bool,
    /// Cells that hold a comma and no line break.
    pub comma_joined: u64,
    /// Distinct parts between commas; empty once there are too many.
    pub commas: Levels,
    /// Whether there were too many of these to keep.
    pub commas_overflow: bool,
    /// Answers that usually mean "no answer", as written.
    pub aside: Levels,
    /// The first five distinct answers.
    pub examples: Vec<String>,
    pub(super) distinct: Sketch,
}

/// Whether cells count up.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Run {
    /// No cells yet.
    #[default]
    None,
    /// Every cell is the integer after the one before.
    Counting {
        /// The first cell.
        first: i64,
        /// The last cell.
        last: i64,
    },
    /// Every cell is an integer above the one before, with gaps.
    Rising {
        /// The first cell.
        first: i64,
        /// The last cell.
        last: i64,
    },
    /// Some cell is not.
    Broken,
}

/// Evidence on its way: what an answer looks like is looked up when it first comes, and its repeats are counted at the end.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    evidence: Evidence,
    /// What each level looks like.
    cells: Vec<Cell>,
    /// How often each level was counted so far, of the times that it came.
    counted: Vec<u64>,
    /// What each cell plainly says, where that is wanted.
    taking: Option<Taking>,
    alike: Alike,
}

/// Cells that have so much in common that they are counted together.
#[derive(Clone, Debug, Default)]
struct Alike {
    likeness: Option<Likeness>,
    /// How many were not counted yet, and how many bytes they have.
    times: u64,
    length: u64,
}

impl Gathering {
    /// That also keeps what each cell plainly says.
    pub(super) fn keeping() -> Gathering {
        Gathering {
            taking: Some(Taking::default()),
            ..Gathering::default()
        }
    }

    /// Says that cells come of which these are the first: where too many of them differ, none is kept as a level on the way.
    pub(super) fn foresee<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        let texts = cells.take(TELLING).map(trimmed);
        let kept = texts.filter(|text| !text.is_empty() && text.len() <= LONGEST_LEVEL);
        // A table with room to spare, in which 0 is a free place.
        let (mut seen, mut distinct) = (vec![0; ROOM], 0);
        for hash in kept.map(|text| hash(text).max(1)) {
            let mut at = hash as usize % ROOM;
            while seen[at] != 0 && seen[at] != hash {
                at = (at + 1) % ROOM;
            }
            distinct += usize::from(seen[at] == 0);
            seen[at] = hash;
        }
        self.evidence.overflow |= distinct > MOST_LEVELS;
    }

    /// Counts one cell.
    pub fn add(&mut self, cell: &str) {
        let evidence = &mut self.evidence;
        evidence.rows += 1;
        let text = trimmed(cell);
        if text.is_empty() {
            evidence.blanks += 1;
            evidence.run = Run::Broken;
            self.taking.iter_mut().for_each(Taking::blank);
            return;
        }
        let hash = hash(text);
        let known = evidence.levels.len();
        let is_kept = !evidence.overflow && text.len() <= LONGEST_LEVEL;
        if is_kept {
            let at = evidence.levels.add_hashed(text, hash, 1) as usize - 1;
            if at < known {
                let cell = &self.cells[at];
                evidence.run_on(cell);
                self.taking.iter_mut().for_each(|taking| taking.add(cell));
                return;
            }
        }
        evidence.meet(text, hash, 1);
        let cell = Cell::of(text);
        evidence.run_on(&cell);
        let likeness = cell.likeness();
        if likeness.is_some() && likeness == self.alike.likeness {
            self.alike.times += 1;
            self.alike.length += text.len() as u64;
            evidence.widen(&cell);
        } else {
            evidence.count(&cell, text, 1);
            if let Some(likeness) = likeness {
                self.begin(likeness);
            }
        }
        self.taking.iter_mut().for_each(|taking| taking.add(&cell));
        if is_kept {
            self.cells.push(cell);
            self.counted.push(1);
        }
        if self.evidence.levels.len() > MOST_LEVELS {
            self.settle();
            self.cells = Vec::new();
            self.counted = Vec::new();
            self.evidence.drop_overflow();
        }
    }

    /// What was seen of all cells.
    pub fn finish(self) -> Evidence {
        self.finish_both().0
    }

    /// What was seen of all cells, and what each plainly says.
    pub(super) fn finish_both(mut self) -> (Evidence, Plain) {
        self.settle();
        self.evidence.distinct.settle();
        let plain = self.taking.map(Taking::finish);
        (self.evidence, plain.unwrap_or_default())
    }

    /// Counts cells together from now on that have this in common, where no more examples of them are kept.
    fn begin(&mut self, likeness: Likeness) {
        self.count_alike();
        let is_known = self.evidence.looks.have_examples(likeness.looks);
        self.alike.likeness = is_known.then_some(likeness);
    }

    /// Counts the cells that are alike and were not counted yet.
    fn count_alike(&mut self) {
        let Alike {
            likeness,
            times,
            length,
        } = std::mem::take(&mut self.alike);
        if let Some(likeness) = likeness {
            self.evidence.length += length;
            self.evidence.looks.add_times(likeness.looks, times);
            self.evidence.mark(|mark| likeness.has(mark), times);
        }
    }

    /// Counts what was not counted yet: cells that are alike, and the repeats of each level.
    fn settle(&mut self) {
        self.count_alike();
        let levels = std::mem::take(&mut self.evidence.levels);
        for (at, (text, count)) in levels.iter().enumerate() {
            let times = count - self.counted[at];
            if times > 0 {
                self.evidence.count(&self.cells[at], text, times);
                self.counted[at] = count;
            }
        }
        self.evidence.levels = levels;
    }
}

impl Run {
    /// Of one cell.
    fn of(cell: &Cell) -> Run {
        cell.whole().map_or(Run::Broken, |whole| Run::Counting {
            first: whole,
            last: whole,
        })
    }
}

impl Evidence {
    /// What `cells` look like.
    pub fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Evidence {
        let mut gathering = Gathering::default();
        cells.into_iter().for_each(|cell| gathering.add(cell));
        gathering.finish()
    }

    /// What the cells of `rows` look like in a column whose different texts are held once: each text is looked at once.
    pub(super) fn of_coded(coded: Coded<'_>, rows: impl Iterator<Item = usize>) -> Evidence {
        let mut counts = vec![0_u64; coded.distinct()];
        let mut order = Vec::new();
        let mut evidence = Evidence::default();
        // What each text says of counting up, while the cells still do.
        let mut runs: Vec<Option<Run>> = vec![None; coded.distinct()];
        for row in rows {
            let code = coded.code(row);
            evidence.rows += 1;
            if counts[code] == 0 {
                order.push(code);
            }
            counts[code] += 1;
            if evidence.run != Run::Broken {
                let of_text = || match trimmed(coded.text(code)) {
                    "" => Run::Broken,
                    text => Run::of(&Cell::of(text)),
                };
                evidence.run.merge(*runs[code].get_or_insert_with(of_text));
            }
        }
        for code in order {
            evidence.add_text(trimmed(coded.text(code)), counts[code]);
        }
        evidence.distinct.settle();
        evidence
    }

    /// Keeps what hangs on a text being there, and how often where it is too long for a level.
    fn meet(&mut self, text: &str, hash: u64, times: u64) {
        if text.len() > LONGEST_LEVEL {
            self.long_answers += times;
        }
        self.distinct.add(hash);
        if self.examples.len() < EXAMPLES && self.examples.iter().all(|example| example != text) {
            self.examples.push(text.to_owned());
        }
        if text.len() as u64 > self.longest {
            self.longest = self.longest.max(text.chars().count() as u64);
        }
    }

    /// Counts a trimmed text that came so many times, all but whether cells count up.
    fn add_text(&mut self, text: &str, times: u64) {
        if text.is_empty() {
            self.blanks += times;
            self.run = Run::Broken;
            return;
        }
        let hash = hash(text);
        self.meet(text, hash, times);
        if text.len() <= LONGEST_LEVEL && !self.overflow {
            self.levels.add_hashed(text, hash, times);
            self.drop_overflow();
        }
        self.count(&Cell::of(text), text, times);
    }

    /// Cells with an answer.
    pub fn answers(&self) -> u64 {
        self.rows - self.blanks
    }

    /// Distinct answers; within some 3 % where there are too many to keep.
    pub fn distinct(&self) -> u64 {
        if self.overflow || self.long_answers > 0 {
            self.distinct.distinct().min(self.answers())
        } else {
            self.levels.len() as u64
        }
    }

    /// Counts what an answer that came so many times looks like; all that does not hang on where it came.
    fn count(&mut self, cell: &Cell, text: &str, times: u64) {
        self.length += text.len() as u64 * times;
        self.looks.add(cell.looks, text, times);
        if let Some(unit) = cell.unit {
            self.units.add_times(unit, times);
        }
        if cell.has(Mark::Sentinel) {
            self.sentinels.add_times(text, times);
        } else {
            self.widen(cell);
        }
        self.mark(|mark| cell.has(mark), times);
        if cell.has(Mark::Joined) {
            self.joined += times;
            self.joined_ends += u64::from(text.ends_with(';')) * times;
            if !self.parts_overflow {
                let parts = text.split(';').map(str::trim);
                let parts = parts.filter(|part| !part.is_empty());
                parts.for_each(|part| {
                    self.parts.add_times(part, times);
                });
                self.drop_parts();
            }
        }
        if !self.commas_overflow && cell.has(Mark::Comma) {
            self.comma_joined += times;
            let parts = text.split(',').map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.for_each(|part| {
                self.commas.add_times(part, times);
            });
            self.drop_commas();
        }
        if cell.has(Mark::Aside) {
            self.aside.add_times(text, times);
        }
    }

    /// Takes the number of a cell, if it is one, into the range.
    fn widen(&mut self, cell: &Cell) {
        if let Some(value) = cell.number {
            let one = (value, value);
            self.range = Some(self.range.map_or(one, |range| widest(range, one)));
        }
    }

    /// Counts so many cells of which this is true.
    fn mark(&mut self, has: impl Fn(Mark) -> bool, times: u64) {
        let so_many = |mark| u64::from(has(mark)) * times;
        self.spaced += so_many(Mark::Spaced);
        self.coded += so_many(Mark::Coded);
        self.yes_no += so_many(Mark::YesNo);
        self.labelled += so_many(Mark::Labelled);
    }

    /// Looks whether the next cell counts up.
    fn run_on(&mut self, cell: &Cell) {
        if self.run != Run::Broken {
            self.run.merge(Run::of(cell));
        }
    }

    /// Gives lists up that are too long.
    fn drop_overflow(&mut self) {
        self.overflow |= self.levels.len() > MOST_LEVELS;
        if self.overflow {
            self.levels = Levels::default();
        }
        self.drop_commas();
        self.drop_parts();
    }

    fn drop_commas(&mut self) {
        self.commas_overflow |= self.commas.len() > MOST_LEVELS;
        if self.commas_overflow {
            self.commas = Levels::default();
            self.comma_joined = 0;
        }
    }

    fn drop_parts(&mut self) {
        self.parts_overflow |= self.parts.len() > MOST_LEVELS;
        if self.parts_overflow {
            self.parts = Levels::default();
        }
    }
}

impl Merge for Run {
    fn merge(&mut self, other: Self) {
        use Run::{Broken, Counting, None, Rising};
        *self = match (*self, other) {
            (None, run) | (run, None) => run,
            (
                Counting { first, last },
                Counting {
                    first: next,
                    last: end,
                },
            ) if next == last + 1 => Counting { first, last: end },
            (
                Counting { first, last } | Rising { first, last },
                Counting {
                    first: next,
                    last: end,
                }
                | Rising {
                    first: next,
                    last: end,
                },
            ) if next > last => Rising { first, last: end },
            _ => Broken,
        };
    }
}

impl Merge for Evidence {
    fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.blanks += other.blanks;
        self.looks.merge(other.looks);
        self.units.merge(other.units);
        self.sentinels.merge(other.sentinels);
        self.range = match (self.range, other.range) {
            (Some(range), Some(more)) => Some(widest(range, more)),
            (range, more) => range.or(more),
        };
        self.yes_no += other.yes_no;
        self.joined += other.joined;
        self.joined_ends += other.joined_ends;
        self.spaced += other.spaced;
        self.labelled += other.labelled;
        self.coded += other.coded;
        self.longest = self.longest.max(other.longest);
        self.length += other.length;
        self.run.merge(other.run);
        self.levels.merge(other.levels);
        self.overflow |= other.overflow;
        self.long_answers += other.long_answers;
        self.parts.merge(other.parts);
        self.parts_overflow |= other.parts_overflow;
        self.comma_joined += other.comma_joined;
        self.commas.merge(other.commas);
        self.commas_overflow |= other.commas_overflow;
        self.aside.merge(other.aside);
        for example in other.examples {
            if self.examples.len() < EXAMPLES && !self.examples.contains(&example) {
                self.examples.push(example);
            }
        }
        self.distinct.merge(other.distinct);
        self.drop_overflow();
    }
}

fn widest(range: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (range.0.min(other.0), range.1.max(other.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn evidence(cells: &[String]) -> Evidence {
        Evidence::of(cells.iter().map(String::as_str))
    }

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-c ;]{0,4}",
            "[0-9]{1,3}([,.][0-9]{1,3})?%?",
            "[0-9]{1,2}:[0-9]{2}( [hd])?",
            Just("-99".to_owned()),
            Just("ann@example.org".to_owned()),
            (0..2000_u32).prop_map(|number| number.to_string()),
            (0..2000_u32).prop_map(|number| format!("x;{number}")),
            Just("yes".to_owned()),
            Just("N/A".to_owned()),
            Just("7/2/2020 11:00".to_owned()),
            Just("long ".repeat(200)),
        ]
    }

    /// Cells of which hardly two are the same.
    fn many() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9]{6,12}",
            "-?[0-9]{1,6}[.][0-9]{1,4}",
            "20[0-9]{2}-0[1-9]-1[0-9][T ][01][0-9]:[0-5][0-9]:[0-5][0-9]Z?",
            "[a-f0-9]{32,40}",
            "Change [0-9]{5}(, again)?",
            "EUR [0-9]{4}",
        ]
    }

    proptest! {
        #[test]
        fn merged_parts_equal_the_whole(
            cells in prop_oneof![proptest::collection::vec(cell(), 0..40), proptest::collection::vec(cell(), 2500..3500)],
            cuts in proptest::collection::vec(0_usize..4000, 0..4),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % (cells.len() + 1)).collect();
            cuts.push(cells.len());
            cuts.sort_unstable();
            let (mut merged, mut from) = (Evidence::default(), 0);
            for cut in cuts {
                merged.merge(evidence(&cells[from..cut]));
                from = cut;
            }
            prop_assert_eq!(merged, evidence(&cells));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]
        #[test]
        fn cells_counted_together_count_as_one_by_one(
            cells in proptest::collection::vec(prop_oneof![cell(), many()], 2500..3500),
            run in 0_usize..50,
        ) {
            // Those of one look stand together for long.
            let mut cells = cells;
            cells.sort_by_key(|cell| cell.len() % (run + 1));
            let mut slow = Evidence::default();
            for cell in &cells {
                let text = trimmed(cell);
                slow.rows += 1;
                if !text.is_empty() {
                    slow.run.merge(Run::of(&Cell::of(text)));
                }
                slow.add_text(text, 1);
            }
            slow.distinct.settle();
            prop_assert_eq!(evidence(&cells), slow);
        }
    }

    #[test]
    fn a_counting_column_counts_over_a_cut() {
        let cells: Vec<String> = (7..30).map(|number| number.to_string()).collect();
        let mut first = evidence(&cells[..9]);
        first.merge(evidence(&cells[9..]));
        assert_eq!(first.run, Run::Counting { first: 7, last: 29 });
    }
}
