//! What a parsed file is as a table: header, records that are answers, and what is odd.

use serde::{Deserialize, Serialize};

use super::dialect::Dialect;
use super::encoding::{Encoding, How};
use super::error::SourceError;
use super::header::{Header, header};
use super::heads::Shape;
use super::layout::{Aside, Layout, Span, lay_out};
use super::parser::Parsed;
use super::problems::{ProblemKind, Problems};
use super::ragged;
use super::records::Records;
use super::second::note_other_headers;
use super::texts::first_of;
use super::tool::{Tool, tool};
use crate::place::Place;

/// A file that was read: its data records and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opened {
    /// The data records, without the header and what was set aside.
    pub records: Records,
    /// The column names.
    pub header: Header,
    /// How cells and records are told apart.
    pub dialect: Dialect,
    /// The encoding and how it was found.
    pub encoding: Encoding,
    /// The tool that wrote the file, if it shows.
    pub tool: Option<Tool>,
    /// Text lines above the table.
    pub preamble: Vec<String>,
    /// Text lines below the table, totals too.
    pub notes: Vec<String>,
    /// The tables of the file, and which one this is.
    pub tables: (Vec<Span>, usize),
    /// What was odd.
    pub problems: Problems,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// What a person says about how a file is to be read; nothing said is decided from the file.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadAs {
    /// The delimiter.
    pub delimiter: Option<String>,
    /// The encoding, by its label in the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Which of the file's tables, counted from 0.
    pub table: Option<u32>,
    /// How many header rows the table has.
    pub header_rows: Option<u32>,
}

/// A parsed text and where it came from.
pub(super) struct Source<'a> {
    pub file: String,
    pub bytes: u64,
    pub encoding: Encoding,
    pub dialect: Dialect,
    /// Turns an offset in the text into one in the file, where they differ.
    pub offset: Option<&'a dyn Fn(usize) -> u64>,
    /// Offsets of lines in another encoding than the rest.
    pub mixed: &'a [u64],
    /// Trouble that was met before parsing.
    pub problems: Problems,
    pub read_as: &'a ReadAs,
}

const TOP: Place = Place {
    row: 1,
    column: 0,
    byte: 0,
};

impl Source<'_> {
    /// Names the columns, sets aside what nobody answered, and notes what is odd.
    pub fn open(self, parsed: Parsed) -> Result<Opened, SourceError> {
        let Parsed {
            mut records,
            breaks,
            marks,
        } = parsed;
        if records.is_empty() {
            return Err(SourceError::Empty { file: self.file });
        }
        if let Some(offset) = self.offset {
            records.map_bytes(|at| offset(at as usize));
        }
        let mut problems = self.problems;
        if self.encoding.how == How::Guessed {
            problems.note(ProblemKind::EncodingGuessed, TOP);
        }
        for (kind, row, column) in marks {
            problems.note(kind, records.place(row, Some(column)));
        }
        let mut row = 0;
        for byte in self.mixed {
            while row + 1 < records.len() && records.byte(row + 1) <= *byte {
                row += 1;
            }
            problems.note(ProblemKind::MixedEncoding, records.place(row, None));
        }
        let mut dialect = self.dialect;
        note_odd_cells(&records, &dialect.delimiter, &mut problems);
        dialect.line_end = breaks.line_end(&records, &mut problems);
        let said = |number: Option<u32>| number.map(|number| number as usize);
        let layout = lay_out(
            &records,
            said(self.read_as.table),
            said(self.read_as.header_rows),
        );
        let span = &layout.tables[layout.chosen];
        let (mut preamble, mut notes) = (Vec::new(), Vec::new());
        for (row, why) in &layout.aside {
            let kind = match why {
                Aside::Preamble => ProblemKind::Preamble,
                Aside::Comment => ProblemKind::Comment,
                Aside::Note => ProblemKind::Note,
                Aside::Total => ProblemKind::Total,
                Aside::RepeatedHeader => ProblemKind::RepeatedHeaderRow,
                Aside::Blank => ProblemKind::BlankEnd,
                Aside::OtherTable => continue,
            };
            match why {
                Aside::Preamble => preamble.push(records.line(*row)),
                Aside::Note | Aside::Total => notes.push(records.line(*row)),
                _ => {}
            }
            problems.note(kind, records.place(*row, None));
        }
        for (at, table) in layout.tables.iter().enumerate() {
            if at != layout.chosen {
                problems.note(
                    ProblemKind::OtherTable,
                    records.place(table.rows.start, None),
                );
            }
        }
        let Named {
            heads,
            body,
            mut header,
        } = named(&records, &layout, &mut problems);
        if self.read_as.header_rows.is_some() {
            let own = lay_out(&records, said(self.read_as.table), None);
            let own = named(&records, &own, &mut Problems::default()).header;
            header.by_hand = header.differs(&own);
        }
        note_other_headers(&records, &header, &body, &mut problems);
        let first = body.first().copied();
        let first_cells = first.into_iter().flat_map(|row| records.cells(row));
        let tool = tool(&header, layout.heads.shape, first_cells);
        let doubtful = layout.heads.doubtful && self.read_as.header_rows.is_none();
        if heads.is_empty() {
            if self.read_as.header_rows.is_none() {
                let kind = if doubtful {
                    ProblemKind::NoHeader
                } else {
                    ProblemKind::Headerless
                };
                problems.note(kind, records.place(span.rows.start, None));
            }
        } else if doubtful && layout.heads.shape != Shape::Plain {
            problems.note(
                ProblemKind::HeaderRowsGuessed,
                records.place(heads[0], None),
            );
        }
        if body.is_empty() {
            problems.note(ProblemKind::NoRecords, records.place(span.rows.start, None));
        }
        let tables = (layout.tables.clone(), layout.chosen);
        records.keep(&body);
        Ok(Opened {
            records,
            header,
            dialect,
            encoding: self.encoding,
            tool,
            preamble,
            notes,
            tables,
            problems,
            bytes: self.bytes,
        })
    }
}

