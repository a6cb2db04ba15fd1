//! Everything that touches the browser beside the views: time, address, files to save, the count of requests.

use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FocusOptions, HtmlAnchorElement, PerformanceObserver,
    PerformanceObserverEntryList, PerformanceObserverInit, Url,
};

use crate::delivery::{Behind, Board, Kind, Question, Rows, Taken};
use crate::engine::protocol;
use crate::figure::Locale;
use crate::source::Transcoded;

#[wasm_bindgen]
extern "C" {
    /// Loads the worker that unpacks. `boot.js` provides it, as the next.
    #[wasm_bindgen(js_name = denominatorUnpacker, catch)]
    async fn unpacker() -> Result<JsValue, JsValue>;
    /// The parts of a container as files, or a sentence.
    #[wasm_bindgen(js_name = denominatorUnpack, catch)]
    async fn unpack_there(name: &str, file: &Blob) -> Result<JsValue, JsValue>;
    /// The text of a file in another encoding than UTF-8, and how it came from it; or nothing.
    #[wasm_bindgen(js_name = denominatorTranscode, catch)]
    async fn transcode_there(
        name: &str,
        file: &Blob,
        label: Option<&str>,
    ) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// Loads the worker that puts exports of delivery tools together. `boot.js` provides it, as the next.
    #[wasm_bindgen(js_name = denominatorHistory, catch)]
    async fn history() -> Result<JsValue, JsValue>;
    /// Asks it for something.
    #[wasm_bindgen(js_name = denominatorAskHistory, catch)]
    async fn ask_history_there(
        what: &str,
        one: &JsValue,
        two: &JsValue,
        three: &JsValue,
        four: &JsValue,
    ) -> Result<JsValue, JsValue>;
}

/// Waits until the worker that puts exports together is loaded, so that nothing is asked for later.
pub async fn load_history() {
    // An export that comes without it is told so.
    let _ = history().await;
}

/// The sentence that the history's worker gave instead of an answer.
fn sentence(broke: JsValue) -> String {
    broke.as_string().unwrap_or_else(|| {
        "The part of the page that puts exports together did not load: reload the page.".to_owned()
    })
}

/// What the history's worker takes a file for; nothing where it is no export of a delivery tool, or cannot be read, which the
/// other one says. It is taken for what is `said`, if anything.
pub async fn take_history(
    number: u32,
    name: &str,
    file: &Blob,
    said: Option<Kind>,
) -> Result<Option<Taken>, String> {
    let mut file = file.clone();
    let said = said.map_or("", Kind::name);
    for _ in 0..2 {
        let asked = (&number.into(), &name.into(), &said.into());
        let told = ask_history_there("take", asked.0, asked.1, &file, asked.2)
            .await
            .map_err(sentence)?;
        if told.as_string().as_deref() == Some("utf-8") {
            let Some((text, _)) = transcode(name, &file, None).await else {
                return Ok(None);
            };
            file = text;
            continue;
        }
        let bytes = told.dyn_into::<Uint8Array>().ok();
        return Ok(bytes.and_then(|bytes| protocol::decode(&bytes.to_vec()).ok()));
    }
    Ok(None)
}

/// Lets a file of the history go.
pub fn let_history_go(number: u32) {
    leptos::task::spawn_local(async move {
        // A worker that is gone holds nothing.
        let none = JsValue::NULL;
        let _ = ask_history_there("remove", &number.into(), &none, &none, &none).await;
    });
}

/// What the history answers; nothing where it holds none of the files.
pub async fn ask_history(question: &Question) -> Result<Option<Board>, String> {
    board("ask", question).await
}

/// The same, or the beginning of it where all of it takes long.
pub async fn ask_history_soon(question: &Question) -> Result<Option<Board>, String> {
    board("soon", question).await
}

async fn board(what: &str, question: &Question) -> Result<Option<Board>, String> {
    let question = Uint8Array::from(protocol::encode(question).as_slice());
    let told = answered(what, &question, &JsValue::NULL).await?;
    let read = told.map(|told| protocol::decode(&told)).transpose();
    read.map_err(|error| error.to_string())
}

