//! Where changes wait: from opened to reviewed, to approved, to merged, to deployed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::change::State;
use super::chosen::Chosen;
use super::columns::{Columns, NEVER};
use super::history::History;
use super::steps::Step;
use crate::analysis::stats::survival::{Lasting, Lengths};

/// What a change has that is not at a step.
const NOWHERE: u32 = u32::MAX;
/// Where at least one of so many is chosen, walking along all of them is quicker than finding these.
const MANY: usize = 4;

/// How long some changes wait at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// Which changes, by the number that whoever asks gave them.
    pub of: usize,
    /// At which step.
    pub step: Step,
    /// Hours, with those that still wait.
    pub hours: Lengths,
}

/// How long changes were at the steps of their ways, the shortest first: whoever looks at some of them finds them in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// Steps that somebody waits at.
    waits: BTreeMap<Step, AtStep>,
    /// From opened to merged.
    merging: AtStep,
    /// From opened to the end of the first deployment.
    lead: AtStep,
    /// The first deployment with each change of these, in their order.
    carriers: Vec<u32>,
}

/// What changes wait at a step, or have waited.
#[derive(Clone, Debug, Default, PartialEq)]
struct AtStep {
    /// The change of each wait: those that are over, the shortest first, and then those that are not, the latest first.
    changes: Vec<u32>,
    /// Seconds that were waited.
    seconds: Vec<i64>,
    /// Since when the others wait.
    since: Vec<i64>,
    /// The place of each change among these, or [`NOWHERE`].
    places: Vec<u32>,
    /// Changes that would have been through before they came.
    backwards: Vec<u32>,
}

impl AtStep {
    /// Puts the waits of so many changes in order of their lengths.
    fn of(
        many: usize,
        mut over: Vec<(i64, u32)>,
        mut open: Vec<(i64, u32)>,
        backwards: Vec<u32>,
    ) -> AtStep {
        over.sort_unstable();
        open.sort_unstable_by_key(|(from, change)| (Reverse(*from), *change));
        let (seconds, mut changes): (Vec<i64>, Vec<u32>) = over.into_iter().unzip();
        let (since, waiting): (Vec<i64>, Vec<u32>) = open.into_iter().unzip();
        changes.extend(waiting);
        let mut places = vec![NOWHERE; many];
        for (place, change) in changes.iter().enumerate() {
            places[*change as usize] = place as u32;
        }
        AtStep {
            changes,
            seconds,
            since,
            places,
            backwards,
        }
    }

    /// How many of some changes would have been through before they came.
    fn backwards(&self, some: &Chosen) -> u64 {
        let own = self
            .backwards
            .iter()
            .filter(|change| some.has(**change as usize));
        own.count() as u64
    }

    /// Visits the places of the waits of some changes, in order.
    fn visit(&self, some: &Chosen, mut see: impl FnMut(usize)) {
        let all = self.changes.len();
        if some.len() == self.places.len() {
            (0..all).for_each(see);
            return;
        }
        if some.len() * MANY >= all {
            let places = self.changes.iter().enumerate();
            let own = places.filter(|(_, change)| some.has(**change as usize));
            own.for_each(|(place, _)| see(place));
            return;
        }
        let mut marks = vec![0_u64; all.div_ceil(64)];
        for change in some.places() {
            let place = self.places[change];
            if place != NOWHERE {
                marks[place as usize / 64] |= 1 << (place % 64);
            }
        }
        for (word, mut marks) in marks.into_iter().enumerate() {
            while marks != 0 {
                see(word * 64 + marks.trailing_zeros() as usize);
                marks &= marks - 1;
            }
        }
    }

    /// The waits of some changes that are over, the shortest first.
    fn over(&self, some: &Chosen) -> Vec<(usize, i64)> {
        let mut over = Vec::new();
        self.visit(some, |place| {
            if let Some(seconds) = self.seconds.get(place) {
                over.push((self.changes[place] as usize, *seconds));
            }
        });
        over
    }

