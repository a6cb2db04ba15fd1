//! What is asked of the rows, as a plain comparable value, and how a table answers it.

use serde::{Deserialize, Serialize};

use super::cell::{Body, Cell, Partial};
use super::stats::sorted::Tie;
use crate::merge::Merge;
use crate::table::{Column, Table};

/// A question to the rows. Equal plans have equal answers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Plan {
    /// Who is in view; every clause must hold.
    pub filter: Vec<Keep>,
    /// Who is compared; none: everyone in one cell.
    pub groups: Option<Groups>,
    /// What is summed up.
    pub need: Need,
    /// Column of weights.
    pub weight: Option<u32>,
}

/// How a column divides rows: by its codes, or, for numbers, by the bands between cuts.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Coding {
    /// The column.
    pub column: u32,
    /// Rising cuts for a column of numbers; empty for categories.
    pub cuts: Vec<f64>,
}

/// Rows whose code is kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Keep {
    /// Where the code comes from.
    pub coding: Coding,
    /// Codes kept, from 1, rising.
    pub codes: Vec<u32>,
}

/// Which cell a row belongs to.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Groups {
    /// Where the code comes from.
    pub coding: Coding,
    /// Place of the group per code; code k is at k − 1.
    pub group_by_code: Vec<Option<u8>>,
    /// Number of groups.
    pub many: u8,
}

/// The sufficient statistic asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Need {
    /// How many respondents.
    Respondents,
    /// How many chose each code.
    Counts(Coding),
    /// How many chose each option of a multiple-answer column.
    Options {
        /// The column.
        column: u32,
        /// Codes that are no choice, rising; who has only these counts apart.
        aside: Vec<u32>,
    },
    /// The values themselves, sorted.
    Values(u32),
}

impl Plan {
    /// Counts the rows of a table. Columns that the table does not have hold nothing.
    pub fn run(&self, table: &Table) -> Partial {
        let filters: Vec<(Codes<'_>, &[u32])> = self
            .filter
            .iter()
            .map(|keep| (Codes::of(table, &keep.coding), keep.codes.as_slice()))
            .collect();
        let groups = self
            .groups
            .as_ref()
            .map(|groups| (Codes::of(table, &groups.coding), groups));
        let weights = self.weight.map(|column| table.columns.get(column as usize));
        let many = groups
            .as_ref()
            .map_or(1, |(_, groups)| usize::from(groups.many));
        let mut cells: Vec<Cell> = (0..many).map(|_| self.empty(table)).collect();
        let mut outside = 0;
        let needed = Needed::of(table, &self.need);
        for row in 0..table.rows as usize {
            if !filters
                .iter()
                .all(|(codes, keep)| keep.binary_search(&codes.at(row)).is_ok())
            {
                continue;
            }
            let place = match &groups {
                None => 0,
                Some((codes, groups)) => {
                    let code = codes.at(row) as usize;
                    match code
                        .checked_sub(1)
                        .and_then(|k| groups.group_by_code.get(k).copied().flatten())
                    {
                        Some(place) => usize::from(place),
                        None => {
                            outside += 1;
                            continue;
                        }
                    }
                }
            };
            let Some(cell) = cells.get_mut(place) else {
                continue;
            };
            cell.asked += 1;
            let weight = match &weights {
                None => 1.0,
                Some(column) => match weight_at(*column, row) {
                    Some(weight) => weight,
                    None => {
                        cell.without_weight += 1;
                        continue;
                    }
                },
            };
            needed.add(row, weight, &mut cell.body);
        }
        for cell in &mut cells {
            cell.body.settle();
        }
        Partial { cells, outside }
    }

    fn empty(&self, table: &Table) -> Cell {
        Cell {
            asked: 0,
            without_weight: 0,
            body: Body::empty(table, &self.need),
        }
    }
}

/// A weight above zero; a row without one is left out and counted.
fn weight_at(column: Option<&Column>, row: usize) -> Option<f64> {
    match column {
        Some(Column::Number { values, valid, .. }) if valid.get(row) => values
            .get(row)
            .copied()
            .filter(|w| w.is_finite() && *w > 0.0),
        _ => None,
    }
}

/// Codes of one column by row.
enum Codes<'t> {
    Given(&'t [u32]),
    Banded {
        values: &'t [f64],
        valid: &'t crate::table::Bitmap,
        cuts: Vec<f64>,
    },
    Absent,
}

impl<'t> Codes<'t> {
    fn of(table: &'t Table, coding: &Coding) -> Self {
        match table.columns.get(coding.column as usize) {
            Some(Column::Category { codes_by_row, .. }) => Self::Given(codes_by_row),
            Some(Column::Number { values, valid, .. }) => Self::Banded {
                values,
                valid,
                cuts: coding.cuts.clone(),
            },
            _ => Self::Absent,
        }
    }

