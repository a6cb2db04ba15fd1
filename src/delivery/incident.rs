//! Incidents: degradations of service, each once however many events an export has of it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::asked::Asked;
use super::columns::NEVER;
use super::export::Export;
use super::history::History;
use super::kind::is_incident;
use super::listed::listed;
use super::metrics::Window;
use super::outcomes::{is_yes, is_yes_or_no};
use super::role::Role;
use super::spelling::one_spelling;
use super::ways::hours;
use crate::analysis::stats::survival::Lasting;

/// An incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// What it is known by.
    pub id: String,
    /// What broke; empty where the export does not say.
    pub service: String,
    /// In which of the tool's tables its service stands, where the export says that.
    pub table: String,
    /// When it began or, failing that, was opened or created; in seconds since 1970.
    pub started: Option<i64>,
    /// When somebody or something noticed it, where that is told.
    pub detected: Option<i64>,
    /// When its ticket was created or, where no column tells that, when it began.
    pub created: Option<i64>,
    /// When service was restored; none while it is open, and where only its ticket was closed.
    pub restored: Option<i64>,
    /// When its ticket was resolved, where that is told.
    pub resolved: Option<i64>,
    /// When its ticket was closed.
    pub closed: Option<i64>,
    /// The deployments that its rows say caused it, or whatever else they say of its cause.
    pub causes: Vec<String>,
    /// The commits, changes and versions that it names.
    pub names: Vec<String>,
    /// How bad it is, as the export says it.
    pub severity: String,
    /// Which export, and which of its rows says the last of it.
    pub place: (usize, usize),
    /// When that row was last changed.
    updated: Option<i64>,
}

impl Incident {
    /// Hours from its beginning until service was restored.
    pub fn hours(&self) -> Option<f64> {
        Some(hours(self.restored? - self.started?))
    }

    /// What tells which of two rows of one incident holds, whatever their order: the greater one.
    fn how_late(&self) -> impl Ord + use<'_> {
        let ends = (self.restored.is_some(), self.restored, self.closed);
        let texts = (&self.service, &self.table, &self.severity, &self.names);
        (self.updated, ends, self.started, texts)
    }

    /// When it was last seen going on, by exports that were made at `exported`: then, or when its ticket was closed.
    pub(super) fn last_seen(&self, exported: i64) -> i64 {
        self.closed.map_or(exported, |closed| closed.min(exported))
    }

    /// Whether it would have lasted longer than an incident is believed to.
    pub(super) fn is_too_long(&self, longest_days: f64) -> bool {
        self.hours()
            .is_some_and(|hours| hours > longest_days * 24.0)
    }

    /// Hours from its beginning until service was restored or, without that, until it was last seen; none where it would have
    /// ended before it began or after the exports were made, or lasted too long to be believed.
    pub(super) fn lasting(&self, exported: i64, longest_days: f64) -> Option<Lasting> {
        let end = self.restored.unwrap_or_else(|| self.last_seen(exported));
        let time = hours(end - self.started?);
        let is_over = self.restored.is_some();
        let is_believed = time >= 0.0 && end <= exported && !self.is_too_long(longest_days);
        is_believed.then_some(Lasting { time, is_over })
    }
}

/// What says that some deployment caused it, and not which.
const YES: &str = "yes";
/// Seconds that an incident is told to have lasted at most: a hundred years.
const LONGEST: f64 = 100.0 * 366.0 * 86_400.0;

/// Incidents on their way, by their ids.
#[derive(Default)]
pub(super) struct Folding {
    pub found: Vec<Incident>,
    /// Rows of other tickets.
    pub others: u64,
    /// Rows of incidents without an id that stand in several exports, beside the first of each.
    pub copies: u64,
    known: BTreeMap<String, usize>,
    /// Numbers that services count for themselves: one of two services is of two incidents.
    of_services: BTreeSet<u64>,
}

