//! Turns records into columns by a schema.

use std::collections::BTreeMap;

use super::aside::is_aside;
use super::bitmap::Bitmap;
use super::cell::trimmed;
use super::column::Column;
use super::fold::is_chosen;
use super::joined::Joined;
use super::levels::Levels;
use super::plain::{Plain, PlainKind, Said};
use super::schema::{ColumnSchema, Kind, Schema};
use super::units::Unit;
use super::values::{Making, Numbered};
use super::{dates, durations, numbers};
use crate::codes::Codes;
use crate::place::Place;
use crate::source::{Coded, ProblemKind, Problems, Records};

/// Name of what stands for all further answers aside once 254 are named.
const OTHER: &str = "other text";

/// The columns of a file, or of a part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// One per column of the schema.
    pub columns: Vec<Column>,
    /// How many rows each has.
    pub rows: u32,
    /// Cells per column that count as blank though something stands in them.
    pub missing: Vec<u64>,
}

impl Table {
    /// The levels of column `column`, in order of first appearance; none where it has no levels.
    pub fn levels(&self, column: usize) -> &[String] {
        self.columns.get(column).map_or(&[], Column::levels)
    }
}

/// Reads `records` as `schema` says; rows beyond 2^32 are left out.
///
/// Cells that do not fit are kept aside in their column and, unless they are a usual "no answer", noted as problems.
pub fn build(records: &Records, schema: &Schema) -> (Table, Problems) {
    build_rows(records, schema, None, Vec::new())
}

/// As [`build`], with the records only that are `kept`; what their cells plainly say is not read again.
pub fn build_kept(
    records: &Records,
    schema: &Schema,
    kept: &Bitmap,
    plain: Vec<Plain>,
) -> (Table, Problems) {
    build_rows(records, schema, Some(kept), plain)
}

/// Builds the records that are `kept`, column by column; all where nothing is said.
fn build_rows(
    records: &Records,
    schema: &Schema,
    kept: Option<&Bitmap>,
    mut plain: Vec<Plain>,
) -> (Table, Problems) {
    let chosen = Chosen::of(records, kept);
    let mut table = Table {
        rows: chosen.rows,
        ..Table::default()
    };
    let mut odd = Misfits::default();
    for (at, column) in schema.columns.iter().enumerate() {
        let reading = Reading::of(column, at);
        let mut builder = Builder::new(column, chosen.rows as usize);
        let mut missed = 0;
        match reading.from[..] {
            [at] if let Some(coded) = records.coded(at) => {
                missed = builder.put_coded(&chosen, coded, &reading, |kind, record| {
                    odd.note(kind, record, at);
                });
            }
            // Nothing is held of it.
            [_] if builder.holds_nothing() && reading.missing.is_empty() => {}
            [at] => {
                // Let go of as soon as the column is there.
                let plain = plain.get_mut(at).map(std::mem::take);
                let plain = plain.filter(|plain| builder.takes(plain, &reading));
                let told = plain.map(|plain| Told::of(plain, &reading));
                chosen.each_cell(at, |row, record, cell| {
                    if let Some(told) = &told
                        && builder.put_plain(row, told.said(records.line_of(record)))
                    {
                        return;
                    }
                    let (text, is_missing) = reading.text(trimmed(cell));
                    missed += u64::from(is_missing);
                    let held = builder.keep(text);
                    if let Some(kind) = builder.put(row, &held, || text) {
                        odd.note(kind, record, at);
                    }
                });
            }
            _ => chosen.each(|row, record| {
                let cells = reading.from.iter();
                builder.choose(row, cells.map(|at| trimmed(records.cell(record, *at))));
            }),
        }
        table.missing.push(missed);
        table.columns.push(builder.finish());
    }
    (table, odd.told(records))
}

/// The records that become rows.
struct Chosen<'r> {
    records: &'r Records,
    /// Which they are, where not all.
    kept: Option<&'r Bitmap>,
    rows: u32,
}

impl<'r> Chosen<'r> {
    fn of(records: &'r Records, kept: Option<&'r Bitmap>) -> Self {
        let count = kept.map_or(records.len(), |kept| kept.count() as usize);
        let rows = u32::try_from(count).unwrap_or(u32::MAX);
        Chosen {
            records,
            kept: kept.filter(|_| rows as usize != records.len()),
            rows,
        }
    }

    /// Calls `act` with each row and its record.
    fn each(&self, act: impl FnMut(usize, usize)) {
        let mut act = act;
        let all = 0..self.records.len();
        let chosen = all.filter(|record| self.kept.is_none_or(|kept| kept.get(*record)));
        let chosen = chosen.take(self.rows as usize).enumerate();
        chosen.for_each(|(row, record)| act(row, record));
    }

