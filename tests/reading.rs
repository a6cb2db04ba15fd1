//! Reads real exports and checks what `expected.json` beside them says, computed with pandas.
//!
//! Files come from the folder that `DENOMINATOR_SHARED` names, else `../shared`; without it these cases are skipped.

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use denominator::source::{How, LineEnd, Opened, ProblemKind, Problems, Reader, Tool};
use denominator::table::{Column, FileSummary, Kind, Scan, Schema, Table, build, infer};
use proptest::prelude::*;
use serde_json::Value;

/// What was chosen of a question that is spread over columns, in files that write it in several ways.
fn chosen(header: &str, rows: &[&str]) -> BTreeMap<String, u64> {
    let text = format!("{header}\n{}\n", rows.join("\n"));
    let case = Case::read("a.csv", text.as_bytes(), Value::Null);
    case.options("Are you a member?")
}

#[test]
fn no_is_an_answer_where_it_is_the_option() {
    let told = |some: &[(&str, u64)]| -> BTreeMap<String, u64> {
        let some = some.iter();
        some.map(|(name, count)| ((*name).to_owned(), *count))
            .collect()
    };
    let header = "Id,Are you a member? [Yes],Are you a member? [No],Are you a member? [Not sure]";
    let rows: Vec<String> = (0..90)
        .map(|at| {
            let cells = match at % 9 {
                0..5 => "Yes,,",
                5..8 => ",No,",
                _ => ",,Not sure",
            };
            format!("r{at},{cells}")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let three = told(&[("Yes", 50), ("No", 30), ("Not sure", 10)]);
    assert_eq!(chosen(header, &rows), three);
    // Without the third column every cell might be a mark.
    let two: Vec<&str> = rows
        .iter()
        .filter(|row| !row.contains("Not"))
        .copied()
        .collect();
    let two: Vec<&str> = two
        .iter()
        .map(|row| row.strip_suffix(',').unwrap())
        .collect();
    let header = "Id,Are you a member? [Yes],Are you a member? [No]";
    assert_eq!(chosen(header, &two), told(&[("Yes", 50), ("No", 30)]));
    // As many may say the one as the other.
    let even: Vec<String> = (0..60)
        .map(|at| format!("r{at},{}", ["Yes,", ",No"][at % 2]))
        .collect();
    let even: Vec<&str> = even.iter().map(String::as_str).collect();
    assert_eq!(chosen(header, &even), told(&[("Yes", 30), ("No", 30)]));
    // Where each cell is filled in it says whether its option was chosen.
    let marked: Vec<String> = (0..60)
        .map(|at| format!("r{at},{}", ["Yes,No", "No,Yes"][usize::from(at % 3 == 0)]))
        .collect();
    let marked: Vec<&str> = marked.iter().map(String::as_str).collect();
    assert_eq!(chosen(header, &marked), told(&[("Yes", 40), ("No", 20)]));
    let all: Vec<&str> = (0..30).map(|_| "r,Yes,No").collect();
    assert_eq!(chosen(header, &all), told(&[("Yes", 30)]));
}

/// A real file, read with one header row, and what is expected of it.
struct Case {
    opened: Opened,
    scan: Scan,
    schema: Schema,
    table: Table,
    problems: Problems,
    expected: Value,
}

fn folder() -> Option<PathBuf> {
    let folder = common::shared().join("data/real");
    folder.is_dir().then_some(folder)
}

/// Runs `check` on the real file `name`, if there are real files.
fn with(name: &str, check: impl FnOnce(Case)) {
    let Some(folder) = folder() else {
        eprintln!("1 case skipped: no shared folder for {name}");
        return;
    };
    let all: Value =
        serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let bytes = std::fs::read(folder.join(name)).unwrap();
    check(Case::read(name, &bytes, all[name].clone()));
}

impl Case {
    fn read(name: &str, bytes: &[u8], expected: Value) -> Case {
        let mut reader = Reader::new(name);
        bytes.chunks(64 << 10).for_each(|slice| reader.push(slice));
        assert_eq!(reader.bytes(), bytes.len() as u64);
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let (table, problems) = build(&opened.records, &schema);
        Case {
            opened,
            scan,
            schema,
            table,
            problems,
            expected,
        }
    }

    /// Place of a question in the table.
    fn column(&self, name: &str) -> usize {
        let names: Vec<&str> = self
            .schema
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        names
            .iter()
            .position(|given| given.starts_with(name))
            .unwrap_or_else(|| panic!("no {name:?} in {names:?}"))
    }

    /// Place in the file of the first column of a question.
    fn place(&self, name: &str) -> usize {
        let at = self.column(name);
        self.schema.columns[at].columns(at)[0]
    }

    /// How many rows chose each option, those that nobody chose left out.
    fn options(&self, name: &str) -> BTreeMap<String, u64> {
        let column = &self.table.columns[self.column(name)];
        let told = column.levels().iter().cloned().zip(column.level_counts());
        told.filter(|(_, count)| *count > 0).collect()
    }

    fn kind(&self, name: &str) -> Kind {
        self.schema.columns[self.column(name)].kind
    }

    fn codes(&self, name: &str) -> Vec<u32> {
        match &self.table.columns[self.column(name)] {
            Column::Category { codes_by_row, .. } => codes_by_row.iter().collect(),
            other => panic!("{name} is {other:?}"),
        }
    }

    /// Each row's level of a category; blank where there is none.
    fn levels(&self, name: &str) -> Vec<&str> {
        let levels = self.table.levels(self.column(name));
        let level = |code: &u32| {
            code.checked_sub(1)
                .map_or("", |at| levels[at as usize].as_str())
        };
        self.codes(name).iter().map(level).collect()
    }

    /// Each row's number.
    fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        match &self.table.columns[self.column(name)] {
            Column::Number { numbers, .. } => numbers.iter().collect(),
            other => panic!("{name} is {other:?}"),
        }
    }

    /// Each row's date, in seconds.
    fn dates(&self, name: &str) -> Vec<Option<i64>> {
        match &self.table.columns[self.column(name)] {
            Column::DateTime { seconds, valid, .. } => seconds
                .iter()
                .enumerate()
                .map(|(row, value)| valid.get(row).then_some(*value))
                .collect(),
            other => panic!("{name} is {other:?}"),
        }
    }

    /// Each row's text.
    fn texts(&self, name: &str) -> Vec<&str> {
        let column = self.place(name);
        (0..self.opened.records.len())
            .map(|row| self.opened.records.cell(row, column))
            .collect()
    }

    /// How many rows have each level of a category; blank rows under "" if there are any.
    fn counts(&self, name: &str) -> BTreeMap<String, u64> {
        tally(self.levels(name))
    }

    /// Asserts that the category `name` has the counts that are expected under `key`.
    fn has_counts(&self, name: &str, key: &str) {
        assert_eq!(self.counts(name), counts(&self.expected[key]), "{name}");
    }

    /// Asserts the numbers of records and columns.
    fn has_size(&self, records: u64, columns: usize) {
        assert_eq!(self.opened.records.len() as u64, records);
        assert_eq!(
            (self.scan.rows, u64::from(self.table.rows)),
            (records, records)
        );
        assert_eq!(self.opened.header.names.len(), columns);
        assert_eq!(self.table.columns.len(), self.schema.columns.len());
        // Each column of the file belongs to exactly one question.
        let mut from: Vec<usize> = (0..self.schema.columns.len())
            .flat_map(|at| self.schema.columns[at].columns(at))
            .collect();
        from.sort_unstable();
        assert_eq!(from, (0..columns).collect::<Vec<usize>>());
    }

    /// Asserts the numbers of records and columns that are expected.
    fn has_expected_size(&self) {
        self.has_size(
            self.expected["records"].as_u64().unwrap(),
            self.expected["columns"].as_u64().unwrap() as usize,
        );
    }

    /// Asserts, for each cohort of category `by`, the percentage of rows whose `name` is one of `hits`.
    fn has_percents(&self, name: &str, by: &str, hits: &[&str], key: &str) {
        let mut cohorts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (cohort, answer) in self.levels(by).into_iter().zip(self.levels(name)) {
            let (hit, all) = cohorts.entry(cohort).or_default();
            *hit += u64::from(hits.contains(&answer));
            *all += 1;
        }
        let expected = self.expected[key].as_object().unwrap();
        assert_eq!(cohorts.len(), expected.len());
        for (cohort, (hit, all)) in cohorts {
            near(100.0 * hit as f64 / all as f64, &expected[cohort], 0.005);
        }
    }
}

fn tally<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    texts
        .into_iter()
        .for_each(|text| *counts.entry(text.into()).or_default() += 1);
    counts
}

