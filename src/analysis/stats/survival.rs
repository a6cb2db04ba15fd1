//! Lengths of time of which some had not ended when they were last looked at.

use super::normal;
use super::sum::Sum;
use crate::analysis::{Interval, Unmeasurable};

/// Shares closer to a quantile than this are it.
const SAME: f64 = 1e-8;

/// A length of time, and whether it had ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lasting {
    /// How long so far, 0 and up, in any unit.
    pub time: f64,
    /// Whether that is all: false for what is still open.
    pub is_over: bool,
}

/// The share that is still open after each length of time (Kaplan and Meier 1958).
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    steps: Vec<Step>,
    /// How many there are.
    pub n: u64,
    /// How many are over.
    pub over: u64,
    /// The shortest, over or not.
    pub shortest: f64,
    /// The longest, over or not.
    pub longest: f64,
}

/// Where the curve drops.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    time: f64,
    share: f64,
    /// Σ d / (n (n − d)), of Greenwood's variance.
    greenwood: f64,
}

impl Survival {
    /// The curve of some lengths of time; what ends and what is last seen at the same time: the former first.
    ///
    /// Refuses no rows. Source: R survival 3.5.3 `survfit(conf.type = "log-log")`.
    pub fn of(lengths: &[Lasting]) -> Result<Survival, Unmeasurable> {
        let mut sorted = lengths.to_vec();
        // Lengths mostly come in order, or as few stretches that are.
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
            return Err(Unmeasurable::Empty);
        };
        let (shortest, longest) = (first.time, last.time);
        let (mut share, mut greenwood) = (1.0, Sum::default());
        let mut steps = Vec::new();
        let mut left = sorted.len() as u64;
        for alike in sorted.chunk_by(|a, b| a.time == b.time) {
            let over = alike.iter().filter(|lasting| lasting.is_over).count() as u64;
            if over > 0 {
                let (at_risk, over) = (left as f64, over as f64);
                share *= (at_risk - over) / at_risk;
                if at_risk > over {
                    greenwood.add(over / (at_risk * (at_risk - over)));
                }
                steps.push(Step {
                    time: alike[0].time,
                    share,
                    greenwood: greenwood.value(),
                });
            }
            left -= alike.len() as u64;
        }
        Ok(Survival {
            over: sorted.iter().filter(|lasting| lasting.is_over).count() as u64,
            n: sorted.len() as u64,
            steps,
            shortest,
            longest,
        })
    }

    /// The time by which a share `p` is over, with its interval; an absent value or end was not reached.
    pub fn quantile(&self, p: f64, level: f64) -> (Option<f64>, Interval) {
        let read = |of: &dyn Fn(&Step) -> Option<f64>| self.first_at_most(1.0 - p, of);
        let z = normal::z(level);
        let low = read(&|step| step.ends(z).map(|(low, _)| low));
        let high = read(&|step| step.ends(z).map(|(_, high)| high));
        let interval = Interval { low, high, level };
        (read(&|step| Some(step.share)), interval)
    }

    /// The time by which a share `p` is over; none where that was not reached.
    pub fn time_of(&self, p: f64) -> Option<f64> {
        self.first_at_most(1.0 - p, &|step| Some(step.share))
    }

    /// How many times it drops.
    pub fn drops(&self) -> usize {
        self.steps.len()
    }

    /// When the curve drops, and the share that is still open from then on.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.steps.iter().map(|step| (step.time, step.share))
    }

    /// The share that is still open after `time`, with its interval. Its ends are absent where all are over, and where some
    /// were last seen before and none is over: then nothing tells how many would be.
    pub fn open_at(&self, time: f64, level: f64) -> (f64, Interval) {
        let passed = self.steps.partition_point(|step| step.time <= time);
        match passed.checked_sub(1) {
            Some(last) => (self.steps[last].share, self.steps[last].interval(level)),
            None => {
                let all = (time < self.shortest).then_some(1.0);
                let (low, high) = (all, all);
                (1.0, Interval { low, high, level })
            }
        }
    }

    /// The first time at which a curve is at most `share`; where it is just that for a while, the middle of the while.
    fn first_at_most(&self, share: f64, of: &dyn Fn(&Step) -> Option<f64>) -> Option<f64> {
        let at = self
            .steps
            .iter()
            .position(|step| of(step).is_some_and(|value| value <= share + SAME))?;
        let here = &self.steps[at];
        let is_just = of(here).is_some_and(|value| (value - share).abs() <= SAME);
        if !is_just {
            return Some(here.time);
        }
        let next = self
            .steps
            .get(at + 1)
            .map_or(self.longest, |next| next.time);
        Some((here.time + next) / 2.0)
    }
}

impl Step {
    fn interval(&self, level: f64) -> Interval {
        let (low, high) = self.ends(normal::z(level)).unzip();
        Interval { low, high, level }
    }

