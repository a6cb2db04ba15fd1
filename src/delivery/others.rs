//! What else deployments can be divided by: columns of their exports that tell nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::columns::Coded;
use super::deployment::Deployment;
use super::export::Export;
use super::kind::Kind;
use super::role::Role;
use crate::table::{named, words};

/// Answers of a column that divides deployments, at most: more are ids, times or texts.
const MOST: usize = 40;
/// Words of columns that tell who did it: people are not compared.
const PEOPLE: [&str; 12] = [
    "author",
    "actor",
    "by",
    "user",
    "username",
    "owner",
    "creator",
    "committer",
    "deployer",
    "engineer",
    "developer",
    "login",
];

/// The columns by their names, with what each deployment says; of a deployment with several rows the first.
pub(super) fn others(
    exports: &[Rc<Export>],
    deployments: &[Deployment],
) -> BTreeMap<String, Coded> {
    let mut places: BTreeMap<&str, Vec<Option<usize>>> = BTreeMap::new();
    let mut unfit: BTreeSet<&str> = BTreeSet::new();
    for (number, export) in exports.iter().enumerate() {
        if export.kind != Kind::Deployments {
            continue;
        }
        for (at, name) in export.names().iter().enumerate() {
            if !divides(export, at) {
                unfit.insert(name);
                continue;
            }
            let own = places.entry(name);
            let own = own.or_insert_with(|| vec![None; exports.len()]);
            own[number] = Some(at);
        }
    }
    let fit = places.into_iter().filter(|(name, _)| !unfit.contains(name));
    let coded = |places: &[Option<usize>]| {
        let said = deployments.iter().map(|one| {
            let row = one.rows.first();
            let said =
                row.and_then(|row| Some(exports[row.export].said(row.row, places[row.export]?)));
            said.unwrap_or_default()
        });
        Coded::of(said)
    };
    fit.map(|(name, places)| (name.to_owned(), coded(&places)))
        .collect()
}

/// Whether a column can divide deployments.
fn divides(export: &Export, at: usize) -> bool {
    let name = &export.names()[at];
    let has_role = export
        .roles
        .iter()
        .any(|(role, place)| *place == at && *role != Role::Type);
    let is_personal = words(name)
        .iter()
        .any(|word| PEOPLE.contains(&word.as_str()));
    if name.is_empty() || has_role || is_personal || named(name).is_some() {
        return false;
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for row in 0..export.rows() {
        let said = export.said(row, at);
        if !said.is_empty() && known.insert(said) && known.len() > MOST {
            return false;
        }
    }
    known.len() >= 2
}
