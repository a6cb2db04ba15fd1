//! Decides each column's type and holds it densely.
//!
//! Three steps, so that a file can be read in shards: [`Scan`] collects evidence and merges, [`infer`] decides one
//! [`Schema`] from it, and [`build`] turns records into a [`Table`]. No cell is dropped: what does not fit a column's
//! kind is counted apart (`aside`), and the text of every cell stays in the records.

mod aside;
mod bands;
mod bitmap;
mod build;
mod cell;
mod codebook;
mod column;
mod correction;
mod dates;
mod doubts;
mod durations;
mod evidence;
mod excluding;
mod firsts;
mod fold;
mod folds;
mod infer;
mod joined;
mod levels;
mod looks;
mod months;
mod numbers;
mod personal;
mod plain;
mod quality;
mod raw;
mod reading;
mod scan;
mod schema;
mod sentinels;
mod sketch;
mod spelling;
mod summary;
mod units;
mod values;
mod words;

pub use aside::says_nothing_abroad;
pub use bands::{Band, band, bands, order as band_order, repair};
pub use bitmap::Bitmap;
pub use build::{Table, build, build_kept};
pub use codebook::{CodeBook, code_book, labels, typed_labels};
pub use column::Column;
pub use correction::{Correction, says_little};
pub use dates::{is_time, seconds as time_of};
pub use doubts::{Concerned, Doubt, DoubtKind, doubts};
pub use durations::{hours_in, hours_of_unit};
pub use evidence::{Evidence, Run};
pub use excluding::kept;
pub use fold::Group;
pub use folds::Fold;
pub use infer::infer;
pub use joined::{Joined, WRITTEN_IN};
pub use levels::Levels;
pub(crate) use levels::hash;
pub use looks::{Look, Looks, Seen};
pub use personal::{Sensitive, named};
pub use plain::Plain;
pub use quality::{Finding, FindingKind, Quality, quality};
pub use raw::{RawRow, Which, raw_rows};
pub use reading::{Exclusion, Reading};
pub use scan::{PartScan, Scan};
pub use schema::{ColumnSchema, Kind, Schema};
pub use summary::{ColumnSummary, FileSummary, HIDDEN};
pub use units::Unit;
pub use values::Numbers;
pub use words::words;
