//! A coded character set: one of the Encoding Standard, or a code page of DOS, which the standard has left out.
//!
//! Excel still writes the code pages as "CSV (MS-DOS)".

use std::borrow::Cow;

use encoding_rs::Encoding;

/// A coded character set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Charset {
    Standard(&'static Encoding),
    Dos(&'static CodePage),
}

/// A code page of DOS: ASCII and 128 characters more.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct CodePage {
    name: &'static str,
    /// What the bytes from 0x80 on are.
    upper: &'static str,
}

pub(super) const UTF_8: Charset = Charset::Standard(encoding_rs::UTF_8);
pub(super) const UTF_16LE: Charset = Charset::Standard(encoding_rs::UTF_16LE);
pub(super) const UTF_16BE: Charset = Charset::Standard(encoding_rs::UTF_16BE);
pub(super) const WINDOWS_1250: Charset = Charset::Standard(encoding_rs::WINDOWS_1250);
pub(super) const WINDOWS_1251: Charset = Charset::Standard(encoding_rs::WINDOWS_1251);
pub(super) const WINDOWS_1252: Charset = Charset::Standard(encoding_rs::WINDOWS_1252);
pub(super) const WINDOWS_1254: Charset = Charset::Standard(encoding_rs::WINDOWS_1254);
pub(super) const WINDOWS_1257: Charset = Charset::Standard(encoding_rs::WINDOWS_1257);
pub(super) const ISO_8859_2: Charset = Charset::Standard(encoding_rs::ISO_8859_2);
pub(super) const MACINTOSH: Charset = Charset::Standard(encoding_rs::MACINTOSH);
pub(super) const X_MAC_CYRILLIC: Charset = Charset::Standard(encoding_rs::X_MAC_CYRILLIC);

impl Charset {
    /// The one whose byte order mark `bytes` begin with, and the length of the mark.
    pub(super) fn for_bom(bytes: &[u8]) -> Option<(Self, usize)> {
        Encoding::for_bom(bytes).map(|(encoding, mark)| (Self::Standard(encoding), mark))
    }

    /// The one that is called `label`, in any of the standard's ways.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        let is_called = |page: &&CodePage| page.name.eq_ignore_ascii_case(label.trim());
        let page = CODE_PAGES.iter().find(is_called).map(Self::Dos);
        page.or_else(|| Encoding::for_label(label.as_bytes()).map(Self::Standard))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Dos(page) => page.name,
        }
    }

    pub(super) fn is_single_byte(self) -> bool {
        match self {
            Self::Standard(encoding) => encoding.is_single_byte(),
            Self::Dos(_) => true,
        }
    }

    /// `bytes` as text, a mark at their beginning as any other character.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Standard(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Dos(_) if bytes.is_ascii() => String::from_utf8_lossy(bytes),
            Self::Dos(page) => {
                let upper: Vec<char> = page.upper.chars().collect();
                let character = |byte: &u8| match byte.checked_sub(0x80) {
                    None => char::from(*byte),
                    Some(at) => upper[usize::from(at)],
                };
                bytes.iter().map(character).collect::<String>().into()
            }
        }
    }

    /// `text` as bytes, for tests.
    #[cfg(test)]
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        let page = match self {
            Self::Standard(encoding) => return encoding.encode(text).0.into_owned(),
            Self::Dos(page) => page,
        };
        let upper = |c| page.upper.chars().position(|other| other == c);
        let byte = |c: char| {
            u8::try_from(c)
                .ok()
                .filter(u8::is_ascii)
                .or_else(|| Some(0x80 + upper(c)? as u8))
        };
        text.chars().map(|c| byte(c).unwrap()).collect()
    }
}

/// The code pages, the commoner first: Western Europe, Central Europe, Turkey, the United States.
pub(super) static CODE_PAGES: [CodePage; 4] = [
    CodePage {
        name: "IBM850",
        upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    },
    CodePage {
        name: "IBM852",
        upper: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
    },
    CodePage {
        name: "IBM857",
        upper: "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\u{fffd}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{fffd}×ÚÛÙìÿ¯´\u{ad}±\u{fffd}¾¶§÷¸°¨·¹³²■\u{a0}",
    },
    CodePage {
        name: "IBM437",
        upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_page_has_a_character_for_each_byte() {
        let bytes: Vec<u8> = (0..=255).collect();
        for page in &CODE_PAGES {
            let page = Charset::Dos(page);
            assert_eq!(page.decode(&bytes).chars().count(), 256, "{}", page.name());
        }
    }

    #[test]
    fn code_pages_are_found_by_name_and_read() {
        let read = |label: &str, bytes| Charset::for_label(label).map(|page| page.decode(bytes));
        assert_eq!(read("ibm850", b"Stra\xe1e").as_deref(), Some("Straße"));
        assert_eq!(read("IBM852", b"\x9d\xa2d\xab").as_deref(), Some("Łódź"));
        assert_eq!(read("IBM857", b"De\xa7i\x9fim").as_deref(), Some("Değişim"));
        assert_eq!(read("IBM437", b"\xe0").as_deref(), Some("α"));
        assert_eq!(read("no such", b""), None);
    }
}
