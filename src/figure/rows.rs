//! What every row of every chart has: a swatch, a name, its n, and value, interval and fraction at the end.

use std::f64::consts::FRAC_1_SQRT_2;

use super::format;
use super::ink::Ink;
use super::reading::{Reading, kind, reading};
use super::scene::{Datum, Label, Region, Scene, Shape, Weight};
use super::sheet::{Lens, NAME, NOTE, Sheet, VALUE};
use super::text;
use crate::analysis::{Answer, Headline, Row, Shape as Question, Showing};

/// Where names start, right of the swatch.
const INDENT: f64 = 18.0;
/// From the last letter of a name to the plot.
const MARGIN: f64 = 3.0;
/// From line to line.
const LEAD: f64 = 17.0;

/// How a row is drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// In full.
    Full,
    /// Faintly, as its base is low.
    Low,
    /// As a hatched gap.
    Hidden,
    /// As a name only: nobody answered.
    Empty,
}

impl Standing {
    /// How `row` is drawn.
    pub fn of(row: &Row) -> Self {
        match row.showing {
            Showing::Hidden if row.base.asked > 0 => Self::Hidden,
            _ if row.base.used == 0 => Self::Empty,
            Showing::Hidden => Self::Hidden,
            Showing::Faint => Self::Low,
            Showing::Full => Self::Full,
        }
    }

    /// Whether the row's numbers are drawn.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Full | Self::Low)
    }
}

/// The number of respondents under a row's name.
pub fn base(row: &Row, sheet: &Sheet) -> String {
    match Standing::of(row) {
        Standing::Hidden => format::floor(),
        Standing::Low => format!("{}, low base", format::base(row.base.used, sheet.locale)),
        Standing::Full | Standing::Empty => format::base(row.base.used, sheet.locale),
    }
}

/// The headline of a row in words; nothing for rows that are not drawn. The reason why not, where it cannot be given.
pub fn headline(answer: &Answer, row: &Row, sheet: &Sheet) -> Option<Result<Reading, String>> {
    if !Standing::of(row).is_drawn() {
        return None;
    }
    Some(match &row.headline {
        Ok(estimate) => {
            let mut said = reading(estimate, kind(&answer.shape), sheet.lens, sheet.locale);
            if let (Question::Number(number), Lens::Fraction) = (&answer.shape, sheet.lens) {
                let name = if number.headline == Headline::Mean {
                    "mean"
                } else {
                    "median"
                };
                said.fraction = format!(
                    "{name} of{}{}",
                    format::TIE,
                    format::count(row.base.used, sheet.locale)
                );
            }
            Ok(said)
        }
        Err(reason) => Err(reason.to_string()),
    })
}

/// Swatch, name in one or two lines, and n beneath. `y` is the baseline of a name of one line.
pub fn name(scene: &mut Scene, sheet: &Sheet, about: Datum, row: &Row, y: f64) {
    let room = sheet.left() - INDENT - MARGIN;
    let weight = name_weight(row);
    let lines = text::fold(&row.cohort.name, room, 2, NAME, weight);
    let first = if lines.len() > 1 { y - 9.0 } else { y };
    swatch(scene, sheet, about, row, first - 5.0);
    let ink = name_ink(sheet, row);
    let last = first + 15.0 * (lines.len().max(1) - 1) as f64;
    for (at, line) in lines.into_iter().enumerate() {
        scene.draw(
            Some(about),
            Label::new(INDENT, first + 15.0 * at as f64, line, NAME, ink).weight(weight),
        );
    }
    let under = if last > y { last + 16.0 } else { last + LEAD };
    let n = text::cut(&base(row, sheet), room, NOTE, Weight::Regular);
    scene.draw(
        Some(about),
        Label::new(INDENT, under, n, NOTE, sheet.theme.ink_3),
    );
}

