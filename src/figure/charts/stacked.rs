//! Every cohort's answers as one bar of 100 %, levels in scale order.

use super::Chart;
use crate::analysis::{Answer, Shape};
use crate::figure::bars::{self, Places, Segment};
use crate::figure::naming;
use crate::figure::rows::{self, Standing};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Scene, Weight};
use crate::figure::sheet::Sheet;

/// 100 % stacked bars.
pub const CHART: Chart = Chart {
    id: "stacked",
    label: "Stacked to 100 %",
    accepts: |shape| matches!(shape, Shape::Levels(_)),
    marks,
};

const STEP: f64 = 58.0;
/// Half the paper between two segments.
const SEAM: f64 = 0.75;

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Levels(levels) = &answer.shape else {
        return scene;
    };
    let inks = sheet.theme.levels(levels);
    let names = naming::names(levels, &inks);
    let (x0, x1) = (sheet.left(), sheet.right());
    let x = Scale::linear((0.0, 1.0), (x0, x1));
    let places = Places::new(answer, &names, sheet, STEP, x1);
    scene.height = places.height;
    let mut middles = vec![x0; names.len()];
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
        let mut before = 0.0;
        for ((level, share), &ink) in bars::shares(row).zip(&inks) {
            let (a, b) = (x.at(before), x.at(before + share));
            if places.named == Some(at) {
                middles[level] = (a + b) / 2.0;
            }
            if share > 0.0 {
                let left = if before > 0.0 { SEAM } else { 0.0 };
                let part = Segment {
                    x: a + left,
                    y,
                    w: b - a - left - SEAM,
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
            before += share;
        }
    }
    places.names(&mut scene, sheet, &names, &inks, &middles, (0.0, x1));
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
