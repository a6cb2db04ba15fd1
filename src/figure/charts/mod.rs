//! Every chart. To add one: a file with its `CHART`, and its line in [`ALL`].

mod dots;
mod ecdf;
mod likert;
mod options;
mod shares;
mod stacked;

use super::scene::Scene;
use super::sheet::Sheet;
use crate::analysis::{Answer, Headline, Number, Ramp, Shape, Unit};

/// A way to draw an answer.
#[derive(Debug)]
pub struct Chart {
    /// Stable short name.
    pub id: &'static str,
    /// Name in the picker.
    pub label: &'static str,
    /// Whether it can draw answers of a shape.
    pub accepts: fn(&Shape) -> bool,
    /// Draws an answer of an accepted shape; other shapes give an empty scene.
    pub marks: fn(&Answer, &Sheet) -> Scene,
}

/// All charts, in the order of the picker.
pub const ALL: [&Chart; 6] = [
    &stacked::CHART,
    &likert::CHART,
    &shares::CHART,
    &dots::CHART,
    &ecdf::CHART,
    &options::CHART,
];

/// The chart a shape is drawn with until someone picks another.
pub fn default_for(shape: &Shape) -> &'static Chart {
    match shape {
        Shape::Levels(levels)
            if levels.middle.is_some() && matches!(levels.ramp, Ramp::Agree | Ramp::Lean) =>
        {
            &likert::CHART
        }
        Shape::Levels(_) => &stacked::CHART,
        Shape::Number(
            Number {
                unit: Unit::Hours, ..
            }
            | Number {
                headline: Headline::Median,
                ..
            },
        ) => &ecdf::CHART,
        Shape::Number(_) => &dots::CHART,
        Shape::Options(_) => &options::CHART,
    }
}

/// The chart with this short name.
pub fn by_id(id: &str) -> Option<&'static Chart> {
    ALL.into_iter().find(|chart| chart.id == id)
}
