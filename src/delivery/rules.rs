//! What counts, as data: every ruling can be changed, and is printed with what it gives.

use serde::{Deserialize, Serialize};

use super::definitions::{LeadStart, RateBase, RecoveryEnd, RecoveryStart, Rework};
use super::ending::Ending;
use super::jobs::{
    CANARY, NEVER, bare, deploys, goes_to_production, is_around, is_region, is_tried,
    leads_to_production,
};
use crate::table::words;

/// Names of the environment that users are in.
pub(super) const USUAL: [&str; 6] = [
    "production",
    "prod",
    "live",
    "prd",
    "produktion",
    "producción",
];

/// To which deployment an incident belongs that names none.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// The latest of its service within the gap before it.
    Latest,
    /// The first of these.
    Earliest,
    /// Each of these.
    Split,
    /// DevLake's: the latest row of a deployment in its project that succeeded in production, however long ago.
    DevLake,
    /// To none.
    Never,
}

/// Which deployment a rollback is blamed on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// The first after the version that came back, as Datadog does.
    FirstAfterTarget,
    /// The last before the rollback, as Swarmia does.
    LastBefore,
    /// None: only incidents tell failures.
    Never,
}

/// The rules of a history.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Environments that are production, in small letters.
    pub production: Vec<String>,
    /// Where incidents belong that name no deployment.
    pub attribution: Attribution,
    /// Hours before an incident within which a deployment may have caused it.
    pub gap_hours: f64,
    /// Which deployment a rollback or a repair is blamed on.
    pub blame: Blame,
    /// Days after which a deployment has had time to fail.
    pub follow_up_days: f64,
    /// Whether those that have not had it are left out of fail rates.
    pub leaves_out_young: bool,
    /// Recovery times longer than this many days are doubts, as those below nought are.
    pub longest_days: f64,
    /// What the change fail rate is out of.
    pub base: RateBase,
    /// Which deployments are rework.
    pub rework: Rework,
    /// From when changes take into production.
    pub lead_from: LeadStart,
    /// From when failed deployments take to recover from.
    pub recovery_from: RecoveryStart,
    /// Until when they do.
    pub recovery_to: RecoveryEnd,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            production: USUAL.map(str::to_owned).to_vec(),
            attribution: Attribution::Latest,
            gap_hours: 24.0,
            blame: Blame::FirstAfterTarget,
            follow_up_days: 14.0,
            leaves_out_young: true,
            longest_days: 365.0,
            base: RateBase::default(),
            rework: Rework::default(),
            lead_from: LeadStart::default(),
            recovery_from: RecoveryStart::default(),
            recovery_to: RecoveryEnd::default(),
        }
    }
}

impl Rules {
    /// Seconds after which a deployment has had time to fail.
    pub fn follow_up(&self) -> i64 {
        (self.follow_up_days * 86_400.0) as i64
    }

    /// Whether the change fail rate is out of deployments that became this.
    pub(super) fn rates(&self, one: Ending) -> bool {
        !(one.is_young() && self.leaves_out_young) && self.base.holds(one)
    }

    /// Whether an environment is production, by its name or the places in it: `prod-eu` and `shop-prod2` are, and so is where a job goes that
    /// says no other place; `review-prod`, `prod-test` and `prod-canary`, which only some users see, are not.
    pub fn is_production(&self, environment: &str) -> bool {
        let own = |name: &str| self.production.iter().any(|own| own == name);
        if own(&environment.to_lowercase()) {
            return true;
        }
        match deploys(environment) {
            true => goes_to_production(environment, own),
            false => leads(environment, own),
        }
    }
}

/// Whether an environment is called as production mostly is.
pub(super) fn is_usual_production(environment: &str) -> bool {
    leads(environment, |word| USUAL.contains(&word))
}

/// Whether an environment is for trying out, by its first word, or for a few; a job goes there by any word.
pub(super) fn is_never(environment: &str) -> bool {
    match deploys(environment) {
        true => is_tried(environment),
        false => begins(environment, |word| NEVER.contains(&word)) || is_canary(environment),
    }
}

/// Whether a word is known as where something is deployed to, by its first word: titles and people may end in any.
pub(super) fn is_environment(said: &str) -> bool {
    let is_place = |word: &str| USUAL.contains(&word) || NEVER.contains(&word);
    !deploys(said) && (begins(said, is_place) || is_canary(said))
}

/// Whether an environment is production by the places in its name. Where the first word is one, it decides: of
/// "review/fix-prod-login" and "prod-dev-portal" the rest is what is there, but for what is tried out, as in "prod-test". Else the last
/// place does, in what is no step on the way: "plan-prod".
fn leads(environment: &str, is_production: impl Fn(&str) -> bool) -> bool {
    let words = words(environment);
    let Some(first) = words.first().filter(|_| !is_canary(environment)) else {
        return false;
    };
    if is_production(first) {
        let last = words.iter().rfind(|word| !is_region(word));
        return last.is_none_or(|last| !TRIED.contains(&last.as_str()));
    }
    let is_elsewhere = NEVER.contains(&bare(first)) || is_around(&words);
    !is_elsewhere && leads_to_production(environment, is_production) == Some(true)
}

/// What stands behind the name of production where something is tried out as if it were there.
const TRIED: [&str; 8] = [
    "staging", "stage", "stg", "dev", "test", "testing", "qa", "preview",
];

/// Whether an environment is production by its first word or but for a region: beside one that is, "training-prod" is none.
pub(super) fn is_plain(environment: &str) -> bool {
    let words = words(environment);
    let is_named = |word: &String| USUAL.contains(&bare(word));
    words.first().is_some_and(is_named)
        || words.iter().all(|word| is_named(word) || is_region(word))
}

fn is_canary(environment: &str) -> bool {
    words(environment).iter().any(|word| word == CANARY)
}

/// Whether the first word of a name is so.
fn begins(name: &str, is: impl Fn(&str) -> bool) -> bool {
    words(name).first().is_some_and(|word| is(word))
}
