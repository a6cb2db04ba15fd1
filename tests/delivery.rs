//! What exports of delivery tools come to: real files against what a right reading of them gives, and a toy log against R.
//!
//! The real files are not part of the repository; without them the tests say how many cases they skip.

use std::fs;
use std::path::{Path, PathBuf};

use denominator::analysis::stats::quantile;
use denominator::analysis::stats::sorted::Sorted;
use denominator::delivery::{
    Attribution, Export, Exposure, History, Kind, Links, Metrics, Outcome, Rules, Signs, State,
    Window, approval_waits, shares,
};
use denominator::source::{Opened, Reader};
use proptest::prelude::*;
use serde_json::Value;

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("DENOMINATOR_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    shared.is_dir().then_some(shared)
}

/// Runs `check` on the shared folder, or says how many cases are skipped.
fn with_files(cases: usize, check: impl Fn(PathBuf)) {
    match shared() {
        Some(folder) => check(folder),
        None => eprintln!("{cases} cases skipped, for there is no shared folder"),
    }
}

fn open(path: PathBuf) -> Opened {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut reader = Reader::new(&name);
    reader.push(&fs::read(&path).unwrap());
    reader.finish().unwrap()
}

/// The history of some files of a folder, with what each was taken for.
fn history(folder: &Path, names: &[&str], rules: &Rules) -> (Vec<Option<Kind>>, History) {
    let opened: Vec<Opened> = names.iter().map(|name| open(folder.join(name))).collect();
    let exports: Vec<Option<Export<'_>>> = names
        .iter()
        .zip(&opened)
        .map(|(name, opened)| Export::of(name.rsplit('/').next().unwrap(), opened))
        .collect();
    let kinds = exports
        .iter()
        .map(|export| export.as_ref().map(|export| export.kind))
        .collect();
    let known: Vec<Export<'_>> = exports.into_iter().flatten().collect();
    (kinds, History::of(&known, rules))
}

fn median(values: impl IntoIterator<Item = f64>) -> (usize, f64, f64) {
    let values: Vec<f64> = values.into_iter().collect();
    let sorted: Sorted = values.iter().copied().collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.len(), quantile::type7(&sorted, 0.5).unwrap(), mean)
}

fn is_near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 6e-5
}

const DEVLAKE: [&str; 4] = [
    "dora-cicd_deployment_commits-for-incidents.csv",
    "dora-incidents.csv",
    "dora-project_mapping-for-incidents.csv",
    "dora-project_incident_deployment_relationships.csv",
];

#[test]
fn every_real_export_is_known_for_what_it_is() {
    use Kind::{Changes, Deployments, Events, Incidents, Links, Projects, Reviews, Runs};
    let files = [
        ("devlake/bamboo-cicd_deployments.csv", Some(Deployments)),
        ("devlake/bitbucket-cicd_deployments.csv", Some(Deployments)),
        (
            "devlake/github-cicd_deployment_commits.csv",
            Some(Deployments),
        ),
        ("devlake/jenkins-cicd_pipelines.csv", Some(Deployments)),
        (
            "devlake/dora-cicd_deployment_commits.csv",
            Some(Deployments),
        ),
        (
            "devlake/dora-cicd_deployment_commits-for-incidents.csv",
            Some(Deployments),
        ),
        ("devlake/dora-incidents.csv", Some(Incidents)),
        ("devlake/pagerduty-issues.csv", Some(Incidents)),
        (
            "devlake/dora-project_incident_deployment_relationships.csv",
            Some(Links),
        ),
        (
            "devlake/dora-project_mapping-for-incidents.csv",
            Some(Projects),
        ),
        ("devlake/github-actions-runs.csv", Some(Runs)),
        ("devlake/csv-import-issues_input.csv", None),
        ("delivery/agent-and-human-merged-prs.csv", Some(Changes)),
        ("delivery/aidev-claude-code-prs.csv", Some(Changes)),
        ("delivery/aidev-cursor-prs.csv", Some(Changes)),
        ("delivery/aidev-claude-code-pr-reviews.csv", Some(Reviews)),
        ("delivery/aidev-claude-code-pr-timelines.csv", Some(Events)),
        (
            "delivery/servicenow-incident-event-log-first3000.csv",
            Some(Incidents),
        ),
        ("delivery/metr-ai-rct-issues.csv", None),
    ];
    with_files(files.len(), |shared| {
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        let (kinds, _) = history(&shared.join("data/real"), &names, &Rules::default());
        let found: Vec<_> = names.into_iter().zip(kinds).collect();
        assert_eq!(found, files);
    });
}

