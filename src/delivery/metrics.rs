//! The delivery metrics of a history in a window, under rules.

use std::collections::{BTreeMap, BTreeSet};

use super::deployment::{Deployment, Remedy};
use super::history::History;
use super::link::{Link, Links};
use super::rules::Rules;
use crate::analysis::stats::survival::{Lasting, Survival};
use crate::analysis::stats::{rate, share};
use crate::analysis::{Interval, Unmeasurable};

const DAY: i64 = 86_400;

/// The time that is looked at, in seconds since 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Window {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
    /// When the exports were made: what is open then was still open.
    pub exported: i64,
}

/// A count out of another, with Wilson's interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How many.
    pub hits: u64,
    /// Out of how many.
    pub n: u64,
    /// Wilson's interval, or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
}

impl Rate {
    fn of(hits: u64, n: u64, level: f64) -> Rate {
        Rate {
            hits,
            n,
            interval: share::wilson(hits as f64, n as f64, level),
        }
    }

    /// 0 to 1; none where there is nothing that it could be out of.
    pub fn value(&self) -> Option<f64> {
        (self.n > 0).then(|| self.hits as f64 / self.n as f64)
    }
}

/// How long failed deployments took to recover from.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// The curve of hours, or why there is none.
    pub hours: Result<Survival, Unmeasurable>,
    /// Deployments whose service was not restored when the exports were made.
    pub open: u64,
    /// Those left out, for they would have ended before they began or lasted too long, by their places in the history.
    pub doubtful: Vec<usize>,
}

/// The metrics.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Deployments that reached production in the window, by their places in the history.
    pub deployments: Vec<usize>,
    /// Services that were deployed.
    pub services: u64,
    /// Service-weeks that were looked at.
    pub service_weeks: f64,
    /// Exact interval of deployments a week and service, or why there is none.
    pub frequency: Result<Interval, Unmeasurable>,
    /// Days with a deployment.
    pub deployment_days: u64,
    /// Deployments with a linked incident, or whose own row says that they were undone.
    pub failed: BTreeSet<usize>,
    /// Failed deployments out of all.
    pub fail_rate: Rate,
    /// The same with rollbacks left out.
    pub fail_rate_without_rollbacks: Rate,
    /// The same with rollbacks and repairs left out.
    pub fail_rate_without_remedies: Rate,
    /// Rollbacks out of all.
    pub rollback_rate: Rate,
    /// Repairs of any kind out of all.
    pub rework_rate: Rate,
    /// Incidents that belong to deployments of the window, over these; more than one may belong to a deployment.
    pub incidents_per_deployment: Option<f64>,
    /// Incidents that began in the window and belong to no deployment.
    pub incidents_without_deployment: u64,
    /// How long it took to recover from failed ones.
    pub recovery: Recovery,
    /// Deployments too young to have failed yet.
    pub young: u64,
}

impl Metrics {
    /// The metrics of the deployments for which `is_of` says so, in a window, at a level of confidence.
    pub fn of(
        history: &History,
        links: &Links,
        rules: &Rules,
        window: Window,
        is_of: &dyn Fn(usize) -> bool,
        level: f64,
    ) -> Metrics {
        let is_in = |at: i64| (window.from..window.to).contains(&at);
        let when = |at: usize| history.deployments[at].finished;
        let counts = |at: &usize| {
            is_of(*at) && history.deployments[*at].counts() && when(*at).is_some_and(is_in)
        };
        let deployments: Vec<usize> = (0..history.deployments.len()).filter(counts).collect();
        let n = deployments.len() as u64;
        let of = |at: &usize| &history.deployments[*at];
        let services: BTreeSet<&str> = deployments
            .iter()
            .map(|at| of(at).service.as_str())
            .collect();
        let days: BTreeSet<i64> = deployments
            .iter()
            .filter_map(|at| when(*at))
            .map(|at| at.div_euclid(DAY))
            .collect();
        let weeks = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
        let service_weeks = weeks * services.len() as f64;
        let mut by_deployment: BTreeMap<usize, Vec<&Link>> = BTreeMap::new();
        for link in &links.links {
            by_deployment.entry(link.deployment).or_default().push(link);
        }
        let has_failed = |at: &&usize| by_deployment.contains_key(at) || of(at).is_undone;
        let failed: BTreeSet<usize> = deployments.iter().filter(has_failed).copied().collect();
        let fail_rate = |is_in: &dyn Fn(&Deployment) -> bool| {
            let base = deployments.iter().filter(|at| is_in(of(at)));
            let hits = base.clone().filter(|at| failed.contains(at)).count() as u64;
            Rate::of(hits, base.count() as u64, level)
        };
        let remedies = |is: &dyn Fn(Remedy) -> bool| {
            let hits = deployments
                .iter()
                .filter(|at| of(at).remedy.is_some_and(is))
                .count() as u64;
            Rate::of(hits, n, level)
        };
        let incidents = by_deployment.iter().filter(|(at, _)| counts(at));
        let incidents: usize = incidents.map(|(_, links)| links.len()).sum();
        let began_in = |at: &&usize| history.incidents[**at].started.is_some_and(is_in);
        let follow_up = (rules.follow_up_days * DAY as f64) as i64;
        let is_young = |at: &&usize| when(**at).is_some_and(|at| at + follow_up > window.exported);
        Metrics {
            services: services.len() as u64,
            service_weeks,
            frequency: rate::poisson(n, service_weeks, level),
            deployment_days: days.len() as u64,
            fail_rate: fail_rate(&|_| true),
            fail_rate_without_rollbacks: fail_rate(&|one| one.remedy != Some(Remedy::Rollback)),
            fail_rate_without_remedies: fail_rate(&|one| one.remedy.is_none()),
            rollback_rate: remedies(&|remedy| remedy == Remedy::Rollback),
            rework_rate: remedies(&|_| true),
            incidents_per_deployment: (n > 0).then(|| incidents as f64 / n as f64),
            incidents_without_deployment: links.unlinked.iter().filter(began_in).count() as u64,
            recovery: recovery(history, &failed, &by_deployment, rules, window),
            young: deployments.iter().filter(is_young).count() as u64,
            deployments,
            failed,
        }
    }
}

/// Hours from the end of each failed deployment until its last incident was over; open ones end, so far, with the export.
fn recovery(
    history: &History,
    failed: &BTreeSet<usize>,
    by_deployment: &BTreeMap<usize, Vec<&Link>>,
    rules: &Rules,
    window: Window,
) -> Recovery {
    let (mut lengths, mut doubtful, mut open) = (Vec::new(), Vec::new(), 0);
    for at in failed {
        let (Some(links), Some(finished)) =
            (by_deployment.get(at), history.deployments[*at].finished)
        else {
            // Its row says that it failed, and nothing says when service was back.
            continue;
        };
        let restored = links
            .iter()
            .map(|link| history.incidents[link.incident].restored);
        let restored: Option<Vec<i64>> = restored.collect();
        let end = restored.and_then(|all| all.into_iter().max());
        let hours = (end.unwrap_or(window.exported) - finished) as f64 / 3600.0;
        if hours < 0.0 || end.is_some() && hours > rules.longest_days * 24.0 {
            doubtful.push(*at);
            continue;
        }
        open += u64::from(end.is_none());
        lengths.push(Lasting {
            time: hours,
            is_over: end.is_some(),
        });
    }
    Recovery {
        hours: Survival::of(&lengths),
        open,
        doubtful,
    }
}
