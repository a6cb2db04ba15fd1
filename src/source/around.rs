//! What stands around a table: comments, notes, totals.

use super::heads::figures;
use super::records::Records;
use super::sniff::is_figure;

/// Beginnings of notes below a table, in lower case.
const NOTES: &[&str] = &[
    "*",
    "**",
    "\u{2020}",
    "©",
    "(c)",
    "note",
    "notes",
    "source",
    "sources",
    "generated",
    "created",
    "exported",
    "export",
    "report",
    "confidential",
    "suppressed",
    "end of",
    "data as of",
    "as of",
    "page",
    "copyright",
    "prepared",
    "printed",
    "downloaded",
    "retrieved",
    "footnote",
    "disclaimer",
    "legend",
    "key:",
    "warning",
    "total rows",
    "total records",
    "rows:",
    "records:",
    "row count",
    "record count",
    "number of",
    "n =",
    "n=",
    "base:",
    "this ",
    "these ",
    "values ",
    "figures ",
    "numbers ",
    "estimates ",
    "data ",
    "quelle",
    "hinweis",
    "anmerkung",
    "stand:",
    "erstellt",
    "vertraulich",
    "last updated",
    "updated",
    "remarque",
    "note:",
    "généré",
    "confidentiel",
    "fuente",
    "nota",
    "generado",
    "confidencial",
    "джерело",
    "примітка",
    "створено",
    "конфіденційно",
    "--- ",
    "===",
    "---",
    "eof",
    "<eof>",
];

/// Words for totals, in lower case.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub-total",
    "sum",
    "sums",
    "average",
    "mean",
    "overall",
    "all",
    "median",
    "count",
    "total:",
    "sum:",
    "average:",
    "grand total:",
    "gesamt",
    "gesamtergebnis",
    "summe",
    "insgesamt",
    "mittelwert",
    "total général",
    "ensemble",
    "somme",
    "moyenne",
    "total general",
    "suma",
    "promedio",
    "media",
    "всього",
    "разом",
    "усього",
    "підсумок",
    "середнє",
    "itogo",
    "итого",
    "min",
    "max",
    "minimum",
    "maximum",
    "std",
    "std dev",
    "合計",
    "总计",
    "小计",
    "總計",
    "razem",
    "totaal",
    "totale",
    "celkem",
    "toplam",
    "yhteensä",
    "std. dev.",
    "sd",
    "n",
    "celkový součet",
    "합계",
    "сумма",
    "gesamtsumme",
    "sum of",
    "totalt",
    "all respondents",
    "total respondents",
];

/// Whether a record is a comment line.
pub(super) fn is_comment(records: &Records, row: usize) -> bool {
    let first = records.cell(row, 0).trim_start();
    ["# ", "## ", "//", "-- ", "% "]
        .iter()
        .any(|mark| first.starts_with(mark))
        || first.starts_with('#') && first.len() > 1 && records.reach(row) <= 1
}

/// Whether the last of `rows` is a note below a table of `width` columns.
pub(super) fn is_note(records: &Records, rows: &[usize], width: usize) -> bool {
    let Some((&last, before)) = rows.split_last() else {
        return false;
    };
    if width < 2 {
        return records.has_gap(last) && starts_as_note(records.cell(last, 0)) && rows.len() > 2;
    }
    if records.is_spelt(last) {
        return false;
    }
    let reach = records.reach(last);
    let text = records.line(last);
    let narrow = records.width(last) < width;
    let leading = before
        .iter()
        .rev()
        .take(50)
        .filter(|row| is_figure(records.cell(**row, 0).trim()));
    let column_of_figures = leading.count() * 10 >= before.len().min(50) * 8;
    let fits = is_figure(text.trim()) || !column_of_figures && !text.contains(' ');
    if reach <= 1 {
        if records.cell(last, 0).trim().is_empty() {
            // Text in the middle of an otherwise blank row.
            return starts_as_note(&text);
        }
        let told = narrow || column_of_figures || records.has_gap(last) || is_sure_note(&text);
        // Where everybody else gave several answers, one text alone is none.
        let full = before.len() >= 3
            && before
                .iter()
                .rev()
                .take(50)
                .all(|row| records.reach(*row) >= 2);
        return starts_as_note(&text) && told && !is_usual(records, before, &text)
            || width >= 3
                && full
                && text.contains(' ')
                && (narrow || records.has_gap(last) || !is_prose(records, before, &text))
                && !is_usual(records, before, &text)
            || narrow
                && records.width(last) == 1
                && !fits
                && (width >= 3 || records.has_gap(last) || text.contains(' '))
            || width >= 3 && column_of_figures && text.contains(' ') && text.len() > 12
            || records.has_gap(last) && narrow && !fits;
    }
    // A note with as many delimiters in its sentence as the table has.
    let small = text.trim_start().to_lowercase();
    let is_labelled = LABELS.iter().any(|label| small.starts_with(label));
    if is_labelled && before.len() >= 2 && !is_usual(records, before, records.cell(last, 0)) {
        let typed = figures(records, before, width);
        let is_odd = |column: &usize| !is_figure(records.cell(last, *column).trim());
        if typed.iter().any(is_odd) {
            return true;
        }
    }
    // A note with delimiters in its sentence, or a name with its value.
    let few = reach <= 2 && width >= 3 || narrow && reach < width;
    few && is_sure_note(&text) && !is_usual(records, before, records.cell(last, 0))
}