fn counts(expected: &Value) -> BTreeMap<String, u64> {
    expected
        .as_object()
        .unwrap()
        .iter()
        .map(|(text, count)| (text.clone(), count.as_u64().unwrap()))
        .collect()
}

fn near(found: f64, expected: &Value, within: f64) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= within * 1.000_001,
        "{found} is not {expected} ± {within}"
    );
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        (values[half - 1] + values[half]) / 2.0
    }
}

/// Values of each cohort.
fn grouped(cohorts: Vec<&str>, values: Vec<Option<f64>>) -> BTreeMap<&str, Vec<f64>> {
    let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (cohort, value) in cohorts.into_iter().zip(values) {
        groups.entry(cohort).or_default().extend(value);
    }
    groups
}

/// Hours from one date to another, where there are both.
fn hours(from: Vec<Option<i64>>, to: Vec<Option<i64>>) -> Vec<Option<f64>> {
    from.into_iter()
        .zip(to)
        .map(|(from, to)| Some((to? - from?) as f64 / 3600.0))
        .collect()
}

#[test]
fn so2025_cohorts_and_shares() {
    with("surveys/so2025-ai-frequency-first12000.csv", |case| {
        case.has_expected_size();
        assert_eq!(case.kind("column 1"), Kind::Identifier);
        assert_eq!(case.opened.problems.count(ProblemKind::BlankHeader), 1);
        ["AISelect", "AISent", "AIAcc"]
            .into_iter()
            .for_each(|name| case.has_counts(name, name));
        let select = "AISelect";
        case.has_percents(
            "AIComplex",
            select,
            &["Bad", "Very poor"],
            "pct_AIComplex_bad_or_very_poor",
        );
        case.has_percents(
            "AISent",
            select,
            &["Favorable", "Very favorable"],
            "pct_AISent_favorable_or_very",
        );
        case.has_percents(
            "AIAcc",
            select,
            &["Somewhat distrust", "Highly distrust"],
            "pct_AIAcc_distrust",
        );
        for (cohort, years) in grouped(case.levels(select), case.numbers("YrsOfExp")) {
            near(
                mean(&years),
                &case.expected["mean_YrsOfExp"][cohort],
                0.0005,
            );
        }
    });
}

