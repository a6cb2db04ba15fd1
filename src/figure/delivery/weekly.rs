//! Deployments by week as small multiples: a row per cohort, a column per service, one scale.

use super::names::{told_services, who, who_ink};
use super::says::month_name;
use super::{DRAWN, View};
use crate::calendar::civil;
use crate::delivery::{Board, By, Cohort, Who};
use crate::figure::rows::hatch;
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet};
use crate::figure::text;
use crate::figure::ticks;
use crate::figure::{Locale, format};

const DAY: i64 = 86_400;
const HIGH: f64 = 74.0;
/// Least width of a column.
const LEAST: f64 = 170.0;
const MOST: usize = 4;

/// A column: its name, and the places of its services.
struct Column {
    name: String,
    /// Which of those in view comes first.
    first: usize,
    services: Vec<usize>,
    /// Whether its bars are the mean of its services: together they would dwarf those that stand alone.
    is_mean: bool,
}

impl Column {
    /// A number that tells which of so many services these are: one of them, or all from one on.
    fn key(&self, services: usize) -> usize {
        match self.services.len() {
            0 | 1 => self.first,
            _ => services + self.first,
        }
    }

    /// What a bar shows where so many were deployed.
    fn shown(&self, count: u64) -> f64 {
        match self.is_mean {
            true => count as f64 / self.services.len() as f64,
            false => count as f64,
        }
    }
}

/// The services that have bars by their names, and their places.
fn in_view(board: &Board) -> Vec<(usize, &str)> {
    told_services(board)
        .map(|(place, service)| (place, service.name.as_str()))
        .collect()
}

/// The services and the week of the bar with this level of its mark, however wide the figure is.
pub(super) fn bar(board: &Board, level: usize) -> Option<(Vec<String>, usize)> {
    let weeks = board.weeks.len();
    let (key, week) = (level.checked_div(weeks)?, level % weeks);
    let services = in_view(board);
    let own = match key.checked_sub(services.len()) {
        None => services.get(key..=key)?,
        Some(first) => services.get(first..)?,
    };
    let names = own.iter().map(|(_, name)| (*name).to_owned());
    Some((names.collect(), week))
}

