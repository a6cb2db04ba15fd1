//! One attribute to filter by: its levels with how many are in view. Click keeps a level, Shift and click takes it out.

use leptos::prelude::*;

use crate::analysis::stats::base::HIDE;
use crate::app::desk::use_desk;
use crate::app::parts::{Bar, Icon};
use crate::figure::format;
use crate::report::Command;

/// An attribute with its levels.
#[component]
pub fn Facet(
    /// The column.
    question: usize,
) -> impl IntoView {
    let desk = use_desk();
    let levels = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            let q = chapter.study.questions.get(question)?;
            Some((
                q.title(80),
                q.codes()
                    .into_iter()
                    .map(|code| (code, q.level(code).to_string()))
                    .collect::<Vec<_>>(),
            ))
        })
        .flatten()
        .unwrap_or_default()
    });
    let kept = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            chapter
                .study
                .filter
                .iter()
                .find(|c| c.question == question)
                .map(|c| c.keep.clone())
        })
        .flatten()
    });
    let counts = Memo::new(move |_| {
        desk.answers()
            .and_then(|answers| answers.facets.get(&question).cloned())
            .unwrap_or_default()
    });
    // The others' choices would tell what each of so few answered.
    let are_few = Memo::new(move |_| {
        let all = counts.with(|counts| counts.iter().sum::<u64>());
        (1..HIDE).contains(&all)
    });
    let most =
        Memo::new(move |_| counts.with(|counts| counts.iter().copied().max().unwrap_or(0).max(1)));
    view! {
        <section>
            <h2 class="side-title">
                {move || levels.with(|(name, _)| name.clone())}
                {move || if kept.get().is_some() {
                    let name = levels.with(|(name, _)| format!("Show all of {name}"));
                    view! { <button class="linked" type="button" aria-label=name on:click=move |_| desk.run(Command::ClearFilter(question))>"show all"</button> }.into_any()
                } else {
                    view! { <span>"all"</span> }.into_any()
                }}
            </h2>
            <div class="facet" role="group" aria-label=move || levels.with(|(name, _)| format!("Filter by {name}"))>
                {move || levels.with(|(_, levels)| levels.clone()).into_iter().map(|(code, name)| {
                    view! { <Level question=question code=code name=name kept=kept counts=counts most=most are_few=are_few/> }
                }).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Level(
    question: usize,
    code: u32,
    name: String,
    kept: Memo<Option<Vec<u32>>>,
    counts: Memo<Vec<u64>>,
    most: Memo<u64>,
    are_few: Memo<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let n = move || counts.with(|counts| counts.get(code as usize - 1).copied().unwrap_or(0));
    let pressed = move || kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.contains(&code)));
    let cut = move || kept.with(|kept| kept.as_ref().is_some_and(|kept| !kept.contains(&code)));
    let share = move || match are_few.get() {
        true => 0.0,
        false => n() as f64 / most.get() as f64,
    };
    let told = move || match are_few.get() {
        true => format!("under {HIDE}"),
        false => format::count(n(), &locale),
    };
    let title = name.clone();
    let label = name.clone();
    view! {
        <button
            type="button"
            class:cut=cut
            title=title
            aria-pressed=move || pressed().to_string()
            aria-label=move || format!("{label}, {}", told())
            on:click=move |ev| desk.run(if ev.shift_key() { Command::Exclude { question, code } } else { Command::Toggle { question, code } })
        >
            <span class="name"><Icon name="check"/>{name.clone()}</span>
            <Bar share=Signal::derive(share)/>
            <span class="n">{told}</span>
        </button>
    }
}
