//! Makes the exports of three invented teams over 26 weeks, with the mess that real ones have, and keeps the truth about them.
//!
//! Two of five changes are made with AI. Four of five of these say so somewhere: by a label, by a trailer in their text, or in the
//! team's own log; the others were squash-merged and lost it. Deployments with a labelled change fail more often, and it takes
//! longer to recover from them. Nothing here is anybody's.

use std::collections::BTreeMap;

use super::dice::{Dice, write_record};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// 2025-12-01, a Monday.
const START: i64 = 1_764_547_200;
const WEEKS: i64 = 26;
/// All of the weeks.
pub const WINDOW: (i64, i64) = (START, START + WEEKS * WEEK);
/// Nothing is deployed in this week.
const FREEZE: i64 = 3;
/// Days after which a deployment had time to fail.
const FOLLOW_UP: i64 = 14;
/// Services, whose they are, and how many deployments a week they have.
const SERVICES: [(&str, &str, usize); 4] = [
    ("accounts", "Identity", 12),
    ("billing", "Payments", 11),
    ("checkout", "Payments", 11),
    ("search", "Discovery", 11),
];
/// Steps of approval: how many percent of changes pass them, and about how many hours that takes.
const STEPS: [(&str, usize, f64); 5] = [
    ("Security review", 9, 31.0),
    ("Change board", 20, 22.0),
    ("Code owner, second review", 55, 9.5),
    ("QA sign-off", 40, 6.0),
    ("Release manager", 65, 2.2),
];
const REVIEWERS: usize = 14;
const FIXES: [&str; 6] = [
    "Fix config flag of",
    "Fix flaky test of",
    "Fix missing migration guard in",
    "Fix dependency pin of",
    "Fix null field in",
    "Fix timeout in",
];
const WORK: [&str; 6] = [
    "Add paging to",
    "Split the handler of",
    "Cache lookups in",
    "Rename fields of",
    "Move settings of",
    "Tidy logging in",
];

/// How a failure shows.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Shows {
    /// An incident names the deployment.
    Named,
    /// A rollback brings the version before back.
    Version,
    /// A revert of its change is deployed.
    Revert,
    /// A hotfix comes next.
    Hotfix,
    /// An incident comes soon after, and names nothing.
    Time,
}

/// What the generator knows about what it wrote.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// Production deployments that got there.
    pub deployments: usize,
    /// Rows written twice for pipelines that ran again.
    pub reruns: usize,
    /// Deployments to staging.
    pub staging: usize,
    /// Pipelines that never got there.
    pub unreached: usize,
    /// Deployments with a change that says that AI had to do with it.
    pub labelled: usize,
    /// Failed deployments by what shows it; with a labelled change, and without.
    pub failed: BTreeMap<Shows, (usize, usize)>,
    /// Deployments that had time to fail, in the same way; and those of them that failed.
    pub judged: (usize, usize),
    /// Failed ones of these.
    pub judged_failed: (usize, usize),
    /// Incidents still open.
    pub open: usize,
    /// Incidents that no deployment caused.
    pub unlinked: usize,
    /// Changes: labelled and others.
    pub changes: (usize, usize),
    /// Changes that AI had to do with and that do not say so.
    pub hidden: usize,
    /// Changes on which a pipeline ran again, in the same way.
    pub rerun_changes: (usize, usize),
    /// Changes with a finding.
    pub findings: (usize, usize),
    /// Rows of the log that name a change that there is not.
    pub astray: usize,
    /// Reviews that say no time of asking, of changes opened within the weeks.
    pub unasked: usize,
}

struct Change {
    number: usize,
    service: usize,
    title: String,
    body: String,
    labels: String,
    author: String,
    created: i64,
    merged: i64,
    sha: String,
    is_labelled: bool,
    is_in_log: bool,
}

