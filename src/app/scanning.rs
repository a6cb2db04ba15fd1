//! From a file's handle to evidence of its columns: straight to the worker, or by way of the program that decodes.

use web_sys::Blob;

use super::outside;
use crate::engine::EngineError;
use crate::engine::link::Engine;
use crate::engine::protocol::{FileNumber, Progress, Scanned};
use crate::source::ReadAs;

/// Reads a file, transcoded first where it is not in UTF-8; none when that was stopped.
pub(super) async fn scan(
    engine: &Engine,
    file: FileNumber,
    name: &str,
    read_as: ReadAs,
    handle: Blob,
    tell: impl Fn(Progress) + Clone + 'static,
) -> Result<Option<Scanned>, EngineError> {
    let label = read_as.encoding.clone();
    if label.is_none() {
        let (read_as, tell, handle) = (read_as.clone(), tell.clone(), handle.clone());
        let whole = engine.scan(file, name, read_as, None, handle, tell).await;
        if !matches!(whole, Err(EngineError::NotUtf8 { .. })) {
            return whole;
        }
    }
    let Some((text, from)) = outside::transcode(name, &handle, label.as_deref()).await else {
        let file = name.to_owned();
        return Err(EngineError::NotUtf8 { file });
    };
    engine
        .scan(file, name, read_as, Some(from), text, tell)
        .await
}
