//! Sheets of an old workbook (BIFF8 and BIFF5, MS-XLS): records one after another, each with a number and a length.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::bytes::{Bytes, from, wide};
use super::compound::Compound;
use super::error::UnpackError;
use super::grid::{Grid, Shared};
use super::lines;
use super::moment::{self, Shown};
use super::open::{Part, damaged, sheet_part};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;

/// The sheets of an old workbook as text tables, hidden ones last.
pub(super) fn sheets(
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Vec<Part>, UnpackError> {
    let broken = || damaged(name, "its table of sectors leads nowhere");
    let file = Compound::open(bytes).ok_or_else(broken)?;
    if file.holds("EncryptedPackage") {
        return Err(UnpackError::LockedWorkbook { file: name.into() });
    }
    let Some(stream) = ["Workbook", "Book"]
        .into_iter()
        .find(|name| file.holds(name))
    else {
        return Err(UnpackError::NoTable {
            file: name.into(),
            holds: if file.holds("WordDocument") {
                "it is a text document".into()
            } else {
                "it is no workbook, but another document of the same kind of file".into()
            },
        });
    };
    let stream = file.stream(stream).ok_or_else(broken)?;
    budget.take(name, stream.len())?;
    Book::read(name, &stream, budget)?.parts(&stream, budget)
}

/// What all sheets share.
struct Book<'a> {
    name: &'a str,
    is_old: bool,
    is_1904: bool,
    /// What each cell format makes of a number.
    shown: Vec<Shown>,
    strings: Vec<Shared>,
    sheets: Vec<Sheet>,
    grid: Grid,
}

struct Sheet {
    name: String,
    at: usize,
    is_hidden: bool,
}

/// One record.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

/// The records from the front of `stream` on.
fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = Bytes(stream);
    std::iter::from_fn(move || {
        let kind = rest.u16()?;
        let length = rest.u16()?;
        let data = rest.take(usize::from(length))?;
        Some(Record { kind, data })
    })
}

impl<'a> Book<'a> {
    fn read(name: &'a str, stream: &[u8], budget: &mut Budget) -> Result<Self, UnpackError> {
        let mut book = Self {
            name,
            is_old: false,
            is_1904: false,
            shown: Vec::new(),
            strings: Vec::new(),
            sheets: Vec::new(),
            grid: Grid::default(),
        };
        let broken = || damaged(name, "its list of sheets breaks off");
        let mut formats: BTreeMap<u16, Shown> = BTreeMap::new();
        let mut cell_formats = Vec::new();
        let mut is_ended = false;
        let mut all = records(stream).peekable();
        while let Some(Record { kind, data }) = all.next() {
            let mut fields = Bytes(data);
            match kind {
                BOF => book.is_old = fields.u16().is_some_and(|version| version < 0x0600),
                EOF => {
                    is_ended = true;
                    break;
                }
                // FilePass
                0x002f => return Err(UnpackError::LockedWorkbook { file: name.into() }),
                // Date1904
                0x0022 => book.is_1904 = fields.u16() == Some(1),
                // Format
                0x041e => {
                    if let (Some(id), Some(text)) =
                        (fields.u16(), book.text(&mut fields, !book.is_old))
                    {
                        formats.insert(id, moment::shown(&text));
                    }
                }
                // XF
                0x00e0 => {
                    let id = from(data, 2).and_then(|mut fields| fields.u16());
                    cell_formats.push(id.unwrap_or_default());
                }
                // BoundSheet
                0x0085 => {
                    let sheet = book.sheet(&mut fields).ok_or_else(broken)?;
                    book.sheets.extend(sheet);
                }
                // SST and what continues it
                0x00fc => {
                    let mut parts = vec![data];
                    while let Some(more) = all.next_if(|record| record.kind == CONTINUE) {
                        parts.push(more.data);
                    }
                    book.shared(parts, budget)?;
                }
                _ => {}
            }
        }
        if !is_ended {
            return Err(broken());
        }
        book.shown = cell_formats
            .into_iter()
            .map(|id| match formats.get(&id) {
                Some(shown) => *shown,
                None => moment::built_in(u32::from(id)),
            })
            .collect();
        Ok(book)
    }

    /// A sheet of cells; the outer `None` is a broken record, the inner one a chart or macro.
    fn sheet(&self, fields: &mut Bytes<'_>) -> Option<Option<Sheet>> {
        let at = fields.u32()? as usize;
        let is_hidden = fields.u8()? & 3 != 0;
        let kind = fields.u8()?;
        let name = self.text(fields, false)?;
        Some((kind == 0).then_some(Sheet {
            name,
            at,
            is_hidden,
        }))
    }

