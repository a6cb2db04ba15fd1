//! Cohort cards: name, number in view, colour, the reference, and what to do about a small base.

use leptos::prelude::*;

use super::swatch::Swatch;
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::app::desk::use_desk;
use crate::app::parts::Icon;
use crate::figure::format;
use crate::report::Command;
use crate::study::{Group, Role, cohort};

/// The cohorts of the study on screen.
#[component]
pub fn Cohorts() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let choices = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let study = &chapter.study;
            // What people typed, and what tells who they are, divides nobody.
            let is_told =
                |at: usize| !matches!(study.roles[at].role, Role::Comment | Role::Identifier);
            let can_divide = |at: &usize| {
                let is_chosen = study.cohorts.question == Some(*at);
                let levels = study.questions[*at].codes().len();
                (2..=20).contains(&levels) && (is_told(*at) || is_chosen)
            };
            (0..study.questions.len())
                .filter(can_divide)
                .map(|at| (at, study.questions[at].choice(80)))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let cohorts = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.cohorts.clone())
            .unwrap_or_default()
    });
    let shape = move || {
        cohorts.with(|c| match (c.ordered, c.groups.len()) {
            (_, 1) => "one".to_string(),
            (true, n) => format!("ordered, {n} levels"),
            (false, n) => format!("{n}, not ordered"),
        })
    };
    let merged = move || cohorts.with(|c| c.groups.iter().any(|g| g.codes.len() > 1));
    let reference = Memo::new(move |_| {
        let answers = desk.answers();
        let used = answers
            .as_ref()
            .and_then(|a| a.figures.values().next())
            .and_then(|answer| answer.reference.map(|r| answer.rows[r].cohort.id));
        cohorts.with(|c| c.reference).or(used)
    });
    let outside = move || desk.answers().map_or(0, |answers| answers.outside);
    view! {
        <section>
            <h2 class="side-title">"Cohorts" <span>{shape}</span></h2>
            <div class="by tiny quiet">
                <label>
                    "by"
                    <select
                        aria-label=move || format!("Divide {} by", desk.counted().many())
                        prop:value=move || cohorts.with(|c| c.question.map(|q| q.to_string()).unwrap_or_default())
                        on:change:target=move |ev| desk.run(Command::SetCohort(ev.target().value().parse().ok()))
                    >
                        <option value="" prop:selected=move || cohorts.with(|c| c.question.is_none())>"Everyone together"</option>
                        {move || choices.get().into_iter().map(|(at, name)| view! { <option value=at.to_string() prop:selected=move || cohorts.with(|c| c.question == Some(at))>{name}</option> }).collect_view()}
                    </select>
                </label>
            </div>
            <ul class="cohorts">
                {move || {
                    let c = cohorts.get();
                    let groups = c.groups.clone();
                    let is_divided = groups.len() > 1;
                    groups
                        .iter()
                        .enumerate()
                        .map(|(i, group)| {
                            let neighbour = groups.get(i + 1).or_else(|| i.checked_sub(1).and_then(|j| groups.get(j))).filter(|n| cohort::is_neighbour(&c, group.id, n.id)).cloned();
                            view! { <li><Card group=group.clone() neighbour=neighbour is_divided=is_divided/></li> }
                        })
                        .collect_view()
                }}
                <Show when=move || { outside() > 0 }>
                    <li>
                        <div class="cohort out">
                            <Icon name="cross"/>
                            <b>"In no cohort"</b>
                            <span class="n">{move || format::count(outside(), &locale)}</span>
                            <small>"No answer, or one set aside; outside every base"</small>
                        </div>
                    </li>
                </Show>
            </ul>
            <Show when=move || cohorts.with(|c| c.groups.len() > 1)>
                <div class="by compared tiny quiet">
                    <label>
                        "compared with"
                        <select aria-label="Compare cohorts with" on:change:target=move |ev| {
                            if let Ok(id) = ev.target().value().parse() {
                                desk.run(Command::SetReference(id));
                            }
                        }>
                            {move || {
                                let used = reference.get();
                                cohorts.get().groups.into_iter().map(|group| view! { <option value=group.id.to_string() selected={used == Some(group.id)}>{group.name}</option> }).collect_view()
                            }}
                        </select>
                    </label>
                </div>
            </Show>
            <Show when=merged>
                <div class="btns"><button class="button slim" type="button" on:click=move |_| desk.run(Command::SplitCohorts)>"Split merged cohorts"</button></div>
            </Show>
        </section>
    }
}

#[component]
fn Card(
    /// Who.
    group: Group,
    /// Who it can be put together with.
    neighbour: Option<Group>,
    /// Whether there are others.
    is_divided: bool,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let id = group.id;
    let counted = group.clone();
    let n = Memo::new(move |_| desk.in_cohort(&counted));
    let low = Memo::new(move |_| n.get().is_some_and(|n| n < FAINT));
    let are_few = Memo::new(move |_| is_divided && desk.are_few_in_view());
    view! {
        <div class="cohort" class:low=move || low.get()>
            <Swatch ink=group.ink low=low/>
            <b>{group.name}</b>
            <span class="n">{move || match n.get() {
                _ if are_few.get() => format!("under {HIDE} in all"),
                None => "…".to_string(),
                Some(n) => format::base(n, &locale),
            }}</span>
            <Show when=move || low.get()>
                <small>
                    {move || match n.get() {
                        _ if are_few.get() => "So few are in view that each size would tell of somebody. ",
                        Some(n) if n < HIDE => "Under 5: hidden. ",
                        _ => "Under 30: drawn faintly, never tested alone. ",
                    }}
                    {neighbour.clone().map(|other| view! {
                        <button class="linked" type="button" on:click=move |_| desk.run(Command::MergeCohorts { from: id, into: other.id })>{format!("Merge with {}", other.name)}</button>
                    })}
                </small>
            </Show>
        </div>
    }
}
