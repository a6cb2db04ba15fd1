//! What is told of every metric by week: which are told of, in words and as a table.

use std::cmp::Reverse;

use super::control::place;
use super::names::{measure, who, who_changed};
use super::notices::tells_failures;
use super::opens::Opens;
use super::says::month_name;
use super::{View, definitions};
use crate::calendar::{civil, iso};
use crate::delivery::{
    Behind, Board, Cohort, Course, Deployed, Led, Limits, Measure, Point, RateBase, Rework, Rules,
    Told, Trend, Who,
};
use crate::figure::{Locale, format};

const DAY: i64 = 86_400;
/// Cohorts that are told of at most.
const MOST: usize = 6;

/// The trends that the exports can tell of.
pub(super) fn told(board: &Board) -> impl Iterator<Item = &Trend> {
    let are_failures = tells_failures(board);
    board
        .trends
        .iter()
        .filter(move |trend| match trend.measure {
            Measure::FailRate | Measure::Recovery => are_failures,
            Measure::RollbackRate | Measure::ReworkRate | Measure::RepairedRate => {
                are_failures && (board.tells_remedies || board.everyone.reworked.hits > 0)
            }
            Measure::LeadTime | Measure::AfterHours => true,
        })
}

/// The cohorts that have cells, with their places among all.
pub(super) fn shown(board: &Board) -> Vec<(usize, &Cohort)> {
    let has_any = |who: &Who| told(board).any(|trend| course(trend, who).is_some());
    let cohorts = board.cohorts.iter().enumerate();
    cohorts
        .filter(|(_, cohort)| has_any(&cohort.who))
        .take(MOST)
        .collect()
}

pub(super) fn course<'a>(trend: &'a Trend, who: &Who) -> Option<&'a Course> {
    trend.courses.iter().find(|course| course.who == *who)
}

/// The deployments or changes that a point is told from, by the place of its metric and its level; none of one that is not told.
pub(super) fn opens(board: &Board, row: usize, level: usize) -> Option<Opens> {
    let trend = told(board).nth(row)?;
    let weeks = board.weeks.len();
    let (place, at) = (level.checked_div(weeks)?, level % weeks);
    let cohorts = shown(board);
    let (_, cohort) = cohorts.get(place)?;
    course(trend, &cohort.who)?.points.get(at)?.value()?;
    let (who, start, weeks) = (
        cohort.who.clone(),
        start(trend, at, board),
        trend.span as u32,
    );
    let viewed = board.services.iter().filter(|service| service.is_in_view);
    Some(Opens::Changes(match trend.measure {
        Measure::LeadTime => Behind::Led(Led { who, start, weeks }),
        _ => Behind::Deployed(Deployed {
            who,
            services: viewed.map(|service| service.name.clone()).collect(),
            start,
            weeks,
        }),
    }))
}

/// "by week" or "by 4 weeks".
pub(super) fn by_span(span: usize) -> String {
    match span {
        1 => "by week".to_owned(),
        span => format!("by {span} weeks"),
    }
}

/// "week of 6 April" or "4 weeks from 6 April".
pub(super) fn stretch(trend: &Trend, at: usize, board: &Board) -> String {
    let (_, month, day) = civil(start(trend, at, board).div_euclid(DAY));
    match trend.span {
        1 => format!("week of {day} {}", month_name(month)),
        span => format!("{span} weeks from {day} {}", month_name(month)),
    }
}

/// When a point begins, at a second of local time.
pub(super) fn start(trend: &Trend, at: usize, board: &Board) -> i64 {
    let week = trend.first + at * trend.span;
    board.weeks.get(week).copied().unwrap_or_default()
}

pub(super) fn said(trend: &Trend, point: &Point, locale: &Locale) -> String {
    match point {
        Point::Told { .. } => {
            let (value, of, ends) = numbers(trend, point, locale);
            format!("{value}, {of}, plausibly {ends}")
        }
        Point::NotReached(n) => {
            format!("half of {} not known to be over", format::count(*n, locale))
        }
        Point::Nothing => "none".to_owned(),
        Point::Few => format!("hidden: {}", few(trend.measure)),
        Point::HeldBack => "held back, because it would give away those with too few".to_owned(),
    }
}

pub(super) fn few(of: Measure) -> String {
    format::under(of.least())
}

