//! The finding: a true sentence with both fractions, the gap and its plausible range, and a gap by itself.

use super::format::{self, Locale};
use super::words::Context;
use crate::analysis::{
    Answer, CohortInk, Estimate, Gap, Headline, Interval, Number, Row, Shape, Showing, Unit,
    Unmeasurable,
};

/// A gap by itself: "+37 points, 26 to 46". The sign says which way the row lies from the reference.
pub fn gap(gap: &Gap, shape: &Shape, locale: &Locale) -> String {
    let signed = |value: f64, text: String| {
        if value > 0.0 && !text.starts_with('+') {
            format!("+{text}")
        } else {
            text
        }
    };
    let (value, range) = match shape {
        Shape::Number(Number {
            unit: Unit::Hours, ..
        }) => (
            format!(
                "{}\u{a0}h",
                signed(gap.value, format::trimmed(gap.value, 1, locale))
            ),
            ends(gap, |v| format::trimmed(v, 1, locale)),
        ),
        Shape::Number(Number {
            unit: Unit::Plain, ..
        }) => (
            signed(gap.value, format::number(gap.value, locale)),
            ends(gap, |v| format::number(v, locale)),
        ),
        Shape::Number(_) => (
            format!("{} points", format::points(gap.value / 100.0, locale)),
            ends(gap, |v| format::trimmed(v, 0, locale)),
        ),
        Shape::Levels(_) | Shape::Options(_) => (
            format!("{} points", format::points(gap.value, locale)),
            ends(gap, |v| format::decimals(v * 100.0, 0, locale)),
        ),
    };
    format!("{value}, {range}")
}

fn ends(gap: &Gap, show: impl Fn(f64) -> String) -> String {
    match gap.interval {
        Ok(Interval { low, high, .. }) => to_words(low, high, show),
        Err(reason) => reason.to_string(),
    }
}

pub(super) fn title(answer: &Answer, context: &Context, locale: &Locale) -> String {
    if answer
        .rows
        .iter()
        .all(|row| row.base.asked == 0 && row.showing == Showing::Hidden)
        && answer.everyone.base.used == 0
    {
        return if answer.left_out.is_empty() {
            "No respondent is left in view".into()
        } else {
            "Too few answers in view to show any cohort".into()
        };
    }
    if answer.rows.iter().all(|row| row.showing == Showing::Hidden) {
        return "Every cohort has under 5 answers, so none is shown".into();
    }
    if let Shape::Options(names) = &answer.shape {
        return most_chosen(answer, names, locale);
    }
    let Some((row, gap)) = leading(answer, context) else {
        return alone(answer, locale);
    };
    // Holds because a gap exists only where there is a reference.
    let reference = &answer.rows[answer.reference.unwrap_or_default()];
    let (Ok(a), Ok(b)) = (&row.headline, &reference.headline) else {
        return alone(answer, locale);
    };
    match &answer.shape {
        Shape::Levels(levels) => shares(
            answer,
            context,
            locale,
            (row, a),
            (reference, b),
            gap,
            &levels.top_name,
        ),
        Shape::Number(number) => numbers(
            answer,
            context,
            locale,
            (row, a),
            (reference, b),
            gap,
            *number,
        ),
        Shape::Options(_) => String::new(),
    }
}

/// The row the title is about: the heaviest of ordered cohorts, else the one furthest from the reference.
fn leading<'a>(answer: &'a Answer, context: &Context) -> Option<(&'a Row, &'a Gap)> {
    let pairs = answer
        .rows
        .iter()
        .zip(&answer.gaps)
        .filter_map(|(row, gap)| Some((row, gap.as_ref()?)));
    let ordered = context.by_ai_use
        || answer
            .rows
            .iter()
            .any(|row| matches!(row.cohort.ink, CohortInk::Step { .. }));
    if ordered {
        pairs.into_iter().next()
    } else {
        pairs.max_by(|a, b| a.1.value.abs().total_cmp(&b.1.value.abs()))
    }
}

