//! Has the history's program answer what is asked of the exports: one thing at a time, and the newest next. What was asked in between
//! is never counted.

use std::sync::Arc;

use futures_util::future::join;
use leptos::prelude::*;

use crate::app::outside::{self, Detail};
use crate::delivery::{Asked, Board, Question};

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

/// Whoever asks.
#[derive(Clone, Copy)]
struct Asker {
    question: Memo<Option<Question>>,
    telling: Telling,
    said: RwSignal<Option<String>>,
    is_busy: StoredValue<bool>,
}

/// What is answered to whatever `question` comes to be; what goes wrong is `said`.
pub(super) fn tell(question: Memo<Option<Question>>, said: RwSignal<Option<String>>) -> Telling {
    let asker = Asker {
        question,
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
                Some(question) => self.see_to_one(question).await,
                None => self.show(None),
            }
            if self.is_newest(asked.as_ref()) {
                break;
            }
        }
        self.is_busy.try_update_value(|is_busy| *is_busy = false);
        self.telling.waits_for_whole.try_set(false);
    }

    /// Whether nothing else is asked by now.
    fn is_newest(self, asked: Option<&Question>) -> bool {
        let now = self.question;
        now.try_with_untracked(|now| now.as_ref() == asked)
            .unwrap_or(true)
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
