//! A text that may be very long: its start, and the rest on request.

use leptos::either::Either;
use leptos::prelude::*;

/// Letters shown of a long text.
const SHOWN: usize = 160;

/// A question in strong type; one as long as a letter is cut until somebody asks for the rest.
#[component]
pub fn Long(
    /// The question.
    text: String,
) -> impl IntoView {
    let end = text.char_indices().nth(SHOWN).map(|(end, _)| end);
    let Some(end) = end.filter(|end| text.len() - end > SHOWN / 4) else {
        return Either::Left(view! { <b>{text}</b> });
    };
    let (start, rest) = (text[..end].to_owned(), text[end..].to_owned());
    let open = RwSignal::new(false);
    Either::Right(view! {
        <b>{start}{move || if open.get() { rest.clone() } else { "…".to_owned() }}</b>
        " "
        <button class="linked tiny" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
            {move || if open.get() { "Show less" } else { "Show all of it" }}
        </button>
    })
}
