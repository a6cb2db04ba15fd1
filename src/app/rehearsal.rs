//! The way of a file gone once with the sample, out of sight, while nobody waits: browsers compile what a program does when it
//! first does it.

use gloo::timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

use super::desk::Desk;
use super::frame::Pages;
use super::opening::SAMPLE;
use super::outside;

/// Bytes of records that are read.
const ENOUGH: usize = 2 << 20;
/// Milliseconds between two looks at how far it is.
const STEP: u32 = 16;
/// Milliseconds after which the worker was too slow for it.
const LONG: f64 = 5000.0;
/// Milliseconds in which figures are drawn, one a frame.
const DRAWN: u32 = 300;

/// Opens the sample on a desk that is not on screen. Gives up where `is_idle` says that somebody waits.
pub(super) async fn rehearse(desk: Desk, is_idle: impl Fn() -> bool) {
    let (true, Some((curtain, stage))) = (is_idle(), stage()) else {
        return;
    };
    let since = outside::now();
    let on_stage = mount_to(stage, move || {
        provide_context(desk);
        view! { <Pages/> }
    });
    desk.open_for_rehearsal(&long(SAMPLE));
    let is_open = || untrack(|| desk.answers().is_some());
    while is_idle() && !is_open() && outside::now() - since < LONG {
        TimeoutFuture::new(STEP).await;
    }
    let is_whole = is_idle() && is_open();
    if is_whole {
        TimeoutFuture::new(DRAWN).await;
    }
    drop(on_stage);
    curtain.remove();
    desk.end_rehearsal().await;
    if is_whole {
        outside::measure("denominator:warm", since, None);
    }
}

/// A room as wide as the page that nobody sees or gets into: what hides it, and the element to play in.
fn stage() -> Option<(Element, HtmlElement)> {
    let curtain = document().create_element("div").ok()?;
    for (name, value) in [("class", "stage"), ("inert", ""), ("aria-hidden", "true")] {
        curtain.set_attribute(name, value).ok()?;
    }
    // Behind it no name or place is mixed up with those of the page.
    let behind = curtain.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed));
    let stage = document().create_element("div").ok()?;
    behind.ok()?.append_child(&stage).ok()?;
    document().body()?.append_child(&curtain).ok()?;
    Some((curtain, stage.dyn_into().ok()?))
}

/// The records of `csv` so often that browsers find it worth the while to compile well what reads them.
fn long(csv: &str) -> String {
    let (header, records) = csv.split_once('\n').unwrap_or((csv, ""));
    let times = ENOUGH.div_ceil(records.len().max(1));
    format!("{header}\n{}", records.repeat(times))
}
