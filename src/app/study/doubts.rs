//! What the file's cells do not settle, worst first, with the cells that say so.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::parts::Icon;
use crate::figure::format;
use crate::table::{Doubt, DoubtKind};

/// Doubts shown at once; the others are one click away.
const AT_ONCE: usize = 6;

/// The doubts about the file on screen.
#[component]
pub fn Doubts() -> impl IntoView {
    let desk = use_desk();
    // Whole numbers are nearly always numbers: to ask of each would bury the rest.
    let doubts = Memo::new(move |_| {
        let all = desk
            .current_file()
            .map(|file| file.doubts)
            .unwrap_or_default();
        let asked = all
            .iter()
            .filter(|(_, doubt)| doubt.kind != DoubtKind::NumberOrCode);
        asked.cloned().collect::<Vec<(String, Doubt)>>()
    });
    let all = RwSignal::new(false);
    let heading = move || match doubts.with(Vec::len) {
        0 => "No doubts".to_owned(),
        1 => "One doubt".to_owned(),
        many => format!("{many} doubts, worst first"),
    };
    let under = move || match doubts.with(Vec::is_empty) {
        true => "Every column was settled by its own cells.",
        false => "None blocks you: the charts stand on the best reading meanwhile.",
    };
    view! {
        <section class="card doubts" aria-labelledby="doubts-title">
            <h2 id="doubts-title">{heading}</h2>
            <p class="quiet">{under}</p>
            <ul>
                {move || {
                    let many = if all.get() { usize::MAX } else { AT_ONCE };
                    doubts.get().into_iter().take(many).map(|(column, doubt)| view! { <One column=column doubt=doubt/> }).collect_view()
                }}
            </ul>
            <Show when=move || { !all.get() && doubts.with(Vec::len) > AT_ONCE }>
                <button class="button slim" type="button" on:click=move |_| all.set(true)>{move || format!("Show all {}", doubts.with(Vec::len))}</button>
            </Show>
        </section>
    }
}

#[component]
fn One(column: String, doubt: Doubt) -> impl IntoView {
    let locale = use_desk().locale.get_value();
    // What may tell who somebody is stands in no list.
    let examples = match doubt.kind {
        DoubtKind::Personal => Vec::new(),
        _ => doubt.examples,
    };
    let cells = if doubt.count == 1 { "cell" } else { "cells" };
    view! {
        <li>
            <p><span class="badge doubt"><Icon name="alert"/>{format::count(doubt.count, &locale)} " " {cells}</span> " " <b>{column}</b></p>
            <p class="small">{format::capital(&doubt.kind.to_string())} "."</p>
            <p class="cells-said">{examples.into_iter().map(|example| view! { <code>{example}</code> " " }).collect_view()}</p>
        </li>
    }
}
