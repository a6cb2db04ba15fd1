//! Everything that is on screen of a history, in one value that crosses from where the history is to where it is drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::cohort::{Cohort, Division, Who, cohort, division};
use super::curve::Curve;
use super::exposed::Share;
use super::exposure::{Exposure, Sign};
use super::fixes::fixes;
use super::following::{Following, deployed, following, gap, lead, merge};
use super::history::History;
use super::hours::{LoadOf, load};
use super::incident::Incident;
use super::link::{Evidence, Links};
use super::metrics::{Metrics, Window};
use super::rivals::{Rivalry, rivals};
use super::sorting::{Chain, Sorting, chains, sorting};
use super::span::span;
use super::waiting::{Waiting, Waits, waiting};
use super::weeks::Weeks;
use crate::analysis::stats::control;
use crate::analysis::stats::survival::{Lasting, log_rank};
use crate::analysis::{Interval, LEVEL};

/// A cohort of fewer deployments is not taken apart row by row.
const FLOOR: u64 = 5;

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
