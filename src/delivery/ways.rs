//! Where changes wait: from opened to reviewed, to approved, to merged, to deployed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::change::State;
use super::chosen::Chosen;
use super::columns::{Coded, Columns, Grouped, NEVER};
use super::definitions::LeadStart;
use super::history::History;
use super::steps::Step;
use crate::analysis::stats::survival::{Lasting, Lengths};
use crate::table::Bitmap;

/// What a change has that is not at a step.
const NOWHERE: u32 = u32::MAX;
/// Of at least one wait in so many, marking them is quicker than sorting them.
const MANY: usize = 1024;
/// Of fewer than one in so many ranks, sorting them is quicker than a walk along all.
const FEW: usize = 16;
/// Groups that have a mark for each wait, at most.
const MARKED: usize = 64;

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

/// How long changes were at the steps of their ways, each with its rank: whoever looks at some of them puts them in order by these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// Steps that somebody waits at.
    waits: BTreeMap<Step, AtStep>,
    /// From opened to merged.
    merging: AtStep,
    /// From the first commit to the end of the first deployment.
    since_commit: AtStep,
    /// From opened to the end of the first deployment.
    since_opened: AtStep,
    /// From merged to the end of the first deployment.
    since_merge: AtStep,
    /// The first deployment with each change, or [`NOWHERE`].
    carriers: Vec<u32>,
}

/// What changes wait at a step, or have waited.
#[derive(Clone, Debug, Default, PartialEq)]
struct AtStep {
    /// Seconds of each wait that is over, the shortest first; then since when the others wait, the latest first.
    times: Vec<i64>,
    /// How many are over.
    over: usize,
    /// The place of each change among these, or [`NOWHERE`].
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
        let mut ranks = vec![NOWHERE; services.of.len()];
        let all = over.iter().chain(&open);
        for (rank, (_, change)) in all.clone().enumerate() {
            ranks[*change as usize] = rank as u32;
        }
        let of = |change: u32| services.of[change as usize] as usize;
        AtStep {
            times: all.map(|(time, _)| *time).collect(),
            over: over.len(),
            ranks,
            backwards: Grouped::from_pairs(services.names.len(), || {
                backwards.iter().map(|change| (of(*change), *change))
            }),
        }
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

    /// The ranks of those of some changes that are at this step, of which an export has to tell.
    fn ranks<'a>(&'a self, some: &'a Chosen) -> impl Iterator<Item = (usize, u32)> + 'a {
        let each = some.places().map(|change| (change, self.ranks[change]));
        each.filter(|(_, rank)| *rank != NOWHERE)
    }

    /// The waits of some changes that are over, in seconds.
    fn over(&self, some: &Chosen) -> Vec<(usize, i64)> {
        let own = self.ranks(some);
        let over = own.filter(|(_, rank)| (*rank as usize) < self.over);
        over.map(|(change, rank)| (change, self.times[rank as usize]))
            .collect()
    }

    /// The wait with a rank; of one that is not over where `exported` tells when it was last seen.
    fn wait(&self, rank: usize, exported: Option<i64>) -> Option<Lasting> {
        let time = self.times[rank];
        match rank < self.over {
            true => Some(lasting(time, true)),
            false => {
                let exported = exported.filter(|exported| time <= *exported)?;
                Some(lasting(exported - time, false))
            }
        }
    }

    /// Hours that some changes have waited or, where `exported` tells when they were last seen, still wait; by the group of so many
    /// that `of` gives each, if it gives any.
    fn hours(
        &self,
        some: &Chosen,
        exported: Option<i64>,
        groups: usize,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Lengths> {
        let mut own = Ranks::of(groups, some.len(), self.times.len());
        for (change, rank) in self.ranks(some) {
            if let Some(group) = of(change) {
                own.add(group, rank);
            }
        }
        own.into_groups(|rank| self.wait(rank, exported))
    }
}

/// Ranks of the waits of some groups, which come out in order.
enum Ranks {
    /// Those of each group, by a mark for each.
    Marked(Vec<Bitmap>),
    /// Those of each group as they came.
    Listed(Vec<Vec<u32>>),
}

impl Ranks {
    /// Of so many groups with so many waits, among `all` at that step.
    fn of(groups: usize, many: usize, all: usize) -> Ranks {
        match groups <= MARKED && groups * all <= many * MANY {
            true => Ranks::Marked(vec![Bitmap::new(all); groups]),
            false => Ranks::Listed(vec![Vec::new(); groups]),
        }
    }

