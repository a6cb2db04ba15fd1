//! Files on their way in: the steps from a handle to a study.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use web_sys::Blob;

use super::desk::Desk;
use super::open_file::{OpenFile, Opened};
use super::outside::{self, Detail};
use super::page::Page;
use super::portion::{Portion, is_heavy, too_heavy};
use crate::engine::EngineError;
use crate::engine::protocol::Progress;
use crate::report::{Chapter, Command, DeliveryRecipe, FileId, History, Recipe};
use crate::table::{FileSummary, Reading};
use crate::unpack::container;

/// The sample that is one click away.
pub const SAMPLE: &str = include_str!("../../public/sample/survey.csv");
/// What the sample is called wherever a file's name appears.
pub const SAMPLE_NAME: &str = "synthetic-sample.csv";

/// Bytes of a file that two programs read at the same time without keeping each other waiting.
const SMALL: f64 = 262_144.0;
/// Milliseconds that the history of deliveries waits for the answers of a file at most.
const PATIENCE: f64 = 1000.0;
/// Milliseconds after the first answers in which the page draws them, and everything else waits.
const QUIET: u32 = 500;
/// Milliseconds between two looks at whether they are there.
const STEP: u32 = 16;

/// The number of the file of a rehearsal, which the same worker holds.
const REHEARSED: FileId = FileId(u32::MAX - 2);

/// What a file is, as its beginning shows.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    DeliveryRecipe,
    Recipe,
    Container,
    Table,
}

impl Kind {
    fn of(head: &[u8], name: &str) -> Kind {
        if DeliveryRecipe::is_one(head) {
            Kind::DeliveryRecipe
        } else if Recipe::is_one(head) || name.to_lowercase().ends_with(".recipe.json") {
            Kind::Recipe
        } else if container(head, name).is_some() {
            Kind::Container
        } else {
            Kind::Table
        }
    }
}

/// Whether a file's name is that of a table in text.
fn is_named_table(name: &str) -> bool {
    let name = name.to_lowercase();
    [".csv", ".tsv", ".txt"]
        .iter()
        .any(|end| name.ends_with(end))
}

impl Desk {
    /// Opens the synthetic sample.
    pub fn open_sample(self) {
        if let Some(blob) = outside::blob_of(SAMPLE) {
            self.open_as(SAMPLE_NAME.into(), blob, true, false);
        }
    }

    /// Opens a file.
    pub fn open(self, name: String, blob: Blob) {
        self.open_as(name, blob, false, false);
    }

    /// Opens `csv` for a rehearsal.
    pub(super) fn open_for_rehearsal(self, csv: &str) {
        if let Some(blob) = outside::blob_of(csv) {
            self.next_file.set_value(REHEARSED.0);
            self.open_as(SAMPLE_NAME.into(), blob, true, false);
        }
    }

    /// Forgets what was rehearsed; what is still on its way is nobody's.
    pub(super) async fn end_rehearsal(self) {
        self.files.set(Vec::new());
        self.history.set(History::default());
        self.page.set(Page::Files);
        self.handles.set_value(BTreeMap::new());
        self.forget_evidence(REHEARSED);
        // A worker that is gone holds nothing.
        let _ = self.engine.get_value().stop(REHEARSED.0).await;
    }

    /// Opens a file of invented data.
    pub(super) fn open_synthetic(self, name: String, blob: Blob) {
        self.open_as(name, blob, true, false);
    }

    fn open_as(self, name: String, blob: Blob, synthetic: bool, aside: bool) {
        let id = FileId(self.next_file.get_value());
        self.next_file.set_value(id.0 + 1);
        self.handles.update_value(|handles| {
            handles.insert(id, blob.clone());
        });
        let since = outside::now();
        let state = Opened::begun(blob.size(), since);
        self.files.update(|files| {
            files.push(OpenFile {
                id,
                name,
                size: blob.size(),
                synthetic,
                doubts: Vec::new(),
                built: None,
                portion: Portion::default(),
                aside,
                unpacking: false,
                state,
            })
        });
        self.read(id, since);
    }

    /// Reads a file again from its handle.
    pub fn read_again(self, id: FileId) {
        let size = self
            .handles
            .with_value(|handles| handles.get(&id).map_or(0.0, Blob::size));
        let since = outside::now();
        self.set_state(id, Opened::begun(size, since));
        self.read(id, since);
    }

