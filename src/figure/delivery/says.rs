//! The words around the delivery figures: what is on the page and in the files beside a drawing.

use super::published::published;
use super::strips::names_steps;
use super::{Card, View, definitions, findings, strips};
use crate::calendar::civil;
use crate::delivery::{Board, By, RateBase};
use crate::figure::Locale;
use crate::figure::format;
use crate::figure::frame::Words;

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Exports that are named one by one at most.
const NAMED: usize = 8;

/// The name of a month, 1 to 12.
pub(super) fn month_name(month: usize) -> &'static str {
    month
        .checked_sub(1)
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// A day by local seconds: "1 December 2025".
pub fn day(local: i64) -> String {
    let (year, month, day) = civil(local.div_euclid(DAY));
    format!("{day} {} {year}", month_name(month))
}

/// Two days by local seconds, the second of which is the day after the last; the year is said once where it is the same.
pub fn month_span(from: i64, to: i64) -> String {
    let last = (to - 1).max(from);
    let (first_year, first_month, first_day) = civil(from.div_euclid(DAY));
    let (year, ..) = civil(last.div_euclid(DAY));
    match (
        from.div_euclid(DAY) == last.div_euclid(DAY),
        first_year == year,
    ) {
        (true, _) => day(last),
        (false, true) => format!("{first_day} {} to {}", month_name(first_month), day(last)),
        (false, false) => format!("{} to {}", day(from), day(last)),
    }
}

/// The heading of the page.
pub fn title_of_window(board: &Board, view: View<'_>) -> String {
    let local = |at: i64| at + view.asked.zone.ahead(at);
    let span = month_span(local(board.window.from), local(board.window.to));
    let sorting = &board.sorting;
    let what = match (sorting.deployments, sorting.incidents, sorting.changes.0) {
        (0, 0, 0) => "Delivery",
        (0, 0, _) => "Changes",
        (0, _, 0) => "Incidents",
        (0, ..) => "Changes and incidents",
        _ => "Deployments and recovery",
    };
    match board.window.to {
        // Nothing says when it was.
        0 => what.to_owned(),
        _ => format!("{what}, {span}"),
    }
}

pub(super) fn words(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> Words {
    let title = findings::title(card, board, view, locale);
    let mut strip = strips::strip(card, board, view, locale);
    let published = published(card, &view.asked.rules).filter(|_| view.shows_published);
    strip.extend(published.map(|told| ("Published".to_owned(), told)));
    let origin = match view.is_synthetic {
        true => "Synthetic sample, invented data of no real team".to_owned(),
        false => exports(view.exports, locale),
    };
    let local = |at: i64| at + view.asked.zone.ahead(at);
    let span = match board.window.to {
        0 => String::new(),
        to => {
            let zone = match view.asked.zone.name.as_str() {
                "" => "UTC",
                name => name,
            };
            let days = month_span(local(board.window.from), local(to));
            format!(", {days} ({zone})")
        }
    };
    Words {
        kicker: format!("{}, counts {}", card.label(), card.counts()),
        title,
        subtitle: subtitle(card, board, view),
        strip,
        source: format!(
            "{origin}{span}{}. What goes together is not what causes what.",
            chosen(view)
        ),
    }
}

/// Services that are named at most where only some are looked at.
const CHOSEN: usize = 4;

/// Which services are looked at, where somebody chose some: a file that is saved says what it is of.
fn chosen(view: View<'_>) -> String {
    let chosen: Vec<&str> = view
        .asked
        .services
        .iter()
        .map(|name| match name.as_str() {
            "" => "those that name no service",
            name => name,
        })
        .collect();
    let more = chosen.len().saturating_sub(CHOSEN);
    let named = chosen[..chosen.len() - more].join(", ");
    match (chosen.len(), more) {
        (0, _) => String::new(),
        (1, _) => format!(", only {named}"),
        (_, 0) => format!(", only the services {named}"),
        (_, more) => format!(", only the services {named} and {more} more"),
    }
}

/// The exports by their names, or by how many they are.
fn exports(names: &[String], locale: &Locale) -> String {
    let named = names.iter().take(NAMED).map(String::as_str);
    let named: Vec<&str> = named.collect();
    match names.len() {
        0 => "Exports of the team’s own tools".to_owned(),
        all if all <= NAMED => named.join(", "),
        all => format!(
            "{} and {} more exports",
            named.join(", "),
            format::count((all - NAMED) as u64, locale)
        ),
    }
}

fn subtitle(card: Card, board: &Board, view: View<'_>) -> String {
    match card {
        Card::Frequency => "Production deployments per week, one shared scale; weeks without any are kept as zero, hatched ones are too recent to judge failures",
        Card::FailRate => match view.asked.rules.base {
            RateBase::All => "Failed deployments as % of production deployments",
            RateBase::WithoutRollbacks => "Failed deployments as % of production deployments, rollbacks left out",
            RateBase::WithoutRemedies => "Failed deployments as % of production deployments, rollbacks, reverts and hotfixes left out",
        },
        Card::Recovery => {
            let rules = &view.asked.rules;
            return format!(
                "Share {} within a time, from {}; log scale; a tick is one not known to be so",
                definitions::recovered(rules),
                definitions::recovery_span(rules)
            );
        }
        Card::Rework => "Deployments that undo or repair another, as % of production deployments",
        Card::LeadTime => definitions::led(&view.asked.rules),
        Card::Merge => "Share of merged changes that were merged within a time after they were opened; log scale",
        Card::Incidents => "Share of incidents that were over within a time after they began; log scale; a tick is one not known to be restored",
        Card::Following => match board.by {
            By::Exposure | By::Fitting => "% of merged changes that each thing followed, by whether a sign of AI is on the change",
            By::Service => "% of merged changes that each thing followed, by the service that they change",
            By::Everyone => "% of merged changes that each thing followed",
            _ => "% of merged changes that each thing followed, by the cohort of the first deployment with the change",
        },
        Card::Trends => "Each metric on one scale for all cohorts; bands are within what a cohort’s own points stay if nothing changes, big dots stand out of theirs; hatched weeks are too recent",
        Card::Control if board.control.as_ref().is_some_and(|control| control.limits.varies) => "Failed deployments as % of each week’s; the band is how much weeks differ anyway",
        Card::Control => "Failed deployments as % of each week’s; the band is what chance alone gives",
        Card::Waits if names_steps(board) => "Hours from request to approval, median and middle half; log scale",
        Card::Waits => "Hours that changes wait at each part of the way, median and middle half; log scale",
        Card::WaitControl => "Median hours from opened to first approved, by week of the approval; the band is how much weeks differ anyway",
        Card::Stages => "Hours at each part of the way of merged changes, median and middle half; log scale",
        Card::Fixes => "Merged changes whose title, label or link says that they mend something; counts",
        Card::Load => match view.asked.zone.name.as_str() {
            "" => "Share outside 8 to 18 o’clock, Monday to Friday, in UTC, or as written where an export names no zone",
            zone => return format!("Share outside 8 to 18 o’clock, Monday to Friday, by the clock of {zone}; times without a zone are taken for UTC"),
        },
    }
    .to_owned()
}