#[test]
fn no_survey_is_taken_for_a_delivery_export() {
    with_files(1, |shared| {
        let mut looked_at = 0;
        for entry in fs::read_dir(shared.join("data/real/surveys")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "csv") {
                let opened = open(path.clone());
                let kind = Export::of(path.file_name().unwrap().to_str().unwrap(), &opened)
                    .map(|export| export.kind);
                assert_eq!(kind, None, "{}", path.display());
                looked_at += 1;
            }
        }
        assert!(looked_at > 15, "{looked_at} surveys");
    });
}

#[test]
fn devlakes_rows_are_nine_deployments_and_its_rule_gives_its_links() {
    with_files(3, |shared| {
        let rules = Rules {
            attribution: Attribution::DevLake,
            ..Rules::default()
        };
        let (_, history) = history(&shared.join("data/real/devlake"), &DEVLAKE[..3], &rules);
        assert_eq!(history.deployments.len(), 9);
        assert_eq!(
            history
                .deployments
                .iter()
                .map(|one| one.rows.len())
                .sum::<usize>(),
            16
        );
        let links = Links::of(&history, &rules);
        let to = |wanted: &str| {
            let ids = links
                .links
                .iter()
                .map(|link| history.deployments[link.deployment].id.as_str());
            ids.filter(|id| *id == wanted).count()
        };
        assert_eq!(
            (to("pipeline7"), to("pipeline2"), links.links.len()),
            (5, 1, 6)
        );
        let unlinked: Vec<&str> = links
            .unlinked
            .iter()
            .map(|at| history.incidents[*at].id.as_str())
            .collect();
        assert_eq!(unlinked, ["github:GithubIssue:1:1373792477"]);
    });
}

#[test]
fn a_file_of_links_gives_the_same_as_named() {
    with_files(1, |shared| {
        let rules = Rules::default();
        let (_, history) = history(&shared.join("data/real/devlake"), &DEVLAKE, &rules);
        let links = Links::of(&history, &rules);
        let named = links.links.iter().map(|link| {
            (
                history.incidents[link.incident]
                    .id
                    .rsplit(':')
                    .next()
                    .unwrap(),
                history.deployments[link.deployment].id.as_str(),
            )
        });
        let wanted = [
            ("1367714738", "pipeline7"),
            ("1370816458", "pipeline7"),
            ("1371320153", "pipeline7"),
            ("1372381019", "pipeline7"),
            ("1372644519", "pipeline7"),
            ("1373792478", "pipeline2"),
        ];
        assert!(named.eq(wanted));
    });
}

#[test]
fn what_was_replaced_has_not_failed() {
    with_files(1, |shared| {
        let rules = Rules::default();
        let (_, history) = history(
            &shared.join("data/real/devlake"),
            &["github-cicd_deployment_commits.csv"],
            &rules,
        );
        let many = |wanted| {
            history
                .deployments
                .iter()
                .filter(|one| one.outcome == wanted)
                .count()
        };
        assert_eq!((many(Outcome::Reached), many(Outcome::Failed)), (97, 3));
        assert_eq!(
            history
                .deployments
                .iter()
                .filter(|one| one.counts())
                .count(),
            97
        );
    });
}

#[test]
fn events_of_an_incident_are_one_incident() {
    with_files(1, |shared| {
        let names = ["servicenow-incident-event-log-first3000.csv"];
        let (_, history) = history(
            &shared.join("data/real/delivery"),
            &names,
            &Rules::default(),
        );
        assert_eq!(history.incidents.len(), 447);
        let (n, middle, mean) = median(
            history
                .incidents
                .iter()
                .filter_map(|incident| incident.hours()),
        );
        assert!(
            n == 431 && is_near(middle, 52.25) && is_near(mean, 228.1467),
            "{n}, {middle}, {mean}"
        );
    });
}