impl Folding {
    /// Before any rows; `exports` are those that will be taken in.
    pub fn of<'e>(exports: impl Iterator<Item = &'e Rc<Export>>) -> Folding {
        Folding {
            of_services: exports
                .flat_map(|export| counted_by_service(export))
                .collect(),
            ..Folding::default()
        }
    }

    /// Takes in the rows of an export. Of several rows of one incident, also of several exports, the one that was changed last holds
    /// or, where that is not told, one that says when it was over; what any of them says of the cause is kept.
    pub fn add(&mut self, number: usize, export: &Export) {
        let is_mixed = (0..export.rows()).any(|row| is_incident(export.text(row, Role::Type)));
        // A ticket is closed later than service is back, and stands for it only where no column tells the latter.
        let end = match export.tells(Role::Restored) {
            true => Role::Restored,
            false => Role::Closed,
        };
        // What service was back by may be the ticket, and what it began by that somebody noticed it.
        let is_resolved = [end, Role::Duration]
            .iter()
            .any(|role| is_called(export, *role, "resol"));
        let is_detected = ["detect", "discover"]
            .iter()
            .any(|word| is_called(export, Role::Started, word));
        let says_of_cause = |row| export.text(row, Role::CausedBy);
        let mut told = (0..export.rows())
            .map(says_of_cause)
            .filter(|said| !is_blank_cause(said) && !said.is_empty());
        // Where no row says more than whether a deployment caused it, "1" is no name.
        let are_flags = told.all(is_yes_or_no);
        // How often each incident without an id stands in this export: what is alike in one export is not the same.
        let mut alike: BTreeMap<(String, i64), usize> = BTreeMap::new();
        for row in 0..export.rows() {
            let text = |role| export.text(row, role);
            // Of a tracker's issues only those that are incidents.
            if is_mixed && !is_incident(text(Role::Type)) || is_none(text(Role::State)) {
                self.others += 1;
                continue;
            }
            let id = match text(Role::Id) {
                "" => format!("row {}", row + 1),
                id => id.to_owned(),
            };
            let names = [Role::Commit, Role::Change, Role::Version].map(text);
            let updated = export.time(row, Role::Updated);
            let started = began(export, row);
            // Nought stands for what was never resolved.
            let lasted = || {
                let seconds = export.seconds(row, Role::Duration)?;
                let is_told = seconds > 0.0 && seconds < LONGEST;
                // Holds because it is checked to be few seconds.
                started.filter(|_| is_told).map(|at| at + seconds as i64)
            };
            let restored = export
                .time(row, end)
                .or_else(lasted)
                .or_else(|| export.time(row, Role::Finished));
            let resolved = match (export.tells(Role::Finished), is_resolved) {
                (true, _) => export.time(row, Role::Finished),
                (false, true) => restored,
                (false, false) => None,
            };
            let mut incident = Incident {
                service: text(Role::Service).to_owned(),
                table: text(Role::Table).to_owned(),
                started,
                detected: match is_detected {
                    true => started,
                    false => export.time(row, Role::Detected),
                },
                created: match export.tells(Role::Created) {
                    true => export.time(row, Role::Created),
                    false => started,
                },
                restored,
                resolved,
                closed: export.time(row, Role::Closed).or_else(|| {
                    // Without that the row of a closed ticket was changed last when it was closed.
                    is_closed(text(Role::State)).then_some(updated).flatten()
                }),
                causes: listed(export.raw(row, Role::CausedBy))
                    .filter(|cause| !is_blank_cause(cause))
                    .map(|cause| {
                        if are_flags && is_yes(cause) {
                            YES
                        } else {
                            cause
                        }
                    })
                    .map(str::to_owned)
                    .collect(),
                names: names
                    .into_iter()
                    .flat_map(listed)
                    .map(str::to_owned)
                    .collect(),
                severity: text(Role::Severity).to_owned(),
                place: (number, row),
                updated,
                id,
            };
            let key = match (text(Role::Id), incident.started) {
                ("", None) => format!("{number}\n{row}"),
                // Another export tells of it by the same service and beginning.
                ("", Some(started)) => {
                    let own = format!("{}\n{}", incident.service, text(Role::Title));
                    let nth = alike.entry((own.clone(), started)).or_default();
                    *nth += 1;
                    format!("{nth}\n{started}\n{own}")
                }
                (id, _) if id.parse().is_ok_and(|id| self.of_services.contains(&id)) => {
                    format!("{id}\n{}", own_name(&incident.service))
                }
                (id, _) => id.to_owned(),
            };
            let Some(at) = self.known.get(&key) else {
                self.known.insert(key, self.found.len());
                self.found.push(incident);
                continue;
            };
            self.copies += u64::from(text(Role::Id).is_empty());
            let known = &mut self.found[*at];
            incident.causes.append(&mut known.causes);
            incident.causes.sort_unstable();
            incident.causes.dedup();
            if incident.how_late() < known.how_late() {
                known.causes = incident.causes;
            } else {
                *known = incident;
            }
        }
    }
}

/// Whether the name of the column of a role has a word in it.
fn is_called(export: &Export, role: Role, word: &str) -> bool {
    let column = export.roles.get(&role);
    let name = column.and_then(|column| export.names().get(*column));
    name.is_some_and(|name| name.to_lowercase().contains(word))
}

