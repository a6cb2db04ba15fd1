//! Where changes wait: from opened to reviewed, to approved, to merged, to deployed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::change::State;
use super::columns::{Columns, NEVER};
use super::history::History;
use super::review::Verdict;
use crate::analysis::stats::survival::{Lasting, Lengths};

/// A step on the way of a change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Step {
    /// From opened to the first approval: the two that follow together, which [`waits`] does not tell.
    FirstApproval,
    /// From opened to the first review of any kind.
    FirstReview,
    /// From the first review to the first approval.
    Approval,
    /// From the first approval to merged.
    Merge,
    /// From merged to the end of the first deployment with it.
    Deploy,
}

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

/// How long changes wait for the steps of approval that their reviews name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Approvals {
    /// Steps with the hours of each change from asked to approved.
    pub steps: BTreeMap<String, Lengths>,
    /// Approvals that say no time to wait from or to, or would have waited backwards.
    pub left_out: u64,
}

/// How long a change waited for a step of approval.
pub(super) struct ApprovedStep<'h> {
    /// Which change.
    pub change: usize,
    /// The step, as the export calls it.
    pub step: &'h str,
    /// How long.
    pub seconds: i64,
}

/// The waits of the changes that are in for each step.
pub(super) fn approvals(history: &History, is_in: &[bool]) -> Approvals {
    let (all, left_out) = approved(history, is_in);
    let mut steps: BTreeMap<String, Vec<Lasting>> = BTreeMap::new();
    for one in all {
        let own = steps.entry(one.step.to_owned()).or_default();
        own.push(lasting(one.seconds, true));
    }
    let steps = steps.into_iter();
    Approvals {
        steps: steps
            .map(|(step, lengths)| (step, lengths.into_iter().collect()))
            .collect(),
        left_out,
    }
}

