//! What becomes of rows before anything is counted, and the rows behind a number.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::State;
use super::cohort::{Division, Who};
use super::deployment::{Deployment, Environment, Outcome};
use super::facts::{Facts, in_window};
use super::history::History;
use super::incident::Began;
use super::link::{Evidence, Links};
use super::metrics::{Metrics, Window};
use super::tally::Counted;
use super::trail::Join;

/// Failed deployments of a cohort that are told one by one at most.
const CHAINS: usize = 400;

/// Why the fail rate does not count a failed deployment.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Uncounted {
    /// It is too recent for the rules to judge.
    Young,
    /// By the rules it is none of those that the rate is out of.
    OutOfBase,
}

/// A failed deployment and what says so.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Chain {
    /// Its cohort.
    pub who: Who,
    /// What it is known by.
    pub deployment: String,
    /// What was deployed.
    pub service: String,
    /// When it ended.
    pub finished: Option<i64>,
    /// Why no fail rate counts it, if none does.
    pub uncounted: Option<Uncounted>,
    /// What was linked to it: an incident or a repair, and what says so.
    pub links: Vec<(String, Evidence)>,
}

/// What becomes of the rows before anything is counted.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Sorting {
    /// Rows of deployments.
    pub rows: u64,
    /// Rows that are runs of pipelines and no deployments.
    pub runs: u64,
    /// More rows of them that stand in several exports alike, and count once.
    pub copies: u64,
    /// Deployments that these are of.
    pub deployments: u64,
    /// Those elsewhere than in production, by environment.
    pub elsewhere: BTreeMap<String, u64>,
    /// Those that never got there: failed pipelines, cancelled, running.
    pub unreached: u64,
    /// Those whose outcome is told in words that are not known.
    pub unknown: u64,
    /// Some of these words.
    pub unknown_words: BTreeSet<String>,
    /// Those without a time.
    pub timeless: u64,
    /// Those of which two exports tell different outcomes.
    pub disagreeing: u64,
    /// Those whose versions come back where so many do that these are of several things, so that none is a rollback.
    pub mixed_versions: u64,
    /// Those outside the window.
    pub outside: u64,
    /// Environments that stand for production though they are not called so.
    pub stand_for_production: BTreeSet<String>,
    /// How many entries of label logs say what, the commonest first; what says nothing is empty.
    pub logged: Vec<(String, u64)>,
    /// Merged changes that label logs say something of.
    pub labelled: u64,
    /// Changes that a label log tells of twice, and not the same; and the first of their names.
    pub contradicted: (u64, Vec<String>),
    /// Spellings of services that are taken for another, with that other.
    pub spelled: Vec<(String, String)>,
    /// Incidents.
    pub incidents: u64,
    /// Rows of their exports that are of other tickets.
    pub tickets: u64,
    /// Incidents without a deployment, incidents of deployments that are not counted, and names of deployments that there are not.
    pub unlinked: Option<u64>,
    /// Incidents that belong only to deployments that are not counted.
    pub incidents_elsewhere: Option<u64>,
    /// What is called a cause and is no deployment here.
    pub unknown_causes: Vec<String>,
    /// What is called a cause, and several services have a deployment that is called so.
    pub several_causes: Vec<String>,
    /// Changes, and merged ones.
    pub changes: (u64, u64),
    /// Changes that were closed without being merged.
    pub closed: u64,
    /// Runs of pipelines and tests, and those of them that are second tries.
    pub tries: (u64, u64),
    /// How rows of one kind found those of another.
    pub joins: Vec<Join>,
}

