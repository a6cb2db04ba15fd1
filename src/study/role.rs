//! What a column is for, guessed from the words of its header and from its values.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::frequency::{DAILY, FEW_A_MONTH, times_a_year};
use super::question::{Form, Question};
use crate::table::{Kind, Sensitive, Unit, band, named, words};

/// What a question about burnout asks for; the three are never put on one chart.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Burnout {
    /// What people feel: "my work left me feeling burned out".
    Symptom,
    /// What people think: "pressure contributes to burnout".
    Opinion,
    /// What people do: evening and weekend work.
    Behaviour,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// How much people use AI to write code: the first choice for cohorts.
    AiUse,
    /// How often the team deploys.
    DeploymentFrequency,
    /// Percentage of deployments that end in rollback, hotfix or customer impact.
    RollbackShare,
    /// Time to recover from an incident.
    RecoveryTime,
    /// Burnout, in one of three kinds.
    Burnout(Burnout),
    /// How many respondents of the population one respondent stands for.
    Weight,
    /// Something about the respondent, to divide and to filter by.
    Attribute,
    /// Any other question.
    Question,
    /// Written by the survey tool: when, by which way and how far somebody answered.
    Metadata,
    /// Tells respondents apart.
    Identifier,
    /// Free text; stays off every chart and export.
    Comment,
    /// Not used.
    Unused,
}

/// Every role, in the order of a menu.
pub const ROLES: [Role; 14] = [
    Role::AiUse,
    Role::DeploymentFrequency,
    Role::RollbackShare,
    Role::RecoveryTime,
    Role::Burnout(Burnout::Symptom),
    Role::Burnout(Burnout::Opinion),
    Role::Burnout(Burnout::Behaviour),
    Role::Weight,
    Role::Attribute,
    Role::Question,
    Role::Metadata,
    Role::Identifier,
    Role::Comment,
    Role::Unused,
];

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AiUse => "AI use",
            Self::DeploymentFrequency => "Deployment frequency",
            Self::RollbackShare => "Rollback rate",
            Self::RecoveryTime => "MTTR",
            Self::Burnout(Burnout::Symptom) => "Burnout, symptom",
            Self::Burnout(Burnout::Opinion) => "Burnout, opinion",
            Self::Burnout(Burnout::Behaviour) => "Burnout, behaviour",
            Self::Weight => "Weight",
            Self::Attribute => "Filter",
            Self::Question => "Question",
            Self::Metadata => "Metadata",
            Self::Identifier => "Identifier",
            Self::Comment => "Free text",
            Self::Unused => "Not used",
        })
    }
}

impl Role {
    /// Whether a column of this form can have the role.
    pub fn fits(self, question: &Question) -> bool {
        match self {
            Self::AiUse | Self::Attribute => !question.codes().is_empty(),
            // Band codes are never averaged.
            Self::DeploymentFrequency => matches!(question.form, Form::Levels(_)),
            Self::Burnout(_) => matches!(question.form, Form::Levels(_) | Form::Number { .. }),
            Self::RecoveryTime => matches!(question.form, Form::Levels(_) | Form::Number { .. }),
            Self::RollbackShare | Self::Weight => matches!(question.form, Form::Number { .. }),
            Self::Question => question.is_drawable(),
            Self::Metadata | Self::Identifier | Self::Comment | Self::Unused => true,
        }
    }
}

/// How sure a guess is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Sure {
    /// From the values alone, or from a weak word.
    Guess,
    /// Words and values agree, though other columns could have the role.
    Likely,
    /// Words and values leave little doubt.
    Sure,
}

impl fmt::Display for Sure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Guess => "a guess",
        })
    }
}

/// A role with how sure it is and why.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Guess {
    /// What the column is for.
    pub role: Role,
    /// How sure that is.
    pub sure: Sure,
}

/// Hours of a day: recovery that takes longer is long.
const DAY: f64 = 24.0;

