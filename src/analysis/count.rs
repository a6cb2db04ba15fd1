//! Counts the rows of a table as plans ask: first where each row belongs, then one pass over the column that is asked about.

use std::ops::Range;

use super::cell::{Body, Cell, Counts, Partial, Values};
use super::clauses::Clauses;
use super::coded::Codes;
use super::plan::{Need, Plan};
use super::stats::share::WeightSums;
use super::stats::sorted::Tie;
use crate::merge::Merge;
use crate::table::{Bitmap, Column, Numbers, Table};

/// Rows are counted by code and weight at once where there are at most so many different, or as many as rows.
const COUNTS: usize = 1 << 16;

/// Runs every plan over the whole table: one partial per plan, in order. Columns that the table does not have hold nothing.
/// `clauses` are those of the same table.
pub fn run_all(plans: &[Plan], table: &Table, clauses: &mut Clauses) -> Vec<Partial> {
    run_rows(plans, table, clauses, 0..table.rows as usize)
}

/// The same over some of its rows; what comes of others merges with it.
pub fn run_rows(
    plans: &[Plan],
    table: &Table,
    clauses: &mut Clauses,
    rows: Range<usize>,
) -> Vec<Partial> {
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
            placed.push((plan, Places::of(plan, table, clauses, rows.clone())));
            placed.len() - 1
        });
        partials.push(placed[at].1.count(&plan.need, table));
    }
    partials
}

impl Plan {
    /// Counts the rows of a table.
    pub fn run(&self, table: &Table) -> Partial {
        let rows = 0..table.rows as usize;
        Places::of(self, table, &mut Clauses::default(), rows).count(&self.need, table)
    }
}

/// Where each row belongs.
struct Places {
    /// Which rows of the table; all else counts them from the first of these.
    rows: Range<usize>,
    /// The place of the row's group; the two above all groups are those of rows in view that belong to none, and of rows out of
    /// view or without a weight. Where there are few weights, that of the row is told with it: each group has a place for each.
    by_row: Vec<u16>,
    groups: usize,
    weights: Weights,
    /// Per group: respondents in view, and of these, those without a weight.
    asked: Vec<(u64, u64)>,
    outside: u64,
}

/// The weights of rows.
enum Weights {
    /// The different ones, rising; a single 1 where rows have none.
    Few(Vec<f64>),
    /// Each row's; 0 where it has none above zero.
    Many(Vec<f64>),
}

impl Weights {
    /// How many places each group has.
    fn places(&self) -> usize {
        match self {
            Self::Few(weights) => weights.len(),
            Self::Many(_) => 1,
        }
    }
}

impl Places {
    fn of(plan: &Plan, table: &Table, clauses: &mut Clauses, rows: Range<usize>) -> Self {
        let groups = plan.groups.as_ref();
        let many = groups.map_or(1, |groups| usize::from(groups.many));
        let (none, out) = (many, many + 1);
        let kept = clauses.kept(&plan.filter, table);
        let mut by_row = Vec::with_capacity(rows.len());
        // No branches on what rows are: they come in any order.
        let mut asked = vec![0_u64; many + 2];
        let mut put = |row: usize, place: u16| {
            let place = if kept.get(rows.start + row) {
                place
            } else {
                out as u16
            };
            asked[usize::from(place)] += 1;
            by_row.push(place);
        };
        match groups {
            None => (0..rows.len()).for_each(|row| put(row, 0)),
            Some(groups) => {
                let codes = Codes::of(table, &groups.coding, rows.clone());
                let place = |code: usize| match groups.group_by_code.get(code) {
                    Some(Some(place)) if *place < groups.many => u16::from(*place),
                    Some(Some(_)) => out as u16,
                    _ => none as u16,
                };
                let mut places = vec![none as u16];
                places.extend((0..codes.many).map(place));
                codes.each(|row, code| put(row, places[code as usize]));
            }
        }
        let outside = asked[none];
        let mut asked: Vec<(u64, u64)> = asked[..many].iter().map(|asked| (*asked, 0)).collect();
        let mut weigh = |place: &mut u16, is_weighted: bool| {
            if let Some((_, without_weight)) = asked.get_mut(usize::from(*place))
                && !is_weighted
            {
                *without_weight += 1;
                *place = out as u16;
            }
        };
        let weights = match plan.weight.map(|column| column_of(table, column)) {
            None => Weights::Few(vec![1.0]),
            Some(Some(Column::Number {
                numbers: Numbers::Coded { distinct, codes },
                ..
            })) if (distinct.len() + 1) * (many + 2) <= usize::from(u16::MAX) => {
                // Others are no weights.
                let first = distinct.partition_point(|number| *number <= 0.0);
                let end = distinct.partition_point(|number| *number < f64::INFINITY);
                let mut few = distinct.get(first..end).unwrap_or_default().to_vec();
                if few.is_empty() {
                    // All rows are out, and told as of the first weight.
                    few.push(1.0);
                }
                for (place, code) in by_row.iter_mut().zip(&codes[rows.clone()]) {
                    let of = usize::from(*code).wrapping_sub(first + 1);
                    let is_weighted = of < end - first;
                    weigh(place, is_weighted);
                    let of = if is_weighted { of } else { 0 };
                    *place = *place * few.len() as u16 + of as u16;
                }
                Weights::Few(few)
            }
            Some(column) => {
                let weights = weights(column, rows.clone());
                let each = by_row.iter_mut().zip(&weights);
                each.for_each(|(place, weight)| weigh(place, *weight > 0.0));
                Weights::Many(weights)
            }
        };
        Self {
            rows,
            by_row,
            groups: many,
            weights,
            asked,
            outside,
        }
    }

