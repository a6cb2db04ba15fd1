//! Numbers that stand for "no answer" or "never" in a column of other numbers.

use super::aside::MISSING_NUMBERS;
use super::evidence::Evidence;
use super::numbers::number;

/// How far above the others a number such as 99 must be, as a multiple of the greatest.
const GAP: f64 = 4.0;

/// Numbers as written that count as blank: codes of tools below numbers that are never negative.
pub(super) fn known(evidence: &Evidence) -> Vec<String> {
    found(evidence)
        .filter(|(_, _, value)| MISSING_NUMBERS.contains(value))
        .map(|(text, ..)| text.to_owned())
        .collect()
}

/// Numbers as written that stand apart from all others and may be no measurement, with the cells that have them.
pub(super) fn doubtful(evidence: &Evidence) -> Vec<(String, u64)> {
    found(evidence)
        .filter(|(_, count, value)| *count > 1 || MISSING_NUMBERS.contains(value))
        .map(|(text, count, _)| (text.to_owned(), count))
        .collect()
}

/// Sentinels that stand apart, with the cells that have them and their value.
fn found(evidence: &Evidence) -> impl Iterator<Item = (&str, u64, f64)> {
    let range = evidence
        .range
        .filter(|(least, most)| *least >= 0.0 && *most > 0.0);
    evidence.sentinels.iter().filter_map(move |(text, count)| {
        let (_, most) = range?;
        let value = number(text, false, true)?;
        (value < 0.0 || value >= GAP * most).then_some((text, count, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], blank: &[&str], doubted: &[&str]) {
        let evidence = Evidence::of(cells.iter().copied());
        let texts: Vec<String> = doubtful(&evidence)
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(
            (known(&evidence), texts),
            (
                blank.iter().map(|t| t.to_string()).collect(),
                doubted.iter().map(|t| t.to_string()).collect()
            )
        );
    }

    #[test]
    fn codes_of_tools_are_blank_below_numbers_that_are_never_negative() {
        check(&["1", "5", "-99"], &["-99"], &["-99"]);
        check(&["1", "5", "-999"], &["-999"], &["-999"]);
        check(&["-120", "5", "-99"], &[], &[]);
    }

    #[test]
    fn other_numbers_apart_are_doubted() {
        check(&["1", "5", "-1", "-1"], &[], &["-1"]);
        check(&["1", "5", "99", "99"], &[], &["99"]);
        check(&["1", "80", "99", "99"], &[], &[]);
        check(&["-5", "5", "-1", "-1"], &[], &[]);
    }
}
