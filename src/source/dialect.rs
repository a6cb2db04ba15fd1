//! How cells and records are told apart, decided from a sample.

use std::collections::BTreeMap;

use csv_core::{ReadRecordResult, ReaderBuilder};
use serde::{Deserialize, Serialize};

/// How a file separates its cells and records; the quote is always `"`, doubled inside quotes.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Dialect {
    /// Byte between cells: comma, semicolon, tab or pipe.
    pub delimiter: u8,
    /// What ends a record.
    pub line_end: LineEnd,
}

/// What ends a record.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum LineEnd {
    /// Line feed.
    Lf,
    /// Carriage return (or several) and line feed.
    Crlf,
    /// Carriage return alone.
    Cr,
    /// More than one of these in the same file.
    Mixed,
}

/// The delimiters that are tried, the likeliest first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter under which `sample` looks most like a table; comma if under none.
///
/// `whole` says that the sample is the whole file, so its last record is complete.
pub(super) fn delimiter(sample: &[u8], whole: bool) -> u8 {
    let mut best = (0.0, b',');
    for candidate in CANDIDATES {
        let score = if sample.contains(&candidate) {
            score(&widths(sample, candidate, whole))
        } else {
            0.0
        };
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// Cells of each record of `sample` read with `delimiter`.
fn widths(sample: &[u8], delimiter: u8, whole: bool) -> Vec<usize> {
    let mut core = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut cells, mut ends) = ([0; 4096], [0; 256]);
    let (mut widths, mut width, mut input) = (Vec::new(), 0, sample);
    loop {
        let (result, read, _, ended) = core.read_record(input, &mut cells, &mut ends);
        input = &input[read..];
        width += ended;
        match result {
            ReadRecordResult::Record => widths.push(std::mem::take(&mut width)),
            ReadRecordResult::InputEmpty if whole => {}
            ReadRecordResult::End | ReadRecordResult::InputEmpty => break,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
    if widths.is_empty() {
        widths.push(width + 1);
    }
    widths
}

/// Share of records with the usual number of cells, raised by that number, halved if the first record differs.
///
/// A header that has another width than the records below it mostly means that the candidate occurs inside cells, as
/// decimal commas do in a file of semicolons.
fn score(widths: &[usize]) -> f64 {
    let mut counts = BTreeMap::new();
    widths
        .iter()
        .for_each(|width| *counts.entry(*width).or_insert(0_u64) += 1);
    let Some((&usual, &hits)) = counts
        .iter()
        .max_by_key(|(width, count)| (**count, **width))
    else {
        return 0.0;
    };
    if usual < 2 {
        return 0.0;
    }
    let first = if widths.first() == Some(&usual) {
        1.0
    } else {
        0.5
    };
    hits as f64 / widths.len() as f64 * first * (usual as f64).log2().sqrt()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(sample: &str, expected: Expect) {
        expected.assert_debug_eq(&char::from(delimiter(sample.as_bytes(), true)));
    }

    #[test]
    fn one_column_reads_as_comma() {
        check("name\nAda\nGrace\n", expect![["','\n"]]);
    }

    #[test]
    fn decimal_commas_do_not_hide_semicolons() {
        check("a;b\n1,5;2\n3,5;4\n0,1;9\n", expect![["';'\n"]]);
    }

    #[test]
    fn joined_choices_do_not_hide_commas() {
        check(
            "id,tools\n1,Go;Rust;Zig\n2,Go;C;Zig\n3,Go;Rust;Zig\n",
            expect![["','\n"]],
        );
    }

    #[test]
    fn quoted_delimiters_do_not_count() {
        check("a\tb\n\"x,y,z\"\t1\n\"x,y,z\"\t2\n", expect![["'\\t'\n"]]);
    }

    #[test]
    fn pipes_are_known() {
        check("a|b|c\n1|2|3", expect![["'|'\n"]]);
    }
}
