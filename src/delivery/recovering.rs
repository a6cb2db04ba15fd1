//! From when to when a failed deployment takes to recover from.

use super::columns::NEVER;
use super::definitions::{RecoveryEnd, RecoveryStart};
use super::history::History;
use super::incident::Incident;
use super::rules::Rules;
use super::tally::Counted;
use super::ways::hours;
use crate::analysis::stats::survival::Lasting;

/// A failed deployment with what tells when it was recovered from.
pub(super) struct Recovering<'a> {
    rules: &'a Rules,
    exported: i64,
    finished: Option<i64>,
    history: &'a History,
    /// Its incidents, by their places.
    caused: &'a [u32],
    /// When the first of what repaired it was out, where anything did.
    remedied: Option<Option<i64>>,
}

impl<'a> Recovering<'a> {
    /// That of a deployment, by its place in the history.
    pub fn of(counted: Counted<'a>, at: usize) -> Recovering<'a> {
        let Counted {
            history,
            links,
            rules,
            window,
            ..
        } = counted;
        let finished = |at: usize| Some(history.columns.finished[at]).filter(|at| *at != NEVER);
        Recovering {
            rules,
            exported: window.exported,
            finished: finished(at),
            history,
            caused: links.caused.of(at),
            remedied: links.repaired[at].map(|remedy| finished(remedy as usize)),
        }
    }

    /// How long it took; nothing where an end is not told, and an error where that may not be believed.
    pub fn lasting(&self) -> Option<Result<Lasting, ()>> {
        let (start, end) = (self.start()?, self.end()?);
        let is_over = end.is_ok();
        let time = hours(end.unwrap_or_else(|seen| seen) - start);
        let is_too_long = is_over && time > self.rules.longest_days * 24.0;
        let is_believed = time >= 0.0 && !is_too_long && !self.is_backwards();
        Some(match is_believed {
            true => Ok(Lasting { time, is_over }),
            false => Err(()),
        })
    }

    /// When it began, where that is told.
    fn start(&self) -> Option<i64> {
        let first = |of: fn(&Incident) -> Option<i64>| self.incidents().filter_map(of).min();
        match self.rules.recovery_from {
            RecoveryStart::Deployed => self.finished,
            RecoveryStart::Began => first(|one| one.started),
            RecoveryStart::Detected => first(|one| one.detected),
            RecoveryStart::Created => first(|one| one.created),
        }
    }

    /// When it was over or, as an error, until when it is known not to have been; nothing where neither is told.
    fn end(&self) -> Option<Result<i64, i64>> {
        match self.rules.recovery_to {
            RecoveryEnd::Restored if self.caused.is_empty() => self.repaired(),
            RecoveryEnd::Restored => self.last(|one| one.restored),
            RecoveryEnd::Remedied => self.repaired(),
            RecoveryEnd::Resolved => self.last(|one| one.resolved),
            RecoveryEnd::Closed => self.last(|one| one.closed),
        }
    }

    /// When what repaired it was out. Whether anything will, nothing tells.
    fn repaired(&self) -> Option<Result<i64, i64>> {
        Some(self.remedied?.ok_or(self.exported))
    }

    /// When the last of its incidents came to an end. One that is open was so when the export was made, or when its ticket was closed.
    fn last(&self, of: fn(&Incident) -> Option<i64>) -> Option<Result<i64, i64>> {
        let seen = |one: &Incident| of(one).unwrap_or_else(|| one.last_seen(self.exported));
        let end = self.incidents().map(seen).max()?;
        let are_over = self.incidents().all(|one| of(one).is_some());
        Some(if are_over { Ok(end) } else { Err(end) })
    }

    fn incidents(&self) -> impl Iterator<Item = &'a Incident> {
        let all = self.caused.iter();
        all.map(|at| &self.history.incidents[*at as usize])
    }

    /// Whether any of its incidents would have ended before it began.
    fn is_backwards(&self) -> bool {
        let mut all = self.incidents();
        all.any(|one| one.hours().is_some_and(|hours| hours < 0.0))
    }
}
