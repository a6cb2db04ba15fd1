//! Formulas: every number that needs statistics is made here, each as one trusted program makes it.
//!
//! Invariant: pure functions of counts, moments and sorted values. They refuse only what is undefined; floors and thin-table
//! rules belong to the caller. `tests/numbers.rs` holds each to the reference results it names.

pub mod adjust;
pub mod base;
mod beta;
pub mod clustered;
pub mod control;
pub mod difference;
pub mod labelling;
pub mod mean;
pub mod normal;
pub mod quantile;
pub mod rank;
pub mod rate;
mod root;
pub mod share;
pub mod sorted;
mod student;
pub mod sum;
pub mod survival;
pub mod table;
