//! Deployments that other definitions of a failure are tried on.

use super::history::History;
use super::link::Links;
use super::metrics::{Rate, Window};
use super::rules::Rules;

/// What any definition looks at, found once for all of them.
pub(super) struct Tried<'a> {
    /// Their places in the history, in order.
    deployments: &'a [usize],
    /// The service of each.
    service: Vec<u32>,
    /// Whether each is too young to have failed.
    is_young: Vec<bool>,
    /// How many of each service there are, and how many of them are old enough.
    all: Vec<[u64; 2]>,
    /// Confidence of rates.
    level: f64,
}

/// Those that fail by a definition, by their places among the ones that are tried, in order.
pub(super) struct Failed(Vec<u32>);

impl<'a> Tried<'a> {
    /// Some deployments of a history, all of which ended.
    pub fn of(
        history: &History,
        rules: &Rules,
        window: Window,
        deployments: &'a [usize],
        level: f64,
    ) -> Tried<'a> {
        let (columns, facts) = (&history.columns, &history.facts);
        let each = deployments.iter();
        let service = each.clone().map(|at| facts.service_of[*at] as u32);
        let last = window.exported - rules.follow_up();
        let is_young = each.map(|at| columns.finished[*at] > last);
        let (service, is_young): (Vec<u32>, Vec<bool>) = (service.collect(), is_young.collect());
        let mut all = vec![[0, 0]; facts.services.len()];
        for (service, is_young) in service.iter().zip(&is_young) {
            let [every, old] = &mut all[*service as usize];
            *every += 1;
            *old += u64::from(!is_young);
        }
        Tried {
            deployments,
            service,
            is_young,
            all,
            level,
        }
    }

    /// Those that fail by these links and rules.
    pub fn failed(&self, links: &Links, rules: &Rules) -> Failed {
        let all = self.deployments.iter().zip(&self.is_young).zip(0..);
        let failed = all.filter(|((at, is_young), _)| {
            links.has_failed[**at] && !(**is_young && rules.leaves_out_young)
        });
        Failed(failed.map(|(_, place)| place).collect())
    }

    /// Those that failed out of all that the rules judge.
    pub fn rate(&self, failed: &Failed, rules: &Rules) -> Rate {
        let judged = usize::from(rules.leaves_out_young);
        let mut tallies: Vec<(u64, u64)> = self.all.iter().map(|all| (0, all[judged])).collect();
        for place in &failed.0 {
            tallies[self.service[*place as usize] as usize].0 += 1;
        }
        Rate::of(&tallies, self.level)
    }

    /// Those that fail by one definition and not by another, by their places in the history.
    pub fn only(&self, by: &Failed, not_by: &Failed) -> Vec<usize> {
        let mut others = not_by.0.iter().peekable();
        let is_only = |place: &&u32| {
            while others.next_if(|other| other < place).is_some() {}
            others.peek() != Some(place)
        };
        let only = by.0.iter().filter(is_only);
        only.map(|place| self.deployments[*place as usize])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_of_one_are_told() {
        let tried = Tried {
            deployments: &[3, 5, 8, 13, 21, 34],
            service: Vec::new(),
            is_young: Vec::new(),
            all: Vec::new(),
            level: 0.95,
        };
        let (one, other) = (Failed(vec![0, 2, 3, 5]), Failed(vec![1, 2, 5]));
        assert_eq!(tried.only(&one, &other), [3, 13]);
        assert_eq!(tried.only(&other, &one), [5]);
        assert_eq!(tried.only(&one, &Failed(Vec::new())), [3, 8, 13, 34]);
    }
}
