//! Exports whose columns and words are called otherwise than most, or that tell one thing twice: none of it may turn a number.

#[allow(dead_code)]
mod common;

use common::ledger::{board, history_of, opened};
use denominator::delivery::{Asked, Export, History, Kind, Links, Rules, State};

const HEAD: &str = "id,service,environment,status,deployed_at\n";

fn links(files: &[(&str, &str)]) -> (History, Links) {
    let history = history_of(files);
    let links = Links::of(&history, &Rules::default());
    (history, links)
}

/// The incidents that found a deployment, with its id.
fn found(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let (history, links) = links(files);
    let pair = |incident: usize, deployment: usize| {
        let incident = history.incidents[incident].id.clone();
        (incident, history.deployments[deployment].id.clone())
    };
    let all = links.links.iter();
    all.map(|link| pair(link.incident, link.deployment))
        .collect()
}

fn counted(text: &str) -> usize {
    let history = history_of(&[("deployments.csv", text)]);
    let all = history.deployments.iter();
    all.filter(|one| one.counts()).count()
}

fn pair(incident: &str, deployment: &str) -> (String, String) {
    (incident.to_owned(), deployment.to_owned())
}

#[test]
fn what_is_replaced_later_ended_when_it_got_there() {
    let log = "id,deployment_id,repository,environment,state,created_at\n\
        1,1,shop,production,in_progress,2026-03-03T10:01:00Z\n\
        2,1,shop,production,success,2026-03-03T10:05:00Z\n\
        3,1,shop,production,inactive,2026-03-10T10:05:00Z\n\
        4,2,shop,production,success,2026-03-10T10:04:00Z\n";
    let incidents = "incident_id,service,started_at,resolved_at\n\
        i1,shop,2026-03-03T12:00:00Z,2026-03-03T14:00:00Z\n";
    let files = [
        ("deployment_statuses.csv", log),
        ("incidents.csv", incidents),
    ];
    assert_eq!(found(&files), [pair("i1", "1")]);
    // Where nothing else is told of one, that is when it was seen last.
    let gone = log.replace(",success,2026-03-03T10:05", ",queued,2026-03-03T10:05");
    let history = history_of(&[("deployment_statuses.csv", &gone)]);
    let ended = history.deployments[0].finished;
    assert_eq!(ended, Some(1_773_137_100));
    assert!(history.deployments[0].counts());
}

#[test]
fn links_may_name_a_row_of_a_deployment() {
    let deployments = "id,commit_sha,result,started_date,finished_date,cicd_deployment_id,cicd_scope_id,repo_url,environment\n\
        c1,aaaaaaa1,SUCCESS,2026-03-03T10:00:00Z,2026-03-03T10:05:00Z,p1,s1,r1,PRODUCTION\n\
        c2,bbbbbbb1,SUCCESS,2026-03-05T10:00:00Z,2026-03-05T10:05:00Z,p2,s1,r1,PRODUCTION\n";
    let incidents = "id,created_date,resolution_date,updated_date,table,scope_id\n\
        i1,2026-04-03T11:00:00Z,2026-04-03T12:00:00Z,2026-04-03T12:00:00Z,repos,r1\n\
        i2,2026-04-03T11:00:00Z,2026-04-03T12:00:00Z,2026-04-03T12:00:00Z,repos,r1\n";
    let told = "id,project_name,deployment_id\ni1,shop,c1\ni2,shop,p2\n";
    let files = [
        ("cicd_deployment_commits.csv", deployments),
        ("incidents.csv", incidents),
        ("project_incident_deployment_relationships.csv", told),
    ];
    assert_eq!(found(&files), [pair("i1", "p1"), pair("i2", "p2")]);
}

