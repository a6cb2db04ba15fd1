//! Which tool wrote an export, told from its header.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::header::Header;
use super::heads::Shape;

/// A survey or delivery tool.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[allow(missing_docs, reason = "the names of the tools say it")]
pub enum Tool {
    Qualtrics,
    SurveyMonkey,
    GoogleForms,
    MicrosoftForms,
    Typeform,
    Tally,
    LimeSurvey,
    Alchemer,
    RedCap,
    Kobo,
    OdkCentral,
    StackOverflow,
    GitHub,
    GitHubActions,
    GitLab,
    Jira,
    PagerDuty,
    Opsgenie,
    ServiceNow,
    DevLake,
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Tool::Qualtrics => "Qualtrics",
            Tool::SurveyMonkey => "SurveyMonkey",
            Tool::GoogleForms => "Google Forms",
            Tool::MicrosoftForms => "Microsoft Forms",
            Tool::Typeform => "Typeform",
            Tool::Tally => "Tally",
            Tool::LimeSurvey => "LimeSurvey",
            Tool::Alchemer => "SurveyGizmo / Alchemer",
            Tool::RedCap => "REDCap",
            Tool::Kobo => "KoboToolbox",
            Tool::OdkCentral => "ODK Central",
            Tool::StackOverflow => "Stack Overflow survey",
            Tool::GitHub => "GitHub",
            Tool::GitHubActions => "GitHub Actions",
            Tool::GitLab => "GitLab",
            Tool::Jira => "Jira",
            Tool::PagerDuty => "PagerDuty",
            Tool::Opsgenie => "Opsgenie",
            Tool::ServiceNow => "ServiceNow",
            Tool::DevLake => "Apache DevLake",
        })
    }
}

/// Names that an export has, in lower case; `a|b` means either. The first line that fits names the tool.
const SIGNS: &[(Tool, &[&str])] = &[
    (
        Tool::Qualtrics,
        &[
            "startdate",
            "enddate",
            "responseid",
            "finished|progress|status",
        ],
    ),
    (Tool::Qualtrics, &["recordeddate", "responseid"]),
    (Tool::Qualtrics, &["v1", "v2", "v3", "v8", "v10"]),
    (Tool::Qualtrics, &["responseset", "responseid"]),
    (
        Tool::SurveyMonkey,
        &["respondent id|respondentid", "collector id|collectorid"],
    ),
    (
        Tool::MicrosoftForms,
        &[
            "id",
            "start time|startzeit|heure de début|hora de inicio",
            "completion time|fertigstellungszeit|heure de fin|hora de finalización",
        ],
    ),
    (
        Tool::Typeform,
        &["#", "submit date (utc)|submitted at|network id"],
    ),
    (Tool::Typeform, &["start date (utc)", "submit date (utc)"]),
    (Tool::Typeform, &["submitted at", "token"]),
    (
        Tool::Tally,
        &["submission id", "respondent id", "submitted at"],
    ),
    (
        Tool::LimeSurvey,
        &["submitdate", "lastpage", "startlanguage"],
    ),
    (
        Tool::LimeSurvey,
        &[
            "response id",
            "date submitted",
            "last page",
            "start language",
        ],
    ),
    (
        Tool::LimeSurvey,
        &["id. response id", "submitdate. date submitted"],
    ),
    (
        Tool::Alchemer,
        &["time started", "date submitted", "status"],
    ),
    (
        Tool::Alchemer,
        &["response id", "time started", "date submitted"],
    ),
    (
        Tool::RedCap,
        &["redcap_event_name|redcap_repeat_instrument|redcap_survey_identifier"],
    ),
    (Tool::Kobo, &["_id", "_uuid", "_submission_time"]),
    (
        Tool::OdkCentral,
        &["submissiondate", "key", "meta-instanceid|instanceid"],
    ),
    (
        Tool::StackOverflow,
        &["responseid|respondent", "mainbranch|hobby|professional"],
    ),
    (Tool::DevLake, &["cicd_scope_id"]),
    (Tool::DevLake, &["cicd_deployment_id"]),
    (Tool::DevLake, &["_raw_data_params|_raw_data_table"]),
    (Tool::DevLake, &["pr_cycle_time"]),
    (
        Tool::DevLake,
        &["issue_key", "original_status", "lead_time_minutes"],
    ),
    (
        Tool::GitHubActions,
        &["run_number", "conclusion", "head_sha"],
    ),
    (
        Tool::GitHub,
        &["number", "title", "state", "created_at", "merged_at"],
    ),
    (Tool::GitHub, &["pr_id", "submitted_at", "state"]),
    (Tool::GitHub, &["pr_id", "event", "created_at"]),
    (
        Tool::GitLab,
        &["source branch", "target branch", "created at (utc)"],
    ),
    (Tool::GitLab, &["issue id", "closed at (utc)"]),
    (Tool::Jira, &["issue key", "issue id|summary|issue type"]),
    (
        Tool::PagerDuty,
        &[
            "incident_number",
            "urgency|seconds_to_resolve|seconds_to_first_ack",
        ],
    ),
    (Tool::Opsgenie, &["alert id", "tinyid"]),
    (
        Tool::ServiceNow,
        &["number", "incident_state|sys_mod_count|sys_id", "opened_at"],
    ),
    (Tool::ServiceNow, &["number", "opened", "assignment group"]),
];

/// What Google Forms calls the time of an answer.
pub(super) const STAMPS: [&str; 6] = [
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "позначка часу",
    "отметка времени",
];

/// The tool that wrote a table with this header, and whose first answer is `first`.
pub(super) fn tool<'a>(
    header: &Header,
    shape: Shape,
    first: impl Iterator<Item = &'a str>,
) -> Option<Tool> {
    let names: Vec<String> = header
        .given
        .iter()
        .map(|name| name.to_lowercase())
        .collect();
    let has = |sign: &str| {
        sign.split('|')
            .any(|name| names.iter().any(|given| given == name))
    };
    if shape == Shape::Qualtrics {
        return Some(Tool::Qualtrics);
    }
    if let Some((tool, _)) = SIGNS
        .iter()
        .find(|(_, signs)| signs.iter().all(|sign| has(sign)))
    {
        return Some(*tool);
    }
    if matches!(shape, Shape::Options | Shape::IdsAndOptions) {
        return Some(Tool::SurveyMonkey);
    }
    let many = |fits: fn(&str) -> bool| {
        names.iter().filter(|name| fits(name)).count() >= 3.min(names.len().max(1))
    };
    if names.iter().any(|name| name.contains("___"))
        && names.iter().any(|name| name.ends_with("_complete"))
        || names
            .first()
            .is_some_and(|name| name == "record_id" || name == "study_id")
            && names.iter().any(|name| name.ends_with("_complete"))
    {
        return Some(Tool::RedCap);
    }
    let is_coded = |name: &str| {
        // `code[sub]. Question [option]`
        name.split_once("]. ").is_some_and(|(code, _)| {
            code.split_once('[').is_some_and(|(code, sub)| {
                let word = |text: &str| {
                    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
                };
                word(code) && word(sub)
            })
        })
    };
    if many(is_coded) {
        return Some(Tool::LimeSurvey);
    }
    let dated = first.take(1).any(|cell| {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        digits >= 6 && cell.contains([':', '/', '.'])
    });
    (dated
        && names
            .first()
            .is_some_and(|name| STAMPS.contains(&name.as_str())))
    .then_some(Tool::GoogleForms)
}
