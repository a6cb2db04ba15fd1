//! Exports of tools of which no file could be had, as their documentation and importers describe them.

#[allow(dead_code)]
mod common;

use common::ledger::{board, history_of, opened};
use std::rc::Rc;

use denominator::delivery::{
    Asked, Attribution, Change, Chosen, EXAMPLE, Export, Exposure, FixRule, Follow, Guess, History,
    Kind, Links, Outcome, Role, Rules, Signs, State, Step, UnsureDates, fix_rules, fixes, roles_of,
    waits,
};

/// An export, with what it is taken for told as "role: column".
fn told(name: &str, text: &str) -> (Kind, Vec<String>) {
    let export = Export::of(name, opened(name, text)).unwrap_or_else(|| panic!("{name} is none"));
    let names = export.names();
    let roles = export.roles.iter();
    let mut roles: Vec<String> = roles
        .map(|(role, at)| format!("{role:?}: {}", names[*at]))
        .collect();
    roles.sort();
    (export.kind, roles)
}

fn has(name: &str, text: &str, kind: Kind, wanted: &[&str]) {
    let (found, roles) = told(name, text);
    assert_eq!(found, kind, "{name}");
    for role in wanted {
        assert!(
            roles.iter().any(|own| own == role),
            "{name}: {role} of {roles:?}"
        );
    }
}

const GITLAB: &str = "MR ID,URL,Title,State,Description,Source Branch,Target Branch,Source Project ID,Target Project ID,Author,Author Username,Assignees,Approvers,Merged User,Milestone ID,Created At (UTC),Updated At (UTC)\n\
    41,https://gitlab.example/team/shop/-/merge_requests/41,Add retries,merged,Co-authored-by: Claude <noreply@anthropic.com>,feature/retries,main,12,12,Ann Lee,ann,\"Bo, Cy\",Bo,Cy,,2026-03-01 08:00:00,2026-03-02 10:00:00\n\
    42,https://gitlab.example/team/shop/-/merge_requests/42,Fix crash,opened,,fix/crash,main,12,12,Bo,bo,,,,,2026-03-03 08:00:00,2026-03-03 10:00:00\n\
    44,https://gitlab.example/team/shop/-/merge_requests/44,Old,closed,,x,main,12,12,Bo,bo,,,,,2026-03-04 08:00:00,2026-03-04 10:00:00\n";

#[test]
fn gitlab_merge_requests_are_changes_without_a_merged_time() {
    let export = Export::of("merge_requests.csv", opened("merge_requests.csv", GITLAB)).unwrap();
    assert_eq!(export.kind, Kind::Changes);
    let history = History::of(&[Rc::new(export)], &Rules::default());
    let states: Vec<State> = history.changes.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Merged, State::Open, State::Closed]);
    assert!(history.changes.iter().all(|one| one.merged.is_none()));
    let signs = Signs::default();
    assert!(matches!(
        signs.of(&history.changes[0]),
        Exposure::Assisted(_)
    ));
    assert_eq!(signs.of(&history.changes[1]), Exposure::Unlabelled);
}

#[test]
fn of_gitlab_issues_those_labelled_as_incidents_are_incidents() {
    let text = "Title,Description,Issue ID,URL,State,Author,Author Username,Created At (UTC),Updated At (UTC),Closed At (UTC),Labels\n\
        Checkout down,No payments,7,https://gitlab.example/team/shop/-/issues/7,Closed,Ann,ann,2026-03-02 11:00:00,2026-03-02 13:00:00,2026-03-02 13:00:00,\"incident,severity::1\"\n\
        Dark mode,Nice,8,https://gitlab.example/team/shop/-/issues/8,Open,Ann,ann,2026-03-02 11:00:00,2026-03-02 13:00:00,,feature\n";
    has(
        "issues.csv",
        text,
        Kind::Incidents,
        &["Type: Labels", "Id: Issue ID"],
    );
    let export = Export::of("issues.csv", opened("issues.csv", text)).unwrap();
    let history = History::of(&[Rc::new(export)], &Rules::default());
    let ids: Vec<&str> = history
        .incidents
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["7"]);
    assert_eq!(history.incidents[0].hours(), Some(2.0));
    let plain = text.replace("\"incident,severity::1\"", "bug");
    assert!(Export::of("issues.csv", opened("issues.csv", &plain)).is_none());
}

#[test]
fn jira_issues_of_the_type_incident_are_incidents() {
    let text = "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Resolution,Assignee,Reporter,Creator,Created,Updated,Resolved,Labels,Labels,Component/s\n\
        Payment outage,PAY-1,10001,Incident,Done,PAY,Payments,Highest,Done,ann,bo,bo,14/Jul/25 3:42 PM,15/Jul/25 9:00 AM,15/Jul/25 9:00 AM,,backend,payment-api\n\
        Checkout slow,PAY-2,10002,Incident,In Progress,PAY,Payments,Medium,,ann,bo,bo,14/Jul/25 10:00 AM,15/Jul/25 9:00 AM,,api,,checkout\n\
        Write docs,PAY-3,10003,Story,Done,PAY,Payments,Low,Done,ann,bo,bo,16/Jul/25 10:00 AM,17/Jul/25 9:00 AM,17/Jul/25 9:00 AM,,,docs\n";
    has(
        "jira.csv",
        text,
        Kind::Incidents,
        &["Id: Issue key", "Service: Component/s"],
    );
    let export = Export::of("jira.csv", opened("jira.csv", text)).unwrap();
    let history = History::of(&[Rc::new(export)], &Rules::default());
    let hours: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
    assert_eq!(hours, [Some(17.3), None]);
}

#[test]
fn alerts_and_analytics_of_pagers_are_incidents() {
    let opsgenie = "Alert ID,Alias,TinyID,Message,Status,IsSeen,Acknowledged,Snoozed,CreatedAt,CreatedAtDate,UpdatedAt,UpdatedAtDate,Count,Owner,Teams,Priority\n\
        a-1,event_573,1791,CPU high on shop,closed,true,true,false,1757000000000,2025/09/04 15:33:20,1757003600000,2025/09/04 16:33:20,1,ann,Shop,P1\n\
        a-2,event_574,1792,Disk full,open,true,false,false,1757100000000,2025/09/05 19:20:00,1757100000000,2025/09/05 19:20:00,,ann,Pay,P3\n";
    has(
        "opsgenie.csv",
        opsgenie,
        Kind::Incidents,
        &["Created: CreatedAt", "Team: Teams"],
    );
    let export = Export::of("opsgenie.csv", opened("opsgenie.csv", opsgenie)).unwrap();
    let history = History::of(&[Rc::new(export)], &Rules::default());
    let began: Vec<Option<i64>> = history.incidents.iter().map(|one| one.started).collect();
    assert_eq!(began, [Some(1_757_000_000), Some(1_757_100_000)]);
    // That an alert was closed says when it was last seen, and not that service was back.
    let last: Vec<(Option<i64>, Option<i64>)> = history
        .incidents
        .iter()
        .map(|one| (one.restored, one.closed))
        .collect();
    assert_eq!(last, [(None, Some(1_757_003_600)), (None, None)]);
    let pagerduty = "id,incident_number,description,service_name,escalation_policy_name,team_name,urgency,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve\n\
        Q1,101,CPU high,shop,EP,Core,high,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,60,3600\n\
        Q2,102,Disk full,pay,EP,Core,low,2026-03-02T08:00:00Z,,0,0\n";
    has(
        "pagerduty.csv",
        pagerduty,
        Kind::Incidents,
        &[
            "Created: created_on",
            "Restored: resolved_on",
            "Service: service_name",
        ],
    );
}

#[test]
fn deployments_are_known_by_what_their_tools_call_them() {
    has(
        "argocd.csv",
        "Application,Revision,Deployed At,Deploy Started At,Sync Status,Health Status,Namespace,Initiated By,ID\n\
        shop,1f3c9e2aab,2026-03-01T08:02:00Z,2026-03-01T08:00:00Z,Synced,Healthy,production,ann,11\n",
        Kind::Deployments,
        &[
            "Service: Application",
            "Finished: Deployed At",
            "Started: Deploy Started At",
        ],
    );
    has(
        "sleuth.csv",
        "Project,Environment,Deployment Source,Sha,Deployed On,Author,Pull Requests\n\
        Shop,Production,shop-api,1f3c9e2aab,2026-03-01 08:02:00,ann,41\n",
        Kind::Deployments,
        &[
            "Finished: Deployed On",
            "Change: Pull Requests",
            "Environment: Environment",
        ],
    );
    has(
        "datadog.csv",
        "id,service,env,version,started_at,finished_at,commit.sha,change_failure,team\n\
        a1,shop,production,1.2,2026-03-01T08:00:00Z,2026-03-01T08:05:00Z,1f3c9e2aab,true,core\n",
        Kind::Deployments,
        &[
            "Undone: change_failure",
            "Environment: env",
            "Version: version",
        ],
    );
    has(
        "azure.csv",
        "Pipeline,Stage,Run Id,Environment,Result,Start Time,Finish Time,Source Version\n\
        shop-cd,Deploy prod,101,prod-eu,succeeded,2026-03-01T08:00:00Z,2026-03-01T08:05:00Z,1f3c9e2aab\n",
        Kind::Deployments,
        &[
            "Service: Pipeline",
            "Finished: Finish Time",
            "Deployment: Run Id",
        ],
    );
}

#[test]
fn pull_requests_are_known_by_their_branches() {
    has(
        "bitbucket.csv",
        "ID,Title,Author,State,Created,Updated,Source branch,Destination branch,Repository,Merge commit\n\
        11,Add retries,Ann,MERGED,2026-03-01 08:00,2026-03-02 08:00,feature/x,main,shop,1f3c9e2aab\n",
        Kind::Changes,
        &[
            "Branch: Source branch",
            "Commit: Merge commit",
            "Service: Repository",
        ],
    );
    has(
        "gh.csv",
        "number,title,author,headRefName,state,createdAt,mergedAt,labels,url\n\
        41,Add retries,copilot-swe-agent[bot],copilot/fix-1,MERGED,2026-03-01T08:00:00Z,2026-03-02T10:00:00Z,ai,https://github.com/x/shop/pull/41\n",
        Kind::Changes,
        &[
            "Branch: headRefName",
            "Merged: mergedAt",
            "Created: createdAt",
        ],
    );
}

