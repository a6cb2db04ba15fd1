//! Every metric by week as small multiples: a block for each metric on a scale of its own, a cell in it for each cohort.

use std::cmp::Reverse;

use super::View;
use super::control::place;
use super::names::{measure, measure_unit, who, who_changed, who_ink};
use super::notices::tells_failures;
use super::says::month_name;
use super::weekly::months;
use crate::calendar::{civil, iso};
use crate::delivery::{Board, Cohort, Course, Limits, Measure, Point, Told, Trend, Who};
use crate::figure::ink::Ink;
use crate::figure::rows::hatch;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet};
use crate::figure::{Locale, format, text, ticks};

const DAY: i64 = 86_400;
/// Height of a cell between the ends of its axis.
const HIGH: f64 = 66.0;
/// Width of the axis of a block.
const AXIS: f64 = 44.0;
const GAP: f64 = 22.0;
/// Hours from which on an axis is in days.
const DAYS: f64 = 96.0;
/// Cohorts that have cells at most.
const MOST: usize = 6;

/// The trends that the exports can tell of.
pub(super) fn told(board: &Board) -> impl Iterator<Item = &Trend> {
    let are_failures = tells_failures(board);
    board
        .trends
        .iter()
        .filter(move |trend| match trend.measure {
            Measure::FailRate | Measure::Recovery => are_failures,
            Measure::RollbackRate | Measure::ReworkRate | Measure::RepairedRate => {
                are_failures && (board.tells_remedies || board.everyone.reworked.hits > 0)
            }
            Measure::LeadTime | Measure::AfterHours => true,
        })
}

/// The cohorts that have cells, with their places among all.
fn shown(board: &Board) -> Vec<(usize, &Cohort)> {
    let has_any = |who: &Who| told(board).any(|trend| course(trend, who).is_some());
    let cohorts = board.cohorts.iter().enumerate();
    cohorts
        .filter(|(_, cohort)| has_any(&cohort.who))
        .take(MOST)
        .collect()
}