    fn read(self, id: FileId, since: f64) {
        let Some(blob) = self.handles.with_value(|handles| handles.get(&id).cloned()) else {
            return;
        };
        let (name, portion) = self
            .files
            .with_untracked(|files| {
                let file = files.iter().find(|f| f.id == id)?;
                Some((file.name.clone(), file.portion.clone()))
            })
            .unwrap_or_default();
        self.forget_evidence(id);
        self.changed_at.set_value(since);
        leptos::task::spawn_local(async move {
            // What its name says to be a table is read while the page looks whether it is one.
            let (kind, built) = match is_named_table(&name) && !is_heavy(&blob, &portion) {
                true => {
                    let looked = self.look(id, &name, &blob, since);
                    let (kind, built) = join(looked, self.built_from(id, since)).await;
                    (kind, Some(built))
                }
                false => (self.look(id, &name, &blob, since).await, None),
            };
            if built.is_some() && kind != Kind::Table {
                // It may have been begun again, decoded, after it was stopped.
                let _ = self.engine.get_value().stop(id.0).await;
            }
            if !self.is_reading(id, since) {
                return;
            }
            match kind {
                Kind::DeliveryRecipe => {
                    self.dismiss(id);
                    let text = outside::text(&blob).await;
                    return self.follow_deliveries(&text);
                }
                Kind::Recipe => {
                    self.dismiss(id);
                    let text = outside::text(&blob).await;
                    return self.follow_recipe(&text);
                }
                Kind::Container => return self.unpack(id, &name, &blob, since).await,
                Kind::Table => {}
            }
            let built = match built {
                Some(built) => built,
                None => {
                    let heavy = too_heavy(&self.engine.get_value(), &name, &blob, &portion).await;
                    if !self.is_reading(id, since) {
                        return;
                    }
                    if let Some(weight) = heavy {
                        self.page.set(Page::Files);
                        return self.set_state(id, Opened::TooBig(weight));
                    }
                    self.built_from(id, since).await
                }
            };
            // Stopped, taken away or read anew meanwhile: what comes of this reading is nobody's any more.
            if !self.is_reading(id, since) {
                return;
            }
            match built {
                Ok(Some((summary, reading))) => {
                    self.ready(id, summary, reading, since, blob.size());
                }
                Ok(None) => return self.set_state(id, Opened::Stopped),
                Err(error) => return self.failed(id, &error),
            }
            if blob.size() > SMALL {
                self.foresee_delivery(id, true);
                self.first_answers().await;
                TimeoutFuture::new(QUIET).await;
                // It may be gone by then, or be read anew, after which it is offered too.
                match self.is_ready(id) {
                    true => self.offer_delivery(id, &name, &blob, outside::now()),
                    false => self.foresee_delivery(id, false),
                }
            }
        });
    }

    /// Looks what a file is. A small table is offered to the history of deliveries at once, and what is none is not read on.
    async fn look(self, id: FileId, name: &str, blob: &Blob, since: f64) -> Kind {
        let kind = Kind::of(&outside::head(blob).await, name);
        if !self.is_reading(id, since) {
            return kind;
        }
        match kind {
            Kind::Table if blob.size() <= SMALL => self.offer_delivery(id, name, blob, since),
            Kind::Table => {}
            // Nobody waits for what was read of it, whatever the worker answers.
            _ => drop(self.engine.get_value().stop(id.0).await),
        }
        kind
    }

    /// Has the worker read a file and build it as was said of it before.
    async fn built_from(
        self,
        id: FileId,
        since: f64,
    ) -> Result<Option<(FileSummary, Reading)>, EngineError> {
        let tell = move |progress: Progress| {
            let spent = outside::now() - since;
            if self.is_reading(id, since) {
                let state = Opened::Reading {
                    progress,
                    since,
                    spent,
                };
                self.set_state(id, state);
            }
        };
        let reading = self.said_of(id).unwrap_or_default();
        let built = self.build(id, &reading, tell).await?;
        Ok(built.map(|summary| (summary, reading)))
    }

    /// Offers a file to the history of deliveries, while the page goes on.
    fn offer_delivery(self, id: FileId, name: &str, blob: &Blob, since: f64) {
        let (name, blob) = (name.to_owned(), blob.clone());
        leptos::task::spawn_local(async move {
            self.take_delivery(id, &name, &blob, None, since).await;
        });
    }

    /// Until the engine reads nothing and everything asked is answered, or that takes long.
    async fn first_answers(self) {
        let since = outside::now();
        let is_busy = || {
            let is_reading = |f: &OpenFile| matches!(f.state, Opened::Reading { .. });
            let reads = self
                .files
                .with_untracked(|files| files.iter().any(is_reading));
            reads || self.waiting.get_untracked() > 0 || untrack(|| self.answers().is_none())
        };
        loop {
            TimeoutFuture::new(STEP).await;
            if !is_busy() || outside::now() - since > PATIENCE {
                return;
            }
        }
    }

