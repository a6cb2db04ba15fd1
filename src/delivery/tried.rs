//! Deployments that other definitions of a failure are tried on.

use super::ending::Ending;
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
    /// What became of each, and whether it is too young to have failed.
    endings: Vec<Ending>,
    /// How many of each service became what.
    all: Vec<[u64; Ending::ALL]>,
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
        // Whether they failed is tried.
        let ending = |at: &usize| {
            let ending = Ending::of(false, false, columns.remedy[*at]);
            ending.aged(columns.finished[*at] > last)
        };
        let (service, endings): (Vec<u32>, Vec<Ending>) =
            (service.collect(), each.map(ending).collect());
        let mut all = vec![[0; Ending::ALL]; facts.services.len()];
        for (service, ending) in service.iter().zip(&endings) {
            all[*service as usize][ending.place()] += 1;
        }
        Tried {
            deployments,
            service,
            endings,
            all,
            level,
        }
    }

    /// Those that fail by these links and rules.
    pub fn failed(&self, links: &Links, rules: &Rules) -> Failed {
        let all = self.deployments.iter().zip(&self.endings).zip(0..);
        let failed =
            all.filter(|((at, ending), _)| links.has_failed[**at] && rules.rates(**ending));
        Failed(failed.map(|(_, place)| place).collect())
    }

    /// Those that fail by these links, however recent and whatever they are, and not by a definition; by their places in the history.
    pub fn beyond(&self, links: &Links, not_by: &Failed) -> Vec<usize> {
        let all = self.deployments.iter().zip(0..);
        let failed = all.filter(|(at, _)| links.has_failed[**at]);
        self.only(&Failed(failed.map(|(_, place)| place).collect()), not_by)
    }

    /// Those that failed out of all that the rules judge.
    pub fn rate(&self, failed: &Failed, rules: &Rules) -> Rate {
        let rated = |all: &[u64; Ending::ALL]| {
            let each = all.iter().enumerate();
            let rated = each.filter(|(place, _)| rules.rates(Ending::at(*place)));
            rated.map(|(_, n)| n).sum()
        };
        let mut tallies: Vec<(u64, u64)> = self.all.iter().map(|all| (0, rated(all))).collect();
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
            endings: Vec::new(),
            all: Vec::new(),
            level: 0.95,
        };
        let (one, other) = (Failed(vec![0, 2, 3, 5]), Failed(vec![1, 2, 5]));
        assert_eq!(tried.only(&one, &other), [3, 13]);
        assert_eq!(tried.only(&other, &one), [5]);
        assert_eq!(tried.only(&one, &Failed(Vec::new())), [3, 8, 13, 34]);
    }
}
