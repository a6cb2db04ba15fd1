//! The pale shape of all answers behind a mean, so that a tight mean is not mistaken for agreement.

use super::format;
use super::rows::Standing;
use super::scale::Scale;
use super::scene::{Label, Scene, Shape, Weight};
use super::sheet::{NOTE, Sheet};
use super::text;
use crate::analysis::stats::sorted::{Sorted, Tie};
use crate::analysis::{Answer, Row};

/// Bins along the axis.
const BINS: usize = 20;

/// The shape of a row's answers over baseline `y`, its fullest bin `rise` high. Answers beyond the axis count in no bin.
pub fn density(
    row: &Row,
    scale: &Scale,
    sheet: &Sheet,
    y: f64,
    rise: f64,
    low: bool,
) -> Option<Shape> {
    let (first, last) = scale.ends();
    let mut bins = [0.0; BINS];
    for tie in row.values.ties() {
        let value = tie.value;
        if value >= first && value <= last && tie.weight.is_finite() && tie.weight > 0.0 {
            let bin = (((value - first) / (last - first)) * BINS as f64) as usize;
            bins[bin.min(BINS - 1)] += tie.whole();
        }
    }
    let most = bins.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 || !most.is_finite() {
        return None;
    }
    let (from, to) = scale.room();
    let stride = (to - from) / BINS as f64;
    let mut points = vec![(from, y)];
    for at in 0..BINS {
        let before = if at > 0 { bins[at - 1] } else { bins[at] };
        let after = if at + 1 < BINS {
            bins[at + 1]
        } else {
            bins[at]
        };
        let smooth = (before / 4.0 + bins[at] / 2.0 + after / 4.0) / most;
        points.push((from + stride * (at as f64 + 0.5), y - rise * smooth));
    }
    points.push((to, y));
    let fill = sheet.theme.cohort(row.cohort.ink);
    Some(Shape::Area {
        points,
        fill,
        opacity: if low { 0.12 } else { 0.18 },
    })
}

/// The range an axis must show: all answers, or the middle 96 % where a few lie so far out that they would squash the rest.
pub fn range<'a>(rows: impl Iterator<Item = &'a Row>) -> Option<(f64, f64)> {
    let finite = |tie: &&Tie| tie.value.is_finite();
    let ties = rows.flat_map(|row| row.values.ties().iter().filter(finite));
    let values = Sorted::of_ties(ties.copied().collect());
    let end = values.len().checked_sub(1)?;
    let at = |share: f64| values.at((end as f64 * share).round() as u64);
    let (first, last) = (at(0.0), at(1.0));
    let (low, high) = (at(0.02), at(0.98));
    if last / 6.0 - first / 6.0 > high - low && high > low {
        Some((low, high))
    } else {
        Some((first, last))
    }
}

/// Says how many answers the axis leaves out, where it does.
pub fn beyond(scene: &mut Scene, answer: &Answer, sheet: &Sheet, x: &Scale) {
    let (low, high) = x.ends();
    let drawn = answer
        .rows
        .iter()
        .filter(|row| Standing::of(row).is_drawn());
    let out: u64 = drawn
        .flat_map(|row| row.values.counts())
        .filter(|(value, _)| *value < low || *value > high)
        .map(|(_, count)| count)
        .sum();
    if out > 0 {
        let noun = if out == 1 {
            "answer lies"
        } else {
            "answers lie"
        };
        let text = format!(
            "{} {noun} beyond the axis",
            format::count(out, sheet.locale)
        );
        let text = text::cut(&text, sheet.width - sheet.left(), NOTE, Weight::Regular);
        scene.draw(
            None,
            Label::new(
                sheet.left(),
                scene.height + 12.0,
                text,
                NOTE,
                sheet.theme.ink_3,
            ),
        );
        scene.height += 20.0;
    }
}
