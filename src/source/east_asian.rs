//! Whether bytes are Chinese, Japanese or Korean beyond doubt, in character sets that have two bytes for a character.
//!
//! The characters that nearly all texts are made of stand together in these sets, and read in another one they are scattered.

use super::charset::Charset;

/// Characters that are all of the common ones by no chance: three of five would be in a neighbouring set.
const FEW: usize = 12;
/// Of a hundred characters, those that must be common, and the kana in a Japanese text.
const COMMON: usize = 95;
const KANA: usize = 15;

/// What a pair of bytes is.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Kana,
    /// A character or syllable of those that texts are made of.
    Common,
    /// A mark, or a letter of another script, of its double width.
    Mark,
    Rare,
}

type Rule = fn(u8, u8) -> Kind;

const SETS: [(&str, Rule); 5] = [
    ("GBK", gbk),
    ("EUC-KR", euc_kr),
    ("Big5", big5),
    ("Shift_JIS", shift_jis),
    ("EUC-JP", euc_jp),
];

fn gbk(lead: u8, trail: u8) -> Kind {
    match (lead, trail) {
        (0xa1..=0xa3, _) => Kind::Mark,
        (0xb0..=0xd7, 0xa1..) => Kind::Common,
        _ => Kind::Rare,
    }
}

fn euc_kr(lead: u8, trail: u8) -> Kind {
    match (lead, trail) {
        (0xa1..=0xa3, _) => Kind::Mark,
        (0xb0..=0xc8, 0xa1..) => Kind::Common,
        _ => Kind::Rare,
    }
}

fn big5(lead: u8, _: u8) -> Kind {
    match lead {
        0xa1..=0xa3 => Kind::Mark,
        0xa4..=0xc6 => Kind::Common,
        _ => Kind::Rare,
    }
}

fn shift_jis(lead: u8, trail: u8) -> Kind {
    match (lead, trail) {
        (0x82, 0x9f..) | (0x83, ..=0x96) => Kind::Kana,
        (0x81 | 0x82, _) => Kind::Mark,
        (0x88, 0x9f..) | (0x89..=0x97, _) | (0x98, ..=0x72) => Kind::Common,
        _ => Kind::Rare,
    }
}

fn euc_jp(lead: u8, _: u8) -> Kind {
    match lead {
        0xa4 | 0xa5 => Kind::Kana,
        0xa1..=0xa3 => Kind::Mark,
        0xb0..=0xcf => Kind::Common,
        _ => Kind::Rare,
    }
}

/// Whether `lines` are of common characters in `charset` and in no other of its kind.
pub(super) fn is_evident<'a>(
    charset: Charset,
    lines: impl Iterator<Item = &'a [u8]> + Clone,
) -> bool {
    let Some((_, rule)) = SETS.iter().find(|(name, _)| *name == charset.name()) else {
        return false;
    };
    let rivals = SETS.iter().filter(|(name, _)| *name != charset.name());
    // All Korean syllables stand where common Chinese characters do; so many of these are never syllables alone.
    let is_chinese = |name: &str| name == "GBK" || name == "Big5";
    let mut rivals = rivals.filter(|(name, _)| charset.name() != "EUC-KR" || !is_chinese(name));
    is_common(*rule, lines.clone()) && !rivals.any(|(_, rule)| is_common(*rule, lines.clone()))
}

fn is_common<'a>(rule: Rule, lines: impl Iterator<Item = &'a [u8]>) -> bool {
    let (mut all, mut common, mut kana) = (0, 0, 0);
    for line in lines.filter(|line| !line.is_ascii()) {
        let mut bytes = line.iter().copied();
        while let Some(lead) = bytes.next() {
            if lead.is_ascii() {
                continue;
            }
            let kind = match bytes.next() {
                Some(trail) if trail >= 0x40 => rule(lead, trail),
                _ => return false,
            };
            all += usize::from(kind != Kind::Mark);
            common += usize::from(kind == Kind::Common);
            kana += usize::from(kind == Kind::Kana);
        }
    }
    let is_japanese = rule(0x83, 0x40) == Kind::Kana || rule(0xa4, 0xa1) == Kind::Kana;
    all >= FEW
        && (common + kana) * 100 >= all * COMMON
        && (!is_japanese || kana * 100 >= all * KANA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_tell_the_set() {
        let texts = [
            ("GBK", "会议太多了，需要更多培训。等待审批时间很长\n"),
            ("Big5", "會議太多了，需要更多訓練。等待審批時間很長\n"),
            ("Shift_JIS", "会議が多すぎる。もっと研修が必要です\n"),
            ("EUC-JP", "会議が多すぎる。もっと研修が必要です\n"),
            ("EUC-KR", "회의가 너무 많습니다. 교육이 더 필요합니다\n"),
        ];
        for (written, text) in texts {
            let written = Charset::for_label(written).unwrap();
            let bytes = written.encode(text);
            for (read, _) in texts {
                let read = Charset::for_label(read).unwrap();
                let lines = bytes.split_inclusive(|byte| *byte == b'\n');
                let expected = read == written;
                assert_eq!(
                    is_evident(read, lines),
                    expected,
                    "{text} as {}",
                    read.name()
                );
            }
        }
    }

    #[test]
    fn a_few_characters_or_letters_of_other_scripts_are_not_evident() {
        for (written, text) in [
            ("GBK", "很好\n"),
            (
                "windows-1252",
                "Größere Büros wären schön, wären früher schöner\n",
            ),
            ("windows-1251", "Кілька разів на день, щодня, ніколи\n"),
            ("koi8-u", "Кілька разів на день, щодня, ніколи\n"),
        ] {
            let bytes = Charset::for_label(written).unwrap().encode(text);
            for (read, _) in SETS {
                let read = Charset::for_label(read).unwrap();
                let lines = bytes.split_inclusive(|byte| *byte == b'\n');
                assert!(!is_evident(read, lines), "{text} as {}", read.name());
            }
        }
    }
}
