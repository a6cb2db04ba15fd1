//! Undo and redo of everything, with named steps.

use super::chapter::Report;
use super::command::{Command, Refused};

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
