//! The frame around every page: bar, pages, drop target, and what is said aloud.

use leptos::prelude::*;

use super::delivery::{Delivery, Pane};
use super::desk::{Desk, use_desk};
use super::figures::Overview;
use super::import::{Arrival, DropTarget, Files};
use super::keys;
use super::open_file::Opened;
use super::outside;
use super::page::Page;
use super::parts::{Icon, KeyList, LensPair, Mark};
use super::study::Understand;
use crate::figure::format;
use crate::report::History;

/// The whole page.
#[component]
pub fn Frame() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    keys::listen(desk);
    keep_decisions(desk);
    follow_address(desk);
    view! {
        <a class="button first skip" href="#main" on:click=move |ev| {
            ev.prevent_default();
            if let Some(main) = document().get_element_by_id("main") {
                outside::focus(&main);
            }
        }>"Skip to the page"</a>
        <Pages/>
        <DropTarget/>
        <KeyList/>
    }
}

/// The bar, the page on screen, and what is said aloud.
#[component]
pub(super) fn Pages() -> impl IntoView {
    let desk = use_desk();
    // What changes and shows the same page must not make it anew. Without a file there is none.
    let page = Memo::new(move |_| {
        let has_study = desk.current().is_some();
        let page = if has_study {
            desk.page.get()
        } else {
            Page::Files
        };
        match desk.files.with(Vec::is_empty) {
            false => Some(page),
            // Before there is anything to open, somebody may want to know what to keep a log of.
            true => (desk.deliveries.pane.get() == Pane::Kit).then_some(Page::Delivery),
        }
    });
    // The kit stays open on its own page alone.
    Effect::new(move |_| {
        let has_left = page.get().is_some_and(|page| page != Page::Delivery);
        if has_left && desk.deliveries.pane.get_untracked() == Pane::Kit {
            desk.deliveries.pane.set(Pane::Figures);
        }
    });
    // Whoever was at something that is gone goes on at the new page, and not at the end of everything.
    Effect::new(move |before: Option<Option<Page>>| {
        let page = page.get();
        if before.is_some_and(|before| before != page) {
            outside::focus_if_lost(Some("main".to_owned()));
        }
        page
    });
    view! {
        <TopBar/>
        {move || {
            let page = page.get();
            outside::let_go_within("main");
            match page {
                None => view! { <Arrival/> }.into_any(),
                Some(Page::Files) => view! { <Files/> }.into_any(),
                Some(Page::Understand) => view! { <Understand/> }.into_any(),
                Some(Page::Overview) => view! { <Overview/> }.into_any(),
                Some(Page::Delivery) => view! { <Delivery/> }.into_any(),
            }
        }}
        <Spoken/>
    }
}

