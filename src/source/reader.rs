//! Reads a file that comes in slices.
//!
//! The bytes are kept as they come, and cut into records when all are there: the encoding of the first line can depend on
//! the last one, and whether a quote opens a cell on what follows.

use super::dialect::Dialect;
use super::encoding::{Decoded, Transcoded, transcoded, valid};
use super::error::SourceError;
use super::foreign::foreign;
use super::opened::{Opened, ReadAs, Source};
use super::parser::{Parsed, parse};
use super::problems::{ProblemKind, Problems};
use super::sniff::{Sniffed, sniff, usual_width, width_below};
use super::strict;
use super::wrapped::unwrapped;
use crate::place::Place;

/// Texts from this length on, in bytes, are tried by the strict rules first.
const QUICK: usize = 16 << 10;

/// Takes in a file slice by slice.
///
/// ```
/// # use denominator::source::Reader;
/// let mut reader = Reader::new("answers.csv");
/// reader.push(b"id,mood\n1,go");
/// reader.push(b"od\n");
/// let opened = reader.finish()?;
/// assert_eq!(opened.header.names, ["id", "mood"]);
/// assert_eq!(opened.records.cell(0, 1), "good");
/// # Ok::<(), denominator::source::SourceError>(())
/// ```
pub struct Reader {
    file: String,
    kept: Vec<u8>,
    lines: u64,
    read_as: ReadAs,
    transcoded: Option<Transcoded>,
}

impl Reader {
    /// A reader for a file of this name, which only serves messages and telling workbooks from archives.
    pub fn new(file_name: &str) -> Reader {
        Reader::with(file_name, ReadAs::default())
    }

    /// A reader that does as a person said.
    pub fn with(file_name: &str, read_as: ReadAs) -> Reader {
        Reader {
            file: file_name.to_owned(),
            kept: Vec::new(),
            lines: 0,
            read_as,
            transcoded: None,
        }
    }

    /// A reader for the text that was made of a file in another encoding than UTF-8.
    pub fn of_transcoded(file_name: &str, read_as: ReadAs, from: Transcoded) -> Reader {
        Reader {
            transcoded: Some(from),
            ..Reader::with(file_name, read_as)
        }
    }

    /// Makes room for a file of so many bytes.
    pub fn make_room(&mut self, bytes: usize) {
        self.kept.reserve_exact(bytes);
    }

    /// Takes in the next slice, cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        self.push_with(bytes.len(), |room| room.copy_from_slice(bytes));
    }

    /// Takes in the next slice, of `length` bytes, which `write` puts into the room that it is given.
    pub fn push_with(&mut self, length: usize, write: impl FnOnce(&mut [u8])) {
        let from = self.kept.len();
        self.kept.resize(from + length, 0);
        write(&mut self.kept[from..]);
        self.lines += memchr::memchr_iter(b'\n', &self.kept[from..]).count() as u64;
    }

    /// Bytes taken in so far.
    pub fn bytes(&self) -> u64 {
        self.kept.len() as u64
    }

    /// Lines seen so far, about as many as records.
    pub fn rows(&self) -> u64 {
        self.lines
    }

    /// The whole file as records, or why nothing at all could be read.
    pub fn finish(self) -> Result<Opened, SourceError> {
        if self.transcoded.is_none()
            && let Some(foreign) = foreign(&self.file, &self.kept)
        {
            return Err(SourceError::Foreign {
                file: self.file,
                foreign,
            });
        }
        let decoded = self.decoded()?;
        let text = trimmed(&decoded.text);
        let mut sniffed = sniff(text);
        if let Some(delimiter) = &self.read_as.delimiter {
            sniffed.dialect = Dialect {
                delimiter: delimiter.clone(),
                ..sniffed.dialect
            };
            sniffed.width = 0;
            sniffed.doubtful = false;
        }
        let parsed = records(text, &sniffed);
        let from = self.transcoded.as_ref();
        let text = Text {
            file: &self.file,
            bytes: from.map_or(self.bytes(), |from| from.bytes),
            read_as: &self.read_as,
            decoded: &decoded,
        };
        text.open(sniffed, parsed)
    }

    fn decoded(&self) -> Result<Decoded<'_>, SourceError> {
        if let Some(from) = &self.transcoded {
            let text = String::from_utf8_lossy(&self.kept);
            return Ok(transcoded(text, from.clone()));
        }
        let label = self.read_as.encoding.as_deref();
        if let Some(decoded) = valid(&self.kept).filter(|_| label.is_none()) {
            return Ok(decoded);
        }
        #[cfg(feature = "legacy")]
        {
            let (text, from) = super::transcode::transcode(&self.kept, label);
            Ok(transcoded(text, from))
        }
        #[cfg(not(feature = "legacy"))]
        Err(SourceError::NotUtf8 {
            file: self.file.clone(),
        })
    }
}

