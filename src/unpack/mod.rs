//! Turns what tables are packed in (archives, workbooks, JSON) into text tables.
//!
//! Invariant: no bytes make unpacking panic, run on or fill the memory. It gives parts, or one [`UnpackError`] that says what,
//! where and what to do. [`container`] links nothing of the rest, so that the page can ask it without growing.

mod archive;
mod budget;
mod bytes;
mod compound;
mod container;
mod error;
mod flatten;
mod grid;
mod json;
mod lines;
mod moment;
mod ods;
mod open;
mod xls;
mod xlsx;
mod xml;
mod zip;

pub use container::{Container, container};
pub use error::UnpackError;
pub use open::{Part, unpack};
