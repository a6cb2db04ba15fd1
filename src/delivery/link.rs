//! Which deployment caused which incident, and what says so.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::deployment::{Deployment, Environment, Outcome};
use super::history::History;
use super::incident::Incident;
use super::remedies::{Remedied, remedied};
use super::rules::{Attribution, Rules};

/// What says that a deployment caused an incident, the surest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Evidence {
    /// The incident, the deployment or a file of links names the other.
    Named,
    /// Both name the same commit, change or version.
    Shared,
    /// A rollback brings back the version before.
    Version,
    /// A change that it brings takes back one of the other.
    Revert,
    /// It is called a rollback or a hotfix, and comes next.
    Label,
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
    /// Repairs with what they repair.
    pub remedied: Vec<Remedied>,
    /// Incidents that belong to no deployment.
    pub unlinked: Vec<usize>,
    /// Incidents that belong only to deployments that no rate is out of, such as those to staging.
    pub elsewhere: Vec<usize>,
    /// What incidents and files of links call a cause, and no deployment is called.
    pub unknown: BTreeSet<String>,
}

impl Links {
    /// The links of a history under `rules`.
    pub fn of(history: &History, rules: &Rules) -> Links {
        let names = Names::of(history);
        let timeline = Timeline::of(history, rules);
        let mut all = Links {
            remedied: remedied(history, rules),
            ..Links::default()
        };
        for (at, incident) in history.incidents.iter().enumerate() {
            let mut found: BTreeMap<usize, Evidence> = BTreeMap::new();
            // DevLake's rule looks at nothing but the time.
            let is_named = rules.attribution != Attribution::DevLake
                && names.named(incident, &mut found, &mut all.unknown);
            if !is_named && rules.attribution != Attribution::DevLake {
                let shared = names.shared(history, incident);
                let chosen = choose(&shared, rules.attribution);
                found.extend(
                    chosen
                        .iter()
                        .map(|(_, deployment)| (*deployment, Evidence::Shared)),
                );
            }
            if !is_named && found.is_empty() {
                let before = timeline.before(history, incident, rules);
                let chosen = choose(before, rules.attribution);
                found.extend(
                    chosen
                        .iter()
                        .map(|(_, deployment)| (*deployment, Evidence::Time)),
                );
            }
            if found.is_empty() {
                all.unlinked.push(at);
            } else if !found
                .keys()
                .any(|deployment| history.deployments[*deployment].counts())
            {
                all.elsewhere.push(at);
            }
            let links = found.into_iter().map(|(deployment, evidence)| Link {
                incident: at,
                deployment,
                evidence,
            });
            all.links.extend(links);
        }
        all
    }

    /// The surest evidence of each deployment that is known to have failed.
    pub fn by_evidence(&self) -> BTreeMap<usize, Evidence> {
        let by_incident = self
            .links
            .iter()
            .map(|link| (link.deployment, link.evidence));
        let by_repair = self.remedied.iter().map(|one| (one.failed, one.evidence));
        let mut surest: BTreeMap<usize, Evidence> = BTreeMap::new();
        for (deployment, evidence) in by_incident.chain(by_repair) {
            let so_far = surest.entry(deployment).or_insert(evidence);
            *so_far = evidence.min(*so_far);
        }
        surest
    }
}

/// When a deployment ended, and which it is.
type Ended = (i64, usize);

/// Those of some deployments, in order of time, that a rule takes for the cause.
fn choose(ended: &[Ended], rule: Attribution) -> &[Ended] {
    match rule {
        Attribution::Latest | Attribution::DevLake => {
            ended.last().map(std::slice::from_ref).unwrap_or_default()
        }
        Attribution::Earliest => ended.first().map(std::slice::from_ref).unwrap_or_default(),
        Attribution::Split => ended,
        Attribution::Never => &[],
    }
}

/// Deployments by what they and incidents name.
struct Names<'h> {
    by_id: BTreeMap<&'h str, Vec<usize>>,
    by_incident: BTreeMap<&'h str, Vec<usize>>,
    by_commit: BTreeMap<&'h str, Vec<usize>>,
    by_version: BTreeMap<(&'h str, &'h str), Vec<usize>>,
    /// Incidents for which a file of links names a deployment that there is not.
    astray: BTreeMap<&'h str, &'h str>,
}

