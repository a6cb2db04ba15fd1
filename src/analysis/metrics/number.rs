//! Any question with a number.

use super::Metric;

/// Mean over the spread of answers.
pub const METRIC: Metric = Metric {
    id: "number",
    label: "Numbers",
    definition: "Mean of the numbers respondents gave, one vote per person",
    source: "As worded in the file",
};
