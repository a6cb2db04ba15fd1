//! A report: one chapter per file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::delivery::{Asked, Guess};
use crate::figure::{FigureId, Spec, Subject};
use crate::study::{Decisions, Misfit, Role, Study};
use crate::table::{FileSummary, Reading};

/// A file among the files opened; never given twice.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FileId(pub u32);

/// What is said of the exports of delivery tools, and asked of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delivering {
    /// What is asked.
    pub asked: Asked,
    /// Whether only the past is described.
    pub describes: bool,
    /// Whether what was published of the same metrics is told beside them.
    pub shows_published: bool,
    /// What exports are, where a person says otherwise than what they look like.
    pub said: BTreeMap<FileId, Guess>,
    /// Files that look like exports, and of which a person says that they are none.
    pub none: BTreeSet<FileId>,
}

/// Everything a person can change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The file on screen.
    pub current: Option<FileId>,
    /// What is said of each file.
    pub chapters: BTreeMap<FileId, Chapter>,
    /// Chapters left out, kept as they were.
    pub shelf: BTreeMap<FileId, Chapter>,
    /// What is said of deliveries.
    pub delivery: Delivering,
}

/// What is said of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// What was read of the file.
    pub summary: Arc<FileSummary>,
    /// What the columns mean and who is compared.
    pub study: Study,
    /// The figures, in page order: the four outcomes first.
    pub figures: Vec<Spec>,
    /// The next figure's id.
    next_figure: u32,
}

impl Report {
    /// The chapter on screen.
    pub fn chapter(&self) -> Option<&Chapter> {
        self.chapters.get(&self.current?)
    }

    /// The chapter on screen, to change.
    pub(super) fn chapter_mut(&mut self) -> Option<&mut Chapter> {
        self.chapters.get_mut(&self.current?)
    }
}

impl Chapter {
    /// A chapter with the four outcomes first. Where the file lacks some, its first other questions take their place, and
    /// what is lacking comes last.
    pub fn of(summary: Arc<FileSummary>, reading: Reading) -> Self {
        let study = Study {
            reading,
            ..Study::of(&summary)
        };
        let mut chapter = Self {
            summary,
            study,
            figures: Vec::new(),
            next_figure: 0,
        };
        let outcomes = [
            Subject::DeploymentFrequency,
            Subject::RollbackShare,
            Subject::RecoveryTime,
            Subject::Burnout(None),
        ];
        let (found, lacking): (Vec<Subject>, Vec<Subject>) = outcomes
            .into_iter()
            .partition(|&s| chapter.question(s).is_some());
        let others = (0..chapter.study.questions.len()).filter(|&at| {
            chapter.study.roles[at].role == Role::Question
                && chapter.study.questions[at].varies()
                && chapter.study.cohorts.question != Some(at)
        });
        let others: Vec<Subject> = others
            .take(outcomes.len() - found.len())
            .map(Subject::Question)
            .collect();
        for subject in found.into_iter().chain(others).chain(lacking) {
            chapter.add(subject);
        }
        chapter
    }

    /// The same chapter of the same file read in another way: what was said is said again, and what no longer fits is listed.
    pub fn carry(&self, summary: Arc<FileSummary>, reading: Reading) -> (Self, Vec<Misfit>) {
        let suggested = Self::of(self.summary.clone(), self.study.reading.clone());
        let said = Decisions::between(&suggested.study, &self.study);
        let mut chapter = Self::of(summary, reading);
        let mut misfits = chapter.study.take(&said);
        if self.figures != suggested.figures {
            chapter.figures.clear();
            for spec in &self.figures {
                match self.subject_in(spec.subject, &chapter.study) {
                    Ok(subject) => chapter.figures.push(Spec { subject, ..*spec }),
                    Err(misfit) => misfits.push(misfit),
                }
            }
            chapter.next_figure = self.next_figure;
        }
        (chapter, misfits)
    }

    /// What a figure of this chapter is about, in another study.
    fn subject_in(&self, subject: Subject, study: &Study) -> Result<Subject, Misfit> {
        let named = |at: usize| {
            let name = self.study.questions.get(at).map(|q| q.name.as_str());
            let name = name.unwrap_or_default();
            study
                .named(name)
                .ok_or_else(|| Misfit::NoColumn(name.to_owned()))
        };
        match subject {
            Subject::Question(at) => named(at).map(Subject::Question),
            Subject::Burnout(Some(at)) => named(at).map(|at| Subject::Burnout(Some(at))),
            other => Ok(other),
        }
    }

    /// Puts a figure at the end of the page.
    pub(super) fn add(&mut self, subject: Subject) -> FigureId {
        let id = FigureId(self.next_figure);
        self.next_figure += 1;
        self.figures.push(Spec {
            id,
            subject,
            chart: None,
        });
        id
    }

    /// Puts a figure drawn as a certain chart at the end of the page.
    pub(super) fn draw(&mut self, subject: Subject, chart: Option<&'static str>) {
        self.add(subject);
        if let Some(spec) = self.figures.last_mut() {
            spec.chart = chart;
        }
    }

    /// The column a subject stands for; none where no column has the role.
    pub fn question(&self, subject: Subject) -> Option<usize> {
        match subject {
            Subject::DeploymentFrequency => self.study.with_role(Role::DeploymentFrequency),
            Subject::RollbackShare => self.study.with_role(Role::RollbackShare),
            Subject::RecoveryTime => self.study.with_role(Role::RecoveryTime),
            Subject::Burnout(chosen) => {
                let is_burnout = |at: &usize| {
                    matches!(
                        self.study.roles.get(*at).map(|g| g.role),
                        Some(Role::Burnout(_))
                    )
                };
                chosen.filter(is_burnout).or_else(|| self.study.burnout())
            }
            Subject::Question(at) => Some(at).filter(|&at| at < self.study.questions.len()),
        }
    }
}
