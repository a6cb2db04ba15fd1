//! Everything that is on screen of a history, in one value that crosses from where the history is to where it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::deployment::{Environment, Outcome, Remedy};
use super::exposed::Share;
use super::exposure::{Exposure, Sign};
use super::fixes::fixes;
use super::history::History;
use super::incident::Incident;
use super::kind::Kind;
use super::link::{Evidence, Links};
use super::metrics::{Metrics, Rate, Window};
use super::review::approval_waits;
use super::rivals::{Rivalry, rivals};
use super::steps::{Approvals, Step, approvals, waits};
use super::trail::Join;
use super::weeks::{Load, Weeks, Workday};
use crate::analysis::stats::difference::newcombe;
use crate::analysis::stats::survival::{Lasting, Survival, log_rank};
use crate::analysis::stats::{control, share};
use crate::analysis::{Interval, LEVEL};

const DAY: i64 = 86_400;
/// The longest time that is looked at unless somebody says so: 20 years.
const LONGEST: i64 = 20 * 366 * DAY;
/// Points of a curve that cross at most: more than a screen can show.
const POINTS: usize = 600;
/// Failed deployments that are told one by one at most.
const CHAINS: usize = 400;
/// A cohort of fewer deployments is not taken apart row by row.
const FLOOR: u64 = 5;
/// People of whom load is told, at least.
const PEOPLE: usize = 10;

/// Who a number is about.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Who {
    /// All of them.
    Everyone,
    /// A change in them was made with AI.
    Assisted,
    /// Nothing says that one was.
    Unlabelled,
    /// From more than the first to at most the second percent of their changes were made with AI.
    Band(u8, u8),
    /// A service or a team.
    Named(String),
    /// None of their changes is known.
    Unknown,
}

/// A service, with its deployments in the window.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Service {
    /// Its name; empty where the export does not say.
    pub name: String,
    /// Its deployments.
    pub deployments: u64,
    /// Whether it is looked at.
    pub is_in_view: bool,
}

/// A curve of what is over by when, in hours.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Curve {
    /// How many there are.
    pub n: u64,
    /// How many were not over when last seen.
    pub open: u64,
    /// Hours and the share that is over by then, in order.
    pub points: Vec<(f64, f64)>,
    /// When those that are not over were last seen, in hours and share.
    pub open_at: Vec<(f64, f64)>,
    /// Hours by which half are over; none where that is not reached.
    pub median: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Hours by which a quarter, three quarters and nine tenths are over.
    pub others: [Option<f64>; 3],
    /// Mean hours of those that are over.
    pub mean: Option<f64>,
    /// The longest that was seen.
    pub longest: f64,
}

/// A cohort of deployments.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Cohort {
    /// Who they are.
    pub who: Who,
    /// How many.
    pub deployments: u64,
    /// By service in view and week.
    pub weekly: Vec<Vec<u64>>,
    /// By service in view, partial weeks too.
    pub by_service: Vec<u64>,
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
    /// Hours until service was back.
    pub recovery: Curve,
    /// Recoveries that are left out as doubtful.
    pub doubtful: u64,
}

/// How long changes wait.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Waiting {
    /// The step of approval as the export calls it, or the service or team that waits.
    pub name: String,
    /// Which part of the way; none for a step that the export names.
    pub step: Option<Step>,
    /// Hours.
    pub hours: Curve,
}

/// What can follow a change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Follow {
    /// The deployment with it failed.
    Failure,
    /// An incident was linked to the deployment with it.
    Incident,
    /// It was taken back, or its deployment rolled back.
    Rollback,
    /// A deployment called a hotfix repaired the one with it.
    Hotfix,
    /// Tests ran again without a new commit.
    Rerun,
    /// It has a security finding.
    Finding,
}

/// How often something followed the changes of a cohort.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Following {
    /// What.
    pub what: Follow,
    /// Whose changes, and how many of how many.
    pub rates: Vec<(Who, Rate)>,
    /// First cohort less second.
    pub gap: Option<(f64, Interval)>,
}

/// When something happens.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LoadOf {
    /// Deployments, incidents or reviews.
    pub what: Told,
    /// Times of day.
    pub load: Load,
    /// Share outside the workday, with its interval.
    pub after_hours: Option<(f64, Interval)>,
    /// People who did it, and how many of it outside the workday each of them did a month; none where too few people are known.
    pub a_person_month: Option<(u64, f64)>,
}

/// What an export tells.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Told {
    /// Deployments.
    Deployments,
    /// Incidents.
    Incidents,
    /// Reviews.
    Reviews,
}

/// A failed deployment and what says so.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Chain {
    /// Its cohort.
    pub who: Who,
    /// What it is known by.
    pub deployment: String,
    /// What was deployed.
    pub service: String,
    /// When it ended.
    pub finished: Option<i64>,
    /// What was linked to it: an incident or a repair, and what says so.
    pub links: Vec<(String, Evidence)>,
}

