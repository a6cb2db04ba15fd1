//! What columns hold, where it says more than what they are called: rules that correct which column tells what.

use std::collections::BTreeMap;

use super::header::Header;
use super::jobs::{self, deploys};
use super::kind::{Kind, is_of_pipelines};
use super::known::split;
use super::names::PRODUCTION;
use super::outcomes::{is_word, is_yes, is_yes_or_no, tell_ends};
use super::role::Role;
use super::rules::{is_environment, is_usual_production};
use super::telling::{are_mostly, is_of_gerrit, is_told_by_labels};
use super::times::is_certain;

/// What addresses are called.
const ADDRESSES: &[&str] = &[
    "url", "html url", "web url", "pr url", "mr url", "link", "pr link",
];
/// What reviews are called that are of no step.
const KINDS_OF_REVIEWS: [&str; 3] = ["REVIEW", "DIFF", "NORMAL"];
/// Names of columns that say yes of what got there, and no of what did not.
const SUCCESS: [&str; 5] = ["success", "successful", "succeeded", "passed", "ok"];

/// What columns tell by their names.
pub(super) struct Told<'a, 'c> {
    pub columns: &'a Header,
    /// A few of the answers of a column.
    pub values: &'a dyn Fn(usize) -> Vec<&'c str>,
    /// Columns whose names tell something.
    pub taken: Vec<usize>,
    pub roles: BTreeMap<Role, usize>,
}

impl Told<'_, '_> {
    /// The same after all rules, where the rows are of that kind.
    pub fn corrected(mut self, kind: Kind) -> BTreeMap<Role, usize> {
        let rules: &[fn(&mut Self)] = match kind {
            Kind::Deployments => &[
                Self::words_tell_outcomes,
                Self::types_tell_outcomes,
                Self::flags_tell_production,
                Self::cells_tell_environments,
                Self::flags_tell_failures,
                Self::releases_are_versions,
                Self::numbers_name_no_incidents,
                Self::results_tell_outcomes,
                Self::runs_are_deployments,
            ],
            Kind::Incidents => &[
                Self::scopes_are_services,
                Self::results_tell_outcomes,
                Self::labels_tell_types,
            ],
            Kind::Changes => &[
                Self::addresses_tell_repositories,
                Self::submitted_is_merged,
                Self::results_tell_outcomes,
            ],
            Kind::Reviews => &[Self::results_tell_outcomes, Self::kinds_are_no_steps],
            _ => &[Self::results_tell_outcomes],
        };
        for rule in rules {
            rule(&mut self);
        }
        self.durations_are_no_times();
        self.words_name_no_cause();
        self.roles
    }

    fn has(&self, role: Role) -> bool {
        self.roles.contains_key(&role)
    }

    fn name(&self, column: usize) -> &str {
        &self.columns.names[column]
    }

    fn cells(&self, column: usize) -> Vec<&str> {
        (self.values)(column)
    }

    /// Columns whose names tell nothing.
    fn free(&self) -> impl Iterator<Item = usize> {
        (0..self.columns.names.len()).filter(|column| !self.taken.contains(column))
    }

    fn tells_outcomes(&self) -> bool {
        self.has(Role::Outcome) || self.has(Role::State)
    }

    /// A column without a name that is known may tell in words of outcomes, or in yes and no where it is called so.
    fn words_tell_outcomes(&mut self) {
        if self.tells_outcomes() {
            return;
        }
        let by_words = |column: &usize| are_mostly(&self.cells(*column), is_word);
        let by_name = |column: &usize| {
            let name = self.name(*column);
            let name = name.strip_prefix("is ").unwrap_or(name);
            SUCCESS.contains(&name) && are_mostly(&self.cells(*column), is_yes_or_no)
        };
        let found = self.free().find(by_words);
        let found = found.or_else(|| self.free().find(by_name));
        self.roles
            .extend(found.map(|column| (Role::Outcome, column)));
    }

    /// What is called a type may tell of outcomes alone.
    fn types_tell_outcomes(&mut self) {
        let told = self.roles.get(&Role::Type).copied();
        let told = told.filter(|column| self.name(*column) == "type" && !self.tells_outcomes());
        if let Some(column) = told.filter(|column| tell_ends(&self.cells(*column))) {
            self.roles.remove(&Role::Type);
            self.roles.insert(Role::Outcome, column);
        }
    }

    /// Where no environment is called production, a column may tell which are.
    fn flags_tell_production(&mut self) {
        let called = self.roles.get(&Role::Environment);
        let called = called.map(|column| self.cells(*column)).unwrap_or_default();
        if called.into_iter().any(is_usual_production) {
            return;
        }
        let tells = |column: &usize| {
            let cells = self.cells(*column);
            // GitHub says yes of what is called production alone.
            let is_of_github = self.name(*column) == "production environment";
            let says_no_more = is_of_github && !cells.iter().any(|cell| is_yes(cell));
            !cells.is_empty() && !says_no_more && cells.into_iter().all(is_yes_or_no)
        };
        let flag = self.columns.places(PRODUCTION).into_iter().find(tells);
        self.roles
            .extend(flag.map(|column| (Role::Environment, column)));
    }

