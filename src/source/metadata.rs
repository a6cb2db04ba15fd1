//! Columns that a survey tool writes beside the questions: when, by which way and how far somebody answered.

use super::tool::{STAMPS, Tool};

/// Names per tool, in small letters.
const NAMES: &[(Tool, &[&str])] = &[
    (
        Tool::Qualtrics,
        &[
            "startdate",
            "start date",
            "enddate",
            "end date",
            "status",
            "ipaddress",
            "progress",
            "duration (in seconds)",
            "finished",
            "recordeddate",
            "responseid",
            "responseset",
            "recipientlastname",
            "recipientfirstname",
            "recipientemail",
            "externalreference",
            "externaldatareference",
            "locationlatitude",
            "locationlongitude",
            "locationaccuracy",
            "distributionchannel",
            "userlanguage",
        ],
    ),
    (
        Tool::SurveyMonkey,
        &[
            "respondent id",
            "respondentid",
            "collector id",
            "collectorid",
            "start date",
            "startdate",
            "end date",
            "enddate",
            "date_created",
            "date_modified",
            "ip address",
            "email address",
            "first name",
            "last name",
            "language",
            "custom data 1",
        ],
    ),
    (Tool::GoogleForms, &["username"]),
    (
        Tool::MicrosoftForms,
        &[
            "id",
            "start time",
            "startzeit",
            "heure de début",
            "hora de inicio",
            "completion time",
            "fertigstellungszeit",
            "heure de fin",
            "hora de finalización",
            "last modified time",
            "email",
            "name",
            "language",
        ],
    ),
    (
        Tool::Typeform,
        &[
            "#",
            "response type",
            "start date (utc)",
            "stage date (utc)",
            "submit date (utc)",
            "submitted at",
            "network id",
            "tags",
            "ending",
            "token",
        ],
    ),
    (
        Tool::Tally,
        &["submission id", "respondent id", "submitted at"],
    ),
    (
        Tool::LimeSurvey,
        &[
            "id",
            "response id",
            "submitdate",
            "date submitted",
            "lastpage",
            "last page",
            "startlanguage",
            "start language",
            "seed",
            "token",
            "startdate",
            "date started",
            "datestamp",
            "date last action",
            "ipaddr",
            "ip address",
            "refurl",
            "referrer url",
            "interviewtime",
            "total time",
        ],
    ),
    (
        Tool::Alchemer,
        &[
            "response id",
            "time started",
            "date submitted",
            "status",
            "contact id",
            "legacy comments",
            "language",
            "referer",
            "extended referer",
            "sessionid",
            "user agent",
            "tags",
            "ip address",
            "longitude",
            "latitude",
        ],
    ),
    (Tool::RedCap, &["record_id", "study_id"]),
    (
        Tool::Kobo,
        &[
            "start",
            "end",
            "today",
            "deviceid",
            "username",
            "phonenumber",
            "simserial",
            "subscriberid",
            "audit",
            "formhub/uuid",
            "meta/instanceid",
        ],
    ),
    (
        Tool::OdkCentral,
        &[
            "submissiondate",
            "key",
            "parent_key",
            "instanceid",
            "instancename",
            "submitterid",
            "submittername",
            "attachmentspresent",
            "attachmentsexpected",
            "status",
            "reviewstate",
            "deviceid",
            "edits",
            "formversion",
            "start",
            "end",
            "today",
        ],
    ),
    (Tool::StackOverflow, &["responseid", "respondent"]),
];

/// Names that anyone may give a question: they are a tool's only where that tool wrote the file.
const COMMON: &[&str] = &[
    "id",
    "name",
    "email",
    "start",
    "end",
    "today",
    "key",
    "audit",
    "edits",
    "tags",
    "token",
    "ending",
    "seed",
    "status",
    "progress",
    "finished",
    "language",
    "username",
    "start date",
    "end date",
    "startdate",
    "enddate",
    "start time",
    "startzeit",
    "completion time",
    "total time",
    "first name",
    "last name",
    "email address",
    "referer",
    "longitude",
    "latitude",
    "#",
];

