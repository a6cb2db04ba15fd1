//! How wrong a missing label could be: two sliders and what becomes of the gap.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::delivery::hidden;

/// The card of hidden AI-assisted changes.
#[component]
pub fn Labelling() -> impl IntoView {
    let desk = use_desk();
    let share = RwSignal::new(30_u32);
    let times = RwSignal::new(100_u32);
    let told = Memo::new(move |_| {
        let (share, times) = (
            f64::from(share.get()) / 100.0,
            f64::from(times.get()) / 100.0,
        );
        desk.with_board(|board, view, locale| hidden(board, view, share, times, locale))?
    });
    let is_told = Memo::new(move |_| told.with(Option::is_some));
    let read = |ev: &leptos::ev::Event| event_target_value(ev).parse::<u32>().ok();
    view! {
        <Show when=move || is_told.get()>
            <section class="card pane" id="labelling" aria-labelledby="labelling-title">
                <h2 id="labelling-title">"What if labels are missing?"</h2>
                <p class="soft">"Labels are taken never to be false. Squash merges strip trailers, and not everybody labels."</p>
                <label for="hidden-share">"AI-assisted deployments that carry no sign: " <b class="num">{move || format!("{}\u{a0}%", share.get())}</b></label>
                <input id="hidden-share" type="range" min="0" max="80" step="5" prop:value=move || share.get().to_string() on:input=move |ev| {
                    if let Some(value) = read(&ev) {
                        share.set(value);
                    }
                }/>
                <label for="hidden-times">"Hidden ones fail, against labelled ones, this many times as often: " <b class="num">{move || format!("{}.{:02}", times.get() / 100, times.get() % 100)}</b></label>
                <input id="hidden-times" type="range" min="0" max="300" step="5" prop:value=move || times.get().to_string() on:input=move |ev| {
                    if let Some(value) = read(&ev) {
                        times.set(value);
                    }
                }/>
                <p role="status"><b>{move || told.with(|told| told.as_ref().map(|told| told.finding.clone()))}</b></p>
                <p class="small">{move || told.with(|told| told.as_ref().map(|told| told.hidden.clone()))}</p>
                <p class="small">{move || told.with(|told| told.as_ref().map(|told| told.turns.clone()))}</p>
            </section>
        </Show>
    }
}