    /// Opens each table in a container like a file of its own, the biggest on screen; its own card goes.
    async fn unpack(self, id: FileId, name: &str, blob: &Blob, since: f64) {
        self.change(id, |file| file.unpacking = true);
        let parts = outside::unpack(name, blob).await;
        self.change(id, |file| file.unpacking = false);
        if !self.is_reading(id, since) {
            return;
        }
        let mut parts = match parts {
            Ok(parts) => parts,
            Err(why) => return self.failed(id, &EngineError::Unreadable(why)),
        };
        parts.sort_by(|a, b| a.size().total_cmp(&b.size()));
        let Some(biggest) = parts.pop() else {
            return;
        };
        for part in parts {
            self.open_as(part.name(), part.into(), false, true);
        }
        self.open(biggest.name(), biggest.into());
        self.dismiss(id);
    }

    /// Reads every open file again after the worker was started anew, so that nothing that was loaded is lost.
    pub(super) fn rebuild(self, done: RwSignal<u32>) {
        let ready: Vec<FileId> = self.files.with_untracked(|files| {
            let ready = files.iter().filter(|f| matches!(f.state, Opened::Ready(_)));
            ready.map(|f| f.id).collect()
        });
        leptos::task::spawn_local(async move {
            for id in ready {
                self.forget_evidence(id);
                let reading = self.said_of(id).unwrap_or_default();
                match self.build(id, &reading, |_| {}).await {
                    Ok(Some(summary)) => self.set_built(id, Arc::new(summary), reading),
                    Ok(None) => self.failed(id, &EngineError::NotOpen),
                    Err(error) => self.failed(id, &error),
                }
            }
            self.said.set(Some(
                "The counting stopped and was started again; figures are complete again.".into(),
            ));
            done.update(|n| *n += 1);
        });
    }

    fn ready(self, id: FileId, summary: FileSummary, reading: Reading, since: f64, bytes: f64) {
        let detail = Detail {
            rows: summary.rows as f64,
            bytes,
            shards: f64::from(summary.readers.max(1)),
        };
        self.measure("denominator:read", since, detail);
        let summary = Arc::new(summary);
        self.set_built(id, summary.clone(), reading.clone());
        if self.is_aside(id) {
            return;
        }
        let all_well = self.files.with_untracked(|files| {
            files.iter().all(|f| {
                f.id == id || f.aside || matches!(f.state, Opened::Ready(_) | Opened::Stopped)
            })
        });
        let first = self
            .history
            .with_untracked(|history| history.report().chapters.is_empty());
        self.changed_at.set_value(since);
        // A header alone is no overview: its card says so.
        let has_records = summary.rows > 0;
        self.add(id, summary, reading);
        if first && all_well && has_records {
            self.await_overview();
        }
        if let Some(recipe) = self.waiting_recipe.try_update_value(Option::take).flatten() {
            self.follow_recipe(&recipe);
        }
    }

    /// Brings what was read of a file into the report. What was said of the file before is said again.
    fn add(self, id: FileId, summary: Arc<FileSummary>, reading: Reading) {
        self.history.update(|history| {
            let before = history.report().chapters.get(&id);
            let chapter = match before {
                Some(before) => before.carry(summary, reading).0,
                None => Chapter::of(summary, reading),
            };
            // A new file's study is never refused.
            let _ = history.run(Command::AddStudy {
                file: id,
                chapter: Box::new(chapter),
            });
        });
    }

    fn failed(self, id: FileId, error: &EngineError) {
        self.set_state(id, Opened::Failed(error.to_string()));
        if !self.is_aside(id) {
            self.page.set(Page::Files);
        }
    }

    /// Brings a file back into the report: as it was left out, or read anew where adding it was undone.
    pub fn bring_back(self, id: FileId) {
        let waiting = self.files.with_untracked(|files| {
            let file = files.iter().find(|f| f.id == id && f.aside)?;
            match &file.state {
                Opened::Ready(summary) => Some(summary.clone()),
                _ => None,
            }
        });
        if let Some(summary) = waiting {
            self.change(id, |file| file.aside = false);
            self.add(id, summary, Reading::default());
            self.page.set(Page::Overview);
        } else if self
            .history
            .with_untracked(|history| history.report().shelf.contains_key(&id))
        {
            self.run(Command::RestoreStudy(id));
        } else {
            self.read_again(id);
        }
    }

    /// Stops reading a file.
    pub fn stop(self, id: FileId) {
        if self.is_ready(id) {
            // It was read before its card said so.
            return;
        }
        self.set_state(id, Opened::Stopped);
        let engine = self.engine.get_value();
        leptos::task::spawn_local(async move {
            // Whatever the worker answers, the card says that reading was stopped.
            let _ = engine.stop(id.0).await;
        });
    }

    /// Takes the card of a file away that was never part of the report.
    pub fn dismiss(self, id: FileId) {
        self.handles.update_value(|handles| {
            handles.remove(&id);
        });
        self.forget_evidence(id);
        self.forget_delivery(id);
        self.files.update(|files| files.retain(|f| f.id != id));
    }
}
