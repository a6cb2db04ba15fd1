//! What in a file may be no answer in earnest, each with a box that leaves it out of everything.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::format;
use crate::report::FileId;
use crate::table::{Finding, Quality};

/// What was found in the file on screen; nothing where nothing was. Looked for when the card is first there: it goes through
/// all records.
#[component]
pub fn QualityCard() -> impl IntoView {
    let desk = use_desk();
    let held = desk.held();
    let quality = LocalResource::new(move || {
        held.track();
        desk.quality()
    });
    // Those of the same file stay while they are looked for again, and so does the box that somebody just ticked.
    let found = Memo::new(move |before: Option<&Option<(FileId, Quality)>>| {
        let before = before.cloned().flatten();
        let now = quality.get().flatten().or(before);
        now.filter(|(file, _)| Some(*file) == desk.current())
    });
    let findings = move || {
        found
            .get()
            .map(|(_, quality)| quality.findings)
            .unwrap_or_default()
    };
    view! {
        <Show when=move || !findings().is_empty()>
            <section class="card" aria-labelledby="quality">
                <h2 id="quality">"Worth a look before counting"</h2>
                <p class="small quiet">"Nothing is left out unless you choose it here; every figure then says so."</p>
                <ul class="quality-list">
                    {move || findings().into_iter().enumerate().map(|(at, finding)| view! { <Row at=at finding=finding/> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(at: usize, finding: Finding) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let sentence = finding.to_string();
    let rows: Vec<String> = finding
        .places
        .iter()
        .map(|place| place.row.to_string())
        .collect();
    let is_about_columns = finding.is_about_columns();
    let places = match rows.len() as u64 {
        _ if is_about_columns => format!(": {}", finding.columns.join(", ")),
        shown if shown < finding.count => format!(", first in records {}", rows.join(", ")),
        1 => format!(", in record {}", rows.join(", ")),
        _ => format!(", in records {}", rows.join(", ")),
    };
    let choice = finding.exclusion.map(|exclusion| {
        let wanted = exclusion.clone();
        let is_out = Memo::new(move |_| {
            desk.with_chapter(|chapter| chapter.study.reading.exclusions.contains(&wanted))
                .unwrap_or(false)
        });
        let label = format!("Leave these out: {} {sentence}", finding.count);
        view! {
            <label for=format!("leave-out-{at}")>
                <input type="checkbox" id=format!("leave-out-{at}") aria-label=label
                    prop:checked=move || is_out.get()
                    on:change:target=move |ev| desk.exclude(exclusion.clone(), ev.target().checked())/>
                " Leave these out"
            </label>
        }
    });
    view! {
        <li>
            <span class="badge num">{format::count(finding.count, &locale)}</span>
            <span class="small">{format::capital(&sentence)} <span class="tiny quiet">{places}</span></span>
            {choice}
        </li>
    }
}
