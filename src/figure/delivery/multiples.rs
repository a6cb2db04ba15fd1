//! Every metric by week as small multiples: a block for each metric on a scale of its own, a cell in it for each cohort.

use super::control::place;
use super::names::{measure, measure_unit, who_ink};
use super::trends::{by_span, cell_name, course, said, shown, stretch, told, whole};
use super::weekly::months;
use crate::delivery::{Board, Cohort, Course, Measure, Point, Trend};
use crate::figure::ink::Ink;
use crate::figure::rows::hatch;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet};
use crate::figure::{format, text, ticks};

/// Height of a cell between the ends of its axis.
const HIGH: f64 = 66.0;
/// Width of the axis of a block.
const AXIS: f64 = 44.0;
const GAP: f64 = 22.0;
/// Hours from which on an axis is in days.
const DAYS: f64 = 96.0;

/// Where the cells of a sheet stand.
struct Grid {
    /// Left end of the first cell.
    left: f64,
    wide: f64,
    /// Cells in a line.
    per_line: usize,
}

impl Grid {
    fn of(cells: usize, sheet: &Sheet) -> Grid {
        let (names, least) = match sheet.is_narrow() {
            true => (0.0, 110.0),
            false => (150.0, 160.0),
        };
        let left = names + AXIS;
        let room = sheet.width - left;
        let per_line = ((room + GAP) / (least + GAP)) as usize;
        let per_line = per_line.clamp(1, cells.max(1));
        Grid {
            left,
            wide: (room - GAP * (per_line - 1) as f64) / per_line as f64,
            per_line,
        }
    }
}

pub(super) fn draw(board: &Board, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let cohorts = shown(board);
    let grid = Grid::of(cohorts.len(), sheet);
    let is_one_line = grid.per_line >= cohorts.len();
    let all: Vec<&Trend> = told(board).collect();
    let mut y = 0.0;
    for (row, trend) in all.iter().enumerate() {
        let scale = Axis::of(trend, &cohorts);
        y = heading(
            &mut scene,
            trend,
            &scale,
            (y, row == 0 && is_one_line),
            sheet,
        );
        // Where cells have names of their own, those of which nothing is told take no place.
        let is_drawn =
            |(_, cohort): &&(usize, &Cohort)| is_one_line || course(trend, &cohort.who).is_some();
        let cells: Vec<(usize, &Cohort)> = cohorts.iter().filter(is_drawn).copied().collect();
        for chunk in cells.chunks(grid.per_line) {
            // Cohorts are named once where all stand side by side.
            let is_named = row == 0 || !is_one_line;
            let top = y + if is_named { 40.0 } else { 20.0 };
            scale.draw(&mut scene, (grid.left, top), sheet);
            for (place, (at, cohort)) in chunk.iter().enumerate() {
                let x0 = grid.left + (grid.wide + GAP) * place as f64;
                let cell = Cell {
                    trend,
                    board,
                    scale: &scale,
                    ink: sheet.theme.cohort(who_ink(&cohort.who, *at)),
                    name: cell_name(trend, &cohort.who),
                    course: course(trend, &cohort.who),
                    x: (x0, x0 + grid.wide),
                    top,
                    row,
                    first_level: cohorts.iter().position(|(own, _)| own == at).unwrap_or(0)
                        * board.weeks.len(),
                };
                if is_named {
                    cell.draw_name(&mut scene, sheet);
                }
                cell.draw(&mut scene, sheet);
            }
            y = top + HIGH + 8.0;
        }
        if sheet.is_narrow() || row + 1 == all.len() {
            let in_line = grid.per_line.min(cells.len());
            for place in 0..in_line {
                let x0 = grid.left + (grid.wide + GAP) * place as f64;
                months(&mut scene, board, sheet, (x0, grid.wide), y + 10.0);
            }
            y += 18.0;
        }
        y += 10.0;
    }
    scene.height = y;
    scene
}

