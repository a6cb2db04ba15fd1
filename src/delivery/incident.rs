//! Incidents: degradations of service, each once however many events an export has of it.

use std::collections::BTreeMap;

use super::export::Export;
use super::role::Role;

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
    /// When service was restored; none while it is open.
    pub restored: Option<i64>,
    /// The deployment that its row says caused it.
    pub caused_by: String,
    /// The commits, changes and versions that it names.
    pub names: Vec<String>,
    /// How bad it is, as the export says it.
    pub severity: String,
    /// Which export, and which of its rows says the last of it.
    pub place: (usize, usize),
}

impl Incident {
    /// Hours from its beginning until service was restored.
    pub fn hours(&self) -> Option<f64> {
        Some((self.restored? - self.started?) as f64 / 3600.0)
    }
}

/// The incidents of an export, each once: of several rows with one id the last one holds.
pub(super) fn fold(number: usize, export: &Export<'_>) -> Vec<Incident> {
    let mut found: Vec<Incident> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let is_mixed = (0..export.rows()).any(|row| is_incident(export.text(row, Role::Type)));
    // A ticket is closed later than service is back, and stands for it only where nothing else tells.
    let end = match export.tells(Role::Restored) {
        true => Role::Restored,
        false => Role::Closed,
    };
    for row in 0..export.rows() {
        let text = |role| export.text(row, role);
        // Of a tracker's issues only those that are incidents.
        if is_mixed && !is_incident(text(Role::Type)) {
            continue;
        }
        let id = text(Role::Id);
        let names = [Role::Commit, Role::Change, Role::Version].map(text);
        let incident = Incident {
            id: if id.is_empty() {
                format!("row {}", row + 1)
            } else {
                id.to_owned()
            },
            service: text(Role::Service).to_owned(),
            table: text(Role::Table).to_owned(),
            started: [Role::Started, Role::Created]
                .into_iter()
                .find_map(|role| export.time(row, role)),
            restored: export.time(row, end),
            caused_by: text(Role::CausedBy).to_owned(),
            names: names
                .into_iter()
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            severity: text(Role::Severity).to_owned(),
            place: (number, row),
        };
        match known.get(id) {
            Some(at) if !id.is_empty() => found[*at] = incident,
            _ => {
                known.insert(id, found.len());
                found.push(incident);
            }
        }
    }
    found
}

fn is_incident(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    kind.contains("incident") || kind.contains("outage")
}
