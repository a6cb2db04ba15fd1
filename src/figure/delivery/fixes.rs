//! Kinds of fixes, counted, each split by whose they are.

use super::View;
use super::names::{change_ink, who_changed};
use super::ranges::LOUD;
use crate::analysis::stats::base::HIDE;
use crate::delivery::{Board, KindOfFix, Rate, Who};
use crate::figure::scale::Scale;
use crate::figure::scene::{Datum, Label, Region, Scene, Shape, Weight};
use crate::figure::sheet::{NAME, NOTE, Sheet};
use crate::figure::text;
use crate::figure::{Locale, format};

/// How many kinds are drawn.
pub(super) const MOST: usize = 8;

/// All fixes.
pub(super) fn all(board: &Board) -> u64 {
    board.fixes.iter().map(KindOfFix::all).sum()
}

pub(super) fn draw(board: &Board, view: View<'_>, sheet: &Sheet) -> Scene {
    let narrow = sheet.is_narrow();
    let theme = sheet.theme;
    let mut scene = Scene::new(sheet.width);
    // One colour stands for all where a side is too small to be told apart.
    let sides = board.fixes.first().map_or(&[][..], |kind| &kind.of);
    let inks = sides.iter().enumerate();
    let inks = inks.map(|(at, (of, _))| change_ink(of, at, board, theme));
    let inks: Vec<_> = inks.collect();
    let all = all(board);
    let most = board.fixes.iter().map(KindOfFix::all).max().unwrap_or(1);
    let (left, right) = if narrow {
        (0.0, sheet.width - 84.0)
    } else {
        (196.0, sheet.width - 92.0)
    };
    let x = Scale::linear((0.0, most as f64), (left, right));
    let step = if narrow { 50.0 } else { 34.0 };
    // As many names to a line as there is room for.
    let (mut at, mut line) = (left, 0.0);
    for ((of, _), ink) in sides.iter().zip(inks.iter().copied()) {
        let room = sheet.width - left - 15.0;
        let name = text::cut(&who_changed(of), room, NOTE, Weight::Strong);
        let wide = 15.0 + text::width(&name, NOTE, Weight::Strong);
        if at > left && at + wide > sheet.width {
            (at, line) = (left, line + 20.0);
        }
        scene.draw(None, Shape::bar(at, line + 3.0, 10.0, 10.0, ink));
        let label = Label::new(at + 15.0, line + 13.0, name, NOTE, theme.ink);
        scene.draw(None, label.strong());
        at += wide + 21.0;
    }
    let top = line + 26.0;
    for (row, kind) in board.fixes.iter().take(MOST).enumerate() {
        let y0 = top + step * row as f64;
        let middle = if narrow { y0 + 32.0 } else { y0 + step / 2.0 };
        let loud = row < LOUD;
        let (weight, ink) = match loud {
            true => (Weight::Strong, theme.ink),
            false => (Weight::Regular, theme.ink_2),
        };
        let called = format::capital(&kind.name);
        let cut = text::cut(
            &called,
            if narrow { sheet.width } else { left - 12.0 },
            NAME,
            weight,
        );
        let name_y = if narrow { y0 + 14.0 } else { middle + 5.0 };
        scene.draw(
            Some(Datum::row(row)),
            Label::new(0.0, name_y, cut, NAME, ink).weight(weight),
        );
        let mut from = 0;
        for (level, count) in kind.of.iter().map(|(_, n)| *n).enumerate() {
            let about = Datum::level(row, level);
            let (x0, x1) = (x.at(from as f64), x.at((from + count) as f64));
            let paint = if loud {
                inks[level]
            } else {
                inks[level].over(theme.surface, 0.55)
            };
            scene.draw(
                Some(about),
                Shape::bar(x0, middle - 10.0, (x1 - x0 - 1.0).max(0.0), 20.0, paint),
            );
            let said = format::count(count, sheet.locale);
            if x1 - x0 > text::width(&said, NOTE, Weight::Strong) + 8.0 {
                scene.draw(
                    Some(about),
                    Label::new((x0 + x1) / 2.0, middle + 4.5, said, NOTE, theme.on(paint))
                        .strong()
                        .middle(),
                );
            }
            from += count;
        }
        let whole = format::fraction(from, all, sheet.locale);
        scene.draw(
            Some(Datum::row(row)),
            Label::new(
                x.at(from as f64) + 8.0,
                middle + 4.5,
                whole.clone(),
                NOTE,
                ink,
            )
            .weight(weight),
        );
        scene.regions.push(Region {
            datum: Datum::row(row),
            x: 0.0,
            y: y0,
            w: sheet.width,
            h: step,
            label: format!(
                "{called}: {whole} fixes{}{}",
                apart(kind, sheet.locale).unwrap_or_default(),
                of_merged(kind, view, sheet.locale)
            ),
        });
    }
    scene.height = top + step * board.fixes.len().min(MOST) as f64 + 6.0;
    scene
}

/// Which share of merged changes fixes of a kind are, and between what it plausibly lies.
fn of_merged(kind: &KindOfFix, view: View<'_>, locale: &Locale) -> String {
    let Rate { n, interval, .. } = kind.rate;
    let Some(share) = kind.rate.value().filter(|_| n >= HIDE) else {
        return String::new();
    };
    let span = match interval {
        Ok(ends) if !view.describes => {
            format!(
                ", plausibly {}",
                format::span(ends.low, ends.high, n, locale)
            )
        }
        _ => String::new(),
    };
    format!(
        "; {} of {} merged changes{span}",
        format::percent(share, n, locale),
        format::count(n, locale)
    )
}

/// How many fixes each cohort has; none where these are not told apart.
fn apart(kind: &KindOfFix, locale: &Locale) -> Option<String> {
    let side = |(of, n): &(Who, u64)| {
        let name = match of {
            Who::Level(_, _, name) | Who::Named(name) => format!("of “{name}”"),
            of => format::small(&who_changed(of)),
        };
        format!(", {} {name}", format::count(*n, locale))
    };
    (kind.of.len() > 1).then(|| kind.of.iter().map(side).collect())
}
