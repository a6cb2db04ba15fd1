//! The delivery metrics of a history in a window, under rules.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::deployment::{Deployment, Remedy};
use super::history::History;
use super::incident::Incident;
use super::link::Links;
use super::rules::Rules;
use crate::analysis::stats::survival::{Lasting, Survival};
use crate::analysis::stats::{clustered, rate, share};
use crate::analysis::{INNER_LEVEL, Interval, Unmeasurable};

const DAY: i64 = 86_400;

/// The time that is looked at, in seconds since 1970.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Window {
    /// The first second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
    /// When the exports were made: what is open then was still open.
    pub exported: i64,
}

/// A count out of another, with its interval: Wilson's, or from three services on Wilson's on as many deployments as would tell as
/// much if services did not differ.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rate {
    /// How many.
    pub hits: u64,
    /// Out of how many.
    pub n: u64,
    /// Its interval, or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
    /// The same at [`INNER_LEVEL`].
    pub inner: Option<Interval>,
    /// Services that were pooled as ones that differ; none where the interval is Wilson's on the counts themselves.
    pub pooled: Option<u64>,
}

impl Rate {
    /// Of counts by service: three and more services are pooled as ones that differ.
    pub(super) fn of(counts: &[(u64, u64)], level: f64) -> Rate {
        let hits = counts.iter().map(|(hits, _)| hits).sum();
        let n = counts.iter().map(|(_, n)| n).sum();
        let at = |level: f64| match clustered::clustered(counts, level) {
            Err(Unmeasurable::TooFewClusters { .. }) => {
                (share::wilson(hits as f64, n as f64, level), None)
            }
            pooled => {
                let clusters = pooled.as_ref().ok().map(|pooled| pooled.clusters);
                (pooled.map(|pooled| pooled.interval), clusters)
            }
        };
        let (interval, pooled) = at(level);
        let inner = at(INNER_LEVEL).0.ok();
        Rate {
            hits,
            n,
            interval,
            inner,
            pooled,
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
    /// Hours of each, in the order of the deployments.
    pub lengths: Vec<Lasting>,
    /// Those left out, for they would have ended before they began or lasted too long, by their places in the history.
    pub doubtful: Vec<usize>,
}

/// The metrics.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Deployments that reached production in the window, by their places in the history.
    pub deployments: Vec<usize>,
    /// Services with any deployment in the history.
    pub services: u64,
    /// Service-weeks that were looked at.
    pub service_weeks: f64,
    /// Exact interval of deployments a week and service, or why there is none.
    pub frequency: Result<Interval, Unmeasurable>,
    /// Days with a deployment, by UTC.
    pub deployment_days: u64,
    /// Deployments with a linked incident, or whose own row says that they were undone.
    pub failed: BTreeSet<usize>,
    /// Those of them that fail rates are out of, by their places in the history.
    pub judged: Vec<usize>,
    /// Failed deployments out of all that had time to fail, unless the rules keep the others in.
    pub fail_rate: Rate,
    /// The same with rollbacks left out.
    pub fail_rate_without_rollbacks: Rate,
    /// The same with rollbacks and repairs left out.
    pub fail_rate_without_remedies: Rate,
    /// Rollbacks out of all.
    pub rollback_rate: Rate,
    /// Repairs of any kind out of all.
    pub rework_rate: Rate,
    /// Deployments that another one rolled back or repaired, out of all that had time to fail.
    pub repaired_rate: Rate,
    /// Harness's remediation share: deployments that ended in a rollback, a hotfix or an incident, out of all, however recent.
    pub remediation_share: Rate,
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
    /// The metrics of some deployments, given by their places in the history in order, in a window, at a level of confidence.
    pub fn of(
        history: &History,
        links: &Links,
        rules: &Rules,
        window: Window,
        some: &[usize],
        level: f64,
    ) -> Metrics {
        let is_in = |at: i64| (window.from..window.to).contains(&at);
        let when = |at: usize| history.deployments[at].finished;
        let of = |at: &usize| &history.deployments[*at];
        let counting = || some.iter().copied().filter(|at| of(at).counts());
        let deployments: Vec<usize> = counting()
            .filter(|at| when(*at).is_some_and(is_in))
            .collect();
        let n = deployments.len() as u64;
        // Those that were never deployed in the window were looked at all the same.
        let mut are_looked_at = vec![false; history.facts.services.len()];
        for at in counting() {
            are_looked_at[history.facts.service_of[at]] = true;
        }
        let services = are_looked_at.iter().filter(|is| **is).count();
        let days: BTreeSet<i64> = deployments
            .iter()
            .filter_map(|at| when(*at))
            .map(|at| at.div_euclid(DAY))
            .collect();
        let weeks = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
        let service_weeks = weeks * services as f64;
        let follow_up = (rules.follow_up_days * DAY as f64) as i64;
        let is_young = |at: &usize| when(*at).is_some_and(|at| at + follow_up > window.exported);
        let is_judged = |at: &usize| !(rules.leaves_out_young && is_young(at));
        let judged: Vec<usize> = deployments.iter().copied().filter(is_judged).collect();
        let Links {
            caused, repaired, ..
        } = links;
        let has_failed = |at: usize| links.has_failed[at];
        let failed: BTreeSet<usize> = deployments
            .iter()
            .copied()
            .filter(|at| has_failed(*at))
            .collect();
        let rate = |some: &[usize], has_hit: &dyn Fn(usize) -> bool| {
            let mut by_service = vec![(0, 0); history.facts.services.len()];
            for at in some {
                let (hits, n) = &mut by_service[history.facts.service_of[*at]];
                *hits += u64::from(has_hit(*at));
                *n += 1;
            }
            Rate::of(&by_service, level)
        };
        let fail_rate = |is_in: &dyn Fn(&Deployment) -> bool| {
            let some = judged.iter().copied().filter(|at| is_in(of(at)));
            rate(&some.collect::<Vec<_>>(), &has_failed)
        };
        let remedies =
            |is: &dyn Fn(Remedy) -> bool| rate(&deployments, &|at| of(&at).remedy.is_some_and(is));
        let of_window = deployments.iter().filter_map(|at| caused.get(at)).flatten();
        let incidents = of_window.collect::<BTreeSet<_>>().len();
        let began_in = |at: &&usize| history.incidents[**at].started.is_some_and(is_in);
        Metrics {
            services: services as u64,
            service_weeks,
            frequency: rate::poisson(n, service_weeks, level),
            deployment_days: days.len() as u64,
            fail_rate: fail_rate(&|_| true),
            fail_rate_without_rollbacks: fail_rate(&|one| one.remedy != Some(Remedy::Rollback)),
            fail_rate_without_remedies: fail_rate(&|one| one.remedy.is_none()),
            rollback_rate: remedies(&|remedy| remedy == Remedy::Rollback),
            rework_rate: remedies(&|_| true),
            repaired_rate: rate(&judged, &|at| {
                repaired.contains_key(&at) || of(&at).is_undone
            }),
            remediation_share: rate(&deployments, &has_failed),
            incidents_per_deployment: (n > 0).then(|| incidents as f64 / n as f64),
            incidents_without_deployment: links.unlinked.iter().filter(began_in).count() as u64,
            recovery: recovery(history, &failed, links, rules, window),
            young: deployments.iter().filter(|at| is_young(at)).count() as u64,
            deployments,
            judged,
            failed,
        }
    }
}

/// Hours from the end of each failed deployment until its last incident was over or, where it has none, until what repaired it was
/// out; open ones end, so far, with the export.
fn recovery(
    history: &History,
    failed: &BTreeSet<usize>,
    links: &Links,
    rules: &Rules,
    window: Window,
) -> Recovery {
    let (mut lengths, mut doubtful, mut open) = (Vec::new(), Vec::new(), 0);
    for at in failed {
        let caused = links.caused.get(at).map(Vec::as_slice).unwrap_or_default();
        let remedy = links.repaired.get(at);
        let Some(finished) = history.deployments[*at].finished else {
            continue;
        };
        if caused.is_empty() && remedy.is_none() {
            // Its row says that it failed, and nothing says when service was back.
            continue;
        }
        let incidents = || caused.iter().map(|incident| &history.incidents[*incident]);
        let is_backwards = |incident: &Incident| incident.hours().is_some_and(|hours| hours < 0.0);
        let restored: Option<Vec<i64>> = incidents().map(|incident| incident.restored).collect();
        let is_over = restored.is_some();
        let end = match restored {
            Some(all) if all.is_empty() => {
                remedy.and_then(|remedy| history.deployments[*remedy].finished)
            }
            Some(all) => all.into_iter().max(),
            // What is open was so when the export was made, or when its ticket was closed.
            None => {
                let ends = incidents().map(|incident| {
                    let seen = || incident.last_seen(window.exported);
                    incident.restored.unwrap_or_else(seen)
                });
                ends.max()
            }
        };
        let hours = (end.unwrap_or(window.exported) - finished) as f64 / 3600.0;
        let is_too_long = is_over && hours > rules.longest_days * 24.0;
        if hours < 0.0 || is_too_long || incidents().any(is_backwards) {
            doubtful.push(*at);
            continue;
        }
        open += u64::from(!is_over);
        lengths.push(Lasting {
            time: hours,
            is_over,
        });
    }
    Recovery {
        hours: Survival::of(&lengths),
        open,
        lengths,
        doubtful,
    }
}
