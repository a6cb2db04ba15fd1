//! Cumulative shares of answers as steps, and where their names stand.

use super::ink::Ink;
use super::scale::Scale;
use super::scene::{Label, Scene, Shape, Weight};
use super::sheet::{NOTE, Sheet};
use super::text;
use crate::analysis::Row;
use crate::analysis::stats::sorted::Tie;

/// Least contrast at which a name may take its line's colour.
const READABLE: f64 = 4.5;

/// A cohort's curve in the scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The cohort's name.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Corners of the steps, from the left end to the right end of the axis.
    pub points: Vec<(f64, f64)>,
}

/// The share of answers at or below each place on the axis. Answers beyond an end of the axis count at that end.
pub fn corners(row: &Row, x: &Scale, y: &Scale) -> Vec<(f64, f64)> {
    let clean = |tie: &&Tie| !tie.value.is_nan() && tie.weight.is_finite() && tie.weight > 0.0;
    let ties = || row.values.ties().iter().filter(clean);
    let total: f64 = ties().map(Tie::whole).sum();
    let (from, to) = x.room();
    let mut points = vec![(from, y.at(0.0))];
    let mut sum = 0.0;
    for tie in ties() {
        sum += tie.whole();
        let (at, height) = (x.at(tie.value), y.at(sum / total));
        let last = points[points.len() - 1];
        if at - last.0 < 0.05 && points.len() > 1 {
            let end = points.len() - 1;
            points[end].1 = height;
        } else {
            points.push((at, last.1));
            points.push((at, height));
        }
    }
    let height = points[points.len() - 1].1;
    points.push((to, height));
    points
}

/// Names each curve where the others are far away, with a short leader; a name that would cross another is left to the rows below.
pub fn name_curves(
    scene: &mut Scene,
    sheet: &Sheet,
    curves: &[Curve],
    (top, bottom): (f64, f64),
    left: f64,
) {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (at, curve) in curves.iter().enumerate() {
        let spots = spots(sheet, curve, (top, bottom), left);
        let cost = |spot: &Spot| spot.cost(curves, at);
        let free = spots
            .into_iter()
            .filter(|spot| taken.iter().all(|other| apart(&spot.area, other)));
        let best = free
            .map(|spot| (cost(&spot), spot))
            .min_by(|one, two| one.0.total_cmp(&two.0));
        if let Some((_, spot)) = best.filter(|(cost, _)| *cost < CROSSED) {
            spot.draw(scene, sheet, curve);
            taken.push(spot.area);
        }
    }
}

/// Cost of a name that lies on a curve; dearer than any distance.
const CROSSED: f64 = 1000.0;

/// A place for a curve's name.
struct Spot {
    /// On the curve.
    from: (f64, f64),
    /// Right of the curve and below it, or left of it and above.
    right: bool,
    /// How far away the name starts.
    away: f64,
    /// Left, top, right, bottom of the name.
    area: [f64; 4],
}

fn spots(sheet: &Sheet, curve: &Curve, (top, bottom): (f64, f64), left: f64) -> Vec<Spot> {
    let wide = text::width(&curve.name, NOTE, Weight::Strong)
        + if reads(sheet, curve) { 0.0 } else { 13.0 };
    let mut spots = Vec::new();
    for share in [0.34, 0.42, 0.26, 0.58, 0.66, 0.74, 0.82, 0.18, 0.9] {
        let y = bottom - share * (bottom - top);
        let Some(x) = crossing(&curve.points, y) else {
            continue;
        };
        for right in [true, false] {
            for away in [26.0, 34.0, 18.0, 46.0, 60.0] {
                let (start, base) = if right {
                    (x + away, y + 14.0)
                } else {
                    (x - away - wide, y - 10.0)
                };
                let area = [start, base - 11.0, start + wide, base + 4.0];
                if area[0] >= left
                    && area[2] <= sheet.width
                    && area[1] >= top
                    && area[3] <= bottom - 2.0
                {
                    spots.push(Spot {
                        from: (x, y),
                        right,
                        away,
                        area,
                    });
                }
            }
        }
    }
    spots
}

impl Spot {
    /// What speaks against this place: curves under the name, curves the leader crosses, and neighbours close by.
    fn cost(&self, curves: &[Curve], own: usize) -> f64 {
        let mut cost = self.away / 10.0;
        let mut room = f64::INFINITY;
        for (at, curve) in curves.iter().enumerate() {
            if near(&curve.points, &self.area)
                .windows(2)
                .any(|pair| touches(pair[0], pair[1], &self.area))
            {
                cost += CROSSED;
            }
            if at == own {
                continue;
            }
            if let Some(x) = crossing(&curve.points, self.from.1) {
                let ahead = if self.right {
                    x - self.from.0
                } else {
                    self.from.0 - x
                };
                if ahead > 0.0 {
                    cost += 60.0;
                }
                room = room.min((x - self.from.0).abs());
            }
        }
        cost - room.min(40.0)
    }

    fn draw(&self, scene: &mut Scene, sheet: &Sheet, curve: &Curve) {
        let [left, top, right, _] = self.area;
        let base = top + 11.0;
        let end = if self.right { left - 3.0 } else { right + 3.0 };
        scene.draw(
            None,
            Shape::line(self.from, (end, base - 4.0), curve.ink, 1.0),
        );
        let readable = reads(sheet, curve);
        let start = if readable { left } else { left + 13.0 };
        let ink = if readable { curve.ink } else { sheet.theme.ink };
        scene.draw(
            None,
            Label::new(start, base, curve.name.clone(), NOTE, ink)
                .strong()
                .halo(sheet.theme.halo),
        );
        if !readable {
            scene.draw(None, Shape::dot(left + 4.5, base - 4.5, 4.5, curve.ink));
        }
    }
}

fn reads(sheet: &Sheet, curve: &Curve) -> bool {
    curve.ink.contrast(sheet.theme.surface) >= READABLE
}

/// Where a curve first reaches height `y`; curves only rise.
fn crossing(points: &[(f64, f64)], y: f64) -> Option<f64> {
    let at = points.partition_point(|(_, height)| *height > y);
    points.get(at).map(|(x, _)| *x)
}

/// The points of a curve, which runs to the right, whose lines can meet an area.
fn near<'c>(points: &'c [(f64, f64)], area: &[f64; 4]) -> &'c [(f64, f64)] {
    const BESIDE: f64 = 10.0;
    let from = points.partition_point(|(x, _)| *x < area[0] - BESIDE);
    let to = points.partition_point(|(x, _)| *x <= area[2] + BESIDE);
    // And the line that comes in, and the one that goes out.
    &points[from.saturating_sub(1)..(to + 1).min(points.len())]
}

fn apart(one: &[f64; 4], two: &[f64; 4]) -> bool {
    one[2] + 3.0 < two[0] || two[2] + 3.0 < one[0] || one[3] + 1.0 < two[1] || two[3] + 1.0 < one[1]
}

/// Whether an upright or level line meets an area.
fn touches(one: (f64, f64), two: (f64, f64), area: &[f64; 4]) -> bool {
    let (left, right) = (one.0.min(two.0), one.0.max(two.0));
    let (top, bottom) = (one.1.min(two.1), one.1.max(two.1));
    !apart(
        &[left + 3.0, top + 1.0, right - 3.0, bottom - 1.0],
        &[area[0] - 4.0, area[1] - 1.0, area[2] + 4.0, area[3] + 1.0],
    )
}