#[test]
fn a_release_may_be_deployed_several_times() {
    let text = "Id,ReleaseId,ReleaseVersion,ProjectName,EnvironmentName,TaskState,CompletedTime\n\
        D-1,R-1,1.0,shop,Production,Success,2026-03-03T10:00:00Z\n\
        D-2,R-2,1.1,shop,Production,Success,2026-03-04T10:00:00Z\n\
        D-3,R-1,1.0,shop,Production,Success,2026-03-04T12:00:00Z\n\
        D-4,R-3,1.2,shop,Production,Failed,2026-03-05T10:00:00Z\n";
    let (history, links) = links(&[("octopus.csv", text)]);
    assert_eq!(history.deployments.len(), 4);
    assert_eq!(counted(text), 3);
    let failed: Vec<usize> = (0..4).filter(|at| links.has_failed[*at]).collect();
    assert_eq!(failed, [1]);
    // An incident may name the release.
    let bare = "id,release_id,service,environment,status,deployed_at\n\
        D-1,REL-1,shop,production,success,2026-03-03T10:00:00Z\n\
        D-2,REL-2,shop,production,success,2026-03-05T10:00:00Z\n";
    let incidents = "incident_id,service,started_at,resolved_at,caused_by\n\
        i1,shop,2026-03-07T12:00:00Z,2026-03-07T13:00:00Z,REL-2\n";
    let files = [("deployments.csv", bare), ("incidents.csv", incidents)];
    assert_eq!(found(&files), [pair("i1", "D-2")]);
    let told = "release_id,incident_id\nREL-1,i1\n";
    let silent = incidents.replace(",REL-2", ",");
    let files = [
        ("deployments.csv", bare),
        ("incidents.csv", &*silent),
        ("links.csv", told),
    ];
    assert_eq!(found(&files), [pair("i1", "D-1")]);
}

#[test]
fn the_last_place_in_the_name_of_an_environment_decides() {
    for (name, is_production) in [
        ("production", true),
        ("prod2", true),
        ("eu-production", true),
        ("production-eu", true),
        ("live_eu", true),
        ("production-staging", false),
        ("prod-test", false),
        ("shop-staging", false),
        ("pre-prod", false),
        ("non-prod", false),
        ("review/fix-prod-login", false),
        ("review/live-search", false),
        ("pr-12-live-search", false),
        ("staging-prod-mirror", false),
        ("prod-dev-portal", true),
        ("production/integration-hub", true),
        ("prod-test-2", false),
        ("prod-demo", true),
        ("plan-prod", false),
        ("training-prod", false),
        ("prod-canary", false),
        ("eu-west", false),
    ] {
        let row = format!("D1,shop,{name},success,2026-03-03T10:00:00Z\n");
        let other = "D2,shop,production,success,2026-03-04T10:00:00Z\n";
        let all = counted(&format!("{HEAD}{row}{other}"));
        assert_eq!(all, 1 + usize::from(is_production), "{name}");
    }
    // Where none is called production alone, whatever ends in it is.
    let services = "D1,shop,shop-prod,success,2026-03-03T10:00:00Z\n\
        D2,pay,pay-prod,success,2026-03-04T10:00:00Z\n\
        D3,pay,pay-staging,success,2026-03-04T10:00:00Z\n";
    assert_eq!(counted(&format!("{HEAD}{services}")), 2);
    for only in ["public-beta", "acme-int", "Tokyo PR"] {
        let row = format!("D1,shop,{only},success,2026-03-03T10:00:00Z\n");
        assert_eq!(
            counted(&format!("{HEAD}{row}")),
            1,
            "{only} stands for production"
        );
    }
    // GitHub says yes of what is called production alone.
    let github = "id,environment,production_environment,state,created_at\n\
        1,github-pages,false,success,2026-03-03T10:00:00Z\n";
    assert_eq!(counted(github), 1);
    // A column may say nothing else.
    let flags = "id,service,is_production,status,deployed_at\n\
        D1,shop,true,success,2026-03-03T10:00:00Z\n\
        D2,shop,false,success,2026-03-04T10:00:00Z\n\
        D3,shop,true,success,2026-03-05T10:00:00Z\n";
    assert_eq!(counted(flags), 2);
    let none = flags.replace("true", "false");
    assert_eq!(counted(&none), 0);
    let named = "id,service,environment,is_production,status,deployed_at\n\
        D1,shop,aurora,true,success,2026-03-03T10:00:00Z\n\
        D2,shop,borealis,false,success,2026-03-04T10:00:00Z\n";
    assert_eq!(counted(named), 1);
    // The name of an environment tells more.
    let both = "id,service,is_production,environment,status,deployed_at\n\
        D1,shop,true,eu,success,2026-03-03T10:00:00Z\n\
        D2,shop,false,production,success,2026-03-04T10:00:00Z\n";
    assert_eq!(counted(both), 1);
}

