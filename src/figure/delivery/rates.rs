//! Rates of cohorts with their intervals, and the gap between two of them.

use super::names::{change_ink, follow, who, who_changed, who_ink};
use super::published::{self, Band};
use super::{DRAWN, View, definitions, note};
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::analysis::{Base, Estimate, Interval, Unmeasurable};
use crate::delivery::{Board, By, Cohort, Rate, Told};
use crate::figure::axis::{axis, labelled};
use crate::figure::format;
use crate::figure::ink::Ink;
use crate::figure::interval::{DOT, Style, interval};
use crate::figure::reading::Kind;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{Lens, NAME, NOTE, Sheet, VALUE};
use crate::figure::text;
use crate::figure::ticks;

/// A rate that is drawn on a line of its own.
struct Row {
    name: String,
    rate: Rate,
    ink: Ink,
}

/// Rates under a heading, and the gap between the first two.
struct Group {
    /// Which it is, among all that the figure may have.
    number: usize,
    heading: Option<&'static str>,
    rows: Vec<Row>,
}

const STEP: f64 = 46.0;

pub(super) fn fail_rate(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let mut rows = cohort_rows(board, sheet, |cohort| cohort.failed);
    // Where no cohort is told of, what is said of all together is drawn.
    let everyone = &board.everyone;
    if rows.iter().all(|row| row.rate.n < HIDE) && everyone.failed.n >= HIDE {
        rows.push(Row {
            name: who(&everyone.who),
            rate: everyone.failed,
            ink: sheet.theme.ink_2,
        });
    }
    let group = Group {
        number: 0,
        heading: None,
        rows,
    };
    let marks = match view.shows_published {
        true => &published::FAIL_RATE[..],
        false => &[],
    };
    let mut scene = draw((&[group], marks), view, sheet);
    if let (Some((value, outer, inner)), false) = (board.gap, view.describes) {
        gap(&mut scene, board, sheet, (value, outer, inner));
    }
    scene
}

/// Rollbacks and repairs bring changes of no cohort of AI with them, so that such cohorts are told by what was repaired.
pub(super) fn rework(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let is_own = board.by.is_by_name();
    let of = |rate: fn(&Cohort) -> Rate| match is_own {
        true => cohort_rows(board, sheet, rate),
        false => vec![Row {
            name: who(&board.everyone.who),
            rate: rate(&board.everyone),
            ink: sheet.theme.ink_2,
        }],
    };
    let everyone = &board.everyone;
    let is_withheld = everyone.reworked.n == 0 && everyone.rolled_back.n > 0;
    let groups = [
        Group {
            number: 0,
            heading: Some("Are rollbacks"),
            rows: of(|cohort| cohort.rolled_back),
        },
        Group {
            number: 1,
            heading: Some(definitions::rework_heading(&view.asked.rules, is_withheld)),
            rows: match is_withheld {
                true => Vec::new(),
                false => of(|cohort| cohort.reworked),
            },
        },
        Group {
            number: 2,
            heading: Some("Were rolled back, reverted or hotfixed"),
            rows: cohort_rows(board, sheet, |cohort| cohort.repaired),
        },
        Group {
            number: 3,
            heading: Some("Ended in a rollback, hotfix or incident"),
            rows: cohort_rows(board, sheet, |cohort| cohort.remediated),
        },
    ];
    draw((&groups, &[]), view, sheet)
}

pub(super) fn following(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let groups: Vec<Group> = board
        .following
        .iter()
        .enumerate()
        .map(|(number, one)| Group {
            number,
            heading: Some(follow(one.what)),
            rows: one
                .rates
                .iter()
                .enumerate()
                .map(|(at, (of, rate))| Row {
                    name: who_changed(of),
                    rate: *rate,
                    ink: change_ink(of, at, board, sheet.theme),
                })
                .collect(),
        })
        .collect();
    draw((&groups, &[]), view, sheet)
}

/// How often each thing is outside the workday, by cohort; none where cohorts are not told apart.
pub(super) fn after_hours(board: &Board, view: View<'_>, sheet: &Sheet) -> Option<Scene> {
    let numbered = board.load.iter().enumerate();
    let told = numbered.filter(|(_, load)| !load.sides.is_empty());
    let groups: Vec<Group> = told
        .map(|(number, load)| Group {
            number,
            heading: Some(match load.what {
                Told::Deployments => "Deployments outside the workday",
                Told::Incidents => "Incidents outside it, by their cause",
                Told::Reviews => "Reviews outside it, by the change",
            }),
            rows: load
                .sides
                .iter()
                .take(DRAWN)
                .enumerate()
                .map(|(at, (of, rate))| Row {
                    name: match load.what {
                        Told::Reviews => who_changed(of),
                        _ => who(of),
                    },
                    rate: *rate,
                    ink: change_ink(of, at, board, sheet.theme),
                })
                .collect(),
        })
        .collect();
    (!groups.is_empty()).then(|| draw((&groups, &[]), view, sheet))
}

