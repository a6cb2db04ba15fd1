//! What a person says the columns mean: roles, scales, cohorts, weights, filters.
//!
//! Invariant: rows are never seen here, only what a file's columns hold in sum; nothing is computed that a chart shows.

mod abroad;
mod bands;
pub mod cohort;
mod decisions;
mod dictionary;
mod frequency;
mod meaning;
mod misfit;
mod once;
mod question;
mod role;
mod scale;
mod words;

pub use cohort::{CohortInk, Cohorts, Group};
pub use decisions::{CohortDecision, Decisions, FilterDecision, ScaleDecision};
pub use dictionary::Ramp;
pub use meaning::{Clause, Study};
pub use misfit::Misfit;
pub use once::{doubts, infer};
pub use question::{Form, MOST_LEVELS, Question, Reading};
pub use role::{Burnout, Guess, ROLES, Role, Sure, conversion};
