//! Share of deployments that end in rollback, hotfix or customer impact, as respondents estimate it.

use super::Metric;

/// A mean of estimates, one vote per person.
pub const METRIC: Metric = Metric {
    id: "rollback_share",
    label: "Rollback rate",
    definition: "Mean of estimates, one vote per person, not weighted by volume of deployments",
    source: "Harness 2026 wording; not DORA's change fail rate",
};
