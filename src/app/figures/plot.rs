//! The drawing of a figure, and its marks under the pointer and the keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    EventTarget, HtmlElement, KeyboardEvent, ResizeObserver, ResizeObserverEntry, SvgElement,
};

use super::card::Shown;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::turns::{lasting, one_a_frame};
use crate::figure::{Datum, Region, Scene, layout};
use crate::render::{marks, merged, sentence, svg};

/// Draws nothing narrower than this.
const LEAST_WIDTH: f64 = 240.0;

/// What the pointer or the keyboard is on: which region, and where the tip goes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tip {
    region: usize,
    x: f64,
    y: f64,
}

/// The marks that are within reach, and what stands on the page for them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Reach {
    regions: Vec<Region>,
    page: String,
}

/// What is said of a mark.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Its name.
    pub head: String,
    /// The rest, which stands under the name.
    pub rest: String,
    /// All of it as one sentence.
    pub aloud: String,
}

/// The drawing of an answer.
#[component]
pub fn Plot(
    /// The figure.
    shown: Shown,
) -> impl IntoView {
    let desk = use_desk();
    let Shown {
        answer,
        chart,
        words,
        ..
    } = shown;
    let draw = move |width: f64| {
        answer.with(|answer| {
            Some(layout(
                answer.as_ref()?,
                chart.get()?,
                width,
                desk.lens.get(),
                &desk.theme(),
                &desk.locale.get_value(),
            ))
        })
    };
    let title = Signal::derive(move || {
        words.with(|words| words.as_ref().map(|w| w.title.clone()).unwrap_or_default())
    });
    let said = move |region: &Region| {
        answer.with(|answer| {
            let Some(answer) = answer else {
                return Said::default();
            };
            let sentence = sentence(answer, region.datum, &desk.locale.get_value());
            let cohort = answer.rows.get(region.datum.row);
            let cohort = cohort.map_or("", |row| row.cohort.name.as_str());
            let (head, rest) = heading(region, cohort, sentence.clone());
            Said {
                head,
                rest,
                aloud: sentence,
            }
        })
    };
    let is_stale = Signal::derive(move || desk.waiting.get() > 0);
    view! { <Drawing draw=draw title=title said=said is_stale=is_stale noun="cohorts"/> }
}