/// Text without what old programs end it with, Ctrl-Z, or broken copies, NULs.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['\u{1a}', '\0'])
}

/// A text that was cut into records, and where it came from.
pub(super) struct Text<'a> {
    pub file: &'a str,
    /// Bytes of the file.
    pub bytes: u64,
    pub read_as: &'a ReadAs,
    pub decoded: &'a Decoded<'a>,
}

impl Text<'_> {
    /// What its records are as a table; lines that were wrapped whole are unwrapped first.
    pub fn open(self, sniffed: Sniffed, parsed: Parsed) -> Result<Opened, SourceError> {
        let mut problems = Problems::default();
        let top = Place {
            row: 1,
            column: 0,
            byte: 0,
        };
        let decoded = self.decoded;
        if let Some((inside, starts)) = unwrapped(&parsed.records, &sniffed.dialect) {
            let outside: Vec<u64> = (0..parsed.records.len())
                .map(|row| decoded.byte(parsed.records.byte(row) as usize))
                .collect();
            let offset = |at: usize| {
                let line = starts.partition_point(|start| *start <= at);
                outside.get(line.wrapping_sub(1)).copied().unwrap_or(0)
            };
            problems.note(ProblemKind::WrappedLines, top);
            let sniffed = sniff(&inside);
            let parsed = records(&inside, &sniffed);
            return self.table(sniffed, Some(&offset), problems, parsed);
        }
        if sniffed.doubtful {
            problems.note(ProblemKind::DelimiterGuessed, top);
        }
        let offset = |at: usize| decoded.byte(at);
        let offset: Option<&dyn Fn(usize) -> u64> =
            match decoded.byte(0) == 0 && decoded.lines.is_empty() {
                true => None,
                false => Some(&offset),
            };
        self.table(sniffed, offset, problems, parsed)
    }

    fn table(
        &self,
        sniffed: Sniffed,
        offset: Option<&dyn Fn(usize) -> u64>,
        problems: Problems,
        parsed: Parsed,
    ) -> Result<Opened, SourceError> {
        Source {
            file: self.file.to_owned(),
            bytes: self.bytes,
            encoding: self.decoded.encoding.clone(),
            mixed: &self.decoded.mixed,
            dialect: sniffed.dialect,
            offset,
            problems,
            read_as: self.read_as,
        }
        .open(parsed)
    }
}

