//! What a row of a file is, and so what every base counts.

use crate::analysis::Answer;

/// What one row of a file tells of.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Counted {
    /// A person who answered a survey.
    #[default]
    Respondents,
    /// Something that a tool keeps a record of.
    Records,
}

impl Counted {
    /// What several are called.
    pub fn many(self) -> &'static str {
        match self {
            Self::Respondents => "respondents",
            Self::Records => "records",
        }
    }

    /// What they are where they are only counted.
    pub(super) fn heads(self) -> &'static str {
        match self {
            Self::Respondents => "people",
            Self::Records => "records",
        }
    }

    /// What is loaded of a file.
    pub fn loaded(self) -> &'static str {
        match self {
            Self::Respondents => "responses loaded",
            Self::Records => "records loaded",
        }
    }

    /// What is kept of a file of which some rows were left out.
    pub fn kept(self) -> &'static str {
        match self {
            Self::Respondents => "responses kept",
            Self::Records => "records kept",
        }
    }

    /// What a file of such rows can tell.
    pub fn tells(self) -> &'static str {
        match self {
            Self::Respondents => "A survey answers what people report, all at one time.",
            Self::Records => "An export tells what a tool recorded.",
        }
    }

    /// What they do with an answer.
    pub(super) fn say(self) -> &'static str {
        match self {
            Self::Respondents => "say",
            Self::Records => "have",
        }
    }

    /// How far a source of such rows is to be trusted.
    pub(super) fn caution(self) -> &'static str {
        match self {
            Self::Respondents => "Self-reported; what goes together is not what causes what.",
            Self::Records => "As a tool recorded it; what goes together is not what causes what.",
        }
    }

    /// The definition of what an answer tells, in words that fit.
    pub(super) fn definition(self, answer: &Answer) -> &'static str {
        match (self, answer.metric.id) {
            (Self::Records, "number") => "Mean of the numbers in the records, each record once",
            (Self::Records, "scale" | "options") => "Share of records per value",
            _ => answer.metric.definition,
        }
    }
}