#[test]
fn a_timeline_labels_merges_and_reviews_changes() {
    let changes = "number,repo,title,author,state,created_at,merged_at\n\
        1,shop,Add a door,ann,open,2026-03-01T08:00:00Z,\n\
        2,shop,Paint it,ann,open,2026-03-01T08:00:00Z,\n\
        3,shop,Oil it,ann,open,2026-03-01T08:00:00Z,\n";
    let timeline = "pr_number,repo,event,created_at,actor,commit_id,label,message\n\
        1,shop,labeled,2026-03-01T09:00:00Z,ann,,ai-assisted,\n\
        1,shop,review_requested,2026-03-01T09:30:00Z,ann,,,\n\
        1,shop,reviewed,2026-03-01T10:00:00Z,bo,,,\n\
        1,shop,merged,2026-03-01T11:00:00Z,bo,,,\n\
        2,shop,unlabeled,2026-03-01T10:00:00Z,ann,,ai-assisted,\n\
        2,shop,labeled,2026-03-01T09:00:00Z,ann,,ai-assisted,\n\
        2,shop,closed,2026-03-01T12:00:00Z,ann,,,\n\
        3,shop,committed,,,1f3c9e2,,\"Oil it\n\nCo-authored-by: Claude <noreply@anthropic.com>\"\n\
        9,shop,merged,2026-03-01T11:00:00Z,bo,,,\n";
    let exports = [("pull_requests.csv", changes), ("timeline.csv", timeline)]
        .map(|(name, text)| Export::of(name, opened(name, text)).unwrap());
    assert_eq!(exports[1].kind, Kind::Events);
    let history = History::of(
        &exports.into_iter().map(Rc::new).collect::<Vec<_>>(),
        &Rules::default(),
    );
    let states: Vec<State> = history.changes.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Merged, State::Closed, State::Open]);
    assert_eq!(history.changes[0].hours_to_merge(), Some(3.0));
    let signs = Signs::default();
    let is_assisted: Vec<bool> = history
        .changes
        .iter()
        .map(|one| matches!(signs.of(one), Exposure::Assisted(_)))
        .collect();
    assert_eq!(
        is_assisted,
        [true, false, true],
        "the second lost its label"
    );
    let [review] = history.reviews.as_slice() else {
        panic!("{:?}", history.reviews);
    };
    assert_eq!((review.place, review.by.as_str()), (Some(0), "bo"));
    assert_eq!(
        review
            .at
            .zip(review.requested)
            .map(|(at, asked)| at - asked),
        Some(1800)
    );
    let join = history
        .joins
        .iter()
        .find(|join| join.from == Kind::Events)
        .unwrap();
    assert_eq!((join.found, join.astray), (8, 1));
}

#[test]
fn numbers_of_two_repositories_join_by_service_and_by_link() {
    let changes: String = ["shop", "pay"]
        .iter()
        .flat_map(|repo| {
            (1..=8).map(move |number| {
                format!("{number},acme/{repo},Change {number},ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z\n")
            })
        })
        .collect();
    let changes = "number,repo,title,author,state,created_at,merged_at\n".to_owned() + &changes;
    let deployments: String = (1..=8)
        .map(|number| {
            format!(
                "s{number},shop,production,success,2026-03-01T1{number}:00:00Z,#{number}\n\
                p{number},payments,production,success,2026-03-01T1{number}:00:00Z,https://github.com/acme/pay/pull/{number}\n"
            )
        })
        .collect();
    let deployments = "deployment_id,service,environment,status,finished_at,pull_request\n"
        .to_owned()
        + &deployments;
    let rules = Rules {
        leaves_out_young: false,
        ..Rules::default()
    };
    let asked = Asked {
        rules,
        ..Asked::default()
    };
    let files = [
        ("deployments.csv", deployments.as_str()),
        ("pull_requests.csv", changes.as_str()),
    ];
    let board = board(&files, asked);
    let join = board
        .sorting
        .joins
        .iter()
        .find(|join| join.from == Kind::Deployments)
        .unwrap();
    assert_eq!((join.found, join.astray), (16, 0));
    // The line of the sheet that shows how to fill it in says nothing.
    let example = format!(
        "date,repo,pull_request,ai_assisted,tool,note\n2026-01-15,name of the repository,{EXAMPLE},yes,name of the tool,\n"
    );
    let history = history_of(&[("pull_requests.csv", &changes), ("log.csv", &example)]);
    assert!(history.logged.is_empty());
    // A number alone could be of either.
    let log = "pull_request,ai_assisted\n3,yes\n99,yes\n";
    let history = history_of(&[("pull_requests.csv", &changes), ("log.csv", log)]);
    let join = history.joins.iter().find(|join| join.from == Kind::Labels);
    let join = join.unwrap();
    assert_eq!((join.found, join.astray, join.several), (0, 2, 1));
    let failures = board
        .following
        .iter()
        .find(|one| one.what == Follow::Failure)
        .unwrap();
    assert_eq!(failures.rates[1].1.n, 16);
}

#[test]
fn roles_are_told_once() {
    let (_, roles) = told("merge_requests.csv", GITLAB);
    let mut columns: Vec<&str> = roles
        .iter()
        .filter_map(|role| role.split_once(": "))
        .map(|(_, column)| column)
        .collect();
    columns.sort_unstable();
    let all = columns.len();
    columns.dedup();
    assert_eq!(columns.len(), all);
}

#[test]
fn dates_that_may_start_with_either_are_told_and_read_as_somebody_says() {
    let row = |day: &str| format!("d{day},shop,production,success,{day}/02/2026\n");
    let head = "deployment_id,service,environment,status,finished_at\n";
    let of = |days: &[&str]| head.to_owned() + &days.iter().copied().map(row).collect::<String>();
    let unsure = of(&["01", "02", "03"]);
    let finished = |text: &str, day_first: Option<bool>| {
        let export = Export::of("deployments.csv", opened("deployments.csv", text)).unwrap();
        let unsure = export.unsure_dates();
        let said = Guess {
            day_first,
            ..export.taken()
        };
        let history = History::of(&[Rc::new(export.retaken(said))], &Rules::default());
        let times = history.deployments.iter();
        (
            unsure,
            times.filter_map(|one| one.finished).collect::<Vec<i64>>(),
        )
    };
    // Days after 1 January 2026.
    let day = |after: i64| 1_767_225_600 + after * 86_400;
    let month_first = vec![day(1), day(32), day(60)];
    let day_first = vec![day(31), day(32), day(33)];
    let either = |either| UnsureDates {
        either,
        ..UnsureDates::default()
    };
    assert_eq!(finished(&unsure, None), (either(3), month_first.clone()));
    assert_eq!(finished(&unsure, Some(false)), (either(3), month_first));
    assert_eq!(finished(&unsure, Some(true)), (either(3), day_first));
    // One that can only be a day tells all of them.
    let (unsure, times) = finished(&of(&["01", "13"]), None);
    assert!(!unsure.are_any() && unsure.are_day_first);
    assert_eq!(times, vec![day(31), day(43)]);
    // Where they contradict each other, the commoner order is the one, and what it cannot read is told.
    let mixed = of(&["01", "13", "14"]) + "d4,shop,production,success,02/20/2026\n";
    let (unsure, times) = finished(&mixed, None);
    let wanted = UnsureDates {
        either: 0,
        unread: 1,
        are_day_first: true,
    };
    assert_eq!((unsure, times), (wanted, vec![day(31), day(43), day(44)]));
}

#[test]
fn pipelines_that_are_called_deployments_are_and_the_others_are_runs() {
    let pipelines = "id,name,result,status,type,duration_sec,environment,created_date,finished_date,cicd_scope_id\n\
        p1,Release,SUCCESS,DONE,DEPLOYMENT,60,PRODUCTION,2026-03-02 10:00:00,2026-03-02 10:01:00,repo1\n\
        p2,Lint,SUCCESS,DONE,,60,PRODUCTION,2026-03-02 10:00:00,2026-03-02 10:01:00,repo1\n\
        p3,Release,ABORT,DONE,DEPLOYMENT,60,PRODUCTION,2026-03-02 11:00:00,2026-03-02 11:01:00,repo1\n\
        p4,Release,WEIRD,DONE,DEPLOYMENT,60,PRODUCTION,2026-03-02 12:00:00,2026-03-02 12:01:00,repo1\n";
    let export = Rc::new(Export::of("pipelines.csv", opened("pipelines.csv", pipelines)).unwrap());
    assert_eq!(export.kind, Kind::Deployments);
    let history = History::of(&[export], &Rules::default());
    let told: Vec<(&str, Outcome)> = history
        .deployments
        .iter()
        .map(|one| (one.id.as_str(), one.outcome))
        .collect();
    let wanted = [
        ("p1", Outcome::Reached),
        ("p3", Outcome::Cancelled),
        ("p4", Outcome::Unknown),
    ];
    assert_eq!(told, wanted);
    assert_eq!(history.sorting.runs, 1);
    let runs = pipelines.replace("DEPLOYMENT", "");
    let export = Export::of("pipelines.csv", opened("pipelines.csv", &runs)).unwrap();
    assert_eq!(export.kind, Kind::Runs);
}

#[test]
fn jobs_of_a_run_are_one_deployment_that_ends_when_its_time_is_over() {
    let jobs = "id,name,pipeline_id,result,status,type,environment,duration_sec,started_date,cicd_scope_id\n\
        j1,eu,run1,SUCCESS,DONE,DEPLOYMENT,PRODUCTION,90,2026-03-02 10:00:00,repo1\n\
        j2,us,run1,SUCCESS,DONE,DEPLOYMENT,PRODUCTION,30,2026-03-02 10:00:00,repo1\n";
    let export = Rc::new(Export::of("jobs.csv", opened("jobs.csv", jobs)).unwrap());
    let started = export.time(0, Role::Started).unwrap();
    let history = History::of(&[export], &Rules::default());
    let told: Vec<(&str, Option<i64>)> = history
        .deployments
        .iter()
        .map(|one| (one.id.as_str(), one.finished))
        .collect();
    assert_eq!(told, [("run1", Some(started + 90))]);
}