fn course<'a>(trend: &'a Trend, who: &Who) -> Option<&'a Course> {
    trend.courses.iter().find(|course| course.who == *who)
}

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
        for (line, chunk) in cells.chunks(grid.per_line).enumerate() {
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
                    first_level: (line * grid.per_line + place) * board.weeks.len(),
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

/// "by week" or "by 4 weeks".
pub(super) fn by_span(span: usize) -> String {
    match span {
        1 => "by week".to_owned(),
        span => format!("by {span} weeks"),
    }
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

/// "week of 6 April" or "4 weeks from 6 April".
fn stretch(trend: &Trend, at: usize, board: &Board) -> String {
    let (_, month, day) = civil(start(trend, at, board).div_euclid(DAY));
    match trend.span {
        1 => format!("week of {day} {}", month_name(month)),
        span => format!("{span} weeks from {day} {}", month_name(month)),
    }
}

/// When a point begins, at a second of local time.
fn start(trend: &Trend, at: usize, board: &Board) -> i64 {
    let week = trend.first + at * trend.span;
    board.weeks.get(week).copied().unwrap_or_default()
}

fn said(trend: &Trend, point: &Point, locale: &Locale) -> String {
    match point {
        Point::Told { .. } => {
            let (value, of, ends) = numbers(trend, point, locale);
            format!("{value}, {of}, plausibly {ends}")
        }
        Point::NotReached(n) => {
            format!("half of {} not known to be over", format::count(*n, locale))
        }
        Point::Nothing => "none".to_owned(),
        Point::Few => format!("hidden: {}", few(trend.measure)),
        Point::HeldBack => "held back, because it would give away those with too few".to_owned(),
    }
}

fn few(of: Measure) -> String {
    format::under(of.least())
}

/// A point's value, out of how many it is, and its interval.
fn numbers(trend: &Trend, point: &Point, locale: &Locale) -> (String, String, String) {
    let Point::Told {
        value,
        n,
        hits,
        interval,
    } = point
    else {
        return Default::default();
    };
    match trend.measure.is_rate() {
        true => (
            format::percent(*value, *n, locale),
            format::fraction(*hits, *n, locale),
            format!(
                "{}{}%",
                format::span(interval.low, interval.high, *n, locale),
                format::TIE
            ),
        ),
        false => (
            format::hours(*value, locale),
            format!("median of {}", format::count(*n, locale)),
            format::hours_span(interval.low, interval.high, *value, locale),
        ),
    }
}

/// What the measure of a cohort is over the whole time; nothing where that is not told.
fn whole(of: Measure, whose: &Who, board: &Board, locale: &Locale) -> String {
    let cohort = board.cohorts.iter().find(|one| one.who == *whose);
    let Some(cohort) = cohort else {
        return String::new();
    };
    let rate = match of {
        Measure::FailRate => Some(cohort.failed),
        Measure::RollbackRate => Some(cohort.rolled_back),
        Measure::ReworkRate => Some(cohort.reworked),
        Measure::RepairedRate => Some(cohort.repaired),
        Measure::AfterHours => {
            let load = board
                .load
                .iter()
                .find(|load| load.what == Told::Deployments);
            let mut sides = load.iter().flat_map(|load| &load.sides);
            sides.find(|(who, _)| who == whose).map(|(_, rate)| *rate)
        }
        Measure::LeadTime | Measure::Recovery => None,
    };
    let curve = match of {
        Measure::Recovery => Some(&cohort.recovery),
        Measure::LeadTime => {
            let mut all = board.lead.of.iter();
            all.find(|(who, _)| who == whose).map(|(_, curve)| curve)
        }
        _ => None,
    };
    match (rate, curve) {
        (Some(rate), _) if rate.interval.is_ok() => {
            format!("all {}", format::fraction(rate.hits, rate.n, locale))
        }
        (_, Some(curve)) => curve.median.map_or_else(String::new, |median| {
            format!("all {}", format::hours(median, locale))
        }),
        _ => String::new(),
    }
}

/// Courses of which some points stand out, those of which most do first.
fn standing_out(board: &Board) -> Vec<(&Trend, &Who, &Limits)> {
    let shown = shown(board);
    let mut all: Vec<(usize, (&Trend, &Who, &Limits))> = Vec::new();
    for trend in told(board) {
        for (_, cohort) in &shown {
            let course = course(trend, &cohort.who);
            let limits = course.and_then(|course| course.limits.as_ref());
            let Some(limits) = limits else { continue };
            let many = (0..limits.ends.len()).filter(|at| limits.stands_out(*at));
            all.push((many.count(), (trend, &cohort.who, limits)));
        }
    }
    all.retain(|(many, _)| *many > 0);
    all.sort_by_key(|(many, _)| Reverse(*many));
    all.into_iter().map(|(_, course)| course).collect()
}

pub(super) fn title(board: &Board) -> String {
    let shown = shown(board);
    let has_limits = |trend: &Trend| {
        let courses = shown
            .iter()
            .filter_map(|(_, cohort)| course(trend, &cohort.who));
        let mut courses = courses;
        courses.any(|course| course.limits.is_some())
    };
    if !told(board).any(has_limits) {
        return "Too few weeks are told of to say which of them stand out".to_owned();
    }
    let out = standing_out(board);
    let Some((trend, whose, limits)) = out.first() else {
        return "No week of any cohort stands out from its others".to_owned();
    };
    let stretches = |many: usize| match (trend.span, many) {
        (1, 1) => "one week".to_owned(),
        (1, many) => format!("{many} weeks"),
        (span, 1) => format!("one stretch of {span} weeks"),
        (span, many) => format!("{many} stretches of {span} weeks"),
    };
    let found = [
        (limits.above.len(), "is above its limits in"),
        (limits.below.len(), "is below its limits in"),
    ];
    let found = found.into_iter().filter(|(many, _)| *many > 0);
    let found = found.map(|(many, what)| format!("{what} {}", stretches(many)));
    let run = "has kept to one side of its mean for eight points and more".to_owned();
    let run = (!limits.in_run.is_empty()).then_some(run);
    let found: Vec<String> = found.chain(run).collect();
    let more = match out.len() - 1 {
        0 => String::new(),
        1 => "; one other metric of a cohort stands out, too".to_owned(),
        n => format!("; {n} other metrics of cohorts stand out, too"),
    };
    let what = measure(trend.measure);
    let what = match board.cohorts.len() {
        1 => what.to_owned(),
        _ => format!("{}, {}", cell_name(trend, whose), format::small_first(what)),
    };
    format!("{what} {}{more}", found.join(" and "))
}

/// What a cell is called.
fn cell_name(trend: &Trend, whose: &Who) -> String {
    match trend.measure {
        Measure::LeadTime => who_changed(whose),
        _ => who(whose),
    }
}

/// What each metric is, in a sentence.
pub(super) fn definition(board: &Board) -> String {
    let told: Vec<&str> = told(board)
        .map(|trend| match trend.measure {
            Measure::FailRate => "failed of those that had time to fail",
            Measure::RollbackRate => "rollbacks of all deployments",
            Measure::ReworkRate => "rollbacks, reverts and hotfixes of all deployments",
            Measure::RepairedRate => {
                "rolled back, reverted or hotfixed later, of those that had time to fail"
            }
            Measure::LeadTime => {
                "from opened to the first deployment with the change, by when that ended"
            }
            Measure::Recovery => {
                "from the failed deployment to restored, by when that deployment ended"
            }
            Measure::AfterHours => {
                "deployments that ended outside 8 to 18 o’clock, Monday to Friday"
            }
        })
        .collect();
    format!("As in the other figures: {}", told.join("; "))
}

/// How points are made.
pub(super) fn base(board: &Board, locale: &Locale) -> String {
    let weeks = format::noun(board.weeks.len() as u64, "full week", "full weeks", locale);
    format!(
        "{weeks}; a metric with too few a week is told by two or four. Bands from 12 points on: three standard errors (p-chart; a point over it with under one expected stands out only if chance gives it more rarely than that), or three standard deviations by how neighbours differ where points differ by more than chance (XmR); without a band, 95 % by Wilson, services not told apart, or Kaplan–Meier"
    )
}

/// What is drawn of no week, and why.
pub(super) fn left_out(board: &Board) -> Option<String> {
    let all: Vec<Measure> = told(board).map(|trend| trend.measure).collect();
    let has = |of: Measure| all.contains(&of);
    let lacks = [
        (
            !has(Measure::FailRate) && board.everyone.failed.n > 0 && tells_failures(board),
            "change fail rate",
        ),
        (!has(Measure::LeadTime) && board.lead.all.n > 0, "lead time"),
        (
            !has(Measure::Recovery) && board.everyone.recovery.n > 0,
            "recovery time",
        ),
    ];
    let lacks: Vec<&str> = lacks
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect();
    let lacks = (!lacks.is_empty())
        .then(|| format!("{}, with too few even in four weeks", lacks.join(" and ")));
    let many = board.cohorts.len().saturating_sub(shown(board).len());
    let undrawn = (many > 0).then(|| match many {
        1 => "one cohort".to_owned(),
        many => format!("{many} cohorts"),
    });
    let all: Vec<String> = lacks.into_iter().chain(undrawn).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Its numbers, a row for each point.
pub(super) fn table(
    board: &Board,
    view: View<'_>,
    locale: &Locale,
) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = [
        "Metric",
        "Cohort",
        "From",
        "Weeks",
        "Value",
        "Out of",
        "95 % interval",
        "Stands out",
    ];
    let shown = shown(board);
    let mut rows = Vec::new();
    for trend in told(board) {
        for (_, cohort) in &shown {
            let Some(course) = course(trend, &cohort.who) else {
                continue;
            };
            for (at, point) in course.points.iter().enumerate() {
                let (value, of, ends) = match point {
                    Point::Told { .. } => numbers(trend, point, locale),
                    other => (said(trend, other, locale), String::new(), String::new()),
                };
                let stands = course
                    .limits
                    .as_ref()
                    .map_or("", |limits| place(at, limits));
                rows.push(vec![
                    measure(trend.measure).to_owned(),
                    who(&cohort.who),
                    iso(start(trend, at, board).div_euclid(DAY)),
                    trend.span.to_string(),
                    value,
                    of,
                    if view.describes { String::new() } else { ends },
                    stands.trim_start_matches(", ").to_owned(),
                ]);
            }
        }
    }
    (columns.map(str::to_owned).to_vec(), rows)
}
