//! p-values for several tests shown together.
//!
//! A test that was refused has no p-value, takes no part in the family and stays absent.

/// Holm's adjusted p-values, in the order given.
///
/// Source: R `p.adjust(p, "holm")`.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let mut least = 0.0_f64;
    for (rank, &(at, value)) in order.iter().enumerate() {
        least = least.max((order.len() - rank) as f64 * value).min(1.0);
        adjusted[at] = Some(least);
    }
    adjusted
}

/// Benjamini and Hochberg's adjusted p-values, in the order given.
///
/// Source: R `p.adjust(p, "BH")`.
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let mut adjusted = vec![None; p.len()];
    let mut most = 1.0_f64;
    for (rank, &(at, value)) in order.iter().enumerate().rev() {
        most = most.min(order.len() as f64 / (rank + 1) as f64 * value);
        adjusted[at] = Some(most);
    }
    adjusted
}

/// The p-values there are, each with its place, smallest first.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(at, value)| value.map(|value| (at, value)))
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusting_never_lowers_and_holm_is_the_stricter() {
        let raw = [Some(0.04), None, Some(0.001), Some(0.04), Some(0.7)];
        let (holm, bh) = (holm(&raw), benjamini_hochberg(&raw));
        for ((raw, holm), bh) in raw.iter().zip(&holm).zip(&bh) {
            assert!(raw <= bh && bh <= holm, "{raw:?} {bh:?} {holm:?}");
        }
        assert_eq!(holm[1], None);
    }
}
