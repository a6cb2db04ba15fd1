//! The one context: the report with its history, the files, the engine, and what is derived from them.

use std::collections::BTreeMap;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::Blob;

use super::answers::{Answers, Asked, asked};
use super::asking::{Asking, Recalled};
use super::delivery::Deliveries;
use super::open_file::OpenFile;
use super::outside::{self, Detail};
use super::page::Page;
use super::rehearsal::rehearse;
use super::reread::{Evidence, Wishes};
use crate::analysis::stats::base::HIDE;
use crate::engine::link::Engine;
use crate::figure::{Counted, Lens, Locale, Theme};
use crate::report::{Chapter, Command, FileId, History, Refused};
use crate::study::{Group, Misfit};

/// Milliseconds after which a person looks for a sign of what is going on.
const LONG: u32 = 100;
/// The one context.
#[derive(Clone, Copy)]
pub struct Desk {
    pub(super) history: RwSignal<History>,
    /// Every file opened since the page was loaded.
    pub files: RwSignal<Vec<OpenFile>>,
    /// The page on screen.
    pub page: RwSignal<Page>,
    /// Whether the dark theme is on.
    pub dark: RwSignal<bool>,
    /// Percent or fractions.
    pub lens: RwSignal<Lens>,
    /// Whether keys without Control do anything.
    pub keys: RwSignal<bool>,
    /// Something to say that no control says: a refusal.
    pub said: RwSignal<Option<String>>,
    /// Requests since the page was ready.
    pub requests: RwSignal<u32>,
    /// Questions that the engine has not answered yet.
    pub waiting: RwSignal<u32>,
    /// Separators of numbers.
    pub locale: StoredValue<Locale>,
    pub(super) engine: StoredValue<Engine, LocalStorage>,
    pub(super) handles: StoredValue<BTreeMap<FileId, Blob>, LocalStorage>,
    /// What is known of each file that the worker holds.
    pub(super) evidence: StoredValue<BTreeMap<FileId, Evidence>, LocalStorage>,
    /// What a person wants of how files are read, and was not done yet.
    pub(super) wishes: StoredValue<Wishes, LocalStorage>,
    /// A recipe that waits for the file that is being read.
    pub(super) waiting_recipe: StoredValue<Option<String>>,
    /// What of the recipe followed last does not fit its file.
    pub misfits: RwSignal<Option<(FileId, Vec<Misfit>)>>,
    /// Whether a file is being read in another way.
    pub rereading: RwSignal<bool>,
    answers: RwSignal<Option<Arc<Answers>>>,
    /// What was counted last.
    pub(super) recall: Recalled,
    /// What the first rows answer while the others are counted.
    first: RwSignal<Option<Arc<Answers>>>,
    pub(super) changed_at: StoredValue<f64>,
    /// Whether the overview comes on screen with the next answers.
    pub(super) awaited: RwSignal<bool>,
    pub(super) next_file: StoredValue<u32>,
    /// How often the worker was started anew.
    restarts: RwSignal<u32>,
    is_rehearsal: bool,
    /// Exports of delivery tools and what they answer.
    pub deliveries: Deliveries,
}

/// The desk of this page.
pub fn use_desk() -> Desk {
    // Holds because `Frame` provides it above every view.
    use_context().expect("the frame provides the desk")
}

impl Desk {
    /// Sets up the desk and starts the engine.
    pub fn new() -> Self {
        let engine = Engine::start(&outside::worker_address());
        let desk = Self::asking(engine.clone(), false);
        let rehearsal = Self::asking(engine.clone(), true);
        leptos::task::spawn_local(async move {
            engine.started().await;
            outside::load_unpacker().await;
            outside::load_history().await;
            outside::count_requests(move |more| desk.requests.update(|n| *n += more));
            rehearse(rehearsal, move || desk.files.with_untracked(Vec::is_empty)).await;
        });
        desk.watch();
        desk
    }

    /// An empty desk that asks `engine`.
    fn asking(engine: Engine, is_rehearsal: bool) -> Self {
        let history = RwSignal::new(History::default());
        let files = RwSignal::new(Vec::<OpenFile>::new());
        let engine = StoredValue::new_local(engine);
        let said = RwSignal::new(None);
        let requests = RwSignal::new(0);
        let rereading = RwSignal::new(false);
        // While a file is read in another way nothing is asked, and the figures on screen stay.
        let asked = Memo::new(move |before: Option<&Option<Asked>>| {
            let now = history.with(|history| files.with(|files| asked(history, files)));
            match before.filter(|_| rereading.get()) {
                Some(before) => before.clone(),
                None => now,
            }
        });
        let restarts = RwSignal::new(0_u32);
        let Asking {
            answers,
            first,
            waiting,
            recall,
        } = Asking::of(asked, engine, restarts, said);
        let dark = RwSignal::new(outside::is_dark_preferred());
        Self {
            history,
            files,
            page: RwSignal::new(Page::Files),
            dark,
            lens: RwSignal::new(Lens::Percent),
            keys: RwSignal::new(true),
            waiting,
            said,
            requests,
            locale: StoredValue::new(outside::locale()),
            engine,
            handles: StoredValue::new_local(BTreeMap::new()),
            evidence: StoredValue::new_local(BTreeMap::new()),
            rereading,
            misfits: RwSignal::new(None),
            wishes: StoredValue::new_local(Wishes::new()),
            waiting_recipe: StoredValue::new(None),
            answers,
            recall,
            first,
            changed_at: StoredValue::new(0.0),
            awaited: RwSignal::new(false),
            next_file: StoredValue::new(1),
            restarts,
            is_rehearsal,
            deliveries: Deliveries::new(history, files, said),
        }
    }

