//! From sufficient statistics to an answer: estimates per cohort, gaps, tests and who was left out.

use super::answer::{
    Answer, Cohort, Headline, LeftOut, LevelShare, Levels, Number, Ramp, Row, Shape, Unit,
};
use super::cell::{Body, Cell, Partial};
use super::compare;
use super::estimate::{Base, Showing, Unmeasurable};
use super::metrics;
use super::rows::Reader;
use super::stats::{base, sorted::Sorted};
use crate::merge::Merge;
use crate::study::{CohortInk, Form, Question, Reading, Role, Study, conversion};
use crate::table;

/// Turns the partial of [`super::ask::question`] into an answer; none where nothing can be drawn of the question.
pub fn answer(study: &Study, at: usize, partial: &Partial) -> Option<Answer> {
    let question = study.questions.get(at)?;
    let role = study.roles[at].role;
    let shape = shape(question, role)?;
    let weighted = study.weight().is_some();
    let reader = Reader {
        question,
        shape: &shape,
        weighted,
        conversion: conversion(role, question),
    };

    let mut rows: Vec<Row> = Vec::new();
    let mut whole: Option<Cell> = None;
    for (group, cell) in study.cohorts.groups.iter().zip(&partial.cells) {
        let row = reader.row(
            Cohort {
                id: group.id,
                name: group.name.clone(),
                ink: group.ink,
            },
            cell,
        );
        // Hidden cohorts stay out of the whole, so that the whole minus the cohorts shown gives nobody away.
        if row.showing != Showing::Hidden {
            match &mut whole {
                None => whole = Some(cell.clone()),
                Some(whole) => whole.merge(cell.clone()),
            }
        }
        rows.push(row);
    }
    let whole = whole.unwrap_or(Cell {
        asked: 0,
        without_weight: 0,
        body: Body::Nothing,
    });
    let everyone = reader.row(
        Cohort {
            id: usize::MAX,
            name: "Everyone".into(),
            ink: CohortInk::Rest,
        },
        &whole,
    );
    let in_view = partial.cells.iter().map(|cell| cell.asked).sum();
    let reference = reference(study, partial);
    let gaps = compare::gaps(&rows, reference, &shape, weighted);
    let test = compare::test(&rows, &shape, study.cohorts.ordered, weighted);
    let left_out = left_out(study, at, partial, &rows);
    Some(Answer {
        metric: metrics::of(role, question),
        called: question.title(48),
        wording: question.wording.clone(),
        shape,
        rows: rows.into_iter().map(scrub).collect(),
        everyone,
        reference,
        gaps,
        test,
        left_out,
        by_choice: study.left_out.clone(),
        in_view,
        weight: study.weight().map(|w| study.questions[w].title(80)),
    })
}

/// What one answer of the question looks like.
fn shape(question: &Question, role: Role) -> Option<Shape> {
    Some(match &question.form {
        Form::Levels(reading) => Shape::Levels(levels(question, reading)),
        Form::Number { .. } => Shape::Number(match role {
            Role::RollbackShare => Number {
                unit: Unit::Percent,
                headline: Headline::Mean,
            },
            Role::RecoveryTime => Number {
                unit: Unit::Hours,
                headline: Headline::Median,
            },
            _ => Number {
                unit: match question.unit {
                    Some(table::Unit::Hours) => Unit::Hours,
                    Some(table::Unit::Percent) => Unit::Percent,
                    _ => Unit::Plain,
                },
                headline: Headline::Mean,
            },
        }),
        Form::Options { .. } => Shape::Options(
            question
                .options()
                .map(|code| question.level(code).to_string())
                .collect(),
        ),
        Form::Other => return None,
    })
}

fn levels(question: &Question, reading: &Reading) -> Levels {
    let names: Vec<String> = reading
        .order
        .iter()
        .map(|&code| question.level(code).to_string())
        .collect();
    let from = reading
        .order
        .iter()
        .position(|&code| code == reading.top_from)
        .unwrap_or(names.len().saturating_sub(1));
    let top = if reading.ramp == Ramp::Kinds {
        from..from + 1
    } else {
        from..names.len()
    };
    let top_name = reading
        .top_name
        .map_or_else(|| name_of_top(&names[top.clone()], reading), str::to_string);
    let middle = reading
        .middle
        .and_then(|code| reading.order.iter().position(|&c| c == code));
    Levels {
        names,
        ramp: reading.ramp,
        top,
        top_name,
        middle,
    }
}

