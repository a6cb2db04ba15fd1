//! Time to recover from a deployment incident, as respondents report it.

use super::Metric;

/// Self-reported hours; the median leads because a few long answers carry the mean.
pub const METRIC: Metric = Metric {
    id: "recovery_time",
    label: "MTTR",
    counts: "respondents",
    definition: "Self-reported hours; median, not mean (the mean is in the table)",
    source: "DORA failed deployment recovery time, survey wording",
};
