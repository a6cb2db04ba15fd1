//! Every file opened since the page was loaded, and what became of it.

use leptos::prelude::*;

use super::card::FileCard;
use super::choose::ChooseFiles;
use crate::app::desk::use_desk;
use crate::app::open_file::{OpenFile, Opened};
use crate::app::page::Page;
use crate::figure::format;

/// The page of files.
#[component]
pub fn Files() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let counts = desk.settled(move || {
        desk.files.with(|files| {
            let ready = files
                .iter()
                .filter(|f| matches!(f.state, Opened::Ready(_)))
                .count();
            let reading = files
                .iter()
                .filter(|f| matches!(f.state, Opened::Reading { .. }))
                .count();
            (ready, reading, files.len() - ready - reading)
        })
    });
    let has_charts = desk.settled(move || desk.current().is_some());
    let waiting = Memo::new(move |_| {
        desk.files.with(|files| {
            let waits = |f: &OpenFile| matches!(f.state, Opened::TooBig(_));
            files.iter().filter(|f| waits(f)).count()
        })
    });
    let heading = move || match counts.get() {
        (_, 0, _) if waiting.get() > 0 => {
            format!("{} for you to choose", files_in_words(waiting.get()))
        }
        (_, reading, _) if reading > 0 => {
            format!("Reading {}", files_in_words(reading).to_lowercase())
        }
        (0, ..) => "Nothing could be read yet".to_string(),
        (ready, ..) => format!("{} open", files_in_words(ready)),
    };
    let below = move || match counts.get() {
        (_, 0, _) if waiting.get() > 0 => {
            "Nothing of a file this big is read before you say how much."
        }
        (0, 0, _) => "Choose another file; what is wrong with the ones below is said on each.",
        (_, 0, 0) => "Add more at any time; each file keeps its own cohorts and figures.",
        (_, 0, _) => "What was opened before is untouched.",
        (0, ..) => "You can cancel at any time.",
        _ => "What is ready can be used; the rest arrives as it is read.",
    };
    let ids = Memo::new(move |_| {
        desk.files
            .with(|files| files.iter().rev().map(|f| f.id).collect::<Vec<_>>())
    });
    view! {
        <main id="main" class="files">
            <div class="head">
                <div>
                    <h1>{heading}</h1>
                    <p class="soft">{below}</p>
                </div>
                <div class="btns">
                    <ChooseFiles label="Add files" class="button"/>
                    <button class="button" type="button" on:click=move |_| desk.open_sample()>"Add the synthetic sample"</button>
                    <Show when=move || has_charts.get()>
                        <button class="button first" type="button" on:click=move |_| desk.page.set(Page::Overview)>"See the charts"</button>
                    </Show>
                </div>
            </div>
            <For each=move || ids.get() key=|id| *id let:id>
                <FileCard id=id/>
            </For>
            <p class="tiny quiet">
                "Reading happens in this tab, and nothing is stored. " {move || format::count(u64::from(desk.requests.get()), &locale)} " requests since load."
            </p>
        </main>
    }
}

fn files_in_words(n: usize) -> String {
    match n {
        1 => "One file".into(),
        2 => "Two files".into(),
        3 => "Three files".into(),
        n => format!("{n} files"),
    }
}
