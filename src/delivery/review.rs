//! Reviews.

use super::export::Export;
use super::role::Role;
use crate::table::words;

/// What a review says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It may be merged.
    Approved,
    /// Something has to change first.
    Refused,
    /// Neither.
    Commented,
}

/// A review.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The change that it is of.
    pub change: String,
    /// The service or repository that it stands in; empty where the export does not say.
    pub service: String,
    /// That change's place in the history, where it is known.
    pub place: Option<usize>,
    /// What it says.
    pub verdict: Verdict,
    /// Who says it.
    pub by: String,
    /// The step of approval, where there are several.
    pub step: String,
    /// When it was asked for, in seconds since 1970.
    pub requested: Option<i64>,
    /// When, in seconds since 1970.
    pub at: Option<i64>,
}

/// The reviews of some rows of an export.
pub(super) fn fold(export: &Export, rows: impl Iterator<Item = usize>) -> Vec<Review> {
    let at = export.roles.get(&Role::Finished);
    let at = at.map(|column| words(&export.names()[*column]).join(" "));
    let are_approvals = at.is_some_and(|name| name == "approved at");
    let reviews = rows.map(|row| {
        let text = |role| export.text(row, role).to_owned();
        let said = text(Role::State).to_lowercase();
        let is_said = export.tells(Role::State);
        Review {
            change: text(Role::Change),
            service: text(Role::Service),
            place: None,
            verdict: match said.as_str() {
                "" if !is_said && are_approvals => Verdict::Approved,
                "approved"
                | "approve"
                | "accepted"
                | "lgtm"
                | "yes"
                | "true"
                | "ship it"
                | "approved with suggestions"
                | "10"
                | "5"
                | "+2"
                | "2" => Verdict::Approved,
                "changes_requested" | "changes requested" | "request changes" | "rejected"
                | "refused" | "needs work" | "waiting for author" | "-10" | "-5" | "-2" | "-1" => {
                    Verdict::Refused
                }
                _ => Verdict::Commented,
            },
            by: text(Role::Author),
            step: text(Role::Type),
            requested: export.time(row, Role::Started),
            at: export.time(row, Role::Finished),
        }
    });
    reviews.collect()
}
