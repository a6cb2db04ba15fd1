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

/// Lengths of time in order: those that are over, and those that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lengths {
    over: Ties,
    open: Ties,
}

/// Lengths of time of one kind, the shortest first, those that are alike together.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ties(Vec<Tie>);

/// Lengths of time that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tie {
    time: f64,
    /// How many are as long or shorter.
    upto: u32,
}

impl Ties {
    /// How many lengths there are.
    fn len(&self) -> u32 {
        self.0.last().map_or(0, |tie| tie.upto)
    }

    /// Adds some that are alike, and no shorter than the last.
    fn push(&mut self, time: f64, many: u32) {
        let upto = self.len() + many;
        match self.0.last_mut() {
            Some(last) if last.time == time => last.upto = upto,
            last => {
                debug_assert!(last.is_none_or(|last| last.time < time), "out of order");
                self.0.push(Tie { time, upto });
            }
        }
    }

    /// The different lengths, the shortest first, with how many there are of each.
    fn each(&self) -> impl DoubleEndedIterator<Item = (f64, u32)> + ExactSizeIterator + Clone {
        let before = |at: usize| at.checked_sub(1).map_or(0, |before| self.0[before].upto);
        let ties = self.0.iter().enumerate();
        ties.map(move |(at, tie)| (tie.time, tie.upto - before(at)))
    }

    /// Of some lengths in any order.
    fn of(mut times: Vec<f64>) -> Ties {
        times.sort_unstable_by(f64::total_cmp);
        let mut all = Ties::default();
        times.into_iter().for_each(|time| all.push(time, 1));
        all
    }

    /// All of several.
    fn together(some: &[&Ties]) -> Ties {
        match some {
            [] => Ties::default(),
            [only] => (*only).clone(),
            several => {
                let (some, others) = several.split_at(several.len() / 2);
                Ties::together(some).with(&Ties::together(others))
            }
        }
    }

    /// These and others.
    fn with(&self, others: &Ties) -> Ties {
        let mut all = Ties(Vec::with_capacity(self.0.len() + others.0.len()));
        let mut others = others.each().peekable();
        for (time, many) in self.each() {
            while let Some((shorter, many)) = others.next_if(|(other, _)| *other < time) {
                all.push(shorter, many);
            }
            all.push(time, many);
        }
        others.for_each(|(longer, many)| all.push(longer, many));
        all
    }
}

/// Lengths of time that are alike.
#[derive(Clone, Copy)]
struct Alike {
    time: f64,
    /// How many of them are over.
    over: u64,
    /// How many are not.
    open: u64,
}

impl Lengths {
    /// Adds one that is no shorter than the last of those that are over, or that are not, as it is.
    pub fn push(&mut self, one: Lasting) {
        match one.is_over {
            true => self.over.push(one.time, 1),
            false => self.open.push(one.time, 1),
        }
    }

