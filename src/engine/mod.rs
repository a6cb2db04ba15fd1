//! Runs the same shard code in the page or in a worker.
//!
//! Invariant: what crosses is [`protocol`]'s messages and file handles, never rows.

mod error;
#[cfg(target_arch = "wasm32")]
mod hand;
#[cfg(target_arch = "wasm32")]
pub mod link;
pub mod parts;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
mod reading;
pub mod recall;
#[cfg(target_arch = "wasm32")]
pub mod serve;
mod shard;

pub use error::EngineError;
pub use shard::{Shard, Shards};
