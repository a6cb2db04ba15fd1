//! Tables of DevLake's own database, as somebody exports them whole: with the columns in which it keeps when a row was stored.

#[allow(dead_code)]
mod common;

use common::ledger::{history_of, opened};
use denominator::delivery::{Export, Incident, Kind, Outcome, Role};

/// A table with the columns that DevLake adds to each: all rows were stored at once, long after what they tell.
fn stored(text: &str) -> String {
    let added = [
        "created_at,updated_at,_raw_data_params,_raw_data_table,_raw_data_id,_raw_data_remark",
        "2026-09-01 00:00:00,2026-09-01 00:00:00,{},_raw_api,7,",
    ];
    let lines = text.lines().enumerate();
    let lines = lines.map(|(at, line)| format!("{},{line}\n", added[at.min(1)]));
    lines.collect()
}

fn kind_of(text: &str) -> Option<Kind> {
    Export::of("table.csv", opened("table.csv", text)).map(|export| export.kind)
}

#[test]
fn when_a_row_was_stored_says_nothing_of_it() {
    for (kind, text) in [
        (
            Kind::Links,
            "id,project_name,deployment_id\ni1,shop,pipeline7\ni2,shop,pipeline8\n",
        ),
        (Kind::Links, "board_id,issue_id\nb1,i1\nb1,i2\n"),
        (
            Kind::Commits,
            "pipeline_id,commit_sha,branch,repo_id\np1,aaaaaaa,main,r1\np2,bbbbbbb,main,r1\n",
        ),
        (
            Kind::Commits,
            "commit_sha,pull_request_id\naaaaaaa,pr1\nbbbbbbb,pr1\n",
        ),
    ] {
        assert_eq!(kind_of(text), Some(kind), "{text}");
        assert_eq!(kind_of(&stored(text)), Some(kind), "{text}");
    }
    let changes = "id,base_repo_id,status,title,author_name,created_date,merged_date\n\
        1,shop,MERGED,Add a door,ann,2026-03-01 10:00:00,2026-03-01 12:00:00\n";
    let history = history_of(&[("pull_requests.csv", &stored(changes))]);
    assert_eq!(history.changes[0].hours_to_merge(), Some(2.0));
    // Elsewhere such a column is all that tells the time.
    let log = "id,service,environment,status,created_at\n1,shop,production,success,2026-03-01T10:00:00Z\n";
    let history = history_of(&[("log.csv", log)]);
    assert_eq!(history.deployments[0].finished, Some(1_772_359_200));
}

/// How many deployments some rows are, how many of these reached where they went, and how many rows are of other jobs.
fn jobs(text: &str) -> (usize, usize, u64) {
    let history = history_of(&[("table.csv", text)]);
    let reached = history.deployments.iter();
    let reached = reached.filter(|one| one.outcome == Outcome::Reached);
    (history.deployments.len(), reached.count(), history.runs)
}

#[test]
fn of_jobs_only_those_deploy_that_are_of_that_type() {
    let of_github = "id,run_id,status,conclusion,started_at,completed_at,name,type,environment\n\
        1,10,COMPLETED,SUCCESS,2026-03-01T10:00:00Z,2026-03-01T10:01:00Z,lint,,\n\
        2,10,COMPLETED,CANCELLED,2026-03-01T10:00:00Z,2026-03-01T10:02:00Z,deploy,DEPLOYMENT,PRODUCTION\n";
    assert_eq!(jobs(of_github), (1, 0, 1));
    let of_gitlab = "gitlab_id,project_id,status,ref,sha,duration,started_at,finished_at,type,environment\n\
        1,12,failed,main,aaaaaaa,0,2026-03-01T10:00:00Z,2026-03-01T10:01:00Z,DEPLOYMENT,PRODUCTION\n\
        2,12,success,main,bbbbbbb,398,2026-03-01T11:00:00Z,2026-03-01T11:01:00Z,,\n";
    assert_eq!(jobs(of_gitlab), (1, 0, 1));
    let of_bitbucket = "bitbucket_id,status,result,ref_name,duration_in_seconds,type,repo_id,environment\n\
        {1},COMPLETED,SUCCESSFUL,main,16,DEPLOYMENT,acme/shop,\n\
        {2},COMPLETED,SUCCESSFUL,main,18,,acme/shop,PRODUCTION\n";
    assert_eq!(jobs(of_bitbucket), (1, 1, 1));
    // Those of one pipeline are one deployment.
    let tasks = "id,name,pipeline_id,result,status,type,environment\n\
        1,build-and-deploy,p1,SUCCESS,DONE,DEPLOYMENT,PRODUCTION\n\
        2,deploy-again,p1,SUCCESS,DONE,DEPLOYMENT,PRODUCTION\n\
        3,build,p1,SUCCESS,DONE,,\n";
    assert_eq!(jobs(tasks), (1, 1, 1));
    // That a job is done is not to say that it went well.
    let odd = "id,name,pipeline_id,result,status,original_result,type,environment\n\
        1,deploy,p1,,DONE,UNSTABLE,DEPLOYMENT,PRODUCTION\n";
    assert_eq!(jobs(odd), (1, 0, 0));
    let workflows = "id,project_slug,pipeline_id,name,status,pipeline_number,created_date,stopped_date,duration_sec\n\
        1,gh/acme/shop,p1,test,failed,5,2026-03-01T10:00:00Z,2026-03-01T10:01:00Z,60\n";
    assert_eq!(kind_of(workflows), Some(Kind::Runs));
}

#[test]
fn an_incident_begins_when_it_was_declared() {
    let text = "id,reference,name,status_name,status_category,severity_name,created_date,updated_date,declared_date,resolved_date\n\
        inc_1,INC-1,Payments fail,Closed,closed,Critical,2026-05-01T09:55:00Z,2026-05-01T11:31:00Z,2026-05-01T10:00:00Z,2026-05-01T11:30:00Z\n";
    let history = history_of(&[("incidents.csv", text)]);
    let told = history.incidents.iter();
    let told: Vec<(Option<f64>, &str)> = told
        .map(|one| (Incident::hours(one), one.severity.as_str()))
        .collect();
    assert_eq!(told, [(Some(1.5), "Critical")]);
}

#[test]
fn columns_that_say_nothing_stand_for_none_that_do() {
    // The number of each is nought, and what tells them apart is the tool's own.
    let changes = "bitbucket_id,repo_id,number,state,title,closed_at,merged_at,type,created_by_name\n\
        1,acme/shop,0,OPEN,Add a door,,,pullrequest,ann\n\
        2,acme/shop,0,MERGED,Add a wall,,2026-03-01T10:00:00Z,pullrequest,ann\n";
    let history = history_of(&[("table.csv", changes)]);
    let merged = history.changes.iter().filter(|one| one.is_merged());
    assert_eq!((history.changes.len(), merged.count()), (2, 1));
    let hotspots = "id,rule,severity,component,status,message,type,vulnerability_probability,security_category,creation_date\n\
        h1,,,a.java,TO_REVIEW,Weak,HOTSPOTS,MEDIUM,weak-cryptography,2026-03-01T10:00:00Z\n";
    let export = Export::of("table.csv", opened("table.csv", hotspots)).unwrap();
    assert_eq!(export.kind, Kind::Findings);
    assert_eq!(export.text(0, Role::Severity), "MEDIUM");
}
