//! One file in the engine: its records, and its columns once their types are decided.

use std::collections::BTreeMap;

use super::error::EngineError;
use super::protocol::{Answer, Ask, FileNumber, Scanned};
use crate::analysis::run_all;
use crate::source::{Opened, Reader};
use crate::table::{Exclusion, FileSummary, Scan, Schema, Table, build_kept, kept, raw_rows};

/// One file: first read slice by slice, then asked.
#[derive(Default)]
pub struct Shard {
    opened: Option<(Opened, Scan)>,
    table: Option<Table>,
}

impl Shard {
    /// Opens and scans what a reader has read.
    pub fn read(reader: Reader) -> Result<Shard, EngineError> {
        let opened = reader.finish()?;
        let scan = Scan::of(&opened);
        Ok(Shard::of(opened, scan))
    }

    /// A file that was opened and scanned.
    pub fn of(opened: Opened, scan: Scan) -> Shard {
        Shard {
            opened: Some((opened, scan)),
            table: None,
        }
    }

    /// What was seen of the file, for others to decide what its columns are.
    pub fn scanned(&self) -> Result<Scanned, EngineError> {
        let (opened, scan) = self.opened.as_ref().ok_or(EngineError::NotOpen)?;
        Ok(Scanned {
            names: opened.header.names.clone(),
            scan: scan.clone(),
        })
    }

    /// Answers anything but reading, which comes in slices.
    pub fn answer(&mut self, ask: Ask) -> Result<Answer, EngineError> {
        match ask {
            Ask::Build { schema, exclusions } => self
                .build(&schema, exclusions)
                .map(|summary| Answer::Built(Box::new(summary))),
            Ask::Run(plans) => {
                let table = self.table.as_ref().ok_or(EngineError::NotOpen)?;
                Ok(Answer::Ran(run_all(&plans, table)))
            }
            Ask::Rows {
                which,
                columns,
                most,
            } => {
                let (opened, _) = self.opened.as_ref().ok_or(EngineError::NotOpen)?;
                let rows = raw_rows(&opened.records, &which, &columns, most as usize);
                Ok(Answer::Rows(rows))
            }
            Ask::Scan { .. } | Ask::Part(_) | Ask::Stop => Err(EngineError::NotOpen),
        }
    }

    fn build(
        &mut self,
        schema: &Schema,
        exclusions: Vec<Exclusion>,
    ) -> Result<FileSummary, EngineError> {
        let (opened, scan) = self.opened.as_ref().ok_or(EngineError::NotOpen)?;
        let records = &opened.records;
        let (kept, counts) = kept(records, schema, &exclusions);
        let (table, problems) = build_kept(records, schema, &kept);
        let of_kept = (counts.iter().sum::<u64>() > 0)
            .then(|| Scan::of_kept(records, &kept, opened.header.names.len(), opened.bytes));
        let scan = of_kept.as_ref().unwrap_or(scan);
        let summary = FileSummary {
            excluded: exclusions.into_iter().zip(counts).collect(),
            ..FileSummary::of(opened, scan, schema, &table, problems)
        };
        self.table = Some(table);
        Ok(summary)
    }
}

/// Every file in this worker.
#[derive(Default)]
pub struct Shards {
    by_file: BTreeMap<FileNumber, Shard>,
}

impl Shards {
    /// Answers anything but reading.
    pub fn answer(&mut self, file: FileNumber, ask: Ask) -> Result<Answer, EngineError> {
        self.by_file
            .get_mut(&file)
            .ok_or(EngineError::NotOpen)?
            .answer(ask)
    }

    /// Lets go of a file.
    pub fn forget(&mut self, file: FileNumber) {
        self.by_file.remove(&file);
    }

    /// Takes over a file that was opened and scanned.
    pub fn put(&mut self, file: FileNumber, shard: Shard) {
        self.by_file.insert(file, shard);
    }
}