/// Failed deployments with what says so, the latest first, and how many there are that the fail rate counts and does not; none that may
/// not be told by name.
pub(super) fn chains(
    counted: Counted<'_>,
    rated: &Metrics,
    division: &Division,
    is_named: &dyn Fn(usize) -> bool,
) -> (Vec<Chain>, (u64, u64)) {
    let Counted {
        history,
        links,
        rules,
        ..
    } = counted;
    let finished = &history.columns.finished;
    let uncounted = |at: usize| {
        if !rated.judges(finished[at]) {
            return Some(Uncounted::Young);
        }
        let is_out = !rules.base.holds(links.endings[at]);
        is_out.then_some(Uncounted::OutOfBase)
    };
    let named = rated.failed.iter().copied().filter(|at| is_named(*at));
    let (mut counted, mut others) = (0, 0);
    let mut of_cohort = vec![Vec::new(); division.whos().len()];
    for at in named {
        match uncounted(at) {
            None => counted += 1,
            Some(_) => others += 1,
        }
        of_cohort[division.code(at) as usize].push((Reverse(finished[at]), at));
    }
    for own in of_cohort.iter_mut().filter(|own| own.len() > CHAINS) {
        own.select_nth_unstable(CHAINS);
        own.truncate(CHAINS);
    }
    // Those that ended at once are in the order of their places.
    let mut failed = of_cohort.concat();
    failed.sort_unstable();
    let said = |at: usize| {
        let (caused, repaired) = links.of_deployment(at);
        let incidents = caused.map(|link| (&history.incidents[link.incident].id, link.evidence));
        let repairs = repaired.map(|one| (&history.deployments[one.remedy].id, one.evidence));
        let both = incidents.chain(repairs);
        both.map(|(id, evidence)| (id.clone(), evidence)).collect()
    };
    let chain = |(_, at): (Reverse<i64>, usize)| {
        let deployment = &history.deployments[at];
        Chain {
            who: division.who(at).clone(),
            deployment: deployment.id.clone(),
            service: deployment.service.to_string(),
            finished: deployment.finished,
            uncounted: uncounted(at),
            links: said(at),
        }
    };
    (failed.into_iter().map(chain).collect(), (counted, others))
}

/// Counts what becomes of the rows in a window. Unless the failures of every cohort are told, how many incidents found a deployment is
/// not: it would tell of those of the others.
pub(super) fn sorting(
    history: &History,
    links: &Links,
    window: Window,
    are_failures_told: bool,
) -> Sorting {
    let told = |n: usize| are_failures_told.then_some(n as u64);
    let lines = history.facts.lines.iter();
    let outside = lines.map(|line| line.len() - in_window(line, window));
    let mut sorting = Sorting {
        outside: outside.sum::<usize>() as u64,
        unlinked: told(links.unlinked.len()),
        incidents_elsewhere: told(links.elsewhere.len()),
        unknown_causes: links.unknown.iter().cloned().collect(),
        several_causes: match are_failures_told {
            true => links.several.iter().cloned().collect(),
            false => Vec::new(),
        },
        ..history.sorting.clone()
    };
    if !are_failures_told {
        return sorting;
    }
    if let Some(join) = links.join.as_ref().filter(|join| join.rows() > 0) {
        sorting.joins.insert(0, join.clone());
    }
    sorting
}

/// Words of exports that are told, at most.
const WORDS: usize = 8;

/// The commonest of some words, with how many said each.
pub(super) fn commonest<W: AsRef<str>>(words: &BTreeMap<W, u64>) -> Vec<(String, u64)> {
    let mut all: Vec<(&str, u64)> = words.iter().map(|(word, n)| (word.as_ref(), *n)).collect();
    all.sort_by_key(|(_, n)| Reverse(*n));
    let told = all.into_iter().take(WORDS);
    told.map(|(word, n)| (word.to_owned(), n)).collect()
}

/// What becomes of the rows of a history whatever is asked.
pub(super) fn sorting_of(history: &History) -> Sorting {
    let states = &history.columns.state;
    let many = |wanted: State| states.iter().filter(|state| **state == wanted).count() as u64;
    let mut told = Sorting {
        runs: history.runs,
        copies: history.copies,
        unknown_words: history.unknown_words.clone(),
        stand_for_production: history.stand_for_production.clone(),
        logged: commonest(&history.logged),
        labelled: history.labelled,
        contradicted: history.contradicted.clone(),
        spelled: history
            .spellings
            .each()
            .map(|(name, kept)| (name.to_owned(), kept.to_owned()))
            .collect(),
        incidents: history.incidents.len() as u64,
        tickets: history.tickets,
        changes: (history.changes.len() as u64, many(State::Merged)),
        closed: many(State::Closed),
        tries: history.trail.tries,
        joins: history.joins.clone(),
        ..Sorting::default()
    };
    history
        .sorting_of
        .iter()
        .for_each(|of_service| told.add(of_service));
    told
}

