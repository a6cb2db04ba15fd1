//! Grid lines and the labels under them.

use super::format;
use super::reading::Kind;
use super::scale::Scale;
use super::scene::{Label, Scene, Shape, Weight};
use super::sheet::{NOTE, Sheet};
use super::text;

/// Least room between two labels.
const GAP: f64 = 8.0;

/// Draws a grid line at each tick from `top` to `bottom`, the axis at the first tick if it is zero, and labels below.
pub fn axis(
    scene: &mut Scene,
    sheet: &Sheet,
    scale: &Scale,
    ticks: &[(f64, String)],
    top: f64,
    bottom: f64,
) {
    for (value, _) in ticks {
        let x = scale.at(*value);
        let ink = if *value == 0.0 && !scale.is_log() {
            sheet.theme.axis
        } else {
            sheet.theme.grid
        };
        scene.draw(None, Shape::line((x, top), (x, bottom), ink, 1.0));
    }
    for (x, name) in thinned(sheet, scale, ticks) {
        scene.draw(
            None,
            Label::new(x, bottom + 18.0, name, NOTE, sheet.theme.ink_3).middle(),
        );
    }
}

/// Ticks with their labels; the unit stands on the first and the last only.
pub fn labelled(ticks: &[f64], kind: Kind, sheet: &Sheet) -> Vec<(f64, String)> {
    let last = ticks.len().saturating_sub(1);
    let name = |(at, &tick): (usize, &f64)| {
        let percent = match kind {
            Kind::Share => tick * 100.0,
            _ => tick,
        };
        let text = match kind {
            Kind::Share | Kind::Percent => {
                let number = if percent.abs() < 1e6 {
                    format::trimmed(percent, 2, sheet.locale)
                } else {
                    format::number(percent, sheet.locale)
                };
                if at == 0 || at == last {
                    format!("{number}{}%", format::TIE)
                } else {
                    number
                }
            }
            Kind::Hours => format::hours(tick, sheet.locale),
            Kind::Plain => format::number(tick, sheet.locale),
        };
        (tick, text)
    };
    ticks.iter().enumerate().map(name).collect()
}

/// Labels with their centres, kept inside the sheet; every second, third … only where all would touch.
fn thinned(sheet: &Sheet, scale: &Scale, ticks: &[(f64, String)]) -> Vec<(f64, String)> {
    let placed = |(value, name): &(f64, String)| {
        let half = text::width(name, NOTE, Weight::Regular) / 2.0;
        (
            scale.at(*value).min(sheet.width - half).max(half),
            name.clone(),
            half,
        )
    };
    for step in 1..=ticks.len() {
        let some: Vec<(f64, String, f64)> = ticks.iter().step_by(step).map(placed).collect();
        let apart =
            |pair: &[(f64, String, f64)]| pair[1].0 - pair[1].2 - pair[0].0 - pair[0].2 >= GAP;
        if some.windows(2).all(apart) {
            return some
                .into_iter()
                .filter(|(_, _, half)| *half * 2.0 <= sheet.width)
                .map(|(x, name, _)| (x, name))
                .collect();
        }
    }
    Vec::new()
}
