//! Tables as bytes.

use super::tables::Table;

#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    pub delimiter: char,
    pub quoting: Quoting,
    pub end: &'static str,
}

/// Which cells stand in quotes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quoting {
    Needed,
    All,
    /// All but numbers and blanks.
    Texts,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Charset {
    Utf8,
    Utf8Mark,
    Utf16Little,
    Utf16Big,
    Utf16Bare,
    Windows1252,
}

impl Charset {
    pub const ALL: [Charset; 6] = [
        Charset::Utf8,
        Charset::Utf8Mark,
        Charset::Utf16Little,
        Charset::Utf16Big,
        Charset::Utf16Bare,
        Charset::Windows1252,
    ];
}

/// Header rows and records.
pub fn lines(table: &Table) -> Vec<Vec<String>> {
    table.head.iter().chain(&table.records).cloned().collect()
}

pub fn cell(text: &str, dialect: Dialect) -> String {
    let needed = text.contains([dialect.delimiter, '"', '\n', '\r']);
    let is_number = text.is_empty() || text.parse::<f64>().is_ok();
    let quoted = match dialect.quoting {
        Quoting::Needed => needed,
        Quoting::All => true,
        Quoting::Texts => needed || !is_number,
    };
    if quoted {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

pub fn line(cells: &[String], dialect: Dialect) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text, dialect)).collect();
    cells.join(&dialect.delimiter.to_string())
}

pub fn write(lines: &[Vec<String>], dialect: Dialect) -> String {
    lines
        .iter()
        .map(|cells| line(cells, dialect) + dialect.end)
        .collect()
}

/// The bytes of a text; none where the character set lacks a character.
pub fn encode(text: &str, charset: Charset) -> Option<Vec<u8>> {
    let utf_16 = |big: bool, mark: bool| {
        let mark = mark.then_some(0xfeff);
        let units = mark.into_iter().chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    Some(match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        Charset::Utf8Mark => ["\u{feff}", text].concat().into_bytes(),
        Charset::Utf16Little => utf_16(false, true),
        Charset::Utf16Big => utf_16(true, true),
        Charset::Utf16Bare => utf_16(false, false),
        Charset::Windows1252 => {
            let (bytes, _, is_lossy) = encoding_rs::WINDOWS_1252.encode(text);
            if is_lossy || text.is_ascii() {
                return None;
            }
            bytes.into_owned()
        }
    })
}