#[test]
fn so2024_choices_and_curly_apostrophes() {
    with("surveys/so2024-raw-first3.csv", |case| {
        case.has_size(3, 114);
        assert_eq!(case.kind("ResponseId"), Kind::Identifier);
        assert_eq!(
            case.counts("AISelect"),
            BTreeMap::from([("No, and I don't plan to".into(), 2), ("Yes".into(), 1)])
        );
        let Column::Multiple {
            starts, options, ..
        } = &case.table.columns[case.column("CodingActivities")]
        else {
            panic!("CodingActivities is {:?}", case.kind("CodingActivities"));
        };
        assert_eq!(starts[2] - starts[1], 3);
        assert_eq!(
            &options[..3],
            [
                "Hobby",
                "Contribute to open-source projects",
                "Other (please specify):"
            ]
        );
    });
}

#[test]
fn so2025_schema_has_a_mark_and_line_breaks() {
    with("surveys/so2025-survey-schema.csv", |case| {
        case.has_size(139, 6);
        assert_eq!(case.opened.encoding.how, How::Bom);
        let row = case
            .texts("qname")
            .into_iter()
            .position(|name| name == "AISelect")
            .unwrap();
        assert_eq!(case.texts("qid")[row], "QID78");
    });
}

#[test]
fn google_forms_joined_answers() {
    with("surveys/jupyter2016-google-forms.csv", |case| {
        case.has_size(125, 25);
        case.has_counts("How often is this course taught?", "how_often_taught");
        let tools = "Please indicate which of the following Jupyter/IPython tools";
        assert_eq!(case.kind(tools), Kind::Multiple);
        let tools = case.options(tools);
        for (tool, count) in counts(&case.expected["tools_multi_split_on_comma_space_top"]) {
            assert_eq!(tools.get(&tool), Some(&count), "{tool}");
        }
        let broken = (0..125)
            .flat_map(|row| case.opened.records.cells(row))
            .filter(|cell| cell.contains('\n'));
        assert_eq!(
            broken.count() as u64,
            case.expected["cells_with_line_breaks"].as_u64().unwrap()
        );
        assert_eq!(case.kind("Timestamp"), Kind::DateTime);
        assert_eq!(case.dates("Timestamp")[0], Some(1_461_355_070)); // 2016-04-22 19:57:50
        assert_eq!(case.opened.dialect.line_end, LineEnd::Crlf);
    });
}

#[test]
fn surveygizmo_partial_and_complete() {
    with("surveys/jupyter2015-surveygizmo.csv", |case| {
        case.has_size(1706, 37);
        let often = "How often do you use Jupyter Notebook?";
        case.has_counts(often, "how_often");
        case.has_counts("Status", "Status");
        let complete = case.levels("Status").into_iter().zip(case.levels(often));
        let complete = tally(
            complete
                .filter(|(status, _)| *status == "Complete")
                .map(|(_, often)| often),
        );
        assert_eq!(complete, counts(&case.expected["how_often_complete_only"]));
        assert_eq!(case.kind("Time Started"), Kind::DateTime);
    });
}

