//! What a delivery history answers, in words and as scenes.
//!
//! A figure is one of [`Card`]: its words, its drawing and its table are all made from the same [`Board`], so that they cannot
//! disagree.

mod changed;
mod control;
mod curves;
mod definitions;
mod findings;
mod fixes;
mod labelling;
mod load;
mod multiples;
mod names;
mod notices;
mod opens;
mod perceived;
mod published;
mod ranges;
mod rates;
mod rivals;
mod says;
mod strips;
mod tables;
mod trends;
mod weekly;

use super::frame::Words;
use super::ink::Ink;
use super::scene::{Datum, Label, Scene};
use super::sheet::{NOTE, Sheet};
use super::table::Table;
use crate::delivery::{Asked, Board, Step};

pub use definitions::{base_name, lead_name, recovery_end_name, recovery_start_name, rework_name};
pub use labelling::{Hidden, hidden, is_moved_by_labels};
pub use names::{
    attribution_name, blame_name, by_name, evidence, kind_name, role_name, services_in_view, sign,
    who, who_ink,
};
pub use notices::{notices, tells_failures};
pub use opens::{Opens, behind_name, opens, tells_rows, week_name};
pub use perceived::{is_alike, levels, perceived, unmatched};
pub use rivals::{RivalRow, rival_name, rivals};
pub use says::{day, month_span, title_of_window};

/// How a board is looked at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What was asked.
    pub asked: &'a Asked,
    /// Whether only the past is described: then there is nothing to be unsure of, and no interval.
    pub describes: bool,
    /// Whether the exports are the synthetic sample.
    pub is_synthetic: bool,
    /// Whether what was published of the same metrics is told beside them.
    pub shows_published: bool,
    /// The names of the exports.
    pub exports: &'a [String],
}

/// A figure of the delivery page.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Card {
    /// Deployments by week.
    Frequency,
    /// Failed deployments.
    FailRate,
    /// How long it took to recover.
    Recovery,
    /// Rollbacks, and repairs of any kind.
    Rework,
    /// From a change opened to it in production.
    LeadTime,
    /// From a change opened to it merged.
    Merge,
    /// What each stage of lead time takes.
    Stages,
    /// How long incidents last, whatever caused them.
    Incidents,
    /// What followed changes.
    Following,
    /// Every metric of each cohort by week.
    Trends,
    /// Failed deployments by week, with the limits of chance.
    Control,
    /// How long changes wait for approval.
    Waits,
    /// The same by week, with the limits within which weeks differ anyway.
    WaitControl,
    /// What is mended after merge.
    Fixes,
    /// When things happen.
    Load,
}

/// Cohorts that are drawn at most; all are in the tables.
pub const DRAWN: usize = 16;
/// Curves of them that are drawn into one another at most.
const CURVES: usize = 6;

/// Draws a note whose lines stand one under the other, each `lead` below the one before.
fn note(
    scene: &mut Scene,
    about: Datum,
    (x, y): (f64, f64),
    lead: f64,
    lines: Vec<String>,
    ink: Ink,
) {
    for (place, line) in lines.into_iter().enumerate() {
        let label = Label::new(x, y + lead * place as f64, line, NOTE, ink);
        scene.draw(Some(about), label);
    }
}

impl Card {
    /// Every one, in the order of the page.
    pub const ALL: [Card; 15] = [
        Card::Frequency,
        Card::FailRate,
        Card::Recovery,
        Card::Rework,
        Card::LeadTime,
        Card::Merge,
        Card::Stages,
        Card::Following,
        Card::Trends,
        Card::Control,
        Card::Incidents,
        Card::Waits,
        Card::WaitControl,
        Card::Fixes,
        Card::Load,
    ];