#[test]
fn addresses_and_full_names_of_repositories_are_services() {
    let changes = "number,title,repository_url,created_at,merged_at\n\
        7,One,https://api.github.com/repos/acme/shop,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n\
        7,Two,https://api.github.com/repos/acme/pay,2026-03-03T10:00:00Z,2026-03-03T14:00:00Z\n";
    assert_eq!(history_of(&[("prs.csv", changes)]).changes.len(), 2);
    for name in [
        "repository.full_name",
        "repo_full_name",
        "repository_url",
        "component_name",
    ] {
        let text = format!(
            "id,{name},environment,status,version,deployed_at\n\
            1,acme/shop,production,success,v1,2026-03-03T10:00:00Z\n\
            1,acme/pay,production,success,v2,2026-03-04T10:00:00Z\n"
        );
        let history = history_of(&[("deployments.csv", &text)]);
        let services = history.deployments.iter().map(|one| &*one.service);
        let mut services: Vec<&str> = services.collect();
        services.sort_unstable();
        assert_eq!(services, ["acme/pay", "acme/shop"], "{name}");
    }
}

#[test]
fn what_is_closed_without_being_merged_is_not_open() {
    let states = |text: &str| -> Vec<State> {
        let history = history_of(&[("prs.csv", text)]);
        history.changes.iter().map(|one| one.state).collect()
    };
    let (merged, closed, open) = (State::Merged, State::Closed, State::Open);
    let silent = "id,title,author,created_at,closed_at,merged_at\n\
        1,a,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,2026-03-03T12:00:00Z\n\
        2,b,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,\n\
        3,c,x,2026-03-03T10:00:00Z,,\n";
    assert_eq!(states(silent), [merged, closed, open]);
    // Programs write the ends of their calendars where there is no time.
    let ends = "id,title,author,created_at,closed_at,merged_at\n\
        1,a,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,1970-01-01T00:00:00Z\n\
        2,b,x,2026-03-03T10:00:00Z,9999-12-31T23:59:59Z,9999-12-31T23:59:59Z\n";
    assert_eq!(states(ends), [closed, open]);
    let told = "id,title,author,state,created_at,updated_at,closed_at,merged_at\n\
        1,a,x,SUPERSEDED,2026-03-03T10:00:00Z,,,\n\
        2,b,x,withdrawn,2026-03-03T10:00:00Z,,,\n\
        3,c,x,reopened,2026-03-03T10:00:00Z,,2026-03-03T12:00:00Z,\n";
    assert_eq!(states(told), [closed, closed, open]);
}

#[test]
fn ids_of_pull_requests_are_ids_of_changes() {
    let changes = "pull_request_id,title,author,created_at,merged_at\n\
        41,a,x,2026-03-03T10:00:00Z,2026-03-03T15:00:00Z\n\
        41,a,x,2026-03-03T10:00:00Z,2026-03-03T15:00:00Z\n";
    let reviews = "pull_request_id,reviewer,state,submitted_at\n\
        41,ann,APPROVED,2026-03-03T12:00:00Z\n";
    let history = history_of(&[("prs.csv", changes), ("reviews.csv", reviews)]);
    assert_eq!(history.changes.len(), 1);
    assert_eq!(history.reviews[0].place, Some(0));
}

