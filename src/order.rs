//! Puts things in order with little code: the quick sort of the standard library comes anew, and long, with every kind of thing
//! that is sorted by it, which what is short or seldom sorted is not worth.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The things from the least on. Those that are equal are as good as one another.
pub fn rising<T: Ord>(things: impl Into<BinaryHeap<T>>) -> Vec<T> {
    things.into().into_sorted_vec()
}

/// Which of two names comes first, where numbers in them count as numbers: `svc-2` before `svc-10`.
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut a, mut b) = (one.as_bytes(), other.as_bytes());
    while let (Some(first), Some(second)) = (a.first(), b.first()) {
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (left, right) = (number(&mut a), number(&mut b));
            left.len().cmp(&right.len()).then(left.cmp(right))
        } else {
            (a, b) = (&a[1..], &b[1..]);
            first.cmp(second)
        };
        if order.is_ne() {
            return order;
        }
    }
    // Names that count the same, such as `7` and `07`, are still different ones.
    a.len().cmp(&b.len()).then(one.cmp(other))
}

/// Takes the digits that `text` starts with; those that count.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let is_other = |byte: &u8| !byte.is_ascii_digit();
    let digits = text.iter().position(is_other).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    *text = rest;
    let zeros = number.iter().take_while(|digit| **digit == b'0').count();
    &number[zeros..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_count_up() {
        let mut names = [
            "svc-10", "svc-9a", "svc-9", "svc-09", "svc", "svc-x", "b", "1",
        ];
        names.sort_by(|one, other| natural(one, other));
        assert_eq!(
            names,
            [
                "1", "b", "svc", "svc-09", "svc-9", "svc-9a", "svc-10", "svc-x"
            ]
        );
    }

    proptest! {
        #[test]
        fn each_name_has_one_place(names in proptest::collection::vec("[a0-2é]{0,5}", 0..12)) {
            let in_order = |mut names: Vec<String>| {
                names.sort_by(|one, other| natural(one, other));
                names
            };
            let backwards = names.iter().rev().cloned().collect();
            prop_assert_eq!(in_order(names.clone()), in_order(backwards));
            for pair in in_order(names).windows(2) {
                prop_assert_eq!(natural(&pair[0], &pair[1]).is_eq(), pair[0] == pair[1]);
                prop_assert!(natural(&pair[1], &pair[0]).is_ge());
            }
        }
    }

    #[test]
    fn things_come_in_order() {
        assert_eq!(rising([3, 1, 2, 1]), [1, 1, 2, 3]);
        assert!(rising(Vec::<u8>::new()).is_empty());
    }
}
