//! What exports of delivery tools come to: real files against what a right reading of them gives, and a toy log against R.
//!
//! The real files are not part of the repository; without them the tests say how many cases they skip.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use denominator::analysis::stats::quantile;
use denominator::analysis::stats::sorted::Sorted;
use denominator::analysis::stats::survival::Survival;
use denominator::delivery::{
    Attribution, Blame, Chosen, Export, Exposure, History, Kind, Links, Metrics, Outcome, RateBase,
    RecoveryEnd, RecoveryStart, Remedy, Rework, Rules, Share, Signs, Sorting, State, Step, Window,
    fix_rules, fixes, shares, waits,
};
use denominator::source::{Opened, Reader};
use proptest::prelude::*;
use serde_json::Value;
use std::rc::Rc;

/// Runs `check` on the shared folder, or says how many cases are skipped.
fn with_files(cases: usize, check: impl Fn(PathBuf)) {
    let shared = common::shared();
    match shared.is_dir() {
        true => check(shared),
        false => eprintln!("{cases} cases skipped, for there is no shared folder"),
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
    let exports: Vec<Option<Export>> = names
        .iter()
        .map(|name| Export::of(name.rsplit('/').next().unwrap(), open(folder.join(name))))
        .collect();
    let kinds = exports
        .iter()
        .map(|export| export.as_ref().map(|export| export.kind))
        .collect();
    let known: Vec<Export> = exports.into_iter().flatten().collect();
    (
        kinds,
        History::of(&known.into_iter().map(Rc::new).collect::<Vec<_>>(), rules),
    )
}

/// How much AI had to do with each deployment by the signs that stand where nobody says otherwise.
fn of_changes(history: &History) -> Vec<Share> {
    let signs = Signs::default();
    let is_assisted = |change| matches!(signs.of(change), Exposure::Assisted(_));
    let assisted: Vec<bool> = history.changes.iter().map(is_assisted).collect();
    shares(history, &signs, &assisted)
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
                let kind = Export::of(path.file_name().unwrap().to_str().unwrap(), opened)
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
    with_files(4, |shared| {
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
        // What came of the others, in order: reached, failed, cancelled, running, in words that are not known.
        for (name, wanted) in [
            ("jenkins-cicd_pipelines.csv", [7, 1, 1, 3, 1]),
            ("bamboo-cicd_deployments.csv", [5, 3, 2, 4, 0]),
            ("bitbucket-cicd_deployments.csv", [17, 3, 4, 2, 1]),
        ] {
            let (_, history) = self::history(&shared.join("data/real/devlake"), &[name], &rules);
            let outcomes = [
                Outcome::Reached,
                Outcome::Failed,
                Outcome::Cancelled,
                Outcome::Running,
                Outcome::Unknown,
            ];
            let many = |wanted| {
                let all = history.deployments.iter();
                all.filter(|one| one.outcome == wanted).count()
            };
            assert_eq!(outcomes.map(many), wanted, "{name}");
        }
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
        let (n, middle, mean) = median(history.ways().first_approvals().map(|(_, hours)| hours));
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
            blame: Blame::Never,
            leaves_out_young: false,
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
        let level = input["level"].as_f64().unwrap();
        let of =
            |rules: &Rules| Metrics::of(&history, &links, rules, window, &all(&history), level);
        let metrics = of(&rules);
        let fail_rate_of = |base: RateBase| {
            let rules = Rules {
                base,
                ..rules.clone()
            };
            of(&rules).fail_rate.value()
        };
        let (median, ends) = Survival::of(&metrics.recovery.lengths)
            .unwrap()
            .quantile(0.5, 0.95);
        let frequency = metrics.frequency(0.95).unwrap();
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
                fail_rate_of(RateBase::WithoutRollbacks),
            ),
            (
                "fail_rate_without_remediation",
                fail_rate_of(RateBase::WithoutRemedies),
            ),
            ("incidents_per_deployment", metrics.incidents_per_deployment),
            ("rework_rate", metrics.rework_rate.value()),
            ("rollback_rate", metrics.rollback_rate.value()),
            (
                "incidents_without_deployment",
                Some(metrics.incidents_without_deployment as f64),
            ),
            ("recoveries", Some(metrics.recovery.lengths.len() as f64)),
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

/// What a file of this name, header and rows is taken for.
fn taken_for(name: &str, text: &str) -> Option<Kind> {
    let mut reader = Reader::new(name);
    reader.push(text.as_bytes());
    let opened = reader.finish().unwrap();
    Export::of(name, opened).map(|export| export.kind)
}

#[test]
fn logs_made_by_hand_are_known_for_what_they_are() {
    use Kind::{Changes, Deployments, Incidents, Labels, Links, Reviews};
    for (wanted, text) in [
        (
            Some(Deployments),
            "deployment_id,service,environment,finished_at,status,incident_id\nd1,shop,production,2026-03-02T10:00:00Z,success,i1\nd2,pay,production,2026-03-03T10:00:00Z,success,\n",
        ),
        (
            Some(Deployments),
            "service,environment,version,build_number,deployed_at,status\nshop,production,1.2,7,2026-03-02T10:00:00Z,success\npay,production,1.3,8,2026-03-02T11:00:00Z,success\n",
        ),
        (
            Some(Deployments),
            "id,created_at,finished_at,service,environment,status,commit,rolled_back,incident_id,title\n1,2026-03-02T10:00:00Z,2026-03-02T10:05:00Z,shop,production,success,abc,false,,Add\n2,2026-03-02T11:00:00Z,2026-03-02T11:05:00Z,shop,staging,failure,abd,true,INC-2,Mend\n",
        ),
        (
            Some(Changes),
            "pr_number,title,author,state,created_at,merged_at,ai_assisted\n1,Mend,ann,merged,2026-03-02T10:00:00Z,2026-03-02T12:00:00Z,true\n2,Add,bo,open,2026-03-02T10:00:00Z,,false\n",
        ),
        (
            Some(Changes),
            "pr_id,title,created_at,approved_at,merged_at\n1,Mend,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\n2,Add,2026-03-02T10:00:00Z,,\n",
        ),
        (
            None,
            "number,title,state,created_at,author\n1,Door squeaks,open,2026-03-02T10:00:00Z,ann\n2,Window,closed,2026-03-02T11:00:00Z,bo\n",
        ),
        (
            Some(Incidents),
            "incident_id,deployment_id,impact_began,mitigated_at\ni1,d1,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z\ni2,d2,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n",
        ),
        (Some(Links), "incident_id,deployment_id\ni1,d1\ni2,d2\n"),
        (
            Some(Labels),
            "date,pull_request,ai_assisted\n2026-03-02,12,yes\n2026-03-03,13,no\n",
        ),
        (
            Some(Reviews),
            "pull_request,reviewer,verdict,reviewed_at\n12,ann,approved,2026-03-02T10:00:00Z\n13,bo,commented,2026-03-02T10:00:00Z\n",
        ),
        (
            None,
            "timestamp,team,deployment,incident,burnout\n2026-03-02 10:00,a,Daily,Weekly,Often\n2026-03-02 11:00,b,Weekly,Monthly,Never\n",
        ),
        (
            None,
            "state,environment,age\nOhio,Office,31\nTexas,Home,44\n",
        ),
    ] {
        assert_eq!(taken_for("export.csv", text), wanted, "{text}");
    }
    let answers = "Timestamp,How do you deploy?,How bad are incidents?\n3/14/2026 10:00:00,Daily,Bad\n3/15/2026 10:00:00,Weekly,Fine\n";
    for name in [
        "Incident response survey (Responses).csv",
        "Deployment survey.csv",
    ] {
        assert_eq!(taken_for(name, answers), None, "{name}");
    }
}

#[test]
fn deployments_are_told_apart_as_they_were_made() {
    let of = |text: &str| of_texts(&[("deployments.csv", text)], &Rules::default());
    let counted = |text: &str| {
        of(text)
            .deployments
            .iter()
            .filter(|one| one.counts())
            .count()
    };
    // One run brings the same to staging and to production, and to two services.
    let run = "run_id,service,environment,status,finished_at\n77,shop,staging,success,2026-03-02T10:00:00Z\n77,shop,production,success,2026-03-02T10:05:00Z\n77,pay,production,success,2026-03-02T10:06:00Z\n";
    assert_eq!((of(run).deployments.len(), counted(run)), (3, 2));
    let failed = "run_id,service,environment,status,finished_at\n77,shop,staging,success,2026-03-02T10:00:00Z\n77,shop,production,failure,2026-03-02T10:05:00Z\n";
    assert_eq!(counted(failed), 0);
    // What no environment is said of is production, where none is called so; what is for trying out never is.
    let unsaid = "deployment_id,environment,finished_at\n1,,2026-03-02T10:00:00Z\n2,,2026-03-02T10:00:00Z\n3,staging,2026-03-02T10:00:00Z\n";
    assert_eq!(counted(unsaid), 2);
    let staging = "deployment_id,environment,finished_at\n1,staging,2026-03-02T10:00:00Z\n2,staging,2026-03-02T10:00:00Z\n";
    assert_eq!(counted(staging), 0);
    let regions = "deployment_id,environment,finished_at\n1,prod-eu,2026-03-02T10:00:00Z\n2,prod-us,2026-03-02T10:00:00Z\n";
    assert_eq!(counted(regions), 2);
    // One run that goes to several regions is one deployment; what few users see first is not yet there.
    let regions = "run_id,service,environment,status,finished_at\n7,shop,prod-canary,success,2026-03-02T10:00:00Z\n7,shop,prod-eu,success,2026-03-02T10:10:00Z\n7,shop,prod-us,success,2026-03-02T10:20:00Z\n";
    let history = of(regions);
    let there = history.deployments.iter().filter(|one| one.counts());
    let there: Vec<(usize, Option<i64>)> =
        there.map(|one| (one.rows.len(), one.finished)).collect();
    assert_eq!(there, [(2, Some(1_772_446_800))]);
    let both = of_texts(&[("a.csv", regions), ("b.csv", regions)], &Rules::default());
    let rows: usize = both.deployments.iter().map(|one| one.rows.len()).sum();
    assert_eq!((rows, both.copies), (3, 3));
    // Numbers that each region counts for itself tell nothing of the others.
    let counted_apart = "id,service,environment,status,finished_at\n1,shop,prod-eu,success,2026-03-02T10:00:00Z\n1,shop,prod-us,failed,2026-03-12T10:00:00Z\n";
    assert_eq!(of(counted_apart).deployments.len(), 2);
    // Two exports that overlap hold it once.
    let twice = of_texts(
        &[("march.csv", run), ("deployments.csv", run)],
        &Rules::default(),
    );
    let told = |history: &History| {
        let all = history.deployments.iter();
        let all = all.map(|one| (one.id.clone(), one.finished, one.rows.len(), one.counts()));
        all.collect::<Vec<_>>()
    };
    assert_eq!(told(&twice), told(&of(run)));
    let once = of(run).sorting;
    let wanted = Sorting {
        copies: once.rows,
        ..once
    };
    assert_eq!(twice.sorting, wanted);
    // An outcome in words that are not known is no success.
    let odd = "deployment_id,environment,status,finished_at\n1,production,NotDeployed,2026-03-02T10:00:00Z\n2,production,Zapped,2026-03-02T10:00:00Z\n3,production,success,2026-03-02T10:00:00Z\n4,production,TimedOut,2026-03-02T10:00:00Z\n";
    assert_eq!(counted(odd), 1);
}

#[test]
fn a_cause_that_is_no_deployment_is_none() {
    let log = "deployment_id,service,environment,finished_at\nd1,shop,production,2026-03-02T10:00:00Z\nd2,shop,production,2026-03-03T10:00:00Z\nd3,shop,staging,2026-03-03T11:00:00Z\n";
    let broken = "incident_id,service,caused_by,started_at,restored_at\ni1,shop,certificate expiry,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\ni2,shop,none,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\ni3,shop,,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\ni4,shop,d1;d2,2026-03-03T11:00:00Z,\ni5,shop,d3,2026-03-03T11:30:00Z,2026-03-03T12:00:00Z\n";
    let rules = Rules::default();
    let history = of_texts(
        &[("deployments.csv", log), ("incidents.csv", broken)],
        &rules,
    );
    let links = Links::of(&history, &rules);
    let id = |at: &usize| history.incidents[*at].id.as_str();
    assert_eq!(
        links.unlinked.iter().map(id).collect::<Vec<_>>(),
        ["i1", "i2"]
    );
    assert_eq!(links.elsewhere.iter().map(id).collect::<Vec<_>>(), ["i5"]);
    assert!(links.unknown.iter().eq(["certificate expiry", "none"]));
    let of = |wanted: &str| {
        let links = links
            .links
            .iter()
            .filter(|link| id(&link.incident) == wanted);
        links
            .map(|link| history.deployments[link.deployment].id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!((of("i3"), of("i4")), (vec!["d1"], vec!["d1", "d2"]));
}

#[test]
fn a_tickets_history_may_be_in_any_order_and_its_days_too() {
    let broken = "incident_id,service,opened_at,resolved_at,updated_at,state\ni1,shop,03/04/2026 09:00,13/04/2026 09:00,13/04/2026 09:00,Resolved\ni1,shop,03/04/2026 09:00,,03/04/2026 10:00,New\n";
    let history = of_texts(&[("incidents.csv", broken)], &Rules::default());
    let hours: Vec<Option<f64>> = history
        .incidents
        .iter()
        .map(|incident| incident.hours())
        .collect();
    assert_eq!(hours, [Some(240.0)]);
}

#[test]
fn changes_wait_at_each_step_and_deployments_are_as_exposed_as_their_changes() {
    let changes = "id,number,title,author,repo,state,created_at,merged_at,labels,merge_commit_sha\n\
        100,1,Add a door,ann,shop,merged,2026-03-02T08:00:00Z,2026-03-02T18:00:00Z,AI-assisted,aaa\n\
        101,2,Fix flaky test of the door,bo,shop,merged,2026-03-02T08:00:00Z,2026-03-03T08:00:00Z,,bbb\n\
        102,3,Revert \"Add a door\",bo,shop,merged,2026-03-03T08:00:00Z,2026-03-03T09:00:00Z,,ccc\n\
        103,4,Paint it,claude[bot],shop,open,2026-03-04T08:00:00Z,,,\n\
        104,5,Tear it down,bo,shop,closed,2026-03-04T08:00:00Z,,,\n";
    let reviews = "pr_id,user,state,submitted_at\n\
        100,bo,COMMENTED,2026-03-02T10:00:00Z\n\
        100,bo,APPROVED,2026-03-02T14:00:00Z\n\
        101,ann,APPROVED,2026-03-02T12:00:00Z\n";
    let log = "deployment_id,service,environment,finished_at,commit_sha\n\
        d1,shop,production,2026-03-02T20:00:00Z,aaa\n\
        d2,shop,production,2026-03-03T12:00:00Z,bbb;ccc\n";
    let texts = [
        ("pull_requests.csv", changes),
        ("reviews.csv", reviews),
        ("deployments.csv", log),
    ];
    let history = of_texts(&texts, &Rules::default());
    let exported = START + 4 * DAY;
    let waits = waits(&history, &Chosen::all(&history), exported, 1, |_| Some(0));
    let median = |step: Step| {
        let wait = waits.iter().find(|wait| wait.step == step).unwrap();
        let curve = Survival::of(&wait.hours).unwrap();
        (curve.n, curve.over, curve.quantile(0.5, 0.95).0)
    };
    // 2 and 4 hours, and one that has waited for 40 so far; what was closed or merged without a review waits for none.
    assert_eq!(median(Step::FirstReview), (3, 2, Some(4.0)));
    assert_eq!(median(Step::Approval), (2, 2, Some(2.0)));
    assert_eq!(median(Step::Merge), (2, 2, Some(12.0)));
    assert_eq!(median(Step::Deploy), (3, 3, Some(3.0)));
    let exposed: Vec<Option<f64>> = of_changes(&history)
        .into_iter()
        .map(|share| share.value())
        .collect();
    assert_eq!(exposed, [Some(1.0), Some(0.0)]);
    let found = fixes(&history, &fix_rules(), 0.95);
    let told: Vec<(&str, usize, u64)> = found
        .iter()
        .map(|fixes| (fixes.name.as_str(), fixes.changes.len(), fixes.n))
        .collect();
    assert_eq!(told, [("revert", 1, 3), ("flaky or broken test", 1, 3)]);
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
    let exports: Vec<Export> = texts
        .iter()
        .map(|(name, text)| {
            let mut reader = Reader::new(name);
            reader.push(text.as_bytes());
            let opened = reader.finish().unwrap();
            Export::of(name, opened).expect("it is known for what it is")
        })
        .collect();
    History::of(&exports.into_iter().map(Rc::new).collect::<Vec<_>>(), rules)
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
    let curve = Survival::of(&metrics.recovery.lengths).ok();
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

/// The places of all deployments.
fn all(history: &History) -> Vec<usize> {
    (0..history.deployments.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn rates_are_rates_and_cohorts_add_up(
        rows in proptest::collection::vec([0_usize..12, 0..3, 0..30, 0..24, 0..4, 0..4, 0..3], 2..40),
        breaks in proptest::collection::vec((0_usize..14, 0_usize..3, 0_usize..30, 0_usize..20), 1..12),
        attribution in attribution(),
        defined in (0_usize..3, 0_usize..2, 0_usize..4, 0_usize..4),
        days in (0_i64..20, 1_i64..20),
        turn in any::<bool>(),
    ) {
        let (base, rework, start, end) = defined;
        let rules = Rules {
            attribution,
            base: [RateBase::All, RateBase::WithoutRollbacks, RateBase::WithoutRemedies][base],
            rework: [Rework::Remedies, Rework::AfterIncident][rework],
            recovery_from: [
                RecoveryStart::Deployed, RecoveryStart::Began, RecoveryStart::Detected, RecoveryStart::Created,
            ][start],
            recovery_to: [
                RecoveryEnd::Restored, RecoveryEnd::Remedied, RecoveryEnd::Resolved, RecoveryEnd::Closed,
            ][end],
            ..Rules::default()
        };
        let (log, broken) = (deployments(&rows), incidents(&breaks));
        let history = of_texts(&[("deployments.csv", &log), ("incidents.csv", &broken)], &rules);
        let links = Links::of(&history, &rules);
        let span = days.0..days.0 + days.1;
        let of = |span: std::ops::Range<i64>, is_of: &dyn Fn(usize) -> bool| {
            let some: Vec<usize> = all(&history).into_iter().filter(|at| is_of(*at)).collect();
            Metrics::of(&history, &links, &rules, window(span), &some, 0.95)
        };
        let whole = of(span.clone(), &|_| true);
        for rate in [
            whole.fail_rate, whole.rollback_rate, whole.rework_rate,
        ] {
            prop_assert!(rate.hits <= rate.n);
            prop_assert!(rate.value().is_none_or(|value| (0.0..=1.0).contains(&value)));
        }
        // Each incident belongs to some deployment or to none.
        let linked: std::collections::BTreeSet<usize> = links.links.iter().map(|link| link.incident).collect();
        prop_assert_eq!(linked.len() + links.unlinked.len(), history.incidents.len());
        let shares = of_changes(&history);
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
            let is_in_base = match rules.base {
                RateBase::All => true,
                RateBase::WithoutRollbacks => one.remedy != Some(Remedy::Rollback),
                RateBase::WithoutRemedies => one.remedy.is_none(),
            };
            is_in_base && one.counts() && one.finished.is_some_and(|at| (on_day.from..on_day.to).contains(&at))
        });
        prop_assert_eq!(longer.fail_rate.n, whole.fail_rate.n + new.count() as u64);
        // The order of rows and of files changes nothing.
        let mut rows = rows;
        if turn {
            // Of rows that are one deployment or incident, the order tells which is the first or last.
            let mut seen = std::collections::BTreeSet::new();
            rows.retain(|row| seen.insert((row[0], row[1] % 3, row[4] % 4)));
        }
        let text = deployments(&rows);
        let kept = of_texts(&[("deployments.csv", &text), ("incidents.csv", &incidents(&breaks))], &rules);
        if turn {
            rows.reverse();
        }
        let turned = of_texts(&[("incidents.csv", &incidents(&breaks)), ("deployments.csv", &deployments(&rows))], &rules);
        let [one, other] = [&kept, &turned].map(|history| {
            let links = Links::of(history, &rules);
            let mut by: Vec<_> = links.surest.iter().flatten().copied().collect();
            by.sort_unstable();
            (told(&Metrics::of(history, &links, &rules, window(span.clone()), &all(history), 0.95)), by)
        });
        prop_assert_eq!(one, other);
    }
}
