//! Files that are exports, or none, because a person says so.

use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::open_file::Opened;
use crate::delivery::{Guess, Kind, roles_of};
use crate::report::FileId;

/// The name of the step.
pub(super) const SAID: &str = "what an export is of";
/// Milliseconds between looks at whether a file is read.
const LOOK: u32 = 100;

impl Desk {
    /// Takes a file for what somebody says that its rows are; nothing where it is no export of a delivery tool.
    pub(super) fn take_for(self, id: FileId, kind: Option<Kind>) {
        let taken = self.deliveries.taken.get_untracked().remove(&id);
        match (kind, taken) {
            (None, _) => {
                let by_hand = self.deliveries.by_hand.with_value(|all| all.contains(&id));
                self.deliver(SAID, |delivery| {
                    delivery.said.remove(&id);
                    if !by_hand {
                        delivery.none.insert(id);
                    }
                });
            }
            (Some(kind), Some(taken)) => self.deliver(SAID, |delivery| {
                let before = delivery.said.remove(&id).unwrap_or(taken.guess);
                // What a column tells of one thing it does not tell of another.
                let roles = roles_of(kind, &taken.names);
                let said = Guess {
                    kind,
                    roles,
                    ..before
                };
                delivery.said.insert(id, said);
            }),
            (Some(kind), None) => self.take(id, Some(kind)),
        }
    }

    /// Has the history's program take a file, as somebody says or as what it looks like.
    pub(super) fn take(self, id: FileId, kind: Option<Kind>) {
        let blob = self.handles.with_value(|handles| handles.get(&id).cloned());
        let name = self.files.with_untracked(|files| {
            let file = files.iter().find(|file| file.id == id)?;
            Some(file.name.clone())
        });
        let (Some(blob), Some(name)) = (blob, name) else {
            return;
        };
        leptos::task::spawn_local(async move {
            // Whoever says so stays where they are.
            self.take_delivery(id, &name, &blob, kind, f64::NEG_INFINITY)
                .await;
        });
    }

    /// What a recipe that was followed says of a file that looks like no export, once its columns are known.
    pub(super) async fn kind_that_was_kept(self, id: FileId) -> Option<Kind> {
        if self.deliveries.kept.with_value(Option::is_none) {
            return None;
        }
        loop {
            let state = self.files.with_untracked(|files| {
                let file = files.iter().find(|file| file.id == id)?;
                Some(file.state.clone())
            });
            match state? {
                Opened::Reading { .. } => TimeoutFuture::new(LOOK).await,
                Opened::Ready(summary) => {
                    let names = summary.columns.iter().map(|one| one.name.clone());
                    let names: Vec<String> = names.collect();
                    let kept = self.deliveries.kept;
                    let guess = kept.with_value(|kept| kept.as_ref()?.guess(&names));
                    return guess.map(|guess| guess.kind);
                }
                _ => return None,
            }
        }
    }

    /// Has the history's program hold what is said to be an export and not what is said to be none, after undo and redo too.
    pub(in crate::app) fn follow_said(self) {
        let differing = Memo::new(move |_| {
            let taken = self.deliveries.taken.get();
            let is_open = |id: &FileId| {
                self.files
                    .with(|files| files.iter().any(|file| file.id == *id))
            };
            self.history.with(|history| {
                let delivery = &history.report().delivery;
                let is_said = |id: &FileId| delivery.said.contains_key(id);
                let by_hand = self.deliveries.by_hand.get_value();
                let is_over = |id: &&FileId| {
                    delivery.none.contains(*id) || by_hand.contains(*id) && !is_said(id)
                };
                let over: Vec<FileId> = taken.keys().filter(is_over).copied().collect();
                let said = delivery.said.iter();
                let said = said.map(|(id, guess)| (*id, Some(guess.kind)));
                // What looks like an export, and is said to be none no more.
                let let_go = self.deliveries.let_go.get_value().into_iter();
                let back = let_go.filter(|id| !delivery.none.contains(id) && !is_said(id));
                let wanted = said.chain(back.map(|id| (id, None)));
                let missing = wanted.filter(|(id, _)| !taken.contains_key(id) && is_open(id));
                (over, missing.collect::<Vec<(FileId, Option<Kind>)>>())
            })
        });
        Effect::new(move |_| {
            let (over, missing) = differing.get();
            for id in over {
                if !self.deliveries.by_hand.with_value(|all| all.contains(&id)) {
                    self.deliveries.let_go.update_value(|all| {
                        all.insert(id);
                    });
                }
                self.forget_delivery(id);
            }
            for (id, kind) in missing {
                if !untrack(|| self.deliveries.is_reading(id)) {
                    self.take(id, kind);
                }
            }
        });
    }
}
