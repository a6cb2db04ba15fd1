//! Columns that a person makes one question of, or takes apart again.

use serde::{Deserialize, Serialize};

use super::fold::Group;
use super::infer::infer_with;
use super::reading::Reading;
use super::scan::Scan;
use super::schema::Schema;
use crate::order::rising;

/// Columns that are the options of one question, as a person says.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fold {
    /// What the question is called.
    pub question: String,
    /// Names of the columns.
    pub columns: Vec<String>,
}

impl Reading {
    /// `inferred` with everything put right that was said; columns that are not there stay so.
    pub fn schema(&self, names: &[String], scan: &Scan, inferred: &Schema) -> Schema {
        let mut schema = if self.folds.is_empty() && self.spread.is_empty() {
            inferred.clone()
        } else {
            infer_with(names, scan, &self.groups(names, &scan.groups))
        };
        for (name, correction) in &self.corrections {
            let mut columns = schema.columns.iter();
            if let Some(at) = columns.position(|column| column.name == *name) {
                schema.correct(at, correction);
            }
        }
        schema
    }

    /// The groups that a person wants: those found, without those that are taken apart, and those that a person made.
    fn groups(&self, names: &[String], found: &[Group]) -> Vec<Group> {
        let made = self.folds.iter().filter_map(|fold| group(fold, names));
        let made: Vec<Group> = made.collect();
        let is_taken = |column: &u32| {
            let mut columns = made.iter().flat_map(|group| &group.columns);
            columns.any(|(taken, _)| taken == column)
        };
        let mut groups: Vec<Group> = found
            .iter()
            .filter(|group| !self.spread.contains(&group.question))
            .map(|group| {
                let mut group = group.clone();
                group.columns.retain(|(column, _)| !is_taken(column));
                group
            })
            .filter(|group| group.columns.len() > 1)
            .collect();
        groups.extend(made);
        groups
    }
}

/// The columns of a fold that are there, as one question with several choices; none where fewer than two are.
fn group(fold: &Fold, names: &[String]) -> Option<Group> {
    let places = fold.columns.iter().filter_map(|column| {
        let at = names.iter().position(|name| name == column)?;
        Some((u32::try_from(at).ok()?, column.as_str()))
    });
    let mut places = rising(places.collect::<Vec<(u32, &str)>>());
    places.dedup();
    if places.len() < 2 {
        return None;
    }
    let options = options(&places.iter().map(|(_, name)| *name).collect::<Vec<_>>());
    Some(Group {
        question: fold.question.clone(),
        columns: places.iter().map(|(at, _)| *at).zip(options).collect(),
        // A person says that several can be chosen, whether or not anybody did.
        several: 1,
        any: 1,
        asked: 1,
        labelled: false,
    })
}

/// What each name says that the others do not: without the words at the beginning that all share.
fn options(names: &[&str]) -> Vec<String> {
    let words: Vec<Vec<&str>> = names
        .iter()
        .map(|name| {
            name.split_inclusive([' ', '_', '.', '-', ':', '/'])
                .collect()
        })
        .collect();
    let shared = (0..)
        .take_while(|at| {
            let first = words[0].get(*at);
            words
                .iter()
                .all(|words| words.len() > at + 1 && words.get(*at) == first)
        })
        .count();
    words
        .iter()
        .map(|words| {
            let rest = words[shared..].concat();
            rest.trim_matches([' ', '_', '.', '-', ':', '/', '[', ']'])
                .to_owned()
        })
        .zip(names)
        .map(|(option, name)| {
            if option.is_empty() {
                name.to_string()
            } else {
                option
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{Kind, infer};
    use super::*;
    use crate::source::Reader;

    fn check(text: &str, reading: &Reading, expected: Expect) {
        let mut reader = Reader::new("a.csv");
        reader.push(text.as_bytes());
        let opened = reader.finish().unwrap();
        let (names, scan) = (&opened.header.names, Scan::of(&opened));
        let schema = reading.schema(names, &scan, &infer(names, &scan));
        let shown: Vec<String> = schema
            .columns
            .iter()
            .map(|column| {
                let kind = match column.kind {
                    Kind::Multiple => format!(" of {:?}", column.options),
                    _ => String::new(),
                };
                format!("{}: {}{kind}", column.name, column.kind)
            })
            .collect();
        expected.assert_eq(&shown.join("\n"));
    }

    const TOOLS: &str = "id,Tools [Copilot],Tools [Cursor],Tools [None]\n1,Yes,No,No\n2,Yes,Yes,No\n3,No,No,Yes\n4,No,Yes,No\n";

    #[test]
    fn columns_are_one_question_where_a_person_says_so() {
        let reading = Reading {
            folds: vec![Fold {
                question: "Assistants".into(),
                columns: vec![
                    "Tools [Cursor]".into(),
                    "Tools [Copilot]".into(),
                    "gone".into(),
                ],
            }],
            ..Reading::default()
        };
        check(
            TOOLS,
            &reading,
            expect![[r#"
            id: identifiers
            Assistants: several answers of ["Copilot", "Cursor"]
            Tools [None]: yes or no"#]],
        );
    }

    #[test]
    fn a_question_is_taken_apart_where_a_person_says_so() {
        check(
            TOOLS,
            &Reading::default(),
            expect![[r#"
            id: identifiers
            Tools: several answers of ["Copilot", "Cursor", "None"]"#]],
        );
        let reading = Reading {
            spread: vec!["Tools".into()],
            ..Reading::default()
        };
        check(
            TOOLS,
            &reading,
            expect![[r#"
            id: identifiers
            Tools [Copilot]: yes or no
            Tools [Cursor]: yes or no
            Tools [None]: yes or no"#]],
        );
    }
}
