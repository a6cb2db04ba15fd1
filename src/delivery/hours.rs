//! When things happen, as it is drawn.

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::columns::NEVER;
use super::history::History;
use super::incident::Began;
use super::kind::Kind;
use super::metrics::{Metrics, Window};
use super::weeks::{Load, Workday};
use crate::analysis::stats::share;
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;
/// People of whom load is told, at least.
const PEOPLE: usize = 10;

/// When something happens.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LoadOf {
    /// Deployments, incidents or reviews.
    pub what: Told,
    /// Times of day.
    pub load: Load,
    /// Share outside the workday, with its interval.
    pub after_hours: Option<(f64, Interval)>,
    /// People who did it, and how many of it outside the workday each of them did a month; none where too few people are known.
    pub a_person_month: Option<(u64, f64)>,
}

/// What an export tells.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Told {
    /// Deployments.
    Deployments,
    /// Incidents.
    Incidents,
    /// Reviews.
    Reviews,
}

impl Told {
    fn kind(self) -> Kind {
        match self {
            Told::Deployments => Kind::Deployments,
            Told::Incidents => Kind::Incidents,
            Told::Reviews => Kind::Reviews,
        }
    }
}

/// What is told by the day alone: everything of it is said to be at the stroke of a midnight by UTC, as days without a time of day are
/// read.
pub(super) fn by_day(history: &History) -> Vec<Kind> {
    let columns = &history.columns;
    let incidents = history.incidents.iter();
    let incidents = incidents.flat_map(|one| [one.started, one.restored]);
    let of_columns = |columns: &[&[i64]]| {
        let all = columns.iter().copied().flatten().copied();
        are_days(all.filter(|at| *at != NEVER))
    };
    let told = [
        (Kind::Deployments, of_columns(&[&columns.finished])),
        (Kind::Incidents, are_days(incidents.flatten())),
        (
            Kind::Changes,
            of_columns(&[&columns.created, &columns.merged]),
        ),
        (Kind::Reviews, of_columns(&[&columns.reviewed])),
    ];
    let by_day = told.into_iter().filter(|(_, is_by_day)| *is_by_day);
    by_day.map(|(kind, _)| kind).collect()
}

/// Whether there is any, and each is the beginning of a day.
fn are_days(times: impl Iterator<Item = i64>) -> bool {
    let mut times = times.peekable();
    times.peek().is_some() && times.all(|at| at.rem_euclid(DAY) == 0)
}

/// When deployments end, incidents begin and reviews are written; nothing of what is told by the day alone.
pub(super) fn load(
    history: &History,
    asked: &Asked,
    whole: &Metrics,
    window: Window,
    began: &Began,
    by_day: &[Kind],
) -> Vec<LoadOf> {
    let is_in = |at: &i64| (window.from..window.to).contains(at);
    let columns = &history.columns;
    let ended = whole.deployments.iter().map(|at| columns.finished[*at]);
    let began = began.inside.iter();
    let began = began.filter_map(|at| history.incidents[*at].started);
    let are_looked_at = columns.service.which(|service| asked.looks_at(service));
    let is_unnamed_looked_at = asked.looks_at("");
    let reviews: Vec<usize> = (0..history.reviews.len())
        .filter(|review| match columns.review_of[*review] {
            Some(change) => are_looked_at[columns.service.of[change as usize] as usize],
            None => is_unnamed_looked_at,
        })
        .filter(|review| is_in(&columns.reviewed[*review]))
        .collect();
    let mut has_reviewed = vec![false; columns.reviewer.names.len()];
    for review in &reviews {
        has_reviewed[columns.reviewer.of[*review] as usize] = true;
    }
    let people = has_reviewed.iter().zip(&columns.reviewer.names);
    let people = people.filter(|(has, name)| **has && !name.is_empty());
    let people = people.count();
    let all: [(Told, Vec<i64>, usize); 3] = [
        (Told::Deployments, ended.collect(), 0),
        (Told::Incidents, began.collect(), 0),
        (
            Told::Reviews,
            reviews.iter().map(|at| columns.reviewed[*at]).collect(),
            people,
        ),
    ];
    let months = (window.to - window.from) as f64 / (DAY as f64 * 365.25 / 12.0);
    all.into_iter()
        .filter(|(what, times, _)| !times.is_empty() && !by_day.contains(&what.kind()))
        .map(|(what, times, people)| {
            let load = asked
                .zone
                .with_clock(|clock| Load::of(times, Workday::default(), clock));
            let (after, n) = (load.after_hours() as f64, load.all() as f64);
            let interval = share::wilson(after, n, LEVEL).ok();
            LoadOf {
                what,
                load,
                after_hours: interval.map(|interval| (after / n, interval)),
                a_person_month: (people >= PEOPLE)
                    .then(|| (people as u64, after / (people as f64 * months))),
            }
        })
        .collect()
}
