//! Every formula against what trusted programs answer: each case of the reference folder, each key of its answer.
//!
//! `golden/README.md` in the shared folder describes the cases. To add a method: one `#[test]`, with the number of its cases.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use denominator::analysis::stats::mean::Moments;
use denominator::analysis::stats::share::WeightSums;
use denominator::analysis::stats::sorted::Sorted;
use denominator::analysis::stats::survival::{self, Lasting, Lengths, Survival};
use denominator::analysis::stats::{
    adjust, base, clustered, control, difference, labelling, mean, quantile, rank, rate, share,
    table,
};
use denominator::analysis::{Interval, Showing, Unmeasurable};
use serde_json::{Map, Value, json};

#[test]
fn share_wilson() {
    check("share_wilson", 80, &[], |case| {
        let interval = share::wilson(case.number("hits"), case.number("n"), case.level())?;
        Ok(Answer::new()
            .with("share", case.number("hits") / case.number("n"))
            .ends(Ok(interval)))
    });
}

#[test]
fn share_weighted() {
    check("share_weighted", 24, &[], |case| {
        let (mut hit, mut all) = (WeightSums::default(), WeightSums::default());
        for (value, weight) in case.weighted_values() {
            all.add(weight);
            if value == 1.0 {
                hit.add(weight);
            }
        }
        let weighted = share::weighted_share(hit, all, case.level())?;
        Ok(Answer::new()
            .with("share", weighted.share)
            .with("people", all.count)
            .with("weighted", all.sum)
            .with("effective", weighted.effective)
            .with("effective_for_interval", weighted.effective_for_interval)
            .ends(Ok(weighted.interval)))
    });
}

#[test]
fn kish() {
    check("kish", 8, &[], |case| {
        let mut all = WeightSums::default();
        for weight in case.numbers("weight") {
            all.add(weight);
        }
        let kish = share::kish(&all)?;
        Ok(Answer::new()
            .with("people", all.count)
            .with("effective", kish.effective)
            .with("design_effect", kish.design_effect))
    });
}

#[test]
fn mean_t() {
    check("mean_t", 17, &[], |case| {
        let mean = moments(&case.numbers("value")).mean_t(case.level())?;
        Ok(Answer::new()
            .with("n", mean.n)
            .with("mean", mean.mean)
            .with("sd", mean.sd)
            .ends(mean.interval))
    });
}

#[test]
fn mean_weighted() {
    // Clusters are not offered.
    check(
        "mean_weighted",
        17,
        &["api-clusters", "survey-hours-by-team"],
        |case| {
            let sorted: Sorted = case.weighted_values().into_iter().collect();
            let mean = sorted.moments().mean_weighted(case.level())?;
            Ok(Answer::new()
                .with("people", mean.people)
                .with("effective", mean.effective)
                .with("mean", mean.mean)
                .with("se", mean.se)
                .with("df", mean.df)
                .ends(mean.interval))
        },
    );
}

#[test]
fn quantile_type7() {
    check("quantile_type7", 16, &[], |case| {
        let sorted: Sorted = case.numbers("value").into_iter().collect();
        let quantiles: Result<Vec<f64>, _> = case
            .numbers("probs")
            .into_iter()
            .map(|p| quantile::type7(&sorted, p))
            .collect();
        Ok(Answer::new().with("quantiles", quantiles?))
    });
}

#[test]
fn quantile_exact_interval() {
    check("quantile_exact_interval", 54, &[], |case| {
        let sorted: Sorted = case.numbers("value").into_iter().collect();
        let order = quantile::order_interval(&sorted, case.number("prob"), case.level());
        Ok(Answer::new()
            .with("quantile", quantile::type7(&sorted, case.number("prob"))?)
            .with("low_rank", order.low_rank)
            .with("high_rank", order.high_rank)
            .with("coverage", order.coverage)
            .ends(Ok(order.interval)))
    });
}

