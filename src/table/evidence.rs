//! What a column's cells look like, counted in one pass.
//!
//! Every part merges to what one pass over the whole gives, wherever the file is cut: counts add up, and lists that are
//! too long are given up altogether instead of being cut.

use serde::{Deserialize, Serialize};

use super::aside::is_aside;
use super::dates::{self, Order};
use super::levels::{Levels, hash};
use super::numbers::{Form, Written, written};
use super::sketch::Sketch;
use crate::merge::Merge;

/// Distinct texts kept for a column; with more, none are.
const MOST_LEVELS: usize = 1000;
/// Answers longer than this, in bytes, are never kept as levels.
const LONGEST_LEVEL: usize = 500;
/// Answers longer than this, in bytes, are never joined choices.
const LONGEST_JOINED: usize = 2000;
/// From this many digits on a number is an identifier, for `f64` holds about 15.
const LONG_DIGITS: usize = 15;
const EXAMPLES: usize = 5;

/// How many cells are numbers, by how they are written.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Numbers {
    /// Digits only.
    pub integers: u64,
    /// With a decimal point or an exponent.
    pub points: u64,
    /// With one comma that can only be a decimal comma.
    pub commas: u64,
    /// With one comma before three digits: decimal comma or thousands.
    pub eithers: u64,
    /// With commas between thousands.
    pub grouped: u64,
    /// With a percent sign, among all of the above.
    pub percents: u64,
    /// Not whole, among all of the above.
    pub fractions: u64,
    /// Integers that start with a needless 0.
    pub padded: u64,
    /// Integers of 15 digits or more.
    pub long: u64,
}

/// How many cells are dates, by what they tell about day and month.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Dates {
    /// Year first or month by name.
    pub plain: u64,
    /// The first part can only be the day.
    pub day_first: u64,
    /// The second part can only be the day.
    pub month_first: u64,
    /// Either, with slashes.
    pub either_slash: u64,
    /// Either, with dashes or points.
    pub either_other: u64,
}

/// What one column's cells look like.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Evidence {
    /// Cells seen.
    pub rows: u64,
    /// Cells with nothing but white space.
    pub blanks: u64,
    /// Cells that are numbers.
    pub numbers: Numbers,
    /// Least and greatest number.
    pub range: Option<(f64, f64)>,
    /// Cells that are dates.
    pub dates: Dates,
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

