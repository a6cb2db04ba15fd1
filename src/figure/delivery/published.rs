//! What was published of the same metrics, as a quiet reference that is off until somebody asks for it.
//!
//! Only what a primary text or two independent summaries give, or one that says so here.

use super::Card;
use crate::delivery::{LeadStart, Rules};

/// What was published of what a figure shows, with where it comes from; none where nothing was, or nothing that could be confirmed.
pub(super) fn published(card: Card, rules: &Rules) -> Option<String> {
    let told = match card {
        Card::Frequency => {
            "DORA 2024, by team (two summaries agree): elite on demand, high once a day to once a week, medium once a week to once a month, low once a month to once in six months. Harness 2026, survey of 700 (report): 45\u{a0}% deploy daily or more where AI writes code several times a day, 15\u{a0}% where weekly"
        }
        Card::LeadTime => {
            "DORA 2024, by team (two summaries agree): elite under a day, high a day to a week, medium a week to a month, low a month to six months; from the commit"
        }
        Card::FailRate => {
            "DORA 2024, by team (one copy of it): elite 5\u{a0}%, high 20\u{a0}%; what people say of their team, not counts"
        }
        Card::Rework => {
            "Harness 2026, survey of 700: 22\u{a0}% of deployments end in a rollback, hotfix or incident where AI writes code several times a day (report), 15\u{a0}% where weekly (two summaries agree); what people say, and no sizes of these cohorts are published"
        }
        Card::Recovery => {
            "Harness 2026, survey of 700 (report): mean recovery 7.6\u{a0}h where AI writes code several times a day, 6.3\u{a0}h where weekly; what people say, and no sizes of these cohorts are published"
        }
        _ => return None,
    };
    Some(match (card, rules.lead_from) {
        (Card::LeadTime, LeadStart::Opened) => format!("{told}, and not from opened"),
        (Card::LeadTime, LeadStart::Merged) => format!("{told}, and not from merged"),
        _ => told.to_owned(),
    })
}

/// A band by its name, and where it ends or begins.
pub(super) type Band = (&'static str, f64);

/// DORA's bands of 2024 of lead time, by the hours that each reaches up to: two summaries agree on them.
pub(super) const LEAD: [Band; 4] = [
    ("elite", 24.0),
    ("high", 7.0 * 24.0),
    ("medium", 365.25 / 12.0 * 24.0),
    ("low", 365.25 / 2.0 * 24.0),
];

/// What its elite and its high teams of 2024 say of their fail rate, by the one copy of it that gives any.
pub(super) const FAIL_RATE: [Band; 2] = [("elite", 0.05), ("high", 0.2)];
