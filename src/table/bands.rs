//! Answers that are bands of numbers: `10-49`, `less than an hour`, `51+`, `>= 65`, `über 500`.
//!
//! Spreadsheets turn bands such as `10-49`, `6-25` and `1-5` into `Oct-49`, `Jun-25` and `01-May`; [`repair`] finds what
//! they were, and [`bands`] already orders them so. Nothing here changes an answer.

use super::durations;
use super::months::month;
use super::values::rank;
use crate::order::rising;

/// A band of numbers; lengths of time in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The least number; of bands without one, 0.
    pub low: f64,
    /// The greatest number; infinite for bands without one.
    pub high: f64,
}

/// Words of bands in English, German, French, Spanish and Ukrainian, by what they do.
const WORDS: [(Word, &str); 6] = [
    (
        Word::Below,
        "< <= ≤ most maximal maximum max less fewer under below weniger unter höchstens moins menos menor menores inférieur inferior менше менш \
         меньше younger jünger",
    ),
    (
        Word::Above,
        "> >= ≥ + more over above least mindestens minimum minimal mehr über ueber ab mindestens plus supérieur más mas mayor mayores superior desde \
         more+ більше більш понад older älter higher longer greater",
    ),
    (Word::UpTo, "up bis jusqu'à jusqu hasta до"),
    (Word::To, "- to a à und et y і й та and bis до"),
    (
        Word::Filler,
        "than als de que ніж як between from from: about around approximately zwischen entre von від ca ~ or oder ou o u або \
         at the як du zu of en",
    ),
    // "No more than 5", "au moins 5": what comes next is turned round.
    (Word::Not, "no not nicht pas не au al"),
];

/// Answers that are 0 in words: no time, nobody else. Those of two words may go on.
const ZERO: [&str; 13] = [
    "none",
    "never",
    "just me",
    "only me",
    "keine",
    "nie",
    "nur ich",
    "aucun",
    "jamais",
    "ninguno",
    "nunca",
    "лише я",
    "ніколи",
];

/// What a word does in a band.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Word {
    Below,
    Above,
    UpTo,
    To,
    Filler,
    Not,
}

/// The bands that `levels` are, one per level, ruined ones as they were before; `None` where some level is no band or two
/// are the same.
pub fn bands(levels: &[&str]) -> Option<Vec<Band>> {
    let repaired = repair(levels);
    let tokens: Vec<Vec<Token>> = levels
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let fixed = repaired.iter().find(|(place, _)| *place == at);
            tokens(fixed.map_or(level, |(_, text)| text))
        })
        .collect();
    // "Under 18" and "18-24 years" count the same: one unit for all is none.
    let mut units = tokens.iter().flatten().filter_map(|token| match token {
        Token::Unit(hours) => Some(*hours),
        _ => None,
    });
    let one = units
        .next()
        .filter(|first| units.all(|unit| unit == *first));
    let found: Vec<Band> = tokens
        .iter()
        .map(|tokens| read(tokens, one.unwrap_or(1.0)))
        .collect::<Option<_>>()?;
    let same = |a: usize, b: usize| found[a] == found[b];
    (0..found.len())
        .all(|a| (0..a).all(|b| !same(a, b)))
        .then_some(found)
}

/// The order of bands, low to high: by where they end, then by where they start.
pub fn order(bands: &[Band]) -> Vec<usize> {
    let placed = bands.iter().enumerate();
    let by_ends = placed.map(|(at, band)| (rank(band.high), rank(band.low), at));
    let order = rising(by_ends.collect::<Vec<_>>());
    order.into_iter().map(|(.., at)| at).collect()
}

