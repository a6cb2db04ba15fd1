//! Sheets of an OpenDocument spreadsheet (ODF 1.2), read tag by tag.

use std::collections::BTreeSet;

use super::budget::Budget;
use super::error::UnpackError;
use super::grid::{Grid, MOST_COLUMNS, MOST_ROWS};
use super::lines;
use super::moment;
use super::open::{Part, damaged, sheet_part};
use super::xml::{Piece, Tag, Xml, unescape};
use super::zip::Zip;

/// Blanks that one tag may stand for.
const MOST_BLANKS: usize = 1000;

/// The sheets as text tables, hidden ones last; `None` where the archive is no spreadsheet.
pub(super) fn sheets(
    name: &str,
    zip: &Zip<'_>,
    budget: &mut Budget,
) -> Result<Option<Vec<Part>>, UnpackError> {
    if !zip.holds("mimetype") || !zip.holds("content.xml") {
        return Ok(None);
    }
    if !zip.text(name, "mimetype", budget)?.contains("spreadsheet") {
        return Ok(None);
    }
    if zip.holds("META-INF/manifest.xml") {
        let text = zip.text(name, "META-INF/manifest.xml", budget)?;
        if text.contains("encryption-data") {
            return Err(UnpackError::LockedWorkbook { file: name.into() });
        }
    }
    let text = zip.text(name, "content.xml", budget)?;
    let mut hidden_styles = BTreeSet::new();
    let mut style = None;
    let (mut visible, mut hidden) = (Vec::new(), Vec::new());
    let mut grid = Grid::default();
    let mut xml = Xml::new(&text);
    let mut is_ended = false;
    while let Some(piece) = xml.next() {
        match piece {
            Piece::Start(tag) if tag.name == "style" => style = tag.raw("style:name"),
            Piece::Start(tag)
                if tag.name == "table-properties" && tag.raw("table:display") == Some("false") =>
            {
                hidden_styles.extend(style);
            }
            Piece::Start(tag) if tag.name == "table" => {
                let sheet = tag.text("table:name").unwrap_or_default();
                let file = format!("{name}, sheet {sheet}");
                cells(&mut xml, &mut grid, &file, budget)?;
                let part = sheet_part(&file, &mut grid, budget)?;
                let style = tag.raw("table:style-name");
                if style.is_some_and(|style| hidden_styles.contains(style)) {
                    hidden.extend(part);
                } else {
                    visible.extend(part);
                }
            }
            Piece::End("document-content") => is_ended = true,
            _ => {}
        }
    }
    if !is_ended {
        return Err(damaged(name, "its content breaks off"));
    }
    budget.give(text.len());
    visible.extend(hidden);
    Ok(Some(visible))
}

/// A cell that stands for `times` cells side by side.
struct Run {
    column: u32,
    times: u32,
    text: String,
}

/// Puts the cells of one sheet into the grid, up to the sheet's end.
fn cells(
    xml: &mut Xml<'_>,
    grid: &mut Grid,
    file: &str,
    budget: &mut Budget,
) -> Result<(), UnpackError> {
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut rows = 1;
    let mut runs: Vec<Run> = Vec::new();
    let mut cell: Option<(Tag<'_>, Content)> = None;
    // A cell may hold a table, whose rows are none of the sheet's.
    let mut inner = 0_u32;
    for piece in xml {
        match piece {
            Piece::Start(tag) if tag.name == "table" => inner += 1,
            Piece::End("table") if inner == 0 => return Ok(()),
            Piece::End("table") => inner -= 1,
            _ if inner > 0 => {}
            Piece::Start(tag) if tag.name == "table-row" => {
                rows = repeated(&tag, "table:number-rows-repeated");
                column = 0;
            }
            Piece::End("table-row") => {
                let last = row.saturating_add(rows);
                if !runs.is_empty() {
                    for row in row..last.min(MOST_ROWS) {
                        for run in &runs {
                            for column in run.column..(run.column + run.times).min(MOST_COLUMNS) {
                                grid.put((row, column), &run.text, file, budget)?;
                            }
                        }
                    }
                    runs.clear();
                }
                row = last;
            }
            Piece::Start(tag) if matches!(tag.name, "table-cell" | "covered-table-cell") => {
                cell = Some((tag, Content::default()));
            }
            Piece::End("table-cell" | "covered-table-cell") => {
                if let Some((tag, content)) = cell.take() {
                    let times = repeated(&tag, "table:number-columns-repeated");
                    let text = value(&tag, content.text);
                    if !text.is_empty() && column < MOST_COLUMNS {
                        runs.push(Run {
                            column,
                            times: times.min(MOST_COLUMNS),
                            text,
                        });
                    }
                    column = column.saturating_add(times);
                }
            }
            piece => {
                if let Some((_, content)) = &mut cell {
                    content.hear(&piece);
                }
            }
        }
    }
    Err(damaged(file, "it breaks off"))
}

fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    tag.raw(name)
        .and_then(|times| times.trim().parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// What a cell holds, by its attributes; its content where they leave it open.
fn value(tag: &Tag<'_>, content: String) -> String {
    if tag.raw("calcext:value-type") == Some("error") {
        return content;
    }
    let text = |name: &str| tag.text(name);
    match tag.raw("office:value-type") {
        Some("float" | "percentage" | "currency") => {
            text("office:value").map_or(content, |value| lines::tidy(value.trim()))
        }
        Some("date") => text("office:date-value").map_or(content, |value| moment::from_iso(&value)),
        Some("time") => {
            text("office:time-value").map_or(content, |value| moment::from_span(&value))
        }
        Some("boolean") => match tag.raw("office:boolean-value") {
            Some("true") => "TRUE".to_owned(),
            Some(_) => "FALSE".to_owned(),
            None => content,
        },
        Some("string") => text("office:string-value").unwrap_or(content),
        _ => content,
    }
}

/// The paragraphs of a cell, without notes on it.
#[derive(Default)]
struct Content {
    text: String,
    paragraphs: u32,
    is_open: bool,
    notes: u32,
}

impl Content {
    fn hear(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(tag) if tag.name == "annotation" => self.notes += 1,
            Piece::End("annotation") => self.notes = self.notes.saturating_sub(1),
            _ if self.notes > 0 => {}
            Piece::Start(tag) if tag.name == "p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.is_open = true;
            }
            Piece::End("p") => self.is_open = false,
            _ if !self.is_open => {}
            // Blanks without end are no text that anybody wrote.
            Piece::Start(tag) if tag.name == "s" && self.text.len() < MOST_BLANKS * 64 => {
                let many = tag.raw("text:c").and_then(|c| c.parse().ok()).unwrap_or(1);
                self.text
                    .extend(std::iter::repeat_n(' ', many.min(MOST_BLANKS)));
            }
            Piece::Start(tag) if tag.name == "tab" => self.text.push('\t'),
            Piece::Start(tag) if tag.name == "line-break" => self.text.push('\n'),
            Piece::Text(text) => unescape(text, &mut self.text),
            Piece::Verbatim(text) => self.text.push_str(text),
            _ => {}
        }
    }
}
