//! Decides the dialect from the beginning of a file.
//!
//! Every plausible delimiter, quote and escape reads the sample; the reading that looks most like a table wins: records
//! of one width, and cells that are each one thing (a number, a date, words) rather than several.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::dialect::{Dialect, Escape};
use super::parser::parse;
use super::records::Records;

/// Bytes and records of the beginning that decide.
const SAMPLE: (usize, usize) = (96 << 10, 300);

/// Score of a file that is read as one cell a line.
const ONE_COLUMN: f64 = 0.42;

/// Delimiters of one character, with how much each is trusted.
const SINGLE: [(&str, f64); 15] = [
    (",", 1.0),
    (";", 1.0),
    ("\t", 1.0),
    ("|", 0.95),
    ("\u{1f}", 1.0),
    ("\u{1e}", 1.0),
    ("\u{1}", 1.0),
    ("^", 0.8),
    ("~", 0.8),
    (" ", 0.5),
    (":", 0.45),
    ("#", 0.4),
    ("\u{a7}", 0.8),
    ("\u{a6}", 0.8),
    ("\u{ac}", 0.8),
];

/// Delimiters of several characters.
const SEVERAL: [&str; 12] = [
    "||", "::", ";;", "~~", "^^", "|~|", "~|~", "|*|", "#|#", "<|>", "||~||", "\t\t",
];

/// What a dialect was found to be.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Sniffed {
    pub dialect: Dialect,
    /// Usual number of cells of a record.
    pub width: usize,
    /// Whether another reading was nearly as good.
    pub doubtful: bool,
    /// Where the text starts: after a `sep=` line.
    pub start: usize,
}

/// The dialect of `text`.
pub(super) fn sniff(text: &str) -> Sniffed {
    if let Some((delimiter, start)) = declared(text) {
        let sample = sample(&text[start..]);
        let dialect = refined(&Dialect::of(delimiter), sample);
        let width = usual_width(&read(sample, &dialect));
        return Sniffed {
            dialect,
            width,
            doubtful: false,
            start,
        };
    }
    let start = comments(text);
    let sample = sample(&text[start..]);
    if are_whole_lines(sample) {
        return Sniffed {
            dialect: Dialect::of(""),
            width: 1,
            doubtful: false,
            start: 0,
        };
    }
    let mut ranked: Vec<(f64, Dialect, usize)> = Vec::new();
    for (delimiter, trust) in candidates(sample) {
        for dialect in variants(&delimiter, sample) {
            let records = read(sample, &dialect);
            let rare = if dialect.quote == Some('"') {
                1.0
            } else {
                0.995
            };
            let score = score(&records, &dialect) * trust * rare;
            ranked.push((score, dialect, usual_width(&records)));
        }
    }
    // The first of those that are equally good.
    let best = |ranked: &[(f64, Dialect, usize)]| {
        let places = 0..ranked.len();
        places
            .rev()
            .max_by(|a, b| ranked[*a].0.total_cmp(&ranked[*b].0))
    };
    let first = best(&ranked).map(|at| ranked.remove(at));
    let second = ranked
        .iter()
        .filter(|other| {
            let best = first.as_ref().map_or("", |best| best.1.delimiter.as_str());
            let one = other.1.delimiter.as_str();
            !best.contains(one) && !one.contains(best)
        })
        .fold(0.0, |most, other| other.0.max(most));
    match first {
        Some((score, dialect, width)) if score > ONE_COLUMN => Sniffed {
            doubtful: second.max(ONE_COLUMN) > 0.96 * score,
            dialect,
            width,
            start: 0,
        },
        best => {
            if let Some(dialect) = by_lines(sample) {
                let width = usual_width(&read(sample, &dialect));
                return Sniffed {
                    dialect,
                    width,
                    doubtful: true,
                    start: 0,
                };
            }
            let delimiter = if sample.contains([',', ';', '\t']) {
                ""
            } else {
                ","
            };
            Sniffed {
                dialect: refined(&Dialect::of(delimiter), sample),
                width: 1,
                doubtful: best.is_some_and(|(score, dialect, _)| {
                    !is_weak(&dialect.delimiter) && score > 0.8 * ONE_COLUMN
                }),
                start: 0,
            }
        }
    }
}

