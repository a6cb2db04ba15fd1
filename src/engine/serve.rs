//! The end of the wire where files are read and counted: a worker, or the page through a message port where no worker can
//! start. Reads in slices, so that progress and a message to stop come free.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::error::EngineError;
use super::protocol::{Answer, Ask, FileNumber, Progress, Reply, Request, decode, encode};
use super::shard::Shards;
use crate::source::Reader;

/// Bytes read at a time: small enough that a message to stop is heard at once.
const SLICE: f64 = 2.0 * 1024.0 * 1024.0;

/// The files of one thread, and the loop that serves requests about them.
#[derive(Clone, Default)]
struct Bench {
    shards: Rc<RefCell<Shards>>,
    stopped: Rc<RefCell<BTreeSet<FileNumber>>>,
}

impl Bench {
    /// Serves one request; `post` may be called several times while a file is read.
    async fn serve(&self, request: Request, file: Option<Blob>, post: impl Fn(Reply)) {
        let Request {
            id,
            file: number,
            ask,
        } = request;
        let answer = match ask {
            Ask::Stop => {
                self.stopped.borrow_mut().insert(number);
                self.shards.borrow_mut().forget(number);
                Ok(Answer::Stopped)
            }
            Ask::Scan {
                name,
                read_as,
                transcoded,
            } => match file {
                None => Err(EngineError::NotOpen),
                Some(file) => {
                    let reader = match transcoded {
                        Some(from) => Reader::of_transcoded(&name, read_as, from),
                        None => Reader::with(&name, read_as),
                    };
                    self.scan(number, &name, reader, &file, |progress| {
                        post(Reply {
                            id,
                            answer: Ok(Answer::Progress(progress)),
                        })
                    })
                    .await
                }
            },
            ask => self.shards.borrow_mut().answer(number, ask),
        };
        post(Reply { id, answer });
    }

    async fn scan(
        &self,
        number: FileNumber,
        name: &str,
        mut reader: Reader,
        file: &Blob,
        post: impl Fn(Progress),
    ) -> Result<Answer, EngineError> {
        self.stopped.borrow_mut().remove(&number);
        let size = file.size();
        reader.make_room(size as usize);
        let mut at = 0.0;
        while at < size {
            let end = (at + SLICE).min(size);
            let gone = || EngineError::FileGone {
                file: name.to_string(),
                bytes: at as u64,
            };
            let slice = file.slice_with_f64_and_f64(at, end).map_err(|_| gone())?;
            let buffer = JsFuture::from(slice.array_buffer())
                .await
                .map_err(|_| gone())?;
            let bytes = Uint8Array::new(&buffer);
            if bytes.length() == 0 {
                return Err(gone());
            }
            reader.push_with(bytes.length() as usize, |room| bytes.copy_to(room));
            at = end;
            post(Progress {
                bytes: at as u64,
                of_bytes: size as u64,
                rows: reader.rows(),
            });
            // Messages are heard while a slice is waited for.
            if self.stopped.borrow_mut().remove(&number) {
                return Ok(Answer::Stopped);
            }
        }
        self.shards
            .borrow_mut()
            .scan(number, reader)
            .map(Answer::Scanned)
    }
}

/// A worker's whole life: says that it is ready, then serves. Does nothing outside a worker.
pub fn serve_worker() {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        let out = scope.clone();
        scope.set_onmessage(Some(&serving(Rc::new(move |bytes| {
            out.post_message(bytes)
        }))));
    }
}

/// The same in the page, at the end of a port.
pub fn serve_port(port: &MessagePort) {
    let out = port.clone();
    port.set_onmessage(Some(&serving(Rc::new(move |bytes| {
        out.post_message(bytes)
    }))));
}

/// Sends bytes to the page.
type Post = Rc<dyn Fn(&Uint8Array) -> Result<(), JsValue>>;

/// What to do with each message; says "ready" at once.
fn serving(post: Post) -> js_sys::Function {
    let bench = Bench::default();
    // A message that cannot be posted has nobody to be told of it.
    let post =
        Rc::new(move |reply: Reply| drop(post(&Uint8Array::from(encode(&reply).as_slice()))));
    let say = Rc::clone(&post);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let bytes = Uint8Array::new(&parts.get(0)).to_vec();
        let file = parts.get(1).dyn_into::<Blob>().ok();
        let (bench, post) = (bench.clone(), Rc::clone(&post));
        match decode::<Request>(&bytes) {
            Ok(request) => {
                spawn_local(async move { bench.serve(request, file, |reply| post(reply)).await })
            }
            Err(error) => post(Reply {
                id: 0,
                answer: Err(error),
            }),
        }
    });
    say(Reply {
        id: 0,
        answer: Ok(Answer::Ready),
    });
    on_message.into_js_value().unchecked_into()
}
