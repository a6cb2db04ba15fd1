//! Tables in zip archives and behind gzip: the members as they are, and what those of them hold that are containers.

use std::collections::BTreeMap;

use flate2::read::MultiGzDecoder;

use super::budget::Budget;
use super::error::UnpackError;
use super::open::{Part, unpack_inner};
use super::zip::{Zip, inflated};
use super::{Container, container, ods, xlsx};

/// Containers in containers that are opened.
const MOST_DEEP: u32 = 2;

/// Endings of files that are no tables though they may be text.
const NO_TABLES: [&str; 34] = [
    "pdf", "png", "jpg", "jpeg", "gif", "svg", "webp", "html", "htm", "xml", "css", "js", "md",
    "doc", "docx", "ppt", "pptx", "rtf", "odt", "odp", "sps", "sav", "por", "dta", "sas", "do",
    "r", "py", "mp3", "mp4", "mov", "yml", "yaml", "ini",
];

/// The one file behind gzip.
pub(super) fn gzip(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    let inner = inner_name(name);
    let bytes = inflated(MultiGzDecoder::new(bytes), name, budget)?;
    if bytes.get(257..262) == Some(b"ustar") {
        return Err(UnpackError::Unsupported {
            file: name.into(),
            what: "a tar archive",
            advice: "unpack it yourself and choose the CSV file inside",
        });
    }
    if bytes.is_empty() || is_binary(&bytes) && kind(&bytes, &inner).is_none() {
        return Err(no_table(name, &inner, &bytes));
    }
    member(inner, bytes, name, depth, budget)
}

/// The members of a zip archive, or the sheets of the workbook that it is.
pub(super) fn zip(
    name: &str,
    bytes: &[u8],
    depth: u32,
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    let zip = Zip::open(name, bytes)?;
    if let Some(sheets) = ods::sheets(name, &zip, budget)? {
        return Ok(sheets);
    }
    if let Some(sheets) = xlsx::sheets(name, &zip, budget)? {
        return Ok(sheets);
    }
    let mut same_leaf: BTreeMap<&str, u32> = BTreeMap::new();
    for one in &zip.members {
        *same_leaf.entry(leaf(&one.path)).or_default() += 1;
    }
    let mut parts = Vec::new();
    let mut aside = Vec::new();
    let mut why = None;
    for one in &zip.members {
        let leaf = leaf(&one.path);
        let is_hidden = one
            .path
            .split('/')
            .any(|step| step.starts_with('.') || step == "__MACOSX");
        if one.path.ends_with('/') || is_hidden || one.is_empty() {
            continue;
        }
        if is_no_table(leaf) {
            aside.push(leaf.to_owned());
            continue;
        }
        let bytes = zip.read(name, one, budget)?;
        if kind(&bytes, leaf).is_none() && is_binary(&bytes) {
            budget.give(bytes.len());
            why = why.or_else(|| packed_otherwise(&format!("{name}, {leaf}"), &bytes));
            aside.push(leaf.to_owned());
            continue;
        }
        let is_alone = same_leaf.get(leaf) == Some(&1);
        let own = if is_alone { leaf } else { &one.path };
        match member(own.to_owned(), bytes, name, depth, budget) {
            Ok(more) => parts.extend(more),
            Err(error) if error.is_no_table() => {
                why = why.or(Some(error));
                aside.push(leaf.to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    if !parts.is_empty() {
        return Ok(parts);
    }
    // One member says best itself what is the matter with it.
    Err(match why.filter(|_| aside.len() == 1) {
        Some(error) => error,
        None => UnpackError::NoTable {
            file: name.into(),
            holds: listed(&aside),
        },
    })
}

/// A member as it is, or what it holds.
fn member(
    own: String,
    bytes: Vec<u8>,
    name: &str,
    depth: u32,
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    if kind(&bytes, &own).is_none() {
        return Ok(vec![Part {
            name: own,
            bytes,
            dialect_known: false,
        }]);
    }
    if depth >= MOST_DEEP {
        return Err(UnpackError::TooDeep {
            file: format!("{name}, {own}"),
        });
    }
    let parts = unpack_inner(&own, &bytes, depth + 1, budget);
    budget.give(bytes.len());
    parts
}

/// The container that bytes are.
fn kind(bytes: &[u8], name: &str) -> Option<Container> {
    container(&bytes[..bytes.len().min(4096)], name)
}

/// The last step of a path.
fn leaf(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name without the ending that says how it is packed.
fn inner_name(name: &str) -> String {
    let ending = name
        .len()
        .checked_sub(3)
        .and_then(|at| name.split_at_checked(at));
    match ending {
        Some((inner, end)) if end.eq_ignore_ascii_case(".gz") && !inner.is_empty() => {
            inner.to_owned()
        }
        _ => name.to_owned(),
    }
}

fn is_no_table(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        NO_TABLES
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Whether bytes are no text: a table has no zeros, save in UTF-16, which says so with a mark.
fn is_binary(bytes: &[u8]) -> bool {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let head = &bytes[..bytes.len().min(4096)];
    !is_wide && head.contains(&0)
}

/// Why bytes packed in another way give no table, if that is what they are.
pub(super) fn packed_otherwise(file: &str, bytes: &[u8]) -> Option<UnpackError> {
    const KINDS: [(&[u8], &str); 5] = [
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"BZh", "packed by bzip2"),
        (b"\x28\xb5\x2f\xfd", "packed by zstd"),
        (b"\xfd7zXZ\0", "packed by xz"),
    ];
    let (_, what) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    Some(UnpackError::Unsupported {
        file: file.to_owned(),
        what,
        advice: "unpack it yourself and choose the CSV file inside",
    })
}

fn no_table(name: &str, inner: &str, bytes: &[u8]) -> UnpackError {
    packed_otherwise(name, bytes).unwrap_or_else(|| UnpackError::NoTable {
        file: name.to_owned(),
        holds: if bytes.is_empty() {
            "nothing is in it".into()
        } else {
            format!("{inner} is no text")
        },
    })
}

/// "codebook.pdf, a.png and 3 more".
fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing is in it".into(),
        [one, two, three, rest @ ..] if !rest.is_empty() => {
            format!("{one}, {two}, {three} and {} more", rest.len())
        }
        names => names.join(", "),
    }
}
