//! Reads files as the page does and prints one JSON line for each.
//!
//!     cargo run --release --example read -- [--records] FILE…
//!     … | cargo run --release --example read -- [--records] -      (names of files on standard input)

use std::io::{BufRead, Write, stdin, stdout};

use denominator::source::{Opened, Problems, Reader};
use denominator::table::{FileSummary, Scan, build, infer};
use serde_json::{Map, Value, json};

fn main() -> std::io::Result<()> {
    let mut with_records = false;
    let mut names = Vec::new();
    for given in std::env::args().skip(1) {
        match given.as_str() {
            "--records" => with_records = true,
            "-" => names.extend(stdin().lock().lines().collect::<Result<Vec<_>, _>>()?),
            _ => names.push(given),
        }
    }
    let mut out = std::io::BufWriter::new(stdout().lock());
    for name in names.iter().filter(|name| !name.is_empty()) {
        let said = match std::fs::read(name) {
            Ok(bytes) => read(name, &bytes, with_records),
            Err(error) => json!({ "file": name, "error": error.to_string() }),
        };
        writeln!(out, "{said}")?;
    }
    out.flush()
}

fn read(name: &str, bytes: &[u8], with_records: bool) -> Value {
    let base = name.rsplit('/').next().unwrap_or(name);
    let mut reader = Reader::new(base);
    reader.push(bytes);
    match reader.finish() {
        Ok(opened) => told(name, &opened, with_records),
        Err(error) => json!({ "file": name, "error": error.to_string() }),
    }
}

fn told(name: &str, opened: &Opened, with_records: bool) -> Value {
    let scan = Scan::of(opened);
    let schema = infer(&opened.header.names, &scan);
    let (table, building) = build(&opened.records, &schema);
    let summary = FileSummary::of(opened, &scan, &schema, &table, building);
    let dialect = &opened.dialect;
    let mut said = Map::new();
    let mut say = |key: &str, value: Value| said.insert(key.to_owned(), value);
    say("file", json!(name));
    say("tool", json!(opened.tool.map(|tool| tool.to_string())));
    say("encoding", json!(opened.encoding.name));
    say(
        "dialect",
        json!({
            "delimiter": dialect.delimiter,
            "quote": dialect.quote,
            "escape": format!("{:?}", dialect.escape).to_lowercase(),
            "line_end": format!("{:?}", dialect.line_end).to_lowercase(),
        }),
    );
    say("preamble_rows", json!(opened.preamble.len()));
    say("header_rows", json!(opened.header.rows));
    say("header", json!(opened.header.given));
    say("record_count", json!(opened.records.len()));
    if with_records {
        let width = opened.header.given.len();
        let rows: Vec<Vec<&str>> = (0..opened.records.len())
            .map(|row| {
                let mut cells: Vec<&str> = opened.records.cells(row).collect();
                // Blank cells beyond the header say nothing; missing ones are blank.
                while cells.len() > width && cells.last().is_some_and(|cell| cell.is_empty()) {
                    cells.pop();
                }
                cells.resize(cells.len().max(width), "");
                cells
            })
            .collect();
        say("records", json!(rows));
    }
    say("notes", json!(opened.notes));
    say("problems", problems(&summary.problems, true));
    say("remarks", problems(&summary.problems, false));
    Value::Object(said)
}

/// What makes the table doubtful, or else what only tells how it was read.
fn problems(problems: &Problems, doubts: bool) -> Value {
    problems
        .iter()
        .filter(|(kind, _)| kind.is_doubt() == doubts)
        .map(|(kind, trouble)| {
            let places: Vec<Value> = trouble
                .places
                .iter()
                .map(
                    |place| json!({ "row": place.row, "column": place.column, "byte": place.byte }),
                )
                .collect();
            json!({ "kind": format!("{kind:?}"), "count": trouble.count, "first": places })
        })
        .collect()
}