#[test]
fn tally_in_windows_1251() {
    with("surveys/dou2024-tally-cp1251-first6000.csv", |case| {
        case.has_expected_size();
        assert_eq!(
            (case.opened.encoding.name.as_str(), case.opened.encoding.how),
            ("windows-1251", How::Evident)
        );
        assert_eq!(case.opened.problems.count(ProblemKind::EncodingGuessed), 0);
        let blank = case.opened.problems.count(ProblemKind::BlankHeader);
        assert_eq!(51 - blank, case.expected["named_columns"].as_u64().unwrap());
        case.has_counts("Categories", "Categories");
        case.has_counts("Оберіть ваш тайтл або роль у компанії", "title");
        let languages = case.counts("Основна мова програмування");
        assert_eq!(
            languages[""],
            case.expected["blank_main_language"].as_u64().unwrap()
        );
        for (language, count) in counts(&case.expected["main_language_top5"]) {
            assert_eq!(languages[&language], count, "{language}");
        }
        assert_eq!(case.dates("Submitted at")[0], Some(1_732_273_392)); // 2024-11-22 11:03:12
        assert_eq!(case.kind("Submission ID"), Kind::Identifier);
        assert_eq!(case.kind("column 51"), Kind::Empty);
        // The first record starts after the header in the file, not in the decoded text.
        let at = case.opened.records.byte(0) as usize;
        let bytes = std::fs::read(
            folder()
                .unwrap()
                .join("surveys/dou2024-tally-cp1251-first6000.csv"),
        )
        .unwrap();
        assert_eq!(&bytes[at - 2..at + 6], b"\r\nWaaXXe");
    });
}

#[test]
fn limesurvey_yes_and_no_per_option() {
    with("surveys/rse2017-de-limesurvey.csv", |case| {
        case.has_size(325, 248);
        assert_eq!(case.kind("column 1"), Kind::Identifier);
        case.has_counts("currentEmp12.", "full_or_part_time");
        case.has_counts("likert0[time1can].", "time_on_software");
        let column = case
            .schema
            .columns
            .iter()
            .find(|column| {
                column
                    .options
                    .iter()
                    .any(|option| option == "No formal testing")
            })
            .unwrap();
        assert_eq!(column.kind, Kind::Multiple);
        let chosen = case.options(&column.name);
        for (option, count) in counts(&case.expected["testing_multi_select_yes"]) {
            assert_eq!(chosen[&option], count, "{option}");
        }
    });
}

#[test]
fn typeform_bands_and_repeated_headers() {
    with("surveys/osmi2018-typeform.csv", |case| {
        case.has_size(417, 123);
        case.has_counts("How many employees", "company_size");
        case.has_counts(
            &case.opened.header.names[93].clone(),
            "interferes_when_not_treated",
        );
        let importance = "Overall, how much importance does your employer place on mental health?";
        let answers = case.numbers(importance).into_iter();
        let answers =
            tally(answers.map(|value| value.map_or(String::new(), |value| value.to_string())));
        assert_eq!(
            answers,
            counts(&case.expected["employer_importance_mental_health_0_10"])
        );
        let names = &case.opened.header.names;
        assert_eq!(
            [62, 75, 88, 117].map(|at| names[at].as_str()),
            ["Other", "Other (2)", "Other (3)", "Other (4)"]
        );
        for (block, expected) in case.expected["multi_select_blocks"].as_object().unwrap() {
            let [first, last] =
                [0, 1].map(|at| expected["columns_0based"][at].as_u64().unwrap() as usize);
            let filled =
                |row: usize, column: usize| !case.opened.records.cell(row, column).is_empty();
            let any = (0..417)
                .filter(|row| (first..=last).any(|column| filled(*row, column)))
                .count() as u64;
            assert_eq!(
                any,
                expected["respondents_with_any"].as_u64().unwrap(),
                "{block}"
            );
            let at = case
                .schema
                .columns
                .iter()
                .position(|column| column.from.contains(&(first as u32)))
                .unwrap();
            let question = &case.schema.columns[at];
            if any > 0 {
                assert_eq!(
                    (question.kind, question.from.len()),
                    (Kind::Multiple, last + 1 - first),
                    "{block}"
                );
                assert_eq!(case.table.columns[at].answered(), any, "{block}");
            }
            let evidence = &case.scan.columns[first];
            assert_eq!(
                evidence.answers(),
                expected["first_option"].as_u64().unwrap(),
                "{block}"
            );
        }
        assert_eq!(case.dates("Submit Date (UTC)")[0], Some(1_546_128_000)); // 2018-12-30 00:00, day first
    });
}

#[test]
fn semicolons_and_decimals_without_a_zero() {
    with("surveys/mbi-medical-students-semicolon.csv", |case| {
        case.has_expected_size();
        assert_eq!(
            (
                case.opened.dialect.delimiter.clone(),
                case.opened.dialect.line_end
            ),
            (";".to_owned(), LineEnd::Crlf)
        );
        let values = |name: &str| {
            case.numbers(name)
                .into_iter()
                .flatten()
                .collect::<Vec<f64>>()
        };
        let exhaustion = values("mbi_ex");
        let expected = &case.expected["mbi_ex"];
        near(mean(&exhaustion), &expected["mean"], 0.00005);
        let spread = exhaustion
            .iter()
            .map(|value| (value - mean(&exhaustion)).powi(2))
            .sum::<f64>();
        near(
            (spread / (exhaustion.len() - 1) as f64).sqrt(),
            &expected["sd"],
            0.0005,
        );
        let (least, most) = case.table.columns[case.column("mbi_ex")].range().unwrap();
        near(least, &expected["min"], 0.0);
        near(most, &expected["max"], 0.0);
        near(
            mean(&values("mbi_cy")),
            &case.expected["mbi_cy_mean"],
            0.00005,
        );
        near(
            mean(&values("mbi_ea")),
            &case.expected["mbi_ea_mean"],
            0.00005,
        );
        for (year, values) in grouped(case.texts("year"), case.numbers("mbi_ex")) {
            let expected = &case.expected["mean_mbi_ex_by_year"][year];
            assert_eq!(values.len() as u64, expected["n"].as_u64().unwrap());
            near(mean(&values), &expected["mean"], 0.00005);
        }
        assert_eq!(case.numbers("erec_mean")[0], Some(0.738_095_22));
    });
}

