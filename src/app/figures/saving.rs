//! A figure as a file: SVG, PNG at twice the size on white, and its numbers as CSV; or on the clipboard.

use leptos::prelude::*;

use super::card::Shown;
use super::copying::Copying;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::{Icon, Menu};
use crate::figure::{MARGIN, Scene, Theme, Words, framed, layout};
use crate::render::{self, canvas, csv, svg};

/// Width of a saved figure, in pixels before doubling.
const WIDTH: f64 = 720.0;
/// Dots of a picture for each pixel.
pub(super) const SCALE: f64 = 2.0;

/// What copies the figure, and the menu of files.
#[component]
pub fn Saving(
    /// The figure.
    shown: Shown,
) -> impl IntoView {
    let desk = use_desk();
    let name = move || {
        let label = shown.answer.with_untracked(|answer| {
            answer
                .as_ref()
                .map(|a| format!("{} {}", a.metric.label, a.called))
                .unwrap_or_default()
        });
        file_name(&label)
    };
    let scene = move || {
        let answer = shown.answer.get_untracked()?;
        let chart = shown.chart.get_untracked()?;
        let words = shown.words.get_untracked()?;
        let (theme, locale) = (Theme::export(), desk.locale.get_value());
        let drawn = layout(
            &answer,
            chart,
            WIDTH - 2.0 * MARGIN,
            desk.lens.get_untracked(),
            &theme,
            &locale,
        );
        Some((framed(drawn, &words, &theme), words))
    };
    let numbers = move || {
        let (answer, words) = (shown.answer.get_untracked()?, shown.words.get_untracked()?);
        Some(csv(&answer, &words))
    };
    let table = move || {
        let answer = shown.answer.get_untracked()?;
        Some(render::table(&answer, &desk.locale.get_value()))
    };
    view! {
        <Copying scene=scene table=table/>
        <Menu label="Save the figure" icon="save">
            <Files name=name() scene=scene numbers=numbers/>
        </Menu>
    }
}

/// The ways to save a figure.
#[component]
pub fn Files(
    /// Name of the files, without their endings.
    name: String,
    /// Draws the figure with all that is said around it.
    scene: impl Fn() -> Option<(Scene, Words)> + Copy + 'static,
    /// Writes its numbers.
    numbers: impl Fn() -> Option<String> + Copy + 'static,
) -> impl IntoView {
    let desk = use_desk();
    let name = StoredValue::new(name);
    let called = move |ending: &str| name.with_value(|name| format!("{name}.{ending}"));
    let save_svg = move |_| {
        if let Some((scene, words)) = scene() {
            let text = svg(
                &scene,
                &words.title,
                &format!("{} {}", words.subtitle, words.source),
            );
            outside::save(&called("svg"), "image/svg+xml", text.as_bytes());
        }
    };
    let save_png = move |_| {
        if let Some((scene, _)) = scene() {
            png(desk, &scene, &called("png"));
        }
    };
    let save_csv = move |_| {
        if let Some(numbers) = numbers() {
            outside::save(&called("csv"), "text/csv;charset=utf-8", numbers.as_bytes());
        }
    };
    view! {
        <span class="head">"Aggregates only, no rows"</span>
        <button type="button" on:click=save_png><Icon name="save"/>"Picture, PNG at 2×"</button>
        <button type="button" on:click=save_svg><Icon name="save"/>"Drawing, SVG"</button>
        <button type="button" on:click=save_csv><Icon name="save"/>"Numbers, CSV"</button>
    }
}

fn png(desk: crate::app::desk::Desk, scene: &Scene, name: &str) {
    match canvas::png(scene, SCALE) {
        Ok(bytes) => outside::save(name, "image/png", &bytes),
        Err(error) => desk.said.set(Some(error.to_string())),
    }
}

/// Letters, digits and hyphens, at most 60.
fn file_name(label: &str) -> String {
    let mut name = String::new();
    for c in label.to_lowercase().chars() {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').chars().take(60).collect()
}
