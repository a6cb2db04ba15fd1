//! Finds the scale that orders the answers of a question: a worded one, a frequency, or bands of numbers.

use super::bands::bands;
use super::dictionary::{ALL, Ramp};
use super::frequency::often;
use super::words::{is_opting_out, plain};

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
        .or_else(|| numbered(answers))
}

/// Orders answers by the number each starts with: "4 - Very impressive", "1 (None at all)", "5: Strongly agree". Some may be
/// bare numbers.
fn numbered(answers: &[&str]) -> Option<Found> {
    let mut placed: Vec<(u32, usize)> = Vec::new();
    for (i, answer) in answers.iter().enumerate() {
        placed.push((leading_number(answer)?, i));
    }
    placed.sort_unstable();
    placed
        .windows(2)
        .all(|pair| pair[0].0 != pair[1].0)
        .then(|| Found {
            label: "numbered",
            top: placed.len() - 1,
            order: placed.iter().map(|&(_, i)| i).collect(),
            ramp: Ramp::Ordered,
            middle: None,
            top_name: None,
        })
}

/// The number before a label, or alone.
fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '(', '[']).trim();
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text[..text.len() - words.len()].parse().ok()?;
    let mark = words.trim_start().chars().next();
    let is_label = mark.is_none_or(|mark| "-\u{2013}\u{2014}:=.()[]/".contains(mark));
    // A decimal is no label: "1.5".
    let more = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    (is_label && !more.starts_with(|c: char| c.is_ascii_digit())).then_some(number)
}

fn known(answers: &[&str]) -> Option<Found> {
    let plains: Vec<String> = answers.iter().map(|a| plain(a)).collect();
    spelled(&plains).or_else(|| spelled(&without_last_word(&plains)?))
}

/// Answers without the word that nearly all end with: "not at all true", "very true".
fn without_last_word(plains: &[String]) -> Option<Vec<String>> {
    let last = |text: &String| text.rsplit_once(' ').map(|(_, word)| word.to_owned());
    let shared = last(plains.iter().find(|text| text.contains(' '))?)?;
    let stripped = plains.iter().map(|text| {
        let rest = text.strip_suffix(&shared)?;
        rest.ends_with(' ').then(|| rest.trim_end().to_owned())
    });
    let stripped: Vec<Option<String>> = stripped.collect();
    let many = stripped.iter().flatten().count();
    (many >= 3 && many + 1 >= plains.len()).then(|| {
        let each = stripped.into_iter().zip(plains);
        each.map(|(rest, text)| rest.unwrap_or_else(|| text.clone()))
            .collect()
    })
}