#[test]
fn a_column_that_says_nothing_gives_way_to_one_that_does() {
    let issues = "id,issue_key,type,original_type,status,severity,priority,component,created_at,created_date,resolution_date\n\
        i1,1,,INCIDENT,DONE,,high,shop,2026-09-01 10:00:00,2026-03-02 10:00:00,2026-03-02 11:00:00\n\
        i2,2,,BUG,DONE,,low,shop,2026-09-01 10:00:00,2026-03-02 10:00:00,2026-03-02 11:00:00\n";
    has(
        "issues.csv",
        issues,
        Kind::Incidents,
        &[
            "Type: original_type",
            "Severity: priority",
            "Created: created_date",
        ],
    );
    let export = Rc::new(Export::of("issues.csv", opened("issues.csv", issues)).unwrap());
    let history = History::of(&[export], &Rules::default());
    let hours: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
    assert_eq!(hours, [Some(1.0)]);
}

#[test]
fn lengths_of_time_without_a_unit_are_told_to_say_nothing() {
    let export = |text: &str| Export::of("incidents.csv", opened("incidents.csv", text)).unwrap();
    let log = |name: &str, cells: [&str; 3]| {
        let rows = cells.iter().enumerate();
        let rows = rows.map(|(at, cell)| format!("i{at},shop,2026-03-02T10:0{at}:00Z,{cell}\n"));
        format!(
            "incident_id,service,started_at,{name}\n{}",
            rows.collect::<String>()
        )
    };
    let silent = export(&log("time_to_restore", ["45", "30", ""]));
    assert_eq!(silent.silent_times(), [Role::Duration]);
    for (name, cells) in [
        ("time_to_restore_minutes", ["45", "30", ""]),
        ("time_to_restore", ["45 min", "30", ""]),
        ("time_to_restore", ["", "", ""]),
    ] {
        assert_eq!(
            export(&log(name, cells)).silent_times(),
            [],
            "{name} {cells:?}"
        );
    }
}

#[test]
fn a_column_said_to_hold_times_that_holds_none_is_told() {
    let log = "deployment_id,service,environment,status,color,finished_at\n\
        d1,shop,production,success,red,2026-03-02T10:00:00Z\n";
    let export = Export::of("deployments.csv", opened("deployments.csv", log)).unwrap();
    assert_eq!(export.silent_times(), []);
    let mut said = export.taken();
    said.roles.insert(Role::Finished, 4);
    assert_eq!(export.retaken(said).silent_times(), [Role::Finished]);
    // What columns tell of runs is not what they tell of deployments.
    let names: Vec<String> = ["id", "conclusion", "run_started_at", "env"]
        .map(str::to_owned)
        .to_vec();
    let roles = |kind| roles_of(kind, &names).into_keys().collect::<Vec<Role>>();
    assert_eq!(roles(Kind::Runs), [Role::Id, Role::Outcome, Role::Started]);
    assert_eq!(
        roles(Kind::Deployments),
        [Role::Id, Role::Environment, Role::Outcome]
    );
}

#[test]
fn tables_of_lead_times_fit_together() {
    let texts = [
        (
            "pull_requests.csv",
            "id,base_repo_id,author_id,merge_commit_sha,created_date,merged_date\n\
            pr1,repo1,ann,aaaaaaa1,2026-03-01 10:00:00,2026-03-02 10:00:00\n\
            pr2,repo1,bob,aaaaaaa2,2026-03-01 10:00:00,2026-03-02 10:00:00\n\
            pr3,repo1,bob,aaaaaaa3,2026-03-01 10:00:00,2026-03-02 10:00:00\n\
            pr4,repo1,bob,aaaaaaa4,2026-03-01 10:00:00,2026-03-02 10:00:00\n",
        ),
        (
            "pull_request_comments.csv",
            "id,pull_request_id,created_date,account_id\n\
            c1,pr1,2026-03-01 11:00:00,ann\n\
            c2,pr1,2026-03-01 14:00:00,bob\n",
        ),
        (
            "pull_request_commits.csv",
            "commit_sha,pull_request_id,commit_authored_date\n\
            bbbbbbb2,pr2,2026-03-01 09:00:00\n",
        ),
        (
            "pull_request_labels.csv",
            "pull_request_id,label_name\npr2,ai-assisted\n",
        ),
        (
            "commits_diffs.csv",
            "old_commit_sha,new_commit_sha,commit_sha\nccccccc0,ccccccc1,aaaaaaa1\n",
        ),
        (
            "project_pr_metrics.csv",
            "id,project_name,pr_cycle_time,deployment_commit_id,pr_created_date,pr_merged_date\n\
            pr3,project1,10,row3,2026-03-01 10:00:00,2026-03-02 10:00:00\n\
            pr9,project1,10,,2026-03-01 10:00:00,2026-03-02 10:00:00\n",
        ),
        (
            "cicd_deployment_commits.csv",
            "id,cicd_deployment_id,cicd_scope_id,result,environment,commit_sha,finished_date\n\
            row1,run1,repo1,SUCCESS,PRODUCTION,ccccccc1,2026-03-03 10:00:00\n\
            row2,run2,repo1,SUCCESS,PRODUCTION,bbbbbbb2,2026-03-04 10:00:00\n\
            row3,run3,repo1,SUCCESS,PRODUCTION,ddddddd3,2026-03-05 10:00:00\n",
        ),
    ];
    let exports: Vec<Rc<Export>> = texts
        .iter()
        .map(|(name, text)| {
            let export = Export::of(name, opened(name, text));
            Rc::new(export.unwrap_or_else(|| panic!("{name} is none")))
        })
        .collect();
    let history = History::of(&exports, &Rules::default());
    let ids: Vec<&str> = history.changes.iter().map(|one| one.id()).collect();
    // A change that two tables tell of is one; those of one repository stand together.
    assert_eq!(ids, ["pr9", "pr1", "pr2", "pr3", "pr4"]);
    // By the commits that were new, by a commit of the change, by the row that the change names.
    assert_eq!(history.brings, [vec![1], vec![2], vec![3]]);
    let signs = Signs::default();
    let assisted = history.changes.iter().map(|one| signs.of(one));
    let assisted: Vec<bool> = assisted
        .map(|exposure| matches!(exposure, Exposure::Assisted(_)))
        .collect();
    assert_eq!(assisted, [false, false, true, false, false]);
    // What people say of their own change is no review.
    let waits = waits(&history, &Chosen::all(&history), 0, 1, |_| Some(0));
    let review = waits.iter().find(|wait| wait.step == Step::FirstReview);
    assert_eq!(review.unwrap().hours.over().collect::<Vec<_>>(), [(4.0, 1)]);
}

#[test]
fn findings_of_style_are_none_of_security() {
    let changes = "number,repo,title,author,state,created_at,merged_at,merge_commit_sha\n\
        1,shop,A,ann,merged,2026-03-01 10:00:00,2026-03-02 10:00:00,aaaaaaa1\n\
        2,shop,B,ann,merged,2026-03-01 10:00:00,2026-03-02 10:00:00,aaaaaaa2\n";
    let findings = "id,rule,severity,type,commit_sha,creation_date\n\
        f1,S1,MAJOR,CODE_SMELL,aaaaaaa1,2026-03-02 10:00:00\n\
        f2,S2,MAJOR,VULNERABILITY,aaaaaaa2,2026-03-02 10:00:00\n";
    let texts = [("pull_requests.csv", changes), ("issues.csv", findings)];
    let exports = texts.map(|(name, text)| Rc::new(Export::of(name, opened(name, text)).unwrap()));
    let history = History::of(&exports, &Rules::default());
    assert_eq!(history.trail.findings.into_iter().collect::<Vec<_>>(), [1]);
}

#[test]
fn builds_are_runs_of_pipelines() {
    let azure = "connection_id,azuredevops_id,repository_id,status,result,name,source_branch,source_version,tags,queue_time,start_time,finish_time\n\
        1,12,0d50,completed,succeeded,test,refs/heads/main,40c5,[],2026-02-25T06:22:21.224+00:00,2026-02-25T06:22:32.810+00:00,2026-02-25T06:23:04.006+00:00\n";
    let wanted = [
        "Id: azuredevops_id",
        "Outcome: result",
        "Commit: source_version",
        "Branch: source_branch",
        "Started: start_time",
        "Finished: finish_time",
        "Title: name",
        "Service: repository_id",
    ];
    has("builds.csv", azure, Kind::Runs, &wanted);
    let jenkins = "connection_id,full_name,job_name,job_path,duration,estimated_duration,number,result,timestamp,start_time,has_stages\n\
        1,dir/shop#11,shop,job/dir/job/shop/,14820,1457,11,UNSTABLE,1650017416514,2026-04-15T10:10:16.000+00:00,0\n";
    let wanted = ["Id: number", "Outcome: result", "Started: start_time"];
    has("_tool_jenkins_builds.csv", jenkins, Kind::Runs, &wanted);
}

#[test]
fn commits_of_pipelines_are_brought_by_the_deployments_of_these() {
    let deployments = "id,cicd_deployment_id,cicd_scope_id,result,status,environment,finished_date\n\
        c1,azure:1:12,shop,SUCCESS,DONE,PRODUCTION,2026-02-25 06:23:04\n\
        c2,azure:1:13,shop,SUCCESS,DONE,PRODUCTION,2026-02-26 06:23:04\n";
    let commits = "pipeline_id,commit_sha,commit_msg,branch,repo_id,repo_url\n\
        azure:1:12,aaa1,,refs/heads/main,shop,\n\
        azure:1:13,bbb2,,refs/heads/main,shop,\n\
        azure:1:99,ccc3,,refs/heads/main,shop,\n";
    let changes = "id,base_repo_id,author_id,merge_commit_sha,created_date,merged_date\n\
        1,shop,a,aaa1,2026-02-24 04:51:47,2026-02-24 05:51:47\n\
        2,shop,a,bbb2,2026-02-25 04:51:47,2026-02-25 05:51:47\n\
        3,shop,a,ccc3,2026-02-25 04:51:47,2026-02-25 05:51:47\n";
    let without_messages = commits
        .replace(",commit_msg", "")
        .replace(",,refs", ",refs");
    for commits in [commits, &without_messages] {
        let wanted = ["Deployment: pipeline_id", "Commit: commit_sha"];
        has("cicd_pipeline_commits.csv", commits, Kind::Commits, &wanted);
        let exports = [deployments, commits, changes].map(|text| {
            let export = Export::of("table.csv", opened("table.csv", text));
            Rc::new(export.unwrap())
        });
        let history = History::of(&exports, &Rules::default());
        assert_eq!(history.brings, [vec![0], vec![1]]);
    }
}

