//! A file read part by part, in any order and by several hands, and put together to what the whole gives.
//!
//! A part is the records that start in a range of bytes. Where its first record starts is guessed from what follows; the
//! guess is right if the part before ends there, and [`Assembly`] takes in nothing else, so that every record is read from
//! where it starts. Only files whose every record keeps to the rules of [`super::strict`] can be read so.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::breaks::Breaks;
use super::cells::{Cells, Gatherer};
use super::encoding::{Decoded, Encoding, How, is_utf_16};
use super::error::SourceError;
use super::foreign::foreign;
use super::opened::{Opened, ReadAs};
use super::parser::Parsed;
use super::reader::Text;
use super::records::{Lines, Records};
use super::sniff::{Sniffed, is_settled, sniff};
use super::strict::{self, Bounds, Stop};
use crate::order::rising;

/// Bytes of the beginning that say how a file is read.
pub const HEAD: usize = 1 << 20;

/// Bytes that tell what the rest of a file is like.
const TELLING: u64 = 8 << 20;
/// Records at the beginning among which the header rows are.
const OPENING: usize = 16;
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How a file is read part by part.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cut {
    sniffed: Sniffed,
    is_marked: bool,
    /// Bytes of the file.
    size: u64,
    /// The columns that are kept, in rising order; all where nothing is said.
    only: Option<Vec<u32>>,
}

/// Where the first record of a part starts.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum From {
    /// Here.
    At(u64),
    /// Here or at the next start of a record; which that is has to be guessed.
    After(u64),
}

/// The records that start in a range of a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Part {
    /// Where its first record starts, or would start.
    pub start: u64,
    /// Where the record after its last one starts.
    pub end: u64,
    columns: Vec<Cells>,
    lines: Lines,
    breaks: Breaks,
}

/// Why a part cannot be given.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Unread {
    /// Its last record goes on after the bytes that were given.
    More,
    /// Only the whole file tells what its records are.
    Whole,
}

impl Cut {
    /// How a file of `size` bytes that begins with `head` can be read; nothing where only the whole file tells.
    pub fn of(file: &str, head: &[u8], size: u64, read_as: &ReadAs) -> Option<Cut> {
        let is_said = read_as.encoding.is_some() || read_as.delimiter.is_some();
        if is_said || is_utf_16(head) || foreign(file, head).is_some() {
            return None;
        }
        let marked = head.strip_prefix(MARK);
        let text = text(marked.unwrap_or(head), head.len() as u64 == size)?;
        let sniffed = is_settled(text).then(|| sniff(text))?;
        strict::is_plain(&sniffed.dialect, sniffed.width).then_some(Cut {
            sniffed,
            is_marked: marked.is_some(),
            size,
            only: None,
        })
    }

    /// The same with the columns only of these numbers, counted from 0; with all where it has none of them.
    pub fn with_columns(mut self, columns: &[u32]) -> Cut {
        let mut only = columns.to_vec();
        only.retain(|column| (*column as usize) < self.sniffed.width);
        let mut only = rising(only);
        only.dedup();
        self.only = Some(only).filter(|only| !only.is_empty());
        self
    }

    /// How many columns are kept.
    fn width(&self) -> usize {
        self.only.as_ref().map_or(self.sniffed.width, Vec::len)
    }

    /// Where the first record of the file starts.
    pub fn start(&self) -> u64 {
        let mark = if self.is_marked { MARK.len() } else { 0 };
        (mark + self.sniffed.start) as u64
    }

    /// Where the first record starts after `near`; `bytes` are the file's from `at`, which is before that, and hold several records.
    pub fn start_after(&self, bytes: &[u8], at: u64, near: u64) -> Result<u64, Unread> {
        // The guess is proven by the records that follow.
        let until = at + bytes.len() as u64 / 4 * 3;
        Ok(self.read(bytes, at, From::After(near), until)?.start)
    }

    /// Where the first records of `head`, in which header rows are, end, and how many bytes a record takes.
    pub fn opening(&self, head: &[u8]) -> Option<(u64, f64)> {
        let until = head.len() as u64 / 4 * 3;
        let part = self.read(head, 0, From::At(self.start()), until).ok()?;
        let starts = &part.lines.starts;
        let bytes = (part.end - part.start) as f64 / starts.len().max(1) as f64;
        Some((*starts.get(OPENING)?, bytes))
    }

