//! What tells that a change was made with AI, and what kind of fix one is: rules that are data, to be added to and taken from.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::delivery::{FixRule, KindOfFix, LinkedTo, Sign, SignPlace, Signs, fix_rules};
use crate::figure::format;

/// The card.
#[component]
pub fn SignsCard() -> impl IntoView {
    view! {
        <section class="card pane is-wide signs" aria-labelledby="signs-title">
            <h2 id="signs-title">"What tells AI, and what tells a fix"</h2>
            <p class="soft">"Words that are looked for in the exports, in any case of letters. Every one can be taken away and others added; a step that can be undone."</p>
            <SignRules/>
            <FixRules/>
        </section>
    }
}

/// What a place is called, and how its lines are written.
fn place_name(place: SignPlace) -> (&'static str, &'static str) {
    match place {
        SignPlace::Said => ("A column or log says", "one word a line"),
        SignPlace::Label => ("A label is", "one label a line"),
        SignPlace::Trailer => ("A trailer is", "name: value"),
        SignPlace::Author => ("The author is", "one name a line"),
        SignPlace::Branch => ("The branch starts with", "one start a line"),
        SignPlace::Words => ("Title or text holds", "one phrase a line"),
    }
}

#[component]
fn SignRules() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let signs = Memo::new(move |_| desk.delivering().asked.signs);
    let told = Memo::new(move |_| {
        desk.deliveries
            .board()
            .map_or_else(Vec::new, |board| board.signs.clone())
    });
    let summary = move || {
        let all = signs.with(|signs| signs.0.len() as u64);
        let changes = told.with(|told| told.iter().map(|(_, n)| n).sum());
        format!(
            "Signs of AI: {} are looked for, {} changes carry one",
            format::count(all, &locale),
            format::count(changes, &locale)
        )
    };
    let write = move |place: SignPlace, text: String| {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let read: Vec<(String, Option<Sign>)> = lines
            .map(|line| (line.trim().to_owned(), place.read(line)))
            .collect();
        let refused = read.iter().find(|(_, sign)| sign.is_none());
        let refused = refused.map(|(line, _)| {
            format!(
                "A trailer is written as “name: value”, such as “co-authored-by: copilot”; “{line}” is none and was left out."
            )
        });
        let mut all: Vec<Sign> = read.into_iter().filter_map(|(_, sign)| sign).collect();
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|sign| seen.insert(sign.clone()));
        desk.ask_deliveries("signs of AI", |asked| {
            asked.signs = asked.signs.with(place, all);
        });
        if refused.is_some() {
            desk.said.set(refused);
        }
    };
    let is_plain = Memo::new(move |_| signs.with(|signs| *signs == Signs::default()));
    view! {
        <details class="rule-list">
            <summary>{summary}</summary>
            <p class="small quiet">"What a column or a log says decides; only where it says nothing, the others do. None of them sees AI that nobody labelled, that a squash merge stripped, or that only completed lines."</p>
            <div class="controls">
                {SignPlace::ALL.into_iter().map(|place| {
                    let (name, hint) = place_name(place);
                    let count = move || {
                        let n: u64 = told.with(|told| told.iter().filter(|(sign, _)| sign.place() == place).map(|(_, n)| n).sum());
                        format!("{}, {hint}", format::noun(n, "change", "changes", &locale))
                    };
                    let text = move || signs.with(|signs| signs.at(place).map(Sign::line).collect::<Vec<_>>().join("\n"));
                    view! {
                        <label>{name}
                            <span class="tiny quiet">{count}</span>
                            <textarea rows="7" spellcheck="false" prop:value=text on:change=move |ev| write(place, event_target_value(&ev))></textarea>
                        </label>
                    }
                }).collect_view()}
            </div>
            <Show when=move || !is_plain.get()>
                <button class="button slim" type="button" on:click=move |_| desk.ask_deliveries("signs of AI", |asked| asked.signs = Signs::default())>"As they were at first"</button>
            </Show>
        </details>
    }
}

/// Words of a rule, as they are written in one line.
fn line(words: &[String]) -> String {
    words.join(", ")
}

