//! Widths of text, from the advances of our one font.
//!
//! Backends measure text differently on every machine, so layout never asks them. The bold cut stands for every strong weight:
//! files are painted in it, and what fits bold fits semibold. Letters the table lacks are taken as wide ones.

use super::scene::Weight;

/// Width of `text` at `size`, in the unit of `size`.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let thousandths: u32 = text
        .chars()
        .map(|letter| u32::from(advance(letter, weight)))
        .sum();
    f64::from(thousandths) * size / 1000.0
}

/// Lines of at most `room`, broken at plain spaces (never at no-break ones), and inside words that are wider than a line.
pub fn wrap(text: &str, room: f64, size: f64, weight: Weight) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text
        .split([' ', '\n', '\r', '\t'])
        .filter(|word| !word.is_empty())
    {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, size, weight) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            let mut longer = line.clone();
            longer.push(letter);
            if !line.is_empty() && width(&longer, size, weight) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` if it fits `room`, else as much of it as fits before an ellipsis; nothing where not even that fits. What is one word, as names
/// of services are, keeps its end too: such names often begin alike.
pub fn cut(text: &str, room: f64, size: f64, weight: Weight) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let left = room - width("…", size, weight);
    if left < 0.0 {
        return String::new();
    }
    let fitting = |letters: &mut dyn Iterator<Item = char>, room: f64| {
        let mut taken = 0.0;
        let fits = letters.take_while(|letter| {
            taken += width(letter.encode_utf8(&mut [0; 4]), size, weight);
            taken <= room
        });
        fits.collect::<String>()
    };
    if text.contains(char::is_whitespace) {
        let kept = fitting(&mut text.chars(), left);
        return kept.trim_end().to_owned() + "…";
    }
    let head = fitting(&mut text.chars(), left / 2.0);
    let end = fitting(&mut text.chars().rev(), left - width(&head, size, weight));
    let end: String = end.chars().rev().collect();
    format!("{head}…{end}")
}

/// At most `most` lines of at most `room`; the last ends in an ellipsis where more would follow.
pub fn fold(text: &str, room: f64, most: usize, size: f64, weight: Weight) -> Vec<String> {
    let mut lines = wrap(text, room, size, weight);
    if lines.len() > most {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        lines.push(cut(&rest, room, size, weight));
    }
    lines
}

fn advance(letter: char, weight: Weight) -> u16 {
    let table = match weight {
        Weight::Regular => &REGULAR,
        Weight::Strong => &STRONG,
    };
    if let Some(&known) = (letter as usize)
        .checked_sub(32)
        .and_then(|place| table.get(place))
    {
        return known;
    }
    if let Some(&(_, regular, strong)) = OTHERS.iter().find(|(other, ..)| *other == letter) {
        return match weight {
            Weight::Regular => regular,
            Weight::Strong => strong,
        };
    }
    match letter as u32 {
        0x0300..=0x036f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 => {
            1000
        }
        0x1f000..=0x1ffff => 1300,
        _ if letter.is_uppercase() => 720,
        _ => 620,
    }
}

/// Thousandths of an em, from the space on, at weight 400.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579,
    486, 727, 647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504,
    553, 456, 555, 496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719,
    446, 467, 425, 303, 241, 303, 497,
];

/// The same at weight 700.
#[rustfmt::skip]
const STRONG: [u16; 95] = [
    200, 340, 537, 528, 528, 857, 667, 300, 344, 344, 457, 528, 300, 332, 300, 339, 528, 528, 528, 528, 528, 528,
    528, 528, 528, 528, 300, 300, 528, 528, 528, 463, 902, 573, 605, 582, 635, 548, 524, 638, 674, 301, 509, 614,
    518, 762, 665, 684, 596, 684, 613, 556, 556, 665, 556, 813, 567, 525, 541, 344, 339, 344, 528, 500, 555, 527,
    573, 468, 573, 518, 341, 534, 571, 276, 278, 548, 286, 857, 572, 555, 573, 573, 398, 443, 383, 568, 523, 776,
    514, 521, 460, 344, 268, 344, 528,
];

/// Beyond ASCII: letter, at 400, at 700.
#[rustfmt::skip]
const OTHERS: [(char, u16, u16); 17] = [
    ('\u{a0}', 200, 200), ('\u{d7}', 497, 528), ('\u{f7}', 497, 528), ('\u{b7}', 249, 300), ('\u{2013}', 480,
    480), ('\u{2014}', 800, 800), ('\u{2212}', 497, 528), ('\u{2026}', 948, 978), ('\u{2009}', 100, 100),
    ('\u{2018}', 249, 300), ('\u{2019}', 249, 300), ('\u{201c}', 426, 537), ('\u{201d}', 426, 537), ('\u{e9}',
    496, 518), ('\u{bd}', 808, 846), ('\u{2191}', 619, 617), ('\u{2193}', 619, 617),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_fits_and_one_word_keeps_its_end() {
        let cut = |text: &str, room: f64| cut(text, room, 13.0, Weight::Regular);
        let [one, other] = ["alpha", "beta"].map(|end| format!("com-example-payments-{end}"));
        let (a, b) = (cut(&one, 90.0), cut(&other, 90.0));
        assert_ne!(a, b);
        assert!(
            a.starts_with("com-") && a.ends_with("alpha") && a.contains('…'),
            "{a}"
        );
        assert_eq!(cut("Several times a day", 66.0), "Several ti…");
        assert_eq!(
            (cut("shop", 60.0).as_str(), cut("shop", 1.0).as_str()),
            ("shop", "")
        );
        for room in 8..120 {
            let room = f64::from(room);
            let is = width(&cut(&one, room), 13.0, Weight::Regular);
            assert!(is <= room, "{room}: {is}");
        }
    }
}