/// Guesses the role of every column. Single roles go to the column that speaks for them most.
pub fn guess(questions: &[Question], ranges: &[Option<(f64, f64)>]) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = questions.iter().map(by_values).collect();
    let scores: Vec<Vec<(Role, u32)>> = questions
        .iter()
        .zip(ranges)
        .map(|(q, range)| by_words(q, *range))
        .collect();
    for single in [
        Role::AiUse,
        Role::DeploymentFrequency,
        Role::RollbackShare,
        Role::RecoveryTime,
        Role::Weight,
    ] {
        let of = |i: usize| {
            scores[i]
                .iter()
                .find(|(role, _)| *role == single)
                .map_or(0, |&(_, score)| score)
        };
        let Some(best) = (0..questions.len())
            .max_by_key(|&i| (of(i), std::cmp::Reverse(i)))
            .filter(|&i| of(i) > 0)
        else {
            continue;
        };
        let rivals = (0..questions.len())
            .filter(|&i| i != best && of(i) == of(best))
            .count();
        let sure = if of(best) >= 4 && rivals == 0 {
            Sure::Sure
        } else if of(best) >= 3 {
            Sure::Likely
        } else {
            Sure::Guess
        };
        guesses[best] = Guess { role: single, sure };
    }
    for (i, scores) in scores.iter().enumerate() {
        let burnout = scores
            .iter()
            .find(|(role, _)| matches!(role, Role::Burnout(_)));
        if let Some(&(role, score)) = burnout
            && matches!(guesses[i].role, Role::Question | Role::Attribute)
        {
            guesses[i] = Guess {
                role,
                sure: if score >= 4 { Sure::Sure } else { Sure::Likely },
            };
        }
    }
    guesses
}

fn by_values(question: &Question) -> Guess {
    let personal = question
        .sensitive
        .is_some_and(|what| what != Sensitive::Text);
    let is_named = [&question.name, &question.wording]
        .into_iter()
        .any(|text| named(text).is_some());
    if personal || is_named {
        return Guess {
            role: Role::Identifier,
            sure: Sure::Sure,
        };
    }
    // Places that look like numbers are neither more nor less than one another.
    let is_postal = question.words().len() <= 4
        && question
            .words()
            .iter()
            .any(|word| ["zip", "zipcode", "postcode", "postal", "plz"].contains(&word.as_str()));
    let (role, sure) = match (&question.form, question.kind) {
        _ if is_postal => (Role::Identifier, Sure::Likely),
        (_, Kind::Identifier) => (Role::Identifier, Sure::Sure),
        _ if question.metadata => (Role::Metadata, Sure::Sure),
        (_, Kind::Text) => (Role::Comment, Sure::Sure),
        (Form::Other, _) => (Role::Unused, Sure::Sure),
        (Form::Options { .. }, _) => (Role::Question, Sure::Sure),
        (Form::Levels(reading), _) if !reading.is_ordered() && !repeats(question) => {
            (Role::Comment, Sure::Likely)
        }
        (form, _) if is_attribute(question) && !question.codes().is_empty() => (
            Role::Attribute,
            if matches!(form, Form::Levels(_)) {
                Sure::Sure
            } else {
                Sure::Likely
            },
        ),
        (Form::Levels(reading), _)
            if is_short(question)
                && (matches!(reading.scale, Some("bands" | "numbered"))
                    || !reading.is_ordered()) =>
        {
            (Role::Attribute, Sure::Likely)
        }
        _ => (Role::Question, Sure::Sure),
    };
    Guess { role, sure }
}

/// Whether answers are shared: at least two of them by five respondents or more. What only single people wrote is free text,
/// however short, and stays off charts and filters.
fn repeats(question: &Question) -> bool {
    let shared = question.counts.iter().filter(|&&count| count >= 5).count();
    let per_level = if question.answered < 20 { 2 } else { 5 };
    shared >= 2 || question.levels.len() as u64 * per_level <= question.answered
}

