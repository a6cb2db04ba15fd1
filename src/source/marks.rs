//! Where delimiters and line ends stand, 64 bytes at a time: by SIMD in WebAssembly, by words of 8 bytes elsewhere.

/// Goes through the delimiters, line feeds and carriage returns of a text.
pub(super) struct Marks<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Where the block starts that `mask` is about.
    block: usize,
    /// A bit for each of its bytes that is such a mark and was not given yet.
    mask: u64,
}

impl<'a> Marks<'a> {
    /// The marks of `bytes` from `at`.
    pub fn of(bytes: &'a [u8], delimiter: u8, at: usize) -> Self {
        let mut marks = Marks {
            bytes,
            delimiter,
            block: usize::MAX,
            mask: 0,
        };
        marks.skip_to(at);
        marks
    }

    /// Goes on at `at`, which lies ahead.
    pub fn skip_to(&mut self, at: usize) {
        let block = at & !63;
        if block != self.block {
            self.block = block;
            self.mask = self.look();
        }
        self.mask &= u64::MAX << (at & 63);
    }

    /// Where the next mark is; the end of the text where there is none.
    pub fn next(&mut self) -> usize {
        while self.mask == 0 {
            self.block += 64;
            if self.block >= self.bytes.len() {
                return self.bytes.len();
            }
            self.mask = self.look();
        }
        let at = self.block + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        at
    }

    fn look(&self) -> u64 {
        let rest = self.bytes.get(self.block..).unwrap_or(&[]);
        if let Some((block, _)) = rest.split_first_chunk::<64>() {
            return look(block, self.delimiter);
        }
        let mut block = [0; 64];
        block[..rest.len()].copy_from_slice(rest);
        look(&block, self.delimiter)
    }
}

/// A bit for each byte of `block` that is a mark.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn look(block: &[u8; 64], delimiter: u8) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};
    let word = |at: usize| {
        let mut part = [0; 8];
        part.copy_from_slice(&block[at..at + 8]);
        u64::from_le_bytes(part)
    };
    let (delimiter, feed, turn) = (
        u8x16_splat(delimiter),
        u8x16_splat(b'\n'),
        u8x16_splat(b'\r'),
    );
    let mut mask = 0;
    for at in [0, 16, 32, 48] {
        let bytes = u64x2(word(at), word(at + 8));
        let ends = v128_or(u8x16_eq(bytes, feed), u8x16_eq(bytes, turn));
        let marks = v128_or(ends, u8x16_eq(bytes, delimiter));
        mask |= u64::from(u8x16_bitmask(marks)) << at;
    }
    mask
}

/// A bit for each byte of `block` that is a mark.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn look(block: &[u8; 64], delimiter: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The high bit of each byte that is zero.
    let zeros = |word: u64| !(((word & LOW) + LOW) | word | LOW);
    let mut mask = 0;
    for (at, part) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*part);
        let of = |byte: u8| zeros(word ^ (ONES * u64::from(byte)));
        let marks = of(delimiter) | of(b'\n') | of(b'\r');
        let bits = (marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (at * 8);
    }
    mask
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_marks_are_found_from_anywhere(
            bytes in proptest::collection::vec(prop_oneof![Just(b','), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..400),
            starts in proptest::collection::vec(0_usize..420, 1..5),
        ) {
            let is_mark = |byte: &u8| matches!(byte, b',' | b'\n' | b'\r');
            let mut marks = Marks::of(&bytes, b',', 0);
            let mut starts = starts;
            starts.sort_unstable();
            let mut after = 0;
            for start in starts {
                let start = start.max(after).min(bytes.len());
                marks.skip_to(start);
                let expected = (start..bytes.len()).filter(|at| is_mark(&bytes[*at]));
                if let Some(at) = expected.take(1).next() {
                    prop_assert_eq!(marks.next(), at);
                    after = at + 1;
                }
            }
            let mut marks = Marks::of(&bytes, b',', 0);
            for at in (0..bytes.len()).filter(|at| is_mark(&bytes[*at])) {
                prop_assert_eq!(marks.next(), at);
            }
            prop_assert_eq!(marks.next(), bytes.len());
        }
    }
}
