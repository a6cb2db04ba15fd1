//! Small parts that every page uses.

mod fraction;
mod icon;
mod lens;
mod menu;

pub use fraction::Fraction;
pub use icon::{Icon, Mark};
pub use lens::LensPair;
pub use menu::Menu;
