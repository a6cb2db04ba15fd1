//! Who is compared: which cohort each deployment is of, and what is told of a cohort.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::curve::Curve;
use super::exposed::Share;
use super::history::History;
use super::metrics::{Metrics, Rate, Window};
use super::weeks::Weeks;
use crate::analysis::stats::rate;
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;

/// Who a number is about.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Who {
    /// All of them.
    Everyone,
    /// A change in them was made with AI.
    Assisted,
    /// Nothing says that one was.
    Unlabelled,
    /// From more than the first to at most the second percent of their changes were made with AI.
    Band(u8, u8),
    /// A service or a team.
    Named(String),
    /// Nothing says which service or team.
    Unnamed,
    /// None of their changes is known.
    Unknown,
}

impl Who {
    /// Whether it is known who they are.
    pub fn is_known(&self) -> bool {
        !matches!(self, Who::Unnamed | Who::Unknown)
    }
}

/// A cohort of deployments.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cohort {
    /// Who they are.
    pub who: Who,
    /// How many.
    pub deployments: u64,
    /// By full week, for each service in view with any of them.
    pub weekly: BTreeMap<usize, Vec<u64>>,
    /// For each service in view with any, partial weeks too.
    pub by_service: BTreeMap<usize, u64>,
    /// Deployments a week and service, and the interval.
    pub frequency: Option<(f64, Interval)>,
    /// Days with any.
    pub days: u64,
    /// Failed out of those that had time to.
    pub failed: Rate,
    /// Rollbacks out of all.
    pub rolled_back: Rate,
    /// Repairs out of all.
    pub reworked: Rate,
    /// Those that another one rolled back or repaired, out of those that had time to fail.
    pub repaired: Rate,
    /// Those that ended in a rollback, a hotfix or an incident, out of all.
    pub remediated: Rate,
    /// Hours until service was back.
    pub recovery: Curve,
    /// Recoveries that are left out as doubtful.
    pub doubtful: u64,
}

/// The cohort of each deployment.
pub(super) struct Division<'a> {
    pub by: By,
    pub history: &'a History,
    pub shares: &'a [Share],
    /// Whether deployments say themselves whether AI had to do with them, so that saying nothing means something.
    pub is_told: bool,
}

impl Division<'_> {
    /// Every cohort of those of some deployments that count, in order, with the places of its deployments.
    pub fn groups(&self, some: &[usize]) -> BTreeMap<Who, Vec<usize>> {
        let mut groups: BTreeMap<Who, Vec<usize>> = BTreeMap::new();
        // Both sides of the comparison are there even if one is empty.
        if self.by == By::Exposure {
            groups.extend([Who::Assisted, Who::Unlabelled].map(|who| (who, Vec::new())));
        }
        let deployments = &self.history.deployments;
        for at in some.iter().copied().filter(|at| deployments[*at].counts()) {
            groups.entry(self.of(at)).or_default().push(at);
        }
        groups
    }

    /// The cohort of a deployment.
    pub fn of(&self, at: usize) -> Who {
        let deployment = &self.history.deployments[at];
        let share = self.shares[at];
        let named = |name: &str| match name {
            "" => Who::Unnamed,
            name => Who::Named(name.to_owned()),
        };
        match self.by {
            By::Everyone | By::Fitting => Who::Everyone,
            By::Service => named(&deployment.service),
            By::Team => named(&deployment.team),
            By::Exposure => match share.value() {
                Some(part) if part > 0.0 => Who::Assisted,
                Some(_) => Who::Unlabelled,
                None if self.is_told => Who::Unlabelled,
                None => Who::Unknown,
            },
            By::Bands => match share.value() {
                None => Who::Unknown,
                Some(0.0) => Who::Band(0, 0),
                Some(part) if part < 0.5 => Who::Band(0, 49),
                Some(part) if part < 1.0 => Who::Band(50, 99),
                Some(_) => Who::Band(100, 100),
            },
        }
    }
}

/// What deployments are divided by.
pub(super) fn division(by: By, history: &History, shares: &[Share], is_told: bool) -> By {
    let tells =
        || is_told || shares.iter().any(|share| share.changes > 0) || !history.changes.is_empty();
    let deployed = || history.facts.lines.iter().filter(|line| !line.is_empty());
    match by {
        By::Fitting if tells() => By::Exposure,
        By::Fitting if deployed().count() > 1 => By::Service,
        By::Fitting => By::Everyone,
        by => by,
    }
}

/// What is told of a cohort whose metrics are these; `place_of` says where each service is among those in view.
pub(super) fn cohort(
    history: &History,
    asked: &Asked,
    who: Who,
    metrics: &Metrics,
    place_of: &[Option<usize>],
    weeks: &Weeks,
    window: Window,
) -> Cohort {
    let services = place_of.iter().flatten().count();
    let mut weekly: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    let mut by_service: BTreeMap<usize, u64> = BTreeMap::new();
    asked.zone.with_clock(|clock| {
        for at in &metrics.deployments {
            let deployment = &history.deployments[*at];
            let Some(service) = place_of[history.facts.service_of[*at]] else {
                continue;
            };
            *by_service.entry(service).or_default() += 1;
            let by_week = weekly.entry(service);
            let by_week = by_week.or_insert_with(|| vec![0; weeks.starts.len()]);
            let week = deployment.finished.and_then(|at| weeks.place(at, clock));
            if let Some(week) = week {
                by_week[week] += 1;
            }
        }
    });
    let all = metrics
        .deployments
        .iter()
        .filter_map(|at| history.deployments[*at].finished);
    let days: BTreeSet<i64> = all
        .map(|at| (at + asked.zone.ahead(at)).div_euclid(DAY))
        .collect();
    let n = metrics.deployments.len() as u64;
    // Each service in view was looked at all the time; a team or a service has only its own.
    let weeks_looked_at = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
    let exposure = match &who {
        Who::Named(_) | Who::Unnamed => metrics.service_weeks,
        _ => weeks_looked_at * services as f64,
    };
    let interval = rate::poisson(n, exposure, LEVEL).ok();
    Cohort {
        who,
        deployments: n,
        weekly,
        by_service,
        frequency: interval.map(|interval| (n as f64 / exposure, interval)),
        days: days.len() as u64,
        failed: metrics.fail_rate.withheld(),
        rolled_back: metrics.rollback_rate.withheld(),
        reworked: metrics.rework_rate.withheld(),
        repaired: metrics.repaired_rate.withheld(),
        remediated: metrics.remediation_share.withheld(),
        recovery: Curve::of(&metrics.recovery.lengths).withheld(),
        doubtful: metrics.recovery.doubtful.len() as u64,
    }
}
