//! From bytes to answers through every pure room, as the page does it.

mod common;

use std::sync::Arc;

use denominator::analysis::{
    Answer as Answered, LevelShare, Note, Shape, Showing, Unmeasurable, ask,
};
use denominator::engine::Shard;
use denominator::engine::protocol::{Answer, Ask};
use denominator::figure::words::{Context, words};
use denominator::figure::{Counted, Locale, Subject};
use denominator::render::{csv, table};
use denominator::report::Chapter;
use denominator::source::Reader;
use denominator::study::{Burnout, Role, Study, conversion};
use denominator::table::{FileSummary, Reading, infer};
use expect_test::{expect, expect_file};

struct Opened {
    shard: Shard,
    study: Study,
    summary: FileSummary,
}

fn open(name: &str, bytes: &[u8]) -> Opened {
    let mut reader = Reader::new(name);
    for slice in bytes.chunks(64 * 1024) {
        reader.push(slice);
    }
    let mut shard = Shard::read(reader).expect("the file can be read");
    let scanned = shard.scanned();
    let built = shard.answer(Ask::Build {
        schema: infer(&scanned.names, &scanned.scan),
        exclusions: Vec::new(),
    });
    let Ok(Answer::Built(summary)) = built else {
        panic!("the file can be built");
    };
    let summary: FileSummary = *summary;
    Opened {
        study: Study::of(&summary),
        summary,
        shard,
    }
}

impl Opened {
    fn ask(&mut self, at: usize) -> Answered {
        let plan = ask::question(&self.study, at).expect("the question can be drawn");
        let counted = self.shard.run(&[plan], 0).expect("the plan can be run");
        denominator::analysis::answer(&self.study, at, &counted.partials[0])
            .expect("the question has an answer")
    }

    fn column(&self, name: &str) -> usize {
        self.study
            .questions
            .iter()
            .position(|q| q.name == name)
            .unwrap_or_else(|| panic!("no column {name}"))
    }
}

fn sample() -> Opened {
    open(
        "synthetic-sample.csv",
        include_bytes!("../public/sample/survey.csv"),
    )
}

fn shared(path: &str) -> Option<Vec<u8>> {
    let bytes = std::fs::read(common::shared().join("data/real").join(path)).ok();
    if bytes.is_none() {
        eprintln!(
            "skipped 1 case: {path} is not here; DENOMINATOR_SHARED can point at the shared files"
        );
    }
    bytes
}

