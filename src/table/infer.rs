//! Decides what each column is from its evidence.
//!
//! The rules stand in `kind` in the order in which they are tried; a person can correct the schema afterwards.

use std::collections::BTreeMap;

use super::evidence::{Evidence, Run};
use super::scan::Scan;
use super::schema::{ColumnSchema, Kind, Schema};

/// Share of answers, "no answer" tokens left out, that must be numbers (or dates) for a column of them.
const MOST: f64 = 0.95;
/// Columns shorter than this tell little; distinct short texts are categories there.
const FEW_ROWS: u64 = 20;
/// Options of a multiple choice are no longer than this, in bytes.
const LONGEST_OPTION: usize = 200;

/// The schema of a table with these column `names`.
pub fn infer(names: &[String], scan: &Scan) -> Schema {
    let nothing = Evidence::default();
    let evidence = scan.columns.iter().chain(std::iter::repeat(&nothing));
    Schema {
        columns: names
            .iter()
            .zip(evidence)
            .map(|(name, evidence)| column(name, evidence))
            .collect(),
    }
}

fn column(name: &str, evidence: &Evidence) -> ColumnSchema {
    let judged = judged(evidence);
    let (kind, fitting) = kind(name, evidence, judged);
    let sure = (judged > 0).then(|| (fitting as f64 / judged as f64).min(1.0));
    let decimal_comma = decimal_comma(evidence);
    ColumnSchema {
        name: name.to_owned(),
        kind,
        decimal_comma,
        day_first: day_first(evidence),
        sure,
    }
}

/// Answers that do not say "no answer".
fn judged(evidence: &Evidence) -> u64 {
    evidence.answers() - evidence.aside.counts().iter().sum::<u64>()
}

/// The kind, and how many of the `judged` answers fit it.
fn kind(name: &str, evidence: &Evidence, judged: u64) -> (Kind, u64) {
    let answers = evidence.answers();
    let most = |count: u64| count > 0 && count as f64 >= MOST * judged as f64;
    let (dates, numbers) = (dates(evidence), numbers(evidence));
    if answers == 0 {
        return (Kind::Empty, 0);
    }
    if judged == 0 {
        return (Kind::Category, judged);
    }
    if most(dates) {
        return (Kind::DateTime, dates);
    }
    if most(numbers) {
        let whole = fractions(evidence) == 0;
        // Scales whose ends are worded, such as `10 (all my time)`, would lose their ends.
        if evidence.labelled > 0 && is_category(evidence) {
            return (Kind::Category, judged);
        }
        return match (is_numbering(name, evidence), whole) {
            (true, _) if is_category(evidence) && !is_id_name(name) => (Kind::Category, judged),
            (true, _) => (Kind::Identifier, numbers),
            (false, true) => (Kind::Integer, numbers),
            (false, false) => (Kind::Number, numbers),
        };
    }
    if most(evidence.yes_no) && evidence.yes_no == judged {
        return (Kind::YesNo, evidence.yes_no);
    }
    if is_multiple(evidence) {
        return (Kind::Multiple, judged);
    }
    if is_id_name(name) && most(evidence.coded) {
        return (Kind::Identifier, evidence.coded);
    }
    if is_category(evidence) {
        return (Kind::Category, judged);
    }
    if is_identifier(evidence) {
        return (Kind::Identifier, answers - evidence.spaced);
    }
    (Kind::Text, judged)
}

fn dates(evidence: &Evidence) -> u64 {
    let dates = &evidence.dates;
    let either = dates.either_slash + dates.either_other;
    // Where both orders are certain somewhere, no single order reads all of them.
    dates.plain
        + either
        + if day_first(evidence) {
            dates.day_first
        } else {
            dates.month_first
        }
}

/// Whether dates start with the day: as the certain ones do; else with slashes no, with dashes or points yes.
fn day_first(evidence: &Evidence) -> bool {
    let dates = &evidence.dates;
    match dates.day_first.cmp(&dates.month_first) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => dates.either_other > dates.either_slash,
    }
}

fn numbers(evidence: &Evidence) -> u64 {
    let numbers = &evidence.numbers;
    let plain = numbers.integers + numbers.eithers;
    plain
        + if decimal_comma(evidence) {
            numbers.commas
        } else {
            numbers.points + numbers.grouped
        }
}

/// Whether each comma in a number is a decimal comma: none stands between thousands and no number has a point.
///
/// Commas that all stand before three digits (`1,234`) are read as thousands.
fn decimal_comma(evidence: &Evidence) -> bool {
    let numbers = &evidence.numbers;
    numbers.commas > 0 && numbers.points == 0 && numbers.grouped == 0
}