/// What becomes of the rows before anything is counted.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Sorting {
    /// Rows of deployments.
    pub rows: u64,
    /// Deployments that these are of.
    pub deployments: u64,
    /// Those elsewhere than in production, by environment.
    pub elsewhere: BTreeMap<String, u64>,
    /// Those that never got there: failed pipelines, cancelled, running.
    pub unreached: u64,
    /// Those whose outcome is told in words that are not known.
    pub unknown: u64,
    /// Those without a time.
    pub timeless: u64,
    /// Those outside the window.
    pub outside: u64,
    /// Environments that stand for production though they are not called so.
    pub stand_for_production: BTreeSet<String>,
    /// Incidents.
    pub incidents: u64,
    /// Incidents without a deployment, incidents of deployments that are not counted, and names of deployments that there are not.
    pub unlinked: u64,
    /// Incidents that belong only to deployments that are not counted.
    pub incidents_elsewhere: u64,
    /// What is called a cause and is no deployment here.
    pub unknown_causes: Vec<String>,
    /// Changes, and merged ones.
    pub changes: (u64, u64),
    /// How rows of one kind found those of another.
    pub joins: Vec<Join>,
}

/// The limits of chance of a week; none where nothing was judged.
pub type Limits = Option<(f64, f64)>;

/// Everything.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Board {
    /// What deployments are divided by.
    pub by: By,
    /// The time that is looked at.
    pub window: Window,
    /// When each full week starts, by local time.
    pub weeks: Vec<i64>,
    /// Services, the one with most deployments first.
    pub services: Vec<Service>,
    /// Deployments in view.
    pub deployments: u64,
    /// Those that had time to fail.
    pub judged: u64,
    /// All in view together.
    pub everyone: Cohort,
    /// Who is compared.
    pub cohorts: Vec<Cohort>,
    /// Fail rate of the first cohort less that of the second, where there are two sides.
    pub gap: Option<(f64, Interval, Option<Interval>)>,
    /// P-value of the log-rank test of recovery over all sides, where there is one.
    pub recovery_p: Option<f64>,
    /// Failed deployments in view by their surest evidence.
    pub evidence: BTreeMap<Evidence, u64>,
    /// What tells that a change was made with AI, by how many changes each told.
    pub signs: Vec<(Sign, u64)>,
    /// Weekly fail rates of everyone: failed, judged, and the weeks in which more failed than chance gives.
    pub weekly_failed: Vec<(u64, u64)>,
    /// Mean of all weeks, limits of each, and weeks outside them.
    pub limits: Option<(f64, Vec<Limits>, Vec<usize>)>,
    /// Hours from when changes were opened until they were first deployed: those made with AI, and others.
    pub lead: Vec<(Who, Curve)>,
    /// Hours from when changes were opened until they were merged, in the same way.
    pub merge: Vec<(Who, Curve)>,
    /// Hours from when incidents of the window began until service was back, whatever caused them.
    pub incidents: Curve,
    /// How long changes wait, the longest first.
    pub waits: Vec<Waiting>,
    /// Reviews that say no time to wait from, or wait backwards.
    pub waits_left_out: u64,
    /// Kinds of fixes: name, of the first cohort of changes, of the second.
    pub fixes: Vec<(String, u64, u64)>,
    /// Merged changes in the window: made with AI, and others.
    pub merged: (u64, u64),
    /// What followed changes.
    pub following: Vec<Following>,
    /// When things happen.
    pub load: Vec<LoadOf>,
    /// Rival definitions.
    pub rivals: Vec<Rivalry>,
    /// Failed deployments; none of cohorts too small to be taken apart.
    pub chains: Vec<Chain>,
    /// What became of the rows.
    pub sorting: Sorting,
}

impl Curve {
    /// Of lengths of time.
    pub(super) fn of(lengths: &[Lasting]) -> Curve {
        let Ok(curve) = Survival::of(lengths) else {
            return Curve::default();
        };
        Curve::from(&curve, lengths)
    }

    fn from(curve: &Survival, lengths: &[Lasting]) -> Curve {
        let (median, interval) = curve.quantile(0.5, LEVEL);
        let all: Vec<(f64, f64)> = curve.points().map(|(at, left)| (at, 1.0 - left)).collect();
        let step = all.len().div_ceil(POINTS).max(1);
        let last = all.len().saturating_sub(1);
        let kept = all.iter().enumerate();
        let points = kept
            .filter(|(at, _)| at % step == 0 || *at == last)
            .map(|(_, point)| *point)
            .collect();
        let over = || lengths.iter().filter(|one| one.is_over);
        let count = over().count();
        let is_open = |one: &&Lasting| !one.is_over;
        let share = |one: &Lasting| (one.time, 1.0 - curve.open_at(one.time, LEVEL).0);
        Curve {
            n: curve.n,
            open: curve.n - curve.over,
            points,
            open_at: lengths
                .iter()
                .filter(is_open)
                .take(POINTS)
                .map(share)
                .collect(),
            median,
            interval: Some(interval),
            others: [0.25, 0.75, 0.9].map(|p| curve.quantile(p, LEVEL).0),
            mean: (count > 0).then(|| over().map(|one| one.time).sum::<f64>() / count as f64),
            longest: curve.longest,
        }
    }
}

