//! The button that opens the browser's own file dialog.

use leptos::prelude::*;

use super::take::open_all;
use crate::app::desk::use_desk;
use crate::app::parts::Icon;

/// A button for choosing files.
#[component]
pub fn ChooseFiles(
    /// Words on the button.
    label: &'static str,
    /// Classes of the button.
    class: &'static str,
) -> impl IntoView {
    let desk = use_desk();
    let input = NodeRef::<leptos::html::Input>::new();
    view! {
        <button class=class type="button" on:click=move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        }>
            <Icon name="file"/>
            {label}
        </button>
        <input
            node_ref=input
            class="unseen"
            type="file"
            multiple=true
            tabindex="-1"
            aria-hidden="true"
            on:change:target=move |ev| {
                let input = ev.target();
                if let Some(files) = input.files() {
                    open_all(desk, &files);
                }
                input.set_value("");
            }
        />
    }
}
