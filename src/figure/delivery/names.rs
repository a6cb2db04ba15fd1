//! What things of a history are called, and their colours.

use crate::analysis::CohortInk;
use crate::analysis::stats::base::HIDE;
use crate::delivery::{
    Attribution, Blame, Board, By, Evidence, Follow, Kind, Measure, Role, Rules, Service, Sign,
    Step, Waiting, Who,
};
use crate::figure::ink::Ink;
use crate::figure::theme::Theme;
use crate::figure::{Locale, format};

/// The name of a cohort.
pub fn who(who: &Who) -> String {
    match who {
        Who::Everyone => "All deployments".to_owned(),
        Who::Assisted => "AI-assisted".to_owned(),
        Who::Unlabelled => "No sign of AI".to_owned(),
        Who::Band(0, 0) => "None with AI".to_owned(),
        Who::Band(100, _) => "All made with AI".to_owned(),
        Who::Band(0, _) => "Under half AI".to_owned(),
        Who::Band(..) => "Half or more AI".to_owned(),
        Who::Level(_, _, name) | Who::Named(name) => name.clone(),
        Who::Others => "All others".to_owned(),
        Who::Unnamed => "Not named".to_owned(),
        Who::Unknown => "No change known".to_owned(),
    }
}

/// Services that are looked at with their places among these, but for those that are left out of the numbers.
pub(super) fn told_services(board: &Board) -> impl Iterator<Item = (usize, &Service)> {
    let viewed = board.services.iter().filter(|service| service.is_in_view);
    let are_few_out = board.held_back > 0;
    viewed
        .enumerate()
        .filter(move |(_, service)| !are_few_out || !(1..HIDE).contains(&service.deployments))
}

/// How many services are looked at; none where there are none.
pub fn services_in_view(board: &Board, locale: &Locale) -> Option<String> {
    let in_view = || told_services(board).map(|(_, service)| service);
    let named = in_view().filter(|one| !one.name.is_empty()).count() as u64;
    let others = match in_view().any(|one| one.name.is_empty()) {
        true => "deployments that name none",
        false => "",
    };
    let named = (named > 0).then(|| format::noun(named, "service", "services", locale));
    match (named, others) {
        (None, "") => None,
        (None, _) => Some("no service named".to_owned()),
        (named, "") => named,
        (Some(named), others) => Some(format!("{named} and {others}")),
    }
}

/// The colour of a cohort at its place among others.
pub fn who_ink(of: &Who, at: usize) -> CohortInk {
    match of {
        Who::Assisted => CohortInk::Kind(1),
        Who::Unlabelled | Who::Everyone => CohortInk::Kind(2),
        Who::Band(0, 0) => CohortInk::Step { step: 1, of: 4 },
        Who::Band(0, _) => CohortInk::Step { step: 2, of: 4 },
        Who::Band(100, _) => CohortInk::Step { step: 4, of: 4 },
        Who::Band(..) => CohortInk::Step { step: 3, of: 4 },
        Who::Level(place, of, _) => CohortInk::Step {
            step: of - place,
            of: *of,
        },
        Who::Named(_) => CohortInk::Kind(u8::try_from(at + 1).unwrap_or(u8::MAX)),
        Who::Others | Who::Unnamed | Who::Unknown => CohortInk::Rest,
    }
}

/// The colour of a cohort of changes at its place among these: that of its deployments, where it has any.
pub(super) fn change_ink(of: &Who, at: usize, board: &Board, theme: &Theme) -> Ink {
    let deployed = board.cohorts.iter().position(|cohort| cohort.who == *of);
    let at = deployed.unwrap_or(board.cohorts.len() + at);
    theme.cohort(who_ink(of, at))
}

/// The name of a cohort of changes.
pub(super) fn who_changed(of: &Who) -> String {
    match of {
        Who::Everyone => "All changes".to_owned(),
        Who::Unknown => "In no deployment".to_owned(),
        of => who(of),
    }
}

/// What a metric that moves is called.
pub(super) fn measure(of: Measure) -> &'static str {
    match of {
        Measure::FailRate => "Change fail rate",
        Measure::RollbackRate => "Rollback rate",
        Measure::ReworkRate => "Rework rate",
        Measure::RepairedRate => "Repaired later",
        Measure::LeadTime => "Change lead time",
        Measure::Recovery => "Recovery time",
        Measure::AfterHours => "After-hours share",
    }
}

/// What it is in.
pub(super) fn measure_unit(of: Measure) -> &'static str {
    match of {
        Measure::FailRate | Measure::RepairedRate => "% of judged deployments",
        Measure::RollbackRate | Measure::ReworkRate | Measure::AfterHours => "% of deployments",
        Measure::LeadTime => "median of changes",
        Measure::Recovery => "median of failed deployments",
    }
}

/// What deployments are divided by.
pub fn by_name(by: By) -> &'static str {
    match by {
        By::Fitting => "What suits the files",
        By::Everyone => "Nothing",
        By::Exposure => "AI assistance",
        By::Bands => "Share of changes with AI",
        By::Service => "Service",
        By::Team => "Team",
        By::Column => "Another column",
        By::Answers => "AI use that people report",
    }
}

