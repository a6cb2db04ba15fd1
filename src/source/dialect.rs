//! How cells and records are told apart.

use serde::{Deserialize, Serialize};

/// How a file separates its cells and records.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Dialect {
    /// What stands between cells: mostly one character, sometimes several; empty where a line is one cell.
    pub delimiter: String,
    /// Whether several delimiters in a row count as one, as in columns lined up with spaces.
    pub merged: bool,
    /// The quote around cells, `"` or `'`.
    pub quote: Option<char>,
    /// How a quote inside quotes is written.
    pub escape: Escape,
    /// Whether white space after a delimiter belongs to the delimiter.
    pub trimmed: bool,
    /// What ends a record.
    pub line_end: LineEnd,
}

/// How a quote inside quotes is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum Escape {
    /// Twice.
    #[default]
    Doubled,
    /// After a backslash, as is a delimiter or line end outside quotes.
    Backslash,
}

/// What ends a record.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub enum LineEnd {
    /// Line feed.
    #[default]
    Lf,
    /// Carriage return (or several) and line feed.
    Crlf,
    /// Carriage return alone.
    Cr,
    /// More than one of these in the same file.
    Mixed,
}

impl Dialect {
    /// RFC 4180 with this delimiter.
    pub fn of(delimiter: impl Into<String>) -> Dialect {
        Dialect {
            delimiter: delimiter.into(),
            merged: false,
            quote: Some('"'),
            escape: Escape::Doubled,
            trimmed: false,
            line_end: LineEnd::Lf,
        }
    }

    /// The delimiter in words.
    pub fn delimiter_name(&self) -> String {
        match self.delimiter.as_str() {
            "" => "one cell a line".to_owned(),
            "," => "comma".to_owned(),
            ";" => "semicolon".to_owned(),
            "\t" => "tab".to_owned(),
            "|" => "pipe".to_owned(),
            " " if self.merged => "runs of spaces".to_owned(),
            " " => "space".to_owned(),
            other => format!("\u{201c}{}\u{201d}", other.escape_debug()),
        }
    }

    /// One cell as this dialect writes it, the reverse of reading.
    pub fn write(&self, cell: &str) -> String {
        let quote = self.quote.unwrap_or('"');
        let special = cell.is_empty() && (self.merged || self.delimiter.is_empty())
            || cell.contains(['\n', '\r'])
            // A delimiter of several characters could begin or end in the cell.
            || self.delimiter.chars().any(|c| cell.contains(c))
            || cell.starts_with(quote)
            || cell.trim() != cell
            || self.escape == Escape::Backslash && cell.contains('\\')
            || (self.trimmed || self.merged || self.delimiter == " ") && cell.contains(quote);
        if !special {
            return cell.to_owned();
        }
        let inside = match self.escape {
            Escape::Doubled => cell.replace(quote, &format!("{quote}{quote}")),
            Escape::Backslash => cell
                .replace('\\', "\\\\")
                .replace(quote, &format!("\\{quote}")),
        };
        format!("{quote}{inside}{quote}")
    }
}
