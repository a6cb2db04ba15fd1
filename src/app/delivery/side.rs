//! The side: how many can be judged, who is compared, which services, how failures were linked.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::answered::levels_of_teams;
use crate::analysis::stats::base::HIDE;
use crate::app::desk::{Desk, use_desk};
use crate::app::outside;
use crate::app::parts::{Bar, CloseDrawer, Fraction, Icon, KeysNote, LensPair, SIDE, close_by};
use crate::app::study::Swatch;
use crate::delivery::{Board, By, Cohort, Kind, RateBase, Service, Who};
use crate::figure::delivery::{
    Card, DRAWN, by_name, evidence, is_moved_by_labels, sign, who, who_ink,
};
use crate::figure::format;

/// The side.
#[component]
pub fn Side(
    /// Whether the drawer is open, where the side is one.
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let describes = Memo::new(move |_| desk.delivering().describes);
    let published = Memo::new(move |_| desk.delivering().shows_published);
    view! {
        <aside id=SIDE tabindex="-1" on:keydown=move |ev| close_by(&ev, open) class="side" class:is-open=move || open.get() aria-label="Cohorts and services">
            <CloseDrawer open=open/>
            <Judged/>
            <Cohorts/>
            <Services/>
            <Linked/>
            <section>
                <h2 class="side-title">"Judge or describe"</h2>
                <span class="pair" role="group" aria-label="Judge or describe">
                    <button type="button" aria-pressed=move || (!describes.get()).to_string() on:click=move |_| desk.deliver("judging", |said| said.describes = false)>"Judge the process"</button>
                    <button type="button" aria-pressed=move || describes.get().to_string() on:click=move |_| desk.deliver("describing", |said| said.describes = true)>"Describe the past"</button>
                </span>
                <p class="tiny quiet note">{move || match describes.get() {
                    true => "Everything was logged, so the past is known: its rates need no interval.",
                    false => "Intervals say how far these rates would move if the same process ran again.",
                }}</p>
            </section>
            <section>
                <label class="check small"><input type="checkbox" prop:checked=move || published.get() on:change=move |ev| {
                    let yes = event_target_checked(&ev);
                    desk.deliver("published figures", |said| said.shows_published = yes);
                }/>"Published figures beside ours"</label>
                <p class="tiny quiet note">"DORA’s bands and Harness’s survey, with where each comes from. They are what others say of their teams, and no targets."</p>
            </section>
            <section class="small-screen">
                <h2 class="side-title">"Show numbers as"</h2>
                <LensPair/>
            </section>
            <KeysNote/>
        </aside>
    }
}

/// Deployments old enough to judge over those loaded.
#[component]
pub fn Judged() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let count = move |of: fn(&crate::delivery::Board) -> u64| {
        let board = desk.deliveries.board_soon();
        board.map_or_else(
            || "…".to_owned(),
            |board| format::count(of(&board), &locale),
        )
    };
    // What is counted: deployments, without any changes, and without these incidents.
    let counted = Memo::new(move |_| {
        let sorting = desk
            .deliveries
            .board_soon()
            .map(|board| board.sorting.clone());
        sorting.map_or(Kind::Deployments, |sorting| {
            match (sorting.deployments, sorting.changes.0) {
                (0, 0) if sorting.incidents == 0 => Kind::Runs,
                (0, 0) => Kind::Incidents,
                (0, _) => Kind::Changes,
                _ => Kind::Deployments,
            }
        })
    });
    view! {
        {move || match counted.get() {
            Kind::Deployments => view! {
                <div class="inview">
                    <Fraction part=Signal::derive(move || count(|board| board.judged)) whole=Signal::derive(move || count(|board| board.deployments))/>
                    <p>"old enough to judge"<br/>"deployments in view"</p>
                </div>
            }.into_any(),
            Kind::Runs => view! { <p class="soft">"No deployments, incidents or changes loaded"</p> }.into_any(),
            Kind::Incidents => view! {
                <div class="inview">
                    <Fraction part=Signal::derive(move || count(|board| board.sorting.incidents - board.incidents.outside)) whole=Signal::derive(move || count(|board| board.sorting.incidents))/>
                    <p>"in view"<br/>"incidents loaded"</p>
                </div>
            }.into_any(),
            _ => view! {
                <div class="inview">
                    <Fraction part=Signal::derive(move || count(|board| board.merged.0 + board.merged.1)) whole=Signal::derive(move || count(|board| board.sorting.changes.0))/>
                    <p>"merged in view"<br/>"changes loaded"</p>
                </div>
            }.into_any(),
        }}
    }
}

