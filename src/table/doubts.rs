//! What a person should be asked about a column: readings that its cells do not settle.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bands::repair;
use super::correction::Correction;
use super::evidence::Evidence;
use super::infer::{COMMAS, POINTS, is_time_of_day, numbers};
use super::looks::Look;
use super::personal::{Sensitive, named};
use super::scan::Scan;
use super::schema::{ColumnSchema, Kind, Schema};
use super::sentinels;
use super::units::Unit;

/// Examples shown of a doubt.
const EXAMPLES: usize = 3;
/// Scales in whole numbers have no more points than this.
const MOST_POINTS: usize = 11;

/// What a doubt is about, the most damaging first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtKind {
    /// Some numbers have a decimal comma and some a decimal point.
    DecimalMark,
    /// One mark before three digits: thousands or decimals.
    ThousandsMark,
    /// Day or month first.
    DayOrder,
    /// A number that may stand for "no answer" or "never".
    Sentinel,
    /// Some numbers have a unit that others do not have.
    MixedUnits,
    /// Lengths of time or times of day.
    ClockOrDuration,
    /// A few cells do not fit the kind of the others.
    MixedType,
    /// Some dates name a time zone and some do not.
    MixedZones,
    /// Bands that a spreadsheet turned into dates.
    RuinedBands,
    /// Levels that differ only in case and white space, read as one.
    SameButCase,
    /// Texts that are a missing answer or an answer.
    MissingOrAnswer,
    /// A column whose name alone says that it tells who somebody is.
    Personal,
    /// Whole numbers that may be answers of a scale.
    NumberOrCode,
    /// What single people answered beside what many did, read as one answer.
    GivenOnce,
}

/// Which cells a doubt is about.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Concerned {
    /// Those that say one of these.
    Texts(Vec<String>),
    /// Those that look so, a bit for each [`Look`].
    Looks(u32),
    /// Those that end with one of these.
    Endings(Vec<String>),
    /// All with anything in them.
    All,
}

impl Concerned {
    fn looks(looks: &[Look]) -> Concerned {
        Concerned::Looks(looks.iter().fold(0, |bits, look| bits | 1 << *look as u32))
    }
}

/// One thing to ask a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Doubt {
    /// The column.
    pub column: usize,
    /// What it is about.
    pub kind: DoubtKind,
    /// Cells concerned.
    pub count: u64,
    /// Which these are.
    pub cells: Concerned,
    /// Up to three of these cells, as written.
    pub examples: Vec<String>,
    /// What can be chosen.
    pub choices: Vec<Correction>,
    /// Place in `choices` of what is in use.
    pub in_use: usize,
}

impl fmt::Display for DoubtKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DecimalMark => "some numbers have a decimal comma and some a decimal point",
            Self::ThousandsMark => {
                "a mark before three digits may stand between thousands or before decimals"
            }
            Self::DayOrder => "dates may start with the day or with the month",
            Self::Sentinel => "a number may stand for no answer or for never",
            Self::MixedUnits => "some numbers have a unit that others do not have",
            Self::ClockOrDuration => "cells may be lengths of time or times of day",
            Self::MixedType => {
                "a few cells do not fit the kind of the others and are counted apart"
            }
            Self::MixedZones => "some dates name a time zone and some do not",
            Self::RuinedBands => {
                "a spreadsheet turned bands into dates; they are ordered as the bands they were"
            }
            Self::SameButCase => "answers that differ only in case or spaces are read as one",
            Self::MissingOrAnswer => "texts may be an answer or a missing one",
            Self::Personal => "the column may tell who somebody is, so it stays off charts",
            Self::NumberOrCode => "whole numbers may be answers of a scale",
            Self::GivenOnce => "answers that single people gave are one answer, so that nobody's own words stand in a chart",
        })
    }
}

