//! What a mark of a delivery figure opens: the rows that its number is made of.

use super::curves::recovering;
use super::names::{follow, step, who, who_changed};
use super::rivals::rival_name;
use super::says::day;
use super::{Card, DRAWN, trends, weekly};
use crate::delivery::{Behind, Board, Deployed, Led, Rival, Rules, Step, Subject, Waited, Who};
use crate::figure::format;
use crate::figure::scene::Datum;

/// Rows behind a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Opens {
    /// The failed deployments of a cohort.
    Failures(Who),
    /// The failed deployments of the week that begins at a second of local time.
    Week(i64),
    /// Changes, deployments or incidents.
    Changes(Behind),
    /// Failed deployments by a rival definition.
    Rival(Rival),
}

/// Whether the rows behind the marks of a figure can be seen.
pub fn tells_rows(card: Card) -> bool {
    matches!(
        card,
        Card::Frequency
            | Card::FailRate
            | Card::Recovery
            | Card::Following
            | Card::Fixes
            | Card::Waits
            | Card::Trends
            | Card::Control
            | Card::WaitControl
    )
}

/// What a mark of a figure opens, if anything.
pub fn opens(card: Card, board: &Board, datum: Datum) -> Option<Opens> {
    let Datum { row, level } = datum;
    match card {
        Card::Frequency => {
            let (services, week) = weekly::bar(board, level?)?;
            let cohort = board.cohorts.iter().take(DRAWN).nth(row)?;
            Some(Opens::Changes(Behind::Deployed(Deployed {
                who: cohort.who.clone(),
                services,
                start: *board.weeks.get(week)?,
                weeks: 1,
            })))
        }
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
            let of = match level {
                None => None,
                Some(level) => Some(&wait.sides.get(level)?.0),
            };
            Some(Opens::Changes(Behind::Waited(Waited {
                name: Some(wait.name.clone()).filter(|_| !is_of_all),
                step: wait.step,
                assisted: of.map(|who| *who == Who::Assisted),
            })))
        }
        Card::Trends => trends::opens(board, row, level?),
        // What is not told of a week is not listed either.
        Card::Control => {
            board.control.as_ref()?.told(level?)?;
            Some(Opens::Week(*board.weeks.get(level?)?))
        }
        Card::WaitControl => {
            (*board.wait_control.as_ref()?.weeks.get(level?)?)?;
            let start = board.weeks.get(level?)?;
            Some(Opens::Changes(Behind::Approved(*start)))
        }
        _ => None,
    }
}

/// What changes behind a number have in common.
pub fn behind_name(behind: &Behind, rules: &Rules) -> String {
    match behind {
        Behind::Defined(of, rival) => {
            let name = rival_name(*of, *rival, rules);
            match of {
                Subject::Rework => name,
                _ => format!("{name}, the longest first"),
            }
        }
        Behind::Led(Led {
            who: whose,
            start,
            weeks,
        }) => format!(
            "Changes in production in {}, {}, the longest lead times first",
            weeks_from(*start, *weeks),
            who_changed(whose)
        ),
        Behind::Followed(what, of) => format!("{}, {}", follow(*what), who_changed(of)),
        Behind::Fixes(name) => format!("Fixes: {name}"),
        Behind::Waited(waited) => waited_name(waited),
        Behind::Deployed(Deployed {
            who: whose,
            services,
            start,
            weeks,
        }) => {
            let of = match services.as_slice() {
                [one] if one.is_empty() => " that name no service".to_owned(),
                [one] => format!(" of {one}"),
                several => format!(" of {} services", several.len()),
            };
            let when = weeks_from(*start, *weeks);
            format!("Deployments{of} in {when}, {}", who(whose))
        }
        Behind::Approved(start) => format!(
            "First approved in the week of {}, the longest waits first",
            day(*start)
        ),
    }
}

fn weeks_from(start: i64, weeks: u32) -> String {
    match weeks {
        1 => format!("the week of {}", day(start)),
        many => format!("{many} weeks from {}", day(start)),
    }
}

/// What failed deployments of a week have in common.
pub fn week_name(start: i64) -> String {
    format!("Failed in the week of {}", day(start))
}

fn waited_name(waited: &Waited) -> String {
    let whose = match waited.assisted {
        None => String::new(),
        Some(true) => format!(", {}", who(&Who::Assisted)),
        Some(false) => format!(", {}", who(&Who::Unlabelled)),
    };
    match waited.step {
        None => {
            let step = waited.name.as_deref().unwrap_or_default();
            format!("Waits for {step}{whose} that are over, the longest first")
        }
        Some(part) => {
            let of = match waited.name.as_deref() {
                None => String::new(),
                Some("") => ", service not told".to_owned(),
                Some(name) => format!(", {name}"),
            };
            let part = format::capital(step(part));
            format!("{part}{of}: waits that are over, the longest first")
        }
    }
}
