//! What the page shows about a file.

use serde::{Deserialize, Serialize};

use super::build::Table;
use super::column::Column;
use super::evidence::Evidence;
use super::personal::Sensitive;
use super::reading::Exclusion;
use super::scan::Scan;
use super::schema::{ColumnSchema, Kind, Schema};
use super::units::Unit;
use crate::merge::Merge;
use crate::source::{Dialect, Encoding, Opened, Problems, Tool, is_metadata};

/// Rows and columns of the sample.
const SAMPLE: (usize, usize) = (3, 12);
/// Lines above and below the table.
const LINES: usize = 20;
/// Characters of a sample cell or example.
const SHOWN: usize = 200;
/// What stands in the sample for a cell of a sensitive column.
pub const HIDDEN: &str = "•••";

/// What the page shows about a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FileSummary {
    /// Data records in use.
    pub rows: u64,
    /// Data records in the file.
    pub records: u64,
    /// What was left out by choice, with how many records each took.
    pub excluded: Vec<(Exclusion, u64)>,
    /// One per column.
    pub columns: Vec<ColumnSummary>,
    /// The tool that wrote the file, if it shows.
    pub tool: Option<Tool>,
    /// Lines above the table, cut to what is shown.
    pub preamble: Vec<String>,
    /// Lines below the table, totals too, cut to what is shown.
    pub notes: Vec<String>,
    /// The tables of the file: the line right above each, and its records with the header.
    pub tables: Vec<(String, u64)>,
    /// Which of these this is, counted from 0.
    pub table: u32,
    /// Workers that read it part by part; 0 where it was read in one piece.
    pub readers: u32,
    /// Records at the top that are header.
    pub header_rows: u32,
    /// Columns that the file's own header rows name otherwise, because a person said how many header rows there are: place and
    /// name.
    pub named_by_hand: Vec<(u32, String)>,
    /// How cells and records are told apart.
    pub dialect: Dialect,
    /// The encoding and how it was found.
    pub encoding: Encoding,
    /// What was odd while reading and building.
    pub problems: Problems,
    /// The first three rows of the first twelve columns, long cells cut, sensitive ones hidden.
    pub sample: Vec<Vec<String>>,
    /// Names of the columns of `sample`, as they stand in the file.
    pub sample_names: Vec<String>,
}

/// What the page shows about a column.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ColumnSummary {
    /// Name.
    pub name: String,
    /// What was asked, where the file says it apart from the name; else blank.
    pub wording: String,
    /// Places in the file of the columns that it is read from.
    pub from: Vec<u32>,
    /// What it holds.
    pub kind: Kind,
    /// Whether the tool that wrote the file adds it to the questions.
    pub metadata: bool,
    /// What its numbers count.
    pub unit: Option<Unit>,
    /// Why it stays off charts, filters and examples; then levels, answers aside, range and examples are empty.
    pub sensitive: Option<Sensitive>,
    /// Rows with an answer in the cell, answers aside too.
    pub answered: u64,
    /// Rows with nothing in the cell, or with what counts as nothing.
    pub blanks: u64,
    /// Rows with what counts as nothing, among these.
    pub missing: u64,
    /// Levels of a category or options of a multiple choice with the rows that have them, by first appearance.
    pub levels: Vec<(String, u64)>,
    /// Whether `levels` stand as a code book has them.
    pub listed: bool,
    /// Answers that are no number or date, with the rows that have them.
    pub aside: Vec<(String, u64)>,
    /// Least number; for dates in seconds since 1970.
    pub min: Option<f64>,
    /// Greatest number; for dates in seconds since 1970.
    pub max: Option<f64>,
    /// For numbers: least, three quartiles and greatest; empty otherwise.
    pub quantiles: Vec<f64>,
    /// The first five distinct answers, long ones cut.
    pub examples: Vec<String>,
}

impl FileSummary {
    /// Sums up a file that was opened, scanned and built; `building` is what `build` found odd.
    pub fn of(
        opened: &Opened,
        scan: &Scan,
        schema: &Schema,
        table: &Table,
        building: Problems,
    ) -> FileSummary {
        let mut problems = opened.problems.clone();
        problems.merge(building);
        let records = &opened.records;
        let width = opened.header.names.len().min(SAMPLE.1);
        let hidden: Vec<usize> = schema
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.sensitive.is_some())
            .flat_map(|(at, column)| column.columns(at))
            .collect();
        let cells = |row| {
            (0..width)
                .map(|column| match records.cell(row, column) {
                    cell if cell.is_empty() || !hidden.contains(&column) => shown(cell),
                    _ => HIDDEN.to_owned(),
                })
                .collect()
        };
        FileSummary {
            rows: scan.rows,
            records: records.len() as u64,
            excluded: Vec::new(),
            columns: schema
                .columns
                .iter()
                .enumerate()
                .zip(table.columns.iter().zip(&table.missing))
                .map(|((at, schema), (column, missing))| {
                    let from = schema.columns(at);
                    let summary = match from[..] {
                        [at] => ColumnSummary::of(schema, scan.columns.get(at), column, *missing),
                        _ => ColumnSummary::spread(schema, column, scan.rows),
                    };
                    // Columns that are one question have its wording, without the options.
                    let wording = match from[..] {
                        [at] => opened.header.asked(at),
                        _ => from
                            .first()
                            .and_then(|at| opened.header.wordings.get(*at))
                            .cloned()
                            .unwrap_or_default(),
                    };
                    ColumnSummary {
                        wording,
                        metadata: from.len() == 1 && is_metadata(opened.tool, &schema.name),
                        from: from.into_iter().map(|at| at as u32).collect(),
                        ..summary
                    }
                })
                .collect(),
            tool: opened.tool,
            preamble: lines(&opened.preamble),
            notes: lines(&opened.notes),
            tables: opened
                .tables
                .0
                .iter()
                .map(|span| (shown(&span.title), span.rows.len() as u64))
                .collect(),
            table: opened.tables.1 as u32,
            readers: 0,
            header_rows: opened.header.rows,
            named_by_hand: opened
                .header
                .by_hand
                .iter()
                .map(|&at| (at as u32, opened.header.names[at].clone()))
                .collect(),
            dialect: opened.dialect.clone(),
            encoding: opened.encoding.clone(),
            problems,
            sample: (0..records.len().min(SAMPLE.0)).map(cells).collect(),
            sample_names: opened.header.names[..width]
                .iter()
                .map(|name| shown(name))
                .collect(),
        }
    }
}

