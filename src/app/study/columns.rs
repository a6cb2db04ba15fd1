//! The page that shows how a file was read: every column with its role, and the levels of a scale to put right.

use leptos::prelude::*;

use super::doubts::Doubts;
use super::levels::LevelList;
use super::quality::QualityCard;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::Icon;
use crate::figure::format;
use crate::report::Command;
use crate::study::{Form, ROLES, Role};
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
}

impl Section {
    fn of(kind: Kind, form: &Form) -> Self {
        match (kind, form) {
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
            for (at, question) in chapter.study.questions.iter().enumerate() {
                by_section
                    .entry(Section::of(question.kind, &question.form))
                    .or_default()
                    .push(at);
            }
            by_section.into_iter().collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    view! {
        <main id="main" class="understand">
            <h1>"This is how the file was read"</h1>
            <p class="under">
                {move || size.get().0} " columns from " <span class="file">{move || file.get()}</span> ", " {move || format::count(size.get().1, &locale)}
                " responses. Change any role; every chart follows and undo brings it back."
            </p>
            <Doubts/>
            <QualityCard/>
            <div class="card">
                <table class="columns">
                    <thead>
                        <tr><th scope="col">"Column"</th><th scope="col">"Role"</th><th scope="col">"Read as"</th><th scope="col" class="r">"Answered"</th></tr>
                    </thead>
                    {move || sections.get().into_iter().map(|(section, columns)| view! { <Columns section=section columns=columns/> }).collect_view()}
                </table>
            </div>
        </main>
    }
}

/// The columns of one kind, the first of them where there are very many.
#[component]
fn Columns(section: Section, columns: Vec<usize>) -> impl IntoView {
    const AT_ONCE: usize = 200;
    let (icon, heading) = section.heading();
    let many = columns.len();
    let shown = RwSignal::new(AT_ONCE);
    let visible = move || columns[..shown.get().min(many)].to_vec();
    view! {
        <tbody>
            <tr class="g"><th colspan="4" scope="rowgroup"><Icon name=icon/>{heading}<span class="quiet">{if many == 1 { "1 column".to_string() } else { format!("{many} columns") }}</span></th></tr>
            <For each=visible key=|at| *at children=|at| view! { <Column at=at/> }/>
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

#[component]
fn Column(at: usize) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let column = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            Some((
                chapter.study.questions.get(at)?.clone(),
                chapter.study.roles[at],
                chapter.study.rows,
            ))
        })
        .flatten()
    });
    let is_cohort = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.cohorts.question == Some(at))
            .unwrap_or(false)
    });
    let open = RwSignal::new(false);
    view! {
        {move || column.get().map(|(question, guess, rows)| {
            let roles: Vec<Role> = ROLES.into_iter().filter(|role| role.fits(&question)).collect();
            let read_as = read_as(&question.form, question.kind, &question.levels);
            let has_levels = matches!(question.form, Form::Levels(_));
            let label = format!("Role of {}", question.name);
            let can_divide = !question.codes().is_empty();
            view! {
                <tr class:sel=move || is_cohort.get()>
                    <td><b>{question.name.clone()}</b></td>
                    <td>
                        <select id=format!("role-{at}") aria-label=label on:change:target=move |ev| {
                            if let Some(role) = ROLES.into_iter().find(|role| role.to_string() == ev.target().value()) {
                                desk.run(Command::SetRole { question: at, role });
                                outside::focus_again(format!("role-{at}"));
                            }
                        }>
                            {roles.into_iter().map(|role| view! { <option value=role.to_string() selected={role == guess.role}>{role.to_string()}</option> }).collect_view()}
                        </select>
                        <span class="tiny quiet sure">{guess.sure.to_string()}</span>
                    </td>
                    <td>
                        {read_as}
                        " "
                        {has_levels.then(|| view! {
                            <button class="linked tiny" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|o| *o = !*o)>
                                {move || if open.get() { "Close the levels" } else { "Change the levels" }}
                            </button>
                            " "
                        })}
                        {can_divide.then(|| view! {
                            <Show when=move || !is_cohort.get() fallback=|| view! { <span class="tiny quiet">"Divides respondents into cohorts"</span> }>
                                <button class="linked tiny" type="button" on:click=move |_| desk.run(Command::SetCohort(Some(at)))>"Use as cohorts"</button>
                            </Show>
                        })}
                        <Show when=move || open.get()><LevelList at=at/></Show>
                    </td>
                    <td class="r num">{format::fraction(question.answered, rows, &locale)}</td>
                </tr>
            }
        })}
    }
}

fn read_as(form: &Form, kind: Kind, levels: &[String]) -> String {
    match form {
        Form::Levels(reading) => {
            let names: Vec<&str> = reading
                .order
                .iter()
                .map(|&code| levels[code as usize - 1].as_str())
                .collect();
            let listed = match names.as_slice() {
                [] => String::new(),
                [first, .., last] if names.len() > 5 => {
                    format!("{} levels, {first} to {last}", names.len())
                }
                names => names.join(", "),
            };
            let scale = reading
                .scale
                .map(|scale| format!("{}: ", format::capital(scale)))
                .unwrap_or_default();
            let aside = if reading.aside.is_empty() {
                String::new()
            } else {
                format!("; {} outside the base", reading.aside.len())
            };
            format!("{scale}{listed}{aside}")
        }
        Form::Number { .. } if kind == Kind::Integer => "Whole numbers".into(),
        Form::Number { .. } => "Numbers".into(),
        Form::Options { .. } => format!("{} options; base is who chose any", levels.len()),
        Form::Other => match kind {
            Kind::DateTime => "Points in time".into(),
            Kind::Identifier => "Tells respondents apart".into(),
            Kind::Empty => "Nothing".into(),
            Kind::Category => "Too many different answers to compare".into(),
            _ => "Free text".into(),
        },
    }
}