impl<'h> Names<'h> {
    fn of(history: &'h History) -> Names<'h> {
        let mut names = Names {
            by_id: BTreeMap::new(),
            by_incident: BTreeMap::new(),
            by_commit: BTreeMap::new(),
            by_version: BTreeMap::new(),
            astray: BTreeMap::new(),
        };
        for (at, deployment) in history.deployments.iter().enumerate() {
            names.by_id.entry(&deployment.id).or_default().push(at);
            for incident in &deployment.incidents {
                names.by_incident.entry(incident).or_default().push(at);
            }
            for name in deployment.commits.iter().chain(&deployment.changes) {
                names.by_commit.entry(name).or_default().push(at);
            }
            for version in &deployment.versions {
                names
                    .by_version
                    .entry((&deployment.service, version))
                    .or_default()
                    .push(at);
            }
        }
        for (incident, deployment) in &history.pairs {
            match names.by_id.get(deployment.as_str()) {
                Some(places) => names
                    .by_incident
                    .entry(incident)
                    .or_default()
                    .extend(places),
                None => drop(names.astray.insert(incident, deployment)),
            }
        }
        names
    }

    /// Finds the deployments that an incident names, or that name it; says whether a cause is named at all, though it may be no
    /// deployment of the history.
    fn named(
        &self,
        incident: &Incident,
        found: &mut BTreeMap<usize, Evidence>,
        unknown: &mut BTreeSet<String>,
    ) -> bool {
        let by_it = incident
            .causes
            .iter()
            .map(|cause| (cause, self.by_id.get(cause.as_str())));
        for (cause, places) in by_it {
            match places {
                Some(places) => found.extend(places.iter().map(|at| (*at, Evidence::Named))),
                None => drop(unknown.insert(cause.clone())),
            }
        }
        let by_them = self.by_incident.get(incident.id.as_str());
        found.extend(
            by_them
                .into_iter()
                .flatten()
                .map(|at| (*at, Evidence::Named)),
        );
        let astray = self.astray.get(incident.id.as_str());
        unknown.extend(astray.map(|name| (*name).to_owned()));
        !incident.causes.is_empty() || by_them.is_some() || astray.is_some()
    }

    /// The deployments before an incident that share a commit or a change with it, or the version of its service.
    fn shared(&self, history: &History, incident: &Incident) -> Vec<Ended> {
        let of = |name: &String| -> Vec<usize> {
            let commits = self.by_commit.get(name.as_str());
            let versions = self
                .by_version
                .get(&(incident.service.as_str(), name.as_str()));
            commits
                .into_iter()
                .chain(versions)
                .flatten()
                .copied()
                .collect()
        };
        let ended = |at: usize| {
            let finished = history.deployments[at].finished?;
            let is_before = incident.started.is_none_or(|started| finished <= started);
            (history.deployments[at].counts() && is_before).then_some((finished, at))
        };
        let mut shared: Vec<Ended> = incident
            .names
            .iter()
            .flat_map(of)
            .filter_map(ended)
            .collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }
}

/// When deployments ended, in order, by what an incident is looked up by.
struct Timeline<'h> {
    by_name: BTreeMap<&'h str, Vec<Ended>>,
    /// The only name that there is.
    only: Option<&'h str>,
}

impl<'h> Timeline<'h> {
    fn of(history: &'h History, rules: &Rules) -> Timeline<'h> {
        let mut by_name: BTreeMap<&str, Vec<Ended>> = BTreeMap::new();
        for (at, deployment) in history.deployments.iter().enumerate() {
            if rules.attribution == Attribution::DevLake {
                for (project, finished) in rows_of_projects(history, deployment) {
                    by_name.entry(project).or_default().push((finished, at));
                }
            } else if let (true, Some(finished)) = (deployment.counts(), deployment.finished) {
                by_name
                    .entry(&deployment.service)
                    .or_default()
                    .push((finished, at));
            }
        }
        by_name.values_mut().for_each(|list| list.sort_unstable());
        let only = match by_name.len() {
            1 => by_name.keys().next().copied(),
            _ => None,
        };
        Timeline { by_name, only }
    }

    /// The deployments that an incident may come from, by time alone.
    fn before(&self, history: &History, incident: &Incident, rules: &Rules) -> &[Ended] {
        let Some(started) = incident.started else {
            return &[];
        };
        if rules.attribution == Attribution::DevLake {
            let projects: Vec<&str> = match history.projects.is_empty() {
                true => vec![""],
                false => history
                    .projects_of(&incident.table, &incident.service)
                    .collect(),
            };
            let before = |project: &&str| {
                let list = self.by_name.get(*project)?;
                list.get(..list.partition_point(|(at, _)| *at < started))
            };
            return projects
                .iter()
                .filter_map(before)
                .max_by_key(|list| list.last().copied())
                .unwrap_or_default();
        }
        let service = match (incident.service.as_str(), self.only) {
            ("", Some(only)) => only,
            (service, _) => service,
        };
        let list = self
            .by_name
            .get(service)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let from = started - (rules.gap_hours * 3600.0) as i64;
        &list[list.partition_point(|(at, _)| *at < from)
            ..list.partition_point(|(at, _)| *at <= started)]
    }
}

/// The rows of a deployment that succeeded in production with their projects, as DevLake takes them; all of one where no file tells
/// projects.
fn rows_of_projects<'h>(history: &'h History, deployment: &'h Deployment) -> Vec<(&'h str, i64)> {
    if deployment.environment != Environment::Production {
        return Vec::new();
    }
    let rows = deployment
        .rows
        .iter()
        .filter(|row| row.outcome == Outcome::Reached);
    let rows = rows.filter_map(|row| Some((row, row.finished?)));
    rows.flat_map(|(row, finished)| {
        let projects: Vec<&str> = match history.projects.is_empty() {
            true => vec![""],
            false => history.projects_of("cicd_scopes", &row.service).collect(),
        };
        projects.into_iter().map(move |project| (project, finished))
    })
    .collect()
}
