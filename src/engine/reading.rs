//! From a file's handle to its records: part by part and by several workers where the file lets it, else in one piece.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableStreamReadResult};

use super::error::EngineError;
use super::hand::Hand;
use super::parts::{ALONE, Done, Order, Parts};
use super::protocol::{Progress, Scanning};
use super::shard::Shard;
use crate::source::{Cut, HEAD, Reader, Unread};

/// Bytes read at a time where a file is read in one piece: few enough that a message to stop is heard at once.
const SLICE: u64 = 2 << 20;
/// Bytes read behind a part for its last record, at first.
const BEHIND: u64 = 64 << 10;
/// Parts that a hand has at a time, so that it never waits for the next.
const AHEAD: usize = 3;
/// Parts that this worker has at a time: between two it hears what the others have read, and gives them more.
const OWN: usize = 1;
/// Milliseconds without any answer after which those who help are taken for dead: on a busy device they are long in starting.
const PATIENCE: u32 = 10_000;
/// Most workers that help.
const MOST: usize = 6;

/// A file to be read.
pub(super) struct Reading {
    pub how: Scanning,
    pub file: Blob,
}

/// The workers that help to read; those that broke are started again for the next file.
#[derive(Clone, Default)]
pub(super) struct Hands(Rc<RefCell<Vec<Hand>>>);

impl Hands {
    /// Starts as many as can help.
    pub fn start(&self) {
        let mut hands = self.0.borrow_mut();
        hands.retain(|hand| !hand.is_broken());
        while hands.len() < how_many() {
            let Some(hand) = Hand::start() else {
                break;
            };
            hands.push(hand);
        }
    }

    fn get(&self) -> Vec<Hand> {
        self.start();
        self.0.borrow().clone()
    }
}

/// How many workers can help: one per core but this one; none in the page itself or on devices with little memory.
fn how_many() -> usize {
    let global = js_sys::global();
    let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let is_page = of(&global, "document").is_some_and(|document| !document.is_undefined());
    let Some(navigator) = of(&global, "navigator").filter(|_| !is_page) else {
        return 0;
    };
    let number = |name: &str| of(&navigator, name).and_then(|value| value.as_f64());
    let most = match number("deviceMemory") {
        Some(gigabytes) if gigabytes <= 2.0 => 0,
        Some(_) => MOST,
        // It may be a telephone that does not say.
        None => MOST / 2,
    };
    let cores = number("hardwareConcurrency").unwrap_or(1.0) as usize;
    cores.saturating_sub(1).min(most)
}

impl Reading {
    /// Reads the file; nothing where `goes_on` said no meanwhile.
    pub async fn read(
        &self,
        hands: &Hands,
        goes_on: &dyn Fn(Progress) -> bool,
    ) -> Result<Option<Shard>, EngineError> {
        if let Some(cut) = self.cut().await? {
            match self.by_parts(cut, &hands.get(), goes_on).await? {
                ByParts::Read(shard) => return Ok(Some(*shard)),
                ByParts::Stopped => return Ok(None),
                ByParts::NeedsWhole => {}
            }
        }
        if self.how.columns.is_some() {
            // The way through the whole keeps every cell, which was too much.
            let file = self.how.name.clone();
            return Err(EngineError::NeedsAllColumns { file });
        }
        self.whole(goes_on).await
    }

    fn size(&self) -> u64 {
        self.file.size() as u64
    }

    /// How the file can be read part by part, if it can.
    async fn cut(&self) -> Result<Option<Cut>, EngineError> {
        if self.how.transcoded.is_some() || self.size() <= ALONE && self.how.columns.is_none() {
            return Ok(None);
        }
        let length = self.size().min(HEAD as u64);
        let head = bytes(Vec::new(), &self.file, 0, length).await;
        let (head, length) = head.map_err(|_| self.gone(0))?;
        let cut = Cut::of(
            &self.how.name,
            &head[..length],
            self.size(),
            &self.how.read_as,
        );
        Ok(match &self.how.columns {
            Some(columns) => cut.map(|cut| cut.with_columns(columns)),
            None => cut,
        })
    }