/// "Heaviest AI users", or the cohort's name in quotes.
fn who(answer: &Answer, context: &Context, row: &Row) -> String {
    let heaviest = answer
        .rows
        .first()
        .is_some_and(|first| first.cohort.id == row.cohort.id);
    if context.by_ai_use && heaviest {
        "Heaviest AI users".into()
    } else {
        format!("“{}”", row.cohort.name)
    }
}

fn small_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().collect::<String>() + chars.as_str()
        }
        _ => text.to_string(),
    }
}

type Side<'a> = (&'a Row, &'a Estimate);

fn shares(
    answer: &Answer,
    context: &Context,
    locale: &Locale,
    a: Side<'_>,
    b: Side<'_>,
    gap: &Gap,
    top_name: &str,
) -> String {
    let said = match top_name.strip_suffix(" in all") {
        Some(word) => small_first(word),
        None => top_name.to_string(),
    };
    let side = |(row, estimate): Side<'_>| match (answer.weight.is_some(), estimate.hits) {
        (false, Some(hits)) => format::fraction(hits, row.base.used, locale),
        _ => format!(
            "{} of {}",
            format::percent(estimate.value, row.base.used, locale),
            format::count(row.base.used, locale)
        ),
    };
    let compared = format!("{} against {}", side(a), side(b));
    let plausibly = |sign: f64| match gap.interval {
        Ok(Interval { low, high, .. }) if sign < 0.0 => {
            format::points_span(high.map(|h| -h), low.map(|l| -l), locale)
        }
        Ok(Interval { low, high, .. }) => format::points_span(low, high, locale),
        Err(_) => String::new(),
    };
    if !gap.is_clear() {
        return format!(
            "No clear gap in “{top_name}”: {compared} for “{}”, plausibly {} points",
            b.0.cohort.name,
            plausibly(1.0)
        );
    }
    let more = gap.value > 0.0;
    let people = of_whom(&who(answer, context, a.0));
    let people = format!("{} of {people}", if more { "More" } else { "Fewer" });
    let finding = match answer.metric.id {
        "deployment_frequency" => format!("{people} deploy {}", small_first(&said)),
        "burnout_behaviour" => format!("{people} work evenings or weekends {}", small_first(&said)),
        _ if said == "agree" => format!("{people} agree"),
        _ => format!("{people} say “{said}”"),
    };
    let sign = gap.value.signum();
    format!(
        "{finding}: {compared}, a gap of {} points, plausibly {}",
        format::points(gap.value.abs(), locale).trim_start_matches('+'),
        plausibly(sign)
    )
}

fn of_whom(who: &str) -> String {
    if who.starts_with('“') {
        who.to_string()
    } else {
        format!("the {}", small_first(who))
    }
}

fn numbers(
    answer: &Answer,
    context: &Context,
    locale: &Locale,
    a: Side<'_>,
    b: Side<'_>,
    gap: &Gap,
    number: Number,
) -> String {
    let n = a.0.base.used.min(b.0.base.used);
    let show = |value: f64| in_unit(value, n, number.unit, locale);
    let (high, low) = (show(a.1.value), show(b.1.value));
    let sign = if gap.value < 0.0 { -1.0 } else { 1.0 };
    let (from, to) = match gap.interval {
        Ok(Interval { low, high, .. }) if sign < 0.0 => (high.map(|h| -h), low.map(|l| -l)),
        Ok(Interval { low, high, .. }) => (low, high),
        Err(_) => (None, None),
    };
    let plausibly = match number.unit {
        Unit::Percent => {
            format::points_span(from.map(|v| v / 100.0), to.map(|v| v / 100.0), locale)
        }
        Unit::Hours => format!(
            "{} h",
            to_words(from, to, |v| format::trimmed(v, 1, locale))
        ),
        Unit::Plain => to_words(from, to, |v| format::number(v, locale)),
    };
    if !gap.is_clear() {
        if number.unit == Unit::Hours && answer.gaps.iter().flatten().all(|gap| !gap.is_clear()) {
            return overlap(answer, locale);
        }
        let measure = if number.headline == Headline::Median {
            "medians of "
        } else {
            ""
        };
        return format!(
            "No clear gap: {} and “{}” give {measure}{high} and {low}, a difference plausibly {plausibly}",
            of_whom(&who(answer, context, a.0)),
            b.0.cohort.name
        );
    }
    let more = gap.value > 0.0;
    let who = who(answer, context, a.0);
    let size = show(gap.value.abs());
    match (answer.metric.id, number.unit) {
        ("rollback_share", _) => format!(
            "{who} estimate {} rollbacks: {high} against {low} of deployments, a gap of {} points, plausibly {plausibly}",
            if more { "more" } else { "fewer" },
            format::trimmed(gap.value.abs(), 0, locale)
        ),
        (_, Unit::Hours) => format!(
            "{who} recover more {}: a median of {high} against {low}, typically {size} {}, plausibly {plausibly}",
            if more { "slowly" } else { "quickly" },
            if more { "longer" } else { "shorter" }
        ),
        _ => format!(
            "{who} give {} numbers: {high} against {low} on average, a gap of {size}, plausibly {plausibly}",
            if more { "higher" } else { "lower" }
        ),
    }
}

