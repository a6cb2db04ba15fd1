//! The page that shows how a file was read: every column with its role, and the levels of a scale to put right.

use leptos::prelude::*;

use super::column::Column;
use super::doubts::Doubts;
use super::fold::FoldBar;
use super::quality::QualityCard;
use super::recipe::RecipeCard;
use super::structure::Structure;
use crate::app::desk::use_desk;
use crate::app::parts::Icon;
use crate::figure::{Locale, format};
use crate::study::{Form, Role};
use crate::table::Kind;

/// A heading over columns of one kind.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Section {
    Scales,
    Categories,
    Numbers,
    Several,
    Times,
    Text,
    Identifiers,
    Metadata,
}

impl Section {
    fn of(role: Role, kind: Kind, form: &Form) -> Self {
        match (kind, form) {
            _ if role == Role::Metadata => Self::Metadata,
            (_, Form::Levels(reading)) if reading.is_ordered() => Self::Scales,
            (_, Form::Levels(_)) => Self::Categories,
            (_, Form::Number { .. }) => Self::Numbers,
            (_, Form::Options { .. }) => Self::Several,
            (Kind::DateTime, _) => Self::Times,
            (Kind::Identifier, _) => Self::Identifiers,
            _ => Self::Text,
        }
    }

    fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Scales => ("scale", "Ordered scales"),
            Self::Categories => ("chart", "Categories"),
            Self::Numbers => ("hash", "Numbers"),
            Self::Several => ("set", "Select all that apply"),
            Self::Times => ("calendar", "Dates and times"),
            Self::Text => ("text", "Free text, kept off charts and files"),
            Self::Identifiers => ("person", "Identifiers"),
            Self::Metadata => ("file", "Metadata: written by the tool, not asked"),
        }
    }
}

/// The page that shows how the file on screen was read.
#[component]
pub fn Understand() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let file = Memo::new(move |_| desk.current_file().map(|f| f.name).unwrap_or_default());
    let size = Memo::new(move |_| {
        desk.with_chapter(|c| (c.study.questions.len(), c.study.rows))
            .unwrap_or_default()
    });
    let sections = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let mut by_section: std::collections::BTreeMap<Section, Vec<usize>> =
                std::collections::BTreeMap::new();
            let questions = chapter.study.questions.iter().zip(&chapter.study.roles);
            for (at, (question, guess)) in questions.enumerate() {
                by_section
                    .entry(Section::of(guess.role, question.kind, &question.form))
                    .or_default()
                    .push(at);
            }
            by_section.into_iter().collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let folding = RwSignal::new(None::<Vec<String>>);
    view! {
        <main id="main" class="understand">
            <div class="read">
                <h1>"This is how the file was read"</h1>
                <p class="under">
                    {move || counted(size.get().0 as u64, "column", &locale)} " from " <span class="file">{move || file.get()}</span> ", " {move || counted(size.get().1, "response", &locale)}
                    ". Change any role; every chart follows and undo brings it back."
                    <span class="reread" role="status">{move || desk.rereading.get().then_some(" Reading it again…")}</span>
                </p>
                <FoldBar chosen=folding/>
                <div class="card">
                    <table class="columns">
                        <thead>
                            <tr><th scope="col">"Column"</th><th scope="col">"Role"</th><th scope="col">"Read as"</th><th scope="col" class="r">"Answered"</th></tr>
                        </thead>
                        {move || sections.get().into_iter().map(|(section, columns)| view! { <Columns section=section columns=columns folding=folding/> }).collect_view()}
                    </table>
                </div>
            </div>
            <div class="beside">
                <Doubts/>
                <QualityCard/>
                <RecipeCard/>
                <Structure/>
            </div>
        </main>
    }
}

/// The columns of one kind, the first of them where there are very many.
#[component]
fn Columns(
    section: Section,
    columns: Vec<usize>,
    folding: RwSignal<Option<Vec<String>>>,
) -> impl IntoView {
    const AT_ONCE: usize = 200;
    let (icon, heading) = section.heading();
    let many = columns.len();
    let shown = RwSignal::new(AT_ONCE);
    let visible = move || columns[..shown.get().min(many)].to_vec();
    view! {
        <tbody>
            <tr class="g"><th colspan="4" scope="rowgroup"><Icon name=icon/>{heading}<span class="quiet">{if many == 1 { "1 column".to_string() } else { format!("{many} columns") }}</span></th></tr>
            <For each=visible key=|at| *at children=move |at| view! { <Column at=at folding=folding/> }/>
            <Show when=move || { shown.get() < many }>
                <tr><td colspan="4">
                    <button class="button slim" type="button" on:click=move |_| shown.update(|n| *n += AT_ONCE)>
                        {move || format!("Show {} more of {}", AT_ONCE.min(many - shown.get().min(many)), many - shown.get().min(many))}
                    </button>
                </td></tr>
            </Show>
        </tbody>
    }
}

/// "1 column", "46 columns".
fn counted(many: u64, what: &str, locale: &Locale) -> String {
    let plural = if many == 1 { "" } else { "s" };
    format!("{} {what}{plural}", format::count(many, locale))
}
