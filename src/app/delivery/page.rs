//! The page of deliveries.

use leptos::prelude::*;

use super::behind::LookedBehind;
use super::card::DeliveryCard;
use super::exports::{DateOrder, Exports};
use super::kit::Kit;
use super::labelling::Labelling;
use super::perceived::Perceived;
use super::rules::RulesCard;
use super::side::Side;
use super::signs::SignsCard;
use super::taken_for::Others;
use super::xray::Xray;
use crate::app::desk::use_desk;
use crate::app::import::ChooseFiles;
use crate::app::outside;
use crate::app::parts::{DrawerButton, Icon};
use crate::app::turns::added_later;
use crate::figure::delivery::{Card, notices, services_in_view, title_of_window};
use crate::figure::format;

/// What is open beside the figures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Pane {
    /// Nothing.
    Figures,
    /// The month of labels.
    Kit,
}

/// The page.
#[component]
pub fn Delivery() -> impl IntoView {
    let desk = use_desk();
    let pane = desk.deliveries.pane;
    let has_any = Memo::new(move |_| {
        desk.deliveries
            .taken
            .with(|taken| taken.keys().any(|id| desk.is_used(*id)))
    });
    Effect::new(move |before: Option<Pane>| {
        let pane = pane.get();
        if before.is_some_and(|before| before != pane) {
            outside::focus_if_lost(Some("main".to_owned()));
        }
        pane
    });
    view! {
        {move || match (pane.get(), has_any.get()) {
            (Pane::Kit, _) => view! { <Kit pane=pane/> }.into_any(),
            (Pane::Figures, true) => view! { <Shown pane=pane/> }.into_any(),
            (Pane::Figures, false) => view! { <Nothing pane=pane/> }.into_any(),
        }}
    }
}

/// What to drop, where nothing of the kind is open.
#[component]
fn Nothing(pane: RwSignal<Pane>) -> impl IntoView {
    let desk = use_desk();
    view! {
        <main id="main" class="nothing-delivered">
            <h1>"No deployments yet"</h1>
            <p role="status">{move || match desk.deliveries.reading() {
                0 => None,
                1 => Some("One file is still being looked through for deployments, changes or incidents.".to_owned()),
                n => Some(format!("{n} files are still being looked through for deployments, changes or incidents.")),
            }}</p>
            <p class="soft">"Open what your tools export, several files at once: deployments, incidents, pull requests, reviews, CI runs, security findings, a log of what was made with AI. Columns are recognised from what they hold; files are joined by the ids, commits and numbers that they share."</p>
            <p class="row">
                <ChooseFiles label="Choose files" class="button first"/>
                <button class="button" type="button" on:click=move |_| desk.open_team_sample()>"Try three synthetic teams"</button>
                <button class="button" type="button" on:click=move |_| pane.set(Pane::Kit)>"Label kit"</button>
            </p>
            <Others/>
        </main>
    }
}

#[component]
fn Shown(pane: RwSignal<Pane>) -> impl IntoView {
    let desk = use_desk();
    let drawer = RwSignal::new(false);
    let heading = Memo::new(move |_| {
        let answered = desk.answered_soon()?;
        Some(answered.read(desk, |board, view, _| title_of_window(board, view)))
    });
    let under = Memo::new(move |_| {
        let answered = desk.answered_soon()?;
        let said = answered.read(desk, |board, _, locale| {
            let (changes, _) = board.sorting.changes;
            let weeks = board.weeks.len() as u64;
            let of_else = match board.sorting.deployments {
                0 => [
                    (changes, "change", "changes"),
                    (board.sorting.incidents, "incident", "incidents"),
                ],
                _ => [(0, "", ""); 2],
            };
            let counted = |(n, one, many): (u64, &str, &str)| {
                (n > 0).then(|| format::noun(n, one, many, locale))
            };
            let told: Vec<String> = [
                counted((weeks, "full week", "full weeks")),
                services_in_view(board, locale),
            ]
            .into_iter()
            .chain(of_else.map(counted))
            .flatten()
            .collect();
            match told.is_empty() {
                true => String::new(),
                false => format!(
                    "{}. Everything that was logged, so nothing here is sampled.",
                    told.join(", ")
                ),
            }
        });
        Some(said)
    });
    let told = Memo::new(move |_| {
        desk.deliveries.board().map_or_else(Vec::new, |board| {
            let told = Card::ALL.into_iter().filter(|card| card.is_told(&board));
            told.collect::<Vec<_>>()
        })
    });
    let cards = added_later(told);
    let synthetic = Memo::new(move |_| desk.synthetic_exports());
    let notices = Memo::new(move |_| {
        let said = desk.with_board(|board, view, _| notices(board, view));
        said.unwrap_or_default()
    });
    view! {
        <div class="shell">
            <Side open=drawer/>
            <main id="main" class="work" aria-busy=move || desk.deliveries.is_waiting().to_string()>
                <div class="head">
                    <div>
                        <h1>{move || heading.get().unwrap_or_else(|| "Deployments and recovery".to_owned())}</h1>
                        <p class="soft">
                            {move || (synthetic.get() == (true, true)).then_some("Synthetic sample: three invented teams. ")}
                            {move || under.get().unwrap_or_else(|| "Putting the exports together…".to_owned())}
                        </p>
                    </div>
                    <div class="btns">
                        <button class="button" type="button" on:click=move |_| pane.set(Pane::Kit)>"Label kit"</button>
                    </div>
                </div>
                <div class="drawer-open">
                    <super::side::Judged/>
                    <DrawerButton open=drawer label="Cohorts and services"/>
                </div>
                {move || notices.get().into_iter().map(|said| view! { <p class="notice doubt lacking"><Icon name="info"/><span>{said}</span></p> }).collect_view()}
                {move || (synthetic.get() == (true, false)).then(|| view! {
                    <p class="notice doubt lacking"><Icon name="info"/><span>
                        "Rows of three invented teams count among yours. "
                        <button class="linked" type="button" on:click=move |_| desk.leave_sample_out()>"Leave the synthetic sample out"</button>
                    </span></p>
                })}
                <DateOrder/>
                <div class="grid delivery">
                    <For each=move || cards.get() key=|card| card.id() let:card>
                        <DeliveryCard card=card/>
                    </For>
                    <LookedBehind/>
                    <Show when=move || cards.with(|cards| cards.contains(&Card::FailRate))>
                        <Labelling/>
                        <Perceived/>
                        <Xray/>
                    </Show>
                    <RulesCard/>
                    <SignsCard/>
                    <Exports/>
                </div>
            </main>
        </div>
    }
}
