//! Questions that an export spreads over columns, one per option: found by names, settled by cells.
//!
//! [`groups`] gives the columns whose names belong together, [`Group::count`] counts what their records choose, and
//! [`fold`] makes one column of each group whose cells are marks or their own option.

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::schema::{ColumnSchema, Kind, Schema};
use crate::merge::Merge;
use crate::source::{Header, Records, Tool};

/// Answers that a question needs before it can be told to be single choice.
const FEW: u64 = 20;

/// Columns that may be the options of one question.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Group {
    /// The question.
    pub question: String,
    /// The columns in the file, and the option each stands for.
    pub columns: Vec<(u32, String)>,
    /// Whether the option stands in the cell; otherwise the cell has a mark, or says yes or no.
    pub labelled: bool,
    /// Records with anything in any of the cells.
    pub asked: u64,
    /// Records that choose an option or more.
    pub any: u64,
    /// Records that choose two and more.
    pub several: u64,
}

impl Group {
    /// Counts the choices of `records`.
    fn count(&mut self, records: &Records) {
        for row in 0..records.len() {
            let (mut asked, mut chosen) = (false, 0);
            for (column, option) in &self.columns {
                let cell = records.cell(row, *column as usize).trim();
                asked |= !cell.is_empty();
                chosen += u64::from(is_chosen(cell, option, self.labelled));
            }
            self.asked += u64::from(asked);
            self.any += u64::from(chosen > 0);
            self.several += u64::from(chosen > 1);
        }
    }

    fn is(&self, other: &Group) -> bool {
        self.columns == other.columns
    }
}

/// The groups among the columns of a file, with their choices counted.
pub(super) fn groups(
    header: &Header,
    tool: Option<Tool>,
    records: &Records,
    evidence: &[Evidence],
) -> Vec<Group> {
    let mut groups = Vec::new();
    for mut group in by_names(header, tool) {
        if settle(&mut group, evidence) {
            groups.push(group);
        } else {
            // A grid of items and answers: `item - answer`.
            let items = by_items(&group).into_iter();
            groups.extend(items.filter_map(|mut item| settle(&mut item, evidence).then_some(item)));
        }
    }
    let mut more = by_cells(header, evidence, &groups);
    more.retain_mut(|group| settle(group, evidence));
    groups.extend(more);
    groups.iter_mut().for_each(|group| group.count(records));
    groups
}

/// Adds up groups that were counted in two parts of a file.
pub(super) fn merge(groups: &mut Vec<Group>, more: Vec<Group>) {
    for other in more {
        match groups.iter_mut().find(|group| group.is(&other)) {
            Some(group) => group.merge(other),
            None => groups.push(other),
        }
    }
}

/// `schema` with one column for each group.
pub(super) fn fold(schema: Schema, groups: &[Group]) -> Schema {
    let mut folded = Schema::default();
    let in_group = |at: usize| {
        groups.iter().find(|group| {
            group
                .columns
                .iter()
                .any(|(column, _)| *column as usize == at)
        })
    };
    for (at, column) in schema.columns.into_iter().enumerate() {
        match in_group(at) {
            None => folded.columns.push(column),
            Some(group) if group.columns[0].0 as usize == at => {
                let taken = |name: &str| folded.columns.iter().any(|column| column.name == name);
                let mut name = group.question.clone();
                let mut number = 2;
                while taken(&name) {
                    name = format!("{} ({number})", group.question);
                    number += 1;
                }
                folded.columns.push(question(&name, group));
            }
            Some(_) => {}
        }
    }
    folded
}

/// The column of a group: several choices, or one where nobody chose two.
pub(super) fn question(name: &str, group: &Group) -> ColumnSchema {
    let single = group.labelled && group.several == 0 && group.any >= FEW;
    ColumnSchema {
        from: group.columns.iter().map(|(column, _)| *column).collect(),
        options: group
            .columns
            .iter()
            .map(|(_, option)| option.clone())
            .collect(),
        labelled: group.labelled,
        sure: Some(1.0),
        ..ColumnSchema::new(
            name,
            if single {
                Kind::Category
            } else {
                Kind::Multiple
            },
        )
    }
}

/// Whether a cell says that its option was chosen: where cells are `labelled`, what says the option does, also where that is “No”.
pub(super) fn is_chosen(cell: &str, option: &str, labelled: bool) -> bool {
    labelled && cell == option || says_yes(cell)
}

/// Whether a cell has a mark, or says anything but no.
fn says_yes(cell: &str) -> bool {
    const NOT: [&str; 20] = [
        "0",
        "no",
        "n",
        "false",
        "unchecked",
        "not selected",
        "unselected",
        "nein",
        "non",
        "ні",
        "нет",
        "-99",
        "na",
        "n/a",
        "null",
        "falsch",
        "faux",
        "falso",
        "0.0",
        "none selected",
    ];
    !cell.is_empty()
        && !NOT
            .iter()
            .any(|not| cell.eq_ignore_ascii_case(not) || cell.to_lowercase() == *not)
}

