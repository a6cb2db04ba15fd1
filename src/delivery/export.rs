//! One file of a tool, with its columns in their roles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kind::{Guess, Kind, recognise};
use super::known::split;
use super::listed::listed;
use super::outcomes::is_yes_or_no;
use super::role::Role;
use super::times;
use crate::source::Opened;
use crate::table::Kind as Holds;
use crate::table::{
    Column, ColumnSchema, Look, Scan, Schema, Table, build, hours_in, hours_of_unit, infer, words,
};

/// Answers of a column that are looked at to see what an export is of.
const LOOKED_AT: usize = 1000;

/// Dates of which it is not sure whether they start with the day or with the month.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnsureDates {
    /// Those that may start with either, where nothing in the export tells which.
    pub either: u64,
    /// Those that only the rarer order reads, where some fit one order alone and others the other: they are not read.
    pub unread: u64,
    /// Whether all are read day first, unless somebody says otherwise.
    pub are_day_first: bool,
}

impl UnsureDates {
    /// Whether there are any.
    pub fn are_any(self) -> bool {
        self.either + self.unread > 0
    }
}

/// One file of a tool.
pub struct Export {
    /// Its name.
    pub file: String,
    /// What its rows are.
    pub kind: Kind,
    /// Which column tells what, by its place.
    pub roles: BTreeMap<Role, usize>,
    /// The same by the numbers of roles: cells are asked for in their millions.
    places: Vec<Option<usize>>,
    /// Whether dates start with the day, where somebody says so.
    day_first: Option<bool>,
    unsure_dates: UnsureDates,
    opened: Opened,
    /// Columns of points in time; the others stay in the records.
    times: Table,
}

impl Export {
    /// Takes an opened file for what it looks like; nothing where it is no export of a delivery tool.
    pub fn of(file: &str, opened: Opened) -> Option<Export> {
        let guess = Export::guess(file, &opened)?;
        Some(Export::with(file, opened, guess))
    }

    /// What an opened file looks like; nothing where it is no export of a delivery tool.
    pub fn guess(file: &str, opened: &Opened) -> Option<Guess> {
        // From all over the file, for rows may stand in the order of what they tell.
        let rows = opened.records.len();
        let looked_at = rows.min(LOOKED_AT);
        let spread = |at: usize| match looked_at < rows {
            // By the golden ratio, for kinds of rows may take turns. Holds because it is less than there are rows.
            true => {
                let part = (at as u64 * 0x9e37_79b9) & 0xffff_ffff;
                ((part * rows as u64) >> 32) as usize
            }
            false => at,
        };
        let values = |column: usize| {
            let cells = (0..looked_at).map(spread);
            let cells = cells.map(|row| opened.records.cell(row, column).trim());
            cells.filter(|cell| !is_blank(cell)).collect()
        };
        recognise(file, &opened.header.names, values)
    }

    /// The same, taken for what somebody says.
    pub fn with(file: &str, opened: Opened, guess: Guess) -> Export {
        let Guess {
            kind,
            roles,
            day_first,
        } = guess;
        let is_time = |column: usize| {
            roles
                .iter()
                .any(|(role, at)| role.is_time() && *at == column)
        };
        let scan = Scan::of_columns(&opened, is_time);
        let inferred = infer(&opened.header.names, &scan);
        // One tool writes all its days in the same order; a column in which each day might be a month tells nothing.
        let many = |look: Look| -> u64 {
            let columns = scan.columns.iter().enumerate();
            let times = columns.filter(|(at, _)| is_time(*at));
            times.map(|(_, column)| column.looks.of(look).count).sum()
        };
        let (days, months) = (many(Look::DayFirst), many(Look::MonthFirst));
        let told = (days + months > 0).then_some(days > months);
        let (slashes, others) = (many(Look::EitherSlash), many(Look::EitherOther));
        let either = slashes + others;
        // With slashes between its parts a date starts with the month, with points or dashes with the day.
        let are_day_first = told.unwrap_or(others > slashes);
        let unsure_dates = UnsureDates {
            either: if told.is_none() { either } else { 0 },
            unread: days.min(months),
            are_day_first,
        };
        let columns = opened.header.names.iter().enumerate().map(|(at, name)| {
            if !is_time(at) {
                return ColumnSchema::new(name, Holds::Text);
            }
            let mut columns = inferred.columns.iter().enumerate();
            let own = columns.find(|(place, column)| column.columns(*place) == [at]);
            ColumnSchema {
                name: name.clone(),
                kind: Holds::DateTime,
                day_first: day_first.unwrap_or(are_day_first),
                missing: own.map_or_else(Vec::new, |(_, column)| column.missing.clone()),
                ..ColumnSchema::default()
            }
        });
        let schema = Schema {
            columns: columns.collect(),
        };
        let (mut times, _) = build(&opened.records, &schema);
        times::fill(&mut times, &opened.records);
        let mut places = Vec::new();
        for (role, column) in &roles {
            let role = *role as usize;
            places.resize(places.len().max(role + 1), None);
            places[role] = Some(*column);
        }
        Export {
            places,
            file: file.to_owned(),
            kind,
            roles,
            day_first,
            unsure_dates,
            opened,
            times,
        }
    }

