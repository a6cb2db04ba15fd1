//! Answers that say how often, in words: "a few times a month" is put in order by times a year.

use super::abroad::english;
use super::dictionary::Ramp;
use super::scale::Found;
use super::words::plain;

/// Times a year that an answer such as "a few times a month" stands for; the order of frequencies rests on it.
/// A length of time ("less than one hour", "more than a week") is no frequency.
pub fn times_a_year(text: &str) -> Option<f64> {
    let text = english(&plain_frequency(text));
    let text = ["yes, but ", "yes but ", "yes, ", "yes - "]
        .into_iter()
        .find_map(|yes| text.strip_prefix(yes).map(str::to_owned))
        .unwrap_or(text);
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if ["never", "not at all", "not yet"].contains(&text.as_str()) {
        return Some(0.0);
    }
    if has(&["don't plan", "do not plan"]) {
        return Some(-2.0);
    }
    if has(&["plan to", "intend to"]) && !has(&["daily", "weekly", "monthly"]) {
        return Some(-1.0);
    }
    if ["rarely", "less often", "rarer", "seldom", "less"].contains(&text.as_str()) {
        return Some(0.3);
    }
    if text == "once" || text == "once or twice" {
        return Some(0.1);
    }
    if text == "all the time" {
        return Some(5_000.0);
    }
    // "Between once a day and once a week" starts at its more frequent end and is not quite that often.
    if let Some(rest) = text.strip_prefix("between ") {
        let first = rest.split(" and ").next()?;
        return times_a_year(first).map(|t| t * 0.7);
    }
    let fewer = ["less ", "fewer ", "rarer", "more rarely"]
        .iter()
        .any(|start| text.starts_with(start));
    if !is_about_often(&text, fewer || text.starts_with("more ")) {
        return None;
    }
    let or_less = [
        "or less",
        "or less often",
        "or rarer",
        "or fewer",
        "or less frequently",
    ]
    .iter()
    .any(|end| text.ends_with(end));
    let or_more = text.ends_with("or more") || text.ends_with("or more often");
    let few = !fewer
        && has(&[
            "few",
            "several",
            "multiple",
            "more than once",
            "many times",
            "2-3",
            "couple",
        ]);
    let base = times(&text, few)?;
    Some(match (fewer, or_less, or_more) {
        (true, ..) => base * 0.6,
        (_, true, _) => base * 0.9,
        (_, _, true) => base * 1.1,
        _ => base,
    })
}

/// Whether the words are those of a frequency: "daily", "once a week", "per month", "every two weeks". After "less than" and
/// "more than", "a week" alone is a length of time.
fn is_about_often(text: &str, compared: bool) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .collect();
    let is = |any: &[&str]| words.iter().any(|w| any.contains(w));
    let adverb = is(&[
        "hourly",
        "daily",
        "weekly",
        "biweekly",
        "bi-weekly",
        "fortnightly",
        "monthly",
        "quarterly",
        "yearly",
        "annually",
        "continuously",
        "continuous",
        "demand",
        "on-demand",
    ]);
    let counted = is(&[
        "once", "twice", "times", "time", "per", "every", "each", "most",
    ]);
    let by_article = !compared
        && [
            "a day",
            "an hour",
            "a week",
            "a month",
            "a quarter",
            "a semester",
            "a year",
        ]
        .iter()
        .any(|unit| text.contains(unit));
    adverb || counted || by_article
}

/// Times a year of the unit that is named, `few` of them or one.
fn times(text: &str, few: bool) -> Option<f64> {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    let of = |once: f64, several: f64| {
        Some(if few {
            several
        } else if has(&["twice", "two times"]) {
            2.0 * once
        } else {
            once
        })
    };
    if has(&["on demand", "on-demand", "continuous"]) {
        Some(2000.0)
    } else if has(&["hour"]) {
        of(8_760.0, 17_000.0)
    } else if has(&["every other day", "every two days", "every second day"]) {
        Some(182.0)
    } else if has(&["most days", "most working days", "every weekday"]) {
        Some(250.0)
    } else if has(&["every few days", "days a week", "days per week"]) {
        Some(150.0)
    } else if has(&["day", "daily"]) {
        of(365.0, 1000.0)
    } else if has(&[
        "fortnight",
        "biweekly",
        "bi-weekly",
        "every two weeks",
        "every 2 weeks",
        "every other week",
        "every second week",
    ]) {
        Some(26.0)
    } else if has(&["every few weeks"]) {
        Some(20.0)
    } else if has(&["week"]) {
        of(52.0, 150.0)
    } else if has(&["six months", "6 months"]) {
        Some(2.0)
    } else if has(&["three months", "3 months"]) {
        Some(4.0)
    } else if has(&["every few months"]) {
        Some(5.0)
    } else if has(&["month"]) {
        of(12.0, FEW_A_MONTH)
    } else if has(&["quarter", "semester"]) {
        of(4.0, 8.0)
    } else if has(&["every two years", "every other year", "every 2 years"]) {
        Some(0.5)
    } else if has(&["year", "annual"]) {
        of(1.0, 3.0)
    } else {
        None
    }
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

/// The order of answers that all say how often.
pub(super) fn often(answers: &[&str]) -> Option<Found> {
    let mut placed: Vec<(f64, usize)> = Vec::new();
    let mut unplaced = None;
    for (i, answer) in answers.iter().enumerate() {
        match times_a_year(answer) {
            Some(times) => placed.push((times, i)),
            // One answer such as "ad hoc" stands below the others; a second would make this no scale.
            None if unplaced.is_none() && answers.len() > 3 => {
                unplaced = Some((f64::NEG_INFINITY, i))
            }
            None => return None,
        }
    }
    placed.extend(unplaced);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_no_frequency() {
        for length in [
            "Less than one hour",
            "More than six months",
            "Between one day and one week",
            "One week or more",
            "More than a week",
            "1 to 3 days",
            "Less than a day",
            "One year or more",
        ] {
            assert_eq!(times_a_year(length), None, "{length}");
        }
    }

    #[test]
    fn frequencies_come_in_their_order() {
        let order = [
            "Never",
            "Rarely",
            "Once a year",
            "Fewer than once per six months",
            "Quarterly",
            "Less than monthly",
            "Monthly or less",
            "Once a month",
            "Every two weeks",
            "A few times a month",
            "Weekly",
            "Twice a week",
            "Multiple times a week",
            "Every other day",
            "Most days",
            "Once a day",
            "Daily or more",
            "Twice a day",
            "Several times a day",
            "On demand",
        ];
        let times: Vec<f64> = order
            .iter()
            .map(|answer| times_a_year(answer).unwrap_or_else(|| panic!("{answer}")))
            .collect();
        for (pair, names) in times.windows(2).zip(order.windows(2)) {
            assert!(pair[0] < pair[1], "{names:?}: {pair:?}");
        }
    }

    #[test]
    fn one_answer_beside_the_scale_stands_below_it() {
        let found = often(&[
            "Ad hoc",
            "Once a day",
            "Multiple times per day",
            "Every two weeks",
        ])
        .unwrap();
        assert_eq!(found.order, [0, 3, 1, 2]);
        assert!(often(&["Ad hoc", "Other", "Once a day", "Weekly"]).is_none());
    }
}
