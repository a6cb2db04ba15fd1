//! Has the history's program answer what is asked of the exports: one thing at a time, and the newest next. What was asked in between
//! is never counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::join;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::app::outside::{self, Detail};
use crate::delivery::{Asked, Board, Question};

/// Milliseconds that what was just opened waits at most for files that are still read: an answer without them would keep them waiting,
/// and be of no use a moment later.
const HELD: f64 = 3000.0;
/// Milliseconds between two looks at whether they are there.
const STEP: u32 = 16;

/// An answer and the question it answers, which may no longer be the newest.
#[derive(Clone)]
pub(super) struct Told {
    pub board: Arc<Board>,
    /// One and the same for the beginning of an answer and for all of it.
    pub asked: Arc<Asked>,
}

/// What is told of a question that changes.
#[derive(Clone, Copy)]
pub(super) struct Telling {
    /// The latest answer, or the beginning of it.
    pub soon: RwSignal<Option<Told>>,
    /// The latest that is complete.
    pub whole: RwSignal<Option<Told>>,
    /// Whether the newest question has no answer yet, not even the beginning of one.
    pub waits: RwSignal<bool>,
    /// Whether the newest question is not wholly answered yet.
    pub waits_for_whole: RwSignal<bool>,
}

/// What may soon take part.
#[derive(Clone, Copy)]
pub(super) struct Coming {
    /// Whether any file is still read.
    pub files: Signal<bool>,
    /// Whether the history's program reads one, or is about to.
    pub exports: Signal<bool>,
}

/// Whoever asks.
#[derive(Clone, Copy)]
struct Asker {
    question: Memo<Option<Question>>,
    coming: Coming,
    /// The files of the last answer.
    told: StoredValue<BTreeSet<u32>>,
    telling: Telling,
    said: RwSignal<Option<String>>,
    is_busy: StoredValue<bool>,
}

/// What is answered to whatever `question` comes to be; what goes wrong is `said`.
pub(super) fn tell(
    question: Memo<Option<Question>>,
    coming: Coming,
    said: RwSignal<Option<String>>,
) -> Telling {
    let asker = Asker {
        question,
        coming,
        told: StoredValue::new(BTreeSet::new()),
        telling: Telling {
            soon: RwSignal::new(None),
            whole: RwSignal::new(None),
            waits: RwSignal::new(false),
            waits_for_whole: RwSignal::new(false),
        },
        said,
        is_busy: StoredValue::new(false),
    };
    Effect::new(move |_| {
        question.track();
        if !asker.is_busy.get_value() {
            asker.is_busy.set_value(true);
            leptos::task::spawn_local(asker.see_to());
        }
    });
    asker.telling
}

impl Asker {
    /// Sees to what is asked, and to what is asked meanwhile.
    async fn see_to(self) {
        // What rehearsed may be gone by now.
        while let Some(asked) = self.question.try_get_untracked() {
            match &asked {
                Some(question) => {
                    self.wait_for_others(question).await;
                    if self.is_newest(Some(question)) {
                        self.see_to_one(question).await;
                    }
                }
                None => self.show(None),
            }
            if self.is_newest(asked.as_ref()) {
                break;
            }
        }
        self.is_busy.try_update_value(|is_busy| *is_busy = false);
        self.telling.waits.try_set(false);
        self.telling.waits_for_whole.try_set(false);
    }

    /// Whether nothing else is asked by now.
    fn is_newest(self, asked: Option<&Question>) -> bool {
        let now = self.question;
        now.try_with_untracked(|now| now.as_ref() == asked)
            .unwrap_or(true)
    }

    /// Waits a little for other files where some were just opened.
    async fn wait_for_others(self, question: &Question) {
        let files: BTreeSet<u32> = question.files.keys().copied().collect();
        let told = self
            .told
            .try_update_value(|told| std::mem::replace(told, files.clone()));
        if told.is_none_or(|told| files.is_subset(&told)) {
            return;
        }
        let since = outside::now();
        // What the history's program reads is there before any answer; of what else is read nobody knows how long it takes.
        let is_worth_it = || {
            let is_soon = outside::now() - since < HELD;
            let more = self.is_coming(self.coming.files, question) && is_soon;
            more || self.is_coming(self.coming.exports, question)
        };
        while is_worth_it() {
            self.telling.waits.try_set(true);
            self.telling.waits_for_whole.try_set(true);
            TimeoutFuture::new(STEP).await;
        }
    }

    /// Whether more is on its way, and nothing else is asked by now.
    fn is_coming(self, more: Signal<bool>, question: &Question) -> bool {
        more.try_get_untracked().unwrap_or(false) && self.is_newest(Some(question))
    }

    /// Shows the answer to a question; the rest of it only if nothing else is asked meanwhile.
    async fn see_to_one(self, question: &Question) {
        let since = outside::now();
        let Telling {
            soon,
            waits,
            waits_for_whole,
            ..
        } = self.telling;
        // The question is on its way before the page is told that it waits.
        let waiting = async {
            waits.set(true);
            waits_for_whole.set(true);
        };
        let (board, ()) = join(outside::ask_history_soon(question), waiting).await;
        let asked = Arc::new(question.asked.clone());
        let board = self.heard(board);
        if let Some(board) = &board {
            let detail = Detail {
                rows: board.deployments as f64,
                shards: 1.0,
                ..Detail::default()
            };
            outside::measure("denominator:deliveries", since, Some(detail));
        }
        waits.try_set(false);
        let told = |board: Board| Told {
            board: Arc::new(board),
            asked: asked.clone(),
        };
        match board {
            Some(board) if board.is_beginning => {
                soon.try_set(Some(told(board)));
                // The rest is not worth putting together twice.
                while self.is_coming(self.coming.exports, question) {
                    TimeoutFuture::new(STEP).await;
                }
                if self.is_newest(Some(question)) {
                    let board = self.heard(outside::ask_history(question).await);
                    self.show(board.map(told));
                }
            }
            board => self.show(board.map(told)),
        }
    }

    /// An answer; why there is none is said.
    fn heard(self, board: Result<Option<Board>, String>) -> Option<Board> {
        match board {
            Ok(board) => board,
            Err(why) => {
                self.said.try_set(Some(why));
                None
            }
        }
    }

    /// Shows all of an answer.
    fn show(self, told: Option<Told>) {
        self.telling.soon.try_set(told.clone());
        self.telling.whole.try_set(told);
    }
}
