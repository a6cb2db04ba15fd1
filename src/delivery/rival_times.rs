//! What other definitions make of times: how often deployments come, how long changes take, and how long recovery does.

use super::asked::Asked;
use super::curve::Curve;
use super::history::History;
use super::incident::Incident;
use super::metrics::{Metrics, Window};
use super::rivals::{Rival, Rivalry, Scope, Subject, Value};
use super::rules::Rules;
use super::tally::Days;
use super::ways::{self, Since};
use super::weeks::{Calendar, Weeks};
use crate::analysis::stats::quantile;
use crate::analysis::stats::sorted::Sorted;
use crate::analysis::stats::survival::Lengths;

const DAY: i64 = 86_400;

/// Definitions of deployment frequency.
pub(super) fn frequency(
    history: &History,
    asked: &Asked,
    base: &Metrics,
    window: Window,
) -> Vec<Rivalry> {
    let weeks = asked.zone.with_clock(|clock| Weeks::of(window, clock));
    let mut days: Vec<Days> = Vec::new();
    days.resize_with(weeks.starts.len(), Days::default);
    asked.zone.with_clock(|clock| {
        let mut calendar = Calendar::of(&weeks, clock);
        for at in &base.deployments {
            let today = calendar.day(history.columns.finished[*at]);
            if let Some(week) = today.week {
                days[week].add(today.day);
            }
        }
    });
    let counts: Sorted = days.iter().map(|days| days.count() as f64).collect();
    let sum: u64 = days.iter().map(Days::count).sum();
    // A rate a week of less than a week is none.
    let is_told = window.to - window.from >= 7 * DAY;
    let in_force = base.deployments.len() as f64 / base.service_weeks;
    let told = [
        (Rival::InForce, Some(in_force).filter(|_| is_told)),
        (Rival::Days, Some(sum as f64 / days.len() as f64)),
        (Rival::MedianDays, quantile::type7(&counts, 0.5).ok()),
    ];
    told.into_iter()
        .filter_map(|(rival, value)| {
            let value = Value::AWeek(value.filter(|value| value.is_finite())?);
            Some(Rivalry::of(Subject::Frequency, rival, value))
        })
        .collect()
}

/// Definitions of change lead time.
pub(super) fn lead_time(history: &History, scope: &Scope<'_>) -> Vec<Rivalry> {
    let ways = history.ways();
    let one =
        |rival: Rival, curve: Curve| Rivalry::of(Subject::LeadTime, rival, Value::Hours(curve));
    if scope.lead.all.n == 0 {
        return Vec::new();
    }
    let mut all = vec![one(Rival::InForce, scope.lead.all.clone())];
    if ways.has_lead(Since::Commit) {
        let carried = scope.carried;
        let mut lengths = vec![Lengths::default(); carried.whos().len()];
        let leads = carried.leads(history, Since::Commit, |row, _| row as u32);
        leads.each(|row, lasting| lengths[row as usize].push(lasting));
        let reached = carried.reached(history, lengths);
        all.push(one(Rival::FromCommit, reached.all));
    }
    let merged = scope.carried.deploying(history);
    all.extend((merged.all.n > 0).then(|| one(Rival::FromMerge, merged.all)));
    all
}

/// Definitions of recovery time.
pub(super) fn recovery(history: &History, rules: &Rules, scope: &Scope<'_>) -> Vec<Rivalry> {
    let (window, links, recovered) = (scope.window, scope.links, scope.restored);
    let lasting = |incident: &Incident| incident.lasting(window.exported, rules.longest_days);
    let hours = |lengths: &Lengths| Value::Hours(Curve::of(lengths).withheld());
    let one =
        |rival: Rival, lengths: &Lengths| Rivalry::of(Subject::Recovery, rival, hours(lengths));
    // How many incidents or repairs the others have tells how many those have that are left out.
    let whole = |rival: Rival, lengths: &dyn Fn() -> Lengths| Rivalry {
        is_withheld: !scope.is_whole,
        ..one(
            rival,
            &if scope.is_whole {
                lengths()
            } else {
                Lengths::default()
            },
        )
    };
    let from_incident = || {
        let all = links.incidents_of(&recovered.deployments).into_iter();
        all.filter_map(|at| lasting(&history.incidents[at]))
            .collect()
    };
    let to_repair = || {
        let finished = &history.columns.finished;
        let repaired = recovered.failed.iter().filter_map(|at| {
            let seconds = finished[links.repaired[*at]? as usize] - finished[*at];
            let length = ways::lasting(seconds, true);
            let is_sound = length.time >= 0.0 && length.time <= rules.longest_days * 24.0;
            is_sound.then_some(length)
        });
        repaired.collect()
    };
    let in_all = scope.began.inside.iter().map(|at| &history.incidents[*at]);
    let in_all: Lengths = in_all.filter_map(lasting).collect();
    let mut all = vec![
        one(Rival::InForce, &recovered.recovery.lengths),
        whole(Rival::FromIncident, &from_incident),
    ];
    if history.tells_remedies {
        all.push(whole(Rival::ToRepair, &to_repair));
    }
    all.push(one(Rival::AllIncidents, &in_all));
    all
}
