//! One column's values, dense.

use super::bitmap::Bitmap;
use super::values::Numbers;
use crate::codes::Codes;

/// One column's values, one per row; the text of every cell stays in the records.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Numbers.
    Number {
        /// The numbers.
        numbers: Numbers,
        /// Answers that are no number, in order of first appearance; the 255th stands for all others.
        aside: Vec<String>,
        /// 0 where the cell is a number or blank, else `k` for `aside[k - 1]`.
        aside_by_row: Vec<u8>,
    },
    /// One of a few texts.
    Category {
        /// 0 where the cell is blank, else `k` for `levels[k - 1]`.
        codes_by_row: Codes,
        /// The texts in order of first appearance.
        levels: Vec<String>,
    },
    /// Several of a few texts.
    Multiple {
        /// Where each row's choices start in `codes`, and the end: one longer than there are rows.
        starts: Vec<u32>,
        /// Choices, `k` for `options[k - 1]`; each once per row.
        codes: Vec<u32>,
        /// The texts in order of first appearance.
        options: Vec<String>,
        /// Rows that saw the question though they chose nothing, where the file tells them from rows that did not see it.
        asked: Option<Bitmap>,
    },
    /// Dates and times.
    DateTime {
        /// Seconds since 1970, UTC where the file names no zone; 0 where there is none.
        seconds: Vec<i64>,
        /// Rows that have a date.
        valid: Bitmap,
        /// Answers that are no date, as for numbers.
        aside: Vec<String>,
        /// As for numbers.
        aside_by_row: Vec<u8>,
    },
    /// Text, identifiers and empty columns: only in the records.
    Text,
}

impl Column {
    /// The texts of a category or the options of a multiple choice, in order of first appearance.
    pub fn levels(&self) -> &[String] {
        match self {
            Column::Category { levels, .. } => levels,
            Column::Multiple { options, .. } => options,
            Column::Number { .. } | Column::DateTime { .. } | Column::Text => &[],
        }
    }

    /// How many rows have each of `levels`.
    pub fn level_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.levels().len() + 1];
        match self {
            Column::Category { codes_by_row, .. } => {
                codes_by_row.each(|_, code| counts[code as usize] += 1);
            }
            Column::Multiple { codes, .. } => {
                codes.iter().for_each(|code| counts[*code as usize] += 1);
            }
            Column::Number { .. } | Column::DateTime { .. } | Column::Text => {}
        }
        counts.split_off(1)
    }

    /// Answers that are no number or date, with how many rows have each.
    pub fn aside_counts(&self) -> Vec<(&str, u64)> {
        let (Column::Number {
            aside,
            aside_by_row,
            ..
        }
        | Column::DateTime {
            aside,
            aside_by_row,
            ..
        }) = self
        else {
            return Vec::new();
        };
        let mut counts = vec![0; aside.len() + 1];
        aside_by_row
            .iter()
            .for_each(|code| counts[usize::from(*code)] += 1);
        aside
            .iter()
            .map(String::as_str)
            .zip(counts.split_off(1))
            .collect()
    }

    /// Rows with a choice, or that saw the options and chose none; 0 for anything but categories and multiple choices.
    pub fn answered(&self) -> u64 {
        match self {
            Column::Category { codes_by_row, .. } => {
                codes_by_row.iter().filter(|code| *code > 0).count() as u64
            }
            Column::Multiple { starts, asked, .. } => (0..starts.len().saturating_sub(1))
                .filter(|row| {
                    starts[*row] < starts[row + 1]
                        || asked.as_ref().is_some_and(|asked| asked.get(*row))
                })
                .count() as u64,
            Column::Number { .. } | Column::DateTime { .. } | Column::Text => 0,
        }
    }

    /// Least and greatest number; for dates in seconds since 1970.
    pub fn range(&self) -> Option<(f64, f64)> {
        let wider = |range: Option<(f64, f64)>, value: f64| {
            Some(range.map_or((value, value), |(least, most)| {
                (least.min(value), most.max(value))
            }))
        };
        match self {
            Column::Number { numbers, .. } => numbers.iter().flatten().fold(None, wider),
            Column::DateTime { seconds, valid, .. } => (0..seconds.len())
                .filter(|row| valid.get(*row))
                .map(|row| seconds[row] as f64)
                .fold(None, wider),
            Column::Category { .. } | Column::Multiple { .. } | Column::Text => None,
        }
    }

    /// Least number, three quartiles (each a number of the column) and greatest; empty for anything but numbers.
    pub fn quartiles(&self) -> Vec<f64> {
        let Column::Number { numbers, .. } = self else {
            return Vec::new();
        };
        let counts = numbers.counts();
        let all: u64 = counts.iter().map(|(_, count)| count).sum();
        let Some(last) = all.checked_sub(1) else {
            return Vec::new();
        };
        let mut end = 0;
        let ends: Vec<u64> = counts
            .iter()
            .map(|(_, count)| {
                end += count;
                end
            })
            .collect();
        let at = |rank: u64| counts[ends.partition_point(|end| *end <= rank)].0;
        (0..=4).map(|quarter| at(last * quarter / 4)).collect()
    }
}
