//! Who is compared: which cohort each deployment is of, and what is told of a cohort.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By, Levels};
use super::columns::Columns;
use super::curve::Curve;
use super::exposed::Share;
use super::history::History;
use super::metrics::{Metrics, Rate, Recovery};
use super::sides::Side;
use super::spelling::one_spelling;
use super::tally::{Counted, Inside, Tally};
use crate::analysis::stats::rate;
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;

/// Who a number is about.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Who {
    /// All of them.
    Everyone,
    /// A change in them was made with AI.
    Assisted,
    /// Nothing says that one was.
    Unlabelled,
    /// From more than the first to at most the second percent of their changes were made with AI.
    Band(u8, u8),
    /// Of those that people answered of, at this place from the highest, of so many.
    Level(u8, u8, String),
    /// A service or a team.
    Named(String),
    /// All that are not told apart.
    Others,
    /// Nothing says which service or team.
    Unnamed,
    /// None of their changes is known.
    Unknown,
}

impl Who {
    /// Those that are called so; empty where nothing says how.
    pub(super) fn named(name: &str) -> Who {
        match name {
            "" => Who::Unnamed,
            name => Who::Named(name.to_owned()),
        }
    }

    /// Whether it is known who they are.
    pub fn is_known(&self) -> bool {
        !matches!(self, Who::Others | Who::Unnamed | Who::Unknown)
    }
}

/// A cohort of deployments.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cohort {
    /// Who they are.
    pub who: Who,
    /// How many.
    pub deployments: u64,
    /// By full week, for each service in view with any of them.
    pub weekly: BTreeMap<usize, Vec<u64>>,
    /// For each service in view with any, partial weeks too.
    pub by_service: BTreeMap<usize, u64>,
    /// Deployments a week and service, and the interval.
    pub frequency: Option<(f64, Interval)>,
    /// Days with any.
    pub days: u64,
    /// Failed out of those that had time to.
    pub failed: Rate,
    /// Rollbacks out of all.
    pub rolled_back: Rate,
    /// Repairs out of all.
    pub reworked: Rate,
    /// Those that another one rolled back or repaired, out of those that had time to fail.
    pub repaired: Rate,
    /// Those that ended in a rollback, a hotfix or an incident, out of all.
    pub remediated: Rate,
    /// Hours until service was back.
    pub recovery: Curve,
    /// Recoveries that are left out as doubtful.
    pub doubtful: u64,
}

/// The cohort of each deployment.
#[derive(Clone, Debug)]
pub(super) struct Division {
    /// What they are divided by.
    pub by: By,
    /// What was asked: what they are to be divided by, the name of the column, the levels.
    asked: (By, String, Levels),
    /// Everyone who is compared, in order: the most AI first, names that count as numbers do.
    whos: Vec<Who>,
    /// The cohort of each deployment, by its place among these.
    of: Vec<u32>,
}

impl Division {
    /// Divides all deployments.
    pub fn of(asked: &Asked, history: &History, shares: &[Share]) -> Division {
        // Where some say themselves whether AI had to do with them, saying nothing means something.
        let is_told = history
            .deployments
            .iter()
            .any(|one| !one.assisted.is_empty());
        let by = divided_by(asked, history, shares, is_told);
        let named = |name: &String| Who::named(name);
        let unsaid = if is_told { 1 } else { 2 };
        let (whos, of) = match by {
            By::Everyone | By::Fitting => {
                let of = vec![0; history.deployments.len()];
                (vec![Who::Everyone], of)
            }
            By::Service => {
                let facts = &history.facts;
                let of = facts.service_of.iter().map(|at| *at as u32);
                (facts.services.iter().map(named).collect(), of.collect())
            }
            By::Team | By::Column => {
                let team = &history.columns.team;
                let own = match by {
                    By::Team => team,
                    _ => history.others.get(&asked.column).unwrap_or(team),
                };
                (own.names.iter().map(named).collect(), own.of.clone())
            }
            By::Answers => answered(history, &asked.levels),
            By::Exposure => {
                let of = shares.iter().map(|share| match share.value() {
                    Some(part) if part > 0.0 => 0,
                    Some(_) => 1,
                    None => unsaid,
                });
                let whos = vec![Who::Assisted, Who::Unlabelled, Who::Unknown];
                (whos, of.collect())
            }
            By::Bands => {
                let of = shares.iter().map(|share| match share.value() {
                    Some(0.0) => 3,
                    Some(part) if part < 0.5 => 2,
                    Some(part) if part < 1.0 => 1,
                    Some(_) => 0,
                    None => 4,
                });
                let bands = [(100, 100), (50, 99), (0, 49), (0, 0)];
                let bands = bands.map(|(from, to)| Who::Band(from, to));
                let whos = bands.into_iter().chain([Who::Unknown]).collect();
                (whos, of.collect())
            }
        };
        Division {
            by,
            asked: (asked.by, asked.column.clone(), asked.levels.clone()),
            whos,
            of,
        }
    }

    /// Whether a question divides the deployments of the same history so.
    pub fn is_asked_by(&self, asked: &Asked) -> bool {
        let (by, column, levels) = &self.asked;
        (by, column, levels) == (&asked.by, &asked.column, &asked.levels)
    }