/// "0.5 to 1.5"; an absent end is said in words.
fn to_words(low: Option<f64>, high: Option<f64>, show: impl Fn(f64) -> String) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{}\u{a0}to\u{a0}{}", show(low), show(high)),
        (Some(low), None) => format!("at least {}", show(low)),
        (None, Some(high)) => format!("at most {}", show(high)),
        (None, None) => "not to be told".into(),
    }
}

fn overlap(answer: &Answer, locale: &Locale) -> String {
    let medians: Vec<f64> = answer
        .rows
        .iter()
        .filter(|row| row.showing == Showing::Full)
        .filter_map(|row| row.headline.as_ref().ok())
        .map(|e| e.value)
        .collect();
    let low = medians.iter().copied().fold(f64::INFINITY, f64::min);
    let high = medians.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = (format::hours(low, locale), format::hours(high, locale));
    if low == high {
        format!(
            "Recovery times overlap: every cohort’s median is {low}, and no gap is clear of chance"
        )
    } else {
        format!(
            "Recovery times overlap: medians run from {low} to {high}, and no gap is clear of chance"
        )
    }
}

fn most_chosen(answer: &Answer, names: &[String], locale: &Locale) -> String {
    let best = answer
        .everyone
        .options
        .iter()
        .enumerate()
        .filter_map(|(i, option)| Some((i, option.as_ref().ok()?)))
        .max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let Some((i, option)) = best else {
        return "Nobody in view answered this question".into();
    };
    let n = answer.everyone.base.used;
    let of = option
        .hits
        .map(|hits| format::fraction(hits, n, locale))
        .unwrap_or_default();
    format!(
        "“{}” is chosen most: by {of}, {}",
        names[i],
        format::percent(option.value, n, locale)
    )
}

/// One cohort, or none to compare with: what there is to say of everyone shown.
fn alone(answer: &Answer, locale: &Locale) -> String {
    let everyone = &answer.everyone;
    let n = everyone.base.used;
    match (&everyone.headline, &answer.shape) {
        (Err(Unmeasurable::Empty), _) => "Nobody in view answered this question".into(),
        (Err(reason), _) => format!("No number can be given: {reason}"),
        (Ok(estimate), Shape::Number(number)) => {
            let measure = if number.headline == Headline::Median {
                "median"
            } else {
                "mean"
            };
            format!(
                "The {measure} of {} answers is {}",
                format::count(n, locale),
                in_unit(estimate.value, n, number.unit, locale)
            )
        }
        (Ok(estimate), Shape::Levels(levels)) => {
            let of = estimate
                .hits
                .map(|hits| format::fraction(hits, n, locale))
                .unwrap_or_default();
            let said = levels.top_name.trim_end_matches(" in all");
            let share = format::percent(estimate.value, n, locale);
            format!("{of} say “{said}”: {share}")
        }
        (Ok(_), Shape::Options(_)) => String::new(),
    }
}

fn in_unit(value: f64, n: u64, unit: Unit, locale: &Locale) -> String {
    match unit {
        Unit::Percent => format::plain_percent(value, n, locale),
        Unit::Hours => format::hours(value, locale),
        Unit::Plain => format::number(value, locale),
    }
}