#[test]
fn quantile_weighted() {
    check("quantile_weighted", 36, &[], |case| {
        let rows: Sorted = case.weighted_values().into_iter().collect();
        let weighted = quantile::weighted(&rows, case.number("prob"), case.level())?;
        Ok(Answer::new()
            .with("quantile", weighted.value)
            .with("share_at_or_below", weighted.share_at_or_below)
            .with("p_low", weighted.p_low)
            .with("p_high", weighted.p_high)
            .ends(weighted.interval))
    });
}

#[test]
fn diff_shares_newcombe() {
    check("diff_shares_newcombe", 28, &[], |case| {
        let side = |name: &str| {
            (
                case.number(&format!("hits_{name}")),
                case.number(&format!("n_{name}")),
            )
        };
        let gap = difference::newcombe_counts(side("a"), side("b"), case.level())?;
        Ok(Answer::new()
            .with("difference", gap.value)
            .ends(Ok(gap.interval)))
    });
}

#[test]
fn diff_means_welch() {
    check("diff_means_welch", 9, &[], |case| {
        let (a, b) = case.two_cohorts();
        let gap = mean::welch(&moments(&a), &moments(&b), case.level())?;
        Ok(Answer::new()
            .with("difference", gap.value)
            .with("df", gap.df)
            .with("p", gap.p)
            .ends(Ok(gap.interval)))
    });
}

#[test]
fn hodges_lehmann() {
    check("hodges_lehmann", 9, &[], |case| {
        let (a, b) = case.two_cohorts();
        let gap = difference::hodges_lehmann(
            &a.into_iter().collect(),
            &b.into_iter().collect(),
            case.level(),
        )?;
        Ok(Answer::new()
            .with("difference", gap.value)
            .with("exact", gap.exact)
            .ends(Ok(gap.interval)))
    });
}

#[test]
fn chi_square() {
    check("chi_square", 11, &[], |case| {
        let test = table::chi_square(&case.table())?;
        Ok(Answer::new()
            .with("chi2", test.statistic)
            .with("df", test.df)
            .with("p", test.p)
            .with("cramers_v", test.cramers_v)
            .with("least_expected", test.least_expected)
            .with("share_expected_under_5", test.share_expected_under_5)
            .with("n", test.n))
    });
}

#[test]
fn trend_share() {
    check("trend_share", 10, &[], |case| {
        let test = table::trend(
            &case.counts("hits"),
            &case.counts("n"),
            &case.numbers("score"),
        )?;
        Ok(Answer::new()
            .with("chi2", test.chi2)
            .with("z", test.z)
            .with("p", test.p))
    });
}

#[test]
fn kruskal_wallis() {
    check("kruskal_wallis", 6, &[], |case| {
        let groups = case.groups();
        let groups: Vec<Sorted> = groups
            .values()
            .map(|group| group.iter().copied().collect())
            .collect();
        let groups: Vec<&Sorted> = groups.iter().collect();
        let test = rank::kruskal_wallis(&groups)?;
        Ok(Answer::new()
            .with("h", test.h)
            .with("df", test.df)
            .with("p", test.p))
    });
}

#[test]
fn mann_whitney() {
    check("mann_whitney", 11, &[], |case| {
        let (a, b) = case.two_cohorts();
        let test = rank::mann_whitney(&a.into_iter().collect(), &b.into_iter().collect())?;
        Ok(Answer::new()
            .with("u", test.u)
            .with("p", test.p)
            .with("exact", test.exact)
            .with("superiority", test.superiority))
    });
}

#[test]
fn p_adjust() {
    check("p_adjust", 7, &[], |case| {
        let p: Vec<Option<f64>> = case.cells("p").iter().map(Value::as_f64).collect();
        Ok(Answer::new()
            .with("holm", adjust::holm(&p))
            .with("bh", adjust::benjamini_hochberg(&p)))
    });
}

