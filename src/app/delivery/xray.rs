//! Definition X-ray: what rival definitions make of the same rows, and the rows that a number is made of.

use leptos::prelude::*;

use super::ledger::Answered;
use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::Icon;
use crate::app::sight::Sight;
use crate::delivery::{Board, Chain, RateBase, Rules, Subject, Uncounted, Who};
use crate::figure::delivery::{RivalRow, View, day, evidence, rivals, who};
use crate::figure::{Locale, format};

/// Failed deployments that are listed at first.
const FIRST: usize = 12;

/// Metrics with other definitions, the places of their tables and what these are called.
const SUBJECTS: [(Subject, &str, &str); 5] = [
    (
        Subject::Frequency,
        "rivals-frequency",
        "Deployment frequency",
    ),
    (Subject::FailRate, "rivals-fail-rate", "Change fail rate"),
    (Subject::Rework, "rivals-rework", "Rollback and rework rate"),
    (Subject::LeadTime, "rivals-lead-time", "Change lead time"),
    (Subject::Recovery, "rivals-recovery", "Recovery time"),
];

/// The card.
#[component]
pub fn Xray() -> impl IntoView {
    let desk = use_desk();
    let place = NodeRef::new();
    let shown = Sight::of(place).follow(move || desk.answered(), Answered::is_same);
    let rivals = move |of: Subject| {
        Memo::new(move |_| {
            shown.with(|shown| {
                let told = |board: &Board, view: View<'_>, locale: &Locale| {
                    rivals(of, board, view, locale)
                };
                let rows = shown.as_ref().map(|shown| shown.read(desk, told));
                rows.unwrap_or_default()
            })
        })
    };
    view! {
        <section node_ref=place class="card pane is-wide" aria-labelledby="xray-title">
            <h2 id="xray-title">"Definition X-ray"</h2>
            <p class="soft">"Other definitions in use, on these same rows. Which deployments change sides is listed beside each."</p>
            {SUBJECTS.map(|(of, id, caption)| {
                let rows = rivals(of);
                let label = format!("Rival definitions: {}", format::small_first(caption));
                view! {
                    <Show when=move || !rows.with(Vec::is_empty)>
                        <div class="scroll" tabindex="0" id=id role="region" aria-label=label.clone()>
                            <Rivals caption=caption rows=rows/>
                        </div>
                    </Show>
                }
            }).collect_view()}
            <Chains shown=shown/>
        </section>
    }
}

