//! The rules in force, each of which a person can change.

use leptos::ev::Event;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::kept::Kept;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::zones;
use crate::calendar::iso;
use crate::delivery::{
    AROUND, Attribution, Blame, LeadStart, RateBase, RecoveryEnd, RecoveryStart, Rework, Zone,
};
use crate::figure::delivery::{
    attribution_name, base_name, blame_name, lead_name, recovery_end_name, recovery_start_name,
    rework_name,
};

const ATTRIBUTIONS: [Attribution; 5] = [
    Attribution::Latest,
    Attribution::Earliest,
    Attribution::Split,
    Attribution::DevLake,
    Attribution::Never,
];
const BASES: [RateBase; 3] = [
    RateBase::All,
    RateBase::WithoutRollbacks,
    RateBase::WithoutRemedies,
];
const REWORKS: [Rework; 3] = [Rework::Remedies, Rework::AfterIncident, Rework::WithFixes];
const LEAD_STARTS: [LeadStart; 3] = [LeadStart::Committed, LeadStart::Opened, LeadStart::Merged];
const RECOVERY_STARTS: [RecoveryStart; 4] = [
    RecoveryStart::Deployed,
    RecoveryStart::Began,
    RecoveryStart::Detected,
    RecoveryStart::Created,
];
const RECOVERY_ENDS: [RecoveryEnd; 4] = [
    RecoveryEnd::Restored,
    RecoveryEnd::Remedied,
    RecoveryEnd::Resolved,
    RecoveryEnd::Closed,
];
const BLAMES: [Blame; 3] = [Blame::FirstAfterTarget, Blame::LastBefore, Blame::Never];

