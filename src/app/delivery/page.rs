//! The page of deliveries.

use leptos::prelude::*;

use super::card::DeliveryCard;
use super::exports::Exports;
use super::kit::Kit;
use super::labelling::Labelling;
use super::perceived::Perceived;
use super::rules::RulesCard;
use super::side::Side;
use super::signs::SignsCard;
use super::xray::Xray;
use crate::app::desk::use_desk;
use crate::app::import::ChooseFiles;
use crate::app::parts::{DrawerButton, Icon};
use crate::figure::delivery::{Card, lacking, title_of_window};
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
    let pane = RwSignal::new(Pane::Figures);
    let has_any = Memo::new(move |_| {
        desk.deliveries
            .taken
            .with(|taken| taken.keys().any(|id| desk.is_used(*id)))
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
            <p class="soft">"Open what your tools export, several files at once: deployments, incidents, pull requests, reviews, CI runs, security findings, a log of what was made with AI. Columns are recognised from what they hold; files are joined by the ids, commits and numbers that they share."</p>
            <p class="row">
                <ChooseFiles label="Choose files" class="button first"/>
                <button class="button" type="button" on:click=move |_| desk.open_team_sample()>"Try three synthetic teams"</button>
                <button class="button" type="button" on:click=move |_| pane.set(Pane::Kit)>"Label kit"</button>
            </p>
        </main>
    }
}

#[component]
fn Shown(pane: RwSignal<Pane>) -> impl IntoView {
    let desk = use_desk();
    let drawer = RwSignal::new(false);
    let heading =
        Memo::new(move |_| desk.with_board(|board, view, _| title_of_window(board, view)));
    let under = Memo::new(move |_| {
        desk.with_board(|board, _, locale| {
            let services = board.services.iter().filter(|one| one.is_in_view).count();
            let weeks = board.weeks.len();
            format!(
                "{} full week{}, {} service{}. Everything that was logged, so nothing here is sampled.",
                format::count(weeks as u64, locale),
                if weeks == 1 { "" } else { "s" },
                format::count(services as u64, locale),
                if services == 1 { "" } else { "s" },
            )
        })
    });
    let cards = Memo::new(move |_| {
        desk.deliveries.board().map(|board| {
            let told = Card::ALL.into_iter().filter(|card| card.is_told(&board));
            told.collect::<Vec<_>>()
        })
    });
    let synthetic = Memo::new(move |_| desk.is_team_sample());
    let lacking = Memo::new(move |_| lacking(&*desk.deliveries.board()?));
    view! {
        <div class="shell">
            <Side open=drawer/>
            <main id="main" class="work" aria-busy=move || desk.deliveries.is_waiting().to_string()>
                <div class="head">
                    <div>
                        <h1>{move || heading.get().unwrap_or_else(|| "Deployments and recovery".to_owned())}</h1>
                        <p class="soft">
                            {move || synthetic.get().then_some("Synthetic sample: three invented teams. ")}
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
                {move || lacking.get().map(|said| view! { <p class="notice doubt lacking"><Icon name="info"/><span>{said}</span></p> })}
                <div class="grid delivery">
                    <For each=move || cards.get().unwrap_or_default() key=|card| card.id() let:card>
                        <DeliveryCard card=card/>
                    </For>
                    <Show when=move || cards.get().is_some_and(|cards| cards.contains(&Card::FailRate))>
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
