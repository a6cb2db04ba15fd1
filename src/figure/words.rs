//! The words of a figure: the finding as its title, what it shows, and the strip with definition, base and exclusions.
//!
//! Every sentence is made from the answer it stands over, so it is true or it is not said.

use super::format::{self, Locale};
use super::frame::Words;
use crate::analysis::{
    Answer, Estimate, Gap, Headline, Interval, LEVEL, Number, Row, Shape, Showing, Test, Unit,
    Unmeasurable,
};

/// What the words need to know beside the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// Name of the file.
    pub file: String,
    /// Whether the data are the synthetic sample.
    pub synthetic: bool,
    /// The question that divides respondents, as worded; none: everyone is one cohort.
    pub divided_by: Option<String>,
    /// Whether the cohorts are levels of AI use, in order.
    pub by_ai_use: bool,
}

/// Writes the words of a figure.
pub fn words(answer: &Answer, context: &Context, locale: &Locale) -> Words {
    let weighted = answer
        .weight
        .as_ref()
        .map(|name| format!(", weighted by “{name}”"))
        .unwrap_or_default();
    Words {
        kicker: format!("{}, counts {}", kicker(answer), answer.metric.counts),
        title: title(answer, context, locale),
        subtitle: format!("{}{weighted}", subtitle(answer)),
        strip: strip(answer, locale),
        source: source(answer, context),
    }
}

/// The metric's name, or the column's where the metric is as general as "answers".
pub fn kicker(answer: &Answer) -> String {
    match answer.metric.id {
        "scale" | "number" | "options" => shortened(&answer.column, 48),
        _ => answer.metric.label.to_string(),
    }
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

// ---- title ---------------------------------------------------------------------------------------------------------

fn title(answer: &Answer, context: &Context, locale: &Locale) -> String {
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
            .any(|row| matches!(row.cohort.ink, crate::analysis::CohortInk::Step { .. }));
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
            who(answer, context, a.0),
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

// ---- subtitle and strip --------------------------------------------------------------------------------------------

fn subtitle(answer: &Answer) -> String {
    let asked = format!("“{}”", answer.wording);
    match &answer.shape {
        Shape::Levels(_) => format!("{asked}, % of respondents"),
        Shape::Options(_) => {
            format!("{asked}, % of respondents who chose any; several answers each")
        }
        Shape::Number(Number {
            unit: Unit::Percent,
            ..
        }) => format!("{asked}, mean of estimates; shape shows the answers"),
        Shape::Number(Number {
            unit: Unit::Hours, ..
        }) => format!("{asked}, share of respondents at or under a time, log scale"),
        Shape::Number(Number {
            headline: Headline::Median,
            ..
        }) => format!("{asked}, share of respondents at or under a value"),
        Shape::Number(_) => format!("{asked}, mean; shape shows the answers"),
    }
}

fn strip(answer: &Answer, locale: &Locale) -> Vec<(String, String)> {
    let mut lines = vec![
        ("Definition".to_string(), definition(answer)),
        ("Base".to_string(), base(answer, locale)),
    ];
    if let Some(line) = comparison(answer) {
        lines.push(("Compared".into(), line));
    }
    if answer.rows.len() > 1 {
        lines.push((
            "Test".into(),
            match &answer.test {
                Ok(test) => test_line(test, locale),
                Err(reason) => format!("none: {reason}"),
            },
        ));
    }
    let left_out: Vec<String> = answer
        .left_out
        .iter()
        .map(|out| format!("{} {}", format::count(out.count, locale), out.why))
        .collect();
    lines.push((
        "Left out".into(),
        if left_out.is_empty() {
            "nobody in view".into()
        } else {
            left_out.join(", ")
        },
    ));
    lines
}

fn definition(answer: &Answer) -> String {
    let counted = match &answer.shape {
        Shape::Levels(levels) if levels.top.len() < levels.names.len() && levels.top.len() > 1 => {
            format!(
                "; “{}” counts {}",
                levels.top_name,
                list(&levels.names[levels.top.clone()])
            )
        }
        Shape::Levels(levels) => format!("; the headline counts “{}”", levels.top_name),
        _ => String::new(),
    };
    format!("{}{counted}", answer.metric.definition)
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn base(answer: &Answer, locale: &Locale) -> String {
    let everyone = &answer.everyone;
    let mut text = format!(
        "{} {}",
        format::count(everyone.base.used, locale),
        answer.metric.counts
    );
    if let Some(weighted) = everyone.base.weighted {
        text += &format!(
            ", {} weighted, {} effective",
            format::trimmed(weighted.sum, 1, locale),
            format::trimmed(weighted.effective, 0, locale)
        );
        if weighted.effective < 0.6 * everyone.base.used as f64 {
            text += " (under 60 % of people: the weights are very uneven)";
        }
    }
    if let Ok(estimate) = &everyone.headline {
        let levels = if estimate.inner.is_some() && !matches!(answer.shape, Shape::Levels(_)) {
            "80 and 95 %".to_string()
        } else {
            format!("{} %", (LEVEL * 100.0).round())
        };
        text += &format!(". {levels} interval, {}", estimate.method);
    }
    if answer.rows.iter().any(|row| row.showing == Showing::Hidden) {
        text += ". Cohorts under 5 are hidden and not in this base";
    }
    text
}

fn comparison(answer: &Answer) -> Option<String> {
    let reference = &answer.rows[answer.reference?];
    let gap = answer.gaps.iter().flatten().next()?;
    Some(format!(
        "each cohort of 30 or more with “{}”; 95 % interval of the gap, {}",
        reference.cohort.name, gap.method
    ))
}

fn test_line(test: &Test, locale: &Locale) -> String {
    let df = test.df.map(|df| format!(" on {df} df")).unwrap_or_default();
    let mut line = format!(
        "{} {}{df}, {}",
        test.name,
        format::trimmed(test.statistic, 1, locale),
        p_value(test.p, locale)
    );
    if let Some(v) = test.cramers_v {
        line += &format!(", Cramér’s V {}", format::decimals(v, 2, locale));
    }
    if let Some((z, p)) = test.trend {
        line += &format!(
            "; Cochran–Armitage trend z {}, {}",
            format::trimmed(z, 1, locale),
            p_value(p, locale)
        );
    }
    line + "; not corrected for the number of figures"
}

fn p_value(p: f64, locale: &Locale) -> String {
    if p < 0.001 {
        format!("p under {}", format::decimals(0.001, 3, locale))
    } else {
        format!("p = {}", format::decimals(p, 3, locale))
    }
}

fn source(answer: &Answer, context: &Context) -> String {
    let origin = if context.synthetic {
        "Synthetic sample, invented data, not a survey".to_string()
    } else {
        context.file.clone()
    };
    let by = context
        .divided_by
        .as_ref()
        .map(|by| format!(" by “{by}”"))
        .unwrap_or_default();
    format!(
        "{origin}; “{}”{by}. Definition: {}. Self-reported; what goes together is not what causes what.",
        answer.wording, answer.metric.source
    )
}
