//! What other definitions of a metric make of the same rows.

use std::cmp::Reverse;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::curve::Curve;
use super::deployment::Remedy;
use super::floor::is_small;
use super::history::History;
use super::incident::{Began, Incident};
use super::link::Links;
use super::metrics::{Metrics, Rate, Window};
use super::rules::{Attribution, Blame, Rules};
use super::tally::Days;
use super::tried::{Failed, Tried};
use super::weeks::{Calendar, Weeks};
use crate::analysis::LEVEL;
use crate::analysis::stats::quantile;
use crate::analysis::stats::sorted::Sorted;
use crate::analysis::stats::survival::Lengths;

const DAY: i64 = 86_400;
/// Deployments that are told by name at most.
const NAMED: usize = 40;

/// A definition that is not the one in force.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Rival {
    /// The one in force.
    InForce,
    /// Deployments that had no time to fail are in the base.
    WithYoung,
    /// Rollbacks are no part of the base.
    WithoutRollbacks,
    /// Neither rollbacks nor repairs are.
    WithoutRemedies,
    /// Harness's remediation share: what ended in a rollback, a hotfix or an incident, out of all.
    Remediation,
    /// Only incidents tell failures.
    IncidentsOnly,
    /// Only incidents that name their deployment.
    NamedOnly,
    /// The first deployment before an incident within the gap has caused it.
    Earliest,
    /// Each deployment before it within the gap has.
    Split,
    /// DevLake's: the latest in the project, however long ago.
    DevLake,
    /// A rollback is blamed on the deployment just before it, as Swarmia does.
    LastBefore,
    /// GitLab's: incidents over deployments.
    IncidentsPerDeployment,
    /// From when the incident began to when service was back.
    FromIncident,
    /// All incidents, also those that no deployment caused.
    AllIncidents,
    /// Days with a deployment a week.
    Days,
    /// DevLake's and Four Keys': the median number of days with a deployment in a week.
    MedianDays,
}

impl Rival {
    /// Whether its failed deployments are those under other rules.
    pub fn has_rows(self) -> bool {
        self.rules(&Rules::default()).is_some()
    }

    /// The rules under which it is the one in force; none where it is more than other rules.
    pub fn rules(self, rules: &Rules) -> Option<Rules> {
        let with = |attribution, blame| {
            Some(Rules {
                attribution,
                blame,
                ..rules.clone()
            })
        };
        match self {
            Rival::InForce => Some(rules.clone()),
            Rival::WithYoung => Some(Rules {
                leaves_out_young: !rules.leaves_out_young,
                ..rules.clone()
            }),
            Rival::IncidentsOnly => with(rules.attribution, Blame::Never),
            Rival::NamedOnly => with(Attribution::Never, Blame::Never),
            Rival::Earliest => with(Attribution::Earliest, rules.blame),
            Rival::Split => with(Attribution::Split, rules.blame),
            Rival::LastBefore => with(rules.attribution, Blame::LastBefore),
            Rival::DevLake => Some(Rules {
                attribution: Attribution::DevLake,
                blame: Blame::Never,
                leaves_out_young: false,
                ..rules.clone()
            }),
            Rival::WithoutRollbacks
            | Rival::WithoutRemedies
            | Rival::Remediation
            | Rival::IncidentsPerDeployment
            | Rival::FromIncident
            | Rival::AllIncidents
            | Rival::Days
            | Rival::MedianDays => None,
        }
    }
}

/// What it gives.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Value {
    /// A rate.
    Rate(Rate),
    /// A plain ratio that may be over one: so many over so many.
    Ratio(u64, u64),
    /// Hours.
    Hours(Curve),
    /// So many a week.
    AWeek(f64),
}

/// A definition with what it gives, and how it differs.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rivalry {
    /// Which.
    pub rival: Rival,
    /// What it gives.
    pub value: Value,
    /// Failed deployments by this definition that are none by the one in force; at most forty, and how many there are.
    pub more: (Vec<String>, u64),
    /// The other way round.
    pub fewer: (Vec<String>, u64),
    /// Whether it is not told, for it would tell of cohorts too small to be told of.
    pub is_withheld: bool,
}

/// What is looked at, and what of it may be told.
pub(super) struct Scope<'a> {
    /// Of all deployments in view.
    pub whole: &'a Metrics,
    /// Of those that rates are told of.
    pub rated: &'a Metrics,
    /// Of those of them that recovery is told of.
    pub restored: &'a Metrics,
    /// Whether no cohort is left out of anything.
    pub is_whole: bool,
    /// The links in force.
    pub links: &'a Links,
    /// Those under other rules of attribution and blame.
    pub links_under: &'a dyn Fn(Attribution, Blame) -> Rc<Links>,
    /// The time that is looked at.
    pub window: Window,
    /// Whether a deployment may be told by name.
    pub is_named: &'a dyn Fn(usize) -> bool,
    /// Incidents of the services that are looked at.
    pub began: &'a Began,
}