    fn add(&mut self, group: usize, rank: u32) {
        match self {
            Ranks::Marked(marks) => marks[group].set(rank as usize),
            Ranks::Listed(ranks) => ranks[group].push(rank),
        }
    }

    /// The lengths of each group, where `of` tells that of the wait with a rank: the longer, the higher the rank.
    fn into_groups(self, of: impl Fn(usize) -> Option<Lasting>) -> Vec<Lengths> {
        let add = |lengths: &mut Lengths, rank| {
            if let Some(one) = of(rank) {
                lengths.push(one);
            }
        };
        let mut groups = Vec::new();
        match self {
            Ranks::Marked(marks) => groups.extend(marks.into_iter().map(|marks| {
                let mut lengths = Lengths::default();
                marks.each_of(0..marks.len(), &mut |rank| add(&mut lengths, rank));
                lengths
            })),
            Ranks::Listed(ranks) => groups.extend(ranks.into_iter().map(|mut ranks| {
                let mut lengths = Lengths::default();
                ranks.sort_unstable();
                ranks
                    .into_iter()
                    .for_each(|rank| add(&mut lengths, rank as usize));
                lengths
            })),
        }
        groups
    }
}

/// How long a change took into production.
pub(super) struct Led {
    /// Its place in the history.
    pub change: usize,
    /// The first deployment with it, of those that are looked at.
    pub first: u32,
    /// How many seconds it took.
    pub seconds: i64,
}

/// Lead times in order, each with a code.
pub(super) struct Leads<'w> {
    /// Seconds of each rank, the shortest first.
    times: &'w [i64],
    /// The codes of ranks.
    codes: Codes,
    /// Seconds that have no rank, the fewest first, with their codes.
    others: Vec<(i64, u32)>,
}

impl Leads<'_> {
    /// How many have each of so many codes.
    pub fn counts(&self, codes: usize) -> Vec<u64> {
        let mut counts = vec![0; codes];
        let mut count = |code: u32| counts[code as usize] += 1;
        match &self.codes {
            Codes::Of(all) => {
                let coded = all.iter().copied().filter(|code| *code != NOWHERE);
                coded.for_each(&mut count);
            }
            Codes::Listed(some) => some.iter().for_each(|(_, code)| count(*code)),
        }
        self.others.iter().for_each(|(_, code)| count(*code));
        counts
    }

    /// Each, the shortest first.
    pub fn each(&self, mut seen: impl FnMut(u32, Lasting)) {
        let mut others = self.others.iter().peekable();
        let mut told = |rank: usize, code: u32| {
            let seconds = self.times[rank];
            while let Some((seconds, code)) = others.next_if(|(other, _)| *other < seconds) {
                seen(*code, lasting(*seconds, true));
            }
            seen(code, lasting(seconds, true));
        };
        match &self.codes {
            Codes::Of(all) => {
                let coded = all.iter().enumerate().filter(|(_, code)| **code != NOWHERE);
                coded.for_each(|(rank, code)| told(rank, *code));
            }
            Codes::Listed(some) => {
                some.iter()
                    .for_each(|(rank, code)| told(*rank as usize, *code));
            }
        }
        others.for_each(|(seconds, code)| seen(*code, lasting(*seconds, true)));
    }
}

/// Codes of some ranks.
enum Codes {
    /// That of each rank, or [`NOWHERE`].
    Of(Vec<u32>),
    /// Those that have one.
    Listed(Vec<(u32, u32)>),
}

