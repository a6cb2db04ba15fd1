//! The one context: the report with its history, the files, the engine, and what is derived from them.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Blob;

use super::outside::{self, Detail};
use super::page::Page;
use crate::analysis::{self, Answer, Body, Partial, Plan};
use crate::engine::EngineError;
use crate::engine::link::Engine;
use crate::engine::protocol::Progress;
use crate::figure::words::Context;
use crate::figure::{Lens, Locale, Theme};
use crate::report::{Chapter, Command, FileId, History, Refused};
use crate::study::{Role, Study};
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

/// The answers on screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
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
enum For {
    Cohorts,
    Facet(usize),
    Figure(usize),
}

/// Everything that is asked at one time.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    file: FileId,
    study: Study,
    plans: Vec<(For, Plan)>,
}

/// The one context.
#[derive(Clone, Copy)]
pub struct Desk {
    history: RwSignal<History>,
    /// Every file opened since the page was loaded.
    pub files: RwSignal<Vec<OpenFile>>,
    /// The page on screen.
    pub page: RwSignal<Page>,
    /// Whether the dark theme is on.
    pub dark: RwSignal<bool>,
    /// Percent or fractions.
    pub lens: RwSignal<Lens>,
    /// Something to say that no control says: a refusal.
    pub said: RwSignal<Option<String>>,
    /// Requests since the page was ready.
    pub requests: RwSignal<u32>,
    /// Separators of numbers.
    pub locale: StoredValue<Locale>,
    engine: StoredValue<Engine, LocalStorage>,
    handles: StoredValue<BTreeMap<FileId, Blob>, LocalStorage>,
    answers: LocalResource<Option<Arc<Answers>>>,
    changed_at: StoredValue<f64>,
    next_file: StoredValue<u32>,
}

/// The desk of this page.
pub fn use_desk() -> Desk {
    // Holds because `Frame` provides it above every view.
    use_context().expect("the frame provides the desk")
}

impl Desk {
    /// Sets up the desk and starts the engine.
    pub fn new() -> Self {
        let history = RwSignal::new(History::default());
        let files = RwSignal::new(Vec::<OpenFile>::new());
        let engine = StoredValue::new_local(Engine::start(&outside::worker_address()));
        let said = RwSignal::new(None);
        let requests = RwSignal::new(0);
        let asked = Memo::new(move |_| history.with(|history| asked(history, &files.get())));
        let answers = LocalResource::new(move || {
            let asked = asked.get();
            let engine = engine.get_value();
            async move {
                let asked = asked?;
                let plans = asked.plans.iter().map(|(_, plan)| plan.clone()).collect();
                match engine.run(asked.file.0, plans).await {
                    Ok(partials) => Some(Arc::new(sort_out(&asked, &partials))),
                    Err(error) => {
                        said.set(Some(error.to_string()));
                        None
                    }
                }
            }
        });
        let dark = RwSignal::new(outside::is_dark_preferred());
        leptos::task::spawn_local(async move {
            engine.get_value().started().await;
            outside::count_requests(move |more| requests.update(|n| *n += more));
        });
        let desk = Self {
            history,
            files,
            page: RwSignal::new(Page::Files),
            dark,
            lens: RwSignal::new(Lens::Percent),
            said,
            requests,
            locale: StoredValue::new(outside::locale()),
            engine,
            handles: StoredValue::new_local(BTreeMap::new()),
            answers,
            changed_at: StoredValue::new(0.0),
            next_file: StoredValue::new(1),
        };
        desk.watch();
        desk
    }

    /// What happens outside Leptos: address, theme, title, measures.
    fn watch(self) {
        Effect::new(move |_| outside::set_theme(self.dark.get()));
        Effect::new(move |_| {
            let title = self.current_file().map_or_else(
                || "Denominator".to_string(),
                |file| format!("{} · Denominator", file.name),
            );
            document().set_title(&title);
        });
        Effect::new(move |before: Option<Option<Arc<Answers>>>| {
            let answers = self.answers();
            let is_new = match (&before.flatten(), &answers) {
                (Some(old), Some(new)) => !Arc::ptr_eq(old, new),
                (_, new) => new.is_some(),
            };
            if is_new {
                let start = self.changed_at.get_value();
                let rows = self
                    .with_chapter(|chapter| chapter.study.rows as f64)
                    .unwrap_or(0.0);
                let detail = Detail {
                    rows,
                    bytes: 0.0,
                    shards: 1.0,
                };
                outside::after_paint(move || {
                    outside::measure("denominator:answer", start, Some(detail))
                });
            }
            answers
        });
    }