/// The changes behind a number of what the history answers; nothing where it holds none of the files.
pub async fn ask_rows(question: &Question, behind: &Behind) -> Result<Option<Rows>, String> {
    let question = Uint8Array::from(protocol::encode(question).as_slice());
    let behind = Uint8Array::from(protocol::encode(behind).as_slice());
    let told = answered("rows", &question, &behind).await?;
    let read = told.map(|told| protocol::decode(&told)).transpose();
    read.map_err(|error| error.to_string())
}

/// What the history's worker answers, as bytes; nothing where it answers nothing.
async fn answered(what: &str, one: &JsValue, two: &JsValue) -> Result<Option<Vec<u8>>, String> {
    let none = JsValue::NULL;
    let told = ask_history_there(what, one, two, &none, &none)
        .await
        .map_err(sentence)?;
    let bytes = told.dyn_into::<Uint8Array>().ok();
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

/// The exports of the invented teams.
pub async fn history_sample() -> Result<Vec<File>, String> {
    let none = JsValue::NULL;
    let told = ask_history_there("sample", &none, &none, &none, &none)
        .await
        .map_err(sentence)?;
    let files = told.dyn_into::<Array>().unwrap_or_default();
    Ok(files
        .iter()
        .filter_map(|file| file.dyn_into().ok())
        .collect())
}

/// Seconds since 1970 of a day that a field for days gives, as if in UTC.
pub fn midnight(day: &str) -> Option<i64> {
    let at = js_sys::Date::parse(day);
    at.is_finite().then_some((at / 1000.0) as i64)
}

/// Waits until the worker that unpacks is loaded, so that no container asks for anything later, or cannot be.
pub async fn load_unpacker() {
    // A container that comes without it is told so.
    let _ = unpacker().await;
}

/// The tables in a container, or the sentence that says why there are none.
pub async fn unpack(name: &str, file: &Blob) -> Result<Vec<File>, String> {
    let answer = unpack_there(name, file).await.unwrap_or_default();
    match answer.dyn_into::<Array>() {
        Ok(parts) => Ok(parts.iter().filter_map(|part| part.dyn_into().ok()).collect()),
        Err(sentence) => Err(sentence.as_string().unwrap_or_else(|| {
            format!("{name} could not be unpacked, because that part of the page did not load or broke: unpack it yourself and choose the CSV file inside.")
        })),
    }
}

/// The text of a file in another encoding than UTF-8, the one labelled `label` if one is given, and how it came from the file;
/// none where the part of the page that does it is missing or the file cannot be read.
pub async fn transcode(name: &str, file: &Blob, label: Option<&str>) -> Option<(Blob, Transcoded)> {
    let answer = transcode_there(name, file, label).await.ok()?;
    let parts = answer.dyn_into::<Array>().ok()?;
    let text = parts.get(0).dyn_into::<Blob>().ok()?;
    let from = protocol::decode(&Uint8Array::new(&parts.get(1)).to_vec()).ok()?;
    Some((text, from))
}

/// The first bytes of a file, by which its kind is known; none where it cannot be read.
pub async fn head(file: &Blob) -> Vec<u8> {
    bytes(file, 0, 4096).await.unwrap_or_default()
}

/// Bytes of a file; nothing where it cannot be read.
pub async fn bytes(file: &Blob, from: u64, to: u64) -> Option<Vec<u8>> {
    let slice = file.slice_with_f64_and_f64(from as f64, to as f64).ok()?;
    let bytes = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

/// Bytes of memory that this page can count on: half of what the device says that it has, and no more than a program's memory can
/// grow to.
pub fn room() -> f64 {
    const MOST: f64 = 4e9;
    let told = Reflect::get(&window().navigator(), &"deviceMemory".into());
    let gigabytes = told.ok().and_then(|memory| memory.as_f64());
    gigabytes.map_or(MOST, |gigabytes| (gigabytes * 1e9 / 2.0).min(MOST))
}

/// The text of a file; blank where it cannot be read.
pub async fn text(file: &Blob) -> String {
    let bytes = JsFuture::from(file.array_buffer()).await;
    bytes.map_or_else(
        |_| String::new(),
        |bytes| String::from_utf8_lossy(&Uint8Array::new(&bytes).to_vec()).into_owned(),
    )
}

/// Milliseconds since the page was asked for.
pub fn now() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// What a measure says beside its duration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Records read or counted.
    pub rows: f64,
    /// Bytes read.
    pub bytes: f64,
    /// Workers that took part.
    pub shards: f64,
}

/// Leaves a User Timing measure from `start` to now.
pub fn measure(name: &str, start: f64, detail: Option<Detail>) {
    let Some(performance) = window().performance() else {
        return;
    };
    let object = Object::new();
    let put = |target: &Object, key: &str, value: JsValue| {
        // An object made here takes any property.
        let _ = Reflect::set(target, &key.into(), &value);
    };
    if let Some(Detail {
        rows,
        bytes,
        shards,
    }) = detail
    {
        for (key, value) in [("rows", rows), ("bytes", bytes), ("shards", shards)] {
            put(&object, key, value.into());
        }
    }
    let options = Object::new();
    put(&options, "start", start.into());
    put(&options, "end", performance.now().into());
    put(&options, "detail", object.into());
    // web-sys has this form of `measure` under two names, depending on flags; a browser without it goes without.
    let _ = Reflect::get(&performance, &"measure".into())
        .and_then(|f| f.dyn_into::<js_sys::Function>())
        .and_then(|f| f.call2(&performance, &name.into(), &options));
}

/// Makes this the page's address, as following a link to it would, but without laying the page out to scroll there.
pub fn add_address(hash: &str) {
    // An address that may not be set stays as it is; the page works all the same.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(hash)));
}

/// Runs `then` once what was just changed is on screen.
pub fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(then, std::time::Duration::ZERO));
}