/// A drawing as wide as its place, its marks within reach of pointer and keyboard.
#[component]
pub fn Drawing(
    /// Draws it for a width.
    draw: impl Fn(f64) -> Option<Scene> + Send + Sync + 'static,
    /// Its title, for screen readers.
    #[prop(into)]
    title: Signal<String>,
    /// What is said of a mark.
    said: impl Fn(&Region) -> Said + Copy + Send + Sync + 'static,
    /// Whether a newer one is on its way.
    #[prop(into)]
    is_stale: Signal<bool>,
    /// What its rows are.
    noun: &'static str,
    /// What happens where somebody chooses a mark; nothing where marks only tell.
    #[prop(optional)]
    choose: Option<Callback<Datum>>,
) -> impl IntoView {
    let room = NodeRef::<leptos::html::Div>::new();
    let width = RwSignal::new(0.0_f64);
    follow_width(room, width);
    let scene = Memo::new(move |_| {
        let width = width.get();
        if width < 1.0 {
            return None;
        }
        draw(width.max(LEAST_WIDTH))
    });
    let drawn = Memo::new(move |_| {
        let title = title.get();
        scene.with(|scene| {
            scene
                .as_ref()
                .map(|scene| merged(&svg(scene, &title, "")))
                .unwrap_or_default()
        })
    });
    let tip = RwSignal::new(None::<Tip>);
    let reach = RwSignal::new(Reach::default());
    // Nobody sees the places of marks: they follow once what is seen is painted.
    Effect::new(move |_| {
        scene.with(|scene| {
            // Whatever changes what is said of one mark changes all.
            let first = scene.as_ref().and_then(|scene| scene.regions.first());
            let _changes = first.map(said);
        });
        outside::after_paint(move || {
            // The figure may be gone by then.
            let now = scene.try_with_untracked(|scene| {
                let scene = scene.as_ref()?;
                let aloud = |region: &Region| untrack(|| said(region).aloud);
                Some(Reach {
                    regions: scene.regions.clone(),
                    page: marks(scene, choose.is_some(), aloud),
                })
            });
            let Some(now) = now.map(Option::unwrap_or_default) else {
                return;
            };
            let Some(true) = reach.try_with_untracked(|before| *before != now) else {
                return;
            };
            // Whoever is at a mark stays at it, or at the figure where it is gone.
            let at = room.get_untracked().and_then(|room| focused_in(&room));
            let at = at.and_then(|at| {
                let datum = reach.with_untracked(|reach| Some(reach.regions.get(at)?.datum))?;
                Some(now.regions.iter().position(|region| region.datum == datum))
            });
            reach.set(now);
            if let Some(to) = at {
                request_animation_frame(move || {
                    if let Some(room) = room.get_untracked() {
                        focus_region(&room, to);
                    }
                });
            }
        });
    });
    let region_at = move |at: usize| reach.with_untracked(|reach| reach.regions.get(at).cloned());
    let is_pale = lasting(is_stale);
    // The tip stands below its region, and beside the pointer.
    let point = move |at: usize, x: Option<f64>| {
        if let Some(region) = region_at(at) {
            tip.set(Some(Tip {
                region: at,
                x: x.unwrap_or(region.x),
                y: region.y + region.h + 8.0,
            }));
        }
    };
    let take = move |at: usize, choose: Callback<Datum>| {
        if let Some(region) = region_at(at) {
            choose.run(region.datum);
        }
    };
    let hint = move || {
        scene.with(|scene| {
            let rows = scene.as_ref().map_or(0, |s| {
                let mut rows: Vec<usize> = s.regions.iter().map(|r| r.datum.row).collect();
                rows.sort_unstable();
                rows.dedup();
                rows.len()
            });
            let noun = if rows == 1 {
                noun.trim_end_matches('s')
            } else {
                noun
            };
            format!(
                "Chart, {rows} {noun}. Press Enter to walk its marks with the arrow keys{}.",
                if choose.is_some() {
                    ", and again for the rows behind one"
                } else {
                    ""
                }
            )
        })
    };
    view! {
        <div
            node_ref=room
            class="plot-in"
            class:is-stale=move || is_pale.get()
            tabindex="0"
            role="group"
            aria-label=hint
            on:keydown=move |ev| {
                match (choose, region_of(ev.target())) {
                    (Some(choose), Some(at)) if ["Enter", " "].contains(&ev.key().as_str()) => {
                        ev.prevent_default();
                        take(at, choose);
                    }
                    _ => on_key(&ev, room, reach, tip),
                }
            }
            on:click=move |ev| {
                if let (Some(choose), Some(at)) = (choose, region_of(ev.target())) {
                    take(at, choose);
                }
            }
            class:is-choosing=choose.is_some()
            on:mouseleave=move |_| tip.set(None)
            on:mousemove=move |ev| {
                if let Some(at) = region_of(ev.target()) {
                    point(at, Some(f64::from(ev.offset_x()) + 14.0));
                }
            }
            on:focusin=move |ev| {
                if let Some(at) = region_of(ev.target()) {
                    point(at, None);
                }
            }
            on:focusout=move |_| tip.set(None)
        >
            <div class="drawn" aria-hidden="true" inner_html=move || drawn.get()></div>
            <div class="pointed" inner_html=move || reach.with(|reach| reach.page.clone())></div>
            {move || tip.get().and_then(|at| {
                let region = reach.with(|reach| reach.regions.get(at.region).cloned())?;
                let left = format!("{}px", at.x.min((width.get() - 260.0).max(0.0)).round());
                let top = format!("{}px", at.y.round());
                let Said { head, rest, .. } = said(&region);
                Some(view! { <div class="tip" role="tooltip" style:left=left style:top=top><b>{head}</b><br/>{rest}</div> })
            })}
        </div>
    }
}

/// The region's name and the rest of its sentence, which begins with the cohort's name whatever that holds.
fn heading(region: &Region, cohort: &str, sentence: String) -> (String, String) {
    let rest = sentence
        .get(cohort.len()..)
        .and_then(|rest| rest.split_once(": "))
        .map(|(_, rest)| rest.to_string());
    (region.label.clone(), rest.unwrap_or(sentence))
}

/// The number of the region that an event is about.
fn region_of(target: Option<EventTarget>) -> Option<usize> {
    let element = target?.dyn_into::<SvgElement>().ok()?;
    element.get_attribute("data-region")?.parse().ok()
}

