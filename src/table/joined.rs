//! Several choices joined in one cell by something other than `;`, learned from the column as a whole.
//!
//! Options may hold the separator themselves (`Java, Kotlin or Scala`): parts that only ever stand together are one option.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::Evidence;
use super::levels::Levels;
use crate::order::rising;

/// What an answer that is none of the options is called.
pub const WRITTEN_IN: &str = "other, written in";
/// More options than this are no list to choose from.
const MOST_OPTIONS: usize = 80;
/// Options are no longer than this, in bytes.
const LONGEST_OPTION: usize = 160;
/// Answers below which nothing can be learned.
const FEW: u64 = 12;

/// How choices are joined in one cell.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Joined {
    /// What stands between choices.
    pub separator: String,
    /// The options to choose from; everything else was written in. Without any, each part is an option.
    pub options: Vec<String>,
}

impl Joined {
    /// Choices between `;`, each part an option.
    pub fn by_semicolon() -> Joined {
        Joined {
            separator: ";".to_owned(),
            options: Vec::new(),
        }
    }

    /// Hands each choice in `text` to `choose`, the longest option first; what is no option comes once, as [`WRITTEN_IN`].
    pub fn split<'a>(&'a self, text: &'a str, mut choose: impl FnMut(&'a str)) {
        let parts: Vec<&str> = text
            .split(mark(&self.separator))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        if self.options.is_empty() {
            parts.into_iter().for_each(choose);
            return;
        }
        let (mut at, mut written) = (0, false);
        while at < parts.len() {
            let longest = (at + 1..=parts.len().min(at + 12)).rev().find_map(|end| {
                let whole = parts[at..end].join(&self.glue());
                let known = self.options.iter().find(|option| **option == whole)?;
                Some((known.as_str(), end))
            });
            match longest {
                Some((option, end)) => {
                    choose(option);
                    at = end;
                }
                None => {
                    written = true;
                    at += 1;
                }
            }
        }
        if written {
            choose(WRITTEN_IN);
        }
    }

    /// The separator as it stands between the parts of one option.
    fn glue(&self) -> String {
        match self.separator.as_str() {
            "," => ", ".to_owned(),
            other => other.to_owned(),
        }
    }
}

/// How the choices of a column are joined, if they are; `;` is not looked at here.
pub(super) fn joined(evidence: &Evidence) -> Option<Joined> {
    if evidence.answers() < FEW || evidence.long_answers * 20 > evidence.answers() {
        return None;
    }
    if evidence.overflow {
        return from_parts(evidence);
    }
    let texts: Vec<(&str, u64)> = evidence.levels.iter().collect();
    [",", " / ", "|", "\n"]
        .into_iter()
        .find_map(|separator| learned(&texts, separator))
}

/// Where there are too many different answers: the parts between commas that come back.
fn from_parts(evidence: &Evidence) -> Option<Joined> {
    if evidence.commas_overflow || evidence.comma_joined * 10 < evidence.answers() {
        return None;
    }
    let all: u64 = evidence.commas.counts().iter().sum();
    let least = (evidence.answers() / 300).max(3);
    let options: Vec<String> = evidence
        .commas
        .iter()
        .filter(|(part, count)| *count >= least && part.len() <= LONGEST_OPTION)
        .map(|(part, _)| part.to_owned())
        .collect();
    let told: u64 = evidence
        .commas
        .iter()
        .filter(|(_, count)| *count >= least)
        .map(|(_, count)| count)
        .sum();
    let enough = (3..=MOST_OPTIONS).contains(&options.len()) && told * 10 >= all * 8;
    enough.then(|| Joined {
        separator: ",".to_owned(),
        options,
    })
}

/// The options that `texts` with their counts are made of, if they are choices joined by `separator`.
fn learned(texts: &[(&str, u64)], separator: &str) -> Option<Joined> {
    let answers: u64 = texts.iter().map(|(_, count)| count).sum();
    let may_be_joined = |joined: u64| joined >= 3 && joined * 20 >= answers;
    // Each of them is one ASCII character.
    let mark = char::from(mark(separator).as_bytes()[0]);
    let marked = texts.iter().filter(|(text, _)| text.contains(mark));
    if !may_be_joined(marked.map(|(_, count)| count).sum()) {
        return None;
    }
    let mut names = Levels::default();
    let mut split: Vec<(Vec<usize>, u64)> = Vec::with_capacity(texts.len());
    for (text, count) in texts {
        let parts = text.split(mark).map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        let numbers = parts.map(|part| names.add(part) as usize - 1);
        split.push((numbers.collect(), *count));
    }
    if !may_be_joined(several(&split)) {
        return None;
    }
    let mut names = names.into_names();
    let glue = if separator == "," { ", " } else { separator };
    merge_inseparable(&mut split, &mut names, glue);
    if several(&split) < 3 {
        return None;
    }
    // How often each part was chosen, and in how many different answers it stands.
    let mut parts: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    for (row, count) in &split {
        let mut once = rising(row.clone());
        once.dedup();
        for part in once {
            let (told, answers) = parts.entry(part).or_default();
            *told += count;
            *answers += 1;
        }
    }
    let all: u64 = parts.values().map(|(told, _)| told).sum();
    let least = (answers / 300).max(2);
    let is_option = |part: &str, told: u64| {
        told >= least && part.len() <= LONGEST_OPTION && part.chars().any(char::is_alphabetic)
    };
    let options: Vec<(&str, u64, u64)> = parts
        .iter()
        .map(|(part, (told, answers))| (names[*part].as_str(), *told, *answers))
        .filter(|(part, told, _)| is_option(part, *told))
        .collect();
    let told: u64 = options.iter().map(|(_, told, _)| told).sum();
    let mixed = options
        .iter()
        .filter(|(_, _, answers)| *answers >= 2)
        .count();
    let mut lengths: BTreeMap<usize, u64> = BTreeMap::new();
    for (row, count) in &split {
        *lengths.entry(row.len()).or_default() += count;
    }
    let usual = lengths.values().max().copied().unwrap_or(0);
    let is_list = (3..=MOST_OPTIONS).contains(&options.len())
        && told * 10 >= all * 7
        // Options mix with one another; the halves of `Paris, France` or `No, but soon` do not.
        && mixed * 10 >= options.len() * 7
        && texts.len() >= options.len() + 2
        && usual * 100 <= answers * 97;
    is_list.then(|| {
        let by_count = options
            .into_iter()
            .map(|(part, told, _)| (Reverse(told), part));
        let options = rising(by_count.collect::<Vec<_>>());
        let names = options.into_iter().map(|(_, part)| part.to_owned());
        Joined {
            separator: separator.to_owned(),
            options: names.collect(),
        }
    })
}

