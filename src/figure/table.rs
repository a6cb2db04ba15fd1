//! Numbers as text.

/// A figure's numbers as text, for those who cannot see it and for those who want them all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Table {
    /// What the table holds.
    pub caption: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// One per row of the chart, as long as `columns`.
    pub rows: Vec<Vec<String>>,
}
