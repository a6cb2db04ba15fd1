//! Answers that say how often, in words: "a few times a month" is put in order by times a year.

use super::dictionary::Ramp;
use super::scale::Found;
use super::words::plain;

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

/// The order of answers that all say how often.
pub(super) fn often(answers: &[&str]) -> Option<Found> {
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
