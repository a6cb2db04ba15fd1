//! A share pooled over services, teams or repositories that differ.

use super::{share, student};
use crate::analysis::{Interval, Unmeasurable};

/// A share whose interval allows for services that differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusteredShare {
    /// 0 to 1.
    pub share: f64,
    /// Clusters with any rows.
    pub clusters: u64,
    /// Standard error over services.
    pub se: f64,
    /// How many independent rows would tell as much.
    pub effective: f64,
    /// Wilson's interval on that number.
    pub interval: Interval,
}

/// The share of `hits` of `n` in each cluster, pooled; clusters without rows take no part.
///
/// Refuses no rows and fewer than three clusters. Where clusters do not differ at all the interval is that of plain rows.
/// Source: R survey 4.1.1 `svymean` with `ids`, then base `prop.test` on the effective number.
pub fn clustered(counts: &[(u64, u64)], level: f64) -> Result<ClusteredShare, Unmeasurable> {
    let counts: Vec<(f64, f64)> = counts
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(hits, n)| (*hits as f64, *n as f64))
        .collect();
    let all: f64 = counts.iter().map(|(_, n)| n).sum();
    if all == 0.0 {
        return Err(Unmeasurable::Empty);
    }
    if counts.len() < 3 {
        return Err(Unmeasurable::TooFewClusters {
            clusters: counts.len() as u64,
        });
    }
    let many = counts.len() as f64;
    let share = counts.iter().map(|(hits, _)| hits).sum::<f64>() / all;
    let apart = |(hits, n): &(f64, f64)| (hits - share * n).powi(2);
    let variance = many / (many - 1.0) * counts.iter().map(apart).sum::<f64>() / (all * all);
    let scale = super::normal::z(level) / student::t(level, many - 1.0);
    let effective = match variance > 0.0 {
        true => all.min(share * (1.0 - share) / variance * scale * scale),
        false => all,
    };
    Ok(ClusteredShare {
        share,
        clusters: counts.len() as u64,
        se: variance.sqrt(),
        effective,
        interval: share::wilson(share * effective, effective, level)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_that_do_not_differ_are_plain_rows() {
        let pooled = clustered(&[(1, 10), (2, 20), (3, 30), (0, 0)], 0.95).unwrap();
        assert_eq!(pooled.effective, 60.0);
        assert_eq!(pooled.interval, share::wilson(6.0, 60.0, 0.95).unwrap());
    }
}
