//! Drop a survey export on a page, get honest cohort charts.
//!
//! Data flows one way through the rooms; the table in ARCHITECTURE.md says what each may use, and `tests/house.rs` holds them to it.

pub mod analysis;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod app;
pub mod calendar;
pub mod codes;
pub mod delivery;
pub mod engine;
pub mod figure;
pub mod merge;
pub mod order;
pub mod place;
pub mod render;
pub mod report;
pub mod source;
pub mod study;
pub mod table;
pub mod unpack;