fn fractions(evidence: &Evidence) -> u64 {
    let eithers = if decimal_comma(evidence) {
        evidence.numbers.eithers
    } else {
        0
    };
    evidence.numbers.fractions + eithers
}

/// Whether a column of numbers names things rather than measuring them.
fn is_numbering(name: &str, evidence: &Evidence) -> bool {
    let numbers = &evidence.numbers;
    let padded_or_long = (numbers.padded + numbers.long) * 100 > evidence.answers();
    // A saved row index has no name, and gaps where rows were left out.
    let unnamed = name
        .strip_prefix("column ")
        .is_some_and(|number| number.parse::<u64>().is_ok());
    let counting = match evidence.run {
        Run::Counting { .. } => evidence.rows >= FEW_ROWS / 2,
        Run::Rising { .. } => unnamed && evidence.rows >= FEW_ROWS / 2,
        Run::None | Run::Broken => false,
    };
    padded_or_long || counting || (is_id_name(name) && fractions(evidence) == 0)
}

/// Whether a column is named as ids are: `#`, `id`, `ResponseId`, `pr_id`, `Respondent ID`, but not `Paid`.
fn is_id_name(name: &str) -> bool {
    let last = name
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    name == "#"
        || ["id", "ids", "uuid", "guid", "token"]
            .iter()
            .any(|word| last.eq_ignore_ascii_case(word))
        || (last.ends_with("Id") || last.ends_with("ID"))
            && last[..last.len() - 2].ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// Whether cells hold several choices joined by `;`: the parts come back in other cells.
fn is_multiple(evidence: &Evidence) -> bool {
    let (levels, parts) = (&evidence.levels, &evidence.parts);
    if evidence.joined == 0 || evidence.parts_overflow || parts.is_empty() {
        return false;
    }
    let answers = evidence.answers();
    // Microsoft Forms ends every answer with the separator.
    if evidence.joined_ends == answers {
        return true;
    }
    let told: u64 = parts.counts().iter().sum();
    let repeats = told >= 2 * parts.len() as u64;
    let common = evidence.joined * 20 >= answers;
    if evidence.overflow {
        return repeats && common;
    }
    let comes_back = comes_back(levels.names());
    let few = levels.len() <= 50 && evidence.long_answers == 0;
    comes_back
        && if answers < FEW_ROWS {
            evidence.longest <= 400
        } else {
            repeats && (common || few)
        }
}

/// Whether some part of a joined text is also part of another text, or all of it, and no part is longer than options are.
fn comes_back(texts: &[String]) -> bool {
    let mut seen: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    let mut back = false;
    for (at, text) in texts.iter().enumerate() {
        let joined = text.contains(';');
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            if joined && part.len() > LONGEST_OPTION {
                return false;
            }
            let first = seen.entry(part).or_insert((at, joined));
            back |= first.0 != at && (first.1 || joined);
        }
    }
    back
}

/// Whether answers are few texts that repeat.
fn is_category(evidence: &Evidence) -> bool {
    let (answers, distinct) = (evidence.answers(), evidence.distinct());
    if evidence.overflow || evidence.long_answers * 20 > answers {
        return false;
    }
    if answers < FEW_ROWS {
        return evidence.longest <= 60;
    }
    distinct <= (answers / 10).max(50) && distinct * 2 <= answers
}

