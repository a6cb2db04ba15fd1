//! The marks of a scene as places for the pointer, the keyboard and screen readers: nothing of it is seen.

use std::fmt::Write;

use super::svg::escaped;
use crate::figure::{Region, Scene};

/// The regions of a scene as SVG text that lies over its drawing; each says what `sentence` says of it and has its number in
/// `data-region`. Regions that can be chosen are buttons.
pub fn marks(scene: &Scene, can_be_chosen: bool, sentence: impl Fn(&Region) -> String) -> String {
    let role = if can_be_chosen { "button" } else { "img" };
    let mut out = format!(
        "<svg class=\"marks\" viewBox=\"0 0 {} {}\" role=\"group\" aria-label=\"Marks\">",
        scene.width, scene.height
    );
    // Rows are drawn first, so that their levels lie above them and take the pointer.
    for (at, region) in scene.regions.iter().enumerate() {
        // Writing to a text does not fail.
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" tabindex=\"-1\" role=\"{role}\" data-region=\"{at}\" aria-label=\"{}\"/>",
            region.x,
            region.y,
            region.w.max(1.0),
            region.h.max(1.0),
            escaped(&sentence(region))
        );
    }
    out + "</svg>"
}
