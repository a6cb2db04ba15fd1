//! How many answers lie at or below each value, with the medians and their intervals on the same axis beneath.

use super::Chart;
use crate::analysis::{Answer, Headline, Number, Row, Shape, Unit};
use crate::figure::axis::{axis, labelled};
use crate::figure::density;
use crate::figure::format;
use crate::figure::interval::{Style, interval};
use crate::figure::reading::{Reading, headline_name, kind};
use crate::figure::rows::{self, Standing};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Scene, Shape as Drawn, Weight};
use crate::figure::sheet::{NOTE, Sheet, VALUE};
use crate::figure::steps::{Curve, corners, name_curves};
use crate::figure::text;
use crate::figure::ticks;

/// Steps of cumulative shares.
pub const CHART: Chart = Chart {
    id: "ecdf",
    label: "Share reached by each value",
    accepts: |shape| matches!(shape, Shape::Number(_)),
    marks,
};

/// More curves than these are named by the rows beneath only.
const MOST_NAMED: usize = 6;
const DOT: f64 = 5.0;

/// Where things stand.
struct Place {
    top: f64,
    foot: f64,
    rows: f64,
    step: f64,
    bottom: f64,
    /// Whether rows have two lines, as value, interval and n do not fit one.
    tall: bool,
}

impl Place {
    fn new(sheet: &Sheet, rows: usize, tall: bool) -> Self {
        let top = 12.0;
        let (high, gap, step) = match (sheet.is_narrow(), tall) {
            (true, _) => (160.0, 28.0, 34.0),
            (false, true) => (170.0, 32.0, 40.0),
            (false, false) => (170.0, 26.0, 24.0),
        };
        let foot = top + high;
        let start = foot + gap;
        let first = if sheet.is_narrow() {
            start + 16.0
        } else {
            start + 6.0
        };
        Self {
            top,
            foot,
            rows: first,
            step,
            bottom: start + step * rows as f64 - 4.0,
            tall,
        }
    }
}

fn marks(answer: &Answer, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let Shape::Number(number) = answer.shape else {
        return scene;
    };
    let narrow = sheet.is_narrow();
    let said: Vec<Option<Result<Reading, String>>> = answer
        .rows
        .iter()
        .map(|row| rows::headline(answer, row, sheet))
        .collect();
    let tall = !narrow
        && !said
            .iter()
            .zip(&answer.rows)
            .all(|(said, row)| is_short(said.as_ref(), row, sheet));
    let place = Place::new(sheet, answer.rows.len(), tall);
    let room = if narrow {
        (40.0, sheet.width - 6.0)
    } else {
        (sheet.left(), sheet.right())
    };
    let (x, names) = values_axis(answer, number, sheet, room);
    axis(&mut scene, sheet, &x, &names, place.top, place.bottom);
    let y = Scale::linear((0.0, 1.0), (place.foot, place.top));
    shares_axis(&mut scene, sheet, &y, room);
    curves(&mut scene, answer, sheet, &x, &y, &place);
    for (at, row) in answer.rows.iter().enumerate() {
        draw_row(
            &mut scene,
            answer,
            sheet,
            &x,
            &place,
            (at, row),
            said[at].as_ref(),
        );
    }
    scene.height = place.bottom + 28.0;
    if !x.is_log() {
        density::beyond(&mut scene, answer, sheet, &x);
    }
    if !narrow {
        let theme = sheet.theme;
        let left = sheet.right() + 10.0;
        scene.draw(
            None,
            Label::new(
                left,
                place.foot + 10.0,
                headline_name(&answer.shape),
                NOTE,
                theme.ink_3,
            ),
        );
        if !tall {
            scene.draw(
                None,
                Label::new(sheet.width, place.foot + 10.0, "n", NOTE, theme.ink_3).end(),
            );
        }
    }
    scene
}