/// All of them.
pub(super) fn rivals(history: &History, asked: &Asked, scope: &Scope<'_>) -> Vec<Rivalry> {
    let rules = &asked.rules;
    let (links, window) = (scope.links, scope.window);
    let base = scope.rated;
    // Of so few none is told apart.
    let is_told = !is_small(base.fail_rate.n);
    let tried = Tried::of(history, rules, window, &base.deployments, LEVEL);
    let in_force = tried.failed(links, rules);
    // Failed deployments that a rate of the first counts and one of the second does not.
    let named = |mut all: Vec<usize>| {
        // In an order that is the same whatever that of the rows is.
        all.sort_by_key(|at| {
            let one = &history.deployments[*at];
            (Reverse(one.finished), &one.id)
        });
        let some = all.iter().filter(|at| (scope.is_named)(**at)).take(NAMED);
        let named = some.map(|at| history.deployments[*at].id.clone()).collect();
        match is_told {
            true => (named, all.len() as u64),
            false => (Vec::new(), 0),
        }
    };
    let names = |by: &Failed, not_by: &Failed| named(tried.only(by, not_by));
    let is_judged = |at: &usize| base.judges(history.columns.finished[*at]);
    let failed_and = |is: fn(Option<Remedy>) -> bool| -> Vec<usize> {
        let failed = base.failed.iter().copied().filter(is_judged);
        failed
            .filter(|at| is(history.columns.remedy[*at]))
            .collect()
    };
    let none = || (Vec::new(), 0);
    let of_base = |rival: Rival, value: Value| Rivalry {
        rival,
        value,
        more: none(),
        fewer: none(),
        is_withheld: false,
    };
    let under = |rival: Rival| {
        let other = rival.rules(rules)?;
        let links = (scope.links_under)(other.attribution, other.blame);
        let failed = tried.failed(&links, &other);
        let rate = tried.rate(&failed, &other);
        Some(Rivalry {
            rival,
            value: Value::Rate(rate.withheld()),
            more: names(&failed, &in_force),
            fewer: names(&in_force, &failed),
            is_withheld: false,
        })
    };
    // Whatever caused them, and whether or not a deployment did.
    let incidents = scope.began.inside.len() as u64;
    let recovered = scope.restored;
    let lasting = |incident: &Incident| incident.lasting(window.exported, rules.longest_days);
    // How many incidents the others have tells how many those have that are left out.
    let from_incident: Lengths = match scope.is_whole {
        false => Lengths::default(),
        true => {
            let all = links.incidents_of(&recovered.deployments).into_iter();
            all.filter_map(|at| lasting(&history.incidents[at]))
                .collect()
        }
    };
    let in_all = scope.began.inside.iter().map(|at| &history.incidents[*at]);
    let in_all: Lengths = in_all.filter_map(lasting).collect();
    let ratio = |hits: u64, n: u64| Value::Ratio(if is_small(n) { 0 } else { hits }, n);
    let hours = |lengths: &Lengths| Value::Hours(Curve::of(lengths).withheld());
    let mut all = frequency(history, asked, scope.whole, window);
    all.extend([of_base(
        Rival::InForce,
        Value::Rate(base.fail_rate.withheld()),
    )]);
    all.extend(under(Rival::WithYoung));
    all.extend([
        Rivalry {
            fewer: named(failed_and(|remedy| remedy == Some(Remedy::Rollback))),
            ..of_base(
                Rival::WithoutRollbacks,
                Value::Rate(base.fail_rate_without_rollbacks.withheld()),
            )
        },
        Rivalry {
            fewer: named(failed_and(|remedy| remedy.is_some())),
            ..of_base(
                Rival::WithoutRemedies,
                Value::Rate(base.fail_rate_without_remedies.withheld()),
            )
        },
        Rivalry {
            more: named(
                base.failed
                    .iter()
                    .copied()
                    .filter(|at| !is_judged(at))
                    .collect(),
            ),
            ..of_base(
                Rival::Remediation,
                Value::Rate(base.remediation_share.withheld()),
            )
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
    all.extend([
        of_base(
            Rival::IncidentsPerDeployment,
            ratio(incidents, scope.whole.deployments.len() as u64),
        ),
        of_base(Rival::InForce, hours(&recovered.recovery.lengths)),
        Rivalry {
            is_withheld: !scope.is_whole,
            ..of_base(Rival::FromIncident, hours(&from_incident))
        },
        of_base(Rival::AllIncidents, hours(&in_all)),
    ]);
    all
}

/// Definitions of deployment frequency.
fn frequency(history: &History, asked: &Asked, base: &Metrics, window: Window) -> Vec<Rivalry> {
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
            Some(Rivalry {
                rival,
                value: Value::AWeek(value.filter(|value| value.is_finite())?),
                more: (Vec::new(), 0),
                fewer: (Vec::new(), 0),
                is_withheld: false,
            })
        })
        .collect()
}
