//! The words of the delivery figures: findings that are true or not said, definitions, bases, and what was left out.

use super::names::{self, waiting, who};
use super::{CURVES, Card, DRAWN, View, fixes, ranges, tells_failures};
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::calendar::civil;
use crate::delivery::{Attribution, Blame, Board, By, Cohort, Curve, Rate, Told, Who};
use crate::figure::Locale;
use crate::figure::format;
use crate::figure::frame::Words;

const DAY: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, 1 to 12.
pub(super) fn month_name(month: usize) -> &'static str {
    month
        .checked_sub(1)
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// A day by local seconds: "1 December 2025".
pub fn day(local: i64) -> String {
    let (year, month, day) = civil(local.div_euclid(DAY));
    format!("{day} {} {year}", month_name(month))
}

/// Two days by local seconds, the second of which is the day after the last; the year is said once where it is the same.
pub fn month_span(from: i64, to: i64) -> String {
    let last = (to - 1).max(from);
    let (first_year, first_month, first_day) = civil(from.div_euclid(DAY));
    let (year, ..) = civil(last.div_euclid(DAY));
    match first_year == year {
        true => format!("{first_day} {} to {}", month_name(first_month), day(last)),
        false => format!("{} to {}", day(from), day(last)),
    }
}

/// The heading of the page.
pub fn title_of_window(board: &Board, view: View<'_>) -> String {
    let local = |at: i64| at + view.asked.zone.ahead(at);
    let span = month_span(local(board.window.from), local(board.window.to));
    let what = match board.sorting.deployments {
        0 => "Changes and incidents",
        _ => "Deployments and recovery",
    };
    match board.window.to {
        // Nothing says when it was.
        0 => what.to_owned(),
        _ => format!("{what}, {span}"),
    }
}

/// What the exports do not tell, and what to do about it.
pub fn lacking(board: &Board) -> Option<&'static str> {
    let sorting = &board.sorting;
    match board.deployments {
        0 if sorting.deployments == 0 => None,
        0 if sorting.timeless > 0 => Some(
            "No deployment to production says when it ended. Say below which column does, or export that too.",
        ),
        0 if sorting.outside > 0 => Some("No deployment lies in the time looked at."),
        0 => Some(
            "No deployment reached production. Say below which environments are production, or which column tells them.",
        ),
        _ if !tells_failures(board) => Some(
            "Nothing here says which deployments failed, so no fail rate is shown: open incidents too, or deployments with their rollbacks.",
        ),
        _ => None,
    }
}

