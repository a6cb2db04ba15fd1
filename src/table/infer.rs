//! Decides what each column is from its evidence.
//!
//! The rules stand in `kind` in the order in which they are tried; a person can correct the schema afterwards.

use std::collections::BTreeMap;

use super::aside::{MISSING_NUMBERS, is_aside, is_missing};
use super::bands::band;
use super::evidence::{Evidence, Run};
use super::fold::{Group, fold};
use super::joined::{Joined, joined};
use super::looks::Look;
use super::numbers::number;
use super::personal::{Sensitive, sensitive};
use super::scan::Scan;
use super::schema::{ColumnSchema, Kind, Schema};
use super::units::Unit;
use super::words::words;
use super::{sentinels, spelling};

/// Share of answers, "no answer" tokens left out, that must be numbers (or dates) for a column of them.
const MOST: f64 = 0.95;
/// Columns shorter than this tell little; distinct short texts are categories there.
const FEW_ROWS: u64 = 20;
/// What LimeSurvey writes in place of a date that it does not keep.
const ANONYMOUS: &str = "1980-01-01 00:00:00";
/// Options of a multiple choice are no longer than this, in bytes.
const LONGEST_OPTION: usize = 200;
/// How no and yes are written as numbers.
const FLAGS: [(&str, &str); 2] = [("0", "No"), ("1", "Yes")];

/// The schema of a table with these column `names`.
pub fn infer(names: &[String], scan: &Scan) -> Schema {
    infer_with(names, scan, &scan.groups)
}

/// The schema of a table of which these `groups` of columns are questions.
pub(super) fn infer_with(names: &[String], scan: &Scan, groups: &[Group]) -> Schema {
    let nothing = Evidence::default();
    let evidence = scan.columns.iter().chain(std::iter::repeat(&nothing));
    let asked = scan.asked.iter().map(String::as_str);
    let called = names
        .iter()
        .zip(asked.chain(std::iter::repeat("")))
        .map(|(name, asked)| Called(name, asked));
    let columns = called.zip(evidence).zip(0..);
    let single = Schema {
        columns: columns
            .map(|((called, evidence), at)| ColumnSchema {
                from: vec![at],
                ..column(called, evidence)
            })
            .collect(),
    };
    fold(single, groups)
}

/// A column's name, and what was asked where the file says it apart from the name.
#[derive(Clone, Copy)]
struct Called<'a>(&'a str, &'a str);

impl Called<'_> {
    /// Whether either is so.
    fn any(self, is: impl Fn(&str) -> bool) -> bool {
        is(self.0) || (!self.1.is_empty() && is(self.1))
    }
}

fn column(called: Called<'_>, evidence: &Evidence) -> ColumnSchema {
    let judged = judged(evidence);
    let (kind, fitting) = kind(called, evidence, judged);
    let sure = (judged > 0).then(|| (fitting as f64 / judged as f64).min(1.0));
    let who =
        |kind| sensitive(called.0, kind, evidence).or_else(|| sensitive(called.1, kind, evidence));
    let sensitive = match kind {
        Kind::Empty => None,
        Kind::Text => who(kind).or(Some(Sensitive::Text)),
        _ => who(kind),
    };
    let kind = match sensitive {
        Some(Sensitive::Text) | None => kind,
        Some(_) => Kind::Identifier,
    };
    let mut column = ColumnSchema {
        decimal_comma: decimal_comma(evidence),
        day_first: day_first(evidence),
        sensitive,
        sure,
        ..ColumnSchema::new(called.0, kind)
    };
    // A point is what statistics programs write for a missing number, and a path or a mark anywhere else.
    let numeric = matches!(kind, Kind::Integer | Kind::Number);
    let is_tool_word = |text: &&String| is_missing(text) && (numeric || *text != ".");
    match kind {
        Kind::Integer | Kind::Number => {
            column.unit = unit(evidence, fitting);
            column.missing = sentinels::known(evidence);
        }
        Kind::Category | Kind::YesNo => {
            let texts = evidence.sentinels.names().iter();
            column.missing = texts
                .filter(|text| {
                    number(text, false, true).is_some_and(|value| MISSING_NUMBERS.contains(&value))
                })
                .cloned()
                .collect();
            column.relabel = match kind {
                Kind::YesNo if is_flag(called, evidence) => FLAGS
                    .map(|(from, to)| (from.to_owned(), to.to_owned()))
                    .to_vec(),
                _ => spelling::alike(&evidence.levels),
            };
        }
        // LimeSurvey writes one moment for all where dates are not kept.
        Kind::DateTime if evidence.levels.names() == [ANONYMOUS] => {
            column.missing.push(ANONYMOUS.to_owned());
            return column;
        }
        Kind::Multiple => {
            column.joined = Some(match is_multiple(evidence) {
                true => Joined::by_semicolon(),
                false => joined(evidence).unwrap_or_default(),
            });
            return column;
        }
        // What stands in the place of a date or of a choice is told with its wording.
        _ => return column,
    }
    column
        .missing
        .extend(evidence.aside.names().iter().filter(is_tool_word).cloned());
    column
        .relabel
        .retain(|(from, _)| !column.missing.contains(from));
    column
}

