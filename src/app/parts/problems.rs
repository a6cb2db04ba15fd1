//! What was met in a file, in sentences.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::Icon;
use crate::app::desk::use_desk;
use crate::figure::{Locale, format};
use crate::place::Place;
use crate::table::FileSummary;

/// Each kind of problem as an item of a list.
#[component]
pub fn Problems(
    /// The file's.
    summary: Arc<FileSummary>,
) -> impl IntoView {
    let locale = use_desk().locale.get_value();
    let told = summary
        .problems
        .iter()
        .map(|(kind, trouble)| problem(&kind.to_string(), trouble.count, &trouble.places, &locale));
    told.map(|text| view! { <li class="d"><Icon name="alert"/><span>{text}</span></li> })
        .collect_view()
}

/// "12 records have fewer cells than the header …: row 4,417, row 8,020 and more".
fn problem(what: &str, count: u64, places: &[Place], locale: &Locale) -> String {
    let at: Vec<String> = places
        .iter()
        .map(|place| match place.column {
            0 => format!("row {}", format::count(place.row, locale)),
            column => format!("row {}, column {column}", format::count(place.row, locale)),
        })
        .collect();
    let more = if count > places.len() as u64 && !places.is_empty() {
        " and more"
    } else {
        ""
    };
    if at.is_empty() {
        format!("{}: {what}", format::count(count, locale))
    } else {
        format!(
            "{}: {what} ({}{more})",
            format::count(count, locale),
            at.join("; ")
        )
    }
}
