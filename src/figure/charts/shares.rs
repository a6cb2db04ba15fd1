//! The headline share of each cohort as a dot with its interval.

use super::Chart;
use crate::analysis::{Answer, Estimate, Row, Shape};
use crate::figure::axis::{axis, labelled};
use crate::figure::interval::{DOT, Style, interval};
use crate::figure::reading::Kind;
use crate::figure::rows::{self, Standing};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Scene, Shape as Drawn, Weight};
use crate::figure::sheet::{NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;

/// Dots of the headline share.
pub const CHART: Chart = Chart {
    id: "shares",
    label: "Dots of the headline share",
    accepts: |shape| matches!(shape, Shape::Levels(_)),
    marks,
};

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Levels(levels) = &answer.shape else {
        return scene;
    };
    let narrow = sheet.is_narrow();
    let head = text::fold(
        &levels.top_name,
        sheet.width - sheet.values(),
        2,
        NOTE,
        Weight::Strong,
    )
    .len() as f64;
    let (top, step, room) = if narrow {
        (8.0, 54.0, (4.0, sheet.width - 8.0))
    } else {
        (10.0 + 16.0 * head, 48.0, (sheet.left(), sheet.right()))
    };
    let bottom = top + step * answer.rows.len() as f64;
    let (low, high) = reach(
        answer
            .rows
            .iter()
            .filter(|row| Standing::of(row).is_drawn())
            .filter_map(|row| row.headline.as_ref().ok()),
    );
    let round = ticks::around(low, high);
    let x = Scale::linear((round[0], round[round.len() - 1]), room);
    axis(
        &mut scene,
        sheet,
        &x,
        &labelled(&round, Kind::Share, sheet),
        top,
        bottom,
    );
    for (at, row) in answer.rows.iter().enumerate() {
        let about = Datum::row(at);
        let start = top + step * at as f64;
        let middle = start + if narrow { 36.0 } else { 24.0 };
        let said = rows::headline(answer, row, sheet);
        rows::region(&mut scene, about, &row.cohort.name, start + 1.0, step - 2.0);
        dot(
            &mut scene,
            sheet,
            &x,
            about,
            row,
            row.headline.as_ref().ok(),
            middle,
        );
        if narrow {
            scene.draw(
                None,
                Drawn::bar(0.0, start + 5.0, sheet.width, 17.0, sheet.theme.surface).faint(0.85),
            );
            rows::name_line(&mut scene, sheet, about, row, said.as_ref(), start + 17.0);
        } else {
            rows::name(&mut scene, sheet, about, row, middle - 3.0);
            if let Some(said) = &said {
                rows::values(&mut scene, sheet, about, row, said, middle - 3.0);
            }
        }
    }
    scene.height = bottom + 26.0;
    if !narrow {
        rows::heading(
            &mut scene,
            sheet,
            &levels.top_name,
            top - 12.0,
            Weight::Strong,
            sheet.theme.top_name(levels),
        );
    }
    scene
}

/// One interval mark, or what stands in its place.
pub fn dot(
    scene: &mut Scene,
    sheet: &Sheet,
    x: &Scale,
    about: Datum,
    row: &Row,
    estimate: Option<&Estimate>,
    y: f64,
) {
    let standing = Standing::of(row);
    if !standing.is_drawn() {
        let half = if sheet.is_narrow() { 9.0 } else { rows::GAP };
        rows::instead(scene, sheet, about, row, x.room(), (y, half));
    } else if let Some(estimate) = estimate {
        let low = standing == Standing::Low;
        let style = Style {
            ink: sheet.theme.cohort(row.cohort.ink),
            paper: sheet.theme.surface,
            low,
            radius: DOT,
        };
        interval(scene, Some(about), x, y, estimate, style);
    }
}

/// The range of the intervals of shares; from zero if the lowest lies under a third of it.
pub fn reach<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for estimate in estimates {
        let ends = estimate
            .interval
            .as_ref()
            .ok()
            .map_or([None; 2], |interval| [interval.low, interval.high]);
        for end in ends
            .into_iter()
            .flatten()
            .chain([estimate.value])
            .filter(|end| end.is_finite())
        {
            (low, high) = (low.min(end.clamp(0.0, 1.0)), high.max(end.clamp(0.0, 1.0)));
        }
    }
    match low < high {
        true if low < high / 3.0 => (0.0, high),
        true => (low, high),
        false => (0.0, 1.0),
    }
}
