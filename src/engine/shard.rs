//! One file in the engine: its records, and its columns once their types are decided.

use std::collections::BTreeMap;

use super::error::EngineError;
use super::protocol::{Answer, Ask, FileNumber, Scanned};
use crate::analysis::run_all;
use crate::source::{Opened, Reader};
use crate::table::{FileSummary, Scan, Schema, Table, build};

/// One file: first read slice by slice, then asked.
#[derive(Default)]
pub struct Shard {
    opened: Option<(Opened, Scan)>,
    table: Option<Table>,
}

impl Shard {
    /// Takes over what a reader has read, and gives evidence of its columns.
    pub fn scan(&mut self, reader: Reader) -> Result<Scanned, EngineError> {
        let opened = reader
            .finish()
            .map_err(|error| EngineError::Unreadable(error.to_string()))?;
        let scan = Scan::of(&opened);
        let scanned = Scanned {
            names: opened.header.names.clone(),
            scan: scan.clone(),
        };
        self.opened = Some((opened, scan));
        self.table = None;
        Ok(scanned)
    }

    /// Answers anything but reading, which comes in slices.
    pub fn answer(&mut self, ask: Ask) -> Result<Answer, EngineError> {
        match ask {
            Ask::Build(schema) => self.build(&schema).map(Answer::Built),
            Ask::Run(plans) => {
                let table = self.table.as_ref().ok_or(EngineError::NotOpen)?;
                Ok(Answer::Ran(run_all(&plans, table)))
            }
            Ask::Scan { .. } | Ask::Stop => Err(EngineError::NotOpen),
        }
    }

    fn build(&mut self, schema: &Schema) -> Result<FileSummary, EngineError> {
        let (opened, scan) = self.opened.as_ref().ok_or(EngineError::NotOpen)?;
        let (table, problems) = build(&opened.records, schema);
        let summary = FileSummary::of(opened, scan, schema, &table, problems);
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

    /// Takes over a file that was read.
    pub fn scan(&mut self, file: FileNumber, reader: Reader) -> Result<Scanned, EngineError> {
        let mut shard = Shard::default();
        let scanned = shard.scan(reader)?;
        self.by_file.insert(file, shard);
        Ok(scanned)
    }
}
