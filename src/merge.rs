//! What can be put together from parts that were counted apart.

/// A partial result that can take in another of its kind.
///
/// Laws (held by `tests/laws.rs`): merging an empty part changes nothing, and grouping of parts does not matter.
pub trait Merge {
    /// Takes in `other`, which was counted after `self` in file order.
    fn merge(&mut self, other: Self);
}
