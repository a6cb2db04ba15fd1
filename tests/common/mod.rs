//! What several test programs need.

#[allow(dead_code)]
pub mod ledger;
#[allow(dead_code)]
pub mod scene;

use std::path::PathBuf;

/// Where reference results and real exports lie that are no part of the repository, whether they are there or not.
pub fn shared() -> PathBuf {
    std::env::var_os("DENOMINATOR_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    )
}