impl DoubtKind {
    /// How much a cell that is read wrongly does to the numbers.
    fn damage(self) -> u64 {
        match self {
            Self::DecimalMark | Self::ThousandsMark | Self::DayOrder => 100,
            Self::Sentinel | Self::MixedUnits | Self::ClockOrDuration => 50,
            Self::MixedType => 30,
            Self::MixedZones | Self::RuinedBands => 10,
            Self::SameButCase | Self::MissingOrAnswer => 4,
            Self::Personal | Self::NumberOrCode | Self::GivenOnce => 1,
        }
    }
}

/// What a person should be asked about a table that is read as `schema`, the worst first: most cells times most damage.
pub fn doubts(scan: &Scan, schema: &Schema) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    for (at, column) in schema.columns.iter().enumerate() {
        // A question over several columns was settled by all of them.
        let [from] = column.columns(at)[..] else {
            continue;
        };
        let Some(evidence) = scan.columns.get(from) else {
            continue;
        };
        let mut asked = Asked {
            column: at,
            doubts: &mut doubts,
        };
        if column.sensitive.is_some() {
            asked.personal(evidence, column);
            continue;
        }
        asked.marks(evidence, column);
        asked.dates(evidence, column);
        asked.lengths(evidence, column);
        asked.numbers(evidence, column);
        asked.levels(evidence, column);
        asked.misfits(evidence, column);
    }
    doubts.sort_by_key(|doubt| {
        (
            std::cmp::Reverse(doubt.count * doubt.kind.damage()),
            doubt.kind,
            doubt.column,
        )
    });
    doubts
}

/// Doubts about one column in the making.
struct Asked<'d> {
    column: usize,
    doubts: &'d mut Vec<Doubt>,
}

