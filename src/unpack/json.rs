//! Finds the records in a JSON text: a list, the one list inside an object, or one record after another.

use super::budget::Budget;
use super::bytes::wide;
use super::error::UnpackError;
use super::flatten::Records;
use super::open::{Part, sheet_part};

/// Lists and objects that may stand in one another.
const MOST_NESTED: u32 = 100;
/// Letters of a message that are quoted.
const QUOTED: usize = 80;

/// Where a text stops being JSON, and what stands there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    /// Byte in the text.
    pub at: usize,
    /// What stands there.
    pub found: &'static str,
    /// Whether it is JSON all the same, only no record.
    pub is_json: bool,
}

/// The records of a JSON text as one text table.
pub(super) fn records(
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    let text = decoded(bytes);
    budget.take(name, text.len())?;
    let mut table = Records::new(name);
    let told = |fault: Fault| told(name, &text, fault);
    let mut json = Json::new(&text);
    let is_lines = [".jsonl", ".ndjson"]
        .iter()
        .any(|end| name.to_ascii_lowercase().ends_with(end));
    let mut after = json.clone();
    after.skip_value(0).map_err(told)?;
    if is_lines || after.peek().is_some() {
        table.lines(&mut json, budget, &told)?;
    } else if json.peek() == Some(b'[') {
        table.list(&mut json, budget, &told)?;
    } else {
        let mut lists = Vec::new();
        look(&mut json.clone(), "", &mut lists).map_err(told)?;
        let found = lists.iter().filter(|list| list.kind != Kind::Values);
        let found: Vec<&List> = found.collect();
        match found.as_slice() {
            [list] => {
                let mut header = lists.iter().filter(|other| {
                    other.kind == Kind::Values
                        && ["columns", "fields", "header", "headers"].contains(&other.name.as_str())
                });
                if let Some(header) = header.next().filter(|_| list.kind == Kind::Rows) {
                    table.row(
                        &mut Json {
                            text: &text,
                            at: header.at,
                        },
                        budget,
                        &told,
                    )?;
                }
                table.list(
                    &mut Json {
                        text: &text,
                        at: list.at,
                    },
                    budget,
                    &told,
                )?;
            }
            [] => {
                return Err(UnpackError::JsonMessage {
                    file: name.into(),
                    message: message(&text),
                });
            }
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .take(5)
                    .map(|list| list.name.as_str())
                    .collect();
                return Err(UnpackError::SeveralLists {
                    file: name.into(),
                    lists: names.join(", "),
                });
            }
        }
    }
    let mut grid = table.finish(budget)?;
    budget.give(text.len());
    let part = sheet_part(name, &mut grid, budget)?;
    part.map(|part| vec![part])
        .ok_or_else(|| UnpackError::NoTable {
            file: name.into(),
            holds: "its list is empty".into(),
        })
}

/// The text of the bytes; marks of replacement stand for what is none.
fn decoded(bytes: &[u8]) -> String {
    let pairs = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        wide(bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])))
    };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        pairs(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        pairs(rest, u16::from_be_bytes)
    } else {
        let rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        String::from_utf8_lossy(rest).into_owned()
    }
}

