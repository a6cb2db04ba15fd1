//! Tables of the shapes that tools write, with answers from a seeded generator.

/// What a file holds: header rows and records.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: &'static str,
    pub head: Vec<Vec<String>>,
    pub records: Vec<Vec<String>>,
}

impl Table {
    /// The first header row.
    pub fn header(&self) -> Vec<String> {
        self.head[0].clone()
    }

    pub fn width(&self) -> usize {
        self.head[0].len()
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn table(
    name: &'static str,
    head: &[&[&str]],
    rows: usize,
    mut record: impl FnMut(&mut Random, usize) -> Vec<String>,
) -> Table {
    let mut random = Random(name.len() as u64 * 7919 + rows as u64);
    Table {
        name,
        head: head.iter().map(|cells| row(cells)).collect(),
        records: (0..rows).map(|at| record(&mut random, at)).collect(),
    }
}

const OFTEN: [&str; 5] = ["Several times a day", "Daily", "Weekly", "Monthly", "Never"];
const AGREE: [&str; 5] = [
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
];
const TEXTS: [&str; 6] = [
    "Faster reviews, slower releases",
    "It wrote tests; I deleted half of them",
    "We said \"never again\" twice",
    "",
    "Fine.",
    "More incidents on Fridays, mostly",
];
const LANGUAGES: [&str; 5] = ["Rust", "Python", "TypeScript", "Go", "C, C++ and friends"];

fn some(random: &mut Random, all: &[&str], joined: &str) -> String {
    let picked: Vec<&str> = all
        .iter()
        .copied()
        .filter(|_| random.below(2) == 0)
        .collect();
    picked.join(joined)
}

fn stamp(at: usize) -> String {
    format!(
        "2026-{:02}-{:02} {:02}:{:02}:00",
        1 + at % 9,
        1 + at % 28,
        8 + at % 10,
        at * 7 % 60
    )
}

/// One table of each shape.
pub fn tables() -> Vec<Table> {
    vec![
        table(
            "form",
            &[&[
                "Timestamp",
                "How often do you use AI tools, if at all?",
                "Which languages do you use?",
                "How burnt out do you feel?",
                "Anything else?",
            ]],
            40,
            |r, at| {
                vec![
                    stamp(at),
                    r.of(&OFTEN).into(),
                    some(r, &LANGUAGES, ", "),
                    r.of(&AGREE).into(),
                    r.of(&TEXTS).into(),
                ]
            },
        ),
        table(
            "microsoft form",
            &[&[
                "ID",
                "Start time",
                "Completion time",
                "Email",
                "Name",
                "How do you deploy?",
                "What do you use?",
            ]],
            25,
            |r, at| {
                let used = some(r, &["Copilot", "Claude Code", "Cursor"], ";");
                let used = if used.is_empty() { used } else { used + ";" };
                vec![
                    (at + 1).to_string(),
                    format!("{}/{}/26 9:0{}:00", 1 + at % 12, 1 + at % 28, at % 10),
                    format!("{}/{}/26 9:1{}:00", 1 + at % 12, 1 + at % 28, at % 10),
                    "anonymous".into(),
                    String::new(),
                    r.of(&["Daily", "Weekly", "On demand"]).into(),
                    used,
                ]
            },
        ),
        table(
            "qualtrics",
            &[
                &[
                    "StartDate",
                    "EndDate",
                    "Status",
                    "Progress",
                    "Finished",
                    "ResponseId",
                    "Q1",
                    "Q2_1",
                    "Q2_2",
                    "Q3",
                ],
                &[
                    "Start Date",
                    "End Date",
                    "Response Type",
                    "Progress",
                    "Finished",
                    "Response ID",
                    "How often do you code with AI?",
                    "Which tools? - Copilot",
                    "Which tools? - Other, please name",
                    "What would you change?",
                ],
                &[
                    "{\"ImportId\":\"startDate\",\"timeZone\":\"Etc/UTC\"}",
                    "{\"ImportId\":\"endDate\",\"timeZone\":\"Etc/UTC\"}",
                    "{\"ImportId\":\"status\"}",
                    "{\"ImportId\":\"progress\"}",
                    "{\"ImportId\":\"finished\"}",
                    "{\"ImportId\":\"_recordId\"}",
                    "{\"ImportId\":\"QID1\"}",
                    "{\"ImportId\":\"QID2\",\"choiceId\":\"1\"}",
                    "{\"ImportId\":\"QID2\",\"choiceId\":\"2\"}",
                    "{\"ImportId\":\"QID3_TEXT\"}",
                ],
            ],
            30,
            |r, at| {
                let (copilot, other) = (r.of(&["Copilot", ""]), r.of(&["Other, please name", ""]));
                vec![
                    stamp(at),
                    stamp(at + 1),
                    "IP Address".into(),
                    "100".into(),
                    "True".into(),
                    format!("R_{:015x}", at * 7_919_777),
                    r.of(&OFTEN).into(),
                    copilot.into(),
                    other.into(),
                    r.of(&TEXTS).into(),
                ]
            },
        ),
        table(
            "surveymonkey",
            &[
                &[
                    "Respondent ID",
                    "Collector ID",
                    "Start Date",
                    "How often do you deploy?",
                    "Which tools do you use?",
                    "",
                    "",
                    "Why?",
                ],
                &[
                    "",
                    "",
                    "",
                    "Response",
                    "Copilot",
                    "Claude",
                    "Other (please specify)",
                    "Open-Ended Response",
                ],
            ],
            30,
            |r, at| {
                vec![
                    (11_840_000_000 + at * 977).to_string(),
                    "440001".into(),
                    stamp(at),
                    r.of(&["Daily", "Weekly", "Monthly"]).into(),
                    r.of(&["Copilot", ""]).into(),
                    r.of(&["Claude", ""]).into(),
                    r.of(&["", "", "vim, mostly"]).into(),
                    r.of(&TEXTS).into(),
                ]
            },
        ),
        table(
            "limesurvey",
            &[&[
                "id",
                "submitdate",
                "lastpage",
                "startlanguage",
                "Q1",
                "Q2[SQ001]",
                "Q2[SQ002]",
                "Q2[other]",
                "Q3",
            ]],
            35,
            |r, at| {
                vec![
                    (at + 3).to_string(),
                    stamp(at),
                    "4".into(),
                    "en".into(),
                    r.of(&["A1", "A2", "A3"]).into(),
                    r.of(&["Y", ""]).into(),
                    r.of(&["Y", ""]).into(),
                    r.of(&["", "pair"]).into(),
                    r.of(&TEXTS).into(),
                ]
            },
        ),
        table(
            "likert codes",
            &[&["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8"]],
            50,
            |r, _| (0..8).map(|_| (1 + r.below(5)).to_string()).collect(),
        ),
        table(
            "texts",
            &[&["Country", "Role", "AI use", "Feeling"]],
            24,
            |r, _| {
                vec![
                    r.of(&["France", "India", "Ukraine", "Peru"]).into(),
                    r.of(&["Engineer", "Manager", "Data scientist"]).into(),
                    r.of(&OFTEN).into(),
                    r.of(&AGREE).into(),
                ]
            },
        ),
        table(
            "years",
            &[&["Team", "2022", "2023", "2024", "2025"]],
            12,
            |r, at| {
                let mut cells = vec![format!("Team {}", (b'A' + at as u8) as char)];
                cells.extend((0..4).map(|_| r.below(400).to_string()));
                cells
            },
        ),
        table(
            "deployments",
            &[&[
                "id",
                "service",
                "environment",
                "deployed_at",
                "status",
                "commit",
                "duration",
            ]],
            60,
            |r, at| {
                vec![
                    format!("d-{at}"),
                    r.of(&["checkout", "search", "billing"]).into(),
                    r.of(&["production", "staging"]).into(),
                    format!("2026-03-{:02}T{:02}:15:00Z", 1 + at % 28, at % 24),
                    r.of(&["succeeded", "failed", "rolled back"]).into(),
                    format!("{:07x}", 10_000_000 + at * 654_321),
                    format!("{}m {}s", r.below(30), r.below(60)),
                ]
            },
        ),
        table(
            "jira",
            &[&[
                "Summary",
                "Issue key",
                "Issue Type",
                "Status",
                "Created",
                "Labels",
                "Labels",
                "Description",
            ]],
            30,
            |r, at| {
                vec![
                    r.of(&[
                        "Checkout fails, sometimes",
                        "Rollback of 4.2",
                        "Fix \"undefined\" in mail",
                    ])
                    .into(),
                    format!("OPS-{}", 100 + at),
                    r.of(&["Bug", "Incident"]).into(),
                    r.of(&["Done", "To Do"]).into(),
                    format!("{:02}/Mar/26 {}:15 AM", 1 + at % 28, 1 + at % 11),
                    r.of(&["ai", ""]).into(),
                    r.of(&["hotfix", ""]).into(),
                    r.of(&[
                        "Steps:\n1. open, then\n2. wait",
                        "See \"runbook\"\n\nthen retry",
                        "",
                        "one line",
                    ])
                    .into(),
                ]
            },
        ),
        table(
            "incidents",
            &[&[
                "incident_number",
                "description",
                "service_name",
                "created_on",
                "resolved_on",
                "seconds_to_resolve",
                "urgency",
            ]],
            20,
            |r, at| {
                vec![
                    (500 + at).to_string(),
                    r.of(&["CPU high, node 3", "Disk full", "Latency > 2 s"])
                        .into(),
                    r.of(&["web", "db"]).into(),
                    format!("2026-02-{:02}T03:0{}:00+01:00", 1 + at % 28, at % 10),
                    format!("2026-02-{:02}T05:1{}:00+01:00", 1 + at % 28, at % 10),
                    (60 * r.below(500)).to_string(),
                    r.of(&["high", "low"]).into(),
                ]
            },
        ),
        table(
            "metrics",
            &[&[
                "Team",
                "Deployments per week",
                "Change fail rate",
                "MTTR (h)",
            ]],
            9,
            |r, at| {
                vec![
                    format!("T{}", at + 1),
                    r.below(90).to_string(),
                    format!("{}.{}%", r.below(30), r.below(10)),
                    format!("{}.{}", r.below(20), r.below(10)),
                ]
            },
        ),
        table(
            "accents",
            &[&["Prénom d'équipe", "Fréquence", "Remarque"]],
            30,
            |r, at| {
                vec![
                    format!("Équipe {}", at % 5),
                    r.of(&["Quotidien", "Hebdomadaire", "Jamais"]).into(),
                    r.of(&[
                        "Très bien, merci",
                        "C’est « mieux » qu’avant",
                        "déjà vu",
                        "",
                    ])
                    .into(),
                ]
            },
        ),
    ]
}
