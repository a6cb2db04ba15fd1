//! Small parts that every page uses.

mod bar;
mod drawer;
mod fraction;
mod icon;
mod keys;
mod lens;
mod long;
mod menu;
mod problems;

pub use bar::Bar;
pub use drawer::{CloseDrawer, DrawerButton, SIDE, close_by};
pub use fraction::Fraction;
pub use icon::{Icon, Mark};
pub use keys::{KEYS, KeyList, KeysNote};
pub use lens::LensPair;
pub use long::Long;
pub use menu::Menu;
pub use problems::Problems;
