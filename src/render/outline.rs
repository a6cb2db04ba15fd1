//! An answer read out: as a table in the order of the chart, and one mark as a sentence. Hidden bases give nothing away.

use crate::analysis::{
    Answer, Estimate, Headline, LEVEL, LevelShare, Number, Row, Shape, Unmeasurable,
};
use crate::figure::{
    Datum, Kind, Lens, Locale, Standing, Table, finding, format, headline_name, kind, reading,
};

/// The answer as a table, in the order of the chart and with its rounding.
pub fn table(answer: &Answer, locale: &Locale) -> Table {
    let caption = format!("{}: {}", answer.metric.label, answer.wording);
    let interval = format!(
        "{}{}% interval",
        format::decimals(LEVEL * 100.0, 0, locale),
        format::TIE
    );
    let mut columns = vec![
        "Cohort".to_owned(),
        "n".to_owned(),
        headline_name(&answer.shape).to_owned(),
        interval,
    ];
    let (columns, rows) = match &answer.shape {
        Shape::Levels(levels) => {
            columns.push("Fraction".to_owned());
            columns.extend(levels.names.iter().cloned());
            let cells = |row: &Row| {
                let mut cells = estimate(&row.headline, Kind::Share, locale);
                cells.extend((0..levels.names.len()).map(|level| {
                    row.levels
                        .get(level)
                        .map_or_else(String::new, |part| share(part, row, locale))
                }));
                cells
            };
            (
                columns,
                answer
                    .rows
                    .iter()
                    .map(|row| line(row, 3 + levels.names.len(), locale, cells))
                    .collect(),
            )
        }
        Shape::Number(number) => {
            columns.push(beside_name(number).to_owned());
            let kind = kind(&answer.shape);
            let cells = |row: &Row| {
                let mut cells = estimate(&row.headline, kind, locale);
                cells[2] = row.beside.as_ref().map_or_else(String::new, |beside| {
                    estimate(beside, kind, locale).swap_remove(0)
                });
                cells
            };
            (
                columns,
                answer
                    .rows
                    .iter()
                    .map(|row| line(row, 3, locale, cells))
                    .collect(),
            )
        }
        Shape::Options(options) => {
            columns.insert(0, "Option".to_owned());
            columns.push("Fraction".to_owned());
            let mut rows = Vec::new();
            for (option, name) in options.iter().enumerate() {
                for row in &answer.rows {
                    let cells = |row: &Row| {
                        row.options.get(option).map_or_else(
                            || vec![String::new(); 3],
                            |part| estimate(part, Kind::Share, locale),
                        )
                    };
                    let mut cells = line(row, 3, locale, cells);
                    cells.insert(0, name.clone());
                    rows.push(cells);
                }
            }
            (columns, rows)
        }
    };
    with_gaps(
        Table {
            caption,
            columns,
            rows,
        },
        answer,
        locale,
    )
}

/// Adds what separates each row from the reference, where rows are cohorts and any can be compared.
fn with_gaps(mut table: Table, answer: &Answer, locale: &Locale) -> Table {
    let Some(reference) = reference(answer) else {
        return table;
    };
    table.columns.push(format!("Gap to “{reference}”"));
    for (at, cells) in table.rows.iter_mut().enumerate() {
        cells.push(gap(answer, at, locale).unwrap_or_default());
    }
    table
}

/// Name of the cohort that gaps are measured from; none where nothing can be compared.
pub(super) fn reference(answer: &Answer) -> Option<&str> {
    let compared = answer.gaps.iter().any(Option::is_some);
    let reference = answer.rows.get(answer.reference?)?;
    compared.then_some(reference.cohort.name.as_str())
}

fn gap(answer: &Answer, row: usize, locale: &Locale) -> Option<String> {
    let gap = answer.gaps.get(row)?.as_ref()?;
    Some(finding::gap(gap, &answer.shape, locale))
}