/// A point's value, out of how many it is, and its interval.
pub(super) fn numbers(trend: &Trend, point: &Point, locale: &Locale) -> (String, String, String) {
    let Point::Told {
        value,
        n,
        hits,
        interval,
    } = point
    else {
        return Default::default();
    };
    match trend.measure.is_rate() {
        true => (
            format::percent(*value, *n, locale),
            format::fraction(*hits, *n, locale),
            format!(
                "{}{}%",
                format::span(interval.low, interval.high, *n, locale),
                format::TIE
            ),
        ),
        false => (
            format::hours(*value, locale),
            format!("median of {}", format::count(*n, locale)),
            format::hours_span(interval.low, interval.high, *value, locale),
        ),
    }
}

/// What the measure of a cohort is over the whole time; nothing where that is not told.
pub(super) fn whole(of: Measure, whose: &Who, board: &Board, locale: &Locale) -> String {
    let cohort = board.cohorts.iter().find(|one| one.who == *whose);
    let Some(cohort) = cohort else {
        return String::new();
    };
    let rate = match of {
        Measure::FailRate => Some(cohort.failed),
        Measure::RollbackRate => Some(cohort.rolled_back),
        Measure::ReworkRate => Some(cohort.reworked),
        Measure::RepairedRate => Some(cohort.repaired),
        Measure::AfterHours => {
            let load = board
                .load
                .iter()
                .find(|load| load.what == Told::Deployments);
            let mut sides = load.iter().flat_map(|load| &load.sides);
            sides.find(|(who, _)| who == whose).map(|(_, rate)| *rate)
        }
        Measure::LeadTime | Measure::Recovery => None,
    };
    let curve = match of {
        Measure::Recovery => Some(&cohort.recovery),
        Measure::LeadTime => {
            let mut all = board.lead.of.iter();
            all.find(|(who, _)| who == whose).map(|(_, curve)| curve)
        }
        _ => None,
    };
    match (rate, curve) {
        (Some(rate), _) if rate.interval.is_ok() => {
            format!("all {}", format::fraction(rate.hits, rate.n, locale))
        }
        (_, Some(curve)) => curve.median.map_or_else(String::new, |median| {
            format!("all {}", format::hours(median, locale))
        }),
        _ => String::new(),
    }
}

/// Courses of which some points stand out, those of which most do first.
fn standing_out(board: &Board) -> Vec<(&Trend, &Who, &Limits)> {
    let shown = shown(board);
    let mut all: Vec<(usize, (&Trend, &Who, &Limits))> = Vec::new();
    for trend in told(board) {
        for (_, cohort) in &shown {
            let course = course(trend, &cohort.who);
            let limits = course.and_then(|course| course.limits.as_ref());
            let Some(limits) = limits else { continue };
            let many = (0..limits.ends.len()).filter(|at| limits.stands_out(*at));
            all.push((many.count(), (trend, &cohort.who, limits)));
        }
    }
    all.retain(|(many, _)| *many > 0);
    all.sort_by_key(|(many, _)| Reverse(*many));
    all.into_iter().map(|(_, course)| course).collect()
}

pub(super) fn title(board: &Board) -> String {
    let shown = shown(board);
    let has_limits = |trend: &Trend| {
        let courses = shown
            .iter()
            .filter_map(|(_, cohort)| course(trend, &cohort.who));
        let mut courses = courses;
        courses.any(|course| course.limits.is_some())
    };
    if !told(board).any(has_limits) {
        return "Too few weeks are told of to say which of them stand out".to_owned();
    }
    let out = standing_out(board);
    let Some((trend, whose, limits)) = out.first() else {
        return "No week of any cohort stands out from its others".to_owned();
    };
    let stretches = |many: usize| match (trend.span, many) {
        (1, 1) => "one week".to_owned(),
        (1, many) => format!("{many} weeks"),
        (span, 1) => format!("one stretch of {span} weeks"),
        (span, many) => format!("{many} stretches of {span} weeks"),
    };
    let found = [
        (limits.above.len(), "is above its limits in"),
        (limits.below.len(), "is below its limits in"),
    ];
    let found = found.into_iter().filter(|(many, _)| *many > 0);
    let found = found.map(|(many, what)| format!("{what} {}", stretches(many)));
    let run = "has kept to one side of its mean for eight points and more".to_owned();
    let run = (!limits.in_run.is_empty()).then_some(run);
    let found: Vec<String> = found.chain(run).collect();
    let more = match out.len() - 1 {
        0 => String::new(),
        1 => "; one other metric of a cohort stands out, too".to_owned(),
        n => format!("; {n} other metrics of cohorts stand out, too"),
    };
    let what = measure(trend.measure);
    let what = match board.cohorts.len() {
        1 => what.to_owned(),
        _ => format!("{}, {}", cell_name(trend, whose), format::small_first(what)),
    };
    format!("{what} {}{more}", found.join(" and "))
}

