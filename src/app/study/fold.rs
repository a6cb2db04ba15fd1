//! What is said of several columns at once: that they are one question, or what their codes stand for.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::outside;
use crate::table::Fold;

/// Starts and ends the choosing of columns that are the options of one question, and takes a code book.
#[component]
pub fn FoldBar(
    /// Names of the columns chosen so far, while they are being chosen.
    chosen: RwSignal<Option<Vec<String>>>,
) -> impl IntoView {
    let desk = use_desk();
    let name = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    let many = move || chosen.with(|chosen| chosen.as_ref().map_or(0, Vec::len));
    let can = move || many() > 1 && !name.with(|name| name.trim().is_empty());
    view! {
        <Show when=move || chosen.with(Option::is_some) fallback=move || view! {
            <p class="fold">
                <button class="linked small" type="button" id="fold" on:click=move |_| {
                    chosen.set(Some(Vec::new()));
                    outside::focus_again("fold-name".into());
                }>"Make several columns one question"</button>
                <button class="linked small" type="button" on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }>"Use a code book…"</button>
                <input class="unseen" type="file" aria-label="Code book" tabindex="-1" node_ref=input on:change:target=move |ev| {
                    let target = ev.target();
                    if let Some(file) = target.files().and_then(|files| files.get(0)) {
                        leptos::task::spawn_local(desk.use_code_book(file.name(), file.into()));
                    }
                    target.set_value("");
                }/>
            </p>
        }>
            <form class="fold" on:submit=move |ev| {
                ev.prevent_default();
                if can() && let Some(columns) = chosen.get_untracked() {
                    desk.fold(Fold { question: name.get_untracked().trim().to_owned(), columns });
                    name.set(String::new());
                    chosen.set(None);
                    outside::focus_again("fold".into());
                }
            }>
                <p class="small">"Choose the columns that hold its options, then say what the question is."</p>
                <input type="text" id="fold-name" aria-label="Name of the question" placeholder="Name of the question" prop:value=move || name.get() on:input:target=move |ev| name.set(ev.target().value())/>
                <button class="button slim first" type="submit" aria-disabled=move || (!can()).to_string()>{move || format!("Make {} columns one question", many())}</button>
                <button class="button slim plain" type="button" on:click=move |_| {
                    chosen.set(None);
                    outside::focus_again("fold".into());
                }>"Cancel"</button>
            </form>
        </Show>
    }
}