/// The axis of the values: logarithmic for durations, even for everything else and where a value lies below zero.
fn values_axis(
    answer: &Answer,
    number: Number,
    sheet: &Sheet,
    room: (f64, f64),
) -> (Scale, Vec<(f64, String)>) {
    let drawn = || {
        answer
            .rows
            .iter()
            .filter(|row| Standing::of(row).is_drawn())
    };
    let ends = drawn()
        .filter_map(|row| row.headline.as_ref().ok())
        .flat_map(|estimate| {
            let interval = estimate.interval.as_ref().ok();
            [
                Some(estimate.value),
                interval.and_then(|interval| interval.low),
                interval.and_then(|interval| interval.high),
            ]
        });
    let seen = drawn()
        .flat_map(|row| row.values.counts())
        .map(|(value, _)| value)
        .chain(ends.flatten());
    let mut seen: Vec<f64> = seen.filter(|value| value.is_finite()).collect();
    seen.sort_by(f64::total_cmp);
    let (first, last) = (
        seen.first().copied().unwrap_or(0.0),
        seen.last().copied().unwrap_or(1.0),
    );
    if number.unit == Unit::Hours && first >= 0.0 && last > 0.0 {
        let least = seen
            .iter()
            .copied()
            .find(|value| *value > 0.0)
            .unwrap_or(last)
            .max(last / 1e8);
        let (low, high) = if least < last {
            (least, last * 1.03)
        } else {
            (last / 2.0, last * 2.0)
        };
        let low = if first <= 0.0 { low / 1.5 } else { low };
        let scale = Scale::log((low, high), room);
        let most = if sheet.is_narrow() { 4 } else { 5 };
        let names = ticks::times(&scale, most, sheet.locale, |name| {
            text::width(name, NOTE, Weight::Regular)
        });
        if names.len() > 1 {
            return (scale, names);
        }
        return (
            scale,
            labelled(&ticks::within(low, high), kind(&answer.shape), sheet),
        );
    }
    let (low, high) = if seen.is_empty() {
        (0.0, 1.0)
    } else {
        density::range(drawn()).unwrap_or((first, last))
    };
    let round = ticks::around(low.min(high), high);
    let scale = Scale::linear((round[0], round[round.len() - 1]), room);
    (scale, labelled(&round, kind(&answer.shape), sheet))
}

/// Nobody, half and everybody.
fn shares_axis(scene: &mut Scene, sheet: &Sheet, y: &Scale, (x0, x1): (f64, f64)) {
    let theme = sheet.theme;
    let names = [
        (0.0, "0".to_owned(), theme.axis),
        (0.5, "half".to_owned(), theme.reference),
        (1.0, format!("100{}%", format::TIE), theme.grid),
    ];
    for (share, name, ink) in names {
        let at = y.at(share);
        let line = Drawn::line((x0, at), (x1, at), ink, 1.0);
        scene.draw(
            None,
            if share == 0.5 {
                line.dashed(2.0, 3.0)
            } else {
                line
            },
        );
        scene.draw(
            None,
            Label::new(x0 - 7.0, at + 4.5, name, NOTE, theme.ink_3).end(),
        );
    }
}

fn curves(scene: &mut Scene, answer: &Answer, sheet: &Sheet, x: &Scale, y: &Scale, place: &Place) {
    let mut named = Vec::new();
    for (at, row) in answer.rows.iter().enumerate().rev() {
        let standing = Standing::of(row);
        if !standing.is_drawn() {
            continue;
        }
        let (points, ink) = (corners(row, x, y), sheet.theme.cohort(row.cohort.ink));
        let about = Some(Datum::row(at));
        if standing == Standing::Low {
            scene.draw(
                about,
                Drawn::path(points, ink, 1.25).dashed(3.0, 3.0).faint(0.8),
            );
        } else {
            named.push(Curve {
                name: row.cohort.name.clone(),
                ink,
                points: points.clone(),
            });
            scene.draw(about, Drawn::path(points, ink, 2.0));
        }
    }
    if named.len() <= MOST_NAMED && named.len() > 1 {
        named.reverse();
        name_curves(
            scene,
            sheet,
            &named,
            (place.top, place.foot),
            x.room().0 + 2.0,
        );
    }
}

