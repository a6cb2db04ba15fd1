//! What in a file may be no answer in earnest: told with its count and its places, and left out only by choice.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::excluding::{Source, Span, taken, thousandths};
use super::reading::Exclusion;
use super::schema::{ColumnSchema, Kind, Schema};
use crate::place::Place;
use crate::source::{Records, Tool, is_metadata};

/// Places told of a finding.
const PLACES: usize = 5;
/// Fewest times from which a usual one is told.
const TIMES: usize = 20;
/// Fewest neighbouring columns that are a grid.
const GRID: usize = 5;
/// Fewest and most levels of a scale in a grid.
const SCALE: (usize, usize) = (3, 11);
/// Fewest questions of which half must be answered.
const QUESTIONS: usize = 4;

/// What of a file a person should look at before counting.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Quality {
    /// What was found, columns first.
    pub findings: Vec<Finding>,
}

/// One thing that was found; its sentence is its [`fmt::Display`].
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// How many records, or columns where it is about columns.
    pub count: u64,
    /// The first five.
    pub places: Vec<Place>,
    /// How the records can be left out, if they can.
    pub exclusion: Option<Exclusion>,
    /// Names of the columns it is about.
    pub columns: Vec<String>,
}

/// What was found.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum FindingKind {
    /// Columns with nothing in any cell.
    EmptyColumns,
    /// Columns with the same in every cell.
    ConstantColumns,
    /// Records that equal an earlier one.
    Copies {
        /// Whether anything in a record tells it from another's with the same answers: an identifier or a time.
        told_apart: bool,
    },
    /// Identifiers that come again.
    RepeatedIdentifier,
    /// The tool says that somebody did not finish.
    Partial,
    /// Under half of the questions are answered.
    MostlyBlank,
    /// The tool says that it was a preview, a test or spam.
    Previews,
    /// Under a third of the usual time.
    Speeders,
    /// One answer to every question of a grid.
    StraightLiners,
    /// The end is before the start.
    ImpossibleTimes,
}