#[component]
fn Rivals(caption: &'static str, rows: Memo<Vec<RivalRow>>) -> impl IntoView {
    let desk = use_desk();
    view! {
        // On a phone each row is laid out by itself, which takes its role from it unless it is said.
        <table class="data rivals" role="table">
            <caption>{caption}</caption>
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">"Definition"</th><th scope="col" role="columnheader">"Used by"</th><th scope="col" role="columnheader">"Value"</th><th scope="col" role="columnheader">"Out of"</th><th scope="col" role="columnheader">"Deployments that change sides"</th></tr></thead>
            <tbody role="rowgroup">
                {move || rows.get().into_iter().map(|row| view! {
                    <tr role="row" class:in-force=row.is_in_force>
                        <th scope="row" role="rowheader">{row.name}<span class="used-by tiny quiet">{row.used_by}</span></th>
                        <td role="cell" class="words">{row.used_by}</td>
                        <td role="cell">{match row.opens {
                            Some(opens) => view! {
                                <button class="linked num" type="button" title="The rows behind this number" on:click=move |_| desk.open_rows(opens.clone())>{row.value}</button>
                            }.into_any(),
                            None => row.value.into_any(),
                        }}</td>
                        <td role="cell">{row.beside}</td>
                        <td role="cell" class="words">{row.changes}</td>
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}

/// How many deployments failed, of those that the rate counts and of the others.
pub(super) fn failed((counted, others): (u64, u64), rules: &Rules, locale: &Locale) -> String {
    let said = format::noun(counted, "failed deployment", "failed deployments", locale);
    let why = match rules.base {
        RateBase::All => "too recent for a rate to count",
        _ => "too recent, or repairs, that the rate does not count",
    };
    match others {
        0 => said,
        others => format!("{said}, and {} {why}", format::count(others, locale)),
    }
}

/// What a failed deployment is linked to, and why; and whether it is in no rate.
pub(super) fn linked(chain: &Chain, rules: &Rules) -> String {
    let links = chain.links.iter().map(|(name, of)| {
        let why = evidence(*of, rules).to_lowercase();
        format!("{name} ({why})")
    });
    let links: Vec<String> = links.collect();
    let said = match links.is_empty() {
        true => "its own row says so".to_owned(),
        false => links.join(", "),
    };
    match chain.uncounted {
        Some(Uncounted::Young) => format!("{said}; too recent to judge"),
        Some(Uncounted::OutOfBase) => format!("{said}; a repair, and not in the base of the rate"),
        None => said,
    }
}

/// Failed deployments, each with what says so.
#[component]
fn Chains(
    /// The answer that is on screen.
    shown: Memo<Option<Answered>>,
) -> impl IntoView {
    let desk = use_desk();
    let board = move || shown.with(|shown| shown.as_ref().map(Answered::shared));
    let all = RwSignal::new(false);
    let chained = desk.deliveries.chained;
    // A cohort of another division is none of these.
    let of = Memo::new(move |_| {
        let board = board()?;
        let of = chained.get().0?;
        board.cohorts.iter().any(|one| one.who == of).then_some(of)
    });
    let chains = Memo::new(move |_| {
        let of = of.get();
        let is_of = |chain: &&Chain| of.as_ref().is_none_or(|of| chain.who == *of);
        board().map_or_else(Vec::new, |board| {
            board.chains.iter().filter(is_of).cloned().collect()
        })
    });
    let cohorts = Memo::new(move |_| {
        let board = board();
        let cohorts = board.map(|board| {
            board
                .cohorts
                .iter()
                .map(|one| one.who.clone())
                .collect::<Vec<Who>>()
        });
        cohorts.unwrap_or_default()
    });
    let hidden = Memo::new(move |_| {
        let of = of.get()?;
        let board = board()?;
        board.small.contains(&of).then(|| {
            format!("“{}” has under 5 deployments to judge, so that its rows would tell of each one: they are not listed.", who(&of))
        })
    });
    let withheld = Memo::new(move |_| {
        let board = board()?;
        let small: Vec<String> = board.small.iter().map(who).collect();
        let some = small.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
        let more = match small.len().saturating_sub(6) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!small.is_empty()).then(|| {
            format!(
                "Not listed, because under 5 deployments would be told one by one: {some}{more}."
            )
        })
    });
    let counted = Memo::new(move |_| {
        let board = board();
        board.map_or(((0, 0), 0), |board| {
            (board.chained, board.chains.len() as u64)
        })
    });
    let summary = move || {
        let count = |n: u64| format::count(n, &desk.locale.get_value());
        let (chained, listed) = counted.get();
        let all = chained.0 + chained.1;
        let rules = desk.delivering().asked.rules;
        let said = failed(chained, &rules, &desk.locale.get_value());
        let own = of.get().map_or_else(String::new, |of| {
            let own = chains.with(|chains| chains.len() as u64);
            format!("; below {} of “{}”", count(own), who(&of))
        });
        match listed < all {
            _ if all == 0 && withheld.get().is_some() => {
                "The rows behind the number: none may be listed".to_owned()
            }
            true => format!(
                "The rows behind the number: {said}; the latest {} listed{own}",
                count(listed)
            ),
            false => format!("The rows behind the number: {said}{own}"),
        }
    };
    view! {
        <details class="chains" prop:open=move || chained.get().1 on:toggle=move |ev| {
            let is_open = event_target::<web_sys::HtmlDetailsElement>(&ev).open();
            if chained.get_untracked().1 != is_open {
                chained.update(|chained| chained.1 = is_open);
            }
        }>
            <summary id="chains">{summary}</summary>
            <label class="by">"Of "
                <select on:change=move |ev| {
                    let said = event_target_value(&ev);
                    let of = cohorts.get_untracked().into_iter().find(|of| who(of) == said);
                    chained.update(|chained| chained.0 = of);
                }>
                    <option value="" prop:selected=move || of.get().is_none()>"all cohorts"</option>
                    {move || cohorts.get().into_iter().map(|one| {
                        let name = who(&one);
                        let value = name.clone();
                        view! { <option value=value prop:selected=move || of.get().as_ref() == Some(&one)>{name}</option> }
                    }).collect_view()}
                </select>
            </label>
            {move || hidden.get().map(|said| view! { <p class="small" role="status">{said}</p> })}
            <p class="small quiet">{move || withheld.get()}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Failed deployments">
                <table class="data">
                    <thead><tr><th scope="col">"Deployment"</th><th scope="col">"Service"</th><th scope="col">"Cohort"</th><th scope="col">"Finished"</th><th scope="col">"Linked to, and why"</th></tr></thead>
                    <tbody>
                        {move || {
                            let delivering = desk.delivering();
                            let rules = delivering.asked.rules;
                            let zone = delivering.asked.zone;
                            let most = if all.get() { usize::MAX } else { FIRST };
                            chains.get().into_iter().take(most).map(|chain| {
                                let finished = chain.finished.map(|at| day(at + zone.ahead(at)));
                                let links = linked(&chain, &rules);
                                view! {
                                    <tr>
                                        <th scope="row">{chain.deployment}</th>
                                        <td class="words">{chain.service}</td>
                                        <td class="words">{who(&chain.who)}</td>
                                        <td>{finished}</td>
                                        <td class="words">{links}</td>
                                    </tr>
                                }
                            }).collect_view()
                        }}
                    </tbody>
                </table>
            </div>
            <Show when=move || { chains.with(Vec::len) > FIRST && !all.get() }>
                <button class="button slim" type="button" on:click=move |_| {
                    all.set(true);
                    outside::keep_focus();
                }><Icon name="down"/>"Show all"</button>
            </Show>
        </details>
    }
}
