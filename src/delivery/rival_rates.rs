//! What other definitions make of rates: how many deployments fail, and how many undo or repair another.

use super::asked::Asked;
use super::definitions::Rework;
use super::deployment::Remedy;
use super::floor::is_small;
use super::history::History;
use super::metrics::Rate;
use super::rework::rework;
use super::rivals::{Rival, Rivalry, Scope, Subject, Value, named};
use super::tally::Counted;
use super::tried::{Failed, Tried};
use crate::analysis::LEVEL;

/// Definitions of the change fail rate.
pub(super) fn fail_rate(history: &History, asked: &Asked, scope: &Scope<'_>) -> Vec<Rivalry> {
    let rules = &asked.rules;
    let base = scope.rated;
    let tried = Tried::of(
        history,
        rules,
        scope.counted.window,
        &base.deployments,
        LEVEL,
    );
    let in_force = tried.failed(scope.counted.links, rules);
    let named = |all: Vec<usize>| named(history, scope, all);
    let names = |by: &Failed, not_by: &Failed| named(tried.only(by, not_by));
    let one = |rival: Rival, rate: Rate| {
        Rivalry::of(Subject::FailRate, rival, Value::Rate(rate.withheld()))
    };
    let under = |rival: Rival| {
        let other = rival.other_rules(rules)?;
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
    let bases = [
        Rival::OfAll,
        Rival::WithoutRollbacks,
        Rival::WithoutRemedies,
    ];
    all.extend(bases.into_iter().filter_map(under));
    all.push(Rivalry {
        more: named(tried.beyond(scope.counted.links, &in_force)),
        ..one(Rival::Remediation, base.remediation_share)
    });
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
pub(super) fn reworked(history: &History, scope: &Scope<'_>) -> Vec<Rivalry> {
    let Counted { links, rules, .. } = scope.counted;
    let (base, columns) = (scope.rated, &history.columns);
    if !history.tells_remedies && base.rework_rate.hits == 0 {
        return Vec::new();
    }
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
    let one = |rival: Rival, rate: Rate| {
        Rivalry::of(Subject::Rework, rival, Value::Rate(rate.withheld()))
    };
    let withheld = |rival: Rival| Rivalry {
        is_withheld: true,
        ..one(rival, Rate::none())
    };
    // With the deployments that are none by the one in force, and those that only that counts.
    let beside = |rival: Rival, is_hit: &dyn Fn(usize) -> bool| {
        let is_rework = |at: usize| links.endings[at].is_rework();
        let differ = |is: bool| {
            let all = base.deployments.iter().copied();
            all.filter(move |at| is_hit(*at) == is && is_rework(*at) != is)
        };
        Rivalry {
            more: named(history, scope, differ(true).collect()),
            fewer: named(history, scope, differ(false).collect()),
            ..one(rival, rated(&all_of_them, is_hit))
        }
    };
    let tells = |rule: Rework| match rule {
        Rework::Remedies => true,
        Rework::AfterIncident => !history.incidents.is_empty(),
        Rework::WithFixes => !scope.fixes.is_empty(),
    };
    let by_rule = |rival: Rival| {
        let other = rival.other_rules(rules)?;
        tells(other.rework).then(|| match (scope.tells_rework)(&other) {
            true => {
                let is_rework = rework(history, links, other.rework, scope.fixes);
                beside(rival, &|at| is_rework[at])
            }
            false => withheld(rival),
        })
    };
    let mut all = vec![match (scope.tells_rework)(rules) {
        true => one(Rival::InForce, base.rework_rate),
        false => withheld(Rival::InForce),
    }];
    let is_rollback = |at: usize| columns.remedy[at] == Some(Remedy::Rollback);
    all.extend(by_rule(Rival::Remedies));
    all.push(beside(Rival::RollbacksOnly, &is_rollback));
    all.extend(
        [Rival::AfterIncident, Rival::WithFixes]
            .into_iter()
            .filter_map(by_rule),
    );
    let mut is_rolled_back = vec![false; history.deployments.len()];
    for remedied in &links.remedied {
        is_rolled_back[remedied.failed] |= is_rollback(remedied.remedy);
    }
    let is_judged = |at: usize| base.judges(columns.finished[at]);
    let rolled_back = rated(&is_judged, &|at| is_rolled_back[at]);
    all.push(one(Rival::RolledBack, rolled_back));
    all
}
