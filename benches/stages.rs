//! Opens a file as the workers do, up to a stage: what each stage costs is what the program costs more with it.
//!
//! `stages STAGE FILE` does nothing with the file at stage 0; see [`STAGES`].

use std::hint::black_box;
use std::process::ExitCode;

use denominator::engine::parts::{Order, Parts};
use denominator::source::{Cut, HEAD, ReadAs, Unread};
use denominator::table::{build_kept, infer, kept};

/// What is done at most, from stage 1 on.
const STAGES: [&str; 5] = ["records", "evidence", "one table", "layout", "columns"];
/// Bytes of a part.
const PART: u64 = 4 << 20;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let stage = asked.first().and_then(|stage| stage.parse().ok());
    match (stage, asked.get(1).map(std::fs::read)) {
        (Some(stage), Some(Ok(bytes))) if run(stage, &bytes).is_some() => ExitCode::SUCCESS,
        _ => {
            eprintln!(
                "usage: stages 0..{} FILE, one that can be read in parts",
                STAGES.len()
            );
            ExitCode::FAILURE
        }
    }
}

fn run(stage: usize, bytes: &[u8]) -> Option<()> {
    let size = bytes.len() as u64;
    let cut = Cut::of(
        "a.csv",
        &bytes[..HEAD.min(bytes.len())],
        size,
        &ReadAs::default(),
    )?;
    let mut parts = Parts::of_length(cut, size, PART);
    if stage == 0 {
        black_box(&parts);
        return Some(());
    }
    while let Some(order) = parts.take() {
        if stage == 1 {
            black_box(within(bytes, &order, Order::records).ok()?);
            continue;
        }
        let done = within(bytes, &order, Order::read);
        match stage {
            2 => {
                black_box(done.ok()?);
            }
            _ => parts.give(order.number, done),
        }
    }
    if stage < 4 {
        black_box(&parts);
        return Some(());
    }
    let whole = parts.finish("a.csv", &ReadAs::default()).ok()?;
    if stage < 5 {
        black_box(&whole.opened);
        return Some(());
    }
    let records = &whole.opened.records;
    let schema = infer(&whole.opened.header.names, &whole.scan);
    let (kept, _) = kept(records, &schema, &[]);
    black_box(build_kept(records, &schema, &kept, whole.plain));
    Some(())
}

/// What `read` gives of a part, with as many bytes behind it as it needs.
fn within<T>(
    bytes: &[u8],
    order: &Order,
    read: impl Fn(&Order, &[u8]) -> Result<T, Unread>,
) -> Result<T, Unread> {
    let mut behind = 1 << 16;
    loop {
        let end = (order.until as usize + behind).min(bytes.len());
        match read(order, &bytes[order.at() as usize..end]) {
            Err(Unread::More) if end < bytes.len() => behind *= 4,
            read => return read,
        }
    }
}
