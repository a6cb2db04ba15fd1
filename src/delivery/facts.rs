//! What a history says whatever the rules are, found once: who names whom, and what came after what.

use std::collections::BTreeMap;

use super::causes::{Named, Sources, named};
use super::columns::{Coded, Grouped};
use super::deployment::{Deployment, Remedy};
use super::metrics::Window;
use crate::order::natural;

/// When a deployment ended, and which it is.
pub(super) type Ended = (i64, usize);

/// What is found once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Names of services, in natural order.
    pub services: Vec<String>,
    /// The service of each deployment, by its place among these.
    pub service_of: Vec<usize>,
    /// The deployments of each service.
    pub deployments_of: Grouped,
    /// The deployments of each service that reached production, in the order in which they ended.
    pub lines: Vec<Vec<Ended>>,
    /// What each incident names, or is named by.
    pub named: Vec<Named>,
    /// Rollbacks by the version that came back: the first deployment after it, and the last before the rollback.
    pub targets: BTreeMap<usize, (usize, usize)>,
    /// Repairs with the deployment whose change they take back.
    pub undone: BTreeMap<usize, usize>,
    /// Repairs with the deployment just before them.
    pub before: BTreeMap<usize, usize>,
}

impl Facts {
    /// Of a history's parts; `originals` tells what each revert takes back.
    pub(super) fn of(sources: &Sources<'_>, originals: &BTreeMap<usize, usize>) -> Facts {
        let (deployments, brings) = (sources.deployments, sources.brings);
        let (services, lines) = lines(deployments);
        let mut facts = Facts {
            deployments_of: Grouped::from_pairs(services.names.len(), || {
                services.of.iter().map(|at| *at as usize).zip(0..)
            }),
            service_of: services.of.iter().map(|at| *at as usize).collect(),
            services: services.names,
            named: named(sources),
            ..Facts::default()
        };
        for line in &lines {
            facts.follow(line, deployments, brings, originals);
        }
        facts.lines = lines;
        facts
    }

    /// The place of a service; nothing where none is called so.
    pub fn service(&self, name: &str) -> Option<usize> {
        let found = self.services.binary_search_by(|own| natural(own, name));
        found.ok()
    }

    /// The deployments of services that are looked at, by their places.
    pub(super) fn viewed(&self, is_looked_at: impl Fn(&str) -> bool) -> Vec<usize> {
        let services = self.services.iter();
        let are_viewed: Vec<bool> = services.map(|service| is_looked_at(service)).collect();
        if !are_viewed.contains(&false) {
            return (0..self.service_of.len()).collect();
        }
        let viewed = are_viewed.iter().enumerate().filter(|(_, is)| **is);
        let own = viewed.flat_map(|(service, _)| self.deployments_of.of(service));
        let mut own: Vec<usize> = own.map(|at| *at as usize).collect();
        own.sort_unstable();
        own
    }

    /// Finds what the repairs of a service repair.
    fn follow(
        &mut self,
        line: &[Ended],
        deployments: &[Deployment],
        brings: &[Vec<usize>],
        originals: &BTreeMap<usize, usize>,
    ) {
        let versions = Versions::of(line, deployments);
        for (place, (_, at)) in line.iter().copied().enumerate() {
            let Some(kind) = deployments[at].remedy else {
                continue;
            };
            if let Some((_, last)) = place.checked_sub(1).map(|before| line[before]) {
                self.before.insert(at, last);
            }
            let version = deployments[at].versions.only();
            let version = version.filter(|_| kind == Remedy::Rollback);
            let target = version.and_then(|version| versions.before(place, version));
            if let Some(after) = target.map(|target| &line[target + 1..place])
                && let (Some((_, first)), Some((_, last))) = (after.first(), after.last())
            {
                self.targets.insert(at, (*first, *last));
            }
            let own = &brings[at];
            let taken_back: Vec<usize> = own
                .iter()
                .filter_map(|change| originals.get(change).copied())
                // What came at once with its revert never reached anybody.
                .filter(|original| !own.contains(original))
                .collect();
            let holds = |(_, other): &&Ended| {
                let mut brought = brings[*other].iter();
                brought.any(|change| taken_back.contains(change))
            };
            if !taken_back.is_empty()
                && let Some((_, undone)) = line[..place].iter().rev().find(holds)
            {
                self.undone.insert(at, *undone);
            }
        }
    }
}