/// Whether every line below the first is one point in time or one price, which delimiters would cut: `2026-03-01 10:15`,
/// `10:00 AM CET`, `12,50 EUR`.
fn are_whole_lines(sample: &str) -> bool {
    let lines = sample.split(['\n', '\r']).map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty());
    let head = lines.next().unwrap_or("");
    let body: Vec<&str> = lines.collect();
    let is_moment = |line: &str| {
        let mut words = line.split(' ');
        let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let marks = first.chars().filter(|c| matches!(c, '-' | '/' | '.' | ':'));
        let is_day = marks.clone().count() == 2 && !first.contains(':');
        let is_clock = |word: &str| word.contains(':') && is_figure(word);
        let is_half = |word: &str| matches!(word, "AM" | "PM" | "am" | "pm");
        let is_zone = |word: &str| {
            (2..=5).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase())
        };
        is_figure(first)
            && (is_day && is_clock(second) || is_clock(first) && is_half(second))
            && words.all(|word| is_half(word) || is_zone(word))
    };
    let is_price = |line: &str| {
        let Some((number, sign)) = line.split_once([' ', '\u{a0}']) else {
            return false;
        };
        let Some((whole, cents)) = number.split_once(',') else {
            return false;
        };
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_sign = sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_uppercase());
        !whole.is_empty()
            && is_digits(&whole.replace('.', ""))
            && cents.len() == 2
            && is_digits(cents)
            && (is_sign || matches!(sign, "€" | "$" | "£" | "zł" | "kr" | "Kč"))
    };
    body.len() >= 2
        && !head.contains([',', ';', '\t', '|'])
        && (body.iter().all(|line| is_moment(line)) || body.iter().all(|line| is_price(line)))
}

/// Where no reading looks like a table: a usual delimiter that stands in the first line and in most others, not as in
/// sentences.
fn by_lines(sample: &str) -> Option<Dialect> {
    let lines = || {
        sample
            .split(['\n', '\r'])
            .filter(|line| !line.trim().is_empty())
    };
    let first = lines().next()?;
    let fits = |delimiter: &&str| {
        let holding = lines().filter(|line| line.contains(*delimiter)).count();
        let all = sample.matches(*delimiter).count();
        let spaced = sample.matches(&format!("{delimiter} ")).count();
        first.contains(*delimiter) && holding * 10 >= lines().count() * 6 && spaced * 2 < all
    };
    let delimiter = [",", ";", "\t", "|"].into_iter().find(fits)?;
    Some(refined(&Dialect::of(delimiter), sample))
}

/// The delimiter that a first line such as `sep=;` declares, and where the table starts.
fn declared(text: &str) -> Option<(String, usize)> {
    let end = text.find(['\n', '\r'])?;
    let line = text[..end].trim_end_matches([',', ';', '\t']);
    // Cutting may have taken the delimiter itself: `sep=;`.
    let line = if line.len() < "sep=x".len() {
        &text[..end]
    } else {
        line
    };
    let bare = line.trim().trim_matches('"');
    let head = bare.get(..4)?;
    if !head.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let delimiter = match &bare[4..] {
        "\\t" => "\t",
        "" if text[..end].contains('\t') => "\t",
        given => given,
    };
    let rest = &text[end..];
    let skip = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    (!delimiter.is_empty() && delimiter.len() <= 5).then(|| (delimiter.to_owned(), end + skip))
}

/// Where the lines end that begin `text` and are comments: several with `#`, or one with `# `.
fn comments(text: &str) -> usize {
    let (mut end, mut lines, mut spaced) = (0, 0, false);
    while text[end..].starts_with('#') && lines < 100 {
        let line = text[end..]
            .find('\n')
            .map_or(text.len(), |line| end + line + 1);
        spaced |= text[end..].starts_with("# ");
        lines += 1;
        end = line;
    }
    if (lines >= 2 || spaced) && end < text.len() {
        end
    } else {
        0
    }
}

/// The beginning of `text`, up to a line end.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE.0 {
        return text;
    }
    let mut end = SAMPLE.0;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let whole = whole_lines(text, end).unwrap_or(end);
    match text[..whole].rfind(['\n', '\r']) {
        Some(line) if line > 0 => &text[..=line],
        _ => &text[..whole],
    }
}

