//! A bar beside a number.

use leptos::prelude::*;

/// Width of the longest.
const WIDTH: f64 = 48.0;

/// How long a row is beside the longest.
#[component]
pub fn Bar(
    /// Its share of that, 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
) -> impl IntoView {
    // To a tenth of a pixel: what nobody sees is not painted anew.
    let width = Memo::new(move |_| (share.get() * WIDTH * 10.0).round() / 10.0);
    view! {
        <svg class="bar" viewBox="0 0 48 6" aria-hidden="true"><rect class="all" width="48" height="6" rx="2"></rect><rect class="part" width=move || width.get() height="6" rx="2"></rect></svg>
    }
}