/// What stands before the name of a column that deployments are divided by.
const COLUMN: &str = "column ";

#[component]
fn Cohorts() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let by = Memo::new(move |_| {
        let asked = desk.delivering().asked.by;
        desk.deliveries.board_soon().map_or(asked, |board| board.by)
    });
    let levels = levels_of_teams();
    let others = Memo::new(move |_| {
        let board = desk.deliveries.board_soon();
        board.map_or_else(Vec::new, |board| board.others.clone())
    });
    let all = [By::Exposure, By::Bands, By::Service, By::Team, By::Everyone];
    let signs = Memo::new(move |_| {
        let board = desk.deliveries.board_soon()?;
        let told: Vec<String> = board
            .signs
            .iter()
            .take(3)
            .map(|(one, n)| format!("{} ({})", sign(one), format::count(*n, &locale)))
            .collect();
        let is_assisted = |one: &Cohort| one.who == Who::Assisted && one.deployments > 0;
        Some(
            match (told.is_empty(), board.cohorts.iter().any(is_assisted)) {
                (false, _) => format!("Of all changes, told by {}. ", told.join(", ")),
                (true, true) => "Told by a column of the deployments. ".to_owned(),
                (true, false) => "No change carries a sign of AI. ".to_owned(),
            },
        )
    });
    let has_sliders = Memo::new(move |_| {
        let board = desk.deliveries.board();
        board.is_some_and(|board| Card::FailRate.is_told(&board) && is_moved_by_labels(&board))
    });
    let cohorts = Memo::new(move |_| {
        let board = desk.deliveries.board_soon();
        board.map_or_else(Vec::new, |board| compared(&board))
    });
    // A row stays on the page while its cohort keeps its place.
    let whos = move || {
        cohorts.with(|cohorts| {
            let whos = cohorts.iter().take(DRAWN).map(|(who, _)| who.clone());
            whos.enumerate().collect::<Vec<_>>()
        })
    };
    let size = move |at: usize| cohorts.with(|cohorts| cohorts.get(at).map_or(0, |(_, n)| *n));
    let rest = Memo::new(move |_| cohorts.with(|cohorts| cohorts.len().saturating_sub(DRAWN)));
    view! {
        <section>
            <h2 class="side-title">"Cohorts"</h2>
            <label class="unseen" for="delivery-by">"Divide deployments by"</label>
            <select id="delivery-by" class="by" on:change=move |ev| {
                let chosen = event_target_value(&ev);
                match all.into_iter().chain([By::Answers]).find(|by| by_name(*by) == chosen) {
                    Some(By::Answers) => desk.ask_deliveries("cohorts of deployments", |asked| {
                        asked.by = By::Answers;
                        asked.levels = levels.get_untracked().unwrap_or_default();
                    }),
                    Some(by) => desk.divide_deliveries(by, ""),
                    None => desk.divide_deliveries(By::Column, chosen.trim_start_matches(COLUMN)),
                }
            }>
                {all.into_iter().map(|one| view! { <option value=by_name(one) prop:selected=move || by.get() == one>{by_name(one)}</option> }).collect_view()}
                {move || levels.with(Option::is_some).then(|| view! {
                    <option value=by_name(By::Answers) prop:selected=move || by.get() == By::Answers>{by_name(By::Answers)}</option>
                })}
                {move || others.get().into_iter().map(|name| {
                    let is_chosen = {
                        let name = name.clone();
                        move || by.get() == By::Column && desk.delivering().asked.column == name
                    };
                    view! { <option value=format!("{COLUMN}{name}") prop:selected=is_chosen>{format!("“{name}”")}</option> }
                }).collect_view()}
            </select>
            <ul class="cohorts">
                <For each=whos key=Clone::clone let((at, of))>
                    <li class="cohort">
                        <Swatch ink=who_ink(&of, at) low=Signal::derive(move || size(at) < 30)/>
                        <b>{who(&of)}</b>
                        <span class="n">{move || format::base(size(at), &locale)}</span>
                    </li>
                </For>
                {move || (rest.get() > 0).then(|| view! { <li class="tiny quiet">{format!("and {} more, in the tables", format::count(rest.get() as u64, &locale))}</li> })}
            </ul>
            <Show when=move || by.get() == By::Answers>
                <p class="tiny quiet note">
                    {move || {
                        let levels = desk.delivering().asked.levels;
                        let whose = if levels.are_services { "services" } else { "teams" };
                        format!("By the median answer of {whose} with 10 answers and more to “{}”. What people say is no log of what they do.", levels.question)
                    }}
                </p>
            </Show>
            <Show when=move || matches!(by.get(), By::Exposure | By::Bands)>
                <p class="tiny quiet note">
                    {move || signs.get()}
                    "A missing label is not proof of no AI. "
                    {move || has_sliders.get().then(|| view! {
                        <a href="#delivery" on:click=move |ev| {
                            ev.prevent_default();
                            outside::go_to("labelling");
                        }>"How wrong could it be?"</a>
                    })}
                </p>
            </Show>
        </section>
    }
}