impl Evidence {
    /// Counts one cell.
    pub fn add(&mut self, cell: &str) {
        self.rows += 1;
        let text = cell.trim();
        if text.is_empty() {
            self.blanks += 1;
            self.run = Run::Broken;
            return;
        }
        self.length += text.len() as u64;
        if text.len() as u64 > self.longest {
            self.longest = self.longest.max(text.chars().count() as u64);
        }
        let number = self.add_number(text);
        if !number {
            self.run = Run::Broken;
            self.add_word(text);
        }
        self.add_level(text);
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

    /// Whether the answer was a number; counts it if so.
    fn add_number(&mut self, text: &str) -> bool {
        let first = text.as_bytes()[0];
        if !(first.is_ascii_digit()
            || matches!(first, b'-' | b'+' | b'.' | b',')
            || text.starts_with('\u{2212}'))
        {
            return false;
        }
        let Some(Written {
            form,
            percent,
            value,
        }) = written(text)
        else {
            return false;
        };
        let numbers = &mut self.numbers;
        match form {
            Form::Whole { digits, padded } => {
                numbers.integers += 1;
                numbers.padded += u64::from(padded);
                numbers.long += u64::from(digits >= LONG_DIGITS);
            }
            Form::Point => numbers.points += 1,
            Form::Comma => numbers.commas += 1,
            Form::Either => numbers.eithers += 1,
            Form::Grouped => numbers.grouped += 1,
        }
        numbers.percents += u64::from(percent);
        numbers.fractions += u64::from(value.fract() != 0.0);
        self.coded += 1;
        let one = (value, value);
        self.range = Some(self.range.map_or(one, |range| widest(range, one)));
        let whole = matches!(form, Form::Whole { .. }) && value.abs() < 1e15;
        let one = if whole {
            Run::Counting {
                first: value as i64,
                last: value as i64,
            }
        } else {
            Run::Broken
        };
        self.run.merge(one);
        true
    }

    /// Counts an answer that is no number.
    fn add_word(&mut self, text: &str) {
        let (mut space, mut digit, mut joint, mut line) = (false, false, false, false);
        if text.len() <= LONGEST_JOINED {
            for byte in text.bytes() {
                space |= byte.is_ascii_whitespace();
                digit |= byte.is_ascii_digit();
                joint |= byte == b';';
                line |= byte == b'\n';
            }
        } else {
            space = true;
        }
        self.spaced += u64::from(space);
        self.coded += u64::from(digit && !space);
        if joint && !line {
            self.add_joined(text);
        }
        match dates::order(text) {
            Some(Order::Plain) => self.dates.plain += 1,
            Some(Order::DayFirst) => self.dates.day_first += 1,
            Some(Order::MonthFirst) => self.dates.month_first += 1,
            Some(Order::EitherSlash) => self.dates.either_slash += 1,
            Some(Order::EitherOther) => self.dates.either_other += 1,
            None => self.labelled += u64::from(is_labelled(text)),
        }
        const YES_NO: [&str; 6] = ["yes", "no", "true", "false", "y", "n"];
        self.yes_no +=
            u64::from(text.len() <= 5 && YES_NO.iter().any(|word| text.eq_ignore_ascii_case(word)));
        if is_aside(text) {
            self.aside.add(text);
        }
    }

    fn add_joined(&mut self, text: &str) {
        self.joined += 1;
        self.joined_ends += u64::from(text.ends_with(';'));
        if !self.parts_overflow {
            text.split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .for_each(|part| {
                    self.parts.add(part);
                });
            self.drop_overflow();
        }
    }

    fn add_level(&mut self, text: &str) {
        let hash = hash(text);
        let known = self.levels.len();
        let keep = !self.overflow && text.len() <= LONGEST_LEVEL;
        if keep {
            self.levels.add_hashed(text, hash, 1);
        }
        self.long_answers += u64::from(text.len() > LONGEST_LEVEL);
        if keep && self.levels.len() == known {
            return;
        }
        self.distinct.add(hash);
        if self.examples.len() < EXAMPLES && self.examples.iter().all(|example| example != text) {
            self.examples.push(text.to_owned());
        }
        self.drop_overflow();
    }

    fn drop_overflow(&mut self) {
        self.overflow |= self.levels.len() > MOST_LEVELS;
        if self.overflow {
            self.levels = Levels::default();
        }
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
        let (numbers, more) = (&mut self.numbers, other.numbers);
        numbers.integers += more.integers;
        numbers.points += more.points;
        numbers.commas += more.commas;
        numbers.eithers += more.eithers;
        numbers.grouped += more.grouped;
        numbers.percents += more.percents;
        numbers.fractions += more.fractions;
        numbers.padded += more.padded;
        numbers.long += more.long;
        self.range = match (self.range, other.range) {
            (Some(range), Some(more)) => Some(widest(range, more)),
            (range, more) => range.or(more),
        };
        let (dates, more) = (&mut self.dates, other.dates);
        dates.plain += more.plain;
        dates.day_first += more.day_first;
        dates.month_first += more.month_first;
        dates.either_slash += more.either_slash;
        dates.either_other += more.either_other;
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

/// Whether `text` is a number, then words.
fn is_labelled(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    words.len() < text.len()
        && words.starts_with([' ', '(', '=', ':'])
        && words.contains(char::is_alphabetic)
}

fn widest(range: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (range.0.min(other.0), range.1.max(other.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn evidence(cells: &[String]) -> Evidence {
        let mut evidence = Evidence::default();
        cells.iter().for_each(|cell| evidence.add(cell));
        evidence
    }

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-c ;]{0,4}",
            "[0-9]{1,3}([,.][0-9]{1,3})?%?",
            (0..2000_u32).prop_map(|number| number.to_string()),
            (0..2000_u32).prop_map(|number| format!("x;{number}")),
            Just("yes".to_owned()),
            Just("N/A".to_owned()),
            Just("7/2/2020 11:00".to_owned()),
            Just("long ".repeat(200)),
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

    #[test]
    fn a_counting_column_counts_over_a_cut() {
        let cells: Vec<String> = (7..30).map(|number| number.to_string()).collect();
        let mut first = evidence(&cells[..9]);
        first.merge(evidence(&cells[9..]));
        assert_eq!(first.run, Run::Counting { first: 7, last: 29 });
    }
}
