//! Waits: the middle half as a bar, the median as a dot with its interval as a line, the slowest first.

use super::View;
use super::names::{change_ink, step, waiting, who_changed};
use crate::analysis::stats::base::HIDE;
use crate::delivery::{Board, Curve, Waiting, Who};
use crate::figure::axis::axis;
use crate::figure::format;
use crate::figure::ink::Ink;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet, VALUE};
use crate::figure::text;
use crate::figure::ticks;

/// The slowest that are named loudly.
pub(super) const LOUD: usize = 3;
/// How many are drawn.
pub(super) const MOST: usize = 8;

/// Height of the lines of cohorts under a row, and of these where the page is narrow.
const SIDE: f64 = 22.0;
const NARROW_SIDE: f64 = 36.0;

/// A row: how long changes wait.
struct Row<'b> {
    name: String,
    /// The cohort, where it is of one.
    of: Option<String>,
    hours: &'b Curve,
    is_loud: bool,
    /// The colour of that.
    ink: Option<Ink>,
    /// How long those of each cohort wait, with its name and colour.
    sides: Vec<(String, Ink, &'b Curve)>,
}

pub(super) fn waits(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let rows = board.waits.iter().take(MOST).enumerate();
    let rows: Vec<Row<'_>> = rows
        .map(|(at, wait)| Row {
            name: waiting(wait),
            of: None,
            hours: &wait.hours,
            is_loud: at < LOUD,
            ink: None,
            // Of the others the table tells.
            sides: match at < LOUD {
                true => sides(wait, board, sheet),
                false => Vec::new(),
            },
        })
        .collect();
    draw(&rows, view, sheet)
}

pub(super) fn stages(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let mut whos: Vec<&Who> = Vec::new();
    for stage in &board.stages {
        if !whos.contains(&&stage.who) {
            whos.push(&stage.who);
        }
    }
    let place = |who: &Who| whos.iter().position(|own| *own == who).unwrap_or_default();
    let rows: Vec<Row<'_>> = board
        .stages
        .iter()
        .map(|stage| Row {
            name: step(stage.step).to_owned(),
            of: Some(who_changed(&stage.who)),
            hours: &stage.hours,
            is_loud: true,
            ink: Some(change_ink(
                &stage.who,
                place(&stage.who),
                board,
                sheet.theme,
            )),
            sides: Vec::new(),
        })
        .collect();
    draw(&rows, view, sheet)
}

/// The cohorts of a wait.
fn sides<'b>(wait: &'b Waiting, board: &Board, sheet: &Sheet) -> Vec<(String, Ink, &'b Curve)> {
    let sides = wait.sides.iter().enumerate();
    let sides = sides.map(|(at, (of, hours))| {
        let ink = change_ink(of, at, board, sheet.theme);
        (who_changed(of), ink, hours)
    });
    sides.collect()
}

/// Hours of a quarter and of three quarters, or the longest that was seen.
fn ends(hours: &Curve) -> (Option<f64>, f64) {
    let [low, high, _] = hours.others;
    (low, high.unwrap_or(hours.longest))
}

/// Between what the median plausibly lies, where both ends are known; nothing to be unsure of where the past is described.
fn plausible(hours: &Curve, view: View<'_>) -> Option<(f64, f64)> {
    let known = hours.interval.filter(|_| !view.describes);
    let known = known.filter(|_| hours.n >= HIDE && hours.median.is_some());
    known.and_then(|ends| ends.low.zip(ends.high))
}

/// The median as it is told.
fn median_told(hours: &Curve, sheet: &Sheet) -> String {
    match hours.median {
        _ if hours.n < HIDE => "hidden".to_owned(),
        Some(median) => format::hours(median, sheet.locale),
        None => format!("over {}", format::hours(hours.least, sheet.locale)),
    }
}

/// What is said of some waits after their name.
fn told(hours: &Curve, view: View<'_>, sheet: &Sheet) -> String {
    if hours.n < HIDE {
        return format!("hidden, {}", format::floor());
    }
    let span = match (plausible(hours, view), hours.median) {
        (Some((low, high)), Some(beside)) => {
            let span = format::hours_span(Some(low), Some(high), beside, sheet.locale);
            let comma = if span.is_empty() { "" } else { ", plausibly " };
            format!("{comma}{span}")
        }
        _ => String::new(),
    };
    let half = match hours.others {
        [Some(low), Some(high), _] => format!(
            ", half of them between {} and {}",
            format::hours(low, sheet.locale),
            format::hours(high, sheet.locale)
        ),
        _ => String::new(),
    };
    format!("median {}{span}{half}", median_told(hours, sheet))
}

