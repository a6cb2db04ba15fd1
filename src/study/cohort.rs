//! Groups of respondents that are compared: who is in which, what they are called, and their colours.

use super::dictionary::Ramp;
use super::question::{Form, Question};

/// Which colour of the theme a cohort has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CohortInk {
    /// Of an ordered ramp: step 1 is the least exposed.
    Step {
        /// From 1.
        step: u8,
        /// Steps in the ramp, 2 to 7.
        of: u8,
    },
    /// One of six kinds, from 1.
    Kind(u8),
    /// The grey beyond six kinds, and "everyone".
    Rest,
}

/// A group of respondents.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Stays the same for as long as the cohort question does.
    pub id: usize,
    /// Its name.
    pub name: String,
    /// Codes of the cohort question that belong to it.
    pub codes: Vec<u32>,
    /// Its colour.
    pub ink: CohortInk,
}

/// The cohorts of a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohorts {
    /// The question that divides respondents; none: everyone is one cohort.
    pub question: Option<usize>,
    /// In display order: heaviest exposure first.
    pub groups: Vec<Group>,
    /// Whether the groups have an order.
    pub ordered: bool,
    /// Id of the group that the others are compared with, while a person chose one.
    pub reference: Option<usize>,
}

impl Cohorts {
    /// One cohort per level of `question`, or everyone in one where it cannot divide.
    pub fn by(questions: &[std::sync::Arc<Question>], question: Option<usize>) -> Self {
        let codes = question.map(|q| questions[q].codes()).unwrap_or_default();
        let Some(at) = question.filter(|_| !codes.is_empty()) else {
            let everyone = Group {
                id: 0,
                name: "Everyone".into(),
                codes: Vec::new(),
                ink: CohortInk::Rest,
            };
            return Self {
                question: None,
                groups: vec![everyone],
                ordered: false,
                reference: None,
            };
        };
        let ordered = questions[at].is_ordered();
        let many = codes.len();
        let mut groups: Vec<Group> = codes
            .iter()
            .enumerate()
            .map(|(i, &code)| Group {
                id: i,
                name: questions[at].level(code).to_string(),
                codes: vec![code],
                ink: ink(i, many, ordered),
            })
            .collect();
        if ordered {
            groups.reverse();
        }
        Self {
            question,
            groups,
            ordered,
            reference: None,
        }
    }

    /// Place in `groups` of a group's id.
    pub fn position(&self, id: usize) -> Option<usize> {
        self.groups.iter().position(|g| g.id == id)
    }

    /// Puts one group into another, which keeps its id and its colour. False where either is missing.
    pub fn merge(&mut self, from: usize, into: usize) -> bool {
        let (Some(from), Some(into)) = (self.position(from), self.position(into)) else {
            return false;
        };
        if from == into {
            return false;
        }
        let gone = self.groups.remove(from);
        let into = if from < into { into - 1 } else { into };
        let kept = &mut self.groups[into];
        kept.name = if from <= into {
            format!("{} or {}", gone.name, kept.name)
        } else {
            format!("{} or {}", kept.name, gone.name)
        };
        kept.codes.extend(gone.codes);
        if self.reference == Some(gone.id) {
            self.reference = Some(self.groups[into].id);
        }
        true
    }

    /// For every code of the cohort question, the place of its group; `None` outside. Code k is at k − 1.
    pub fn group_by_code(&self, codes: usize) -> Vec<Option<u8>> {
        let mut of = vec![None; codes];
        for (place, group) in self.groups.iter().enumerate() {
            for &code in &group.codes {
                if let Some(slot) = of.get_mut(code as usize - 1) {
                    *slot = u8::try_from(place).ok();
                }
            }
        }
        of
    }
}

fn ink(level: usize, many: usize, ordered: bool) -> CohortInk {
    if !ordered {
        return if level < 6 {
            CohortInk::Kind(level as u8 + 1)
        } else {
            CohortInk::Rest
        };
    }
    let of = many.clamp(2, 7);
    let step = if many <= 1 {
        of
    } else {
        1 + level * (of - 1) / (many - 1)
    };
    CohortInk::Step {
        step: step as u8,
        of: of as u8,
    }
}

/// Whether merging two of these levels keeps an order's neighbours together.
pub fn is_neighbour(cohorts: &Cohorts, a: usize, b: usize) -> bool {
    match (cohorts.position(a), cohorts.position(b)) {
        (Some(a), Some(b)) => !cohorts.ordered || a.abs_diff(b) == 1,
        _ => false,
    }
}

/// Whether a form is coloured as ordered answers.
pub fn has_order(form: &Form) -> bool {
    matches!(form, Form::Levels(reading) if reading.ramp != Ramp::Kinds)
}
