//! Reads files as the page does and prints one JSON line for each.
//!
//!     cargo run --release --example read -- [--records] FILE…
//!     … | cargo run --release --example read -- [--records] -      (names of files on standard input)

use std::io::{BufRead, Write, stdin, stdout};

use denominator::source::{Opened, Problems, ReadAs, Reader};
use denominator::study::Study;
use denominator::table::{FileSummary, Scan, build, doubts, infer};
use denominator::unpack::{container, unpack};
use serde_json::{Map, Value, json};

/// Bytes that tell what a file is.
const HEAD: usize = 8192;

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
    if container(&bytes[..bytes.len().min(HEAD)], base).is_none() {
        return table(name, base, bytes, ReadAs::default(), with_records);
    }
    match unpack(base, bytes) {
        Err(error) => json!({ "file": name, "error": error.to_string() }),
        Ok(parts) => {
            // The biggest table is read first, and the others are named.
            let biggest = parts.iter().max_by_key(|part| part.bytes.len());
            let Some(part) = biggest else {
                return json!({ "file": name, "error": format!("{base} holds no table.") });
            };
            let comma = part.dialect_known.then(|| ",".to_owned());
            let read_as = ReadAs {
                delimiter: comma,
                ..ReadAs::default()
            };
            let mut said = table(name, &part.name, &part.bytes, read_as, with_records);
            let others = parts.iter().filter(|other| other.name != part.name);
            said["part"] = json!(part.name);
            said["other_parts"] = others.map(|other| other.name.as_str()).collect();
            said
        }
    }
}

fn table(name: &str, base: &str, bytes: &[u8], read_as: ReadAs, with_records: bool) -> Value {
    let mut reader = Reader::with(base, read_as);
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
    let study = Study::of(&summary);
    let questions = schema.columns.iter().enumerate().map(|(at, column)| {
        let places = column.columns(at);
        let wording = places
            .first()
            .and_then(|place| opened.header.wordings.get(*place))
            .filter(|wording| !wording.is_empty())
            .unwrap_or(&column.name);
        let told = &summary.columns[at];
        let levels: Map<String, Value> = told
            .levels
            .iter()
            .map(|(level, count)| (level.clone(), json!(count)))
            .collect();
        json!({
            "id": column.name,
            "wording": wording,
            "kind": column.kind,
            "role": study.roles[at].role.to_string(),
            "columns": places,
            "answered": told.answered,
            "missing": told.blanks,
            "levels": levels,
        })
    });
    say("questions", questions.collect());
    say("doubts", json!(doubts(&scan, &schema)));
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
