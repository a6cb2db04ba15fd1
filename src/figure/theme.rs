//! Colours, exactly those of `style/tokens.css`; `tests/figures.rs` compares the two.

use super::ink::Ink;

/// The colours charts are drawn in. Colour belongs to data: everything else is ink on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Behind the cards.
    pub page: Ink,
    /// Cards, and the paper under a chart.
    pub surface: Ink,
    /// Behind the strip.
    pub sunken: Ink,
    /// Text.
    pub ink: Ink,
    /// Quieter text.
    pub ink_2: Ink,
    /// The faintest text.
    pub ink_3: Ink,
    /// Hairlines.
    pub line: Ink,
    /// Stronger hairlines.
    pub line_strong: Ink,
    /// Edges of controls and of hidden gaps.
    pub control: Ink,
    /// Behind a row under the pointer.
    pub hover: Ink,
    /// Behind a chosen row.
    pub chosen: Ink,
    /// Outline of the row with keyboard focus.
    pub focus: Ink,
    /// Grid lines.
    pub grid: Ink,
    /// Base lines and leader lines.
    pub axis: Ink,
    /// Reference lines.
    pub reference: Ink,
    /// Hatches.
    pub hatch: Ink,
    /// Behind labels that cross lines.
    pub halo: Ink,
    /// Label on a dark fill.
    pub on_dark: Ink,
    /// Label on a light fill.
    pub on_light: Ink,
    /// Bands that show the spread of data.
    pub spread: Ink,
    /// Label on the strongest fills.
    pub label_strong: Ink,
    /// Label on middling fills.
    pub label_mid: Ink,
    /// Label on pale fills.
    pub label_pale: Ink,
    /// Label on a kind.
    pub kind_label: Ink,
    /// Names of levels at or above a threshold.
    pub above_label: Ink,
    /// Names of levels at the cool end.
    pub cool_label: Ink,
    /// Names of levels at the warm end.
    pub warm_label: Ink,
    /// Ordered cohorts: one ramp for each number of steps, 2 to 7.
    pub cohorts: [&'static [Ink]; 6],
    /// Cohorts without an order.
    pub kinds: [Ink; 6],
    /// The grey beyond six kinds.
    pub kind_rest: Ink,
    /// Ordered answers: one ramp for each number of levels, 2 to 7.
    pub answers: [&'static [Ink]; 6],
    /// Answers below a threshold.
    pub below: [Ink; 4],
    /// Answers at or above a threshold.
    pub above: [Ink; 3],
    /// Agreement in four levels: teal to rust.
    pub agree_4: [Ink; 4],
    /// Agreement in five levels.
    pub agree_5: [Ink; 5],
    /// Agreement in seven levels.
    pub agree_7: [Ink; 7],
    /// Leanings in five levels: plum to green.
    pub lean_5: [Ink; 5],
}

impl Theme {
    /// On white paper.
    pub const fn light() -> Self {
        LIGHT
    }

    /// On dark paper.
    pub const fn dark() -> Self {
        DARK
    }

    /// For saved files: white paper whatever the page looks like.
    pub const fn export() -> Self {
        LIGHT
    }

    /// Every colour with the name of its token, without the leading dashes.
    pub fn tokens(&self) -> Vec<(String, Ink)> {
        let mut all: Vec<(String, Ink)> = self
            .singles()
            .map(|(name, ink)| (name.to_owned(), ink))
            .into();
        let mut ramp = |name: &str, inks: &[Ink]| {
            all.extend(
                inks.iter()
                    .enumerate()
                    .map(|(step, &ink)| (format!("{name}-{}", step + 1), ink)),
            );
        };
        for (steps, (cohorts, answers)) in (2..).zip(self.cohorts.iter().zip(self.answers)) {
            ramp(&format!("cohort-{steps}"), cohorts);
            ramp(&format!("answer-{steps}"), answers);
        }
        ramp("kind", &self.kinds);
        ramp("below", &self.below);
        ramp("above", &self.above);
        ramp("agree-4", &self.agree_4);
        ramp("agree-5", &self.agree_5);
        ramp("agree-7", &self.agree_7);
        ramp("lean-5", &self.lean_5);
        all
    }

    fn singles(&self) -> [(&'static str, Ink); 28] {
        [
            ("page", self.page),
            ("surface", self.surface),
            ("sunken", self.sunken),
            ("ink", self.ink),
            ("ink-2", self.ink_2),
            ("ink-3", self.ink_3),
            ("line", self.line),
            ("line-strong", self.line_strong),
            ("control", self.control),
            ("hover", self.hover),
            ("chosen", self.chosen),
            ("focus", self.focus),
            ("grid", self.grid),
            ("axis", self.axis),
            ("reference", self.reference),
            ("hatch", self.hatch),
            ("halo", self.halo),
            ("on-dark", self.on_dark),
            ("on-light", self.on_light),
            ("spread", self.spread),
            ("label-strong", self.label_strong),
            ("label-mid", self.label_mid),
            ("label-pale", self.label_pale),
            ("kind-label", self.kind_label),
            ("above-label", self.above_label),
            ("cool-label", self.cool_label),
            ("warm-label", self.warm_label),
            ("kind-rest", self.kind_rest),
        ]
    }
}

const fn hex(rgb: u32) -> Ink {
    Ink((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

const LIGHT: Theme = Theme {
    page: hex(0xf7f6f2),
    surface: hex(0xffffff),
    sunken: hex(0xf1efe9),
    ink: hex(0x1a212b),
    ink_2: hex(0x434c59),
    ink_3: hex(0x5f6875),
    line: hex(0xe4e1da),
    line_strong: hex(0xcbc7bd),
    control: hex(0x7c828c),
    hover: hex(0xf4f2ed),
    chosen: hex(0xece9e2),
    focus: hex(0x1c5fd4),
    grid: hex(0xebe8e1),
    axis: hex(0xb9b5ab),
    reference: hex(0x8b9099),
    hatch: hex(0xb9b5ab),
    halo: hex(0xffffff),
    on_dark: hex(0xffffff),
    on_light: hex(0x1a212b),
    spread: hex(0xd8d5d0),
    label_strong: hex(0xffffff),
    label_mid: hex(0x1a212b),
    label_pale: hex(0x1a212b),
    kind_label: hex(0xffffff),
    above_label: hex(0x005e5c),
    cool_label: hex(0x005c5c),
    warm_label: hex(0x933d1c),
    cohorts: [
        &[hex(0x1d9cc1), hex(0x361458)],
        &[hex(0x1d9cc1), hex(0x2b54a9), hex(0x361458)],
        &[hex(0x1d9cc1), hex(0x126db7), hex(0x383c93), hex(0x361458)],
        &[
            hex(0x1d9cc1),
            hex(0x0079bb),
            hex(0x2b54a9),
            hex(0x3a3185),
            hex(0x361458),
        ],
        &[
            hex(0x1d9cc1),
            hex(0x0080bc),
            hex(0x1e63b3),
            hex(0x34459d),
            hex(0x3a2b7d),
            hex(0x361458),
        ],
        &[
            hex(0x1d9cc1),
            hex(0x0085bd),
            hex(0x126db7),
            hex(0x2b54a9),
            hex(0x383c93),
            hex(0x3a2777),
            hex(0x361458),
        ],
    ],
    kinds: [
        hex(0x2f72d6),
        hex(0xb9501a),
        hex(0x07564a),
        hex(0xcc5c98),
        hex(0x9d8c1c),
        hex(0x47206f),
    ],
    kind_rest: hex(0x7c828b),
    answers: [
        &[hex(0xcce5db), hex(0x004749)],
        &[hex(0xcce5db), hex(0x58968e), hex(0x004749)],
        &[hex(0xcce5db), hex(0x7cb1a5), hex(0x387c76), hex(0x004749)],
        &[
            hex(0xcce5db),
            hex(0x90beb2),
            hex(0x58968e),
            hex(0x2a6e6b),
            hex(0x004749),
        ],
        &[
            hex(0xcce5db),
            hex(0x9bc6ba),
            hex(0x6ea69c),
            hex(0x3c7c76),
            hex(0x226664),
            hex(0x004749),
        ],
        &[
            hex(0xcce5db),
            hex(0xa3cbbf),
            hex(0x7cb1a5),
            hex(0x58968e),
            hex(0x387c76),
            hex(0x1c6160),
            hex(0x004749),
        ],
    ],
    below: [hex(0xebe9e5), hex(0xd8d5d0), hex(0xc0bdb7), hex(0xa7a49e)],
    above: [hex(0x127f78), hex(0x005e5c), hex(0x004141)],
    agree_4: [hex(0x005c5c), hex(0x64aea7), hex(0xde9b68), hex(0x933d1c)],
    agree_5: [
        hex(0x005c5c),
        hex(0x64aea7),
        hex(0xdbd9d5),
        hex(0xde9b68),
        hex(0x933d1c),
    ],
    agree_7: [
        hex(0x004a4b),
        hex(0x22817d),
        hex(0x88c1ba),
        hex(0xdbd9d5),
        hex(0xe8ba92),
        hex(0xcb7743),
        hex(0x7f3117),
    ],
    lean_5: [
        hex(0x722c6e),
        hex(0xc590c0),
        hex(0xdbd9d5),
        hex(0x95bf8b),
        hex(0x295d2d),
    ],
};

const DARK: Theme = Theme {
    page: hex(0x121419),
    surface: hex(0x1b1e24),
    sunken: hex(0x161920),
    ink: hex(0xeceae5),
    ink_2: hex(0xbcc1c9),
    ink_3: hex(0x979eaa),
    line: hex(0x2d323b),
    line_strong: hex(0x434a56),
    control: hex(0x767e8b),
    hover: hex(0x22262e),
    chosen: hex(0x2b303a),
    focus: hex(0x7fb0ff),
    grid: hex(0x2a2e36),
    axis: hex(0x565d69),
    reference: hex(0x868e9b),
    hatch: hex(0x565d69),
    halo: hex(0x1b1e24),
    on_dark: hex(0xeceae5),
    on_light: hex(0x10131a),
    spread: hex(0x3d444f),
    label_strong: hex(0x10131a),
    label_mid: hex(0xeceae5),
    label_pale: hex(0xeceae5),
    kind_label: hex(0x10131a),
    above_label: hex(0x66bcb5),
    cool_label: hex(0x6cc3bb),
    warm_label: hex(0xeda06a),
    cohorts: [
        &[hex(0x24768f), hex(0xe5d6ff)],
        &[hex(0x24768f), hex(0x7fa3e5), hex(0xe5d6ff)],
        &[hex(0x24768f), hex(0x5a95cd), hex(0xa4b1f5), hex(0xe5d6ff)],
        &[
            hex(0x24768f),
            hex(0x4a8ebf),
            hex(0x7fa3e5),
            hex(0xb6b9fa),
            hex(0xe5d6ff),
        ],
        &[
            hex(0x24768f),
            hex(0x4189b5),
            hex(0x699bd8),
            hex(0x95acf0),
            hex(0xc1befc),
            hex(0xe5d6ff),
        ],
        &[
            hex(0x24768f),
            hex(0x3b86af),
            hex(0x5a95cd),
            hex(0x7fa3e5),
            hex(0xa4b1f5),
            hex(0xc7c2fe),
            hex(0xe5d6ff),
        ],
    ],
    kinds: [
        hex(0x7db3ff),
        hex(0xdd6b32),
        hex(0x1d9b80),
        hex(0xf2a0c6),
        hex(0xeadb78),
        hex(0x8a6fd4),
    ],
    kind_rest: hex(0x878e99),
    answers: [
        &[hex(0x294645), hex(0x9ae2d3)],
        &[hex(0x294645), hex(0x49938d), hex(0x9ae2d3)],
        &[hex(0x294645), hex(0x3a7975), hex(0x60aea4), hex(0x9ae2d3)],
        &[
            hex(0x294645),
            hex(0x346c69),
            hex(0x49938d),
            hex(0x6dbbaf),
            hex(0x9ae2d3),
        ],
        &[
            hex(0x294645),
            hex(0x316462),
            hex(0x387773),
            hex(0x56a39a),
            hex(0x75c2b6),
            hex(0x9ae2d3),
        ],
        &[
            hex(0x294645),
            hex(0x305f5d),
            hex(0x346e6b),
            hex(0x49938d),
            hex(0x60aea4),
            hex(0x7bc8bb),
            hex(0x9ae2d3),
        ],
    ],
    below: [hex(0x32302d), hex(0x413f3c), hex(0x524f4b), hex(0x63605b)],
    above: [hex(0x409a94), hex(0x66bcb5), hex(0x94ded4)],
    agree_4: [hex(0x6cc3bb), hex(0x2f6f6d), hex(0x965333), hex(0xeda06a)],
    agree_5: [
        hex(0x6cc3bb),
        hex(0x2f6f6d),
        hex(0x494744),
        hex(0x965333),
        hex(0xeda06a),
    ],
    agree_7: [
        hex(0x91dbd2),
        hex(0x4ba39d),
        hex(0x2f6867),
        hex(0x494744),
        hex(0x8d5137),
        hex(0xd2824e),
        hex(0xf8bd8a),
    ],
    lean_5: [
        hex(0xdf9ed9),
        hex(0x894d84),
        hex(0x494744),
        hex(0x487345),
        hex(0x9bce90),
    ],
};
