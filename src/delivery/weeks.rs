//! Counts by week and by time of day, in a stated zone.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::metrics::Window;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Seconds of a week.
pub const WEEK: i64 = 7 * DAY;
/// 1970-01-01 was a Thursday: the Monday before it, in days.
const MONDAY: i64 = -3;

/// How local time differs from UTC.
#[derive(Clone, Copy)]
pub struct Clock<'z> {
    /// Seconds that it is ahead at a point in time, given in seconds since 1970.
    pub ahead: &'z dyn Fn(i64) -> i64,
    /// The day that weeks start with: 0 Monday to 6 Sunday.
    pub first_day: i64,
}

impl Clock<'_> {
    /// UTC, with weeks from Monday.
    pub const UTC: Clock<'static> = Clock {
        ahead: &|_| 0,
        first_day: 0,
    };

    /// A point in time by local time.
    pub(super) fn local(self, at: i64) -> i64 {
        at + (self.ahead)(at)
    }

    /// The week of a point in time, counted from around 1970.
    fn week(self, at: i64) -> i64 {
        self.week_of(self.local(at).div_euclid(DAY))
    }

    /// The week of a day by local time.
    fn week_of(self, day: i64) -> i64 {
        (day - (MONDAY + self.first_day)).div_euclid(WEEK / DAY)
    }

    /// The first second of a week, by local time.
    fn start(self, week: i64) -> i64 {
        let local = week * WEEK + (MONDAY + self.first_day) * DAY;
        // The zone may change within the hours by which it is ahead; asking twice settles that.
        let guess = local - (self.ahead)(local);
        local - (self.ahead)(guess)
    }
}

/// The whole weeks of a window.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Weeks {
    /// When each starts, in seconds since 1970.
    pub starts: Vec<i64>,
    /// The first of them, by number.
    first: i64,
}

impl Weeks {
    /// The weeks that lie wholly in a window; parts at its ends are dropped.
    pub fn of(window: Window, clock: Clock<'_>) -> Weeks {
        let mut first = clock.week(window.from);
        if clock.start(first) < window.from {
            first += 1;
        }
        let mut starts = Vec::new();
        let mut week = first;
        while clock.start(week + 1) <= window.to {
            starts.push(clock.start(week));
            week += 1;
        }
        Weeks { starts, first }
    }

    /// The week of a point in time, by its place among these.
    pub fn place(&self, at: i64, clock: Clock<'_>) -> Option<usize> {
        self.place_of(clock.local(at).div_euclid(DAY), clock)
    }

    /// The week of a day by local time, counted from 1970, by its place among these.
    fn place_of(&self, day: i64, clock: Clock<'_>) -> Option<usize> {
        let week = usize::try_from(clock.week_of(day) - self.first).ok();
        week.filter(|week| *week < self.starts.len())
    }
}

/// Tells the days and weeks of points in time, most of which follow each other on one day.
pub(super) struct Calendar<'a> {
    weeks: &'a Weeks,
    clock: Clock<'a>,
    /// Points in time that are of the day that was told last.
    today: Range<i64>,
    told: Today,
}

/// A day.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Today {
    /// Which, by local time, counted from 1970.
    pub day: i64,
    /// Its week, by its place among whole weeks.
    pub week: Option<usize>,
}

impl<'a> Calendar<'a> {
    /// With these whole weeks, in a zone.
    pub fn of(weeks: &'a Weeks, clock: Clock<'a>) -> Calendar<'a> {
        Calendar {
            weeks,
            clock,
            today: 0..0,
            told: Today::default(),
        }
    }

    /// The day of a point in time.
    pub fn day(&mut self, at: i64) -> Today {
        if !self.today.contains(&at) {
            self.turn_to(at);
        }
        self.told
    }

    #[cold]
    fn turn_to(&mut self, at: i64) {
        let ahead = |at: i64| (self.clock.ahead)(at);
        let day = self.clock.local(at).div_euclid(DAY);
        let from = day * DAY - ahead(at);
        // On a day on which clocks change, each point in time is looked up by itself.
        let is_even = ahead(from) == ahead(at) && ahead(from + DAY - 1) == ahead(at);
        self.today = if is_even {
            from..from + DAY
        } else {
            at..at + 1
        };
        self.told = Today {
            day,
            week: self.weeks.place_of(day, self.clock),
        };
    }
}

/// When somebody works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workday {
    /// The hour that it begins with, 0 to 24.
    pub from: f64,
    /// The hour that it ends with.
    pub to: f64,
    /// The hour from which on evening is night; night lasts until two hours before work begins.
    pub night: f64,
}

impl Default for Workday {
    fn default() -> Self {
        Workday {
            from: 8.0,
            to: 18.0,
            night: 22.0,
        }
    }
}

impl Workday {
    /// Whether a second of local time lies within it: Monday to Friday, from its first hour to its last.
    pub fn holds(self, local: i64) -> bool {
        let hour = local.rem_euclid(DAY) as f64 / HOUR as f64;
        !is_weekend(local) && (self.from..self.to).contains(&hour)
    }
}

