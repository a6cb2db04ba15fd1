//! The list of keys, and whether single ones do anything.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::outside;

/// What the list is called in the page.
pub const KEYS: &str = "keys";

/// Keys with what they do.
const WHAT: [(&str, &str); 9] = [
    ("F", "flips between percent and fractions"),
    ("T", "shows the table of the figure that has the focus"),
    (
        "X",
        "goes to rival definitions of the figure that has the focus",
    ),
    ("?", "shows this list"),
    ("Ctrl Z, Ctrl Shift Z", "undo and redo"),
    ("Enter", "goes into a chart, and to the rows behind a mark"),
    ("Arrows, Home, End", "walk the marks of a chart"),
    ("Escape", "leaves a chart, and closes what is open"),
    ("Shift and click", "leaves a level or a service out"),
];

/// The list, which opens over the page.
#[component]
pub fn KeyList() -> impl IntoView {
    let desk = use_desk();
    view! {
        <dialog id=KEYS class="keys" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <dl>
                {WHAT.into_iter().map(|(key, what)| view! { <dt>{key}</dt><dd>{what}</dd> }).collect_view()}
            </dl>
            <label class="check small"><input type="checkbox" prop:checked=move || desk.keys.get() on:change=move |ev| desk.keys.set(event_target_checked(&ev))/>"Single keys do something"</label>
            <div class="btns"><button class="button" type="button" on:click=move |_| outside::close_dialog(KEYS)>"Close"</button></div>
        </dialog>
    }
}

/// The way to the list, where nobody knows the key.
#[component]
pub fn KeysNote() -> impl IntoView {
    let desk = use_desk();
    view! {
        <p class="tiny quiet">
            {move || match desk.keys.get() {
                true => "F flips between percent and fractions. ",
                false => "Single keys are off. ",
            }}
            <button class="linked tiny" type="button" aria-haspopup="dialog" on:click=move |_| outside::open_dialog(KEYS)>"All keys"</button>
        </p>
    }
}