/// "Yes", "Bad or Very poor", "Daily or more".
fn name_of_top(names: &[String], reading: &Reading) -> String {
    let is_amount = matches!(
        reading.scale,
        Some(
            "frequency" | "how often" | "extent" | "how many" | "bands" | "severity" | "seniority"
        )
    );
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [low, high] if !is_amount && low.len() + high.len() <= 24 => format!("{low} or {high}"),
        [low, ..] => format!("{low} or more"),
    }
}

/// The cohort the others are compared with: the chosen one, else the least exposed with enough respondents in view. The
/// same for every figure, as it rests on respondents, not on answers.
fn reference(study: &Study, partial: &Partial) -> Option<usize> {
    if partial.cells.len() < 2 {
        return None;
    }
    let chosen = study
        .cohorts
        .reference
        .and_then(|id| study.cohorts.position(id));
    let with = |least: u64| partial.cells.iter().rposition(|cell| cell.asked >= least);
    chosen
        .or_else(|| with(base::FAINT))
        .or_else(|| with(base::HIDE))
}

/// Keeps nothing of a hidden cohort's answers, so that no picture, table or file can show them.
fn scrub(mut row: Row) -> Row {
    if row.showing == Showing::Hidden {
        row.headline = Err(Unmeasurable::TooFew {
            used: 0,
            least: base::HIDE,
        });
        row.beside = None;
        row.values = Sorted::default();
        row.options = row
            .options
            .iter()
            .map(|_| {
                Err(Unmeasurable::TooFew {
                    used: 0,
                    least: base::HIDE,
                })
            })
            .collect();
        row.levels = row
            .levels
            .iter()
            .map(|_| LevelShare {
                count: 0,
                share: 0.0,
            })
            .collect();
        row.base = Base {
            asked: row.base.asked,
            ..Base::default()
        };
    }
    row
}

fn left_out(study: &Study, at: usize, partial: &Partial, rows: &[Row]) -> Vec<LeftOut> {
    let question = &study.questions[at];
    let mut out = Vec::new();
    // A hidden cohort is told of as a whole, so that the rest of this list does not give its answers away.
    let hidden = |row: &Row| row.showing == Showing::Hidden;
    let cells: Vec<&Cell> = partial
        .cells
        .iter()
        .zip(rows)
        .filter(|(_, row)| !hidden(row))
        .map(|(cell, _)| cell)
        .collect();
    let mut say = |why: String, count: u64| {
        if count > 0 {
            out.push(LeftOut { why, count });
        }
    };
    if let Some(cohort) = study.cohorts.question {
        let role = study.roles[cohort].role;
        let named = if role == Role::AiUse {
            "AI answer".to_string()
        } else {
            format!("answer to “{}”", study.questions[cohort].title(80))
        };
        let has_aside = matches!(&study.questions[cohort].form, Form::Levels(reading) if !reading.aside.is_empty());
        let or_aside = if has_aside { " or one set aside" } else { "" };
        say(format!("with no {named}{or_aside}"), partial.outside);
    }
    say(
        "in hidden cohorts".into(),
        partial
            .cells
            .iter()
            .zip(rows)
            .filter(|(_, row)| hidden(row))
            .map(|(cell, _)| cell.asked)
            .sum(),
    );
    say(
        "with no weight above zero".into(),
        cells.iter().map(|c| c.without_weight).sum(),
    );
    let blank = cells.iter().map(|cell| match &cell.body {
        Body::Counts(counts) => counts.blank,
        Body::Values(values) => values.blank,
        Body::Nothing => 0,
    });
    say("who gave no answer here".into(), blank.sum());
    match &question.form {
        Form::Levels(reading) => {
            for &code in &reading.aside {
                let count = cells.iter().map(|cell| match &cell.body {
                    Body::Counts(counts) => {
                        counts.by_code.get(code as usize - 1).map_or(0, |t| t.count)
                    }
                    _ => 0,
                });
                say(format!("“{}”", question.level(code)), count.sum());
            }
        }
        Form::Number { .. } => {
            for (word, text) in question.aside_words.iter().enumerate() {
                let count = cells.iter().map(|cell| match &cell.body {
                    Body::Values(values) => values.aside.get(word).copied().unwrap_or(0),
                    _ => 0,
                });
                say(format!("“{text}”"), count.sum());
            }
        }
        Form::Options { aside } if !aside.is_empty() => {
            let words: Vec<String> = aside
                .iter()
                .map(|&code| format!("“{}”", question.level(code)))
                .collect();
            let count = cells.iter().map(|cell| match &cell.body {
                Body::Counts(counts) => counts.only_aside,
                _ => 0,
            });
            say(format!("with only {}", words.join(" or ")), count.sum());
        }
        _ => {}
    }
    out
}
