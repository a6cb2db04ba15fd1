//! The sample file is what its generator makes, and holds what its documentation says.
//!
//! Targets (published figures, save where the generator says otherwise) stand here a second time, so that a slip in the generator's tables shows.

use std::collections::{BTreeMap, BTreeSet};

#[allow(dead_code)]
#[path = "../examples/sample/main.rs"]
mod sample;

const COMMITTED: &str = include_str!("../public/sample/survey.csv");

const COUNTRY: &str = "Country";
const WEIGHT: &str = "Weight";
const AI_USE: &str = "How often do you use AI tools to write code?";
const DEPLOYS: &str = "How often does your team deploy to production?";
const FAILURES: &str =
    "What percentage of your deployments end in a rollback, a hotfix or customer impact?";
const HOURS: &str = "How many hours does it usually take to recover from a deployment incident?";
const INVOLVED: &str = "When deployments go wrong, how often is AI-written code involved?";
const VULNERABILITIES: &str = "Since your team began to use AI for coding, how have these changed? [Vulnerabilities and security incidents]";
const COMPLIANCE: &str =
    "Since your team began to use AI for coding, how have these changed? [Compliance issues]";
const PERFORMANCE: &str =
    "Since your team began to use AI for coding, how have these changed? [Performance issues]";
const QUALITY: &str =
    "Since your team began to use AI for coding, how have these changed? [Code quality issues]";
const MANUAL: &str = "Since your team began to use AI for coding, how have these changed? [Manual work in QA, review and remediation]";
const TEMPLATES: &str =
    "Do your teams use standard templates or golden paths for services and pipelines?";
const PIPELINE: &str = "How long does it take to add a working pipeline for a new service?";
const BURNOUT: &str = "Pressure to ship faster contributes to burnout in my team";
const EVENINGS: &str = "How often do you work evenings or weekends because of releases?";
const SLOWED: &str = "Which of these slow your releases down? Choose all that apply.";
const COMMENT: &str = "Anything else you would like to say?";

const HEADER: [&str; 22] = [
    "Respondent",
    COUNTRY,
    "Role",
    "Company size",
    "Industry",
    WEIGHT,
    AI_USE,
    DEPLOYS,
    FAILURES,
    HOURS,
    INVOLVED,
    VULNERABILITIES,
    COMPLIANCE,
    PERFORMANCE,
    QUALITY,
    MANUAL,
    TEMPLATES,
    PIPELINE,
    BURNOUT,
    EVENINGS,
    SLOWED,
    COMMENT,
];

const SEVERAL: &str = "Several times a day";
const DAILY: &str = "Daily";
const WEEKLY: &str = "Weekly";
const MONTHLY: &str = "Monthly or less";
const ASIDE: [&str; 3] = ["", "Don't know", "Not applicable"];

#[test]
fn committed_file_is_what_the_generator_makes() {
    let made = sample::survey::csv();
    let differs = made
        .lines()
        .zip(COMMITTED.lines())
        .position(|(made, committed)| made != committed);
    let how = "run: cargo run --example sample -- public/sample";
    assert_eq!(differs, None, "first line that differs, from 0; {how}");
    assert!(
        made == COMMITTED,
        "the files differ in length or line ends; {how}"
    );
}

#[test]
fn records_and_names_are_as_documented() {
    let records = records(COMMITTED);
    assert_eq!(records[0], HEADER);
    assert_eq!(records.len(), 701);
    assert!(records.iter().all(|record| record.len() == HEADER.len()));
    assert!(
        COMMITTED.ends_with('\n')
            && !COMMITTED.contains('\r')
            && !COMMITTED.starts_with('\u{feff}')
    );
    for (place, record) in records[1..].iter().enumerate() {
        assert_eq!(record[0], format!("synthetic-{:04}", place + 1));
    }
}

#[test]
fn quotes_stand_only_where_they_are_needed() {
    let mut again = String::new();
    for record in records(COMMITTED) {
        let cells = record
            .iter()
            .map(|cell| match cell.contains([',', '"', '\n']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.clone(),
            });
        again += &(Vec::from_iter(cells).join(",") + "\n");
    }
    assert!(again == COMMITTED);
    assert!(COMMITTED.contains(",\"10,000+\","));
}