fn cohort_rows(board: &Board, sheet: &Sheet, rate: impl Fn(&Cohort) -> Rate) -> Vec<Row> {
    let row = |(at, cohort): (usize, &Cohort)| Row {
        name: who(&cohort.who),
        rate: rate(cohort),
        ink: sheet.theme.cohort(who_ink(&board.cohorts[at].who, at)),
    };
    board
        .cohorts
        .iter()
        .take(DRAWN)
        .enumerate()
        .map(row)
        .collect()
}

/// Groups of rates, and shares that were published with their names.
fn draw((groups, published): (&[Group], &[Band]), view: View<'_>, sheet: &Sheet) -> Scene {
    let mut scene = Scene::new(sheet.width);
    let narrow = sheet.is_narrow();
    let shown = is_told;
    let high = groups
        .iter()
        .flat_map(|group| &group.rows)
        .filter(|row| shown(&row.rate))
        .flat_map(|row| {
            let end = row.rate.interval.ok().and_then(|ends| ends.high);
            [row.rate.value(), end.filter(|_| !view.describes)]
        })
        .flatten()
        .fold(0.05, f64::max);
    let marks = ticks::around(0.0, high);
    let room = if narrow {
        (4.0, sheet.width - 8.0)
    } else {
        (sheet.left(), sheet.right())
    };
    let x = Scale::linear((0.0, marks[marks.len() - 1]), room);
    let step = if narrow { STEP + 10.0 } else { STEP };
    let heading = 26.0;
    let height: f64 = groups
        .iter()
        .map(|group| {
            let head = if group.heading.is_some() {
                heading
            } else {
                0.0
            };
            head + step * group.rows.len() as f64
        })
        .sum();
    let top = if published.is_empty() { 6.0 } else { 22.0 };
    axis(
        &mut scene,
        sheet,
        &x,
        &labelled(&marks, Kind::Share, sheet),
        top,
        top + height,
    );
    for (name, share) in published {
        let at = x.at(*share);
        if at > x.room().1 {
            continue;
        }
        let line = Shape::line(
            (at, top - 4.0),
            (at, top + height),
            sheet.theme.reference,
            1.0,
        );
        scene.draw(None, line.dashed(1.0, 3.0));
        let half = text::width(name, NOTE, Weight::Regular) / 2.0;
        let at = at.clamp(half, sheet.width - half);
        let label = Label::new(at, top - 8.0, *name, NOTE, sheet.theme.ink_3);
        scene.draw(None, label.middle());
    }
    let mut y = top;
    for group in groups {
        if let Some(name) = group.heading {
            scene.draw(
                None,
                Shape::bar(0.0, y, sheet.width, heading - 6.0, sheet.theme.surface),
            );
            let name = text::cut(name, sheet.width, NAME, Weight::Strong);
            scene.draw(
                None,
                Label::new(0.0, y + 15.0, name, NAME, sheet.theme.ink).strong(),
            );
            y += heading;
        }
        for (place, row) in group.rows.iter().enumerate() {
            let about = Datum::level(group.number, place);
            line(&mut scene, sheet, &x, row, (y, step), about, view);
            let of = group
                .heading
                .map_or_else(String::new, |heading| format!("{heading}, "));
            scene.regions.push(Region {
                datum: about,
                x: 0.0,
                y,
                w: sheet.width,
                h: step,
                label: format!("{of}{}: {}", row.name, sentence(row, view, sheet)),
            });
            y += step;
        }
    }
    scene.height = top + height + 28.0;
    scene
}

fn sentence(row: &Row, view: View<'_>, sheet: &Sheet) -> String {
    let rate = &row.rate;
    let Some(value) = rate.value().filter(|_| is_told(rate)) else {
        return hidden(rate);
    };
    let percent = format::percent(value, rate.n, sheet.locale);
    let fraction = format::fraction(rate.hits, rate.n, sheet.locale);
    match (rate.interval, view.describes) {
        (Ok(ends), false) => format!(
            "{percent}, {fraction}, plausibly {} %",
            format::span(ends.low, ends.high, rate.n, sheet.locale)
        ),
        _ => format!("{percent}, {fraction}"),
    }
}

/// Whether anything but its base is told of it.
pub(super) fn is_told(rate: &Rate) -> bool {
    rate.n >= HIDE && !matches!(rate.interval, Err(Unmeasurable::TooFew { .. }))
}

/// Why it is not.
pub(super) fn hidden(rate: &Rate) -> String {
    match rate.interval {
        _ if rate.n == 0 => "none to judge".to_owned(),
        Err(Unmeasurable::TooFew { used, least }) if used < least => {
            format!("hidden: {}", format::under(least))
        }
        Err(Unmeasurable::TooFew { .. }) => "held back".to_owned(),
        _ => format!("hidden: {}", format::floor()),
    }
}

