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

/// Bytes of records that are read, each time: of a file that one worker reads, and of one that several share.
const SIZES: [usize; 2] = [1 << 20, 4 << 20];
/// Times that both are read. What is done less often is compiled well only while somebody waits, beside what they wait for.
const TIMES: usize = 3;
/// The weights of the sample, which are those of the records the first time; after it all records count alike.
const WEIGHT: &str = "Weight";
/// Spreads numbers over keys.
const KEY: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
/// Milliseconds between two looks at how far it is.
const STEP: u32 = 16;
/// Milliseconds after which the worker was too slow for it.
const LONG: f64 = 5000.0;
/// Milliseconds in which figures are drawn, one a frame.
const DRAWN: f64 = 300.0;

/// Opens the sample on a desk that is not on screen. Gives up where `is_idle` says that somebody waits.
pub(super) async fn rehearse(desk: Desk, is_idle: impl Fn() -> bool) {
    let (true, Some((curtain, stage))) = (is_idle(), stage()) else {
        return;
    };
    let since = outside::now();
    let mut is_whole = true;
    for time in 0..TIMES {
        let csv = match time {
            0 => SAMPLE.to_owned(),
            _ => SAMPLE.replacen(WEIGHT, "Factor", 1),
        };
        for bytes in SIZES {
            is_whole = is_whole && play(desk, &long(&csv, bytes), stage.clone(), &is_idle).await;
        }
    }
    curtain.remove();
    if is_whole {
        outside::measure("denominator:warm", since, None);
    }
}

/// Opens `csv` in `stage` and ends it; says whether it came to its end.
async fn play(desk: Desk, csv: &str, stage: HtmlElement, is_idle: &impl Fn() -> bool) -> bool {
    if !is_idle() {
        return false;
    }
    let since = outside::now();
    let on_stage = mount_to(stage, move || {
        provide_context(desk);
        view! { <Pages/> }
    });
    desk.open_for_rehearsal(csv);
    let is_open = || untrack(|| desk.answers().is_some());
    while is_idle() && !is_open() && outside::now() - since < LONG {
        TimeoutFuture::new(STEP).await;
    }
    let is_whole = is_idle() && is_open();
    let drawing = outside::now();
    while is_whole && is_idle() && outside::now() - drawing < DRAWN {
        TimeoutFuture::new(STEP).await;
    }
    drop(on_stage);
    desk.end_rehearsal().await;
    is_whole
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

/// About so many bytes of the records of `csv`, over and over, so that browsers find it worth the while to compile well what
/// reads them. Each has a number, an amount, a moment, a key and a title of its own, as records of tools have; the amount is
/// one that figures compare.
fn long(csv: &str, bytes: usize) -> String {
    let (header, records) = csv.split_once('\n').unwrap_or((csv, ""));
    let mut text =
        format!("Number,Hours to recover from an incident,Moment,Commit,Title,{header}\n");
    let (mut row, mut is_inside) = (0_u64, false);
    while text.len() < bytes && !records.is_empty() {
        for line in records.lines() {
            if !is_inside {
                row += 1;
                let (day, hour) = (row / 24 % 28 + 1, row % 24);
                let hours = (row * 37 % 4001) as f64 / 100.0;
                let key = u128::from(row).wrapping_mul(KEY);
                text += &format!(
                    "{row},{hours:.2},2026-01-{day:02}T{hour:02}:30:00Z,{key:040x},\"Change {row}\nis \"\"done\"\"\","
                );
            }
            text.push_str(line);
            text.push('\n');
            // A line ends a record unless it ends within quotes.
            is_inside ^= line.matches('"').count() % 2 == 1;
        }
    }
    text
}
