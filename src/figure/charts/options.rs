//! Questions with several answers: one group of dots per option. The shares of one cohort may add up to more than 100 %.

use super::Chart;
use super::shares::{dot, reach};
use crate::analysis::{Answer, Estimate, Row, Shape};
use crate::figure::axis::{axis, labelled};
use crate::figure::reading::{Kind, Reading, reading};
use crate::figure::rows::{self, Standing};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape as Drawn, Weight};
use crate::figure::sheet::{NAME, Sheet};
use crate::figure::text;
use crate::figure::ticks;

/// A group of dots per option.
pub const CHART: Chart = Chart {
    id: "options",
    label: "Dots for each option",
    accepts: |shape| matches!(shape, Shape::Options(_)),
    marks,
};

/// From line to line of an option's name.
const LEAD: f64 = 19.0;

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Options(options) = &answer.shape else {
        return scene;
    };
    let narrow = sheet.is_narrow();
    let (step, room) = if narrow {
        (46.0, (4.0, sheet.width - 8.0))
    } else {
        (44.0, (sheet.left(), sheet.right()))
    };
    let heads: Vec<Vec<String>> = options
        .iter()
        .map(|name| text::fold(name, sheet.width, 2, NAME, Weight::Strong))
        .collect();
    let group = |head: &Vec<String>| {
        LEAD * head.len().max(1) as f64 + 6.0 + step * answer.rows.len() as f64 + 14.0
    };
    let bottom = heads.iter().map(group).sum::<f64>().max(20.0);
    let drawn = answer
        .rows
        .iter()
        .filter(|row| Standing::of(row).is_drawn());
    let (low, high) = reach(
        drawn
            .flat_map(|row| &row.options)
            .filter_map(|option| option.as_ref().ok()),
    );
    let round = ticks::around(low, high);
    let x = Scale::linear((round[0], round[round.len() - 1]), room);
    axis(
        &mut scene,
        sheet,
        &x,
        &labelled(&round, Kind::Share, sheet),
        0.0,
        bottom,
    );
    let mut y = 0.0;
    for (option, head) in heads.into_iter().enumerate() {
        for line in head {
            y += LEAD;
            let label = Label::new(0.0, y - 4.0, line, NAME, sheet.theme.ink).strong();
            scene.draw(None, label.halo(sheet.theme.halo));
        }
        y += 6.0;
        for (at, row) in answer.rows.iter().enumerate() {
            draw_row(
                &mut scene,
                sheet,
                &x,
                row,
                Datum::level(at, option),
                (y, step),
            );
            let label = format!("{}: {}", row.cohort.name, options[option]);
            scene.regions.push(Region {
                datum: Datum::level(at, option),
                x: 0.0,
                y: y + 1.0,
                w: sheet.width,
                h: step - 2.0,
                label,
            });
            y += step;
        }
        y += 14.0;
    }
    scene.height = bottom + 26.0;
    scene
}

fn draw_row(
    scene: &mut Scene,
    sheet: &Sheet,
    x: &Scale,
    row: &Row,
    about: Datum,
    (y, step): (f64, f64),
) {
    let option = about.level.and_then(|option| row.options.get(option));
    let said = option
        .filter(|_| Standing::of(row).is_drawn())
        .map(|option| said(option, sheet));
    let estimate = option.and_then(|option| option.as_ref().ok());
    if sheet.is_narrow() {
        scene.draw(
            None,
            Drawn::bar(0.0, y + 2.0, sheet.width, 17.0, sheet.theme.surface).faint(0.85),
        );
        rows::name_line(scene, sheet, about, row, said.as_ref(), y + 14.0);
        dot(scene, sheet, x, about, row, estimate, y + 31.0);
    } else {
        let middle = y + step / 2.0;
        dot(scene, sheet, x, about, row, estimate, middle);
        rows::name(scene, sheet, about, row, middle - 3.0);
        if let Some(said) = &said {
            rows::values(scene, sheet, about, row, said, middle - 3.0);
        }
    }
}

fn said(
    option: &Result<Estimate, crate::analysis::Unmeasurable>,
    sheet: &Sheet,
) -> Result<Reading, String> {
    match option {
        Ok(estimate) => Ok(reading(estimate, Kind::Share, sheet.lens, sheet.locale)),
        Err(reason) => Err(reason.to_string()),
    }
}