    /// The ends of the interval with so many standard errors; none where nothing is left.
    fn ends(&self, z: f64) -> Option<(f64, f64)> {
        let half = z * self.greenwood.sqrt() / self.share.ln().abs();
        (self.share > 0.0).then(|| (self.share.powf(half.exp()), self.share.powf((-half).exp())))
    }
}

/// Whether curves differ.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic.
    pub chi2: f64,
    /// Degrees of freedom.
    pub df: u64,
    /// Two-sided.
    pub p: f64,
    /// How many are over in each group.
    pub observed: Vec<f64>,
    /// How many would be, were all groups alike.
    pub expected: Vec<f64>,
}

/// The log-rank test of whether what lasts in some groups ends equally soon.
///
/// Refuses one group, and where nothing is over. Source: R survival 3.5.3 `survdiff`.
pub fn log_rank(groups: &[&[Lasting]]) -> Result<LogRank, Unmeasurable> {
    let groups: Vec<&[Lasting]> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    let many = groups.len();
    if many < 2 {
        return Err(Unmeasurable::OneGroup);
    }
    let each = |(group, lengths): (usize, &&[Lasting])| {
        lengths
            .iter()
            .map(|lasting| (*lasting, group))
            .collect::<Vec<_>>()
    };
    let mut sorted: Vec<(Lasting, usize)> = groups.iter().enumerate().flat_map(each).collect();
    sorted.sort_unstable_by(|a, b| a.0.time.total_cmp(&b.0.time));
    let mut at_risk: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
    let (mut observed, mut expected) = (vec![0.0; many], vec![0.0; many]);
    let mut variance = vec![vec![0.0; many]; many];
    for alike in sorted.chunk_by(|a, b| a.0.time == b.0.time) {
        let n: f64 = at_risk.iter().sum();
        let mut over = 0.0;
        for (lasting, group) in alike {
            if lasting.is_over {
                over += 1.0;
                observed[*group] += 1.0;
            }
        }
        if over > 0.0 {
            let scale = if n > 1.0 {
                over * (n - over) / (n - 1.0)
            } else {
                0.0
            };
            for i in 0..many {
                let share = at_risk[i] / n;
                expected[i] += over * share;
                for j in 0..many {
                    let same = if i == j { 1.0 } else { 0.0 };
                    variance[i][j] += scale * share * (same - at_risk[j] / n);
                }
            }
        }
        alike.iter().for_each(|(_, group)| at_risk[*group] -= 1.0);
    }
    if observed.iter().sum::<f64>() == 0.0 {
        return Err(Unmeasurable::NoEvents);
    }
    // One group follows from the others.
    let off: Vec<f64> = (0..many - 1).map(|i| observed[i] - expected[i]).collect();
    variance.truncate(many - 1);
    variance.iter_mut().for_each(|row| row.truncate(many - 1));
    let solved = solve(variance, off.clone()).ok_or(Unmeasurable::NoSpread)?;
    let chi2 = off
        .iter()
        .zip(&solved)
        .map(|(off, solved)| off * solved)
        .sum();
    let df = many as u64 - 1;
    Ok(LogRank {
        chi2,
        df,
        p: normal::chi_square_tail(chi2, df),
        observed,
        expected,
    })
}

/// Solves a system of equations by elimination with the largest pivot; nothing where it has no single answer.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = rows.len();
    for column in 0..n {
        let pivot =
            (column..n).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        if rows[pivot][column].abs() < 1e-300 {
            return None;
        }
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot = &above[column];
        for (at, row) in below.iter_mut().enumerate() {
            let times = row[column] / pivot[column];
            let cells = row.iter_mut().zip(pivot).skip(column);
            cells.for_each(|(cell, above)| *cell -= times * above);
            right[column + 1 + at] -= times * right[column];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| rows[row][k] * right[k]).sum();
        right[row] = (right[row] - known) / rows[row][row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_anything_open_the_median_is_the_usual_one() {
        for n in 1_u32..9 {
            let lengths: Vec<Lasting> = (1..=n)
                .map(|time| Lasting {
                    time: f64::from(time),
                    is_over: true,
                })
                .collect();
            let (median, _) = Survival::of(&lengths).unwrap().quantile(0.5, 0.95);
            let usual = f64::from(n + 1) / 2.0;
            assert!((median.unwrap() - usual).abs() < 1e-12, "{n}: {median:?}");
        }
    }

    #[test]
    fn all_open_reaches_nothing() {
        let open = [3.0, 1.0].map(|time| Lasting {
            time,
            is_over: false,
        });
        let survival = Survival::of(&open).unwrap();
        assert_eq!(survival.quantile(0.5, 0.95).0, None);
        assert_eq!((survival.n, survival.over, survival.longest), (2, 0, 3.0));
    }
}