/// The cohort of each deployment.
struct Division<'a> {
    by: By,
    history: &'a History,
    shares: &'a [Share],
    /// Whether deployments say themselves whether AI had to do with them, so that saying nothing means something.
    is_told: bool,
}

impl Division<'_> {
    /// Every cohort, in order, and which of them each deployment that counts is of.
    fn groups(&self, is_viewed: &dyn Fn(usize) -> bool) -> (Vec<Who>, Vec<Option<usize>>) {
        let deployments = self.history.deployments.iter().enumerate();
        let of: Vec<Option<Who>> = deployments
            .map(|(at, one)| (one.counts() && is_viewed(at)).then(|| self.of(at)))
            .collect();
        let mut all: BTreeSet<&Who> = of.iter().flatten().collect();
        // Both sides of the comparison are there even if one is empty.
        if self.by == By::Exposure {
            all.extend([&Who::Assisted, &Who::Unlabelled]);
        }
        let all: Vec<Who> = all.into_iter().cloned().collect();
        let place = |who: &Option<Who>| all.binary_search(who.as_ref()?).ok();
        let places = of.iter().map(place).collect();
        (all, places)
    }

    fn of(&self, at: usize) -> Who {
        let deployment = &self.history.deployments[at];
        let share = self.shares[at];
        let named = |name: &str| match name {
            "" => Who::Unknown,
            name => Who::Named(name.to_owned()),
        };
        match self.by {
            By::Everyone | By::Fitting => Who::Everyone,
            By::Service => named(&deployment.service),
            By::Team => named(&deployment.team),
            By::Exposure => match share.value() {
                Some(part) if part > 0.0 => Who::Assisted,
                Some(_) => Who::Unlabelled,
                None if self.is_told => Who::Unlabelled,
                None => Who::Unknown,
            },
            By::Bands => match share.value() {
                None => Who::Unknown,
                Some(0.0) => Who::Band(0, 0),
                Some(part) if part < 0.5 => Who::Band(0, 49),
                Some(part) if part < 1.0 => Who::Band(50, 99),
                Some(_) => Who::Band(100, 100),
            },
        }
    }
}

/// All the time that a history knows of, from the first day of a deployment or, without any, of anything else to the end of the last;
/// and when the exports were made. None where nothing says when it was.
fn span(history: &History, asked: &Asked) -> Option<(i64, i64, i64)> {
    let deployed = || history.facts.lines.iter().flatten().map(|(at, _)| *at);
    let began = || history.incidents.iter().filter_map(|one| one.started);
    let changed = || {
        let changes = history.changes.iter();
        changes.filter_map(|one| one.merged.or(one.created))
    };
    let reviewed = || history.reviews.iter().filter_map(|one| one.at);
    let others = || began().chain(changed()).chain(reviewed());
    let (first, last) = ends(deployed()).or_else(|| ends(others()))?;
    let ended = history.incidents.iter();
    let ended = ended.flat_map(|one| [one.restored, one.closed]).flatten();
    let exported = others().chain(ended).max().map_or(last, |at| at.max(last));
    let day = |at: i64, more: i64| {
        let local = at + asked.zone.ahead(at);
        let start = (local.div_euclid(DAY) + more) * DAY;
        start - asked.zone.ahead(start - asked.zone.ahead(start))
    };
    Some((day(first, 0), day(last, 1), exported))
}

/// The first and the last of some points in time. Where these are further apart than anybody looks at together, as a row with a
/// wrong year makes them, those of the stretch with most of them.
fn ends(times: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    let mut times: Vec<i64> = times.collect();
    times.sort_unstable();
    let (first, last) = (*times.first()?, *times.last()?);
    if last - first <= LONGEST {
        return Some((first, last));
    }
    let mut best = (0, first, first);
    let mut start = 0;
    for (at, time) in times.iter().enumerate() {
        while time - times[start] > LONGEST {
            start += 1;
        }
        if at + 1 - start > best.0 {
            best = (at + 1 - start, times[start], *time);
        }
    }
    Some((best.1, best.2))
}