/// What ruined levels were before, as place and text, in a column whose other levels are bands; none elsewhere.
pub fn repair(levels: &[&str]) -> Vec<(usize, String)> {
    let mut sound: Vec<Band> = Vec::new();
    let mut ruined: Vec<(usize, Vec<(u32, u32)>)> = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        let choices = before_ruin(level);
        if !choices.is_empty() {
            ruined.push((at, choices));
        } else if let Some(band) = band(level) {
            sound.push(band);
        } else {
            return Vec::new();
        }
    }
    if sound.iter().filter(|band| band.low < band.high).count() == 0 {
        return Vec::new();
    }
    // Bands follow one another: the choice whose ends meet most others, and cross none, is taken.
    let all: Vec<(usize, Band)> = ruined
        .iter()
        .flat_map(|(at, choices)| choices.iter().map(|&choice| (*at, of(choice))))
        .chain(sound.iter().map(|&band| (usize::MAX, band)))
        .collect();
    let fit = |at: usize, choice: (u32, u32)| -> i32 {
        let band = of(choice);
        all.iter()
            .filter(|(other, _)| *other != at)
            .map(|(other, next)| {
                let meets = |end: f64, start: f64| (0.0..=1.0).contains(&(start - end));
                let crosses = band.low < next.high && next.low < band.high;
                match () {
                    _ if meets(band.high, next.low) || meets(next.high, band.low) => 2,
                    _ if crosses && *other == usize::MAX => -3,
                    _ => 0,
                }
            })
            .sum()
    };
    ruined
        .iter()
        .filter_map(|(at, choices)| {
            // The first of the best, for `max_by_key` takes the last.
            let best = choices.iter().rev().max_by_key(|&&choice| fit(*at, choice));
            best.map(|(low, high)| (*at, format!("{low}-{high}")))
        })
        .collect()
}

fn of((low, high): (u32, u32)) -> Band {
    Band {
        low: f64::from(low),
        high: f64::from(high),
    }
}

/// Bands that a spreadsheet shows as `text`, such as `Oct-49` for `10-49`: a month by name and a number.
fn before_ruin(text: &str) -> Vec<(u32, u32)> {
    let mut parts = text
        .split(['-', ' ', '/', '.', '\u{2013}'])
        .filter(|part| !part.is_empty());
    let (Some(a), Some(b), None) = (parts.next(), parts.next(), parts.next()) else {
        return Vec::new();
    };
    let digits = |part: &str| {
        let is_short = (1..=2).contains(&part.len());
        part.parse::<u32>().ok().filter(|_| is_short)
    };
    let (Some(month), Some(number)) = (month(a).or(month(b)), digits(a).or(digits(b))) else {
        return Vec::new();
    };
    // A spreadsheet shows months by few letters.
    if a.chars().count().max(b.chars().count()) > 5 {
        return Vec::new();
    }
    let month = month as u32;
    match number {
        // `Jan-00` was `1-100`, or `0-1` where bands start at 0.
        0 => vec![(month, 100), (0, month)],
        number if number == month => vec![(month, number)],
        number => vec![(month.min(number), month.max(number))],
    }
}

/// The band that `text` is, if any.
pub fn band(text: &str) -> Option<Band> {
    read(&tokens(text), 1.0)
}

