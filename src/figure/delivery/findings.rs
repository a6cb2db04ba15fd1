//! What the delivery figures find: true of the numbers under them, or not said.

use std::cmp::Ordering;

use super::names::who;
use super::{Card, DRAWN, View, changed, definitions, trends};
use crate::analysis::Interval;
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::delivery::{Board, By, Cohort, Curve, Rate, Reached, Rework, Told, Who};
use crate::figure::Locale;
use crate::figure::format;

/// The title of a figure.
pub(super) fn title(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> String {
    match card {
        Card::Frequency => frequency(board, locale),
        Card::FailRate => fail_rate(board, view, locale),
        Card::Recovery => recovery(board, view, locale),
        Card::Rework => rework(board, view, locale),
        Card::LeadTime => reached(&board.lead, "in production", view, locale),
        Card::Merge => reached(&board.merge, "merged", view, locale),
        Card::Incidents => lasted(&board.incidents.hours, locale),
        Card::Following => changed::following(board, view, locale),
        Card::Trends => trends::title(board),
        Card::Control => control(board),
        Card::Waits => changed::waits(board),
        Card::WaitControl => wait_control(board),
        Card::Stages => changed::stages(board, locale),
        Card::Fixes => changed::commonest(board, locale),
        Card::Load => load(board, view, locale),
    }
}

/// The two sides of a comparison; none where there are more, or fewer.
fn first_two(board: &Board) -> Option<(&Cohort, &Cohort)> {
    let known = board.cohorts.iter().filter(|one| one.who.is_known());
    match known.collect::<Vec<_>>().as_slice() {
        [one, other] => Some((one, other)),
        _ => None,
    }
}

/// The lowest and the highest rate of cohorts that are big enough to compare, in words, and whether chance alone may tell them apart:
/// their intervals overlap.
fn between(board: &Board, view: View<'_>, locale: &Locale) -> Option<String> {
    let mut rates: Vec<(f64, &Cohort)> = board
        .cohorts
        .iter()
        .filter(|one| one.who.is_known() && one.failed.n >= FAINT)
        .filter_map(|one| Some((one.failed.value()?, one)))
        .collect();
    rates.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let (low, high) = (rates.first()?.1, rates.last()?.1);
    let said = |cohort: &Cohort| {
        let fraction = format::fraction(cohort.failed.hits, cohort.failed.n, locale);
        format!("{fraction} of “{}”", who(&cohort.who))
    };
    let end = |cohort: &Cohort, of: fn(Interval) -> Option<f64>| of(cohort.failed.interval.ok()?);
    let chance = match end(low, |ends| ends.high).zip(end(high, |ends| ends.low)) {
        _ if view.describes => "",
        Some((most, least)) if most < least => "",
        _ => ", which may be chance",
    };
    // Of very many, the ends of the range tell of chance alone.
    (3..=DRAWN).contains(&rates.len()).then(|| {
        format!(
            "; the lowest share is {}, the highest {}{chance}",
            said(low),
            said(high)
        )
    })
}

/// Deployments in view that lie in full weeks.
pub(super) fn in_full_weeks(board: &Board) -> u64 {
    board.everyone.weekly.values().flatten().sum()
}

fn frequency(board: &Board, locale: &Locale) -> String {
    let weeks = board.weeks.len();
    let in_weeks = in_full_weeks(board);
    let a_week = match (weeks, in_weeks) {
        (0, _) | (_, 0) => None,
        _ => Some(format!(
            "{} a week over {}",
            format::number(in_weeks as f64 / weeks as f64, locale),
            format::noun(weeks as u64, "full week", "full weeks", locale)
        )),
    };
    let after = |words: &str| {
        let a_week = a_week.as_ref();
        a_week.map_or_else(String::new, |a_week| format!("{words}{a_week}"))
    };
    match (board.by, first_two(board)) {
        (By::Exposure, Some((one, other))) if one.deployments + other.deployments == 0 => format!(
            "No deployment could be matched with a change, so nothing tells which were made with AI{}",
            after("; all are ")
        ),
        (By::Exposure, Some((one, _))) => format!(
            "{} deployments {} a sign of AI{}",
            format::fraction(one.deployments, board.deployments, locale),
            if one.deployments == 1 {
                "carries"
            } else {
                "carry"
            },
            after("; all together are ")
        ),
        _ => {
            let all = format::noun(
                board.deployments,
                "production deployment",
                "production deployments",
                locale,
            );
            format!("{all}{}", after(", "))
        }
    }
}

fn fail_rate(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let all = &board.everyone.failed;
    let fraction = |rate: &Rate| format::fraction(rate.hits, rate.n, locale);
    let whole = || match all.n {
        0 => "No deployment has had time to fail yet".to_owned(),
        n if n < HIDE => "Too few deployments to say how many of them failed".to_owned(),
        _ => format!("{} deployments failed", fraction(all)),
    };
    let Some((one, other)) = first_two(board) else {
        return whole() + &between(board, view, locale).unwrap_or_default();
    };
    let (a, b) = (&one.failed, &other.failed);
    let names = (who(&one.who), who(&other.who));
    match (a.n < FAINT, b.n < FAINT) {
        (false, false) => {}
        (true, true) => return format!("{}; too few of each cohort to compare", whole()),
        (is_first, _) => {
            let few = if is_first { &names.0 } else { &names.1 };
            return format!("{}; too few of “{few}” to compare", whole());
        }
    }
    let Some((gap, ends, _)) = board.gap else {
        return whole();
    };
    let sides = Compared {
        names,
        rates: (a, b),
        gap: (gap, ends),
        verb: "failed",
        called: "Fail rates",
    };
    sides.words(board, view, locale)
}

/// Two rates that are compared.
struct Compared<'a> {
    names: (String, String),
    rates: (&'a Rate, &'a Rate),
    gap: (f64, Interval),
    /// What those that are counted did.
    verb: &'static str,
    /// What the rates are called.
    called: &'static str,
}

