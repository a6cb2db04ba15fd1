//! Small parts that every page uses.

mod fraction;
mod icon;
mod menu;

pub use fraction::Fraction;
pub use icon::{Icon, Mark};
pub use menu::Menu;