#[test]
fn countries_and_cohorts_have_their_sizes() {
    let survey = Survey::read();
    let countries = [
        ("France", 100),
        ("Germany", 100),
        ("India", 100),
        ("United Kingdom", 100),
        ("United States", 300),
    ];
    assert_eq!(survey.counts(COUNTRY), BTreeMap::from(countries));
    let cohorts = [
        ("", 15),
        (DAILY, 243),
        ("Don't know", 4),
        (MONTHLY, 86),
        (SEVERAL, 188),
        (WEEKLY, 164),
    ];
    assert_eq!(survey.counts(AI_USE), BTreeMap::from(cohorts));
}

#[test]
fn kinds_of_respondents_are_all_there() {
    let survey = Survey::read();
    check_kinds(
        &survey,
        "Role",
        &[
            "DevOps or platform engineer",
            "Engineering manager",
            "QA engineer",
            "Security engineer",
            "Software engineer",
        ],
    );
    check_kinds(
        &survey,
        "Company size",
        &["", "1,000-4,999", "10,000+", "250-999", "5,000-9,999"],
    );
    check_kinds(
        &survey,
        "Industry",
        &[
            "",
            "Financial services",
            "Healthcare",
            "Manufacturing",
            "Public sector",
            "Retail",
            "Technology",
        ],
    );
}

#[test]
fn shares_lie_within_two_points_of_their_targets() {
    let survey = Survey::read();
    let daily_or_more = ["Daily", "Several times a day"];
    let half_or_more = ["About half the time", "Nearly always", "Always"];
    let worse = ["Somewhat worse", "Much worse"];
    let monthly_or_more = ["A few times a month", "Weekly", "Several times a week"];
    let cases: [(&str, &[&str], Option<&str>, f64); 24] = [
        (DEPLOYS, &daily_or_more, Some(SEVERAL), 45.0),
        (DEPLOYS, &daily_or_more, Some(DAILY), 32.0),
        (DEPLOYS, &daily_or_more, Some(WEEKLY), 15.0),
        (INVOLVED, &half_or_more, Some(SEVERAL), 69.0),
        (INVOLVED, &half_or_more, None, 58.0),
        (VULNERABILITIES, &worse, Some(SEVERAL), 50.0),
        (VULNERABILITIES, &worse, Some(WEEKLY), 26.0),
        (COMPLIANCE, &worse, Some(SEVERAL), 50.0),
        (COMPLIANCE, &worse, Some(WEEKLY), 26.0),
        (PERFORMANCE, &worse, Some(SEVERAL), 49.0),
        (PERFORMANCE, &worse, Some(WEEKLY), 25.0),
        (QUALITY, &worse, Some(SEVERAL), 51.0),
        (QUALITY, &worse, Some(WEEKLY), 34.0),
        (MANUAL, &worse, Some(SEVERAL), 47.0),
        (MANUAL, &worse, Some(DAILY), 29.0),
        (MANUAL, &worse, Some(WEEKLY), 28.0),
        (TEMPLATES, &["Hardly any teams"], None, 73.0),
        (PIPELINE, &["Less than 2 hours"], None, 21.0),
        (BURNOUT, &["Agree", "Strongly agree"], None, 75.0),
        (EVENINGS, &monthly_or_more, Some(SEVERAL), 96.0),
        (EVENINGS, &monthly_or_more, Some(WEEKLY), 66.0),
        (EVENINGS, &monthly_or_more, Some(MONTHLY), 66.0),
        (EVENINGS, &monthly_or_more[1..], None, 71.0),
        // Made up, not published: the rest of the scale falls on.
        (DEPLOYS, &daily_or_more, Some(MONTHLY), 10.0),
    ];
    for (wording, levels, cohort, percent) in cases {
        let share = survey.percent(wording, levels, cohort);
        assert!(
            (share - percent).abs() <= 2.0,
            "{wording} {cohort:?}: {share:.1}, not near {percent}"
        );
    }
}

