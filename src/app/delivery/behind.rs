//! The rows behind a number that was clicked.

use leptos::prelude::*;

use super::xray::{failed, linked};
use crate::app::desk::{Desk, use_desk};
use crate::app::outside;
use crate::app::parts::Icon;
use crate::delivery::{Asked, Behind, By, Chain, Question, Rival, Rows, Subject, WEEK};
use crate::figure::delivery::{Opens, behind_name, day, rival_name, week_name};
use crate::figure::format;

/// Rows that are listed at first.
const FIRST: usize = 12;

/// A number whose rows are looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum LookedAt {
    /// Changes, deployments or incidents.
    Changes(Behind),
    /// Failed deployments by a rival definition.
    Failures(Rival),
    /// Failed deployments of the week that begins at a second of local time.
    Week(i64),
}

/// The rows as a table.
#[derive(Clone, Debug, PartialEq)]
struct Listed {
    /// How many there are, or why none is listed.
    said: String,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Desk {
    /// Shows the rows that a mark or a number opens.
    pub(super) fn open_rows(self, opens: Opens) {
        match opens {
            Opens::Failures(who) => {
                self.deliveries.chained.set((Some(who), true));
                outside::go_to("chains");
            }
            Opens::Week(start) => self.look_behind(LookedAt::Week(start)),
            Opens::Changes(behind) => self.look_behind(LookedAt::Changes(behind)),
            Opens::Rival(rival) => self.look_behind(LookedAt::Failures(rival)),
        }
    }

    /// Shows the rows behind a number.
    fn look_behind(self, opened: LookedAt) {
        self.deliveries.behind.set(Some(opened));
        // A mark is drawn anew with its figure, which stays.
        let figure = |mark: &web_sys::Element| mark.closest(".plot-in").ok().flatten();
        let opener = document().active_element();
        let opener = opener.map(|opener| figure(&opener).unwrap_or(opener));
        self.deliveries.opener.set_value(opener);
        // It is there once the page has drawn it.
        request_animation_frame(|| outside::go_to("behind"));
    }
}

/// The card; nothing where no number was clicked.
#[component]
pub fn LookedBehind() -> impl IntoView {
    let desk = use_desk();
    let behind = desk.deliveries.behind;
    let all = RwSignal::new(false);
    let close = move || {
        behind.set(None);
        all.set(false);
        outside::focus_if_lost(Some("xray-title".to_owned()));
    };
    // Whoever closes it goes back to what they clicked, if that is still there.
    let leave = move || {
        let opener = desk.deliveries.opener.try_update_value(Option::take);
        if let Some(opener) = opener.flatten().filter(|one| one.is_connected()) {
            outside::focus(&opener);
        }
        close();
    };
    let listed = LocalResource::new(move || {
        let asked = behind.get().zip(desk.deliveries.question.get());
        async move {
            let (opened, question) = asked?;
            let rows = match &opened {
                LookedAt::Changes(behind) => changes(desk, &question, behind).await,
                LookedAt::Failures(rival) => failures_under(desk, question, *rival).await,
                LookedAt::Week(start) => failures_in(desk, question, *start).await,
            };
            Some((opened, rows))
        }
    });
    // Rows of another number do not stand under the name of this one.
    let listed = Memo::new(move |_| {
        let (opened, rows) = listed.get().flatten()?;
        behind
            .with(|behind| behind.as_ref() == Some(&opened))
            .then_some(rows)
    });
    // Under another division there is no such number, and of other services or another time no such bar.
    Effect::new(move |before: Option<Option<Asked>>| {
        let asked = desk.deliveries.question.with(|question| {
            let question = question.as_ref()?;
            Some(question.asked.clone())
        });
        let Some((Some(before), Some(now))) = before.map(|before| (before, asked.as_ref())) else {
            return asked;
        };
        let divided = |one: &Asked| (one.by, one.column.clone(), one.levels.clone());
        let looked_at = |one: &Asked| (one.services.clone(), one.window, one.zone.clone());
        let is_divided_anew = divided(&before) != divided(now);
        let is_elsewhere = looked_at(&before) != looked_at(now);
        let is_gone = behind.with_untracked(|behind| match behind {
            Some(LookedAt::Changes(Behind::Followed(..))) => is_divided_anew,
            Some(LookedAt::Changes(Behind::Deployed(_) | Behind::Led(_))) => {
                is_divided_anew || is_elsewhere
            }
            _ => false,
        });
        if is_gone {
            close();
        }
        asked
    });
    let title = move || {
        behind.get().map(|opened| match opened {
            LookedAt::Changes(behind) => behind_name(&behind, &desk.delivering().asked.rules),
            LookedAt::Failures(rival) => {
                let rules = desk.delivering().asked.rules;
                format!("Failed: {}", rival_name(Subject::FailRate, rival, &rules))
            }
            LookedAt::Week(start) => week_name(start),
        })
    };
    let more = move || {
        let rows = listed.with(|listed| listed.as_ref().map_or(0, |listed| listed.rows.len()));
        rows > FIRST && !all.get()
    };
    view! {
        <Show when=move || behind.with(Option::is_some)>
            <section class="card pane is-wide behind" id="behind" tabindex="-1" aria-labelledby="behind-title" on:keydown=move |ev| {
                if ev.key() == "Escape" {
                    leave();
                }
            }>
                <div class="head">
                    <h2 id="behind-title">{title}</h2>
                    <button class="glyph" type="button" aria-label="Close these rows" title="Close these rows" on:click=move |_| leave()><Icon name="cross"/></button>
                </div>
                <p class="soft" role="status">{move || match listed.get() {
                    Some(listed) => listed.said,
                    None => "Looking for the rows…".to_owned(),
                }}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Rows behind the number">
                    <table class="data">
                        <thead><tr>{move || listed.get().map_or_else(Vec::new, |listed| listed.head).into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr></thead>
                        <tbody>
                            {move || {
                                let most = if all.get() { usize::MAX } else { FIRST };
                                let rows = listed.get().map_or_else(Vec::new, |listed| listed.rows);
                                rows.into_iter().take(most).map(|row| {
                                    let mut cells = row.into_iter();
                                    let name = cells.next();
                                    view! { <tr><th scope="row">{name}</th>{cells.map(|cell| view! { <td class="words">{cell}</td> }).collect_view()}</tr> }
                                }).collect_view()
                            }}
                        </tbody>
                    </table>
                </div>
                <Show when=more>
                    <button class="button slim" type="button" on:click=move |_| {
                    all.set(true);
                    outside::keep_focus();
                }><Icon name="down"/>"Show all"</button>
                </Show>
            </section>
        </Show>
    }
}

/// What rows behind a number are, one and several, and the names of their columns.
fn columns(behind: &Behind) -> (&'static str, &'static str, Vec<&'static str>) {
    let deployments = |title, took: Option<&'static str>| {
        let head = ["Deployment", "Service", title, "Finished"];
        let head = head.into_iter().chain(took).collect();
        ("deployment", "deployments", head)
    };
    let changes = |at, took: Option<&'static str>| {
        let head = ["Change", "Service", "Title", at];
        ("change", "changes", head.into_iter().chain(took).collect())
    };
    match behind {
        Behind::Deployed(_) => deployments("Changes", None),
        Behind::Defined(Subject::Recovery, Rival::FromIncident | Rival::AllIncidents) => {
            let head = vec!["Incident", "Service", "Caused by", "Began", "Took"];
            ("incident", "incidents", head)
        }
        Behind::Defined(Subject::Recovery, _) => deployments("Linked to", Some("Took")),
        Behind::Defined(Subject::LeadTime, _) | Behind::Led(_) => changes("Deployed", Some("Took")),
        Behind::Defined(..) => deployments("Changes", None),
        Behind::Waited(_) | Behind::Approved(_) => changes("Merged", Some("Waited")),
        Behind::Followed(..) | Behind::Fixes(_) => changes("Merged", None),
    }
}

