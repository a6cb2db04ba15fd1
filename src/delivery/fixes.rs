//! What is mended after changes were merged, told by rules that are data.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::cohort::Who;
use super::compared::Compared;
use super::floor::is_small;
use super::history::History;
use super::linked::LinkedTo;
use super::listed::listed;
use super::metrics::Rate;
use crate::analysis::stats::share;
use crate::analysis::{Interval, LEVEL, Unmeasurable};

/// A kind of fix, and the words that tell it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FixRule {
    /// Its name.
    pub name: String,
    /// Starts of titles that tell it, in small letters.
    pub starts: Vec<String>,
    /// Words that tell it anywhere in the title of a fix, or as a label.
    pub words: Vec<String>,
    /// Folders, which end with a slash, ends of names, which start with a point, and names of files, in small letters: they tell it
    /// where every file that a fix touches is one of them.
    #[serde(default)]
    pub paths: Vec<String>,
    /// What a change is linked to that tells it.
    #[serde(default)]
    pub links: Vec<LinkedTo>,
}

/// How many changes are fixes of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixes {
    /// The kind.
    pub name: String,
    /// Which changes, by their places in the history.
    pub changes: Vec<usize>,
    /// Out of how many merged changes.
    pub n: u64,
    /// Wilson's interval of the share, or why there is none.
    pub interval: Result<Interval, Unmeasurable>,
}

/// Kinds of fixes, the surest first: a change is of the first that tells it.
const RULES: [(&str, &[&str], &[&str]); 8] = [
    ("revert", &["revert"], &["revert", "rollback", "roll back"]),
    (
        "hotfix",
        &["hotfix", "hot fix", "[hotfix]", "urgent fix"],
        &["hotfix", "hot-fix", "emergency"],
    ),
    (
        "security",
        &[],
        &["security", "vulnerability", "cve", "xss", "injection"],
    ),
    (
        "flaky or broken test",
        &["fix test", "fix flaky", "fix(test", "fix(ci"],
        &["flaky", "flake", "test", "tests", "ci"],
    ),
    (
        "build or dependency",
        &["fix build", "fix(build", "fix(deps"],
        &["build", "dependency", "dependencies", "lockfile", "compile"],
    ),
    (
        "configuration",
        &["fix config", "fix(config"],
        &[
            "config",
            "configuration",
            "env",
            "environment",
            "flag",
            "setting",
        ],
    ),
    (
        "crash or error",
        &[],
        &[
            "crash",
            "panic",
            "exception",
            "null",
            "error",
            "500",
            "timeout",
            "leak",
        ],
    ),
    (
        "regression or bug",
        &["fix", "bugfix", "bug fix", "[fix]", "patch"],
        &["bug", "regression"],
    ),
];
/// Files of some kinds.
const PATHS: [(&str, &[&str]); 3] = [
    (
        "flaky or broken test",
        &[
            "test/",
            "tests/",
            "spec/",
            "__tests__/",
            ".github/workflows/",
            ".gitlab-ci.yml",
            "jenkinsfile",
        ],
    ),
    (
        "build or dependency",
        &[
            "package.json",
            "package-lock.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "cargo.toml",
            "cargo.lock",
            "go.mod",
            "go.sum",
            "requirements.txt",
            "poetry.lock",
            "pyproject.toml",
            "pom.xml",
            "build.gradle",
            "gemfile.lock",
            "dockerfile",
            "makefile",
        ],
    ),
    (
        "configuration",
        &[
            "config/",
            "conf/",
            ".env",
            ".ini",
            ".toml",
            ".properties",
            ".tf",
            ".tfvars",
            "helm/",
            "values.yaml",
        ],
    ),
];
/// How the title of any fix starts.
const ANY: [&str; 9] = [
    "fix", "revert", "hotfix", "hot fix", "bugfix", "bug fix", "[fix", "[hotfix", "patch",
];
/// Labels that any fix may have.
const LABELS: [&str; 5] = ["bug", "fix", "hotfix", "regression", "revert"];

/// How many changes in view are fixes of a kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct KindOfFix {
    /// The kind.
    pub name: String,
    /// Of the changes of each cohort; of all together where one of these is too small to be told apart.
    pub of: Vec<(Who, u64)>,
    /// Of all changes out of those that were merged.
    pub rate: Rate,
}

impl KindOfFix {
    /// Of all changes.
    pub fn all(&self) -> u64 {
        self.of.iter().map(|(_, n)| n).sum()
    }
}

/// Kinds of fixes among changes, the commonest first.
pub(super) fn kinds_of_fixes(
    history: &History,
    fixes: &[Fixes],
    compared: &Compared,
) -> Vec<KindOfFix> {
    let is_told_apart = !compared.numbers().into_iter().any(is_small);
    let service = &history.columns.service;
    let by_service = |some: &mut dyn Iterator<Item = usize>| {
        let mut counts = vec![0_u64; service.names.len()];
        some.for_each(|change| counts[service.of[change] as usize] += 1);
        counts
    };
    let merged = by_service(&mut compared.changes.places());
    let rate = |fixes: &Fixes| {
        let own = fixes.changes.iter().copied();
        let hits = by_service(&mut own.filter(|change| compared.changes.has(*change)));
        let both = hits.into_iter().zip(merged.iter().copied());
        let both: Vec<(u64, u64)> = both.filter(|(_, n)| *n > 0).collect();
        Rate::of(&both, LEVEL).withheld()
    };
    let kind = |fixes: &Fixes| {
        let counts = compared.count(fixes.changes.iter().copied());
        KindOfFix {
            name: fixes.name.clone(),
            rate: rate(fixes),
            of: match is_told_apart {
                true => compared.whos().cloned().zip(counts).collect(),
                false => vec![(Who::Everyone, counts.into_iter().sum())],
            },
        }
    };
    let mut kinds: Vec<KindOfFix> = fixes.iter().map(kind).collect();
    kinds.retain(|kind| kind.all() > 0);
    kinds.sort_by_key(|kind| Reverse(kind.all()));
    kinds
}

