//! The ways a report changes. Each is pure, named for the undo button, and refuses with a sentence.

use thiserror::Error;

use super::chapter::{Chapter, Delivering, FileId, Report};
use crate::figure::{FigureId, Subject};
use crate::study::{Role, cohort};

/// The name of the step that a new file makes.
pub const ADDED: &str = "file added";

/// A change to a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A file was read.
    AddStudy {
        /// The file.
        file: FileId,
        /// What is said of it.
        chapter: Box<Chapter>,
    },
    /// A file is read in another way.
    Reread {
        /// The file.
        file: FileId,
        /// What is said of it now.
        chapter: Box<Chapter>,
        /// What a person changed about how it is read.
        step: &'static str,
    },
    /// Files go, of which each is in use.
    RemoveStudies(Vec<FileId>),
    /// A file that was left out comes back as it was.
    RestoreStudy(FileId),
    /// Another file comes on screen.
    Show(FileId),
    /// Respondents are divided by another question, or not at all.
    SetCohort(Option<usize>),
    /// A column is for something else.
    SetRole {
        /// The column.
        question: usize,
        /// What it is for.
        role: Role,
    },
    /// A level moves along its scale.
    MoveLevel {
        /// The column.
        question: usize,
        /// The level.
        code: u32,
        /// Towards the high end.
        up: bool,
    },
    /// A level leaves the base, or comes back.
    SetAside {
        /// The column.
        question: usize,
        /// The level.
        code: u32,
        /// Whether it leaves.
        aside: bool,
    },
    /// The headline counts from another level.
    SetTop {
        /// The column.
        question: usize,
        /// The lowest level counted.
        code: u32,
    },
    /// Others are compared with this cohort.
    SetReference(usize),
    /// A cohort goes into another.
    MergeCohorts {
        /// Id of the cohort that goes.
        from: usize,
        /// Id of the cohort that stays.
        into: usize,
    },
    /// Every merged cohort comes back.
    SplitCohorts,
    /// One level of an attribute comes into the choice of who is in view, or leaves it.
    Toggle {
        /// The column.
        question: usize,
        /// The level.
        code: u32,
    },
    /// One level of an attribute leaves the view, or comes back.
    Exclude {
        /// The column.
        question: usize,
        /// The level.
        code: u32,
    },
    /// A filter goes.
    ClearFilter(usize),
    /// Every filter goes.
    ClearFilters,
    /// The weight column comes into use, or out of it.
    SetWeighted(bool),
    /// A figure comes to the page.
    AddFigure(usize),
    /// A figure leaves the page.
    RemoveFigure(FigureId),
    /// A figure is drawn as another chart.
    ChooseChart {
        /// The figure.
        figure: FigureId,
        /// Id of the chart.
        chart: &'static str,
    },
    /// Something else is said of deliveries, or asked of them.
    Deliver {
        /// All that is said now.
        delivery: Box<Delivering>,
        /// What a person changed.
        step: &'static str,
    },
    /// A figure is about another question.
    ChooseSubject {
        /// The figure.
        figure: FigureId,
        /// What it is about.
        subject: Subject,
    },
}

/// Why a change was not made.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum Refused {
    /// No file is open.
    #[error("Nothing is open yet: drop a file first.")]
    NothingOpen,
    /// The file, column, level or figure is not there.
    #[error("That is no longer there: the page shows what is.")]
    Gone,
    /// The column's answers cannot have that role.
    #[error("That column's answers do not fit the role: it needs other answers.")]
    DoesNotFit,
    /// The cohorts are not neighbours on their scale.
    #[error("Only neighbours on a scale can be merged.")]
    NotNeighbours,
    /// Nothing would change.
    #[error("That is how it is already.")]
    NoChange,
}

impl Command {
    /// In a few words, for the undo button.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AddStudy { .. } => ADDED,
            Self::Reread { step, .. } | Self::Deliver { step, .. } => step,
            Self::RemoveStudies(files) if files.len() > 1 => "files left out",
            Self::RemoveStudies(_) => "file left out",
            Self::RestoreStudy(_) => "file back in use",
            Self::Show(_) => "other file",
            Self::SetCohort(_) => "cohort question",
            Self::SetRole { .. } => "role",
            Self::MoveLevel { .. } => "order of levels",
            Self::SetAside { .. } => "level in or out of the base",
            Self::SetTop { .. } => "levels counted",
            Self::SetReference(_) => "reference cohort",
            Self::MergeCohorts { .. } => "cohorts merged",
            Self::SplitCohorts => "cohorts split",
            Self::Toggle { .. } | Self::Exclude { .. } => "filter",
            Self::ClearFilter(_) | Self::ClearFilters => "filter cleared",
            Self::SetWeighted(_) => "weights",
            Self::AddFigure(_) => "figure added",
            Self::RemoveFigure(_) => "figure removed",
            Self::ChooseChart { .. } => "chart",
            Self::ChooseSubject { .. } => "question of a figure",
        }
    }
}

