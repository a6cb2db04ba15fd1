//! Workers that help another to read: each is given parts of files, and gives back what they hold.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, Event, MessageEvent, Worker, WorkerOptions, WorkerType,
};

use super::parts::{Done, Order};
use super::protocol::{decode, encode, encode_within};
use super::reading::read_part;
use super::serve::bytes_of;
use crate::source::Unread;

/// What stands behind the address of a worker that helps.
pub(super) const MARK: &str = "#hand";

/// A worker that helps this one.
#[derive(Clone)]
pub(super) struct Hand {
    worker: Worker,
    /// Resolved by `is_ready` once it can be asked, or never will.
    ready: Promise,
    is_ready: Function,
    is_broken: Rc<Cell<bool>>,
    /// Who waits for which answer.
    waiting: Rc<RefCell<BTreeMap<u32, Function>>>,
    next: Rc<Cell<u32>>,
    /// Memory in which answers came: it goes back, for new memory is slow when it is first written to.
    spare: Rc<RefCell<Vec<ArrayBuffer>>>,
}

impl Hand {
    /// Starts a worker with this worker's program; nothing where none can start.
    pub fn start() -> Option<Hand> {
        let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
        let here = Reflect::get(&location, &"href".into()).ok()?.as_string()?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&format!("{here}{MARK}"), &options).ok()?;
        // What this worker has compiled needs not be compiled again.
        worker.post_message(&wasm_bindgen::module()).ok()?;
        let mut is_ready = None;
        let ready = Promise::new(&mut |resolve, _| is_ready = Some(resolve));
        let hand = Hand {
            worker,
            ready,
            is_ready: is_ready?,
            is_broken: Rc::default(),
            waiting: Rc::default(),
            next: Rc::default(),
            spare: Rc::default(),
        };
        hand.listen();
        Some(hand)
    }

    fn listen(&self) {
        let hand = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // It says which of the things that it was asked this answers, and at first that it is there.
            let parts = Array::from(&event.data());
            let id = parts.get(0).as_f64().map(|id| id as u32);
            match id.and_then(|id| hand.waiting.borrow_mut().remove(&id)) {
                Some(heard) => resolve(&heard, &parts.get(1)),
                None => resolve(&hand.is_ready, &JsValue::NULL),
            }
        });
        self.worker
            .set_onmessage(Some(&on_message.into_js_value().unchecked_into()));
        let hand = self.clone();
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // Else the page would take it for an error of this worker.
            event.prevent_default();
            hand.let_go();
        });
        self.worker
            .set_onerror(Some(&on_error.into_js_value().unchecked_into()));
    }

    /// Whether it runs no more.
    pub fn is_broken(&self) -> bool {
        self.is_broken.get()
    }

    /// Ends it; what it was asked gets no answer.
    pub fn let_go(&self) {
        self.is_broken.set(true);
        self.worker.terminate();
        resolve(&self.is_ready, &JsValue::NULL);
        for heard in self.waiting.take().into_values() {
            resolve(&heard, &JsValue::NULL);
        }
    }

    /// Lets go of the memory that is kept for what it reads next.
    pub fn rest(&self) {
        self.spare.take();
    }

    /// Has it read a part; nothing where it broke.
    pub async fn read(&self, order: &Order, file: &Blob) -> Option<Result<Done, Unread>> {
        // A promise that is only ever resolved.
        let _ = JsFuture::from(self.ready.clone()).await;
        if self.is_broken() {
            return None;
        }
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        let heard = Promise::new(&mut |resolve, _| {
            self.waiting.borrow_mut().insert(id, resolve);
        });
        let bytes = Uint8Array::from(encode(order).as_slice());
        let asked = Array::of3(&id.into(), &bytes, file);
        let spare = Array::new();
        if let Some(memory) = self.spare.borrow_mut().pop() {
            asked.push(&memory);
            spare.push(&memory);
        }
        self.worker
            .post_message_with_transfer(&asked, &spare)
            .ok()?;
        let heard = JsFuture::from(heard).await.ok()?;
        let read = decode(&bytes_of(heard.clone())).ok();
        if let Ok(bytes) = heard.dyn_into::<Uint8Array>() {
            self.spare.borrow_mut().push(bytes.buffer());
        }
        read
    }
}

/// Calls a promise's `resolve`; where that cannot be done, whoever waited is gone.
fn resolve(promise: &Function, with: &JsValue) {
    let _ = promise.call1(&JsValue::NULL, with);
}

/// Whether this worker was started to help another.
pub(super) fn is_one() -> bool {
    let location = Reflect::get(&js_sys::global(), &"location".into());
    let mark = location.and_then(|location| Reflect::get(&location, &"hash".into()));
    mark.is_ok_and(|mark| mark.as_string().as_deref() == Some(MARK))
}

/// The life of a worker that helps: says that it is there, then reads what it is given.
pub(super) fn serve(scope: &DedicatedWorkerGlobalScope) {
    let out = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (parts, out) = (Array::from(&event.data()), out.clone());
        spawn_local(async move {
            let id = parts.get(0);
            let answer = answer(&parts).await.unwrap_or(JsValue::NULL);
            let memory = answer.dyn_ref::<Uint8Array>().map(Uint8Array::buffer);
            let memory = memory.map_or_else(Array::new, |memory| Array::of1(&memory));
            // A message that cannot be posted has nobody to be told of it.
            let _ = out.post_message_with_transfer(&Array::of2(&id, &answer), &memory);
        });
    });
    scope.set_onmessage(Some(&on_message.into_js_value().unchecked_into()));
    let _ = scope.post_message(&Array::new());
}

/// What an asked part holds, as bytes, in memory that came with the question where that is large enough; nothing where the
/// file cannot be read.
async fn answer(parts: &Array) -> Option<JsValue> {
    let order: Order = decode(&bytes_of(parts.get(1))).ok()?;
    let file: Blob = parts.get(2).dyn_into().ok()?;
    let read = read_part(&file, &order).await.ok()?;
    let size = read.as_ref().map_or(0, Done::size);
    let bytes = encode_within(&read, size);
    let length = bytes.len() as u32;
    let spare = parts.get(3).dyn_into::<ArrayBuffer>().ok();
    let answer = match spare.filter(|memory| memory.byte_length() >= length) {
        Some(memory) => Uint8Array::new_with_byte_offset_and_length(&memory, 0, length),
        None => Uint8Array::new_with_length(length),
    };
    answer.copy_from(&bytes);
    Some(answer.into())
}
