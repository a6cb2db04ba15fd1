//! What incidents name of their causes, and the deployments that it leads to.

#[allow(dead_code)]
mod common;

use common::ledger::history_of;
use denominator::delivery::{Evidence, Links, Rules};

/// The ids of the deployments that caused incidents, with what is not found and what could be several things.
fn causes(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let history = history_of(files);
    let links = Links::of(&history, &Rules::default());
    let found = links.links.iter();
    let found = found.map(|link| {
        let incident = &history.incidents[link.incident];
        let deployment = &history.deployments[link.deployment];
        format!("{} {} {}", incident.id, incident.service, deployment.id)
    });
    let (unknown, several) = (links.unknown.iter(), links.several.iter());
    (
        found.collect(),
        unknown.cloned().collect(),
        several.cloned().collect(),
    )
}

#[test]
fn a_cause_is_a_version_a_commit_or_a_change_that_was_deployed() {
    let log = "deployment_id,service,environment,status,finished_at,version,commit_sha,pull_requests\n\
        d0,shop,production,success,2026-03-01T10:00:00Z,1.0,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,https://github.com/acme/shop/pull/1\n\
        d1,shop,production,success,2026-03-02T10:00:00Z,1.1,1234567bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,https://github.com/acme/shop/pull/2\n\
        d2,pay,production,success,2026-03-02T11:00:00Z,1.1,cccccccccccccccccccccccccccccccccccccccc,https://github.com/acme/pay/pull/9\n\
        d3,shop,production,success,2026-03-03T10:00:00Z,1.1,1234567bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,#2\n";
    let caused = |cause: &str, at: &str| -> Vec<String> {
        let broken = format!(
            "incident_id,service,started_at,restored_at,caused_by\ni1,shop,{at},2026-03-09T12:00:00Z,{cause}\n"
        );
        let history = history_of(&[("log.csv", log), ("incidents.csv", &broken)]);
        let links = Links::of(&history, &Rules::default());
        let found = links.links.iter();
        let found = found.map(|link| {
            assert_eq!(link.evidence, Evidence::Named);
            history.deployments[link.deployment].id.clone()
        });
        let found: Vec<String> = found.collect();
        assert_eq!(links.unknown.is_empty(), !found.is_empty(), "{cause}");
        found
    };
    let late = "2026-03-04T12:00:00Z";
    for (cause, at, wanted) in [
        ("d0", late, "d0"),
        ("1.0", late, "d0"),
        ("v1.0", late, "d0"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", late, "d0"),
        ("aaaaaaaa", late, "d0"),
        ("https://github.com/acme/shop/pull/1", late, "d0"),
        // Of the same version the latest before it, and of its own service.
        ("1.1", late, "d3"),
        ("1.1", "2026-03-02T12:00:00Z", "d1"),
        ("1234567", "2026-03-02T12:00:00Z", "d1"),
        ("#2", late, "d3"),
    ] {
        assert_eq!(caused(cause, at), [wanted], "{cause} at {at}");
    }
    for unknown in ["9.9", "bad config", "1.1.1", "bbbbbbb"] {
        assert!(caused(unknown, late).is_empty(), "{unknown}");
    }
    // Nothing causes what began before it.
    assert!(caused("1.0", "2026-02-01T12:00:00Z").is_empty());
}

#[test]
fn an_incident_that_names_what_was_deployed_belongs_to_it() {
    let log = "deployment_id,service,environment,status,finished_at,version,commit_sha,pull_requests\n\
        d0,shop,production,success,2026-03-01T10:00:00Z,1.0,aaaaaaa1111111111111111111111111111111aa,101\n\
        d1,shop,production,success,2026-03-02T10:00:00Z,1.1,bbbbbbb2222222222222222222222222222222bb,102\n";
    let of = |column: &str, cell: &str| -> Vec<String> {
        let broken = format!(
            "incident_id,service,started_at,restored_at,{column}\ni1,,2026-03-09T10:00:00Z,2026-03-09T12:00:00Z,{cell}\n"
        );
        let history = history_of(&[("log.csv", log), ("incidents.csv", &broken)]);
        let links = Links::of(&history, &Rules::default());
        let links = links.links.iter();
        links
            .map(|link| history.deployments[link.deployment].id.clone())
            .collect()
    };
    for (column, cell) in [
        ("commit", "aaaaaaa1"),
        ("pull_request", "#101"),
        ("pull_request", "https://github.com/acme/shop/pull/101"),
        ("release", "v1.0"),
    ] {
        assert_eq!(of(column, cell), ["d0"], "{column} {cell}");
    }
    // That some deployment did is not to say which; and a sort of cause is no name.
    let near = |column: &str, cell: &str| {
        let broken = format!(
            "incident_id,service,started_at,restored_at,{column}\ni1,shop,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z,{cell}\n"
        );
        let history = history_of(&[("log.csv", log), ("incidents.csv", &broken)]);
        Links::of(&history, &Rules::default()).links.len()
    };
    assert_eq!(
        [
            near("caused_by_deployment", "yes"),
            near("cause", "human error")
        ],
        [1, 1]
    );
    assert_eq!(
        [
            near("caused_by_deployment", "no"),
            near("caused_by", "a power cut")
        ],
        [0, 0]
    );
}

#[test]
fn a_deployment_is_named_as_people_write_it() {
    let log = "deployment_id,service,environment,status,finished_at\n\
        DEP-1,shop,production,success,2026-03-01T10:00:00Z\n\
        7,shop,production,success,2026-03-02T10:00:00Z\n\
        dep-2,pay,production,success,2026-03-02T11:00:00Z\n";
    for (cause, wanted) in [
        ("DEP-1", "DEP-1"),
        ("dep-1", "DEP-1"),
        ("dep-2 (pay)", "dep-2"),
        ("#7", "7"),
        ("deployment 7", "7"),
        ("release #7", "7"),
        // What an id ends in, where nothing else is called so.
        ("#1", "DEP-1"),
        ("deployment 2", "dep-2"),
    ] {
        let broken = format!(
            "incident_id,service,started_at,restored_at,caused_by\ni1,,2026-03-09T10:00:00Z,2026-03-09T12:00:00Z,{cause}\n"
        );
        let (found, unknown, several) = causes(&[("log.csv", log), ("incidents.csv", &broken)]);
        assert_eq!(found, [format!("i1  {wanted}")], "{cause}");
        assert!(unknown.is_empty() && several.is_empty(), "{cause}");
        let pairs = format!("incident_id,deployment_id\ni1,{cause}\n");
        let broken =
            "incident_id,started_at,restored_at\ni1,2026-03-09T10:00:00Z,2026-03-09T12:00:00Z\n";
        let files = [
            ("log.csv", log),
            ("incidents.csv", broken),
            ("links.csv", &pairs),
        ];
        assert_eq!(causes(&files).0, [format!("i1  {wanted}")], "{cause}");
    }
}

#[test]
fn a_number_that_may_be_of_two_things_names_none() {
    // The deployment 7, or the change 7 that another brought.
    let log = "deployment_id,service,environment,status,finished_at,pull_requests\n\
        7,shop,production,success,2026-03-01T10:00:00Z,6\n\
        8,shop,production,success,2026-03-02T10:00:00Z,7\n";
    let broken = "incident_id,service,started_at,restored_at,caused_by\n\
        i1,shop,2026-03-09T10:00:00Z,2026-03-09T12:00:00Z,#7\n";
    let (found, unknown, several) = causes(&[("log.csv", log), ("incidents.csv", broken)]);
    assert!(found.is_empty() && unknown.is_empty());
    assert_eq!(several, ["#7"]);
}

#[test]
fn the_number_of_a_change_is_not_that_of_another_deployment() {
    let log = "deployment_id,service,environment,status,finished_at,commit_sha\n\
        DEP-41,shop,production,success,2026-03-01T10:00:00Z,aaaaaaa1\n\
        DEP-43,shop,production,success,2026-03-05T10:00:00Z,ccccccc3\n";
    let changes = "number,title,author,state,created_at,merged_at,merge_commit_sha,repository\n\
        41,x,ann,merged,2026-03-03T10:00:00Z,2026-03-04T10:00:00Z,ccccccc3,shop\n";
    // It went out only later.
    let broken = "incident_id,service,started_at,restored_at,caused_by\n\
        i1,shop,2026-03-05T09:59:00Z,2026-03-05T12:00:00Z,#41\n";
    let files = [
        ("log.csv", log),
        ("prs.csv", changes),
        ("incidents.csv", broken),
    ];
    let (found, _, several) = causes(&files);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(several, ["#41"]);
    // What stands behind a date is no number.
    let log = "deployment_id,service,environment,status,finished_at\n\
        shop-2026-03-01,shop,production,success,2026-03-01T10:00:00Z\n";
    let broken = "incident_id,service,started_at,restored_at,caused_by\n\
        i1,shop,2026-03-05T09:59:00Z,2026-03-05T12:00:00Z,#1\n";
    assert!(
        causes(&[("log.csv", log), ("incidents.csv", broken)])
            .0
            .is_empty()
    );
}

#[test]
fn a_change_leads_to_the_deployment_of_its_commit() {
    let log = "deployment_id,service,environment,status,finished_at,commit_sha\n\
        d0,acme/shop,production,success,2026-03-01T10:00:00Z,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\
        d1,acme/shop,production,success,2026-03-02T10:00:00Z,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n\
        d2,acme/pay,production,success,2026-03-02T10:00:00Z,cccccccccccccccccccccccccccccccccccccccc\n";
    let changes = "number,title,user,created_at,merged_at,merge_commit_sha,repository\n\
        41,Add a door,ann,2026-02-27T08:00:00Z,2026-02-28T09:00:00Z,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,acme/shop\n\
        42,Add a wall,bo,2026-02-28T08:00:00Z,2026-03-02T09:00:00Z,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,acme/shop\n\
        41,Add a till,bo,2026-02-28T08:00:00Z,2026-03-02T09:00:00Z,cccccccccccccccccccccccccccccccccccccccc,acme/pay\n";
    let of = |column: &str, service: &str, cell: &str| {
        let broken = format!(
            "incident_id,service,started_at,restored_at,{column}\ni1,{service},2026-03-09T10:00:00Z,2026-03-09T12:00:00Z,{cell}\n"
        );
        let files = [
            ("log.csv", log),
            ("pull_requests.csv", changes),
            ("incidents.csv", &broken),
        ];
        causes(&files)
    };
    for column in ["caused_by", "pull_request"] {
        for (service, cell, wanted) in [
            ("acme/shop", "#42", "d1"),
            ("acme/shop", "#41", "d0"),
            ("acme/shop", "PR 41", "d0"),
            ("acme/pay", "pull request #41", "d2"),
            ("acme/pay", "#41", "d2"),
            ("", "https://github.com/acme/pay/pull/41", "d2"),
        ] {
            let found = of(column, service, cell).0;
            assert_eq!(found, [format!("i1 {service} {wanted}")], "{column} {cell}");
        }
    }
}

#[test]
fn what_everything_is_called_names_nothing() {
    // Two thousand deployments of one version, or of the version "latest".
    for version in ["latest", "1.0"] {
        let rows = (0..2000).map(|at| {
            format!(
                "d{at},shop,production,success,{},{version}\n",
                1_772_000_000 + at * 60
            )
        });
        let head = "deployment_id,service,environment,status,finished_at,version\n".to_owned();
        let log = head + &rows.collect::<String>();
        let broken = format!(
            "incident_id,service,started_at,restored_at,version\ni1,shop,{},{},{version}\n",
            1_772_000_000 + 60 * 60 + 5,
            1_772_000_000 + 70 * 60
        );
        let (found, ..) = causes(&[("log.csv", &log), ("incidents.csv", &broken)]);
        assert_eq!(found, ["i1 shop d60"], "{version}: by time");
    }
}

#[test]
fn a_deployment_that_is_called_1_is_named_by_that() {
    let log = "deployment_id,service,environment,status,finished_at\n\
        1,shop,production,success,2026-03-01T10:00:00Z\n\
        2,shop,production,success,2026-03-02T10:00:00Z\n";
    let of = |causes: [&str; 2]| {
        let broken = format!(
            "incident_id,service,started_at,restored_at,caused_by\n\
            i1,shop,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z,{}\n\
            i2,shop,2026-03-02T12:00:00Z,2026-03-02T13:00:00Z,{}\n",
            causes[0], causes[1]
        );
        self::causes(&[("log.csv", log), ("incidents.csv", &broken)]).0
    };
    assert_eq!(of(["1", "2"]), ["i1 shop 1", "i2 shop 2"]);
    // Where no row says more than yes or no, the time tells which.
    assert_eq!(of(["1", "0"]), ["i1 shop 2"]);
    assert_eq!(of(["1", "unknown"]), ["i1 shop 2", "i2 shop 2"]);
}

#[test]
fn of_two_that_ended_at_once_the_order_of_rows_decides_nothing() {
    let head = "deployment_id,service,environment,status,finished_at,version\n";
    let rows = [
        "d1,shop,production,success,2026-03-01T10:00:00Z,1.2\n",
        "d2,shop,production,success,2026-03-01T10:00:00Z,1.2\n",
    ];
    let broken = "incident_id,service,started_at,restored_at,caused_by\n\
        i1,shop,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z,1.2\n";
    let of = |log: String| causes(&[("log.csv", &log), ("incidents.csv", broken)]).0;
    let there = of([head, rows[0], rows[1]].concat());
    assert_eq!(there, of([head, rows[1], rows[0]].concat()));
    assert_eq!(there.len(), 1);
}

#[test]
fn each_service_may_count_its_own_incidents_from_1() {
    let log = "deployment_id,service,environment,status,finished_at,incident_id\n\
        d0,shop,production,success,2026-03-01T10:00:00Z,1\n\
        d1,pay,production,success,2026-03-02T10:00:00Z,1\n\
        d2,pay,production,success,2026-03-03T10:00:00Z,\n";
    let broken = "incident_id,service,started_at,restored_at\n\
        1,shop,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z\n\
        1,pay,2026-03-02T11:00:00Z,2026-03-02T14:00:00Z\n\
        2,pay,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z\n";
    let (found, unknown, several) = causes(&[("log.csv", log), ("incidents.csv", broken)]);
    assert_eq!(found, ["1 shop d0", "1 pay d1", "2 pay d2"]);
    assert!(unknown.is_empty() && several.is_empty());
    // So they are where an export is of later ones, or has gaps.
    let later = broken.replace("2,pay", "9,pay")
        + "7,shop,2026-03-05T11:00:00Z,2026-03-05T12:00:00Z\n\
        7,pay,2026-03-06T11:00:00Z,2026-03-06T12:00:00Z\n";
    assert_eq!(history_of(&[("a.csv", &later)]).incidents.len(), 5);
    // And where all begin at the same hour, as in a log of days.
    let days = "incident_id,service,started_at,restored_at\n\
        1,shop,2026-03-01,2026-03-02\n1,pay,2026-03-01,2026-03-02\n\
        2,shop,2026-03-03,2026-03-04\n2,pay,2026-03-03,2026-03-04\n";
    assert_eq!(history_of(&[("a.csv", days)]).incidents.len(), 4);
    // Another service's name with its owner is the same, and a row without a beginning changes nothing.
    let more = "incident_id,service,started_at,restored_at\n\
        1,acme/shop,2026-03-01T11:05:00Z,2026-03-01T12:00:00Z\n\
        1,pay,,\n";
    let history = history_of(&[("log.csv", log), ("a.csv", broken), ("b.csv", more)]);
    assert_eq!(history.incidents.len(), 3);
    // Events of incidents that passed on are not counted from 1, or told several times.
    for events in [
        "7,shop,2026-03-01T11:00:00Z,\n7,pay,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z\n",
        "1,shop,2026-03-01T11:00:00Z,\n1,shop,2026-03-01T11:10:00Z,\n1,pay,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z\n",
    ] {
        let events = format!("incident_id,service,started_at,restored_at\n{events}");
        assert_eq!(history_of(&[("a.csv", &events)]).incidents.len(), 1);
    }
    // One that passed from one service to another, and one of which two exports tell, are one each.
    let passed = "incident_id,service,started_at,restored_at,updated_at\n\
        1,shop,2026-03-01T11:00:00Z,,2026-03-01T11:30:00Z\n\
        1,pay,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z\n\
        2,pay,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z,2026-03-03T12:00:00Z\n";
    let history = history_of(&[("a.csv", passed), ("b.csv", passed)]);
    let told = history.incidents.iter();
    let told = told.map(|one| (one.id.as_str(), one.service.as_str(), one.hours()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("1", "pay", Some(1.0)), ("2", "pay", Some(1.0))]
    );
}
