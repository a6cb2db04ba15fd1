//! Everything a person decided about a file, as a document that can be kept, read, and followed on the next file like it.
//!
//! A recipe names columns, their wordings, and answers that many gave. It never holds a row, free text, what tells who somebody
//! is, or what fewer than [`FLOOR`] respondents wrote.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::chapter::Chapter;
use crate::figure::{Spec, Subject, charts};
use crate::source::{How, Tool};
use crate::study::{Decisions, Form, Misfit, Role, Study};
use crate::table::{Correction, FileSummary, Kind, Reading, says_little};

/// Respondents that must have given an answer before a recipe names it.
pub const FLOOR: u64 = 5;
/// The version of the document that this program writes, and the only one it reads.
pub const VERSION: u32 = 1;

/// Everything a person decided about a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Version of the document.
    pub denominator_recipe: u32,
    /// The tool that wrote the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    /// What was in the file, to tell what is new in another.
    pub columns: Vec<KnownColumn>,
    /// How the file is read.
    #[serde(default)]
    pub reading: Reading,
    /// What its columns mean and who is compared.
    #[serde(default)]
    pub study: Decisions,
    /// The figures, in page order; none where nobody changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Vec<KeptFigure>>,
    /// How many things were left away, because naming them would tell what a few people wrote.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub withheld: u64,
    /// How many columns were left away, because their names may be answers.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub nameless: u64,
}

/// A column that was in the file.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct KnownColumn {
    /// Its name.
    pub name: String,
    /// What was asked, where the file says it apart from the name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub wording: String,
    /// What it held.
    pub kind: Kind,
    /// Answers that many gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
}

/// A figure of the page.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFigure {
    /// What it is about.
    pub about: KeptSubject,
    /// Id of the chosen chart; none: the one that suits the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
}

/// What a figure is about.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptSubject {
    /// The column that has the role of deployment frequency.
    DeploymentFrequency,
    /// The column that has the role of rollback share.
    RollbackShare,
    /// The column that has the role of recovery time.
    RecoveryTime,
    /// A question about burnout, by its name; none: symptom before opinion before behaviour.
    Burnout(Option<String>),
    /// Any question, by its name.
    Question(String),
}

/// Why a text is no recipe.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum NoRecipe {
    /// It is something else.
    #[error(
        "This is no recipe: a recipe is JSON with a `denominator_recipe` or `denominator_deliveries` in it. Save one on the page “Understand” or “Delivery”."
    )]
    SomethingElse,
    /// Another program wrote it.
    #[error(
        "This recipe has version {0}, and this program reads version {VERSION}. Open it with the program that wrote it."
    )]
    Version(u64),
    /// It does not follow the form.
    #[error("The recipe is damaged: {0}. Save it anew, or put right what is named.")]
    Damaged(String),
}

