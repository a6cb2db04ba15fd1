//! The strip under a figure: definition, base, comparison, test and who was left out.

use super::counted::Counted;
use super::format::{self, Locale};
use crate::analysis::{Answer, LEVEL, Note, Shape, Showing, Test, Unmeasurable};

pub(super) fn strip(answer: &Answer, counts: Counted, locale: &Locale) -> Vec<(String, String)> {
    let mut lines = vec![
        ("Definition".to_string(), definition(answer, counts)),
        ("Base".to_string(), base(answer, counts, locale)),
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
    let summaries = [
        Some(&answer.everyone.headline),
        answer.everyone.beside.as_ref(),
    ];
    for estimate in summaries.into_iter().flatten().flatten() {
        for told in &estimate.notes {
            let line = ("Note".to_string(), note(*told, locale));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
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
    let by_choice: Vec<String> = answer
        .by_choice
        .iter()
        .map(|(what, count)| format!("{} {what}", format::count(*count, locale)))
        .collect();
    if !by_choice.is_empty() {
        lines.push(("Left out by choice".into(), by_choice.join(", ")));
    }
    lines
}

fn note(note: Note, locale: &Locale) -> String {
    match note {
        Note::LongTail { top_tenth } => format!(
            "the mean is over twice the median, because a few answers are very high: the highest tenth holds {} % of the total",
            format::decimals(100.0 * top_tenth, 0, locale)
        ),
        Note::UnevenWeights { effective, people } => format!(
            "the weights are very uneven: {} people tell as much as {} evenly weighted ones",
            format::count(people, locale),
            format::trimmed(effective, 0, locale)
        ),
        Note::Converted { from } => format!("given in {from} in the file, converted"),
        Note::Negative { count } => format!(
            "{} values below zero are counted as they stand",
            format::count(count, locale)
        ),
    }
}

fn definition(answer: &Answer, counts: Counted) -> String {
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
    format!("{}{counted}", counts.definition(answer))
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn base(answer: &Answer, counts: Counted, locale: &Locale) -> String {
    let everyone = &answer.everyone;
    let mut text = format!(
        "{} {}",
        format::count(everyone.base.used, locale),
        counts.many()
    );
    if let Some(weighted) = everyone.base.weighted {
        text += &format!(
            ", {} weighted, {} effective",
            format::trimmed(weighted.sum, 1, locale),
            format::trimmed(weighted.effective, 0, locale)
        );
    }
    if let Ok(estimate) = &everyone.headline {
        let both = estimate.inner.is_some() && !matches!(answer.shape, Shape::Levels(_));
        let levels = if both {
            "80 and 95 %".to_string()
        } else {
            format!("{} %", (LEVEL * 100.0).round())
        };
        match estimate.interval {
            Ok(_) => text += &format!(". {levels} interval, {}", estimate.method),
            Err(reason @ Unmeasurable::FewValues { .. }) => {
                text += &format!(". {}", format::capital(&reason.to_string()))
            }
            Err(reason) => text += &format!(". No interval: {reason}"),
        }
    }
    if everyone.base.weighted.is_some() && !matches!(answer.shape, Shape::Number(_)) {
        text += &format!(
            ". Percentages are weighted, fractions count {}",
            counts.heads()
        );
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
    match test.adjusted {
        Some(p) => {
            line + &format!(
                "; adjusted for the tests on this page (Benjamini–Hochberg), {}",
                p_value(p, locale)
            )
        }
        None => line,
    }
}

fn p_value(p: f64, locale: &Locale) -> String {
    if p < 0.001 {
        format!("p under {}", format::decimals(0.001, 3, locale))
    } else {
        format!("p = {}", format::decimals(p, 3, locale))
    }
}
