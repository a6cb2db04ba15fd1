//! Records that look like the header of a second table, which follows the first without a blank line.

use std::cell::OnceCell;

use super::header::Header;
use super::problems::{ProblemKind, Problems};
use super::records::Records;
use super::sniff::is_figure;
use crate::order::rising;

/// Notes records that look like the header of another table: the names in another order, or words between figures.
pub(super) fn note_other_headers(
    records: &Records,
    header: &Header,
    body: &[usize],
    problems: &mut Problems,
) {
    const LOOKED_AT: usize = 5000;
    let names = sorted(header.given.iter().map(String::as_str));
    let width = header.given.len();
    let rows = &body[..body.len().min(LOOKED_AT)];
    let is_word = |row: usize, column: usize| {
        let cell = records.cell(row, column).trim();
        cell.len() >= 2 && cell.starts_with(char::is_alphabetic) && !is_figure(cell)
    };
    // Figures above each record, by column: counted once some record has words alone, which few tables have.
    let above = OnceCell::new();
    let changes_at = |at: usize, column: usize| {
        let above: &Vec<Vec<usize>> = above.get_or_init(|| {
            (0..width)
                .map(|column| figures_above(records, rows, column))
                .collect()
        });
        let (before, all) = (above[column][at], above[column][rows.len()]);
        // The record itself holds words.
        let (after, below) = (all - before, rows.len() - at - 1);
        let is_most = |figures: usize, all: usize| figures * 10 >= all * 9;
        let is_least = |figures: usize, all: usize| figures * 10 <= all;
        is_most(before, at) && (is_least(after, below) || is_most(after, below))
            || is_least(before, at) && is_most(after, below)
    };
    for (at, &row) in rows.iter().enumerate() {
        let is_name = |cell: &str| names.binary_search(&cell.trim()).is_ok();
        let is_shuffled = width >= 2
            && records.width(row) == width
            && records.cells(row).all(is_name)
            && sorted(records.cells(row)) == names
            && !(0..width)
                .all(|column| records.cell(row, column).trim() == header.given[column].trim());
        // Words in every cell, and figures above or below in two columns at least.
        let is_worded = width >= 3
            && at >= 2
            && at + 2 < rows.len()
            && (0..width).all(|column| is_word(row, column))
            && sorted(records.cells(row))
                .windows(2)
                .all(|pair| pair[0] != pair[1])
            && (0..width).filter(|column| changes_at(at, *column)).count() >= 2;
        if is_shuffled || is_worded {
            problems.note(ProblemKind::OtherTable, records.place(row, None));
        }
    }
}

/// How many of the first so many of `rows` have a figure in a column, from none to all.
fn figures_above(records: &Records, rows: &[usize], column: usize) -> Vec<usize> {
    let mut above = vec![0];
    for row in rows {
        let is_one = is_figure(records.cell(*row, column).trim());
        above.push(above[above.len() - 1] + usize::from(is_one));
    }
    above
}

fn sorted<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    rising(cells.map(str::trim).collect::<Vec<&str>>())
}