#[test]
fn what_is_not_published_lies_between_or_below() {
    let survey = Survey::read();
    for wording in [VULNERABILITIES, COMPLIANCE, PERFORMANCE, QUALITY] {
        let worse =
            |cohort| survey.percent(wording, &["Somewhat worse", "Much worse"], Some(cohort));
        assert!(
            worse(SEVERAL) > worse(DAILY) && worse(DAILY) > worse(WEEKLY),
            "{wording}"
        );
    }
    let involved = |cohort| {
        survey.percent(
            INVOLVED,
            &["About half the time", "Nearly always", "Always"],
            Some(cohort),
        )
    };
    for cohort in [DAILY, WEEKLY, MONTHLY] {
        assert!(involved(cohort) < 58.0, "{cohort}");
    }
    let agree = |cohort| survey.percent(BURNOUT, &["Agree", "Strongly agree"], Some(cohort));
    assert!(agree(SEVERAL) > 77.0 && agree(SEVERAL) < 90.0);
}

#[test]
fn every_scale_uses_all_its_levels() {
    let survey = Survey::read();
    let frequency = [
        "Less than monthly",
        "Monthly",
        "Weekly",
        "Daily",
        "Several times a day",
    ];
    let change = [
        "Much better",
        "Somewhat better",
        "No change",
        "Somewhat worse",
        "Much worse",
    ];
    check_levels(&survey, DEPLOYS, &frequency);
    check_levels(
        &survey,
        INVOLVED,
        &[
            "Never",
            "Rarely",
            "About half the time",
            "Nearly always",
            "Always",
        ],
    );
    for wording in [VULNERABILITIES, COMPLIANCE, PERFORMANCE, QUALITY, MANUAL] {
        check_levels(&survey, wording, &change);
    }
    check_levels(
        &survey,
        TEMPLATES,
        &["Hardly any teams", "Some teams", "Most teams", "All teams"],
    );
    check_levels(
        &survey,
        PIPELINE,
        &[
            "Less than 2 hours",
            "2 to 8 hours",
            "1 to 3 days",
            "4 to 7 days",
            "More than a week",
        ],
    );
    check_levels(
        &survey,
        BURNOUT,
        &[
            "Strongly disagree",
            "Disagree",
            "Neither agree nor disagree",
            "Agree",
            "Strongly agree",
        ],
    );
    check_levels(
        &survey,
        EVENINGS,
        &[
            "Never",
            "Less than once a month",
            "A few times a month",
            "Weekly",
            "Several times a week",
        ],
    );
}

#[test]
fn failed_deployments_are_spread_skewed_and_rounded_as_people_do() {
    let survey = Survey::read();
    for (cohort, mean) in [
        (SEVERAL, 22.0),
        (DAILY, 20.0),
        (WEEKLY, 15.0),
        (MONTHLY, 14.0),
    ] {
        let numbers = survey.numbers(FAILURES, Some(cohort));
        assert!(
            (numbers.mean - mean).abs() <= 0.6,
            "{cohort}: mean {}",
            numbers.mean
        );
        assert!(
            numbers.mean > numbers.median + 1.0,
            "{cohort}: median {}",
            numbers.median
        );
        assert!(
            (8.0..=20.0).contains(&numbers.sd),
            "{cohort}: sd {}",
            numbers.sd
        );
    }
    let all = survey.numbers(FAILURES, None).sorted;
    assert!(
        all.iter()
            .all(|percent| percent.fract() == 0.0 && (0.0..=100.0).contains(percent))
    );
    let fives =
        all.iter().filter(|percent| *percent % 5.0 == 0.0).count() as f64 / all.len() as f64;
    assert!((0.55..=0.85).contains(&fives), "{fives}");
}

#[test]
fn hours_are_spread_skewed_and_rounded_as_people_do() {
    let survey = Survey::read();
    for (cohort, mean) in [(SEVERAL, 7.6), (DAILY, 6.0), (WEEKLY, 6.3)] {
        let numbers = survey.numbers(HOURS, Some(cohort));
        assert!(
            (numbers.mean - mean).abs() <= 0.3,
            "{cohort}: mean {}",
            numbers.mean
        );
        assert!(
            numbers.mean > numbers.median + 1.0,
            "{cohort}: median {}",
            numbers.median
        );
        assert!(
            (0.7..=1.4).contains(&(numbers.sd / numbers.mean)),
            "{cohort}: sd {}",
            numbers.sd
        );
    }
    let all = survey.numbers(HOURS, None).sorted;
    assert!(all.iter().all(|hours| *hours > 0.0 && *hours < 100.0));
    let common = [0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 24.0];
    for hours in common {
        assert!(
            all.iter().filter(|other| **other == hours).count() >= 10,
            "{hours}"
        );
    }
    let heaped =
        all.iter().filter(|hours| common.contains(hours)).count() as f64 / all.len() as f64;
    assert!((0.7..=0.95).contains(&heaped), "{heaped}");
    assert!(all.contains(&3.5));
}