/// What a block shows: beside its cells, or above them on a narrow sheet. Gives where its cells begin.
fn heading(
    scene: &mut Scene,
    trend: &Trend,
    scale: &Axis,
    (y, is_named): (f64, bool),
    sheet: &Sheet,
) -> f64 {
    let name = measure(trend.measure);
    let unit = format!("{}, {}", scale.unit_of(trend.measure), by_span(trend.span));
    let theme = sheet.theme;
    if sheet.is_narrow() {
        scene.draw(
            None,
            Label::new(0.0, y + 14.0, name, NAME, theme.ink).strong(),
        );
        let unit = text::cut(&unit, sheet.width, NOTE, Weight::Regular);
        scene.draw(None, Label::new(0.0, y + 31.0, unit, NOTE, theme.ink_3));
        return y + 37.0;
    }
    let mut at = y + if is_named { 52.0 } else { 32.0 };
    for line in text::fold(name, 138.0, 2, NAME, Weight::Strong) {
        scene.draw(None, Label::new(0.0, at, line, NAME, theme.ink).strong());
        at += 17.0;
    }
    for line in text::fold(&unit, 138.0, 3, NOTE, Weight::Regular) {
        scene.draw(None, Label::new(0.0, at, line, NOTE, theme.ink_3));
        at += 16.0;
    }
    y
}

/// The axis of a metric, the same for each of its cells.
struct Axis {
    marks: Vec<f64>,
    /// What a value is divided by, and the unit that this gives.
    per: f64,
    unit: &'static str,
}

impl Axis {
    fn of(trend: &Trend, cohorts: &[(usize, &Cohort)]) -> Axis {
        let drawn = cohorts
            .iter()
            .filter_map(|(_, cohort)| course(trend, &cohort.who));
        let highest = drawn
            .clone()
            .flat_map(|course| {
                let limits = course.limits.iter().flat_map(|limits| &limits.ends);
                let limits = limits.flatten().map(|(_, high)| *high);
                course.points.iter().filter_map(Point::value).chain(limits)
            })
            .fold(0.0, f64::max);
        let ends = drawn
            .filter(|course| course.limits.is_none())
            .flat_map(|course| {
                course.points.iter().filter_map(|point| match point {
                    Point::Told { interval, .. } => interval.high,
                    _ => None,
                })
            });
        // Intervals of few would leave no room for anything else.
        let highest = ends.fold(highest, f64::max).min(highest * 2.0);
        let (per, unit, least) = match trend.measure.is_rate() {
            true => (0.01, "%", 0.1),
            false if highest > DAYS => (24.0, "d", 24.0),
            false => (1.0, "h", 1.0),
        };
        let most = highest.max(least);
        let most = if trend.measure.is_rate() {
            most.min(1.0)
        } else {
            most
        };
        Axis {
            marks: ticks::around(0.0, most / per),
            per,
            unit,
        }
    }

    fn most(&self) -> f64 {
        self.marks.last().copied().unwrap_or(1.0) * self.per
    }

    fn up(&self, top: f64) -> Scale {
        Scale::linear((0.0, self.most()), (top + HIGH, top))
    }

    fn unit_of(&self, of: Measure) -> String {
        match self.unit {
            "d" => format!("{}, in days", measure_unit(of)),
            "h" => format!("{}, in hours", measure_unit(of)),
            _ => measure_unit(of).to_owned(),
        }
    }

    fn draw(&self, scene: &mut Scene, (left, top): (f64, f64), sheet: &Sheet) {
        let y = self.up(top);
        let last = self.marks.len() - 1;
        for (at, mark) in self.marks.iter().enumerate() {
            if at != 0 && at != last && (last > 4 || at * 2 != last) {
                continue;
            }
            let number = format::trimmed(*mark, 2, sheet.locale);
            let name = match at == last {
                true => format!("{number}{}{}", format::TIE, self.unit),
                false => number,
            };
            let up = y.at(mark * self.per) + 4.5;
            let label = Label::new(left - 7.0, up, name, NOTE, sheet.theme.ink_3);
            scene.draw(None, label.end());
        }
    }
}

