//! What other definitions make of times: how often deployments come, how long changes take, and how long recovery does.

use super::asked::Asked;
use super::curve::Curve;
use super::history::History;
use super::incident::Incident;
use super::metrics::{Metrics, Window};
use super::recovering::Recovering;
use super::rivals::{Rival, Rivalry, Scope, Subject, Value};
use super::tally::{Counted, Days};
use super::weeks::{Calendar, Weeks};
use crate::analysis::stats::quantile;
use crate::analysis::stats::sorted::Sorted;
use crate::analysis::stats::survival::{Lasting, Lengths};

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
    let (rules, carried) = (scope.counted.rules, scope.carried);
    let one =
        |rival: Rival, curve: Curve| Rivalry::of(Subject::LeadTime, rival, Value::Hours(curve));
    let others = [Rival::FromCommit, Rival::FromOpened, Rival::FromMerge];
    let others = others.into_iter().filter_map(|rival| {
        let since = rival.other_rules(rules)?.lead_from;
        if !history.ways().has_lead(since) {
            return None;
        }
        let reached = carried.leading(history, since);
        (reached.all.n > 0).then(|| one(rival, reached.all))
    });
    let others: Vec<Rivalry> = others.collect();
    if others.is_empty() && scope.lead.all.n == 0 {
        return Vec::new();
    }
    let in_force = one(Rival::InForce, scope.lead.all.clone());
    [in_force].into_iter().chain(others).collect()
}

/// Definitions of recovery time.
pub(super) fn recovery(scope: &Scope<'_>) -> Vec<Rivalry> {
    let (counted, recovered) = (scope.counted, scope.restored);
    let Counted {
        history,
        links,
        rules,
        window,
        ..
    } = counted;
    let lasting = |incident: &Incident| incident.lasting(window.exported, rules.longest_days);
    let one = |rival: Rival, lengths: &Lengths| {
        let hours = Value::Hours(Curve::of(lengths).withheld());
        Rivalry::of(Subject::Recovery, rival, hours)
    };
    // How many incidents or repairs the others have tells how many those have that are left out.
    let whole = |rival: Rival, lengths: &Lengths, is_told: bool| match scope.is_whole && is_told {
        true => one(rival, lengths),
        false => Rivalry {
            is_withheld: true,
            ..one(rival, &Lengths::default())
        },
    };
    let by_rule = |rival: Rival| {
        let rules = &rival.other_rules(rules)?;
        let counted = Counted { rules, ..counted };
        let told = recovered.failed.iter();
        let told = told.filter_map(|at| Recovering::of(counted, *at).lasting()?.ok());
        let told: Vec<Lasting> = told.collect();
        // What no export tells is no definition of theirs.
        let is_known = told.iter().any(|one| one.is_over);
        is_known.then(|| {
            let lengths = told.into_iter().collect();
            whole(rival, &lengths, (scope.tells_recovery)(rules))
        })
    };
    let caused = links.incidents_of(&recovered.deployments).into_iter();
    let caused: Lengths = caused
        .filter_map(|at| lasting(&history.incidents[at]))
        .collect();
    let in_all = scope.began.inside.iter().map(|at| &history.incidents[*at]);
    let in_all: Lengths = in_all.filter_map(lasting).collect();
    let mut all = vec![one(Rival::InForce, &recovered.recovery.lengths)];
    all.extend(by_rule(Rival::ToRestored));
    all.push(whole(Rival::FromIncident, &caused, true));
    let others = [
        Rival::FromDetected,
        Rival::ToResolved,
        Rival::ToClosed,
        Rival::ToRepair,
    ];
    all.extend(others.into_iter().filter_map(by_rule));
    all.push(one(Rival::AllIncidents, &in_all));
    all
}
