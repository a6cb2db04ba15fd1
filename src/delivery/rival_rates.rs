//! What other definitions make of rates: how many deployments fail, and how many undo or repair another.

use super::asked::Asked;
use super::deployment::Remedy;
use super::floor::is_small;
use super::history::History;
use super::metrics::Rate;
use super::rivals::{Rival, Rivalry, Scope, Subject, Value, named};
use super::tried::{Failed, Tried};
use crate::analysis::LEVEL;

/// Definitions of the change fail rate.
pub(super) fn fail_rate(history: &History, asked: &Asked, scope: &Scope<'_>) -> Vec<Rivalry> {
    let rules = &asked.rules;
    let base = scope.rated;
    let tried = Tried::of(history, rules, scope.window, &base.deployments, LEVEL);
    let in_force = tried.failed(scope.links, rules);
    let named = |all: Vec<usize>| named(history, scope, all);
    let names = |by: &Failed, not_by: &Failed| named(tried.only(by, not_by));
    let is_judged = |at: &usize| base.judges(history.columns.finished[*at]);
    let failed_and = |is: fn(Option<Remedy>) -> bool| -> Vec<usize> {
        let failed = base.failed.iter().copied().filter(is_judged);
        failed
            .filter(|at| is(history.columns.remedy[*at]))
            .collect()
    };
    let one = |rival: Rival, rate: Rate| {
        Rivalry::of(Subject::FailRate, rival, Value::Rate(rate.withheld()))
    };
    let under = |rival: Rival| {
        let other = rival.rules(rules)?;
        let links = (scope.links_under)(other.attribution, other.blame);
        let failed = tried.failed(&links, &other);
        Some(Rivalry {
            more: names(&failed, &in_force),
            fewer: names(&in_force, &failed),
            ..one(rival, tried.rate(&failed, &other))
        })
    };
    // Whatever caused them, and whether or not a deployment did.
    let incidents = scope.began.inside.len() as u64;
    let deployments = scope.whole.deployments.len() as u64;
    let incidents = if is_small(deployments) { 0 } else { incidents };
    let mut all = vec![one(Rival::InForce, base.fail_rate)];
    all.extend(under(Rival::WithYoung));
    all.extend([
        Rivalry {
            fewer: named(failed_and(|remedy| remedy == Some(Remedy::Rollback))),
            ..one(Rival::WithoutRollbacks, base.fail_rate_without_rollbacks)
        },
        Rivalry {
            fewer: named(failed_and(|remedy| remedy.is_some())),
            ..one(Rival::WithoutRemedies, base.fail_rate_without_remedies)
        },
        Rivalry {
            more: named(
                base.failed
                    .iter()
                    .copied()
                    .filter(|at| !is_judged(at))
                    .collect(),
            ),
            ..one(Rival::Remediation, base.remediation_share)
        },
    ]);
    let others = [
        Rival::IncidentsOnly,
        Rival::NamedOnly,
        Rival::Earliest,
        Rival::Split,
        Rival::LastBefore,
        Rival::DevLake,
    ];
    all.extend(others.into_iter().filter_map(under));
    all.push(Rivalry::of(
        Subject::FailRate,
        Rival::IncidentsPerDeployment,
        Value::Ratio(incidents, deployments),
    ));
    all
}

/// Definitions of the deployment rework rate; nothing where nothing is told to undo or repair another.
pub(super) fn rework(history: &History, scope: &Scope<'_>) -> Vec<Rivalry> {
    let (base, columns, links) = (scope.rated, &history.columns, scope.links);
    if !history.tells_remedies && base.rework_rate.hits == 0 {
        return Vec::new();
    }
    let is_remedy = |at: usize| columns.remedy[at].is_some();
    let rated = |some: &dyn Fn(usize) -> bool, is_hit: &dyn Fn(usize) -> bool| {
        let mut counts = vec![(0, 0); history.facts.services.len()];
        for at in base.deployments.iter().copied().filter(|at| some(*at)) {
            let (hits, n) = &mut counts[history.facts.service_of[at]];
            *hits += u64::from(is_hit(at));
            *n += 1;
        }
        Rate::of(&counts, LEVEL)
    };
    let all_of_them = |_: usize| true;
    let is_judged = |at: usize| base.judges(columns.finished[at]);
    let one = |rival: Rival, rate: Rate| {
        Rivalry::of(Subject::Rework, rival, Value::Rate(rate.withheld()))
    };
    // With the deployments that are none by the one in force, and those that only that counts.
    let beside = |rival: Rival, is_hit: &dyn Fn(usize) -> bool| {
        let differ = |is: bool| {
            let all = base.deployments.iter().copied();
            all.filter(move |at| is_hit(*at) == is && is_remedy(*at) != is)
        };
        Rivalry {
            more: named(history, scope, differ(true).collect()),
            fewer: named(history, scope, differ(false).collect()),
            ..one(rival, rated(&all_of_them, is_hit))
        }
    };
    let many = history.deployments.len();
    let mut is_after_incident = vec![false; many];
    let mut is_rolled_back = vec![false; many];
    for remedied in &links.remedied {
        let has_incident = !links.caused.of(remedied.failed).is_empty();
        is_after_incident[remedied.remedy] |= has_incident;
        is_rolled_back[remedied.failed] |=
            columns.remedy[remedied.remedy] == Some(Remedy::Rollback);
    }
    let mut brings_fix = vec![false; many];
    for change in scope.fixes.iter().flat_map(|kind| &kind.changes) {
        for at in columns.carriers.of(*change) {
            brings_fix[*at as usize] = true;
        }
    }
    let mut all = vec![one(Rival::InForce, base.rework_rate)];
    all.push(beside(Rival::RollbacksOnly, &|at| {
        columns.remedy[at] == Some(Remedy::Rollback)
    }));
    if !history.incidents.is_empty() {
        let are_all_rated = scope.whole.deployments.len() == base.deployments.len();
        all.push(match are_all_rated {
            true => beside(Rival::AfterIncident, &|at| is_after_incident[at]),
            // What is repaired may be of a cohort that is left out, and the repair not.
            false => Rivalry {
                is_withheld: true,
                ..one(Rival::AfterIncident, Rate::of(&[], LEVEL))
            },
        });
    }
    if !scope.fixes.is_empty() {
        all.push(beside(Rival::WithFixes, &|at| {
            is_remedy(at) || brings_fix[at]
        }));
    }
    let rolled_back = rated(&is_judged, &|at| is_rolled_back[at]);
    all.push(one(Rival::RolledBack, rolled_back));
    all
}
