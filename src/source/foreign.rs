//! Recognises files that are no text table at all, by their first bytes.

use std::fmt;

use super::encoding::is_utf_16;

/// Something that is no text table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Foreign {
    /// A spreadsheet file (xlsx, xls, ods).
    Workbook,
    /// A zip or gzip archive.
    Archive,
    /// A PDF document.
    Pdf,
    /// A picture.
    Image,
    /// A web page, mostly a log-in page saved in place of the export.
    Html,
    /// An XML document, mostly an error of a store of files.
    Xml,
    /// A server's message in place of the file.
    Message,
    /// A pointer that stands for a large file in a repository.
    Pointer,
    /// A data file of another program (Parquet, SQLite).
    Database,
    /// Bytes that are no text.
    Binary,
}

impl Foreign {
    /// What to do instead, as the end of a sentence.
    pub fn advice(self) -> &'static str {
        match self {
            Foreign::Workbook => {
                "open it in a spreadsheet program and save the sheet as CSV (UTF-8)"
            }
            Foreign::Archive => "unpack it and choose the CSV file inside",
            Foreign::Pointer => "fetch the file with git lfs pull and choose that",
            Foreign::Pdf | Foreign::Image | Foreign::Xml => {
                "export the answers as CSV and choose that file"
            }
            Foreign::Html | Foreign::Message => {
                "log in to the survey tool, download the export again and choose the CSV file"
            }
            Foreign::Database => "export the table as CSV and choose that file",
            Foreign::Binary => "export the answers as CSV text and choose that file",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Foreign::Workbook => "a workbook, not a CSV file",
            Foreign::Archive => "a packed archive, not a CSV file",
            Foreign::Pdf => "a PDF document, not a CSV file",
            Foreign::Image => "a picture, not a CSV file",
            Foreign::Html => "a web page, not a CSV file",
            Foreign::Xml => "an XML document, not a CSV file",
            Foreign::Message => "a server's message, not a CSV file",
            Foreign::Pointer => "a pointer to a large file, not the file itself",
            Foreign::Database => "a data file of another program, not a CSV file",
            Foreign::Binary => "not text",
        })
    }
}

/// What `bytes` are if no text table; `None` lets reading go on.
pub(super) fn foreign(file: &str, bytes: &[u8]) -> Option<Foreign> {
    const MAGIC: [(&[u8], Foreign); 15] = [
        (b"\x89PNG\r\n\x1a\n", Foreign::Image),
        (b"\xff\xd8\xff", Foreign::Image),
        (b"GIF8", Foreign::Image),
        (b"RIFF", Foreign::Binary),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::Workbook),
        (b"\x1f\x8b\x08", Foreign::Archive),
        (b"BZh9", Foreign::Archive),
        (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
        (b"\x28\xb5\x2f\xfd", Foreign::Archive),
        (b"Rar!\x1a\x07", Foreign::Archive),
        (b"\xfd7zXZ\0", Foreign::Archive),
        (b"%PDF-", Foreign::Pdf),
        (b"PAR1", Foreign::Database),
        (b"SQLite format 3\0", Foreign::Database),
        (b"\x7fELF", Foreign::Binary),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(if is_workbook(file, bytes) {
            Foreign::Workbook
        } else {
            Foreign::Archive
        });
    }
    if let Some((_, foreign)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*foreign);
    }
    if is_html(bytes) {
        return Some(Foreign::Html);
    }
    if starts_with_any(bytes, &[b"<?xml", b"<svg"]) {
        return Some(Foreign::Xml);
    }
    if is_message(bytes) {
        return Some(Foreign::Message);
    }
    if is_pointer(bytes) {
        return Some(Foreign::Pointer);
    }
    is_binary(bytes).then_some(Foreign::Binary)
}

fn is_workbook(file: &str, bytes: &[u8]) -> bool {
    let name = file.to_ascii_lowercase();
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    [".xlsx", ".xlsm", ".xls", ".ods"]
        .iter()
        .any(|end| name.ends_with(end))
        || holds(b"[Content_Types].xml")
        || holds(b"opendocument.spreadsheet")
}

fn is_html(bytes: &[u8]) -> bool {
    starts_with_any(
        bytes,
        &[b"<!doctype html", b"<html", b"<head", b"<body", b"<table"],
    )
}

