//! Keys that work everywhere but in text fields.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::desk::Desk;
use super::outside;
use super::parts::KEYS;
use crate::figure::Lens;

/// Listens for the page's keys.
pub fn listen(desk: Desk) {
    let handle = window_event_listener(leptos::ev::keydown, move |ev| on_key(desk, &ev));
    on_cleanup(move || handle.remove());
}

fn on_key(desk: Desk, ev: &KeyboardEvent) {
    // Nothing happens behind a list that lies over the page.
    if is_typing(ev) || outside::is_dialog_open(KEYS) {
        return;
    }
    let command = ev.ctrl_key() || ev.meta_key();
    match (ev.key().to_lowercase().as_str(), command, ev.shift_key()) {
        ("z", true, false) => desk.undo(),
        ("z", true, true) | ("y", true, false) => desk.redo(),
        ("?", false, _) if !ev.alt_key() && desk.keys.get_untracked() => {
            outside::open_dialog(KEYS);
        }
        (key, false, false) if !ev.alt_key() && desk.keys.get_untracked() => match key {
            "f" => flip(desk),
            "t" | "x" if press(ev, key) => {}
            _ => return,
        },
        _ => return,
    }
    ev.prevent_default();
}

/// Presses the button that has this key in the figure that has the focus; nothing where there is none.
fn press(ev: &KeyboardEvent, key: &str) -> bool {
    let target = ev.target().and_then(|t| t.dyn_into::<Element>().ok());
    let figure = target.and_then(|target| target.closest("figure").ok().flatten());
    let button = figure.and_then(|figure| {
        let found = figure.query_selector(&format!("[aria-keyshortcuts={key}]"));
        found.ok().flatten()?.dyn_into::<HtmlElement>().ok()
    });
    button.as_ref().map(HtmlElement::click).is_some()
}

/// Percent to fractions, and back.
pub fn flip(desk: Desk) {
    desk.lens.update(|lens| {
        *lens = if *lens == Lens::Percent {
            Lens::Fraction
        } else {
            Lens::Percent
        }
    });
}

/// Whether a key belongs to the control that has the focus: text fields undo by themselves, and a list goes to what a letter
/// begins.
fn is_typing(ev: &KeyboardEvent) -> bool {
    let Some(element) = ev.target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let is_command = ev.ctrl_key() || ev.meta_key();
    match element.tag_name().as_str() {
        "TEXTAREA" => true,
        "SELECT" => !is_command,
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default();
            !is_command || !matches!(kind.as_str(), "checkbox" | "radio" | "file" | "range")
        }
        _ => element.is_content_editable(),
    }
}