    /// The part of the records that start `from` somewhere and before `until`. `bytes` are the file's from `at`, which is
    /// before the place that is meant, and go on after `until`.
    pub fn read(&self, bytes: &[u8], at: u64, from: From, until: u64) -> Result<Part, Unread> {
        match from {
            From::At(start) => self.read_from(bytes, at, (start - at) as usize, until),
            From::After(near) => {
                // The line end right before a record tells that it starts there.
                let near = near.saturating_sub(at + 1) as usize;
                let is_end = at + bytes.len() as u64 >= self.size;
                let mut least = Unread::Whole;
                for inside in [false, true] {
                    match start(bytes, near, inside) {
                        Some(start) => match self.read_from(bytes, at, start, until) {
                            Ok(part) => return Ok(part),
                            Err(Unread::More) => least = Unread::More,
                            Err(Unread::Whole) => {}
                        },
                        None if !is_end => least = Unread::More,
                        // The last record started before, and no line end closes it.
                        None => return self.read_from(bytes, at, bytes.len(), until),
                    }
                }
                Err(least)
            }
        }
    }

    fn read_from(&self, bytes: &[u8], at: u64, start: usize, until: u64) -> Result<Part, Unread> {
        let is_end = at + bytes.len() as u64 >= self.size;
        let text = text(&bytes[start..], is_end).ok_or(Unread::Whole)?;
        let start = at + start as u64;
        let bounds = Bounds {
            at: 0,
            until: until.saturating_sub(start) as usize,
            is_end,
        };
        let Sniffed { dialect, width, .. } = &self.sniffed;
        let is_wanted = |column: usize| {
            let only = self.only.as_ref();
            only.is_none_or(|only| only.binary_search(&(column as u32)).is_ok())
        };
        let read = strict::read(text, bounds, dialect, *width, &is_wanted);
        let read = read.map_err(|stop| match stop {
            Stop::More => Unread::More,
            Stop::Odd => Unread::Whole,
        })?;
        let mut lines = read.lines;
        lines.starts.iter_mut().for_each(|byte| *byte += start);
        Ok(Part {
            start,
            end: start + read.end as u64,
            columns: read.columns,
            lines,
            breaks: read.breaks,
        })
    }
}

impl Part {
    /// How many records it has.
    pub fn rows(&self) -> usize {
        self.lines.starts.len()
    }

    /// Calls `look` with its records.
    pub fn with_records<T>(&mut self, look: impl FnOnce(&Records) -> T) -> T {
        let (columns, lines) = (
            std::mem::take(&mut self.columns),
            std::mem::take(&mut self.lines),
        );
        let records = Records::by_column(columns, lines);
        let found = look(&records);
        if let Some((columns, lines)) = records.into_columns() {
            (self.columns, self.lines) = (columns, lines);
        }
        found
    }
}

/// Parts on their way to a whole, in the order of the file.
pub struct Assembly {
    cut: Cut,
    columns: Vec<Gatherer>,
    lines: Lines,
    breaks: Breaks,
    end: u64,
    /// Whether room was made for the whole file.
    has_room: bool,
}

impl Assembly {
    /// No parts yet.
    pub fn new(cut: Cut) -> Assembly {
        let mut columns = Vec::new();
        columns.resize_with(cut.width(), Gatherer::default);
        Assembly {
            columns,
            lines: Lines::default(),
            breaks: Breaks::default(),
            end: cut.start(),
            has_room: false,
            cut,
        }
    }

    /// Where the next part has to start.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Records taken in so far.
    pub fn rows(&self) -> usize {
        self.lines.starts.len()
    }

    /// Records that there is room for: about as many as there will be.
    pub fn room(&self) -> usize {
        self.lines.starts.capacity()
    }

