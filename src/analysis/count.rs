//! Counts the rows of a table as plans ask: first where each row belongs, then one pass over the column that is asked about.

use std::ops::Range;

use super::cell::{Body, Cell, Counts, Partial, Values};
use super::clauses::Clauses;
use super::coded::Codes;
use super::plan::{Need, Plan};
use super::stats::share::WeightSums;
use super::stats::sorted::Tie;
use super::view::Rows;
use crate::codes::RUN;
use crate::merge::Merge;
use crate::table::{Column, Numbers, Table};

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
    /// The rows in view.
    rows: Rows,
    /// The place of each one's group; the two above all groups are those of rows that belong to none, and of rows that are out
    /// of view or without a weight. Where there are few weights, that of the row is told with it: each group has a place for
    /// each.
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
    /// Those of the rows in view; 0 where one has none above zero.
    Many(Vec<f64>),
}

impl Places {
    fn of(plan: &Plan, table: &Table, clauses: &mut Clauses, rows: Range<usize>) -> Self {
        let rows = match plan.filter.as_slice() {
            [] => Rows::Every(rows),
            filter => Rows::kept(rows, &clauses.kept(filter, table)),
        };
        let groups = plan.groups.as_ref();
        let many = groups.map_or(1, |groups| usize::from(groups.many));
        let mut places = Self {
            by_row: Vec::with_capacity(rows.len()),
            rows,
            groups: many,
            weights: Weights::Few(vec![1.0]),
            asked: vec![(0, 0); many],
            outside: 0,
        };
        match groups {
            None => places.by_row.resize(places.rows.len(), 0),
            Some(groups) => {
                let (none, out) = (many as u16, many as u16 + 1);
                let codes = Codes::of(table, &groups.coding);
                let place = |code: usize| match groups.group_by_code.get(code) {
                    Some(Some(place)) if *place < groups.many => u16::from(*place),
                    Some(Some(_)) => out,
                    _ => none,
                };
                let mut of_code = vec![none];
                of_code.extend((0..codes.many).map(place));
                codes.runs(&places.rows, &mut |_, codes| {
                    let codes = codes.iter();
                    let each = codes.map(|code| of_code[*code as usize]);
                    places.by_row.extend(each);
                });
            }
        }
        let weighting = plan.weight.map(|column| column_of(table, column));
        places.weigh(weighting);
        places
    }

    /// Counts who is asked, and takes out who has no weight, if there are any.
    fn weigh(&mut self, weighting: Option<Option<&Column>>) {
        let (many, out) = (self.groups, self.groups as u16 + 1);
        // Per code of the weight, which of the few it is.
        let (codes, few, of_code) = match weighting {
            None => (None, vec![1.0], vec![Some(0)]),
            Some(Some(Column::Number {
                numbers: Numbers::Coded { distinct, codes },
                ..
            })) if (distinct.len() + 1) * (many + 2) <= usize::from(u16::MAX) => {
                // Others are no weights.
                let is_weight = |number: &f64| *number > 0.0 && *number < f64::INFINITY;
                let mut few: Vec<f64> = Vec::new();
                let mut of_code = vec![None];
                for number in distinct {
                    of_code.push(is_weight(number).then_some(few.len() as u16));
                    few.extend(Some(*number).filter(is_weight));
                }
                if few.is_empty() {
                    // All rows are out, and told as of the first weight.
                    few.push(1.0);
                }
                let codes = Codes::of_numbers(codes, distinct.len());
                (Some(codes), few, of_code)
            }
            Some(column) => return self.weigh_each(column),
        };
        let counts = self.tally(of_code.len(), codes.as_ref());
        let mut groups = counts.chunks(of_code.len());
        for (asked, counts) in self.asked.iter_mut().zip(&mut groups) {
            for (count, of) in counts.iter().zip(&of_code) {
                asked.0 += u64::from(*count);
                asked.1 += if of.is_none() { u64::from(*count) } else { 0 };
            }
        }
        let outside = groups.next().unwrap_or_default();
        self.outside = outside.iter().map(|count| u64::from(*count)).sum();
        if let Some(codes) = codes {
            let by_row = &mut self.by_row;
            let each = few.len() as u16;
            let without = out * each;
            codes.runs(&self.rows, &mut |start, codes| {
                for (place, code) in by_row[start..].iter_mut().zip(codes) {
                    *place = match of_code[*code as usize] {
                        Some(of) => *place * each + of,
                        None => without,
                    };
                }
            });
        }
        self.weights = Weights::Few(few);
    }