#[test]
fn blanks_and_side_answers_are_there() {
    let survey = Survey::read();
    for wording in &HEADER[6..21] {
        let blank = survey.counts(wording)[""] as f64 / 7.0;
        assert!(
            (1.0..=4.0).contains(&blank),
            "{wording}: {blank:.1} % blank"
        );
    }
    for wording in [AI_USE, DEPLOYS, FAILURES, INVOLVED, TEMPLATES, PIPELINE] {
        let count = survey.counts(wording)["Don't know"];
        assert!((4..=28).contains(&count), "{wording}: {count} don't know");
    }
    assert!((5..=28).contains(&survey.counts(HOURS)["Not applicable"]));
    for wording in [VULNERABILITIES, COMPLIANCE, PERFORMANCE, QUALITY, MANUAL] {
        let aside = survey
            .rows
            .iter()
            .filter(|row| survey.cell(row, wording) == "Not applicable");
        let cohorts = Vec::from_iter(aside.map(|row| survey.cell(row, AI_USE)));
        assert!(
            cohorts.len() >= 8 && cohorts.iter().all(|cohort| *cohort == MONTHLY),
            "{wording}"
        );
    }
}

#[test]
fn weights_average_one_and_know_nothing_of_the_answers() {
    let survey = Survey::read();
    let weights = survey.numbers(WEIGHT, None);
    assert_eq!(weights.sorted.len(), 700);
    assert!((weights.mean - 1.0).abs() < 0.001, "mean {}", weights.mean);
    assert!((weights.sd - 0.25).abs() < 0.02, "sd {}", weights.sd);
    assert!(weights.sorted[0] > 0.3 && weights.sorted[699] < 2.5);
    assert!(survey.rows.iter().all(|row| {
        survey
            .cell(row, WEIGHT)
            .split_once('.')
            .is_some_and(|(_, decimals)| decimals.len() == 3)
    }));
    for cohort in [SEVERAL, DAILY, WEEKLY, MONTHLY] {
        let mean = survey.numbers(WEIGHT, Some(cohort)).mean;
        assert!((mean - 1.0).abs() < 0.06, "{cohort}: {mean}");
    }
    for wording in [FAILURES, HOURS] {
        let correlation = survey.correlation(WEIGHT, wording);
        assert!(correlation.abs() < 0.1, "{wording}: {correlation}");
    }
}

#[test]
fn one_persons_answers_hang_together() {
    let correlation = Survey::read().correlation(FAILURES, HOURS);
    assert!((0.2..=0.7).contains(&correlation), "{correlation}");
}

#[test]
fn several_answers_are_joined_and_none_excludes_the_rest() {
    let offered = [
        "Manual approvals",
        "Flaky tests",
        "Security review",
        "Environment set-up",
        "Code review queue",
        "Compliance paperwork",
    ];
    let survey = Survey::read();
    let (mut times, mut none, mut several) = ([0; 6], 0, 0);
    for cell in survey
        .rows
        .iter()
        .map(|row| survey.cell(row, SLOWED))
        .filter(|cell| !cell.is_empty())
    {
        let chosen = Vec::from_iter(cell.split(';'));
        if chosen == ["None of these"] {
            none += 1;
            continue;
        }
        let places = Vec::from_iter(chosen.iter().map(|option| {
            offered
                .iter()
                .position(|known| known == option)
                .unwrap_or_else(|| panic!("{option} was not offered"))
        }));
        assert!(places.is_sorted_by(|a, b| a < b), "{cell}");
        places.iter().for_each(|place| times[*place] += 1);
        several += usize::from(chosen.len() > 1);
    }
    assert!(
        times.iter().all(|count| (120..=480).contains(count)),
        "{times:?}"
    );
    assert!((14..=56).contains(&none), "{none}");
    assert!(several > 350, "{several}");
}

