//! Names of levels over the first bar, pushed apart and tied to their segments; a key where they cannot stand on one line.

use super::ink::{Ink, LevelInk, below_middle};
use super::scene::{Label, Scene, Shape, Weight};
use super::sheet::{NOTE, Sheet};
use super::text;
use crate::analysis::{Levels, Ramp};

/// Least room between two names.
const GAP: f64 = 9.0;
/// Names are never shortened below this.
const LEAST: f64 = 84.0;
/// From line to line of the key.
const KEY_LEAD: f64 = 20.0;

/// A level's name as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelName {
    /// Index of the level.
    pub level: usize,
    /// As drawn.
    pub text: String,
    /// Its width.
    pub width: f64,
    /// Its weight.
    pub weight: Weight,
    /// Its colour.
    pub ink: Ink,
}

/// The levels' names, in scale order. On two-ended scales an end does not repeat its neighbour: "Strongly", "Agree".
pub fn names(levels: &Levels, inks: &[LevelInk]) -> Vec<LevelName> {
    let shortened = (0..levels.names.len()).map(|level| short(levels, level));
    let named = |((level, text), ink): ((usize, String), &LevelInk)| {
        let weight = if ink.strong {
            Weight::Strong
        } else {
            Weight::Regular
        };
        LevelName {
            level,
            width: text::width(&text, NOTE, weight),
            text,
            weight,
            ink: ink.name,
        }
    };
    shortened.enumerate().zip(inks).map(named).collect()
}

/// The names if they can stand on one line of `room`, the longest shortened where need be but never to the same letters.
pub fn on_one_line(names: &[LevelName], room: f64) -> Option<Vec<LevelName>> {
    let taken = |limit: f64| {
        names.iter().map(|name| name.width.min(limit)).sum::<f64>()
            + GAP * names.len().saturating_sub(1) as f64
    };
    let limit = [f64::INFINITY, 120.0, 100.0, LEAST]
        .into_iter()
        .find(|limit| taken(*limit) <= room)?;
    let cut = |name: &LevelName| {
        let text = text::cut(&name.text, limit, NOTE, name.weight);
        LevelName {
            width: text::width(&text, NOTE, name.weight),
            text,
            ..name.clone()
        }
    };
    let cut: Vec<LevelName> = names.iter().map(cut).collect();
    let told_apart = cut.iter().enumerate().all(|(i, name)| {
        name.text == names[i].text
            || cut.iter().filter(|other| other.text == name.text).count() == 1
    });
    told_apart.then_some(cut)
}

/// Draws names on baseline `y`, each as near to its middle as the others allow; `tie` is where their short lines end.
pub fn line(
    scene: &mut Scene,
    sheet: &Sheet,
    names: &[LevelName],
    middles: &[f64],
    (low, high): (f64, f64),
    y: f64,
    tie: Option<f64>,
) {
    let widths: Vec<f64> = names.iter().map(|name| name.width).collect();
    for ((name, &middle), left) in names
        .iter()
        .zip(middles)
        .zip(pushed(middles, &widths, low, high))
    {
        scene.draw(
            None,
            Label::new(left, y, name.text.clone(), NOTE, name.ink).weight(name.weight),
        );
        if let Some(end) = tie {
            scene.draw(
                None,
                Shape::line(
                    (left + name.width / 2.0, y + 5.0),
                    (middle, end),
                    sheet.theme.axis,
                    1.0,
                ),
            );
        }
    }
}

/// How high the key of `names` is.
pub fn key_height(sheet: &Sheet, names: &[LevelName]) -> f64 {
    key_places(sheet, names)
        .last()
        .map_or(0.0, |(_, line, _)| KEY_LEAD * (line + 1) as f64)
}

/// Draws swatches with names in as many lines as they need, from the top of the scene.
pub fn key(scene: &mut Scene, sheet: &Sheet, names: &[LevelName], inks: &[LevelInk]) {
    for ((x, line, text), name) in key_places(sheet, names).into_iter().zip(names) {
        let y = 13.0 + KEY_LEAD * line as f64;
        let fill = inks
            .get(name.level)
            .map_or(sheet.theme.kind_rest, |ink| ink.fill);
        scene.draw(None, Shape::bar(x, y - 9.5, 10.0, 10.0, fill));
        scene.draw(
            None,
            Label::new(x + 15.0, y, text, NOTE, name.ink).weight(name.weight),
        );
    }
}

/// Left edges of labels pushed apart between `low` and `high`, their order kept.
pub fn pushed(middles: &[f64], widths: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut lefts: Vec<f64> = middles
        .iter()
        .zip(widths)
        .map(|(middle, width)| middle - width / 2.0)
        .collect();
    for at in 1..lefts.len() {
        lefts[at] = lefts[at].max(lefts[at - 1] + widths[at - 1] + GAP);
    }
    let mut limit = high + GAP;
    for (left, width) in lefts.iter_mut().zip(widths).rev() {
        *left = left.min(limit - GAP - width);
        limit = *left;
    }
    let mut least = low;
    for (left, width) in lefts.iter_mut().zip(widths) {
        *left = left.max(least);
        least = *left + width + GAP;
    }
    lefts
}

fn key_places(sheet: &Sheet, names: &[LevelName]) -> Vec<(f64, usize, String)> {
    let (mut x, mut line) = (0.0, 0);
    let mut places = Vec::new();
    for name in names {
        let text = text::cut(&name.text, sheet.width - 15.0, NOTE, name.weight);
        let width = 15.0 + text::width(&text, NOTE, name.weight);
        if x > 0.0 && x + width > sheet.width {
            (x, line) = (0.0, line + 1);
        }
        places.push((x, line, text));
        x += width + 16.0;
    }
    places
}

fn short(levels: &Levels, level: usize) -> String {
    let name = &levels.names[level];
    if !matches!(levels.ramp, Ramp::Agree | Ramp::Lean) {
        return name.clone();
    }
    if levels.middle == Some(level) && name.starts_with("Neither ") {
        return "Neither".to_owned();
    }
    let inner = if below_middle(levels, level) {
        level.checked_add(1)
    } else {
        level.checked_sub(1)
    };
    let inner = inner
        .filter(|inner| Some(*inner) != levels.middle)
        .and_then(|inner| levels.names.get(inner));
    let start = inner.and_then(|inner| {
        name.to_lowercase()
            .strip_suffix(&format!(" {}", inner.to_lowercase()))
            .map(str::len)
    });
    match start.and_then(|length| name.get(..length)) {
        Some(start) if !start.is_empty() => start.to_owned(),
        _ => name.clone(),
    }
}
