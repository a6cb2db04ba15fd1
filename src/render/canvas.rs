//! A scene on a detached canvas, for pictures in dots. Exists in the browser only.

use plotters_canvas::CanvasBackend;
use thiserror::Error;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::paint::{Page, paint};
use crate::figure::Scene;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum CanvasError {
    /// The browser gives no canvas, or none of this size.
    #[error(
        "The picture could not be drawn: the browser gave no canvas of {width} by {height} dots. Save the SVG instead."
    )]
    NoCanvas {
        /// Dots.
        width: u32,
        /// Dots.
        height: u32,
    },
}

/// Paints a scene at `scale` dots a pixel and packs it as PNG.
pub fn png(scene: &Scene, scale: f64) -> Result<Vec<u8>, CanvasError> {
    let (width, height) = (
        (scene.width * scale).ceil() as u32,
        (scene.height * scale).ceil() as u32,
    );
    let fail = || CanvasError::NoCanvas { width, height };
    let window = web_sys::window().ok_or_else(fail)?;
    let document = window.document().ok_or_else(fail)?;
    let canvas: HtmlCanvasElement = document
        .create_element("canvas")
        .ok()
        .and_then(|c| c.dyn_into().ok())
        .ok_or_else(fail)?;
    canvas.set_width(width);
    canvas.set_height(height);
    let mut backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or_else(fail)?;
    paint(scene, Page::canvas(scale), &mut backend).map_err(|_| fail())?;
    // Not `toBlob`: browsers put it off until they are idle, which can take seconds.
    let address = canvas.to_data_url().map_err(|_| fail())?;
    let packed = address
        .strip_prefix("data:image/png;base64,")
        .ok_or_else(fail)?;
    let bytes = window.atob(packed).map_err(|_| fail())?;
    Ok(bytes.chars().map(|c| c as u8).collect())
}