    /// Makes a change; a refusal is said and changes nothing.
    pub fn run(self, command: Command) {
        self.changed_at.set_value(outside::now());
        let mut refused = None;
        self.history
            .update(|history| refused = history.run(command).err());
        match refused {
            Some(Refused::NoChange) | None => {}
            Some(refused) => self.said.set(Some(refused.to_string())),
        }
    }

    /// Takes the last step back.
    pub fn undo(self) {
        self.changed_at.set_value(outside::now());
        self.history.update(History::undo);
    }

    /// Makes the step again that was taken back last.
    pub fn redo(self) {
        self.changed_at.set_value(outside::now());
        self.history.update(History::redo);
    }

    /// Names of the steps that undo and redo would take.
    pub fn steps(self) -> (Option<&'static str>, Option<&'static str>) {
        self.history
            .with(|history| (history.undoable(), history.redoable()))
    }

    /// The chapter on screen.
    pub fn chapter(self) -> Option<Chapter> {
        self.history
            .with(|history| history.report().chapter().cloned())
    }

    /// Reads something of the chapter on screen.
    pub fn with_chapter<T>(self, read: impl FnOnce(&Chapter) -> T) -> Option<T> {
        self.history
            .with(|history| history.report().chapter().map(read))
    }

    /// Number of the file on screen.
    pub fn current(self) -> Option<FileId> {
        self.history.with(|history| history.report().current)
    }

    /// Whether a file is part of the report.
    pub fn is_used(self, file: FileId) -> bool {
        self.history
            .with(|history| history.report().chapters.contains_key(&file))
    }

    /// The file on screen.
    pub fn current_file(self) -> Option<OpenFile> {
        let id = self.current()?;
        self.files
            .with(|files| files.iter().find(|file| file.id == id).cloned())
    }

    /// The answers on screen; old ones stay until the new ones are there.
    pub fn answers(self) -> Option<Arc<Answers>> {
        self.answers.get().flatten()
    }

    /// The colours on screen.
    pub fn theme(self) -> Theme {
        if self.dark.get() {
            Theme::dark()
        } else {
            Theme::light()
        }
    }

    /// What the words of a figure need to know.
    pub fn context(self) -> Context {
        let file = self.current_file();
        let divided = self.with_chapter(|chapter| {
            let study = &chapter.study;
            let question = study.cohorts.question;
            (
                question.map(|q| study.questions[q].name.clone()),
                question
                    .is_some_and(|q| study.roles[q].role == Role::AiUse && study.cohorts.ordered),
            )
        });
        let (divided_by, by_ai_use) = divided.unwrap_or_default();
        Context {
            file: file.as_ref().map(|f| f.name.clone()).unwrap_or_default(),
            synthetic: file.is_some_and(|f| f.synthetic),
            divided_by,
            by_ai_use,
        }
    }

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

/// Everything the chapter on screen needs to know.
fn asked(history: &History, files: &[OpenFile]) -> Option<Asked> {
    let report = history.report();
    let (file, chapter) = (report.current?, report.chapter()?);
    if !files
        .iter()
        .any(|f| f.id == file && matches!(f.state, Opened::Ready(_)))
    {
        return None;
    }
    let study = &chapter.study;
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
        study: study.clone(),
        plans,
    })
}

fn sort_out(asked: &Asked, partials: &[Partial]) -> Answers {
    let mut answers = Answers::default();
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
                if let Some(answer) = analysis::answer(&asked.study, at, partial) {
                    answers.figures.insert(at, Arc::new(answer));
                }
            }
        }
    }
    answers
}
