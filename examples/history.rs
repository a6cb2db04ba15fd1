//! Puts the exports of a team together as a delivery history, and prints it as one JSON document.
//!
//!     cargo run --release --example history -- FILE…

use std::io::Write;
use std::process::ExitCode;

use denominator::analysis::Interval;
use denominator::analysis::stats::quantile;
use denominator::analysis::stats::sorted::Sorted;
use denominator::analysis::stats::survival::Survival;
use denominator::delivery::{
    Attribution, Evidence, Export, Exposure, History, Links, Metrics, Outcome, Rules, Signs, State,
    Window,
};
use denominator::source::{Opened, Reader};
use serde_json::{Value, json};
use std::rc::Rc;

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let (mut opened, mut unread) = (Vec::new(), Vec::new());
    for name in &names {
        match open(name) {
            Ok(file) => opened.push((name.clone(), file)),
            Err(why) => unread.push(json!({ "file": name, "error": why })),
        }
    }
    let exports = opened.into_iter().map(|(name, file)| {
        let export = Export::of(name.rsplit('/').next().unwrap_or(&name), file);
        (name, export)
    });
    let exports: Vec<(String, Option<Export>)> = exports.collect();
    let mut files: Vec<Value> = exports
        .iter()
        .map(|(name, export)| told(name, export.as_ref()))
        .collect();
    files.extend(unread);
    let known: Vec<Export> = exports
        .into_iter()
        .filter_map(|(_, export)| export)
        .collect();
    let rules = Rules::default();
    let history = History::of(&known.into_iter().map(Rc::new).collect::<Vec<_>>(), &rules);
    let told = json!({ "files": files, "history": summary(&history, &rules) });
    match writeln!(std::io::stdout(), "{told:#}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn open(name: &str) -> Result<Opened, String> {
    let bytes = std::fs::read(name).map_err(|error| error.to_string())?;
    let mut reader = Reader::new(name.rsplit('/').next().unwrap_or(name));
    reader.push(&bytes);
    reader.finish().map_err(|error| error.to_string())
}

fn told(name: &str, export: Option<&Export>) -> Value {
    let roles = |export: &Export| {
        let roles = export
            .roles
            .iter()
            .map(|(role, column)| (format!("{role:?}").to_lowercase(), json!(column)));
        roles.collect::<serde_json::Map<_, _>>()
    };
    json!({
        "file": name,
        "kind": export.map(|export| export.kind.name()),
        "rows": export.map(Export::rows),
        "roles": export.map(roles),
    })
}

