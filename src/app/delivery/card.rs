//! A figure of the delivery page: what it finds, its drawing, its strip, its table and its files.

use leptos::prelude::*;

use super::ledger::Answered;
use crate::app::desk::{Desk, use_desk};
use crate::app::figures::{Copying, DataTable, Drawing, Files, Said};
use crate::app::outside;
use crate::app::parts::{Icon, Menu};
use crate::app::sight::Sight;
use crate::figure::delivery::{Card, opens, tells_rows};
use crate::figure::{MARGIN, Region, Sheet, Table, Theme, Words, framed};
use crate::render;

/// Width of a saved figure, in pixels before doubling.
const WIDTH: f64 = 720.0;
/// Width of a saved figure that takes the whole width of the page.
const WIDE: f64 = 1100.0;

/// One figure.
#[component]
pub fn DeliveryCard(
    /// Which.
    card: Card,
) -> impl IntoView {
    let desk = use_desk();
    let table_open = RwSignal::new(false);
    let place = NodeRef::new();
    let is_same = match card.comes_first() {
        true => Answered::begins_alike,
        false => Answered::is_same,
    };
    let shown = Sight::of(place).follow(move || answered(desk, card), is_same);
    let words = Memo::new(move |_| {
        shown.with(|shown| {
            let shown = shown.as_ref()?;
            Some(shown.read(desk, |board, view, locale| card.words(board, view, locale)))
        })
    });
    let table = Memo::new(move |_| {
        let is_open = table_open.get();
        shown.with(|shown| {
            let shown = shown.as_ref().filter(|_| is_open)?;
            Some(shown.read(desk, |board, view, locale| card.table(board, view, locale)))
        })
    });
    let draw = move |width: f64| {
        let theme = desk.theme();
        shown.with(|shown| {
            Some(shown.as_ref()?.read(desk, |board, view, locale| {
                let sheet = Sheet::new(width, desk.lens.get(), &theme, locale);
                card.draw(board, view, &sheet)
            }))
        })
    };
    let title = Signal::derive(move || {
        words.with(|words| {
            words
                .as_ref()
                .map(|words| words.title.clone())
                .unwrap_or_default()
        })
    });
    let said = move |region: &Region| {
        let (head, rest) = match region.label.split_once(": ") {
            Some((head, rest)) => (head.to_owned(), rest.to_owned()),
            None => (region.label.clone(), String::new()),
        };
        Said {
            head,
            rest,
            aloud: region.label.clone(),
        }
    };
    let choose = move |datum| {
        let opened = shown.with(|shown| opens(card, shown.as_ref()?.board(), datum));
        if let Some(opens) = opened {
            desk.open_rows(opens);
        }
    };
    let strip = Memo::new(move |_| {
        words.with(|words| {
            words
                .as_ref()
                .map(|words| words.strip.clone())
                .unwrap_or_default()
        })
    });
    let title_id = format!("delivery-{}", card.id());
    let labelled = title_id.clone();
    // The X-ray stands on the page with failures only.
    let has_rivals = Memo::new(move |_| {
        shown.with(|shown| {
            let board = shown.as_ref().map(Answered::board);
            board.is_some_and(|board| Card::FailRate.is_told(board))
        })
    });
    let is_stale = Signal::derive(move || match card.comes_first() {
        true => desk.deliveries.waits_for_beginning(),
        false => desk.deliveries.is_waiting(),
    });
    let counts = match card.counts() {
        "changes" => "set",
        "events" => "clock",
        _ => "up",
    };
    view! {
        <figure node_ref=place class="card figure" class:is-wide=card.is_wide() aria-labelledby=labelled>
            <header>
                <div class="kicker">
                    <span>{card.kicker()}</span>
                    <span class="badge" title="Unit of analysis"><Icon name=counts/>{format!("counts {}", card.counts())}</span>
                    <span class="acts">
                        <button class="glyph" type="button" aria-label="Table of numbers" title="Table of numbers (T)" aria-keyshortcuts="t" aria-expanded=move || table_open.get().to_string() on:click=move |_| table_open.update(|o| *o = !*o)>
                            <Icon name="table"/>
                        </button>
                        {move || rivals(card).filter(|_| has_rivals.get()).map(|id| view! {
                            <button class="glyph" type="button" aria-label="Definition X-ray" title="Definition X-ray (X)" aria-keyshortcuts="x" on:click=move |_| outside::go_to(id)>
                                <Icon name="rules"/>
                            </button>
                        })}
                        <Saving card=card/>
                    </span>
                </div>
                <h2 id=title_id.clone()>{move || title.get()}</h2>
                <p class="sub">{move || words.with(|words| words.as_ref().map(|words| words.subtitle.clone()))}</p>
            </header>
            <div class="plot">
                {match tells_rows(card) {
                    true => view! { <Drawing draw=draw title=title said=said is_stale=is_stale noun="rows" choose=Callback::new(choose)/> }.into_any(),
                    false => view! { <Drawing draw=draw title=title said=said is_stale=is_stale noun="rows"/> }.into_any(),
                }}
            </div>
            <Show when=move || table_open.get()>
                <div class="table" tabindex="0" role="region" aria-labelledby=title_id.clone()><DataTable table=table/></div>
            </Show>
            <dl class="strip">
                {move || strip.get().into_iter().map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }).collect_view()}
            </dl>
        </figure>
    }
}

/// What a figure is of: the beginning of an answer, where that has all that it shows.
fn answered(desk: Desk, card: Card) -> Option<Answered> {
    match card.comes_first() {
        true => desk.answered_soon(),
        false => desk.answered(),
    }
}

/// Where rival definitions of what a figure shows stand.
fn rivals(card: Card) -> Option<&'static str> {
    Some(match card {
        Card::Frequency => "rivals-frequency",
        Card::FailRate => "rivals-fail-rate",
        Card::Rework => "rivals-rework",
        Card::LeadTime => "rivals-lead-time",
        Card::Recovery => "rivals-recovery",
        _ => return None,
    })
}

/// What copies the figure, and the menu of files.
#[component]
fn Saving(card: Card) -> impl IntoView {
    let desk = use_desk();
    let scene = move || {
        untrack(|| {
            let answered = answered(desk, card)?;
            let saved = answered.read(desk, |board, view, locale| {
                let theme = Theme::export();
                let wide = if card.is_wide() { WIDE } else { WIDTH };
                let sheet = Sheet::new(wide - 2.0 * MARGIN, desk.lens.get(), &theme, locale);
                let words = card.words(board, view, locale);
                (
                    framed(card.draw(board, view, &sheet), &words, &theme),
                    words,
                )
            });
            Some(saved)
        })
    };
    let table = move || -> Option<Table> {
        let answered = untrack(|| answered(desk, card))?;
        Some(answered.read(desk, |board, view, locale| card.table(board, view, locale)))
    };
    let numbers = move || {
        let answered = untrack(|| answered(desk, card))?;
        let words: Words =
            answered.read(desk, |board, view, locale| card.words(board, view, locale));
        Some(render::csv_of(&table()?, &words))
    };
    view! {
        <Copying scene=scene table=table/>
        <Menu label="Save the figure" icon="save">
            <Files name=card.id().to_owned() scene=scene numbers=numbers/>
        </Menu>
    }
}
