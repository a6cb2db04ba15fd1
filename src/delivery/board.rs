//! Everything that is on screen of a history, in one value that crosses from where the history is to where it is drawn.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::asked::By;
use super::cohort::{Cohort, Division, Who};
use super::control::{Control, WaitControl};
use super::curve::Curve;
use super::facts::in_window;
use super::fixes::{Fixes, KindOfFix};
use super::floor;
use super::following::{Following, Reached};
use super::history::History;
use super::hours::LoadOf;
use super::incident::{Began, Incident};
use super::kind::Kind;
use super::link::{Evidence, Links};
use super::metrics::Window;
use super::rivals::{Rival, Rivalry, Subject, Value};
use super::role::Role;
use super::rules::{Attribution, Blame, Rules};
use super::sides::Side;
use super::sign::Sign;
use super::sorting::{Chain, Sorting};
use super::stages::Stage;
use super::steps::Step;
use super::stretches::Trend;
use super::waiting::Waiting;
use crate::analysis::Interval;
use crate::analysis::stats::base::FAINT;
use crate::analysis::stats::survival::{Lasting, Lengths, log_rank};

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
    /// How each metric of each cohort moves.
    pub trends: Vec<Trend>,
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
    /// Whether this is only what comes first: what changes tell, when things happen, weeks against chance and rivals follow.
    pub is_beginning: bool,
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

    /// Whether changes may be told one by one: they have cohorts of their own where these go by signs of AI, and else those of deployments.
    pub(super) fn tells_changes(&self) -> bool {
        let is_of_side = matches!(self.by, By::Exposure | By::Everyone | By::Fitting);
        is_of_side || self.small.is_empty()
    }

    /// Whether the rows may be told that a value of the X-ray is made of.
    pub(super) fn tells(&self, of: Subject, rival: Rival) -> bool {
        let mut all = self.rivals.iter();
        let Some(one) = all.find(|one| (one.of, one.rival) == (of, rival)) else {
            return false;
        };
        let n = match &one.value {
            Value::Rate(rate) => rate.n,
            Value::Ratio(_, n) => *n,
            Value::Hours(curve) => curve.n,
            Value::AWeek(_) => self.deployments,
        };
        let is_whole = match of {
            Subject::LeadTime => self.tells_changes(),
            _ => self.is_whole && self.tells_all(),
        };
        is_whole && !one.is_withheld && !floor::is_small(n)
    }
}

pub(super) fn services(history: &History, window: Window, is_in_view: &[bool]) -> Vec<Service> {
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
pub(super) fn incidents(
    history: &History,
    began: &Began,
    rules: &Rules,
    window: Window,
) -> Incidents {
    let all = began.inside.iter().map(|at| &history.incidents[*at]);
    let lasting = all.filter_map(|incident| {
        let length = incident.lasting(window.exported, rules.longest_days)?;
        Some((length, incident))
    });
    let lasting: Vec<(Lasting, &Incident)> = lasting.collect();
    let lengths: Lengths = lasting.iter().map(|(length, _)| *length).collect();
    // The longest first; of those that are as long, the first.
    let mut longest: Vec<(f64, &Incident)> = Vec::with_capacity(LONGEST + 1);
    for (length, incident) in lasting.iter().filter(|(length, _)| length.is_over) {
        let place = longest.partition_point(|(time, _)| *time >= length.time);
        longest.insert(place, (length.time, incident));
        longest.truncate(LONGEST);
    }
    Incidents {
        longest: match floor::is_small(lengths.len()) {
            true => Vec::new(),
            false => longest.iter().map(|(_, one)| one.id.clone()).collect(),
        },
        hours: Curve::of(&lengths).withheld(),
        left_out: began.inside.len() as u64 - lengths.len(),
        outside: began.outside,
        known: began.known,
    }
}

/// P-value of the log-rank test of recovery over cohorts with enough failures to be tested.
pub(super) fn recovery_p(sides: &[&Side]) -> Option<f64> {
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
