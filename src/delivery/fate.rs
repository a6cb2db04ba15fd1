//! What becomes of deployments.

use super::deployment::Remedy;
use super::history::History;
use super::link::Links;
use super::metrics::Metrics;

/// What became of a deployment, a bit for each thing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Fate(u8);

impl Fate {
    /// It is in view.
    pub(super) const VIEWED: Fate = Fate(1);
    /// It had time to fail.
    pub(super) const JUDGED: Fate = Fate(2);
    /// It failed.
    pub(super) const FAILED: Fate = Fate(4);
    /// An incident was linked to it.
    pub(super) const INCIDENT: Fate = Fate(8);
    /// It was rolled back.
    pub(super) const ROLLED_BACK: Fate = Fate(16);
    /// A deployment called a hotfix repaired it.
    pub(super) const HOTFIXED: Fate = Fate(32);

    /// Whether something of this became of it.
    pub(super) fn has(self, what: Fate) -> bool {
        self.0 & what.0 > 0
    }

    /// Both.
    pub(super) fn and(self, other: Fate) -> Fate {
        Fate(self.0 | other.0)
    }
}

/// What links say of every deployment, whatever is looked at.
pub(super) fn linked(history: &History, links: &Links) -> Vec<Fate> {
    let mut fates = vec![Fate::default(); history.deployments.len()];
    let mut add = |at: usize, what: Fate| fates[at] = fates[at].and(what);
    for link in &links.links {
        add(link.deployment, Fate::INCIDENT);
    }
    for one in &links.remedied {
        match history.deployments[one.remedy].remedy {
            Some(Remedy::Rollback) => add(one.failed, Fate::ROLLED_BACK),
            Some(Remedy::Rollforward) => add(one.failed, Fate::HOTFIXED),
            None => {}
        }
    }
    fates
}

/// What became of each deployment of those in view; nothing of the others. `finished` tells when each ended.
pub(super) fn fates(links: &Links, whole: &Metrics, finished: &[i64]) -> Vec<Fate> {
    let mut fates = vec![Fate::default(); links.fates.len()];
    for at in whole.deployments.iter().copied() {
        let is = |it: bool, what: Fate| if it { what } else { Fate::default() };
        fates[at] = links.fates[at]
            .and(Fate::VIEWED)
            .and(is(whole.judges(finished[at]), Fate::JUDGED))
            .and(is(links.has_failed[at], Fate::FAILED));
    }
    fates
}
