//! Counts the rows of a table as plans ask: first where each row belongs, then one pass over the column that is asked about.

use super::cell::{Body, Cell, Counts, Partial, Values};
use super::clauses::Clauses;
use super::coded::Codes;
use super::plan::{Groups, Need, Plan};
use super::stats::share::WeightSums;
use super::stats::sorted::Tie;
use crate::merge::Merge;
use crate::table::{Bitmap, Column, Numbers, Table};

/// Places of rows that are out of view, and of rows in view that belong to no group.
const OUT: u16 = u16::MAX;
const NONE: u16 = u16::MAX - 1;

/// Runs every plan and merges nothing: one partial per plan, in order. Columns that the table does not have hold nothing.
/// `clauses` are those of the same table.
pub fn run_all(plans: &[Plan], table: &Table, clauses: &mut Clauses) -> Vec<Partial> {
    // Plans of one moment mostly have the same filters and groups.
    let mut placed: Vec<(&Plan, Places)> = Vec::new();
    let mut partials = Vec::with_capacity(plans.len());
    for plan in plans {
        let is_same = |(other, _): &(&Plan, Places)| {
            other.filter == plan.filter
                && other.groups == plan.groups
                && other.weight == plan.weight
        };
        let at = placed.iter().position(is_same).unwrap_or_else(|| {
            placed.push((plan, Places::of(plan, table, clauses)));
            placed.len() - 1
        });
        partials.push(placed[at].1.count(&plan.need, table));
    }
    partials
}

impl Plan {
    /// Counts the rows of a table.
    pub fn run(&self, table: &Table) -> Partial {
        Places::of(self, table, &mut Clauses::default()).count(&self.need, table)
    }
}

/// Where each row belongs.
struct Places {
    /// The place of the row's group, or a mark above all groups; rows without a weight are out.
    by_row: Vec<u16>,
    /// Each row's weight, where there are weights.
    weights: Option<Vec<f64>>,
    /// Per group: respondents in view, and of these, those without a weight.
    asked: Vec<(u64, u64)>,
    outside: u64,
}

impl Places {
    fn of(plan: &Plan, table: &Table, clauses: &mut Clauses) -> Self {
        let mut by_row = vec![0; table.rows as usize];
        if let Some(groups) = &plan.groups {
            put_in_groups(&mut by_row, table, groups);
        }
        if let Some(kept) = clauses.kept(&plan.filter, table) {
            let rows = by_row.iter_mut().enumerate();
            rows.for_each(|(row, place)| *place = if kept.get(row) { *place } else { OUT });
        }
        let many = plan
            .groups
            .as_ref()
            .map_or(1, |groups| usize::from(groups.many));
        let mut asked = vec![(0, 0); many];
        let mut outside = 0;
        let weights = plan.weight.map(|column| weights(table, column));
        for (row, place) in by_row.iter_mut().enumerate() {
            match asked.get_mut(usize::from(*place)) {
                Some((asked, without_weight)) => {
                    *asked += 1;
                    if weights.as_ref().is_some_and(|weights| weights[row] <= 0.0) {
                        *without_weight += 1;
                        *place = OUT;
                    }
                }
                None => outside += u64::from(*place == NONE),
            }
        }
        Self {
            by_row,
            weights,
            asked,
            outside,
        }
    }

    fn count(&self, need: &Need, table: &Table) -> Partial {
        let bodies = match need {
            Need::Respondents => self.all(Body::Nothing),
            Need::Counts(coding) => self.codes(&Codes::of(table, coding)),
            Need::Options { column, aside } => self.options(column_of(table, *column), aside),
            Need::Values(column) => self.values(column_of(table, *column)),
        };
        let cell = |(body, &(asked, without_weight)): (Body, &(u64, u64))| Cell {
            asked,
            without_weight,
            body,
        };
        Partial {
            cells: bodies.into_iter().zip(&self.asked).map(cell).collect(),
            outside: self.outside,
        }
    }

