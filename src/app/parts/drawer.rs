//! The button that opens the side where there is no room for it beside the page.

use leptos::prelude::*;

use super::Icon;

/// The button; the side comes at the top of the page.
#[component]
pub fn DrawerButton(
    /// Whether the side is open.
    open: RwSignal<bool>,
    /// What it holds.
    label: &'static str,
) -> impl IntoView {
    view! {
        <button class="button" type="button" aria-expanded=move || open.get().to_string() on:keydown=move |ev| {
            if ev.key() == "Escape" {
                open.set(false);
            }
        } on:click=move |_| {
            open.update(|open| *open = !*open);
            if open.get_untracked() {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }>
            <Icon name="filter"/>
            {move || if open.get() { "Close" } else { label }}
        </button>
    }
}
