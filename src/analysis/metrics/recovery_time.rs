//! Time to recover from a deployment incident, as respondents report it.

use super::Metric;

/// Self-reported hours; the median leads because a few long answers carry the mean.
pub const METRIC: Metric = Metric {
    id: "recovery_time",
    label: "MTTR",
    definition: "Self-reported hours; median, not mean (the mean is in the table)",
    source: "DORA failed deployment recovery time, survey wording",
};

/// Bands instead of hours: no hours are invented.
pub const BANDS: Metric = Metric {
    id: "recovery_bands",
    label: "MTTR",
    definition: "Self-reported band of time to recover; bands are counted, and no hours are invented",
    source: "DORA failed deployment recovery time, survey wording",
};
