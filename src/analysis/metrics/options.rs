//! Any question with several answers.

use super::Metric;

/// Share of respondents who chose each option.
pub const METRIC: Metric = Metric {
    id: "options",
    label: "Select all that apply",
    definition: "Share of those who chose at least one option; people may choose several, so shares add up to more than 100 %",
    source: "As worded in the file",
};