#[test]
fn share_clustered() {
    check("share_clustered", 12, &[], |case| {
        let counts: Vec<(u64, u64)> = case
            .whole("hits")
            .into_iter()
            .zip(case.whole("n"))
            .collect();
        let pooled = clustered::clustered(&counts, case.level())?;
        Ok(Answer::new()
            .with("share", pooled.share)
            .with("n", counts.iter().map(|(_, n)| n).sum::<u64>())
            .with("clusters", pooled.clusters)
            .with("se", pooled.se)
            .with("effective_for_interval", pooled.effective)
            .ends(Ok(pooled.interval)))
    });
}

#[test]
fn rate_poisson() {
    check("rate_poisson", 19, &[], |case| {
        let (count, exposure) = (case.number("count"), case.number("exposure"));
        let interval = rate::poisson(count as u64, exposure, case.level())?;
        Ok(Answer::new()
            .with("rate", count / exposure)
            .ends(Ok(interval)))
    });
}

#[test]
fn rate_ratio() {
    check("rate_ratio", 7, &[], |case| {
        let side = |name: &str| {
            (
                case.number(&format!("count_{name}")) as u64,
                case.number(&format!("exposure_{name}")),
            )
        };
        let found = rate::ratio(side("a"), side("b"), case.level())?;
        Ok(Answer::new()
            .with("ratio", found.ratio)
            .with("p", found.p)
            .ends(Ok(found.interval)))
    });
}

#[test]
fn kaplan_meier() {
    check("kaplan_meier", 28, &[], |case| {
        let lengths = case.lengths().into_iter().collect();
        let curve = Survival::of(&lengths)?;
        let level = case.level();
        let open: Vec<(f64, Interval)> = case
            .numbers("at")
            .into_iter()
            .map(|at| curve.open_at(at, level))
            .collect();
        let (median, interval) = curve.quantile(0.5, level);
        let shares: Vec<f64> = open.iter().map(|(share, _)| *share).collect();
        let lows: Vec<Option<f64>> = open.iter().map(|(_, ends)| ends.low).collect();
        let highs: Vec<Option<f64>> = open.iter().map(|(_, ends)| ends.high).collect();
        Ok(Answer::new()
            .with("n", curve.n)
            .with("events", curve.over)
            .with("censored", curve.n - curve.over)
            .with("median", median)
            .with("q25", curve.quantile(0.25, level).0)
            .with("q75", curve.quantile(0.75, level).0)
            .with("open_share_at", shares)
            .with("open_low_at", json!(lows))
            .with("open_high_at", json!(highs))
            .ends(Ok(interval)))
    });
}

#[test]
fn log_rank() {
    check("log_rank", 8, &[], |case| {
        let mut groups = BTreeMap::<&str, Vec<Lasting>>::new();
        for (length, group) in case.lengths().into_iter().zip(case.cells("group")) {
            groups
                .entry(group.as_str().unwrap())
                .or_default()
                .push(length);
        }
        let own = groups.values().map(|own| own.iter().copied().collect());
        let lengths: Vec<Lengths> = own.collect();
        let test = survival::log_rank(&lengths.iter().collect::<Vec<_>>())?;
        Ok(Answer::new()
            .with("chi2", test.chi2)
            .with("df", test.df)
            .with("p", test.p)
            .with("observed", test.observed)
            .with("expected", test.expected)
            .with("groups", groups.into_keys().collect::<Vec<_>>()))
    });
}

#[test]
fn p_chart() {
    check("p_chart", 3, &[], |case| {
        let chart = control::p_chart(&case.whole("hits"), &case.whole("n"))?;
        let end = |of: fn((f64, f64)) -> f64| {
            let limits = chart.limits.iter().map(|limits| limits.map(of));
            json!(limits.collect::<Vec<_>>())
        };
        Ok(Answer::new()
            .with("mean", chart.mean)
            .with("low", end(|(low, _)| low))
            .with("high", end(|(_, high)| high))
            .with("laney_sigma_z", chart.sigma_z)
            .with("outside", chart.outside))
    });
}

#[test]
fn xmr() {
    check("xmr", 5, &[], |case| {
        let chart = control::xmr(&case.numbers("value"))?;
        Ok(Answer::new()
            .with("mean", chart.mean)
            .with("moving_range", chart.moving_range)
            .with("low", chart.low)
            .with("high", chart.high)
            .with("moving_range_high", chart.moving_range_high)
            .with("outside", chart.outside)
            .with("run_of_eight", chart.in_run))
    });
}

