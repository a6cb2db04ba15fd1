//! From a study's words to plans for the rows.

use super::plan::{Coding, Groups, Keep, Need, Plan};
use crate::study::{Form, Question, Study};

/// The plan that answers one question for every cohort; none where nothing can be drawn of it.
pub fn question(study: &Study, at: usize) -> Option<Plan> {
    let asked = study.questions.get(at)?;
    let need = match &asked.form {
        Form::Levels(_) => Need::Counts(coding(at, asked)),
        Form::Number { .. } => Need::Values(at as u32),
        Form::Options { aside } => Need::Options {
            column: at as u32,
            aside: aside.clone(),
        },
        Form::Other => return None,
    };
    Some(Plan {
        filter: filter(study, None),
        groups: groups(study),
        need,
        weight: study.weight().map(|w| w as u32),
    })
}

/// The plan that counts the respondents of every cohort in view.
pub fn cohorts(study: &Study) -> Plan {
    Plan {
        filter: filter(study, None),
        groups: groups(study),
        need: Need::Respondents,
        weight: None,
    }
}

/// The plan that counts respondents per level of an attribute, under every filter but the attribute's own.
pub fn facet(study: &Study, at: usize) -> Plan {
    let need = Need::Counts(coding(at, &study.questions[at]));
    Plan {
        filter: filter(study, Some(at)),
        groups: None,
        need,
        weight: None,
    }
}

fn filter(study: &Study, but: Option<usize>) -> Vec<Keep> {
    let clauses = study
        .filter
        .iter()
        .filter(|clause| Some(clause.question) != but);
    clauses
        .map(|clause| Keep {
            coding: coding(clause.question, &study.questions[clause.question]),
            codes: clause.keep.clone(),
        })
        .collect()
}

fn groups(study: &Study) -> Option<Groups> {
    let at = study.cohorts.question?;
    let question = &study.questions[at];
    Some(Groups {
        coding: coding(at, question),
        group_by_code: study.cohorts.group_by_code(question.levels.len()),
        many: u8::try_from(study.cohorts.groups.len()).unwrap_or(u8::MAX),
    })
}

fn coding(at: usize, question: &Question) -> Coding {
    let cuts = match &question.form {
        Form::Number { bands } => bands.clone(),
        _ => Vec::new(),
    };
    Coding {
        column: at as u32,
        cuts,
    }
}