    /// The same where nearly every row has a weight of its own.
    fn weigh_each(&mut self, column: Option<&Column>) {
        let rows = (0..self.rows.len()).map(|at| self.rows.row(at));
        let weights: Vec<f64> = rows.map(|row| weight(column, row)).collect();
        let (none, out) = (self.groups, self.groups as u16 + 1);
        for (place, weight) in self.by_row.iter_mut().zip(&weights) {
            match self.asked.get_mut(usize::from(*place)) {
                Some((asked, without)) => {
                    *asked += 1;
                    if *weight <= 0.0 {
                        *without += 1;
                        *place = out;
                    }
                }
                None => self.outside += u64::from(usize::from(*place) == none),
            }
        }
        self.weights = Weights::Many(weights);
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
        vec![what; self.groups]
    }

    /// How many places each group has.
    fn each_group(&self) -> usize {
        match &self.weights {
            Weights::Few(weights) => weights.len(),
            Weights::Many(_) => 1,
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

    /// Calls `act` for each row that belongs to a group: where it is among those in view, its group, and its weight.
    // Called from several places.
    #[inline(never)]
    fn each(&self, act: &mut dyn FnMut(usize, usize, f64)) {
        for (at, place) in self.by_row.iter().enumerate() {
            let place = usize::from(*place);
            let (group, weight) = match &self.weights {
                Weights::Few(weights) => (place / weights.len(), weights[place % weights.len()]),
                Weights::Many(weights) => (place, weights[at]),
            };
            if group < self.groups {
                act(at, group, weight);
            }
        }
    }

    /// How many rows of each place have each code, of which there are `many` with 0; all have that where there are none.
    // Called from several places, and long.
    #[inline(never)]
    fn tally(&self, many: usize, codes: Option<&Codes<'_>>) -> Vec<u32> {
        let all = many * self.each_group() * (self.groups + 2);
        let mut tally = Tally::new(all);
        let mut count = |start: usize, codes: &mut [u32]| {
            for (code, place) in codes.iter_mut().zip(&self.by_row[start..]) {
                *code += u32::from(*place) * many as u32;
            }
            tally.count(codes);
        };
        match codes {
            Some(codes) => codes.runs(&self.rows, &mut count),
            None => self.rows.runs(&mut |start, run| {
                count(start, &mut [0; RUN][..run.len()]);
            }),
        }
        tally.counts(all)
    }

    /// What the weights of each group add up to for each of `many` codes, from counts by place.
    fn sums(&self, weights: &[f64], many: usize, counts: &[u32]) -> Vec<WeightSums> {
        let mut sums = self.no_sums(many);
        for (at, counts) in counts.chunks(many).enumerate() {
            let group = at / weights.len() * many;
            for (sums, count) in sums[group..].iter_mut().zip(counts) {
                if *count > 0 {
                    sums.add_many(weights[at % weights.len()], u64::from(*count));
                }
            }
        }
        sums
    }

    fn no_sums(&self, many: usize) -> Vec<WeightSums> {
        vec![WeightSums::default(); many * (self.groups + 2)]
    }

    fn codes(&self, codes: &Codes<'_>) -> Vec<Body> {
        let many = codes.many + 1;
        let sums = match self.few(many) {
            Some(weights) => self.sums(weights, many, &self.tally(many, Some(codes))),
            None => {
                let mut sums = self.no_sums(many);
                let mut by_row = vec![0; self.by_row.len()];
                codes.runs(&self.rows, &mut |start, codes| {
                    by_row[start..start + codes.len()].copy_from_slice(codes);
                });
                self.each(&mut |at, group, weight| {
                    sums[group * many + by_row[at] as usize].add(weight);
                });
                sums
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
        sums.chunks(many).take(self.groups).map(body).collect()
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
        // Codes from 1, after who has none, has only those aside, and has any.
        const BLANK: usize = 0;
        const ASIDE: usize = 1;
        const ANY: usize = 2;
        let many = ANY + 1 + options.len();
        let of = |at: usize| {
            let row = self.rows.row(at);
            let chosen = &codes[starts[row] as usize..starts[row + 1] as usize];
            if chosen.is_empty() {
                // Whoever saw the options and chose none belongs to the base of each.
                let saw = asked.as_ref().is_some_and(|asked| asked.get(row));
                (if saw { ANY } else { BLANK }, chosen)
            } else if chosen.iter().all(|code| aside.contains(code)) {
                (ASIDE, &chosen[..0])
            } else {
                (ANY, chosen)
            }
        };
        let sums = match self.few(many) {
            Some(weights) => {
                let mut counts = vec![0; many * weights.len() * (self.groups + 2)];
                for (at, place) in self.by_row.iter().enumerate() {
                    let counts = &mut counts[usize::from(*place) * many..][..many];
                    let (what, chosen) = of(at);
                    counts[what] += 1;
                    for code in chosen {
                        counts[ANY + *code as usize] += 1;
                    }
                }
                self.sums(weights, many, &counts)
            }
            None => {
                let mut sums = self.no_sums(many);
                self.each(&mut |at, group, weight| {
                    let sums = &mut sums[group * many..];
                    let (what, chosen) = of(at);
                    sums[what].add(weight);
                    for code in chosen {
                        sums[ANY + *code as usize].add(weight);
                    }
                });
                sums
            }
        };
        let body = |sums: &[WeightSums]| {
            Body::Counts(Counts {
                blank: sums[BLANK].count,
                only_aside: sums[ASIDE].count,
                any: sums[ANY],
                by_code: sums[ANY + 1..].to_vec(),
            })
        };
        sums.chunks(many).take(self.groups).map(body).collect()
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
                let codes = Codes::of_numbers(codes, distinct.len());
                let counts = self.tally(many, Some(&codes));
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
            }
            None => self.each(&mut |at, group, weight| {
                let values = &mut values[group];
                match numbers.get(self.rows.row(at)) {
                    Some(value) => values.ties.push(Tie {
                        value,
                        weight,
                        count: 1,
                    }),
                    None => values.blank += 1,
                }
            }),
        }
        // Words were taken for blanks; none where no row has any.
        if !aside_by_row.is_empty() {
            let many = aside.len() + 1;
            let counts = self.tally(many, Some(&Codes::of_words(aside_by_row, aside.len())));
            let groups = counts.chunks(many * self.each_group());
            for (values, counts) in values.iter_mut().zip(groups) {
                for counts in counts.chunks(many) {
                    for (aside, count) in values.aside.iter_mut().zip(&counts[1..]) {
                        *aside += u64::from(*count);
                        values.blank -= u64::from(*count);
                    }
                }
            }
        }
        values
            .iter_mut()
            .for_each(|values| Tie::settle(&mut values.ties));
        values.into_iter().map(Body::Values).collect()
    }
}

/// How often there is each number.
enum Tally {
    /// Each four times, for rows in turn: what is raised twice on end waits for itself.
    Small(Box<[[u32; SMALL]; 4]>),
    Large(Vec<u32>),
}

/// Numbers that a small tally has; a power of two, so that a number cut to it needs no look at where the tally ends.
const SMALL: usize = 1 << 11;

impl Tally {
    /// For numbers below `all`.
    fn new(all: usize) -> Self {
        match all {
            0..=SMALL => Self::Small(Box::new([[0; SMALL]; 4])),
            _ => Self::Large(vec![0; all]),
        }
    }

    fn count(&mut self, numbers: &[u32]) {
        match self {
            Self::Small(counts) => {
                let (fours, rest) = numbers.as_chunks::<4>();
                for four in fours {
                    for (counts, number) in counts.iter_mut().zip(four) {
                        counts[*number as usize % SMALL] += 1;
                    }
                }
                for number in rest {
                    counts[0][*number as usize % SMALL] += 1;
                }
            }
            Self::Large(counts) => {
                for number in numbers {
                    counts[*number as usize] += 1;
                }
            }
        }
    }

    fn counts(self, all: usize) -> Vec<u32> {
        match self {
            Self::Small(counts) => {
                let each = 0..all;
                each.map(|at| counts.iter().map(|counts| counts[at]).sum())
                    .collect()
            }
            Self::Large(counts) => counts,
        }
    }
}

fn column_of(table: &Table, at: u32) -> Option<&Column> {
    table.columns.get(at as usize)
}

/// A row's weight; 0 where it has none above zero.
fn weight(column: Option<&Column>, row: usize) -> f64 {
    let Some(Column::Number { numbers, .. }) = column else {
        return 0.0;
    };
    let weight = numbers.get(row);
    weight
        .filter(|weight| weight.is_finite() && *weight > 0.0)
        .unwrap_or(0.0)
}

fn total(sums: &[WeightSums]) -> WeightSums {
    let mut all = WeightSums::default();
    sums.iter().for_each(|sums| all.merge(*sums));
    all
}