#[test]
fn mislabelling() {
    check("mislabelling", 7, &[], |case| {
        let side = |name: &str| {
            (
                case.number(&format!("hits_{name}")) as u64,
                case.number(&format!("n_{name}")) as u64,
            )
        };
        let counts = labelling::Counts {
            labelled: side("a"),
            other: side("b"),
        };
        let assumed = labelling::Assumed {
            unlabelled: case.number("unlabelled"),
            times: 1.0,
        };
        let corrected = labelling::corrected(counts, assumed, case.level())?;
        Ok(Answer::new()
            .with("hidden", corrected.hidden)
            .with("corrected_other", corrected.other)
            .with("gap", corrected.gap)
            .with("factor", corrected.factor)
            .ends(Ok(corrected.interval)))
    });
}

#[test]
fn small_base() {
    check("small_base", 7, &[], |case| {
        let count = |role: &str| case.number(role) as u64;
        let showing = base::showing(count("n"), count("hide"), count("faint"));
        assert_eq!((count("hide"), count("faint")), (base::HIDE, base::FAINT));
        let name = match showing {
            Showing::Full => "full",
            Showing::Faint => "faint",
            Showing::Hidden => "hidden",
        };
        Ok(Answer::new()
            .with("show", name)
            .with("test", showing == Showing::Full))
    });
}

/// What we answer to one case.
#[derive(Default)]
struct Answer {
    values: BTreeMap<&'static str, Value>,
    /// Why the value has no interval.
    no_interval: Option<Unmeasurable>,
}

impl Answer {
    fn new() -> Self {
        Self::default()
    }

    fn with(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.values.insert(key, value.into());
        self
    }

    fn ends(mut self, interval: Result<Interval, Unmeasurable>) -> Self {
        match interval {
            Ok(interval) => self.with("low", interval.low).with("high", interval.high),
            Err(why) => {
                self.no_interval = Some(why);
                self
            }
        }
    }
}

/// One case, with the cells of its table joined to its input under their roles.
struct Case {
    input: Map<String, Value>,
}

impl Case {
    fn read(case: &Value) -> Self {
        let mut input = case["input"].as_object().unwrap().clone();
        if let Some(count) = input.get("sequence").and_then(Value::as_u64) {
            input.insert("value".to_owned(), (1..=count).collect());
        }
        if let Some(table) = case.get("table") {
            let rows = rows(table["file"].as_str().unwrap(), &input);
            for (role, column) in table["columns"].as_object().unwrap() {
                let cells = rows
                    .iter()
                    .map(|row| row[column.as_str().unwrap()].clone())
                    .collect();
                assert!(
                    input.insert(role.clone(), cells).is_none(),
                    "{role} is given twice"
                );
            }
        }
        Self { input }
    }

    fn number(&self, role: &str) -> f64 {
        self.input[role]
            .as_f64()
            .unwrap_or_else(|| panic!("{role} is no number"))
    }

    fn level(&self) -> f64 {
        self.number("level")
    }

    fn cells(&self, role: &str) -> &[Value] {
        self.input[role]
            .as_array()
            .unwrap_or_else(|| panic!("{role} is no list"))
    }

    /// The cells of a role as numbers; a missing one would need a rule, and no case of these methods has any.
    fn numbers(&self, role: &str) -> Vec<f64> {
        self.cells(role)
            .iter()
            .map(|cell| number(cell).unwrap_or_else(|| panic!("{role} holds {cell}")))
            .collect()
    }

    fn counts(&self, role: &str) -> Vec<u64> {
        self.cells(role)
            .iter()
            .map(|cell| cell.as_u64().unwrap())
            .collect()
    }

    fn weighted_values(&self) -> Vec<(f64, f64)> {
        let (values, weights) = (self.numbers("value"), self.numbers("weight"));
        assert_eq!(values.len(), weights.len());
        values.into_iter().zip(weights).collect()
    }