#[test]
fn an_incident_is_over_by_whichever_column_says_so() {
    let text = "incident_id,service,started_at,mitigated_at,resolved_at\n\
        i1,shop,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,2026-03-03T14:00:00Z\n\
        i2,shop,2026-03-04T10:00:00Z,,2026-03-04T13:00:00Z\n\
        i3,shop,2026-03-05T10:00:00Z,,\n";
    let history = history_of(&[("incidents.csv", text)]);
    let hours: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
    assert_eq!(hours, [Some(1.0), Some(3.0), None]);
    for (began, ended) in [
        ("time_detected", "time_resolved"),
        ("reported_at", "Date resolved"),
        ("declared", "recovered"),
        ("timestamp", "ended"),
    ] {
        let text = format!(
            "incident_id,service,{began},{ended}\n\
            i1,shop,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n"
        );
        let history = history_of(&[("incidents.csv", &text)]);
        assert_eq!(history.incidents[0].hours(), Some(2.0), "{began}, {ended}");
    }
    // A flag is no time, however it is called.
    let flags = "incident_id,service,declared,started_at,recovered,end_time\n\
        i1,shop,yes,2026-03-03T10:00:00Z,yes,2026-03-03T12:00:00Z\n";
    let history = history_of(&[("incidents.csv", flags)]);
    assert_eq!(history.incidents[0].hours(), Some(2.0));
    // When users felt it goes before when somebody noticed.
    let felt = "incident_id,service,impact_start,detected_at,impact_end,resolved_at\n\
        i1,shop,2026-03-03T10:00:00Z,2026-03-03T10:30:00Z,2026-03-03T12:00:00Z,2026-03-04T12:00:00Z\n\
        i2,shop,2026-03-03T10:00:00Z,2026-03-03T10:30:00Z,1970-01-01T00:00:00Z,1970-01-01T00:00:00Z\n";
    let history = history_of(&[("incidents.csv", felt)]);
    let hours: Vec<Option<f64>> = history.incidents.iter().map(|one| one.hours()).collect();
    assert_eq!(hours, [Some(2.0), None]);
    for (name, told) in [
        ("ttr_minutes", "120"),
        ("outage_minutes", "120"),
        ("MinutesToMitigate", "120"),
    ] {
        let text =
            format!("incident_id,service,started_at,{name}\ni1,shop,2026-03-03T10:00:00Z,{told}\n");
        let history = history_of(&[("incidents.csv", &text)]);
        assert_eq!(history.incidents[0].hours(), Some(2.0), "{name}");
    }
}

#[test]
fn what_is_written_after_an_incident_is_none() {
    let text = "Summary,Issue key,Issue id,Issue Type,Status,Priority,Created,Resolved,Component/s\n\
        Down,OPS-1,1,[System] Incident,Done,High,2026-03-03 10:00,2026-03-03 12:00,shop\n\
        Why,OPS-2,2,[System] Post-incident review,Done,High,2026-03-04 10:00,2026-03-14 12:00,shop\n";
    let history = history_of(&[("jira.csv", text)]);
    let ids: Vec<&str> = history
        .incidents
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["OPS-1"]);
}

#[test]
fn how_many_incidents_there_were_names_none() {
    let deployments = "id,service,environment,status,deployed_at,incidents\n\
        D1,shop,production,success,2026-03-03T10:00:00Z,0\n\
        D2,shop,production,success,2026-03-05T10:00:00Z,2\n\
        D3,shop,production,success,2026-03-07T10:00:00Z,1\n";
    let incidents = "incident_id,service,started_at,resolved_at\n\
        1,shop,2026-03-05T12:00:00Z,2026-03-05T14:00:00Z\n\
        2,shop,2026-03-07T13:00:00Z,2026-03-07T15:00:00Z\n";
    let files = [
        ("deployments.csv", deployments),
        ("incidents.csv", incidents),
    ];
    assert_eq!(found(&files), [pair("1", "D2"), pair("2", "D3")]);
    // Without a nought they are names.
    let named = deployments.replace("00Z,0", "00Z,");
    let files = [("deployments.csv", &*named), ("incidents.csv", incidents)];
    assert_eq!(found(&files), [pair("1", "D3"), pair("2", "D2")]);
}

