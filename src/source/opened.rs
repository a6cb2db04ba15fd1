//! What a parsed file is as a table: header, width, and what is odd.

use super::dialect::Dialect;
use super::encoding::{Decoded, Encoding, How};
use super::error::SourceError;
use super::header::{self, Header, header};
use super::parser::{Parsed, ends_inside_quotes};
use super::problems::{ProblemKind, Problems};
use super::ragged;
use super::records::Records;
use crate::place::Place;

/// A file that was read: its data records and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opened {
    /// The data records, without the header.
    pub records: Records,
    /// The column names.
    pub header: Header,
    /// Delimiter and line end.
    pub dialect: Dialect,
    /// The encoding and how it was found.
    pub encoding: Encoding,
    /// What was odd.
    pub problems: Problems,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// A parsed text and where it came from.
pub(super) struct Source<'a> {
    pub file: String,
    pub text: &'a [u8],
    pub bytes: usize,
    pub encoding: Encoding,
    /// How the text relates to the file, unless it is the file.
    pub decoded: Option<&'a Decoded>,
}

impl Source<'_> {
    /// Names the columns and notes what is odd.
    pub fn open(self, parsed: Parsed) -> Result<Opened, SourceError> {
        let Parsed {
            mut records,
            breaks,
            unended,
            delimiter,
        } = parsed;
        if records.is_empty() {
            return Err(SourceError::Empty { file: self.file });
        }
        if let Some(decoded) = self.decoded {
            records.map_bytes(|at| decoded.byte(at as usize));
        }
        let mut problems = Problems::default();
        if self.encoding.how == How::Guessed {
            problems.note(
                ProblemKind::EncodingGuessed,
                Place {
                    row: 1,
                    column: 0,
                    byte: 0,
                },
            );
        }
        if self.decoded.is_some_and(|decoded| decoded.lossy) {
            note_bad_bytes(&records, &mut problems);
        }
        if unended.is_some_and(|at| ends_inside_quotes(&self.text[at as usize..], delimiter)) {
            problems.note(
                ProblemKind::UnclosedQuote,
                records.place(records.len() - 1, None),
            );
        }
        let line_end = breaks.line_end(&records, &mut problems);
        let rows = header::rows(&records);
        let width = ragged::width(&records, rows as usize, &mut problems);
        let header = header(&records, rows, width, &mut problems);
        if records.len() <= rows as usize {
            problems.note(ProblemKind::NoRecords, records.place(0, None));
        }
        records.skip(rows as usize);
        let dialect = Dialect {
            delimiter,
            line_end,
        };
        Ok(Opened {
            records,
            header,
            dialect,
            encoding: self.encoding,
            problems,
            bytes: self.bytes as u64,
        })
    }
}

fn note_bad_bytes(records: &Records, problems: &mut Problems) {
    for row in 0..records.len() {
        for (column, cell) in records.cells(row).enumerate() {
            if cell.contains('\u{fffd}') {
                problems.note(ProblemKind::BadBytes, records.place(row, Some(column)));
            }
        }
    }
}
