//! Sheets of a workbook in the zip form (ECMA-376: xlsx, xlsm), read tag by tag.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::Budget;
use super::error::UnpackError;
use super::grid::{Grid, MOST_COLUMNS, MOST_ROWS, Shared};
use super::lines;
use super::moment::{self, Shown};
use super::open::{Part, damaged, sheet_part};
use super::xml::{Piece, Tag, Xml, unescape};
use super::zip::Zip;

/// The sheets as text tables, hidden ones last; `None` where the archive is no such workbook.
pub(super) fn sheets(
    name: &str,
    zip: &Zip<'_>,
    budget: &mut Budget,
) -> Result<Option<Vec<Part>>, UnpackError> {
    let root = relations(name, zip, "_rels/.rels", "", budget)?;
    let main = root.iter().find(|one| one.kind == "officeDocument");
    let main = main.map_or("xl/workbook.xml", |one| one.target.as_str());
    if !zip.holds(main) {
        return Ok(None);
    }
    if main.ends_with(".bin") {
        return Err(UnpackError::Unsupported {
            file: name.into(),
            what: "a binary workbook (xlsb)",
            advice: "save it as xlsx or CSV and choose that file",
        });
    }
    let (folder, leaf) = main.rsplit_once('/').unwrap_or(("", main));
    let slash = if folder.is_empty() { "" } else { "/" };
    let of_main = format!("{folder}{slash}_rels/{leaf}.rels");
    let relations = relations(name, zip, &of_main, folder, budget)?;
    let target = |kind: &str| relations.iter().find(|one| one.kind == kind);
    let text = zip.text(name, main, budget)?;
    if !Xml::new(&text).any(|piece| matches!(piece, Piece::Start(tag) if tag.name == "workbook")) {
        return Ok(None);
    }
    let mut book = Book {
        name,
        is_1904: false,
        shown: Vec::new(),
        strings: Vec::new(),
        grid: Grid::default(),
    };
    let mut listed = book.listed(&text);
    budget.give(text.len());
    if let Some(styles) = target("styles").filter(|one| zip.holds(&one.target)) {
        let text = zip.text(name, &styles.target, budget)?;
        book.styles(&text);
        budget.give(text.len());
    }
    if let Some(strings) = target("sharedStrings").filter(|one| zip.holds(&one.target)) {
        let text = zip.text(name, &strings.target, budget)?;
        book.strings(&text, budget)?;
        budget.give(text.len());
    }
    listed.sort_by_key(|sheet| sheet.is_hidden);
    let places: BTreeMap<&str, &Relation> =
        relations.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for sheet in listed {
        let file = format!("{name}, sheet {}", sheet.name);
        let Some(place) = places.get(sheet.relation.as_str()) else {
            return Err(damaged(&file, "the workbook does not say where it is"));
        };
        if place.kind != "worksheet" || !seen.insert(&place.target) {
            continue;
        }
        let text = zip.text(&file, &place.target, budget)?;
        book.cells(&text, &file, budget)?;
        budget.give(text.len());
        parts.extend(sheet_part(&file, &mut book.grid, budget)?);
    }
    Ok(Some(parts))
}

/// Where a part of the workbook stands.
struct Relation {
    id: String,
    /// The last word of its type, which is all that strict and transitional files have in common.
    kind: String,
    target: String,
}

fn relations(
    name: &str,
    zip: &Zip<'_>,
    path: &str,
    folder: &str,
    budget: &mut Budget,
) -> Result<Vec<Relation>, UnpackError> {
    if !zip.holds(path) {
        return Ok(Vec::new());
    }
    let text = zip.text(name, path, budget)?;
    let relation = |piece| {
        let Piece::Start(tag) = piece else {
            return None;
        };
        let target = tag.text("Target").filter(|_| tag.name == "Relationship")?;
        Some(Relation {
            id: tag.text("Id").unwrap_or_default(),
            kind: tag.text("Type")?.rsplit('/').next()?.to_owned(),
            target: resolved(folder, &target),
        })
    };
    let found = Xml::new(&text).filter_map(relation).collect();
    budget.give(text.len());
    Ok(found)
}