/// What becomes of the deployments of each service, whatever is asked.
pub(super) fn sorting_by_service(deployments: &[Deployment], facts: &Facts) -> Vec<Sorting> {
    let of_service = |service: usize| {
        let mut told = Sorting::default();
        for at in facts.deployments_of.of(service) {
            told.tell(&deployments[*at as usize]);
        }
        told
    };
    (0..facts.services.len()).map(of_service).collect()
}

/// What becomes of the rows of services that are looked at, and how many of their incidents that began in the window no deployment
/// caused.
pub(super) fn sorting_of_viewed(
    history: &History,
    links: &Links,
    whole: &Sorting,
    are_viewed: &[bool],
    (window, began): (Window, &Began),
) -> Sorting {
    let facts = &history.facts;
    let mut told = Sorting::default();
    match are_viewed.contains(&false) {
        false => told = whole.clone(),
        true => {
            let services = history.sorting_of.iter().zip(are_viewed);
            let own = services.filter(|(_, is_viewed)| **is_viewed);
            own.for_each(|(of_service, _)| told.add(of_service));
            let lines = facts.lines.iter().zip(are_viewed);
            let own = lines.filter(|(_, is_viewed)| **is_viewed);
            let outside = own.map(|(line, _)| line.len() - in_window(line, window));
            told.outside = outside.sum::<usize>() as u64;
        }
    }
    // Both are in order.
    let mut unlinked = links.unlinked.iter().peekable();
    let is_unlinked = |at: &&usize| {
        while unlinked.next_if(|unlinked| unlinked < at).is_some() {}
        unlinked.peek() == Some(at)
    };
    let unlinked = began.inside.iter().filter(is_unlinked).count() as u64;
    told.unlinked = whole.unlinked.map(|_| unlinked);
    told
}

impl Sorting {
    /// Takes in what becomes of the deployments of a service.
    fn add(&mut self, of_service: &Sorting) {
        for (own, more) in [
            (&mut self.deployments, of_service.deployments),
            (&mut self.rows, of_service.rows),
            (&mut self.disagreeing, of_service.disagreeing),
            (&mut self.unreached, of_service.unreached),
            (&mut self.unknown, of_service.unknown),
            (&mut self.timeless, of_service.timeless),
            (&mut self.mixed_versions, of_service.mixed_versions),
        ] {
            *own += more;
        }
        for (environment, more) in &of_service.elsewhere {
            *self.elsewhere.entry(environment.clone()).or_default() += more;
        }
    }

    /// Takes in what becomes of a deployment and its rows.
    fn tell(&mut self, one: &Deployment) {
        self.deployments += 1;
        self.rows += one.rows.len() as u64;
        self.mixed_versions += u64::from(one.is_mixed);
        // Jobs of one export that end differently are as they should be.
        let mut told: BTreeMap<usize, Outcome> = BTreeMap::new();
        for row in one.rows.iter().filter(|_| one.rows.len() > 1) {
            let own = told.entry(row.export).or_insert(row.outcome);
            *own = row.outcome.min(*own);
        }
        let mut outcomes = told.values();
        let first = outcomes.next();
        self.disagreeing += u64::from(outcomes.any(|own| Some(own) != first));
        match (&one.environment, one.outcome) {
            (Environment::Other(name), _) => {
                *self.elsewhere.entry(name.to_string()).or_default() += 1;
            }
            (Environment::Unsaid, _) => *self.elsewhere.entry(String::new()).or_default() += 1,
            (_, Outcome::Failed | Outcome::Cancelled | Outcome::Running) => self.unreached += 1,
            (_, Outcome::Unknown) => self.unknown += 1,
            _ => self.timeless += u64::from(one.finished.is_none()),
        }
    }
}
