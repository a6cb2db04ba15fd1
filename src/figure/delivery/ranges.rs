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
    let narrow = sheet.is_narrow();
    let theme = sheet.theme;
    let mut scene = Scene::new(sheet.width);
    let drawn = waits.iter().flat_map(|wait| {
        let sides = wait.sides.iter().map(|(_, _, hours)| *hours);
        sides.chain([wait.hours])
    });
    let drawn: Vec<&Curve> = drawn.collect();
    let lows = drawn.iter().flat_map(|hours| {
        let least = plausible(hours, view).map(|(low, _)| low);
        [ends(hours).0, least]
    });
    let low = lows
        .flatten()
        .filter(|low| *low > 0.0)
        .fold(f64::INFINITY, f64::min);
    let low = if low.is_finite() {
        low.max(1.0 / 60.0)
    } else {
        0.5
    };
    let highs = drawn.iter().flat_map(|hours| {
        let most = plausible(hours, view).map(|(_, high)| high);
        [Some(ends(hours).1), most]
    });
    let high = highs.flatten().fold(low * 2.0, f64::max);
    let (left, right) = if narrow {
        (4.0, sheet.width - 8.0)
    } else {
        (190.0, sheet.width - 118.0)
    };
    let x = Scale::log((low * 0.8, high * 1.2), (left, right));
    let name_room = match narrow {
        true => sheet.width - 90.0,
        false => left - 12.0,
    };
    let step = if narrow { 58.0 } else { 42.0 };
    let top = 24.0;
    let side = if narrow { NARROW_SIDE } else { SIDE };
    let high_of = |wait: &Row<'_>| step + side * wait.sides.len() as f64;
    let bottom = top + waits.iter().map(high_of).sum::<f64>();
    let names = ticks::times(&x, 6, sheet.locale, |name| {
        text::width(name, NOTE, Weight::Regular)
    });
    axis(&mut scene, sheet, &x, &names, top - 6.0, bottom);
    let key = match view.describes {
        true => "bar: middle half of waits",
        false => "bar: middle half; line: 95 % of the median",
    };
    scene.draw(
        None,
        Label::new(right, top - 10.0, key, NOTE, theme.ink_3).end(),
    );
    if !narrow {
        scene.draw(
            None,
            Label::new(right + 18.0, top - 10.0, "Median", NOTE, theme.ink_3),
        );
    }
    let mut below = top;
    for (row, wait) in waits.iter().enumerate() {
        let about = Datum::row(row);
        let y0 = below;
        below += high_of(wait);
        let middle = if narrow { y0 + 42.0 } else { y0 + step / 2.0 };
        let loud = wait.is_loud;
        let (weight, ink) = match loud {
            true => (Weight::Strong, theme.ink),
            false => (Weight::Regular, theme.ink_2),
        };
        let base = format::base(wait.hours.n, sheet.locale);
        let n = match &wait.of {
            Some(of) => format!("{of}, {base}"),
            None => format!("{base} changes"),
        };
        // A long name gives way to the base.
        let short = wait.of.as_ref().map(|of| {
            let room = name_room - text::width(&format!(", {base}"), NOTE, Weight::Regular);
            let of = text::cut(of, room, NOTE, Weight::Regular);
            format!("{of}, {base}")
        });
        let name = wait.name.clone();
        let is_hidden = wait.hours.n < HIDE;
        let median = median_told(wait.hours, sheet);
        let cut = text::cut(&name, name_room, NAME, weight);
        let name_y = if narrow { y0 + 14.0 } else { middle - 3.0 };
        scene.draw(
            Some(about),
            Label::new(0.0, name_y, cut, NAME, ink).weight(weight),
        );
        scene.draw(
            Some(about),
            Label::new(
                0.0,
                name_y + 16.0,
                short.unwrap_or_else(|| n.clone()),
                NOTE,
                theme.ink_3,
            ),
        );
        let (from, to) = match is_hidden {
            true => (low, low),
            false => (ends(wait.hours).0.unwrap_or(low * 0.8), ends(wait.hours).1),
        };
        let bar = Shape::Rect {
            x: x.at(from),
            y: middle - 5.0,
            w: (x.at(to) - x.at(from)).max(2.0),
            h: 10.0,
            fill: Some(theme.spread),
            opacity: if loud { 1.0 } else { 0.55 },
            stroke: None,
            radius: 3.0,
        };
        if !is_hidden && to > 0.0 {
            scene.draw(Some(about), bar);
        }
        let plain = if loud { theme.ink } else { theme.ink_3 };
        let dot = wait.ink.unwrap_or(plain);
        // Nothing waited has no place on a log scale; its number says so.
        let placed = wait.hours.median.filter(|median| *median > 0.0);
        let line = |hours: &Curve, middle: f64, ink: Ink| {
            let (from, to) = plausible(hours, view)?;
            let (from, to) = (x.at(from.max(low * 0.8)), x.at(to));
            Some(Shape::line((from, middle), (to, middle), ink, 2.0))
        };
        if let Some(line) = line(wait.hours, middle, dot).filter(|_| placed.is_some()) {
            scene.draw(Some(about), line);
        }
        if !is_hidden && wait.hours.median == Some(0.0) {
            let label = Label::new(
                x.room().0 + 6.0,
                middle + 4.5,
                "half did not wait",
                NOTE,
                theme.ink_3,
            );
            scene.draw(Some(about), label.halo(theme.halo));
        }
        if let Some(median) = placed {
            scene.draw(Some(about), Shape::dot(x.at(median), middle, 5.0, dot));
        }
        let value =
            Label::new(right + 18.0, middle + 4.5, median.clone(), VALUE, ink).weight(weight);
        if narrow {
            let value = Label::new(sheet.width, name_y, median.clone(), VALUE, ink).weight(weight);
            scene.draw(Some(about), value.end());
        } else {
            scene.draw(Some(about), value);
        }
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y: y0,
            w: sheet.width,
            h: step,
            label: match is_hidden {
                true => format!("{name}: {}", told(wait.hours, view, sheet)),
                false => format!("{name}: {}, {n}", told(wait.hours, view, sheet)),
            },
        });
        for (at, (of, ink, hours)) in wait.sides.iter().enumerate() {
            let about = Datum::level(row, at);
            let y0 = y0 + step + side * at as f64;
            let (name_y, middle) = match narrow {
                true => (y0 + 12.0, y0 + 24.0),
                false => (y0 + side / 2.0 + 2.0, y0 + side / 2.0 - 2.0),
            };
            let n = format::base(hours.n, sheet.locale);
            let named = Label::new(12.0, name_y, format!("{of}, {n}"), NOTE, theme.ink_2);
            scene.draw(Some(about), named);
            let placed = hours.median.filter(|median| *median > 0.0);
            if let Some(median) = placed {
                if let Some(line) = line(hours, middle, *ink) {
                    scene.draw(Some(about), line);
                }
                scene.draw(Some(about), Shape::dot(x.at(median), middle, 4.0, *ink));
            }
            let median = median_told(hours, sheet);
            let value = match narrow {
                true => Label::new(sheet.width, name_y, median, NOTE, theme.ink_2).end(),
                false => Label::new(right + 18.0, name_y, median, NOTE, theme.ink_2),
            };
            scene.draw(Some(about), value);
            scene.regions.push(Region {
                datum: about,
                x: 0.0,
                y: y0,
                w: sheet.width,
                h: side,
                label: format!("{name}, {of}: {}, {n} changes", told(hours, view, sheet)),
            });
        }
    }
    scene.height = bottom + 28.0;
    scene
}
