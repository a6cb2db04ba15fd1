//! Fail rates by week with the limits that chance alone gives.

use super::View;
use super::says::month_name;
use super::weekly::{is_young, months};
use crate::calendar::civil;
use crate::delivery::Board;
use crate::figure::format;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;

const HIGH: f64 = 190.0;
const DAY: i64 = 86_400;

pub(super) fn draw(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Some(control) = &board.control else {
        return scene;
    };
    let theme = sheet.theme;
    let weeks = board.weeks.len();
    let (left, right) = (44.0, sheet.width - 4.0);
    let (top, foot) = (22.0, 22.0 + HIGH);
    let share = |week: usize| {
        let (failed, n) = control.told(week)?;
        Some(failed as f64 / n as f64)
    };
    let most = (0..weeks)
        .filter_map(share)
        .chain(control.limits.iter().flatten().map(|(_, high)| *high))
        .fold(0.1, f64::max)
        .min(1.0);
    let marks = ticks::around(0.0, most);
    let y = Scale::linear((0.0, marks[marks.len() - 1]), (foot, top));
    for (at, mark) in marks.iter().enumerate() {
        let ink = if at == 0 { theme.axis } else { theme.grid };
        let up = y.at(*mark);
        scene.draw(None, Shape::line((left, up), (right, up), ink, 1.0));
        let number = format::trimmed(mark * 100.0, 1, sheet.locale);
        let name = match at + 1 == marks.len() {
            true => format!("{number}{}%", format::TIE),
            false => number,
        };
        scene.draw(
            None,
            Label::new(left - 7.0, up + 4.5, name, NOTE, theme.ink_3).end(),
        );
    }
    let wide = (right - left) / weeks.max(1) as f64;
    let x = |week: usize| left + wide * (week as f64 + 0.5);
    for (week, limit) in control.limits.iter().enumerate() {
        let Some((low, high)) = limit else { continue };
        let (from, to) = (x(week) - wide / 2.0, x(week) + wide / 2.0);
        let area = Shape::Area {
            points: vec![
                (from, y.at(low.max(0.0))),
                (to, y.at(low.max(0.0))),
                (to, y.at(high.min(1.0))),
                (from, y.at(high.min(1.0))),
            ],
            fill: theme.spread,
            opacity: 0.5,
        };
        scene.draw(None, area);
    }
    let up = y.at(control.mean);
    scene.draw(
        None,
        Shape::line((left, up), (right, up), theme.reference, 1.0).dashed(2.0, 3.0),
    );
    let name = format!(
        "{} {}",
        if control.varies {
            "mean of weeks"
        } else {
            "all weeks"
        },
        format::percent(control.mean, board.judged, sheet.locale)
    );
    let name = text::cut(&name, right - left, NOTE, Weight::Regular);
    scene.draw(
        None,
        Label::new(right, top - 8.0, name, NOTE, theme.ink_3).end(),
    );
    let mut line: Vec<(f64, f64)> = Vec::new();
    for week in 0..=weeks {
        match (week < weeks).then(|| share(week)).flatten() {
            Some(share) => line.push((x(week), y.at(share))),
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
        let (failed, n) = control.weeks[week];
        let (_, month, day) = civil(board.weeks[week].div_euclid(DAY));
        let when = format!("Week of {day} {}", month_name(month));
        let place = match () {
            () if control.above.contains(&week) => ", above the limits",
            () if control.below.contains(&week) => ", below the limits",
            () if control.in_run.contains(&week) => {
                ", eighth or later in a row on one side of the mean"
            }
            () => "",
        };
        let stands_out = !place.is_empty();
        if let Some(share) = share(week) {
            let dot = match stands_out {
                true => Shape::dot(x(week), y.at(share), 5.0, theme.cohorts[0][1]),
                false => Shape::dot(x(week), y.at(share), 3.0, theme.ink_2),
            };
            scene.draw(Some(about), dot);
        } else if is_young(board, view, week) {
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
        let said = match share(week) {
            Some(share) => format!(
                "{}, {}{place}",
                format::percent(share, n, sheet.locale),
                format::fraction(failed, n, sheet.locale)
            ),
            None if n > 0 => format!("hidden: {}", format::floor()),
            None if is_young(board, view, week) => "too recent to judge".to_owned(),
            None => "nothing to judge".to_owned(),
        };
        scene.regions.push(Region {
            datum: about,
            x: x(week) - wide / 2.0,
            y: top,
            w: wide,
            h: HIGH,
            label: format!("{when}: {said}"),
        });
    }
    months(&mut scene, board, sheet, (left, right - left), foot + 18.0);
    scene.height = foot + 28.0;
    scene
}