impl Asked<'_> {
    fn add(
        &mut self,
        kind: DoubtKind,
        count: u64,
        cells: Concerned,
        examples: impl IntoIterator<Item = String>,
        choices: Vec<Correction>,
        in_use: usize,
    ) {
        self.doubts.push(Doubt {
            column: self.column,
            kind,
            count,
            cells,
            examples: examples.into_iter().take(EXAMPLES).collect(),
            choices,
            in_use,
        });
    }

    fn marks(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        let looks = &evidence.looks;
        let (commas, points) = (looks.count(&COMMAS), looks.count(&POINTS));
        let numeric = is_number(column);
        // Few numbers among texts are no column of numbers.
        let mostly = (numbers(evidence) + commas.min(points)) * 2 > evidence.answers();
        if column.unit == Some(Unit::Hours)
            || !(numeric || column.kind == Kind::Category)
            || !mostly
        {
            return;
        }
        let choices = |last| {
            vec![
                Correction::DecimalComma(true),
                Correction::DecimalComma(false),
                last,
            ]
        };
        let by_mark = 1 - usize::from(column.decimal_comma);
        if commas > 0 && points > 0 {
            let rarer = if commas < points { COMMAS } else { POINTS };
            let mut choices = choices(Correction::EitherMark);
            let in_use = match (numeric, column.either_mark) {
                (true, true) => 2,
                (true, false) => by_mark,
                (false, _) => {
                    choices.push(Correction::Kind(column.kind));
                    3
                }
            };
            self.add(
                DoubtKind::DecimalMark,
                commas.min(points),
                Concerned::looks(&rarer),
                examples(evidence, &rarer),
                choices,
                in_use,
            );
        } else if numeric && commas + points == 0 {
            let either = [Look::EitherComma, Look::EitherPoint];
            let count = looks.count(&either);
            if count > 0 {
                let choices = choices(Correction::Kind(Kind::Category));
                self.add(
                    DoubtKind::ThousandsMark,
                    count,
                    Concerned::looks(&either),
                    examples(evidence, &either),
                    choices,
                    by_mark,
                );
            }
        }
    }

    fn dates(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        if column.kind != Kind::DateTime {
            return;
        }
        let looks = &evidence.looks;
        let (day, month) = (looks.of(Look::DayFirst), looks.of(Look::MonthFirst));
        let either = [Look::EitherSlash, Look::EitherOther];
        let rarer = day.count.min(month.count);
        let (count, cells, shown) = if rarer > 0 {
            let look = if day.count < month.count {
                Look::DayFirst
            } else {
                Look::MonthFirst
            };
            (
                rarer,
                Concerned::looks(&[look]),
                examples(evidence, &[look]),
            )
        } else if day.count + month.count == 0 {
            (
                looks.count(&either),
                Concerned::looks(&either),
                examples(evidence, &either),
            )
        } else {
            (0, Concerned::All, Vec::new())
        };
        if count > 0 {
            let choices = vec![
                Correction::DayFirst(true),
                Correction::DayFirst(false),
                Correction::Kind(Kind::Category),
            ];
            self.add(
                DoubtKind::DayOrder,
                count,
                cells,
                shown,
                choices,
                1 - usize::from(column.day_first),
            );
        }
        let dates = looks.count(&[
            Look::PlainDate,
            Look::DayFirst,
            Look::MonthFirst,
            Look::EitherSlash,
            Look::EitherOther,
        ]);
        let zoned = looks.of(Look::Zoned).count;
        if zoned > 0 && zoned < dates {
            let choices = vec![
                Correction::Kind(Kind::DateTime),
                Correction::Kind(Kind::Category),
            ];
            self.add(
                DoubtKind::MixedZones,
                zoned.min(dates - zoned),
                Concerned::looks(&[Look::Zoned]),
                examples(evidence, &[Look::Zoned]),
                choices,
                0,
            );
        }
    }

    fn lengths(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        let looks = &evidence.looks;
        let clocks = looks.of(Look::Clock).count;
        let sure = looks.count(&[Look::Duration, Look::LongClock]);
        let answered = evidence.answers();
        if clocks == 0 || sure > 0 || clocks * 2 < answered || column.kind == Kind::DateTime {
            return;
        }
        let hours = column.unit == Some(Unit::Hours);
        if hours && names_a_length(&column.name) {
            return;
        }
        let other = match column.kind {
            kind @ (Kind::Category | Kind::Identifier) => kind,
            _ => Kind::Category,
        };
        let choices = vec![Correction::Unit(Some(Unit::Hours)), Correction::Kind(other)];
        self.add(
            DoubtKind::ClockOrDuration,
            clocks,
            Concerned::looks(&[Look::Clock]),
            examples(evidence, &[Look::Clock]),
            choices,
            usize::from(!hours),
        );
    }

    fn numbers(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        if !is_number(column) || column.unit == Some(Unit::Hours) {
            return;
        }
        for (text, count) in sentinels::doubtful(evidence) {
            let in_use = usize::from(!column.missing.contains(&text));
            let choices = vec![
                Correction::Missing(vec![text.clone()]),
                Correction::KeepAsAnswer(vec![text.clone()]),
            ];
            let cells = Concerned::Texts(vec![text.clone()]);
            self.add(DoubtKind::Sentinel, count, cells, [text], choices, in_use);
        }
        let answered = numbers(evidence);
        let united: u64 = evidence.units.counts().iter().sum();
        let most = evidence.units.counts().iter().max().copied().unwrap_or(0);
        let percent_beside_none =
            evidence.units.names().iter().any(|sign| sign == "%") && united < answered;
        if evidence.units.len() > 1 || percent_beside_none {
            let count = (united - most).max(united.min(answered.saturating_sub(united)));
            let mut choices = vec![Correction::Unit(column.unit.clone())];
            let units = evidence
                .units
                .names()
                .iter()
                .map(|sign| Some(Unit::of(sign)));
            choices.extend(
                units
                    .chain([None])
                    .filter(|unit| *unit != column.unit)
                    .map(Correction::Unit),
            );
            choices.push(Correction::Kind(Kind::Category));
            self.add(
                DoubtKind::MixedUnits,
                count,
                Concerned::Endings(evidence.units.names().to_vec()),
                evidence.units.names().to_vec(),
                choices,
                0,
            );
        }
        if column.kind == Kind::Integer && may_be_codes(evidence) {
            let choices = vec![
                Correction::Kind(Kind::Integer),
                Correction::Kind(Kind::Category),
            ];
            self.add(
                DoubtKind::NumberOrCode,
                evidence.answers(),
                Concerned::All,
                evidence.examples.clone(),
                choices,
                0,
            );
        }
    }

    fn levels(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        if !matches!(column.kind, Kind::Category | Kind::YesNo) {
            return;
        }
        let counted = |text: &str| {
            let names = evidence.levels.names();
            let at = names.iter().position(|name| name == text);
            at.map_or(0, |at| evidence.levels.counts()[at])
        };
        let inside: Vec<&str> = evidence
            .levels
            .names()
            .iter()
            .map(String::as_str)
            .filter(|text| !super::aside::is_aside(text))
            .collect();
        let ruined = repair(&inside);
        if !ruined.is_empty() {
            let pairs: Vec<(String, String)> = ruined
                .into_iter()
                .map(|(at, band)| (inside[at].to_owned(), band))
                .collect();
            let texts: Vec<String> = pairs.iter().map(|(from, _)| from.clone()).collect();
            let count = texts.iter().map(|text| counted(text)).sum();
            let repaired = pairs.iter().all(|pair| column.relabel.contains(pair));
            let choices = vec![
                Correction::Repair(pairs),
                Correction::KeepAsAnswer(texts.clone()),
            ];
            self.add(
                DoubtKind::RuinedBands,
                count,
                Concerned::Texts(texts.clone()),
                texts,
                choices,
                usize::from(!repaired),
            );
        }
        let alike = super::spelling::alike(&evidence.levels);
        let alike: Vec<(String, String)> = alike
            .into_iter()
            .filter(|(from, _)| !column.missing.contains(from))
            .collect();
        if !alike.is_empty() {
            let texts: Vec<String> = alike.iter().map(|(from, _)| from.clone()).collect();
            let count = texts.iter().map(|text| counted(text)).sum();
            let merged = texts
                .iter()
                .all(|text| column.relabel.iter().any(|(from, _)| from == text));
            let choices = vec![
                Correction::Repair(alike),
                Correction::KeepAsAnswer(texts.clone()),
            ];
            self.add(
                DoubtKind::SameButCase,
                count,
                Concerned::Texts(texts.clone()),
                texts,
                choices,
                usize::from(!merged),
            );
        }
        // Tools write `NULL`; `?` and "N/A" can be chosen, and `NA` is a code among other short codes.
        let short = inside.iter().all(|text| text.chars().count() <= 3);
        for (text, count) in evidence.aside.iter() {
            if text == "?" || text.eq_ignore_ascii_case("n/a") || (short && text == "NA") {
                let in_use = usize::from(!column.missing.iter().any(|missing| missing == text));
                let choices = vec![
                    Correction::Missing(vec![text.to_owned()]),
                    Correction::KeepAsAnswer(vec![text.to_owned()]),
                ];
                self.add(
                    DoubtKind::MissingOrAnswer,
                    count,
                    Concerned::Texts(vec![text.to_owned()]),
                    [text.to_owned()],
                    choices,
                    in_use,
                );
            }
        }
    }

    fn misfits(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        let looks = &evidence.looks;
        let misfits: &[Look] = match column.kind {
            Kind::DateTime => &[
                Look::Words,
                Look::Duration,
                Look::Clock,
                Look::Whole,
                Look::Point,
            ],
            Kind::Integer | Kind::Number if column.unit == Some(Unit::Hours) => {
                &[Look::Words, Look::Whole, Look::Point, Look::PlainDate]
            }
            Kind::Integer | Kind::Number => {
                &[Look::Words, Look::PlainDate, Look::Duration, Look::Clock]
            }
            _ => return,
        };
        let digits = looks.count(&[Look::CompactDate, Look::Epoch]);
        if column.kind == Kind::DateTime && digits > 0 {
            return;
        }
        let count = looks.count(misfits);
        if count > 0 {
            let choices = vec![
                Correction::Kind(column.kind),
                Correction::Kind(Kind::Category),
            ];
            self.add(
                DoubtKind::MixedType,
                count,
                Concerned::looks(misfits),
                examples(evidence, misfits),
                choices,
                0,
            );
        }
    }

    /// A reason told by the name alone is asked about; the cells are never shown.
    fn personal(&mut self, evidence: &Evidence, column: &ColumnSchema) {
        let told = evidence
            .looks
            .count(&[Look::Mail, Look::Address, Look::Phone, Look::Place]);
        let by_name = named(&column.name).is_some() && told == 0;
        if by_name && column.sensitive != Some(Sensitive::Text) {
            let choices = vec![
                Correction::Sensitive(column.sensitive),
                Correction::Kind(Kind::Category),
            ];
            self.add(
                DoubtKind::Personal,
                evidence.answers(),
                Concerned::All,
                [],
                choices,
                0,
            );
        }
    }
}