    fn gone(&self, bytes: u64) -> EngineError {
        EngineError::FileGone {
            file: self.how.name.clone(),
            bytes,
        }
    }

    /// Reads the parts of the file together with `hands`.
    async fn by_parts(
        &self,
        cut: Cut,
        hands: &[Hand],
        goes_on: &dyn Fn(Progress) -> bool,
    ) -> Result<ByParts, EngineError> {
        let parts = Parts::new(cut, self.size(), 1 + hands.len() as u64);
        let shared = Shared::of(parts);
        // This worker reads as well.
        let helping = hands
            .iter()
            .flat_map(|hand| vec![Some(hand.clone()); AHEAD]);
        for hand in helping.chain([None; OWN]) {
            spawn_local(shared.clone().keep_busy(hand, self.file.clone()));
        }
        let end = self.work(&shared, hands, goes_on).await;
        hands.iter().for_each(Hand::rest);
        ROOM.take();
        let parts = shared.close();
        match (end?, parts) {
            (End::Whole, Some(parts)) => {
                let whole = parts.finish(&self.how.name, &self.how.read_as)?;
                let shard = Shard::of(whole).read_by(1 + hands.len() as u32);
                Ok(ByParts::Read(Box::new(shard)))
            }
            (End::Stopped, _) => Ok(ByParts::Stopped),
            _ => Ok(ByParts::NeedsWhole),
        }
    }

    /// Reads parts until there are no more.
    async fn work(
        &self,
        shared: &Shared,
        hands: &[Hand],
        goes_on: &dyn Fn(Progress) -> bool,
    ) -> Result<End, EngineError> {
        loop {
            let (bytes, rows) = shared.with(|parts| parts.progress()).unwrap_or_default();
            let progress = Progress {
                bytes,
                of_bytes: self.size(),
                rows,
            };
            if !goes_on(progress) {
                return Ok(End::Stopped);
            }
            match shared.with(|parts| (parts.needs_whole(), parts.are_whole())) {
                Some((false, false)) => {}
                Some((false, true)) => return Ok(End::Whole),
                _ => return Ok(End::NeedsWhole),
            }
            if let Some(order) = shared.with(Parts::take_again).flatten() {
                let done = read_part(&self.file, &order).await;
                let done = done.map_err(|_| self.gone(order.at()))?;
                shared.with(|parts| parts.give(order.number, done));
            } else if !shared.hear(PATIENCE).await {
                // What they had is lost then, and is taken again here.
                hands.iter().for_each(Hand::let_go);
            }
        }
    }

    /// Reads the file in one piece.
    async fn whole(
        &self,
        goes_on: &dyn Fn(Progress) -> bool,
    ) -> Result<Option<Shard>, EngineError> {
        let read_as = self.how.read_as.clone();
        let mut reader = match self.how.transcoded.clone() {
            Some(from) => Reader::of_transcoded(&self.how.name, read_as, from),
            None => Reader::with(&self.how.name, read_as),
        };
        let size = self.size();
        reader.make_room(size as usize);
        let mut at = 0;
        while at < size {
            let end = (at + SLICE).min(size);
            let read = stream(&self.file, at, end, |chunk| {
                reader.push_with(chunk.length() as usize, |room| chunk.copy_to(room));
            });
            read.await.map_err(|_| self.gone(at))?;
            at = end;
            let progress = Progress {
                bytes: at,
                of_bytes: size,
                rows: reader.rows(),
            };
            if !goes_on(progress) {
                return Ok(None);
            }
        }
        Shard::read(reader).map(Some)
    }
}

/// What became of reading part by part.
enum ByParts {
    Read(Box<Shard>),
    Stopped,
    NeedsWhole,
}

/// How reading parts ended.
enum End {
    Whole,
    Stopped,
    NeedsWhole,
}

/// The parts of a file, shared by those who read them.
#[derive(Clone)]
struct Shared {
    /// None once nobody waits for them.
    parts: Rc<RefCell<Option<Parts>>>,
    /// Wakes who waits for a hand.
    news: Rc<RefCell<Option<js_sys::Function>>>,
}

