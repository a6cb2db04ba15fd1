//! What is counted column by column is what counting row by row gives, in the plainest way.

use denominator::analysis::stats::share::WeightSums;
use denominator::analysis::stats::sorted::{Sorted, Tie};
use denominator::analysis::{
    Body, Cell, Clauses, Coding, Counts, Groups, Keep, Need, Partial, Plan, Values, run_all,
    run_rows,
};
use denominator::merge::Merge;
use denominator::table::{Bitmap, Column, Numbers, Table};
use proptest::prelude::*;

const WEEK: i64 = 7 * 86_400;

/// What each column of a table has for one row.
#[derive(Clone, Debug)]
struct Row {
    level: u32,
    number: Option<u8>,
    word: u8,
    options: Vec<u32>,
    saw: bool,
    weight: u8,
}

fn row() -> impl Strategy<Value = Row> {
    let options = proptest::collection::btree_set(1_u32..=4, 0..4);
    let number = proptest::option::of(0_u8..12);
    (0_u32..=3, number, 0_u8..=2, options, any::<bool>(), 0_u8..6).prop_map(
        |(level, number, word, options, saw, weight)| Row {
            level,
            word: if number.is_some() { 0 } else { word },
            number,
            options: options.into_iter().collect(),
            saw,
            weight,
        },
    )
}

fn names(many: usize) -> Vec<String> {
    (0..many).map(|n| format!("name {n}")).collect()
}

/// Numbers as codes of the different ones, or as they are.
fn numbers(values: Vec<Option<f64>>, coded: bool) -> Numbers {
    if !coded {
        return Numbers::Plain(
            values
                .into_iter()
                .map(|value| value.unwrap_or(f64::NAN))
                .collect(),
        );
    }
    let mut distinct: Vec<f64> = values.iter().copied().flatten().collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let code = |value: Option<f64>| {
        value.map_or(0, |value| {
            distinct.iter().position(|d| *d == value).unwrap() + 1
        })
    };
    let codes = values.iter().map(|value| code(*value) as u16).collect();
    Numbers::Coded { distinct, codes }
}

fn table(rows: &[Row], coded: bool) -> Table {
    let (mut starts, mut codes) = (vec![0], Vec::new());
    let mut asked = Bitmap::new(rows.len());
    for (at, row) in rows.iter().enumerate() {
        codes.extend(&row.options);
        starts.push(codes.len() as u32);
        if row.saw {
            asked.set(at);
        }
    }
    let number = |value: fn(&Row) -> Option<f64>| numbers(rows.iter().map(value).collect(), coded);
    let columns = vec![
        Column::Category {
            codes_by_row: rows.iter().map(|row| row.level).collect(),
            levels: names(3),
        },
        Column::Number {
            numbers: number(|row| row.number.map(f64::from)),
            aside: names(2),
            aside_by_row: rows.iter().map(|row| row.word).collect(),
        },
        Column::Multiple {
            starts,
            codes,
            options: names(4),
            asked: Some(asked),
        },
        Column::Number {
            numbers: number(|row| Some(f64::from(row.weight) - 1.0)),
            aside: Vec::new(),
            aside_by_row: Vec::new(),
        },
        Column::Text,
        dates(rows),
    ];
    Table {
        columns,
        rows: rows.len() as u32,
        missing: vec![0; 6],
    }
}

/// A third of a week for each of a row's number.
fn seconds(number: u8) -> i64 {
    i64::from(number) * WEEK / 3 - WEEK
}

fn dates(rows: &[Row]) -> Column {
    let mut valid = Bitmap::new(rows.len());
    for (at, _) in rows.iter().enumerate().filter(|(_, r)| r.number.is_some()) {
        valid.set(at);
    }
    Column::DateTime {
        seconds: rows
            .iter()
            .map(|row| row.number.map_or(0, seconds))
            .collect(),
        valid,
        aside: Vec::new(),
        aside_by_row: Vec::new(),
    }
}

fn code(row: &Row, coding: &Coding) -> u32 {
    let band = |value: f64| coding.cuts.iter().filter(|cut| **cut <= value).count() as u32 + 1;
    match coding.column {
        0 => row.level,
        1 => row.number.map_or(0, |number| band(f64::from(number))),
        5 => row.number.map_or(0, |number| band(seconds(number) as f64)),
        _ => 0,
    }
}