/// How many rows there are, and how many of them are listed.
fn listed_of(desk: Desk, said: String, all: u64, listed: usize) -> String {
    let locale = desk.locale.get_value();
    match (listed as u64) < all {
        true => format!(
            "{said}, {} of them listed.",
            format::count(listed as u64, &locale)
        ),
        false => format!("{said}."),
    }
}

async fn changes(desk: Desk, question: &Question, behind: &Behind) -> Listed {
    let Rows {
        told,
        all,
        is_withheld,
    } = match outside::ask_rows(question, behind).await {
        Ok(rows) => rows.unwrap_or_default(),
        Err(why) => return unlisted(why),
    };
    if is_withheld {
        return unlisted(
            "These, or some cohort, are under 5, so that the rows would tell of each one: they are not listed."
                .to_owned(),
        );
    }
    let locale = desk.locale.get_value();
    let zone = &question.asked.zone;
    let names_deployments = told.iter().any(|one| !one.deployments.is_empty());
    let (one, several, mut head) = columns(behind);
    head.extend(names_deployments.then_some(match behind {
        Behind::Led(_) | Behind::Defined(..) => "With deployment",
        _ => "Deployments that say so",
    }));
    let said = format::noun(all, one, several, &locale);
    let said = listed_of(desk, said, all, told.len());
    let rows = told.into_iter().map(|one| {
        let at = one.at.map(|at| day(at + zone.ahead(at)));
        let mut row = vec![one.name, one.service, one.title, at.unwrap_or_default()];
        row.extend(one.hours.map(|hours| {
            let hours = format::hours(hours, &locale);
            match one.goes_on {
                true => format!("at least {hours}"),
                false => hours,
            }
        }));
        row.extend(names_deployments.then(|| one.deployments.join(", ")));
        row
    });
    Listed {
        said,
        head,
        rows: rows.collect(),
    }
}

