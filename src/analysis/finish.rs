//! From sufficient statistics to an answer: estimates per cohort, gaps, tests and who was left out.

use super::answer::{
    Answer, Cohort, Headline, LeftOut, LevelShare, Levels, Number, Ramp, Row, Shape, Unit,
};
use super::cell::{Body, Cell, Counts, Partial, Values};
use super::compare;
use super::estimate::{
    Base, Estimate, INNER_LEVEL, Interval, LEVEL, Showing, Unmeasurable, Weighted,
};
use super::metrics;
use super::stats::{base, mean::Moments, quantile, share, share::WeightSums};
use crate::merge::Merge;
use crate::study::{CohortInk, Form, Question, Reading, Role, Study};

/// Turns the partial of [`super::ask::question`] into an answer; none where nothing can be drawn of the question.
pub fn answer(study: &Study, at: usize, partial: &Partial) -> Option<Answer> {
    let question = study.questions.get(at)?;
    let role = study.roles[at].role;
    let shape = shape(question, role)?;
    let weighted = study.weight().is_some();
    let reader = Reader {
        question,
        shape: &shape,
        weighted,
    };

    let mut rows: Vec<Row> = Vec::new();
    let mut whole: Option<Cell> = None;
    for (group, cell) in study.cohorts.groups.iter().zip(&partial.cells) {
        let row = reader.row(
            Cohort {
                id: group.id,
                name: group.name.clone(),
                ink: group.ink,
            },
            cell,
        );
        // Hidden cohorts stay out of the whole, so that the whole minus the cohorts shown gives nobody away.
        if row.showing != Showing::Hidden {
            match &mut whole {
                None => whole = Some(cell.clone()),
                Some(whole) => whole.merge(cell.clone()),
            }
        }
        rows.push(row);
    }
    let whole = whole.unwrap_or(Cell {
        asked: 0,
        without_weight: 0,
        body: Body::Nothing,
    });
    let everyone = reader.row(
        Cohort {
            id: usize::MAX,
            name: "Everyone".into(),
            ink: CohortInk::Rest,
        },
        &whole,
    );
    let reference = reference(study, &rows);
    let gaps = compare::gaps(&rows, reference, &shape, weighted);
    let test = compare::test(&rows, &shape, study.cohorts.ordered, weighted);
    let left_out = left_out(study, at, partial);
    Some(Answer {
        metric: metrics::of(role, question),
        column: question.name.clone(),
        wording: question.name.clone(),
        shape,
        rows: rows.into_iter().map(scrub).collect(),
        everyone,
        reference,
        gaps,
        test,
        left_out,
        weight: study.weight().map(|w| study.questions[w].name.clone()),
    })
}

/// What one answer of the question looks like.
fn shape(question: &Question, role: Role) -> Option<Shape> {
    Some(match &question.form {
        Form::Levels(reading) => Shape::Levels(levels(question, reading)),
        Form::Number { .. } => Shape::Number(match role {
            Role::RollbackShare => Number {
                unit: Unit::Percent,
                headline: Headline::Mean,
            },
            Role::RecoveryTime => Number {
                unit: Unit::Hours,
                headline: Headline::Median,
            },
            _ => Number {
                unit: Unit::Plain,
                headline: Headline::Mean,
            },
        }),
        Form::Options => Shape::Options(question.levels.clone()),
        Form::Other => return None,
    })
}

fn levels(question: &Question, reading: &Reading) -> Levels {
    let names: Vec<String> = reading
        .order
        .iter()
        .map(|&code| question.level(code).to_string())
        .collect();
    let from = reading
        .order
        .iter()
        .position(|&code| code == reading.top_from)
        .unwrap_or(names.len().saturating_sub(1));
    let top = if reading.ramp == Ramp::Kinds {
        from..from + 1
    } else {
        from..names.len()
    };
    let top_name = reading
        .top_name
        .map_or_else(|| name_of_top(&names[top.clone()], reading), str::to_string);
    let middle = reading
        .middle
        .and_then(|code| reading.order.iter().position(|&c| c == code));
    Levels {
        names,
        ramp: reading.ramp,
        top,
        top_name,
        middle,
    }
}

