//! Any other question of the file becomes a figure.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::app::turns::painted;
use crate::report::Command;
use crate::study::Role;

/// A choice of the questions that are not drawn yet.
#[component]
pub fn AddFigure() -> impl IntoView {
    let desk = use_desk();
    let is_painted = painted();
    let questions = Memo::new(move |_| {
        if !is_painted.get() {
            return Vec::new();
        }
        desk.with_chapter(|chapter| {
            let shown: Vec<usize> = chapter
                .figures
                .iter()
                .filter_map(|spec| chapter.question(spec.subject))
                .collect();
            let study = &chapter.study;
            let offered = |at: &usize| {
                study.questions[*at].is_drawable()
                    && !shown.contains(at)
                    && !matches!(
                        study.roles[*at].role,
                        Role::Identifier | Role::Weight | Role::Comment | Role::Unused
                    )
                    && study.cohorts.question != Some(*at)
            };
            (0..study.questions.len())
                .filter(offered)
                .map(|at| (at, study.questions[at].choice(80)))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let select = NodeRef::<leptos::html::Select>::new();
    view! {
        <select
            node_ref=select
            class="button"
            aria-label="Add a figure"
            on:change:target=move |ev| {
                if let Ok(question) = ev.target().value().parse() {
                    desk.run(Command::AddFigure(question));
                    ev.target().set_value("");
                }
            }
        >
            <option value="">"Add a figure"</option>
            {move || questions.get().into_iter().map(|(at, name)| view! { <option value=at.to_string()>{name}</option> }).collect_view()}
        </select>
    }
}
