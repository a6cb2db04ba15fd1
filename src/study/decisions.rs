//! What a person said a file means, in the file's own words, so that it can be said again: of the same file read in another
//! way, or of the next one like it.

use serde::{Deserialize, Serialize};

use super::dictionary::Ramp;
use super::meaning::{Clause, Study};
use super::misfit::Misfit;
use super::question::{Form, Reading};
use super::role::Role;

/// What a person said a file means, where that is not what the file itself suggests.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decisions {
    /// What columns are for, in the order in which it has to be said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<(String, Role)>,
    /// How the answers of questions are ordered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<ScaleDecision>,
    /// Whether the weight column is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted: Option<bool>,
    /// Who is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohorts: Option<CohortDecision>,
    /// Who is in view; every clause must hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<FilterDecision>,
}

/// How the answers of a question are ordered.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScaleDecision {
    /// Name of the column.
    pub question: String,
    /// Levels low to high, also those of `aside` that have a place on the scale.
    pub order: Vec<String>,
    /// Levels outside the base.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<String>,
    /// The lowest level that the headline counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_from: Option<String>,
}

/// Who is compared.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CohortDecision {
    /// Name of the column that divides respondents; none: everyone is one cohort.
    pub question: Option<String>,
    /// Levels that are one cohort; a level in none of these is one of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Vec<String>>,
    /// A level of the cohort that the others are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Who is in view by one question.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilterDecision {
    /// Name of the column.
    pub question: String,
    /// Levels that stay in view, and no others; or none, where `leave_out` says who goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep: Option<Vec<String>>,
    /// Levels that leave the view; any other answer, and none, stays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<String>,
}

