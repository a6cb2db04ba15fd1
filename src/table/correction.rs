//! What a person can put right about a column, as a value that can be kept.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::aside::is_missing;
use super::joined::Joined;
use super::personal::Sensitive;
use super::schema::{Kind, Schema};
use super::units::Unit;

/// One thing put right about a column. The names stand in saved files.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// Numbers have a decimal comma, or a decimal point; cells with the other mark stand aside.
    DecimalComma(bool),
    /// Each number is read by its own mark; what could be either is read as the column's.
    EitherMark,
    /// Dates start with the day, or with the month.
    DayFirst(bool),
    /// The column is of this kind, and nothing in it is hidden.
    Kind(Kind),
    /// A cell holds several answers with this between them.
    SplitAt(String),
    /// Its numbers count this; with hours, cells are lengths of time.
    Unit(Option<Unit>),
    /// Texts are read as another: from, to.
    Repair(Vec<(String, String)>),
    /// Texts count as blank.
    Missing(Vec<String>),
    /// Texts are answers of their own: neither blank nor read as another.
    KeepAsAnswer(Vec<String>),
    /// The column stays off charts, filters and examples; or not, where there is no reason.
    Sensitive(Option<Sensitive>),
    /// Codes stand for labels, in this order: code, label.
    Labels(Vec<(String, String)>),
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |texts: &[String]| match texts {
            [] => "nothing".to_owned(),
            [one] => format!("“{one}”"),
            [first, more @ ..] => format!("“{first}” and {} more", more.len()),
        };
        match self {
            Self::DecimalComma(true) => f.write_str("decimal comma"),
            Self::DecimalComma(false) => f.write_str("decimal point"),
            Self::EitherMark => f.write_str("each number by its own mark"),
            Self::DayFirst(true) => f.write_str("day first"),
            Self::DayFirst(false) => f.write_str("month first"),
            Self::Kind(kind) => write!(f, "read as {kind}"),
            Self::SplitAt(mark) => write!(f, "several answers with “{mark}” between"),
            Self::Unit(Some(unit)) => write!(f, "all in {unit}"),
            Self::Unit(None) => f.write_str("numbers without a unit"),
            Self::Repair(pairs) => match &pairs[..] {
                [] => f.write_str("read as it stands"),
                [(from, to)] => write!(f, "read “{from}” as “{to}”"),
                [(from, to), more @ ..] => {
                    write!(f, "read “{from}” as “{to}” and {} more so", more.len())
                }
            },
            Self::Missing(texts) if texts.len() == 1 => write!(f, "{} is no answer", quoted(texts)),
            Self::Missing(texts) => write!(f, "{} are no answers", quoted(texts)),
            Self::KeepAsAnswer(texts) if texts.len() == 1 => {
                write!(f, "{} is an answer of its own", quoted(texts))
            }
            Self::KeepAsAnswer(texts) => write!(f, "{} are answers of their own", quoted(texts)),
            Self::Sensitive(Some(_)) => f.write_str("keep it off charts"),
            Self::Sensitive(None) => f.write_str("show it like any other"),
            Self::Labels(labels) if labels.len() == 1 => f.write_str("one code with its label"),
            Self::Labels(labels) => write!(f, "{} codes with their labels", labels.len()),
        }
    }
}

