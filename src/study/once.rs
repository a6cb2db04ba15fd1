//! Answers that single people gave beside those that many share. What somebody typed is theirs: it stands in no legend and no filter.

use super::scale;
use super::words::is_aside;
use crate::table::{self, Concerned, Correction, Doubt, DoubtKind, Kind, Scan, Schema};

/// What such answers are called together.
pub const GIVEN_ONCE: &str = "other, given once each";

/// An answer that so many gave is shared: fewer are not told of anywhere.
const SHARED: u64 = 5;
/// Answers below which nothing tells what is typed from what is chosen.
const FEW: u64 = 30;
/// Answers of single people that make a tail.
const TAIL: usize = 3;

/// Decides the columns of a file, with what single people typed as one answer.
pub fn infer(names: &[String], scan: &Scan) -> Schema {
    let mut schema = table::infer(names, scan);
    for (at, column) in schema.columns.iter_mut().enumerate() {
        if let Some(from) = single(column, at) {
            let pairs = given_once(scan, from);
            let is_new = |from: &str| !column.relabel.iter().any(|(known, _)| known == from);
            let pairs: Vec<_> = pairs.into_iter().filter(|(from, _)| is_new(from)).collect();
            column.relabel.extend(pairs);
        }
    }
    schema
}

/// What a person should be asked, the worst first; what single people typed comes last.
pub fn doubts(scan: &Scan, schema: &Schema) -> Vec<Doubt> {
    let mut doubts = table::doubts(scan, schema);
    for (at, column) in schema.columns.iter().enumerate() {
        let Some(from) = single(column, at) else {
            continue;
        };
        let pairs = given_once(scan, from);
        if pairs.is_empty() {
            continue;
        }
        let texts: Vec<String> = pairs.iter().map(|(from, _)| from.clone()).collect();
        let is_one = pairs.iter().all(|pair| column.relabel.contains(pair));
        doubts.push(Doubt {
            column: at,
            kind: DoubtKind::GivenOnce,
            count: texts.len() as u64,
            cells: Concerned::Texts(texts.clone()),
            examples: texts.iter().take(3).cloned().collect(),
            choices: vec![Correction::Repair(pairs), Correction::KeepAsAnswer(texts)],
            in_use: usize::from(!is_one),
        });
    }
    doubts
}

/// The place in the file of a column of answers to choose from, where it is one.
fn single(column: &table::ColumnSchema, at: usize) -> Option<usize> {
    let is_choice = column.kind == Kind::Category && column.sensitive.is_none();
    match column.columns(at)[..] {
        [from] if is_choice => Some(from),
        _ => None,
    }
}

/// Answers of a column that single people gave, where two and more are shared by most, each with what they are called together.
fn given_once(scan: &Scan, column: usize) -> Vec<(String, String)> {
    let evidence = scan.columns.get(column).filter(|one| !one.overflow);
    let levels = evidence.into_iter().flat_map(|one| one.levels.iter());
    let levels: Vec<(&str, u64)> = levels.filter(|(text, _)| !is_aside(text)).collect();
    let (mut all, mut shared, mut kinds) = (0, 0, 0);
    for (_, count) in &levels {
        all += count;
        if *count >= SHARED {
            shared += count;
            kinds += 1;
        }
    }
    let once: Vec<&str> = levels
        .iter()
        .filter(|(_, count)| *count == 1)
        .map(|(text, _)| *text)
        .collect();
    let is_tail = once.len() >= TAIL && once.len() * 2 >= levels.len();
    let are_most = all >= FEW && kinds >= 2 && shared * 10 >= all * 8;
    if !is_tail || !are_most {
        return Vec::new();
    }
    // A level of a scale is an answer, however few choose it; and numbers among words are numbers.
    let texts: Vec<&str> = levels.iter().map(|(text, _)| *text).collect();
    let is_number = |text: &&&str| text.starts_with(|c: char| c.is_ascii_digit());
    if scale::find(&texts).is_some() || once.iter().filter(is_number).count() * 2 >= once.len() {
        return Vec::new();
    }
    let pairs = once.into_iter();
    pairs
        .map(|text| (text.to_owned(), GIVEN_ONCE.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Reader;
    use crate::table::{FileSummary, build};

    fn levels(cells: &[(&str, usize)]) -> (Vec<(String, u64)>, Vec<DoubtKind>) {
        let mut text = String::from("role,n\n");
        for (cell, many) in cells {
            text += &format!("\"{cell}\",1\n").repeat(*many);
        }
        let mut reader = Reader::new("test.csv");
        reader.push(text.as_bytes());
        // Holds because a table of plain cells is read whatever they say.
        let opened = reader.finish().unwrap();
        let scan = Scan::of(&opened);
        let schema = infer(&opened.header.names, &scan);
        let doubts = doubts(&scan, &schema).into_iter();
        let kinds = doubts.filter(|doubt| doubt.column == 0).map(|one| one.kind);
        let kinds = kinds.collect();
        let (table, problems) = build(&opened.records, &schema);
        let summary = FileSummary::of(&opened, &scan, &schema, &table, problems);
        (summary.columns[0].levels.clone(), kinds)
    }

    #[test]
    fn what_single_people_typed_is_one_answer() {
        let (told, doubts) = levels(&[
            ("Developer", 30),
            ("Manager", 20),
            ("My boss Karl is toxic", 1),
            ("CTO", 1),
            ("Scrum master", 1),
        ]);
        let told: Vec<(&str, u64)> = told.iter().map(|(name, n)| (&**name, *n)).collect();
        assert_eq!(told, [("Developer", 30), ("Manager", 20), (GIVEN_ONCE, 3)]);
        assert_eq!(doubts, [DoubtKind::GivenOnce]);
    }

    #[test]
    fn levels_of_a_scale_are_answers_however_few_choose_them() {
        let (told, doubts) = levels(&[
            ("Agree", 30),
            ("Neither agree nor disagree", 20),
            ("Disagree", 1),
            ("Strongly disagree", 1),
            ("Strongly agree", 1),
        ]);
        assert_eq!((told.len(), doubts.len()), (5, 0));
        // Neither is what few people answered at all, nor a list with a few rare entries.
        let few = [
            ("Developer", 6),
            ("Manager", 5),
            ("A", 1),
            ("B", 1),
            ("C", 1),
        ];
        assert_eq!(levels(&few).0.len(), 5);
        let list = [
            ("France", 9),
            ("India", 8),
            ("Peru", 7),
            ("Chad", 6),
            ("Mali", 1),
            ("Fiji", 1),
            ("Cuba", 1),
        ];
        assert_eq!(levels(&list).0.len(), 7);
    }
}
