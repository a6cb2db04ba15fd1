//! Jobs that deploy, which say by their names what they deploy, and where to: "deploy-shop-prod", "Deploy to staging", "rollback".

use super::header::Header;
use super::names::{JOBS, OF_RUNS};
use super::rules::USUAL;
use crate::table::words;

/// What jobs are called that deploy.
const DEPLOYS: [&str; 6] = [
    "deploy",
    "deploys",
    "deployment",
    "redeploy",
    "rollout",
    "rollback",
];
/// What jobs around them are called.
const AROUND: [&str; 16] = [
    "check",
    "checks",
    "verify",
    "verification",
    "validate",
    "validation",
    "approve",
    "approval",
    "notify",
    "notification",
    "plan",
    "dry",
    "prepare",
    "cleanup",
    "undo",
    "undeploy",
];
/// Words between what is deployed and where to.
const BETWEEN: [&str; 7] = ["to", "on", "in", "the", "of", "job", "app"];
/// Words before the name of an environment that is not that one.
const NOT: [&str; 4] = ["non", "pre", "not", "post"];
/// Parts of an environment: a job for each is one deployment.
const REGIONS: [&str; 18] = [
    "eu", "us", "uk", "na", "sa", "ap", "apac", "emea", "asia", "east", "west", "north", "south",
    "central", "region", "blue", "green", "all",
];
/// What the environment of a few users is called, who see first what comes.
pub(super) const CANARY: &str = "canary";
/// Environments that are never production, by their first word.
pub(super) const NEVER: [&str; 25] = [
    "staging",
    "stage",
    "stg",
    "dev",
    "development",
    "test",
    "testing",
    "qa",
    "uat",
    "preview",
    "review",
    "sandbox",
    CANARY,
    "pr",
    "preprod",
    "nonprod",
    "int",
    "integration",
    "acc",
    "acceptance",
    "demo",
    "beta",
    "nightly",
    "local",
    "sit",
];

/// Whether a job deploys, by its name; those that check, plan or tell of it do not.
pub(super) fn deploys(name: &str) -> bool {
    let words = words(name);
    let mut each = words.iter();
    each.any(|word| DEPLOYS.contains(&word.as_str())) && !is_around(&words)
}

/// A word without the number of one of several: "staging2" is "staging".
pub(super) fn bare(word: &str) -> &str {
    let bare = word.trim_end_matches(|sign: char| sign.is_ascii_digit());
    if bare.is_empty() { word } else { bare }
}

/// Whether some words are of a job around those that deploy.
pub(super) fn is_around(words: &[String]) -> bool {
    words.iter().any(|word| AROUND.contains(&word.as_str()))
}

/// Whether a word is a number, or that of a part of an environment.
pub(super) fn is_region(word: &str) -> bool {
    REGIONS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is mostly that of a place.
fn is_place(word: &str) -> bool {
    NEVER.contains(&bare(word)) || USUAL.contains(&bare(word))
}

/// Whether a job deploys to production, of which `is_production` says the words. The last place that it names decides; one that names
/// none does where it names nothing else either, for what it names may be a place, too.
pub(super) fn goes_to_production(name: &str, is_production: impl Fn(&str) -> bool) -> bool {
    let is_rollback = || words(name).iter().any(|word| word == "rollback");
    // What is rolled back was there.
    let is_anywhere = || deployed(name).is_empty() || is_rollback();
    leads_to_production(name, is_production).unwrap_or_else(is_anywhere)
}

/// Whether the last place that a name tells is production, of which `is_production` says the words; nothing where it tells none.
pub(super) fn leads_to_production(
    name: &str,
    is_production: impl Fn(&str) -> bool,
) -> Option<bool> {
    let words = words(name);
    let places = words.iter().enumerate();
    let mut places = places.filter(|(_, word)| is_place(word) || is_production(word));
    let (at, word) = places.next_back()?;
    let before = at.checked_sub(1).map(|before| words[before].as_str());
    let is_so = is_production(word) || is_production(bare(word));
    Some(is_so && !before.is_some_and(|before| NOT.contains(&before)))
}

/// Whether a job deploys to where something is tried out, and nowhere else.
pub(super) fn is_tried(name: &str) -> bool {
    let is_never = |word: &String| NEVER.contains(&bare(word));
    words(name).iter().any(is_never) && !goes_to_production(name, |word| USUAL.contains(&word))
}

/// What a job deploys, by its name; empty where that does not say.
pub(super) fn deployed(name: &str) -> String {
    let words = words(name);
    // Before the last place another may be the name of what is deployed: "deploy-dev-portal-prod".
    let last = words.iter().rposition(|word| is_place(word));
    let is_what = |(at, word): &(usize, &String)| {
        let others = [&DEPLOYS[..], &BETWEEN, &NOT, &REGIONS];
        let is_number = word.starts_with(|sign: char| sign.is_ascii_digit());
        Some(*at) != last && !is_number && !others.iter().any(|some| some.contains(&word.as_str()))
    };
    let what = words.iter().enumerate().filter(is_what);
    let what: Vec<&str> = what.map(|(_, word)| word.as_str()).collect();
    what.join("-")
}

/// The column of the jobs of an export, the finest that it has, if `are_so` says that its cells are such.
pub(super) fn column(columns: &Header, are_so: impl Fn(usize) -> bool) -> Option<usize> {
    // A name alone may be that of anything.
    let is_run = columns.has(OF_RUNS);
    let mut names = JOBS.iter().filter(|name| **name != "name" || is_run);
    let finest = names.find_map(|name| columns.place(name));
    finest.filter(|column| are_so(*column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_say_what_they_deploy_and_where_to() {
        for (name, service, is_production) in [
            ("deploy-production", "", true),
            ("deploy-shop-prod", "shop", true),
            ("deploy-prod-shop", "shop", true),
            ("Deploy to prod", "", true),
            ("Deploy shop to production", "shop", true),
            ("deploy-dev-portal-prod", "dev-portal", true),
            (
                "Deploy review-service to production",
                "review-service",
                true,
            ),
            ("deploy-prod-eu", "", true),
            ("deploy (prod, us-east-1)", "", true),
            ("rollback", "", true),
            ("rollback-shop", "shop", true),
            ("deploy 1/3", "", true),
            ("deploy", "", true),
            ("deploy-staging", "", false),
            ("deploy-staging2", "", false),
            ("deploy-dev1", "", false),
            ("deploy-non-prod", "", false),
            ("deploy-pre-prod", "", false),
            ("deploy-shop-preprod", "shop", false),
            ("deploy-nonprod", "", false),
            ("Deploy to integration", "", false),
            ("Deploy live-chat to staging", "live-chat", false),
            ("deploy_prod_canary", "prod", false),
            // It may be a service or a place.
            ("deploy-lab", "lab", false),
        ] {
            assert!(deploys(name), "{name}");
            let found = goes_to_production(name, |word| USUAL.contains(&word));
            assert_eq!(
                (deployed(name).as_str(), found),
                (service, is_production),
                "{name}"
            );
        }
        assert!(goes_to_production("deploy-staging", |word| word == "staging"));
        assert!(!goes_to_production("deploy-prod", |word| word == "staging"));
        for other in [
            "build",
            "",
            "pre-deploy-check",
            "approve deployment",
            "notify deploy",
            "plan-deploy-prod",
            "production-deploy-dry-run",
        ] {
            assert!(!deploys(other), "{other}");
        }
    }
}
