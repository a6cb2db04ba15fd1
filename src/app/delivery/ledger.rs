//! From files to the board: what the history's program was given, and what it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::{Blob, Element};

use super::behind::LookedAt;
use super::page::Pane;
use super::said::SAID;
use super::telling::{Coming, Telling, Told, tell};
use crate::app::desk::Desk;
use crate::app::open_file::{OpenFile, Opened};
use crate::app::outside;
use crate::app::page::Page;
use crate::delivery::{Asked, Board, By, Guess, Kind, Question, Taken, Who};
use crate::figure::delivery::View;
use crate::figure::{Counted, Locale};
use crate::report::ADDED;
use crate::report::{Command, Delivering, DeliveryRecipe, FileId, History};

/// How long after a file was opened the page may still go to the deliveries by itself, in milliseconds.
const LANDING: f64 = 10_000.0;
/// The name of the step that following a recipe makes.
pub(super) const KEPT: &str = "a recipe of deliveries";
/// The name of the step that a recipe makes which was followed before.
const FOLLOWED: &str = "what a recipe says of an export";

/// What is known of exports of delivery tools.
#[derive(Clone, Copy)]
pub struct Deliveries {
    /// What each file was taken for; only those that are exports.
    pub taken: RwSignal<BTreeMap<FileId, Taken>>,
    /// What is asked of them; nothing where none is in use.
    pub question: Memo<Option<Question>>,
    /// A recipe that was followed, for exports that are opened later.
    pub kept: StoredValue<Option<DeliveryRecipe>>,
    /// The cohort whose failed deployments are listed; nothing for all, and whether the list is open.
    pub chained: RwSignal<(Option<Who>, bool)>,
    /// A number whose rows are looked at.
    pub behind: RwSignal<Option<LookedAt>>,
    /// Files that are exports only because somebody says so.
    pub(super) by_hand: StoredValue<BTreeSet<FileId>>,
    /// Files that look like exports, and were let go because somebody says that they are none.
    pub(super) let_go: StoredValue<BTreeSet<FileId>>,
    /// What was clicked for that.
    pub opener: StoredValue<Option<Element>, LocalStorage>,
    /// What is open beside the figures.
    pub pane: RwSignal<Pane>,
    /// The exports that take part.
    in_use: Memo<Vec<InUse>>,
    /// What they answer together, as it is looked at.
    answered: Memo<Option<Answered>>,
    /// The same, or the beginning of it where the rest is not there yet.
    soon: Memo<Option<Answered>>,
    telling: Telling,
    /// Files of which it is not known yet whether they are exports.
    reading: RwSignal<BTreeSet<FileId>>,
}

/// An export that takes part.
#[derive(Clone, PartialEq)]
struct InUse {
    id: FileId,
    name: String,
    is_synthetic: bool,
}

/// An answer, as it is looked at.
#[derive(Clone)]
pub(super) struct Answered {
    told: Told,
    looks: Looks,
    is_synthetic: bool,
    exports: Vec<String>,
}

/// How an answer is looked at.
#[derive(Clone, Copy, PartialEq)]
struct Looks {
    describes: bool,
    shows_published: bool,
}

/// Whether an answer is another than before.
fn is_new(
    before: Option<&Option<Answered>>,
    now: Option<&Option<Answered>>,
    is_same: fn(&Answered, &Answered) -> bool,
) -> bool {
    match (
        before.and_then(Option::as_ref),
        now.and_then(Option::as_ref),
    ) {
        (Some(before), Some(now)) => !is_same(before, now),
        (before, now) => before.is_some() != now.is_some(),
    }
}

impl Answered {
    /// Its numbers.
    pub(super) fn board(&self) -> &Board {
        &self.told.board
    }

    /// Its numbers, to be kept.
    pub(super) fn shared(&self) -> Arc<Board> {
        Arc::clone(&self.told.board)
    }