/// "Yes", "Bad or Very poor", "Daily or more".
fn name_of_top(names: &[String], reading: &Reading) -> String {
    let is_amount = matches!(
        reading.scale,
        Some(
            "frequency" | "how often" | "extent" | "how many" | "bands" | "severity" | "seniority"
        )
    );
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [low, high] if !is_amount && low.len() + high.len() <= 24 => format!("{low} or {high}"),
        [low, ..] => format!("{low} or more"),
    }
}

/// The cohort the others are compared with: the chosen one, else the least exposed whose base is not small.
fn reference(study: &Study, rows: &[Row]) -> Option<usize> {
    if rows.len() < 2 {
        return None;
    }
    let chosen = study
        .cohorts
        .reference
        .and_then(|id| rows.iter().position(|row| row.cohort.id == id));
    chosen
        .or_else(|| rows.iter().rposition(|row| row.showing == Showing::Full))
        .or_else(|| rows.iter().rposition(|row| row.showing == Showing::Faint))
}

/// Keeps nothing of a hidden cohort's answers, so that no picture, table or file can show them.
fn scrub(mut row: Row) -> Row {
    if row.showing == Showing::Hidden {
        row.headline = Err(Unmeasurable::TooFew {
            used: 0,
            least: base::HIDE,
        });
        row.beside = None;
        row.values.clear();
        row.options = row
            .options
            .iter()
            .map(|_| {
                Err(Unmeasurable::TooFew {
                    used: 0,
                    least: base::HIDE,
                })
            })
            .collect();
        row.levels = row
            .levels
            .iter()
            .map(|_| LevelShare {
                count: 0,
                share: 0.0,
            })
            .collect();
        row.base = Base::default();
    }
    row
}

fn left_out(study: &Study, at: usize, partial: &Partial) -> Vec<LeftOut> {
    let question = &study.questions[at];
    let mut out = Vec::new();
    let mut say = |why: String, count: u64| {
        if count > 0 {
            out.push(LeftOut { why, count });
        }
    };
    if let Some(cohort) = study.cohorts.question {
        let role = study.roles[cohort].role;
        let named = if role == Role::AiUse {
            "AI answer".to_string()
        } else {
            format!("answer to “{}”", study.questions[cohort].name)
        };
        say(format!("with no {named}"), partial.outside);
    }
    say(
        "with no weight above zero".into(),
        partial.cells.iter().map(|c| c.without_weight).sum(),
    );
    let blank = partial.cells.iter().map(|cell| match &cell.body {
        Body::Counts(counts) => counts.blank,
        Body::Values(values) => values.blank,
        Body::Nothing => 0,
    });
    say("who gave no answer here".into(), blank.sum());
    match &question.form {
        Form::Levels(reading) => {
            for &code in &reading.aside {
                let count = partial.cells.iter().map(|cell| match &cell.body {
                    Body::Counts(counts) => {
                        counts.by_code.get(code as usize - 1).map_or(0, |t| t.count)
                    }
                    _ => 0,
                });
                say(format!("“{}”", question.level(code)), count.sum());
            }
        }
        Form::Number { .. } => {
            for (word, text) in question.aside_words.iter().enumerate() {
                let count = partial.cells.iter().map(|cell| match &cell.body {
                    Body::Values(values) => values.aside.get(word).copied().unwrap_or(0),
                    _ => 0,
                });
                say(format!("“{text}”"), count.sum());
            }
        }
        _ => {}
    }
    out
}

/// Reads the cells of one question.
struct Reader<'a> {
    question: &'a Question,
    shape: &'a Shape,
    weighted: bool,
}

impl Reader<'_> {
    fn row(&self, cohort: Cohort, cell: &Cell) -> Row {
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