fn spelled(plains: &[String]) -> Option<Found> {
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
    fn five_steps_of_common_wordings() {
        check(
            &[
                "Extremely",
                "A little",
                "Not at all",
                "Quite a bit",
                "Moderately",
            ],
            expect![[
                r#"extent: Not at all < A little < Moderately < Quite a bit < Extremely; top from "Quite a bit"; middle None"#
            ]],
        );
        check(
            &[
                "Critical",
                "Important",
                "Not important",
                "Very important",
                "Slightly important",
            ],
            expect![[
                r#"importance: Not important < Slightly important < Important < Very important < Critical; top from "Important"; middle None"#
            ]],
        );
        check(
            &[
                "Extremely true",
                "Slightly true",
                "Not at all true",
                "Very true",
                "Moderately true",
            ],
            expect![[
                r#"extent: Not at all true < Slightly true < Moderately true < Very true < Extremely true; top from "Very true"; middle None"#
            ]],
        );
        check(
            &[
                "< 1 hour",
                "1-4 hours",
                "> 1 week",
                "4-24 hours",
                "1-7 days",
            ],
            expect![[
                r#"bands: < 1 hour < 1-4 hours < 4-24 hours < 1-7 days < > 1 week; top from "> 1 week"; middle None"#
            ]],
        );
        check(
            &[
                "Yes, daily",
                "No, and I don't plan to",
                "Yes, but rarely",
                "No, but I plan to",
                "Yes, weekly",
            ],
            expect![[
                r#"frequency: No, and I don't plan to < No, but I plan to < Yes, but rarely < Yes, weekly < Yes, daily; top from "Yes, weekly"; middle None"#
            ]],
        );
        check(
            &[
                "All the time",
                "Not yet",
                "Once or twice",
                "Most days",
                "Every few weeks",
            ],
            expect![[
                r#"frequency: Not yet < Once or twice < Every few weeks < Most days < All the time; top from "Most days"; middle None"#
            ]],
        );
        check(
            &["<$1M", "$1M-$10M", ">$1B", "$100M-$1B", "$10M-$100M"],
            expect!["no scale"],
        );
        check(
            &[
                "Complete novice",
                "Beginner",
                "Intermediate",
                "Advanced",
                "Expert",
            ],
            expect![[
                r#"proficiency: Complete novice < Beginner < Intermediate < Advanced < Expert; top from "Advanced"; middle None"#
            ]],
        );
        check(
            &[
                "Less than high school degree",
                "High school degree",
                "Some college or Associate degree",
                "Bachelor degree",
                "Graduate degree",
            ],
            expect![[
                r#"education: Less than high school degree < High school degree < Some college or Associate degree < Bachelor degree < Graduate degree; top from "Bachelor degree"; middle None"#
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
    fn labels_with_numbers_stand_by_their_numbers() {
        check(
            &[
                "4 - Very impressive",
                "1 - Dull",
                "10 - Stunning",
                "2 - So-so",
            ],
            expect![[
                r#"numbered: 1 - Dull < 2 - So-so < 4 - Very impressive < 10 - Stunning; top from "10 - Stunning"; middle None"#
            ]],
        );
        check(
            &["3", "1 (None at all)", "2", "10 (all my time)"],
            expect![[
                r#"bands: 1 (None at all) < 2 < 3 < 10 (all my time); top from "10 (all my time)"; middle None"#
            ]],
        );
        check(
            &["5: Always there", "1: Absent", "3"],
            expect![[
                r#"bands: 1: Absent < 3 < 5: Always there; top from "5: Always there"; middle None"#
            ]],
        );
        check(&["2 = zwei", "1 = eins", "Germany"], expect!["no scale"]);
    }

    #[test]
    fn scales_in_four_languages() {
        check(
            &[
                "Stimme zu",
                "Stimme überhaupt nicht zu",
                "Teils, teils",
                "Stimme voll und ganz zu",
                "Stimme eher nicht zu",
            ],
            expect![[
                r#"agreement: Stimme überhaupt nicht zu < Stimme eher nicht zu < Teils, teils < Stimme zu < Stimme voll und ganz zu; top from "Stimme zu"; middle Some("Teils, teils")"#
            ]],
        );
        check(
            &[
                "D’accord",
                "Pas du tout d'accord",
                "Tout à fait d’accord",
                "Pas d’accord",
            ],
            expect![[
                r#"agreement: Pas du tout d'accord < Pas d’accord < D’accord < Tout à fait d’accord; top from "D’accord"; middle None"#
            ]],
        );
        check(
            &[
                "De acuerdo",
                "Totalmente en desacuerdo",
                "Totalmente de acuerdo",
                "En desacuerdo",
            ],
            expect![[
                r#"agreement: Totalmente en desacuerdo < En desacuerdo < De acuerdo < Totalmente de acuerdo; top from "De acuerdo"; middle None"#
            ]],
        );
        check(
            &[
                "Погоджуюсь",
                "Повністю не погоджуюсь",
                "Нейтрально",
                "Повністю погоджуюсь",
            ],
            expect![[
                r#"agreement: Повністю не погоджуюсь < Нейтрально < Погоджуюсь < Повністю погоджуюсь; top from "Погоджуюсь"; middle Some("Нейтрально")"#
            ]],
        );
        check(
            &["Immer", "Nie", "Manchmal", "Oft", "Selten"],
            expect![[
                r#"how often: Nie < Selten < Manchmal < Oft < Immer; top from "Oft"; middle None"#
            ]],
        );
        check(
            &["Toujours", "Jamais", "Parfois", "Souvent"],
            expect![[
                r#"how often: Jamais < Parfois < Souvent < Toujours; top from "Souvent"; middle None"#
            ]],
        );
        check(
            &["Siempre", "Nunca", "A veces", "Casi nunca"],
            expect![[
                r#"how often: Nunca < Casi nunca < A veces < Siempre; top from "Siempre"; middle None"#
            ]],
        );
        check(
            &["Завжди", "Ніколи", "Іноді", "Часто"],
            expect![[
                r#"how often: Ніколи < Іноді < Часто < Завжди; top from "Часто"; middle None"#
            ]],
        );
        check(
            &["Sehr zufrieden", "Unzufrieden", "Zufrieden"],
            expect![[
                r#"satisfaction: Sehr zufrieden < Zufrieden < Unzufrieden; top from "Unzufrieden"; middle None"#
            ]],
        );
        check(
            &["Très important", "Pas important", "Important"],
            expect![[
                r#"importance: Pas important < Important < Très important; top from "Important"; middle None"#
            ]],
        );
        check(
            &["Muy probable", "Poco probable", "Probable"],
            expect![[
                r#"likelihood: Poco probable < Probable < Muy probable; top from "Probable"; middle None"#
            ]],
        );
        check(
            &["Так", "Ні", "Можливо"],
            expect![[r#"yes or no: Ні < Можливо < Так; top from "Так"; middle None"#]],
        );
        check(
            &["Täglich", "Monatlich", "Wöchentlich", "Nie"],
            expect![[
                r#"frequency: Nie < Monatlich < Wöchentlich < Täglich; top from "Wöchentlich"; middle None"#
            ]],
        );
    }

    #[test]
    fn a_ruined_band_stands_where_it_stood() {
        check(
            &["50-99", "Oct-49", "Less than 10", "100+"],
            expect![[
                r#"bands: Less than 10 < Oct-49 < 50-99 < 100+; top from "100+"; middle None"#
            ]],
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