impl Report {
    /// Makes the change, or says why not and leaves everything as it was.
    pub fn apply(&mut self, command: Command) -> Result<(), Refused> {
        match command {
            Command::AddStudy { file, chapter } => {
                self.chapters.insert(file, *chapter);
                self.current = Some(file);
                return Ok(());
            }
            Command::Reread { file, chapter, .. } => {
                *self.chapters.get_mut(&file).ok_or(Refused::Gone)? = *chapter;
                return Ok(());
            }
            Command::Deliver { delivery, .. } => {
                self.delivery = *delivery;
                return Ok(());
            }
            Command::RemoveStudies(files) => {
                for file in files {
                    let chapter = self.chapters.remove(&file).ok_or(Refused::Gone)?;
                    self.shelf.insert(file, chapter);
                }
                let is_there = |file: &FileId| self.chapters.contains_key(file);
                if !self.current.as_ref().is_some_and(is_there) {
                    self.current = self.chapters.keys().next_back().copied();
                }
                return Ok(());
            }
            Command::RestoreStudy(file) => {
                let chapter = self.shelf.remove(&file).ok_or(Refused::Gone)?;
                self.chapters.insert(file, chapter);
                self.current = Some(file);
                return Ok(());
            }
            Command::Show(file) => {
                if !self.chapters.contains_key(&file) {
                    return Err(Refused::Gone);
                }
                if self.current == Some(file) {
                    return Err(Refused::NoChange);
                }
                self.current = Some(file);
                return Ok(());
            }
            _ => {}
        }
        let chapter = self.chapter_mut().ok_or(Refused::NothingOpen)?;
        let study = &mut chapter.study;
        let done = |yes: bool| if yes { Ok(()) } else { Err(Refused::Gone) };
        match command {
            Command::SetCohort(question) => {
                if question
                    .is_some_and(|q| study.questions.get(q).is_none_or(|q| q.codes().is_empty()))
                {
                    return Err(Refused::DoesNotFit);
                }
                study.set_cohort(question);
                Ok(())
            }
            Command::SetRole { question, role } => {
                if study.set_role(question, role) {
                    Ok(())
                } else {
                    Err(Refused::DoesNotFit)
                }
            }
            Command::MoveLevel { question, code, up } => done(study.move_level(question, code, up)),
            Command::SetAside {
                question,
                code,
                aside,
            } => done(study.set_aside(question, code, aside)),
            Command::SetTop { question, code } => done(study.set_top(question, code)),
            Command::SetReference(id) => {
                study.cohorts.position(id).ok_or(Refused::Gone)?;
                study.cohorts.reference = Some(id);
                Ok(())
            }
            Command::MergeCohorts { from, into } => {
                if !cohort::is_neighbour(&study.cohorts, from, into) {
                    return Err(Refused::NotNeighbours);
                }
                done(study.cohorts.merge(from, into))
            }
            Command::SplitCohorts => {
                study.set_cohort(study.cohorts.question);
                Ok(())
            }
            Command::Toggle { question, code } => done(study.toggle(question, code)),
            Command::Exclude { question, code } => done(study.exclude(question, code)),
            Command::ClearFilter(question) => {
                study.filter.retain(|clause| clause.question != question);
                Ok(())
            }
            Command::ClearFilters => {
                study.filter.clear();
                Ok(())
            }
            Command::SetWeighted(yes) => {
                if yes && study.with_role(Role::Weight).is_none() {
                    return Err(Refused::Gone);
                }
                study.weighted = yes;
                Ok(())
            }
            Command::AddFigure(question) => {
                if study
                    .questions
                    .get(question)
                    .is_none_or(|q| !q.is_drawable())
                {
                    return Err(Refused::DoesNotFit);
                }
                chapter.add(Subject::Question(question));
                Ok(())
            }
            Command::RemoveFigure(id) => {
                let before = chapter.figures.len();
                chapter.figures.retain(|spec| spec.id != id);
                done(chapter.figures.len() < before)
            }
            Command::ChooseChart { figure, chart } => {
                let spec = chapter
                    .figures
                    .iter_mut()
                    .find(|spec| spec.id == figure)
                    .ok_or(Refused::Gone)?;
                spec.chart = Some(chart);
                Ok(())
            }
            Command::ChooseSubject { figure, subject } => {
                let spec = chapter
                    .figures
                    .iter_mut()
                    .find(|spec| spec.id == figure)
                    .ok_or(Refused::Gone)?;
                spec.subject = subject;
                spec.chart = None;
                Ok(())
            }
            Command::AddStudy { .. }
            | Command::Reread { .. }
            | Command::Deliver { .. }
            | Command::RemoveStudies(_)
            | Command::RestoreStudy(_)
            | Command::Show(_) => Err(Refused::NoChange),
        }
    }
}
