//! What stands under the delivery figures: definition, base, what was left out, and what a reader should know.

use super::findings::in_full_weeks;
use super::names::services_in_view;
use super::{CURVES, Card, DRAWN, View, definitions, fixes, ranges, trends};
use crate::analysis::stats::base::HIDE;
use crate::delivery::{
    Attribution, Blame, Board, By, Curve, KindOfFix, LEAST, Rate, RateBase, Reached, Rules, Step,
    WEEK,
};
use crate::figure::Locale;
use crate::figure::format;

/// Terms with what they say.
pub(super) fn strip(
    card: Card,
    board: &Board,
    view: View<'_>,
    locale: &Locale,
) -> Vec<(String, String)> {
    let mut strip = vec![("Definition".to_owned(), definition(card, board, view))];
    strip.push(("Base".to_owned(), base(card, board, view, locale)));
    strip.extend(left_out(card, board, view, locale).map(|out| ("Left out".to_owned(), out)));
    strip.extend(note(card, board, locale).map(|note| ("Note".to_owned(), note)));
    strip
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
    let rules = &view.asked.rules;
    match card {
        Card::Frequency => {
            "Distinct pipeline runs that reached production, at the end of their last job; partial weeks are dropped from the bars".to_owned()
        }
        Card::FailRate | Card::Control => format!(
            "{}. {}",
            definitions::rated(rules),
            format::capital(&linking(view))
        ),
        Card::Recovery => {
            definitions::recovering(rules)
        }
        Card::Rework => {
            let rework = definitions::reworked(rules);
            format!("Rollbacks bring an earlier version back, told by a column, a title or the version; reverts and hotfixes are new code, told so too, or by the title or a label of a change that it brings. {rework}. What ended in a rollback, hotfix or incident is Harness’s remediation share, out of all however recent")
        }
        Card::LeadTime => {
            let of = match board.by {
                By::Exposure | By::Everyone | By::Fitting => "",
                _ => "; a change is of the cohort of that deployment",
            };
            let start = definitions::lead_start(rules);
            format!("From {start} to the end of the first production deployment that names the change{of}")
        }
        Card::Merge => format!(
            "From opened to merged; open and closed changes are not in it{}",
            whose(board)
        ),
        Card::Incidents => {
            "From when an incident began to when service was back, whatever caused it; what is open, or was closed without saying when, counts as “at least”".to_owned()
        }
        Card::Following => {
            format!("A change counts once for each thing, however often that followed; re-runs are second attempts without a new commit{}", whose(board))
        }
        Card::Waits => match names_steps(board) {
            true => {
                let sides = match board.waits.iter().any(|wait| !wait.sides.is_empty()) {
                    true => "; below the slowest three those of changes with a sign of AI, and of the others",
                    false => "",
                };
                format!("Per step, from asked for to the first approval; a change can pass several{sides}")
            }
            false => {
                let mut steps = board.waits.iter().map(|wait| wait.step);
                let both = match steps.any(|step| step == Some(Step::FirstApproval)) {
                    true => "; the first approval after opening is no part: it is the first review and the approval after it together",
                    false => "",
                };
                format!("Per part of the way and service, also of changes that are not merged yet; a change passes several{both}")
            }
        },
        Card::WaitControl => {
            "From opened to the first approval, of changes first approved in that week; what was approved after it was merged is left out".to_owned()
        }
        Card::Stages => {
            let coding = match board.stages.iter().any(|one| one.step == Step::Coding) {
                true => "The first commit to opened, where it is no later; o",
                false => "O",
            };
            format!("{coding}pened to the first review, to the first approval, to merged, to the end of the first production deployment with the change; what is not deployed yet counts as “at least”. A change without a review or an approval is not in the parts that begin or end with one{}", whose(board))
        }
        Card::Fixes => {
            format!("The first kind whose words stand in the title of a fix or on its labels, or that all the files fit that it touches, or what it is linked to; the colour is that of the fix, not of what it mends{}", whose(board))
        }
        Card::Trends => trends::definition(board, rules),
        Card::Load => {
            let cohorts = match board.load.iter().all(|load| load.sides.is_empty()) {
                true => "",
                false => ". Incidents of a cohort are those that its deployments caused, and reviews those of its merged changes; intervals are Wilson’s, over three and more services on the effective number",
            };
            format!("When a deployment ended, an incident began or a review was written. Night is 22 to 6; evening is what is neither workday nor night, mornings before 8 among it; weekend is Saturday and Sunday{cohorts}")
        }
    }
}

/// Whose a change is, where that does not go by its own signs of AI.
fn whose(board: &Board) -> &'static str {
    match board.by {
        By::Exposure | By::Everyone | By::Fitting | By::Service => "",
        _ => "; a change is of the cohort of the first deployment with it",
    }
}

