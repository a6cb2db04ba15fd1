//! What was decided about the exports, in sentences, to save and to follow next month.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::ledger::KEPT;
use crate::app::desk::{Desk, use_desk};
use crate::app::outside;
use crate::app::parts::Icon;
use crate::report::DeliveryRecipe;

impl Desk {
    /// Follows what was kept of other exports, or says why not.
    pub(in crate::app) fn follow_deliveries(self, text: &str) {
        let recipe = match DeliveryRecipe::from_json(text) {
            Ok(recipe) => recipe,
            Err(why) => return self.said.set(Some(why.to_string())),
        };
        let taken = self.deliveries.taken.get_untracked();
        self.deliver(KEPT, |said| {
            *said = recipe.follow(said, &taken);
        });
        let misfits = recipe.misfits(&taken);
        self.said.set(Some(match misfits.is_empty() {
            true => {
                "The recipe was followed; it holds for these exports and for those that you open."
                    .to_owned()
            }
            false => format!("The recipe was followed. {}", misfits.join(" ")),
        }));
        self.deliveries.kept.set_value(Some(recipe));
        // Files that look like no export may be ones by what was kept.
        let open = self.files.with_untracked(|files| {
            let ids = files.iter().map(|file| file.id);
            ids.collect::<Vec<_>>()
        });
        for id in open {
            let is_settled =
                untrack(|| self.delivering().none.contains(&id) || self.deliveries.is_reading(id));
            if !is_settled && !taken.contains_key(&id) {
                self.take(id, None);
            }
        }
    }
}

/// The section of the rules' card.
#[component]
pub fn Kept() -> impl IntoView {
    let desk = use_desk();
    let recipe = Memo::new(move |_| {
        let said = desk.delivering();
        desk.deliveries
            .taken
            .with(|taken| DeliveryRecipe::of(&said, taken))
    });
    let steps = Memo::new(move |_| recipe.with(DeliveryRecipe::sentences));
    let input = NodeRef::<leptos::html::Input>::new();
    let load = move |target: HtmlInputElement| {
        if let Some(file) = target.files().and_then(|files| files.get(0)) {
            leptos::task::spawn_local(async move {
                desk.follow_deliveries(&outside::text(&file).await);
            });
        }
        // The same file can be chosen again.
        target.set_value("");
    };
    view! {
        <div class="kept">
            <h3>"What you decided"</h3>
            <Show when=move || steps.with(Vec::is_empty) fallback=move || view! {
                <ol class="small">{move || steps.get().into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            }>
                <p class="small quiet">"Nothing yet: every rule is as it comes. What you change can be saved, and followed on next month’s exports."</p>
            </Show>
            <p class="small quiet">"A recipe names rules, services, and columns of exports. It holds no row, and not the time looked at."</p>
            <div class="btns">
                <button class="button slim" type="button" on:click=move |_| outside::save("deliveries.recipe.json", "application/json", recipe.get_untracked().to_json().as_bytes())><Icon name="save"/>"Save the recipe"</button>
                <button class="button slim" type="button" on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }>"Follow a recipe…"</button>
                <input class="unseen" type="file" accept=".json,application/json" aria-label="Recipe of deliveries to follow" tabindex="-1" node_ref=input on:change:target=move |ev| load(ev.target())/>
            </div>
        </div>
    }
}
