//! A column as a question: its answers in order, those that stand aside, and which of them the headline counts.

use super::dictionary::Ramp;
use super::scale;
use super::words::is_aside;
use crate::table::{ColumnSummary, Kind, Sensitive, Unit, words};

/// How the answers of a column are read.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// One of several answers.
    Levels(Reading),
    /// A number; `bands` are the cuts between the bands it falls into when it is a cohort or a filter.
    Number {
        /// Between the lowest and the highest value, rising.
        bands: Vec<f64>,
    },
    /// Any of several answers.
    Options {
        /// Codes that are no choice: not applicable, don't know. Who has only these is outside the base.
        aside: Vec<u32>,
    },
    /// Not drawn: free text, identifiers, points in time, nothing at all.
    Other,
}

/// The levels of a question. Codes are those of the table, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Name of the scale that was recognised.
    pub scale: Option<&'static str>,
    /// Codes inside the base, low to high.
    pub order: Vec<u32>,
    /// Codes outside the base: don't know, not applicable.
    pub aside: Vec<u32>,
    /// Every code that ever stood inside, low to high: where a level comes back to.
    pub home: Vec<u32>,
    /// How the levels are coloured.
    pub ramp: Ramp,
    /// Code of the neutral level.
    pub middle: Option<u32>,
    /// Code of the lowest level that the headline counts, up to the highest; for unordered levels, the one it counts.
    pub top_from: u32,
    /// What the headline is called while nobody changed it.
    pub top_name: Option<&'static str>,
}

impl Reading {
    /// Whether the levels have an order.
    pub fn is_ordered(&self) -> bool {
        self.ramp != Ramp::Kinds
    }
}

/// A column as a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The column's name in the file.
    pub name: String,
    /// The question as respondents read it; the name where the file says no more.
    pub wording: String,
    /// What the column holds.
    pub kind: Kind,
    /// Whether the tool that wrote the file adds it to the questions.
    pub metadata: bool,
    /// What its numbers count.
    pub unit: Option<Unit>,
    /// Why it stays off charts and filters.
    pub sensitive: Option<Sensitive>,
    /// Answers as they stand in the file; code k is at k − 1. For numbers: the names of the bands.
    pub levels: Vec<String>,
    /// Respondents per level, in the whole file; empty for numbers.
    pub counts: Vec<u64>,
    /// Words found where a number was expected.
    pub aside_words: Vec<String>,
    /// Respondents with an answer.
    pub answered: u64,
    /// Least and greatest number.
    pub range: Option<(f64, f64)>,
    /// How the answers are read.
    pub form: Form,
}

/// More levels than this are a list, not a question to compare.
pub const MOST_LEVELS: usize = 24;

impl Question {
    /// Reads a column's summary.
    pub fn of(column: &ColumnSummary) -> Self {
        let levels: Vec<String> = column.levels.iter().map(|(name, _)| name.clone()).collect();
        let counts: Vec<u64> = column.levels.iter().map(|&(_, count)| count).collect();
        let form = match column.kind {
            _ if column.sensitive.is_some() => Form::Other,
            Kind::Category | Kind::YesNo if levels.len() <= MOST_LEVELS && !levels.is_empty() => {
                Form::Levels(read(&levels, &counts, column.listed))
            }
            Kind::Integer | Kind::Number => Form::Number {
                bands: cuts(&column.quantiles, column.kind),
            },
            Kind::Multiple => Form::Options {
                aside: (1..=levels.len() as u32)
                    .filter(|&code| is_aside(&levels[code as usize - 1]))
                    .collect(),
            },
            _ => Form::Other,
        };
        let levels = match &form {
            Form::Number { bands } => band_names(bands),
            _ => levels,
        };
        Self {
            name: without_tags(&column.name),
            wording: {
                let asked = without_tags(column.asked().unwrap_or(&column.name));
                match column.from.len() > 1 {
                    true => without_option(&asked, &column.levels),
                    false => asked,
                }
            },
            kind: column.kind,
            metadata: column.metadata,
            unit: column.unit.clone(),
            sensitive: column.sensitive,
            levels,
            counts,
            aside_words: column.aside.iter().map(|(word, _)| word.clone()).collect(),
            answered: column.answered,
            range: column.min.zip(column.max),
            form,
        }
    }