/// A row's name in one line of at most `room`, with its swatch.
pub fn short_name(
    scene: &mut Scene,
    sheet: &Sheet,
    about: Datum,
    row: &Row,
    y: f64,
    size: f64,
    room: f64,
) {
    swatch(scene, sheet, about, row, y - size * 0.35);
    let weight = name_weight(row);
    let name = text::cut(&row.cohort.name, room - INDENT, size, weight);
    scene.draw(
        Some(about),
        Label::new(INDENT, y, name, size, name_ink(sheet, row)).weight(weight),
    );
}

/// Value, interval and fraction in the column at the right; `y` is the value's baseline.
pub fn values(
    scene: &mut Scene,
    sheet: &Sheet,
    about: Datum,
    row: &Row,
    said: &Result<Reading, String>,
    y: f64,
) {
    let (x, room) = (sheet.values(), sheet.width - sheet.values());
    let note = sheet.theme.ink_3;
    let said = match said {
        Ok(said) => said,
        Err(reason) => {
            for (at, line) in text::fold(reason, room, 3, NOTE, Weight::Regular)
                .into_iter()
                .enumerate()
            {
                scene.draw(
                    Some(about),
                    Label::new(x, y - 8.0 + 15.0 * at as f64, line, NOTE, note),
                );
            }
            return;
        }
    };
    let (weight, ink) = value_look(sheet, row);
    let (wide, range_wide) = (
        text::width(&said.value, VALUE, weight),
        text::width(&said.range, NOTE, Weight::Regular),
    );
    let value = Label::new(x, y, said.value.clone(), VALUE, ink).weight(weight);
    let mut under = vec![said.fraction.clone()];
    if wide <= 34.0 && range_wide <= room - 42.0 {
        scene.draw(Some(about), Shape::from(value.moved(x + 34.0).end()));
        scene.draw(
            Some(about),
            Label::new(x + 42.0, y, said.range.clone(), NOTE, note),
        );
    } else if wide + 8.0 + range_wide <= room {
        scene.draw(Some(about), value);
        scene.draw(
            Some(about),
            Label::new(x + wide + 8.0, y, said.range.clone(), NOTE, note),
        );
    } else {
        let cut = text::cut(&said.value, room, VALUE, weight);
        scene.draw(
            Some(about),
            Label::new(x, y, cut, VALUE, ink).weight(weight),
        );
        let together = format!("{}  {}", said.fraction, said.range);
        let fits = text::width(&together, NOTE, Weight::Regular) <= room;
        under = if fits && !said.fraction.is_empty() {
            vec![together]
        } else {
            vec![said.range.clone(), said.fraction.clone()]
        };
    }
    under.retain(|line| !line.is_empty());
    for (at, line) in under.into_iter().enumerate() {
        let line = text::cut(&line, room, NOTE, Weight::Regular);
        scene.draw(
            Some(about),
            Label::new(x, y + LEAD + 15.0 * at as f64, line, NOTE, note),
        );
    }
}