/// Whether a column of this name is the tool's own and not a question. Where the tool is not known, only names count that no
/// person would give a question.
pub fn is_metadata(tool: Option<Tool>, name: &str) -> bool {
    let name = name.trim().to_lowercase();
    // `Collector ID [Collector ID]`: some exports write the name again where a question has its wording.
    let again = |(own, again): &(&str, &str)| again.strip_suffix(']') == Some(own);
    let name = match name.split_once(" [").filter(again) {
        Some((own, _)) => own.to_owned(),
        None => name,
    };
    // `lastpage. Last page`: a code with its wording.
    let code = name
        .split_once(". ")
        .map_or(name.as_str(), |(code, _)| code);
    let is_in = |names: &[&str]| names.contains(&name.as_str()) || names.contains(&code);
    match tool {
        Some(tool) => {
            let mut of_the_tool = NAMES.iter().filter(|(of, _)| *of == tool);
            of_the_tool.any(|(_, names)| is_in(names)) || is_shaped(tool, &name)
        }
        None => !is_in(COMMON) && (is_in(&STAMPS) || NAMES.iter().any(|(_, names)| is_in(names))),
    }
}

/// Names that a tool forms from those of questions, groups or instruments.
fn is_shaped(tool: Tool, name: &str) -> bool {
    let ends = |any: &[&str]| any.iter().any(|end| name.ends_with(end));
    let starts = |any: &[&str]| any.iter().any(|start| name.starts_with(start));
    match tool {
        Tool::GoogleForms => STAMPS.contains(&name),
        // The order in which choices were shown, and how long a page took.
        Tool::Qualtrics => {
            name.contains("_do_")
                || ends(&[
                    "_do",
                    "_first click",
                    "_last click",
                    "_page submit",
                    "_click count",
                ])
                || ends(&[
                    " - first click",
                    " - last click",
                    " - page submit",
                    " - click count",
                ])
        }
        Tool::LimeSurvey => starts(&[
            "grouptime",
            "questiontime",
            "group time: ",
            "question time: ",
        ]),
        Tool::RedCap => starts(&["redcap_"]) || ends(&["_complete", "_timestamp"]),
        Tool::Kobo => starts(&["_"]),
        Tool::OdkCentral => starts(&["meta-", "__"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_s_own_columns_are_known_by_its_names_for_them() {
        for (tool, name) in [
            (Tool::Qualtrics, "Progress"),
            (Tool::Qualtrics, "Q12_DO_3"),
            (Tool::Qualtrics, "Q7_Page Submit"),
            (Tool::LimeSurvey, "lastpage. Last page"),
            (Tool::LimeSurvey, "groupTime41"),
            (Tool::RedCap, "baseline_complete"),
            (Tool::Kobo, "_submission_time"),
            (Tool::Alchemer, "Date Submitted"),
            (Tool::SurveyMonkey, "Collector ID [Collector ID]"),
        ] {
            assert!(is_metadata(Some(tool), name), "{tool}: {name}");
        }
        for (tool, name) in [
            (Tool::Qualtrics, "Q1"),
            (Tool::GoogleForms, "Progress"),
            (Tool::RedCap, "How complete is it?"),
            (Tool::SurveyMonkey, "_id"),
            (Tool::SurveyMonkey, "Collector ID [Which collector]"),
        ] {
            assert!(!is_metadata(Some(tool), name), "{tool}: {name}");
        }
    }

    #[test]
    fn without_a_tool_only_names_count_that_no_person_would_give() {
        for name in ["Duration (in seconds)", "UserLanguage", "submitdate"] {
            assert!(is_metadata(None, name), "{name}");
        }
        for name in [
            "Status",
            "Progress",
            "id",
            "Language",
            "Team",
            "cycle_complete?",
        ] {
            assert!(!is_metadata(None, name), "{name}");
        }
    }
}
