//! Recoverable trouble met while reading: kind, how often, and where first.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::merge::Merge;
use crate::place::Place;

/// How many places are kept for each kind.
const PLACES: usize = 5;

/// What was odd about a file, although it could be read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum ProblemKind {
    /// The encoding was guessed.
    EncodingGuessed,
    /// A cell held bytes that are no character of the encoding.
    BadBytes,
    /// A record ended otherwise than most.
    MixedLineEnds,
    /// Lines hold another encoding than the rest.
    MixedEncoding,
    /// Another delimiter reads the file nearly as well.
    DelimiterGuessed,
    /// Whole lines were wrapped in quotes.
    WrappedLines,
    /// A quoted cell was never closed.
    UnclosedQuote,
    /// A quoted cell spans lines that look like records of their own.
    SwallowedLines,
    /// A quote stands inside a cell without being doubled.
    StrayQuote,
    /// A cell held a NUL character.
    ControlCharacter,
    /// Text above the table.
    Preamble,
    /// A comment line among the records.
    Comment,
    /// Text below the table.
    Note,
    /// A row of totals.
    Total,
    /// The header came once more among the records.
    RepeatedHeaderRow,
    /// Another table in the same file.
    OtherTable,
    /// The table starts with an answer.
    NoHeader,
    /// The table starts with an answer, which shows.
    Headerless,
    /// Several rows were taken for header.
    HeaderRowsGuessed,
    /// A column had no name.
    BlankHeader,
    /// A column had the name of an earlier one.
    RepeatedHeader,
    /// The file had a header and nothing else.
    NoRecords,
    /// A record had nothing in any cell.
    BlankRecord,
    /// Records without anything in any cell at the end of the table.
    BlankEnd,
    /// A record had fewer cells than the header.
    RaggedShort,
    /// A record had more filled cells than the header.
    RaggedLong,
    /// A cell in a column of numbers was neither a number nor a usual "no answer".
    NotANumber,
    /// A cell in a column of dates was neither a date nor a usual "no answer".
    NotADate,
}

impl ProblemKind {
    /// Whether the table may be another than the one that was meant; the rest only tells how it was read.
    pub fn is_doubt(self) -> bool {
        !matches!(
            self,
            ProblemKind::BlankHeader
                | ProblemKind::Headerless
                | ProblemKind::RepeatedHeader
                | ProblemKind::MixedLineEnds
                | ProblemKind::BlankEnd
                | ProblemKind::NotANumber
                | ProblemKind::NotADate
        )
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ProblemKind::EncodingGuessed => {
                "the encoding is a guess; check that accents and quotes look right"
            }
            ProblemKind::BadBytes => {
                "cells held bytes that are no character in this encoding; they show as \u{fffd}"
            }
            ProblemKind::MixedLineEnds => {
                "records end with another line end than the rest; all were read"
            }
            ProblemKind::MixedEncoding => {
                "lines are in another encoding than the rest; each was read in its own"
            }
            ProblemKind::DelimiterGuessed => {
                "another delimiter reads this file nearly as well; check the columns"
            }
            ProblemKind::WrappedLines => {
                "each line was wrapped in quotes as a whole; the lines inside were read"
            }
            ProblemKind::UnclosedQuote => {
                "a quote is never closed; it was kept as text and the next line starts a new record"
            }
            ProblemKind::SwallowedLines => {
                "quoted cells span lines that look like records of their own; check the quotes there"
            }
            ProblemKind::StrayQuote => {
                "cells hold single quotes that should be doubled; they were kept as text"
            }
            ProblemKind::ControlCharacter => "cells hold NUL characters; they were kept",
            ProblemKind::Preamble => {
                "lines above the table are titles or remarks; they count as no answer"
            }
            ProblemKind::Comment => "lines are comments; they count as no answer",
            ProblemKind::Note => "lines below the table are notes; they count as no answer",
            ProblemKind::Total => "rows are totals of the others; they count as no answer",
            ProblemKind::RepeatedHeaderRow => "rows repeat the header; they count as no answer",
            ProblemKind::OtherTable => "there is another table in this file; the largest was read",
            ProblemKind::NoHeader => {
                "the first row looks like an answer, so columns are called by their number"
            }
            ProblemKind::Headerless => {
                "the file has no row of names, so columns are called by their number"
            }
            ProblemKind::HeaderRowsGuessed => {
                "several rows at the top were taken for header; check the first records"
            }
            ProblemKind::BlankHeader => "columns have no name; they are called by their number",
            ProblemKind::RepeatedHeader => {
                "columns have the name of an earlier one; a number was added"
            }
            ProblemKind::NoRecords => "the file has a header but no records",
            ProblemKind::BlankRecord => {
                "records have nothing in any cell; they count as records without answers"
            }
            ProblemKind::BlankEnd => {
                "records at the end have nothing in any cell; they count as no answer"
            }
            ProblemKind::RaggedShort => {
                "records have fewer cells than the header; the missing cells count as blank"
            }
            ProblemKind::RaggedLong => {
                "records have more cells than the header; the extra cells got columns of their own"
            }
            ProblemKind::NotANumber => {
                "cells in number columns are not numbers; they are counted apart"
            }
            ProblemKind::NotADate => "cells in date columns are not dates; they are counted apart",
        })
    }
}

