//! What incidents name of their causes, and which deployments are called so.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashTable;

use super::deployment::Deployment;
use super::facts::{Ended, in_order};
use super::incident::Incident;
use super::known::{Known, SHORT, parts};
use super::outcomes::is_yes;
use crate::table::hash;

/// What is named of the cause of an incident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// Whether a cause is named at all, though it may be no deployment of the history.
    pub is_told: bool,
    /// Deployments that it names, or that name it, by their places.
    pub deployments: BTreeSet<usize>,
    /// Names of causes that are no deployment.
    pub unknown: Vec<String>,
    /// Names of causes that several deployments may be meant by: of several services, or by their ids and by what they brought.
    pub several: Vec<String>,
    /// Deployments before it that share a commit or a change with it, or the version of its service, in the order in which they
    /// ended.
    pub shared: Vec<Ended>,
}

/// Deployments that one name may be meant for, at most.
const ALIKE: usize = 1000;

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

    /// The deployments that are called so, in the order of their places; none where so many are that the name tells none apart.
    fn places(&self, name: &str) -> &[usize] {
        let wanted = self.0.find(hash(name), |(known, _)| *known == name);
        let places = wanted.map(|(_, places)| places.as_slice());
        places
            .filter(|places| places.len() <= ALIKE)
            .unwrap_or_default()
    }
}

/// What the causes of incidents are looked for in.
pub(super) struct Sources<'h> {
    pub deployments: &'h [Deployment],
    pub incidents: &'h [Incident],
    /// Incidents and deployments that files of links name together.
    pub pairs: &'h [(String, String)],
    /// The changes of each deployment.
    pub brings: &'h [Vec<usize>],
    /// What changes are called.
    pub known: &'h Known<'h>,
}

/// What is named of the cause of each incident.
pub(super) fn named(sources: &Sources<'_>) -> Vec<Named> {
    if sources.incidents.is_empty() {
        return Vec::new();
    }
    let sought = Sought::of(sources);
    let each = sources.incidents.iter();
    each.map(|incident| sought.named(incident)).collect()
}

/// Names that incidents and files of links tell, with the deployments that are called so.
struct Sought<'h> {
    sources: &'h Sources<'h>,
    /// By their own ids, and by these as people write them elsewhere.
    by_id: Wanted<'h>,
    /// By what their rows are known by.
    by_part: Wanted<'h>,
    by_loose_id: BTreeMap<String, Vec<usize>>,
    /// By the numbers that their ids end in.
    by_tail: BTreeMap<u64, Vec<usize>>,
    /// By the incidents that they name themselves.
    by_incident: Wanted<'h>,
    /// By their commits and changes, by the first signs of commits, and by the numbers of changes.
    by_commit: Wanted<'h>,
    by_short: Wanted<'h>,
    by_number: Wanted<'h>,
    by_version: Wanted<'h>,
    /// By the places of the changes that they bring.
    by_change: BTreeMap<usize, Vec<usize>>,
    /// The deployments that files of links name for each incident.
    paired: BTreeMap<&'h str, Vec<&'h str>>,
    /// Ids that several incidents have, each of another service.
    shared_ids: BTreeSet<&'h str>,
}