fn draw(waits: &[Row<'_>], view: View<'_>, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let plot = Plot::of(waits, view, sheet);
    let top = 24.0;
    let high_of = |wait: &Row<'_>| plot.step + plot.side * wait.sides.len() as f64;
    let bottom = top + waits.iter().map(high_of).sum::<f64>();
    let names = ticks::times(&plot.x, 6, sheet.locale, |name| {
        text::width(name, NOTE, Weight::Regular)
    });
    axis(&mut scene, sheet, &plot.x, &names, top - 6.0, bottom);
    let key = match view.describes {
        true => "bar: middle half of waits",
        false => "bar: middle half; line: 95 % of the median",
    };
    let quiet = sheet.theme.ink_3;
    let key = Label::new(plot.right, top - 10.0, key, NOTE, quiet).end();
    scene.draw(None, key);
    if !plot.narrow {
        let value = Label::new(plot.right + 18.0, top - 10.0, "Median", NOTE, quiet);
        scene.draw(None, value);
    }
    let mut below = top;
    for (row, wait) in waits.iter().enumerate() {
        plot.row(&mut scene, row, wait, below);
        for at in 0..wait.sides.len() {
            let y0 = below + plot.step + plot.side * at as f64;
            plot.side(&mut scene, (row, at), wait, y0);
        }
        below += high_of(wait);
    }
    scene.height = bottom + 28.0;
    scene
}

/// Where everything stands.
struct Plot<'a> {
    narrow: bool,
    /// From the shortest to the longest that is drawn.
    x: Scale,
    /// The shortest.
    low: f64,
    /// Right end of the scale.
    right: f64,
    /// Room for a name.
    name_room: f64,
    /// Heights of a row and of a cohort below it.
    step: f64,
    side: f64,
    view: View<'a>,
    sheet: &'a Sheet<'a>,
}

impl<'a> Plot<'a> {
    fn of(waits: &[Row<'_>], view: View<'a>, sheet: &'a Sheet<'a>) -> Plot<'a> {
        let drawn = waits.iter().flat_map(|wait| {
            let sides = wait.sides.iter().map(|(_, _, hours)| *hours);
            sides.chain([wait.hours])
        });
        let drawn: Vec<&Curve> = drawn.collect();
        let lows = drawn.iter().flat_map(|hours| {
            let least = plausible(hours, view).map(|(low, _)| low);
            [ends(hours).0, least]
        });
        let lows = lows.flatten().filter(|low| *low > 0.0);
        let low = lows.fold(f64::INFINITY, f64::min);
        let low = match low.is_finite() {
            true => low.max(1.0 / 60.0),
            false => 0.5,
        };
        let highs = drawn.iter().flat_map(|hours| {
            let most = plausible(hours, view).map(|(_, high)| high);
            [Some(ends(hours).1), most]
        });
        let high = highs.flatten().fold(low * 2.0, f64::max);
        let narrow = sheet.is_narrow();
        let (left, right) = match narrow {
            true => (4.0, sheet.width - 8.0),
            false => (190.0, sheet.width - 118.0),
        };
        Plot {
            narrow,
            x: Scale::log((low * 0.8, high * 1.2), (left, right)),
            low,
            right,
            name_room: match narrow {
                true => sheet.width - 90.0,
                false => left - 12.0,
            },
            step: if narrow { 58.0 } else { 42.0 },
            side: if narrow { NARROW_SIDE } else { SIDE },
            view,
            sheet,
        }
    }

