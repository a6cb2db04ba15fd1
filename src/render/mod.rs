//! Paints a scene on a plotters backend, or reads an answer out as a table.

#[cfg(target_arch = "wasm32")]
pub mod canvas;
mod copied;
mod csv;
mod marks;
mod merged;
mod outline;
mod paint;
mod svg;

pub use copied::{copied_html, copied_text, numbers_in};
pub use csv::{csv, csv_of};
pub use marks::marks;
pub use merged::merged;
pub use outline::{sentence, table};
pub use paint::{FAMILY, Page, paint};
pub use svg::svg;
