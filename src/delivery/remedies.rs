//! Which deployment a rollback, a revert or a hotfix repairs, and what says so.

use std::collections::BTreeMap;

use super::change::Known;
use super::deployment::{Deployment, Remedy};
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

/// Each repair of a history with what it repairs, where that can be told.
pub(super) fn remedied(history: &History, rules: &Rules) -> Vec<Remedied> {
    if rules.blame == Blame::Never {
        return Vec::new();
    }
    let reverts = Reverts::of(history);
    let mut all = Vec::new();
    for line in timelines(&history.deployments).into_values() {
        for (place, at) in line.iter().copied().enumerate() {
            let remedy = &history.deployments[at];
            let Some(kind) = remedy.remedy else { continue };
            let before = &line[..place];
            let by_version = undone_by_version(history, remedy, before, rules.blame);
            let by_revert = || reverts.undone(history, remedy, before);
            let by_label = || {
                let last = before.last().copied()?;
                let hours =
                    (remedy.finished? - history.deployments[last].finished?) as f64 / 3600.0;
                (hours <= rules.gap_hours).then_some(last)
            };
            let found = by_version
                .filter(|_| kind == Remedy::Rollback)
                .map(|failed| (failed, Evidence::Version))
                .or_else(|| by_revert().map(|failed| (failed, Evidence::Revert)))
                .or_else(|| by_label().map(|failed| (failed, Evidence::Label)));
            all.extend(found.map(|(failed, evidence)| Remedied {
                failed,
                remedy: at,
                evidence,
            }));
        }
    }
    all.sort_unstable();
    all
}

/// Takes deployments that bring an earlier version back for rollbacks, where their own rows do not say what they are.
pub(super) fn tell_rollbacks_by_version(deployments: &mut [Deployment]) {
    let lines = timelines(deployments);
    let mut back = Vec::new();
    for line in lines.into_values() {
        for (place, at) in line.iter().copied().enumerate() {
            let is_untold = deployments[at].remedy.is_none();
            if is_untold && target(deployments, at, &line[..place]).is_some() {
                back.push(at);
            }
        }
    }
    for at in back {
        deployments[at].remedy = Some(Remedy::Rollback);
    }
}

/// Deployments that reached production by service, in the order in which they ended.
fn timelines(deployments: &[Deployment]) -> BTreeMap<String, Vec<usize>> {
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, deployment) in deployments.iter().enumerate() {
        if deployment.counts() && deployment.finished.is_some() {
            lines
                .entry(deployment.service.clone())
                .or_default()
                .push(at);
        }
    }
    for line in lines.values_mut() {
        line.sort_by_key(|at| (deployments[*at].finished, *at));
    }
    lines
}

/// The place before a deployment of the last one with the same version, if another version is out by then: the same version twice
/// running is a redeployment, and a name without a digit, as that of a branch, is no version.
fn target(deployments: &[Deployment], at: usize, before: &[usize]) -> Option<usize> {
    let [version] = deployments[at].versions.as_slice() else {
        return None;
    };
    let is_version = version.bytes().any(|byte| byte.is_ascii_digit());
    let has = |at: &usize| deployments[*at].versions.contains(version);
    let last = before.last()?;
    if !is_version || has(last) {
        return None;
    }
    before.iter().rposition(has)
}

fn undone_by_version(
    history: &History,
    remedy: &Deployment,
    before: &[usize],
    blame: Blame,
) -> Option<usize> {
    let [version] = remedy.versions.as_slice() else {
        return None;
    };
    let has = |at: &usize| history.deployments[*at].versions.contains(version);
    let target = before.iter().rposition(has)?;
    let after = &before[target + 1..];
    match blame {
        Blame::FirstAfterTarget => after.first().copied(),
        Blame::LastBefore => after.last().copied(),
        Blame::Never => None,
    }
}

/// Which change takes back which.
struct Reverts<'h> {
    known: Known<'h>,
    original: BTreeMap<usize, usize>,
}

impl<'h> Reverts<'h> {
    fn of(history: &'h History) -> Reverts<'h> {
        Reverts {
            known: Known::of(&history.changes),
            original: originals(history),
        }
    }

    /// The last deployment before a repair with a change that the repair takes back; none where both came at once, for then it
    /// never reached anybody.
    fn undone(&self, history: &History, remedy: &Deployment, before: &[usize]) -> Option<usize> {
        let places = |deployment: &Deployment| -> Vec<usize> {
            let names = deployment.changes.iter().chain(&deployment.commits);
            names.filter_map(|name| self.known.place(name)).collect()
        };
        let own = places(remedy);
        let taken_back: Vec<usize> = own
            .iter()
            .filter_map(|change| self.original.get(change).copied())
            .filter(|original| !own.contains(original))
            .collect();
        if taken_back.is_empty() {
            return None;
        }
        let holds = |at: &&usize| {
            let of_it = places(&history.deployments[**at]);
            of_it.iter().any(|change| taken_back.contains(change))
        };
        before.iter().rev().find(holds).copied()
    }
}

/// The change that each revert takes back: by the commit or the number that its text names, or by its title.
pub(super) fn originals(history: &History) -> BTreeMap<usize, usize> {
    let known = Known::of(&history.changes);
    let mut by_title: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, change) in history.changes.iter().enumerate() {
        by_title
            .entry((&change.service, change.title.trim()))
            .or_default()
            .push(at);
    }
    let original = |at: usize| {
        let change = &history.changes[at];
        let title = change.title.trim();
        let of_title = title
            .strip_prefix("Revert \"")
            .or_else(|| title.strip_prefix("revert \""))?
            .trim_end_matches('"');
        let by_text = named_in(&change.body).and_then(|name| known.place(name));
        let by_title = || {
            let alike = by_title.get(&(change.service.as_str(), of_title))?;
            let is_before = |other: &&usize| history.changes[**other].created <= change.created;
            alike.iter().rev().find(is_before).copied()
        };
        by_text.or_else(by_title).filter(|other| *other != at)
    };
    (0..history.changes.len())
        .filter_map(|at| Some((at, original(at)?)))
        .collect()
}

/// What a text says that it reverts: "This reverts commit 1f3c…", "Reverts owner/repository#41".
fn named_in(body: &str) -> Option<&str> {
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