#[test]
fn boards_give_incidents_their_projects() {
    let issues = "id,type,created_date,updated_date\n\
        i1,INCIDENT,2026-01-13 23:37:21,2026-01-15 22:37:21\n\
        i2,BUG,2026-01-13 23:37:21,2026-01-15 22:37:21\n\
        i3,INCIDENT,2026-01-14 23:37:21,2026-01-15 22:37:21\n";
    let boards = "board_id,issue_id\nboard1,i1\nboard1,i2\nboard2,i3\n";
    let projects = "project_name,table,row_id\n\
        one,boards,board1\none,cicd_scopes,shop\n\
        two,boards,board2\ntwo,cicd_scopes,till\n";
    let deployments = "id,cicd_deployment_id,cicd_scope_id,result,status,environment,finished_date\n\
        c1,d1,shop,SUCCESS,DONE,PRODUCTION,2026-01-12 06:23:04\n\
        c2,d2,till,SUCCESS,DONE,PRODUCTION,2026-01-13 06:23:04\n";
    has(
        "board_issues.csv",
        boards,
        Kind::Links,
        &["Incident: issue_id", "Entry: board_id"],
    );
    let exports = [deployments, issues, boards, projects].map(|text| {
        let export = Export::of("table.csv", opened("table.csv", text));
        Rc::new(export.unwrap())
    });
    let rules = Rules {
        attribution: Attribution::DevLake,
        ..Rules::default()
    };
    let history = History::of(&exports, &rules);
    assert!(history.pairs.is_empty());
    let links = Links::of(&history, &rules).links;
    let pairs = links.iter().map(|link| (link.incident, link.deployment));
    // Incidents of boards fall on deployments of the same project.
    assert_eq!(pairs.collect::<Vec<_>>(), [(0, 0), (1, 1)]);
}

#[test]
fn fixes_are_told_by_what_they_are_linked_to() {
    let changes = "number,repo,title,body,labels,branch,author,state,created_at,merged_at,merge_commit_sha\n\
        1,shop,Add cart,,,,ann,merged,2026-03-01 10:00:00,2026-03-02 10:00:00,aaaaaaa1\n\
        2,shop,Take the cart out,This reverts commit aaaaaaa1.,,,bo,merged,2026-03-03 10:00:00,2026-03-03 11:00:00,aaaaaaa2\n\
        3,shop,Retry payments,See https://pager.example/incidents/INC-104,,,cy,merged,2026-03-04 10:00:00,2026-03-04 11:00:00,aaaaaaa3\n\
        4,shop,Longer timeout,,,inc-104,cy,merged,2026-03-04 12:00:00,2026-03-04 13:00:00,aaaaaaa4\n\
        5,shop,Say more of INC-1044,Reverts nothing,,,cy,merged,2026-03-05 12:00:00,2026-03-05 13:00:00,aaaaaaa5\n\
        6,shop,Try INC-104 again,,,,cy,closed,2026-03-05 12:00:00,,\n";
    let incidents = "incident_id,service,started_at,restored_at\n\
        INC-104,shop,2026-03-03 08:00:00,2026-03-03 12:00:00\n\
        5,shop,2026-03-05 08:00:00,2026-03-05 12:00:00\n";
    let texts = [("pull_requests.csv", changes), ("incidents.csv", incidents)];
    let exports = texts.map(|(name, text)| Rc::new(Export::of(name, opened(name, text)).unwrap()));
    let history = History::of(&exports, &Rules::default());
    let told = |rules: &[FixRule]| -> Vec<(String, Vec<usize>)> {
        let found = fixes(&history, rules, 0.95).into_iter();
        found.map(|fixes| (fixes.name, fixes.changes)).collect()
    };
    let wanted = [("hotfix", vec![2, 3]), ("revert", vec![1])];
    let wanted = wanted.map(|(name, changes)| (name.to_owned(), changes));
    assert_eq!(told(&fix_rules()), wanted);
    let mut without = fix_rules();
    without.iter_mut().for_each(|rule| rule.links.clear());
    assert_eq!(told(&without), []);
}

#[test]
fn what_people_say_of_themselves_is_of_their_changes() {
    let people = ["ann", "bo", "cy", "di", "ed", "fay", "gus"];
    let mut changes =
        "number,repo,title,author,ai_assisted,state,created_at,merged_at\n".to_owned();
    for (at, person) in people.iter().enumerate() {
        changes +=
            &format!("{at},shop,A,{person},,merged,2026-03-01 10:00:00,2026-03-02 10:00:00\n");
    }
    changes += "7,shop,A,ann,no,merged,2026-03-01 10:00:00,2026-03-02 10:00:00\n";
    let answers = "GitHub username,AI use\n\
        Ann,Daily\nbo,daily\ncy,Daily\ndi,weekly\ndi,Daily\ned,Daily\nfay,never\ngus,\nzoe,Daily\n";
    has(
        "answers.csv",
        answers,
        Kind::Labels,
        &["Author: GitHub username", "Assisted: AI use"],
    );
    // A survey asks more.
    let survey = "user,ai use,burnout\nann,daily,3\nbo,never,4\n";
    assert!(Export::of("survey.csv", opened("survey.csv", survey)).is_none());
    let texts = [
        ("pull_requests.csv", changes.as_str()),
        ("answers.csv", answers),
    ];
    let exports = texts.map(|(name, text)| Rc::new(Export::of(name, opened(name, text)).unwrap()));
    let history = History::of(&exports, &Rules::default());
    let signs = Signs::default();
    let assisted = history.changes.iter().map(|one| signs.of(one));
    let assisted = assisted.map(|exposure| matches!(exposure, Exposure::Assisted(_)));
    // Of one who never uses it nothing is told, and what a change says itself goes before what its author does.
    assert_eq!(
        assisted.collect::<Vec<_>>(),
        [true, true, true, true, true, false, false, false]
    );
    assert!(history.changes[5].assisted().is_empty());
    let join = history
        .joins
        .iter()
        .find(|join| join.from == Kind::Labels)
        .unwrap();
    assert_eq!((join.found, join.astray, join.silent), (5, 2, 2));
    assert!(join.names.is_empty());
}

