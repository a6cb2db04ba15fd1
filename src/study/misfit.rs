//! What was said of another file and does not fit this one.

use std::fmt;

use super::role::Role;

/// One thing that does not fit. The order is that of a list: what could not be done, then what is new.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Misfit {
    /// The encoding that was said is none that is known.
    NoEncoding(String),
    /// The table that was said, counted from 1, is not in the file.
    NoTable(u32),
    /// A column that something was said about is not in the file.
    NoColumn(String),
    /// A column cannot have its role.
    Role {
        /// Name of the column.
        question: String,
        /// What it was for.
        role: Role,
    },
    /// A question has no levels any more.
    NoScale(String),
    /// A question cannot divide respondents any more.
    NoCohorts(String),
    /// A level that something was said about is not in the file.
    NoLevel {
        /// Name of the column.
        question: String,
        /// The level.
        level: String,
    },
    /// A question is asked in other words.
    Wording {
        /// Name of the column.
        question: String,
        /// The words before.
        before: String,
        /// The words now.
        now: String,
    },
    /// A column holds something of another kind.
    Kind {
        /// Name of the column.
        question: String,
        /// What it held.
        before: String,
        /// What it holds.
        now: String,
    },
    /// A column was not there before.
    NewColumn(String),
    /// A level was not there before.
    NewLevel {
        /// Name of the column.
        question: String,
        /// The level.
        level: String,
    },
}

impl Misfit {
    /// Whether something that was said could not be done, rather than something being new.
    pub fn is_lost(&self) -> bool {
        !matches!(
            self,
            Self::NewColumn(_) | Self::NewLevel { .. } | Self::Wording { .. }
        )
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEncoding(label) => write!(
                f,
                "“{label}” is no encoding that is known; the file's own was used."
            ),
            Self::NoTable(table) => {
                write!(f, "The file has no table {table}; its largest was used.")
            }
            Self::NoColumn(name) => write!(f, "The column “{name}” is not in this file."),
            Self::Role { question, role } => {
                write!(
                    f,
                    "“{question}” cannot be “{role}” in this file: its answers do not fit."
                )
            }
            Self::NoScale(name) => write!(f, "“{name}” has no levels to order in this file."),
            Self::NoCohorts(name) => write!(f, "“{name}” cannot divide respondents in this file."),
            Self::NoLevel { question, level } => {
                write!(f, "Nobody answered “{level}” to “{question}” in this file.")
            }
            Self::Wording {
                question,
                before,
                now,
            } => {
                write!(
                    f,
                    "“{question}” was asked as “{before}” and is now asked as “{now}”."
                )
            }
            Self::Kind {
                question,
                before,
                now,
            } => {
                write!(f, "“{question}” held {before} and now holds {now}.")
            }
            Self::NewColumn(name) => write!(f, "The column “{name}” is new."),
            Self::NewLevel { question, level } => {
                write!(f, "“{level}” is a new answer to “{question}”.")
            }
        }
    }
}
