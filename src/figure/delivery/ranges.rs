//! Waits: the middle half as a bar, the median as a dot with its interval as a line, the slowest first.

use super::View;
use super::names::{change_ink, step, waiting, who_changed};
use crate::analysis::stats::base::HIDE;
use crate::delivery::{Board, Curve, Who};
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

/// A row: how long changes wait.
struct Row<'b> {
    name: String,
    /// The cohort, where it is of one.
    of: Option<String>,
    hours: &'b Curve,
    is_loud: bool,
    /// The colour of that.
    ink: Option<Ink>,
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
        })
        .collect();
    draw(&rows, view, sheet)
}

fn draw(waits: &[Row<'_>], view: View<'_>, sheet: &Sheet) -> Scene {
    let narrow = sheet.is_narrow();
    let theme = sheet.theme;
    let mut scene = Scene::new(sheet.width);
    let ends = |wait: &Row<'_>| {
        let [low, high, _] = wait.hours.others;
        (low, high.unwrap_or(wait.hours.longest))
    };
    // Between what the median plausibly lies, where both ends are known; nothing to be unsure of where the past is described.
    let plausible = |wait: &Row<'_>| {
        let known = wait.hours.interval.filter(|_| !view.describes);
        let known = known.filter(|_| wait.hours.n >= HIDE && wait.hours.median.is_some());
        known.and_then(|ends| ends.low.zip(ends.high))
    };
    let lows = waits.iter().flat_map(|wait| {
        let least = plausible(wait).map(|(low, _)| low);
        [ends(wait).0, least]
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
    let highs = waits.iter().flat_map(|wait| {
        let most = plausible(wait).map(|(_, high)| high);
        [Some(ends(wait).1), most]
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
    let bottom = top + step * waits.len() as f64;
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
    for (row, wait) in waits.iter().enumerate() {
        let about = Datum::row(row);
        let y0 = top + step * row as f64;
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
        let median = match wait.hours.median {
            _ if is_hidden => "hidden".to_owned(),
            Some(median) => format::hours(median, sheet.locale),
            None => format!("over {}", format::hours(wait.hours.least, sheet.locale)),
        };
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
            false => (ends(wait).0.unwrap_or(low * 0.8), ends(wait).1),
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
        if let Some((from, to)) = plausible(wait).filter(|_| placed.is_some()) {
            let (from, to) = (x.at(from.max(low * 0.8)), x.at(to));
            let line = Shape::line((from, middle), (to, middle), dot, 2.0);
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
        let span = match (plausible(wait), wait.hours.median) {
            (Some((low, high)), Some(beside)) => {
                let span = format::hours_span(Some(low), Some(high), beside, sheet.locale);
                let comma = if span.is_empty() { "" } else { ", plausibly " };
                format!("{comma}{span}")
            }
            _ => String::new(),
        };
        let half = match wait.hours.others {
            [Some(low), Some(high), _] => format!(
                ", half of them between {} and {}",
                format::hours(low, sheet.locale),
                format::hours(high, sheet.locale)
            ),
            _ => String::new(),
        };
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y: y0,
            w: sheet.width,
            h: step,
            label: match is_hidden {
                true => format!("{name}: hidden, {}", format::floor()),
                false => format!("{name}: median {median}{span}{half}, {n}"),
            },
        });
    }
    scene.height = bottom + 28.0;
    scene
}
