//! The delivery metrics of a history in a window, under rules.

use serde::{Deserialize, Serialize};

use super::asked::Zone;
use super::ending::Ending;
use super::history::History;
use super::link::Links;
use super::recovering::Recovering;
use super::rules::Rules;
use super::tally::{Counted, Inside, Tally};
use super::weeks::Weeks;
use crate::analysis::stats::survival::Lengths;
use crate::analysis::stats::{clustered, rate, share};
use crate::analysis::{INNER_LEVEL, Interval, LEVEL, Unmeasurable};

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

    /// Of nothing.
    pub(super) fn none() -> Rate {
        Rate::of(&[], LEVEL)
    }

    /// 0 to 1; none where there is nothing that it could be out of.
    pub fn value(&self) -> Option<f64> {
        (self.n > 0).then(|| self.hits as f64 / self.n as f64)
    }
}

/// How long failed deployments took to recover from.
#[derive(Clone, Debug, PartialEq)]
pub struct Recovery {
    /// Deployments whose service was not restored when the exports were made.
    pub open: u64,
    /// Hours of each.
    pub lengths: Lengths,
    /// Those left out, for they would have ended before they began or lasted too long, by their places in the history.
    pub doubtful: Vec<usize>,
}

impl Recovery {
    /// Of all that several are of.
    pub(super) fn together<'a>(some: impl Iterator<Item = &'a Recovery> + Clone) -> Recovery {
        let mut doubtful: Vec<usize> = some
            .clone()
            .flat_map(|one| one.doubtful.iter().copied())
            .collect();
        doubtful.sort_unstable();
        Recovery {
            open: some.clone().map(|one| one.open).sum(),
            lengths: Lengths::together(some.map(|one| &one.lengths)),
            doubtful,
        }
    }

    /// Hours that each failed deployment took to recover from, by what the rules say of both ends; what is open ends, so far, with the
    /// export. Of what tells nothing of either end there is none.
    pub(super) fn of(counted: Counted<'_>, failed: &[usize]) -> Recovery {
        let (mut lengths, mut doubtful, mut open) = (Vec::new(), Vec::new(), 0);
        for at in failed {
            match Recovering::of(counted, *at).lasting() {
                None => {}
                Some(Err(())) => doubtful.push(*at),
                Some(Ok(one)) => {
                    open += u64::from(!one.is_over);
                    lengths.push(one);
                }
            }
        }
        Recovery {
            open,
            lengths: lengths.into_iter().collect(),
            doubtful,
        }
    }
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
    /// Days with a deployment, by UTC.
    pub deployment_days: u64,
    /// Deployments with a linked incident, or whose own row says that they were undone.
    pub failed: Vec<usize>,
    /// What ended by then is judged, and nothing later.
    pub judged_until: i64,
    /// Failed deployments out of those of the base that the rules have which had time to fail, unless the rules keep the others in.
    pub fail_rate: Rate,
    /// Rollbacks out of all.
    pub rollback_rate: Rate,
    /// What the rules call rework, out of all.
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
        let counted = Counted {
            history,
            links,
            rules,
            window,
            weeks: &Weeks::default(),
            zone: &Zone::default(),
        };
        let (tally, inside) = Tally::of(counted, some);
        let recovery = Recovery::of(counted, &inside.failed);
        Metrics::counted(counted, &tally, inside, recovery, level)
    }

    /// The metrics of what was counted.
    pub(super) fn counted(
        counted: Counted<'_>,
        tally: &Tally,
        inside: Inside,
        recovery: Recovery,
        level: f64,
    ) -> Metrics {
        let Counted {
            history,
            links,
            rules,
            window,
            ..
        } = counted;
        let is_judged = |one: Ending| !(one.is_young() && rules.leaves_out_young);
        let rate = |among: &dyn Fn(Ending) -> bool, is_hit: &dyn Fn(Ending) -> bool| {
            Rate::of(&tally.out_of(among, is_hit), level)
        };
        let all = |_: Ending| true;
        let n = inside.deployments.len() as u64;
        let services = tally.services();
        let weeks = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
        let service_weeks = weeks * services as f64;
        let incidents = links.incidents_of(&inside.failed).len();
        let inside_window = counted.inside();
        let began_in = |at: &&usize| inside_window.contains(&history.columns.began[**at]);
        Metrics {
            services,
            service_weeks,
            deployment_days: tally.days().0,
            fail_rate: rate(&|one| rules.rates(one), &Ending::has_failed),
            rollback_rate: rate(&all, &Ending::is_rollback),
            rework_rate: rate(&all, &Ending::is_rework),
            repaired_rate: rate(&is_judged, &Ending::is_repaired),
            remediation_share: rate(&all, &Ending::has_failed),
            incidents_per_deployment: (n > 0).then(|| incidents as f64 / n as f64),
            incidents_without_deployment: links.unlinked.iter().filter(began_in).count() as u64,
            recovery,
            young: tally.many(Ending::is_young),
            judged_until: match rules.leaves_out_young {
                true => counted.old_until(),
                false => i64::MAX,
            },
            deployments: inside.deployments,
            failed: inside.failed,
        }
    }

    /// Exact interval of deployments a week and service, or why there is none.
    pub fn frequency(&self, level: f64) -> Result<Interval, Unmeasurable> {
        rate::poisson(self.deployments.len() as u64, self.service_weeks, level)
    }

    /// Whether a deployment that ended then had time to fail, or the rules do not ask for it.
    pub(super) fn judges(&self, finished: i64) -> bool {
        finished <= self.judged_until
    }
}
