//! Which parts of a file are still to be read, and what those give that were: whoever reads them, in whatever order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::source::{Assembly, Cut, From, Opened, Part, ProblemKind, ReadAs, SourceError, Unread};
use crate::table::{PartScan, Plain, Scan};

/// Least and most bytes of a part.
const PART: (u64, u64) = (512 << 10, 8 << 20);
/// Bytes of a file that one worker reads sooner than several would.
pub const ALONE: u64 = 2 << 20;
/// What is left of a file is at least so many parts for each hand, so that none waits for the last one long.
const EACH: u64 = 2;

/// Records at the beginning and end of a file that may be no answers.
const SPARE: u32 = 100;

/// A part to be read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Order {
    /// Which part, counted from 0.
    pub number: u32,
    /// How the file is read.
    pub cut: Cut,
    /// Where its records start.
    pub from: From,
    /// Where those start that are the next part's.
    pub until: u64,
    /// Records at its beginning and end that may be no answers, but titles, names, notes or totals: they are no evidence yet.
    pub spare: (u32, u32),
}

/// A part that was read.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Done {
    /// Its records.
    pub part: Part,
    /// Evidence of its columns, without that of the spare records.
    pub scan: Scan,
    /// What its cells plainly say, without the spare records, by column.
    pub plain: Vec<Plain>,
    /// Records before and after those that gave evidence.
    pub spare: (usize, usize),
}

impl Done {
    /// About how many bytes it has as a message: with the ends of cells hardly more than the part has in the file.
    pub fn size(&self) -> usize {
        let plain: usize = self.plain.iter().map(Plain::size).sum();
        (self.part.end - self.part.start) as usize * 5 / 4 + plain
    }
}

impl Order {
    /// Where the bytes start that are needed.
    pub fn at(&self) -> u64 {
        match self.from {
            From::At(start) => start,
            From::After(near) => near.saturating_sub(1),
        }
    }

    /// The records of the part, from `bytes` of the file from [`Order::at`] on.
    pub fn records(&self, bytes: &[u8]) -> Result<Part, Unread> {
        self.cut.read(bytes, self.at(), self.from, self.until)
    }

    /// Reads the part from `bytes` of the file from [`Order::at`] on.
    pub fn read(&self, bytes: &[u8]) -> Result<Done, Unread> {
        let mut part = self.records(bytes)?;
        let rows = part.rows();
        let first = rows.min(self.spare.0 as usize);
        let last = (rows - first).min(self.spare.1 as usize);
        let bytes = part.end - part.start;
        let (scan, plain) =
            part.with_records(|records| Scan::of_part(records, first..rows - last, bytes));
        Ok(Done {
            part,
            scan,
            plain,
            spare: (first, last),
        })
    }
}

/// The parts of a file.
pub struct Parts {
    cut: Cut,
    /// Where each part ends.
    ends: Vec<u64>,
    /// Parts that nobody has taken.
    next: u32,
    /// Parts that were taken before and have to be read again.
    again: BTreeSet<u32>,
    /// Parts that were taken and not given.
    out: BTreeSet<u32>,
    /// Parts that were given before the one that comes first.
    early: BTreeMap<u32, Done>,
    assembly: Assembly,
    /// Parts that were taken in.
    taken: u32,
    scans: Vec<PartScan>,
    plain: Vec<Plain>,
    needs_whole: bool,
}

/// A file that was read, with what its columns look like.
pub struct Whole {
    /// The file.
    pub opened: Opened,
    /// Evidence of its columns.
    pub scan: Scan,
    /// What the cells plainly say, by column and by line of the file.
    pub plain: Vec<Plain>,
}

impl Parts {
    /// The parts of a file of `size` bytes that is read by so many hands: short ones first, so that all have something to do
    /// as soon as can be, and at the end, so that all are done at about the same time.
    pub fn new(cut: Cut, size: u64, hands: u64) -> Parts {
        let (mut ends, mut end, mut most) = (Vec::new(), 0, PART.0);
        while end < size {
            let left = size - end;
            end += (left / (hands * EACH).max(1)).clamp(PART.0, most).min(left);
            ends.push(end);
            if (ends.len() as u64).is_multiple_of(hands.max(1)) {
                most = (most * 2).min(PART.1);
            }
        }
        Parts::that_end(cut, ends)
    }