/// Whether answers are short codes: nearly all distinct, or more than a category has and all with digits.
fn is_identifier(evidence: &Evidence) -> bool {
    let answers = evidence.answers() as f64;
    let short = evidence.longest <= 64 && evidence.spaced as f64 <= 0.01 * answers;
    short
        && (evidence.distinct() as f64 >= 0.9 * answers || evidence.coded as f64 >= MOST * answers)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check_named<T: AsRef<str>>(
        name: &str,
        cells: impl IntoIterator<Item = T>,
        expected: Expect,
    ) {
        let mut evidence = Evidence::default();
        cells
            .into_iter()
            .for_each(|cell| evidence.add(cell.as_ref()));
        let ColumnSchema {
            kind,
            decimal_comma,
            day_first,
            ..
        } = column(name, &evidence);
        let comma = if decimal_comma { ", decimal comma" } else { "" };
        let order = if kind == Kind::DateTime && day_first {
            ", day first"
        } else {
            ""
        };
        expected.assert_eq(&format!("{kind:?}{comma}{order}"));
    }

    fn check(cells: &[&str], expected: Expect) {
        check_named("a", cells.iter().cycle().take(cells.len() * 20), expected);
    }

    #[test]
    fn blank_cells_alone_are_empty() {
        check(&["", " "], expect!["Empty"]);
    }

    #[test]
    fn scale_points_stay_integers() {
        check(&["1", "5", "3", ""], expect!["Integer"]);
        check(&["8.0", "2.0"], expect!["Integer"]);
    }

    #[test]
    fn a_few_words_leave_numbers_numbers() {
        check(&["1.5", "2", "N/A", "don\u{2019}t know"], expect!["Number"]);
        check(&["1", "2", "many"], expect!["Category"]);
    }

    #[test]
    fn a_decimal_comma_needs_a_sure_one_and_no_point() {
        check(&["1,54", "1,234", "2"], expect!["Number, decimal comma"]);
        check(&["1,54", "2.5"], expect!["Category"]);
        check(&["1,234", "12,500"], expect!["Integer"]);
    }

    #[test]
    fn padded_and_long_digits_are_no_numbers() {
        check(&["007", "012"], expect!["Category"]);
        check_named(
            "a",
            (0..500).map(|number| format!("{number:05}")),
            expect!["Identifier"],
        );
        check_named(
            "a",
            (0..500).map(|number| format!("11443206{number:010}")),
            expect!["Identifier"],
        );
    }

    #[test]
    fn worded_ends_keep_a_scale_whole() {
        let cells = (0..300).map(|row| match row % 30 {
            0 => "10 (all my time)".to_owned(),
            row => (row % 9 + 1).to_string(),
        });
        check_named("a", cells, expect!["Category"]);
    }

    #[test]
    fn a_row_index_is_an_identifier() {
        check_named(
            "column 1",
            (0..50).map(|number| (number * 2).to_string()),
            expect!["Identifier"],
        );
        check_named(
            "column 1",
            (0..50).map(|number| number.to_string()),
            expect!["Identifier"],
        );
        check_named(
            "a",
            (0..50).map(|number| (number * 2).to_string()),
            expect!["Integer"],
        );
        check_named("dev_id", ["3", "3", "7"], expect!["Identifier"]);
        check_named("Paid", ["3", "3", "7"], expect!["Integer"]);
    }

    #[test]
    fn random_codes_are_identifiers() {
        check_named("#", ["e44a0a34f2", "44f2e44a0a"], expect!["Identifier"]);
        check_named(
            "code",
            (0..400).map(|number| format!("R_{}x", number * 7919)),
            expect!["Identifier"],
        );
        check_named(
            "incident",
            (0..4000).map(|number| format!("INC{}", number / 2)),
            expect!["Identifier"],
        );
    }

    #[test]
    fn bands_are_categories_never_dates() {
        check(&["1-10", "26-50", "Oct-49", "01-May"], expect!["Category"]);
    }

    #[test]
    fn dates_are_known_with_their_order() {
        check(
            &["2024-11-25 9:07:42", "2024-11-26T10:00:00Z"],
            expect!["DateTime"],
        );
        check(
            &["29-02-2016 01:16", "01-02-2016 01:16", "?"],
            expect!["DateTime, day first"],
        );
        check(
            &["4/22/2016 19:57:50", "4/3/2016 9:00:00"],
            expect!["DateTime"],
        );
        check(
            &["05.07.2011", "05.08.2011"],
            expect!["DateTime, day first"],
        );
    }

    #[test]
    fn only_words_are_yes_or_no() {
        check(&["Yes", "no", ""], expect!["YesNo"]);
        check(&["TRUE", "FALSE", "NA"], expect!["YesNo"]);
        check(&["1", "0"], expect!["Integer"]);
        check(&["Yes", "No", "Maybe"], expect!["Category"]);
    }

    #[test]
    fn choices_that_recombine_are_multiple() {
        check(&["Go;Rust", "Rust", "C;Go;Rust", "NA"], expect!["Multiple"]);
        check_named(
            "Form",
            ["Cartography;", "Data Science;"],
            expect!["Multiple"],
        );
    }

    #[test]
    fn one_label_with_a_semicolon_is_no_choice() {
        check(
            &["Yes; but rarely", "No; never", "Sometimes"],
            expect!["Category"],
        );
        check_named(
            "a",
            (0..300).map(|number| format!("words {number}; and more {number}")),
            expect!["Text"],
        );
    }

    #[test]
    fn long_answers_are_text() {
        check_named(
            "a",
            (0..300).map(|number| format!("I think that number {number} is best")),
            expect!["Text"],
        );
    }
}
