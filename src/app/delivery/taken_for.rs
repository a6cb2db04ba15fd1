//! What the rows of a file are: what a tool exports, or anything else.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::open_file::{OpenFile, Opened};
use crate::delivery::Kind;
use crate::figure::delivery::kind_name;
use crate::report::FileId;

/// What is chosen where a file is no export.
const NONE: &str = "Answers of people, or anything else";

/// The choice for one file.
#[component]
pub fn TakenFor(
    /// Which.
    id: FileId,
    /// Its name.
    name: String,
) -> impl IntoView {
    let desk = use_desk();
    let kind = Memo::new(move |_| {
        let said = desk.delivering().said.get(&id).map(|guess| guess.kind);
        let taken = desk.deliveries.taken.get();
        let looks = taken.get(&id).map(|taken| taken.guess.kind);
        looks.map(|looks| said.unwrap_or(looks))
    });
    let label = format!("What the rows of {name} are");
    view! {
        <label class="taken-for">"Its rows are "
            <select aria-label=label disabled=move || desk.deliveries.is_reading(id) on:change=move |ev| {
                let chosen = event_target_value(&ev);
                desk.take_for(id, Kind::ALL.into_iter().find(|kind| kind_name(*kind) == chosen));
            }>
                <option value="" prop:selected=move || kind.get().is_none()>{NONE}</option>
                {Kind::ALL.into_iter().map(|one| view! { <option value=kind_name(one) prop:selected=move || kind.get() == Some(one)>{kind_name(one)}</option> }).collect_view()}
            </select>
        </label>
    }
}

/// Files that are open and were taken for no export, each of which a person can say is one; nothing where there is none.
#[component]
pub fn Others() -> impl IntoView {
    let desk = use_desk();
    let others = Memo::new(move |_| {
        let taken = desk.deliveries.taken.get();
        let is_other = |file: &&OpenFile| {
            matches!(file.state, Opened::Ready(_))
                && !taken.contains_key(&file.id)
                && desk.is_used(file.id)
        };
        desk.files.with(|files| {
            let others = files.iter().filter(is_other);
            let others = others.map(|file| (file.id, file.name.clone()));
            others.collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !others.with(Vec::is_empty)>
            <div class="others">
                <p class="small quiet">"Open, and not taken for an export of a delivery tool. If one is, say what its rows are; which column tells what can be said after that."</p>
                <For each=move || others.get() key=|(id, _)| *id let((id, name))>
                    <p class="row"><b>{name.clone()}</b><TakenFor id=id name=name/></p>
                </For>
            </div>
        </Show>
    }
}