/// A fault with its line.
fn told(name: &str, text: &str, fault: Fault) -> UnpackError {
    let before = &text.as_bytes()[..fault.at.min(text.len())];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let file = name.to_owned();
    let found = fault.found;
    if fault.is_json {
        return UnpackError::NoRecord { file, line, found };
    }
    UnpackError::BrokenJson {
        file,
        line,
        column: (before.len() - start) as u64 + 1,
        found,
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Objects,
    Rows,
    Values,
}

/// A list inside an object.
#[derive(Debug)]
struct List {
    name: String,
    at: usize,
    kind: Kind,
}

/// Notes the lists of an object and of the objects in it.
fn look(json: &mut Json<'_>, inside: &str, lists: &mut Vec<List>) -> Result<(), Fault> {
    json.step();
    while json.key_comes()? {
        let key = json.key()?;
        let name = if inside.is_empty() {
            key
        } else {
            format!("{inside}.{key}")
        };
        match json.peek() {
            Some(b'[') => {
                let mut first = json.clone();
                first.step();
                let kind = match first.peek() {
                    Some(b'{') => Some(Kind::Objects),
                    Some(b'[') => Some(Kind::Rows),
                    Some(b']') => None,
                    _ => Some(Kind::Values),
                };
                lists.extend(kind.map(|kind| List {
                    name,
                    at: json.at,
                    kind,
                }));
                json.skip_value(1)?;
            }
            Some(b'{') if inside.is_empty() => look(json, &name, lists)?,
            _ => json.skip_value(1)?,
        }
    }
    Ok(())
}

/// At most 80 letters of what an object says.
fn message(text: &str) -> String {
    let said = said(&mut Json::new(text), 0).ok().flatten();
    let said = said.unwrap_or_else(|| text.trim().to_owned());
    let mut words = String::new();
    for (i, word) in said.split_whitespace().enumerate() {
        if i > 0 {
            words.push(' ');
        }
        words += word;
        if words.len() > 4 * QUOTED {
            break;
        }
    }
    let mut quoted: String = words.chars().take(QUOTED).collect();
    if quoted.len() < words.len() {
        quoted.pop();
        quoted.push('…');
    }
    format!("“{}”", quoted.trim_end_matches('.'))
}

/// The text under the first name that messages are kept under, also inside another such name.
fn said(json: &mut Json<'_>, depth: u32) -> Result<Option<String>, Fault> {
    const NAMES: [&str; 8] = [
        "message",
        "error_description",
        "error",
        "detail",
        "errors",
        "title",
        "msg",
        "meta",
    ];
    let mut best: Option<(usize, String)> = None;
    json.step();
    while json.key_comes()? {
        let key = json.key()?;
        let rank = NAMES.iter().position(|name| key.eq_ignore_ascii_case(name));
        let text = match (rank, json.peek()) {
            (Some(_), Some(b'"')) => Some(json.string()?),
            (Some(_), Some(b'{')) if depth < 3 => said(json, depth + 1)?,
            _ => {
                json.skip_value(depth + 1)?;
                None
            }
        };
        if let (Some(rank), Some(text)) = (rank, text)
            && !text.is_empty()
            && best.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            best = Some((rank, text));
        }
    }
    Ok(best.map(|(_, text)| text))
}

