//! Which deployments are rework, by each definition of it.

use super::definitions::Rework;
use super::fixes::Fixes;
use super::history::History;
use super::link::Links;

/// Whether each deployment is; `fixes` are the changes that mend something, which only [`Rework::WithFixes`] looks at.
pub(super) fn rework(history: &History, links: &Links, rule: Rework, fixes: &[Fixes]) -> Vec<bool> {
    let is_remedy = history.columns.remedy.iter().map(Option::is_some);
    match rule {
        Rework::Remedies => is_remedy.collect(),
        Rework::AfterIncident => {
            let mut is_rework = vec![false; history.deployments.len()];
            for one in &links.remedied {
                is_rework[one.remedy] |= !links.caused.of(one.failed).is_empty();
            }
            is_rework
        }
        Rework::WithFixes => {
            let mut is_rework: Vec<bool> = is_remedy.collect();
            for change in fixes.iter().flat_map(|kind| &kind.changes) {
                for at in history.columns.carriers.of(*change) {
                    is_rework[*at as usize] = true;
                }
            }
            is_rework
        }
    }
}
