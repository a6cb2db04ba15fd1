//! Unpacks containers and decodes what is not UTF-8, away from the page and from the worker that reads.

fn main() {}

/// The tables in a container: in turn the name, the bytes and whether they were written here; or the sentence that says why
/// there are none.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn unpack(name: &str, bytes: &[u8]) -> Result<js_sys::Array, wasm_bindgen::JsValue> {
    let parts = denominator::unpack::unpack(name, bytes)
        .map_err(|error| wasm_bindgen::JsValue::from(error.to_string()))?;
    let out = js_sys::Array::new();
    for part in parts {
        out.push(&part.name.into());
        out.push(&js_sys::Uint8Array::from(part.bytes.as_slice()));
        out.push(&part.dialect_known.into());
    }
    Ok(out)
}

/// The text of a file in another encoding than UTF-8, and how it came from it: both as bytes.
#[cfg(all(target_arch = "wasm32", feature = "legacy"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn transcode(bytes: &[u8], label: Option<String>) -> js_sys::Array {
    let (text, from) = denominator::source::transcode(bytes, label.as_deref());
    js_sys::Array::of2(
        &js_sys::Uint8Array::from(text.as_bytes()),
        &js_sys::Uint8Array::from(denominator::engine::protocol::encode(&from).as_slice()),
    )
}
