//! What bar charts of levels share: where rows stand, names over the first bar, and the numbers in the segments.

use super::format;
use super::ink::{Ink, LevelInk};
use super::naming::{self, LevelName};
use super::rows::{self, Standing};
use super::scene::{Datum, Label, Region, Scene, Shape, Weight};
use super::sheet::{Lens, NOTE, Sheet};
use super::text;
use crate::analysis::{Answer, LevelShare, Levels, Row};

/// How strongly the fills of a low base are drawn.
const FAINT: f64 = 0.55;

/// Where the rows of a bar chart stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Upper edge of each row's bar.
    pub bars: Vec<f64>,
    /// Height of a bar.
    pub thick: f64,
    /// The row whose bar carries the names of the levels.
    pub named: Option<usize>,
    /// The names as they stand over that bar; none where a key takes their place.
    pub names: Option<Vec<LevelName>>,
    /// Baseline of the heading of the values.
    pub heading: f64,
    /// Height of the scene.
    pub height: f64,
}

impl Places {
    /// Places rows `step` apart; names get `room` on their line.
    pub fn new(answer: &Answer, names: &[LevelName], sheet: &Sheet, step: f64, room: f64) -> Self {
        let narrow = sheet.is_narrow();
        let thick = if narrow { 26.0 } else { 30.0 };
        let step = if narrow { 66.0 } else { step };
        let line = naming::on_one_line(names, room);
        let key = if line.is_none() {
            naming::key_height(sheet, names)
        } else {
            0.0
        };
        let named = answer.rows.iter().position(|row| {
            Standing::of(row).is_drawn() && shares(row).any(|(_, share)| share > 0.0)
        });
        let mut top = match (narrow, line.is_some()) {
            (true, true) => 44.0,
            (true, false) => key + 26.0,
            (false, _) => key + 50.0,
        };
        let mut bars = Vec::new();
        for at in 0..answer.rows.len() {
            if narrow && at > 0 && line.is_some() && named == Some(at) {
                top += 21.0;
            }
            bars.push(top);
            top += step;
        }
        let height = bars.last().map_or(top, |last| last + thick + 8.0);
        Self {
            bars,
            thick,
            named,
            names: line,
            heading: key + 34.0,
            height,
        }
    }

    /// Draws everything of row `at` but its bar, and its region. Levels' regions follow from [`segment`].
    pub fn frame(&self, scene: &mut Scene, sheet: &Sheet, answer: &Answer, at: usize) {
        let (row, y, about) = (&answer.rows[at], self.bars[at], Datum::row(at));
        let said = rows::headline(answer, row, sheet);
        if sheet.is_narrow() {
            let raised = self.named == Some(at) && self.names.is_some();
            let line = if raised { y - 30.0 } else { y - 9.0 };
            rows::region(
                scene,
                about,
                &row.cohort.name,
                line - 14.0,
                y + self.thick + 6.0 - (line - 14.0),
            );
            rows::name_line(scene, sheet, about, row, said.as_ref(), line);
        } else {
            rows::region(scene, about, &row.cohort.name, y - 8.0, self.thick + 16.0);
            rows::name(scene, sheet, about, row, y + 12.0);
            if let Some(said) = &said {
                rows::values(scene, sheet, about, row, said, y + 12.0);
            }
        }
    }

    /// Draws the names over the bar of the named row, or their key.
    pub fn names(
        &self,
        scene: &mut Scene,
        sheet: &Sheet,
        full: &[LevelName],
        inks: &[LevelInk],
        middles: &[f64],
        ends: (f64, f64),
    ) {
        match (&self.names, self.named) {
            (Some(names), Some(at)) => {
                let y = self.bars[at] - if sheet.is_narrow() { 8.0 } else { 16.0 };
                let tie = (!sheet.is_narrow()).then_some(self.bars[at] - 3.0);
                naming::line(scene, sheet, names, middles, ends, y, tie);
            }
            (None, _) => naming::key(scene, sheet, full, inks),
            (Some(_), None) => {}
        }
    }
}

/// One segment of a bar, as wide as its share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// Draws a segment with its number where that fits, and adds its region.
pub fn segment(
    scene: &mut Scene,
    sheet: &Sheet,
    levels: &Levels,
    row: &Row,
    about: Datum,
    part: Segment,
    ink: LevelInk,
) {
    let Some(level) = about.level else { return };
    let Some(share) = row.levels.get(level) else {
        return;
    };
    let w = part.w.max(0.5);
    let part = Segment {
        x: part.x.min(scene.width - w),
        w,
        ..part
    };
    let low = Standing::of(row) == Standing::Low;
    let opacity = if low { FAINT } else { 1.0 };
    let bar = Shape::bar(part.x, part.y, part.w, part.h, ink.fill);
    scene.draw(Some(about), if low { bar.faint(FAINT) } else { bar });
    let text = number(share, row, sheet);
    if part.w >= text::width(&text, NOTE, Weight::Regular) + 6.5 {
        let seen: Ink = ink.fill.over(sheet.theme.surface, opacity);
        let weight = if ink.strong {
            Weight::Strong
        } else {
            Weight::Regular
        };
        let label = Label::new(
            part.x + part.w / 2.0,
            part.y + part.h / 2.0 + 4.5,
            text,
            NOTE,
            sheet.theme.on(seen),
        );
        scene.draw(Some(about), label.weight(weight).middle());
    }
    let label = format!(
        "{}: {}",
        row.cohort.name,
        levels.names.get(level).map_or("", String::as_str)
    );
    scene.regions.push(Region {
        datum: about,
        x: part.x,
        y: part.y,
        w: part.w,
        h: part.h,
        label,
    });
}

/// The share of each level, 0 to 1.
pub fn shares(row: &Row) -> impl Iterator<Item = (usize, f64)> {
    let clean = |share: f64| {
        if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    row.levels
        .iter()
        .map(move |level| clean(level.share))
        .enumerate()
}

fn number(level: &LevelShare, row: &Row, sheet: &Sheet) -> String {
    match sheet.lens {
        Lens::Fraction => format::count(level.count, sheet.locale),
        Lens::Percent if level.share > 0.0 && level.share < 0.005 => {
            format!("under{}1", format::TIE)
        }
        Lens::Percent => format::decimals(
            level.share * 100.0,
            usize::from(row.base.used >= 100_000),
            sheet.locale,
        ),
    }
}