/// Whether a cell is a mark: chosen or not, whatever the option.
fn is_mark(cell: &str) -> bool {
    const MARKS: [&str; 17] = [
        "1", "yes", "y", "true", "checked", "selected", "x", "ja", "oui", "sí", "si", "так", "да",
        "wahr", "vrai", "1.0", "\u{2713}",
    ];
    let cell = cell.to_lowercase();
    MARKS.contains(&cell.as_str()) || !cell.is_empty() && !says_yes(&cell)
}

/// Whether an option stands for what people write in.
fn is_other(option: &str) -> bool {
    const OTHERS: [&str; 9] = [
        "other", "andere", "sonstig", "autre", "otr", "інш", "друг", "specify", "write",
    ];
    let option = option.to_lowercase();
    OTHERS.iter().any(|other| option.contains(other))
}

/// Decides how the cells of a group say what was chosen; false where they are something else.
fn settle(group: &mut Group, evidence: &[Evidence]) -> bool {
    let of = |column: u32| evidence.get(column as usize);
    let fits = |column: u32, option: &str, labelled: bool| {
        let Some(evidence) = of(column) else {
            return false;
        };
        if evidence.overflow || evidence.long_answers > 0 {
            return false;
        }
        let names = evidence.levels.names();
        match labelled {
            true => match names {
                [] => true,
                [only] => !is_mark(only) || plain(only) == plain(option),
                _ => false,
            },
            false => names.iter().all(|name| is_mark(name)),
        }
    };
    let order = match say_options(group, evidence) {
        true => [true, false],
        false => [false, true],
    };
    for labelled in order {
        let misfits: Vec<usize> = (0..group.columns.len())
            .filter(|at| !fits(group.columns[*at].0, &group.columns[*at].1, labelled))
            .collect();
        let others = misfits.iter().all(|at| is_other(&group.columns[*at].1));
        let filled = group
            .columns
            .iter()
            .filter(|(column, _)| of(*column).is_some_and(|evidence| evidence.answers() > 0))
            .count();
        if misfits.len() <= 1
            && others
            && filled > misfits.len()
            && group.columns.len() - misfits.len() >= 2
        {
            group.labelled = labelled;
            // The option as people saw it stands in the cell.
            if labelled {
                for (column, option) in &mut group.columns {
                    if let Some([only]) = of(*column).map(|evidence| evidence.levels.names()) {
                        option.clone_from(only);
                    }
                }
            }
            return true;
        }
    }
    false
}

/// Whether each column with anything in it holds the words of its own option and nothing else, as “Yes” under Yes and “No” under No.
/// Where all are filled in as often, and so often that records fill in several, they may as well say whether it was chosen.
fn say_options(group: &Group, evidence: &[Evidence]) -> bool {
    let of = |(column, option): &(u32, String)| {
        let evidence = evidence.get(*column as usize);
        let filled = evidence.filter(|evidence| evidence.answers() > 0)?;
        let says = match filled.levels.names() {
            [only] => option.chars().any(char::is_alphabetic) && plain(only) == plain(option),
            _ => false,
        };
        Some((says, filled.answers(), filled.rows))
    };
    let filled: Vec<(bool, u64, u64)> = group.columns.iter().filter_map(of).collect();
    let are_alike = filled.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let answers: u64 = filled.iter().map(|(_, answers, _)| answers).sum();
    let has_several = filled.iter().any(|(.., rows)| answers > *rows);
    !(are_alike && has_several) && filled.iter().all(|(says, ..)| *says)
}

/// Text without what exports change: case, marks, white space.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Neighbouring columns whose names say that they are parts of one question.
fn by_names(header: &Header, tool: Option<Tool>) -> Vec<Group> {
    let stems: Vec<Option<(String, String)>> = (0..header.given.len())
        .map(|column| stem(header, column, tool))
        .collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut last: Option<usize> = None;
    for (column, stem) in stems.into_iter().enumerate() {
        let Some((question, option)) = stem else {
            continue;
        };
        let next = last == Some(column.wrapping_sub(1));
        // Holds because files of 2^32 columns fit no memory this runs in.
        let at = u32::try_from(column).expect("fewer than 2^32 columns");
        match groups
            .last_mut()
            .filter(|group| next && group.question == question)
        {
            Some(group) => group.columns.push((at, option)),
            None => groups.push(Group {
                question,
                columns: vec![(at, option)],
                ..Group::default()
            }),
        }
        last = Some(column);
    }
    groups.retain(|group| group.columns.len() >= 2);
    groups
}