impl Finding {
    /// Whether it counts columns, not records.
    pub fn is_about_columns(&self) -> bool {
        matches!(
            self.kind,
            FindingKind::EmptyColumns | FindingKind::ConstantColumns
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = self.count == 1;
        let records = if one { "record" } else { "records" };
        let named = self.columns.first().map_or("", String::as_str);
        let s = if one { "s" } else { "" };
        match self.kind {
            FindingKind::EmptyColumns if one => write!(f, "column has nothing in any cell"),
            FindingKind::EmptyColumns => write!(f, "columns have nothing in any cell"),
            FindingKind::ConstantColumns if one => {
                write!(
                    f,
                    "column has the same in every cell, so it compares nothing"
                )
            }
            FindingKind::ConstantColumns => {
                write!(
                    f,
                    "columns have the same in every cell, so they compare nothing"
                )
            }
            FindingKind::Copies { told_apart } => {
                write!(f, "{records} equal{s} an earlier one in every cell")?;
                match told_apart {
                    true => Ok(()),
                    false => write!(
                        f,
                        "; without an identifier or a time they may be different people who answered alike"
                    ),
                }
            }
            FindingKind::RepeatedIdentifier => write!(
                f,
                "earlier {records} with a “{named}” that comes again; the last of each stays"
            ),
            FindingKind::Partial => write!(f, "{records} not finished, says “{named}”"),
            FindingKind::MostlyBlank => write!(
                f,
                "{records} answer{s} under half of the {} closed questions",
                self.columns.len()
            ),
            FindingKind::Previews => {
                write!(f, "{records} marked as preview, test or spam in “{named}”")
            }
            FindingKind::Speeders => match &self.exclusion {
                Some(Exclusion::Speeders {
                    least_thousandths, ..
                }) => write!(
                    f,
                    "{records} with “{named}” under {}, a third of the median",
                    thousandths(*least_thousandths)
                ),
                Some(Exclusion::Hasty { least_seconds, .. }) => write!(
                    f,
                    "{records} answered in under {least_seconds} seconds, a third of the median"
                ),
                _ => write!(f, "{records} answered in under a third of the median time"),
            },
            FindingKind::StraightLiners => write!(
                f,
                "{records} with one and the same answer to all {} questions from “{named}” on",
                self.columns.len()
            ),
            FindingKind::ImpossibleTimes => match &self.exclusion {
                Some(Exclusion::ImpossibleTimes { start, end }) => {
                    write!(f, "{records} with “{end}” before “{start}”")
                }
                _ => write!(f, "{records} that end{s} before the start"),
            },
        }
    }
}

/// What of `records`, read as `schema` says, a person should look at before counting. Leaves nothing out.
pub fn quality(records: &Records, schema: &Schema, tool: Option<Tool>) -> Quality {
    let mut look = Looking {
        records,
        schema,
        tool,
        is_survey: tool.is_none_or(is_survey),
        findings: Vec::new(),
    };
    look.columns();
    look.copies();
    look.identifiers();
    look.partial(tool);
    look.mostly_blank();
    look.previews(tool);
    look.times(tool);
    look.grids();
    Quality {
        findings: look.findings,
    }
}

/// Whether people answer what the tool writes.
fn is_survey(tool: Tool) -> bool {
    !matches!(
        tool,
        Tool::GitHub
            | Tool::GitHubActions
            | Tool::GitLab
            | Tool::Jira
            | Tool::PagerDuty
            | Tool::Opsgenie
            | Tool::ServiceNow
            | Tool::DevLake
    )
}

/// Names of start and end in small letters, and whether somebody answers in between.
const SPANS: &[(&str, &str, bool)] = &[
    ("startdate", "enddate", true),
    ("time started", "date submitted", true),
    ("start time", "completion time", true),
    ("startzeit", "fertigstellungszeit", true),
    ("heure de début", "heure de fin", true),
    ("hora de inicio", "hora de finalización", true),
    ("start date (utc)", "submit date (utc)", true),
    ("startdate", "submitdate", true),
    (
        "startdate. date started",
        "submitdate. date submitted",
        true,
    ),
    ("date started", "date submitted", true),
    ("start", "end", true),
    ("created_at", "merged_at", false),
    ("created_at", "closed_at", false),
    ("created_on", "resolved_on", false),
    ("opened_at", "resolved_at", false),
    ("opened_at", "closed_at", false),
    ("opened", "resolved", false),
    ("created", "resolved", false),
    ("created_date", "resolution_date", false),
    ("started_date", "finished_date", false),
    ("created at (utc)", "merged at (utc)", false),
    ("created at (utc)", "closed at (utc)", false),
    ("started_at", "finished_at", false),
];

/// Columns in which a survey tool keeps how long answering took.
const DURATIONS: [&str; 4] = [
    "duration (in seconds)",
    "interviewtime",
    "interviewtime. total time",
    "total time",
];

struct Looking<'r> {
    records: &'r Records,
    schema: &'r Schema,
    tool: Option<Tool>,
    is_survey: bool,
    findings: Vec<Finding>,
}

impl<'r> Looking<'r> {
    /// Whether the tool adds the column to the questions.
    fn is_added(&self, column: &ColumnSchema) -> bool {
        is_metadata(self.tool, &column.name)
    }

    fn say(&mut self, kind: FindingKind, rows: &[usize], at: Option<usize>, columns: Vec<String>) {
        if !rows.is_empty() {
            let places = rows.iter().take(PLACES);
            self.findings.push(Finding {
                kind,
                count: rows.len() as u64,
                places: places.map(|row| self.records.place(*row, at)).collect(),
                exclusion: None,
                columns,
            });
        }
    }

    /// Tells what `exclusion` would take, if it is anything; gives those records.
    fn offer(&mut self, kind: FindingKind, exclusion: Exclusion) -> Vec<usize> {
        let rows = taken(self.records, self.schema, &exclusion, &|_| true);
        let columns = exclusion.columns();
        let at = columns
            .last()
            .and_then(|name| Source::named(self.records, self.schema, name))
            .map(|source| source.at);
        self.say(kind, &rows, at, columns);
        if let Some(last) = self.findings.last_mut().filter(|_| !rows.is_empty()) {
            last.exclusion = Some(exclusion);
        }
        rows
    }

    /// The name of a column as the file writes it.
    fn named(&self, small: &str) -> Option<String> {
        let mut names = self.schema.columns.iter().map(|column| &column.name);
        names.find(|name| name.to_lowercase() == small).cloned()
    }

