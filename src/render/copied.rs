//! A figure as the text and the table that are pasted where no picture goes.

use super::csv::{around, guarded};
use super::svg::escaped;
use crate::figure::{Table, Words};

/// The finding, what it shows and what is said around it, a line each.
pub fn copied_text(words: &Words) -> String {
    let head = [words.title.clone(), words.subtitle.clone()];
    let lines = head.into_iter().filter(|line| !line.is_empty());
    let strip = around(words).map(|(term, text)| format!("{}: {text}", capital(term)));
    let lines: Vec<String> = lines.chain(strip).collect();
    lines.join("\n")
}

/// The same with the numbers as a table, in HTML without any style.
///
/// Names that came with the file and would start a formula in a spreadsheet are led by an apostrophe.
pub fn copied_html(table: &Table, words: &Words) -> String {
    let name = |cell: &String| format!("<th>{}</th>", escaped(&guarded(cell)));
    let number = |cell: &String| format!("<td>{}</td>", escaped(cell));
    let rows = table.rows.iter().map(|row| {
        let (first, rest) = row.split_at(row.len().min(1));
        let cells = first.iter().map(name).chain(rest.iter().map(number));
        format!("<tr>{}</tr>", cells.collect::<String>())
    });
    let strip = around(words).map(|(term, text)| {
        let (term, text) = (escaped(&capital(term)), escaped(text));
        format!("<li>{term}: {text}</li>")
    });
    format!(
        "<p><b>{}</b></p><p>{}</p><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table><ul>{}</ul>",
        escaped(&words.title),
        escaped(&words.subtitle),
        escaped(&table.caption),
        table.columns.iter().map(name).collect::<String>(),
        rows.collect::<String>(),
        strip.collect::<String>(),
    )
}

/// How many numbers a table holds, but for the names of its rows.
pub fn numbers_in(table: &Table) -> usize {
    let cells = table.rows.iter().flat_map(|row| row.iter().skip(1));
    cells
        .filter(|cell| cell.contains(|c: char| c.is_ascii_digit()))
        .count()
}

fn capital(term: &str) -> String {
    let mut letters = term.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn figure() -> (Table, Words) {
        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let table = Table {
            caption: "Failed <deployments>".to_owned(),
            columns: text(&["Cohort", "Failed", "Interval"]),
            rows: vec![
                text(&["=2+5", "9 of 41", "+12 to +36"]),
                text(&["R&D", "hidden, n under 5", "–"]),
            ],
        };
        let words = Words {
            kicker: "Change fail rate".to_owned(),
            title: "9 of 41 failed".to_owned(),
            subtitle: "Failed deployments as % of deployments".to_owned(),
            strip: vec![("Base".to_owned(), "41 deployments".to_owned())],
            source: "team.csv, \"spring\"".to_owned(),
        };
        (table, words)
    }

    #[test]
    fn the_sentence_goes_with_its_base_and_source() {
        let (_, words) = figure();
        expect![[r#"
            9 of 41 failed
            Failed deployments as % of deployments
            Base: 41 deployments
            Source: team.csv, "spring""#]]
        .assert_eq(&copied_text(&words));
    }

    #[test]
    fn the_table_keeps_its_text_and_starts_no_formula() {
        let (table, words) = figure();
        let html = copied_html(&table, &words);
        expect![[r#"<p><b>9 of 41 failed</b></p><p>Failed deployments as % of deployments</p><table><caption>Failed &lt;deployments&gt;</caption><thead><tr><th>Cohort</th><th>Failed</th><th>Interval</th></tr></thead><tbody><tr><th>&apos;=2+5</th><td>9 of 41</td><td>+12 to +36</td></tr><tr><th>R&amp;D</th><td>hidden, n under 5</td><td>–</td></tr></tbody></table><ul><li>Base: 41 deployments</li><li>Source: team.csv, &quot;spring&quot;</li></ul>"#]]
        .assert_eq(&html);
    }

    #[test]
    fn numbers_are_counted_without_the_names_of_rows() {
        let (table, _) = figure();
        assert_eq!(numbers_in(&table), 3);
    }
}
