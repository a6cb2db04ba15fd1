//! The overview: figures with their strips, tables and files.

mod add;
mod card;
mod copying;
mod empty;
mod overview;
mod plot;
mod reach;
mod saving;
mod table;

pub use copying::Copying;
pub use overview::Overview;
pub use plot::{Drawing, Said};
pub use saving::Files;
pub use table::DataTable;