    /// Hours that some changes have waited or, where `exported` tells when they were last seen, still wait; by the group that `of`
    /// gives each, if it gives any.
    fn hours(
        &self,
        some: &Chosen,
        exported: Option<i64>,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Lengths> {
        let mut by_group: Vec<Lengths> = Vec::new();
        self.visit(some, |place| {
            let one = match (self.seconds.get(place), exported) {
                (Some(seconds), _) => lasting(*seconds, true),
                (None, None) => return,
                (None, Some(exported)) => {
                    let since = self.since[place - self.seconds.len()];
                    if since > exported {
                        return;
                    }
                    lasting(exported - since, false)
                }
            };
            let Some(group) = of(self.changes[place] as usize) else {
                return;
            };
            if group >= by_group.len() {
                by_group.resize(group + 1, Lengths::default());
            }
            by_group[group].push(one);
        });
        by_group
    }
}

pub(super) fn lasting(seconds: i64, is_over: bool) -> Lasting {
    Lasting {
        time: seconds as f64 / 3600.0,
        is_over,
    }
}

impl Ways {
    /// The ways of the changes of a history whose reviews and deployments know theirs.
    pub(super) fn of(history: &History) -> Ways {
        let columns = &history.columns;
        let many = history.changes.len();
        let (mut reviewed, mut approved) = (vec![NEVER; many], vec![NEVER; many]);
        let earlier = |so_far: &mut i64, at: i64| {
            if *so_far == NEVER || at < *so_far {
                *so_far = at;
            }
        };
        for (review, change) in columns.review_of.iter().enumerate() {
            let (Some(change), at) = (change, columns.reviewed[review]) else {
                continue;
            };
            // What people say of their own change is no review.
            let author = history.changes[*change as usize].author();
            let is_own = !author.is_empty() && columns.reviewer.name(review) == author;
            if at == NEVER || is_own {
                continue;
            }
            earlier(&mut reviewed[*change as usize], at);
            if columns.approves[review] {
                earlier(&mut approved[*change as usize], at);
            }
        }
        let first_carrier: Vec<Option<u32>> = (0..many)
            .map(|change| columns.first_carrier(change, |_| true))
            .collect();
        let first_deployed = |change: usize| match first_carrier[change] {
            Some(at) => columns.finished[at as usize],
            None => NEVER,
        };
        // Where deployments name but some of what is merged, the rest has not waited: it is not known.
        let mut out = vec![(0, 0); columns.service.names.len()];
        for change in (0..many).filter(|change| columns.is_merged(*change)) {
            let (named, all): &mut (usize, usize) = &mut out[columns.service.of[change] as usize];
            *named += usize::from(first_carrier[change].is_some());
            *all += 1;
        }
        let are_named: Vec<bool> = out
            .iter()
            .map(|(named, all)| *all > 0 && named * 2 >= *all)
            .collect();
        let has_reviews = !history.reviews.is_empty();
        let mut waits = BTreeMap::new();
        // What was closed without being merged waits for nothing.
        let goes_on = |change: usize| columns.state[change] != State::Closed;
        let mut at = |step: Step, ends: &dyn Fn(usize) -> Option<(i64, i64)>| {
            let own = |change: usize| ends(change).filter(|_| goes_on(change));
            waits.insert(step, between(many, &own));
        };
        let created = |change: usize| columns.created[change];
        // Where nobody reviews, or nothing says what was deployed, nothing waits for that.
        if has_reviews {
            at(Step::FirstReview, &|change| {
                // What was merged without a review did not wait for one.
                let went_without = reviewed[change] == NEVER && columns.is_merged(change);
                (!went_without).then_some((created(change), reviewed[change]))
            });
            at(Step::Approval, &|change| {
                let is_known = approved[change] != NEVER || !columns.is_merged(change);
                let is_known = is_known && created(change) != NEVER;
                is_known.then_some((reviewed[change], approved[change]))
            });
            at(Step::Merge, &|change| {
                // Some exports say that a change is merged, and not when.
                let is_known = columns.merged[change] != NEVER || !columns.is_merged(change);
                let is_known = is_known && created(change) != NEVER;
                is_known.then_some((approved[change], columns.merged[change]))
            });
        }
        at(Step::Deploy, &|change| {
            let is_known = are_named[columns.service.of[change] as usize];
            let is_known = is_known && created(change) != NEVER;
            is_known.then_some((columns.merged[change], first_deployed(change)))
        });
        let until = |end: &dyn Fn(usize) -> i64| {
            let told = |change: usize| {
                let end = end(change);
                (end != NEVER).then_some((columns.created[change], end))
            };
            between(many, &told)
        };
        // Also of changes that were closed in the end.
        waits.insert(Step::FirstApproval, until(&|change| approved[change]));
        let lead = until(&first_deployed);
        let carriers = lead.changes.iter();
        Ways {
            waits,
            merging: until(&|change| columns.merged[change]),
            carriers: carriers
                .filter_map(|change| first_carrier[*change as usize])
                .collect(),
            lead,
        }
    }