fn line(
    scene: &mut Scene,
    sheet: &Sheet,
    x: &Scale,
    row: &Row,
    (top, step): (f64, f64),
    about: Datum,
    view: View<'_>,
) {
    let narrow = sheet.is_narrow();
    let rate = &row.rate;
    let low = rate.n < FAINT;
    let middle = if narrow {
        top + 38.0
    } else {
        top + step / 2.0 - 3.0
    };
    let name_y = if narrow { top + 18.0 } else { middle };
    let dot = match low {
        false => Shape::dot(5.0, name_y - 5.0, 5.0, row.ink),
        true => Shape::Dot {
            x: 5.0,
            y: name_y - 5.0,
            r: 4.2,
            fill: sheet.theme.surface,
            stroke: Some((row.ink, 1.75)),
        },
    };
    scene.draw(Some(about), dot);
    let n = format::base(rate.n, sheet.locale);
    let room = if narrow {
        sheet.width - 190.0
    } else {
        sheet.left() - 24.0
    };
    let name = text::cut(&row.name, room, NAME, Weight::Strong);
    let beside = 18.0 + text::width(&name, NAME, Weight::Strong) + 8.0;
    scene.draw(
        Some(about),
        Label::new(18.0, name_y, name, NAME, sheet.theme.ink).strong(),
    );
    let low_base = if low && is_told(rate) { ", few" } else { "" };
    let (n_x, n_y) = if narrow {
        (beside, name_y)
    } else {
        (18.0, name_y + 17.0)
    };
    scene.draw(
        Some(about),
        Label::new(n_x, n_y, format!("{n}{low_base}"), NOTE, sheet.theme.ink_3),
    );
    let Some(value) = rate.value().filter(|_| is_told(rate)) else {
        let at = x.room().0 + 6.0;
        scene.draw(
            Some(about),
            Label::new(at, middle + 4.5, hidden(rate), NOTE, sheet.theme.ink_3)
                .halo(sheet.theme.halo),
        );
        return;
    };
    let style = Style {
        ink: row.ink,
        paper: sheet.theme.surface,
        low,
        radius: DOT,
    };
    interval(
        scene,
        Some(about),
        x,
        middle,
        &estimate(rate, view.describes),
        style,
    );
    let percent = format::percent(value, rate.n, sheet.locale);
    let fraction = format::fraction(rate.hits, rate.n, sheet.locale);
    let (first, second) = match sheet.lens {
        Lens::Percent => (percent, fraction),
        Lens::Fraction => (fraction, percent),
    };
    let span = match (rate.interval, view.describes) {
        (Ok(ends), false) => format::span(ends.low, ends.high, rate.n, sheet.locale),
        _ => String::new(),
    };
    // An interval stands beside the percent that it is of: beside a fraction it would be taken for counts.
    let (second, span) = match sheet.lens {
        Lens::Fraction if !span.is_empty() => (format!("{second}, {span}"), String::new()),
        _ => (second, span),
    };
    let strong = if low { Weight::Regular } else { Weight::Strong };
    if narrow {
        let all = match span.is_empty() {
            true => second,
            false => format!("{second}, {span}"),
        };
        scene.draw(
            Some(about),
            Label::new(sheet.width, name_y, all.clone(), NOTE, sheet.theme.ink_3).end(),
        );
        let right = sheet.width - text::width(&all, NOTE, Weight::Regular) - 8.0;
        scene.draw(
            Some(about),
            Label::new(right, name_y, first, VALUE, sheet.theme.ink)
                .weight(strong)
                .end(),
        );
        return;
    }
    let left = sheet.values();
    let beside = left + text::width(&first, VALUE, strong) + 7.0;
    let fits = beside + text::width(&span, NOTE, Weight::Regular) <= sheet.width;
    // What has no place beside the value stands under it, and all three closer.
    let (value_y, span_at, second_y) = match fits {
        true => (middle, (beside, middle), middle + 17.0),
        false => (middle - 9.0, (left, middle + 6.0), middle + 20.0),
    };
    scene.draw(
        Some(about),
        Label::new(left, value_y, first, VALUE, sheet.theme.ink).weight(strong),
    );
    scene.draw(
        Some(about),
        Label::new(span_at.0, span_at.1, span, NOTE, sheet.theme.ink_3),
    );
    scene.draw(
        Some(about),
        Label::new(left, second_y, second, NOTE, sheet.theme.ink_3),
    );
}

