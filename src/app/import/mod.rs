//! Arrival, dropping, and what became of each file.

mod arrival;
mod card;
mod choose;
mod files;
mod take;
mod too_big;

pub use arrival::Arrival;
pub use choose::ChooseFiles;
pub use files::Files;
pub use take::DropTarget;
