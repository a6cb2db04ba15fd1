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

impl Rate {
    /// The same, but for its base without anything where that is small.
    pub(super) fn withheld(self) -> Rate {
        match is_small(self.n) {
            false => self,
            true => Rate {
                hits: 0,
                interval: Err(Unmeasurable::TooFew {
                    used: self.n,
                    least: HIDE,
                }),
                inner: None,
                ..self
            },
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
    use super::{left_out, left_out_of_any};

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