/// Header rows that can be said at most.
pub const MOST_HEADER_ROWS: u32 = 5;
/// Bytes of the longest name of a column; what is longer is no name.
const LONGEST_NAME: usize = 1000;

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Recipe {
    /// What was decided about the file of `chapter`. `count` says how many cells of a column hold a text.
    ///
    /// Where a person says how many header rows there are, answers may have become names of columns. Such names, and what was
    /// decided about their columns, are left away unless `are_names_vouched` for.
    pub fn of(
        chapter: &Chapter,
        count: impl Fn(&str, &str) -> u64,
        are_names_vouched: bool,
    ) -> Self {
        let suggested = Chapter::of(chapter.summary.clone(), chapter.study.reading.clone());
        let figures = (chapter.figures != suggested.figures).then(|| {
            let figures = chapter.figures.iter();
            figures.map(|spec| kept(spec, &chapter.study)).collect()
        });
        let mut withheld = 0;
        let columns = columns(chapter);
        let mut reading = chapter.study.reading.clone();
        let withheld_here = &mut withheld;
        reading.corrections.retain_mut(|(column, said)| {
            withhold(said, |text| {
                let is_kept = says_little(text) || count(column, text) >= FLOOR;
                *withheld_here += u64::from(!is_kept);
                is_kept
            })
        });
        let mut study = Decisions::between(&suggested.study, &chapter.study);
        let is_named = |question: &str, level: &str| is_named(&chapter.study, question, level);
        withheld += study.withhold(is_named);
        let mut recipe = Self {
            denominator_recipe: VERSION,
            tool: chapter.summary.tool,
            columns,
            reading,
            study,
            figures,
            withheld,
            nameless: 0,
        };
        let unsure = unsure_names(&chapter.summary, are_names_vouched);
        recipe.forget(&|name| unsure.contains(name));
        recipe
    }

    /// Leaves away columns, and everything that was decided about them.
    fn forget(&mut self, is_unsure: &dyn Fn(&str) -> bool) {
        let all = self.columns.len();
        self.columns.retain(|column| !is_unsure(&column.name));
        self.nameless = (all - self.columns.len()) as u64;
        let reading = &mut self.reading;
        reading.corrections.retain(|(name, _)| !is_unsure(name));
        reading.spread.retain(|name| !is_unsure(name));
        reading.folds.retain(|fold| {
            !is_unsure(&fold.question) && !fold.columns.iter().any(|name| is_unsure(name))
        });
        reading
            .exclusions
            .retain(|exclusion| !exclusion.columns().iter().any(|name| is_unsure(name)));
        self.study.forget(is_unsure);
        if let Some(figures) = &mut self.figures {
            figures.retain(|figure| match &figure.about {
                KeptSubject::Burnout(Some(name)) | KeptSubject::Question(name) => !is_unsure(name),
                _ => true,
            });
        }
    }

    /// What is said of a file that was read as this recipe says, and what does not fit.
    pub fn follow(&self, summary: Arc<FileSummary>) -> (Chapter, Vec<Misfit>) {
        let mut misfits = self.unread(&summary);
        let read_as = &self.reading.read_as;
        if let Some(label) = &read_as.encoding
            && summary.encoding.how != How::Said
        {
            misfits.push(Misfit::NoEncoding(label.clone()));
        }
        if let Some(table) = read_as.table.filter(|table| *table != summary.table) {
            misfits.push(Misfit::NoTable(table.saturating_add(1)));
        }
        let mut chapter = Chapter::of(summary, self.reading.clone());
        misfits.extend(chapter.study.take(&self.study));
        if let Some(figures) = &self.figures {
            let specs = figures.iter().map(|figure| figure.spec(&chapter.study));
            let specs: Vec<_> = specs.collect();
            chapter.figures.clear();
            for spec in specs {
                match spec {
                    Ok((subject, chart)) => chapter.draw(subject, chart),
                    Err(misfit) => misfits.push(misfit),
                }
            }
        }
        misfits.extend(self.changed(&chapter));
        misfits.sort();
        misfits.dedup();
        (chapter, misfits)
    }

    /// The document as text.
    pub fn to_json(&self) -> String {
        // Holds because everything in a recipe has a form in JSON: texts, whole numbers, lists.
        serde_json::to_string_pretty(self).expect("a recipe is JSON") + "\n"
    }

    /// The document from its text.
    pub fn from_json(text: &str) -> Result<Self, NoRecipe> {
        let any: serde_json::Value =
            serde_json::from_str(text).map_err(|_| NoRecipe::SomethingElse)?;
        match any.get("denominator_recipe").map(|v| v.as_u64()) {
            None => return Err(NoRecipe::SomethingElse),
            Some(Some(version)) if version == u64::from(VERSION) => {}
            Some(version) => return Err(NoRecipe::Version(version.unwrap_or(0))),
        }
        let recipe: Self =
            serde_json::from_str(text).map_err(|error| NoRecipe::Damaged(error.to_string()))?;
        match recipe.reading.read_as.header_rows {
            Some(rows) if rows > MOST_HEADER_ROWS => Err(NoRecipe::Damaged(format!(
                "`header_rows` is {rows}, and no table has more than {MOST_HEADER_ROWS}"
            ))),
            _ => Ok(recipe),
        }
    }

    /// Whether the beginning of a file says that it is a recipe.
    pub fn is_one(head: &[u8]) -> bool {
        let mark = b"\"denominator_recipe\"";
        let start = head.iter().position(|byte| !byte.is_ascii_whitespace());
        start.is_some_and(|start| {
            head[start] == b'{' && head.windows(mark.len()).take(200).any(|seen| seen == mark)
        })
    }

    /// Columns that something was said about and that are not in the file.
    fn unread(&self, summary: &FileSummary) -> Vec<Misfit> {
        let is_known = |name: &str| {
            let folded = self.reading.folds.iter().flat_map(|fold| &fold.columns);
            let mut known = summary.columns.iter().map(|column| &column.name);
            known.any(|known| known == name) || folded.into_iter().any(|known| known == name)
        };
        let corrected = self.reading.corrections.iter();
        let corrected = corrected.map(|(name, _)| name.clone());
        let folded = self.reading.folds.iter().map(|fold| fold.question.clone());
        let mut excluded: Vec<String> = Vec::new();
        for exclusion in &self.reading.exclusions {
            // Columns that are options of one question are not told apart here; any that is there will do.
            let names = exclusion.columns();
            if !names.is_empty() && !names.iter().any(|name| is_known(name)) {
                excluded.extend(names.into_iter().take(1));
            }
        }
        corrected
            .chain(folded)
            .filter(|name| !is_known(name))
            .chain(excluded)
            .map(Misfit::NoColumn)
            .collect()
    }

    /// What is not as it was when the recipe was made.
    fn changed(&self, chapter: &Chapter) -> Vec<Misfit> {
        let now = columns(chapter);
        let mut misfits = Vec::new();
        for column in &now {
            let name = column.name.clone();
            let Some(before) = self.columns.iter().find(|known| known.name == name) else {
                // Whether it is new is not known where columns were left away.
                if self.nameless > 0 {
                    continue;
                }
                misfits.push(Misfit::NewColumn(name));
                continue;
            };
            if before.wording != column.wording {
                misfits.push(Misfit::Wording {
                    question: name.clone(),
                    before: before.wording.clone(),
                    now: column.wording.clone(),
                });
            }
            let (was, is) = (before.kind.to_string(), column.kind.to_string());
            if was != is && !are_both_numbers(before.kind, column.kind) {
                misfits.push(Misfit::Kind {
                    question: name.clone(),
                    before: was,
                    now: is,
                });
            } else if !before.levels.is_empty() {
                let new = column.levels.iter();
                let new = new.filter(|level| !before.levels.contains(level));
                misfits.extend(new.map(|level| Misfit::NewLevel {
                    question: name.clone(),
                    level: level.clone(),
                }));
            }
        }
        let is_there = |known: &&KnownColumn| now.iter().any(|column| column.name == known.name);
        let gone = self.columns.iter().filter(|known| !is_there(known));
        misfits.extend(gone.map(|known| Misfit::NoColumn(known.name.clone())));
        misfits
    }
}

