//! Cohorts, filters, and the page that shows how a file was read.

mod cells;
mod cohorts;
mod column;
mod columns;
mod doubts;
mod facet;
mod fold;
mod levels;
mod quality;
mod recipe;
mod side;
mod spread;
mod structure;
mod swatch;

pub use columns::Understand;
pub use side::{Chips, InView, Side};
pub use swatch::Swatch;
