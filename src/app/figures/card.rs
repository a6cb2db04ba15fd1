//! One figure: what it finds, its plot, its strip, its table and its files.

use std::sync::Arc;

use leptos::prelude::*;

use super::empty::NothingToDraw;
use super::plot::Plot;
use super::saving::Saving;
use super::table::DataTable;
use crate::analysis::Answer;
use crate::app::desk::use_desk;
use crate::app::parts::{Icon, Menu};
use crate::app::sight::Sight;
use crate::figure::charts::{self, Chart};
use crate::figure::words::Context;
use crate::figure::{FigureId, Subject, Words, words};
use crate::render;
use crate::report::Command;
use crate::study::Role;

/// A figure on screen, as every part of its card needs it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Which figure.
    pub id: FigureId,
    /// Its answer.
    pub answer: Memo<Option<Arc<Answer>>>,
    /// The chart it is drawn as.
    pub chart: Signal<Option<&'static Chart>>,
    /// Its words.
    pub words: Memo<Option<Words>>,
}

/// The card of a figure.
#[component]
pub fn FigureCard(
    /// Which.
    id: FigureId,
) -> impl IntoView {
    let desk = use_desk();
    let spec = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.figures.iter().find(|spec| spec.id == id).cloned())
            .flatten()
    });
    let subject = Memo::new(move |_| spec.with(|spec| spec.as_ref().map(|spec| spec.subject)));
    let question = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.question(subject.get()?))
            .flatten()
    });
    let place = NodeRef::new();
    let answers = Sight::of(place).follow(move || desk.answers(), Arc::ptr_eq);
    let answer = Memo::new(move |_| {
        answers.with(|answers| answers.as_ref()?.figures.get(&question.get()?).cloned())
    });
    let chart_id = Memo::new(move |_| {
        answer.with(|answer| {
            let shape = &answer.as_ref()?.shape;
            let chosen = spec
                .with(|spec| spec.as_ref().and_then(|spec| spec.chart))
                .and_then(charts::by_id);
            Some(
                chosen
                    .filter(|chart| (chart.accepts)(shape))
                    .unwrap_or_else(|| charts::default_for(shape))
                    .id,
            )
        })
    });
    let chart = Signal::derive(move || chart_id.get().and_then(charts::by_id));
    let words = Memo::new(move |_| {
        answer.with(|answer| {
            let context = Context {
                counted: desk.counted(),
                ..answers.with(|answers| answers.as_ref().map(|one| one.context.clone()))?
            };
            Some(words::words(
                answer.as_ref()?,
                &context,
                &desk.locale.get_value(),
            ))
        })
    });
    let shown = Shown {
        id,
        answer,
        chart,
        words,
    };
    let is_empty = Memo::new(move |_| question.get().is_none());
    let divides = Memo::new(move |_| {
        question.get().is_some()
            && desk.with_chapter(|chapter| chapter.study.cohorts.question) == Some(question.get())
    });
    // One row per option and cohort is too tall to stand beside another figure.
    let is_wide = Memo::new(move |_| chart_id.get() == Some("options"));
    let title_id = format!("figure-{}", id.0);
    let labelled = title_id.clone();
    view! {
        <figure node_ref=place class="card figure" class:is-empty=move || is_empty.get() class:is-wide=move || is_wide.get() aria-labelledby=labelled>
            {move || match (is_empty.get(), subject.get()) {
                _ if divides.get() => view! { <Divides shown=shown/> }.into_any(),
                (true, Some(subject)) => view! { <NothingToDraw id=id subject=subject/> }.into_any(),
                _ => view! { <Drawn shown=shown subject=subject title_id=title_id.clone()/> }.into_any(),
            }}
        </figure>
    }
}

/// A question is not compared with itself.
#[component]
fn Divides(shown: Shown) -> impl IntoView {
    let desk = use_desk();
    let name = move || {
        shown
            .answer
            .with(|answer| answer.as_ref().map(|answer| answer.called.clone()))
    };
    view! {
        <header>
            <div class="kicker"><span>{name}</span></div>
            <h2>"This question divides the " {move || desk.counted().many()}</h2>
            <p class="sub">"Its answers are the cohorts, so there is nothing to compare here."</p>
        </header>
        <div class="plot">
            <p><button class="button slim" type="button" on:click=move |_| desk.run(Command::RemoveFigure(shown.id))>"Take the figure away"</button></p>
        </div>
    }
}

