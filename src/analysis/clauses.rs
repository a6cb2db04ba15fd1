//! The rows that clauses of filters keep: a step of a cross-filter changes one clause, and the others are not gone through again.

use super::coded::Codes;
use super::plan::Keep;
use super::view::Rows;
use crate::table::{Bitmap, Table};

/// The clauses of one table that were asked last, each with the rows that it keeps.
#[derive(Clone, Debug, Default)]
pub struct Clauses(Vec<(Keep, Bitmap)>);

impl Clauses {
    /// Clauses kept at most; a bit per row each.
    const MOST: usize = 24;

    /// The rows that every clause keeps.
    pub(super) fn kept(&mut self, clauses: &[Keep], table: &Table) -> Bitmap {
        let mut kept = Bitmap::full(table.rows as usize);
        for clause in clauses {
            kept.and(self.one(clause, table));
        }
        kept
    }

    fn one(&mut self, clause: &Keep, table: &Table) -> &Bitmap {
        let known = match self.0.iter().position(|(other, _)| other == clause) {
            Some(at) => self.0.remove(at),
            None => (clause.clone(), rows(clause, table)),
        };
        if self.0.len() == Self::MOST {
            self.0.remove(0);
        }
        // The one asked last is the last to go.
        &self.0.push_mut(known).1
    }
}

/// The rows that a clause keeps.
fn rows(clause: &Keep, table: &Table) -> Bitmap {
    let codes = Codes::of(table, &clause.coding);
    let mut is_kept = vec![false; codes.many + 1];
    for code in &clause.codes {
        if let Some(is_kept) = is_kept.get_mut(*code as usize) {
            *is_kept = true;
        }
    }
    let many = table.rows as usize;
    let mut rows = Bitmap::new(many);
    codes.runs(&Rows::Every(0..many), &mut |start, codes| {
        for (row, code) in (start..).zip(codes) {
            if is_kept[*code as usize] {
                rows.set(row);
            }
        }
    });
    rows
}