/// What deployments are divided by.
fn division(by: By, history: &History, shares: &[Share], is_told: bool) -> By {
    let tells =
        || is_told || shares.iter().any(|share| share.changes > 0) || !history.changes.is_empty();
    let deployed = || history.facts.lines.iter().filter(|line| !line.is_empty());
    match by {
        By::Fitting if tells() => By::Exposure,
        By::Fitting if deployed().count() > 1 => By::Service,
        By::Fitting => By::Everyone,
        by => by,
    }
}

impl Board {
    /// What a history answers; `shares` say how much AI had to do with each deployment and
    /// `exposures` with each change; `known` are the rivals, where they are known.
    pub(super) fn of(
        history: &History,
        links: &Links,
        (shares, exposures): (&[Share], &[Exposure]),
        asked: &Asked,
        known: Option<Vec<Rivalry>>,
    ) -> Board {
        let (from, to, exported) = span(history, asked).unwrap_or_default();
        let is_told = history
            .deployments
            .iter()
            .any(|one| !one.assisted.is_empty());
        let by = division(asked.by, history, shares, is_told);
        let window = Window {
            from: asked.window.map_or(from, |(from, _)| from),
            to: asked.window.map_or(to, |(_, to)| to),
            exported,
        };
        let is_in = |at: i64| (window.from..window.to).contains(&at);
        let division = Division {
            by,
            history,
            shares,
            is_told,
        };
        let is_looked_at =
            |service: &str| asked.services.is_empty() || asked.services.contains(service);
        let is_in_view: Vec<bool> = history
            .facts
            .services
            .iter()
            .map(|service| is_looked_at(service))
            .collect();
        let is_viewed = |at: usize| is_in_view[history.facts.service_of[at]];
        let whole = Metrics::of(history, links, &asked.rules, window, &is_viewed, LEVEL);
        let (groups, group_of) = division.groups(&is_viewed);
        let services = services(history, &is_in, &is_in_view);
        // Places of services among those in view, the one with most deployments first.
        let mut place_of: Vec<Option<usize>> = vec![None; is_in_view.len()];
        let viewed = services.iter().filter(|service| service.is_in_view);
        for (place, service) in viewed.enumerate() {
            let at = history.facts.services.binary_search(&service.name);
            if let Ok(at) = at {
                place_of[at] = Some(place);
            }
        }
        let weeks = asked.zone.with_clock(|clock| Weeks::of(window, clock));
        let told = |who: Who, metrics: &Metrics| {
            cohort(history, asked, who, metrics, &place_of, &weeks, window)
        };
        let mut cohorts: Vec<(Cohort, Metrics)> = groups
            .into_iter()
            .enumerate()
            .map(|(group, who)| {
                let metrics = Metrics::of(
                    history,
                    links,
                    &asked.rules,
                    window,
                    &|at| group_of[at] == Some(group),
                    LEVEL,
                );
                // A cohort is looked at wherever any of those in view is, also where it deployed nothing.
                (told(who, &metrics), metrics)
            })
            .collect();
        if matches!(by, By::Service | By::Team) {
            cohorts.sort_by_key(|(cohort, _)| std::cmp::Reverse(cohort.deployments));
        }
        let everyone = told(Who::Everyone, &whole);
        // One gap is told where there are two sides; those of which no change is known are on neither.
        let sides: Vec<&(Cohort, Metrics)> = cohorts
            .iter()
            .filter(|(cohort, _)| cohort.who != Who::Unknown)
            .collect();
        let gap = match sides.as_slice() {
            [one, other] => gap(&one.0.failed, &other.0.failed),
            _ => None,
        };
        let lengths: Vec<&[Lasting]> = sides
            .iter()
            .map(|(_, metrics)| metrics.recovery.lengths.as_slice())
            .filter(|lengths| !lengths.is_empty())
            .collect();
        let recovery_p = log_rank(&lengths).ok().map(|test| test.p);
        let mut evidence: BTreeMap<Evidence, u64> = BTreeMap::new();
        let surest = links.surest();
        for at in &whole.failed {
            let by = surest.get(at).copied().unwrap_or(Evidence::Named);
            *evidence.entry(by).or_default() += 1;
        }
        let weekly_failed = weekly_failed(history, asked, &whole, &weeks);
        let (hits, n): (Vec<u64>, Vec<u64>) = weekly_failed.iter().copied().unzip();
        let limits = control::p_chart(&hits, &n)
            .ok()
            .map(|chart| (chart.mean, chart.limits, chart.outside));
        let small: BTreeSet<Who> = cohorts
            .iter()
            .filter(|(cohort, _)| cohort.deployments < FLOOR)
            .map(|(cohort, _)| cohort.who.clone())
            .collect();
        let is_change_in = |at: usize| {
            let change = &history.changes[at];
            change.is_merged() && change.merged.is_none_or(is_in) && is_looked_at(&change.service)
        };
        let Waits { waits, left_out } = waiting(history, asked, exported, &is_looked_at);
        let is_assisted = |at: usize| matches!(exposures[at], Exposure::Assisted(_));
        let merged = (0..history.changes.len()).filter(|at| is_change_in(*at));
        let (with, without): (Vec<usize>, Vec<usize>) = merged.partition(|at| is_assisted(*at));
        let kinds = fixes(&history.changes, &asked.fixes, LEVEL).into_iter();
        let kinds = kinds.map(|kind| {
            let inside = || kind.changes.iter().filter(|at| is_change_in(**at));
            let assisted = inside().filter(|at| is_assisted(**at)).count() as u64;
            (
                kind.name.clone(),
                assisted,
                inside().count() as u64 - assisted,
            )
        });
        let mut kinds: Vec<(String, u64, u64)> =
            kinds.filter(|(_, one, other)| one + other > 0).collect();
        kinds.sort_by_key(|(_, one, other)| std::cmp::Reverse(one + other));
        let deployed = deployed(history, &whole);
        let mut signs: BTreeMap<Sign, u64> = BTreeMap::new();
        for exposure in exposures {
            if let Exposure::Assisted(sign) = exposure {
                *signs.entry(sign.clone()).or_default() += 1;
            }
        }
        let mut signs: Vec<(Sign, u64)> = signs.into_iter().collect();
        signs.sort_by_key(|(_, changes)| std::cmp::Reverse(*changes));
        Board {
            following: following(history, links, (&whole, &deployed), &with, &without),
            load: load(history, asked, &whole, window, &is_looked_at),
            rivals: known.unwrap_or_else(|| rivals(history, links, asked, window, &is_viewed)),
            chains: chains(history, links, &whole, &|at| division.of(at), &small),
            sorting: sorting(history, links, &is_in),
            lead: vec![
                (Who::Assisted, lead(history, &deployed, &with)),
                (Who::Unlabelled, lead(history, &deployed, &without)),
            ],
            merge: vec![
                (Who::Assisted, merge(history, &with)),
                (Who::Unlabelled, merge(history, &without)),
            ],
            incidents: incidents(history, window, &is_looked_at),
            merged: (with.len() as u64, without.len() as u64),
            deployments: whole.deployments.len() as u64,
            judged: everyone.failed.n,
            cohorts: cohorts.into_iter().map(|(cohort, _)| cohort).collect(),
            weeks: weeks
                .starts
                .iter()
                .map(|at| at + asked.zone.ahead(*at))
                .collect(),
            fixes: kinds,
            waits_left_out: left_out,
            by,
            window,
            services,
            everyone,
            gap,
            recovery_p,
            evidence,
            signs,
            weekly_failed,
            limits,
            waits,
        }
    }
}