#[test]
fn changes_wait_for_their_first_approval() {
    with_files(3, |shared| {
        let folder = shared.join("data/real/delivery");
        let names = [
            "aidev-claude-code-prs.csv",
            "aidev-claude-code-pr-reviews.csv",
        ];
        let (_, history) = history(&folder, &names, &Rules::default());
        let (n, middle, mean) = median(
            approval_waits(&history.changes, &history.reviews)
                .into_iter()
                .map(|(_, hours)| hours),
        );
        assert!(
            n == 26 && is_near(middle, 22.1838) && is_near(mean, 61.824),
            "{n}, {middle}, {mean}"
        );
        for (name, merged, closed, open, hours) in [
            ("aidev-claude-code-prs.csv", 53, 33, 15, 6.8736),
            ("aidev-cursor-prs.csv", 74, 31, 39, 2.4082),
        ] {
            let (_, history) = self::history(&folder, &[name], &Rules::default());
            let many = |state| {
                history
                    .changes
                    .iter()
                    .filter(|change| change.state == state)
                    .count()
            };
            assert_eq!(
                (many(State::Merged), many(State::Closed), many(State::Open)),
                (merged, closed, open),
                "{name}"
            );
            let (_, middle, _) = median(
                history
                    .changes
                    .iter()
                    .filter_map(|change| change.hours_to_merge()),
            );
            assert!(is_near(middle, hours), "{name}: {middle}");
        }
    });
}

#[test]
fn changes_of_agents_and_of_people_are_told_apart() {
    with_files(2, |shared| {
        let names = ["agent-and-human-merged-prs.csv"];
        let (_, history) = history(
            &shared.join("data/real/delivery"),
            &names,
            &Rules::default(),
        );
        let signs = Signs::default();
        let hours = |is: fn(&Exposure) -> bool| {
            let changes = history
                .changes
                .iter()
                .filter(|change| is(&signs.of(change)));
            median(changes.filter_map(|change| change.hours_to_merge()))
        };
        let (n, middle, mean) = hours(|exposure| matches!(exposure, Exposure::Assisted(_)));
        assert!(
            n == 516 && is_near(middle, 3.0211) && is_near(mean, 39.8142),
            "{n}, {middle}, {mean}"
        );
        let (n, middle, mean) = hours(|exposure| matches!(exposure, Exposure::Other { .. }));
        assert!(
            n == 473 && is_near(middle, 4.1786) && is_near(mean, 26.2038),
            "{n}, {middle}, {mean}"
        );
    });
}

#[test]
fn the_toy_log_gives_what_r_gives() {
    with_files(1, |shared| {
        let golden = shared.join("golden");
        let case: Value = serde_json::from_str(
            &fs::read_to_string(golden.join("delivery_metrics.json")).unwrap(),
        )
        .unwrap();
        let (input, expect) = (&case["cases"][0]["input"], &case["cases"][0]["expect"]);
        let file = |name: &str| input[name].as_str().unwrap();
        let seconds = |name: &str| {
            let at: jiff::Timestamp = file(name).parse().unwrap();
            at.as_second()
        };
        let rules = Rules {
            attribution: Attribution::Never,
            ..Rules::default()
        };
        let (kinds, history) = history(&golden, &[file("deployments"), file("incidents")], &rules);
        assert_eq!(kinds, [Some(Kind::Deployments), Some(Kind::Incidents)]);
        let window = Window {
            from: seconds("from"),
            to: seconds("to"),
            exported: seconds("exported"),
        };
        let links = Links::of(&history, &rules);
        let metrics = Metrics::of(
            &history,
            &links,
            &rules,
            window,
            &|_| true,
            input["level"].as_f64().unwrap(),
        );
        let (median, ends) = metrics.recovery.hours.as_ref().unwrap().quantile(0.5, 0.95);
        let frequency = metrics.frequency.unwrap();
        let fails = metrics.fail_rate.interval.unwrap();
        let n = metrics.deployments.len() as f64;
        let found = [
            ("deployments", Some(n)),
            ("services", Some(metrics.services as f64)),
            ("per_week_per_service", Some(n / metrics.service_weeks)),
            ("per_week_low", frequency.low),
            ("per_week_high", frequency.high),
            ("deployment_days", Some(metrics.deployment_days as f64)),
            ("failed", Some(metrics.failed.len() as f64)),
            ("fail_rate", metrics.fail_rate.value()),
            ("fail_low", fails.low),
            ("fail_high", fails.high),
            (
                "fail_rate_without_rollbacks",
                metrics.fail_rate_without_rollbacks.value(),
            ),
            (
                "fail_rate_without_remediation",
                metrics.fail_rate_without_remedies.value(),
            ),
            ("incidents_per_deployment", metrics.incidents_per_deployment),
            ("rework_rate", metrics.rework_rate.value()),
            ("rollback_rate", metrics.rollback_rate.value()),
            (
                "incidents_without_deployment",
                Some(metrics.incidents_without_deployment as f64),
            ),
            (
                "recoveries",
                metrics
                    .recovery
                    .hours
                    .as_ref()
                    .ok()
                    .map(|curve| curve.n as f64),
            ),
            ("recoveries_open", Some(metrics.recovery.open as f64)),
            ("recovery_median_hours", median),
            ("recovery_low", ends.low),
            ("recovery_high", ends.high),
        ];
        assert_eq!(found.len(), expect.as_object().unwrap().len());
        for (key, found) in found {
            let wanted = expect[key].as_f64();
            let is_alike = match (found, wanted) {
                (Some(found), Some(wanted)) => {
                    (found - wanted).abs() <= 1e-10 + 1e-9 * wanted.abs()
                }
                (found, wanted) => found == wanted,
            };
            assert!(is_alike, "{key}: found {found:?}, wanted {wanted:?}");
        }
    });
}

