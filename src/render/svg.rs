//! A scene as a standalone SVG: plain attributes only, since a strict content policy forbids styles, and one line per mark.

use plotters::prelude::SVGBackend;

use super::paint::{FAMILY, Page, paint};
use crate::figure::Scene;

/// What plotters writes and this file does without: the shift to the top of a text, the font of each text, full opacity.
const TOP: &str = " dy=\"0.76em\"";
const OPAQUE: &str = " opacity=\"1\"";

/// The scene as SVG text, with `title` and `description` for those who cannot see it; empty ones are left away.
pub fn svg(scene: &Scene, title: &str, description: &str) -> String {
    let size = (scene.width.ceil().max(1.0), scene.height.ceil().max(1.0));
    let family = escaped(FAMILY);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"{family}\">\n",
        size.0,
        size.1,
        size.0 * Page::SVG.scale,
        size.1 * Page::SVG.scale
    );
    for (tag, text) in [("title", title), ("desc", description)] {
        if !text.is_empty() {
            out.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(text)));
        }
    }
    let mut drawn = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut drawn, (size.0 as u32, size.1 as u32));
        // A string backend only fails where memory does.
        let _painted = paint(scene, Page::SVG, &mut backend);
    }
    let font = format!(" font-family=\"{family}\"");
    let mut lines = drawn.lines().skip(1);
    while let Some(line) = lines.next() {
        match line {
            "</svg>" => break,
            // Quotes in names are escaped, so these attributes are plotters' own.
            _ if line.starts_with("<text ") => {
                let tag = line
                    .replace(TOP, "")
                    .replace(&font, "")
                    .replace(OPAQUE, "")
                    .replace("\"bold\"", "\"600\"");
                out.push_str(&tag);
                out.extend(lines.by_ref().take_while(|line| *line != "</text>"));
                out.push_str("</text>\n");
            }
            _ => {
                out.push_str(&line.replace(OPAQUE, ""));
                out.push('\n');
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A text as it stands in an attribute or between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
