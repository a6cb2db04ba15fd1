//! From a file's handle to evidence of its columns: straight to the worker, or by way of the program that decodes.

use web_sys::Blob;

use super::outside;
use crate::engine::EngineError;
use crate::engine::link::Engine;
use crate::engine::protocol::{FileNumber, Progress, Scanned, Scanning};

/// Reads a file, transcoded first where it is not in UTF-8; none when that was stopped.
pub(super) async fn scan(
    engine: &Engine,
    file: FileNumber,
    how: Scanning,
    handle: Blob,
    tell: impl Fn(Progress) + Clone + 'static,
) -> Result<Option<Scanned>, EngineError> {
    let label = how.read_as.encoding.clone();
    if label.is_none() {
        let (tell, handle) = (tell.clone(), handle.clone());
        let whole = engine.scan(file, how.clone(), handle, tell).await;
        if !matches!(whole, Err(EngineError::NotUtf8 { .. })) {
            return whole;
        }
    }
    let Some((text, from)) = outside::transcode(&how.name, &handle, label.as_deref()).await else {
        let file = how.name;
        return Err(EngineError::NotUtf8 { file });
    };
    let how = Scanning {
        transcoded: Some(from),
        ..how
    };
    engine.scan(file, how, text, tell).await
}
