//! What the exports do not tell, and what to do about it.

use super::says::{day, month_span};
use super::{Card, View, definitions};
use crate::delivery::{
    Board, Evidence, Kind, LeadStart, RecoveryEnd, RecoveryStart, Rival, Rules, Subject, Value,
};

const DAY: i64 = 86_400;
/// Mean times between incidents that a log of them may go on without one: with as many in its time, that much silence has a chance
/// of one in a thousand.
const SILENCE: i64 = 7;
/// Causes that are no deployment here from which on they are more than a slip.
const ASTRAY: u64 = 3;
/// The share of the time looked at that incidents may be silent about before that is doubtful.
const SILENT: f64 = 0.1;

/// From when to when a log of incidents seems to reach, in seconds since 1970; none where nothing says when any of them began.
fn reach(board: &Board) -> Option<(i64, i64)> {
    let (first, last, n) = board.incidents.known?;
    let around = (SILENCE * (last - first) / n.max(1) as i64).max(SILENCE * DAY);
    Some((first - around, last + around))
}

/// Whether anything in the exports can say that a deployment of the time looked at failed: without that, no failure is no news.
pub fn tells_failures(board: &Board) -> bool {
    let window = board.window;
    let is_reached = reach(board).is_some_and(|(from, to)| from < window.to && to >= window.from);
    is_reached || !board.evidence.is_empty() || board.everyone.reworked.hits > 0
}

/// Each as a paragraph of its own.
pub fn notices(board: &Board, view: View<'_>) -> Vec<String> {
    let lacking = lacking(board).map(str::to_owned);
    let silent = silent(board, view);
    lacking
        .into_iter()
        .chain(astray(board))
        .chain(mixed(board))
        .chain(beyond(board, view))
        .chain(silent)
        .chain(ends(board, &view.asked.rules))
        .chain(by_day(board))
        .collect()
}

/// Ends of lead and recovery times that the rules ask for and no export tells.
fn ends(board: &Board, rules: &Rules) -> Vec<String> {
    let another = "choose another one under “Rules in force”";
    let are_others_told = |of: Subject| {
        let others = board.rivals.iter().filter(|one| one.of == of);
        let mut others = others.filter(|one| one.rival != Rival::InForce);
        others.any(|one| matches!(&one.value, Value::Hours(curve) if curve.n > 0))
    };
    let mut all = Vec::new();
    if rules.lead_from != LeadStart::default()
        && board.lead.all.n == 0
        && are_others_told(Subject::LeadTime)
    {
        all.push(format!(
            "Lead time is to begin with {}, and no change tells that: open an export that does, or {another}.",
            definitions::lead_name(rules.lead_from)
        ));
    }
    let plain = Rules::default();
    let recovery = &board.everyone.recovery;
    let is_other =
        (rules.recovery_from, rules.recovery_to) != (plain.recovery_from, plain.recovery_to);
    if is_other && recovery.n == recovery.open && are_others_told(Subject::Recovery) {
        let start = match rules.recovery_from {
            RecoveryStart::Deployed => "",
            other => definitions::recovery_start_name(other),
        };
        let end = match rules.recovery_to {
            RecoveryEnd::Restored => "",
            other => definitions::recovery_end_name(other),
        };
        let and = if start.is_empty() || end.is_empty() {
            ""
        } else {
            " or when "
        };
        all.push(format!(
            "Nothing here tells when {start}{and}{end}, which recovery is to be told by: open an export that does, or {another}."
        ));
    }
    all
}

/// What cannot be counted.
fn lacking(board: &Board) -> Option<&'static str> {
    let sorting = &board.sorting;
    match board.deployments {
        0 if sorting.deployments == 0 && tells_nothing(board) && sorting.incidents > 0 => Some(
            "The incidents here tell no time that can be read: say below which columns tell when they began and ended, or export times as the tool has them.",
        ),
        0 if sorting.deployments == 0 && tells_nothing(board) && sorting.changes.0 > 0 => Some(
            "The changes here do not tell when they were opened and merged, so that no time can be told of them: export these too, or open deployments beside them.",
        ),
        0 if sorting.deployments == 0 && tells_nothing(board) => Some(
            "Nothing here can be counted yet: open an export of deployments, incidents or changes, too.",
        ),
        0 if sorting.deployments == 0 => None,
        0 if board.services.iter().all(|one| !one.is_in_view) && !board.services.is_empty() => {
            Some(
                "None of the services that are looked at is in these exports: choose all, or others, at the side.",
            )
        }
        0 if sorting.timeless > 0 => Some(
            "No deployment to production says when it ended. If a column does, say below which; else export that too.",
        ),
        0 if sorting.outside > 0 => Some(
            "No deployment lies in the time looked at. Choose other days below, or all the time there is.",
        ),
        0 if sorting.unreached > 0 && sorting.elsewhere.is_empty() => Some(
            "None of the deployments reached production: all failed, were given up or still run. Say below if another column tells their outcome.",
        ),
        0 if sorting.unknown > 0 => Some(
            "No deployment is known to have reached production, for their outcomes are in words not known here: they are listed at the end of the page. Say there which column tells the outcome in other words, or that none does; then all count as there.",
        ),
        0 => Some(
            "No deployment reached production. Say below which environments are production, or which column tells them.",
        ),
        _ if !tells_failures(board) && board.incidents.known.is_none() => Some(
            "Nothing here says which deployments failed, so no fail rate is shown: open an export of incidents, too, or one of deployments that tells rollbacks.",
        ),
        _ => None,
    }
}