    fn columns(&mut self) {
        let (mut empty, mut constant) = (Vec::new(), Vec::new());
        for at in 0..self.schema.columns.len() {
            let Some(source) = Source::at(self.records, self.schema, at) else {
                continue;
            };
            let mut texts = (0..self.records.len()).map(|row| source.text(row));
            match texts.next() {
                Some("") if texts.all(str::is_empty) => empty.push(source),
                Some(first) if self.records.len() > 1 && texts.all(|text| text == first) => {
                    constant.push(source);
                }
                _ => {}
            }
        }
        for (kind, found) in [
            (FindingKind::EmptyColumns, empty),
            (FindingKind::ConstantColumns, constant),
        ] {
            if !found.is_empty() {
                let first = found.iter().take(PLACES);
                self.findings.push(Finding {
                    kind,
                    count: found.len() as u64,
                    places: first.map(|s| self.records.place(0, Some(s.at))).collect(),
                    exclusion: None,
                    columns: found.iter().map(|s| s.column.name.clone()).collect(),
                });
            }
        }
    }

    fn copies(&mut self) {
        let told_apart = self
            .schema
            .columns
            .iter()
            .any(|column| matches!(column.kind, Kind::Identifier | Kind::DateTime));
        self.offer(FindingKind::Copies { told_apart }, Exclusion::Copies);
    }

    fn identifiers(&mut self) {
        for column in &self.schema.columns {
            let Some(source) = Source::named(self.records, self.schema, &column.name)
                .filter(|source| source.column.kind == Kind::Identifier)
            else {
                continue;
            };
            let (answers, repeated) = source.repeated(0..self.records.len());
            // Several records each are the rule elsewhere: events of an incident, waves of a panel.
            if (answers - repeated.len()) * 10 >= answers * 7 {
                let column = column.name.clone();
                self.offer(
                    FindingKind::RepeatedIdentifier,
                    Exclusion::Duplicates { column },
                );
            }
        }
    }

    fn partial(&mut self, tool: Option<Tool>) {
        match tool {
            Some(Tool::Qualtrics) => {
                let finished = self.named("finished").or_else(|| self.named("progress"));
                self.partial_by(finished);
            }
            Some(Tool::Alchemer) => {
                let status = self.named("status");
                self.partial_by(status);
            }
            Some(Tool::LimeSurvey) => {
                let submitted = ["submitdate", "submitdate. date submitted", "date submitted"];
                let submitted = submitted.iter().find_map(|name| self.named(name));
                self.partial_by(submitted);
            }
            Some(Tool::RedCap) => {
                let names = self.schema.columns.iter().map(|column| &column.name);
                let forms: Vec<String> = names
                    .filter(|name| name.to_lowercase().ends_with("_complete"))
                    .cloned()
                    .collect();
                forms
                    .into_iter()
                    .for_each(|form| self.partial_by(Some(form)));
            }
            _ => {}
        }
    }

    fn partial_by(&mut self, column: Option<String>) {
        if let Some(column) = column {
            self.offer(FindingKind::Partial, Exclusion::Partial { column });
        }
    }