/// Where a sample of about `end` bytes ends outside quotes: earlier, where the last cell is cut, or later, where one cell is
/// most of it; nothing where quotes are odd all the way.
fn whole_lines(text: &str, end: usize) -> Option<usize> {
    const FARTHEST: usize = 8 << 20;
    let bytes = text.as_bytes();
    let (mut inside, mut outside) = (false, 0);
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        match bytes[at] {
            b'"' => inside = !inside,
            _ if inside => {}
            _ if at < end => outside = at + 1,
            // The first line end outside quotes past the sample.
            _ => return Some(if outside * 4 >= end { outside } else { at + 1 }),
        }
        if at > FARTHEST {
            break;
        }
    }
    None
}

/// Whether more text after `text` cannot change what its dialect is.
pub(super) fn is_settled(text: &str) -> bool {
    let start = declared(text).map_or_else(|| comments(text), |(_, start)| start);
    let text = &text[start..];
    text.len() > SAMPLE.0 && whole_lines(text, SAMPLE.0).is_some()
}

fn candidates(sample: &str) -> Vec<(String, f64)> {
    let mut found: Vec<(String, f64)> = Vec::new();
    let count = |part: &str| sample.matches(part).count();
    for (delimiter, trust) in SINGLE {
        if sample.contains(delimiter) {
            found.push((delimiter.to_owned(), trust));
        }
    }
    for delimiter in SEVERAL {
        let first = &delimiter[..1];
        // A delimiter of several characters is one only where its first character hardly stands alone.
        let whole = count(delimiter) * delimiter.matches(first).count();
        let head = sample.split(['\n', '\r']).next().unwrap_or("");
        let named = head.matches(delimiter).count() * delimiter.matches(first).count();
        if whole > 0
            && (whole * 10 >= count(first) * 9 || named > 0 && named == head.matches(first).count())
        {
            found.push((delimiter.to_owned(), 1.05));
        }
    }
    found
}

/// The dialects with this delimiter that the sample gives reason for.
fn variants(delimiter: &str, sample: &str) -> Vec<Dialect> {
    let plain = refined(&Dialect::of(delimiter), sample);
    let mut all = vec![plain.clone()];
    if delimiter == " " && sample.contains("  ") {
        all.push(Dialect {
            merged: true,
            ..plain.clone()
        });
    }
    let (opens, closes) = edges(sample, delimiter, '\'');
    if opens > 0 && closes > 0 {
        let single = Dialect {
            quote: Some('\''),
            ..Dialect::of(delimiter)
        };
        all.push(refined(&single, sample));
    }
    if delimiter == "\t" && are_quotes_text(sample) {
        all.push(Dialect {
            quote: None,
            ..plain
        });
    }
    all
}

/// Whether more cells between tabs have a quote at one end only than at both, as where a database writes text as it is.
fn are_quotes_text(sample: &str) -> bool {
    let (mut halves, mut wholes) = (0, 0);
    for line in sample.split(['\n', '\r']) {
        // A second export puts whole lines in quotes.
        let mut is_wrapped = line.starts_with('"') && line.ends_with('"');
        for (at, cell) in line.split('\t').enumerate() {
            let is_whole = cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"');
            is_wrapped &= at > 0 || !is_whole;
            wholes += usize::from(is_whole);
            let is_half = !is_whole && (cell.starts_with('"') || cell.ends_with('"'));
            halves += usize::from(is_half && !is_wrapped);
        }
    }
    halves > wholes
}