/// Whether no figure can be drawn of these exports.
fn tells_nothing(board: &Board) -> bool {
    Card::ALL.iter().all(|card| !card.is_told(board))
}

/// Where incidents are silent about so much of the time looked at that their log may not reach so far.
fn silent(board: &Board, view: View<'_>) -> Option<String> {
    let (window, (first, last, _)) = (board.window, board.incidents.known?);
    if board.deployments == 0 {
        return None;
    }
    let local = |at: i64| at + view.asked.zone.ahead(at);
    let span = |from: i64, to: i64| month_span(local(from), local(to));
    let known = span(first, last + 1);
    if !tells_failures(board) {
        return Some(format!(
            "All incidents here began {known}, and none of the deployments that are looked at is of that time: nothing says which of them failed, so no fail rate is shown. Open the incidents of {} too.",
            span(window.from, window.to)
        ));
    }
    let (from, to) = reach(board)?;
    let end = window.to.min(window.exported);
    let silent = (from - window.from).max(0) + (end - to).max(0);
    let is_doubtful = silent as f64 > SILENT * (end - window.from).max(1) as f64;
    is_doubtful.then(|| {
        format!(
            "All incidents here began {known}, but deployments are looked at from {}. If the export of incidents does not reach so far, the others only seem not to have failed: choose the time looked at under “Rules in force”, or open the rest of the incidents.",
            span(window.from, end)
        )
    })
}

/// Where most of what incidents name as their cause is no deployment here, so that failures may only seem to be few.
fn astray(board: &Board) -> Option<String> {
    let unknown = board.sorting.unknown_causes.len() as u64;
    let found = board.evidence.get(&Evidence::Named).copied().unwrap_or(0);
    (board.deployments > 0 && unknown >= ASTRAY && unknown > found).then(|| {
        format!(
            "Incidents name {unknown} causes that are no deployment, commit, change or version here, and {found} that are: what they name cannot be said to have failed, so that rates may be too low. Open the deployments that they name, or say below which column names the deployment."
        )
    })
}

/// Where versions come back so often that they are of several things.
fn mixed(board: &Board) -> Option<String> {
    let many = board.viewed.mixed_versions;
    (board.deployments > 0 && many > 0).then(|| {
        format!(
            "{many} deployments bring back a version that was out before. So many are hardly rollbacks, and none of them is taken for one: versions of several things seem to stand under one name. If a column tells them apart, say below that it tells the service."
        )
    })
}

/// Where the time that somebody chose goes on after all that the exports tell, or begins before it.
fn beyond(board: &Board, view: View<'_>) -> Option<String> {
    let (window, (first, last)) = (board.window, board.known);
    if board.deployments == 0 {
        return None;
    }
    let local = |at: i64| at + view.asked.zone.ahead(at);
    let said = |at: i64| day(local(at));
    let last = last.max(window.exported);
    let (is_early, is_late) = (window.from < first, window.to > last + DAY);
    let (known, asked) = match (is_early, is_late) {
        (false, false) => return None,
        (true, false) => (
            format!("before {}", said(first)),
            format!("begins on {}", said(window.from)),
        ),
        (false, true) => (
            format!("after {}", said(last - 1)),
            format!("ends on {}", said(window.to - 1)),
        ),
        (true, true) => (
            format!("before {} or after {}", said(first), said(last - 1)),
            format!("is {}", month_span(local(window.from), local(window.to))),
        ),
    };
    Some(format!(
        "The exports tell nothing {known}, and the time looked at {asked}: what lies between counts as time without deployments. If the exports do not reach so far, choose a shorter time under “Rules in force”."
    ))
}

/// What is told without times of day.
fn by_day(board: &Board) -> Option<String> {
    let named = board.by_day.iter().filter_map(|kind| match kind {
        Kind::Deployments => Some("deployments"),
        Kind::Incidents => Some("incidents"),
        Kind::Changes => Some("changes"),
        Kind::Reviews => Some("reviews"),
        _ => None,
    });
    let named: Vec<&str> = named.collect();
    let (last, first) = named.split_last()?;
    let all = match first.is_empty() {
        true => (*last).to_owned(),
        false => format!("{} and {last}", first.join(", ")),
    };
    Some(format!(
        "The exports tell the day of {all}, and no time of day: what lasted is known to a day (0 h is within one day), and nothing is said of hours outside the workday. Export times too, if the tool has them."
    ))
}
