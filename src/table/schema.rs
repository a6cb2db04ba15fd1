//! What each column is.

use serde::{Deserialize, Serialize};

/// What kind of answers a column holds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
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
    Text,
    /// Names of rows or of other things: ids, hashes, a row index.
    Identifier,
    /// Nothing in any cell.
    Empty,
}

/// One column's name and how its cells are read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ColumnSchema {
    /// Name, unique in the table.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether numbers have a decimal comma; with a decimal point, commas between thousands are read too.
    pub decimal_comma: bool,
    /// Whether dates such as `7/2/2020` start with the day.
    pub day_first: bool,
    /// Share of answers (0 to 1) that fit the kind; `None` without answers.
    pub sure: Option<f64>,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Schema {
    /// One per column, in file order.
    pub columns: Vec<ColumnSchema>,
}
