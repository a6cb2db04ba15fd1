//! Rival definitions of one metric side by side, on the same rows.

use super::opens::Opens;
use super::{View, definitions};
use crate::analysis::stats::base::HIDE;
use crate::delivery::{
    Behind, Board, RecoveryEnd, RecoveryStart, Rework, Rival, Rivalry, Rules, Subject, Value,
};
use crate::figure::Locale;
use crate::figure::format;

/// A definition with what it gives.
#[derive(Clone, Debug, PartialEq)]
pub struct RivalRow {
    /// The rows that its value is made of, where they can be seen.
    pub opens: Option<Opens>,
    /// What it is called.
    pub name: String,
    /// Who defines it so.
    pub used_by: &'static str,
    /// Its value.
    pub value: String,
    /// Its fraction or base, and its interval.
    pub beside: String,
    /// Deployments that fail by it and not by the one in force, and the other way round.
    pub changes: String,
    /// Whether it is in force.
    pub is_in_force: bool,
}

/// Those of a metric.
pub fn rivals(of: Subject, board: &Board, view: View<'_>, locale: &Locale) -> Vec<RivalRow> {
    let wanted = board.rivals.iter().filter(|one| one.of == of);
    wanted.map(|one| row(one, view, locale)).collect()
}

/// What a definition is called.
pub fn rival_name(of: Subject, rival: Rival, rules: &Rules) -> String {
    match (rival, of) {
        (Rival::InForce, Subject::LeadTime) => {
            format!(
                "{} to production",
                format::capital(definitions::lead_start(rules))
            )
        }
        (Rival::InForce, Subject::Recovery) => format::capital(&definitions::recovery_span(rules)),
        (Rival::InForce, Subject::Rework) => {
            let out_of = match rules.rework {
                Rework::Remedies => "Deployments that undo or repair another",
                Rework::AfterIncident => "Repairs of deployments that an incident is linked to",
                Rework::WithFixes => "Repairs, and deployments with a change that mends something",
            };
            format!("{out_of}, out of all")
        }
        _ => names(of, rival).0.to_owned(),
    }
}

fn row(one: &Rivalry, view: View<'_>, locale: &Locale) -> RivalRow {
    let rules = &view.asked.rules;
    let name = rival_name(one.of, one.rival, rules);
    let used_by = match (one.rival, one.of) {
        (Rival::InForce, Subject::Recovery) if is_plain_recovery(rules) => {
            "in force; DORA, DevLake since 2023"
        }
        _ => names(one.of, one.rival).1,
    };
    let (value, beside) = match &one.value {
        _ if one.is_withheld => (
            "withheld".to_owned(),
            format!("it would tell of cohorts under {HIDE}"),
        ),
        Value::Rate(rate) => match rate.value() {
            None => ("none to judge".to_owned(), String::new()),
            Some(_) if rate.n < HIDE => hidden(),
            Some(value) => (
                side_by_side(value, locale),
                match rate.interval {
                    Ok(ends) if !view.describes => format!(
                        "{}, {}",
                        format::fraction(rate.hits, rate.n, locale),
                        format::span(ends.low, ends.high, rate.n, locale)
                    ),
                    _ => format::fraction(rate.hits, rate.n, locale),
                },
            ),
        },
        Value::Ratio(incidents, n) => match n {
            0 => ("none to judge".to_owned(), String::new()),
            n if *n < HIDE => hidden(),
            n => (
                side_by_side(*incidents as f64 / *n as f64, locale),
                format!(
                    "{} over {}",
                    format::noun(*incidents, "incident", "incidents", locale),
                    format::count(*n, locale)
                ),
            ),
        },
        Value::AWeek(value) => (format::number(*value, locale), "a week".to_owned()),
        Value::Hours(curve) => match (curve.n, curve.median) {
            (0, _) => ("none".to_owned(), String::new()),
            (n, _) if n < HIDE => hidden(),
            (n, Some(median)) => (
                format::hours(median, locale),
                format!(
                    "median of {}{}",
                    format::count(n, locale),
                    curve.mean.map_or_else(String::new, |mean| format!(
                        ", mean {}",
                        format::hours(mean, locale)
                    ))
                ),
            ),
            (n, None) => (
                "not reached".to_owned(),
                format!(
                    "of {}, at least {}",
                    format::count(n, locale),
                    format::hours(curve.least, locale)
                ),
            ),
        },
    };
    let n = match &one.value {
        Value::Rate(rate) => rate.n,
        Value::Hours(curve) => curve.n,
        Value::Ratio(..) | Value::AWeek(_) => 0,
    };
    let opens = match one.of {
        Subject::FailRate => one.rival.rules(rules).map(|_| Opens::Rival(one.rival)),
        of => Some(Opens::Changes(Behind::Defined(of, one.rival))),
    };
    let opens = opens.filter(|_| n >= HIDE && !one.is_withheld);
    RivalRow {
        opens,
        name,
        used_by,
        value,
        beside,
        changes: changes(one, locale),
        is_in_force: one.rival == Rival::InForce,
    }
}

