//! Which records are what: titles above the table, header rows, respondents, notes and totals below, other tables.
//!
//! The first full record is the header unless evidence is strong; records are set aside only where their shape or their
//! words say that nobody answered them. What is set aside is counted, kept and can be brought back.

use std::ops::Range;

use super::around::{is_comment, is_note, is_total};
use super::heads::{self, Heads};
use super::records::Records;
use super::sniff::{is_figure, usual};
use crate::order::rising;

/// One of the tables of a file, in records.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Span {
    /// The text line right above it, if there is one.
    pub title: String,
    /// Its records, header included, as they stand in the file.
    pub rows: Range<usize>,
    /// Its usual number of cells.
    pub width: usize,
}

/// Why a record is no answer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Aside {
    /// Text above the table.
    Preamble,
    /// A comment between records.
    Comment,
    /// Text below the table.
    Note,
    /// A row of totals.
    Total,
    /// The header once more.
    RepeatedHeader,
    /// Blank cells alone, at the end of the table.
    Blank,
    /// A record of another table of the file.
    OtherTable,
}

/// What the records of a file are.
pub(super) struct Layout {
    pub tables: Vec<Span>,
    /// Which of `tables` is read.
    pub chosen: usize,
    pub heads: Heads,
    /// For each record before, between and after: why it is no answer.
    pub aside: Vec<(usize, Aside)>,
    /// The first record that is an answer.
    pub first: usize,
}

/// Lays out `records`; a person may have said which table is meant and how many header rows it has.
pub(super) fn lay_out(
    records: &Records,
    table: Option<usize>,
    header_rows: Option<usize>,
) -> Layout {
    let tables = tables(records);
    let size = |span: &Span| (span.rows.len() - 1) * span.width.max(1);
    let largest = (0..tables.len())
        .max_by_key(|at| (size(&tables[*at]), std::cmp::Reverse(*at)))
        .unwrap_or(0);
    let chosen = table.filter(|at| *at < tables.len()).unwrap_or(largest);
    let span = tables[chosen].clone();
    let mut aside: Vec<(usize, Aside)> = Vec::new();
    for row in (0..records.len()).filter(|row| !span.rows.contains(row)) {
        // A line right above another table is its title.
        let other = tables.iter().enumerate().any(|(at, table)| {
            table.rows.contains(&row) || at != chosen && table.rows.start == row + 1
        });
        let why = match (other, row < span.rows.start) {
            _ if records.is_bare(row) => Aside::Blank,
            (true, _) => Aside::OtherTable,
            (false, true) => Aside::Preamble,
            (false, false) => Aside::Note,
        };
        aside.push((row, why));
    }
    let mut rows: Vec<usize> = span.rows.clone().collect();
    let first_is_named = records.cell(span.rows.start, 0).starts_with('#');
    // Of records that are held so, none is longer or shorter, and a mark between pages has spaces.
    let is_plain = records.even_width().is_some() && records.are_words(0);
    rows.retain(|&row| {
        if is_plain {
            return true;
        }
        let comment = row > span.rows.start
            && !first_is_named
            && records.width(row) != span.width
            && is_comment(records, row);
        let page = span.width >= 2 && is_page_mark(records, row);
        if comment || page {
            aside.push((row, Aside::Comment));
        }
        !comment && !page
    });
    // The rule that a printed table has under its names: as long as the columns are wide.
    if let Some(&row) = rows.get(1)
        && is_underline(records, rows[0], row)
    {
        aside.push((row, Aside::Comment));
        rows.remove(1);
    }
    let heads = heads::find(records, &rows, span.width, header_rows);
    let mut body: Vec<usize> = rows.split_off(heads.rows.min(rows.len()));
    // The rule that a printed table has under its header.
    if body.first().is_some_and(|row| is_rule(records, *row)) {
        aside.push((body.remove(0), Aside::Comment));
    }
    // All rows of the header that come again, one after the other.
    let names: Vec<Names> = rows.iter().map(|row| Names::of(records, *row)).collect();
    let mut next = 0;
    let may_repeat = names
        .first()
        .is_some_and(|names| names.may_repeat_in(records));
    body.retain(|&row| {
        if !may_repeat {
            return true;
        }
        let expected = (next > 0).then_some(next);
        let again = [0].into_iter().chain(expected).find(|at| {
            let names = names.get(*at);
            names.is_some_and(|names| names.repeat_in(records, row))
        });
        next = again.map_or(0, |at| at + 1);
        if again.is_some() {
            aside.push((row, Aside::RepeatedHeader));
        }
        again.is_none()
    });
    while let Some(&row) = body.last() {
        let why = if records.is_bare(row) {
            Aside::Blank
        } else if is_total(records, &body, span.width) {
            Aside::Total
        } else if is_note(records, &body, span.width) {
            Aside::Note
        } else {
            break;
        };
        // A column of one kind of text is no list of notes.
        if body.len() == 1 && why != Aside::Blank {
            break;
        }
        aside.push((row, why));
        body.pop();
    }
    Layout {
        first: body.first().copied().unwrap_or(records.len()),
        tables,
        chosen,
        heads,
        aside: rising(aside),
    }
}