    /// Calls `act` with each row, its record and its cell in a column.
    fn each_cell(&self, column: usize, mut act: impl FnMut(usize, usize, &str)) {
        match self.kept {
            None => {
                let all = 0..self.rows as usize;
                self.records
                    .each_cell(column, all, |row, cell| act(row, row, cell));
            }
            Some(_) => self.each(|row, record| act(row, record, self.records.cell(record, column))),
        }
    }

    /// Calls `act` with each row, its record and the number of its text.
    fn each_code(&self, coded: Coded<'_>, mut act: impl FnMut(usize, usize, usize)) {
        match self.kept {
            None => coded.each(|row, code| act(row, row, code)),
            Some(_) => self.each(|row, record| act(row, record, coded.code(record))),
        }
    }
}

/// Cells that do not fit their column: how many of each kind, and the first of each column.
#[derive(Default)]
struct Misfits(Vec<Misfit>);

/// Cells that do not fit in one way.
struct Misfit {
    kind: ProblemKind,
    count: u64,
    /// The first of them by record and column, in order.
    firsts: Vec<(usize, usize)>,
}

impl Misfits {
    fn note(&mut self, kind: ProblemKind, record: usize, column: usize) {
        let place = (record, column);
        let Some(Misfit { count, firsts, .. }) = self.0.iter_mut().find(|known| known.kind == kind)
        else {
            return self.0.push(Misfit {
                kind,
                count: 1,
                firsts: vec![place],
            });
        };
        *count += 1;
        if firsts.len() < Problems::PLACES || firsts.last() > Some(&place) {
            firsts.insert(firsts.partition_point(|first| *first < place), place);
            firsts.truncate(Problems::PLACES);
        }
    }

    fn told(self, records: &Records) -> Problems {
        let mut problems = Problems::default();
        for Misfit {
            kind,
            count,
            firsts,
        } in self.0
        {
            let places: Vec<Place> = firsts
                .into_iter()
                .map(|(record, column)| records.place(record, Some(column)))
                .collect();
            problems.note_many(kind, count, &places);
        }
        problems
    }
}

/// What a column's cells are read as before their kind is asked for.
struct Reading<'s> {
    /// Columns of the file.
    from: Vec<usize>,
    missing: &'s [String],
    relabel: BTreeMap<&'s str, &'s str>,
}

impl<'s> Reading<'s> {
    fn of(column: &'s ColumnSchema, at: usize) -> Self {
        Reading {
            from: column.columns(at),
            missing: &column.missing,
            relabel: column
                .relabel
                .iter()
                .map(|(from, to)| (from.as_str(), to.as_str()))
                .collect(),
        }
    }

    /// What `text` (trimmed) is read as, and whether it counts as blank though it is not.
    fn text<'t>(&self, text: &'t str) -> (&'t str, bool)
    where
        's: 't,
    {
        if text.is_empty() {
            return (text, false);
        }
        if self.missing.iter().any(|missing| missing == text) {
            return ("", true);
        }
        if self.relabel.is_empty() {
            return (text, false);
        }
        (self.relabel.get(text).copied().unwrap_or(text), false)
    }
}

/// What cells of a column plainly say, but where a person or the file says that such a text is no answer.
struct Told {
    plain: Plain,
    /// What cells say that may be none.
    missing: Vec<u64>,
}

impl Told {
    fn of(plain: Plain, reading: &Reading<'_>) -> Self {
        let missing = reading.missing.iter();
        let missing = missing.filter_map(|text| plain.bits_of(text)).collect();
        Told { plain, missing }
    }

    fn said(&self, line: usize) -> Said {
        match self.plain.said(line) {
            Said::Bits(bits) if self.missing.contains(&bits) => Said::Odd,
            said => said,
        }
    }
}

/// How a number is read.
enum Numeral {
    Decimal { comma: bool, either: bool },
    Hours,
}

impl Numeral {
    fn value(&self, text: &str) -> Option<f64> {
        match self {
            Numeral::Decimal { comma, either } => numbers::number(text, *comma, *either),
            Numeral::Hours => durations::hours(text).map(|(hours, _)| hours),
        }
    }
}

/// What a text is in a column.
#[derive(Clone, Debug)]
enum Held {
    Blank,
    Number(Numbered),
    Seconds(i64),
    Level(u32),
    Choices(Vec<u32>),
    /// No number or date where one is expected.
    Odd,
}

