//! Everything that is on screen of a history, in one value that crosses from where the history is to where it is drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::asked::{Asked, By};
use super::cohort::{Cohort, Division, Who, cohort};
use super::compared::{Compared, with_ai};
use super::control::{Control, WaitControl};
use super::curve::Curve;
use super::facts::in_window;
use super::fate::fates;
use super::fixes::{Fixes, KindOfFix, kinds_of_fixes};
use super::floor;
use super::following::{Following, Reached, following, gap, lead, merge};
use super::history::History;
use super::hours::{LoadOf, by_day, load};
use super::incident::{Began, Incident, began_in};
use super::kind::Kind;
use super::link::{Evidence, Links};
use super::metrics::{Metrics, Window};
use super::rivals::{Rivalry, Scope, rivals};
use super::role::Role;
use super::rules::{Attribution, Blame, Rules};
use super::sides::{Side, Sides};
use super::sign::Sign;
use super::sorting::{Chain, Sorting, chains, sorting, sorting_of_viewed};
use super::span::window_of;
use super::stages::{Stage, backwards, stages};
use super::steps::Step;
use super::waiting::{Waiting, Waits, waiting};
use super::weeks::Weeks;
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::analysis::stats::survival::{Lasting, Lengths, log_rank};
use crate::analysis::{Interval, LEVEL};

/// Cohorts whose recovery is tested against one another, at most.
const TESTED: usize = 12;

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

/// How long the incidents that began in the window last.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Incidents {
    /// Hours until service was back.
    pub hours: Curve,
    /// Those that would have ended before they began, or after the exports were made.
    pub left_out: u64,
    /// Incidents of the same services that began outside the window, or at no time that is told.
    pub outside: u64,
    /// The longest that are over, at most three, by what they are known by; none where there are too few to tell of.
    pub longest: Vec<String>,
    /// When the first and the last of all began, also of those outside, and how many did at a time that is told.
    pub known: Option<(i64, i64, u64)>,
}

/// Everything.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Board {
    /// What deployments are divided by.
    pub by: By,
    /// Names of the columns that they can be divided by, too.
    pub others: Vec<String>,
    /// The time that is looked at.
    pub window: Window,
    /// The first second that the exports tell of, and the second after the last.
    pub known: (i64, i64),
    /// When each full week starts, by local time.
    pub weeks: Vec<i64>,
    /// Services, the one with most deployments at any time first.
    pub services: Vec<Service>,
    /// Deployments in view.
    pub deployments: u64,
    /// Those that had time to fail.
    pub judged: u64,
    /// Failed deployments of those that recovery is told of, of which nothing says when service was back.
    pub untold: u64,
    /// Whether no cohort is too small, and none is left out of the numbers of all together.
    pub is_whole: bool,
    /// Those that rates of all together are told of: all, but for those of cohorts so small that the others would give them away.
    pub told_of: u64,
    /// Deployments of services with so few that they are left out, for another choice of services would tell of them alone.
    pub held_back: u64,
    /// Whether anything tells rollbacks and repairs: without that, none is no news.
    pub tells_remedies: bool,
    /// All in view together.
    pub everyone: Cohort,
    /// Who is compared.
    pub cohorts: Vec<Cohort>,
    /// Fail rate of the first cohort less that of the second, where there are two sides.
    pub gap: Option<(f64, Interval, Option<Interval>)>,
    /// P-value of the log-rank test of recovery over all sides, where there is one.
    pub recovery_p: Option<f64>,
    /// Failed deployments in view, those too recent to judge among them, by their surest evidence.
    pub evidence: BTreeMap<Evidence, u64>,
    /// What tells that a change was made with AI, by how many changes each told.
    pub signs: Vec<(Sign, u64)>,
    /// Changes that are said to be made without AI.
    pub denied: u64,
    /// What exports say of AI that is neither yes nor no, by how many changes it is said of.
    pub unclear: Vec<(String, u64)>,
    /// Fail rates of everyone by week; none where too few weeks tell them.
    pub control: Option<Control>,
    /// Hours from when changes were opened until they were first deployed.
    pub lead: Reached,
    /// Hours from when changes were opened until they were merged.
    pub merge: Reached,
    /// What each stage of lead time takes.
    pub stages: Vec<Stage>,
    /// Changes that would have been through a stage before they came to it, for each stage with any.
    pub stages_backwards: Vec<(Step, u64)>,
    /// How long changes waited for their first approval, by week; none where too few weeks tell it.
    pub wait_control: Option<WaitControl>,
    /// How long incidents last, whatever caused them.
    pub incidents: Incidents,
    /// How long changes wait, the longest first.
    pub waits: Vec<Waiting>,
    /// Reviews that say no time to wait from, or wait backwards.
    pub waits_left_out: u64,
    /// Kinds of fixes, the commonest first.
    pub fixes: Vec<KindOfFix>,
    /// Merged changes in the window: made with AI, and others.
    pub merged: (u64, u64),
    /// What followed changes.
    pub following: Vec<Following>,
    /// When things happen.
    pub load: Vec<LoadOf>,
    /// Rival definitions.
    pub rivals: Vec<Rivalry>,
    /// Failed deployments, the latest of them; none of cohorts too small to be taken apart.
    pub chains: Vec<Chain>,
    /// How many of them fail rates count, and how many are too recent for that.
    pub chained: (u64, u64),
    /// Cohorts too small to be taken apart.
    pub small: Vec<Who>,
    /// What became of the rows.
    pub sorting: Sorting,
    /// What became of those of services that are looked at.
    pub viewed: Sorting,
    /// Columns of files that are said to hold points in time, and hold none.
    pub silent_times: Vec<(u32, Role)>,
    /// What is told by the day alone, without times of day.
    pub by_day: Vec<Kind>,
}

