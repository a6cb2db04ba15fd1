//! Which of several definitions of a metric is in force, where sources disagree.

use serde::{Deserialize, Serialize};

use super::ending::Ending;

/// What the change fail rate is out of.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RateBase {
    /// All deployments, for those that undo or repair another can fail too.
    #[default]
    All,
    /// All but rollbacks.
    WithoutRollbacks,
    /// All but rollbacks and repairs.
    WithoutRemedies,
}

impl RateBase {
    /// Whether deployments that became this are in it.
    pub(super) fn holds(self, one: Ending) -> bool {
        match self {
            RateBase::All => true,
            RateBase::WithoutRollbacks => !one.is_rollback(),
            RateBase::WithoutRemedies => !one.is_remedy(),
        }
    }
}

/// Which deployments are rework.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rework {
    /// Those that undo or repair another.
    #[default]
    Remedies,
    /// Those of them that repair one that an incident is linked to: DORA's guide.
    AfterIncident,
    /// Those that undo or repair another, or bring a change that mends something: DORA's survey of 2025.
    WithFixes,
}

/// From when a failed deployment takes to recover from.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryStart {
    /// It ended.
    #[default]
    Deployed,
    /// Its first incident began.
    Began,
    /// The first was detected.
    Detected,
    /// The first ticket was created.
    Created,
}

/// Until when.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryEnd {
    /// Service was restored after its last incident or, where it has none, what repaired it was out.
    #[default]
    Restored,
    /// What repaired it was out.
    Remedied,
    /// Its last ticket was resolved.
    Resolved,
    /// Its last ticket was closed.
    Closed,
}

/// From when a change takes into production.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadStart {
    /// Its first commit was made.
    Committed,
    /// It was opened.
    #[default]
    Opened,
    /// It was merged.
    Merged,
}