    /// Takes in the next part; says no where it does not start at the end of the one before, or columns are too long.
    #[must_use]
    pub fn add(&mut self, part: Part) -> bool {
        if part.start != self.end || part.columns.len() != self.columns.len() {
            return false;
        }
        let mut columns = self.columns.iter_mut().zip(part.columns);
        if columns.any(|(column, more)| column.absorb(more).is_none()) {
            return false;
        }
        self.breaks.add(&part.breaks, self.lines.starts.len());
        self.lines.starts.extend(part.lines.starts);
        self.lines.spelt.extend(part.lines.spelt);
        self.end = part.end;
        let read = self.end - self.cut.start();
        if !self.has_room && read >= (self.cut.size / 16).min(TELLING) {
            self.make_room(1.03 * self.cut.size as f64 / read.max(1) as f64);
        }
        true
    }

    /// Makes room for so many times what is here: the rest will be about as this is.
    fn make_room(&mut self, times: f64) {
        self.has_room = true;
        let columns = self.columns.iter_mut();
        columns.for_each(|column| column.make_room(times));
        let more = (self.rows() as f64 * (times - 1.0)).max(0.0) as usize;
        self.lines.starts.reserve_exact(more);
        self.lines.spelt.reserve_exact(more);
    }

    /// The whole file, as a [`super::Reader`] gives it.
    pub fn finish(mut self, file: &str, read_as: &ReadAs) -> Result<Opened, SourceError> {
        self.cut.sniffed.width = self.cut.width();
        let columns = self.columns.into_iter().map(Gatherer::finish).collect();
        let parsed = Parsed {
            records: Records::by_column(columns, self.lines),
            breaks: self.breaks,
            marks: Vec::new(),
        };
        let how = match self.cut.is_marked {
            true => How::Bom,
            false => How::Valid,
        };
        let decoded = Decoded {
            text: Cow::Borrowed(""),
            encoding: Encoding::utf_8(how),
            mixed: Vec::new(),
            lines: Vec::new(),
            // Records are told by their places in the file already.
            start: 0,
        };
        let text = Text {
            file,
            bytes: self.cut.size,
            read_as,
            decoded: &decoded,
        };
        text.open(self.cut.sniffed, parsed)
    }
}

/// `bytes` as text, without half a character at their end where the file goes on.
fn text(bytes: &[u8], is_end: bool) -> Option<&str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if !is_end && error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    Some(match is_end {
        true => super::reader::trimmed(text),
        false => text,
    })
}