/// A column in the making.
enum Builder {
    Number {
        numbers: Making,
        aside: Aside,
        numeral: Numeral,
    },
    Category {
        codes: Codes,
        levels: Levels,
    },
    Multiple {
        starts: Vec<u32>,
        codes: Vec<u32>,
        options: Levels,
        joined: Joined,
    },
    /// Choices spread over columns, an option each.
    Spread {
        starts: Vec<u32>,
        codes: Vec<u32>,
        options: Vec<String>,
        /// Whether cells say the options themselves.
        labelled: bool,
        asked: Bitmap,
        single: bool,
    },
    DateTime {
        seconds: Vec<i64>,
        valid: Bitmap,
        aside: Aside,
        day_first: bool,
    },
    Text,
}

impl Builder {
    fn new(column: &ColumnSchema, rows: usize) -> Builder {
        let valid = || Bitmap::new(rows);
        if column.sensitive.is_some() {
            return Builder::Text;
        }
        if column.from.len() > 1 {
            return Builder::Spread {
                starts: vec![0],
                codes: Vec::new(),
                options: column.options.clone(),
                asked: Bitmap::new(rows),
                labelled: column.labelled,
                single: column.kind == Kind::Category,
            };
        }
        match column.kind {
            Kind::Integer | Kind::Number => Builder::Number {
                numbers: Making::new(rows),
                aside: Aside::new(rows),
                numeral: match column.unit {
                    Some(Unit::Hours) => Numeral::Hours,
                    _ => Numeral::Decimal {
                        comma: column.decimal_comma,
                        either: column.either_mark,
                    },
                },
            },
            Kind::Category | Kind::YesNo => {
                let mut levels = Levels::default();
                column.levels.iter().for_each(|level| {
                    levels.add(level);
                });
                Builder::Category {
                    codes: Codes::default(),
                    levels,
                }
            }
            Kind::Multiple => {
                let mut starts = Vec::with_capacity(rows + 1);
                starts.push(0);
                Builder::Multiple {
                    starts,
                    codes: Vec::new(),
                    options: Levels::default(),
                    joined: column.joined.clone().unwrap_or_else(Joined::by_semicolon),
                }
            }
            Kind::DateTime => Builder::DateTime {
                seconds: vec![0; rows],
                valid: valid(),
                aside: Aside::new(rows),
                day_first: column.day_first,
            },
            Kind::Text | Kind::Identifier | Kind::Empty => Builder::Text,
        }
    }

    /// What the trimmed `text` is in this column; a level or an option that did not come before gets a code.
    fn keep(&mut self, text: &str) -> Held {
        match self {
            Builder::Number { .. } | Builder::DateTime { .. } if text.is_empty() => Held::Blank,
            Builder::Number {
                numeral, numbers, ..
            } => match numeral.value(text) {
                Some(value) => Held::Number(numbers.keep(value)),
                None => Held::Odd,
            },
            Builder::DateTime { day_first, .. } => {
                dates::seconds(text, *day_first).map_or(Held::Odd, Held::Seconds)
            }
            Builder::Category { levels, .. } => match text {
                "" => Held::Blank,
                text => Held::Level(levels.add(text)),
            },
            Builder::Multiple {
                options, joined, ..
            } => {
                let mut codes = Vec::new();
                joined.split(text, |choice| {
                    let code = options.add(choice);
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                });
                Held::Choices(codes)
            }
            Builder::Spread { .. } | Builder::Text => Held::Blank,
        }
    }

    fn holds_nothing(&self) -> bool {
        matches!(self, Builder::Text)
    }

    /// Whether what cells plainly say is what this column holds of them.
    fn takes(&self, plain: &Plain, reading: &Reading<'_>) -> bool {
        reading.relabel.is_empty()
            && match self {
                Builder::Number {
                    numeral: Numeral::Decimal { comma: false, .. },
                    ..
                } => plain.kind() == Some(PlainKind::Number),
                Builder::DateTime { .. } => plain.kind() == Some(PlainKind::Moment),
                _ => false,
            }
    }

    /// Puts what a cell plainly says into `row`; says no where the cell has to be read.
    fn put_plain(&mut self, row: usize, said: Said) -> bool {
        match (self, said) {
            (_, Said::Blank) => {}
            (Builder::Number { numbers, .. }, Said::Bits(bits)) => {
                let number = numbers.keep(f64::from_bits(bits));
                numbers.put(row, number);
            }
            (Builder::DateTime { seconds, valid, .. }, Said::Bits(bits)) => {
                seconds[row] = bits as i64;
                valid.set(row);
            }
            _ => return false,
        }
        true
    }

