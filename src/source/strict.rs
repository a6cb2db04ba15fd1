//! The quick way through a text that keeps to the rules: every record as wide as the first, quotes around whole cells and
//! doubled inside. Whatever else a text does, it goes the slow way, which is this one's oracle.

use super::breaks::Breaks;
use super::cells::{Cells, Gatherer};
use super::dialect::{Dialect, Escape};
use super::marks::Marks;
use super::records::{Lines, Records, is_blank};

/// Records that keep to the rules, and how they end.
pub(super) struct Strict {
    pub columns: Vec<Cells>,
    pub lines: Lines,
    pub breaks: Breaks,
    /// Where the record after the last one starts.
    pub end: usize,
}

/// Why reading stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Stop {
    /// The text ends within a record.
    More,
    /// A rule was broken.
    Odd,
}

/// What of a text is read.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Where the first record starts.
    pub at: usize,
    /// Records that start from here on are left.
    pub until: usize,
    /// Whether the text ends where the file does.
    pub is_end: bool,
}

/// Whether the rules are about texts in `dialect` at all.
pub(super) fn is_plain(dialect: &Dialect, width: usize) -> bool {
    dialect.delimiter.len() == 1
        && dialect.delimiter != " "
        && dialect.quote == Some('"')
        && dialect.escape == Escape::Doubled
        && !dialect.trimmed
        && !dialect.merged
        && width >= 2
}

/// The records of `text` from `at`, `width` cells each; nothing where it breaks a rule.
pub(super) fn parse(
    text: &str,
    at: usize,
    dialect: &Dialect,
    width: usize,
) -> Option<(Records, Breaks)> {
    let whole = Bounds {
        at,
        until: usize::MAX,
        is_end: true,
    };
    let read = read(text, whole, dialect, width, &|_| true).ok()?;
    Some((Records::by_column(read.columns, read.lines), read.breaks))
}

/// The records of `text` within `bounds`, `width` cells each, with the columns only that are wanted.
pub(super) fn read(
    text: &str,
    bounds: Bounds,
    dialect: &Dialect,
    width: usize,
    is_wanted: &dyn Fn(usize) -> bool,
) -> Result<Strict, Stop> {
    let &[delimiter] = dialect.delimiter.as_bytes() else {
        return Err(Stop::Odd);
    };
    if !is_plain(dialect, width) {
        return Err(Stop::Odd);
    }
    let bytes = text.as_bytes();
    let wanted = |column| is_wanted(column).then(Gatherer::default);
    let mut columns: Vec<Option<Gatherer>> = (0..width).map(wanted).collect();
    let mut lines = Lines::default();
    let mut breaks = Breaks::default();
    let mut marks = Marks::of(bytes, delimiter, bounds.at);
    let mut inside = String::new();
    let mut start = bounds.at;
    // What is broken at the end of a text may be whole in a longer one.
    let broken = |at: usize| match !bounds.is_end && at >= bytes.len() {
        true => Stop::More,
        false => Stop::Odd,
    };
    // Line ends alone after the last record are none.
    while start < bounds.until && !bytes[start..].iter().all(|b| matches!(b, b'\n' | b'\r')) {
        let row = lines.starts.len();
        let (mut at, mut spelt, mut filled) = (start, false, false);
        for (column, gatherer) in columns.iter_mut().enumerate() {
            let end = if bytes.get(at) == Some(&b'"') {
                let (close, is_doubled) = close(bytes, at).ok_or(broken(bytes.len()))?;
                let mut cell = &text[at + 1..close];
                if is_doubled {
                    inside.clear();
                    // Each quote inside stands twice.
                    while let Some(quote) = memchr::memchr(b'"', cell.as_bytes()) {
                        inside.push_str(&cell[..=quote]);
                        cell = cell.get(quote + 2..).unwrap_or("");
                    }
                    inside.push_str(cell);
                    cell = &inside;
                }
                spelt |= cell.is_empty();
                filled = filled || !is_blank(cell);
                put(gatherer, cell)?;
                marks.skip_to(close + 1);
                // The mark after a quoted cell.
                let end = marks.next();
                if end != close + 1 {
                    return Err(Stop::Odd);
                }
                end
            } else {
                let end = marks.next();
                let cell = &text[at..end];
                filled = filled || !is_blank(cell);
                put(gatherer, cell)?;
                end
            };
            let is_last = column + 1 == width;
            if is_last == (bytes.get(end) == Some(&delimiter)) {
                return Err(broken(end));
            }
            at = if is_last { end } else { end + 1 };
        }
        let (kind, next) = match (bytes.get(at), bytes.get(at + 1)) {
            (None, _) => (None, at),
            (Some(b'\n'), _) => (Some(0), at + 1),
            (Some(b'\r'), Some(b'\n')) => (Some(1), at + 2),
            _ => return Err(broken(at + 1)),
        };
        if kind.is_none() && !bounds.is_end {
            return Err(Stop::More);
        }
        if !filled {
            return Err(Stop::Odd);
        }
        if let Some(kind) = kind {
            breaks.count(kind, row);
        }
        lines.starts.push(start as u64);
        lines.spelt.push(spelt);
        marks.skip_to(next);
        start = next;
    }
    Ok(Strict {
        columns: columns
            .into_iter()
            .flatten()
            .map(Gatherer::finish)
            .collect(),
        lines,
        breaks,
        end: start,
    })
}

