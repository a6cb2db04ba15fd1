//! The dictionary of ordered scales: which answers belong together, and in which order.
//!
//! To add a scale, add a [`Scale`] to [`ALL`]. Levels run from low to high; where one end is strained (disagreement
//! with a good thing, "worse", "very poor"), that end stands last.

use super::words::{is_opting_out, plain};

/// How the levels of a scale are coloured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ramp {
    /// Ordered and split where the headline's levels begin: stone below, teal at or above.
    Threshold,
    /// Two ends and perhaps a middle; the last level is the strained end: teal to rust.
    Agree,
    /// Two ends and perhaps a middle; neither end is bad: plum to green.
    Lean,
    /// Ordered, pale to strong.
    Ordered,
    /// Not ordered.
    Kinds,
}

/// A known scale. A level is written as its spellings, split by `|`.
#[derive(Debug)]
pub struct Scale {
    /// Name for people: "agreement".
    pub label: &'static str,
    /// Spellings per level, low to high.
    pub levels: &'static [&'static str],
    /// How it is coloured.
    pub ramp: Ramp,
    /// Index of the neutral level.
    pub middle: Option<usize>,
    /// The lowest level that the headline counts.
    pub top: usize,
    /// What the headline is called; none: made from the names of the levels.
    pub top_name: Option<&'static str>,
}

