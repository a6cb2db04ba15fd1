//! The drawing of a figure, and its marks under the pointer and the keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{ResizeObserver, ResizeObserverEntry};

use super::card::Shown;
use super::reach::{Tip, follow, on_key, region_of};
use crate::app::desk::use_desk;
use crate::app::turns::{lasting, one_a_frame};
use crate::figure::{Datum, Region, Scene, layout};
use crate::render::{merged, sentence, svg};

/// Draws nothing narrower than this.
const LEAST_WIDTH: f64 = 240.0;

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
    let aloud = move |region: &Region| said(region).aloud;
    let reach = follow(room, scene, choose.is_some(), aloud);
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