/// The dialect with the escape and the white space that the sample speaks for.
fn refined(dialect: &Dialect, sample: &str) -> Dialect {
    let delimiter = dialect.delimiter.as_str();
    let mut dialect = dialect.clone();
    if matches!(delimiter, "," | ";" | "|") {
        let bytes = sample.as_bytes();
        let at = |i: usize| bytes.get(i).copied();
        let (mut spaced, mut bare, mut quoted) = (0_usize, 0_usize, 0_usize);
        for (place, _) in sample.match_indices(delimiter) {
            match (at(place + 1), at(place + 2)) {
                (Some(b' '), Some(b'"')) => quoted += 1,
                (Some(b' '), _) => spaced += 1,
                (Some(b'\n' | b'\r') | None, _) => {}
                _ => bare += 1,
            }
        }
        // Sentences have spaces after commas too, but never after each one.
        dialect.trimmed = quoted > 0 && quoted >= bare
            || quoted + spaced > 0 && bare == 0 && {
                let lines = sample.lines().filter(|line| !line.trim().is_empty());
                let per_line: BTreeMap<usize, usize> =
                    lines.fold(BTreeMap::new(), |mut counts, line| {
                        *counts.entry(line.matches(delimiter).count()).or_default() += 1;
                        counts
                    });
                per_line.len() <= 2
            };
    }
    let (mut escaped, mut doubled) = (0_usize, 0_usize);
    let quote = dialect.quote.unwrap_or('"');
    let mut pair = [0; 2];
    pair[0] = b'\\';
    pair[1] = u8::try_from(quote).unwrap_or(b'"');
    let bytes = sample.as_bytes();
    let ends = |at: usize| {
        matches!(bytes.get(at), None | Some(b'\n' | b'\r'))
            || (!delimiter.is_empty() && bytes[at..].starts_with(delimiter.as_bytes()))
    };
    for at in memchr::memchr_iter(pair[1], bytes) {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        if before == Some(b'\\') && !ends(at + 1) {
            escaped += 1;
        } else if before == Some(pair[1]) && !ends(at + 1) && at > 1 {
            let start = bytes[at - 2];
            doubled += usize::from(
                !matches!(start, b'\n' | b'\r') && !delimiter.as_bytes().contains(&start),
            );
        }
    }
    // JSON in a cell has both: there the backslash is text and the quotes are doubled.
    let cuts =
        !delimiter.is_empty() && delimiter != " " && sample.contains(&format!("\\{delimiter}"));
    if escaped > doubled || cuts {
        let with = Dialect {
            escape: Escape::Backslash,
            ..dialect.clone()
        };
        let (same, marks) = fit(sample, &dialect);
        let (same_with, marks_with) = fit(sample, &with);
        if same_with > same || escaped > doubled && same_with == same && marks_with < marks {
            dialect = with;
        }
    }
    dialect
}

/// Share of records of the usual width, and how often quotes were odd.
fn fit(sample: &str, dialect: &Dialect) -> (f64, usize) {
    let parsed = parse(sample, 0, dialect, 0, SAMPLE.1);
    (sameness(&parsed.records), parsed.marks.len())
}

/// How often `quote` opens a cell and closes one.
fn edges(sample: &str, delimiter: &str, quote: char) -> (usize, usize) {
    let bytes = sample.as_bytes();
    let quote = u8::try_from(quote).unwrap_or(b'"');
    let delimiter = delimiter.as_bytes();
    let (mut opens, mut closes) = (0, 0);
    for at in memchr::memchr_iter(quote, bytes) {
        let start =
            at == 0 || matches!(bytes[at - 1], b'\n' | b'\r') || bytes[..at].ends_with(delimiter);
        let end = matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r'))
            || bytes[at + 1..].starts_with(delimiter);
        opens += usize::from(start);
        closes += usize::from(end);
    }
    (opens, closes)
}

fn read(sample: &str, dialect: &Dialect) -> Records {
    let first = parse(sample, 0, dialect, 0, SAMPLE.1);
    let mut width = usual_width(&first.records);
    if first.records.len() == 1 && !first.marks.is_empty() {
        width = width_below(sample, dialect);
    }
    if first.marks.is_empty() || width < 2 {
        return first.records;
    }
    parse(sample, 0, dialect, width, SAMPLE.1).records
}

/// The usual width below the first line, where that one swallowed the rest.
pub(super) fn width_below(text: &str, dialect: &Dialect) -> usize {
    match text.find('\n') {
        Some(line) => usual_width(&parse(text, line + 1, dialect, 0, SAMPLE.1).records),
        None => 1,
    }
}

