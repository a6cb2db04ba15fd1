//! Lengths of time of which some had not ended when they were last looked at.

use std::cmp::Ordering;

use super::normal;
use super::sorted::{Sorted, Tie};
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

/// Lengths of time that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alike {
    /// How long.
    pub time: f64,
    /// How many of them are over.
    pub over: u64,
    /// How many are not.
    pub open: u64,
}

/// Lengths of time in order, with how many are alike: as exact as a list of all, and as long as there are different ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lengths {
    alike: Vec<Alike>,
    n: u64,
    over: u64,
}

impl Lengths {
    /// Adds one, which goes fastest for the longest so far.
    pub fn push(&mut self, one: Lasting) {
        let own = Alike {
            time: one.time,
            over: one.is_over.into(),
            open: (!one.is_over).into(),
        };
        self.n += 1;
        self.over += own.over;
        let order = self.alike.last().map(|last| last.time.total_cmp(&own.time));
        let at = match order {
            None | Some(Ordering::Less) => return self.alike.push(own),
            Some(Ordering::Equal) => self.alike.len() - 1,
            Some(Ordering::Greater) => {
                let at = self
                    .alike
                    .partition_point(|known| known.time.total_cmp(&own.time).is_lt());
                if self.alike[at].time != own.time {
                    return self.alike.insert(at, own);
                }
                at
            }
        };
        self.alike[at].over += own.over;
        self.alike[at].open += own.open;
    }

    /// All of several.
    pub fn together<'a>(some: impl Iterator<Item = &'a Lengths>) -> Lengths {
        let mut all = Lengths::default();
        for one in some {
            all.n += one.n;
            all.over += one.over;
            all.alike.extend_from_slice(&one.alike);
        }
        // Several stretches that are each in order.
        all.alike.sort_by(|a, b| a.time.total_cmp(&b.time));
        all.alike.dedup_by(|next, kept| {
            let is_same = next.time == kept.time;
            if is_same {
                kept.over += next.over;
                kept.open += next.open;
            }
            is_same
        });
        all
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.n
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// How many are over.
    pub fn over(&self) -> u64 {
        self.over
    }

    /// The different ones, the shortest first.
    pub fn alike(&self) -> &[Alike] {
        &self.alike
    }

    /// All of them without whether they are over.
    pub fn times(&self) -> Sorted {
        let ties = self.alike.iter().map(|alike| Tie {
            value: alike.time,
            weight: 1.0,
            count: alike.over + alike.open,
        });
        Sorted::of_ties(ties.collect())
    }
}

impl FromIterator<Lasting> for Lengths {
    fn from_iter<I: IntoIterator<Item = Lasting>>(lengths: I) -> Lengths {
        let mut sorted: Vec<Lasting> = lengths.into_iter().collect();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let mut all = Lengths::default();
        sorted.into_iter().for_each(|one| all.push(one));
        all
    }
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

/// Steps that are passed over together at most while an end of an interval is looked for.
const BLOCK: usize = 128;

impl Survival {
    /// The curve of some lengths of time; what ends and what is last seen at the same time: the former first.
    ///
    /// Refuses no rows. Source: R survival 3.5.3 `survfit(conf.type = "log-log")`.
    pub fn of(lengths: &Lengths) -> Result<Survival, Unmeasurable> {
        let (Some(first), Some(last)) = (lengths.alike.first(), lengths.alike.last()) else {
            return Err(Unmeasurable::Empty);
        };
        let (mut share, mut greenwood) = (1.0, Sum::default());
        let mut steps = Vec::with_capacity(lengths.alike.len());
        let mut left = lengths.n;
        for alike in &lengths.alike {
            if alike.over > 0 {
                let (at_risk, over) = (left as f64, alike.over as f64);
                share *= (at_risk - over) / at_risk;
                if at_risk > over {
                    greenwood.add(over / (at_risk * (at_risk - over)));
                }
                steps.push(Step {
                    time: alike.time,
                    share,
                    greenwood: greenwood.value(),
                });
            }
            left -= alike.over + alike.open;
        }
        Ok(Survival {
            over: lengths.over,
            n: lengths.n,
            steps,
            shortest: first.time,
            longest: last.time,
        })
    }