/// Whether the exports name the steps of approval that changes wait for.
pub(super) fn names_steps(board: &Board) -> bool {
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
    match card {
        Card::Frequency => {
            // A rate a week of less than a week is none.
            let is_told = board.window.to - board.window.from >= WEEK;
            let per = board.everyone.frequency.filter(|_| is_told);
            let per = per.map(|(value, ends)| {
                let span = match view.describes {
                    true => String::new(),
                    false => format!(
                        " ({}, exact Poisson)",
                        format::number_span(ends.low, ends.high, locale)
                    ),
                };
                format!(
                    "; {} a week and service over the whole time{span}",
                    format::number(value, locale)
                )
            });
            format!(
                "{} of {}, {} of them in {}{}",
                format::noun(board.deployments, "deployment", "deployments", locale),
                services_in_view(board, locale).unwrap_or_default(),
                count(in_full_weeks(board)),
                format::noun(board.weeks.len() as u64, "full week", "full weeks", locale),
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
                match control.limits.varies {
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
                "{}{}. Kaplan–Meier{test}",
                format::noun(all.n, "failed deployment", "failed deployments", locale),
                not_over(all, definitions::recovered(&view.asked.rules), locale)
            )
        }
        Card::Merge => reached(
            &board.merge,
            ("with both times", "with both times"),
            view,
            locale,
        ),
        Card::Incidents => format!(
            "{}{}. Kaplan–Meier",
            format::noun(board.incidents.hours.n, "incident", "incidents", locale),
            not_over(&board.incidents.hours, "restored", locale)
        ),
        Card::LeadTime => reached(
            &board.lead,
            ("that a deployment names", "that a deployment names"),
            view,
            locale,
        ),
        Card::Following => {
            let (one, other) = board.merged;
            format!(
                "{} merged changes{}; failures, incidents, rollbacks and hotfixes out of those in a deployment that had time to fail. {}",
                count(one + other),
                match board.by {
                    By::Exposure => format!(", {} with a sign of AI", count(one)),
                    _ => String::new(),
                },
                match (view.describes, board.following.iter().any(|one| one.gap.is_some())) {
                    (true, _) => "No interval".to_owned(),
                    (false, has_gaps) => format!(
                        "Intervals Wilson on the effective number, changes of one service taken together, or of one deployment where there are fewer than three services{}",
                        if has_gaps { "; gaps by Newcombe; named are those that stay clear when adjusted for their number (Benjamini–Hochberg)" } else { "" }
                    ),
                }
            )
        }
        Card::Waits => format!(
            "{} {}",
            count(
                board
                    .waits
                    .iter()
                    // Two of the others together.
                    .filter(|wait| wait.step != Some(Step::FirstApproval))
                    .map(|wait| wait.hours.n)
                    .sum()
            ),
            if names_steps(board) { "approvals" } else { "waits" }
        ),
        Card::WaitControl => board.wait_control.as_ref().map_or_else(String::new, |control| {
            let n: Vec<u64> = control.weeks.iter().flatten().map(|(_, n)| *n).collect();
            format!(
                "{} changes in {} full weeks with {HIDE} and more; limits three standard deviations from the mean by how neighbouring weeks differ (XmR chart)",
                count(n.iter().sum()),
                count(n.len() as u64)
            )
        }),
        Card::Stages => format!(
            "{} merged changes; each stage out of those that passed it",
            count(board.merged.0 + board.merged.1)
        ),
        Card::Fixes => {
            let (one, other) = board.merged;
            format!(
                "{} fixes among {} merged changes{}",
                count(fixes::all(board)),
                count(one + other),
                match view.describes {
                    true => "",
                    false => "; in the table the interval of each kind’s share of all of these, 95 %, Wilson, by services that differ where there are three and more",
                }
            )
        }
        Card::Trends => trends::base(board, locale),
        Card::Load => {
            let people = board.load.iter().find_map(|load| load.a_person_month);
            match people {
                Some((people, per)) => format!(
                    "{} reviewers; {} reviews outside the workday a person and month",
                    count(people),
                    format::trimmed(per, if per < 0.1 { 3 } else { 1 }, locale)
                ),
                None => format!(
                    "Events; nothing is told per person, for fewer than {LEAST} people are known"
                ),
            }
        }
    }
}

/// Incidents that are in no rate of deployments.
fn unlinked(board: &Board) -> (u64, &'static str) {
    let n = board.viewed.unlinked.unwrap_or(0);
    match n {
        1 => (n, "incident that no deployment is known to have caused"),
        _ => (n, "incidents that no deployment is known to have caused"),
    }
}

fn left_out(card: Card, board: &Board, view: View<'_>, locale: &Locale) -> Option<String> {
    let count = |n: u64| format::count(n, locale);
    let alone = (
        board.held_back,
        "of services with under 5 deployments, for another choice of services would tell of them alone",
    );
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
            let sorting = &board.viewed;
            let merged = sorting.rows - sorting.deployments.min(sorting.rows);
            let elsewhere: u64 = sorting.elsewhere.values().sum();
            let parts = [
                (
                    merged,
                    if merged == 1 {
                        "row in all merged into its pipeline run"
                    } else {
                        "rows in all merged into their pipeline runs"
                    },
                ),
                (
                    elsewhere,
                    if elsewhere == 1 {
                        "deployment in all not to production"
                    } else {
                        "deployments in all not to production"
                    },
                ),
                (sorting.unreached, "in all that never got there"),
                (
                    sorting.unknown,
                    "in all with an outcome in words not known here",
                ),
                (sorting.timeless, "without a time"),
                (sorting.outside, "outside the time looked at"),
                alone,
                undrawn(DRAWN),
            ];
            list(&parts, locale)
        }
        Card::FailRate | Card::Control => {
            // Repairs are out of what had time to fail, whatever it is.
            let judged = board.everyone.repaired.n;
            let young = board.told_of - judged.min(board.told_of);
            let base = (
                judged - board.everyone.failed.n.min(judged),
                match view.asked.rules.base {
                    RateBase::WithoutRollbacks => "rollbacks",
                    _ => "rollbacks, reverts and hotfixes",
                },
            );
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
            // What no week tells of.
            let untold = board.control.as_ref().map_or(0, |control| {
                let told = (0..control.weeks.len()).filter_map(|week| control.told(week));
                let told: u64 = told.map(|(_, n)| n).sum();
                board.everyone.failed.n - told.min(board.everyone.failed.n)
            });
            let untold = (
                if card == Card::Control { untold } else { 0 },
                "in weeks that are partial, too recent, under 5, or held back because they would give those away",
            );
            // What failed without anybody knowing which deployment is in no rate.
            let others = [base, alone, small, undrawn(most), untold, unlinked(board)];
            let others = list(&others, locale);
            let all: Vec<String> = young.into_iter().chain(others).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Card::Rework => {
            let young = board.told_of - board.everyone.repaired.n.min(board.told_of);
            let young = (
                young,
                "too recent to have been rolled back, reverted or hotfixed",
            );
            list(&[young, alone, small, undrawn(DRAWN)], locale)
        }
        Card::LeadTime => {
            let [small, cohorts] = few(&board.lead);
            let lead = &board.lead;
            // Where cohorts are held back, so are their changes.
            let untold = if board.small.is_empty() {
                lead.untold
            } else {
                0
            };
            let untold = (
                untold,
                "in no deployment that is looked at, or without a time",
            );
            let early = (lead.backwards, definitions::too_early(&view.asked.rules));
            list(&[untold, early, small, cohorts], locale)
        }
        Card::Merge => {
            let [small, cohorts] = few(&board.merge);
            let merge = &board.merge;
            let untold = (
                merge.untold,
                "that do not say when they were opened or merged",
            );
            let early = (merge.backwards, "merged before they were opened");
            list(&[untold, early, small, cohorts], locale)
        }
        Card::Stages => {
            let all: Vec<String> = board
                .stages_backwards
                .iter()
                .map(|(stage, n)| {
                    let said = match stage {
                        Step::FirstApproval | Step::FirstReview => {
                            "reviewed before they were opened or only after they were merged"
                        }
                        Step::Coding => "opened before their first commit",
                        Step::Approval => "approved before any review",
                        Step::Merge => "approved only after they were merged",
                        Step::Deploy => "deployed before they were merged",
                    };
                    format!("{} {said}", count(*n))
                })
                .collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Card::Incidents => {
            let told = &board.incidents;
            list(
                &[
                    (told.left_out, &doubtful(view)),
                    (
                        told.outside,
                        "that did not begin in the time looked at, or at a time that is not told",
                    ),
                ],
                locale,
            )
        }
        Card::Recovery => {
            let everyone = &board.everyone;
            // Rows are listed of all of them where no cohort is small.
            let (judged, young) = board.chained;
            let told = everyone.recovery.n + everyone.doubtful + board.untold;
            let held_back = match board.small.is_empty() {
                true => (
                    (judged + young).saturating_sub(told),
                    "of cohorts with too few recoveries to tell of",
                ),
                // How many of these failed would tell of each.
                false => (
                    small.0,
                    "deployments, failed or not, of cohorts so small that the others would give them away",
                ),
            };
            list(
                &[
                    (everyone.doubtful, &doubtful(view)),
                    (board.untold, untold_recovery(&view.asked.rules)),
                    held_back,
                    unlinked(board),
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
        Card::Trends => trends::left_out(board),
        Card::Load => {
            let held_back = board.load.iter().map(|load| load.held_back).sum();
            list(
                &[(
                    held_back,
                    "events of services with so few that another choice of services would tell of them alone",
                )],
                locale,
            )
        }
        Card::Fixes => {
            let rest = board.fixes.iter().skip(fixes::MOST);
            let sum: u64 = rest.map(KindOfFix::all).sum();
            list(&[(sum, "fixes of rarer kinds not drawn")], locale)
        }
        _ => None,
    }
}

/// Why failed deployments are in no curve of recovery.
fn untold_recovery(rules: &Rules) -> &'static str {
    let plain = Rules::default();
    match (rules.recovery_from, rules.recovery_to) == (plain.recovery_from, plain.recovery_to) {
        true => "of which nothing says when service was back",
        false => "of which nothing tells both ends",
    }
}

/// Which durations are doubts that no curve counts.
fn doubtful(view: View<'_>) -> String {
    format!(
        "that would end before they begin, after the exports were made, or last over {:.0} days",
        view.asked.rules.longest_days
    )
}

/// How many of the lengths of a curve go on; nothing where there are too few to tell.
fn not_over(curve: &Curve, over: &str, locale: &Locale) -> String {
    match curve.n < HIDE {
        true => String::new(),
        false => format!(
            ", {} not known to be {over}",
            format::count(curve.open, locale)
        ),
    }
}

/// The changes that are drawn, of which those of a side too small are none.
fn reached(told: &Reached, which: (&str, &str), view: View<'_>, locale: &Locale) -> String {
    let drawn = told.of.iter().map(|(_, curve)| curve.n);
    let n: u64 = drawn.filter(|n| *n >= HIDE).sum();
    let test = match (told.p, view.describes) {
        (Some(p), false) => format!(". Mann–Whitney p = {}", format::decimals(p, 3, locale)),
        _ => String::new(),
    };
    match n {
        1 => format!("1 merged change {}{test}", which.0),
        n => format!(
            "{} merged changes {}{test}",
            format::count(n, locale),
            which.1
        ),
    }
}

/// Changes of cohorts that are too small to be drawn, and cohorts that are too many.
fn few(told: &Reached) -> [(u64, &'static str); 2] {
    let each = || told.of.iter().map(|(_, curve)| curve.n);
    let drawn = each().filter(|n| *n > 0).count();
    [
        (each().filter(|n| *n < HIDE).sum(), "of cohorts under 5"),
        (
            drawn.saturating_sub(CURVES) as u64,
            "cohorts only in the table",
        ),
    ]
}

fn note(card: Card, board: &Board, locale: &Locale) -> Option<String> {
    match card {
        Card::FailRate
            if board.by != By::Service
                && board.services.iter().filter(|one| one.is_in_view).count() > 1 => Some(
            "Services are pooled by volume; DORA advises against blending unlike ones and against targets".to_owned(),
        ),
        Card::Recovery => tail(&board.everyone.recovery, &[], locale),
        Card::Incidents => tail(&board.incidents.hours, &board.incidents.longest, locale),
        Card::Following | Card::Frequency | Card::LeadTime | Card::Merge
            if board.by == By::Exposure =>
        {
            let missing = "a missing label is no proof that no AI was used";
            Some(match board.denied {
                0 => format::capital(missing),
                denied => format!(
                    "{} said to be made without AI; on the others {missing}",
                    format::noun(denied, "change is", "changes are", locale)
                ),
            })
        }
        _ => None,
    }
}

/// What a reader should know of a mean that a few carry.
fn tail(curve: &Curve, longest: &[String], locale: &Locale) -> Option<String> {
    let (mean, median, (n, share)) = (curve.mean?, curve.median?, curve.tail?);
    let are = match longest.split_last() {
        None => String::new(),
        Some((only, [])) => format!("; the longest is {only}"),
        Some((last, first)) => format!("; the longest are {} and {last}", first.join(", ")),
    };
    (median > 0.0 && mean > 2.0 * median).then(|| {
        format!(
            "The mean, {}, is over twice the median: the longest tenth, {}, {} {} of all hours{are}",
            format::hours(mean, locale),
            format::count(n, locale),
            if n == 1 { "has" } else { "have" },
            format::percent(share, curve.n, locale)
        )
    })
}

fn list(parts: &[(u64, &str)], locale: &Locale) -> Option<String> {
    let all: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", format::count(*n, locale)))
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}
