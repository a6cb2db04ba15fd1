//! One colour, and which of a theme's colours a cohort or an answer has.

use super::theme::Theme;
use crate::analysis::{CohortInk, Levels, Ramp};

/// An opaque colour: red, green, blue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ink(pub u8, pub u8, pub u8);

/// How one level of an answer is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelInk {
    /// Its bar.
    pub fill: Ink,
    /// Its name beside the bars.
    pub name: Ink,
    /// Whether its name and numbers are strong.
    pub strong: bool,
}

impl Ink {
    /// Contrast against `other`, 1 to 21.
    ///
    /// Source: WCAG 2.2, contrast ratio and relative luminance.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > two { one / two } else { two / one }
    }

    /// This colour at `opacity` over `paper`.
    pub fn over(self, paper: Self, opacity: f64) -> Self {
        let mix = |top: u8, under: u8| {
            (f64::from(top) * opacity + f64::from(under) * (1.0 - opacity)).round() as u8
        };
        Self(
            mix(self.0, paper.0),
            mix(self.1, paper.1),
            mix(self.2, paper.2),
        )
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let share = f64::from(part) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl Theme {
    /// The colour of a cohort; steps outside a ramp take its nearest end.
    pub fn cohort(&self, ink: CohortInk) -> Ink {
        match ink {
            CohortInk::Step { step, of } => {
                let ramp = self.cohorts[usize::from(of.clamp(2, 7)) - 2];
                ramp[usize::from(step.max(1)).min(ramp.len()) - 1]
            }
            CohortInk::Kind(kind) => usize::from(kind)
                .checked_sub(1)
                .and_then(|at| self.kinds.get(at))
                .copied()
                .unwrap_or(self.kind_rest),
            CohortInk::Rest => self.kind_rest,
        }
    }

    /// The label colour that stands out more on `fill`.
    pub fn on(&self, fill: Ink) -> Ink {
        if fill.contrast(self.on_dark) > fill.contrast(self.on_light) {
            self.on_dark
        } else {
            self.on_light
        }
    }

    /// How each level is drawn, in scale order.
    pub fn levels(&self, levels: &Levels) -> Vec<LevelInk> {
        let count = levels.names.len();
        let (low, high) = self.ends(levels.ramp);
        let fills = match levels.ramp {
            Ramp::Threshold => self.split(levels),
            Ramp::Agree => self.agree(count),
            Ramp::Lean => spread(&self.lean_5, count),
            Ramp::Ordered => self.ordered(count),
            Ramp::Kinds => (0..count)
                .map(|at| self.kinds.get(at).copied().unwrap_or(self.kind_rest))
                .collect(),
        };
        let two_ended = matches!(levels.ramp, Ramp::Agree | Ramp::Lean);
        let named = |(at, fill)| {
            let strong = if two_ended {
                levels.middle != Some(at)
            } else {
                levels.top.contains(&at)
            };
            let name = match strong {
                false => self.ink_3,
                true if two_ended && below_middle(levels, at) => low,
                true => high,
            };
            LevelInk { fill, name, strong }
        };
        fills.into_iter().enumerate().map(named).collect()
    }

    /// The colour of the headline share's name.
    pub fn top_name(&self, levels: &Levels) -> Ink {
        let (low, high) = self.ends(levels.ramp);
        match levels.ramp {
            Ramp::Agree | Ramp::Lean if below_middle(levels, levels.top.start) => low,
            _ => high,
        }
    }

    fn ends(&self, ramp: Ramp) -> (Ink, Ink) {
        match ramp {
            Ramp::Agree => (self.cool_label, self.warm_label),
            Ramp::Threshold | Ramp::Ordered => (self.ink_3, self.above_label),
            Ramp::Lean | Ramp::Kinds => (self.ink, self.ink),
        }
    }

    fn split(&self, levels: &Levels) -> Vec<Ink> {
        let count = levels.names.len();
        let top = levels.top.start.min(count)..levels.top.end.min(count);
        let above = at_the_start(&self.above, top.len());
        let mut below = match count - top.len() {
            1 => vec![self.below[1]],
            2 => vec![self.below[0], self.below[2]],
            rest => at_the_start(&self.below, rest),
        }
        .into_iter();
        let mut above = above.into_iter();
        let pick = |at| {
            if top.contains(&at) {
                above.next()
            } else {
                below.next()
            }
        };
        (0..count)
            .map(pick)
            .map(|ink| ink.unwrap_or(self.kind_rest))
            .collect()
    }

    fn agree(&self, count: usize) -> Vec<Ink> {
        match count {
            2 => vec![self.agree_4[0], self.agree_4[3]],
            4 => self.agree_4.into(),
            3 | 5 => spread(&self.agree_5, count),
            6 => self
                .agree_7
                .into_iter()
                .enumerate()
                .filter(|(at, _)| *at != 3)
                .map(|(_, ink)| ink)
                .collect(),
            _ => spread(&self.agree_7, count),
        }
    }

    fn ordered(&self, count: usize) -> Vec<Ink> {
        match count {
            0 | 1 => vec![self.answers[0][1]; count],
            2..=7 => self.answers[count - 2].into(),
            _ => spread(self.answers[5], count),
        }
    }
}

/// Whether a level lies on the low side of its scale.
pub fn below_middle(levels: &Levels, level: usize) -> bool {
    match levels.middle {
        Some(middle) => level < middle,
        None => 2 * level + 1 < levels.names.len(),
    }
}

/// The first `count` inks, or as many steps between the first and the last where there are not that many.
fn at_the_start(ramp: &[Ink], count: usize) -> Vec<Ink> {
    if count <= ramp.len() {
        ramp[..count].into()
    } else {
        spread(ramp, count)
    }
}

/// `count` steps from the first ink to the last.
fn spread(ramp: &[Ink], count: usize) -> Vec<Ink> {
    let step = |at: usize| {
        let place = if count < 2 {
            0.0
        } else {
            at as f64 * (ramp.len() - 1) as f64 / (count - 1) as f64
        };
        let (low, part) = (place.floor() as usize, place.fract());
        let next = ramp[(low + 1).min(ramp.len() - 1)];
        next.over(ramp[low], part)
    };
    (0..count).map(step).collect()
}
