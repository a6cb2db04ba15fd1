//! Undo and redo of everything, with named steps.

use super::chapter::Report;
use super::command::{ADDED, Command, Refused};

/// A report with the way it came about.
#[derive(Clone, Debug, Default)]
pub struct History {
    report: Report,
    past: Vec<(&'static str, Report)>,
    future: Vec<(&'static str, Report)>,
}

impl History {
    /// The report as it is now.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Makes a change that can be undone. A refused change leaves everything as it was.
    pub fn run(&mut self, command: Command) -> Result<(), Refused> {
        let name = command.name();
        let before = self.report.clone();
        self.report.apply(command)?;
        if self.report == before {
            return Err(Refused::NoChange);
        }
        self.past.push((name, before));
        self.future.clear();
        Ok(())
    }

    /// Name of the step that [`History::undo`] takes back.
    pub fn undoable(&self) -> Option<&'static str> {
        self.past.last().map(|(name, _)| *name)
    }

    /// Name of the step that [`History::redo`] makes again.
    pub fn redoable(&self) -> Option<&'static str> {
        self.future.last().map(|(name, _)| *name)
    }

    /// Whether any step but of opening files has been made and not taken back.
    pub fn has_decisions(&self) -> bool {
        self.past.iter().any(|(name, _)| *name != ADDED)
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        if let Some((name, before)) = self.past.pop() {
            self.future
                .push((name, std::mem::replace(&mut self.report, before)));
        }
    }

    /// Makes the step again that was taken back last.
    pub fn redo(&mut self) {
        if let Some((name, after)) = self.future.pop() {
            self.past
                .push((name, std::mem::replace(&mut self.report, after)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::report::{Chapter, FileId};
    use crate::source::Reader;
    use crate::study::Role;
    use crate::table::{FileSummary, Reading, Scan, build, infer};

    fn chapter(text: &str) -> Chapter {
        let mut reader = Reader::new("test.csv");
        reader.push(text.as_bytes());
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let (table, problems) = build(&opened.records, &schema);
        let summary = FileSummary::of(&opened, &scan, &schema, &table, problems);
        Chapter::of(Arc::new(summary), Reading::default())
    }

    fn opened() -> History {
        let rows = "Daily,Weekly,France\nWeekly,Daily,India\nMonthly,Monthly,France\n".repeat(12);
        let mut history = History::default();
        let chapter = Box::new(chapter(&format!("AI use,Deploys,Country\n{rows}")));
        history
            .run(Command::AddStudy {
                file: FileId(1),
                chapter,
            })
            .unwrap();
        history
    }

    #[test]
    fn every_change_is_taken_back_and_made_again() {
        let mut history = opened();
        assert!(!history.has_decisions());
        let study = &history.report().chapter().unwrap().study;
        let deploys = study.with_role(Role::DeploymentFrequency).unwrap();
        let country = study
            .questions
            .iter()
            .position(|q| q.name == "Country")
            .unwrap();
        let code = study.questions[deploys].codes()[0];
        let first = study.cohorts.groups[0].id;
        let second = study.cohorts.groups[1].id;
        let figure = history.report().chapter().unwrap().figures[0].id;
        let commands = [
            Command::SetReference(first),
            Command::MergeCohorts {
                from: first,
                into: second,
            },
            Command::SplitCohorts,
            Command::SetCohort(Some(country)),
            Command::Toggle {
                question: deploys,
                code,
            },
            Command::Exclude {
                question: deploys,
                code,
            },
            Command::ClearFilters,
            Command::SetTop {
                question: deploys,
                code,
            },
            Command::MoveLevel {
                question: deploys,
                code,
                up: true,
            },
            Command::SetAside {
                question: deploys,
                code,
                aside: true,
            },
            Command::SetRole {
                question: deploys,
                role: Role::Question,
            },
            Command::AddFigure(deploys),
            Command::ChooseChart {
                figure,
                chart: "shares",
            },
            Command::Reread {
                file: FileId(1),
                chapter: Box::new(chapter("AI use,Deploys\nDaily,Weekly\nWeekly,Daily\n")),
                step: "reading of a column",
            },
            Command::RemoveFigure(figure),
            Command::RemoveStudies(vec![FileId(1)]),
        ];
        let mut steps = vec![history.report().clone()];
        for command in commands {
            match history.run(command.clone()) {
                Ok(()) => {
                    steps.push(history.report().clone());
                    if let Some(chapter) = history.report().chapter() {
                        let again = chapter.carry(chapter.summary.clone(), Reading::default());
                        assert_eq!(again, (chapter.clone(), Vec::new()), "{command:?}");
                    }
                }
                Err(Refused::NoChange) => {}
                Err(refused) => panic!("{command:?}: {refused}"),
            }
        }
        assert!(steps.len() > 12, "{} steps changed something", steps.len());
        assert!(history.has_decisions());
        for step in steps.iter().rev().skip(1) {
            history.undo();
            assert_eq!(history.report(), step);
        }
        assert!(!history.has_decisions());
        for step in steps.iter().skip(1) {
            history.redo();
            assert_eq!(history.report(), step);
        }
    }

    #[test]
    fn a_refused_change_leaves_everything_as_it_was() {
        let mut history = opened();
        let before = history.report().clone();
        let refused = [
            Command::SetCohort(Some(99)),
            Command::SetRole {
                question: 0,
                role: Role::Weight,
            },
            Command::MoveLevel {
                question: 0,
                code: 77,
                up: true,
            },
            Command::MergeCohorts { from: 0, into: 2 },
            Command::SetReference(9),
            Command::AddFigure(99),
            Command::SetWeighted(true),
            Command::Show(FileId(4)),
            Command::Toggle {
                question: 99,
                code: 1,
            },
        ];
        for command in refused {
            assert!(history.run(command.clone()).is_err(), "{command:?}");
            assert_eq!(history.report(), &before, "{command:?}");
        }
    }

    #[test]
    fn a_change_after_undo_forgets_what_was_undone() {
        let mut history = opened();
        history.run(Command::SetCohort(None)).unwrap();
        history.undo();
        assert_eq!(history.redoable(), Some("cohort question"));
        history.run(Command::SplitCohorts).unwrap_err();
        assert_eq!(history.redoable(), Some("cohort question"));
        history.run(Command::SetReference(0)).unwrap();
        assert_eq!(history.redoable(), None);
    }
}
