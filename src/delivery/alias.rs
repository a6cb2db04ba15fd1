//! Other ways to call a column: with a word before it that says whose it is, or a time in other words.

use super::kind::Kind;
use super::names::DURATIONS;
use crate::table::hours_of_unit;

/// What stands before a plain name in exports of a kind: the status of deployments is called "deployment status", too.
const WHOSE: [(Kind, &[&str]); 3] = [
    (
        Kind::Deployments,
        &[
            "deployment",
            "deploy",
            "release",
            "rollout",
            "pipeline",
            "build",
            "job",
            "execution",
        ],
    ),
    (
        Kind::Incidents,
        &["incident", "issue", "ticket", "alert", "outage"],
    ),
    (
        Kind::Changes,
        &["pull request", "merge request", "pr", "mr"],
    ),
];
/// Plain names that may have such a word before them. What tells things apart is called by its whole name: the number of a build
/// is not that of its deployment.
const PLAIN: [&str; 17] = [
    "status",
    "state",
    "result",
    "outcome",
    "conclusion",
    "environment",
    "env",
    "environment name",
    "service",
    "severity",
    "type",
    "priority",
    "title",
    "author",
    "team",
    "labels",
    "version",
];
/// Words that tell of a time, behind what happened then.
const WHEN: [&str; 10] = [
    "at",
    "on",
    "date",
    "time",
    "timestamp",
    "datetime",
    "utc",
    "ts",
    "day",
    "ms",
];
/// What happened, in any form of its word, with the name of that time.
const HAPPENED: [(&str, &[&str]); 22] = [
    ("started at", &["start", "started", "begin", "began"]),
    ("ended at", &["end", "ended"]),
    ("finished at", &["finish", "finished"]),
    ("completed at", &["complete", "completed", "completion"]),
    (
        "deployed at",
        &["deploy", "deployed", "deployment", "released", "release"],
    ),
    ("created at", &["create", "created", "creation"]),
    ("opened at", &["open", "opened"]),
    ("merged at", &["merge", "merged"]),
    ("closed at", &["close", "closed"]),
    (
        "resolved at",
        &["resolve", "resolved", "resolution", "solved"],
    ),
    (
        "restored at",
        &["restore", "restored", "restoration", "recovery"],
    ),
    ("recovered at", &["recovered"]),
    ("mitigated at", &["mitigated", "mitigation"]),
    ("detected at", &["detected", "detection"]),
    ("triggered at", &["triggered", "trigger"]),
    ("declared at", &["declared"]),
    ("stopped at", &["stopped"]),
    ("occurred at", &["occurred", "occurrence"]),
    ("updated at", &["updated", "update", "modified"]),
    ("submitted at", &["submitted"]),
    ("reviewed at", &["reviewed"]),
    ("approved at", &["approved", "approval"]),
];

/// What a column of some name, in small words, is called elsewhere.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Alias {
    /// The plain name.
    pub name: &'static str,
    /// The kind of exports in which it is called so; any, where none is told.
    pub kind: Option<Kind>,
    /// Whether it is a point in time, if its cells are.
    pub is_time: bool,
}

/// The plain name of a column that is called so, if that is another.
pub(super) fn alias(name: &str) -> Option<Alias> {
    let whose = WHOSE.iter().find_map(|(kind, words)| {
        let mut rest = words.iter().filter_map(|word| name.strip_prefix(word));
        let rest = rest.find_map(|rest| rest.strip_prefix(' '))?;
        Some((*kind, rest))
    });
    let (kind, rest) = match whose {
        Some((kind, rest)) => (Some(kind), rest),
        None => (None, name),
    };
    let plain = PLAIN.iter().find(|plain| kind.is_some() && **plain == rest);
    if let Some(name) = plain {
        return Some(Alias {
            name,
            kind,
            is_time: false,
        });
    }
    if let Some(name) = without_unit(name).or_else(|| without_unit(rest)) {
        return Some(Alias {
            name,
            kind: None,
            is_time: false,
        });
    }
    let happened = without_when(rest);
    let is_when = happened.len() < rest.len();
    let name = match (happened, kind) {
        ("", Some(Kind::Deployments)) => Some("deployed at"),
        ("", Some(Kind::Incidents)) => Some("started at"),
        ("", _) => None,
        (happened, _) => {
            let mut known = HAPPENED.iter();
            let found = known.find(|(_, forms)| forms.contains(&happened));
            // "Incident start" tells a time without saying so; a "start" alone may be anything.
            found
                .map(|(name, _)| *name)
                .filter(|_| is_when || kind.is_some())
        }
    };
    name.map(|name| Alias {
        name,
        kind,
        is_time: true,
    })
}

/// How long something took, without the unit behind it.
fn without_unit(name: &str) -> Option<&'static str> {
    let (plain, unit) = name.rsplit_once(' ')?;
    hours_of_unit(unit)?;
    let plain = plain.strip_suffix(" in").unwrap_or(plain);
    DURATIONS.iter().find(|known| **known == plain).copied()
}

/// What happened, without the words that tell of a time.
fn without_when(name: &str) -> &str {
    let mut left = name;
    loop {
        let (before, last) = left.rsplit_once(' ').unwrap_or(("", left));
        if !WHEN.contains(&last) {
            return left;
        }
        left = before;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_other_words_has_a_plain_one() {
        for (name, wanted) in [
            ("deployment status", Some("status")),
            ("job status", Some("status")),
            ("deployment environment", Some("environment")),
            ("deploy date", Some("deployed at")),
            ("deployed timestamp", Some("deployed at")),
            ("completion time", Some("completed at")),
            ("merge date", Some("merged at")),
            ("merged on", Some("merged at")),
            ("incident start", Some("started at")),
            ("incident end", Some("ended at")),
            ("created date utc", Some("created at")),
            ("pull request title", Some("title")),
            ("duration sec", Some("duration")),
            ("time to resolve hours", Some("time to resolve")),
            ("duration in seconds", Some("duration")),
            ("mttr min", Some("mttr")),
            ("incident duration min", Some("incident duration")),
            ("build number", None),
            ("issue id", None),
            ("start", None),
            ("date", None),
            ("at", None),
            ("", None),
            ("time to merge", None),
        ] {
            let found = alias(name).map(|alias| alias.name);
            assert_eq!(found, wanted, "{name}");
        }
    }
}
