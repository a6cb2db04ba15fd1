//! A file that was opened, and what became of it.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use super::portion::{Portion, Weight};
use crate::engine::protocol::Progress;
use crate::report::FileId;
use crate::table::{Doubt, FileSummary, Reading};

/// A file a person opened, whatever became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFile {
    /// Its number.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: f64,
    /// Whether it is the synthetic sample.
    pub synthetic: bool,
    /// Whether it came out of a container with a bigger table, and waits to be used.
    pub aside: bool,
    /// Whether the tables in it are being taken out, while it is being read.
    pub unpacking: bool,
    /// What its cells do not settle, worst first, each with the name of its column.
    pub doubts: Vec<(String, Doubt)>,
    /// How much of it is read.
    pub portion: Portion,
    /// How the worker built it last; none where it holds it no more.
    pub built: Option<Reading>,
    /// What became of it.
    pub state: Opened,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// It is being read.
    Reading {
        /// How far.
        progress: Progress,
        /// Since when, in milliseconds of the page's clock.
        since: f64,
        /// Milliseconds spent so far.
        spent: f64,
    },
    /// It is not read, for the device is unlikely to hold it; a person chooses.
    TooBig(Weight),
    /// It can be asked.
    Ready(Arc<FileSummary>),
    /// A person stopped it.
    Stopped,
    /// Nothing of it could be read; the sentence says why.
    Failed(String),
}

impl Opened {
    /// Reading of so many bytes that has just begun.
    pub(super) fn begun(bytes: f64, since: f64) -> Opened {
        let progress = Progress {
            of_bytes: bytes as u64,
            ..Progress::default()
        };
        Opened::Reading {
            progress,
            since,
            spent: 0.0,
        }
    }
}

impl Desk {
    /// Whether it can be asked.
    pub(super) fn is_ready(self, id: FileId) -> bool {
        self.files.with_untracked(|files| {
            let is_it = |f: &OpenFile| f.id == id && matches!(f.state, Opened::Ready(_));
            files.iter().any(is_it)
        })
    }

    /// Whether the reading that began at `since` is still wanted.
    pub(super) fn is_reading(self, id: FileId, since: f64) -> bool {
        self.files.with_untracked(|files| {
            files.iter().any(|f| {
                f.id == id && matches!(f.state, Opened::Reading { since: now, .. } if now == since)
            })
        })
    }

    /// Whether a file waits beside a bigger one of the same container.
    pub(super) fn is_aside(self, id: FileId) -> bool {
        self.files
            .with_untracked(|files| files.iter().any(|f| f.id == id && f.aside))
    }

    pub(super) fn set_state(self, id: FileId, state: Opened) {
        self.change(id, |file| file.state = state);
    }

    pub(super) fn change(self, id: FileId, change: impl FnOnce(&mut OpenFile)) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|f| f.id == id) {
                change(file);
            }
        });
    }
}
