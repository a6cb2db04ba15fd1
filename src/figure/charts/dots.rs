//! Means with their intervals, over the shape of the answers they are made of.

use super::Chart;
use crate::analysis::{Answer, Number, Row, Shape, Unit};
use crate::figure::axis::{axis, labelled};
use crate::figure::density::{self, density, range};
use crate::figure::format;
use crate::figure::interval::{DOT, Style, interval};
use crate::figure::reading::{headline_name, kind, value};
use crate::figure::rows::{self, Standing};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Scene, Shape as Drawn, Weight};
use crate::figure::sheet::{NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;

/// Dots over the shape of the answers.
pub const CHART: Chart = Chart {
    id: "dots",
    label: "Dots over all answers",
    accepts,
    marks,
};

/// Where things stand across and down.
struct Place {
    top: f64,
    step: f64,
    first: f64,
    rise: f64,
    bottom: f64,
}

impl Place {
    fn new(sheet: &Sheet, rows: usize) -> Self {
        let rows = rows as f64;
        if sheet.is_narrow() {
            Self {
                top: 34.0,
                step: 72.0,
                first: 90.0,
                rise: 24.0,
                bottom: 34.0 + 72.0 * rows,
            }
        } else {
            Self {
                top: 26.0,
                step: 54.0,
                first: 60.0,
                rise: 30.0,
                bottom: 24.0 + 54.0 * rows,
            }
        }
    }

    fn row(&self, at: usize) -> f64 {
        self.first + self.step * at as f64
    }
}

fn accepts(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Number(Number {
            unit: Unit::Percent | Unit::Plain,
            ..
        })
    )
}

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Number(_) = &answer.shape else {
        return scene;
    };
    let place = Place::new(sheet, answer.rows.len());
    let kind = kind(&answer.shape);
    let room = if sheet.is_narrow() {
        (4.0, sheet.width - 8.0)
    } else {
        (sheet.left(), sheet.right())
    };
    let (low, high) = reach(answer);
    let round = ticks::around(low, high);
    let x = Scale::linear((round[0], round[round.len() - 1]), room);
    axis(
        &mut scene,
        sheet,
        &x,
        &labelled(&round, kind, sheet),
        place.top - 14.0,
        place.bottom,
    );
    everyone(&mut scene, answer, sheet, &x, &place);
    for (at, row) in answer.rows.iter().enumerate() {
        draw_row(&mut scene, answer, sheet, &x, &place, at, row);
    }
    scene.height = place.bottom + 26.0;
    density::beyond(&mut scene, answer, sheet, &x);
    if !sheet.is_narrow() {
        rows::heading(
            &mut scene,
            sheet,
            headline_name(&answer.shape),
            place.top - 4.0,
            Weight::Regular,
            sheet.theme.ink_3,
        );
    }
    scene
}

fn draw_row(
    scene: &mut Scene,
    answer: &Answer,
    sheet: &Sheet,
    x: &Scale,
    place: &Place,
    at: usize,
    row: &Row,
) {
    let (about, y) = (Datum::row(at), place.row(at));
    let standing = Standing::of(row);
    let said = rows::headline(answer, row, sheet);
    let above = if sheet.is_narrow() { 52.0 } else { 33.0 };
    rows::region(scene, about, &row.cohort.name, y - above, above + 16.0);
    if !standing.is_drawn() {
        rows::instead(scene, sheet, about, row, x.room(), (y - 10.0, rows::GAP));
    } else {
        let low = standing == Standing::Low;
        if let Some(shape) = density(row, x, sheet, y, place.rise, low) {
            scene.draw(Some(about), shape);
        }
        if let Ok(estimate) = &row.headline {
            let style = Style {
                ink: sheet.theme.cohort(row.cohort.ink),
                paper: sheet.theme.surface,
                low,
                radius: DOT,
            };
            interval(scene, Some(about), x, y, estimate, style);
        }
    }
    if sheet.is_narrow() {
        scene.draw(
            None,
            Drawn::bar(0.0, y - 47.0, sheet.width, 18.0, sheet.theme.surface).faint(0.85),
        );
        rows::name_line(scene, sheet, about, row, said.as_ref(), y - 36.0);
    } else {
        rows::name(scene, sheet, about, row, y - 7.0);
        if let Some(said) = &said {
            rows::values(scene, sheet, about, row, said, y - 2.0);
        }
    }
}

/// The dashed line of all cohorts together, named where it stands.
fn everyone(scene: &mut Scene, answer: &Answer, sheet: &Sheet, x: &Scale, place: &Place) {
    let row = &answer.everyone;
    let (Ok(all), true) = (
        &row.headline,
        Standing::of(row).is_drawn() && answer.rows.len() > 1,
    ) else {
        return;
    };
    let at = x.at(all.value);
    let theme = sheet.theme;
    scene.draw(
        None,
        Drawn::line(
            (at, place.top - 8.0),
            (at, place.bottom),
            theme.reference,
            1.0,
        )
        .dashed(2.0, 3.0),
    );
    let text = format!(
        "everyone{}{}",
        format::TIE,
        value(all.value, row.base.used, kind(&answer.shape), sheet.locale)
    );
    let wide = text::width(&text, NOTE, Weight::Regular);
    let end = if sheet.is_narrow() {
        sheet.width
    } else {
        sheet.right() + 8.0
    };
    let fits = at + 5.0 + wide <= end;
    let label = Label::new(
        if fits { at + 5.0 } else { at - 5.0 },
        place.top - 4.0,
        text,
        NOTE,
        theme.ink_3,
    )
    .halo(theme.halo);
    scene.draw(None, if fits { label } else { label.end() });
}

/// The values the axis must reach: answers and intervals; from zero where everything is above it and zero is near.
fn reach(answer: &Answer) -> (f64, f64) {
    let drawn = || {
        answer
            .rows
            .iter()
            .filter(|row| Standing::of(row).is_drawn())
    };
    let (mut low, mut high) = range(drawn()).unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
    for estimate in drawn().filter_map(|row| row.headline.as_ref().ok()) {
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
            (low, high) = (low.min(end), high.max(end));
        }
    }
    if low > high {
        return (
            0.0,
            if matches!(
                answer.shape,
                Shape::Number(Number {
                    unit: Unit::Percent,
                    ..
                })
            ) {
                100.0
            } else {
                1.0
            },
        );
    }
    if low > 0.0 && low < high / 3.0 {
        (0.0, high)
    } else {
        (low, high)
    }
}