/// The narrow form: name, fraction or n, value and interval on one line with baseline `y`.
pub fn name_line(
    scene: &mut Scene,
    sheet: &Sheet,
    about: Datum,
    row: &Row,
    said: Option<&Result<Reading, String>>,
    y: f64,
) {
    let note = sheet.theme.ink_3;
    let mut beside = base(row, sheet);
    let mut right = sheet.width;
    match said {
        Some(Ok(said)) => {
            let (weight, ink) = value_look(sheet, row);
            if !said.fraction.is_empty() || said.value.contains("of") {
                let low = if Standing::of(row) == Standing::Low {
                    ", low base"
                } else {
                    ""
                };
                let fraction = if said.fraction.is_empty() {
                    base(row, sheet)
                } else {
                    format!("{}{low}", said.fraction)
                };
                beside = fraction;
            }
            if !said.range.is_empty() {
                scene.draw(
                    Some(about),
                    Label::new(right, y, said.range.clone(), NOTE, note).end(),
                );
                right -= text::width(&said.range, NOTE, Weight::Regular) + 7.0;
            }
            let value = text::cut(&said.value, (right - 90.0).max(0.0), VALUE, weight);
            let wide = text::width(&value, VALUE, weight);
            scene.draw(
                Some(about),
                Label::new(right, y, value, VALUE, ink).weight(weight).end(),
            );
            right -= wide;
        }
        Some(Err(reason)) => beside = format!("{beside}: {reason}"),
        None => {}
    }
    swatch(scene, sheet, about, row, y - 5.0);
    let weight = name_weight(row);
    let room = right - 10.0 - INDENT;
    let full = text::width(&row.cohort.name, NAME, weight);
    let least = full.min(room * 0.45);
    let beside = text::cut(&beside, room - least - 8.0, NOTE, Weight::Regular);
    let beside_wide = text::width(&beside, NOTE, Weight::Regular);
    let name = text::cut(&row.cohort.name, room - beside_wide - 8.0, NAME, weight);
    let name_wide = text::width(&name, NAME, weight);
    scene.draw(
        Some(about),
        Label::new(INDENT, y, name, NAME, name_ink(sheet, row)).weight(weight),
    );
    scene.draw(
        Some(about),
        Label::new(INDENT + name_wide + 8.0, y, beside, NOTE, note),
    );
}

/// Half the height of a gap where rows leave room for it.
pub const GAP: f64 = 12.0;

/// What stands in the plot of a row that is not drawn: an outlined hatched gap with its reason, or that nobody answered.
/// It is centred on `middle` and reaches `half` up and down.
pub fn instead(
    scene: &mut Scene,
    sheet: &Sheet,
    about: Datum,
    row: &Row,
    (x0, x1): (f64, f64),
    (middle, half): (f64, f64),
) {
    let theme = sheet.theme;
    match Standing::of(row) {
        Standing::Hidden => {
            gap(scene, sheet, about, (x0 + 4.0, x1 - 4.0), (middle, half));
            let reason = [format!("hidden: {}", format::floor()), "hidden".to_owned()];
            let fits =
                |reason: &String| text::width(reason, NOTE, Weight::Regular) <= x1 - x0 - 24.0;
            if let Some(reason) = reason.into_iter().find(fits) {
                let label = Label::new((x0 + x1) / 2.0, middle + 4.5, reason, NOTE, theme.ink_2);
                scene.draw(Some(about), label.middle().halo(theme.halo));
            }
        }
        Standing::Empty => {
            let label = Label::new(x0 + 6.0, middle + 4.5, "nobody answered", NOTE, theme.ink_3);
            scene.draw(Some(about), label.halo(theme.halo));
        }
        Standing::Full | Standing::Low => {}
    }
}

/// Names the area of a row, kept inside the scene's width.
pub fn region(scene: &mut Scene, about: Datum, label: &str, y: f64, h: f64) {
    let y = y.max(0.0);
    scene.regions.push(Region {
        datum: about,
        x: 0.0,
        y,
        w: scene.width,
        h,
        label: label.to_owned(),
    });
}

/// The heading of the values, in at most two lines that end at baseline `y`.
pub fn heading(scene: &mut Scene, sheet: &Sheet, text: &str, y: f64, weight: Weight, ink: Ink) {
    let lines = text::fold(text, sheet.width - sheet.values(), 2, NOTE, weight);
    let first = y - 16.0 * (lines.len().max(1) - 1) as f64;
    for (at, line) in lines.into_iter().enumerate() {
        scene.draw(
            None,
            Label::new(sheet.values(), first + 16.0 * at as f64, line, NOTE, ink).weight(weight),
        );
    }
}

/// Everything but the numbers of a row: weight of the name.
fn name_weight(row: &Row) -> Weight {
    match Standing::of(row) {
        Standing::Full | Standing::Low => Weight::Strong,
        Standing::Hidden | Standing::Empty => Weight::Regular,
    }
}

