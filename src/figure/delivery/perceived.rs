//! What a survey says of each team or service, beside what is measured of it.

use std::collections::{BTreeMap, BTreeSet};

use super::names::who;
use super::rates;
use crate::analysis::stats::base::HIDE;
use crate::analysis::{Answer, Row, Shape};
use crate::delivery::{Board, By, Cohort, Levels, Rate, Told, one_spelling};
use crate::figure::Locale;
use crate::figure::format;
use crate::figure::reading::{headline_name, kind, reading};
use crate::figure::sheet::Lens;
use crate::figure::table::Table;
use crate::study::Role;

/// Answers of a team that its level is told from, at least.
const TEAM: u64 = 10;
/// Names that are told one by one at most.
const NAMED: usize = 12;

/// A row per team or service that both know by the same name, however it is spelled; `answers` are the survey's, divided by that
/// name, each with what it is about, and so is the board.
pub fn perceived(answers: &[(Role, Answer)], board: &Board, locale: &Locale) -> Table {
    let mut columns = vec!["Team or service".to_owned()];
    for (role, answer) in answers {
        let what = match role {
            Role::DeploymentFrequency => "deployment frequency",
            Role::RollbackShare => "share that ends in rollback, hotfix or impact",
            Role::RecoveryTime => "recovery time",
            Role::Burnout(_) => "work outside the workday",
            _ => "answer",
        };
        let told = match &answer.shape {
            Shape::Levels(_) => "median answer and how many gave each".to_owned(),
            shape => format::small(headline_name(shape)),
        };
        columns.push(format!("Said: {what}, {told}"));
        columns.push(format!("Measured: {}", measured_name(*role)));
    }
    let names = answers
        .first()
        .map_or(&[][..], |(_, answer)| &answer.rows[..]);
    let rows = names.iter().enumerate().filter_map(|(at, row)| {
        let alike = |cohort: &&Cohort| is_alike(&who(&cohort.who), &row.cohort.name);
        let cohort = board.cohorts.iter().find(alike)?;
        let mut cells = vec![row.cohort.name.clone()];
        for (role, answer) in answers {
            cells.push(said(*role, answer, at, locale));
            cells.push(match role {
                Role::Burnout(_) => after_hours(board, cohort, locale),
                role => measured(*role, cohort, locale),
            });
        }
        Some(cells)
    });
    Table {
        caption: "Perceived and measured".to_owned(),
        rows: rows.collect(),
        columns,
    }
}

/// Teams or services that only one of the two knows, in words; none where both know all.
pub fn unmatched(answers: &[(Role, Answer)], cohorts: &[Cohort]) -> Option<String> {
    let (_, answer) = answers.first()?;
    let said: Vec<&str> = answer
        .rows
        .iter()
        .map(|row| row.cohort.name.as_str())
        .collect();
    let known = cohorts.iter().filter(|cohort| cohort.who.is_known());
    let measured: Vec<String> = known.map(|cohort| who(&cohort.who)).collect();
    let only_said = said
        .iter()
        .filter(|name| !measured.iter().any(|other| is_alike(name, other)));
    let only_measured = measured
        .iter()
        .filter(|name| !said.iter().any(|other| is_alike(name, other)));
    let sides = [
        (
            "only in the survey",
            only_said.map(|name| (*name).to_owned()).collect::<Vec<_>>(),
        ),
        ("only in the exports", only_measured.cloned().collect()),
    ];
    let told = sides.into_iter().filter(|(_, names)| !names.is_empty());
    let told: Vec<String> = told
        .map(|(whose, names)| format!("{whose}: {}", listed(&names)))
        .collect();
    (!told.is_empty()).then(|| format!("{}.", format::capital(&told.join("; "))))
}

/// Names, each in quotes; of very many the first, and how many more there are.
fn listed(names: &[String]) -> String {
    let named: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| format!("“{name}”"))
        .collect();
    match names.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The median level that people answered of each team or service that the history knows, too; none where fewer than two such levels
/// come out. Those with too few answers have none.
pub fn levels(answer: &Answer, cohorts: &[Cohort], by: By) -> Option<Levels> {
    let Shape::Levels(shape) = &answer.shape else {
        return None;
    };
    let is_known = |row: &&Row| {
        let mut names = cohorts.iter().map(|cohort| who(&cohort.who));
        row.base.used >= TEAM && names.any(|name| is_alike(&name, &row.cohort.name))
    };
    let told = answer.rows.iter().filter(is_known);
    let found = told.filter_map(|row| Some((one_spelling(&row.cohort.name), median_level(row)?)));
    let found: BTreeMap<String, usize> = found.collect();
    let several: BTreeSet<usize> = found.values().copied().collect();
    // Scales rise, and who uses most AI comes first.
    let names: Vec<usize> = several.into_iter().rev().collect();
    let place = |level: usize| names.iter().position(|own| *own == level);
    let of = found
        .into_iter()
        .filter_map(|(name, level)| Some((name, place(level)?)));
    (names.len() > 1).then(|| Levels {
        question: answer.called.clone(),
        are_services: by == By::Service,
        of: of.collect(),
        names: names
            .iter()
            .map(|level| shape.names[*level].clone())
            .collect(),
    })
}

