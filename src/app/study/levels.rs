//! The levels of one question: their order, which are outside the base, and which the headline counts.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::Icon;
use crate::report::Command;
use crate::study::{Form, Ramp};
use crate::table::Correction;

/// The levels of a question, highest first.
#[component]
pub fn LevelList(
    /// The column.
    at: usize,
) -> impl IntoView {
    let desk = use_desk();
    let question = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.questions.get(at).cloned())
            .flatten()
    });
    view! {
        {move || {
            let question = question.get()?;
            let Form::Levels(reading) = &question.form else { return None };
            let from = reading.order.iter().position(|&c| c == reading.top_from).unwrap_or(0);
            let last = reading.order.len().saturating_sub(1);
            let all: Vec<String> = reading.order.iter().map(|&code| question.level(code).to_owned()).collect();
            let rows = reading.order.iter().enumerate().rev().map(|(i, &code)| {
                let counted = if reading.ramp == Ramp::Kinds { i == from } else { i >= from };
                view! { <Level at=at code=code name=question.level(code).to_string() all=all.clone() counted=counted first={i == last} last={i == 0}/> }
            }).collect_view();
            let aside = reading.aside.iter().map(|&code| view! { <Aside at=at code=code name=question.level(code).to_string()/> }).collect_view();
            Some(view! { <ul class="levels" aria-label="Levels, highest first">{rows}{aside}</ul> })
        }}
    }
}

#[component]
fn Level(
    at: usize,
    code: u32,
    name: String,
    all: Vec<String>,
    counted: bool,
    first: bool,
    last: bool,
) -> impl IntoView {
    let desk = use_desk();
    let (up, down, out, top) = (
        format!("Move {name} up"),
        format!("Move {name} down"),
        format!("Take {name} out of the base"),
        format!("Count from {name}"),
    );
    // Bands of numbers stand in no cell.
    let can_merge = desk
        .with_chapter(|chapter| {
            let column = chapter.summary.columns.get(at);
            column.is_some_and(|column| column.from.len() == 1 && !column.levels.is_empty())
        })
        .unwrap_or(false);
    let merge_name = name.clone();
    // The list is drawn anew after each change, so each control is found again by its id.
    let id = move |act: &str| format!("level-{at}-{code}-{act}");
    let run = move |command: Command, act: &'static str| {
        desk.run(command);
        outside::focus_again(id(act));
    };
    let to_move = move |up: bool, act: &'static str| {
        run(
            Command::MoveLevel {
                question: at,
                code,
                up,
            },
            act,
        )
    };
    view! {
        <li>
            <span>{name}</span>
            {if counted {
                view! { <span class="counted quiet" id=id("top")>"counted"</span> }.into_any()
            } else {
                view! { <button class="linked counted" type="button" id=id("top") aria-label=top on:click=move |_| run(Command::SetTop { question: at, code }, "top")>"count from here"</button> }.into_any()
            }}
            <span class="acts">
                {can_merge.then(|| view! { <Merge at=at code=code name=merge_name all=all/> })}
                <button class="glyph" type="button" id=id("up") title=up.clone() aria-label=up aria-disabled=first.to_string() on:click=move |_| {
                    if !first {
                        to_move(true, "up");
                    }
                }><Icon name="up"/></button>
                <button class="glyph" type="button" id=id("down") title=down.clone() aria-label=down aria-disabled=last.to_string() on:click=move |_| {
                    if !last {
                        to_move(false, "down");
                    }
                }><Icon name="down"/></button>
                <button class="glyph" type="button" id=id("aside") title=out.clone() aria-label=out on:click=move |_| run(Command::SetAside { question: at, code, aside: true }, "aside")><Icon name="cross"/></button>
            </span>
        </li>
    }
}

#[component]
fn Aside(at: usize, code: u32, name: String) -> impl IntoView {
    let desk = use_desk();
    let back = format!("Take {name} into the base");
    view! {
        <li class="aside">
            <span>{name}</span>
            <span class="counted">"outside the base"</span>
            <span class="acts"><button class="glyph" type="button" id=format!("level-{at}-{code}-aside") title=back.clone() aria-label=back on:click=move |_| {
                desk.run(Command::SetAside { question: at, code, aside: false });
                outside::focus_again(format!("level-{at}-{code}-aside"));
            }><Icon name="plus"/></button></span>
        </li>
    }
}

/// Reads a level as another one, or as no answer.
#[component]
fn Merge(at: usize, code: u32, name: String, all: Vec<String>) -> impl IntoView {
    const BLANK: &str = "-";
    let desk = use_desk();
    let label = format!("Read {name} as");
    let others: Vec<String> = all.into_iter().filter(|other| *other != name).collect();
    let into = others.clone();
    let column = untrack(|| {
        desk.with_chapter(|chapter| chapter.summary.columns.get(at).map(|c| c.name.clone()))
            .flatten()
            .unwrap_or_default()
    });
    view! {
        <select class="merge" id=format!("level-{at}-{code}-merge") aria-label=label on:change:target=move |ev| {
            let value = ev.target().value();
            let said = match value.parse::<usize>().ok().and_then(|at| into.get(at)) {
                Some(other) => Some(Correction::Repair(vec![(name.clone(), other.clone())])),
                None if value == BLANK => Some(Correction::Missing(vec![name.clone()])),
                None => None,
            };
            if let Some(said) = said {
                desk.add_correction(column.clone(), said);
            }
        }>
            <option value="" selected=true>"Read as…"</option>
            <option value=BLANK>"no answer"</option>
            {others.into_iter().enumerate().map(|(at, other)| view! { <option value=at.to_string()>{other}</option> }).collect_view()}
        </select>
    }
}
