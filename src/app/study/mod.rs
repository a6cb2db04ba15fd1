//! Cohorts, filters, and the page that shows how a file was read.

mod cohorts;
mod columns;
mod doubts;
mod facet;
mod levels;
mod quality;
mod side;
mod swatch;

pub use columns::Understand;
pub use side::{Chips, InView, Side};