impl Shared {
    fn of(parts: Parts) -> Shared {
        Shared {
            parts: Rc::new(RefCell::new(Some(parts))),
            news: Rc::default(),
        }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Parts) -> T) -> Option<T> {
        self.parts.borrow_mut().as_mut().map(act)
    }

    fn close(&self) -> Option<Parts> {
        self.parts.take()
    }

    /// Has `hand`, or this worker, read parts for as long as there are some.
    async fn keep_busy(self, hand: Option<Hand>, file: Blob) {
        while let Some(order) = self.with(Parts::take).flatten() {
            let read = match &hand {
                Some(hand) => hand.read(&order, &file).await,
                None => read_part(&file, &order).await.ok(),
            };
            let is_lost = read.is_none();
            self.with(|parts| match read {
                Some(done) => parts.give(order.number, done),
                None => parts.lose(order.number),
            });
            if let Some(tell) = self.news.take() {
                // Nothing to tell where a promise cannot be resolved.
                let _ = tell.call0(&JsValue::NULL);
            }
            if is_lost {
                return;
            }
        }
    }

    /// Waits until a hand has done something; `false` when none has for so many milliseconds.
    async fn hear(&self, milliseconds: u32) -> bool {
        let promise = Promise::new(&mut |resolve, _| {
            let late = resolve.clone();
            self.news.replace(Some(resolve));
            spawn_local(async move {
                TimeoutFuture::new(milliseconds).await;
                let _ = late.call1(&JsValue::NULL, &JsValue::TRUE);
            });
        });
        let is_late = JsFuture::from(promise).await;
        is_late.is_ok_and(|late| !late.is_truthy())
    }
}

thread_local! {
    /// Memory that bytes of files are read into: it is filled with something only once.
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Reads a part of a file; an error where the file cannot be read any more.
pub(super) async fn read_part(file: &Blob, order: &Order) -> Result<Result<Done, Unread>, JsValue> {
    let (at, size) = (order.at(), file.size() as u64);
    let mut behind = BEHIND;
    loop {
        let end = (order.until + behind).min(size);
        let (room, length) = bytes(ROOM.take(), file, at, end.max(at)).await?;
        let read = order.read(&room[..length]);
        ROOM.set(room);
        match read {
            Err(Unread::More) if end < size => behind *= 4,
            read => return Ok(read),
        }
    }
}

/// The bytes of a file from `from` to `to`, at the beginning of `room`, and how many they are.
async fn bytes(
    mut room: Vec<u8>,
    file: &Blob,
    from: u64,
    to: u64,
) -> Result<(Vec<u8>, usize), JsValue> {
    let (length, mut filled) = ((to - from) as usize, 0);
    if room.len() < length {
        room.resize(length, 0);
    }
    let read = stream(file, from, to, |chunk| {
        let end = filled + chunk.length() as usize;
        if let Some(room) = room.get_mut(filled..end) {
            chunk.copy_to(room);
        }
        filled = end;
    });
    read.await?;
    Ok((room, length))
}

/// Gives `take` the bytes of a file from `from` to `to`. A stream is the quickest way to them.
async fn stream(
    file: &Blob,
    from: u64,
    to: u64,
    mut take: impl FnMut(&Uint8Array),
) -> Result<(), JsValue> {
    let slice = file.slice_with_f64_and_f64(from as f64, to as f64)?;
    let stream: ReadableStreamDefaultReader = slice.stream().get_reader().unchecked_into();
    let mut missing = to.min(file.size() as u64) - from;
    loop {
        let read: ReadableStreamReadResult = JsFuture::from(stream.read()).await?.unchecked_into();
        if read.get_done().unwrap_or(true) {
            break;
        }
        let chunk: Uint8Array = read.get_value().unchecked_into();
        missing = missing.saturating_sub(chunk.length().into());
        take(&chunk);
    }
    // A file that was cut short meanwhile ends early, without an error.
    (missing == 0).then_some(()).ok_or(JsValue::NULL)
}