fn is_short(question: &Question) -> bool {
    words(&question.wording).len() <= 3 && question.levels.len() <= 12
}

fn is_attribute(question: &Question) -> bool {
    const ABOUT: &[&str] = &[
        "country",
        "region",
        "location",
        "office",
        "role",
        "title",
        "job",
        "position",
        "size",
        "employees",
        "industry",
        "sector",
        "department",
        "division",
        "team",
        "squad",
        "tribe",
        "age",
        "gender",
        "seniority",
        "level",
        "tenure",
        "experience",
        "education",
        "qualification",
        "employment",
        "grade",
        "organisation",
        "organization",
        "company",
        "years",
        "exp",
        "language",
        "platform",
    ];
    const ASKING: &[&str] = &[
        "how",
        "often",
        "agree",
        "rate",
        "satisfied",
        "feel",
        "percentage",
        "why",
        "what's",
        "hours",
        "which",
        "does",
        "do",
    ];
    let is_named = |text: &str| {
        let words = words(text);
        words.len() <= 4 && words.iter().any(|w| ABOUT.contains(&w.as_str()))
    };
    let named = is_named(&question.name) || is_named(&question.wording);
    let words = question.words();
    let asked = words.len() > 4
        && !words.iter().any(|w| {
            [
                "often",
                "agree",
                "satisfied",
                "feel",
                "percentage",
                "deploy",
                "deployment",
                "ai",
                "incident",
                "incidents",
            ]
            .contains(&w.as_str())
        })
        && words.iter().any(|w| {
            [
                "country",
                "industry",
                "employees",
                "gender",
                "age",
                "role",
                "experience",
            ]
            .contains(&w.as_str())
        });
    // "Which team are you in?" asks for a name, and "Which tools does your team use?" does not.
    let is_whose = words.windows(2).any(|pair| {
        let is = |word: &String, known: &[&str]| known.contains(&word.as_str());
        is(&pair[0], &["which", "what"]) && is(&pair[1], WHOSE)
    });
    const WHOSE: &[&str] = &[
        "team",
        "squad",
        "tribe",
        "department",
        "division",
        "service",
    ];
    (named && !words.iter().any(|w| ASKING.contains(&w.as_str()))) || asked || is_whose
}