fn are_both_numbers(a: Kind, b: Kind) -> bool {
    let is_number = |kind| matches!(kind, Kind::Integer | Kind::Number);
    is_number(a) && is_number(b)
}

/// The columns of a file, with the answers that many gave.
fn columns(chapter: &Chapter) -> Vec<KnownColumn> {
    let questions = chapter.study.questions.iter();
    let columns = chapter.summary.columns.iter().zip(questions);
    columns
        .zip(&chapter.study.roles)
        .map(|((column, question), guess)| {
            let is_told = matches!(question.form, Form::Levels(_) | Form::Options { .. })
                && !matches!(guess.role, Role::Identifier | Role::Comment);
            let levels = column.levels.iter().filter(|_| is_told);
            KnownColumn {
                name: column.name.clone(),
                wording: column.wording.clone(),
                kind: column.kind,
                levels: levels
                    .filter(|(_, count)| *count >= FLOOR)
                    .map(|(level, _)| level.clone())
                    .collect(),
            }
        })
        .collect()
}

/// Names of columns that may be answers: such as stand in header rows that only a person said, and such as are too long.
fn unsure_names(summary: &FileSummary, are_vouched: bool) -> BTreeSet<&str> {
    let by_hand = summary.named_by_hand.iter().filter(|_| !are_vouched);
    let places: BTreeSet<u32> = by_hand.clone().map(|(at, _)| *at).collect();
    let columns = summary.columns.iter();
    columns
        .filter(|column| {
            column.name.len() > LONGEST_NAME || column.from.iter().any(|at| places.contains(at))
        })
        .map(|column| column.name.as_str())
        .chain(by_hand.map(|(_, name)| name.as_str()))
        .collect()
}

