//! Burnout: what people feel, think and do are three metrics and never share a chart.

use super::Metric;

/// What people feel.
pub const SYMPTOM: Metric = Metric {
    id: "burnout_symptom",
    label: "Burnout, symptom",
    definition: "A symptom: what respondents say they feel",
    source: "One item, not a diagnosis and not a scored scale",
};

/// What people think.
pub const OPINION: Metric = Metric {
    id: "burnout_opinion",
    label: "Burnout, opinion",
    definition: "An opinion, not whether respondents are burned out",
    source: "Harness 2026 wording; one item",
};

/// What people do.
pub const BEHAVIOUR: Metric = Metric {
    id: "burnout_behaviour",
    label: "Burnout, behaviour",
    definition: "A behaviour; shares at different cut-points do not compare",
    source: "Harness 2026 wording; cut-point as named",
};