/// The records of `text`. Where quotes were odd, the usual width of the whole helps to mend them.
fn records(text: &str, sniffed: &Sniffed) -> Parsed {
    // In short texts the slow way costs nothing, and in long ones nearly all keep to the rules.
    if text.len() >= QUICK
        && let Some((records, breaks)) =
            strict::parse(text, sniffed.start, &sniffed.dialect, sniffed.width)
    {
        return Parsed {
            records,
            breaks,
            marks: Vec::new(),
        };
    }
    let read = |width: usize| parse(text, sniffed.start, &sniffed.dialect, width, usize::MAX);
    let parsed = read(sniffed.width);
    let mut usual = usual_width(&parsed.records);
    if parsed.records.len() == 1 && !parsed.marks.is_empty() {
        usual = width_below(text, &sniffed.dialect);
    }
    if usual != sniffed.width && !parsed.marks.is_empty() {
        return read(usual);
    }
    parsed
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], cuts: &[usize]) -> Result<Opened, SourceError> {
        let mut reader = Reader::new("a.csv");
        let mut from = 0;
        for cut in cuts.iter().map(|cut| cut % (bytes.len() + 1)) {
            if cut > from {
                reader.push(&bytes[from..cut]);
                from = cut;
            }
        }
        reader.push(&bytes[from..]);
        reader.finish()
    }

    fn check(bytes: impl AsRef<[u8]>, expected: Expect) {
        let said = match read(bytes.as_ref(), &[]) {
            Err(error) => format!("{error}\n"),
            Ok(opened) => {
                let Opened {
                    records,
                    header,
                    dialect,
                    ..
                } = &opened;
                let mut said = format!(
                    "'{}' {:?} {:?}\n",
                    dialect.delimiter, dialect.line_end, header.names
                );
                for row in 0..records.len() {
                    let cells: Vec<&str> = records.cells(row).collect();
                    said += &format!("{} {cells:?}\n", records.byte(row));
                }
                for (kind, trouble) in opened.problems.iter() {
                    let places: Vec<_> = trouble
                        .places
                        .iter()
                        .map(|place| (place.row, place.column))
                        .collect();
                    said += &format!("{kind:?} {} {places:?}\n", trouble.count);
                }
                said
            }
        };
        expected.assert_eq(&said);
    }

    #[test]
    fn blank_lines_are_skipped_and_offsets_stay_true() {
        check(
            "\n\na,b\n\n1,2\n\n\n3,4\n",
            expect![[r#"
            ',' Lf ["a", "b"]
            7 ["1", "2"]
            13 ["3", "4"]
        "#]],
        );
    }

    #[test]
    fn what_was_transcoded_reads_as_the_file_itself() {
        let utf_16 = "\u{feff}id;Feld\r\n1;\"Größe\nzwei\"\r\n2;\r\n3;x;y\r\n".encode_utf16();
        let files: [(Vec<u8>, Option<&str>); 5] = [
            (utf_16.flat_map(u16::to_le_bytes).collect(), None),
            (
                b"\xef\xbb\xbfid,name\n1,caf\xc3\xa9\n2,na\xefve\n3,ok\n".to_vec(),
                None,
            ),
            (
                b"name,town\nJ\xf6rg,K\xf6ln\nAnn,Rome\n\nNote: made up\n".to_vec(),
                None,
            ),
            (
                b"name,town\nJ\xf6rg,K\xf6ln\nAnn,Rome\n".to_vec(),
                Some("windows-1251"),
            ),
            ("id,town\n1,Köln\n".into(), Some("utf-8")),
        ];
        for (bytes, label) in files {
            let read_as = ReadAs {
                encoding: label.map(str::to_owned),
                ..ReadAs::default()
            };
            let mut direct = Reader::with("a.csv", read_as.clone());
            direct.push(&bytes);
            let (text, from) = super::super::transcode(&bytes, label);
            let mut by_way = Reader::of_transcoded("a.csv", read_as, from);
            by_way.push(text.as_bytes());
            let (direct, by_way) = (direct.finish().unwrap(), by_way.finish().unwrap());
            assert_eq!(by_way.records, direct.records);
            assert_eq!(by_way.header, direct.header);
            assert_eq!(by_way.encoding, direct.encoding);
            assert_eq!(by_way.problems, direct.problems);
            assert_eq!(by_way.bytes, bytes.len() as u64);
        }
    }

    #[test]
    fn quoted_line_breaks_are_kept() {
        check(
            "a,b\r\n\"x\r\ny\",\"he said \"\"no\"\"\"\r\n",
            expect![[r#"
            ',' Crlf ["a", "b"]
            5 ["x\r\ny", "he said \"no\""]
        "#]],
        );
    }

    #[test]
    fn cr_cr_lf_is_one_line_end() {
        check(
            "a,b\r\r\n1,2\r\r\n",
            expect![[r#"
            ',' Crlf ["a", "b"]
            6 ["1", "2"]
        "#]],
        );
    }

    #[test]
    fn cr_alone_ends_records() {
        check(
            "a,b\r1,2\r3,4",
            expect![[r#"
            ',' Cr ["a", "b"]
            4 ["1", "2"]
            8 ["3", "4"]
        "#]],
        );
    }

    #[test]
    fn an_odd_line_end_is_told() {
        check(
            "a,b\r\n1,2\n3,4\r\n",
            expect![[r#"
            ',' Mixed ["a", "b"]
            5 ["1", "2"]
            9 ["3", "4"]
            MixedLineEnds 1 [(2, 0)]
        "#]],
        );
    }

    #[test]
    fn short_and_long_records_are_told_and_kept() {
        check(
            "a,b\n1\n1,2,3\n1,2,,\n",
            expect![[r#"
                ',' Lf ["a", "b", "column 3"]
                4 ["1"]
                6 ["1", "2", "3"]
                12 ["1", "2", "", ""]
                DelimiterGuessed 1 [(1, 0)]
                RaggedShort 1 [(2, 2)]
                RaggedLong 1 [(3, 3)]
            "#]],
        );
    }

    #[test]
    fn a_delimiter_at_the_end_of_each_record_adds_nothing() {
        check(
            "a,b\n1,2,\n3,4,\n",
            expect![[r#"
            ',' Lf ["a", "b"]
            4 ["1", "2", ""]
            9 ["3", "4", ""]
        "#]],
        );
    }

    #[test]
    fn blank_and_repeated_names_are_told() {
        check(
            "\u{feff},Other, Other ,Other (2),Other\n1,2,3,4,5\n",
            expect![[r#"
            ',' Lf ["column 1", "Other", "Other (2)", "Other (2) (2)", "Other (3)"]
            34 ["1", "2", "3", "4", "5"]
            BlankHeader 1 [(1, 1)]
            RepeatedHeader 3 [(1, 3), (1, 4), (1, 5)]
        "#]],
        );
    }

    #[test]
    fn an_open_quote_is_told() {
        check(
            "a,b\n1,\"2\n3,4\n",
            expect![[r#"
                ',' Lf ["a", "b"]
                4 ["1", "\"2"]
                9 ["3", "4"]
                UnclosedQuote 1 [(2, 2)]
            "#]],
        );
    }

    #[test]
    fn records_without_answers_are_told() {
        check(
            "a,b\n1,2\n, \n",
            expect![[r#"
                ',' Lf ["a", "b"]
                4 ["1", "2"]
                BlankEnd 1 [(3, 0)]
            "#]],
        );
    }

    #[test]
    fn a_header_alone_opens() {
        check(
            "a,b\n",
            expect![[r#"
            ',' Lf ["a", "b"]
            NoRecords 1 [(1, 0)]
        "#]],
        );
    }

    #[test]
    fn nothing_is_an_error() {
        check(
            "",
            expect![[r#"
            a.csv is empty: choose a CSV file with a header line and one record per answer.
        "#]],
        );
        check(
            "\u{feff}\r\n\r\n",
            expect![[r#"
            a.csv is empty: choose a CSV file with a header line and one record per answer.
        "#]],
        );
    }

    #[test]
    fn guessed_encodings_keep_offsets_in_the_file() {
        check(
            b"name;town\nZo\xeb;K\xf6ln\nJ\xfcrgen;M\xfcnchen\n",
            expect![[r#"
            ';' Lf ["name", "town"]
            10 ["Zoë", "Köln"]
            19 ["Jürgen", "München"]
            EncodingGuessed 1 [(1, 0)]
        "#]],
        );
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(
            text in "(\u{feff})?[ab0,;\"\r\né€]{0,60}",
            spoilt in proptest::option::of(0_usize..60),
            cuts in proptest::collection::vec(0_usize..200, 0..8),
        ) {
            let mut bytes = text.into_bytes();
            if let Some(at) = spoilt.filter(|at| *at < bytes.len()) {
                bytes[at] = 0xe9;
            }
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % (bytes.len() + 1)).collect();
            cuts.sort_unstable();
            prop_assert_eq!(read(&bytes, &cuts), read(&bytes, &[]));
        }
    }
}