    /// The same for every group.
    fn all<T: Clone>(&self, what: T) -> Vec<T> {
        vec![what; self.asked.len()]
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// Calls `act` for each row that belongs to a group, with the place of that.
    fn each(&self, mut act: impl FnMut(usize, usize)) {
        for (row, place) in self.by_row.iter().enumerate() {
            if *place < NONE {
                act(row, usize::from(*place));
            }
        }
    }

    fn codes(&self, codes: &Codes<'_>) -> Vec<Body> {
        let many = codes.many() + 1;
        let slot = |place: u16, code: u32| usize::from(place) * many + code as usize;
        let slots = many * self.asked.len();
        let sums: Vec<WeightSums> = match &self.weights {
            Some(weights) => {
                let mut sums = vec![WeightSums::default(); slots];
                codes.each(|row, code| match self.by_row[row] {
                    OUT | NONE => {}
                    place => sums[slot(place, code)].add(weights[row]),
                });
                sums
            }
            None => {
                let mut counts = vec![0; slots];
                codes.each(|row, code| match self.by_row[row] {
                    OUT | NONE => {}
                    place => counts[slot(place, code)] += 1,
                });
                counts.into_iter().map(evenly).collect()
            }
        };
        let body = |sums: &[WeightSums]| {
            Body::Counts(Counts {
                blank: sums[0].count,
                any: total(&sums[1..]),
                by_code: sums[1..].to_vec(),
                ..Counts::default()
            })
        };
        sums.chunks(many).map(body).collect()
    }

    fn options(&self, column: Option<&Column>, aside: &[u32]) -> Vec<Body> {
        let Some(Column::Multiple {
            starts,
            codes,
            asked,
            options,
        }) = column
        else {
            return self.all(Body::Counts(Counts::default()));
        };
        let empty = Counts {
            by_code: vec![WeightSums::default(); options.len()],
            ..Counts::default()
        };
        let mut counted = self.all(empty);
        let saw = |asked: &Option<Bitmap>, row| asked.as_ref().is_some_and(|asked| asked.get(row));
        self.each(|row, place| {
            let counts = &mut counted[place];
            let weight = self.weight(row);
            let chosen = &codes[starts[row] as usize..starts[row + 1] as usize];
            if chosen.is_empty() {
                // Whoever saw the options and chose none belongs to the base of each.
                match saw(asked, row) {
                    true => counts.any.add(weight),
                    false => counts.blank += 1,
                }
            } else if chosen.iter().all(|code| aside.contains(code)) {
                counts.only_aside += 1;
            } else {
                counts.any.add(weight);
                for code in chosen {
                    counts.by_code[*code as usize - 1].add(weight);
                }
            }
        });
        counted.into_iter().map(Body::Counts).collect()
    }

    fn values(&self, column: Option<&Column>) -> Vec<Body> {
        let Some(Column::Number {
            numbers,
            aside,
            aside_by_row,
        }) = column
        else {
            return self.all(Body::Values(Values::default()));
        };
        let empty = Values {
            aside: vec![0; aside.len()],
            ..Values::default()
        };
        let mut values = self.all(empty);
        let without = |values: &mut Values, row: usize| match aside_by_row.get(row) {
            Some(word) if *word > 0 => values.aside[usize::from(*word) - 1] += 1,
            _ => values.blank += 1,
        };
        match (numbers, &self.weights) {
            (Numbers::Coded { distinct, codes }, None) => {
                let many = distinct.len() + 1;
                let mut counts = vec![0_u32; many * self.asked.len()];
                for ((row, place), code) in self.by_row.iter().enumerate().zip(codes) {
                    if *place < NONE {
                        let place = usize::from(*place);
                        match code {
                            0 => without(&mut values[place], row),
                            code => counts[place * many + usize::from(*code)] += 1,
                        }
                    }
                }
                for (values, counts) in values.iter_mut().zip(counts.chunks(many)) {
                    let counted = distinct.iter().zip(&counts[1..]);
                    let ties = counted
                        .filter(|(_, count)| **count > 0)
                        .map(|(value, count)| Tie {
                            value: *value,
                            weight: 1.0,
                            count: u64::from(*count),
                        });
                    values.ties = ties.collect();
                }
            }
            _ => self.each(|row, place| match numbers.get(row) {
                Some(value) => values[place].ties.push(Tie {
                    value,
                    weight: self.weight(row),
                    count: 1,
                }),
                None => without(&mut values[place], row),
            }),
        }
        values
            .iter_mut()
            .for_each(|values| Tie::settle(&mut values.ties));
        values.into_iter().map(Body::Values).collect()
    }
}

/// Gives each row the place of its group.
fn put_in_groups(by_row: &mut [u16], table: &Table, groups: &Groups) {
    let codes = Codes::of(table, &groups.coding);
    let place = |code: usize| match groups.group_by_code.get(code) {
        Some(Some(place)) if *place < groups.many => u16::from(*place),
        Some(Some(_)) => OUT,
        _ => NONE,
    };
    let mut places = vec![NONE];
    places.extend((0..codes.many()).map(place));
    codes.each(|row, code| by_row[row] = places[code as usize]);
}

fn column_of(table: &Table, at: u32) -> Option<&Column> {
    table.columns.get(at as usize)
}

/// Each row's weight; 0 where it has none above zero.
fn weights(table: &Table, column: u32) -> Vec<f64> {
    match column_of(table, column) {
        Some(Column::Number { numbers, .. }) => {
            let weight = |value: Option<f64>| value.filter(|w| w.is_finite() && *w > 0.0);
            numbers
                .iter()
                .map(|value| weight(value).unwrap_or(0.0))
                .collect()
        }
        _ => vec![0.0; table.rows as usize],
    }
}

/// So many weights of 1.
fn evenly(count: u64) -> WeightSums {
    let mut sums = WeightSums::default();
    sums.add_many(1.0, count);
    sums
}

fn total(sums: &[WeightSums]) -> WeightSums {
    let mut all = WeightSums::default();
    sums.iter().for_each(|sums| all.merge(*sums));
    all
}