struct Deployment {
    id: String,
    service: usize,
    environment: &'static str,
    status: &'static str,
    kind: &'static str,
    version: String,
    finished: i64,
    changes: Vec<usize>,
    is_labelled: bool,
    shows: Option<Shows>,
}

struct Incident {
    caused_by: String,
    service: usize,
    started: i64,
    restored: Option<i64>,
}

/// The exports and the truth.
pub struct Team {
    dice: Dice,
    changes: Vec<Change>,
    deployments: Vec<Deployment>,
    incidents: Vec<Incident>,
    /// What the generator knows.
    pub truth: Truth,
}

impl Team {
    /// Makes everything.
    pub fn make() -> Team {
        let mut team = Team {
            dice: Dice::of_column(1000),
            changes: Vec::new(),
            deployments: Vec::new(),
            incidents: Vec::new(),
            truth: Truth::default(),
        };
        for service in 0..SERVICES.len() {
            team.deploy(service);
        }
        team.roll_back_a_rollback();
        // Nobody deployed anything that let a certificate expire.
        team.incidents.push(Incident {
            caused_by: "expired certificate".to_owned(),
            service: 3,
            started: START + 9 * WEEK + 2 * DAY + 4 * HOUR,
            restored: Some(START + 9 * WEEK + 2 * DAY + 6 * HOUR),
        });
        team.truth.unlinked = 1;
        team.incidents.sort_by_key(|incident| incident.started);
        team.deployments
            .sort_by_key(|deployment| deployment.finished);
        team.tell();
        team
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.dice.below(100) < percent
    }

    /// Hours around a middle, most of them near it and some much longer.
    fn hours(&mut self, middle: f64) -> f64 {
        let (one, other) = (self.dice.unit(), self.dice.unit());
        middle * (0.25 + 1.5 * one) / (1.0 - 0.75 * other * other)
    }

    /// The same time or, most often, the next at which somebody works.
    fn at_work(&mut self, at: i64) -> i64 {
        let (since, later) = ((at - START).rem_euclid(WEEK), self.dice.below(7200) as i64);
        let (day, hour) = (since / DAY, since % DAY / HOUR);
        if self.chance(14) || day < 5 && (8..18).contains(&hour) {
            return at;
        }
        let morning = at - since % DAY + 9 * HOUR + later;
        match (day, hour) {
            (5, _) => morning + 2 * DAY,
            (6, _) => morning + DAY,
            (4, 18..) => morning + 3 * DAY,
            (_, ..8) => morning,
            _ => morning + DAY,
        }
    }

    /// When a day's work is done: mostly within it, now and then in the evening or at the weekend.
    fn moment(&mut self, week: i64, service: usize) -> i64 {
        let weekend = self.chance(3 + service);
        let day = match weekend {
            true => 5 + self.dice.below(2),
            false => self.dice.below(5),
        } as i64;
        let hour = match self.chance(12) {
            true => 18 + self.dice.below(5),
            false => 8 + self.dice.below(9),
        } as i64;
        let minute = self.dice.below(60) as i64;
        START + week * WEEK + day * DAY + hour * HOUR + minute * 60
    }

    /// All that is deployed of a service, in the order of time.
    fn deploy(&mut self, service: usize) {
        let mut times: Vec<i64> = Vec::new();
        for week in 0..WEEKS {
            if week == FREEZE {
                continue;
            }
            let most = SERVICES[service].2 - usize::from(week == FREEZE + 1) * 6;
            let few = most - self.dice.below(3);
            times.extend((0..few).map(|_| self.moment(week, service)));
        }
        times.sort_unstable();
        // Two pipelines of a service never end within the same two hours.
        times.dedup_by(|late, early| *late - *early < 2 * HOUR);
        let mut live = String::from("1.0.0");
        for (at, finished) in times.iter().copied().enumerate() {
            let next = times.get(at + 1).copied().unwrap_or(finished + DAY);
            let room = next - finished;
            let version = format!("1.{}.{}", 1 + at / 20, at % 20);
            let count = 1 + usize::from(self.chance(35));
            let changes: Vec<usize> = (0..count).map(|_| self.change(service, finished)).collect();
            let is_labelled = changes.iter().any(|at| self.changes[*at].is_labelled);
            let is_failed = self.chance(if is_labelled { 23 } else { 13 });
            let shows = is_failed.then(|| self.shows());
            let id = self.push(service, &version, "normal", finished, changes, shows);
            match shows {
                Some(shows) => self.fail(service, &id, shows, (finished, room), &live, is_labelled),
                None => live.clone_from(&version),
            }
            if !matches!(shows, Some(Shows::Version)) {
                live = version;
            }
            self.mess(service, finished);
        }
    }

