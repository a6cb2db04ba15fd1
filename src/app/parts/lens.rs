//! Percent or fractions, for every number on the page.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::Lens;

/// The two ways to show numbers; the one in use is pressed.
#[component]
pub fn LensPair() -> impl IntoView {
    let desk = use_desk();
    view! {
        <span class="pair lens" role="group" aria-label="Show numbers as">
            <button type="button" aria-pressed=move || (desk.lens.get() == Lens::Percent).to_string() on:click=move |_| desk.lens.set(Lens::Percent)>"%"</button>
            <button type="button" aria-pressed=move || (desk.lens.get() == Lens::Fraction).to_string() on:click=move |_| desk.lens.set(Lens::Fraction)>
                "9 of 41 "
                <kbd>"F"</kbd>
            </button>
        </span>
    }
}