#[test]
fn the_sample_is_understood_without_a_word() {
    let sample = sample();
    let mut lines = String::new();
    for (question, guess) in sample.study.questions.iter().zip(&sample.study.roles) {
        let name: String = question.name.chars().take(60).collect();
        lines += &format!(
            "{name} | {:?} | {} ({})\n",
            question.kind, guess.role, guess.sure
        );
    }
    expect![[r#"
        Respondent | Identifier | Identifier (sure)
        Country | Category | Filter (sure)
        Role | Category | Filter (sure)
        Company size | Category | Filter (sure)
        Industry | Category | Filter (sure)
        Weight | Number | Weight (sure)
        How often do you use AI tools to write code? | Category | AI use (sure)
        How often does your team deploy to production? | Category | Deployment frequency (sure)
        What percentage of your deployments end in a rollback, a hot | Integer | Rollback rate (sure)
        How many hours does it usually take to recover from a deploy | Number | MTTR (sure)
        When deployments go wrong, how often is AI-written code invo | Category | Question (sure)
        Since your team began to use AI for coding, how have these c | Category | Question (sure)
        Since your team began to use AI for coding, how have these c | Category | Question (sure)
        Since your team began to use AI for coding, how have these c | Category | Question (sure)
        Since your team began to use AI for coding, how have these c | Category | Question (sure)
        Since your team began to use AI for coding, how have these c | Category | Question (sure)
        Do your teams use standard templates or golden paths for ser | Category | Question (sure)
        How long does it take to add a working pipeline for a new se | Category | Question (sure)
        Pressure to ship faster contributes to burnout in my team | Category | Burnout, opinion (sure)
        How often do you work evenings or weekends because of releas | Category | Burnout, behaviour (sure)
        Which of these slow your releases down? Choose all that appl | Multiple | Question (sure)
        Anything else you would like to say? | Text | Free text (sure)
    "#]].assert_eq(&lines);
    let names: Vec<&str> = sample
        .study
        .cohorts
        .groups
        .iter()
        .map(|g| g.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["Several times a day", "Daily", "Weekly", "Monthly or less"]
    );
    assert!(sample.study.weighted);
}

#[test]
fn the_four_outcomes_of_the_sample() {
    let mut sample = sample();
    sample.study.weighted = false;
    let mut lines = String::new();
    for role in [
        Role::DeploymentFrequency,
        Role::RollbackShare,
        Role::RecoveryTime,
        Role::Burnout(Burnout::Opinion),
    ] {
        let at = sample
            .study
            .with_role(role)
            .expect("the sample has every outcome");
        let answer = sample.ask(at);
        lines += &format!("{}\n", answer.metric.label);
        for (row, gap) in answer.rows.iter().zip(&answer.gaps) {
            let headline = row.headline.as_ref().expect("every cohort has answers");
            let interval = headline.interval.expect("every cohort has an interval");
            let gap = gap
                .as_ref()
                .map_or_else(String::new, |g| format!(", gap {:.3}", g.value));
            lines += &format!(
                "  {}: {:.3} [{:.3}, {:.3}] of {}{gap}\n",
                row.cohort.name,
                headline.value,
                interval.low.unwrap(),
                interval.high.unwrap(),
                row.base.used
            );
        }
        let test = answer.test.as_ref().expect("four cohorts can be tested");
        lines += &format!(
            "  {} {:.2}, p {:.4}, V {:.3}, trend {:.2}\n",
            test.name,
            test.statistic,
            test.p,
            test.cramers_v.unwrap_or(0.0),
            test.trend.map_or(0.0, |t| t.0)
        );
    }
    expect![[r#"
        Deployment frequency
          Several times a day: 0.449 [0.379, 0.521] of 185, gap 0.355
          Daily: 0.320 [0.264, 0.383] of 231, gap 0.226
          Weekly: 0.150 [0.103, 0.213] of 160, gap 0.056
          Monthly or less: 0.094 [0.048, 0.175] of 85
          chi-square 83.95, p 0.0000, V 0.206, trend 7.31
        Rollback rate
          Several times a day: 22.011 [19.761, 24.261] of 183, gap 7.975
          Daily: 20.026 [18.160, 21.892] of 230, gap 5.990
          Weekly: 15.013 [13.307, 16.719] of 155, gap 0.977
          Monthly or less: 14.036 [11.881, 16.190] of 84
          Kruskal–Wallis 31.97, p 0.0000, V 0.000, trend 0.00
        MTTR
          Several times a day: 4.750 [4.000, 6.000] of 182, gap 0.500
          Daily: 4.000 [4.000, 4.000] of 231, gap 0.000
          Weekly: 4.000 [4.000, 6.000] of 159, gap 0.000
          Monthly or less: 4.000 [3.500, 6.000] of 84
          Kruskal–Wallis 5.70, p 0.1271, V 0.000, trend 0.00
        Burnout, opinion
          Several times a day: 0.810 [0.747, 0.860] of 184, gap 0.123
          Daily: 0.751 [0.693, 0.801] of 241, gap 0.064
          Weekly: 0.708 [0.634, 0.773] of 161, gap 0.021
          Monthly or less: 0.687 [0.581, 0.776] of 83
          chi-square 10.02, p 0.6143, V 0.071, trend 2.55
    "#]]
    .assert_eq(&lines);
}

fn context(opened: &Opened, counted: Counted) -> Context {
    let question = opened.study.cohorts.question;
    Context {
        file: "file.csv".into(),
        part: None,
        synthetic: false,
        divided_by: question.map(|q| opened.study.questions[q].name.clone()),
        by_ai_use: question.is_some_and(|q| opened.study.roles[q].role == Role::AiUse),
        counted,
    }
}

fn said(opened: &mut Opened, ats: &[usize]) -> String {
    let mut lines = String::new();
    for &at in ats {
        let answer = opened.ask(at);
        let context = context(opened, Counted::Respondents);
        let words = words(&answer, &context, &Locale::default());
        lines += &format!("{}\n  {}\n", words.title, words.subtitle);
        for (term, text) in words.strip {
            lines += &format!("  {term}: {text}\n");
        }
        let table = table(&answer, &Locale::default());
        lines += &format!("  | {}\n", table.columns.join(" | "));
        for row in table.rows.iter().take(4) {
            lines += &format!("  | {}\n", row.join(" | "));
        }
    }
    lines.replace('\u{a0}', " ")
}

#[test]
fn records_of_a_tool_are_no_respondents_in_any_word() {
    let mut opened = open(
        "incidents.csv",
        ("priority,minutes,tags\n".to_owned()
            + &(0..400)
                .map(|row| {
                    let priority = ["P1", "P2", "P3"][row % 3];
                    format!(
                        "{priority},{}.5,{}\n",
                        row % 90,
                        ["db;net", "net", "db", "ui;db"][row % 4]
                    )
                })
                .collect::<String>())
            .as_bytes(),
    );
    let mut told = String::new();
    for at in 0..opened.study.questions.len() {
        if !opened.study.questions[at].is_drawable() {
            continue;
        }
        let answer = opened.ask(at);
        let context = Context {
            by_ai_use: true,
            ..context(&opened, Counted::Records)
        };
        let words = words(&answer, &context, &Locale::default());
        told += &format!(
            "{} {} {} {} ",
            words.kicker, words.title, words.subtitle, words.source
        );
        words.strip.iter().for_each(|(_, text)| told += text);
    }
    assert!(
        told.contains("counts records") && told.contains("400 records"),
        "{told}"
    );
    for word in ["respondent", "Self-reported", "people", "AI users"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
}

#[test]
fn the_words_of_every_kind_of_figure() {
    let mut sample = sample();
    sample.study.weighted = false;
    let all: Vec<usize> = (0..sample.study.questions.len())
        .filter(|&at| {
            sample.study.questions[at].is_drawable() && sample.study.cohorts.question != Some(at)
        })
        .collect();
    expect_file!["golden/words/unweighted.txt"].assert_eq(&said(&mut sample, &all));
    sample.study.weighted = true;
    let outcomes: Vec<usize> = [
        Role::DeploymentFrequency,
        Role::RollbackShare,
        Role::RecoveryTime,
    ]
    .into_iter()
    .filter_map(|role| sample.study.with_role(role))
    .collect();
    expect_file!["golden/words/weighted.txt"].assert_eq(&said(&mut sample, &outcomes));
    let country = sample.column("Country");
    sample.study.set_cohort(Some(country));
    sample.study.weighted = false;
    expect_file!["golden/words/by-country.txt"].assert_eq(&said(&mut sample, &outcomes));
    sample.study.set_cohort(None);
    expect_file!["golden/words/everyone.txt"].assert_eq(&said(&mut sample, &outcomes));
}

#[test]
fn weights_give_three_bases() {
    let mut sample = sample();
    let at = sample
        .study
        .with_role(Role::DeploymentFrequency)
        .expect("the sample has it");
    let answer = sample.ask(at);
    let base = answer.rows[0].base;
    let weighted = base.weighted.expect("the sample is weighted");
    assert!(weighted.effective < base.used as f64 && weighted.effective > 0.8 * base.used as f64);
    assert!(
        answer.test.is_err(),
        "a weighted table has no plain chi-square"
    );
    assert_eq!(answer.weight.as_deref(), Some("Weight"));
}

#[test]
fn stack_overflow_2025_by_ai_use() {
    let Some(bytes) = shared("surveys/so2025-ai-frequency-first12000.csv") else {
        return;
    };
    let mut so = open("so2025.csv", &bytes);
    let names: Vec<&str> = so
        .study
        .cohorts
        .groups
        .iter()
        .map(|g| g.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Daily",
            "Weekly",
            "Monthly",
            "I plan to use AI soon",
            "I don't plan to use AI"
        ]
    );
    let at = so.column("AIComplex");
    let answer = so.ask(at);
    let Shape::Levels(levels) = &answer.shape else {
        panic!("AIComplex is a scale")
    };
    assert_eq!(levels.top_name, "Bad or Very poor");
    let shares: Vec<String> = answer
        .rows
        .iter()
        .map(|row| {
            format!(
                "{} {:.2}",
                row.cohort.name,
                100.0 * row.headline.as_ref().unwrap().value
            )
        })
        .collect();
    assert_eq!(
        shares,
        [
            "Daily 37.67",
            "Weekly 52.55",
            "Monthly 61.33",
            "I plan to use AI soon 24.91",
            "I don't plan to use AI 31.05"
        ]
    );
    let all: u64 = answer
        .rows
        .iter()
        .flat_map(|row| row.levels.iter().map(|LevelShare { count, .. }| count))
        .sum();
    assert_eq!(all, 12_000);
}

#[test]
fn a_filter_and_its_opposite_add_up_to_everyone() {
    let mut sample = sample();
    sample.study.weighted = false;
    let country = sample.column("Country");
    let at = sample
        .study
        .with_role(Role::DeploymentFrequency)
        .expect("the sample has it");
    let whole = sample.ask(at).everyone.base;
    let states = sample.study.questions[country]
        .codes()
        .into_iter()
        .find(|&code| sample.study.questions[country].level(code) == "United States")
        .expect("the sample has it");
    assert!(sample.study.toggle(country, states));
    let inside = sample.ask(at).everyone.base;
    assert!(sample.study.toggle(country, states) && sample.study.filter.is_empty());
    assert!(sample.study.exclude(country, states));
    let outside = sample.ask(at).everyone.base;
    assert_eq!(
        (inside.asked + outside.asked, inside.used + outside.used),
        (whole.asked, whole.used)
    );
}

fn open_text(text: &str) -> Opened {
    open("text.csv", text.as_bytes())
}

#[test]
fn a_mean_far_above_the_median_says_what_carries_it() {
    let hours: Vec<String> = (0..40)
        .map(|i| {
            if i < 36 {
                format!("{}", 1 + i % 12)
            } else {
                "200.5".into()
            }
        })
        .collect();
    let mut opened = open_text(&format!(
        "Hours to recover from an incident\n{}\n",
        hours.join("\n")
    ));
    let answer = opened.ask(0);
    let mean = answer.everyone.beside.as_ref().unwrap().as_ref().unwrap();
    assert!(
        matches!(mean.notes.as_slice(), [Note::LongTail { top_tenth }] if *top_tenth > 0.7),
        "{:?}",
        mean.notes
    );
}

#[test]
fn a_scale_in_numbers_has_no_median_interval() {
    let points: Vec<String> = (0..60).map(|i| (1 + i % 5).to_string()).collect();
    let mut opened = open_text(&format!("Rate it\n{}\n", points.join("\n")));
    let answer = opened.ask(0);
    let median = answer.everyone.beside.as_ref().unwrap().as_ref().unwrap();
    assert_eq!(
        median.interval,
        Err(Unmeasurable::FewValues { distinct: 5 })
    );
    assert!(answer.everyone.headline.as_ref().unwrap().interval.is_ok());
}

#[test]
fn under_five_nothing_is_left_to_draw_and_everyone_leaves_them_out() {
    let mut text = String::from("AI use,Deploys\n");
    for i in 0..40 {
        text += &format!("Daily,{}\n", ["Daily", "Weekly"][i % 2]);
    }
    text += "Weekly,Daily\nWeekly,Daily\nWeekly,Weekly\n";
    text += &"Monthly,Weekly\n".repeat(12);
    let mut opened = open_text(&text);
    let at = opened.column("Deploys");
    let answer = opened.ask(at);
    let showing: Vec<Showing> = answer.rows.iter().map(|row| row.showing).collect();
    assert_eq!(showing, [Showing::Full, Showing::Hidden, Showing::Faint]);
    let hidden = &answer.rows[1];
    assert!(
        hidden.headline.is_err()
            && hidden.base.used == 0
            && hidden.levels.iter().all(|level| level.count == 0)
    );
    assert_eq!(answer.everyone.base.used, 52);
    assert!(
        answer.gaps.iter().all(Option::is_none),
        "nothing is compared with a small base, and the only full one is the reference"
    );
}

fn drawn(opened: &mut Opened, at: usize) -> (String, String) {
    let answer = opened.ask(at);
    let context = Context::default();
    let words = words(&answer, &context, &Locale::default());
    (words.title.replace('\u{a0}', " "), csv(&answer, &words))
}

#[test]
fn a_hidden_cohort_is_called_hidden_everywhere() {
    let mut text = String::from("AI use,Deploys\n");
    for i in 0..40 {
        text += &format!("Daily,{}\n", ["Daily", "Weekly"][i % 2]);
    }
    text += "Weekly,Daily\nWeekly,\nWeekly,Don't know\n";
    let mut opened = open_text(&text);
    let at = opened.column("Deploys");
    let answer = opened.ask(at);
    let table = table(&answer, &Locale::default());
    assert!(table.rows[1][1].contains("hidden"), "{:?}", table.rows[1]);
    let (_, csv) = drawn(&mut opened, at);
    let line = csv
        .lines()
        .find(|line| line.starts_with("Weekly,"))
        .expect("the cohort is listed");
    assert!(line.starts_with("Weekly,,,,"), "{line}");
    let told: Vec<String> = answer
        .left_out
        .iter()
        .map(|out| format!("{} {}", out.count, out.why))
        .collect();
    assert_eq!(told, ["3 in hidden cohorts"]);
}

#[test]
fn three_people_are_too_few_and_not_nobody() {
    let mut opened = open_text("AI use,Deploys\nDaily,Daily\nDaily,Weekly\nWeekly,Daily\n");
    let at = opened.column("Deploys");
    assert_eq!(
        drawn(&mut opened, at).0,
        "Every cohort has under 5 answers, so none is shown"
    );
}

#[test]
fn minutes_become_hours_and_shares_become_percent() {
    let rows: String = (0..40)
        .map(|i| format!("{},{}\n", 30 + 3 * i, 0.01 * f64::from(i)))
        .collect();
    let mut opened = open_text(&format!(
        "MTTR (minutes),Rollback share of deployments\n{rows}"
    ));
    let recovery = opened.ask(0);
    assert_eq!(recovery.metric.id, "recovery_time");
    assert_eq!(
        recovery.everyone.headline.as_ref().unwrap().value,
        88.5 / 60.0
    );
    let rollback = opened.ask(1);
    assert_eq!(rollback.metric.id, "rollback_share");
    assert!((rollback.everyone.headline.as_ref().unwrap().value - 19.5).abs() < 1e-9);
    for answer in [recovery, rollback] {
        assert!(
            answer
                .everyone
                .headline
                .unwrap()
                .notes
                .iter()
                .any(|note| matches!(note, Note::Converted { .. }))
        );
    }
}

#[test]
fn an_option_that_is_none_stays_out_of_the_base() {
    let rows = "A;B,1\nA,2\nNA,3\nB;C,4\nA;C,5\n".repeat(10);
    let mut opened = open_text(&format!("Tools,Number\n{rows}"));
    let answer = opened.ask(0);
    assert_eq!(
        answer.shape,
        Shape::Options(vec!["A".into(), "B".into(), "C".into()])
    );
    assert_eq!(
        (answer.everyone.base.used, answer.everyone.base.answered),
        (40, 50)
    );
    assert_eq!(answer.left_out[0].why, "with only “NA”");
}

#[test]
fn leaving_a_level_out_keeps_those_who_did_not_answer() {
    let rows = "Retail,Daily\n,Daily\nHealth,Weekly\nDon't know,Weekly\n".repeat(10);
    let mut opened = open_text(&format!("Industry,Deploys\n{rows}"));
    opened.study.set_cohort(None);
    let (industry, deploys) = (opened.column("Industry"), opened.column("Deploys"));
    let retail = (1..=3)
        .find(|&code| opened.study.questions[industry].level(code) == "Retail")
        .unwrap();
    assert!(opened.study.exclude(industry, retail));
    assert_eq!(opened.ask(deploys).everyone.base.asked, 30);
    assert!(opened.study.exclude(industry, retail));
    assert!(opened.study.filter.is_empty());
    assert!(opened.study.toggle(industry, retail));
    assert_eq!(opened.ask(deploys).everyone.base.asked, 10);
}

#[test]
fn a_level_put_back_stands_where_it_stood() {
    let rows = "Strongly disagree\nDisagree\nAgree\nStrongly agree\nNeither agree nor disagree\n"
        .repeat(10);
    let mut opened = open_text(&format!("I like it\n{rows}"));
    let before = opened.ask(0);
    let code = |opened: &Opened, name: &str| {
        (1..=5)
            .find(|&code| opened.study.questions[0].level(code) == name)
            .unwrap()
    };
    let (agree, strongly) = (code(&opened, "Agree"), code(&opened, "Strongly agree"));
    for level in [strongly, agree] {
        assert!(opened.study.set_aside(0, level, true));
    }
    let Shape::Levels(levels) = opened.ask(0).shape else {
        panic!("a scale")
    };
    assert_eq!(
        levels.top_name, "Neither agree nor disagree",
        "the name follows what is counted"
    );
    for level in [agree, strongly] {
        assert!(opened.study.set_aside(0, level, false));
    }
    let (Shape::Levels(before), Shape::Levels(after)) = (before.shape, opened.ask(0).shape) else {
        panic!("a scale")
    };
    assert_eq!(before.names, after.names);
}

#[test]
fn first_figures_are_of_questions_whose_answers_differ_and_not_of_what_the_tool_adds() {
    let mut text = String::from(
        "StartDate,Status,Progress,Duration (in seconds),Finished,ResponseId,UserLanguage,Q1,Q2,Q3,Q9_DO_1\r\n\
         Start Date,Response Type,Progress,Duration (in seconds),Finished,Response ID,User Language,Consent,\
         How satisfied are you with your team?,Which language do you write most?,Q9 - Display Order - a\r\n",
    );
    text += &(0..11)
        .map(|at| format!("\"{{\"\"ImportId\"\":\"\"QID{at}\"\"}}\""))
        .collect::<Vec<_>>()
        .join(",");
    text += "\r\n";
    for at in 0..40 {
        let satisfied = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"][at % 4];
        let language = ["Rust", "Go", "Python"][at % 3];
        text += &format!(
            "2026-03-{:02} 08:31:29,IP Address,{},{},True,R_5GiVG5E1tiv0C{at:02},EN,I agree,{satisfied},{language},{}\r\n",
            1 + at % 28,
            if at % 5 == 0 { 60 } else { 100 },
            100 + at * 7,
            1 + at % 3
        );
    }
    let opened = open("qualtrics.csv", text.as_bytes());
    let of = |name: &str| opened.study.roles[opened.column(name)].role;
    for name in [
        "StartDate",
        "Status",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "UserLanguage",
        "Q9_DO_1",
    ] {
        assert_eq!(of(name), Role::Metadata, "{name}");
    }
    assert_eq!(of("ResponseId"), Role::Identifier);
    let chapter = Chapter::of(Arc::new(opened.summary), Reading::default());
    let drawn: Vec<&str> = chapter
        .figures
        .iter()
        .filter_map(|spec| match spec.subject {
            Subject::Question(at) => Some(chapter.study.questions[at].name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(drawn, ["Q2", "Q3"]);
}

#[test]
fn outcomes_are_found_by_what_was_asked_where_columns_are_numbered() {
    let mut text = String::from(
        "ResponseId,Q3,Q5,Q6,Q7_1,Q8,Q9_1\r\nResponse ID,What is your role?,\
         How often do you use AI tools to write code?,How often does your team deploy to production?,\
         What percentage of deployments need a rollback or hotfix? - %,\
         How many minutes does it take to recover from a typical incident?,\
         How much do you agree with the following? - My work left me feeling burned out\r\n",
    );
    let ids: Vec<String> = (0..7)
        .map(|at| format!("\"{{\"\"ImportId\"\":\"\"QID{at}\"\"}}\""))
        .collect();
    text += &format!("{}\r\n", ids.join(","));
    for at in 0..60 {
        let often = ["Several times a day", "Daily", "Weekly", "Monthly"][at % 4];
        let agree = ["Strongly agree", "Agree", "Disagree", "Strongly disagree"][at % 4];
        text += &format!(
            "R_5GiVG5E1tiv0C{at:02},{},{often},{often},{},{},{agree}\r\n",
            ["Developer", "Manager"][at % 2],
            at % 50,
            30 + at * 7 % 400
        );
    }
    let mut opened = open("qualtrics.csv", text.as_bytes());
    let of = |name: &str| opened.study.roles[opened.column(name)].role;
    assert_eq!(of("Q3"), Role::Attribute);
    assert_eq!(of("Q5"), Role::AiUse);
    assert_eq!(of("Q6"), Role::DeploymentFrequency);
    assert_eq!(of("Q7_1"), Role::RollbackShare);
    assert_eq!(of("Q8"), Role::RecoveryTime);
    assert_eq!(of("Q9_1"), Role::Burnout(Burnout::Symptom));
    let recovery = &opened.study.questions[opened.column("Q8")];
    assert_eq!(conversion(Role::RecoveryTime, recovery).1, Some("minutes"));
    let burnout = opened.ask(opened.column("Q9_1"));
    assert_eq!(burnout.called, "My work left me feeling burned out");
    assert!(burnout.wording.starts_with("How much do you agree"));
}

#[test]
fn questions_that_begin_alike_are_told_apart_where_one_is_chosen() {
    let alike = "Please rank these films in order of preference with 1 being your favourite film and 6 your least favourite";
    let long = "A title that is much longer than the room that is left for what tells one choice from another";
    let csv = format!(
        "\"{alike} [The Door]\",\"{alike} [The Window]\",\"{alike} [{long}]\",Short [one],Plain\n1,2,3,4,5\n3,1,2,5,4\n"
    );
    let study = open("a.csv", csv.as_bytes()).study;
    let choices: Vec<String> = study.questions.iter().map(|one| one.choice(80)).collect();
    for (choice, end) in choices
        .iter()
        .zip([" [The Door]", " [The Window]", "…]", "", ""])
    {
        assert!(choice.ends_with(end), "{choice}");
        assert!(choice.chars().count() <= 80, "{choice}");
    }
    assert!(
        choices[0].starts_with("Please rank these films"),
        "{}",
        choices[0]
    );
    let different: std::collections::BTreeSet<&String> = choices.iter().collect();
    assert_eq!(different.len(), 5);
    assert_eq!(
        choices[3..],
        study.questions[3..]
            .iter()
            .map(|one| one.title(80))
            .collect::<Vec<_>>()
    );
}
