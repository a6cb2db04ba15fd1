//! Asks the engine what the chapter on screen needs to know, one thing at a time and the newest next.

use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::answers::{Answers, Asked, Counting, sort_out};
use crate::analysis::Partial;
use crate::engine::EngineError;
use crate::engine::link::Engine;
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
    pub answers: LocalResource<Option<Arc<Answers>>>,
    /// What the first rows answer while the others are counted.
    pub first: RwSignal<Option<Arc<Answers>>>,
    /// Questions that are not answered yet.
    pub waiting: RwSignal<u32>,
    /// What was counted last: whoever takes a filter away asks for it again.
    pub recall: Recalled,
}

impl Asking {
    /// Asks `engine` whatever `asked` comes to be, and again whenever it starts anew; what goes wrong is `said`.
    pub fn of(
        asked: Memo<Option<Asked>>,
        engine: StoredValue<Engine, LocalStorage>,
        restarts: RwSignal<u32>,
        said: RwSignal<Option<String>>,
    ) -> Asking {
        let waiting = RwSignal::new(0_u32);
        let first = RwSignal::new(None::<Arc<Answers>>);
        let recall = StoredValue::new_local(Recall::new(REMEMBERED));
        let turn = StoredValue::new(0_u32);
        let last = StoredValue::new(None::<Arc<Answers>>);
        let answers = LocalResource::new(move || {
            restarts.track();
            let asked = asked.get();
            let engine = engine.get_value();
            async move {
                let asked = asked?;
                turn.update_value(|turn| *turn += 1);
                let known = recall
                    .try_update_value(|recall: &mut Recall<_, _>| recall.get(&asked.counted()));
                let partials: Arc<Vec<Partial>> = match known.flatten() {
                    Some(partials) => partials,
                    None => {
                        let age = recall.with_value(Recall::age);
                        waiting.update(|n| *n += 1);
                        let ran = run(&engine, &asked, turn, first).await;
                        waiting.update(|n| *n -= 1);
                        turn.update_value(|turn| *turn += 1);
                        match ran {
                            Ok(Some(partials)) => {
                                let partials = Arc::new(partials);
                                let weight = partials.iter().map(Partial::weight).sum();
                                recall.update_value(|recall| {
                                    // A file that was read anew meanwhile has other answers.
                                    if recall.age() == age {
                                        recall.keep(asked.counted(), Arc::clone(&partials), weight);
                                    }
                                });
                                partials
                            }
                            // Something else was asked; until that is answered, what was on screen stays.
                            Ok(None) => return last.get_value(),
                            Err(error) => {
                                // Of one that is being started again the answers follow once it holds the file.
                                if !matches!(error, EngineError::Stopped | EngineError::NotOpen) {
                                    said.set(Some(error.to_string()));
                                }
                                first.set(None);
                                last.set_value(None);
                                return None;
                            }
                        }
                    }
                };
                let answers = Arc::new(sort_out(&asked, &partials, None).await);
                first.set(None);
                last.set_value(Some(Arc::clone(&answers)));
                Some(answers)
            }
        });
        Asking {
            answers,
            first,
            waiting,
            recall,
        }
    }
}

/// Has the engine count what is asked; what the first rows answer is told as long as it is this one's `turn`.
async fn run(
    engine: &Engine,
    asked: &Asked,
    turn: StoredValue<u32>,
    first: RwSignal<Option<Arc<Answers>>>,
) -> Result<Option<Vec<Partial>>, EngineError> {
    let mine = turn.get_value();
    let so_far = asked.clone();
    let on_first = move |partials: Vec<Partial>, share| {
        let asked = so_far.clone();
        leptos::task::spawn_local(async move {
            // All rows may be counted by then, or something else be asked.
            TimeoutFuture::new(SOON).await;
            if turn.get_value() != mine {
                return;
            }
            let answers = sort_out(&asked, &partials, Some(share)).await;
            if turn.get_value() == mine {
                first.set(Some(Arc::new(answers)));
            }
        });
    };
    let plans = asked.plans.iter().map(|(_, plan)| plan.clone()).collect();
    engine.run(asked.file.0, plans, on_first).await
}