    /// Jobs that deploy say where to, and so may any column.
    fn cells_tell_environments(&mut self) {
        if self.has(Role::Environment) {
            return;
        }
        let are_jobs = |column: usize| are_mostly(&self.cells(column), deploys);
        let are_places = |column: &usize| are_mostly(&self.cells(*column), is_environment);
        let found = jobs::column(self.columns, are_jobs);
        let found = found.or_else(|| self.free().find(are_places));
        self.roles
            .extend(found.map(|column| (Role::Environment, column)));
    }

    /// What has a time at which it was deployed got there: that it failed is to say that it did not do well.
    fn flags_tell_failures(&mut self) {
        let is_deployed = || {
            let times = ["deployed at", "deployed on", "deployed"];
            self.columns.has(&times)
        };
        let failed = self.columns.place("failed").filter(|column| {
            !self.has(Role::Undone)
                && is_deployed()
                && are_mostly(&self.cells(*column), is_yes_or_no)
        });
        self.roles
            .extend(failed.map(|column| (Role::Undone, column)));
    }

    /// A release is none of the deployments that it goes out in.
    fn releases_are_versions(&mut self) {
        let id = self.roles.get(&Role::Id).copied();
        let id = id.filter(|column| self.name(*column) == "release id");
        if let Some(release) = id.filter(|_| self.has(Role::Deployment)) {
            self.roles.remove(&Role::Id);
            self.roles.entry(Role::Version).or_insert(release);
        }
    }

    /// How many incidents there were names none.
    fn numbers_name_no_incidents(&mut self) {
        let are_numbers = self.roles.get(&Role::Incident).is_some_and(|column| {
            let cells = self.cells(*column);
            let are_numbers = cells.iter().all(|cell| cell.parse::<u32>().is_ok());
            self.name(*column) == "incidents" && are_numbers && cells.contains(&"0")
        });
        if are_numbers {
            self.roles.remove(&Role::Incident);
        }
    }

    /// That a job is done says nothing of how it ended, where another column has that in the words of its tool.
    fn results_tell_outcomes(&mut self) {
        let is_state = |column: &usize| ["status", "state"].contains(&self.name(*column));
        if self.has(Role::OwnOutcome) && self.roles.get(&Role::Outcome).is_none_or(is_state) {
            let result = self.columns.place("result");
            self.roles
                .extend(result.map(|column| (Role::Outcome, column)));
        }
    }

    /// The jobs of a run are one deployment.
    fn runs_are_deployments(&mut self) {
        let run = self.columns.place("pipeline id");
        if let Some(run) = run.filter(|_| is_of_pipelines(self.columns)) {
            self.roles.entry(Role::Deployment).or_insert(run);
        }
    }

    /// In DevLake's tables what a thing belongs to goes before a part of that.
    fn scopes_are_services(&mut self) {
        let scope = self.columns.place("scope id");
        let scope = scope.filter(|_| self.columns.has(&["table"]));
        self.roles
            .extend(scope.map(|column| (Role::Service, column)));
    }

    /// Trackers without types tell by labels which tickets are incidents.
    fn labels_tell_types(&mut self) {
        let labels = self.columns.place("labels");
        if let Some(labels) = labels.filter(|_| is_told_by_labels(self.columns, self.values)) {
            self.roles.insert(Role::Type, labels);
            // When somebody began to work on it is not when it broke.
            if self.has(Role::Created) {
                self.roles.remove(&Role::Started);
            }
        }
    }

    /// Where nothing else tells the repository, addresses of changes do.
    fn addresses_tell_repositories(&mut self) {
        if self.has(Role::Service) {
            return;
        }
        let lead_to_one =
            |column: &usize| are_mostly(&self.cells(*column), |cell| split(cell).is_some());
        let mut addresses = self.columns.places(ADDRESSES).into_iter();
        let address = addresses.find(lead_to_one);
        self.roles
            .extend(address.map(|column| (Role::Service, column)));
    }

    /// What is merged was submitted, as Gerrit says.
    fn submitted_is_merged(&mut self) {
        let submitted = self.columns.place("submitted");
        let submitted = submitted.filter(|_| is_of_gerrit(self.columns, self.values));
        self.roles
            .extend(submitted.map(|column| (Role::Merged, column)));
    }

    /// What all reviews are called is no step.
    fn kinds_are_no_steps(&mut self) {
        let are_kinds = self.roles.get(&Role::Type).is_some_and(|column| {
            let mut cells = self.cells(*column).into_iter();
            cells.all(|said| KINDS_OF_REVIEWS.contains(&said))
        });
        if are_kinds {
            self.roles.remove(&Role::Type);
        }
    }

    /// A "resolution time" may be when it was over or how long it took.
    fn durations_are_no_times(&mut self) {
        let is_time = |cell: &str| !cell.is_empty() && is_certain(cell);
        let told = self.roles.get(&Role::Duration).copied();
        if let Some(column) = told.filter(|column| are_mostly(&self.cells(*column), is_time)) {
            self.roles.remove(&Role::Duration);
            self.roles.entry(Role::Restored).or_insert(column);
        }
    }

    /// A cause in words alone is a sort of cause, and no name of a deployment.
    fn words_name_no_cause(&mut self) {
        let is_named = |cell: &&str| cell.contains(|sign: char| sign.is_ascii_digit());
        let is_sort = self.roles.get(&Role::CausedBy).is_some_and(|column| {
            self.name(*column) == "cause" && !self.cells(*column).iter().any(is_named)
        });
        if is_sort {
            self.roles.remove(&Role::CausedBy);
        }
    }
}