    /// The same export, taken for what somebody says.
    pub fn retaken(self, guess: Guess) -> Export {
        Export::with(&self.file, self.opened, guess)
    }

    /// What it is taken for.
    pub fn taken(&self) -> Guess {
        Guess {
            kind: self.kind,
            roles: self.roles.clone(),
            day_first: self.day_first,
        }
    }

    /// Dates of which it is not sure whether they start with the day or with the month.
    pub fn unsure_dates(&self) -> UnsureDates {
        self.unsure_dates
    }

    /// Roles of points in time whose columns hold none, and that of lengths of time where its column holds none and nothing else
    /// tells when things ended.
    pub fn silent_times(&self) -> Vec<Role> {
        // Without rows nothing could be told.
        let times = self.roles.iter().filter(|_| self.rows() > 0);
        let times = times.filter(|(role, _)| role.is_time());
        let is_silent = |column: usize| match self.times.columns.get(column) {
            Some(Column::DateTime { valid, .. }) => valid.count() == 0,
            _ => true,
        };
        // Whether something is merged is told without a time, too.
        let is_flag = |role: Role| (0..self.rows()).any(|row| is_yes_or_no(self.text(row, role)));
        let silent = times.filter(|(_, column)| is_silent(**column));
        let silent = silent.filter(|(role, _)| **role != Role::Merged || !is_flag(Role::Merged));
        let silent = silent.map(|(role, _)| *role);
        let ends = [Role::Finished, Role::Restored, Role::Closed];
        let is_needed = self.tells(Role::Duration) && !ends.iter().any(|end| self.tells(*end));
        let is_silent_length = is_needed && self.is_silent_length();
        let length = is_silent_length.then_some(Role::Duration);
        silent.chain(length).collect()
    }

    /// Whether the column of lengths of time has something in it, and nothing that is one: mostly numbers without a unit.
    fn is_silent_length(&self) -> bool {
        let told = |row: &usize| !self.text(*row, Role::Duration).is_empty();
        let mut told = (0..self.rows()).filter(told).peekable();
        told.peek().is_some() && told.all(|row| self.seconds(row, Role::Duration).is_none())
    }

    /// Names of its columns.
    pub fn names(&self) -> &[String] {
        &self.opened.header.names
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.opened.records.len()
    }

    /// Whether some column tells this.
    pub fn tells(&self, role: Role) -> bool {
        self.roles.contains_key(&role)
    }

    /// What a row says, as it says it; empty where no column tells this.
    pub fn raw(&self, row: usize, role: Role) -> &str {
        let column = self.column(role);
        column.map_or("", |column| self.opened.records.cell(row, column).trim())
    }

    /// The column that tells this.
    fn column(&self, role: Role) -> Option<usize> {
        self.places.get(role as usize).copied().flatten()
    }

    /// What a row says in a column; empty where it says nothing.
    pub fn said(&self, row: usize, column: usize) -> &str {
        let cell = self.opened.records.cell(row, column).trim();
        if is_blank(cell) { "" } else { cell }
    }

    /// What a row says; empty where it says nothing.
    pub fn text(&self, row: usize, role: Role) -> &str {
        let raw = self.raw(row, role);
        // That no AI was used is an answer.
        let is_answer = role == Role::Assisted && raw.eq_ignore_ascii_case("none");
        let told = match is_blank(raw) && !is_answer {
            true => "",
            false => raw,
        };
        match role {
            Role::Service => repository(alone(told)),
            _ => told,
        }
    }

    /// The seconds that a row says that something took: with their unit, or in that of the column's name.
    pub fn seconds(&self, row: usize, role: Role) -> Option<f64> {
        let said = self.text(row, role);
        let hours = match said.parse::<f64>() {
            Ok(number) => {
                let name = self.names().get(self.column(role)?)?;
                let unit = words(name).iter().find_map(|word| hours_of_unit(word))?;
                number * unit
            }
            Err(_) => hours_in(said).or_else(|| with_days(said))?,
        };
        // Lengths are told in whole seconds.
        Some((hours * 3600.0).round())
    }