/// What a header row says, to know it where it comes again.
struct Names {
    /// Its cells up to the last that is filled.
    cells: Vec<String>,
    /// Whether it has enough to be known by.
    is_telling: bool,
    /// Whether there are letters enough to know it in other letters.
    in_any_case: bool,
}

impl Names {
    fn of(records: &Records, row: usize) -> Names {
        let cells = records.cells(row).take(records.reach(row));
        let cells: Vec<String> = cells.map(|cell| cell.trim().to_owned()).collect();
        let letters = cells.iter().flat_map(|cell| cell.chars());
        Names {
            is_telling: records.filled(row) >= 2,
            in_any_case: letters.filter(|c| c.is_alphabetic()).count() >= 6,
            cells,
        }
    }

    /// Whether this row may come again: not where some column has few texts, and its name is none of them but here.
    fn may_repeat_in(&self, records: &Records) -> bool {
        let comes_once = |(column, name): (usize, &String)| {
            let Some(coded) = records.coded(column) else {
                return false;
            };
            let texts = (0..coded.distinct()).map(|code| coded.text(code));
            let same: Vec<usize> = texts
                .map(|text| usize::from(self.is_same(name, text)))
                .collect();
            let mut count = 0;
            coded.each(|_, code| count += same[code]);
            count <= 1
        };
        self.is_telling && !self.cells.iter().enumerate().any(comes_once)
    }

    fn is_same(&self, name: &str, again: &str) -> bool {
        // Nearly every record starts with another letter.
        if let (Some(a @ b'!'..=b'~'), Some(b @ b'!'..=b'~')) =
            (again.bytes().next(), name.bytes().next())
            && !a.eq_ignore_ascii_case(&b)
        {
            return false;
        }
        let again = again.trim();
        // A file put behind another brings its byte order mark along.
        let again = match again.strip_prefix('\u{feff}') {
            Some(marked) => marked.trim_matches('"'),
            None => again,
        };
        let small = |text: &str| {
            text.chars()
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        name == again
            || self.in_any_case
                && match name.is_ascii() && again.is_ascii() {
                    true => name.eq_ignore_ascii_case(again),
                    false => small(name) == small(again),
                }
    }

    /// Whether record `row` is this row once more.
    fn repeat_in(&self, records: &Records, row: usize) -> bool {
        let mut cells = self.cells.iter().enumerate();
        self.is_telling
            && cells.all(|(column, name)| self.is_same(name, records.cell(row, column)))
            && records.reach(row) == self.cells.len()
    }
}

/// Whether a record draws a line: hyphens and what stands between columns.
fn is_rule(records: &Records, row: usize) -> bool {
    let cells = records.cells(row).map(str::trim);
    let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let is_line = |cell: &&str| {
        let mut signs = cell.chars();
        cell.len() >= 3 && signs.all(|c| matches!(c, '-' | '=' | '+' | ':' | '|' | ' '))
    };
    let is_cut = |cell: &&str| cell.contains(['+', '|']);
    (filled.len() >= 2 || filled.iter().any(is_cut)) && filled.iter().all(is_line)
}

/// Whether record `row` underlines every name in `head`, as `sqlcmd` does.
fn is_underline(records: &Records, head: usize, row: usize) -> bool {
    let width = records.width(head);
    width >= 2
        && records.width(row) == width
        && (0..width).all(|column| {
            let line = records.cell(row, column).trim();
            let name = records.cell(head, column).trim().chars().count();
            !line.is_empty() && line.bytes().all(|byte| byte == b'-') && line.len() >= name.min(2)
        })
        && (0..width).any(|column| records.cell(row, column).trim().len() >= 2)
}

/// Records between blank lines or blank records.
fn blocks(records: &Records) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut start = None;
    // Records that are held so have no gaps between them, and none is bare.
    let looked_at = match records.even_width() {
        Some(_) => records.len().min(1),
        None => records.len(),
    };
    for row in 0..looked_at {
        let blank = records.is_bare(row);
        if (blank || records.has_gap(row))
            && let Some(from) = start.take()
        {
            blocks.push(from..row);
        }
        if !blank && start.is_none() {
            start = Some(row);
        }
    }
    blocks.extend(start.map(|from| from..records.len()));
    blocks
}