pub(super) fn draw(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let narrow = sheet.is_narrow();
    let (left, right) = if narrow {
        (26.0, sheet.width)
    } else {
        (154.0, sheet.width)
    };
    let columns = columns(board, right - left, sheet.locale);
    let gap = 26.0;
    let wide = (right - left - gap * (columns.len() - 1) as f64) / columns.len() as f64;
    let counts = |cohort: &Cohort, column: &Column, week: usize| -> u64 {
        let of_service = |at: &usize| cohort.weekly.get(at).and_then(|weeks| weeks.get(week));
        column.services.iter().filter_map(of_service).sum()
    };
    let weeks = board.weeks.len();
    let services = in_view(board).len();
    let most = board
        .cohorts
        .iter()
        .flat_map(|cohort| columns.iter().map(move |column| (cohort, column)))
        .flat_map(|(cohort, column)| (0..weeks).map(move |week| (cohort, column, week)))
        .map(|(cohort, column, week)| column.shown(counts(cohort, column, week)))
        .fold(0.0, f64::max);
    let ticks = ticks::counts(most.ceil() as u64);
    let top_tick = ticks.last().copied().unwrap_or(1.0);
    let mut scene = Scene::new(sheet.width);
    let above = if narrow { 40.0 } else { 18.0 };
    let step = HIGH + if narrow { 62.0 } else { 40.0 };
    let rows = board.cohorts.len().min(DRAWN);
    for (row, cohort) in board.cohorts.iter().take(DRAWN).enumerate() {
        let top = above + 14.0 + step * row as f64;
        let y = Scale::linear((0.0, top_tick), (top + HIGH, top));
        let ink = sheet.theme.cohort(who_ink(&cohort.who, row));
        let name = who(&cohort.who);
        let about = Datum::row(row);
        let n = format!(
            "{} deployments",
            format::base(cohort.deployments, sheet.locale)
        );
        if narrow {
            scene.draw(Some(about), Shape::dot(5.0, top - 31.0, 5.0, ink));
            let label = text::cut(&name, sheet.width - 160.0, NAME, Weight::Strong);
            let beside = 18.0 + text::width(&label, NAME, Weight::Strong) + 8.0;
            scene.draw(
                Some(about),
                Label::new(18.0, top - 26.0, label, NAME, sheet.theme.ink).strong(),
            );
            let n = text::cut(&n, sheet.width - beside, NOTE, Weight::Regular);
            scene.draw(
                Some(about),
                Label::new(beside, top - 26.0, n, NOTE, sheet.theme.ink_3),
            );
        } else {
            scene.draw(Some(about), Shape::dot(5.0, top + 17.0, 5.0, ink));
            let lines = text::fold(&name, left - 48.0, 2, NAME, Weight::Strong);
            let mut at = top + 22.0;
            for line in &lines {
                scene.draw(
                    Some(about),
                    Label::new(18.0, at, line.clone(), NAME, sheet.theme.ink).strong(),
                );
                at += 17.0;
            }
            for line in [
                format::base(cohort.deployments, sheet.locale),
                "deployments".to_owned(),
            ] {
                scene.draw(
                    Some(about),
                    Label::new(18.0, at, line, NOTE, sheet.theme.ink_3),
                );
                at += 17.0;
            }
        }
        for tick in &ticks {
            scene.draw(
                None,
                Label::new(
                    left - 7.0,
                    y.at(*tick) + 4.5,
                    format::count(*tick as u64, sheet.locale),
                    NOTE,
                    sheet.theme.ink_3,
                )
                .end(),
            );
        }
        for (place, column) in columns.iter().enumerate() {
            let x0 = left + (wide + gap) * place as f64;
            for tick in &ticks {
                let ink = if *tick == 0.0 {
                    sheet.theme.axis
                } else {
                    sheet.theme.grid
                };
                scene.draw(
                    None,
                    Shape::line((x0, y.at(*tick)), (x0 + wide, y.at(*tick)), ink, 1.0),
                );
            }
            let total: u64 = column
                .services
                .iter()
                .filter_map(|at| cohort.by_service.get(at))
                .sum();
            // By what its bars show: full weeks.
            let in_weeks = column.services.iter();
            let in_weeks = in_weeks.filter_map(|at| cohort.weekly.get(at)).flatten();
            let in_weeks: u64 = in_weeks.sum();
            let said = match board.weeks.len() {
                // What happened in partial weeks alone is no rate of full ones.
                0 => format::count(total, sheet.locale),
                _ if in_weeks == 0 => format::count(total, sheet.locale),
                weeks => {
                    let a_week =
                        format::number(column.shown(in_weeks) / weeks as f64, sheet.locale);
                    let each = if column.is_mean { " each" } else { "" };
                    // Of as many as the rate is told from, and no more.
                    let n = format::count(in_weeks, sheet.locale);
                    format!("{n}, {a_week} a week{each}")
                }
            };
            scene.draw(
                Some(about),
                Label::new(
                    x0 + wide,
                    top - 4.0,
                    text::cut(&said, wide, NOTE, Weight::Regular),
                    NOTE,
                    sheet.theme.ink_3,
                )
                .end()
                .halo(sheet.theme.halo),
            );
            let bar = wide / weeks.max(1) as f64;
            for week in 0..weeks {
                let count = counts(cohort, column, week);
                let high = column.shown(count);
                let height = y.at(0.0) - y.at(high);
                let shape = Shape::bar(
                    x0 + bar * week as f64 + bar * 0.09,
                    y.at(high),
                    bar * 0.82,
                    height,
                    ink,
                );
                let young = is_young(board, view, week);
                let about = Datum::level(row, column.key(services) * weeks + week);
                scene.draw(Some(about), if young { shape.faint(0.25) } else { shape });
                if young {
                    let from = x0 + bar * (week as f64 + 0.09);
                    let sides = (from, from + bar * 0.82);
                    hatch(sides, (y.at(high), y.at(0.0)), 4.0, ink, 1.0)
                        .into_iter()
                        .for_each(|stroke| scene.draw(Some(about), stroke));
                }
                if count == 0 {
                    scene.draw(
                        Some(about),
                        Shape::bar(
                            x0 + bar * week as f64 + bar * 0.09,
                            y.at(0.0) - 1.5,
                            bar * 0.82,
                            1.5,
                            ink,
                        )
                        .faint(0.6),
                    );
                }
                let (_, month, day) = civil(board.weeks[week].div_euclid(DAY));
                let late = if young { ", too recent to judge" } else { "" };
                let each = match column.is_mean {
                    true => format!(", {} of each", format::number(high, sheet.locale)),
                    false => String::new(),
                };
                scene.regions.push(Region {
                    datum: about,
                    x: x0 + bar * week as f64,
                    y: top,
                    w: bar,
                    h: HIGH,
                    label: format!(
                        "{}, {name}: {} in the week of {day} {}{late}{each}",
                        column.name,
                        format::noun(count, "deployment", "deployments", sheet.locale),
                        month_name(month)
                    ),
                });
            }
            if row == 0 {
                let is_sum = column.services.len() > 1 && board.by != By::Service;
                let name = text::cut(&column.name, wide, NAME, Weight::Strong);
                let y = if narrow { 12.0 } else { 14.0 };
                if !narrow || columns.len() > 1 || is_sum {
                    scene.draw(
                        None,
                        Label::new(x0, y, name, NAME, sheet.theme.ink).strong(),
                    );
                }
            }
            if row + 1 == rows {
                months(&mut scene, board, sheet, (x0, wide), top + HIGH + 18.0);
            }
        }
    }
    scene.height = above + 14.0 + step * rows as f64 - (step - HIGH) + 26.0;
    scene
}

