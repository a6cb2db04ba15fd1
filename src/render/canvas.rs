//! A scene on a detached canvas, for pictures in dots. Exists in the browser only.

use plotters_canvas::CanvasBackend;
use thiserror::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Document, HtmlCanvasElement};

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
pub async fn png(scene: &Scene, scale: f64) -> Result<Blob, CanvasError> {
    let (width, height) = (
        (scene.width * scale).ceil() as u32,
        (scene.height * scale).ceil() as u32,
    );
    let fail = || CanvasError::NoCanvas { width, height };
    let document: Document = web_sys::window()
        .and_then(|w| w.document())
        .ok_or_else(fail)?;
    let canvas: HtmlCanvasElement = document
        .create_element("canvas")
        .ok()
        .and_then(|c| c.dyn_into().ok())
        .ok_or_else(fail)?;
    canvas.set_width(width);
    canvas.set_height(height);
    let mut backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or_else(fail)?;
    paint(scene, Page::canvas(scale), &mut backend).map_err(|_| fail())?;
    let made = js_sys::Promise::new(&mut |resolve, _| {
        let give = resolve.clone();
        let done = Closure::once_into_js(move |blob: JsValue| give.call1(&JsValue::NULL, &blob));
        if canvas.to_blob(done.unchecked_ref()).is_err() {
            // Resolved with nothing, which is no blob.
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(made)
        .await
        .ok()
        .and_then(|blob| blob.dyn_into().ok())
        .ok_or_else(fail)
}