/// JSON read from the front.
#[derive(Clone)]
pub(super) struct Json<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Json<'a> {
    /// Starts at the front of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next value begins.
    pub fn start(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// The text between two places.
    pub fn between(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The place behind what was read.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a place.
    pub fn back(&mut self, at: usize) {
        self.at = at;
    }

    /// The next byte that is no blank.
    pub fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
            .count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over the next byte that is no blank.
    pub fn step(&mut self) {
        if self.peek().is_some() {
            self.at += 1;
        }
    }

    /// What stands here instead of what should.
    pub fn fault(&self, found: &'static str) -> Fault {
        Fault {
            at: self.at,
            found,
            is_json: false,
        }
    }

    fn unexpected(&mut self) -> Fault {
        match self.peek() {
            None => self.fault("the end of the file"),
            Some(b'\'') => self.fault("a single quote, which JSON does not know"),
            Some(b',' | b']' | b'}' | b':') => self.fault("a mark where a value was expected"),
            Some(_) => self.fault("a word that is no value"),
        }
    }

    /// Whether another entry follows in an object that was stepped into; passes over the comma or the end.
    pub fn key_comes(&mut self) -> Result<bool, Fault> {
        self.entry_comes(b'{', b'}')
    }

    /// Whether another entry follows in a list that was stepped into; passes over the comma or the end.
    pub fn value_comes(&mut self) -> Result<bool, Fault> {
        self.entry_comes(b'[', b']')
    }

    fn entry_comes(&mut self, open: u8, close: u8) -> Result<bool, Fault> {
        // What was read last tells the first entry from the others: strings and values never end in an opening bracket.
        let before = self.text.as_bytes()[..self.at].iter().rev();
        let last = before
            .copied()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        let is_first = last == Some(open);
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                match self.peek() {
                    Some(byte) if byte == close => Err(self.fault("a comma too many")),
                    _ => Ok(true),
                }
            }
            Some(_) if is_first => Ok(true),
            None => Err(self.fault("the end of the file")),
            Some(_) => Err(self.fault("no comma between two entries")),
        }
    }

    /// A key and the colon behind it.
    pub fn key(&mut self) -> Result<String, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("a key without quotes"));
        }
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("no colon behind a key"));
        }
        self.at += 1;
        Ok(key)
    }

    /// A string without its quotes and escapes.
    pub fn string(&mut self) -> Result<String, Fault> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find(['"', '\\']) else {
                self.at = self.text.len();
                return Err(self.fault("the end of the file inside a text"));
            };
            out.push_str(&rest[..end]);
            self.at += end + 1;
            if rest.as_bytes()[end] == b'"' {
                return Ok(out);
            }
            let escape = self.text.as_bytes().get(self.at).copied();
            self.at += 1;
            out.push(match escape {
                Some(b'n') => '\n',
                Some(b't') => '\t',
                Some(b'r') => '\r',
                Some(b'b') => '\u{8}',
                Some(b'f') => '\u{c}',
                Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
                Some(b'u') => self.unit_pair(),
                _ => {
                    self.at = self.at.min(self.text.len()) - 1;
                    return Err(self.fault("a backslash that escapes nothing"));
                }
            });
        }
    }

    /// The letter of `XXXX`, or of `XXXX\uXXXX`, behind `\u`; a mark of replacement where there is none.
    fn unit_pair(&mut self) -> char {
        let Some(first) = self.unit() else {
            return char::REPLACEMENT_CHARACTER;
        };
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            match self.unit() {
                Some(second) if (0xdc00..0xe000).contains(&second) => units.push(second),
                _ => self.at = before,
            }
        }
        let mut letters = char::decode_utf16(units);
        let letter = letters.next().and_then(Result::ok);
        letter.unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn unit(&mut self) -> Option<u16> {
        let hex = self.text.get(self.at..self.at + 4)?;
        let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let unit = u16::from_str_radix(hex, 16).ok().filter(|_| is_hex)?;
        self.at += 4;
        Some(unit)
    }

    /// A string, number, true, false or null as text; null and numbers that are none are empty.
    pub fn scalar(&mut self) -> Result<String, Fault> {
        if self.peek() == Some(b'"') {
            return self.string();
        }
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')));
        let word = &rest[..end.unwrap_or(rest.len())];
        let text = match word {
            "true" => "TRUE",
            "false" => "FALSE",
            "null" | "NaN" => "",
            word if is_number(word) => word,
            _ => return Err(self.unexpected()),
        };
        self.at += word.len();
        Ok(text.to_owned())
    }

    /// Passes over one value, whatever it is.
    pub fn skip_value(&mut self, depth: u32) -> Result<(), Fault> {
        if depth > MOST_NESTED {
            return Err(self.fault("lists in lists without end"));
        }
        match self.peek() {
            Some(b'{') => {
                self.step();
                while self.key_comes()? {
                    self.key()?;
                    self.skip_value(depth + 1)?;
                }
            }
            Some(b'[') => {
                self.step();
                while self.value_comes()? {
                    self.skip_value(depth + 1)?;
                }
            }
            _ => drop(self.scalar()?),
        }
        Ok(())
    }
}

/// Whether a word is a number as JSON writes them; infinity, which other programs write, is one too.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    digits == "Infinity"
        || digits.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut json = Json::new(text);
        let said = match json.skip_value(0) {
            Ok(()) => format!("{} left", text.len() - json.at()),
            Err(fault) => format!("{} at {}", fault.found, fault.at),
        };
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn values_are_passed_over_whole() {
        check("{\"a\": [1, {\"b\": null}, \"]\"]} ", "1 left");
        check("[]", "0 left");
        check("{ }", "0 left");
        check("[\"\\\\\"]", "0 left");
        check("[\"[\"]", "0 left");
    }

    #[test]
    fn faults_say_where() {
        check("[1 2]", "no comma between two entries at 3");
        check("[1,]", "a comma too many at 3");
        check("{a: 1}", "a key without quotes at 1");
        check("[1", "the end of the file at 2");
        check("[\"a", "the end of the file inside a text at 3");
        check("[yes]", "a word that is no value at 1");
        check(&"[".repeat(1000), "lists in lists without end at 101");
    }

    #[test]
    fn escapes_are_resolved() {
        let mut json = Json::new("\"\\u00e4\\ud83d\\ude00\\ud83d\\n\\u00zz\"");
        assert_eq!(json.string().as_deref(), Ok("ä😀\u{fffd}\n\u{fffd}00zz"));
    }
}