/// The answer to `plan`, row by row.
fn counted(rows: &[Row], plan: &Plan) -> Partial {
    let many = plan.groups.as_ref().map_or(1, |groups| groups.many);
    let cell = |place: u8| {
        let mut cell = Cell {
            asked: 0,
            without_weight: 0,
            body: Body::Nothing,
        };
        let (mut counts, mut values) = (Counts::default(), Values::default());
        let mut given: Vec<(f64, f64)> = Vec::new();
        let slots = match &plan.need {
            Need::Counts(coding) if coding.column == 0 => 3,
            Need::Counts(coding) => coding.cuts.len() + 1,
            _ => 4,
        };
        counts.by_code = vec![WeightSums::default(); slots];
        values.aside = vec![0; 2];
        for row in rows
            .iter()
            .filter(|row| place_of(row, plan) == Some(Some(place)))
        {
            cell.asked += 1;
            let weight = plan.weight.map_or(1.0, |_| f64::from(row.weight) - 1.0);
            if weight <= 0.0 {
                cell.without_weight += 1;
                continue;
            }
            match &plan.need {
                Need::Respondents => {}
                Need::Counts(coding) => match code(row, coding) {
                    0 => counts.blank += 1,
                    code => {
                        counts.any.add(weight);
                        counts.by_code[code as usize - 1].add(weight);
                    }
                },
                Need::Options { aside, .. } => {
                    if row.options.is_empty() && !row.saw {
                        counts.blank += 1;
                    } else if !row.options.is_empty()
                        && row.options.iter().all(|code| aside.contains(code))
                    {
                        counts.only_aside += 1;
                    } else {
                        counts.any.add(weight);
                        row.options
                            .iter()
                            .for_each(|code| counts.by_code[*code as usize - 1].add(weight));
                    }
                }
                Need::Values(_) => match (row.number, row.word) {
                    (Some(number), _) => given.push((f64::from(number), weight)),
                    (None, 0) => values.blank += 1,
                    (None, word) => values.aside[usize::from(word) - 1] += 1,
                },
            }
        }
        let ties: Vec<Tie> = given.into_iter().collect::<Sorted>().ties().to_vec();
        cell.body = match plan.need {
            Need::Respondents => Body::Nothing,
            Need::Values(_) => Body::Values(Values { ties, ..values }),
            _ => Body::Counts(counts),
        };
        cell
    };
    Partial {
        cells: (0..many).map(cell).collect(),
        outside: rows
            .iter()
            .filter(|row| place_of(row, plan) == Some(None))
            .count() as u64,
    }
}

/// None for a row out of view; in view, the place of its group if it has one.
fn place_of(row: &Row, plan: &Plan) -> Option<Option<u8>> {
    let is_kept = |keep: &Keep| keep.codes.contains(&code(row, &keep.coding));
    if !plan.filter.iter().all(is_kept) {
        return None;
    }
    Some(match &plan.groups {
        None => Some(0),
        Some(groups) => {
            let at = code(row, &groups.coding).checked_sub(1);
            at.and_then(|at| groups.group_by_code.get(at as usize).copied().flatten())
        }
    })
}

fn plans() -> impl Strategy<Value = Plan> {
    let level = Coding {
        column: 0,
        cuts: Vec::new(),
    };
    let bands = Coding {
        column: 1,
        cuts: vec![3.0, 7.0],
    };
    let cuts = |many: i64, cut: fn(i64) -> i64| Coding {
        column: 5,
        cuts: (0..many).map(|n| cut(n) as f64).collect(),
    };
    let (weeks, months) = (
        cuts(20, |n| (n - 2) * WEEK),
        cuts(24, |n| (n - 2) * WEEK + n * n * n * 60),
    );
    let absent = Coding {
        column: 4,
        cuts: Vec::new(),
    };
    let groups = |coding: &Coding, group_by_code: &[Option<u8>]| {
        Some(Groups {
            coding: coding.clone(),
            group_by_code: group_by_code.to_vec(),
            many: 2,
        })
    };
    let keep = |coding: &Coding, codes: &[u32]| Keep {
        coding: coding.clone(),
        codes: codes.to_vec(),
    };
    let filters = prop_oneof![
        Just(Vec::new()),
        Just(vec![keep(&level, &[1, 3])]),
        Just(vec![keep(&bands, &[2, 3]), keep(&level, &[2, 3])]),
        Just(vec![keep(&absent, &[1])]),
    ];
    let groups = prop_oneof![
        Just(None),
        Just(groups(&level, &[Some(1), None, Some(0)])),
        Just(groups(&bands, &[Some(0), Some(1), Some(0)])),
        Just(groups(&absent, &[Some(0)])),
    ];
    let needs = prop_oneof![
        Just(Need::Respondents),
        Just(Need::Counts(level)),
        Just(Need::Counts(bands)),
        Just(Need::Counts(weeks)),
        Just(Need::Counts(months)),
        Just(Need::Counts(absent)),
        Just(Need::Options {
            column: 2,
            aside: vec![4]
        }),
        Just(Need::Values(1)),
    ];
    let weight = proptest::option::of(Just(3_u32));
    (filters, groups, needs, weight).prop_map(|(filter, groups, need, weight)| Plan {
        filter,
        groups,
        need,
        weight,
    })
}

proptest! {
    #[test]
    fn counting_by_column_is_counting_by_row(rows in proptest::collection::vec(row(), 0..80), plans in proptest::collection::vec(plans(), 1..5), coded: bool, cut in 0_usize..80) {
        let table = table(&rows, coded);
        let mut in_parts: Vec<Partial> = Vec::new();
        let mut clauses = Clauses::default();
        for rows in [0..cut.min(rows.len()), cut.min(rows.len())..rows.len()] {
            in_parts.merge(run_rows(&plans, &table, &mut clauses, rows));
        }
        for (plan, found) in plans.iter().zip(in_parts) {
            prop_assert_eq!(found, counted(&rows, plan), "in parts, {:?}", plan);
        }
        // The second time what the clauses keep is known.
        let mut clauses = Clauses::default();
        for _ in 0..2 {
            let found = run_all(&plans, &table, &mut clauses);
            for (plan, found) in plans.iter().zip(found) {
                prop_assert_eq!(found, counted(&rows, plan), "{:?}", plan);
            }
        }
    }
}
