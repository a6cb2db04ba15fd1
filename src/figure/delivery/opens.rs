//! What a mark of a delivery figure opens: the rows that its number is made of.

use super::curves::recovering;
use super::names::{follow, step, who_changed};
use super::{Card, DRAWN};
use crate::delivery::{Behind, Board, Step, Who};
use crate::figure::format;
use crate::figure::scene::Datum;

/// Rows behind a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// The failed deployments of a cohort.
    Failures(Who),
    /// Changes.
    Changes(Behind),
}

/// Whether the rows behind the marks of a figure can be seen.
pub fn tells_rows(card: Card) -> bool {
    matches!(
        card,
        Card::FailRate | Card::Recovery | Card::Following | Card::Fixes | Card::Waits
    )
}

/// What a mark of a figure opens, if anything.
pub fn opens(card: Card, board: &Board, datum: Datum) -> Option<Opens> {
    let Datum { row, level } = datum;
    match card {
        Card::FailRate if row == 0 => {
            // Those that are drawn; after them stand all together.
            let cohort = board.cohorts.iter().take(DRAWN).nth(level?)?;
            Some(Opens::Failures(cohort.who.clone()))
        }
        Card::Recovery => {
            let (_, cohort) = recovering(board).nth(row)?;
            Some(Opens::Failures(cohort.who.clone()))
        }
        Card::Following => {
            let one = board.following.get(row)?;
            let (of, _) = one.rates.get(level?)?;
            let behind = Behind::Followed(one.what, of.clone());
            Some(Opens::Changes(behind))
        }
        Card::Fixes => {
            let kind = board.fixes.get(row)?;
            Some(Opens::Changes(Behind::Fixes(kind.name.clone())))
        }
        Card::Waits => {
            let wait = board.waits.get(row)?;
            // Parts of the way are told by service or of all together, but for the first approval.
            let is_by_service = board.waits.iter().any(|one| !one.name.is_empty());
            let is_of_all = wait.step == Some(Step::FirstApproval) || !is_by_service;
            let name = Some(wait.name.clone()).filter(|_| !is_of_all);
            let behind = Behind::Waited(name, wait.step);
            Some(Opens::Changes(behind))
        }
        _ => None,
    }
}

/// What changes behind a number have in common.
pub fn behind_name(behind: &Behind) -> String {
    match behind {
        Behind::Followed(what, of) => format!("{}, {}", follow(*what), who_changed(of)),
        Behind::Fixes(name) => format!("Fixes: {name}"),
        Behind::Waited(name, None) => {
            let step = name.as_deref().unwrap_or_default();
            format!("Waits for {step} that are over, the longest first")
        }
        Behind::Waited(name, Some(part)) => {
            let of = match name.as_deref() {
                None => String::new(),
                Some("") => ", service not told".to_owned(),
                Some(name) => format!(", {name}"),
            };
            format!(
                "{}{of}: waits that are over, the longest first",
                format::capital(step(*part))
            )
        }
    }
}
