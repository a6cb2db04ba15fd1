//! What questions look at in every row, in arrays by place: a question walks along these instead of through the rows.

use hashbrown::HashTable;

use super::change::{Change, State};
use super::deployment::{Deployment, Remedy};
use super::review::{Review, Verdict};
use crate::table::hash;

/// A point in time that nothing tells.
pub(super) const NEVER: i64 = i64::MIN;

/// The arrays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Whether each deployment reached production.
    pub counts: Vec<bool>,
    /// When each ended, or [`NEVER`].
    pub finished: Vec<i64>,
    /// What each repairs.
    pub remedy: Vec<Option<Remedy>>,
    /// Its team.
    pub team: Coded,
    /// When each change was opened, or [`NEVER`].
    pub created: Vec<i64>,
    /// When each was merged, or [`NEVER`].
    pub merged: Vec<i64>,
    /// How far each is.
    pub state: Vec<State>,
    /// What each changes.
    pub service: Coded,
    /// The deployments with each change that reached production at a time that is known.
    pub carriers: Carriers,
    /// Who wrote each review.
    pub reviewer: Coded,
    /// When each review was written, or [`NEVER`].
    pub reviewed: Vec<i64>,
    /// The change that each is of.
    pub review_of: Vec<Option<u32>>,
    /// Whether each says that its change may be merged.
    pub approves: Vec<bool>,
}

impl Columns {
    /// Of a history's parts; `brings` are the changes of each deployment.
    pub(super) fn of(
        deployments: &[Deployment],
        changes: &[Change],
        reviews: &[Review],
        brings: &[Vec<usize>],
    ) -> Columns {
        let or_never = |at: Option<i64>| at.unwrap_or(NEVER);
        let of_review = |one: &Review| one.place.map(|at| at as u32);
        Columns {
            counts: deployments.iter().map(Deployment::counts).collect(),
            finished: deployments
                .iter()
                .map(|one| or_never(one.finished))
                .collect(),
            remedy: deployments.iter().map(|one| one.remedy).collect(),
            team: Coded::of(deployments.iter().map(|one| &*one.team)),
            created: changes.iter().map(|one| or_never(one.created)).collect(),
            merged: changes.iter().map(|one| or_never(one.merged)).collect(),
            state: changes.iter().map(|one| one.state).collect(),
            service: Coded::of(changes.iter().map(Change::service)),
            carriers: Carriers::of(deployments, changes.len(), brings),
            reviewer: Coded::of(reviews.iter().map(|one| one.by.as_str())),
            reviewed: reviews.iter().map(|one| or_never(one.at)).collect(),
            review_of: reviews.iter().map(of_review).collect(),
            approves: reviews
                .iter()
                .map(|one| one.verdict == Verdict::Approved)
                .collect(),
        }
    }

    /// The first deployment with a change, of those that `is_viewed`.
    pub fn first_carrier(&self, change: usize, is_viewed: impl Fn(u32) -> bool) -> Option<u32> {
        let with = self.carriers.with(change).iter().copied();
        let viewed = with.filter(|at| is_viewed(*at));
        viewed.min_by_key(|at| (self.finished[*at as usize], *at))
    }

    /// Whether a change is merged, also where nothing says when.
    pub fn is_merged(&self, change: usize) -> bool {
        self.state[change] == State::Merged
    }
}

/// What each row is called, where many are called alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// The names, in order.
    pub names: Vec<String>,
    /// The name of each row, by its place among these.
    pub of: Vec<u32>,
}

impl Coded {
    /// Of the names of rows.
    pub(super) fn of<'n>(rows: impl Iterator<Item = &'n str>) -> Coded {
        let mut names: Vec<&str> = Vec::new();
        let mut known: HashTable<u32> = HashTable::new();
        let mut of = Vec::with_capacity(rows.size_hint().0);
        let mut last: Option<(&str, u32)> = None;
        for name in rows {
            let place = match last {
                Some((alike, place)) if alike == name => place,
                _ => {
                    let own = hash(name);
                    let found = known.find(own, |at| names[*at as usize] == name).copied();
                    found.unwrap_or_else(|| {
                        let place = names.len() as u32;
                        names.push(name);
                        known.insert_unique(own, place, |at| hash(names[*at as usize]));
                        place
                    })
                }
            };
            last = Some((name, place));
            of.push(place);
        }
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        order.sort_unstable_by_key(|met| names[*met as usize]);
        let mut in_order = vec![0; names.len()];
        for (place, met) in order.iter().enumerate() {
            in_order[*met as usize] = place as u32;
        }
        of.iter_mut().for_each(|met| *met = in_order[*met as usize]);
        let names = order.iter().map(|met| names[*met as usize].to_owned());
        Coded {
            names: names.collect(),
            of,
        }
    }

    /// Whether each name is one of those that `is` tells.
    pub fn which(&self, is: impl Fn(&str) -> bool) -> Vec<bool> {
        self.names.iter().map(|name| is(name)).collect()
    }

    /// The name of a row.
    pub fn name(&self, row: usize) -> &str {
        &self.names[self.of[row] as usize]
    }
}

/// The deployments with each change, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carriers {
    starts: Vec<u32>,
    deployments: Vec<u32>,
}

impl Carriers {
    fn of(deployments: &[Deployment], changes: usize, brings: &[Vec<usize>]) -> Carriers {
        let counted = || {
            let all = deployments.iter().zip(brings).enumerate();
            all.filter(|(_, (one, _))| one.counts() && one.finished.is_some())
        };
        let mut starts = vec![0; changes + 1];
        for (_, (_, brings)) in counted() {
            for change in brings {
                starts[change + 1] += 1;
            }
        }
        for at in 0..changes {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut all = vec![0; starts[changes] as usize];
        for (at, (_, brings)) in counted() {
            for change in brings {
                all[next[*change] as usize] = at as u32;
                next[*change] += 1;
            }
        }
        Carriers {
            starts,
            deployments: all,
        }
    }

    /// Those with a change.
    pub fn with(&self, change: usize) -> &[u32] {
        &self.deployments[self.starts[change] as usize..self.starts[change + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::Coded;

    #[test]
    fn names_are_in_order_and_each_row_knows_its_own() {
        let rows = ["shop", "pay", "pay", "", "shop"];
        let named = Coded::of(rows.into_iter());
        assert_eq!(named.names, ["", "pay", "shop"]);
        let own: Vec<&str> = (0..rows.len()).map(|row| named.name(row)).collect();
        assert_eq!(own, rows);
        assert_eq!(named.which(|name| name == "pay"), [false, true, false]);
    }
}