#[test]
fn the_scope_of_an_incident_goes_before_its_component() {
    let text = "id,title,resolution_date,created_date,component,scope_id,table\n\
        i1,a,2026-03-03T12:00:00Z,2026-03-03T11:00:00Z,api,repo1,repos\n\
        i2,b,2026-03-04T13:00:00Z,2026-03-04T11:00:00Z,,repo1,repos\n";
    let history = history_of(&[("incidents.csv", text)]);
    assert!(history.incidents.iter().all(|one| one.service == "repo1"));
}

#[test]
fn words_of_outcomes_are_read_where_they_say_one_thing() {
    for (said, reached) in [
        ("Synced", Some(true)),
        ("partiallySucceeded", Some(true)),
        ("Successfully deployed", Some(true)),
        ("success (with warnings)", Some(true)),
        ("infrastructure_fail", Some(false)),
        ("To be deployed", None),
        ("Build successful", None),
        ("Rolled back successfully", None),
        ("Completed with errors", None),
        ("Not deployed", Some(false)),
        ("Deployed with errors", None),
        ("No failure", None),
        ("Success is what we all hoped for", None),
    ] {
        let row =
            |id: &str, said: &str| format!("{id},shop,production,{said},2026-03-03T1{id}:00:00Z\n");
        let others = row("1", "success") + &row("2", "failed");
        let text = format!("{HEAD}{others}{}", row("3", said));
        let history = history_of(&[("deployments.csv", &text)]);
        let wanted = 1 + usize::from(reached == Some(true));
        assert_eq!(counted(&text), wanted, "{said}");
        let is_told = history.unknown_words.contains(said);
        assert_eq!(is_told, reached.is_none(), "{said}");
    }
}

#[test]
fn kinds_of_changes_and_tags_of_images_tell_rollbacks() {
    let by_type = "id,service,environment,status,change_type,deployed_at\n\
        1,shop,production,success,CODE_DEPLOY,2026-03-03T10:00:00Z\n\
        2,shop,production,success,ROLLBACK,2026-03-03T12:00:00Z\n";
    let by_tag = "id,service,environment,status,image_tag,deployed_at\n\
        1,shop,production,success,1.0,2026-03-03T10:00:00Z\n\
        2,shop,production,success,1.1,2026-03-03T11:00:00Z\n\
        3,shop,production,success,1.0,2026-03-03T12:00:00Z\n";
    // A name that is always the same is no version.
    let by_ref = "id,service,environment,status,image_tag,ref_name,deployed_at\n\
        1,shop,production,success,latest,v1.0,2026-03-03T10:00:00Z\n\
        2,shop,production,success,latest,v1.1,2026-03-03T11:00:00Z\n\
        3,shop,production,success,latest,v1.0,2026-03-03T12:00:00Z\n";
    for text in [by_type, by_tag, by_ref] {
        let history = history_of(&[("deployments.csv", text)]);
        let remedies = history
            .deployments
            .iter()
            .filter(|one| one.remedy.is_some());
        assert_eq!(remedies.count(), 1, "{text}");
    }
}

