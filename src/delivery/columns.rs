//! What questions look at in every row, in arrays by place: a question walks along these instead of through the rows.

use hashbrown::HashTable;

use super::change::{Change, State};
use super::deployment::{Deployment, Remedy};
use super::history::History;
use super::review::{Review, Verdict};
use crate::order::natural;
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
    /// When the first commit of each change was made, or [`NEVER`]; empty where nothing says so of any.
    pub committed: Vec<i64>,
    /// When each change was opened, or [`NEVER`].
    pub created: Vec<i64>,
    /// When each was merged, or [`NEVER`].
    pub merged: Vec<i64>,
    /// How far each is.
    pub state: Vec<State>,
    /// What each changes.
    pub service: Coded,
    /// The changes of each of these services.
    pub changes_of: Grouped,
    /// Whether a merged change takes each back.
    pub is_taken_back: Vec<bool>,
    /// The deployments with each change that reached production at a time that is known.
    pub carriers: Grouped,
    /// When each incident began, or [`NEVER`].
    pub began: Vec<i64>,
    /// What each incident is of.
    pub incident_of: Coded,
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
    /// Of a history that knows which deployment brings which change, and which change takes back which.
    pub(super) fn of(history: &History) -> Columns {
        let History {
            deployments,
            changes,
            reviews,
            ..
        } = history;
        let or_never = |at: Option<i64>| at.unwrap_or(NEVER);
        let of_review = |one: &Review| one.place.map(|at| at as u32);
        let services = changes.iter().map(Change::service);
        let service = Coded::of(services.map(|name| history.spellings.of_name(name)));
        let mut is_taken_back = vec![false; changes.len()];
        for (revert, original) in &history.originals {
            is_taken_back[*original] |= changes[*revert].state == State::Merged;
        }
        let incidents = history.incidents.iter();
        Columns {
            counts: deployments.iter().map(Deployment::counts).collect(),
            finished: deployments
                .iter()
                .map(|one| or_never(one.finished))
                .collect(),
            remedy: deployments.iter().map(|one| one.remedy).collect(),
            team: Coded::of(deployments.iter().map(|one| &*one.team)),
            committed: committed(history),
            created: changes.iter().map(|one| or_never(one.created)).collect(),
            merged: changes.iter().map(|one| or_never(one.merged)).collect(),
            state: changes.iter().map(|one| one.state).collect(),
            changes_of: Grouped::from_pairs(service.names.len(), || {
                let of = service.of.iter().zip(0..);
                of.map(|(service, change)| (*service as usize, change))
            }),
            service,
            is_taken_back,
            carriers: carriers(history),
            began: incidents.clone().map(|one| or_never(one.started)).collect(),
            incident_of: Coded::of(incidents.map(|one| one.service.as_str())),
            reviewer: Coded::of(reviews.iter().map(|one| one.by.as_str())),
            reviewed: reviews.iter().map(|one| or_never(one.at)).collect(),
            review_of: reviews.iter().map(of_review).collect(),
            approves: reviews
                .iter()
                .map(|one| one.verdict == Verdict::Approved)
                .collect(),
        }
    }

    /// When the first commit of a change was made, or [`NEVER`].
    pub fn committed(&self, change: usize) -> i64 {
        self.committed.get(change).copied().unwrap_or(NEVER)
    }

    /// The first deployment with a change, of those that `is_viewed`.
    pub fn first_carrier(&self, change: usize, is_viewed: impl Fn(u32) -> bool) -> Option<u32> {
        let with = self.carriers.of(change).iter().copied();
        let viewed = with.filter(|at| is_viewed(*at));
        viewed.min_by_key(|at| (self.finished[*at as usize], *at))
    }

    /// Whether a change is merged, also where nothing says when.
    pub fn is_merged(&self, change: usize) -> bool {
        self.state[change] == State::Merged
    }
}

/// When the first commit of each change was made: as its own export says, else as commits say that are its.
fn committed(history: &History) -> Vec<i64> {
    let own = history
        .changes
        .iter()
        .map(|one| one.committed().unwrap_or(NEVER));
    let mut all: Vec<i64> = own.collect();
    let is_told: Vec<bool> = all.iter().map(|at| *at != NEVER).collect();
    for (change, at) in history
        .first_commits
        .iter()
        .filter(|(change, _)| !is_told[**change])
    {
        all[*change] = *at;
    }
    match all.iter().all(|at| *at == NEVER) {
        true => Vec::new(),
        false => all,
    }
}

/// What each row is called, where many are called alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    /// The names, in natural order.
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
        order.sort_unstable_by(|one, other| natural(names[*one as usize], names[*other as usize]));
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

/// Rows by what they belong to, those of one in the order in which they were told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouped {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Grouped {
    /// Of so many groups; `each` tells the group of every row, twice the same.
    pub(super) fn from_pairs<I: Iterator<Item = (usize, u32)>>(
        groups: usize,
        each: impl Fn() -> I,
    ) -> Grouped {
        let mut starts = vec![0; groups + 1];
        each().for_each(|(group, _)| starts[group + 1] += 1);
        for at in 0..groups {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts[groups] as usize];
        for (group, row) in each() {
            rows[next[group] as usize] = row;
            next[group] += 1;
        }
        Grouped { starts, rows }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Those of all groups.
    pub fn all(&self) -> &[u32] {
        &self.rows
    }

    /// The same, where the groups are no matter.
    pub(super) fn into_rows(self) -> Vec<u32> {
        self.rows
    }

    /// Those of a group.
    pub fn of(&self, group: usize) -> &[u32] {
        &self.rows[self.starts[group] as usize..self.starts[group + 1] as usize]
    }
}

/// The deployments with each change that count and ended, in the order of their places.
fn carriers(history: &History) -> Grouped {
    Grouped::from_pairs(history.changes.len(), || {
        let all = history.deployments.iter().zip(&history.brings).zip(0..);
        let counted = all.filter(|((one, _), _)| one.counts() && one.finished.is_some());
        counted.flat_map(|((_, brings), at)| brings.iter().map(move |change| (*change, at)))
    })
}

#[cfg(test)]
mod tests {
    use super::Coded;

    #[test]
    fn names_are_in_order_and_each_row_knows_its_own() {
        let rows = ["shop-10", "pay", "pay", "", "shop-9"];
        let named = Coded::of(rows.into_iter());
        assert_eq!(named.names, ["", "pay", "shop-9", "shop-10"]);
        let own: Vec<&str> = (0..rows.len()).map(|row| named.name(row)).collect();
        assert_eq!(own, rows);
        assert_eq!(
            named.which(|name| name == "pay"),
            [false, true, false, false]
        );
    }
}