    /// The time by which a share `p` is over, with its interval; an absent value or end was not reached.
    pub fn quantile(&self, p: f64, level: f64) -> (Option<f64>, Interval) {
        let z = normal::z(level);
        let low = self.first_at_most(1.0 - p, -z, &|step| step.ends(z).map(|(low, _)| low));
        let high = self.first_at_most(1.0 - p, z, &|step| step.ends(z).map(|(_, high)| high));
        let interval = Interval { low, high, level };
        (self.time_of(p), interval)
    }

    /// The time by which a share `p` is over; none where that was not reached.
    pub fn time_of(&self, p: f64) -> Option<f64> {
        self.first_at_most(1.0 - p, 0.0, &|step| Some(step.share))
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

    /// The first time at which a curve is at most `share`; where it is just that for a while, the middle of the while. The curve
    /// that `of` reads is `z` standard errors above that of the shares.
    fn first_at_most(&self, share: f64, z: f64, of: &dyn Fn(&Step) -> Option<f64>) -> Option<f64> {
        let reaches = |step: &Step| of(step).is_some_and(|value| value <= share + SAME);
        let mut blocks = self.steps.chunks(BLOCK).enumerate();
        let at = blocks.find_map(|(block, steps)| {
            if steps.len() == BLOCK && lowest(steps, z) > share + 2.0 * SAME {
                return None;
            }
            let own = steps.iter().position(reaches)?;
            Some(block * BLOCK + own)
        })?;
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

/// What the curve `z` standard errors above that of the shares does not go below at steps that follow each other; 0 where nothing
/// tells.
fn lowest(steps: &[Step], z: f64) -> f64 {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return 0.0;
    };
    // Shares fall and variances grow.
    let error = match z < 0.0 {
        true => last.greenwood.sqrt() / -first.share.ln(),
        false => first.greenwood.sqrt() / -last.share.ln(),
    };
    let exponent = (-z * error).exp();
    match exponent.is_finite() && last.share > 0.0 {
        true => last.share.powf(exponent),
        false => 0.0,
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
pub fn log_rank(groups: &[&Lengths]) -> Result<LogRank, Unmeasurable> {
    let groups: Vec<&Lengths> = groups
        .iter()
        .copied()
        .filter(|group| !group.is_empty())
        .collect();
    let many = groups.len();
    if many < 2 {
        return Err(Unmeasurable::OneGroup);
    }
    let each = |(group, lengths): (usize, &&Lengths)| {
        let alike = lengths.alike.iter();
        alike.map(|alike| (*alike, group)).collect::<Vec<_>>()
    };
    let mut sorted: Vec<(Alike, usize)> = groups.iter().enumerate().flat_map(each).collect();
    // Several stretches that are each in order.
    sorted.sort_by(|a, b| a.0.time.total_cmp(&b.0.time));
    let mut at_risk: Vec<f64> = groups.iter().map(|group| group.n as f64).collect();
    let (mut observed, mut expected) = (vec![0.0; many], vec![0.0; many]);
    let mut variance = vec![vec![0.0; many]; many];
    for alike in sorted.chunk_by(|a, b| a.0.time == b.0.time) {
        let n: f64 = at_risk.iter().sum();
        let over = alike.iter().map(|(alike, _)| alike.over).sum::<u64>() as f64;
        for (alike, group) in alike {
            observed[*group] += alike.over as f64;
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
        for (alike, group) in alike {
            at_risk[*group] -= (alike.over + alike.open) as f64;
        }
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
            let (median, _) = Survival::of(&lengths.into_iter().collect())
                .unwrap()
                .quantile(0.5, 0.95);
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
        let survival = Survival::of(&open.into_iter().collect()).unwrap();
        assert_eq!(survival.quantile(0.5, 0.95).0, None);
        assert_eq!((survival.n, survival.over, survival.longest), (2, 0, 3.0));
    }
}