    /// Counts that a table may hold as text.
    fn whole(&self, role: &str) -> Vec<u64> {
        self.numbers(role)
            .into_iter()
            .map(|number| number as u64)
            .collect()
    }

    /// Lengths of time, with whether each is over.
    fn lengths(&self) -> Vec<Lasting> {
        let (times, events) = (self.numbers("time"), self.numbers("event"));
        assert_eq!(times.len(), events.len());
        let length = |(time, event)| Lasting {
            time,
            is_over: event == 1.0,
        };
        times.into_iter().zip(events).map(length).collect()
    }

    /// Sorted values by group.
    fn groups(&self) -> BTreeMap<String, Vec<f64>> {
        let mut groups = BTreeMap::<String, Vec<f64>>::new();
        for (value, group) in self.numbers("value").into_iter().zip(self.cells("group")) {
            groups
                .entry(group.as_str().unwrap().to_owned())
                .or_default()
                .push(value);
        }
        for values in groups.values_mut() {
            values.sort_by(f64::total_cmp);
        }
        groups
    }

    /// The two cohorts to compare.
    fn two_cohorts(&self) -> (Vec<f64>, Vec<f64>) {
        if self.input.contains_key("value_a") {
            return (self.numbers("value_a"), self.numbers("value_b"));
        }
        let groups = self.groups();
        let of = |side: &str| groups[self.input[side].as_str().unwrap()].clone();
        (of("a"), of("b"))
    }

    /// Counts by row and column.
    fn table(&self) -> Vec<Vec<u64>> {
        if let Some(rows) = self.input.get("table_rows") {
            let counts = |row: &Value| {
                row.as_array()
                    .unwrap()
                    .iter()
                    .map(|cell| cell.as_u64().unwrap())
                    .collect()
            };
            return rows.as_array().unwrap().iter().map(counts).collect();
        }
        let mut counts = BTreeMap::<&str, BTreeMap<&str, u64>>::new();
        let columns: std::collections::BTreeSet<&str> = self
            .cells("column")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        for (row, column) in self.cells("row").iter().zip(self.cells("column")) {
            *counts
                .entry(row.as_str().unwrap())
                .or_default()
                .entry(column.as_str().unwrap())
                .or_default() += 1;
        }
        counts
            .values()
            .map(|row| {
                columns
                    .iter()
                    .map(|column| row.get(column).copied().unwrap_or(0))
                    .collect()
            })
            .collect()
    }
}

/// Compares every case of a method, save those in `skipped`, and fails with all that differ.
fn check(
    method: &str,
    count: usize,
    skipped: &[&str],
    answer: impl Fn(&Case) -> Result<Answer, Unmeasurable>,
) {
    let Some(folder) = golden() else {
        eprintln!("{method}: {count} cases skipped, for there is no shared folder");
        return;
    };
    let file: Value =
        serde_json::from_str(&fs::read_to_string(folder.join(format!("{method}.json"))).unwrap())
            .unwrap();
    assert_eq!(
        (&file["schema"], &file["method"]),
        (&json!(1), &json!(method))
    );
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), count, "{method}: number of cases in the file");

    let mut checked = 0;
    let mut misses = Vec::new();
    for case in cases {
        let id = case["id"].as_str().unwrap();
        if skipped.contains(&id) {
            continue;
        }
        checked += 1;
        let tolerance = case.get("tolerance").unwrap_or(&file["tolerance"]);
        for (key, ours, expected) in compare(case, tolerance, answer(&Case::read(case))) {
            misses.push(format!("  {id} / {key}: ours {ours}, expected {expected}"));
        }
    }
    assert_eq!(checked, count - skipped.len(), "{method}: cases checked");
    assert!(
        misses.is_empty(),
        "{method} differs:\n{}",
        misses.join("\n")
    );
}

