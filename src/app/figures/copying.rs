//! A figure on the clipboard: picture, table and sentence at once, so that wherever it is pasted takes what it can.

use std::time::Duration;

use leptos::prelude::*;

use super::saving::SCALE;
use crate::app::clipboard;
use crate::app::desk::use_desk;
use crate::app::parts::Icon;
use crate::figure::{Scene, Table, Words};
use crate::render::{canvas, copied_html, copied_text, numbers_in, svg};

/// How long a button says that it did what it should.
const TOLD: Duration = Duration::from_secs(3);

/// The button.
#[component]
pub fn Copying(
    /// Draws the figure with all that is said around it.
    scene: impl Fn() -> Option<(Scene, Words)> + Copy + 'static,
    /// Its numbers.
    table: impl Fn() -> Option<Table> + Copy + 'static,
) -> impl IntoView {
    let desk = use_desk();
    let told = RwSignal::new(None::<String>);
    let copy = move |_| {
        let (Some((scene, words)), Some(table)) = (scene(), table()) else {
            return;
        };
        let picture = match canvas::png(&scene, SCALE) {
            Ok(picture) => picture,
            Err(error) => return desk.said.set(Some(error.to_string())),
        };
        let drawing = svg(&scene, &words.title, &copied_text(&words));
        let copied = clipboard::copy(&[
            ("image/png", &picture),
            ("text/html", copied_html(&table, &words).as_bytes()),
            ("text/plain", copied_text(&words).as_bytes()),
            ("image/svg+xml", drawing.as_bytes()),
        ]);
        let numbers = match numbers_in(&table) {
            1 => "1 aggregate number".to_owned(),
            many => format!("{many} aggregate numbers"),
        };
        leptos::task::spawn_local(async move {
            if let Err(why) = copied.await {
                return desk.said.set(Some(why.to_string()));
            }
            let said = format!("Copied: picture, sentence and a table of {numbers}, no rows");
            // The figure may be gone by then.
            let _ = told.try_set(Some(said));
            set_timeout(
                move || {
                    let _ = told.try_set(None);
                },
                TOLD,
            );
        });
    };
    view! {
        <button class="glyph" type="button" aria-label="Copy picture, table and sentence" title="Copy picture, table and sentence: aggregates only, no rows" on:click=copy>
            {move || match told.with(Option::is_some) {
                true => view! { <Icon name="check"/> },
                false => view! { <Icon name="copy"/> },
            }}
        </button>
        <span class="unseen" role="status">{move || told.get()}</span>
    }
}
