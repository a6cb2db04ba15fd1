//! When things happen: the share outside the workday, split into evening, night and weekend.

use super::{View, note, rates};
use crate::delivery::{Board, Few, LEAST, Load, LoadOf, Told};
use crate::figure::format;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet, VALUE};
use crate::figure::text;

const STEP: f64 = 66.0;
const PARTS: [&str; 4] = ["workday", "evening", "night", "weekend"];

/// What is counted.
pub(super) fn told(what: Told) -> &'static str {
    match what {
        Told::Deployments => "Deployments",
        Told::Incidents => "Incidents",
        Told::Reviews => "Reviews",
    }
}

pub(super) fn draw(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let theme = sheet.theme;
    let mut scene = Scene::new(sheet.width);
    let ramp = theme.answers[2];
    let inks = [ramp[0], ramp[1], ramp[2], ramp[3]];
    let mut at = 0.0;
    let mut line = 13.0;
    for (name, ink) in PARTS.iter().zip(inks) {
        let wide = 15.0 + text::width(name, NOTE, Weight::Regular) + 16.0;
        if at + wide > sheet.width && at > 0.0 {
            at = 0.0;
            line += 20.0;
        }
        scene.draw(None, Shape::bar(at, line - 10.0, 10.0, 10.0, ink));
        scene.draw(None, Label::new(at + 15.0, line, *name, NOTE, theme.ink_2));
        at += wide;
    }
    let top = line + 14.0;
    let (lines, step) = match sheet.is_narrow() {
        true => (2, STEP + 16.0),
        false => (1, STEP),
    };
    for (row, of) in board.load.iter().enumerate() {
        let y = top + step * row as f64;
        let about = Datum::row(row);
        let all = of.n;
        let name = told(of.what);
        scene.draw(
            Some(about),
            Label::new(0.0, y + 15.0, name, NAME, theme.ink).strong(),
        );
        let beside = text::width(name, NAME, Weight::Strong) + 8.0;
        scene.draw(
            Some(about),
            Label::new(
                beside,
                y + 15.0,
                format::base(all, sheet.locale),
                NOTE,
                theme.ink_3,
            ),
        );
        let load = match of.load {
            Ok(load) => load,
            Err(few) => {
                let said = format!("hidden: {}", hidden(few));
                let label = Label::new(0.0, y + 36.0, said, NOTE, theme.ink_3);
                scene.draw(Some(about), label);
                continue;
            }
        };
        let said = sentence(of, load, view, sheet);
        let value = format::percent(load.after_hours() as f64 / all as f64, all, sheet.locale);
        scene.draw(
            Some(about),
            Label::new(sheet.width, y + 15.0, value, VALUE, theme.ink)
                .strong()
                .end(),
        );
        let x = Scale::linear((0.0, all as f64), (0.0, sheet.width));
        let mut from = 0;
        for (count, ink) in [load.work, load.evening, load.night, load.weekend]
            .into_iter()
            .zip(inks)
        {
            let (x0, x1) = (x.at(from as f64), x.at((from + count) as f64));
            scene.draw(
                Some(about),
                Shape::bar(x0, y + 22.0, (x1 - x0 - 1.0).max(0.0), 16.0, ink),
            );
            from += count;
        }
        let said_in = text::fold(&said, sheet.width, lines, NOTE, Weight::Regular);
        note(
            &mut scene,
            about,
            (0.0, y + 55.0),
            16.0,
            said_in,
            theme.ink_3,
        );
        scene.regions.push(Region {
            datum: about,
            x: 0.0,
            y,
            w: sheet.width,
            h: step - 4.0,
            label: format!("{name}: {said}"),
        });
    }
    scene.height = top + step * board.load.len() as f64 + 2.0;
    if let Some(mut sides) = rates::after_hours(board, view, sheet) {
        sides.shift(0.0, scene.height + 8.0);
        scene.height += 8.0 + sides.height;
        scene.marks.append(&mut sides.marks);
        scene.regions.append(&mut sides.regions);
    }
    scene
}

/// Why it is not told when something happens.
pub(super) fn hidden(few: Few) -> String {
    match few {
        Few::Events => format::under(LEAST),
        Few::People => format!("by fewer than {LEAST} people"),
    }
}

/// "38 of 238 outside the workday, plausibly 12–21 %; 21 evening, 4 night, 13 weekend".
fn sentence(of: &LoadOf, load: Load, view: View<'_>, sheet: &Sheet) -> String {
    let count = |n: u64| format::count(n, sheet.locale);
    let plausible = match (of.after_hours, view.describes) {
        (Some((_, ends)), false) => format!(
            ", plausibly {}{}%",
            format::span(ends.low, ends.high, load.all(), sheet.locale),
            format::TIE
        ),
        _ => String::new(),
    };
    format!(
        "{} outside the workday{plausible}; {} evening, {} night, {} weekend",
        format::fraction(load.after_hours(), load.all(), sheet.locale),
        count(load.evening),
        count(load.night),
        count(load.weekend)
    )
}
