//! The stages of lead time: what each part of the way from opened to deployed takes, for changes made with AI and for others.

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::curve::Curve;
use super::following::{SIDES, Whose};
use super::history::History;
use super::steps::{Step, waits};

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

/// Every stage that the exports tell of, in the order of the way.
pub(super) fn stages(history: &History, exported: i64, whose: &[Whose]) -> Vec<Stage> {
    let group = |at: usize| SIDES.iter().position(|(_, side)| *side == whose[at]);
    let of_waits = waits(history, exported, group).into_iter();
    let told = of_waits.map(|wait| Stage {
        step: wait.step,
        who: SIDES[wait.of].0.clone(),
        hours: Curve::of(&wait.hours).withheld(),
    });
    let mut all: Vec<Stage> = told.collect();
    all.sort_by(|one, other| (one.step, &one.who).cmp(&(other.step, &other.who)));
    all
}
