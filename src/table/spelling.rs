//! Levels that differ only in case and in white space are one level.

use std::collections::BTreeMap;

use super::levels::Levels;

/// Spellings to be read as another: each but the most frequent of those that differ only in case and white space.
pub(super) fn alike(levels: &Levels) -> Vec<(String, String)> {
    let mut groups: BTreeMap<String, Vec<(&str, u64)>> = BTreeMap::new();
    for (text, count) in levels.iter() {
        groups.entry(folded(text)).or_default().push((text, count));
    }
    let mut pairs = Vec::new();
    for (text, _) in levels.iter() {
        let group = &groups[&folded(text)];
        // The first of the most frequent, for `max_by_key` takes the last.
        let best = group.iter().rev().max_by_key(|(_, count)| *count);
        if let Some((best, _)) = best.filter(|(best, _)| *best != text) {
            pairs.push((text.to_owned(), (*best).to_owned()));
        }
    }
    pairs
}

/// `text` in small letters, with single spaces and without invisible marks.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace(['\u{feff}', '\u{200b}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: &[(&str, &str)]) {
        let mut levels = Levels::default();
        cells.iter().for_each(|cell| {
            levels.add(cell);
        });
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(from, to)| (from.to_string(), to.to_string()))
            .collect();
        assert_eq!(alike(&levels), expected);
    }

    #[test]
    fn the_most_frequent_spelling_stands() {
        check(
            &["daily", "Daily", "Daily", "DAILY", "Weekly"],
            &[("daily", "Daily"), ("DAILY", "Daily")],
        );
        check(
            &["Once a  week", "once a\u{a0}week"],
            &[("once a\u{a0}week", "Once a  week")],
        );
        check(&["C", "C++", "c#"], &[]);
    }
}
