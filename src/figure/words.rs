//! The words of a figure: the finding as its title, what it shows, and the strip with definition, base and exclusions.
//!
//! Every sentence is made from the answer it stands over, so it is true or it is not said.

use super::counted::Counted;
use super::format::Locale;
use super::frame::Words;
use super::{finding, strip};
use crate::analysis::{Answer, Headline, Number, Shape, Unit};

/// What the words need to know beside the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Name of the file.
    pub file: String,
    /// Whether the data are the synthetic sample.
    pub synthetic: bool,
    /// What was read of the file, as the end of a sentence, where that is not all of it.
    pub part: Option<String>,
    /// The question that divides respondents, as worded; none: everyone is one cohort.
    pub divided_by: Option<String>,
    /// Whether the cohorts are levels of AI use, in order.
    pub by_ai_use: bool,
    /// What the rows of the file are.
    pub counted: Counted,
}

/// Writes the words of a figure.
pub fn words(answer: &Answer, context: &Context, locale: &Locale) -> Words {
    let weighted = answer
        .weight
        .as_ref()
        .map(|name| format!(", weighted by “{name}”"))
        .unwrap_or_default();
    let mut strip = strip::strip(answer, context.counted, locale);
    if let Some(part) = &context.part {
        let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        strip.push(("Rows".to_owned(), first.to_uppercase() + rest));
    }
    Words {
        kicker: format!("{}, counts {}", kicker(answer), context.counted.many()),
        title: finding::title(answer, context, locale),
        subtitle: format!("{}{weighted}", subtitle(answer, context.counted)),
        strip,
        source: source(answer, context),
    }
}

/// A question is told in at most this many letters.
const WORDING: usize = 240;

/// The metric's name, or the question's where the metric is as general as "answers".
pub fn kicker(answer: &Answer) -> String {
    match answer.metric.id {
        "scale" | "number" | "options" => answer.called.clone(),
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

fn subtitle(answer: &Answer, counted: Counted) -> String {
    let many = counted.many();
    let asked = format!("“{}”", shortened(&answer.wording, WORDING));
    match &answer.shape {
        Shape::Levels(_) => format!("{asked}, % of {many}"),
        Shape::Options(_) => {
            let chose = match counted {
                Counted::Respondents => "who chose",
                Counted::Records => "with",
            };
            format!("{asked}, % of {many} {chose} any; several answers each")
        }
        Shape::Number(Number {
            unit: Unit::Percent,
            ..
        }) => format!("{asked}, mean of estimates; shape shows the answers"),
        Shape::Number(Number {
            unit: Unit::Hours, ..
        }) => format!("{asked}, share of {many} at or under a time, log scale"),
        Shape::Number(Number {
            headline: Headline::Median,
            ..
        }) => format!("{asked}, share of {many} at or under a value"),
        Shape::Number(_) => format!("{asked}, mean; shape shows the answers"),
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
        "{origin}; “{}”{by}. Definition: {}. {}",
        shortened(&answer.wording, WORDING),
        answer.metric.source,
        context.counted.caution()
    )
}
