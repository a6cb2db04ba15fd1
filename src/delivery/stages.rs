//! The stages of lead time: what each part of the way from opened to deployed takes, for the changes of each cohort.

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::compared::Compared;
use super::curve::Curve;
use super::history::History;
use super::steps::Step;
use super::ways::waits;

/// How long changes of a cohort are at a stage.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Stage {
    /// Which part of the way.
    pub step: Step,
    /// Whose changes.
    pub who: Who,
    /// Hours.
    pub hours: Curve,
}

/// Changes that would have been through a stage before they came to it, for each stage with any.
pub(super) fn backwards(history: &History, compared: &Compared) -> Vec<(Step, u64)> {
    let steps = [
        Step::Coding,
        Step::FirstReview,
        Step::Approval,
        Step::Merge,
        Step::Deploy,
    ];
    let each = steps.map(|step| (step, history.ways().backwards(step, &compared.changes)));
    each.into_iter().filter(|(_, n)| *n > 0).collect()
}

/// Every stage that the exports tell of, in the order of the way.
pub(super) fn stages(history: &History, exported: i64, compared: &Compared) -> Vec<Stage> {
    let whos: Vec<&Who> = compared.whos().collect();
    let place = |at: usize| Some(compared.place(at));
    let mut all = waits(
        history,
        &compared.changes,
        exported,
        compared.whos().len(),
        place,
    );
    all.sort_by_key(|wait| (wait.step, wait.of));
    let told = all.into_iter().map(|wait| Stage {
        step: wait.step,
        who: whos[wait.of].clone(),
        hours: Curve::of(&wait.hours).withheld(),
    });
    told.collect()
}
