//! The delivery metrics of a history in a window, under rules.

use serde::{Deserialize, Serialize};

use super::columns::NEVER;
use super::deployment::Remedy;
use super::history::History;
use super::incident::Incident;
use super::link::Links;
use super::rules::Rules;
use super::ways::hours;
use crate::analysis::stats::survival::{Lasting, Lengths};
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
    /// Deployments whose service was not restored when the exports were made.
    pub open: u64,
    /// Hours of each.
    pub lengths: Lengths,
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
    pub failed: Vec<usize>,
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
        let columns = &history.columns;
        let service_of = &history.facts.service_of;
        let is_in = |at: i64| (window.from..window.to).contains(&at);
        let follow_up = rules.follow_up();
        // Those that were never deployed in the window were looked at all the same.
        let mut by_service = vec![Counts::default(); history.facts.services.len()];
        let (mut deployments, mut judged) = (
            Vec::with_capacity(some.len()),
            Vec::with_capacity(some.len()),
        );
        let mut failed = Vec::new();
        let (mut days, mut young) = (Days::default(), 0);
        for at in some.iter().copied().filter(|at| columns.counts[*at]) {
            let counts = &mut by_service[service_of[at]];
            counts.is_looked_at = true;
            let finished = columns.finished[at];
            if finished == NEVER || !is_in(finished) {
                continue;
            }
            deployments.push(at);
            days.add(finished.div_euclid(DAY));
            let is_young = finished + follow_up > window.exported;
            young += u64::from(is_young);
            let ending = Ending {
                has_failed: links.has_failed[at],
                is_repaired: links.is_repaired[at],
                remedy: columns.remedy[at],
                is_judged: !(is_young && rules.leaves_out_young),
            };
            counts.of[ending.place()] += 1;
            if ending.has_failed {
                failed.push(at);
            }
            if ending.is_judged {
                judged.push(at);
            }
        }
        let rate = |among: fn(&Ending) -> bool, is_hit: fn(&Ending) -> bool| {
            let counts = by_service.iter().map(|own| own.out_of(among, is_hit));
            Rate::of(&counts.collect::<Vec<_>>(), level)
        };
        let all = |_: &Ending| true;
        let n = deployments.len() as u64;
        let services = by_service.iter().filter(|one| one.is_looked_at).count();
        let weeks = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
        let service_weeks = weeks * services as f64;
        let incidents = links.incidents_of(&failed).len();
        let began_in = |at: &&usize| history.incidents[**at].started.is_some_and(is_in);
        Metrics {
            services: services as u64,
            service_weeks,
            frequency: rate::poisson(n, service_weeks, level),
            deployment_days: days.count(),
            fail_rate: rate(|one| one.is_judged, |one| one.has_failed),
            fail_rate_without_rollbacks: rate(
                |one| one.is_judged && !one.is_rollback(),
                |one| one.has_failed,
            ),
            fail_rate_without_remedies: rate(
                |one| one.is_judged && one.remedy.is_none(),
                |one| one.has_failed,
            ),
            rollback_rate: rate(all, Ending::is_rollback),
            rework_rate: rate(all, |one| one.remedy.is_some()),
            repaired_rate: rate(|one| one.is_judged, |one| one.is_repaired),
            remediation_share: rate(all, |one| one.has_failed),
            incidents_per_deployment: (n > 0).then(|| incidents as f64 / n as f64),
            incidents_without_deployment: links.unlinked.iter().filter(began_in).count() as u64,
            recovery: recovery(history, &failed, links, rules, window),
            young,
            deployments,
            judged,
            failed,
        }
    }
}

/// What became of a deployment, as far as rates tell it apart.
#[derive(Clone, Copy)]
struct Ending {
    has_failed: bool,
    is_repaired: bool,
    /// What it is to others.
    remedy: Option<Remedy>,
    /// Whether it had time to fail.
    is_judged: bool,
}

