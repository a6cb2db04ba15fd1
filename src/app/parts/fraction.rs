//! The stacked fraction: the product's signature.

use leptos::prelude::*;

/// One number over another, read aloud as "54 of 120".
#[component]
pub fn Fraction(
    /// The part.
    #[prop(into)]
    part: Signal<String>,
    /// The whole.
    #[prop(into)]
    whole: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="fraction" role="img" aria-label=move || format!("{} of {}", part.get(), whole.get())>
            <span>{part}</span>
            <span>{whole}</span>
        </span>
    }
}
