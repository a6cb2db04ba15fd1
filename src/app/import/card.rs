//! The card of one file: being read, ready, stopped or failed.

use std::sync::Arc;

use leptos::prelude::*;

use super::too_big::TooBig;
use crate::app::delivery::TakenFor;
use crate::app::desk::use_desk;
use crate::app::open_file::{OpenFile, Opened};
use crate::app::page::Page;
use crate::app::parts::{Icon, Problems};
use crate::app::portion::Portion;
use crate::engine::parts::ALONE;
use crate::engine::protocol::Progress;
use crate::figure::delivery::kind_name;
use crate::figure::format::{self, Locale};
use crate::report::{Command, FileId};
use crate::source::{Dialect, How};
use crate::table::{FileSummary, Kind};

/// One file.
#[component]
pub fn FileCard(
    /// Which.
    id: FileId,
) -> impl IntoView {
    let desk = use_desk();
    let file = desk.settled(move || {
        desk.files
            .with(|files| files.iter().find(|f| f.id == id).cloned())
    });
    // A card changes its shape only when the file's state changes its kind; progress moves inside it.
    let kind = Memo::new(move |_| file.get().map(|f| std::mem::discriminant(&f.state)));
    view! {
        <article class="card file-card" aria-busy=move || file.get().is_some_and(|f| matches!(f.state, Opened::Reading { .. })).to_string()>
            <span class="ic"><Icon name="person"/></span>
            {move || {
                kind.get()?;
                let file_now = file.get_untracked()?;
                Some(match file_now.state.clone() {
                    Opened::Reading { .. } => view! { <Reading file=file id=id/> }.into_any(),
                    Opened::TooBig(weight) => view! { <TooBig file=file_now weight=weight/> }.into_any(),
                    Opened::Ready(summary) => view! { <Ready file=file_now summary=summary/> }.into_any(),
                    Opened::Stopped => view! { <Stopped file=file_now/> }.into_any(),
                    Opened::Failed(why) => view! { <Failed file=file_now why=why/> }.into_any(),
                })
            }}
        </article>
    }
}

#[component]
fn Reading(#[prop(into)] file: Signal<Option<OpenFile>>, id: FileId) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let state = move || {
        file.get().and_then(|f| {
            if let Opened::Reading {
                progress, spent, ..
            } = f.state
            {
                Some((progress, spent))
            } else {
                None
            }
        })
    };
    let name = file.get_untracked().map(|f| f.name).unwrap_or_default();
    let label = format!("Reading {name}");
    let unpacking = format!("Unpacking {name}…");
    view! {
        <div>
            <h2>{name} <span class="badge"><Icon name="clock"/>"reading"</span></h2>
            <p class="say num">{move || {
                if file.with(|file| file.as_ref().is_some_and(|file| file.unpacking)) {
                    return Some(unpacking.clone());
                }
                state().map(|(progress, spent)| so_far(&progress, spent, &locale))
            }}</p>
        </div>
        <div class="prog">
            <progress aria-label=label max="1" value=move || state().map_or(0.0, |(p, _)| if p.of_bytes == 0 { 0.0 } else { p.bytes as f64 / p.of_bytes as f64 })></progress>
            <button class="button slim" type="button" on:click=move |_| desk.stop(id)>"Cancel"</button>
        </div>
    }
}

/// "3.2 of 40 MB, 61,400 rows, 212,000 a second, 4 s left".
fn so_far(progress: &Progress, spent_ms: f64, locale: &Locale) -> String {
    let megabytes = |bytes: u64| format::trimmed(bytes as f64 / 1e6, 1, locale);
    let rows = format::count(progress.rows, locale);
    let mut text = format!(
        "{} of {} MB, {rows} rows",
        megabytes(progress.bytes),
        megabytes(progress.of_bytes)
    );
    if spent_ms > 200.0 && progress.bytes > 0 {
        let a_second = (progress.rows as f64 / spent_ms * 1000.0).round() as u64;
        let left = (progress.of_bytes - progress.bytes) as f64
            / (progress.bytes as f64 / spent_ms)
            / 1000.0;
        text += &format!(
            ", {} a second, {} s left",
            format::count(a_second, locale),
            left.ceil()
        );
    }
    text
}

