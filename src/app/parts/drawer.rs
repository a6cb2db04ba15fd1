//! The side where there is no room for it beside the page: a drawer that a button opens.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Icon;
use crate::app::outside;

/// The side's id.
pub const SIDE: &str = "side";
/// The id of the button.
const OPENS: &str = "opens-side";

/// The button; the side comes at the top of the page, and the focus with it.
#[component]
pub fn DrawerButton(
    /// Whether the side is open.
    open: RwSignal<bool>,
    /// What it holds.
    label: &'static str,
) -> impl IntoView {
    view! {
        <button id=OPENS class="button" type="button" aria-controls=SIDE aria-expanded=move || open.get().to_string() on:keydown=move |ev| close_by(&ev, open) on:click=move |_| {
            open.update(|open| *open = !*open);
            if open.get_untracked() {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                // It can take the focus once it is drawn.
                request_animation_frame(|| outside::go_to(SIDE));
            }
        }>
            <Icon name="filter"/>
            {move || if open.get() { "Close" } else { label }}
        </button>
    }
}

/// A button at the top of the drawer that closes it; nothing where the side is none.
#[component]
pub fn CloseDrawer(
    /// Whether the side is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button class="button slim drawer-close" type="button" on:click=move |_| close(open)><Icon name="cross"/>"Close"</button>
    }
}

fn close(open: RwSignal<bool>) {
    open.set(false);
    request_animation_frame(|| outside::go_to(OPENS));
}

/// Closes an open drawer where the key is Escape, and gives the focus back to its button.
pub fn close_by(ev: &KeyboardEvent, open: RwSignal<bool>) {
    if ev.key() == "Escape" && open.get_untracked() {
        close(open);
    }
}
