//! Definitions that a person chooses between, in words.

use crate::delivery::{LeadStart, RateBase, RecoveryEnd, RecoveryStart, Rework, Rules};

/// What the change fail rate is out of.
pub fn base_name(rule: RateBase) -> &'static str {
    match rule {
        RateBase::All => "all deployments",
        RateBase::WithoutRollbacks => "all but rollbacks",
        RateBase::WithoutRemedies => "all but rollbacks, reverts and hotfixes",
    }
}

/// Which deployments are rework.
pub fn rework_name(rule: Rework) -> &'static str {
    match rule {
        Rework::Remedies => "rollbacks, reverts and hotfixes",
        Rework::AfterIncident => "those that repair a deployment with an incident (DORA’s guide)",
        Rework::WithFixes => "these, and what brings a change that mends something (DORA’s survey)",
    }
}

/// From when changes take into production.
pub fn lead_name(rule: LeadStart) -> &'static str {
    match rule {
        LeadStart::Committed => "the first commit (DORA)",
        LeadStart::Opened => "opened",
        LeadStart::Merged => "merged",
    }
}

/// From when failed deployments take to recover from.
pub fn recovery_start_name(rule: RecoveryStart) -> &'static str {
    match rule {
        RecoveryStart::Deployed => "the failed deployment finished (DORA)",
        RecoveryStart::Began => "its incident began",
        RecoveryStart::Detected => "its incident was detected",
        RecoveryStart::Created => "the ticket was created",
    }
}

/// Until when they do.
pub fn recovery_end_name(rule: RecoveryEnd) -> &'static str {
    match rule {
        RecoveryEnd::Restored => "service was restored (DORA)",
        RecoveryEnd::Remedied => "what repaired it was out (Datadog)",
        RecoveryEnd::Resolved => "the ticket was resolved",
        RecoveryEnd::Closed => "the ticket was closed",
    }
}

/// Which deployments fail rates are out of, in the definition of one.
pub(super) fn rated(rules: &Rules) -> &'static str {
    match rules.base {
        RateBase::All => "A linked failure ÷ all; rollbacks stay in the base",
        RateBase::WithoutRollbacks => "A linked failure ÷ all; rollbacks are left out of both",
        RateBase::WithoutRemedies => {
            "A linked failure ÷ all; rollbacks, reverts and hotfixes are left out of both"
        }
    }
}

/// What rework is.
pub(super) fn reworked(rules: &Rules) -> &'static str {
    match rules.rework {
        Rework::Remedies => "Rework is unplanned, whether an incident or a bug caused it",
        Rework::AfterIncident => {
            "Rework is what repairs a deployment that an incident is linked to, as DORA’s guide has it"
        }
        Rework::WithFixes => {
            "Rework is all of these and what brings a change that mends something, as DORA’s survey of 2025 has it"
        }
    }
}

/// When lead time begins, as the start of "… to production".
pub(super) fn lead_start(rules: &Rules) -> &'static str {
    match rules.lead_from {
        LeadStart::Committed => "the first commit",
        LeadStart::Opened => "opened",
        LeadStart::Merged => "merged",
    }
}

/// When changes would have been deployed that are left out.
pub(super) fn too_early(rules: &Rules) -> &'static str {
    match rules.lead_from {
        LeadStart::Committed => "deployed before their first commit",
        LeadStart::Opened => "deployed before they were opened",
        LeadStart::Merged => "deployed before they were merged",
    }
}

/// What is in the curve of lead time.
pub(super) fn led(rules: &Rules) -> &'static str {
    match rules.lead_from {
        LeadStart::Committed => {
            "Share of merged changes in production within a time after their first commit; log scale"
        }
        LeadStart::Opened => {
            "Share of merged changes in production within a time after they were opened; log scale"
        }
        LeadStart::Merged => {
            "Share of merged changes in production within a time after they were merged; log scale"
        }
    }
}

/// From when to when recovery takes, in the definition of it.
pub(super) fn recovering(rules: &Rules) -> String {
    let start = match rules.recovery_from {
        RecoveryStart::Deployed => "From the end of the failed deployment",
        RecoveryStart::Began => "From when its first incident began, or was opened,",
        RecoveryStart::Detected => "From when its first incident was detected",
        RecoveryStart::Created => "From when its first ticket was created",
    };
    let end = match (rules.recovery_to, rules.recovery_from) {
        (RecoveryEnd::Restored, RecoveryStart::Deployed) => {
            "its last incident was restored or, without one, until what repaired it was out"
        }
        (RecoveryEnd::Restored, _) => "its last incident was restored",
        (RecoveryEnd::Remedied, _) => "the first deployment that repaired it was out",
        (RecoveryEnd::Resolved, _) => "its last ticket was resolved",
        (RecoveryEnd::Closed, _) => "its last ticket was closed",
    };
    let open = match rules.recovery_to {
        RecoveryEnd::Restored => {
            "; what is open, or was closed without saying when, counts as “at least”"
        }
        RecoveryEnd::Remedied => "",
        RecoveryEnd::Resolved | RecoveryEnd::Closed => "; what is open counts as “at least”",
    };
    format!("{start} until {end}{open}")
}

/// The same in short, "failed deployment finished to restored".
pub(super) fn recovery_span(rules: &Rules) -> String {
    let start = match rules.recovery_from {
        RecoveryStart::Deployed => "failed deployment finished",
        RecoveryStart::Began => "incident began",
        RecoveryStart::Detected => "incident detected",
        RecoveryStart::Created => "ticket created",
    };
    format!("{start} to {}", recovered(rules))
}

/// What has become of what is recovered from, as the end of "not known to be".
pub(super) fn recovered(rules: &Rules) -> &'static str {
    match rules.recovery_to {
        RecoveryEnd::Restored => "restored",
        RecoveryEnd::Remedied => "repaired",
        RecoveryEnd::Resolved => "resolved",
        RecoveryEnd::Closed => "closed",
    }
}

/// The same of several.
pub(super) fn were_recovered(rules: &Rules) -> &'static str {
    match rules.recovery_to {
        RecoveryEnd::Restored => "were back in service",
        RecoveryEnd::Remedied => "were repaired",
        RecoveryEnd::Resolved => "had their tickets resolved",
        RecoveryEnd::Closed => "had their tickets closed",
    }
}

/// Over the rates of rework; where `is_withheld`, with why there are none.
pub(super) fn rework_heading(rules: &Rules, is_withheld: bool) -> &'static str {
    match rules.rework {
        Rework::Remedies => "Are rollbacks, reverts or hotfixes",
        Rework::AfterIncident if is_withheld => {
            "Repair one with an incident: withheld, for it would tell of cohorts under 5"
        }
        Rework::AfterIncident => "Repair a deployment with an incident",
        Rework::WithFixes => "Undo, repair or bring a change that mends something",
    }
}