fn services(history: &History, is_in: &dyn Fn(i64) -> bool, is_in_view: &[bool]) -> Vec<Service> {
    let facts = &history.facts;
    let all = facts.services.iter().zip(&facts.lines).zip(is_in_view);
    let mut all: Vec<Service> = all
        .filter(|((_, line), _)| !line.is_empty())
        .map(|((name, line), is_in_view)| Service {
            name: name.clone(),
            deployments: line.iter().filter(|(at, _)| is_in(*at)).count() as u64,
            is_in_view: *is_in_view,
        })
        .collect();
    all.sort_by_key(|service| std::cmp::Reverse(service.deployments));
    all
}

fn cohort(
    history: &History,
    asked: &Asked,
    who: Who,
    metrics: &Metrics,
    place_of: &[Option<usize>],
    weeks: &Weeks,
    window: Window,
) -> Cohort {
    let services = place_of.iter().flatten().count();
    let mut weekly = vec![vec![0; weeks.starts.len()]; services];
    let mut by_service = vec![0; services];
    asked.zone.with_clock(|clock| {
        for at in &metrics.deployments {
            let deployment = &history.deployments[*at];
            let Some(service) = place_of[history.facts.service_of[*at]] else {
                continue;
            };
            by_service[service] += 1;
            let week = deployment.finished.and_then(|at| weeks.place(at, clock));
            if let Some(week) = week {
                weekly[service][week] += 1;
            }
        }
    });
    let all = metrics
        .deployments
        .iter()
        .filter_map(|at| history.deployments[*at].finished);
    let days: BTreeSet<i64> = all
        .map(|at| (at + asked.zone.ahead(at)).div_euclid(DAY))
        .collect();
    let n = metrics.deployments.len() as u64;
    // Each service in view was looked at all the time; a team or a service has only its own.
    let weeks_looked_at = (window.to - window.from).max(0) as f64 / (7 * DAY) as f64;
    let exposure = match &who {
        Who::Named(_) => metrics.service_weeks,
        _ => weeks_looked_at * services as f64,
    };
    let interval = crate::analysis::stats::rate::poisson(n, exposure, LEVEL).ok();
    Cohort {
        who,
        deployments: n,
        weekly,
        by_service,
        frequency: interval.map(|interval| (n as f64 / exposure, interval)),
        days: days.len() as u64,
        failed: metrics.fail_rate,
        rolled_back: metrics.rollback_rate,
        reworked: metrics.rework_rate,
        repaired: metrics.repaired_rate,
        recovery: Curve::of(&metrics.recovery.lengths),
        doubtful: metrics.recovery.doubtful.len() as u64,
    }
}

