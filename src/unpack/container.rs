//! Recognises, by the first few kilobytes, files that hold tables without being text tables. Links nothing.

/// What a file is that holds tables without being a text table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Container {
    /// One file packed by gzip.
    Gzip,
    /// Files packed in a zip archive.
    Zip,
    /// Sheets: xlsx, xlsm, xls or ods.
    Workbook,
    /// A JSON text: a list, a list inside an object, or one record a line.
    Json,
}

/// What `head`, the beginning of a file, shows the file to be; `None` lets it be read as it is. The name only decides where
/// the content could be either.
///
/// ```
/// use denominator::unpack::{Container, container};
/// assert_eq!(container(b"[{\"q1\": 4}]", "answers.txt"), Some(Container::Json));
/// assert_eq!(container(b"[Q1],[Q2]\n1,2\n", "answers.json"), None);
/// ```
pub fn container(head: &[u8], name: &str) -> Option<Container> {
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    let ends = |ends: &[&str]| {
        ends.iter().any(|end| {
            name.len()
                .checked_sub(end.len())
                .and_then(|at| name.get(at..))
                .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        })
    };
    if head.starts_with(b"\x1f\x8b\x08") {
        return Some(Container::Gzip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Container::Workbook);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let is_workbook = holds(b"[Content_Types].xml")
            || holds(b"opendocument.spreadsheet")
            || ends(&[".xlsx", ".xlsm", ".ods"]);
        return Some(if is_workbook {
            Container::Workbook
        } else {
            Container::Zip
        });
    }
    let is_named = ends(&[".json", ".jsonl", ".ndjson"]);
    is_json(head, is_named).then_some(Container::Json)
}

/// Whether a text begins as JSON does that could hold a table. A first cell such as `[Q1]` or `{id}` does not.
fn is_json(head: &[u8], is_named: bool) -> bool {
    // The second byte of each pair is 0 in the UTF-16 of JSON's marks; leaving the zeros out is enough to recognise them.
    let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let start = if is_wide { 2 } else { 0 };
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut bytes = text
        .iter()
        .skip(start)
        .copied()
        .filter(|byte| !(byte.is_ascii_whitespace() || is_wide && *byte == 0));
    match (bytes.next(), bytes.next()) {
        (Some(b'{'), Some(b'"')) => is_key(bytes),
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) => bytes.next().is_none(),
        (Some(b'['), Some(b'{')) => match bytes.next() {
            Some(b'"') => is_key(bytes),
            next => matches!(next, None | Some(b'}')),
        },
        (Some(b'['), Some(b'[')) => match bytes.next() {
            Some(b'"' | b'-' | b'0'..=b'9' | b'[' | b']' | b'{') | None => true,
            Some(first @ (b't' | b'f' | b'n')) => {
                let word: &[u8] = match first {
                    b't' => b"rue",
                    b'f' => b"alse",
                    _ => b"ull",
                };
                word.iter().all(|letter| bytes.next() == Some(*letter))
                    && matches!(bytes.next(), Some(b',' | b']') | None)
            }
            _ => false,
        },
        // A list of single values is no table; it is told so where the name says that JSON was meant.
        (Some(b'['), Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')) => {
            is_named && !has_text_after_list(bytes)
        }
        _ => false,
    }
}

/// Whether the bytes after an opening quote are a key: a string, then a colon.
fn is_key(mut bytes: impl Iterator<Item = u8>) -> bool {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return matches!(bytes.next(), Some(b':') | None),
            _ => {}
        }
    }
    true
}

/// Whether something other than another list follows the first closing bracket, as in `[1],[2]`.
fn has_text_after_list(mut bytes: impl Iterator<Item = u8>) -> bool {
    let closed = bytes.any(|byte| byte == b']');
    closed && !matches!(bytes.next(), None | Some(b'['))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], name: &str, expected: Option<Container>) {
        assert_eq!(container(head, name), expected, "{head:?} {name}");
    }

    #[test]
    fn content_decides_before_the_name() {
        check(b"\x1f\x8b\x08\0", "answers.csv", Some(Container::Gzip));
        check(b"PK\x03\x04....a.csv", "answers.csv", Some(Container::Zip));
        check(
            b"PK\x03\x04....[Content_Types].xml",
            "a",
            Some(Container::Workbook),
        );
        check(b"PK\x03\x04", "A.XLSX", Some(Container::Workbook));
        check(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.csv",
            Some(Container::Workbook),
        );
        check(b"a,b\n1,2\n", "a.zip", None);
        check(b"", "a.json", None);
    }

    #[test]
    fn json_is_recognised_by_its_marks() {
        for text in [
            "{\"a\": 1}",
            "\u{feff} [ { \"a\" : 1 } ]",
            "[[\"a\"]]",
            "[[1,2]]",
            "[[true,1]]",
            "[]",
            "{}",
            "[\n",
        ] {
            let expected = (text != "[\n").then_some(Container::Json);
            check(text.as_bytes(), "a.txt", expected);
        }
        let wide: Vec<u8> = "\u{feff}[{\"a\": 1}]"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, "a", Some(Container::Json));
    }

    #[test]
    fn a_first_cell_in_brackets_is_no_json() {
        for text in [
            "[Q1],[Q2]\n",
            "{id},name\n",
            "[[Q1]],x\n",
            "[1],[2]\n3,4\n",
            "[true],b\n",
            "[{x}],y\n",
            "[[north]],y\n",
            "{\"x\",\"y\"}\n",
        ] {
            check(text.as_bytes(), "a.json", None);
        }
    }
}