/// What a cell is called.
pub(super) fn cell_name(trend: &Trend, whose: &Who) -> String {
    match trend.measure {
        Measure::LeadTime => who_changed(whose),
        _ => who(whose),
    }
}

/// What each metric is, in a sentence.
pub(super) fn definition(board: &Board, rules: &Rules) -> String {
    let told: Vec<String> = told(board)
        .map(|trend| match trend.measure {
            Measure::FailRate => format!(
                "failed of {} that had time to fail",
                match rules.base {
                    RateBase::All => "those",
                    other => definitions::base_name(other),
                }
            ),
            Measure::RollbackRate => "rollbacks of all deployments".to_owned(),
            Measure::ReworkRate => match rules.rework {
                Rework::Remedies => "rollbacks, reverts and hotfixes of all deployments".to_owned(),
                _ => "rework of all deployments".to_owned(),
            },
            Measure::RepairedRate => {
                "rolled back, reverted or hotfixed later, of those that had time to fail".to_owned()
            }
            Measure::LeadTime => format!(
                "from {} to the first deployment with the change, by when that ended",
                definitions::lead_start(rules)
            ),
            Measure::Recovery => format!(
                "from {}, by when that deployment ended",
                definitions::recovery_span(rules)
            ),
            Measure::AfterHours => {
                "deployments that ended outside 8 to 18 o’clock, Monday to Friday".to_owned()
            }
        })
        .collect();
    format!("As in the other figures: {}", told.join("; "))
}

/// How points are made.
pub(super) fn base(board: &Board, locale: &Locale) -> String {
    let weeks = format::noun(board.weeks.len() as u64, "full week", "full weeks", locale);
    format!(
        "{weeks}; a metric with too few a week is told by two or four. Bands from 12 points on: three standard errors (p-chart; a point over it with under one expected stands out only if chance gives it more rarely than that), or three standard deviations by how neighbours differ where points differ by more than chance (XmR); without a band, 95 % by Wilson, services not told apart, by order of lead times, or by Kaplan–Meier"
    )
}

/// What is drawn of no week, and why.
pub(super) fn left_out(board: &Board) -> Option<String> {
    let all: Vec<Measure> = told(board).map(|trend| trend.measure).collect();
    let has = |of: Measure| all.contains(&of);
    let lacks = [
        (
            !has(Measure::FailRate) && board.everyone.failed.n > 0 && tells_failures(board),
            "change fail rate",
        ),
        (!has(Measure::LeadTime) && board.lead.all.n > 0, "lead time"),
        (
            !has(Measure::Recovery) && board.everyone.recovery.n > 0,
            "recovery time",
        ),
    ];
    let lacks: Vec<&str> = lacks
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect();
    let lacks = (!lacks.is_empty())
        .then(|| format!("{}, with too few even in four weeks", lacks.join(" and ")));
    let many = board.cohorts.len().saturating_sub(shown(board).len());
    let undrawn = (many > 0).then(|| match many {
        1 => "one cohort".to_owned(),
        many => format!("{many} cohorts"),
    });
    let all: Vec<String> = lacks.into_iter().chain(undrawn).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Its numbers, a row for each point.
pub(super) fn table(
    board: &Board,
    view: View<'_>,
    locale: &Locale,
) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = [
        "Metric",
        "Cohort",
        "From",
        "Weeks",
        "Value",
        "Out of",
        "95 % interval",
        "Stands out",
    ];
    let shown = shown(board);
    let mut rows = Vec::new();
    for trend in told(board) {
        for (_, cohort) in &shown {
            let Some(course) = course(trend, &cohort.who) else {
                continue;
            };
            for (at, point) in course.points.iter().enumerate() {
                let (value, of, ends) = match point {
                    Point::Told { .. } => numbers(trend, point, locale),
                    other => (said(trend, other, locale), String::new(), String::new()),
                };
                let stands = course
                    .limits
                    .as_ref()
                    .map_or("", |limits| place(at, limits));
                rows.push(vec![
                    measure(trend.measure).to_owned(),
                    who(&cohort.who),
                    iso(start(trend, at, board).div_euclid(DAY)),
                    trend.span.to_string(),
                    value,
                    of,
                    if view.describes { String::new() } else { ends },
                    stands.strip_prefix(", ").unwrap_or(stands).to_owned(),
                ]);
            }
        }
    }
    (columns.map(str::to_owned).to_vec(), rows)
}
