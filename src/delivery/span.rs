//! The time that a history knows of.

use super::asked::{Asked, Zone};
use super::history::History;
use super::metrics::Window;
use super::rules::Rules;

const DAY: i64 = 86_400;
/// The longest time that is looked at unless somebody says so: 20 years.
const LONGEST: i64 = 20 * 366 * DAY;
/// What comes this much later than everything else is a wrong year, and no sign of when the exports were made.
const LATE: i64 = 366 * DAY;

/// Seconds around what the exports tell of that can be looked at, too: a year.
pub const AROUND: i64 = 366 * DAY;

/// The time that is looked at, and all that the exports tell of: the first second of it, and the second after the last.
pub(super) fn window_of(history: &History, asked: &Asked) -> (Window, (i64, i64)) {
    let (from, to, exported) = span(history.ends, &asked.zone).unwrap_or_default();
    let near = |at: i64| at.clamp(from - AROUND, to + AROUND);
    let (own_from, own_to) = asked
        .window
        .map_or((from, to), |(from, to)| (near(from), near(to)));
    let window = Window {
        from: own_from,
        to: own_to,
        exported,
    };
    (window, (from, to))
}

/// All the time that a history knows of, in whole days, and when the exports were made; `ends` are as [`ends_of`] has them.
pub(super) fn span(ends: Option<(i64, i64, i64)>, zone: &Zone) -> Option<(i64, i64, i64)> {
    let (first, last, exported) = ends?;
    let day = |at: i64, more: i64| {
        let local = at + zone.ahead(at);
        let start = (local.div_euclid(DAY) + more) * DAY;
        start - zone.ahead(start - zone.ahead(start))
    };
    Some((day(first, 0), day(last, 1), exported))
}

/// The first and the last deployment of a history or, without any, of anything else; and when the exports were made. None where
/// nothing says when it was.
pub(super) fn ends_of(history: &History) -> Option<(i64, i64, i64)> {
    let deployed = || history.facts.lines.iter().flatten().map(|(at, _)| *at);
    let began = || history.incidents.iter().filter_map(|one| one.started);
    let changed = || {
        let changes = history.changes.iter();
        changes.filter_map(|one| one.merged.or(one.created))
    };
    let reviewed = || history.reviews.iter().filter_map(|one| one.at);
    let others = || began().chain(changed()).chain(reviewed());
    let (first, last) = ends(deployed()).or_else(|| ends(others()))?;
    // What seems to last for years may have ended at any time.
    let longest = Rules::default().longest_days;
    let ended = history.incidents.iter();
    let ended = ended.filter(|one| !one.is_too_long(longest));
    let ended = ended.flat_map(|one| [one.restored, one.closed]).flatten();
    let mut later: Vec<i64> = others().chain(ended).filter(|at| *at > last).collect();
    later.sort_unstable();
    let mut exported = last;
    for at in later {
        if at - exported > LATE {
            break;
        }
        exported = at;
    }
    Some((first, last, exported))
}

/// The first and the last of some points in time. Where these are further apart than anybody looks at together, as a row with a
/// wrong year makes them, those of the stretch with most of them.
fn ends(times: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    let mut times: Vec<i64> = times.collect();
    times.sort_unstable();
    let (first, last) = (*times.first()?, *times.last()?);
    if last - first <= LONGEST {
        return Some((first, last));
    }
    let mut best = (0, first, first);
    let mut start = 0;
    for (at, time) in times.iter().enumerate() {
        while time - times[start] > LONGEST {
            start += 1;
        }
        if at + 1 - start > best.0 {
            best = (at + 1 - start, times[start], *time);
        }
    }
    Some((best.1, best.2))
}