/// The card.
#[component]
pub fn RulesCard() -> impl IntoView {
    let desk = use_desk();
    let rules = Memo::new(move |_| desk.delivering().asked.rules);
    let zone = Memo::new(move |_| desk.delivering().asked.zone);
    let number = |ev: &Event| event_target_value(ev).parse::<f64>().ok();
    // What is refused gives way to what is in force.
    let refuse = move |ev: &Event, in_force: String, why: &str| {
        event_target::<HtmlInputElement>(ev).set_value(&in_force);
        desk.said.set(Some(format!("{why}; it stays as it was.")));
    };
    let local = StoredValue::new(zones::local());
    let local_name = local.with_value(|zone| zone.name.clone());
    // All of them once somebody comes to choose; before that the one in force, where it is another.
    let are_listed = RwSignal::new(false);
    let others = Memo::new(move |_| {
        let in_force = zone.get().name;
        let mut names = match are_listed.get() {
            true => zones::names(),
            false => Vec::new(),
        };
        if !in_force.is_empty() && !names.contains(&in_force) {
            names.push(in_force);
        }
        names.retain(|name| name != "UTC" && local.with_value(|zone| zone.name != *name));
        names
    });
    view! {
        <section class="card pane is-wide rules" aria-labelledby="rules-title">
            <h2 id="rules-title">"Rules in force"</h2>
            <p class="soft">"Sources disagree on these. Each is printed under the numbers that it changes."</p>
            <fieldset>
                <legend>"Failures and rework"</legend>
                <div class="controls">
                    <Choice label="An incident that names no deployment belongs to" options=&ATTRIBUTIONS name=attribution_name
                        chosen=Signal::derive(move || rules.get().attribution)
                        choose=move |rule| desk.ask_deliveries("link by time", |asked| asked.rules.attribution = rule)/>
                    <label>"The gap before an incident, hours"
                        <input type="number" min="1" max="168" step="1" prop:value=move || rules.get().gap_hours.to_string() on:change=move |ev| {
                            match number(&ev).filter(|hours| (1.0..=168.0).contains(hours)) {
                                Some(hours) => desk.ask_deliveries("gap before an incident", |asked| asked.rules.gap_hours = hours),
                                None => refuse(&ev, rules.get_untracked().gap_hours.to_string(), "The gap is 1 to 168 hours"),
                            }
                        }/>
                    </label>
                    <Choice label="A rollback is blamed on" options=&BLAMES name=blame_name
                        chosen=Signal::derive(move || rules.get().blame)
                        choose=move |rule| desk.ask_deliveries("blame of rollbacks", |asked| asked.rules.blame = rule)/>
                    <label>"Days until a deployment had time to fail"
                        <input type="number" min="0" max="90" step="1" prop:value=move || rules.get().follow_up_days.to_string() on:change=move |ev| {
                            match number(&ev).filter(|days| (0.0..=90.0).contains(days)) {
                                Some(days) => desk.ask_deliveries("follow-up", |asked| asked.rules.follow_up_days = days),
                                None => refuse(&ev, rules.get_untracked().follow_up_days.to_string(), "The follow-up is 0 to 90 days"),
                            }
                        }/>
                    </label>
                    <Choice label="The change fail rate is out of" options=&BASES name=base_name
                        chosen=Signal::derive(move || rules.get().base)
                        choose=move |rule| desk.ask_deliveries("base of the fail rate", |asked| asked.rules.base = rule)/>
                    <Choice label="Rework is" options=&REWORKS name=rework_name
                        chosen=Signal::derive(move || rules.get().rework)
                        choose=move |rule| desk.ask_deliveries("rework", |asked| asked.rules.rework = rule)/>
                </div>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.get().leaves_out_young on:change=move |ev| {
                        let yes = event_target_checked(&ev);
                        desk.ask_deliveries("recent deployments", |asked| asked.rules.leaves_out_young = yes);
                    }/>
                    "Leave deployments that had no time to fail out of fail rates"
                </label>
            </fieldset>
            <fieldset>
                <legend>"Recovery and lead time"</legend>
                <div class="controls">
                    <Choice label="Recovery begins when" options=&RECOVERY_STARTS name=recovery_start_name
                        chosen=Signal::derive(move || rules.get().recovery_from)
                        choose=move |rule| desk.ask_deliveries("start of recovery", |asked| asked.rules.recovery_from = rule)/>
                    <Choice label="Recovery ends when" options=&RECOVERY_ENDS name=recovery_end_name
                        chosen=Signal::derive(move || rules.get().recovery_to)
                        choose=move |rule| desk.ask_deliveries("end of recovery", |asked| asked.rules.recovery_to = rule)/>
                    <label>"Days that an outage may last"
                        <input type="number" min="1" max="3660" step="1" prop:value=move || rules.get().longest_days.to_string() on:change=move |ev| {
                            match number(&ev).filter(|days| (1.0..=3660.0).contains(days)) {
                                Some(days) => desk.ask_deliveries("longest outage", |asked| asked.rules.longest_days = days),
                                None => refuse(&ev, rules.get_untracked().longest_days.to_string(), "The longest outage is 1 to 3660 days"),
                            }
                        }/>
                    </label>
                    <Choice label="Lead time begins with" options=&LEAD_STARTS name=lead_name
                        chosen=Signal::derive(move || rules.get().lead_from)
                        choose=move |rule| desk.ask_deliveries("start of lead time", |asked| asked.rules.lead_from = rule)/>
                </div>
            </fieldset>
            <fieldset>
                <legend>"What is looked at"</legend>
                <div class="controls">
                    <label>"Environments that are production"
                        <input type="text" prop:value=move || rules.get().production.join(", ") on:change=move |ev| {
                            let names: Vec<String> = event_target_value(&ev)
                                .split(',')
                                .map(|name| name.trim().to_lowercase())
                                .filter(|name| !name.is_empty())
                                .collect();
                            match names.is_empty() {
                                true => refuse(&ev, rules.get_untracked().production.join(", "), "Name at least one environment, such as production"),
                                false => desk.ask_deliveries("production environments", |asked| asked.rules.production = names),
                            }
                        }/>
                    </label>
                    <label>"Days and weeks by the clock of"
                        <select on:pointerenter=move |_| are_listed.set(true) on:focus=move |_| are_listed.set(true) on:change=move |ev| {
                            let zone = match event_target_value(&ev).as_str() {
                                "UTC" => Some(Zone::default()),
                                "local" => Some(local.get_value()),
                                name => zones::named(name),
                            };
                            if let Some(zone) = zone {
                                desk.ask_deliveries("time zone", |asked| asked.move_to(zone));
                            }
                        }>
                            <option value="UTC" prop:selected=move || zone.get().name.is_empty()>"UTC"</option>
                            {(!local_name.is_empty()).then(|| view! { <option value="local" prop:selected=move || zone.get().name == local.with_value(|zone| zone.name.clone())>{local_name.clone()}</option> })}
                            {move || others.get().into_iter().map(|name| {
                                let own = name.clone();
                                view! { <option value=name.clone() prop:selected=move || zone.with(|zone| zone.name == own)>{name.clone()}</option> }
                            }).collect_view()}
                        </select>
                    </label>
                </div>
                <Time/>
            </fieldset>
            <Kept/>
        </section>
    }
}