/// The separator without the spaces around it.
fn mark(separator: &str) -> &str {
    separator.trim_matches(' ')
}

/// Answers with more than one part.
fn several(split: &[(Vec<usize>, u64)]) -> u64 {
    split
        .iter()
        .filter(|(parts, _)| parts.len() > 1)
        .map(|(_, count)| count)
        .sum()
}

/// Makes one part of parts that only ever stand one right after the other, in two different answers at least. The first of
/// them has the name of all.
fn merge_inseparable(split: &mut [(Vec<usize>, u64)], names: &mut [String], glue: &str) {
    let mut alone = vec![0_u64; names.len()];
    let mut pairs: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (parts, _) in split.iter() {
        parts.iter().for_each(|part| alone[*part] += 1);
        for pair in parts.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_default() += 1;
        }
    }
    let mut after: Vec<Option<usize>> = vec![None; names.len()];
    let mut is_second = vec![false; names.len()];
    for ((first, second), count) in pairs {
        if count >= 2 && alone[first] == count && alone[second] == count {
            after[first] = Some(second);
            is_second[second] = true;
        }
    }
    for first in (0..names.len()).filter(|part| !is_second[*part]) {
        let mut whole = std::mem::take(&mut names[first]);
        let mut last = first;
        while let Some(second) = after[last] {
            whole.push_str(glue);
            whole.push_str(&names[second]);
            last = second;
        }
        names[first] = whole;
    }
    for (parts, _) in split {
        parts.retain(|part| !is_second[*part]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(cells: &[&str], expected: Expect) {
        let evidence = Evidence::of(cells.iter().copied().cycle().take(cells.len() * 6));
        let said = joined(&evidence).map_or("single".to_owned(), |joined| {
            format!("{:?} {}", joined.separator, joined.options.join(" + "))
        });
        expected.assert_eq(&said);
    }

    #[test]
    fn choices_that_mix_are_joined() {
        check(
            &["Go, Rust", "Rust", "C, Go, Rust", "C, Rust", "Go"],
            expect![[r#""," Rust + Go + C"#]],
        );
        check(
            &["Go / Rust", "Rust", "C / Go / Rust", "C / Rust", "Go"],
            expect![[r#"" / " Rust + Go + C"#]],
        );
    }

    #[test]
    fn options_may_hold_the_separator() {
        check(
            &[
                "Java, Kotlin or Scala",
                "Java, Kotlin or Scala, Go",
                "Go, Rust",
                "Rust, Java, Kotlin or Scala",
                "Rust",
            ],
            expect![[r#""," Java, Kotlin or Scala + Rust + Go"#]],
        );
    }

    #[test]
    fn single_choices_with_commas_stay_single() {
        check(
            &[
                "Employed, full-time",
                "Employed, part-time",
                "Student",
                "Retired",
            ],
            expect!["single"],
        );
        check(
            &["Yes", "No, but I plan to soon", "No, and I don't plan to"],
            expect!["single"],
        );
        check(
            &[
                "Paris, France",
                "Lyon, France",
                "London, UK",
                "Leeds, UK",
                "Bonn, Germany",
            ],
            expect!["single"],
        );
        check(&["1,5", "2,5", "3,25", "1,25", "2"], expect!["single"]);
    }

    #[test]
    fn what_is_no_option_was_written_in() {
        let joined = Joined {
            separator: ",".into(),
            options: vec!["Go".into(), "Java, Kotlin".into()],
        };
        let mut chosen = Vec::new();
        joined.split("Java, Kotlin, a bit of Ada, or so, Go", |choice| {
            chosen.push(choice)
        });
        assert_eq!(chosen, ["Java, Kotlin", "Go", WRITTEN_IN]);
    }
}