/// Who is compared, and how many each has: deployments or, where none is told, changes.
fn compared(board: &Board) -> Vec<(Who, u64)> {
    let (one, other) = board.merged;
    let changes = [(Who::Assisted, one), (Who::Unlabelled, other)];
    match board.sorting.deployments {
        0 if matches!(board.by, By::Exposure | By::Fitting) => {
            let any = changes.into_iter().filter(|_| one + other > 0);
            any.collect()
        }
        0 => {
            let merged = board.merge.of.iter();
            merged.map(|(who, curve)| (who.clone(), curve.n)).collect()
        }
        _ => {
            let cohorts = board.cohorts.iter();
            cohorts
                .map(|cohort| (cohort.who.clone(), cohort.deployments))
                .collect()
        }
    }
}

/// Services that are listed at first.
const SHOWN: usize = 40;

#[component]
fn Services() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let chosen = Memo::new(move |_| desk.delivering().asked.services);
    let all = RwSignal::new(false);
    let listed = Memo::new(move |_| {
        let shown = if all.get() { usize::MAX } else { SHOWN };
        desk.deliveries.board_soon().map_or_else(Vec::new, |board| {
            board.services.iter().take(shown).cloned().collect()
        })
    });
    let most = Memo::new(move |_| {
        let board = desk.deliveries.board_soon();
        let counts = board.map(|board| board.services.iter().map(|one| one.deployments).max());
        counts.flatten().unwrap_or(1).max(1)
    });
    // A row stays on the page while its service keeps its place: few of them change with an answer.
    let names = move || {
        listed.with(|listed| {
            let named = listed.iter().map(|service| service.name.clone());
            named.enumerate().collect::<Vec<_>>()
        })
    };
    let more = Memo::new(move |_| {
        let board = desk.deliveries.board_soon();
        board.map_or(0, |board| board.services.len().saturating_sub(SHOWN) as u64)
    });
    view! {
        <section>
            <h2 class="side-title">
                "Service"
                {move || match chosen.with(|chosen| chosen.is_empty()) {
                    true => view! { <span>"all"</span> }.into_any(),
                    false => view! { <button class="linked" type="button" on:click=move |_| desk.ask_deliveries("services", |asked| asked.services.clear())>"all"</button> }.into_any(),
                }}
            </h2>
            <div class="facet">
                <For each=names key=Clone::clone let((at, name))>
                    <OneService name=name chosen=chosen most=most of=Memo::new(move |_| listed.with(|listed| listed.get(at).cloned()))/>
                </For>
            </div>
            {move || (more.get() > 0 && !all.get()).then(|| view! {
                <button class="button slim" type="button" on:click=move |_| all.set(true)>
                    <Icon name="down"/>{format!("{} more", format::count(more.get(), &locale))}
                </button>
            })}
        </section>
    }
}