impl ColumnSummary {
    /// What was asked, where that is not the name itself.
    pub fn asked(&self) -> Option<&str> {
        let wording = Some(self.wording.as_str());
        wording.filter(|wording| !wording.is_empty() && *wording != self.name)
    }

    /// A question that the file spreads over columns.
    fn spread(schema: &ColumnSchema, column: &Column, rows: u64) -> ColumnSummary {
        let blanks = rows - column.answered();
        let evidence = Evidence {
            rows,
            blanks,
            ..Evidence::default()
        };
        ColumnSummary::of(schema, Some(&evidence), column, 0)
    }

    fn of(
        schema: &ColumnSchema,
        evidence: Option<&Evidence>,
        column: &Column,
        missing: u64,
    ) -> ColumnSummary {
        let nothing = Evidence::default();
        let evidence = evidence.unwrap_or(&nothing);
        let range = column.range();
        ColumnSummary {
            name: schema.name.clone(),
            wording: String::new(),
            from: Vec::new(),
            kind: schema.kind,
            metadata: false,
            unit: schema.unit.clone(),
            sensitive: schema.sensitive,
            answered: evidence.answers() - missing,
            blanks: evidence.blanks + missing,
            missing,
            listed: !schema.levels.is_empty(),
            levels: column
                .levels()
                .iter()
                .cloned()
                .zip(column.level_counts())
                .collect(),
            aside: column
                .aside_counts()
                .into_iter()
                .map(|(text, count)| (text.to_owned(), count))
                .collect(),
            min: range.map(|(least, _)| least),
            max: range.map(|(_, most)| most),
            quantiles: column.quartiles(),
            examples: evidence
                .examples
                .iter()
                .filter(|_| schema.sensitive.is_none())
                .map(|example| shown(example))
                .collect(),
        }
    }
}

/// The first lines around a table, cut to what is shown.
fn lines(lines: &[String]) -> Vec<String> {
    lines.iter().take(LINES).map(|line| shown(line)).collect()
}

/// `text` cut to what is shown.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{build, infer};
    use super::*;
    use crate::source::Reader;

    #[test]
    fn a_summary_counts_and_crosses_as_postcard() {
        let mut reader = Reader::new("a.csv");
        reader.push("id;score;mood\nr1;1,5;good\nr2;N/A;bad\nr3;;good\n".as_bytes());
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let (table, building) = build(&opened.records, &schema);
        let summary = FileSummary::of(&opened, &scan, &schema, &table, building);
        let score = &summary.columns[1];
        assert_eq!(
            (score.answered, score.blanks, score.min, score.max),
            (2, 1, Some(1.5), Some(1.5))
        );
        assert_eq!(score.aside, [("N/A".to_owned(), 1)]);
        assert_eq!(
            summary.columns[2].levels,
            [("good".to_owned(), 2), ("bad".to_owned(), 1)]
        );
        assert_eq!(summary.sample[1], ["r2", "N/A", "bad"]);
        assert_eq!(
            (
                summary.dialect.delimiter.as_str(),
                summary.rows,
                summary.header_rows
            ),
            (";", 3, 1)
        );
        let bytes = postcard::to_stdvec(&summary).unwrap();
        assert_eq!(
            postcard::from_bytes::<FileSummary>(&bytes).unwrap(),
            summary
        );
    }

    #[test]
    fn sensitive_cells_are_never_shown() {
        let mut reader = Reader::new("a.csv");
        reader.push("Email,mood,x\nann@example.org,good,NULL\nbob@example.org,bad,1\n".as_bytes());
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let (table, building) = build(&opened.records, &schema);
        let summary = FileSummary::of(&opened, &scan, &schema, &table, building);
        let bytes = postcard::to_stdvec(&summary).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains('@'));
        assert_eq!(summary.sample[0], [HIDDEN, "good", "NULL"]);
        let x = &summary.columns[2];
        assert_eq!((x.answered, x.blanks, x.missing), (1, 1, 1));
    }
}