#[test]
fn redcap_decimal_commas_beside_points() {
    with("surveys/redcap-decimal-comma.csv", |case| {
        case.has_size(4, 6);
        assert_eq!(case.numbers("height"), [1.54, 1.84, 1.95, 1.61].map(Some));
        assert_eq!(case.numbers("bmi"), [22.1, 27.3, 32.5, 17.7].map(Some));
    });
}

#[test]
fn metr_minutes_by_treatment() {
    with("delivery/metr-ai-rct-issues.csv", |case| {
        case.has_size(246, 9);
        assert_eq!(
            tally(case.texts("dev_id")).len() as u64,
            case.expected["developers"].as_u64().unwrap()
        );
        let treatment = case
            .texts("ai_treatment")
            .into_iter()
            .map(|text| text.trim_end_matches(".0"))
            .collect();
        let groups = grouped(treatment, case.numbers("initial_implementation_time"));
        let expected = case.expected["initial_minutes_by_ai_treatment"]
            .as_object()
            .unwrap();
        assert_eq!(groups.len(), expected.len());
        for (arm, minutes) in groups {
            assert_eq!(minutes.len() as u64, expected[arm]["n"].as_u64().unwrap());
            near(mean(&minutes), &expected[arm]["mean"], 0.00005);
            near(median(minutes), &expected[arm]["median"], 0.0);
        }
        let blanks = |name| case.scan.columns[case.column(name)].blanks;
        assert_eq!(
            blanks("post_review_implementation_time"),
            case.expected["blank_post_review"].as_u64().unwrap()
        );
        assert_eq!(
            blanks("prior_task_exposure"),
            case.expected["blank_prior_exposure"].as_u64().unwrap()
        );
    });
}

#[test]
fn pull_requests_of_agents() {
    for name in [
        "delivery/aidev-claude-code-prs.csv",
        "delivery/aidev-cursor-prs.csv",
    ] {
        with(name, |case| {
            case.has_expected_size();
            case.has_counts("state", "state");
            let merged: Vec<f64> = hours(case.dates("created_at"), case.dates("merged_at"))
                .into_iter()
                .flatten()
                .collect();
            assert_eq!(
                merged.len() as u64,
                case.expected["merged"].as_u64().unwrap()
            );
            near(
                mean(&merged),
                &case.expected["mean_hours_to_merge"],
                0.00005,
            );
            near(
                median(merged),
                &case.expected["median_hours_to_merge"],
                0.00005,
            );
        });
    }
}

#[test]
fn reviews_and_events_of_pull_requests() {
    with("delivery/aidev-claude-code-pr-reviews.csv", |case| {
        assert_eq!(
            case.opened.records.len() as u64,
            case.expected["records"].as_u64().unwrap()
        );
        case.has_counts("state", "state");
        assert_eq!(
            tally(case.texts("pr_id")).len() as u64,
            case.expected["pull_requests"].as_u64().unwrap()
        );
    });
    with("delivery/aidev-claude-code-pr-timelines.csv", |case| {
        assert_eq!(
            case.opened.records.len() as u64,
            case.expected["records"].as_u64().unwrap()
        );
        case.has_counts("event", "events");
        let blanks = case.scan.columns[case.column("created_at")].blanks;
        assert_eq!(blanks, case.expected["blank_created_at"].as_u64().unwrap());
    });
}

#[test]
fn merged_pull_requests_with_long_bodies() {
    with("delivery/agent-and-human-merged-prs.csv", |case| {
        case.has_expected_size();
        case.has_counts("agent", "agent");
        case.has_counts("pr_type", "pr_type");
        case.has_counts("full_name", "repos");
        assert_eq!(
            (case.kind("body"), case.kind("title"), case.kind("id")),
            (Kind::Text, Kind::Text, Kind::Identifier)
        );
        for (cohorts, key) in [
            ("agent", "hours_to_merge_by_agent"),
            ("pr_type", "hours_to_merge_by_type"),
        ] {
            let spans = hours(case.dates("created_at"), case.dates("merged_at"));
            for (cohort, spans) in grouped(case.levels(cohorts), spans) {
                let expected = &case.expected[key][cohort];
                assert_eq!(spans.len() as u64, expected["n"].as_u64().unwrap());
                near(mean(&spans), &expected["mean"], 0.00005);
                near(median(spans), &expected["median"], 0.00005);
            }
        }
    });
}

