//! A button that opens a short list of buttons; closes on Escape, on choosing and when focus leaves.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node};

use super::Icon;

/// A menu. Its list is made of plain buttons.
#[component]
pub fn Menu(
    /// Name of the button.
    label: &'static str,
    /// Icon of the button.
    icon: &'static str,
    /// The buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<leptos::html::Div>::new();
    let button = NodeRef::<leptos::html::Button>::new();
    let close_outside = move |ev: FocusEvent| {
        let inside = ev
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok())
            .is_some_and(|to| {
                root.get_untracked()
                    .is_some_and(|root| root.contains(Some(&to)))
            });
        if !inside {
            open.set(false);
        }
    };
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // A button that cannot take focus keeps it where it is.
            let _ = button.focus();
        }
    };
    view! {
        <div
            class="menu"
            node_ref=root
            on:focusout=close_outside
            on:keydown=move |ev| {
                if ev.key() == "Escape" && open.get_untracked() {
                    ev.stop_propagation();
                    close();
                }
            }
        >
            <button node_ref=button class="glyph" type="button" aria-label=label title=label aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|o| *o = !*o)>
                <Icon name=icon/>
            </button>
            <Show when=move || open.get()>
                <div class="list" on:click=move |_| close()>{children()}</div>
            </Show>
        </div>
    }
}
