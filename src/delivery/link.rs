//! Which deployment caused which incident, and what says so.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::columns::Grouped;
use super::definitions::Rework;
use super::deployment::{Deployment, Environment, Outcome};
use super::ending::Ending;
use super::facts::{Ended, in_order};
use super::fate::{Fate, linked};
use super::fixes::Fixes;
use super::history::History;
use super::incident::Incident;
use super::kind::Kind;
use super::listed::listed;
use super::remedies::{Remedied, remedied};
use super::rework::rework;
use super::rules::{Attribution, Rules};
use super::trail::Join;

/// What says that a deployment caused an incident, the surest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
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
    /// What they call a cause, and several deployments may be meant by.
    pub several: BTreeSet<String>,
    /// Incidents of each deployment.
    pub(super) caused: Grouped,
    /// What repaired each deployment first, of those that were repaired.
    pub(super) repaired: Vec<Option<u32>>,
    /// Whether each deployment has an incident, was repaired, or says itself that it was undone.
    pub has_failed: Vec<bool>,
    /// What became of each, as far as rates tell it apart.
    pub(super) endings: Vec<Ending>,
    /// The surest evidence that each failed; none where only its own row says so, or nothing.
    pub surest: Vec<Option<Evidence>>,
    /// What became of each.
    pub fates: Vec<Fate>,
    /// The places of all links in the order of their deployments, and those of all repairs likewise.
    of_each: (Vec<u32>, Vec<u32>),
    /// How incidents found deployments; none where there are no links at all.
    pub join: Option<Join>,
}

impl Links {
    /// The links of a history under `rules`.
    pub fn of(history: &History, rules: &Rules) -> Links {
        let projects = (rules.attribution == Attribution::DevLake).then(|| Projects::of(history));
        let mut all = Links {
            remedied: remedied(history, rules),
            ..Links::default()
        };
        for (at, incident) in history.incidents.iter().enumerate() {
            let mut found: BTreeMap<usize, Evidence> = BTreeMap::new();
            let mut take = |chosen: &[Ended], evidence: Evidence| {
                found.extend(chosen.iter().map(|(_, deployment)| (*deployment, evidence)));
            };
            match (&projects, &history.facts.named[at]) {
                // DevLake's rule looks at nothing but the time.
                (Some(projects), _) => {
                    let before = projects.before(history, incident);
                    take(choose(before, rules.attribution), Evidence::Time);
                }
                (None, named) if named.is_told => {
                    all.unknown.extend(named.unknown.iter().cloned());
                    all.several.extend(named.several.iter().cloned());
                    found.extend(named.deployments.iter().map(|one| (*one, Evidence::Named)));
                }
                (None, named) => {
                    let sharing = match rules.attribution {
                        // Sharing a commit is no matter of time: it counts where time does not.
                        Attribution::Never => Attribution::Latest,
                        rule => rule,
                    };
                    take(choose(&named.shared, sharing), Evidence::Shared);
                    if found.is_empty() {
                        let before = before(history, incident, rules);
                        let chosen = choose(&before, rules.attribution).iter();
                        found.extend(chosen.map(|(_, one)| (*one, Evidence::Time)));
                    }
                }
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
        let deployments = history.deployments.len();
        all.caused = Grouped::from_pairs(deployments, || {
            let links = all.links.iter();
            links.map(|link| (link.deployment, link.incident as u32))
        });
        let finished = |at: usize| history.deployments[at].finished.unwrap_or(i64::MAX);
        all.repaired = vec![None; deployments];
        for one in &all.remedied {
            let first = &mut all.repaired[one.failed];
            if first.is_none_or(|first| finished(one.remedy) < finished(first as usize)) {
                *first = Some(one.remedy as u32);
            }
        }
        let own = history.deployments.iter().zip(&all.repaired);
        let is_repaired: Vec<bool> = own
            .map(|(one, repaired)| one.is_undone || repaired.is_some())
            .collect();
        all.has_failed = is_repaired.clone();
        for link in &all.links {
            all.has_failed[link.deployment] = true;
        }
        let failed = all.has_failed.iter().zip(is_repaired);
        let each = failed.zip(&history.deployments);
        all.endings = each
            .map(|((has_failed, is_repaired), one)| {
                Ending::of(*has_failed, is_repaired, one.remedy)
            })
            .collect();
        all.mark_rework(history, rules.rework, &[]);
        all.surest = all.find_surest(deployments);
        all.join = Some(all.joined(&history.incidents));
        all.fates = linked(history, &all);
        all.of_each = (
            in_order_of(&all.links, |link| link.deployment),
            in_order_of(&all.remedied, |one| one.failed),
        );
        all
    }

    /// Says of each deployment whether it is rework.
    pub(super) fn mark_rework(&mut self, history: &History, rule: Rework, fixes: &[Fixes]) {
        let is_rework = rework(history, self, rule, fixes);
        for (ending, is_rework) in self.endings.iter_mut().zip(is_rework) {
            *ending = ending.reworking(is_rework);
        }
    }

    /// The links of a deployment to incidents that it caused, and its repairs, both in the order of all.
    pub(super) fn of_deployment(
        &self,
        at: usize,
    ) -> (impl Iterator<Item = &Link>, impl Iterator<Item = &Remedied>) {
        let (links, repairs) = &self.of_each;
        (
            those_of(&self.links, links, |link| link.deployment, at),
            those_of(&self.remedied, repairs, |one| one.failed, at),
        )
    }

    /// The incidents of some deployments, each once, in order.
    pub(super) fn incidents_of(&self, deployments: &[usize]) -> Vec<usize> {
        let failed = deployments.iter().filter(|at| self.has_failed[**at]);
        let caused = failed.flat_map(|at| self.caused.of(*at));
        let mut is_one = Vec::new();
        for incident in caused.map(|incident| *incident as usize) {
            if is_one.len() <= incident {
                is_one.resize(incident + 1, false);
            }
            is_one[incident] = true;
        }
        let all = is_one.iter().zip(0..).filter(|(is_one, _)| **is_one);
        all.map(|(_, incident)| incident).collect()
    }

    /// How each incident found what caused it, by its surest evidence.
    fn joined(&self, incidents: &[Incident]) -> Join {
        let mut join = Join::new(Kind::Incidents, Kind::Deployments);
        let mut surest: Vec<Option<Evidence>> = vec![None; incidents.len()];
        for link in &self.links {
            let own = &mut surest[link.incident];
            *own = Some(own.map_or(link.evidence, |so_far| so_far.min(link.evidence)));
        }
        for (incident, surest) in incidents.iter().zip(surest) {
            let name = incident.causes.first().map_or("", String::as_str);
            match surest {
                Some(Evidence::Time) => join.by_time += 1,
                surest => join.add(surest.is_some(), name),
            }
        }
        join
    }

    /// The surest evidence that each of so many deployments failed.
    fn find_surest(&self, deployments: usize) -> Vec<Option<Evidence>> {
        let by_incident = self
            .links
            .iter()
            .map(|link| (link.deployment, link.evidence));
        let by_repair = self.remedied.iter().map(|one| (one.failed, one.evidence));
        let mut surest = vec![None; deployments];
        for (deployment, evidence) in by_incident.chain(by_repair) {
            let own: &mut Option<Evidence> = &mut surest[deployment];
            *own = Some(own.map_or(evidence, |so_far| so_far.min(evidence)));
        }
        surest
    }
}

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

/// The deployments of an incident's service within the gap before it. An incident that names no service is of the only one that
/// there is.
fn before<'h>(history: &'h History, incident: &Incident, rules: &Rules) -> Cow<'h, [Ended]> {
    let facts = &history.facts;
    let Some(started) = incident.started else {
        return Cow::Borrowed(&[]);
    };
    let from = started - (rules.gap_hours * 3600.0) as i64;
    let within = |line: &'h [Ended]| {
        let first = line.partition_point(|(at, _)| *at < from);
        &line[first..line.partition_point(|(at, _)| *at <= started)]
    };
    let mut deployed = (0..facts.lines.len()).filter(|at| !facts.lines[*at].is_empty());
    let service = match (incident.service.as_str(), deployed.next(), deployed.next()) {
        // So it is of one where no deployment tells its service.
        (service, Some(only), None) if service.is_empty() || facts.services[only].is_empty() => {
            Some(only)
        }
        (service, ..) => facts.service(service),
    };
    if let Some(service) = service {
        return Cow::Borrowed(within(&facts.lines[service]));
    }
    // It may name several.
    let names = listed(&incident.service).map(|name| history.spellings.of_name(name));
    let mut services: Vec<usize> = names.filter_map(|name| facts.service(name)).collect();
    services.sort_unstable();
    services.dedup();
    let lines = services.into_iter().map(|at| within(&facts.lines[at]));
    let mut before = lines.collect::<Vec<_>>().concat();
    in_order(&mut before, &history.deployments);
    Cow::Owned(before)
}

