//! Months and days of the week by name, in English, German, French, Spanish and Ukrainian.

use super::firsts::Firsts;

/// Starts of a month's names in small letters, January first.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "січ"],
    &["feb", "fév", "fev", "лют"],
    &["mar", "mär", "mrz", "mae", "бер"],
    &["apr", "avr", "abr", "кві"],
    &["may", "mai", "тра"],
    &["jun", "juin", "чер"],
    &["jul", "juil", "лип"],
    &["aug", "aoû", "aou", "ago", "сер"],
    &["sep", "set", "вер"],
    &["oct", "okt", "жов"],
    &["nov", "лис"],
    &["dec", "dez", "déc", "dic", "гру"],
];

/// Starts of the names of days of the week.
const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
    "lun", "mar", "mer", "mié", "mie", "jeu", "jue", "ven", "vie", "sam", "sáb", "sab", "dim",
    "dom", "пн", "пон", "вт", "вів", "ср", "сер", "чт", "чет", "пт", "п'я", "п’я", "сб", "суб",
    "нд", "нед",
];

/// First letters of months and days of the week.
const FIRSTS: Firsts = {
    let (mut firsts, mut at) = (Firsts::NONE.and(WEEKDAYS), 0);
    while at < MONTHS.len() {
        firsts = firsts.and(MONTHS[at]);
        at += 1;
    }
    firsts
};

/// Whether `text` may start with a month or a day of the week; seen from its first letter.
pub(super) fn may_start(text: &str) -> bool {
    FIRSTS.may_start(text)
}

/// The month, 1 to 12, that `word` names in full or cut short.
pub(super) fn month(word: &str) -> Option<i64> {
    let small = start(word)?;
    let at = MONTHS.iter().position(|names| small.is_one_of(names))?;
    Some(at as i64 + 1)
}

/// Whether `word` is a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    start(word).is_some_and(|small| small.is_one_of(WEEKDAYS))
}

/// The first four letters of a word in small letters.
struct Start {
    bytes: [u8; 16],
    length: usize,
}

impl Start {
    fn is_one_of(&self, names: &[&str]) -> bool {
        let small = &self.bytes[..self.length];
        let first = small.first();
        let is_start = |name: &[u8]| name.first() == first && small.starts_with(name);
        names.iter().any(|name| is_start(name.as_bytes()))
    }
}

/// The first letters of a word; none where it is too short or too long for a name.
fn start(word: &str) -> Option<Start> {
    if !(2..=24).contains(&word.len()) {
        return None;
    }
    let mut start = Start {
        bytes: [0; 16],
        length: 0,
    };
    if let Some(ascii) = word.as_bytes().get(..4.min(word.len()))
        && ascii.is_ascii()
    {
        start.length = ascii.len();
        start.bytes[..ascii.len()].copy_from_slice(ascii);
        start.bytes.make_ascii_lowercase();
        return Some(start);
    }
    for c in word.chars().take(4).flat_map(char::to_lowercase) {
        // A capital that becomes several letters begins no name.
        let end = start.length + c.len_utf8();
        c.encode_utf8(start.bytes.get_mut(start.length..end)?);
        start.length = end;
    }
    Some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_five_languages() {
        for (at, names) in [
            (1, "January Jänner enero січня janvier"),
            (3, "MAR März mars marzo березень"),
            (5, "May Mai mayo травня"),
            (6, "June Juni juin junio червня"),
            (7, "Jul juillet julio липень"),
            (8, "Aug août agosto серпня"),
            (12, "Dez. décembre diciembre грудня"),
        ] {
            for name in names.split(' ') {
                assert_eq!(month(name), Some(at), "{name}");
            }
        }
        assert!(is_weekday("Monday") && is_weekday("середа") && !is_weekday("Team"));
        assert_eq!((month("team"), month("Q")), (None, None));
    }
}
