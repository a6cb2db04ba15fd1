//! Which change a revert takes back.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::known::Known;

/// The change that each revert takes back: by the commit or the number that its text names, or by its title.
pub(super) fn originals(changes: &[Change], known: &Known<'_>) -> BTreeMap<usize, usize> {
    let titled = |change: &Change| -> Option<String> {
        let title = change.title().trim();
        let of_title = title
            .strip_prefix("Revert \"")
            .or_else(|| title.strip_prefix("revert \""))?;
        Some(of_title.trim_end_matches('"').to_owned())
    };
    let reverts: Vec<(usize, String)> = changes
        .iter()
        .enumerate()
        .filter_map(|(at, change)| Some((at, titled(change)?)))
        .collect();
    let wanted: BTreeSet<&str> = reverts.iter().map(|(_, title)| title.as_str()).collect();
    let mut by_title: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let title = change.title().trim();
        if wanted.contains(title) {
            by_title
                .entry((change.service(), title))
                .or_default()
                .push(at);
        }
    }
    // The order of rows does not matter.
    for alike in by_title.values_mut() {
        let key = |at: &usize| {
            (
                changes[*at].created,
                changes[*at].number(),
                changes[*at].id(),
            )
        };
        alike.sort_by(|one, other| key(one).cmp(&key(other)));
    }
    let original = |at: usize, title: &str| {
        let change = &changes[at];
        let by_text = named_in(change.body()).and_then(|name| known.place(name, change.service()));
        let by_title = || {
            let alike = by_title.get(&(change.service(), title))?;
            let before = alike.partition_point(|other| changes[*other].created <= change.created);
            alike[..before].last().copied()
        };
        by_text.or_else(by_title).filter(|other| *other != at)
    };
    reverts
        .iter()
        .filter_map(|(at, title)| Some((*at, original(*at, title)?)))
        .collect()
}

/// What a text says that it reverts: "This reverts commit 1f3c…", "Reverts owner/repository#41".
pub(super) fn named_in(body: &str) -> Option<&str> {
    let after = body
        .split_once("This reverts commit ")
        .or_else(|| body.split_once("Reverts "))?
        .1;
    let word = after
        .split_whitespace()
        .next()?
        .trim_end_matches(['.', ',']);
    Some(word.rsplit('#').next().unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::named_in;

    #[test]
    fn what_is_reverted_is_named_by_commit_or_number() {
        let read = [
            "This reverts commit 1f3c9d2.",
            "Reverts acme/shop#41",
            "Nothing of it",
        ]
        .map(named_in);
        assert_eq!(read, [Some("1f3c9d2"), Some("41"), None]);
    }
}
