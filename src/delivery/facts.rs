//! What a history says whatever the rules are, found once: who names whom, and what came after what.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashTable;

use super::change::{Change, Known, SHORT, parts};
use super::columns::{Coded, Grouped};
use super::deployment::{Deployment, Remedy, is_yes};
use super::incident::Incident;
use super::metrics::Window;
use crate::order::natural;
use crate::table::hash;

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

/// What is named of the cause of an incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// Whether a cause is named at all, though it may be no deployment of the history.
    pub is_told: bool,
    /// Deployments that it names, or that name it, by their places.
    pub deployments: BTreeSet<usize>,
    /// Names of causes that are no deployment.
    pub unknown: Vec<String>,
    /// Names of causes that deployments of several services are called by, so that nothing tells which of them is meant.
    pub several: Vec<String>,
    /// Deployments before it that share a commit or a change with it, or the version of its service, in the order in which they
    /// ended.
    pub shared: Vec<Ended>,
}

impl Facts {
    /// Of a history's parts; `pairs` are what files of links say, `brings` the changes of each deployment, and `originals` what each
    /// revert takes back.
    pub(super) fn of(
        deployments: &[Deployment],
        incidents: &[Incident],
        pairs: &[(String, String)],
        brings: &[Vec<usize>],
        originals: &BTreeMap<usize, usize>,
    ) -> Facts {
        let (services, lines) = lines(deployments);
        let mut facts = Facts {
            deployments_of: Grouped::from_pairs(services.names.len(), || {
                services.of.iter().map(|at| *at as usize).zip(0..)
            }),
            service_of: services.of.iter().map(|at| *at as usize).collect(),
            services: services.names,
            named: named(deployments, incidents, pairs),
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
        let services = self.services.iter().enumerate();
        let viewed = services.filter(|(_, service)| is_looked_at(service));
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
/// The same version twice running is a redeployment, and a name without a digit, as that of a branch, is no version.
pub(super) fn tell_rollbacks_by_version(deployments: &mut [Deployment]) {
    let (_, lines) = lines(deployments);
    let mut back = Vec::new();
    for line in &lines {
        let versions = Versions::of(line, deployments);
        for (place, (_, at)) in line.iter().copied().enumerate() {
            let version = deployments[at]
                .versions
                .only()
                .filter(|version| version.bytes().any(|byte| byte.is_ascii_digit()));
            let Some(version) = version.filter(|_| deployments[at].remedy.is_none()) else {
                continue;
            };
            // The last with that version is not the one just before.
            let last = versions.before(place, version);
            if last.is_some_and(|last| last + 1 < place) {
                back.push(at);
            }
        }
    }
    for at in back {
        deployments[at].remedy = Some(Remedy::Rollback);
    }
}

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

/// Names that somebody looks for, with the places of the deployments that have them: there are far fewer than names.
#[derive(Default)]
struct Wanted<'h>(HashTable<(&'h str, Vec<usize>)>);

impl<'h> Wanted<'h> {
    fn of(names: impl Iterator<Item = &'h str>) -> Wanted<'h> {
        let mut wanted = Wanted::default();
        for name in names {
            let own = hash(name);
            if wanted.0.find(own, |(known, _)| *known == name).is_none() {
                let rehash = |(name, _): &(&str, Vec<usize>)| hash(name);
                wanted.0.insert_unique(own, (name, Vec::new()), rehash);
            }
        }
        wanted
    }

    /// Tells the names of a deployment.
    fn tell<'d>(&mut self, names: impl Iterator<Item = &'d str>, at: usize) {
        if self.0.is_empty() {
            return;
        }
        for name in names {
            let wanted = self.0.find_mut(hash(name), |(known, _)| *known == name);
            if let Some((_, places)) = wanted {
                places.push(at);
            }
        }
    }