    /// Puts every row in, each text read once; tells with kind and record what does not fit, and gives how many cells count as
    /// blank though something stands in them.
    fn put_coded(
        &mut self,
        chosen: &Chosen<'_>,
        coded: Coded<'_>,
        reading: &Reading<'_>,
        mut odd: impl FnMut(ProblemKind, usize),
    ) -> u64 {
        let mut counts = vec![0_u64; coded.distinct()];
        let mut order = Vec::new();
        chosen.each_code(coded, |_, _, code| {
            if counts[code] == 0 {
                order.push(code);
            }
            counts[code] += 1;
        });
        let mut missed = 0;
        let mut known = vec![Held::Blank; coded.distinct()];
        for code in order {
            let (text, is_missing) = reading.text(trimmed(coded.text(code)));
            known[code] = self.keep(text);
            missed += if is_missing { counts[code] } else { 0 };
        }
        match self {
            Builder::Category { codes, .. } => {
                let level = |held: &Held| match held {
                    Held::Level(level) => *level,
                    _ => 0,
                };
                let levels: Vec<u32> = known.iter().map(level).collect();
                match chosen.kept {
                    None => *codes = coded.recoded(&levels),
                    Some(_) => chosen.each_code(coded, |_, _, code| codes.push(levels[code])),
                }
            }
            _ => chosen.each_code(coded, |row, record, code| {
                let text = || reading.text(trimmed(coded.text(code))).0;
                if let Some(kind) = self.put(row, &known[code], text) {
                    odd(kind, record);
                }
            }),
        }
        missed
    }

    /// Puts `held` into the next row, which is `row`; gives a problem if it does not fit, and then needs the text.
    fn put<'t>(
        &mut self,
        row: usize,
        held: &Held,
        text: impl FnOnce() -> &'t str,
    ) -> Option<ProblemKind> {
        match (self, held) {
            (Builder::Number { numbers, .. }, Held::Number(number)) => numbers.put(row, *number),
            (Builder::DateTime { seconds, valid, .. }, Held::Seconds(value)) => {
                seconds[row] = *value;
                valid.set(row);
            }
            (Builder::Number { aside, .. }, Held::Odd) => {
                return aside.add(row, text(), ProblemKind::NotANumber);
            }
            (Builder::DateTime { aside, .. }, Held::Odd) => {
                return aside.add(row, text(), ProblemKind::NotADate);
            }
            (Builder::Category { codes, .. }, Held::Level(code)) => codes.push(*code),
            (Builder::Category { codes, .. }, _) => codes.push(0),
            (Builder::Multiple { starts, codes, .. }, held) => {
                if let Held::Choices(chosen) = held {
                    codes.extend_from_slice(chosen);
                }
                // Holds because files of 2^32 choices fit no memory this runs in.
                starts.push(u32::try_from(codes.len()).expect("fewer than 2^32 choices"));
            }
            _ => {}
        }
        None
    }

    /// Adds the trimmed cells of the next row, an option each.
    fn choose<'c>(&mut self, row: usize, cells: impl Iterator<Item = &'c str>) {
        if let Builder::Spread {
            starts,
            codes,
            options,
            labelled,
            asked,
            ..
        } = self
        {
            for ((code, cell), option) in (1..).zip(cells).zip(options) {
                if !cell.is_empty() {
                    asked.set(row);
                }
                if is_chosen(cell, option, *labelled) {
                    codes.push(code);
                }
            }
            // Holds because files of 2^32 choices fit no memory this runs in.
            starts.push(u32::try_from(codes.len()).expect("fewer than 2^32 choices"));
        }
    }

    fn finish(self) -> Column {
        match self {
            Builder::Number { numbers, aside, .. } => Column::Number {
                numbers: numbers.finish(),
                aside: aside.names.into_names(),
                aside_by_row: aside.by_row,
            },
            Builder::DateTime {
                seconds,
                valid,
                aside,
                ..
            } => Column::DateTime {
                seconds,
                valid,
                aside: aside.names.into_names(),
                aside_by_row: aside.by_row,
            },
            Builder::Category { codes, levels } => Column::Category {
                codes_by_row: codes,
                levels: levels.into_names(),
            },
            Builder::Multiple {
                starts,
                codes,
                options,
                ..
            } => Column::Multiple {
                starts,
                codes,
                options: options.into_names(),
                asked: None,
            },
            Builder::Spread {
                starts,
                codes,
                options,
                single: true,
                ..
            } => Column::Category {
                codes_by_row: starts
                    .windows(2)
                    .map(|pair| {
                        codes[pair[0] as usize..pair[1] as usize]
                            .first()
                            .copied()
                            .unwrap_or(0)
                    })
                    .collect(),
                levels: options,
            },
            Builder::Spread {
                starts,
                codes,
                options,
                asked,
                ..
            } => Column::Multiple {
                starts,
                codes,
                options,
                asked: Some(asked),
            },
            Builder::Text => Column::Text,
        }
    }
}

