//! What changes say themselves that they are linked to: a change that they take back, an incident that they name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::incident::Incident;
use super::known::Known;
use super::reverts::named_in;

/// What a change may be linked to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedTo {
    /// A change that it takes back.
    Change,
    /// An incident that its title, text, labels or branch name.
    Incident,
}

impl LinkedTo {
    /// Every link that is known.
    pub const ALL: [LinkedTo; 2] = [LinkedTo::Change, LinkedTo::Incident];
}

/// Merged changes by what they are linked to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linked([BTreeSet<usize>; 2]);

impl Linked {
    /// Of the merged ones among some changes; `originals` tells what each revert takes back.
    pub(super) fn of(
        changes: &[Change],
        known: &Known<'_>,
        originals: &BTreeMap<usize, usize>,
        incidents: &[Incident],
    ) -> Linked {
        let names: BTreeSet<String> = incidents
            .iter()
            .map(|incident| incident.id.to_lowercase())
            .filter(|id| is_telling(id))
            .collect();
        let mut linked = Linked::default();
        let merged = changes.iter().enumerate();
        for (at, change) in merged.filter(|(_, change)| change.is_merged()) {
            let takes_back = || {
                let name = named_in(change.body())?;
                known.place(name, change.service())
            };
            if originals.contains_key(&at) || takes_back().is_some() {
                linked.0[LinkedTo::Change as usize].insert(at);
            }
            let texts = || {
                [
                    change.title(),
                    change.body(),
                    change.labels(),
                    change.branch(),
                ]
            };
            if !names.is_empty() && texts().into_iter().any(|text| holds(text, &names)) {
                linked.0[LinkedTo::Incident as usize].insert(at);
            }
        }
        linked
    }

    /// Whether a change is linked so.
    pub(super) fn has(&self, to: LinkedTo, change: usize) -> bool {
        self.0[to as usize].contains(&change)
    }
}

/// Whether an incident's name is one that nothing else is called by chance: letters and digits, as in INC-104.
fn is_telling(name: &str) -> bool {
    let has = |is: fn(char) -> bool| name.chars().any(is);
    has(char::is_alphabetic) && has(char::is_numeric) && words_of(name).eq([name])
}

/// Whether a text holds one of these names, also at the end of a link to it.
fn holds(text: &str, names: &BTreeSet<String>) -> bool {
    let may_be = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    words_of(text)
        .filter(may_be)
        .any(|word| names.contains(&word.to_lowercase()))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let words = text.split(move |letter| !is_inside(letter));
    words
        .map(|word| word.trim_matches(['-', '_']))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{holds, is_telling};

    #[test]
    fn incidents_are_named_by_whole_words_of_letters_and_digits() {
        let names = ["INC-104", "incident 9", "104", "P1"];
        let names: Vec<bool> = names.iter().map(|name| is_telling(name)).collect();
        assert_eq!(names, [true, false, false, true]);
        let known = ["inc-104".to_owned()].into();
        for (text, wanted) in [
            ("Mends INC-104.", true),
            ("https://pager.example/incidents/INC-104?tab=1", true),
            ("inc-104-retry", false),
            ("INC-1044", false),
            ("", false),
        ] {
            assert_eq!(holds(text, &known), wanted, "{text}");
        }
    }
}