#[test]
fn flaky_tests_with_joined_codes() {
    with("delivery/idoft-flaky-pr-data-first3000.csv", |case| {
        case.has_expected_size();
        case.has_counts("Status", "Status");
        assert_eq!(
            tally(case.texts("Project URL")).len() as u64,
            case.expected["projects"].as_u64().unwrap()
        );
        let Column::Multiple {
            starts,
            codes,
            options,
            ..
        } = &case.table.columns[case.column("Category")]
        else {
            panic!("Category is {:?}", case.kind("Category"));
        };
        let joined = |row: usize| {
            let codes = &codes[starts[row] as usize..starts[row + 1] as usize];
            codes
                .iter()
                .map(|code| options[*code as usize - 1].as_str())
                .collect::<Vec<_>>()
                .join(";")
        };
        let joined = tally((0..3000).map(joined));
        for (category, count) in counts(&case.expected["Category_top"]) {
            assert_eq!(joined.get(&category), Some(&count), "{category}");
        }
    });
    with("delivery/idoft-tic-fic.csv", |case| {
        case.has_expected_size();
        assert_eq!(case.kind("TIC = FIC"), Kind::YesNo);
        let same = case.counts("TIC = FIC");
        assert_eq!(
            same["TRUE"],
            case.expected["TIC = FIC"]["True"].as_u64().unwrap()
        );
        assert_eq!(
            same["FALSE"],
            case.expected["TIC = FIC"]["False"].as_u64().unwrap()
        );
        let days: Vec<f64> = case
            .numbers("Days Between TIC-FIC")
            .into_iter()
            .flatten()
            .collect();
        near(mean(&days), &case.expected["days_between_mean"], 0.00005);
    });
    with("delivery/flakeflagger-reruns-first4000.csv", |case| {
        case.has_expected_size();
        case.has_counts("Project", "projects");
        let flaky = tally(
            case.numbers("IsFlaky")
                .into_iter()
                .map(|value| value.unwrap().to_string()),
        );
        assert_eq!(flaky, counts(&case.expected["IsFlaky"]));
    });
}

#[test]
fn servicenow_events_with_question_marks() {
    with(
        "delivery/servicenow-incident-event-log-first3000.csv",
        |case| {
            case.has_size(3000, 36);
            assert_eq!(case.kind("number"), Kind::Identifier);
            assert_eq!(case.kind("made_sla"), Kind::YesNo);
            let missing = case
                .texts("resolved_at")
                .into_iter()
                .filter(|text| *text == "?")
                .count() as u64;
            assert_eq!(
                case.table.columns[case.column("resolved_at")].aside_counts(),
                [("?", missing)]
            );
            assert_eq!(case.problems.count(ProblemKind::NotADate), 0);
            // The last event of an incident tells when it was resolved.
            let spans = hours(case.dates("opened_at"), case.dates("resolved_at"));
            let last: BTreeMap<&str, (&str, Option<f64>)> = case
                .texts("number")
                .into_iter()
                .zip(case.levels("priority").into_iter().zip(spans))
                .collect();
            assert_eq!(
                last.len() as u64,
                case.expected["incidents"].as_u64().unwrap()
            );
            let resolved: Vec<f64> = last.values().filter_map(|(_, span)| *span).collect();
            assert_eq!(
                resolved.len() as u64,
                case.expected["incidents_with_resolved_at"]
                    .as_u64()
                    .unwrap()
            );
            near(mean(&resolved), &case.expected["mttr_hours_mean"], 0.00005);
            near(
                median(resolved),
                &case.expected["mttr_hours_median"],
                0.00005,
            );
            let (priorities, spans) = last.into_values().unzip();
            for (priority, spans) in grouped(priorities, spans) {
                let expected = &case.expected["by_priority_last_row"][priority];
                assert_eq!(spans.len() as u64, expected["n"].as_u64().unwrap());
                near(mean(&spans), &expected["mean_h"], 0.00005);
            }
        },
    );
}

#[test]
fn several_header_rows_are_no_respondents() {
    for (name, header_rows, records, columns, encoding) in [
        ("cncf2020-release-cycles-first900", 2, 900, 955, "macintosh"),
        ("cncf2022-surveymonkey-coded", 3, 2286, 215, "windows-1252"),
        ("starwars-surveymonkey", 2, 1186, 38, "windows-1252"),
        ("qualtrics-2025-three-row-header", 3, 452, 27, "UTF-8"),
        ("qualtrics-german-header", 3, 1, 20, "UTF-8"),
        ("qualtrics-legacy-bom", 2, 1, 16, "UTF-8"),
        ("qualtrics-multi-answer", 3, 5, 36, "UTF-8"),
    ] {
        with(&format!("surveys/{name}.csv"), |case| {
            case.has_size(records, columns);
            assert_eq!(case.opened.header.rows, header_rows, "{name}");
            assert_eq!(case.opened.encoding.name, encoding, "{name}");
        });
    }
}

