//! What each number is called, counts and means. One file per metric; [`ALL`] is the list.

mod burnout;
mod deployment_frequency;
mod number;
mod options;
mod recovery_time;
mod rollback_share;
mod scale;

use crate::study::{Burnout, Form, Question, Role};

/// A way to turn a question into numbers, with its definition.
#[derive(Debug, PartialEq)]
pub struct Metric {
    /// Stable short name.
    pub id: &'static str,
    /// Name over the chart.
    pub label: &'static str,
    /// How the number is made, in one line for the strip.
    pub definition: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
}

/// Every metric.
pub const ALL: &[&Metric] = &[
    &deployment_frequency::METRIC,
    &rollback_share::METRIC,
    &recovery_time::METRIC,
    &recovery_time::BANDS,
    &burnout::SYMPTOM,
    &burnout::OPINION,
    &burnout::BEHAVIOUR,
    &scale::METRIC,
    &number::METRIC,
    &options::METRIC,
];

/// The metric of a question in a role.
pub fn of(role: Role, question: &Question) -> &'static Metric {
    match (role, &question.form) {
        (Role::DeploymentFrequency, Form::Levels(_)) => &deployment_frequency::METRIC,
        (Role::RollbackShare, Form::Number { .. }) => &rollback_share::METRIC,
        (Role::RecoveryTime, Form::Number { .. }) => &recovery_time::METRIC,
        (Role::RecoveryTime, _) => &recovery_time::BANDS,
        (Role::Burnout(Burnout::Symptom), _) => &burnout::SYMPTOM,
        (Role::Burnout(Burnout::Opinion), _) => &burnout::OPINION,
        (Role::Burnout(Burnout::Behaviour), _) => &burnout::BEHAVIOUR,
        (_, Form::Number { .. }) => &number::METRIC,
        (_, Form::Options { .. }) => &options::METRIC,
        _ => &scale::METRIC,
    }
}
