//! Which deployment a rollback, a revert or a hotfix repairs, and what says so.

use super::history::History;
use super::link::Evidence;
use super::rules::{Blame, Rules};

/// A deployment that another one repairs, both by their places in the history.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Remedied {
    /// What was repaired.
    pub failed: usize,
    /// What repaired it.
    pub remedy: usize,
    /// What says so.
    pub evidence: Evidence,
}

/// Each repair of a history with what it repairs, where that can be told: the version that came back tells it surest, then a
/// reverted change, and what came just before within the gap last.
pub(super) fn remedied(history: &History, rules: &Rules) -> Vec<Remedied> {
    if rules.blame == Blame::Never {
        return Vec::new();
    }
    let facts = &history.facts;
    let gap = (rules.gap_hours * 3600.0) as i64;
    let repair = |(remedy, before): (&usize, &usize)| {
        let finished = |at: usize| history.deployments[at].finished;
        let by_version = facts
            .targets
            .get(remedy)
            .map(|(first, last)| match rules.blame {
                Blame::LastBefore => (*last, Evidence::Version),
                _ => (*first, Evidence::Version),
            });
        let by_revert = || Some((*facts.undone.get(remedy)?, Evidence::Revert));
        let by_label = || {
            let waited = finished(*remedy)? - finished(*before)?;
            (waited <= gap).then_some((*before, Evidence::Label))
        };
        let (failed, evidence) = by_version.or_else(by_revert).or_else(by_label)?;
        Some(Remedied {
            failed,
            remedy: *remedy,
            evidence,
        })
    };
    let mut all: Vec<Remedied> = facts.before.iter().filter_map(repair).collect();
    all.sort_unstable();
    all
}
