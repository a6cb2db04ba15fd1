//! The end of the wire where files are read and counted: a worker, or the page through a message port where no worker can
//! start. Reads in slices, so that progress and a message to stop come free.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

use super::error::EngineError;
use super::hand;
use super::protocol::{AT_ONCE, Answer, Ask, FileNumber, Progress, Reply, Request, decode, encode};
use super::reading::{Hands, Reading};
use super::shard::Shards;
use crate::analysis::Plan;

/// The files of one thread, and the loop that serves requests about them.
#[derive(Clone, Default)]
struct Bench {
    shards: Rc<RefCell<Shards>>,
    stopped: Rc<RefCell<BTreeSet<FileNumber>>>,
    /// The request that changed a file or asked it last.
    latest: Rc<RefCell<BTreeMap<FileNumber, u32>>>,
    hands: Hands,
}

impl Bench {
    /// Serves one request; `post` may be called several times while a file is read.
    async fn serve(&self, request: Request, file: Option<Blob>, post: &dyn Fn(Reply)) {
        let Request {
            id,
            file: number,
            ask,
        } = request;
        if !matches!(ask, Ask::Rows { .. } | Ask::Quality) {
            self.latest.borrow_mut().insert(number, id);
        }
        let answer = match ask {
            Ask::Run(plans) => {
                let tell = |partly| {
                    let answer = Ok(partly);
                    post(Reply { id, answer });
                };
                self.run(number, id, &plans, &tell).await
            }
            Ask::Stop => {
                self.stopped.borrow_mut().insert(number);
                self.shards.borrow_mut().forget(number);
                Ok(Answer::Stopped)
            }
            Ask::Scan(how) => match file {
                None => Err(EngineError::NotOpen),
                Some(file) => {
                    self.stopped.borrow_mut().remove(&number);
                    let reading = Reading { how, file };
                    self.scan(number, &reading, &|progress| {
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

    /// Counts slice by slice, tells what each answers, and gives up once something newer is asked.
    async fn run(
        &self,
        number: FileNumber,
        id: u32,
        plans: &[Plan],
        tell: &dyn Fn(Answer),
    ) -> Result<Answer, EngineError> {
        let mut from = 0;
        let is_long = self.shards.borrow().rows(number) > AT_ONCE;
        loop {
            if is_long {
                // Messages are heard meanwhile, and those that came with this one.
                TimeoutFuture::new(0).await;
                if self.latest.borrow().get(&number) != Some(&id) {
                    return Ok(Answer::Stale);
                }
            }
            let counted = self.shards.borrow_mut().run(number, plans, from)?;
            let is_last = counted.rows == counted.of_rows;
            from = counted.rows as usize;
            if is_last {
                return Ok(Answer::Ran(counted));
            }
            tell(Answer::Ran(counted));
        }
    }

    async fn scan(
        &self,
        number: FileNumber,
        reading: &Reading,
        tell: &dyn Fn(Progress),
    ) -> Result<Answer, EngineError> {
        // Messages are heard while bytes are waited for.
        let goes_on = |progress: Progress| {
            tell(progress);
            !self.stopped.borrow_mut().remove(&number)
        };
        let Some(shard) = reading.read(&self.hands, &goes_on).await? else {
            return Ok(Answer::Stopped);
        };
        let scanned = shard.scanned();
        self.shards.borrow_mut().put(number, shard);
        Ok(Answer::Scanned(scanned))
    }
}

/// A worker's whole life: says that it is ready, then serves. Does nothing outside a worker.
pub fn serve_worker() {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        if hand::is_one() {
            return hand::serve(&scope);
        }
        let out = scope.clone();
        let hands = Hands::default();
        let post = Rc::new(move |bytes: &Uint8Array, memory: &Array| {
            out.post_message_with_transfer(bytes, memory)
        });
        scope.set_onmessage(Some(&serving(post, hands.clone())));
        // With the page, so that nothing is asked for later, but after it.
        spawn_local(async move {
            TimeoutFuture::new(300).await;
            hands.start();
        });
    }
}

/// The same in the page, at the end of a port.
pub fn serve_port(port: &MessagePort) {
    let out = port.clone();
    let post = Rc::new(move |bytes: &Uint8Array, memory: &Array| {
        out.post_message_with_transferable(bytes, memory)
    });
    port.set_onmessage(Some(&serving(post, Hands::default())));
}

/// The bytes of a message; none where it is something else.
pub(super) fn bytes_of(message: JsValue) -> Vec<u8> {
    let bytes = message.dyn_into::<Uint8Array>();
    bytes.map_or_else(|_| Vec::new(), |bytes| bytes.to_vec())
}

/// Sends bytes to the page, and the memory that they are in along with them.
type Post = Rc<dyn Fn(&Uint8Array, &Array) -> Result<(), JsValue>>;

/// What to do with each message; says "ready" at once.
fn serving(post: Post, hands: Hands) -> js_sys::Function {
    let bench = Bench {
        hands,
        ..Bench::default()
    };
    // A message that cannot be posted has nobody to be told of it.
    let post: Rc<dyn Fn(Reply)> = Rc::new(move |reply: Reply| {
        let bytes = Uint8Array::from(encode(&reply).as_slice());
        drop(post(&bytes, &Array::of1(&bytes.buffer())));
    });
    let say = Rc::clone(&post);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let bytes = bytes_of(parts.get(0));
        let file = parts.get(1).dyn_into::<Blob>().ok();
        let (bench, post) = (bench.clone(), Rc::clone(&post));
        match decode::<Request>(&bytes) {
            Ok(request) => {
                spawn_local(async move { bench.serve(request, file, &|reply| post(reply)).await })
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
