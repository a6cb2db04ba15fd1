//! A report: one chapter per file.

use std::collections::BTreeMap;

use crate::figure::{FigureId, Spec, Subject};
use crate::study::{Role, Study};

/// A file among the files opened; never given twice.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FileId(pub u32);

/// Everything a person can change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The file on screen.
    pub current: Option<FileId>,
    /// What is said of each file.
    pub chapters: BTreeMap<FileId, Chapter>,
    /// Chapters left out, kept as they were.
    pub shelf: BTreeMap<FileId, Chapter>,
}

/// What is said of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
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
    pub fn of(study: Study) -> Self {
        let mut chapter = Self {
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
                && chapter.study.questions[at].is_drawable()
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
