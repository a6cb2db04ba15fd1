//! The page's end of the wire: one worker, or the worker's program in the page where no worker can start.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageChannel, MessageEvent, MessagePort, Worker, WorkerOptions, WorkerType};

use super::error::EngineError;
use super::protocol::{
    Answer, Ask, FileNumber, Progress, Reply, Request, Scanned, Scanning, decode, encode,
};
use crate::analysis::{Partial, Plan};
use crate::merge::Merge;
use crate::table::{Exclusion, FileSummary, Quality, RawRow, Schema, Which};

#[wasm_bindgen]
extern "C" {
    /// Runs the worker's program in the page, at the end of a port. `boot.js` provides it.
    #[wasm_bindgen(js_name = denominatorHere, catch)]
    fn serve_here(port: MessagePort) -> Result<(), JsValue>;
}

/// Where a reply is waited for.
type Waiting = Rc<RefCell<BTreeMap<u32, Rc<dyn Fn(Result<Answer, EngineError>)>>>>;

/// The page's end: one worker, or the page itself where no worker can start.
#[derive(Clone)]
pub struct Engine {
    wire: Rc<RefCell<Wire>>,
    waiting: Waiting,
    next: Rc<RefCell<u32>>,
    on_ready: Rc<RefCell<Vec<js_sys::Function>>>,
    restarts: Rc<Restarts>,
}

/// What is needed to start a worker again.
#[derive(Default)]
struct Restarts {
    address: String,
    left: Cell<u32>,
    then: RefCell<Option<Rc<dyn Fn()>>>,
}

/// A worker that breaks more often than this is left alone.
const MOST_RESTARTS: u32 = 3;

enum Wire {
    /// The worker has not said that it is ready; what was asked waits.
    Starting {
        worker: Worker,
        queue: Vec<(Request, Option<Blob>)>,
    },
    Worker(Worker),
    /// The page itself, through a port.
    Here(MessagePort),
    /// Nothing answers any more.
    Gone,
}

impl Engine {
    /// Starts the worker at `address`; without it, everything runs in the page.
    pub fn start(address: &str) -> Self {
        let restarts = Restarts {
            address: address.to_string(),
            left: Cell::new(MOST_RESTARTS),
            then: RefCell::default(),
        };
        let engine = Self {
            wire: Rc::new(RefCell::new(Wire::Gone)),
            waiting: Rc::default(),
            next: Rc::new(RefCell::new(1)),
            on_ready: Rc::default(),
            restarts: Rc::new(restarts),
        };
        engine.start_worker();
        engine
    }

    /// Calls `then` whenever a worker that broke was started again; it holds no file then.
    pub fn on_restart(&self, then: impl Fn() + 'static) {
        self.restarts.then.replace(Some(Rc::new(then)));
    }