#[test]
fn an_incident_of_several_services_may_come_from_any() {
    let rows = "D1,shop,production,success,2026-03-03T10:00:00Z\n\
        D2,pay,production,success,2026-03-03T11:00:00Z\n\
        D3,door,production,success,2026-03-03T11:30:00Z\n";
    let deployments = format!("{HEAD}{rows}");
    let incidents = "incident_id,services,started_at,resolved_at\n\
        i1,shop; pay,2026-03-03T12:00:00Z,2026-03-03T13:00:00Z\n";
    let files = [
        ("deployments.csv", &*deployments),
        ("incidents.csv", incidents),
    ];
    assert_eq!(found(&files), [pair("i1", "D2")]);
    // As a program writes one.
    let program = incidents.replace(
        "shop; pay",
        "\"{'id': 'P1', 'summary': 'shop', 'type': 'service'}\"",
    );
    let files = [
        ("deployments.csv", &*deployments),
        ("incidents.csv", &*program),
    ];
    assert_eq!(found(&files), [pair("i1", "D1")]);
}

#[test]
fn links_to_agents_are_signs_of_ai() {
    let text = "number,title,author,created_at,merged_at,body\n\
        1,a,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,Done. https://chatgpt.com/codex/tasks/task_e_68\n\
        2,b,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,Open it: https://cursor.com/agents?id=7\n\
        3,c,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,By hand\n\
        4,d,x,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,Allow chatgpt.com/codex/tasks and https://cursor.com/agents in the list\n";
    let board = board(&[("prs.csv", text)], Asked::default());
    assert_eq!(board.merged, (2, 2));
}

#[test]
fn exports_are_known_by_what_they_hold() {
    let kind = |text: &str| Export::of("t.csv", opened("t.csv", text)).map(|one| one.kind);
    let gearset = "Type,DeploymentId,Timestamp,PullRequests\n\
        Success,d1,2026-03-03T10:00:00Z,\"[{'Title': 'A', 'PullRequestNumber': 7}]\"\n\
        Failure,d2,2026-03-03T11:00:00Z,\n";
    assert_eq!(kind(gearset), Some(Kind::Deployments));
    assert_eq!(counted(gearset), 1);
    let states = "repo,title,created_at,closed_at,additions,status\n\
        shop,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,4,merged\n\
        shop,B,2026-03-03T10:00:00Z,,7,open\n";
    assert_eq!(kind(states), Some(Kind::Changes));
    let others = states.replace(",open", ",in progress");
    assert_ne!(kind(&others), Some(Kind::Changes));
    let jobs = "fullDisplayName,number,result,building,timestamp,duration\n\
        deploy-shop-prod #1,1,SUCCESS,false,1772532000000,60000\n\
        deploy-shop-prod #2,2,FAILURE,false,1772618400000,60000\n";
    assert_eq!(counted(jobs), 1);
    // Of states alone a branch or a ticket could be told.
    let branches = "name,repository,status,author,created,last updated\n\
        feature/x,shop,merged,ann,2026-03-03,2026-03-04\nfeature/y,shop,open,ann,2026-03-03,2026-03-04\n";
    assert_eq!(kind(branches), None);
    let tickets = "ID,Subject,Application,Status,Created,Closed\n\
        1,Help,shop,merged,2026-03-03 10:00,2026-03-03 12:00\n\
        2,Help,shop,closed,2026-03-03 10:00,2026-03-03 12:00\n";
    assert_eq!(kind(tickets), None);
    let incidents = "ID,Name,Status,Severity,Service,Reported at,Resolved at,Created at,incident_type\n\
        1,Down,Merged,SEV1,shop,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,2026-03-03T10:05:00Z,incident\n";
    assert_ne!(kind(incidents), Some(Kind::Changes));
    let app = "timestamp,type,service,environment,message\n\
        2026-03-03T10:00:00Z,success,shop,production,hello\n";
    assert_eq!(kind(app), None);
    let suites = "name,module,status,duration,timestamp\n\
        a,login test,pass,3,2026-03-03T10:00:00Z\nb,cart test,pass,3,2026-03-03T10:00:00Z\n";
    assert_eq!(kind(suites), None);
    let uptime = "date,service,uptime,outage\n2026-03-03,shop,99.9,14\n2026-03-04,shop,100,0\n";
    assert_eq!(kind(uptime), None);
    let survey = "Response ID,Application,Incident,Lead time\n1,shop,Yes,96\n2,shop,No,24\n";
    assert_eq!(kind(survey), None);
}

