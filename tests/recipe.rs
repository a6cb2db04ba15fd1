//! Recipes: kept whole, followed on the next file, and never telling on anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use denominator::delivery::{
    Attribution, Blame, By, Kind as DeliveryKind, LeadStart, RateBase, RecoveryEnd, RecoveryStart,
    Rework, Role as DeliveryRole, Sign, SignPlace, Taken, UnsureDates, Zone, recognise,
};
use denominator::engine::Shard;
use denominator::engine::protocol::{Answer, Ask};
use denominator::report::{
    Chapter, Command, Delivering, DeliveryRecipe, FileId, NoRecipe, Recipe, Report,
};
use denominator::source::{ReadAs, Reader};
use denominator::study::{Misfit, Role};
use denominator::table::{
    Correction, DoubtKind, FileSummary, Fold, Kind, Reading, Scan, doubts, infer,
};
use proptest::prelude::*;

/// A file in the worker, with what the page knows of it.
struct Open {
    shard: Shard,
    names: Vec<String>,
    scan: Scan,
}

impl Open {
    fn new(text: &str) -> Open {
        Open::read_as(text, ReadAs::default())
    }

    fn read_as(text: &str, read_as: ReadAs) -> Open {
        let mut reader = Reader::with("a.csv", read_as);
        reader.push(text.as_bytes());
        let shard = Shard::read(reader).unwrap();
        let scanned = shard.scanned();
        Open {
            shard,
            names: scanned.names,
            scan: scanned.scan,
        }
    }

    fn summary(&mut self, reading: &Reading) -> Arc<FileSummary> {
        let inferred = infer(&self.names, &self.scan);
        let ask = Ask::Build {
            schema: reading.schema(&self.names, &self.scan, &inferred),
            exclusions: reading.exclusions.clone(),
        };
        match self.shard.answer(ask) {
            Ok(Answer::Built(summary)) => Arc::from(summary),
            other => panic!("{other:?}"),
        }
    }

    fn chapter(&mut self, reading: Reading) -> Chapter {
        Chapter::of(self.summary(&reading), reading)
    }

    fn recipe(&self, chapter: &Chapter) -> Recipe {
        self.recipe_with_names(chapter, false)
    }

    fn recipe_with_names(&self, chapter: &Chapter, are_vouched: bool) -> Recipe {
        let count = |column: &str, text: &str| {
            let at = self.names.iter().position(|name| name == column);
            let levels = at.map(|at| &self.scan.columns[at].levels);
            let counts = levels.into_iter().flat_map(|levels| levels.iter());
            counts
                .filter(|(known, _)| *known == text)
                .map(|(_, n)| n)
                .sum()
        };
        Recipe::of(chapter, count, are_vouched)
    }

    fn follow(&mut self, recipe: &Recipe) -> (Chapter, Vec<Misfit>) {
        recipe.follow(self.summary(&recipe.reading))
    }
}

fn changed(chapter: Chapter, commands: impl IntoIterator<Item = Command>) -> Chapter {
    let mut report = Report::default();
    let file = FileId(1);
    let chapter = Box::new(chapter);
    report.apply(Command::AddStudy { file, chapter }).unwrap();
    for command in commands {
        report
            .apply(command.clone())
            .unwrap_or_else(|why| panic!("{command:?}: {why}"));
    }
    report.chapters[&file].clone()
}

fn survey(rows: usize) -> String {
    let ai = ["Several times a day", "Daily", "Weekly", "Never"];
    let size = ["1-10", "Oct-49", "50-99"];
    let mut text =
        "Response ID,AI use,Team size,Deploys,Country,Hours,Score,Plan A,Plan B\n".to_owned();
    for row in 0..rows {
        let deploys = ["Daily", "Weekly", "Monthly"][row % 3];
        let country = ["France", "India", "Ukraine"][row / 3 % 3];
        let (a, b) = (["x", ""][row % 2], ["", "x"][row / 2 % 2]);
        text += &format!(
            "R_{row},{},{},{deploys},{country},\"{},5\",{},{a},{b}\n",
            ai[row % 4],
            size[row % 3],
            row % 30,
            [5, -99, 3][row % 3],
        );
    }
    text
}

