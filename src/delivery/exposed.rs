//! How much AI had to do with a deployment, which follows from its changes.

use super::deployment::Deployment;
use super::exposure::Signs;
use super::history::History;
use super::recall::Recall;

/// What is known of a deployment and AI.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Changes in it that were made with AI.
    pub assisted: u32,
    /// Changes in it that are known.
    pub changes: u32,
}

impl Share {
    /// 0 to 1; none where no change is known.
    pub fn value(self) -> Option<f64> {
        (self.changes > 0).then(|| f64::from(self.assisted) / f64::from(self.changes))
    }
}

/// The share of changes made with AI of each deployment; `assisted` says which changes were. What a deployment's own row says stands
/// for a change of its own where none is known.
pub fn shares<'h>(history: &'h History, signs: &Signs, assisted: &[bool]) -> Vec<Share> {
    let mut known = Recall::default();
    let of = |(deployment, found): (&'h Deployment, &Vec<usize>)| {
        if !found.is_empty() {
            return Share {
                assisted: found.iter().filter(|at| assisted[**at]).count() as u32,
                changes: found.len() as u32,
            };
        }
        match known.of(&deployment.assisted, |word| signs.said(word)) {
            Some(assisted) => Share {
                assisted: assisted.into(),
                changes: 1,
            },
            None => Share::default(),
        }
    };
    let deployments = history.deployments.iter();
    deployments.zip(&history.brings).map(of).collect()
}