/// Incidents that are named as the longest.
const LONGEST: usize = 3;

/// What is told of a history, and stays the same for many questions.
#[derive(Clone, Copy)]
pub(super) struct Background<'a> {
    /// Whose each deployment is.
    pub division: &'a Division,
    /// Whether each change was made with AI.
    pub assisted: &'a [bool],
    /// What tells that, by how many changes each told.
    pub signs: &'a [(Sign, u64)],
    /// Changes that are said to be made without it.
    pub denied: u64,
    /// What is said of it that is neither, by how many changes it is said of.
    pub unclear: &'a [(String, u64)],
    /// Fixes among all merged changes.
    pub fixes: &'a [Fixes],
    /// The links under other rules of attribution and blame.
    pub links_under: &'a dyn Fn(Attribution, Blame) -> Rc<Links>,
}

impl Board {
    /// Whether every cohort is big enough to be taken apart, and none is left out of the rates of all together.
    pub fn tells_all(&self) -> bool {
        self.small.is_empty() && self.told_of == self.deployments
    }

    /// What a history answers; `known_rivals` are what rival definitions give, where that is known.
    pub(super) fn of(
        history: &History,
        links: &Links,
        told: Background<'_>,
        asked: &Asked,
        known_rivals: Option<Vec<Rivalry>>,
    ) -> Board {
        let Background {
            division,
            assisted,
            signs,
            denied,
            unclear,
            fixes,
            links_under,
        } = told;
        let columns = &history.columns;
        let (window, known) = window_of(history, asked);
        let by = division.by;
        let is_looked_at = |service: &str| asked.looks_at(service);
        let is_in_view: Vec<bool> = history
            .facts
            .services
            .iter()
            .map(|service| is_looked_at(service))
            .collect();
        let viewed = history.facts.viewed(is_looked_at);
        let lines = history.facts.lines.iter();
        let of_services: Vec<u64> = lines.map(|line| in_window(line, window) as u64).collect();
        let are_alone = floor::alone(&of_services, &is_in_view, HIDE);
        // Services that are cohorts keep their sizes, and are left out of what is told of all together.
        let viewed: Vec<usize> = match by == By::Service || !are_alone.contains(&true) {
            true => viewed,
            false => {
                let is_told = |at: &usize| !are_alone[history.facts.service_of[*at]];
                viewed.into_iter().filter(is_told).collect()
            }
        };
        let held_back = of_services.iter().zip(&are_alone);
        let held_back = held_back.filter(|(_, is_alone)| **is_alone && by != By::Service);
        let held_back: u64 = held_back.map(|(n, _)| n).sum();
        let is_alone = |some: &[usize]| {
            let first = some.first();
            by == By::Service && first.is_some_and(|at| are_alone[history.facts.service_of[*at]])
        };
        let services = services(history, window, &is_in_view);
        // Places of services among those in view, the one with most deployments first.
        let mut place_of: Vec<Option<usize>> = vec![None; is_in_view.len()];
        let seen = services.iter().filter(|service| service.is_in_view);
        for (place, service) in seen.enumerate() {
            let at = history.facts.service(&service.name);
            if let Some(at) = at {
                place_of[at] = Some(place);
            }
        }
        let weeks = asked.zone.with_clock(|clock| Weeks::of(window, clock));
        let cohort_of = |who: Who, metrics: &Metrics| {
            cohort(history, asked, who, metrics, &place_of, &weeks, window)
        };
        let metrics =
            |some: &[usize]| Metrics::of(history, links, &asked.rules, window, some, LEVEL);
        let sides = Sides::of(division, columns, &viewed, &metrics, &cohort_of, &is_alone);
        let Sides {
            whole,
            rated,
            restored,
            small,
            are_all_told,
            are_failures_told,
            ..
        } = &sides;
        let is_whole = small.is_empty() && *are_all_told;
        // Of so few, how many failed would tell of each.
        let are_few =
            floor::is_small(rated.deployments.len() as u64) || floor::is_small(rated.fail_rate.n);
        let recovery = &restored.recovery;
        let (doubtful, untold) = match are_few {
            true => (0, 0),
            false => {
                let doubtful = recovery.doubtful.len() as u64;
                let untold = restored.failed.len() as u64 - doubtful - recovery.lengths.len();
                (doubtful, untold)
            }
        };
        let everyone = Cohort {
            failed: rated.fail_rate.withheld(),
            rolled_back: rated.rollback_rate.withheld(),
            reworked: rated.rework_rate.withheld(),
            repaired: rated.repaired_rate.withheld(),
            remediated: rated.remediation_share.withheld(),
            recovery: match are_few {
                true => Curve::default(),
                false => Curve::of(&recovery.lengths).withheld(),
            },
            doubtful,
            ..cohort_of(Who::Everyone, whole)
        };
        // One gap is told where there are two sides; those of which no change is known are on neither.
        let compared = sides.compared();
        let gap = match compared.as_slice() {
            [one, other] => gap(&one.cohort.failed, &other.cohort.failed),
            _ => None,
        };
        let recovery_p = recovery_p(&compared);
        let mut evidence: BTreeMap<Evidence, u64> = BTreeMap::new();
        if !are_few {
            for at in &rated.failed {
                let by = links.surest[*at].unwrap_or(Evidence::Named);
                *evidence.entry(by).or_default() += 1;
            }
        }
        let Waits { waits, left_out } = waiting(history, asked, assisted, by, window.exported);
        let fates = fates(links, whole);
        let changes = Compared::of(history, asked, assisted, window, &fates, division);
        let with = with_ai(&changes.changes, assisted);
        let kinds = kinds_of_fixes(history, fixes, &changes);
        let began = began_in(history, asked, window);
        let by_day = by_day(history);
        let sorting = sorting(
            history,
            links,
            window,
            *are_failures_told && !are_few && held_back == 0,
        );
        let are_small = division.which(small);
        let is_named = |at: usize| !are_small[division.code(at) as usize];
        let rivals = match known_rivals.filter(|_| is_whole) {
            Some(known) => known,
            None => rivals(
                history,
                asked,
                &Scope {
                    whole,
                    rated,
                    restored,
                    is_whole: *are_all_told,
                    links,
                    links_under,
                    window,
                    is_named: &is_named,
                    began: &began,
                },
            ),
        };
        let (chains, chained) = chains(history, links, rated, division, &is_named);
        Board {
            following: following(history, &fates, &changes),
            load: load(
                history,
                asked,
                (whole, &of_services),
                window,
                &began,
                &by_day,
            ),
            control: Control::of(history, asked, links, rated, &weeks, window.exported),
            wait_control: WaitControl::of(history, asked, &weeks),
            stages_backwards: backwards(history, &changes),
            stages: stages(history, window.exported, &changes),
            rivals,
            chains,
            chained,
            small: small.iter().cloned().collect(),
            viewed: sorting_of_viewed(history, links, &sorting, &is_in_view, (window, &began)),
            sorting,
            lead: lead(history, &fates, &changes, division, small),
            merge: merge(history, &changes, by),
            incidents: incidents(history, &began, &asked.rules, window),
            merged: (with, changes.changes.len() as u64 - with),
            deployments: whole.deployments.len() as u64,
            judged: whole.fail_rate.n,
            untold,
            is_whole,
            told_of: rated.deployments.len() as u64,
            held_back,
            cohorts: sides.sides.iter().map(|side| side.cohort.clone()).collect(),
            weeks: weeks
                .starts
                .iter()
                .map(|at| at + asked.zone.ahead(*at))
                .collect(),
            fixes: kinds,
            waits_left_out: left_out,
            by,
            others: history.others.keys().cloned().collect(),
            window,
            known,
            services,
            everyone,
            gap,
            recovery_p,
            evidence,
            signs: signs.to_vec(),
            unclear: unclear.to_vec(),
            denied,
            tells_remedies: history.tells_remedies,
            silent_times: Vec::new(),
            by_day,
            waits,
        }
    }
}