    /// Seconds that some changes waited at a step, the shortest first.
    pub(super) fn over(&self, step: Step, some: &Chosen) -> Vec<(usize, i64)> {
        let at = self.waits.get(&step);
        at.map_or_else(Vec::new, |at| at.over(some))
    }

    /// Whether any change waits or has waited at a step.
    pub(super) fn has(&self, step: Step) -> bool {
        self.waits
            .get(&step)
            .is_some_and(|at| !at.changes.is_empty())
    }

    /// Hours that some changes waited at a step.
    pub(super) fn hours(&self, step: Step, some: &Chosen) -> Lengths {
        let at = self.waits.get(&step);
        let hours = at.map(|at| at.hours(some, None, |_| Some(0)));
        hours.and_then(|mut hours| hours.pop()).unwrap_or_default()
    }

    /// How many of some changes would have been through a step before they came to it.
    pub(super) fn backwards(&self, step: Step, some: &Chosen) -> u64 {
        let at = self.waits.get(&step);
        at.map_or(0, |at| at.backwards(some))
    }

    /// How many of some changes would have been merged, and how many deployed, before they were opened.
    pub(super) fn early(&self, some: &Chosen) -> (u64, u64) {
        (self.merging.backwards(some), self.lead.backwards(some))
    }

    /// Hours of some changes from opened to merged, by the group of so many that `of` gives each, if it gives any.
    pub(super) fn merging(
        &self,
        some: &Chosen,
        groups: usize,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Lengths> {
        let mut hours = self.merging.hours(some, None, of);
        hours.resize(groups, Lengths::default());
        hours
    }

    /// Hours of some changes from opened to the first deployment that `is_viewed`, by the group of so many that `of` gives each and
    /// that deployment, if it gives any.
    pub(super) fn lead(
        &self,
        columns: &Columns,
        some: &Chosen,
        groups: usize,
        is_viewed: impl Fn(u32) -> bool,
        of: impl Fn(usize, u32) -> Option<usize>,
    ) -> Vec<Lengths> {
        let mut hours = vec![Lengths::default(); groups];
        let mut others: Vec<Vec<Lasting>> = vec![Vec::new(); groups];
        self.lead.visit(some, |place| {
            let (change, first) = (self.lead.changes[place] as usize, self.carriers[place]);
            if is_viewed(first) {
                if let Some(group) = of(change, first) {
                    hours[group].push(lasting(self.lead.seconds[place], true));
                }
                return;
            }
            // The first of those that are looked at is not the first of all, and its length not in order.
            let Some(first) = columns.first_carrier(change, &is_viewed) else {
                return;
            };
            if let Some(group) = of(change, first) {
                let seconds = columns.finished[first as usize] - columns.created[change];
                others[group].push(lasting(seconds, true));
            }
        });
        let both = hours.into_iter().zip(others);
        both.map(|(hours, others)| match others.is_empty() {
            true => hours,
            false => Lengths::together([hours, others.into_iter().collect()].iter()),
        })
        .collect()
    }

    /// Hours that each change with an approval waited for the first, by its place in the history, the shortest first.
    pub fn first_approvals(&self) -> impl Iterator<Item = (usize, f64)> {
        let step = self.waits.get(&Step::FirstApproval).into_iter();
        let all = step.flat_map(|step| step.changes.iter().zip(&step.seconds));
        all.map(|(change, seconds)| (*change as usize, lasting(*seconds, true).time))
    }
}

/// The waits of so many changes from the first to the second point in time that `ends` gives each; whoever has no second one still
/// waits.
fn between(many: usize, ends: &dyn Fn(usize) -> Option<(i64, i64)>) -> AtStep {
    let (mut over, mut open, mut backwards) = (Vec::new(), Vec::new(), Vec::new());
    for change in 0..many {
        match ends(change) {
            None | Some((NEVER, _)) => {}
            Some((from, NEVER)) => open.push((from, change as u32)),
            Some((from, to)) if to >= from => over.push((to - from, change as u32)),
            Some(_) => backwards.push(change as u32),
        }
    }
    AtStep::of(many, over, open, backwards)
}

/// How long some changes wait at each step, by the group that `of` gives each, and without those that it gives none; `exported`
/// says when they were last seen, in seconds since 1970.
///
/// A change that was closed without being merged is left out.
pub fn waits(
    history: &History,
    some: &Chosen,
    exported: i64,
    of: impl Fn(usize) -> Option<usize>,
) -> Vec<Wait> {
    let steps = history.ways.waits.iter();
    let steps = steps.filter(|(step, _)| **step != Step::FirstApproval);
    let each = steps.flat_map(|(step, at)| {
        let groups = at.hours(some, Some(exported), &of).into_iter().enumerate();
        let told = groups.filter(|(_, hours)| !hours.is_empty());
        told.map(|(of, hours)| Wait {
            of,
            step: *step,
            hours,
        })
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::asked::Asked;
    use crate::delivery::change::Change;
    use crate::delivery::role::Role;

    /// A history of so many changes, of two services in turn.
    fn history(many: usize) -> History {
        let change = |at: usize| Change::told(&[(Role::Service, ["pay", "shop"][at % 2])]);
        let mut history = History {
            changes: (0..many).map(change).collect(),
            ..History::default()
        };
        history.columns = Columns::of(&history);
        history
    }

    #[test]
    fn few_are_found_as_they_are_met_among_all() {
        let history = history(500);
        // Every third waits for something else; of the others most have waited, in an order of their own.
        let end = |at: usize| match at % 5 {
            0 => NEVER,
            _ => (at as i64 * 7919) % 1013,
        };
        let step = between(500, &|at| (at % 3 > 0).then(|| (0, end(at))));
        for (every, services) in [
            (1, &["pay", "shop"][..]),
            (2, &["pay"]),
            (7, &["shop"]),
            (7, &[]),
        ] {
            let asked = Asked {
                services: services.iter().map(|name| (*name).to_owned()).collect(),
                ..Asked::default()
            };
            let some = Chosen::of(&history, &asked, |at| at.is_multiple_of(every));
            let is_own = |at: usize| {
                let is_named = services.is_empty() || services.contains(&["pay", "shop"][at % 2]);
                at.is_multiple_of(every) && is_named
            };
            let wanted: Vec<usize> = (0..500).filter(|at| is_own(*at)).collect();
            assert_eq!(some.places().collect::<Vec<_>>(), wanted);
            let met: Vec<usize> = (0..step.changes.len())
                .filter(|place| is_own(step.changes[*place] as usize))
                .collect();
            let mut seen = Vec::new();
            step.visit(&some, |place| seen.push(place));
            assert_eq!(seen, met, "every {every} of {services:?}");
            assert!(!seen.is_empty() && step.over(&some).is_sorted_by_key(|(_, seconds)| *seconds));
        }
    }
}