    /// The point in time that a row says, in seconds since 1970.
    pub fn time(&self, row: usize, role: Role) -> Option<i64> {
        let column = self.column(role)?;
        match self.times.columns.get(column)? {
            Column::DateTime { seconds, valid, .. } if valid.get(row) => {
                let may_lack = [Role::Merged, Role::Closed, Role::Restored].contains(&role)
                    || role == Role::Finished && self.kind == Kind::Incidents;
                Some(seconds[row]).filter(|at| !may_lack || !is_nothing(*at))
            }
            _ => None,
        }
    }
}

/// Hours of days and a clock, as pandas writes lengths of time: "1 days 02:00:00".
fn with_days(said: &str) -> Option<f64> {
    let (days, clock) = said.split_once(" day")?;
    let (_, clock) = clock.split_once(' ')?;
    Some(days.parse::<f64>().ok()? * 24.0 + hours_in(clock)?)
}

/// Whether a point in time is one of those that programs write where something has not ended: the first of their calendars, 1970-01-01,
/// and the last, 9999-12-31.
fn is_nothing(at: i64) -> bool {
    at == 0 || at >= 253_402_214_400
}

/// The owner and the name of the repository that an address leads to, "https://github.com/acme/shop"; anything else as it is.
fn repository(told: &str) -> &str {
    let Some((_, path)) = told.split_once("://") else {
        return told;
    };
    // A change's own address leads there, too, and to the group that it is in.
    let of_change = split(path).map(|(repository, _)| repository);
    let path = of_change.unwrap_or(path);
    let path = path
        .split_once("/repos/")
        .map(|(_, path)| path)
        .or_else(|| {
            let (_, path) = path.split_once('/')?;
            Some(path)
        });
    let path = path.map(|path| path.trim_end_matches('/'));
    let path = path.map(|path| path.strip_suffix(".git").unwrap_or(path));
    let is_pair = |path: &&str| {
        let mut parts = path.split('/');
        let is_word = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
        is_word(parts.next()) && is_word(parts.next()) && parts.next().is_none()
    };
    let is_one = |path: &&str| of_change.is_some() || is_pair(path);
    path.filter(is_one).unwrap_or(told)
}

/// The only name of a list, as a program writes it; anything else as it is.
fn alone(told: &str) -> &str {
    let is_between = |first: char, last: char| told.starts_with(first) && told.ends_with(last);
    if !is_between('[', ']') && !is_between('{', '}') {
        return told;
    }
    let mut names = listed(told);
    match (names.next(), names.next()) {
        (None, _) if told.starts_with('{') => told,
        (None, _) => "",
        (Some(name), None) => name,
        _ => told,
    }
}

/// Whether a cell says that there is nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    cell.is_empty()
        || cell.len() <= 4
            && ["null", "none", "na", "n/a", "nan", "?", "-"]
                .iter()
                .any(|blank| blank.eq_ignore_ascii_case(cell))
}

#[cfg(test)]
mod tests {
    use super::{alone, repository, with_days};

    #[test]
    fn lengths_of_time_may_have_days_before_their_clock() {
        assert_eq!(with_days("0 days 02:30:00"), Some(2.5));
        assert_eq!(with_days("1 day 02:00:00"), Some(26.0));
        assert_eq!(with_days("2 days"), None);
        assert_eq!(with_days("a day 02:00:00"), None);
    }

    #[test]
    fn a_list_of_one_name_is_that_name() {
        for (told, wanted) in [
            (r#"["shop"]"#, "shop"),
            ("[]", ""),
            (r#"["shop","pay"]"#, r#"["shop","pay"]"#),
            ("[EU] shop", "[EU] shop"),
            (
                "{'id': 'P6', 'type': 'service_reference', 'summary': 'User Database'}",
                "User Database",
            ),
            (r#"{"id":"P6"}"#, r#"{"id":"P6"}"#),
        ] {
            assert_eq!(alone(told), wanted);
        }
    }

    #[test]
    fn an_address_of_a_repository_is_its_owner_and_name() {
        for (told, wanted) in [
            ("https://api.github.com/repos/acme/shop", "acme/shop"),
            ("https://github.com/acme/shop.git", "acme/shop"),
            ("https://github.com/acme/shop/pull/41", "acme/shop"),
            (
                "https://gitlab.com/acme/eu/shop/-/merge_requests/41",
                "acme/eu/shop",
            ),
            (
                "https://dev.azure.com/acme/p/_git/shop/pullrequest/41?_a=files",
                "acme/p/_git/shop",
            ),
            ("https://gitlab.example/acme/shop/", "acme/shop"),
            (
                "https://ci.example/job/shop/job/main",
                "https://ci.example/job/shop/job/main",
            ),
            ("https://shop.example", "https://shop.example"),
            ("acme/shop", "acme/shop"),
            ("shop", "shop"),
        ] {
            assert_eq!(repository(told), wanted);
        }
    }
}