/// How a file was read that is long enough for several workers.
fn way(summary: &FileSummary, bytes: f64) -> Option<String> {
    if bytes <= ALONE as f64 {
        return None;
    }
    Some(match summary.readers {
        0 if summary.encoding.name != "UTF-8" => {
            " Read in one piece, for it is not in UTF-8.".to_owned()
        }
        0 => " Read in one piece: the way it is written, or was told to be read, lets no others share it.".to_owned(),
        1 => " Read part by part.".to_owned(),
        readers => format!(" Read part by part by {readers} workers."),
    })
}

#[component]
fn Ready(file: OpenFile, summary: Arc<FileSummary>) -> impl IntoView {
    let desk = use_desk();
    let id = file.id;
    let locale = desk.locale.get_value();
    let used = Memo::new(move |_| desk.is_used(id));
    let shown = Memo::new(move |_| desk.current() == Some(id));
    let columns = summary.columns.len();
    let delivered = Memo::new(move |_| {
        let taken = desk.deliveries.taken.get();
        Some(kind_name(taken.get(&id)?.guess.kind))
    });
    let synthetic = file.synthetic;
    let written = format!(
        "{} columns, {}, {}.",
        columns,
        delimiter(&summary.dialect),
        encoding(&summary)
    );
    let said = move || {
        let what = match (delivered.get(), synthetic) {
            (Some(kind), true) => format!("{kind} of synthetic teams, invented data"),
            (Some(kind), false) => format!("{kind}, as a delivery tool exports them"),
            (None, true) => "Synthetic survey, invented data".to_owned(),
            // Nothing in a file says that its rows are people.
            (None, false) => "Table".to_owned(),
        };
        format!("{what}, {written}")
    };
    let facts = facts(&summary);
    let way = way(&summary, file.size);
    let part = match &file.portion {
        Portion::Part(said) => Some(format!(" This is {said}.")),
        Portion::Columns(_) => {
            Some(" The other columns were left out while it was read.".to_owned())
        }
        Portion::Fitting | Portion::Whole => None,
    };
    let lacks_columns = matches!(file.portion, Portion::Columns(_));
    let told = summary.clone();
    let sample = summary.clone();
    let rows = format::count(summary.rows, &locale);
    let named = StoredValue::new(file.name.clone());
    let first_rows = format!("First rows of {}", file.name);
    let aside = Memo::new(move |_| {
        desk.files
            .with(|files| files.iter().any(|f| f.id == id && f.aside))
    });
    view! {
        <div>
            <h2>
                {file.name}
                <span class="badge seal-b"><Icon name="check"/>"ready"</span>
                <Show when=move || shown.get()><span class="badge"><Icon name="chart"/>"on screen"</span></Show>
            </h2>
            <p class="say"><b>{rows} " rows"</b> ". " {said} {way} {part}</p>
            <ul>
                {facts.into_iter().map(|fact| view! { <li><Icon name="check"/>{fact}</li> }).collect_view()}
                <Problems summary=told/>
                <Show when=move || desk.deliveries.is_reading(id)>
                    <li class="quiet"><Icon name="clock"/>"Looking for deployments, changes or incidents in it…"</li>
                </Show>
            </ul>
            <Show when=move || used.get() && !synthetic>
                <TakenFor id=id name=named.get_value()/>
            </Show>
            <div class="btns">
                <Show when=move || used.get() && delivered.get().is_some()>
                    <button class="button slim" type="button" on:click=move |_| desk.page.set(Page::Delivery)>"Show deliveries"</button>
                </Show>
                <Show when=move || used.get() && !shown.get()>
                    <button class="button slim" type="button" on:click=move |_| {
                        desk.run(Command::Show(id));
                        desk.page.set(Page::Overview);
                    }>"Show its charts"</button>
                </Show>
                <Show when=move || lacks_columns>
                    <button class="button slim plain" type="button" on:click=move |_| desk.choose_columns(id)>"Choose other columns"</button>
                </Show>
                <Show when=move || used.get()>
                    <button class="button slim plain" type="button" on:click=move |_| desk.run(Command::RemoveStudies(vec![id]))>"Leave it out"</button>
                </Show>
                <Show when=move || !used.get()>
                    <span class="small quiet">
                        {move || if aside.get() { "From the same file as a bigger table, and not in use." } else { "Left out; its roles and cohorts are kept." }}
                    </span>
                    <button class="button slim" type="button" on:click=move |_| desk.bring_back(id)>{move || if aside.get() { "Use it" } else { "Use it after all" }}</button>
                </Show>
                <Show when=move || aside.get()>
                    <button class="button slim plain" type="button" on:click=move |_| desk.dismiss(id)>"Take the card away"</button>
                </Show>
            </div>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-label=first_rows><Sample summary=sample/></div>
    }
}

