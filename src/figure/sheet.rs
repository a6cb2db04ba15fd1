//! What a chart is drawn on: its width, its shared edges, its colours and its way of writing numbers.
//!
//! The edges are the same in every chart of a page, so that rows line up from card to card.

use super::format::Locale;
use super::theme::Theme;

/// Charts narrower than this put names above the bars.
const NARROW: f64 = 440.0;
/// Narrowest sheet that is laid out for; narrower ones are drawn as wide as this.
const LEAST: f64 = 240.0;

/// Size of names.
pub const NAME: f64 = 14.0;
/// Size of everything that is neither a name nor a value.
pub const NOTE: f64 = 13.0;
/// Size of values.
pub const VALUE: f64 = 15.0;

/// Which reading of a share stands first.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Lens {
    /// "45 %", then "54 of 120".
    #[default]
    Percent,
    /// "54 of 120", then "45 %".
    Fraction,
}

/// What a chart is drawn on.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Width of the drawing.
    pub width: f64,
    /// Which reading of a share stands first.
    pub lens: Lens,
    /// Colours.
    pub theme: &'a Theme,
    /// Separators.
    pub locale: &'a Locale,
}

impl<'a> Sheet<'a> {
    /// A sheet of the given width, or the narrowest one that can be laid out.
    pub fn new(width: f64, lens: Lens, theme: &'a Theme, locale: &'a Locale) -> Self {
        let width = if width.is_finite() {
            width.max(LEAST)
        } else {
            LEAST
        };
        Self {
            width,
            lens,
            theme,
            locale,
        }
    }

    /// Whether names, fractions and values stand above the bars.
    pub fn is_narrow(&self) -> bool {
        self.width < NARROW
    }

    /// Left edge of the plot.
    pub fn left(&self) -> f64 {
        if self.is_narrow() { 0.0 } else { 146.0 }
    }

    /// Right edge of the plot.
    pub fn right(&self) -> f64 {
        if self.is_narrow() {
            self.width
        } else {
            self.width - 118.0
        }
    }

    /// Left edge of the values.
    pub fn values(&self) -> f64 {
        self.right() + 18.0
    }
}