#[test]
fn a_row_that_tells_what_came_later_is_no_copy() {
    let attempts = "id,service,environment,status,deployed_at\n\
        1,shop,production,failure,2026-03-03T09:50:00Z\n\
        1,shop,production,success,2026-03-03T10:00:00Z\n";
    let seen = "id,service,environment,status,deployed_at\n\
        1,shop,production,inactive,2026-03-03T10:00:00Z\n";
    let (a, b) = (("a-deployments.csv", attempts), ("b-deployments.csv", seen));
    for files in [[a, b], [b, a]] {
        let history = history_of(&files);
        assert!(history.deployments[0].counts(), "{files:?}");
    }
    // What was rolled back in one region had got there, whatever failed in another.
    let regions = "run_id,service,environment,status,deployed_at\n\
        4,shop,production-eu,failed,2026-03-03T09:50:00Z\n\
        4,shop,production-us,rolled_back,2026-03-03T10:00:00Z\n";
    let history = history_of(&[("deployments.csv", regions)]);
    assert!(history.deployments[0].counts() && history.deployments[0].is_undone);
}

#[test]
fn what_only_looks_like_an_outcome_a_flag_or_a_count_is_none() {
    let by_type = "deployment_id,service,environment,deployment_type,deployed_at\n\
        1,shop,production,manual,2026-03-03T10:00:00Z\n\
        2,shop,production,scheduled,2026-03-04T10:00:00Z\n\
        3,shop,production,rollback,2026-03-05T10:00:00Z\n";
    assert_eq!(counted(by_type), 3);
    for said in ["t", "Shop", "x", "2026-03-03"] {
        let text = format!(
            "id,service,production,status,deployed_at\n\
            1,shop,{said},success,2026-03-03T10:00:00Z\n\
            2,shop,{said},success,2026-03-04T10:00:00Z\n"
        );
        assert_eq!(counted(&text), 2, "{said}");
    }
    // Nought may stand for no incident.
    let deployments = "id,service,environment,status,deployed_at,incident_id\n\
        D1,shop,production,success,2026-03-03T10:00:00Z,104\n\
        D2,shop,production,success,2026-03-05T10:00:00Z,0\n";
    let incidents = "incident_id,service,started_at,resolved_at\n\
        104,shop,2026-03-05T12:00:00Z,2026-03-05T14:00:00Z\n";
    let files = [
        ("deployments.csv", deployments),
        ("incidents.csv", incidents),
    ];
    assert_eq!(found(&files), [pair("104", "D1")]);
    let problems = "id,deployment_id,service,environment,type,started_at,restored_at\n\
        1,D1,shop,production,timeout,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n\
        2,D2,shop,production,error,2026-03-04T10:00:00Z,2026-03-04T12:00:00Z\n";
    assert_eq!(history_of(&[("problems.csv", problems)]).incidents.len(), 2);
}