fn by_words(question: &Question, range: Option<(f64, f64)>) -> Vec<(Role, u32)> {
    if question.metadata {
        return Vec::new();
    }
    let words = question.words();
    let has = |any: &[&str]| words.iter().any(|w| any.contains(&w.as_str()));
    let starts = |any: &[&str]| words.iter().any(|w| any.iter().any(|a| w.starts_with(a)));
    let scale = match &question.form {
        Form::Levels(reading) => reading.scale,
        _ => None,
    };
    let number = matches!(question.form, Form::Number { .. });
    let mut out = Vec::new();
    let mut speak = |role: Role, score: u32| {
        if score > 0 && role.fits(question) {
            out.push((role, score));
        }
    };

    let ai = has(&[
        "ai", "genai", "llm", "llms", "copilot", "chatgpt", "claude", "cursor", "ki", "ia", "ші",
    ]) || (has(&["assistant", "assistants"]) && starts(&["cod"]));
    let trouble = has(&["wrong", "involved", "pressure", "burnout"])
        || starts(&[
            "problem", "issue", "incident", "fail", "vulnerab", "trust", "accur", "threat",
            "concern", "chang", "worse", "better",
        ]);
    let how_much = matches!(scale, Some("frequency" | "how often" | "extent"));
    if ai && !trouble && how_much {
        speak(
            Role::AiUse,
            2 + 2 * u32::from(scale == Some("frequency"))
                + u32::from(has(&[
                    "use",
                    "using",
                    "often",
                    "select",
                    "frequency",
                    "usage",
                    "nutzen",
                    "nutzt",
                    "verwenden",
                    "verwendest",
                    "utilisez",
                    "utilises",
                    "usa",
                    "usas",
                    "utiliza",
                    "utilizas",
                ]))
                + u32::from(starts(&[
                    "cod", "writ", "program", "schreib", "écri", "escrib",
                ])),
        );
    } else if ai && !trouble && (scale == Some("yes or no") || question.kind == Kind::YesNo) {
        speak(Role::AiUse, 1 + u32::from(has(&["use", "using", "used"])));
    }

    let how_long = has(&["long"]) && has(&["how"]);
    let deploys = starts(&[
        "deploy",
        "releas",
        "ship",
        "bereitstell",
        "ausliefer",
        "déploi",
        "déploy",
        "despleg",
        "desplieg",
    ]);
    let after_hours = starts(&["evening", "weekend", "night", "overtime"])
        || (has(&["after", "outside"]) && starts(&["hour"]));
    if deploys && !ai && !after_hours && !trouble && !how_long && scale == Some("frequency") {
        speak(
            Role::DeploymentFrequency,
            2 + 2 * u32::from(starts(&["deploy", "déplo", "desplie"]))
                + u32::from(has(&["production", "prod"]))
                + u32::from(has(&["often", "frequency", "frequently"])),
        );
    }

    let percent = has(&[
        "percent",
        "percentage",
        "share",
        "rate",
        "pct",
        "proportion",
    ]) || question.name.contains('%')
        || question.wording.contains('%');
    let remedies = starts(&["rollback", "hotfix", "remediat", "rolled", "revert"])
        || (starts(&["fail"]) && (deploys || has(&["change"])));
    let in_percent = range.is_some_and(|(low, high)| low >= 0.0 && high <= 100.0);
    if number && remedies && in_percent {
        speak(
            Role::RollbackShare,
            2 + 2 * u32::from(percent) + u32::from(starts(&["rollback", "rolled"])),
        );
    }

    let recovers = starts(&[
        "recover",
        "restor",
        "mttr",
        "resolv",
        "resolution",
        "wiederherstell",
        "rétabl",
        "restablec",
        "restaur",
    ]);
    let time = has(&[
        "hours", "hour", "time", "long", "minutes", "days", "mttr", "hrs", "stunden", "zeit",
        "dauert", "lange", "heures", "temps", "durée", "horas", "tiempo",
    ]);
    let never_negative = range.is_none_or(|(low, _)| low >= 0.0);
    if recovers && time && never_negative && (number || scale == Some("bands")) {
        speak(
            Role::RecoveryTime,
            2 + 2 * u32::from(number)
                + u32::from(starts(&["incident", "deploy", "fail", "outage"]))
                + u32::from(has(&["mttr"])),
        );
    }

    let burned = starts(&[
        "burnout",
        "burned",
        "burnt",
        "exhaust",
        "cynic",
        "ausgebrannt",
        "erschöpf",
        "épuis",
        "agotad",
    ]) || (has(&["burn"]) && has(&["out"]));
    // Who agrees that they do not feel burned out says the opposite.
    let is_reversed = has(&[
        "not", "don't", "dont", "doesn't", "never", "rarely", "seldom", "hardly", "no", "free",
        "without", "nicht", "kaum", "pas", "jamais", "nunca",
    ]) && scale == Some("agreement");
    let is_told = matches!(
        scale,
        Some("agreement" | "extent" | "how often" | "frequency" | "yes or no")
    );
    if burned && is_told && !is_reversed {
        let opinion = starts(&["contribut", "pressure", "caus", "lead", "increas"]);
        speak(
            Role::Burnout(if opinion {
                Burnout::Opinion
            } else {
                Burnout::Symptom
            }),
            4,
        );
    } else if after_hours
        && matches!(
            scale,
            Some("frequency" | "how often" | "extent" | "agreement")
        )
    {
        speak(Role::Burnout(Burnout::Behaviour), 4);
    }

    let of_a_body = has(&[
        "kg",
        "lb",
        "lbs",
        "kilograms",
        "pounds",
        "body",
        "height",
        "bmi",
    ]);
    let named_weight = words.len() <= 3
        && !of_a_body
        && has(&[
            "weight",
            "weights",
            "weighting",
            "wt",
            "wgt",
            "pweight",
            "finalweight",
        ]);
    if number && named_weight && never_negative {
        // Survey weights lie around 1; anything else is a guess that a person has to confirm.
        let around_one =
            range.is_some_and(|(low, high)| low <= 1.0 && (1.0..=30.0).contains(&high));
        speak(Role::Weight, if around_one { 4 } else { 1 });
    }
    out
}

