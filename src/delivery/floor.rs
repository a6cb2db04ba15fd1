//! Groups that are too small to be told of, and what would give them away.

use super::curve::Curve;
use super::metrics::Rate;
use crate::analysis::Unmeasurable;
use crate::analysis::stats::base::HIDE;

/// Whether a group of so many is too small to be told of; of nobody there is nothing to tell.
pub(super) fn is_small(n: u64) -> bool {
    (1..HIDE).contains(&n)
}

/// Which groups are left out of the numbers of all together: small ones that whoever takes the other groups away from the whole
/// would see. Where no group is big enough to be seen, the whole gives none away.
pub(super) fn left_out(n: &[u64]) -> Vec<bool> {
    let small: u64 = n.iter().copied().filter(|n| is_small(*n)).sum();
    let gives_away = is_small(small) && n.iter().any(|n| *n >= HIDE);
    n.iter().map(|n| gives_away && is_small(*n)).collect()
}

/// Which services are left out of a view of some of them: one with fewer events than `least` could be found out from two views that
/// differ by it alone, so that such ones are looked at all together or not at all. `n` has the events of each service, in view or not.
pub(super) fn alone(n: &[u64], is_in_view: &[bool], least: u64) -> Vec<bool> {
    let is_few = |n: u64| (1..least).contains(&n);
    let each = || n.iter().copied().zip(is_in_view.iter().copied());
    let few: u64 = n.iter().copied().filter(|n| is_few(*n)).sum();
    let are_all_in_view = each().all(|(n, is_in_view)| is_in_view || !is_few(n));
    let is_any_told = each().any(|(n, is_in_view)| is_in_view && n >= least);
    let in_view: u64 = each().filter(|(_, is)| *is).map(|(n, _)| n).sum();
    let gives_away = match are_all_in_view {
        true => is_few(few) && is_any_told,
        // Of under so many in view nothing is told anyway.
        false => in_view >= least,
    };
    each()
        .map(|(n, is_in_view)| gives_away && is_in_view && is_few(n))
        .collect()
}

/// Which groups are left out of the numbers of all together where these are told out of several bases: whoever is left out of one is
/// left out of all.
pub(super) fn left_out_of_any(bases: &[Vec<u64>]) -> Vec<bool> {
    let many = bases.first().map_or(0, Vec::len);
    let mut is_out = vec![false; many];
    loop {
        let before = is_out.clone();
        for base in bases {
            // Who is out already is no part of the whole that the others are taken from.
            let kept = base.iter().zip(&is_out);
            let kept: Vec<u64> = kept
                .map(|(n, is_out)| if *is_out { 0 } else { *n })
                .collect();
            for (is_out, now) in is_out.iter_mut().zip(left_out(&kept)) {
                *is_out |= now;
            }
        }
        if is_out == before {
            return is_out;
        }
    }
}

/// Which cells of a table are not told of: those with fewer than `least`, those of rows that are `out`, and so many others, the
/// smallest first, that no row and no column tells by its sum what so few of its cells hold. `n` has the rows, all as long.
pub(super) fn withheld_cells(n: &[Vec<u64>], out: &[bool], least: u64) -> Vec<Vec<bool>> {
    let is_few = |n: u64| (1..least).contains(&n);
    let mut withheld: Vec<Vec<bool>> = n
        .iter()
        .zip(out)
        .map(|(row, out)| row.iter().map(|n| *out || is_few(*n)).collect())
        .collect();
    let (rows, columns) = (n.len(), n.first().map_or(0, Vec::len));
    let is_few_hidden = |line: &[(u64, bool)]| {
        let hidden = line.iter().filter(|(_, is_hidden)| *is_hidden);
        is_few(hidden.map(|(n, _)| n).sum())
    };
    // The smallest of those in a line that are told of, where these tell what is hidden in it.
    let partner = |line: &[(u64, bool)]| {
        let told = line.iter().enumerate();
        let told = told.filter(|(_, (n, is_hidden))| *n > 0 && !is_hidden);
        let smallest = told.min_by_key(|(_, (n, _))| *n);
        smallest.filter(|_| is_few_hidden(line)).map(|(at, _)| at)
    };
    loop {
        let mut are_more = false;
        for row in 0..rows {
            let line: Vec<(u64, bool)> = (0..columns)
                .map(|at| (n[row][at], withheld[row][at]))
                .collect();
            if let Some(at) = partner(&line) {
                (withheld[row][at], are_more) = (true, true);
            }
        }
        for at in 0..columns {
            let line: Vec<(u64, bool)> = (0..rows)
                .map(|row| (n[row][at], withheld[row][at]))
                .collect();
            if let Some(row) = partner(&line) {
                (withheld[row][at], are_more) = (true, true);
            }
        }
        if !are_more {
            return withheld;
        }
    }
}