/// What one mark says: the cohort, the fraction first, then the value and its interval.
pub fn sentence(answer: &Answer, datum: Datum, locale: &Locale) -> String {
    let Some(row) = answer.rows.get(datum.row) else {
        return String::new();
    };
    let name = &row.cohort.name;
    match Standing::of(row) {
        Standing::Hidden => return format!("{name}: hidden, {}.", format::floor()),
        Standing::Empty => {
            return format!(
                "{name}: {}, nobody answered.",
                format::base(row.base.used, locale)
            );
        }
        Standing::Full | Standing::Low => {}
    }
    let low = if Standing::of(row) == Standing::Low {
        " Low base."
    } else {
        ""
    };
    let against = match (
        datum.level,
        reference(answer),
        gap(answer, datum.row, locale),
    ) {
        (None, Some(reference), Some(gap)) => format!(" Gap to {reference}: {gap}."),
        _ => String::new(),
    };
    let (what, said) = match (&answer.shape, datum.level) {
        (Shape::Levels(levels), Some(level)) => {
            let (Some(level_name), Some(part)) = (levels.names.get(level), row.levels.get(level))
            else {
                return String::new();
            };
            (Some(level_name.as_str()), level_share(part, row, locale))
        }
        (Shape::Options(options), Some(option)) => {
            let (Some(option_name), Some(part)) = (options.get(option), row.options.get(option))
            else {
                return String::new();
            };
            (
                Some(option_name.as_str()),
                in_words(part, Kind::Share, "", locale),
            )
        }
        (Shape::Levels(levels), None) => (
            Some(levels.top_name.as_str()),
            in_words(&row.headline, Kind::Share, "", locale),
        ),
        (Shape::Number(number), _) => {
            let summary = summary(number);
            (
                None,
                format!(
                    "{}, {}",
                    format::base(row.base.used, locale),
                    in_words(&row.headline, kind(&answer.shape), summary, locale)
                ),
            )
        }
        (Shape::Options(_), None) => (None, format::base(row.base.used, locale)),
    };
    match what {
        Some(what) => format!("{name}, {what}: {said}.{against}{low}"),
        None => format!("{name}: {said}.{against}{low}"),
    }
}

fn line(
    row: &Row,
    more: usize,
    locale: &Locale,
    cells: impl Fn(&Row) -> Vec<String>,
) -> Vec<String> {
    let name = row.cohort.name.clone();
    let mut line = match Standing::of(row) {
        Standing::Hidden => vec![name, format!("hidden, {}", format::floor())],
        _ => vec![name, format::count(row.base.used, locale)],
    };
    if Standing::of(row).is_drawn() {
        line.extend(cells(row));
    }
    line.resize(2 + more, String::new());
    line
}

/// Value, interval, fraction; the reason alone where there is no value.
fn estimate(estimate: &Result<Estimate, Unmeasurable>, kind: Kind, locale: &Locale) -> Vec<String> {
    match estimate {
        Ok(estimate) => {
            let said = reading(estimate, kind, Lens::Percent, locale);
            // Of people, also where shares are weighted: the strip says so.
            let hits = estimate.hits.filter(|_| kind == Kind::Share);
            let fraction = hits.map_or(said.fraction, |hits| {
                format::fraction(hits, estimate.base.used, locale)
            });
            let range = match &estimate.interval {
                Ok(_) => said.range,
                Err(reason) => reason.to_string(),
            };
            vec![said.value, range, fraction]
        }
        Err(reason) => vec![reason.to_string(), String::new(), String::new()],
    }
}

fn share(part: &LevelShare, row: &Row, locale: &Locale) -> String {
    if part.count == 0 {
        return "0".to_owned();
    }
    format!(
        "{} ({})",
        format::count(part.count, locale),
        format::percent(part.share, row.base.used, locale)
    )
}

fn level_share(part: &LevelShare, row: &Row, locale: &Locale) -> String {
    let fraction = format::fraction(part.count, row.base.used, locale);
    if part.count == 0 {
        fraction
    } else {
        format!(
            "{fraction}, {}",
            format::percent(part.share, row.base.used, locale)
        )
    }
}

/// "54 of 120, 45 %, 95 % interval 36–54".
fn in_words(
    estimate: &Result<Estimate, Unmeasurable>,
    kind: Kind,
    summary: &str,
    locale: &Locale,
) -> String {
    let estimate = match estimate {
        Ok(estimate) => estimate,
        Err(reason) => return reason.to_string(),
    };
    let said = reading(estimate, kind, Lens::Fraction, locale);
    let mut parts = vec![if summary.is_empty() {
        said.value
    } else {
        format!("{summary} {}", said.value)
    }];
    if !said.fraction.is_empty() {
        parts.push(said.fraction);
    }
    match &estimate.interval {
        Ok(_) => parts.push(format!(
            "{}{}% interval {}",
            format::decimals(LEVEL * 100.0, 0, locale),
            format::TIE,
            said.range
        )),
        Err(reason) => parts.push(format!("no interval: {reason}")),
    }
    parts.join(", ")
}

pub(super) fn summary(number: &Number) -> &'static str {
    match number.headline {
        Headline::Mean => "mean",
        Headline::Median => "median",
    }
}

pub(super) fn beside_name(number: &Number) -> &'static str {
    match number.headline {
        Headline::Mean => "Median",
        Headline::Median => "Mean",
    }
}
