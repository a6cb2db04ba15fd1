//! One file in the engine: its records, and its columns once their types are decided.

use std::collections::BTreeMap;

use super::error::EngineError;
use super::parts::Whole;
use super::protocol::{AT_ONCE, Answer, Ask, Counted, FileNumber, Scanned};
use crate::analysis::{Clauses, Plan, run_rows};
use crate::source::{Opened, Reader};
use crate::table::{
    Exclusion, FileSummary, Plain, Scan, Schema, Table, build_kept, kept, quality, raw_rows,
};

/// One file: first read, then built, then asked.
pub struct Shard {
    opened: Opened,
    scan: Scan,
    /// What the cells plainly say, until the table is built.
    plain: Vec<Plain>,
    built: Option<(Schema, Table)>,
    clauses: Clauses,
    readers: u32,
}

impl Shard {
    /// Opens and scans what a reader has read.
    pub fn read(reader: Reader) -> Result<Shard, EngineError> {
        let opened = reader.finish()?;
        let scan = Scan::of(&opened);
        let plain = Vec::new();
        Ok(Shard::of(Whole {
            opened,
            scan,
            plain,
        }))
    }

    /// A file that was opened and scanned.
    pub fn of(whole: Whole) -> Shard {
        Shard {
            opened: whole.opened,
            scan: whole.scan,
            plain: whole.plain,
            built: None,
            clauses: Clauses::default(),
            readers: 0,
        }
    }

    /// The same, read part by part by so many workers.
    pub fn read_by(self, readers: u32) -> Shard {
        Shard { readers, ..self }
    }

    /// What was seen of the file, for others to decide what its columns are.
    pub fn scanned(&self) -> Scanned {
        Scanned {
            names: self.opened.header.names.clone(),
            scan: self.scan.clone(),
        }
    }

    /// Answers anything but reading and counting, which come in slices.
    pub fn answer(&mut self, ask: Ask) -> Result<Answer, EngineError> {
        let records = &self.opened.records;
        match ask {
            Ask::Build { schema, exclusions } => {
                let summary = self.build(schema, exclusions);
                Ok(Answer::Built(Box::new(summary)))
            }
            Ask::Quality => {
                let (schema, _) = self.built.as_ref().ok_or(EngineError::NotOpen)?;
                Ok(Answer::Quality(quality(records, schema, self.opened.tool)))
            }
            Ask::Rows {
                which,
                columns,
                most,
            } => {
                let rows = raw_rows(records, &which, &columns, most as usize);
                Ok(Answer::Rows(rows))
            }
            Ask::Scan(_) | Ask::Stop | Ask::Run(_) => Err(EngineError::NotOpen),
        }
    }

    /// Counts the next rows of the table from row `from` on.
    pub fn run(&mut self, plans: &[Plan], from: usize) -> Result<Counted, EngineError> {
        let (_, table) = self.built.as_ref().ok_or(EngineError::NotOpen)?;
        let to = (from + AT_ONCE).min(table.rows as usize);
        Ok(Counted {
            partials: run_rows(plans, table, &mut self.clauses, from..to),
            rows: to as u64,
            of_rows: u64::from(table.rows),
        })
    }

    fn build(&mut self, schema: Schema, exclusions: Vec<Exclusion>) -> FileSummary {
        let opened = &self.opened;
        let records = &opened.records;
        let (kept, counts) = kept(records, &schema, &exclusions);
        let plain = std::mem::take(&mut self.plain);
        let (table, problems) = build_kept(records, &schema, &kept, plain);
        let of_kept = (counts.iter().sum::<u64>() > 0)
            .then(|| Scan::of_kept(records, &kept, opened.header.names.len(), opened.bytes));
        let scan = of_kept.as_ref().unwrap_or(&self.scan);
        let summary = FileSummary {
            excluded: exclusions.into_iter().zip(counts).collect(),
            readers: self.readers,
            ..FileSummary::of(opened, scan, &schema, &table, problems)
        };
        self.built = Some((schema, table));
        self.clauses = Clauses::default();
        summary
    }
}

/// Every file in this worker.
#[derive(Default)]
pub struct Shards {
    by_file: BTreeMap<FileNumber, Shard>,
}

impl Shards {
    /// Answers anything but reading and counting.
    pub fn answer(&mut self, file: FileNumber, ask: Ask) -> Result<Answer, EngineError> {
        self.by_file
            .get_mut(&file)
            .ok_or(EngineError::NotOpen)?
            .answer(ask)
    }

    /// Counts the next rows of a file from row `from` on.
    pub fn run(
        &mut self,
        file: FileNumber,
        plans: &[Plan],
        from: usize,
    ) -> Result<Counted, EngineError> {
        let shard = self.by_file.get_mut(&file).ok_or(EngineError::NotOpen)?;
        shard.run(plans, from)
    }

    /// Rows of a file's table; none where there is no table.
    pub fn rows(&self, file: FileNumber) -> usize {
        let built = self
            .by_file
            .get(&file)
            .and_then(|shard| shard.built.as_ref());
        built.map_or(0, |(_, table)| table.rows as usize)
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