    /// Whether both show the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.told.board, &other.told.board) && self.begins_alike(other)
    }

    /// Whether both begin with the same: one may be but the beginning of the other.
    pub(super) fn begins_alike(&self, other: &Self) -> bool {
        let looks = |one: &Self| (one.looks, one.is_synthetic);
        let is_told_alike = looks(self) == looks(other) && self.exports == other.exports;
        Arc::ptr_eq(&self.told.asked, &other.told.asked) && is_told_alike
    }

    /// Reads something of it.
    pub(super) fn read<T>(
        &self,
        desk: Desk,
        read: impl FnOnce(&Board, View<'_>, &Locale) -> T,
    ) -> T {
        let view = View {
            asked: &self.told.asked,
            describes: self.looks.describes,
            is_synthetic: self.is_synthetic,
            shows_published: self.looks.shows_published,
            exports: &self.exports,
        };
        read(self.board(), view, &desk.locale.get_value())
    }
}

impl Deliveries {
    /// What the rows of a file are.
    pub fn counted(self, file: FileId) -> Counted {
        match self.taken.with(|taken| taken.contains_key(&file)) {
            true => Counted::Records,
            false => Counted::Respondents,
        }
    }

    /// Nothing taken yet; answers follow the report in `history`, and of `files` those that are exports.
    pub fn new(
        history: RwSignal<History>,
        files: RwSignal<Vec<OpenFile>>,
        said: RwSignal<Option<String>>,
    ) -> Self {
        let taken = RwSignal::new(BTreeMap::<FileId, Taken>::new());
        let question = Memo::new(move |_| {
            history.with(|history| {
                let report = history.report();
                let files: BTreeMap<u32, Option<Guess>> = taken.with(|taken| {
                    let used = taken.keys().filter(|id| report.chapters.contains_key(id));
                    used.map(|id| (id.0, report.delivery.said.get(id).cloned()))
                        .collect()
                });
                let asked = report.delivery.asked.clone();
                (!files.is_empty()).then_some(Question { files, asked })
            })
        });
        let reading = RwSignal::new(BTreeSet::new());
        let exports = Signal::derive(move || !reading.with(BTreeSet::is_empty));
        let is_reading = |file: &OpenFile| matches!(file.state, Opened::Reading { .. });
        let coming = Coming {
            exports,
            files: Signal::derive(move || {
                exports.get() || files.with(|files| files.iter().any(is_reading))
            }),
        };
        let telling = tell(question, coming, said);
        let in_use = Memo::new(move |_| {
            let takes_part = |file: &&OpenFile| {
                question.with(|question| {
                    let question = question.as_ref();
                    question.is_some_and(|question| question.files.contains_key(&file.id.0))
                })
            };
            let in_use = |file: &OpenFile| InUse {
                id: file.id,
                name: file.name.clone(),
                is_synthetic: file.synthetic,
            };
            files.with(|files| {
                files
                    .iter()
                    .filter(takes_part)
                    .map(in_use)
                    .collect::<Vec<_>>()
            })
        });
        let looks = Memo::new(move |_| {
            history.with(|history| {
                let said = &history.report().delivery;
                Looks {
                    describes: said.describes,
                    shows_published: said.shows_published,
                }
            })
        });
        // What else is said of the exports makes a new answer, and until that is there nothing changes on screen.
        let looked_at = move |told: RwSignal<Option<Told>>| {
            move |_: Option<&Option<Answered>>| {
                let told = told.get()?;
                Some(in_use.with(|in_use| Answered {
                    told,
                    looks: looks.get(),
                    is_synthetic: in_use.iter().any(|export| export.is_synthetic),
                    exports: in_use.iter().map(|export| export.name.clone()).collect(),
                }))
            }
        };
        let answered = Memo::new_with_compare(looked_at(telling.whole), |before, now| {
            is_new(before, now, Answered::is_same)
        });
        let soon = Memo::new_with_compare(looked_at(telling.soon), |before, now| {
            is_new(before, now, Answered::begins_alike)
        });
        Self {
            taken,
            question,
            kept: StoredValue::new(None),
            chained: RwSignal::new((None, false)),
            behind: RwSignal::new(None),
            by_hand: StoredValue::new(BTreeSet::new()),
            let_go: StoredValue::new(BTreeSet::new()),
            opener: StoredValue::new_local(None),
            pane: RwSignal::new(Pane::Figures),
            in_use,
            answered,
            soon,
            telling,
            reading,
        }
    }

    /// Whether it is still being read what a file is.
    pub fn is_reading(self, file: FileId) -> bool {
        self.reading.with(|all| all.contains(&file))
    }

