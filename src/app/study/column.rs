//! One column of the page that shows how a file was read: its words, its role, and what can be put right.

use std::sync::Arc;

use leptos::prelude::*;

use super::levels::LevelList;
use super::spread::Spread;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::Long;
use crate::figure::format;
use crate::report::Command;
use crate::study::{Form, Guess, Question, ROLES, Role};
use crate::table::{ColumnSummary, Correction, Kind, Unit, typed_labels};

/// Ways to read a column that a person can choose from.
fn readings() -> Vec<(&'static str, Correction)> {
    vec![
        ("One of several answers", Correction::Kind(Kind::Category)),
        (
            "Several answers, joined by ;",
            Correction::SplitAt(";".into()),
        ),
        (
            "Several answers, joined by ,",
            Correction::SplitAt(",".into()),
        ),
        (
            "Several answers, joined by |",
            Correction::SplitAt("|".into()),
        ),
        ("Yes or no", Correction::Kind(Kind::YesNo)),
        ("Numbers, decimal point", Correction::DecimalComma(false)),
        ("Numbers, decimal comma", Correction::DecimalComma(true)),
        ("Lengths of time", Correction::Unit(Some(Unit::Hours))),
        ("Dates, day first", Correction::DayFirst(true)),
        ("Dates, month first", Correction::DayFirst(false)),
        ("Identifiers", Correction::Kind(Kind::Identifier)),
        ("Free text", Correction::Kind(Kind::Text)),
    ]
}

/// What is known of a column.
#[derive(Clone, PartialEq)]
struct Known {
    question: Arc<Question>,
    guess: Guess,
    rows: u64,
    summary: ColumnSummary,
    said: Vec<Correction>,
}

/// A column with its role and its reading.
#[component]
pub fn Column(
    /// Its place.
    at: usize,
    /// Names of the columns chosen to be one question, while they are being chosen.
    folding: RwSignal<Option<Vec<String>>>,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let column = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let summary = chapter.summary.columns.get(at)?.clone();
            let said = chapter.study.reading.corrections.iter();
            Some(Known {
                question: chapter.study.questions.get(at)?.clone(),
                guess: chapter.study.roles[at],
                rows: chapter.study.rows,
                said: said
                    .filter(|(name, _)| *name == summary.name)
                    .map(|(_, said)| said.clone())
                    .collect(),
                summary,
            })
        })
        .flatten()
    });
    let is_cohort = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.cohorts.question == Some(at))
            .unwrap_or(false)
    });
    let open = RwSignal::new(false);
    view! {
        {move || column.get().map(|known| {
            let question = &known.question;
            let roles: Vec<Role> = ROLES.into_iter().filter(|role| role.fits(question)).collect();
            let many = desk.counted().many();
            let read_as = read_as(question, many);
            let label = format!("Role of {}", question.name);
            let guess = known.guess;
            let can_divide = !question.codes().is_empty();
            let answered = format::fraction(question.answered, known.rows, &locale);
            let opened = known.clone();
            let (changing, closing) = (format!("Change the reading of {}", question.name), format!("Close the reading of {}", question.name));
            let divide = format!("Use as cohorts: {}", question.name);
            view! {
                <tr class:sel=move || is_cohort.get()>
                    <td><Name summary=known.summary.clone() folding=folding/></td>
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
                    <td on:keydown=move |ev| {
                        if ev.key() == "Escape" && open.get_untracked() {
                            open.set(false);
                            outside::focus_again(format!("change-{at}"));
                        }
                    }>
                        <Spread summary=known.summary.clone() question=known.question.clone()/>
                        {read_as}
                        " "
                        <button class="linked tiny" type="button" id=format!("change-{at}") aria-label=move || if open.get() { closing.clone() } else { changing.clone() } aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|o| *o = !*o)>
                            {move || if open.get() { "Close" } else { "Change the reading" }}
                        </button>
                        " "
                        {can_divide.then(|| view! {
                            <Show when=move || !is_cohort.get() fallback=move || view! { <span class="tiny quiet">"Divides " {many} " into cohorts"</span> }>
                                <button class="linked tiny" type="button" aria-label=divide.clone() on:click=move |_| {
                                    desk.run(Command::SetCohort(Some(at)));
                                    outside::focus_again(format!("change-{at}"));
                                }>"Use as cohorts"</button>
                            </Show>
                        })}
                        {move || open.get().then(|| view! { <Change at=at known=opened.clone()/> })}
                    </td>
                    <td class="r num">{answered}</td>
                </tr>
            }
        })}
    }
}

/// What was asked, large, and what the column is called, below; with a box while columns are chosen to be one question.
#[component]
fn Name(summary: ColumnSummary, folding: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let asked = summary.asked().map(str::to_owned);
    let ColumnSummary { name, from, .. } = summary;
    let (large, below) = match asked {
        None => (name.clone(), None),
        Some(wording) => (wording, Some(name.clone())),
    };
    let parts = (from.len() > 1).then(|| format!("{} columns", from.len()));
    let is_single = from.len() == 1;
    let label = format!("Part of the question: {name}");
    let (held, taken) = (name.clone(), name);
    let is_chosen =
        move || folding.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.contains(&held)));
    let is_chosen = Memo::new(move |_| is_chosen());
    let take = StoredValue::new(taken);
    view! {
        <Show when=move || is_single && folding.with(Option::is_some)>
            <input type="checkbox" aria-label=label.clone() prop:checked=move || is_chosen.get() on:change=move |_| folding.update(|chosen| {
                let (Some(chosen), name) = (chosen, take.get_value()) else { return };
                match chosen.iter().position(|known| *known == name) {
                    Some(place) => { chosen.remove(place); }
                    None => chosen.push(name),
                }
            })/>
            " "
        </Show>
        <Long text=large/>
        {below.map(|code| view! { <span class="code small quiet">{code}</span> })}
        {parts.map(|parts| view! { <span class="code small quiet">{parts}</span> })}
    }
}