#[test]
fn names_that_tell_less_stand_back() {
    let hours = |text: &str| {
        let history = history_of(&[("incidents.csv", text)]);
        history.incidents[0].hours()
    };
    let remedied = "incident_id,service,started_at,end_time,remediated_at\n\
        i1,shop,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,2026-03-10T12:00:00Z\n";
    assert_eq!(hours(remedied), Some(2.0));
    let stored = "incident_id,service,@timestamp,created_at,resolved_at\n\
        i1,shop,2026-04-03T10:00:00Z,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n";
    assert_eq!(hours(stored), Some(2.0));
    let lasted = "incident_id,service,started_at,mitigated_at,downtime_minutes,resolved_at\n\
        i1,shop,2026-03-03T10:00:00Z,,30,2026-03-10T12:00:00Z\n\
        i2,shop,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,30,2026-03-10T12:00:00Z\n";
    assert_eq!(hours(lasted), Some(0.5));
    let loaded = "id,service,environment,status,started_at,duration_seconds,ts\n\
        1,shop,production,success,2026-03-03T10:00:00Z,60,2026-05-01T00:00:00Z\n";
    let history = history_of(&[("deployments.csv", loaded)]);
    assert_eq!(history.deployments[0].finished, Some(1_772_532_060));
    let attempts = "release_id,number,service,environment,status,deployed_at\n\
        R1,1,shop,production,success,2026-03-03T10:00:00Z\n\
        R2,1,shop,production,success,2026-03-04T10:00:00Z\n";
    assert_eq!(counted(attempts), 2);
    let reviews = "pull_request,title,repo,author,reviewer,state,status,submitted_at\n\
        7,A,shop,ann,bo,APPROVED,merged,2026-03-03T10:00:00Z\n";
    let reviews = Export::of("reviews.csv", opened("reviews.csv", reviews));
    assert_eq!(reviews.map(|one| one.kind), Some(Kind::Reviews));
}

#[test]
fn incidents_of_any_service_follow_deployments_that_tell_none() {
    let deployments = "id,environment,status,deployed_at\n\
        D1,production,success,2026-03-03T10:00:00Z\n";
    let incidents = "incident_id,service,started_at,resolved_at\n\
        i1,shop,2026-03-03T12:00:00Z,2026-03-03T14:00:00Z\n";
    let files = [
        ("deployments.csv", deployments),
        ("incidents.csv", incidents),
    ];
    assert_eq!(found(&files), [pair("i1", "D1")]);
    let named = deployments
        .replace("id,env", "id,service,env")
        .replace("D1,", "D1,pay,");
    let files = [("deployments.csv", &*named), ("incidents.csv", incidents)];
    assert_eq!(found(&files), []);
}

#[test]
fn names_that_end_in_a_place_are_none_where_nothing_says_so() {
    let hosts = "deployment_id,service,host,status,deployed_at\n\
        1,shop,web-prod-a,success,2026-03-03T10:00:00Z\n\
        1,shop,web-prod-b,success,2026-03-03T10:01:00Z\n";
    assert_eq!(counted(hosts), 1);
    let people = "deployment_id,service,triggered_by,status,deployed_at\n\
        1,shop,dev1,success,2026-03-03T10:00:00Z\n\
        2,shop,dev2,success,2026-03-04T10:00:00Z\n";
    assert_eq!(counted(people), 2);
    let regions = "run_id,service,environment,status,deployed_at\n\
        4,shop,prod-eu,inactive,2026-03-03T09:50:00Z\n\
        4,shop,prod-us,failure,2026-03-03T10:00:00Z\n";
    assert_eq!(counted(regions), 1);
    let sorts = "run_id,service,environment,status,change_type,deployed_at\n\
        4,shop,production,success,deployment,2026-03-03T09:50:00Z\n\
        5,shop,production,success,feature,2026-03-03T10:00:00Z\n";
    assert_eq!(counted(sorts), 2);
    let parts = "deployment_id,service,environment,deployment_type,deployed_at\n\
        4,shop,production,complete,2026-03-03T09:50:00Z\n\
        5,shop,production,partial,2026-03-03T10:00:00Z\n";
    assert_eq!(counted(parts), 2);
}

#[test]
fn reports_that_were_declined_are_no_incidents() {
    let reports = "ID,Name,Status,Reported at,Resolved at\n\
        INC-1,Shop down,Closed,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n\
        INC-2,Looks odd,Declined,2026-03-04T10:00:00Z,\n\
        INC-3,Shop down too,Merged,2026-03-03T10:05:00Z,\n\
        INC-5,Pay slow,Investigating,2026-03-06T10:00:00Z,\n";
    let history = history_of(&[("incidents.csv", reports)]);
    let ids: Vec<&str> = history
        .incidents
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!((ids, history.tickets), (vec!["INC-1", "INC-5"], 2));
}