fn gap(one: &Rate, other: &Rate) -> Option<(f64, Interval, Option<Interval>)> {
    let (a, b) = (one.value()?, other.value()?);
    let at = |one: Interval, other: Interval| newcombe((a, one), (b, other));
    let outer = at(one.interval.ok()?, other.interval.ok()?);
    let inner = match (one.inner, other.inner) {
        (Some(one), Some(other)) => Some(at(one, other).interval),
        _ => None,
    };
    Some((outer.value, outer.interval, inner))
}

/// Failed and judged by full week.
fn weekly_failed(
    history: &History,
    asked: &Asked,
    whole: &Metrics,
    weeks: &Weeks,
) -> Vec<(u64, u64)> {
    let times = |only_failed: bool| -> Vec<i64> {
        let judged = whole.judged.iter();
        judged
            .filter(|at| !only_failed || whole.failed.contains(at))
            .filter_map(|at| history.deployments[*at].finished)
            .collect()
    };
    asked.zone.with_clock(|clock| {
        let failed = weeks.counts(times(true), clock);
        failed
            .into_iter()
            .zip(weeks.counts(times(false), clock))
            .collect()
    })
}

/// Hours of changes from opened to the end of the first deployment with them; those that are in none are left out.
fn lead(history: &History, deployed: &[Vec<usize>], changes: &[usize]) -> Curve {
    let hours = |at: &usize| {
        let first = deployed[*at].iter().copied();
        let first = first
            .filter_map(|one| history.deployments[one].finished)
            .min()?;
        let time = (first - history.changes[*at].created?) as f64 / 3600.0;
        let is_over = true;
        (time >= 0.0).then_some(Lasting { time, is_over })
    };
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>())
}

/// Hours of changes from opened to merged.
fn merge(history: &History, changes: &[usize]) -> Curve {
    let hours = |at: &usize| {
        let time = history.changes[*at].hours_to_merge()?;
        let is_over = true;
        (time >= 0.0).then_some(Lasting { time, is_over })
    };
    Curve::of(&changes.iter().filter_map(hours).collect::<Vec<_>>())
}

/// Hours of incidents; what is open was so when the exports were made, or when its ticket was closed.
fn incidents(history: &History, window: Window, is_looked_at: &dyn Fn(&str) -> bool) -> Curve {
    let lasting = |incident: &Incident| {
        let started = incident.started?;
        let is_in = (window.from..window.to).contains(&started) && is_looked_at(&incident.service);
        let end = incident.restored.or(incident.closed);
        let time = (end.unwrap_or(window.exported) - started) as f64 / 3600.0;
        (is_in && time >= 0.0).then_some(Lasting {
            time,
            is_over: incident.restored.is_some(),
        })
    };
    let lengths: Vec<Lasting> = history.incidents.iter().filter_map(lasting).collect();
    Curve::of(&lengths)
}

/// The deployments of each change, of those in view.
fn deployed(history: &History, whole: &Metrics) -> Vec<Vec<usize>> {
    let mut deployed = vec![Vec::new(); history.changes.len()];
    for at in &whole.deployments {
        for place in &history.brings[*at] {
            deployed[*place].push(*at);
        }
    }
    deployed
}

struct Waits {
    waits: Vec<Waiting>,
    left_out: u64,
}

/// Waits for the steps of approval that the reviews name; without these, from step to step by service.
fn waiting(
    history: &History,
    asked: &Asked,
    exported: i64,
    is_looked_at: &dyn Fn(&str) -> bool,
) -> Waits {
    let is_in = |at: usize| {
        let change = &history.changes[at];
        let is_inside = |time: i64| {
            asked
                .window
                .is_none_or(|(from, to)| (from..to).contains(&time))
        };
        is_looked_at(&change.service) && change.created.is_none_or(is_inside)
    };
    let Approvals { steps, left_out } = approvals(history, &is_in);
    let mut found: Vec<Waiting> = match steps.len() {
        0 | 1 => between_steps(history, exported, &is_in),
        _ => steps
            .into_iter()
            .map(|(name, lengths)| Waiting {
                name,
                step: None,
                hours: Curve::of(&lengths),
            })
            .collect(),
    };
    let slow = |wait: &Waiting| wait.hours.median.unwrap_or(f64::INFINITY);
    found.retain(|wait| wait.hours.n >= FLOOR);
    found.sort_by(|one, other| slow(other).total_cmp(&slow(one)));
    Waits {
        waits: found,
        left_out,
    }
}

