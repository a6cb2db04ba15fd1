//! Reads files and counts them, away from the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    denominator::engine::serve::serve_worker();
}

/// The worker's program at the end of a port, for a page in which no worker can start.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn serve(port: &web_sys::MessagePort) {
    denominator::engine::serve::serve_port(port);
}