    /// Of how many files it is still being read what they are.
    pub fn reading(self) -> usize {
        self.reading.with(BTreeSet::len)
    }

    /// What the exports answer; old answers stay until new ones are there.
    pub fn board(self) -> Option<Arc<Board>> {
        self.answered
            .with(|answered| Some(answered.as_ref()?.shared()))
    }

    /// The same, at least the beginning of it, or nothing.
    pub fn board_soon(self) -> Option<Arc<Board>> {
        self.soon.with(|soon| Some(soon.as_ref()?.shared()))
    }

    /// Whether newer answers are on their way.
    pub fn is_waiting(self) -> bool {
        self.telling.waits_for_whole.get()
    }

    /// Whether not even the beginning of a newer answer is there.
    pub fn waits_for_beginning(self) -> bool {
        self.telling.waits.get()
    }
}

impl Desk {
    /// Says that a file is soon given to the history's program, or that it is not.
    pub(in crate::app) fn foresee_delivery(self, id: FileId, is_soon: bool) {
        if self.is_rehearsal() {
            return;
        }
        self.deliveries.reading.update(|all| match is_soon {
            true => drop(all.insert(id)),
            false => drop(all.remove(&id)),
        });
    }

    /// Gives a file to the history's program, if it is an export of a delivery tool or somebody `said` which.
    pub(in crate::app) async fn take_delivery(
        self,
        id: FileId,
        name: &str,
        blob: &Blob,
        said: Option<Kind>,
        since: f64,
    ) {
        if self.is_rehearsal() {
            return;
        }
        self.foresee_delivery(id, true);
        let mut taken = outside::take_history(id.0, name, blob, said).await;
        let mut is_told = said.is_some();
        if let (Ok(None), None) = (&taken, said)
            && let Some(kind) = self.kind_that_was_kept(id).await
        {
            is_told = true;
            taken = outside::take_history(id.0, name, blob, Some(kind)).await;
        }
        self.foresee_delivery(id, false);
        let taken = match taken {
            Ok(Some(taken)) => taken,
            // It may have been the last that was waited for.
            Ok(None) if outside::now() - since < LANDING => return self.land(),
            Ok(None) => return,
            Err(why) => return self.said.set(Some(why)),
        };
        let is_here = self
            .files
            .with_untracked(|files| files.iter().any(|file| file.id == id));
        if !is_here {
            return outside::let_history_go(id.0);
        }
        let kept = self.deliveries.kept;
        let kept = kept.with_value(|kept| kept.as_ref()?.guess(&taken.names));
        let step = match said {
            Some(_) => SAID,
            None => FOLLOWED,
        };
        let guess = match said {
            // After undo and redo it is said already.
            Some(_) if untrack(|| self.delivering().said.contains_key(&id)) => None,
            Some(_) => Some(taken.guess.clone()),
            None => kept,
        };
        if is_told {
            self.deliveries.by_hand.update_value(|all| {
                all.insert(id);
            });
        }
        self.deliveries.taken.update(|all| {
            all.insert(id, taken);
        });
        // Whoever brings exports back from another pane wants to see what they say.
        self.deliveries.pane.set(Pane::Figures);
        if let Some(guess) = guess {
            self.deliver(step, |delivery| {
                delivery.none.remove(&id);
                delivery.said.insert(id, guess);
            });
        }
        if outside::now() - since < LANDING {
            self.land();
        }
    }

    /// Lets go of an export whose card is gone.
    pub(in crate::app) fn forget_delivery(self, id: FileId) {
        let was_there = self
            .deliveries
            .taken
            .try_update(|all| all.remove(&id).is_some());
        if was_there == Some(true) {
            outside::let_history_go(id.0);
        }
    }

