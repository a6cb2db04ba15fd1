//! A figure whose column is not known: what could be it, one click away.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::{FigureId, Subject};
use crate::report::Command;
use crate::study::{Burnout, Form, Role};

/// At most this many columns are offered.
const OFFERED: usize = 5;

/// The card of a figure without a column.
#[component]
pub fn NothingToDraw(
    /// The figure.
    id: FigureId,
    /// What it would be about.
    subject: Subject,
) -> impl IntoView {
    let desk = use_desk();
    let (name, role) = match subject {
        Subject::DeploymentFrequency => ("Deployment frequency", Role::DeploymentFrequency),
        Subject::RollbackShare => ("Rollback rate", Role::RollbackShare),
        Subject::RecoveryTime => ("MTTR", Role::RecoveryTime),
        Subject::Burnout(_) => ("Burnout", Role::Burnout(Burnout::Symptom)),
        Subject::Question(_) => ("Question", Role::Question),
    };
    let choices = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let study = &chapter.study;
            let could = |at: &usize| study.could_be(*at, role);
            let shown = |at: usize| {
                let question = &study.questions[at];
                let what = match &question.form {
                    Form::Levels(reading) => format!("{} levels", reading.order.len()),
                    _ => "numbers".to_string(),
                };
                (at, question.choice(80), what)
            };
            (0..study.questions.len())
                .filter(could)
                .take(OFFERED)
                .map(shown)
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    view! {
        <header>
            <div class="kicker"><span>{name}</span></div>
            <h2>"Nothing to draw yet"</h2>
            <p class="sub">
                {move || match choices.get().len() {
                    0 => format!("No column was read as {}, and none could be.", in_a_sentence(name)),
                    1 => format!("No column was read as {}. One could be:", in_a_sentence(name)),
                    n => format!("No column was read as {}. {n} could be:", in_a_sentence(name)),
                }}
            </p>
        </header>
        <div class="plot">
            <ul class="choices">
                {move || choices.get().into_iter().map(|(at, question, what)| {
                    let label = format!("Use {question}");
                    view! {
                        <li>
                            <b>{question}</b>
                            <span class="quiet">{what}</span>
                            <button class="linked" type="button" aria-label=label on:click=move |_| desk.run(Command::SetRole { question: at, role })>"Use it"</button>
                        </li>
                    }
                }).collect_view()}
            </ul>
            <p class="swap"><button class="button slim" type="button" on:click=move |_| desk.run(Command::RemoveFigure(id))>{format!("Leave {} out", in_a_sentence(name))}</button></p>
        </div>
    }
}

/// The name inside a sentence; an abbreviation keeps its capitals.
fn in_a_sentence(name: &str) -> String {
    if name.chars().all(char::is_uppercase) {
        name.to_string()
    } else {
        name.to_lowercase()
    }
}