    /// All of several.
    pub fn together<'a>(some: impl Iterator<Item = &'a Lengths>) -> Lengths {
        let (over, open): (Vec<&Ties>, Vec<&Ties>) = some.map(|one| (&one.over, &one.open)).unzip();
        Lengths {
            over: Ties::together(&over),
            open: Ties::together(&open),
        }
    }

    /// The same, had all ended when they were last seen.
    pub fn had_all_ended(&self) -> Lengths {
        Lengths {
            over: self.over.with(&self.open),
            open: Ties::default(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        u64::from(self.over.len()) + u64::from(self.open.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The different ones that are over, the shortest first, with how many there are of each.
    pub fn over(&self) -> impl DoubleEndedIterator<Item = (f64, u64)> + ExactSizeIterator + Clone {
        self.over.each().map(|(time, many)| (time, many.into()))
    }

    /// The different ones that are not, the shortest first, with how many there are of each.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = (f64, u64)> + ExactSizeIterator + Clone {
        self.open.each().map(|(time, many)| (time, many.into()))
    }

    /// The different ones, the shortest first.
    fn alike(&self) -> Vec<Alike> {
        let over = self.over().map(|(time, over)| Alike {
            time,
            over,
            open: 0,
        });
        let open = self.open().map(|(time, open)| Alike {
            time,
            over: 0,
            open,
        });
        let mut all: Vec<Alike> = over.chain(open).collect();
        all.sort_by(|a, b| a.time.total_cmp(&b.time));
        all.dedup_by(|next, kept| {
            let is_same = next.time == kept.time;
            if is_same {
                kept.open += next.open;
                kept.over += next.over;
            }
            is_same
        });
        all
    }
}

impl FromIterator<Lasting> for Lengths {
    fn from_iter<I: IntoIterator<Item = Lasting>>(lengths: I) -> Lengths {
        let (mut over, mut open) = (Vec::new(), Vec::new());
        for one in lengths {
            match one.is_over {
                true => over.push(one.time),
                false => open.push(one.time),
            }
        }
        Lengths {
            over: Ties::of(over),
            open: Ties::of(open),
        }
    }
}

/// The share that is still open after each length of time (Kaplan and Meier 1958).
#[derive(Clone, Debug, PartialEq)]
pub struct Survival<'l> {
    steps: Steps<'l>,
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
#[derive(Clone, Debug, PartialEq)]
enum Steps<'l> {
    /// Where all are over: their lengths, each of which drops it by the same share.
    Even(&'l Ties),
    /// Else.
    Uneven(Vec<Step>),
}

/// Where the curve drops, and to what.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    time: f64,
    share: f64,
    /// Σ d / (n (n − d)), of Greenwood's variance.
    greenwood: f64,
}

/// Steps that are passed over together while an end of an interval is looked for.
const BLOCK: usize = 128;

impl<'l> Survival<'l> {
    /// The curve of some lengths of time; what ends and what is last seen at the same time: the former first.
    ///
    /// Refuses no rows. Source: R survival 3.5.3 `survfit(conf.type = "log-log")`.
    pub fn of(lengths: &'l Lengths) -> Result<Survival<'l>, Unmeasurable> {
        let Lengths { over, open } = lengths;
        let both = [&over.0, &open.0].into_iter();
        let shortest = both.clone().filter_map(|ties| ties.first());
        let longest = both.filter_map(|ties| ties.last());
        let none = Unmeasurable::Empty;
        Ok(Survival {
            shortest: shortest.map(|tie| tie.time).reduce(f64::min).ok_or(none)?,
            longest: longest.map(|tie| tie.time).reduce(f64::max).ok_or(none)?,
            n: lengths.len(),
            over: over.len().into(),
            steps: match open.len() {
                0 => Steps::Even(over),
                _ => Steps::Uneven(uneven(lengths)),
            },
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

    /// When the curve drops, and the share that is still open from then on; of more than about `most` drops only some.
    pub fn points(&self, most: usize) -> Vec<(f64, f64)> {
        let places = self.len();
        let every = places.div_ceil(most).max(1);
        let last = places.checked_sub(1);
        let chosen = (0..places).step_by(every);
        let chosen = chosen.chain(last.filter(|last| !last.is_multiple_of(every)));
        let points = chosen.map(|at| self.step(at));
        points.map(|step| (step.time, step.share)).collect()
    }

    /// How many places there are to look for drops.
    fn len(&self) -> usize {
        match &self.steps {
            Steps::Even(ties) => ties.0.len(),
            Steps::Uneven(steps) => steps.len(),
        }
    }

    /// The drop at a place.
    fn step(&self, at: usize) -> Step {
        match &self.steps {
            Steps::Even(ties) => {
                let Tie { time, upto } = ties.0[at];
                let (n, left) = (f64::from(ties.len()), f64::from(ties.len() - upto));
                Step {
                    time,
                    share: left / n,
                    // The sum of all so far falls together to this.
                    greenwood: 1.0 / left.max(1.0) - 1.0 / n,
                }
            }
            Steps::Uneven(steps) => steps[at],
        }
    }

    /// The share that is still open after `time`, with its interval. Its ends are absent where all are over, and where some
    /// were last seen before and none is over: then nothing tells how many would be.
    pub fn open_at(&self, time: f64, level: f64) -> (f64, Interval) {
        let passed = match &self.steps {
            Steps::Even(ties) => ties.0.partition_point(|own| own.time <= time),
            Steps::Uneven(steps) => steps.partition_point(|step| step.time <= time),
        };
        match passed.checked_sub(1).map(|last| self.step(last)) {
            Some(step) => (step.share, step.interval(level)),
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
        let places = self.len();
        let mut from = 0;
        let at = loop {
            if from >= places {
                return None;
            }
            let to = (from + BLOCK).min(places);
            if lowest(self.step(from), self.step(to - 1), z) > share + 2.0 * SAME {
                from = to;
                continue;
            }
            if let Some(at) = (from..to).find(|at| reaches(&self.step(*at))) {
                break at;
            }
            from = to;
        };
        let here = self.step(at);
        let is_just = of(&here).is_some_and(|value| (value - share).abs() <= SAME);
        if !is_just {
            return Some(here.time);
        }
        let next = match at + 1 < places {
            true => self.step(at + 1).time,
            false => self.longest,
        };
        Some((here.time + next) / 2.0)
    }
}

/// The drops of the curve of lengths of which some are not over.
fn uneven(lengths: &Lengths) -> Vec<Step> {
    let (mut share, mut greenwood) = (1.0, Sum::default());
    let mut left = lengths.len();
    let mut steps = Vec::new();
    for alike in lengths.alike() {
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
    steps
}

/// What the curve `z` standard errors above that of the shares does not go below from one step to another; 0 where nothing tells.
fn lowest(first: Step, last: Step, z: f64) -> f64 {
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
        let alike = lengths.alike().into_iter();
        alike.map(move |alike| (alike, group))
    };
    let mut sorted: Vec<(Alike, usize)> = groups.iter().enumerate().flat_map(each).collect();
    // Several stretches that are each in order.
    sorted.sort_by(|a, b| a.0.time.total_cmp(&b.0.time));
    let mut at_risk: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
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
    fn skipping_finds_the_first_step_that_reaches_it() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for (many, different, open) in [
            (900, 5, 0),
            (900, 400, 0),
            (900, 100_000, 0),
            (700, 200, 1),
            (1500, 100_000, 3),
            (1500, 20, 2),
            (129, 1000, 0),
        ] {
            let lengths: Lengths = (0..many)
                .map(|_| Lasting {
                    time: random(different) as f64,
                    is_over: random(5) >= open,
                })
                .collect();
            let curve = Survival::of(&lengths).unwrap();
            let steps = uneven(&lengths);
            let z = normal::z(0.95);
            for p in [0.01, 0.25, 0.5, 0.9, 0.995] {
                let reaches =
                    |value: Option<f64>| value.is_some_and(|value| value <= 1.0 - p + SAME);
                let first = |of: &dyn Fn(&Step) -> Option<f64>| {
                    let at = steps.iter().position(|step| reaches(of(step)))?;
                    let is_just = (of(&steps[at])? - (1.0 - p)).abs() <= SAME;
                    let next = steps.get(at + 1).map_or(curve.longest, |next| next.time);
                    let own = steps[at].time;
                    Some(if is_just { (own + next) / 2.0 } else { own })
                };
                let (middle, interval) = curve.quantile(p, 0.95);
                assert_eq!(
                    middle,
                    first(&|step| Some(step.share)),
                    "{many} {different} {p}"
                );
                assert_eq!(interval.low, first(&|step| step.ends(z).map(|ends| ends.0)));
                assert_eq!(
                    interval.high,
                    first(&|step| step.ends(z).map(|ends| ends.1))
                );
            }
        }
    }

    #[test]
    fn lengths_of_several_are_those_of_all() {
        for groups in 0..6 {
            let all: Vec<(usize, Lasting)> = (0..200)
                .map(|at| {
                    let one = Lasting {
                        time: f64::from(at * 37 % 50) / 4.0,
                        is_over: at % 3 > 0,
                    };
                    (at as usize % groups.max(1), one)
                })
                .collect();
            let of = |group: usize| -> Lengths {
                let own = all.iter().filter(|(of, _)| *of == group);
                own.map(|(_, one)| *one).collect()
            };
            let parts: Vec<Lengths> = (0..groups).map(of).collect();
            let together = Lengths::together(parts.iter());
            let wanted = all.iter().filter(|_| groups > 0);
            assert_eq!(together, wanted.map(|(_, one)| *one).collect());
        }
    }

    #[test]
    fn all_open_reaches_nothing() {
        let open = [3.0, 1.0].map(|time| Lasting {
            time,
            is_over: false,
        });
        let open = open.into_iter().collect();
        let survival = Survival::of(&open).unwrap();
        assert_eq!(survival.quantile(0.5, 0.95).0, None);
        assert_eq!((survival.n, survival.over, survival.longest), (2, 0, 3.0));
    }
}
