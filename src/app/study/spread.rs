//! How the answers to a column are spread, small.

use std::sync::Arc;

use leptos::prelude::*;

use crate::study::Question;
use crate::table::ColumnSummary;

/// Width and height of the drawing.
const SIZE: (f64, f64) = (96.0, 22.0);
/// More bars than this tell nothing.
const MOST: usize = 24;

/// The answers of a column as bars in the order of its scale, or the range of its numbers with their quartiles.
#[component]
pub fn Spread(summary: ColumnSummary, question: Arc<Question>) -> impl IntoView {
    let bars = bars(&summary, &question);
    let (width, height) = SIZE;
    let drawn = match (bars.is_empty(), &summary.quantiles[..]) {
        (false, _) => {
            let most = bars.iter().copied().max().unwrap_or(1).max(1) as f64;
            let step = (width / bars.len() as f64).min(14.0);
            let bars = bars.into_iter().enumerate().map(|(at, count)| {
                let tall = (count as f64 / most * height).max(1.0);
                view! { <rect x=at as f64 * step y=height - tall width=(step - 1.5).max(1.0) height=tall></rect> }
            });
            bars.collect_view().into_any()
        }
        (true, [low, first, middle, third, high]) if high > low => {
            let x = |value: &f64| (value - low) / (high - low) * (width - 2.0) + 1.0;
            let y = height / 2.0;
            view! {
                <path class="line" d=format!("M1 {y}H{}", width - 1.0)></path>
                <rect x=x(first) y=y - 6.0 width=(x(third) - x(first)).max(1.0) height=12.0></rect>
                <path class="middle" d=format!("M{} {}v16", x(middle), y - 8.0)></path>
            }
            .into_any()
        }
        _ => return None,
    };
    Some(
        view! { <svg class="spread" viewBox=format!("0 0 {width} {height}") width=width height=height aria-hidden="true">{drawn}</svg> },
    )
}

fn bars(summary: &ColumnSummary, question: &Question) -> Vec<u64> {
    let count = |code: u32| {
        summary
            .levels
            .get(code as usize - 1)
            .map_or(0, |level| level.1)
    };
    let codes = match question.counts.is_empty() {
        true => Vec::new(),
        false if question.options().next().is_some() => question.options().collect(),
        false => question.codes(),
    };
    if codes.len() < 2 || codes.len() > MOST {
        return Vec::new();
    }
    codes.into_iter().map(count).collect()
}
