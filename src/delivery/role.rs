//! What a column of an export tells.

use serde::{Deserialize, Serialize};

/// What a column tells of the thing that its row is about.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What the thing is known by.
    Id,
    /// The deployment that it belongs to.
    Deployment,
    /// The incident that it belongs to.
    Incident,
    /// The deployment that caused it.
    CausedBy,
    /// The change that it belongs to: a pull or merge request.
    Change,
    /// Its number, as people say it.
    Number,
    /// A commit.
    Commit,
    /// What is deployed or broken.
    Service,
    /// Where it is deployed to.
    Environment,
    /// Who it belongs to.
    Team,
    /// What came of it.
    Outcome,
    /// The same in the words of the tool that it came from.
    OwnOutcome,
    /// How far it is, in the words of the tool that it came from.
    OwnState,
    /// How far it is.
    State,
    /// What kind of thing it is.
    Type,
    /// Whether it undid another.
    Undoes,
    /// Whether it was undone.
    Undone,
    /// When its first commit was made.
    Committed,
    /// When it was made.
    Created,
    /// When it began.
    Started,
    /// When somebody or something noticed it.
    Detected,
    /// When it ended.
    Finished,
    /// How many seconds it took.
    Duration,
    /// When it was merged.
    Merged,
    /// When service was restored.
    Restored,
    /// When it was closed.
    Closed,
    /// When its row was last changed.
    Updated,
    /// How bad it is.
    Severity,
    /// Its title.
    Title,
    /// Its text.
    Body,
    /// Its labels.
    Labels,
    /// The files that it touches.
    Paths,
    /// Its branch.
    Branch,
    /// The version that is deployed.
    Version,
    /// Who made it.
    Author,
    /// How much AI had to do with it.
    Assisted,
    /// Which try it is.
    Attempt,
    /// An event's name.
    Event,
    /// The name of the project that it belongs to.
    Project,
    /// In which table of the tool it stands.
    Table,
    /// Under which name it stands there.
    Entry,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 41] = [
        Role::Id,
        Role::Deployment,
        Role::Incident,
        Role::CausedBy,
        Role::Change,
        Role::Number,
        Role::Commit,
        Role::Service,
        Role::Environment,
        Role::Team,
        Role::Outcome,
        Role::OwnOutcome,
        Role::OwnState,
        Role::State,
        Role::Type,
        Role::Undoes,
        Role::Undone,
        Role::Committed,
        Role::Created,
        Role::Started,
        Role::Detected,
        Role::Finished,
        Role::Duration,
        Role::Merged,
        Role::Restored,
        Role::Closed,
        Role::Updated,
        Role::Severity,
        Role::Title,
        Role::Body,
        Role::Labels,
        Role::Paths,
        Role::Branch,
        Role::Version,
        Role::Author,
        Role::Assisted,
        Role::Attempt,
        Role::Event,
        Role::Project,
        Role::Table,
        Role::Entry,
    ];

    /// Whether its cells are points in time.
    pub fn is_time(self) -> bool {
        use Role::{
            Closed, Committed, Created, Detected, Finished, Merged, Restored, Started, Updated,
        };
        let times = [
            Committed, Created, Started, Detected, Finished, Merged, Restored, Closed, Updated,
        ];
        times.contains(&self)
    }
}
