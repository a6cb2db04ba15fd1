//! A column of numbers: codes of the different ones where these are few, and the numbers themselves where they are many.

/// Numbers by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// At most 65,535 different numbers.
    Coded {
        /// The different numbers, rising.
        distinct: Vec<f64>,
        /// 0 where a row has no number, else `k` for `distinct[k - 1]`.
        codes: Vec<u16>,
    },
    /// Each row's number; not a number where it has none.
    Plain(Vec<f64>),
}

impl Numbers {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match self {
            Self::Coded { codes, .. } => codes.len(),
            Self::Plain(values) => values.len(),
        }
    }

    /// The number of `row`.
    pub fn get(&self, row: usize) -> Option<f64> {
        match self {
            Self::Coded { distinct, codes } => {
                let code = usize::from(*codes.get(row)?);
                code.checked_sub(1).map(|at| distinct[at])
            }
            Self::Plain(values) => values.get(row).copied().filter(|value| !value.is_nan()),
        }
    }

    /// Each row's number.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> {
        (0..self.rows()).map(|row| self.get(row))
    }

    /// The different numbers, rising, with how many rows have each.
    pub fn counts(&self) -> Vec<(f64, u64)> {
        match self {
            Self::Coded { distinct, codes } => {
                let mut counts = vec![0; distinct.len() + 1];
                codes
                    .iter()
                    .for_each(|code| counts[usize::from(*code)] += 1);
                let counts = distinct.iter().copied().zip(counts.split_off(1));
                counts.filter(|(_, count)| *count > 0).collect()
            }
            Self::Plain(values) => {
                let mut values: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
                values.sort_unstable_by(f64::total_cmp);
                let same = values.chunk_by(|a, b| a == b);
                same.map(|same| (same[0], same.len() as u64)).collect()
            }
        }
    }
}

/// Numbers in the making.
#[derive(Debug)]
pub(super) struct Making {
    codes: Vec<u16>,
    /// In order of first appearance.
    distinct: Vec<f64>,
    /// A hash table of their places in `distinct`, from 1; 0 where free.
    slots: Vec<u16>,
    /// In use once there are too many different ones.
    plain: Vec<f64>,
}

/// A number as it is put into rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbered {
    value: f64,
    /// Its code; 0 where there are too many for it to have one.
    code: u16,
}

impl Making {
    /// So many rows without a number.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            codes: vec![0; rows],
            distinct: Vec::new(),
            slots: vec![0; 64],
            plain: Vec::new(),
        }
    }

    /// What to put into rows for `value`.
    pub(super) fn keep(&mut self, value: f64) -> Numbered {
        let code = match self.plain.is_empty() {
            true => self.code(value),
            false => 0,
        };
        Numbered { value, code }
    }

    /// The code of `value`, which is added where it is new; 0 where that makes too many.
    fn code(&mut self, value: f64) -> u16 {
        let at = self.slot(value);
        if self.slots[at] > 0 {
            return self.slots[at];
        }
        self.distinct.push(value);
        let Ok(code) = u16::try_from(self.distinct.len()) else {
            self.unfold();
            return 0;
        };
        self.slots[at] = code;
        if self.distinct.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 4];
            for (code, value) in (1..=code).zip(self.distinct.clone()) {
                let at = self.slot(value);
                self.slots[at] = code;
            }
        }
        code
    }

    /// Where `value` stands in the hash table, or would.
    fn slot(&self, value: f64) -> usize {
        let mask = self.slots.len() - 1;
        let hash = value.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => return at,
                code if self.distinct[usize::from(code) - 1].to_bits() == value.to_bits() => {
                    return at;
                }
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Puts a number into `row`.
    pub(super) fn put(&mut self, row: usize, number: Numbered) {
        match self.plain.get_mut(row) {
            Some(place) => *place = number.value,
            None => self.codes[row] = number.code,
        }
    }

    /// From codes to the numbers themselves.
    fn unfold(&mut self) {
        let value = |code: &u16| {
            let at = usize::from(*code).checked_sub(1);
            at.map_or(f64::NAN, |at| self.distinct[at])
        };
        self.plain = self.codes.iter().map(value).collect();
        self.codes = Vec::new();
        self.slots = Vec::new();
    }

    pub(super) fn finish(self) -> Numbers {
        if !self.plain.is_empty() {
            return Numbers::Plain(self.plain);
        }
        let places = self.distinct.iter().enumerate();
        let mut order: Vec<(u64, usize)> = places.map(|(at, value)| (rank(*value), at)).collect();
        order.sort_unstable();
        let mut new = vec![0; order.len() + 1];
        for (code, (_, at)) in (1..=u16::MAX).zip(&order) {
            new[at + 1] = code;
        }
        let codes = self.codes.iter().map(|code| new[usize::from(*code)]);
        Numbers::Coded {
            codes: codes.collect(),
            distinct: order.into_iter().map(|(_, at)| self.distinct[at]).collect(),
        }
    }
}

/// A number's place in the order of [`f64::total_cmp`].
pub(super) fn rank(value: f64) -> u64 {
    let bits = value.to_bits();
    match value.is_sign_negative() {
        true => !bits,
        false => bits | 1 << 63,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Option<f64>]) -> Numbers {
        let mut making = Making::new(rows.len());
        for (row, value) in rows.iter().enumerate() {
            if let Some(value) = value {
                let number = making.keep(*value);
                making.put(row, number);
            }
        }
        making.finish()
    }

    #[test]
    fn ranks_are_in_the_order_of_all_numbers() {
        let numbers = [
            f64::NEG_INFINITY,
            -1e9,
            -1.5,
            -0.0,
            0.0,
            1e-300,
            2.0,
            f64::INFINITY,
        ];
        assert!(numbers.is_sorted_by(|a, b| rank(*a) < rank(*b)));
    }

    #[test]
    fn few_different_numbers_are_codes_that_rise_with_them() {
        let rows = [Some(7.5), None, Some(-1.0), Some(7.5), Some(0.0)];
        let numbers = of(&rows);
        let expected = Numbers::Coded {
            distinct: vec![-1.0, 0.0, 7.5],
            codes: vec![3, 0, 1, 3, 2],
        };
        assert_eq!(numbers, expected);
        assert_eq!(numbers.iter().collect::<Vec<_>>(), rows);
        assert_eq!(numbers.counts(), [(-1.0, 1), (0.0, 1), (7.5, 2)]);
    }

    #[test]
    fn many_different_numbers_stay_as_they_are() {
        for many in [65_535, 65_536, 70_000] {
            let mut rows: Vec<Option<f64>> = (0..many).rev().map(|n| Some(f64::from(n))).collect();
            rows.extend([None, Some(3.0)]);
            let numbers = of(&rows);
            assert_eq!(matches!(numbers, Numbers::Plain(_)), many > 65_535);
            assert!(numbers.iter().eq(rows), "{many}");
            assert_eq!(numbers.counts()[3], (3.0, 2));
            assert_eq!(numbers.counts().len(), many as usize);
        }
    }
}
