//! Files that the device is unlikely to hold: said before they are read, with what can be read of them.

use std::sync::Arc;

use js_sys::Array;
use leptos::prelude::*;
use web_sys::Blob;

use super::desk::Desk;
use super::open_file::Opened;
use super::outside;
use crate::engine::link::Engine;
use crate::engine::protocol::{Scanned, Scanning};
use crate::figure::format;
use crate::report::FileId;
use crate::source::{BLOCK, Cut, HEAD, ReadAs, Unread, blocks};

/// Bytes of memory that a byte of a file takes: as many as of the inputs of `benches` that take most.
const TIMES: f64 = 1.5;
/// Bytes read where a record is looked for, at first and at most.
const NEAR: (u64, u64) = (128 << 10, 8 << 20);
/// The number of a file that only its beginning is read of.
const TASTE: u32 = u32::MAX - 1;

/// What is known of a file that is too big before it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// Its bytes.
    pub bytes: f64,
    /// Bytes of memory that this page can count on.
    pub room: f64,
    /// Bytes of a record, where some of its records can be read without the others.
    pub of_record: Option<f64>,
    /// Its columns, with the share of its bytes that each takes; none where they cannot be left out.
    pub columns: Arc<[(String, f64)]>,
}

impl Weight {
    /// Bytes of memory that it would take.
    pub fn memory(&self) -> f64 {
        self.bytes * TIMES
    }

    /// Bytes that are read of it where not all are: half of what would fit, for other files and charts want room too.
    pub fn portion(&self) -> f64 {
        (self.room / TIMES / 2.0).min(self.bytes)
    }

    /// Bytes of memory that these of its columns would take.
    pub fn memory_of(&self, columns: &[u32]) -> f64 {
        let share = |column: &u32| {
            self.columns
                .get(*column as usize)
                .map_or(0.0, |(_, share)| *share)
        };
        self.memory() * columns.iter().map(share).sum::<f64>()
    }

    /// The columns that fit together when the longest are left out.
    pub fn fitting(&self) -> Vec<u32> {
        let mut columns: Vec<u32> = (0..self.columns.len() as u32).collect();
        while columns.len() > 1 && self.memory_of(&columns) > self.room {
            let share = |column: u32| self.columns[column as usize].1;
            let longest =
                (0..columns.len()).max_by(|a, b| share(columns[*a]).total_cmp(&share(columns[*b])));
            longest.map(|at| columns.remove(at));
        }
        columns
    }
}

/// How much of a file is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Portion {
    /// All, where the device can hold that; else a person is asked.
    #[default]
    Fitting,
    /// All, whether the device can hold that or not.
    Whole,
    /// A part, as every figure says of it.
    Part(String),
    /// Every record, with these columns only, counted from 0.
    Columns(Arc<[u32]>),
}

impl Portion {
    /// What every figure says of it, where it is a part.
    pub fn said(&self) -> Option<&str> {
        match self {
            Portion::Part(said) => Some(said),
            Portion::Fitting | Portion::Whole | Portion::Columns(_) => None,
        }
    }
}

/// Which part of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Which {
    /// Blocks at random places.
    Sample,
    /// The first records.
    First,
}

/// Whether the device is unlikely to hold all that is read of a file.
pub(super) fn is_heavy(file: &Blob, portion: &Portion) -> bool {
    *portion == Portion::Fitting && file.size() * TIMES > outside::room()
}

/// What a file weighs, if it is too much for this device.
pub(super) async fn too_heavy(
    engine: &Engine,
    name: &str,
    file: &Blob,
    portion: &Portion,
) -> Option<Weight> {
    if !is_heavy(file, portion) {
        return None;
    }
    let (bytes, room) = (file.size(), outside::room());
    let of_record = opening(name, file).await.map(|(_, (_, bytes))| bytes);
    let columns = match of_record {
        Some(_) => columns(engine, name, file).await.unwrap_or_default(),
        None => Vec::new(),
    };
    Some(Weight {
        bytes,
        room,
        of_record,
        columns: columns.into(),
    })
}

/// The columns of a file with the share of its bytes that each takes, as its beginning shows.
async fn columns(engine: &Engine, name: &str, file: &Blob) -> Option<Vec<(String, f64)>> {
    let head = file.slice_with_f64_and_f64(0.0, HEAD as f64).ok()?;
    let how = Scanning {
        name: name.to_owned(),
        ..Scanning::default()
    };
    let scanned = engine.scan(TASTE, how, head, |_| {}).await;
    // What the worker held of it goes, whatever came of it.
    let _ = engine.stop(TASTE).await;
    let Scanned { names, scan } = scanned.ok()??;
    // A delimiter behind each cell.
    let lengths = scan
        .columns
        .iter()
        .map(|column| (column.length + column.rows) as f64);
    let whole: f64 = lengths.clone().sum();
    Some(
        names
            .into_iter()
            .zip(lengths.map(|length| length / whole))
            .collect(),
    )
}