/// Waits from step to step, by service where these are few and have enough changes each, else of all together.
fn between_steps(history: &History, exported: i64, is_in: &dyn Fn(usize) -> bool) -> Vec<Waiting> {
    let of = |is_split: bool| {
        let named = |at: usize| match (is_in(at), is_split) {
            (true, true) => history.changes[at].service.clone(),
            (true, false) => String::new(),
            // What is not looked at is dropped below.
            (false, _) => OUT.to_owned(),
        };
        let waits = waits(history, exported, &named).into_iter();
        let told = waits.filter(|wait| wait.of != OUT).filter_map(|wait| {
            Some(Waiting {
                name: wait.of,
                step: Some(wait.step),
                hours: Curve::from(&wait.hours.ok()?, &wait.lengths),
            })
        });
        told.collect::<Vec<Waiting>>()
    };
    let first: Vec<Lasting> = approval_waits(&history.changes, &history.reviews)
        .into_iter()
        .filter(|(at, hours)| is_in(*at) && *hours >= 0.0)
        .map(|(_, time)| Lasting {
            time,
            is_over: true,
        })
        .collect();
    let first = Waiting {
        name: String::new(),
        step: Some(Step::FirstApproval),
        hours: Curve::of(&first),
    };
    let split = of(true);
    let is_fine = split.len() <= MOST_WAITS && split.iter().all(|wait| wait.hours.n >= FLOOR);
    let mut all = match is_fine {
        true => split,
        false => of(false),
    };
    all.push(first);
    all
}

/// Waits by service and step that are told at most; more are told by step alone.
const MOST_WAITS: usize = 12;
/// A name that no service has.
const OUT: &str = "\u{0}";

/// What followed changes that were made with AI, and others.
fn following(
    history: &History,
    links: &Links,
    (whole, deployed): (&Metrics, &[Vec<usize>]),
    with: &[usize],
    without: &[usize],
) -> Vec<Following> {
    let with_incident: BTreeSet<usize> = links.links.iter().map(|link| link.deployment).collect();
    let repaired = |wanted: Remedy| -> BTreeSet<usize> {
        let of_kind = links
            .remedied
            .iter()
            .filter(|one| history.deployments[one.remedy].remedy == Some(wanted));
        of_kind.map(|one| one.failed).collect()
    };
    let (rolled_back, hotfixed) = (repaired(Remedy::Rollback), repaired(Remedy::Rollforward));
    let taken_back: BTreeSet<usize> = history.originals.values().copied().collect();
    let any = |at: usize, set: &BTreeSet<usize>| deployed[at].iter().any(|one| set.contains(one));
    let trail = &history.trail;
    let is_deployed = |at: usize| !deployed[at].is_empty();
    type Test<'t> = Box<dyn Fn(usize) -> bool + 't>;
    let rows: [(Follow, Test<'_>, Test<'_>); 6] = [
        (
            Follow::Failure,
            Box::new(is_deployed),
            Box::new(|at| any(at, &whole.failed)),
        ),
        (
            Follow::Incident,
            Box::new(move |at| !history.incidents.is_empty() && is_deployed(at)),
            Box::new(|at| any(at, &with_incident)),
        ),
        (
            Follow::Rollback,
            Box::new(is_deployed),
            Box::new(|at| any(at, &rolled_back) || taken_back.contains(&at)),
        ),
        (
            Follow::Hotfix,
            Box::new(is_deployed),
            Box::new(|at| any(at, &hotfixed)),
        ),
        (
            Follow::Rerun,
            Box::new(|at| trail.ran.contains(&at)),
            Box::new(|at| trail.reruns.contains(&at)),
        ),
        (
            Follow::Finding,
            Box::new(|_| trail.has_findings),
            Box::new(|at| trail.findings.contains(&at)),
        ),
    ];
    rows.iter()
        .map(|(what, is_asked, is_hit)| {
            let rate = |changes: &[usize]| {
                let asked = || changes.iter().filter(|at| is_asked(**at));
                let hits = asked().filter(|at| is_hit(**at)).count() as u64;
                Rate::of(&[(hits, asked().count() as u64)], LEVEL)
            };
            let (one, other) = (rate(with), rate(without));
            Following {
                what: *what,
                gap: gap(&one, &other).map(|(value, interval, _)| (value, interval)),
                rates: vec![(Who::Assisted, one), (Who::Unlabelled, other)],
            }
        })
        .filter(|row| row.rates.iter().any(|(_, rate)| rate.n > 0))
        .collect()
}