/// Takes the focus from what has it in the element with this id: what goes away with the focus makes the browser lay out
/// the whole page at once.
pub fn let_go_within(id: &str) {
    let document = document();
    let (Some(element), Some(active)) = (document.get_element_by_id(id), document.active_element())
    else {
        return;
    };
    if element.contains(Some(&active))
        && let Ok(active) = active.dyn_into::<web_sys::HtmlElement>()
    {
        // What keeps the focus goes with it.
        let _ = active.blur();
    }
}

/// Opens the dialog with this id over the page.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id).filter(|dialog| !dialog.open()) {
        // One that is not in the page cannot be opened.
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with this id; the focus goes back to where it was.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

/// Whether the dialog with this id is open.
pub fn is_dialog_open(id: &str) -> bool {
    dialog(id).is_some_and(|dialog| dialog.open())
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Brings the element with this id on screen and moves the focus to it.
pub fn go_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        focus(&element);
        keep_in_view(element, SETTLING);
    }
}

/// Frames within which what is above an element takes its height.
const SETTLING: u32 = 30;

/// Brings an element into view again for so many frames: figures above it take their heights only when they come into sight, and
/// would push it away. Whoever scrolls meanwhile goes where they like.
fn keep_in_view(element: web_sys::Element, frames: u32) {
    let place = |element: &web_sys::Element| {
        let top = element.get_bounding_client_rect().top();
        (top, window().scroll_y().unwrap_or_default())
    };
    let (top, scrolled) = place(&element);
    request_animation_frame(move || {
        let (now, scrolled_now) = place(&element);
        if (scrolled_now - scrolled).abs() > 1.0 {
            return;
        }
        if (now - top).abs() > 1.0 {
            element.scroll_into_view();
        }
        if let Some(left) = frames.checked_sub(1) {
            keep_in_view(element, left);
        }
    });
}

/// Moves the focus to an element, also to one that Tab passes by.
pub fn focus(element: &web_sys::Element) {
    focus_so(element, &FocusOptions::new());
}

fn focus_so(element: &web_sys::Element, options: &FocusOptions) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        if !element.has_attribute("tabindex") {
            element.set_tab_index(-1);
        }
        // An element that cannot take focus leaves it where it is.
        let _ = element.focus_with_options(options);
    }
}

/// Moves the focus to the element with this id once the change that was just made is drawn: a control that was drawn anew
/// keeps the focus it had.
pub fn focus_again(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus(&element);
        }
    });
}