fn at(chapter: &Chapter, name: &str) -> usize {
    chapter
        .study
        .named(name)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn code(chapter: &Chapter, name: &str, level: &str) -> u32 {
    let question = &chapter.study.questions[at(chapter, name)];
    let place = question.levels.iter().position(|known| known == level);
    place.unwrap_or_else(|| panic!("no {level}")) as u32 + 1
}

/// A file with something decided in every way there is.
fn decided() -> (Open, Chapter) {
    let mut open = Open::new(&survey(90));
    let reading = Reading {
        folds: vec![Fold {
            question: "Plans".into(),
            columns: vec!["Plan A".into(), "Plan B".into()],
        }],
        corrections: vec![
            (
                "Team size".into(),
                Correction::Repair(vec![("Oct-49".into(), "10-49".into())]),
            ),
            ("Score".into(), Correction::Kind(Kind::Category)),
            ("Hours".into(), Correction::DecimalComma(true)),
        ],
        ..Reading::default()
    };
    let chapter = open.chapter(reading);
    let (deploys, country) = (at(&chapter, "Deploys"), at(&chapter, "Country"));
    let commands = [
        Command::SetRole {
            question: at(&chapter, "Score"),
            role: Role::Attribute,
        },
        Command::MoveLevel {
            question: deploys,
            code: code(&chapter, "Deploys", "Monthly"),
            up: true,
        },
        Command::SetAside {
            question: deploys,
            code: code(&chapter, "Deploys", "Weekly"),
            aside: true,
        },
        Command::SetCohort(Some(country)),
        Command::MergeCohorts { from: 0, into: 1 },
        Command::SetReference(2),
        Command::Exclude {
            question: at(&chapter, "AI use"),
            code: code(&chapter, "AI use", "Never"),
        },
        Command::AddFigure(at(&chapter, "Plans")),
    ];
    let chapter = changed(chapter, commands);
    (open, chapter)
}

#[test]
fn a_recipe_followed_on_its_own_file_gives_the_same_chapter() {
    let (mut open, chapter) = decided();
    let recipe = open.recipe(&chapter);
    assert_eq!(recipe.withheld, 0);
    let kept = Recipe::from_json(&recipe.to_json()).unwrap();
    assert_eq!(kept, recipe);
    let (again, misfits) = open.follow(&kept);
    assert_eq!(misfits, []);
    assert_eq!(again.study, chapter.study);
    let drawn = |chapter: &Chapter| {
        let specs = chapter.figures.iter();
        specs
            .map(|spec| (spec.subject, spec.chart))
            .collect::<Vec<_>>()
    };
    assert_eq!(drawn(&again), drawn(&chapter));
    assert_eq!(open.recipe(&again), recipe);
}

#[test]
fn a_recipe_reads_as_plain_sentences() {
    let (open, chapter) = decided();
    let steps = open.recipe(&chapter).sentences();
    expect_test::expect![[r#"
        Make one question “Plans” of the columns “Plan A” and “Plan B”.
        In “Team size”: read “Oct-49” as “10-49”.
        In “Score”: read as one of several answers.
        In “Hours”: decimal comma.
        Use “Score” as “Filter”.
        Order “Deploys”: “Monthly” < “Daily”; outside the base: “Weekly”; the headline counts from “Daily”.
        Compare respondents by “Country”, with “India” and “France” as one cohort, each with “Ukraine”.
        Take out of view who answered “Never” to “AI use”.
        Draw figures of deployment frequency, “Hours”, “Plans”, rollback rate, MTTR, burnout and “Plans”."#]].assert_eq(&steps.join("\n"));
    let mut open = Open::new(&survey(30));
    let chapter = open.chapter(Reading::default());
    assert!(open.recipe(&chapter).sentences().is_empty());
}

#[test]
fn next_month_lists_what_no_longer_fits() {
    let (open, chapter) = decided();
    let recipe = open.recipe(&chapter);
    let next = survey(90)
        .replace("Country", "Region")
        .replace("Weekly", "Every week")
        .replacen("Score", "Score,Office", 1)
        .replace(",-99,", ",-99,Paris,")
        .replace(",5,", ",5,London,")
        .replace(",3,", ",3,Rome,");
    let (chapter, misfits) = Open::new(&next).follow(&recipe);
    let said: Vec<String> = misfits.iter().map(ToString::to_string).collect();
    expect_test::expect![[r#"
        The column “Country” is not in this file.
        Nobody answered “Weekly” to “Deploys” in this file.
        The column “Office” is new.
        The column “Region” is new.
        “Every week” is a new answer to “AI use”.
        “Every week” is a new answer to “Deploys”."#]]
    .assert_eq(&said.join("\n"));
    assert!(misfits.iter().any(Misfit::is_lost));
    // What fits holds.
    let plans = &chapter.study.questions[at(&chapter, "Plans")];
    assert_eq!((plans.kind, plans.levels.len()), (Kind::Multiple, 2));
    let sizes = &chapter.study.questions[at(&chapter, "Team size")];
    assert!(
        sizes.levels.contains(&"10-49".to_owned()),
        "{:?}",
        sizes.levels
    );
}

#[test]
fn what_is_no_recipe_says_so() {
    for (text, expected) in [
        ("", "This is no recipe"),
        ("[1, 2]", "This is no recipe"),
        ("{\"a\": 1}", "This is no recipe"),
        ("{\"denominator_recipe\": 2, \"columns\": []}", "version 2"),
        ("{\"denominator_recipe\": 1}", "missing field `columns`"),
        (
            "{\"denominator_recipe\": 1, \"columns\": [], \"study\": {\"rolls\": []}}",
            "unknown field `rolls`",
        ),
        (
            "{\"denominator_recipe\": 1, \"columns\": [], \"reading\": {\"read_as\": {\"delimeter\": \";\"}}}",
            "unknown field `delimeter`",
        ),
    ] {
        let error = Recipe::from_json(text).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
    assert_eq!(Recipe::from_json("null"), Err(NoRecipe::SomethingElse));
    assert!(Recipe::is_one(b" {\"denominator_recipe\": 1"));
    assert!(!Recipe::is_one(b"a,\"denominator_recipe\"\n"));
    assert!(!Recipe::is_one(b""));
}

fn schema() -> jsonschema::Validator {
    validator(include_str!("../docs/recipe.schema.json"))
}

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn check_conforms(validator: &jsonschema::Validator, recipe: &str) {
    let value: serde_json::Value = serde_json::from_str(recipe).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}\n{value:#}", faults.join("\n"));
}

#[test]
fn recipes_follow_the_documented_schema() {
    let validator = schema();
    let (open, chapter) = decided();
    let recipe = open.recipe(&chapter);
    check_conforms(&validator, &recipe.to_json());
    let mut broken: serde_json::Value = serde_json::from_str(&recipe.to_json()).unwrap();
    broken["study"]["rolls"] = 1.into();
    assert!(!validator.is_valid(&broken));
    assert!(!validator.is_valid(&serde_json::json!({"denominator_recipe": 2, "columns": []})));
}

/// Texts that only single respondents wrote.
const CANARIES: [&str; 4] = [
    "kanarek-one",
    "kanarek two",
    "kanarek@three.example",
    "Kanarek Vier",
];

/// A survey into whose cells canaries are put, each in one record.
fn with_canaries(rows: usize, places: &[(usize, usize)]) -> String {
    let mut lines: Vec<Vec<String>> = survey(rows)
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = Vec::new();
            let mut is_quoted = false;
            let mut cell = String::new();
            for c in line.chars() {
                match c {
                    '"' => is_quoted = !is_quoted,
                    ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
                    c => cell.push(c),
                }
            }
            cells.push(cell);
            cells
        })
        .collect();
    for ((row, column), canary) in places.iter().zip(CANARIES) {
        let (row, column) = (1 + row % rows, column % lines[0].len());
        lines[row][column] = canary.to_owned();
    }
    let lines = lines.iter().map(|cells| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        cells.join(",")
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn header_rows_that_only_a_person_sees_stay_out_until_vouched_for() {
    let text = "id,Plan,Why,Country\n1,Pro,kanarek-one,France\n2,Free,kanarek two,India\n3,Pro,other,India\n";
    let read_as = |rows| ReadAs {
        header_rows: Some(rows),
        ..ReadAs::default()
    };
    let mut open = Open::read_as(text, read_as(2));
    let why = open.names[2].clone();
    assert!(why.contains("kanarek-one"), "{why}");
    let reading = Reading {
        read_as: read_as(2),
        corrections: vec![(why.clone(), Correction::Kind(Kind::Text))],
        ..Reading::default()
    };
    let chapter = open.chapter(reading);
    let country = at(&chapter, &open.names[3]);
    let chapter = changed(chapter, [Command::SetCohort(Some(country))]);
    let recipe = open.recipe(&chapter);
    let told = recipe.to_json() + &recipe.sentences().join("\n");
    assert!(
        !told.contains("kanarek") && !told.contains("France"),
        "{told}"
    );
    assert_eq!((recipe.columns.len(), recipe.nameless), (0, 4));
    assert_eq!(recipe.study.cohorts, None);
    check_conforms(&schema(), &recipe.to_json());
    let (_, misfits) = open.follow(&recipe);
    assert_eq!(misfits, []);
    // Someone looked at the names.
    let recipe = open.recipe_with_names(&chapter, true);
    assert_eq!((recipe.columns.len(), recipe.nameless), (4, 0));
    assert_eq!(recipe.reading, chapter.study.reading);
    // What the file shows by itself needs no word.
    let mut open = Open::read_as(text, read_as(1));
    let chapter = open.chapter(Reading {
        read_as: read_as(1),
        ..Reading::default()
    });
    let recipe = open.recipe(&chapter);
    assert_eq!((recipe.columns.len(), recipe.nameless), (4, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is decided, also about what single people wrote, a recipe names none of it, and follows its schema.
    #[test]
    fn no_recipe_tells_what_a_few_people_wrote(
        places in prop::collection::vec((0_usize..60, 0_usize..9), 4),
        picks in prop::collection::vec((0_usize..64, 0_usize..64, 0_usize..8), 0..24),
        header_rows in prop::option::of(0_u32..6),
    ) {
        let validator = schema();
        let read_as = ReadAs { header_rows, ..ReadAs::default() };
        let mut open = Open::read_as(&with_canaries(60, &places), read_as.clone());
        let mut reading = Reading { read_as, ..Reading::default() };
        let inferred = infer(&open.names, &open.scan);
        for doubt in doubts(&open.scan, &inferred) {
            prop_assume!(doubt.kind <= DoubtKind::NumberOrCode);
            let name = inferred.columns[doubt.column].name.clone();
            let pick = picks.first().map_or(0, |pick| pick.0) % doubt.choices.len();
            reading.corrections.push((name, doubt.choices[pick].clone()));
        }
        for ((row, column, _), canary) in picks.iter().zip(CANARIES) {
            let name = open.names[column % open.names.len()].clone();
            let canary = canary.to_owned();
            let said = match row % 4 {
                0 => Correction::Repair(vec![(canary, "France".into())]),
                1 => Correction::Missing(vec![canary]),
                2 => Correction::KeepAsAnswer(vec![canary]),
                _ => Correction::Kind(Kind::Category),
            };
            reading.corrections.push((name, said));
        }
        let chapter = open.chapter(reading);
        let mut report = Report::default();
        let file = FileId(1);
        report.apply(Command::AddStudy { file, chapter: Box::new(chapter) }).unwrap();
        for (question, code, what) in picks {
            let questions = &report.chapters[&file].study.questions;
            let question = question % questions.len();
            let codes = questions[question].levels.len().max(1);
            let code = (code % codes) as u32 + 1;
            let command = match what {
                0 => Command::SetRole { question, role: Role::Attribute },
                1 => Command::SetCohort(Some(question)),
                2 => Command::MergeCohorts { from: code as usize - 1, into: code as usize },
                3 => Command::SetReference(code as usize - 1),
                4 => Command::Toggle { question, code },
                5 => Command::Exclude { question, code },
                6 => Command::MoveLevel { question, code, up: true },
                _ => Command::SetAside { question, code, aside: true },
            };
            // What does not fit is refused and changes nothing.
            let _ = report.apply(command);
        }
        let recipe = open.recipe(&report.chapters[&file]);
        check_conforms(&validator, &recipe.to_json());
        let all = recipe.to_json() + &recipe.sentences().join("\n");
        for canary in CANARIES {
            prop_assert!(!all.contains(canary), "{canary} in {all}");
        }
        prop_assert!(!all.contains("R_1\""), "an identifier in {all}");
        prop_assert_eq!(&Recipe::from_json(&recipe.to_json()).unwrap(), &recipe);
        open.follow(&recipe);
    }
}

/// What is taken for what, of a log with these columns.
fn taken(names: &[&str]) -> Taken {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let guess = recognise("deployments.csv", &names, |_| Vec::new()).unwrap();
    Taken {
        guess,
        rows: 10,
        unsure_dates: UnsureDates::default(),
        names,
    }
}

const LOG: [&str; 5] = [
    "deployment_id",
    "service",
    "environment",
    "finished_at",
    "who",
];

#[test]
fn what_was_decided_about_deliveries_is_followed_on_exports_with_the_same_columns() {
    let march = BTreeMap::from([(FileId(0), taken(&LOG))]);
    let mut said = Delivering::default();
    assert!(DeliveryRecipe::of(&said, &march).sentences().is_empty());
    said.asked.rules.follow_up_days = 3.0;
    said.asked.rules.attribution = Attribution::Earliest;
    said.asked.rules.base = RateBase::WithoutRollbacks;
    said.asked.rules.rework = Rework::AfterIncident;
    said.asked.rules.lead_from = LeadStart::Committed;
    said.asked.rules.recovery_from = RecoveryStart::Began;
    said.asked.rules.recovery_to = RecoveryEnd::Closed;
    said.asked.by = By::Team;
    said.asked.window = Some((0, 10));
    let label = Sign::Label("with a robot".to_owned());
    said.asked.signs = said.asked.signs.with(SignPlace::Label, vec![label.clone()]);
    let mut guess = march[&FileId(0)].guess.clone();
    guess.roles.insert(DeliveryRole::Team, 4);
    said.said.insert(FileId(0), guess);
    let recipe = DeliveryRecipe::of(&said, &march);
    let text = recipe.to_json();
    assert!(DeliveryRecipe::is_one(text.as_bytes()));
    assert!(!Recipe::is_one(text.as_bytes()));
    assert_eq!(DeliveryRecipe::from_json(&text), Ok(recipe.clone()));
    let steps = recipe.sentences().join("\n");
    for part in [
        "“who” as team",
        "the first of its service within the gap",
        "after 3 days",
        "The change fail rate is out of all but rollbacks.",
        "Rework is those that repair a deployment with an incident",
        "Lead time begins with the first commit",
        "Recovery begins when its incident began.",
        "Recovery ends when the ticket was closed.",
        "Divide deployments by team",
        "among labels, too: “with a robot”",
        "No sign of AI among labels: “ai”",
    ] {
        assert!(steps.contains(part), "no “{part}” in {steps}");
    }
    // The columns of the next file stand in another order, and another file is no such export.
    let turned: Vec<&str> = LOG.iter().rev().copied().collect();
    let april = BTreeMap::from([(FileId(7), taken(&turned)), (FileId(8), taken(&LOG[..4]))]);
    let next = recipe.follow(&Delivering::default(), &april);
    assert_eq!(
        next.asked.window, None,
        "the time looked at is no part of it"
    );
    assert_eq!(next.asked.rules, said.asked.rules);
    assert_eq!(next.asked.signs, said.asked.signs);
    assert_eq!(next.said.keys().collect::<Vec<_>>(), [&FileId(7)]);
    assert_eq!(next.said[&FileId(7)].roles[&DeliveryRole::Team], 0);
    assert!(recipe.misfits(&april).is_empty());
    let other = BTreeMap::from([(FileId(8), taken(&LOG[..4]))]);
    assert_eq!(recipe.misfits(&other).len(), 1);
}

#[test]
fn what_is_no_recipe_of_deliveries_says_why() {
    let why = |text: &str| DeliveryRecipe::from_json(text).unwrap_err().to_string();
    assert!(why("{}").contains("no recipe"));
    assert!(why(r#"{"denominator_deliveries": 9}"#).contains("version 9"));
    assert!(why(r#"{"denominator_deliveries": 1, "rows": []}"#).contains("`rows`"));
    let bad = r#"{"denominator_deliveries": 1, "rules": {"gap_hours": 0.0}}"#;
    assert!(why(bad).contains("`gap_hours` is 0, and is 1 to 168"));
    let zone = r#"{"denominator_deliveries": 1, "zone": {"name": "x", "changes": [[0, 200000000000000000]], "first_day": 0}}"#;
    assert!(why(zone).contains("18 hours"));
    let words = r#"{"denominator_deliveries": 1, "fixes": [{"name": "a", "starts": ["", "Mend"], "words": []}], "rules": {"production": ["LIVE"]}}"#;
    let words = DeliveryRecipe::from_json(words).unwrap();
    assert_eq!(words.fixes.unwrap()[0].starts, ["mend"]);
    assert_eq!(words.rules.production, ["live"]);
    let plain = r#"{"denominator_deliveries": 1}"#;
    let plain = DeliveryRecipe::from_json(plain).unwrap();
    assert_eq!(
        plain.follow(&Delivering::default(), &BTreeMap::new()),
        Delivering::default()
    );
    // Signs are looked for in small letters, however they were written.
    let shouted = r#"{"denominator_deliveries": 1, "signs": [{"label": "ROBOT"}]}"#;
    let shouted = DeliveryRecipe::from_json(shouted).unwrap();
    assert_eq!(shouted.signs, Some(vec![Sign::Label("robot".to_owned())]));
}

#[test]
fn recipes_of_deliveries_follow_the_documented_schema() {
    let schema = validator(include_str!("../docs/deliveries.schema.json"));
    let march = BTreeMap::from([(FileId(0), taken(&LOG))]);
    let of = |said: &Delivering| DeliveryRecipe::of(said, &march).to_json();
    check_conforms(&schema, &of(&Delivering::default()));
    // Everything that can be decided, each way there is.
    let mut said = Delivering {
        describes: true,
        ..Delivering::default()
    };
    let asked = &mut said.asked;
    asked.column = "region".to_owned();
    asked.services = BTreeSet::from(["shop".to_owned()]);
    asked.zone = Zone {
        name: "Europe/Kyiv".to_owned(),
        changes: vec![(0, 7200), (1_000, 10_800)],
        first_day: 6,
    };
    for (place, sign) in [
        (SignPlace::Said, Sign::Said("copilot".to_owned())),
        (SignPlace::Label, Sign::Label("robot".to_owned())),
        (
            SignPlace::Trailer,
            Sign::Trailer("made-with".to_owned(), "robot".to_owned()),
        ),
        (SignPlace::Author, Sign::Author("robot".to_owned())),
        (SignPlace::Branch, Sign::Branch("robot/".to_owned())),
        (SignPlace::Words, Sign::Words("by a robot".to_owned())),
    ] {
        asked.signs = asked.signs.with(place, vec![sign]);
    }
    asked.fixes.truncate(2);
    asked.rules.production = vec!["live".to_owned()];
    let mut guess = march[&FileId(0)].guess.clone();
    guess.day_first = Some(true);
    // As many roles as there are, though an export has but few columns.
    guess.roles = DeliveryRole::ALL.iter().map(|role| (*role, 0)).collect();
    for by in [
        By::Everyone,
        By::Exposure,
        By::Bands,
        By::Service,
        By::Team,
        By::Column,
        By::Answers,
    ] {
        said.asked.by = by;
        check_conforms(&schema, &of(&said));
    }
    for attribution in [
        Attribution::Latest,
        Attribution::Earliest,
        Attribution::Split,
        Attribution::DevLake,
        Attribution::Never,
    ] {
        said.asked.rules.attribution = attribution;
        check_conforms(&schema, &of(&said));
    }
    for blame in [Blame::FirstAfterTarget, Blame::LastBefore, Blame::Never] {
        said.asked.rules.blame = blame;
        check_conforms(&schema, &of(&said));
    }
    for base in [
        RateBase::All,
        RateBase::WithoutRollbacks,
        RateBase::WithoutRemedies,
    ] {
        said.asked.rules.base = base;
        check_conforms(&schema, &of(&said));
    }
    for rework in [Rework::Remedies, Rework::AfterIncident, Rework::WithFixes] {
        said.asked.rules.rework = rework;
        check_conforms(&schema, &of(&said));
    }
    for lead_from in [LeadStart::Committed, LeadStart::Opened, LeadStart::Merged] {
        said.asked.rules.lead_from = lead_from;
        check_conforms(&schema, &of(&said));
    }
    for recovery_from in [
        RecoveryStart::Deployed,
        RecoveryStart::Began,
        RecoveryStart::Detected,
        RecoveryStart::Created,
    ] {
        said.asked.rules.recovery_from = recovery_from;
        check_conforms(&schema, &of(&said));
    }
    for recovery_to in [
        RecoveryEnd::Restored,
        RecoveryEnd::Remedied,
        RecoveryEnd::Resolved,
        RecoveryEnd::Closed,
    ] {
        said.asked.rules.recovery_to = recovery_to;
        check_conforms(&schema, &of(&said));
    }
    for kind in DeliveryKind::ALL {
        guess.kind = kind;
        said.said.insert(FileId(0), guess.clone());
        check_conforms(&schema, &of(&said));
    }
    // What the program refuses, the document does not allow either.
    for bad in [
        r#"{"denominator_deliveries": 9}"#,
        r#"{"denominator_deliveries": 1, "rows": []}"#,
        r#"{"denominator_deliveries": 1, "rules": {"gap_hours": 0}}"#,
        r#"{"denominator_deliveries": 1, "by": "weather"}"#,
        r#"{"denominator_deliveries": 1, "rules": {"lead_from": "thought_of"}}"#,
        r#"{"denominator_deliveries": 1, "signs": [{"smell": "x"}]}"#,
        r#"{"denominator_deliveries": 1, "exports": [{"columns": ["a"], "kind": "deployments", "roles": {"smell": "a"}}]}"#,
        r#"{"denominator_deliveries": 1, "zone": {"name": "x", "changes": [[0, 200000]], "first_day": 0}}"#,
    ] {
        let value: serde_json::Value = serde_json::from_str(bad).unwrap();
        assert!(!schema.is_valid(&value), "{bad}");
        assert!(DeliveryRecipe::from_json(bad).is_err(), "{bad}");
    }
}