impl Rate {
    /// The same, but for its base without anything where that is small.
    pub(super) fn withheld(self) -> Rate {
        match is_small(self.n) {
            false => self,
            true => self.hidden(HIDE),
        }
    }

    /// Its base without anything, where it takes at least so many to be told of.
    pub(super) fn hidden(self, least: u64) -> Rate {
        Rate {
            hits: 0,
            interval: Err(Unmeasurable::TooFew {
                used: self.n,
                least,
            }),
            inner: None,
            ..self
        }
    }
}

impl Curve {
    /// The same, but for its base without anything where that is small.
    pub(super) fn withheld(self) -> Curve {
        match is_small(self.n) {
            false => self,
            true => Curve {
                n: self.n,
                ..Curve::default()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{alone, left_out, left_out_of_any, withheld_cells};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_sum_tells_what_few_hold(rows in proptest::collection::vec(proptest::collection::vec(0_u64..12, 6), 1..5), out: u8) {
            let out: Vec<bool> = (0..rows.len()).map(|row| out >> row & 1 == 1).collect();
            let withheld = withheld_cells(&rows, &out, 5);
            let columns = (0..6).map(|at| (0..rows.len()).map(|row| (row, at)).collect());
            let lines = (0..rows.len()).map(|row| (0..6).map(|at| (row, at)).collect());
            let lines: Vec<Vec<(usize, usize)>> = lines.chain(columns).collect();
            for line in lines {
                let of = |is: bool| {
                    let cells = line.iter().filter(|(row, at)| withheld[*row][*at] == is);
                    cells.map(|(row, at)| rows[*row][*at]).collect::<Vec<u64>>()
                };
                let (told, hidden) = (of(false), of(true).iter().sum::<u64>());
                let is_any_told = told.iter().any(|n| *n > 0);
                prop_assert!(!(is_any_told && (1..5).contains(&hidden)), "{rows:?} {withheld:?}");
                prop_assert!(told.iter().all(|n| *n == 0 || *n >= 5));
            }
            let is_needed = rows.iter().flatten().any(|n| (1..5).contains(n)) || out.contains(&true);
            prop_assert!(is_needed || !withheld.iter().flatten().any(|is| *is));
        }
    }

    #[test]
    fn no_two_views_differ_by_a_service_of_few() {
        let n = [60, 0, 4, 3, 9, 40];
        // The services of which anything is told, and how many events these have.
        let told = |view: u32| -> (u32, u64) {
            let is_in_view: Vec<bool> = (0..n.len()).map(|at| view >> at & 1 == 1).collect();
            let out = alone(&n, &is_in_view, 5);
            let is_told = |at: &usize| is_in_view[*at] && !out[*at];
            let told = || (0..n.len()).filter(is_told);
            (told().map(|at| 1 << at).sum(), told().map(|at| n[at]).sum())
        };
        for (one, fewer) in (0..1 << n.len()).map(told) {
            for (other, more) in (0..1 << n.len()).map(told) {
                // Of under five nothing is told.
                let are_both_told = fewer >= 5 && more >= 5;
                if are_both_told && one & other == one {
                    assert!(!(1..5).contains(&(more - fewer)), "{other:b} less {one:b}");
                }
            }
        }
        assert_eq!(told(0b11_1111), (0b11_1111, 116));
        assert_eq!(told(0b10_0101), (0b10_0001, 100));
        assert_eq!(alone(&[92, 4], &[true, true], 5), [false, true]);
        assert_eq!(alone(&[92, 4], &[false, true], 5), [false, false]);
    }

    #[test]
    fn who_is_left_out_of_one_base_is_out_of_all() {
        // One has few deployments, the other few that had time to fail.
        let bases = [vec![95, 60, 3], vec![92, 2, 3]];
        assert_eq!(left_out_of_any(&bases), [false, true, true]);
        let young = [vec![92, 3, 4], vec![92, 3, 0]];
        assert_eq!(left_out_of_any(&young), [false, true, true]);
        assert_eq!(left_out_of_any(&[]), Vec::<bool>::new());
    }

    #[test]
    fn only_what_could_be_told_from_the_whole_is_left_out() {
        assert_eq!(left_out(&[92, 4]), [false, true]);
        assert_eq!(left_out(&[92, 2, 2, 0]), [false, true, true, false]);
        // Who takes 92 from 99 knows of two groups of 3 and 4 only what they are together.
        assert_eq!(left_out(&[92, 3, 4]), [false, false, false]);
        assert_eq!(left_out(&[4]), [false]);
        assert_eq!(left_out(&[4, 3, 0]), [false, false, false]);
    }
}
