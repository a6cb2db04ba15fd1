//! The numbers of the delivery figures as tables.

use super::load::{self, told};
use super::names::{follow, step, waiting, who, who_changed};
use super::weekly::is_young;
use super::{Card, View, rates, trends};
use crate::analysis::Interval;
use crate::analysis::stats::base::HIDE;
use crate::calendar::iso;
use crate::delivery::{Board, By, Cohort, Curve, KindOfFix, Rate, Rework, Told};
use crate::figure::Locale;
use crate::figure::format;
use crate::figure::table::Table;

pub(super) fn table(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> Table {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let (columns, rows): (Vec<String>, Vec<Vec<String>>) = match card {
        Card::Frequency => {
            let mut columns: Vec<String> = texts(&[
                "Cohort",
                "All",
                "A week and service",
                "95 % interval",
                "Days",
            ]);
            // Cohorts that are services have their own deployments and no others.
            let viewed = board.services.iter().filter(|one| one.is_in_view);
            let viewed: Vec<String> = match board.by {
                By::Service => Vec::new(),
                _ => viewed.map(|one| one.name.clone()).collect(),
            };
            columns.extend(viewed.iter().cloned());
            let row = |cohort: &Cohort| {
                let mut cells = vec![who(&cohort.who), format::count(cohort.deployments, locale)];
                match cohort.frequency {
                    Some((value, ends)) => {
                        cells.push(format::trimmed(value, 2, locale));
                        cells.push(match view.describes {
                            true => String::new(),
                            false => format::number_span(ends.low, ends.high, locale),
                        });
                    }
                    None => cells.extend([String::new(), String::new()]),
                }
                cells.push(format::count(cohort.days, locale));
                cells.extend((0..viewed.len()).map(|place| {
                    let n = cohort.by_service.get(&place).copied();
                    format::count(n.unwrap_or(0), locale)
                }));
                cells
            };
            (columns, cohorts(board).map(row).collect())
        }
        Card::FailRate => (
            texts(&["Cohort", "Failed", "Out of", "%", "95 % interval"]),
            cohorts(board)
                .map(|cohort| rate(who(&cohort.who), &cohort.failed, view, locale))
                .chain(gap(board, view, locale))
                .collect(),
        ),
        Card::Rework => (
            texts(&["Cohort", "Undo or repair", "Out of", "%", "95 % interval"]),
            cohorts(board)
                .flat_map(|cohort| {
                    let name = who(&cohort.who);
                    [
                        rate(
                            format!("{name}, rollbacks"),
                            &cohort.rolled_back,
                            view,
                            locale,
                        ),
                        rate(
                            format!(
                                "{name}, {}",
                                match view.asked.rules.rework {
                                    Rework::Remedies => "all repairs",
                                    _ => "rework",
                                }
                            ),
                            &cohort.reworked,
                            view,
                            locale,
                        ),
                        rate(
                            format!("{name}, were repaired"),
                            &cohort.repaired,
                            view,
                            locale,
                        ),
                        rate(
                            format!("{name}, ended in a rollback, hotfix or incident"),
                            &cohort.remediated,
                            view,
                            locale,
                        ),
                    ]
                })
                .collect(),
        ),
        Card::Following => (
            texts(&["What followed", "Changes", "Out of", "%", "95 % interval"]),
            board
                .following
                .iter()
                .flat_map(|one| {
                    let rates = one.rates.iter().map(|(of, of_it)| {
                        let name = format!("{}, {}", follow(one.what), who_changed(of));
                        rate(name, of_it, view, locale)
                    });
                    let gap = one.gap.as_ref().map(|(value, ends)| {
                        let name =
                            format!("{}, the first less the second, points", follow(one.what));
                        less(name, *value, ends, view, locale)
                    });
                    rates.chain(gap)
                })
                .collect(),
        ),
        Card::Recovery => (
            curve_columns(),
            cohorts(board)
                .map(|cohort| {
                    let name = who(&cohort.who);
                    match board.small.contains(&cohort.who) {
                        // How many of so few failed is not told.
                        true => hidden(name, curve_columns().len()),
                        false => curve(name, &cohort.recovery, view, locale),
                    }
                })
                .collect(),
        ),
        Card::LeadTime | Card::Merge => {
            let of = if card == Card::Merge {
                &board.merge.of
            } else {
                &board.lead.of
            };
            let rows = of
                .iter()
                .map(|(of, of_it)| curve(who_changed(of), of_it, view, locale));
            (curve_columns(), rows.collect())
        }
        Card::Incidents => (
            curve_columns(),
            vec![curve(
                "All incidents".to_owned(),
                &board.incidents.hours,
                view,
                locale,
            )],
        ),
        Card::Waits => (
            curve_columns(),
            board
                .waits
                .iter()
                .flat_map(|wait| {
                    let sides = wait.sides.iter().map(|(of, hours)| {
                        let name = format!("{}, {}", waiting(wait), who_changed(of));
                        curve(name, hours, view, locale)
                    });
                    [curve(waiting(wait), &wait.hours, view, locale)]
                        .into_iter()
                        .chain(sides)
                })
                .collect(),
        ),
        Card::Stages => (
            curve_columns(),
            board
                .stages
                .iter()
                .map(|stage| {
                    let name = format!("{}, {}", step(stage.step), who_changed(&stage.who));
                    curve(name, &stage.hours, view, locale)
                })
                .collect(),
        ),
        Card::WaitControl => (
            texts(&["Week of", "Approved", "Median wait", "Limits"]),
            board
                .wait_control
                .iter()
                .flat_map(|control| {
                    let weeks = control.weeks.iter().enumerate();
                    weeks.map(move |week| (&control.limits.ends, week))
                })
                .map(|(limits, (week, told))| {
                    let (low, high) = limits[week].unzip();
                    let week_of = iso(board.weeks[week].div_euclid(86_400));
                    match told {
                        None => vec![week_of, format::floor(), String::new(), String::new()],
                        Some((median, n)) => vec![
                            week_of,
                            format::count(*n, locale),
                            format::hours(*median, locale),
                            format::hours_span(low, high, *median, locale),
                        ],
                    }
                })
                .collect(),
        ),
        Card::Control => (
            texts(&["Week of", "Failed", "Out of", "%", "Limits of chance"]),
            board
                .control
                .iter()
                .flat_map(|control| {
                    control
                        .weeks
                        .iter()
                        .enumerate()
                        .map(move |week| (control, week))
                })
                .map(|(control, (week, (failed, n)))| {
                    let week_of = iso(board.weeks[week].div_euclid(86_400));
                    let limits = control.limits.ends[week];
                    let none = String::new;
                    let (failed, of, share) = match (control.told(week), n) {
                        (Some(_), _) => (
                            format::count(*failed, locale),
                            format::count(*n, locale),
                            format::percent(*failed as f64 / *n as f64, *n, locale),
                        ),
                        (None, 0) if control.held_back == Some(week) => {
                            (none(), "held back".to_owned(), none())
                        }
                        (None, 0) if is_young(board, view, week) => {
                            (none(), "too recent to judge".to_owned(), none())
                        }
                        (None, 0) => (none(), format::count(0, locale), none()),
                        (None, _) => (none(), format::count(*n, locale), format::floor()),
                    };
                    vec![
                        week_of,
                        failed,
                        of,
                        share,
                        limits.map_or_else(String::new, |(low, high)| {
                            format::span(Some(low.max(0.0)), Some(high.min(1.0)), *n, locale)
                        }),
                    ]
                })
                .collect(),
        ),
        Card::Fixes => {
            let sides = board.fixes.first().map_or(&[][..], |kind| &kind.of);
            let mut columns = texts(&["Kind of fix"]);
            columns.extend(sides.iter().map(|(of, _)| who_changed(of)));
            columns.extend((sides.len() > 1).then(|| "All".to_owned()));
            columns.extend(texts(&["Out of", "%", "95 % interval"]));
            let row = |kind: &KindOfFix| {
                let mut counts: Vec<u64> = kind.of.iter().map(|(_, n)| *n).collect();
                counts.extend((counts.len() > 1).then(|| kind.all()));
                let counts = counts.into_iter().map(|n| format::count(n, locale));
                let merged = rate(String::new(), &kind.rate, view, locale);
                [format::capital(&kind.name)]
                    .into_iter()
                    .chain(counts)
                    .chain(merged.into_iter().skip(2))
                    .collect()
            };
            (columns, board.fixes.iter().map(row).collect())
        }
        Card::Trends => trends::table(board, view, locale),
        Card::Load => (
            texts(&[
                "Events",
                "All",
                "Workday",
                "Evening",
                "Night",
                "Weekend",
                "Outside the workday, %",
                "95 % interval",
            ]),
            board
                .load
                .iter()
                .flat_map(|of| {
                    let mut cells = vec![told(of.what).to_owned()];
                    match of.load {
                        Err(few) => cells.extend([(); 7].map(|()| load::hidden(few))),
                        Ok(load) => {
                            let counts = [of.n, load.work, load.evening, load.night, load.weekend];
                            cells.extend(counts.map(|n| format::count(n, locale)));
                            let told = of.after_hours;
                            cells.push(told.map_or_else(String::new, |(share, _)| {
                                format::percent(share, load.all(), locale)
                            }));
                            let ends = told.filter(|_| !view.describes);
                            cells.push(ends.map_or_else(String::new, |(_, ends)| {
                                format::span(ends.low, ends.high, load.all(), locale)
                            }));
                        }
                    }
                    let sides = of.sides.iter().map(|(whose, outside)| {
                        let name = match of.what {
                            Told::Reviews => who_changed(whose),
                            _ => who(whose),
                        };
                        let name = format!("{}, {name}", told(of.what));
                        let [name, hits, n, share, ends] = rate_cells(name, outside, view, locale);
                        let hits = match hits.as_str() {
                            "" => share,
                            _ => format!("{hits} outside, {share}"),
                        };
                        let none = String::new;
                        vec![name, n, none(), none(), none(), none(), hits, ends]
                    });
                    [cells].into_iter().chain(sides).collect::<Vec<_>>()
                })
                .collect(),
        ),
    };
    Table {
        caption: card.label().to_owned(),
        columns,
        rows,
    }
}

/// The first cohort less the second, in points; nothing where they are not compared.
fn gap(board: &Board, view: View<'_>, locale: &Locale) -> Option<Vec<String>> {
    let (gap, ends, _) = board.gap?;
    let known: Vec<&Cohort> = board
        .cohorts
        .iter()
        .filter(|one| one.who.is_known())
        .collect();
    let [one, other] = known.as_slice() else {
        return None;
    };
    let name = format!("{} less {}, points", who(&one.who), who(&other.who));
    Some(less(name, gap, &ends, view, locale))
}

/// A gap in points below the rates that it is of.
fn less(name: String, gap: f64, ends: &Interval, view: View<'_>, locale: &Locale) -> Vec<String> {
    vec![
        name,
        String::new(),
        String::new(),
        format::points(gap, locale),
        match view.describes {
            true => String::new(),
            false => format::points_span(ends.low, ends.high, locale),
        },
    ]
}

/// The cohorts, and all together where there is more than one.
fn cohorts(board: &Board) -> impl Iterator<Item = &Cohort> {
    let all = (board.cohorts.len() > 1).then_some(&board.everyone);
    board.cohorts.iter().chain(all)
}

fn rate(name: String, rate: &Rate, view: View<'_>, locale: &Locale) -> Vec<String> {
    rate_cells(name, rate, view, locale).into()
}

/// What it is called, hits, out of how many, the share and its interval.
fn rate_cells(name: String, rate: &Rate, view: View<'_>, locale: &Locale) -> [String; 5] {
    if !rates::is_told(rate) {
        return [
            name,
            String::new(),
            format::count(rate.n, locale),
            match rate.n < HIDE {
                true => format::floor(),
                false => rates::hidden(rate),
            },
            String::new(),
        ];
    }
    [
        name,
        format::count(rate.hits, locale),
        format::count(rate.n, locale),
        format::percent(rate.value().unwrap_or(0.0), rate.n, locale),
        match (rate.interval, view.describes) {
            (Ok(ends), false) => format::span(ends.low, ends.high, rate.n, locale),
            _ => String::new(),
        },
    ]
}

fn curve_columns() -> Vec<String> {
    let names = [
        "Of",
        "n",
        "Not over",
        "Median",
        "95 % interval",
        "A quarter within",
        "Three quarters within",
        "Nine tenths within",
        "Mean",
    ];
    names.map(str::to_owned).to_vec()
}

/// A row of what is told of too few.
fn hidden(name: String, columns: usize) -> Vec<String> {
    let mut cells = vec![name];
    cells.resize(columns, format::floor());
    cells
}

fn curve(name: String, curve: &Curve, view: View<'_>, locale: &Locale) -> Vec<String> {
    if curve.n < HIDE {
        let mut cells = vec![name, format::count(curve.n, locale)];
        cells.resize(9, format::floor());
        return cells;
    }
    let hours = |value: Option<f64>| {
        value.map_or_else(
            || "not reached".to_owned(),
            |value| format::hours(value, locale),
        )
    };
    vec![
        name,
        format::count(curve.n, locale),
        format::count(curve.open, locale),
        hours(curve.median),
        match (curve.interval, curve.median) {
            (Some(ends), Some(median)) if !view.describes => {
                format::hours_span(ends.low, ends.high, median, locale)
            }
            _ => String::new(),
        },
        hours(curve.others[0]),
        hours(curve.others[1]),
        hours(curve.others[2]),
        hours(curve.mean),
    ]
}