/// What notes are labelled with.
const LABELS: [&str; 8] = [
    "note:", "notes:", "source:", "sources:", "quelle:", "hinweis:", "fuente:", "nota:",
];

/// Whether the first column holds sentences, and `text` may be one of them.
fn is_prose(records: &Records, rows: &[usize], text: &str) -> bool {
    let is_sentence = |text: &str| text.len() >= 12 && text.contains(' ') && !is_figure(text);
    let rows = rows.iter().rev().take(50);
    let (all, prose) = rows.fold((0, 0), |(all, prose), row| {
        let is_one = is_sentence(records.cell(*row, 0).trim());
        (all + 1, prose + usize::from(is_one))
    });
    prose * 2 >= all && is_sentence(text)
}

/// Whether some record before has this text in its first cell too.
fn is_usual(records: &Records, rows: &[usize], text: &str) -> bool {
    rows.iter()
        .rev()
        .take(200)
        .filter(|row| records.reach(**row) > 1)
        .any(|row| records.cell(*row, 0).trim() == text.trim())
}

/// Whether text begins as only notes do.
fn is_sure_note(text: &str) -> bool {
    const SURE: &[&str] = &[
        "last updated",
        "updated",
        "generated",
        "exported",
        "copyright",
        "\u{a9}",
        "(c) ",
        "confidential",
        "downloaded",
        "retrieved",
        "report generated",
        "created on",
        "created by",
        "printed",
        "stand:",
        "erstellt",
        "vertraulich",
        "remarque",
        "\u{434}\u{436}\u{435}\u{440}\u{435}\u{43b}\u{43e}",
        "prepared",
        "data as of",
        "as of ",
        "disclaimer",
        "*",
    ];
    let text = text.trim_start().to_lowercase();
    // How many there were: `n = 120`.
    let count = text.strip_prefix('n').map(str::trim_start);
    let count = count.and_then(|rest| rest.strip_prefix('='));
    let mut sure = SURE.iter().chain(&LABELS);
    sure.any(|sure| text.starts_with(sure))
        || count.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

fn starts_as_note(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    // A line of lines.
    if text.len() >= 3
        && text
            .chars()
            .all(|c| matches!(c, '_' | '-' | '=' | '*' | ' '))
    {
        return true;
    }
    NOTES.iter().any(|note| {
        text.strip_prefix(note).is_some_and(|rest| {
            !note.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric)
        })
    })
}

/// Whether the last of `rows` is a row of totals.
pub(super) fn is_total(records: &Records, rows: &[usize], width: usize) -> bool {
    let Some((&last, before)) = rows.split_last() else {
        return false;
    };
    if width < 2 || before.is_empty() {
        return false;
    }
    let named = (0..width.min(3)).find(|column| !records.cell(last, *column).trim().is_empty());
    let Some(named) = named else { return false };
    let name = records
        .cell(last, named)
        .trim()
        .trim_matches('*')
        .to_lowercase();
    let rest: Vec<usize> = (named + 1..width)
        .filter(|column| !records.cell(last, *column).trim().is_empty())
        .collect();
    let all_figures = !rest.is_empty()
        && rest
            .iter()
            .all(|column| is_figure(records.cell(last, *column).trim()));
    let worded = TOTALS.contains(&name.as_str())
        || name.starts_with("total: ")
        || name.starts_with("total (")
        || name.starts_with("total(");
    let sums = all_figures && before.len() >= 2 && are_sums(records, before, last, &rest);
    // A word for totals in a row of blanks, where records are filled.
    let filled = |row: &usize| {
        let cells = records.cells(*row);
        cells.filter(|cell| !cell.trim().is_empty()).count()
    };
    let alone = worded && rest.is_empty() && {
        let usual = before.iter().rev().take(100);
        let (all, full) = usual.fold((0, 0), |(all, full), row| {
            (all + 1, full + usize::from(filled(row) * 2 > width))
        });
        full * 10 >= all * 9
    };
    if !(alone || all_figures && (worded || sums && !is_figure(&name))) {
        return false;
    }
    // A level that is called "All" or "Total" and comes back is an answer.
    let others = before
        .iter()
        .rev()
        .take(5000)
        .filter(|row| records.cell(**row, named).trim().to_lowercase() == name)
        .count();
    others == 0 || records.has_gap(last)
}

/// Whether the figures of `last` are the sums of those above, in three columns at least or in all of two.
fn are_sums(records: &Records, above: &[usize], last: usize, columns: &[usize]) -> bool {
    let value = |row: usize, column: usize| -> Option<f64> {
        let cell = records.cell(row, column).trim();
        if cell.is_empty() {
            return Some(0.0);
        }
        cell.replace([',', ' ', '\u{a0}'], "").parse().ok()
    };
    above.len() <= 10_000
        && (columns.len() >= 2 || above.len() >= 3)
        && columns.iter().all(|column| {
            let sum: Option<f64> = above.iter().map(|row| value(*row, *column)).sum();
            match (sum, value(last, *column)) {
                (Some(sum), Some(total)) => {
                    total != 0.0 && (sum - total).abs() <= 1e-6 * total.abs()
                }
                _ => false,
            }
        })
}
