//! Leptos views; exists in the browser only.
//!
//! Invariant: views read memos and call `desk.run(Command)`; no view holds a setter into the report, and no statistics or
//! formatting of numbers happens in a view.

mod answers;
mod asking;
mod clipboard;
mod delivery;
mod desk;
mod figures;
mod frame;
mod import;
mod keys;
mod open_file;
mod opening;
mod outside;
mod page;
mod parts;
mod portion;
mod rehearsal;
mod reread;
mod scanning;
mod sight;
mod study;
mod turns;
mod zones;

use leptos::prelude::*;

/// Puts the page into the document.
pub fn start() {
    outside::remove("starting");
    mount_to_body(frame::Frame);
    outside::measure("denominator:boot", 0.0, None);
}
