//! The finding: a true sentence with both fractions, the gap and its plausible range, and a gap by itself.

use super::counted::Counted;
use super::format::{self, Locale};
use super::words::Context;
use crate::analysis::stats::base;
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
            format::with_points(format::points(gap.value / 100.0, locale)),
            ends(gap, |v| format::trimmed(v, 0, locale)),
        ),
        Shape::Levels(_) | Shape::Options(_) => (
            format::with_points(format::points(gap.value, locale)),
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
    if answer.in_view == 0 {
        return match context.counted {
            Counted::Respondents => "No respondent is left in view".into(),
            Counted::Records => "No record is left in view".into(),
        };
    }
    if answer.rows.iter().all(|row| row.showing == Showing::Hidden) {
        return format!(
            "Every cohort has under {} answers, so none is shown",
            base::HIDE
        );
    }
    if let (Shape::Number(number), Ok(estimate)) = (&answer.shape, &answer.everyone.headline)
        && estimate.interval == Err(Unmeasurable::NoSpread)
    {
        let n = answer.everyone.base.used;
        return format!(
            "Every answer is the same: {}",
            in_unit(estimate.value, n, number.unit, locale)
        );
    }
    if let Shape::Options(names) = &answer.shape {
        return most_chosen(answer, names, locale);
    }
    let Some((row, gap)) = leading(answer) else {
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

/// The row the title is about: the heaviest of ordered cohorts if its gap is clear, else the widest clear gap, else the
/// heaviest or the widest of those that are not clear.
fn leading(answer: &Answer) -> Option<(&Row, &Gap)> {
    let pairs: Vec<(&Row, &Gap)> = answer
        .rows
        .iter()
        .zip(&answer.gaps)
        .filter_map(|(row, gap)| Some((row, gap.as_ref()?)))
        .collect();
    let ordered = answer
        .rows
        .iter()
        .any(|row| matches!(row.cohort.ink, CohortInk::Step { .. }));
    let widest = |pairs: &[(&Row, &Gap)]| {
        pairs
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.1.value.abs().total_cmp(&b.1.1.value.abs()))
            .map(|(i, _)| i)
    };
    let first = *pairs.first()?;
    if ordered && first.1.is_clear() {
        return answer
            .rows
            .iter()
            .zip(&answer.gaps)
            .find_map(|(row, gap)| Some((row, gap.as_ref()?)));
    }
    // The widest of many gaps is often wide by chance: it is claimed only where the test over all cohorts is clear too.
    let may_claim = pairs.len() <= 2 || answer.test.as_ref().is_ok_and(|test| test.p < 0.05);
    let clear: Vec<usize> = (0..pairs.len())
        .filter(|&i| may_claim && pairs[i].1.is_clear())
        .collect();
    let among: Vec<(&Row, &Gap)> = clear.iter().map(|&i| pairs[i]).collect();
    let at = match widest(&among) {
        Some(i) => clear[i],
        None if ordered => 0,
        None => widest(&pairs)?,
    };
    answer
        .rows
        .iter()
        .zip(&answer.gaps)
        .filter_map(|(row, gap)| Some((row, gap.as_ref()?)))
        .nth(at)
}

/// "Heaviest AI users", or the cohort's name in quotes.
fn who(answer: &Answer, context: &Context, row: &Row) -> String {
    let heaviest = answer
        .rows
        .first()
        .is_some_and(|first| first.cohort.id == row.cohort.id);
    if context.by_ai_use && heaviest && context.counted == Counted::Respondents {
        "Heaviest AI users".into()
    } else {
        format!("“{}” {}", row.cohort.name, context.counted.many())
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
        Some(word) => format::small_first(word),
        None => top_name.to_string(),
    };
    let side = |(row, estimate): Side<'_>| match (answer.weight.is_some(), estimate.hits) {
        (false, Some(hits)) => format::fraction(hits, row.base.used, locale),
        _ => format!(
            "{} ({})",
            format::percent(estimate.value, row.base.used, locale),
            format::base(row.base.used, locale)
        ),
    };
    // From one end of the cohorts to the other, the reference needs no name.
    let is_end =
        |row: &Row, end: Option<&Row>| end.is_some_and(|end| end.cohort.id == row.cohort.id);
    let from_end_to_end =
        context.by_ai_use && is_end(a.0, answer.rows.first()) && is_end(b.0, answer.rows.last());
    let of_reference = if from_end_to_end {
        String::new()
    } else {
        format!(" of “{}”", b.0.cohort.name)
    };
    let compared = format!("{} against {}{of_reference}", side(a), side(b));
    // A clear gap under a point keeps a decimal, so that it never reads as none.
    let places = usize::from(gap.is_clear() && gap.value.abs() < 0.01);
    let points = |share: f64| format::decimals(share * 100.0, places, locale);
    let plausibly = |sign: f64| match gap.interval {
        Ok(Interval { low, high, .. }) if sign < 0.0 => {
            to_words(high.map(|h| -h), low.map(|l| -l), points)
        }
        Ok(Interval { low, high, .. }) => to_words(low, high, points),
        Err(reason) => reason.to_string(),
    };
    if !gap.is_clear() {
        return format!(
            "No clear gap in “{top_name}”: {} of “{}” against {} of “{}”, plausibly {} points",
            side(a),
            a.0.cohort.name,
            side(b),
            b.0.cohort.name,
            plausibly(1.0)
        );
    }
    let more = gap.value > 0.0;
    let people = of_whom(&who(answer, context, a.0));
    let people = format!("{} of {people}", if more { "More" } else { "Fewer" });
    let finding = match answer.metric.id {
        _ if said == "agree" => format!("{people} agree"),
        "deployment_frequency" => format!("{people} deploy {}", format::small_first(&said)),
        "burnout_behaviour" => format!(
            "{people} work evenings or weekends {}",
            format::small_first(&said)
        ),
        _ => format!("{people} {} “{said}”", context.counted.say()),
    };
    let sign = gap.value.signum();
    format!(
        "{finding}: {compared}, a gap of {}, plausibly {}",
        format::with_points(points(gap.value.abs())),
        plausibly(sign)
    )
}

