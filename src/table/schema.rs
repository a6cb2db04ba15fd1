//! What each column is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::joined::Joined;
use super::personal::Sensitive;
use super::units::Unit;

/// What kind of answers a column holds.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Numbers that are all whole.
    Integer,
    /// Numbers.
    Number,
    /// One of a few texts.
    Category,
    /// Several of a few texts, joined by `;` in one cell.
    Multiple,
    /// Yes or no, true or false.
    YesNo,
    /// Dates, with or without a time.
    DateTime,
    /// Free text.
    #[default]
    Text,
    /// Names of rows or of other things: ids, hashes, a row index.
    Identifier,
    /// Nothing in any cell.
    Empty,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Integer => "whole numbers",
            Self::Number => "numbers",
            Self::Category => "one of several answers",
            Self::Multiple => "several answers",
            Self::YesNo => "yes or no",
            Self::DateTime => "dates and times",
            Self::Text => "free text",
            Self::Identifier => "identifiers",
            Self::Empty => "nothing",
        })
    }
}

/// One column's name and how its cells are read.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct ColumnSchema {
    /// Name, unique in the table.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether numbers have a decimal comma; the other mark then stands between thousands.
    pub decimal_comma: bool,
    /// Whether numbers that can only have the other decimal mark are read by it; otherwise they stand aside.
    pub either_mark: bool,
    /// What the numbers count; with [`Unit::Hours`], cells are lengths of time.
    pub unit: Option<Unit>,
    /// Whether dates such as `7/2/2020` start with the day.
    pub day_first: bool,
    /// Texts that count as blank.
    pub missing: Vec<String>,
    /// Texts that are read as another: other spellings of a level, codes with their labels, what a spreadsheet ruined.
    pub relabel: Vec<(String, String)>,
    /// Levels that are known before any cell is read, in order.
    pub levels: Vec<String>,
    /// Why the column stays off charts, filters and examples, if it does.
    pub sensitive: Option<Sensitive>,
    /// Columns of the file that it is read from, several where each holds one option; its own place where none is named.
    pub from: Vec<u32>,
    /// What each of `from` stands for, where there are several.
    pub options: Vec<String>,
    /// Whether a cell of these says the option itself, which may be “No”; otherwise it has a mark, or says yes or no.
    pub labelled: bool,
    /// How several choices are joined in one cell.
    pub joined: Option<Joined>,
    /// Share of answers (0 to 1) that fit the kind; `None` without answers.
    pub sure: Option<f64>,
}

impl ColumnSchema {
    /// A column of a kind, everything else as it is by default.
    pub fn new(name: &str, kind: Kind) -> ColumnSchema {
        ColumnSchema {
            name: name.to_owned(),
            kind,
            ..ColumnSchema::default()
        }
    }

    /// The columns of the file that it is read from, where it stands at `at`.
    pub fn columns(&self, at: usize) -> Vec<usize> {
        match self.from[..] {
            [] => vec![at],
            _ => self.from.iter().map(|column| *column as usize).collect(),
        }
    }

    /// Reads the cells as levels, whatever they look like: `1` to `5` as five answers.
    pub fn as_category(&mut self) {
        self.kind = Kind::Category;
        self.unit = None;
    }

    /// Reads the cells as numbers.
    pub(super) fn as_number(&mut self) {
        if !matches!(self.kind, Kind::Integer | Kind::Number) {
            self.kind = Kind::Number;
        }
        self.sensitive = None;
    }
}

/// The columns of a table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Schema {
    /// One per column, in file order.
    pub columns: Vec<ColumnSchema>,
}
