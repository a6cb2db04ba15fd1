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
