//! What a person says a file means: roles, scales, cohorts, filters, weight. Everything here can be edited and undone.

use std::sync::Arc;

use super::cohort::Cohorts;
use super::dictionary::Ramp;
use super::question::{Form, Question, Reading};
use super::role::{Burnout, Guess, Role, Sure, convention, guess};
use crate::table::{self, FileSummary};

/// Respondents in view are those whose code for `question` is in `keep`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// The question filtered by.
    pub question: usize,
    /// Codes that stay in view, rising; 0 stands for no answer.
    pub keep: Vec<u32>,
}

/// What a person says a file means.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Respondents in use.
    pub rows: u64,
    /// How the file is read, as far as a person said so.
    pub reading: table::Reading,
    /// What these are called, with how many there are; what took none is left away.
    pub left_out: Vec<(String, u64)>,
    /// The columns, in file order.
    pub questions: Vec<Arc<Question>>,
    /// What each column is for.
    pub roles: Vec<Guess>,
    /// Who is compared.
    pub cohorts: Cohorts,
    /// Who is in view; every clause must hold.
    pub filter: Vec<Clause>,
    /// Whether the weight column is in use.
    pub weighted: bool,
}

impl Study {
    /// Reads a file's summary: guesses roles, and takes the AI-use question as cohorts where there is one.
    pub fn of(file: &FileSummary) -> Self {
        let questions: Vec<Question> = file.columns.iter().map(Question::of).collect();
        let ranges: Vec<Option<(f64, f64)>> =
            file.columns.iter().map(|c| c.min.zip(c.max)).collect();
        let roles = guess(&questions, &ranges);
        let mut study = Self {
            rows: file.rows,
            reading: table::Reading::default(),
            left_out: file
                .excluded
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(what, count)| (what.told(*count), *count))
                .collect(),
            questions: questions.into_iter().map(Arc::new).collect(),
            roles,
            cohorts: Cohorts::default(),
            filter: Vec::new(),
            weighted: false,
        };
        for at in 0..study.questions.len() {
            study.take_convention(at);
        }
        study.weighted = study
            .with_role(Role::Weight)
            .is_some_and(|at| study.roles[at].sure >= Sure::Likely);
        let divide = study
            .with_role(Role::AiUse)
            .or_else(|| study.next_best_cohort());
        study.cohorts = Cohorts::by(&study.questions, divide);
        study
    }

    /// The first question with a role.
    pub fn with_role(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|guess| guess.role == role)
    }

    /// The question about burnout that is shown first: a symptom before an opinion before a behaviour.
    pub fn burnout(&self) -> Option<usize> {
        [Burnout::Symptom, Burnout::Opinion, Burnout::Behaviour]
            .into_iter()
            .find_map(|kind| self.with_role(Role::Burnout(kind)))
    }

    /// The weight column, while it is in use.
    pub fn weight(&self) -> Option<usize> {
        self.with_role(Role::Weight).filter(|_| self.weighted)
    }

    /// Questions that respondents in view can be chosen by.
    pub fn attributes(&self) -> impl Iterator<Item = usize> {
        let cohort = self.cohorts.question;
        (0..self.questions.len()).filter(move |&i| {
            matches!(self.roles[i].role, Role::Attribute)
                && Some(i) != cohort
                && self.questions[i].codes().len() > 1
        })
    }

    /// Whether a column without a role of its own holds the kind of answers that a role asks for.
    pub fn could_be(&self, at: usize, role: Role) -> bool {
        let question = &self.questions[at];
        let scale = match &question.form {
            Form::Levels(reading) => reading.scale,
            _ => None,
        };
        let name = format!("{} {}", question.name, question.wording).to_lowercase();
        let says = |any: &[&str]| any.iter().any(|word| name.contains(word));
        let answers_fit = match role {
            Role::DeploymentFrequency => matches!(scale, Some("frequency" | "how often" | "bands")),
            Role::Burnout(_) => matches!(
                scale,
                Some("agreement" | "extent" | "how often" | "frequency")
            ),
            Role::RecoveryTime => {
                let number = matches!(question.form, Form::Number { .. })
                    && question.range.is_some_and(|(low, _)| low >= 0.0);
                let named = says(&[
                    "hour", "time", "minute", "day", "long", "recover", "restor", "mttr", "resol",
                ]);
                named && (number || scale == Some("bands"))
            }
            Role::RollbackShare => {
                let percent = question
                    .range
                    .is_some_and(|(low, high)| low >= 0.0 && high <= 100.0);
                percent
                    && says(&[
                        "percent", "share", "rate", "fail", "rollback", "hotfix", "%", "propor",
                    ])
            }
            _ => true,
        };
        answers_fit
            && role.fits(question)
            && self.roles[at].role == Role::Question
            && self.cohorts.question != Some(at)
    }

    /// Gives a column a role; a role that only one column may have is taken from the other. False where it does not fit.
    pub fn set_role(&mut self, at: usize, role: Role) -> bool {
        let Some(question) = self.questions.get(at) else {
            return false;
        };
        if !role.fits(question) {
            return false;
        }
        let single = matches!(
            role,
            Role::AiUse
                | Role::DeploymentFrequency
                | Role::RollbackShare
                | Role::RecoveryTime
                | Role::Weight
        );
        if let Some(other) = self.with_role(role).filter(|&other| single && other != at) {
            let fallback = if self.questions[other].is_drawable() {
                Role::Question
            } else {
                Role::Unused
            };
            self.roles[other] = Guess {
                role: fallback,
                sure: Sure::Sure,
            };
        }
        let before = self.roles[at].role;
        self.roles[at] = Guess {
            role,
            sure: Sure::Sure,
        };
        self.take_convention(at);
        if role == Role::Weight {
            self.weighted = true;
        }
        if before == Role::Weight && role != Role::Weight {
            self.weighted = false;
        }
        if role == Role::AiUse {
            self.set_cohort(Some(at));
        }
        true
    }

    /// Divides respondents by another question, or not at all. A filter on that question goes.
    pub fn set_cohort(&mut self, question: Option<usize>) {
        self.cohorts = Cohorts::by(&self.questions, question);
        self.filter
            .retain(|clause| Some(clause.question) != self.cohorts.question);
    }

    /// How the levels of a question are read, to change; none for other questions.
    pub(super) fn reading_mut(&mut self, at: usize) -> Option<&mut Reading> {
        match &mut Arc::make_mut(self.questions.get_mut(at)?).form {
            Form::Levels(reading) => Some(reading),
            _ => None,
        }
    }

    /// Moves a level up or down its scale; an unordered question becomes an ordered one.
    pub fn move_level(&mut self, at: usize, code: u32, up: bool) -> bool {
        let Some(reading) = self.reading_mut(at) else {
            return false;
        };
        let Some(from) = reading.order.iter().position(|&c| c == code) else {
            return false;
        };
        let Some(to) = (if up {
            from.checked_add(1).filter(|&to| to < reading.order.len())
        } else {
            from.checked_sub(1)
        }) else {
            return false;
        };
        let (a, b) = (reading.order[from], reading.order[to]);
        reading.order.swap(from, to);
        for known in &mut reading.home {
            *known = if *known == a {
                b
            } else if *known == b {
                a
            } else {
                *known
            };
        }
        if reading.ramp == Ramp::Kinds {
            reading.top_from = reading.order.last().copied().unwrap_or(code);
        }
        reading.reordered();
        self.levels_changed(at);
        true
    }

    /// Takes a level out of the base, or back in. The last level in the base stays.
    pub fn set_aside(&mut self, at: usize, code: u32, aside: bool) -> bool {
        let Some(reading) = self.reading_mut(at) else {
            return false;
        };
        if aside {
            let place = reading
                .order
                .iter()
                .position(|&c| c == code)
                .filter(|_| reading.order.len() > 1);
            let Some(place) = place else { return false };
            reading.order.remove(place);
            reading.aside.push(code);
            if reading.middle == Some(code) {
                reading.middle = None;
            }
            if reading.top_from == code {
                // The next higher level leads, never a lower one; above the highest there is only the highest.
                reading.top_from = reading.order[place.min(reading.order.len() - 1)];
            }
        } else {
            let Some(place) = reading.aside.iter().position(|&c| c == code) else {
                return false;
            };
            reading.aside.remove(place);
            let after = reading.home.iter().position(|&c| c == code);
            let higher = after
                .map(|after| &reading.home[after + 1..])
                .unwrap_or_default();
            let to = match after {
                None => 0,
                Some(_) => reading
                    .order
                    .iter()
                    .position(|c| higher.contains(c))
                    .unwrap_or(reading.order.len()),
            };
            reading.order.insert(to, code);
            if after.is_none() {
                reading.home.insert(0, code);
            }
        }
        reading.top_name = None;
        self.levels_changed(at);
        true
    }

    /// Lets the headline count from another level.
    pub fn set_top(&mut self, at: usize, code: u32) -> bool {
        let Some(reading) = self.reading_mut(at) else {
            return false;
        };
        if !reading.order.contains(&code) {
            return false;
        }
        reading.top_from = code;
        reading.top_name = None;
        true
    }

    /// Chooses who stays in view by one level of a question: takes it in or out of the clause.
    pub fn toggle(&mut self, question: usize, code: u32) -> bool {
        let all = match self.questions.get(question) {
            Some(q) => q.codes(),
            None => return false,
        };
        if !all.contains(&code) {
            return false;
        }
        let place = self.filter.iter().position(|c| c.question == question);
        let mut keep = place
            .map(|p| self.filter[p].keep.clone())
            .unwrap_or_default();
        flip(&mut keep, code);
        // The last level taken back shows all again.
        if keep.is_empty() {
            self.filter.retain(|c| c.question != question);
        } else {
            self.keep(question, keep, all.len());
        }
        true
    }

    /// Takes one level of a question out of view, or back in. Whoever gave another answer, or none, stays.
    pub fn exclude(&mut self, question: usize, code: u32) -> bool {
        let Some(asked) = self.questions.get(question) else {
            return false;
        };
        if !asked.codes().contains(&code) {
            return false;
        }
        let everything: Vec<u32> = (0..=asked.levels.len() as u32).collect();
        let mut keep = self
            .filter
            .iter()
            .find(|c| c.question == question)
            .map_or_else(|| everything.clone(), |c| c.keep.clone());
        flip(&mut keep, code);
        self.keep(question, keep, everything.len());
        true
    }

    /// Puts a clause in place of the question's old one; one that keeps everything is none.
    fn keep(&mut self, question: usize, mut keep: Vec<u32>, all: usize) {
        keep.sort_unstable();
        self.filter.retain(|c| c.question != question);
        if keep.len() < all {
            self.filter.push(Clause { question, keep });
        }
    }

    fn take_convention(&mut self, at: usize) {
        if let Some(code) = convention(self.roles[at].role, &self.questions[at])
            && let Form::Levels(reading) = &mut Arc::make_mut(&mut self.questions[at]).form
        {
            reading.top_from = code;
            reading.top_name = None;
        }
    }

    /// Cohorts and filters follow when the levels of their question changed.
    pub(super) fn levels_changed(&mut self, at: usize) {
        if self.cohorts.question == Some(at) {
            let reference = self
                .cohorts
                .reference
                .and_then(|id| self.cohorts.groups.iter().find(|g| g.id == id))
                .map(|g| g.name.clone());
            self.cohorts = Cohorts::by(&self.questions, Some(at));
            self.cohorts.reference = reference
                .and_then(|name| self.cohorts.groups.iter().find(|g| g.name == name))
                .map(|g| g.id);
        }
        let inside = self.questions[at].codes();
        for clause in &mut self.filter {
            if clause.question == at {
                clause
                    .keep
                    .retain(|code| *code == 0 || inside.contains(code));
            }
        }
        self.filter.retain(|clause| !clause.keep.is_empty());
    }

    /// Without a question about AI use: the attribute with the most even, not too many levels.
    fn next_best_cohort(&self) -> Option<usize> {
        let attributes = (0..self.questions.len()).filter(|&i| {
            self.roles[i].role == Role::Attribute && !is_no_first_choice(&self.questions[i])
        });
        attributes
            .filter(|&i| {
                (2..=7).contains(&self.questions[i].codes().len())
                    && matches!(self.questions[i].form, Form::Levels(_))
            })
            .max_by_key(|&i| {
                let Form::Levels(reading) = &self.questions[i].form else {
                    return (0, std::cmp::Reverse(i));
                };
                let least = reading
                    .order
                    .iter()
                    .map(|&code| self.questions[i].counts[code as usize - 1])
                    .min()
                    .unwrap_or(0);
                (least.min(30), std::cmp::Reverse(i))
            })
    }
}

/// Whether a column is no first choice for cohorts: it tells how the answer came in, or what nobody should be sorted by
/// unasked.
fn is_no_first_choice(question: &Question) -> bool {
    const WORDS: &[&str] = &[
        "status",
        "finished",
        "progress",
        "collector",
        "channel",
        "language",
        "version",
        "browser",
        "gender",
        "sex",
        "race",
        "ethnicity",
        "religion",
        "nationality",
        "orientation",
        "disability",
        "disorder",
        "health",
        "salary",
        "income",
        "compensation",
        "pay",
        "wage",
        "zip",
        "zipcode",
        "postal",
        "postcode",
        "plz",
    ];
    question
        .words()
        .iter()
        .any(|word| WORDS.contains(&word.as_str()))
}

/// Takes a code in, or out.
fn flip(keep: &mut Vec<u32>, code: u32) {
    match keep.iter().position(|&c| c == code) {
        Some(i) => {
            keep.remove(i);
        }
        None => keep.push(code),
    }
}