    /// The deployments that are called so, in the order of their places.
    fn places(&self, name: &str) -> &[usize] {
        let wanted = self.0.find(hash(name), |(known, _)| *known == name);
        wanted.map_or(&[], |(_, places)| places)
    }
}

/// What is named of the cause of each incident.
fn named(
    deployments: &[Deployment],
    incidents: &[Incident],
    pairs: &[(String, String)],
) -> Vec<Named> {
    if incidents.is_empty() {
        return Vec::new();
    }
    let causes = || incidents.iter().flat_map(|one| &one.causes);
    let names = || incidents.iter().flat_map(|one| &one.names);
    let in_pairs = pairs.iter().map(|(_, deployment)| deployment);
    let mut by_id = Wanted::of(causes().chain(in_pairs).map(String::as_str));
    let mut by_incident = Wanted::of(incidents.iter().map(|one| one.id.as_str()));
    for (at, one) in deployments.iter().enumerate() {
        by_id.tell([one.id.as_str()].into_iter(), at);
        by_incident.tell(one.incidents.iter(), at);
    }
    // A cause may also be told by the commit, the version or the change that was deployed.
    let others = || causes().filter(|cause| by_id.places(cause).is_empty());
    let mut by_commit = Wanted::of(names().chain(others()).map(String::as_str));
    let all = || names().chain(others());
    let mut by_short = Wanted::of(all().filter_map(|name| short(name)));
    let mut by_number = Wanted::of(all().map(|name| parts(name).0));
    let mut by_version = Wanted::of(names().chain(others()).map(|name| version(name)));
    for (at, one) in deployments.iter().enumerate() {
        by_commit.tell(one.commits.iter().chain(one.changes.iter()), at);
        by_short.tell(one.commits.iter().filter_map(short), at);
        by_number.tell(one.changes.iter().map(|name| parts(name).0), at);
        by_version.tell(one.versions.iter().map(version), at);
    }
    let mut paired: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (incident, deployment) in pairs {
        paired.entry(incident).or_default().push(deployment);
    }
    let of = |incident: &Incident| {
        let mut named = Named::default();
        let of_service = |at: &usize| *deployments[*at].service == *incident.service;
        let by_them = by_incident.places(&incident.id);
        let in_files = paired.get(incident.id.as_str());
        // That some deployment caused it is not to say which.
        let causes = incident.causes.iter().map(String::as_str);
        let causes = causes.filter(|cause| !is_yes(cause));
        let is_told = causes.clone().next().is_some();
        named.is_told = is_told || !by_them.is_empty() || in_files.is_some();
        named.deployments.extend(by_them);
        let in_files = in_files.into_iter().flatten().copied();
        let is_before = |at: usize| {
            let finished = deployments[at].finished;
            let ended = finished.zip(incident.started);
            ended.is_none_or(|(finished, started)| finished <= started)
        };
        // Those of its service that brought what is named; the latest of them, where a version or a commit went out again.
        let brought = |cause: &str| -> Option<usize> {
            let is_told = !incident.service.is_empty();
            let is_same = |commit: &str| commit.starts_with(cause) || cause.starts_with(commit);
            let shortened = short(cause).map_or(&[][..], |first| by_short.places(first));
            let shortened = shortened.iter().filter(|at| {
                let mut commits = deployments[**at].commits.iter();
                commits.any(|commit| short(commit).is_some() && is_same(commit))
            });
            // The surest first: a number may be that of a version or of a change.
            let ways: [Vec<&usize>; 3] = [
                by_commit.places(cause).iter().chain(shortened).collect(),
                by_version.places(version(cause)).iter().collect(),
                by_number.places(parts(cause).0).iter().collect(),
            ];
            let meant = |at: &usize| {
                deployments[*at].counts() && is_before(*at) && (!is_told || of_service(at))
            };
            let mut ways = ways
                .into_iter()
                .map(|way| -> Vec<usize> { way.into_iter().copied().filter(meant).collect() });
            let some = ways.find(|some| !some.is_empty())?;
            let services: BTreeSet<&str> =
                some.iter().map(|at| &*deployments[*at].service).collect();
            let latest = some
                .into_iter()
                .max_by_key(|at| (deployments[*at].finished, *at));
            latest.filter(|_| services.len() == 1)
        };
        for cause in causes.chain(in_files) {
            let places = by_id.places(cause);
            if places.is_empty() {
                match brought(cause) {
                    Some(at) => {
                        named.deployments.insert(at);
                    }
                    None => named.unknown.push(cause.to_owned()),
                }
            }
            // The run of one pipeline can deploy several services, and numbers of runs come again: the one that broke is meant.
            let own: Vec<usize> = places.iter().copied().filter(of_service).collect();
            let counted = places
                .iter()
                .copied()
                .filter(|at| deployments[*at].counts());
            let counted: Vec<usize> = counted.collect();
            let meant = [own, counted, places.to_vec()]
                .into_iter()
                .find(|some| !some.is_empty());
            let meant = meant.unwrap_or_default();
            let services: BTreeSet<&str> =
                meant.iter().map(|at| &*deployments[*at].service).collect();
            match services.len() {
                0 | 1 => named.deployments.extend(meant),
                _ => named.several.push(cause.to_owned()),
            }
        }
        let sharing = incident.names.iter().flat_map(|name| {
            let versions = by_version.places(version(name)).iter();
            let versions = versions.filter(|at| of_service(at));
            let same = by_commit.places(name).iter().chain(versions).copied();
            same.chain(brought(name))
        });
        let ended = |at: usize| {
            let finished = deployments[at].finished?;
            let is_before = incident.started.is_none_or(|started| finished <= started);
            (deployments[at].counts() && is_before).then_some((finished, at))
        };
        named.shared = sharing.filter_map(ended).collect();
        in_order(&mut named.shared, deployments);
        named.shared.dedup();
        named
    };
    incidents.iter().map(of).collect()
}

/// The first signs of what may be a commit.
fn short(name: &str) -> Option<&str> {
    let is_commit = name.len() >= SHORT && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.get(..SHORT).filter(|_| is_commit)
}

/// A version without the "v" that some write before it.
fn version(name: &str) -> &str {
    let bare = name.strip_prefix(['v', 'V']);
    bare.filter(|bare| bare.starts_with(|sign: char| sign.is_ascii_digit()))
        .unwrap_or(name)
}

/// The change that each revert takes back: by the commit or the number that its text names, or by its title.
pub(super) fn originals(changes: &[Change], known: &Known<'_>) -> BTreeMap<usize, usize> {
    let titled = |change: &Change| -> Option<String> {
        let title = change.title().trim();
        let of_title = title
            .strip_prefix("Revert \"")
            .or_else(|| title.strip_prefix("revert \""))?;
        Some(of_title.trim_end_matches('"').to_owned())
    };
    let reverts: Vec<(usize, String)> = changes
        .iter()
        .enumerate()
        .filter_map(|(at, change)| Some((at, titled(change)?)))
        .collect();
    let wanted: BTreeSet<&str> = reverts.iter().map(|(_, title)| title.as_str()).collect();
    let mut by_title: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let title = change.title().trim();
        if wanted.contains(title) {
            by_title
                .entry((change.service(), title))
                .or_default()
                .push(at);
        }
    }
    let original = |at: usize, title: &str| {
        let change = &changes[at];
        let by_text = named_in(change.body()).and_then(|name| known.place(name, change.service()));
        let by_title = || {
            let alike = by_title.get(&(change.service(), title))?;
            let is_before = |other: &&usize| changes[**other].created <= change.created;
            alike.iter().rev().find(is_before).copied()
        };
        by_text.or_else(by_title).filter(|other| *other != at)
    };
    reverts
        .iter()
        .filter_map(|(at, title)| Some((*at, original(*at, title)?)))
        .collect()
}

/// What a text says that it reverts: "This reverts commit 1f3c…", "Reverts owner/repository#41".
pub(super) fn named_in(body: &str) -> Option<&str> {
    let after = body
        .split_once("This reverts commit ")
        .or_else(|| body.split_once("Reverts "))?
        .1;
    let word = after
        .split_whitespace()
        .next()?
        .trim_end_matches(['.', ',']);
    Some(word.rsplit('#').next().unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn what_is_reverted_is_named_by_commit_or_number() {
        let read = [
            "This reverts commit 1f3c9d2.",
            "Reverts acme/shop#41",
            "Nothing of it",
        ]
        .map(named_in);
        assert_eq!(read, [Some("1f3c9d2"), Some("41"), None]);
    }
}
