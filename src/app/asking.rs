//! Asks the engine what the chapter on screen needs to know. What counts many rows gives way to what is asked after it; of
//! what counts few, one thing is asked at a time and the newest next.

use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::answers::{Answers, Asked, Counting, sort_out};
use crate::analysis::Partial;
use crate::engine::EngineError;
use crate::engine::link::Engine;
use crate::engine::protocol::AT_ONCE;
use crate::engine::recall::Recall;

/// Milliseconds within which all rows may be counted once the first are.
const SOON: u32 = 12;
/// Numbers in answers that are remembered, about 16 bytes each.
const REMEMBERED: usize = 1 << 20;

/// What was counted last.
pub(super) type Recalled = StoredValue<Recall<Counting, Arc<Vec<Partial>>>, LocalStorage>;

/// What the chapter on screen asks, and what is answered.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    /// What all rows answer.
    pub answers: RwSignal<Option<Arc<Answers>>>,
    /// What the first rows answer while the others are counted.
    pub first: RwSignal<Option<Arc<Answers>>>,
    /// Questions that are not answered yet.
    pub waiting: RwSignal<u32>,
    /// What was counted last: whoever takes a filter away asks for it again.
    pub recall: Recalled,
}

/// Whoever asks: each question has a turn, from 1.
#[derive(Clone, Copy)]
struct Asker {
    asking: Asking,
    engine: StoredValue<Engine, LocalStorage>,
    said: RwSignal<Option<String>>,
    /// What was asked last, and its turn.
    wanted: StoredValue<(u32, Option<Arc<Asked>>)>,
    /// The last turn that somebody sees to.
    begun: StoredValue<u32>,
    /// The turn whose answer is on screen.
    shown: StoredValue<u32>,
    /// Those who see to a turn.
    busy: StoredValue<u32>,
}

impl Asking {
    /// Asks `engine` whatever `asked` comes to be, and again whenever it starts anew; what goes wrong is `said`.
    pub fn of(
        asked: Memo<Option<Asked>>,
        engine: StoredValue<Engine, LocalStorage>,
        restarts: RwSignal<u32>,
        said: RwSignal<Option<String>>,
    ) -> Asking {
        let asking = Asking {
            answers: RwSignal::new(None),
            first: RwSignal::new(None),
            waiting: RwSignal::new(0),
            recall: StoredValue::new_local(Recall::new(REMEMBERED)),
        };
        let asker = Asker {
            asking,
            engine,
            said,
            wanted: StoredValue::new((0, None)),
            begun: StoredValue::new(0),
            shown: StoredValue::new(0),
            busy: StoredValue::new(0),
        };
        Effect::new(move |_| {
            restarts.track();
            asker.ask(asked.get());
        });
        asking
    }
}

impl Asker {
    /// Asks this from now on.
    fn ask(self, asked: Option<Asked>) {
        // The worker hears of newer questions only between slices: what is counted in one is waited for.
        let is_long = |asked: &Asked| asked.study.rows as usize > AT_ONCE;
        let waits = self.busy.get_value() > 0 && !asked.as_ref().is_some_and(is_long);
        self.wanted
            .update_value(|wanted| *wanted = (wanted.0 + 1, asked.map(Arc::new)));
        if !waits {
            leptos::task::spawn_local(self.see_to());
        }
    }

    /// Sees to what is asked last, and to what is asked meanwhile unless somebody else does.
    async fn see_to(self) {
        self.busy.update_value(|busy| *busy += 1);
        loop {
            let (turn, asked) = self.wanted.get_value();
            self.begun.set_value(turn);
            match asked {
                Some(asked) => self.answer(turn, &asked).await,
                None => self.show(turn, None),
            }
            if self.begun.get_value() == self.turn() {
                break;
            }
        }
        self.busy.update_value(|busy| *busy -= 1);
    }

    /// The turn of what was asked last.
    fn turn(self) -> u32 {
        self.wanted.with_value(|(turn, _)| *turn)
    }

    /// Shows what is answered in this turn, unless a later one is shown.
    fn show(self, turn: u32, answers: Option<Arc<Answers>>) {
        if turn > self.shown.get_value() {
            self.shown.set_value(turn);
            self.asking.first.set(None);
            self.asking.answers.set(answers);
        }
    }

    async fn answer(self, turn: u32, asked: &Arc<Asked>) {
        let recall = self.asking.recall;
        let counting = asked.counted();
        let known = recall.try_update_value(|recall: &mut Recall<_, _>| recall.get(&counting));
        let partials: Arc<Vec<Partial>> = match known.flatten() {
            Some(partials) => partials,
            None => {
                let age = recall.with_value(Recall::age);
                match self.run(turn, asked).await {
                    Ok(Some(partials)) => {
                        let partials = Arc::new(partials);
                        let weight = partials.iter().map(Partial::weight).sum();
                        recall.update_value(|recall| {
                            // A file that was read anew meanwhile has other answers.
                            if recall.age() == age {
                                recall.keep(counting, Arc::clone(&partials), weight);
                            }
                        });
                        partials
                    }
                    // Something else was asked; until that is answered, what was on screen stays.
                    Ok(None) => return,
                    Err(error) => {
                        // Of one that is being started again the answers follow once it holds the file.
                        if !matches!(error, EngineError::Stopped | EngineError::NotOpen) {
                            self.said.set(Some(error.to_string()));
                        }
                        return self.show(turn, None);
                    }
                }
            }
        };
        let answers = sort_out(asked, &partials, None).await;
        self.show(turn, Some(Arc::new(answers)));
    }

    /// Has the engine count what is asked; what the first rows answer is told as long as nothing else is asked.
    async fn run(self, turn: u32, asked: &Arc<Asked>) -> Result<Option<Vec<Partial>>, EngineError> {
        let so_far = Arc::clone(asked);
        let is_awaited = move || self.turn() == turn && self.shown.get_value() < turn;
        let on_first = move |partials: Vec<Partial>, share| {
            let asked = Arc::clone(&so_far);
            leptos::task::spawn_local(async move {
                // All rows may be counted by then, or something else be asked.
                TimeoutFuture::new(SOON).await;
                if !is_awaited() {
                    return;
                }
                let answers = sort_out(&asked, &partials, Some(share)).await;
                if is_awaited() {
                    self.asking.first.set(Some(Arc::new(answers)));
                }
            });
        };
        let plans = asked.plans.iter().map(|(_, plan)| plan.clone()).collect();
        let waiting = self.asking.waiting;
        waiting.update(|n| *n += 1);
        let ran = self
            .engine
            .get_value()
            .run(asked.file.0, plans, on_first)
            .await;
        waiting.update(|n| *n -= 1);
        ran
    }
}