/// A row of deployments: id, service, day, hour, environment, result and kind, each by a number.
type Row = [usize; 7];

const DAY: i64 = 86_400;
/// 2026-03-02.
const START: i64 = 1_772_409_600;

fn time(day: usize, hour: usize) -> String {
    let at = jiff::Timestamp::from_second(START + day as i64 * DAY + hour as i64 * 3600).unwrap();
    at.to_string()
}

fn deployments(rows: &[Row]) -> String {
    let mut text =
        "deployment_id,service,finished_at,environment,result,kind,ai_assisted\n".to_owned();
    for [id, service, day, hour, environment, result, kind] in rows {
        text += &format!(
            "d{id},{},{},{},{},{},{}\n",
            ["shop", "pay", "mail"][service % 3],
            time(*day, *hour),
            ["production", "staging", "", "prod"][environment % 4],
            ["success", "failed", "", "cancelled"][result % 4],
            ["normal", "rollback", "hotfix"][kind % 3],
            ["true", "false", ""][id % 3],
        );
    }
    text
}

fn incidents(rows: &[(usize, usize, usize, usize)]) -> String {
    let mut text = "incident_id,caused_by,service,started_at,restored_at\n".to_owned();
    for (at, (cause, service, day, hours)) in rows.iter().enumerate() {
        let cause = match cause % 3 {
            0 => String::new(),
            _ => format!("d{cause}"),
        };
        let end = match hours {
            0 => String::new(),
            _ => time(*day, *hours),
        };
        let service = ["shop", "pay", "mail"][service % 3];
        text += &format!("i{at},{cause},{service},{},{end}\n", time(*day, 1));
    }
    text
}

/// The history of files of these texts.
fn of_texts(texts: &[(&str, &str)], rules: &Rules) -> History {
    let opened: Vec<(&str, Opened)> = texts
        .iter()
        .map(|(name, text)| {
            let mut reader = Reader::new(name);
            reader.push(text.as_bytes());
            (*name, reader.finish().unwrap())
        })
        .collect();
    let exports: Vec<Export<'_>> = opened
        .iter()
        .map(|(name, opened)| Export::of(name, opened).expect("it is known for what it is"))
        .collect();
    History::of(&exports, rules)
}

fn window(days: std::ops::Range<i64>) -> Window {
    Window {
        from: START + days.start * DAY,
        to: START + days.end * DAY,
        exported: START + 60 * DAY,
    }
}

fn attribution() -> impl Strategy<Value = Attribution> {
    prop_oneof![
        Just(Attribution::Latest),
        Just(Attribution::Earliest),
        Just(Attribution::Split),
        Just(Attribution::DevLake),
        Just(Attribution::Never),
    ]
}