fn delimiter(dialect: &Dialect) -> String {
    match dialect.delimiter.as_str() {
        "" => "one column".to_owned(),
        "," => "separated by commas".to_owned(),
        ";" => "separated by semicolons".to_owned(),
        "\t" => "separated by tabs".to_owned(),
        "|" => "separated by pipes".to_owned(),
        _ => format!("separated by {}", dialect.delimiter_name()),
    }
}

fn encoding(summary: &FileSummary) -> String {
    let name = &summary.encoding.name;
    match summary.encoding.how {
        How::Guessed => format!("{name} by guess"),
        _ => name.to_string(),
    }
}

fn facts(summary: &FileSummary) -> Vec<String> {
    let many = |kinds: &[Kind]| {
        summary
            .columns
            .iter()
            .filter(|c| kinds.contains(&c.kind))
            .count()
    };
    let mut facts = Vec::new();
    let mut say = |n: usize, one: &str, more: &str| match n {
        0 => {}
        1 => facts.push(format!("1 {one}")),
        n => facts.push(format!("{n} {more}")),
    };
    say(
        many(&[Kind::Category, Kind::YesNo]),
        "question with set answers",
        "questions with set answers",
    );
    say(
        many(&[Kind::Multiple]),
        "question with several answers",
        "questions with several answers",
    );
    say(
        many(&[Kind::Integer, Kind::Number]),
        "column of numbers",
        "columns of numbers",
    );
    say(
        many(&[Kind::Text]),
        "column of free text, kept off every chart and file",
        "columns of free text, kept off every chart and file",
    );
    facts
}

#[component]
fn Sample(summary: Arc<FileSummary>) -> impl IntoView {
    let shown = 6.min(summary.sample_names.len());
    view! {
        <table class="data cells">
            <thead>
                <tr>{summary.sample_names.iter().take(shown).map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view()}</tr>
            </thead>
            <tbody>
                {summary
                    .sample
                    .iter()
                    .map(|row| view! { <tr>{row.iter().take(shown).map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}</tr> })
                    .collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Stopped(file: OpenFile) -> impl IntoView {
    let desk = use_desk();
    let id = file.id;
    view! {
        <div class="wide">
            <h2>{file.name} <span class="badge"><Icon name="cross"/>"cancelled"</span></h2>
            <p class="say">"Reading was stopped, and nothing of it is kept."</p>
            <div class="btns">
                <button class="button slim" type="button" on:click=move |_| desk.read_again(id)>"Read it after all"</button>
                <button class="button slim plain" type="button" on:click=move |_| desk.dismiss(id)>"Take the card away"</button>
            </div>
        </div>
    }
}

#[component]
fn Failed(file: OpenFile, why: String) -> impl IntoView {
    let desk = use_desk();
    let id = file.id;
    view! {
        <div class="wide" role="alert">
            <h2>{file.name} <span class="badge error"><Icon name="cross"/>"could not be read"</span></h2>
            <p class="notice error"><Icon name="alert"/><span>{why}</span></p>
            <div class="btns">
                <button class="button slim plain" type="button" on:click=move |_| desk.dismiss(id)>"Take the card away"</button>
            </div>
        </div>
    }
}