/// What numbers count: hours where lengths of time stand in the cells, else the unit that stands beside most of the
/// `fitting` cells, or beside any where it is money.
fn unit(evidence: &Evidence, fitting: u64) -> Option<Unit> {
    if numbers(evidence) < fitting {
        return Some(Unit::Hours);
    }
    let (sign, count) = evidence.units.iter().max_by_key(|(_, count)| *count)?;
    (sign != "%" || count * 2 >= fitting).then(|| Unit::of(sign))
}

/// Answers that do not say "no answer".
fn judged(evidence: &Evidence) -> u64 {
    evidence.answers() - evidence.aside.counts().iter().sum::<u64>()
}

/// The kind, and how many of the `judged` answers fit it.
fn kind(called: Called<'_>, evidence: &Evidence, judged: u64) -> (Kind, u64) {
    let answers = evidence.answers();
    let most = |count: u64| count > 0 && count as f64 >= MOST * judged as f64;
    let (dates, numbers) = (dates(called, evidence, judged), numbers(evidence));
    let durations = evidence
        .looks
        .count(&[Look::Duration, Look::Clock, Look::LongClock]);
    if answers == 0 {
        return (Kind::Empty, 0);
    }
    if judged == 0 {
        return (Kind::Category, judged);
    }
    if most(dates) {
        return (Kind::DateTime, dates);
    }
    if most(durations) {
        let few = is_category(evidence);
        return match is_time_of_day(&format!("{} {}", called.0, called.1), evidence) {
            false => (Kind::Number, durations),
            true if few => (Kind::Category, judged),
            true => (Kind::Identifier, judged),
        };
    }
    if most(numbers) || are_rather_numbers(evidence, numbers, judged) {
        let whole = fractions(evidence) == 0;
        // Scales whose ends are worded, such as `10 (all my time)`, would lose their ends.
        if evidence.labelled > 0 && is_category(evidence) {
            return (Kind::Category, judged);
        }
        if is_flag(called, evidence) {
            return (Kind::YesNo, judged);
        }
        return match (is_numbering(called, evidence), whole) {
            (true, _)
                if is_category(evidence)
                    && !called.any(is_id_name)
                    && !refers(called, evidence) =>
            {
                (Kind::Category, judged)
            }
            (true, _) => (Kind::Identifier, numbers),
            (false, true) => (Kind::Integer, numbers),
            (false, false) => (Kind::Number, numbers),
        };
    }
    if most(evidence.yes_no) && evidence.yes_no == judged {
        return (Kind::YesNo, evidence.yes_no);
    }
    if is_multiple(evidence) || joined(evidence).is_some() {
        return (Kind::Multiple, judged);
    }
    if called.any(is_id_name) && most(evidence.coded) {
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

/// Dates that one order of day and month reads. Digits alone are dates by the column's name, or where all are eight digits
/// that happen to be dates.
fn dates(called: Called<'_>, evidence: &Evidence, judged: u64) -> u64 {
    let looks = &evidence.looks;
    let compact = looks.of(Look::CompactDate).count;
    let digits = if called.any(is_id_name) {
        0
    } else if called.any(is_time_name) {
        compact + looks.of(Look::Epoch).count
    } else if compact == judged && judged >= FEW_ROWS / 2 {
        compact
    } else {
        0
    };
    let sure = if day_first(evidence) {
        Look::DayFirst
    } else {
        Look::MonthFirst
    };
    digits + looks.count(&[Look::PlainDate, Look::EitherSlash, Look::EitherOther, sure])
}

/// Whether dates start with the day: as the certain ones do; else with slashes no, with dashes or points yes.
fn day_first(evidence: &Evidence) -> bool {
    let count = |look| evidence.looks.of(look).count;
    match count(Look::DayFirst).cmp(&count(Look::MonthFirst)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => count(Look::EitherOther) > count(Look::EitherSlash),
    }
}

/// Numbers that the decimal mark of the column reads.
pub(super) fn numbers(evidence: &Evidence) -> u64 {
    let sure: &[Look] = if decimal_comma(evidence) {
        &COMMAS
    } else {
        &POINTS
    };
    let either = [
        Look::Whole,
        Look::Spaced,
        Look::Power,
        Look::EitherComma,
        Look::EitherPoint,
    ];
    evidence.looks.count(&either) + evidence.looks.count(sure)
}

/// Looks that only a decimal comma gives.
pub(super) const COMMAS: [Look; 2] = [Look::Comma, Look::GroupedPoint];
/// Looks that only a decimal point gives.
pub(super) const POINTS: [Look; 2] = [Look::Point, Look::GroupedComma];

/// Whether more cells have a sure decimal comma than a sure decimal point.
///
/// Without either, `1,234` has thousands and `1.234` has decimals.
fn decimal_comma(evidence: &Evidence) -> bool {
    evidence.looks.count(&COMMAS) > evidence.looks.count(&POINTS)
}

fn fractions(evidence: &Evidence) -> u64 {
    let either = if decimal_comma(evidence) {
        Look::EitherComma
    } else {
        Look::EitherPoint
    };
    evidence.looks.count(&[Look::Fraction, either])
}

/// Whether lengths of time below a day are rather times of day: their column's name says so.
pub(super) fn is_time_of_day(name: &str, evidence: &Evidence) -> bool {
    const LENGTHS: &str = "duration elapsed spent took taken to recovery restoration resolution response lead cycle mttr long \
                           hours dauer länge durée duración тривалість";
    let clocks_only = evidence.looks.count(&[Look::Duration, Look::LongClock]) == 0;
    let words = words(name);
    let any = |list: &str| {
        list.split_whitespace()
            .any(|known| words.iter().any(|word| word == known))
    };
    clocks_only && any("time clock uhrzeit heure hora час start begin end at") && !any(LENGTHS)
}

/// Whether a column is named as points in time are: `created_at`, `CreatedAt`, `Timestamp`, `Datum`.
fn is_time_name(name: &str) -> bool {
    const WORDS: &str = "at on date time timestamp datetime created updated submitted datum zeit zeitstempel zeitpunkt \
                         horodatage fecha дата час";
    let words = words(name);
    words
        .iter()
        .any(|word| WORDS.split_whitespace().any(|known| known == word))
}

/// Whether a column of numbers names things rather than measuring them.
fn is_numbering(called: Called<'_>, evidence: &Evidence) -> bool {
    let looks = &evidence.looks;
    let padded_or_long = looks.count(&[Look::Padded, Look::Long]) * 100 > evidence.answers();
    // A saved row index has no name, and gaps where rows were left out.
    let unnamed = called
        .0
        .strip_prefix("column ")
        .is_some_and(|number| number.parse::<u64>().is_ok());
    let counting = match evidence.run {
        Run::Counting { .. } => evidence.rows >= FEW_ROWS / 2,
        Run::Rising { .. } => unnamed && evidence.rows >= FEW_ROWS / 2,
        Run::None | Run::Broken => false,
    };
    padded_or_long
        || counting
        || called.any(is_code_name)
        || (called.any(is_group_name) && fractions(evidence) == 0 && is_category(evidence))
        || (called.any(is_id_name) && fractions(evidence) == 0)
        || refers(called, evidence)
}

/// Whether numbers with a few words among them are rather numbers than levels: many differ, and no word stands for an open end.
fn are_rather_numbers(evidence: &Evidence, numbers: u64, judged: u64) -> bool {
    const LEVELS: usize = 5;
    if evidence.overflow || numbers * 10 < judged * 8 || judged < FEW_ROWS {
        return false;
    }
    let comma = decimal_comma(evidence);
    let (told, worded): (Vec<&str>, Vec<&str>) = evidence
        .levels
        .names()
        .iter()
        .map(String::as_str)
        .filter(|text| !is_aside(text))
        .partition(|text| number(text, comma, false).is_some());
    let is_open = |text: &&str| {
        let starts_at_nothing = text.starts_with('0');
        band(text).is_some_and(|band| !band.high.is_finite() || band.low == 0.0)
            && !starts_at_nothing
    };
    told.len() >= LEVELS.max(worded.len()) && !worded.iter().any(is_open)
}

/// Whether 0 and 1 are the answers of a question that can be answered by yes or no: “Do you feel burned out?”.
fn is_flag(called: Called<'_>, evidence: &Evidence) -> bool {
    const ASKING: &str = "is are am was were do does did has have had can could will would should";
    let asks = |name: &str| {
        let first = words(name).into_iter().next();
        let first = first.unwrap_or_default();
        name.trim_end().ends_with('?') && ASKING.split(' ').any(|known| known == first)
    };
    let mut levels: Vec<&str> = evidence.levels.names().iter().map(String::as_str).collect();
    levels.sort_unstable();
    levels == [FLAGS[0].0, FLAGS[1].0] && called.any(asks)
}

/// Whether whole numbers refer to things that delivery tools number.
fn refers(called: Called<'_>, evidence: &Evidence) -> bool {
    called.any(is_reference_name) && fractions(evidence) == 0 && is_varied(evidence)
}

/// Whether few answers come back often.
fn is_varied(evidence: &Evidence) -> bool {
    evidence.answers() >= FEW_ROWS
        && (evidence.overflow || evidence.distinct() * 4 >= evidence.answers())
}

/// Whether a column is named after what delivery tools number: `pull_request`, `build number`, `iid`, but not `pull_requests`.
fn is_reference_name(name: &str) -> bool {
    const NUMBERED: [&str; 8] = [
        "pull request",
        "merge request",
        "pr",
        "mr",
        "issue",
        "ticket",
        "changeset",
        "revision",
    ];
    let words = words(name);
    let is_number = |word: &String| matches!(word.as_str(), "number" | "iid");
    NUMBERED.contains(&words.join(" ").as_str())
        || words.len() <= 3 && words.last().is_some_and(is_number)
}

/// Whether a column is named as postal codes and versions are, which only look like numbers.
fn is_code_name(name: &str) -> bool {
    const WORDS: &str =
        "zip zipcode postcode postal plz postleitzahl індекс version versions versión версія";
    let words = words(name);
    words.len() <= 4
        && words
            .iter()
            .any(|word| WORDS.split_whitespace().any(|known| known == word))
}

/// Whether numbers of a column so named stand for groups of people: `gender`, `Region code`, `team number`, but not `team size`.
fn is_group_name(name: &str) -> bool {
    const WORDS: &str = "gender sex geschlecht sexe género genero sexo стать region région región land country team squad \
                         department dept abteilung industry branche sector race ethnicity religion cohort arm condition";
    const CODES: &str = "code codes number no nr num coded group";
    let among = |word: &String, list: &str| list.split_whitespace().any(|known| known == word);
    let words = words(name);
    let mut said = words.iter().filter(|word| !among(word, CODES));
    said.next().is_some_and(|word| among(word, WORDS)) && said.next().is_none()
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

    use super::super::evidence::Gathering;
    use super::*;

    fn check_named<T: AsRef<str>>(
        name: &str,
        cells: impl IntoIterator<Item = T>,
        expected: Expect,
    ) {
        let mut gathering = Gathering::default();
        cells
            .into_iter()
            .for_each(|cell| gathering.add(cell.as_ref()));
        let evidence = gathering.finish();
        let column = column(Called(name, ""), &evidence);
        let (kind, decimal_comma, day_first) =
            (column.kind, column.decimal_comma, column.day_first);
        let comma = if decimal_comma { ", decimal comma" } else { "" };
        let order = if kind == Kind::DateTime && day_first {
            ", day first"
        } else {
            ""
        };
        let mut more = String::new();
        if let Some(unit) = column.unit {
            more += &format!(", in {unit:?}");
        }
        if let Some(sensitive) = column.sensitive.filter(|_| kind != Kind::Text) {
            more += &format!(", {sensitive:?}");
        }
        if !column.missing.is_empty() {
            more += &format!(", without {}", column.missing.join(" "));
        }
        if !column.relabel.is_empty() {
            more += &format!(", reads {:?}", column.relabel);
        }
        expected.assert_eq(&format!("{kind:?}{comma}{order}{more}"));
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
    fn noughts_and_ones_answer_what_is_asked_for_yes_or_no() {
        let cells = ["0", "1", "1", ""].repeat(20);
        check_named(
            "Do you feel burned out?",
            &cells,
            expect![[r#"YesNo, reads [("0", "No"), ("1", "Yes")]"#]],
        );
        check_named("Incidents", &cells, expect!["Integer"]);
        let more = ["0", "1", "2"].repeat(20);
        check_named("Do you feel burned out?", &more, expect!["Integer"]);
    }

    #[test]
    fn numbers_of_groups_are_no_measure() {
        let cells = ["1", "2", "1", "3"].repeat(20);
        for name in ["gender", "Region code", "Team number", "sex"] {
            check_named(name, &cells, expect!["Category"]);
        }
        for name in ["Team size", "Years", "Regions"] {
            check_named(name, &cells, expect!["Integer"]);
        }
    }

    #[test]
    fn many_numbers_with_a_few_words_are_numbers() {
        let hours = |more: &[&'static str]| {
            let numbers = ["1", "2", "4", "8", "24", "0.5"].repeat(9);
            let more = more.iter().copied();
            numbers.into_iter().chain(more).collect::<Vec<_>>()
        };
        let words = ["about 4", "2-3", "30 min", "1 day", "half a day", "no clue"];
        check_named("Hours", hours(&words), expect!["Number"]);
        // An open end is a level, and so is what is as common as the numbers.
        check_named("Hours", hours(&["48+", "48+", "48+"]), expect!["Category"]);
        let many = ["about 4", "later", "soon"].repeat(9);
        check_named("Hours", hours(&many), expect!["Category"]);
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
    fn marks_are_decided_from_all_cells() {
        check(
            &["1.234,56", "2,5", "1.000"],
            expect!["Number, decimal comma"],
        );
        check(&["1 234,5", "12"], expect!["Number, decimal comma"]);
        check(&["1\u{a0}234", "12"], expect!["Integer"]);
        check(&["1'234.50", "1,00,000"], expect!["Number"]);
        check(
            &["12 %", "7,5 %"],
            expect!["Number, decimal comma, in Percent"],
        );
        check(
            &["\u{20ac} 12", "13 \u{20ac}"],
            expect![[r#"Integer, in Currency("€")"#]],
        );
        check(
            &["$1,200.50", "(12.5)"],
            expect![[r#"Number, in Currency("$")"#]],
        );
        check(
            &["1.5"; 30]
                .iter()
                .copied()
                .chain(["1,5"])
                .collect::<Vec<_>>(),
            expect!["Number"],
        );
    }

    #[test]
    fn codes_are_never_numbers() {
        check_named("ZIP code", ["10115", "80331", "10115"], expect!["Category"]);
        check_named("Version", ["1.10", "1.9", "2.0"], expect!["Category"]);
        check_named(
            "Ticket",
            (0..100).map(|n| format!("1.14E+{}", 11 + n % 3)),
            expect!["Category"],
        );
        check_named(
            "Phone",
            (0..100).map(|n| format!("4917012345{n:02}")),
            expect!["Identifier, Phone"],
        );
        check_named(
            "a",
            (0..100).map(|n| format!("+380 50 123 45 {n:02}")),
            expect!["Identifier, Phone"],
        );
    }

    #[test]
    fn lengths_of_time_are_hours() {
        check(
            &["2h 30m", "90 min", "1.5 days", "PT1H30M"],
            expect!["Number, in Hours"],
        );
        check(
            &["0:45", "1:30:00", "26:30:00"],
            expect!["Number, in Hours"],
        );
        check(
            &["2 Std.", "1 jour", "2 години", "N/A"],
            expect!["Number, in Hours"],
        );
        check_named(
            "Time to restore",
            ["0:45", "1:30", "2:15"],
            expect!["Number, in Hours"],
        );
        check_named(
            "Start time",
            ["09:30", "10:45", "09:30"],
            expect!["Category"],
        );
    }

    #[test]
    fn bands_are_no_dates_and_no_numbers() {
        check(&["11\u{2013}20 %", "21\u{2013}30 %"], expect!["Category"]);
        check(
            &["1-4 hours", "less than an hour", "more than 1,000"],
            expect!["Category"],
        );
        check(&["10-49", "51+", ">= 65", "<1"], expect!["Category"]);
    }

    #[test]
    fn digits_are_dates_by_name() {
        check_named(
            "created_at",
            (0..50).map(|n| format!("17325507{n:02}")),
            expect!["DateTime"],
        );
        check_named(
            "CreatedAt",
            (0..50).map(|n| format!("17325507{n:02}123")),
            expect!["DateTime"],
        );
        check_named(
            "Score",
            (0..50).map(|n| format!("17325507{n:02}")),
            expect!["Identifier"],
        );
        check_named(
            "day",
            (0..50).map(|n| format!("202411{:02}", n % 28 + 1)),
            expect!["DateTime"],
        );
    }

    #[test]
    fn codes_of_tools_are_missing() {
        check(
            &["1980-01-01 00:00:00", ""],
            expect!["DateTime, without 1980-01-01 00:00:00"],
        );
        check(&["1", "5", "-99"], expect!["Integer, without -99"]);
        check(&["1", "5", "-1"], expect!["Integer"]);
        check(
            &["1.5", "#N/A", ".", "NULL", "?"],
            expect!["Number, without #N/A . NULL ?"],
        );
        check(
            &["good", "bad", "NA", "-99", "N/A"],
            expect!["Category, without -99 NA"],
        );
    }

    #[test]
    fn levels_that_differ_in_case_are_one() {
        check(
            &["Daily", "Daily", "daily", "DAILY", "Weekly"],
            expect![[r#"Category, reads [("daily", "Daily"), ("DAILY", "Daily")]"#]],
        );
    }

    #[test]
    fn who_somebody_is_is_an_identifier() {
        check(
            &["ann@example.org", "anonymous", "anonymous"],
            expect!["Identifier, Mail"],
        );
        check_named(
            "LocationLatitude",
            ["50.4501", "48.8566"],
            expect!["Identifier, Place"],
        );
        check_named(
            "First name",
            ["Ann", "Ann", "Bob"],
            expect!["Identifier, Name"],
        );
        check_named("Phone verified", ["yes", "no", "yes"], expect!["YesNo"]);
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
    fn what_delivery_tools_number_is_an_identifier() {
        let twice = || (0..80).map(|n| (4000 + n / 2).to_string());
        check_named("pull_request", twice(), expect!["Identifier"]);
        check_named("Build number", twice(), expect!["Identifier"]);
        check_named("pull_requests", twice(), expect!["Integer"]);
        check_named("Number of reviewers", twice(), expect!["Integer"]);
        let few = (0..80).map(|n| (n % 7).to_string());
        check_named("PR", few, expect!["Integer"]);
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
        check(&["TRUE", "FALSE", "NA"], expect!["YesNo, without NA"]);
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
