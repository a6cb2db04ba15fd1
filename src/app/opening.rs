//! Files on their way in: what became of each, and the steps from a handle to a study.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Blob;

use super::desk::Desk;
use super::outside::{self, Detail};
use super::page::Page;
use crate::engine::EngineError;
use crate::engine::protocol::Progress;
use crate::report::{Command, FileId};
use crate::study::Study;
use crate::table::{FileSummary, infer};

/// The sample that is one click away.
pub const SAMPLE: &str = include_str!("../../public/sample/survey.csv");
/// What the sample is called wherever a file's name appears.
pub const SAMPLE_NAME: &str = "synthetic-sample.csv";

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
    /// It can be asked.
    Ready(Arc<FileSummary>),
    /// A person stopped it.
    Stopped,
    /// Nothing of it could be read; the sentence says why.
    Failed(String),
}

impl Desk {
    /// Opens the synthetic sample.
    pub fn open_sample(self) {
        if let Some(blob) = outside::blob_of(SAMPLE) {
            self.open_as(SAMPLE_NAME.into(), blob, true);
        }
    }

    /// Opens a file.
    pub fn open(self, name: String, blob: Blob) {
        self.open_as(name, blob, false);
    }

    fn open_as(self, name: String, blob: Blob, synthetic: bool) {
        let id = FileId(self.next_file.get_value());
        self.next_file.set_value(id.0 + 1);
        self.handles.update_value(|handles| {
            handles.insert(id, blob.clone());
        });
        let state = Opened::Reading {
            progress: Progress {
                of_bytes: blob.size() as u64,
                ..Progress::default()
            },
            since: outside::now(),
            spent: 0.0,
        };
        self.files.update(|files| {
            files.push(OpenFile {
                id,
                name,
                size: blob.size(),
                synthetic,
                state,
            })
        });
        self.read(id);
    }

    /// Reads a file again from its handle.
    pub fn read_again(self, id: FileId) {
        let size = self
            .handles
            .with_value(|handles| handles.get(&id).map_or(0.0, Blob::size));
        self.set_state(
            id,
            Opened::Reading {
                progress: Progress {
                    of_bytes: size as u64,
                    ..Progress::default()
                },
                since: outside::now(),
                spent: 0.0,
            },
        );
        self.read(id);
    }

    fn read(self, id: FileId) {
        let Some(blob) = self.handles.with_value(|handles| handles.get(&id).cloned()) else {
            return;
        };
        let name = self
            .files
            .with_untracked(|files| files.iter().find(|f| f.id == id).map(|f| f.name.clone()))
            .unwrap_or_default();
        let engine = self.engine.get_value();
        let since = outside::now();
        self.changed_at.set_value(since);
        leptos::task::spawn_local(async move {
            let bytes = blob.size();
            let tell = move |progress: Progress| {
                let spent = outside::now() - since;
                self.files.update(|files| {
                    if let Some(file) = files.iter_mut().find(|f| f.id == id)
                        && matches!(file.state, Opened::Reading { .. })
                    {
                        file.state = Opened::Reading {
                            progress,
                            since,
                            spent,
                        };
                    }
                });
            };
            let scanned = match engine.scan(id.0, &name, blob, tell).await {
                Ok(Some(scanned)) => scanned,
                Ok(None) => return self.set_state(id, Opened::Stopped),
                Err(error) => return self.failed(id, &error),
            };
            let schema = infer(&scanned.names, &scanned.scan);
            match engine.build(id.0, schema).await {
                Ok(summary) => self.ready(id, summary, since, bytes),
                Err(error) => self.failed(id, &error),
            }
        });
    }

    fn ready(self, id: FileId, summary: FileSummary, since: f64, bytes: f64) {
        outside::measure(
            "denominator:read",
            since,
            Some(Detail {
                rows: summary.rows as f64,
                bytes,
                shards: 1.0,
            }),
        );
        let study = Study::of(&summary);
        let all_well = self.files.with_untracked(|files| {
            files
                .iter()
                .all(|f| f.id == id || matches!(f.state, Opened::Ready(_) | Opened::Stopped))
        });
        let first = self
            .history
            .with_untracked(|history| history.report().chapters.is_empty());
        self.set_state(id, Opened::Ready(Arc::new(summary)));
        self.changed_at.set_value(since);
        let mut refused = None;
        self.history.update(|history| {
            refused = history
                .run(Command::AddStudy {
                    file: id,
                    study: Box::new(study),
                })
                .err()
        });
        if first && all_well {
            self.page.set(Page::Overview);
        }
    }

    fn failed(self, id: FileId, error: &EngineError) {
        self.set_state(id, Opened::Failed(error.to_string()));
        self.page.set(Page::Files);
    }

    /// Stops reading a file.
    pub fn stop(self, id: FileId) {
        self.set_state(id, Opened::Stopped);
        let engine = self.engine.get_value();
        leptos::task::spawn_local(async move {
            // Whatever the worker answers, the card says that reading was stopped.
            let _ = engine.stop(id.0).await;
        });
    }

    /// Takes the card of a file away that was never part of the report.
    pub fn dismiss(self, id: FileId) {
        self.files.update(|files| files.retain(|f| f.id != id));
    }

    fn set_state(self, id: FileId, state: Opened) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|f| f.id == id) {
                file.state = state;
            }
        });
    }
}
