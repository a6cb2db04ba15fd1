//! Texts that come again: read once, and held once.

use std::rc::Rc;

use hashbrown::HashTable;

use crate::table::hash;

/// Texts whose readings are remembered, at most: where more differ, few come again.
const MOST: usize = 4096;

/// What the texts of a column were read as.
pub(super) struct Recall<'t, T>(HashTable<(&'t str, T)>);

impl<T> Default for Recall<'_, T> {
    fn default() -> Self {
        Recall(HashTable::new())
    }
}

impl<'t, T: Copy> Recall<'t, T> {
    /// What a text is read as.
    pub fn of(&mut self, text: &'t str, read: impl FnOnce(&'t str) -> T) -> T {
        let own = hash(text);
        if let Some((_, value)) = self.0.find(own, |(known, _)| *known == text) {
            return *value;
        }
        let value = read(text);
        if self.0.len() < MOST {
            self.0
                .insert_unique(own, (text, value), |(known, _)| hash(known));
        }
        value
    }
}

/// Texts that many rows share.
#[derive(Default)]
pub(super) struct Shared(HashTable<Rc<str>>);

impl Shared {
    /// The one that is held of those alike.
    pub fn of(&mut self, text: &str) -> Rc<str> {
        let own = hash(text);
        if let Some(known) = self.0.find(own, |known| **known == *text) {
            return known.clone();
        }
        let new: Rc<str> = text.into();
        self.0.insert_unique(own, new.clone(), |known| hash(known));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_and_many_are_read_all_the_same() {
        let texts: Vec<String> = (0..MOST + 10).map(|n| n.to_string()).collect();
        let (mut recall, mut reads) = (Recall::default(), 0);
        for text in texts.iter().chain(&texts[..MOST]) {
            let read = recall.of(text, |text| {
                reads += 1;
                text.len()
            });
            assert_eq!(read, text.len());
        }
        assert_eq!(reads, texts.len());
    }

    #[test]
    fn texts_alike_are_one() {
        let mut shared = Shared::default();
        let [one, again, other] = ["shop", "shop", "pay"].map(|text| shared.of(text));
        assert!(Rc::ptr_eq(&one, &again) && *other == *"pay");
    }
}
