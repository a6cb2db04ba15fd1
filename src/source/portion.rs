//! A portion of a file that is too big to be held: blocks of bytes at random places, from which whole records are read.

use std::ops::Range;

/// Bytes of a block.
pub const BLOCK: u64 = 1 << 20;

/// So many blocks as make up `most` bytes, one at a random place of each equal stretch between `from` and `size`: every byte is as
/// likely as any other, and no stretch goes without. The same bounds give the same blocks.
pub fn blocks(from: u64, size: u64, most: u64) -> Vec<Range<u64>> {
    let length = size.saturating_sub(from);
    let many = (most / BLOCK).clamp(1, (length / BLOCK).max(1));
    let stretch = length as f64 / many as f64;
    let mut state = size;
    (0..many)
        .map(|n| {
            let room = (stretch - BLOCK as f64).max(0.0);
            let start = from + (n as f64 * stretch + chance(&mut state) * room) as u64;
            start..(start + BLOCK).min(size)
        })
        .collect()
}

/// A random number from 0 to 1, by splitmix64.
fn chance(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn blocks_rise_apart_within_the_file(from in 0_u64..1000, length in 0_u64..9_000_000_000, most in 0_u64..4_000_000_000) {
            let blocks = blocks(from, from + length, most);
            prop_assert!(!blocks.is_empty() && blocks[0].start >= from);
            prop_assert!(blocks.last().is_some_and(|last| last.end <= from + length));
            prop_assert!(blocks.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let taken: u64 = blocks.iter().map(|block| block.end - block.start).sum();
            prop_assert!(taken <= most.max(BLOCK));
        }
    }

    #[test]
    fn every_byte_of_a_stretch_is_as_likely() {
        // Of many files, a quarter starts in each quarter of the room.
        let mut quarters = [0; 4];
        for size in 0..4000 {
            let block = &blocks(0, (101 << 20) + size, BLOCK)[0];
            quarters[(block.start / (25 << 20)).min(3) as usize] += 1;
        }
        assert!(
            quarters.iter().all(|many| (900..1100).contains(many)),
            "{quarters:?}"
        );
    }
}
