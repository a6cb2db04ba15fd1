//! What the chapter on screen asks of the engine, and the answers sorted by what they are for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::open_file::{OpenFile, Opened};
use super::turns::Turn;
use crate::analysis::{self, Answer, Body, Partial, Plan};
use crate::figure::Counted;
use crate::figure::words::Context;
use crate::report::{FileId, History};
use crate::study::{Group, Role, Study};
use crate::table;

/// The answers on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Whose answers these are, with the words they were asked in.
    pub file: Option<FileId>,
    /// How the file was read.
    pub reading: table::Reading,
    /// What the words of a figure need to know; of the moment the questions were asked.
    pub context: Context,
    /// The share of rows that was counted, where the rest is still on its way.
    pub share: Option<f64>,
    /// The cohorts asked about, in display order.
    pub groups: Vec<Group>,
    /// Per question drawn.
    pub figures: BTreeMap<usize, Arc<Answer>>,
    /// Respondents in view per cohort, in display order.
    pub cohorts: Vec<u64>,
    /// Respondents in view without a cohort.
    pub outside: u64,
    /// Respondents in view per level of each attribute; code k is at k − 1.
    pub facets: BTreeMap<usize, Vec<u64>>,
}

/// What a plan's answer is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum For {
    Cohorts,
    Facet(usize),
    Figure(usize),
}

/// Everything that is asked at one time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) file: FileId,
    pub(super) context: Context,
    pub(super) study: Study,
    pub(super) plans: Vec<(For, Plan)>,
}

/// All that what is counted depends on: the file, how it was read, and the plans.
pub(super) type Counting = (FileId, table::Reading, Vec<Plan>);

impl Asked {
    /// What it has counted.
    pub(super) fn counted(&self) -> Counting {
        let plans = self.plans.iter().map(|(_, plan)| plan.clone());
        (self.file, self.study.reading.clone(), plans.collect())
    }
}

/// Everything the chapter on screen needs to know.
pub(super) fn asked(history: &History, files: &[OpenFile]) -> Option<Asked> {
    let report = history.report();
    let (file, chapter) = (report.current?, report.chapter()?);
    let opened = files
        .iter()
        .find(|f| f.id == file && matches!(f.state, Opened::Ready(_)))?;
    let study = &chapter.study;
    // After undo the worker first builds the table that the study is about.
    if opened.built.as_ref() != Some(&study.reading) {
        return None;
    }
    let mut plans = vec![(For::Cohorts, analysis::ask::cohorts(study))];
    plans.extend(
        study
            .attributes()
            .map(|at| (For::Facet(at), analysis::ask::facet(study, at))),
    );
    let mut questions: Vec<usize> = chapter
        .figures
        .iter()
        .filter_map(|spec| chapter.question(spec.subject))
        .collect();
    questions.sort_unstable();
    questions.dedup();
    plans.extend(
        questions
            .into_iter()
            .filter_map(|at| Some((For::Figure(at), analysis::ask::question(study, at)?))),
    );
    Some(Asked {
        file,
        context: context(opened, study),
        study: study.clone(),
        plans,
    })
}

/// Finishes every partial and puts it where it is for; between figures the page gets a turn where they take long.
/// `share` of the rows are in them, where that is not all.
pub(super) async fn sort_out(asked: &Asked, partials: &[Partial], share: Option<f64>) -> Answers {
    let mut context = asked.context.clone();
    if let Some(share) = share {
        let so_far = format!(
            "the first {:.0} % of the records, counted so far",
            100.0 * share
        );
        context.part = Some(match context.part {
            Some(part) => format!("{so_far}, of {part}"),
            None => so_far,
        });
    }
    let mut answers = Answers {
        share,
        file: Some(asked.file),
        reading: asked.study.reading.clone(),
        context,
        groups: asked.study.cohorts.groups.clone(),
        ..Answers::default()
    };
    let mut figures: Vec<(usize, Answer)> = Vec::new();
    let mut turn = Turn::default();
    for ((what, _), partial) in asked.plans.iter().zip(partials) {
        match *what {
            For::Cohorts => {
                answers.cohorts = partial.cells.iter().map(|cell| cell.asked).collect();
                answers.outside = partial.outside;
            }
            For::Facet(at) => {
                if let Some(Body::Counts(counts)) = partial.cells.first().map(|cell| &cell.body) {
                    answers
                        .facets
                        .insert(at, counts.by_code.iter().map(|tally| tally.count).collect());
                }
            }
            For::Figure(at) => {
                turn.over().await;
                let answer = analysis::answer(&asked.study, at, partial);
                figures.extend(answer.map(|answer| (at, answer)));
            }
        }
    }
    turn.over().await;
    analysis::adjust_together(figures.iter_mut().map(|(_, answer)| answer));
    answers.figures = figures
        .into_iter()
        .map(|(at, answer)| (at, Arc::new(answer)))
        .collect();
    answers
}

fn context(file: &OpenFile, study: &Study) -> Context {
    let question = study.cohorts.question;
    Context {
        file: file.name.clone(),
        synthetic: file.synthetic,
        part: file.portion.said().map(str::to_owned),
        divided_by: question.map(|q| study.questions[q].title(80)),
        by_ai_use: question
            .is_some_and(|q| study.roles[q].role == Role::AiUse && study.cohorts.ordered),
        // Words say so when they are made: it may become known later.
        counted: Counted::default(),
    }
}
