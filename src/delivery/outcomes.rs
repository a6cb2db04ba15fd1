//! Words of tools and people: yes and no, how deployments ended, and what they repair.

use super::deployment::{Outcome, Remedy};
use crate::table::words;

/// What outcomes are called where a deployment got there and was taken back or, as Sleuth says, did not do well.
const UNDONE: [&str; 4] = ["rolled_back", "rolledback", "reverted", "unhealthy"];

/// What the state of a deployment that was there is called later.
const LATER: [&str; 6] = [
    "inactive",
    "replaced",
    "destroyed",
    "rolled_back",
    "rolledback",
    "reverted",
];

/// Whether a word is yes or no.
pub(super) fn is_yes_or_no(said: &str) -> bool {
    is_yes(said) || is_no(said)
}

/// Whether a word is known as an outcome.
pub(super) fn is_outcome(said: &str) -> bool {
    is_yes_or_no(said) || is_word(said)
}

/// Whether some cells mostly tell how deployments ended, and some that they got there.
pub(super) fn tell_ends(cells: &[&str]) -> bool {
    let outcomes = cells.iter().map(|said| read(said));
    let ends = outcomes.filter(|one| matches!(one, Outcome::Reached | Outcome::Failed));
    let ends: Vec<Outcome> = ends.collect();
    ends.contains(&Outcome::Reached) && ends.len() * 2 >= cells.len()
}

/// Whether a word is one that tells of outcomes alone.
pub(super) fn is_word(said: &str) -> bool {
    read(said) != Outcome::Unknown
}

/// What a word says of an outcome.
pub(super) fn told_outcome(said: &str) -> Outcome {
    match read(said) {
        Outcome::Unknown => read_there(said),
        known => known,
    }
}

/// Whether a deployment that is said to be so was there, and did not do.
pub(super) fn is_undone(said: &str) -> bool {
    UNDONE.contains(&joined(said).as_str())
}

/// Whether a deployment that is said to be so was there before.
pub(super) fn is_later(said: &str) -> bool {
    LATER.contains(&joined(said).as_str())
}

/// What a word says of an outcome where a column may be known by it.
fn read(said: &str) -> Outcome {
    match joined(said).as_str() {
        // What was replaced, or taken back later, was there: replaced is not failed.
        "success"
        | "succeeded"
        | "successful"
        | "completed"
        | "complete"
        | "passed"
        | "ok"
        | "deployed"
        | "active"
        | "inactive"
        | "finished"
        | "replaced"
        | "destroyed"
        | "rolled_back"
        | "rolledback"
        | "reverted"
        | "healthy"
        | "ailing"
        | "unhealthy"
        | "live"
        | "ready"
        | "done"
        | "succeeded_with_issues" => Outcome::Reached,
        // German, French and Spanish.
        "erfolg" | "erfolgreich" | "abgeschlossen" | "fertig" | "bereitgestellt" | "ausgerollt"
        | "réussi" | "réussie" | "succès" | "terminé" | "terminée" | "déployé" | "déployée"
        | "éxito" | "exitoso" | "exitosa" | "completado" | "completada" | "desplegado"
        | "desplegada" => Outcome::Reached,
        "fehlgeschlagen" | "fehler" | "gescheitert" | "échec" | "échoué" | "échouée" | "erreur"
        | "fallido" | "fallida" | "falló" => Outcome::Failed,
        "abgebrochen" | "übersprungen" | "abgelehnt" | "annulé" | "annulée" | "abandonné"
        | "cancelado" | "cancelada" | "rechazado" | "omitido" => Outcome::Cancelled,
        "läuft" | "wartet" | "ausstehend" | "geplant" | "en_cours" | "en_attente" | "en_curso"
        | "pendiente" => Outcome::Running,
        "failure" | "failed" | "fail" | "error" | "errored" | "timed_out" | "timedout"
        | "timeout" | "startup_failure" | "broken" | "degraded" | "terminal" => Outcome::Failed,
        "cancelled" | "canceled" | "aborted" | "abort" | "abandoned" | "stopped" | "skipped"
        | "never" | "not_built" | "not_build" | "stale" | "neutral" | "not_deployed"
        | "undeployed" | "rejected" | "expired" => Outcome::Cancelled,
        "in_progress" | "pending" | "queued" | "running" | "waiting" | "requested"
        | "action_required" | "manual" | "on_hold" | "created" | "blocked" | "scheduled"
        | "building" => Outcome::Running,
        _ => Outcome::Unknown,
    }
}

/// What else words say of an outcome. A column is not known by them, for elsewhere they say other things.
fn read_there(said: &str) -> Outcome {
    match joined(said).as_str() {
        "pass"
        | "synced"
        | "released"
        | "promoted"
        | "partially_succeeded"
        | "success_with_warnings"
        | "success_with_issues"
        | "succeeded_with_warnings"
        | "deployed_with_warnings"
        | "deployed_with_issues"
        | "completed_with_warnings"
        | "completed_with_issues"
        | "successfully_deployed"
        | "successfully_released"
        | "deployed_successfully"
        | "completed_successfully"
        | "finished_successfully" => Outcome::Reached,
        "infrastructure_fail"
        | "infrastructure_failure"
        | "deployment_failed"
        | "deploy_failed"
        | "build_failed"
        | "failed_continue"
        | "unsuccessful" => Outcome::Failed,
        _ => Outcome::Unknown,
    }
}

/// A word of a tool in small letters, joined.
fn joined(said: &str) -> String {
    words(said).join("_")
}

/// Whether a word is yes.
pub(super) fn is_yes(said: &str) -> bool {
    ["true", "yes", "1", "y", "✓", "✔", "✅"]
        .iter()
        .any(|yes| yes.eq_ignore_ascii_case(said))
}

/// Whether a word is no.
pub(super) fn is_no(said: &str) -> bool {
    ["false", "no", "0", "n", "✗", "❌"]
        .iter()
        .any(|no| no.eq_ignore_ascii_case(said))
}

/// What a deployment repairs, by its type. New code that takes back a change rolls forward.
pub(super) fn told_remedy(kind: &str) -> Option<Remedy> {
    let kind = format!(" {} ", words(kind).join(" "));
    let says = |known: &[&str]| {
        known
            .iter()
            .any(|known| kind.contains(&format!(" {known} ")))
    };
    if says(&[
        "rollback",
        "roll back",
        "rolled back",
        "redeploy of earlier version",
    ]) {
        return Some(Remedy::Rollback);
    }
    let is_forward = says(&[
        "hotfix",
        "hot fix",
        "rollforward",
        "roll forward",
        "fix forward",
        "revert",
        "emergency fix",
    ]);
    is_forward.then_some(Remedy::Rollforward)
}

/// What a deployment repairs, by its title.
pub(super) fn titled(title: &str) -> Option<Remedy> {
    let starts = |known: &[&str]| {
        known.iter().any(|known| {
            let start = title.get(..known.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(known))
        })
    };
    if starts(&["rollback", "roll back"]) {
        Some(Remedy::Rollback)
    } else if starts(&["hotfix", "hot fix", "revert \"", "[hotfix]"]) {
        Some(Remedy::Rollforward)
    } else {
        None
    }
}