/// When deployments end, incidents begin and reviews are written.
fn load(
    history: &History,
    asked: &Asked,
    whole: &Metrics,
    window: Window,
    is_looked_at: &dyn Fn(&str) -> bool,
) -> Vec<LoadOf> {
    let is_in = |at: &i64| (window.from..window.to).contains(at);
    let ended = whole
        .deployments
        .iter()
        .filter_map(|at| history.deployments[*at].finished);
    let began = history
        .incidents
        .iter()
        .filter(|one| is_looked_at(&one.service))
        .filter_map(|one| one.started)
        .filter(is_in);
    let reviews = history.reviews.iter().filter(|one| {
        let service = one
            .place
            .map_or("", |at| history.changes[at].service.as_str());
        is_looked_at(service) && one.at.as_ref().is_some_and(is_in)
    });
    let people: BTreeSet<&str> = reviews
        .clone()
        .map(|one| one.by.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let all: [(Told, Vec<i64>, usize); 3] = [
        (Told::Deployments, ended.collect(), 0),
        (Told::Incidents, began.collect(), 0),
        (
            Told::Reviews,
            reviews.filter_map(|one| one.at).collect(),
            people.len(),
        ),
    ];
    let months = (window.to - window.from) as f64 / (DAY as f64 * 365.25 / 12.0);
    all.into_iter()
        .filter(|(_, times, _)| !times.is_empty())
        .map(|(what, times, people)| {
            let load = asked
                .zone
                .with_clock(|clock| Load::of(times, Workday::default(), clock));
            let (after, n) = (load.after_hours() as f64, load.all() as f64);
            let interval = share::wilson(after, n, LEVEL).ok();
            LoadOf {
                what,
                load,
                after_hours: interval.map(|interval| (after / n, interval)),
                a_person_month: (people >= PEOPLE)
                    .then(|| (people as u64, after / (people as f64 * months))),
            }
        })
        .collect()
}

/// Failed deployments with what says so, the latest first.
fn chains(
    history: &History,
    links: &Links,
    whole: &Metrics,
    who: &dyn Fn(usize) -> Who,
    small: &BTreeSet<Who>,
) -> Vec<Chain> {
    let mut failed: Vec<usize> = whole.failed.iter().copied().collect();
    failed.sort_by_key(|at| std::cmp::Reverse(history.deployments[*at].finished));
    let chain = |at: usize| {
        let deployment = &history.deployments[at];
        let incidents = links.links.iter().filter(|link| link.deployment == at);
        let incidents = incidents.map(|link| {
            let incident = &history.incidents[link.incident];
            (incident.id.clone(), link.evidence)
        });
        let repairs = links.remedied.iter().filter(|one| one.failed == at);
        let repairs = repairs.map(|one| {
            let remedy = &history.deployments[one.remedy];
            (remedy.id.clone(), one.evidence)
        });
        Chain {
            who: who(at),
            deployment: deployment.id.clone(),
            service: deployment.service.clone(),
            finished: deployment.finished,
            links: incidents.chain(repairs).collect(),
        }
    };
    failed
        .into_iter()
        .filter(|at| !small.contains(&who(*at)))
        .take(CHAINS)
        .map(chain)
        .collect()
}

fn sorting(history: &History, links: &Links, is_in: &dyn Fn(i64) -> bool) -> Sorting {
    let mut told = Sorting {
        deployments: history.deployments.len() as u64,
        stand_for_production: history.stand_for_production.clone(),
        incidents: history.incidents.len() as u64,
        unlinked: links.unlinked.len() as u64,
        incidents_elsewhere: links.elsewhere.len() as u64,
        unknown_causes: links.unknown.iter().cloned().collect(),
        changes: (
            history.changes.len() as u64,
            history.changes.iter().filter(|one| one.is_merged()).count() as u64,
        ),
        joins: history.joins.clone(),
        ..Sorting::default()
    };
    let mut caused = Join::new(Kind::Incidents, Kind::Deployments);
    let linked: BTreeSet<usize> = links.links.iter().map(|link| link.incident).collect();
    for (at, incident) in history.incidents.iter().enumerate() {
        let name = incident.causes.first().map_or("", String::as_str);
        caused.add(linked.contains(&at), name);
    }
    if caused.rows() > 0 {
        told.joins.insert(0, caused);
    }
    for one in &history.deployments {
        told.rows += one.rows.len() as u64;
        match (&one.environment, one.outcome) {
            (Environment::Other(name), _) => {
                *told.elsewhere.entry(name.clone()).or_default() += 1;
            }
            (Environment::Unsaid, _) => *told.elsewhere.entry(String::new()).or_default() += 1,
            (_, Outcome::Failed | Outcome::Cancelled | Outcome::Running) => told.unreached += 1,
            (_, Outcome::Unknown) => told.unknown += 1,
            _ => match one.finished {
                None => told.timeless += 1,
                Some(at) if !is_in(at) => told.outside += 1,
                Some(_) => {}
            },
        }
    }
    told
}
