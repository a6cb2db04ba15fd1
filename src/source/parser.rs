//! Cuts text into records.
//!
//! It never fails: whatever the quotes do, the damage stays in one record. A quote opens a cell only at its start. It
//! closes the cell only before a delimiter or a line end; other quotes inside are text. Where an open quote would swallow
//! whole records, it is text itself. `Parser::quoted` holds these rules, `Parser::record` the second look.

use super::breaks::Breaks;
use super::dialect::{Dialect, Escape};
use super::problems::ProblemKind;
use super::records::{Records, Row};

/// Bytes that looking for closing quotes in vain may cost, per byte of text, before they are only looked for nearby.
const PATIENCE: usize = 4;

/// Where the patience is spent, a quote is looked for no farther than this, in bytes.
const NEAR: usize = 512;

/// What a parser made of a text.
pub(super) struct Parsed {
    pub records: Records,
    pub breaks: Breaks,
    /// What was odd: kind, record, column.
    pub marks: Vec<(ProblemKind, usize, usize)>,
}

/// Parses `text` from `at`, at most `most` records; `width` is the usual number of cells if known, else 0.
pub(super) fn parse(text: &str, at: usize, dialect: &Dialect, width: usize, most: usize) -> Parsed {
    let mut parser = Parser::new(text.as_bytes(), dialect, width);
    parser.run(at, most);
    let Parser {
        out,
        ends,
        rows,
        breaks,
        marks,
        ..
    } = parser;
    // Holds because whole characters are copied: cells are cut at ASCII bytes only.
    let out = String::from_utf8(out).expect("cells of UTF-8 text are UTF-8");
    Parsed {
        records: Records::new(out, ends, rows),
        breaks,
        marks,
    }
}

struct Parser<'a> {
    text: &'a [u8],
    delimiter: &'a [u8],
    merged: bool,
    trimmed: bool,
    quote: Option<u8>,
    backslash: bool,
    width: usize,
    /// Whether carriage returns alone end lines.
    returns: bool,
    /// Bytes that end or change a plain cell.
    special: [bool; 256],
    out: Vec<u8>,
    ends: Vec<usize>,
    rows: Vec<Row>,
    breaks: Breaks,
    marks: Vec<(ProblemKind, usize, usize)>,
    patience: usize,
    /// Whether the record so far has a blank cell in quotes.
    spelt: bool,
}

/// Whether carriage returns alone end lines; a few among many line feeds are text.
fn returns_end_lines(text: &[u8]) -> bool {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let lone = memchr::memchr_iter(b'\r', text)
        .filter(|at| !matches!(text.get(at + 1), Some(b'\n' | b'\r')))
        .count();
    lone * 3 >= feeds
}

/// How a quoted cell ends.
enum Quoted {
    /// Closed by the quote at this offset.
    Closed(usize),
    /// Not closed before the end of the text.
    Open,
    /// Its first quote is text.
    Text,
}

