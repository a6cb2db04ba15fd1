//! Answers that are bands of numbers: sizes, ages, durations.

use super::dictionary::Ramp;
use super::scale::Found;

/// Orders bands by their first number: "1-10", "11-25", "51+", "Less than 2 hours", "1 to 3 days", "1,000-4,999".
pub(super) fn bands(answers: &[&str]) -> Option<Found> {
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