    fn shows(&mut self) -> Shows {
        match self.dice.below(100) {
            0..50 => Shows::Named,
            50..66 => Shows::Version,
            66..82 => Shows::Revert,
            82..93 => Shows::Hotfix,
            _ => Shows::Time,
        }
    }

    fn push(
        &mut self,
        service: usize,
        version: &str,
        kind: &'static str,
        finished: i64,
        changes: Vec<usize>,
        shows: Option<Shows>,
    ) -> String {
        let id = format!("{}-{}", SERVICES[service].0, self.deployments.len() + 1);
        let is_labelled = changes.iter().any(|at| self.changes[*at].is_labelled);
        self.deployments.push(Deployment {
            id: id.clone(),
            service,
            environment: "production",
            status: "success",
            kind,
            version: version.to_owned(),
            finished,
            changes,
            is_labelled,
            shows,
        });
        id
    }

    /// A change that is deployed at `deployed`.
    fn change(&mut self, service: usize, deployed: i64) -> usize {
        let is_fix = self.chance(14);
        let title = match is_fix {
            // Some kinds of fixes are commoner than others.
            true => {
                FIXES[self
                    .dice
                    .below(FIXES.len())
                    .min(self.dice.below(FIXES.len()))]
            }
            false => WORK[self.dice.below(WORK.len())],
        };
        let merged = deployed - self.dice.below(20) as i64 * HOUR / 4 - 900;
        let open = (self.hours(20.0) * HOUR as f64) as i64;
        let (is_ai, place) = (self.chance(40), self.dice.below(100));
        let mut change = Change {
            number: 0,
            service,
            title: format!("{title} {}", SERVICES[service].0),
            body: String::new(),
            labels: String::new(),
            author: format!("engineer-{:02}", 1 + self.dice.below(22)),
            created: merged - open,
            merged,
            sha: format!("{:016x}", self.dice.draw()),
            is_labelled: is_ai && place < 80,
            is_in_log: false,
        };
        match (is_ai, place) {
            (true, 0..40) => change.labels = "ai-assisted".to_owned(),
            (true, 40..62) => {
                change.body =
                    "Drafted with help.\n\nCo-authored-by: Claude <noreply@anthropic.com>"
                        .to_owned();
            }
            (true, 62..80) => change.is_in_log = true,
            (true, _) => self.truth.hidden += 1,
            _ => {}
        }
        if is_fix {
            change.labels += if change.labels.is_empty() {
                "bug"
            } else {
                ", bug"
            };
        }
        self.add(change)
    }

    fn add(&mut self, mut change: Change) -> usize {
        change.number = 1000 + self.changes.len();
        self.changes.push(change);
        self.changes.len() - 1
    }