/// The waits of the changes that are in: from when a review was asked for or, failing that, the change was opened, until it was first
/// approved at that step; and how many approvals are in none.
pub(super) fn approved<'h>(history: &'h History, is_in: &[bool]) -> (Vec<ApprovedStep<'h>>, u64) {
    let mut left_out = 0;
    // Where requests are told, a change that tells none has not waited since it was opened.
    let are_told = history
        .reviews
        .iter()
        .any(|review| review.requested.is_some());
    let mut first: BTreeMap<(usize, &str), (Option<i64>, i64)> = BTreeMap::new();
    for review in &history.reviews {
        if review.verdict != Verdict::Approved || review.step.is_empty() {
            continue;
        }
        let Some(place) = review.place else {
            continue;
        };
        let Some(at) = review.at else {
            left_out += u64::from(is_in[place]);
            continue;
        };
        if !is_in[place] {
            continue;
        }
        let asked = match are_told {
            true => review.requested,
            false => history.changes[place].created,
        };
        let earliest = first.entry((place, &review.step)).or_insert((asked, at));
        if at < earliest.1 {
            *earliest = (asked, at);
        }
    }
    let mut found = Vec::new();
    for ((change, step), (asked, at)) in first {
        match asked.filter(|asked| *asked <= at) {
            Some(asked) => found.push(ApprovedStep {
                change,
                step,
                seconds: at - asked,
            }),
            None => left_out += 1,
        }
    }
    (found, left_out)
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
pub(super) struct AtStep {
    /// Seconds that were waited, in order.
    pub seconds: Vec<i64>,
    /// The change of each, by its place in the history.
    pub changes: Vec<u32>,
    /// Since when others wait, the latest first, and which changes these are.
    open: Vec<(i64, u32)>,
}

impl AtStep {
    /// Puts the waits in order of their lengths.
    fn of(mut over: Vec<(i64, u32)>, mut open: Vec<(i64, u32)>) -> AtStep {
        over.sort_unstable();
        open.sort_unstable_by_key(|(from, change)| (Reverse(*from), *change));
        let (seconds, changes) = over.into_iter().unzip();
        AtStep {
            seconds,
            changes,
            open,
        }
    }

    /// Hours of those that are over, by the group that `of` gives each change, if it is of any of so many.
    pub fn over(&self, groups: usize, of: impl Fn(usize) -> Option<usize>) -> Vec<Lengths> {
        let mut hours = vec![Lengths::default(); groups];
        for (change, seconds) in self.changes.iter().zip(&self.seconds) {
            if let Some(group) = of(*change as usize) {
                hours[group].push(lasting(*seconds, true));
            }
        }
        hours
    }
}

fn lasting(seconds: i64, is_over: bool) -> Lasting {
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

    /// What changes wait at a step, if anything.
    pub(super) fn at(&self, step: Step) -> Option<&AtStep> {
        self.waits.get(&step)
    }

    /// Hours from opened to merged, by the group that `of` gives each change, if it is of any of so many.
    pub(super) fn merging(
        &self,
        groups: usize,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Lengths> {
        self.merging.over(groups, of)
    }

    /// Hours of the changes that are `in_view` from opened to the first deployment that `is_viewed`, by the group that `of` gives each
    /// and that deployment, if it gives it any of so many.
    pub(super) fn lead(
        &self,
        columns: &Columns,
        groups: usize,
        in_view: impl Fn(usize) -> bool,
        is_viewed: impl Fn(u32) -> bool,
        of: impl Fn(usize, u32) -> Option<usize>,
    ) -> Vec<Lengths> {
        let mut hours = vec![Lengths::default(); groups];
        let mut others: Vec<Vec<Lasting>> = vec![Vec::new(); groups];
        let changes = self.lead.changes.iter().zip(&self.carriers);
        for ((change, first), seconds) in changes.zip(&self.lead.seconds) {
            let change = *change as usize;
            // Looking for another deployment is dear, and of most services nobody asks.
            if !in_view(change) {
                continue;
            }
            if is_viewed(*first) {
                if let Some(group) = of(change, *first) {
                    hours[group].push(lasting(*seconds, true));
                }
                continue;
            }
            // The first of those that are looked at is not the first of all, and its length not in order.
            let Some(first) = columns.first_carrier(change, &is_viewed) else {
                continue;
            };
            if let Some(group) = of(change, first) {
                let seconds = columns.finished[first as usize] - columns.created[change];
                others[group].push(lasting(seconds, true));
            }
        }
        let both = hours.into_iter().zip(others);
        both.map(|(hours, others)| match others.is_empty() {
            true => hours,
            false => Lengths::together([hours, others.into_iter().collect()].iter()),
        })
        .collect()
    }

    /// Hours that each change with an approval waited for the first, by its place in the history, the shortest first.
    pub fn first_approvals(&self) -> impl Iterator<Item = (usize, f64)> {
        let step = self.at(Step::FirstApproval).into_iter();
        let all = step.flat_map(|step| step.changes.iter().zip(&step.seconds));
        all.map(|(change, seconds)| (*change as usize, lasting(*seconds, true).time))
    }
}

/// The waits of so many changes from the first to the second point in time that `ends` gives each; whoever has no second one still
/// waits.
fn between(many: usize, ends: &dyn Fn(usize) -> Option<(i64, i64)>) -> AtStep {
    let (mut over, mut open) = (Vec::new(), Vec::new());
    for change in 0..many {
        match ends(change) {
            None | Some((NEVER, _)) => {}
            Some((from, NEVER)) => open.push((from, change as u32)),
            Some((from, to)) if to >= from => over.push((to - from, change as u32)),
            Some(_) => {}
        }
    }
    AtStep::of(over, open)
}

/// How long changes wait at each step, by the group that `of` gives each, and without those that it gives none; `exported` says
/// when they were last seen, in seconds since 1970.
///
/// A change that was closed without being merged is left out.
pub fn waits(history: &History, exported: i64, of: impl Fn(usize) -> Option<usize>) -> Vec<Wait> {
    let steps = history.ways.waits.iter();
    let steps = steps.filter(|(step, _)| **step != Step::FirstApproval);
    let each = steps.flat_map(|(step, at)| {
        let mut by_group: Vec<Lengths> = Vec::new();
        let over = at.changes.iter().zip(&at.seconds);
        let over = over.map(|(change, seconds)| (*change, lasting(*seconds, true)));
        let open = at.open.iter().filter(|(from, _)| *from <= exported);
        let open = open.map(|(from, change)| (*change, lasting(exported - from, false)));
        for (change, one) in in_order(over, open) {
            let Some(group) = of(change as usize) else {
                continue;
            };
            if group >= by_group.len() {
                by_group.resize(group + 1, Lengths::default());
            }
            by_group[group].push(one);
        }
        let groups = by_group.into_iter().enumerate();
        let told = groups.filter(|(_, hours)| !hours.is_empty());
        told.map(|(of, hours)| Wait {
            of,
            step: *step,
            hours,
        })
        .collect::<Vec<Wait>>()
    });
    each.collect()
}

/// Two lists of lengths, each in order, as one.
fn in_order(
    one: impl Iterator<Item = (u32, Lasting)>,
    other: impl Iterator<Item = (u32, Lasting)>,
) -> impl Iterator<Item = (u32, Lasting)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || {
        let goes_first = match (one.peek(), other.peek()) {
            (Some((_, a)), Some((_, b))) => a.time <= b.time,
            (a, _) => a.is_some(),
        };
        match goes_first {
            true => one.next(),
            false => other.next(),
        }
    })
}