/// To which deployment an incident belongs that names none.
pub fn attribution_name(rule: Attribution) -> &'static str {
    match rule {
        Attribution::Latest => "the latest of its service within the gap",
        Attribution::Earliest => "the first of its service within the gap",
        Attribution::Split => "each of its service within the gap",
        Attribution::DevLake => "the latest in its project, however long ago (DevLake)",
        Attribution::Never => "none: only what is named or shared counts",
    }
}

/// Which deployment a rollback is blamed on.
pub fn blame_name(rule: Blame) -> &'static str {
    match rule {
        Blame::FirstAfterTarget => "the first after the version that came back (Datadog)",
        Blame::LastBefore => "the last before it (Swarmia)",
        Blame::Never => "none: only incidents make failures",
    }
}

/// What says that a deployment failed.
pub fn evidence(of: Evidence, rules: &Rules) -> String {
    match of {
        Evidence::Named => "Named in the log".to_owned(),
        Evidence::Shared => "Same commit or change".to_owned(),
        Evidence::Version => "Version rolled back".to_owned(),
        Evidence::Revert => "Revert of its change".to_owned(),
        Evidence::Label => "Hotfix or rollback next".to_owned(),
        Evidence::Time => match rules.attribution {
            // That rule knows no gap.
            Attribution::DevLake => "The latest before it".to_owned(),
            _ => format!("By time, {:.0} h", rules.gap_hours),
        },
    }
}

/// What a sign of AI is.
pub fn sign(sign: &Sign) -> String {
    match sign {
        Sign::Said(word) => format!("a column or log says “{word}”"),
        Sign::Label(label) => format!("label “{label}”"),
        Sign::Trailer(name, value) => format!("trailer {name}: {value}"),
        Sign::Author(name) => format!("author {name}"),
        Sign::Branch(start) => format!("branch {start}…"),
        Sign::Words(words) => format!("text “{words}”"),
    }
}

/// What followed a change.
pub(super) fn follow(what: Follow) -> &'static str {
    match what {
        Follow::Failure => "Deployment failed",
        Follow::Incident => "Incident",
        Follow::Rollback => "Rolled back or reverted",
        Follow::Hotfix => "Hotfix",
        Follow::Rerun => "Test re-run without a change",
        Follow::Finding => "Security finding",
    }
}

/// A part of the way of a change.
pub(super) fn step(step: Step) -> &'static str {
    match step {
        Step::FirstApproval => "First approval after opening",
        Step::Coding => "First commit to opened",
        Step::FirstReview => "First review",
        Step::Approval => "Approval after review",
        Step::Merge => "Merge after approval",
        Step::Deploy => "Deployment after merge",
    }
}

/// What a change waits for.
pub(super) fn waiting(wait: &Waiting) -> String {
    match (wait.step.map(step), wait.name.as_str()) {
        (None, name) => name.to_owned(),
        (Some(step), "") => step.to_owned(),
        // Names differ at their ends, which a narrow figure cuts.
        (Some(step), name) => format!("{name}: {}", format::small(step)),
    }
}

/// What an export is of.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Deployments => "Deployments",
        Kind::Incidents => "Incidents",
        Kind::Changes => "Changes",
        Kind::Commits => "Commits",
        Kind::Reviews => "Reviews",
        Kind::Events => "Events of changes",
        Kind::Runs => "CI runs",
        Kind::Findings => "Security findings",
        Kind::Labels => "Label log",
        Kind::Links => "Links of incidents to deployments or boards",
        Kind::Projects => "Project mapping",
        Kind::Diffs => "New commits of deployments",
    }
}

/// What a column tells.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Id => "Identifier",
        Role::Deployment => "Deployment",
        Role::Incident => "Incident",
        Role::CausedBy => "Caused by deployment",
        Role::Change => "Change",
        Role::Number => "Number of the change",
        Role::Commit => "Commit",
        Role::Service => "Service",
        Role::Environment => "Environment",
        Role::Team => "Team",
        Role::Outcome => "Outcome",
        Role::OwnOutcome => "Outcome in the tool’s words",
        Role::OwnState => "State in the tool’s words",
        Role::State => "State",
        Role::Type => "Type",
        Role::Undoes => "Is a rollback",
        Role::Undone => "Failed or was rolled back",
        Role::Created => "Created",
        Role::Started => "Began",
        Role::Detected => "Detected",
        Role::Finished => "Ended",
        Role::Duration => "Took, in seconds",
        Role::Committed => "First commit",
        Role::Merged => "Merged",
        Role::Restored => "Restored",
        Role::Closed => "Closed",
        Role::Updated => "Last changed",
        Role::Severity => "Severity",
        Role::Title => "Title",
        Role::Body => "Text",
        Role::Labels => "Labels",
        Role::Paths => "Files that it touches",
        Role::Branch => "Branch",
        Role::Version => "Version",
        Role::Author => "Author",
        Role::Assisted => "AI assistance",
        Role::Attempt => "Attempt",
        Role::Event => "Event",
        Role::Project => "Project",
        Role::Table => "Table",
        Role::Entry => "Entry",
    }
}