impl Compared<'_> {
    /// Which is higher, with the gap and its interval, or that they are too close to tell apart.
    fn words(&self, board: &Board, view: View<'_>, locale: &Locale) -> String {
        let Compared {
            names,
            rates: (a, b),
            gap: (gap, ends),
            verb,
            called,
        } = self;
        let fraction = |rate: &Rate| format::fraction(rate.hits, rate.n, locale);
        let (a_of, b_of) = (fraction(a), fraction(b));
        let points = |gap: f64| format::exact_points(gap.abs(), locale);
        let gap_of = format::with_points(points(*gap));
        let is_of_ai = board.by == By::Exposure;
        let named = match is_of_ai {
            true => names.0.clone() + " deployments",
            false => names.0.clone(),
        };
        if view.describes {
            let order = match a.value().partial_cmp(&b.value()) {
                Some(Ordering::Equal) => {
                    return format!("{named} {verb} as often: {a_of} against {b_of}");
                }
                Some(Ordering::Greater) => "more",
                _ => "less",
            };
            return format!(
                "{named} {verb} {order} often: {a_of} against {b_of}, a gap of {gap_of}"
            );
        }
        match (ends.low, ends.high) {
            (Some(low), Some(high)) if low > 0.0 || high < 0.0 => {
                let (order, least, most) = match low > 0.0 {
                    true => ("more", low, high),
                    false => ("less", -high, -low),
                };
                format!(
                    "{named} {verb} {order} often: {a_of} against {b_of}, a gap of {gap_of}, plausibly {} to {}",
                    points(least),
                    points(most)
                )
            }
            (low, high) => format!(
                "{called} {}are too close to tell apart: {a_of} against {b_of}, a gap of {}, plausibly {}",
                match is_of_ai {
                    true => String::new(),
                    false => format!("of “{}” and “{}” ", names.0, names.1),
                },
                format::with_points(format::exact_points(*gap, locale)),
                format::points_span(low, high, locale)
            ),
        }
    }
}

pub(super) fn curve_words(curve: &Curve, locale: &Locale) -> String {
    match curve.median {
        Some(median) => format::hours(median, locale),
        None => format!("over {}", format::hours(curve.least, locale)),
    }
}

