//! Long work in turns, so that a page answers to hands between them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::outside;

/// Milliseconds that one piece of work may take before others get a turn.
const LONG: f64 = 12.0;

/// What is over within this is not told.
const BLINK: Duration = Duration::from_millis(150);

/// The time since the page last had a turn.
pub(super) struct Turn {
    since: f64,
}

impl Default for Turn {
    fn default() -> Self {
        Self {
            since: outside::now(),
        }
    }
}

impl Turn {
    /// Lets the page have a turn if this one took long.
    pub(super) async fn over(&mut self) {
        if outside::now() - self.since > LONG {
            TimeoutFuture::new(0).await;
            *self = Self::default();
        }
    }
}

/// Whether something has been so for long enough to be told: what is over sooner than a blink would only flicker, and cost a paint.
pub(super) fn lasting(is_so: Signal<bool>) -> Signal<bool> {
    let lasts = RwSignal::new(false);
    Effect::new(move |_| match is_so.get() {
        false if lasts.get_untracked() => lasts.set(false),
        false => {}
        true => {
            let tell = move || {
                // The page may be gone by then.
                if is_so.try_get_untracked() == Some(true) {
                    let _ = lasts.try_set(true);
                }
            };
            set_timeout(tell, BLINK);
        }
    });
    lasts.into()
}

/// Whether this was painted since: what nobody looks at first comes on screen after it.
pub(super) fn painted() -> Signal<bool> {
    let is_painted = RwSignal::new(false);
    outside::after_paint(move || {
        // The page may be gone by then.
        let _ = is_painted.try_set(true);
    });
    is_painted.into()
}

/// The beginning of a list that is brought on screen piece by piece: `first` of it at once, `more` after each paint.
pub(super) fn by_pieces<T: Clone + PartialEq + Send + Sync + 'static>(
    list: Memo<Vec<T>>,
    first: usize,
    more: usize,
) -> Memo<Vec<T>> {
    let there = RwSignal::new(first);
    Effect::new(move |_| {
        if there.get() < list.with(Vec::len) {
            outside::after_paint(move || {
                // The page may be gone by then.
                let _ = there.try_update(|there| *there += more);
            });
        }
    });
    Memo::new(move |_| list.with(|list| list.iter().take(there.get()).cloned().collect()))
}

/// What of a list is on screen: what leaves it goes at once, and what comes beside others comes after the next paint.
pub(super) fn added_later<T: Clone + PartialEq + Send + Sync + 'static>(
    list: Memo<Vec<T>>,
) -> Memo<Vec<T>> {
    let there = RwSignal::new(Vec::<T>::new());
    Effect::new(move |_| {
        let list_now = list.get();
        let is_there = |one: &T| there.with_untracked(|there| there.contains(one));
        let waits = list_now.iter().any(is_there) && !list_now.iter().all(is_there);
        match waits {
            false => there.set(list_now),
            true => outside::after_paint(move || {
                // The page may be gone by then.
                if let Some(list) = list.try_get_untracked() {
                    let _ = there.try_set(list);
                }
            }),
        }
    });
    Memo::new(move |_| {
        let mut list = list.get();
        there.with(|there| list.retain(|one| there.contains(one)));
        list
    })
}

/// What waits for its frame; none while there is nothing to wait for.
type Waiting = Option<VecDeque<Box<dyn FnOnce()>>>;

thread_local! {
    static WAITING: RefCell<Waiting> = const { RefCell::new(None) };
}

/// Does `act` at once if nothing was done this way in this frame, else in a frame of its own.
pub(super) fn one_a_frame(act: impl FnOnce() + 'static) {
    let now = WAITING.with_borrow_mut(|waiting| match waiting {
        Some(waiting) => {
            waiting.push_back(Box::new(act));
            None
        }
        None => {
            *waiting = Some(VecDeque::new());
            Some(act)
        }
    });
    if let Some(act) = now {
        act();
        request_animation_frame(next);
    }
}

fn next() {
    let act = WAITING.with_borrow_mut(|waiting| {
        let act = waiting.as_mut().and_then(VecDeque::pop_front);
        if act.is_none() {
            *waiting = None;
        }
        act
    });
    if let Some(act) = act {
        act();
        request_animation_frame(next);
    }
}
