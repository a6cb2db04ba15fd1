//! Whether the first row of a table is an answer beyond doubt: it holds what no column is called, over more of the kind.

use super::heads::{BODY, is_date};
use super::records::Records;
use super::sniff::is_figure;

/// Fewest records that can speak for what a column holds.
const FEW: usize = 2;

/// Bytes from which on a fraction is no name.
const LONG_FRACTION: usize = 6;

/// What of a cell tells that it is a value.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Value {
    Mail,
    Link,
    Uuid,
    /// A hash or a token, with how many digits it has.
    Digest(usize),
    Time,
    Fraction,
}

/// Whether a cell of the first row is a mail address, a link or an id, and all others in its column are of that kind.
pub(super) fn tells_who(records: &Records, rows: &[usize], width: usize) -> bool {
    holds(records, rows, width, |value| {
        !matches!(value, Value::Time | Value::Fraction)
    })
}

/// Whether the first row is sure to be an answer, given that it is taken for one: some column holds values of one kind that is
/// never a name, from the first row on.
pub(super) fn is_answer(records: &Records, rows: &[usize], width: usize) -> bool {
    holds(records, rows, width, |_| true)
}

fn holds(records: &Records, rows: &[usize], width: usize, fits: impl Fn(Value) -> bool) -> bool {
    let Some((head, body)) = rows.split_first() else {
        return false;
    };
    let is_one = |column: &usize| {
        let of = |row: &usize| value(records.cell(*row, *column).trim());
        let Some(first) = of(head).filter(|value| fits(*value)) else {
            return false;
        };
        // Shares and quantiles may be names: `0.975`.
        let cell = records.cell(*head, *column).trim();
        if first == Value::Fraction && !cell.starts_with('-') && cell.len() < LONG_FRACTION {
            return false;
        }
        let mut cells = body
            .iter()
            .take(BODY)
            .filter(|row| !records.cell(**row, *column).trim().is_empty());
        cells.clone().count() >= FEW && cells.all(|row| of(row) == Some(first))
    };
    (0..width).any(|column| is_one(&column))
}

fn value(cell: &str) -> Option<Value> {
    let is_hex = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_hexdigit());
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    if cell.is_empty() || cell.contains(char::is_whitespace) && !is_date(cell) {
        return None;
    }
    if is_figure(cell) {
        return match is_fraction(cell) {
            true => Some(Value::Fraction),
            false => is_date(cell).then_some(Value::Time),
        };
    }
    if let Some((scheme, _)) = cell.split_once("://") {
        let is_scheme =
            (3..=8).contains(&scheme.len()) && scheme.bytes().all(|byte| byte.is_ascii_lowercase());
        return is_scheme.then_some(Value::Link);
    }
    if let Some((name, host)) = cell.split_once('@') {
        let is_mail =
            !name.is_empty() && !host.contains('@') && host.trim_matches('.').contains('.');
        return is_mail.then_some(Value::Mail);
    }
    let parts: Vec<&str> = cell.split('-').collect();
    if parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| is_hex(part))
    {
        return Some(Value::Uuid);
    }
    (cell.len() >= 8 && digits > 0 && is_hex(cell)).then_some(Value::Digest(cell.len()))
}

/// Whether a cell is a number with decimals.
fn is_fraction(cell: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    unsigned
        .split_once(['.', ','])
        .is_some_and(|(whole, part)| is_digits(whole) && is_digits(part))
}
