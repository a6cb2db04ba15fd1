//! The way of a file walked once with the sample while nobody waits: browsers compile what a program does when it first does it.

use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;

use super::outside;
use crate::analysis;
use crate::engine::EngineError;
use crate::engine::link::Engine;
use crate::figure::{Lens, Locale, Theme, charts, layout, words};
use crate::render;
use crate::report::Chapter;
use crate::source::ReadAs;
use crate::table::{Reading, doubts, infer};

/// The number under which the worker holds the sample meanwhile.
const SAMPLE: u32 = u32::MAX - 1;

/// Bytes of records that are read for nothing.
const ENOUGH: usize = 2 << 20;

/// Reads, builds, counts and draws the sample, all for nothing. Gives up where `is_wanted` says that somebody waits.
pub(super) async fn warm(engine: Engine, is_wanted: impl Fn() -> bool) -> Result<(), EngineError> {
    let Some(blob) = outside::blob_of(&long(super::opening::SAMPLE)) else {
        return Ok(());
    };
    let since = outside::now();
    let name = super::opening::SAMPLE_NAME;
    let scanned = engine.scan(SAMPLE, name, ReadAs::default(), None, blob, |_| {});
    let Some(scanned) = scanned.await? else {
        return Ok(());
    };
    if is_wanted() {
        let schema = infer(&scanned.names, &scanned.scan);
        let _ = doubts(&scanned.scan, &schema);
        let summary = Arc::new(engine.build(SAMPLE, schema, Vec::new()).await?);
        let chapter = Chapter::of(summary, Reading::default());
        let study = &chapter.study;
        let drawn = chapter.figures.iter();
        let asked: Vec<_> = drawn
            .filter_map(|spec| chapter.question(spec.subject))
            .filter_map(|at| Some((at, analysis::ask::question(study, at)?)))
            .collect();
        let plans = asked.iter().map(|(_, plan)| plan.clone()).collect();
        let partials = engine.run(SAMPLE, plans).await?;
        for ((at, _), partial) in asked.iter().zip(&partials).take_while(|_| is_wanted()) {
            if let Some(answer) = analysis::answer(study, *at, partial) {
                draw(&answer);
            }
            TimeoutFuture::new(0).await;
        }
    }
    engine.stop(SAMPLE).await?;
    outside::measure("denominator:warm", since, None);
    Ok(())
}

/// The records of `csv` so often that browsers find it worth the while to compile well what reads them.
fn long(csv: &str) -> String {
    let (header, records) = csv.split_once('\n').unwrap_or((csv, ""));
    let times = ENOUGH.div_ceil(records.len().max(1));
    format!("{header}\n{}", records.repeat(times))
}

fn draw(answer: &analysis::Answer) {
    let (theme, locale) = (Theme::export(), Locale::default());
    let _ = words::words(answer, &words::Context::default(), &locale);
    let chart = charts::default_for(&answer.shape);
    let scene = layout(answer, chart, 480.0, Lens::Percent, &theme, &locale);
    let _ = render::svg(&scene, "", "");
}