impl Schema {
    /// Puts a column right; a column that is not there stays so.
    pub fn correct(&mut self, column: usize, correction: &Correction) {
        let Some(column) = self.columns.get_mut(column) else {
            return;
        };
        match correction {
            Correction::DecimalComma(comma) => {
                column.decimal_comma = *comma;
                column.either_mark = false;
                column.as_number();
            }
            Correction::EitherMark => {
                column.either_mark = true;
                column.as_number();
            }
            Correction::DayFirst(first) => {
                column.day_first = *first;
                column.kind = Kind::DateTime;
            }
            Correction::Kind(kind) => {
                column.kind = *kind;
                column.sensitive = match kind {
                    Kind::Text => Some(Sensitive::Text),
                    _ => None,
                };
                match kind {
                    // A number is what is written.
                    Kind::Integer | Kind::Number => column.relabel.clear(),
                    _ => column.unit = None,
                }
            }
            Correction::SplitAt(mark) => {
                column.kind = Kind::Multiple;
                column.unit = None;
                column.sensitive = None;
                column.joined = Some(Joined {
                    separator: mark.clone(),
                    options: Vec::new(),
                });
            }
            Correction::Unit(unit) => {
                column.unit.clone_from(unit);
                column.as_number();
            }
            Correction::Repair(pairs) => {
                let is_new = |from: &str| pairs.iter().all(|(new, _)| new != from);
                column.relabel.retain(|(from, _)| is_new(from));
                // What was read as a text that is now repaired itself follows it.
                for (_, to) in &mut column.relabel {
                    if let Some((_, new)) = pairs.iter().find(|(from, _)| from == to) {
                        to.clone_from(new);
                    }
                }
                column.relabel.extend(pairs.iter().cloned());
            }
            Correction::Missing(texts) => {
                // What is read as one of these goes with it.
                let read_so = column.relabel.iter();
                let read_so = read_so.filter(|(_, to)| texts.contains(to));
                let all = texts.iter().chain(read_so.map(|(from, _)| from));
                let new = all.filter(|text| !column.missing.contains(text));
                let new: Vec<String> = new.cloned().collect();
                column.missing.extend(new);
            }
            Correction::KeepAsAnswer(texts) => {
                column.missing.retain(|text| !texts.contains(text));
                column.relabel.retain(|(from, _)| !texts.contains(from));
            }
            Correction::Sensitive(reason) => column.sensitive = *reason,
            Correction::Labels(labels) => {
                column.as_category();
                column.sensitive = None;
                column.levels.clear();
                for (_, label) in labels {
                    if !column.levels.contains(label) {
                        column.levels.push(label.clone());
                    }
                }
                column.relabel = labels
                    .iter()
                    // Some tools write whole codes as decimals.
                    .flat_map(|(code, label)| {
                        [code.clone(), format!("{code}.0")].map(|code| (code, label.clone()))
                    })
                    .collect();
                column
                    .missing
                    .retain(|text| labels.iter().all(|(code, _)| code != text));
            }
        }
    }
}