/// The level that the median answer of a row has.
fn median_level(row: &Row) -> Option<usize> {
    let all: u64 = row.levels.iter().map(|level| level.count).sum();
    let mut so_far = 0;
    row.levels.iter().position(|level| {
        so_far += level.count;
        2 * so_far >= all
    })
}

/// Whether two names are the same but for the case of letters and the marks between words.
pub fn is_alike(one: &str, other: &str) -> bool {
    one_spelling(one) == one_spelling(other)
}

fn measured_name(role: Role) -> &'static str {
    match role {
        Role::DeploymentFrequency => "deployments a week and service",
        Role::RollbackShare => "ended in a rollback, hotfix or incident",
        Role::RecoveryTime => "median recovery",
        Role::Burnout(_) => "deployments outside the workday",
        _ => "",
    }
}

fn said(role: Role, answer: &Answer, at: usize, locale: &Locale) -> String {
    // How people are is more private than how often they deploy.
    let least = match role {
        Role::Burnout(_) => TEAM,
        _ => HIDE,
    };
    let Some(row) = answer.rows.get(at) else {
        return String::new();
    };
    match (&row.headline, &answer.shape) {
        _ if row.base.used < least => format!("hidden: {}", format::under(least)),
        // Bands are no numbers: which is the middle one, and how many gave each, is all that they tell.
        (_, Shape::Levels(shape)) => {
            let each = shape.names.iter().zip(&row.levels);
            let each = each.filter(|(_, level)| level.count > 0);
            let each: Vec<String> = each
                .map(|(name, level)| format!("{name} {}", format::count(level.count, locale)))
                .collect();
            let base = format::base(row.base.used, locale);
            match median_level(row) {
                Some(median) => format!("{}; {base}: {}", shape.names[median], each.join(", ")),
                None => base,
            }
        }
        (Ok(estimate), _) => {
            let told = reading(estimate, kind(&answer.shape), Lens::Percent, locale);
            let beside = match told.fraction.is_empty() {
                true => format::base(row.base.used, locale),
                false => told.fraction,
            };
            match told.range.is_empty() {
                true => format!("{}; {beside}", told.value),
                false => format!("{}, {}; {beside}", told.value, told.range),
            }
        }
        (Err(reason), _) => reason.to_string(),
    }
}

/// How often deployments of a cohort end outside the workday.
fn after_hours(board: &Board, cohort: &Cohort, locale: &Locale) -> String {
    let mut load = board.load.iter();
    let Some(load) = load.find(|load| load.what == Told::Deployments) else {
        return "no time of day is known".to_owned();
    };
    let own = load.sides.iter().find(|(who, _)| *who == cohort.who);
    match own {
        Some((_, rate)) if rates::is_told(rate) => share(rate, locale),
        Some((_, rate)) => rates::hidden(rate),
        None => "not told by team".to_owned(),
    }
}

/// "22 %, 18–26; 61 of 276".
fn share(rate: &Rate, locale: &Locale) -> String {
    let span = rate.interval.ok().map_or_else(String::new, |ends| {
        format!(", {}", format::span(ends.low, ends.high, rate.n, locale))
    });
    format!(
        "{}{span}; {}",
        format::percent(rate.value().unwrap_or(0.0), rate.n, locale),
        format::fraction(rate.hits, rate.n, locale)
    )
}

fn measured(role: Role, cohort: &Cohort, locale: &Locale) -> String {
    match role {
        Role::DeploymentFrequency => cohort.frequency.map_or_else(String::new, |(value, ends)| {
            format!(
                "{}, {}; {} deployments",
                format::trimmed(value, 1, locale),
                format::number_span(ends.low, ends.high, locale),
                format::count(cohort.deployments, locale)
            )
        }),
        // What people are asked of is Harness's remediation share, and no change fail rate.
        Role::RollbackShare => {
            let rate = &cohort.remediated;
            match rate.value().filter(|_| rate.n >= HIDE) {
                None => "too few to judge".to_owned(),
                Some(_) => share(rate, locale),
            }
        }
        Role::RecoveryTime => match cohort.recovery.median {
            Some(median) if cohort.recovery.n >= HIDE => {
                let ends = cohort.recovery.interval;
                let span = ends.map_or_else(String::new, |ends| {
                    let span = format::hours_span(ends.low, ends.high, median, locale);
                    if span.is_empty() {
                        span
                    } else {
                        format!(", {span}")
                    }
                });
                format!(
                    "{}{span}; {} failed",
                    format::hours(median, locale),
                    format::count(cohort.recovery.n, locale)
                )
            }
            _ if cohort.recovery.n < HIDE => "too few to judge".to_owned(),
            _ => "not reached".to_owned(),
        },
        _ => String::new(),
    }
}