    /// The question in at most `most` letters; of a grid, what the row asks.
    pub fn title(&self, most: usize) -> String {
        if length(&self.wording) <= most {
            return self.wording.clone();
        }
        let row = self.wording.rsplit_once(" - ").map(|(_, row)| row.trim());
        match row.filter(|row| (3..=most).contains(&length(row))) {
            Some(row) => row.to_owned(),
            None => cut(&self.wording, most),
        }
    }

    /// The same to choose from several: what stands in brackets tells questions apart that begin alike.
    pub fn choice(&self, most: usize) -> String {
        let title = self.title(most);
        let part = |text: &'_ str| {
            let (_, part) = text.strip_suffix(']')?.rsplit_once('[')?;
            Some(cut(part.trim(), most / 2)).filter(|part| !part.is_empty())
        };
        let part = part(&self.wording).or_else(|| part(&self.name));
        match part.filter(|part| !title.contains(part.as_str())) {
            Some(part) => format!("{} [{part}]", self.title(most - length(&part) - 3)),
            None => title,
        }
    }

    /// The words of the question, and of its name where that differs.
    pub fn words(&self) -> Vec<String> {
        let mut all = words(&self.wording);
        if self.name != self.wording {
            all.extend(words(&self.name));
        }
        all
    }

    /// The text of a code.
    pub fn level(&self, code: u32) -> &str {
        self.levels
            .get((code as usize).wrapping_sub(1))
            .map_or("", String::as_str)
    }

    /// Codes of the options to choose from; none for other forms.
    pub fn options(&self) -> impl Iterator<Item = u32> {
        let aside: &[u32] = match &self.form {
            Form::Options { aside } => aside,
            _ => &[],
        };
        let many = if matches!(self.form, Form::Options { .. }) {
            self.levels.len() as u32
        } else {
            0
        };
        (1..=many).filter(|code| !aside.contains(code))
    }

    /// Codes that a cohort or a filter may use, in order; none where the question cannot divide respondents.
    pub fn codes(&self) -> Vec<u32> {
        match &self.form {
            Form::Levels(reading) => reading.order.clone(),
            Form::Number { bands } if !bands.is_empty() => (1..=bands.len() as u32 + 1).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the codes have an order.
    pub fn is_ordered(&self) -> bool {
        match &self.form {
            Form::Levels(reading) => reading.is_ordered(),
            Form::Number { .. } => true,
            _ => false,
        }
    }

    /// Whether its answers differ.
    pub fn varies(&self) -> bool {
        match &self.form {
            Form::Levels(_) => self.counts.iter().filter(|&&count| count > 0).count() > 1,
            Form::Number { .. } => self.range.is_some_and(|(low, high)| low < high),
            Form::Options { .. } => true,
            Form::Other => false,
        }
    }

    /// Whether a figure can be drawn of it.
    pub fn is_drawable(&self) -> bool {
        !matches!(self.form, Form::Other)
    }
}

fn read(levels: &[String], counts: &[u64], listed: bool) -> Reading {
    let code = |i: usize| i as u32 + 1;
    let (mut aside, mut inside): (Vec<usize>, Vec<usize>) =
        (0..levels.len()).partition(|&i| is_aside(&levels[i]));
    if inside.is_empty() {
        std::mem::swap(&mut aside, &mut inside);
    }
    let texts: Vec<&str> = inside.iter().map(|&i| levels[i].as_str()).collect();
    let aside = aside.into_iter().map(code).collect();
    if let Some(found) = scale::find(&texts) {
        let order: Vec<u32> = found.order.iter().map(|&i| code(inside[i])).collect();
        return Reading {
            scale: Some(found.label),
            middle: found.middle.map(|m| order[m]),
            top_from: order[found.top],
            home: order.clone(),
            order,
            aside,
            ramp: found.ramp,
            top_name: found.top_name,
        };
    }
    let by_count = |&i: &usize| std::cmp::Reverse(counts.get(i).copied().unwrap_or(0));
    let top_from = inside.iter().copied().min_by_key(by_count).map_or(1, code);
    // Codes say nothing of more or less, and yet their order is the one that people know.
    if !listed {
        inside.sort_by_key(by_count);
    }
    let order: Vec<u32> = inside.into_iter().map(code).collect();
    Reading {
        scale: None,
        home: order.clone(),
        order,
        aside,
        ramp: Ramp::Kinds,
        middle: None,
        top_from,
        top_name: None,
    }
}

/// Quartiles as cuts, without repetitions and without the ends. Whole numbers that are nearly all the same are cut below the
/// highest, so that 0 and 1 tell two groups apart.
fn cuts(quantiles: &[f64], kind: Kind) -> Vec<f64> {
    let [low, inner @ .., high] = quantiles else {
        return Vec::new();
    };
    let mut cuts: Vec<f64> = inner
        .iter()
        .copied()
        .filter(|c| c > low && c <= high)
        .collect();
    cuts.dedup();
    if cuts.is_empty() && high > low && kind == Kind::Integer {
        cuts.push(*high);
    }
    cuts
}

/// "under 5", "5 to under 10", "10 and over", with as many decimals as tell the cuts apart.
fn band_names(cuts: &[f64]) -> Vec<String> {
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Vec::new();
    };
    let apart = |places: &i32| {
        let scale = 10_f64.powi(*places);
        let rounded: Vec<f64> = cuts.iter().map(|cut| (cut * scale).round()).collect();
        rounded.windows(2).all(|pair| pair[0] != pair[1])
            && rounded
                .iter()
                .zip(cuts)
                .all(|(r, cut)| *r != 0.0 || *cut == 0.0)
    };
    let places = (2..12).find(apart).unwrap_or(12);
    let show = |v: f64| {
        let scale = 10_f64.powi(places);
        format!("{}", (v * scale).round() / scale)
    };
    let mut names = vec![format!("under {}", show(*first))];
    names.extend(
        cuts.windows(2)
            .map(|w| format!("{} to under {}", show(w[0]), show(w[1]))),
    );
    names.push(format!("{} and over", show(*last)));
    names
}

