//! Any bytes are read as a file: records, types, columns and what the page shows. Nothing may panic or run on.
#![no_main]

use denominator::source::Reader;
use denominator::study::Study;
use denominator::table::{FileSummary, Scan, build, doubts, infer};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut reader = Reader::new("a.csv");
    reader.push(bytes);
    let Ok(opened) = reader.finish() else { return };
    let scan = Scan::of(&opened);
    let schema = infer(&opened.header.names, &scan);
    let (table, problems) = build(&opened.records, &schema);
    assert_eq!(table.rows as usize, opened.records.len());
    let _ = doubts(&scan, &schema);
    let _ = Study::of(&FileSummary::of(&opened, &scan, &schema, &table, problems));
});
