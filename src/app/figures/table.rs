//! The table behind a chart: same order, same rounding.

use leptos::prelude::*;

use crate::figure::Table;

/// A real table.
#[component]
pub fn DataTable(
    /// Its cells.
    #[prop(into)]
    table: Signal<Option<Table>>,
) -> impl IntoView {
    view! {
        {move || table.get().map(|table| view! {
            <table class="data">
                <caption>{table.caption}</caption>
                <thead><tr>{table.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr></thead>
                <tbody>
                    {table.rows.into_iter().map(|row| {
                        let mut cells = row.into_iter();
                        let first = cells.next().unwrap_or_default();
                        view! { <tr><th scope="row">{first}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
                    }).collect_view()}
                </tbody>
            </table>
        })}
    }
}