/// Whether a text of a cell says nothing about who wrote it, however rare it is: a short number, a word for a missing answer,
/// or a band as a spreadsheet ruins it, such as `Oct-49`.
pub fn says_little(text: &str) -> bool {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = |part: &str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = |part: &str| {
        let part = part.to_ascii_lowercase();
        part.len() == 3 && MONTHS.split(' ').any(|month| month == part)
    };
    let parts: Vec<&str> = text.split(['-', ' ', '/', '.']).collect();
    let is_ruin =
        matches!(parts[..], [a, b] if is_month(a) && is_number(b) || is_number(a) && is_month(b));
    is_number(digits) || is_ruin || is_missing(text)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{Column, Scan, build, infer};
    use super::*;
    use crate::source::Reader;

    fn check(cells: &[&str], corrections: &[Correction], expected: Expect) {
        let mut reader = Reader::new("a.csv");
        let rows: String = cells.iter().map(|cell| format!("\"{cell}\"\t\n")).collect();
        reader.push(format!("a\tb\n{rows}").as_bytes());
        let opened = reader.finish().unwrap();
        let mut schema = infer(&opened.header.names, &Scan::of(&opened));
        for correction in corrections {
            schema.correct(0, correction);
            let kept = serde_json::to_string(correction).unwrap();
            assert_eq!(
                serde_json::from_str::<Correction>(&kept).unwrap(),
                *correction
            );
        }
        let (table, _) = build(&opened.records, &schema);
        let shown = match &table.columns[0] {
            Column::Number { numbers, aside, .. } => {
                let numbers: Vec<f64> = numbers.iter().flatten().collect();
                format!("{numbers:?} aside {aside:?}")
            }
            Column::DateTime { seconds, aside, .. } => format!("{seconds:?} aside {aside:?}"),
            Column::Category {
                codes_by_row,
                levels,
            } => format!("{levels:?} {:?}", codes_by_row.iter().collect::<Vec<_>>()),
            other => format!("{other:?}"),
        };
        expected.assert_eq(&format!("{shown}, {} missing", table.missing[0]));
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| text.to_string()).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect()
    }

    #[test]
    fn marks_are_put_right() {
        let cells = ["1,5", "1.5", "1,234"];
        check(
            &cells,
            &[Correction::DecimalComma(true)],
            expect![[r#"[1.5, 1.234] aside ["1.5"], 0 missing"#]],
        );
        check(
            &cells,
            &[Correction::DecimalComma(false)],
            expect![[r#"[1.5, 1234.0] aside ["1,5"], 0 missing"#]],
        );
        check(
            &cells,
            &[Correction::EitherMark],
            expect!["[1.5, 1.5, 1234.0] aside [], 0 missing"],
        );
    }

    #[test]
    fn days_and_kinds_are_put_right() {
        check(
            &["1/2/1970", "2/2/1970"],
            &[Correction::DayFirst(true)],
            expect!["[2678400, 2764800] aside [], 0 missing"],
        );
        check(
            &["1", "2", "1"],
            &[Correction::Kind(Kind::Category)],
            expect![[r#"["1", "2"] [1, 2, 1], 0 missing"#]],
        );
        check(
            &["0:30", "1:00", "1:30"],
            &[Correction::Unit(Some(Unit::Hours))],
            expect!["[0.5, 1.0, 1.5] aside [], 0 missing"],
        );
    }

    #[test]
    fn texts_are_repaired_missing_or_kept() {
        let cells = ["Oct-49", "50-99", "oct-49", "NA"];
        let repair = Correction::Repair(pairs(&[("Oct-49", "10-49")]));
        check(
            &cells,
            &[repair],
            expect![[r#"["10-49", "50-99"] [1, 2, 1, 0], 1 missing"#]],
        );
        check(
            &cells,
            &[Correction::KeepAsAnswer(texts(&["NA", "oct-49"]))],
            expect![[r#"["Oct-49", "50-99", "oct-49", "NA"] [1, 2, 3, 4], 0 missing"#]],
        );
        check(
            &["Rarely", "Monthly", "Daily", "Rarely"],
            &[
                Correction::Repair(pairs(&[("Rarely", "Monthly")])),
                Correction::Missing(texts(&["Monthly"])),
            ],
            expect![[r#"["Daily"] [0, 0, 1, 0], 3 missing"#]],
        );
        check(
            &["1", "2", "-1", "-1"],
            &[Correction::Missing(texts(&["-1"]))],
            expect!["[1.0, 2.0] aside [], 2 missing"],
        );
        check(
            &["1", "2", "-99"],
            &[Correction::KeepAsAnswer(texts(&["-99"]))],
            expect!["[1.0, 2.0, -99.0] aside [], 0 missing"],
        );
    }

    #[test]
    fn several_answers_are_split_at_a_mark() {
        check(
            &["a / b", "b", "a / c"],
            &[Correction::SplitAt("/".to_owned())],
            expect![[
                r#"Multiple { starts: [0, 2, 3, 5], codes: [1, 2, 2, 1, 3], options: ["a", "b", "c"], asked: None }, 0 missing"#
            ]],
        );
    }

    #[test]
    fn labels_stand_in_the_order_of_their_codes() {
        let labels = Correction::Labels(pairs(&[("1", "No"), ("2", "Maybe"), ("3", "Yes")]));
        check(
            &["3", "1.0", "3", "9"],
            &[labels],
            expect![[r#"["No", "Maybe", "Yes", "9"] [3, 1, 3, 4], 0 missing"#]],
        );
    }

    #[test]
    fn what_is_hidden_is_shown_again_by_a_person() {
        let cells = ["ann@example.org", "bob@example.org"];
        check(&cells, &[], expect!["Text, 0 missing"]);
        check(
            &cells,
            &[Correction::Kind(Kind::Category)],
            expect![[r#"["ann@example.org", "bob@example.org"] [1, 2], 0 missing"#]],
        );
    }

    #[test]
    fn corrections_have_readable_names() {
        let kept = serde_json::to_string(&[
            Correction::DecimalComma(true),
            Correction::Kind(Kind::YesNo),
            Correction::Repair(pairs(&[("Oct-49", "10-49")])),
        ]);
        expect![[r#"[{"decimal_comma":true},{"kind":"yes_no"},{"repair":[["Oct-49","10-49"]]}]"#]]
            .assert_eq(&kept.unwrap());
    }
}
