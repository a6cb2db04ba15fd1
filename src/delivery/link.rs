//! Which deployment caused which incident, and what says so.

use std::collections::{BTreeMap, BTreeSet};

use super::deployment::{Deployment, Environment, Outcome};
use super::history::History;
use super::incident::Incident;
use super::rules::{Attribution, Rules};

/// What says that a deployment caused an incident, the surest first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Evidence {
    /// The incident, the deployment or a file of links names the other.
    Named,
    /// Both name the same commit, change or version.
    Shared,
    /// Only the time between them.
    Time,
}

/// A deployment that caused an incident, both by their places in the history.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Link {
    /// Which incident.
    pub incident: usize,
    /// Which deployment.
    pub deployment: usize,
    /// What says so.
    pub evidence: Evidence,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Each pair once, by its surest evidence.
    pub links: Vec<Link>,
    /// Incidents that belong to no deployment.
    pub unlinked: Vec<usize>,
    /// Names of deployments that incidents give and no deployment has.
    pub unknown: Vec<String>,
}

impl Links {
    /// The links of a history under `rules`.
    pub fn of(history: &History, rules: &Rules) -> Links {
        let names = Names::of(history);
        let mut found: BTreeMap<(usize, usize), Evidence> = BTreeMap::new();
        let (mut unlinked, mut unknown) = (Vec::new(), BTreeSet::new());
        let by_service = by_service(history);
        for (at, incident) in history.incidents.iter().enumerate() {
            let mut of_it: BTreeMap<usize, Evidence> = BTreeMap::new();
            // DevLake's rule looks at nothing but the time.
            if rules.attribution == Attribution::DevLake {
                let latest = history.latest_of_project(incident);
                of_it.extend(latest.map(|deployment| (deployment, Evidence::Time)));
            } else {
                names.named(incident, &mut of_it, &mut unknown);
                if of_it.is_empty() {
                    names.shared(incident, &mut of_it);
                }
                if of_it.is_empty() {
                    by_time(history, &by_service, incident, rules, &mut of_it);
                }
            }
            if of_it.is_empty() {
                unlinked.push(at);
            }
            found.extend(
                of_it
                    .into_iter()
                    .map(|(deployment, evidence)| ((at, deployment), evidence)),
            );
        }
        let link = |((incident, deployment), evidence)| Link {
            incident,
            deployment,
            evidence,
        };
        Links {
            links: found.into_iter().map(link).collect(),
            unlinked,
            unknown: unknown.into_iter().collect(),
        }
    }

    /// How many links there are of each kind.
    pub fn by_evidence(&self) -> BTreeMap<Evidence, usize> {
        let mut counts = BTreeMap::new();
        self.links
            .iter()
            .for_each(|link| *counts.entry(link.evidence).or_default() += 1);
        counts
    }
}

/// Deployments by what they and incidents name.
struct Names<'h> {
    by_id: BTreeMap<&'h str, usize>,
    by_incident: BTreeMap<&'h str, Vec<usize>>,
    by_commit: BTreeMap<&'h str, Vec<usize>>,
}