/// A rule with its choices.
#[component]
fn Choice<T>(
    /// What it decides.
    label: &'static str,
    /// The choices.
    options: &'static [T],
    /// What they are called.
    name: fn(T) -> &'static str,
    /// The one in force.
    chosen: Signal<T>,
    /// Takes another.
    choose: impl Fn(T) + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    view! {
        <label>{label}
            <select on:change=move |ev| {
                let said = event_target_value(&ev);
                if let Some(rule) = options.iter().find(|rule| name(**rule) == said) {
                    choose(*rule);
                }
            }>
                {options.iter().map(|rule| view! { <option value=name(*rule) prop:selected=move || chosen.get() == *rule>{name(*rule)}</option> }).collect_view()}
            </select>
        </label>
    }
}

/// The time that is looked at.
#[component]
fn Time() -> impl IntoView {
    let desk = use_desk();
    let days = Memo::new(move |_| {
        // Where nothing says when it was, there is no time to look at.
        let board = desk
            .deliveries
            .board()
            .filter(|board| board.window.to != 0)?;
        let zone = desk.delivering().asked.zone;
        let day = |at: i64| iso((at + zone.ahead(at)).div_euclid(86_400));
        Some((day(board.window.from), day(board.window.to - 1)))
    });
    let is_chosen = Memo::new(move |_| desk.delivering().asked.window.is_some());
    let set = move |is_first: bool, ev: Event| {
        let Some(board) = desk.deliveries.board() else {
            return;
        };
        // What is refused gives way to what is in force.
        let refuse = |why: String| {
            let in_force = days.get_untracked().unwrap_or_default();
            let in_force = if is_first { in_force.0 } else { in_force.1 };
            event_target::<HtmlInputElement>(&ev).set_value(&in_force);
            desk.said
                .set(Some(format!("{why}; the time looked at stays as it was.")));
        };
        let zone = desk.delivering().asked.zone;
        let Some(local) = outside::midnight(&event_target_value(&ev)) else {
            return refuse("That is no day".to_owned());
        };
        let (from, to) = (board.window.from, board.window.to);
        let (new_from, new_to) = match is_first {
            true => (zone.utc(local), to),
            false => (from, zone.utc(local + 86_400)),
        };
        // A first day after the last, or the other way round, takes the other end with it.
        let is_moved = new_from >= new_to;
        let (from, to) = match (is_moved, is_first) {
            (false, _) => (new_from, new_to),
            (true, true) => (new_from, new_from + (to - from)),
            (true, false) => (new_to - (to - from), new_to),
        };
        let day = |at: i64| iso((at + zone.ahead(at)).div_euclid(86_400));
        let (first, last) = (board.known.0 - AROUND, board.known.1 + AROUND);
        let is_near = (first..=last).contains(&from) && (first..=last).contains(&to);
        if !is_near {
            return refuse(format!(
                "The exports tell of {} to {}, and the day is over a year away from that",
                day(board.known.0),
                day(board.known.1 - 1)
            ));
        }
        if is_moved {
            let (end, moved) = match is_first {
                true => ("last", day(to - 1)),
                false => ("first", day(from)),
            };
            desk.said.set(Some(format!(
                "The {end} day moved along to {moved}, so that the time looked at is as long as before."
            )));
        }
        desk.ask_deliveries("time looked at", |asked| asked.window = Some((from, to)));
    };
    view! {
        <div class="controls time">
            <label>"From"
                <input type="date" prop:value=move || days.get().map_or_else(String::new, |(from, _)| from) on:change=move |ev| set(true, ev)/>
            </label>
            <label>"To"
                <input type="date" prop:value=move || days.get().map_or_else(String::new, |(_, to)| to) on:change=move |ev| set(false, ev)/>
            </label>
            <Show when=move || is_chosen.get()>
                <button class="button slim" type="button" on:click=move |_| desk.ask_deliveries("time looked at", |asked| asked.window = None)>"All the time there is"</button>
            </Show>
        </div>
    }
}