/// Answers that do not fit, in the making.
struct Aside {
    names: Levels,
    by_row: Vec<u8>,
}

impl Aside {
    fn new(rows: usize) -> Aside {
        Aside {
            names: Levels::default(),
            by_row: vec![0; rows],
        }
    }

    fn add(&mut self, row: usize, text: &str, problem: ProblemKind) -> Option<ProblemKind> {
        let known = self
            .names
            .names()
            .iter()
            .take(254)
            .position(|name| name == text);
        self.by_row[row] = match known {
            Some(at) => at as u8 + 1,
            None if self.names.len() < 254 => self.names.add(text) as u8,
            None => {
                self.names.add(OTHER);
                255
            }
        };
        (!is_aside(text)).then_some(problem)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::{Scan, infer};
    use super::*;
    use crate::source::Reader;

    fn check(csv: &str, expected: Expect) {
        let mut reader = Reader::new("a.csv");
        reader.push(csv.as_bytes());
        let opened = reader.finish().unwrap();
        let schema = infer(&opened.header.names, &Scan::of(&opened));
        let (table, problems) = build(&opened.records, &schema);
        let mut said = String::new();
        for (schema, column) in schema.columns.iter().zip(&table.columns) {
            let shown = match column {
                Column::Number {
                    numbers,
                    aside,
                    aside_by_row,
                } => {
                    let shown: Vec<_> = numbers.iter().collect();
                    format!("{shown:?} aside {aside:?} {aside_by_row:?}")
                }
                Column::DateTime {
                    seconds,
                    aside_by_row,
                    ..
                } => format!("{seconds:?} {aside_by_row:?}"),
                Column::Category {
                    codes_by_row,
                    levels,
                } => format!("{levels:?} {:?}", codes_by_row.iter().collect::<Vec<_>>()),
                Column::Multiple {
                    starts,
                    codes,
                    options,
                    ..
                } => format!("{options:?} {starts:?} {codes:?}"),
                Column::Text => "in the records".to_owned(),
            };
            said += &format!("{} {:?} {shown}\n", schema.name, schema.kind);
        }
        for (kind, trouble) in problems.iter() {
            said += &format!("{kind:?} {} {:?}\n", trouble.count, trouble.places);
        }
        expected.assert_eq(&said);
    }

    #[test]
    fn each_kind_is_built() {
        check(
            "id,n,cat,multi,when,yes,nothing\nr1,\"1,5\",a,x;y,2020-01-02,Yes,\nr2,2,,y;y;,2020-01-03 10:00,No\nr3,N/A,b,,,,\n",
            expect![[r#"
                id Identifier in the records
                n Number [Some(1.5), Some(2.0), None] aside ["N/A"] [0, 0, 1]
                cat Category ["a", "b"] [1, 0, 2]
                multi Multiple ["x", "y"] [0, 2, 3, 3] [1, 2, 2]
                when DateTime [1577923200, 1578045600, 0] [0, 0, 0]
                yes YesNo ["Yes", "No"] [1, 2, 0]
                nothing Empty in the records
            "#]],
        );
    }

    #[test]
    fn numbers_that_do_not_fit_are_kept_and_told() {
        let csv = format!("n\n{}lots\n", "1\n2\n".repeat(20));
        let mut reader = Reader::new("a.csv");
        reader.push(csv.as_bytes());
        let opened = reader.finish().unwrap();
        let (table, problems) = build(
            &opened.records,
            &infer(&opened.header.names, &Scan::of(&opened)),
        );
        assert_eq!(table.columns[0].aside_counts(), [("lots", 1)]);
        assert_eq!(problems.places(ProblemKind::NotANumber)[0].row, 42);
    }

    #[test]
    fn any_number_of_texts_aside_is_counted() {
        let schema = ColumnSchema::new("n", Kind::Number);
        let csv: String = (0..400).map(|number| format!("text {number}\n")).collect();
        let mut reader = Reader::new("a.csv");
        reader.push(format!("n\n{csv}").as_bytes());
        let (table, _) = build(
            &reader.finish().unwrap().records,
            &Schema {
                columns: vec![schema],
            },
        );
        let counts = table.columns[0].aside_counts();
        assert_eq!((counts.len(), counts[254]), (255, (OTHER, 146)));
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 400);
    }
}
