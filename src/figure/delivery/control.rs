//! Fail rates and waits by week, with the limits within which weeks differ anyway.

use super::View;
use super::says::month_name;
use super::weekly::{is_young, months};
use crate::calendar::civil;
use crate::delivery::{Board, Limits};
use crate::figure::format;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;

const HIGH: f64 = 190.0;
const DAY: i64 = 86_400;

/// A value a week, with its limits.
struct Weekly {
    /// Values; a week without one is a gap.
    values: Vec<Option<f64>>,
    limits: Vec<Option<(f64, f64)>>,
    /// The line in the middle, and what it is called.
    mean: (f64, String),
    /// Most that the axis shows; none where nothing bounds it.
    most: Option<f64>,
    /// What a value is divided by for the axis, and the unit that this gives.
    unit: (f64, &'static str),
    /// What is said of each week.
    said: Vec<String>,
    /// Weeks that stand out.
    is_out: Vec<bool>,
    /// Weeks that have no value yet.
    is_young: Vec<bool>,
    /// Why a week has no value, in a word.
    lacks: Vec<&'static str>,
}

/// How a point stands to its limits, in words that go on a sentence.
pub(super) fn place(at: usize, limits: &Limits) -> &'static str {
    match () {
        () if limits.above.contains(&at) => ", above the limits",
        () if limits.below.contains(&at) => ", below the limits",
        () if limits.in_run.contains(&at) => ", eighth or later in a row on one side of the mean",
        () => "",
    }
}

pub(super) fn fail_rate(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let Some(control) = &board.control else {
        return Scene::new(sheet.width);
    };
    let limits = &control.limits;
    let weeks = 0..control.weeks.len();
    let place = |week: usize| place(week, limits);
    let is_young: Vec<bool> = weeks.clone().map(|at| is_young(board, view, at)).collect();
    let said = |week: usize| match (control.told(week), control.weeks[week].1) {
        (None, 0) if control.held_back == Some(week) => {
            "held back, because it would give away weeks with too few".to_owned()
        }
        (Some((failed, n)), _) => format!(
            "{}, {}{}",
            format::percent(failed as f64 / n as f64, n, sheet.locale),
            format::fraction(failed, n, sheet.locale),
            place(week)
        ),
        (None, 0) if is_young[week] => "too recent to judge".to_owned(),
        (None, 0) => "nothing to judge".to_owned(),
        (None, _) => format!("hidden: {}", format::floor()),
    };
    let lacks = |week: usize| match control.weeks[week].1 {
        _ if control.held_back == Some(week) => "held back",
        0 => "none",
        _ => "few",
    };
    let value = |week: usize| {
        let (failed, n) = control.told(week)?;
        Some(failed as f64 / n as f64)
    };
    let name = if limits.varies {
        "mean of weeks"
    } else {
        "all weeks"
    };
    let mean = format::percent(limits.mean, board.judged, sheet.locale);
    let weekly = Weekly {
        values: weeks.clone().map(value).collect(),
        limits: limits.ends.clone(),
        mean: (limits.mean, format!("{name} {mean}")),
        most: Some(1.0),
        unit: (0.01, "%"),
        said: weeks.clone().map(said).collect(),
        lacks: weeks.clone().map(lacks).collect(),
        is_out: weeks.map(|week| limits.stands_out(week)).collect(),
        is_young,
    };
    draw(&weekly, board, sheet)
}

pub(super) fn waits(board: &Board, sheet: &Sheet) -> Scene {
    let Some(control) = &board.wait_control else {
        return Scene::new(sheet.width);
    };
    let limits = &control.limits;
    let place = |week: usize| place(week, limits);
    let said = control
        .weeks
        .iter()
        .enumerate()
        .map(|(week, told)| match told {
            Some((median, n)) => format!(
                "median {}, {} changes{}",
                format::hours(*median, sheet.locale),
                format::base(*n, sheet.locale),
                place(week)
            ),
            None => "too few approvals".to_owned(),
        });
    let values: Vec<Option<f64>> = control
        .weeks
        .iter()
        .map(|week| week.map(|(median, _)| median))
        .collect();
    let highest = limits.ends.iter().flatten().map(|(_, high)| *high);
    let highest = highest.fold(0.0, f64::max);
    let weekly = Weekly {
        limits: limits.ends.clone(),
        mean: (
            limits.mean,
            format!("mean of weeks {}", format::hours(limits.mean, sheet.locale)),
        ),
        most: None,
        unit: match highest > 96.0 {
            true => (24.0, "d"),
            false => (1.0, "h"),
        },
        said: said.collect(),
        is_out: (0..values.len())
            .map(|week| limits.stands_out(week))
            .collect(),
        is_young: vec![false; values.len()],
        lacks: vec!["few"; values.len()],
        values,
    };
    draw(&weekly, board, sheet)
}