/// Whoever leaves the page is asked first where decisions were made: they are nowhere but here.
fn keep_decisions(desk: Desk) {
    let handle = window_event_listener(leptos::ev::beforeunload, move |ev| {
        if desk.history.with_untracked(History::has_decisions) {
            ev.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// The address names the page, and the page follows the address.
fn follow_address(desk: Desk) {
    let read = move || {
        if let Ok(page) = window()
            .location()
            .hash()
            .unwrap_or_default()
            .parse::<Page>()
        {
            desk.page.set(page);
        }
    };
    read();
    let handle = window_event_listener(leptos::ev::hashchange, move |_| read());
    on_cleanup(move || handle.remove());
    Effect::new(move |before: Option<Page>| {
        let page = desk.page.get();
        if desk.current().is_some() {
            // Which takes time that the page itself needs first.
            outside::after_paint(move || {
                let hash = format!("#{page}");
                let is_other = window().location().hash().is_ok_and(|now| now != hash);
                if is_other && desk.page.try_get_untracked() == Some(page) {
                    outside::add_address(&hash);
                }
            });
        }
        if before.is_some_and(|before| before != page) {
            // Asked for at once it would lay out a page that is not complete.
            request_animation_frame(|| window().scroll_to_with_x_and_y(0.0, 0.0));
        }
        page
    });
}

#[component]
fn TopBar() -> impl IntoView {
    let desk = use_desk();
    let open = desk.settled(move || desk.current().is_some());
    // Whoever took back the last file wants to bring it again.
    let can_step = desk.settled(move || {
        let (undo, redo) = desk.steps();
        desk.current().is_some() || undo.is_some() || redo.is_some()
    });
    let file = desk.settled(move || desk.subject());
    let files = desk.settled(move || {
        desk.files.with(|files| {
            files
                .iter()
                .filter(|f| matches!(f.state, Opened::Ready(_)))
                .count()
        })
    });
    view! {
        <header class="top">
            <a class="brand" href="#files" on:click=move |_| desk.deliveries.pane.set(Pane::Figures)><Mark/>"Denominator"</a>
            <Show when=move || file.get().is_some()>
                <div class="project small">
                    <b>{move || file.get()}</b>
                    <span class="quiet">{move || if files.get() == 1 { "1 file".to_string() } else { format!("{} files", files.get()) }}</span>
                </div>
            </Show>
            <Show when=move || open.get()>
                <nav class="pages" aria-label="Pages">
                    {Page::ALL
                        .into_iter()
                        .map(|page| {
                            let icon = match page {
                                Page::Files => "file",
                                Page::Understand => "set",
                                Page::Overview => "chart",
                                Page::Delivery => "up",
                            };
                            view! {
                                <a href=format!("#{page}") on:click=move |_| desk.deliveries.pane.set(Pane::Figures) aria-current=move || (desk.page.get() == page).then_some("page")>
                                    <Icon name=icon/>
                                    {page.label()}
                                </a>
                            }
                        })
                        .collect_view()}
                </nav>
            </Show>
            <div class="tools">
                <Show when=move || can_step.get()><Steps/></Show>
                <Show when=move || open.get()><LensPair/></Show>
                <button class="glyph" type="button" aria-label="Dark theme" title="Dark theme" aria-pressed=move || desk.dark.get().to_string() on:click=move |_| desk.dark.update(|d| *d = !*d)>
                    <Icon name="moon"/>
                </button>
                <Requests/>
            </div>
        </header>
    }
}

/// Undo and redo.
#[component]
fn Steps() -> impl IntoView {
    let desk = use_desk();
    let steps = Memo::new(move |_| desk.steps());
    let undo = move || {
        steps.get().0.map_or_else(
            || "Nothing to undo".to_string(),
            |name| format!("Undo: {name}"),
        )
    };
    let redo = move || {
        steps.get().1.map_or_else(
            || "Nothing to redo".to_string(),
            |name| format!("Redo: {name}"),
        )
    };
    view! {
        <button class="glyph" type="button" aria-label=undo title=undo aria-disabled=move || steps.get().0.is_none().to_string() on:click=move |_| desk.undo()>
            <Icon name="undo"/>
        </button>
        <button class="glyph" type="button" aria-label=redo title=redo aria-disabled=move || steps.get().1.is_none().to_string() on:click=move |_| desk.redo()>
            <Icon name="redo"/>
        </button>
    }
}

#[component]
fn Requests() -> impl IntoView {
    let desk = use_desk();
    view! {
        <span class="seal" class:broken=move || { desk.requests.get() > 0 } title="Requests this tab made since it was loaded">
            <Icon name="lock"/>
            <span>{move || desk.requests.get()} {move || if desk.requests.get() == 1 { " request" } else { " requests" }} <span class="long">" since load"</span></span>
        </span>
    }
}

/// What has no place of its own: refusals on screen, and numbers in view for screen readers once they settle.
#[component]
fn Spoken() -> impl IntoView {
    let desk = use_desk();
    let in_view = Memo::new(move |_| {
        let locale = desk.locale.get_value();
        if desk.page.get() == Page::Delivery {
            let board = desk.deliveries.board_soon()?;
            if board.sorting.deployments == 0 {
                let merged = board.merged.0 + board.merged.1;
                let incidents = board.sorting.incidents - board.incidents.outside;
                let told = [
                    (merged, "merged change", "merged changes"),
                    (incidents, "incident", "incidents"),
                ];
                let told: Vec<String> = told
                    .into_iter()
                    .filter(|(n, ..)| *n > 0)
                    .map(|(n, one, many)| format::noun(n, one, many, &locale))
                    .collect();
                return (!told.is_empty()).then(|| format!("{} in view", told.join(", ")));
            }
            return Some(format!(
                "{} old enough to judge of {} in view",
                format::count(board.judged, &locale),
                format::noun(board.deployments, "deployment", "deployments", &locale)
            ));
        }
        let answers = desk.answers()?;
        let rows = desk.with_chapter(|chapter| chapter.study.rows)?;
        let n: u64 = answers.cohorts.iter().sum();
        Some(format!(
            "{} of {} {} in view",
            format::count(n, &locale),
            format::count(rows, &locale),
            desk.counted().many()
        ))
    });
    view! {
        <p class="unseen" role="status">{move || in_view.get()}</p>
        <div aria-live="assertive">
            <Show when=move || desk.said.get().is_some()>
                <p class="said notice doubt">
                    <Icon name="alert"/>
                    <span>{move || desk.said.get()}</span>
                    <button class="linked" type="button" on:click=move |_| desk.said.set(None)>"Close"</button>
                </p>
            </Show>
        </div>
    }
}
