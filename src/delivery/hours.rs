//! When things happen, as it is drawn.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::history::History;
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

/// When deployments end, incidents begin and reviews are written.
pub(super) fn load(
    history: &History,
    asked: &Asked,
    whole: &Metrics,
    window: Window,
    is_looked_at: &dyn Fn(&str) -> bool,
) -> Vec<LoadOf> {
    let is_in = |at: &i64| (window.from..window.to).contains(at);
    let ended = whole
        .deployments
        .iter()
        .filter_map(|at| history.deployments[*at].finished);
    let began = history
        .incidents
        .iter()
        .filter(|one| is_looked_at(&one.service))
        .filter_map(|one| one.started)
        .filter(is_in);
    let reviews = history.reviews.iter().filter(|one| {
        let service = one
            .place
            .map_or("", |at| history.changes[at].service.as_str());
        is_looked_at(service) && one.at.as_ref().is_some_and(is_in)
    });
    let people: BTreeSet<&str> = reviews
        .clone()
        .map(|one| one.by.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let all: [(Told, Vec<i64>, usize); 3] = [
        (Told::Deployments, ended.collect(), 0),
        (Told::Incidents, began.collect(), 0),
        (
            Told::Reviews,
            reviews.filter_map(|one| one.at).collect(),
            people.len(),
        ),
    ];
    let months = (window.to - window.from) as f64 / (DAY as f64 * 365.25 / 12.0);
    all.into_iter()
        .filter(|(_, times, _)| !times.is_empty())
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
