//! The row of one cohort: estimates from its sufficient statistic.

use super::answer::{Cohort, Headline, LevelShare, Levels, Number, Row, Shape};
use super::cell::{Body, Cell, Counts, Values};
use super::estimate::{
    Base, Estimate, INNER_LEVEL, Interval, LEVEL, Showing, Unmeasurable, Weighted,
};
use super::stats::{base, mean::Moments, quantile, share, share::WeightSums};
use crate::merge::Merge;
use crate::study::{Form, Question};

/// Reads the cells of one question.
pub(super) struct Reader<'a> {
    pub(super) question: &'a Question,
    pub(super) shape: &'a Shape,
    pub(super) weighted: bool,
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
            values: Vec::new(),
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
            (Shape::Options(names), Body::Counts(counts)) => {
                self.options(empty, names.len(), counts)
            }
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

    fn options(&self, row: Row, many: usize, counts: &Counts) -> Row {
        let base = self.base(row.base.asked, counts.any.count, &counts.any);
        let options: Vec<_> = (0..many)
            .map(|i| {
                self.share(
                    &counts.by_code.get(i).copied().unwrap_or_default(),
                    &counts.any,
                    base,
                )
            })
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
        let used = values.sorted.len() as u64;
        let answered = used + values.aside.iter().sum::<u64>();
        let mut all = WeightSums::default();
        for &(_, weight) in &values.sorted {
            all.add(weight);
        }
        let base = self.base(row.base.asked, answered, &all);
        let mean = self.mean(&values.sorted, base);
        let median = self.median(&values.sorted, base);
        let (headline, beside) = match number.headline {
            Headline::Mean => (mean, median),
            Headline::Median => (median, mean),
        };
        Row {
            base,
            headline,
            beside: Some(beside),
            values: values.sorted.clone(),
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
        })
    }

    fn mean(&self, sorted: &[(f64, f64)], base: Base) -> Result<Estimate, Unmeasurable> {
        let moments = moments(sorted);
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
        })
    }

    fn median(&self, sorted: &[(f64, f64)], base: Base) -> Result<Estimate, Unmeasurable> {
        if self.weighted {
            let outer = quantile::weighted(sorted, 0.5, LEVEL)?;
            let inner = quantile::weighted(sorted, 0.5, INNER_LEVEL)
                .ok()
                .and_then(|q| q.interval.ok());
            return Ok(Estimate {
                value: outer.value,
                interval: outer.interval,
                inner,
                hits: None,
                base,
                method: "Woodruff",
            });
        }
        let values: Vec<f64> = sorted.iter().map(|&(value, _)| value).collect();
        let value = quantile::type7(&values, 0.5)?;
        let some =
            |interval: Interval| Some(interval).filter(|i| i.low.is_some() || i.high.is_some());
        let interval = some(quantile::order_interval(&values, 0.5, LEVEL).interval);
        let inner = some(quantile::order_interval(&values, 0.5, INNER_LEVEL).interval);
        let interval = interval.ok_or(Unmeasurable::TooFew {
            used: values.len() as u64,
            least: 6,
        });
        Ok(Estimate {
            value,
            interval,
            inner,
            hits: None,
            base,
            method: "order statistics",
        })
    }
}

/// Moments of values with their weights.
pub(super) fn moments(sorted: &[(f64, f64)]) -> Moments {
    let mut moments = Moments::default();
    for &(value, weight) in sorted {
        moments.add(value, weight);
    }
    moments
}

fn sum(tallies: &[WeightSums]) -> WeightSums {
    let mut all = WeightSums::default();
    for &tally in tallies {
        all.merge(tally);
    }
    all
}
