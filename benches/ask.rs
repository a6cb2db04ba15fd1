//! The engine of the release, asked by a script what peers are asked too.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod ask {
    use denominator::analysis::stats::{quantile, sorted::Sorted};
    use denominator::analysis::{Body, Cell, Coding, Groups, Keep, Need, Partial, Plan};
    use denominator::engine::EngineError;
    use denominator::engine::link::Engine;
    use denominator::engine::protocol::Scanning;
    use denominator::table::{ColumnSummary, FileSummary, Reading, infer};
    use serde::Deserialize;
    use serde_json::{Map, Value, json};
    use wasm_bindgen::prelude::*;
    use web_sys::File;

    /// The only file.
    const FILE: u32 = 1;

    /// A question as the script words it.
    #[derive(Deserialize)]
    struct Question {
        /// The column whose levels are compared.
        cohort: String,
        /// Columns whose levels are counted.
        #[serde(default)]
        counts: Vec<String>,
        /// A column of numbers.
        value: Option<String>,
        /// A column of dates with the first of the weeks, in seconds since 1970, and their number.
        weeks: Option<(String, i64, u32)>,
        /// Columns and the levels that are kept.
        #[serde(default)]
        filter: Vec<(String, Vec<String>)>,
    }

    /// An open file.
    #[wasm_bindgen]
    pub struct Asker {
        engine: Engine,
        summary: FileSummary,
    }

    #[wasm_bindgen]
    pub async fn open(worker: String, file: File) -> Result<Asker, String> {
        let told = |error: EngineError| error.to_string();
        let engine = Engine::start(&worker);
        engine.started().await;
        let how = Scanning {
            name: file.name(),
            ..Scanning::default()
        };
        let scanned = engine.scan(FILE, how, file.into(), |_| {});
        let scanned = scanned.await.map_err(told)?.ok_or("stopped")?;
        let schema = infer(&scanned.names, &scanned.scan);
        let exclusions = Reading::default().exclusions;
        let summary = engine.build(FILE, schema, exclusions).await.map_err(told)?;
        Ok(Asker { engine, summary })
    }

    #[wasm_bindgen]
    impl Asker {
        /// Records.
        pub fn rows(&self) -> f64 {
            self.summary.rows as f64
        }

        /// The answers to questions, per cohort: how many, how many per level, median and mean.
        pub async fn ask(&self, questions: String) -> Result<String, String> {
            let questions: Vec<Question> =
                serde_json::from_str(&questions).map_err(|error| error.to_string())?;
            let mut plans = Vec::new();
            for question in &questions {
                plans.extend(self.plans(question)?);
            }
            let partials = self.engine.run(FILE, plans, |_, _| {}).await;
            let partials = partials.map_err(|error| error.to_string())?;
            let mut partials = partials.ok_or("something else was asked")?.into_iter();
            let mut answers = Vec::new();
            for question in &questions {
                answers.push(self.answer(question, &mut partials)?);
            }
            Ok(Value::from(answers).to_string())
        }

        fn place(&self, name: &str) -> Result<usize, String> {
            let columns = &self.summary.columns;
            let place = columns.iter().position(|column| column.name == name);
            place.ok_or_else(|| format!("no column {name}"))
        }

        fn column(&self, name: &str) -> Result<&ColumnSummary, String> {
            Ok(&self.summary.columns[self.place(name)?])
        }

        fn coding(&self, name: &str) -> Result<Coding, String> {
            Ok(Coding {
                column: self.place(name)? as u32,
                cuts: Vec::new(),
            })
        }

        fn plans(&self, question: &Question) -> Result<Vec<Plan>, String> {
            let mut filter = Vec::new();
            for (name, levels) in &question.filter {
                let known = &self.column(name)?.levels;
                let is_kept = |(level, _): &(String, u64)| levels.contains(level);
                let codes = (1..).zip(known).filter(|(_, level)| is_kept(level));
                filter.push(Keep {
                    coding: self.coding(name)?,
                    codes: codes.map(|(code, _)| code).collect(),
                });
            }
            let many = self.column(&question.cohort)?.levels.len() as u8;
            let groups = Groups {
                coding: self.coding(&question.cohort)?,
                group_by_code: (0..many).map(Some).collect(),
                many,
            };
            let mut needs = Vec::new();
            for name in &question.counts {
                needs.push(Need::Counts(self.coding(name)?));
            }
            if let Some(name) = &question.value {
                needs.push(Need::Values(self.place(name)? as u32));
            }
            if let Some((name, first, many)) = &question.weeks {
                let week = |n: u32| (first + i64::from(n) * 7 * 86_400) as f64;
                needs.push(Need::Counts(Coding {
                    cuts: (0..*many).map(week).collect(),
                    ..self.coding(name)?
                }));
            }
            if needs.is_empty() {
                needs.push(Need::Respondents);
            }
            let plan = |need| Plan {
                filter: filter.clone(),
                groups: Some(groups.clone()),
                need,
                weight: None,
            };
            Ok(needs.into_iter().map(plan).collect())
        }

        fn answer(
            &self,
            question: &Question,
            partials: &mut impl Iterator<Item = Partial>,
        ) -> Result<Value, String> {
            let cohorts = &self.column(&question.cohort)?.levels;
            let mut answer = Map::new();
            let mut put = |partial: &Partial, told: &dyn Fn(&Cell) -> Value| {
                for ((name, _), cell) in cohorts.iter().zip(&partial.cells) {
                    let of_cohort = answer.entry(name.clone()).or_insert_with(|| json!([]));
                    if let Some(list) = of_cohort.as_array_mut() {
                        list.push(told(cell));
                    }
                }
            };
            let mut next = || partials.next().ok_or("an answer is missing");
            let mut is_counted = true;
            for name in &question.counts {
                is_counted = false;
                let levels = &self.column(name)?.levels;
                put(&next()?, &|cell| by_level(cell, levels));
            }
            if question.value.is_some() {
                is_counted = false;
                put(&next()?, &median_and_mean);
            }
            if question.weeks.is_some() {
                is_counted = false;
                put(&next()?, &by_week);
            }
            if is_counted {
                put(&next()?, &|cell| cell.asked.into());
            }
            Ok(answer.into())
        }
    }

    fn by_level(cell: &Cell, levels: &[(String, u64)]) -> Value {
        let Body::Counts(counts) = &cell.body else {
            return Value::Null;
        };
        let counted = levels.iter().zip(&counts.by_code);
        let counted = counted.map(|((name, _), sums)| (name.clone(), sums.count.into()));
        Value::Object(counted.collect())
    }

    fn by_week(cell: &Cell) -> Value {
        match &cell.body {
            Body::Counts(counts) => counts.by_code.iter().map(|sums| sums.count).collect(),
            _ => Value::Null,
        }
    }

    fn median_and_mean(cell: &Cell) -> Value {
        let Body::Values(values) = &cell.body else {
            return Value::Null;
        };
        let sorted = Sorted::of_ties(values.ties.clone());
        let median = quantile::type7(&sorted, 0.5).ok();
        json!([median, sorted.moments().mean().ok()])
    }
}
