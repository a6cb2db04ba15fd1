//! Puts answers into words and lays them out as scenes of plain shapes.
//!
//! Invariant: layout is pure and knows no output; text is measured by our own table, colours come from the theme alone, and
//! no coordinate is NaN or outside the scene.

mod axis;
mod bars;
pub mod charts;
mod counted;
pub mod delivery;
mod density;
pub mod finding;
pub mod format;
mod frame;
mod ink;
mod interval;
mod layout;
mod naming;
mod reading;
mod rows;
mod scale;
mod scene;
mod sheet;
mod spec;
mod steps;
mod strip;
mod table;
pub mod text;
mod theme;
mod ticks;
pub mod words;

pub use charts::Chart;
pub use counted::Counted;
pub use format::Locale;
pub use frame::{MARGIN, Words, framed};
pub use ink::{Ink, LevelInk};
pub use layout::layout;
pub use reading::{Kind, Reading, headline_name, kind, reading, value};
pub use rows::{Standing, rounded};
pub use scale::Scale;
pub use scene::{Anchor, Datum, Label, Mark, Region, Scene, Shape, Weight};
pub use sheet::{Lens, Sheet};
pub use spec::{FigureId, Spec, Subject};
pub use table::Table;
pub use theme::Theme;