    /// Makes a failure show; all that belongs to it comes before the next deployment of the service.
    fn fail(
        &mut self,
        service: usize,
        id: &str,
        shows: Shows,
        (finished, room): (i64, i64),
        live: &str,
        is_labelled: bool,
    ) {
        let middle = if is_labelled { 6.5 } else { 4.2 };
        let length = (self.hours(middle) * HOUR as f64) as i64;
        let week_left = WEEK - (finished - START).rem_euclid(WEEK) - 60;
        let soon = finished + length.min(room * 6 / 10).min(week_left).max(600);
        match shows {
            Shows::Named | Shows::Time => {
                let began = (300 + self.dice.below(5400) as i64).min(room * 6 / 10);
                let is_late = finished > START + (WEEKS - 8) * WEEK;
                let is_open = is_late && shows == Shows::Named && self.chance(30);
                self.truth.open += usize::from(is_open);
                self.incidents.push(Incident {
                    caused_by: match shows {
                        Shows::Named => id.to_owned(),
                        _ => String::new(),
                    },
                    service,
                    started: finished + began,
                    restored: (!is_open).then_some(finished + began + length),
                });
            }
            Shows::Version => {
                self.push(service, live, "rollback", soon, Vec::new(), None);
            }
            Shows::Revert => {
                let original = self.deployments.last().map_or(0, |one| one.changes[0]);
                let change = &self.changes[original];
                let (title, sha) = (
                    format!("Revert \"{}\"", change.title),
                    format!("This reverts commit {}.", change.sha),
                );
                let own = format!("{:016x}", self.dice.draw());
                let revert = self.add(Change {
                    number: 0,
                    service,
                    title,
                    body: sha,
                    labels: String::new(),
                    author: "engineer-01".to_owned(),
                    created: soon - 1200,
                    merged: soon - 600,
                    sha: own,
                    is_labelled: false,
                    is_in_log: false,
                });
                let version = format!("{}.r", self.deployments.len());
                self.push(service, &version, "revert", soon, vec![revert], None);
            }
            Shows::Hotfix => {
                let version = format!("{}.h", self.deployments.len());
                self.push(service, &version, "hotfix", soon, Vec::new(), None);
            }
        }
    }

    /// What else a log of deployments holds: staging, pipelines that broke.
    fn mess(&mut self, service: usize, finished: i64) {
        for (percent, environment, status) in [
            (28, "staging", "success"),
            (4, "production", "failure"),
            (1, "production", "cancelled"),
        ] {
            if self.chance(percent) {
                self.push(service, "", "normal", finished - 1800, Vec::new(), None);
                if let Some(last) = self.deployments.last_mut() {
                    last.environment = environment;
                    last.status = status;
                }
            }
        }
    }

    /// The last rollback of the first service broke things itself, and the version that it had taken back came back.
    fn roll_back_a_rollback(&mut self) {
        let Some(at) = self
            .deployments
            .iter()
            .rposition(|one| one.kind == "rollback" && one.service == 0)
        else {
            return;
        };
        let finished = self.deployments[at].finished;
        let bad = self.deployments[..at]
            .iter()
            .rev()
            .find(|one| one.shows == Some(Shows::Version) && one.service == 0)
            .map_or_else(String::new, |one| one.version.clone());
        self.deployments[at].shows = Some(Shows::Version);
        self.push(0, &bad, "rollback", finished + 900, Vec::new(), None);
    }

    /// Writes down what is true.
    fn tell(&mut self) {
        let last = self.exported();
        let truth = &mut self.truth;
        let add = |pair: &mut (usize, usize), is_labelled: bool| match is_labelled {
            true => pair.0 += 1,
            false => pair.1 += 1,
        };
        for one in &self.deployments {
            match (one.environment, one.status) {
                ("staging", _) => truth.staging += 1,
                (_, "success") => {
                    truth.deployments += 1;
                    truth.labelled += usize::from(one.is_labelled);
                    if let Some(shows) = one.shows {
                        add(truth.failed.entry(shows).or_default(), one.is_labelled);
                    }
                    if one.finished + FOLLOW_UP * DAY <= last {
                        add(&mut truth.judged, one.is_labelled);
                        if one.shows.is_some() {
                            add(&mut truth.judged_failed, one.is_labelled);
                        }
                    }
                }
                _ => truth.unreached += 1,
            }
        }
        for change in &self.changes {
            add(&mut truth.changes, change.is_labelled);
        }
    }