impl<'h> Sought<'h> {
    fn of(sources: &'h Sources<'h>) -> Sought<'h> {
        let Sources {
            deployments,
            incidents,
            pairs,
            known,
            ..
        } = *sources;
        let causes = || incidents.iter().flat_map(|one| &one.causes);
        let names = || incidents.iter().flat_map(|one| &one.names);
        let in_pairs = pairs.iter().map(|(_, deployment)| deployment);
        let ids = || causes().chain(in_pairs.clone()).map(String::as_str);
        let (mut by_id, mut by_part) = (Wanted::of(ids()), Wanted::of(ids()));
        let mut by_incident = Wanted::of(incidents.iter().map(|one| one.id.as_str()));
        for (at, one) in deployments.iter().enumerate() {
            by_id.tell([one.id.as_str()].into_iter(), at);
            // A number alone may be that of anything.
            let is_number = |name: &&str| name.bytes().all(|byte| byte.is_ascii_digit());
            by_part.tell(one.parts.iter().filter(|name| !is_number(name)), at);
            by_incident.tell(one.incidents.iter(), at);
        }
        // A cause may also be told by the commit, the version or the change that was deployed.
        let is_no_id =
            |name: &&String| by_id.places(name).is_empty() && by_part.places(name).is_empty();
        let all = || names().chain(causes().filter(is_no_id));
        let mut by_commit = Wanted::of(all().map(String::as_str));
        let mut by_short = Wanted::of(all().filter_map(|name| short(name)));
        let mut by_number = Wanted::of(all().map(|name| parts(name).0));
        let mut by_version = Wanted::of(all().filter_map(|name| version(name)));
        let astray = causes().chain(in_pairs).filter(is_no_id);
        let astray = astray.filter(|name| !is_yes(name));
        let mut by_loose_id: BTreeMap<String, Vec<usize>> =
            astray.map(|name| (loose(name), Vec::new())).collect();
        let tails = by_loose_id.keys().filter_map(|name| name.parse().ok());
        let mut by_tail: BTreeMap<u64, Vec<usize>> =
            tails.map(|number| (number, Vec::new())).collect();
        // Changes are looked for last, for there are far more of them.
        let of_service = |incident: &'h Incident| {
            let causes = incident.causes.iter().filter(is_no_id);
            let names = causes.chain(&incident.names);
            names.filter_map(|name| known.place(name, &incident.service))
        };
        let mut by_change: BTreeMap<usize, Vec<usize>> = incidents
            .iter()
            .flat_map(of_service)
            .map(|change| (change, Vec::new()))
            .collect();
        for (at, one) in deployments.iter().enumerate() {
            by_commit.tell(one.commits.iter().chain(one.changes.iter()), at);
            by_short.tell(one.commits.iter().filter_map(short), at);
            by_number.tell(one.changes.iter().map(|name| parts(name).0), at);
            by_version.tell(one.versions.iter().filter_map(version), at);
            if !by_loose_id.is_empty()
                && let Some(own) = by_loose_id.get_mut(&loose(&one.id))
            {
                own.push(at);
            }
            if !by_tail.is_empty()
                && let Some(own) = tail(&one.id).and_then(|number| by_tail.get_mut(&number))
            {
                own.push(at);
            }
            if !by_change.is_empty() {
                for change in &sources.brings[at] {
                    if let Some(own) = by_change.get_mut(change) {
                        own.push(at);
                    }
                }
            }
        }
        let mut paired: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (incident, deployment) in pairs {
            paired.entry(incident).or_default().push(deployment);
        }
        let mut ids = BTreeSet::new();
        let shared_ids = incidents.iter().map(|one| one.id.as_str());
        Sought {
            shared_ids: shared_ids.filter(|id| !ids.insert(*id)).collect(),
            sources,
            by_id,
            by_part,
            by_loose_id,
            by_tail,
            by_incident,
            by_commit,
            by_short,
            by_number,
            by_version,
            by_change,
            paired,
        }
    }

    /// What is named of the cause of an incident.
    fn named(&self, incident: &'h Incident) -> Named {
        let deployments = self.sources.deployments;
        let of_service = |at: &usize| *deployments[*at].service == *incident.service;
        // What is called by a number that incidents of several services have is of its own service alone.
        let is_shared = self.shared_ids.contains(incident.id.as_str());
        let is_meant = |at: &usize| !is_shared || of_service(at);
        let by_them = self.by_incident.places(&incident.id).iter().copied();
        let by_them: Vec<usize> = by_them.filter(is_meant).collect();
        let in_files = self.paired.get(incident.id.as_str());
        let in_files = in_files.into_iter().flatten().copied();
        let in_files: Vec<&str> = match is_shared {
            true => in_files
                .filter(|name| match self.called(name, incident) {
                    Found::Deployments(found) => found.iter().any(of_service),
                    Found::None | Found::Several => false,
                })
                .collect(),
            false => in_files.collect(),
        };
        // That some deployment caused it is not to say which.
        let causes = incident.causes.iter().map(String::as_str);
        let is_name = |cause: &&str| !is_yes(cause) || !self.by_id.places(cause).is_empty();
        let causes: Vec<&str> = causes.filter(is_name).collect();
        let mut named = Named {
            is_told: !(causes.is_empty() && by_them.is_empty() && in_files.is_empty()),
            deployments: by_them.into_iter().collect(),
            ..Named::default()
        };
        for cause in causes.into_iter().chain(in_files) {
            match self.called(cause, incident) {
                Found::None => named.unknown.push(cause.to_owned()),
                Found::Several => named.several.push(cause.to_owned()),
                Found::Deployments(found) => named.deployments.extend(found),
            }
        }
        let sharing = incident.names.iter().flat_map(|name| {
            let versions = version(name).map_or(&[][..], |name| self.by_version.places(name));
            let versions = versions.iter().filter(|at| of_service(at));
            let same = self.by_commit.places(name).iter().chain(versions).copied();
            let brought = match self.bringing(name, incident) {
                Found::Deployments(found) => found,
                Found::None | Found::Several => Vec::new(),
            };
            same.chain(brought)
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
    }

    /// The deployments that a cause of an incident is the name of, or that brought what it names.
    fn called(&self, cause: &str, incident: &Incident) -> Found {
        let exact = self.of_id(self.by_id.places(cause), incident);
        if !matches!(exact, Found::None) {
            return exact;
        }
        // A row is of one deployment; what several have is no name of any.
        match self.of_id(self.by_part.places(cause), incident) {
            Found::None => {}
            Found::Deployments(found) if found.len() > 1 => return Found::Several,
            found => return found,
        }
        let brought = self.bringing(cause, incident);
        let loose = self.of_loose_id(&loose(cause), incident);
        // A number may be that of a deployment or of what one brought, now or later: nothing tells which.
        let is_change = || {
            let known = self.sources.known.place(cause, &incident.service).is_some();
            known || !self.by_number.places(parts(cause).0).is_empty()
        };
        match (brought, loose) {
            (Found::Deployments(one), Found::Deployments(other)) if one != other => Found::Several,
            (Found::None, Found::Deployments(_)) if is_change() => Found::Several,
            (Found::None, loose) => loose,
            (brought, _) => brought,
        }
    }

    /// The same by an id that is written in another way, or by the number that it ends in.
    fn of_loose_id(&self, loose: &str, incident: &Incident) -> Found {
        let by_name = self.by_loose_id.get(loose);
        let by_name = by_name.filter(|places| !places.is_empty());
        let by_number = || self.by_tail.get(&loose.parse().ok()?);
        let places = by_name.or_else(by_number);
        let found = self.of_id(places.map_or(&[], |own| own), incident);
        if let Found::Deployments(places) = &found {
            let ids = places.iter().map(|at| &self.sources.deployments[*at].id);
            if ids.collect::<BTreeSet<&String>>().len() > 1 {
                return Found::Several;
            }
        }
        found
    }

    /// Those that are meant of deployments with one id.
    fn of_id(&self, places: &[usize], incident: &Incident) -> Found {
        let deployments = self.sources.deployments;
        let those = |is: &dyn Fn(&Deployment) -> bool| -> Vec<usize> {
            let places = places.iter().copied();
            places.filter(|at| is(&deployments[*at])).collect()
        };
        // The run of one pipeline can deploy several services, and numbers of runs come again: the one that broke is meant.
        let own = those(&|one| *one.service == *incident.service);
        let counted = those(&Deployment::counts);
        let some = [own, counted, places.to_vec()];
        let meant = some.into_iter().find(|some| !some.is_empty());
        let meant = meant.unwrap_or_default();
        match self.services(&meant) {
            0 => Found::None,
            1 => Found::Deployments(meant),
            _ => Found::Several,
        }
    }

    /// The deployment that brought a commit, a version or a change that an incident names: of its service, where it tells that, and the
    /// latest before it, where that went out again.
    fn bringing(&self, name: &str, incident: &Incident) -> Found {
        let deployments = self.sources.deployments;
        let is_same = |commit: &str| commit.starts_with(name) || name.starts_with(commit);
        let has_it = |at: &usize| {
            let mut commits = deployments[*at].commits.iter();
            commits.any(|commit| short(commit).is_some() && is_same(commit))
        };
        let by_short = || {
            let alike = short(name).map_or(&[][..], |first| self.by_short.places(first));
            alike.iter().copied().filter(has_it)
        };
        let by_commit = || {
            self.by_commit
                .places(name)
                .iter()
                .copied()
                .chain(by_short())
        };
        let by_version = || version(name).map_or(&[][..], |name| self.by_version.places(name));
        let by_number = || self.by_number.places(parts(name).0);
        let by_change = || {
            let change = self.sources.known.place(name, &incident.service);
            let own = change.and_then(|change| self.by_change.get(&change));
            own.map_or(&[][..], |own| own)
        };
        let or = |found: Found, way: &dyn Fn() -> Found| match found {
            Found::None => way(),
            found => found,
        };
        let latest = |way: &[usize]| self.latest(way.iter().copied(), incident);
        // The surest first: a number may be that of a version or of a change.
        let found = self.latest(by_commit(), incident);
        let found = or(found, &|| latest(by_version()));
        let found = or(found, &|| latest(by_number()));
        or(found, &|| latest(by_change()))
    }

    /// The latest of some deployments before an incident, of its service, if it tells that.
    fn latest(&self, some: impl Iterator<Item = usize>, incident: &Incident) -> Found {
        let deployments = self.sources.deployments;
        let is_meant = |at: &usize| {
            let one = &deployments[*at];
            let ended = one.finished.zip(incident.started);
            let is_before = ended.is_none_or(|(finished, started)| finished <= started);
            let is_of_it = incident.service.is_empty() || *one.service == *incident.service;
            one.counts() && is_before && is_of_it
        };
        let places: Vec<usize> = some.filter(is_meant).collect();
        let ended = |at: &usize| (deployments[*at].finished.unwrap_or(i64::MIN), *at);
        let mut line: Vec<Ended> = places.iter().map(ended).collect();
        in_order(&mut line, deployments);
        match (self.services(&places), line.last()) {
            (1, Some((_, latest))) => Found::Deployments(vec![*latest]),
            (0, _) | (_, None) => Found::None,
            _ => Found::Several,
        }
    }

    /// How many services some deployments are of.
    fn services(&self, some: &[usize]) -> usize {
        let deployments = self.sources.deployments;
        let services = some.iter().map(|at| &*deployments[*at].service);
        services.collect::<BTreeSet<&str>>().len()
    }
}

/// What a name of a cause leads to.
enum Found {
    /// Nothing is called so.
    None,
    /// Deployments of several services are, or things of several kinds: nothing tells which is meant.
    Several,
    /// These.
    Deployments(Vec<usize>),
}

/// An id without what people write around it elsewhere: "DEP-2", "#3", "deployment 3" and "dep-2 (web)" are "dep-2" and "3".
fn loose(name: &str) -> String {
    const BEFORE: [&str; 7] = [
        "deployment",
        "deploy",
        "release",
        "run",
        "build",
        "pipeline",
        "job",
    ];
    let bare = match name.split_once(" (") {
        Some((bare, rest)) if rest.ends_with(')') => bare,
        _ => name,
    };
    let low = bare.to_lowercase();
    let rest = match low.split_once(' ') {
        Some((first, rest)) if BEFORE.contains(&first) => rest,
        _ => &low,
    };
    rest.trim_start_matches('#').trim().to_owned()
}

/// The number that an id ends in behind something else: "DEP-7" ends in 7.
fn tail(id: &str) -> Option<u64> {
    let start = id.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let is_marked = start.ends_with(['-', '_', '#', '/', ':', ' ']);
    // Behind other numbers it is a part of a date or a version.
    let is_alone = !start.contains(|sign: char| sign.is_ascii_digit());
    id[start.len()..]
        .parse()
        .ok()
        .filter(|_| is_marked && is_alone)
}

/// The first signs of what may be a commit.
fn short(name: &str) -> Option<&str> {
    let is_commit = name.len() >= SHORT && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.get(..SHORT).filter(|_| is_commit)
}

/// A version without the "v" that some write before it; none where it has no digit, as "latest".
fn version(name: &str) -> Option<&str> {
    let said = name.split_once(' ').filter(|(first, _)| {
        let words = ["release", "version", "deploy", "deployment"];
        words.iter().any(|word| word.eq_ignore_ascii_case(first))
    });
    let name = said.map_or(name, |(_, rest)| rest.trim());
    let bare = name.strip_prefix(['v', 'V']);
    let bare = bare.filter(|bare| bare.starts_with(|sign: char| sign.is_ascii_digit()));
    let name = bare.unwrap_or(name);
    name.contains(|sign: char| sign.is_ascii_digit())
        .then_some(name)
}
