//! How much AI had to do with a deployment, which follows from its changes.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::deployment::Deployment;
use super::exposure::{Exposure, Numbers, Signs};
use super::history::History;
use super::recall::Recall;
use super::sign::Sign;
use super::sorting::commonest;

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

/// How much AI had to do with everything, by which signs.
pub(super) struct Exposed {
    /// These.
    pub signs: Signs,
    /// How much AI had to do with each deployment.
    pub shares: Vec<Share>,
    /// Whether each change was made with AI.
    pub assisted: Vec<bool>,
    /// What tells that, by how many changes each told.
    pub told: Vec<(Sign, u64)>,
    /// Changes that are said to be made without it.
    pub denied: u64,
    /// What exports say of AI that is neither, by how many changes each is said of, the commonest first.
    pub unclear: Vec<(String, u64)>,
}

impl Exposed {
    pub fn of(history: &History, signs: &Signs) -> Exposed {
        let mut told: BTreeMap<Sign, u64> = BTreeMap::new();
        let mut unclear: BTreeMap<&str, u64> = BTreeMap::new();
        let mut denied = 0;
        let exposures = signs.of_each(&history.changes).zip(&history.changes);
        let assisted = exposures.map(|(exposure, change)| match exposure {
            Exposure::Assisted(sign) => {
                *told.entry(sign).or_default() += 1;
                true
            }
            Exposure::Other { .. } => {
                denied += 1;
                false
            }
            Exposure::Unlabelled => {
                let said = Some(change.assisted()).filter(|said| !said.is_empty());
                said.into_iter()
                    .for_each(|said| *unclear.entry(said).or_default() += 1);
                false
            }
        });
        let assisted: Vec<bool> = assisted.collect();
        let mut told: Vec<(Sign, u64)> = told.into_iter().collect();
        told.sort_by_key(|(_, changes)| Reverse(*changes));
        Exposed {
            signs: signs.clone(),
            shares: shares(history, signs, &assisted),
            assisted,
            told,
            denied,
            unclear: commonest(&unclear),
        }
    }
}

/// The share of changes made with AI of each deployment; `assisted` says which changes were. What a deployment's own row says stands
/// for a change of its own where none is known.
pub fn shares<'h>(history: &'h History, signs: &Signs, assisted: &[bool]) -> Vec<Share> {
    let deployments = || history.deployments.iter();
    let numbers = Numbers::of(deployments().map(|one| &*one.assisted));
    let mut known = Recall::default();
    let of = |(deployment, found): (&'h Deployment, &Vec<usize>)| {
        if !found.is_empty() {
            return Share {
                assisted: found.iter().filter(|at| assisted[**at]).count() as u32,
                changes: found.len() as u32,
            };
        }
        match known.of(&deployment.assisted, |word| signs.said(word, numbers)) {
            Some(assisted) => Share {
                assisted: assisted.into(),
                changes: 1,
            },
            None => Share::default(),
        }
    };
    deployments().zip(&history.brings).map(of).collect()
}
