//! Deployment frequency as respondents report it.

use super::Metric;

/// Self-reported bands; band codes are never averaged.
pub const METRIC: Metric = Metric {
    id: "deployment_frequency",
    label: "Deployment frequency",
    definition: "Self-reported band",
    source: "DORA deployment frequency, survey wording",
};