impl Ending {
    /// How many things may become of one.
    const ALL: usize = 24;

    /// Its place among them.
    fn place(self) -> usize {
        let remedy = match self.remedy {
            None => 0,
            Some(Remedy::Rollback) => 1,
            Some(Remedy::Rollforward) => 2,
        };
        let flags = [self.has_failed, self.is_repaired, self.is_judged];
        flags
            .iter()
            .fold(remedy, |place, is| place * 2 + usize::from(*is))
    }

    /// What stands there.
    fn at(place: usize) -> Ending {
        Ending {
            has_failed: place & 4 > 0,
            is_repaired: place & 2 > 0,
            remedy: [None, Some(Remedy::Rollback), Some(Remedy::Rollforward)][place / 8],
            is_judged: place & 1 > 0,
        }
    }

    fn is_rollback(&self) -> bool {
        self.remedy == Some(Remedy::Rollback)
    }
}

/// What is counted of the deployments of a service.
#[derive(Clone, Copy, Default)]
struct Counts {
    is_looked_at: bool,
    /// How many became what.
    of: [u32; Ending::ALL],
}

impl Counts {
    /// How many are a hit among some, and how many these are.
    fn out_of(&self, among: fn(&Ending) -> bool, is_hit: fn(&Ending) -> bool) -> (u64, u64) {
        let each = self.of.iter().enumerate().filter(|(_, n)| **n > 0);
        let each = each.map(|(place, n)| (Ending::at(place), u64::from(*n)));
        let some = each.filter(|(one, _)| among(one));
        some.fold((0, 0), |(hits, all), (one, n)| {
            (hits + if is_hit(&one) { n } else { 0 }, all + n)
        })
    }
}

/// Days on which something happened.
#[derive(Default)]
pub(super) struct Days {
    /// Whether something did on each day from the first on.
    are: Vec<bool>,
    first: i64,
}

impl Days {
    /// Takes a day in.
    pub fn add(&mut self, day: i64) {
        if self.are.is_empty() {
            self.first = day;
        }
        if let Ok(before @ 1..) = usize::try_from(self.first - day) {
            self.are.splice(0..0, vec![false; before]);
            self.first = day;
        }
        // Holds because it is not before the first.
        let at = (day - self.first) as usize;
        if at >= self.are.len() {
            self.are.resize(at + 1, false);
        }
        self.are[at] = true;
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.are.iter().filter(|is| **is).count() as u64
    }
}

/// Hours from the end of each failed deployment until its last incident was over or, where it has none, until what repaired it was
/// out; open ones end, so far, with the export.
fn recovery(
    history: &History,
    failed: &[usize],
    links: &Links,
    rules: &Rules,
    window: Window,
) -> Recovery {
    let columns = &history.columns;
    let (mut lengths, mut doubtful, mut open) = (Vec::new(), Vec::new(), 0);
    for at in failed {
        let (caused, remedy) = (links.caused.of(*at), links.repaired[*at]);
        let finished = columns.finished[*at];
        if finished == NEVER {
            continue;
        }
        if caused.is_empty() && remedy.is_none() {
            // Its row says that it failed, and nothing says when service was back.
            continue;
        }
        let incidents = || {
            let all = caused.iter();
            all.map(|incident| &history.incidents[*incident as usize])
        };
        let is_backwards = |incident: &Incident| incident.hours().is_some_and(|hours| hours < 0.0);
        let restored: Option<Vec<i64>> = incidents().map(|incident| incident.restored).collect();
        let is_over = restored.is_some();
        let end = match restored {
            Some(all) if all.is_empty() => {
                let ended = remedy.map(|remedy| columns.finished[remedy as usize]);
                ended.filter(|ended| *ended != NEVER)
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
        let hours = hours(end.unwrap_or(window.exported) - finished);
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
        open,
        lengths: lengths.into_iter().collect(),
        doubtful,
    }
}