/// Whether a second of local time is on a Saturday or Sunday.
fn is_weekend(local: i64) -> bool {
    (local.div_euclid(DAY) - MONDAY).rem_euclid(7) >= 5
}

/// How many things fall on which time of day.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Load {
    /// Monday to Friday, within the workday.
    pub work: u64,
    /// Monday to Friday, before and after it but for the night.
    pub evening: u64,
    /// Monday to Friday, at night.
    pub night: u64,
    /// Saturday and Sunday.
    pub weekend: u64,
}

impl Load {
    /// The times of day of some points in time.
    pub fn of(times: impl IntoIterator<Item = i64>, day: Workday, clock: Clock<'_>) -> Load {
        let mut load = Load::default();
        for at in times {
            let local = clock.local(at);
            let hour = local.rem_euclid(DAY) as f64 / HOUR as f64;
            let count = match is_weekend(local) {
                true => &mut load.weekend,
                false if day.holds(local) => &mut load.work,
                false if hour >= day.night || hour < day.from - 2.0 => &mut load.night,
                false => &mut load.evening,
            };
            *count += 1;
        }
        load
    }

    /// All of them.
    pub fn all(self) -> u64 {
        self.work + self.after_hours()
    }

    /// Those outside the workday.
    pub fn after_hours(self) -> u64 {
        self.evening + self.night + self.weekend
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-02, a Monday.
    const MARCH: i64 = 1_772_409_600;

    fn window(from: i64, to: i64) -> Window {
        Window {
            from,
            to,
            exported: to,
        }
    }

    #[test]
    fn parts_of_weeks_are_dropped_and_empty_weeks_kept() {
        let weeks = Weeks::of(window(MARCH - DAY, MARCH + 3 * WEEK + DAY), Clock::UTC);
        assert_eq!(weeks.starts, [MARCH, MARCH + WEEK, MARCH + 2 * WEEK]);
        let times = [
            MARCH - 1,
            MARCH,
            MARCH + WEEK - 1,
            MARCH + 2 * WEEK,
            MARCH + 3 * WEEK,
        ];
        let places = times.map(|at| weeks.place(at, Clock::UTC));
        assert_eq!(places, [None, Some(0), Some(0), Some(2), None]);
        let sunday = Clock {
            first_day: 6,
            ..Clock::UTC
        };
        let weeks = Weeks::of(window(MARCH - DAY, MARCH + 3 * WEEK), sunday);
        assert_eq!(weeks.starts[0], MARCH - DAY);
    }

    #[test]
    fn weeks_follow_a_zone_that_changes() {
        // Central Europe moved its clocks on 2026-03-29 at 01:00 UTC.
        let change = MARCH + 27 * DAY + HOUR;
        let ahead = |at: i64| if at < change { HOUR } else { 2 * HOUR };
        let clock = Clock {
            ahead: &ahead,
            first_day: 0,
        };
        let weeks = Weeks::of(window(MARCH, MARCH + 6 * WEEK), clock);
        let lengths: Vec<i64> = weeks.starts.windows(2).map(|two| two[1] - two[0]).collect();
        assert_eq!(weeks.starts[0], MARCH + WEEK - HOUR);
        assert_eq!(lengths, [WEEK, WEEK, WEEK - HOUR, WEEK]);
        // Forwards, backwards and to and fro, over the days around the change and the ends of the weeks.
        let hours: Vec<i64> = (-60..7 * 24 * 8).map(|hour| MARCH + hour * HOUR).collect();
        let backwards = hours.iter().rev();
        let to_and_fro = hours.iter().zip(hours.iter().rev());
        let to_and_fro = to_and_fro.flat_map(|(one, other)| [one, other]);
        let mut calendar = Calendar::of(&weeks, clock);
        for at in hours.iter().chain(backwards).chain(to_and_fro).copied() {
            let looked_up = Today {
                day: clock.local(at).div_euclid(DAY),
                week: weeks.place(at, clock),
            };
            assert_eq!(calendar.day(at), looked_up, "{at}");
        }
    }

    #[test]
    fn each_time_of_day_has_its_place() {
        let at = |hour: i64| MARCH + hour * HOUR;
        let times = [
            at(9),
            at(17),
            at(18),
            at(7),
            at(22),
            at(3),
            at(5 * 24 + 12),
            at(6 * 24),
        ];
        let load = Load::of(times, Workday::default(), Clock::UTC);
        assert_eq!(
            load,
            Load {
                work: 2,
                evening: 2,
                night: 2,
                weekend: 2
            }
        );
        assert_eq!((load.all(), load.after_hours()), (8, 6));
        let ahead = |_: i64| 9 * HOUR;
        let tokyo = Clock {
            ahead: &ahead,
            first_day: 0,
        };
        assert_eq!(Load::of([at(9)], Workday::default(), tokyo).evening, 1);
    }
}