fn services(history: &History, window: Window, is_in_view: &[bool]) -> Vec<Service> {
    let facts = &history.facts;
    let all = facts.services.iter().zip(&facts.lines).zip(is_in_view);
    let mut all: Vec<(usize, Service)> = all
        .filter(|((_, line), _)| !line.is_empty())
        .map(|((name, line), is_in_view)| {
            let service = Service {
                name: name.clone(),
                deployments: in_window(line, window) as u64,
                is_in_view: *is_in_view,
            };
            (line.len(), service)
        })
        .collect();
    // By all of theirs, so that another window does not move them.
    all.sort_by_key(|(all, _)| std::cmp::Reverse(*all));
    all.into_iter().map(|(_, service)| service).collect()
}

/// How long those last that began in the window, and how many did not.
fn incidents(history: &History, began: &Began, rules: &Rules, window: Window) -> Incidents {
    let all = began.inside.iter().map(|at| &history.incidents[*at]);
    let lasting = all.filter_map(|incident| {
        let length = incident.lasting(window.exported, rules.longest_days)?;
        Some((length, incident))
    });
    let mut lasting: Vec<(Lasting, &Incident)> = lasting.collect();
    let lengths: Lengths = lasting.iter().map(|(length, _)| *length).collect();
    lasting.retain(|(length, _)| length.is_over);
    lasting.sort_by(|(one, _), (other, _)| other.time.total_cmp(&one.time));
    let longest = lasting.iter().take(LONGEST).map(|(_, one)| one.id.clone());
    Incidents {
        longest: match floor::is_small(lengths.len()) {
            true => Vec::new(),
            false => longest.collect(),
        },
        hours: Curve::of(&lengths).withheld(),
        left_out: began.inside.len() as u64 - lengths.len(),
        outside: began.outside,
        known: began.known,
    }
}

/// P-value of the log-rank test of recovery over cohorts with enough failures to be tested.
fn recovery_p(sides: &[&Side]) -> Option<f64> {
    let lengths: Vec<&Lengths> = sides
        .iter()
        .map(|side| &side.metrics.recovery.lengths)
        .filter(|lengths| lengths.len() >= FAINT)
        .collect();
    match lengths.len() <= TESTED {
        true => log_rank(&lengths).ok().map(|test| test.p),
        false => None,
    }
}