/// What of metrics does not hang on places.
fn told(metrics: &Metrics) -> impl PartialEq + std::fmt::Debug + use<> {
    let curve = metrics.recovery.hours.as_ref().ok();
    (
        (
            metrics.deployments.len(),
            metrics.failed.len(),
            metrics.services,
            metrics.deployment_days,
        ),
        (
            metrics.fail_rate,
            metrics.rollback_rate,
            metrics.rework_rate,
        ),
        (
            metrics.incidents_per_deployment,
            metrics.incidents_without_deployment,
            metrics.young,
        ),
        curve.map(|curve| (curve.n, curve.over, curve.quantile(0.5, 0.95))),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn rates_are_rates_and_cohorts_add_up(
        rows in proptest::collection::vec([0_usize..12, 0..3, 0..30, 0..24, 0..4, 0..4, 0..3], 2..40),
        breaks in proptest::collection::vec((0_usize..14, 0_usize..3, 0_usize..30, 0_usize..20), 1..12),
        attribution in attribution(),
        days in (0_i64..20, 1_i64..20),
        turn in any::<bool>(),
    ) {
        let rules = Rules { attribution, ..Rules::default() };
        let (log, broken) = (deployments(&rows), incidents(&breaks));
        let history = of_texts(&[("deployments.csv", &log), ("incidents.csv", &broken)], &rules);
        let links = Links::of(&history, &rules);
        let span = days.0..days.0 + days.1;
        let of = |span: std::ops::Range<i64>, is_of: &dyn Fn(usize) -> bool| {
            Metrics::of(&history, &links, &rules, window(span), is_of, 0.95)
        };
        let whole = of(span.clone(), &|_| true);
        for rate in [
            whole.fail_rate, whole.fail_rate_without_rollbacks, whole.fail_rate_without_remedies, whole.rollback_rate,
            whole.rework_rate,
        ] {
            prop_assert!(rate.hits <= rate.n);
            prop_assert!(rate.value().is_none_or(|value| (0.0..=1.0).contains(&value)));
        }
        // Each incident belongs to some deployment or to none.
        let linked: std::collections::BTreeSet<usize> = links.links.iter().map(|link| link.incident).collect();
        prop_assert_eq!(linked.len() + links.unlinked.len(), history.incidents.len());
        let shares = shares(&history, &Signs::default());
        let part = |wanted: Option<f64>| of(span.clone(), &|at| shares[at].value() == wanted);
        let parts = [part(Some(1.0)), part(Some(0.0)), part(None)];
        let sum = |of: &dyn Fn(&Metrics) -> u64| parts.iter().map(of).sum::<u64>();
        prop_assert_eq!(sum(&|part| part.fail_rate.n), whole.fail_rate.n);
        prop_assert_eq!(sum(&|part| part.fail_rate.hits), whole.fail_rate.hits);
        prop_assert_eq!(sum(&|part| part.rollback_rate.hits), whole.rollback_rate.hits);
        // A day more at the end brings in what ended on that day.
        let longer = of(span.start..span.end + 1, &|_| true);
        let on_day = window(span.end..span.end + 1);
        let new = history.deployments.iter().filter(|one| {
            one.counts() && one.finished.is_some_and(|at| (on_day.from..on_day.to).contains(&at))
        });
        prop_assert_eq!(longer.fail_rate.n, whole.fail_rate.n + new.count() as u64);
        // The order of rows and of files changes nothing.
        let mut rows = rows;
        if turn {
            // Of rows that are one deployment or incident, the order tells which is the first or last.
            let mut seen = std::collections::BTreeSet::new();
            rows.retain(|row| seen.insert(row[0]));
        }
        let text = deployments(&rows);
        let kept = of_texts(&[("deployments.csv", &text), ("incidents.csv", &incidents(&breaks))], &rules);
        if turn {
            rows.reverse();
        }
        let turned = of_texts(&[("incidents.csv", &incidents(&breaks)), ("deployments.csv", &deployments(&rows))], &rules);
        let [one, other] = [&kept, &turned].map(|history| {
            let links = Links::of(history, &rules);
            let by: Vec<usize> = links.by_evidence().into_values().collect();
            (told(&Metrics::of(history, &links, &rules, window(span.clone()), &|_| true, 0.95)), by)
        });
        prop_assert_eq!(one, other);
    }
}
