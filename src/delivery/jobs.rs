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
/// Words between what is deployed and where to.
const BETWEEN: [&str; 6] = ["to", "on", "in", "the", "of", "job"];
/// Words before the name of an environment that is not that one.
const NOT: [&str; 3] = ["non", "pre", "not"];
/// What the environment of a few users is called, who see first what comes.
pub(super) const CANARY: &str = "canary";
/// Environments that are never production, by their first word.
pub(super) const NEVER: [&str; 14] = [
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
];

/// Whether a job deploys, by its name.
pub(super) fn deploys(name: &str) -> bool {
    let is_so = |word: &String| DEPLOYS.contains(&word.as_str());
    words(name).iter().any(is_so)
}

/// Whether a word is mostly that of an environment.
fn is_place(word: &str) -> bool {
    NEVER.contains(&word) || USUAL.contains(&word)
}

/// Whether a job says where it deploys to.
pub(super) fn says_where(name: &str) -> bool {
    /// Words of such a name, at most: what is longer is a sentence.
    const SHORT: usize = 5;
    let words = words(name);
    words.len() <= SHORT && deploys(name) && words.iter().any(|word| is_place(word))
}

/// Whether a job deploys to production, of which `is_production` says the words: where it says no other place, it does.
pub(super) fn goes_to_production(name: &str, is_production: impl Fn(&str) -> bool) -> bool {
    let words = words(name);
    let before = [""].into_iter().chain(words.iter().map(String::as_str));
    let mut places = words
        .iter()
        .zip(before)
        .filter(|(word, _)| is_place(word) || is_production(word));
    places.all(|(word, before)| is_production(word) && !NOT.contains(&before))
}

/// What a job deploys, by its name; empty where that does not say.
pub(super) fn deployed(name: &str) -> String {
    let is_what = |word: &String| {
        let others = [&DEPLOYS[..], &BETWEEN, &NOT];
        !is_place(word) && !others.iter().any(|some| some.contains(&word.as_str()))
    };
    let words: Vec<String> = words(name).into_iter().filter(is_what).collect();
    words.join("-")
}

/// The column of the jobs of an export, of which `are_so` says whether its cells are such.
pub(super) fn column(columns: &Header, are_so: impl Fn(usize) -> bool) -> Option<usize> {
    // A name alone may be that of anything.
    let is_run = columns.has(OF_RUNS);
    let mut names = JOBS.iter().filter(|name| **name != "name" || is_run);
    names.find_map(|name| columns.place(name).filter(|column| are_so(*column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_say_what_they_deploy_and_where_to() {
        for (name, service, is_production) in [
            ("deploy-production", "", true),
            ("deploy-shop-prod", "shop", true),
            ("Deploy to prod", "", true),
            ("Deploy shop to production", "shop", true),
            ("rollback", "", true),
            ("deploy", "", true),
            ("deploy-staging", "", false),
            ("deploy-non-prod", "", false),
            ("deploy-pre-prod", "", false),
            ("Deploy live-chat to staging", "chat", false),
            ("deploy_prod_canary", "", false),
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
        assert!(says_where("deploy-prod") && !says_where("deploy"));
        assert!(!says_where(
            "The deployment of it broke production on Monday"
        ));
        assert!(!deploys("build") && !deploys(""));
    }
}