/// How often one kind of problem occurred, and where first.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Trouble {
    /// How often.
    pub count: u64,
    /// The first five places, in file order.
    pub places: Vec<Place>,
}

/// The problems of a file, or of a part of it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Problems {
    by_kind: BTreeMap<ProblemKind, Trouble>,
}

impl Problems {
    /// Places told of each kind.
    pub const PLACES: usize = PLACES;

    /// Notes one more problem of `kind` at `place`; call in file order.
    pub fn note(&mut self, kind: ProblemKind, place: Place) {
        let trouble = self.by_kind.entry(kind).or_default();
        trouble.count += 1;
        if trouble.places.len() < PLACES {
            trouble.places.push(place);
        }
    }

    /// How often `kind` occurred.
    pub fn count(&self, kind: ProblemKind) -> u64 {
        self.by_kind.get(&kind).map_or(0, |trouble| trouble.count)
    }

    /// Where `kind` occurred first, at most five places.
    pub fn places(&self, kind: ProblemKind) -> &[Place] {
        self.by_kind
            .get(&kind)
            .map_or(&[], |trouble| &trouble.places)
    }

    /// Whether nothing was odd.
    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    /// The kinds that occurred, in the order of [`ProblemKind`].
    pub fn iter(&self) -> impl Iterator<Item = (ProblemKind, &Trouble)> {
        self.by_kind.iter().map(|(kind, trouble)| (*kind, trouble))
    }

    /// Notes `count` problems of `kind` of which `places` came first.
    pub(crate) fn note_many(&mut self, kind: ProblemKind, count: u64, places: &[Place]) {
        if count > 0 {
            let trouble = self.by_kind.entry(kind).or_default();
            trouble.count += count;
            let room = PLACES - trouble.places.len();
            trouble.places.extend(places.iter().take(room));
        }
    }
}

impl Merge for Problems {
    fn merge(&mut self, other: Self) {
        for (kind, trouble) in other.by_kind {
            self.note_many(kind, trouble.count, &trouble.places);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: u64) -> Place {
        Place {
            row,
            column: 1,
            byte: row * 10,
        }
    }

    #[test]
    fn merged_parts_equal_the_whole_for_any_cut() {
        let mut whole = Problems::default();
        (1..=9).for_each(|row| whole.note(ProblemKind::RaggedShort, place(row)));
        for cut in 0..=9 {
            let (mut first, mut second) = (Problems::default(), Problems::default());
            (1..=cut).for_each(|row| first.note(ProblemKind::RaggedShort, place(row)));
            (cut + 1..=9).for_each(|row| second.note(ProblemKind::RaggedShort, place(row)));
            first.merge(second);
            assert_eq!(first, whole, "cut after {cut}");
        }
        assert_eq!(whole.places(ProblemKind::RaggedShort).len(), PLACES);
    }

    #[test]
    fn problems_cross_as_postcard() {
        let mut problems = Problems::default();
        problems.note(ProblemKind::UnclosedQuote, place(3));
        let bytes = postcard::to_stdvec(&problems).unwrap();
        assert_eq!(postcard::from_bytes::<Problems>(&bytes).unwrap(), problems);
    }
}