/// A metric of a cohort.
struct Cell<'a> {
    trend: &'a Trend,
    board: &'a Board,
    scale: &'a Axis,
    ink: Ink,
    name: String,
    course: Option<&'a Course>,
    /// Its ends from left to right.
    x: (f64, f64),
    top: f64,
    row: usize,
    first_level: usize,
}

impl Cell<'_> {
    fn wide(&self) -> f64 {
        self.x.1 - self.x.0
    }

    /// The left end of a week.
    fn week(&self, week: usize) -> f64 {
        self.x.0 + self.wide() * week as f64 / self.board.weeks.len().max(1) as f64
    }

    /// The ends of a point, and its middle.
    fn ends(&self, at: usize) -> (f64, f64, f64) {
        let from = self.trend.first + at * self.trend.span;
        let (x0, x1) = (self.week(from), self.week(from + self.trend.span));
        (x0, (x0 + x1) / 2.0, x1)
    }

    fn draw_name(&self, scene: &mut Scene, sheet: &Sheet) {
        let y = self.top - 26.0;
        let name = text::cut(&self.name, self.wide() - 16.0, NAME, Weight::Strong);
        scene.draw(None, Shape::dot(self.x.0 + 5.0, y - 5.0, 5.0, self.ink));
        let label = Label::new(self.x.0 + 16.0, y, name, NAME, sheet.theme.ink);
        scene.draw(None, label.strong());
    }

    fn draw(&self, scene: &mut Scene, sheet: &Sheet) {
        let (theme, y) = (sheet.theme, self.scale.up(self.top));
        let foot = self.top + HIGH;
        for (at, ink) in [(foot, theme.axis), (self.top, theme.grid)] {
            scene.draw(None, Shape::line((self.x.0, at), (self.x.1, at), ink, 1.0));
        }
        let Some(course) = self.course else {
            let label = Label::new(self.x.0 + 4.0, foot - 6.0, "not told", NOTE, theme.ink_3);
            scene.draw(None, label);
            return;
        };
        let whole = whole(self.trend.measure, &course.who, self.board, sheet.locale);
        let whole = text::cut(&whole, self.wide(), NOTE, Weight::Regular);
        let label = Label::new(self.x.1, self.top - 6.0, whole, NOTE, theme.ink_3);
        scene.draw(None, label.end().halo(theme.halo));
        if let Some(limits) = &course.limits {
            for (at, ends) in limits.ends.iter().enumerate() {
                let Some((low, high)) = ends else { continue };
                let (x0, _, x1) = self.ends(at);
                let (low, high) = (y.at(low.max(0.0)), y.at(high.min(self.scale.most())));
                let area = Shape::Area {
                    points: vec![(x0, low), (x1, low), (x1, high), (x0, high)],
                    fill: theme.spread,
                    opacity: 0.5,
                };
                scene.draw(None, area);
            }
            let up = y.at(limits.mean);
            let line = Shape::line((self.x.0, up), (self.x.1, up), theme.reference, 1.0);
            scene.draw(None, line.dashed(2.0, 3.0));
        }
        self.draw_points(scene, course, &y);
        self.draw_gaps(scene, course, sheet);
        self.add_regions(scene, course, sheet);
    }

    fn draw_points(&self, scene: &mut Scene, course: &Course, y: &Scale) {
        let mut line: Vec<(f64, f64)> = Vec::new();
        for point in course.points.iter().map(Some).chain([None]).enumerate() {
            match point {
                (at, Some(Point::Told { value, .. })) => {
                    line.push((self.ends(at).1, y.at(*value)));
                }
                // A gap is no nought.
                _ if line.len() > 1 => {
                    let path = Shape::path(std::mem::take(&mut line), self.ink, 1.0);
                    scene.draw(None, path.faint(0.6));
                }
                _ => line.clear(),
            }
        }
        for (at, point) in course.points.iter().enumerate() {
            let Point::Told {
                value, interval, ..
            } = point
            else {
                continue;
            };
            let (x0, x, x1) = self.ends(at);
            let about = Some(self.datum(at));
            // Where there is a band, it says how much points differ anyway.
            if course.limits.is_none() && x1 - x0 >= 6.0 {
                let low = y.at(interval.low.unwrap_or(0.0));
                let high = interval.high.unwrap_or(f64::INFINITY);
                let high = y.at(high.min(self.scale.most()));
                scene.draw(
                    about,
                    Shape::line((x, low), (x, high), self.ink, 1.5).faint(0.45),
                );
            }
            let is_out = course
                .limits
                .as_ref()
                .is_some_and(|limits| limits.stands_out(at));
            let r = match (is_out, x1 - x0) {
                (true, _) => 5.0,
                (_, step) if step < 5.0 => 1.75,
                _ => 2.75,
            };
            scene.draw(about, Shape::dot(x, y.at(*value), r, self.ink));
        }
    }

    /// Says once of each gap why it is one, where there is room.
    fn draw_gaps(&self, scene: &mut Scene, course: &Course, sheet: &Sheet) {
        let theme = sheet.theme;
        let foot = self.top + HIGH;
        let mut at = 0;
        while at < course.points.len() {
            let first = at;
            let lacks = lacks(&course.points[first]);
            while at < course.points.len() && self::lacks(&course.points[at]) == lacks {
                at += 1;
            }
            let Some(lacks) = lacks else { continue };
            let (x0, x1) = (self.ends(first).0, self.ends(at - 1).2);
            if text::width(lacks, NOTE, Weight::Regular) <= x1 - x0 {
                let label = Label::new((x0 + x1) / 2.0, foot - 5.0, lacks, NOTE, theme.ink_3);
                scene.draw(None, label.middle().halo(theme.halo));
                continue;
            }
            for at in first..at {
                let (_, x, _) = self.ends(at);
                let dash = Shape::line(
                    (x - 2.5, foot - 4.0),
                    (x + 2.5, foot - 4.0),
                    theme.ink_3,
                    1.5,
                );
                scene.draw(Some(self.datum(at)), dash);
            }
        }
        let after = self.trend.first + course.points.len() * self.trend.span;
        if after < self.board.weeks.len() {
            let sides = (self.week(after), self.x.1);
            hatch(sides, (foot - 10.0, foot), 5.0, theme.hatch, 1.0)
                .into_iter()
                .for_each(|stroke| scene.draw(None, stroke));
        }
    }

    fn datum(&self, at: usize) -> Datum {
        Datum::level(self.row, self.first_level + at)
    }

    fn add_regions(&self, scene: &mut Scene, course: &Course, sheet: &Sheet) {
        for (at, point) in course.points.iter().enumerate() {
            let (x0, _, x1) = self.ends(at);
            let stands = course
                .limits
                .as_ref()
                .map_or("", |limits| place(at, limits));
            scene.regions.push(Region {
                datum: self.datum(at),
                x: x0,
                y: self.top,
                w: x1 - x0,
                h: HIGH,
                label: format!(
                    "{}, {}, {}: {}{stands}",
                    measure(self.trend.measure),
                    self.name,
                    stretch(self.trend, at, self.board),
                    said(self.trend, point, sheet.locale)
                ),
            });
        }
    }
}

/// Why there is no point.
fn lacks(point: &Point) -> Option<&'static str> {
    match point {
        Point::Told { .. } => None,
        Point::NotReached(_) => Some("not over"),
        Point::Nothing => Some("none"),
        Point::Few => Some("few"),
        Point::HeldBack => Some("held back"),
    }
}