    fn mostly_blank(&mut self) {
        let questions: Vec<(String, Vec<usize>)> = self
            .schema
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| {
                let closed = matches!(
                    column.kind,
                    Kind::Integer | Kind::Number | Kind::Category | Kind::Multiple | Kind::YesNo
                );
                closed && !self.is_added(column) && column.sensitive.is_none()
            })
            .map(|(at, column)| (column.name.clone(), column.columns(at)))
            .collect();
        if !self.is_survey || questions.len() < QUESTIONS {
            return;
        }
        let mut answered = vec![0; self.records.len()];
        for (_, columns) in &questions {
            let mut any = vec![false; self.records.len()];
            for &at in columns {
                let filled = self.records.of_each(at, |cell| !cell.trim().is_empty());
                any.iter_mut()
                    .zip(filled)
                    .for_each(|(any, filled)| *any |= filled);
            }
            let rows = answered.iter_mut().zip(any);
            rows.for_each(|(answered, any)| *answered += usize::from(any));
        }
        let rows: Vec<usize> = (0..self.records.len())
            .filter(|row| answered[*row] * 2 < questions.len())
            .collect();
        // Where most do, it is the questionnaire and not the person.
        if rows.len() * 2 <= self.records.len() {
            let columns = questions.into_iter().map(|(name, _)| name).collect();
            self.say(FindingKind::MostlyBlank, &rows, None, columns);
        }
    }

    fn previews(&mut self, tool: Option<Tool>) {
        if tool != Some(Tool::Qualtrics) {
            return;
        }
        let mut told: Vec<usize> = Vec::new();
        for name in ["status", "distributionchannel"] {
            let Some(column) = self.named(name) else {
                continue;
            };
            let before = self.findings.len();
            let rows = self.offer(FindingKind::Previews, Exclusion::Previews { column });
            // Both columns say the same of the same records.
            if rows.iter().all(|row| told.contains(row)) {
                self.findings.truncate(before);
            }
            told = rows;
        }
    }

    fn times(&mut self, tool: Option<Tool>) {
        let mut timed = false;
        let column = DURATIONS.iter().find_map(|name| self.named(name));
        if let Some(column) = column.filter(|_| self.is_survey)
            && let Some(source) = Source::named(self.records, self.schema, &column)
        {
            let values = (0..self.records.len()).filter_map(|row| source.number(row));
            if let Some(least) = third(values.collect()) {
                timed = true;
                let least_thousandths = (least * 1000.0).ceil() as u64;
                self.offer(
                    FindingKind::Speeders,
                    Exclusion::Speeders {
                        column,
                        least_thousandths,
                    },
                );
            }
        }
        for (start, end, answering) in SPANS {
            let (Some(start), Some(end)) = (self.named(start), self.named(end)) else {
                continue;
            };
            let Some(span) = Span::between(self.records, self.schema, &start, &end) else {
                continue;
            };
            let spans = (0..self.records.len()).filter_map(|row| span.seconds(row));
            let usual = third(spans.map(|seconds| seconds as f64).collect());
            if let Some(least) =
                usual.filter(|_| !timed && *answering && tool.is_some_and(is_survey))
            {
                timed = true;
                self.offer(
                    FindingKind::Speeders,
                    Exclusion::Hasty {
                        start: start.clone(),
                        end: end.clone(),
                        least_seconds: least.ceil() as u64,
                    },
                );
            }
            self.offer(
                FindingKind::ImpossibleTimes,
                Exclusion::ImpossibleTimes { start, end },
            );
        }
    }

    fn grids(&mut self) {
        if !self.is_survey {
            return;
        }
        let mut grids: Vec<Vec<String>> = Vec::new();
        let mut grid: (Vec<String>, BTreeSet<&str>) = Default::default();
        for at in 0..self.schema.columns.len() {
            let levels = self.scale(at).unwrap_or_default();
            // A rare level may be missing in one column.
            let alike = levels.is_subset(&grid.1) || levels.is_superset(&grid.1);
            if levels.is_empty() || !alike {
                grids.push(std::mem::take(&mut grid.0));
                grid.1.clear();
            }
            if !levels.is_empty() {
                grid.0.push(self.schema.columns[at].name.clone());
                grid.1.extend(levels);
            }
        }
        grids.push(grid.0);
        for columns in grids.into_iter().filter(|grid| grid.len() >= GRID) {
            let before = self.findings.len();
            let rows = self.offer(
                FindingKind::StraightLiners,
                Exclusion::StraightLiners { columns },
            );
            // What most answer alike is no grid of opinions.
            if rows.len() * 2 > self.records.len() {
                self.findings.truncate(before);
            }
        }
    }

    /// The levels of a column that may be part of a grid: few texts, or whole numbers from 0 to 10.
    fn scale(&self, at: usize) -> Option<BTreeSet<&'r str>> {
        let source = Source::at(self.records, self.schema, at)?;
        let column = source.column;
        let fits = matches!(column.kind, Kind::Category | Kind::Integer);
        if !fits || self.is_added(column) || column.sensitive.is_some() {
            return None;
        }
        let mut levels = source.distinct();
        levels.remove("");
        let is_whole = |text: &&str| text.parse().is_ok_and(|number: u8| number <= 10);
        let are_whole = column.kind != Kind::Integer || levels.iter().all(is_whole);
        (are_whole && (SCALE.0..=SCALE.1).contains(&levels.len())).then_some(levels)
    }
}

/// A third of the median of times that are not below zero, where there are enough of them.
fn third(mut times: Vec<f64>) -> Option<f64> {
    times.retain(|time| time.is_finite() && *time >= 0.0);
    times.sort_unstable_by(f64::total_cmp);
    let half = times.len() / 2;
    if times.len() < TIMES {
        return None;
    }
    let median = match times.len() % 2 {
        0 => (times[half - 1] + times[half]) / 2.0,
        _ => times[half],
    };
    (median > 0.0).then_some(median / 3.0)
}
