//! What the figures of changes find: what followed them, where they wait, what had to be mended.

use std::cmp::Ordering;

use super::findings::curve_words;
use super::names::{self, waiting, who, who_changed};
use super::strips::names_steps;
use super::{View, fixes, ranges};
use crate::analysis::stats::base::{FAINT, HIDE};
use crate::analysis::{Interval, LEVEL};
use crate::delivery::{Board, By, Following, KindOfFix, Rate, Stage, Step, Who};
use crate::figure::Locale;
use crate::figure::format;

/// What is said where no stage has enough changes.
const FEW: &str = "Too few changes to say which stage takes longest";

pub(super) fn following(board: &Board, view: View<'_>, locale: &Locale) -> String {
    let Some((one, other)) = sides(&board.following) else {
        return following_of_many(board, locale);
    };
    if board.following.iter().all(|one| one.gap.is_none()) {
        return "Too few changes of each kind to compare what followed them".to_owned();
    }
    let is_clear = |one: &Following| one.adjusted_p.is_some_and(|p| p < 1.0 - LEVEL);
    let named: Vec<String> = board
        .following
        .iter()
        .filter_map(|one| {
            let is_told = |(value, _): &(f64, Interval)| match view.describes {
                true => *value != 0.0,
                false => is_clear(one),
            };
            let (gap, ends) = one.gap.filter(is_told)?;
            let name = names::follow(one.what);
            let points = format::points(gap, locale);
            let plausibly = match view.describes {
                true => String::new(),
                false => format!(" ({})", format::points_span(ends.low, ends.high, locale)),
            };
            Some(format!(
                "{} {}{plausibly}",
                format::small(name),
                format::with_points(points)
            ))
        })
        .collect();
    match named.is_empty() {
        true => format!("Nothing followed {one} clearly more or less often than {other}"),
        false => format!("After {one}, against {other}: {}", named.join(", ")),
    }
}

/// What the two sides are called whose changes are compared; none where there are more, or fewer.
fn sides(following: &[Following]) -> Option<(String, String)> {
    let called = |of: &Who| match of {
        Who::Assisted => "AI-assisted changes".to_owned(),
        Who::Unlabelled => "others".to_owned(),
        of => format!("changes of “{}”", who(of)),
    };
    match following.first()?.rates.as_slice() {
        [(one, _), (other, _)] if one.is_known() && other.is_known() => {
            Some((called(one), called(other)))
        }
        _ => None,
    }
}

/// What most often followed changes of more than two cohorts, or of one.
fn following_of_many(board: &Board, locale: &Locale) -> String {
    let told = |one: &Following| {
        let rates = one.rates.iter();
        let rates = rates.filter(|(of, rate)| of.is_known() && rate.n >= FAINT);
        let mut rates: Vec<(String, Rate)> = rates.map(|(of, rate)| (who(of), *rate)).collect();
        rates.sort_by(|(_, one), (_, other)| {
            one.value()
                .partial_cmp(&other.value())
                .unwrap_or(Ordering::Equal)
        });
        Some((one.what, rates)).filter(|(_, rates)| !rates.is_empty())
    };
    let fraction = |rate: &Rate| format::fraction(rate.hits, rate.n, locale);
    match board.following.iter().find_map(told) {
        None => "Too few changes of each kind to compare what followed them".to_owned(),
        Some((what, rates)) => match rates.as_slice() {
            [(least, low), .., (most, high)] => format!(
                "{}: the lowest share is {} changes of “{least}”, the highest {} of “{most}”",
                names::follow(what),
                fraction(low),
                fraction(high)
            ),
            [(_, only)] => format!("{}: {} changes", names::follow(what), fraction(only)),
            [] => String::new(),
        },
    }
}

/// The stage that takes each cohort longest; one that is not reached counts as what it is at least.
pub(super) fn stages(board: &Board, locale: &Locale) -> String {
    let length = |stage: &Stage| stage.hours.median.unwrap_or(stage.hours.least);
    let longest = |of: &Who| {
        let told = board.stages.iter();
        let told = told.filter(|stage| stage.who == *of && stage.hours.n >= HIDE);
        told.max_by(|one, other| length(one).total_cmp(&length(other)))
    };
    let said = |stage: &Stage| {
        let of = match stage.who {
            Who::Assisted => "AI-assisted changes",
            _ => "the others",
        };
        format!("{} for {of}", curve_words(&stage.hours, locale))
    };
    if board.by != By::Exposure {
        return stages_of_many(board, longest, locale);
    }
    match (longest(&Who::Assisted), longest(&Who::Unlabelled)) {
        (None, None) => FEW.to_owned(),
        (Some(only), None) | (None, Some(only)) => format!(
            "{} takes longest: median {}",
            names::step(only.step),
            said(only)
        ),
        (Some(one), Some(other)) if one.step == other.step => format!(
            "{} takes longest: median {}, {}",
            names::step(one.step),
            said(one),
            said(other)
        ),
        (Some(one), Some(other)) => format!(
            "{} takes longest, median {}; {}, {}",
            names::step(one.step),
            said(one),
            format::small(names::step(other.step)),
            said(other)
        ),
    }
}