fn draw_row(
    scene: &mut Scene,
    answer: &Answer,
    sheet: &Sheet,
    x: &Scale,
    place: &Place,
    (at, row): (usize, &Row),
    said: Option<&Result<Reading, String>>,
) {
    let (about, y) = (Datum::row(at), place.rows + place.step * at as f64);
    let theme = sheet.theme;
    let standing = Standing::of(row);
    let narrow = sheet.is_narrow();
    let median = matches!(
        answer.shape,
        Shape::Number(Number {
            headline: Headline::Median,
            ..
        })
    );
    if let (Ok(estimate), true) = (&row.headline, standing.is_drawn()) {
        let (low, ink) = (standing == Standing::Low, theme.cohort(row.cohort.ink));
        if median && !low {
            let half = (place.top + place.foot) / 2.0;
            let across = x.at(estimate.value);
            scene.draw(
                Some(about),
                Drawn::line((across, half + 4.0), (across, y - 7.0), ink, 1.0).faint(0.25),
            );
        }
        interval(
            scene,
            Some(about),
            x,
            y,
            estimate,
            Style {
                ink,
                paper: theme.surface,
                low,
                radius: DOT,
            },
        );
    }
    if narrow {
        rows::region(scene, about, &row.cohort.name, y - 22.0, place.step - 1.0);
        scene.draw(
            None,
            Drawn::bar(0.0, y - 21.0, sheet.width, 15.0, theme.surface).faint(0.85),
        );
        rows::name_line(scene, sheet, about, row, said, y - 10.0);
        rows::instead(scene, sheet, about, row, x.room(), (y + 3.0, 7.5));
        return;
    }
    rows::instead(scene, sheet, about, row, x.room(), (y, 9.0));
    if place.tall {
        rows::region(scene, about, &row.cohort.name, y - 14.0, place.step - 2.0);
        rows::short_name(scene, sheet, about, row, y + 1.0, NOTE, sheet.left() - 3.0);
        scene.draw(
            Some(about),
            Label::new(18.0, y + 17.0, rows::base(row, sheet), NOTE, theme.ink_3),
        );
        if let Some(said) = said {
            rows::values(scene, sheet, about, row, said, y + 1.0);
        }
        return;
    }
    rows::region(scene, about, &row.cohort.name, y - 11.5, place.step - 1.0);
    rows::short_name(scene, sheet, about, row, y + 4.5, NOTE, sheet.left() - 3.0);
    let left = sheet.right() + 10.0;
    if let Some(Ok(said)) = said {
        let full = standing == Standing::Full;
        let (weight, ink) = if full {
            (Weight::Strong, theme.ink)
        } else {
            (Weight::Regular, theme.ink_2)
        };
        scene.draw(
            Some(about),
            Label::new(left + 34.0, y + 5.0, said.value.clone(), VALUE, ink)
                .weight(weight)
                .end(),
        );
        scene.draw(
            Some(about),
            Label::new(left + 42.0, y + 5.0, said.range.clone(), NOTE, theme.ink_3),
        );
    }
    let n = if standing == Standing::Hidden {
        String::new()
    } else {
        format::count(row.base.used, sheet.locale)
    };
    scene.draw(
        Some(about),
        Label::new(sheet.width, y + 5.0, n, NOTE, theme.ink_3).end(),
    );
}

/// Whether value, interval and n fit one line of the values' column.
fn is_short(said: Option<&Result<Reading, String>>, row: &Row, sheet: &Sheet) -> bool {
    match said {
        Some(Ok(said)) => {
            let value = text::width(&said.value, VALUE, Weight::Strong);
            let range = text::width(&said.range, NOTE, Weight::Regular);
            let n = text::width(
                &format::count(row.base.used, sheet.locale),
                NOTE,
                Weight::Regular,
            );
            value <= 40.0 && range + 6.0 + n <= 66.0 && said.fraction.is_empty()
        }
        Some(Err(_)) => false,
        None => true,
    }
}