/// Keeps `width` at the room's width while it is on the page.
fn follow_width(room: NodeRef<leptos::html::Div>, width: RwSignal<f64>) {
    // What is told is used: to ask the room itself would lay out the page once per figure.
    let seen = Closure::<dyn FnMut(Vec<ResizeObserverEntry>)>::new(
        move |entries: Vec<ResizeObserverEntry>| {
            let now = entries
                .last()
                .map(|entry| entry.content_rect().width().floor());
            let before = width.get_untracked();
            let Some(now) = now.filter(|now| (now - before).abs() >= 1.0) else {
                return;
            };
            match before {
                0.0 => one_a_frame(move || {
                    // The figure may be gone by then.
                    let _ = width.try_set(now);
                }),
                _ => width.set(now),
            }
        },
    );
    let observer = ResizeObserver::new(seen.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((seen, observer));
    Effect::new(move |_| {
        if let Some(room) = room.get() {
            kept.with_value(|(_, observer)| {
                if let Some(observer) = observer {
                    observer.observe(&room);
                }
            });
        }
    });
    on_cleanup(move || {
        kept.try_with_value(|(_, observer)| {
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
}

/// Enter steps in; arrows walk: left and right along a row, up and down between rows; Home, End; Escape steps out.
fn on_key(
    ev: &KeyboardEvent,
    room: NodeRef<leptos::html::Div>,
    reach: RwSignal<Reach>,
    tip: RwSignal<Option<Tip>>,
) {
    let Some(room) = room.get_untracked() else {
        return;
    };
    let regions = reach.with_untracked(|reach| reach.regions.clone());
    if regions.is_empty() {
        return;
    }
    let current = region_of(ev.target());
    let to = match (ev.key().as_str(), current) {
        ("Enter", None) => Some(0),
        ("Escape", None) if tip.get_untracked().is_some() => {
            tip.set(None);
            return;
        }
        ("Escape", Some(_)) => {
            tip.set(None);
            // A room that cannot take focus keeps it where it is.
            let _ = AsRef::<HtmlElement>::as_ref(&*room).focus();
            ev.prevent_default();
            return;
        }
        ("Home", Some(_)) => Some(0),
        ("End", Some(_)) => Some(regions.len() - 1),
        (key @ ("ArrowRight" | "ArrowLeft" | "ArrowDown" | "ArrowUp"), Some(i)) => {
            walk(&regions, i, key)
        }
        _ => return,
    };
    ev.prevent_default();
    if let Some(to) = to {
        focus_region(&room, Some(to));
    }
}

/// The region of a figure that has the focus.
fn focused_in(room: &HtmlElement) -> Option<usize> {
    let element = document().active_element()?;
    room.contains(Some(&element))
        .then(|| region_of(Some(element.into())))?
}

/// Moves the focus to a region of a figure, or to the figure.
fn focus_region(room: &HtmlElement, to: Option<usize>) {
    let mark = to.and_then(|to| {
        let found = room.query_selector(&format!("[data-region=\"{to}\"]"));
        found.ok()??.dyn_into::<SvgElement>().ok()
    });
    // What cannot take focus keeps it where it is.
    let _ = match mark {
        Some(mark) => mark.focus(),
        None => room.focus(),
    };
}

/// The region an arrow leads to from `at`; none at the edge. Up and down lead to the nearest row of marks, there to the same level
/// or else to what lies next to it; where nothing lies above or below, as with curves over each other, to the row before or after.
fn walk(regions: &[Region], at: usize, key: &str) -> Option<usize> {
    let here = regions.get(at)?;
    let Datum { row, level } = here.datum;
    match key {
        "ArrowRight" => Some(at + 1).filter(|&i| {
            regions
                .get(i)
                .is_some_and(|r| r.datum.row == row || level.is_none())
        }),
        "ArrowLeft" => at.checked_sub(1),
        _ => {
            let middle = |r: &Region| (r.x + r.w / 2.0, r.y + r.h / 2.0);
            let (x, y) = middle(here);
            let away = |r: &Region| match key {
                "ArrowDown" => middle(r).1 - y,
                _ => y - middle(r).1,
            };
            let ahead = || regions.iter().enumerate().filter(|(_, r)| away(r) > 1.0);
            let Some(nearest) = ahead().map(|(_, r)| away(r)).min_by(f64::total_cmp) else {
                let rows = regions.iter().map(|r| r.datum.row);
                let next = match key {
                    "ArrowDown" => rows.filter(|own| *own > row).min()?,
                    _ => rows.filter(|own| *own < row).max()?,
                };
                return regions.iter().position(|r| r.datum.row == next);
            };
            let beside = ahead().filter(|(_, r)| away(r) <= nearest + 2.0);
            let best = beside.min_by(|(_, one), (_, other)| {
                let is_other_level = |r: &Region| r.datum.level != level;
                let aside = |r: &Region| (middle(r).0 - x).abs();
                is_other_level(one)
                    .cmp(&is_other_level(other))
                    .then(aside(one).total_cmp(&aside(other)))
            });
            best.map(|(at, _)| at)
        }
    }
}