/// When rows of deployments ended, in order, by their projects: what DevLake looks up.
struct Projects<'h>(BTreeMap<&'h str, Vec<Ended>>);

impl<'h> Projects<'h> {
    fn of(history: &'h History) -> Projects<'h> {
        let mut by_name: BTreeMap<&str, Vec<Ended>> = BTreeMap::new();
        for (at, deployment) in history.deployments.iter().enumerate() {
            for (project, finished) in rows_of_projects(history, deployment) {
                by_name.entry(project).or_default().push((finished, at));
            }
        }
        by_name
            .values_mut()
            .for_each(|list| in_order(list, &history.deployments));
        Projects(by_name)
    }

    /// The rows before an incident in the project with the latest of them.
    fn before(&self, history: &History, incident: &Incident) -> &[Ended] {
        let Some(started) = incident.started else {
            return &[];
        };
        let projects: Vec<&str> = match history.projects.is_empty() {
            true => vec![""],
            false => history
                .projects_of(&incident.table, &incident.service)
                .collect(),
        };
        let before = |project: &&str| {
            let list = self.0.get(*project)?;
            list.get(..list.partition_point(|(at, _)| *at < started))
        };
        projects
            .iter()
            .filter_map(before)
            .max_by_key(|list| list.last().copied())
            .unwrap_or_default()
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

/// The places of `all` in the order of what each is of, those of one in the order of all.
fn in_order_of<T>(all: &[T], of: impl Fn(&T) -> usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..all.len() as u32).collect();
    order.sort_by_key(|place| of(&all[*place as usize]));
    order
}

/// Those of `all`, which are in this `order`, that are of `one`.
fn those_of<'a, T>(
    all: &'a [T],
    order: &'a [u32],
    of: impl Fn(&T) -> usize,
    one: usize,
) -> impl Iterator<Item = &'a T> {
    let before = |least: usize| order.partition_point(|place| of(&all[*place as usize]) < least);
    let own = &order[before(one)..before(one + 1)];
    own.iter().map(|place| &all[*place as usize])
}
