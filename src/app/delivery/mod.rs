//! Delivery: what a team's tools export, put together, compared, and checked definition by definition.

mod answered;
mod behind;
mod card;
mod exports;
mod kept;
mod kit;
mod labelling;
mod ledger;
mod page;
mod perceived;
mod rules;
mod said;
mod side;
mod signs;
mod taken_for;
mod telling;
mod xray;

pub use ledger::Deliveries;
pub use page::{Delivery, Pane};
pub use taken_for::TakenFor;