#[test]
fn qualtrics_wordings_stand_apart_from_names() {
    with("surveys/qualtrics-2025-three-row-header.csv", |case| {
        assert_eq!(case.opened.tool, Some(Tool::Qualtrics));
        case.has_counts("condition", "condition");
        case.has_counts("Impressiveness", "Impressiveness");
        let spans: Vec<f64> = case.numbers("Duration").into_iter().flatten().collect();
        near(median(spans), &case.expected["median_duration_s"], 0.0);
        let groups = grouped(case.levels("condition"), case.numbers("Competence_1"));
        for (condition, mean_of) in case.expected["mean_Competence_1_by_condition"]
            .as_object()
            .unwrap()
        {
            near(mean(&groups[condition.as_str()]), mean_of, 0.0005);
        }
    });
}

#[test]
fn single_choice_over_columns_is_one_question() {
    with("surveys/cncf2020-release-cycles-first900.csv", |case| {
        for (name, key) in [
            ("How\u{a0}often do you check in code", "check_in_code"),
            ("What is your geographic location", "region"),
        ] {
            assert_eq!(case.kind(name), Kind::Category, "{name}");
            case.has_counts(name, key);
        }
        let check_in = "How\u{a0}often do you check in code";
        let release = case
            .schema
            .columns
            .iter()
            .find(|column| {
                column.options.iter().any(|option| option == "Ad Hoc")
                    && column.kind == Kind::Category
            })
            .unwrap()
            .name
            .clone();
        case.has_counts(&release, "release_cycle");
        let mut cohorts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (cohort, cycle) in case.levels(check_in).into_iter().zip(case.levels(&release)) {
            let (daily, all) = cohorts.entry(cohort).or_default();
            *daily += u64::from(["Daily", "Multiple times a day"].contains(&cycle));
            *all += 1;
        }
        for (cohort, expected) in case.expected["daily_or_more_release_by_check_in"]
            .as_object()
            .unwrap()
        {
            let (daily, all) = cohorts[cohort.as_str()];
            assert_eq!(
                (expected["daily"].as_u64(), expected["n"].as_u64()),
                (Some(daily), Some(all)),
                "{cohort}"
            );
        }
    });
}

#[test]
fn films_seen_are_one_question() {
    with("surveys/starwars-surveymonkey.csv", |case| {
        let films = "Which of the following Star Wars films have you seen";
        assert_eq!(case.kind(films), Kind::Multiple);
        let column = &case.table.columns[case.column(films)];
        let expected: Vec<u64> = case.expected["seen_each_film"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_u64)
            .collect();
        assert_eq!(column.level_counts(), expected);
        for (name, key) in [
            ("Have you seen any", "seen_any"),
            ("Gender", "gender"),
            ("Age", "age"),
        ] {
            case.has_counts(name, key);
        }
    });
}

#[test]
fn checkboxes_know_who_saw_them() {
    with("surveys/redcap-checkboxes-1.csv", |case| {
        let column = case.column("check_one");
        assert_eq!(case.schema.columns[column].kind, Kind::Multiple);
        assert_eq!(case.table.columns[column].answered(), 4);
    });
}

#[test]
fn codes_of_three_header_rows() {
    with("surveys/cncf2022-surveymonkey-coded.csv", |case| {
        for (name, key) in [
            ("Q38", "Q38_check_in_code_raw_codes"),
            ("Q39", "Q39_release_cycle_raw_codes"),
            ("Q40", "Q40_pct_automated_raw_codes"),
        ] {
            assert_eq!(
                tally(case.texts(name)),
                counts(&case.expected[key]),
                "{name}"
            );
        }
    });
}

#[test]
fn mac_roman_labels_are_readable() {
    with("surveys/cncf2020-release-cycles-first900.csv", |case| {
        let mut labels = (0..900).flat_map(|row| case.opened.records.cells(row));
        assert!(labels.any(|cell| cell.starts_with("Don\u{2019}t use Kubernetes")));
    });
}

