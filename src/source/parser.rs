//! Cuts text into records, slice by slice.
//!
//! Slices may be cut anywhere, inside a quoted cell, a CRLF or a character too: csv-core keeps its state between calls,
//! and `Breaks` keeps ours.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::dialect::LineEnd;
use super::problems::{ProblemKind, Problems};
use super::records::Records;
use crate::place::Place;

/// Parses UTF-8 text given in slices.
pub(super) struct Parser {
    core: Reader,
    delimiter: u8,
    /// Cell text; only the first `used` bytes are filled.
    text: Vec<u8>,
    used: usize,
    /// Cell ends; only the first `cells` are filled.
    ends: Vec<usize>,
    cells: usize,
    starts: Vec<usize>,
    bytes: Vec<u64>,
    /// Offset of the next byte.
    at: u64,
    /// Where the text of the open record starts, if one is open.
    open: Option<usize>,
    breaks: Breaks,
}

/// What a parser made of a whole text.
pub(super) struct Parsed {
    pub records: Records,
    pub breaks: Breaks,
    /// Offset of the last record if no line end closed it.
    pub unended: Option<u64>,
    pub delimiter: u8,
}

impl Parser {
    /// A parser whose first byte is at `at` in the text.
    pub fn new(delimiter: u8, at: u64) -> Parser {
        Parser {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            text: Vec::new(),
            used: 0,
            ends: Vec::new(),
            cells: 0,
            starts: vec![0],
            bytes: Vec::new(),
            at,
            open: None,
            breaks: Breaks::default(),
        }
    }

    /// How many records have begun.
    pub fn rows(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Takes in the next slice.
    pub fn feed(&mut self, mut input: &[u8]) {
        // Unquoted text is never longer than its source, so one resize makes room for the whole slice.
        self.text.resize(self.used + input.len() + 1, 0);
        while !input.is_empty() {
            let Some(record) = self.open else {
                input = self.begin(input);
                continue;
            };
            if self.cells == self.ends.len() {
                self.ends.resize((self.cells * 2).max(1 << 10), 0);
            }
            let (result, read, wrote, ended) = self.core.read_record(
                input,
                &mut self.text[self.used..],
                &mut self.ends[self.cells..],
            );
            self.ends[self.cells..self.cells + ended]
                .iter_mut()
                .for_each(|end| *end += record);
            self.used += wrote;
            self.cells += ended;
            self.at += read as u64;
            if let ReadRecordResult::Record = result {
                self.close();
                self.breaks.ended(input[read - 1], self.bytes.len());
            }
            input = &input[read..];
        }
    }

    /// Closes the last record and hands everything over.
    pub fn finish(mut self) -> Parsed {
        let mut unended = None;
        if let Some(record) = self.open {
            self.ends.resize(self.cells + 1, 0);
            let last = self.bytes.last().copied();
            match self
                .core
                .read_record(&[], &mut [], &mut self.ends[self.cells..])
                .0
            {
                ReadRecordResult::Record => {
                    self.ends[self.cells] += record;
                    self.cells += 1;
                    self.close();
                    unended = last;
                }
                // Only a second byte order mark leaves a record open without any cell.
                _ => drop(self.bytes.pop()),
            }
        }
        self.breaks.settle();
        self.text.truncate(self.used);
        self.ends.truncate(self.cells);
        // Holds because the input is UTF-8 and parsing drops ASCII bytes only.
        let text = String::from_utf8(self.text).expect("cells of UTF-8 text are UTF-8");
        let records = Records::new(text, self.ends, self.starts, self.bytes);
        Parsed {
            records,
            breaks: self.breaks,
            unended,
            delimiter: self.delimiter,
        }
    }

    /// Skips what is left of a line end and blank lines, then opens a record; gives the input from there.
    fn begin<'a>(&mut self, input: &'a [u8]) -> &'a [u8] {
        let blank = input
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.breaks.skipped(&input[..blank]);
        self.at += blank as u64;
        if blank < input.len() {
            self.breaks.settle();
            self.bytes.push(self.at);
            self.open = Some(self.used);
        }
        &input[blank..]
    }

    fn close(&mut self) {
        self.starts.push(self.cells);
        self.open = None;
    }
}

/// Counts how records end.
#[derive(Default)]
pub(super) struct Breaks {
    /// Ends by line feed, carriage return and line feed, carriage return.
    counts: [u64; 3],
    /// The first five records of each, counted from 1.
    firsts: [Vec<usize>; 3],
    /// The record that a carriage return ended, while the next byte is unknown.
    returned: Option<usize>,
}