/// Everything that can be changed about how a column is read.
#[component]
fn Change(at: usize, known: Known) -> impl IntoView {
    let desk = use_desk();
    let name = StoredValue::new(known.summary.name.clone());
    let readings = readings();
    let choices: Vec<Correction> = readings.iter().map(|(_, choice)| choice.clone()).collect();
    let chosen = known
        .said
        .iter()
        .rev()
        .find_map(|said| choices.iter().position(|choice| choice == said));
    let found = match chosen {
        None => format!("As found: {}", known.summary.kind),
        Some(_) => "As found".to_owned(),
    };
    let is_single = known.summary.from.len() == 1;
    let has_levels = matches!(known.question.form, Form::Levels(_));
    let label = format!("Reading of {}", known.question.name);
    let code_label = format!("Text that is no answer to {}", known.question.name);
    let code = RwSignal::new(String::new());
    let labels_label = format!("Labels of the codes of {}", known.question.name);
    let typed = RwSignal::new(String::new());
    let can_have_codes = is_single
        && known.summary.sensitive.is_none()
        && matches!(known.summary.kind, Kind::Integer | Kind::Category);
    let missing = known.summary.missing;
    let choose = move |value: String| {
        let chosen = value
            .parse()
            .ok()
            .and_then(|at: usize| choices.get(at).cloned());
        let choices = choices.clone();
        desk.change_reading("reading of a column", move |reading| {
            let name = name.get_value();
            reading
                .corrections
                .retain(|(column, said)| *column != name || !choices.contains(said));
            reading
                .corrections
                .extend(chosen.map(|chosen| (name, chosen)));
        });
    };
    view! {
        <div class="change">
            {is_single.then(|| view! {
                <label for=format!("reading-{at}") class="small">"Read as "
                    <select id=format!("reading-{at}") aria-label=label on:change:target=move |ev| choose(ev.target().value())>
                        <option value="" selected={chosen.is_none()}>{found}</option>
                        {readings.into_iter().enumerate().map(|(i, (words, _))| view! { <option value=i.to_string() selected={chosen == Some(i)}>{words}</option> }).collect_view()}
                    </select>
                </label>
            })}
            {(!is_single).then(|| view! {
                <button class="button slim" type="button" id=format!("apart-{at}") on:click=move |_| desk.take_apart(name.get_value())>"Take apart into its columns"</button>
            })}
            {has_levels.then(|| view! { <LevelList at=at/> })}
            {is_single.then(|| view! {
                <form class="missing" on:submit=move |ev| {
                    ev.prevent_default();
                    let text = code.get().trim().to_owned();
                    if !text.is_empty() {
                        desk.count_as_blank(name.get_value(), text);
                        code.set(String::new());
                    }
                }>
                    <label class="small">"No answer is written as "
                        <input type="text" size="8" aria-label=code_label prop:value=move || code.get() on:input:target=move |ev| code.set(ev.target().value())/>
                    </label>
                    <button class="button slim" type="submit" id=format!("blank-{at}")>"Count as blank"</button>
                    {(missing > 0).then(|| view! { <span class="tiny quiet">{missing} " cells count as blank so"</span> })}
                </form>
            })}
            {can_have_codes.then(|| view! {
                <form class="missing" on:submit=move |ev| {
                    ev.prevent_default();
                    match typed_labels(&typed.get()) {
                        Some(labels) => desk.add_correction(name.get_value(), Correction::Labels(labels)),
                        None => desk.said.set(Some("Each line names a code and its label, such as “1 = Never”, and each code once.".into())),
                    }
                }>
                    <label class="small">"What codes stand for, one a line: 1 = Never"
                        <textarea rows="3" aria-label=labels_label prop:value=move || typed.get() on:input:target=move |ev| typed.set(ev.target().value())></textarea>
                    </label>
                    <button class="button slim" type="submit" id=format!("labels-{at}")>"Use the labels"</button>
                </form>
            })}
            <ul class="corrected">
                {known.said.into_iter().enumerate().map(|(i, said)| {
                    let back = format!("back-{at}-{i}");
                    let words = said.to_string();
                    let label = format!("Take back: {words}");
                    view! {
                        <li class="small">
                            {format::capital(&words)} " "
                            <button class="linked tiny" type="button" aria-label=label id=back on:click=move |_| desk.remove_correction(name.get_value(), said.clone())>"Take back"</button>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </div>
    }
}

/// What a question is read as, in a table of so called rows.
fn read_as(question: &Question, many: &str) -> String {
    let Question {
        form, kind, levels, ..
    } = question;
    let kind = *kind;
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
            Kind::Identifier => format!("Tells {many} apart"),
            Kind::Empty => "Nothing".into(),
            Kind::Category => "Too many different answers to compare".into(),
            _ => "Free text".into(),
        },
    }
}
