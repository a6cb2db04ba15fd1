//! One thing on the clipboard in several kinds, for what it is pasted into to choose from.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use thiserror::Error;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ClipboardItem};

/// Why nothing was copied.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum NotCopied {
    /// The page may not use the clipboard, as one that is opened from disk or by plain http.
    #[error(
        "Nothing was copied: the browser gives this page no clipboard for pictures, as it does only to pages over https. Save the figure instead."
    )]
    NoClipboard,
    /// The browser or the person refused.
    #[error(
        "Nothing was copied: the browser refused. Click on the page and try again, or save the figure instead."
    )]
    Refused,
}

/// Puts the same thing on the clipboard in several kinds, each with its bytes; kinds the browser does not take are left out.
///
/// Asks at once, as browsers want it of a click, and tells later how it went.
pub fn copy(kinds: &[(&str, &[u8])]) -> impl Future<Output = Result<(), NotCopied>> + use<> {
    let asked = ask_to_copy(kinds);
    async move {
        let copied = JsFuture::from(asked?).await;
        copied.map(|_| ()).map_err(|_| NotCopied::Refused)
    }
}

fn ask_to_copy(kinds: &[(&str, &[u8])]) -> Result<Promise, NotCopied> {
    let clipboard = window().navigator().clipboard();
    let item = Reflect::get(&window(), &"ClipboardItem".into()).unwrap_or_default();
    if clipboard.is_undefined() || item.is_undefined() {
        return Err(NotCopied::NoClipboard);
    }
    // Browsers without this question take the three kinds that every one takes.
    let takes =
        Reflect::get(&item, &"supports".into()).and_then(|takes| takes.dyn_into::<Function>());
    let is_taken = |kind: &str| match &takes {
        Ok(takes) => takes
            .call1(&item, &kind.into())
            .is_ok_and(|is_taken| is_taken.is_truthy()),
        Err(_) => kind != "image/svg+xml",
    };
    let all = Object::new();
    for (kind, bytes) in kinds.iter().filter(|(kind, _)| is_taken(kind)) {
        let bag = BlobPropertyBag::new();
        bag.set_type(kind);
        let parts = Array::of1(&Uint8Array::from(*bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &bag);
        // An object made here takes any property.
        let _ = blob.and_then(|blob| Reflect::set(&all, &(*kind).into(), &blob));
    }
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&all)
        .map_err(|_| NotCopied::Refused)?;
    Ok(clipboard.write(&Array::of1(&item)))
}