/// What differs: (key, ours, expected).
fn compare(
    case: &Value,
    tolerance: &Value,
    answer: Result<Answer, Unmeasurable>,
) -> Vec<(String, String, String)> {
    if let Some(reason) = case.get("refuse").and_then(Value::as_str) {
        assert!(case.get("expect").is_none());
        // Where only the interval is undefined, the file has the method refuse and we show the value without interval.
        let ours = match answer {
            Err(why) => why.reason().to_owned(),
            Ok(Answer {
                no_interval: Some(why),
                ..
            }) => why.reason().to_owned(),
            Ok(Answer { values, .. }) => format!("{values:?}"),
        };
        return if ours == reason {
            Vec::new()
        } else {
            vec![("refuse".to_owned(), ours, reason.to_owned())]
        };
    }
    let answer = match answer {
        Ok(answer) => answer,
        Err(why) => {
            return vec![(
                "refuse".to_owned(),
                why.reason().to_owned(),
                "a value".to_owned(),
            )];
        }
    };
    let mut misses = Vec::new();
    let ours = answer
        .no_interval
        .map_or("an interval", Unmeasurable::reason);
    let expected = case
        .get("refuse_interval")
        .map_or("an interval", |reason| reason.as_str().unwrap());
    if ours != expected {
        misses.push((
            "refuse_interval".to_owned(),
            ours.to_owned(),
            expected.to_owned(),
        ));
    }
    let expect = case["expect"].as_object().unwrap();
    assert!(!expect.is_empty());
    for (key, expected) in expect {
        match answer.values.get(key.as_str()) {
            Some(ours) if is_equal(ours, expected, tolerance) => {}
            Some(ours) => misses.push((key.clone(), ours.to_string(), expected.to_string())),
            None => misses.push((key.clone(), "nothing".to_owned(), expected.to_string())),
        }
    }
    misses
}

/// Numbers within the tolerance, everything else exactly; null is absent.
fn is_equal(ours: &Value, expected: &Value, tolerance: &Value) -> bool {
    match (ours, expected) {
        (Value::Number(ours), Value::Number(expected)) => {
            let (ours, expected) = (ours.as_f64().unwrap(), expected.as_f64().unwrap());
            let allowed = tolerance["abs"].as_f64().unwrap()
                + tolerance["rel"].as_f64().unwrap() * expected.abs();
            (ours - expected).abs() <= allowed
        }
        (Value::Array(ours), Value::Array(expected)) => {
            ours.len() == expected.len()
                && ours
                    .iter()
                    .zip(expected)
                    .all(|(ours, expected)| is_equal(ours, expected, tolerance))
        }
        _ => ours == expected,
    }
}

/// The reference folder, where there is one.
fn golden() -> Option<PathBuf> {
    let golden = common::shared().join("golden");
    golden.is_dir().then_some(golden)
}

/// The rows of an input table that `where` keeps and `drop` does not remove, each by column name.
fn rows(file: &str, input: &Map<String, Value>) -> Vec<BTreeMap<String, Value>> {
    let text = fs::read_to_string(golden().unwrap().join(file)).unwrap();
    assert!(
        !text.contains('"'),
        "{file} has quotes, which this reader does not know"
    );
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), header.len(), "{file}: {line}");
        let row: BTreeMap<String, Value> = header
            .iter()
            .map(|&name| name.to_owned())
            .zip(cells.into_iter().map(Value::from))
            .collect();
        let is_listed = |(column, texts): (&String, &Value)| match texts {
            Value::Array(texts) => texts.contains(&row[column]),
            text => *text == row[column],
        };
        let filters = |name: &str| {
            input
                .get(name)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
        };
        if filters("where").all(is_listed) && !filters("drop").any(is_listed) {
            rows.push(row);
        }
    }
    assert!(!rows.is_empty(), "{file}: the filters leave nothing");
    rows
}

/// A number of a case, or the text of a table's cell read as one.
fn number(cell: &Value) -> Option<f64> {
    cell.as_f64().or_else(|| cell.as_str()?.parse().ok())
}

fn moments(values: &[f64]) -> Moments {
    values.iter().copied().collect::<Sorted>().moments()
}