/// The width that most records with anything in them have; lines of one cell count only where nothing else comes twice.
pub(super) fn usual_width(records: &Records) -> usize {
    let filled =
        (0..records.len()).filter(|row| records.cells(*row).any(|cell| !cell.trim().is_empty()));
    usual(records, filled)
}

/// The same for some of the records.
pub(super) fn usual(records: &Records, rows: impl Iterator<Item = usize>) -> usize {
    if let Some(width) = records.even_width() {
        return width.max(1);
    }
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(records.width(row)).or_insert(0_usize) += 1;
    }
    let several = counts.iter().any(|(width, count)| *width > 1 && *count > 1);
    counts
        .into_iter()
        .filter(|(width, _)| *width > 1 || !several)
        .max_by_key(|(width, count)| (*count, *width))
        .map_or(1, |(width, _)| width)
}

/// Share of records that have the usual width.
fn sameness(records: &Records) -> f64 {
    let usual = usual_width(records);
    let same = (0..records.len())
        .filter(|row| records.width(*row) == usual)
        .count();
    same as f64 / records.len().max(1) as f64
}

/// How much the records look like a table, from 0.
fn score(records: &Records, dialect: &Dialect) -> f64 {
    let rows: Vec<usize> = (0..records.len())
        .filter(|row| records.filled(*row) > 0)
        .collect();
    let usual = usual_width(records);
    if usual < 2 || rows.is_empty() {
        return 0.0;
    }
    let fits = |row: &usize| records.width(*row) == usual;
    let all = rows.len();
    let hits = rows.iter().filter(|row| fits(row)).count();
    // Titles above and notes below a table are narrower; they speak against nothing.
    let first_fit = rows.iter().position(fits).unwrap_or(0);
    let last_fit = rows.iter().rposition(fits).unwrap_or(0);
    let one_block = last_fit + 1 - first_fit == hits
        && (usual >= 3 && hits >= 2
            || hits >= 3 && typed_columns(records, &rows[first_fit..=last_fit], usual) > 0);
    let slack = match one_block {
        true => all,
        false => (all / 3).max(if hits >= 2 { 4 } else { 0 }),
    };
    let narrow = |row: &&usize| records.width(**row) < usual;
    let above = rows.iter().take_while(narrow).count().min(slack);
    let below = rows.iter().rev().take_while(narrow).count().min(slack);
    let inside = all.saturating_sub(above + below).max(hits);
    let sameness = hits as f64 / inside as f64 * (hits as f64 / all as f64).powf(0.3);
    let (mut whole, mut cells, mut wide) = (0.0, 0_usize, 0_usize);
    for row in rows.iter().filter(|row| fits(row)) {
        for cell in records.cells(*row) {
            let cell = cell.trim();
            whole += wholeness(cell, dialect);
            cells += 1;
            wide += usize::from(cell.len() > 300);
        }
    }
    // Where each record has the same width, the header too, odd cells speak against little.
    let even = hits == all && all >= 3 && !is_weak(&dialect.delimiter);
    let wholeness = (whole / cells.max(1) as f64).max(if even { 0.7 } else { 0.0 });
    if is_weak(&dialect.delimiter) && !is_quoted(records, dialect) {
        let typed = typed_columns(records, &rows, usual);
        let enough = if usual == 2 && dialect.delimiter == " " {
            2
        } else {
            1
        };
        // Row names have no header of their own.
        let named = |row: &usize| {
            records.width(*row) == usual || usual >= 3 && records.width(*row) + 1 == usual
        };
        if typed < enough || !rows.first().is_some_and(named) {
            return 0.0;
        }
    }
    let first = rows.first().is_some_and(|row| records.width(*row) == usual);
    let decimals = usual == 2
        && dialect.delimiter == ","
        && rows.iter().filter(|row| fits(row)).all(|row| {
            records
                .cells(*row)
                .all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()))
        });
    // Where every record has the width, the first one too, nothing else comes near.
    let header = match first || above > 0 && hits >= 3 {
        _ if decimals && !first => 0.3,
        true if hits == all && all >= 3 => 1.3,
        true if first => 1.0,
        // A first line that another delimiter cuts is a header of that delimiter.
        true if holds_other(records.cell(rows[0], 0), dialect) => 0.6,
        true => 0.9,
        false => 0.7,
    };
    let long = if wide * 2 > cells { 0.8 } else { 1.0 };
    let doubled = if is_every_other_blank(records, &rows, usual) {
        0.5
    } else {
        1.0
    };
    sameness
        * wholeness
        * wholeness
        * header
        * long
        * doubled
        * (usual as f64).log2().sqrt().min(2.0)
}