/// The farthest that at least a quarter of the usual records among `rows` are filled.
fn extent(records: &Records, rows: Range<usize>) -> usize {
    let width = usual(records, rows.clone());
    if records.even_width().is_some() {
        // Found after a quarter of the records, mostly.
        let enough = rows.len() - rows.len() * 3 / 4;
        let full = rows.clone().filter(|row| records.reach(*row) == width);
        if full.take(enough).count() == enough {
            return width;
        }
    }
    // How many reach so far.
    let mut counts = vec![0_usize; width + 1];
    let mut all = 0;
    for row in rows.filter(|row| records.width(*row) == width) {
        counts[records.reach(row)] += 1;
        all += 1;
    }
    let mut so_far = 0;
    let quarter = |count: &usize| {
        so_far += count;
        so_far > all * 3 / 4
    };
    counts.iter().position(quarter).unwrap_or(0)
}

/// The tables among the records; at least one span, as long as there are records.
fn tables(records: &Records) -> Vec<Span> {
    let blocks = blocks(records).into_iter().map(|block| Block {
        extent: extent(records, block.clone()),
        rows: block,
    });
    let blocks: Vec<Block> = blocks.collect();
    let mut found: Vec<Span> = Vec::new();
    let widest = blocks.iter().map(|block| block.extent).max().unwrap_or(1);
    let mut title = String::new();
    for block in blocks {
        for part in parts(records, block) {
            let Block { extent, rows: part } = part;
            let text = widest >= 2 && extent <= 1;
            // Names with values in two columns, above or below something wider.
            let pairs =
                widest >= 4 && extent <= 2 && part.len() <= 30 && is_pairs(records, part.clone());
            if text || pairs {
                let joins = found.last().is_some_and(|table| {
                    text && records.width(part.start) == table.width && part.len() > 3
                });
                if !joins {
                    title = records.line(part.end - 1);
                    continue;
                }
            }
            let trimmed = trimmed(records, part.clone(), extent);
            if trimmed.start > part.start {
                title = records.line(trimmed.start - 1);
            }
            let width = usual(records, trimmed.clone());
            if let Some(last) = found.last_mut()
                && goes_on(records, last, &trimmed, width)
            {
                last.rows.end = trimmed.end;
                continue;
            }
            found.push(Span {
                title: std::mem::take(&mut title),
                rows: trimmed,
                width,
            });
        }
    }
    if found.is_empty() {
        found.push(Span {
            title: String::new(),
            rows: 0..records.len(),
            width: usual(records, 0..records.len()),
        });
    }
    found
}

/// Records that stand together.
struct Block {
    rows: Range<usize>,
    /// See [`extent`].
    extent: usize,
}

