//! An answer that comes in two steps: first what most people look at first, and then the rest, which takes most of the time.

use std::collections::BTreeMap;

use super::asked::{Asked, By};
use super::board::{Background, Board, incidents, recovery_p, services};
use super::cohort::{Cohort, Teller};
use super::compared::{Compared, with_ai};
use super::control::{Control, WaitControl};
use super::curve::Curve;
use super::fate::fates;
use super::fixes::kinds_of_fixes;
use super::following::{Carried, Reached, following, gap, merge};
use super::history::History;
use super::hours::{Watch, by_day};
use super::in_view::InView;
use super::incident::{Began, began_in};
use super::link::{Evidence, Links};
use super::metrics::Rate;
use super::rivals::{Rivalry, Scope, rivals};
use super::sides::Sides;
use super::sorting::{chains, sorting, sorting_of_viewed};
use super::span::window_of;
use super::stages::{backwards, stages};
use super::tally::Counted;
use super::trends::Moving;
use super::waiting::{Waits, waiting};
use super::weeks::Weeks;

/// What comes first, with what the rest is made of.
pub(super) struct Begun {
    /// The answer, as far as it is there.
    pub board: Board,
    sides: Sides,
    weeks: Weeks,
    began: Began,
    /// Deployments in the window of each service.
    of_services: Vec<u64>,
}

impl Begun {
    /// What a history answers first.
    pub fn of(history: &History, links: &Links, told: Background<'_>, asked: &Asked) -> Begun {
        let Background {
            division,
            signs,
            denied,
            unclear,
            ..
        } = told;
        let (window, known) = window_of(history, asked);
        let by = division.by;
        let InView {
            is_in_view,
            of_services,
            are_alone,
            viewed,
            held_back,
        } = InView::of(history, asked, window, by);
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
            // Who is left out of the numbers is no part of their divisor either.
            let is_told = |at: &usize| by == By::Service || !are_alone[*at];
            if let Some(at) = at.filter(is_told) {
                place_of[at] = Some(place);
            }
        }
        let weeks = asked.zone.with_clock(|clock| Weeks::of(window, clock));
        let counted = Counted {
            history,
            links,
            rules: &asked.rules,
            window,
            weeks: &weeks,
            zone: &asked.zone,
        };
        let teller = Teller {
            counted,
            place_of: &place_of,
        };
        let sides = Sides::of(division, &teller, &viewed, &is_alone);
        let Sides {
            whole,
            rated,
            restored,
            small,
            are_all_told,
            are_failures_told,
            ..
        } = &sides;
        let are_few = sides.are_few();
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
            reworked: match sides.tells_rework(&asked.rules) {
                true => rated.rework_rate.withheld(),
                false => Rate::none(),
            },
            repaired: rated.repaired_rate.withheld(),
            remediated: rated.remediation_share.withheld(),
            recovery: match are_few {
                true => Curve::default(),
                false => Curve::of(&recovery.lengths).withheld(),
            },
            doubtful,
            ..sides.everyone.clone()
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
        let began = began_in(history, asked, window);
        let are_small = division.which(small);
        let is_named = |at: usize| !are_small[division.code(at) as usize];
        let (chains, chained) = chains(counted, rated, division, &is_named);
        let sorting = sorting(
            history,
            links,
            window,
            *are_failures_told && !are_few && held_back == 0,
        );
        let board = Board {
            is_beginning: true,
            viewed: sorting_of_viewed(history, links, &sorting, &is_in_view, (window, &began)),
            sorting,
            incidents: incidents(history, &began, &asked.rules, window),
            deployments: whole.deployments.len() as u64,
            judged: whole.repaired_rate.n,
            untold,
            is_whole: small.is_empty() && *are_all_told,
            told_of: rated.deployments.len() as u64,
            held_back,
            cohorts: sides.sides.iter().map(|side| side.cohort.clone()).collect(),
            weeks: weeks
                .starts
                .iter()
                .map(|at| at + asked.zone.ahead(*at))
                .collect(),
            small: small.iter().cloned().collect(),
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
            by_day: by_day(history),
            chains,
            chained,
            // What follows.
            control: None,
            wait_control: None,
            trends: Vec::new(),
            lead: Reached::default(),
            merge: Reached::default(),
            stages: Vec::new(),
            stages_backwards: Vec::new(),
            waits: Vec::new(),
            waits_left_out: 0,
            fixes: Vec::new(),
            merged: (0, 0),
            following: Vec::new(),
            load: Vec::new(),
            rivals: Vec::new(),
        };
        Begun {
            board,
            sides,
            weeks,
            began,
            of_services,
        }
    }

    /// Everything, of the same history asked the same; `known_rivals` are what rival definitions give, where that is known.
    pub fn finish(
        self,
        history: &History,
        links: &Links,
        told: Background<'_>,
        asked: &Asked,
        known_rivals: Option<Vec<Rivalry>>,
    ) -> Board {
        let Background {
            division,
            assisted,
            fixes,
            links_under,
            ..
        } = told;
        let Begun {
            board,
            sides,
            weeks,
            began,
            of_services,
        } = self;
        let Sides {
            whole,
            rated,
            restored,
            small,
            are_all_told,
            ..
        } = &sides;
        let (by, window) = (board.by, board.window);
        let Waits { waits, left_out } = waiting(history, asked, assisted, by, window.exported);
        let fates = fates(links, whole, &history.columns.finished);
        let changes = Compared::of(history, asked, assisted, window, &fates, division);
        let carried = Carried::of(&fates, &changes, division, small);
        let counted = Counted {
            history,
            links,
            rules: &asked.rules,
            window,
            weeks: &weeks,
            zone: &asked.zone,
        };
        let moving = Moving {
            counted,
            sides: &sides,
            carried: &carried,
            is_by_name: by.is_by_name(),
            by_day: &board.by_day,
        };
        let with = with_ai(&changes.changes, assisted);
        let are_small = division.which(small);
        let is_named = |at: usize| !are_small[division.code(at) as usize];
        let week_of = moving.week_of();
        let lead = moving.lead(&week_of);
        let rivals = match known_rivals.filter(|_| board.is_whole) {
            Some(known) => known,
            None => rivals(
                history,
                asked,
                &Scope {
                    counted,
                    whole,
                    rated,
                    restored,
                    is_whole: *are_all_told,
                    links_under,
                    is_named: &is_named,
                    tells_rework: &|rules| sides.tells_rework(rules),
                    tells_recovery: &|rules| sides.tells_recovery(counted, rules),
                    began: &began,
                    carried: &carried,
                    lead: &lead.reached,
                    fixes,
                },
            ),
        };
        let watch = Watch {
            counted,
            asked,
            sides: &sides,
            division,
            changes: &changes,
            of_services: &of_services,
            began: &began,
            by_day: &board.by_day,
        };
        Board {
            is_beginning: false,
            following: following(history, &fates, &changes),
            load: watch.load(),
            control: Control::of(history, asked, links, rated, &weeks, window.exported),
            wait_control: WaitControl::of(history, asked, &weeks),
            stages_backwards: backwards(history, &changes),
            stages: stages(history, window.exported, &changes),
            rivals,
            trends: moving.trends(&week_of, lead.trend),
            lead: lead.reached,
            merge: merge(history, &changes, by),
            merged: (with, changes.changes.len() as u64 - with),
            fixes: kinds_of_fixes(history, fixes, &changes),
            waits_left_out: left_out,
            waits,
            ..board
        }
    }
}