/// The band that `tokens` say, with lengths of time in units of `hours`, and numbers without a unit as they are.
fn read(tokens: &[Token], hours: f64) -> Option<Band> {
    let mut numbers: Vec<(f64, Option<f64>)> = Vec::new();
    let (mut below, mut above, mut to, mut words) = (false, false, false, false);
    let mut denied = false;
    for token in tokens {
        match token {
            Token::Number(value) => numbers.push((*value, None)),
            Token::Unit(length) => match numbers.last_mut() {
                Some((_, unit @ None)) => *unit = Some(*length / hours),
                Some(_) => {}
                // "More than a week", "moins d'une heure".
                None => numbers.push((1.0, Some(*length / hours))),
            },
            Token::Word(Word::Below) => below = true,
            Token::Word(Word::Above) => above = true,
            Token::Word(Word::UpTo) if numbers.is_empty() => below = true,
            Token::Word(Word::Not) => denied = true,
            Token::Word(Word::To | Word::UpTo) => to = true,
            Token::Word(Word::Filler) => {}
            // Words in front name something else: "Team 5".
            Token::Other if numbers.is_empty() => return None,
            Token::Other => words = true,
        }
    }
    if denied {
        (below, above) = (above, below);
    }
    match numbers[..] {
        [(low, low_unit), (high, high_unit)] if to || below || above => {
            let (low_unit, high_unit) = (low_unit.or(high_unit), high_unit.or(low_unit));
            let (low, high) = (
                low * low_unit.unwrap_or(1.0),
                high * high_unit.unwrap_or(1.0),
            );
            (low <= high).then_some(Band { low, high })
        }
        [(value, unit)] => {
            let value = value * unit.unwrap_or(1.0);
            match (below, above) {
                (true, false) => Some(Band {
                    low: 0.0,
                    high: value - value.abs() * 1e-9,
                }),
                (false, true) => Some(Band {
                    low: value,
                    high: f64::INFINITY,
                }),
                (false, false) if !(to && words) => Some(Band {
                    low: value,
                    high: value,
                }),
                _ => None,
            }
        }
        _ => None,
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    Unit(f64),
    Word(Word),
    Other,
}

/// Numbers, units of time and words of `text`, whatever its case, dashes, currency and brackets.
fn tokens(text: &str) -> Vec<Token> {
    let text: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2019}' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .filter(|c| !matches!(c, '\u{feff}' | '€' | '$' | '£' | '%'))
        .collect();
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    let is_zero = |zero: &str| rest == zero || (zero.contains(' ') && rest.starts_with(zero));
    if ZERO.iter().any(|zero| is_zero(zero)) {
        return vec![Token::Number(0.0)];
    }
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit()
            || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()));
        let end = if is_number {
            number_end(rest)
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic() && c != '\'')
                .unwrap_or(rest.len())
        } else {
            rest.find(|c: char| !matches!(c, '<' | '>' | '='))
                .filter(|end| *end > 0)
                .unwrap_or(first.len_utf8())
        };
        let (head, tail) = rest.split_at(end);
        let after = tail.strip_prefix('.').unwrap_or(tail);
        rest = after.trim_start();
        if is_number {
            let digits: String = head.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
            let value = decimal(&digits);
            // `10k` counts thousands.
            let thousands = rest
                .strip_prefix('k')
                .filter(|more| !more.starts_with(char::is_alphabetic));
            rest = thousands.unwrap_or(rest);
            tokens.push(Token::Number(if thousands.is_some() {
                value * 1000.0
            } else {
                value
            }));
        } else if first.is_alphabetic() || "<>=≤≥+-~".contains(first) {
            let bare = head.strip_prefix("d'").or(head.strip_prefix("l'"));
            tokens.push(word(bare.unwrap_or(head), tokens.last()));
        }
    }
    tokens
}

/// Where the number that `text` starts with ends; spaces count only between thousands.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let three = || {
            bytes
                .get(end + 1..end + 4)
                .is_some_and(|next| next.iter().all(u8::is_ascii_digit))
                && !bytes.get(end + 4).is_some_and(u8::is_ascii_digit)
        };
        match byte {
            b'0'..=b'9' => end += 1,
            b'.' | b',' if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => end += 1,
            b' ' | b'\'' if three() => end += 4,
            _ => break,
        }
    }
    end
}

/// The value of digits with marks: a mark before three digits stands between thousands.
fn decimal(digits: &str) -> f64 {
    let grouped = digits.split([',', '.']).skip(1).all(|part| part.len() == 3)
        && !digits.starts_with(['0', '.']);
    let plain = if grouped {
        digits.replace([',', '.'], "")
    } else {
        digits.replace(',', ".")
    };
    plain.parse().unwrap_or(0.0)
}

