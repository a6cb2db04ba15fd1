//! What the file's cells do not settle, worst first, with the cells that say so and the readings to choose from.

use std::collections::BTreeSet;

use leptos::either::Either;
use leptos::prelude::*;

use super::cells::RawCells;
use crate::app::desk::use_desk;
use crate::app::parts::{Icon, Long};
use crate::figure::format;
use crate::table::{Correction, Doubt, DoubtKind, Which};

/// Doubts shown at once; the others are one click away.
const AT_ONCE: usize = 6;

/// What is said of whole numbers that may be codes.
const ONE_OF_CODES: &str = "One column of whole numbers is read as numbers. If these are codes of answers, change its reading in the \
    list below.";
const OF_CODES: &str = "columns of whole numbers are read as numbers. Where these are codes of answers, change their reading in the \
    list below, or use a code book.";

/// The doubts about the file on screen.
#[component]
pub fn Doubts() -> impl IntoView {
    let desk = use_desk();
    // Whole numbers are nearly always numbers: to ask of each would bury the rest.
    let told = Memo::new(move |_| {
        let all = desk.current_file().map(|file| file.doubts);
        let all = all.unwrap_or_default();
        let is_asked = |(_, doubt): &(String, Doubt)| doubt.kind != DoubtKind::NumberOrCode;
        all.iter()
            .cloned()
            .partition::<Vec<(String, Doubt)>, _>(is_asked)
    });
    let doubts = Memo::new(move |_| told.with(|(asked, _)| asked.clone()));
    let codes = Memo::new(move |_| told.with(|(_, codes)| codes.len()));
    let of_codes = move || match codes.get() {
        0 => None,
        1 => Some(ONE_OF_CODES.to_owned()),
        many => Some(format!("{many} {OF_CODES}")),
    };
    let columns = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.summary.columns.len())
            .unwrap_or(0)
    });
    let all = RwSignal::new(false);
    let heading = move || match doubts.with(Vec::len) {
        0 => "No doubts".to_owned(),
        1 => "One doubt".to_owned(),
        many => format!("{many} doubts, worst first"),
    };
    let is_empty = Memo::new(move |_| desk.with_chapter(|chapter| chapter.study.rows) == Some(0));
    let under = move || match doubts.with(Vec::is_empty) {
        true if is_empty.get() => {
            "No record is left to ask anything of: see below how the file was taken apart."
        }
        true if codes.get() > 0 => "Every other column was settled by its own cells.",
        true => "Every column was settled by its own cells.",
        false => "None blocks you. Each shows the reading in use.",
    };
    let settled = move || {
        // A column may have several doubts, and be told in whole numbers beside.
        let doubted = told.with(|(asked, codes)| {
            let all = asked.iter().chain(codes).map(|(column, _)| column);
            all.collect::<BTreeSet<&String>>().len()
        });
        match columns.get().saturating_sub(doubted) {
            1 => "Settled by the app, no doubt: one column.".to_owned(),
            many => format!("Settled by the app, no doubt: {many} columns."),
        }
    };
    let shown = move || {
        let many = if all.get() { usize::MAX } else { AT_ONCE };
        doubts.get().into_iter().take(many)
    };
    view! {
        <section class="card doubts" aria-labelledby="doubts-title">
            <h2 id="doubts-title">{heading}</h2>
            <p class="small quiet">{under}</p>
            {move || of_codes().map(|said| view! { <p class="small">{said}</p> })}
            <ul>
                {move || shown().enumerate().map(|(at, (column, doubt))| view! { <One at=at column=column doubt=doubt/> }).collect_view()}
            </ul>
            <Show when=move || { !all.get() && doubts.with(Vec::len) > AT_ONCE }>
                <button class="button slim" type="button" on:click=move |_| all.set(true)>{move || format!("Show all {}", doubts.with(Vec::len))}</button>
            </Show>
            <p class="small quiet settled">{settled}</p>
        </section>
    }
}

#[component]
fn One(at: usize, column: String, doubt: Doubt) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    // What may tell who somebody is stands in no list.
    let examples = match doubt.kind {
        DoubtKind::Personal | DoubtKind::GivenOnce => Vec::new(),
        _ => doubt.examples,
    };
    let cells = if doubt.count == 1 { "cell" } else { "cells" };
    let of = column.clone();
    // Its place in the file, and the wording over the code, as in the list of columns.
    let known = Memo::new(move |_| {
        let known = desk.with_chapter(|chapter| {
            let mut columns = chapter.summary.columns.iter();
            let known = columns.find(|known| known.name == of)?;
            let wording = known.asked().map(str::to_owned);
            Some((known.from.first().copied(), wording))
        });
        known.flatten().unwrap_or_default()
    });
    let place = Memo::new(move |_| known.with(|(place, _)| *place));
    let label = format!("Readings of {column}");
    let shown = format!("Cells of {column}");
    let open = RwSignal::new(false);
    let of = column.clone();
    let see = move || {
        format!(
            "{} the cells of {of}",
            if open.get() { "Hide" } else { "Show" }
        )
    };
    let name = column.clone();
    let choices = doubt.choices.clone();
    let buttons = doubt.choices.into_iter().enumerate().map(|(i, choice)| {
        let id = format!("doubt-{at}-{i}");
        let words = match (doubt.kind, &choice) {
            // Their own words would stand there.
            (DoubtKind::GivenOnce, Correction::Repair(_)) => "One answer together".to_owned(),
            (DoubtKind::GivenOnce, _) => "Each an answer of its own".to_owned(),
            _ => format::capital(&choice.to_string()),
        };
        let label = format!("{words}: {column}");
        let (column, choices) = (column.clone(), choices.clone());
        view! {
            <button type="button" id=id aria-label=label aria-pressed={(i == doubt.in_use).to_string()}
                on:click=move |_| {
                    desk.correct(&column, &choices, choice.clone());
                }>
                {(i == doubt.in_use).then(|| view! { <Icon name="check"/> })} {words}
            </button>
        }
    });
    view! {
        <li>
            <p class="what"><span class="badge doubt"><Icon name="alert"/>{format::count(doubt.count, &locale)} " " {cells}</span> " "
                {let name = name.clone(); move || match known.get().1 {
                    Some(wording) => Either::Left(view! { <Long text=wording/> " " <code class="small quiet">{name.clone()}</code> }),
                    None => Either::Right(view! { <b>{name.clone()}</b> }),
                }}
            </p>
            <p class="small">{format::capital(&doubt.kind.to_string())} "."</p>
            <p class="cells-said">{examples.into_iter().map(|example| view! { <code>{example}</code> " " }).collect_view()}</p>
            <div class="choose">
                <div class="pair" role="group" aria-label=label>{buttons.collect_view()}</div>
                <Show when=move || place.get().is_some()>
                    <button class="linked small" type="button" aria-label=see.clone() aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                        {move || if open.get() { "Hide the cells" } else { "Show the cells" }}
                    </button>
                </Show>
            </div>
            {move || {
                let column = place.get().filter(|_| open.get())?;
                let which = Which::Concerned { column, cells: doubt.cells.clone() };
                Some(view! { <RawCells label=shown.clone() which=which columns=vec![column] names=vec![name.clone()] most=100/> })
            }}
        </li>
    }
}
