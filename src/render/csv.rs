//! An answer's numbers as CSV, for other programs. Hidden bases give nothing away.

use super::outline::{beside_name, reference, summary};
use crate::analysis::stats::base::HIDE;
use crate::analysis::{Answer, Estimate, Row, Shape, Unmeasurable};
use crate::figure::{Standing, Table, Words};

/// The answer's numbers as CSV (RFC 4180) in full precision, one line per cohort and summary, level or option.
///
/// What `words` says around the chart follows in columns of its own, the same on every line, so that no line loses its base.
/// Text that came with the file and would start a formula in a spreadsheet is led by an apostrophe.
pub fn csv(answer: &Answer, words: &Words) -> String {
    let (item, number) = match &answer.shape {
        Shape::Levels(_) => ("level", "share"),
        Shape::Number(_) => ("summary", "value"),
        Shape::Options(_) => ("option", "share"),
    };
    let mut head: Vec<String> = [
        "cohort",
        "asked",
        "answered",
        "used",
        item,
        "count",
        number,
        "low",
        "high",
        "interval level",
        "method",
    ]
    .map(str::to_owned)
    .into();
    let mut said = vec![guarded(&answer.wording)];
    head.push("question".to_owned());
    for (term, text) in around(words) {
        head.push(guarded(&term.to_lowercase()));
        said.push(guarded(text));
    }
    let mut out = record(&head);
    for (at, row) in answer.rows.iter().enumerate() {
        let gap = against(answer, at);
        for mut cells in lines(answer, row).into_iter().chain(gap) {
            cells.extend(said.iter().cloned());
            out.push_str(&record(&cells));
        }
    }
    out
}

/// A table as CSV (RFC 4180), one line per row, each followed by what `words` says around the chart.
pub fn csv_of(table: &Table, words: &Words) -> String {
    let (mut head, mut said): (Vec<String>, Vec<String>) = (
        table.columns.iter().map(|name| guarded(name)).collect(),
        Vec::new(),
    );
    for (term, text) in around(words) {
        head.push(guarded(&term.to_lowercase()));
        said.push(guarded(text));
    }
    let mut out = record(&head);
    for row in &table.rows {
        let mut cells: Vec<String> = row.iter().map(|cell| guarded(cell)).collect();
        cells.extend(said.iter().cloned());
        out.push_str(&record(&cells));
    }
    out
}

/// What is said around a chart, but for what is empty.
pub(super) fn around(words: &Words) -> impl Iterator<Item = (&str, &str)> {
    let strip = words.strip.iter();
    strip
        .map(|(term, text)| (term.as_str(), text.as_str()))
        .chain([("source", words.source.as_str())])
        .filter(|(_, text)| !text.is_empty())
}

/// The line that says what separates a cohort from the reference.
fn against(answer: &Answer, at: usize) -> Option<Vec<String>> {
    let gap = answer.gaps.get(at)?.as_ref()?;
    let row = &answer.rows[at];
    let end = |end: Option<f64>| end.map_or_else(String::new, precise);
    let (low, high, level, method) = match &gap.interval {
        Ok(interval) => (
            end(interval.low),
            end(interval.high),
            precise(interval.level),
            gap.method.to_owned(),
        ),
        Err(reason) => (
            String::new(),
            String::new(),
            String::new(),
            reason.to_string(),
        ),
    };
    let counts = [row.base.asked, row.base.answered, row.base.used].map(|n| n.to_string());
    let mut cells = vec![guarded(&row.cohort.name)];
    cells.extend(counts);
    cells.push(format!("gap to {}", reference(answer)?));
    cells.extend([String::new(), precise(gap.value), low, high, level, method]);
    Some(cells)
}

/// The CSV lines of one cohort.
fn lines(answer: &Answer, row: &Row) -> Vec<Vec<String>> {
    let name = guarded(&row.cohort.name);
    if Standing::of(row) == Standing::Hidden {
        let mut cells = vec![name];
        cells.resize(10, String::new());
        cells.push(format!("hidden, n under {}", HIDE));
        return vec![cells];
    }
    let start = [
        name,
        row.base.asked.to_string(),
        row.base.answered.to_string(),
        row.base.used.to_string(),
    ];
    let with = |item: String, rest: [String; 6]| {
        start
            .iter()
            .cloned()
            .chain([item])
            .chain(rest)
            .collect::<Vec<String>>()
    };
    match &answer.shape {
        Shape::Levels(levels) => {
            let mut lines = vec![with(guarded(&levels.top_name), full(&row.headline))];
            for (level, (name, part)) in levels.names.iter().zip(&row.levels).enumerate() {
                // A headline that is one level already stands above, with its interval.
                if levels.top == (level..level + 1) && *name == levels.top_name {
                    continue;
                }
                let none = String::new;
                lines.push(with(
                    guarded(name),
                    [
                        part.count.to_string(),
                        precise(part.share),
                        none(),
                        none(),
                        none(),
                        none(),
                    ],
                ));
            }
            lines
        }
        Shape::Number(number) => {
            let mut lines = vec![with(summary(number).to_owned(), full(&row.headline))];
            lines.extend(
                row.beside
                    .iter()
                    .map(|beside| with(beside_name(number).to_lowercase(), full(beside))),
            );
            lines
        }
        Shape::Options(options) => options
            .iter()
            .zip(&row.options)
            .map(|(name, part)| with(guarded(name), full(part)))
            .collect(),
    }
}

/// Count, value, low, high, level, method.
fn full(estimate: &Result<Estimate, Unmeasurable>) -> [String; 6] {
    let none = || String::new();
    match estimate {
        Err(reason) => [none(), none(), none(), none(), none(), reason.to_string()],
        Ok(estimate) => {
            let count = estimate.hits.map_or_else(none, |hits| hits.to_string());
            let end = |end: Option<f64>| end.map_or_else(none, precise);
            match &estimate.interval {
                Ok(interval) => [
                    count,
                    precise(estimate.value),
                    end(interval.low),
                    end(interval.high),
                    precise(interval.level),
                    estimate.method.to_owned(),
                ],
                Err(reason) => [
                    count,
                    precise(estimate.value),
                    none(),
                    none(),
                    none(),
                    reason.to_string(),
                ],
            }
        }
    }
}

/// The shortest text that reads back as the same number.
fn precise(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

pub(super) fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn record(cells: &[String]) -> String {
    let mut out = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
    out
}
