//! What exports meet on their way, each with what a right reading still gives.

use super::tables::Table;
use super::write::{Charset, Dialect, Quoting, encode, line, lines, write};

/// A file's bytes, and what a right reading gives.
pub type Harmed = (Vec<u8>, Table);

pub struct Harm {
    pub name: &'static str,
    run: fn(&Table, Dialect) -> Option<Harmed>,
}

impl Harm {
    pub fn apply(&self, table: &Table, dialect: Dialect) -> Option<Harmed> {
        (self.run)(table, dialect)
    }
}

/// Text around the table, line by line, which changes no record.
fn around(table: &Table, dialect: Dialect, above: &[&str], below: &[&str]) -> Option<Harmed> {
    let put = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| (*line).to_owned() + dialect.end)
            .collect::<String>()
    };
    let text = put(above) + &write(&lines(table), dialect) + &put(below);
    Some((text.into_bytes(), table.clone()))
}

/// The lines of the table changed, which changes no record.
fn each(
    table: &Table,
    dialect: Dialect,
    change: impl Fn(usize, String) -> String,
) -> Option<Harmed> {
    let lines = lines(table);
    let changed = lines
        .iter()
        .enumerate()
        .map(|(at, cells)| change(at, line(cells, dialect) + dialect.end));
    Some((changed.collect::<String>().into_bytes(), table.clone()))
}

/// Lines put in before one of the records.
fn between(table: &Table, dialect: Dialect, put: &str) -> Option<Harmed> {
    let middle = table.head.len() + table.records.len() / 2;
    each(table, dialect, |at, line| {
        if at == middle {
            format!("{put}{}{line}", dialect.end)
        } else {
            line
        }
    })
}

fn padded(text: &str, table: &Table, dialect: Dialect) -> String {
    text.to_owned() + &dialect.delimiter.to_string().repeat(table.width() - 1)
}

/// A record in the middle whose last filled text cell becomes `cell` as written, and is `meant`.
fn in_a_cell(table: &Table, dialect: Dialect, written: &str, meant: &str) -> Option<Harmed> {
    let column = (0..table.width()).rev().find(|&column| {
        table
            .records
            .iter()
            .all(|record| record[column].parse::<f64>().is_err())
    })?;
    if column == 0 {
        return None;
    }
    let middle = table.records.len() / 2;
    let mut truth = table.clone();
    truth.records[middle][column] = meant.to_owned();
    let mut all = lines(&truth);
    let mark = "@@HERE@@";
    all[table.head.len() + middle][column] = mark.to_owned();
    let text = write(&all, dialect);
    let text = text
        .replace(&format!("\"{mark}\""), written)
        .replace(mark, written);
    Some((text.into_bytes(), truth))
}

fn has_breaks(table: &Table) -> bool {
    lines(table)
        .iter()
        .flatten()
        .any(|cell| cell.contains('\n'))
}

fn is_single(table: &Table) -> bool {
    table.head.len() == 1
}

fn bytes(text: String, table: &Table) -> Option<Harmed> {
    Some((text.into_bytes(), table.clone()))
}

/// Another table, written without damage.
fn changed(table: &Table, dialect: Dialect, change: impl FnOnce(&mut Table)) -> Option<Harmed> {
    let mut truth = table.clone();
    change(&mut truth);
    Some((write(&lines(&truth), dialect).into_bytes(), truth))
}