    /// Parts of so many bytes each.
    pub fn of_length(cut: Cut, size: u64, length: u64) -> Parts {
        let starts = (0..size.div_ceil(length)).map(|part| part * length);
        Parts::that_end(
            cut,
            starts.map(|start| (start + length).min(size)).collect(),
        )
    }

    fn that_end(cut: Cut, ends: Vec<u64>) -> Parts {
        Parts {
            ends,
            assembly: Assembly::new(cut.clone()),
            cut,
            next: 0,
            again: BTreeSet::new(),
            out: BTreeSet::new(),
            early: BTreeMap::new(),
            taken: 0,
            scans: Vec::new(),
            plain: Vec::new(),
            needs_whole: false,
        }
    }

    /// The next part to read; none where all are taken.
    pub fn take(&mut self) -> Option<Order> {
        if self.needs_whole {
            return None;
        }
        self.take_again().or_else(|| {
            self.ends.get(self.next as usize)?;
            self.next += 1;
            Some(self.hand_out(self.next - 1))
        })
    }

    /// The first part that was lost, or whose beginning was guessed wrong.
    pub fn take_again(&mut self) -> Option<Order> {
        let number = self.again.pop_first()?;
        Some(self.hand_out(number))
    }

    /// Where the records of part `number` start, as far as that is known.
    fn from(&self, number: u32) -> From {
        match number.checked_sub(1) {
            _ if number == self.taken => From::At(self.assembly.end()),
            Some(before) => From::After(self.ends[before as usize]),
            None => From::At(self.cut.start()),
        }
    }

    fn hand_out(&mut self, number: u32) -> Order {
        self.out.insert(number);
        let last = self.ends.len() as u32 - 1;
        Order {
            number,
            cut: self.cut.clone(),
            from: self.from(number),
            until: self.ends[number as usize],
            spare: (
                if number == 0 { SPARE } else { 0 },
                if number == last { SPARE } else { 0 },
            ),
        }
    }

    /// Takes in what became of part `number`.
    pub fn give(&mut self, number: u32, done: Result<Done, Unread>) {
        if !self.out.remove(&number) {
            // Somebody else was faster.
            return;
        }
        match done {
            Ok(done) => {
                self.early.insert(number, done);
            }
            Err(_) => self.needs_whole = true,
        }
        while let Some(done) = self.early.remove(&(self.taken)) {
            let number = self.taken;
            let (rows, end) = (done.part.rows(), self.assembly.end());
            let (first, last) = done.spare;
            if done.part.start != end {
                // The guess was wrong; now it is known where the part starts.
                self.again.insert(number);
                return;
            }
            let before = self.assembly.rows();
            if !self.assembly.add(done.part) {
                self.needs_whole = true;
                return;
            }
            self.taken += 1;
            self.plain.resize_with(done.plain.len(), Plain::default);
            for (plain, more) in self.plain.iter_mut().zip(done.plain) {
                plain.make_room(self.assembly.room());
                plain.append(before + first, more);
            }
            self.scans.extend([
                PartScan::unseen(first),
                PartScan::seen(rows - first - last, done.scan),
                PartScan::unseen(last),
            ]);
        }
    }

    /// Part `number` was lost on its way: it is to be read again.
    pub fn lose(&mut self, number: u32) {
        if self.out.remove(&number) {
            self.again.insert(number);
        }
    }

    /// Whether only the whole file tells what its records are.
    pub fn needs_whole(&self) -> bool {
        self.needs_whole
    }

    /// Whether every part was taken in.
    pub fn are_whole(&self) -> bool {
        self.taken as usize == self.ends.len()
    }

    /// Bytes and records taken in.
    pub fn progress(&self) -> (u64, u64) {
        (self.assembly.end(), self.assembly.rows() as u64)
    }

    /// The whole file.
    pub fn finish(self, file: &str, read_as: &ReadAs) -> Result<Whole, SourceError> {
        let opened = self.assembly.finish(file, read_as)?;
        // Its columns may be others than those of the parts.
        let is_wrapped = opened.problems.count(ProblemKind::WrappedLines) > 0;
        let (scan, plain) = match is_wrapped {
            true => (Scan::of(&opened), Vec::new()),
            false => (Scan::of_parts(&opened, self.scans), self.plain),
        };
        Ok(Whole {
            opened,
            scan,
            plain,
        })
    }
}