/// The records of a table: what names its columns, what is data.
struct Named {
    heads: Vec<usize>,
    body: Vec<usize>,
    header: Header,
}

fn named(records: &Records, layout: &Layout, problems: &mut Problems) -> Named {
    let span = &layout.tables[layout.chosen];
    let mut aside = layout.aside.iter().map(|(row, _)| *row).peekable();
    let mut rows = span.rows.clone().filter(|row| {
        while aside.next_if(|aside| aside < row).is_some() {}
        aside.next_if_eq(row).is_none()
    });
    let mut heads: Vec<usize> = Vec::new();
    let mut body: Vec<usize> = Vec::with_capacity(span.rows.len());
    rows.by_ref()
        .take(layout.heads.rows)
        .for_each(|row| match row < layout.first {
            true => heads.push(row),
            false => body.push(row),
        });
    body.extend(rows);
    let shape = ragged::shape(records, &heads, &body, span.width, problems);
    let header = header(
        records,
        &heads,
        &layout.heads,
        shape.width,
        shape.shift,
        problems,
    );
    Named {
        heads,
        body,
        header,
    }
}

/// Notes cells with characters that are no text, and cells that may have swallowed records.
fn note_odd_cells(records: &Records, delimiter: &str, problems: &mut Problems) {
    const ODD: [u8; 3] = [0xef, 0, b'\n'];
    let (rows, columns) = records.with_any(ODD);
    for row in rows {
        for &column in &columns {
            let cell = records.cell(row, column);
            if first_of(cell, ODD).is_none() {
                continue;
            }
            let place = records.place(row, Some(column));
            if holds_records(cell, delimiter, records.width(row)) {
                problems.note(ProblemKind::SwallowedLines, place);
            }
            if cell.contains('\u{fffd}') {
                problems.note(ProblemKind::BadBytes, place);
            }
            if cell.contains('\0') {
                problems.note(ProblemKind::ControlCharacter, place);
            }
        }
    }
}

/// Whether all lines inside a cell, but its first and last, have as many delimiters as a record of `width` cells.
fn holds_records(cell: &str, delimiter: &str, width: usize) -> bool {
    if delimiter.is_empty() || width < 2 {
        return false;
    }
    let inside = cell
        .split_once('\n')
        .and_then(|(_, rest)| rest.rsplit_once('\n'));
    let Some((inside, _)) = inside else {
        return false;
    };
    // Two columns are soon made of a sentence.
    let least = if width == 2 { 6 } else { 3 };
    inside.split('\n').count() >= least
        && inside
            .split('\n')
            .all(|line| line.matches(delimiter).count() == width - 1)
}