pub const HARMS: &[Harm] = &[
    Harm {
        name: "a title",
        run: |t, d| around(t, d, &["Team survey 2026"], &[]),
    },
    Harm {
        name: "a title and a blank line",
        run: |t, d| around(t, d, &["Team survey 2026", ""], &[]),
    },
    Harm {
        name: "a title, padded",
        run: |t, d| {
            around(
                t,
                d,
                &[&padded("Team survey 2026", t, d), &padded("", t, d)],
                &[],
            )
        },
    },
    Harm {
        name: "keys and values above",
        run: |t, d| {
            let pairs = [
                format!("Report:{}Deployments", d.delimiter),
                format!("Exported:{}2026-11-01", d.delimiter),
                format!("Rows:{}all", d.delimiter),
            ];
            around(t, d, &[&pairs[0], &pairs[1], &pairs[2], ""], &[])
        },
    },
    Harm {
        name: "comments above",
        run: |t, d| around(t, d, &["# exported by a script", "# on 2026-11-01"], &[]),
    },
    Harm {
        name: "a comment between",
        run: |t, d| between(t, d, "# moved to the new pipeline"),
    },
    Harm {
        name: "blank lines above",
        run: |t, d| around(t, d, &["", ""], &[]),
    },
    Harm {
        name: "blank lines below",
        run: |t, d| around(t, d, &[], &["", "", ""]),
    },
    Harm {
        name: "blank lines between",
        run: |t, d| between(t, d, ""),
    },
    Harm {
        name: "a blank line after each",
        run: |t, d| each(t, d, |_, line| line + d.end),
    },
    Harm {
        name: "a blank record between",
        run: |t, d| {
            let (bytes, mut truth) = between(t, d, &padded("", t, d))?;
            truth
                .records
                .insert(t.records.len() / 2, vec![String::new(); t.width()]);
            Some((bytes, truth))
        },
    },
    Harm {
        name: "a note below",
        run: |t, d| around(t, d, &[], &["", "Generated by Reports on 2026-11-01"]),
    },
    Harm {
        name: "a note right below",
        run: |t, d| around(t, d, &[], &["Confidential. Do not pass on"]),
    },
    Harm {
        name: "a note below, padded",
        run: |t, d| around(t, d, &[], &[&padded("Source: team exports 2026", t, d)]),
    },
    Harm {
        name: "a total below",
        run: |t, d| around(t, d, &[], &[&padded("Total", t, d)]),
    },
    Harm {
        name: "a total with figures below",
        run: |t, d| {
            let mut cells = vec![String::new(); t.width()];
            cells[0] = "Total".into();
            let numbers = |column: &usize| {
                t.records
                    .iter()
                    .all(|record| record[*column].parse::<u64>().is_ok())
            };
            for column in (1..t.width()).filter(numbers) {
                let all = t
                    .records
                    .iter()
                    .map(|record| record[column].parse::<u64>().unwrap_or(0));
                cells[column] = all.sum::<u64>().to_string();
            }
            around(t, d, &[], &[&line(&cells, d)])
        },
    },
    Harm {
        name: "the number of records below",
        run: |t, d| around(t, d, &[], &[&format!("{} rows", t.records.len())]),
    },
    Harm {
        name: "a count below, padded",
        run: |t, d| {
            around(
                t,
                d,
                &[],
                &[&padded(&format!("n = {}", t.records.len()), t, d)],
            )
        },
    },
    Harm {
        name: "a suppression note below",
        run: |t, d| {
            around(
                t,
                d,
                &[],
                &[
                    &padded("", t, d),
                    &padded("* fewer than 5 responses are not shown", t, d),
                ],
            )
        },
    },
    Harm {
        name: "a title that fills one cell in the middle",
        run: |t, d| {
            let middle = d.delimiter.to_string().repeat(t.width() / 2);
            let rest = d
                .delimiter
                .to_string()
                .repeat(t.width() - 1 - t.width() / 2);
            around(t, d, &[&format!("{middle}Team survey 2026{rest}")], &[])
        },
    },
    Harm {
        name: "a units row",
        run: |t, d| {
            let units = ["hours", "(h)", "%", "count"];
            let cells: Vec<String> = (0..t.width())
                .map(|at| {
                    if t.records
                        .iter()
                        .all(|record| record[at].trim_end_matches('%').parse::<f64>().is_ok())
                    {
                        units[at % 4].to_owned()
                    } else {
                        String::new()
                    }
                })
                .collect();
            let is_filled = cells.iter().filter(|cell| !cell.is_empty()).count() * 2 > cells.len();
            changed(t, d, |truth| truth.head.push(cells)).filter(|_| is_single(t) && is_filled)
        },
    },
    Harm {
        name: "a group row above the header",
        run: |t, d| {
            if !is_single(t) || t.width() < 6 {
                return None;
            }
            let mut groups = vec![String::new(); t.width()];
            groups[1] = "About you".into();
            groups[t.width() / 2] = "About work".into();
            changed(t, d, |truth| truth.head.insert(0, groups))
        },
    },
    Harm {
        name: "delimiters at the end of lines",
        run: |t, d| {
            // A delimiter at the end of every line, the header's too, is a column without a name.
            let mut truth = t.clone();
            let all = truth.head.iter_mut().chain(&mut truth.records);
            all.for_each(|cells| cells.push(String::new()));
            let bare = |_: usize, line: String| {
                line.trim_end_matches(d.end).to_owned() + &d.delimiter.to_string() + d.end
            };
            Some((each(t, d, bare)?.0, truth))
        },
    },
    Harm {
        name: "delimiters at the end of records",
        run: |t, d| {
            each(t, d, |at, line| {
                if at < t.head.len() {
                    line
                } else {
                    line.trim_end_matches(d.end).to_owned() + &d.delimiter.to_string() + d.end
                }
            })
        },
    },
    Harm {
        name: "short records",
        run: |t, d| {
            if t.width() < 3 || !is_single(t) {
                return None;
            }
            let mut truth = t.clone();
            let mut written = lines(t);
            for at in [t.records.len() / 3, t.records.len() / 2] {
                written[t.head.len() + at].truncate(t.width() - 1);
                truth.records[at][t.width() - 1] = String::new();
            }
            Some((write(&written, d).into_bytes(), truth))
        },
    },
    Harm {
        name: "a long record",
        run: |t, d| {
            let middle = t.records.len() / 2;
            changed(t, d, |truth| truth.records[middle].push("and more".into()))
        },
    },
    Harm {
        name: "a quote never closed",
        run: |t, d| in_a_cell(t, d, "\"never closed", "\"never closed"),
    },
    Harm {
        name: "a quote inside a bare cell",
        run: |t, d| in_a_cell(t, d, "a 5\" disk", "a 5\" disk"),
    },
    Harm {
        name: "undoubled quotes inside a quoted cell",
        run: |t, d| in_a_cell(t, d, "\"we said \"no\" twice\"", "we said \"no\" twice"),
    },
    Harm {
        name: "backslashed quotes",
        run: |t, d| {
            // Beside doubled quotes a backslash is one.
            let has_quotes = lines(t).iter().flatten().any(|cell| cell.contains('"'));
            in_a_cell(t, d, "\"we said \\\"no\\\" twice\"", "we said \"no\" twice")
                .filter(|_| !has_quotes)
        },
    },
    Harm {
        name: "text after a closing quote",
        run: |t, d| in_a_cell(t, d, "\"no\" we said", "no we said"),
    },
    Harm {
        name: "a NUL in a cell",
        run: |t, d| in_a_cell(t, d, "no\0body", "no\0body"),
    },
    Harm {
        name: "a line break in a cell",
        run: |t, d| in_a_cell(t, d, "\"one\ntwo\n\nthree\"", "one\ntwo\n\nthree"),
    },
    Harm {
        name: "delimiters in a cell",
        run: |t, d| in_a_cell(t, d, "\"a,b;c|d\te, f; g\"", "a,b;c|d\te, f; g"),
    },
    Harm {
        name: "a long text in a cell",
        run: |t, d| {
            let long = "what, really; is there to say? ".repeat(300);
            in_a_cell(t, d, &format!("\"{long}\""), &long)
        },
    },
    Harm {
        name: "lines wrapped in quotes",
        run: |t, d| {
            if has_breaks(t) {
                return None;
            }
            each(t, d, |_, line| {
                format!(
                    "\"{}\"{}",
                    line.trim_end_matches(d.end).replace('"', "\"\""),
                    d.end
                )
            })
        },
    },
    Harm {
        name: "the header repeated",
        run: |t, d| between(t, d, line(&t.head[0], d).as_str()).filter(|_| is_single(t)),
    },
    Harm {
        name: "the file twice",
        run: |t, d| {
            let mut truth = t.clone();
            truth.records.extend(t.records.clone());
            is_single(t).then(|| (write(&lines(t), d).repeat(2).into_bytes(), truth))
        },
    },
    Harm {
        name: "sep=",
        run: |t, d| around(t, d, &[&format!("sep={}", d.delimiter)], &[]),
    },
    Harm {
        name: "sep= in quotes",
        run: |t, d| around(t, d, &[&format!("\"sep={}\"", d.delimiter)], &[]),
    },
    Harm {
        name: "sep= in UTF-16",
        run: |t, d| {
            let text = format!("sep={}{}{}", d.delimiter, d.end, write(&lines(t), d));
            Some((encode(&text, Charset::Utf16Little)?, t.clone()))
        },
    },
    Harm {
        name: "no line end at the end",
        run: |t, d| bytes(write(&lines(t), d).trim_end_matches(d.end).to_owned(), t),
    },
    Harm {
        name: "CR CR LF",
        run: |t, d| {
            bytes(write(&lines(t), Dialect { end: "\r\r\n", ..d }), t).filter(|_| !has_breaks(t))
        },
    },
    Harm {
        name: "line ends that change",
        run: |t, d| {
            each(t, d, |at, line| {
                line.trim_end_matches(d.end).to_owned() + if at % 9 == 5 { "\r\n" } else { "\n" }
            })
        },
    },
    Harm {
        name: "white space after delimiters",
        run: |t, d| {
            if d.delimiter == '\t' || d.quoting == Quoting::All {
                return None;
            }
            let all: Vec<Vec<String>> = lines(t);
            if all
                .iter()
                .flatten()
                .any(|cell| cell.contains([d.delimiter, '"', '\n']))
            {
                return None;
            }
            let text: String = all
                .iter()
                .map(|cells| cells.join(&format!("{} ", d.delimiter)) + d.end)
                .collect();
            Some((text.into_bytes(), t.clone()))
        },
    },
    Harm {
        name: "one byte of another encoding late",
        run: |t, d| {
            let (mut bytes, truth) = in_a_cell(t, d, "caf@", "café")?;
            let at = bytes.windows(4).position(|four| four == b"caf@")? + 3;
            bytes[at] = 0xe9;
            // Alone it decides the encoding of a file that is ASCII otherwise.
            let is_ascii = lines(t).iter().flatten().all(|cell| cell.is_ascii());
            if !is_ascii {
                return None;
            }
            Some((bytes, truth))
        },
    },
    Harm {
        name: "a second table below",
        run: |t, d| {
            let other = format!(
                "{0}Legend{0}code{1}meaning{0}1{1}yes{0}2{1}no{0}",
                d.end, d.delimiter
            );
            bytes(write(&lines(t), d) + &other, t)
        },
    },
    Harm {
        name: "only one record",
        run: |t, d| changed(t, d, |truth| truth.records.truncate(1)),
    },
    Harm {
        name: "only two records",
        run: |t, d| changed(t, d, |truth| truth.records.truncate(2)),
    },
    Harm {
        name: "only the header",
        run: |t, d| changed(t, d, |truth| truth.records.clear()),
    },
    Harm {
        name: "a column without a name",
        run: |t, d| {
            let last = t.width() - 1;
            changed(t, d, |truth| truth.head[0][last].clear()).filter(|_| is_single(t))
        },
    },
    Harm {
        name: "a blank column",
        run: |t, d| {
            let insert = |truth: &mut Table| {
                let all = truth.head.iter_mut().chain(&mut truth.records);
                all.for_each(|cells| cells.insert(1, String::new()));
            };
            changed(t, d, insert).filter(|_| is_single(t))
        },
    },
    Harm {
        name: "line breaks in names",
        run: |t, d| {
            let last = t.width() - 1;
            let add = |truth: &mut Table| truth.head[0][last] += "\n(choose one,\nor none)";
            changed(t, d, add).filter(|_| is_single(t))
        },
    },
];