    /// A text with its length before it, in one or two bytes; `None` where it ends too early.
    fn text(&self, fields: &mut Bytes<'_>, is_long: bool) -> Option<String> {
        let length = if is_long {
            usize::from(fields.u16()?)
        } else {
            usize::from(fields.u8()?)
        };
        if self.is_old {
            return fields.take(length).map(western);
        }
        let flags = fields.u8()?;
        letters(fields, length, flags & 1 != 0)
    }

    /// The strings that cells refer to. A string may be cut anywhere; what goes on in the next record says anew whether
    /// letters have one byte or two.
    fn shared(&mut self, parts: Vec<&[u8]>, budget: &mut Budget) -> Result<(), UnpackError> {
        let broken = || damaged(self.name, "its list of texts breaks off");
        let mut cut = Cut {
            parts: parts.into_iter().map(Bytes).collect(),
            at: 0,
        };
        let counts = cut.take(8).ok_or_else(broken)?;
        let many = from(&counts, 4).and_then(|mut counts| counts.u32());
        for _ in 0..many.unwrap_or_default() {
            let text = cut.string().ok_or_else(broken)?;
            budget.take(self.name, size_of::<Shared>())?;
            let shared = self.grid.share(&text, self.name, budget)?;
            self.strings.push(shared);
        }
        Ok(())
    }

    fn parts(mut self, stream: &[u8], budget: &mut Budget) -> Result<Vec<Part>, UnpackError> {
        let mut sheets = std::mem::take(&mut self.sheets);
        sheets.sort_by_key(|sheet| sheet.is_hidden);
        let mut parts = Vec::new();
        for sheet in sheets {
            let file = format!("{}, sheet {}", self.name, sheet.name);
            let cells = stream
                .get(sheet.at..)
                .ok_or_else(|| damaged(&file, "it lies outside the file"))?;
            self.cells(cells, &file, budget)?;
            parts.extend(sheet_part(&file, &mut self.grid, budget)?);
        }
        Ok(parts)
    }

    /// Puts the cells of one sheet into the grid.
    fn cells(&mut self, stream: &[u8], file: &str, budget: &mut Budget) -> Result<(), UnpackError> {
        let broken = || damaged(file, "a cell breaks off");
        // Charts inside a sheet are documents of their own, with cells that are none of the sheet's.
        let mut depth = 0_u32;
        let mut formula = (0, 0);
        for Record { kind, data } in records(stream) {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return Ok(()),
                EOF => depth -= 1,
                _ if depth != 1 => {}
                // LabelSst, Label, RString, Number, RK, BoolErr, Formula
                0x00fd | 0x0204 | 0x00d6 | 0x0203 | 0x027e | 0x0205 | 0x0006 => {
                    let mut fields = Bytes(data);
                    let (row, column, format) = place(&mut fields).ok_or_else(broken)?;
                    formula = (row, column);
                    if kind == 0x00fd {
                        let number = fields.u32().ok_or_else(broken)?;
                        let shared = self.strings.get(number as usize);
                        if let Some(shared) = shared.filter(|shared| !shared.is_empty()) {
                            self.grid.put_shared((row, column), *shared, file, budget)?;
                        }
                    } else {
                        let text = self.cell(kind, fields, format).ok_or_else(broken)?;
                        self.grid.put((row, column), &text, file, budget)?;
                    }
                }
                // String: the text of the formula before it
                0x0207 => {
                    let text = self.text(&mut Bytes(data), true).ok_or_else(broken)?;
                    self.grid.put(formula, &text, file, budget)?;
                }
                // MulRk
                0x00bd => {
                    let mut fields = Bytes(data);
                    let (row, first) = row_and_column(&mut fields).ok_or_else(broken)?;
                    let many = fields.0.len().saturating_sub(2) / 6;
                    for column in (first..).take(many) {
                        let format = fields.u16().ok_or_else(broken)?;
                        let value = fields.u32().ok_or_else(broken)?;
                        let text = self.number(short(value), format);
                        self.grid.put((row, column), &text, file, budget)?;
                    }
                }
                _ => {}
            }
        }
        Err(damaged(file, "it breaks off"))
    }

    /// The text of a cell whose record goes on with its value.
    fn cell(&self, kind: u16, mut fields: Bytes<'_>, format: u16) -> Option<String> {
        Some(match kind {
            0x0204 | 0x00d6 => self.text(&mut fields, true)?,
            0x0203 => self.number(f64::from_bits(fields.u64()?), format),
            0x027e => self.number(short(fields.u32()?), format),
            0x0205 => yes_or_error(fields.u8()?, fields.u8()? != 0),
            _ => {
                let value = fields.u64()?;
                // What is no number has its kind in the first byte and its value in the third.
                match (value >> 48 == 0xffff, value as u8) {
                    (true, 1) => yes_or_error((value >> 16) as u8, false),
                    (true, 2) => yes_or_error((value >> 16) as u8, true),
                    (true, _) => String::new(),
                    (false, _) => self.number(f64::from_bits(value), format),
                }
            }
        })
    }

    fn number(&self, value: f64, format: u16) -> String {
        let shown = self.shown.get(usize::from(format));
        let shown = shown.copied().unwrap_or(Shown::Number);
        moment::written(value, shown, self.is_1904).unwrap_or_else(|| lines::number(value))
    }
}