impl Decisions {
    /// What was said to make `said` out of `suggested`; both are studies of one summary.
    pub fn between(suggested: &Study, said: &Study) -> Self {
        let mut decisions = Self::default();
        let mut now = suggested.clone();
        // A role that only one column may have is taken from another: what a column lost comes first.
        let (taken, given): (Vec<usize>, Vec<usize>) = (0..said.questions.len())
            .filter(|&at| said.roles[at] != suggested.roles[at])
            .partition(|&at| matches!(said.roles[at].role, Role::Question | Role::Unused));
        for at in taken.into_iter().chain(given) {
            let role = said.roles[at].role;
            now.set_role(at, role);
            decisions
                .roles
                .push((said.questions[at].name.clone(), role));
        }
        for at in 0..said.questions.len() {
            let (Form::Levels(new), Form::Levels(old)) =
                (&said.questions[at].form, &now.questions[at].form)
            else {
                continue;
            };
            let is_same =
                new.home == old.home && new.aside == old.aside && new.top_from == old.top_from;
            if is_same {
                continue;
            }
            let texts = |codes: &[u32]| texts(said, at, codes);
            let scale = ScaleDecision {
                question: said.questions[at].name.clone(),
                order: texts(&new.home),
                aside: texts(&new.aside),
                top_from: texts(&[new.top_from]).pop(),
            };
            now.take_scale(at, &scale, &mut Vec::new());
            decisions.scales.push(scale);
        }
        if now.weighted != said.weighted {
            decisions.weighted = Some(said.weighted);
        }
        if now.cohorts != said.cohorts {
            decisions.cohorts = Some(divided(said));
        }
        decisions.filter = said
            .filter
            .iter()
            .map(|clause| {
                let question = &said.questions[clause.question];
                let others = 1..=question.levels.len() as u32;
                let others: Vec<u32> = others.filter(|code| !clause.keep.contains(code)).collect();
                let is_left_out = clause.keep.contains(&0);
                let texts = |codes: &[u32]| texts(said, clause.question, codes);
                FilterDecision {
                    question: question.name.clone(),
                    keep: (!is_left_out).then(|| texts(&clause.keep)),
                    leave_out: if is_left_out {
                        texts(&others)
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect();
        decisions
    }

    /// Leaves away levels that may not be named, and says how many.
    pub fn withhold(&mut self, is_named: impl Fn(&str, &str) -> bool) -> u64 {
        let mut withheld: Vec<(String, String)> = Vec::new();
        let mut keep = |question: &str, level: &str| {
            let is_named = is_named(question, level);
            if !is_named {
                withheld.push((question.to_owned(), level.to_owned()));
            }
            is_named
        };
        for scale in &mut self.scales {
            let question = &scale.question;
            scale.order.retain(|level| keep(question, level));
            scale.aside.retain(|level| keep(question, level));
            scale.top_from.take_if(|level| !keep(question, level));
        }
        if let Some(cohorts) = &mut self.cohorts
            && let Some(question) = &cohorts.question
        {
            for merged in &mut cohorts.merged {
                merged.retain(|level| keep(question, level));
            }
            cohorts.merged.retain(|merged| merged.len() > 1);
            cohorts.reference.take_if(|level| !keep(question, level));
        }
        self.filter.retain_mut(|filter| {
            let question = &filter.question;
            let texts = filter.keep.as_mut().unwrap_or(&mut filter.leave_out);
            let is_empty = texts.is_empty();
            texts.retain(|level| keep(question, level));
            is_empty || !texts.is_empty()
        });
        withheld.sort();
        withheld.dedup();
        withheld.len() as u64
    }

    /// Leaves away what was said of questions.
    pub fn forget(&mut self, is_forgotten: &dyn Fn(&str) -> bool) {
        self.roles.retain(|(name, _)| !is_forgotten(name));
        self.scales.retain(|scale| !is_forgotten(&scale.question));
        self.cohorts.take_if(|cohorts| {
            let question = cohorts.question.as_deref();
            question.is_some_and(is_forgotten)
        });
        self.filter.retain(|filter| !is_forgotten(&filter.question));
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn texts(study: &Study, at: usize, codes: &[u32]) -> Vec<String> {
    let named = codes.iter().filter(|code| **code > 0);
    named
        .map(|code| study.questions[at].level(*code).to_owned())
        .collect()
}

fn divided(study: &Study) -> CohortDecision {
    let cohorts = &study.cohorts;
    let Some(at) = cohorts.question else {
        return CohortDecision::default();
    };
    let merged = cohorts.groups.iter().filter(|group| group.codes.len() > 1);
    let reference = cohorts.reference.and_then(|id| cohorts.position(id));
    CohortDecision {
        question: Some(study.questions[at].name.clone()),
        merged: merged.map(|group| texts(study, at, &group.codes)).collect(),
        reference: reference
            .and_then(|place| texts(study, at, &cohorts.groups[place].codes[..1]).pop()),
    }
}

impl Study {
    /// Takes over what was said, and lists what does not fit.
    pub fn take(&mut self, said: &Decisions) -> Vec<Misfit> {
        let mut misfits = Vec::new();
        for (name, role) in &said.roles {
            match self.named(name) {
                None => misfits.push(Misfit::NoColumn(name.clone())),
                Some(at) if !self.set_role(at, *role) => misfits.push(Misfit::Role {
                    question: name.clone(),
                    role: *role,
                }),
                Some(_) => {}
            }
        }
        for scale in &said.scales {
            match self.named(&scale.question) {
                Some(at) => self.take_scale(at, scale, &mut misfits),
                None => misfits.push(Misfit::NoColumn(scale.question.clone())),
            }
        }
        if let Some(weighted) = said.weighted {
            self.weighted = weighted && self.with_role(Role::Weight).is_some();
        }
        if let Some(cohorts) = &said.cohorts {
            self.take_cohorts(cohorts, &mut misfits);
        }
        self.filter.clear();
        for filter in &said.filter {
            self.take_filter(filter, &mut misfits);
        }
        misfits.sort();
        misfits.dedup();
        misfits
    }

    /// The place of a column by its name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.questions.iter().position(|q| q.name == name)
    }

    /// The code of a level by its text.
    fn code(&self, at: usize, level: &str, misfits: &mut Vec<Misfit>) -> Option<u32> {
        let question = &self.questions[at];
        let place = question.levels.iter().position(|text| text == level);
        if place.is_none() {
            misfits.push(Misfit::NoLevel {
                question: question.name.clone(),
                level: level.to_owned(),
            });
        }
        place.map(|place| place as u32 + 1)
    }

    fn take_scale(&mut self, at: usize, said: &ScaleDecision, misfits: &mut Vec<Misfit>) {
        let Form::Levels(old) = self.questions[at].form.clone() else {
            misfits.push(Misfit::NoScale(said.question.clone()));
            return;
        };
        let mut codes = |texts: &[String]| -> Vec<u32> {
            let texts = texts.iter();
            texts
                .filter_map(|text| self.code(at, text, misfits))
                .collect()
        };
        let (mut home, mut aside) = (codes(&said.order), codes(&said.aside));
        let top_from = codes(said.top_from.as_slice()).pop();
        let spoken: Vec<u32> = home.iter().chain(&aside).copied().collect();
        let is_new = |code: &u32| !spoken.contains(code);
        // What nothing was said about stands where the file itself puts it.
        for (place, &code) in old.home.iter().enumerate().filter(|(_, code)| is_new(code)) {
            let lower = old.home[..place].iter().rev();
            let after = lower
                .filter_map(|lower| home.iter().position(|c| c == lower))
                .next();
            home.insert(after.map_or(0, |after| after + 1), code);
        }
        aside.extend(old.aside.iter().copied().filter(is_new));
        let inside = home.iter().filter(|code| !aside.contains(code));
        let order: Vec<u32> = inside.copied().collect();
        if order.is_empty() {
            return;
        }
        let places: Vec<Option<usize>> = home
            .iter()
            .map(|code| old.home.iter().position(|c| c == code))
            .collect();
        let in_old_order = places.is_sorted();
        let Some(reading) = self.reading_mut(at) else {
            return;
        };
        let top_from = top_from
            .filter(|code| order.contains(code))
            .or_else(|| Some(old.top_from).filter(|code| order.contains(code)))
            .or_else(|| order.last().copied());
        *reading = Reading {
            middle: old.middle.filter(|code| order.contains(code)),
            top_from: top_from.unwrap_or(old.top_from),
            top_name: None,
            order,
            aside,
            home,
            ..old
        };
        if !in_old_order {
            reading.reordered();
        }
        self.levels_changed(at);
    }

    fn take_cohorts(&mut self, said: &CohortDecision, misfits: &mut Vec<Misfit>) {
        let Some(name) = &said.question else {
            self.set_cohort(None);
            return;
        };
        let Some(at) = self.named(name) else {
            misfits.push(Misfit::NoColumn(name.clone()));
            return;
        };
        if self.questions[at].codes().is_empty() {
            misfits.push(Misfit::NoCohorts(name.clone()));
            return;
        }
        self.set_cohort(Some(at));
        for merged in &said.merged {
            let codes: Vec<u32> = merged
                .iter()
                .filter_map(|text| self.code(at, text, misfits))
                .collect();
            for code in codes.iter().skip(1) {
                let group = |code| {
                    let mut groups = self.cohorts.groups.iter();
                    groups.find(|g| g.codes.contains(code)).map(|g| g.id)
                };
                if let (Some(from), Some(into)) = (group(code), group(&codes[0])) {
                    self.cohorts.merge(from, into);
                }
            }
        }
        if let Some(level) = &said.reference
            && let Some(code) = self.code(at, level, misfits)
        {
            let mut groups = self.cohorts.groups.iter();
            self.cohorts.reference = groups.find(|g| g.codes.contains(&code)).map(|g| g.id);
        }
    }

    fn take_filter(&mut self, said: &FilterDecision, misfits: &mut Vec<Misfit>) {
        let Some(question) = self.named(&said.question) else {
            misfits.push(Misfit::NoColumn(said.question.clone()));
            return;
        };
        let mut codes = |texts: &[String]| -> Vec<u32> {
            let texts = texts.iter();
            texts
                .filter_map(|text| self.code(question, text, misfits))
                .collect()
        };
        let keep = match &said.keep {
            Some(texts) => {
                let mut keep = codes(texts);
                keep.sort_unstable();
                // None of the levels is in this file: that is no reason to show nobody.
                Some(keep).filter(|keep| !keep.is_empty() || texts.is_empty())
            }
            None => {
                let out = codes(&said.leave_out);
                let everything = 0..=self.questions[question].levels.len() as u32;
                let keep = everything.filter(|code| !out.contains(code)).collect();
                Some(keep).filter(|_| !out.is_empty())
            }
        };
        if let Some(keep) = keep.filter(|_| self.cohorts.question != Some(question)) {
            self.filter.push(Clause { question, keep });
        }
    }
}

impl Reading {
    /// What no longer holds once a level was moved along the scale.
    pub(super) fn reordered(&mut self) {
        if self.ramp == Ramp::Kinds {
            self.ramp = Ramp::Ordered;
        }
        // A scale with a middle is one only while as many levels stand on either side as its colours say.
        if matches!(self.ramp, Ramp::Agree | Ramp::Lean) {
            self.middle = None;
            self.ramp = Ramp::Threshold;
        }
        self.scale = None;
        self.top_name = None;
    }
}
