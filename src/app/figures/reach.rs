//! The marks of a figure within reach of the pointer and the keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlElement, KeyboardEvent, SvgElement};

use crate::app::outside;
use crate::figure::{Datum, Region, Scene};
use crate::render::marks;

/// What the pointer or the keyboard is on: which region, and where the tip goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tip {
    pub region: usize,
    pub x: f64,
    pub y: f64,
}

/// The marks that are within reach, and what stands on the page for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reach {
    /// Where they are, and what they stand for.
    pub regions: Vec<Region>,
    /// The text of their places.
    pub page: String,
}

/// The marks of a scene, of each of which `aloud` says all. Nobody sees their places: they follow once what is seen is painted.
pub(super) fn follow(
    room: NodeRef<leptos::html::Div>,
    scene: Memo<Option<Scene>>,
    can_be_chosen: bool,
    aloud: impl Fn(&Region) -> String + Copy + Send + Sync + 'static,
) -> RwSignal<Reach> {
    let reach = RwSignal::new(Reach::default());
    Effect::new(move |_| {
        scene.with(|scene| {
            // Whatever changes what is said of one mark changes all.
            let first = scene.as_ref().and_then(|scene| scene.regions.first());
            let _changes = first.map(aloud);
        });
        outside::after_paint(move || {
            // The figure may be gone by then.
            let now = scene.try_with_untracked(|scene| {
                let scene = scene.as_ref()?;
                Some(Reach {
                    regions: scene.regions.clone(),
                    page: marks(scene, can_be_chosen, |region| untrack(|| aloud(region))),
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
                    if let Some(Some(room)) = room.try_get_untracked() {
                        focus_region(&room, to);
                    }
                });
            }
        });
    });
    reach
}

/// The number of the region that an event is about.
pub(super) fn region_of(target: Option<EventTarget>) -> Option<usize> {
    let element = target?.dyn_into::<SvgElement>().ok()?;
    element.get_attribute("data-region")?.parse().ok()
}

/// Enter steps in; arrows walk: left and right along a row, up and down between rows; Home, End; Escape steps out.
pub(super) fn on_key(
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