/// Whether a report is said to be of no incident, or of one that another tells of, as incident.io has it.
fn is_none(state: &str) -> bool {
    ["declined", "merged", "duplicate"]
        .iter()
        .any(|none| none.eq_ignore_ascii_case(state))
}

/// Incidents of the services that are looked at.
pub(super) struct Began {
    /// Those that began in the window, by their places.
    pub inside: Vec<usize>,
    /// How many incidents of each service began in it, looked at or not.
    pub of: Vec<u64>,
    /// How many began outside it, or at no time that is told.
    pub outside: u64,
    /// When the first and the last of all began, and how many did at a time that is told.
    pub known: Option<(i64, i64, u64)>,
}

/// Finds those of the services that are looked at.
pub(super) fn began_in(history: &History, asked: &Asked, window: Window) -> Began {
    let services = &history.columns.incident_of;
    let are_looked_at = services.which(|service| asked.looks_at(service));
    let is_in = |at: i64| (window.from..window.to).contains(&at);
    let mut began = Began {
        inside: Vec::new(),
        of: vec![0; services.names.len()],
        outside: 0,
        known: None,
    };
    for (at, started) in history.columns.began.iter().copied().enumerate() {
        let service = services.of[at] as usize;
        let is_known = started != NEVER;
        let is_inside = is_known && is_in(started);
        began.of[service] += u64::from(is_inside);
        if !are_looked_at[service] {
            continue;
        }
        if is_known {
            let (first, last, n) = began.known.unwrap_or((started, started, 0));
            began.known = Some((first.min(started), last.max(started), n + 1));
        }
        match is_inside {
            true => began.inside.push(at),
            false => began.outside += 1,
        }
    }
    began
}

/// Numbers that several services of an export count for themselves. Each tells each of its own once: where one has several rows, as in
/// a log of events, an incident may have passed from one service to another. So it may where only one number comes again, unless each
/// service begins with 1.
fn counted_by_service(export: &Export) -> BTreeSet<u64> {
    let mut services: BTreeMap<u64, BTreeMap<String, Option<i64>>> = BTreeMap::new();
    let mut counts: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for row in 0..export.rows() {
        let service = own_name(export.text(row, Role::Service));
        let Ok(number) = export.text(row, Role::Id).parse() else {
            return BTreeSet::new();
        };
        if service.is_empty() {
            continue;
        }
        let own = services.entry(number).or_default();
        if own.insert(service.clone(), began(export, row)).is_some() {
            return BTreeSet::new();
        }
        counts.entry(service).or_default().insert(number);
    }
    services.retain(|_, own| own.len() > 1);
    // One that passed from service to service began once.
    let is_apart = |own: &BTreeMap<String, Option<i64>>| {
        let begun: BTreeSet<&i64> = own.values().flatten().collect();
        begun.len() == own.values().flatten().count()
    };
    let apart = services.values().filter(|own| is_apart(own)).count();
    let from_1 = |own: &BTreeSet<u64>| own.iter().copied().eq(1..=own.len() as u64);
    let all_from_1 = counts.values().all(from_1);
    match apart {
        // Two that passed would hardly be the first of every service.
        0 if services.len() > 1 && all_from_1 => services.into_keys().collect(),
        0 => BTreeSet::new(),
        1 if !all_from_1 => BTreeSet::new(),
        1 => services
            .into_iter()
            .filter(|(_, own)| is_apart(own))
            .map(|(id, _)| id)
            .collect(),
        _ => services.into_keys().collect(),
    }
}

/// The name of a service without its owner, however it is spelled.
fn own_name(service: &str) -> String {
    let service = one_spelling(service);
    service.rsplit('/').next().unwrap_or_default().to_owned()
}

/// When the incident of a row began or, failing that, was opened or created.
fn began(export: &Export, row: usize) -> Option<i64> {
    let mut roles = [Role::Started, Role::Created].into_iter();
    roles.find_map(|role| export.time(row, role))
}

/// Whether a state is that of a ticket that is closed.
fn is_closed(state: &str) -> bool {
    ["closed", "resolved", "done", "canceled", "cancelled"]
        .iter()
        .any(|closed| closed.eq_ignore_ascii_case(state))
}

/// Whether a cell says nothing of a cause: what says that there is none says something.
fn is_blank_cause(cause: &str) -> bool {
    ["null", "na", "n/a", "nan", "?", "-", "unknown"]
        .iter()
        .any(|blank| blank.eq_ignore_ascii_case(cause))
}