/// Links of some kinds.
const LINKS: [(&str, LinkedTo); 2] = [("revert", LinkedTo::Change), ("hotfix", LinkedTo::Incident)];

/// The rules that stand where nobody says otherwise.
pub fn fix_rules() -> Vec<FixRule> {
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let paths = |name: &str| PATHS.iter().find(|(own, _)| *own == name);
    let rule = |(name, starts, words): &(&str, &[&str], &[&str])| FixRule {
        name: (*name).to_owned(),
        starts: own(starts),
        words: own(words),
        paths: paths(name).map_or_else(Vec::new, |(_, paths)| own(paths)),
        links: LINKS
            .iter()
            .filter(|(own, _)| own == name)
            .map(|(_, to)| *to)
            .collect(),
    };
    RULES.iter().map(rule).collect()
}

/// Fixes among the merged changes of a history, the commonest kind first.
pub fn fixes(history: &History, rules: &[FixRule], level: f64) -> Vec<Fixes> {
    let merged = || {
        let changes = history.changes.iter();
        changes.enumerate().filter(|(_, change)| change.is_merged())
    };
    let n = merged().count() as u64;
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
    for (at, change) in merged() {
        if let Some(kind) = kind(change, rules, |to| history.linked().has(to, at)) {
            found[kind].push(at);
        }
    }
    let told = rules
        .iter()
        .zip(found)
        .filter(|(_, changes)| !changes.is_empty());
    let mut all: Vec<Fixes> = told
        .map(|(rule, changes)| Fixes {
            name: rule.name.clone(),
            interval: share::wilson(changes.len() as f64, n as f64, level),
            changes,
            n,
        })
        .collect();
    all.sort_by_key(|fixes| std::cmp::Reverse(fixes.changes.len()));
    all
}

/// The first rule that tells a change; none where it is no fix.
fn kind(change: &Change, rules: &[FixRule], is_linked: impl Fn(LinkedTo) -> bool) -> Option<usize> {
    let title = change.title().trim().to_lowercase();
    let labels = change.labels().to_lowercase();
    let labels: Vec<&str> = listed(&labels).collect();
    let starts = |start: &String| title.starts_with(start.as_str());
    let links = |rule: &FixRule| rule.links.iter().any(|to| is_linked(*to));
    let is_fix = ANY.iter().any(|start| title.starts_with(start))
        || rules.iter().any(|rule| rule.starts.iter().any(starts))
        || labels.iter().any(|label| LABELS.contains(label))
        || rules.iter().any(links);
    if !is_fix {
        return None;
    }
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .collect();
    let holds = |word: &String| match word.contains(' ') {
        true => title.contains(word.as_str()),
        false => words.contains(&word.as_str()),
    };
    let paths: Vec<String> = touched(&change.paths().to_lowercase()).collect();
    let is_only = |rule: &FixRule| {
        !paths.is_empty()
            && paths
                .iter()
                .all(|path| rule.paths.iter().any(|of| is_at(path, of)))
    };
    rules.iter().position(|rule| {
        rule.starts.iter().any(starts)
            || rule
                .words
                .iter()
                .any(|word| labels.contains(&word.as_str()) || holds(word))
            || is_only(rule)
            || links(rule)
    })
}

/// The files that a cell names; a column of that name may hold how many there are.
fn touched(cell: &str) -> impl Iterator<Item = String> + use<'_> {
    let names = cell.split(['\n', '\r', ',', ';', '|']).map(str::trim);
    let names = names.filter(|name| name.bytes().any(|byte| !byte.is_ascii_digit()));
    names.map(|name| name.trim_matches(['"', '\'', '[', ']']).to_owned())
}

/// Whether a file lies in a folder, has an end, or is called so.
fn is_at(path: &str, of: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match (of.ends_with('/'), of.starts_with('.')) {
        (true, _) => path.starts_with(of) || path.contains(&format!("/{of}")),
        (false, true) if !of.contains('/') && name != of => name.ends_with(of),
        _ => name == of || path == of,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_at, touched};

    #[test]
    fn files_are_known_by_folder_end_or_name() {
        for (path, of, wanted) in [
            ("tests/cart.rs", "tests/", true),
            ("shop/tests/cart.rs", "tests/", true),
            ("contests/cart.rs", "tests/", false),
            ("deploy/prod.tf", ".tf", true),
            (".env", ".env", true),
            ("shop/package.json", "package.json", true),
            ("shop/package.json.md", "package.json", false),
        ] {
            assert_eq!(is_at(path, of), wanted, "{path} {of}");
        }
        let names: Vec<String> = touched("a.rs; \"b/c.rs\"\n12").collect();
        assert_eq!(names, ["a.rs", "b/c.rs"]);
    }
}