fn summary(history: &History, rules: &Rules) -> Value {
    let links = Links::of(history, rules);
    let by_time_alone = Rules {
        attribution: Attribution::DevLake,
        ..rules.clone()
    };
    let devlake = Links::of(history, &by_time_alone);
    let outcome = |wanted: Outcome| {
        history
            .deployments
            .iter()
            .filter(|one| one.outcome == wanted)
            .count()
    };
    let named = |links: &Links| {
        let pairs = links.links.iter().map(|link| {
            json!({
                "incident": history.incidents[link.incident].id,
                "deployment": history.deployments[link.deployment].id,
                "by": match link.evidence {
                    Evidence::Named => "named",
                    Evidence::Shared => "shared",
                    Evidence::Version => "version",
                    Evidence::Revert => "revert",
                    Evidence::Label => "label",
                    Evidence::Time => "time",
                },
            })
        });
        let unlinked: Vec<&str> = links
            .unlinked
            .iter()
            .map(|at| history.incidents[*at].id.as_str())
            .collect();
        json!({ "links": pairs.collect::<Vec<_>>(), "unlinked": unlinked, "elsewhere": links.elsewhere.len(), "unknown_deployments": links.unknown })
    };
    let signs = Signs::default();
    let waits = history.ways().first_approvals();
    let state = |wanted: State| {
        history
            .changes
            .iter()
            .filter(|change| change.state == wanted)
            .count()
    };
    let exposures: Vec<Exposure> = signs.of_each(&history.changes).collect();
    let exposed = |wanted: &dyn Fn(&Exposure) -> bool| {
        let changes = history.changes.iter().zip(&exposures);
        let changes = changes.filter(|(_, exposure)| wanted(exposure));
        let changes = changes.map(|(change, _)| change);
        json!({ "changes": changes.clone().count(), "hours_to_merge": numbers(changes.filter_map(|change| change.hours_to_merge())) })
    };
    json!({
        "deployments": {
            "distinct": history.deployments.len(),
            "rows": history.deployments.iter().map(|one| one.rows.len()).sum::<usize>(),
            "reached": outcome(Outcome::Reached),
            "failed": outcome(Outcome::Failed),
            "cancelled": outcome(Outcome::Cancelled),
            "running": outcome(Outcome::Running),
            "unsaid": outcome(Outcome::Unsaid),
            "unknown": outcome(Outcome::Unknown),
            "counted": history.deployments.iter().filter(|one| one.counts()).count(),
            "stand_for_production": history.stand_for_production,
        },
        "incidents": {
            "distinct": history.incidents.len(),
            "hours_to_restore": numbers(history.incidents.iter().filter_map(|incident| incident.hours())),
        },
        "links": named(&links),
        "links_by_devlake": named(&devlake),
        "changes": {
            "distinct": history.changes.len(),
            "merged": state(State::Merged),
            "closed": state(State::Closed),
            "open": state(State::Open),
            "hours_to_merge": numbers(history.changes.iter().filter_map(|change| change.hours_to_merge())),
            "assisted": exposed(&|exposure| matches!(exposure, Exposure::Assisted(_))),
            "other": exposed(&|exposure| matches!(exposure, Exposure::Other { .. })),
            "unlabelled": exposed(&|exposure| *exposure == Exposure::Unlabelled),
        },
        "approval_wait_hours": numbers(waits.into_iter().map(|(_, hours)| hours)),
        "metrics": window(history).map(|window| metrics(history, &links, rules, window)),
    })
}

/// From the first day of a deployment to the last thing that is known.
fn window(history: &History) -> Option<Window> {
    const DAY: i64 = 86_400;
    let finished = history.deployments.iter().filter_map(|one| one.finished);
    let incidents = history
        .incidents
        .iter()
        .flat_map(|incident| [incident.started, incident.restored])
        .flatten();
    let last = finished.clone().max()?;
    Some(Window {
        from: finished.min()?.div_euclid(DAY) * DAY,
        to: (last.div_euclid(DAY) + 1) * DAY,
        exported: incidents.max().map_or(last, |at| at.max(last)),
    })
}

fn metrics(history: &History, links: &Links, rules: &Rules, window: Window) -> Value {
    let metrics = Metrics::of(
        history,
        links,
        rules,
        window,
        &(0..history.deployments.len()).collect::<Vec<_>>(),
        0.95,
    );
    let ends = |interval: &Interval| json!([interval.low, interval.high]);
    let median = Survival::of(&metrics.recovery.lengths).ok().map(|curve| {
        let (median, interval) = curve.quantile(0.5, 0.95);
        json!({ "n": curve.n, "open": metrics.recovery.open, "median": median, "interval": ends(&interval) })
    });
    json!({
        "deployments": metrics.deployments.len(),
        "services": metrics.services,
        "a_week_and_service": metrics.frequency(0.95).as_ref().ok().map(ends),
        "deployment_days": metrics.deployment_days,
        "failed": metrics.failed.len(),
        "fail_rate": metrics.fail_rate.value(),
        "fail_rate_interval": metrics.fail_rate.interval.as_ref().ok().map(ends),
        "rollback_rate": metrics.rollback_rate.value(),
        "rework_rate": metrics.rework_rate.value(),
        "recovery_hours": median,
        "too_young": metrics.young,
    })
}

/// What lengths of time are together; what would have ended before it began is counted, and in no number.
fn numbers(values: impl Iterator<Item = f64>) -> Value {
    let (values, backwards): (Vec<f64>, Vec<f64>) = values.partition(|value| *value >= 0.0);
    let sorted: Sorted = values.iter().copied().collect();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    json!({
        "n": values.len(),
        "median": quantile::type7(&sorted, 0.5).ok(),
        "mean": (!values.is_empty()).then_some(mean),
        "negative": backwards.len(),
    })
}