/// What a word, in small letters, says.
fn word(word: &str, last: Option<&Token>) -> Token {
    // Lengths in hours of units that have none to the second.
    const LONGER: [(&str, f64); 2] = [
        (
            "month|months|mo|monat|monate|monaten|mois|mes|meses|місяць|місяці|місяців",
            730.0,
        ),
        (
            "year|years|yr|yrs|jahr|jahre|jahren|an|ans|année|années|año|años|рік|роки|років|року",
            8760.0,
        ),
    ];
    /// Numbers in words, as [`COUNTS`] has them.
    const COUNTS: [f64; 7] = [0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    const COUNTED: [&str; 7] = [
        "half|halb|halbes|halben|demi|medio|media|пів",
        "one|an|ein|eine|einer|einem|eines|une|una|uno|un|один|одна|одного|однієї",
        "two|zwei|deux|dos|два|дві|двох",
        "three|drei|trois|tres|три|трьох",
        "four|vier|quatre|cuatro|чотири|чотирьох",
        "five|fünf|cinq|cinco|п'ять|п'яти",
        "six|sechs|seis|шість|шести",
    ];
    let any = |list: &str| list.split('|').any(|known| known == word);
    // `an` counts one hour in English and years in French.
    let counts = word != "an" || !matches!(last, None | Some(Token::Number(_)));
    if let Some(at) = COUNTED.iter().position(|list| any(list)).filter(|_| counts) {
        return Token::Number(COUNTS[at]);
    }
    if let Some((_, hours)) = LONGER.iter().find(|(list, _)| any(list)) {
        return Token::Unit(*hours);
    }
    // `a` is "to" in Spanish and `y` "and": of single letters only these are units.
    if (word.len() > 1 || matches!(word, "h" | "d" | "w" | "s"))
        && let Some(hours) = durations::hours_of_unit(word)
    {
        return Token::Unit(hours);
    }
    WORDS
        .iter()
        .find(|(what, list)| {
            let usable = match what {
                Word::UpTo => last.is_none(),
                Word::Not => last.is_none(),
                _ => true,
            };
            usable && list.split_whitespace().any(|known| known == word)
        })
        .map_or(Token::Other, |(what, _)| Token::Word(*what))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let said = band(text).map(|band| format!("{} to {}", band.low.round(), band.high.round()));
        expected.assert_eq(&said.unwrap_or_else(|| "no band".to_owned()));
    }

    fn check_order(levels: &[&str], expected: Expect) {
        let said = match bands(levels) {
            None => "no bands".to_owned(),
            Some(bands) => {
                let names: Vec<&str> = order(&bands).into_iter().map(|at| levels[at]).collect();
                names.join(" < ")
            }
        };
        expected.assert_eq(&said);
    }

    fn check_repair(levels: &[&str], expected: Expect) {
        let said: Vec<String> = repair(levels)
            .into_iter()
            .map(|(at, text)| format!("{} was {text}", levels[at]))
            .collect();
        expected.assert_eq(&said.join(", "));
    }

    #[test]
    fn bands_have_two_ends() {
        check("10-49", expect!["10 to 49"]);
        check("11\u{2013}20 %", expect!["11 to 20"]);
        check("1-4 hours", expect!["1 to 4"]);
        check("less than an hour", expect!["0 to 1"]);
        check("More than a week", expect!["168 to inf"]);
        check("more than 1,000", expect!["1000 to inf"]);
        check("51+", expect!["51 to inf"]);
        check(">= 65", expect!["65 to inf"]);
        check("<1", expect!["0 to 1"]);
        check("Under 18 years old", expect!["0 to 157680"]);
        check("1 to 5", expect!["1 to 5"]);
        check("up to 10", expect!["0 to 10"]);
        check("over 500", expect!["500 to inf"]);
        check("$50k - $100k", expect!["50000 to 100000"]);
        check("1 000 - 4 999 employees", expect!["1000 to 4999"]);
        check("65 years or older", expect!["569400 to inf"]);
        check("One week or more", expect!["168 to inf"]);
        check("between one day and one week", expect!["24 to 168"]);
        check("no more than 5", expect!["0 to 5"]);
        check("at least 5", expect!["5 to inf"]);
    }

    #[test]
    fn bands_in_other_languages() {
        check("weniger als 10", expect!["0 to 10"]);
        check("mehr als 500", expect!["500 to inf"]);
        check("über 500 Mitarbeitende", expect!["500 to inf"]);
        check("bis zu 10", expect!["0 to 10"]);
        check("1 bis 5", expect!["1 to 5"]);
        check("ab 50", expect!["50 to inf"]);
        check("moins d'une heure", expect!["0 to 1"]);
        check("moins d'un an", expect!["0 to 8760"]);
        check("plus de 500", expect!["500 to inf"]);
        check("de 10 à 49", expect!["10 to 49"]);
        check("au moins 5", expect!["5 to inf"]);
        check("menos de 10", expect!["0 to 10"]);
        check("más de 500", expect!["500 to inf"]);
        check("entre 10 y 49", expect!["10 to 49"]);
        check("менше 10", expect!["0 to 10"]);
        check("Менше як 3 місяці", expect!["0 to 2190"]);
        check("більше ніж 500", expect!["500 to inf"]);
        check("10 і більше років", expect!["87600 to inf"]);
        check("Пів року", expect!["4380 to 4380"]);
    }

    #[test]
    fn other_texts_are_no_bands() {
        for text in [
            "Team 5",
            "4 - Very impressive",
            "2020-01-02",
            "09:30",
            "Germany",
            "",
            "Often",
            "1/2",
            "less",
            "Q1 2020",
            "10-5",
            "Oct-49",
        ] {
            check(text, expect!["no band"]);
        }
    }

    #[test]
    fn bands_stand_in_order_whatever_their_words() {
        check_order(
            &["51+", "11-25", "<1", "1-10", "26-50"],
            expect!["<1 < 1-10 < 11-25 < 26-50 < 51+"],
        );
        check_order(
            &["65+", "18-24 years", "Under 18", "25-64"],
            expect!["Under 18 < 18-24 years < 25-64 < 65+"],
        );
        check_order(
            &[
                "up to a week",
                "1-4 hours",
                "more than a month",
                "less than an hour",
                "up to a day",
                "up to a month",
            ],
            expect![
                "less than an hour < 1-4 hours < up to a day < up to a week < up to a month < more than a month"
            ],
        );
        check_order(
            &[
                "More than 1000",
                "100-500",
                "26-100",
                "Jun-25",
                "500-1000",
                "01-May",
            ],
            expect!["01-May < Jun-25 < 26-100 < 100-500 < 500-1000 < More than 1000"],
        );
        check_order(
            &[
                "3 роки",
                "Пів року",
                "10 і більше років",
                "Менше як 3 місяці",
                "1 рік",
            ],
            expect!["Менше як 3 місяці < Пів року < 1 рік < 3 роки < 10 і більше років"],
        );
        check_order(
            &["more than 10", "never", "1 to 5", "6 to 10"],
            expect!["never < 1 to 5 < 6 to 10 < more than 10"],
        );
        check_order(&["1-5", "1-5"], expect!["no bands"]);
    }

    #[test]
    fn ruined_bands_are_told_by_their_neighbours() {
        check_repair(
            &[
                "More than 1000",
                "100-500",
                "26-100",
                "Jun-25",
                "500-1000",
                "01-May",
            ],
            expect!["Jun-25 was 6-25, 01-May was 1-5"],
        );
        check_repair(&["<10", "Oct-49", "50-99"], expect!["Oct-49 was 10-49"]);
        check_repair(&["10-May", "11-20", "1-4"], expect!["10-May was 5-10"]);
        check_repair(&["5-Jan", "6-10", "0"], expect!["5-Jan was 1-5"]);
        check_repair(&["Jan-00", "101-500"], expect!["Jan-00 was 1-100"]);
        check_repair(&["Jan-00", "2-5", "6-10"], expect!["Jan-00 was 0-1"]);
        check_repair(&["Okt 49", "50+"], expect!["Okt 49 was 10-49"]);
        check_repair(&["01-May", "02-May", "Jun-25"], expect![""]);
        check_repair(&["01-May", "Germany", "1-4"], expect![""]);
    }
}