/// Row and column at the front of a record.
fn row_and_column(fields: &mut Bytes<'_>) -> Option<(u32, u32)> {
    Some((u32::from(fields.u16()?), u32::from(fields.u16()?)))
}

/// Row, column and cell format at the front of a record.
fn place(fields: &mut Bytes<'_>) -> Option<(u32, u32, u16)> {
    let (row, column) = row_and_column(fields)?;
    Some((row, column, fields.u16()?))
}

/// A number in four bytes: the upper half of a float or a whole number, either of them perhaps in hundredths.
fn short(value: u32) -> f64 {
    let number = if value & 2 != 0 {
        f64::from(value as i32 >> 2)
    } else {
        f64::from_bits(u64::from(value & !3) << 32)
    };
    if value & 1 != 0 {
        number / 100.0
    } else {
        number
    }
}

fn yes_or_error(value: u8, is_error: bool) -> String {
    let text = match (is_error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0f) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1d) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    };
    text.to_owned()
}

/// Letters of one byte (the lower half of UTF-16) or two.
fn letters(fields: &mut Bytes<'_>, length: usize, is_wide: bool) -> Option<String> {
    if is_wide {
        let mut units = Bytes(fields.take(length * 2)?);
        Some(wide(std::iter::from_fn(|| units.u16())))
    } else {
        let bytes = fields.take(length)?;
        Some(bytes.iter().copied().map(char::from).collect())
    }
}

/// Windows-1252, which workbooks from before 1997 are taken for.
fn western(bytes: &[u8]) -> String {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => UPPER.chars().nth(usize::from(byte - 0x80)),
        byte => Some(char::from(*byte)),
    };
    bytes.iter().filter_map(letter).collect()
}

/// Bytes cut into records.
struct Cut<'a> {
    parts: Vec<Bytes<'a>>,
    at: usize,
}

impl<'a> Cut<'a> {
    /// The record that has bytes left.
    fn here(&mut self) -> Option<&mut Bytes<'a>> {
        while self.parts.get(self.at)?.0.is_empty() {
            self.at += 1;
        }
        self.parts.get_mut(self.at)
    }

    fn take(&mut self, many: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < many {
            let here = self.here()?;
            let part = here.0.len().min(many - taken.len());
            taken.extend_from_slice(here.take(part)?);
        }
        Some(taken)
    }

    fn skip(&mut self, mut many: usize) -> Option<()> {
        while many > 0 {
            let here = self.here()?;
            let part = here.0.len().min(many);
            here.take(part)?;
            many -= part;
        }
        Some(())
    }

    /// XLUnicodeRichExtendedString
    fn string(&mut self) -> Option<String> {
        let head = self.take(3)?;
        let mut left = usize::from(u16::from_le_bytes([head[0], head[1]]));
        let mut flags = head[2];
        let runs = match flags & 8 {
            0 => 0,
            _ => usize::from(Bytes(&self.take(2)?).u16()?),
        };
        let more = match flags & 4 {
            0 => 0,
            _ => Bytes(&self.take(4)?).u32()? as usize,
        };
        let mut text = String::new();
        while left > 0 {
            if self.parts.get(self.at)?.0.is_empty() {
                flags = self.here()?.u8()?;
                continue;
            }
            let here = self.here()?;
            let size = 1 + usize::from(flags & 1);
            let many = (here.0.len() / size).min(left);
            if many == 0 {
                return None;
            }
            text += &letters(here, many, flags & 1 != 0)?;
            left -= many;
        }
        self.skip(runs * 4)?;
        self.skip(more)?;
        Some(text)
    }
}
