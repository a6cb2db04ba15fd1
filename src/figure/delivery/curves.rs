//! Shares that are over by a time, as steps, with their medians.

use super::names::{change_ink, who, who_changed, who_ink};
use super::published::{self, Band};
use super::{CURVES, View, definitions, note};
use crate::analysis::stats::base::HIDE;
use crate::delivery::{Board, Cohort, Curve, Who};
use crate::figure::axis::axis;
use crate::figure::format;
use crate::figure::ink::Ink;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;

/// A curve with its name and colour.
struct Line<'b> {
    name: String,
    ink: Ink,
    curve: &'b Curve,
    /// What those have become that are over.
    over: &'static str,
}

/// The cohorts whose recovery is drawn, with their places.
pub(super) fn recovering(board: &Board) -> impl Iterator<Item = (usize, &Cohort)> {
    let cohorts = board.cohorts.iter().enumerate();
    cohorts
        .filter(|(_, cohort)| cohort.recovery.n > 0)
        .take(CURVES)
}

pub(super) fn recovery(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let over = definitions::recovered(&view.asked.rules);
    let mut lines: Vec<Line<'_>> = recovering(board)
        .map(|(at, cohort)| Line {
            name: who(&cohort.who),
            ink: sheet.theme.cohort(who_ink(&board.cohorts[at].who, at)),
            curve: &cohort.recovery,
            over,
        })
        .collect();
    // Where no cohort is told of, what is said of all together is drawn.
    let everyone = &board.everyone;
    if lines.iter().all(|line| line.curve.n < HIDE) && everyone.recovery.n >= HIDE {
        lines.push(Line {
            name: who(&everyone.who),
            ink: sheet.theme.ink_2,
            curve: &everyone.recovery,
            over,
        });
    }
    draw((&lines, &[]), "recovered", view, sheet)
}

/// How long changes of each cohort take into production, with the bands that were published of that where they are asked for.
pub(super) fn lead(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let bands = match view.shows_published {
        true => &published::LEAD[..],
        false => &[],
    };
    changes((&board.lead.of, bands), board, "deployed", view, sheet)
}

/// How long they take until they are merged.
pub(super) fn merge(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    changes((&board.merge.of, &[]), board, "merged", view, sheet)
}

fn changes(
    (of, bands): (&[(Who, Curve)], &[Band]),
    board: &Board,
    done: &'static str,
    view: View<'_>,
    sheet: &Sheet,
) -> Scene {
    let told = of.iter().enumerate().filter(|(_, (_, curve))| curve.n > 0);
    let lines: Vec<Line<'_>> = told
        .take(CURVES)
        .map(|(at, (of, curve))| Line {
            name: who_changed(of),
            ink: change_ink(of, at, board, sheet.theme),
            curve,
            over: done,
        })
        .collect();
    draw((&lines, bands), done, view, sheet)
}

/// All incidents.
pub(super) fn incidents(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let all = Line {
        name: "All incidents".to_owned(),
        ink: sheet.theme.ink_2,
        curve: &board.incidents.hours,
        over: "restored",
    };
    draw((&[all], &[]), "over", view, sheet)
}

const HIGH: f64 = 190.0;
const STEP: f64 = 42.0;

fn draw(
    (lines, bands): (&[Line<'_>], &[Band]),
    done: &'static str,
    view: View<'_>,
    sheet: &Sheet,
) -> Scene {
    let theme = sheet.theme;
    let mut scene = Scene::new(sheet.width);
    let shown = || lines.iter().filter(|line| line.curve.n >= HIDE);
    let times = || {
        shown().flat_map(|line| {
            let points = line.curve.points.iter().map(|(at, _)| *at);
            points.chain(line.curve.open_at.iter().map(|(at, _)| *at))
        })
    };
    let low = times()
        .filter(|at| *at > 0.0)
        .fold(f64::INFINITY, f64::min)
        .max(1.0 / 60.0);
    let high = times().fold(low * 4.0, f64::max);
    let low = if low.is_finite() { low } else { 1.0 };
    let high = if high.is_finite() { high } else { 24.0 };
    let room = (44.0, sheet.width - 8.0);
    let x = Scale::log((low * 0.8, high * 1.15), room);
    let (top, foot) = (10.0, 10.0 + HIGH);
    let names = ticks::times(&x, 6, sheet.locale, |name| {
        text::width(name, NOTE, Weight::Regular)
    });
    axis(&mut scene, sheet, &x, &names, top, foot);
    let y = Scale::linear((0.0, 1.0), (foot, top));
    for (share, name) in [
        (0.0, "0"),
        (0.25, "25"),
        (0.5, "half"),
        (0.75, "75"),
        (1.0, "100\u{a0}%"),
    ] {
        let at = y.at(share);
        let line = match share {
            0.0 => Shape::line((room.0, at), (room.1, at), theme.axis, 1.0),
            0.5 => Shape::line((room.0, at), (room.1, at), theme.reference, 1.0).dashed(2.0, 3.0),
            _ => Shape::line((room.0, at), (room.1, at), theme.grid, 1.0),
        };
        scene.draw(None, line);
        scene.draw(
            None,
            Label::new(room.0 - 7.0, at + 4.5, name, NOTE, theme.ink_3).end(),
        );
    }
    draw_bands(&mut scene, sheet, &x, bands, (top, foot));
    for (row, line) in lines.iter().enumerate() {
        if line.curve.n >= HIDE {
            steps(&mut scene, &x, &y, line, Datum::row(row), room);
        }
    }
    let mut at = foot + 50.0;
    for (row, line) in lines.iter().enumerate() {
        let about = Datum::row(row);
        let said = sentence(line, done, view, sheet);
        scene.draw(Some(about), Shape::dot(5.0, at - 5.0, 5.0, line.ink));
        let name = text::cut(&line.name, sheet.width * 0.5, NAME, Weight::Strong);
        let beside = 18.0 + text::width(&name, NAME, Weight::Strong) + 8.0;
        scene.draw(
            Some(about),
            Label::new(18.0, at, name, NAME, theme.ink).strong(),
        );
        let n = base(line, sheet);
        let room = sheet.width - beside;
        scene.draw(
            Some(about),
            Label::new(
                beside,
                at,
                text::cut(&n, room, NOTE, Weight::Regular),
                NOTE,
                theme.ink_3,
            ),
        );
        let lines = text::fold(&said, sheet.width - 18.0, 3, NOTE, Weight::Regular);
        let more = 16.0 * lines.len().saturating_sub(1) as f64;
        note(
            &mut scene,
            about,
            (18.0, at + 17.0),
            16.0,
            lines,
            theme.ink_2,
        );
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y: at - 18.0,
            w: sheet.width,
            h: STEP - 2.0 + more,
            label: format!("{}: {n}, {said}", line.name),
        });
        at += STEP + more;
    }
    scene.height = at - STEP + 30.0;
    scene
}

