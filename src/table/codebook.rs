//! Code books: tables that say what the codes of a column stand for.
//!
//! Two layouts are read: a row per code (`variable, code, label`; the variable may stand in its first row only), and a row per
//! column with all its codes in one cell (`1, Yes | 2, No`, as REDCap's data dictionary has them).

use std::collections::BTreeMap;

use super::correction::Correction;
use super::schema::Schema;
use super::words::words;

/// Codes with their labels in order, by column name.
pub type CodeBook = BTreeMap<String, Vec<(String, String)>>;

/// Names of the columns of a code book in small letters, in English, German, French, Spanish and Ukrainian.
const VARIABLE: &str = "variable var field qname question column item name varname qid frage feld pregunta campo змінна питання \
                        стовпець";
const CODE: &str = "code value codes values wert kode valeur valor código key option код значення";
const LABEL: &str = "label labels text meaning answer description category bezeichnung antwort beschriftung libellé étiquette \
                     réponse etiqueta respuesta мітка назва відповідь";
const CHOICES: &str = "choices";

/// Reads a code book from the `rows` of a table with these column `names`; empty where it is none.
pub fn code_book(names: &[String], rows: &[Vec<String>]) -> CodeBook {
    let column = |list: &str, taken: &[usize]| {
        // The word that stands first in the list says most.
        list.split_whitespace().find_map(|known| {
            (0..names.len()).find(|at| {
                !taken.contains(at) && words(&names[*at]).iter().any(|word| word == known)
            })
        })
    };
    let mut book = CodeBook::new();
    let Some(variable) = column(VARIABLE, &[]) else {
        return book;
    };
    let choices = column(CHOICES, &[variable]);
    let code = column(CODE, &[variable]);
    let label = code.and_then(|code| column(LABEL, &[variable, code]));
    let mut name = String::new();
    for row in rows {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        if !cell(variable).is_empty() {
            name = cell(variable).to_owned();
        }
        if name.is_empty() {
            continue;
        }
        let mut add = |code: &str, label: &str| {
            let known = book.entry(name.clone()).or_default();
            if !code.is_empty() && !label.is_empty() && known.iter().all(|(other, _)| other != code)
            {
                known.push((code.to_owned(), label.to_owned()));
            }
        };
        match (choices, code, label) {
            (Some(choices), ..) => {
                for choice in cell(choices).split('|') {
                    if let Some((code, label)) = choice.split_once([',', '=']) {
                        add(code.trim(), label.trim());
                    }
                }
            }
            (None, Some(code), Some(label)) => add(cell(code), cell(label)),
            _ => {}
        }
    }
    // A slider's labels and a question's only remark are no codes.
    book.retain(|_, codes| codes.len() > 1);
    book
}

/// Codes with labels as somebody types them, one a line: `1 = Never`; nothing where a line is no such pair, or a code comes
/// twice.
///
/// ```
/// use denominator::table::typed_labels;
///
/// assert_eq!(typed_labels("1 = Never\n2: Often"), Some(vec![("1".into(), "Never".into()), ("2".into(), "Often".into())]));
/// assert_eq!(typed_labels("Never"), None);
/// ```
pub fn typed_labels(text: &str) -> Option<Vec<(String, String)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let pairs = lines.map(|line| {
        let (code, label) = line.split_once(['=', ':', '\t', ','])?;
        let (code, label) = (code.trim(), label.trim());
        (!code.is_empty() && !label.is_empty()).then(|| (code.to_owned(), label.to_owned()))
    });
    let pairs: Vec<(String, String)> = pairs.collect::<Option<_>>()?;
    let is_twice = |at: usize| pairs[..at].iter().any(|(code, _)| *code == pairs[at].0);
    (!pairs.is_empty() && !(0..pairs.len()).any(is_twice)).then_some(pairs)
}

/// What a code book puts right about the columns of `schema`: their place, and codes with labels.
///
/// A column is found by its name in any case, or by the name before its text: `G1Q2. How often …`.
pub fn labels(book: &CodeBook, schema: &Schema) -> Vec<(usize, Correction)> {
    let small: BTreeMap<String, &Vec<(String, String)>> = book
        .iter()
        .map(|(name, codes)| (name.to_lowercase(), codes))
        .collect();
    let columns = schema.columns.iter().enumerate();
    columns
        .filter_map(|(at, column)| {
            let name = column.name.trim().to_lowercase();
            let code = name
                .split_once([':', '.', ' '])
                .map_or(name.as_str(), |(code, _)| code);
            let codes = small.get(&name).or_else(|| small.get(code))?;
            Some((at, Correction::Labels((*codes).clone())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{Scan, build, infer};
    use super::*;
    use crate::source::{Opened, Reader};

    fn open(csv: &str) -> Opened {
        let mut reader = Reader::new("a.csv");
        reader.push(csv.as_bytes());
        reader.finish().unwrap()
    }

    fn book(csv: &str) -> CodeBook {
        let opened = open(csv);
        let records = &opened.records;
        let rows = (0..records.len()).map(|row| records.cells(row).map(str::to_owned).collect());
        code_book(&opened.header.names, &rows.collect::<Vec<_>>())
    }

    fn check(csv: &str, expected: Expect) {
        let book = book(csv);
        expected.assert_eq(&format!("{book:?}"));
    }

    #[test]
    fn a_row_per_code() {
        check(
            "qname,code,label\nQ1,1,Yes\nQ1,2,No\nQ2,1,Never\nQ2,2,Often\n",
            expect![[
                r#"{"Q1": [("1", "Yes"), ("2", "No")], "Q2": [("1", "Never"), ("2", "Often")]}"#
            ]],
        );
        check(
            "Variable;Value;Value label\nQ1;1;Yes\n;2;No\n",
            expect![[r#"{"Q1": [("1", "Yes"), ("2", "No")]}"#]],
        );
        check(
            "Frage,Wert,Bezeichnung\nQ1,0,Nein\nQ1,1,Ja\n",
            expect![[r#"{"Q1": [("0", "Nein"), ("1", "Ja")]}"#]],
        );
    }

    #[test]
    fn a_cell_of_all_codes() {
        check(
            "Variable / Field Name,Form Name,Field Type,\"Choices, Calculations, OR Slider Labels\"\nsex,a,radio,\"1, Male | 2, Female\"\nage,a,text,\n",
            expect![[r#"{"sex": [("1", "Male"), ("2", "Female")]}"#]],
        );
    }

    #[test]
    fn other_tables_are_no_code_book() {
        check("id,answer\n1,Yes\n2,No\n", expect!["{}"]);
        check("name,code\na,1\nb,2\n", expect!["{}"]);
    }

    #[test]
    fn labels_stand_in_the_order_of_the_book() {
        let book = book("qname,code,label\nQ1,1,Never\nQ1,2,Sometimes\nQ1,3,Always\n");
        let opened = open("id,q1,Q2\n1,3,5\n2,1,6\n3,3,7\n");
        let mut schema = infer(&opened.header.names, &Scan::of(&opened));
        for (column, correction) in labels(&book, &schema) {
            schema.correct(column, &correction);
        }
        let (table, _) = build(&opened.records, &schema);
        assert_eq!(table.levels(1), ["Never", "Sometimes", "Always"]);
        assert_eq!(table.columns[1].level_counts(), [1, 0, 2]);
        assert_eq!(table.levels(2).len(), 0);
    }
}