#[component]
fn Drawn(shown: Shown, subject: Memo<Option<Subject>>, title_id: String) -> impl IntoView {
    let desk = use_desk();
    let table_open = RwSignal::new(false);
    let Shown { answer, words, .. } = shown;
    let kicker = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|answer| words::kicker(answer)))
    });
    let title =
        Memo::new(move |_| words.with(|words| words.as_ref().map(|words| words.title.clone())));
    let sub =
        Memo::new(move |_| words.with(|words| words.as_ref().map(|words| words.subtitle.clone())));
    // The comparison and its test stand with the table; saved files carry every line.
    let strip = Memo::new(move |_| {
        let all = table_open.get();
        let shown = |term: &str| all || !matches!(term, "Compared" | "Test");
        words.with(|words| {
            words
                .as_ref()
                .map(|words| {
                    words
                        .strip
                        .iter()
                        .filter(|(term, _)| shown(term))
                        .cloned()
                        .collect::<Vec<_>>()
                })
                .unwrap_or_default()
        })
    });
    let table = Memo::new(move |_| {
        if table_open.get() {
            answer.with(|answer| {
                answer
                    .as_ref()
                    .map(|answer| render::table(answer, &desk.locale.get_value()))
            })
        } else {
            None
        }
    });
    let is_nobody = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.in_view == 0))
    });
    let last_filter = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.filter.last().map(|clause| clause.question))
            .flatten()
    });
    let share = Memo::new(move |_| desk.answers().and_then(|answers| answers.share));
    let region = title_id.clone();
    view! {
        <header>
            <div class="kicker">
                <span>{move || kicker.get()}</span>
                <Show when=move || share.get().is_some()>
                    <span class="badge"><Icon name="clock"/>{move || share.get().map(|share| format!("first {:.0} % of rows", 100.0 * share))}</span>
                </Show>
                <span class="badge" title="Unit of analysis"><Icon name="person"/>"counts " {move || desk.counted().many()}</span>
                <span class="acts">
                    <button class="glyph" type="button" aria-label="Table of numbers" title="Table of numbers (T)" aria-keyshortcuts="t" aria-expanded=move || table_open.get().to_string() on:click=move |_| table_open.update(|o| *o = !*o)>
                        <Icon name="table"/>
                    </button>
                    <Charts shown=shown/>
                    <Saving shown=shown/>
                    <More shown=shown subject=subject/>
                </span>
            </div>
            <h2 id=title_id>{move || title.get()}</h2>
            <p class="sub">{move || sub.get()}</p>
        </header>
        <div class="plot">
            <Plot shown=shown/>
            <Show when=move || is_nobody.get() && last_filter.get().is_some()>
                <p class="swap">
                    <button class="button first" type="button" on:click=move |_| {
                        if let Some(question) = last_filter.get_untracked() {
                            desk.run(Command::ClearFilter(question));
                        }
                    }>"Take the last filter away"</button>
                    " "
                    <button class="button" type="button" on:click=move |_| desk.run(Command::ClearFilters)>"Clear all filters"</button>
                </p>
            </Show>
        </div>
        <Show when=move || table_open.get()>
            <div class="table" tabindex="0" role="region" aria-labelledby=region.clone()><DataTable table=table/></div>
        </Show>
        <dl class="strip">
            {move || strip.get().into_iter().map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }).collect_view()}
        </dl>
    }
}

/// The charts that suit the answers, where there is more than one.
#[component]
fn Charts(shown: Shown) -> impl IntoView {
    let desk = use_desk();
    let Shown {
        id, answer, chart, ..
    } = shown;
    let suiting = Memo::new(move |_| {
        answer.with(|answer| {
            answer
                .as_ref()
                .map(|answer| {
                    charts::ALL
                        .iter()
                        .filter(|c| (c.accepts)(&answer.shape))
                        .map(|c| (c.id, c.label))
                        .collect::<Vec<_>>()
                })
                .unwrap_or_default()
        })
    });
    let current = Memo::new(move |_| chart.get().map(|c| c.id));
    // The two drawings of a scale with two ends are one click apart; all others are in the menu.
    let two_ended = Memo::new(move |_| {
        suiting.with(|suiting| {
            ["likert", "stacked"]
                .iter()
                .all(|id| suiting.iter().any(|(chart, _)| chart == id))
        })
    });
    let is_stacked = Memo::new(move |_| current.get() == Some("stacked"));
    view! {
        <Show when=move || two_ended.get()>
            <button
                class="glyph"
                type="button"
                aria-label="Stack to 100 %"
                title="Stack to 100 %"
                aria-pressed=move || is_stacked.get().to_string()
                on:click=move |_| desk.run(Command::ChooseChart { figure: id, chart: if is_stacked.get_untracked() { "likert" } else { "stacked" } })
            >
                <Icon name="stack"/>
            </button>
        </Show>
        <Show when=move || { suiting.with(Vec::len) > 1 }>
            <Menu label="Draw it as" icon="chart">
                <span class="head">"Draw it as"</span>
                {move || suiting.get().into_iter().map(|(chart, label)| view! {
                    <button type="button" aria-pressed=move || (current.get() == Some(chart)).to_string() on:click=move |_| desk.run(Command::ChooseChart { figure: id, chart })>{label}</button>
                }).collect_view()}
            </Menu>
        </Show>
    }
}

/// Other questions the figure could be about, and its removal.
#[component]
fn More(shown: Shown, subject: Memo<Option<Subject>>) -> impl IntoView {
    let desk = use_desk();
    let id = shown.id;
    let others = Memo::new(move |_| {
        if !matches!(subject.get(), Some(Subject::Burnout(_))) {
            return Vec::new();
        }
        desk.with_chapter(|chapter| {
            let study = &chapter.study;
            let is_burnout = |at: &usize| matches!(study.roles[*at].role, Role::Burnout(_));
            (0..study.questions.len())
                .filter(is_burnout)
                .map(|at| {
                    (
                        at,
                        format!(
                            "{}: {}",
                            study.roles[at].role,
                            study.questions[at].choice(80)
                        ),
                    )
                })
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    view! {
        <Menu label="More about this figure" icon="more">
            {move || (others.with(Vec::len) > 1).then(|| view! {
                <span class="head">"Kinds of burnout, never on one chart"</span>
                {others.get().into_iter().map(|(at, name)| view! {
                    <button type="button" on:click=move |_| desk.run(Command::ChooseSubject { figure: id, subject: Subject::Burnout(Some(at)) })>{name}</button>
                }).collect_view()}
            })}
            <button type="button" on:click=move |_| desk.run(Command::RemoveFigure(id))><Icon name="cross"/>"Take the figure away"</button>
        </Menu>
    }
}