fn is_plain_recovery(rules: &Rules) -> bool {
    (rules.recovery_from, rules.recovery_to) == (RecoveryStart::Deployed, RecoveryEnd::Restored)
}

/// A share in tenths of a percent: rules side by side often differ by no more.
fn side_by_side(share: f64, locale: &Locale) -> String {
    format!(
        "{}{}%",
        format::decimals(share * 100.0, 1, locale),
        format::TIE
    )
}

/// What is said in place of a number that is told of too few.
fn hidden() -> (String, String) {
    ("hidden".to_owned(), format::floor())
}

/// "3 more: a-1, a-2, a-3; 1 fewer: b-4".
fn changes(one: &Rivalry, locale: &Locale) -> String {
    let said = |(names, n): &(Vec<String>, u64), word: &str| {
        (*n > 0).then(|| {
            let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
            let (colon, more) = match shown.len() {
                0 => ("", ", withheld"),
                shown if *n > shown as u64 => (": ", " …"),
                _ => (": ", ""),
            };
            format!(
                "{} {word}{colon}{}{more}",
                format::count(*n, locale),
                shown.join(", ")
            )
        })
    };
    let both: Vec<String> = [said(&one.more, "more"), said(&one.fewer, "fewer")]
        .into_iter()
        .flatten()
        .collect();
    both.join("; ")
}

fn names(of: Subject, rival: Rival) -> (&'static str, &'static str) {
    match (rival, of) {
        (Rival::FromOpened, _) => (
            "Opened to production",
            "DevLake’s pull request cycle and deploy time",
        ),
        (Rival::FromCommit, _) => (
            "First commit to production",
            "DORA, Four Keys; DevLake’s stages together",
        ),
        (Rival::FromMerge, _) => ("Merged to production", "tools’ “deploy time”"),
        (Rival::Remedies, _) => ("Deployments that undo or repair another, out of all", ""),
        (Rival::RollbacksOnly, _) => ("Rollbacks alone", "rollback rate"),
        (Rival::AfterIncident, _) => (
            "Repairs of deployments that an incident is linked to",
            "DORA’s guide: resulting from an incident",
        ),
        (Rival::WithFixes, _) => (
            "Repairs, and deployments with a change that mends something",
            "DORA’s 2025 survey: to address a bug",
        ),
        (Rival::RolledBack, _) => ("Were rolled back, out of those that had time to be", ""),
        (Rival::ToRepair, _) => (
            "Failed deployment finished to its repair finished",
            "Datadog; Swarmia (mean)",
        ),
        (Rival::ToRestored, _) => (
            "Failed deployment finished to restored",
            "DORA, DevLake since 2023",
        ),
        (Rival::FromDetected, _) => ("Incident detected to restored", ""),
        (Rival::ToResolved, _) => (
            "Ticket created to resolved",
            "Harness for ServiceNow (mean)",
        ),
        (Rival::ToClosed, _) => ("Ticket created to closed", "Harness for ServiceNow (mean)"),
        (Rival::InForce, Subject::Frequency) => {
            ("Deployments per week and service", "in force; DORA")
        }
        (Rival::InForce, _) => ("As the rules on this page say", "in force"),
        (Rival::Days, _) => (
            "Days with a deployment per week, all services",
            "DORA’s wording",
        ),
        (Rival::MedianDays, _) => (
            "Median days with a deployment in a week",
            "DevLake, Four Keys (for the band)",
        ),
        (Rival::WithYoung, _) => (
            "The other way with those too recent to judge",
            "most dashboards keep them in",
        ),
        (Rival::Remediation, _) => (
            "Ended in a rollback, hotfix or incident, out of all however recent",
            "Harness-style remediation share",
        ),
        (Rival::OfAll, _) => ("All deployments in the base", ""),
        (Rival::WithoutRollbacks, _) => ("Rollbacks left out of the base", ""),
        (Rival::WithoutRemedies, _) => ("All remediation left out of the base", ""),
        (Rival::IncidentsOnly, _) => ("Only incidents make failures", "DevLake, GitLab"),
        (Rival::NamedOnly, _) => ("Only incidents that name or share", "strictest"),
        (Rival::Earliest, _) => ("By time: the first within the gap", ""),
        (Rival::Split, _) => ("By time: each within the gap", ""),
        (Rival::DevLake, _) => ("By time alone: the latest in the project", "DevLake"),
        (Rival::LastBefore, _) => ("Rollback blames the last before it", "Swarmia"),
        (Rival::IncidentsPerDeployment, _) => {
            ("Incidents that began in this time ÷ deployments", "GitLab")
        }
        (Rival::FromIncident, _) => (
            "Incident began to restored, once for each incident",
            "DevLake before 2023, Four Keys’ query",
        ),
        (Rival::AllIncidents, _) => (
            "Incidents that began in this time, also those that no deployment caused",
            "ticket tools",
        ),
    }
}