impl Breaks {
    const KINDS: [LineEnd; 3] = [LineEnd::Lf, LineEnd::Crlf, LineEnd::Cr];

    fn ended(&mut self, byte: u8, record: usize) {
        match byte {
            b'\r' => self.returned = Some(record),
            _ => self.count(0, record),
        }
    }

    fn skipped(&mut self, bytes: &[u8]) {
        // Some programs write CR CR LF; that is one line end too.
        if self.returned.is_some() && bytes.contains(&b'\n') {
            let lone = bytes.iter().take_while(|byte| **byte == b'\r').count();
            if let (Some(b'\n'), Some(record)) = (bytes.get(lone), self.returned.take()) {
                self.count(1, record);
            }
        }
    }

    fn settle(&mut self) {
        if let Some(record) = self.returned.take() {
            self.count(2, record);
        }
    }

    fn count(&mut self, kind: usize, record: usize) {
        self.counts[kind] += 1;
        if self.firsts[kind].len() < 5 {
            self.firsts[kind].push(record);
        }
    }

    /// What ends the records; records that end otherwise than most are noted in `problems`.
    pub fn line_end(&self, records: &Records, problems: &mut Problems) -> LineEnd {
        let most = (0..3)
            .rev()
            .max_by_key(|kind| self.counts[*kind])
            .unwrap_or(0);
        let others = || (0..3).filter(|kind| *kind != most);
        let mut odd: Vec<usize> = others()
            .flat_map(|kind| self.firsts[kind].iter().copied())
            .collect();
        odd.sort_unstable();
        let places: Vec<Place> = odd
            .iter()
            .map(|record| records.place(record - 1, None))
            .collect();
        problems.note_many(
            ProblemKind::MixedLineEnds,
            others().map(|kind| self.counts[kind]).sum(),
            &places,
        );
        if places.is_empty() {
            Self::KINDS[most]
        } else {
            LineEnd::Mixed
        }
    }
}

/// Whether `record`, the source of one record, ends inside quotes.
pub(super) fn ends_inside_quotes(record: &[u8], delimiter: u8) -> bool {
    #[derive(PartialEq)]
    enum In {
        Start,
        Plain,
        Quoted,
        Closing,
    }
    let mut state = In::Start;
    for &byte in record {
        state = match state {
            In::Quoted if byte == b'"' => In::Closing,
            In::Quoted => In::Quoted,
            In::Start | In::Closing if byte == b'"' => In::Quoted,
            _ if byte == delimiter => In::Start,
            _ => In::Plain,
        };
    }
    state == In::Quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The record machine written for reading, not speed; the oracle of `Parser`.
    fn plain(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut quoted, mut fresh, mut begun) = (false, true, false);
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            if quoted {
                match c {
                    '"' if rest.peek() == Some(&'"') => cell.extend(rest.next()),
                    '"' => quoted = false,
                    _ => cell.push(c),
                }
            } else if c == '"' && fresh {
                (quoted, fresh, begun) = (true, false, true);
            } else if c == char::from(delimiter) {
                row.push(std::mem::take(&mut cell));
                (fresh, begun) = (true, true);
            } else if matches!(c, '\n' | '\r') {
                if begun {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                (fresh, begun) = (true, false);
            } else {
                cell.push(c);
                (fresh, begun) = (false, true);
            }
        }
        if begun {
            row.push(cell);
            rows.push(row);
        }
        rows
    }

    fn fast(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut parser = Parser::new(delimiter, 0);
        parser.feed(text.as_bytes());
        let records = parser.finish().records;
        (0..records.len())
            .map(|row| records.cells(row).map(str::to_owned).collect())
            .collect()
    }

    proptest::proptest! {
        #[test]
        fn the_obvious_machine_agrees(text in "[ab,;\"\r\n]{0,40}") {
            proptest::prop_assert_eq!(fast(&text, b','), plain(&text, b','));
            proptest::prop_assert_eq!(fast(&text, b';'), plain(&text, b';'));
        }
    }

    #[test]
    fn an_open_quote_at_the_end_is_seen() {
        assert!(ends_inside_quotes(b"a,\"b\nc", b','));
        assert!(!ends_inside_quotes(b"a,\"b\"\"c\"", b','));
        assert!(!ends_inside_quotes(b"a,b\"c", b','));
    }
}
