//! A cohort's colour beside its name; hollow where its base is small.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::Ink;
use crate::study::CohortInk;

/// A dot in a cohort's colour.
#[component]
pub fn Swatch(
    /// Which colour.
    ink: CohortInk,
    /// Whether the base is small.
    #[prop(into)]
    low: Signal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let colour = move || {
        let Ink(red, green, blue) = desk.theme().cohort(ink);
        format!("rgb({red} {green} {blue})")
    };
    view! {
        <svg class="sw" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r=move || if low.get() { 4.8 } else { 5.5 } fill=move || if low.get() { "none".to_string() } else { colour() } stroke=colour stroke-width=move || if low.get() { 1.8 } else { 0.0 }></circle>
        </svg>
    }
}
