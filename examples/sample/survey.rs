//! Makes the synthetic survey that a person can try the page with.
//!
//! Every answer is invented by a seeded generator. The cohort margins lie near published figures
//! (Harness, The State of DevOps Modernization 2026); the survey itself was never seen, and no row
//! stands for a person. Where nothing is published, as for those who use AI monthly or less, the
//! margins are made up. Three targets were not found in print: for daily users 20 % failed
//! deployments and 29 % more manual work, and 21 % who add a pipeline in under two hours. Cohort
//! sizes are not published either, so shares over everyone need not agree with print: some 29 %
//! deploy daily or more here, against 35 % there.
//!
//! Only sums, products and quotients are used on floats, so every machine writes the
//! same bytes. Each column has dice of its own: changing one column leaves the others alone.

use super::dice::{Dice, write_record};

/// The synthetic survey as UTF-8 CSV with a header record and LF line ends.
pub fn csv() -> String {
    let people = people();
    let mut columns = about_people(&people);
    columns.push((
        "How often do you use AI tools to write code?",
        Vec::from_iter(people.iter().map(|p| p.ai_use.to_owned())),
    ));
    columns.extend(about_delivery(&people));
    columns.extend(about_changes(&people));
    columns.extend(about_work(&people));
    let mut text = String::new();
    write_record(&mut text, columns.iter().map(|(wording, _)| *wording));
    for row in 0..people.len() {
        write_record(
            &mut text,
            columns.iter().map(|(_, cells)| cells[row].as_str()),
        );
    }
    text
}

/// Answer to the question about AI use, respondents, and which of the five profiles they follow.
const AI_USE: [(&str, usize, usize); 6] = [
    ("Several times a day", 188, 0),
    ("Daily", 243, 1),
    ("Weekly", 164, 2),
    ("Monthly or less", 86, 3),
    ("", 15, 4),
    ("Don't know", 4, 4),
];
const PROFILES: usize = 5;
/// Dice that the whole grid shares; no column has this number.
const GRID: u64 = 0;
const MONTHLY_OR_LESS: usize = 3;
const NOT_APPLICABLE: &str = "Not applicable";
const DONT_KNOW: &str = "Don't know";