async fn failures_under(desk: Desk, mut question: Question, rival: Rival) -> Listed {
    let Some(rules) = rival.rules(&question.asked.rules) else {
        return unlisted("This definition has no rows of its own.".to_owned());
    };
    question.asked.rules = rules;
    failures(desk, &question, "under another definition").await
}

/// Those of a week, of all cohorts together.
async fn failures_in(desk: Desk, mut question: Question, start: i64) -> Listed {
    let Some(in_force) = untrack(|| desk.deliveries.board()) else {
        return unlisted("The exports are gone.".to_owned());
    };
    let (from, to) = {
        let zone = &question.asked.zone;
        (zone.utc(start), zone.utc(start + WEEK))
    };
    let is_in = |chain: &&Chain| chain.finished.is_some_and(|at| (from..to).contains(&at));
    // The latest are here already.
    let (judged, young) = in_force.chained;
    let are_all = judged + young == in_force.chains.len() as u64;
    let earliest = in_force.chains.iter().filter_map(|one| one.finished).min();
    if in_force.tells_all() && (are_all || earliest.is_some_and(|earliest| earliest < from)) {
        let own: Vec<Chain> = in_force.chains.iter().filter(is_in).cloned().collect();
        let others = own.iter().filter(|one| one.uncounted.is_some()).count() as u64;
        let counted = (own.len() as u64 - others, others);
        return listed_failures(desk, &question, counted, own);
    }
    // Most weeks have few of each cohort.
    question.asked.window = Some((from, to));
    question.asked.by = By::Everyone;
    failures(desk, &question, "of one week").await
}

/// The failed deployments of a question that differs from the one in force in so much.
async fn failures(desk: Desk, question: &Question, differs: &str) -> Listed {
    let board = match outside::ask_history(question).await {
        Ok(Some(board)) => board,
        Ok(None) => return unlisted("The exports are gone.".to_owned()),
        Err(why) => return unlisted(why),
    };
    // Who is too small in one answer may not be in another, and each would give the other away.
    let in_force = untrack(|| desk.deliveries.board());
    if !board.tells_all() || !in_force.is_some_and(|board| board.tells_all()) {
        return unlisted(format!(
            "Some cohort has under 5 deployments to judge, so that rows {differs} would tell of each one: they are not listed."
        ));
    }
    listed_failures(desk, question, board.chained, board.chains)
}

/// Failed deployments of so many as a table.
fn listed_failures(
    desk: Desk,
    question: &Question,
    counted: (u64, u64),
    chains: Vec<Chain>,
) -> Listed {
    let zone = &question.asked.zone;
    let said = failed(counted, &question.asked.rules, &desk.locale.get_value());
    let said = listed_of(desk, said, counted.0 + counted.1, chains.len());
    let rows = chains.into_iter().map(|chain| {
        let finished = chain.finished.map(|at| day(at + zone.ahead(at)));
        let links = linked(&chain, &question.asked.rules);
        vec![
            chain.deployment,
            chain.service,
            finished.unwrap_or_default(),
            links,
        ]
    });
    Listed {
        said,
        head: vec!["Deployment", "Service", "Finished", "Linked to, and why"],
        rows: rows.collect(),
    }
}

/// Why there are no rows.
fn unlisted(said: String) -> Listed {
    Listed {
        said,
        head: Vec::new(),
        rows: Vec::new(),
    }
}
