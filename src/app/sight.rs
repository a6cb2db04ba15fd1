//! What is seen comes first: whatever is out of sight follows once that is painted, one a frame.

use leptos::prelude::*;
use leptos::tachys::html::element::ElementType;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

use super::outside;
use super::turns::one_a_frame;

/// Something that has a place on the page, and whether it is seen there.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    /// Until the browser has told otherwise, everything is.
    is_seen: StoredValue<bool>,
    /// How often it was its turn to follow.
    turn: RwSignal<u32>,
    /// Whether it waits for its turn.
    waits: StoredValue<bool>,
}

impl Sight {
    /// Of the element that `place` will stand for.
    pub(super) fn of<E>(place: NodeRef<E>) -> Self
    where
        E: ElementType,
        E::Output: AsRef<Element> + JsCast + Clone + 'static,
    {
        let sight = Self {
            is_seen: StoredValue::new(true),
            turn: RwSignal::new(0),
            waits: StoredValue::new(false),
        };
        let told = Closure::<dyn FnMut(Vec<IntersectionObserverEntry>)>::new(
            move |entries: Vec<IntersectionObserverEntry>| {
                if let Some(entry) = entries.last() {
                    // It may be gone by then.
                    let _ = sight.is_seen.try_set_value(entry.is_intersecting());
                }
            },
        );
        let observer = IntersectionObserver::new(told.as_ref().unchecked_ref()).ok();
        let kept = StoredValue::new_local((told, observer));
        Effect::new(move |_| {
            if let Some(element) = place.get() {
                kept.with_value(|(_, observer)| {
                    if let Some(observer) = observer {
                        observer.observe(element.as_ref());
                    }
                });
            }
        });
        on_cleanup(move || {
            kept.try_with_value(|(_, observer)| {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
        sight
    }

    /// Follows `now`: at once where it is seen, after the next paint where it is not.
    pub(super) fn follow<T: Clone + Send + Sync + 'static>(
        self,
        now: impl Fn() -> Option<T> + Send + Sync + 'static,
        is_same: fn(&T, &T) -> bool,
    ) -> Memo<Option<T>> {
        let turns = StoredValue::new(0);
        Memo::new_owning(move |before: Option<Option<T>>| {
            let turn = self.turn.get();
            let is_turn = turns.get_value() != turn;
            turns.set_value(turn);
            let before = before.flatten();
            if before.is_some() && !is_turn && !self.is_seen.get_value() {
                self.wait();
                return (before, false);
            }
            let now = now();
            let is_changed = match (&before, &now) {
                (Some(before), Some(now)) => !is_same(before, now),
                (before, now) => before.is_some() || now.is_some(),
            };
            (now, is_changed)
        })
    }

    /// Waits for its turn, once.
    fn wait(self) {
        if self.waits.get_value() {
            return;
        }
        self.waits.set_value(true);
        let follow = move || {
            // It may be gone by then.
            if self.waits.try_set_value(false).is_none() {
                let _ = self.turn.try_update(|turn| *turn += 1);
            }
        };
        // Whoever waits for that paint has a turn before the next frame.
        outside::after_paint(move || request_animation_frame(move || one_a_frame(follow)));
    }
}