fn put(gatherer: &mut Option<Gatherer>, cell: &str) -> Result<(), Stop> {
    match gatherer {
        Some(gatherer) => gatherer.push(cell).ok_or(Stop::Odd),
        None => Ok(()),
    }
}

/// Where the quote is that closes the one at `open`, and whether quotes are doubled inside.
fn close(bytes: &[u8], open: usize) -> Option<(usize, bool)> {
    let (mut at, mut is_doubled) = (open + 1, false);
    loop {
        let found = at + memchr::memchr(b'"', &bytes[at..])?;
        if bytes.get(found + 1) != Some(&b'"') {
            return Some((found, is_doubled));
        }
        is_doubled = true;
        at = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parser;
    use super::*;
    use crate::source::Problems;

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[ab0-9é ]{0,6}",
            2 => "[ab,;\n\"é]{0,4}".prop_map(|text| format!("\"{}\"", text.replace('"', "\"\""))),
            1 => Just(String::new()),
            1 => "[ab\"\r\n,]{0,3}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_quick_way_leads_where_the_slow_one_does(
            rows in proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..12),
            crlf in any::<bool>(),
            ends in 0_usize..3,
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let text = lines.join(end) + &end.repeat(ends);
            let dialect = Dialect::of(",");
            let slow = parser::parse(&text, 0, &dialect, 3, usize::MAX);
            let Some((quick, breaks)) = parse(&text, 0, &dialect, 3) else {
                // Only what breaks a rule may go the slow way.
                let is_even = (0..slow.records.len()).all(|row| slow.records.width(row) == 3 && !slow.records.is_bare(row));
                let is_odd = rows.iter().flatten().any(|cell| !cell.starts_with('"') && cell.contains(['"', '\r', '\n']))
                    || rows.iter().any(|row| row.concat().trim().is_empty())
                    || rows.iter().any(|row| row.iter().all(|cell| cell.trim_matches('"').trim().is_empty()))
                    || rows.iter().flatten().any(|cell| cell.starts_with('"') && !cell.ends_with('"'));
                prop_assert!(!is_even || is_odd || !slow.marks.is_empty() || rows.iter().flatten().any(|cell| cell == "\""
                    || cell.starts_with('"') && cell.len() % 2 == 1), "{text:?}");
                return Ok(());
            };
            prop_assert!(slow.marks.is_empty(), "{:?}: {:?}", text, slow.marks);
            prop_assert_eq!(quick.len(), slow.records.len());
            for row in 0..quick.len() {
                prop_assert!(quick.cells(row).eq(slow.records.cells(row)), "{text:?} {row}");
                prop_assert_eq!(quick.place(row, Some(1)), slow.records.place(row, Some(1)));
                prop_assert_eq!(quick.is_spelt(row), slow.records.is_spelt(row));
                prop_assert!(!quick.has_gap(row) && !slow.records.has_gap(row));
                prop_assert!(!quick.is_bare(row) && !slow.records.is_bare(row));
            }
            let (mut one, mut other) = (Problems::default(), Problems::default());
            prop_assert_eq!(breaks.line_end(&quick, &mut one), slow.breaks.line_end(&slow.records, &mut other));
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn an_ordinary_table_goes_the_quick_way() {
        let text = "id,word,n\r\n1,\"say \"\"hi\"\"\",2\r\n2,\"two\nlines\",\r\n3,,5\r\n\r\n";
        let (records, _) = parse(text, 0, &Dialect::of(","), 3).unwrap();
        let cells: Vec<Vec<&str>> = (0..records.len())
            .map(|row| records.cells(row).collect())
            .collect();
        assert_eq!(
            cells,
            [
                ["id", "word", "n"],
                ["1", "say \"hi\"", "2"],
                ["2", "two\nlines", ""],
                ["3", "", "5"]
            ]
        );
    }
}
