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
    pub asked: Arc<Asked>,
}

/// Whoever asks.
#[derive(Clone, Copy)]
struct Asker {
    question: Memo<Option<Question>>,
    told: RwSignal<Option<Told>>,
    waiting: RwSignal<bool>,
    said: RwSignal<Option<String>>,
    is_busy: StoredValue<bool>,
}

/// What is answered to whatever `question` comes to be, and whether that is still `waiting`; what goes wrong is `said`.
pub(super) fn tell(
    question: Memo<Option<Question>>,
    waiting: RwSignal<bool>,
    said: RwSignal<Option<String>>,
) -> RwSignal<Option<Told>> {
    let asker = Asker {
        question,
        told: RwSignal::new(None),
        waiting,
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
    asker.told
}

impl Asker {
    /// Sees to what is asked, and to what is asked meanwhile.
    async fn see_to(self) {
        // What rehearsed may be gone by now.
        while let Some(asked) = self.question.try_get_untracked() {
            let told = match &asked {
                Some(question) => self.answer(question).await,
                None => None,
            };
            self.told.try_set(told);
            if self.question.try_get_untracked() == Some(asked) {
                break;
            }
        }
        self.is_busy.try_update_value(|is_busy| *is_busy = false);
        self.waiting.try_set(false);
    }

    async fn answer(self, question: &Question) -> Option<Told> {
        let since = outside::now();
        // The question is on its way before the page is told that it waits.
        let waits = async { self.waiting.set(true) };
        let (board, ()) = join(outside::ask_history(question), waits).await;
        let board = match board {
            Ok(board) => board?,
            Err(why) => {
                self.said.set(Some(why));
                return None;
            }
        };
        let detail = Detail {
            rows: board.deployments as f64,
            shards: 1.0,
            ..Detail::default()
        };
        outside::measure("denominator:deliveries", since, Some(detail));
        Some(Told {
            board: Arc::new(board),
            asked: Arc::new(question.asked.clone()),
        })
    }
}