    fn count(&self, need: &Need, table: &Table) -> Partial {
        let bodies = match need {
            Need::Respondents => self.all(Body::Nothing),
            Need::Counts(coding) => self.codes(&Codes::of(table, coding, self.rows.clone())),
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
        vec![what; self.groups]
    }

    #[inline(never)]
    fn weight(&self, row: usize) -> f64 {
        match &self.weights {
            Weights::Few(weights) => weights[usize::from(self.by_row[row]) % weights.len()],
            Weights::Many(weights) => weights[row],
        }
    }

    /// The weights, if there are so few that rows can be counted by weight and by so many codes.
    fn few(&self, codes: usize) -> Option<&[f64]> {
        match &self.weights {
            Weights::Few(weights) => {
                let counts = weights.len() * (self.groups + 2) * codes;
                let is_small = weights.len() == 1 || counts <= self.by_row.len().max(COUNTS);
                is_small.then_some(weights)
            }
            Weights::Many(_) => None,
        }
    }

    /// Calls `act` for each row that belongs to a group, with the place of that.
    // Called from several places.
    #[inline(never)]
    fn each(&self, act: &mut dyn FnMut(usize, usize)) {
        let places = self.weights.places();
        for (row, place) in self.by_row.iter().enumerate() {
            let group = usize::from(*place) / places;
            if group < self.groups {
                act(row, group);
            }
        }
    }

    fn codes(&self, codes: &Codes<'_>) -> Vec<Body> {
        let many = codes.many + 1;
        let mut sums = vec![WeightSums::default(); many * (self.groups + 2)];
        match self.few(many) {
            Some(weights) => {
                let mut counts = vec![0_u32; sums.len() * weights.len()];
                codes.each(|row, code| {
                    counts[usize::from(self.by_row[row]) * many + code as usize] += 1;
                });
                for (at, counts) in counts.chunks(many).enumerate() {
                    let group = at / weights.len() * many;
                    for (sums, count) in sums[group..].iter_mut().zip(counts) {
                        if *count > 0 {
                            sums.add_many(weights[at % weights.len()], u64::from(*count));
                        }
                    }
                }
            }
            None => {
                let places = self.weights.places();
                codes.each_dyn(&mut |row, code| {
                    let group = usize::from(self.by_row[row]) / places;
                    sums[group * many + code as usize].add(self.weight(row));
                });
            }
        }
        sums.truncate(many * self.groups);
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
        self.each(&mut |row, place| {
            let counts = &mut counted[place];
            let weight = self.weight(row);
            let at = self.rows.start + row;
            let chosen = &codes[starts[at] as usize..starts[at + 1] as usize];
            if chosen.is_empty() {
                // Whoever saw the options and chose none belongs to the base of each.
                match saw(asked, at) {
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
        // None where no row has any.
        let aside_by_row = aside_by_row.get(self.rows.clone()).unwrap_or_default();
        let without = |values: &mut Values, row: usize| match aside_by_row.get(row) {
            Some(word) if *word > 0 => values.aside[usize::from(*word) - 1] += 1,
            _ => values.blank += 1,
        };
        let few = match numbers {
            Numbers::Coded { distinct, codes } => {
                let weights = self.few(distinct.len() + 1);
                weights.map(|weights| (distinct, codes, weights))
            }
            Numbers::Plain(_) => None,
        };
        match few {
            Some((distinct, codes, weights)) => {
                let many = distinct.len() + 1;
                let mut counts = vec![0_u32; many * weights.len() * (self.groups + 2)];
                for (place, code) in self.by_row.iter().zip(&codes[self.rows.clone()]) {
                    counts[usize::from(*place) * many + usize::from(*code)] += 1;
                }
                let groups = counts.chunks(many * weights.len());
                for (values, counts) in values.iter_mut().zip(groups) {
                    let count = |code: usize, of: usize| u64::from(counts[of * many + code]);
                    values.blank = (0..weights.len()).map(|of| count(0, of)).sum();
                    for (code, value) in distinct.iter().enumerate() {
                        let each = weights.iter().enumerate().map(|(of, weight)| Tie {
                            value: *value,
                            weight: *weight,
                            count: count(code + 1, of),
                        });
                        values.ties.extend(each.filter(|tie| tie.count > 0));
                    }
                }
                // Words were taken for blanks.
                if !aside_by_row.is_empty() {
                    self.each(&mut |row, group| {
                        if let 1.. = aside_by_row[row] {
                            values[group].aside[usize::from(aside_by_row[row]) - 1] += 1;
                            values[group].blank -= 1;
                        }
                    });
                }
            }
            None => self.each(&mut |row, place| match numbers.get(self.rows.start + row) {
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

fn column_of(table: &Table, at: u32) -> Option<&Column> {
    table.columns.get(at as usize)
}

/// Each row's weight; 0 where it has none above zero.
fn weights(column: Option<&Column>, rows: Range<usize>) -> Vec<f64> {
    match column {
        Some(Column::Number { numbers, .. }) => {
            let weight = |value: Option<f64>| value.filter(|w| w.is_finite() && *w > 0.0);
            rows.map(|row| weight(numbers.get(row)).unwrap_or(0.0))
                .collect()
        }
        _ => vec![0.0; rows.len()],
    }
}

fn total(sums: &[WeightSums]) -> WeightSums {
    let mut all = WeightSums::default();
    sums.iter().for_each(|sums| all.merge(*sums));
    all
}
