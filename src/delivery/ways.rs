//! Where changes wait: from opened to reviewed, to approved, to merged, to deployed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::change::State;
use super::chosen::Chosen;
use super::columns::{Coded, Columns, Grouped, NEVER};
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

/// What changes wait at a step, or have waited; those of one service lie together.
#[derive(Clone, Debug, Default, PartialEq)]
struct AtStep {
    /// The change of each wait: of each service those that are over, the shortest first, and then those that are not, the latest first.
    changes: Vec<u32>,
    /// Seconds that were waited or, where somebody still waits, since when.
    times: Vec<i64>,
    /// Where the waits of each service start, where those that are not over do, and where they end.
    spans: Vec<[u32; 3]>,
    /// The places of the waits of all services together, in the same order.
    order: Vec<u32>,
    /// How many of these are over.
    over: usize,
    /// Where each change is in that order, or [`NOWHERE`].
    ranks: Vec<u32>,
    /// Changes that would have been through before they came, by their services.
    backwards: Grouped,
}

impl AtStep {
    /// Puts the waits of changes of these services in order of their lengths.
    fn of(
        services: &Coded,
        mut over: Vec<(i64, u32)>,
        mut open: Vec<(i64, u32)>,
        backwards: Vec<u32>,
    ) -> AtStep {
        over.sort_unstable();
        open.sort_unstable_by_key(|(from, change)| (Reverse(*from), *change));
        let of = |change: u32| services.of[change as usize] as usize;
        let mut many = vec![[0_u32; 2]; services.names.len()];
        over.iter()
            .for_each(|(_, change)| many[of(*change)][0] += 1);
        open.iter()
            .for_each(|(_, change)| many[of(*change)][1] += 1);
        let mut start = 0;
        let spans = many.into_iter().map(|[over, open]| {
            let span = [start, start + over, start + over + open];
            start = span[2];
            span
        });
        let spans: Vec<[u32; 3]> = spans.collect();
        let all = over.len() + open.len();
        let mut step = AtStep {
            changes: vec![0; all],
            times: vec![0; all],
            order: Vec::with_capacity(all),
            over: over.len(),
            ranks: vec![NOWHERE; services.of.len()],
            backwards: Grouped::from_pairs(services.names.len(), || {
                backwards.iter().map(|change| (of(*change), *change))
            }),
            spans,
        };
        let mut next = step.spans.clone();
        for (rank, (time, change)) in over.into_iter().chain(open).enumerate() {
            let place = &mut next[of(change)][usize::from(rank >= step.over)];
            step.changes[*place as usize] = change;
            step.times[*place as usize] = time;
            step.order.push(*place);
            step.ranks[change as usize] = rank as u32;
            *place += 1;
        }
        step
    }

    /// How many of some changes would have been through before they came.
    fn backwards(&self, some: &Chosen) -> u64 {
        let some_of = match some.only_service() {
            Some(service) => self.backwards.of(service),
            None => self.backwards.all(),
        };
        let own = some_of.iter().filter(|change| some.has(**change as usize));
        own.count() as u64
    }

    /// Visits the places of the waits of some changes in order, and tells whether each is over.
    fn visit(&self, some: &Chosen, mut see: impl FnMut(usize, bool)) {
        let has = |place: u32| some.has(self.changes[place as usize] as usize);
        if let Some(service) = some.only_service() {
            let [start, open, end] = self.spans[service];
            let own = (start..end).filter(|place| has(*place));
            own.for_each(|place| see(place as usize, place < open));
            return;
        }
        let is_over = |rank: usize| rank < self.over;
        if some.len() * MANY >= self.order.len() {
            let all = self.order.iter().enumerate();
            let own = all.filter(|(_, place)| has(**place));
            own.for_each(|(rank, place)| see(*place as usize, is_over(rank)));
            return;
        }
        let mut marks = vec![0_u64; self.order.len().div_ceil(64)];
        for change in some.places() {
            let rank = self.ranks[change];
            if rank != NOWHERE {
                marks[rank as usize / 64] |= 1 << (rank % 64);
            }
        }
        for (word, mut marks) in marks.into_iter().enumerate() {
            while marks != 0 {
                let rank = word * 64 + marks.trailing_zeros() as usize;
                see(self.order[rank] as usize, is_over(rank));
                marks &= marks - 1;
            }
        }
    }

