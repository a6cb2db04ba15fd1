//! Tables as survey and delivery tools write them, in every dialect they use, and with the damage that exports meet on their way.
//!
//! What was put in is known, so each reading is right, wrong and told, or wrong in silence; the test prints how many are which.

mod damage {
    pub mod harm;
    pub mod tables;
    pub mod write;
}

use damage::harm::HARMS;
use damage::tables::tables;
use damage::write::{Charset, Dialect, Quoting, encode, lines, write};
use denominator::source::{ProblemKind, Reader};

/// What came of reading a file of which the truth is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Reading {
    Right { is_told: bool },
    WrongAndTold,
    WrongInSilence,
}

fn read(
    bytes: &[u8],
    header: &[String],
    head_rows: usize,
    records: &[Vec<String>],
) -> (Reading, String) {
    let mut reader = Reader::new("export.csv");
    reader.push(bytes);
    let opened = match reader.finish() {
        Ok(opened) => opened,
        Err(why) => return (Reading::WrongAndTold, why.to_string()),
    };
    let told: Vec<ProblemKind> = opened
        .problems
        .iter()
        .map(|(kind, _)| kind)
        .filter(|kind| kind.is_doubt())
        .collect();
    let rows: Vec<Vec<String>> = (0..opened.records.len())
        .map(|row| opened.records.cells(row).map(str::to_owned).collect())
        .collect();
    // Several header rows become names in ways of their own, which tests of the header look at.
    let is_named = if head_rows == 1 {
        opened.header.given == header
    } else {
        opened.header.rows as usize == head_rows && opened.header.names.len() >= header.len()
    };
    let width = header.len();
    let differs = (0..rows.len().max(records.len())).find(|&at| {
        let cell = |row: Option<&Vec<String>>, column: usize| {
            row.and_then(|row| row.get(column))
                .cloned()
                .unwrap_or_default()
        };
        let (read, meant) = (rows.get(at), records.get(at));
        let widest = width
            .max(read.map_or(0, Vec::len))
            .max(meant.map_or(0, Vec::len));
        read.is_none()
            || meant.is_none()
            || (0..widest).any(|column| cell(read, column) != cell(meant, column))
    });
    let reading = match (is_named && differs.is_none(), told.is_empty()) {
        (true, is_quiet) => Reading::Right { is_told: !is_quiet },
        (false, false) => Reading::WrongAndTold,
        (false, true) => Reading::WrongInSilence,
    };
    let at = differs.unwrap_or(0);
    let shown = format!(
        "{:?} {} header rows {:?}, {} records of {}, at {at}: {:?} for {:?}; told {told:?}",
        opened.dialect,
        opened.header.rows,
        opened.header.given.iter().take(6).collect::<Vec<_>>(),
        rows.len(),
        records.len(),
        rows.get(at),
        records.get(at),
    );
    (reading, shown)
}

/// Counts of readings, and what was wrong.
#[derive(Default)]
struct Score {
    all: usize,
    right: usize,
    told_though_right: Vec<String>,
    told: Vec<String>,
    silent: Vec<String>,
}

impl Score {
    fn add(&mut self, name: String, (reading, shown): (Reading, String)) {
        self.all += 1;
        match reading {
            Reading::Right { is_told } => {
                self.right += 1;
                if is_told {
                    self.told_though_right.push(format!("{name}: {shown}"));
                }
            }
            Reading::WrongAndTold => self.told.push(format!("{name}: {shown}")),
            Reading::WrongInSilence => self.silent.push(format!("{name}: {shown}")),
        }
    }

    fn print(&self, what: &str) {
        if std::env::var_os("DENOMINATOR_LIST").is_some() {
            for (how, all) in [
                ("told though right", &self.told_though_right),
                ("told", &self.told),
                ("silent", &self.silent),
            ] {
                all.iter().for_each(|name| eprintln!("{how}: {name}"));
            }
        }
        eprintln!(
            "{what}: {} of {} right, {} of these told as doubtful; {} wrong and told, {} wrong in silence",
            self.right,
            self.all,
            self.told_though_right.len(),
            self.told.len(),
            self.silent.len(),
        );
    }
}

#[test]
fn clean_tables_are_read_right_and_without_a_warning_in_every_dialect() {
    let mut score = Score::default();
    for table in tables() {
        for delimiter in [',', ';', '\t', '|'] {
            for quoting in [Quoting::Needed, Quoting::All, Quoting::Texts] {
                for end in ["\n", "\r\n", "\r"] {
                    for charset in Charset::ALL {
                        let dialect = Dialect {
                            delimiter,
                            quoting,
                            end,
                        };
                        let text = write(&lines(&table), dialect);
                        let Some(bytes) = encode(&text, charset) else {
                            continue;
                        };
                        let name = format!(
                            "{} {delimiter:?} {quoting:?} {end:?} {charset:?}",
                            table.name
                        );
                        score.add(
                            name,
                            read(&bytes, &table.header(), table.head.len(), &table.records),
                        );
                    }
                }
            }
        }
    }
    score.print("clean");
    assert!(score.all > 2000, "{}", score.all);
    assert_eq!((&score.told, &score.silent), (&vec![], &vec![]));
    // Which old encoding bytes are in is never certain.
    let sure = score.told_though_right.iter();
    let sure = sure.filter(|told| !told.contains("Windows1252"));
    assert_eq!(sure.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn damaged_tables_are_read_right() {
    let mut score = Score::default();
    for table in tables() {
        for harm in HARMS {
            for (delimiter, end) in [(',', "\n"), (';', "\r\n"), ('\t', "\n"), (',', "\r\n")] {
                for quoting in [Quoting::Needed, Quoting::All] {
                    let dialect = Dialect {
                        delimiter,
                        quoting,
                        end,
                    };
                    let Some((bytes, truth)) = harm.apply(&table, dialect) else {
                        continue;
                    };
                    let name = format!(
                        "{} with {} {delimiter:?} {quoting:?} {end:?}",
                        table.name, harm.name
                    );
                    score.add(
                        name,
                        read(&bytes, &truth.header(), truth.head.len(), &truth.records),
                    );
                }
            }
        }
    }
    score.print("damaged");
    assert!(score.all > 2000, "{}", score.all);
    let wrong = score.silent.iter().chain(&score.told).map(String::as_str);
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&str>::new());
}