    /// When the exports were made: the last thing that they know.
    fn exported(&self) -> i64 {
        let ends = self
            .incidents
            .iter()
            .flat_map(|one| [Some(one.started), one.restored])
            .flatten();
        let all = self.deployments.iter().map(|one| one.finished).chain(ends);
        all.max().unwrap_or(START)
    }

    /// Names and texts of the files.
    pub fn files(&mut self) -> Vec<(&'static str, String)> {
        vec![
            ("deployments.csv", self.deployments_csv()),
            ("incidents.csv", self.incidents_csv()),
            ("pull-requests.csv", self.changes_csv()),
            ("reviews.csv", self.reviews_csv()),
            ("ci-runs.csv", self.runs_csv()),
            ("findings.csv", self.findings_csv()),
            ("label-log.csv", self.log_csv()),
        ]
    }

    fn deployments_csv(&mut self) -> String {
        let mut dice = Dice::of_column(1001);
        let mut text = String::new();
        let head = "deployment_id,service,team,environment,status,kind,version,finished_at,pr";
        write_record(&mut text, head.split(','));
        for one in &self.deployments {
            let numbers = one
                .changes
                .iter()
                .map(|at| self.changes[*at].number.to_string());
            let numbers = numbers.collect::<Vec<_>>().join("; ");
            let (service, team, _) = SERVICES[one.service];
            let finished = time(one.finished);
            let cells = [
                one.id.as_str(),
                service,
                team,
                one.environment,
                one.status,
                one.kind,
                &one.version,
                &finished,
                &numbers,
            ];
            // A pipeline of several jobs has a row for each.
            if one.status == "success" && one.environment == "production" && dice.below(100) < 4 {
                let early = time(one.finished - 240);
                let mut cells = cells;
                cells[7] = &early;
                write_record(&mut text, cells.into_iter());
                self.truth.reruns += 1;
            }
            write_record(&mut text, cells.into_iter());
        }
        text
    }

    fn incidents_csv(&self) -> String {
        let mut text = String::new();
        let head = "incident_id,service,severity,started_at,restored_at,caused_by";
        write_record(&mut text, head.split(','));
        for (at, one) in self.incidents.iter().enumerate() {
            let (id, started) = (format!("INC-{}", 101 + at), time(one.started));
            let restored = one.restored.map(time).unwrap_or_default();
            let cells = [
                id.as_str(),
                SERVICES[one.service].0,
                ["SEV2", "SEV3"][at % 2],
                &started,
                &restored,
                &one.caused_by,
            ];
            write_record(&mut text, cells.into_iter());
        }
        text
    }

    fn changes_csv(&self) -> String {
        let mut text = String::new();
        let head =
            "number,service,title,body,author,labels,state,created_at,merged_at,merge_commit_sha";
        write_record(&mut text, head.split(','));
        for one in &self.changes {
            let (number, created, merged) =
                (one.number.to_string(), time(one.created), time(one.merged));
            let cells = [
                number.as_str(),
                SERVICES[one.service].0,
                &one.title,
                &one.body,
                &one.author,
                &one.labels,
                "merged",
                &created,
                &merged,
                &one.sha,
            ];
            write_record(&mut text, cells.into_iter());
        }
        text
    }

    fn reviews_csv(&mut self) -> String {
        let mut text = String::new();
        let head = "pull_request,step,requested_at,submitted_at,reviewer,state";
        write_record(&mut text, head.split(','));
        for at in 0..self.changes.len() {
            let (number, created) = (
                self.changes[at].number.to_string(),
                self.changes[at].created,
            );
            for (step, percent, hours) in STEPS {
                if !self.chance(percent) {
                    continue;
                }
                let requested = created + self.dice.below(3600) as i64;
                let waited = (self.hours(hours) * HOUR as f64) as i64;
                let submitted = self.at_work(requested + waited);
                let reviewer = format!("reviewer-{:02}", 1 + self.dice.below(REVIEWERS));
                let is_unasked = self.dice.below(1000) < 12;
                self.truth.unasked += usize::from(is_unasked && created >= START);
                let asked = if is_unasked {
                    String::new()
                } else {
                    time(requested)
                };
                let submitted = time(submitted);
                let cells = [
                    number.as_str(),
                    step,
                    &asked,
                    &submitted,
                    &reviewer,
                    "approved",
                ];
                write_record(&mut text, cells.into_iter());
            }
        }
        text
    }