/// The level a role's headline counts from, where the role has a convention of its own: daily deployments, and after-hours
/// work a few times a month.
pub fn convention(role: Role, question: &Question) -> Option<u32> {
    let Form::Levels(reading) = &question.form else {
        return None;
    };
    let from = match role {
        Role::DeploymentFrequency => DAILY,
        Role::Burnout(Burnout::Behaviour) => FEW_A_MONTH,
        Role::RecoveryTime => {
            // A day and longer; bands without a unit may be of anything.
            let is_long = |text: &str| {
                let is_told = text.contains(char::is_alphabetic);
                is_told && band(text).is_some_and(|band| band.low >= DAY)
            };
            let mut inside = reading.order.iter().copied();
            return inside.find(|&code| is_long(question.level(code)));
        }
        _ => return None,
    };
    // "Between once per day and once per week" begins at daily and counts as daily or more in no one's reading.
    reading
        .order
        .iter()
        .copied()
        .find(|&code| times_a_year(question.level(code)).is_some_and(|t| t >= from))
}

/// What a number must be multiplied by to be in the unit its role is shown in, and the unit it is given in where that differs:
/// hours for recovery times, percent for rollback shares.
pub fn conversion(role: Role, question: &Question) -> (f64, Option<&'static str>) {
    const UNITS: &[(&[&str], f64, &str)] = &[
        (&["hours", "hour", "hrs", "h"], 1.0, ""),
        (&["minutes", "minute", "mins", "min"], 1.0 / 60.0, "minutes"),
        (
            &["seconds", "second", "secs", "sec"],
            1.0 / 3600.0,
            "seconds",
        ),
        (&["days", "day"], 24.0, "days"),
        (&["weeks", "week"], 168.0, "weeks"),
    ];
    match role {
        Role::RecoveryTime => {
            // Lengths of time with their units are held in hours already.
            if question.unit == Some(Unit::Hours) {
                return (1.0, None);
            }
            let words = question.words();
            let named = UNITS
                .iter()
                .find(|(names, ..)| words.iter().any(|w| names.contains(&w.as_str())));
            named.map_or((1.0, None), |&(_, factor, unit)| {
                (factor, Some(unit).filter(|unit| !unit.is_empty()))
            })
        }
        Role::RollbackShare => match question.range {
            Some((_, most)) if most > 0.0 && most <= 1.0 => (100.0, Some("shares of 1")),
            _ => (1.0, None),
        },
        _ => (1.0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Reader;
    use crate::study::Study;
    use crate::table::{FileSummary, Scan, build, infer};

    fn study(csv: &str) -> Study {
        let mut reader = Reader::new("a.csv");
        reader.push(csv.as_bytes());
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let (table, problems) = build(&opened.records, &schema);
        Study::of(&FileSummary::of(&opened, &scan, &schema, &table, problems))
    }

    #[test]
    fn lengths_of_time_are_recovery_times_in_hours_whatever_the_name_says() {
        let study = study("Minutes to recover from an incident\n90 min\n2h 30m\n1.5 days\n");
        assert_eq!(study.roles[0].role, Role::RecoveryTime);
        assert_eq!(study.questions[0].range, Some((1.5, 36.0)));
        assert_eq!(
            conversion(Role::RecoveryTime, &study.questions[0]),
            (1.0, None)
        );
    }

    #[test]
    fn who_somebody_is_cannot_be_drawn_or_filtered_by() {
        let study = study(
            "Contact,Lat,Team\nann@x.org,50.4501,a\nbob@x.org,48.8566,b\nann@x.org,50.4501,a\n",
        );
        for at in 0..2 {
            assert_eq!(study.roles[at].role, Role::Identifier);
            assert!(!study.questions[at].is_drawable() && study.questions[at].levels.is_empty());
        }
        assert!(study.attributes().all(|at| at == 2));
    }

    #[test]
    fn who_is_not_burned_out_says_the_opposite_of_who_is() {
        let rows = |answers: [&str; 2]| format!("{}\n{}\n", answers[0], answers[1]).repeat(20);
        let role = |name: &str, answers: [&str; 2]| {
            study(&format!("{name}\n{}", rows(answers))).roles[0].role
        };
        let (agree, yes) = (["Agree", "Disagree"], ["Yes", "No"]);
        let symptom = Role::Burnout(Burnout::Symptom);
        assert_eq!(role("I feel burned out", agree), symptom);
        assert_ne!(role("I don't feel burned out", agree), symptom);
        assert_ne!(role("I rarely feel burned out", agree), symptom);
        assert_eq!(role("Do you feel burned out?", yes), symptom);
        assert_eq!(role("Do you feel burned out?", ["1", "0"]), symptom);
    }

    #[test]
    fn questions_in_other_languages_have_their_roles() {
        let rows = "täglich,wöchentlich,stimme zu\nwöchentlich,täglich,stimme nicht zu\nmonatlich,monatlich,stimme zu\n".repeat(12);
        let study = study(&format!(
            "Wie oft nutzen Sie KI beim Programmieren?,Wie oft liefert Ihr Team Deployments aus?,Ich fühle mich ausgebrannt\n{rows}"
        ));
        let roles: Vec<Role> = study.roles.iter().map(|guess| guess.role).collect();
        assert_eq!(
            roles,
            [
                Role::AiUse,
                Role::DeploymentFrequency,
                Role::Burnout(Burnout::Symptom)
            ]
        );
    }

    #[test]
    fn a_question_of_several_columns_is_not_called_by_an_option() {
        let heads = "Q1,Q2_1,Q2_2\nHow old?,Which apply? - Selected Choice - Copilot,Which apply? - Selected Choice - Cursor\n";
        let ids = "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_2\"\"}\"\n";
        let rows = "31,Copilot,\n40,Copilot,Cursor\n52,,Cursor\n".repeat(10);
        let study = study(&format!("{heads}{ids}{rows}"));
        assert_eq!(study.questions[1].wording, "Which apply?");
    }

    #[test]
    fn recovery_is_long_from_a_day_on() {
        let bands = [
            "< 1 hour",
            "1-4 hours",
            "4-24 hours",
            "1-7 days",
            "> 1 week",
        ];
        let study = study(&format!(
            "How long to restore service after an incident\n{}",
            format!("{}\n", bands.join("\n")).repeat(5)
        ));
        assert_eq!(study.roles[0].role, Role::RecoveryTime);
        let Form::Levels(reading) = &study.questions[0].form else {
            panic!("bands are levels")
        };
        assert_eq!(study.questions[0].level(reading.top_from), "1-7 days");
    }

    #[test]
    fn which_team_somebody_is_in_is_what_others_are_divided_by() {
        let rows: String = (0..40)
            .map(|at| format!("{0},{0}\n", ["Shop", "Pay"][at % 2]))
            .collect();
        let study = study(&format!(
            "Which team are you in?,Which practices does your team use?\n{rows}"
        ));
        let roles: Vec<Role> = study.roles.iter().map(|guess| guess.role).collect();
        assert_eq!(roles, [Role::Attribute, Role::Question]);
    }
}
