//! Records as they stand in the file, fetched when somebody asks to see them.

use leptos::prelude::*;

use crate::app::desk::use_desk;
use crate::figure::format;
use crate::table::Which;

/// Some records of the file on screen, as written, with the cells of a few columns.
#[component]
pub fn RawCells(
    /// What they show.
    label: String,
    /// Which records.
    which: Which,
    /// Which of their cells, by column of the file.
    columns: Vec<u32>,
    /// Names over these.
    names: Vec<String>,
    /// No more than these.
    most: u32,
) -> impl IntoView {
    let desk = use_desk();
    let locale = desk.locale.get_value();
    let held = desk.held();
    let rows = LocalResource::new(move || {
        held.track();
        desk.rows(which.clone(), columns.clone(), most)
    });
    view! {
        <div class="raw scroll" tabindex="0" role="region" aria-label=label>
            {move || match rows.get() {
                None => view! { <p class="small quiet">"Looking…"</p> }.into_any(),
                Some(Err(why)) => view! { <p class="small quiet">{why}</p> }.into_any(),
                Some(Ok(rows)) if rows.is_empty() => view! { <p class="small quiet">"No record has such a cell."</p> }.into_any(),
                Some(Ok(rows)) => view! {
                    <table class="data cells">
                        <thead><tr>
                            <th scope="col">"Record"</th>
                            {names.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view()}
                        </tr></thead>
                        <tbody>
                            {rows.into_iter().map(|row| view! {
                                <tr>
                                    <th scope="row" class="num">{format::count(row.row, &locale)}</th>
                                    {row.cells.into_iter().map(|cell| view! { <td><Written cell=cell/></td> }).collect_view()}
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                }.into_any(),
            }}
        </div>
    }
}

/// A cell as it stands in the file; a blank one is said to be so.
#[component]
fn Written(cell: String) -> impl IntoView {
    if cell.trim().is_empty() {
        view! { <span class="quiet">"blank"</span> }.into_any()
    } else {
        cell.into_any()
    }
}
