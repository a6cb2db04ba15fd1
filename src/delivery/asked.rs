//! What a person asks of a history: who is compared, in which time, under which rules.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::exposure::Signs;
use super::fixes::{FixRule, fix_rules};
use super::rules::Rules;
use super::weeks::Clock;

/// What deployments are divided by.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// What suits the exports: AI where anything tells of it, else services where there are several.
    Fitting,
    /// Nothing.
    Everyone,
    /// Whether a change in them was made with AI.
    Exposure,
    /// The share of their changes that was.
    Bands,
    /// What is deployed.
    Service,
    /// Whose it is.
    Team,
    /// A column of their exports.
    Column,
    /// What people answered of their team or service.
    Answers,
}

/// A level of each team or service, as people answered of it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Levels {
    /// What they answered.
    pub question: String,
    /// Whether the names are those of services, and not of teams.
    pub are_services: bool,
    /// The levels, the highest first.
    pub names: Vec<String>,
    /// The level of each, by its place among these, by the name of the team or service in [one spelling](super::one_spelling).
    pub of: BTreeMap<String, usize>,
}

impl By {
    /// Whether cohorts are told by names of the export, so that each has services of its own.
    pub fn is_by_name(self) -> bool {
        matches!(self, By::Service | By::Team | By::Column | By::Answers)
    }
}

/// A time zone: from when on it is how many seconds ahead of UTC, the earliest first.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Zone {
    /// Its name; empty for UTC.
    pub name: String,
    /// Its changes.
    pub changes: Vec<(i64, i64)>,
    /// The day that weeks start with: 0 Monday to 6 Sunday.
    pub first_day: i64,
}

impl Zone {
    /// Seconds that it is ahead at a point in time.
    pub fn ahead(&self, at: i64) -> i64 {
        let passed = self.changes.partition_point(|(from, _)| *from <= at);
        let now = passed.checked_sub(1).or(Some(0));
        now.and_then(|now| self.changes.get(now))
            .map_or(0, |(_, ahead)| *ahead)
    }

    /// The point in time at which clocks there show `local`, in seconds since 1970 as if they showed UTC.
    pub fn utc(&self, local: i64) -> i64 {
        // The zone may change within the hours by which it is ahead; asking twice settles that.
        local - self.ahead(local - self.ahead(local))
    }

    pub(super) fn with_clock<T>(&self, then: impl FnOnce(Clock<'_>) -> T) -> T {
        let ahead = |at: i64| self.ahead(at);
        then(Clock {
            ahead: &ahead,
            first_day: self.first_day,
        })
    }
}

/// Everything that is asked at one time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Asked {
    /// What counts.
    pub rules: Rules,
    /// What deployments are divided by.
    pub by: By,
    /// The name of the column that they are divided by, where it is one.
    pub column: String,
    /// The levels of teams or services, where these divide them.
    pub levels: Levels,
    /// The services that are looked at; all where none is named.
    pub services: BTreeSet<String>,
    /// The first second and the second after the last; all that is known where nothing is said.
    pub window: Option<(i64, i64)>,
    /// Where days and weeks begin.
    pub zone: Zone,
    /// What tells that a change was made with AI.
    pub signs: Signs,
    /// What tells kinds of fixes.
    pub fixes: Vec<FixRule>,
}

impl Asked {
    /// Whether a service is looked at.
    pub fn looks_at(&self, service: &str) -> bool {
        self.services.is_empty() || self.services.contains(service)
    }

    /// The same by other clocks. Days that somebody chose stay these days: an end of the window that is a midnight is one there, too.
    pub fn move_to(&mut self, zone: Zone) {
        let before = std::mem::replace(&mut self.zone, zone);
        let moved = |at: i64| {
            let local = at + before.ahead(at);
            match local.rem_euclid(86_400) {
                0 => self.zone.utc(local),
                _ => at,
            }
        };
        self.window = self.window.map(|(from, to)| (moved(from), moved(to)));
    }
}

impl Default for Asked {
    fn default() -> Self {
        Asked {
            rules: Rules::default(),
            by: By::Fitting,
            column: String::new(),
            levels: Levels::default(),
            services: BTreeSet::new(),
            window: None,
            zone: Zone::default(),
            signs: Signs::default(),
            fixes: fix_rules(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_days_stay_the_same_days_by_other_clocks() {
        let zone = |ahead: i64| Zone {
            name: format!("{ahead} ahead"),
            changes: vec![(i64::MIN, ahead)],
            first_day: 0,
        };
        let (day, hour) = (86_400, 3600);
        let mut asked = Asked {
            // What ends at no midnight ends where the exports do.
            window: Some((20_000 * day, 20_050 * day + 7)),
            ..Asked::default()
        };
        asked.move_to(zone(13 * hour));
        assert_eq!(
            asked.window,
            Some((20_000 * day - 13 * hour, 20_050 * day + 7))
        );
        asked.move_to(zone(-8 * hour));
        assert_eq!(
            asked.window,
            Some((20_000 * day + 8 * hour, 20_050 * day + 7))
        );
        asked.move_to(Zone::default());
        assert_eq!(asked.window, Some((20_000 * day, 20_050 * day + 7)));
    }
}
