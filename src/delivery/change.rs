//! Changes: pull and merge requests.

use super::export::Export;
use super::role::Role;

/// How far a change is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is merged.
    Merged,
    /// It was closed without that.
    Closed,
    /// It is open.
    Open,
}

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is known by.
    pub id: String,
    /// Its number, as people say it.
    pub number: String,
    /// What it changes.
    pub service: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Who made it.
    pub author: String,
    /// Its branch.
    pub branch: String,
    /// Its labels, as written.
    pub labels: String,
    /// What the export says of AI, as it says it.
    pub assisted: String,
    /// How far it is.
    pub state: State,
    /// When it was opened, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was merged.
    pub merged: Option<i64>,
    /// The commit that it became.
    pub commit: String,
    /// Which export and which of its rows.
    pub place: (usize, usize),
}

impl Change {
    /// Hours from opened to merged.
    pub fn hours_to_merge(&self) -> Option<f64> {
        Some((self.merged? - self.created?) as f64 / 3600.0)
    }
}

/// The changes of an export.
pub(super) fn fold(number: usize, export: &Export<'_>) -> Vec<Change> {
    let changes = (0..export.rows()).map(|row| {
        let text = |role| export.text(row, role).to_owned();
        let merged = export.time(row, Role::Merged);
        let said = text(Role::State).to_lowercase();
        Change {
            id: text(Role::Id),
            number: text(Role::Number),
            service: text(Role::Service),
            title: text(Role::Title),
            body: text(Role::Body),
            author: text(Role::Author),
            branch: text(Role::Branch),
            labels: text(Role::Labels),
            assisted: text(Role::Assisted),
            state: match said.as_str() {
                _ if merged.is_some() => State::Merged,
                "merged" => State::Merged,
                "closed" | "declined" | "abandoned" => State::Closed,
                _ => State::Open,
            },
            created: export.time(row, Role::Created),
            merged,
            commit: text(Role::Commit),
            place: (number, row),
        }
    });
    changes.collect()
}
