//! Services that several exports spell in their own ways: "API" of incidents is "api" of deployments, and "shop" is "acme/shop".

use std::collections::BTreeMap;
use std::rc::Rc;

use super::change::Change;
use super::columns::Coded;
use super::deployment::Deployment;
use super::incident::Incident;

/// Spellings of services that differ in the case of letters, in the marks between words and in the owner before them alone, each
/// with that which stands for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spellings(BTreeMap<String, Rc<str>>);

impl Spellings {
    /// Of the services of some rows: of alike ones that of most deployments stands for all, without deployments that of most others.
    pub(super) fn of(
        deployments: &[Deployment],
        incidents: &[Incident],
        changes: &[Change],
    ) -> Spellings {
        let mut met: BTreeMap<String, Alike> = BTreeMap::new();
        let mut add = |services: Coded, add: fn(&mut (u64, u64), u64)| {
            let mut counts = vec![0; services.names.len()];
            for service in services.of {
                counts[service as usize] += 1;
            }
            for (name, many) in services.names.into_iter().zip(counts) {
                let alike = met.entry(one_spelling(&name)).or_default();
                add(alike.entry(name).or_default(), many);
            }
        };
        let deployed = deployments.iter().map(|one| &*one.service);
        add(Coded::of(deployed), |so_far, many| so_far.0 += many);
        let broken = incidents.iter().map(|one| one.service.as_str());
        add(Coded::of(broken), |so_far, many| so_far.1 += many);
        let changed = changes.iter().map(Change::service);
        add(Coded::of(changed), |so_far, many| so_far.1 += many);
        name_owners(&mut met);
        let mut all = BTreeMap::new();
        for alike in met.into_values().filter(|alike| alike.len() > 1) {
            // Of equally common ones the first, in the order of letters.
            let most = alike.iter().rev().max_by_key(|(_, many)| **many);
            let kept: Rc<str> = most.map_or("", |(name, _)| name).into();
            let others = alike.into_keys().filter(|name| **name != *kept);
            all.extend(others.map(|name| (name, kept.clone())));
        }
        Spellings(all)
    }

    /// What stands for a name.
    pub(super) fn of_name<'a>(&'a self, name: &'a str) -> &'a str {
        match self.0.is_empty() {
            true => name,
            false => self.0.get(name).map_or(name, |kept| kept),
        }
    }

    /// Spells the services of deployments and incidents alike.
    pub(super) fn spell(&self, deployments: &mut [Deployment], incidents: &mut [Incident]) {
        if self.0.is_empty() {
            return;
        }
        for one in deployments {
            let parts = one.rows.iter_mut().map(|part| &mut part.service);
            for service in parts.chain([&mut one.service]) {
                if let Some(kept) = self.0.get(&**service) {
                    *service = kept.clone();
                }
            }
        }
        for one in incidents {
            if let Some(kept) = self.0.get(&one.service) {
                one.service = (**kept).to_owned();
            }
        }
    }

    /// Every spelling that another stands for, with that other.
    pub fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, kept)| (name.as_str(), &**kept))
    }
}

/// Spellings of one name each, with how often deployments and others have them.
type Alike = BTreeMap<String, (u64, u64)>;

/// Puts names without an owner to the only ones with one that are called so: "shop" is "acme/shop" where no other owner has a shop.
fn name_owners(met: &mut BTreeMap<String, Alike>) {
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in met.keys() {
        if let Some((_, name)) = key.rsplit_once('/')
            && !name.is_empty()
            && met.contains_key(name)
            // The end of an address is no name of its own.
            && !key.contains("://")
        {
            owned.entry(name.to_owned()).or_default().push(key.clone());
        }
    }
    for (name, owned) in owned {
        if let [only] = owned.as_slice()
            && let Some(alike) = met.remove(&name)
        {
            met.entry(only.clone()).or_default().extend(alike);
        }
    }
}

/// A name of a service or team without what its spellings differ in: the case of letters and the marks between words.
pub fn one_spelling(name: &str) -> String {
    let small = name.trim().to_lowercase();
    small.replace(['_', ' '], "-")
}
