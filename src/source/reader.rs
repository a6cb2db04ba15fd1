//! Reads a file slice by slice.
//!
//! Nearly all files are UTF-8, so records are parsed while slices arrive. The bytes are kept all the same: when a later
//! one is no UTF-8, or a byte order mark says UTF-16, the file is decoded and parsed again at the end.

use super::dialect::delimiter;
use super::encoding::{Encoding, How, decode};
use super::error::SourceError;
use super::foreign::foreign;
use super::opened::{Opened, Source};
use super::parser::Parser;

/// Bytes from which the delimiter is decided.
const SAMPLE: usize = 256 << 10;

const MARK: &[u8] = b"\xef\xbb\xbf";

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
    sample: usize,
    kept: Vec<u8>,
    /// Bytes at the front of `kept` that are whole UTF-8 characters.
    valid: usize,
    /// Bytes at the front of `kept` that were parsed.
    fed: usize,
    stage: Stage,
}

enum Stage {
    /// Too few bytes to decide the delimiter.
    Waiting,
    /// Parsing as slices arrive.
    Parsing(Box<Parser>),
    /// Not UTF-8: parsed at the end.
    Decoding,
}

impl Reader {
    /// A reader for a file of this name, which only serves messages and telling workbooks from archives.
    pub fn new(file_name: &str) -> Reader {
        Reader::with_sample(file_name, SAMPLE)
    }

    /// Takes in the next slice, cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        self.kept.extend_from_slice(bytes);
        if matches!(self.stage, Stage::Decoding) {
            return;
        }
        match std::str::from_utf8(&self.kept[self.valid..]) {
            Ok(_) => self.valid = self.kept.len(),
            Err(error) => {
                self.valid += error.valid_up_to();
                if error.error_len().is_some() {
                    self.stage = Stage::Decoding;
                    return;
                }
            }
        }
        // More than the sample, byte order mark included, so that the same bytes decide wherever slices are cut.
        if matches!(self.stage, Stage::Waiting) && self.kept.len() > self.sample + MARK.len() {
            self.decide();
        }
        self.feed();
    }

    /// Bytes taken in so far.
    pub fn bytes(&self) -> u64 {
        self.kept.len() as u64
    }

    /// Records seen so far, the header too; 0 until there is enough to tell.
    pub fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Parsing(parser) => parser.rows(),
            Stage::Waiting | Stage::Decoding => 0,
        }
    }

    /// The whole file as records, or why nothing at all could be read.
    pub fn finish(mut self) -> Result<Opened, SourceError> {
        if let Some(foreign) = foreign(&self.file, &self.kept) {
            return Err(SourceError::Foreign {
                file: self.file,
                foreign,
            });
        }
        if self.valid < self.kept.len() {
            return self.decoded();
        }
        if matches!(self.stage, Stage::Waiting) {
            self.decide();
        }
        self.feed();
        match self.stage {
            Stage::Parsing(parser) => {
                let how = if self.kept.starts_with(MARK) {
                    How::Bom
                } else {
                    How::Valid
                };
                let encoding = Encoding {
                    name: encoding_rs::UTF_8.name().to_owned(),
                    how,
                };
                let source = Source {
                    file: self.file,
                    text: &self.kept,
                    bytes: self.kept.len(),
                    encoding,
                    decoded: None,
                };
                source.open(parser.finish())
            }
            Stage::Waiting | Stage::Decoding => Err(SourceError::Empty { file: self.file }),
        }
    }

    fn with_sample(file_name: &str, sample: usize) -> Reader {
        Reader {
            file: file_name.to_owned(),
            sample,
            kept: Vec::new(),
            valid: 0,
            fed: 0,
            stage: Stage::Waiting,
        }
    }

    /// Decides the delimiter and starts to parse.
    fn decide(&mut self) {
        let mark = if self.kept.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let delimiter = sampled(&self.kept[mark..], self.sample);
        self.stage = Stage::Parsing(Box::new(Parser::new(delimiter, mark as u64)));
        self.fed = mark;
    }

    fn feed(&mut self) {
        if let Stage::Parsing(parser) = &mut self.stage
            && self.fed < self.valid
        {
            parser.feed(&self.kept[self.fed..self.valid]);
            self.fed = self.valid;
        }
    }

    /// Decodes the kept bytes and parses the text.
    fn decoded(self) -> Result<Opened, SourceError> {
        let decoded = decode(&self.kept);
        let text = decoded.text.as_bytes();
        let mut parser = Parser::new(sampled(text, self.sample), 0);
        parser.feed(text);
        let encoding = decoded.encoding.clone();
        Source {
            file: self.file,
            text,
            bytes: self.kept.len(),
            encoding,
            decoded: Some(&decoded),
        }
        .open(parser.finish())
    }
}

/// The delimiter of `text`, decided from its first bytes.
fn sampled(text: &[u8], sample: usize) -> u8 {
    delimiter(&text[..text.len().min(sample)], text.len() <= sample)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], cuts: &[usize], sample: usize) -> Result<Opened, SourceError> {
        let mut reader = Reader::with_sample("a.csv", sample);
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
        let said = match read(bytes.as_ref(), &[], SAMPLE) {
            Err(error) => format!("{error}\n"),
            Ok(opened) => {
                let Opened {
                    records,
                    header,
                    dialect,
                    ..
                } = &opened;
                let mut said = format!(
                    "{:?} {:?} {:?}\n",
                    char::from(dialect.delimiter),
                    dialect.line_end,
                    header.names
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
            4 ["1", "2\n3,4\n"]
            UnclosedQuote 1 [(2, 0)]
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
            8 ["", " "]
            BlankRecord 1 [(3, 0)]
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
            prop_assert_eq!(read(&bytes, &cuts, 16), read(&bytes, &[], 16));
        }
    }
}
