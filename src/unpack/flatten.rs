//! Records of JSON as rows: keys become columns in the order in which they first appear.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::error::UnpackError;
use super::grid::Grid;
use super::json::{Fault, Json};

/// Keys that a column's name may be put together from.
const MOST_KEYS: u32 = 3;

/// Says a fault with its line.
type Told<'t> = dyn Fn(Fault) -> UnpackError + 't;

/// Rows that were read so far.
pub(super) struct Records<'n> {
    name: &'n str,
    grid: Grid,
    columns: BTreeMap<String, u32>,
    names: Vec<String>,
    /// Rows so far; the first is the header where records have keys.
    rows: u32,
}

impl<'n> Records<'n> {
    /// No rows yet.
    pub fn new(name: &'n str) -> Self {
        Self {
            name,
            grid: Grid::default(),
            columns: BTreeMap::new(),
            names: Vec::new(),
            rows: 0,
        }
    }

    /// The entries of a list as rows.
    pub fn list(
        &mut self,
        json: &mut Json<'_>,
        budget: &mut Budget,
        told: &Told<'_>,
    ) -> Result<(), UnpackError> {
        json.step();
        while json.value_comes().map_err(told)? {
            self.entry(json, budget, told)?;
        }
        Ok(())
    }

    /// One value after another as rows.
    pub fn lines(
        &mut self,
        json: &mut Json<'_>,
        budget: &mut Budget,
        told: &Told<'_>,
    ) -> Result<(), UnpackError> {
        while json.peek().is_some() {
            self.entry(json, budget, told)?;
        }
        Ok(())
    }

    /// One entry: an object, or a list of cells.
    fn entry(
        &mut self,
        json: &mut Json<'_>,
        budget: &mut Budget,
        told: &Told<'_>,
    ) -> Result<(), UnpackError> {
        match json.peek() {
            Some(b'{') if self.rows == 0 || !self.names.is_empty() || self.grid.is_empty() => {
                self.rows = self.rows.max(1);
                self.grid.mark(self.rows, self.name, budget)?;
                self.object(json, "", 1, budget, told)?;
                self.rows += 1;
                Ok(())
            }
            Some(b'[') if self.names.is_empty() => self.row(json, budget, told),
            Some(b'n') => json.skip_value(1).map_err(told),
            other => {
                let at = json.start();
                json.skip_value(1).map_err(told)?;
                let found = match other {
                    Some(b'{') => "an object among lists",
                    Some(b'[') => "a list among objects",
                    Some(b'"') => "a single text",
                    _ => "a single value",
                };
                Err(told(Fault {
                    at,
                    found,
                    is_json: true,
                }))
            }
        }
    }

    /// A list of cells as a row.
    pub fn row(
        &mut self,
        json: &mut Json<'_>,
        budget: &mut Budget,
        told: &Told<'_>,
    ) -> Result<(), UnpackError> {
        self.grid.mark(self.rows, self.name, budget)?;
        json.step();
        let mut column = 0;
        while json.value_comes().map_err(told)? {
            let text = cell(json).map_err(told)?;
            self.grid
                .put((self.rows, column), &text, self.name, budget)?;
            column += 1;
        }
        self.rows += 1;
        Ok(())
    }

    /// The entries of an object as cells of the row at hand.
    fn object(
        &mut self,
        json: &mut Json<'_>,
        inside: &str,
        depth: u32,
        budget: &mut Budget,
        told: &Told<'_>,
    ) -> Result<(), UnpackError> {
        json.step();
        while json.key_comes().map_err(told)? {
            let mut key = json.key().map_err(told)?;
            if depth > 1 {
                key = format!("{inside}.{key}");
            }
            if json.peek() == Some(b'{') && depth < MOST_KEYS {
                self.object(json, &key, depth + 1, budget, told)?;
                continue;
            }
            let text = cell(json).map_err(told)?;
            let column = self.column(key, budget)?;
            self.grid
                .put((self.rows, column), &text, self.name, budget)?;
        }
        Ok(())
    }

    fn column(&mut self, key: String, budget: &mut Budget) -> Result<u32, UnpackError> {
        if let Some(column) = self.columns.get(&key) {
            return Ok(*column);
        }
        budget.take(self.name, 2 * key.len() + 64)?;
        let column = self.names.len() as u32;
        self.names.push(key.clone());
        self.columns.insert(key, column);
        Ok(column)
    }

    /// The cells with their header.
    pub fn finish(mut self, budget: &mut Budget) -> Result<Grid, UnpackError> {
        if self.names.is_empty() && self.rows > 0 && !self.grid.has_text() {
            return Ok(Grid::default());
        }
        for (column, name) in self.names.iter().enumerate() {
            self.grid.put((0, column as u32), name, self.name, budget)?;
        }
        Ok(self.grid)
    }
}

/// A value as one cell: single values as text, lists of them joined by semicolons, anything deeper as the JSON it is.
fn cell(json: &mut Json<'_>) -> Result<String, Fault> {
    let start = json.start();
    match json.peek() {
        Some(b'[') => {
            let mut joined = String::new();
            json.step();
            while json.value_comes()? {
                if matches!(json.peek(), Some(b'{' | b'[')) {
                    json.back(start);
                    json.skip_value(1)?;
                    return Ok(json.between(start, json.at()).to_owned());
                }
                let text = json.scalar()?;
                if !joined.is_empty() && !text.is_empty() {
                    joined.push(';');
                }
                joined += &text;
            }
            Ok(joined)
        }
        Some(b'{') => {
            json.skip_value(1)?;
            Ok(json.between(start, json.at()).to_owned())
        }
        _ => json.scalar(),
    }
}
