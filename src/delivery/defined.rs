//! The rows that a value of the X-ray is made of, by any definition of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::behind::{Rows, Told, called, told_deployment};
use super::deployment::Remedy;
use super::fixes::Fixes;
use super::floor::is_small;
use super::following::Carried;
use super::incident::Began;
use super::metrics::Metrics;
use super::recovering::Recovering;
use super::rework::rework;
use super::rivals::{Rival, Subject};
use super::rules::Rules;
use super::tally::Counted;
use super::ways::{Led, hours};

/// What rows are looked for among.
pub(super) struct Defined<'a> {
    /// How deployments are counted.
    pub counted: Counted<'a>,
    /// Of all deployments in view.
    pub whole: &'a Metrics,
    /// Changes by the deployments that brought them.
    pub carried: &'a Carried<'a>,
    /// Incidents of the services that are looked at.
    pub began: &'a Began,
    /// Changes that mend something.
    pub fixes: &'a [Fixes],
}

impl Defined<'_> {
    /// The rows of a definition, those that took longest first or, where none took any time, the latest.
    pub fn rows(&self, of: Subject, rival: Rival) -> Rows {
        let rules = rival.rules(self.counted.rules);
        match (of, rules) {
            (Subject::LeadTime, Some(rules)) => self.led(&rules),
            (Subject::Recovery, Some(rules)) => self.recovered(&rules),
            (Subject::Recovery, None) => self.over(rival),
            (Subject::Rework, rules) => self.reworked(rival, rules.as_ref()),
            (Subject::Frequency | Subject::FailRate, _) | (Subject::LeadTime, None) => {
                Rows::default()
            }
        }
    }

    /// Changes by how long they took into production.
    fn led(&self, rules: &Rules) -> Rows {
        let history = self.counted.history;
        let led = self.carried.led(history, rules.lead_from);
        if is_any_small(self.carried, &led) {
            return Rows::withheld();
        }
        let led = led.into_iter().map(|(_, one)| one);
        longest_changes(self.counted, led.collect())
    }

    /// Failed deployments by how long they took to recover from.
    fn recovered(&self, rules: &Rules) -> Rows {
        let counted = Counted {
            rules,
            ..self.counted
        };
        let Counted { history, links, .. } = counted;
        let failed = &self.whole.failed;
        let told = failed.iter().filter_map(|at| {
            let lasting = Recovering::of(counted, *at).lasting()?.ok()?;
            let (caused, repaired) = links.of_deployment(*at);
            let incidents = caused.map(|link| &history.incidents[link.incident].id);
            let repairs = repaired.map(|one| &history.deployments[one.remedy].id);
            let linked: Vec<&str> = incidents.chain(repairs).map(String::as_str).collect();
            Some(Told {
                title: linked.join(", "),
                hours: Some(lasting.time),
                goes_on: !lasting.is_over,
                ..told_deployment(history, *at)
            })
        });
        Rows::longest(told.collect())
    }

    /// Incidents by how long they lasted: those that deployments caused, or all that began in the time looked at.
    fn over(&self, rival: Rival) -> Rows {
        let Counted {
            history,
            links,
            rules,
            window,
            ..
        } = self.counted;
        let some = match rival {
            Rival::FromIncident => links.incidents_of(&self.whole.deployments),
            _ => self.began.inside.clone(),
        };
        let mut by: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for link in &links.links {
            let deployment = history.deployments[link.deployment].id.as_str();
            by.entry(link.incident).or_default().push(deployment);
        }
        let told = some.into_iter().filter_map(|at| {
            let incident = &history.incidents[at];
            let lasting = incident.lasting(window.exported, rules.longest_days)?;
            let by = by.get(&at).map(|by| by.join(", "));
            Some(Told {
                name: incident.id.clone(),
                service: incident.service.clone(),
                title: by.unwrap_or_default(),
                at: incident.started,
                hours: Some(lasting.time),
                goes_on: !lasting.is_over,
                deployments: Vec::new(),
            })
        });
        Rows::longest(told.collect())
    }

    /// Deployments that are rework, or were rolled back.
    fn reworked(&self, rival: Rival, rules: Option<&Rules>) -> Rows {
        let Counted { history, links, .. } = self.counted;
        let columns = &history.columns;
        let is_rollback = |at: usize| columns.remedy[at] == Some(Remedy::Rollback);
        let is_hit: Vec<bool> = match rules {
            Some(rules) => rework(history, links, rules.rework, self.fixes),
            None if rival == Rival::RollbacksOnly => {
                (0..columns.remedy.len()).map(is_rollback).collect()
            }
            None => {
                let mut is_hit = vec![false; columns.remedy.len()];
                for one in &links.remedied {
                    let is_judged = self.whole.judges(columns.finished[one.failed]);
                    is_hit[one.failed] |= is_judged && is_rollback(one.remedy);
                }
                is_hit
            }
        };
        let own = self.whole.deployments.iter().copied();
        let mut own: Vec<usize> = own.filter(|at| is_hit[*at]).collect();
        own.sort_unstable_by_key(|at| (Reverse(columns.finished[*at]), *at));
        Rows::of(own, |at| told_deployment(history, at))
    }
}

/// Whether so few changes are of some cohort that all less the others would tell of them.
pub(super) fn is_any_small(carried: &Carried<'_>, led: &[(usize, Led)]) -> bool {
    let mut each = vec![0; carried.whos().len()];
    for (cohort, _) in led {
        each[*cohort] += 1;
    }
    each.iter().any(|n| *n > 0 && is_small(*n))
}

/// Changes by how long they took into production, the longest first; none where they are too few.
pub(super) fn longest_changes(counted: Counted<'_>, mut led: Vec<Led>) -> Rows {
    if is_small(led.len() as u64) {
        return Rows::withheld();
    }
    let history = counted.history;
    led.sort_unstable_by_key(|one| (Reverse(one.seconds), one.change));
    Rows::of(led, |one| {
        let change = &history.changes[one.change];
        let by = &history.deployments[one.first as usize];
        Told {
            name: called(change).to_owned(),
            service: change.service().to_owned(),
            title: change.title().to_owned(),
            at: by.finished,
            hours: Some(hours(one.seconds)),
            goes_on: false,
            deployments: vec![by.id.clone()],
        }
    })
}