/// A rate as the mark of an interval needs it.
fn estimate(rate: &Rate, describes: bool) -> Estimate {
    Estimate {
        value: rate.value().unwrap_or(0.0),
        interval: match describes {
            true => Err(Unmeasurable::NoSpread),
            false => rate.interval,
        },
        inner: rate.inner.filter(|_| !describes),
        hits: Some(rate.hits),
        base: Base {
            asked: rate.n,
            answered: rate.n,
            used: rate.n,
            weighted: None,
        },
        method: "Wilson",
        notes: Vec::new(),
    }
}

/// The gap in points, on an axis of its own under the rates.
fn gap(
    scene: &mut Scene,
    board: &Board,
    sheet: &Sheet,
    (value, outer, inner): (f64, Interval, Option<Interval>),
) {
    let narrow = sheet.is_narrow();
    let (low, high) = (outer.low.unwrap_or(value), outer.high.unwrap_or(value));
    let marks = ticks::around(low.min(0.0), high.max(0.0));
    let room = if narrow {
        (14.0, sheet.width - 18.0)
    } else {
        (sheet.left() + 10.0, sheet.right() - 10.0)
    };
    let x = Scale::linear((marks[0], marks[marks.len() - 1]), room);
    let top = scene.height + 6.0;
    // Names have room for two lines above the axis where there is none beside it.
    let middle = top + if narrow { 62.0 } else { 22.0 };
    let bottom = middle + 22.0;
    let theme = sheet.theme;
    for mark in &marks {
        let ink = if mark.abs() < 1e-12 {
            theme.ink
        } else {
            theme.grid
        };
        let wide = if mark.abs() < 1e-12 { 1.25 } else { 1.0 };
        let at = x.at(*mark);
        scene.draw(
            None,
            Shape::line((at, middle - 18.0), (at, bottom), ink, wide),
        );
    }
    // The middle of the axis is named first; other names give way to it.
    let mut marks = marks;
    marks.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for mark in marks {
        let name = match mark.abs() < 1e-12 {
            true => "no gap".to_owned(),
            false => format::mark_points(mark, sheet.locale),
        };
        let half = text::width(&name, NOTE, Weight::Regular) / 2.0;
        let at = x.at(mark).clamp(half, sheet.width - half);
        let is_free = |(from, to): &(f64, f64)| at + half + 6.0 < *from || at - half - 6.0 > *to;
        if taken.iter().all(is_free) {
            taken.push((at - half, at + half));
            let label = Label::new(at, bottom + 18.0, name, NOTE, theme.ink_3);
            scene.draw(None, label.middle());
        }
    }
    let about = Datum::level(1, 0);
    let known = board.cohorts.iter().filter(|one| one.who.is_known());
    let mut names = known.map(|one| who(&one.who));
    let (one, other) = (
        names.next().unwrap_or_default(),
        names.next().unwrap_or_default(),
    );
    let other = match board.by {
        By::Exposure => format::small(&other),
        _ => other,
    };
    let both = format!("{one} minus {other}");
    let name_y = if narrow { top + 8.0 } else { middle - 2.0 };
    scene.draw(
        Some(about),
        Label::new(0.0, name_y, "Gap in points", NAME, theme.ink).strong(),
    );
    let room = match narrow {
        true => sheet.width * 0.55,
        false => sheet.left() - 6.0,
    };
    let lines = text::fold(&both, room, 2, NOTE, Weight::Regular);
    note(scene, about, (0.0, name_y + 17.0), 15.0, lines, theme.ink_3);
    let drawn = Estimate {
        value,
        interval: Ok(outer),
        inner,
        hits: None,
        base: Base::default(),
        method: "Newcombe",
        notes: Vec::new(),
    };
    let style = Style {
        ink: theme.ink,
        paper: theme.surface,
        low: false,
        radius: DOT,
    };
    interval(scene, Some(about), &x, middle, &drawn, style);
    let (said, span) = (
        format::points(value, sheet.locale),
        format::points_span(outer.low, outer.high, sheet.locale),
    );
    let (left, y) = if narrow {
        (sheet.width - 120.0, name_y)
    } else {
        (sheet.values(), middle + 4.5)
    };
    let wide = text::width(&said, VALUE, Weight::Strong);
    scene.draw(
        Some(about),
        Label::new(left, y, said.clone(), VALUE, theme.ink).strong(),
    );
    let beside = left + wide + 8.0;
    let fits = beside + text::width(&span, NOTE, Weight::Regular) <= sheet.width;
    let (span_x, span_y) = if fits { (beside, y) } else { (left, y + 17.0) };
    scene.draw(
        Some(about),
        Label::new(span_x, span_y, span.clone(), NOTE, theme.ink_3),
    );
    scene.regions.push(Region {
        datum: Datum::level(1, 0),
        x: 0.0,
        y: top,
        w: sheet.width,
        h: bottom - top,
        label: format!("Gap: {both}, {said} points, plausibly {span}"),
    });
    scene.height = bottom + 30.0;
}