impl Codes {
    /// For so many ranks among `all`.
    fn of(many: usize, all: usize) -> Codes {
        match many * FEW < all {
            true => Codes::Listed(Vec::with_capacity(many)),
            false => Codes::Of(vec![NOWHERE; all]),
        }
    }

    fn add(&mut self, rank: u32, code: u32) {
        match self {
            Codes::Of(all) => all[rank as usize] = code,
            Codes::Listed(some) => some.push((rank, code)),
        }
    }

    fn settle(&mut self) {
        if let Codes::Listed(some) = self {
            some.sort_unstable();
        }
    }
}

pub(super) fn hours(seconds: i64) -> f64 {
    seconds as f64 / 3600.0
}

pub(super) fn lasting(seconds: i64, is_over: bool) -> Lasting {
    Lasting {
        time: hours(seconds),
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
        let first_carrier = |change| columns.first_carrier(change, |_| true);
        let first_carrier: Vec<u32> = (0..many)
            .map(|change| first_carrier(change).unwrap_or(NOWHERE))
            .collect();
        let first_deployed = |change: usize| match first_carrier[change] {
            NOWHERE => NEVER,
            at => columns.finished[at as usize],
        };
        // Where deployments name but some of what is merged, the rest has not waited: it is not known.
        let mut out = vec![(0, 0); columns.service.names.len()];
        for change in (0..many).filter(|change| columns.is_merged(*change)) {
            let (named, all): &mut (usize, usize) = &mut out[columns.service.of[change] as usize];
            *named += usize::from(first_carrier[change] != NOWHERE);
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
        let is_late = |change: usize, at: i64| {
            let merged = columns.merged[change];
            at != NEVER && merged != NEVER && at > merged
        };
        if !columns.committed.is_empty() {
            at(Step::Coding, &|change| {
                // What a change gets later was not written before it was opened.
                let committed = columns.committed(change);
                let is_known = committed != NEVER && committed <= created(change);
                is_known.then_some((committed, created(change)))
            });
        }
        if has_reviews {
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
        let from_to = |start: &dyn Fn(usize) -> i64, end: &dyn Fn(usize) -> i64| {
            let told = |change: usize| {
                let end = end(change);
                (end != NEVER).then_some((start(change), end))
            };
            between(&columns.service, &told)
        };
        let until = |end: &dyn Fn(usize) -> i64| from_to(&created, end);
        // Also of changes that were closed in the end; what is approved after it was merged has not waited for that.
        let in_time = |change: usize| match is_late(change, approved[change]) {
            true => NEVER,
            false => approved[change],
        };
        waits.insert(Step::FirstApproval, until(&in_time));
        Ways {
            waits,
            merging: until(&|change| columns.merged[change]),
            since_opened: until(&first_deployed),
            since_merge: from_to(&|change| columns.merged[change], &first_deployed),
            since_commit: match columns.committed.is_empty() {
                true => AtStep::default(),
                false => from_to(&|change| columns.committed(change), &first_deployed),
            },
            carriers: first_carrier,
        }
    }

    /// Seconds that some changes waited at a step, in the order of their places.
    pub(super) fn over(&self, step: Step, some: &Chosen) -> Vec<(usize, i64)> {
        let at = self.waits.get(&step);
        at.map_or_else(Vec::new, |at| at.over(some))
    }

    /// Whether any change waits or has waited at a step.
    pub(super) fn has(&self, step: Step) -> bool {
        self.waits.get(&step).is_some_and(|at| !at.times.is_empty())
    }

    /// Hours that some changes waited at a step.
    pub(super) fn hours(&self, step: Step, some: &Chosen) -> Lengths {
        let at = self.waits.get(&step);
        let hours = at.map(|at| at.hours(some, None, 1, |_| Some(0)));
        hours.and_then(|mut hours| hours.pop()).unwrap_or_default()
    }

    /// How many of some changes would have been through a step before they came to it.
    pub(super) fn backwards(&self, step: Step, some: &Chosen) -> u64 {
        let at = self.waits.get(&step);
        at.map_or(0, |at| at.backwards(some))
    }

    /// How many of some changes would have been merged before they were opened.
    pub(super) fn merged_early(&self, some: &Chosen) -> u64 {
        self.merging.backwards(some)
    }

    /// How many of some changes would have been deployed before lead time begins.
    pub(super) fn deployed_early(&self, since: LeadStart, some: &Chosen) -> u64 {
        self.leading(since).backwards(some)
    }

    /// Hours of some changes from opened to merged, by the group of so many that `of` gives each, if it gives any.
    pub(super) fn merging(
        &self,
        some: &Chosen,
        groups: usize,
        of: impl Fn(usize) -> Option<usize>,
    ) -> Vec<Lengths> {
        self.merging.hours(some, None, groups, of)
    }

    /// Whether lead time is known from when it is to count.
    pub(super) fn has_lead(&self, since: LeadStart) -> bool {
        !self.leading(since).times.is_empty()
    }

    fn leading(&self, since: LeadStart) -> &AtStep {
        match since {
            LeadStart::Committed => &self.since_commit,
            LeadStart::Opened => &self.since_opened,
            LeadStart::Merged => &self.since_merge,
        }
    }

    /// How long some changes took to the first deployment that `is_viewed`, each with the code that `code` gives it and that
    /// deployment; those that it gives none are left out.
    pub(super) fn leads(
        &self,
        from: (&Columns, LeadStart),
        some: &Chosen,
        is_viewed: impl Fn(u32) -> bool,
        code: impl Fn(usize, u32) -> Option<u32>,
    ) -> Leads<'_> {
        let leading = self.leading(from.1);
        let mut leads = Leads {
            times: &leading.times,
            codes: Codes::of(some.len(), leading.times.len()),
            others: Vec::new(),
        };
        self.firsts(from, some, is_viewed, |change, first, length| {
            let Some(code) = code(change, first) else {
                return;
            };
            match length {
                Ok(rank) => leads.codes.add(rank, code),
                Err(seconds) => leads.others.push((seconds, code)),
            }
        });
        leads.others.sort_unstable();
        leads.codes.settle();
        leads
    }

    /// Tells `seen` the first deployment with each of some changes that `is_viewed`, and the rank of how long it took to that; where it is
    /// not the first of all, its length has no rank and is told in seconds.
    fn firsts(
        &self,
        (columns, since): (&Columns, LeadStart),
        some: &Chosen,
        is_viewed: impl Fn(u32) -> bool,
        mut seen: impl FnMut(usize, u32, Result<u32, i64>),
    ) {
        if !self.has_lead(since) {
            return;
        }
        for (change, rank) in self.leading(since).ranks(some) {
            let first = self.carriers[change];
            if is_viewed(first) {
                seen(change, first, Ok(rank));
                continue;
            }
            let Some(first) = columns.first_carrier(change, &is_viewed) else {
                continue;
            };
            let start = match since {
                LeadStart::Committed => columns.committed(change),
                LeadStart::Opened => columns.created[change],
                LeadStart::Merged => columns.merged[change],
            };
            let seconds = columns.finished[first as usize] - start;
            seen(change, first, Err(seconds));
        }
    }

    /// Hours that some changes took to the first deployment that `is_viewed`, by the group of so many that `of` gives a change with that
    /// deployment, if it gives any.
    pub(super) fn leading_by(
        &self,
        from: (&Columns, LeadStart),
        some: &Chosen,
        is_viewed: impl Fn(u32) -> bool,
        (groups, of): (usize, impl Fn(usize, u32) -> Option<usize>),
    ) -> Vec<Lengths> {
        let leading = self.leading(from.1);
        let mut own = Ranks::of(groups, some.len(), leading.times.len());
        let mut others = vec![Vec::new(); groups];
        self.firsts(from, some, is_viewed, |change, first, length| {
            match (of(change, first), length) {
                (Some(group), Ok(rank)) => own.add(group, rank),
                (Some(group), Err(seconds)) => others[group].push(lasting(seconds, true)),
                (None, _) => {}
            }
        });
        let ranked = own.into_groups(|rank| leading.wait(rank, None));
        let both = ranked.into_iter().zip(others);
        both.map(|(ranked, others)| match others.is_empty() {
            true => ranked,
            false => Lengths::together([&ranked, &others.into_iter().collect()].into_iter()),
        })
        .collect()
    }

    /// The same one by one.
    pub(super) fn led(
        &self,
        from: (&Columns, LeadStart),
        some: &Chosen,
        is_viewed: impl Fn(u32) -> bool,
    ) -> Vec<Led> {
        let times = &self.leading(from.1).times;
        let mut led = Vec::new();
        self.firsts(from, some, is_viewed, |change, first, length| {
            let seconds = length.map_or_else(|seconds| seconds, |rank| times[rank as usize]);
            led.push(Led {
                change,
                first,
                seconds,
            });
        });
        led
    }

    /// Hours that each change with an approval waited for the first, by its place in the history.
    pub fn first_approvals(&self) -> impl Iterator<Item = (usize, f64)> {
        let step = self.waits.get(&Step::FirstApproval).into_iter();
        step.flat_map(|step| {
            let ranks = step.ranks.iter().enumerate();
            let over = ranks.filter(|(_, rank)| (**rank as usize) < step.over);
            over.map(|(change, rank)| (change, hours(step.times[*rank as usize])))
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

/// How long some changes wait at each step, by the group of so many that `of` gives each, and without those that it gives none; `exported`
/// says when they were last seen, in seconds since 1970.
///
/// A change that was closed without being merged is left out.
pub fn waits(
    history: &History,
    some: &Chosen,
    exported: i64,
    groups: usize,
    of: impl Fn(usize) -> Option<usize>,
) -> Vec<Wait> {
    let steps = history.ways().waits.iter();
    let steps = steps.filter(|(step, _)| **step != Step::FirstApproval);
    let each = steps.flat_map(|(step, at)| {
        let groups = at.hours(some, Some(exported), groups, &of);
        let groups = groups.into_iter().enumerate();
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
    fn lengths_of_some_are_in_order_however_many_they_are() {
        let history = history(5000);
        // Every third waits for something else; of the others most have waited, in an order of their own.
        let end = |at: usize| match at % 5 {
            0 => NEVER,
            _ => 60 + (at as i64 * 7919) % 1013,
        };
        let is_here = |at: usize| !at.is_multiple_of(3);
        let step = between(&history.columns.service, &|at| {
            is_here(at).then(|| (at as i64 % 60, end(at)))
        });
        let exported = 50;
        for (every, services) in [
            (1, &["pay", "shop"][..]),
            (2, &["pay"]),
            (7, &["shop"]),
            (2999, &[]),
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
            let wanted: Vec<usize> = (0..5000).filter(|at| is_own(*at)).collect();
            assert_eq!(some.places().collect::<Vec<_>>(), wanted);
            let groups = step.hours(&some, Some(exported), 3, |at| {
                (at % 4 < 3).then_some(at % 4)
            });
            for group in 0..3 {
                let own = wanted.iter().copied().filter(|at| at % 4 == group);
                let own = own.filter(|at| is_here(*at));
                let lengths = own.filter_map(|at| {
                    let from = at as i64 % 60;
                    match end(at) {
                        NEVER if from > exported => None,
                        NEVER => Some(lasting(exported - from, false)),
                        to => Some(lasting(to - from, true)),
                    }
                });
                let lengths: Lengths = lengths.collect();
                let told = groups.get(group).cloned().unwrap_or_default();
                assert_eq!(
                    told, lengths,
                    "group {group}, every {every} of {services:?}"
                );
            }
            let over = step.over(&some);
            assert!(!over.is_empty() && over.iter().all(|(at, _)| is_own(*at)));
            let is_told = |(at, seconds): &(usize, i64)| *seconds == end(*at) - *at as i64 % 60;
            assert!(over.iter().all(is_told));
        }
    }
}