/// The service of each deployment, and the deployments of each service that reached production in the order in which they ended.
fn lines(deployments: &[Deployment]) -> (Coded, Vec<Vec<Ended>>) {
    let services = Coded::of(deployments.iter().map(|one| &*one.service));
    let mut lines: Vec<Vec<Ended>> = vec![Vec::new(); services.names.len()];
    for (at, one) in deployments.iter().enumerate() {
        if let (true, Some(finished)) = (one.counts(), one.finished) {
            lines[services.of[at] as usize].push((finished, at));
        }
    }
    for line in &mut lines {
        in_order(line, deployments);
    }
    (services, lines)
}

/// Puts deployments in the order in which they ended; those that ended at once, in that of their ids, and a repair after what else
/// is called so, so that the order of rows does not matter.
pub(super) fn in_order(line: &mut [Ended], deployments: &[Deployment]) {
    line.sort_by(|(one_ended, one), (other_ended, other)| {
        let key = |at: usize| {
            let one = &deployments[at];
            let what = (one.remedy.is_some(), one.is_undone, &one.team);
            (&one.id, what, &one.versions, &one.commits, &one.changes)
        };
        let by_key = || key(*one).cmp(&key(*other));
        one_ended.cmp(other_ended).then_with(by_key)
    });
}

/// How many deployments of a line ended in a window.
pub(super) fn in_window(line: &[Ended], window: Window) -> usize {
    let before = |end: i64| line.partition_point(|(at, _)| *at < end);
    before(window.to).saturating_sub(before(window.from))
}

/// Takes deployments that bring an earlier version back for rollbacks, where their own rows do not say what they are.
///
/// The same version twice running is a redeployment, and a name without a digit, as that of a branch, is no version. Where versions
/// come back all the time, they are those of several things that nothing tells apart, and none is a rollback. Says whether versions
/// tell rollbacks anywhere.
pub(super) fn tell_rollbacks_by_version(deployments: &mut [Deployment]) -> bool {
    let (_, lines) = lines(deployments);
    let mut are_told = false;
    for line in &lines {
        let versions = Versions::of(line, deployments);
        let (mut back, mut again, mut versioned) = (Vec::new(), 0, 0);
        for (place, (_, at)) in line.iter().copied().enumerate() {
            let version = deployments[at]
                .versions
                .only()
                .filter(|version| version.bytes().any(|byte| byte.is_ascii_digit()));
            let Some(version) = version.filter(|_| deployments[at].remedy.is_none()) else {
                continue;
            };
            versioned += 1;
            // The last with that version is not the one just before.
            let last = versions.before(place, version);
            if last.is_some_and(|last| last + 1 < place) {
                // What was just taken back may be mended from outside and go out again.
                let is_again = last == place.checked_sub(2)
                    && back.last() == place.checked_sub(1).map(|before| line[before].1).as_ref();
                again += usize::from(is_again);
                back.push(at);
            }
        }
        let are_mixed = versioned >= SEVERAL && (back.len() - again) * 3 > versioned;
        are_told |= versioned > 0 && !are_mixed;
        for at in back {
            match are_mixed {
                true => deployments[at].is_mixed = true,
                false => deployments[at].remedy = Some(Remedy::Rollback),
            }
        }
    }
    are_told
}

/// Deployments with a version that tell, at least, whether too many come back.
const SEVERAL: usize = 12;

/// Versions with their places along a line, in order.
struct Versions<'d>(Vec<(&'d str, usize)>);

impl<'d> Versions<'d> {
    fn of(line: &[Ended], deployments: &'d [Deployment]) -> Versions<'d> {
        let mut all: Vec<(&str, usize)> = Vec::new();
        for (place, (_, at)) in line.iter().enumerate() {
            let versions = deployments[*at].versions.iter();
            all.extend(versions.map(|version| (version, place)));
        }
        all.sort_unstable();
        Versions(all)
    }

    /// The last place before another with a version.
    fn before(&self, place: usize, version: &str) -> Option<usize> {
        let end = self.0.partition_point(|one| *one < (version, place));
        let (found, last) = self.0[end.checked_sub(1)?];
        (found == version).then_some(last)
    }
}
