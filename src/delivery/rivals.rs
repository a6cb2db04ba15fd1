//! What other definitions of a metric make of the same rows.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::curve::Curve;
use super::definitions::{LeadStart, RateBase, RecoveryEnd, RecoveryStart, Rework};
use super::fixes::Fixes;
use super::floor::is_small;
use super::following::{Carried, Reached};
use super::history::History;
use super::incident::Began;
use super::link::Links;
use super::metrics::{Metrics, Rate};
use super::rival_rates::{fail_rate, reworked};
use super::rival_times::{frequency, lead_time, recovery};
use super::rules::{Attribution, Blame, Rules};
use super::tally::Counted;

/// Deployments that are told by name at most.
const NAMED: usize = 40;

/// A definition that is not the one in force.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Rival {
    /// The one in force.
    InForce,
    /// Deployments that had no time to fail are in the base.
    WithYoung,
    /// All deployments are in the base.
    OfAll,
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
    /// From the end of the failed deployment to when service was back.
    ToRestored,
    /// From when the incident began to when service was back, once for each incident.
    FromIncident,
    /// From when it was detected to when service was back.
    FromDetected,
    /// From when the ticket was created to when it was resolved.
    ToResolved,
    /// From when the ticket was created to when it was closed.
    ToClosed,
    /// All incidents, also those that no deployment caused.
    AllIncidents,
    /// Days with a deployment a week.
    Days,
    /// DevLake's and Four Keys': the median number of days with a deployment in a week.
    MedianDays,
    /// From the failed deployment to the end of the one that repaired it.
    ToRepair,
    /// From the first commit to production.
    FromCommit,
    /// From opened to production.
    FromOpened,
    /// From merged to production.
    FromMerge,
    /// Whatever undoes or repairs another.
    Remedies,
    /// Rollbacks alone.
    RollbacksOnly,
    /// Repairs of deployments that an incident is linked to.
    AfterIncident,
    /// Repairs, and whatever brings a change that mends something.
    WithFixes,
    /// Deployments that were rolled back, out of those that had time to.
    RolledBack,
}

/// The metric that definitions are of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Subject {
    /// Deployment frequency.
    Frequency,
    /// Change fail rate.
    FailRate,
    /// Deployment rework rate.
    Rework,
    /// Change lead time.
    LeadTime,
    /// Recovery time.
    Recovery,
}