/// Cuts a block where one table ends and another of other width begins without a blank line.
fn parts(records: &Records, block: Block) -> Vec<Block> {
    const LEAST: usize = 3;
    if records.even_width().is_some() {
        return vec![block];
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for row in block.rows.clone() {
        match runs.last_mut() {
            Some(run) if records.width(row) == records.width(run.start) => run.end = row + 1,
            _ => runs.push(row..row + 1),
        }
    }
    let long = runs
        .iter()
        .filter(|run| run.len() >= LEAST && records.width(run.start) >= 2)
        .count();
    let few = runs.len() <= 4
        && runs
            .iter()
            .all(|run| run.len() >= LEAST || records.width(run.start) == 1);
    let headed = |run: &Range<usize>| {
        let rows: Vec<usize> = run.clone().collect();
        heads::is_header(records, &rows, records.width(run.start))
            && rows[1..]
                .iter()
                .any(|row| records.cells(*row).any(|cell| is_figure(cell.trim())))
    };
    if long >= 2 && few && runs.iter().filter(|run| run.len() >= LEAST).all(headed) {
        let run = |rows: Range<usize>| Block {
            extent: extent(records, rows.clone()),
            rows,
        };
        runs.into_iter().map(run).collect()
    } else {
        vec![block]
    }
}

/// Whether `rows` are names with values rather than a table: the first cells differ, and are words.
fn is_pairs(records: &Records, rows: Range<usize>) -> bool {
    let keys = rows.clone().map(|row| records.cell(row, 0).trim());
    heads::distinct(keys).len() == rows.len()
        && rows.clone().all(|row| {
            let key = records.cell(row, 0).trim();
            !key.is_empty() && !is_figure(key)
        })
}

/// `block` without the text lines at its top.
fn trimmed(records: &Records, block: Range<usize>, extent: usize) -> Range<usize> {
    let width = usual(records, block.clone());
    let mut start = block.start;
    while start + 1 < block.end && start < block.start + 40 {
        let reach = records.reach(start);
        let next = (start + 1..block.end)
            .map(|row| records.reach(row))
            .find(|reach| *reach > 2)
            .unwrap_or(0);
        let alone = (reach <= 1 || records.filled(start) == 1)
            && (width >= 3 && extent.max(next) >= 3 || width == 2 && records.width(start) == 1);
        let key = records.cell(start, 0).trim();
        let pair = reach == 2
            && extent >= 3
            && next >= 3
            && (key.ends_with(':') || extent >= 4)
            && (key.ends_with(':')
                || records.width(start) < width && !is_figure(key)
                || records.reach(start + 1) <= 2 && start + 2 < block.end);
        let comment = is_comment(records, start)
            && width >= 2
            && (records.width(start) != width
                || records.cell(start, 0).starts_with("# ")
                    && !(start + 2..block.end.min(start + 5))
                        .all(|row| records.cell(row, 0).starts_with('#'))
                    && !records.cells(start + 1).any(|cell| is_figure(cell.trim())));
        // The upper row of a header may hold one group name; it has names under it, but not all of them.
        let group = alone
            && records.width(start) == width
            && records.cell(start, 0).trim().is_empty()
            && !is_named_below(records, start + 1..block.end, width);
        let sentence = is_sentence(records, start, block.end, width);
        if (alone || pair || comment || sentence) && !group {
            start += 1;
        } else {
            break;
        }
    }
    start..block.end
}

/// Whether record `row` is a title with as many commas as the table below has: spaces follow its commas as in a sentence and
/// none below, and the names under it stand over figures.
fn is_sentence(records: &Records, row: usize, end: usize, width: usize) -> bool {
    let is_spaced = |row: usize| records.cells(row).skip(1).all(|cell| cell.starts_with(' '));
    let body: Vec<usize> = (row + 2..end).take(heads::BODY).collect();
    if width < 2 || records.width(row) != width || body.len() < 2 || !is_spaced(row) {
        return false;
    }
    if (row + 1..end).take(heads::BODY).any(is_spaced) || records.filled(row + 1) < width {
        return false;
    }
    let typed = heads::figures(records, &body, width);
    let is_word = |column: &usize| !is_figure(records.cell(row + 1, *column).trim());
    !typed.is_empty() && typed.iter().all(is_word)
}

/// Whether a record is a mark between printed pages: `Page 2 of 3`.
fn is_page_mark(records: &Records, row: usize) -> bool {
    // Nearly every record starts with one word or reaches farther, which is seen at once.
    let is_one_word = records.cell(row, 0).bytes().all(|b| b.is_ascii_graphic());
    if is_one_word || records.reach(row) != 1 || records.filled(row) != 1 {
        return false;
    }
    let text = records.cell(row, 0).trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    match words[..] {
        [page, at, of, all] => {
            matches!(
                page,
                "page"
                    | "seite"
                    | "p\u{e1}gina"
                    | "pagina"
                    | "\u{441}\u{442}\u{43e}\u{440}\u{456}\u{43d}\u{43a}\u{430}"
            ) && is_number(at)
                && matches!(of, "of" | "von" | "sur" | "de" | "di" | "/" | "\u{437}")
                && is_number(all)
        }
        _ => false,
    }
}

/// Whether the first of `rows` with two filled cells names all columns, or does so with the words of the record below it.
fn is_named_below(records: &Records, mut rows: Range<usize>, width: usize) -> bool {
    let Some(row) = rows.find(|row| records.filled(*row) >= 2) else {
        return false;
    };
    let is_named = |row: usize, column: usize| {
        let name = records.cell(row, column).trim();
        !name.is_empty() && !is_figure(name)
    };
    let words_below =
        row + 1 < records.len() && !records.cells(row + 1).any(|cell| is_figure(cell.trim()));
    let both = |column| is_named(row, column) || is_named(row + 1, column);
    records.filled(row) == width || words_below && (0..width).all(both)
}

/// Whether the records after a gap belong to the table before it.
fn goes_on(records: &Records, table: &Span, rows: &Range<usize>, width: usize) -> bool {
    // One record is no table of its own, however many cells it has.
    if width != table.width && !(rows.len() == 1 && width > 1) {
        return false;
    }
    let head = table.rows.start;
    // One record of the same width is no table of its own.
    if rows.len() == 1 && width == table.width {
        return true;
    }
    if Names::of(records, head).repeat_in(records, rows.start) || table.rows.len() < 2 {
        return true;
    }
    let body: Vec<usize> = (head + 1..table.rows.end).take(heads::BODY).collect();
    let typed = heads::figures(records, &body, table.width);
    let own: Vec<usize> = rows.clone().take(heads::BODY).collect();
    // A header of its own: words where both bodies have figures.
    let differs = typed.iter().any(|column| {
        let cell = records.cell(rows.start, *column).trim();
        !cell.is_empty() && !is_figure(cell)
    });
    let own_figures = own.len() >= 2 && !heads::figures(records, &own[1..], width).is_empty();
    !(differs && own_figures && heads::is_header(records, &own, width))
}