    fn start_worker(&self) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        match Worker::new_with_options(&self.restarts.address, &options) {
            Ok(worker) => {
                worker.set_onmessage(Some(&self.ear()));
                let broken = self.clone();
                let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| broken.broken());
                worker.set_onerror(Some(&on_error.into_js_value().unchecked_into()));
                self.wire.replace(Wire::Starting {
                    worker,
                    queue: Vec::new(),
                });
            }
            Err(_) => self.go_on_here(Vec::new()),
        }
    }

    /// Waits until the other end can be asked.
    pub async fn started(&self) {
        let promise =
            js_sys::Promise::new(&mut |resolve, _| self.on_ready.borrow_mut().push(resolve));
        if !matches!(&*self.wire.borrow(), Wire::Starting { .. }) {
            return;
        }
        // A promise that is only ever resolved.
        let _ = JsFuture::from(promise).await;
    }

    /// What to do with each message from the other end.
    fn ear(&self) -> js_sys::Function {
        let engine = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match decode::<Reply>(&super::serve::bytes_of(event.data())) {
                Ok(Reply {
                    answer: Ok(Answer::Ready),
                    ..
                }) => engine.ready(),
                Ok(reply) => engine.hear(reply),
                Err(error) => engine.fail_all(&error),
            }
        });
        on_message.into_js_value().unchecked_into()
    }

    /// Runs the worker's program in the page; messages wait in the port until it listens.
    fn go_on_here(&self, queue: Vec<(Request, Option<Blob>)>) {
        let started = MessageChannel::new().and_then(|channel| {
            channel.port1().set_onmessage(Some(&self.ear()));
            serve_here(channel.port2()).map(|()| channel.port1())
        });
        match started {
            Ok(port) => {
                self.wire.replace(Wire::Here(port));
                for (request, file) in queue {
                    self.send(&request, file);
                }
            }
            Err(_) => self.fail_all(&EngineError::Stopped),
        }
    }

    fn ready(&self) {
        for resolve in self.on_ready.take() {
            let _ = resolve.call0(&JsValue::NULL);
        }
        let starting = match &*self.wire.borrow() {
            Wire::Starting { worker, .. } => worker.clone(),
            _ => return,
        };
        if let Wire::Starting { queue, .. } = self.wire.replace(Wire::Worker(starting)) {
            for (request, file) in queue {
                self.send(&request, file);
            }
        }
    }

    /// A worker that never became ready is replaced by the page; one that broke later takes its files with it and is started
    /// again.
    fn broken(&self) {
        for resolve in self.on_ready.take() {
            // Whoever waited for the worker goes on without it.
            let _ = resolve.call0(&JsValue::NULL);
        }
        match self.wire.replace(Wire::Gone) {
            Wire::Starting { queue, .. } => self.go_on_here(queue),
            Wire::Worker(worker) => {
                worker.terminate();
                self.fail_all(&EngineError::Stopped);
                if let Some(left) = self.restarts.left.get().checked_sub(1) {
                    self.restarts.left.set(left);
                    self.start_worker();
                    let then = self.restarts.then.borrow().clone();
                    if let Some(then) = then {
                        then();
                    }
                }
            }
            _ => self.fail_all(&EngineError::Stopped),
        }
    }

    fn fail_all(&self, error: &EngineError) {
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        for hear in waiting.into_values() {
            hear(Err(error.clone()));
        }
    }

    fn hear(&self, reply: Reply) {
        let going_on = reply.answer.as_ref().is_ok_and(Answer::is_news);
        let hear = if going_on {
            self.waiting.borrow().get(&reply.id).cloned()
        } else {
            self.waiting.borrow_mut().remove(&reply.id)
        };
        if let Some(hear) = hear {
            hear(reply.answer);
        }
    }

    fn send(&self, request: &Request, file: Option<Blob>) {
        let parts = Array::of1(&Uint8Array::from(encode(request).as_slice()));
        if let Some(file) = &file {
            parts.push(file);
        }
        let sent = match &mut *self.wire.borrow_mut() {
            Wire::Starting { queue, .. } => {
                queue.push((request.clone(), file));
                Ok(())
            }
            Wire::Worker(worker) => worker.post_message(&parts),
            Wire::Here(port) => port.post_message(&parts),
            Wire::Gone => Err(JsValue::NULL),
        };
        if sent.is_err() {
            let (id, engine) = (request.id, self.clone());
            spawn_local(async move {
                engine.hear(Reply {
                    id,
                    answer: Err(EngineError::Stopped),
                })
            });
        }
    }

    async fn ask(
        &self,
        file: FileNumber,
        ask: Ask,
        handle: Option<Blob>,
        on_news: impl Fn(Answer) + 'static,
    ) -> Result<Answer, EngineError> {
        let id = {
            let mut next = self.next.borrow_mut();
            *next += 1;
            *next
        };
        let answer: Rc<RefCell<Option<Result<Answer, EngineError>>>> = Rc::default();
        let mut resolved = None;
        let promise = js_sys::Promise::new(&mut |resolve, _| resolved = Some(resolve));
        let heard = Rc::clone(&answer);
        let hear: Rc<dyn Fn(Result<Answer, EngineError>)> = Rc::new(move |reply| match reply {
            Ok(news) if news.is_news() => on_news(news),
            reply => {
                *heard.borrow_mut() = Some(reply);
                if let Some(resolve) = &resolved {
                    // Nothing to tell where a promise cannot be resolved: whoever waited is gone.
                    let _ = resolve.call0(&JsValue::NULL);
                }
            }
        });
        self.waiting.borrow_mut().insert(id, hear);
        self.send(&Request { id, file, ask }, handle);
        let _ = JsFuture::from(promise).await;
        let heard = answer.borrow_mut().take();
        heard.unwrap_or(Err(EngineError::Stopped))
    }

    /// Reads a file, or the text that it was transcoded to; `None` when it was stopped.
    pub async fn scan(
        &self,
        file: FileNumber,
        scanning: Scanning,
        handle: Blob,
        on_progress: impl Fn(Progress) + 'static,
    ) -> Result<Option<Scanned>, EngineError> {
        match self
            .ask(file, Ask::Scan(scanning), Some(handle), move |news| {
                if let Answer::Progress(progress) = news {
                    on_progress(progress);
                }
            })
            .await?
        {
            Answer::Scanned(scanned) => Ok(Some(scanned)),
            Answer::Stopped => Ok(None),
            _ => Err(EngineError::Garbled),
        }
    }

    /// Stops reading a file.
    pub async fn stop(&self, file: FileNumber) -> Result<(), EngineError> {
        self.ask(file, Ask::Stop, None, |_| {}).await.map(|_| ())
    }

    /// Builds the columns of a file.
    pub async fn build(
        &self,
        file: FileNumber,
        schema: Schema,
        exclusions: Vec<Exclusion>,
    ) -> Result<FileSummary, EngineError> {
        let ask = Ask::Build { schema, exclusions };
        match self.ask(file, ask, None, |_| {}).await? {
            Answer::Built(summary) => Ok(*summary),
            _ => Err(EngineError::Garbled),
        }
    }

    /// What of a file's records a person should look at.
    pub async fn quality(&self, file: FileNumber) -> Result<Quality, EngineError> {
        match self.ask(file, Ask::Quality, None, |_| {}).await? {
            Answer::Quality(quality) => Ok(quality),
            _ => Err(EngineError::Garbled),
        }
    }

    /// Records as they stand in the file, with the cells of `columns` only.
    pub async fn rows(
        &self,
        file: FileNumber,
        which: Which,
        columns: Vec<u32>,
        most: u32,
    ) -> Result<Vec<RawRow>, EngineError> {
        let ask = Ask::Rows {
            which,
            columns,
            most,
        };
        match self.ask(file, ask, None, |_| {}).await? {
            Answer::Rows(rows) => Ok(rows),
            _ => Err(EngineError::Garbled),
        }
    }

    /// Answers plans, in order; none where something newer was asked meanwhile. `on_first` is told what the first rows of a long
    /// table answer and their share of all, before the others are counted.
    pub async fn run(
        &self,
        file: FileNumber,
        plans: Vec<Plan>,
        on_first: impl Fn(Vec<Partial>, f64) + 'static,
    ) -> Result<Option<Vec<Partial>>, EngineError> {
        let so_far = Rc::new(RefCell::new(Vec::<Partial>::new()));
        let known = Rc::clone(&so_far);
        let on_news = move |news| {
            if let Answer::Ran(counted) = news {
                if known.borrow().is_empty() {
                    let share = counted.rows as f64 / counted.of_rows as f64;
                    on_first(counted.partials.clone(), share);
                }
                known.borrow_mut().merge(counted.partials);
            }
        };
        match self.ask(file, Ask::Run(plans), None, on_news).await? {
            Answer::Ran(last) => {
                let mut all = so_far.take();
                all.merge(last.partials);
                Ok(Some(all))
            }
            Answer::Stale => Ok(None),
            _ => Err(EngineError::Garbled),
        }
    }
}
