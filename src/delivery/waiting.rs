//! Where changes wait, as it is drawn.

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::chosen::Chosen;
use super::cohort::Who;
use super::columns::NEVER;
use super::curve::Curve;
use super::history::History;
use super::steps::{Approvals, Step, approvals};
use super::ways::waits;
use crate::analysis::stats::base::HIDE;
use crate::analysis::stats::survival::Lengths;

/// How long changes wait.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Waiting {
    /// The step of approval as the export calls it, or the service or team that waits.
    pub name: String,
    /// Which part of the way; none for a step that the export names.
    pub step: Option<Step>,
    /// Hours.
    pub hours: Curve,
    /// Those of changes made with AI and of the others at a step that the export names, where these are compared and enough each.
    pub sides: Vec<(Who, Curve)>,
}

/// Waits, the longest first, and approvals that are in none.
pub(super) struct Waits {
    pub waits: Vec<Waiting>,
    pub left_out: u64,
}

/// The changes whose waits are looked at: of services that are, opened in the window or at no time that is told.
pub(super) fn waiters(history: &History, asked: &Asked) -> Chosen {
    Chosen::of(history, asked, |at| {
        let created = history.columns.created[at];
        let is_inside = |(from, to): (i64, i64)| (from..to).contains(&created);
        created == NEVER || asked.window.is_none_or(is_inside)
    })
}

/// Waits for the steps of approval that the reviews name; without these, from step to step by service. `assisted` says whether each
/// change was made with AI, and `by` whether that is compared.
pub(super) fn waiting(
    history: &History,
    asked: &Asked,
    assisted: &[bool],
    by: By,
    exported: i64,
) -> Waits {
    let waiters = waiters(history, asked);
    let Approvals { steps, left_out } = approvals(history, &waiters, assisted);
    let mut found: Vec<Waiting> = match steps.len() {
        0 | 1 => between_steps(history, exported, &waiters),
        _ => steps
            .into_iter()
            .map(|(name, sides)| Waiting {
                name,
                step: None,
                hours: Curve::of(&Lengths::together(sides.iter())),
                sides: match by {
                    By::Exposure => apart(&sides),
                    _ => Vec::new(),
                },
            })
            .collect(),
    };
    let slow = |wait: &Waiting| wait.hours.median.unwrap_or(f64::INFINITY);
    found.retain(|wait| wait.hours.n >= HIDE);
    // The wait for the first approval is two of the others together.
    let is_both = |wait: &Waiting| wait.step == Some(Step::FirstApproval);
    found.sort_by(|one, other| {
        let by_length = || slow(other).total_cmp(&slow(one));
        is_both(one).cmp(&is_both(other)).then_with(by_length)
    });
    Waits {
        waits: found,
        left_out,
    }
}

/// The hours of changes made with AI and of the others; nothing where either are too few, for all together would tell of them.
fn apart(sides: &[Lengths; 2]) -> Vec<(Who, Curve)> {
    if sides.iter().any(|hours| hours.len() < HIDE) {
        return Vec::new();
    }
    let whos = [Who::Assisted, Who::Unlabelled].into_iter();
    whos.zip(sides)
        .map(|(who, hours)| (who, Curve::of(hours)))
        .collect()
}

/// Waits from step to step, by service where these are few and have enough changes each, else of all together.
fn between_steps(history: &History, exported: i64, waiters: &Chosen) -> Vec<Waiting> {
    let services = &history.columns.service;
    let of = |is_split: bool| {
        let group = |at: usize| match is_split {
            true => Some(services.of[at] as usize),
            false => Some(0),
        };
        let groups = match is_split {
            true => services.names.len(),
            false => 1,
        };
        let told = waits(history, waiters, exported, groups, group).into_iter();
        // Whoever writes a change waits for nobody.
        let told = told.filter(|wait| wait.step != Step::Coding);
        let told = told.map(|wait| Waiting {
            name: match is_split {
                true => services.names[wait.of].clone(),
                false => String::new(),
            },
            step: Some(wait.step),
            hours: Curve::of(&wait.hours),
            sides: Vec::new(),
        });
        told.collect::<Vec<Waiting>>()
    };
    let first = Waiting {
        name: String::new(),
        step: Some(Step::FirstApproval),
        hours: Curve::of(&history.ways().hours(Step::FirstApproval, waiters)),
        sides: Vec::new(),
    };
    // Each service waits at one step at least.
    let split = match services.names.len() <= MOST_WAITS {
        true => of(true),
        false => Vec::new(),
    };
    let is_fine = !split.is_empty()
        && split.len() <= MOST_WAITS
        && split.iter().all(|wait| wait.hours.n >= HIDE);
    let mut all = match is_fine {
        true => split,
        false => of(false),
    };
    all.push(first);
    all
}

/// Waits by service and step that are told at most; more are told by step alone.
const MOST_WAITS: usize = 12;
