//! Any question with one answer.

use super::Metric;

/// Distribution over the answers, and the share of the named ones.
pub const METRIC: Metric = Metric {
    id: "scale",
    label: "Answers",
    definition: "Share of respondents per answer",
    source: "As worded in the file",
};
