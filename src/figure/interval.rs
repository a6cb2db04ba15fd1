//! The interval mark: a thick 80 % line on a thin 95 % line, and a dot. No caps.

use super::ink::Ink;
use super::scale::Scale;
use super::scene::{Datum, Scene, Shape};
use crate::analysis::{Estimate, Interval};

/// Radius of the dot.
pub const DOT: f64 = 5.5;
/// Radius below which the dot never shrinks.
const LEAST_DOT: f64 = 3.5;
const OUTER: f64 = 1.75;
const INNER: f64 = 5.0;

/// How one interval mark is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The cohort's colour.
    pub ink: Ink,
    /// The colour of a hollow dot's inside.
    pub paper: Ink,
    /// Whether the base is low: hollow dot, dashed outer line, no inner line.
    pub low: bool,
    /// Radius of the dot.
    pub radius: f64,
}

/// Draws the mark of `estimate` at height `y`. An end that is not reached runs to the end of the axis.
pub fn interval(
    scene: &mut Scene,
    about: Option<Datum>,
    scale: &Scale,
    y: f64,
    estimate: &Estimate,
    style: Style,
) {
    let ends = |interval: &Interval| {
        let (from, to) = scale.room();
        (
            interval.low.map_or(from, |low| scale.at(low)),
            interval.high.map_or(to, |high| scale.at(high)),
        )
    };
    let x = scale.at(estimate.value);
    if let Ok(outer) = &estimate.interval {
        let (low, high) = ends(outer);
        let line = Shape::line((low, y), (high, y), style.ink, OUTER);
        scene.draw(
            about,
            if style.low {
                line.dashed(3.0, 3.0)
            } else {
                line
            },
        );
    }
    if style.low {
        let stroke = Some((style.ink, OUTER));
        scene.draw(
            about,
            Shape::Dot {
                x,
                y,
                r: style.radius - 0.75,
                fill: style.paper,
                stroke,
            },
        );
        return;
    }
    let mut radius = style.radius;
    if let Some(inner) = &estimate.inner {
        let (low, high) = ends(inner);
        scene.draw(about, Shape::line((low, y), (high, y), style.ink, INNER));
        let half = (high - low) / 2.0;
        if half < radius * 1.7 {
            radius = (half * 0.8).min(radius).max(LEAST_DOT);
        }
    }
    scene.draw(about, Shape::dot(x, y, radius, style.ink));
}
