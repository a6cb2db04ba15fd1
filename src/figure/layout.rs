//! From an answer to a scene: the one way charts are drawn, for every output.

use super::charts::Chart;
use super::format::Locale;
use super::scene::Scene;
use super::sheet::{Lens, Sheet};
use super::theme::Theme;
use crate::analysis::Answer;

/// Draws `answer` as `chart`, `width` wide; the height follows the rows.
pub fn layout(
    answer: &Answer,
    chart: &Chart,
    width: f64,
    lens: Lens,
    theme: &Theme,
    locale: &Locale,
) -> Scene {
    (chart.marks)(answer, &Sheet::new(width, lens, theme, locale))
}
