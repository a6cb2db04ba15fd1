//! The stages of lead time: what each part of the way from opened to deployed takes, for changes made with AI and for others.

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::curve::Curve;
use super::following::{Compared, SIDES};
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
    let steps = [Step::FirstReview, Step::Approval, Step::Merge, Step::Deploy];
    let each = steps.map(|step| (step, history.ways.backwards(step, &compared.changes)));
    each.into_iter().filter(|(_, n)| *n > 0).collect()
}

/// Every stage that the exports tell of, in the order of the way.
pub(super) fn stages(history: &History, exported: i64, compared: &Compared) -> Vec<Stage> {
    let side = |at: usize| Some(compared.side(at));
    let of_waits = waits(history, &compared.changes, exported, side).into_iter();
    let told = of_waits.map(|wait| Stage {
        step: wait.step,
        who: SIDES[wait.of].clone(),
        hours: Curve::of(&wait.hours).withheld(),
    });
    let mut all: Vec<Stage> = told.collect();
    all.sort_by(|one, other| (one.step, &one.who).cmp(&(other.step, &other.who)));
    all
}