    /// 0 where the row has none.
    fn at(&self, row: usize) -> u32 {
        match self {
            Self::Given(codes) => codes.get(row).copied().unwrap_or(0),
            Self::Banded {
                values,
                valid,
                cuts,
            } if valid.get(row) => cuts.partition_point(|cut| *cut <= values[row]) as u32 + 1,
            _ => 0,
        }
    }
}

enum Needed<'t> {
    Nothing,
    Codes(Codes<'t>),
    Options {
        starts: &'t [u32],
        codes: &'t [u32],
        aside: &'t [u32],
        asked: Option<&'t crate::table::Bitmap>,
    },
    Values {
        values: &'t [f64],
        valid: &'t crate::table::Bitmap,
        aside_by_row: &'t [u8],
    },
}

impl<'t> Needed<'t> {
    fn of(table: &'t Table, need: &'t Need) -> Self {
        let column = |at: u32| table.columns.get(at as usize);
        match need {
            Need::Respondents => Self::Nothing,
            Need::Counts(coding) => Self::Codes(Codes::of(table, coding)),
            Need::Options { column: at, aside } => match column(*at) {
                Some(Column::Multiple {
                    starts,
                    codes,
                    asked,
                    ..
                }) => Self::Options {
                    starts,
                    codes,
                    aside,
                    asked: asked.as_ref(),
                },
                _ => Self::Nothing,
            },
            Need::Values(at) => match column(*at) {
                Some(Column::Number {
                    values,
                    valid,
                    aside_by_row,
                    ..
                }) => Self::Values {
                    values,
                    valid,
                    aside_by_row,
                },
                _ => Self::Nothing,
            },
        }
    }

    fn add(&self, row: usize, weight: f64, body: &mut Body) {
        match (self, body) {
            (Self::Codes(codes), Body::Counts(counts)) => match codes.at(row) {
                0 => counts.blank += 1,
                code => {
                    counts.any.add(weight);
                    if let Some(tally) = counts.by_code.get_mut(code as usize - 1) {
                        tally.add(weight);
                    }
                }
            },
            (
                Self::Options {
                    starts,
                    codes,
                    aside,
                    asked,
                },
                Body::Counts(counts),
            ) => {
                let (from, to) = (starts[row] as usize, starts[row + 1] as usize);
                if from == to {
                    // Whoever saw the options and chose none belongs to the base of each.
                    match asked.is_some_and(|asked| asked.get(row)) {
                        true => counts.any.add(weight),
                        false => counts.blank += 1,
                    }
                    return;
                }
                if codes[from..to].iter().all(|code| aside.contains(code)) {
                    counts.only_aside += 1;
                    return;
                }
                counts.any.add(weight);
                for &code in &codes[from..to] {
                    if let Some(tally) = counts.by_code.get_mut(code as usize - 1) {
                        tally.add(weight);
                    }
                }
            }
            (
                Self::Values {
                    values,
                    valid,
                    aside_by_row,
                },
                Body::Values(kept),
            ) => {
                if valid.get(row) {
                    kept.ties.push(Tie {
                        value: values[row],
                        weight,
                        count: 1,
                    });
                } else {
                    match aside_by_row.get(row).copied().unwrap_or(0) {
                        0 => kept.blank += 1,
                        word => match kept.aside.get_mut(usize::from(word) - 1) {
                            Some(count) => *count += 1,
                            None => kept.blank += 1,
                        },
                    }
                }
            }
            _ => {}
        }
    }
}

/// Runs every plan and merges nothing: one partial per plan, in order.
pub fn run_all(plans: &[Plan], table: &Table) -> Vec<Partial> {
    plans.iter().map(|plan| plan.run(table)).collect()
}

impl Merge for Vec<Partial> {
    fn merge(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (mine, theirs) in self.iter_mut().zip(other) {
            mine.merge(theirs);
        }
    }
}