/// What a select-all question asks, without the option that the first of its columns stands for: Qualtrics writes both,
/// "Which apply? - Selected Choice - Copilot".
fn without_option(wording: &str, options: &[(String, u64)]) -> String {
    let mut options = options.iter();
    let asked = options.find_map(|(option, _)| {
        let asked = wording.strip_suffix(option.as_str())?;
        asked.trim_end().strip_suffix(" -")
    });
    let asked = asked.unwrap_or(wording).trim_end();
    let asked = asked.strip_suffix("- Selected Choice").unwrap_or(asked);
    match asked.trim_end() {
        "" => wording.to_owned(),
        asked => asked.to_owned(),
    }
}

/// A header as a person reads it: form tools leave tags such as `<strong>` in it.
fn without_tags(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(start) = rest.find('<') {
        let inside = &rest[start + 1..];
        let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match inside.find('>').filter(|_| is_tag) {
            Some(end) => {
                out += &rest[..start];
                rest = &inside[end + 1..];
            }
            None => {
                out += &rest[..=start];
                rest = inside;
            }
        }
    }
    out += rest;
    let bare = out.trim();
    if bare.is_empty() {
        name.to_string()
    } else {
        bare.to_string()
    }
}
fn length(text: &str) -> usize {
    text.chars().count()
}

/// A text in at most `most` letters.
fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}
