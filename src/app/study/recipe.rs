//! The recipe of the file on screen: its steps in plain words, to save and to follow on another file.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use crate::app::desk::use_desk;
use crate::app::outside;
use crate::app::parts::Icon;
use crate::report::Recipe;

/// Misfits shown at once.
const MOST_MISFITS: usize = 60;

/// Names to be looked at.
fn shown_names(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    all.join(", ")
}

/// What was decided about the file on screen.
#[component]
pub fn RecipeCard() -> impl IntoView {
    let desk = use_desk();
    // Names of columns that only a person's word makes names: kept in the recipe once they were looked at, and no others.
    let by_hand = Memo::new(move |_| {
        let names = desk.with_chapter(|chapter| {
            let names = chapter.summary.named_by_hand.iter();
            names.map(|(_, name)| name.clone()).collect::<Vec<_>>()
        });
        names.unwrap_or_default()
    });
    let vouched = RwSignal::new(Vec::new());
    let are_vouched = Memo::new(move |_| by_hand.with(|names| vouched.with(|seen| seen == names)));
    let recipe = Memo::new(move |_| desk.recipe(are_vouched.get()));
    let steps = Memo::new(move |_| {
        recipe
            .with(|recipe| recipe.as_ref().map(Recipe::sentences))
            .unwrap_or_default()
    });
    let misfits = Memo::new(move |_| {
        let (file, misfits) = desk.misfits.get()?;
        let all: Vec<(bool, String)> = misfits
            .iter()
            .map(|misfit| (misfit.is_lost(), misfit.to_string()))
            .collect();
        (Some(file) == desk.current()).then_some(all)
    });
    let input = NodeRef::<leptos::html::Input>::new();
    let save = move |_| {
        if let Some(recipe) = recipe.get_untracked() {
            let name = desk
                .current_file()
                .map(|file| file.name)
                .unwrap_or_default();
            let stem = name
                .rsplit_once('.')
                .map_or(name.as_str(), |(stem, _)| stem);
            outside::save(
                &format!("{stem}.recipe.json"),
                "application/json",
                recipe.to_json().as_bytes(),
            );
        }
    };
    let load = move |target: HtmlInputElement| {
        if let Some(file) = target.files().and_then(|files| files.get(0)) {
            leptos::task::spawn_local(
                async move { desk.follow_recipe(&outside::text(&file).await) },
            );
        }
        // The same file can be chosen again.
        target.set_value("");
    };
    let heading = move || match steps.with(Vec::len) {
        0 => "The recipe".to_owned(),
        1 => "The recipe, one step".to_owned(),
        many => format!("The recipe, {many} steps"),
    };
    view! {
        <section class="card recipe" aria-labelledby="recipe">
            <h2 id="recipe">{heading}</h2>
            <Show when=move || steps.with(Vec::is_empty) fallback=move || view! {
                <ol class="small">{move || steps.get().into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            }>
                <p class="small quiet">"Nothing was decided by hand. What you change can be saved, and followed on the next file like this one."</p>
            </Show>
            <Show when=move || by_hand.with(|names| !names.is_empty())>
                <div class="notice doubt small" id="by-hand">
                    <Icon name="alert"/>
                    <div>
                        <p>"You said how many header rows there are, and the file itself shows others. If a row of answers is among them, these names are answers:"</p>
                        <p class="raw-names" tabindex="0">{move || shown_names(&by_hand.get())}</p>
                        <label><input type="checkbox" prop:checked=move || are_vouched.get() on:change:target=move |ev| {
                            vouched.set(if ev.target().checked() { by_hand.get_untracked() } else { Vec::new() });
                        }/>" All of these are names of columns. Keep them in the recipe"</label>
                        <p class="quiet">"Until you say so, the recipe names none of them, and nothing that you decided about them."</p>
                    </div>
                </div>
            </Show>
            <p class="small quiet">"A recipe names columns and answers that five and more gave. It holds no row, no free text and no identifier."</p>
            <div class="btns">
                <button class="button slim" type="button" on:click=save><Icon name="save"/>"Save the recipe"</button>
                <button class="button slim" type="button" on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }>"Follow a recipe…"</button>
                <input class="unseen" type="file" accept=".json,application/json" aria-label="Recipe to follow" tabindex="-1" node_ref=input on:change:target=move |ev| load(ev.target())/>
            </div>
            {move || misfits.get().map(|misfits| { let many = misfits.len(); view! {
                <div class="misfits" role="status">
                    <h3>{if misfits.is_empty() { "The recipe was followed, and everything fits." } else { "The recipe was followed. What does not fit:" }}</h3>
                    <ul class="small">
                        {misfits.into_iter().take(MOST_MISFITS).map(|(is_lost, said)| view! { <li class:lost=is_lost>{is_lost.then(|| view! { <Icon name="alert"/> })} {said}</li> }).collect_view()}
                        {(many > MOST_MISFITS).then(|| view! { <li>{format!("And {} more.", many - MOST_MISFITS)}</li> })}
                    </ul>
                </div>
            }})}
        </section>
    }
}
