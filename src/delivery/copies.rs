//! Rows that stand in several exports alike, as where two exports of one tool overlap: each counts once.

use std::rc::Rc;

use hashbrown::HashTable;

use super::export::Export;
use super::kind::Kind;
use crate::table::{Bitmap, hash};

/// Which rows of some exports stand in an earlier one, too.
pub(super) struct Copies<'e>(Vec<(&'e Export, Bitmap)>);

/// Rows of one content.
struct Alike {
    /// One of them: which export, and which of its rows.
    one: (usize, usize),
    /// How many of them the export with most has, of those that were read before.
    before: u32,
    /// The export that was read last, and how many it has so far.
    here: (usize, u32),
}

impl<'e> Copies<'e> {
    /// Of the exports in the order in which they are read. Of rows that one export has several times, as many count as the export
    /// with most of them has.
    pub fn of(exports: &'e [Rc<Export>]) -> Copies<'e> {
        let mut known: HashTable<Alike> = HashTable::new();
        let hash_of = |(export, row): (usize, usize)| exports[export].hash_of_row(row);
        let mut found = Vec::new();
        for (number, export) in exports.iter().enumerate() {
            let is_like = |other: &&Rc<Export>| other.is_like(export);
            // What has no ids of its own; the others are known by theirs.
            let is_counted = matches!(export.kind, Kind::Reviews | Kind::Runs | Kind::Events);
            if !is_counted || exports.iter().filter(is_like).count() < 2 {
                continue;
            }
            let mut copies = Bitmap::new(export.rows());
            for row in 0..export.rows() {
                let own = hash_of((number, row));
                let is_same = |alike: &Alike| {
                    let (other, other_row) = alike.one;
                    export.has_same_row(row, &exports[other], other_row)
                };
                let Some(alike) = known.find_mut(own, is_same) else {
                    let alike = Alike {
                        one: (number, row),
                        before: 0,
                        here: (number, 1),
                    };
                    known.insert_unique(own, alike, |alike| hash_of(alike.one));
                    continue;
                };
                if alike.here.0 != number {
                    alike.before = alike.before.max(alike.here.1);
                    alike.here = (number, 0);
                }
                alike.here.1 += 1;
                if alike.here.1 <= alike.before {
                    copies.set(row);
                }
            }
            found.push((&**export, copies));
        }
        Copies(found)
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(_, copies)| copies.count()).sum()
    }

    /// The rows of an export that are none.
    pub fn others(&self, export: &'e Export) -> impl Iterator<Item = usize> + use<'_, 'e> {
        let mut all = self.0.iter();
        let copies = all.find(|(known, _)| std::ptr::eq(*known, export));
        (0..export.rows()).filter(move |row| copies.is_none_or(|(_, copies)| !copies.get(*row)))
    }
}

impl Export {
    /// Whether another has the same columns, and rows of the same kind.
    fn is_like(&self, other: &Export) -> bool {
        self.kind == other.kind && self.names() == other.names()
    }

    fn hash_of_row(&self, row: usize) -> u64 {
        let cells = 0..self.names().len();
        cells.fold(0, |so_far: u64, column| {
            so_far.rotate_left(7) ^ hash(self.said(row, column))
        })
    }

    fn has_same_row(&self, row: usize, other: &Export, other_row: usize) -> bool {
        let mut cells = 0..self.names().len();
        self.is_like(other)
            && cells.all(|column| self.said(row, column) == other.said(other_row, column))
    }
}