/// Bands of times that were published, each up to so many hours, as quiet lines with their names between them.
fn draw_bands(
    scene: &mut Scene,
    sheet: &Sheet,
    x: &Scale,
    bands: &[Band],
    (top, foot): (f64, f64),
) {
    let (theme, room) = (sheet.theme, x.room());
    let mut from = room.0;
    for (name, upto) in bands {
        let to = x.at(*upto).clamp(room.0, room.1);
        let wide = text::width(name, NOTE, Weight::Regular) + 8.0;
        if to - from >= wide {
            let label = Label::new((from + to) / 2.0, foot - 6.0, *name, NOTE, theme.ink_3);
            scene.draw(None, label.middle().halo(theme.halo));
        }
        if to > room.0 && to < room.1 {
            let line = Shape::line((to, top), (to, foot), theme.reference, 1.0);
            scene.draw(None, line.dashed(1.0, 3.0));
        }
        from = to;
    }
}

fn base(line: &Line<'_>, sheet: &Sheet) -> String {
    let n = format::base(line.curve.n, sheet.locale);
    match line.curve.open {
        0 => n,
        open => format!(
            "{n}, {} not known to be {}",
            format::count(open, sheet.locale),
            line.over
        ),
    }
}

/// "median 6.9 h, 5.8–8.3; mean 9 h, nine in ten within 20 h".
fn sentence(line: &Line<'_>, done: &str, view: View<'_>, sheet: &Sheet) -> String {
    let curve = line.curve;
    if curve.n < HIDE {
        return format!("hidden: {}", format::floor());
    }
    let hours = |value: f64| format::hours(value, sheet.locale);
    let median = match (curve.median, curve.interval) {
        (Some(median), Some(ends)) if !view.describes => {
            let span = format::hours_span(ends.low, ends.high, median, sheet.locale);
            let comma = if span.is_empty() { "" } else { ", " };
            format!("median {}{comma}{span}", hours(median))
        }
        (Some(median), _) => format!("median {}", hours(median)),
        (None, _) => format!("median not reached; at least {}", hours(curve.least)),
    };
    let mean = curve.mean.map_or_else(String::new, |mean| {
        format!("; mean of those {done} {}", hours(mean))
    });
    let p90 = curve.others[2].map_or_else(String::new, |p90| {
        format!("; nine in ten within {}", hours(p90))
    });
    format!("{median}{mean}{p90}")
}

fn steps(scene: &mut Scene, x: &Scale, y: &Scale, line: &Line<'_>, about: Datum, room: (f64, f64)) {
    let curve = line.curve;
    let mut corners = vec![(room.0, y.at(0.0))];
    let mut share = 0.0;
    for (time, next) in &curve.points {
        let at = x.at(*time);
        corners.push((at, y.at(share)));
        corners.push((at, y.at(*next)));
        share = *next;
    }
    let last = x.at(curve
        .longest
        .max(curve.points.last().map_or(0.0, |(at, _)| *at)));
    corners.push((last, y.at(share)));
    scene.draw(Some(about), Shape::path(corners, line.ink, 1.75));
    for (time, share) in &curve.open_at {
        let (at, up) = (x.at(*time), y.at(*share));
        scene.draw(
            Some(about),
            Shape::line((at, up - 5.0), (at, up + 5.0), line.ink, 1.5),
        );
    }
    if let Some(median) = curve.median {
        scene.draw(
            Some(about),
            Shape::dot(x.at(median), y.at(0.5), 4.5, line.ink),
        );
    }
}