    /// Every cohort of those of some deployments that count, in order, with the places of its deployments.
    pub fn groups(&self, columns: &Columns, some: &[usize]) -> Vec<(Who, Vec<usize>)> {
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); self.whos.len()];
        for at in some.iter().copied().filter(|at| columns.counts[*at]) {
            places[self.of[at] as usize].push(at);
        }
        let groups = self.whos.iter().cloned().zip(places);
        // Both sides of the comparison are there even if one is empty.
        let is_side =
            |who: &Who| self.by == By::Exposure && matches!(who, Who::Assisted | Who::Unlabelled);
        let mut groups: Vec<(Who, Vec<usize>)> = groups
            .filter(|(who, places)| !places.is_empty() || is_side(who))
            .collect();
        // They are in order but for those of which nothing says who they are.
        groups.sort_by_key(|(who, _)| !who.is_known());
        groups
    }

    /// Everyone who is compared.
    pub fn whos(&self) -> &[Who] {
        &self.whos
    }

    /// The cohort of a deployment, by its place among these.
    pub fn code(&self, at: usize) -> u32 {
        self.of[at]
    }

    /// The cohort of a deployment.
    pub fn who(&self, at: usize) -> &Who {
        &self.whos[self.of[at] as usize]
    }

    /// Whether each cohort is one of some.
    pub fn which(&self, some: &BTreeSet<Who>) -> Vec<bool> {
        self.whos.iter().map(|who| some.contains(who)).collect()
    }
}

/// The levels that people answered of the teams or services of deployments, and the level of each deployment.
fn answered(history: &History, levels: &Levels) -> (Vec<Who>, Vec<u32>) {
    let (names, of): (&[String], Vec<u32>) = match levels.are_services {
        true => {
            let facts = &history.facts;
            let of = facts.service_of.iter().map(|at| *at as u32);
            (&facts.services, of.collect())
        }
        false => {
            let team = &history.columns.team;
            (&team.names, team.of.clone())
        }
    };
    let of_all = u8::try_from(levels.names.len()).unwrap_or(u8::MAX);
    let whos = (0..of_all).zip(&levels.names);
    let whos = whos.map(|(place, level)| Who::Level(place, of_all, level.clone()));
    let whos: Vec<Who> = whos.chain([Who::Unnamed]).collect();
    let unknown = whos.len() - 1;
    let place = |name: &String| {
        let level = levels.of.get(&one_spelling(name));
        level.map_or(unknown, |level| unknown.min(*level)) as u32
    };
    let places: Vec<u32> = names.iter().map(place).collect();
    (whos, of.iter().map(|at| places[*at as usize]).collect())
}

/// What deployments are divided by; a column that there is not divides nothing.
fn divided_by(asked: &Asked, history: &History, shares: &[Share], is_told: bool) -> By {
    let tells =
        || is_told || shares.iter().any(|share| share.changes > 0) || !history.changes.is_empty();
    let deployed = || history.facts.lines.iter().filter(|line| !line.is_empty());
    let by = match asked.by {
        By::Column if !history.others.contains_key(&asked.column) => By::Fitting,
        By::Answers if asked.levels.of.is_empty() => By::Fitting,
        by => by,
    };
    match by {
        By::Fitting if tells() => By::Exposure,
        By::Fitting if deployed().count() > 1 => By::Service,
        By::Fitting => By::Everyone,
        by => by,
    }
}

/// Tells of cohorts.
pub(super) struct Teller<'a> {
    pub counted: Counted<'a>,
    /// Where each service that is told of is among those in view.
    pub place_of: &'a [Option<usize>],
}

impl Teller<'_> {
    /// The metrics of some deployments, given by their places in the history in order.
    pub fn metrics(&self, some: &[usize]) -> Metrics {
        self.counted(some).0
    }

    /// The same, with what was counted for them.
    pub fn counted(&self, some: &[usize]) -> (Metrics, Tally) {
        let (tally, inside) = Tally::of(self.counted, some);
        let recovery = Recovery::of(self.counted, &inside.failed);
        let metrics = Metrics::counted(self.counted, &tally, inside, recovery, LEVEL);
        (metrics, tally)
    }

    /// The metrics of some deployments that others with these metrics are taken from, together with what was counted for these.
    pub fn together(&self, all: &Tally, parts: &[Side], some: &[usize]) -> Metrics {
        let inside = Inside::of(self.counted, some);
        let recovery = Recovery::together(parts.iter().map(|part| &part.metrics.recovery));
        Metrics::counted(self.counted, all, inside, recovery, LEVEL)
    }

    /// What is told of a cohort with these metrics.
    pub fn cohort(&self, who: Who, metrics: &Metrics, tally: &Tally) -> Cohort {
        let window = self.counted.window;
        // Places of those that are left out are nobody's.
        let each = tally.by_service().zip(self.place_of);
        let told = each.filter_map(|(of_service, place)| Some(((*place)?, of_service)));
        let any = || told.clone().filter(|(_, (many, _))| *many > 0);
        let n = metrics.deployments.len() as u64;
        // Each service in view was looked at all the time; a team or a service has only its own.
        let weeks_looked_at = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
        let exposure = match &who {
            Who::Level(..) | Who::Named(_) | Who::Unnamed => metrics.service_weeks,
            _ => weeks_looked_at * self.place_of.iter().flatten().count() as f64,
        };
        let interval = rate::poisson(n, exposure, LEVEL).ok();
        Cohort {
            who,
            deployments: n,
            weekly: any()
                .map(|(service, (_, weekly))| (service, weekly.to_vec()))
                .collect(),
            by_service: any().map(|(service, (many, _))| (service, many)).collect(),
            frequency: interval.map(|interval| (n as f64 / exposure, interval)),
            days: tally.days().1,
            failed: metrics.fail_rate.withheld(),
            rolled_back: metrics.rollback_rate.withheld(),
            reworked: metrics.rework_rate.withheld(),
            repaired: metrics.repaired_rate.withheld(),
            remediated: metrics.remediation_share.withheld(),
            recovery: Curve::of(&metrics.recovery.lengths).withheld(),
            doubtful: metrics.recovery.doubtful.len() as u64,
        }
    }
}