/// The path of a target as seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

struct Listed {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// What all sheets share.
struct Book<'a> {
    name: &'a str,
    is_1904: bool,
    /// What each cell format makes of a number.
    shown: Vec<Shown>,
    strings: Vec<Shared>,
    grid: Grid,
}

impl Book<'_> {
    /// The sheets in order; also notes which days serial numbers count from.
    fn listed(&mut self, text: &str) -> Vec<Listed> {
        let mut listed = Vec::new();
        for piece in Xml::new(text) {
            let Piece::Start(tag) = piece else {
                continue;
            };
            match tag.name {
                "workbookPr" => {
                    self.is_1904 = matches!(tag.raw("date1904"), Some("1" | "true" | "on"));
                }
                "sheet" => listed.push(Listed {
                    name: tag.text("name").unwrap_or_default(),
                    relation: tag.local("id").unwrap_or_default().to_owned(),
                    is_hidden: matches!(tag.raw("state"), Some("hidden" | "veryHidden")),
                }),
                _ => {}
            }
        }
        listed
    }

    fn styles(&mut self, text: &str) {
        let mut own: BTreeMap<u32, Shown> = BTreeMap::new();
        let mut in_cells = false;
        for piece in Xml::new(text) {
            match piece {
                Piece::Start(tag) if tag.name == "numFmt" => {
                    let id = tag.raw("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, tag.text("formatCode")) {
                        own.insert(id, moment::shown(&code));
                    }
                }
                Piece::Start(tag) if tag.name == "cellXfs" => in_cells = true,
                Piece::End("cellXfs") => in_cells = false,
                Piece::Start(tag) if tag.name == "xf" && in_cells => {
                    let id = tag.raw("numFmtId").and_then(|id| id.parse().ok());
                    let id = id.unwrap_or_default();
                    let own = own.get(&id).copied();
                    self.shown.push(own.unwrap_or_else(|| moment::built_in(id)));
                }
                _ => {}
            }
        }
    }

    fn strings(&mut self, text: &str, budget: &mut Budget) -> Result<(), UnpackError> {
        let mut reading = Reading::default();
        for piece in Xml::new(text) {
            match piece {
                Piece::Start(tag) if tag.name == "si" => reading = Reading::default(),
                Piece::End("si") => {
                    budget.take(self.name, size_of::<Shared>())?;
                    let text = unmasked(&reading.text);
                    let shared = self.grid.share(&text, self.name, budget)?;
                    self.strings.push(shared);
                }
                piece => reading.hear(&piece),
            }
        }
        Ok(())
    }

    /// Puts the cells of one sheet into the grid.
    fn cells(&mut self, text: &str, file: &str, budget: &mut Budget) -> Result<(), UnpackError> {
        let (mut row, mut column) = (0_u32, 0_u32);
        let mut cell = None;
        let mut is_value = false;
        let mut reading = Reading::default();
        let mut is_ended = false;
        for piece in Xml::new(text) {
            match piece {
                Piece::Start(tag) if tag.name == "row" => {
                    let number = tag.raw("r").and_then(|r| r.trim().parse::<u32>().ok());
                    row = number.map_or(row, |number| number.saturating_sub(1));
                    column = 0;
                }
                Piece::End("row") => row = row.saturating_add(1),
                Piece::Start(tag) if tag.name == "c" => {
                    if let Some(place) = tag.raw("r").and_then(place) {
                        (row, column) = place;
                    }
                    cell = Some(tag);
                    reading = Reading::default();
                }
                Piece::Start(tag) if tag.name == "v" => is_value = true,
                Piece::End("v") => is_value = false,
                Piece::End("c") => {
                    if let Some(tag) = cell.take() {
                        self.put((row, column), &tag, &reading.text, file, budget)?;
                    }
                    column = column.saturating_add(1);
                }
                Piece::Text(text) if is_value => unescape(text, &mut reading.text),
                Piece::Verbatim(text) if is_value => reading.text.push_str(text),
                Piece::End("sheetData") => {
                    is_ended = true;
                    break;
                }
                piece => reading.hear(&piece),
            }
        }
        if is_ended {
            Ok(())
        } else {
            Err(damaged(file, "it breaks off"))
        }
    }

    fn put(
        &mut self,
        at: (u32, u32),
        tag: &Tag<'_>,
        value: &str,
        file: &str,
        budget: &mut Budget,
    ) -> Result<(), UnpackError> {
        if at.0 >= MOST_ROWS || at.1 >= MOST_COLUMNS {
            return Err(damaged(
                file,
                "a cell lies outside of what a sheet can have",
            ));
        }
        let grid = &mut self.grid;
        match tag.raw("t") {
            Some("s") => match value
                .trim()
                .parse()
                .ok()
                .and_then(|i: usize| self.strings.get(i))
            {
                Some(shared) if !shared.is_empty() => grid.put_shared(at, *shared, file, budget),
                _ => Ok(()),
            },
            Some("str" | "inlineStr") => grid.put(at, &unmasked(value), file, budget),
            Some("b") => match value.trim() {
                "" => Ok(()),
                "0" | "false" => grid.put(at, "FALSE", file, budget),
                _ => grid.put(at, "TRUE", file, budget),
            },
            Some("d") => grid.put(at, &moment::from_iso(value), file, budget),
            Some("e") => grid.put(at, value, file, budget),
            _ => {
                let style = tag.raw("s").and_then(|s| s.parse().ok()).unwrap_or(0_usize);
                let shown = self.shown.get(style).copied().unwrap_or(Shown::Number);
                let serial = value.trim().parse().unwrap_or(f64::NAN);
                let text = moment::written(serial, shown, self.is_1904)
                    .unwrap_or_else(|| lines::tidy(value.trim()));
                grid.put(at, &text, file, budget)
            }
        }
    }
}