impl Rival {
    /// The rules under which it is the one in force; none where it is more than other rules.
    pub fn rules(self, rules: &Rules) -> Option<Rules> {
        let with = |attribution, blame| {
            Some(Rules {
                attribution,
                blame,
                ..rules.clone()
            })
        };
        let base = |base| {
            Some(Rules {
                base,
                ..rules.clone()
            })
        };
        let reworked = |rework| {
            Some(Rules {
                rework,
                ..rules.clone()
            })
        };
        let led = |lead_from| {
            Some(Rules {
                lead_from,
                ..rules.clone()
            })
        };
        let recovered = |recovery_from, recovery_to| {
            Some(Rules {
                recovery_from,
                recovery_to,
                ..rules.clone()
            })
        };
        match self {
            Rival::InForce => Some(rules.clone()),
            Rival::OfAll => base(RateBase::All),
            Rival::WithoutRollbacks => base(RateBase::WithoutRollbacks),
            Rival::WithoutRemedies => base(RateBase::WithoutRemedies),
            Rival::Remedies => reworked(Rework::Remedies),
            Rival::AfterIncident => reworked(Rework::AfterIncident),
            Rival::WithFixes => reworked(Rework::WithFixes),
            Rival::FromCommit => led(LeadStart::Committed),
            Rival::FromOpened => led(LeadStart::Opened),
            Rival::FromMerge => led(LeadStart::Merged),
            Rival::ToRestored => recovered(RecoveryStart::Deployed, RecoveryEnd::Restored),
            Rival::ToRepair => recovered(RecoveryStart::Deployed, RecoveryEnd::Remedied),
            Rival::FromDetected => recovered(RecoveryStart::Detected, RecoveryEnd::Restored),
            Rival::ToResolved => recovered(RecoveryStart::Created, RecoveryEnd::Resolved),
            Rival::ToClosed => recovered(RecoveryStart::Created, RecoveryEnd::Closed),
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
                base: RateBase::All,
                ..rules.clone()
            }),
            Rival::Remediation
            | Rival::IncidentsPerDeployment
            | Rival::FromIncident
            | Rival::AllIncidents
            | Rival::Days
            | Rival::MedianDays
            | Rival::RollbacksOnly
            | Rival::RolledBack => None,
        }
    }

    /// The one in force, if it is that by rules.
    pub(super) fn or_in_force(self, rules: &Rules) -> Rival {
        match self.rules(rules) {
            Some(own) if own == *rules => Rival::InForce,
            _ => self,
        }
    }

    /// The rules under which it would be in force, unless it is.
    pub(super) fn other_rules(self, rules: &Rules) -> Option<Rules> {
        self.rules(rules).filter(|other| other != rules)
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
    /// The metric that it is of.
    pub of: Subject,
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
    /// How deployments are counted.
    pub counted: Counted<'a>,
    /// Of all deployments in view.
    pub whole: &'a Metrics,
    /// Of those that rates are told of.
    pub rated: &'a Metrics,
    /// Of those of them that recovery is told of.
    pub restored: &'a Metrics,
    /// Whether no cohort is left out of anything.
    pub is_whole: bool,
    /// Those under other rules of attribution and blame.
    pub links_under: &'a dyn Fn(Attribution, Blame) -> Rc<Links>,
    /// Whether a deployment may be told by name.
    pub is_named: &'a dyn Fn(usize) -> bool,
    /// Whether it may be told what is rework under rules.
    pub tells_rework: &'a dyn Fn(&Rules) -> bool,
    /// Whether it may be told how long recovery takes under rules.
    pub tells_recovery: &'a dyn Fn(&Rules) -> bool,
    /// Incidents of the services that are looked at.
    pub began: &'a Began,
    /// Changes by the deployments that brought them.
    pub carried: &'a Carried<'a>,
    /// How long they took into production.
    pub lead: &'a Reached,
    /// Changes that mend something.
    pub fixes: &'a [Fixes],
}

impl Rivalry {
    pub(super) fn of(of: Subject, rival: Rival, value: Value) -> Rivalry {
        Rivalry {
            of,
            rival,
            value,
            more: (Vec::new(), 0),
            fewer: (Vec::new(), 0),
            is_withheld: false,
        }
    }
}

/// All of them.
pub(super) fn rivals(history: &History, asked: &Asked, scope: &Scope<'_>) -> Vec<Rivalry> {
    let mut all = frequency(history, asked, scope.whole, scope.counted.window);
    all.extend(fail_rate(history, asked, scope));
    all.extend(reworked(history, scope));
    all.extend(lead_time(history, scope));
    all.extend(recovery(scope));
    all
}

/// Some deployments by name, the latest first and at most forty, and how many there are; nothing where the base is too small to tell
/// any apart.
pub(super) fn named(
    history: &History,
    scope: &Scope<'_>,
    mut all: Vec<usize>,
) -> (Vec<String>, u64) {
    if is_small(scope.rated.fail_rate.n) {
        return (Vec::new(), 0);
    }
    let n = all.len() as u64;
    all.retain(|at| (scope.is_named)(*at));
    // In an order that is the same whatever that of the rows is.
    let finished = &history.columns.finished;
    let id = |at: usize| &history.deployments[at].id;
    let order = |one: &usize, other: &usize| {
        let later = finished[*other].cmp(&finished[*one]);
        later.then_with(|| id(*one).cmp(id(*other)))
    };
    if all.len() > NAMED {
        all.select_nth_unstable_by(NAMED, order);
        all.truncate(NAMED);
    }
    all.sort_unstable_by(order);
    let named = all.iter().map(|at| history.deployments[*at].id.clone());
    (named.collect(), n)
}