fn recovery(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let all = &board.everyone.recovery;
    let over = definitions::recovered(&view.asked.rules);
    let open = match all.open {
        0 => String::new(),
        open => format!("; {} not known to be {over}", format::count(open, locale)),
    };
    let whole = || match all.median {
        _ if all.n < HIDE => "Too few failed deployments to say how long recovery takes".to_owned(),
        Some(median) => format!(
            "Half of {} failed deployments {} within {}{open}",
            format::count(all.n, locale),
            definitions::were_recovered(&view.asked.rules),
            format::hours(median, locale)
        ),
        None if all.open == all.n => format!(
            "None of {} failed deployments is known to be recovered from, the longest after {}",
            format::count(all.n, locale),
            format::hours(all.longest, locale)
        ),
        None => format!(
            "Under half of the failed deployments were recovered from, within up to {}",
            format::hours(all.longest, locale)
        ),
    };
    let Some((one, other)) = first_two(board) else {
        return whole();
    };
    let least = if view.describes { HIDE } else { FAINT };
    if one.recovery.n < least || other.recovery.n < least {
        return format!("{}; too few to compare cohorts", whole());
    }
    let (a, b) = (
        curve_words(&one.recovery, locale),
        curve_words(&other.recovery, locale),
    );
    let slower = match (one.recovery.median, other.recovery.median) {
        (Some(a), Some(b)) if a != b => a > b,
        // A median that is not reached is at least what it would be had all ended.
        (None, Some(b)) if one.recovery.least >= b => true,
        (Some(a), None) if other.recovery.least >= a => false,
        _ => return whole(),
    };
    let word = if slower { "slower" } else { "faster" };
    let name = match board.by {
        By::Exposure => "AI-assisted failures".to_owned(),
        _ => format!("failures of “{}”", who(&one.who)),
    };
    match (view.describes, board.recovery_p) {
        (true, _) => format!("Recovery was {word} after {name}, median {a} against {b}{open}"),
        (_, Some(p)) if p < 0.05 => {
            format!("Recovery is {word} after {name}, median {a} against {b}{open}")
        }
        _ => format!(
            "Recovery looks {word} after {name}, median {a} against {b}, but that may be chance{open}"
        ),
    }
}

fn rework(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let (back, all) = (&board.everyone.rolled_back, &board.everyone.reworked);
    let (do_so, does_so) = match view.asked.rules.rework {
        Rework::Remedies => ("undo or repair another", "undoes or repairs another"),
        Rework::AfterIncident => (
            "repair another that an incident is linked to",
            "repairs another that an incident is linked to",
        ),
        Rework::WithFixes => (
            "undo or repair another, or bring a change that mends something",
            "undoes or repairs another, or brings a change that mends something",
        ),
    };
    if all.n < HIDE && back.n >= HIDE {
        return format!("How many deployments {do_so} would tell of cohorts under {HIDE}");
    }
    if all.n < HIDE {
        return format!("Too few deployments to say how many {do_so}");
    }
    if all.hits == 0 {
        return format!(
            "None of {} deployments {does_so}",
            format::count(all.n, locale)
        );
    }
    let said = format!(
        "{} deployments {do_so}",
        format::fraction(all.hits, all.n, locale)
    );
    match view.asked.rules.rework {
        Rework::Remedies | Rework::WithFixes => {
            let are = if back.hits == 1 {
                "is a rollback"
            } else {
                "are rollbacks"
            };
            format!(
                "{said}; {} of these {are}",
                format::count(back.hits, locale)
            )
        }
        // Not all rollbacks are among these.
        Rework::AfterIncident => said,
    }
}

/// The lowest and the highest median of cohorts that are big enough to compare, in words.
fn soonest_and_latest(told: &Reached, locale: &Locale) -> Option<String> {
    let big = told.of.iter();
    let big = big.filter(|(who, curve)| who.is_known() && curve.n >= FAINT);
    let mut medians: Vec<(f64, &Who)> = big
        .filter_map(|(who, curve)| Some((curve.median?, who)))
        .collect();
    medians.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let (low, high) = (medians.first()?, medians.last()?);
    let is_same = |(one, _): &(f64, &Who), (other, _): &(f64, &Who)| {
        format::hours(*one, locale) == format::hours(*other, locale)
    };
    if is_same(low, high) {
        return None;
    }
    let said =
        |(hours, of): &(f64, &Who)| format!("{} of “{}”", format::hours(*hours, locale), who(of));
    // Of very many, the ends of the range tell of chance alone.
    (2..=DRAWN).contains(&medians.len()).then(|| {
        format!(
            "; the shortest median is {}, the longest {}",
            said(low),
            said(high)
        )
    })
}

fn reached(told: &Reached, done: &str, view: View<'_>, locale: &Locale) -> String {
    let whole = || match told.all.n < HIDE {
        true => format!("Too few changes to say when they are {done}"),
        false => format!(
            "Half of {} changes are {done} within {}",
            format::count(told.all.n, locale),
            curve_words(&told.all, locale)
        ),
    };
    let [(Who::Assisted, one), (Who::Unlabelled, other)] = told.of.as_slice() else {
        return whole() + &soonest_and_latest(told, locale).unwrap_or_default();
    };
    if one.n < HIDE || other.n < HIDE {
        return whole();
    }
    let (a, b) = (curve_words(one, locale), curve_words(other, locale));
    if !view.describes && (one.n < FAINT || other.n < FAINT) {
        return format!(
            "Too few changes to tell whether they are {done} sooner with AI: median {a} against {b}"
        );
    }
    match (view.describes, told.p) {
        (true, _) => {}
        (false, Some(p)) if p < 0.05 => {}
        _ => {
            return format!(
                "It cannot be told whether changes are {done} sooner with AI: median {a} against {b}, which may be chance"
            );
        }
    }
    format!("Half of AI-assisted changes are {done} within {a}, half of the others within {b}")
}

