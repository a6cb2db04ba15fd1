//! The exports that are open together, and the history that they make.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::board::Board;
use super::export::Export;
use super::exposed::{Share, shares};
use super::exposure::{Exposure, Signs};
use super::history::History;
use super::kind::{Guess, Kind};
use super::link::Links;
use super::role::Role;
use super::rules::Rules;
use crate::source::Opened;

/// What an export was taken for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Taken {
    /// What its rows are.
    pub kind: Kind,
    /// How many there are.
    pub rows: u64,
    /// Names of its columns, each with what it tells, if anything.
    pub columns: Vec<(String, Option<Role>)>,
}

/// Exports by the numbers of their files, and what was made of them last.
#[derive(Default)]
pub struct Ledger {
    exports: BTreeMap<u32, Export>,
    history: Option<(Rules, History, Links)>,
    exposed: Option<(Signs, Vec<Share>, Vec<Exposure>)>,
}

impl Ledger {
    /// Takes an opened file in, if it is an export of a delivery tool; as `said`, where somebody says what it is.
    pub fn add(
        &mut self,
        number: u32,
        name: &str,
        opened: Opened,
        said: Option<Guess>,
    ) -> Option<Taken> {
        let export = match said {
            Some(guess) => Export::with(name, opened, guess),
            None => Export::of(name, opened)?,
        };
        let told = |at: usize| {
            let mut roles = export.roles.iter();
            roles
                .find(|(_, place)| **place == at)
                .map(|(role, _)| *role)
        };
        let columns = export.names.iter().enumerate();
        let taken = Taken {
            kind: export.kind,
            rows: export.rows() as u64,
            columns: columns.map(|(at, name)| (name.clone(), told(at))).collect(),
        };
        self.exports.insert(number, export);
        self.forget();
        Some(taken)
    }

    /// Lets a file go.
    pub fn remove(&mut self, number: u32) {
        if self.exports.remove(&number).is_some() {
            self.forget();
        }
    }

    /// What the exports answer together; nothing where there is none.
    pub fn ask(&mut self, asked: &Asked) -> Option<Board> {
        if self.exports.is_empty() {
            return None;
        }
        let is_same = |(rules, ..): &(Rules, History, Links)| *rules == asked.rules;
        if !self.history.as_ref().is_some_and(is_same) {
            // Lists of rows name exports by their place among these.
            let exports: Vec<&Export> = self.exports.values().collect();
            let history = History::of(&exports, &asked.rules);
            let links = Links::of(&history, &asked.rules);
            self.history = Some((asked.rules.clone(), history, links));
            self.exposed = None;
        }
        let (_, history, links) = self.history.as_ref()?;
        if self
            .exposed
            .as_ref()
            .is_none_or(|(signs, ..)| *signs != asked.signs)
        {
            let exposures = history.changes.iter().map(|change| asked.signs.of(change));
            let exposures: Vec<Exposure> = exposures.collect();
            let shares = shares(history, &asked.signs, &exposures);
            self.exposed = Some((asked.signs.clone(), shares, exposures));
        }
        let (_, shares, exposures) = self.exposed.as_ref()?;
        Some(Board::of(history, links, shares, exposures, asked))
    }

    fn forget(&mut self) {
        self.history = None;
        self.exposed = None;
    }
}