fn of_whom(who: &str) -> String {
    format!("the {}", format::small_first(who))
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
            let places = usize::from(gap.is_clear() && gap.value.abs() < 1.0);
            to_words(from, to, |v| format::decimals(v, places, locale))
        }
        Unit::Hours => format!(
            "{} h",
            to_words(from, to, |v| format::trimmed(v, 1, locale))
        ),
        Unit::Plain => to_words(from, to, |v| format::number(v, locale)),
    };
    if let Err(reason) = gap.interval {
        return format!(
            "“{}” gives {high} and “{}” gives {low}; the gap cannot be judged: {reason}",
            a.0.cohort.name, b.0.cohort.name
        );
    }
    if !gap.is_clear() {
        let judged = |gap: &Gap| !gap.is_clear() && gap.interval.is_ok();
        if number.unit == Unit::Hours && answer.gaps.iter().flatten().all(judged) {
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
            "{who} estimate {} rollbacks: {high} against {low} of deployments, a gap of {}, plausibly {plausibly}",
            if more { "more" } else { "fewer" },
            format::with_points(format::decimals(
                gap.value.abs(),
                usize::from(gap.value.abs() < 1.0),
                locale
            ))
        ),
        (_, Unit::Hours) if answer.weight.is_some() => format!(
            "{who} recover more {}: a median of {high} against {low}, plausibly {plausibly} {}",
            if more { "slowly" } else { "quickly" },
            if more { "longer" } else { "shorter" }
        ),
        (_, Unit::Hours) if high == low => format!(
            "{who} recover more {}, typically by {size}, plausibly {plausibly}, though both medians are {high}",
            if more { "slowly" } else { "quickly" }
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
        (None, None) => "without bounds in so few answers".into(),
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
    let shares = answer.everyone.options.iter().enumerate();
    let best = shares
        .filter_map(|(i, option)| Some((i, option.as_ref().ok()?)))
        .max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let Some((i, option)) = best else {
        return "Nobody in view answered this question".into();
    };
    format!(
        "“{}” is chosen most: by {}",
        names[i],
        out_of(answer, option, locale)
    )
}

/// "83 of 185, 45 %"; weighted, where counts and share differ, "46 % of 185".
fn out_of(answer: &Answer, estimate: &Estimate, locale: &Locale) -> String {
    let n = answer.everyone.base.used;
    let share = format::percent(estimate.value, n, locale);
    match estimate.hits {
        Some(hits) if answer.weight.is_none() => {
            format!("{}, {share}", format::fraction(hits, n, locale))
        }
        _ => format!("{share} of {}", format::count(n, locale)),
    }
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
            let counted = out_of(answer, estimate, locale);
            match levels.top_name.strip_suffix(" in all") {
                // Several answers together.
                Some(said) => format!("“{said}” of any strength is the answer of {counted}"),
                None => format!("“{}” is the answer of {counted}", levels.top_name),
            }
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