/// How a file can be read part by part, where its opening ends and how many bytes a record takes.
async fn opening(name: &str, file: &Blob) -> Option<(Cut, (u64, f64))> {
    let head = outside::bytes(file, 0, HEAD as u64).await?;
    let cut = Cut::of(name, &head, file.size() as u64, &ReadAs::default())?;
    let opening = cut.opening(&head)?;
    Some((cut, opening))
}

impl Desk {
    /// Reads a file that is too big after all.
    pub fn read_whole(self, id: FileId) {
        self.change(id, |file| file.portion = Portion::Whole);
        self.read_again(id);
    }

    /// Reads a file that is too big with some of its columns.
    pub fn read_columns(self, id: FileId, columns: Vec<u32>) {
        self.change(id, |file| file.portion = Portion::Columns(columns.into()));
        self.read_again(id);
    }

    /// Lets a person choose anew which columns of a file are read.
    pub fn choose_columns(self, id: FileId) {
        self.change(id, |file| file.portion = Portion::Fitting);
        self.read_again(id);
    }

    /// The columns of a file that are read; all where nothing is said.
    pub(super) fn columns_of(self, id: FileId) -> Option<Vec<u32>> {
        self.files.with_untracked(|files| {
            let file = files.iter().find(|file| file.id == id)?;
            match &file.portion {
                Portion::Columns(columns) => Some(columns.to_vec()),
                _ => None,
            }
        })
    }

    /// Reads a part of a file that is too big.
    pub fn read_portion(self, id: FileId, which: Which, weight: Weight) {
        let Some(file) = self.handle(id) else {
            return;
        };
        let name = self.name(id);
        let since = outside::now();
        self.set_state(id, Opened::begun(weight.portion(), since));
        leptos::task::spawn_local(async move {
            let taken = taken(&name, &file, which, weight.portion() as u64).await;
            if !self.is_reading(id, since) {
                return;
            }
            match taken {
                Some(part) => {
                    let said = self.told(which, &part, &file);
                    self.change(id, |file| {
                        file.size = part.size();
                        file.portion = Portion::Part(said);
                    });
                    self.handles.update_value(|handles| {
                        handles.insert(id, part);
                    });
                    self.read_again(id);
                }
                None => {
                    self.set_state(id, Opened::TooBig(weight));
                    self.said.set(Some(format!(
                        "{name} cannot be read in part: its records are not written in the same way throughout, or it is \
                         gone from where it was."
                    )));
                }
            }
        });
    }

    /// What every figure says of a part of a file.
    fn told(self, which: Which, part: &Blob, whole: &Blob) -> String {
        let locale = self.locale.get_value();
        let percent = 100.0 * part.size() / whole.size();
        let share = format::trimmed(percent, if percent < 1.0 { 2 } else { 1 }, &locale);
        let bytes = format::count((whole.size() / 1e6).round() as u64, &locale);
        match which {
            Which::Sample => format!(
                "a random sample, not the whole file: {} blocks of records at random places, {share} % of {bytes} MB; where \
                 neighbouring records are alike, intervals are too narrow",
                format::count((part.size() / BLOCK as f64).ceil() as u64, &locale)
            ),
            Which::First => format!(
                "the first records only, {share} % of {bytes} MB; what stands later in the file is left out"
            ),
        }
    }
}

/// The part of a file, with its header rows, in whole records; nothing where its records cannot be told apart without the others.
async fn taken(name: &str, file: &Blob, which: Which, most: u64) -> Option<Blob> {
    let (cut, (start, _)) = opening(name, file).await?;
    let size = file.size() as u64;
    let parts = Array::new();
    let slice = |from: u64, to: u64| file.slice_with_f64_and_f64(from as f64, to as f64).ok();
    match which {
        Which::First => {
            parts.push(&slice(0, record(&cut, file, most).await?)?.into());
        }
        Which::Sample => {
            parts.push(&slice(0, start)?.into());
            let mut end = start;
            for block in blocks(start, size, most) {
                let from = record(&cut, file, block.start).await?.max(end);
                end = match block.end {
                    last if last >= size => size,
                    last => record(&cut, file, last).await?.max(from),
                };
                parts.push(&slice(from, end)?.into());
            }
        }
    }
    Blob::new_with_blob_sequence(&parts).ok()
}

/// Where the first record starts after `near`.
async fn record(cut: &Cut, file: &Blob, near: u64) -> Option<u64> {
    let (mut length, size) = (NEAR.0, file.size() as u64);
    let at = near.saturating_sub(1);
    loop {
        let end = (at + length).min(size);
        let bytes = outside::bytes(file, at, end).await?;
        match cut.start_after(&bytes, at, near) {
            Ok(start) => return Some(start),
            Err(Unread::More) if length < NEAR.1 && end < size => length *= 4,
            Err(_) => return None,
        }
    }
}
