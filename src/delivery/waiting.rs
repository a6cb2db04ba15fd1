//! Where changes wait, as it is drawn.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::columns::NEVER;
use super::curve::Curve;
use super::history::History;
use super::steps::{Approvals, Step, approvals, waits};

/// Changes that are told of together, at least.
const FLOOR: u64 = 5;

/// How long changes wait.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Waiting {
    /// The step of approval as the export calls it, or the service or team that waits.
    pub name: String,
    /// Which part of the way; none for a step that the export names.
    pub step: Option<Step>,
    /// Hours.
    pub hours: Curve,
}

/// Waits, the longest first, and approvals that are in none.
pub(super) struct Waits {
    pub waits: Vec<Waiting>,
    pub left_out: u64,
}

/// Whether the waits of each change are looked at: it is of a service that is, and was opened in the window or at no time that is told.
pub(super) fn is_in(history: &History, asked: &Asked) -> Vec<bool> {
    let columns = &history.columns;
    let are_looked_at = columns.service.which(|service| asked.looks_at(service));
    let is_in = |at: usize| {
        let created = columns.created[at];
        let is_inside = |(from, to): (i64, i64)| (from..to).contains(&created);
        let is_inside = created == NEVER || asked.window.is_none_or(is_inside);
        is_inside && are_looked_at[columns.service.of[at] as usize]
    };
    (0..history.changes.len()).map(is_in).collect()
}

/// Waits for the steps of approval that the reviews name; without these, from step to step by service.
pub(super) fn waiting(history: &History, asked: &Asked, exported: i64) -> Waits {
    let is_in = is_in(history, asked);
    let Approvals { steps, left_out } = approvals(history, &is_in);
    let mut found: Vec<Waiting> = match steps.len() {
        0 | 1 => between_steps(history, exported, &is_in),
        _ => steps
            .into_iter()
            .map(|(name, lengths)| Waiting {
                name,
                step: None,
                hours: Curve::of(&lengths),
            })
            .collect(),
    };
    let slow = |wait: &Waiting| wait.hours.median.unwrap_or(f64::INFINITY);
    found.retain(|wait| wait.hours.n >= FLOOR);
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

/// Waits from step to step, by service where these are few and have enough changes each, else of all together.
fn between_steps(history: &History, exported: i64, is_in: &[bool]) -> Vec<Waiting> {
    let services = &history.columns.service;
    let of = |is_split: bool| {
        let group = |at: usize| match (is_in[at], is_split) {
            (false, _) => None,
            (true, true) => Some(services.of[at] as usize),
            (true, false) => Some(0),
        };
        let told = waits(history, exported, group).into_iter();
        let told = told.map(|wait| Waiting {
            name: match is_split {
                true => services.names[wait.of].clone(),
                false => String::new(),
            },
            step: Some(wait.step),
            hours: Curve::of(&wait.hours),
        });
        told.collect::<Vec<Waiting>>()
    };
    let first = history.ways.at(Step::FirstApproval);
    let first = first.map(|first| first.over(1, |at| is_in[at].then_some(0)));
    let first = first.into_iter().flatten().map(|hours| Waiting {
        name: String::new(),
        step: Some(Step::FirstApproval),
        hours: Curve::of(&hours),
    });
    // Each service waits at one step at least.
    let split = match services.names.len() <= MOST_WAITS {
        true => of(true),
        false => Vec::new(),
    };
    let is_fine = !split.is_empty()
        && split.len() <= MOST_WAITS
        && split.iter().all(|wait| wait.hours.n >= FLOOR);
    let mut all = match is_fine {
        true => split,
        false => of(false),
    };
    all.extend(first);
    all
}

/// Waits by service and step that are told at most; more are told by step alone.
const MOST_WAITS: usize = 12;
