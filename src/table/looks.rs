//! How cells look, counted with a few examples of each.

use serde::{Deserialize, Serialize, Serializer};

use crate::merge::Merge;

/// Examples kept of each look.
const EXAMPLES: usize = 3;
/// Longer cells are no examples, in bytes.
const LONGEST: usize = 200;

/// What a cell looks like; a cell can look like several.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Look {
    /// A number of digits only.
    Whole,
    /// A number with spaces or apostrophes between thousands.
    Spaced,
    /// A number with a sure decimal point.
    Point,
    /// A number with a sure decimal comma.
    Comma,
    /// A number with one point before three digits: decimals or thousands.
    EitherPoint,
    /// A number with one comma before three digits: thousands or decimals.
    EitherComma,
    /// A number with commas between thousands.
    GroupedComma,
    /// A number with points between thousands.
    GroupedPoint,
    /// A number with an exponent.
    Power,
    /// A number that is surely not whole.
    Fraction,
    /// Digits that start with a needless 0.
    Padded,
    /// 15 digits or more, or a long number that a spreadsheet cut to an exponent.
    Long,
    /// Eight digits that are a date.
    CompactDate,
    /// Digits that count seconds or milliseconds since 1970.
    Epoch,
    /// A date with the year first or the month by name.
    PlainDate,
    /// A date whose first part can only be the day.
    DayFirst,
    /// A date whose second part can only be the day.
    MonthFirst,
    /// A date with slashes in either order.
    EitherSlash,
    /// A date with dashes or points in either order.
    EitherOther,
    /// A date with a time zone.
    Zoned,
    /// A length of time with units.
    Duration,
    /// A length of time below a day with colons, or a time of day.
    Clock,
    /// A length of time of a day or more with colons.
    LongClock,
    /// A mail address.
    Mail,
    /// A network address.
    Address,
    /// A telephone number.
    Phone,
    /// A place by its latitude and longitude.
    Place,
    /// None of these, nor a usual "no answer".
    Words,
}

/// How many looks there are.
const MANY: usize = Look::Words as usize + 1;

/// Cells of one look.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Seen {
    /// How many.
    pub count: u64,
    /// The first three different ones.
    pub examples: Vec<String>,
}

impl Seen {
    fn example(&mut self, text: &str) {
        if self.examples.len() < EXAMPLES
            && text.len() <= LONGEST
            && self.examples.iter().all(|known| known != text)
        {
            self.examples.push(text.to_owned());
        }
    }
}

/// Cells by their look.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(from = "Vec<Seen>")]
pub struct Looks([Seen; MANY]);

// As a list: reading an array of fixed length would be written out for each of its places.
impl Serialize for Looks {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0[..].serialize(to)
    }
}

impl From<Vec<Seen>> for Looks {
    fn from(seen: Vec<Seen>) -> Looks {
        let mut looks = Looks::default();
        for (place, seen) in looks.0.iter_mut().zip(seen) {
            *place = seen;
        }
        looks
    }
}

impl Looks {
    /// The cells of one look.
    pub fn of(&self, look: Look) -> &Seen {
        &self.0[look as usize]
    }

    /// How many cells have any of `looks`, which exclude one another.
    pub fn count(&self, looks: &[Look]) -> u64 {
        looks.iter().map(|look| self.of(*look).count).sum()
    }

    /// Counts so many cells whose looks are the bits of `looks`.
    pub(super) fn add(&mut self, looks: u32, text: &str, times: u64) {
        for look in each(looks) {
            self.0[look].count += times;
            self.0[look].example(text);
        }
    }

    /// Whether examples of all of these, bits each, are there already.
    pub(super) fn have_examples(&self, looks: u32) -> bool {
        each(looks).all(|look| self.0[look].examples.len() == EXAMPLES)
    }

    /// Counts so many cells whose looks are the bits of `looks`, of which there are examples.
    pub(super) fn add_times(&mut self, looks: u32, times: u64) {
        each(looks).for_each(|look| self.0[look].count += times);
    }
}

/// The numbers of these looks, bits each.
fn each(mut looks: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let look = (looks != 0).then(|| looks.trailing_zeros() as usize);
        looks &= looks.wrapping_sub(1);
        look
    })
}

impl Merge for Looks {
    fn merge(&mut self, other: Self) {
        for (seen, more) in self.0.iter_mut().zip(other.0) {
            seen.count += more.count;
            more.examples.iter().for_each(|text| seen.example(text));
        }
    }
}