    /// A short stable name, as for files.
    pub fn id(self) -> &'static str {
        match self {
            Card::Frequency => "deployment-frequency",
            Card::FailRate => "change-fail-rate",
            Card::Recovery => "recovery-time",
            Card::Rework => "rollback-and-rework-rate",
            Card::LeadTime => "change-lead-time",
            Card::Merge => "time-to-merge",
            Card::Incidents => "incident-duration",
            Card::Following => "what-followed-changes",
            Card::Trends => "metrics-by-week",
            Card::Control => "fail-rate-by-week",
            Card::Waits => "waiting-for-approval",
            Card::WaitControl => "approval-wait-by-week",
            Card::Stages => "stages-of-lead-time",
            Card::Fixes => "post-merge-fixes",
            Card::Load => "after-hours-load",
        }
    }

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Card::Frequency => "Deployment frequency",
            Card::FailRate => "Change fail rate",
            Card::Recovery => "Failed deployment recovery time",
            Card::Rework => "Rollback and rework rate",
            Card::LeadTime => "Change lead time",
            Card::Merge => "Time to merge",
            Card::Incidents => "Duration of all incidents",
            Card::Following => "What followed changes",
            Card::Trends => "Metrics by week and cohort",
            Card::Control => "Change fail rate by week",
            Card::Waits => "Where changes wait",
            Card::WaitControl => "Approval wait by week",
            Card::Stages => "Stages of lead time",
            Card::Fixes => "Post-merge fixes",
            Card::Load => "After-hours load",
        }
    }

    /// Its name in a row with what it counts and what can be done with it.
    pub fn kicker(self) -> &'static str {
        match self {
            Card::Recovery => "Recovery time",
            other => other.label(),
        }
    }

    /// What it counts.
    pub fn counts(self) -> &'static str {
        match self {
            Card::Frequency | Card::FailRate | Card::Rework | Card::Control => "deployments",
            Card::Recovery => "failed deployments",
            Card::Incidents => "incidents",
            Card::LeadTime
            | Card::Merge
            | Card::Stages
            | Card::Following
            | Card::Waits
            | Card::WaitControl
            | Card::Fixes => "changes",
            Card::Load => "events",
            Card::Trends => "deployments and changes",
        }
    }

    /// Whether the beginning of an answer has all that it shows.
    pub fn comes_first(self) -> bool {
        matches!(
            self,
            Card::Frequency | Card::FailRate | Card::Recovery | Card::Rework
        )
    }

    /// Whether it takes the whole width of the page.
    pub fn is_wide(self) -> bool {
        matches!(self, Card::Frequency | Card::Following | Card::Trends)
    }

    /// Whether the exports tell anything of it.
    pub fn is_told(self, board: &Board) -> bool {
        match self {
            Card::Frequency => board.deployments > 0,
            Card::FailRate => board.deployments > 0 && tells_failures(board),
            // Reverts are told by what changes are called.
            Card::Rework => {
                let is_told = board.tells_remedies || board.everyone.reworked.hits > 0;
                board.deployments > 0 && tells_failures(board) && is_told
            }
            Card::Recovery => board.everyone.recovery.n > 0,
            Card::Merge => board.merge.of.iter().any(|(_, curve)| curve.n > 0),
            Card::Incidents => board.incidents.hours.n > 0,
            Card::LeadTime => board.lead.of.iter().any(|(_, curve)| curve.n > 0),
            Card::Following => !board.following.is_empty(),
            Card::Trends => trends::told(board).next().is_some(),
            Card::Control => tells_failures(board) && board.control.is_some(),
            Card::Waits => !board.waits.is_empty(),
            Card::WaitControl => board.wait_control.is_some(),
            // One stage alone is a figure of its own already.
            Card::Stages => board.stages.iter().any(|one| one.step != Step::Deploy),
            Card::Fixes => !board.fixes.is_empty(),
            Card::Load => !board.load.is_empty(),
        }
    }

    /// What is said around it.
    pub fn words(self, board: &Board, view: View<'_>, locale: &super::Locale) -> Words {
        says::words(self, board, view, locale)
    }

    /// Its drawing.
    pub fn draw(self, board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
        match self {
            Card::Frequency => weekly::draw(board, view, sheet),
            Card::FailRate => rates::fail_rate(board, view, sheet),
            Card::Rework => rates::rework(board, view, sheet),
            Card::Following => rates::following(board, view, sheet),
            Card::Recovery => curves::recovery(board, view, sheet),
            Card::LeadTime => curves::lead(board, view, sheet),
            Card::Merge => curves::merge(board, view, sheet),
            Card::Incidents => curves::incidents(board, view, sheet),
            Card::Trends => multiples::draw(board, sheet),
            Card::Control => control::fail_rate(board, view, sheet),
            Card::Waits => ranges::waits(board, view, sheet),
            Card::WaitControl => control::waits(board, sheet),
            Card::Stages => ranges::stages(board, view, sheet),
            Card::Fixes => fixes::draw(board, view, sheet),
            Card::Load => load::draw(board, view, sheet),
        }
    }

    /// Its numbers.
    pub fn table(self, board: &Board, view: View<'_>, locale: &super::Locale) -> Table {
        tables::table(self, board, view, locale)
    }
}