/// The question and the option that a column's name and wording speak of.
fn stem(header: &Header, column: usize, tool: Option<Tool>) -> Option<(String, String)> {
    let name = header.given[column].as_str();
    let wording = header.wordings.get(column).map_or("", String::as_str);
    let option = header.options.get(column).map_or("", String::as_str);
    let pair = |question: &str, option: &str| {
        let (question, option) = (question.trim(), option.trim());
        (!question.is_empty() && !option.is_empty())
            .then(|| (question.to_owned(), option.to_owned()))
    };
    if !option.is_empty() {
        return pair(wording, option);
    }
    // Qualtrics: `Q2_1` with the wording `question - option`.
    if let Some((question, option)) = wording.rsplit_once(" - ")
        && name
            .rsplit_once('_')
            .is_some_and(|(_, part)| part.bytes().any(|byte| byte.is_ascii_digit()))
    {
        return pair(question, option);
    }
    if let Some((question, option)) = name.rsplit_once("___") {
        return pair(question, option);
    }
    if let Some(bare) = name.strip_suffix(']')
        && let Some((question, option)) = bare.rsplit_once('[')
    {
        // LimeSurvey: `code[sub]. question [option]`.
        let question = question
            .split_once("]. ")
            .map_or(question, |(_, text)| text);
        return pair(question, option);
    }
    if let Some(bare) = name.strip_suffix(')')
        && let Some((question, option)) = bare.rsplit_once(" (")
    {
        return pair(question, option);
    }
    if matches!(tool, Some(Tool::Kobo | Tool::OdkCentral))
        && let Some((question, option)) = name.rsplit_once('/')
    {
        return pair(question, option);
    }
    if tool == Some(Tool::Alchemer)
        && let Some((option, question)) = name.split_once(':')
    {
        return pair(question, option);
    }
    if let Some((question, option)) = name.rsplit_once("_Part_") {
        return pair(question, option);
    }
    None
}

/// The items of a grid whose options are `item - answer`, a group each.
fn by_items(grid: &Group) -> Vec<Group> {
    let mut items: Vec<Group> = Vec::new();
    for (column, option) in &grid.columns {
        let Some((item, answer)) = option.rsplit_once(" - ") else {
            continue;
        };
        let question = format!("{} [{item}]", grid.question);
        match items.last_mut().filter(|group| group.question == question) {
            Some(group) => group.columns.push((*column, answer.to_owned())),
            None => items.push(Group {
                question,
                columns: vec![(*column, answer.to_owned())],
                ..Group::default()
            }),
        }
    }
    items.retain(|group| group.columns.len() >= 2);
    items
}

/// Neighbouring columns that say nothing but their own name, as old Typeform exports have them.
fn by_cells(header: &Header, evidence: &[Evidence], known: &[Group]) -> Vec<Group> {
    let own = |column: usize| {
        let name = &header.given[column];
        let taken = known
            .iter()
            .any(|group| group.columns.iter().any(|(at, _)| *at as usize == column));
        let bare = plain(&without_tags(name));
        !taken
            && !bare.is_empty()
            && evidence.get(column).is_some_and(|evidence| {
                matches!(evidence.levels.names(), [only] if plain(only) == bare)
                    && !evidence.overflow
            })
    };
    let is_empty = |column: usize| {
        evidence
            .get(column)
            .is_some_and(|evidence| evidence.answers() == 0)
    };
    let mut groups = Vec::new();
    let mut column = 0;
    while column < header.given.len() {
        let start = column;
        let mut last = None;
        // Options that nobody chose stand among the others.
        while column < header.given.len() && (own(column) || last.is_some() && is_empty(column)) {
            if own(column) {
                last = Some(column);
            }
            column += 1;
        }
        // What people wrote in stands in the column after the options.
        let other = header.given.get(column).is_some_and(|name| is_other(name));
        let end = match last {
            Some(_) if other => column + 1,
            Some(last) => last + 1,
            None => start,
        };
        if end < start + 3 {
            column = column.max(start) + 1;
            continue;
        }
        let label = |at: usize| without_tags(&header.given[at]).trim().to_owned();
        let columns: Vec<(u32, String)> = (start..end)
            .map(|at| (u32::try_from(at).unwrap_or(u32::MAX), label(at)))
            .collect();
        groups.push(Group {
            question: format!(
                "{}, {} and {} more",
                label(start),
                label(start + 1),
                columns.len() - 2
            ),
            columns,
            ..Group::default()
        });
        column = end;
    }
    groups
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

impl Merge for Group {
    fn merge(&mut self, other: Self) {
        self.asked += other.asked;
        self.any += other.any;
        self.several += other.several;
    }
}
