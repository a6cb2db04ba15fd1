//! Scales with two ends: both ends grow from a shared line, the neutral answer stands aside on its own.

use super::Chart;
use crate::analysis::{Answer, Levels, Ramp, Row, Shape};
use crate::figure::bars::{self, Places, Segment};
use crate::figure::ink::below_middle;
use crate::figure::naming;
use crate::figure::rows::{self, Standing};
use crate::figure::scene::{Datum, Label, Scene, Shape as Drawn, Weight};
use crate::figure::sheet::{NOTE, Sheet};
use crate::figure::text;

/// Diverging bars.
pub const CHART: Chart = Chart {
    id: "likert",
    label: "Two ends from a middle",
    accepts,
    marks,
};

const STEP: f64 = 64.0;
/// Paper between two segments.
const SEAM: f64 = 1.5;
/// Between the high end and the neutral answer.
const GUTTER: f64 = 18.0;
/// Either end gets at least this share, so that a one-sided answer still has a line to stand on.
const LEAST_SIDE: f64 = 0.08;

fn accepts(shape: &Shape) -> bool {
    matches!(shape, Shape::Levels(levels) if matches!(levels.ramp, Ramp::Agree | Ramp::Lean) && levels.names.len() > 1)
}

/// Where ends and middle stand, shared by all rows.
struct Axis {
    unit: f64,
    line: f64,
    aside: Option<f64>,
}

impl Axis {
    fn new(answer: &Answer, levels: &Levels, sheet: &Sheet) -> Self {
        let (x0, x1) = (sheet.left(), sheet.right());
        let (mut low, mut high, mut middle) = (LEAST_SIDE, LEAST_SIDE, 0.0_f64);
        for row in answer
            .rows
            .iter()
            .filter(|row| Standing::of(row).is_drawn())
        {
            let sum = |side: fn(&Levels, usize) -> bool| {
                bars::shares(row)
                    .filter(|(level, _)| side(levels, *level))
                    .map(|(_, share)| share)
                    .sum::<f64>()
            };
            low = low.max(sum(|levels, level| {
                levels.middle != Some(level) && below_middle(levels, level)
            }));
            high = high.max(sum(|levels, level| {
                levels.middle != Some(level) && !below_middle(levels, level)
            }));
            middle = middle.max(sum(|levels, level| levels.middle == Some(level)));
        }
        let Some(_) = levels.middle else {
            let unit = (x1 - x0 - SEAM) / (low + high);
            return Self {
                unit,
                line: x0 + low * unit,
                aside: None,
            };
        };
        let least = if sheet.is_narrow() { 66.0 } else { 58.0 };
        let room = x1 - x0 - GUTTER;
        let unit = ((room - least) / (low + high)).min(room / (low + high + middle));
        let aside = x1 - (middle * unit).max(least);
        Self {
            unit,
            line: x0 + low * unit,
            aside: Some(aside),
        }
    }
}

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Levels(levels) = &answer.shape else {
        return scene;
    };
    let inks = sheet.theme.levels(levels);
    let names = naming::names(levels, &inks);
    let axis = Axis::new(answer, levels, sheet);
    let (x0, x1) = (sheet.left(), sheet.right());
    let ends: Vec<_> = names
        .iter()
        .filter(|name| levels.middle != Some(name.level))
        .cloned()
        .collect();
    let room = axis.aside.map_or(x1, |aside| aside - 8.0);
    let places = Places::new(answer, &ends, sheet, STEP, room);
    scene.height = places.height;
    let mut middles = vec![axis.line; names.len()];
    for (at, row) in answer.rows.iter().enumerate() {
        let y = places.bars[at];
        places.frame(&mut scene, sheet, answer, at);
        if !Standing::of(row).is_drawn() {
            rows::instead(
                &mut scene,
                sheet,
                Datum::row(at),
                row,
                (x0, x1),
                (y + places.thick / 2.0, rows::GAP),
            );
            continue;
        }
        for (level, x, wide) in segments(row, levels, &axis) {
            if places.named == Some(at) {
                middles[level] = x + wide / 2.0;
            }
            if let (true, Some(&ink)) = (wide > 0.0, inks.get(level)) {
                let part = Segment {
                    x,
                    y,
                    w: (wide - SEAM).max(1.0),
                    h: places.thick,
                };
                bars::segment(
                    &mut scene,
                    sheet,
                    levels,
                    row,
                    Datum::level(at, level),
                    part,
                    ink,
                );
            }
        }
        let (top, bottom) = (y - 3.0, y + places.thick + 3.0);
        scene.draw(
            None,
            Drawn::line((axis.line, top), (axis.line, bottom), sheet.theme.ink, 1.25),
        );
        if let Some(aside) = axis.aside {
            scene.draw(
                None,
                Drawn::line(
                    (aside - 1.0, top),
                    (aside - 1.0, bottom),
                    sheet.theme.axis,
                    1.0,
                ),
            );
        }
    }
    let middles: Vec<f64> = ends.iter().map(|name| middles[name.level]).collect();
    places.names(&mut scene, sheet, &ends, &inks, &middles, (0.0, room));
    name_aside(&mut scene, sheet, &places, &names, levels, &axis);
    if !sheet.is_narrow() {
        rows::heading(
            &mut scene,
            sheet,
            &levels.top_name,
            places.heading,
            Weight::Strong,
            sheet.theme.top_name(levels),
        );
    }
    scene
}

/// Left edge and width of each level's segment: low levels leftwards from the line, high ones rightwards, the middle aside.
fn segments(row: &Row, levels: &Levels, axis: &Axis) -> Vec<(usize, f64, f64)> {
    let wide: Vec<(usize, f64)> = bars::shares(row)
        .map(|(level, share)| (level, share * axis.unit))
        .collect();
    let mut parts = Vec::with_capacity(wide.len());
    let mut left = axis.line;
    for &(level, wide) in wide
        .iter()
        .rev()
        .filter(|(level, _)| levels.middle != Some(*level) && below_middle(levels, *level))
    {
        left -= wide;
        parts.push((level, left, wide));
    }
    let mut right = axis.line + SEAM;
    for &(level, wide) in wide
        .iter()
        .filter(|(level, _)| levels.middle != Some(*level) && !below_middle(levels, *level))
    {
        parts.push((level, right, wide));
        right += wide;
    }
    if let (Some(aside), Some(middle)) = (axis.aside, levels.middle) {
        parts.extend(wide.get(middle).map(|&(level, wide)| (level, aside, wide)));
    }
    parts.sort_by_key(|(level, ..)| *level);
    parts
}

/// The neutral level's name over its own line.
fn name_aside(
    scene: &mut Scene,
    sheet: &Sheet,
    places: &Places,
    names: &[naming::LevelName],
    levels: &Levels,
    axis: &Axis,
) {
    let (Some(aside), Some(at), Some(middle)) = (axis.aside, places.named, levels.middle) else {
        return;
    };
    let Some(name) = names.get(middle) else {
        return;
    };
    let narrow = sheet.is_narrow();
    let raised = narrow && places.names.is_none();
    if raised {
        return;
    }
    let y = places.bars[at] - if narrow { 8.0 } else { 16.0 };
    let room = if narrow {
        sheet.width - aside
    } else {
        sheet.values() - 8.0 - aside
    };
    let name = text::cut(&name.text, room, NOTE, Weight::Regular);
    scene.draw(None, Label::new(aside, y, name, NOTE, sheet.theme.ink_3));
}
