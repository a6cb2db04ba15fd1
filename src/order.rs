//! Puts things in order with little code: the quick sort of the standard library comes anew, and long, with every kind of thing
//! that is sorted by it, which what is short or seldom sorted is not worth.

use std::collections::BinaryHeap;

/// The things from the least on. Those that are equal are as good as one another.
pub fn rising<T: Ord>(things: impl Into<BinaryHeap<T>>) -> Vec<T> {
    things.into().into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_in_order() {
        assert_eq!(rising([3, 1, 2, 1]), [1, 1, 2, 3]);
        assert!(rising(Vec::<u8>::new()).is_empty());
    }
}
