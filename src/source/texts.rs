//! Texts one after the other in arenas.

use std::iter::zip;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Texts in one arena.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Texts {
    text: String,
    /// Where each ends; it starts where the one before it ends.
    #[serde(with = "crate::codes::packed")]
    ends: Vec<u32>,
}

/// A text for each record, in arenas as they were read: what is long is not copied to lie in one.
#[derive(Clone, Debug, Default, Deserialize, Eq, Serialize)]
pub(super) struct Listed {
    arenas: Vec<Texts>,
    /// Which record comes after those of each arena.
    ends: Vec<usize>,
}

/// However they lie in arenas.
impl PartialEq for Listed {
    fn eq(&self, other: &Listed) -> bool {
        self.len() == other.len() && (0..self.len()).all(|at| self.get(at) == other.get(at))
    }
}

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn range(&self, at: usize) -> Range<usize> {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start as usize..self.ends[at] as usize
    }

    /// The text at `at`.
    pub fn get(&self, at: usize) -> &str {
        &self.text[self.range(at)]
    }

    /// The bytes of the text at `at`.
    pub fn bytes(&self, at: usize) -> &[u8] {
        &self.text.as_bytes()[self.range(at)]
    }

    /// Adds a text; nothing where all would be longer than 4 GiB.
    pub fn push(&mut self, text: &str) -> Option<()> {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).ok()?);
        Some(())
    }

    /// Whether they are of visible ASCII alone.
    pub fn are_words(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_graphic())
    }

    /// Lets go of the memory that was kept for more.
    pub fn close(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Calls `act` with each of these.
    fn each<'t>(&'t self, range: Range<usize>, mut act: impl FnMut(usize, &'t str)) {
        let start = match range.start {
            0 => 0,
            at => self.ends[at - 1] as usize,
        };
        let (mut rest, mut from) = (&self.text[start..], start);
        for at in range {
            let end = self.ends[at] as usize;
            let (text, after) = rest.split_at(end - from);
            (rest, from) = (after, end);
            act(at, text);
        }
    }

    /// Those that hold one of these bytes.
    pub fn with_any(&self, bytes: [u8; 3]) -> Vec<usize> {
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(place) = first_of(&self.text[from..], bytes) {
            let at = self
                .ends
                .partition_point(|end| *end as usize <= from + place);
            found.push(at);
            from = self.ends[at] as usize;
        }
        found
    }
}

impl From<Texts> for Listed {
    fn from(texts: Texts) -> Listed {
        Listed {
            ends: vec![texts.len()],
            arenas: vec![texts],
        }
    }
}

impl Listed {
    fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The text at `at`.
    pub fn get(&self, at: usize) -> &str {
        let arena = match self.arenas.len() {
            1 => 0,
            _ => self.ends.partition_point(|end| *end <= at),
        };
        let start = if arena == 0 { 0 } else { self.ends[arena - 1] };
        self.arenas[arena].get(at - start)
    }

    /// Calls `act` with each of these.
    pub fn each<'t>(&'t self, range: Range<usize>, mut act: impl FnMut(usize, &'t str)) {
        let mut start = 0;
        for (arena, end) in zip(&self.arenas, &self.ends) {
            let (from, to) = (range.start.max(start), range.end.min(*end));
            if from < to {
                arena.each(from - start..to - start, |at, text| act(start + at, text));
            }
            start = *end;
        }
    }

    /// Those that hold one of these bytes.
    pub fn with_any(&self, bytes: [u8; 3]) -> Vec<usize> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let found = zip(&self.arenas, starts).flat_map(|(arena, start)| {
            let found = arena.with_any(bytes).into_iter();
            found.map(move |at| start + at)
        });
        found.collect()
    }

    /// Whether they are of visible ASCII alone.
    pub fn are_words(&self) -> bool {
        self.arenas.iter().all(Texts::are_words)
    }

    /// Adds all of `others`.
    pub fn append(&mut self, others: Listed) {
        let so_far = self.len();
        if others.len() == 0 {
            return;
        }
        self.arenas.extend(others.arenas);
        self.ends.extend(others.ends.iter().map(|end| so_far + end));
    }
}

/// Where the first of these bytes is in `text`.
pub(super) fn first_of(text: &str, [a, b, c]: [u8; 3]) -> Option<usize> {
    memchr::memchr3(a, b, c, text.as_bytes())
}
