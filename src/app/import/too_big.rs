//! A file that the device is unlikely to hold: what can be read of it.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::open_file::OpenFile;
use crate::app::parts::Icon;
use crate::app::portion::{Weight, Which};
use crate::figure::format::{self, Locale};
use crate::report::FileId;

/// What can be read of a file that the device is unlikely to hold.
#[component]
pub fn TooBig(
    /// Which.
    file: OpenFile,
    /// What is known of it.
    weight: Weight,
) -> impl IntoView {
    let desk = use_desk();
    let id = file.id;
    let locale = desk.locale.get_value();
    let size = |bytes: f64| size(bytes, &locale);
    let records = |bytes: f64, of_record: f64| {
        // Two figures are all that is known.
        let many = bytes / of_record;
        let unit = 10_f64.powf(many.max(1.0).log10().floor() - 1.0);
        format::count(((many / unit).round() * unit) as u64, &locale)
    };
    let many = weight.of_record.map(|of_record| {
        (
            records(weight.bytes, of_record),
            records(weight.portion(), of_record),
        )
    });
    let said = format!(
        "{}{}. Read whole it would take about {} of memory, and this page can count on about {}.",
        size(weight.bytes),
        many.as_ref()
            .map_or_else(String::new, |(all, _)| format!(", about {all} records")),
        size(weight.memory()),
        size(weight.room)
    );
    let part = many.map(|(_, part)| {
        let (sample, first) = (
            format!("Read a random sample of about {part} records"),
            format!("Read the first {part} records or so"),
        );
        let of = StoredValue::new(weight.clone());
        let read = move |which| desk.read_portion(id, which, of.get_value());
        view! {
            <button class="button slim first" type="button" on:click=move |_| read(Which::Sample)>{sample}</button>
            <button class="button slim" type="button" on:click=move |_| read(Which::First)>{first}</button>
        }
    });
    let is_all_or_none = part.is_none();
    view! {
        <div class="wide" role="alert">
            <h2>{file.name} <span class="badge"><Icon name="alert"/>"big for this device"</span></h2>
            <p class="say">{said}</p>
            <p class="say quiet">{if is_all_or_none {
                "Its records cannot be told apart without reading it all. Saved as CSV in UTF-8, with every record of the same \
                 length, a part of it could be read."
            } else {
                "Of a part, every figure and every saved file says that it is one. Nothing that is loaded is lost where memory \
                 ends."
            }}</p>
            <div class="btns">
                {part}
                <button class="button slim" type="button" on:click=move |_| desk.read_whole(id)>"Read all of it nevertheless"</button>
                <button class="button slim plain" type="button" on:click=move |_| desk.dismiss(id)>"Take the card away"</button>
            </div>
            {(weight.columns.len() > 1).then(|| view! { <Columns id=id weight=weight/> })}
        </div>
    }
}

/// Every record, with the columns that are chosen.
#[component]
fn Columns(id: FileId, weight: Weight) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let chosen = RwSignal::new(weight.fitting());
    let all = weight.columns.len();
    let boxes = weight.columns.iter().enumerate().map(|(at, (name, share))| {
        let at = at as u32;
        let percent = 100.0 * share;
        let share = format::trimmed(percent, if percent < 10.0 { 1 } else { 0 }, &locale);
        view! {
            <li><label>
                <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&at)) on:change:target=move |ev| {
                    let is_in = ev.target().checked();
                    chosen.update(|chosen| {
                        chosen.retain(|column| *column != at);
                        if is_in {
                            chosen.push(at);
                        }
                    });
                }/>
                {name.clone()}" "<span class="small quiet num">{share}" %"</span>
            </label></li>
        }
    });
    let boxes = boxes.collect_view();
    let said = move || {
        let (many, memory) = chosen.with(|chosen| (chosen.len(), weight.memory_of(chosen)));
        let fits = match memory > weight.room {
            true => "still more than this page can count on",
            false => "which this page can count on",
        };
        let size = size(memory, &locale);
        format!("{many} of {all} columns, about {size} of memory, {fits}.")
    };
    view! {
        <details class="columns">
            <summary>"Or read every record, with some of its columns"</summary>
            <ul tabindex="0" role="group" aria-label="Columns to read">{boxes}</ul>
            <p class="say num" aria-live="polite">{said}</p>
            <button class="button slim" type="button" disabled=move || chosen.with(Vec::is_empty)
                on:click=move |_| desk.read_columns(id, chosen.get_untracked())>"Read these columns"</button>
        </details>
    }
}

fn size(bytes: f64, locale: &Locale) -> String {
    match bytes {
        1e9.. => format!("{} GB", format::trimmed(bytes / 1e9, 1, locale)),
        _ => format!("{} MB", format::count((bytes / 1e6).round() as u64, locale)),
    }
}