/// Every scale, most particular first.
pub const ALL: &[Scale] = &[
    Scale {
        label: "agreement",
        levels: &[
            "strongly disagree|completely disagree|totally disagree|disagree strongly|fully disagree",
            "disagree|mostly disagree",
            "somewhat disagree|slightly disagree|rather disagree|tend to disagree",
            "neither agree nor disagree|neither agree or disagree|neither|neutral|undecided|neither disagree nor agree|neither agree, nor disagree",
            "somewhat agree|slightly agree|rather agree|tend to agree",
            "agree|mostly agree",
            "strongly agree|completely agree|totally agree|agree strongly|fully agree",
        ],
        ramp: Ramp::Agree,
        middle: Some(3),
        top: 4,
        top_name: Some("Agree in all"),
    },
    Scale {
        label: "better or worse",
        levels: &[
            "much better|significantly better|a lot better|greatly improved|far less problematic|much less problematic",
            "better|somewhat better|slightly better|a little better|improved|less problematic|somewhat less problematic",
            "no change|about the same|the same|same|unchanged|neither better nor worse|no difference",
            "worse|somewhat worse|slightly worse|a little worse|worsened|more problematic|somewhat more problematic",
            "much worse|significantly worse|a lot worse|greatly worsened|far more problematic|much more problematic",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Worse in all"),
    },
    Scale {
        label: "decrease or increase",
        levels: &[
            "decreased significantly|significantly decreased|strongly decreased|decreased a lot|much less|much fewer|far fewer|greatly decreased",
            "decreased|somewhat decreased|slightly decreased|decreased slightly|less|fewer|somewhat less|somewhat fewer|decreased somewhat",
            "no change|about the same|the same|same|unchanged|stayed the same|remained the same",
            "increased|somewhat increased|slightly increased|increased slightly|more|somewhat more|increased somewhat",
            "increased significantly|significantly increased|strongly increased|increased a lot|much more|far more|greatly increased",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: Some("More in all"),
    },
    Scale {
        label: "quality",
        levels: &[
            "very well|very good|excellent|great|very good at it",
            "well|good|good, but not great|fairly good|fairly well|somewhat good",
            "neither good nor bad|neither good or bad|average|fair|ok|okay|acceptable|neutral|neither",
            "bad|poor|poorly|fairly bad|fairly poor|somewhat bad|somewhat poor",
            "very bad|very poor|very poorly|terrible|awful",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "trust",
        levels: &[
            "highly trust|fully trust|completely trust|strongly trust|trust completely|trust a great deal|a great deal",
            "somewhat trust|trust|mostly trust|trust somewhat",
            "neither trust nor distrust|neither trust or distrust|neutral|neither",
            "somewhat distrust|distrust|mostly distrust|distrust somewhat",
            "highly distrust|fully distrust|completely distrust|strongly distrust|distrust completely",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Distrust in all"),
    },
    Scale {
        label: "satisfaction",
        levels: &[
            "very satisfied|extremely satisfied|completely satisfied|highly satisfied",
            "satisfied|somewhat satisfied|rather satisfied|mostly satisfied|fairly satisfied",
            "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neutral|neither",
            "dissatisfied|somewhat dissatisfied|rather dissatisfied|unsatisfied|mostly dissatisfied|fairly dissatisfied",
            "very dissatisfied|extremely dissatisfied|completely dissatisfied|very unsatisfied|highly dissatisfied",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: Some("Dissatisfied in all"),
    },
    Scale {
        label: "favour",
        levels: &[
            "very unfavorable|very unfavourable|very negative|very negatively",
            "unfavorable|unfavourable|somewhat unfavorable|negative|somewhat negative|negatively",
            "indifferent|neutral|neither|neither favorable nor unfavorable|neither positive nor negative|no change",
            "favorable|favourable|somewhat favorable|positive|somewhat positive|positively",
            "very favorable|very favourable|very positive|very positively",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "ease",
        levels: &[
            "very easy|extremely easy",
            "easy|somewhat easy|rather easy|fairly easy",
            "neither easy nor difficult|neither easy or difficult|neither easy nor hard|neutral|neither",
            "difficult|somewhat difficult|rather difficult|hard|somewhat hard|fairly difficult",
            "very difficult|extremely difficult|very hard",
        ],
        ramp: Ramp::Agree,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "importance",
        levels: &[
            "not at all important|not important at all|unimportant|not important",
            "slightly important|a little important|of little importance|low importance",
            "moderately important|somewhat important|neutral|fairly important",
            "important|very important|quite important",
            "extremely important|essential|critical|absolutely essential",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "likelihood",
        levels: &[
            "very unlikely|extremely unlikely|highly unlikely",
            "unlikely|somewhat unlikely|rather unlikely",
            "neither likely nor unlikely|neutral|neither",
            "likely|somewhat likely|rather likely",
            "very likely|extremely likely|highly likely",
        ],
        ramp: Ramp::Lean,
        middle: Some(2),
        top: 3,
        top_name: None,
    },
    Scale {
        label: "how often",
        levels: &[
            "never|not at all|not ever|0 % of the time",
            "almost never|hardly ever|very rarely|nearly never",
            "rarely|seldom|occasionally|infrequently",
            "sometimes|now and then|from time to time",
            "about half the time|half the time|around half the time|half of the time",
            "often|frequently|regularly|usually|most of the time|more than half the time",
            "very often|very frequently|nearly always|almost always|mostly always",
            "always|all the time|every time|constantly",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "extent",
        levels: &[
            "not at all|none|no extent|to no extent|none at all",
            "very little|to a very small extent|a tiny bit",
            "a little|slightly|small extent|to a small extent|a small extent|to a slight extent|a little bit|a bit",
            "somewhat|moderately|moderate|to some extent|a moderate amount|to a moderate extent|some extent|quite a bit",
            "very much|very|a lot|great extent|to a great extent|to a large extent|large extent|considerably|mostly|quite a lot",
            "extremely|completely|entirely|to a very great extent|fully|a great deal",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "how many",
        levels: &[
            "none|no one|nobody|none of them|no teams|none did",
            "hardly any|hardly any teams|very few|almost none|hardly any of them",
            "a few|few|few teams|a few teams|a minority|less than half",
            "some|some teams|about half|some of them|half|some did",
            "many|most|most teams|most of them|a majority|more than half|many teams",
            "nearly all|almost all|almost all teams",
            "all|all teams|all of them|everyone|every team|they all did|yes, they all did",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 4,
        top_name: None,
    },
    Scale {
        label: "severity",
        levels: &[
            "low|minor|small|trivial",
            "medium|moderate|normal",
            "high|major|large|severe",
            "critical|very high|blocker|urgent",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 2,
        top_name: None,
    },
    Scale {
        label: "seniority",
        levels: &[
            "intern|trainee|student|apprentice",
            "junior|junior developer|entry level|entry-level",
            "mid|middle|mid-level|mid-level developer|intermediate",
            "senior|senior developer",
            "lead|staff|team lead|staff/lead developer|tech lead",
            "principal|architect|head|principal developer",
            "distinguished engineer/fellow|distinguished engineer|fellow|veteran/executive|executive|director",
        ],
        ramp: Ramp::Ordered,
        middle: None,
        top: 3,
        top_name: None,
    },
    Scale {
        label: "yes or no",
        levels: &[
            "no|n|false",
            "maybe|possibly|partly|sometimes|partially",
            "yes|y|true",
        ],
        ramp: Ramp::Threshold,
        middle: None,
        top: 2,
        top_name: Some("Yes"),
    },
];

impl Scale {
    /// The level that a plain text spells, if any.
    pub fn level(&self, plain_text: &str) -> Option<usize> {
        self.levels
            .iter()
            .position(|spellings| spellings.split('|').any(|spelling| spelling == plain_text))
    }
}

/// A scale found in a column: an index into its answers per level, low to high.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Name of the scale.
    pub label: &'static str,
    /// Positions in the given answers, low to high.
    pub order: Vec<usize>,
    /// How it is coloured.
    pub ramp: Ramp,
    /// Position in `order` of the neutral level.
    pub middle: Option<usize>,
    /// Positions in `order` from which the headline counts, to the end.
    pub top: usize,
    /// What the headline is called; none: made from the names of the levels.
    pub top_name: Option<&'static str>,
}

/// Finds the scale that orders `answers` (those that stand aside already taken away).
/// One answer that opts out of the question may stand below the scale.
pub fn find(answers: &[&str]) -> Option<Found> {
    if answers.len() < 2 {
        return None;
    }
    known(answers)
        .or_else(|| often(answers))
        .or_else(|| bands(answers))
}

fn known(answers: &[&str]) -> Option<Found> {
    let plains: Vec<String> = answers.iter().map(|a| plain(a)).collect();
    ALL.iter().find_map(|scale| {
        let mut placed: Vec<(usize, usize)> = Vec::new();
        let mut outside = None;
        for (i, text) in plains.iter().enumerate() {
            match scale.level(text) {
                Some(level) => placed.push((level, i)),
                None if is_opting_out(text) && outside.is_none() => outside = Some(i),
                None => return None,
            }
        }
        placed.sort_unstable();
        let distinct = placed.windows(2).all(|w| w[0].0 != w[1].0);
        if !distinct || placed.len() < 2 {
            return None;
        }
        let shift = usize::from(outside.is_some());
        let order: Vec<usize> = outside
            .into_iter()
            .chain(placed.iter().map(|&(_, i)| i))
            .collect();
        let top = placed
            .iter()
            .position(|&(level, _)| level >= scale.top)
            .unwrap_or(placed.len() - 1)
            + shift;
        let middle = scale
            .middle
            .and_then(|m| placed.iter().position(|&(level, _)| level == m))
            .filter(|_| outside.is_none());
        let ramp = if outside.is_some() && scale.middle.is_some() {
            Ramp::Threshold
        } else {
            scale.ramp
        };
        Some(Found {
            label: scale.label,
            order,
            ramp,
            middle,
            top,
            top_name: scale.top_name,
        })
    })
}

/// Times a year that an answer such as "a few times a month" stands for; the order of frequencies rests on it.
pub fn times_a_year(text: &str) -> Option<f64> {
    let text = plain_frequency(text);
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if ["never", "not at all"].contains(&text.as_str()) {
        return Some(0.0);
    }
    if text.starts_with("no, and i don't plan")
        || text.contains("don't plan")
        || text.contains("do not plan")
    {
        return Some(-2.0);
    }
    if (text.contains("plan to") || text.contains("intend to"))
        && !has(&["daily", "weekly", "monthly"])
    {
        return Some(-1.0);
    }
    let few = has(&[
        "few",
        "several",
        "multiple",
        "more than once",
        "many times",
        "2-3",
        "several times",
        "couple",
    ]);
    // "Between once a day and once a week" starts at its more frequent end and is not quite that often.
    if let Some(rest) = text.strip_prefix("between ") {
        let first = rest.split(" and ").next()?;
        return times_a_year(first).map(|t| t * 0.7);
    }
    let fewer = text.starts_with("less ")
        || text.starts_with("fewer ")
        || text.starts_with("rarer")
        || text.starts_with("more rarely");
    let or_less = text.ends_with("or less")
        || text.ends_with("or less often")
        || text.ends_with("or rarer")
        || text.ends_with("or fewer")
        || text.ends_with("or less frequently");
    let or_more = text.ends_with("or more") || text.ends_with("or more often");
    let base = if has(&["on demand", "on-demand", "continuous"]) {
        2000.0
    } else if has(&["hour"]) {
        if few { 17_000.0 } else { 8_760.0 }
    } else if has(&["day", "daily"])
        && !has(&[
            "most days",
            "days a week",
            "days per week",
            "every few days",
        ])
    {
        if few && !fewer { 1000.0 } else { 365.0 }
    } else if has(&["most days"]) {
        250.0
    } else if has(&["week", "days a week", "every few days"]) {
        if few && !fewer { 150.0 } else { 52.0 }
    } else if has(&["month", "six months"]) {
        if has(&["six months", "6 months"]) {
            2.0
        } else if has(&["three months", "3 months"]) {
            4.0
        } else if few && !fewer {
            30.0
        } else {
            12.0
        }
    } else if has(&["quarter", "semester"]) {
        if few && !fewer { 8.0 } else { 4.0 }
    } else if has(&["year", "annual", "yearly"]) {
        if text.contains("every two") || text.contains("every other") {
            0.5
        } else if few && !fewer {
            3.0
        } else {
            1.0
        }
    } else {
        return match text.as_str() {
            "rarely" | "less often" | "rarer" | "seldom" | "less" => Some(0.3),
            "once" => Some(0.1),
            _ => None,
        };
    };
    Some(if fewer {
        base * 0.6
    } else if or_less {
        base * 0.9
    } else if or_more {
        base * 1.1
    } else {
        base
    })
}

/// Keeps the bracketed part: "Very frequently (multiple times per day)" is told apart by it.
fn plain_frequency(text: &str) -> String {
    let inner = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inner, _)| inner);
    match inner {
        Some(inner) if times_word(inner) => plain(inner),
        _ => plain(text),
    }
}

fn times_word(text: &str) -> bool {
    let text = text.to_lowercase();
    ["day", "daily", "week", "month", "year", "hour"]
        .iter()
        .any(|w| text.contains(w))
}

/// "Daily" or more often.
pub const DAILY: f64 = 365.0;
/// "A few times a month" or more often.
pub const FEW_A_MONTH: f64 = 30.0;

fn often(answers: &[&str]) -> Option<Found> {
    let mut placed: Vec<(f64, usize)> = Vec::new();
    for (i, answer) in answers.iter().enumerate() {
        placed.push((times_a_year(answer)?, i));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    if placed.windows(2).any(|w| w[0].0 == w[1].0) || !placed.iter().any(|&(t, _)| t >= 1.0) {
        return None;
    }
    let top = placed
        .iter()
        .position(|&(t, _)| t >= 52.0)
        .unwrap_or(placed.len() - 1)
        .max(1);
    Some(Found {
        label: "frequency",
        order: placed.iter().map(|&(_, i)| i).collect(),
        ramp: Ramp::Threshold,
        middle: None,
        top,
        top_name: None,
    })
}

/// Orders bands by their first number: "1-10", "11-25", "51+", "Less than 2 hours", "1 to 3 days", "1,000-4,999".
fn bands(answers: &[&str]) -> Option<Found> {
    let mut placed: Vec<(f64, usize)> = Vec::new();
    for (i, answer) in answers.iter().enumerate() {
        placed.push((band_start(answer)?, i));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    if placed.windows(2).any(|w| w[0].0 == w[1].0) {
        return None;
    }
    let top = placed.len() - 1;
    Some(Found {
        label: "bands",
        order: placed.iter().map(|&(_, i)| i).collect(),
        ramp: Ramp::Ordered,
        middle: None,
        top,
        top_name: None,
    })
}

fn band_start(text: &str) -> Option<f64> {
    let text = text.to_lowercase().replace(['\u{a0}', '\u{feff}'], " ");
    let text = text.trim();
    let first = text.find(|c: char| c.is_ascii_digit());
    let Some(first) = first else {
        return match text {
            "just me"
            | "only me"
            | "just me - i am a freelancer, sole proprietor, etc."
            | "none"
            | "0" => Some(0.0),
            // "More than a week", "less than an hour"
            _ if text.starts_with("more than a") || text.starts_with("over a") => {
                Some(unit(text)? + 0.5)
            }
            _ if text.starts_with("less than a") || text.starts_with("under a") => Some(0.0),
            _ => None,
        };
    };
    let before = text[..first].trim();
    let number: String = text[first..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .collect();
    let grouped = number.split(',').skip(1).all(|part| part.len() == 3);
    let number = if grouped {
        number.replace(',', "")
    } else {
        number.replace(',', ".")
    };
    let value: f64 = number.trim_end_matches('.').parse().ok()?;
    let below = before.starts_with("less")
        || before.starts_with("under")
        || before.starts_with("up to")
        || before.starts_with("fewer")
        || before.ends_with('<')
        || before.starts_with("below")
        || before.starts_with("no more");
    let above = before.starts_with("more")
        || before.starts_with("over")
        || before.starts_with("at least")
        || before.ends_with('>')
        || before.ends_with(">=")
        || before.starts_with("above");
    if !before.is_empty()
        && !below
        && !above
        && !matches!(
            before,
            "$" | "€" | "£" | "between" | "from" | "about" | "around"
        )
    {
        return None;
    }
    let scaled = value * unit(&text[first..]).unwrap_or(1.0);
    Some(if below {
        // Just under the band that starts at this number, above a band that starts lower.
        scaled * 0.5 - 1e-9
    } else if above {
        scaled * (1.0 + 1e-9) + 1e-9
    } else {
        scaled
    })
}

/// Length of the first time unit that `text` names, in hours; a thousand for "k".
fn unit(text: &str) -> Option<f64> {
    const UNITS: &[(&str, f64)] = &[
        ("second", 1.0 / 3600.0),
        ("minute", 1.0 / 60.0),
        ("min", 1.0 / 60.0),
        ("hour", 1.0),
        ("day", 24.0),
        ("week", 168.0),
        ("month", 730.0),
        ("year", 8760.0),
    ];
    let found = UNITS
        .iter()
        .filter_map(|&(name, hours)| text.find(name).map(|at| (at, hours)))
        .min_by_key(|&(at, _)| at);
    found.map(|(_, hours)| hours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(answers: &[&str], expected: Expect) {
        let text = match find(answers) {
            None => "no scale".to_string(),
            Some(found) => {
                let names: Vec<&str> = found.order.iter().map(|&i| answers[i]).collect();
                format!(
                    "{}: {}; top from {:?}; middle {:?}",
                    found.label,
                    names.join(" < "),
                    names[found.top],
                    found.middle.map(|m| names[m])
                )
            }
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn agreement_in_any_case_and_spelling() {
        check(
            &[
                "Agree",
                "Strongly Agree",
                "Neither agree or disagree",
                "disagree",
                "Strongly disagree",
            ],
            expect![[
                r#"agreement: Strongly disagree < disagree < Neither agree or disagree < Agree < Strongly Agree; top from "Agree"; middle Some("Neither agree or disagree")"#
            ]],
        );
    }

    #[test]
    fn deployment_bands_of_a_survey() {
        check(
            &[
                "Weekly",
                "Daily",
                "Less than monthly",
                "Several times a day",
                "Monthly",
            ],
            expect![[
                r#"frequency: Less than monthly < Monthly < Weekly < Daily < Several times a day; top from "Weekly"; middle None"#
            ]],
        );
        check(
            &[
                "On demand (multiple per day)",
                "Between once per day and once per week",
                "Between once per month and once every six months",
                "Fewer than once per six months",
                "Between once per week and once per month",
            ],
            expect![[
                r#"frequency: Fewer than once per six months < Between once per month and once every six months < Between once per week and once per month < Between once per day and once per week < On demand (multiple per day); top from "Between once per day and once per week"; middle None"#
            ]],
        );
    }

    #[test]
    fn ai_use_with_plans() {
        check(
            &[
                "Daily",
                "I don't plan to use AI",
                "Weekly",
                "Monthly",
                "I plan to use AI soon",
            ],
            expect![[
                r#"frequency: I don't plan to use AI < I plan to use AI soon < Monthly < Weekly < Daily; top from "Weekly"; middle None"#
            ]],
        );
        check(
            &[
                "Occasionally (monthly or less)",
                "Very frequently (multiple times per day)",
                "Frequently (daily)",
                "Occasionally (weekly)",
            ],
            expect![[
                r#"frequency: Occasionally (monthly or less) < Occasionally (weekly) < Frequently (daily) < Very frequently (multiple times per day); top from "Occasionally (weekly)"; middle None"#
            ]],
        );
    }

    #[test]
    fn an_answer_that_opts_out_stands_below_the_scale() {
        check(
            &[
                "Bad",
                "Very poor",
                "I don't use AI for complex tasks",
                "Good, but not great",
                "Neither good or bad",
                "Very well",
            ],
            expect![[
                r#"quality: I don't use AI for complex tasks < Very well < Good, but not great < Neither good or bad < Bad < Very poor; top from "Bad"; middle None"#
            ]],
        );
    }

    #[test]
    fn bands_by_their_first_number() {
        check(
            &["11-25", "1-10", "51+", "26-50"],
            expect![[r#"bands: 1-10 < 11-25 < 26-50 < 51+; top from "51+"; middle None"#]],
        );
        check(
            &[
                "1 to 3 days",
                "Less than 2 hours",
                "More than a week",
                "2 to 8 hours",
                "4 to 7 days",
            ],
            expect![[
                r#"bands: Less than 2 hours < 2 to 8 hours < 1 to 3 days < 4 to 7 days < More than a week; top from "More than a week"; middle None"#
            ]],
        );
        check(
            &["10,000+", "250-999", "5,000-9,999", "1,000-4,999"],
            expect![[
                r#"bands: 250-999 < 1,000-4,999 < 5,000-9,999 < 10,000+; top from "10,000+"; middle None"#
            ]],
        );
        check(
            &["25-34", ">=65", "18-24", "35-44"],
            expect![[r#"bands: 18-24 < 25-34 < 35-44 < >=65; top from ">=65"; middle None"#]],
        );
    }

    #[test]
    fn names_are_no_scale() {
        check(&["United States", "Germany", "France"], expect!["no scale"]);
        check(&["Team 1", "Team 2"], expect!["no scale"]);
    }

    #[test]
    fn two_spellings_of_one_level_are_no_scale() {
        check(&["Often", "Frequently", "Never"], expect!["no scale"]);
    }
}