#[test]
fn comments_are_few_short_and_awkward_to_parse() {
    let survey = Survey::read();
    let comments = Vec::from_iter(
        survey
            .rows
            .iter()
            .map(|row| survey.cell(row, COMMENT))
            .filter(|cell| !cell.is_empty()),
    );
    assert!((112..=140).contains(&comments.len()), "{}", comments.len());
    assert!(comments.iter().collect::<BTreeSet<_>>().len() >= 26);
    assert!(
        comments
            .iter()
            .all(|comment| comment.chars().count() <= 200)
    );
    for awkward in [",", "\"", "\n", "é", "ï"] {
        assert!(
            comments.iter().any(|comment| comment.contains(awkward)),
            "no comment holds {awkward:?}"
        );
    }
}

#[track_caller]
fn check_kinds(survey: &Survey, wording: &str, kinds: &[&str]) {
    assert_eq!(Vec::from_iter(survey.counts(wording).into_keys()), kinds);
}

#[track_caller]
fn check_levels(survey: &Survey, wording: &str, levels: &[&str]) {
    let used = survey
        .counts(wording)
        .into_keys()
        .filter(|cell| !ASIDE.contains(cell))
        .collect::<BTreeSet<_>>();
    assert_eq!(used, levels.iter().copied().collect(), "{wording}");
}

/// The committed file, read.
struct Survey {
    rows: Vec<Vec<String>>,
}

/// Answers that are numbers.
struct Numbers {
    mean: f64,
    median: f64,
    sd: f64,
    sorted: Vec<f64>,
}

impl Survey {
    fn read() -> Self {
        Self {
            rows: records(COMMITTED).split_off(1),
        }
    }

    fn cell<'a>(&self, row: &'a [String], wording: &str) -> &'a str {
        &row[HEADER.iter().position(|name| *name == wording).unwrap()]
    }

    fn counts(&self, wording: &str) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(self.cell(row, wording)).or_default() += 1;
        }
        counts
    }

    /// Answers of a cohort (or of all) without blanks and side answers.
    fn answers<'a>(
        &'a self,
        wording: &'a str,
        cohort: Option<&'a str>,
    ) -> impl Iterator<Item = &'a str> {
        let rows = self
            .rows
            .iter()
            .filter(move |row| cohort.is_none_or(|cohort| self.cell(row, AI_USE) == cohort));
        rows.map(move |row| self.cell(row, wording))
            .filter(|cell| !ASIDE.contains(cell))
    }

    fn percent(&self, wording: &str, levels: &[&str], cohort: Option<&str>) -> f64 {
        let answers = Vec::from_iter(self.answers(wording, cohort));
        let hits = answers
            .iter()
            .filter(|answer| levels.contains(answer))
            .count();
        100.0 * hits as f64 / answers.len() as f64
    }

    fn numbers(&self, wording: &str, cohort: Option<&str>) -> Numbers {
        let mut sorted = Vec::from_iter(
            self.answers(wording, cohort)
                .map(|cell| cell.parse::<f64>().unwrap()),
        );
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len();
        let mean = sorted.iter().sum::<f64>() / count as f64;
        let sd = (sorted
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum::<f64>()
            / (count - 1) as f64)
            .sqrt();
        Numbers {
            mean,
            median: (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0,
            sd,
            sorted,
        }
    }

    /// Pearson's r over those who answered both with a number.
    fn correlation(&self, one: &str, other: &str) -> f64 {
        let number = |row, wording| self.cell(row, wording).parse::<f64>().ok();
        let pairs = Vec::from_iter(
            self.rows
                .iter()
                .filter_map(|row| number(row, one).zip(number(row, other))),
        );
        let count = pairs.len() as f64;
        let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| {
            (x + pair.0 / count, y + pair.1 / count)
        });
        let sum = |f: fn(f64, f64) -> f64| {
            pairs
                .iter()
                .map(|pair| f(pair.0 - x, pair.1 - y))
                .sum::<f64>()
        };
        sum(|x, y| x * y) / (sum(|x, _| x * x) * sum(|_, y| y * y)).sqrt()
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    use csv_core::{ReadFieldResult, Reader};

    let (mut reader, mut input, mut part) = (Reader::new(), text.as_bytes(), [0; 1024]);
    let (mut records, mut record, mut field) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        let (result, taken, given) = reader.read_field(input, &mut part);
        input = &input[taken..];
        field.extend_from_slice(&part[..given]);
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                record.push(String::from_utf8(std::mem::take(&mut field)).unwrap());
                if record_end {
                    records.push(std::mem::take(&mut record));
                }
            }
            ReadFieldResult::End => return records,
        }
    }
}