fn is_number(column: &ColumnSchema) -> bool {
    matches!(column.kind, Kind::Integer | Kind::Number)
}

/// Whether a column of clocks says by its name how long something took.
fn names_a_length(name: &str) -> bool {
    // A name of both kinds is no time of day exactly where a length is named.
    !is_time_of_day(&format!("time {name}"), &Evidence::default())
}

/// Whether whole numbers may be answers: a few points that start at 0 or 1, most of them in use.
fn may_be_codes(evidence: &Evidence) -> bool {
    evidence.range.is_some_and(|(least, most)| {
        let points = most - least + 1.0;
        (least == 0.0 || least == 1.0)
            && (2.0..=MOST_POINTS as f64).contains(&points)
            && evidence.levels.len() <= MOST_POINTS + 3
            && evidence.answers() >= 10
            && evidence.looks.of(Look::Fraction).count == 0
    })
}

/// The first cells of several looks.
fn examples(evidence: &Evidence, looks: &[Look]) -> Vec<String> {
    looks
        .iter()
        .flat_map(|look| evidence.looks.of(*look).examples.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::infer;
    use super::*;

    fn check_named(name: &str, cells: &[&str], expected: Expect) {
        let evidence = Evidence::of(cells.iter().copied().cycle().take(cells.len() * 20));
        let scan = Scan {
            groups: Vec::new(),
            asked: Vec::new(),
            rows: evidence.rows,
            columns: vec![evidence],
            bytes: 0,
        };
        let schema = infer(&[name.to_owned()], &scan);
        let doubts = doubts(&scan, &schema);
        let bytes = postcard::to_stdvec(&doubts).unwrap();
        assert_eq!(postcard::from_bytes::<Vec<Doubt>>(&bytes).unwrap(), doubts);
        let said: Vec<String> = doubts
            .iter()
            .map(|doubt| {
                let used = &doubt.choices[doubt.in_use];
                format!(
                    "{:?} {} {:?} reads {} of {}",
                    doubt.kind,
                    doubt.count,
                    doubt.examples,
                    serde_json::to_string(used).unwrap(),
                    doubt.choices.len()
                )
            })
            .collect();
        expected.assert_eq(&said.join("\n"));
    }

    fn check(cells: &[&str], expected: Expect) {
        check_named("a", cells, expected);
    }

    #[test]
    fn what_cells_settle_is_no_doubt() {
        check(&["1.5", "2", "1,234.5"], expect![""]);
        check(&["29-02-2016 01:16", "01-02-2016 01:16"], expect![""]);
        check(&["10-49", "50+"], expect![""]);
        check(&["Yes", "No", "Maybe"], expect![""]);
        check_named("Time to restore", &["0:45", "1:30"], expect![""]);
    }

    #[test]
    fn marks_that_contradict_are_told() {
        check(
            &["1,5", "1.5", "2.5"],
            expect![[r#"DecimalMark 20 ["1,5"] reads {"kind":"category"} of 4"#]],
        );
        check(
            &["1,234", "12,500"],
            expect![[r#"ThousandsMark 40 ["1,234", "12,500"] reads {"decimal_comma":false} of 3"#]],
        );
        check(
            &["1.234", "12.500"],
            expect![[r#"ThousandsMark 40 ["1.234", "12.500"] reads {"decimal_comma":false} of 3"#]],
        );
    }

    #[test]
    fn dates_in_either_order_are_told() {
        check(
            &["05.07.2011", "05.08.2011"],
            expect![[r#"DayOrder 40 ["05.07.2011", "05.08.2011"] reads {"day_first":true} of 3"#]],
        );
        check(
            &["7/2/2020", "7/3/2020"],
            expect![[r#"DayOrder 40 ["7/2/2020", "7/3/2020"] reads {"day_first":false} of 3"#]],
        );
        check(
            &["2024-11-25T10:00Z", "2024-11-25 10:00"],
            expect![[r#"MixedZones 20 ["2024-11-25T10:00Z"] reads {"kind":"date_time"} of 2"#]],
        );
    }

    #[test]
    fn numbers_that_stand_for_something_else_are_told() {
        check(
            &["10", "25", "-99"],
            expect![[r#"Sentinel 20 ["-99"] reads {"missing":["-99"]} of 2"#]],
        );
        check(
            &["10", "25", "-1"],
            expect![[r#"Sentinel 20 ["-1"] reads {"keep_as_answer":["-1"]} of 2"#]],
        );
        check(
            &["1", "5", "99"],
            expect![[r#"
            Sentinel 20 ["99"] reads {"keep_as_answer":["99"]} of 2
            NumberOrCode 60 ["1", "5", "99"] reads {"kind":"integer"} of 2"#]],
        );
        check(
            &["$5", "€5", "$7"],
            expect![[r#"MixedUnits 20 ["$", "€"] reads {"unit":{"currency":"$"}} of 4"#]],
        );
        check(
            &["12%", "0.12", "15%"],
            expect![[r#"MixedUnits 20 ["%"] reads {"unit":"percent"} of 3"#]],
        );
        check(
            &["1", "2", "3", "5"],
            expect![[r#"NumberOrCode 80 ["1", "2", "3"] reads {"kind":"integer"} of 2"#]],
        );
    }

    #[test]
    fn clocks_are_told() {
        check(
            &["0:45", "1:30"],
            expect![[r#"ClockOrDuration 40 ["0:45", "1:30"] reads {"unit":"hours"} of 2"#]],
        );
        check_named(
            "Start time",
            &["09:30", "10:45"],
            expect![[r#"ClockOrDuration 40 ["09:30", "10:45"] reads {"kind":"category"} of 2"#]],
        );
    }

    #[test]
    fn levels_to_put_right_are_told() {
        check(
            &["Oct-49", "50-99", "<10"],
            expect![[r#"RuinedBands 20 ["Oct-49"] reads {"keep_as_answer":["Oct-49"]} of 2"#]],
        );
        check(
            &["Daily", "daily", "Weekly", "Daily"],
            expect![[r#"SameButCase 20 ["daily"] reads {"repair":[["daily","Daily"]]} of 2"#]],
        );
        check(
            &["good", "bad", "N/A", "NULL"],
            expect![[r#"MissingOrAnswer 20 ["N/A"] reads {"keep_as_answer":["N/A"]} of 2"#]],
        );
    }

    #[test]
    fn cells_that_do_not_fit_are_told() {
        let mut cells = vec!["7"; 30];
        cells.push("lots");
        check(
            &cells,
            expect![[r#"MixedType 20 ["lots"] reads {"kind":"integer"} of 2"#]],
        );
    }

    #[test]
    fn hidden_cells_are_never_shown() {
        check_named(
            "Email",
            &["none given", "withheld"],
            expect![[r#"Personal 40 [] reads {"sensitive":"mail"} of 2"#]],
        );
        check(&["ann@example.org", "bob@example.org"], expect![""]);
    }
}
