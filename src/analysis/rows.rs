//! The row of one cohort: estimates from its sufficient statistic.

use super::answer::{Cohort, Headline, LevelShare, Levels, Number, Row, Shape};
use super::cell::{Body, Cell, Counts, Values};
use super::estimate::{
    Base, Estimate, INNER_LEVEL, Interval, LEVEL, Note, Showing, Unmeasurable, Weighted,
};
use super::stats::{base, quantile, share, share::WeightSums, sorted::Sorted, sorted::Tie};
use crate::merge::Merge;
use crate::study::{Form, Question};

/// Reads the cells of one question.
pub(super) struct Reader<'a> {
    pub(super) question: &'a Question,
    pub(super) shape: &'a Shape,
    pub(super) weighted: bool,
    /// Factor to the unit shown, and the unit given where it differs.
    pub(super) conversion: (f64, Option<&'static str>),
}

impl Reader<'_> {
    pub(super) fn row(&self, cohort: Cohort, cell: &Cell) -> Row {
        let empty = Row {
            cohort,
            base: Base {
                asked: cell.asked,
                ..Base::default()
            },
            showing: Showing::Hidden,
            headline: Err(Unmeasurable::Empty),
            beside: None,
            levels: Vec::new(),
            options: Vec::new(),
            values: Sorted::default(),
        };
        let row = match (self.shape, &cell.body) {
            (Shape::Levels(levels), Body::Counts(counts)) => self.levels(empty, levels, counts),
            (Shape::Levels(levels), _) => Row {
                levels: vec![
                    LevelShare {
                        count: 0,
                        share: 0.0
                    };
                    levels.names.len()
                ],
                ..empty
            },
            (Shape::Number(number), Body::Values(values)) => self.number(empty, *number, values),
            (Shape::Options(_), Body::Counts(counts)) => self.options(empty, counts),
            (Shape::Options(names), _) => Row {
                options: vec![Err(Unmeasurable::Empty); names.len()],
                ..empty
            },
            _ => empty,
        };
        Row {
            showing: base::showing(row.base.used, base::HIDE, base::FAINT),
            ..row
        }
    }

    fn levels(&self, row: Row, levels: &Levels, counts: &Counts) -> Row {
        let Form::Levels(reading) = &self.question.form else {
            return row;
        };
        let tally = |code: u32| {
            counts
                .by_code
                .get(code as usize - 1)
                .copied()
                .unwrap_or_default()
        };
        let tallies: Vec<WeightSums> = reading.order.iter().map(|&code| tally(code)).collect();
        let all = sum(&tallies);
        let hits = sum(&tallies[levels.top.clone()]);
        let base = self.base(row.base.asked, counts.any.count, &all);
        let part = |t: &WeightSums| if all.sum > 0.0 { t.sum / all.sum } else { 0.0 };
        Row {
            base,
            headline: self.share(&hits, &all, base),
            levels: tallies
                .iter()
                .map(|t| LevelShare {
                    count: t.count,
                    share: part(t),
                })
                .collect(),
            ..row
        }
    }

    fn options(&self, row: Row, counts: &Counts) -> Row {
        let base = self.base(
            row.base.asked,
            counts.any.count + counts.only_aside,
            &counts.any,
        );
        let tally = |code: u32| {
            counts
                .by_code
                .get(code as usize - 1)
                .copied()
                .unwrap_or_default()
        };
        let options: Vec<_> = self
            .question
            .options()
            .map(|code| self.share(&tally(code), &counts.any, base))
            .collect();
        let headline = options.first().cloned().unwrap_or(Err(Unmeasurable::Empty));
        Row {
            base,
            headline,
            options,
            ..row
        }
    }

    fn number(&self, row: Row, number: Number, values: &Values) -> Row {
        let (factor, given_in) = self.conversion;
        let given = values.ties.iter();
        let shown = given.map(|tie| Tie {
            value: tie.value * factor,
            ..*tie
        });
        let sorted = Sorted::of_ties(shown.collect());
        let answered = sorted.len() + values.aside.iter().sum::<u64>();
        let base = self.base(row.base.asked, answered, &sorted.weights());
        let told = |estimate: Result<Estimate, Unmeasurable>| {
            estimate.map(|mut estimate| {
                estimate
                    .notes
                    .extend(given_in.map(|from| Note::Converted { from }));
                estimate
            })
        };
        let mean = told(self.mean(&sorted, base));
        let median = told(self.median(&sorted, base));
        let (headline, beside) = match number.headline {
            Headline::Mean => (mean, median),
            Headline::Median => (median, mean),
        };
        Row {
            base,
            headline,
            beside: Some(beside),
            values: sorted,
            ..row
        }
    }

    fn base(&self, asked: u64, answered: u64, used: &WeightSums) -> Base {
        let weighted = self.weighted.then(|| Weighted {
            sum: used.sum,
            effective: share::kish(used).map_or(0.0, |kish| kish.effective),
        });
        Base {
            asked,
            answered,
            used: used.count,
            weighted,
        }
    }

    fn share(
        &self,
        hits: &WeightSums,
        all: &WeightSums,
        base: Base,
    ) -> Result<Estimate, Unmeasurable> {
        if !self.weighted {
            let (k, n) = (hits.count as f64, all.count as f64);
            let interval = share::wilson(k, n, LEVEL)?;
            let inner = share::wilson(k, n, INNER_LEVEL).ok();
            return Ok(Estimate {
                value: k / n,
                interval: Ok(interval),
                inner,
                hits: Some(hits.count),
                base,
                method: "Wilson",
                notes: Vec::new(),
            });
        }
        let outer = share::weighted_share(*hits, *all, LEVEL)?;
        let inner = share::weighted_share(*hits, *all, INNER_LEVEL)
            .ok()
            .map(|share| share.interval);
        Ok(Estimate {
            value: outer.share,
            interval: Ok(outer.interval),
            inner,
            hits: Some(hits.count),
            base,
            method: "Wilson on the effective base",
            notes: uneven(&base),
        })
    }

    fn mean(&self, sorted: &Sorted, base: Base) -> Result<Estimate, Unmeasurable> {
        let moments = sorted.moments();
        let at = |level| match self.weighted {
            true => moments
                .mean_weighted(level)
                .map(|mean| (mean.mean, mean.interval)),
            false => moments.mean_t(level).map(|mean| (mean.mean, mean.interval)),
        };
        let (value, interval) = at(LEVEL)?;
        let inner = at(INNER_LEVEL).ok().and_then(|(_, interval)| interval.ok());
        let method = if self.weighted {
            "t, linearised for the weights"
        } else {
            "t"
        };
        Ok(Estimate {
            value,
            interval,
            inner,
            hits: None,
            base,
            method,
            notes: self.notes(sorted, value, &base),
        })
    }

    /// What to know before trusting a mean.
    fn notes(&self, sorted: &Sorted, mean: f64, base: &Base) -> Vec<Note> {
        let mut notes = uneven(base);
        let count = sorted.below(0.0);
        if count > 0 {
            notes.push(Note::Negative { count });
            return notes;
        }
        let median = match self.weighted {
            true => quantile::weighted(sorted, 0.5, LEVEL).map(|q| q.value).ok(),
            false => quantile::type7(sorted, 0.5).ok(),
        };
        if median.is_some_and(|median| median > 0.0 && mean > 2.0 * median) {
            let whole: f64 = sorted
                .ties()
                .iter()
                .map(|tie| tie.value * tie.whole())
                .sum();
            let (mut left, mut held) = (sorted.len().div_ceil(10), 0.0);
            for tie in sorted.ties().iter().rev() {
                let many = tie.count.min(left);
                held += tie.value * tie.weight * many as f64;
                left -= many;
            }
            notes.push(Note::LongTail {
                top_tenth: held / whole,
            });
        }
        notes
    }

    fn median(&self, sorted: &Sorted, base: Base) -> Result<Estimate, Unmeasurable> {
        let few = few_values(sorted);
        if self.weighted {
            let outer = quantile::weighted(sorted, 0.5, LEVEL)?;
            let inner = quantile::weighted(sorted, 0.5, INNER_LEVEL)
                .ok()
                .and_then(|q| q.interval.ok())
                .filter(|_| few.is_none());
            return Ok(Estimate {
                value: outer.value,
                interval: few.map_or(outer.interval, Err),
                inner,
                hits: None,
                base,
                method: "Woodruff",
                notes: uneven(&base),
            });
        }
        let value = quantile::type7(sorted, 0.5)?;
        let some =
            |interval: Interval| Some(interval).filter(|i| i.low.is_some() || i.high.is_some());
        let interval = some(quantile::order_interval(sorted, 0.5, LEVEL).interval);
        let inner = some(quantile::order_interval(sorted, 0.5, INNER_LEVEL).interval);
        let inner = inner.filter(|_| few.is_none());
        let interval = few
            .map_or(interval, |_| None)
            .ok_or(few.unwrap_or(Unmeasurable::TooFew {
                used: sorted.len(),
                least: 6,
            }));
        Ok(Estimate {
            value,
            interval,
            inner,
            hits: None,
            base,
            method: "order statistics",
            notes: Vec::new(),
        })
    }
}

fn sum(tallies: &[WeightSums]) -> WeightSums {
    let mut all = WeightSums::default();
    for &tally in tallies {
        all.merge(tally);
    }
    all
}

fn uneven(base: &Base) -> Vec<Note> {
    let uneven = base
        .weighted
        .filter(|weighted| weighted.effective < 0.6 * base.used as f64);
    uneven
        .map(|weighted| Note::UnevenWeights {
            effective: weighted.effective,
            people: base.used,
        })
        .into_iter()
        .collect()
}

/// A scale in numbers: fewer than ten different values, each given by several people.
fn few_values(sorted: &Sorted) -> Option<Unmeasurable> {
    let distinct = sorted.counts().take(10).count().max(1) as u64;
    (distinct < 10 && 3 * distinct <= sorted.len()).then_some(Unmeasurable::FewValues { distinct })
}
