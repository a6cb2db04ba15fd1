//! What each export was taken for, how its rows were sorted, and the way to say otherwise.

use leptos::prelude::*;

use super::ledger::Answered;
use super::taken_for::{Others, TakenFor};
use crate::analysis::stats::base::HIDE;
use crate::app::desk::use_desk;
use crate::app::parts::Icon;
use crate::app::sight::Sight;
use crate::delivery::{Guess, Join, Kind, Role, Sorting, Taken, UnsureDates};
use crate::figure::Locale;
use crate::figure::delivery::{kind_name, role_name};
use crate::figure::format;
use crate::report::FileId;

/// The card.
#[component]
pub fn Exports() -> impl IntoView {
    let desk = use_desk();
    let files = Memo::new(move |_| {
        let taken = desk.deliveries.taken.get();
        let used = taken.keys().copied().filter(|id| desk.is_used(*id));
        used.collect::<Vec<_>>()
    });
    let place = NodeRef::new();
    let shown = Sight::of(place).follow(move || desk.answered(), Answered::is_same);
    view! {
        <section node_ref=place class="card pane is-wide exports" aria-labelledby="exports-title">
            <h2 id="exports-title">"What the exports are"</h2>
            <Sorted shown=shown/>
            <Joins shown=shown/>
            <For each=move || files.get() key=|id| *id let:id>
                <Export id=id/>
            </For>
            <Others/>
        </section>
    }
}