fn words(line: &str) -> Vec<String> {
    line.split(',')
        .map(|word| word.trim().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

#[component]
fn FixRules() -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let rules = Memo::new(move |_| desk.delivering().asked.fixes);
    let change = move |place: usize, write: &dyn Fn(&mut FixRule)| {
        desk.ask_deliveries("kinds of fixes", |asked| {
            if let Some(rule) = asked.fixes.get_mut(place) {
                write(rule);
            }
        });
    };
    let rename = move |place: usize, name: String| {
        let name = name.trim().to_owned();
        let is_taken = rules.with_untracked(|rules| {
            let mut others = rules.iter().enumerate();
            others.any(|(at, rule)| at != place && rule.name == name)
        });
        match name.is_empty() || is_taken {
            true => desk.said.set(Some(
                "A kind of fix needs a name of its own; it stays as it was.".to_owned(),
            )),
            false => change(place, &|rule| rule.name.clone_from(&name)),
        }
    };
    let add = move |_| {
        desk.ask_deliveries("kinds of fixes", |asked| {
            let is_free = |number: &usize| {
                let name = format!("kind {number}");
                asked.fixes.iter().all(|rule| rule.name != name)
            };
            let first = asked.fixes.len() + 1;
            let number = (first..).find(is_free).unwrap_or(first);
            // The first that fits counts, so that one's own goes before the general ones.
            asked.fixes.insert(
                0,
                FixRule {
                    name: format!("kind {number}"),
                    starts: Vec::new(),
                    words: Vec::new(),
                    paths: Vec::new(),
                    links: Vec::new(),
                },
            );
        });
    };
    let is_plain = Memo::new(move |_| rules.with(|rules| *rules == fix_rules()));
    let count = move |name: &str| {
        let board = desk.deliveries.board();
        let of = board.and_then(|board| {
            let mut kinds = board.fixes.iter();
            kinds.find(|kind| kind.name == name).map(KindOfFix::all)
        });
        format::count(of.unwrap_or(0), &locale)
    };
    view! {
        <details class="rule-list">
            <summary>{move || format!("Kinds of fixes: {}", rules.with(Vec::len))}</summary>
            <p class="small quiet">"A merged change is a fix if its title starts so, a label says so or it is linked so, and of the first kind of which a start or a word fits, or that all files fit that it touches: folders end with a slash, ends of names start with a point."</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Kinds of fixes">
                <table class="data">
                    <thead><tr><th scope="col">"Kind"</th><th scope="col">"Fixes"</th><th scope="col">"Title starts with"</th><th scope="col">"Words or labels"</th><th scope="col">"Touches only"</th><th scope="col">"Linked to"</th><th scope="col"><span class="unseen">"Remove"</span></th></tr></thead>
                    <tbody>
                        {move || rules.get().into_iter().enumerate().map(|(place, rule)| {
                            let name = rule.name.clone();
                            let gone = format!("Remove {name}");
                            let (of_name, of_starts) = (format!("Name of {name}"), format!("Starts of {name}"));
                            let (of_words, of_paths) = (format!("Words of {name}"), format!("Files of {name}"));
                            view! {
                                <tr>
                                    <th scope="row"><input type="text" aria-label=of_name prop:value=rule.name.clone() on:change=move |ev| rename(place, event_target_value(&ev))/></th>
                                    <td>{let name = name.clone(); move || count(&name)}</td>
                                    <td><input type="text" aria-label=of_starts prop:value=line(&rule.starts) on:change=move |ev| change(place, &|rule| rule.starts = words(&event_target_value(&ev)))/></td>
                                    <td><input type="text" aria-label=of_words prop:value=line(&rule.words) on:change=move |ev| change(place, &|rule| rule.words = words(&event_target_value(&ev)))/></td>
                                    <td><input type="text" aria-label=of_paths prop:value=line(&rule.paths) on:change=move |ev| change(place, &|rule| rule.paths = words(&event_target_value(&ev)))/></td>
                                    <td>{LinkedTo::ALL.map(|to| {
                                        let label = match to {
                                            LinkedTo::Change => "a change that it reverts",
                                            LinkedTo::Incident => "an incident that it names",
                                        };
                                        let flip = move |is_on: bool| change(place, &|rule| {
                                            rule.links.retain(|own| *own != to);
                                            if is_on {
                                                rule.links.push(to);
                                            }
                                        });
                                        view! { <label class="check"><input type="checkbox" prop:checked=rule.links.contains(&to) aria-label=format!("{name} is linked to {label}") on:change=move |ev| flip(event_target_checked(&ev))/><span>{label}</span></label> }
                                    })}</td>
                                    <td><button class="linked" type="button" aria-label=gone on:click=move |_| desk.ask_deliveries("kinds of fixes", |asked| if place < asked.fixes.len() { asked.fixes.remove(place); })>"Remove"</button></td>
                                </tr>
                            }
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            <div class="btns">
                <button class="button slim" type="button" on:click=add>"Add a kind"</button>
                <Show when=move || !is_plain.get()>
                    <button class="button slim" type="button" on:click=move |_| desk.ask_deliveries("kinds of fixes", |asked| asked.fixes = fix_rules())>"As they were at first"</button>
                </Show>
            </div>
        </details>
    }
}