/// Whether the text starts with one of `starts` in any case, after white space and a byte order mark.
fn starts_with_any(bytes: &[u8], starts: &[&[u8]]) -> bool {
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    starts.iter().any(|start| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

/// Whether the bytes are one line that says what a server would not give, or a scrap of a web page.
fn is_message(bytes: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"404",
        b"403 ",
        b"401 ",
        b"500 ",
        b"502 ",
        b"503 ",
        b"not found",
        b"forbidden",
        b"unauthorized",
        b"access denied",
        b"internal server error",
        b"bad gateway",
        b"service unavailable",
    ];
    let text = bytes.trim_ascii();
    let one_line = !text.contains(&b'\n');
    let scrap = text.len() < 4096
        && text.starts_with(b"<")
        && text.ends_with(b">")
        && text.get(1).is_some_and(u8::is_ascii_alphabetic);
    let short =
        text.len() < 200 && text.contains(&b' ') && !text.contains(&b',') && !text.contains(&b';');
    one_line && (scrap || short && starts_with_any(text, STARTS))
}

/// Whether the bytes are what Git LFS or git-annex keep in place of a large file.
fn is_pointer(bytes: &[u8]) -> bool {
    if bytes.len() > 1024 {
        return false;
    }
    let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    bytes.starts_with(b"version ") && holds(b"\noid sha256:") && holds(b"\nsize ")
        || holds(b".git/annex/objects/")
        || bytes.starts_with(b"/annex/objects/")
}

fn is_binary(bytes: &[u8]) -> bool {
    // UTF-16 text is half NULs.
    if is_utf_16(bytes) {
        return false;
    }
    let end = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    let head = &bytes[..end.min(64 << 10)];
    let odd = head.iter().filter(|&&byte| {
        byte < b' '
            && !matches!(
                byte,
                b'\t' | b'\n' | b'\r' | 0x01 | 0x0b | 0x0c | 0x1a..=0x1f
            )
    });
    // NULs in a row are a hole that a broken disk left: they count once.
    let nuls = head.iter().filter(|byte| **byte == 0).count();
    let holes = head.chunk_by(|a, b| (*a == 0) == (*b == 0));
    let holes = holes.filter(|run| run[0] == 0).count();
    let odd = odd.count();
    // A few NULs alone are damage in a text.
    odd * 50 > head.len() && !(odd == nuls && holes * 8 <= head.len() && nuls * 2 <= head.len())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::SourceError;
    use super::*;

    fn check(file: &str, bytes: &[u8], expected: Expect) {
        let said = foreign(file, bytes).map(|foreign| {
            SourceError::Foreign {
                file: file.to_owned(),
                foreign,
            }
            .to_string()
        });
        expected.assert_eq(&said.unwrap_or_else(|| "text".to_owned()));
    }

    #[test]
    fn workbooks_are_named() {
        check(
            "answers.xlsx",
            b"PK\x03\x04\x14\0",
            expect![
                "answers.xlsx is a workbook, not a CSV file: open it in a spreadsheet program and save the sheet as CSV (UTF-8)."
            ],
        );
    }

    #[test]
    fn archives_are_named() {
        check(
            "a.zip",
            b"PK\x03\x04\x14\0",
            expect![
                "a.zip is a packed archive, not a CSV file: unpack it and choose the CSV file inside."
            ],
        );
    }

    #[test]
    fn a_saved_log_in_page_is_named() {
        check(
            "a.csv",
            b"\n <!DOCTYPE html><html>",
            expect![
                "a.csv is a web page, not a CSV file: log in to the survey tool, download the export again and choose the CSV file."
            ],
        );
    }

    #[test]
    fn pictures_are_named() {
        check(
            "a.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0",
            expect![
                "a.csv is a picture, not a CSV file: export the answers as CSV and choose that file."
            ],
        );
    }

    #[test]
    fn many_nuls_are_no_text() {
        check(
            "a.csv",
            b"\x01\x02abc\0\0\0\x05",
            expect!["a.csv is not text: export the answers as CSV text and choose that file."],
        );
    }

    #[test]
    fn html_inside_a_header_is_text() {
        check(
            "a.csv",
            b"#,<strong>Are you self-employed?</strong>\n1,0\n",
            expect!["text"],
        );
    }
}