/// Text between `t` tags, without what only says how it is pronounced.
#[derive(Default)]
struct Reading {
    text: String,
    is_text: bool,
    is_sound: bool,
}

impl Reading {
    fn hear(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(tag) if tag.name == "t" => self.is_text = true,
            Piece::Start(tag) if tag.name == "rPh" => self.is_sound = true,
            Piece::End("t") => self.is_text = false,
            Piece::End("rPh") => self.is_sound = false,
            Piece::Text(text) if self.is_text && !self.is_sound => unescape(text, &mut self.text),
            Piece::Verbatim(text) if self.is_text && !self.is_sound => self.text.push_str(text),
            _ => {}
        }
    }
}

/// Row and column of a place such as `B12`, counted from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(at);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let step = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => u32::from(letter - b'A') + 1,
            _ => return None,
        };
        column = column.checked_mul(26)?.checked_add(step)?;
    }
    Some((
        digits.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

/// Text whose letters that XML cannot hold are written as `_x000D_` (ECMA-376, 22.9.2.19).
fn unmasked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let letter = rest
            .get(2..6)
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .filter(|_| rest.as_bytes().get(6) == Some(&b'_'))
            .and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        let (letter, read) = letter.map_or(('_', 1), |letter| (letter, 7));
        out.push(letter);
        rest = &rest[read..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("XFD1048576"), Some((MOST_ROWS - 1, MOST_COLUMNS - 1)));
        for broken in ["", "A", "1", "A0", "a-1", "ZZZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(place(broken), None, "{broken}");
        }
    }

    #[test]
    fn masked_letters_come_back() {
        assert_eq!(unmasked("a_x000D_b_x005F_x_xyz__x"), "a\rb_x_xyz__x");
    }

    #[test]
    fn paths_are_resolved() {
        assert_eq!(
            resolved("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("xl/x", "../a.xml"), "xl/a.xml");
    }
}
