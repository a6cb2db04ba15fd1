//! The cohorts of a question with their metrics, and what of them is held back where some are small.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::asked::By;
use super::cohort::{Cohort, Division, Teller, Who};
use super::curve::Curve;
use super::definitions::Rework;
use super::floor::{is_small, left_out, left_out_of_any};
use super::metrics::{Metrics, Rate};
use super::recovering::Recovering;
use super::rules::Rules;
use super::tally::{Counted, Tally};

/// A cohort with its metrics, and the places of its deployments in the history.
pub(super) struct Side {
    pub cohort: Cohort,
    pub metrics: Rc<Metrics>,
    pub some: Vec<usize>,
}

impl Side {
    /// Whether it is told from so few deployments, or ones that had time to fail, that nothing else is told of it.
    pub fn is_small(&self) -> bool {
        is_small(self.cohort.deployments) || is_small(self.cohort.failed.n)
    }
}

/// Everything that is compared, and what may be told of all together.
pub(super) struct Sides {
    /// The cohorts.
    pub sides: Vec<Side>,
    /// All in view together.
    pub everyone: Cohort,
    /// Metrics of all in view.
    pub whole: Rc<Metrics>,
    /// Metrics of those that rates of all together are told of.
    pub rated: Rc<Metrics>,
    /// Metrics of those of them that recovery is told of.
    pub restored: Rc<Metrics>,
    /// Cohorts too small to be taken apart.
    pub small: BTreeSet<Who>,
    /// Whether none is left out of the numbers of all together.
    pub are_all_told: bool,
    /// Whether it may be told how many incidents belong to any deployment.
    pub are_failures_told: bool,
}

impl Sides {
    /// Divides what is in `viewed`; `is_alone` says whether the deployments of a cohort are left out of what is told of all together,
    /// for another view would tell of them alone.
    pub fn of(
        division: &Division,
        teller: &Teller<'_>,
        viewed: &[usize],
        is_alone: &dyn Fn(&[usize]) -> bool,
    ) -> Sides {
        // All together are what their cohorts are: nobody is counted twice.
        let (mut all, _) = Tally::of(teller.counted, &[]);
        let columns = &teller.counted.history.columns;
        let groups = division.groups(columns, viewed).into_iter();
        let mut sides: Vec<Side> = groups
            .map(|(who, some)| {
                let (metrics, tally) = teller.counted(&some);
                all.add(&tally);
                Side {
                    cohort: teller.cohort(who, &metrics, &tally),
                    metrics: Rc::new(metrics),
                    some,
                }
            })
            .collect();
        let whole = match sides.as_slice() {
            [only] => only.metrics.clone(),
            several => Rc::new(teller.together(&all, several, viewed)),
        };
        let everyone = teller.cohort(Who::Everyone, &whole, &all);
        if division.by.is_by_name() {
            sides.sort_by_key(|side| std::cmp::Reverse(side.cohort.deployments));
        }
        let small: BTreeSet<Who> = sides
            .iter()
            .filter(|side| side.is_small())
            .map(|side| side.cohort.who.clone())
            .collect();
        for side in sides.iter_mut().filter(|side| side.is_small()) {
            // How many of its recoveries there are would tell how many failed.
            side.cohort.recovery = Curve::default();
            side.cohort.doubtful = 0;
        }
        // What small cohorts would be told by is left out of the numbers of all together.
        let base = |of: fn(&Side) -> u64| sides.iter().map(of).collect::<Vec<u64>>();
        let mut is_out = left_out_of_any(&[
            base(|side| side.cohort.deployments),
            base(|side| side.cohort.failed.n),
        ]);
        for (side, is_out) in sides.iter().zip(&mut is_out) {
            *is_out |= side.is_small() && is_alone(&side.some);
        }
        let kept = || sides.iter().zip(&is_out).filter(|(_, is_out)| !**is_out);
        let (told_of, rated) = match is_out.contains(&true) {
            false => (viewed.to_vec(), whole.clone()),
            true => {
                let told_of = in_order(kept().flat_map(|(side, _)| &side.some));
                let rated = Rc::new(teller.metrics(&told_of));
                (told_of, rated)
            }
        };
        let kept: Vec<&Side> = kept().map(|(side, _)| side).collect();
        let failures = kept.iter().map(|side| side.metrics.recovery.lengths.len());
        let not_recovered = kept.iter().zip(left_out(&failures.collect::<Vec<_>>()));
        let not_recovered: BTreeSet<usize> = not_recovered
            .filter(|(_, is_out)| *is_out)
            .flat_map(|(side, _)| side.metrics.failed.iter().copied())
            .collect();
        let is_recovered = |at: &usize| !not_recovered.contains(at);
        let restored = match not_recovered.is_empty() {
            true => rated.clone(),
            false => {
                let recovered: Vec<usize> = told_of.iter().copied().filter(is_recovered).collect();
                Rc::new(teller.metrics(&recovered))
            }
        };
        let is_rated = !is_out.contains(&true);
        let are_all_told = not_recovered.is_empty() && is_rated;
        // A service is a thing: where nobody is left out of the rate of all together, that tells as much of it.
        let is_of_things = division.by == By::Service;
        let are_failures_told = is_rated && (is_of_things || small.is_empty());
        let mut all = Sides {
            sides,
            everyone,
            whole,
            rated,
            restored,
            small,
            are_all_told,
            are_failures_told,
        };
        if !all.tells_rework(teller.counted.rules) {
            let all = all.sides.iter_mut().map(|side| &mut side.cohort);
            all.for_each(|cohort| cohort.reworked = Rate::none());
        }
        all
    }

    /// Whether it may be told how much of what is rework: what repairs a deployment with an incident may be of a cohort that is told of,
    /// and that deployment of one that is not.
    pub fn tells_rework(&self, rules: &Rules) -> bool {
        let is_whole = self.whole.deployments.len() == self.rated.deployments.len();
        rules.rework != Rework::AfterIncident || is_whole && self.small.is_empty()
    }

    /// Whether it may be told of all together how long recovery takes under rules: where some cohort has but few that are told of, all less
    /// the others would tell of them.
    pub fn tells_recovery(&self, counted: Counted<'_>, rules: &Rules) -> bool {
        let counted = Counted { rules, ..counted };
        let is_told = |at: &&usize| matches!(Recovering::of(counted, **at).lasting(), Some(Ok(_)));
        let many = |side: &Side| side.metrics.failed.iter().filter(is_told).count() as u64;
        let each: Vec<u64> = self.sides.iter().map(many).collect();
        !left_out(&each).contains(&true)
    }

    /// Whether so few are told of together that how many failed would tell of each.
    pub fn are_few(&self) -> bool {
        is_small(self.rated.deployments.len() as u64) || is_small(self.rated.fail_rate.n)
    }

    /// The cohorts of which it is known who they are.
    pub fn compared(&self) -> Vec<&Side> {
        let known = self.sides.iter();
        known.filter(|side| side.cohort.who.is_known()).collect()
    }
}

fn in_order<'a>(places: impl Iterator<Item = &'a usize>) -> Vec<usize> {
    let mut all: Vec<usize> = places.copied().collect();
    all.sort_unstable();
    all
}