fn name_ink(sheet: &Sheet, row: &Row) -> Ink {
    match Standing::of(row) {
        Standing::Full => sheet.theme.ink,
        Standing::Low | Standing::Hidden => sheet.theme.ink_2,
        Standing::Empty => sheet.theme.ink_3,
    }
}

fn value_look(sheet: &Sheet, row: &Row) -> (Weight, Ink) {
    match Standing::of(row) {
        Standing::Full => (Weight::Strong, sheet.theme.ink),
        _ => (Weight::Regular, sheet.theme.ink_2),
    }
}

fn swatch(scene: &mut Scene, sheet: &Sheet, about: Datum, row: &Row, y: f64) {
    let ink = sheet.theme.cohort(row.cohort.ink);
    let shape = match Standing::of(row) {
        Standing::Full => Shape::dot(5.0, y, 5.0, ink),
        _ => Shape::Dot {
            x: 5.0,
            y,
            r: 4.2,
            fill: sheet.theme.surface,
            stroke: Some((ink, 1.75)),
        },
    };
    scene.draw(Some(about), shape);
}

/// A dashed outline with rounded corners around a hatch.
fn gap(
    scene: &mut Scene,
    sheet: &Sheet,
    about: Datum,
    (x0, x1): (f64, f64),
    (middle, half): (f64, f64),
) {
    let x1 = x1.max(x0 + 16.0);
    let (y0, y1) = (middle - half, middle + half);
    let strokes = hatch((x0 + 1.0, x1 - 1.0), (y0, y1), 9.9, sheet.theme.line, 1.5);
    strokes
        .into_iter()
        .for_each(|stroke| scene.draw(Some(about), stroke));
    let outline =
        Shape::path(rounded(x0, y0, x1, y1, 4.0), sheet.theme.control, 1.0).dashed(4.0, 3.0);
    scene.draw(Some(about), outline);
}

/// Strokes that rise to the right over a rectangle, so far apart along its foot.
pub fn hatch(
    (x0, x1): (f64, f64),
    (y0, y1): (f64, f64),
    stride: f64,
    ink: Ink,
    width: f64,
) -> Vec<Shape> {
    let high = y1 - y0;
    let mut strokes = Vec::new();
    let mut foot = x0 + 2.0 - high;
    while foot < x1 - 2.0 {
        let (from, to) = (foot.max(x0), (foot + high).min(x1));
        let height = |x: f64| y1 - (x - foot);
        if to - from > 1.0 {
            let ends = ((from, height(from)), (to, height(to)));
            strokes.push(Shape::line(ends.0, ends.1, ink, width));
        }
        foot += stride;
    }
    strokes
}

/// The outline of a rectangle with rounded corners, closed.
pub fn rounded(x0: f64, y0: f64, x1: f64, y1: f64, radius: f64) -> Vec<(f64, f64)> {
    // The cosine and sine of each quarter of a right angle.
    const TURNS: [(f64, f64); 5] = [
        (1.0, 0.0),
        (0.923_879_532_511_286_7, 0.382_683_432_365_089_8),
        (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
        (0.382_683_432_365_089_8, 0.923_879_532_511_286_7),
        (0.0, 1.0),
    ];
    let radius = radius.min((x1 - x0) / 2.0).min((y1 - y0) / 2.0).max(0.0);
    let (left, right) = (x0 + radius, x1 - radius);
    let (top, bottom) = (y0 + radius, y1 - radius);
    let corners = [(right, top), (right, bottom), (left, bottom), (left, top)];
    let mut points = Vec::with_capacity(corners.len() * TURNS.len() + 1);
    // From up to the right; each corner after it has turned by a right angle.
    let mut turns = TURNS.map(|(cos, sin)| (sin, -cos));
    for (x, y) in corners {
        points.extend(turns.map(|(across, down)| (x + radius * across, y + radius * down)));
        turns = turns.map(|(across, down)| (-down, across));
    }
    points.push(points[0]);
    points
}