/// Whether a recipe may name a level.
fn is_named(study: &Study, question: &str, level: &str) -> bool {
    let Some(at) = study.named(question) else {
        return false;
    };
    let question = &study.questions[at];
    // Bands of numbers are cut by quartiles: a quarter of all is in each.
    matches!(question.form, Form::Number { .. })
        || question
            .levels
            .iter()
            .zip(&question.counts)
            .any(|(known, count)| known == level && *count >= FLOOR)
}

/// Leaves away texts that are not kept; false where nothing is left.
fn withhold(said: &mut Correction, mut is_kept: impl FnMut(&str) -> bool) -> bool {
    match said {
        Correction::Repair(pairs) => {
            pairs.retain(|(from, _)| is_kept(from));
            !pairs.is_empty()
        }
        Correction::Missing(texts) | Correction::KeepAsAnswer(texts) => {
            texts.retain(|text| is_kept(text));
            !texts.is_empty()
        }
        // A code book is no answer of anybody, though what it calls a code may be one: codes are short.
        Correction::Labels(labels) => {
            labels.retain(|(code, _)| code.len() <= 8 || is_kept(code));
            !labels.is_empty()
        }
        Correction::DecimalComma(_)
        | Correction::EitherMark
        | Correction::DayFirst(_)
        | Correction::Kind(_)
        | Correction::SplitAt(_)
        | Correction::Unit(_)
        | Correction::Sensitive(_) => true,
    }
}

fn kept(spec: &Spec, study: &Study) -> KeptFigure {
    let name = |at: usize| {
        let question = study.questions.get(at);
        question.map(|q| q.name.clone()).unwrap_or_default()
    };
    KeptFigure {
        about: match spec.subject {
            Subject::DeploymentFrequency => KeptSubject::DeploymentFrequency,
            Subject::RollbackShare => KeptSubject::RollbackShare,
            Subject::RecoveryTime => KeptSubject::RecoveryTime,
            Subject::Burnout(at) => KeptSubject::Burnout(at.map(name)),
            Subject::Question(at) => KeptSubject::Question(name(at)),
        },
        chart: spec.chart.map(str::to_owned),
    }
}

impl KeptFigure {
    fn spec(&self, study: &Study) -> Result<(Subject, Option<&'static str>), Misfit> {
        let named = |name: &String| {
            let at = study.named(name);
            at.ok_or_else(|| Misfit::NoColumn(name.clone()))
        };
        let subject = match &self.about {
            KeptSubject::DeploymentFrequency => Subject::DeploymentFrequency,
            KeptSubject::RollbackShare => Subject::RollbackShare,
            KeptSubject::RecoveryTime => Subject::RecoveryTime,
            KeptSubject::Burnout(name) => Subject::Burnout(name.as_ref().map(named).transpose()?),
            KeptSubject::Question(name) => Subject::Question(named(name)?),
        };
        Ok((
            subject,
            self.chart
                .as_deref()
                .and_then(charts::by_id)
                .map(|chart| chart.id),
        ))
    }
}