fn lasted(curve: &Curve, locale: &Locale) -> String {
    let open = match curve.open {
        0 => String::new(),
        open => format!("; {} not known to be restored", format::count(open, locale)),
    };
    match curve.median {
        _ if curve.n < HIDE => "Too few incidents to say how long they last".to_owned(),
        Some(median) => format!(
            "Half of {} incidents are over within {}{open}",
            format::count(curve.n, locale),
            format::hours(median, locale)
        ),
        None if curve.open == curve.n => format!(
            "Nothing says of any of {} incidents when service was back; the longest was last seen after {}",
            format::count(curve.n, locale),
            format::hours(curve.longest, locale)
        ),
        None => format!(
            "Under half of {} incidents are known to be over, within up to {}",
            format::count(curve.n, locale),
            format::hours(curve.longest, locale)
        ),
    }
}

fn control(board: &Board) -> String {
    let Some(control) = &board.control else {
        return String::new();
    };
    let by = match control.limits.varies {
        true => "than weeks differ anyway",
        false => "than chance gives",
    };
    let quiet = match control.limits.varies {
        true => "No week stands out: weeks differ by more than chance, and all alike",
        false => "No week stands out: the fail rate moves as chance alone would have it",
    };
    let found = [
        (
            control.limits.above.len(),
            format!("a larger share of deployments failed {by}"),
        ),
        (
            control.limits.below.len(),
            format!("a smaller share of deployments failed {by}"),
        ),
        (control.limits.in_run.len(), RUN.to_owned()),
    ];
    stand_out(&found, quiet)
}

/// What is said of weeks that are late in a run.
const RUN: &str = "the line has kept to one side of its mean for eight weeks and more";

/// Which weeks stand out, by how many they are.
fn stand_out(found: &[(usize, String)], quiet: &str) -> String {
    let told = found.iter().filter(|(n, _)| *n > 0);
    let told: Vec<String> = told
        .map(|(n, what)| format!("in {} {what}", weeks(*n)))
        .collect();
    match told.is_empty() {
        true => quiet.to_owned(),
        false => format::capital(&told.join("; ")),
    }
}

fn weeks(n: usize) -> String {
    match n {
        1 => "one week".to_owned(),
        n => format!("{n} weeks"),
    }
}

fn wait_control(board: &Board) -> String {
    let Some(control) = &board.wait_control else {
        return String::new();
    };
    let found = [
        (
            control.limits.above.len(),
            "approval took longer than weeks differ anyway".to_owned(),
        ),
        (
            control.limits.below.len(),
            "approval was quicker than weeks differ anyway".to_owned(),
        ),
        (control.limits.in_run.len(), RUN.to_owned()),
    ];
    let quiet = "No week stands out: the wait for approval moves as weeks differ anyway";
    stand_out(&found, quiet)
}

fn load(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let of = |what: Told| board.load.iter().find(|load| load.what == what);
    if let Some((sides, gap)) =
        of(Told::Deployments).and_then(|load| Some((&load.sides, load.gap?)))
    {
        let known = sides.iter().filter(|(who, _)| who.is_known());
        if let [(one, a), (other, b)] = known.collect::<Vec<_>>().as_slice() {
            let sides = Compared {
                names: (who(one), who(other)),
                rates: (a, b),
                gap,
                verb: "end outside the workday",
                called: "Shares of deployments outside the workday",
            };
            return sides.words(board, view, locale);
        }
    }
    let said = |what: Told, name: &str| {
        let load = of(what)?.load.ok()?;
        Some(format!(
            "{} {name}",
            format::fraction(load.after_hours(), load.all(), locale)
        ))
    };
    let all: Vec<String> = [
        said(Told::Deployments, "deployments"),
        said(Told::Incidents, "incidents"),
        said(Told::Reviews, "reviews"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match all.split_last() {
        None => "Too few events or people to say when they happen".to_owned(),
        Some((last, [])) => format!("{last} fall outside the workday"),
        Some((last, rest)) => format!("{} and {last} fall outside the workday", rest.join(", ")),
    }
}