    /// What happens outside Leptos: address, theme, title, measures.
    fn watch(self) {
        self.engine
            .with_value(|engine| engine.on_restart(move || self.rebuild(self.restarts)));
        self.follow_reading();
        self.follow_said();
        Effect::new(move |_| outside::set_theme(self.dark.get()));
        Effect::new(move |_| {
            let title = self.subject().map_or_else(
                || "Denominator".to_string(),
                |subject| format!("{subject} · Denominator"),
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
                self.show_awaited();
                let start = self.changed_at.get_value();
                let rows = self
                    .with_chapter(|chapter| chapter.study.rows as f64)
                    .unwrap_or(0.0);
                let detail = Detail {
                    rows,
                    bytes: self.current_file().map_or(0.0, |file| file.size),
                    // One worker counts, whoever read.
                    shards: 1.0,
                };
                let is_first = answers
                    .as_ref()
                    .is_some_and(|answers| answers.share.is_some());
                let name = if is_first {
                    "denominator:first"
                } else {
                    "denominator:answer"
                };
                outside::after_paint(move || outside::measure(name, start, Some(detail)));
            }
            answers
        });
    }

    /// Whether this desk only rehearses.
    pub(super) fn is_rehearsal(self) -> bool {
        self.is_rehearsal
    }

    /// Tells the browser's timeline how long something took that a person waited for.
    pub(super) fn measure(self, name: &str, since: f64, detail: Detail) {
        if !self.is_rehearsal {
            outside::measure(name, since, Some(detail));
        }
    }

    /// Brings the overview on screen with the first answers, or without them if they take long: it is laid out once, not twice.
    pub(super) fn await_overview(self) {
        self.awaited.set(true);
        Timeout::new(LONG, move || self.show_awaited()).forget();
    }

    fn show_awaited(self) {
        if !self.awaited.get_untracked() {
            return;
        }
        // Whoever went elsewhere meanwhile stays there.
        if self.page.get_untracked() == Page::Files {
            self.page.set(Page::Overview);
        }
        self.awaited.set(false);
    }

    /// What is told on a page that stands still while the overview is awaited: it would be laid out for nothing.
    pub(super) fn settled<T>(self, told: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |before: Option<&T>| match before {
            Some(before) if self.awaited.get() => before.clone(),
            _ => told(),
        })
    }

    /// Makes a change; a refusal is said and changes nothing.
    pub fn run(self, command: Command) {
        outside::keep_focus();
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
        outside::keep_focus();
        self.changed_at.set_value(outside::now());
        self.history.update(History::undo);
    }

    /// Makes the step again that was taken back last.
    pub fn redo(self) {
        outside::keep_focus();
        self.changed_at.set_value(outside::now());
        self.history.update(History::redo);
    }

    /// Names of the steps that undo and redo would take.
    pub fn steps(self) -> (Option<&'static str>, Option<&'static str>) {
        self.history
            .with(|history| (history.undoable(), history.redoable()))
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

    /// What the rows of the file on screen are.
    pub fn counted(self) -> Counted {
        self.current()
            .map_or(Counted::default(), |file| self.deliveries.counted(file))
    }

    /// The file on screen.
    pub fn current_file(self) -> Option<OpenFile> {
        let id = self.current()?;
        self.files
            .with(|files| files.iter().find(|file| file.id == id).cloned())
    }

    /// The answers of the file on screen; old ones stay until the new ones are there, unless it is read in another way now.
    pub fn answers(self) -> Option<Arc<Answers>> {
        let current = self.current();
        let first = self.first.get();
        first.or_else(|| self.answers.get()).filter(|answers| {
            let is_read_so = self.with_chapter(|chapter| chapter.study.reading == answers.reading);
            answers.file == current && is_read_so == Some(true)
        })
    }

    /// Respondents in view in a cohort; none while the answers on screen are about other cohorts.
    pub fn in_cohort(self, group: &Group) -> Option<u64> {
        let answers = self.answers()?;
        let place = answers.groups.iter().position(|asked| asked == group)?;
        answers.cohorts.get(place).copied()
    }

    /// Whether so few are in view that the size of any cohort would tell what each of them answered.
    pub fn are_few_in_view(self) -> bool {
        self.answers().is_some_and(|answers| {
            let all = answers.cohorts.iter().sum::<u64>() + answers.outside;
            (1..HIDE).contains(&all)
        })
    }

    /// The colours on screen.
    pub fn theme(self) -> Theme {
        if self.dark.get() {
            Theme::dark()
        } else {
            Theme::light()
        }
    }
}