    /// Draws a row from `y0` on.
    fn row(&self, scene: &mut Scene, row: usize, wait: &Row<'_>, y0: f64) {
        let Plot { sheet, x, .. } = self;
        let theme = sheet.theme;
        let about = Datum::row(row);
        let middle = y0 + if self.narrow { 42.0 } else { self.step / 2.0 };
        let (weight, ink, plain, opacity) = match wait.is_loud {
            true => (Weight::Strong, theme.ink, theme.ink, 1.0),
            false => (Weight::Regular, theme.ink_2, theme.ink_3, 0.55),
        };
        let base = format::base(wait.hours.n, sheet.locale);
        // A long name gives way to the base.
        let short = wait.of.as_ref().map(|of| {
            let room = self.name_room - text::width(&format!(", {base}"), NOTE, Weight::Regular);
            let of = text::cut(of, room, NOTE, Weight::Regular);
            format!("{of}, {base}")
        });
        let n = match &wait.of {
            Some(of) => format!("{of}, {base}"),
            None => format!("{base} changes"),
        };
        let name_y = if self.narrow { y0 + 14.0 } else { middle - 3.0 };
        let cut = text::cut(&wait.name, self.name_room, NAME, weight);
        let name = Label::new(0.0, name_y, cut, NAME, ink).weight(weight);
        scene.draw(Some(about), name);
        let short = short.unwrap_or_else(|| n.clone());
        let of = Label::new(0.0, name_y + 16.0, short, NOTE, theme.ink_3);
        scene.draw(Some(about), of);
        let is_hidden = wait.hours.n < HIDE;
        let (from, to) = ends(wait.hours);
        if !is_hidden && to > 0.0 {
            let from = x.at(from.unwrap_or(self.low * 0.8));
            let bar = Shape::Rect {
                x: from,
                y: middle - 5.0,
                w: (x.at(to) - from).max(2.0),
                h: 10.0,
                fill: Some(theme.spread),
                opacity,
                stroke: None,
                radius: 3.0,
            };
            scene.draw(Some(about), bar);
        }
        if !is_hidden && wait.hours.median == Some(0.0) {
            let said = "half did not wait";
            let label = Label::new(x.room().0 + 6.0, middle + 4.5, said, NOTE, theme.ink_3);
            scene.draw(Some(about), label.halo(theme.halo));
        }
        self.median(
            scene,
            about,
            wait.hours,
            middle,
            (5.0, wait.ink.unwrap_or(plain)),
        );
        let median = median_told(wait.hours, sheet);
        let value = match self.narrow {
            true => Label::new(sheet.width, name_y, median, VALUE, ink).end(),
            false => Label::new(self.right + 18.0, middle + 4.5, median, VALUE, ink),
        };
        scene.draw(Some(about), value.weight(weight));
        let told = told(wait.hours, self.view, sheet);
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y: y0,
            w: sheet.width,
            h: self.step,
            label: match is_hidden {
                true => format!("{}: {told}", wait.name),
                false => format!("{}: {told}, {n}", wait.name),
            },
        });
    }

    /// Draws a cohort of a row from `y0` on.
    fn side(&self, scene: &mut Scene, (row, at): (usize, usize), wait: &Row<'_>, y0: f64) {
        let sheet = self.sheet;
        let (of, dot, hours) = &wait.sides[at];
        let about = Datum::level(row, at);
        let (name_y, middle) = match self.narrow {
            true => (y0 + 12.0, y0 + 24.0),
            false => (y0 + self.side / 2.0 + 2.0, y0 + self.side / 2.0 - 2.0),
        };
        let ink = sheet.theme.ink_2;
        let n = format::base(hours.n, sheet.locale);
        let named = Label::new(12.0, name_y, format!("{of}, {n}"), NOTE, ink);
        scene.draw(Some(about), named);
        self.median(scene, about, hours, middle, (4.0, *dot));
        let median = median_told(hours, sheet);
        let value = match self.narrow {
            true => Label::new(sheet.width, name_y, median, NOTE, ink).end(),
            false => Label::new(self.right + 18.0, name_y, median, NOTE, ink),
        };
        scene.draw(Some(about), value);
        let told = told(hours, self.view, sheet);
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y: y0,
            w: sheet.width,
            h: self.side,
            label: format!("{}, {of}: {told}, {n} changes", wait.name),
        });
    }

    /// Draws a median as a dot of a radius and colour, with its interval; nothing waited has no place on a log scale.
    fn median(
        &self,
        scene: &mut Scene,
        about: Datum,
        hours: &Curve,
        middle: f64,
        (radius, ink): (f64, Ink),
    ) {
        let Some(median) = hours.median.filter(|median| *median > 0.0) else {
            return;
        };
        if let Some((from, to)) = plausible(hours, self.view) {
            let (from, to) = (self.x.at(from.max(self.low * 0.8)), self.x.at(to));
            let line = Shape::line((from, middle), (to, middle), ink, 2.0);
            scene.draw(Some(about), line);
        }
        let dot = Shape::dot(self.x.at(median), middle, radius, ink);
        scene.draw(Some(about), dot);
    }
}