fn draw(weekly: &Weekly, board: &Board, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let theme = sheet.theme;
    let weeks = weekly.values.len();
    let (left, right) = (44.0, sheet.width - 4.0);
    let (top, foot) = (22.0, 22.0 + HIGH);
    let (per, unit) = weekly.unit;
    let most = weekly
        .values
        .iter()
        .flatten()
        .copied()
        .chain(weekly.limits.iter().flatten().map(|(_, high)| *high))
        .fold(per, f64::max);
    let most = weekly.most.map_or(most, |bound| most.max(0.1).min(bound));
    let marks: Vec<f64> = ticks::around(0.0, most / per);
    let most = marks[marks.len() - 1] * per;
    let y = Scale::linear((0.0, most), (foot, top));
    for (at, mark) in marks.iter().enumerate() {
        let ink = if at == 0 { theme.axis } else { theme.grid };
        let up = y.at(mark * per);
        scene.draw(None, Shape::line((left, up), (right, up), ink, 1.0));
        let number = format::trimmed(*mark, 2, sheet.locale);
        let name = match at + 1 == marks.len() {
            true => format!("{number}{}{unit}", format::TIE),
            false => number,
        };
        scene.draw(
            None,
            Label::new(left - 7.0, up + 4.5, name, NOTE, theme.ink_3).end(),
        );
    }
    let wide = (right - left) / weeks.max(1) as f64;
    let x = |week: usize| left + wide * (week as f64 + 0.5);
    for (week, limit) in weekly.limits.iter().enumerate() {
        let Some((low, high)) = limit else { continue };
        let (from, to) = (x(week) - wide / 2.0, x(week) + wide / 2.0);
        let (low, high) = (y.at(low.max(0.0)), y.at(high.min(most)));
        let area = Shape::Area {
            points: vec![(from, low), (to, low), (to, high), (from, high)],
            fill: theme.spread,
            opacity: 0.5,
        };
        scene.draw(None, area);
    }
    let (mean, name) = &weekly.mean;
    let up = y.at(*mean);
    scene.draw(
        None,
        Shape::line((left, up), (right, up), theme.reference, 1.0).dashed(2.0, 3.0),
    );
    let name = text::cut(name, right - left, NOTE, Weight::Regular);
    scene.draw(
        None,
        Label::new(right, top - 8.0, name, NOTE, theme.ink_3).end(),
    );
    let mut line: Vec<(f64, f64)> = Vec::new();
    for week in 0..=weeks {
        match weekly.values.get(week).copied().flatten() {
            Some(value) => line.push((x(week), y.at(value))),
            // A week in which nothing was deployed is a gap, not nought.
            None => {
                if line.len() > 1 {
                    scene.draw(
                        None,
                        Shape::path(std::mem::take(&mut line), theme.ink_2, 1.25),
                    );
                }
                line.clear();
            }
        }
    }
    for week in 0..weeks {
        let about = Datum::level(0, week);
        let (_, month, day) = civil(board.weeks[week].div_euclid(DAY));
        if let Some(value) = weekly.values[week] {
            let dot = match weekly.is_out[week] {
                true => Shape::dot(x(week), y.at(value), 5.0, theme.cohorts[0][1]),
                false => Shape::dot(x(week), y.at(value), 3.0, theme.ink_2),
            };
            scene.draw(Some(about), dot);
        } else if weekly.is_young[week] {
            let at = x(week);
            scene.draw(
                Some(about),
                Shape::line(
                    (at - 3.0, foot - 2.0),
                    (at + 3.0, foot - 8.0),
                    theme.hatch,
                    1.5,
                ),
            );
        }
        scene.regions.push(Region {
            datum: about,
            x: x(week) - wide / 2.0,
            y: top,
            w: wide,
            h: HIGH,
            label: format!("Week of {day} {}: {}", month_name(month), weekly.said[week]),
        });
    }
    // Each gap says once why it is one.
    let is_gap = |week: usize| weekly.values[week].is_none() && !weekly.is_young[week];
    let mut week = 0;
    while week < weeks {
        let first = week;
        while week < weeks && is_gap(week) && weekly.lacks[week] == weekly.lacks[first] {
            week += 1;
        }
        if week > first {
            let middle = (x(first) + x(week - 1)) / 2.0;
            let label = Label::new(middle, foot - 5.0, weekly.lacks[first], NOTE, theme.ink_3);
            scene.draw(None, label.middle().halo(theme.halo));
        } else {
            week += 1;
        }
    }
    months(&mut scene, board, sheet, (left, right - left), foot + 18.0);
    scene.height = foot + 28.0;
    scene
}