/// What became of the rows.
#[component]
fn Sorted(
    /// The answer that is on screen.
    shown: Memo<Option<Answered>>,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let lines = Memo::new(move |_| {
        let board = shown.with(|shown| shown.as_ref().map(Answered::shared))?;
        let sorting = &board.sorting;
        let count = |n: u64| format::count(n, &locale);
        let mut lines = Vec::new();
        if sorting.rows > 0 {
            let is = if sorting.rows == 1 { "is" } else { "are" };
            let timeless = match sorting.timeless {
                0 => String::new(),
                timeless => format!(", {} without a time", count(timeless)),
            };
            lines.push(format!(
                "{} of deployments {is} {}; {} reached production in the time looked at{timeless}.",
                format::noun(sorting.rows, "row", "rows", &locale),
                format::noun(sorting.deployments, "deployment", "deployments", &locale),
                count(board.deployments)
            ));
        }
        let words = sorting.unknown_words.iter();
        let words: Vec<String> = words.map(|word| format!("“{word}”")).collect();
        let unknown = format!(
            "with an outcome in words that are not known here: {}",
            words.join(", ")
        );
        let left_out: Vec<String> = [
            (
                sorting.unreached,
                "never got there: failed, given up or still running",
            ),
            (sorting.unknown, unknown.as_str()),
            (sorting.outside, "outside the time looked at"),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", count(n)))
        .collect();
        if !left_out.is_empty() {
            lines.push(format!(
                "Of deployments to production: {}.",
                left_out.join("; ")
            ));
        }
        if sorting.copies > 0 {
            let rows = format::noun(
                sorting.copies,
                "more row stands",
                "more rows stand",
                &locale,
            );
            lines.push(format!(
                "{rows} in several exports alike; each counts once."
            ));
        }
        if sorting.disagreeing > 0 {
            let are = format::noun(
                sorting.disagreeing,
                "deployment is told to have ended differently",
                "deployments are told to have ended differently",
                &locale,
            );
            lines.push(format!(
                "{are} by two exports: what one of them says got there counts as there. Check which is right, or take one of them out."
            ));
        }
        if sorting.runs > 0 {
            let runs = format::noun(sorting.runs, "row is a run", "rows are runs", &locale);
            lines.push(format!(
                "{runs} of pipelines that deploy nothing, by their type."
            ));
        }
        let elsewhere: Vec<String> = sorting
            .elsewhere
            .iter()
            .take(8)
            .map(|(name, n)| match name.as_str() {
                "" => format!("environment not told {}", count(*n)),
                name => format!("{name} {}", count(*n)),
            })
            .collect();
        if !elsewhere.is_empty() {
            lines.push(format!("Not production: {}.", elsewhere.join(", ")));
        }
        if !sorting.stand_for_production.is_empty() {
            let names: Vec<&str> = sorting
                .stand_for_production
                .iter()
                .map(String::as_str)
                .collect();
            lines.push(format!(
                "No environment is called production, so the only one stands for it: {}.",
                names.join(", ")
            ));
        }
        if !sorting.spelled.is_empty() {
            let mut spelled = sorting.spelled.iter();
            let first: Vec<String> = spelled
                .by_ref()
                .take(SPELLED)
                .map(|(name, kept)| format!("“{name}” as “{kept}”"))
                .collect();
            let more = match spelled.len() as u64 {
                0 => String::new(),
                more => format!(" and {} more", count(more)),
            };
            lines.push(format!(
                "Services whose names differ in case, in the marks between words or in the owner before them alone are one: {}{more}.",
                first.join(", ")
            ));
        }
        if sorting.incidents > 0 {
            let linked = match (sorting.unlinked, sorting.incidents_elsewhere) {
                _ if sorting.deployments == 0 => {
                    "without deployments nothing tells what caused them".to_owned()
                }
                (Some(0), Some(0)) => "each belongs to a deployment that is counted".to_owned(),
                (Some(0), Some(elsewhere)) => format!(
                    "only deployments that are not counted caused {} of them",
                    count(elsewhere)
                ),
                (Some(none), Some(0)) => format!("no deployment caused {} of them", count(none)),
                (Some(none), Some(elsewhere)) => format!(
                    "no deployment caused {} of them, and only deployments that are not counted caused {}",
                    count(none),
                    count(elsewhere)
                ),
                _ => format!(
                    "how many belong to a deployment is not told, for that would tell of cohorts under {HIDE}"
                ),
            };
            lines.push(format!(
                "{}: {linked}.",
                format::noun(sorting.incidents, "incident", "incidents", &locale)
            ));
        }
        if sorting.tickets > 0 {
            let others = format::noun(
                sorting.tickets,
                "more row of these exports is another ticket by its type, or was declined or merged, and is no incident",
                "more rows of these exports are other tickets by their type, or were declined or merged, and are no incidents",
                &locale,
            );
            lines.push(format!("{others}."));
        }
        if !sorting.unknown_causes.is_empty() {
            // What somebody wrote in their own words is nobody's name, and may tell of people.
            let is_name = |cause: &&String| !cause.contains(char::is_whitespace);
            let named = || sorting.unknown_causes.iter().filter(is_name);
            let some: Vec<&str> = named().take(6).map(String::as_str).collect();
            let more = if named().count() > some.len() {
                " …"
            } else {
                ""
            };
            let all = sorting.unknown_causes.len();
            let told = match (some.is_empty(), all - named().count()) {
                (true, _) => ": in words, which are not shown".to_owned(),
                (false, 0) => format!(": {}{more}", some.join(", ")),
                (false, words) => format!(
                    ": {}{more}; {} in words are not shown",
                    some.join(", "),
                    count(words as u64)
                ),
            };
            lines.push(format!(
                "Named as a cause, and no deployment here ({}){told}.",
                count(all as u64)
            ));
        }
        if !sorting.several_causes.is_empty() {
            let some: Vec<&str> = sorting
                .several_causes
                .iter()
                .take(6)
                .map(String::as_str)
                .collect();
            lines.push(format!(
                "Named as a cause, and several deployments could be meant ({}): {}{}. They count for none; name them by their ids, and say in the log of incidents which service each is of.",
                count(sorting.several_causes.len() as u64),
                some.join(", "),
                if sorting.several_causes.len() > some.len() { " …" } else { "" }
            ));
        }
        if board.incidents.left_out > 0 {
            lines.push(format!(
                "{} would have ended before beginning or after the exports were made, so that no duration counts them.",
                format::noun(board.incidents.left_out, "incident", "incidents", &locale)
            ));
        }
        let file_name = |id: FileId| {
            desk.files.with_untracked(|files| {
                let file = files.iter().find(|one| one.id == id);
                file.map(|file| file.name.clone()).unwrap_or_default()
            })
        };
        for (file, role) in &board.silent_times {
            let lacks = match role {
                Role::Duration => {
                    "holds no length of time with a unit, so that it tells nothing. Write the unit beside the numbers or into the name of the column, as in “minutes to restore”."
                }
                _ => "holds no point in time that can be read, so that it tells nothing.",
            };
            lines.push(format!(
                "{}: the column for “{}” {lacks}",
                file_name(FileId(*file)),
                role_name(*role)
            ));
        }
        desk.deliveries.taken.with_untracked(|taken| {
            let used = taken.iter().filter(|(id, _)| desk.is_used(**id));
            for (id, taken) in used {
                let said = desk.delivering().said.get(id).cloned();
                let guess = said.unwrap_or_else(|| taken.guess.clone());
                let tells = |role| guess.roles.contains_key(&role);
                let ends = [Role::Finished, Role::Started].into_iter().any(tells);
                if guess.kind == Kind::Deployments && !ends && let Some(created) = guess.roles.get(&Role::Created) {
                    lines.push(format!(
                        "{}: no column is known to tell when deployments ended, so that they are dated by “{}”. Say below which column tells it, if one does.",
                        file_name(*id),
                        taken.names[*created]
                    ));
                }
            }
        });
        let (changes, merged) = sorting.changes;
        if changes > 0 {
            let open = changes - merged - sorting.closed;
            lines.push(format!(
                "{}: {} merged, {} closed without that, {} open.",
                format::noun(changes, "change", "changes", &locale),
                count(merged),
                count(sorting.closed),
                count(open)
            ));
        }
        if !sorting.logged.is_empty() {
            let said: Vec<String> = sorting
                .logged
                .iter()
                .map(|(word, n)| match word.as_str() {
                    "" => format!("nothing {}", count(*n)),
                    word => format!("“{word}” {}", count(*n)),
                })
                .collect();
            lines.push(format!(
                "Entries of the label log say: {}.{}",
                said.join(", "),
                labelled(sorting, &locale)
            ));
        }
        if !board.unclear.is_empty() {
            let said: Vec<String> = board
                .unclear
                .iter()
                .map(|(said, changes)| {
                    let are = format::noun(*changes, "change", "changes", &locale);
                    format!("“{said}” of {are}")
                })
                .collect();
            lines.push(format!(
                "Said of AI, and neither yes nor no: {}. These changes count as without a sign of AI; name the words that mean AI under “Signs of AI”, or correct the rows.",
                said.join(", ")
            ));
        }
        let (contradicted, some) = &sorting.contradicted;
        if *contradicted > 0 {
            lines.push(format!(
                "{} twice and differently in the label log ({}{}): the later entry counts or, where no time is told, the yes. Check which is right.",
                format::noun(*contradicted, "change stands", "changes stand", &locale),
                some.join(", "),
                if *contradicted > some.len() as u64 { " …" } else { "" }
            ));
        }
        let (runs, again) = sorting.tries;
        if runs > 0 {
            lines.push(format!(
                "{} of pipelines and tests, {} of them second tries.",
                format::noun(runs, "run", "runs", &locale),
                count(again)
            ));
        }
        Some(lines)
    });
    view! {
        <ul class="sorted">
            {move || lines.get().unwrap_or_default().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
    }
}

/// Of how many merged changes the label log says something.
fn labelled(sorting: &Sorting, locale: &Locale) -> String {
    let merged = sorting.changes.1;
    match merged - sorting.labelled.min(merged) {
        _ if merged == 0 => String::new(),
        0 => " They say something of every merged change.".to_owned(),
        silent => format!(
            " They say something of {} of {}; of the other {} they say nothing, and these count as without a sign of AI unless something else tells.",
            format::count(sorting.labelled, locale),
            format::noun(merged, "merged change", "merged changes", locale),
            format::count(silent, locale)
        ),
    }
}

/// How the rows of one export found those of another.
#[component]
fn Joins(
    /// The answer that is on screen.
    shown: Memo<Option<Answered>>,
) -> impl IntoView {
    let locale = use_desk().locale.get_value();
    let joins = Memo::new(move |_| {
        shown.with(|shown| {
            let board = shown.as_ref().map(Answered::board);
            board.map_or_else(Vec::new, |board| board.sorting.joins.clone())
        })
    });
    view! {
        <Show when=move || !joins.with(Vec::is_empty)>
            <div class="scroll" tabindex="0" role="region" aria-label="How the exports are joined">
                <table class="data joins">
                    <caption>"How they are joined: by ids, commits, numbers and addresses. A name that several have is nobody’s, and an answer that fewer than five people gave is left out"</caption>
                    <thead><tr><th scope="col">"Rows of"</th><th scope="col">"Name"</th><th scope="col">"Found"</th><th scope="col">"Not found"</th><th scope="col">"By time alone"</th><th scope="col">"Name none"</th><th scope="col">"Not found are"</th></tr></thead>
                    <tbody>
                        {move || joins.get().into_iter().map(|join| {
                            let more = if join.names.len() > 11 { " …" } else { "" };
                            view! {
                                <tr>
                                    <th scope="row">{kind_name(join.from)}</th>
                                    <td class="words">{kind_name(join.to).to_lowercase()}</td>
                                    <td>{format::fraction(join.found, join.rows(), &locale)}</td>
                                    <td>{format::count(join.astray, &locale)}</td>
                                    <td>{format::count(join.by_time, &locale)}</td>
                                    <td>{format::count(join.silent, &locale)}</td>
                                    <td class="words">{join.names.join(", ")} {more} {called_so(&join, &locale)}</td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// Why names were not found that are there more than once.
fn called_so(join: &Join, locale: &Locale) -> Option<String> {
    let several = format::noun(join.several, "row names", "rows name", locale);
    let said = format!(
        "{several} a number that changes of several repositories have: a column that tells the repository of each row would tell them apart"
    );
    (join.several > 0).then_some(said)
}

/// Spellings of services that are named, at most.
const SPELLED: usize = 6;

#[component]
fn Export(id: FileId) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let taken = Memo::new(move |_| desk.deliveries.taken.with(|all| all.get(&id).cloned()));
    let guess = Memo::new(move |_| {
        let said = desk.delivering().said.get(&id).cloned();
        said.or_else(|| taken.get().map(|taken: Taken| taken.guess))
    });
    let is_said = Memo::new(move |_| desk.delivering().said.contains_key(&id));
    let is_day_first = Memo::new(move |_| {
        let said = guess.get().and_then(|guess| guess.day_first);
        let read = || taken.get().map(|taken| taken.unsure_dates.are_day_first);
        said.or_else(read).unwrap_or_default()
    });
    // What tells nothing yet waits for somebody to say which column tells what.
    let is_bare = guess.with_untracked(|guess| {
        let roles = guess.as_ref().map(|guess| guess.roles.keys());
        roles.is_some_and(|mut roles| !roles.any(|role| role.is_time()))
    });
    let name = desk.files.with_untracked(|files| {
        let file = files.iter().find(|file| file.id == id);
        file.map(|file| file.name.clone()).unwrap_or_default()
    });
    let say = move |change: &dyn Fn(&mut Guess)| {
        let Some(mut now) = guess.get_untracked() else {
            return;
        };
        change(&mut now);
        desk.deliver("what a column tells", |delivery| {
            delivery.said.insert(id, now);
        });
    };
    view! {
        <details class="export" open=is_bare>
            <summary>
                <b>{name.clone()}</b>
                <span class="badge">{move || guess.get().map(|guess| kind_name(guess.kind))}</span>
                <span class="quiet small">{move || taken.get().map(|taken| format::noun(taken.rows, "row", "rows", &locale))}</span>
                {move || is_said.get().then(|| view! { <span class="badge"><Icon name="check"/>"as you said"</span> })}
            </summary>
            <div class="controls">
                <TakenFor id=id name=name.clone()/>
                <Show when=move || taken.with(|taken| taken.as_ref().is_some_and(|taken| taken.unsure_dates.are_any()))>
                    <label>"Its dates start with"
                        <select on:change=move |ev| {
                            let first = event_target_value(&ev) == "day";
                            say(&|guess| guess.day_first = Some(first));
                        }>
                            <option value="month" prop:selected=move || !is_day_first.get()>"the month"</option>
                            <option value="day" prop:selected=move || is_day_first.get()>"the day"</option>
                        </select>
                    </label>
                </Show>
                <Show when=move || is_said.get()>
                    <button class="button slim" type="button" on:click=move |_| desk.deliver("what a column tells", |delivery| {
                        delivery.said.remove(&id);
                    })>"As it looked at first"</button>
                </Show>
            </div>
            <table class="data roles">
                <thead><tr><th scope="col">"Column"</th><th scope="col">"Tells"</th></tr></thead>
                <tbody>
                    {move || taken.get().map(|taken| taken.names.into_iter().enumerate().map(|(at, column)| {
                        let label = format!("What the column {column} tells");
                        let told = move || guess.get().and_then(|guess| guess.roles.iter().find(|(_, place)| **place == at).map(|(role, _)| *role));
                        view! {
                            <tr>
                                <th scope="row">{column}</th>
                                <td class="words">
                                    <select aria-label=label on:change=move |ev| {
                                        let chosen = event_target_value(&ev);
                                        let role = Role::ALL.into_iter().find(|role| role_name(*role) == chosen);
                                        say(&|guess| {
                                            guess.roles.retain(|_, place| *place != at);
                                            if let Some(role) = role {
                                                guess.roles.insert(role, at);
                                            }
                                        });
                                    }>
                                        <option value="" prop:selected=move || told().is_none()>"nothing that is used"</option>
                                        {Role::ALL.into_iter().map(|role| view! { <option value=role_name(role) prop:selected=move || told() == Some(role)>{role_name(role)}</option> }).collect_view()}
                                    </select>
                                </td>
                            </tr>
                        }
                    }).collect_view())}
                </tbody>
            </table>
        </details>
    }
}

/// What is not sure of the dates of an export.
fn said_of_dates(taken: &Taken, name: &str, locale: &Locale) -> String {
    let UnsureDates {
        either,
        unread,
        are_day_first,
    } = taken.unsure_dates;
    let (order, other) = match are_day_first {
        true => ("day", "month"),
        false => ("month", "day"),
    };
    let dates = |n: u64| format::noun(n, "date", "dates", locale);
    match unread {
        0 => format!(
            "{} of {name} may start with the day or with the month, and nothing tells which; they are read {order} first. ",
            dates(either)
        ),
        unread => format!(
            "{} of {name} can only start with the {other}, but more can only start with the {order}: all are read {order} first, and these are not read. ",
            dates(unread)
        ),
    }
}

/// Dates of exports that may start with the day or with the month, until somebody says which.
#[component]
pub fn DateOrder() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let unsure = Memo::new(move |_| {
        let said = desk.delivering().said;
        let is_told = |id: &FileId| said.get(id).is_some_and(|guess| guess.day_first.is_some());
        let taken = desk.deliveries.taken.get().into_iter();
        let unsure = taken.filter(|(id, taken)| {
            taken.unsure_dates.are_any() && desk.is_used(*id) && !is_told(id)
        });
        unsure.collect::<Vec<(FileId, Taken)>>()
    });
    let name = move |id: FileId| {
        desk.files.with(|files| {
            let file = files.iter().find(|file| file.id == id);
            file.map(|file| file.name.clone()).unwrap_or_default()
        })
    };
    let say = move |id: FileId, first: bool| {
        desk.deliver("how dates start", |delivery| {
            let looks = || {
                let taken = desk.deliveries.taken.get_untracked();
                taken.get(&id).map(|taken| taken.guess.clone())
            };
            if let Some(guess) = delivery.said.get(&id).cloned().or_else(looks) {
                let day_first = Some(first);
                delivery.said.insert(id, Guess { day_first, ..guess });
            }
        });
    };
    view! {
        <For each=move || unsure.get() key=|(id, _)| *id let((id, taken))>
            <p class="notice doubt lacking">
                <Icon name="alert"/>
                <span>
                    {said_of_dates(&taken, &name(id), &locale)}
                    <button class="linked" type="button" on:click=move |_| say(id, true)>"They start with the day"</button>
                    " · "
                    <button class="linked" type="button" on:click=move |_| say(id, false)>"With the month"</button>
                </span>
            </p>
        </For>
    }
}