    /// Goes to the deliveries where most of what is open, or on its way, is of these: among the tables of a tool there are some that
    /// tell nothing of them. What is still looked at may be either: what is asked meanwhile would keep it from being read.
    fn land(self) {
        if self
            .deliveries
            .reading
            .with_untracked(|all| !all.is_empty())
        {
            return;
        }
        let taken = self.deliveries.taken.get_untracked();
        let are_most = self.files.with_untracked(|files| {
            let open = files
                .iter()
                .filter(|file| matches!(file.state, Opened::Ready(_) | Opened::Reading { .. }));
            let (exports, others): (Vec<_>, Vec<_>) =
                open.partition(|file| taken.contains_key(&file.id));
            exports.len() > others.len()
        });
        let is_at_door = match self.page.get_untracked() {
            Page::Files => true,
            // Whoever has begun to work there stays.
            Page::Overview => untrack(|| self.steps().0)
                .is_none_or(|last| [ADDED, FOLLOWED, KEPT].contains(&last)),
            _ => false,
        };
        if are_most && is_at_door {
            self.awaited.set(false);
            self.page.set(Page::Delivery);
        }
    }

    /// Opens the exports of the invented teams.
    pub fn open_team_sample(self) {
        leptos::task::spawn_local(async move {
            match outside::history_sample().await {
                Ok(files) => {
                    for file in files {
                        self.open_synthetic(file.name(), file.into());
                    }
                }
                Err(why) => self.said.set(Some(why)),
            }
        });
    }

    /// Whether any of the exports in use is of the invented teams, and whether all are.
    pub fn synthetic_exports(self) -> (bool, bool) {
        self.deliveries.in_use.with(|in_use| {
            let is_any = in_use.iter().any(|export| export.is_synthetic);
            (
                is_any,
                is_any && in_use.iter().all(|export| export.is_synthetic),
            )
        })
    }

    /// Leaves the exports of the invented teams out.
    pub fn leave_sample_out(self) {
        let synthetic = self.deliveries.in_use.with_untracked(|in_use| {
            let ids = in_use.iter().filter(|export| export.is_synthetic);
            ids.map(|export| export.id).collect::<Vec<_>>()
        });
        self.run(Command::RemoveStudies(synthetic));
    }

    /// What the exports answer, as it is looked at now; nothing before the first answer.
    pub(super) fn answered(self) -> Option<Answered> {
        self.deliveries.answered.get()
    }

    /// The same, at least the beginning of it.
    pub(super) fn answered_soon(self) -> Option<Answered> {
        self.deliveries.soon.get()
    }

    /// What the page on screen is about: a file, or the exports that are put together.
    pub fn subject(self) -> Option<String> {
        let exports = match self.page.get() {
            Page::Delivery => self.exports_in_use(),
            _ => Vec::new(),
        };
        match exports.as_slice() {
            [] => self.current_file().map(|file| file.name),
            [one] => Some(one.clone()),
            more => Some(format!("{} exports", more.len())),
        }
    }

    /// The names of the exports that take part.
    fn exports_in_use(self) -> Vec<String> {
        let in_use = self.deliveries.in_use;
        in_use.with(|in_use| in_use.iter().map(|export| export.name.clone()).collect())
    }

    /// Reads something of what the exports answer, as it is looked at now; nothing before the first answer.
    pub fn with_board<T>(self, read: impl FnOnce(&Board, View<'_>, &Locale) -> T) -> Option<T> {
        let answered = self.deliveries.answered;
        answered.with(|answered| Some(answered.as_ref()?.read(self, read)))
    }

    /// What is said of deliveries now.
    pub fn delivering(self) -> Delivering {
        self.history
            .with(|history| history.report().delivery.clone())
    }

    /// Changes what is said of deliveries, as a step that can be undone.
    pub fn deliver(self, step: &'static str, change: impl FnOnce(&mut Delivering)) {
        let mut delivery = self
            .history
            .with_untracked(|history| history.report().delivery.clone());
        change(&mut delivery);
        let delivery = Box::new(delivery);
        self.run(Command::Deliver { delivery, step });
    }

    /// Changes what is asked of deliveries.
    pub fn ask_deliveries(self, step: &'static str, change: impl FnOnce(&mut Asked)) {
        // What was refused before is past.
        if self.said.with_untracked(Option::is_some) {
            self.said.set(None);
        }
        self.deliver(step, |delivery| change(&mut delivery.asked));
    }

    /// Divides deployments by something else.
    pub fn divide_deliveries(self, by: By, column: &str) {
        self.ask_deliveries("cohorts of deployments", |asked| {
            asked.by = by;
            asked.column = column.to_owned();
        });
    }
}
