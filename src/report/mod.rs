//! The document a person edits: a study per file, its figures, and the way back.
//!
//! Invariant: a report changes only by [`Command`]s, and rows never reach it.

mod chapter;
mod command;
mod history;
mod recipe;
mod recipe_deliveries;
mod recipe_words;

pub use chapter::{Chapter, Delivering, FileId, Report};
pub use command::{ADDED, Command, Refused};
pub use history::History;
pub use recipe::{
    FLOOR, KeptFigure, KeptSubject, KnownColumn, MOST_HEADER_ROWS, NoRecipe, Recipe, VERSION,
};
pub use recipe_deliveries::{DeliveryRecipe, KeptExport};
