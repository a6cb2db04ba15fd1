//! Files that are dropped or pasted anywhere on the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, FileList, HtmlElement};

use crate::app::desk::{Desk, use_desk};
use crate::app::outside;

/// Opens every file of a list.
pub fn open_all(desk: Desk, files: &FileList) {
    for i in 0..files.length() {
        if let Some(file) = files.get(i) {
            desk.open(file.name(), file.into());
        }
    }
}

/// Opens what was pasted: files, or a table as text.
fn open_pasted(desk: Desk, data: &DataTransfer) -> bool {
    if let Some(files) = data.files().filter(|files| files.length() > 0) {
        open_all(desk, &files);
        return true;
    }
    let text = data.get_data("text/plain").unwrap_or_default();
    if text.trim().is_empty() {
        return false;
    }
    match outside::blob_of(&text) {
        Some(blob) => {
            desk.open("pasted table".into(), blob);
            true
        }
        None => false,
    }
}

/// Listens for drops and pastes, and says where to drop while something is held over the page.
#[component]
pub fn DropTarget() -> impl IntoView {
    let desk = use_desk();
    let depth = RwSignal::new(0_i32);
    let holds_files = |data: Option<DataTransfer>| {
        data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
    };
    let listeners = [
        window_event_listener(leptos::ev::dragenter, move |ev| {
            if holds_files(ev.data_transfer()) {
                ev.prevent_default();
                depth.update(|d| *d += 1);
            }
        }),
        window_event_listener(leptos::ev::dragleave, move |_| {
            depth.update(|d| *d = (*d - 1).max(0))
        }),
        window_event_listener(leptos::ev::dragover, |ev| ev.prevent_default()),
        window_event_listener(leptos::ev::drop, move |ev| {
            ev.prevent_default();
            depth.set(0);
            if let Some(files) = ev.data_transfer().and_then(|data| data.files()) {
                open_all(desk, &files);
            }
        }),
        window_event_listener(leptos::ev::paste, move |ev| {
            let target = ev.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
            if target.is_some_and(|t| matches!(t.tag_name().as_str(), "INPUT" | "TEXTAREA")) {
                return;
            }
            if ev
                .clipboard_data()
                .is_some_and(|data| open_pasted(desk, &data))
            {
                ev.prevent_default();
            }
        }),
    ];
    on_cleanup(move || {
        for listener in listeners {
            listener.remove();
        }
    });
    view! {
        <Show when=move || { depth.get() > 0 }>
            <div class="over"><p>"Drop to open here"</p></div>
        </Show>
    }
}
