//! The month of labels: why, how, a sheet to fill in, and where to bring it back.

use leptos::prelude::*;

use super::page::Pane;
use crate::app::desk::use_desk;
use crate::app::import::ChooseFiles;
use crate::app::outside;
use crate::app::parts::Icon;
use crate::delivery::EXAMPLE;

/// The sheet, with one line that shows how.
fn sheet() -> String {
    format!(
        "date,repo,pull_request,ai_assisted,tool,note\n2026-01-15,name of the repository,{EXAMPLE},yes,name of the tool,\n"
    )
}

/// Words of the label, and when each is right.
const WORDS: [(&str, &str); 3] = [
    (
        "yes",
        "An assistant or agent wrote or changed lines that were merged.",
    ),
    (
        "no",
        "Somebody looked, and none did. Say it: a blank is not a no.",
    ),
    (
        "(blank)",
        "Nobody knows. It is no sign of AI, and never proof of none.",
    ),
];
/// What to export at the end, and what it shows.
const EXPORTS: [(&str, &str); 6] = [
    (
        "Deployments",
        "how often, and which failed: service, environment, status, version, finished at, pull requests",
    ),
    (
        "Incidents",
        "failures and recovery: service, started at, restored at, caused by",
    ),
    (
        "Pull requests",
        "titles, labels, created at, merged at: reverts, hotfixes, the three commonest fixes",
    ),
    (
        "Reviews",
        "pull request, step, requested at, submitted at, state: the three slowest approvals",
    ),
    (
        "CI runs",
        "pull request or commit, job name, attempt, status: flaky re-runs",
    ),
    (
        "Security findings",
        "pull request or commit, severity, tool",
    ),
];

/// The page of the kit.
#[component]
pub fn Kit(pane: RwSignal<Pane>) -> impl IntoView {
    let desk = use_desk();
    let has_files = Memo::new(move |_| desk.files.with(|files| !files.is_empty()));
    view! {
        <main id="main" class="kit">
            <p><button class="linked" type="button" on:click=move |_| pane.set(Pane::Figures)>{move || if has_files.get() { "Back to deliveries" } else { "Back to the start" }}</button></p>
            <h1>"A month of labels"</h1>
            <p class="soft">"For one month, say of every change whether AI helped to make it. Then bring the log and your tools' exports here: they are joined by the number of the change, and nothing leaves this tab."</p>
            <ol class="steps">
                <li>
                    <h2>"Agree on the words"</h2>
                    <table class="data">
                        <thead><tr><th scope="col">"In the sheet"</th><th scope="col">"When"</th></tr></thead>
                        <tbody>{WORDS.into_iter().map(|(word, when)| view! { <tr><th scope="row">{word}</th><td class="words">{when}</td></tr> }).collect_view()}</tbody>
                    </table>
                    <p class="small">"A label "<code>"ai-assisted"</code>" on the pull request does as well, and so does a trailer "<code>"Co-authored-by: NAME OF THE TOOL"</code>" in its text. Trailers in commits are lost when a merge squashes them."</p>
                </li>
                <li>
                    <h2>"Keep the log"</h2>
                    <p class="small">"One line per pull request, by its number or its address."</p>
                    <button class="button first" type="button" on:click=move |_| outside::save("label-log.csv", "text/csv;charset=utf-8", sheet().as_bytes())><Icon name="save"/>"Save the sheet, CSV"</button>
                </li>
                <li>
                    <h2>"After a month, export"</h2>
                    <table class="data">
                        <thead><tr><th scope="col">"Export"</th><th scope="col">"Columns, and what they show"</th></tr></thead>
                        <tbody>{EXPORTS.into_iter().map(|(name, shows)| view! { <tr><th scope="row">{name}</th><td class="words">{shows}</td></tr> }).collect_view()}</tbody>
                    </table>
                </li>
                <li>
                    <h2>"Bring everything back"</h2>
                    <p class="small">"All files at once, the log among them. The page then shows, for AI-assisted and other changes: failures, rollbacks, hotfixes, incidents, re-runs, findings, the three slowest approvals and the three commonest fixes, each with its base, and shares and medians with their interval."</p>
                    <p class="small quiet">"Where nobody keeps a log, a table of two columns does, too: who somebody is in the pull requests, as “login”, and what they answered, as “AI use”. It is of all changes of these people that say nothing themselves; an answer that fewer than five of them gave is left out."</p>
                    <p class="row">
                        <ChooseFiles label="Choose files" class="button first"/>
                        <button class="button" type="button" on:click=move |_| {
                            desk.open_team_sample();
                            pane.set(Pane::Figures);
                        }>"Try it with three synthetic teams"</button>
                    </p>
                </li>
            </ol>
        </main>
    }
}
