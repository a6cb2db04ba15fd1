//! The side: how many are in view, who is compared, and who is filtered out.

use leptos::prelude::*;

use super::cohorts::Cohorts;
use super::facet::Facet;
use super::swatch::Swatch;
use crate::analysis::stats::base::FAINT;
use crate::app::desk::use_desk;
use crate::app::parts::{CloseDrawer, Fraction, KeysNote, LensPair, SIDE, close_by};
use crate::app::turns::{by_pieces, painted};
use crate::figure::format;
use crate::report::Command;
use crate::study::Role;

/// Filters that are brought on screen at a time, after the cohorts, which come after the first figure.
const AT_ONCE: usize = 4;

/// The side of the overview.
#[component]
pub fn Side(
    /// Whether the drawer is open, where the side is one.
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let is_painted = painted();
    let facets = Memo::new(move |_| {
        if !is_painted.get() {
            return Vec::new();
        }
        desk.with_chapter(|chapter| chapter.study.attributes().collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let facets = by_pieces(facets, 0, AT_ONCE);
    let filters = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.filter.len())
            .unwrap_or(0)
    });
    let weight = Memo::new(move |_| {
        desk.with_chapter(|chapter| {
            chapter
                .study
                .with_role(Role::Weight)
                .map(|w| (chapter.study.questions[w].title(80), chapter.study.weighted))
        })
        .flatten()
    });
    view! {
        <aside id=SIDE tabindex="-1" on:keydown=move |ev| close_by(&ev, open) class="side" class:is-open=move || open.get() aria-label="Cohorts and filters">
            <CloseDrawer open=open/>
            <InView/>
            <Show when=move || is_painted.get()><Cohorts/></Show>
            {move || is_painted.get().then(|| weight.get()).flatten().map(|(name, on)| view! {
                <section>
                    <h2 class="side-title">"Weights"</h2>
                    <p class="tiny quiet by">"by “" {name} "”"</p>
                    <span class="pair" role="group" aria-label="Weights">
                        <button type="button" aria-pressed=on.to_string() on:click=move |_| desk.run(Command::SetWeighted(true))>"Weighted"</button>
                        <button type="button" aria-pressed=(!on).to_string() on:click=move |_| desk.run(Command::SetWeighted(false))>"Unweighted"</button>
                    </span>
                </section>
            })}
            <Show when=move || facets.with(|facets| !facets.is_empty())>
                <div class="filters">
                    <p class="tiny quiet">"Filters: click keeps a level, Shift and click leaves it out."</p>
                    <button class="button slim" class:unneeded=move || filters.get() == 0 type="button" on:click=move |_| desk.run(Command::ClearFilters)>
                        {move || if filters.get() > 1 { format!("Clear {}", filters.get()) } else { "Clear".to_string() }}
                    </button>
                </div>
            </Show>
            <For each=move || facets.get() key=|at| *at let:at>
                <Facet question=at/>
            </For>
            <section class="small-screen">
                <h2 class="side-title">"Show numbers as"</h2>
                <LensPair/>
            </section>
            <KeysNote/>
        </aside>
    }
}

/// Respondents in view over respondents loaded.
#[component]
pub fn InView() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let part = move || {
        desk.answers().map_or_else(
            || "…".to_string(),
            |answers| format::count(answers.cohorts.iter().sum(), &locale),
        )
    };
    let whole = move || {
        desk.with_chapter(|chapter| format::count(chapter.study.rows, &locale))
            .unwrap_or_default()
    };
    // Whoever left some out is told that the whole is without them.
    let of_what = move || {
        let left_out = desk.with_chapter(|chapter| {
            let left_out = chapter.study.left_out.iter();
            left_out.map(|(_, n)| n).sum::<u64>()
        });
        match left_out.unwrap_or_default() {
            0 => desk.counted().loaded().to_owned(),
            n => format!(
                "{}, {} left out",
                desk.counted().kept(),
                format::count(n, &locale)
            ),
        }
    };
    view! {
        <div class="inview">
            <Fraction part=Signal::derive(part) whole=Signal::derive(whole)/>
            <p>{move || desk.counted().many()} " in view"<br/>{of_what}</p>
        </div>
    }
}

/// The cohorts as a scrolling row, where there is no room for cards.
#[component]
pub fn Chips() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let groups = Memo::new(move |_| {
        desk.with_chapter(|chapter| chapter.study.cohorts.groups.clone())
            .unwrap_or_default()
    });
    view! {
        <ul class="chips" aria-label="Cohorts" tabindex="0">
            {move || {
                groups
                    .get()
                    .into_iter()
                    .map(|group| {
                        let counted = group.clone();
                        let n = Memo::new(move |_| desk.in_cohort(&counted));
                        view! {
                            <li>
                                <Swatch ink=group.ink low=Signal::derive(move || n.get().is_some_and(|n| n < FAINT))/>
                                {group.name}
                                <span class="num">{move || n.get().map(|n| format::count(n, &locale))}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}