#[test]
fn german_exports_are_read_as_english_ones_are() {
    let log = "Bereitstellungs-ID;Dienst;Umgebung;Status;Abgeschlossen am;Version\n\
        D-0;Zahlung;Produktion;Erfolgreich;05.01.2026 18:07;1.0.0\n\
        D-1;Konto;Produktion;Fehlgeschlagen;06.01.2026 04:48;1.1.0\n\
        D-2;Konto;Test;Erfolgreich;16.01.2026 04:48;1.1.1\n";
    let broken = "Störungs-ID;Dienst;Beginn;Ende;Verursacht durch;Schweregrad\n\
        I-4;Zahlung;05.01.2026 20:07;05.01.2026 22:07;D-0;hoch\n\
        I-5;Konto;14.01.2026 08:44;;;hoch\n";
    has(
        "log.csv",
        log,
        Kind::Deployments,
        &[
            "Deployment: Bereitstellungs-ID",
            "Service: Dienst",
            "Finished: Abgeschlossen am",
        ],
    );
    has(
        "broken.csv",
        broken,
        Kind::Incidents,
        &[
            "Id: Störungs-ID",
            "Started: Beginn",
            "Restored: Ende",
            "CausedBy: Verursacht durch",
        ],
    );
    let exports: Vec<Rc<Export>> = [("log.csv", log), ("broken.csv", broken)]
        .into_iter()
        .map(|(name, text)| Rc::new(Export::of(name, opened(name, text)).unwrap()))
        .collect();
    let history = History::of(&exports, &Rules::default());
    let counted = history.deployments.iter().filter(|one| one.counts());
    let counted: Vec<&str> = counted.map(|one| one.id.as_str()).collect();
    assert_eq!(counted, ["D-0"]);
    let mut told: Vec<_> = history
        .incidents
        .iter()
        .map(|one| (one.id.as_str(), one.hours(), one.causes.concat()))
        .collect();
    told.sort_by_key(|(id, ..)| *id);
    let wanted = [
        ("I-4", Some(2.0), "D-0".to_owned()),
        ("I-5", None, String::new()),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn squash_merges_are_found_by_the_timeline_and_by_their_titles() {
    let changes = "id,number,title,user,state,created_at,closed_at,merged_at,repo_url\n\
        900,1,Add a door,ann,closed,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,2026-01-05T09:00:00Z,https://api.github.com/repos/acme/shop\n\
        901,2,Add a wall,bo,closed,2026-01-06T08:00:00Z,2026-01-06T09:00:00Z,2026-01-06T09:00:00Z,https://api.github.com/repos/acme/shop\n";
    let timeline = "pr_id,event,created_at,actor,commit_id,message\n\
        900,committed,2026-01-05T08:10:00Z,ann,1111111111111111111111111111111111111111,Add\n\
        900,merged,2026-01-05T09:00:00Z,ann,2222222222222222222222222222222222222222,\n\
        901,merged,2026-01-06T09:00:00Z,bo,5860775d5860775d5860775d5860775d5860775d,\n";
    let brings = |log: &str, timeline: Option<&str>| -> Vec<usize> {
        let mut files = vec![("pull_requests.csv", changes), ("deployments.csv", log)];
        files.extend(timeline.map(|text| ("timeline.csv", text)));
        let history = history_of(&files);
        let numbers = history.brings.iter().flatten();
        let numbers = numbers.map(|at| history.changes[*at].number().parse().unwrap());
        numbers.collect()
    };
    let head = "deployment_id,service,environment,status,finished_at,commit_sha,title\n";
    let by = |commit: &str, title: &str| {
        format!("{head}d,acme/shop,production,success,2026-01-07T09:00:00Z,{commit},{title}\n")
    };
    for commit in [
        "2222222222222222222222222222222222222222",
        "1111111111111111111111111111111111111111",
    ] {
        assert_eq!(brings(&by(commit, ""), Some(timeline)), [1]);
        assert!(brings(&by(commit, ""), None).is_empty());
    }
    assert_eq!(brings(&by("", "Add a wall (#2)"), None), [2]);
    assert!(brings(&by("", "Add a wall (2)"), None).is_empty());
    // Digits alone are a commit as well.
    let digits = changes
        .replace(",repo_url", ",repo_url,merge_commit_sha")
        .replace(
            "repos/acme/shop\n",
            "repos/acme/shop,5860775d5860775d5860775d5860775d5860775d\n",
        );
    let history = history_of(&[
        (
            "pull_requests.csv",
            &digits
                .lines()
                .take(2)
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        ),
        ("deployments.csv", &by("5860775", "")),
    ]);
    assert_eq!(history.brings, [[0]]);
}

#[test]
fn seconds_to_resolve_end_what_no_column_says_ended() {
    let text = "id,incident_number,service_name,created_on,seconds_to_first_ack,seconds_to_resolve,urgency\n\
        P1,1,shop,2026-01-05T08:00:00Z,60,7200,high\n\
        P2,2,shop,2026-01-06T08:00:00Z,60,0,high\n";
    let history = history_of(&[("pagerduty.csv", text)]);
    let mut hours: Vec<_> = history
        .incidents
        .iter()
        .map(|one| (one.id.clone(), one.hours()))
        .collect();
    hours.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(
        hours.iter().map(|(_, hours)| *hours).collect::<Vec<_>>(),
        [Some(2.0), None]
    );
}

#[test]
fn findings_need_no_rule_where_they_are_called_so() {
    let text = "pull_request,severity,tool\n12,high,scanner\n13,low,scanner\n";
    has(
        "any.csv",
        text,
        Kind::Findings,
        &["Change: pull_request", "Severity: severity"],
    );
    let plain = "pull_request,severity\n12,high\n13,low\n";
    has(
        "security_findings.csv",
        plain,
        Kind::Findings,
        &["Change: pull_request"],
    );
    assert!(Export::of("any.csv", opened("any.csv", plain)).is_none());
}

#[test]
fn what_brings_a_hotfix_or_a_revert_repairs() {
    let head = "number,repo,title,labels,author,state,created_at,merged_at\n";
    let log = "deployment_id,service,environment,status,finished_at,pull_requests\n\
        d1,shop,production,success,2026-03-02T10:00:00Z,1\n\
        d2,shop,production,success,2026-03-02T12:00:00Z,2\n\
        d3,shop,production,success,2026-03-03T12:00:00Z,3; 4\n";
    let row = |number: usize, title: &str, label: &str| {
        format!(
            "{number},shop,{title},{label},ann,merged,2026-03-0{number}T06:00:00Z,2026-03-0{number}T07:00:00Z\n"
        )
    };
    let remedies = |second: (&str, &str), fourth: (&str, &str)| -> Vec<bool> {
        let changes = head.to_owned()
            + &row(1, "Add a door", "")
            + &row(2, second.0, second.1)
            + &row(3, "Add a wall", "")
            + &row(4, fourth.0, fourth.1);
        let history = history_of(&[("pull_requests.csv", &changes), ("log.csv", log)]);
        assert!(history.tells_remedies);
        history
            .deployments
            .iter()
            .map(|one| one.remedy.is_some())
            .collect()
    };
    let plain = ("Paint it", "");
    assert_eq!(remedies(plain, plain), [false; 3]);
    assert_eq!(
        remedies(("Hotfix: the door", ""), plain),
        [false, true, false]
    );
    assert_eq!(
        remedies(("The door", "hotfix"), plain),
        [false, true, false]
    );
    assert_eq!(
        remedies(("\"Revert \"\"Add a door\"\"\"", ""), plain),
        [false, true, false]
    );
    // It came with what it takes back, and nobody ever had that.
    assert_eq!(
        remedies(plain, ("\"Revert \"\"Add a wall\"\"\"", "")),
        [false; 3]
    );
    assert_eq!(remedies(("Rollback button", ""), plain), [false; 3]);
}

/// Rows of a log of deployments with these names of its columns for outcome, environment and time.
fn called(outcome: &str, environment: &str, finished: &str, words: [&str; 2]) -> String {
    let mut log = format!("deployment_id,service,{environment},{outcome},{finished}\n");
    for at in 0..8 {
        let place = ["production", "staging"][usize::from(at % 4 == 3)];
        let word = words[usize::from(at % 4 == 2)];
        log += &format!("d{at},shop,{place},{word},2026-03-0{}T10:00:00Z\n", at + 1);
    }
    log
}

#[test]
fn outcomes_environments_and_times_are_known_by_other_names() {
    let words = ["success", "failed"];
    let check = |log: &str| {
        let history = history_of(&[("log.csv", log)]);
        let counted = history.deployments.iter().filter(|one| one.counts());
        let failed = history.deployments.iter();
        let failed = failed.filter(|one| one.outcome == Outcome::Failed).count();
        assert_eq!((counted.count(), failed), (4, 2), "{log}");
        let ended = |one: &denominator::delivery::Deployment| one.finished.is_some();
        assert!(history.deployments.iter().all(ended), "{log}");
    };
    for outcome in [
        "deployment_status",
        "Deployment State",
        "job status",
        "build_result",
        "execution_status",
        "phase",
        "what came of it",
    ] {
        check(&called(outcome, "environment", "finished_at", words));
    }
    for outcome in ["success", "is_successful", "succeeded"] {
        check(&called(
            outcome,
            "environment",
            "finished_at",
            ["true", "false"],
        ));
    }
    for environment in [
        "Deployment Environment",
        "target",
        "tier",
        "env_type",
        "deployed_to",
        "environment_id",
    ] {
        check(&called("status", environment, "finished_at", words));
    }
    for finished in [
        "deployment_date",
        "deploy_date",
        "completion_time",
        "end_date",
        "deployed_timestamp",
        "Finish Date",
    ] {
        check(&called("status", "environment", finished, words));
    }
}

#[test]
fn times_of_changes_and_incidents_are_known_by_other_names() {
    for [created, merged] in [
        ["Created Date", "Merge Date"],
        ["opened_at", "merged_on"],
        ["open_time", "merged_time"],
    ] {
        let log = format!(
            "number,repository,title,author,state,{created},{merged}\n\
             1,acme/shop,Add a door,ann,merged,2026-03-01T10:00:00Z,2026-03-01T14:00:00Z\n"
        );
        let history = history_of(&[("prs.csv", &log)]);
        assert_eq!(history.changes[0].hours_to_merge(), Some(4.0), "{log}");
    }
    for [began, ended] in [
        ["Start Date", "End Date"],
        ["incident_start", "incident_end"],
        ["detected_at", "resolved_at"],
        ["triggered_at", "resolution_time"],
        ["created_at", "recovery_time"],
    ] {
        let log = format!(
            "incident_id,service,severity,{began},{ended}\n\
             1,shop,high,2026-03-01T10:00:00Z,2026-03-01T14:00:00Z\n"
        );
        let history = history_of(&[("incidents.csv", &log)]);
        assert_eq!(history.incidents[0].hours(), Some(4.0), "{log}");
    }
    // How long it took is no point in time.
    let lasted = "incident_id,service,severity,created_at,resolution_time\n1,shop,high,2026-03-01T10:00:00Z,3.5\n";
    let (_, roles) = told("incidents.csv", lasted);
    assert!(!roles.iter().any(|role| role.starts_with("Restored")));
}

#[test]
fn pages_are_production_only_where_nothing_else_is() {
    let log = |places: [&str; 4]| {
        let mut log = "deployment_id,service,environment,status,finished_at\n".to_owned();
        for (at, place) in places.iter().enumerate() {
            log += &format!("d{at},shop,{place},success,2026-03-0{}T10:00:00Z\n", at + 1);
        }
        let history = history_of(&[("log.csv", &log)]);
        history
            .deployments
            .iter()
            .filter(|one| one.counts())
            .count()
    };
    assert_eq!(
        log(["production", "github-pages", "github-pages", "Preview"]),
        1
    );
    assert_eq!(
        log(["github-pages", "github-pages", "Preview", "Preview"]),
        2
    );
    assert_eq!(log(["github-pages", "eu", "Preview", "Preview"]), 0);
}

#[test]
fn a_date_with_points_is_read_as_the_page_says() {
    for (mark, day_first) in [(".", true), ("-", true), ("/", false)] {
        let log = format!(
            "incident_id,service,started_at,restored_at\n\
             1,shop,03{mark}01{mark}2026 10:00,04{mark}01{mark}2026 10:00\n\
             2,shop,05{mark}02{mark}2026 10:00,06{mark}02{mark}2026 10:00\n"
        );
        let export = Export::of("incidents.csv", opened("incidents.csv", &log)).unwrap();
        let unsure = export.unsure_dates();
        assert_eq!((unsure.either, unsure.are_day_first), (4, day_first));
        let history = History::of(&[Rc::new(export)], &Rules::default());
        let hours = history.incidents[0].hours().unwrap();
        assert_eq!(hours, if day_first { 24.0 } else { 31.0 * 24.0 });
    }
}

#[test]
fn services_are_one_however_they_are_spelled() {
    let log = "deployment_id,service,environment,status,finished_at\n\
        d0,check_out,production,success,2026-03-01T10:00:00Z\n\
        d1,check_out,production,success,2026-03-02T10:00:00Z\n\
        d2,Check-Out,production,success,2026-03-03T10:00:00Z\n\
        d3,pay,production,success,2026-03-03T10:00:00Z\n";
    let broken = "incident_id,service,started_at,restored_at\ni1,Check Out,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\n";
    let merged = "number,repository,title,author,state,created_at,merged_at\n\
        1,CHECK-OUT,Add a door,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z\n";
    let history = history_of(&[
        ("log.csv", log),
        ("incidents.csv", broken),
        ("prs.csv", merged),
    ]);
    let services: Vec<&str> = history
        .deployments
        .iter()
        .map(|one| &*one.service)
        .collect();
    assert_eq!(services, ["check_out", "check_out", "check_out", "pay"]);
    assert_eq!(history.columns.service.names, ["check_out"]);
    let links = Links::of(&history, &Rules::default());
    let caused: Vec<&str> = links
        .links
        .iter()
        .map(|link| history.deployments[link.deployment].id.as_str())
        .collect();
    assert_eq!(caused, ["d1"]);
    let spelled: Vec<(&str, &str)> = history.spellings.each().collect();
    let wanted = ["CHECK-OUT", "Check Out", "Check-Out"].map(|name| (name, "check_out"));
    assert_eq!(spelled, wanted);
}

#[test]
fn a_service_may_go_without_its_owner_or_stand_in_a_list() {
    let log = "deployment_id,service,environment,status,finished_at\n\
        d0,acme/shop,production,success,2026-03-01T10:00:00Z\n\
        d1,acme/pay,production,success,2026-03-02T10:00:00Z\n\
        d2,other/pay,production,success,2026-03-03T10:00:00Z\n";
    let broken = "incident_id,service,started_at,restored_at\n\
        i0,Shop,2026-03-01T11:00:00Z,2026-03-01T12:00:00Z\n\
        i1,pay,2026-03-02T11:00:00Z,2026-03-02T12:00:00Z\n\
        i2,\"[\"\"other/pay\"\"]\",2026-03-03T11:00:00Z,2026-03-03T12:00:00Z\n";
    let merged = "title,author,state,created_at,merged_at,url\n\
        Add a door,ann,merged,2026-03-01T08:00:00Z,2026-03-01T09:00:00Z,https://github.com/acme/shop/pull/1\n";
    let files = [
        ("log.csv", log),
        ("incidents.csv", broken),
        ("prs.csv", merged),
    ];
    let history = history_of(&files);
    let incidents = history.incidents.iter().map(|one| one.service.as_str());
    // Of two that are called "pay" nothing tells which is meant.
    assert_eq!(
        incidents.collect::<Vec<_>>(),
        ["acme/shop", "pay", "other/pay"]
    );
    assert_eq!(history.columns.service.names, ["acme/shop"]);
    let spelled: Vec<(&str, &str)> = history.spellings.each().collect();
    assert_eq!(spelled, [("Shop", "acme/shop")]);
}

#[test]
fn what_two_exports_tell_alike_counts_once_in_any_order() {
    let head = "service,started_at,restored_at\n";
    let row = |day: u32, end: &str| format!("shop,2026-03-{day:02}T10:00:00Z,{end}\n");
    let over = |day: u32| row(day, &format!("2026-03-{day:02}T12:00:00Z"));
    // Two of the second day are two; the fifth was open when the first export was made.
    let first = [head.to_owned(), over(1), over(2), over(2), row(5, "")].concat();
    let later = [head.to_owned(), over(2), over(2), over(5), over(6)].concat();
    let reviews = "pull_request,reviewer,state,submitted_at\n\
        1,ann,approved,2026-03-01T10:00:00Z\n1,ann,commented,2026-03-01T10:00:00Z\n1,ann,commented,2026-03-01T10:00:00Z\n";
    let more = "pull_request,reviewer,state,submitted_at\n\
        1,ann,commented,2026-03-01T10:00:00Z\n1,bo,approved,2026-03-02T10:00:00Z\n";
    let runs = "workflow,pull_request,run_attempt,conclusion\ntest,1,1,success\ntest,1,2,success\n";
    let all = [
        ("incidents-1.csv", first.as_str()),
        ("incidents-2.csv", later.as_str()),
        ("reviews-1.csv", reviews),
        ("reviews-2.csv", more),
        ("runs-1.csv", runs),
        ("runs-2.csv", runs),
    ];
    let mut backwards = all;
    backwards.reverse();
    for files in [all, backwards] {
        let history = history_of(&files);
        let mut days: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
        days.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(days, [Some(2.0); 5]);
        assert_eq!(history.reviews.len(), 4);
        assert_eq!(history.trail.tries, (2, 1));
        assert_eq!(history.copies, 3 + 1 + 2);
    }
}

#[test]
fn of_two_rows_of_a_change_the_one_that_is_further_holds() {
    let head = "number,repo,title,author,state,created_at,merged_at\n";
    let row = |state: &str, merged: &str| {
        format!("{head}7,shop,Add a door,ann,{state},2026-03-01T10:00:00Z,{merged}\n")
    };
    let (open, merged) = (row("open", ""), row("merged", "2026-03-02T10:00:00Z"));
    for files in [[&open, &merged], [&merged, &open]] {
        let [one, other] = files;
        let history = history_of(&[("one.csv", one), ("other.csv", other)]);
        let states: Vec<State> = history.changes.iter().map(|one| one.state).collect();
        assert_eq!(states, [State::Merged]);
    }
}

#[test]
fn a_log_that_contradicts_itself_is_told_and_read_in_any_order() {
    let head = "number,repo,title,author,state,created_at,merged_at\n";
    let merged = |at: u32| {
        format!("{at},shop,Add a door,ann,merged,2026-03-01T10:00:00Z,2026-03-02T10:00:00Z\n")
    };
    let merged: String = (1..=4).map(merged).collect();
    let log = "pull_request,ai_assisted,date\n1,no,2026-03-05\n1,yes,2026-03-04\n2,no,\n2,Yes,\n3,yes,\n3,YES,\n4,maybe,\n";
    let mut lines: Vec<&str> = log.lines().collect();
    lines[1..].reverse();
    let backwards = lines.join("\n");
    for log in [log, &backwards] {
        let history = history_of(&[("prs.csv", &format!("{head}{merged}")), ("labels.csv", log)]);
        let said: Vec<String> = history
            .changes
            .iter()
            .map(|one| one.assisted().to_lowercase())
            .collect();
        assert_eq!(said, ["no", "yes", "yes", "maybe"]);
        let (many, names) = &history.contradicted;
        assert_eq!((*many, names.join(" ").as_str()), (2, "1 2"));
    }
    let files = [
        ("prs.csv", format!("{head}{merged}")),
        ("labels.csv", log.to_owned()),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let board = board(&files, Asked::default());
    assert_eq!(board.unclear, [("maybe".to_owned(), 1)]);
}

#[test]
fn logs_that_people_keep_by_hand_are_known_by_their_columns_alone() {
    let runs = "pull_request,repo,job_name,attempt,status,started_at\n1,shop,test,2,success,2026-03-01T10:00:00Z\n";
    has(
        "ci.csv",
        runs,
        Kind::Runs,
        &["Attempt: attempt", "Change: pull_request"],
    );
    let findings = "pull_request,repo,severity,tool\n1,shop,high,scanner\n";
    has(
        "scan.csv",
        findings,
        Kind::Findings,
        &["Severity: severity", "Service: repo"],
    );
    let incidents = "service,started_at,restored_at,severity,pull_request\nshop,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,high,1\n";
    has(
        "log.csv",
        incidents,
        Kind::Incidents,
        &["Severity: severity"],
    );
    let log = "date,repo,pull_request,ai_assisted,tool,note\n2026-03-01,shop,1,yes,,\n2026-03-01,shop,2,,,\n";
    let history = history_of(&[("log.csv", log)]);
    let logged: Vec<(&str, u64)> = history
        .logged
        .iter()
        .map(|(word, n)| (word.as_str(), *n))
        .collect();
    assert_eq!(logged, [("", 1), ("yes", 1)]);
}

#[test]
fn a_log_of_deployments_is_one_whatever_else_it_tells() {
    for (more, cell) in [
        ("change_id,approved_at", "CHG1,2026-03-01T09:00:00Z"),
        (
            "title,author,merged_at",
            "Add a door,ann,2026-03-01T09:00:00Z",
        ),
        ("pr,event", "7,push"),
        (
            "impact_began,restored_at",
            "2026-03-01T09:00:00Z,2026-03-01T10:00:00Z",
        ),
        ("severity,rule", "low,r1"),
        ("label_names,pr", "bug,7"),
    ] {
        let log = format!(
            "deployment_id,service,environment,status,finished_at,{more}\n\
             d1,shop,production,success,2026-03-01T10:00:00Z,{cell}\n\
             d2,shop,production,failed,2026-03-02T10:00:00Z,{cell}\n"
        );
        has(
            "log.csv",
            &log,
            Kind::Deployments,
            &["Finished: finished_at"],
        );
    }
    // An incident in each row makes it a log of these.
    let incidents = "incident_id,deployment_id,service,environment,status,started_at,resolved_at\n\
        i1,d1,shop,production,done,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z\n\
        i2,,shop,production,done,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z\n";
    has(
        "log.csv",
        incidents,
        Kind::Incidents,
        &["CausedBy: deployment_id"],
    );
    // Tests that ran in browsers are none.
    let tests = "test,environment,status,finished_at\ncart,Chrome,passed,2026-03-01T10:00:00Z\n";
    assert!(Export::of("log.csv", opened("log.csv", tests)).is_none());
}

/// Changes that each say one of these cells in a column: how many were made with AI, how many were not, and of how many nothing is told.
fn said_of_ai(column: &str, cells: &[&str]) -> [usize; 3] {
    let rows = cells.iter().enumerate().map(|(at, cell)| {
        let cell = cell.replace('"', "\"\"");
        format!("{at},shop,Add a door,ann,2026-03-01T10:00:00Z,2026-03-02T10:00:00Z,\"{cell}\"\n")
    });
    let head = format!("number,repo,title,author,created_at,merged_at,{column}\n");
    let history = history_of(&[("prs.csv", &(head + &rows.collect::<String>()))]);
    let signs = Signs::default();
    let mut found = [0; 3];
    for exposure in signs.of_each(&history.changes) {
        let place = match exposure {
            Exposure::Assisted(_) => 0,
            Exposure::Other { .. } => 1,
            Exposure::Unlabelled => 2,
        };
        found[place] += 1;
    }
    found
}

#[test]
fn what_people_write_of_ai_is_understood() {
    let yes = [
        "yes",
        "Yes - Copilot",
        "yes, a bit",
        "x",
        "✓",
        "100%",
        "1",
        "0,5",
        "Cursor, Copilot",
        "Copilot + Claude",
        "partly",
    ];
    assert_eq!(said_of_ai("ai_assisted", &yes), [yes.len(), 0, 0]);
    let no = [
        "no",
        "none",
        "No AI",
        "not used",
        "without AI",
        "0",
        "0 %",
        "unassisted",
        "❌",
    ];
    assert_eq!(said_of_ai("ai_used", &no), [0, no.len(), 0]);
    let neither = ["", "maybe", "not sure", "n/a", "Claude Monet"];
    assert_eq!(said_of_ai("ai_assistance", &neither), [0, 0, neither.len()]);
    // Where a scale begins to mean AI, nobody says.
    assert_eq!(said_of_ai("ai_usage", &["1", "2", "5", ""]), [0, 0, 4]);
    assert_eq!(said_of_ai("ai_usage", &["0", "2", "5", ""]), [2, 1, 1]);
    assert_eq!(said_of_ai("ai_usage", &["1", "", "1"]), [2, 0, 1]);
    assert_eq!(said_of_ai("ai_usage", &["1", "40", "5"]), [3, 0, 0]);
    assert_eq!(said_of_ai("ai_usage", &["1.0", "3.0", "unsure"]), [0, 0, 3]);
}

#[test]
fn jobs_that_deploy_are_deployments_to_where_their_names_say() {
    let head = "pipeline_id,project_slug,job_name,status,started_at,stopped_at,vcs.revision\n";
    let row = |at: u32, job: &str, status: &str| {
        format!(
            "p{at},gh/acme/shop,{job},{status},2026-03-{at:02}T08:00:00Z,2026-03-{at:02}T08:05:00Z,abcdef{at}\n"
        )
    };
    let jobs = [
        head.to_owned(),
        row(1, "deploy-production", "success"),
        row(2, "deploy-staging", "success"),
        row(3, "Deploy to prod", "failed"),
    ]
    .concat();
    has(
        "jobs.csv",
        &jobs,
        Kind::Deployments,
        &[
            "Environment: job_name",
            "Service: project_slug",
            "Commit: vcs.revision",
        ],
    );
    let history = history_of(&[("jobs.csv", &jobs)]);
    let counts = history.deployments.iter().map(|one| one.counts());
    assert_eq!(counts.collect::<Vec<_>>(), [true, false, false]);
    // Jobs of several services are told apart by their names alone, whatever their numbers; and a rollback counts.
    let of_services = "Job Name,Build Number,Status,Started\n\
        deploy-shop-prod,41,success,2026-03-01T08:00:00Z\n\
        deploy-pay-prod,41,failed,2026-03-06T08:00:00Z\n\
        deploy-pay-non-prod,42,success,2026-03-07T08:00:00Z\n\
        rollback-shop,42,success,2026-03-08T08:00:00Z\n";
    let history = history_of(&[("jobs.csv", of_services)]);
    let told = history.deployments.iter();
    let told: Vec<(&str, bool, bool)> = told
        .map(|one| (&*one.service, one.counts(), one.remedy.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("pay", false, false),
            ("pay", false, false),
            ("shop", true, false),
            ("shop", true, true)
        ]
    );
    // Those around them are none, nor is a pipeline whose jobs are told one by one; each region of a run is a part of it.
    let around = "Job Name,Run ID,Status,Started\n\
        pre-deploy-check,1,success,2026-03-01T08:00:00Z\ndeploy-prod-eu,1,failed,2026-03-01T08:05:00Z\n\
        deploy-prod-us,1,failed,2026-03-01T08:05:00Z\ndeploy-prod-eu,2,success,2026-03-02T08:05:00Z\n\
        deploy-prod-us,2,success,2026-03-02T08:06:00Z\n";
    let guess = Export::guess("jobs.csv", &opened("jobs.csv", around));
    assert!(guess.is_none(), "not all of them deploy");
    let only: String = around
        .lines()
        .filter(|line| !line.starts_with("pre"))
        .map(|line| format!("{line}\n"))
        .collect();
    let history = history_of(&[("jobs.csv", &only)]);
    let told = history.deployments.iter();
    let told: Vec<(usize, bool)> = told.map(|one| (one.rows.len(), one.counts())).collect();
    assert_eq!(told, [(2, false), (2, true)]);
    let steps = "Workflow,Job,Status,Started\nDeploy,build,success,2026-03-01T08:00:00Z\nDeploy,deploy,failed,2026-03-01T08:05:00Z\n";
    let guess = Export::guess("jobs.csv", &opened("jobs.csv", steps));
    assert!(guess.is_none_or(|guess| guess.kind == Kind::Runs));
    // Where most jobs do not deploy, they are nothing that is known.
    let others = (4..9).map(|at| row(at, "build", "success"));
    let mixed = jobs + &others.collect::<String>();
    assert!(Export::of("jobs.csv", opened("jobs.csv", &mixed)).is_none());
    let releases = "app,version,description,status,created_at,user\n\
        shop,v11,Deploy 1a2b3c4d,succeeded,2026-03-02T08:00:00Z,ann\n\
        shop,v12,Deploy 2a2b3c4d,failed,2026-03-03T08:00:00Z,ann\n\
        shop,v13,Rollback to v11,succeeded,2026-03-04T08:00:00Z,ann\n";
    let history = history_of(&[("releases.csv", releases)]);
    let told = history.deployments.iter();
    let told: Vec<(bool, bool)> = told
        .map(|one| (one.counts(), one.remedy.is_some()))
        .collect();
    assert_eq!(told, [(true, false), (false, false), (true, true)]);
    // That what was deployed failed is to say that it did not do well.
    let failed = "Application,Environment,Version,Deployed at,Failed\n\
        shop,production,v1,2026-03-02T08:00:00Z,false\nshop,production,v2,2026-03-03T08:00:00Z,true\n";
    let history = history_of(&[("log.csv", failed)]);
    let told = history.deployments.iter();
    let told: Vec<(bool, bool)> = told.map(|one| (one.counts(), one.is_undone)).collect();
    assert_eq!(told, [(true, false), (true, true)]);
}

#[test]
fn what_is_like_an_export_of_one_kind_is_not_taken_for_it() {
    for (wanted, text) in [
        (
            None,
            "Key,Summary,Status,Component,Version,Created\nA-1,Door squeaks,Done,shop,1.2,2026-03-01T10:00:00Z\n",
        ),
        (
            None,
            "Application,Version,Status\nshop,1.2,Active\npay,1.3,Active\n",
        ),
        (
            None,
            "Timestamp,Service,Version,Status\n2026-03-01T10:00:00Z,shop,1.2,Complete\n",
        ),
        (
            Some(Kind::Incidents),
            "id,service,version,priority,status,created_at,resolved_at\n1,shop,1.2,high,Done,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z\n",
        ),
        (
            Some(Kind::Incidents),
            "incident_id,name,status,started_at,resolved_at\n1,Deploy of shop broke checkout,ok,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z\n",
        ),
        (
            None,
            "name,status,date\nDeploy new laptops,done,2026-03-01\n",
        ),
        (
            Some(Kind::Incidents),
            "alert_id,rule_name,severity,service,created_at,resolved_at\n1,Latency,high,shop,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z\n",
        ),
        (
            Some(Kind::Deployments),
            "service,environment,package,criticality,status,deployed_at\nshop,production,p,high,success,2026-03-01T10:00:00Z\n",
        ),
        (
            Some(Kind::Deployments),
            "service,environment,status,pipeline_number,finished_at\nshop,production,success,7,2026-03-01T10:00:00Z\n",
        ),
        (
            Some(Kind::Labels),
            "pr_number,ai_assisted,code_review,date\n7,yes,done,2026-03-01\n",
        ),
        (
            None,
            "change_id,subject,submitted,status\nC1,New printer,2026-03-01T10:00:00Z,Rejected\n",
        ),
    ] {
        let export = Export::of("table.csv", opened("table.csv", text));
        assert_eq!(export.map(|export| export.kind), wanted, "{text}");
    }
    // When a request was submitted is not when it was merged, nor is how long something took a date.
    let requests = "number,title,author,branch,target_branch,state,submitted\n\
        1,Add a door,ann,a,main,open,2026-03-01T10:00:00Z\n2,Add a wall,bo,b,main,merged,2026-03-02T10:00:00Z\n";
    let history = history_of(&[("prs.csv", requests)]);
    let states: Vec<State> = history.changes.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Open, State::Merged]);
    let log = "deployment_id,service,environment,status,deploy_time,created_at\n\
        1,shop,production,success,42310,2026-03-01T10:00:00Z\n2,shop,production,success,55310,2026-03-02T10:00:00Z\n";
    let history = history_of(&[("log.csv", log)]);
    assert_eq!(history.deployments[0].finished, Some(1_772_359_200));
    // What few users see first stands for production no more than staging does.
    let canary = "service,environment,status,finished_at\nshop,prod-canary,success,2026-03-01T10:00:00Z\nshop,staging,success,2026-03-01T09:00:00Z\n";
    let history = history_of(&[("log.csv", canary)]);
    assert!(!history.deployments.iter().any(|one| one.counts()));
    assert!(history.stand_for_production.is_empty());
}

#[test]
fn findings_are_known_by_the_names_of_scanners() {
    for head in [
        "number,rule.id,rule.security_severity_level,state,most_recent_instance.commit_sha,created_at",
        "number,rule.id,rule.severity,state,commit,created_at",
        "alert_number,secret_type,severity,state,commit,opened_at",
        "number,vulnerability_type,criticality,state,commit,detected",
    ] {
        let text = format!("{head}\n1,js/x,high,open,abcdef1234,2026-03-01T10:00:00Z\n");
        let severity = head.split(',').nth(2).unwrap();
        let commit = head.split(',').nth(4).unwrap();
        let wanted = [format!("Severity: {severity}"), format!("Commit: {commit}")];
        let wanted = wanted.each_ref().map(String::as_str);
        has("alerts.csv", &text, Kind::Findings, &wanted);
    }
    // Findings that tell neither changes nor commits say of no change that it has none.
    let packages = "Target,VulnerabilityID,PkgName,Severity,Title\nt,CVE-1,p,HIGH,t\n";
    let merged = "number,repo,title,author,created_at,merged_at\n7,shop,Add a door,ann,2026-03-01T09:07:30Z,2026-03-02T09:07:30Z\n";
    let history = history_of(&[("packages.csv", packages), ("prs.csv", merged)]);
    assert!(!history.trail.has_findings);
}

#[test]
fn changes_and_votes_of_gerrit_are_read() {
    let changes = "_number,change_id,project,branch,subject,status,created,submitted,owner.username,current_revision,hashtags\n\
        1,I01,shop,main,Add a door,MERGED,2026-03-01 10:00:00.000000000,2026-03-01 12:00:00.000000000,ann,aaaaaaaa,ai-assisted\n\
        2,I02,shop,main,Add a wall,NEW,2026-03-02 10:00:00.000000000,,ann,bbbbbbbb,\n";
    let votes = "change_number,reviewer,Code-Review,granted\n\
        1,bo,-1,2026-03-01T10:30:00Z\n1,cy,+2,2026-03-01T11:00:00Z\n";
    let history = history_of(&[("changes.csv", changes), ("votes.csv", votes)]);
    let hours: Vec<Option<f64>> = history.changes.iter().map(Change::hours_to_merge).collect();
    assert_eq!(hours, [Some(2.0), None]);
    assert_eq!(history.changes[0].labels(), "ai-assisted");
    let waits = waits(&history, &Chosen::all(&history), 0, 1, |_| Some(0));
    for step in [Step::FirstReview, Step::Approval] {
        let wait = waits.iter().find(|wait| wait.step == step);
        let hours = wait.map(|wait| wait.hours.over().collect::<Vec<_>>());
        assert_eq!(hours, Some(vec![(0.5, 1)]));
    }
}

#[test]
fn times_are_read_as_programs_write_them() {
    // One cell that is no date takes none of the others along.
    let sheet = "incident_id,service,started_at,restored_at\n\
        1,shop,46084.25,46084.5\n2,shop,46085.25,-\n3,shop,46086.25,46086.5\n";
    let history = history_of(&[("incidents.csv", sheet)]);
    let hours: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
    assert_eq!(hours, [Some(6.0), None, Some(6.0)]);
    for (ended, merged) in [
        ("2026-03-03T09:07:30Z", "2026-03-02T09:07:30Z"),
        ("20260303T090730Z", "20260302T090730Z"),
        (
            "Tue Mar 3 10:07:30 2026 +0100",
            "Mon Mar 2 09:07:30 2026 +0000",
        ),
        ("1772528850123456", "1772442450123456"),
        ("46084.3802083333", "46083.3802083333"),
    ] {
        let log = format!(
            "deployment_id,service,environment,status,deployed_at,pull_request\nd1,shop,production,success,{ended},7\n"
        );
        let merged = format!(
            "number,repo,title,author,created_at,merged_at\n7,shop,Add a door,ann,2026-03-01T09:07:30Z,{merged}\n"
        );
        let history = history_of(&[("log.csv", &log), ("prs.csv", &merged)]);
        assert_eq!(history.deployments[0].finished, Some(1_772_528_850));
        assert_eq!(history.changes[0].merged, Some(1_772_442_450), "{ended}");
    }
}

#[test]
fn what_programs_list_as_json_is_read() {
    let labels = [
        r#"["ai-assisted","bug"]"#,
        r#"[{"id":"L1","name":"ai-assisted"}]"#,
        "['ai-assisted']",
    ];
    assert_eq!(said_of_ai("labels", &labels), [3, 0, 0]);
    assert_eq!(
        said_of_ai("labels", &[r#"[{"id":"ai-assisted","name":"bug"}]"#, "[]"]),
        [0, 0, 2]
    );
}

#[test]
fn changes_say_that_they_are_merged_in_many_ways() {
    for (head, cells) in [
        ("merged,closed_at", "true,2026-03-01T14:00:00Z"),
        (
            "state,is_merged,closed_at",
            "closed,yes,2026-03-01T14:00:00Z",
        ),
        (
            "status,merged_at,closed_on",
            "Completed,2026-03-01T14:00:00Z,",
        ),
        (
            "state,merge_commit,merged_at,closed_date",
            "MERGED,abc,,2026-03-01T14:00:00Z",
        ),
    ] {
        let log = format!(
            "pull_request,repository_name,title,author,created_at,{head}\n#7,shop,Add a door,ann,2026-03-01T10:00:00Z,{cells}\n#7,pay,Add a door,ann,2026-03-01T10:00:00Z,{cells}\n"
        );
        let history = history_of(&[("prs.csv", &log)]);
        let hours: Vec<Option<f64>> = history
            .changes
            .iter()
            .map(|one| one.hours_to_merge())
            .collect();
        assert_eq!(hours, [Some(4.0), Some(4.0)], "{head}");
        assert!(history.changes.iter().all(|one| one.number() == "7"));
    }
}

#[test]
fn verdicts_of_reviews_are_votes_and_times_too() {
    let merged = "number,repo,title,author,state,created_at,merged_at\n7,shop,Add a door,ann,merged,2026-03-01T08:00:00Z,2026-03-02T10:00:00Z\n";
    for (head, cells) in [
        ("approved_at", "2026-03-01T10:00:00Z"),
        ("vote,voted_at", "10,2026-03-01T10:00:00Z"),
        (
            "decision,submitted_at",
            "Approved with suggestions,2026-03-01T10:00:00Z",
        ),
        ("approved,submitted_at", "true,2026-03-01T10:00:00Z"),
    ] {
        let reviews = format!("pull_request,reviewer,review_id,{head}\n7,bo,r1,{cells}\n");
        let history = history_of(&[("prs.csv", merged), ("reviews.csv", &reviews)]);
        let waited: Vec<f64> = history
            .ways()
            .first_approvals()
            .map(|(_, hours)| hours)
            .collect();
        assert_eq!(waited, [2.0], "{head}");
    }
}

#[test]
fn how_long_an_incident_lasted_is_told_in_many_ways() {
    for (name, cell, wanted) in [
        ("Duration", "2h", Some(2.0)),
        ("duration", "02:00:00", Some(2.0)),
        ("Duration (min)", "120", Some(2.0)),
        ("duration_hours", "2", Some(2.0)),
        ("MTTR", "1 day", Some(24.0)),
        ("seconds_to_resolve", "5400", Some(1.5)),
        // A number without a unit may be anything.
        ("duration", "120", None),
    ] {
        let log =
            format!("incident_id,service,started_at,{name}\ni1,shop,2026-03-01T10:00:00Z,{cell}\n");
        let history = history_of(&[("incidents.csv", &log)]);
        assert_eq!(history.incidents[0].hours(), wanted, "{name} {cell}");
    }
}

#[test]
fn tools_and_people_call_the_same_things_by_other_names() {
    for (log, kind, wanted) in [
        (
            "Incident,System,Began,Back up\n#0,web,01 Mar 2026 09:00,01 Mar 2026 10:00\n",
            Kind::Incidents,
            &["Service: System", "Started: Began", "Restored: Back up"][..],
        ),
        (
            "Outage,Service,Outage start,Outage end\n0,web,2026-03-01T09:00:00Z,2026-03-01T10:00:00Z\n",
            Kind::Incidents,
            &["Started: Outage start", "Restored: Outage end"],
        ),
        (
            "public_id,title,severity,state,created,customer_impact_start,customer_impact_end\n0,t,SEV-1,resolved,2026-03-01T09:06:00Z,2026-03-01T09:00:00Z,2026-03-01T10:00:00Z\n",
            Kind::Incidents,
            &[
                "Started: customer_impact_start",
                "Restored: customer_impact_end",
            ],
        ),
        (
            "Ticket ID,Ticket subject,Ticket type,Ticket status,Ticket created,Ticket solved\n0,s,Incident,Solved,2026-03-01T09:00:00Z,2026-03-01T10:00:00Z\n",
            Kind::Incidents,
            &["Created: Ticket created", "Restored: Ticket solved"],
        ),
        (
            "number,title,state,labels,createdAt,closedAt,url\n0,t,CLOSED,\"incident, sev1\",2026-03-01T09:00:00Z,2026-03-01T10:00:00Z,https://github.com/o/r/issues/0\n",
            Kind::Incidents,
            &["Type: labels", "Closed: closedAt"],
        ),
        (
            "Deploy #,Service,Env,When,OK?\n#0,web,PROD,2026-03-02 08:00,✓\n",
            Kind::Deployments,
            &["Deployment: Deploy #", "Finished: When", "Outcome: OK?"],
        ),
        (
            "id,sha,ref,environment,created_at,latest_status.state\n1,abcdef0,main,production,2026-03-02T08:00:00Z,success\n",
            Kind::Deployments,
            &["Outcome: latest_status.state"],
        ),
        (
            "number,author.login,state,submittedAt\n1,ann,COMMENTED,2026-03-01T11:00:00Z\n",
            Kind::Reviews,
            &[
                "Change: number",
                "Finished: submittedAt",
                "Author: author.login",
            ],
        ),
        (
            "PR,Reviewed by,Result,When\n1,ann,needs work,2026-03-01T11:00:00Z\n",
            Kind::Reviews,
            &["State: Result", "Finished: When"],
        ),
        (
            "pullRequestId,title,status,createdBy.displayName,creationDate,closedDate,sourceRefName\n1,T,completed,ann,2026-03-01T10:00:00Z,2026-03-01T11:00:00Z,refs/heads/claude/x\n",
            Kind::Changes,
            &[
                "Created: creationDate",
                "Closed: closedDate",
                "Branch: sourceRefName",
            ],
        ),
        (
            "PR,Repo,Opened,Merged,AI\n1,shop,2026-01-05T08:00:00Z,2026-01-05T13:00:00Z,no\n",
            Kind::Changes,
            &["Merged: Merged", "Assisted: AI"],
        ),
        (
            "id,name,stage,status,ref,commit.id,started_at,retried\n1,test,test,success,f1,abcdef0,2026-03-01T10:00:00Z,false\n",
            Kind::Runs,
            &["Title: name"],
        ),
        (
            "Commit,AI\nabcdef0123,yes\n",
            Kind::Labels,
            &["Commit: Commit"],
        ),
    ] {
        has("any.csv", log, kind, wanted);
    }
    // What people are asked is no log.
    for survey in [
        "id,submitdate,team,incident,date,severity\n1,2026-03-01 10:00,Shop,Yes,2026-03-01,3\n",
        "When,Who,Incident,Service,Comment\n2026-03-01,ann,printer,web,x\n",
        "Timestamp,Team,Service,How many incidents,Severity,Job status\n2026/03/01 10:00:00,Shop,web,3,high,Completed\n",
        "StartDate,EndDate,Status,Finished,Team,Deployment frequency\n2026-03-01 10:00:00,2026-03-01 10:05:00,IP Address,True,Shop,Daily\n",
    ] {
        assert!(
            Export::of("any.csv", opened("any.csv", survey)).is_none(),
            "{survey}"
        );
    }
}