    fn runs_csv(&mut self) -> String {
        let mut text = String::new();
        let head = "run_id,workflow_name,run_attempt,conclusion,head_sha,pr_number,started_at";
        write_record(&mut text, head.split(','));
        let mut run = 7000;
        for at in 0..self.changes.len() {
            let one = &self.changes[at];
            let (number, sha, is_labelled) =
                (one.number.to_string(), one.sha.clone(), one.is_labelled);
            let started = one.merged - HOUR;
            let again = self.chance(if is_labelled { 19 } else { 11 });
            match (again, is_labelled) {
                (true, true) => self.truth.rerun_changes.0 += 1,
                (true, false) => self.truth.rerun_changes.1 += 1,
                _ => {}
            }
            for attempt in 1..=1 + i64::from(again) {
                run += 1;
                let conclusion = if again && attempt == 1 {
                    "failure"
                } else {
                    "success"
                };
                let (id, attempt, when) = (
                    run.to_string(),
                    attempt.to_string(),
                    time(started + attempt * 900),
                );
                let cells = [
                    id.as_str(),
                    "tests",
                    &attempt,
                    conclusion,
                    &sha,
                    &number,
                    &when,
                ];
                write_record(&mut text, cells.into_iter());
            }
        }
        text
    }

    fn findings_csv(&mut self) -> String {
        let mut text = String::new();
        write_record(
            &mut text,
            "finding_id,rule_id,severity,pr_number,found_at".split(','),
        );
        let rules = [
            "sql-injection",
            "hard-coded-secret",
            "path-traversal",
            "weak-hash",
        ];
        let mut count = 0;
        for at in 0..self.changes.len() {
            let is_labelled = self.changes[at].is_labelled;
            if !self.chance(if is_labelled { 8 } else { 4 }) {
                continue;
            }
            match is_labelled {
                true => self.truth.findings.0 += 1,
                false => self.truth.findings.1 += 1,
            }
            count += 1;
            let one = &self.changes[at];
            let (id, number, found) = (
                format!("F-{count}"),
                one.number.to_string(),
                time(one.merged - 1800),
            );
            let cells = [
                id.as_str(),
                rules[count % rules.len()],
                ["high", "medium", "low"][count % 3],
                &number,
                &found,
            ];
            write_record(&mut text, cells.into_iter());
        }
        text
    }

    fn log_csv(&mut self) -> String {
        let mut text = String::new();
        write_record(
            &mut text,
            "date,pull_request,ai_assisted,tool,note".split(','),
        );
        for one in self.changes.iter().filter(|one| one.is_in_log) {
            let (day, number) = (
                time(one.merged)[..10].to_owned(),
                format!("#{}", one.number),
            );
            let cells = [day.as_str(), &number, "yes", "editor assistant", ""];
            write_record(&mut text, cells.into_iter());
        }
        for number in ["#17", "#18", "#23"] {
            let cells = ["2026-03-02", number, "yes", "", "number of the old tracker"];
            write_record(&mut text, cells.into_iter());
            self.truth.astray += 1;
        }
        text
    }
}

/// A point in time as exports write it.
fn time(at: i64) -> String {
    let day = denominator::calendar::iso(at.div_euclid(DAY));
    let (hour, minute, second) = (at.rem_euclid(DAY) / HOUR, at / 60 % 60, at % 60);
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}
