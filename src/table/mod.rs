//! Decides each column's type and holds it densely.
//!
//! Three steps, so that a file can be read in shards: [`Scan`] collects evidence and merges, [`infer`] decides one
//! [`Schema`] from it, and [`build`] turns records into a [`Table`]. No cell is dropped: what does not fit a column's
//! kind is counted apart (`aside`), and the text of every cell stays in the records.

mod aside;
mod bitmap;
mod build;
mod column;
mod dates;
mod evidence;
mod infer;
mod levels;
mod numbers;
mod scan;
mod schema;
mod sketch;
mod summary;

pub use bitmap::Bitmap;
pub use build::{Table, build};
pub use column::Column;
pub use evidence::{Dates, Evidence, Numbers, Run};
pub use infer::infer;
pub use levels::Levels;
pub use scan::Scan;
pub use schema::{ColumnSchema, Kind, Schema};
pub use summary::{ColumnSummary, FileSummary};
