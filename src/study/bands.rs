//! Answers that are bands of numbers: sizes, ages, lengths of time.

use super::dictionary::Ramp;
use super::scale::Found;
use crate::table;

/// Orders bands by their ends: "Less than 2 hours", "1-10", "11-25", "51+", "1,000-4,999". What a spreadsheet made of a band
/// (`Oct-49`) stands where the band stood.
pub(super) fn bands(answers: &[&str]) -> Option<Found> {
    let order = table::band_order(&table::bands(answers)?);
    let top = order.len() - 1;
    Some(Found {
        label: "bands",
        order,
        ramp: Ramp::Ordered,
        middle: None,
        top,
        top_name: None,
    })
}