    /// The waits of some changes that are over, the shortest first.
    fn over(&self, some: &Chosen) -> Vec<(usize, i64)> {
        let mut over = Vec::new();
        self.visit(some, |place, is_over| {
            if is_over {
                over.push((self.changes[place] as usize, self.times[place]));
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
        self.visit(some, |place, is_over| {
            let time = self.times[place];
            let one = match (is_over, exported) {
                (true, _) => lasting(time, true),
                (false, Some(exported)) if time <= exported => lasting(exported - time, false),
                (false, _) => return,
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
            waits.insert(step, between(&columns.service, &own));
        };
        let created = |change: usize| columns.created[change];
        // Where nobody reviews, or nothing says what was deployed, nothing waits for that.
        if has_reviews {
            let is_late = |change: usize, at: i64| {
                let merged = columns.merged[change];
                at != NEVER && merged != NEVER && at > merged
            };
            at(Step::FirstReview, &|change| {
                // What was merged without a review did not wait for one.
                let went_without = reviewed[change] == NEVER && columns.is_merged(change);
                match is_late(change, reviewed[change]) {
                    true => Some((reviewed[change], columns.merged[change])),
                    false => (!went_without).then_some((created(change), reviewed[change])),
                }
            });
            at(Step::Approval, &|change| {
                let is_known = approved[change] != NEVER || !columns.is_merged(change);
                let is_known = is_known && created(change) != NEVER;
                let is_known = is_known && !is_late(change, approved[change]);
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
            between(&columns.service, &told)
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
        self.lead.visit(some, |place, _| {
            let (change, first) = (self.lead.changes[place] as usize, self.carriers[place]);
            if is_viewed(first) {
                if let Some(group) = of(change, first) {
                    hours[group].push(lasting(self.lead.times[place], true));
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
        step.flat_map(|step| {
            let over = step.order[..step.over].iter().map(|place| *place as usize);
            over.map(|place| {
                let hours = lasting(step.times[place], true).time;
                (step.changes[place] as usize, hours)
            })
        })
    }
}

/// The waits of the changes of these services from the first to the second point in time that `ends` gives each; whoever has no second one still
/// waits.
fn between(services: &Coded, ends: &dyn Fn(usize) -> Option<(i64, i64)>) -> AtStep {
    let (mut over, mut open, mut backwards) = (Vec::new(), Vec::new(), Vec::new());
    for change in 0..services.of.len() {
        match ends(change) {
            None | Some((NEVER, _)) => {}
            Some((from, NEVER)) => open.push((from, change as u32)),
            Some((from, to)) if to >= from => over.push((to - from, change as u32)),
            Some(_) => backwards.push(change as u32),
        }
    }
    AtStep::of(services, over, open, backwards)
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
        let step = between(&history.columns.service, &|at| {
            (at % 3 > 0).then(|| (0, end(at)))
        });
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
            let all = step.order.iter().enumerate();
            let own = all.filter(|(_, place)| is_own(step.changes[**place as usize] as usize));
            let met: Vec<(usize, bool)> = own
                .map(|(rank, place)| (*place as usize, rank < step.over))
                .collect();
            let mut seen = Vec::new();
            step.visit(&some, |place, is_over| seen.push((place, is_over)));
            assert_eq!(seen, met, "every {every} of {services:?}");
            assert!(!seen.is_empty() && step.over(&some).is_sorted_by_key(|(_, seconds)| *seconds));
        }
    }
}
