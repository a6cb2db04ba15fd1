//! What becomes of rows before anything is counted, and the rows behind a number.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cohort::Who;
use super::deployment::{Environment, Outcome};
use super::history::History;
use super::kind::Kind;
use super::link::{Evidence, Links};
use super::metrics::Metrics;
use super::trail::Join;

/// Failed deployments of a cohort that are told one by one at most.
const CHAINS: usize = 400;

/// A failed deployment and what says so.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Chain {
    /// Its cohort.
    pub who: Who,
    /// What it is known by.
    pub deployment: String,
    /// What was deployed.
    pub service: String,
    /// When it ended.
    pub finished: Option<i64>,
    /// What was linked to it: an incident or a repair, and what says so.
    pub links: Vec<(String, Evidence)>,
}

/// What becomes of the rows before anything is counted.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Sorting {
    /// Rows of deployments.
    pub rows: u64,
    /// Deployments that these are of.
    pub deployments: u64,
    /// Those elsewhere than in production, by environment.
    pub elsewhere: BTreeMap<String, u64>,
    /// Those that never got there: failed pipelines, cancelled, running.
    pub unreached: u64,
    /// Those whose outcome is told in words that are not known.
    pub unknown: u64,
    /// Those without a time.
    pub timeless: u64,
    /// Those outside the window.
    pub outside: u64,
    /// Environments that stand for production though they are not called so.
    pub stand_for_production: BTreeSet<String>,
    /// Incidents.
    pub incidents: u64,
    /// Incidents without a deployment, incidents of deployments that are not counted, and names of deployments that there are not.
    pub unlinked: u64,
    /// Incidents that belong only to deployments that are not counted.
    pub incidents_elsewhere: u64,
    /// What is called a cause and is no deployment here.
    pub unknown_causes: Vec<String>,
    /// Changes, and merged ones.
    pub changes: (u64, u64),
    /// How rows of one kind found those of another.
    pub joins: Vec<Join>,
}

/// Failed deployments with what says so, the latest first, and how many there are; none of cohorts that are too small.
pub(super) fn chains(
    history: &History,
    links: &Links,
    rated: &Metrics,
    who: &dyn Fn(usize) -> Who,
    small: &BTreeSet<Who>,
) -> (Vec<Chain>, u64) {
    let is_told = |at: &usize| !small.contains(&who(*at));
    let mut failed: Vec<usize> = rated.failed.iter().copied().filter(is_told).collect();
    failed.sort_by_key(|at| std::cmp::Reverse(history.deployments[*at].finished));
    let chain = |at: usize| {
        let deployment = &history.deployments[at];
        let incidents = links.links.iter().filter(|link| link.deployment == at);
        let incidents = incidents.map(|link| {
            let incident = &history.incidents[link.incident];
            (incident.id.clone(), link.evidence)
        });
        let repairs = links.remedied.iter().filter(|one| one.failed == at);
        let repairs = repairs.map(|one| {
            let remedy = &history.deployments[one.remedy];
            (remedy.id.clone(), one.evidence)
        });
        Chain {
            who: who(at),
            deployment: deployment.id.clone(),
            service: deployment.service.clone(),
            finished: deployment.finished,
            links: incidents.chain(repairs).collect(),
        }
    };
    let all = failed.len() as u64;
    let mut told: BTreeMap<Who, usize> = BTreeMap::new();
    let is_among = |at: &usize| {
        let of = told.entry(who(*at)).or_default();
        *of += 1;
        *of <= CHAINS
    };
    (
        failed.into_iter().filter(is_among).map(chain).collect(),
        all,
    )
}

/// Counts what becomes of the rows; `is_in` says whether a point in time is in the window.
pub(super) fn sorting(history: &History, links: &Links, is_in: &dyn Fn(i64) -> bool) -> Sorting {
    let mut told = Sorting {
        deployments: history.deployments.len() as u64,
        stand_for_production: history.stand_for_production.clone(),
        incidents: history.incidents.len() as u64,
        unlinked: links.unlinked.len() as u64,
        incidents_elsewhere: links.elsewhere.len() as u64,
        unknown_causes: links.unknown.iter().cloned().collect(),
        changes: (
            history.changes.len() as u64,
            history.changes.iter().filter(|one| one.is_merged()).count() as u64,
        ),
        joins: history.joins.clone(),
        ..Sorting::default()
    };
    let mut caused = Join::new(Kind::Incidents, Kind::Deployments);
    let linked: BTreeSet<usize> = links.links.iter().map(|link| link.incident).collect();
    for (at, incident) in history.incidents.iter().enumerate() {
        let name = incident.causes.first().map_or("", String::as_str);
        caused.add(linked.contains(&at), name);
    }
    if caused.rows() > 0 {
        told.joins.insert(0, caused);
    }
    for one in &history.deployments {
        told.rows += one.rows.len() as u64;
        match (&one.environment, one.outcome) {
            (Environment::Other(name), _) => {
                *told.elsewhere.entry(name.clone()).or_default() += 1;
            }
            (Environment::Unsaid, _) => *told.elsewhere.entry(String::new()).or_default() += 1,
            (_, Outcome::Failed | Outcome::Cancelled | Outcome::Running) => told.unreached += 1,
            (_, Outcome::Unknown) => told.unknown += 1,
            _ => match one.finished {
                None => told.timeless += 1,
                Some(at) if !is_in(at) => told.outside += 1,
                Some(_) => {}
            },
        }
    }
    told
}