#[test]
fn delivery_tool_fixtures_have_their_counts() {
    let Some(folder) = folder() else {
        eprintln!("13 cases skipped: no shared folder");
        return;
    };
    let all: Value =
        serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let names: Vec<&String> = all
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| name.starts_with("devlake/"))
        .collect();
    assert_eq!(names.len(), 13);
    for name in names {
        let case = Case::read(
            name,
            &std::fs::read(folder.join(name)).unwrap(),
            all[name].clone(),
        );
        case.has_expected_size();
        for (key, expected) in case.expected.as_object().unwrap() {
            match expected {
                Value::Object(_) => {
                    let column = case
                        .opened
                        .header
                        .names
                        .iter()
                        .position(|name| name == key)
                        .unwrap();
                    let texts = (0..case.opened.records.len())
                        .map(|row| case.opened.records.cell(row, column));
                    assert_eq!(tally(texts), counts(expected), "{name} {key}");
                }
                Value::Array(range) => {
                    let found = case.table.columns[case.column(key)].range().unwrap();
                    let at = |at: usize| {
                        range[at]
                            .as_str()
                            .unwrap()
                            .parse::<jiff::Timestamp>()
                            .unwrap()
                            .as_second() as f64
                    };
                    assert_eq!(found, (at(0), at(1)), "{name} {key}");
                    let days = tally(
                        case.dates(key)
                            .into_iter()
                            .flatten()
                            .map(|at| at.div_euclid(86_400).to_string()),
                    );
                    assert_eq!(
                        days.len() as u64,
                        case.expected[format!("distinct_days_{key}")]
                            .as_u64()
                            .unwrap()
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_real_file_sums_up_and_its_parts_merge() {
    use denominator::merge::Merge;
    let Some(folder) = folder() else {
        eprintln!("39 cases skipped: no shared folder");
        return;
    };
    let mut files = 0;
    for part in ["surveys", "delivery", "devlake"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let case = Case::read("a.csv", &std::fs::read(&path).unwrap(), Value::Null);
            let summary = FileSummary::of(
                &case.opened,
                &case.scan,
                &case.schema,
                &case.table,
                case.problems.clone(),
            );
            assert_eq!(summary.columns.len(), case.schema.columns.len());
            for column in &summary.columns {
                assert_eq!(
                    column.answered + column.blanks,
                    summary.rows,
                    "{}: {}",
                    path.display(),
                    column.name
                );
                if matches!(column.kind, Kind::Category | Kind::YesNo) {
                    let told: u64 = column.levels.iter().map(|(_, count)| count).sum();
                    assert_eq!(told, column.answered, "{}: {}", path.display(), column.name);
                }
            }
            let mut twice = case.scan.clone();
            twice.merge(case.scan.clone());
            assert_eq!(twice.rows, 2 * case.scan.rows);
            files += 1;
        }
    }
    assert!(files >= 39, "{files}");
}

fn open(bytes: &[u8], slice: usize) -> Option<Opened> {
    let mut reader = Reader::new("a.csv");
    bytes
        .chunks(slice.max(1))
        .for_each(|slice| reader.push(slice));
    reader.finish().ok()
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\r', '\n']) || cell.trim().is_empty() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), slice in 1_usize..50) {
        if let Some(opened) = open(&bytes, slice) {
            let schema = infer(&opened.header.names, &Scan::of(&opened));
            let (table, _) = build(&opened.records, &schema);
            prop_assert_eq!(table.columns.len(), opened.header.names.len());
        }
    }

    #[test]
    fn text_like_bytes_are_read_without_panic(text in "[a-c0-9,;\t|\"\r\n./:% -]{0,300}", slice in 1_usize..50) {
        if let Some(opened) = open(text.as_bytes(), slice) {
            let schema = infer(&opened.header.names, &Scan::of(&opened));
            let (table, _) = build(&opened.records, &schema);
            prop_assert_eq!(table.rows as usize, opened.records.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Longer than the sample from which the delimiter is decided, so records are parsed while slices arrive.
    #[test]
    fn slices_of_a_long_file_do_not_matter(
        block in "([a-c0-9é\"]{0,6}[,;\r\n]){20,60}",
        spoilt in any::<bool>(),
        slice in 1_000_usize..70_000,
    ) {
        let mut bytes = block.repeat(300_000 / block.len() + 1).into_bytes();
        if spoilt {
            bytes.push(0xe9);
        }
        let (whole, cut) = (open(&bytes, bytes.len()), open(&bytes, slice));
        prop_assert!(whole == cut);
    }

    #[test]
    fn what_is_written_is_read(
        rows in (2_usize..6).prop_flat_map(|width| {
            proptest::collection::vec(proptest::collection::vec("[a-zé,;\t|\" \r\n]{0,8}", width), 3..20)
        }),
        delimiter in prop_oneof![Just(','), Just(';'), Just('\t'), Just('|')],
        line_end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
    ) {
        let width = rows[0].len();
        let head: Vec<String> = (0..width).map(|column| format!("name{column}")).collect();
        let mut text = String::new();
        for row in std::iter::once(&head).chain(&rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell, delimiter)).collect();
            text += &cells.join(&delimiter.to_string());
            text += line_end;
        }
        let opened = open(text.as_bytes(), 7).unwrap();
        prop_assert_eq!(opened.dialect.delimiter, delimiter.to_string());
        prop_assert_eq!(&opened.header.names, &head);
        let found: Vec<Vec<&str>> = (0..opened.records.len()).map(|row| opened.records.cells(row).collect()).collect();
        prop_assert_eq!(found, rows);
    }
}