/// Whether text holds another usual delimiter than the dialect's, not as in a sentence.
fn holds_other(text: &str, dialect: &Dialect) -> bool {
    [",", ";", "\t", "|"].iter().any(|mark| {
        *mark != dialect.delimiter && text.contains(mark) && !text.contains(&format!("{mark} "))
    })
}

/// Whether a delimiter is so common in text that it needs more evidence.
fn is_weak(delimiter: &str) -> bool {
    matches!(delimiter, " " | ":" | "#")
}

/// How many columns hold numbers or dates below the first record.
fn typed_columns(records: &Records, rows: &[usize], usual: usize) -> usize {
    if rows.len() < 3 {
        return 0;
    }
    let is_typed = |column: &usize| {
        let typed = |row: &&usize| is_figure(records.cell(**row, *column).trim());
        let below = rows.iter().skip(1);
        below.clone().filter(typed).count() * 10 >= below.count() * 8
    };
    (0..usual.min(50)).filter(is_typed).count()
}

/// Whether quotes are used: some cell holds the delimiter.
fn is_quoted(records: &Records, dialect: &Dialect) -> bool {
    (0..records.len().min(50)).any(|row| {
        records
            .cells(row)
            .any(|cell| cell.contains(dialect.delimiter.as_str()))
    })
}

/// Whether every second cell is blank, as where the delimiter is really two characters.
fn is_every_other_blank(records: &Records, rows: &[usize], usual: usize) -> bool {
    usual >= 3
        && usual % 2 == 1
        && rows.iter().all(|row| {
            (0..usual)
                .skip(1)
                .step_by(2)
                .all(|column| records.cell(*row, column).is_empty())
        })
}

/// Whether text is a number, a date or a time, with the signs that belong to them.
pub(super) fn is_figure(text: &str) -> bool {
    let (mut digits, mut letters) = (0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            // Exponents, times of day and zones come after a digit.
            'e' | 'E' | 'T' | 'Z' | 'A' | 'P' | 'M' | 'a' | 'p' | 'm' if digits > 0 => letters += 1,
            '-' | '/' | '.' | ',' | ':' | '+' | '%' | ' ' | '$' | '(' | ')' | '<' | '>' | '='
            | '~' | '\'' => {}
            '\u{20ac}' | '\u{a3}' | '\u{a5}' | '\u{a0}' | '\u{202f}' | '\u{2212}' | '\u{2013}' => {}
            _ => return false,
        }
    }
    digits > 0
        && letters <= 2
        && (letters == 0 || !text.ends_with(['A', 'P', 'T', 'e', 'E', 'a', 'p']))
}

/// How much a cell is one thing, from 0 to 1.
fn wholeness(cell: &str, dialect: &Dialect) -> f64 {
    if cell.is_empty() {
        return 0.9;
    }
    if is_figure(cell) {
        return 1.0;
    }
    let quote = dialect.quote.unwrap_or('\0');
    let other = if quote == '"' { '\'' } else { '"' };
    if cell.starts_with(quote) != cell.ends_with(quote) {
        return 0.3;
    }
    if dialect.quote.is_some() && cell.len() > 1 && cell.starts_with(other) && cell.ends_with(other)
    {
        return 0.2;
    }
    let delimiter = dialect.delimiter.as_str();
    let mut worst: f64 = 1.0;
    for (mark, value) in [('\t', 0.2), (';', 0.55), ('|', 0.6), (',', 0.7)] {
        let Some(place) = cell.find(mark) else {
            continue;
        };
        let mut buffer = [0; 4];
        if delimiter == mark.encode_utf8(&mut buffer) {
            continue;
        }
        // After a space it may well be a sentence.
        let sentence = matches!(mark, ',' | ';') && cell[place + 1..].starts_with(' ');
        worst = worst.min(if sentence { 0.95 } else { value });
    }
    worst
}