/// A wording and one cell per respondent.
type Column = (&'static str, Vec<String>);
/// One cell per respondent; `None` is still to be filled.
type Cells = Vec<Option<String>>;

/// A synthetic respondent.
struct Person {
    ai_use: &'static str,
    profile: usize,
    /// How much trouble this person's team has, 0 to 1 around 0.5; ties the answers of one person together.
    strain: f64,
}

fn people() -> Vec<Person> {
    let mut dice = Dice::of_column(7);
    let mut people = Vec::new();
    for (ai_use, count, profile) in AI_USE {
        people.extend((0..count).map(|_| Person {
            ai_use,
            profile,
            strain: dice.bell(),
        }));
    }
    dice.shuffle(&mut people);
    people
}

fn about_people(people: &[Person]) -> Vec<Column> {
    let kinds = |column, blank, kinds: &[(&str, u32)]| {
        let mut dice = Dice::of_column(column);
        let mut cells = vec![None; people.len()];
        set_aside(&mut dice, &mut cells, blank, "");
        let (names, percents): (Vec<&str>, Vec<u32>) = kinds.iter().copied().unzip();
        let everyone = Vec::from_iter(0..people.len());
        fill_levels(
            &mut dice, people, &everyone, &mut cells, &names, &percents, 0.0,
        );
        filled(cells)
    };
    let ids = (1..=people.len())
        .map(|number| format!("synthetic-{number:04}"))
        .collect();
    let countries = [
        ("United States", 300),
        ("United Kingdom", 100),
        ("Germany", 100),
        ("France", 100),
        ("India", 100),
    ];
    let roles = [
        ("Software engineer", 44),
        ("DevOps or platform engineer", 21),
        ("QA engineer", 12),
        ("Engineering manager", 16),
        ("Security engineer", 7),
    ];
    let sizes = [
        ("250-999", 24),
        ("1,000-4,999", 34),
        ("5,000-9,999", 22),
        ("10,000+", 20),
    ];
    let industries = [
        ("Technology", 27),
        ("Financial services", 21),
        ("Retail", 15),
        ("Healthcare", 13),
        ("Manufacturing", 14),
        ("Public sector", 10),
    ];
    vec![
        ("Respondent", ids),
        ("Country", kinds(2, 0, &countries)),
        ("Role", kinds(3, 0, &roles)),
        ("Company size", kinds(4, 7, &sizes)),
        ("Industry", kinds(5, 9, &industries)),
        ("Weight", weights(people.len())),
    ]
}

/// Weights with mean 1 that know nothing of the answers.
fn weights(count: usize) -> Vec<String> {
    let mut dice = Dice::of_column(6);
    // Squaring the shifted bell bends the weights to the right.
    let raw = Vec::from_iter((0..count).map(|_| {
        let lean = 0.4 + dice.bell();
        (0.2 + lean * lean).clamp(0.45, 2.2)
    }));
    let mean = raw.iter().sum::<f64>() / count as f64;
    raw.iter()
        .map(|weight| format!("{:.3}", weight / mean))
        .collect()
}

/// A question with ordered answers, and how each profile answers it.
struct Scale {
    /// Place in the file, from 1.
    column: u64,
    wording: &'static str,
    levels: &'static [&'static str],
    /// Percents by profile and level; each row adds up to 100.
    percents: [&'static [u32]; PROFILES],
    blank: usize,
    dont_know: usize,
    /// How strongly strain moves a person up the levels (down below zero), −1 to 1.
    pull: f64,
}

impl Scale {
    fn answer(&self, people: &[Person]) -> Column {
        let mut dice = Dice::of_column(self.column);
        let mut cells = vec![None; people.len()];
        set_aside(&mut dice, &mut cells, self.blank, "");
        set_aside(&mut dice, &mut cells, self.dont_know, DONT_KNOW);
        for profile in 0..PROFILES {
            let members = members(people, profile);
            fill_levels(
                &mut dice,
                people,
                &members,
                &mut cells,
                self.levels,
                self.percents[profile],
                self.pull,
            );
        }
        (self.wording, filled(cells))
    }
}

fn about_delivery(people: &[Person]) -> Vec<Column> {
    let deploys = Scale {
        column: 8,
        wording: "How often does your team deploy to production?",
        levels: &[
            "Less than monthly",
            "Monthly",
            "Weekly",
            "Daily",
            "Several times a day",
        ],
        percents: [
            &[6, 18, 31, 29, 16],
            &[9, 24, 35, 24, 8],
            &[18, 35, 32, 12, 3],
            &[26, 38, 26, 8, 2],
            &[14, 28, 32, 19, 7],
        ],
        blank: 9,
        dont_know: 13,
        pull: 0.0,
    };
    let failures = Numbers {
        column: 9,
        wording: "What percentage of your deployments end in a rollback, a hotfix or customer impact?",
        quantiles: &[
            (0.0, 0.0),
            (0.05, 0.2),
            (0.1, 0.32),
            (0.25, 0.58),
            (0.5, 1.0),
            (0.75, 1.6),
            (0.9, 2.35),
            (0.97, 3.2),
            (1.0, 4.6),
        ],
        means: [22.0, 20.0, 15.0, 14.0, 18.0],
        as_written: percent_as_written,
        blank: 17,
        aside: (DONT_KNOW, 14),
    };
    let recovery = Numbers {
        column: 10,
        wording: "How many hours does it usually take to recover from a deployment incident?",
        quantiles: &[
            (0.0, 0.06),
            (0.01, 0.12),
            (0.05, 0.23),
            (0.1, 0.32),
            (0.25, 0.55),
            (0.5, 1.0),
            (0.75, 1.83),
            (0.9, 3.2),
            (0.95, 4.4),
            (0.99, 8.1),
            (1.0, 11.0),
        ],
        means: [7.6, 6.0, 6.3, 5.8, 6.4],
        as_written: hours_as_written,
        blank: 15,
        aside: (NOT_APPLICABLE, 11),
    };
    let involved = Scale {
        column: 11,
        wording: "When deployments go wrong, how often is AI-written code involved?",
        levels: &[
            "Never",
            "Rarely",
            "About half the time",
            "Nearly always",
            "Always",
        ],
        percents: [
            &[5, 26, 37, 24, 8],
            &[8, 36, 34, 17, 5],
            &[11, 36, 33, 16, 4],
            &[17, 36, 30, 14, 3],
            &[10, 36, 34, 16, 4],
        ],
        blank: 10,
        dont_know: 21,
        pull: 0.45,
    };
    vec![
        deploys.answer(people),
        failures.answer(people),
        recovery.answer(people),
        involved.answer(people),
    ]
}

/// What AI changed: a grid whose rows share those it does not apply to and those who left it empty.
fn about_changes(people: &[Person]) -> Vec<Column> {
    let rows: [(&str, [&[u32]; PROFILES]); 5] = [
        (
            "Since your team began to use AI for coding, how have these changed? [Vulnerabilities and security incidents]",
            [
                &[6, 17, 27, 34, 16],
                &[7, 21, 34, 28, 10],
                &[9, 24, 41, 20, 6],
                &[6, 20, 52, 18, 4],
                &[6, 20, 38, 27, 9],
            ],
        ),
        (
            "Since your team began to use AI for coding, how have these changed? [Compliance issues]",
            [
                &[4, 14, 32, 36, 14],
                &[5, 17, 40, 29, 9],
                &[6, 20, 48, 21, 5],
                &[4, 16, 57, 19, 4],
                &[5, 17, 42, 28, 8],
            ],
        ),
        (
            "Since your team began to use AI for coding, how have these changed? [Performance issues]",
            [
                &[7, 19, 25, 35, 14],
                &[8, 23, 32, 29, 8],
                &[9, 26, 40, 20, 5],
                &[6, 21, 51, 18, 4],
                &[7, 21, 37, 27, 8],
            ],
        ),
        (
            "Since your team began to use AI for coding, how have these changed? [Code quality issues]",
            [
                &[8, 20, 21, 35, 16],
                &[8, 24, 26, 31, 11],
                &[9, 26, 31, 27, 7],
                &[6, 22, 42, 24, 6],
                &[7, 22, 32, 29, 10],
            ],
        ),
        (
            "Since your team began to use AI for coding, how have these changed? [Manual work in QA, review and remediation]",
            [
                &[9, 23, 21, 32, 15],
                &[11, 30, 30, 22, 7],
                &[9, 27, 36, 22, 6],
                &[6, 22, 47, 20, 5],
                &[8, 27, 33, 24, 8],
            ],
        ),
    ];
    let levels = [
        "Much better",
        "Somewhat better",
        "No change",
        "Somewhat worse",
        "Much worse",
    ];

    let mut dice = Dice::of_column(GRID);
    let mut grid: Cells = vec![None; people.len()];
    let mut light = members(people, MONTHLY_OR_LESS);
    dice.shuffle(&mut light);
    light.truncate(13);
    for person in light {
        grid[person] = Some(NOT_APPLICABLE.to_owned());
    }
    set_aside(&mut dice, &mut grid, 8, "");

    let answer = |(column, (wording, percents)): (u64, (&'static str, [&[u32]; PROFILES]))| {
        let mut dice = Dice::of_column(column);
        let mut cells = grid.clone();
        set_aside(&mut dice, &mut cells, 5, "");
        for (profile, percents) in percents.into_iter().enumerate() {
            fill_levels(
                &mut dice,
                people,
                &members(people, profile),
                &mut cells,
                &levels,
                percents,
                0.55,
            );
        }
        (wording, filled(cells))
    };
    (12..).zip(rows).map(answer).collect()
}

fn about_work(people: &[Person]) -> Vec<Column> {
    let scales = [
        Scale {
            column: 17,
            wording: "Do your teams use standard templates or golden paths for services and pipelines?",
            levels: &["Hardly any teams", "Some teams", "Most teams", "All teams"],
            percents: [
                &[76, 15, 7, 2],
                &[73, 16, 8, 3],
                &[71, 17, 9, 3],
                &[71, 18, 8, 3],
                &[73, 16, 8, 3],
            ],
            blank: 11,
            dont_know: 8,
            pull: -0.3,
        },
        Scale {
            column: 18,
            wording: "How long does it take to add a working pipeline for a new service?",
            levels: &[
                "Less than 2 hours",
                "2 to 8 hours",
                "1 to 3 days",
                "4 to 7 days",
                "More than a week",
            ],
            percents: [
                &[24, 27, 27, 14, 8],
                &[21, 28, 28, 14, 9],
                &[19, 26, 29, 16, 10],
                &[18, 25, 29, 17, 11],
                &[21, 27, 28, 14, 10],
            ],
            blank: 14,
            dont_know: 16,
            pull: 0.25,
        },
        Scale {
            column: 19,
            wording: "Pressure to ship faster contributes to burnout in my team",
            levels: &[
                "Strongly disagree",
                "Disagree",
                "Neither agree nor disagree",
                "Agree",
                "Strongly agree",
            ],
            percents: [
                &[2, 6, 11, 45, 36],
                &[3, 8, 14, 46, 29],
                &[4, 10, 15, 46, 25],
                &[4, 11, 16, 45, 24],
                &[3, 9, 13, 46, 29],
            ],
            blank: 12,
            dont_know: 0,
            pull: 0.5,
        },
        Scale {
            column: 20,
            wording: "How often do you work evenings or weekends because of releases?",
            levels: &[
                "Never",
                "Less than once a month",
                "A few times a month",
                "Weekly",
                "Several times a week",
            ],
            percents: [
                &[1, 3, 4, 48, 44],
                &[4, 10, 8, 50, 28],
                &[11, 23, 18, 35, 13],
                &[13, 21, 18, 36, 12],
                &[6, 14, 9, 46, 25],
            ],
            blank: 15,
            dont_know: 0,
            pull: 0.5,
        },
    ];
    let mut columns = Vec::from_iter(scales.iter().map(|scale| scale.answer(people)));
    columns.push((
        "Which of these slow your releases down? Choose all that apply.",
        slowed_by(people),
    ));
    columns.push((
        "Anything else you would like to say?",
        comments(people.len()),
    ));
    columns
}

/// Several answers joined by `;` in the order they were offered; empty where the question was not seen.
fn slowed_by(people: &[Person]) -> Vec<String> {
    const OPTIONS: [(&str, f64); 6] = [
        ("Manual approvals", 0.46),
        ("Flaky tests", 0.55),
        ("Security review", 0.37),
        ("Environment set-up", 0.31),
        ("Code review queue", 0.48),
        ("Compliance paperwork", 0.24),
    ];
    let mut dice = Dice::of_column(21);
    let mut cells = vec![None; people.len()];
    set_aside(&mut dice, &mut cells, 22, "");
    set_aside(&mut dice, &mut cells, 31, "None of these");
    for (cell, person) in cells
        .iter_mut()
        .zip(people)
        .filter(|(cell, _)| cell.is_none())
    {
        let mut chosen = Vec::new();
        while chosen.is_empty() {
            let lift = 0.6 * (person.strain - 0.5);
            chosen.extend(
                OPTIONS
                    .iter()
                    .filter(|(_, share)| dice.unit() < share + lift)
                    .map(|(name, _)| *name),
            );
        }
        *cell = Some(chosen.join(";"));
    }
    filled(cells)
}

fn comments(count: usize) -> Vec<String> {
    const SAID: [&str; 26] = [
        "Writing code is fast now; releasing it is not.",
        "We spend the time we saved on review.",
        "Our pipeline was built for one release a week, and it shows.",
        "The \"quick fix\" is rarely quick.",
        "More changes, same number of reviewers.",
        "Rollbacks are routine here. Nobody blinks any more.",
        "I would like one template for new services, not seven.",
        "Flaky tests cost us more than real failures.",
        "Deploying on Fridays feels like déjà vu: it breaks, we stay late.",
        "Approvals take days, even for a one-line change.",
        "Honestly, it helps. Small pull requests made the difference.",
        "Please ask about test environments next time.",
        "Security review is the bottleneck, although the team there is great.",
        "Generated code passes the tests.\nThen it meets production.",
        "We measure speed, we don't measure calm.",
        "On-call got worse in spring, then better once we had feature flags.",
        "Nothing to add.",
        "Good survey, but \"usually\" is hard to answer.",
        "Our naïve hope was that tests would write themselves.",
        "Two things would help:\n- faster builds\n- fewer sign-offs",
        "Platform team is three people for ninety services.",
        "Recovery is quick at noon, slow at night.",
        "I answered for my own team, other teams differ a lot.",
        "Compliance asks for the same form twice, once per tool.",
        "Code review has become the job.",
        "Management says \"ship faster\", the pipeline says \"no\".",
    ];
    let mut dice = Dice::of_column(22);
    let mut cells = vec![None; count];
    set_aside(&mut dice, &mut cells, count - count * 18 / 100, "");
    for cell in cells.iter_mut().filter(|cell| cell.is_none()) {
        let first = dice.below(SAID.len());
        let second = (first + 1 + dice.below(SAID.len() - 1)) % SAID.len();
        *cell = Some(match dice.unit() {
            x if x < 0.7 => SAID[first].to_owned(),
            _ => format!("{} {}", SAID[first], SAID[second]),
        });
    }
    filled(cells)
}

/// A question answered with a number, and how each profile answers it.
struct Numbers {
    /// Place in the file, from 1.
    column: u64,
    wording: &'static str,
    /// The shape all profiles share: (share below, multiple of the median), joined by straight lines.
    quantiles: &'static [(f64, f64)],
    /// Means by profile, of the numbers as written.
    means: [f64; PROFILES],
    /// What a person writes for an exact number, by a habit from 0 to 1.
    as_written: fn(f64, f64) -> f64,
    blank: usize,
    aside: (&'static str, usize),
}

impl Numbers {
    fn answer(&self, people: &[Person]) -> Column {
        let mut dice = Dice::of_column(self.column);
        let mut cells = vec![None; people.len()];
        set_aside(&mut dice, &mut cells, self.blank, "");
        set_aside(&mut dice, &mut cells, self.aside.1, self.aside.0);
        for profile in 0..PROFILES {
            let ranked = ranked(
                &mut dice,
                people,
                &open(&cells, &members(people, profile)),
                0.5,
            );
            let count = ranked.len() as f64;
            let drawn = Vec::from_iter((0..ranked.len()).map(|rank| {
                let below = (rank as f64 + dice.unit()) / count;
                (self.multiple(below), dice.unit())
            }));
            let written = |median: f64| {
                drawn
                    .iter()
                    .map(move |&(multiple, habit)| (self.as_written)(median * multiple, habit))
            };
            let (mut low, mut high) = (0.0, 2.0 * self.means[profile]);
            for _ in 0..50 {
                let median = (low + high) / 2.0;
                match written(median).sum::<f64>() < self.means[profile] * count {
                    true => low = median,
                    false => high = median,
                }
            }
            for (person, value) in ranked.into_iter().zip(written(high)) {
                cells[person] = Some(value.to_string());
            }
        }
        (self.wording, filled(cells))
    }

    fn multiple(&self, below: f64) -> f64 {
        let next = self
            .quantiles
            .partition_point(|(share, _)| *share <= below)
            .min(self.quantiles.len() - 1);
        let ((from, low), (to, high)) = (self.quantiles[next - 1], self.quantiles[next]);
        low + (high - low) * (below - from) / (to - from)
    }
}

fn percent_as_written(exact: f64, habit: f64) -> f64 {
    let step = match habit {
        _ if exact < 4.0 => 1.0,
        h if h < 0.58 => 5.0,
        h if h < 0.74 => 10.0,
        _ => 1.0,
    };
    ((exact / step).round() * step).min(100.0)
}

fn hours_as_written(exact: f64, habit: f64) -> f64 {
    const COMMON: [f64; 10] = [0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 24.0, 48.0];
    match habit {
        // Nearest in ratio: the border between two neighbours is their geometric mean.
        h if h < 0.66 => {
            let above = COMMON
                .windows(2)
                .take_while(|pair| exact * exact >= pair[0] * pair[1])
                .count();
            COMMON[above]
        }
        h if h < 0.85 || exact > 12.0 => exact.round().max(1.0),
        _ => ((exact * 2.0).round() / 2.0).max(0.5),
    }
}

/// Respondents of a profile, by row.
fn members(people: &[Person], profile: usize) -> Vec<usize> {
    (0..people.len())
        .filter(|&person| people[person].profile == profile)
        .collect()
}

/// Those of `members` whose cell is still to be filled.
fn open(cells: &Cells, members: &[usize]) -> Vec<usize> {
    members
        .iter()
        .copied()
        .filter(|&person| cells[person].is_none())
        .collect()
}

/// Fills `count` cells chosen at random among the open ones.
fn set_aside(dice: &mut Dice, cells: &mut Cells, count: usize, label: &str) {
    let mut rows = Vec::from_iter((0..cells.len()).filter(|&row| cells[row].is_none()));
    dice.shuffle(&mut rows);
    for row in rows.into_iter().take(count) {
        cells[row] = Some(label.to_owned());
    }
}

/// Fills the open cells of `members` so that the levels' shares are `parts` to the nearest respondent.
fn fill_levels(
    dice: &mut Dice,
    people: &[Person],
    members: &[usize],
    cells: &mut Cells,
    levels: &[&str],
    parts: &[u32],
    pull: f64,
) {
    let ranked = ranked(dice, people, &open(cells, members), pull);
    let whole = parts.iter().sum::<u32>() as usize;
    let (mut passed, mut begin) = (0, 0);
    for (level, part) in levels.iter().zip(parts) {
        passed += *part as usize;
        let end = (2 * ranked.len() * passed + whole) / (2 * whole);
        for &person in &ranked[begin..end] {
            cells[person] = Some((*level).to_owned());
        }
        begin = end;
    }
}

/// `members` in an order between chance (`pull` 0) and strain, rising (1) or falling (−1).
fn ranked(dice: &mut Dice, people: &[Person], members: &[usize], pull: f64) -> Vec<usize> {
    let mut scored = Vec::from_iter(members.iter().map(|&person| {
        (
            pull * people[person].strain + (1.0 - pull.abs()) * dice.bell(),
            person,
        )
    }));
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    scored.into_iter().map(|(_, person)| person).collect()
}

fn filled(cells: Cells) -> Vec<String> {
    cells.into_iter().map(Option::unwrap_or_default).collect()
}