/// The services with most deployments in a column each, the others together.
fn columns(board: &Board, room: f64, locale: &Locale) -> Vec<Column> {
    let viewed = in_view(board);
    // Services that are cohorts have a row each already.
    let most = match board.by {
        By::Service => 1,
        _ => ((room / LEAST) as usize).clamp(1, MOST),
    };
    let named = |at: usize| Column {
        name: match viewed[at].1 {
            "" => who(&Who::Unnamed),
            name => name.to_owned(),
        },
        first: at,
        services: vec![viewed[at].0],
        is_mean: false,
    };
    if viewed.len() <= most {
        return match viewed.len() {
            0 => vec![Column {
                name: String::new(),
                first: 0,
                services: Vec::new(),
                is_mean: false,
            }],
            many => (0..many).map(named).collect(),
        };
    }
    let alone = most - 1;
    let count = |n: usize| format::count(n as u64, locale);
    let mut columns: Vec<Column> = (0..alone).map(named).collect();
    columns.push(Column {
        name: match alone {
            0 if viewed.iter().any(|(_, name)| name.is_empty()) => "All services".to_owned(),
            0 if viewed.len() == 2 => "Both services".to_owned(),
            0 => format!("All {} services", count(viewed.len())),
            _ => format!("Mean of {} others", count(viewed.len() - alone)),
        },
        first: alone,
        services: viewed[alone..].iter().map(|(place, _)| *place).collect(),
        is_mean: alone > 0,
    });
    columns
}

/// Whether a week ends so late that its deployments had no time to fail.
pub(super) fn is_young(board: &Board, view: View<'_>, week: usize) -> bool {
    let follow_up = (view.asked.rules.follow_up_days * DAY as f64) as i64;
    let exported = board.window.exported + view.asked.zone.ahead(board.window.exported);
    board.weeks[week] + 7 * DAY + follow_up > exported
}

/// Names of months under their first full weeks, as many as fit.
pub(super) fn months(
    scene: &mut Scene,
    board: &Board,
    sheet: &Sheet,
    (x0, wide): (f64, f64),
    y: f64,
) {
    let weeks = board.weeks.len();
    let month = |week: usize| civil(board.weeks[week].div_euclid(DAY)).1;
    let starts: Vec<usize> = (0..weeks)
        .filter(|week| *week == 0 || month(*week) != month(week - 1))
        .collect();
    let room = wide / starts.len().max(1) as f64;
    let every = (38.0 / room).ceil().max(1.0) as usize;
    let mut free = f64::NEG_INFINITY;
    for week in starts.iter().step_by(every) {
        let name: String = month_name(month(*week)).chars().take(3).collect();
        let x = x0 + wide * *week as f64 / weeks as f64;
        let end = x + text::width(&name, NOTE, Weight::Regular);
        if x >= free && end <= x0 + wide {
            free = end + 8.0;
            scene.draw(None, Label::new(x, y, name, NOTE, sheet.theme.ink_3));
        }
    }
}
