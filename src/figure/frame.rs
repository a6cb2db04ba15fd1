//! A chart with everything that is said around it, as one scene for files: what is saved cannot lose its base or its definition.

use super::scene::{Label, Scene, Shape, Weight};
use super::sheet::NOTE;
use super::text;
use super::theme::Theme;

/// What is said around a chart.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Words {
    /// Name of the metric and what it counts.
    pub kicker: String,
    /// The finding, in a sentence.
    pub title: String,
    /// Metric, unit and base in words.
    pub subtitle: String,
    /// Definition, Base, Left out: term and text.
    pub strip: Vec<(String, String)>,
    /// Where the answers come from; empty where nobody said.
    pub source: String,
}

/// White around a framed chart.
pub const MARGIN: f64 = 24.0;
/// Frames narrower than this set the strip's texts under their terms.
const NARROW: f64 = 440.0;

/// The chart with kicker, title, subtitle and strip on a page of its own.
pub fn framed(mut chart: Scene, words: &Words, theme: &Theme) -> Scene {
    let room = chart.width;
    let mut scene = Scene::new(room + 2.0 * MARGIN);
    let mut y = MARGIN;
    let lines = |text: &str, size: f64, lead: f64, weight: Weight, ink, y: &mut f64| {
        let lines = text::wrap(text, room, size, weight);
        lines
            .into_iter()
            .map(|line| {
                *y += lead;
                Shape::from(Label::new(MARGIN, *y - lead * 0.27, line, size, ink).weight(weight))
            })
            .collect::<Vec<Shape>>()
    };
    let mut shapes = lines(
        &words.kicker,
        NOTE,
        18.0,
        Weight::Regular,
        theme.ink_2,
        &mut y,
    );
    y += 4.0;
    shapes.extend(lines(
        &words.title,
        19.0,
        24.0,
        Weight::Strong,
        theme.ink,
        &mut y,
    ));
    y += 4.0;
    shapes.extend(lines(
        &words.subtitle,
        14.0,
        20.0,
        Weight::Regular,
        theme.ink_2,
        &mut y,
    ));
    y += 18.0;
    chart.shift(MARGIN, y);
    y += chart.height + 18.0;
    let top = y;
    let strip = strip(words, theme, room, &mut y);
    scene.height = (y + 14.0).ceil();
    scene.draw(
        None,
        Shape::bar(0.0, 0.0, scene.width, scene.height, theme.surface),
    );
    scene.draw(
        None,
        Shape::bar(0.0, top, scene.width, scene.height - top, theme.sunken),
    );
    scene.draw(
        None,
        Shape::line((0.0, top), (scene.width, top), theme.line, 1.0),
    );
    for shape in shapes.into_iter().chain(strip) {
        scene.draw(None, shape);
    }
    scene.marks.append(&mut chart.marks);
    scene.regions = chart.regions;
    scene
}

/// The strip's lines from `y` on; moves `y` to their end.
fn strip(words: &Words, theme: &Theme, room: f64, y: &mut f64) -> Vec<Shape> {
    const LEAD: f64 = 20.0;
    let mut terms: Vec<(&str, &str)> = words
        .strip
        .iter()
        .map(|(term, text)| (term.as_str(), text.as_str()))
        .collect();
    if !words.source.is_empty() {
        terms.push(("Source", &words.source));
    }
    terms.retain(|(_, text)| !text.is_empty());
    let widest = terms
        .iter()
        .map(|(term, _)| text::width(term, NOTE, Weight::Regular))
        .fold(0.0, f64::max);
    let indent = if room < NARROW || widest > room / 3.0 {
        0.0
    } else {
        widest + 14.0
    };
    let mut shapes = Vec::new();
    *y += 8.0;
    for (term, text) in terms {
        let term = text::cut(term, room, NOTE, Weight::Regular);
        shapes.push(Shape::from(Label::new(
            MARGIN,
            *y + 14.0,
            term,
            NOTE,
            theme.ink_3,
        )));
        if indent == 0.0 {
            *y += LEAD - 2.0;
        }
        for line in text::wrap(text, room - indent, NOTE, Weight::Regular) {
            shapes.push(Shape::from(Label::new(
                MARGIN + indent,
                *y + 14.0,
                line,
                NOTE,
                theme.ink_2,
            )));
            *y += LEAD;
        }
    }
    shapes
}