impl<'h> Names<'h> {
    fn of(history: &'h History) -> Names<'h> {
        let mut names = Names {
            by_id: BTreeMap::new(),
            by_incident: BTreeMap::new(),
            by_commit: BTreeMap::new(),
        };
        for (at, deployment) in history.deployments.iter().enumerate() {
            names.by_id.entry(&deployment.id).or_insert(at);
            if !deployment.incident.is_empty() {
                names
                    .by_incident
                    .entry(&deployment.incident)
                    .or_default()
                    .push(at);
            }
            let shared = deployment.commits.iter().chain(&deployment.changes);
            shared.for_each(|name| names.by_commit.entry(name).or_default().push(at));
        }
        for (incident, deployment) in &history.pairs {
            if let Some(at) = names.by_id.get(deployment.as_str()) {
                names.by_incident.entry(incident).or_default().push(*at);
            }
        }
        names
    }

    fn named(
        &self,
        incident: &Incident,
        found: &mut BTreeMap<usize, Evidence>,
        unknown: &mut BTreeSet<String>,
    ) {
        if !incident.caused_by.is_empty() {
            match self.by_id.get(incident.caused_by.as_str()) {
                Some(at) => drop(found.insert(*at, Evidence::Named)),
                None => drop(unknown.insert(incident.caused_by.clone())),
            }
        }
        let named = self
            .by_incident
            .get(incident.id.as_str())
            .into_iter()
            .flatten();
        found.extend(named.map(|at| (*at, Evidence::Named)));
    }

    fn shared(&self, incident: &Incident, found: &mut BTreeMap<usize, Evidence>) {
        let names = incident
            .names
            .iter()
            .filter_map(|name| self.by_commit.get(name.as_str()));
        found.extend(names.flatten().map(|at| (*at, Evidence::Shared)));
    }
}

/// Deployments that count with when they ended, by service, in that order.
fn by_service(history: &History) -> BTreeMap<&str, Vec<(i64, usize)>> {
    let mut all: BTreeMap<&str, Vec<(i64, usize)>> = BTreeMap::new();
    for (at, deployment) in history.deployments.iter().enumerate() {
        if let (true, Some(finished)) = (deployment.counts(), deployment.finished) {
            all.entry(&deployment.service)
                .or_default()
                .push((finished, at));
        }
    }
    all.values_mut().for_each(|list| list.sort_unstable());
    all
}

/// The deployments of an incident's service in the gap before it, as `rules` choose among them.
fn by_time(
    history: &History,
    by_service: &BTreeMap<&str, Vec<(i64, usize)>>,
    incident: &Incident,
    rules: &Rules,
    found: &mut BTreeMap<usize, Evidence>,
) {
    let (Some(started), Some(list)) = (
        incident.started,
        by_service.get(history.service_of(incident)),
    ) else {
        return;
    };
    let from = started - (rules.gap_hours * 3600.0) as i64;
    let in_gap = &list[list.partition_point(|(at, _)| *at < from)
        ..list.partition_point(|(at, _)| *at <= started)];
    let chosen = match rules.attribution {
        Attribution::Latest => in_gap.last().map(std::slice::from_ref),
        Attribution::Earliest => in_gap.first().map(std::slice::from_ref),
        Attribution::Split => Some(in_gap),
        Attribution::DevLake | Attribution::Never => None,
    };
    found.extend(
        chosen
            .unwrap_or_default()
            .iter()
            .map(|(_, at)| (*at, Evidence::Time)),
    );
}

impl History {
    /// The service of an incident; that of all deployments where there is only one and the incident names none.
    fn service_of<'h>(&'h self, incident: &'h Incident) -> &'h str {
        let services: BTreeSet<&str> = self
            .deployments
            .iter()
            .map(|deployment| deployment.service.as_str())
            .collect();
        match (incident.service.is_empty(), services.len()) {
            (true, 1) => services.first().copied().unwrap_or_default(),
            _ => &incident.service,
        }
    }

    /// By DevLake's rule: the deployment of the latest row that succeeded in production before an incident, in its project.
    fn latest_of_project(&self, incident: &Incident) -> Option<usize> {
        let projects = self.projects_of(&incident.table, &incident.service);
        let started = incident.started?;
        let of_deployment = |(at, deployment): (usize, &Deployment)| {
            let is_there = deployment.environment == Environment::Production;
            let rows = deployment
                .rows
                .iter()
                .filter(|row| row.outcome == Outcome::Reached);
            let in_project = rows.filter(|row| {
                self.projects.is_empty()
                    || self
                        .projects_of("cicd_scopes", &row.service)
                        .intersection(&projects)
                        .next()
                        .is_some()
            });
            let before =
                in_project.filter_map(|row| row.finished.filter(|finished| *finished < started));
            is_there
                .then(|| before.max())
                .flatten()
                .map(|finished| (finished, at))
        };
        let latest = self
            .deployments
            .iter()
            .enumerate()
            .filter_map(of_deployment)
            .max();
        latest.map(|(_, at)| at)
    }

    fn projects_of(&self, table: &str, entry: &str) -> BTreeSet<&str> {
        let of = self.projects.get(&(table.to_owned(), entry.to_owned()));
        of.into_iter().flatten().map(String::as_str).collect()
    }
}