/// Id of the element that has the focus, if it has one.
pub fn focused() -> Option<String> {
    let element = document().active_element()?;
    Some(element.id()).filter(|id| !id.is_empty())
}

/// Gives the focus back to a control that was drawn anew; to the heading of the page where the control is gone.
pub fn focus_if_lost(id: Option<String>) {
    request_animation_frame(move || {
        let Some(id) = id.filter(|_| is_focus_lost()) else {
            return;
        };
        let heading = || document().query_selector("#main h1").ok().flatten();
        if let Some(element) = document().get_element_by_id(&id).or_else(heading) {
            focus(&element);
        }
    });
}

/// Keeps whoever is at a control that a change takes away from the page within what it stood in, without scrolling there.
pub fn keep_focus() {
    let Some(active) = document().active_element().filter(|_| !is_focus_lost()) else {
        return;
    };
    let around = active.closest("[tabindex='-1']:not(:focus)").ok().flatten();
    request_animation_frame(move || {
        let around = around.filter(|around| around.is_connected());
        let place = around.or_else(|| document().get_element_by_id("main"));
        if let Some(place) = place.filter(|_| is_focus_lost()) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            focus_so(&place, &options);
        }
    });
}

fn is_focus_lost() -> bool {
    let active = document().active_element();
    active.is_none_or(|element| element.tag_name() == "BODY")
}

/// Takes an element out of the document.
pub fn remove(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.remove();
    }
}

/// Offers bytes as a file to save.
pub fn save(name: &str, mime: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &bag);
    let Ok(address) = blob.and_then(|blob| Url::create_object_url_with_blob(&blob)) else {
        return;
    };
    if let Some(anchor) = document()
        .create_element("a")
        .ok()
        .and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok())
    {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    set_timeout(
        move || {
            // An address that is gone already needs no revoking.
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(10),
    );
}

/// A file made of text, as if it had been dropped.
pub fn blob_of(text: &str) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(text.as_bytes()))).ok()
}

/// Whether the reader's system asks for dark.
pub fn is_dark_preferred() -> bool {
    window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// The address of the worker's start, of the same release as the page.
pub fn worker_address() -> String {
    let release = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-release"))
        .unwrap_or_default();
    format!("./boot-worker.js{release}")
}

/// Sets the theme of the document.
pub fn set_theme(dark: bool) {
    if let Some(root) = document().document_element() {
        // The root element takes any attribute.
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
    }
}

/// Separators of the reader's own language, asked once; digits are always 0 to 9.
pub fn locale() -> Locale {
    let language = window()
        .navigator()
        .language()
        .unwrap_or_else(|| "en".into());
    let text = js_sys::Number::from(12_345.5).to_locale_string(&format!("{language}-u-nu-latn"));
    let text = String::from(text);
    let mut marks = text.chars().filter(|c| !c.is_ascii_digit());
    match (marks.next(), marks.next(), marks.next()) {
        (Some(group), Some(decimal), None) => Locale { decimal, group },
        (Some(decimal), None, _) => Locale {
            decimal,
            group: '\u{202f}',
        },
        _ => Locale::default(),
    }
}

/// Counts requests that start after now. Downloads of what the page itself made (`blob:`) are none.
pub fn count_requests(on_more: impl Fn(u32) + 'static) {
    let from = now();
    let seen = Closure::<dyn FnMut(PerformanceObserverEntryList, PerformanceObserver)>::new(
        move |list: PerformanceObserverEntryList, _| {
            let entries = list.get_entries();
            let started_later = |entry: JsValue| {
                entry
                    .dyn_into::<web_sys::PerformanceEntry>()
                    .is_ok_and(|entry| {
                        entry.start_time() > from && !entry.name().starts_with("blob:")
                    })
            };
            let more = entries
                .iter()
                .filter(|entry| started_later(entry.clone()))
                .count();
            if more > 0 {
                on_more(more as u32);
            }
        },
    );
    if let Ok(observer) = PerformanceObserver::new(seen.as_ref().unchecked_ref()) {
        let types = Array::of1(&"resource".into());
        observer.observe(&PerformanceObserverInit::new(&types));
    }
    seen.forget();
}