/// Where the line ends that holds `at`, if that is inside quotes or not.
fn start(bytes: &[u8], at: usize, mut inside: bool) -> Option<usize> {
    let rest = bytes.get(at..)?;
    for mark in memchr::memchr2_iter(b'"', b'\n', rest) {
        match rest[mark] {
            b'"' => inside = !inside,
            _ if inside => {}
            _ => return Some(at + mark + 1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Reader;
    use super::*;

    /// A table of about `kilobytes` with every kind of cell that keeps to the rules.
    fn table(kilobytes: usize, seed: u64, end: &str, mark: &str) -> String {
        let mut text = format!("{mark}id,mood,said,Größe{end}");
        let mut state = seed;
        let mut next = |most: u64| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(7);
            (state >> 33) % most
        };
        let mut row = 0;
        while text.len() < kilobytes << 10 {
            row += 1;
            let mood = ["good", "bad", "\"so, so\"", "", "\"\""][next(5) as usize];
            let said = match next(6) {
                0 => format!("\"a \"\"word\"\"{end}1,2,3,4{end}\""),
                1 => format!("\"{end}x,y{end}é,\"\",{end}\""),
                2 => "5\u{2033} pipe".to_owned(),
                3 => "a\"b".to_owned(),
                _ => String::new(),
            };
            text += &format!("{row},{mood},{said},{}{end}", next(4000));
        }
        text
    }

    fn whole(text: &[u8]) -> Opened {
        let mut reader = Reader::new("a.csv");
        reader.push(text);
        reader.finish().unwrap()
    }

    /// What the parts give that end at `cuts`; nothing where only the whole tells.
    fn by_parts(text: &[u8], cuts: &[u64]) -> Option<Opened> {
        let size = text.len() as u64;
        let head = &text[..text.len().min(HEAD / 4)];
        let cut = Cut::of("a.csv", head, size, &ReadAs::default())?;
        let mut cuts: Vec<u64> = cuts.iter().map(|cut| cut % size).collect();
        cuts.push(size);
        cuts.sort_unstable();
        let mut assembly = Assembly::new(cut.clone());
        let mut from = From::At(cut.start());
        for until in cuts {
            // As many bytes behind the part as it takes.
            let read = |from: From| {
                let at = match from {
                    From::At(start) => start,
                    From::After(near) => near.saturating_sub(1),
                };
                let mut end = (until + 100).min(size);
                loop {
                    match cut.read(&text[at as usize..end as usize], at, from, until) {
                        Err(Unread::More) if end < size => end = (end * 2).min(size),
                        read => return read.ok(),
                    }
                }
            };
            let mut part = read(from)?;
            if part.start != assembly.end() {
                part = read(From::At(assembly.end()))?;
            }
            let bytes = postcard::to_stdvec(&part).unwrap();
            assert!(assembly.add(postcard::from_bytes(&bytes).unwrap()));
            from = From::After(until);
        }
        assembly.finish("a.csv", &ReadAs::default()).ok()
    }

    fn assert_alike(parts: &Opened, whole: &Opened) {
        assert_eq!(parts.records.len(), whole.records.len());
        for row in 0..whole.records.len() {
            assert!(parts.records.cells(row).eq(whole.records.cells(row)));
            assert_eq!(
                parts.records.place(row, None),
                whole.records.place(row, None)
            );
        }
        let none = Records::default;
        let parts = Opened {
            records: none(),
            ..parts.clone()
        };
        assert_eq!(
            parts,
            Opened {
                records: none(),
                ..whole.clone()
            }
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn any_cut_gives_what_the_whole_gives(
            seed in any::<u64>(),
            crlf in any::<bool>(),
            marked in any::<bool>(),
            ends in prop_oneof![Just(""), Just("\n\n"), Just("\u{1a}"), Just("9,last,,1"), Just("Sum,,,77")],
            cuts in proptest::collection::vec(any::<u64>(), 0..7),
        ) {
            let (end, mark) = (if crlf { "\r\n" } else { "\n" }, if marked { "\u{feff}" } else { "" });
            let text = table(300, seed, end, mark) + ends;
            let parts = by_parts(text.as_bytes(), &cuts).expect("it keeps to the rules");
            assert_alike(&parts, &whole(text.as_bytes()));
        }

        #[test]
        fn a_cut_inside_a_cell_or_a_character_is_no_cut(from in 280_000_u64..280_400, step in 1_u64..50) {
            let text = table(300, 7, "\r\n", "");
            let cuts: Vec<u64> = (0..40).map(|n| from + n * step).collect();
            let parts = by_parts(text.as_bytes(), &cuts).expect("it keeps to the rules");
            assert_alike(&parts, &whole(text.as_bytes()));
        }
    }

    #[test]
    fn files_that_break_a_rule_are_left_to_the_whole() {
        let good = table(300, 3, "\n", "");
        let cuts = [290_000];
        assert!(by_parts(good.as_bytes(), &cuts).is_some());
        for odd in [
            "1,2,3\n",
            "1,2,3,4,5\n",
            "\n1,2,3,4\n",
            "1,\"2,3,4\n",
            "1,\"2\"x,3,4\n",
            ",,,\n",
        ] {
            let text = format!("{good}{odd}{}", &good[good.find('\n').unwrap() + 1..]);
            assert!(by_parts(text.as_bytes(), &cuts).is_none(), "{odd:?}");
        }
        let mut latin = good.clone().into_bytes();
        latin.extend(b"1,2,3,\xe9\n");
        assert!(by_parts(&latin, &cuts).is_none());
        assert!(Cut::of("a.csv", b"PK\x03\x04", 4 << 20, &ReadAs::default()).is_none());
        let one_line = "a,b\r".repeat(100_000);
        assert!(by_parts(one_line.as_bytes(), &cuts).is_none());
    }

    #[test]
    fn records_of_a_block_are_whole() {
        let text = table(2000, 11, "\r\n", "\u{feff}");
        let (bytes, size) = (text.as_bytes(), text.len() as u64);
        let cut = Cut::of("a.csv", &bytes[..HEAD / 4], size, &ReadAs::default()).unwrap();
        let of_all = size as f64 / whole(bytes).records.len() as f64;
        let (end, density) = cut.opening(&bytes[..HEAD / 4]).unwrap();
        assert!(
            (density / of_all - 1.0).abs() < 0.05,
            "{density} and {of_all}"
        );
        let mut portion = bytes[..end as usize].to_vec();
        // Without the header.
        let mut rows = OPENING - 1;
        for block in [
            300_000_u64..400_000,
            900_001..1_000_003,
            1_500_000..1_700_000,
        ] {
            let near = |at: u64| {
                let from = at as usize - 1;
                cut.start_after(&bytes[from..from + 100_000], at - 1, at)
                    .unwrap()
            };
            let (start, end) = (near(block.start), near(block.end));
            assert!(start >= block.start && end >= block.end);
            let part = cut.read(&bytes[start as usize..], start, From::At(start), end);
            rows += part.unwrap().rows();
            portion.extend(&bytes[start as usize..end as usize]);
        }
        let taken = whole(&portion);
        assert_eq!(taken.records.len(), rows);
        assert_eq!(taken.header.names, ["id", "mood", "said", "Größe"]);
        assert!((0..rows).all(|row| taken.records.cells(row).count() == 4));
    }

    #[test]
    fn columns_that_are_left_out_leave_the_others_as_they_are() {
        let text = table(300, 13, "\n", "");
        let (bytes, size) = (text.as_bytes(), text.len() as u64);
        let cut = Cut::of("a.csv", &bytes[..HEAD / 4], size, &ReadAs::default()).unwrap();
        let all = whole(bytes);
        for (asked, kept) in [
            (vec![3, 1], vec![1, 3]),
            (vec![2], vec![2]),
            (vec![9], vec![0, 1, 2, 3]),
        ] {
            let cut = cut.clone().with_columns(&asked);
            let mut assembly = Assembly::new(cut.clone());
            for until in [100_000, 200_000, size] {
                let start = assembly.end();
                let part = cut.read(&bytes[start as usize..], start, From::At(start), until);
                assert!(assembly.add(part.unwrap()));
            }
            let some = assembly.finish("a.csv", &ReadAs::default()).unwrap();
            let names: Vec<&String> = kept.iter().map(|at| &all.header.names[*at]).collect();
            assert_eq!(some.header.names.iter().collect::<Vec<_>>(), names);
            assert_eq!(some.records.len(), all.records.len());
            for row in 0..all.records.len() {
                let cells = kept.iter().map(|at| all.records.cell(row, *at));
                assert!(some.records.cells(row).eq(cells));
            }
        }
    }

    #[test]
    fn a_last_record_without_line_end_may_be_cut_anywhere() {
        let text = table(300, 9, "\n", "\u{feff}") + "9,\"la\nst\",,1";
        let size = text.len() as u64;
        for cut in size - 20..size {
            let parts = by_parts(text.as_bytes(), &[cut]).unwrap();
            assert_alike(&parts, &whole(text.as_bytes()));
        }
    }

    #[test]
    fn a_wrong_guess_is_refused() {
        // Whole records inside a cell, where the cut falls.
        let inside = "1,2,3,4\n".repeat(100);
        let text =
            table(300, 5, "\n", "") + &format!("7,\"x\n{inside}\",3,4\n") + &table(20, 6, "\n", "");
        let (bytes, size) = (text.as_bytes(), text.len() as u64);
        let cut = Cut::of("a.csv", &bytes[..HEAD / 4], size, &ReadAs::default()).unwrap();
        let near = (text.find(&inside).unwrap() + 400) as u64;
        let mut assembly = Assembly::new(cut.clone());
        let first = cut.read(bytes, 0, From::At(cut.start()), near).unwrap();
        assert!(assembly.add(first));
        let guessed = cut.read(
            &bytes[near as usize - 1..],
            near - 1,
            From::After(near),
            size,
        );
        if let Ok(part) = guessed {
            let is_right = part.start == assembly.end();
            assert_eq!(assembly.add(part), is_right);
        }
        assert_alike(&by_parts(bytes, &[near]).unwrap(), &whole(bytes));
    }
}
