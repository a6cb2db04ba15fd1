//! Changes that are looked at.

use super::asked::Asked;
use super::history::History;
use crate::table::Bitmap;

/// Some of the changes of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Whether each change is one of them.
    are: Bitmap,
    /// Their places, in order.
    places: Vec<u32>,
    /// The service that all are of, where only one is looked at.
    only_service: Option<usize>,
}

impl Chosen {
    /// Every change.
    pub fn all(history: &History) -> Chosen {
        let many = history.changes.len();
        Chosen {
            are: Bitmap::full(many),
            places: (0..many as u32).collect(),
            only_service: None,
        }
    }

    /// Those that `is_wanted`, of the services that are looked at.
    pub(super) fn of(
        history: &History,
        asked: &Asked,
        is_wanted: impl Fn(usize) -> bool,
    ) -> Chosen {
        let services = &history.columns.service;
        let are_looked_at = services.which(|service| asked.looks_at(service));
        let are_all = !are_looked_at.contains(&false);
        let is_wanted = |at: &u32| is_wanted(*at as usize);
        let places: Vec<u32> = match are_all {
            true => (0..history.changes.len() as u32)
                .filter(is_wanted)
                .collect(),
            // Of most changes nobody asks.
            false => {
                let named = (0..are_looked_at.len()).filter(|service| are_looked_at[*service]);
                let own = named.flat_map(|service| history.columns.changes_of.of(service));
                let mut places: Vec<u32> = own.copied().filter(is_wanted).collect();
                places.sort_unstable();
                places
            }
        };
        let mut are = Bitmap::new(history.changes.len());
        places.iter().for_each(|at| are.set(*at as usize));
        let mut looked_at = (0..are_looked_at.len()).filter(|service| are_looked_at[*service]);
        Chosen {
            are,
            places,
            only_service: looked_at.next().filter(|_| looked_at.next().is_none()),
        }
    }

    /// The service that all are of, where only one is looked at.
    pub(super) fn only_service(&self) -> Option<usize> {
        self.only_service
    }

    /// Whether a change is one of them.
    pub fn has(&self, change: usize) -> bool {
        self.are.get(change)
    }

    /// Their places in the history, in order.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|at| *at as usize)
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