pub(super) fn words(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> Words {
    let title = match card {
        Card::Frequency => frequency(board, locale),
        Card::FailRate => fail_rate(board, view, locale),
        Card::Recovery => recovery(board, view, locale),
        Card::Rework => rework(board, locale),
        Card::LeadTime => reached(&board.lead, "in production", view, locale),
        Card::Merge => reached(&board.merge, "merged", view, locale),
        Card::Incidents => lasted(&board.incidents, locale),
        Card::Following => following(board, view, locale),
        Card::Control => control(board),
        Card::Waits => waits(board),
        Card::Fixes => commonest(board, locale),
        Card::Load => load(board, locale),
    };
    let mut strip = vec![("Definition".to_owned(), definition(card, board, view))];
    strip.push(("Base".to_owned(), base(card, board, view, locale)));
    strip.extend(left_out(card, board, view, locale).map(|out| ("Left out".to_owned(), out)));
    strip.extend(note(card, board, locale).map(|note| ("Note".to_owned(), note)));
    let origin = match view.is_synthetic {
        true => "Synthetic sample, invented data of no real team",
        false => "Exports of the team’s own tools",
    };
    Words {
        kicker: format!("{}, counts {}", card.label(), card.counts()),
        title,
        subtitle: subtitle(card, board, view),
        strip,
        source: format!("{origin}. What goes together is not what causes what."),
    }
}

fn subtitle(card: Card, board: &Board, view: View<'_>) -> String {
    match card {
        Card::Frequency => "Production deployments per week, one shared scale; weeks without any are kept as zero",
        Card::FailRate => "Failed deployments as % of production deployments",
        Card::Recovery => "Share restored within a time after the failed deployment finished; log scale; a tick is one not restored",
        Card::Rework => "Deployments that undo or repair another, as % of production deployments",
        Card::LeadTime => "Share of merged changes in production within a time after they were opened; log scale",
        Card::Merge => "Share of merged changes that were merged within a time after they were opened; log scale",
        Card::Incidents => "Share of incidents that were over within a time after they began; log scale; a tick is one not restored",
        Card::Following => "% of merged changes that each thing followed, by whether a sign of AI is on the change",
        Card::Control if board.control.as_ref().is_some_and(|control| control.varies) => "Failed deployments as % of each week’s; the band is how much weeks differ anyway",
        Card::Control => "Failed deployments as % of each week’s; the band is what chance alone gives",
        Card::Waits if names_steps(board) => "Hours from request to approval, median and middle half; log scale",
        Card::Waits => "Hours that changes wait at each part of the way, median and middle half; log scale",
        Card::Fixes => "Merged changes whose title or label says that they mend something; counts",
        Card::Load => match view.asked.zone.name.as_str() {
            "" => "Share outside 8 to 18 o’clock, Monday to Friday, in UTC",
            zone => return format!("Share outside 8 to 18 o’clock, Monday to Friday, by the clock of {zone}"),
        },
    }
    .to_owned()
}

/// The two sides of a comparison; none where there are more, or fewer.
fn first_two(board: &Board) -> Option<(&Cohort, &Cohort)> {
    let known = board.cohorts.iter().filter(|one| one.who.is_known());
    match known.collect::<Vec<_>>().as_slice() {
        [one, other] => Some((one, other)),
        _ => None,
    }
}

/// The lowest and the highest rate of cohorts that are big enough to compare, in words.
fn between(board: &Board, locale: &Locale) -> Option<String> {
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
    // Of very many, the ends of the range tell of chance alone.
    (3..=DRAWN)
        .contains(&rates.len())
        .then(|| format!(", from {} to {}", said(low), said(high)))
}

/// Deployments in view that lie in full weeks.
fn in_full_weeks(board: &Board) -> u64 {
    board.everyone.weekly.values().flatten().sum()
}

/// "1 service", "3 services".
fn services(n: u64, locale: &Locale) -> String {
    let noun = if n == 1 { "service" } else { "services" };
    format!("{} {noun}", format::count(n, locale))
}

fn frequency(board: &Board, locale: &Locale) -> String {
    let weeks = board.weeks.len();
    let in_weeks = in_full_weeks(board);
    let a_week = match weeks {
        0 => String::new(),
        weeks => format!(
            ", {} a week in all",
            format::trimmed(in_weeks as f64 / weeks as f64, 1, locale)
        ),
    };
    let all = format::count(board.deployments, locale);
    match (board.by, first_two(board)) {
        (By::Exposure, Some((one, _))) => format!(
            "{} deployments carry a sign of AI{a_week}",
            format::fraction(one.deployments, board.deployments, locale)
        ),
        _ => format!("{all} production deployments{a_week}"),
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
        return whole() + &between(board, locale).unwrap_or_default();
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
    let points = |gap: f64| format::decimals((gap * 100.0).abs(), 0, locale);
    let named = match board.by {
        By::Exposure => names.0.clone() + " deployments",
        _ => names.0.clone(),
    };
    if view.describes {
        return match a.value().partial_cmp(&b.value()) {
            Some(std::cmp::Ordering::Equal) => {
                format!(
                    "{named} failed as often: {} against {}",
                    fraction(a),
                    fraction(b)
                )
            }
            order => format!(
                "{named} failed {} often: {} against {}, a gap of {} points",
                if order == Some(std::cmp::Ordering::Greater) {
                    "more"
                } else {
                    "less"
                },
                fraction(a),
                fraction(b),
                points(gap)
            ),
        };
    }
    match (ends.low, ends.high) {
        (Some(low), Some(high)) if low > 0.0 || high < 0.0 => {
            let (least, most) = if low > 0.0 {
                (low, high)
            } else {
                (-high, -low)
            };
            format!(
                "{named} failed {} often: {} against {}, a gap of {} points, plausibly {} to {}",
                if low > 0.0 { "more" } else { "less" },
                fraction(a),
                fraction(b),
                points(gap),
                points(least),
                points(most)
            )
        }
        (low, high) => format!(
            "Fail rates {}are too close to tell apart: {} against {}, a gap of {} points, plausibly {}",
            match board.by {
                By::Exposure => String::new(),
                _ => format!("of “{}” and “{}” ", names.0, names.1),
            },
            fraction(a),
            fraction(b),
            format::points(gap, locale),
            format::points_span(low, high, locale)
        ),
    }
}

fn curve_words(curve: &Curve, locale: &Locale) -> String {
    match curve.median {
        Some(median) => format::hours(median, locale),
        None => format!("over {}", format::hours(curve.longest, locale)),
    }
}

/// Whether two medians have intervals that do not overlap.
fn are_apart(one: &Curve, other: &Curve) -> bool {
    let ends = |curve: &Curve| {
        let ends = curve.interval?;
        Some((ends.low?, ends.high?))
    };
    match (ends(one), ends(other)) {
        (Some((low, high)), Some((other_low, other_high))) => high < other_low || other_high < low,
        _ => false,
    }
}

fn recovery(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let all = &board.everyone.recovery;
    let open = match all.open {
        0 => String::new(),
        open => format!("; {} not restored", format::count(open, locale)),
    };
    let whole = || match all.median {
        _ if all.n < HIDE => "Too few failed deployments to say how long recovery takes".to_owned(),
        Some(median) => format!(
            "Half of failed deployments were recovered from within {}{open}",
            format::hours(median, locale)
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
        // A median that is not reached is longer than all that was seen.
        (None, Some(b)) if one.recovery.longest >= b => true,
        (Some(a), None) if other.recovery.longest >= a => false,
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

fn rework(board: &Board, locale: &Locale) -> String {
    let (back, all) = (&board.everyone.rolled_back, &board.everyone.reworked);
    if all.n < HIDE {
        return "Too few deployments to say how many undo or repair another".to_owned();
    }
    format!(
        "{} deployments undo or repair another; {} of these are rollbacks",
        format::fraction(all.hits, all.n, locale),
        format::count(back.hits, locale)
    )
}

fn reached(of: &[(Who, Curve)], done: &str, view: View<'_>, locale: &Locale) -> String {
    let [(_, one), (_, other)] = of else {
        return String::new();
    };
    if one.n < HIDE || other.n < HIDE {
        let more = if one.n > other.n { one } else { other };
        if more.n < HIDE {
            return format!("Too few changes to say when they are {done}");
        }
        return format!(
            "Half of the changes are {done} within {}",
            curve_words(more, locale)
        );
    }
    let (a, b) = (curve_words(one, locale), curve_words(other, locale));
    if !view.describes && (one.n < FAINT || other.n < FAINT) {
        return format!(
            "Too few changes to tell whether they are {done} sooner with AI: median {a} against {b}"
        );
    }
    match view.describes || are_apart(one, other) {
        true => format!(
            "Half of AI-assisted changes are {done} within {a}, half of the others within {b}"
        ),
        false => format!(
            "It cannot be told whether changes are {done} sooner with AI: median {a} against {b}, and the intervals overlap"
        ),
    }
}

fn lasted(curve: &Curve, locale: &Locale) -> String {
    let open = match curve.open {
        0 => String::new(),
        open => format!("; {} not restored", format::count(open, locale)),
    };
    match curve.median {
        _ if curve.n < HIDE => "Too few incidents to say how long they last".to_owned(),
        Some(median) => format!(
            "Half of {} incidents are over within {}{open}",
            format::count(curve.n, locale),
            format::hours(median, locale)
        ),
        None => format!(
            "Under half of {} incidents are known to be over, within up to {}",
            format::count(curve.n, locale),
            format::hours(curve.longest, locale)
        ),
    }
}

fn following(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let clear = |gap: &Option<(f64, crate::analysis::Interval)>| match gap {
        Some((value, ends)) => match (ends.low, ends.high) {
            (Some(low), _) if low > 0.0 => Some(*value),
            (_, Some(high)) if high < 0.0 => Some(*value),
            _ => None,
        },
        None => None,
    };
    let named: Vec<String> = board
        .following
        .iter()
        .filter_map(|one| {
            let gap = match view.describes {
                true => one
                    .gap
                    .map(|(value, _)| value)
                    .filter(|value| *value != 0.0),
                false => clear(&one.gap),
            }?;
            let name = names::follow(one.what);
            Some(format!(
                "{} {} points",
                format::small(name),
                format::points(gap, locale)
            ))
        })
        .collect();
    if board.following.iter().all(|one| one.gap.is_none()) {
        return "Too few changes of each kind to compare what followed them".to_owned();
    }
    match named.is_empty() {
        true => {
            "Nothing followed AI-assisted changes clearly more or less often than others".to_owned()
        }
        false => format!(
            "After AI-assisted changes, against others: {}",
            named.join(", ")
        ),
    }
}

fn control(board: &Board) -> String {
    let Some(control) = &board.control else {
        return String::new();
    };
    let weeks = |n: usize| match n {
        1 => "one week".to_owned(),
        n => format!("{n} weeks"),
    };
    let found = [
        (
            control.above.len(),
            "more deployments failed than in the others",
        ),
        (control.below.len(), "fewer failed"),
        (
            control.in_run.len(),
            "the rate stays on one side of its mean for long",
        ),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("in {} {what}", weeks(n)))
        .collect();
    let by = match control.varies {
        true => "than weeks differ anyway",
        false => "than chance gives",
    };
    match (found.is_empty(), control.varies) {
        (true, false) => {
            "No week stands out: the fail rate moves as chance alone would have it".to_owned()
        }
        (true, true) => {
            "No week stands out: weeks differ by more than chance, and all alike".to_owned()
        }
        _ => format!("{}, by more {by}", format::capital(&found.join(", "))),
    }
}

fn waits(board: &Board) -> String {
    // A name with a comma in it would read as two.
    let named = |wait| match waiting(wait) {
        name if name.contains(',') => format!("“{name}”"),
        name => name,
    };
    let named: Vec<String> = board.waits.iter().take(ranges::LOUD).map(named).collect();
    match named.as_slice() {
        [] => String::new(),
        [one] => format!("{one} is where changes wait"),
        [rest @ .., last] => format!("{} and {last} hold changes longest", rest.join(", ")),
    }
}

fn commonest(board: &Board, locale: &Locale) -> String {
    let all = fixes::all(board);
    let top = board.fixes.iter().take(3);
    let sum: u64 = top.clone().map(|(_, one, other)| one + other).sum();
    let kinds = match top.count() {
        1 => "One kind of fix makes".to_owned(),
        2 => "Two kinds of fix make".to_owned(),
        _ => "Three kinds of fix make".to_owned(),
    };
    format!(
        "{kinds} up {} of the {} fixes after merge",
        format::count(sum, locale),
        format::count(all, locale)
    )
}

fn load(board: &Board, locale: &Locale) -> String {
    let of = |what: Told| board.load.iter().find(|load| load.what == what);
    let said = |what: Told, name: &str| {
        let load = of(what)?.load;
        (load.all() >= HIDE).then(|| {
            format!(
                "{} {name}",
                format::fraction(load.after_hours(), load.all(), locale)
            )
        })
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
        None => "Too few events to say when they happen".to_owned(),
        Some((last, [])) => format!("{last} fall outside the workday"),
        Some((last, rest)) => format!("{} and {last} fall outside the workday", rest.join(", ")),
    }
}

/// How failures are linked, in a sentence.
fn linking(view: View<'_>) -> String {
    let rules = &view.asked.rules;
    let gap = format!("{:.0} h", rules.gap_hours);
    if rules.attribution == Attribution::DevLake {
        return format!(
            "an incident fails the latest deployment in its project before it, however long ago and whatever it names{}",
            blame(rules.blame)
        );
    }
    let incidents = match rules.attribution {
        Attribution::Latest => format!("else the latest of its service within {gap} before"),
        Attribution::Earliest => format!("else the first of its service within {gap} before"),
        Attribution::Split => format!("else each of its service within {gap} before"),
        Attribution::DevLake | Attribution::Never => "else none".to_owned(),
    };
    format!(
        "an incident fails the deployment that it names or shares a commit with, {incidents}{}",
        blame(rules.blame)
    )
}

fn blame(rule: Blame) -> &'static str {
    match rule {
        Blame::FirstAfterTarget => {
            "; a rollback, revert or hotfix fails what it repairs, a rollback the first after the version that came back"
        }
        Blame::LastBefore => {
            "; a rollback, revert or hotfix fails what it repairs, a rollback the last before it"
        }
        Blame::Never => "; rollbacks and hotfixes without an incident fail nothing",
    }
}

fn definition(card: Card, board: &Board, view: View<'_>) -> String {
    match card {
        Card::Frequency => {
            "Distinct pipeline runs that reached production, at the end of their last job; partial weeks are dropped from the bars".to_owned()
        }
        Card::FailRate | Card::Control => format!(
            "A linked failure ÷ all; rollbacks stay in the base. {}",
            format::capital(&linking(view))
        ),
        Card::Recovery => {
            "From the end of the failed deployment until its last incident was restored or, without one, until what repaired it was out; what is open, or was closed without saying when, counts as “at least”".to_owned()
        }
        Card::Rework => {
            "Rollbacks bring an earlier version back, told by a column, a title or the version; reverts and hotfixes are new code. Rework is unplanned, whether an incident or a bug caused it".to_owned()
        }
        Card::LeadTime => {
            "From opened to the end of the first production deployment that names the change".to_owned()
        }
        Card::Merge => "From opened to merged; open and closed changes are not in it".to_owned(),
        Card::Incidents => {
            "From when an incident began to when service was back, whatever caused it; what is open, or was closed without saying when, counts as “at least”".to_owned()
        }
        Card::Following => {
            "A change counts once for each thing, however often that followed; re-runs are second attempts without a new commit".to_owned()
        }
        Card::Waits => match names_steps(board) {
            true => "Per step, from asked for to the first approval; a change can pass several".to_owned(),
            false => "Per part of the way and service; a change passes several".to_owned(),
        },
        Card::Fixes => {
            "The first kind whose words stand in the title of a fix or on its labels; the colour is that of the fix, not of what it mends".to_owned()
        }
        Card::Load => {
            "When a deployment ended, an incident began or a review was written. Evening before 22, night until 6; weekend Saturday and Sunday".to_owned()
        }
    }
}

/// Whether the exports name the steps of approval that changes wait for.
fn names_steps(board: &Board) -> bool {
    board.waits.first().is_some_and(|wait| wait.step.is_none())
}

/// How intervals are made; those of cohorts that are services are of one service each.
fn method(rate: &Rate, board: &Board, view: View<'_>) -> String {
    match (view.describes, rate.pooled, board.by) {
        (true, ..) => "All that was logged is described; no interval".to_owned(),
        (false, Some(services), by) if by != By::Service => format!(
            "Intervals 80 and 95 %, Wilson on the effective number over {services} services"
        ),
        _ => "Intervals 80 and 95 %, Wilson".to_owned(),
    }
}

fn base(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> String {
    let count = |n: u64| format::count(n, locale);
    let in_view = board.services.iter().filter(|one| one.is_in_view).count();
    match card {
        Card::Frequency => {
            let per = board.everyone.frequency.map(|(value, ends)| {
                let span = match view.describes {
                    true => String::new(),
                    false => format!(
                        " ({}, exact Poisson)",
                        format::number_span(ends.low, ends.high, locale)
                    ),
                };
                format!(
                    "; {} a week and service{span}",
                    format::trimmed(value, 1, locale)
                )
            });
            format!(
                "{} deployments of {}, {} of them in {} full weeks{}",
                count(board.deployments),
                services(in_view as u64, locale),
                count(in_full_weeks(board)),
                count(board.weeks.len() as u64),
                per.unwrap_or_default()
            )
        }
        Card::FailRate => format!(
            "{} deployments. {}{}",
            count(board.everyone.failed.n),
            method(&board.everyone.failed, board, view),
            match (board.gap, view.describes) {
                (Some(_), false) => "; gap by Newcombe",
                _ => "",
            }
        ),
        Card::Control => board.control.as_ref().map_or_else(String::new, |control| {
            let seen = (0..control.weeks.len()).filter_map(|week| control.told(week));
            let n: Vec<u64> = seen.map(|(_, n)| n).collect();
            format!(
                "{} deployments in {} full weeks with {HIDE} and more; limits {}",
                count(n.iter().sum()),
                count(n.len() as u64),
                match control.varies {
                    true => "three standard deviations from the mean by how neighbouring weeks differ, for they differ by more than chance (XmR chart)",
                    false => "three standard errors from the mean (p-chart)",
                }
            )
        }),
        Card::Rework => format!(
            "{} deployments. {}",
            count(board.everyone.reworked.n),
            method(&board.everyone.reworked, board, view)
        ),
        Card::Recovery => {
            let all = &board.everyone.recovery;
            let test = match (board.recovery_p, view.describes) {
                (Some(p), false) => format!(", log-rank p = {}", format::decimals(p, 3, locale)),
                _ => String::new(),
            };
            format!(
                "{} failed deployments, {} not restored. Kaplan–Meier{test}",
                count(all.n),
                count(all.open)
            )
        }
        Card::Merge => format!(
            "{} merged changes that say when they were opened",
            count(board.merge.iter().map(|(_, curve)| curve.n).sum())
        ),
        Card::Incidents => format!(
            "{} incidents, {} not restored. Kaplan–Meier",
            count(board.incidents.n),
            count(board.incidents.open)
        ),
        Card::LeadTime => format!(
            "{} merged changes that a deployment names",
            count(board.lead.iter().map(|(_, curve)| curve.n).sum())
        ),
        Card::Following => {
            let (one, other) = board.merged;
            format!(
                "{} merged changes, {} with a sign of AI; failures, incidents and rollbacks out of those that a deployment names. {}",
                count(one + other),
                count(one),
                match view.describes {
                    true => "No interval",
                    false => "Intervals Wilson on the effective number, changes of one deployment taken together; gaps by Newcombe, not adjusted for their number",
                }
            )
        }
        Card::Waits => format!(
            "{} {}",
            count(board.waits.iter().map(|wait| wait.hours.n).sum()),
            if names_steps(board) { "approvals" } else { "waits" }
        ),
        Card::Fixes => {
            let (one, other) = board.merged;
            format!(
                "{} fixes among {} merged changes",
                count(fixes::all(board)),
                count(one + other)
            )
        }
        Card::Load => {
            let people = board.load.iter().find_map(|load| load.a_person_month);
            match people {
                Some((people, per)) => format!(
                    "{} reviewers; {} reviews outside the workday a person and month",
                    count(people),
                    format::trimmed(per, 1, locale)
                ),
                None => {
                    "Events; nothing is told per person, for fewer than 10 are known".to_owned()
                }
            }
        }
    }
}

fn left_out(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> Option<String> {
    let count = |n: u64| format::count(n, locale);
    let small: u64 = board.deployments - board.told_of.min(board.deployments);
    let small = (
        small,
        "of cohorts so small that the others would give them away",
    );
    let undrawn = |most: usize| {
        let all = board.cohorts.len();
        (all.saturating_sub(most) as u64, "cohorts only in the table")
    };
    match card {
        Card::Frequency => {
            let sorting = &board.sorting;
            let merged = sorting.rows - sorting.deployments.min(sorting.rows);
            let elsewhere: u64 = sorting.elsewhere.values().sum();
            let parts = [
                (merged, "rows merged into their pipeline runs"),
                (elsewhere, "deployments not to production"),
                (sorting.unreached, "that never got there"),
                (sorting.unknown, "with an outcome in words not known here"),
                (sorting.timeless, "without a time"),
                (sorting.outside, "outside the time looked at"),
                undrawn(DRAWN),
            ];
            list(&parts, locale)
        }
        Card::FailRate | Card::Control => {
            let young = board.told_of - board.everyone.failed.n.min(board.told_of);
            let young = (young > 0).then(|| {
                format!(
                    "{} too recent to judge ({:.0}-day follow-up)",
                    count(young),
                    view.asked.rules.follow_up_days
                )
            });
            let most = if card == Card::Control {
                usize::MAX
            } else {
                DRAWN
            };
            let others = list(&[small, undrawn(most)], locale);
            let all: Vec<String> = young.into_iter().chain(others).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Card::Rework => list(&[small, undrawn(DRAWN)], locale),
        Card::Incidents => list(
            &[(
                board.incidents_left_out,
                "that would end before they begin, or after the exports were made",
            )],
            locale,
        ),
        Card::Recovery => {
            let everyone = &board.everyone;
            let failed = board.chained.max(everyone.failed.hits);
            let told = everyone.recovery.n + everyone.doubtful;
            list(
                &[
                    (
                        everyone.doubtful,
                        "that end before they begin or last over a year",
                    ),
                    (
                        failed.saturating_sub(told),
                        "of which nothing says when service was back",
                    ),
                    (
                        board.sorting.unlinked,
                        "incidents that no deployment caused",
                    ),
                    undrawn(CURVES),
                ],
                locale,
            )
        }
        Card::Waits => list(
            &[
                (
                    board.waits_left_out,
                    "approvals with no request time, or before it",
                ),
                (
                    board.waits.len().saturating_sub(ranges::MOST) as u64,
                    "quicker waits not drawn",
                ),
            ],
            locale,
        ),
        Card::Fixes => {
            let rest = board.fixes.iter().skip(fixes::MOST);
            let sum: u64 = rest.map(|(_, one, other)| one + other).sum();
            list(&[(sum, "fixes of rarer kinds not drawn")], locale)
        }
        _ => None,
    }
}

fn note(card: Card, board: &Board, locale: &Locale) -> Option<String> {
    match card {
        Card::FailRate if board.services.iter().filter(|one| one.is_in_view).count() > 1 => Some(
            "Services are pooled by volume; DORA advises against blending unlike ones and against targets".to_owned(),
        ),
        Card::Recovery => tail(&board.everyone.recovery, locale),
        Card::Incidents => tail(&board.incidents, locale),
        Card::Following | Card::Frequency | Card::LeadTime | Card::Merge
            if board.by == By::Exposure || card != Card::Frequency =>
        {
            Some("A missing label is no proof that no AI was used".to_owned())
        }
        _ => None,
    }
}

/// What a reader should know of a mean that a few carry.
fn tail(curve: &Curve, locale: &Locale) -> Option<String> {
    match (curve.mean, curve.median) {
        (Some(mean), Some(median)) if mean > 2.0 * median => Some(format!(
            "The mean, {}, is over twice the median, because a few are very long",
            format::hours(mean, locale)
        )),
        _ => None,
    }
}

fn list(parts: &[(u64, &str)], locale: &Locale) -> Option<String> {
    let all: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", format::count(*n, locale)))
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}