/// What a record's cells were like.
#[derive(Clone, Copy, Default)]
struct Look {
    /// After its last byte, before its line end.
    end: usize,
    /// The first quote that opened a cell of several lines, and the column of that cell.
    tall: Option<(usize, usize)>,
    /// Whether lone quotes stood inside that cell, or it was never closed.
    odd: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u8], dialect: &'a Dialect, width: usize) -> Parser<'a> {
        let delimiter = dialect.delimiter.as_bytes();
        let backslash = dialect.escape == Escape::Backslash;
        let mut special = [false; 256];
        special[usize::from(b'\n')] = true;
        special[usize::from(b'\r')] = true;
        special[usize::from(b'\\')] = backslash;
        if let Some(first) = delimiter.first() {
            special[usize::from(*first)] = true;
        }
        Parser {
            text,
            delimiter,
            merged: dialect.merged,
            trimmed: dialect.trimmed,
            quote: dialect.quote.and_then(|quote| u8::try_from(quote).ok()),
            backslash,
            width,
            returns: returns_end_lines(text),
            special,
            out: Vec::with_capacity(text.len()),
            ends: Vec::new(),
            rows: Vec::new(),
            breaks: Breaks::default(),
            marks: Vec::new(),
            spelt: false,
            patience: text.len().saturating_mul(PATIENCE) + (1 << 16),
        }
    }

    fn run(&mut self, mut at: usize, most: usize) {
        while self.rows.len() < most {
            let (start, gap) = self.blank_lines(at);
            if start >= self.text.len() {
                break;
            }
            let (first, text) = (self.ends.len(), self.out.len());
            at = self.record(start);
            let bare = self.out[text..].iter().all(u8::is_ascii_whitespace)
                && self
                    .quote
                    .is_none_or(|quote| !self.text[start..at].contains(&quote));
            self.rows.push(Row {
                start: first,
                end: self.ends.len(),
                byte: start as u64,
                number: self.rows.len() as u64 + 1,
                gap,
                bare,
                spelt: std::mem::take(&mut self.spelt),
            });
            at = self.line_end(at);
        }
    }

    /// Skips lines without text; gives where the next record starts and whether there were any.
    fn blank_lines(&self, at: usize) -> (usize, bool) {
        let (mut start, mut line) = (at, at);
        while let Some(byte) = self.text.get(line) {
            match byte {
                b'\n' | b'\r' => {
                    line += 1;
                    start = line;
                }
                b' ' | b'\t' if self.delimiter.first() != Some(byte) => line += 1,
                b' ' if self.merged => line += 1,
                _ => break,
            }
        }
        if line >= self.text.len() {
            start = line;
        }
        (start, start > at)
    }

    /// Notes how a record ends; gives the offset after the line end.
    fn line_end(&mut self, at: usize) -> usize {
        let returns = self.text[at..]
            .iter()
            .take_while(|byte| **byte == b'\r')
            .count();
        let row = self.rows.len() - 1;
        // Some programs write CR CR LF; that is one line end too.
        if self.text.get(at + returns) == Some(&b'\n') {
            self.breaks.count(usize::from(returns > 0), row);
            at + returns + 1
        } else if returns > 0 {
            self.breaks.count(2, row);
            at + 1
        } else {
            at
        }
    }

    /// Reads the record at `start`; gives the offset of its line end.
    fn record(&mut self, start: usize) -> usize {
        let (text, cells, marks) = (self.out.len(), self.ends.len(), self.marks.len());
        let look = self.cells(start, None);
        let Some((tall, column)) = look.tall else {
            return look.end;
        };
        let found = self.ends.len() - cells;
        if self.width < 2 || (found == self.width && !look.odd) {
            return look.end;
        }
        // A second look: had the quote been text, would the lines it swallowed be records?
        let first = (
            self.out.split_off(text),
            self.ends.split_off(cells),
            self.marks.split_off(marks),
        );
        let again = self.cells(start, Some(tall));
        let fits = self.ends.len() - cells == self.width && found != self.width;
        if self.are_records(again.end, look.end, fits) {
            self.marks
                .push((ProblemKind::UnclosedQuote, self.rows.len(), column));
            return again.end;
        }
        self.out.truncate(text);
        self.ends.truncate(cells);
        self.marks.truncate(marks);
        self.out.extend(first.0);
        self.ends.extend(first.1);
        self.marks.extend(first.2);
        look.end
    }

    /// Whether the first lines between the offsets, three at most, are all records of the usual width; `none` where there
    /// are no lines.
    fn are_records(&mut self, at: usize, end: usize, none: bool) -> bool {
        let (text, cells, marks) = (self.out.len(), self.ends.len(), self.marks.len());
        let (mut at, mut seen, mut fit) = (at, 0, true);
        while seen < 3 && fit {
            let start = self.blank_lines(at).0;
            if start >= end {
                break;
            }
            let before = self.ends.len();
            let look = self.cells(start, None);
            // Another quote that is never closed tells nothing.
            if look.tall.is_some() && seen > 0 {
                break;
            }
            fit = self.ends.len() - before == self.width;
            at = look.end;
            seen += 1;
        }
        self.out.truncate(text);
        self.ends.truncate(cells);
        self.marks.truncate(marks);
        if seen > 0 { fit } else { none }
    }

    /// Reads cells up to a line end; the quote at `plain` is text.
    fn cells(&mut self, start: usize, plain: Option<usize>) -> Look {
        let (mut at, mut look) = (start, Look::default());
        let first = self.ends.len();
        if self.merged {
            at = self.skip_delimiters(at);
        }
        loop {
            if self.trimmed && !self.merged {
                at += self.text[at..]
                    .iter()
                    .take_while(|byte| **byte == b' ')
                    .count();
            }
            let opens = self.quote.is_some()
                && self.text.get(at) == self.quote.as_ref()
                && plain != Some(at);
            at = if opens {
                self.quoted_cell(at, self.ends.len() - first, &mut look)
            } else {
                self.plain_cell(at)
            };
            self.ends.push(self.out.len());
            if !self.at_delimiter(at) {
                break;
            }
            at += self.delimiter.len();
            if self.merged {
                at = self.skip_delimiters(at);
                if self.is_line_end(at) {
                    break;
                }
            }
        }
        look.end = at;
        look
    }

    fn skip_delimiters(&self, mut at: usize) -> usize {
        while self.at_delimiter(at) {
            at += self.delimiter.len();
        }
        at
    }

    fn at_delimiter(&self, at: usize) -> bool {
        !self.delimiter.is_empty()
            && self
                .text
                .get(at..)
                .is_some_and(|rest| rest.starts_with(self.delimiter))
    }

    fn is_line_end(&self, at: usize) -> bool {
        match self.text.get(at) {
            None | Some(b'\n') => true,
            Some(b'\r') => {
                self.returns || {
                    let rest = &self.text[at..];
                    let returns = rest.iter().take_while(|byte| **byte == b'\r').count();
                    matches!(rest.get(returns), None | Some(b'\n'))
                }
            }
            Some(_) => false,
        }
    }

    /// Whether a cell can end at `at`, white space before the delimiter left out.
    fn ends_cell(&self, at: usize) -> bool {
        let spaces = if self.delimiter.first() == Some(&b' ') {
            0
        } else {
            self.text[at.min(self.text.len())..]
                .iter()
                .take_while(|byte| **byte == b' ')
                .count()
        };
        self.is_line_end(at + spaces) || self.at_delimiter(at) || self.at_delimiter(at + spaces)
    }

    /// Copies text up to a delimiter or line end; gives the offset of that.
    fn plain_cell(&mut self, start: usize) -> usize {
        let (mut at, mut from) = (start, start);
        while let Some(&byte) = self.text.get(at) {
            if !self.special[usize::from(byte)] {
                at += 1;
            } else if byte == b'\\' && self.backslash {
                let next = self.text.get(at + 1).copied();
                let escaped = next.is_some_and(|next| {
                    self.special[usize::from(next)] || Some(next) == self.quote
                });
                if escaped {
                    self.out.extend_from_slice(&self.text[from..at]);
                    from = at + 1;
                    at += 2;
                } else {
                    at += 1;
                }
            } else if self.is_line_end(at) || self.at_delimiter(at) {
                break;
            } else {
                at += 1;
            }
        }
        let at = at.min(self.text.len());
        self.out.extend_from_slice(&self.text[from..at]);
        at
    }

    /// Reads the cell whose quote stands at `open`; gives the offset of the delimiter or line end after it.
    fn quoted_cell(&mut self, open: usize, column: usize, look: &mut Look) -> usize {
        let mut odd = false;
        let row = self.rows.len();
        let close = match self.quoted(open, &mut odd) {
            Quoted::Closed(close) => close,
            Quoted::Open => {
                self.marks.push((ProblemKind::UnclosedQuote, row, column));
                look.tall = look.tall.or(Some((open, column)));
                look.odd = true;
                self.unescape(open + 1, self.text.len());
                return self.text.len();
            }
            Quoted::Text => {
                self.marks.push((ProblemKind::StrayQuote, row, column));
                return self.plain_cell(open);
            }
        };
        let inside = &self.text[open + 1..close];
        self.spelt |= inside.is_empty();
        if look.tall.is_none() && memchr::memchr2(b'\n', b'\r', inside).is_some() {
            look.tall = Some((open, column));
        }
        if odd {
            look.odd = true;
            self.marks.push((ProblemKind::StrayQuote, row, column));
        }
        self.unescape(open + 1, close);
        if self.ends_cell(close + 1) {
            let mut at = close + 1;
            while !self.at_delimiter(at) && self.text.get(at) == Some(&b' ') {
                at += 1;
            }
            return at;
        }
        // Text after the closing quote belongs to the cell.
        self.plain_cell(close + 1)
    }

    /// Copies the inside of quotes, each escaped character once.
    fn unescape(&mut self, start: usize, end: usize) {
        let Some(quote) = self.quote else { return };
        let (mut at, mut from) = (start, start);
        while at < end {
            let next = self.text.get(at + 1).filter(|_| at + 1 < end);
            let skip = if self.backslash && self.text[at] == b'\\' {
                next.is_some_and(|next| {
                    *next == quote || *next == b'\\' || self.special[usize::from(*next)]
                })
            } else {
                self.text[at] == quote && next == Some(&quote)
            };
            if skip {
                self.out.extend_from_slice(&self.text[from..at]);
                from = at + 1;
                at += 2;
            } else {
                at += 1;
                // Quotes and backslashes are rare: go to the next at once.
                let rest = &self.text[at..end];
                let step = if self.backslash {
                    memchr::memchr2(quote, b'\\', rest)
                } else {
                    memchr::memchr(quote, rest)
                };
                at += step.unwrap_or(rest.len());
            }
        }
        self.out.extend_from_slice(&self.text[from..end.max(from)]);
    }

    /// Looks for the quote that closes the one at `open`; `odd` tells whether lone quotes were taken for text.
    fn quoted(&mut self, open: usize, odd: &mut bool) -> Quoted {
        let Some(quote) = self.quote else {
            return Quoted::Text;
        };
        let limit = if self.patience == 0 {
            let near = &self.text[open..(open + NEAR).min(self.text.len())];
            let line = memchr::memchr2(b'\n', b'\r', near);
            open + line.unwrap_or(near.len())
        } else {
            self.text.len()
        };
        // The first quote that might close the cell after all: doubled or followed by text, in the first line.
        let mut maybe = None;
        let mut at = open + 1;
        loop {
            let rest = &self.text[at.min(limit)..limit];
            let found = if self.backslash {
                memchr::memchr2(quote, b'\\', rest)
            } else {
                memchr::memchr(quote, rest)
            };
            let Some(found) = found.map(|found| at + found) else {
                self.patience = self.patience.saturating_sub(limit - open);
                let one_line =
                    |close: usize| memchr::memchr2(b'\n', b'\r', &self.text[open..close]).is_none();
                return match maybe.filter(|close| one_line(*close)) {
                    Some(close) => {
                        *odd = true;
                        Quoted::Closed(close)
                    }
                    None if limit == self.text.len() => Quoted::Open,
                    None => Quoted::Text,
                };
            };
            if self.text[found] == b'\\' && self.backslash {
                at = found + 2;
                continue;
            }
            if self.text.get(found + 1) == Some(&quote) {
                if maybe.is_none() && self.ends_cell(found + 2) {
                    maybe = Some(found + 1);
                }
                at = found + 2;
                continue;
            }
            if self.ends_cell(found + 1) {
                return Quoted::Closed(found);
            }
            // A lone quote before text. If it opens a cell of its own, this one was never closed.
            let before = &self.text[..found];
            let starts = found > open + 1
                && (before.ends_with(b"\n")
                    || before.ends_with(b"\r")
                    || !self.delimiter.is_empty() && before.ends_with(self.delimiter));
            if starts && self.is_closed_soon(found, quote) {
                self.patience = self.patience.saturating_sub(found - open);
                return match maybe {
                    Some(close) => {
                        *odd = true;
                        Quoted::Closed(close)
                    }
                    None => Quoted::Text,
                };
            }
            *odd = true;
            maybe = maybe.or(Some(found));
            at = found + 1;
        }
    }

    /// Whether the next quote after the one at `open` closes it.
    fn is_closed_soon(&self, open: usize, quote: u8) -> bool {
        let mut at = open + 1;
        while let Some(next) = memchr::memchr(quote, &self.text[at..]) {
            if self.text.get(at + next + 1) != Some(&quote) {
                return self.ends_cell(at + next + 1);
            }
            at += next + 2;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use csv_core::{ReadRecordResult, ReaderBuilder};
    use proptest::prelude::*;

    use super::*;

    /// The records that csv-core makes of `text`.
    fn by_csv_core(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut core = ReaderBuilder::new().delimiter(delimiter).build();
        let (mut cells, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
        let (mut rows, mut input) = (Vec::new(), text.as_bytes());
        loop {
            let (result, read, _, ended) = core.read_record(input, &mut cells, &mut ends);
            input = &input[read..];
            match result {
                ReadRecordResult::Record => {
                    let mut from = 0;
                    let row = ends[..ended].iter().map(|end| {
                        let cell = String::from_utf8_lossy(&cells[from..*end]).into_owned();
                        from = *end;
                        cell
                    });
                    rows.push(row.collect());
                }
                _ => return rows,
            }
        }
    }

    fn ours(text: &str, dialect: &Dialect) -> Vec<Vec<String>> {
        let records = parse(text, 0, dialect, 0, usize::MAX).records;
        (0..records.len())
            .map(|row| records.cells(row).map(str::to_owned).collect())
            .collect()
    }

    proptest! {
        /// Where quotes are well formed, this machine and csv-core read the same.
        #[test]
        fn csv_core_agrees(rows in proptest::collection::vec(proptest::collection::vec("[ab é,;\"\n\r]{0,5}", 2..5), 1..8), semicolon in any::<bool>()) {
            let dialect = Dialect::of(if semicolon { ";" } else { "," });
            let lines: Vec<String> = rows
                .iter()
                .map(|row| row.iter().map(|cell| dialect.write(cell)).collect::<Vec<_>>().join(&dialect.delimiter))
                .collect();
            let text = format!("{}\n", lines.join("\n"));
            prop_assert_eq!(ours(&text, &dialect), by_csv_core(&text, dialect.delimiter.as_bytes()[0]));
            prop_assert_eq!(ours(&text, &dialect), rows);
        }
    }
}