/// A service to look at or to leave out.
#[component]
fn OneService(
    /// Its name.
    name: String,
    /// What is told of it.
    of: Memo<Option<Service>>,
    /// The services that are looked at; all where it is empty.
    chosen: Memo<BTreeSet<String>>,
    /// Most deployments of any service.
    most: Memo<u64>,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let shown = match name.is_empty() {
        true => who(&Who::Unnamed),
        false => name.clone(),
    };
    let pressed = {
        let name = name.clone();
        Memo::new(move |_| chosen.with(|chosen| chosen.contains(&name)))
    };
    let is_cut = move || of.with(|of| of.as_ref().is_some_and(|of| !of.is_in_view));
    let deployments = Memo::new(move |_| of.with(|of| of.as_ref().map_or(0, |of| of.deployments)));
    view! {
        <button type="button" class:cut=is_cut aria-pressed=move || pressed.get().to_string() on:click=move |ev| {
            let name = name.clone();
            // With Shift it is left out.
            let others = ev.shift_key().then(|| others(desk, &name));
            desk.ask_deliveries("services", move |asked| match others {
                Some(others) if asked.services.is_empty() => asked.services = others,
                Some(_) if asked.services.len() > 1 => {
                    asked.services.remove(&name);
                }
                Some(_) => {}
                None => {
                    if !asked.services.remove(&name) {
                        asked.services.insert(name);
                    }
                }
            });
        }>
            <span class="name" title=format!("{shown}; with Shift to leave it out")><Icon name="check"/>{shown.clone()}</span>
            <Bar share=Signal::derive(move || deployments.get() as f64 / most.get() as f64)/>
            <span class="n">{move || format::count(deployments.get(), &locale)}</span>
        </button>
    }
}

/// The services but for one.
fn others(desk: Desk, name: &str) -> BTreeSet<String> {
    let Some(board) = untrack(|| desk.deliveries.board_soon()) else {
        return BTreeSet::new();
    };
    let others = board.services.iter().filter(|one| one.name != name);
    others.map(|one| one.name.clone()).collect()
}

#[component]
fn Linked() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let linked = Memo::new(move |_| {
        let board = desk.deliveries.board_soon();
        board.map_or_else(Vec::new, |board| {
            let each = board.evidence.iter().map(|(of, n)| (*of, *n));
            each.collect::<Vec<_>>()
        })
    });
    // A row stays on the page while its evidence keeps its place.
    let of_each = move || {
        linked.with(|linked| {
            let each = linked.iter().map(|(of, _)| *of);
            each.enumerate().collect::<Vec<_>>()
        })
    };
    let many = move |at: usize| linked.with(|linked| linked.get(at).map_or(0, |(_, n)| *n));
    let most = Memo::new(move |_| {
        linked.with(|linked| linked.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1))
    });
    let rules = Memo::new(move |_| desk.delivering().asked.rules);
    // Why none is told.
    let none = Memo::new(move |_| {
        let board = desk.deliveries.board_soon()?;
        if !board.evidence.is_empty() {
            return None;
        }
        Some(match board.judged < HIDE && !board.small.is_empty() {
            true => "Not told, because a cohort has under 5 deployments to judge.",
            false if board.deployments == 0 => "No deployment is in view.",
            false => "No failure is linked to any deployment that is told of.",
        })
    });
    let young = Memo::new(move |_| {
        let board = desk.deliveries.board_soon()?;
        let failed: u64 = board.evidence.values().sum();
        Some(failed.saturating_sub(board.everyone.failed.hits))
    });
    view! {
        <section>
            <h2 class="side-title">"How failures were linked"</h2>
            <ul class="linked-by">
                {move || none.get().map(|said| view! { <li class="tiny quiet">{said}</li> })}
                <For each=of_each key=|each| *each let((at, of))>
                    <li>
                        <span>{move || rules.with(|rules| evidence(of, rules))}</span>
                        <Bar share=Signal::derive(move || many(at) as f64 / most.get() as f64)/>
                        <span class="n">{move || format::count(many(at), &locale)}</span>
                    </li>
                </For>
            </ul>
            <p class="tiny quiet">{move || {
                let young = young.get().filter(|young| *young > 0)?;
                let are = if young == 1 { "is" } else { "are" };
                let why = match desk.delivering().asked.rules.base {
                    RateBase::All => "too recent for a rate to count",
                    _ => "too recent, or repairs, that the rate does not count",
                };
                Some(format!("{} of these {are} {why}.", format::count(young, &locale)))
            }}</p>
        </section>
    }
}