/// The stage that takes cohorts longest, where these are not AI-assisted changes and others.
fn stages_of_many<'b>(
    board: &'b Board,
    longest: impl Fn(&Who) -> Option<&'b Stage>,
    locale: &Locale,
) -> String {
    let mut whos: Vec<&Who> = board.stages.iter().map(|stage| &stage.who).collect();
    whos.sort_unstable();
    whos.dedup();
    if let [who] = whos.as_slice() {
        return match longest(who) {
            None => FEW.to_owned(),
            Some(stage) => format!(
                "{} takes longest: median {}",
                names::step(stage.step),
                curve_words(&stage.hours, locale)
            ),
        };
    }
    let mut steps: Vec<(Step, Vec<&Who>)> = Vec::new();
    for who in whos {
        let Some(stage) = longest(who) else { continue };
        match steps.iter_mut().find(|(step, _)| *step == stage.step) {
            Some((_, of)) => of.push(who),
            None => steps.push((stage.step, vec![who])),
        }
    }
    let of = |of: &[&Who]| {
        let all: Vec<String> = of
            .iter()
            .map(|one| match one {
                Who::Level(_, _, name) | Who::Named(name) => format!("“{name}”"),
                Who::Unnamed | Who::Unknown => "changes of no known cohort".to_owned(),
                one => format::small(&who_changed(one)),
            })
            .collect();
        match all.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => all.concat(),
        }
    };
    match steps.as_slice() {
        [] => FEW.to_owned(),
        [(step, whos)] if whos.len() > 1 => {
            format!("{} takes longest, whoever is looked at", names::step(*step))
        }
        [(step, whos), rest @ ..] => {
            let rest = rest.iter().map(|(step, whos)| {
                format!("; {} for {}", format::small(names::step(*step)), of(whos))
            });
            format!(
                "{} takes longest for {}{}",
                names::step(*step),
                of(whos),
                rest.collect::<String>()
            )
        }
    }
}

pub(super) fn waits(board: &Board) -> String {
    // A name with a mark in it would read as two.
    let named = |wait| match waiting(wait) {
        name if name.contains([',', ':']) => format!("“{name}”"),
        name => name,
    };
    // Both parts of the way together are none of it.
    let told = board.waits.iter();
    let told: Vec<_> = told
        .filter(|wait| wait.step != Some(Step::FirstApproval))
        .collect();
    let all = told.len();
    // Steps that exports name are many and of one kind; parts of the way are not, and one of them is the longest.
    let most = match names_steps(board) {
        true => ranges::LOUD,
        false => 1,
    };
    let named: Vec<String> = told.into_iter().take(most).map(named).collect();
    match named.as_slice() {
        [] => String::new(),
        [one] if all == 1 => format!("{one} is where changes wait"),
        [one] => format!("{one} is the part of the way where changes wait longest"),
        // Which is longest says nothing where there are no others.
        [first, ..] if all <= named.len() => {
            format!("{first} is where changes wait longest")
        }
        [rest @ .., last] => format!("{} and {last} hold changes longest", rest.join(", ")),
    }
}

pub(super) fn commonest(board: &Board, locale: &Locale) -> String {
    let all = fixes::all(board);
    let top = board.fixes.iter().take(3);
    let sum: u64 = top.clone().map(KindOfFix::all).sum();
    let kinds = match top.count() {
        1 => "One kind of fix makes",
        2 => "Two kinds of fix make",
        _ => "Three kinds of fix make",
    };
    let of = match sum == all {
        true => format!("up all {}", format::count(all, locale)),
        false => format!(
            "up {} of the {}",
            format::count(sum, locale),
            format::count(all, locale)
        ),
    };
    format!("{kinds} {of} fixes after merge")
}
